//! Shares moved until they imply what was paid.

use std::fmt;

use ndarray::Array1;

use super::control::{ForeignIncomeControl, PrimaryIncomePaid};
use super::implied::ForeignIncome;
use crate::build::control::{Capped, Control, Overdraw};
use crate::error::{Error, Result, first_few};
use crate::table::ForeignShares;

/// How foreign shares are moved to a total. Both are the nearest shares in a sense of their own; c_j is the income that the share κ_j
/// divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShareAdjustment {
    /// All shares times one factor, `κ'_j = m κ_j`. Of all shares with the same total these have the least
    /// `Σ_j (f'_j − f_j)² / f_j`, with foreign incomes `f_j = c_j κ_j`. Where a share would exceed 1 it is refused, or, with
    /// [`Overdraw::Cap`], it stops at 1 and the others make up for it (the least under that bound).
    Proportional(Overdraw),
    /// All odds times one factor, `κ'_j / (1 − κ'_j) = e^c κ_j / (1 − κ_j)`. No share leaves 0 to 1; shares of 1 stay. Of all shares with
    /// the same total these have the least `Σ_j c_j [κ'_j ln(κ'_j / κ_j) + (1 − κ'_j) ln((1 − κ'_j) / (1 − κ_j))]`.
    Odds,
}

impl fmt::Display for ShareAdjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Proportional(_) => "shares",
            Self::Odds => "odds",
        })
    }
}

/// Foreign shares that imply what was paid, and how they differ from the given ones.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignIncomeMet {
    foreign: ForeignShares,
    implied: ForeignIncome,
    report: Vec<String>,
    capped: Vec<Capped>,
}

impl ForeignIncomeMet {
    pub(super) fn new(
        control: &ForeignIncomeControl<'_>,
        adjustment: ShareAdjustment,
    ) -> Result<Self> {
        let mut foreign = control.foreign.clone();
        let mut report = vec![control.residual().to_string()];
        let mut capped = Vec::new();
        let implied = control.implied();
        let capital = match control.paid {
            PrimaryIncomePaid::Total(total) => total - implied.compensation(),
            PrimaryIncomePaid::Apart {
                compensation,
                investment,
            } => {
                let income = Income {
                    name: "foreign compensation",
                    amounts: control.compensation(),
                    shares: &control.foreign.compensation,
                    already: implied.compensation(),
                };
                foreign.compensation =
                    income.meets(compensation, control, adjustment, &mut report, &mut capped)?;
                investment
            }
        };
        let income = Income {
            name: "foreign capital income",
            amounts: control.capital_income(),
            shares: &control.foreign.capital,
            already: implied.capital(),
        };
        // what the total implies already must not be touched by the rounding of a difference
        let capital = match control.residual() {
            residual if residual.amount() == 0.0 && residual.apart().is_none() => implied.capital(),
            _ => capital,
        };
        foreign.capital = income.meets(capital, control, adjustment, &mut report, &mut capped)?;
        let implied = ForeignIncome::of(control.table, &foreign, control.capital);
        report.push(format!(
            "foreign income after adjustment: {implied}, {}",
            control.table.unit().short()
        ));
        Ok(Self {
            foreign,
            implied,
            report,
            capped,
        })
    }

    /// The shares.
    #[must_use]
    pub fn foreign(&self) -> &ForeignShares {
        &self.foreign
    }

    /// The shares, taken out.
    #[must_use]
    pub fn into_foreign(self) -> ForeignShares {
        self.foreign
    }

    /// Foreign income that they imply.
    #[must_use]
    pub fn implied(&self) -> &ForeignIncome {
        &self.implied
    }

    /// What was compared, by which factor shares moved, and whose did not, one line each.
    #[must_use]
    pub fn report(&self) -> &[String] {
        &self.report
    }

    /// Producers that were stopped at a share of 1.
    #[must_use]
    pub fn capped(&self) -> &[Capped] {
        &self.capped
    }
}

/// One kind of income and the foreign shares of it.
struct Income<'a> {
    name: &'static str,
    amounts: Array1<f64>,
    shares: &'a Array1<f64>,
    /// The foreign income that these shares imply.
    already: f64,
}

impl Income<'_> {
    /// The shares that imply `paid`.
    fn meets(
        &self,
        paid: f64,
        control: &ForeignIncomeControl<'_>,
        adjustment: ShareAdjustment,
        report: &mut Vec<String>,
        capped: &mut Vec<Capped>,
    ) -> Result<Array1<f64>> {
        if paid == self.already {
            report.push(format!("{}: met by the given shares", self.name));
            return Ok(self.shares.clone());
        }
        let label = |j: usize| control.table.producers().label(j);
        let losses = (0..self.shares.len())
            .filter(|&j| control.moves[j] && self.shares[j] > 0.0 && self.amounts[j] < 0.0);
        let losses: Vec<String> = losses.map(label).collect();
        if !losses.is_empty() {
            report.push(format!(
                "{}: not moved because the income is negative: {}",
                self.name,
                losses.join(", ")
            ));
        }
        let moving = Moving::of(self, control);
        let adjusted = match adjustment {
            ShareAdjustment::Proportional(overdraw) => {
                moving.scaled(self, paid, overdraw, &label)?
            }
            ShareAdjustment::Odds => moving.shifted(self, paid, &label)?,
        };
        report.push(format!(
            "{}: {adjustment} of {} producers × {:.6}",
            self.name,
            moving.count(),
            adjusted.factor
        ));
        if let Some(cap) = Capped::by(self.name, adjusted.capped) {
            report.push(cap.to_string());
            capped.push(cap);
        }
        Ok(Array1::from_shape_fn(self.shares.len(), |j| {
            if moving.weights[j] > 0.0 {
                adjusted.shares[j]
            } else {
                self.shares[j]
            }
        }))
    }
}

/// The producers whose shares move.
struct Moving {
    /// The income that a share divides; zero where it does not move.
    weights: Array1<f64>,
    /// Foreign income of all others.
    fixed: f64,
}

/// Shares after an adjustment.
struct Adjusted {
    shares: Array1<f64>,
    factor: f64,
    capped: Vec<String>,
}

impl Moving {
    fn of(income: &Income<'_>, control: &ForeignIncomeControl<'_>) -> Self {
        let moves =
            |j: usize| control.moves[j] && income.shares[j] > 0.0 && income.amounts[j] > 0.0;
        let n = income.shares.len();
        let still = (0..n).filter(|&j| !moves(j));
        Self {
            fixed: still.fold(0.0, |sum, j| sum + income.shares[j] * income.amounts[j]),
            weights: Array1::from_shape_fn(n, |j| if moves(j) { income.amounts[j] } else { 0.0 }),
        }
    }

    fn count(&self) -> usize {
        self.weights.iter().filter(|weight| **weight > 0.0).count()
    }

    /// Refuses what no shares from `least` to `most` of the moving income can reach, up to the rounding of a sum.
    fn require_reach(&self, income: &Income<'_>, paid: f64, [least, most]: [f64; 2]) -> Result<()> {
        let slack = 1e-12 * self.weights.sum();
        let range = [self.fixed + least, self.fixed + most];
        if self.count() > 0 && paid >= range[0] - slack && paid <= range[1] + slack {
            return Ok(());
        }
        Err(Error::control_total(format!(
            "`{}` cannot be what was paid by moving these shares",
            income.name
        ))
        .expected(format!("an amount from {:.6} to {:.6}", range[0], range[1]))
        .found(format!("{paid:.6}"))
        .hint("shares of 0 stay, as do those of producers that may not move or whose income is not positive; let more move, give other shares, or only report the residual"))
    }

    /// One factor for all shares.
    fn scaled(
        &self,
        income: &Income<'_>,
        paid: f64,
        overdraw: Overdraw,
        label: &dyn Fn(usize) -> String,
    ) -> Result<Adjusted> {
        let all = self.weights.sum();
        self.require_reach(income, paid, [0.0, all])?;
        let wanted = (paid - self.fixed).clamp(0.0, all);
        let mut open: Vec<usize> = (0..self.weights.len())
            .filter(|&j| self.weights[j] > 0.0)
            .collect();
        let (mut factor, mut stopped) = (1.0, Vec::new());
        // every round stops at least one producer at 1, which only raises the factor of the others
        while !open.is_empty() {
            let held: f64 = stopped.iter().map(|&j: &usize| self.weights[j]).sum();
            let implied: f64 = open
                .iter()
                .map(|&j| self.weights[j] * income.shares[j])
                .sum();
            factor = (wanted - held).max(0.0) / implied;
            let (over, within): (Vec<usize>, Vec<usize>) = open
                .iter()
                .partition(|&&j| income.shares[j] * factor > 1.0 + ROUNDING);
            if over.is_empty() {
                break;
            }
            stopped.extend(over);
            open = within;
        }
        if overdraw == Overdraw::Refuse && !stopped.is_empty() {
            stopped.sort_unstable();
            return Err(self.too_much(income, paid, &stopped, label));
        }
        stopped.sort_unstable();
        Ok(Adjusted {
            shares: income.shares.mapv(|share| (share * factor).min(1.0)),
            factor,
            capped: stopped.into_iter().map(label).collect(),
        })
    }

    fn too_much(
        &self,
        income: &Income<'_>,
        paid: f64,
        over: &[usize],
        label: &dyn Fn(usize) -> String,
    ) -> Error {
        let moving = || (0..self.weights.len()).filter(|&j| self.weights[j] > 0.0);
        let largest = moving().map(|j| income.shares[j]).fold(0.0, f64::max);
        let implied: f64 = moving().map(|j| self.weights[j] * income.shares[j]).sum();
        Error::control_total(format!(
            "`{}` asks too much: the foreign share would exceed 1 in {}",
            income.name,
            first_few(over.iter().map(|&j| label(j)))
        ))
        .expected(format!(
            "an amount from {:.6} to {:.6}",
            self.fixed,
            self.fixed + implied / largest
        ))
        .found(format!("{paid:.6}"))
        .hint("`Overdraw::Cap`, `ShareAdjustment::Odds`, or let more producers move")
    }

    /// One factor for all odds.
    fn shifted(
        &self,
        income: &Income<'_>,
        paid: f64,
        label: &dyn Fn(usize) -> String,
    ) -> Result<Adjusted> {
        let full = |j: &usize| income.shares[*j] == 1.0;
        let least = (0..self.weights.len()).filter(full);
        let least = least.fold(0.0, |sum, j| sum + self.weights[j]);
        let most = self.weights.sum();
        self.require_reach(income, paid, [least, most])?;
        let met = Control {
            name: income.name,
            weights: &self.weights,
            total: (paid - self.fixed).clamp(least, most),
            limits: None,
            label,
        }
        .met_from(income.shares, Overdraw::Refuse)?;
        Ok(Adjusted {
            shares: met.shares,
            factor: met.shift.exp(),
            capped: Vec::new(),
        })
    }
}

/// By what a share may pass 1 in the arithmetic without being called too large.
const ROUNDING: f64 = 1e-12;
