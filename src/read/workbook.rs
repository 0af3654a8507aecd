//! Sheets of Excel workbooks (xlsx, xlsb, xls) as grids of cells that know where they stand.

use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use calamine::{Data, DataRef, Reader, Xls, Xlsx};
use zip::ZipArchive;

use super::cells::{Cell, Cells, Rows};
use super::files::Content;
use super::xlsb::Xlsb;
use super::{biff, compound};
use crate::error::{Error, Result, first_few};
use crate::run::Run;
use crate::table::SourceFile;

/// A workbook, plain or packed.
pub(super) struct Workbook {
    file: PathBuf,
    source: SourceFile,
    book: Book,
}

enum Book {
    Binary(Box<Xlsb>),
    Packed(Box<Xlsx<Cursor<Vec<u8>>>>),
    Compound(Box<Xls<Cursor<Vec<u8>>>>),
}

/// The cells of one sheet. Rows and columns count from 0, as in the sheet; messages call them `C7`.
pub(super) struct Grid {
    file: PathBuf,
    sheet: String,
    cells: Cells,
}

impl Workbook {
    pub(super) fn open(path: &Path) -> Result<Self> {
        Self::of(Content::open(path, &[".xlsx", ".xlsb", ".xls", ".xlsm"])?)
    }

    /// A workbook in memory.
    pub(super) fn of(content: Content) -> Result<Self> {
        let Content {
            file,
            bytes,
            source,
        } = content;
        let book = if compound::is(&bytes) {
            Book::Compound(Box::new(old(&bytes, &file)?))
        } else if Xlsb::is(&bytes) {
            Book::Binary(Box::new(Xlsb::open(bytes, &file)?))
        } else {
            require_whole(&bytes, &file)?;
            Book::Packed(Box::new(opened(bytes, &file)?))
        };
        Ok(Self { file, source, book })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        match &self.book {
            Book::Binary(book) => book.names(),
            Book::Packed(book) => book.sheet_names(),
            Book::Compound(book) => book.sheet_names(),
        }
    }

    /// A sheet by its name.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Grid> {
        self.sheet_with(name, &Run::default())
    }

    /// The same, watched.
    pub(super) fn sheet_with(&mut self, name: &str, run: &Run) -> Result<Grid> {
        if !self.sheet_names().iter().any(|known| known == name) {
            return Err(Error::label(format!("no sheet `{name}`"))
                .in_file(&self.file)
                .found(first_few(self.sheet_names())));
        }
        let place = self.file.join(name);
        let cells = match &mut self.book {
            Book::Binary(book) => book.cells(name, run)?,
            Book::Packed(book) => caught(&place, || streamed(book, name, &place, run))?,
            Book::Compound(book) => caught(&place, || dense(book, name, &place))?,
        };
        let near = cells.require_near();
        near.map_err(|error| error.in_file(&place))?;
        Ok(Grid {
            cells,
            file: self.file.clone(),
            sheet: name.to_owned(),
        })
    }
}

/// A workbook of the old format. What it asks for and how it hangs together is checked first.
fn old(bytes: &[u8], file: &Path) -> Result<Xls<Cursor<Vec<u8>>>> {
    let packed = compound::workbook(bytes).and_then(|stream| {
        biff::require_sound(&stream)?;
        compound::packed(stream)
    });
    let book: Xls<_> = opened(packed.map_err(|error| error.in_file(file))?, file)?;
    let mut names = book.sheet_names();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let error = compound::damaged("two sheets have the same name");
            Err(error.in_file(file).found(&pair[0]))
        }
        None => Ok(book),
    }
}

/// Compares the checksums of all parts. A reader that stops at the end of its table never sees them, and would give damaged numbers.
fn require_whole(bytes: &[u8], file: &Path) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(()); // of another format, or so damaged that it cannot be opened either
    };
    for part in 0..archive.len() {
        let part = archive.by_index(part);
        let mut part = part.map_err(|error| broken(&error, file))?;
        let mut texts = Vec::new();
        let shared = part
            .name()
            .to_ascii_lowercase()
            .ends_with("sharedstrings.xml");
        let read = if shared {
            part.read_to_end(&mut texts).map(|_| ())
        } else {
            io::copy(&mut part, &mut io::sink()).map(|_| ())
        };
        read.map_err(|error| broken(&error, file))?;
        require_texts(&texts, file)?;
    }
    Ok(())
}

/// Room is made for as many shared texts as their part says that it has, so it must not say more than it can have.
fn require_texts(part: &[u8], file: &Path) -> Result<()> {
    let name = b"uniqueCount";
    let shortest = b"<si/>".len();
    for at in memchr::memmem::find_iter(part, name) {
        let digits = part[at + name.len()..]
            .iter()
            .skip_while(|byte| b" \t\r\n=\"'".contains(byte));
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let stated = digits.fold(0_usize, |number, digit| {
            number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        });
        if stated > part.len() / shortest {
            return Err(broken(
                &format!("{stated} shared texts in {} bytes", part.len()),
                file,
            ));
        }
    }
    Ok(())
}

/// A workbook, opened by the crate that knows its format.
fn opened<B: Reader<Cursor<Vec<u8>>>>(bytes: Vec<u8>, file: &Path) -> Result<B>
where
    B::Error: std::fmt::Display,
{
    caught(file, || {
        let book = B::new(Cursor::new(bytes));
        book.map_err(|error| broken(&error, file))
    })
}

/// Work of the crate that knows these formats, which panics where a damaged file overflows a number.
fn caught<T>(place: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err(broken(&"its parts contradict each other", place)))
}

/// The cells of an xlsx sheet one by one, so that they are held once.
fn streamed(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    place: &Path,
    run: &Run,
) -> Result<Cells> {
    let reader = book.worksheet_cells_reader(name);
    let mut reader = reader.map_err(|error| broken(&error, place))?;
    let mut rows = Rows::of(run, (reader.dimensions().end.0 as usize).saturating_add(1));
    let (mut cells, mut last) = (Cells::default(), 0);
    while let Some(cell) = reader.next_cell().map_err(|error| broken(&error, place))? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        for begun in last..row.min(last + 64) {
            rows.begin(begun + 1, place)?;
        }
        last = row;
        let put = match cell.get_value() {
            DataRef::Empty => Ok(()),
            DataRef::Float(value) => cells.put_number(row, column, *value),
            DataRef::Int(value) => cells.put_number(row, column, *value as f64),
            DataRef::SharedString(text) => cells.put_text(row, column, text),
            DataRef::String(text) => cells.put_text(row, column, text),
            other => cells.put_other(row, column, Data::from(other.clone()).to_string()),
        };
        put.map_err(|error| error.in_file(place))?;
    }
    rows.end(place)?;
    Ok(cells)
}

/// The cells of an xls sheet, which are at most 65536 rows of 256.
fn dense(book: &mut Xls<Cursor<Vec<u8>>>, name: &str, place: &Path) -> Result<Cells> {
    let range = book.worksheet_range(name);
    let range = range.map_err(|error| broken(&error, place))?;
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Cells::default();
    for (row, column, value) in range.used_cells() {
        let (row, column) = (row + top as usize, column + left as usize);
        let put = match value {
            Data::Empty => Ok(()),
            Data::Float(value) => cells.put_number(row, column, *value),
            Data::Int(value) => cells.put_number(row, column, *value as f64),
            Data::String(text) => cells.put_text(row, column, text),
            other => cells.put_other(row, column, other.to_string()),
        };
        put.map_err(|error| error.in_file(place))?;
    }
    Ok(cells)
}

impl Grid {
    pub(super) fn name(&self) -> &str {
        &self.sheet
    }

    /// One behind the last row and the last column that are filled.
    pub(super) fn size(&self) -> (usize, usize) {
        self.cells.size()
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.cells.at(row, column)
    }

    /// Gives the memory of a row that has been read.
    pub(super) fn free(&mut self, row: usize) {
        self.cells.free(row);
    }

    /// The text of a cell without blanks at its ends; numbers as a person would write them.
    pub(super) fn text(&self, row: usize, column: usize) -> String {
        match self.cell(row, column) {
            Cell::Empty | Cell::Blank => String::new(),
            Cell::Number(value) => value.to_string(),
            Cell::Text(text) | Cell::Other(text) => text.trim().to_owned(),
        }
    }

    /// The number in a cell; nothing where it is empty or blank. Text that is a number counts as one; an error value, a date or other
    /// text is refused.
    pub(super) fn number(&self, row: usize, column: usize) -> Result<Option<f64>> {
        match self.cell(row, column) {
            Cell::Empty | Cell::Blank => Ok(None),
            Cell::Number(value) => Ok(Some(value)),
            Cell::Text(text) => match text.trim().parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(self.no_number(row, column)),
            },
            Cell::Other(_) => Err(self.no_number(row, column)),
        }
    }

    fn no_number(&self, row: usize, column: usize) -> Error {
        let error = Error::parse("the cell is not a number").expected("a finite number");
        let found = format!("`{}`", self.text(row, column));
        self.at(row, column, error.found(found))
    }

    /// Where it stands, for messages.
    pub(super) fn place(&self) -> PathBuf {
        self.file.join(&self.sheet)
    }

    /// An error about a cell.
    pub(super) fn at(&self, row: usize, column: usize, error: Error) -> Error {
        error
            .in_file(&self.file.join(&self.sheet))
            .at_line(row as u64 + 1)
            .at_column(column_name(column))
    }

    /// An error about the sheet as a whole.
    pub(super) fn wrong(&self, error: Error) -> Error {
        error.in_file(&self.file.join(&self.sheet))
    }
}

/// The letters over a column: A to Z, AA, …
pub(super) fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        match column / 26 {
            0 => break,
            rest => column = rest - 1,
        }
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

/// The error of a workbook that cannot be read on.
pub(super) fn broken(error: &dyn std::fmt::Display, file: &Path) -> Error {
    Error::parse(format!("cannot read the workbook ({error})"))
        .in_file(file)
        .hint(
            "a file that is cut off or damaged? Open it in a spreadsheet program and save it again",
        )
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(super::column_name);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
