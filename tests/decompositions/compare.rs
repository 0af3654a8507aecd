//! Rows of ledgers against cells of the naive decompositions, label by label.

use std::collections::BTreeMap;

use leontief::account::ledger::Row;
use leontief::account::{Ledger, Level};
use ndarray::{Array1, Array2};

use crate::naive::{Cells, Countries};
use crate::numbers::Raw;

/// Exporter, group, sector, importer, origin, term; what is summed over has no label.
pub type Key = [Option<String>; 6];

/// Figures by their labels.
pub type Figures = BTreeMap<Key, f64>;

/// Who sells: exporter, group, sector.
pub type Seller = [Option<String>; 3];

pub fn key(row: &Row<'_>) -> Key {
    [
        row.exporter,
        row.group,
        row.sector,
        row.importer,
        row.origin,
        Some(row.term),
    ]
    .map(|label| label.map(str::to_owned))
}

/// All rows of a ledger. No labels may stand twice.
#[track_caller]
pub fn figures<A>(ledger: &Ledger<A>) -> Figures {
    let mut figures = Figures::new();
    for row in ledger.rows() {
        let doubled = figures.insert(key(&row), row.value);
        assert!(doubled.is_none(), "{row:?} stands twice");
    }
    figures
}

/// The same labels, and figures that agree.
#[track_caller]
pub fn assert_figures(what: &str, found: &Figures, expected: &Figures, tolerance: f64) {
    for (key, expected) in expected {
        let found = found
            .get(key)
            .unwrap_or_else(|| panic!("{what}: no row {key:?}; it should be {expected}"));
        let gap = (found - expected).abs();
        assert!(
            gap <= tolerance,
            "{what}: {key:?} is {found}, not {expected}; difference {gap:e}, tolerance {tolerance:e}"
        );
    }
    for (key, found) in found {
        assert!(
            expected.contains_key(key),
            "{what}: row {key:?} with {found} should not exist"
        );
    }
}

/// Cells added up by seller, and by importer if wanted.
pub fn added_up(
    raw: &Raw,
    cells: &[(&str, Array2<f64>)],
    seller: impl Fn(usize) -> Seller,
    by_importer: bool,
) -> Figures {
    let mut figures = Figures::new();
    for (term, cells) in cells {
        for i in 0..raw.n() {
            for r in (0..raw.g()).filter(|r| *r != raw.country(i)) {
                let [exporter, group, sector] = seller(i);
                let importer = by_importer.then(|| raw.countries[r].clone());
                let key = [
                    exporter,
                    group,
                    sector,
                    importer,
                    None,
                    Some((*term).to_owned()),
                ];
                *figures.entry(key).or_insert(0.0) += cells[[r, i]];
            }
        }
    }
    figures
}

/// Each producer.
pub fn producer(raw: &Raw, i: usize) -> Seller {
    let label = &raw.producers[i];
    [
        Some(label.country.clone()),
        label.group.clone(),
        Some(label.sector.clone()),
    ]
}

/// The country of each producer.
pub fn country(raw: &Raw, i: usize) -> Seller {
    [Some(raw.producers[i].country.clone()), None, None]
}

/// Cells added up to a level.
pub fn at_level(raw: &Raw, cells: &[(&str, Array2<f64>)], level: Level) -> Figures {
    let by_importer = matches!(level, Level::Bilateral | Level::SectorBilateral);
    match level {
        Level::Country | Level::Bilateral => added_up(raw, cells, |i| country(raw, i), by_importer),
        Level::Sector | Level::SectorBilateral => {
            added_up(raw, cells, |i| producer(raw, i), by_importer)
        }
    }
}

/// Figures by country with producers.
pub fn by_country(raw: &Raw, terms: &[(&str, Array1<f64>)]) -> Figures {
    let mut figures = Figures::new();
    for (term, values) in terms {
        for s in raw.producing() {
            let key = [
                Some(raw.countries[s].clone()),
                None,
                None,
                None,
                None,
                Some((*term).to_owned()),
            ];
            figures.insert(key, values[s]);
        }
    }
    figures
}

/// Content of exports beside value added, where there is any: the last term of a decomposition of value added.
pub fn with_other(raw: &Raw, mut cells: Cells) -> Cells {
    if raw.has_other() {
        let world = raw.world();
        let rate = world.with_weights(raw.other_rates()).total_content();
        let flows = world.flows();
        let other = Array2::from_shape_fn(flows.dim(), |(r, i)| rate[i] * flows[[r, i]]);
        cells.push(("OTH", other));
    }
    cells
}

/// The same by country.
pub fn with_other_by_country(raw: &Raw, mut terms: Countries) -> Countries {
    if let Some((name, cells)) = with_other(raw, Vec::new()).pop() {
        terms.push((name, raw.world().by_exporter(&cells)));
    }
    terms
}
