//! Producers, in the order of an axis; labels that nothing accounts for.

use std::collections::HashMap;

use super::description::{DescribedKind, Layout};
use super::matrix::{Label, Matrix};
use super::roles::{Column, Row};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Group, Producers};

/// Refuses labels that stand twice.
pub(super) fn require_unique(
    matrix: &Matrix,
    labels: &[Label],
    skipped: impl Fn(usize) -> bool,
    side: &str,
) -> Result<()> {
    let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for (at, label) in labels.iter().enumerate().filter(|(at, _)| !skipped(*at)) {
        if known.insert(label.key(), at).is_some() {
            let error = Error::label(format!("the {side} `{}` stands twice", label.whole))
                .hint(crate::read::LEAVE_ONE);
            let hint = "labels from another place, or also from one with the country or group";
            let error = error.hint(hint);
            return Err(match side {
                "row" => matrix.at_row(at, error),
                _ => matrix.wrong(error),
            });
        }
    }
    Ok(())
}

/// Refuses several rows or columns where there can be one: the sum of two outputs is none.
pub(super) fn require_single(
    matrix: &Matrix,
    labels: &[Label],
    is: impl Fn(usize) -> bool,
    side: &str,
    key: &str,
) -> Result<()> {
    let found = (0..labels.len()).filter(|at| is(*at));
    let found: Vec<&String> = found.map(|at| &labels[at].whole).collect();
    if found.len() < 2 {
        return Ok(());
    }
    let error = Error::label(format!("several {side}s are `{key}`"));
    let hint = "the whole label of the one that is meant, the others under `skip` or `totals`";
    Err(matrix.wrong(error.found(first_few(found)).hint(hint)))
}

/// Producers in the order of an axis, with their rows; rows and columns that are nothing else must be the same.
pub(super) fn order(
    matrix: &Matrix,
    layout: &Layout,
    rows: &[Option<Row>],
    columns: &[Option<Column>],
) -> Result<(Producers, Vec<usize>)> {
    let free = |labels: &[Label], taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..labels.len()).filter(|at| !taken(*at)).collect()
    };
    let free_rows = free(&matrix.rows, &|at| rows[at].is_some());
    let free_columns = free(&matrix.columns, &|at| columns[at].is_some());
    let keys = |labels: &'_ [Label], free: &[usize]| -> HashMap<(String, String, String), usize> {
        let key = |at: &usize| {
            let (country, group, code) = labels[*at].key();
            ((country.to_owned(), group.to_owned(), code.to_owned()), *at)
        };
        free.iter().map(key).collect()
    };
    let (row_keys, column_keys) = (
        keys(&matrix.rows, &free_rows),
        keys(&matrix.columns, &free_columns),
    );
    let without =
        |labels: &[Label], free: &[usize], others: &HashMap<(String, String, String), usize>| {
            let has = |at: &&usize| {
                let (country, group, code) = labels[**at].key();
                !code.is_empty()
                    && others.contains_key(&(country.to_owned(), group.to_owned(), code.to_owned()))
            };
            let left = free.iter().filter(|at| !has(at));
            left.map(|at| labels[*at].whole.clone())
                .collect::<Vec<String>>()
        };
    let left_rows = without(&matrix.rows, &free_rows, &column_keys);
    let left_columns = without(&matrix.columns, &free_columns, &row_keys);
    if !left_rows.is_empty() || !left_columns.is_empty() {
        return Err(matrix.wrong(left_over(&left_rows, &left_columns)));
    }
    if free_rows.is_empty() {
        let error =
            Error::label("no row is a producer").expected("rows whose labels are those of columns");
        return Err(
            matrix.wrong(error.found(first_few(matrix.rows.iter().map(|label| &label.whole))))
        );
    }
    producers(matrix, layout, &free_rows)
}

/// The error of rows and columns that nothing accounts for, with the lines of TOML that would.
fn left_over(rows: &[String], columns: &[String]) -> Error {
    const SHOWN: usize = 60;
    let list = |labels: &[String]| {
        let shown: Vec<String> = labels
            .iter()
            .take(SHOWN)
            .map(|label| format!("{label:?}"))
            .collect();
        match labels.len() - shown.len() {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    };
    let mut parts = Vec::new();
    let mut lines = Vec::new();
    let sides = [
        (
            rows,
            "row",
            "columns",
            "[rows] skip",
            "primary, imported, output or totals of [rows]",
        ),
        (
            columns,
            "column",
            "rows",
            "[columns] skip",
            "final_use, exports, output or totals of [columns]",
        ),
    ];
    for (labels, side, other, key, keys) in sides {
        if !labels.is_empty() {
            let count = labels.len();
            parts.push(format!(
                "{count} {side}s that are no producers, for no {other} have their labels: {}",
                list(labels)
            ));
            lines.push(format!(
                "{key} = [{}], or what they are under {keys}",
                list(labels)
            ));
        }
    }
    Error::label(format!(
        "the layout does not say what these are: {}",
        parts.join("; ")
    ))
    .hint(lines.join("; "))
}

/// Countries in order of appearance, their groups together.
fn producers(matrix: &Matrix, layout: &Layout, rows: &[usize]) -> Result<(Producers, Vec<usize>)> {
    let country_of = |label: &Label| match &layout.kind {
        DescribedKind::World => label.country.clone(),
        DescribedKind::National(country) | DescribedKind::Competitive(country) => country.clone(),
    };
    let mut countries: HashMap<String, usize> = HashMap::new();
    let mut groups: HashMap<(String, String), usize> = HashMap::new();
    let mut placed: Vec<((usize, usize), usize)> = Vec::with_capacity(rows.len());
    for &row in rows {
        let label = &matrix.rows[row];
        let country = country_of(label);
        if country.is_empty() {
            let error = Error::label(format!("the producer `{}` has no country", label.whole));
            return Err(matrix.at_row(
                row,
                error.hint("`country` or `separator`; merged cells: `carry = true`"),
            ));
        }
        let next = countries.len();
        let place = *countries.entry(country.clone()).or_insert(next);
        let next = groups.len();
        let group = *groups.entry((country, label.group.clone())).or_insert(next);
        placed.push(((place, group), row));
    }
    placed.sort_by_key(|(place, _)| *place); // stable: sectors keep their order
    let mut blocks = Vec::new();
    for block in placed.chunk_by(|one, other| one.0 == other.0) {
        let labels: Vec<&Label> = block.iter().map(|(_, row)| &matrix.rows[*row]).collect();
        let sectors = Axis::new(labels.iter().map(|label| label.code.clone()));
        let sectors = sectors.map_err(|error| matrix.wrong(error))?;
        blocks.push((
            country_of(labels[0]),
            Group::from_code(&labels[0].group),
            sectors,
        ));
    }
    let producers = Producers::new(blocks).map_err(|error| matrix.wrong(error))?;
    Ok((producers, placed.into_iter().map(|(_, row)| row).collect()))
}
