//! The table of 2007 with processing of supplied materials at full value: its exports, and the materials as imports.

use leontief::build::balancing::{Balancing, Margin};
use leontief::read::NbsTradeAdjustment;
use leontief::table::{NationalDraft, NationalTable};
use ndarray::{Array1, Array2};

/// Materials by sector that processes them: what exports after processing are worth beyond the fee.
pub fn materials_by_user(official: &NbsTradeAdjustment) -> Array1<f64> {
    &official.processed_exports - &official.processing_fee
}

/// Materials by product, which add up to 0.02 % less than materials by user in the source, made to add up to as much.
pub fn materials_by_product(official: &NbsTradeAdjustment) -> Array1<f64> {
    let scale = materials_by_user(official).sum() / official.supplied_materials.sum();
    assert!((scale - 1.0).abs() < 3e-4, "{scale}");
    &official.supplied_materials * scale
}

/// Materials by product and user: nearest to the imported inputs of each sector, scaled to what it processes.
fn materials(table: &NationalTable, official: &NbsTradeAdjustment) -> Array2<f64> {
    let (users, products) = (materials_by_user(official), materials_by_product(official));
    let imported = table.imported();
    let sums = imported.sum_axis(ndarray::Axis(0));
    let prior = Array2::from_shape_fn(imported.dim(), |(i, j)| {
        if users[j] > 0.0 && products[i] > 0.0 {
            imported[[i, j]] / sums[j] * users[j]
        } else {
            0.0
        }
    });
    let rows = Margin::of(table.products(), products).unwrap();
    let columns = Margin::of_producers(table.producers(), users).unwrap();
    let problem = Balancing::ras(prior.view(), rows, columns).unwrap();
    problem.balanced().unwrap().into_matrix()
}

/// Exports and outputs at full value, materials among the imported inputs.
pub fn at_full_value(table: &NationalTable, official: &NbsTradeAdjustment) -> NationalTable {
    let materials = materials(table, official);
    // what the balancing leaves of the margins is output
    let added = materials.sum_axis(ndarray::Axis(0));
    let [flow] = table.exports().flows() else {
        panic!("one flow of exports")
    };
    let mut draft = NationalDraft::new(
        table.producers().clone(),
        table.products().clone(),
        table.unit().clone(),
    )
    .domestic(table.domestic().to_owned())
    .imported(&table.imported() + &materials)
    .export(flow.partner(), flow.kind(), &flow.amounts() + &added)
    .imported_exports(table.imported_exports().to_owned())
    .output(&table.output() + &added)
    .tolerance(table.checked().tolerance())
    .provenance(
        table
            .provenance()
            .then("supplied materials added to imports and exports"),
    );
    for (k, code) in table.final_uses().codes().iter().enumerate() {
        let [home, abroad] =
            [table.domestic_final(), table.imported_final()].map(|uses| uses.column(k).to_owned());
        draft = draft.final_use(code, home, abroad);
    }
    for row in table.primary().rows() {
        draft = draft.primary_row(row.clone());
    }
    draft.check().unwrap()
}
