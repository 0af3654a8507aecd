//! Matrices published as tab-separated text, with or without labels at the head of rows and columns.
//!
//! The text is read in pieces of some MiB. While the lines of one piece are parsed in parallel, straight into the arrays of the table,
//! the next one is read (and decompressed). So the largest file takes little more memory than its table.

mod labels;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ArrayViewMut1, Axis as Dimension};

use super::decimals::{NumberCell, NumberCells, bare};
use super::files::Files;
use super::lines::{Lines, Piece, Pieces};
use super::text_cells::{Misfit, Place, label, put};
use crate::error::{Error, Result, first_few};
use crate::run::{Run, both_shared, map_shared};

pub(super) use self::labels::{LabelLine, Labels};

/// How often the reading of a matrix reports its progress.
const STEPS: usize = 50;

/// A tab-separated file, read from its start to its end.
pub(super) struct Matrix {
    file: PathBuf,
    pieces: Pieces<'static>,
    piece: Vec<u8>,
    /// Where in the piece the next line begins, and the number of the line before it.
    at: usize,
    line: u64,
    /// Rows of numbers so far.
    seen: usize,
}

/// A line of labels at the head of a matrix.
pub(super) struct HeadLine {
    pub(super) number: u64,
    pub(super) cells: Vec<String>,
}

/// Which row of the arrays a line of the file is.
pub(super) enum RowPlaces<'a> {
    /// Lines in the order of these labels, behind so many cells, with where they go; to nowhere if they are passed over.
    InOrder(usize, &'a [Option<usize>], &'a [String]),
    /// Lines begin with so many cells of labels, which joined by tabs say where the line goes; to nowhere if it is passed over.
    Labelled(usize, &'a HashMap<String, Option<usize>>),
}

/// Where the cells of a file go.
pub(super) struct Plan<'a> {
    pub(super) rows: RowPlaces<'a>,
    /// How many rows the arrays have; every one must be in the file.
    pub(super) height: usize,
    /// Labels of the columns behind those of rows, for messages.
    pub(super) columns: &'a [String],
    pub(super) places: &'a [Place],
    pub(super) widths: [usize; 2],
}

/// The numbers of a file.
pub(super) struct Numbers {
    pub(super) first: Array2<f64>,
    pub(super) second: Array2<f64>,
    /// Empty cells, which count as zero.
    pub(super) empty: usize,
}

/// A line and the rows that it is parsed into.
struct Job<'a> {
    line: u64,
    label: String,
    cells: Range<usize>,
    first: ArrayViewMut1<'a, f64>,
    second: ArrayViewMut1<'a, f64>,
}

type RowPair<'a> = Option<(ArrayViewMut1<'a, f64>, ArrayViewMut1<'a, f64>)>;

impl Matrix {
    pub(super) fn open(files: &Files, name: &str) -> Result<Self> {
        let file = files.place(name);
        let mut matrix = Self {
            pieces: Pieces::of(files.stream(name)?, &file),
            file,
            piece: Vec::new(),
            at: 0,
            line: 0,
            seen: 0,
        };
        if !matrix.pull()? {
            let error = Error::parse("the file is empty").in_file(&matrix.file);
            return Err(error.expected("numbers separated by tabs"));
        }
        Ok(matrix)
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The next line as labels.
    pub(super) fn head(&mut self) -> Result<HeadLine> {
        let Some((number, range)) = self.peek()? else {
            let error = Error::parse("the file ends within its labels").in_file(&self.file);
            return Err(error.hint("a truncated file? Fetch it again"));
        };
        let cells = self.cells(number, range)?;
        self.pass();
        Ok(HeadLine { number, cells })
    }

    /// Passes over a line that has names at its head and no numbers, where there is one.
    pub(super) fn pass_names_of_rows(&mut self, keys: usize) -> Result<()> {
        let Some((_, range)) = self.peek()? else {
            return Ok(());
        };
        let cells = self.piece[range].split(|byte| *byte == b'\t');
        if cells.skip(keys).all(|cell| bare(cell).is_empty()) {
            self.pass();
        }
        Ok(())
    }

    /// The labels at the head of all further lines, with the lines' numbers.
    pub(super) fn keys(mut self, keys: usize) -> Result<Vec<HeadLine>> {
        let mut found = Vec::new();
        while let Some((number, range)) = self.peek()? {
            let cells = self.piece[range].split(|byte| *byte == b'\t').take(keys);
            let cells: Result<Vec<String>> = cells.map(label).collect();
            let cells = cells.map_err(|error| self.at(number, error))?;
            found.push(HeadLine { number, cells });
            self.pass();
        }
        Ok(found)
    }

    /// All further lines as numbers.
    pub(super) fn numbers(mut self, plan: &Plan<'_>, run: &Run) -> Result<Numbers> {
        let cells = plan.height.saturating_mul(plan.widths[0] + plan.widths[1]);
        let what = format!("the table of {}", self.file.display());
        let needed = cells.saturating_mul(8);
        let granted = run.require_memory(&what, needed);
        granted.map_err(|refusal| Error::memory(refusal.to_string()).in_file(&self.file))?;
        let mut first = Array2::zeros((plan.height, plan.widths[0]));
        let mut second = Array2::zeros((plan.height, plan.widths[1]));
        let rows = first.axis_iter_mut(Dimension(0));
        let rows = rows.zip(second.axis_iter_mut(Dimension(0)));
        let mut rows: Vec<RowPair<'_>> = rows.map(Some).collect();
        let empty = run.install(100.0 * cells as f64, || self.fill(plan, &mut rows, run))?;
        let label = match plan.rows {
            RowPlaces::InOrder(_, _, labels) => labels.get(self.seen).cloned(),
            RowPlaces::Labelled(..) => plan.label_of(rows.iter().position(Option::is_some)),
        };
        if let Some(label) = label {
            return Err(self.short(plan, &label));
        }
        Ok(Numbers {
            first,
            second,
            empty,
        })
    }

    /// Piece by piece: one is parsed while the next one is read.
    fn fill(&mut self, plan: &Plan<'_>, rows: &mut [RowPair<'_>], run: &Run) -> Result<usize> {
        let mut watch = run.watch("reading numbers", STEPS);
        let (mut empty, mut steps) = (0, 0);
        loop {
            let jobs = self.jobs(plan, rows)?;
            let (file, piece, pieces) = (&self.file, &self.piece, &mut self.pieces);
            let (next, counts) = both_shared(
                || pieces.read(),
                || map_shared(jobs, |job| parse(plan, file, piece, job)),
            );
            // in the order of lines, so that the first wrong cell is named on any number of threads
            empty += counts.into_iter().sum::<Result<usize>>()?;
            while steps < STEPS && steps * plan.height < self.seen * STEPS {
                steps += 1;
                let step = watch.step();
                step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
            }
            match next? {
                None => return Ok(empty),
                Some(next) => (self.piece, self.at) = (next.into_bytes(), 0),
            }
        }
    }

    /// The lines of this piece, each with the rows that it goes into.
    fn jobs<'a>(&mut self, plan: &Plan<'_>, rows: &mut [RowPair<'a>]) -> Result<Vec<Job<'a>>> {
        let mut jobs = Vec::new();
        let mut lines = Lines::tabbed(&self.piece, self.at, self.line);
        for (line, range) in lines.by_ref() {
            let (row, label, cells) = match plan.rows {
                RowPlaces::InOrder(keys, order, labels) => match order.get(self.seen) {
                    Some(row) => (
                        *row,
                        labels[self.seen].clone(),
                        self.key(line, range, keys)?.1,
                    ),
                    None => return Err(self.long(line, order.len())),
                },
                RowPlaces::Labelled(keys, known) => {
                    let (key, cells) = self.key(line, range, keys)?;
                    match known.get(&key) {
                        Some(row) => (*row, key.replace('\t', " "), cells),
                        None => return Err(self.unknown(line, &key)),
                    }
                }
            };
            self.seen += 1;
            let Some(row) = row else { continue };
            let Some((first, second)) = rows[row].take() else {
                let error = Error::label(format!("the row `{label}` occurs twice"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(self.at(line, error));
            };
            jobs.push(Job {
                line,
                label,
                cells,
                first,
                second,
            });
        }
        self.line = lines.position().1;
        Ok(jobs)
    }

    /// The labels at the head of a line, joined by tabs, and where its other cells stand.
    fn key(&self, line: u64, range: Range<usize>, keys: usize) -> Result<(String, Range<usize>)> {
        let mut rest = range;
        let mut parts = Vec::with_capacity(keys);
        for _ in 0..keys {
            let cell = &self.piece[rest.clone()];
            let end = cell.iter().position(|byte| *byte == b'\t');
            let end = end.unwrap_or(cell.len());
            let part = label(&cell[..end]);
            parts.push(part.map_err(|error| self.at(line, error))?);
            rest = (rest.start + end + 1).min(rest.end)..rest.end;
        }
        Ok((parts.join("\t"), rest))
    }

    /// The next line, without passing over it.
    fn peek(&mut self) -> Result<Option<(u64, Range<usize>)>> {
        loop {
            let mut lines = Lines::tabbed(&self.piece, self.at, self.line);
            if let Some(found) = lines.next() {
                return Ok(Some(found));
            }
            self.line = lines.position().1;
            if !self.pull()? {
                return Ok(None);
            }
        }
    }

    fn pass(&mut self) {
        let mut lines = Lines::tabbed(&self.piece, self.at, self.line);
        lines.next();
        (self.at, self.line) = lines.position();
    }

    /// Reads on; false at the end of the file.
    fn pull(&mut self) -> Result<bool> {
        let next = self.pieces.read()?;
        let found = next.is_some();
        (self.piece, self.at) = (next.map_or_else(Vec::new, Piece::into_bytes), 0);
        Ok(found)
    }

    fn cells(&self, line: u64, range: Range<usize>) -> Result<Vec<String>> {
        let cells = self.piece[range].split(|byte| *byte == b'\t').map(label);
        let cells: Result<Vec<String>> = cells.collect();
        cells.map_err(|error| self.at(line, error))
    }

    /// An error about a line of this file.
    pub(super) fn at(&self, line: u64, error: Error) -> Error {
        error.in_file(&self.file).at_line(line)
    }

    fn long(&self, line: u64, rows: usize) -> Error {
        let error = Error::parse("the file has more rows than labels");
        let error = error.expected(rows).hint("labels of another edition?");
        self.at(line, error)
    }

    fn unknown(&self, line: u64, key: &str) -> Error {
        let error = Error::label(format!("unknown row `{}`", key.replace('\t', " ")));
        let error =
            error.expected("a row whose labels stand at the head of columns or in unit.txt");
        self.at(line, error)
    }

    fn short(&self, plan: &Plan<'_>, label: &str) -> Error {
        let rows = match plan.rows {
            RowPlaces::InOrder(_, order, _) => order.len(),
            RowPlaces::Labelled(_, known) => known.len(),
        };
        let error = Error::label(format!("no row `{label}`")).in_file(&self.file);
        let error = error.expected(format!("{rows} rows")).found(self.seen);
        error.hint("a truncated file ends before it; otherwise labels of another edition?")
    }
}

impl Plan<'_> {
    /// The label of a row of the arrays.
    fn label_of(&self, row: Option<usize>) -> Option<String> {
        let (RowPlaces::Labelled(_, known), Some(row)) = (&self.rows, row) else {
            return None;
        };
        let found = known.iter().find(|(_, place)| **place == Some(row));
        found.map(|(key, _)| key.replace('\t', " "))
    }
}

/// Puts the numbers of a line into its rows, and counts empty cells.
fn parse(plan: &Plan<'_>, file: &Path, text: &[u8], mut job: Job<'_>) -> Result<usize> {
    let mut cells = NumberCells::behind(0, &text[job.cells.clone()], b'\t');
    let rows = [&mut job.first, &mut job.second];
    let empty = put(&mut cells, plan.places, rows).map_err(|misfit| match misfit {
        Misfit::Short(found) => ragged(plan, file, &job, found),
        Misfit::NoNumber(column, digits) => no_number(plan, file, &job, column, digits),
    })?;
    // some programs end every line with a tab
    match (cells.next(), cells.count()) {
        (None, _) | (Some(NumberCell::Empty), 0) => Ok(empty),
        (Some(_), more) => Err(ragged(plan, file, &job, plan.places.len() + 1 + more)),
    }
}

fn ragged(plan: &Plan<'_>, file: &Path, job: &Job<'_>, found: usize) -> Error {
    let what = format!("the row `{}` has not as many cells as columns", job.label);
    let columns = plan.columns.len();
    let first = plan.columns.get(found).or(plan.columns.last());
    let error = Error::parse(what).in_file(file).at_line(job.line);
    let error = error.expected(format!("{columns} numbers")).found(found);
    error.hint(format!(
        "a truncated file, a lost line end, or labels of another edition; the row breaks off at {}",
        first_few(first)
    ))
}

fn no_number(plan: &Plan<'_>, file: &Path, job: &Job<'_>, column: usize, digits: &[u8]) -> Error {
    let label = &plan.columns[column];
    let (RowPlaces::InOrder(keys, ..) | RowPlaces::Labelled(keys, _)) = plan.rows;
    let text: String = String::from_utf8_lossy(digits).chars().take(40).collect();
    Error::parse(format!(
        "the cell `{}` → `{label}` is not a number",
        job.label
    ))
    .in_file(file)
    .at_line(job.line)
    .at_column(format!("{}: {label}", keys + column + 1))
    .expected("a finite number")
    .found(format!("`{text}`"))
    .hint("a point before decimals, no thousands marks")
}
