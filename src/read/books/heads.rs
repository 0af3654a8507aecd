//! Where the labels of a sheet stand: the lines of codes, regions and names before its rows and above its columns.

use std::collections::HashSet;

use super::Layout;
use crate::error::{Error, Result, first_few};
use crate::read::cells::Cell;
use crate::read::workbook::Grid;

/// Lines that are looked through for labels, from the corner of the sheet.
const ROWS: usize = 40;
const COLUMNS: usize = 20;

/// The label of a row or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// The row or column, counted from 0.
    pub(super) at: usize,
    /// Empty beside totals.
    pub(super) region: String,
    pub(super) code: String,
    pub(super) name: String,
}

/// All labels of a sheet, and where its numbers begin.
pub(super) struct Heads {
    pub(super) first: [usize; 2],
    pub(super) rows: Vec<Head>,
    pub(super) columns: Vec<Head>,
}

/// The rows or columns that hold labels of one side.
struct Lines {
    codes: usize,
    regions: usize,
    sectors: Option<usize>,
}

impl Heads {
    pub(super) fn of(grid: &Grid, layout: &Layout) -> Result<Self> {
        let (height, width) = grid.size();
        let code_row = sole_line(
            (0..height.min(ROWS))
                .filter(|&row| has(grid, layout.column_sign, row..row + 1, 0..width)),
            grid,
            "row",
            layout.column_sign,
        )?;
        let code_column = sole_line(
            (0..width.min(COLUMNS))
                .filter(|&column| has(grid, layout.row_sign, 0..height, column..column + 1)),
            grid,
            "column",
            layout.row_sign,
        )?;
        let first = first_number(grid, code_row + 1, code_column + 1)?;
        let sectors = sector_lines(grid, layout, first)?;
        let side = |upright: bool, codes: usize, sectors: Option<usize>| -> Result<Lines> {
            Ok(Lines {
                codes,
                regions: region_line(grid, upright, codes, first)?,
                sectors,
            })
        };
        let above = side(true, code_row, sectors.map(|[row, _]| row))?;
        let before = side(false, code_column, sectors.map(|[_, column]| column))?;
        let name_column = name_column(grid, layout, code_column, first);
        let columns = (first[1]..width).map(|at| {
            let text = |row: usize| grid.text(row, at);
            head(at, &above, text, words_above(grid, at, first[0]))
        });
        let rows = (first[0]..height).map(|at| {
            let text = |column: usize| grid.text(at, column);
            let name = name_column.map_or_else(String::new, text);
            head(at, &before, text, name)
        });
        Ok(Self {
            first,
            rows: rows.collect(),
            columns: columns.collect(),
        })
    }
}

fn head(at: usize, lines: &Lines, text: impl Fn(usize) -> String, name: String) -> Head {
    let region = text(lines.regions);
    // what is not produced anywhere has no code of an industry
    let sector = lines.sectors.map_or_else(String::new, &text);
    let code = match sector.is_empty() {
        true => text(lines.codes),
        false => sector,
    };
    Head {
        at,
        region: match region.eq_ignore_ascii_case("TOT") {
            true => String::new(),
            false => region,
        },
        code,
        name,
    }
}

/// Everything above a column, for the one that is only called `Total output`.
fn words_above(grid: &Grid, column: usize, first_row: usize) -> String {
    let words = (0..first_row).map(|row| grid.text(row, column));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn has(
    grid: &Grid,
    label: &str,
    rows: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
) -> bool {
    let mut cells = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
    cells.any(
        |(row, column)| matches!(grid.cell(row, column), Cell::Text(text) if text.trim() == label),
    )
}

fn sole_line(
    found: impl Iterator<Item = usize>,
    grid: &Grid,
    what: &str,
    sign: &str,
) -> Result<usize> {
    let found: Vec<usize> = found.collect();
    match found.as_slice() {
        [line] => Ok(*line),
        [] => Err(grid.wrong(
            Error::label(format!("no {what} of codes"))
                .expected(format!("a {what} with the label `{sign}`"))
                .found(corner(grid))
                .hint("is this the sheet, and the database, that this reader is for?"),
        )),
        several => Err(grid.wrong(
            Error::label(format!("the label `{sign}` stands in several {what}s"))
                .expected(format!("one {what} of codes"))
                .found(first_few(several.iter().map(|line| (line + 1).to_string()))),
        )),
    }
}

/// The first texts of a sheet, for messages.
fn corner(grid: &Grid) -> String {
    let (height, width) = grid.size();
    let cells = (0..height.min(8)).flat_map(|row| (0..width.min(6)).map(move |c| (row, c)));
    let texts = cells.map(|(row, column)| grid.text(row, column));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).take(6).collect();
    match texts.is_empty() {
        true => "nothing at the top of the sheet".to_owned(),
        false => first_few(texts),
    }
}

/// The first row and the first column with a number, below and behind the lines of codes.
fn first_number(grid: &Grid, from_row: usize, from_column: usize) -> Result<[usize; 2]> {
    let (height, width) = grid.size();
    let number = |row: usize, column: usize| matches!(grid.cell(row, column), Cell::Number(_));
    let row =
        (from_row..height).find(|&row| (from_column..width).any(|column| number(row, column)));
    let Some(row) = row else {
        let error = Error::parse("the sheet has labels and no numbers").found(corner(grid));
        return Err(grid.wrong(error));
    };
    let column = (from_column..width).find(|&column| (row..height).any(|row| number(row, column)));
    Ok([row, column.unwrap_or(from_column)])
}

/// The line of regions: of the lines that are filled beside the codes, the one that changes least from one to the next, because the
/// industries of a region stand together, and that makes the codes unique, which names do not.
fn region_line(grid: &Grid, upright: bool, codes: usize, first: [usize; 2]) -> Result<usize> {
    let (height, width) = grid.size();
    let text = |line: usize, at: usize| match upright {
        true => grid.text(line, at),
        false => grid.text(at, line),
    };
    let (lines, along) = match upright {
        true => (0..first[0], first[1]..width),
        false => (0..first[1], first[0]..height),
    };
    let coded: Vec<usize> = along.filter(|&at| !text(codes, at).is_empty()).collect();
    let mut best: Option<(usize, usize)> = None;
    for line in lines.filter(|&line| line != codes) {
        let texts: Vec<String> = coded.iter().map(|&at| text(line, at)).collect();
        let filled = texts.iter().filter(|text| !text.is_empty()).count();
        if 4 * filled <= coded.len() {
            continue;
        }
        let changes = texts.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let labels: HashSet<(&String, String)> = texts
            .iter()
            .zip(&coded)
            .map(|(region, &at)| (region, text(codes, at)))
            .collect();
        let unlike = changes + coded.len() - labels.len();
        if best.is_none_or(|(least, _)| unlike < least) {
            best = Some((unlike, line));
        }
    }
    match best {
        Some((_, line)) => Ok(line),
        None => {
            let what = if upright { "row" } else { "column" };
            let error = Error::label(format!("no {what} of regions beside the {what} of codes"));
            let error = error.expected("codes of regions such as `AUS`, one for each label");
            Err(match upright {
                true => grid.at(codes, first[1], error),
                false => grid.at(first[0], codes, error),
            })
        }
    }
}

/// The row and the column of industry codes, where the layout has them apart from the numbered codes.
fn sector_lines(grid: &Grid, layout: &Layout, first: [usize; 2]) -> Result<Option<[usize; 2]>> {
    let Some(sign) = layout.sector_sign else {
        return Ok(None);
    };
    let (height, width) = grid.size();
    let row = (0..first[0]).find(|&row| has(grid, sign, row..row + 1, first[1]..width));
    let column =
        (0..first[1]).find(|&column| has(grid, sign, first[0]..height, column..column + 1));
    match (row, column) {
        (Some(row), Some(column)) => Ok(Some([row, column])),
        (None, None) => Ok(None),
        (row, _) => {
            let (has, lacks) = match row {
                Some(_) => ("above the columns", "before the rows"),
                None => ("before the rows", "above the columns"),
            };
            let what = format!("codes of industries such as `{sign}` stand {has} and not {lacks}");
            Err(grid.wrong(Error::label(what).hint("compare the sheet with the published one")))
        }
    }
}

/// The column of names, known by that of value added.
fn name_column(
    grid: &Grid,
    layout: &Layout,
    code_column: usize,
    first: [usize; 2],
) -> Option<usize> {
    let rows = first[0]..grid.size().0;
    let mut rows = rows.filter(|&row| grid.text(row, code_column) == layout.row_sign);
    let row = rows.next()?;
    (0..first[1]).find(|&column| {
        let text = grid.text(row, column).to_lowercase();
        text.starts_with("value added")
    })
}
