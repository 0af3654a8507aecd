//! Wang, Wei, Zhu: sixteen terms of every bilateral flow of every sector.
//!
//! Question answered: which value added, whose, absorbed where, is in the exports of a sector of s to r, and how much is counted
//! more than once?
//!
//! Source: Wang, Wei, Zhu (2013), "Quantifying International Production Sharing at the Bilateral and Sector Levels", NBER Working Paper
//! 19677. DOI 10.3386/w19677.
//!
//! With a = V_s L_ss, b = V_s B_ss, m = V_r B_rs and o = Σ_{t≠s,r} V_t B_ts, rows over the producers of s, and ∘ the product cell by
//! cell (t runs over third countries), each term is a row ∘ a column; the table of [`TERMS`] has them all. Shapes: term × importer ×
//! producer, in the unit of the weights.
//!
//! # Computation
//! Columns over the producers of r come from final use by absorber, n × G arrays made once for all exporters; each is multiplied by
//! A_sr, which the table's flows hold. No n × n matrix is made beside the inverse.
//!
//! # Identities (tested)
//! The terms add up to E_sr in every cell. By country the domestic terms but DDC_* add up to V_s L_ss E_s*, the DVA of extraction. The
//! crosswalk has the terms of Koopman, Wang and Wei as sums of these.
//!
//! Foreign value added is counted once by a perimeter of this method's own, smaller than that of Borin and Mancini: in exports of China to
//! the United States 2011 (the six-region table of this repository) 85.7 against 93.5 bn USD, of 94.7 foreign content in both.

use std::sync::Arc;

use ndarray::{Array1, Array2, Array3, ArrayView1, Axis as Dimension, Slice};

use super::method::Method;
use super::plan::{Plan, column_within, put, stacked, within};
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::{Absorption, FinalGoods, Stages, WorldModel};

/// The sixteen terms, in the order of the paper's table.
pub const TERMS: [Term; 16] = [
    Term::new(
        "DVA_FIN",
        "domestic value added in exports of final goods",
        "b ∘ Y_sr",
    ),
    Term::new(
        "DVA_INT",
        "in intermediates absorbed by the importer",
        "a ∘ A_sr B_rr Y_rr",
    ),
    Term::new(
        "DVA_INTrexI1",
        "in intermediates that the importer passes on as intermediates for third countries' own final goods",
        "a ∘ A_sr Σ_t B_rt Y_tt",
    ),
    Term::new(
        "DVA_INTrexF",
        "in intermediates that the importer passes on as final goods to third countries",
        "a ∘ A_sr B_rr Σ_t Y_rt",
    ),
    Term::new(
        "DVA_INTrexI2",
        "in intermediates that the importer passes on as intermediates for third countries' exports of final goods to others",
        "a ∘ A_sr Σ_t B_rt Σ_{u≠s,t} Y_tu",
    ),
    Term::new(
        "RDV_INT",
        "domestic value added that returns in intermediates and is absorbed at home",
        "a ∘ A_sr B_rs Y_ss",
    ),
    Term::new(
        "RDV_FIN",
        "that returns in final goods of the importer",
        "a ∘ A_sr B_rr Y_rs",
    ),
    Term::new(
        "RDV_FIN2",
        "that returns in final goods of third countries",
        "a ∘ A_sr Σ_t B_rt Y_ts",
    ),
    Term::new(
        "OVA_FIN",
        "third countries' value added in exports of final goods",
        "o ∘ Y_sr",
    ),
    Term::new(
        "MVA_FIN",
        "the importer's value added in exports of final goods",
        "m ∘ Y_sr",
    ),
    Term::new(
        "OVA_INT",
        "third countries' value added in intermediates absorbed by the importer",
        "o ∘ A_sr L_rr Y_rr",
    ),
    Term::new(
        "MVA_INT",
        "the importer's value added in intermediates absorbed by it",
        "m ∘ A_sr L_rr Y_rr",
    ),
    Term::new(
        "DDC_FIN",
        "domestic value added counted again, in exports of final goods at last",
        "a ∘ A_sr B_rs Σ_{t≠s} Y_st",
    ),
    Term::new(
        "DDC_INT",
        "domestic value added counted again, in exports of intermediates",
        "(b − a) ∘ A_sr X_r",
    ),
    Term::new(
        "ODC",
        "third countries' value added counted again",
        "o ∘ A_sr L_rr E_r*",
    ),
    Term::new(
        "MDC",
        "the importer's value added counted again",
        "m ∘ A_sr L_rr E_r*",
    ),
];

/// The sixteen terms at a level; by sector and importer unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WangWeiZhu(pub Level);

impl Method for WangWeiZhu {
    type Results = Ledger;

    fn name(&self) -> String {
        "Wang-Wei-Zhu (2013), 16 terms".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope)?;
        let plan = &pieces.plan;
        plan.ledger(self.name(), self.0, &TERMS, |s| pieces.cells(s))
    }
}

/// Rows of one exporter.
pub(super) struct Rows<'p> {
    /// a = V_s L_ss
    pub(super) a: Array1<f64>,
    /// b = V_s B_ss
    pub(super) b: ArrayView1<'p, f64>,
    /// φ = Σ_{t≠s} V_t B_ts
    pub(super) foreign: ArrayView1<'p, f64>,
}

/// The arrays that all exporters share.
pub(super) struct Pieces<'a> {
    pub(super) plan: Plan<'a>,
    model: &'a WorldModel,
    absorption: Arc<Absorption>,
    goods: Arc<FinalGoods>,
    stages: Arc<Stages>,
    /// Q_r. = B_rr Y_r.: output of r for its own final goods by absorber, exports of inputs that come back included, n × G.
    own_goods: Array2<f64>,
    /// (B bd(Y_ss)) u and Q u.
    of_own_use: Array1<f64>,
    of_own_goods: Array1<f64>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(model: &'a WorldModel, scope: &Scope) -> Result<Self> {
        // what needs the inverse comes first: a factor would be made in vain
        let blocks = model.blocks()?;
        let absorption = model.absorption()?;
        let goods = model.final_goods()?;
        let mut own_goods = Array2::zeros(absorption.y.dim());
        for (r, range) in model.ranges().iter().enumerate() {
            let rows = Slice::from(range.clone());
            let made = blocks
                .own(r)
                .dot(&absorption.y.slice_axis(Dimension(0), rows));
            own_goods.slice_axis_mut(Dimension(0), rows).assign(&made);
        }
        Ok(Self {
            plan: Plan::new(model, scope)?,
            of_own_use: goods.used_at_home.sum_axis(Dimension(1)),
            goods,
            of_own_goods: own_goods.sum_axis(Dimension(1)),
            stages: model.stages()?,
            absorption,
            own_goods,
            model,
        })
    }

    pub(super) fn rows(&self, s: usize) -> Result<Rows<'_>> {
        Ok(Rows {
            a: self.model.locals()?.row_times(s, self.plan.rates(s)),
            b: self.plan.own(s),
            foreign: self.plan.foreign(s),
        })
    }

    /// A_sr times the columns over producers of r: those behind a (c1 to c8), then X, D, H.
    pub(super) fn columns(&self, s: usize, r: usize) -> Array2<f64> {
        let range = self.plan.range(r);
        let (use_, goods, q) = (&*self.absorption, &*self.goods, &self.own_goods);
        let x = within(self.model.table().output(), range);
        let pick = |matrix, column| column_within(matrix, column, range);
        let (bd_r, bd_s) = (pick(&goods.used_at_home, r), pick(&goods.used_at_home, s));
        let (q_r, q_s) = (pick(q, r), pick(q, s));
        let (by_s, bt_s) = (pick(&use_.by, s), pick(&goods.all, s));
        let own_use = within(self.of_own_use.view(), range);
        // Σ_t over third countries: all less the importer and less the exporter
        let to_third = &within(self.of_own_goods.view(), range) - &q_r - q_s;
        let third_own = &own_use - &bd_s - bd_r;
        let third_home = &by_s - &q_s - bd_s;
        let returned = &bt_s - &bd_s;
        // what is left of X_r = Σ_t Σ_u B_rt Y_tu
        let third_others = &x - &by_s - own_use - &returned + bd_s - &to_third;
        let columns = stacked([
            bd_r,
            third_own.view(),
            to_third.view(),
            third_others.view(),
            bd_s,
            q_s,
            third_home.view(),
            returned.view(),
            x,
            within(self.stages.d.view(), range),
            within(self.stages.h.view(), range),
        ]);
        self.model
            .times_columns(self.plan.range(s), range, columns.view())
    }

    /// The sixteen terms of one exporter, term × importer × producer.
    fn cells(&self, s: usize) -> Result<Array3<f64>> {
        let rows = self.rows(s)?;
        let (a, b) = (rows.a.view(), rows.b);
        let again = &b - &a;
        let countries = self.model.ranges().len();
        let mut cells = Array3::zeros((TERMS.len(), countries, a.len()));
        for r in (0..countries).filter(|&r| r != s) {
            let y = column_within(&self.absorption.y, r, self.plan.range(s));
            let m = self.plan.content_from(r, s);
            let o = &rows.foreign - &m;
            let columns = self.columns(s, r);
            let column = |k: usize| columns.index_axis(Dimension(1), k);
            let mut term = |term: usize, row: ArrayView1<'_, f64>, column: ArrayView1<'_, f64>| {
                put(&mut cells, (term, r), row, column);
            };
            term(0, b, y);
            for k in 0..7 {
                term(1 + k, a, column(k)); // DVA_INT … RDV_FIN2
            }
            term(8, o.view(), y);
            term(9, m, y);
            term(10, o.view(), column(9));
            term(11, m, column(9));
            term(12, a, column(7));
            term(13, again.view(), column(8));
            term(14, o.view(), column(10));
            term(15, m, column(10));
        }
        Ok(cells)
    }
}
