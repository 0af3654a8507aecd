//! The national table that a separation makes.

use ndarray::{Array1, Array2};

use super::report::ImportReport;
use super::uses::{Uses, column, columns};
use crate::error::Result;
use crate::label::Axis;
use crate::table::{CompetitiveTable, NationalDraft};

/// The category of final use that holds what is not allocated.
const NOT_ALLOCATED: &str = "imports not allocated";

/// The table with the imported parts of uses apart. The source's discrepancy and the residual become further final uses.
pub(super) fn draft(
    table: &CompetitiveTable,
    uses: &Uses,
    imported: &Array2<f64>,
    report: &ImportReport,
) -> Result<NationalDraft> {
    let sectors = table.sectors();
    let products = sectors
        .positions()
        .map(|at| (sectors.code(at), sectors.name(at)));
    let domestic = &uses.cells - imported;
    let (exports, reexports) = (uses.exports(), column(imported, uses.exports()));
    let kept = Array1::from_shape_fn(sectors.len(), |i| match uses.cells[[i, exports]] {
        0.0 => 1.0,
        all => domestic[[i, exports]] / all,
    });
    let step = format!(
        "imports separated {}: {:.6} of {:.6} allocated, {} products capped",
        report.method(),
        report.allocated(),
        report.published(),
        report.capped().len()
    );
    let mut draft = NationalDraft::new(
        table.producers().clone(),
        Axis::with_names(products)?,
        table.unit().clone(),
    )
    .domestic(columns(&domestic, uses.inputs()))
    .imported(columns(imported, uses.inputs()))
    .imported_exports(reexports)
    .output(table.output().to_owned())
    .concept(table.concept())
    .tolerance(table.checked().tolerance())
    .provenance(table.provenance().then(step));
    for flow in table.exports().flows() {
        draft = draft.export(flow.partner(), flow.kind(), &flow.amounts() * &kept);
    }
    for (at, code) in uses.finals().zip(table.final_uses().codes()) {
        draft = draft.final_use(code, column(&domestic, at), column(imported, at));
    }
    for row in table.primary().rows() {
        draft = draft.primary_row(row.clone());
    }
    if let Some((code, amounts)) = table.statistical_discrepancy() {
        let none = Array1::zeros(sectors.len());
        draft = draft.further_final_use(code, amounts.to_owned(), none);
    }
    let residual: Array1<f64> = report.products().iter().map(|row| row.residual).collect();
    if residual.iter().any(|amount| *amount != 0.0) {
        draft = draft.further_final_use(NOT_ALLOCATED, -&residual, residual);
    }
    Ok(draft)
}
