//! Whether two world tables are the same to the bit.

use leontief::table::WorldTable;
use ndarray::{ArrayBase, Data, Dimension};

fn bits<S: Data<Elem = f64>, D: Dimension>(values: &ArrayBase<S, D>) -> (Vec<usize>, Vec<u64>) {
    let bits = values.iter().map(|value| value.to_bits());
    (values.shape().to_vec(), bits.collect())
}

/// The same labels, unit, concept and bits.
#[track_caller]
pub fn assert_same(back: &WorldTable, table: &WorldTable) {
    assert_eq!(back.producers(), table.producers());
    assert_eq!(back.countries(), table.countries());
    assert_eq!(back.final_uses(), table.final_uses());
    assert_eq!(back.unit(), table.unit());
    assert_eq!(back.concept(), table.concept());
    assert_eq!(back.components(), table.components());
    assert_eq!(bits(&back.flows()), bits(&table.flows()));
    assert_eq!(bits(&back.final_use()), bits(&table.final_use()));
    assert_eq!(bits(&back.output()), bits(&table.output()));
    assert_eq!(bits(&back.value_added()), bits(&table.value_added()));
    let rows = |table: &WorldTable| table.primary().rows().len();
    assert_eq!(rows(back), rows(table));
    for (one, two) in back.primary().rows().iter().zip(table.primary().rows()) {
        assert_eq!(one.kind, two.kind);
        assert_eq!(bits(&one.by_producer), bits(&two.by_producer));
        assert_eq!(bits(&one.by_final_use), bits(&two.by_final_use));
        assert_eq!(one.on_exports.to_bits(), two.on_exports.to_bits());
    }
    let names = |table: &WorldTable| -> Vec<String> {
        let producers = table.producers();
        let sectors = producers.positions().map(|at| producers.sector_name(at));
        let finals = table.final_uses();
        let finals = finals.positions().map(|at| finals.name(at));
        sectors.chain(finals).map(str::to_owned).collect()
    };
    assert_eq!(names(back), names(table));
    assert_eq!(back.fingerprint(), table.fingerprint());
    assert_eq!(back.extensions(), table.extensions());
    for at in table.extensions().positions() {
        assert_eq!(back.extensions().name(at), table.extensions().name(at)); // the unit
    }
    assert_eq!(bits(&back.extension_rows()), bits(&table.extension_rows()));
    assert_eq!(
        bits(&back.extension_finals()),
        bits(&table.extension_finals())
    );
}
