//! The economy of one country or of the world, as linkages see it: flows, output, and solves with I − A.

use std::fmt;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension, CowArray, Ix2};

use crate::account::ledger::{About, Column, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::label::{Ix, Producer, Producers};
use crate::linalg::{Engine, Factor, Failure, Native, Options, Pivoting, Solver};
use crate::model::{Measure, Model, Weights, WorldModel};
use crate::run::Run;
use crate::unit::Unit;

/// Questions about how producers hang together, asked of a national model or of a world model. Cheap to make: it shares the model's
/// system.
///
/// In a national model A holds domestic inputs only, and what is imported leaks out. In a world model A holds the inputs of all
/// producers from all countries.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::model::Measure;
/// # let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
/// #     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
/// #     .imported(array![[20.0, 5.0]])
/// #     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
/// #     .export("USA", TradeKind::Goods, array![25.0, 0.0])
/// #     .final_use("households", array![35.0, 50.0], array![10.0])
/// #     .output(array![100.0, 100.0])
/// #     .check()?;
/// let economy = table.model()?.linkages();
/// let multipliers = economy.multipliers(&economy.output_weights()?)?;
/// assert!((multipliers.type_i()[0] - 1.9148936170212767).abs() < 1e-12);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct Linkages {
    pub(super) economy: Economy,
}

#[derive(Clone)]
pub(super) enum Economy {
    National(Model),
    World(WorldModel),
}

impl Model {
    /// Multipliers, linkages, extraction and prices in the national economy.
    #[must_use]
    pub fn linkages(&self) -> Linkages {
        Linkages {
            economy: Economy::National(self.clone()),
        }
    }
}

impl WorldModel {
    /// Multipliers, linkages, extraction and prices in the world economy.
    #[must_use]
    pub fn linkages(&self) -> Linkages {
        Linkages {
            economy: Economy::World(self.clone()),
        }
    }
}

impl Linkages {
    /// The producers.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        match &self.economy {
            Economy::National(model) => model.producers(),
            Economy::World(model) => model.producers(),
        }
    }

    /// The unit of the table.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        match &self.economy {
            Economy::National(model) => model.table().unit(),
            Economy::World(model) => model.table().unit(),
        }
    }

    /// Rates of a measure per unit of output, with name and unit.
    ///
    /// # Errors
    /// If the model does not have what the measure names.
    pub fn weights(&self, measure: &Measure) -> Result<Weights> {
        let model = match &self.economy {
            Economy::World(model) => return model.weights(measure),
            Economy::National(model) => model,
        };
        let table = model.table();
        let name = match measure {
            Measure::ValueAdded => table.concept().to_string(),
            measure => measure.to_string(),
        };
        let unit = match measure {
            Measure::Extension(code) => {
                let at = table.extensions().at(code)?;
                table.extensions().name(at).to_owned()
            }
            _ => table.unit().short(),
        };
        Weights::new(&name, &unit, model.producers(), model.rates(measure)?)
    }

    /// One per unit of output: the weights of output itself.
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn output_weights(&self) -> Result<Weights> {
        let ones = Array1::ones(self.producers().len());
        Weights::new("output", &self.unit().short(), self.producers(), ones)
    }

    /// The positions of the producers with these labels; a label that is not given stands for all.
    ///
    /// # Errors
    /// If there is no such producer.
    pub fn positions(&self, labels: &Seller) -> Result<Vec<Ix<Producer>>> {
        with_labels(self.producers(), labels)
    }

    pub(super) fn output(&self) -> ArrayView1<'_, f64> {
        match &self.economy {
            Economy::National(model) => model.table().output(),
            Economy::World(model) => model.table().output(),
        }
    }

    /// Z: domestic flows of a country, or those of the world.
    pub(super) fn flows(&self) -> ArrayView2<'_, f64> {
        match &self.economy {
            Economy::National(model) => model.table().domestic(),
            Economy::World(model) => model.table().flows(),
        }
    }

    /// A.
    pub(super) fn coefficients(&self) -> Result<Array2<f64>> {
        match &self.economy {
            Economy::World(model) => model.coefficients(),
            Economy::National(model) => {
                let n = model.producers().len();
                let asked = self.run().require_memory("one more matrix", 8 * n * n);
                asked.map_err(|refusal| self.labelled(refusal.into()))?;
                Ok(model.system().coefficients().to_owned())
            }
        }
    }

    /// The rates of weights that fit these producers.
    pub(super) fn rates<'w>(&self, weights: &'w Weights) -> Result<ArrayView1<'w, f64>> {
        self.fitting(weights.name(), weights.rates())
    }

    /// A vector over the producers, if it is one.
    pub(super) fn fitting<'v>(
        &self,
        what: &str,
        vector: ArrayView1<'v, f64>,
    ) -> Result<ArrayView1<'v, f64>> {
        if vector.len() != self.producers().len() {
            return Err(
                Error::shape(format!("`{what}` does not fit the producers of the model"))
                    .expected(format!("{} producers", self.producers().len()))
                    .found(vector.len()),
            );
        }
        if let Some(at) = vector.iter().position(|value| !value.is_finite()) {
            return Err(Error::shape(format!(
                "`{what}` of {} is not a finite number",
                self.producers().label(at)
            ))
            .found(vector[at]));
        }
        Ok(vector)
    }

    /// X = (I − A)⁻¹ R.
    pub(super) fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        match &self.economy {
            Economy::National(model) => {
                let solved = model.system().solve_many(rhs);
                solved.map_err(|failure| self.labelled(failure))
            }
            Economy::World(model) => model.solve_many(rhs),
        }
    }

    /// Y with Y' (I − A) = W', one column of Y and of W per row of weights.
    pub(super) fn solve_transposed_many(&self, rows: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        match &self.economy {
            Economy::National(model) => {
                let solved = model.system().solve_transposed_many(rows);
                solved.map_err(|failure| self.labelled(failure))
            }
            Economy::World(model) => model.solve_transposed_many(rows),
        }
    }

    /// (I − A)⁻¹ v.
    pub(super) fn solve(&self, vector: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        let solved = self.solve_many(vector.insert_axis(Dimension(1)))?;
        Ok(solved.index_axis_move(Dimension(1), 0))
    }

    /// The row w (I − A)⁻¹.
    pub(super) fn solve_transposed(&self, row: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        let solved = self.solve_transposed_many(row.insert_axis(Dimension(1)))?;
        Ok(solved.index_axis_move(Dimension(1), 0))
    }

    /// (I − A)⁻¹ in full; the world's is kept by its model.
    pub(super) fn inverse(&self) -> Result<CowArray<'_, f64, Ix2>> {
        match &self.economy {
            Economy::National(model) => model.inverse().map(CowArray::from),
            Economy::World(model) => model.inverse().map(CowArray::from),
        }
    }

    /// The diagonal of (I − A)⁻¹.
    pub(super) fn diagonal_of_inverse(&self) -> Result<Array1<f64>> {
        match &self.economy {
            Economy::World(model) => Ok(model.inverse()?.diag().to_owned()),
            Economy::National(model) => {
                let each: Vec<[usize; 1]> = (0..self.producers().len()).map(|j| [j]).collect();
                let blocks = model.system().diagonal_blocks(&each);
                let blocks = blocks.map_err(|failure| self.labelled(failure))?;
                Ok(blocks.iter().map(|block| block[[0, 0]]).collect())
            }
        }
    }

    /// How systems of other coefficients are solved.
    pub(super) fn options(&self) -> Options {
        match &self.economy {
            Economy::National(model) => Solver::options(model.system()).without_outputs(),
            Economy::World(model) => model.options().without_outputs(),
        }
    }

    pub(super) fn run(&self) -> Run {
        self.options().run_options().clone()
    }

    /// A small general matrix over these producers, factorised with row exchanges.
    pub(super) fn factorised_block(
        &self,
        block: Array2<f64>,
        positions: &[usize],
    ) -> Result<Box<dyn Factor>> {
        let factor = Native.factorise(block, Pivoting::Partial, &self.run());
        factor.map_err(|failure| self.labelled(failure.at(|place| positions[place])))
    }

    /// The failure with the label of its producer.
    pub(super) fn labelled(&self, failure: Failure) -> Error {
        let label = |position: usize| self.producers().label(position);
        let error = match &failure {
            Failure::Breakdown(breakdown) => {
                Error::singular(format!("{}: {breakdown}", label(breakdown.position)))
                    .hint("look at the inputs of this producer against its output")
            }
            Failure::Memory(_) => Error::memory(failure.to_string()),
            Failure::Stopped(_) => Error::cancelled(failure.to_string()),
            _ => Error::shape(failure.to_string()),
        };
        error.caused_by(failure)
    }

    pub(super) fn about(&self, method: &str, measure: &str, unit: &str) -> About {
        let (whose, all) = match &self.economy {
            Economy::National(model) => {
                let table = model.table();
                let whose = format!("national table of {}", table.country());
                (whose, About::of_national(table))
            }
            Economy::World(model) => ("world table".to_owned(), About::of_world(model.table())),
        };
        About {
            method: format!("{method}, {whose}"),
            measure: measure.to_owned(),
            unit: unit.to_owned(),
            ..all
        }
    }

    /// Figures by producer, one row per term; nothing where a figure has no meaning.
    pub(super) fn by_producer<A>(
        &self,
        about: About,
        rows: &[(Term, Vec<Option<f64>>)],
    ) -> Result<Ledger<A>> {
        let shape = (rows.len(), 1, 1, self.producers().len());
        let mut values = ndarray::Array4::zeros(shape);
        let mut undefined = ndarray::Array4::from_elem(shape, false);
        for (t, (_, row)) in rows.iter().enumerate() {
            for (j, figure) in row.iter().enumerate() {
                match figure {
                    Some(figure) => values[[t, 0, 0, j]] = *figure,
                    None => undefined[[t, 0, 0, j]] = true,
                }
            }
        }
        let parts = Parts {
            about,
            sellers: Seller::all(self.producers()),
            importers: None,
            origins: None,
            terms: rows.iter().map(|(term, _)| *term).collect(),
            home: true,
            values,
        };
        let any = undefined.iter().any(|undefined| *undefined);
        Ledger::with_undefined(parts, any.then_some(undefined))
    }
}

/// Figures that all have a meaning.
pub(super) fn defined<'v>(figures: impl IntoIterator<Item = &'v f64>) -> Vec<Option<f64>> {
    figures.into_iter().copied().map(Some).collect()
}

/// The quotients, nothing where the divisor is zero.
pub(super) fn quotients(over: &Array1<f64>, under: ArrayView1<'_, f64>) -> Vec<Option<f64>> {
    let pairs = over.iter().zip(under);
    pairs
        .map(|(over, under)| (*under != 0.0).then(|| over / under))
        .collect()
}

/// The producers with these labels.
pub(super) fn with_labels(producers: &Producers, labels: &Seller) -> Result<Vec<Ix<Producer>>> {
    let fits = |at: &Ix<Producer>| {
        let key = producers.key(*at);
        let is = |wanted: Option<&str>, found: &str| wanted.is_none_or(|wanted| wanted == found);
        is(labels.label(Column::Exporter), key.country)
            && is(labels.label(Column::Group), key.group.code())
            && is(labels.label(Column::Sector), key.sector)
    };
    let found: Vec<Ix<Producer>> = producers.positions().filter(fits).collect();
    if found.is_empty() {
        if let Some(country) = labels.label(Column::Exporter) {
            producers.countries().at(country)?;
        }
        if let Some(sector) = labels.label(Column::Sector) {
            producers.sectors().at(sector)?;
        }
        let wanted = [&labels.exporter, &labels.group, &labels.sector];
        let wanted: Vec<&str> = wanted.into_iter().flatten().map(String::as_str).collect();
        return Err(Error::label(format!("no producer `{}`", wanted.join(" "))));
    }
    Ok(found)
}

impl fmt::Debug for Linkages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.economy {
            Economy::National(model) => write!(f, "Linkages of {model:?}"),
            Economy::World(model) => write!(f, "Linkages of {model:?}"),
        }
    }
}
