//! Trade by sector beside the table of China of 2007: processing trade with supplied materials, and customs codes by sector.
//!
//! Source and terms: National Bureau of Statistics of China, Input-Output Table of China 2007, appendices 1 and 4; official
//! statistics, to be cited as such.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use ndarray::Array1;

use super::rows::Rows;
use super::text::Sheet;
use super::totals::Totals;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Concordance, Product, Sector};

/// Exports and imports of goods and services by sector of the table, with what was taken out for processing with supplied materials
/// (来料加工), in the table's unit. Such materials do not change owners: of exports only the processing fee counts, of imports
/// nothing.
///
/// ```text
/// exports in the table = exports − processed exports + processing fee
/// imports in the table = imports − supplied materials
/// ```
///
/// Processing with materials that the processor buys (进料加工) is not taken out and not shown.
#[derive(Debug, Clone, PartialEq)]
pub struct NbsTradeAdjustment {
    /// Names of the sectors in Chinese.
    pub names: Vec<String>,
    /// Exports under all regimes.
    pub exports: Array1<f64>,
    /// Exports after processing with supplied materials.
    pub processed_exports: Array1<f64>,
    /// The fee for that processing.
    pub processing_fee: Array1<f64>,
    /// Exports as they stand in the table.
    pub exports_in_table: Array1<f64>,
    /// Imports under all regimes.
    pub imports: Array1<f64>,
    /// Imports of supplied materials.
    pub supplied_materials: Array1<f64>,
    /// Imports as they stand in the table.
    pub imports_in_table: Array1<f64>,
    /// How the last columns agree with the others, in words.
    pub totals: Vec<String>,
}

/// Reads [`NbsTradeAdjustment`] in the order of these sectors, from anything that gives its text, plain or packed as gz; `name` stands in
/// messages. Columns `name_cn,code,exports_all_regimes,exports_processing_assembly,processing_fee_exports,exports_in_io,`
/// `imports_all_regimes,imports_processing_assembly,imports_in_io`, one row per sector.
///
/// # Errors
/// If the text cannot be read, a column is missing or unknown, a cell is not a number, or a sector is missing, unknown or doubled.
pub fn nbs_trade_adjustment(
    source: impl Read,
    name: &Path,
    sectors: &Axis<Sector>,
) -> Result<NbsTradeAdjustment> {
    let sheet = Sheet::read(source, name, b',')?;
    let keys = sheet.columns(&["name_cn", "code"])?;
    let columns = sheet.columns(&[
        "exports_all_regimes",
        "exports_processing_assembly",
        "processing_fee_exports",
        "exports_in_io",
        "imports_all_regimes",
        "imports_processing_assembly",
        "imports_in_io",
    ])?;
    sheet.only_columns(&[&keys[..], &columns].concat())?;
    let rows = Rows::new(&sheet, "sectors", sheet.rows().iter().collect(), keys[1])?;
    let lines = rows.exactly(sectors.codes())?;
    let down = |at: usize| sheet.down(&lines, columns[at]);
    let names = lines
        .iter()
        .map(|line| sheet.text(line, keys[0]).to_owned());
    let mut adjustment = NbsTradeAdjustment {
        names: names.collect(),
        exports: down(0)?,
        processed_exports: down(1)?,
        processing_fee: down(2)?,
        exports_in_table: down(3)?,
        imports: down(4)?,
        supplied_materials: down(5)?,
        imports_in_table: down(6)?,
        totals: Vec::new(),
    };
    adjustment.totals = adjustment.compared(sectors);
    Ok(adjustment)
}

impl NbsTradeAdjustment {
    fn compared(&self, sectors: &Axis<Sector>) -> Vec<String> {
        let mut exports = Totals::of("exports in the table");
        let mut imports = Totals::of("imports in the table");
        for (i, code) in sectors.codes().iter().enumerate() {
            let parts = [
                self.exports[i],
                -self.processed_exports[i],
                self.processing_fee[i],
            ];
            exports.compare(code, self.exports_in_table[i], parts);
            let parts = [self.imports[i], -self.supplied_materials[i]];
            imports.compare(code, self.imports_in_table[i], parts);
        }
        vec![exports.in_words(), imports.in_words()]
    }
}

/// Headings of the concordance: customs code, code of the input-output sector.
const HEADINGS: [&str; 2] = ["海关分类代码", "投入产出部门代码"];

/// The concordance of customs codes (8 digits of HS, 2007) to sectors, from anything that gives its text, plain or packed as gz; `name`
/// stands in messages. Lines before the headings `海关分类代码` and `投入产出部门代码` are titles; the headings may be repeated.
///
/// A code of five digits is the industry (two digits) and the sector of the table (three). Several, divided by `/`, are taken in equal
/// parts; [`Concordance::divided`] lists them. `corrections` replace codes of five digits that the source misprints, (wrong, right).
///
/// # Errors
/// If the text cannot be read, there are no headings, a customs code does not have eight digits, or a code ends in no sector; all
/// such codes are listed.
pub fn nbs_hs_concordance(
    source: impl Read,
    name: &Path,
    sectors: &Axis<Sector>,
    corrections: &[(&str, &str)],
) -> Result<Concordance<Product, Sector>> {
    let sheet = Sheet::read(source, name, b',')?;
    let mut columns = headings(&sheet, |column| &sheet.header()[column])
        .map_err(|error| sheet.at_header(error))?;
    let mut pairs = Vec::new();
    let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
    for line in sheet.rows() {
        let text = |column| sheet.text(line, column);
        let found = headings(&sheet, text).map_err(|error| sheet.at(line, error))?;
        if let Some(found) = found {
            columns = Some(found);
            continue;
        }
        let Some([from, to]) = columns else {
            continue; // a title
        };
        let product = sheet.text(line, from);
        if product.len() != 8 || !product.bytes().all(|digit| digit.is_ascii_digit()) {
            let error = Error::parse(format!("`{product}` is not a customs code"));
            let error = sheet.at(line, error.expected("eight digits"));
            return Err(error.at_column(HEADINGS[0]));
        }
        for code in sheet.text(line, to).split('/') {
            let corrected = corrections.iter().find(|(wrong, _)| *wrong == code);
            let code = corrected.map_or(code, |(_, right)| *right);
            match code
                .get(2..)
                .filter(|sector| sectors.find(sector).is_some())
            {
                Some(sector) if code.len() == 5 => pairs.push((product, sector)),
                _ => *unknown.entry(code).or_default() += 1,
            }
        }
    }
    if columns.is_none() {
        return Err(Error::label("no headings")
            .in_file(name)
            .expected(first_few(HEADINGS)));
    }
    if !unknown.is_empty() {
        let listed = unknown.iter();
        let listed: Vec<String> = listed
            .map(|(c, n)| format!("`{c}` ({n} products)"))
            .collect();
        return Err(Error::label(format!(
            "codes that end in no sector: {}",
            listed.join(", ")
        ))
        .in_file(name)
        .expected("two digits of an industry and three of a sector")
        .hint("a correction of the misprint, or the sectors of the table of that year"));
    }
    Concordance::evenly(pairs)
        .and_then(|concordance| concordance.onto(sectors))
        .map_err(|error| error.in_file(name))
}

/// Where the headings stand, if this row has them.
fn headings<'a>(sheet: &Sheet, text: impl Fn(usize) -> &'a str) -> Result<Option<[usize; 2]>> {
    let mut places = [0; 2];
    for (place, heading) in places.iter_mut().zip(HEADINGS) {
        let columns = 0..sheet.header().len();
        let found: Vec<usize> = columns.filter(|&column| text(column) == heading).collect();
        *place = match found[..] {
            [] => return Ok(None),
            [column] => column,
            _ => {
                let error = Error::label(format!("the heading `{heading}` occurs twice"));
                return Err(error.hint("leave one of the two"));
            }
        };
    }
    Ok(Some(places))
}
