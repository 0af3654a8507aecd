//! Groups that differ in nothing but size change nothing: no content of any country depends on the division.

use std::collections::BTreeMap;

use leontief::account::decompose::{
    Approach, BorinMancini, JohnsonNoguera, KoopmanWangWei, Method, ValueAddedInFinalDemand,
    WangWeiZhu,
};
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use leontief::model::WorldModel;
use leontief::table::WorldTable;
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::divisions::{Groups, clones, random_shares};
use crate::kept::assert_kept;
use crate::numbers::Raw;
use crate::tables::{cases, undivided_shape};

const MOST: usize = 10;

/// Exporter, sector, importer, term.
type Key = [String; 4];

/// Figures with groups added up.
fn figures(ledger: &Ledger) -> BTreeMap<Key, f64> {
    let mut figures = BTreeMap::new();
    for row in ledger.summed_over(&[Column::Group]).rows() {
        assert_eq!(row.group, None);
        let labels = [row.exporter, row.sector, row.importer, Some(row.term)];
        let key = labels.map(|label| label.unwrap_or_default().to_owned());
        *figures.entry(key).or_insert(0.0) += row.value;
    }
    figures
}

fn methods() -> Vec<Box<dyn Method<Results = Ledger>>> {
    let mut methods: Vec<Box<dyn Method<Results = Ledger>>> = vec![
        Box::new(BorinMancini::World(Approach::Source)),
        Box::new(BorinMancini::World(Approach::Sink)),
    ];
    for level in [Level::Country, Level::Bilateral, Level::SectorBilateral] {
        methods.push(Box::new(JohnsonNoguera(level)));
        methods.push(Box::new(ValueAddedInFinalDemand::all(level)));
        methods.push(Box::new(BorinMancini::Exporter(Approach::Source, level)));
        methods.push(Box::new(BorinMancini::Exporter(Approach::Sink, level)));
        methods.push(Box::new(WangWeiZhu(level)));
        methods.push(Box::new(KoopmanWangWei(level)));
    }
    methods
}

/// Value added by origin and absorber, VAX, and the terms of Borin and Mancini, of Wang, Wei, Zhu and of Koopman, Wang, Wei.
#[track_caller]
pub fn assert_same_contents(before: &WorldTable, after: &WorldTable, tolerance: f64) {
    let [before, after] = [before, after].map(|table| table.model().unwrap());
    for method in methods() {
        let figures =
            |model: &WorldModel| figures(&method.apply(model, &Scope::everything()).unwrap());
        let (expected, found) = (figures(&before), figures(&after));
        assert!(!expected.is_empty());
        let keys: Vec<&Key> = expected.keys().collect();
        assert_eq!(
            keys,
            found.keys().collect::<Vec<&Key>>(),
            "{}",
            method.name()
        );
        for (key, expected) in expected {
            let gap = (found[&key] - expected).abs();
            assert!(gap <= tolerance, "{}: {key:?}: {gap:e}", method.name());
        }
    }
}

/// V B Y of the undivided table, written out, against the divided one.
fn assert_absorbed(raw: &Raw, after: &WorldTable) {
    let naive = raw.world();
    let absorbed = naive.b().dot(&naive.y);
    let method = ValueAddedInFinalDemand::all(Level::Bilateral);
    let ledger = after.model().unwrap().decompose(&method).unwrap();
    for s in raw.producing() {
        for d in 0..raw.g() {
            let origin = raw.ranges[s].clone();
            let expected: f64 = origin.map(|i| naive.w[i] * absorbed[[i, d]]).sum();
            let cell = ledger.exporter(&raw.countries[s]).unwrap();
            let found = cell.importer(&raw.countries[d]).unwrap().total();
            assert!(
                (found - expected).abs() <= raw.tolerance(),
                "{found} {expected}"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn clones_change_no_content_of_any_country(
        shape in undivided_shape(2, MOST), which: u8, seed: u64,
    ) {
        let raw = shape.raw();
        let before = raw.table();
        let producing = raw.producing();
        let code = &raw.countries[producing[usize::from(which) % producing.len()]];
        let own = before.national(code).unwrap();
        let numbers = &mut Numbers::new(seed);
        let groups = Groups::random(&own, numbers);
        let shares = random_shares(&groups, own.producers().len(), numbers);
        let divided = clones(&own, &groups, &shares);
        let after = before.divided(&divided).unwrap();
        assert_kept(&before, &after, &divided);
        assert_absorbed(&raw, &after);
        assert_same_contents(&before, &after, raw.tolerance());
    }
}
