//! Exports: vectors over producers, by partner and kind of trade.

use std::fmt;

use ndarray::{Array1, ArrayView1};

use crate::error::{Error, Result};
use crate::label::{Axis, Partner, Producers, TradeKind};
use crate::unit::Unit;

/// One flow: what each producer exports to one partner, of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportFlow {
    partner: String,
    kind: TradeKind,
    amounts: Array1<f64>,
}

impl ExportFlow {
    /// The partner's code.
    #[must_use]
    pub fn partner(&self) -> &str {
        &self.partner
    }

    /// The kind of trade.
    #[must_use]
    pub fn kind(&self) -> TradeKind {
        self.kind
    }

    /// The amount of each producer.
    #[must_use]
    pub fn amounts(&self) -> ArrayView1<'_, f64> {
        self.amounts.view()
    }

    /// The sum over producers.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.amounts.sum()
    }
}

/// Export vectors over the producers of one table, by partner and kind, in one unit.
///
/// ```
/// use leontief::label::{Axis, Producers, TradeKind};
/// use leontief::table::Exports;
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// let exports = Exports::new(&producers, unit)
///     .with("USA", TradeKind::Goods, array![60.0, 10.0])?
///     .with("ROW", TradeKind::Goods, array![90.0, 25.0])?;
/// assert_eq!(exports.to("USA")?.total(), 70.0);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Exports {
    producers: Producers,
    unit: Unit,
    partners: Axis<Partner>,
    flows: Vec<ExportFlow>,
}

impl Exports {
    /// No exports yet.
    #[must_use]
    pub fn new(producers: &Producers, unit: Unit) -> Self {
        Self {
            producers: producers.clone(),
            unit,
            partners: Axis::empty(),
            flows: Vec::new(),
        }
    }

    /// One more flow; amounts of a (partner, kind) that is already there are added to it.
    ///
    /// # Errors
    /// If there is not one finite amount per producer, or the partner has no code. Negative amounts are legal (returns,
    /// corrections).
    pub fn with(mut self, partner: &str, kind: TradeKind, amounts: Array1<f64>) -> Result<Self> {
        if self.partners.find(partner).is_none() {
            let known = self.partners.codes().iter().map(String::as_str);
            self.partners = Axis::new(known.chain([partner]))?;
        }
        if amounts.len() != self.producers.len() {
            return Err(Error::shape(format!("exports of {kind} to `{partner}`"))
                .expected(format!("{} producers", self.producers.len()))
                .found(amounts.len()));
        }
        if let Some(at) = amounts.iter().position(|amount| !amount.is_finite()) {
            return Err(Error::table(format!(
                "exports of {kind} to `{partner}` of {} are not a number",
                self.producers.label(at)
            ))
            .found(amounts[at])
            .hint("0 where nothing is exported"));
        }
        let known = self
            .flows
            .iter_mut()
            .find(|flow| flow.partner == partner && flow.kind == kind);
        match known {
            Some(flow) => flow.amounts += &amounts,
            None => self.flows.push(ExportFlow {
                partner: partner.to_owned(),
                kind,
                amounts,
            }),
        }
        Ok(self)
    }

    /// The producers the vectors run over.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.producers
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The flows, in the order in which they were given.
    #[must_use]
    pub fn flows(&self) -> &[ExportFlow] {
        &self.flows
    }

    /// The partners, in order of their first flow.
    #[must_use]
    pub fn partners(&self) -> &Axis<Partner> {
        &self.partners
    }

    /// The flows to one partner.
    ///
    /// # Errors
    /// If nothing goes to such a partner.
    pub fn to(&self, partner: &str) -> Result<Self> {
        self.partners.at(partner)?;
        Ok(self.filtered(|flow| flow.partner == partner))
    }

    /// The flows of one kind, possibly none.
    #[must_use]
    pub fn of(&self, kind: TradeKind) -> Self {
        self.filtered(|flow| flow.kind == kind)
    }

    fn filtered(&self, keep: impl Fn(&ExportFlow) -> bool) -> Self {
        let flows: Vec<ExportFlow> = self
            .flows
            .iter()
            .filter(|flow| keep(flow))
            .cloned()
            .collect();
        Self {
            producers: self.producers.clone(),
            unit: self.unit.clone(),
            partners: self
                .partners
                .filtered(|partner| flows.iter().any(|flow| flow.partner == partner)),
            flows,
        }
    }

    /// The sum of all flows, by producer.
    #[must_use]
    pub fn by_producer(&self) -> Array1<f64> {
        self.flows
            .iter()
            .fold(Array1::zeros(self.producers.len()), |sum, flow| {
                sum + &flow.amounts
            })
    }

    /// The sum of everything.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.flows.iter().map(ExportFlow::total).sum()
    }

    /// Every flow through a function of its kind and amounts, in a new unit: the way valuation steps are written.
    pub(crate) fn mapped(
        &self,
        unit: Unit,
        change: impl Fn(TradeKind, ArrayView1<'_, f64>) -> Array1<f64>,
    ) -> Self {
        Self {
            unit,
            producers: self.producers.clone(),
            partners: self.partners.clone(),
            flows: self
                .flows
                .iter()
                .map(|flow| ExportFlow {
                    amounts: change(flow.kind, flow.amounts()),
                    ..flow.clone()
                })
                .collect(),
        }
    }
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Exports of {:?}: {} flows, {:.1} {}",
            self.producers,
            self.flows.len(),
            self.total(),
            self.unit.short()
        )
    }
}
