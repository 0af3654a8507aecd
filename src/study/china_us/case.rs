//! From sources and one set of parameter values to a balance sheet.

use super::notes::Notes;
use super::sources::Sources;
use crate::balance::{BalanceMeasure, BalanceSheet, Economy, Selection};
use crate::build::{ForeignIncomeResidual, Overdraw, SplitEstimate};
use crate::error::Result;
use crate::label::TradeKind;
use crate::parameter::Values;
use crate::uncertainty::{MonteCarlo, Simulation};

/// A sector that asks for more imports than it has is stopped there and named in the notes; the others make up for it.
pub(super) const OVERDRAW: Overdraw = Overdraw::Cap;

/// What is told apart in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// China by regime and ownership, the United States by ownership.
    Full,
    /// China by ownership only: processing shares the technology of its sector.
    WithoutRegime,
    /// China by regime only, the United States whole: every producer of a sector has the sector's average foreign share.
    WithoutOwnership,
    /// Neither: the published tables with average foreign shares.
    Unsplit,
}

impl Variant {
    /// All variants, the full model first.
    pub const ALL: [Self; 4] = [
        Self::Full,
        Self::WithoutRegime,
        Self::WithoutOwnership,
        Self::Unsplit,
    ];
}

/// How China's table is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SplitMethod {
    /// In proportion, with control totals: every sector's import rate of processing is shifted alike.
    Proportional,
    /// By optimisation ([`SplitEstimation`](crate::build::SplitEstimation)): the division nearest to one technology for all groups that
    /// meets what is known of them.
    #[default]
    Optimised,
}

/// What the foreign shares of income are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IncomeTotal {
    /// Nothing: the shares stand as the parameters give them, and what they imply is reported beside primary income paid.
    #[default]
    AsGiven,
    /// Primary income paid to non-residents: the odds of all foreign shares of capital income change by one factor until foreign
    /// income in the whole table is what the balance of payments records
    /// ([`ForeignIncomeControl`](crate::build::ForeignIncomeControl)).
    PrimaryIncomePaid,
}

/// How a case is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choices {
    /// What is told apart.
    pub variant: Variant,
    /// How China's table is divided.
    pub method: SplitMethod,
    /// What foreign shares are held to.
    pub income: IncomeTotal,
}

impl Default for Choices {
    /// The main estimate: everything told apart, by optimisation, shares as given.
    fn default() -> Self {
        Variant::Full.into()
    }
}

impl From<Variant> for Choices {
    fn from(variant: Variant) -> Self {
        Self {
            variant,
            method: SplitMethod::default(),
            income: IncomeTotal::default(),
        }
    }
}

/// One run of the study: both economies, their balance, and what had to be capped or is out of line.
#[derive(Debug, Clone)]
pub struct Case {
    china: Economy,
    estimate: Option<SplitEstimate>,
    usa: Economy,
    foreign_income: [ForeignIncomeResidual; 2],
    sheet: BalanceSheet,
    notes: Notes,
}

impl Case {
    /// China's model and exports to the United States.
    #[must_use]
    pub fn china(&self) -> &Economy {
        &self.china
    }

    /// China's division, where it was estimated by optimisation and all groups are told apart.
    #[must_use]
    pub fn estimate(&self) -> Option<&SplitEstimate> {
        self.estimate.as_ref()
    }

    /// The American model and exports to China.
    #[must_use]
    pub fn usa(&self) -> &Economy {
        &self.usa
    }

    /// The balance, China first.
    #[must_use]
    pub fn sheet(&self) -> &BalanceSheet {
        &self.sheet
    }

    /// Foreign income in the whole output of [China, the United States] beside the primary income that the country paid: without
    /// depreciation for China, with it for the United States, whose table does not tell it apart.
    #[must_use]
    pub fn foreign_income(&self) -> &[ForeignIncomeResidual; 2] {
        &self.foreign_income
    }

    /// Caps and oddities, one line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes.lines
    }

    /// How many sectors were stopped at what they have because a total asked for more.
    #[must_use]
    pub fn capped(&self) -> usize {
        self.notes.capped
    }
}

impl Sources {
    /// The balance at these parameter values: a [`Variant`] of the main estimate, or any [`Choices`].
    ///
    /// # Errors
    /// If a parameter is missing, or what is known of groups or income cannot be met.
    pub fn case(&self, values: &Values, choices: impl Into<Choices>) -> Result<Case> {
        self.case_from(values, choices.into(), None)
    }

    /// The same, with China's estimate started from another one.
    fn case_from(
        &self,
        values: &Values,
        choices: Choices,
        start: Option<&SplitEstimate>,
    ) -> Result<Case> {
        let mut notes = Notes::default();
        let (china, estimate) = self.china.economy(values, choices, start, &mut notes)?;
        let usa = self.usa.economy(values, choices, &mut notes)?;
        let sheet = BalanceSheet::between(&china.economy, &usa.economy)?;
        Ok(Case {
            foreign_income: [china.foreign_income, usa.foreign_income],
            china: china.economy,
            estimate,
            usa: usa.economy,
            sheet,
            notes,
        })
    }

    /// The figures of the balance in many draws of the uncertain parameters. Figures are named by [`figure_name`](Sources::figure_name).
    ///
    /// # Errors
    /// If a draw fails; the message names its values.
    pub fn simulate(&self, run: &MonteCarlo) -> Result<Simulation> {
        let choices = Choices::default();
        let central = self.case(&self.parameters().central(), choices)?;
        run.run(self.parameters(), |values| {
            let case = self.case_from(values, choices, central.estimate())?;
            let capped = (Self::CAPPED.to_owned(), case.capped() as f64);
            Ok(figures(&case.sheet).into_iter().chain([capped]).collect())
        })
    }

    /// The name under which a simulation keeps the number of capped sectors.
    pub const CAPPED: &str = "capped sectors";

    /// The name under which a simulation keeps a balance: measure, reading and kind, as in `national_income two_sided total`.
    #[must_use]
    pub fn figure_name(measure: BalanceMeasure, kind: Option<TradeKind>) -> String {
        let parts = [
            measure.code(),
            measure.reading_code(),
            kind.map_or("total", TradeKind::code),
        ];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// All balances of a sheet, by measure and kind.
fn figures(sheet: &BalanceSheet) -> Vec<(String, f64)> {
    let kinds = sheet.kinds().into_iter().map(Some).chain([None]);
    kinds
        .flat_map(|kind| {
            BalanceMeasure::ALL.map(|measure| {
                let part = Selection {
                    kind,
                    ..Selection::ALL
                };
                (
                    Sources::figure_name(measure, kind),
                    sheet.balance_of(measure, part),
                )
            })
        })
        .collect()
}
