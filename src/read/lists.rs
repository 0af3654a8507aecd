//! Plain lists beside a table: exports, parameters, one figure per sector, foreign shares.
//!
//! **Exports** ([`exports_csv`]): columns `exporter,partner,kind,code,value,unit,price_basis`, one row per flow and sector.
//!
//! **Parameters** ([`parameters_csv`]): columns `parameter,central,low,high,unit,definition,grade`.
//!
//! **Figures by sector** ([`by_sector`]): a key column with every sector once, and the column asked for.
//!
//! **Foreign shares** ([`foreign_shares_csv`]): columns `group,code,compensation,capital` (no `group` for an undivided
//! country), one row per producer.
//!
//! **Codes** ([`codes_csv`]): the column `code`, names beside them in the column `name` where there is one.
//!
//! **Pairs** ([`pairs_csv`]): three columns of the caller's choice, two labels and a figure, as in bilateral stocks of direct investment.

use std::collections::HashMap;
use std::path::Path;

use ndarray::Array1;

use super::text::{Line, Sheet};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, AxisKind, Group, Producers, Sector, TradeKind};
use crate::parameter::{Parameter, ParameterSet};
use crate::table::{DepreciationIncome, Exports, ForeignShares};
use crate::unit::Unit;

/// The codes of countries, sectors or final uses in the order of a list: the column `code`, and `name` where there is one. For files that have
/// no labels of their own.
///
/// ```no_run
/// use leontief::label::{Axis, Country};
///
/// let countries: Axis<Country> = leontief::read::codes_csv("countries.csv")?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read, has no column `code` or columns of other names, or a code is empty or stands twice.
pub fn codes_csv<K: AxisKind>(path: impl AsRef<Path>) -> Result<Axis<K>> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let (code, name) = (sheet.column("code")?, sheet.find("name"));
    let known: Vec<usize> = [code].into_iter().chain(name).collect();
    sheet.only_columns(&known)?;
    let entries = sheet.rows().iter().map(|line| {
        let code = sheet.text(line, code);
        let name = name.map_or("", |name| sheet.text(line, name));
        (code, if name.is_empty() { code } else { name })
    });
    Axis::with_names(entries).map_err(|error| error.in_file(sheet.file()))
}

/// Figures by two labels: the columns `first` and `second` with codes, `value` with the figure. Other columns are passed over, and so are
/// rows without a figure.
///
/// ```no_run
/// use leontief::build::income_owners::Bilateral;
/// use leontief::read;
///
/// let stocks = Bilateral::of_cells(read::pairs_csv("fdi.csv", ["investor", "host", "stock"])?)?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read, a column is missing, a code is empty, a figure is not a number, or a pair stands twice.
pub fn pairs_csv(
    path: impl AsRef<Path>,
    [first, second, value]: [&str; 3],
) -> Result<Vec<(String, String, f64)>> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let (first, second) = (sheet.column(first)?, sheet.column(second)?);
    let value = sheet.column(value)?;
    let mut known = HashMap::new();
    let mut pairs = Vec::new();
    for line in sheet.rows() {
        let Some(figure) = sheet.optional(line, value)? else {
            continue;
        };
        for column in [first, second] {
            if sheet.text(line, column).is_empty() {
                return Err(sheet
                    .wrong(line, column, "the cell is empty")
                    .expected("a code"));
            }
        }
        let pair = (sheet.text(line, first), sheet.text(line, second));
        if let Some(earlier) = known.insert(pair, line.number()) {
            let what = format!("the pair `{}`, `{}` stands twice", pair.0, pair.1);
            let error = sheet.wrong(line, second, &what);
            return Err(error
                .found(format!("the same pair in line {earlier}"))
                .hint("leave one of the two, or add them up"));
        }
        pairs.push((pair.0.to_owned(), pair.1.to_owned(), figure));
    }
    Ok(pairs)
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
            let error = sheet.wrong(line, code, "this flow of the sector stands twice");
            return Err(error.hint(super::LEAVE_ONE));
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
            let error = sheet.wrong(line, key, "this sector stands twice");
            return Err(error.hint(super::LEAVE_ONE));
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

/// Foreign shares of compensation and of capital income, one row per producer, matched by group and sector.
///
/// # Errors
/// If the file cannot be read, a producer is missing, unknown or doubled, or a share is not a number.
pub fn foreign_shares_csv(
    path: impl AsRef<Path>,
    producers: &Producers,
    depreciation: DepreciationIncome,
) -> Result<ForeignShares> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let (group, code) = (sheet.find("group"), sheet.column("code")?);
    let columns = [sheet.column("compensation")?, sheet.column("capital")?];
    let country = &producers.countries().codes()[0];
    let mut shares: Vec<Option<[f64; 2]>> = vec![None; producers.len()];
    for line in sheet.rows() {
        let group = group.map_or(Group::WHOLE, |column| sheet.text(line, column));
        let at = producers
            .at(country, group, sheet.text(line, code))
            .map_err(|error| sheet.at(line, error))?;
        let found = [
            sheet.number(line, columns[0])?,
            sheet.number(line, columns[1])?,
        ];
        if shares[at.get()].replace(found).is_some() {
            let error = sheet.wrong(line, code, "this producer stands twice");
            return Err(error.hint(super::LEAVE_ONE));
        }
    }
    let missing = producers
        .positions()
        .filter(|at| shares[at.get()].is_none());
    let missing: Vec<String> = missing.map(|at| producers.label(at.get())).collect();
    if !missing.is_empty() {
        return Err(
            Error::label(format!("no row for {}", first_few(missing))).in_file(sheet.file())
        );
    }
    let of = |which: usize| shares.iter().flatten().map(|pair| pair[which]).collect();
    Ok(ForeignShares {
        compensation: of(0),
        capital: of(1),
        depreciation,
    })
}
