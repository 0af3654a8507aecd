//! Input-output tables of the National Bureau of Statistics of China with imports kept apart (非竞争型投入产出表).
//!
//! Commas, UTF-8. The header is `Code,Description,DescriptionInChinese,Origin`, one column per sector, `TIU`, the final uses
//! `TC` (consumption), `FU201` (fixed investment) and `FU202` (inventories), then `EX` (exports), `TFU` and `GO` (output).
//! Rows are of origin `Domestic`, `Imports` or `TOT`. Rows and columns are found by label, in any order. Codes of columns and
//! rows are those of the bureau's tables.
//!
//! Source and terms: National Bureau of Statistics of China, Input-Output Tables of China; official statistics, to be cited
//! as such.

use std::io::Read;
use std::path::Path;

use super::ALL_PARTNERS;
use super::names::refuse_another_year;
use super::nbs_parts::{
    COUNTRY, Columns, EXPORTS, KEYS, ORIGIN, TOTAL_ROWS, VALUE_ADDED, rows_below, unit,
};
use super::rows::Rows;
use super::text::{Line, Sheet};
use super::totals::Totals;
use crate::error::{Error, Result};
use crate::label::{Producers, TradeKind};
use crate::table::NationalDraft;

const ORIGINS: [&str; 3] = ["Domestic", "Imports", "TOT"];
const FINAL_USES: [&str; 3] = ["TC", "FU201", "FU202"];
/// Totals among the columns: intermediate use, final use, output.
const TOTAL_COLUMNS: [&str; 3] = ["TIU", "TFU", "GO"];

/// A table of China with imports kept apart, from anything that gives its text, plain or packed as gz; `name` stands in messages.
/// Exports go to the partner `WLD` and are of undivided kind.
///
/// **Unit.** 10 000 yuan, current producer prices.
///
/// **Rows.** One row per sector of origin `Domestic`, one per product of origin `Imports`, and of origin `TOT`:
///
/// | row | read as |
/// |---|---|
/// | `VA001` | [`PrimaryKind::Compensation`](crate::table::PrimaryKind::Compensation) |
/// | `VA002` | [`PrimaryKind::NetProductionTax`](crate::table::PrimaryKind::NetProductionTax); at producer prices it holds taxes on products too |
/// | `VA003` | [`PrimaryKind::Depreciation`](crate::table::PrimaryKind::Depreciation) |
/// | `VA004` | [`PrimaryKind::OperatingSurplus`](crate::table::PrimaryKind::OperatingSurplus), net of depreciation |
/// | `TII`, `TVA`, `TI` | nothing: totals |
///
/// The provenance keeps the SHA-256 of what was read.
///
/// Output is the column `GO` of the domestic rows. The totals `TIU`, `TFU`, `TII`, `TVA`, `TI` and `GO` are compared with
/// their parts, and the provenance says how they agree. Cells of the value-added rows outside the sectors may be `NA` or
/// empty (nothing); a number there is kept as what final uses and exports pay.
///
/// The bureau published such tables for 2017, 2018 and 2020 (42 sectors). Its other tables are competitive: they have no
/// `Origin` and one column `IM`, and are refused here; [`nbs_competitive`](super::nbs_competitive) reads them.
///
/// # Errors
/// If the text cannot be read, the table does not keep imports apart, a column or row is missing, unknown or doubled, an
/// origin is not one, a cell is not a number, or `name` tells another year.
///
/// ```
/// use leontief::read::nbs_noncompetitive;
///
/// let text = "\
/// Code,Description,DescriptionInChinese,Origin,01,TIU,TC,FU201,FU202,EX,TFU,GO
/// 01,All sectors,全部,Domestic,40,40,30,20,-5,15,60,100
/// 01,All sectors,全部,Imports,10,10,5,0,0,0,5,15
/// TII,Total intermediate input,中间投入合计,TOT,50,50,35,20,-5,15,65,115
/// VA001,Compensation of employees,劳动者报酬,TOT,20,20,NA,NA,NA,NA,NA,NA
/// VA002,Net taxes on production,生产税净额,TOT,5,5,NA,NA,NA,NA,NA,NA
/// VA003,Depreciation of fixed assets,固定资产折旧,TOT,10,10,NA,NA,NA,NA,NA,NA
/// VA004,Operating surplus,营业盈余,TOT,15,15,NA,NA,NA,NA,NA,NA
/// TVA,Total value-added,增加值合计,TOT,50,50,NA,NA,NA,NA,NA,NA
/// TI,Total inputs,总投入,TOT,100,100,NA,NA,NA,NA,NA,NA
/// ";
/// let table = nbs_noncompetitive(text.as_bytes(), "china.csv".as_ref(), 2017)?.check()?;
/// assert_eq!(table.value_added().sum(), 50.0);
/// assert_eq!(table.unit().to_string(), "10 000 CNY, 2017, producer prices");
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn nbs_noncompetitive(source: impl Read, name: &Path, year: i32) -> Result<NationalDraft> {
    let sheet = Sheet::read(source, name, b',')?;
    require_origin(&sheet)?;
    refuse_another_year(name, year)?;
    Layout::of(&sheet)?.draft(year)
}

fn require_origin(sheet: &Sheet) -> Result<()> {
    if sheet.find(ORIGIN).is_some() {
        return Ok(());
    }
    Err(sheet.at_header(Error::label(format!(
        "no column `{ORIGIN}`: imports are not separated from domestic supply (a competitive table)"
    ))
    .expected(format!(
        "a non-competitive table, with rows of {ORIGIN} `Domestic`, `Imports` and `TOT`"
    ))
    .hint(
        "the 42-sector tables of 2017, 2018 or 2020, which the bureau publishes with imports apart, or `nbs_competitive`",
    )))
}

/// Where the blocks of a table stand.
struct Layout<'a> {
    columns: Columns<'a>,
    domestic: Rows<'a>,
    imports: Rows<'a>,
    totals: Rows<'a>,
    total_columns: [usize; 3],
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet) -> Result<Self> {
        let (keys, origin) = (sheet.columns(&KEYS)?, sheet.column(ORIGIN)?);
        let lines = sheet.divided(sheet.rows(), origin, ORIGINS)?;
        let [domestic, imports, totals] = lines;
        let domestic = Rows::new(sheet, ORIGINS[0], domestic, keys[0])?;
        let imports = Rows::new(sheet, ORIGINS[1], imports, keys[0])?;
        let totals = Rows::new(sheet, ORIGINS[2], totals, keys[0])?;
        imports.exactly(domestic.codes())?;
        totals.exactly(&rows_below())?;
        let columns = Columns {
            sheet,
            labels: [keys[0], keys[1]],
            sectors: sheet.columns(domestic.codes())?,
            final_uses: sheet.columns(&FINAL_USES)?,
            exports: sheet.column(EXPORTS)?,
        };
        let total_columns = [
            sheet.column(TOTAL_COLUMNS[0])?,
            sheet.column(TOTAL_COLUMNS[1])?,
            sheet.column(TOTAL_COLUMNS[2])?,
        ];
        let known = [
            &keys[..],
            &[origin],
            &columns.sectors,
            &columns.finals(),
            &total_columns,
        ];
        sheet.only_columns(&known.concat())?;
        Ok(Self {
            columns,
            domestic,
            imports,
            totals,
            total_columns,
        })
    }

    fn draft(&self, year: i32) -> Result<NationalDraft> {
        let (domestic, imports) = (self.domestic.lines(), self.imports.lines());
        let (columns, sheet) = (&self.columns, self.columns.sheet);
        let producers = Producers::whole(COUNTRY, &columns.axis(domestic)?)?;
        let [_, _, output] = self.total_columns;
        let totals = [self.column_totals()?, self.row_totals()?].concat();
        let mut draft = NationalDraft::new(producers, columns.axis(imports)?, unit(year))
            .domestic(sheet.block(domestic, &columns.sectors)?)
            .imported(sheet.block(imports, &columns.sectors)?)
            .export(
                ALL_PARTNERS,
                TradeKind::Undivided,
                sheet.down(domestic, columns.exports)?,
            )
            .imported_exports(sheet.down(imports, columns.exports)?)
            .output(sheet.down(domestic, output)?)
            .provenance(columns.provenance(year, "with imports apart", totals));
        for (code, &column) in FINAL_USES.iter().zip(&columns.final_uses) {
            let home = sheet.down(domestic, column)?;
            draft = draft.final_use(code, home, sheet.down(imports, column)?);
        }
        for row in VALUE_ADDED {
            draft = draft.primary_row(columns.value_added(&self.totals, row)?);
        }
        Ok(draft)
    }

    /// `TIU`, `TFU` and, of imports, `GO`, each row against its parts.
    fn column_totals(&self) -> Result<Vec<String>> {
        let mut totals = TOTAL_COLUMNS.map(|code| Totals::of(format!("column `{code}`")));
        let (sheet, sectors, finals) = (
            self.columns.sheet,
            &self.columns.sectors,
            self.columns.finals(),
        );
        let all = [&sectors[..], &finals].concat();
        for (column, parts) in [sectors, &finals, &all].into_iter().enumerate() {
            for rows in [&self.domestic, &self.imports] {
                for (code, line) in rows.codes().iter().zip(rows.lines()) {
                    let total = sheet.number(line, self.total_columns[column])?;
                    totals[column].compare(code, total, sheet.across(line, parts)?);
                }
            }
        }
        Ok(totals.map(Totals::in_words).to_vec())
    }

    /// `TII`, `TVA` and `TI`, each column against its parts.
    fn row_totals(&self) -> Result<Vec<String>> {
        let mut totals = TOTAL_ROWS.map(|code| Totals::of(format!("row `{code}`")));
        let flows = [self.domestic.lines(), self.imports.lines()].concat();
        let value_added = VALUE_ADDED.iter().map(|(code, _)| self.totals.at(code));
        let value_added = value_added.collect::<Result<Vec<&Line>>>()?;
        let all = [&flows[..], &value_added].concat();
        let (sheet, sectors) = (self.columns.sheet, &self.columns.sectors);
        let columns = [&sectors[..], &self.columns.finals()].concat();
        for (row, parts) in [flows, value_added, all].iter().enumerate() {
            let line = self.totals.at(TOTAL_ROWS[row])?;
            // below the final uses there are inputs only
            let columns = if row == 0 { &columns } else { sectors };
            for &column in columns {
                let total = sheet.number(line, column)?;
                let parts = sheet.down(parts, column)?;
                totals[row].compare(&sheet.header()[column], total, parts);
            }
        }
        Ok(totals.map(Totals::in_words).to_vec())
    }
}
