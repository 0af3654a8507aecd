//! OECD TiVA: the indicators of Trade in Value Added, under their codes.
//!
//! Questions answered: those of the data base. What does an industry export and import, how much of it is value added of its own country or
//! of others, how much value added do others absorb, and which shares are these?
//!
//! Source: OECD (2021), "Guide to OECD's Trade in Value Added (TiVA) Indicators, 2021 edition": sections 4 (gross figures), 5 (content of
//! exports and imports), 6 (final demand), 7 (origins). The guide's equations are met through programs that follow it; where these differ
//! the choice is a value: [`IndustryOf`], [`Over`].
//!
//! c is the country whose figure it is and p its partner; `∘` is by industry. The tables of [`TradeAmount`], [`AbsorbedAmount`], [`OwnAmount`],
//! [`TradeShare`], [`AbsorbedShare`] and [`OwnShare`] have every equation; [`Indicator`] is the index of all codes. Indicators by origin are
//! methods of their own: EXGR_BSCI is [`ContentByOrigin`](super::ContentByOrigin) or
//! [`ContentByOriginProducer`](super::ContentByOriginProducer), FD_EXGR_VA is [`ContentByDestination`](super::ContentByDestination).
//!
//! # Shapes
//! In the ledger the column `exporter` holds c and `importer` holds p, also where c imports or absorbs. Industries are the sector codes of
//! all countries; groups of producers of a country (CN1 and CN2, D and F) are added up after everything is computed by producer. Amounts
//! may be added up over industries and partners, not over indicators, which overlap. Shares are in per cent, have no value where
//! there is nothing to divide by, and may not be added up.
//!
//! # Value added
//! Content is in the table's own value-added row under its concept, which the ledger names, as TiVA has it. Programs that take
//! value added as what output leaves after inputs count taxes less subsidies on products as value added too.
//!
//! EXGR_DDC takes the local inverse, `V_i (L_cc)_ii E_i`. A variant with (B_cc)_ii circulates, which counts what returns to the industry
//! through other countries as direct; it differs by about a thousandth.
//!
//! # Computation
//! W, BY and local inverses: solves with 4 G right-hand sides and never the inverse of the whole. G more each for CONS_VA, GFCF_VA and
//! value added in the exports of others by industry of origin.
//!
//! # Identities (tested)
//! DDC + IDC + RIM = DVA, DVA + FVA = EXGR where value added is what output leaves after inputs; BALVAFD over all partners is BALGR then.
//! REII over products and partners is exports less V_c L_cc E_c*. FD_VA over all countries c is value added of the origin.

mod amount;
mod frame;
mod indicator;
mod share;
mod sheet;

use ndarray::{Array2, Array4};

use self::frame::{Divisor, Frame, Shown};
use self::indicator::PER_CENT;
use self::share::Base;
use self::sheet::Sheet;
use super::method::Method;
use super::plan::{OwnLevel, Plan, ratios};
use crate::account::ledger::{Apart, Ledger, Parts, Term};
use crate::account::{Level, Scope};
use crate::error::{Error, Result};
use crate::model::WorldModel;

pub use amount::{
    AbsorbedAmount, IndustryOf, OECD_CONSUMPTION, OECD_INVESTMENT, OwnAmount, TradeAmount,
};
pub use indicator::{Indicator, IndicatorUnit};
pub use share::{AbsorbedShare, Over, OwnShare, TradeShare};

/// Indicators that are amounts, in the unit of the table (or of the weights).
///
/// ```
/// use leontief::account::Level;
/// use leontief::account::decompose::tiva::{TivaAmounts, TradeAmount};
///
/// // gross exports by partner and the value added in them
/// let method = TivaAmounts::Trade(Level::Bilateral, vec![TradeAmount::Exgr, TradeAmount::ExgrDva]);
/// # assert_eq!(TradeAmount::Exgr.term().code, "EXGR");
/// # let _ = method;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TivaAmounts {
    /// With a partner.
    Trade(Level, Vec<TradeAmount>),
    /// Of final use, by origin (the partner), own country included.
    Absorbed(Level, Vec<AbsorbedAmount>),
    /// Without a partner.
    Own(OwnLevel, Vec<OwnAmount>),
}

/// Indicators that are shares, in per cent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TivaShares {
    /// With a partner.
    Trade(Level, Vec<TradeShare>),
    /// Of final use, by origin (the partner), own country included.
    Absorbed(Level, Vec<AbsorbedShare>),
    /// Without a partner.
    Own(OwnLevel, Vec<OwnShare>),
}

impl Method for TivaAmounts {
    type Results = Ledger;

    fn name(&self) -> String {
        "OECD TiVA indicators (2021 edition)".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Plan::new(model, scope)?;
        let mut parts = match self {
            Self::Trade(level, amounts) => {
                let frame = Frame::new(&plan, scope, *level)?;
                let terms = amounts.iter().map(|amount| amount.term());
                self.of_sheets(&frame, terms.collect(), &frame.trade_sheets(amounts)?)?
            }
            Self::Absorbed(level, amounts) => {
                let frame = Frame::new(&plan, scope, *level)?;
                let terms = amounts.iter().map(AbsorbedAmount::term);
                self.of_sheets(&frame, terms.collect(), &frame.absorbed_sheets(amounts)?)?
            }
            Self::Own(level, amounts) => {
                let frame = Frame::new(&plan, scope, level.level())?;
                let terms = amounts.iter().map(|amount| amount.term()).collect();
                let rows: Vec<_> = amounts
                    .iter()
                    .map(|amount| frame.sources.of_itself(*amount))
                    .collect();
                let values = frame.block(rows.len(), Shown::Own, |c| {
                    let rows = rows.iter().map(|row| frame.own(c, row.view()));
                    rows.collect()
                })?;
                frame.parts(self.name(), terms, Shown::Own, values)
            }
        };
        parts.about.unit = self.unit(&plan)?;
        Ledger::new(parts)
    }
}

impl TivaAmounts {
    fn of_sheets(&self, frame: &Frame<'_>, terms: Vec<Term>, sheets: &[Sheet]) -> Result<Parts> {
        let shown = shown(sheets.iter());
        let values = frame.block(sheets.len(), shown, |c| {
            let figures = sheets.iter().map(|sheet| sheet.of(c, &frame.industries));
            figures
                .map(|figures| frame.at_level(c, shown, &figures))
                .collect()
        })?;
        let mut parts = frame.parts(self.name(), terms, shown, values);
        parts.home = matches!(self, Self::Absorbed(..));
        Ok(parts)
    }

    /// One unit for all figures: contents in other units than the table's cannot stand beside gross values.
    fn unit(&self, plan: &Plan<'_>) -> Result<String> {
        let contents: Vec<bool> = match self {
            Self::Trade(_, amounts) => amounts.iter().map(|amount| amount.is_content()).collect(),
            Self::Absorbed(_, amounts) => vec![true; amounts.len()],
            Self::Own(_, amounts) => amounts.iter().map(|amount| amount.is_content()).collect(),
        };
        let gross = plan.model.table().unit().short();
        if !contents.contains(&true) {
            return Ok(gross);
        }
        if contents.contains(&false) {
            require_same_unit(plan)?;
        }
        Ok(plan.weights.unit().to_owned())
    }
}

impl Method for TivaShares {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        "OECD TiVA indicators (2021 edition), shares".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let plan = Plan::new(model, scope)?;
        let (mut parts, over) = match self {
            Self::Trade(level, shares) => {
                let frame = Frame::new(&plan, scope, *level)?;
                self.of_trade(&frame, &plan, shares)?
            }
            Self::Absorbed(level, shares) => {
                let frame = Frame::new(&plan, scope, *level)?;
                self.of_final_use(&frame, shares)?
            }
            Self::Own(level, shares) => {
                if !shares.is_empty() {
                    require_same_unit(&plan)?;
                }
                let frame = Frame::new(&plan, scope, level.level())?;
                self.of_itself(&frame, shares)?
            }
        };
        let (values, undefined) = ratios(&(100.0 * &parts.values), &over);
        parts.values = values;
        parts.about.unit = PER_CENT.to_owned();
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// A ledger of what is divided, and what it is divided by.
type Fraction = (Parts, Array4<f64>);

impl TivaShares {
    fn of_trade(
        &self,
        frame: &Frame<'_>,
        plan: &Plan<'_>,
        shares: &[TradeShare],
    ) -> Result<Fraction> {
        let mut known = Vec::new();
        let mut pairs = Vec::with_capacity(shares.len());
        for share in shares {
            let (of, over) = share.parts();
            if of.is_content() != over.is_content() {
                require_same_unit(plan)?;
            }
            let over = match over {
                Base::Cell(amount) => Divisor::Cell(frame.sheet(&mut known, amount)?),
                Base::AllPartners(amount) => Divisor::AllPartners(frame.sheet(&mut known, amount)?),
                Base::Exports => Divisor::Exports,
                Base::PartnerExports => Divisor::PartnerExports,
                Base::ValueAdded => Divisor::ValueAdded,
            };
            pairs.push((frame.sheet(&mut known, of)?, over));
        }
        let shown = shown(known.iter().map(|(_, sheet)| &**sheet));
        let of = frame.block(shares.len(), shown, |c| {
            let figures = pairs.iter().map(|(of, _)| of.of(c, &frame.industries));
            figures
                .map(|figures| frame.at_level(c, shown, &figures))
                .collect()
        })?;
        let over = frame.block(shares.len(), shown, |c| {
            let divisors = pairs.iter().map(|(_, over)| frame.divisor(c, shown, over));
            divisors.collect()
        })?;
        let terms = shares.iter().map(|share| share.term()).collect();
        Ok((frame.parts(self.name(), terms, shown, of), over))
    }

    fn of_final_use(&self, frame: &Frame<'_>, shares: &[AbsorbedShare]) -> Result<Fraction> {
        let amounts: Vec<AbsorbedAmount> = shares.iter().map(AbsorbedShare::amount).collect();
        let sheets = frame.absorbed_sheets(&amounts)?;
        let figures = |c: usize| {
            sheets
                .iter()
                .map(move |sheet| sheet.of(c, &frame.industries))
        };
        let of = frame.block(shares.len(), Shown::All, |c| {
            figures(c)
                .map(|figures| frame.at_level(c, Shown::All, &figures))
                .collect()
        })?;
        let over = frame.block(shares.len(), Shown::All, |c| {
            let whole = figures(c).map(|figures| {
                let shape = frame.at_level(c, Shown::All, &figures).dim();
                Array2::from_elem(shape, figures.sum())
            });
            whole.collect()
        })?;
        let terms = shares.iter().map(AbsorbedShare::term).collect();
        let mut parts = frame.parts(self.name(), terms, Shown::All, of);
        parts.home = true;
        Ok((parts, over))
    }

    fn of_itself(&self, frame: &Frame<'_>, shares: &[OwnShare]) -> Result<Fraction> {
        let rows = |amount: OwnAmount| {
            let row = frame.sources.of_itself(amount);
            frame.block(shares.len(), Shown::Own, move |c| {
                vec![frame.own(c, row.view()); shares.len()]
            })
        };
        let terms = shares.iter().map(|share| share.term()).collect();
        let of = rows(OwnAmount::Valu)?;
        let parts = frame.parts(self.name(), terms, Shown::Own, of);
        Ok((parts, rows(OwnAmount::Prod)?))
    }
}

fn require_same_unit(plan: &Plan<'_>) -> Result<()> {
    let gross = plan.model.table().unit().short();
    if plan.weights.unit() == gross {
        return Ok(());
    }
    Err(Error::unit(format!(
        "`{}` is not in the unit of trade, so that it cannot stand beside or over gross values",
        plan.weights.name()
    ))
    .expected(gross)
    .found(plan.weights.unit())
    .hint("ask for indicators of content only, or of gross values only"))
}

/// All industries, if any figure is one of partners' products.
fn shown<'s>(mut sheets: impl Iterator<Item = &'s Sheet>) -> Shown {
    match sheets.any(Sheet::looks_abroad) {
        true => Shown::All,
        false => Shown::Own,
    }
}
