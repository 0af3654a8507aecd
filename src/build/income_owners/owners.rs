//! Layers of knowledge about who owns the income of a world table.

use super::capital::ForeignCapital;
use super::cells::{self, Cells};
use super::control::{Control, ControlScale};
use super::investment::Investment;
use super::labour::CrossBorderLabour;
use super::layer::{self, Layer};
use super::owned::OwnedIncome;
use super::totals::PrimaryIncomeTotals;
use super::transfers::IncomeTransfers;
use crate::build::primary_income::CapitalIncome;
use crate::error::{Error, Result};
use crate::table::WorldTable;

/// Builds the income shares of a world table from layers of what is known.
///
/// The base is that everything is income of the country where it is earned. Every layer says how much of some income is foreign, or whose
/// it is, or both, for the cells that it names: host × group of producers × component of value added. **A later layer replaces what
/// earlier ones say of the same cells, and only that.** A layer of which nothing is left is refused. Control totals come last, whenever
/// they are given.
///
/// | layer | how much is foreign | whose it is | cells |
/// |---|---|---|---|
/// | [`foreign_capital`](Self::foreign_capital) | κ | - | capital income of its hosts |
/// | [`investment`](Self::investment) | - | θ | capital income of its hosts |
/// | [`labour`](Self::labour) | λ | its origins | compensation in its hosts |
/// | [`transfers`](Self::transfers) | W | W | everything in its hosts |
///
/// ```
/// # use leontief::label::{Axis, Group, Ownership, Producers};
/// # use leontief::table::{PrimaryKind, WorldDraft};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # let sectors = Axis::new(["goods"])?;
/// # let [d, f] = [Ownership::Domestic, Ownership::Foreign].map(|owner| Group::of(Some(owner), None));
/// # let producers = Producers::new([("CHN", d, sectors.clone()), ("CHN", f, sectors.clone()), ("USA", Group::whole(), sectors)])?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let world = WorldDraft::new(producers, Axis::new(["final"])?, unit)
/// #     .flows(array![[20.0, 10.0, 5.0], [10.0, 10.0, 5.0], [5.0, 5.0, 20.0]])
/// #     .final_use(array![[50.0, 15.0], [10.0, 15.0], [10.0, 60.0]])
/// #     .output(array![100.0, 50.0, 100.0])
/// #     .primary(PrimaryKind::Compensation, array![40.0, 10.0, 40.0])
/// #     .primary(PrimaryKind::OperatingSurplus, array![25.0, 15.0, 30.0])
/// #     .check()?;
/// use leontief::build::income_owners::{ForeignCapital, IncomeOwners, Investment, Investor};
/// use leontief::parameter::Grade;
/// use ndarray::array;
///
/// // producers D and F of China with operating surplus 25 and 15, and those of the United States
/// let owned = IncomeOwners::of(&world)
///     .foreign_capital(ForeignCapital::by_ownership(0.04, 0.8).in_host("CHN").source("a survey", Grade::C))
///     .investment(Investment::of_host("CHN", [("USA", 0.25)], "ROW", Investor::Immediate)?.source("a register", Grade::B))
///     .built()?;
/// assert_eq!(owned.income().owners().codes(), ["CHN", "USA", "ROW"]);
/// assert_eq!(owned.flows().between("USA", "CHN")?, 0.25 * (1.0 + 12.0)); // 0.04 × 25 and 0.8 × 15
/// assert!(owned.report().to_string().contains("a survey"));
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "layers say nothing until the shares are built"]
pub struct IncomeOwners<'a> {
    table: &'a WorldTable,
    layers: Vec<Layer>,
    controls: Vec<Control>,
}

impl<'a> IncomeOwners<'a> {
    /// Everything is income of the country where it is earned.
    pub fn of(table: &'a WorldTable) -> Self {
        Self {
            table,
            layers: Vec::new(),
            controls: Vec::new(),
        }
    }

    /// How much of capital income is foreign.
    pub fn foreign_capital(self, layer: ForeignCapital) -> Self {
        self.laid(Layer::Capital(layer))
    }

    /// Whose foreign capital income is.
    pub fn investment(self, layer: Investment) -> Self {
        self.laid(Layer::Investment(layer))
    }

    /// How much of compensation of employees is foreign, and whose.
    pub fn labour(self, layer: CrossBorderLabour) -> Self {
        self.laid(Layer::Labour(layer))
    }

    /// Country-level income transfers: how much of everything is foreign, and whose.
    pub fn transfers(self, layer: IncomeTransfers) -> Self {
        self.laid(Layer::Transfers(layer))
    }

    /// Moves the shares that the layers imply until they meet totals of primary income.
    ///
    /// Let F be the implied flows of income, owner × host, without the diagonal; depreciation counts as `capital` says. First F is balanced
    /// (GRAS):
    /// - a host with a figure of payments pays that; one without keeps what is implied;
    /// - an owner with a figure of receipts gets that; one without is free, so it gets what is left of its hosts' payments;
    /// - receipts are multiplied by one factor, so that they add up to payments, where every owner with implied income has a figure. The factor
    ///   is in the report. Where some owner is free, nothing is multiplied.
    ///
    /// Then, host by host, the amounts of owners × (component, producer) are balanced to the new F, home having the rest, and to what
    /// the producers pay. So all shares stay between 0 and 1: those of owner o move by odds,
    /// `Ω'_op / Ω'_hp = m_o Ω_op / Ω_hp`, with one multiplier for all producers of the host; where a producer's income is negative
    /// the multiplier divides. Shares of producers that pay nothing stay. Depreciation, where it is not compared, moves with the others.
    ///
    /// Totals are met to 1e-12 of the income that moves, or to 1e-10 where its rounding allows no better.
    ///
    /// Payments [within](super::CountryIncome::within) a region are taken out of both totals first, at the size that
    /// [`IncomeTransfers::proportional`] gives them.
    pub fn held_to(
        self,
        totals: &PrimaryIncomeTotals,
        scale: ControlScale,
        capital: CapitalIncome,
    ) -> Self {
        self.controlled(totals, scale, capital, true)
    }

    /// Reports how far the shares are from totals of primary income, and leaves them as they are.
    pub fn compared_with(
        self,
        totals: &PrimaryIncomeTotals,
        scale: ControlScale,
        capital: CapitalIncome,
    ) -> Self {
        self.controlled(totals, scale, capital, false)
    }

    fn laid(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }

    fn controlled(
        mut self,
        totals: &PrimaryIncomeTotals,
        scale: ControlScale,
        capital: CapitalIncome,
        held: bool,
    ) -> Self {
        self.controls.push(Control {
            totals: totals.clone(),
            scale,
            capital,
            held,
        });
        self
    }

    /// The shares, with the flows of income that they imply and a report.
    ///
    /// Owners stand in this order: countries with producers as in the table, markets without producers that a layer names, others in order of
    /// their first appearance in the layers, and [`UNSPECIFIED`](super::UNSPECIFIED) if anything is its.
    ///
    /// # Errors
    /// What a layer says does not fit the table (the message has the number of the layer), a layer is replaced everywhere, there are
    /// several control totals, or they cannot be met.
    pub fn built(&self) -> Result<OwnedIncome> {
        if self.controls.len() > 1 {
            return Err(Error::control_total(format!(
                "control totals are given {} times",
                self.controls.len()
            ))
            .expected("one call of `held_to` or `compared_with`")
            .hint("put all figures into one `PrimaryIncomeTotals`"));
        }
        let named = self.layers.iter().flat_map(Layer::owners);
        let owners = cells::owners(self.table, named.map(String::as_str))?;
        let mut cells = Cells::at_home(self.table, owners);
        layer::lay_all(&self.layers, &mut cells)?;
        let sources = layer::sources(&self.layers, &cells);
        OwnedIncome::of(&cells, sources, self.controls.first())
    }
}
