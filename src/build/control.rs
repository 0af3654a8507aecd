//! Shares by sector moved by one constant on the logit scale until a control total holds.
//!
//! Question answered: which shares p_j are nearest in shape to the starting shares and meet `Σ_j w_j p_j = T`? With
//! `logit p = ln(p / (1 − p))` the shares are `p_j = logit⁻¹(logit p⁰_j + c)`: the odds of every sector change by the same
//! factor e^c, a share of 0 or 1 stays, and no share leaves 0 to 1. The sum rises with c, so c is found by bisection.

use std::fmt;

use ndarray::{Array1, ArrayView1};

use crate::error::{Error, Result};

/// What to do where a control total asks a sector for more than it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Overdraw {
    /// Refuse, naming the cell and the total that asks too much.
    #[default]
    Refuse,
    /// Stop that sector at what it has, let the others make up for it, and list it in the report.
    Cap,
}

/// Sectors that a total asked for more than they have, and that were stopped there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped {
    total: String,
    sectors: Vec<String>,
}

impl Capped {
    /// Nothing where no sector was stopped.
    pub(super) fn by(total: &str, sectors: Vec<String>) -> Option<Self> {
        (!sectors.is_empty()).then(|| Self {
            total: total.to_owned(),
            sectors,
        })
    }

    /// The total that asked too much.
    #[must_use]
    pub fn total(&self) -> &str {
        &self.total
    }

    /// The sectors' labels.
    #[must_use]
    pub fn sectors(&self) -> &[String] {
        &self.sectors
    }
}

impl fmt::Display for Capped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sectors = self.sectors.join(", ");
        write!(
            f,
            "{}: capped at what the sector has: {sectors}",
            self.total
        )
    }
}

/// A control total to be met by shares.
pub(super) struct Control<'a> {
    /// The total's name in messages.
    pub(super) name: &'a str,
    /// w_j.
    pub(super) weights: &'a Array1<f64>,
    /// T.
    pub(super) total: f64,
    /// The least and the most share a sector can take, and what that limit is called.
    pub(super) limits: Option<Limits<'a>>,
    /// A sector's label.
    pub(super) label: &'a dyn Fn(usize) -> String,
}

/// Bounds on shares that come from the table.
pub(super) struct Limits<'a> {
    pub(super) least: &'a Array1<f64>,
    pub(super) most: &'a Array1<f64>,
    /// What would turn negative beyond them.
    pub(super) cell: &'a str,
}

/// Shares that meet a total.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Met {
    pub(super) shares: Array1<f64>,
    /// c.
    pub(super) shift: f64,
    /// What was held at a limit.
    pub(super) capped: Option<Capped>,
}

/// No share of interest needs odds multiplied by more than e^±200.
const WIDEST_SHIFT: f64 = 200.0;

impl Control<'_> {
    /// Shifts the starting shares until the total holds.
    pub(super) fn met_from(&self, starting: &Array1<f64>, overdraw: Overdraw) -> Result<Met> {
        self.require_inputs(starting)?;
        let limits = self.limits.as_ref().filter(|_| overdraw == Overdraw::Cap);
        let within = |j: usize, share: f64| match limits {
            Some(limits) => share.min(limits.most[j]).max(limits.least[j]),
            None => share,
        };
        let shift = self.shift_for(starting, within)?;
        let open = shifted(starting, shift);
        let shares = Array1::from_shape_fn(open.len(), |j| within(j, open[j]));
        self.require_limits(&shares)?;
        let capped = (0..open.len())
            .filter(|&j| self.weights[j] > 0.0 && shares[j] != open[j])
            .map(self.label)
            .collect();
        Ok(Met {
            shares,
            shift,
            capped: Capped::by(self.name, capped),
        })
    }

    /// c by bisection, with every share passed through `within`.
    fn shift_for(&self, starting: &Array1<f64>, within: impl Fn(usize, f64) -> f64) -> Result<f64> {
        let reached = |shift: f64| -> f64 {
            let shares = shifted(starting, shift);
            (0..shares.len())
                .map(|j| self.weights[j] * within(j, shares[j]))
                .sum()
        };
        let (mut low, mut high) = (-WIDEST_SHIFT, WIDEST_SHIFT);
        let (least, most) = (reached(low), reached(high));
        let slack = 1e-12 * self.weights.sum();
        if least == most && (self.total - least).abs() <= slack {
            return Ok(0.0); // nothing to move, nothing to meet
        }
        if self.total < least - slack || self.total > most + slack {
            return Err(Error::control_total(format!(
                "`{}` cannot be met by shifting the starting shares",
                self.name
            ))
            .expected(format!("a total from {least:.6} to {most:.6}"))
            .found(format!("{:.6}", self.total))
            .hint("starting shares of 0 and 1 do not move, and limits of the table bind; change one of them or the total"));
        }
        while high - low > f64::EPSILON * WIDEST_SHIFT {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if reached(middle) < self.total {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low + (high - low) / 2.0)
    }

    fn require_inputs(&self, starting: &Array1<f64>) -> Result<()> {
        if !self.total.is_finite() {
            return Err(
                Error::control_total(format!("`{}` is not a number", self.name)).found(self.total),
            );
        }
        for (j, &weight) in self.weights.indexed_iter() {
            if weight < 0.0 {
                return Err(Error::control_total(format!(
                    "{} has a negative weight in `{}`: shares of it have no meaning",
                    (self.label)(j),
                    self.name
                ))
                .found(weight));
            }
        }
        require_starting_shares(starting, self.name, self.label)
    }

    fn require_limits(&self, shares: &Array1<f64>) -> Result<()> {
        let Some(limits) = &self.limits else {
            return Ok(());
        };
        for (j, &share) in shares.indexed_iter() {
            let rounding = 1e-12;
            let inside = share <= limits.most[j] + rounding && share >= limits.least[j] - rounding;
            if self.weights[j] > 0.0 && !inside {
                return Err(Error::control_total(format!(
                    "`{}` asks too much of {}: {} would turn negative",
                    self.name,
                    (self.label)(j),
                    limits.cell
                ))
                .expected(format!(
                    "a share from {:.6} to {:.6}",
                    limits.least[j], limits.most[j]
                ))
                .found(format!("{share:.6}"))
                .hint("`Overdraw::Cap`, or another starting share or total"));
            }
        }
        Ok(())
    }
}

/// Refuses starting shares outside 0 to 1.
pub(super) fn require_starting_shares(
    starting: &Array1<f64>,
    name: &str,
    label: &dyn Fn(usize) -> String,
) -> Result<()> {
    for (j, &share) in starting.indexed_iter() {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::control_total(format!(
                "the starting share of {} for `{name}` is not a share",
                label(j)
            ))
            .expected("0 to 1")
            .found(share));
        }
    }
    Ok(())
}

/// Exports out of stocks can be more than a sector makes; processing cannot.
pub(super) fn require_output(
    processed: &Array1<f64>,
    output: ArrayView1<'_, f64>,
    label: &dyn Fn(usize) -> String,
) -> Result<()> {
    match (0..output.len()).find(|&j| processed[j] > output[j]) {
        None => Ok(()),
        Some(j) => Err(Error::control_total(format!(
            "`processing_share_of_exports` asks too much of {}: it would process more than its output",
            label(j)
        ))
        .expected(format!("at most {:.6}", output[j]))
        .found(format!("{:.6}", processed[j]))
        .hint("a smaller total, or a smaller starting share of this sector")),
    }
}

/// logit⁻¹(logit p + c), written so that 0 and 1 stay.
fn shifted(starting: &Array1<f64>, shift: f64) -> Array1<f64> {
    starting.mapv(|p| {
        if p == 0.0 || p == 1.0 {
            p
        } else {
            1.0 / (1.0 + (1.0 - p) / p * (-shift).exp())
        }
    })
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn control(weights: &Array1<f64>, total: f64) -> Control<'_> {
        Control {
            name: "test",
            weights,
            total,
            limits: None,
            label: &|j| format!("sector {j}"),
        }
    }

    #[test]
    fn the_total_holds_and_all_odds_change_alike() {
        let weights = array![10.0, 20.0, 30.0, 0.0];
        let starting = array![0.2, 0.5, 0.9, 0.3];
        let met = control(&weights, 31.0)
            .met_from(&starting, Overdraw::Refuse)
            .unwrap();
        assert!((weights.dot(&met.shares) - 31.0).abs() < 1e-12);
        for (p, q) in starting.iter().zip(&met.shares) {
            let ratio = (q / (1.0 - q)) / (p / (1.0 - p));
            assert!((ratio.ln() - met.shift).abs() < 1e-12);
        }
    }

    #[test]
    fn zero_and_one_stay_and_bound_what_can_be_met() {
        let weights = array![10.0, 20.0, 30.0];
        let starting = array![0.0, 0.5, 1.0];
        let met = control(&weights, 35.0)
            .met_from(&starting, Overdraw::Refuse)
            .unwrap();
        assert_eq!((met.shares[0], met.shares[2]), (0.0, 1.0));
        let error = control(&weights, 55.0)
            .met_from(&starting, Overdraw::Refuse)
            .unwrap_err();
        assert!(error.is_control_total());
        assert!(
            error.to_string().contains("from 30.000000 to 50.000000"),
            "{error}"
        );
    }

    #[test]
    fn limits_refuse_by_name_or_cap_and_still_meet_the_total() {
        let weights = array![10.0, 10.0];
        let starting = array![0.5, 0.5];
        let (least, most) = (array![0.0, 0.0], array![0.6, 1.0]);
        let limited = Control {
            limits: Some(Limits {
                least: &least,
                most: &most,
                cell: "its imports",
            }),
            ..control(&weights, 15.0)
        };
        let error = limited
            .met_from(&starting, Overdraw::Refuse)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("`test` asks too much of sector 0: its imports would turn negative"),
            "{error}"
        );
        let met = limited.met_from(&starting, Overdraw::Cap).unwrap();
        assert_eq!(met.capped.unwrap().sectors(), ["sector 0"]);
        assert!((met.shares[0] - 0.6).abs() < 1e-15 && (met.shares[1] - 0.9).abs() < 1e-12);
    }
}
