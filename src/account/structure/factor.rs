//! The factors of a change, and which lists of them are complete.

use std::fmt;

use crate::account::ledger::Term;
use crate::error::{Error, Result, first_few};

/// A part of what changes between two years.
///
/// Technology is how much of the goods of each sector a producer needs per unit of output, whoever delivers them; sourcing is the share of
/// each supplier in that. With k(i) the sector of i:
///
/// ```text
/// inputs         a_ij  = t_kj s_ij          t_kj = Σ_{i in k} a_ij        technology       s_ij  = a_ij / t_kj          sourcing
/// final demand   y_icr = l_r m_kcr f_icr    l_r = Σ y_icr level           m_kcr = Σ_{i in k} y_icr / l_r mix            f sourcing
/// ```
///
/// c runs over the categories of final use. Where a year has no inputs of a sector, their sourcing is that of the other year: the change is
/// one of technology. Where cells of both signs make shares meaningless (the larger sum is less than three times the smaller) all change
/// of these cells counts as technology, or as mix; where that is so for all final use of a country, as level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Factor {
    /// Rates per unit of output: value added, jobs, an owner's income.
    Rates,
    /// Input coefficients: technology and sourcing together.
    Inputs,
    /// Inputs by sector per unit of output, whoever delivers them.
    Technology,
    /// Shares of suppliers in inputs of a sector.
    Sourcing,
    /// Output of the importing country's producers.
    Output,
    /// Final demand: level, mix and sourcing together.
    FinalDemand,
    /// Final demand of a country in all.
    FinalLevel,
    /// Shares of categories and sectors in final demand of a country.
    FinalMix,
    /// Shares of suppliers in final demand for goods of a sector.
    FinalSourcing,
}

/// Elementary parts that have moved to the second year, one bit each.
pub(super) type Parts = u8;

pub(super) const RATES: Parts = 1;
pub(super) const TECHNOLOGY: Parts = 2;
pub(super) const SOURCING: Parts = 4;
pub(super) const OUTPUT: Parts = 8;
pub(super) const LEVEL: Parts = 16;
pub(super) const MIX: Parts = 32;
pub(super) const FINAL_SOURCING: Parts = 64;
pub(super) const INPUTS: Parts = TECHNOLOGY | SOURCING;
pub(super) const FINALS: Parts = LEVEL | MIX | FINAL_SOURCING;

impl Factor {
    /// All factors.
    pub const ALL: [Self; 9] = [
        Self::Rates,
        Self::Inputs,
        Self::Technology,
        Self::Sourcing,
        Self::Output,
        Self::FinalDemand,
        Self::FinalLevel,
        Self::FinalMix,
        Self::FinalSourcing,
    ];

    /// The code in results.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.term().code
    }

    /// Its term in results.
    #[must_use]
    pub const fn term(self) -> Term {
        match self {
            Self::Rates => Term::new("RATES", "change of rates per unit of output", "Δw"),
            Self::Inputs => Term::new("INPUTS", "change of input coefficients", "ΔA"),
            Self::Technology => Term::new(
                "TECHNOLOGY",
                "change of inputs by sector, whoever delivers them",
                "Δt, a_ij = t_kj s_ij",
            ),
            Self::Sourcing => Term::new(
                "SOURCING",
                "change of suppliers' shares in inputs",
                "Δs, a_ij = t_kj s_ij",
            ),
            Self::Output => Term::new("OUTPUT", "change of the importer's output", "Δx"),
            Self::FinalDemand => Term::new("FINAL_DEMAND", "change of final demand", "ΔY"),
            Self::FinalLevel => Term::new(
                "FINAL_LEVEL",
                "change of the level of final demand",
                "Δl, y_icr = l_r m_kcr f_icr",
            ),
            Self::FinalMix => Term::new(
                "FINAL_MIX",
                "change of the categories and sectors of final demand",
                "Δm, y_icr = l_r m_kcr f_icr",
            ),
            Self::FinalSourcing => Term::new(
                "FINAL_SOURCING",
                "change of suppliers' shares in final demand",
                "Δf, y_icr = l_r m_kcr f_icr",
            ),
        }
    }

    pub(super) const fn parts(self) -> Parts {
        match self {
            Self::Rates => RATES,
            Self::Inputs => INPUTS,
            Self::Technology => TECHNOLOGY,
            Self::Sourcing => SOURCING,
            Self::Output => OUTPUT,
            Self::FinalDemand => FINALS,
            Self::FinalLevel => LEVEL,
            Self::FinalMix => MIX,
            Self::FinalSourcing => FINAL_SOURCING,
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Refuses a list of factors that leaves something out, has something twice, or has what the outcome does not depend on.
pub(super) fn require_complete(factors: &[Factor], needed: Parts) -> Result<()> {
    let elementary = Factor::ALL
        .into_iter()
        .filter(|factor| factor.parts().is_power_of_two());
    let (mut missing, mut doubled, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for part in elementary {
        let holds = |factor: &&Factor| factor.parts() & part.parts() != 0;
        match (
            needed & part.parts() != 0,
            factors.iter().filter(holds).count(),
        ) {
            (true, 0) => missing.push(part.code()),
            (true, 1) | (false, 0) => {}
            (true, _) => doubled.push(part.code()),
            (false, _) => foreign.push(part.code()),
        }
    }
    let list = |what: &str, codes: Vec<&str>| {
        (!codes.is_empty()).then(|| format!("{what} {}", first_few(codes)))
    };
    let problems = [
        list("nothing covers", missing),
        list("covered twice:", doubled),
        list("the outcome does not depend on", foreign),
    ];
    let problems: Vec<String> = problems.into_iter().flatten().collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::parameter(format!(
        "the factors do not divide the change: {}",
        problems.join("; ")
    ))
    .found(first_few(factors.iter().map(|factor| factor.code())))
    .hint("`INPUTS` holds `TECHNOLOGY` and `SOURCING`, `FINAL_DEMAND` holds `FINAL_LEVEL`, `FINAL_MIX` and `FINAL_SOURCING`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_factors_covers_everything_once() {
        let needed = RATES | INPUTS | FINALS;
        let whole = [Factor::Rates, Factor::Inputs, Factor::FinalDemand];
        assert!(require_complete(&whole, needed).is_ok());
        let without = require_complete(&whole[..2], needed).unwrap_err();
        assert!(without.to_string().contains("nothing covers `FINAL_LEVEL`"));
        let twice = [
            Factor::Rates,
            Factor::Inputs,
            Factor::Sourcing,
            Factor::FinalDemand,
        ];
        let twice = require_complete(&twice, needed).unwrap_err();
        assert!(twice.to_string().contains("covered twice: `SOURCING`"));
        let foreign = require_complete(&whole, INPUTS | FINALS).unwrap_err();
        assert!(foreign.to_string().contains("does not depend on `RATES`"));
    }
}
