//! Eora26: tables of the world in 26 sectors, a folder of matrices without labels and files of labels.

use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::parts::{Part, Parts};
use super::primary::{Added, counts_twice, kind_of};
use super::rest::{Outside, PURCHASES, row_of};
use super::satellites::Satellites;
use crate::error::Result;
use crate::label::{Axis, Country};
use crate::read::matrix::{Labels, Matrix, Numbers, Plan, RowPlaces};
use crate::read::options::{Extensions, Options, RestOfWorld};
use crate::read::text_cells::Place;
use crate::read::totals::Totals;
use crate::read::world_axes::{FinalPlaces, ProducerPlaces, finals_of, markets_of, producers_of};
use crate::table::{ExtensionRow, PrimaryKind, PrimaryRow, Provenance, WorldDraft};
use crate::unit::{Scale, Unit};

/// A world table of Eora26, from the folder or zip archive of one year, see [`eora26_with`].
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let draft = read::eora26("Eora26_2015_bp")?;
/// let world = draft.tolerance(Tolerance::relative(0.05)).check()?;
/// assert!(world.countries().len() > 180);
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`eora26_with`].
pub fn eora26(path: impl AsRef<Path>) -> Result<WorldDraft> {
    eora26_with(path, &Options::new())
}

/// The same, with a choice of the year, of the rest of the world and of satellite rows, watched, on some threads.
///
/// Tab-separated matrices without labels, and labels beside them, in a folder or archive `indices` in the same folder, or in
/// `indices.zip` within the folder or beside the archive:
///
/// | in the files | read as |
/// |---|---|
/// | `Eora26_YYYY_bp_T.txt` (`pp`: purchasers' prices), rows and columns `labels_T.txt` (country, ISO3, group, sector) | flows between producers; the ISO3 code is the country, the sector's name its code |
/// | `…_FD.txt`, columns `labels_FD.txt` (country, ISO3, group, category) | final use by country and category |
/// | `…_VA.txt`, rows `labels_VA.txt` (group, item) | primary inputs, see below |
/// | `…_Q.txt`, rows `labels_Q.txt` (group with its unit in parentheses, item) | extension rows `group: item`; names that repeat get a number behind them |
/// | `…_QY.txt` | what final users cause directly |
///
/// **Unit.** Thousand US dollars, current prices.
///
/// **Primary inputs** by the name of the item. Compensation of employees, consumption of fixed capital; taxes and subsidies on
/// production are added up, and so are net operating surplus and net mixed income. Signs are those of the file, and subsidies are
/// expected to be negative; the provenance has the sum of each item.
///
/// **Rest of the world.** The last row and column, `ROW` with the only sector `TOTAL`, hold what the accounts leave open. Other programs
/// delete them or move them without asking; here it is a [`RestOfWorld`], by default a producer like any other.
///
/// **Output** is what a row sums to, T and FD together. Eora does not balance exactly: columns miss output. The provenance says by how
/// much at most; set a [`Tolerance`](crate::table::Tolerance) that takes it.
///
/// **Gaps.** Empty cells are zero and counted. A year without `Q` or `QY` has no extensions, or none by final use, and the provenance
/// says so.
///
/// # Source
/// Lenzen, Moran, Kanemoto, Geschke (2013), Building Eora: a global multi-region input-output database at high country and sector
/// resolution, Economic Systems Research 25(1). The layout is written from descriptions; no published file was at hand.
///
/// # Errors
/// If a file is missing, cut off or has more or fewer rows or columns than its labels, a label is unknown or doubled, a cell is not a
/// number, or there is more than one table. Messages name file, line, column and label.
pub fn eora26_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let parts = Parts::find(path.as_ref(), options.year)?;
    let layout = Layout::of(&parts, options.rest_of_world)?;
    layout.draft(&parts, options)
}

/// What rows and columns are.
struct Layout {
    places: ProducerPlaces,
    /// Labels of T in the order of the file.
    rows: Vec<String>,
    /// Row of the arrays of each label; a rest of the world outside is the last one.
    order: Vec<Option<usize>>,
    columns: Vec<Place>,
    /// Whether the rest of the world is kept outside.
    outside: bool,
    notes: Vec<String>,
    finals: FinalPlaces,
    final_columns: Vec<String>,
    countries: Axis<Country>,
    markets: Vec<String>,
}

impl Layout {
    fn of(parts: &Parts, policy: RestOfWorld) -> Result<Self> {
        let labels = parts.labels("labels_T.txt")?;
        labels.require_columns(4, "country, ISO3 code, group, sector")?;
        let rest = row_of(&labels);
        let outside = rest.filter(|_| policy == RestOfWorld::Outside);
        let mut pairs = pairs(&labels);
        if let Some(at) = outside {
            pairs.remove(at);
        }
        let places = producers_of(&pairs).map_err(|error| error.in_file(labels.file()))?;
        let n = places.at.len();
        let mut order: Vec<usize> = places.at.clone();
        if let Some(at) = outside {
            order.insert(at, n);
        }
        let columns = order.iter().map(|&at| match at == n {
            true => Place::Second(0),
            false => Place::First(at),
        });
        let mut notes = Vec::new();
        match (rest, policy) {
            (None, _) => notes.push("no row and column of statistical discrepancies".to_owned()),
            (Some(_), RestOfWorld::Keep) => notes.push(
                "the rest of the world (row and column `ROW TOTAL`, statistical discrepancies) is a producer".to_owned(),
            ),
            (Some(_), RestOfWorld::Outside) => {}
        }
        let final_labels = parts.labels("labels_FD.txt")?;
        final_labels.require_columns(4, "country, ISO3 code, group, category")?;
        let final_pairs = self::pairs(&final_labels);
        let markets = markets_of(&final_pairs, &places.producers);
        let known = places.producers.countries().codes().iter();
        let known = known.map(String::as_str).chain(markets.iter().copied());
        let countries = Axis::new(known)?;
        let extra: &[&str] = match outside {
            Some(_) => &[PURCHASES],
            None => &[],
        };
        let finals = finals_of(&final_pairs, &countries, extra);
        let finals = finals.map_err(|error| error.in_file(final_labels.file()))?;
        if outside.is_some() {
            let market = countries.at("ROW");
            market.map_err(|error| error.in_file(final_labels.file()).during("final use"))?;
        }
        Ok(Self {
            rows: joined(&labels),
            columns: columns.collect(),
            order: order.into_iter().map(Some).collect(),
            outside: outside.is_some(),
            notes,
            finals,
            final_columns: joined(&final_labels),
            markets: markets.into_iter().map(str::to_owned).collect(),
            countries,
            places,
        })
    }

    fn draft(&self, parts: &Parts, options: &Options) -> Result<WorldDraft> {
        let mut empty = 0;
        let mut flows =
            self.by_producer(parts, Part::Transactions, &self.order, &self.rows, options)?;
        let finals = parts.required(Part::FinalDemand)?;
        let finals = self.by_final_use(parts, finals, &self.order, &self.rows, options)?;
        empty += flows.empty + finals.empty;
        let mut finals = finals.first;
        let outside = self.outside.then(|| Outside::cut(&mut flows, &mut finals));
        if let Some(outside) = &outside {
            let market = self.countries.find("ROW").map_or(0, |at| at.get());
            let column = (market + 1) * self.finals.categories.len() - 1;
            finals.column_mut(column).assign(&outside.purchases);
        }
        let flows = flows.first;
        let output = flows.sum_axis(Dimension(1)) + finals.sum_axis(Dimension(1));
        let (added, left_out, more) = self.primary(parts, options)?;
        empty += more;
        let mut provenance = Provenance::from_source("Eora26")
            .of_edition(format!("{}, {}", parts.year, parts.prices));
        let mut rows = added.rows().to_vec();
        if let Some(outside) = &outside {
            provenance = provenance.then(outside.in_words(left_out));
            rows.push(PrimaryRow {
                kind: PrimaryKind::Other,
                by_producer: outside.to_producers.clone(),
                by_final_use: outside.to_finals.clone(),
                on_exports: 0.0,
            });
        }
        let paid = rows.iter().fold(flows.sum_axis(Dimension(0)), |sum, row| {
            sum + &row.by_producer
        });
        provenance = provenance
            .then(added.in_words())
            .then("output is what rows of T and FD sum to")
            .then(self.columns_in_words(&output, &paid));
        let (extensions, words, more) = self.extensions(parts, options)?;
        empty += more;
        let words = self.notes.iter().cloned().chain(words);
        provenance = words.fold(provenance, |provenance, words| provenance.then(words));
        if empty > 0 {
            provenance = provenance.then(format!("{empty} empty cells count as zero"));
        }
        let unit = Unit::new("USD", Scale::THOUSANDS, parts.year, parts.prices);
        let producers = self.places.producers.clone();
        let categories = self.finals.categories.clone();
        let mut draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
            .of_markets(self.markets.iter().cloned())?
            .output(output);
        draft = rows.into_iter().fold(draft, WorldDraft::primary_row);
        draft = extensions
            .into_iter()
            .fold(draft, WorldDraft::extension_row);
        Ok(draft.provenance(parts.noted.put(provenance)))
    }

    /// A matrix whose columns are those of T.
    fn by_producer(
        &self,
        parts: &Parts,
        part: Part,
        order: &[Option<usize>],
        labels: &[String],
        options: &Options,
    ) -> Result<Numbers> {
        let plan = Plan {
            rows: RowPlaces::InOrder(0, order, labels),
            height: order.iter().flatten().count(),
            columns: &self.rows,
            places: &self.columns,
            widths: [self.places.producers.len(), usize::from(self.outside)],
        };
        Matrix::open(&parts.files, parts.required(part)?)?.numbers(&plan, &options.run)
    }

    /// A matrix whose columns are those of FD.
    fn by_final_use(
        &self,
        parts: &Parts,
        name: &str,
        order: &[Option<usize>],
        labels: &[String],
        options: &Options,
    ) -> Result<Numbers> {
        let places: Vec<Place> = self.finals.at.iter().map(|&at| Place::First(at)).collect();
        let plan = Plan {
            rows: RowPlaces::InOrder(0, order, labels),
            height: order.iter().flatten().count(),
            columns: &self.final_columns,
            places: &places,
            widths: [self.finals.width, 0],
        };
        Matrix::open(&parts.files, name)?.numbers(&plan, &options.run)
    }

    /// Primary inputs by kind, what a rest of the world outside has of them, and empty cells.
    fn primary(&self, parts: &Parts, options: &Options) -> Result<(Added, f64, usize)> {
        let labels = parts.labels("labels_VA.txt")?;
        labels.require_columns(2, "group, item")?;
        let lines = labels.lines().iter();
        let kinds = lines.map(|line| {
            let kind = kind_of(&line.cells[1]);
            kind.map_err(|error| labels.at(line, error))
        });
        let kinds: Vec<PrimaryKind> = kinds.collect::<Result<_>>()?;
        if let Some(error) = counts_twice(&kinds) {
            return Err(error.in_file(labels.file()));
        }
        let items: Vec<String> = labels
            .lines()
            .iter()
            .map(|line| line.cells[1].clone())
            .collect();
        for (at, item) in items.iter().enumerate() {
            if items[..at].contains(item) {
                let error = crate::error::Error::label(format!("the item `{item}` occurs twice"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(labels.at(&labels.lines()[at], error));
            }
        }
        let order: Vec<Option<usize>> = (0..items.len()).map(Some).collect();
        let paid = self.by_producer(parts, Part::ValueAdded, &order, &items, options)?;
        let mut added = Added::default();
        let nothing = Array1::zeros(0);
        for (at, item) in items.iter().enumerate() {
            let row = paid.first.row(at);
            added.row(item, kinds[at], row, nothing.view(), 0.0);
        }
        Ok((added, paid.second.sum(), paid.empty))
    }

    fn extensions(
        &self,
        parts: &Parts,
        options: &Options,
    ) -> Result<(Vec<ExtensionRow>, Vec<String>, usize)> {
        let none = |words: &str| Ok((Vec::new(), vec![words.to_owned()], 0));
        if options.extensions == Extensions::Nothing {
            return none("satellite rows are not read");
        }
        if parts.name(Part::Satellites)?.is_none() && options.extensions == Extensions::All {
            return none("no file of satellite rows");
        }
        let labels = parts.labels("labels_Q.txt")?;
        labels.require_columns(2, "group with its unit, item")?;
        let rows = labels.lines().iter();
        let rows = rows.map(|line| (line.cells[0].as_str(), line.cells[1].as_str()));
        let satellites = Satellites::of(&rows.collect::<Vec<_>>(), &options.extensions);
        let satellites = satellites.map_err(|error| error.in_file(labels.file()))?;
        let (order, codes) = (&satellites.places, &satellites.codes);
        let numbers = self.by_producer(parts, Part::Satellites, order, codes, options)?;
        let mut words = vec![satellites.in_words()];
        let mut empty = numbers.empty;
        let direct = match parts.name(Part::FinalSatellites)? {
            Some(name) => {
                let direct = self.by_final_use(parts, name, order, codes, options)?;
                empty += direct.empty;
                direct.first
            }
            None => {
                words.push("no file of satellite rows by final use".to_owned());
                Array2::zeros((satellites.wanted, 0))
            }
        };
        if self.outside {
            words.push(format!(
                "satellite rows of the rest of the world's production are left out, {} cells that are not zero",
                numbers.second.iter().filter(|cell| **cell != 0.0).count()
            ));
        }
        let rows = satellites.chosen().enumerate();
        let rows = rows.map(|(row, (code, unit))| ExtensionRow {
            code: code.to_owned(),
            unit: unit.to_owned(),
            by_producer: numbers.first.row(row).to_owned(),
            by_final_use: direct.row(row).to_owned(),
        });
        Ok((rows.collect(), words, empty))
    }

    /// Columns against output.
    fn columns_in_words(&self, output: &Array1<f64>, paid: &Array1<f64>) -> String {
        let mut totals = Totals::of("output against inputs and primary inputs");
        for (at, output) in output.iter().enumerate() {
            totals.compare(&self.places.producers.label(at), *output, [paid[at]]);
        }
        totals.in_words()
    }
}

/// ISO3 code and last label of each line.
fn pairs(labels: &Labels) -> Vec<[&str; 2]> {
    let lines = labels.lines().iter();
    let pairs = lines.map(|line| [line.cells[1].as_str(), line.cells[3].as_str()]);
    pairs.collect()
}

fn joined(labels: &Labels) -> Vec<String> {
    let pairs = pairs(labels).into_iter();
    pairs.map(|pair| pair.join(" ")).collect()
}
