//! Any decomposition of exports with an owner dimension.
//!
//! Question answered: whose income is each term? Where a formula has V, the row of value-added rates, Ω_o ∘ V takes its place: every term
//! is divided among owners, and the terms of all owners add up to those in value added. "Domestic" still says where income arises, not whose it
//! is: domestic value added of s that o owns is income of o earned in s.

use crate::account::Scope;
use crate::account::decompose::Method;
use crate::account::ledger::{About, Ledger};
use crate::error::{Error, Result};
use crate::label::{Axis, Owner};
use crate::model::{Measure, WorldModel};
use crate::table::PrimaryKind;

/// Whose income is asked for, and which part of it. All owners and all of it, unless said otherwise.
///
/// ```
/// use leontief::account::income::Owners;
/// use leontief::table::PrimaryKind;
///
/// let pay = Owners::only(["CHN", "USA"]).component(PrimaryKind::Compensation);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Owners {
    codes: Option<Vec<String>>,
    component: Option<PrimaryKind>,
}

impl Owners {
    /// Every owner.
    pub fn all() -> Self {
        Self::default()
    }

    /// These owners.
    pub fn only<S: Into<String>>(codes: impl IntoIterator<Item = S>) -> Self {
        Self {
            codes: Some(codes.into_iter().map(Into::into).collect()),
            component: None,
        }
    }

    /// Only the part of their income that is this component of value added: pay, taxes, capital income.
    pub fn component(mut self, kind: PrimaryKind) -> Self {
        self.component = Some(kind);
        self
    }

    /// The component of value added that is asked for, unless it is all of it.
    pub(crate) fn kind(&self) -> Option<PrimaryKind> {
        self.component
    }

    /// Those of the known owners that are asked for; an error if one is not known, or named twice.
    pub(crate) fn among<'a>(&'a self, known: &'a Axis<Owner>) -> Result<&'a [String]> {
        let Some(codes) = &self.codes else {
            return Ok(known.codes());
        };
        for (k, code) in codes.iter().enumerate() {
            known.at(code)?;
            if codes[..k].contains(code) {
                return Err(Error::label(format!(
                    "the owner `{code}` is asked for twice"
                )));
            }
        }
        Ok(codes)
    }

    fn measures(&self, model: &WorldModel) -> Result<Vec<(String, Measure)>> {
        let codes = self.among(model.income().owners())?;
        let measure = |code: &String| match self.component {
            None => Measure::income(code),
            Some(kind) => Measure::income_from(code, kind),
        };
        Ok(codes
            .iter()
            .map(|code| (code.clone(), measure(code)))
            .collect())
    }
}

impl WorldModel {
    /// Flows divided by a method, and every term by owner: a column `owner` beside those of the method.
    ///
    /// What is not value added (`OTH` of a decomposition in value added) is nobody's income and is left out: the terms of all owners together
    /// are the decomposition in value added without it. Terms that do not depend on what is measured (gross exports among the amounts of
    /// [`TivaAmounts`](crate::account::decompose::TivaAmounts)) are the same for every owner; do not add them up. One decomposition for each owner is made; choose a level to bound the size of the
    /// result.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::{IncomeShares, WorldDraft};
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::decompose::{Approach, BorinMancini};
    /// use leontief::account::income::Owners;
    /// use leontief::account::{Level, Scope};
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// # let income = IncomeShares::in_world_alike(&table, Axis::new(["CHN", "USA"])?, array![[0.9, 0.0], [0.1, 1.0]])?;
    /// let model = table.model()?.with_income(income)?;
    /// let method = BorinMancini::Exporter(Approach::Source, Level::Bilateral);
    /// let terms = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all())?;
    /// let american = terms.exporter("CHN")?.owner("USA")?; // what Americans earn from China's exports, term by term
    /// assert!(american.term("VAX1")?.value()? > 0.0);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Method::apply`]; if an owner is not known or named twice, or the scope has weights of its own.
    pub fn decompose_by_owner<A, M: Method<Results = Ledger<A>>>(
        &self,
        method: &M,
        scope: &Scope,
        owners: &Owners,
    ) -> Result<Ledger<A>> {
        if let Some(weights) = &scope.weights {
            return Err(Error::income(format!(
                "income has owners, the content `{}` has none",
                weights.name()
            ))
            .hint("a scope without weights, or `decompose_some` with them"));
        }
        let mut about = None;
        let ledgers = owners.measures(self)?.into_iter().map(|(code, measure)| {
            let weights = self.weights(&measure)?;
            let ledger = method.apply(self, &scope.clone().weights(weights))?;
            about.get_or_insert_with(|| ledger.about().clone());
            Ok((code, ledger))
        });
        let ledger = Ledger::of_owners(self.owned(owners), ledgers)?;
        let owned = ledger.about().clone();
        let first = about.unwrap_or_else(|| owned.clone());
        Ok(ledger.described(About {
            measure: owned.measure,
            notes: [first.notes, owned.notes].concat(),
            ..first
        }))
    }

    fn owned(&self, owners: &Owners) -> About {
        About {
            method: String::new(),
            measure: match owners.component {
                None => "national income by owner".to_owned(),
                Some(kind) => format!("national income by owner, from {kind}"),
            },
            unit: self.table().unit().short(),
            notes: vec![
                format!("Ownership: {}.", self.income().note()),
                "What is not value added has no owner and is left out.".to_owned(),
            ],
            ..About::of_world(self.table())
        }
    }
}
