//! National tables of the World Input-Output Database (WIOD), 2016 release (`CCC_NIOT_nov16`), as a workbook or as separated text.
//!
//! Workbooks as published have one sheet, `National IO-tables`, with codes in the row above that of names and keys. As text: semicolons,
//! UTF-8 with or without a byte-order mark, blanks or no-break spaces as thousands marks, whole numbers. The header is `Year;Code;Description;Origin`, one column per industry, the final uses `CONS_h` (households), `CONS_np`
//! (non-profit institutions), `CONS_g` (government), `GFCF` (fixed investment) and `INVEN` (inventories), then `EXP`
//! (exports) and `GO` (output). A second header row with names may follow. Rows are of origin `Domestic`, `Imports` or `TOT`.
//! Rows and columns are found by label, in any order.
//!
//! Source and terms: Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
//! [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178). The database is published under CC BY 4.0.

mod files;

use std::fmt;
use std::io::Read;
use std::path::Path;

use ndarray::Array1;

use super::ALL_PARTNERS;
use super::rows::Rows;
use super::text::{Line, Sheet};
use super::totals::Totals;
use crate::error::{Error, Result};
use crate::label::{Axis, AxisKind, Producers, TradeKind};
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance, SourceFile};
use crate::unit::{PriceBasis, Scale, Unit};

const KEYS: [&str; 4] = ["Year", "Code", "Description", "Origin"];
const FINAL_USES: [&str; 5] = ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"];
const EXPORTS: &str = "EXP";
const OUTPUT: &str = "GO";
const ORIGINS: [&str; 3] = ["Domestic", "Imports", "TOT"];
const INPUTS: &str = "II_fob";
const PRIMARY: [(PrimaryKind, &[&str]); 4] = [
    (PrimaryKind::UndividedValueAdded, &["VA"]),
    (PrimaryKind::ProductTax, &["TXSP"]),
    (PrimaryKind::Margins, &["IntTTM"]),
    (PrimaryKind::Other, &["EXP_adj", "PURR", "PURNR"]),
];

/// One country's file: the tables of all its years, parsed once.
///
/// **Unit.** Million US dollars, current prices; basic prices, imports FOB with their transport in `IntTTM`.
///
/// **Rows.** One row per industry of origin `Domestic`, one per product of origin `Imports`, and of origin `TOT`:
///
/// | row | read as |
/// |---|---|
/// | `VA` | [`PrimaryKind::UndividedValueAdded`], at basic prices |
/// | `TXSP` | [`PrimaryKind::ProductTax`]: taxes less subsidies on products |
/// | `IntTTM` | [`PrimaryKind::Margins`]: international transport margins |
/// | `EXP_adj`, `PURR`, `PURNR` | [`PrimaryKind::Other`], added up: CIF/FOB adjustment of exports, purchases abroad by residents and at home by non-residents |
/// | `GO` | output; must equal the column `GO` of the domestic rows |
/// | `II_fob` | nothing: a total of the inputs above, compared with them in the provenance |
///
/// Primary rows keep what final uses and exports pay. `GO` outside the industries is a total and not read.
///
/// **Tolerance.** Numbers are rounded, so sums miss output; sums of uses by up to 10, sums of inputs by up to 15. Five of the
/// 645 tables of November 2016, in the copies seen, are refused at a tolerance of 15: Romania 2014 (inputs of `R_S`
/// exceed output by 3846), Luxembourg 2014 (`H52`, `H53` by 62 and 64; the output of `H53` repeats that of `H52`), Bulgaria
/// 2014 (`R_S`, 18), Malta 2011 (`C33`, 16), and Latvia 2001, where `C19` has sales without output. The first four are
/// tables at a wider [`Tolerance`](crate::table::Tolerance), which stays on record.
///
/// ```
/// use leontief::read::WiodNiot;
/// use leontief::table::Tolerance;
///
/// let header = "Year;Code;Description;Origin;A;CONS_h;CONS_np;CONS_g;GFCF;INVEN;EXP;GO";
/// let mut text = format!("{header}\n2014;A;All industries;Domestic;1 000;900;0;0;0;0;100;2 000\n");
/// text += "2014;A;All industries;Imports;400;50;0;0;0;0;0;0\n";
/// for (code, amount) in [("II_fob", 1400), ("TXSP", 0), ("EXP_adj", 0), ("PURR", 0), ("PURNR", 0), ("VA", 601)] {
///     text += &format!("2014;{code};;TOT;{amount};0;0;0;0;0;0;0\n");
/// }
/// text += "2014;IntTTM;;TOT;0;0;0;0;0;0;0;0\n2014;GO;;TOT;2 000;0;0;0;0;0;0;0\n";
///
/// let file = WiodNiot::read(text.as_bytes(), "XYZ_NIOT_nov16.csv".as_ref(), "XYZ")?;
/// assert_eq!(file.years().collect::<Vec<_>>(), [2014]);
/// let table = file.draft(2014)?.tolerance(Tolerance::absolute(15.0)).check()?;
/// assert_eq!(table.unit().to_string(), "mn USD, 2014, basic prices");
/// assert_eq!(table.checked().column_residuals()[0].amount, -1.0);
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct WiodNiot {
    sheet: Sheet,
    country: String,
    columns: Columns,
    years: Vec<Year>,
    source: Option<SourceFile>,
}

struct Columns {
    year: usize,
    code: usize,
    name: usize,
    origin: usize,
    industries: Vec<usize>,
    final_uses: Vec<usize>,
    exports: usize,
    output: usize,
}

/// The rows of one year, as positions in the sheet.
struct Year {
    year: i32,
    rows: Vec<usize>,
}

/// The rows of one year by origin.
struct Layout<'a> {
    domestic: Rows<'a>,
    imports: Rows<'a>,
    totals: Rows<'a>,
}

impl WiodNiot {
    /// Reads the file of a country from anything that gives its (uncompressed) text; `name` stands in messages.
    ///
    /// # Errors
    /// If the text cannot be read, a column or row is missing, unknown or doubled, or an origin or year is not one. All
    /// years are looked through; their numbers are read by [`draft`](Self::draft). The file as published is not known here, so the
    /// provenance has no fingerprint of it; [`open`](Self::open) has.
    pub fn read(source: impl Read, name: &Path, country: &str) -> Result<Self> {
        Self::of(Sheet::read(source, name, b';')?, country, None)
    }

    fn of(sheet: Sheet, country: &str, source: Option<SourceFile>) -> Result<Self> {
        let columns = Columns::of(&sheet)?;
        let years = years_of(&sheet, &columns)?;
        let file = Self {
            sheet,
            country: country.to_owned(),
            columns,
            years,
            source,
        };
        for year in &file.years {
            file.layout(year)?;
        }
        Ok(file)
    }

    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The years of the file, in order of their first row.
    pub fn years(&self) -> impl ExactSizeIterator<Item = i32> + '_ {
        self.years.iter().map(|year| year.year)
    }

    /// The table of one year. Exports go to the partner `WLD` and are of undivided kind; the draft has the tolerance
    /// [`EXACT`](crate::table::Tolerance::EXACT) until the caller sets another.
    ///
    /// # Errors
    /// If the file has no such year, a cell is not a number, or the row and the column `GO` differ.
    pub fn draft(&self, year: i32) -> Result<NationalDraft> {
        let layout = self.layout(self.year(year)?)?;
        let (domestic, imports) = (layout.domestic.lines(), layout.imports.lines());
        let industries = &self.sheet.columns(layout.domestic.codes())?;
        let producers = Producers::whole(&self.country, &self.axis(domestic)?)?;
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
        let mut draft = NationalDraft::new(producers, self.axis(imports)?, unit)
            .domestic(self.sheet.block(domestic, industries)?)
            .imported(self.sheet.block(imports, industries)?)
            .export(
                ALL_PARTNERS,
                TradeKind::Undivided,
                self.sheet.down(domestic, self.columns.exports)?,
            )
            .imported_exports(self.sheet.down(imports, self.columns.exports)?)
            .output(self.output(&layout, industries)?)
            .provenance(self.provenance(&layout, industries, year)?);
        for (code, &column) in FINAL_USES.iter().zip(&self.columns.final_uses) {
            let home = self.sheet.down(domestic, column)?;
            draft = draft.final_use(code, home, self.sheet.down(imports, column)?);
        }
        for (kind, codes) in PRIMARY {
            draft = draft.primary_row(self.primary(&layout, industries, kind, codes)?);
        }
        Ok(draft)
    }

    fn year(&self, wanted: i32) -> Result<&Year> {
        let found = self.years.iter().find(|year| year.year == wanted);
        found.ok_or_else(|| {
            let years: Vec<String> = self.years().map(|year| year.to_string()).collect();
            Error::label(format!("no year {wanted}"))
                .in_file(self.sheet.file())
                .expected(format!("one of {}", years.join(", ")))
        })
    }

    fn layout(&self, year: &Year) -> Result<Layout<'_>> {
        let (sheet, columns) = (&self.sheet, &self.columns);
        let lines = year.rows.iter().map(|&row| &sheet.rows()[row]);
        let [domestic, imports, totals] = sheet.divided(lines, columns.origin, ORIGINS)?;
        let rows = |lines, origin: &str| {
            Rows::new(
                sheet,
                format!("{origin}, {}", year.year),
                lines,
                columns.code,
            )
        };
        let layout = Layout {
            domestic: rows(domestic, ORIGINS[0])?,
            imports: rows(imports, ORIGINS[1])?,
            totals: rows(totals, ORIGINS[2])?,
        };
        sheet.columns(layout.domestic.codes())?;
        let header = sheet.header();
        let industries = columns.industries.iter().map(|&column| &header[column]);
        layout.domestic.exactly(&industries.collect::<Vec<_>>())?;
        layout.imports.exactly(layout.domestic.codes())?;
        let primary = PRIMARY.iter().flat_map(|(_, codes)| codes.iter().copied());
        let totals: Vec<&str> = primary.chain([INPUTS, OUTPUT]).collect();
        layout.totals.exactly(&totals)?;
        Ok(layout)
    }

    /// Codes and descriptions of rows.
    fn axis<K: AxisKind>(&self, lines: &[&Line]) -> Result<Axis<K>> {
        let text = |line, column| self.sheet.text(line, column);
        Axis::with_names(
            lines
                .iter()
                .map(|line| (text(line, self.columns.code), text(line, self.columns.name))),
        )
        .map_err(|error| error.in_file(self.sheet.file()))
    }

    /// Output stands twice, as a row and as a column; both must say the same.
    fn output(&self, layout: &Layout<'_>, industries: &[usize]) -> Result<Array1<f64>> {
        let line = layout.totals.at(OUTPUT)?;
        let row = self.sheet.across(line, industries)?;
        for (line, &expected) in layout.domestic.lines().iter().zip(&row) {
            let found = self.sheet.number(line, self.columns.output)?;
            if found != expected {
                let what = "the column `GO` differs from the row `GO`";
                let error = self.sheet.wrong(line, self.columns.output, what);
                return Err(error.expected(expected).found(found));
            }
        }
        Ok(row)
    }

    /// The sum of the rows of one kind.
    fn primary(
        &self,
        layout: &Layout<'_>,
        industries: &[usize],
        kind: PrimaryKind,
        codes: &[&str],
    ) -> Result<PrimaryRow> {
        let mut sum = PrimaryRow {
            kind,
            by_producer: Array1::zeros(industries.len()),
            by_final_use: Array1::zeros(FINAL_USES.len()),
            on_exports: 0.0,
        };
        for code in codes {
            let line = layout.totals.at(code)?;
            sum.by_producer += &self.sheet.across(line, industries)?;
            sum.by_final_use += &self.sheet.across(line, &self.columns.final_uses)?;
            sum.on_exports += self.sheet.number(line, self.columns.exports)?;
        }
        Ok(sum)
    }

    fn provenance(
        &self,
        layout: &Layout<'_>,
        industries: &[usize],
        year: i32,
    ) -> Result<Provenance> {
        let mut inputs = Totals::of(format!("total `{INPUTS}`"));
        let line = layout.totals.at(INPUTS)?;
        for &column in industries.iter().chain(&self.columns.final_uses) {
            let mut parts = self.sheet.down(layout.domestic.lines(), column)?.to_vec();
            parts.extend(self.sheet.down(layout.imports.lines(), column)?);
            let total = self.sheet.number(line, column)?;
            inputs.compare(&self.sheet.header()[column], total, parts);
        }
        let source = format!(
            "World Input-Output Database, national table of {}, {year}",
            self.country
        );
        let provenance = Provenance::from_source(source).of_edition("2016 release");
        let provenance = match &self.source {
            Some(file) => provenance.with_file(file.clone()),
            None => provenance,
        };
        Ok(provenance
            .then("rows EXP_adj, PURR and PURNR added up to other primary inputs")
            .then(inputs.in_words()))
    }
}

impl Columns {
    fn of(sheet: &Sheet) -> Result<Self> {
        let keys = sheet.columns(&KEYS)?;
        let final_uses = sheet.columns(&FINAL_USES)?;
        let (exports, output) = (sheet.column(EXPORTS)?, sheet.column(OUTPUT)?);
        let others = [exports, output];
        let industries: Vec<usize> = (0..sheet.header().len())
            .filter(|column| {
                let mut known = keys.iter().chain(&final_uses).chain(&others);
                !known.any(|other| other == column) && !sheet.header()[*column].is_empty()
            })
            .collect();
        let all = [&keys[..], &final_uses, &others, &industries].concat();
        sheet.only_columns(&all)?; // columns without a name hold nothing
        Ok(Self {
            year: keys[0],
            code: keys[1],
            name: keys[2],
            origin: keys[3],
            industries,
            final_uses,
            exports,
            output,
        })
    }

    /// Whether a row is the second header row, which has names only.
    fn is_heading(&self, sheet: &Sheet, line: &Line) -> bool {
        let keys = [self.year, self.code, self.name, self.origin];
        keys.iter().all(|&key| sheet.text(line, key).is_empty())
    }
}

fn years_of(sheet: &Sheet, columns: &Columns) -> Result<Vec<Year>> {
    let mut years: Vec<Year> = Vec::new();
    for (row, line) in sheet.rows().iter().enumerate() {
        if row == 0 && columns.is_heading(sheet, line) {
            continue;
        }
        let text = sheet.text(line, columns.year);
        let year: i32 = text.parse().map_err(|_| {
            let error = sheet.wrong(line, columns.year, "the cell is not a year");
            error.expected("a whole number").found(format!("`{text}`"))
        })?;
        match years.iter_mut().find(|known| known.year == year) {
            Some(known) => known.rows.push(row),
            None => years.push(Year {
                year,
                rows: vec![row],
            }),
        }
    }
    if years.is_empty() {
        return Err(Error::parse("the file has a header and no rows")
            .in_file(sheet.file())
            .expected("the rows of at least one year"));
    }
    Ok(years)
}

impl fmt::Debug for WiodNiot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years: Vec<String> = self.years().map(|year| year.to_string()).collect();
        write!(
            f,
            "WiodNiot {}: {} industries, years {}",
            self.country,
            self.columns.industries.len(),
            years.join(", ")
        )
    }
}
