//! How much of each component of each group's income is foreign, and whose it is.

use std::ops::Range;

use ndarray::Array2;

use super::UNSPECIFIED;
use crate::error::{Error, Result};
use crate::label::{Axis, Country, Ix, Owner, Producers};
use crate::table::{PrimaryKind, WorldTable};

/// One component of the income of one group of a host's producers. Layers say two things of it, and each may be said by another layer.
pub(super) struct Cell {
    /// By producer of the group, the share that goes to others than the host's own residents.
    pub(super) foreign: Vec<f64>,
    /// The layer that said so.
    pub(super) foreign_by: Option<usize>,
    /// By owner, the weight in what is foreign; their sum is above zero.
    pub(super) origins: Vec<f64>,
    /// The layer that said so.
    pub(super) origins_by: Option<usize>,
}

impl Cell {
    /// Whether some of it is foreign.
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign.iter().any(|share| *share > 0.0)
    }
}

/// All cells of a table, group by group and within it component by component.
pub(super) struct Cells<'a> {
    pub(super) table: &'a WorldTable,
    /// All that may own something; `unspecified` stands last.
    pub(super) owners: Axis<Owner>,
    pub(super) components: Vec<PrimaryKind>,
    cells: Vec<Cell>,
}

impl<'a> Cells<'a> {
    /// Everything is income of its host.
    pub(super) fn at_home(table: &'a WorldTable, owners: Axis<Owner>) -> Self {
        let components = table.components();
        let unspecified = unspecified_only(owners.len());
        let cells = table.producers().blocks().iter().flat_map(|block| {
            components.iter().map(|_| Cell {
                foreign: vec![0.0; block.range().len()],
                foreign_by: None,
                origins: unspecified.clone(),
                origins_by: None,
            })
        });
        Self {
            cells: cells.collect(),
            table,
            owners,
            components,
        }
    }

    pub(super) fn producers(&self) -> &'a Producers {
        self.table.producers()
    }

    /// A country in which something is produced.
    pub(super) fn host(&self, code: &str) -> Result<Ix<Country>> {
        host(self.table, code)
    }

    /// All countries in which something is produced.
    pub(super) fn hosts(&self) -> Vec<Ix<Country>> {
        self.producers().countries().positions().collect()
    }

    /// The numbers of a host's groups, with their producers.
    pub(super) fn groups_of(&self, host: Ix<Country>) -> Vec<(usize, Range<usize>)> {
        let blocks = self.producers().blocks().iter().enumerate();
        blocks
            .filter(|(_, block)| block.country() == host)
            .map(|(number, block)| (number, block.range()))
            .collect()
    }

    pub(super) fn at(&self, group: usize, component: usize) -> &Cell {
        &self.cells[group * self.components.len() + component]
    }

    pub(super) fn at_mut(&mut self, group: usize, component: usize) -> &mut Cell {
        &mut self.cells[group * self.components.len() + component]
    }

    /// The numbers of the components that are capital income.
    pub(super) fn capital(&self) -> Vec<usize> {
        self.numbers(|kind| {
            matches!(
                kind,
                PrimaryKind::OperatingSurplus
                    | PrimaryKind::UndividedValueAdded
                    | PrimaryKind::Depreciation
            )
        })
    }

    /// The numbers of the components of these kinds.
    pub(super) fn numbers(&self, wanted: impl Fn(PrimaryKind) -> bool) -> Vec<usize> {
        let all = self.components.iter().enumerate();
        all.filter(|(_, kind)| wanted(**kind))
            .map(|(number, _)| number)
            .collect()
    }

    /// What producers pay of a component, added up over a range.
    pub(super) fn paid(&self, component: usize, producers: Range<usize>) -> f64 {
        let row = self.table.primary().row(self.components[component]);
        row.map_or(0.0, |row| producers.map(|j| row.by_producer[j]).sum())
    }

    /// Whether a layer still says something somewhere.
    pub(super) fn hears(&self, layer: usize) -> bool {
        self.cells
            .iter()
            .any(|cell| cell.foreign_by == Some(layer) || cell.origins_by == Some(layer))
    }

    /// The owner × producer shares of a component.
    pub(super) fn shares(&self, component: usize) -> Array2<f64> {
        let producers = self.producers();
        let mut shares = Array2::zeros((self.owners.len(), producers.len()));
        for (number, block) in producers.blocks().iter().enumerate() {
            let cell = self.at(number, component);
            let home = block.country().get();
            let all: f64 = cell.origins.iter().sum();
            for (j, &foreign) in block.range().zip(&cell.foreign) {
                for (o, &weight) in cell.origins.iter().enumerate() {
                    shares[[o, j]] = foreign * (weight / all);
                }
                shares[[home, j]] += 1.0 - foreign;
            }
        }
        shares
    }
}

/// All weight on `unspecified`, the last of the owners.
pub(super) fn unspecified_only(owners: usize) -> Vec<f64> {
    let mut weights = vec![0.0; owners];
    if let Some(last) = weights.last_mut() {
        *last = 1.0;
    }
    weights
}

/// A country of a table in which something is produced.
pub(super) fn host(table: &WorldTable, code: &str) -> Result<Ix<Country>> {
    let at = table.countries().at(code)?;
    if table.range(at).is_empty() {
        return Err(Error::label(format!(
            "`{code}` is no host of income: it has no producers in the table, only final use"
        ))
        .hint("it may be an owner; leave it out of the hosts"));
    }
    Ok(at)
}

/// A number from 0 to 1.
pub(super) fn require_share(share: f64, what: impl Fn() -> String) -> Result<()> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(Error::income(what())
        .expected("a share from 0 to 1")
        .found(share))
}

/// By what sums of shares may pass 1 in the arithmetic.
pub(super) const ROUNDING: f64 = 1e-9;

/// The owners of a table: its countries with producers, its markets that are named, others in order of appearance, `unspecified`.
pub(super) fn owners<'a>(
    table: &WorldTable,
    named: impl Iterator<Item = &'a str>,
) -> Result<Axis<Owner>> {
    let named: Vec<&str> = named.filter(|code| *code != UNSPECIFIED).collect();
    let producing = table.producers().countries();
    let mut codes: Vec<&str> = producing.codes().iter().map(String::as_str).collect();
    let markets = table.countries().codes().iter().map(String::as_str);
    let markets = markets.filter(|code| producing.find(code).is_none() && named.contains(code));
    codes.extend(markets);
    let mut known: std::collections::HashSet<&str> = codes.iter().copied().collect();
    codes.extend(named.iter().copied().filter(|code| known.insert(code)));
    codes.push(UNSPECIFIED);
    Axis::new(codes)
}
