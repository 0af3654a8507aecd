//! Trade by sector, group and partner, as customs records it.

use std::collections::HashMap;
use std::fmt;

use ndarray::{Array1, Array2};

use crate::build::unmapped::UnmappedCode;
use crate::error::Result;
use crate::label::{Axis, Group, Ix, Ownership, Partner, Producers, Regime, Sector, TradeKind};
use crate::read::{ExactAmount, TradeFlow};
use crate::table::Exports;
use crate::unit::Unit;

/// The groups, in the order of the blocks of a divided table.
pub(super) const GROUPS: [&str; 4] = ["DN", "FN", "DP", "FP"];

/// Amounts of one flow and partner, group after group, by sector.
pub(super) type Cells = Vec<ExactAmount>;

/// The amount of one flow, partner, group and sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeCell<'a> {
    /// The direction.
    pub flow: TradeFlow,
    /// The partner's code.
    pub partner: &'a str,
    /// The group's code: DN, FN, DP or FP.
    pub group: &'static str,
    /// The sector's code.
    pub sector: &'a str,
    /// The amount.
    pub amount: ExactAmount,
}

/// Exports and imports by sector, group (DN, FN, DP, FP) and partner, and what could not be placed.
#[derive(Clone)]
pub struct CustomsTrade {
    sectors: Axis<Sector>,
    partners: Axis<Partner>,
    cells: HashMap<(TradeFlow, usize), Cells>,
    unmapped: Vec<UnmappedCode>,
    apart: ExactAmount,
    total: ExactAmount,
}

impl CustomsTrade {
    pub(super) fn new(
        sectors: Axis<Sector>,
        partners: Axis<Partner>,
        cells: HashMap<(TradeFlow, usize), Cells>,
        unmapped: Vec<UnmappedCode>,
        (apart, total): (ExactAmount, ExactAmount),
    ) -> Self {
        Self {
            sectors,
            partners,
            cells,
            unmapped,
            apart,
            total,
        }
    }

    /// The sectors, in the order of the concordance's target.
    #[must_use]
    pub fn sectors(&self) -> &Axis<Sector> {
        &self.sectors
    }

    /// The partners, in order of their first placed record.
    #[must_use]
    pub fn partners(&self) -> &Axis<Partner> {
        &self.partners
    }

    /// The groups: DN, FN, DP, FP.
    #[must_use]
    pub fn groups(&self) -> [Group; 4] {
        GROUPS.map(Group::from_code)
    }

    /// Codes that were not mapped, the largest first; empty where they were refused.
    #[must_use]
    pub fn unmapped(&self) -> &[UnmappedCode] {
        &self.unmapped
    }

    /// The value of records that were kept apart; each counts once.
    #[must_use]
    pub fn apart(&self) -> ExactAmount {
        self.apart
    }

    /// The value of all records: what was placed and what was kept apart, exactly.
    #[must_use]
    pub fn total(&self) -> ExactAmount {
        self.total
    }

    /// Every cell that is not zero, by flow, partner, group and sector.
    pub fn cells(&self) -> impl Iterator<Item = TradeCell<'_>> {
        let flows = [TradeFlow::Export, TradeFlow::Import].into_iter();
        let blocks = flows.flat_map(|flow| self.partners.positions().map(move |at| (flow, at)));
        let blocks = blocks.filter_map(|(flow, at)| {
            let cells = self.cells.get(&(flow, at.get()))?;
            Some((flow, self.partners.code(at), cells))
        });
        let n = self.sectors.len();
        let all = blocks.flat_map(move |(flow, partner, cells)| {
            cells.iter().enumerate().map(move |(at, amount)| TradeCell {
                flow,
                partner,
                group: GROUPS[at / n],
                sector: &self.sectors.codes()[at % n],
                amount: *amount,
            })
        });
        all.filter(|cell| cell.amount != ExactAmount::default())
    }

    /// What was placed of a flow, exactly.
    #[must_use]
    pub fn placed(&self, flow: TradeFlow) -> ExactAmount {
        self.sums(flow, None).into_iter().sum()
    }

    /// A flow with all partners, sector × group.
    #[must_use]
    pub fn by_sector(&self, flow: TradeFlow) -> Array2<f64> {
        self.matrix(&self.sums(flow, None))
    }

    /// A flow with one partner, sector × group.
    ///
    /// # Errors
    /// If there is no such partner.
    pub fn with_partner(&self, flow: TradeFlow, partner: &str) -> Result<Array2<f64>> {
        let at = self.partners.at(partner)?;
        Ok(self.matrix(&self.sums(flow, Some(at))))
    }

    /// Shares of the groups (DN, FN, DP, FP) in a flow of each sector; none where the sector has no such trade.
    #[must_use]
    pub fn shares(&self, flow: TradeFlow) -> Vec<Option<[f64; 4]>> {
        let amounts = self.by_sector(flow);
        let rows = amounts.outer_iter().map(|row| {
            let sum = row.sum();
            (sum != 0.0).then(|| std::array::from_fn(|group| row[group] / sum))
        });
        rows.collect()
    }

    /// The share of processing in a flow of each sector; none where the sector has no such trade.
    #[must_use]
    pub fn processing_shares(&self, flow: TradeFlow) -> Vec<Option<f64>> {
        self.share_of(flow, |_| true, |group| group.is_processing())
    }

    /// The share of foreign-invested firms in a flow of each sector under a regime; none where the sector has no such trade.
    #[must_use]
    pub fn foreign_shares(&self, flow: TradeFlow, regime: Regime) -> Vec<Option<f64>> {
        self.share_of(
            flow,
            |group| group.regime() == Some(regime),
            |group| group.ownership() == Some(Ownership::Foreign),
        )
    }

    /// Exports of goods over the producers DN, FN, DP, FP of a country; the records are in `unit`.
    ///
    /// # Errors
    /// If the country has no code.
    pub fn exports(&self, country: &str, unit: Unit) -> Result<Exports> {
        let producers = Producers::national(country, self.groups(), &self.sectors)?;
        let mut partners = self.partners.positions();
        partners.try_fold(Exports::new(&producers, unit), |exports, at| {
            let amounts = self.sums(TradeFlow::Export, Some(at));
            let amounts: Array1<f64> = amounts.into_iter().map(ExactAmount::to_f64).collect();
            match amounts.iter().all(|amount| *amount == 0.0) {
                true => Ok(exports),
                false => exports.with(self.partners.code(at), TradeKind::Goods, amounts),
            }
        })
    }

    /// Of the groups that `whole` takes, the part that `part` takes too, by sector.
    fn share_of(
        &self,
        flow: TradeFlow,
        whole: impl Fn(&Group) -> bool,
        part: impl Fn(&Group) -> bool,
    ) -> Vec<Option<f64>> {
        let sums = self.sums(flow, None);
        let (groups, n) = (self.groups(), self.sectors.len());
        let of = |sector: usize, taken: &dyn Fn(&Group) -> bool| -> ExactAmount {
            let taken = (0..groups.len()).filter(|at| taken(&groups[*at]));
            taken.map(|at| sums[at * n + sector]).sum()
        };
        let sectors = (0..n).map(|sector| {
            let all = of(sector, &whole);
            let some = of(sector, &|group| whole(group) && part(group));
            (all != ExactAmount::default()).then(|| some.to_f64() / all.to_f64())
        });
        sectors.collect()
    }

    /// What was placed of a flow in the groups taken, with all partners, by sector.
    pub(super) fn sums_by(
        &self,
        flow: TradeFlow,
        taken: impl Fn(&Group) -> bool,
    ) -> Vec<ExactAmount> {
        let (sums, n) = (self.sums(flow, None), self.sectors.len());
        let groups = self.groups();
        let taken: Vec<usize> = (0..groups.len()).filter(|at| taken(&groups[*at])).collect();
        let sectors = (0..n).map(|sector| taken.iter().map(|at| sums[at * n + sector]).sum());
        sectors.collect()
    }

    fn sums(&self, flow: TradeFlow, partner: Option<Ix<Partner>>) -> Cells {
        let mut sums = vec![ExactAmount::default(); GROUPS.len() * self.sectors.len()];
        for ((known, at), cells) in &self.cells {
            // whole numbers: their sum does not depend on the order
            if *known == flow && partner.is_none_or(|partner| partner.get() == *at) {
                for (sum, amount) in sums.iter_mut().zip(cells) {
                    *sum += *amount;
                }
            }
        }
        sums
    }

    fn matrix(&self, cells: &[ExactAmount]) -> Array2<f64> {
        let n = self.sectors.len();
        Array2::from_shape_fn((n, GROUPS.len()), |(sector, group)| {
            cells[group * n + sector].to_f64()
        })
    }
}

impl fmt::Debug for CustomsTrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CustomsTrade of {} sectors with {} partners: exports {}, imports {}, apart {}",
            self.sectors.len(),
            self.partners.len(),
            self.placed(TradeFlow::Export),
            self.placed(TradeFlow::Import),
            self.apart
        )
    }
}
