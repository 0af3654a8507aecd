//! A table that is written and opened again is the same table.

use std::fmt::Debug;

use leontief::read::CachedWorld;
use leontief::table::{Residual, Tolerance, WorldDraft, WorldTable};
use leontief::{read, write};
use ndarray::{ArrayBase, Data, Dimension};
use proptest::prelude::*;

use crate::common::worlds::t3x2;
use crate::dressed::dressed;
use crate::published::Folder;
use crate::tables::{any_shape, cases};

fn bits<S: Data<Elem = f64>, D: Dimension>(values: &ArrayBase<S, D>) -> (Vec<usize>, Vec<u64>) {
    let bits = values.iter().map(|value| value.to_bits());
    (values.shape().to_vec(), bits.collect())
}

fn records(residuals: &[Residual]) -> Vec<(&str, u64, u64)> {
    let record = |r: &'_ Residual| (r.amount.to_bits(), r.output.to_bits());
    residuals
        .iter()
        .map(|r| (r.label.as_str(), record(r).0, record(r).1))
        .collect()
}

#[track_caller]
fn equal<T: PartialEq + Debug>(one: T, two: T) {
    assert_eq!(one, two);
}

/// Every accessor of the two gives the same, to the bit.
#[track_caller]
pub fn assert_same(back: &WorldTable, table: &WorldTable) {
    equal(back.producers(), table.producers());
    for (one, two) in back
        .producers()
        .blocks()
        .iter()
        .zip(table.producers().blocks())
    {
        equal(one, two);
        for at in two.sectors().positions() {
            equal(one.sectors().name(at), two.sectors().name(at));
        }
    }
    equal(back.countries(), table.countries());
    for at in table.countries().positions() {
        equal(back.countries().name(at), table.countries().name(at));
    }
    equal(back.final_uses(), table.final_uses());
    for at in table.final_uses().positions() {
        equal(back.final_uses().name(at), table.final_uses().name(at));
    }
    equal(back.unit(), table.unit());
    equal(back.concept(), table.concept());
    equal(back.provenance(), table.provenance());
    equal(bits(&back.flows()), bits(&table.flows()));
    equal(bits(&back.final_use()), bits(&table.final_use()));
    equal(bits(&back.output()), bits(&table.output()));
    equal(bits(&back.value_added()), bits(&table.value_added()));
    equal(bits(&back.unallocated()), bits(&table.unallocated()));
    equal(back.primary().rows().len(), table.primary().rows().len());
    for (one, two) in back.primary().rows().iter().zip(table.primary().rows()) {
        equal(one.kind, two.kind);
        equal(bits(&one.by_producer), bits(&two.by_producer));
        equal(bits(&one.by_final_use), bits(&two.by_final_use));
        equal(one.on_exports.to_bits(), two.on_exports.to_bits());
    }
    equal(back.extensions(), table.extensions());
    for at in table.extensions().positions() {
        equal(back.extensions().name(at), table.extensions().name(at)); // the unit
    }
    equal(bits(&back.extension_rows()), bits(&table.extension_rows()));
    equal(
        bits(&back.extension_finals()),
        bits(&table.extension_finals()),
    );
    let (one, two) = (back.checked(), table.checked());
    let tolerance = |t: Tolerance| (t.absolute.to_bits(), t.relative.to_bits());
    equal(tolerance(one.tolerance()), tolerance(two.tolerance()));
    equal(records(one.row_residuals()), records(two.row_residuals()));
    equal(
        records(one.column_residuals()),
        records(two.column_residuals()),
    );
    equal(one.zero_output(), two.zero_output());
    equal(one.notes(), two.notes());
    equal(format!("{one}"), format!("{two}"));
}

/// The views into the file are the arrays of the table.
#[track_caller]
pub fn assert_views(cached: &CachedWorld, table: &WorldTable) {
    equal(cached.producers(), table.producers());
    equal(cached.countries(), table.countries());
    equal(cached.final_uses(), table.final_uses());
    equal(cached.extensions(), table.extensions());
    equal(cached.unit(), table.unit());
    equal(cached.provenance(), table.provenance());
    equal(cached.concept(), table.concept());
    equal(cached.tolerance(), table.checked().tolerance());
    equal(bits(&cached.flows()), bits(&table.flows()));
    equal(bits(&cached.final_use()), bits(&table.final_use()));
    equal(bits(&cached.output()), bits(&table.output()));
    equal(
        bits(&cached.extension_rows()),
        bits(&table.extension_rows()),
    );
    equal(
        bits(&cached.extension_finals()),
        bits(&table.extension_finals()),
    );
    let kinds: Vec<_> = table.primary().rows().iter().map(|row| row.kind).collect();
    equal(cached.primary_kinds().collect::<Vec<_>>(), kinds);
    for row in table.primary().rows() {
        equal(
            bits(&cached.primary(row.kind).unwrap()),
            bits(&row.by_producer),
        );
        let on_finals = cached.primary_on_final_use(row.kind).unwrap();
        equal(bits(&on_finals), bits(&row.by_final_use));
    }
    let every_array = [
        cached.flows().as_ptr(),
        cached.final_use().as_ptr(),
        cached.output().as_ptr(),
    ];
    assert!(every_array.iter().all(|start| start.addr() % 64 == 0));
}

#[track_caller]
fn assert_survives(table: &WorldTable) {
    let folder = Folder::new();
    let path = folder.as_ref().join("world.cache");
    let fingerprint = write::cache(&path, table).unwrap();
    let cached = read::CachedWorld::open(&path).unwrap();
    equal(cached.fingerprint(), fingerprint);
    cached.verify().unwrap();
    assert_views(&cached, table);
    let back = cached.table().unwrap();
    assert_same(&back, table);
    // the same table gives the same bytes
    let again = folder.as_ref().join("again.cache");
    equal(write::cache(&again, &back).unwrap(), fingerprint);
    equal(
        std::fs::read(&again).unwrap(),
        std::fs::read(&path).unwrap(),
    );
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn everything_that_a_table_holds_survives_bit_by_bit(shape in any_shape(10)) {
        assert_survives(&dressed(&shape));
    }
}

#[test]
fn the_worked_case_survives() {
    assert_survives(&t3x2());
}

#[test]
fn a_table_of_the_world_from_a_folder_survives() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/wiod13-6region/2011");
    assert_survives(&read::world_csv(folder).unwrap().check().unwrap());
}

#[test]
fn a_draft_of_a_cached_table_gives_the_table() {
    let table = t3x2();
    let folder = Folder::new();
    let path = folder.as_ref().join("t3x2.cache");
    write::cache(&path, &table).unwrap();
    let draft = CachedWorld::open(&path).unwrap().draft();
    assert_same(&draft.and_then(WorldDraft::check).unwrap(), &table);
}

#[test]
fn tables_that_differ_in_one_bit_have_other_fingerprints() {
    let folder = Folder::new();
    let path = folder.as_ref().join("one.cache");
    let table = t3x2();
    let one = write::cache(&path, &table).unwrap();
    let mut finals = table.final_use().to_owned();
    finals[[0, 0]] = f64::from_bits(finals[[0, 0]].to_bits() ^ 1);
    let other = table.draft().unwrap().final_use(finals).check().unwrap();
    assert_ne!(write::cache(&path, &other).unwrap(), one);
    let named = table.provenance().then("a step");
    let other = table.draft().unwrap().provenance(named).check().unwrap();
    assert_ne!(write::cache(&path, &other).unwrap(), one);
}

#[test]
fn a_cached_table_may_be_used_from_every_thread() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<CachedWorld>();
}
