//! National input-output tables of the OECD, 2021 edition, total flows.
//!
//! Source and terms: OECD (2021), Input-Output Tables; attribution to the OECD.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::ALL_PARTNERS;
use super::rows::Rows;
use super::text::{Line, Sheet};
use super::totals::Totals;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Sector, TradeKind};
use crate::table::{CompetitiveDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::{PriceBasis, Scale, Unit};

const KEYS: [&str; 3] = ["Year", "Code", "Description"];
const FINAL_USES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "CONS_ABR"];
/// Purchases of non-residents in the country, and exports.
const EXPORTS: [&str; 2] = ["CONS_NONRES", "EXPO"];
const IMPORTS: &str = "IMPO";
const TAX_ABROAD: &str = "TXS_IMP_FNL";
const TAX: &str = "TXS_INT_FNL";
const INPUTS: &str = "TTL_INT_FNL";
const ADDED: &str = "VALU";
const OUTPUT: &str = "OUTPUT";
const BELOW: [&str; 5] = [TAX_ABROAD, TAX, INPUTS, ADDED, OUTPUT];
/// Cells have one decimal, totals of large amounts none.
const ROUNDING: f64 = 5.0;

/// A country's table out of a file of total flows of the OECD's national tables, edition 2021, with its years one below the other:
/// comma separated, UTF-8, plain, as gz or alone in a zip archive. The file does not say whose table it is: `country` is the
/// caller's, and a file named after another code (`JPN_…`) is refused.
///
/// | in the file | read as |
/// |---|---|
/// | `Year`, `Code`, `Description` | labels; rows of other years are passed over |
/// | rows and columns `01` to `45` | flows, product or industry × industry, domestic and imported together |
/// | `HFCE`, `NPISH`, `GGFC`, `GFCF`, `INVNT` | final uses |
/// | `CONS_ABR`, purchases of residents abroad | a final use, all of it imported |
/// | `EXPO`, `CONS_NONRES` (purchases of non-residents in the country) | exports to `WLD`, undivided, added up; the provenance has both amounts |
/// | `IMPO`, negative | imports, as positive numbers |
/// | row `TXS_INT_FNL` | taxes less subsidies on products, with what final uses and exports pay |
/// | row `TXS_IMP_FNL` (paid in foreign countries) | other primary inputs; what stands in `IMPO` is taken out again there and only told in the provenance |
/// | row `VALU` | value added, undivided |
/// | row `OUTPUT` | output |
/// | row `TTL_INT_FNL` | a total; the provenance says how it agrees |
///
/// **Unit.** Million US dollars, current prices, basic prices. Cells have one decimal, so sums miss output by rounding, by up to 1: set a
/// [`Tolerance`](crate::table::Tolerance). Imports are separated by [`ImportSeparation`](crate::build::ImportSeparation).
///
/// # Errors
/// If the file cannot be read or has no such year, a row or column is missing, unknown or doubled, a cell is not a number, or imports
/// are positive altogether.
///
/// ```no_run
/// use leontief::read::oecd_national;
/// use leontief::table::Tolerance;
///
/// let draft = oecd_national("CHN_1995-2018_wide.csv.gz", "CHN", 2012)?;
/// let table = draft.tolerance(Tolerance::absolute(1.0)).check()?;
/// println!("{}", table.imports().sum());
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn oecd_national(path: impl AsRef<Path>, country: &str, year: i32) -> Result<CompetitiveDraft> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    require_country(&sheet, country)?;
    Layout::of(&sheet, year)?.draft(country, year)
}

/// A name that begins with a country's code must be that of the country.
fn require_country(sheet: &Sheet, country: &str) -> Result<()> {
    let name = sheet.source().name();
    let code = name.split_once('_').map(|(code, _)| code);
    let code = code.filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
    match code {
        Some(code) if code != country => {
            let error = Error::label("the file is named after another country");
            let error = error
                .expected(format!("`{country}`"))
                .found(format!("`{code}`"));
            Err(error
                .in_file(sheet.file())
                .hint("the code in the name, or another name"))
        }
        _ => Ok(()),
    }
}

/// Where the parts of a year stand.
struct Layout<'a> {
    sheet: &'a Sheet,
    sectors: Rows<'a>,
    below: Rows<'a>,
    columns: Vec<usize>,
    final_uses: Vec<usize>,
    exports: Vec<usize>,
    imports: usize,
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet, year: i32) -> Result<Self> {
        let keys = sheet.columns(&KEYS)?;
        let (wanted, code) = (year.to_string(), keys[1]);
        let lines = sheet.rows().iter();
        let lines: Vec<&Line> = lines
            .filter(|line| sheet.text(line, keys[0]) == wanted)
            .collect();
        if lines.is_empty() {
            return Err(no_year(sheet, keys[0], year));
        }
        let is_below = |line: &&Line| BELOW.contains(&sheet.text(line, code));
        let (below, sectors) = lines.into_iter().partition(is_below);
        let sectors = Rows::new(sheet, format!("industries of {year}"), sectors, code)?;
        let below = Rows::new(
            sheet,
            format!("below the industries of {year}"),
            below,
            code,
        )?;
        below.exactly(&BELOW)?;
        let layout = Self {
            columns: sheet.columns(sectors.codes())?,
            final_uses: sheet.columns(&FINAL_USES)?,
            exports: sheet.columns(&EXPORTS)?,
            imports: sheet.column(IMPORTS)?,
            sheet,
            sectors,
            below,
        };
        sheet.only_columns(&[&keys[..], &layout.all()].concat())?;
        Ok(layout)
    }

    /// All columns of numbers.
    fn all(&self) -> Vec<usize> {
        [
            &self.columns[..],
            &self.final_uses,
            &self.exports,
            &[self.imports],
        ]
        .concat()
    }

    fn draft(&self, country: &str, year: i32) -> Result<CompetitiveDraft> {
        let (sheet, lines) = (self.sheet, self.sectors.lines());
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
        let imports = -sheet.down(lines, self.imports)?;
        if imports.sum() < 0.0 {
            let error = Error::label(format!("column `{IMPORTS}` is positive altogether"));
            return Err(sheet.at_header(error.expected("imports with a minus")));
        }
        let exports: Array2<f64> = sheet.block(lines, &self.exports)?;
        let mut draft = CompetitiveDraft::new(country, self.axis(lines)?, unit)?
            .flows(sheet.block(lines, &self.columns)?)
            .export(
                ALL_PARTNERS,
                TradeKind::Undivided,
                &exports.column(0) + &exports.column(1),
            )
            .imports(imports)
            .output(sheet.across(self.below.at(OUTPUT)?, &self.columns)?)
            .primary_row(self.primary(PrimaryKind::UndividedValueAdded, ADDED)?)
            .primary_row(self.primary(PrimaryKind::ProductTax, TAX)?)
            .primary_row(self.primary(PrimaryKind::Other, TAX_ABROAD)?)
            .provenance(self.provenance(country, year, &exports)?);
        for (code, &column) in FINAL_USES.iter().zip(&self.final_uses) {
            draft = draft.final_use(code, sheet.down(lines, column)?);
        }
        Ok(draft)
    }

    fn axis(&self, lines: &[&Line]) -> Result<Axis<Sector>> {
        let name = self.sheet.column(KEYS[2])?;
        let names = lines.iter().map(|line| self.sheet.text(line, name));
        let entries = self.sectors.codes().iter().copied().zip(names);
        Axis::with_names(entries).map_err(|error| error.in_file(self.sheet.file()))
    }

    fn primary(&self, kind: PrimaryKind, code: &str) -> Result<PrimaryRow> {
        let (sheet, line) = (self.sheet, self.below.at(code)?);
        Ok(PrimaryRow {
            kind,
            by_producer: sheet.across(line, &self.columns)?,
            by_final_use: sheet.across(line, &self.final_uses)?,
            on_exports: sheet.across(line, &self.exports)?.sum(),
        })
    }

    fn provenance(&self, country: &str, year: i32, exports: &Array2<f64>) -> Result<Provenance> {
        let source = format!("OECD national input-output tables, total flows, {country} {year}");
        let exported = exports.sum_axis(ndarray::Axis(0));
        let paid = |code: &str| self.sheet.number(self.below.at(code)?, self.imports);
        let (abroad, here, added) = (paid(TAX_ABROAD)?, paid(TAX)?, paid(ADDED)?);
        let source = Provenance::from_source(source)
            .of_edition("edition 2021")
            .with_file(self.sheet.source().clone())
            .then(format!(
                "exports are `EXPO` ({}) and purchases of non-residents `CONS_NONRES` ({})",
                exported[1], exported[0]
            ))
            .then(format!(
                "column `{IMPORTS}` takes out `{TAX_ABROAD}` {abroad}, `{TAX}` {here} and `{ADDED}` {added}: not among imports by product"
            ));
        Ok(self
            .totals()?
            .into_iter()
            .fold(source, |known, words| known.then(words)))
    }

    fn totals(&self) -> Result<[String; 2]> {
        let (sheet, rows) = (self.sheet, self.sectors.lines());
        let taxes = [self.below.at(TAX_ABROAD)?, self.below.at(TAX)?];
        let parts = [rows, &taxes].concat();
        let mut inputs = Totals::of(format!("row `{INPUTS}`, to {ROUNDING}"));
        for column in self.all() {
            let total = sheet.number(self.below.at(INPUTS)?, column)?;
            inputs.compare(
                &sheet.header()[column],
                total,
                rounded(total, &sheet.down(&parts, column)?),
            );
        }
        let mut output = Totals::of(format!("row `{OUTPUT}`, to {ROUNDING}"));
        for &column in &self.columns {
            let total = sheet.number(self.below.at(OUTPUT)?, column)?;
            let parts = [self.below.at(INPUTS)?, self.below.at(ADDED)?];
            output.compare(
                &sheet.header()[column],
                total,
                rounded(total, &sheet.down(&parts, column)?),
            );
        }
        Ok([inputs.in_words(), output.in_words()])
    }
}

/// The total itself where its parts come to it within rounding.
fn rounded(total: f64, parts: &Array1<f64>) -> [f64; 1] {
    let sum = parts.sum();
    [if (sum - total).abs() <= ROUNDING {
        total
    } else {
        sum
    }]
}

fn no_year(sheet: &Sheet, column: usize, year: i32) -> Error {
    let mut years: Vec<&str> = sheet
        .rows()
        .iter()
        .map(|line| sheet.text(line, column))
        .collect();
    years.dedup();
    let error = Error::label(format!("no rows of {year}")).in_file(sheet.file());
    error
        .found(first_few(years))
        .hint("one of the years in the file")
}
