//! Where the parts of a sheet stand, and the sheet with its labels.

use super::NbsSheetKind;
use super::labels::{self, names_of_value_added, plain};
use crate::error::{Error, Result, first_few};
use crate::read::names::years;
use crate::read::nbs_parts::{KEYS, VALUE_ADDED};
use crate::read::text::{Line, Sheet};
use crate::read::workbook::{Grid, column_name};
use crate::table::SourceFile;

/// Row labels stand in one of the first columns.
const MARGIN: usize = 4;

/// Where the table stands in a sheet.
pub(super) struct Outline {
    /// The column of codes; of names, where there are no codes.
    key: usize,
    /// Whether rows have codes.
    coded: bool,
    /// The first row below the headings.
    first: usize,
    /// The row of all intermediate inputs.
    inputs: usize,
    /// Columns that hold anything below the headings, with their lowest headings.
    columns: Vec<(usize, String)>,
}

impl Outline {
    /// Nothing where the sheet has no intermediate inputs.
    fn of(grid: &Grid) -> Option<Self> {
        let (height, width) = grid.size();
        let margin = || (0..height).flat_map(|row| (0..MARGIN.min(width)).map(move |c| (row, c)));
        let by_code = margin().find(|at| grid.text(at.0, at.1) == "TII");
        let by_name = || margin().find(|at| labels::row(&grid.text(at.0, at.1)) == Some("TII"));
        let (inputs, key) = by_code.or_else(by_name)?;
        let heads = |row: &usize| {
            (key + 1..width).any(|column| labels::column(&grid.text(*row, column)).is_some())
        };
        let first = (0..inputs).rev().find(heads)? + 1;
        let lowest = |column: usize| {
            let rows = (0..first).rev();
            rows.map(|row| grid.text(row, column))
                .find(|text| !text.is_empty())
        };
        let filled = |column: usize| (first..=inputs).any(|row| !grid.text(row, column).is_empty());
        let columns = (key + 1..width).filter(|column| filled(*column));
        Some(Self {
            columns: columns
                .map(|c| (c, lowest(c).unwrap_or_default()))
                .collect(),
            coded: by_code.is_some(),
            key,
            first,
            inputs,
        })
    }

    fn has_value_added(&self, grid: &Grid) -> bool {
        let (height, width) = grid.size();
        let mut cells =
            (self.inputs..height).flat_map(|row| (0..MARGIN.min(width)).map(move |c| (row, c)));
        cells.any(|(row, column)| labels::row(&grid.text(row, column)) == Some("TVA"))
    }

    pub(super) fn title(grid: &Grid) -> String {
        let (height, width) = grid.size();
        let cells = (0..height.min(10)).flat_map(|row| (0..width).map(move |c| (row, c)));
        let mut texts = cells.map(|(row, column)| grid.text(row, column));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }

    pub(super) fn kind(grid: &Grid) -> NbsSheetKind {
        let title = plain(&Self::title(grid));
        if ["系数", "比例矩阵", "市场份额", "coefficient"]
            .iter()
            .any(|sign| title.contains(sign))
        {
            return NbsSheetKind::Coefficients;
        }
        let Some(outline) = Self::of(grid) else {
            return match supplies(grid) {
                true => NbsSheetKind::Supply,
                false => NbsSheetKind::Other,
            };
        };
        let has = |code| {
            let mut columns = outline.columns.iter();
            columns.any(|(_, heading)| labels::column(heading) == Some(code))
        };
        if has("IM") && has("GO") {
            NbsSheetKind::Flows(outline.inputs - outline.first)
        } else if outline.has_value_added(grid) {
            NbsSheetKind::Use
        } else {
            NbsSheetKind::Other
        }
    }
}

/// A supply table ends with a row and a column `SUM`, the output of industries and of products.
fn supplies(grid: &Grid) -> bool {
    let (height, width) = grid.size();
    let row = (0..height).any(|row| (0..MARGIN).any(|column| grid.text(row, column) == "SUM"));
    let heading = |row| (MARGIN..width).any(|column| grid.text(row, column) == "SUM");
    row && (0..height.min(12)).any(heading) && says(grid, height.min(12), &["万元", "10000yuan"])
}

fn says(grid: &Grid, rows: usize, signs: &[&str]) -> bool {
    let (_, width) = grid.size();
    let mut cells = (0..rows).flat_map(|row| (0..width).map(move |column| (row, column)));
    cells.any(|(row, column)| {
        let text = plain(&grid.text(row, column));
        signs.iter().any(|sign| text.contains(sign))
    })
}

/// A table with the labels of the bureau's codes.
pub(super) struct Page {
    pub(super) sheet: Sheet,
    pub(super) steps: Vec<String>,
}

pub(super) fn page(grid: &Grid, source: SourceFile, year: i32) -> Result<Page> {
    let outline = Outline::of(grid).ok_or_else(|| {
        let error = Error::label("no row of intermediate inputs (`TII`, 中间投入合计)");
        grid.wrong(error.hint("a table of flows as the bureau publishes it"))
    })?;
    require_unit(grid, outline.first)?;
    require_year(grid, outline.first, year)?;
    let mut header: Vec<String> = KEYS.iter().map(|key| (*key).to_owned()).collect();
    let mut places: Vec<String> = vec![column_name(outline.key); KEYS.len()];
    for (column, heading) in &outline.columns {
        if heading.is_empty() {
            let error = Error::label("a column with numbers and without a heading");
            return Err(grid.at(outline.first, *column, error));
        }
        let code = labels::column(heading).map_or_else(|| plain_code(heading), str::to_owned);
        places.push(format!("{} ({code})", column_name(*column)));
        header.push(code);
    }
    let (rows, steps) = rows(grid, &outline)?;
    let line = outline.first as u64;
    let sheet = Sheet::labelled(grid.place(), source, (line, header), places, rows)?;
    Ok(Page { sheet, steps })
}

/// A code of a sector, or its name without blanks where the table has no codes.
fn plain_code(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn require_unit(grid: &Grid, first: usize) -> Result<()> {
    if says(grid, first, &["万元", "10000yuan", "10,000yuan"]) {
        return Ok(());
    }
    let error = Error::unit("no unit above the table").expected("`万元` or `10000 yuan`");
    Err(grid.wrong(error.found(format!("`{}`", Outline::title(grid)))))
}

/// Years that titles tell must be the one wanted.
fn require_year(grid: &Grid, first: usize, year: i32) -> Result<()> {
    let (_, width) = grid.size();
    let mut told = Vec::new();
    for (row, column) in (0..first).flat_map(|row| (0..width).map(move |c| (row, c))) {
        told.extend(years_in(&grid.text(row, column)));
    }
    match told.first() {
        Some(found) if !told.contains(&year) => {
            let error = Error::label("the titles say another year than the one wanted");
            Err(grid.wrong(error.expected(year).found(found)))
        }
        _ => Ok(()),
    }
}

/// The years in a text, from 1949 on.
fn years_in(text: &str) -> Vec<i32> {
    let years = years(text).into_iter();
    years.filter(|year| *year >= 1949).collect()
}

fn rows(grid: &Grid, outline: &Outline) -> Result<(Vec<Line>, Vec<String>)> {
    let (height, _) = grid.size();
    let (mut lines, mut steps) = (Vec::new(), Vec::new());
    for row in outline.first..height {
        let filled = |column: &(usize, String)| !grid.text(row, column.0).is_empty();
        if !outline.columns.iter().any(filled) {
            continue; // a note
        }
        let (found, name) = labels_of(grid, outline, row);
        let code = match row_code(&found, &name) {
            Some(code) => code,
            None => return Err(unknown_value_added(grid, outline, row, &found, &name)),
        };
        if code.is_empty() {
            let error = Error::label("a row with numbers and without a label");
            return Err(grid.at(row, outline.key, error.expected("the code of a sector")));
        }
        if outline.coded && code != found {
            steps.push(format!("row `{found}` is {name} and read as `{code}`"));
        }
        let cells = outline
            .columns
            .iter()
            .map(|(column, _)| grid.text(row, *column));
        let keys = [code, name.clone(), name];
        lines.push(Line::new(
            row as u64 + 1,
            keys.into_iter().chain(cells).collect(),
        ));
    }
    Ok((lines, steps))
}

/// The code and the name of a row; the name twice where there are no codes.
fn labels_of(grid: &Grid, outline: &Outline, row: usize) -> (String, String) {
    let from = outline.key + usize::from(!outline.coded);
    let name = (0..from).rev().map(|column| grid.text(row, column));
    let name = name
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let name = plain_code(&name);
    match outline.coded {
        true => (grid.text(row, outline.key), name),
        false => (name.clone(), name),
    }
}

/// The bureau's code of a row; nothing where it is value added of an unknown name.
fn row_code(found: &str, name: &str) -> Option<String> {
    let added = |code: &str| VALUE_ADDED.iter().any(|(known, _)| *known == code);
    if !added(found) {
        return Some(labels::row(found).map_or_else(|| found.to_owned(), str::to_owned));
    }
    let by_name = labels::row(name).filter(|code| added(code));
    by_name.map(str::to_owned)
}

fn unknown_value_added(
    grid: &Grid,
    outline: &Outline,
    row: usize,
    found: &str,
    name: &str,
) -> Error {
    let error = Error::label(format!(
        "row `{found}` has a name that tells no part of value added"
    ))
    .expected(format!("one of {}", first_few(names_of_value_added())))
    .found(format!("`{name}`"));
    grid.at(
        row,
        outline.key,
        error.hint("codes alone do not tell: they changed between years"),
    )
}
