//! Wide CSV files of world tables: one header line, one label (or a few key columns) at the head of each row, all other cells numbers.
//! The text is never held: it is read for its labels, and again piece by piece, each parsed in parallel, row by row, straight into the
//! arrays of the table.

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ArrayViewMut1, Axis as Dimension};

use super::Options;
use super::decimals::NumberCells;
use super::files::Files;
use super::lines::Pieces;
use super::text_cells::{Misfit, Place, label, put};
use crate::error::{Error, Result};
use crate::run::{Run, WORTH_A_POOL, both_shared, map_shared};
use crate::table::SourceFile;

/// How often the reading of a large file reports its progress.
const STEPS: usize = 50;

/// A row by its label, not yet parsed.
#[derive(Debug)]
pub(super) struct WideRow {
    /// The keys that are not empty, joined by `_`.
    pub(super) label: String,
    pub(super) line: u64,
}

/// A wide file with its labels. The text is not held: it is read once for labels and once for numbers.
#[derive(Debug)]
pub(super) struct Wide {
    files: Files,
    name: String,
    file: PathBuf,
    source: SourceFile,
    /// Columns at the head of each row that are its label.
    heads: usize,
    columns: Vec<String>,
    rows: Vec<WideRow>,
    /// Length of the text, packed or not.
    bytes: usize,
}

/// Numbers of one block of rows.
pub(super) struct Block {
    pub(super) first: Array2<f64>,
    pub(super) second: Array2<f64>,
    /// Cells that were empty and count as zero.
    pub(super) empty: usize,
}

impl Wide {
    /// Reads the labels of a file, plain or packed; columns named by one of `keys` at the head, or else the first column, hold the labels
    /// of rows. Of several files in an archive or folder it is the one of the year wanted, by its name.
    pub(super) fn open(path: &Path, keys: &[&str], options: &Options) -> Result<Self> {
        let files = Files::open(path)?;
        let name = files.of_year(&[".csv", ".txt"], options.year)?.to_owned();
        let file = files.place(&name);
        // the fingerprint on another core, of a large file
        let (source, wide) = options.run.install(WORTH_A_POOL, || {
            both_shared(
                || files.source(&name),
                || Labels::read(files.stream(&name)?, &file, keys),
            )
        });
        let Labels {
            heads,
            columns,
            rows,
            bytes,
        } = wide?;
        Ok(Self {
            source: source?,
            files,
            name,
            file,
            heads,
            columns,
            rows,
            bytes,
        })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// Labels of columns behind those of the rows.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn rows(&self) -> &[WideRow] {
        &self.rows
    }

    /// An error about a line of this file.
    pub(super) fn at(&self, line: u64, error: Error) -> Error {
        error.in_file(&self.file).at_line(line)
    }

    /// The numbers of some blocks of rows, each row in its block's order, in two arrays with so many columns.
    pub(super) fn parsed<const N: usize>(
        &self,
        blocks: [&[usize]; N],
        places: &[Place],
        widths: [usize; 2],
        run: &Run,
    ) -> Result<[Block; N]> {
        let mut blocks = blocks.map(|rows| {
            let [first, second] = widths.map(|width| Array2::zeros((rows.len(), width)));
            let empty = 0;
            let block = Block {
                first,
                second,
                empty,
            };
            (rows, block)
        });
        let mut targets: Vec<Option<Target<'_>>> = self.rows.iter().map(|_| None).collect();
        for (k, (rows, block)) in blocks.iter_mut().enumerate() {
            let first = block.first.axis_iter_mut(Dimension(0));
            let second = block.second.axis_iter_mut(Dimension(0));
            for (row, (first, second)) in rows.iter().zip(first.zip(second)) {
                targets[*row] = Some(Target {
                    block: k,
                    first,
                    second,
                });
            }
        }
        let empty = run.install(10.0 * self.bytes as f64, || {
            self.fill(&mut targets, places, N, run)
        })?;
        drop(targets);
        for ((_, block), empty) in blocks.iter_mut().zip(empty) {
            block.empty = empty;
        }
        Ok(blocks.map(|(_, block)| block))
    }

    /// Reads on while what was read is parsed; counts empty cells by block.
    fn fill(
        &self,
        targets: &mut [Option<Target<'_>>],
        places: &[Place],
        blocks: usize,
        run: &Run,
    ) -> Result<Vec<usize>> {
        let mut pieces = Pieces::of(self.files.stream(&self.name)?, &self.file);
        let mut watch = run.watch("reading numbers", STEPS);
        let (mut bytes, mut steps, mut row) = (0, 0, 0);
        let mut empty = vec![0; blocks];
        let mut piece = pieces.read()?;
        while let Some(now) = piece {
            let mut lines: Vec<Range<usize>> = now.lines().map(|(_, line)| line).collect();
            if row == 0 && !lines.is_empty() {
                lines.remove(0); // the header
            }
            let rows = row..(row + lines.len()).min(self.rows.len());
            row += lines.len();
            let work: Vec<_> = rows
                .clone()
                .zip(lines)
                .zip(&mut targets[rows])
                .filter_map(|((row, line), target)| Some((row, line, target.take()?)))
                .collect();
            // in the order of rows, so that the first wrong cell is named on any number of threads
            let (next, counts) = both_shared(
                || pieces.read(),
                || {
                    map_shared(work, |(row, line, target)| {
                        let block = target.block;
                        let counted =
                            self.parse(&self.rows[row], &now.bytes()[line], places, target);
                        Ok((block, counted?))
                    })
                },
            );
            for count in counts {
                let (block, count) = count?;
                empty[block] += count;
            }
            piece = next?;
            bytes += now.bytes().len();
            while steps < STEPS && steps * self.bytes.max(1) < bytes * STEPS {
                steps += 1;
                let step = watch.step();
                step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
            }
        }
        if row == self.rows.len() && bytes == self.bytes {
            return Ok(empty);
        }
        Err(Error::io("the file changed while it was read").in_file(&self.file))
    }

    fn parse(
        &self,
        row: &WideRow,
        line: &[u8],
        places: &[Place],
        mut target: Target<'_>,
    ) -> Result<usize> {
        let mut cells = NumberCells::behind(self.heads, line, b',');
        let rows = [&mut target.first, &mut target.second];
        let empty = put(&mut cells, places, rows).map_err(|misfit| match misfit {
            Misfit::Short(found) => self.ragged(row, found),
            Misfit::NoNumber(column, digits) => self.no_number(row, column, digits),
        })?;
        match cells.next() {
            None => Ok(empty),
            Some(_) => Err(self.ragged(row, places.len() + 1 + cells.count())),
        }
    }

    fn ragged(&self, row: &WideRow, found: usize) -> Error {
        let what = format!(
            "the row `{}` has not as many cells as the header",
            row.label
        );
        let error = Error::parse(what).expected(self.columns.len()).found(found);
        let error = error.hint("a truncated file, a lost line end, or commas for decimals");
        self.at(row.line, error)
    }

    fn no_number(&self, row: &WideRow, column: usize, digits: &[u8]) -> Error {
        let label = &self.columns[column];
        let text = String::from_utf8_lossy(digits);
        let what = format!("the cell `{}` → `{label}` is not a number", row.label);
        let error = Error::parse(what)
            .expected("a finite number")
            .found(format!("`{text}`"));
        self.at(
            row.line,
            error.hint("a point before decimals, no thousands marks"),
        )
        .at_column(label)
    }
}

/// Where the numbers of one row go.
struct Target<'a> {
    block: usize,
    first: ArrayViewMut1<'a, f64>,
    second: ArrayViewMut1<'a, f64>,
}

/// What stands at the head of columns and rows.
struct Labels {
    heads: usize,
    columns: Vec<String>,
    rows: Vec<WideRow>,
    bytes: usize,
}

impl Labels {
    fn read(text: Box<dyn Read + Send>, file: &Path, keys: &[&str]) -> Result<Self> {
        let mut pieces = Pieces::of(text, file);
        let mut labels: Option<Self> = None;
        let mut bytes = 0;
        while let Some(piece) = pieces.read()? {
            bytes += piece.bytes().len();
            for (number, line) in piece.lines() {
                let line = &piece.bytes()[line];
                let failed = |error: Error| error.in_file(file).at_line(number);
                match &mut labels {
                    None => labels = Some(Self::of_header(line, keys).map_err(failed)?),
                    Some(labels) => labels.add(line, number).map_err(failed)?,
                }
            }
        }
        let labels = labels.ok_or_else(|| {
            let error = Error::parse("the file is empty").expected("a header row");
            error.in_file(file)
        })?;
        Ok(Self { bytes, ..labels })
    }

    fn of_header(line: &[u8], keys: &[&str]) -> Result<Self> {
        let cells = line.split(|byte| *byte == b',').map(label);
        let mut cells: Vec<String> = cells.collect::<Result<_>>()?;
        let named = cells
            .iter()
            .take_while(|cell| keys.contains(&cell.as_str()));
        let heads = named.count().max(1);
        Ok(Self {
            columns: cells.split_off(heads.min(cells.len())),
            heads,
            rows: Vec::new(),
            bytes: 0,
        })
    }

    fn add(&mut self, line: &[u8], number: u64) -> Result<()> {
        let cells = line.split(|byte| *byte == b',').take(self.heads);
        let parts: Vec<String> = cells.map(label).collect::<Result<_>>()?;
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        self.rows.push(WideRow {
            label: parts.join("_"),
            line: number,
        });
        Ok(())
    }
}
