//! Inter-country tables of the OECD: ICIO, editions 2016 to 2025, small and extended, and the analytical AMNE tables by ownership.
//!
//! One CSV file per year, labels `COUNTRY_INDUSTRY` (`COUNTRY_OWNER_INDUSTRY` by ownership) at the head of rows and columns, million USD at
//! current basic prices. Everything is found by label, in any order; a label is divided at its first underscore.
//!
//! | in the file | read as |
//! |---|---|
//! | a row that is a column too | a producer |
//! | other columns `COUNTRY_CATEGORY` (2016: `CATEGORY_COUNTRY`) | final use |
//! | `VA`, `VALU`, `GVA` | value added at basic prices; `VA+TAXSUB` (2016) holds taxes on products, which the provenance says |
//! | `TLS`, `TAXSUB`, `TAX`, or one `COUNTRY_TAXSUB` for each country (added up) | taxes less subsidies on products, with what final uses pay |
//! | `OUT`, `OUTPUT`, `GO` | output |
//! | a column `OUT` or `TOTAL` | compared with the row of output, in the provenance |
//! | a column `DISC` (2016) | one more category of final use, `DISC`, in the producer's own country |
//! | `CN1`, `CN2`, …, `MX1`, … | groups of `CHN` and `MEX`, whose own rows and columns of inputs are empty and left out |
//! | owners `D` and `F` | groups by ownership |
//! | empty cells | zero, counted in the provenance |
//!
//! Written from descriptions of the layouts and tried on miniature files; no published file was at hand.
//!
//! Sources: OECD, Inter-Country Input-Output Tables; Cadestin, De Backer, Desnoyers-James, Miroudot, Ye, Rigo (2018), OECD Science,
//! Technology and Industry Working Papers 2018/05, for the tables by ownership.

mod finals;
mod labels;
mod tail;

use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use finals::Finals;
use labels::{Label, Order, label_of, owner_of, positions};
use tail::{Tail, VALUE_ADDED_AND_TAXES, edition};

use super::Options;
use super::names::NameYear;
use super::text_cells::Place;
use super::totals::Totals;
use super::wide::{Block, Wide, WideRow};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Producers};
use crate::run::Run;
use crate::table::{PrimaryKind, PrimaryRow, Provenance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

const KEYS: [&str; 3] = ["cou", "own", "ind"];
const TOTALS: [&str; 3] = ["OUT", "TOTAL", "OUTPUT"];
const DISCREPANCY: &str = "DISC";

/// An inter-country table of the OECD, ICIO or analytical AMNE, of the year in the file's name (the last four digits that are one:
/// `ICIO2021_2018.csv`, `2018_SML.csv`, `AAMNE_ICIO2018.csv`).
///
/// The draft has the tolerance of an exact table: published ones are rounded, so set one before the check.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let world = read::icio("ICIO2021_2018.csv")?.tolerance(Tolerance::absolute(1.0)).check()?;
/// assert!(world.producers().block("CHN", "CN2").is_ok());
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the name has no year; as [`icio_with`].
pub fn icio(path: impl AsRef<Path>) -> Result<WorldDraft> {
    icio_with(path, &Options::new())
}

/// The same with a year that the caller knows or wants out of an archive of several, watched, on some threads.
///
/// # Errors
/// If the file cannot be read, a label is missing, unknown or doubled, a cell is not a number, a row has too few or too many cells, a
/// country that is divided has inputs or sales of its own, or the name of the file says another year.
pub fn icio_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let wide = Wide::open(path.as_ref(), &KEYS, options)?;
    let year = NameYear::Last.of(wide.file(), options.year, "2018_SML.csv", "icio_with")?;
    let layout = Layout::of(&wide)?;
    layout.draft(&wide, year, &options.run)
}

/// What rows and columns are.
struct Layout {
    producers: Producers,
    markets: Vec<String>,
    categories: Vec<String>,
    /// Rows of producers in the order of the axis.
    rows: Vec<usize>,
    places: Vec<Place>,
    widths: [usize; 2],
    value_added: usize,
    taxes: Vec<usize>,
    output: usize,
    /// The column of all uses, where there is one.
    total: Option<usize>,
    discrepancy: Option<usize>,
    /// Rows of divided countries as a whole.
    empty: Vec<usize>,
    edition: &'static str,
}

impl Layout {
    fn of(wide: &Wide) -> Result<Self> {
        let columns = positions(
            wide.columns().iter().map(|label| (label.as_str(), 1)),
            wide,
            "column",
        )?;
        let row_labels = wide.rows().iter().map(|row| (row.label.as_str(), row.line));
        let row_at = positions(row_labels, wide, "row")?;
        let is_producer = |label: &str| {
            columns.contains_key(label) && label.contains('_') && !TOTALS.contains(&label)
        };
        let found: Vec<usize> = (0..wide.rows().len())
            .filter(|&row| is_producer(&wide.rows()[row].label))
            .collect();
        if found.is_empty() {
            return Err(wide.at(
                1,
                Error::label("no row is a column too")
                    .expected("producers such as `AUS_A01_02` at the head of rows and of columns")
                    .found(first_few(wide.columns())),
            ));
        }
        let owned = found
            .iter()
            .all(|&row| owner_of(&wide.rows()[row].label).is_some());
        let labels: Vec<(usize, Label)> = found
            .iter()
            .map(|&row| Ok((row, label_of(wide, &wide.rows()[row], owned)?)))
            .collect::<Result<_>>()?;
        let order = Order::of(labels)?;
        let mut places = vec![Place::Nowhere; wide.columns().len()];
        for (at, &row) in order.rows.iter().enumerate() {
            places[columns[wide.rows()[row].label.as_str()]] = Place::First(at);
        }
        let finals = Finals::of(wide, &row_at, &order.producers)?;
        for (column, at) in &finals.places {
            places[*column] = Place::Second(*at);
        }
        let mut width = finals.width;
        let mut extra = |column: Option<usize>, places: &mut Vec<Place>| {
            column.map(|column| {
                places[column] = Place::Second(width);
                width += 1;
                width - 1
            })
        };
        let total = TOTALS.iter().find_map(|label| columns.get(label).copied());
        let total = extra(total, &mut places);
        let discrepancy = extra(columns.get(DISCREPANCY).copied(), &mut places);
        for &row in &order.empty {
            extra(Some(columns[wide.rows()[row].label.as_str()]), &mut places);
        }
        let tail = Tail::of(wide, &found)?;
        Ok(Self {
            edition: edition(
                wide,
                &tail,
                owned,
                order.producers.blocks()[0].sectors().len(),
            ),
            markets: finals.markets,
            categories: finals.categories,
            rows: order.rows,
            widths: [order.producers.len(), width],
            places,
            value_added: tail.value_added,
            taxes: tail.taxes,
            output: tail.output,
            total,
            discrepancy,
            empty: order.empty,
            producers: order.producers,
        })
    }

    fn draft(&self, wide: &Wide, year: i32, run: &Run) -> Result<WorldDraft> {
        let tail: Vec<usize> = [self.value_added, self.output]
            .into_iter()
            .chain(self.taxes.iter().copied())
            .collect();
        let blocks = [&self.rows[..], &tail, &self.empty];
        let blocks = wide.parsed(blocks, &self.places, self.widths, run)?;
        let [table, primary, divided] = blocks;
        self.require_empty(wide, &table.second, &divided)?;
        let (uses, empty) = (table.second, table.empty);
        let (paid, on_finals) = (primary.first, primary.second);
        let countries = self.producers.countries().len() + self.markets.len();
        let finals = countries * self.categories.len();
        let mut final_use = uses
            .slice_axis(Dimension(1), Slice::from(..finals))
            .to_owned();
        if let Some(column) = self.discrepancy {
            let last = self.categories.len();
            for (s, country) in self.producers.countries().positions().enumerate() {
                for i in self.producers.range(country) {
                    final_use[[i, s * last + last - 1]] = uses[[i, column]];
                }
            }
        }
        let row = |kind, rows: &[usize]| {
            let added = |array: &Array2<f64>, width: usize| {
                rows.iter()
                    .fold(Array1::zeros(width), |sum: Array1<f64>, &at| {
                        sum + array
                            .index_axis(Dimension(0), at)
                            .slice_axis(Dimension(0), Slice::from(..width))
                    })
            };
            PrimaryRow {
                kind,
                by_producer: added(&paid, self.producers.len()),
                by_final_use: added(&on_finals, finals),
                on_exports: 0.0,
            }
        };
        let output = paid.row(1).to_owned();
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
        let (producers, categories) = (self.producers.clone(), Axis::new(&self.categories)?);
        let provenance = self.provenance(wide, &uses, &output, empty);
        let mut draft = WorldDraft::of_uses(producers, categories, unit, table.first, final_use)
            .of_markets(self.markets.iter().cloned())?
            .primary_row(row(PrimaryKind::UndividedValueAdded, &[0]))
            .provenance(provenance);
        if !self.taxes.is_empty() {
            let taxes: Vec<usize> = (2..tail.len()).collect();
            draft = draft.primary_row(row(PrimaryKind::ProductTax, &taxes));
        }
        Ok(draft.output(output))
    }

    /// Refuses inputs or sales of the whole of a country that is divided.
    fn require_empty(&self, wide: &Wide, uses: &Array2<f64>, divided: &Block) -> Result<()> {
        let first = self.widths[1] - self.empty.len();
        let columns = uses.slice_axis(Dimension(1), Slice::from(first..));
        let (flows, finals) = (&divided.first, &divided.second);
        for (k, &row) in self.empty.iter().enumerate() {
            let filled = [columns.column(k), flows.row(k), finals.row(k)]
                .into_iter()
                .any(|cells| cells.iter().any(|cell| *cell != 0.0));
            if filled {
                let WideRow { label, line, .. } = &wide.rows()[row];
                let what = format!("`{label}` has inputs or sales beside the parts of its country");
                let error = Error::table(what).expected("zeros: production stands with the parts");
                return Err(wide.at(*line, error));
            }
        }
        Ok(())
    }

    fn provenance(
        &self,
        wide: &Wide,
        uses: &Array2<f64>,
        output: &Array1<f64>,
        empty: usize,
    ) -> Provenance {
        let mut provenance = Provenance::from_source("OECD")
            .of_edition(self.edition)
            .with_file(wide.source().clone());
        if let Some(column) = self.total {
            let mut totals = Totals::of("column of all uses against the row of output");
            for (i, total) in uses.column(column).iter().enumerate() {
                totals.compare(&self.producers.label(i), *total, [output[i]]);
            }
            provenance = provenance.then(totals.in_words());
        }
        if !self.empty.is_empty() {
            let rows = self
                .empty
                .iter()
                .map(|&row| wide.rows()[row].label.as_str());
            provenance = provenance.then(format!(
                "rows and columns of divided countries as a whole, all zero, left out: {}",
                first_few(rows)
            ));
        }
        if wide.rows()[self.value_added].label == VALUE_ADDED_AND_TAXES {
            provenance = provenance.then("value added includes taxes less subsidies on products");
        }
        if self.taxes.len() > 1 {
            provenance = provenance.then(format!("{} rows of taxes added up", self.taxes.len()));
        }
        if self.discrepancy.is_some() {
            provenance = provenance.then("the column DISC is a category of final use at home");
        }
        match empty {
            0 => provenance,
            count => provenance.then(format!("{count} empty cells count as zero")),
        }
    }
}
