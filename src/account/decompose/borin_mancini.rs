//! Borin and Mancini: what exports contain, counted once by a perimeter that is named.
//!
//! Question answered: which part of the exports of s is domestic value added that leaves s for the first (source) or the last (sink)
//! time, which part of it is absorbed abroad or comes home, which part is foreign, and which is counted more than once?
//!
//! Source: Borin, Mancini (2023), "Measuring What Matters in Value-Added Trade", Economic Systems Research 35(4), 586-613.
//! DOI 10.1080/09535314.2022.2153221. World perimeter: Borin, Mancini (2019), World Bank Policy Research
//! Working Paper 8804.
//!
//! Rows over the producers of s: a = V_s L_ss, b = V_s B_ss, φ = Σ_{t≠s} V_t B_ts, and f = Σ_{t≠s} V_t B^{\s}_ts = φ B_ss⁻¹ L_ss, where
//! B^{\s} is the inverse after A_sr is zeroed for r ≠ s. Columns over the producers of r: D_r = L_rr Y_rr, P_rs = L_rr Y_rs, T_r = L_rr Y_r u,
//! (BY)_rs, and for the sink XR_rs = B^{\s}_rs E_s* and R_rs = (B^{\s} Y)_rs. The table of [`TERMS`] has every term.
//!
//! # Identities (tested)
//! Terms add up to E_sr per cell. Source and sink have the same DC and FC per cell and the same DVA, DDC, FVA, FDC by country. DVA by
//! country is that of extraction and of the national table, V_s L_ss E_s*.

use std::sync::Arc;

use ndarray::{Array1, Array2, Array3, ArrayView1, Axis as Dimension};

use super::method::Method;
use super::plan::{Plan, column_within, put, stacked, within};
use super::world_perimeter;
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::{Absorption, Returns, Stages, WorldModel};

/// When value added counts as exported by s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Approach {
    /// The first time it crosses the border of s: close to where it is added.
    Source,
    /// The last time it crosses the border of s: close to where it is absorbed.
    Sink,
}

/// Which border counts, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BorinMancini {
    /// The exporter's border: double counted is what crosses the border of s more than once.
    Exporter(Approach, Level),
    /// All borders: double counted is what crosses any border more than once. Defined by country. The sink version is the corrected
    /// decomposition of Koopman, Wang and Wei.
    World(Approach),
}

/// The twelve terms, with the equations of both approaches.
pub const TERMS: [Term; 12] = [
    Term::new(
        "VAX1",
        "domestic value added in final goods",
        "source a ∘ Y_sr; sink b ∘ Y_sr",
    ),
    Term::new(
        "VAX2",
        "in intermediates that the importer makes into its own final use",
        "a or b ∘ A_sr D_r",
    ),
    Term::new(
        "VAX3",
        "in intermediates that the importer makes into final goods for third countries",
        "a or b ∘ A_sr (T_r − D_r − P_rs)",
    ),
    Term::new(
        "VAX4",
        "in intermediates that the importer exports as intermediates, absorbed abroad",
        "source a ∘ A_sr (X_r − BY_rs − T_r + P_rs); sink b ∘ A_sr (X_r − XR_rs − R_rs − T_r + P_rs)",
    ),
    Term::new(
        "REF1",
        "domestic value added that the importer returns in final goods",
        "a or b ∘ A_sr P_rs",
    ),
    Term::new(
        "REF2",
        "domestic value added that returns after further exports",
        "source a ∘ A_sr (BY_rs − P_rs); sink b ∘ A_sr (R_rs − P_rs)",
    ),
    Term::new(
        "DDC",
        "domestic value added that has left, or will leave, once more",
        "source (b − a) ∘ E_sr; sink b ∘ A_sr XR_rs",
    ),
    Term::new(
        "FVA1",
        "foreign value added in final goods",
        "source f ∘ Y_sr; sink φ ∘ Y_sr",
    ),
    Term::new(
        "FVA2",
        "foreign value added in the importer's own final use",
        "f or φ ∘ A_sr D_r",
    ),
    Term::new(
        "FVA3",
        "foreign value added in the importer's exports of final goods",
        "f or φ ∘ A_sr (T_r − D_r)",
    ),
    Term::new(
        "FVA4",
        "foreign value added in the importer's exports of intermediates",
        "source f ∘ A_sr (X_r − T_r); sink φ ∘ A_sr (X_r − XR_rs − T_r)",
    ),
    Term::new(
        "FDC",
        "foreign value added that has left s, or will leave it, once more",
        "source (φ − f) ∘ E_sr; sink φ ∘ A_sr XR_rs",
    ),
];

const DVA: Term = Term::new("DVA", "domestic value added", "VAX + REF");
const DVA_PARTS: &[&str] = &["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"];

/// The standard quantities as sums of terms, for [`Ledger::combined`]; they overlap and do not add up to exports. Gross exports also hold
/// `OTH` where the table has primary inputs that are not value added.
pub const STANDARD: [(Term, &[&str]); 9] = [
    (
        Term::new("DC", "domestic content", "b ∘ E_sr"),
        &["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2", "DDC"],
    ),
    (DVA, DVA_PARTS),
    (
        Term::new(
            "VAX",
            "domestic value added absorbed abroad",
            "VAX1 + … + VAX4",
        ),
        &["VAX1", "VAX2", "VAX3", "VAX4"],
    ),
    (
        Term::new(
            "REF",
            "domestic value added that returns home",
            "REF1 + REF2",
        ),
        &["REF1", "REF2"],
    ),
    (
        Term::new("DDC", "domestic content counted again", "DC − DVA"),
        &["DDC"],
    ),
    (
        Term::new("FC", "foreign content", "φ ∘ E_sr"),
        &["FVA1", "FVA2", "FVA3", "FVA4", "FDC"],
    ),
    (
        Term::new("FVA", "foreign value added", "FVA1 + … + FVA4"),
        &["FVA1", "FVA2", "FVA3", "FVA4"],
    ),
    (
        Term::new("FDC", "foreign content counted again", "FC − FVA"),
        &["FDC"],
    ),
    (
        Term::new(
            "DAVAX",
            "domestic value added absorbed by the direct importer, directly (source)",
            "a ∘ (Y_sr + A_sr D_r)",
        ),
        &["VAX1", "VAX2"],
    ),
];

/// Trade in global value chains, defined for the exporter's perimeter by source: all that crosses more than one border. Where the table has
/// primary inputs that are not value added, `OTH` is not part of it and E means exports without it.
pub const GVC: [(Term, &[&str]); 3] = [
    (
        Term::new("GVC", "exports related to global value chains", "E − DAVAX"),
        &[
            "VAX3", "VAX4", "REF1", "REF2", "DDC", "FVA1", "FVA2", "FVA3", "FVA4", "FDC",
        ],
    ),
    (
        Term::new(
            "GVCB",
            "backward: imported content, own content that returned included",
            "FC + DDC",
        ),
        &["DDC", "FVA1", "FVA2", "FVA3", "FVA4", "FDC"],
    ),
    (
        Term::new(
            "GVCF",
            "forward: domestic value added that the importer passes on",
            "DVA − DAVAX",
        ),
        &["VAX3", "VAX4", "REF1", "REF2"],
    ),
];

impl BorinMancini {
    const fn approach(self) -> Approach {
        match self {
            Self::Exporter(approach, _) | Self::World(approach) => approach,
        }
    }
}

impl Method for BorinMancini {
    type Results = Ledger;

    fn name(&self) -> String {
        let (perspective, approach) = match self {
            Self::Exporter(approach, _) => ("exporter", approach),
            Self::World(approach) => ("world", approach),
        };
        let approach = match approach {
            Approach::Source => "source",
            Approach::Sink => "sink",
        };
        format!("Borin-Mancini (2023), perspective of the {perspective}, {approach}")
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope, self.approach())?;
        let plan = &pieces.plan;
        match *self {
            Self::Exporter(_, level) => {
                plan.ledger(self.name(), level, &TERMS, |s| pieces.cells(s))
            }
            Self::World(approach) => {
                plan.require_all_importers(scope, &self.name())?;
                let foreign = world_perimeter::once_counted(plan, approach)?;
                plan.ledger(self.name(), Level::Country, &world_perimeter::TERMS, |s| {
                    pieces.world_cells(s, foreign[s])
                })
            }
        }
    }
}

/// The arrays that all exporters share.
pub(super) struct Pieces<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) model: &'a WorldModel,
    pub(super) absorption: Arc<Absorption>,
    pub(super) stages: Arc<Stages>,
    /// For the sink.
    returns: Option<Arc<Returns>>,
}

/// Columns of A_sr times: X, D, T, P_rs, BY_rs (source) or R_rs (sink), XR_rs (sink).
struct Columns(Array2<f64>);

impl Columns {
    fn get(&self, k: usize) -> ArrayView1<'_, f64> {
        self.0.index_axis(Dimension(1), k)
    }
}

impl<'a> Pieces<'a> {
    pub(super) fn new(model: &'a WorldModel, scope: &Scope, approach: Approach) -> Result<Self> {
        // the inverse first: a factor would be made in vain
        model.inverse()?;
        Ok(Self {
            returns: match approach {
                Approach::Source => None,
                Approach::Sink => Some(model.returns()?),
            },
            absorption: model.absorption()?,
            stages: model.stages()?,
            plan: Plan::new(model, scope)?,
            model,
        })
    }

    /// Columns for the source, or those for the sink where what returns is known.
    fn columns(&self, s: usize, r: usize, returns: Option<&Returns>) -> Columns {
        let range = self.plan.range(r);
        let x = within(self.model.table().output(), range);
        let d = within(self.stages.d.view(), range);
        let t = within(self.stages.t.view(), range);
        let p = column_within(&self.stages.p, s, range);
        let columns = match returns {
            None => stacked([x, d, t, p, column_within(&self.absorption.by, s, range)]),
            Some(returns) => {
                let home = column_within(&returns.home, s, range);
                let exports = column_within(&returns.exports, s, range);
                stacked([x, d, t, p, home, exports])
            }
        };
        Columns(
            self.model
                .times_columns(self.plan.range(s), range, columns.view()),
        )
    }

    /// The twelve terms of one exporter, term × importer × producer.
    pub(super) fn cells(&self, s: usize) -> Result<Array3<f64>> {
        let countries = self.model.ranges().len();
        let partners = (0..countries).filter(|&r| r != s);
        let mut cells = Array3::zeros((TERMS.len(), countries, self.plan.range(s).len()));
        match &self.returns {
            Some(returns) => partners.for_each(|r| self.sink(&mut cells, (s, r), returns)),
            None => {
                let a = self.model.locals()?.row_times(s, self.plan.rates(s));
                let f = self.model.cuts()?.row_times(s, self.plan.foreign(s));
                partners.for_each(|r| self.source(&mut cells, (s, r), a.view(), f.view()));
            }
        }
        Ok(cells)
    }

    /// The terms of one flow with these rows of what counts once: a and f for the exporter's perimeter.
    pub(super) fn source(
        &self,
        cells: &mut Array3<f64>,
        (s, r): (usize, usize),
        domestic: ArrayView1<'_, f64>,
        once: ArrayView1<'_, f64>,
    ) {
        let y = column_within(&self.absorption.y, r, self.plan.range(s));
        let c = self.columns(s, r, None);
        let exports = &y + &c.get(0);
        self.counted_once(cells, (s, r), (domestic, once), &c, c.get(0));
        let again = &self.plan.own(s) - &domestic;
        put(cells, (6, r), again.view(), exports.view());
        let again = &self.plan.foreign(s) - &once;
        put(cells, (11, r), again.view(), exports.view());
    }

    fn sink(&self, cells: &mut Array3<f64>, (s, r): (usize, usize), returns: &Returns) {
        let (b, foreign) = (self.plan.own(s), self.plan.foreign(s));
        let c = self.columns(s, r, Some(returns));
        // inputs that reach r for good: those not on their way back to s and out again
        let reached = &c.get(0) - &c.get(5);
        self.counted_once(cells, (s, r), (b, foreign), &c, reached.view());
        put(cells, (6, r), b, c.get(5));
        put(cells, (11, r), foreign, c.get(5));
    }

    /// All terms but double counting.
    fn counted_once(
        &self,
        cells: &mut Array3<f64>,
        (s, r): (usize, usize),
        (domestic, once): (ArrayView1<'_, f64>, ArrayView1<'_, f64>),
        c: &Columns,
        reached: ArrayView1<'_, f64>,
    ) {
        let y = column_within(&self.absorption.y, r, self.plan.range(s));
        let [d, t, p, home] = [1, 2, 3, 4].map(|k| c.get(k));
        let passed_on: Array1<f64> = &reached - &t;
        let mut term = |k: usize, row: ArrayView1<'_, f64>, column: ArrayView1<'_, f64>| {
            put(cells, (k, r), row, column);
        };
        term(0, domestic, y);
        term(1, domestic, d);
        term(2, domestic, (&t - &d - p).view());
        term(3, domestic, (&passed_on - &home + p).view());
        term(4, domestic, p);
        term(5, domestic, (&home - &p).view());
        term(7, once, y);
        term(8, once, d);
        term(9, once, (&t - &d).view());
        term(10, once, passed_on.view());
    }

    /// The terms of the world perimeter; what is foreign stands in the first cell, because it is known by country only.
    fn world_cells(&self, s: usize, once: f64) -> Result<Array3<f64>> {
        let cells = self.cells(s)?;
        let (_, countries, producers) = cells.dim();
        let mut world = Array3::zeros((world_perimeter::TERMS.len(), countries, producers));
        for k in 0..7 {
            world
                .index_axis_mut(Dimension(0), k)
                .assign(&cells.index_axis(Dimension(0), k));
        }
        let exports = self.absorption.all_exports.view();
        let content = self
            .plan
            .foreign(s)
            .dot(&within(exports, self.plan.range(s)));
        let first = if s == 0 { 1 } else { 0 };
        if countries > first && producers > 0 {
            world[[7, first, 0]] = once;
            world[[8, first, 0]] = content - once;
        }
        Ok(world)
    }
}
