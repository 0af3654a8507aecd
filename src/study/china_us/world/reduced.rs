//! A national table by fewer industries.

use ndarray::{Array1, Array2};

use super::industries::{between, sectors};
use crate::error::Result;
use crate::label::{Axis, Concordance, Producers, Product, Sector};
use crate::table::{NationalDraft, NationalTable, PrimaryKind, PrimaryRow, ValueAddedConcept};

/// The table by other industries, with all primary inputs in one row as a world table has them. A cell of an industry that goes to
/// several is divided by the weights on both sides, so that its parts have one technology; sums are kept.
pub(super) fn reduced(
    table: &NationalTable,
    concordance: &Concordance<Sector, Sector>,
    to: &Axis<Sector>,
) -> Result<NationalTable> {
    let from = sectors(table)?;
    let map = between(concordance, &from, to)?.matrix();
    let products = product_map(table, &map, &from)?;
    let by_sector = |amounts: &Array1<f64>| map.t().dot(amounts);
    let product_axis: Axis<Product> = Axis::new(to.codes())?;
    let unit = table.unit().clone();
    let mut draft = NationalDraft::new(
        Producers::whole(table.country(), to)?,
        product_axis,
        unit.clone(),
    )
    .domestic(map.t().dot(&table.domestic()).dot(&map))
    .imported(products.t().dot(&table.imported()).dot(&map))
    .imported_exports(products.t().dot(&table.imported_exports()))
    .output(by_sector(&table.output().to_owned()))
    .concept(ValueAddedConcept::AllPrimaryInputs)
    // as many roundings as industries may meet in one
    .tolerance(table.checked().tolerance().scaled(from.len() as f64))
    .provenance(table.provenance().then(format!(
        "{} industries as {}, primary inputs in one row",
        from.len(),
        to.len()
    )));
    for (k, code) in table.final_uses().codes().iter().enumerate() {
        let domestic = map.t().dot(&table.domestic_final().column(k));
        let imported = products.t().dot(&table.imported_final().column(k));
        draft = draft.final_use(code, domestic, imported);
    }
    for flow in table.exports().flows() {
        let amounts = by_sector(&flow.amounts().to_owned());
        draft = draft.export(flow.partner(), flow.kind(), amounts);
    }
    let rows = table.primary().rows();
    let paid = rows
        .iter()
        .fold(Array1::zeros(from.len()), |sum, row| sum + &row.by_producer);
    draft
        .primary_row(PrimaryRow {
            kind: PrimaryKind::UndividedValueAdded,
            by_producer: by_sector(&paid),
            by_final_use: rows.iter().fold(
                Array1::zeros(table.final_uses().len()),
                |sum: Array1<f64>, row| sum + &row.by_final_use,
            ),
            on_exports: rows.iter().map(|row| row.on_exports).sum(),
        })
        .check()
}

/// The map of sectors in the order of the table's products, which have their codes.
fn product_map(
    table: &NationalTable,
    map: &Array2<f64>,
    from: &Axis<Sector>,
) -> Result<Array2<f64>> {
    let codes = table.products().codes().iter();
    let positions = codes.map(|code| from.at(code).map(crate::label::Ix::get));
    let positions: Vec<usize> = positions.collect::<Result<_>>()?;
    Ok(map.select(ndarray::Axis(0), &positions))
}
