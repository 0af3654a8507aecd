//! Cells of a line of text: labels, and where numbers go.

use ndarray::ArrayViewMut1;

use super::decimals::{NumberCell, NumberCells};
use crate::error::{Error, Result};

/// Where a column goes: a position in one of the arrays that rows are parsed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A cell of the first array.
    First(usize),
    /// A cell of the second array.
    Second(usize),
    /// Passed over: a total.
    Nowhere,
}

/// Why the cells of a line cannot be put.
pub(super) enum Misfit<'a> {
    /// There are only so many.
    Short(usize),
    /// The one of this column is not a number.
    NoNumber(usize, &'a [u8]),
}

/// Puts numbers into the rows that they go to, column by column, and counts empty cells, which are zero.
pub(super) fn put<'a>(
    cells: &mut NumberCells<'a>,
    places: &[Place],
    [first, second]: [&mut ArrayViewMut1<'_, f64>; 2],
) -> std::result::Result<usize, Misfit<'a>> {
    let mut empty = 0;
    for (column, place) in places.iter().enumerate() {
        let value = match cells.next().ok_or(Misfit::Short(column))? {
            NumberCell::Number(value) => value,
            NumberCell::Empty => {
                empty += 1;
                0.0
            }
            NumberCell::Wrong(digits) => return Err(Misfit::NoNumber(column, digits)),
        };
        match place {
            Place::First(at) => first[*at] = value,
            Place::Second(at) => second[*at] = value,
            Place::Nowhere => {}
        }
    }
    Ok(empty)
}

/// A label, without blanks and quotation marks around it.
pub(super) fn label(cell: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(cell.trim_ascii());
    let text = text
        .map_err(|_| Error::parse("the text is not UTF-8"))?
        .trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    Ok(inner.unwrap_or(text).trim().to_owned())
}
