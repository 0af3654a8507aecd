//! The cells of a divided table as four matrices.

use std::fmt;

use ndarray::Array2;

use crate::table::NationalTable;

/// Which matrix a part of a cell stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Domestic,
    Imported,
    Final,
    Primary,
}

impl Part {
    pub(super) const ALL: [Self; 4] = [Self::Domestic, Self::Imported, Self::Final, Self::Primary];
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Domestic => "domestic",
            Self::Imported => "imported",
            Self::Final => "final",
            Self::Primary => "primary",
        })
    }
}

/// One number for every cell of a divided table: amounts, priors, or coefficients of a total.
///
/// Rows and columns of producers are those of the divided table: sectors within groups.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitCells {
    /// Domestic products by producer (rows) and user (columns).
    pub domestic: Array2<f64>,
    /// Imported products (rows) by user.
    pub imported: Array2<f64>,
    /// Domestic products by producer (rows) in final uses (columns).
    pub domestic_final: Array2<f64>,
    /// Primary inputs (rows, in the order of the table's) by user.
    pub primary: Array2<f64>,
}

impl SplitCells {
    /// The amounts of a table.
    #[must_use]
    pub fn of(table: &NationalTable) -> Self {
        let rows = table.primary().rows();
        let primary = Array2::from_shape_fn((rows.len(), table.producers().len()), |(r, j)| {
            rows[r].by_producer[j]
        });
        Self {
            domestic: table.domestic().to_owned(),
            imported: table.imported().to_owned(),
            domestic_final: table.domestic_final().to_owned(),
            primary,
        }
    }

    /// Zero for every cell of a table.
    #[must_use]
    pub fn zeros(table: &NationalTable) -> Self {
        let n = table.producers().len();
        Self {
            domestic: Array2::zeros((n, n)),
            imported: Array2::zeros(table.imported().raw_dim()),
            domestic_final: Array2::zeros(table.domestic_final().raw_dim()),
            primary: Array2::zeros((table.primary().rows().len(), n)),
        }
    }

    pub(super) fn part(&self, part: Part) -> &Array2<f64> {
        match part {
            Part::Domestic => &self.domestic,
            Part::Imported => &self.imported,
            Part::Final => &self.domestic_final,
            Part::Primary => &self.primary,
        }
    }

    pub(super) fn part_mut(&mut self, part: Part) -> &mut Array2<f64> {
        match part {
            Part::Domestic => &mut self.domestic,
            Part::Imported => &mut self.imported,
            Part::Final => &mut self.domestic_final,
            Part::Primary => &mut self.primary,
        }
    }
}
