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
///
/// Rates are one factor, unless they are those of owners: with Ω_k owner × producer shares of component k of value added and v_k its rates
/// per unit of output
///
/// ```text
/// rates          w_op  = Σ_k Ω_k,op v_kp       Ω_k ownership              v_k value-added rates
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Factor {
    /// Rates per unit of output: value added, jobs; of an owner's income ownership and value-added rates together.
    Rates,
    /// Owners' shares of every component of value added.
    Ownership,
    /// Every component of value added per unit of output, whoever owns it.
    ValueAddedRates,
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
pub(super) type Parts = u16;

/// Rates that have no owners.
pub(super) const PLAIN_RATES: Parts = 1;
pub(super) const TECHNOLOGY: Parts = 2;
pub(super) const SOURCING: Parts = 4;
pub(super) const OUTPUT: Parts = 8;
pub(super) const LEVEL: Parts = 16;
pub(super) const MIX: Parts = 32;
pub(super) const FINAL_SOURCING: Parts = 64;
pub(super) const OWNERSHIP: Parts = 128;
pub(super) const VALUE_ADDED: Parts = 256;
pub(super) const RATES: Parts = PLAIN_RATES | OWNERSHIP | VALUE_ADDED;
pub(super) const INPUTS: Parts = TECHNOLOGY | SOURCING;
pub(super) const FINALS: Parts = LEVEL | MIX | FINAL_SOURCING;

impl Factor {
    /// All factors.
    pub const ALL: [Self; 11] = [
        Self::Rates,
        Self::Ownership,
        Self::ValueAddedRates,
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
            Self::Ownership => Term::new(
                "OWNERSHIP",
                "change of owners' shares in components of value added",
                "ΔΩ, w_op = Σ_k Ω_k,op v_kp",
            ),
            Self::ValueAddedRates => Term::new(
                "VALUE_ADDED",
                "change of components of value added per unit of output",
                "Δv, w_op = Σ_k Ω_k,op v_kp",
            ),
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
            Self::Ownership => OWNERSHIP,
            Self::ValueAddedRates => VALUE_ADDED,
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

/// The factors that cannot be divided further for an outcome that depends on these parts: rates are one factor where they have no owners.
pub(super) fn elementary(needed: Parts) -> impl Iterator<Item = Factor> {
    let all = Factor::ALL.into_iter();
    all.filter(move |factor| (factor.parts() & needed).is_power_of_two())
}

/// Refuses a list of factors that leaves something out, has something twice, or has what the outcome does not depend on. A factor holds
/// those of its parts that the outcome depends on.
pub(super) fn require_complete(factors: &[Factor], needed: Parts) -> Result<()> {
    let (mut missing, mut doubled) = (Vec::new(), Vec::new());
    for part in elementary(needed) {
        let holds = |factor: &&Factor| factor.parts() & part.parts() & needed != 0;
        match factors.iter().filter(holds).count() {
            0 => missing.push(part.code()),
            1 => {}
            _ => doubled.push(part.code()),
        }
    }
    let matters = |factor: &&Factor| factor.parts() & needed != 0;
    let foreign = factors.iter().filter(|factor| !matters(factor));
    let list = |what: &str, codes: Vec<&str>| {
        (!codes.is_empty()).then(|| format!("{what} {}", first_few(codes)))
    };
    let problems = [
        list("nothing covers", missing),
        list("covered twice:", doubled),
        list(
            "the outcome does not depend on",
            foreign.map(|factor| factor.code()).collect(),
        ),
    ];
    let problems: Vec<String> = problems.into_iter().flatten().collect();
    if problems.is_empty() {
        return Ok(());
    }
    let mut hint = "`INPUTS` holds `TECHNOLOGY` and `SOURCING`, `FINAL_DEMAND` holds `FINAL_LEVEL`, `FINAL_MIX` and `FINAL_SOURCING`".to_owned();
    if needed & OWNERSHIP != 0 {
        hint += ", `RATES` holds `OWNERSHIP` and `VALUE_ADDED`";
    }
    Err(Error::parameter(format!(
        "the factors do not divide the change: {}",
        problems.join("; ")
    ))
    .found(first_few(factors.iter().map(|factor| factor.code())))
    .hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_factors_covers_everything_once() {
        let needed = PLAIN_RATES | INPUTS | FINALS;
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

    #[test]
    fn rates_are_two_factors_where_they_have_owners_and_one_where_not() {
        let codes = |needed| -> Vec<&str> { elementary(needed).map(Factor::code).collect() };
        assert_eq!(codes(PLAIN_RATES), ["RATES"]);
        assert_eq!(codes(OWNERSHIP | VALUE_ADDED), ["OWNERSHIP", "VALUE_ADDED"]);
        let owned = OWNERSHIP | VALUE_ADDED | INPUTS | FINALS;
        let fine = [
            Factor::Ownership,
            Factor::ValueAddedRates,
            Factor::Inputs,
            Factor::FinalDemand,
        ];
        assert!(require_complete(&fine, owned).is_ok());
        let coarse = [Factor::Rates, Factor::Inputs, Factor::FinalDemand];
        assert!(require_complete(&coarse, owned).is_ok());
        let part = require_complete(&fine[1..], owned).unwrap_err();
        assert!(part.to_string().contains("nothing covers `OWNERSHIP`"));
        let twice = [&coarse[..], &fine[..1]].concat();
        let twice = require_complete(&twice, owned).unwrap_err();
        assert!(twice.to_string().contains("covered twice: `OWNERSHIP`"));
        let foreign = require_complete(&fine, PLAIN_RATES | INPUTS | FINALS).unwrap_err();
        let message =
            "nothing covers `RATES`; the outcome does not depend on `OWNERSHIP`, `VALUE_ADDED`";
        assert!(foreign.to_string().contains(message), "{foreign}");
    }
}
