//! The project's own plain CSV layout of a national table.
//!
//! Columns `block,code,name` (and `group` for a country that is divided into groups), one column per producer, one per
//! category of final use, exports, `output`. A producer's column is named by its sector's code, or by group and code joined by
//! `_` (`DN_C26`); the joined text is matched exactly and never taken apart. Exports are one column `exports` (to all
//! partners, kind undivided) or one column for each partner and kind, named `exports:USA:goods`.
//!
//! Blocks: `domestic` (one row per producer), `imported` (one row per product), `primary` (rows named by
//! [`PrimaryKind::code`]), `output` (one row). Rows and columns are matched by label, in any order. The column `output` is read
//! for domestic rows only, the row `output` in the producers' columns only.

use std::path::Path;

use ndarray::Array1;

use super::ALL_PARTNERS;
use super::rows::Rows;
use super::text::{Line, Sheet};
use crate::error::{Error, Result};
use crate::label::{Axis, Group, Producers, Product, Sector, TradeKind};
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::Unit;

const BLOCKS: [&str; 4] = ["domestic", "imported", "primary", "output"];

/// A national table in the plain layout, from a CSV file: plain, as gz, or alone in a zip archive. A column `exports` goes to the partner `WLD` and is of undivided kind. Groups with
/// one of the usual codes (DN, FN, DP, FP, D, F, N, P) get their ownership and regime, others have none.
///
/// # Errors
/// If the file cannot be read, a label is missing, doubled or unknown, or a cell is not a number.
pub fn national_csv(path: impl AsRef<Path>, country: &str, unit: Unit) -> Result<NationalDraft> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let layout = Layout::of(&sheet, country).map_err(|error| error.in_file(sheet.file()))?;
    layout.draft(unit)
}

/// Where the parts of a plain national table stand.
struct Layout<'a> {
    sheet: &'a Sheet,
    code: usize,
    producers: Producers,
    products: Axis<Product>,
    domestic: Vec<&'a Line>,
    imported: Vec<&'a Line>,
    primary: Vec<&'a Line>,
    output: &'a Line,
    producer_columns: Vec<usize>,
    final_columns: Vec<usize>,
    exports: Vec<ExportColumn>,
    total: usize,
}

struct ExportColumn {
    column: usize,
    partner: String,
    kind: TradeKind,
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet, country: &str) -> Result<Self> {
        let (block, code, name) = (
            sheet.column("block")?,
            sheet.column("code")?,
            sheet.column("name")?,
        );
        let group = sheet.find("group");
        let total = sheet.column("output")?;
        for line in sheet.rows() {
            let found = sheet.text(line, block);
            if !BLOCKS.contains(&found) {
                return Err(sheet
                    .wrong(line, block, "unknown block")
                    .expected("`domestic`, `imported`, `primary` or `output`")
                    .found(format!("`{found}`")));
            }
        }
        let [domestic, imported, primary, output] = BLOCKS.map(|wanted| -> Vec<&Line> {
            let rows = sheet.rows().iter();
            rows.filter(|line| sheet.text(line, block) == wanted)
                .collect()
        });
        Rows::new(sheet, "primary", primary.clone(), code)?; // each once
        let output = match output[..] {
            [line] => line,
            ref lines => {
                return Err(Error::label("a table has one row of block `output`")
                    .expected(1)
                    .found(lines.len())
                    .hint("the output of every producer in one row `output,output,…`"));
            }
        };
        let group_of = |line: &Line| {
            group
                .map_or("", |column| sheet.text(line, column))
                .to_owned()
        };
        let entry = |line: &&'a Line| (sheet.text(line, code), sheet.text(line, name));
        let mut blocks = Vec::new();
        for rows in domestic.chunk_by(|a, b| group_of(a) == group_of(b)) {
            let sectors: Axis<Sector> = Axis::with_names(rows.iter().map(entry))?;
            blocks.push((country, Group::from_code(&group_of(rows[0])), sectors));
        }
        let producer_columns = domestic
            .iter()
            .map(|line| match group {
                None => sheet.column(sheet.text(line, code)),
                Some(_) => sheet.column(&format!("{}_{}", group_of(line), sheet.text(line, code))),
            })
            .collect::<Result<Vec<usize>>>()?;
        let exports = export_columns(sheet)?;
        let keys = [Some(block), Some(code), Some(name), group, Some(total)];
        let products: Axis<Product> = Axis::with_names(imported.iter().map(entry))?;
        let final_columns: Vec<usize> = (0..sheet.header().len())
            .filter(|column| {
                !keys.contains(&Some(*column))
                    && !producer_columns.contains(column)
                    && !exports.iter().any(|export| export.column == *column)
            })
            .collect();
        // a sector without a row of its own would otherwise pass for a final use
        if let Some(product) = products.codes().iter().find(|code| {
            let column = sheet.find(code);
            column.is_some_and(|column| final_columns.contains(&column))
        }) {
            return Err(Error::label(format!(
                "the column `{product}` has no row of block `domestic`"
            ))
            .hint("give the sector's row, or another name to a final use"));
        }
        Ok(Self {
            sheet,
            code,
            producers: Producers::new(blocks)?,
            products,
            domestic,
            imported,
            primary,
            output,
            producer_columns,
            final_columns,
            exports,
            total,
        })
    }

    fn draft(&self, unit: Unit) -> Result<NationalDraft> {
        let mut draft = NationalDraft::new(self.producers.clone(), self.products.clone(), unit)
            .domestic(self.sheet.block(&self.domestic, &self.producer_columns)?)
            .imported(self.sheet.block(&self.imported, &self.producer_columns)?)
            .output(self.output()?)
            .provenance(
                Provenance::from_source(self.sheet.source().name())
                    .with_file(self.sheet.source().clone()),
            );
        let mut exported_again = Array1::zeros(self.products.len());
        for ExportColumn {
            column,
            partner,
            kind,
        } in &self.exports
        {
            draft = draft.export(partner, *kind, self.sheet.down(&self.domestic, *column)?);
            exported_again += &self.sheet.down(&self.imported, *column)?;
        }
        draft = draft.imported_exports(exported_again);
        for &column in &self.final_columns {
            draft = draft.final_use(
                &self.sheet.header()[column],
                self.sheet.down(&self.domestic, column)?,
                self.sheet.down(&self.imported, column)?,
            );
        }
        for line in &self.primary {
            draft = draft.primary_row(self.primary_row(line)?);
        }
        Ok(draft)
    }

    /// Output stands twice, as a row and as a column; both must say the same.
    fn output(&self) -> Result<Array1<f64>> {
        let row = self.sheet.across(self.output, &self.producer_columns)?;
        let column = self.sheet.down(&self.domestic, self.total)?;
        for (j, (in_row, in_column)) in row.iter().zip(&column).enumerate() {
            if in_row != in_column {
                return Err(self
                    .sheet
                    .wrong(
                        self.domestic[j],
                        self.total,
                        "the column `output` differs from the row `output`",
                    )
                    .expected(in_row)
                    .found(in_column)
                    .hint("the same output in both places"));
            }
        }
        Ok(row)
    }

    fn primary_row(&self, line: &Line) -> Result<PrimaryRow> {
        let kind: PrimaryKind = self.sheet.parsed(line, self.code)?;
        let on_exports = self
            .exports
            .iter()
            .map(|export| self.sheet.number(line, export.column));
        Ok(PrimaryRow {
            kind,
            by_producer: self.sheet.across(line, &self.producer_columns)?,
            by_final_use: self.sheet.across(line, &self.final_columns)?,
            on_exports: on_exports.sum::<Result<f64>>()?,
        })
    }
}

/// `exports`, or `exports:PARTNER:KIND` columns.
fn export_columns(sheet: &Sheet) -> Result<Vec<ExportColumn>> {
    let mut found = Vec::new();
    for (column, label) in sheet.header().iter().enumerate() {
        let mut parts = label.split(':');
        if parts.next() != Some("exports") {
            continue;
        }
        let (partner, kind) = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => (ALL_PARTNERS, TradeKind::Undivided),
            (Some(partner), Some(kind), None) => (partner, kind.parse()?),
            _ => {
                return Err(Error::label(format!(
                    "the column `{label}` does not say whose exports it holds"
                ))
                .expected("`exports` or `exports:PARTNER:KIND`"));
            }
        };
        found.push(ExportColumn {
            column,
            partner: partner.to_owned(),
            kind,
        });
    }
    if found.is_empty() {
        return Err(Error::label("no column of exports")
            .expected("`exports`, or columns named `exports:PARTNER:KIND`"));
    }
    Ok(found)
}
