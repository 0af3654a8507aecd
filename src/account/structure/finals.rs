//! Final demand of two years as level × mix × sourcing.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::factor::{FINAL_SOURCING, LEVEL, MIX, Parts};
use crate::error::Result;
use crate::model::{Unallocated, WorldModel};

/// Shares of a sum mean something where the cells of one sign are at least this many times those of the other.
const OUTWEIGHS: f64 = 3.0;

/// Output without a use up to this share of output comes from double-precision arithmetic and is nobody's final use.
const ROUNDING: f64 = 1e-12;

/// Whether cells whose positive and negative ones sum to these may be described as shares of their sum.
pub(super) fn shares_have_meaning(positive: f64, negative: f64) -> bool {
    positive.max(negative) >= OUTWEIGHS * positive.min(negative)
}

/// Final demand, producer × (country, category), of both years, and its sums.
///
/// Output without a recorded use is one more category of its own country, where the models count it as final use at home.
pub(super) struct Finals {
    cells: [Array2<f64>; 2],
    /// Sector × column.
    by_sector: [Array2<f64>; 2],
    /// By country.
    levels: [Array1<f64>; 2],
    sectors: Vec<usize>,
    /// The country of every column.
    absorbers: Vec<usize>,
    /// Sector × column: shares of suppliers have a meaning.
    sourced: Array2<bool>,
    /// By country: shares of final demand have a meaning.
    mixed: Vec<bool>,
    /// Whether the last category of every country is output without a use.
    rounded: bool,
}

/// The sector of every producer, as a position among all sectors, and how many there are.
pub(super) fn sectors(model: &WorldModel) -> (Vec<usize>, usize) {
    let producers = model.producers();
    let axis = producers.sectors();
    let positions = producers.positions();
    // every producer's sector is on the axis
    let found = positions.map(|at| axis.find(producers.key(at).sector).map_or(0, |k| k.get()));
    (found.collect(), axis.len())
}

impl Finals {
    pub(super) fn new(years: [&WorldModel; 2]) -> Result<Self> {
        let [first, _] = years;
        let (countries, categories) = (first.countries().len(), first.table().final_uses().len());
        let missing = years.map(|model| match model.unallocated() {
            Unallocated::AtHome => model.table().unallocated(),
            Unallocated::Ignored => Array1::zeros(model.producers().len()),
        });
        let rounded = years.iter().zip(&missing).any(|(model, missing)| {
            let mut cells = missing.iter().zip(model.table().output());
            cells.any(|(amount, output)| amount.abs() > ROUNDING * output)
        });
        let per = categories + usize::from(rounded);
        let absorbers: Vec<usize> = (0..countries * per).map(|column| column / per).collect();
        let cells = [0, 1].map(|t| {
            let mut cells = Array2::zeros((first.producers().len(), absorbers.len()));
            for ((i, column), amount) in years[t].table().final_use().indexed_iter() {
                cells[[i, column / categories * per + column % categories]] = *amount;
            }
            if rounded {
                for (home, range) in first.ranges().iter().enumerate() {
                    for i in range.clone() {
                        cells[[i, home * per + categories]] = missing[t][i];
                    }
                }
            }
            cells
        });
        let (sectors, count) = sectors(first);
        let mut sourced = Array2::from_elem((count, absorbers.len()), true);
        let mut mixed = vec![true; countries];
        let mut by_sector = [0, 1].map(|_| Array2::zeros((count, absorbers.len())));
        let mut levels = [0, 1].map(|_| Array1::zeros(countries));
        for t in [0, 1] {
            let mut signs = [0, 1].map(|_| Array2::<f64>::zeros((count, absorbers.len())));
            for ((i, column), &amount) in cells[t].indexed_iter() {
                signs[usize::from(amount < 0.0)][[sectors[i], column]] += amount.abs();
                by_sector[t][[sectors[i], column]] += amount;
                levels[t][absorbers[column]] += amount;
            }
            let mut totals = [0, 1].map(|_| vec![0.0; countries]);
            for ((k, column), sourced) in sourced.indexed_iter_mut() {
                let (positive, negative) = (signs[0][[k, column]], signs[1][[k, column]]);
                *sourced &= shares_have_meaning(positive, negative);
                totals[0][absorbers[column]] += positive;
                totals[1][absorbers[column]] += negative;
            }
            for (r, mixed) in mixed.iter_mut().enumerate() {
                *mixed &= shares_have_meaning(totals[0][r], totals[1][r]);
            }
        }
        Ok(Self {
            cells,
            by_sector,
            levels,
            sectors,
            absorbers,
            sourced,
            mixed,
            rounded,
        })
    }

    /// The country of every column.
    pub(super) fn absorbers(&self) -> &[usize] {
        &self.absorbers
    }

    /// Level, mix and sourcing of a cell in both years; their product is the cell.
    pub(super) fn parts(&self, i: usize, column: usize) -> [[f64; 2]; 3] {
        let (k, r) = (self.sectors[i], self.absorbers[column]);
        let cell = [0, 1].map(|t| self.cells[t][[i, column]]);
        if cell == [0.0, 0.0] {
            return [[0.0; 2], [1.0; 2], [1.0; 2]];
        }
        if !self.mixed[r] {
            return [cell, [1.0; 2], [1.0; 2]];
        }
        let level = [0, 1].map(|t| self.levels[t][r]);
        if !self.sourced[[k, column]] {
            return [level, shares(cell, level), [1.0; 2]];
        }
        let goods = [0, 1].map(|t| self.by_sector[t][[k, column]]);
        [level, shares(goods, level), shares(cell, goods)]
    }

    /// Final demand by absorbing country when these parts have moved, n × G.
    pub(super) fn absorbed(&self, moved: Parts) -> Array2<f64> {
        let mut absorbed = Array2::zeros((self.sectors.len(), self.mixed.len()));
        let at = |part: Parts| usize::from(moved & part != 0);
        let (level, mix, sourcing) = (at(LEVEL), at(MIX), at(FINAL_SOURCING));
        for (i, mut row) in absorbed.rows_mut().into_iter().enumerate() {
            for (column, &r) in self.absorbers.iter().enumerate() {
                row[r] += match (level, mix, sourcing) {
                    (0, 0, 0) => self.cells[0][[i, column]],
                    (1, 1, 1) => self.cells[1][[i, column]],
                    _ => {
                        let parts = self.parts(i, column);
                        parts[0][level] * parts[1][mix] * parts[2][sourcing]
                    }
                };
            }
        }
        absorbed
    }

    /// How many recorded final demands for goods of a sector have no shares of suppliers: their change counts as mix.
    pub(super) fn without_sourcing(&self) -> usize {
        let per = self.absorbers.len() / self.mixed.len();
        let recorded = |column: usize| !self.rounded || column % per + 1 < per;
        let cells = self.sourced.indexed_iter();
        cells
            .filter(|((_, column), sourced)| recorded(*column) && !**sourced)
            .count()
    }

    /// Final demand by absorbing country in one year, n × G.
    pub(super) fn of_year(&self, t: usize) -> Array2<f64> {
        let mut absorbed = Array2::zeros((self.sectors.len(), self.mixed.len()));
        for (column, &r) in self.absorbers.iter().enumerate() {
            let mut sum = absorbed.index_axis_mut(Dimension(1), r);
            sum += &self.cells[t].column(column);
        }
        absorbed
    }
}

/// Shares of sums in both years; a year without a sum has the share of the other. Cells are not both zero, and where a sum is zero so are
/// its cells.
pub(super) fn shares(cells: [f64; 2], sums: [f64; 2]) -> [f64; 2] {
    let share = |t: usize| (sums[t] != 0.0).then(|| cells[t] / sums[t]);
    match [share(0), share(1)] {
        [Some(first), Some(second)] => [first, second],
        [Some(only), None] | [None, Some(only)] => [only; 2],
        [None, None] => [1.0; 2],
    }
}
