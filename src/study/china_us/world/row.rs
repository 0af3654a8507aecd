//! One way to take the balance, with its figures.

use std::fmt;

use crate::balance::{BalanceMeasure, BalanceSheet, Direction, Reading, Selection};

/// A way to take the balance. Each changes one thing of the one it is [compared with](Self::compared_with).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// The main study: national tables of 2012, 56 industries, value added at basic prices.
    NationalTables,
    /// The same with product taxes and transport margins counted as value added and as income of the own country, as in the world table.
    AllPrimaryInputs,
    /// The same tables by the industries of the world table, divided anew.
    FewerIndustries,
    /// National tables out of the world table of an earlier year, divided anew: `V_s L_ss E_sr` from national tables.
    EarlierTables,
    /// The same inside the divided world: `V_s L_ss E_sr` with the country's block of the world's system.
    InsideWorld,
    /// With what comes home by way of other countries: `V_s B_ss E_sr`, B the inverse of the world.
    Feedback,
    /// All that arises along the chains of both flows in whatever country: `V B E_sr`.
    WholeChain,
    /// The world table's own flows between both, `V_s L_ss E_sr`.
    OwnFlows,
    /// No flows: what the final use of one country calls forth in the other, `V_s (B Y)_sr`.
    FinalUse,
}

impl Stage {
    /// All stages in order.
    pub const ALL: [Self; 9] = [
        Self::NationalTables,
        Self::AllPrimaryInputs,
        Self::FewerIndustries,
        Self::EarlierTables,
        Self::InsideWorld,
        Self::Feedback,
        Self::WholeChain,
        Self::OwnFlows,
        Self::FinalUse,
    ];

    /// The code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NationalTables => "national_tables",
            Self::AllPrimaryInputs => "all_primary_inputs",
            Self::FewerIndustries => "fewer_industries",
            Self::EarlierTables => "earlier_tables",
            Self::InsideWorld => "inside_world",
            Self::Feedback => "feedback",
            Self::WholeChain => "whole_chain",
            Self::OwnFlows => "own_flows",
            Self::FinalUse => "final_use",
        }
    }
}

impl Stage {
    /// The stage that this one changes in one thing: the one before it, but for the table's own flows, which take the same way as
    /// those of the study inside the world.
    #[must_use]
    pub const fn compared_with(self) -> Option<Self> {
        match self {
            Self::NationalTables => None,
            Self::AllPrimaryInputs => Some(Self::NationalTables),
            Self::FewerIndustries => Some(Self::AllPrimaryInputs),
            Self::EarlierTables => Some(Self::FewerIndustries),
            Self::InsideWorld => Some(Self::EarlierTables),
            Self::Feedback | Self::OwnFlows => Some(Self::InsideWorld),
            Self::WholeChain => Some(Self::Feedback),
            Self::FinalUse => Some(Self::OwnFlows),
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NationalTables => "national tables of the study",
            Self::AllPrimaryInputs => "all primary inputs as value added",
            Self::FewerIndustries => "industries of the world table",
            Self::EarlierTables => "national tables out of the world table",
            Self::InsideWorld => "inside the world, own block",
            Self::Feedback => "inside the world, with feedback",
            Self::WholeChain => "inside the world, whole chain",
            Self::OwnFlows => "flows of the world table, own block",
            Self::FinalUse => "final use in the partner",
        })
    }
}

/// What both countries have of one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Credits {
    /// China's.
    pub china: f64,
    /// That of the United States.
    pub usa: f64,
}

impl Credits {
    /// China's surplus.
    #[must_use]
    pub fn balance(self) -> f64 {
        self.china - self.usa
    }

    /// With more for China and for the United States.
    pub(super) fn plus(self, [china, usa]: [f64; 2]) -> Self {
        Self {
            china: self.china + china,
            usa: self.usa + usa,
        }
    }
}

/// One way to take the balance, with what both countries have of every measure, in the unit of the case.
///
/// | stage | value added | own income | income, two-sided |
/// |---|---|---|---|
/// | up to `Feedback`, `OwnFlows` | of the exporter in its exports | of the exporter's owners in its exports | the same, and what they own of value added of the partner in the partner's exports |
/// | `WholeChain` | that arises in the country along both flows | earned at home by its owners along both flows | of its owners along both flows, wherever earned |
/// | `FinalUse` | that arises in the country for final use in the other | earned at home by its owners for it | of its owners for it, wherever earned: N[o, d] |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldRow {
    /// How the balance is taken.
    pub stage: Stage,
    /// Whether groups of producers are told apart.
    pub divided: bool,
    /// Value of the flows; none for final use, which is no flow.
    pub gross: Option<Credits>,
    /// Value added.
    pub value_added: Credits,
    /// Income of the country's own owners, earned at home.
    pub own: Credits,
    /// Income with what owners have in the other country, and in the last stages anywhere.
    pub two_sided: Credits,
}

impl WorldRow {
    /// China's surplus in a measure; none where the stage does not have it.
    #[must_use]
    pub fn balance(&self, measure: BalanceMeasure) -> Option<f64> {
        self.credits(measure).map(Credits::balance)
    }

    /// What both countries have of a measure.
    #[must_use]
    pub fn credits(&self, measure: BalanceMeasure) -> Option<Credits> {
        match measure {
            BalanceMeasure::Gross => self.gross,
            BalanceMeasure::ValueAdded => Some(self.value_added),
            BalanceMeasure::Income(Reading::OwnExports) => Some(self.own),
            BalanceMeasure::Income(Reading::TwoSided) => Some(self.two_sided),
        }
    }

    /// The figures of a balance sheet of national tables.
    pub(super) fn of_sheet(stage: Stage, divided: bool, sheet: &BalanceSheet) -> Self {
        let credits = |measure| {
            let [china, usa] =
                Direction::ALL.map(|side| sheet.credit(side, measure, Selection::ALL));
            Credits { china, usa }
        };
        let own = credits(BalanceMeasure::Income(Reading::OwnExports));
        let less_partner = credits(BalanceMeasure::Income(Reading::TwoSided));
        Self {
            stage,
            divided,
            gross: Some(credits(BalanceMeasure::Gross)),
            value_added: credits(BalanceMeasure::ValueAdded),
            own,
            // what a sheet takes off the exporter is the partner's
            two_sided: Credits {
                china: own.china + (own.usa - less_partner.usa),
                usa: own.usa + (own.china - less_partner.china),
            },
        }
    }
}
