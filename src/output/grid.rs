//! Labelled columns as a table for people, and a table for people as labelled columns.

use crate::error::Result;
use crate::show::Grid;
use crate::write::{Cell, Column, Description, Sheet};

/// All rows, the columns that hold anything, the description below.
pub(super) fn grid_of(sheet: &Sheet<'_>) -> Result<Grid> {
    let holds = |column: &Column| column.words.as_ref().is_none_or(|words| !words.is_empty());
    let shown: Vec<usize> = (0..sheet.columns.len())
        .filter(|&c| holds(&sheet.columns[c]))
        .collect();
    let headings = shown.iter().map(|&c| sheet.columns[c].name.clone());
    let mut grid = Some(Grid::new(sheet.description.title(), headings));
    sheet.each(|row| {
        let cells = shown.iter().map(|&c| match row[c] {
            Cell::Number(value) => figure(value),
            cell => sheet.columns[c].text(cell).to_owned(),
        });
        grid = grid.take().map(|grid| grid.row(cells));
        Ok(())
    })?;
    let grid = grid.unwrap_or_else(|| Grid::new("", [""]));
    Ok(with_notes(grid, &sheet.description))
}

/// The description below a table.
pub(super) fn with_notes(grid: Grid, description: &Description) -> Grid {
    let notes = description.pairs().into_iter();
    let notes = notes.filter(|(_, text)| !text.is_empty());
    notes.fold(grid, |grid, (key, text)| {
        let key = key.replace('_', " ");
        grid.note(format!("{key}: {text}"))
    })
}

/// The cells of a table for people; columns that hold numbers and nothing else become columns of numbers.
pub(super) fn sheet_of(grid: &Grid) -> Sheet<'_> {
    let rows = grid.rows();
    let columns: Vec<(Column, bool)> = grid
        .headings()
        .iter()
        .enumerate()
        .map(|(c, heading)| {
            let cells = || rows.iter().map(|row| row[c].trim());
            let numbers = c > 0
                && cells().any(|cell| !cell.is_empty())
                && cells().all(|cell| cell.is_empty() || number(cell).is_some());
            let name = match heading.trim() {
                "" => format!("column {}", c + 1),
                heading => heading.to_owned(),
            };
            let words = rows.iter().map(|row| row[c].clone()).collect();
            match numbers {
                true => (Column::numbers(&name, heading), true),
                false => (Column::texts(&name, heading, words), false),
            }
        })
        .collect();
    let (columns, numeric): (Vec<Column>, Vec<bool>) = columns.into_iter().unzip();
    let description = Description::new(grid.title())
        .entry("title", grid.title())
        .notes(grid.notes());
    Sheet::new(description, columns, rows.len() as u64, move |take| {
        for (k, row) in rows.iter().enumerate() {
            let cells = row
                .iter()
                .zip(&numeric)
                .map(|(cell, numeric)| match numeric {
                    true => number(cell).map_or(Cell::Empty, Cell::Number),
                    false => Cell::Word(k as u32), // a word for every row
                });
            take(&cells.collect::<Vec<Cell>>())?;
        }
        Ok(())
    })
}

fn number(cell: &str) -> Option<f64> {
    let number: f64 = cell.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

/// Three digits behind the point, more where there is nothing before it; whole numbers as they are.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size.fract() == 0.0 && size < 1e15 => format!("{value}"),
        size if size >= 0.01 => format!("{value:.3}"),
        _ => format!("{value:.3e}"),
    }
}
