//! World Input-Output Database (WIOD), 2016 release: world tables as R workspaces (`WIOTYYYY_October16_ROW.RData`).
//!
//! One data frame `wiot` per file, plain or in a zip archive. Everything is found by label, in any order.
//!
//! | in the file | read as |
//! |---|---|
//! | columns `IndustryCode`, `Country`, `RNr` | a row's industry, country and number |
//! | column `Year` | the year, the same in all rows |
//! | column `IndustryDescription` | the industry's name |
//! | columns `AUS1`, `AUS2`, … | the producer of that country whose row has that number |
//! | columns `AUS57` to `AUS61`, … | final use: `CONS_h`, `CONS_np`, `CONS_g`, `GFCF`, `INVEN` |
//! | column `TOT` | compared with output, in the provenance |
//! | row `VA` | [`PrimaryKind::UndividedValueAdded`], at basic prices |
//! | row `TXSP` | [`PrimaryKind::ProductTax`]: taxes less subsidies on products |
//! | row `IntTTM` | [`PrimaryKind::Margins`]: international transport margins |
//! | rows `EXP_adj`, `PURR`, `PURNR` | [`PrimaryKind::Other`], added up: CIF/FOB adjustment of exports, purchases abroad by residents and at home by non-residents |
//! | row `GO` | output |
//! | row `II_fob` | compared with the inputs that it adds up, in the provenance |
//!
//! Primary rows keep what final uses pay. The rest of the world is the country `ROW` of the file, a producer like any other. The source has
//! no statistical discrepancy apart from rounding, which the tolerance of the check is for; `NA` is refused, not filled.
//!
//! Written from descriptions of the layout and from how users' scripts address it, and tried on miniature files; no published file was at
//! hand.
//!
//! Source: Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
//! [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178).

use std::collections::HashMap;
use std::path::Path;

use ndarray::{Array1, Array2};

use super::Options;
use super::names::name_of;
use super::rdata::{DataFrame, Workspace};
use super::totals::Totals;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Group, Producers, Sector};
use crate::run::Run;
use crate::table::{PrimaryKind, PrimaryRow, Provenance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

const KEYS: [&str; 5] = [
    "IndustryCode",
    "IndustryDescription",
    "Country",
    "RNr",
    "Year",
];
const TOTAL: &str = "TOT";
/// The numbers of columns of final use, and their codes.
const FINAL_USES: [(u32, &str, &str); 5] = [
    (57, "CONS_h", "Final consumption of households"),
    (
        58,
        "CONS_np",
        "Final consumption of non-profit institutions",
    ),
    (59, "CONS_g", "Final consumption of government"),
    (60, "GFCF", "Gross fixed capital formation"),
    (61, "INVEN", "Changes in inventories and valuables"),
];
const INPUTS: &str = "II_fob";
const OUTPUT: &str = "GO";
const PRIMARY: [(PrimaryKind, &[&str]); 4] = [
    (PrimaryKind::UndividedValueAdded, &["VA"]),
    (PrimaryKind::ProductTax, &["TXSP"]),
    (PrimaryKind::Margins, &["IntTTM"]),
    (PrimaryKind::Other, &["EXP_adj", "PURR", "PURNR"]),
];

/// A world table of WIOD, 2016 release, as an R workspace: `WIOTYYYY_October16_ROW.RData`, also in a zip archive; with the feature `rdata`.
///
/// In million US dollars at current basic prices. The draft has the tolerance of an exact table: set one before the check.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let world = read::wiod2016_rdata("WIOT2014_October16_ROW.RData")?.tolerance(Tolerance::absolute(1.0)).check()?;
/// assert_eq!(world.countries().len(), 44);
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`wiod2016_rdata_with`]; an archive of several years needs the year.
pub fn wiod2016_rdata(path: impl AsRef<Path>) -> Result<WorldDraft> {
    wiod2016_rdata_with(path, &Options::new())
}

/// The same watched, or with the year wanted: of an archive of several years, the file whose name has it.
///
/// # Errors
/// If the file cannot be read or has no data frame `wiot`; if a label is missing, unknown or doubled, a cell is not a number, or rows are of
/// different years or of another one than is wanted or stands in the file's name.
pub fn wiod2016_rdata_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let workspace = Workspace::open(path.as_ref(), options.year)?;
    let frame = workspace.object("wiot")?.frame()?;
    let year = year_of(&frame, workspace.file(), options.year)?;
    let rows = Rows::of(&frame)?;
    let columns = Columns::of(&frame, &rows)?;
    let numbers = Numbers::of(&frame, &rows, &columns, &options.run)?;
    let provenance = Provenance::from_source("WIOD")
        .of_edition("2016 release, world table")
        .with_file(workspace.source().clone());
    numbers.draft(rows, year, provenance)
}

/// The year in the column `Year`; the name of the file and the caller may not say another.
fn year_of(frame: &DataFrame<'_>, file: &Path, wanted: Option<i32>) -> Result<i32> {
    let texts = frame.texts("Year")?;
    let Some(first) = texts.first() else {
        return Err(frame.wrong("", None, Error::parse("the data frame has no rows")));
    };
    if let Some(row) = texts.iter().position(|text| text != first) {
        let error = Error::parse("rows are of different years");
        let error = error.expected(first).found(&texts[row]);
        return Err(frame.wrong("Year", Some(row), error));
    }
    let year: i32 = first.parse().map_err(|_| {
        let error = Error::parse("the cell is not a year").found(format!("`{first}`"));
        frame.wrong("Year", Some(0), error)
    })?;
    let name = name_of(file);
    let behind = name
        .split_once("WIOT")
        .and_then(|(_, behind)| behind.get(..4));
    let digits = behind.and_then(|digits| digits.parse().ok());
    for (other, who) in [(digits, "the name of the file"), (wanted, "the caller")] {
        if let Some(other) = other
            && other != year
        {
            let error = Error::parse(format!("the table is not of the year that {who} says"));
            let error = error.expected(other).found(year);
            return Err(frame.wrong("Year", None, error.hint("the file of that year")));
        }
    }
    Ok(year)
}

/// What the rows of the data frame are.
struct Rows {
    producers: Producers,
    /// Rows of producers, in the order of their axis.
    of_producers: Vec<usize>,
    /// Positions of producers by country and number.
    positions: HashMap<(String, u32), usize>,
    /// Rows below the producers.
    tail: HashMap<&'static str, usize>,
}

/// A producer's row.
struct Row {
    country: String,
    code: String,
    name: String,
    number: u32,
    row: usize,
}

fn tail_codes() -> impl Iterator<Item = &'static str> {
    let primary = PRIMARY.iter().flat_map(|(_, codes)| codes.iter().copied());
    [INPUTS, OUTPUT].into_iter().chain(primary)
}

impl Rows {
    fn of(frame: &DataFrame<'_>) -> Result<Self> {
        let [codes, names, countries, numbers] =
            ["IndustryCode", "IndustryDescription", "Country", "RNr"].map(|key| frame.texts(key));
        let (codes, names, countries, numbers) = (codes?, names?, countries?, numbers?);
        let mut tail = HashMap::new();
        let mut rows: Vec<Row> = Vec::new();
        for row in 0..frame.rows() {
            let (country, code) = (&*countries[row], &*codes[row]);
            if let Some(known) = tail_codes().find(|known| *known == code) {
                if tail.insert(known, row).is_some() {
                    let error = Error::label(format!("a second row `{code}`"));
                    return Err(frame.wrong("IndustryCode", Some(row), error));
                }
                continue;
            }
            if country == TOTAL {
                let error = Error::label(format!("the row `{code}` is not known"));
                let known: Vec<&str> = tail_codes().collect();
                let error = error.expected(format!("one of {}", known.join(", ")));
                return Err(frame.wrong("IndustryCode", Some(row), error));
            }
            let number = numbers[row].parse().map_err(|_| {
                let error = Error::parse("the cell is not the number of a row");
                frame.wrong("RNr", Some(row), error.found(format!("`{}`", numbers[row])))
            })?;
            rows.push(Row {
                country: country.to_owned(),
                code: code.to_owned(),
                name: names[row].to_string(),
                number,
                row,
            });
        }
        let missing: Vec<&str> = tail_codes()
            .filter(|code| !tail.contains_key(code))
            .collect();
        if !missing.is_empty() {
            let error = Error::label(format!("no row {}", first_few(missing)))
                .hint("a data frame that was cut? Fetch the file again");
            return Err(frame.wrong("IndustryCode", None, error));
        }
        Self::in_order(frame, rows, tail)
    }

    /// Countries in the order in which they appear, with all their industries.
    fn in_order(
        frame: &DataFrame<'_>,
        rows: Vec<Row>,
        tail: HashMap<&'static str, usize>,
    ) -> Result<Self> {
        let mut order: HashMap<String, usize> = HashMap::new();
        for row in &rows {
            let next = order.len();
            order.entry(row.country.clone()).or_insert(next);
        }
        let mut rows = rows;
        rows.sort_by_key(|row| order[&row.country]);
        let mut positions = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(other) = positions.insert((row.country.clone(), row.number), at) {
                let what = format!(
                    "`{} {}` and `{} {}` have the same number {}",
                    row.country, rows[other].code, row.country, row.code, row.number
                );
                return Err(frame.wrong("RNr", Some(row.row), Error::label(what)));
            }
        }
        let blocks = rows.chunk_by(|one, two| one.country == two.country);
        let blocks = blocks.map(|block| {
            let sectors = block.iter().map(|row| (&*row.code, &*row.name));
            let sectors: Axis<Sector> = Axis::with_names(sectors).map_err(|error| {
                let error = error.during(&block[0].country);
                frame.wrong("IndustryCode", None, error)
            })?;
            Ok((&*block[0].country, Group::whole(), sectors))
        });
        let blocks: Vec<_> = blocks.collect::<Result<_>>()?;
        let producers =
            Producers::new(blocks).map_err(|error| frame.wrong("Country", None, error))?;
        Ok(Self {
            producers,
            of_producers: rows.iter().map(|row| row.row).collect(),
            positions,
            tail,
        })
    }
}

/// What the columns of the data frame are, by their names.
struct Columns<'a> {
    producers: Vec<&'a str>,
    /// Country by country, within a country in the order of the categories.
    finals: Vec<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(frame: &DataFrame<'a>, rows: &Rows) -> Result<Self> {
        let countries = rows.producers.countries();
        let width = countries.len() * FINAL_USES.len();
        let mut producers = vec![None; rows.of_producers.len()];
        let mut finals = vec![None; width];
        for &name in frame.names() {
            if KEYS.contains(&name) || name == TOTAL {
                continue;
            }
            let place = place_of(name).and_then(|(country, number)| {
                if let Some(at) = rows.positions.get(&(country.to_owned(), number)) {
                    return Some(&mut producers[*at]);
                }
                let category = FINAL_USES.iter().position(|(known, ..)| *known == number)?;
                let country = countries.codes().iter().position(|code| code == country)?;
                Some(&mut finals[country * FINAL_USES.len() + category])
            });
            let Some(place) = place else {
                let error = Error::label("the column is neither a producer nor final use")
                    .expected("a country of the rows and a number, of one of its rows or 57 to 61")
                    .hint("a row of this country and number is missing, or the label is misspelt");
                return Err(frame.wrong(name, None, error));
            };
            *place = Some(name);
        }
        let number = |at: usize| {
            let found = rows.positions.iter().find(|(_, position)| **position == at);
            found.map_or_else(String::new, |((country, number), _)| {
                format!("{country}{number}")
            })
        };
        let final_label = |at: usize| {
            let (country, category) = (at / FINAL_USES.len(), at % FINAL_USES.len());
            format!("{}{}", countries.codes()[country], FINAL_USES[category].0)
        };
        Ok(Self {
            producers: all_there(frame, producers, number)?,
            finals: all_there(frame, finals, final_label)?,
        })
    }
}

/// Country and number of `AUS1`.
fn place_of(name: &str) -> Option<(&str, u32)> {
    let country = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[country.len()..];
    let number = digits.parse().ok()?;
    // `AUS01` would be a second `AUS1`
    (!digits.starts_with('0')).then_some((country, number))
}

fn all_there<'a>(
    frame: &DataFrame<'_>,
    places: Vec<Option<&'a str>>,
    label: impl Fn(usize) -> String,
) -> Result<Vec<&'a str>> {
    let missing = places.iter().enumerate().filter(|(_, name)| name.is_none());
    let missing: Vec<String> = missing.map(|(at, _)| label(at)).collect();
    if missing.is_empty() {
        return Ok(places.into_iter().flatten().collect());
    }
    let error = Error::label(format!("no columns {}", first_few(missing)))
        .expected("a column for every producer, and five of final use for every country");
    Err(frame.wrong("", None, error))
}

/// The numbers of the table.
struct Numbers {
    flows: Array2<f64>,
    finals: Array2<f64>,
    /// Rows below the producers, over producers and columns of final use.
    tail: HashMap<&'static str, [Array1<f64>; 2]>,
    /// The column of all uses, where there is one.
    total: Option<Array1<f64>>,
}

impl Numbers {
    fn of(frame: &DataFrame<'_>, rows: &Rows, columns: &Columns<'_>, run: &Run) -> Result<Self> {
        let (n, width) = (columns.producers.len(), columns.finals.len());
        let mut numbers = Self {
            flows: Array2::zeros((n, n)),
            finals: Array2::zeros((n, width)),
            tail: tail_codes()
                .map(|code| (code, [n, width].map(Array1::zeros)))
                .collect(),
            total: None,
        };
        let mut watch = run.watch("reading numbers", n + width);
        let sides = [&columns.producers, &columns.finals];
        for (side, names) in sides.into_iter().enumerate() {
            for (at, name) in names.iter().enumerate() {
                let cells = frame.numbers(name)?;
                let block = match side {
                    0 => &mut numbers.flows,
                    _ => &mut numbers.finals,
                };
                for (cell, row) in block.column_mut(at).iter_mut().zip(&rows.of_producers) {
                    *cell = cells[*row];
                }
                for (code, rows_of_tail) in &mut numbers.tail {
                    rows_of_tail[side][at] = cells[rows.tail[code]];
                }
                let step = watch.step();
                step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
            }
        }
        if frame.names().contains(&TOTAL) {
            let cells = frame.numbers(TOTAL)?;
            numbers.total = Some(rows.of_producers.iter().map(|row| cells[*row]).collect());
        }
        Ok(numbers)
    }

    fn draft(self, rows: Rows, year: i32, provenance: Provenance) -> Result<WorldDraft> {
        let provenance = self.compared(&rows.producers, provenance);
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
        let categories = FINAL_USES.map(|(_, code, name)| (code, name));
        let categories = Axis::with_names(categories)?;
        let (flows, finals) = (self.flows, self.finals);
        let mut draft = WorldDraft::of_uses(rows.producers, categories, unit, flows, finals)
            .output(self.tail[OUTPUT][0].clone())
            .provenance(provenance);
        for (kind, codes) in PRIMARY {
            let sum = |side: usize| {
                let zeros = Array1::zeros(self.tail[OUTPUT][side].len());
                codes
                    .iter()
                    .fold(zeros, |sum, code| sum + &self.tail[code][side])
            };
            draft = draft.primary_row(PrimaryRow {
                kind,
                by_producer: sum(0),
                by_final_use: sum(1),
                on_exports: 0.0,
            });
        }
        Ok(draft)
    }

    /// What the file says twice, compared.
    fn compared(&self, producers: &Producers, provenance: Provenance) -> Provenance {
        let mut inputs = Totals::of(format!("total `{INPUTS}`"));
        let blocks = [&self.flows, &self.finals];
        for (block, totals) in blocks.into_iter().zip(&self.tail[INPUTS]) {
            for (at, (column, total)) in block.columns().into_iter().zip(totals).enumerate() {
                let label = match std::ptr::eq(block, &self.flows) {
                    true => producers.label(at),
                    false => format!("final use {}", at + 1),
                };
                inputs.compare(&label, *total, column.iter().copied());
            }
        }
        let provenance = provenance
            .then("rows EXP_adj, PURR and PURNR added up to other primary inputs")
            .then(inputs.in_words());
        let Some(total) = &self.total else {
            return provenance;
        };
        let mut uses = Totals::of(format!("column `{TOTAL}` against the row `{OUTPUT}`"));
        for (at, (total, output)) in total.iter().zip(&self.tail[OUTPUT][0]).enumerate() {
            uses.compare(&producers.label(at), *total, [*output]);
        }
        provenance.then(uses.in_words())
    }
}
