//! What the rows and columns of a long file mean, and its cells as arrays over the axes of a table.

use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::long::{CellLabel, Cells};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, FinalUse, Group, Producers, Sector};
use crate::table::{PrimaryKind, PrimaryRow};

/// What to try where labels or cells are missing.
const CUT_OFF: &str = "the file may have been cut off: fetch it again";

/// The labels of a source that are not producers.
pub(super) struct LongLayout<'a> {
    /// The region of rows of primary inputs and totals, and of columns of totals.
    pub(super) outside: &'a str,
    /// Codes of its rows; each must be there.
    pub(super) rows: &'a [&'a str],
    /// Codes of its columns; each must be there.
    pub(super) columns: &'a [&'a str],
    /// Codes of columns of final use; every region has each.
    pub(super) categories: &'a [&'a str],
}

/// Rows and columns of a table among those of the file.
pub(super) struct Places<'a> {
    cells: &'a Cells,
    outside: &'a str,
    pub(super) producers: Producers,
    pub(super) categories: Axis<FinalUse>,
    rows: Vec<usize>,
    columns: Vec<usize>,
    finals: Vec<usize>,
}

impl<'a> LongLayout<'a> {
    /// Finds every row and column of a table by label.
    ///
    /// # Errors
    /// If a row or column has no meaning, or one that must be there is not.
    pub(super) fn places(&self, cells: &'a Cells, file: &Path) -> Result<Places<'a>> {
        let find = Finder {
            layout: self,
            cells,
            file,
        };
        find.refuse_unknown_rows()?;
        find.refuse_unknown_columns()?;
        let regions = find.regions();
        let sectors = find.sectors(&regions)?;
        find.require_outside()?;
        let label = |region: &&'a str, code: &&'a str| (*region, *code);
        let producing = regions
            .iter()
            .flat_map(|region| sectors.iter().map(move |code| label(region, code)));
        let producing: Vec<_> = producing.collect();
        let using = regions
            .iter()
            .flat_map(|region| self.categories.iter().map(move |code| (*region, *code)));
        let using: Vec<_> = using.collect();
        let axis: Axis<Sector> = Axis::new(sectors.iter().copied())?;
        let blocks = regions.iter().map(|r| (*r, Group::whole(), axis.clone()));
        Ok(Places {
            cells,
            outside: self.outside,
            producers: Producers::new(blocks)?,
            categories: Axis::new(self.categories.iter().copied())?,
            rows: find.all_rows(&producing)?,
            columns: find.all_columns(&producing)?,
            finals: find.all_columns(&using)?,
        })
    }
}

/// Labels that are looked for in a file.
struct Finder<'l, 'a> {
    layout: &'l LongLayout<'a>,
    cells: &'a Cells,
    file: &'l Path,
}

impl<'a> Finder<'_, 'a> {
    fn is_outside(&self, label: &CellLabel) -> bool {
        label.region == self.layout.outside
    }

    fn is_final(&self, label: &CellLabel) -> bool {
        self.layout.categories.contains(&label.code.as_str())
    }

    fn unknown(&self, what: &str, label: &CellLabel) -> Error {
        let what = format!("unknown {what} `{}`", label.joined());
        Error::label(what).in_file(self.file).at_line(label.line)
    }

    fn refuse_unknown_rows(&self) -> Result<()> {
        for label in self.cells.rows().iter() {
            let error = self.unknown("row", label);
            if self.is_outside(label) {
                if !self.layout.rows.contains(&label.code.as_str()) {
                    return Err(error.expected(format!("one of {}", first_few(self.layout.rows))));
                }
            } else if self.is_final(label) {
                return Err(error.expected("a producer: final use has columns only"));
            } else if !self.has_columns_like(label) {
                let error = error.expected("a producer that has a column too");
                return Err(error.hint(CUT_OFF));
            }
        }
        Ok(())
    }

    /// Whether there are columns of the row's region, and columns of its code.
    fn has_columns_like(&self, row: &CellLabel) -> bool {
        let columns = self.cells.columns();
        columns.find(&row.region, &row.code).is_some()
            || (columns.iter().any(|column| column.region == row.region)
                && columns.iter().any(|column| column.code == row.code))
    }

    fn refuse_unknown_columns(&self) -> Result<()> {
        let rows = self.cells.rows();
        for label in self.cells.columns().iter() {
            let error = self.unknown("column", label);
            if self.is_outside(label) {
                if !self.layout.columns.contains(&label.code.as_str()) {
                    return Err(error.expected(self.columns_in_words()));
                }
            } else if self.is_final(label) {
                if !rows.iter().any(|row| row.region == label.region) {
                    let expected = "final use of a region that has rows of producers";
                    return Err(error.expected(expected).hint(CUT_OFF));
                }
            } else if rows.find(&label.region, &label.code).is_none() {
                let finals = first_few(self.layout.categories);
                let expected = format!("a producer that has a row too, or one of {finals}");
                return Err(error.expected(expected).hint(CUT_OFF));
            }
        }
        Ok(())
    }

    fn columns_in_words(&self) -> String {
        match self.layout.columns {
            [] => "a producer or final use of a region".to_owned(),
            columns => format!("one of {}", first_few(columns)),
        }
    }

    /// Regions with producers, in order of their rows.
    fn regions(&self) -> Vec<&'a str> {
        let mut regions: Vec<&'a str> = Vec::new();
        for label in self.cells.rows().iter() {
            if !self.is_outside(label) && !regions.contains(&label.region.as_str()) {
                regions.push(&label.region);
            }
        }
        regions
    }

    /// The sectors of the first region; all others must have the same.
    fn sectors(&self, regions: &[&str]) -> Result<Vec<&'a str>> {
        let Some(first) = regions.first() else {
            return Err(Error::label("no rows of producers").in_file(self.file));
        };
        let rows = self.cells.rows();
        let own = rows.iter().filter(|label| label.region == *first);
        let sectors: Vec<&'a str> = own.map(|label| label.code.as_str()).collect();
        let stray = rows
            .iter()
            .find(|label| !self.is_outside(label) && !sectors.contains(&label.code.as_str()));
        match stray {
            None => Ok(sectors),
            Some(label) => Err(self
                .unknown("row", label)
                .expected(format!("a sector that `{first}` has too"))),
        }
    }

    fn require_outside(&self) -> Result<()> {
        let outside = |codes: &[&'a str]| -> Vec<(&'a str, &'a str)> {
            let codes = codes.iter();
            codes.map(|code| (self.layout.outside, *code)).collect()
        };
        self.all_rows(&outside(self.layout.rows))?;
        self.all_columns(&outside(self.layout.columns))?;
        Ok(())
    }

    fn all_rows(&self, wanted: &[(&str, &str)]) -> Result<Vec<usize>> {
        let rows = self.cells.rows();
        let found = |region: &str, code: &str| rows.find(region, code);
        self.all("row", wanted, found)
    }

    fn all_columns(&self, wanted: &[(&str, &str)]) -> Result<Vec<usize>> {
        let columns = self.cells.columns();
        self.all("column", wanted, |region, code| columns.find(region, code))
    }

    /// Positions of labels that must all be there.
    fn all(
        &self,
        what: &str,
        wanted: &[(&str, &str)],
        find: impl Fn(&str, &str) -> Option<usize>,
    ) -> Result<Vec<usize>> {
        let positions = wanted.iter().map(|(region, code)| find(region, code));
        let missing = wanted.iter().zip(positions.clone());
        let missing = missing.filter(|(_, found)| found.is_none());
        let missing: Vec<String> = missing.map(|((r, c), _)| format!("{r} {c}")).collect();
        if missing.is_empty() {
            return Ok(positions.flatten().collect());
        }
        let error = Error::label(format!("no cells of the {what}s {}", first_few(missing)));
        Err(error.in_file(self.file).hint(CUT_OFF))
    }
}

/// Cells without a line of their own, by what they would have been.
#[derive(Default)]
pub(super) struct Gaps {
    flows: usize,
    finals: usize,
    primary: usize,
}

impl Gaps {
    /// For the provenance of a table.
    pub(super) fn in_words(&self, cells: &Cells) -> String {
        let missing = self.flows + self.finals + self.primary;
        let mut words = match missing {
            0 => "every cell has a line".to_owned(),
            _ => format!(
                "{missing} cells have no line and are read as zero: {} flows between producers, {} of final use, {} of primary inputs",
                self.flows, self.finals, self.primary
            ),
        };
        if cells.blank() > 0 {
            words += &format!(
                "; {} lines have an empty value, read as zero",
                cells.blank()
            );
        }
        words
    }
}

impl Places<'_> {
    pub(super) fn flows(&self, gaps: &mut Gaps) -> Array2<f64> {
        let (rows, columns) = (&self.rows, &self.columns);
        self.cells.block(rows, columns, &mut gaps.flows)
    }

    pub(super) fn final_use(&self, gaps: &mut Gaps) -> Array2<f64> {
        let (rows, columns) = (&self.rows, &self.finals);
        self.cells.block(rows, columns, &mut gaps.finals)
    }

    /// The sum of the rows of one kind, with what final uses pay.
    pub(super) fn primary(&self, kind: PrimaryKind, codes: &[&str], gaps: &mut Gaps) -> PrimaryRow {
        let rows: Vec<usize> = codes
            .iter()
            .filter_map(|code| self.outside_row(code))
            .collect();
        let mut sum = |columns: &[usize]| {
            let block = self.cells.block(&rows, columns, &mut gaps.primary);
            block.sum_axis(Dimension(0))
        };
        PrimaryRow {
            kind,
            by_producer: sum(&self.columns),
            by_final_use: sum(&self.finals),
            on_exports: 0.0,
        }
    }

    /// A row of totals by producer, then by column of final use; nothing where the file has no line.
    pub(super) fn total_row(&self, code: &str) -> Vec<Option<f64>> {
        let columns = self.columns.iter().chain(&self.finals);
        let row = self.outside_row(code);
        columns
            .map(|column| self.cells.get(row?, *column))
            .collect()
    }

    /// A column of totals by producer; nothing where the file has no line.
    pub(super) fn total_column(&self, code: &str) -> Vec<Option<f64>> {
        let column = self.cells.columns().find(self.outside, code);
        let rows = self.rows.iter();
        rows.map(|row| self.cells.get(*row, column?)).collect()
    }

    /// The label of a producer's or a final use's column, producers first.
    pub(super) fn column_label(&self, position: usize) -> String {
        let producers = self.producers.len();
        if position < producers {
            return self.producers.label(position);
        }
        let (at, categories) = (position - producers, self.categories.codes());
        let region = &self.producers.countries().codes()[at / categories.len()];
        format!("{region} {}", categories[at % categories.len()])
    }

    fn outside_row(&self, code: &str) -> Option<usize> {
        self.cells.rows().find(self.outside, code)
    }

    /// Every producer's figure, or an error that names those without one.
    pub(super) fn complete(
        &self,
        what: &str,
        values: &[Option<f64>],
        file: &Path,
    ) -> Result<Array1<f64>> {
        let values = &values[..self.producers.len()];
        let missing = values.iter().enumerate().filter(|(_, v)| v.is_none());
        let missing: Vec<String> = missing.map(|(at, _)| self.producers.label(at)).collect();
        if missing.is_empty() {
            return Ok(values.iter().copied().flatten().collect());
        }
        Err(Error::label(format!("no {what} of {}", first_few(missing)))
            .in_file(file)
            .hint(CUT_OFF))
    }
}
