//! The project's own plain CSV layouts.
//!
//! **National table** ([`national_csv`]): columns `block,code,name`, one column per sector, one per category of final use,
//! `exports`, `output`. Blocks: `domestic` (one row per sector), `imported` (one row per product), `primary` (rows named by
//! [`PrimaryKind::code`]), `output` (one row). Rows and columns are matched by code, in any order.
//!
//! **Exports** ([`exports_csv`]): columns `exporter,partner,kind,code,value,unit,price_basis`, one row per flow and sector.
//!
//! **Parameters** ([`parameters_csv`]): columns `parameter,central,low,high,unit,definition,grade`.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::text::{Line, Sheet};
use crate::error::{Error, Result, first_few};
use crate::label::TradeKind;
use crate::label::{Axis, Producers, Product, Sector};
use crate::parameter::{Parameter, ParameterSet};
use crate::table::{Exports, NationalDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::Unit;

const KEYS: [&str; 3] = ["block", "code", "name"];
/// The partner of exports that a table does not divide by destination.
const ALL_PARTNERS: &str = "WLD";

/// A national table in the plain layout. Exports go to the partner `WLD` and are of undivided kind.
///
/// # Errors
/// If the file cannot be read, a label is missing, doubled or unknown, or a cell is not a number.
pub fn national_csv(path: impl AsRef<Path>, country: &str, unit: Unit) -> Result<NationalDraft> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let layout = Layout::of(&sheet)?;
    layout.draft(country, unit)
}

/// Where the blocks of a plain national table stand.
struct Layout<'a> {
    sheet: &'a Sheet,
    sectors: Axis<Sector>,
    products: Axis<Product>,
    domestic: Vec<&'a Line>,
    imported: Vec<&'a Line>,
    primary: Vec<&'a Line>,
    output: &'a Line,
    sector_columns: Vec<usize>,
    final_columns: Vec<usize>,
    exports: usize,
    total: usize,
}

impl<'a> Layout<'a> {
    fn of(sheet: &'a Sheet) -> Result<Self> {
        let [block, code, name] = [
            sheet.column(KEYS[0])?,
            sheet.column(KEYS[1])?,
            sheet.column(KEYS[2])?,
        ];
        let rows_of = |wanted: &str| -> Vec<&Line> {
            sheet
                .rows()
                .iter()
                .filter(|line| sheet.text(line, block) == wanted)
                .collect()
        };
        for line in sheet.rows() {
            let found = sheet.text(line, block);
            if !["domestic", "imported", "primary", "output"].contains(&found) {
                return Err(sheet
                    .wrong(line, block, "unknown block")
                    .expected("`domestic`, `imported`, `primary` or `output`")
                    .found(format!("`{found}`")));
            }
        }
        let entries = |lines: &[&'a Line]| -> Vec<(&'a str, &'a str)> {
            lines
                .iter()
                .map(|line| (sheet.text(line, code), sheet.text(line, name)))
                .collect()
        };
        let (domestic, imported) = (rows_of("domestic"), rows_of("imported"));
        let in_file = |error: Error| error.in_file(sheet.file());
        let sectors: Axis<Sector> = Axis::with_names(entries(&domestic)).map_err(in_file)?;
        let products: Axis<Product> = Axis::with_names(entries(&imported)).map_err(in_file)?;
        let output = match rows_of("output")[..] {
            [line] => line,
            ref lines => {
                return Err(in_file(
                    Error::label("a table has one row of block `output`").found(lines.len()),
                ));
            }
        };
        let sector_columns = sectors
            .codes()
            .iter()
            .map(|sector| sheet.column(sector))
            .collect::<Result<Vec<usize>>>()?;
        let (exports, total) = (sheet.column("exports")?, sheet.column("output")?);
        let final_columns = (0..sheet.header().len())
            .filter(|column| {
                ![block, code, name, exports, total].contains(column)
                    && !sector_columns.contains(column)
            })
            .collect();
        Ok(Self {
            sheet,
            sectors,
            products,
            domestic,
            imported,
            primary: rows_of("primary"),
            output,
            sector_columns,
            final_columns,
            exports,
            total,
        })
    }

    fn matrix(&self, lines: &[&Line], columns: &[usize]) -> Result<Array2<f64>> {
        let mut values = Array2::zeros((lines.len(), columns.len()));
        for ((i, j), value) in values.indexed_iter_mut() {
            *value = self.sheet.number(lines[i], columns[j])?;
        }
        Ok(values)
    }

    fn vector(&self, line: &Line, columns: &[usize]) -> Result<Array1<f64>> {
        columns
            .iter()
            .map(|&column| self.sheet.number(line, column))
            .collect()
    }

    fn column(&self, lines: &[&Line], column: usize) -> Result<Array1<f64>> {
        lines
            .iter()
            .map(|line| self.sheet.number(line, column))
            .collect()
    }

    fn draft(&self, country: &str, unit: Unit) -> Result<NationalDraft> {
        let producers = Producers::whole(country, &self.sectors)?;
        let mut draft = NationalDraft::new(producers, self.products.clone(), unit)
            .domestic(self.matrix(&self.domestic, &self.sector_columns)?)
            .imported(self.matrix(&self.imported, &self.sector_columns)?)
            .export(
                ALL_PARTNERS,
                TradeKind::Undivided,
                self.column(&self.domestic, self.exports)?,
            )
            .imported_exports(self.column(&self.imported, self.exports)?)
            .output(self.output()?)
            .provenance(Provenance::from_source(
                self.sheet.file().display().to_string(),
            ));
        for &column in &self.final_columns {
            draft = draft.final_use(
                &self.sheet.header()[column],
                self.column(&self.domestic, column)?,
                self.column(&self.imported, column)?,
            );
        }
        for line in &self.primary {
            draft = draft.primary_row(self.primary_row(line)?);
        }
        Ok(draft)
    }

    /// Output stands twice, as a row and as a column; both must say the same.
    fn output(&self) -> Result<Array1<f64>> {
        let row = self.vector(self.output, &self.sector_columns)?;
        let column = self.column(&self.domestic, self.total)?;
        for (j, (in_row, in_column)) in row.iter().zip(&column).enumerate() {
            if in_row != in_column {
                let line = self.domestic[j];
                return Err(self
                    .sheet
                    .wrong(
                        line,
                        self.total,
                        "the column `output` differs from the row `output`",
                    )
                    .expected(in_row)
                    .found(in_column));
            }
        }
        Ok(row)
    }

    fn primary_row(&self, line: &Line) -> Result<PrimaryRow> {
        let kind: PrimaryKind = self.sheet.parsed(line, self.sheet.column(KEYS[1])?)?;
        Ok(PrimaryRow {
            kind,
            by_producer: self.vector(line, &self.sector_columns)?,
            by_final_use: self.vector(line, &self.final_columns)?,
            on_exports: self.sheet.number(line, self.exports)?,
        })
    }
}

/// The exports of the producers' country to a partner, by kind. Rows of other exporters and partners are passed over;
/// sectors without a row export nothing.
///
/// # Errors
/// If the file cannot be read, a sector or kind is unknown, a flow stands twice, its unit or price basis is not the one
/// asked for, or there is no row for this exporter and partner.
pub fn exports_csv(
    path: impl AsRef<Path>,
    producers: &Producers,
    partner: &str,
    unit: &Unit,
) -> Result<Exports> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let block = producers.only_block()?;
    let exporter = producers.countries().code(block.country());
    let names = [
        "exporter",
        "partner",
        "kind",
        "code",
        "value",
        "unit",
        "price_basis",
    ];
    let mut columns = [0; 7];
    for (column, name) in columns.iter_mut().zip(names) {
        *column = sheet.column(name)?;
    }
    let [from, to, kind, code, value, unit_column, prices] = columns;
    let mut flows: Vec<(TradeKind, Array1<f64>, Vec<bool>)> = Vec::new();
    for line in sheet.rows() {
        if sheet.text(line, from) != exporter || sheet.text(line, to) != partner {
            continue;
        }
        require_unit(&sheet, line, unit_column, prices, unit)?;
        let kind: TradeKind = sheet.parsed(line, kind)?;
        let sector = block
            .sectors()
            .at(sheet.text(line, code))
            .map_err(|error| sheet.at(line, error))?
            .get();
        let position = flows
            .iter()
            .position(|(known, ..)| *known == kind)
            .unwrap_or_else(|| {
                let n = producers.len();
                flows.push((kind, Array1::zeros(n), vec![false; n]));
                flows.len() - 1
            });
        let (_, amounts, seen) = &mut flows[position];
        if std::mem::replace(&mut seen[sector], true) {
            return Err(sheet.wrong(line, code, "this flow of the sector stands twice"));
        }
        amounts[sector] = sheet.number(line, value)?;
    }
    if flows.is_empty() {
        return Err(
            Error::label(format!("no exports of `{exporter}` to `{partner}`"))
                .in_file(sheet.file())
                .hint("check the codes in the columns `exporter` and `partner`"),
        );
    }
    flows.into_iter().try_fold(
        Exports::new(producers, unit.clone()),
        |exports, (kind, amounts, _)| exports.with(partner, kind, amounts),
    )
}

fn require_unit(
    sheet: &Sheet,
    line: &Line,
    unit: usize,
    prices: usize,
    wanted: &Unit,
) -> Result<()> {
    let short = wanted.short();
    if sheet.text(line, unit) != short {
        return Err(sheet
            .wrong(line, unit, "the flow is in another unit")
            .expected(format!("`{short}`"))
            .found(format!("`{}`", sheet.text(line, unit))));
    }
    let basis = wanted.prices().to_string();
    let basis = basis.split(' ').next().unwrap_or_default();
    if !sheet.text(line, prices).starts_with(basis) {
        return Err(sheet
            .wrong(line, prices, "the flow is on another price basis")
            .expected(format!("`{basis} …`"))
            .found(format!("`{}`", sheet.text(line, prices))));
    }
    Ok(())
}

/// Parameters with central value, range, unit, definition and grade. A range has both ends or none.
///
/// # Errors
/// If the file cannot be read, a value is missing or not a number, a range has one end only or does not hold its central
/// value, a grade is unknown, or a name is doubled.
pub fn parameters_csv(path: impl AsRef<Path>) -> Result<ParameterSet> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let names = [
        "parameter",
        "central",
        "low",
        "high",
        "unit",
        "definition",
        "grade",
    ];
    let mut columns = [0; 7];
    for (column, name) in columns.iter_mut().zip(names) {
        *column = sheet.column(name)?;
    }
    let [name, central, low, high, unit, definition, grade] = columns;
    let parameters = sheet
        .rows()
        .iter()
        .map(|line| {
            let range = match (sheet.optional(line, low)?, sheet.optional(line, high)?) {
                (Some(low), Some(high)) => Some((low, high)),
                (None, None) => None,
                _ => {
                    return Err(sheet
                        .wrong(line, low, "the range has one end only")
                        .hint("give both `low` and `high`, or neither"));
                }
            };
            let central = sheet.number(line, central)?;
            let grade = sheet.parsed(line, grade)?;
            Parameter::new(sheet.text(line, name), central, range, grade)
                .map(|p| p.described(sheet.text(line, unit), sheet.text(line, definition)))
                .map_err(|error| sheet.at(line, error))
        })
        .collect::<Result<Vec<_>>>()?;
    ParameterSet::new(parameters).map_err(|error| error.in_file(sheet.file()))
}

/// One column of a file with one row per sector, aligned to the sectors by code; empty cells are `None`.
///
/// # Errors
/// If the file cannot be read, a column is missing, the file lacks a sector or has an unknown or doubled one, or a cell is
/// not a number.
pub fn by_sector(
    path: impl AsRef<Path>,
    key: &str,
    column: &str,
    sectors: &Axis<Sector>,
) -> Result<Vec<Option<f64>>> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let (key, column) = (sheet.column(key)?, sheet.column(column)?);
    let mut values: Vec<Option<Option<f64>>> = vec![None; sectors.len()];
    for line in sheet.rows() {
        let at = sectors
            .at(sheet.text(line, key))
            .map_err(|error| sheet.at(line, error))?;
        if values[at.get()]
            .replace(sheet.optional(line, column)?)
            .is_some()
        {
            return Err(sheet.wrong(line, key, "this sector stands twice"));
        }
    }
    let missing: Vec<&String> = sectors
        .codes()
        .iter()
        .zip(&values)
        .filter_map(|(code, value)| value.is_none().then_some(code))
        .collect();
    if !missing.is_empty() {
        return Err(
            Error::label(format!("no row for the sectors {}", first_few(missing)))
                .in_file(sheet.file()),
        );
    }
    Ok(values.into_iter().flatten().collect())
}
