//! Tables in Excel workbooks whose labels stand in several lines above the columns and before the rows: WIOD and ADB.
//!
//! A sheet is read in three steps: its lines of labels are found ([`heads`]), its rows and columns are told apart ([`places`]), its
//! numbers are put where they belong. What is above the table says year, unit and prices ([`notes`]).

mod adb_mrio;
mod adb_national;
mod heads;
mod notes;
mod places;
mod wiod2013;
mod wiod2016;

pub use adb_mrio::{adb_mrio, adb_mrio_with};
pub use adb_national::adb_national;
pub use wiod2013::{wiod2013, wiod2013_with};
pub use wiod2016::{wiod2016, wiod2016_with};

use std::path::Path;

use ndarray::{Array1, Array2};

use heads::Heads;
use notes::{Notes, Prices};
use places::Places;

use super::Options;
use super::cells::Cell;
use super::files::Files;
use super::names::{base, name_of};
use super::totals::Totals;
use super::workbook::{Grid, Workbook};
use crate::error::{Error, Result};
use crate::label::Axis;
use crate::table::{PrimaryKind, PrimaryRow, Provenance, WorldDraft};

const BOOKS: [&str; 3] = [".xlsx", ".xlsb", ".xlsm"];

/// What a database calls its rows and columns.
struct Layout {
    /// A label that only the row of codes has.
    column_sign: &'static str,
    /// A label that only the column of codes has.
    row_sign: &'static str,
    /// A code of an industry, where industries have codes in lines of their own.
    sector_sign: Option<&'static str>,
    /// Codes of final use.
    categories: &'static [&'static str],
    /// The code of the column of total output; empty where it has a name only.
    total_code: &'static str,
    /// Rows below the producers, by code, or by name where they have none.
    tail: &'static [(Tail, &'static [&'static str])],
}

/// A row below the producers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Tail {
    Inputs,
    ProductTax,
    Other,
    ValueAdded,
    Margins,
    Output,
}

impl Tail {
    fn in_words(self) -> &'static str {
        match self {
            Self::Inputs => "total intermediate inputs",
            Self::ProductTax => "taxes less subsidies on products",
            Self::Other => "other primary inputs",
            Self::ValueAdded => "value added",
            Self::Margins => "international transport margins",
            Self::Output => "output",
        }
    }

    /// How many rows of these codes there are: other codes name one row in several ways.
    fn rows(self, codes: &[&str]) -> usize {
        match self {
            Self::Other => codes.len(),
            _ => 1,
        }
    }
}

/// A table that was found in a workbook, and what is known of it besides its cells.
struct Found {
    grid: Grid,
    places: Places,
    year: i32,
    prices: Prices,
    provenance: Provenance,
}

/// A sheet with its labels, and what stands above them.
struct Page {
    grid: Grid,
    heads: Heads,
    notes: Notes,
}

impl Page {
    fn of(grid: Grid, layout: &Layout) -> Result<Self> {
        let heads = Heads::of(&grid, layout)?;
        let notes = Notes::of(&grid, heads.first);
        notes.require_million_dollars(&grid)?;
        Ok(Self { grid, heads, notes })
    }

    /// The table on it, of a year and at prices that are told.
    fn found(
        self,
        layout: &Layout,
        book: &Workbook,
        release: Provenance,
        year: i32,
        prices: Prices,
    ) -> Result<Found> {
        let places = Places::of(&self.grid, &self.heads, layout)?;
        let mut provenance = release
            .with_file(book.source().clone())
            .then(prices.in_words(year));
        let others = book.sheet_names().len().saturating_sub(1);
        if others > 0 {
            let sheet = self.grid.name();
            provenance = provenance.then(format!("the sheet `{sheet}`; {others} others not read"));
        }
        Ok(Found {
            provenance: regions_told(&places, rows_told(&places, provenance)),
            grid: self.grid,
            places,
            year,
            prices,
        })
    }
}

/// Which rows are other primary inputs.
fn rows_told(places: &Places, provenance: Provenance) -> Provenance {
    match places.tail.get(&Tail::Other).map_or(0, Vec::len) {
        0 | 1 => provenance,
        rows => provenance.then(format!(
            "{rows} rows added up to other primary inputs: adjustment of exports from CIF to FOB, purchases of residents \
             abroad and of non-residents at home"
        )),
    }
}

/// Whether the rest of the world is a region.
fn regions_told(places: &Places, provenance: Provenance) -> Provenance {
    let regions = places.producers.countries().codes().iter();
    let mut rest = regions.filter(|region| region.eq_ignore_ascii_case("ROW"));
    match rest.next() {
        Some(rest) => provenance.then(format!("the rest of the world is a region, `{rest}`")),
        None => provenance.then("no rest of the world among the regions"),
    }
}

/// Cells that hold nothing.
#[derive(Default)]
struct Gaps {
    empty: usize,
    blank: usize,
}

/// The workbook at a path; of several in a folder or archive, the one whose name has the year.
fn open(path: &Path, options: &Options, named: impl Fn(&str) -> Vec<i32>) -> Result<Workbook> {
    let files = Files::open(path)?;
    let books: Vec<&String> = files
        .names()
        .iter()
        .filter(|name| BOOKS.iter().any(|end| name.to_lowercase().ends_with(end)))
        .collect();
    let name = match (files.names(), books.as_slice(), options.year) {
        ([only], _, _) => only.as_str(),
        (_, [_, _, ..], Some(year)) => files.sole(&format!("workbook of {year}"), |name| {
            books.iter().any(|book| *book == name) && named(base(name)).contains(&year)
        })?,
        _ => files
            .sole("workbook", |name| books.iter().any(|book| *book == name))
            .map_err(|error| match books.is_empty() {
                true => error,
                false => error.hint("say the year: `Options::new().year(2011)`"),
            })?,
    };
    Workbook::of(files.content(name)?)
}

/// Years in the name of an opened workbook.
fn years_in_name(book: &Workbook, named: impl Fn(&str) -> Vec<i32>) -> Vec<i32> {
    named(&name_of(book.file()))
}

impl Found {
    fn draft(mut self, layout: &Layout) -> Result<WorldDraft> {
        let mut gaps = Gaps::default();
        let places = &self.places;
        let (n, width) = (places.rows.len(), places.finals.len());
        let (mut flows, mut finals) = (Array2::zeros((n, n)), Array2::zeros((n, width)));
        let mut totals = Totals::of("column of total output against the row of output");
        let [output, _] = self.tail(Tail::Output, &mut Gaps::default())?;
        self.require_output()?;
        for (i, &row) in self.places.rows.iter().enumerate() {
            for (value, &column) in flows.row_mut(i).iter_mut().zip(&self.places.columns) {
                *value = number(&self.grid, row, column, &mut gaps)?;
            }
            for (value, &column) in finals.row_mut(i).iter_mut().zip(&self.places.finals) {
                *value = number(&self.grid, row, column, &mut gaps)?;
            }
            if let Some(column) = self.places.total
                && let Some(total) = self.grid.number(row, column)?
            {
                totals.compare(&self.places.producers.label(i), total, [output[i]]);
            }
            self.grid.free(row);
        }
        let rows = self.primary_rows(layout, &mut gaps)?;
        let inputs = self.inputs_in_words(&flows, &finals)?;
        let mut provenance = self.provenance;
        if self.places.total.is_some() {
            provenance = provenance.then(totals.in_words());
        }
        let provenance = gaps.told(provenance.then(inputs));
        let unit = self.prices.unit(self.year);
        let categories = Axis::with_names(self.places.categories)?;
        let producers = self.places.producers;
        let draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
            .output(output)
            .provenance(provenance);
        Ok(rows.into_iter().fold(draft, WorldDraft::primary_row))
    }

    /// The sum of the rows of one kind: what producers pay, and what final uses pay.
    fn tail(&self, part: Tail, gaps: &mut Gaps) -> Result<[Array1<f64>; 2]> {
        let columns = [&self.places.columns, &self.places.finals];
        let mut sums = columns.map(|columns| Array1::zeros(columns.len()));
        for &row in self.places.tail.get(&part).into_iter().flatten() {
            for (sums, columns) in sums.iter_mut().zip(columns) {
                for (sum, &column) in sums.iter_mut().zip(columns) {
                    *sum += number(&self.grid, row, column, gaps)?;
                }
            }
        }
        Ok(sums)
    }

    /// An output that is not there is not zero.
    fn require_output(&self) -> Result<()> {
        let rows = self.places.tail.get(&Tail::Output).into_iter().flatten();
        for (&row, &column) in
            rows.flat_map(|row| self.places.columns.iter().map(move |c| (row, c)))
        {
            if let Cell::Empty | Cell::Blank = self.grid.cell(row, column) {
                let error = Error::parse("an output is missing").expected("a number");
                return Err(self
                    .grid
                    .at(row, column, error.hint("0 where there is none")));
            }
        }
        Ok(())
    }

    fn primary_rows(&self, layout: &Layout, gaps: &mut Gaps) -> Result<Vec<PrimaryRow>> {
        const KINDS: [(Tail, PrimaryKind); 4] = [
            (Tail::ValueAdded, PrimaryKind::UndividedValueAdded),
            (Tail::ProductTax, PrimaryKind::ProductTax),
            (Tail::Margins, PrimaryKind::Margins),
            (Tail::Other, PrimaryKind::Other),
        ];
        let known = KINDS
            .into_iter()
            .filter(|(part, _)| layout.tail.iter().any(|(known, _)| known == part));
        let rows = known.map(|(part, kind)| {
            let [by_producer, by_final_use] = self.tail(part, gaps)?;
            Ok(PrimaryRow {
                kind,
                by_producer,
                by_final_use,
                on_exports: 0.0,
            })
        });
        rows.collect()
    }

    /// The row of total inputs against what is above it.
    fn inputs_in_words(&self, flows: &Array2<f64>, finals: &Array2<f64>) -> Result<String> {
        let mut totals = Totals::of("row of total intermediate inputs and uses");
        let places = &self.places;
        let columns = places.columns.iter().chain(&places.finals);
        let sums = flows.columns().into_iter().chain(finals.columns());
        for &row in places.tail.get(&Tail::Inputs).into_iter().flatten() {
            for (j, (&column, parts)) in columns.clone().zip(sums.clone()).enumerate() {
                let label = match j.checked_sub(places.columns.len()) {
                    None => places.producers.label(j),
                    Some(k) => {
                        let per = places.categories.len();
                        let region = &places.producers.countries().codes()[k / per];
                        format!("{region} {}", places.categories[k % per].0)
                    }
                };
                if let Some(total) = self.grid.number(row, column)? {
                    totals.compare(&label, total, parts.iter().copied());
                }
            }
        }
        Ok(totals.in_words())
    }
}

fn number(grid: &Grid, row: usize, column: usize, gaps: &mut Gaps) -> Result<f64> {
    if let Some(value) = grid.number(row, column)? {
        return Ok(value);
    }
    match grid.cell(row, column) {
        Cell::Blank => gaps.blank += 1,
        _ => gaps.empty += 1,
    }
    Ok(0.0)
}

impl Gaps {
    fn told(&self, provenance: Provenance) -> Provenance {
        let told = [
            (self.empty, "empty cells"),
            (self.blank, "cells of spaces only"),
        ];
        let told = told.into_iter().filter(|(count, _)| *count > 0);
        told.fold(provenance, |provenance, (count, what)| {
            provenance.then(format!("{count} {what} count as zero"))
        })
    }
}
