//! What the constraints on both divided tables leave open, and what decides the balance within them.

use super::case::{Case, Choices};
use super::sources::Sources;
use crate::balance::{BalanceMeasure, Economy, Reading};
use crate::build::estimate::EstimateOptions;
use crate::build::{Cells, DivisionRanges, SplitEstimate};
use crate::error::{Error, Result};
use crate::parameter::Values;
use crate::uncertainty::identification::{
    ContentRange, ContentSensitivity, ExportContent, IdentifiedTotal, RangeSearch,
};

/// What the constraints of the study leave open. Exports by group, outputs and foreign shares are held at the values of the
/// parameters; only the inputs of the groups vary.
#[derive(Debug, Clone)]
pub struct Identification {
    /// The balances in value added and in national income, two-sided.
    pub balances: Vec<BalanceRange>,
    /// Inputs and value added of China's groups.
    pub totals: Vec<IdentifiedTotal>,
    /// What decides China's side of the income balance: Chinese less American income in China's exports.
    pub sensitivity: ContentSensitivity,
}

/// What a balance can be over feasible divisions of both tables, as far as a search along slopes finds: the true ranges are at least as wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalanceRange {
    /// The measure.
    pub measure: BalanceMeasure,
    /// At the estimate.
    pub estimate: f64,
    /// Least and most under the exact constraints.
    pub exact: [f64; 2],
    /// Least and most where what is known about only holds within two standard errors.
    pub held: [f64; 2],
}

/// How many standard errors things known about only may be off where they are held.
const HELD: f64 = 2.0;

/// One country's side of the balance.
struct Side<'a> {
    estimate: &'a SplitEstimate,
    economy: &'a Economy,
    partner: &'a str,
}

impl Side<'_> {
    /// What the side's own exports add to its balance.
    fn content(&self, measure: BalanceMeasure) -> Result<ExportContent<'_>> {
        let (estimate, exports) = (self.estimate, self.economy.exports());
        let income = |owner: &str| {
            ExportContent::income(estimate, exports, self.economy.model().income(), owner)
        };
        match measure {
            BalanceMeasure::Gross | BalanceMeasure::ValueAdded => {
                ExportContent::value_added(estimate, exports)
            }
            BalanceMeasure::Income(Reading::OwnExports) => income(self.economy.country()),
            BalanceMeasure::Income(Reading::TwoSided) => {
                income(self.economy.country())?.less(&income(self.partner)?)
            }
        }
    }
}

impl Sources {
    /// What the constraints leave open at these parameter values, for the main estimate. `search` says how far the ends of the
    /// balances are looked for: eight programs left
    /// those of China's value added in exports up to 4 bn dollars short of where a long search ends.
    ///
    /// # Errors
    /// As [`case`](Self::case), and if a linear program fails.
    pub fn identification(
        &self,
        values: &Values,
        options: &EstimateOptions,
        search: RangeSearch,
    ) -> Result<Identification> {
        let case = self.case(values, Choices::default())?;
        let usa = self.usa.estimate(values)?;
        let Some(china) = case.estimate() else {
            return Err(Error::parameter(
                "the main estimate has no division by optimisation",
            ));
        };
        identification(&case, china, &usa, options, search)
    }
}

fn identification(
    case: &Case,
    china: &SplitEstimate,
    usa: &SplitEstimate,
    options: &EstimateOptions,
    search: RangeSearch,
) -> Result<Identification> {
    let forth = Side {
        estimate: china,
        economy: case.china(),
        partner: case.usa().country(),
    };
    let back = Side {
        estimate: usa,
        economy: case.usa(),
        partner: case.china().country(),
    };
    let held = options.clone().hold_soft_margins(HELD);
    let (of_china, of_usa) = (china.feasible(), usa.feasible());
    let china_ranges = [of_china.ready(options)?, of_china.ready(&held)?];
    let usa_ranges = of_usa.ready(options)?;
    let two_sided = BalanceMeasure::Income(Reading::TwoSided);
    let balances = [BalanceMeasure::ValueAdded, two_sided].map(|measure| {
        let (here, there) = (forth.content(measure)?, back.content(measure)?);
        let of_usa = ends(&there, &usa_ranges, search)?;
        let [exact, held] = [&china_ranges[0], &china_ranges[1]].map(|ranges| {
            let of_china = ends(&here, ranges, search)?;
            Ok([of_china[0] - of_usa[1], of_china[1] - of_usa[0]])
        });
        let (exact, held) = (exact?, held?);
        Ok(BalanceRange {
            measure,
            estimate: here.value()? - there.value()?,
            // a division that holds all that is known is feasible without it, too
            exact: [exact[0].min(held[0]), exact[1].max(held[1])],
            held,
        })
    });
    Ok(Identification {
        balances: balances.into_iter().collect::<Result<_>>()?,
        totals: totals(china, &china_ranges[0], options)?,
        sensitivity: forth.content(two_sided)?.sensitivity(options)?,
    })
}

/// Both ends of a content.
fn ends(
    content: &ExportContent<'_>,
    ranges: &DivisionRanges<'_>,
    search: RangeSearch,
) -> Result<[f64; 2]> {
    let ContentRange { least, most } = content.range_in(ranges, search)?;
    Ok([least.value(), most.value()])
}

/// Imported inputs and value added of China's groups.
fn totals(
    china: &SplitEstimate,
    ranges: &DivisionRanges<'_>,
    options: &EstimateOptions,
) -> Result<Vec<IdentifiedTotal>> {
    let local = china.problem().around(china.solution(), options)?;
    let blocks = china.table().producers().blocks().iter();
    let groups: Vec<&str> = blocks.map(|block| block.group().code()).collect();
    let mut totals = Vec::new();
    for (what, cells) in [
        ("imported inputs", Cells::imported_inputs()),
        ("value added", Cells::value_added()),
    ] {
        for group in &groups {
            let label = format!("{what} of {group}");
            let cells = cells.clone().used_by([*group]);
            totals.push(IdentifiedTotal::of(label, &cells, ranges, &local)?);
        }
    }
    Ok(totals)
}
