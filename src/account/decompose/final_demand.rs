//! Value added by who absorbs it: final demand as the destination of value added.
//!
//! Questions answered: whose value added does d absorb ([`ValueAddedInFinalDemand`], home included, all final use or some categories of it);
//! how much does s export in the sense that others absorb it ([`JohnsonNoguera`], VAX-C); how much of it is used by r in the last stage of
//! production of final goods ([`VaxByFinalStage`], VAX-P)?
//!
//! Sources: Johnson, Noguera (2012), "Accounting for Intermediates: Production Sharing and Trade in Value Added", Journal of International
//! Economics 86(2), 224-236, DOI 10.1016/j.jinteco.2011.10.003; Los, Timmer (2018), "Measuring Bilateral Exports of Value Added: A Unified
//! Framework", NBER Working Paper 24896, DOI 10.3386/w24896, for the names VAX-C and VAX-P.
//!
//! - value added of s in final use of d: `V_s ∘ (BY)_sd`, by producer of s where it arises;
//! - VAX-C of s to r: the same for r ≠ s;
//! - VAX-P of s by country r of the last stage: `V_s ∘ (B bd(Y_r u))_s`, output of s called forth by all final goods made in r, wherever
//!   they are absorbed.
//!
//! Two things are called VAX. This one goes by the country that absorbs in the end and may be larger than exports to that country. Borin
//! and Mancini's VAX of a flow ([`BorinMancini`](super::BorinMancini)) goes by the direct importer and is part of its exports. By
//! exporter both are the same.
//!
//! # Shapes
//! (absorber or country of the last stage) × producer of origin, in the unit of the weights. Sectors are those where the value arises,
//! not those that export.
//!
//! # Computation
//! Solves with G right-hand sides (BY and B bd(Y_r u) are shared with other methods), one more set for some categories of final use.
//!
//! # Identities (tested)
//! Over all absorbers, home included, the sum is V ∘ X; over all countries of the last stage too. Over all origins it is final use less
//! what in it is not value added. Categories of final use add up to all of it, but for output without a recorded use, which has no
//! category.

use ndarray::Array2;

use super::method::Method;
use super::plan::{Asked, ratios, single, turned};
use crate::account::ledger::{Additive, Apart, Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::WorldModel;

/// Value added in final demand.
pub const FINAL_DEMAND_TERMS: [Term; 1] = [Term::new(
    "FD_VA",
    "value added of the producer's country in final use of the absorbing country",
    "V_s ∘ (BY)_sd",
)];

/// Value-added exports.
pub const VAX_TERMS: [Term; 1] = [Term::new(
    "VAX",
    "value added absorbed in another country, by final absorber",
    "V_s ∘ (BY)_sr, r ≠ s",
)];

/// Value-added exports over gross exports.
pub const VAX_RATIO_TERMS: [Term; 1] = [Term::new(
    "VAX_RATIO",
    "value added absorbed in another country over gross exports to it",
    "V_s ∘ (BY)_sr / E_sr",
)];

/// Value added by the last stage of production.
pub const FINAL_STAGE_TERMS: [Term; 1] = [Term::new(
    "VAX_P",
    "value added in the final goods that a country makes, wherever they are absorbed",
    "V_s ∘ (B bd(Y_r u))_s",
)];

/// Value added by producer of origin and absorbing country, home included: all final use, or some categories of it. The exporters of the
/// scope are origins, its importers absorbers.
///
/// ```
/// use leontief::account::Level;
/// use leontief::account::decompose::ValueAddedInFinalDemand;
///
/// let all = ValueAddedInFinalDemand::all(Level::Bilateral);
/// let consumption = ValueAddedInFinalDemand::of(Level::Bilateral, ["HFCE", "NPISH", "GGFC"]);
/// assert_ne!(all, consumption);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueAddedInFinalDemand {
    level: Level,
    categories: Option<Vec<String>>,
}

impl ValueAddedInFinalDemand {
    /// In all final use.
    #[must_use]
    pub const fn all(level: Level) -> Self {
        Self {
            level,
            categories: None,
        }
    }

    /// In these categories of final use only, by the codes of the table: those of consumption give TiVA's CONS_VA, those of fixed
    /// investment GFCF_VA.
    #[must_use]
    pub fn of<S: Into<String>>(level: Level, categories: impl IntoIterator<Item = S>) -> Self {
        Self {
            level,
            categories: Some(categories.into_iter().map(Into::into).collect()),
        }
    }
}

impl Method for ValueAddedInFinalDemand {
    type Results = Ledger;

    fn name(&self) -> String {
        match &self.categories {
            None => "value added in final demand, by origin and absorber".to_owned(),
            Some(codes) => format!(
                "value added in final demand ({}), by origin and absorber",
                codes.join(", ")
            ),
        }
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let asked = Asked::new(model, scope)?;
        let figures = Figures {
            level: self.level,
            home: Home::Kept,
            terms: &FINAL_DEMAND_TERMS,
            name: self.name(),
        };
        match &self.categories {
            None => figures.ledger(&asked, &model.absorption()?.by),
            Some(codes) => {
                let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                let used = model.table().absorption_of(&codes)?;
                figures.ledger(&asked, &model.solve_many(used.view())?)
            }
        }
    }
}

/// Value-added exports by final absorber (VAX, VAX-C): value added of s that r absorbs in the end, whichever way it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JohnsonNoguera(pub Level);

impl Method for JohnsonNoguera {
    type Results = Ledger;

    fn name(&self) -> String {
        "Johnson-Noguera (2012), VAX by final absorber (VAX-C), by sector of origin".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let asked = Asked::new(model, scope)?;
        let figures = Figures {
            level: self.0,
            home: Home::LeftOut,
            terms: &VAX_TERMS,
            name: self.name(),
        };
        figures.ledger(&asked, &model.absorption()?.by)
    }
}

/// Value-added exports over gross exports. By country at most one for non-negative tables; a sector or a partner may have more than one,
/// because value added leaves in the goods of others and on its way through others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JohnsonNogueraRatio(pub Level);

impl Method for JohnsonNogueraRatio {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        "Johnson-Noguera (2012), VAX by final absorber (VAX-C) over gross exports".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let asked = Asked::new(model, scope)?;
        let absorption = model.absorption()?;
        let vax = asked.gathered(self.0, (1, 1), |s| {
            Ok(single(absorbed(&asked, &absorption.by, s, Home::LeftOut)))
        })?;
        let exports = model.exports();
        let exports = asked.gathered(self.0, (1, 1), |s| {
            Ok(single(turned(&exports, asked.range(s), &asked.importers)))
        })?;
        let (values, undefined) = ratios(&vax, &exports);
        let mut parts = asked.parts(self.name(), self.0, VAX_RATIO_TERMS.to_vec(), values);
        parts.about.unit = asked.per_gross();
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// Value added by the country of the last stage of production (VAX-P), the own country included: value added of s in the final goods that
/// r makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VaxByFinalStage(pub Level);

impl Method for VaxByFinalStage {
    type Results = Ledger;

    fn name(&self) -> String {
        "Los-Timmer (2018), value added by country of the last stage of production (VAX-P)"
            .to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let asked = Asked::new(model, scope)?;
        let figures = Figures {
            level: self.0,
            home: Home::Kept,
            terms: &FINAL_STAGE_TERMS,
            name: self.name(),
        };
        figures.ledger(&asked, &model.final_goods()?.all)
    }
}

/// Whether what a country does for itself is part of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    Kept,
    LeftOut,
}

/// A result of one term.
struct Figures<'t> {
    level: Level,
    home: Home,
    terms: &'t [Term],
    name: String,
}

impl Figures<'_> {
    /// Content of output called forth, producer × country that calls.
    fn ledger(self, asked: &Asked<'_>, output: &Array2<f64>) -> Result<Ledger<Additive>> {
        let values = asked.gathered(self.level, (1, 1), |s| {
            Ok(single(absorbed(asked, output, s, self.home)))
        })?;
        let mut parts = asked.parts(self.name, self.level, self.terms.to_vec(), values);
        parts.home = self.home == Home::Kept;
        Ledger::new(parts)
    }
}

/// V_s ∘ the output of s that each country asked for calls forth, country × producer of s.
fn absorbed(asked: &Asked<'_>, output: &Array2<f64>, s: usize, home: Home) -> Array2<f64> {
    let mut cells = turned(output, asked.range(s), &asked.importers) * asked.rates(s);
    if home == Home::LeftOut {
        for (k, _) in asked.importers.iter().enumerate().filter(|(_, r)| **r == s) {
            cells.row_mut(k).fill(0.0);
        }
    }
    cells
}
