//! What stands where in matrices without labels.

use std::ops::Range;

use super::labels::GloriaLabels;

/// How many regions, sectors, … there are, and what they are called.
pub(super) struct Shape {
    labels: GloriaLabels,
    /// Whether a row or column of producers is an industry.
    is_industry: Vec<bool>,
}

/// The rows or the columns of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Region by region, industries and then products.
    Producers,
    /// Region by region, categories of final use.
    FinalUse,
    /// Region by region, components of value added.
    ValueAdded,
    /// Satellites.
    Satellites,
}

/// A row or column of producers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Producing {
    /// Region and sector of an industry.
    Industry(usize, usize),
    /// Region and sector of a product.
    Product(usize, usize),
}

impl Shape {
    pub(super) fn of(labels: GloriaLabels) -> Self {
        let (regions, sectors) = (labels.regions.len(), labels.sectors.len());
        let region = [vec![true; sectors], vec![false; sectors]].concat();
        Self {
            is_industry: region.repeat(regions),
            labels,
        }
    }

    pub(super) fn labels(&self) -> &GloriaLabels {
        &self.labels
    }

    pub(super) fn regions(&self) -> usize {
        self.labels.regions.len()
    }

    pub(super) fn sectors(&self) -> usize {
        self.labels.sectors.len()
    }

    pub(super) fn categories(&self) -> usize {
        self.labels.finals.len()
    }

    pub(super) fn components(&self) -> usize {
        self.labels.value_added.len()
    }

    /// Industries of all regions: the producers of the table.
    pub(super) fn industries(&self) -> usize {
        self.regions() * self.sectors()
    }

    pub(super) fn final_uses(&self) -> usize {
        self.regions() * self.categories()
    }

    /// What a row or column of producers is.
    pub(super) fn producing(&self, at: usize) -> Producing {
        let sectors = self.sectors();
        let (region, within) = (at / (2 * sectors), at % (2 * sectors));
        match within < sectors {
            true => Producing::Industry(region, within),
            false => Producing::Product(region, within - sectors),
        }
    }

    pub(super) fn is_industry(&self, at: usize) -> bool {
        self.is_industry[at]
    }

    /// Columns of a region's products.
    pub(super) fn products_of(&self, region: usize) -> Range<usize> {
        let sectors = self.sectors();
        let start = 2 * sectors * region + sectors;
        start..start + sectors
    }

    /// The regions of a table's industries.
    pub(super) fn industries_of(&self, region: usize) -> Range<usize> {
        region * self.sectors()..(region + 1) * self.sectors()
    }

    /// The columns of a region's final use.
    pub(super) fn finals_of(&self, region: usize) -> Range<usize> {
        region * self.categories()..(region + 1) * self.categories()
    }
}

impl Side {
    pub(super) fn len(self, shape: &Shape) -> usize {
        match self {
            Self::Producers => 2 * shape.industries(),
            Self::FinalUse => shape.final_uses(),
            Self::ValueAdded => shape.regions() * shape.components(),
            Self::Satellites => shape.labels.satellites.len(),
        }
    }

    pub(super) fn in_words(self, shape: &Shape) -> String {
        let (regions, sectors) = (shape.regions(), shape.sectors());
        match self {
            Self::Producers => {
                format!("{regions} regions with {sectors} industries and {sectors} products")
            }
            Self::FinalUse => {
                format!(
                    "{regions} regions with {} categories of final use",
                    shape.categories()
                )
            }
            Self::ValueAdded => {
                format!(
                    "{regions} regions with {} components of value added",
                    shape.components()
                )
            }
            Self::Satellites => "the satellites in the labels".to_owned(),
        }
    }

    pub(super) fn label(self, shape: &Shape, at: usize) -> String {
        let GloriaLabels {
            regions,
            sectors,
            value_added,
            finals,
            satellites,
            ..
        } = &shape.labels;
        match self {
            Self::Producers => {
                let (region, sector, what) = match shape.producing(at) {
                    Producing::Industry(region, sector) => (region, sector, "industry"),
                    Producing::Product(region, sector) => (region, sector, "product"),
                };
                format!(
                    "`{} {}` ({what})",
                    regions.codes()[region],
                    sectors.codes()[sector]
                )
            }
            Self::FinalUse => {
                let (region, category) = (at / finals.len(), at % finals.len());
                format!("`{} {}`", regions.codes()[region], finals.codes()[category])
            }
            Self::ValueAdded => {
                let (region, component) = (at / value_added.len(), at % value_added.len());
                format!("`{} {}`", regions.codes()[region], value_added[component].0)
            }
            Self::Satellites => format!("`{}`", satellites[at].name),
        }
    }
}
