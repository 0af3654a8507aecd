//! Single figures of ledgers, and figures of all owners added up.

use leontief::account::Ledger;
use leontief::account::ledger::{Column, Row};

use crate::compare::{Figures, figures, key};

/// The figures of one owner.
pub fn of_owner<A>(ledger: &Ledger<A>, owner: &str) -> Figures {
    figures(&ledger.owner(owner).unwrap())
}

/// All owners together, row by row in plain sums.
pub fn over_owners<A>(ledger: &Ledger<A>) -> Figures {
    let mut sums = Figures::new();
    for row in ledger.rows() {
        assert!(row.owner.is_some());
        *sums.entry(key(&row)).or_insert(0.0) += row.value;
    }
    sums
}

/// Without the term of what is not value added.
pub fn without_other(mut figures: Figures) -> Figures {
    figures.retain(|key, _| key[5].as_deref() != Some("OTH"));
    figures
}

/// The one figure with these labels, looked for row by row.
#[track_caller]
pub fn figure<A>(ledger: &Ledger<A>, labels: &[(Column, &str)]) -> f64 {
    let fits = |row: &Row<'_>| {
        let mut labels = labels.iter();
        labels.all(|(column, label)| row.label(*column) == Some(*label))
    };
    let found: Vec<f64> = ledger.rows().filter(fits).map(|row| row.value).collect();
    assert_eq!(found.len(), 1, "{labels:?}: {found:?}");
    found[0]
}

/// Whether two figures agree.
pub fn near(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance
}
