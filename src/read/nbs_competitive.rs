//! Input-output tables of the National Bureau of Statistics of China with imports not separated (竞争型投入产出表).
//!
//! Commas, UTF-8. The header is `Code,Description,DescriptionInChinese`, one column per sector, then final uses and totals. Rows and
//! columns are found by label, in any order; the sectors are the rows that are neither value added nor totals.
//!
//! Source and terms: National Bureau of Statistics of China, Input-Output Tables of China; official statistics, to be cited as
//! such.

use std::io::Read;
use std::path::Path;

use ndarray::Array1;

use super::ALL_PARTNERS;
use super::names::refuse_another_year;
use super::nbs_parts::{
    COUNTRY, Columns, EXPORTS, KEYS, ORIGIN, TOTAL_ROWS, VALUE_ADDED, rows_below, unit,
};
use super::rows::Rows;
use super::text::{Line, Sheet};
use super::totals::Totals;
use crate::error::{Error, Result};
use crate::label::TradeKind;
use crate::table::CompetitiveDraft;

/// Rural and urban households and government, or what of their totals the source has.
const CONSUMPTION: [&[&str]; 3] = [&["FU101", "FU102", "FU103"], &["THC", "FU103"], &["TC"]];
/// Fixed capital formation and changes in inventories, or their total.
const CAPITAL: [&[&str]; 2] = [&["FU201", "FU202"], &["GCF"]];
/// Totals among the columns, and their parts; those of final use end with exports.
const SUBTOTALS: [(&str, &[&str]); 3] = [
    ("THC", &["FU101", "FU102"]),
    ("TC", &["THC", "FU103"]),
    ("GCF", &["FU201", "FU202"]),
];
const INTERMEDIATE_USE: &str = "TIU";
const FINAL_USE: &str = "TFU";
const IMPORTS: &str = "IM";
const DISCREPANCY: &str = "ERR";
const OUTPUT: &str = "GO";

/// A table of China with domestic and imported products together, from anything that gives its text, plain or packed as gz; `name`
/// stands in messages. Exports go to the partner `WLD` and are of undivided kind.
///
/// **Unit.** 10 000 yuan, current producer prices.
///
/// **Columns.**
///
/// | column | read as |
/// |---|---|
/// | `FU101`, `FU102`, `FU103` | final uses: consumption of rural households, urban households, government |
/// | `FU201`, `FU202` | final uses: fixed capital formation, changes in inventories |
/// | `EX` | exports |
/// | `IM` | imports; with a minus where output = uses + imports, which is said in the provenance |
/// | `ERR`, where there is one | the statistical discrepancy: output = uses − imports + `ERR` |
/// | `GO` | output |
/// | `TIU`, `THC`, `TC`, `GCF`, `TFU`, where there are such | nothing: totals |
///
/// A source with `THC`, `TC` or `GCF` only has these as final uses.
///
/// **Rows.** One per sector; `VA001` to `VA004` as in [`nbs_noncompetitive`](super::nbs_noncompetitive); `TII`, `TVA` and `TI` are
/// totals. Totals are compared with their parts, and the provenance says how they agree.
///
/// The bureau published such tables for 2002 (122 sectors), 2005 (42), 2007 (135), 2010 (41), 2012 (139), 2015 (42), 2017 (149),
/// 2018 and 2020 (153). [`ImportSeparation`](crate::build::ImportSeparation) separates their imports.
///
/// # Errors
/// If the text cannot be read, the table keeps imports apart, a column or row is missing, unknown or doubled, a cell is not a
/// number, or `name` tells another year.
///
/// ```
/// use leontief::read::nbs_competitive;
///
/// let text = "\
/// Code,Description,DescriptionInChinese,01,TIU,FU101,FU102,FU103,TC,FU201,FU202,GCF,EX,TFU,IM,ERR,GO
/// 01,All sectors,全部,50,50,10,20,5,35,20,-5,15,15,65,16,1,100
/// TII,Total intermediate input,中间投入合计,50,50,10,20,5,35,20,-5,15,15,65,16,1,100
/// VA001,Compensation of employees,劳动者报酬,20,20,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// VA002,Net taxes on production,生产税净额,5,5,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// VA003,Depreciation of fixed assets,固定资产折旧,10,10,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// VA004,Operating surplus,营业盈余,15,15,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// TVA,Total value-added,增加值合计,50,50,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// TI,Total inputs,总投入,100,100,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
/// ";
/// let table = nbs_competitive(text.as_bytes(), "china.csv".as_ref(), 2012)?.check()?;
/// assert_eq!(table.imports().sum(), 16.0);
/// assert_eq!(table.statistical_discrepancy().map(|(code, _)| code), Some("ERR"));
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn nbs_competitive(source: impl Read, name: &Path, year: i32) -> Result<CompetitiveDraft> {
    let sheet = Sheet::read(source, name, b',')?;
    require_no_origin(&sheet)?;
    refuse_another_year(name, year)?;
    of_sheet(&sheet, year, Vec::new())
}

/// The same from a sheet with the bureau's codes; `steps` are told of it before its totals.
pub(super) fn of_sheet(sheet: &Sheet, year: i32, steps: Vec<String>) -> Result<CompetitiveDraft> {
    Layout::of(sheet)?.draft(year, steps)
}

fn require_no_origin(sheet: &Sheet) -> Result<()> {
    if sheet.find(ORIGIN).is_none() {
        return Ok(());
    }
    Err(sheet.at_header(
        Error::label(format!(
            "a column `{ORIGIN}`: imports are separated from domestic supply already"
        ))
        .expected(format!("a competitive table, with one column `{IMPORTS}`"))
        .hint("`nbs_noncompetitive`"),
    ))
}

/// Where the blocks of a table stand.
struct Layout<'a> {
    columns: Columns<'a>,
    sectors: Rows<'a>,
    below: Rows<'a>,
    imports: usize,
    discrepancy: Option<usize>,
    output: usize,
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet) -> Result<Self> {
        let keys = sheet.columns(&KEYS)?;
        let below = rows_below();
        let is_below = |line: &&Line| below.contains(&sheet.text(line, keys[0]));
        let (totals, sectors) = sheet.rows().iter().partition(is_below);
        let sectors = Rows::new(sheet, "sectors", sectors, keys[0])?;
        let totals = Rows::new(sheet, "value added and totals", totals, keys[0])?;
        totals.exactly(&below)?;
        let layout = Self {
            columns: Columns {
                sheet,
                labels: [keys[0], keys[1]],
                sectors: sheet.columns(sectors.codes())?,
                final_uses: final_uses(sheet)?,
                exports: sheet.column(EXPORTS)?,
            },
            imports: sheet.column(IMPORTS)?,
            discrepancy: sheet.find(DISCREPANCY),
            output: sheet.column(OUTPUT)?,
            sectors,
            below: totals,
        };
        let subtotals = SUBTOTALS.iter().map(|(total, _)| *total);
        let totals = subtotals.chain([INTERMEDIATE_USE, FINAL_USE]);
        let totals: Vec<usize> = totals.filter_map(|code| sheet.find(code)).collect();
        let known = [&keys[..], &layout.columns.sectors, &layout.ends(), &totals];
        sheet.only_columns(&known.concat())?;
        Ok(layout)
    }

    /// Final uses, exports, imports, the discrepancy and output.
    fn ends(&self) -> Vec<usize> {
        let mut ends = self.columns.finals();
        ends.push(self.imports);
        ends.extend(self.discrepancy);
        ends.push(self.output);
        ends
    }

    fn draft(&self, year: i32, mut steps: Vec<String>) -> Result<CompetitiveDraft> {
        let (columns, sheet, lines) = (&self.columns, self.columns.sheet, self.sectors.lines());
        let mut imports = sheet.down(lines, self.imports)?;
        if self.imports_are_negative(&imports)? {
            imports = -imports;
            steps.push(format!(
                "`{IMPORTS}` stands with a minus (output = uses + `{IMPORTS}`) and is turned"
            ));
        }
        steps.extend(self.column_totals()?);
        steps.extend(self.row_totals()?);
        let mut draft = CompetitiveDraft::new(COUNTRY, columns.axis(lines)?, unit(year))?
            .flows(sheet.block(lines, &columns.sectors)?)
            .export(
                ALL_PARTNERS,
                TradeKind::Undivided,
                sheet.down(lines, columns.exports)?,
            )
            .imports(imports)
            .output(sheet.down(lines, self.output)?)
            .provenance(columns.provenance(year, "with imports not separated", steps));
        for &column in &columns.final_uses {
            draft = draft.final_use(&sheet.header()[column], sheet.down(lines, column)?);
        }
        if let Some(column) = self.discrepancy {
            draft = draft.statistical_discrepancy(DISCREPANCY, sheet.down(lines, column)?);
        }
        for row in VALUE_ADDED {
            draft = draft.primary_row(columns.value_added(&self.below, row)?);
        }
        Ok(draft)
    }

    /// Whether imports are to be added to uses, rather than taken off, to come to output.
    fn imports_are_negative(&self, imports: &Array1<f64>) -> Result<bool> {
        let (sheet, lines) = (self.columns.sheet, self.sectors.lines());
        let used = [&self.columns.sectors[..], &self.columns.finals()].concat();
        let (mut added, mut taken_off) = (0.0, 0.0);
        for (line, import) in lines.iter().zip(imports) {
            let other = match self.discrepancy {
                Some(column) => sheet.number(line, column)?,
                None => 0.0,
            };
            let rest =
                sheet.across(line, &used)?.sum() + other - sheet.number(line, self.output)?;
            added += (rest + import).abs();
            taken_off += (rest - import).abs();
        }
        Ok(added < taken_off)
    }

    /// Totals by row: of intermediate use, of kinds of final use, of final use.
    fn column_totals(&self) -> Result<Vec<String>> {
        let sheet = self.columns.sheet;
        let mut pairs: Vec<(&str, Vec<usize>)> =
            vec![(INTERMEDIATE_USE, self.columns.sectors.clone())];
        for (total, parts) in SUBTOTALS {
            // consumption of households may stand without its total
            let parts = parts.iter().flat_map(|part| match sheet.find(part) {
                Some(column) => vec![column],
                None => SUBTOTALS
                    .iter()
                    .filter(|(total, _)| total == part)
                    .flat_map(|(_, parts)| parts.iter().filter_map(|part| sheet.find(part)))
                    .collect(),
            });
            pairs.push((total, parts.collect()));
        }
        pairs.push((FINAL_USE, self.columns.finals()));
        let mut words = Vec::new();
        for (code, parts) in pairs {
            let Some(column) = sheet.find(code) else {
                continue;
            };
            if self.columns.final_uses.contains(&column) {
                continue; // stands for its parts
            }
            let mut totals = Totals::of(format!("column `{code}`"));
            for (row, line) in self.sectors.codes().iter().zip(self.sectors.lines()) {
                let total = sheet.number(line, column)?;
                totals.compare(row, total, sheet.across(line, &parts)?);
            }
            words.push(totals.in_words());
        }
        Ok(words)
    }

    /// Totals by column: of intermediate input, of value added, of input; and input against output.
    fn row_totals(&self) -> Result<Vec<String>> {
        let sheet = self.columns.sheet;
        let flows = self.sectors.lines().to_vec();
        let value_added = VALUE_ADDED.iter().map(|(code, _)| self.below.at(code));
        let value_added = value_added.collect::<Result<Vec<&Line>>>()?;
        let all = [&flows[..], &value_added].concat();
        let columns = [&self.columns.sectors[..], &self.ends()].concat();
        let mut words = Vec::new();
        for (row, parts) in [flows, value_added, all].iter().enumerate() {
            let line = self.below.at(TOTAL_ROWS[row])?;
            // below the final uses there are inputs only
            let columns = if row == 0 {
                &columns
            } else {
                &self.columns.sectors
            };
            let mut totals = Totals::of(format!("row `{}`", TOTAL_ROWS[row]));
            for &column in columns {
                let total = sheet.number(line, column)?;
                totals.compare(&sheet.header()[column], total, sheet.down(parts, column)?);
            }
            words.push(totals.in_words());
        }
        let inputs = self.below.at(TOTAL_ROWS[2])?;
        let mut totals = Totals::of(format!("row `{}`, as output `{OUTPUT}`", TOTAL_ROWS[2]));
        for (line, &column) in self.sectors.lines().iter().zip(&self.columns.sectors) {
            let output = sheet.number(line, self.output)?;
            totals.compare(
                &sheet.header()[column],
                sheet.number(inputs, column)?,
                [output],
            );
        }
        words.push(totals.in_words());
        Ok(words)
    }
}

/// The finest final uses that the source has.
fn final_uses(sheet: &Sheet) -> Result<Vec<usize>> {
    let mut columns = Vec::new();
    for choices in [&CONSUMPTION[..], &CAPITAL] {
        let complete = |codes: &&&[&str]| codes.iter().all(|code| sheet.find(code).is_some());
        // where none is complete the finest says what is missing
        let codes = choices.iter().find(complete).unwrap_or(&choices[0]);
        columns.extend(sheet.columns(codes)?);
    }
    Ok(columns)
}
