//! The mutations, for every reader that is described as a [`Reader`].

use std::ops::Range;
use std::path::PathBuf;

use leontief::{Error, Result};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::published::{Change, Folder, changed, changes};

/// A file of a miniature as a grid of cells.
#[derive(Clone)]
pub struct Part {
    pub name: &'static str,
    pub delimiter: char,
    pub grid: Vec<Vec<String>>,
    /// The row of labels.
    pub head: usize,
    /// Columns with labels of rows.
    pub keys: &'static [usize],
    /// Columns with words that nobody compares.
    pub words: &'static [usize],
    /// Labels that may be any, or are not looked at.
    pub free: &'static [&'static str],
    pub blocks: Vec<Block>,
}

/// Numbers that are moved under unchanged labels.
#[derive(Clone)]
pub struct Block {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
    pub down: Seen,
    pub right: Seen,
}

/// How a shift is seen.
#[derive(Clone, Copy, PartialEq)]
pub enum Seen {
    /// Sums miss output.
    Refused,
    /// Printed totals, which the provenance compares, miss their parts.
    Told,
    /// The file has no number that could show it.
    Not,
}

/// What was read.
#[derive(Debug, PartialEq)]
pub struct Read {
    pub labels: Vec<String>,
    /// Numbers that stand in the text.
    pub numbers: Vec<f64>,
    /// Numbers that are made of others.
    pub made: Vec<f64>,
    pub steps: Vec<String>,
}

impl Read {
    fn is_told_to_miss(&self) -> bool {
        self.steps.iter().any(|step| step.contains("miss the sum"))
    }
}

/// A reader and its miniature.
pub struct Reader {
    pub parts: Vec<Part>,
    pub read: fn(&[PathBuf]) -> Result<Read>,
    /// Large files: only some of the mutations are tried, and line ends of long ago are not asked for.
    pub big: bool,
    /// How many numbers of the files are not read; not counted where files are big.
    pub unread: usize,
}

/// The tests of a reader by the names of functions of this module.
macro_rules! mutated {
    ($mini:path: $($test:ident)*) => {
        $(#[test]
        fn $test() {
            crate::suite::$test(&$mini());
        })*
    };
}

/// Rows of cells: labels, and numbers as they are written.
pub fn cells<T: ToString>(labels: &[&str], numbers: impl IntoIterator<Item = T>) -> Vec<String> {
    let labels = labels.iter().map(ToString::to_string);
    labels
        .chain(numbers.into_iter().map(|n| n.to_string()))
        .collect()
}

impl Part {
    /// A file by its text.
    pub fn of(name: &'static str, delimiter: char, text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(delimiter as u8).has_headers(false);
        let mut reader = reader.from_reader(text.as_bytes());
        let rows = reader.records().map(std::result::Result::unwrap);
        Self {
            name,
            delimiter,
            grid: rows
                .map(|row| row.iter().map(str::to_owned).collect())
                .collect(),
            head: 0,
            keys: &[0],
            words: &[],
            free: &[],
            blocks: Vec::new(),
        }
    }

    pub fn text(&self) -> String {
        let quoted = |cell: &String| match cell.contains(self.delimiter) {
            true => format!("\"{cell}\""),
            false => cell.clone(),
        };
        let row = |row: &Vec<String>| {
            let row: Vec<String> = row.iter().map(quoted).collect();
            row.join(&self.delimiter.to_string()) + "\n"
        };
        self.grid.iter().map(row).collect()
    }

    fn width(&self) -> usize {
        self.grid[self.head].len()
    }

    /// Rows below the labels.
    fn rows(&self) -> Range<usize> {
        self.head + 1..self.grid.len()
    }

    fn is_number(&self, row: usize, column: usize) -> bool {
        let text: String = self.grid[row][column].split_whitespace().collect();
        let labels = self.keys.contains(&column) || self.words.contains(&column);
        !labels && text.parse::<f64>().is_ok()
    }

    fn numbers(&self) -> Vec<(usize, usize)> {
        let columns = 0..self.width();
        let places = self
            .rows()
            .flat_map(|row| columns.clone().map(move |column| (row, column)));
        places.filter(|&(r, c)| self.is_number(r, c)).collect()
    }

    fn is_free(&self, label: &str) -> bool {
        self.free.contains(&label)
    }

    fn after(&self, change: impl FnOnce(&mut Vec<Vec<String>>)) -> Self {
        let mut part = self.clone();
        change(&mut part.grid);
        part
    }
}

impl Reader {
    /// All, or those of big files that are tried.
    fn tried<T>(&self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().step_by(if self.big { 13 } else { 1 })
    }

    /// Reads the files, one of them with other bytes.
    fn with(&self, part: usize, bytes: &[u8]) -> (Result<Read>, Vec<PathBuf>) {
        let folder = Folder::new();
        let put = |(at, file): (usize, &Part)| match at == part {
            true => folder.put(file.name, bytes),
            false => folder.put(file.name, file.text()),
        };
        let paths: Vec<PathBuf> = self.parts.iter().enumerate().map(put).collect();
        ((self.read)(&paths), paths)
    }

    fn plain(&self) -> Read {
        self.with(0, self.parts[0].text().as_bytes()).0.unwrap()
    }

    /// The error where the files are refused, nothing where the table is the same; another table is a failure.
    #[track_caller]
    fn refused(&self, part: usize, bytes: &[u8], what: &str) -> Option<Error> {
        let (read, paths) = self.with(part, bytes);
        match read {
            Err(error) => {
                assert_placed(&error, &paths, what);
                Some(error)
            }
            Ok(read) => {
                let plain = self.plain();
                assert_eq!(read.labels, plain.labels, "{what}");
                assert_eq!(read.numbers, plain.numbers, "{what}");
                assert_eq!(read.made, plain.made, "{what}");
                None
            }
        }
    }

    #[track_caller]
    fn must_refuse(&self, part: usize, after: &Part, what: &str) -> Error {
        let error = self.refused(part, after.text().as_bytes(), what);
        error.unwrap_or_else(|| panic!("{what}: not refused"))
    }
}

/// The error names a file and says what would be right or what to do; sums that miss output name what they are of, and by how much.
#[track_caller]
fn assert_placed(error: &Error, paths: &[PathBuf], what: &str) {
    let message = error.to_string();
    let file = error.file();
    let known = file.is_some_and(|file| paths.iter().any(|path| file.starts_with(path)));
    let sums = error.is_table() && message.contains("difference") && message.contains("tolerance");
    assert!(known || sums, "{what}, no place: {message}");
    // labels that are missing and labels that are too many are listed
    let remedy = ["; expected ", "; try: ", " missing (`", " unexpected (`"];
    let helped = remedy.iter().any(|words| message.contains(words));
    assert!(helped || sums, "{what}, no remedy: {message}");
}

/// Line ends of other systems, a byte-order mark and an end without a line end change nothing.
pub fn line_ends_and_marks_change_nothing(reader: &Reader) {
    let plain = reader.plain();
    for (at, part) in reader.parts.iter().enumerate() {
        let text = part.text();
        let others = [
            text.replace('\n', "\r\n"),
            text.replace('\n', if reader.big { "\r\n" } else { "\r" }),
            format!("\u{feff}{text}"),
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
            text.trim_end().to_owned(),
            format!("{text}\n\r\n"),
        ];
        for other in others {
            let (read, _) = reader.with(at, other.as_bytes());
            let read = read.unwrap();
            assert_eq!(read.labels, plain.labels, "{other:?}");
            assert_eq!(read.numbers, plain.numbers, "{other:?}");
            assert_eq!(read.made, plain.made, "{other:?}");
        }
    }
}

/// Labels that are lost or misspelt, and rows and columns that are lost with them.
pub fn missing_labels_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        let heads = (0..part.width()).map(|column| (part.head, column));
        let keys = part
            .rows()
            .flat_map(|row| part.keys.iter().map(move |&column| (row, column)));
        for (row, column) in reader.tried(heads.chain(keys)) {
            let label = &part.grid[row][column];
            if part.is_free(label)
                || (row > part.head && part.is_free(&part.grid[part.head][column]))
            {
                continue;
            }
            for other in [String::new(), format!("{label}x")] {
                if *label == other {
                    continue;
                }
                let what = format!("{}: `{label}` of {row}, {column} as `{other}`", part.name);
                let after = part.after(|grid| grid[row][column] = other);
                reader.must_refuse(at, &after, &what);
            }
        }
        for row in reader.tried(part.rows()) {
            let label = &part.grid[row][part.keys.last().copied().unwrap_or(0)];
            let after = part.after(|grid| drop(grid.remove(row)));
            let what = format!("{}: row {row}, `{label}`, left out", part.name);
            reader.must_refuse(at, &after, &what);
        }
        for column in reader.tried(0..part.width()) {
            let label = &part.grid[part.head][column];
            let after = part.after(|grid| grid.iter_mut().for_each(|row| drop(row.remove(column))));
            let what = format!("{}: column `{label}` left out", part.name);
            // what nobody must give may be left out, if the table is the same
            match part.is_free(label) {
                true => drop(reader.refused(at, after.text().as_bytes(), &what)),
                false => drop(reader.must_refuse(at, &after, &what)),
            }
        }
    }
}

/// Rows and columns that stand twice.
pub fn doubled_rows_and_columns_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        doubled_columns(reader, at, part);
        for row in reader.tried(part.rows()) {
            let after = part.after(|grid| grid.push(grid[row].clone()));
            let what = format!("{}: row {row} twice", part.name);
            reader.must_refuse(at, &after, &what);
        }
    }
}

fn doubled_columns(reader: &Reader, at: usize, part: &Part) {
    for column in reader.tried(0..part.width()) {
        let after = part.after(|grid| {
            for row in grid {
                row.push(row[column].clone());
            }
        });
        let label = &part.grid[part.head][column];
        let what = format!("{}: column `{label}` twice", part.name);
        match part.is_free(label) {
            true => drop(reader.refused(at, after.text().as_bytes(), &what)),
            false => drop(reader.must_refuse(at, &after, &what)),
        }
    }
}

/// The same for lists, whose rows may be as many as there are.
pub fn doubled_columns_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        doubled_columns(reader, at, part);
    }
}

/// Labels of columns that are lost or misspelt, for lists with columns that are passed over.
pub fn missing_columns_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        for column in 0..part.width() {
            let label = &part.grid[part.head][column];
            if part.is_free(label) {
                continue;
            }
            for other in [String::new(), format!("{label}x")] {
                let after = part.after(|grid| grid[part.head][column] = other);
                let what = format!("{}: `{label}` misspelt", part.name);
                reader.must_refuse(at, &after, &what);
            }
        }
    }
}

/// Every number as text is named by line and column, but for those that no one reads.
pub fn text_in_a_number_is_named(reader: &Reader) {
    let with = |text: &str| format!("{text}O");
    assert_named(reader, &with);
}

/// The same for decimals behind a comma, quoted where commas stand between cells.
pub fn decimal_commas_are_named(reader: &Reader) {
    let with = |text: &str| format!("{text},5");
    assert_named(reader, &with);
    for (at, part) in reader.parts.iter().enumerate() {
        if part.delimiter != ',' {
            continue;
        }
        // without quotes a row is longer than the others
        let (row, column) = part.numbers()[0];
        let mut after = part.clone();
        let cell = after.grid[row][column].clone();
        after.grid[row][column] = "@".to_owned();
        let text = after.text().replace('@', &format!("{cell},5"));
        let error = reader.refused(at, text.as_bytes(), "unquoted");
        assert_eq!(error.unwrap().line(), Some(row as u64 + 1));
        // and a whole file with semicolons is another layout
        let after = Part {
            delimiter: ';',
            ..part.clone()
        };
        reader.must_refuse(at, &after, "semicolons");
    }
}

fn assert_named(reader: &Reader, with: &dyn Fn(&str) -> String) {
    let mut unread = 0;
    for (at, part) in reader.parts.iter().enumerate() {
        for (row, column) in reader.tried(part.numbers()) {
            let (cell, label) = (&part.grid[row][column], &part.grid[part.head][column]);
            let after = part.after(|grid| grid[row][column] = with(cell));
            let what = format!("{}: text in row {row}, column `{label}`", part.name);
            match reader.refused(at, after.text().as_bytes(), &what) {
                None => unread += 1,
                Some(error) => {
                    let message = error.to_string();
                    assert_eq!(error.line(), Some(row as u64 + 1), "{what}: {message}");
                    assert!(
                        message.contains(&format!("column `{label}`")),
                        "{what}: {message}"
                    );
                }
            }
        }
    }
    assert!(
        reader.big || unread == reader.unread,
        "{unread} numbers are not read"
    );
}

/// A file that ends anywhere is refused, unless only the line end is lost or a number that no one reads.
pub fn truncated_files_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        let text = part.text();
        let (mut tried, mut refused) = (0, 0);
        for end in reader.tried(0..text.len()) {
            tried += 1;
            let what = format!("{} cut at {end} of {}", part.name, text.len());
            let bytes = &text.as_bytes()[..end];
            // some have totals that are only told of
            if reader
                .with(at, bytes)
                .0
                .is_ok_and(|read| read.is_told_to_miss())
            {
                continue;
            }
            refused += usize::from(reader.refused(at, bytes, &what).is_some());
        }
        // at most the last line can do without its end
        let last = text.lines().last().unwrap().len();
        assert!(refused + last >= tried, "{}: {refused}", part.name);
    }
}

/// Numbers of a block that stand one row or column off under unchanged labels.
pub fn shifted_blocks_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        for block in &part.blocks {
            let (rows, columns) = (block.rows.clone(), block.columns.clone());
            let right = part.after(|grid| {
                for row in &mut grid[rows.clone()] {
                    row[columns.clone()].rotate_right(1);
                }
            });
            let down = part.after(|grid| {
                for column in columns.clone() {
                    let moved: Vec<String> =
                        rows.clone().map(|r| grid[r][column].clone()).collect();
                    for (from, row) in moved.into_iter().zip(rows.clone().cycle().skip(1)) {
                        grid[row][column] = from;
                    }
                }
            });
            for (after, seen, way) in [(right, block.right, "right"), (down, block.down, "down")] {
                let what = format!("{}: {rows:?} × {columns:?} {way}", part.name);
                let (read, paths) = reader.with(at, after.text().as_bytes());
                match (seen, read) {
                    (Seen::Refused, Err(error)) => assert_placed(&error, &paths, &what),
                    (Seen::Told, Ok(read)) => {
                        assert!(read.is_told_to_miss(), "{what}: {:?}", read.steps);
                    }
                    (Seen::Not, _) => {}
                    (_, read) => panic!("{what}: {read:?}"),
                }
            }
        }
    }
}

/// A row or column more, with the numbers of another.
pub fn extra_regions_are_refused(reader: &Reader) {
    for (at, part) in reader.parts.iter().enumerate() {
        for column in reader.tried(0..part.width()) {
            let after = part.after(|grid| {
                for row in &mut *grid {
                    row.push(row[column].clone());
                }
                *grid[part.head].last_mut().unwrap() = "XX".to_owned();
            });
            let what = format!("{}: column {column} again as `XX`", part.name);
            reader.must_refuse(at, &after, &what);
        }
        for row in reader.tried(part.rows()) {
            for &key in part.keys {
                let after = part.after(|grid| {
                    grid.push(grid[row].clone());
                    grid.last_mut().unwrap()[key] = "XX".to_owned();
                });
                let what = format!("{}: row {row} again with `XX` in {key}", part.name);
                reader.must_refuse(at, &after, &what);
            }
        }
    }
}

/// Bytes changed at random: nothing panics, and what is read has only numbers that the text has.
pub fn changed_bytes_make_no_other_numbers(reader: &Reader) {
    let mut runner = TestRunner::new(ProptestConfig::with_cases(300));
    let strategy = (0..reader.parts.len(), changes());
    let outcome = runner.run(&strategy, |(at, changes): (usize, Vec<Change>)| {
        let bytes = changed(reader.parts[at].text(), &changes);
        let Ok(read) = reader.with(at, &bytes).0 else {
            return Ok(());
        };
        let mut known = vec![0.0];
        for (other, part) in reader.parts.iter().enumerate() {
            let text = part.text();
            let bytes = if other == at {
                &bytes[..]
            } else {
                text.as_bytes()
            };
            known.extend(numbers_of(bytes, part.delimiter));
        }
        for number in read.numbers {
            prop_assert!(known.contains(&number.abs()), "{}", number);
        }
        Ok(())
    });
    if let Err(failed) = outcome {
        panic!("{failed}");
    }
}

/// The sizes of the numbers in a text.
fn numbers_of(bytes: &[u8], delimiter: char) -> Vec<f64> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let records = reader.byte_records().filter_map(std::result::Result::ok);
    let mut numbers = Vec::new();
    for record in records {
        let texts = record.iter().map(String::from_utf8_lossy);
        let texts = texts.map(|text| text.split_whitespace().collect::<String>());
        numbers.extend(
            texts
                .filter_map(|text| text.parse::<f64>().ok())
                .map(f64::abs),
        );
    }
    numbers
}
