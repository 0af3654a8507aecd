//! Results as a workbook of Excel: what they are on the first sheet, figures on the second.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Column, Description, Sheet};
use crate::error::{Error, Result};

/// Rows and columns of a sheet of Excel.
const ROWS: u64 = 1_048_576;
const COLUMNS: usize = 16_384;
/// The most characters of a cell.
const LONGEST_TEXT: usize = 32_767;
/// The widest column, in characters.
const WIDEST: usize = 60;

impl Sheet<'_> {
    /// A workbook with the sheets `read me` and `name`.
    pub(crate) fn write_xlsx(&self, path: &Path, name: &str) -> Result<()> {
        let at = |error: Error| error.in_file(path);
        self.require_room().map_err(at)?;
        let failed = |error: XlsxError| {
            Error::io(format!("cannot write the workbook ({error})")).in_file(path)
        };
        let mut book = Workbook::new();
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?; // the same figures, the same bytes
        book.set_properties(
            &DocProperties::new()
                .set_title(self.description.title())
                .set_creation_datetime(&date),
        );
        let read_me = book.add_worksheet().set_name("read me").map_err(failed)?;
        put_description(read_me, &self.description).map_err(failed)?;
        let sheet = book
            .add_worksheet()
            .set_name(sheet_name(name))
            .map_err(failed)?;
        self.put_rows(sheet, &failed).map_err(at)?;
        book.save(path).map_err(failed)
    }

    fn require_room(&self) -> Result<()> {
        let too_large = |what: &str, most: u64, found: u64| {
            Err(
                Error::shape(format!("a sheet of Excel has no room for the {what}"))
                    .expected(format!("at most {most}"))
                    .found(found)
                    .hint("Parquet or CSV, or a part of the results: select, or sum over, labels"),
            )
        };
        if self.rows >= ROWS {
            return too_large("rows below the header", ROWS - 1, self.rows);
        }
        if self.columns.len() > COLUMNS {
            return too_large("columns", COLUMNS as u64, self.columns.len() as u64);
        }
        let texts = self
            .columns
            .iter()
            .flat_map(|column| column.words.iter().flatten());
        match texts.map(|text| text.chars().count()).max() {
            Some(most) if most > LONGEST_TEXT => {
                too_large("characters of a text", LONGEST_TEXT as u64, most as u64)
            }
            _ => Ok(()),
        }
    }

    fn put_rows(&self, sheet: &mut Worksheet, failed: &dyn Fn(XlsxError) -> Error) -> Result<()> {
        let bold = bold();
        let figures = Format::new().set_num_format("#,##0.000");
        let small = Format::new().set_num_format("0.000E+00");
        for (c, column) in self.columns.iter().enumerate() {
            sheet
                .write_string_with_format(0, c as u16, &column.name, &bold)
                .map_err(failed)?;
            sheet
                .set_column_width(c as u16, width(column))
                .map_err(failed)?;
        }
        let mut r = 0;
        self.each(|row| {
            r += 1;
            for (c, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                let c = c as u16;
                match cell {
                    Cell::Empty => continue,
                    Cell::Word(_) => sheet.write_string(r, c, column.text(*cell)),
                    Cell::Number(value) if value.fract() == 0.0 && value.abs() < 1e3 => {
                        sheet.write_number(r, c, *value)
                    }
                    Cell::Number(value) => {
                        let format = match value.abs() < 0.01 {
                            true => &small,
                            false => &figures,
                        };
                        sheet.write_number_with_format(r, c, *value, format)
                    }
                }
                .map_err(failed)?;
            }
            Ok(())
        })?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        if let Some(last) = self.columns.len().checked_sub(1) {
            sheet.autofilter(0, 0, r, last as u16).map_err(failed)?;
        }
        Ok(())
    }
}

fn bold() -> Format {
    Format::new().set_bold()
}

fn width(column: &Column) -> f64 {
    let words = column.words.iter().flatten();
    let widest = words.map(|word| word.chars().count()).max();
    let head = column.name.chars().count() + 3; // beside the arrow of the filter
    let widest = widest.unwrap_or(14).max(head).min(WIDEST);
    widest as f64
}

/// Keys and texts, then the terms with their meaning and equation.
fn put_description(
    sheet: &mut Worksheet,
    description: &Description,
) -> std::result::Result<(), XlsxError> {
    let bold = bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = bold.clone().set_align(FormatAlign::Top);
    let texts = [(0, 20.0), (1, 90.0), (2, 60.0)];
    for (column, width) in texts {
        sheet.set_column_width(column, width)?;
    }
    let mut r = 0;
    for (key, text) in description.pairs() {
        sheet.write_string_with_format(r, 0, key, &top)?;
        // a cell holds so much, the next ones the rest
        let all: Vec<char> = text.chars().collect();
        for piece in all.chunks(LONGEST_TEXT) {
            let piece: String = piece.iter().collect();
            sheet.write_string_with_format(r, 1, piece, &wrapped)?;
            r += 1;
        }
        if all.is_empty() {
            r += 1;
        }
    }
    if description.terms().is_empty() {
        return Ok(());
    }
    r += 1;
    for (c, head) in ["term", "meaning", "equation"].into_iter().enumerate() {
        sheet.write_string_with_format(r, c as u16, head, &bold)?;
    }
    for parts in description.terms() {
        r += 1;
        for (c, part) in parts.iter().enumerate() {
            sheet.write_string_with_format(r, c as u16, part, &wrapped)?;
        }
    }
    Ok(())
}

/// A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end, not empty, not one of its own.
fn sheet_name(name: &str) -> String {
    let kept = |c: char| match "[]:*?/\\".contains(c) || c.is_control() {
        true => '_',
        false => c,
    };
    let name: String = name.chars().map(kept).take(31).collect();
    let name = name.trim().trim_matches('\'').trim();
    match name {
        "" => "results".to_owned(),
        own if ["history", "read me"].contains(&own.to_lowercase().as_str()) => format!("{own}_"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::sheet_name;

    #[test]
    fn names_of_sheets_are_what_excel_takes() {
        for (name, expected) in [
            ("results", "results"),
            ("a/b:c*[d]?\\e", "a_b_c__d___e"),
            ("'quoted'", "quoted"),
            ("", "results"),
            ("  ", "results"),
            ("History", "History_"),
            ("Read Me", "Read Me_"),
        ] {
            assert_eq!(sheet_name(name), expected);
        }
        assert_eq!(sheet_name(&"é".repeat(40)).chars().count(), 31);
    }
}
