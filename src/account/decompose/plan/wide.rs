//! Blocks of figures that have more labels than exports (origins, absorption at home), or fewer (no partner).

use ndarray::{Array1, Array2, Array4, ArrayView1, Axis as Dimension, Slice};

use super::{Asked, Plan, added_up, columns_side_by_side, within};
use crate::account::Level;
use crate::account::ledger::{Parts, Term};
use crate::error::{Error, Result};
use crate::model::Content;
use crate::run::map_shared;

/// How fine figures are that have no partner: those of output, of a country's own value added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OwnLevel {
    /// By country.
    Country,
    /// By country and sector (and group).
    #[default]
    Sector,
}

impl OwnLevel {
    /// Both levels.
    pub const ALL: [Self; 2] = [Self::Country, Self::Sector];

    /// The level of results that have partners too, all partners together.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Country => Level::Country,
            Self::Sector => Level::Sector,
        }
    }
}

impl Plan<'_> {
    /// Content in primary inputs that are not value added, where there are any and value added is asked for.
    pub(in crate::account::decompose) fn beside(&self) -> Option<&Content> {
        self.other.as_deref()
    }

    /// All content of exports at a level, what is not value added included, importer × seller.
    pub(in crate::account::decompose) fn contained(&self, level: Level) -> Array2<f64> {
        let totals = self.exporters.iter().map(|&s| {
            let total = self.content_of_exports(s).insert_axis(Dimension(0));
            added_up(total, level).index_axis_move(Dimension(0), 0)
        });
        columns_side_by_side(&totals.collect::<Vec<_>>())
    }
}

impl Asked<'_> {
    pub(in crate::account::decompose) fn importer_codes(&self) -> Vec<String> {
        let codes = self.model.countries().codes();
        self.importers.iter().map(|&r| codes[r].clone()).collect()
    }

    /// The cells of every exporter, term × origin × importer asked for × producer, added up to the level and put beside each other.
    /// `terms` and `origins` say how many there are.
    pub(in crate::account::decompose) fn gathered(
        &self,
        level: Level,
        (terms, origins): (usize, usize),
        cells: impl Fn(usize) -> Result<Array4<f64>> + Sync + Send,
    ) -> Result<Array4<f64>> {
        let importers = match level.by_importer() {
            true => self.importers.len(),
            false => 1,
        };
        let sizes: Vec<usize> = self
            .exporters
            .iter()
            .map(|&s| self.sellers_of(s, level))
            .collect();
        self.written(&sizes, (terms, origins, importers), |s| {
            Ok(summed(cells(s)?, level))
        })
    }

    /// Cells of every exporter, so many sellers each, written beside each other as they are found.
    pub(in crate::account::decompose) fn written(
        &self,
        sizes: &[usize],
        (terms, origins, importers): (usize, usize, usize),
        cells: impl Fn(usize) -> Result<Array4<f64>> + Sync + Send,
    ) -> Result<Array4<f64>> {
        let sellers: usize = sizes.iter().sum();
        let run = self.model.run();
        run.require_memory("the results", 8 * terms * origins * importers * sellers)
            .map_err(|refusal| {
                Error::memory(refusal.to_string())
                    .hint("ask for fewer exporters or importers, or for a coarser level")
            })?;
        let mut values = Array4::zeros((terms, origins, importers, sellers));
        let mut places = Vec::with_capacity(sizes.len());
        let mut rest = values.view_mut();
        for &size in sizes {
            let (place, behind) = rest.split_at(Dimension(3), size);
            places.push(place);
            rest = behind;
        }
        // products of small blocks take ten times as long by operation as large ones
        let n = self.model.producers().len() as f64;
        let work = 20.0 * n * n * terms as f64;
        let done: Vec<Result<()>> = run.install(work, || {
            map_shared(self.exporters.iter().zip(places), |(&s, mut place)| {
                place.assign(&cells(s)?);
                Ok(())
            })
        });
        done.into_iter().collect::<Result<()>>()?;
        Ok(values)
    }

    fn sellers_of(&self, s: usize, level: Level) -> usize {
        match level.by_sector() {
            true => self.range(s).len(),
            false => 1,
        }
    }

    /// A ledger in the making: no origins, no cells at home.
    pub(in crate::account::decompose) fn parts(
        &self,
        method: String,
        level: Level,
        terms: Vec<Term>,
        values: Array4<f64>,
    ) -> Parts {
        Parts {
            about: self.about(method),
            sellers: self.sellers(level),
            importers: level.by_importer().then(|| self.importer_codes()),
            origins: None,
            terms,
            home: false,
            values,
        }
    }

    /// The rows Σ_{t≠s} w_t A_ts L_ss of every country s: imported inputs that an output of s calls forth at home, weighted with w.
    pub(in crate::account::decompose) fn imported(
        &self,
        weights: ArrayView1<'_, f64>,
    ) -> Result<Vec<Array1<f64>>> {
        let locals = self.model.locals()?;
        let n = weights.len();
        let rows = self.model.ranges().iter().enumerate().map(|(s, range)| {
            let mut inputs = Array1::zeros(range.len());
            for abroad in [0..range.start, range.end..n] {
                inputs += &within(weights, &abroad).dot(&self.model.flows(&abroad, range));
            }
            inputs *= &within(self.model.per_output(), range);
            locals.row_times(s, inputs.view())
        });
        Ok(rows.collect())
    }

    /// The unit of figures over gross values.
    pub(in crate::account::decompose) fn per_gross(&self) -> String {
        let gross = self.model.table().unit().short();
        match self.weights.unit() == gross {
            true => "share".to_owned(),
            false => format!("{} per {gross}", self.weights.unit()),
        }
    }
}

/// Cells added up over importers and producers, as far as the level asks for it.
fn summed(mut cells: Array4<f64>, level: Level) -> Array4<f64> {
    for (axis, kept) in [(2, level.by_importer()), (3, level.by_sector())] {
        if !kept {
            cells = cells.sum_axis(Dimension(axis)).insert_axis(Dimension(axis));
        }
    }
    cells
}

/// A vector in each of some rows: the block of a single term and origin, one × one × row × column.
pub(in crate::account::decompose) fn single(rows: Array2<f64>) -> Array4<f64> {
    rows.insert_axis(Dimension(0)).insert_axis(Dimension(0))
}

/// The rows of some producers, as many columns as asked for, turned: column × producer.
pub(in crate::account::decompose) fn turned(
    matrix: &Array2<f64>,
    rows: &std::ops::Range<usize>,
    columns: &[usize],
) -> Array2<f64> {
    let rows = matrix.slice_axis(Dimension(0), Slice::from(rows.clone()));
    rows.select(Dimension(1), columns).reversed_axes()
}

/// Figures over other figures, and where there is nothing to divide by.
pub(in crate::account::decompose) fn ratios(
    of: &Array4<f64>,
    over: &Array4<f64>,
) -> (Array4<f64>, Array4<bool>) {
    let mut values = of / over;
    let undefined = values.mapv(|value| !value.is_finite());
    values.zip_mut_with(&undefined, |value, undefined| {
        if *undefined {
            *value = 0.0;
        }
    });
    (values, undefined)
}
