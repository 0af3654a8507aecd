//! Whether a table of groups is a division of a published one.

use crate::error::{Error, Result, first_few};
use crate::table::NationalTable;

/// By how much sums over groups may miss, as a share of what is added up.
pub(super) const MISS: f64 = 1e-9;

/// Every group has the table's sectors, outputs and exports add up to the table's, and what is not divided is the same.
pub(super) fn require(table: &NationalTable, start: &NationalTable) -> Result<()> {
    let whole = table.producers().only_block()?;
    require_same("countries", table.country(), start.country())?;
    require_same(
        "units",
        &table.unit().to_string(),
        &start.unit().to_string(),
    )?;
    for block in start.producers().blocks() {
        let what = format!("sectors of group {}", block.group().code());
        require_codes(&what, whole.sectors().codes(), block.sectors().codes())?;
    }
    let [expected, found] = [table, start].map(Codes::of);
    require_codes("imported products", &expected.products, &found.products)?;
    require_codes("final uses", &expected.uses, &found.uses)?;
    require_codes("primary inputs", &expected.primary, &found.primary)?;
    require_codes("extension rows", &expected.extensions, &found.extensions)?;
    require_codes("flows of exports", &expected.exports, &found.exports)?;
    require_sums(table, start)?;
    require_undivided(table, start)
}

/// The codes of a table, by what they name.
struct Codes {
    products: Vec<String>,
    uses: Vec<String>,
    primary: Vec<String>,
    extensions: Vec<String>,
    exports: Vec<String>,
}

impl Codes {
    fn of(table: &NationalTable) -> Self {
        let rows = table.primary().rows().iter();
        let flows = table.exports().flows().iter();
        Self {
            products: table.products().codes().to_vec(),
            uses: table.final_uses().codes().to_vec(),
            primary: rows.map(|row| row.kind.code().to_owned()).collect(),
            extensions: table.extensions().codes().to_vec(),
            exports: flows
                .map(|flow| format!("{} to {}", flow.kind(), flow.partner()))
                .collect(),
        }
    }
}

fn differs(what: &str) -> Error {
    Error::label(format!(
        "the division is not one of this table: its {what} differ"
    ))
}

fn require_same(what: &str, expected: &str, found: &str) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    Err(differs(what).expected(expected).found(found))
}

fn require_codes(what: &str, expected: &[String], found: &[String]) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    let (expected, found) = (first_few(expected), first_few(found));
    Err(differs(what).expected(expected).found(found))
}

/// Vectors over producers whose sums over groups are the table's.
fn require_sums(table: &NationalTable, start: &NationalTable) -> Result<()> {
    let sums = |what: &str, whole: &[f64], parts: &[f64]| -> Result<()> {
        for (j, whole) in whole.iter().enumerate() {
            let parts = parts.iter().skip(j).step_by(table.producers().len());
            let sum: f64 = parts.clone().sum();
            let size: f64 = parts.map(|part| part.abs()).sum();
            if (sum - whole).abs() > MISS * size.max(whole.abs()) {
                let what = format!("{what} of {}", table.producers().label(j));
                return Err(differs(&what)
                    .expected(format!("{whole:.6}"))
                    .found(format!("{sum:.6}")));
            }
        }
        Ok(())
    };
    sums(
        "outputs",
        &table.output().to_vec(),
        &start.output().to_vec(),
    )?;
    let flows = table.exports().flows().iter();
    for (whole, parts) in flows.zip(start.exports().flows()) {
        let what = format!("exports of {} to {}", whole.kind(), whole.partner());
        sums(&what, &whole.amounts().to_vec(), &parts.amounts().to_vec())?;
    }
    for at in table.extensions().positions() {
        let what = format!("row `{}`", table.extensions().code(at));
        let row = |table: &NationalTable| table.extension_rows().row(at.get()).to_vec();
        sums(&what, &row(table), &row(start))?;
    }
    Ok(())
}

/// What no group has a part of: imports and primary inputs of final uses and exports.
fn require_undivided(table: &NationalTable, start: &NationalTable) -> Result<()> {
    let same = |what: &str, expected: Vec<f64>, found: Vec<f64>| -> Result<()> {
        let pairs = expected.iter().zip(&found);
        match pairs
            .clone()
            .find(|(a, b)| (*a - *b).abs() > MISS * a.abs().max(b.abs()))
        {
            None => Ok(()),
            Some((expected, found)) => Err(differs(what).expected(expected).found(found)),
        }
    };
    let imports = |table: &NationalTable| table.imported_final().iter().copied().collect();
    same("imports for final uses", imports(table), imports(start))?;
    let exports = |table: &NationalTable| table.imported_exports().to_vec();
    same("imports that are exported", exports(table), exports(start))?;
    for (expected, found) in (table.primary().rows().iter()).zip(start.primary().rows()) {
        let beside = |row: &crate::table::PrimaryRow| {
            let uses = row.by_final_use.iter().copied();
            uses.chain([row.on_exports]).collect()
        };
        let what = format!("{} on final uses and exports", expected.kind);
        same(&what, beside(expected), beside(found))?;
    }
    Ok(())
}
