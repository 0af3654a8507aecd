//! Who delivers which commodity.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::accounts::{Accounts, Flows};
use crate::table::{PrimaryKind, PrimaryRow};

/// Who delivers a commodity, and which commodities no one delivers to order.
pub(super) struct Shares {
    /// Industry × commodity: columns sum to one; zero for commodities apart and those without domestic output.
    pub(super) matrix: Array2<f64>,
    /// Commodities apart, as positions, and their codes joined.
    pub(super) apart: Vec<usize>,
    pub(super) name: String,
    /// What each industry makes of the commodities apart.
    pub(super) made: Array1<f64>,
}

impl Shares {
    pub(super) fn of(accounts: &Accounts<'_>, domestic: &Flows) -> Self {
        let codes = &accounts.commodities;
        let supply = accounts.make.sum_axis(Dimension(0));
        let used = domestic.size();
        let without_output = |c: usize| supply[c] < 0.0 || (supply[c] == 0.0 && used[c] > 0.0);
        let apart: Vec<usize> = (0..codes.len())
            .filter(|&c| accounts.codes.apart.contains(&codes[c]) || without_output(c))
            .collect();
        let mut matrix = Array2::zeros(accounts.make.raw_dim());
        for c in (0..codes.len()).filter(|c| supply[*c] != 0.0 && !apart.contains(c)) {
            // D[i, c] = make[i, c] / Σ_i make[i, c]
            let shares = &accounts.make.column(c) / supply[c];
            matrix.column_mut(c).assign(&shares);
        }
        let names: Vec<&str> = apart.iter().map(|&c| codes[c]).collect();
        Self {
            matrix,
            name: names.join("+"),
            made: accounts
                .make
                .select(Dimension(1), &apart)
                .sum_axis(Dimension(1)),
            apart,
        }
    }

    /// What users draw of the commodities apart; under their own final use, what was made of them, negative.
    pub(super) fn drawn(&self, domestic: &Flows) -> PrimaryRow {
        let sum = |flows: &Array2<f64>| {
            flows
                .select(Dimension(0), &self.apart)
                .sum_axis(Dimension(0))
        };
        let total = |flows: &Array1<f64>| flows.select(Dimension(0), &self.apart).sum();
        let others = [total(&domestic.imports), -self.made.sum()];
        PrimaryRow {
            kind: PrimaryKind::Other,
            by_producer: sum(&domestic.industries),
            by_final_use: sum(&domestic.final_uses)
                .into_iter()
                .chain(others)
                .collect(),
            on_exports: total(&domestic.exports),
        }
    }
}
