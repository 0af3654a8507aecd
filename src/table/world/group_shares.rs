//! Cells of an undivided producer divided among its groups.

/// A sum tells shares only if it is more than this part of the sizes it is made of.
const LEAST: f64 = 1e-6;

/// Cells of one producer with one partner or of one product, and what its groups have of their sum.
pub(super) struct Line<'a> {
    /// The sum of the cells.
    pub(super) sum: f64,
    /// The sum of their sizes.
    pub(super) size: f64,
    /// By group.
    pub(super) amounts: &'a [f64],
}

/// Which sums stand where groups and cells do not come to the same, within the tolerance.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// Sums over groups are the cells.
    Cells,
    /// Sums over cells are the groups' amounts.
    Amounts,
}

/// How every cell of a line is divided: group g has `θ_g c + δ_g |c| / Σ|c|` of the cell c.
///
/// With amounts a that come to the sum of the cells, `δ_g = a_g − θ_g Σc`; then the parts of a cell come to the cell and those of a group to
/// its amount, whatever the shares. Where the shares are those of the amounts, or all cells have one sign, the part is
/// `c a_g / Σa`.
pub(super) struct Parts {
    shares: Vec<f64>,
    shifts: Vec<f64>,
}

impl Parts {
    pub(super) fn of(&self, group: usize, cell: f64) -> f64 {
        self.shares[group] * cell + self.shifts[group] * cell.abs()
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(cells: impl Iterator<Item = f64>, amounts: &'a [f64]) -> Self {
        let (sum, size) = cells.fold((0.0, 0.0), |(sum, size), cell| {
            (sum + cell, size + f64::abs(cell))
        });
        Self { sum, size, amounts }
    }

    /// Whether there is nothing to divide.
    pub(super) fn is_empty(&self) -> bool {
        self.size == 0.0 && self.amounts.iter().all(|amount| *amount == 0.0)
    }

    /// The division by the shares of the amounts, or where they tell none by those of `otherwise`. Nothing if there are amounts
    /// without cells, or no shares.
    pub(super) fn parts(
        &self,
        kept: Kept,
        otherwise: impl FnOnce() -> Option<Vec<f64>>,
    ) -> Option<Parts> {
        if self.size == 0.0 {
            return None;
        }
        let given: f64 = self.amounts.iter().sum();
        let target = match kept {
            Kept::Cells => given,
            Kept::Amounts => self.sum,
        };
        let amounts = self.amounts.iter();
        let (shares, rest): (Vec<f64>, Vec<f64>) = match told(self.amounts, self.size) {
            // a − θ Σc, without a rounding where both come to the same
            Some(shares) => {
                let rest = amounts.map(|amount| amount * (1.0 - target / given));
                (shares, rest.collect())
            }
            None => {
                let shares = otherwise()?;
                let rest = amounts.zip(&shares).map(|(a, share)| a - share * target);
                let rest = rest.collect();
                (shares, rest)
            }
        };
        let shifts = rest.into_iter().map(|rest| rest / self.size).collect();
        Some(Parts { shares, shifts })
    }
}

/// The shares of amounts of one sign whose sum is not next to nothing beside `size`.
pub(super) fn told(amounts: &[f64], size: f64) -> Option<Vec<f64>> {
    let one_sign =
        amounts.iter().all(|amount| *amount >= 0.0) || amounts.iter().all(|amount| *amount <= 0.0);
    let sum: f64 = amounts.iter().sum();
    (one_sign && sum.abs() > LEAST * size)
        .then(|| amounts.iter().map(|amount| amount / sum).collect())
}
