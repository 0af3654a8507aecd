//! The imports of one product spread over its uses.

use ndarray::{Array1, ArrayView1};

use super::report::{CappedImports, CappedUse};
use super::separation::NegativeUses;

/// What sums of a row lose, as a share of their size.
pub(super) const ROUNDING: f64 = 1e-12;

/// Imports that belong to some of a product's uses, in proportion to them.
pub(super) struct Part {
    /// What the uses are, for messages.
    pub(super) name: String,
    pub(super) columns: Vec<usize>,
    pub(super) amount: f64,
}

/// One product: its uses, and what of them is imported for certain.
pub(super) struct Row<'a> {
    pub(super) product: &'a str,
    pub(super) uses: ArrayView1<'a, f64>,
    /// The column of exports.
    pub(super) exports: usize,
    pub(super) negative: NegativeUses,
    pub(super) fixed: Array1<f64>,
}

/// The imported part of every use of a product, and which uses were asked for more than they are.
pub(super) struct Spread {
    pub(super) imported: Array1<f64>,
    pub(super) capped: Option<CappedImports>,
}

impl Row<'_> {
    /// Every part over its uses. A part that is more than its uses stops there; the rest goes to what the other parts' uses still
    /// hold of domestic products, in proportion, then to exports, and what is left is not allocated.
    pub(super) fn spread(self, parts: &[Part]) -> Spread {
        let bases: Vec<f64> = parts.iter().map(|part| self.base(part)).collect();
        let mut taken: Vec<f64> = Vec::with_capacity(parts.len());
        let (mut over, mut rest) = (Vec::new(), 0.0);
        for (part, &base) in parts.iter().zip(&bases) {
            let beyond = part.amount - base;
            if beyond.abs() <= ROUNDING * base {
                taken.push(base);
                continue;
            }
            taken.push(part.amount.min(base));
            if beyond > 0.0 {
                rest += beyond;
                over.push(CappedUse {
                    use_of: part.name.clone(),
                    imports: part.amount,
                    uses: base,
                });
            }
        }
        let moved = self.move_to_others(rest, parts, &bases, &mut taken);
        let mut imported = self.fixed.clone();
        for ((part, &base), &amount) in parts.iter().zip(&bases).zip(&taken) {
            if let [column] = part.columns[..] {
                imported[column] += amount;
                continue;
            }
            let share = if amount == base { 1.0 } else { amount / base };
            let taking = part.columns.iter().filter(|&&column| self.takes(column));
            for &column in taking.filter(|_| base > 0.0) {
                imported[column] += share * self.uses[column];
            }
        }
        let free = self.uses[self.exports] - imported[self.exports];
        let exported = (rest - moved).min(free).max(0.0);
        imported[self.exports] += exported;
        let capped = (!over.is_empty()).then(|| CappedImports {
            product: self.product.to_owned(),
            uses: over,
            moved,
            exported,
            left: (rest - moved - exported).max(0.0),
        });
        Spread { imported, capped }
    }

    /// What a part's uses can take; nothing where they are negative on balance.
    fn base(&self, part: &Part) -> f64 {
        let taking = part.columns.iter().filter(|&&column| self.takes(column));
        taking
            .map(|&column| self.uses[column])
            .sum::<f64>()
            .max(0.0)
    }

    fn takes(&self, column: usize) -> bool {
        self.uses[column] > 0.0 || self.negative == NegativeUses::TakePart
    }

    /// Moves the rest to parts at home that have room; gives what was moved.
    fn move_to_others(&self, rest: f64, parts: &[Part], bases: &[f64], taken: &mut [f64]) -> f64 {
        let at_home = |at: usize| !parts[at].columns.contains(&self.exports);
        let open: Vec<usize> = (0..parts.len()).filter(|&at| at_home(at)).collect();
        let room: f64 = open.iter().map(|&at| bases[at] - taken[at]).sum();
        let moved = rest.min(room);
        if moved <= 0.0 {
            return 0.0;
        }
        for at in open {
            taken[at] = match moved == room {
                true => bases[at],
                false => taken[at] + moved * (bases[at] - taken[at]) / room,
            };
        }
        moved
    }
}
