//! What decides a content of exports at the estimate: constraints, priors and their weights.

use super::content::ExportContent;
use crate::build::estimate::{EstimateOptions, Local};
use crate::build::{Cells, DivisionRanges, SplitCells, TotalRange};
use crate::error::Result;

/// The slope of a content of exports with respect to one constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    /// The constraint.
    pub label: String,
    /// What it asks for: zero for a share, which is a difference of amounts.
    pub target: f64,
    /// Its standard error; zero where it is exact.
    pub standard_error: f64,
    /// By how much the content grows per unit that the target grows. Zero where the target cannot move alone, because it follows
    /// from others.
    pub slope: f64,
}

impl Influence {
    /// By how much the content changes where the target is one percent larger.
    #[must_use]
    pub fn per_percent(&self) -> f64 {
        self.slope * self.target / 100.0
    }

    /// By how much it changes where the target is one standard error larger.
    #[must_use]
    pub fn per_standard_error(&self) -> f64 {
        self.slope * self.standard_error
    }
}

/// How a content of exports moves with what its estimate was told, to first order.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentSensitivity {
    /// Everything that was said of the groups, in the order it was said.
    pub known: Vec<Influence>,
    /// Home sales and outputs by group and sector.
    pub totals: Vec<Influence>,
    /// The content's change where the variances of some priors are twice what they are, by what the priors are of.
    pub twice_the_variance: Vec<(&'static str, f64)>,
    /// The content's change where some priors are one percent larger, their variances held, by what the priors are of.
    pub priors_per_percent: Vec<(&'static str, f64)>,
}

/// How far a total of a division is known.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentifiedTotal {
    /// What it is.
    pub label: String,
    /// What it can be under the exact constraints, and what it is in the estimate.
    pub range: TotalRange,
    /// The share of its prior variance, given the published cells, that the other constraints take away: one where they pin the
    /// total, zero where it is the priors' alone.
    pub pinned: f64,
}

/// What priors are of.
const CLASSES: [&str; 4] = [
    "domestic inputs",
    "imported inputs",
    "final uses",
    "primary inputs",
];

impl ExportContent<'_> {
    /// How this content moves with the targets, priors and weights of its estimate: the slope of the content, carried through the
    /// optimality conditions of the estimate by one solve.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn sensitivity(&self, options: &EstimateOptions) -> Result<ContentSensitivity> {
        let estimate = self.estimate();
        let slope = self.slope_at(estimate.solution().values())?;
        let problem = estimate.problem();
        let found = problem.sensitivity(estimate.solution(), &slope.gradient, options)?;
        let of_margins = found.of_margins();
        let known: Vec<Influence> = (estimate.knowns().into_iter())
            .map(|known| Influence {
                slope: of_margins[known.margin.index()],
                label: known.label,
                target: known.target,
                standard_error: known.standard_error,
            })
            .collect();
        let said: Vec<usize> = (estimate.knowns().iter())
            .map(|known| known.margin.index())
            .collect();
        let totals = (problem.margin_rows().enumerate())
            .filter(|(at, _)| !said.contains(at))
            .map(|(at, (label, target, standard_error))| Influence {
                label: label.to_owned(),
                target,
                standard_error,
                slope: of_margins[at],
            })
            .collect();
        let classes = self.classes();
        let by_class = |effects: Vec<f64>| {
            let sum = |class: usize| -> f64 {
                let of_class = effects.iter().zip(&classes).filter(|(_, at)| **at == class);
                of_class.map(|(effect, _)| effect).sum()
            };
            CLASSES
                .iter()
                .enumerate()
                .map(|(class, name)| (*name, sum(class)))
                .collect()
        };
        let doubled = found
            .of_log_weights()
            .iter()
            .map(|slope| slope * std::f64::consts::LN_2);
        let priors = problem.priors();
        let raised =
            (found.of_priors().iter().zip(&priors)).map(|(slope, prior)| slope * prior / 100.0);
        Ok(ContentSensitivity {
            known,
            totals,
            twice_the_variance: by_class(doubled.collect()),
            priors_per_percent: by_class(raised.collect()),
        })
    }

    /// What every unknown is a part of, as a position among [`CLASSES`].
    fn classes(&self) -> Vec<usize> {
        let estimate = self.estimate();
        let mut cells = SplitCells::zeros(estimate.table());
        cells.imported.fill(1.0);
        cells.domestic_final.fill(2.0);
        cells.primary.fill(3.0);
        estimate
            .gathered(&cells)
            .into_iter()
            .map(|class| class.abs() as usize)
            .collect()
    }
}

impl IdentifiedTotal {
    /// How far the sum of these cells is known. `local` holds the surroundings of the estimate that `ranges` are of.
    ///
    /// # Errors
    /// If the cells name codes that the table does not have, or a linear program fails.
    pub fn of(
        label: impl Into<String>,
        cells: &Cells,
        ranges: &DivisionRanges<'_>,
        local: &Local<'_>,
    ) -> Result<Self> {
        let coefficients = ranges.estimate().coefficients(cells)?;
        Ok(Self {
            label: label.into(),
            range: ranges.total(cells)?,
            pinned: local.pinned(&coefficients)?.share(),
        })
    }
}
