//! Income of owners per unit of output, with ownership and value-added rates of either year.
//!
//! ```text
//! w_op(t, u) = Σ_k Ω_k,op(t) v_kp(u)        Ω_k owners' shares of component k of value added, v_k its rates per unit of output
//! ```
//!
//! Owners are those of both years together. The shares of a year add up to 1, so an owner that a year does not know owns nothing in it.

use ndarray::{Array1, Array2};

use crate::account::income::Owners;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Owner};
use crate::model::{Measure, WorldModel};
use crate::table::PrimaryKind;

/// Which year is meant, in messages.
const YEARS: [&str; 2] = ["first", "second"];

/// Ownership and rates of both years, by component.
pub(super) struct Incomes {
    owners: Vec<String>,
    producers: usize,
    components: Vec<Component>,
    notes: Vec<String>,
}

/// One component of value added in both years.
pub(super) struct Component {
    /// Ω_k, owner × producer.
    pub(super) shares: [Array2<f64>; 2],
    /// v_k, by producer.
    pub(super) rates: [Array1<f64>; 2],
}

impl Incomes {
    /// The owners asked for; `apart` where ownership and value-added rates are to change one after the other, which takes the same
    /// components in both years.
    pub(super) fn new(years: [&WorldModel; 2], asked: &Owners, apart: bool) -> Result<Self> {
        let known = known(years)?;
        let owners = asked.among(&known)?;
        if owners.is_empty() {
            return Err(Error::income("no owner is asked for"));
        }
        let kinds = kinds(years, asked.kind(), apart)?;
        let components = kinds.into_iter().map(|kind| {
            let [first, second] = years.map(|year| rates(year, kind));
            Ok(Component {
                shares: years.map(|year| shares(year, owners, kind)),
                rates: [first?, second?],
            })
        });
        Ok(Self {
            components: components.collect::<Result<_>>()?,
            notes: notes(years, owners),
            owners: owners.to_vec(),
            producers: years[0].producers().len(),
        })
    }

    /// The owners, in the order of the rows.
    pub(super) fn owners(&self) -> &[String] {
        &self.owners
    }

    /// The components of value added.
    pub(super) fn components(&self) -> &[Component] {
        &self.components
    }

    /// Whose shares these are, and which owners a year lacks.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// w, owner × producer, with ownership of one year and value-added rates of the same or the other.
    pub(super) fn rates(&self, ownership: usize, added: usize) -> Array2<f64> {
        let mut rates = Array2::zeros((self.owners.len(), self.producers));
        for of in &self.components {
            rates += &(&of.shares[ownership] * &of.rates[added]);
        }
        rates
    }
}

/// The owners of the first year, then those that only the second has.
fn known(years: [&WorldModel; 2]) -> Result<Axis<Owner>> {
    let [first, second] = years.map(|year| year.income().owners());
    let later = second.codes().iter();
    let later = later.filter(|code| first.find(code).is_none());
    Axis::new(first.codes().iter().chain(later).cloned())
}

/// The components of value added, or the one that is asked for.
fn kinds(
    years: [&WorldModel; 2],
    asked: Option<PrimaryKind>,
    apart: bool,
) -> Result<Vec<PrimaryKind>> {
    let known = years.map(|year| year.table().components());
    let mut kinds = match asked {
        Some(kind) => vec![kind],
        None => known.concat(),
    };
    kinds.sort_unstable();
    kinds.dedup();
    if !apart && asked.is_none() {
        return Ok(kinds);
    }
    for (year, known) in YEARS.into_iter().zip(&known) {
        if let Some(kind) = kinds.iter().find(|kind| !known.contains(kind)) {
            let error = Error::income(format!(
                "`{}` is no component of value added in the {year} year",
                kind.code()
            ))
            .expected(format!(
                "one of {}",
                first_few(known.iter().map(|kind| kind.code()))
            ));
            return Err(match asked {
                Some(_) => error,
                None => error.hint("ownership and value-added rates are told apart by component: give both tables the same, or take `RATES` as one factor"),
            });
        }
    }
    Ok(kinds)
}

/// A component per unit of output; a year without it has none.
fn rates(year: &WorldModel, kind: PrimaryKind) -> Result<Array1<f64>> {
    if !year.table().components().contains(&kind) {
        return Ok(Array1::zeros(year.producers().len()));
    }
    let weights = year.weights(&Measure::Component(kind))?;
    Ok(weights.rates().to_owned())
}

/// These owners' shares of a component.
fn shares(year: &WorldModel, owners: &[String], kind: PrimaryKind) -> Array2<f64> {
    let income = year.income();
    let mut shares = Array2::zeros((owners.len(), year.producers().len()));
    for (mut row, code) in shares.rows_mut().into_iter().zip(owners) {
        let owner = income.owners().find(code);
        if let Some(own) = owner.and_then(|owner| income.share(owner, kind)) {
            row.assign(&own);
        }
    }
    shares
}

fn notes(years: [&WorldModel; 2], owners: &[String]) -> Vec<String> {
    let [first, second] = years.map(|year| year.income().note());
    let mut notes = vec![match first == second {
        true => format!("Ownership: {first}."),
        false => format!("Ownership of the first year: {first}; of the second: {second}."),
    }];
    for (t, year) in years.into_iter().enumerate() {
        let missing = owners.iter();
        let missing = missing.filter(|code| year.income().owners().find(code).is_none());
        let missing: Vec<&String> = missing.collect();
        if !missing.is_empty() {
            notes.push(format!(
                "Owners that the {} year does not know, and that own nothing in it: {}.",
                YEARS[t],
                first_few(missing)
            ));
        }
    }
    notes
}
