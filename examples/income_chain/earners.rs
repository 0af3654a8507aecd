//! Who earns from a flow of exports.

use leontief::Result;
use leontief::account::decompose::ContentByOrigin;
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use leontief::show::Grid;

use crate::Year;
use crate::owners::REGIONS;
use crate::text::billions;

/// Income of every region in the exports of one to another, wherever it is earned, and what of it is earned in the exporting country by
/// others.
pub(crate) fn exports(years: &[Year], exporter: &str, importer: &str) -> Result<Grid> {
    let title = format!("Who earns from the exports of {exporter} to {importer}, bn USD");
    let headings = ["year", "gross"].into_iter().chain(REGIONS).chain([
        "earned there",
        "by others",
        "penetrance",
    ]);
    let mut grid = Grid::new(&title, headings);
    for Year { year, model } in years {
        let scope = Scope::everything()
            .exporters([exporter])
            .importers([importer]);
        let method = ContentByOrigin(Level::Bilateral);
        let by_owner = model.decompose_by_owner(&method, &scope, &Owners::all())?;
        let gross = model.decompose_some(&method, &scope)?.total();
        let mut row = vec![year.to_string(), billions(gross)];
        for owner in REGIONS {
            row.push(billions(by_owner.owner(owner)?.total()));
        }
        let there = by_owner.origin(exporter)?;
        let home = there.owner(exporter)?.total();
        row.push(billions(there.total()));
        row.push(billions(there.total() - home));
        let ratios = model.income_ratios(Level::Bilateral)?;
        let pair = ratios
            .select(Column::Exporter, &[exporter])?
            .importer(importer)?;
        row.push(format!(
            "{:.2} %",
            100.0 * pair.term("PENETRANCE")?.value()?
        ));
        grid = grid.row(row);
    }
    Ok(grid
        .note("Columns of regions: national income of the region in the flow, in whichever country it is earned; they add up to gross.")
        .note(format!("Earned there: in {exporter} (domestic content), of which by other owners. Penetrance: the same in value added in exports, V L E."))
        .note("Owners by host averages: every industry of a region is foreign-owned alike (grade D), which understates foreign income in exports."))
}
