//! Participation in global value chains, every published definition under its own name.
//!
//! Question answered: which share of exports, of value added or of final output belongs to chains that cross borders? The answers differ
//! because the definitions do; none is the index of another under a second name. Shares are of gross exports unless the table says
//! otherwise.
//!
//! | function | terms | source |
//! |---|---|---|
//! | [`participation_hummels`](WorldModel::participation_hummels) | VS, VS1 | Hummels, Ishii, Yi (2001), Journal of International Economics 54(1), 75-96, equation 3, DOI 10.1016/S0022-1996(00)00093-3 |
//! | [`participation_kpww`](WorldModel::participation_kpww), [`position_kpww`](WorldModel::position_kpww) | FV, IV, their sum; position | Koopman, Powers, Wang, Wei (2010), NBER Working Paper 16426, DOI 10.3386/w16426 |
//! | [`participation_kww`](WorldModel::participation_kww) | FVA, IV, their sum, VS, VS1*, out of the nine terms | Koopman, Wang, Wei (2014), American Economic Review 104(2), 459-494, DOI 10.1257/aer.104.2.459 |
//! | [`participation_borin_mancini`](WorldModel::participation_borin_mancini) | GVC, GVCB, GVCF | Borin, Mancini (2023), Economic Systems Research 35(4), 586-613, DOI 10.1080/09535314.2022.2153221 |
//! | [`participation_wang_wei_yu_zhu`](WorldModel::participation_wang_wei_yu_zhu) | forward share of value added, backward share of final output, simple and complex | Wang, Wei, Yu, Zhu (2017), NBER Working Paper 23222, DOI 10.3386/w23222 |
//! | [`participation_tiva`](WorldModel::participation_tiva) | backward, forward | OECD (2021), Guide to OECD's Trade in Value Added Indicators: DEXFVApSH and EXGR_DVAFXSH, all partners together |
//!
//! # Equations
//! Rows over exporting sectors of s; b_s = V_s B_ss, φ_s = Σ_{t≠s} V_t B_ts, μ_s = u' Σ_{t≠s} A_ts L_ss.
//! - VS = μ ∘ E, imported inputs in exports. VS1 = Σ_{r≠s} A_sr L_rr E_r*, exports of inputs that the importer puts into its exports.
//! - KPWW: FV = φ ∘ E; IV = b ∘ Σ_{r≠s} A_sr Σ_{t≠s,r} (B Y)_rt, domestic value added in inputs that the importer makes into what third
//!   countries absorb. Position ln(1 + IV/E) − ln(1 + FV/E).
//! - KWW: FVA = 7 + 8, IV = 3; VS = 7 + 8 + 9; VS1* = 4 + 5 + 6. Their VS1 = V_s Σ_{r≠s} B_sr E_r* is TiVA's forward share below.
//! - Borin and Mancini: GVCB = FC + DDC, GVCF = DVA − DAVAX, GVC = E − DAVAX.
//! - Wang, Wei, Yu, Zhu: (S + C) / (PD + RT + S + C), forward and backward, and S and C alone.
//! - TiVA: Σ_{p≠c} W_pc E_c* / E_c*, Σ_{p≠c} W_cp E_p* / E_c*: the exporter's own exports below both.
//!
//! # Identities (tested)
//! FV of KPWW, VS of KWW and TiVA's backward share are the same number, 1 − b E / E with residual value added. VS of Hummels, Ishii, Yi is
//! GVCB with residual value added, and not below that number in a non-negative table. GVC = GVCB + GVCF. Forward C by country of Wang,
//! Wei, Yu, Zhu is GVCF.
//!
//! # Computation
//! Hummels, KPWW, Wang-Wei-Yu-Zhu and TiVA need solves only; KWW and Borin-Mancini what their decompositions need.

use ndarray::{Array1, ArrayView1, Axis as Dimension, Slice};

use super::chains::{Chains, apart, beside, rates};
use super::production::Kinds;
use super::quotients::{By, Figures, Sheet, both};
use crate::account::Level;
use crate::account::decompose::borin_mancini::GVC;
use crate::account::decompose::{Approach, BorinMancini, KoopmanWangWei};
use crate::account::ledger::{About, Apart, Ledger, Term};
use crate::error::Result;
use crate::model::{Measure, Weights, WorldModel};

/// Hummels, Ishii, Yi (2001).
pub const HUMMELS: [Term; 2] = [
    Term::new(
        "HIY_VS",
        "vertical specialisation: imported inputs in exports, as a share of exports",
        "μ ∘ E / E",
    ),
    Term::new(
        "HIY_VS1",
        "exports that the importer uses as inputs of its exports, as a share of exports",
        "Σ_r A_sr L_rr E_r* / E",
    ),
];

/// Koopman, Powers, Wang, Wei (2010).
pub const KPWW: [Term; 3] = [
    Term::new(
        "KPWW_FV",
        "backward: foreign value added in exports",
        "φ ∘ E / E",
    ),
    Term::new(
        "KPWW_IV",
        "forward: domestic value added in inputs that the importer makes into what third countries absorb",
        "b ∘ Σ_r A_sr Σ_{t≠s,r} (B Y)_rt / E",
    ),
    Term::new("KPWW_participation", "both together", "(IV + FV) / E"),
];
/// Koopman, Powers, Wang, Wei (2010), position.
pub const KPWW_POSITION: Term = Term::new(
    "KPWW_position",
    "position in global value chains: the larger, the more upstream",
    "ln(1 + IV/E) − ln(1 + FV/E)",
);

/// Koopman, Wang, Wei (2014), as sums of their nine terms.
pub const KWW: [(Term, &[&str]); 5] = [
    (
        Term::new(
            "KWW_FVA",
            "backward: foreign value added in exports, counted once",
            "(KWW7 + KWW8) / E",
        ),
        &["KWW7", "KWW8"],
    ),
    (
        Term::new(
            "KWW_IV",
            "forward: domestic value added in intermediates re-exported to third countries",
            "KWW3 / E",
        ),
        &["KWW3"],
    ),
    (
        Term::new("KWW_participation", "both together", "(FVA + IV) / E"),
        &["KWW3", "KWW7", "KWW8"],
    ),
    (
        Term::new(
            "KWW_VS",
            "vertical specialisation: foreign content, counted again where it crosses again",
            "(KWW7 + KWW8 + KWW9) / E",
        ),
        &["KWW7", "KWW8", "KWW9"],
    ),
    (
        Term::new(
            "KWW_VS1*",
            "domestic content that comes home",
            "(KWW4 + KWW5 + KWW6) / E",
        ),
        &["KWW4", "KWW5", "KWW6"],
    ),
];

/// Wang, Wei, Yu, Zhu (2017).
pub const WANG_WEI_YU_ZHU: [Term; 6] = [
    Term::new(
        "WWYZ_forward",
        "share of value added that takes part in global value chains",
        "(S + C) / V ∘ X",
    ),
    Term::new("WWYZ_forward_simple", "in simple ones", "S / V ∘ X"),
    Term::new("WWYZ_forward_complex", "in complex ones", "C / V ∘ X"),
    Term::new(
        "WWYZ_backward",
        "share of the content of final output that comes through global value chains",
        "(S + C) / u'W ∘ y",
    ),
    Term::new("WWYZ_backward_simple", "simple ones", "S / u'W ∘ y"),
    Term::new("WWYZ_backward_complex", "complex ones", "C / u'W ∘ y"),
];

/// OECD TiVA, all partners together.
pub const TIVA: [Term; 2] = [
    Term::new(
        "TiVA_backward",
        "backward: foreign value added in exports, as a share of exports",
        "Σ_p W_pc E_c* / E_c*",
    ),
    Term::new(
        "TiVA_forward",
        "forward: domestic value added in the exports of others, as a share of own exports",
        "Σ_p W_cp E_p* / E_c*",
    ),
];

impl WorldModel {
    /// Vertical specialisation VS and VS1 (Hummels, Ishii, Yi 2001) as shares of exports. For exporting producers VS is that of their
    /// exports, VS1 that of their goods.
    ///
    /// # Errors
    /// If a country alone is not productive.
    pub fn participation_hummels(&self, by: By) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let exports = &chains.exports;
        let ones = Array1::ones(exports.len());
        let imported = chains.row_local(&chains.row_across(&beside([ones.view()])))?;
        let exported = chains.across(&chains.local(&beside([exports.view()]))?);
        let mut sheet = Sheet::new(self, by);
        let vs = sheet.share(&(exports * &imported.column(0)), exports);
        let vs1 = sheet.share(&exported.column(0).to_owned(), exports);
        sheet.push(HUMMELS[0], vs);
        sheet.push(HUMMELS[1], vs1);
        sheet.ledger(about(self, "Hummels, Ishii, Yi (2001)", "exports", EXPORTS))
    }

    /// Participation (Koopman, Powers, Wang, Wei 2010): foreign value added and indirect value added as shares of exports, in value added.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn participation_kpww(&self, by: By) -> Result<Ledger<Apart>> {
        let mut sheet = Sheet::new(self, by);
        let [foreign, indirect] = kpww(self, &sheet)?;
        let sum = both(&foreign, &indirect, |foreign, indirect| {
            Some(foreign + indirect)
        });
        for (term, figures) in KPWW.into_iter().zip([foreign, indirect, sum]) {
            sheet.push(term, figures);
        }
        let method = "Koopman, Powers, Wang, Wei (2010), participation";
        sheet.ledger(about(self, method, &added(self)?, EXPORTS))
    }

    /// Position (Koopman, Powers, Wang, Wei 2010): positive where a country supplies others more than others supply it.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn position_kpww(&self, by: By) -> Result<Ledger<Apart>> {
        let mut sheet = Sheet::new(self, by);
        let [foreign, indirect] = kpww(self, &sheet)?;
        let position = |foreign: f64, indirect: f64| {
            (foreign > -1.0 && indirect > -1.0).then(|| indirect.ln_1p() - foreign.ln_1p())
        };
        let position = both(&foreign, &indirect, position);
        sheet.push(KPWW_POSITION, position);
        let method = "Koopman, Powers, Wang, Wei (2010), position";
        sheet.ledger(about(
            self,
            method,
            &added(self)?,
            "difference of logarithms",
        ))
    }

    /// Participation out of the nine terms (Koopman, Wang, Wei 2014), by country, in value added.
    ///
    /// # Errors
    /// If the economy is not productive, or there is no memory for the inverse.
    pub fn participation_kww(&self) -> Result<Ledger<Apart>> {
        self.decompose(&KoopmanWangWei(Level::Country))?
            .shares(&KWW)
    }

    /// Participation (Borin, Mancini 2023): trade in global value chains as a share of exports, backward and forward, in the exporter's
    /// perimeter by source, at any level.
    ///
    /// # Errors
    /// If the economy is not productive, or there is no memory for the inverse.
    pub fn participation_borin_mancini(&self, level: Level) -> Result<Ledger<Apart>> {
        let method = BorinMancini::Exporter(Approach::Source, level);
        self.decompose(&method)?.shares(&GVC)
    }

    /// Participation (Wang, Wei, Yu, Zhu 2017): forward as a share of value added, backward as a share of the content of final output, which
    /// is final output where value added is all that is not an input. Any weights may take the place of value added.
    ///
    /// # Errors
    /// If the weights do not fit the model, or the economy is not productive.
    pub fn participation_wang_wei_yu_zhu(
        &self,
        weights: &Weights,
        by: By,
    ) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let forward = Kinds::forward(&chains, &rates(self, weights)?)?;
        let backward = Kinds::backward(&chains, weights)?;
        let mut sheet = Sheet::new(self, by);
        let mut figures = Vec::with_capacity(WANG_WEI_YU_ZHU.len());
        for Kinds { parts, total } in [&forward, &backward] {
            let [_, _, simple, complex] = parts;
            figures.push(sheet.share(&(simple + complex), total));
            figures.push(sheet.share(simple, total));
            figures.push(sheet.share(complex, total));
        }
        for (term, figures) in WANG_WEI_YU_ZHU.into_iter().zip(figures) {
            sheet.push(term, figures);
        }
        let method = "Wang, Wei, Yu, Zhu (2017, NBER 23222), participation";
        let unit = "share of value added forward, of final output backward";
        sheet.ledger(about(self, method, weights.name(), unit))
    }

    /// Participation of the OECD's TiVA indicators, all partners together, by country, in value added.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn participation_tiva(&self) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let content = self.content(&self.weights(&Measure::ValueAdded)?)?;
        let exports = &chains.exports;
        // at the first producer of each country, because it is known by country only
        let mut forward = Array1::zeros(exports.len());
        for (c, range) in self
            .ranges()
            .iter()
            .enumerate()
            .filter(|(_, r)| !r.is_empty())
        {
            let row = content.by_origin.row(c);
            let others = [0..range.start, range.end..exports.len()];
            let content = |part: &std::ops::Range<usize>| {
                within(row, part).dot(&within(exports.view(), part))
            };
            forward[range.start] = others.iter().map(content).sum();
        }
        let mut sheet = Sheet::new(self, By::Country);
        let backward = sheet.share(&(exports * &content.foreign), exports);
        let forward = sheet.share(&forward, exports);
        sheet.push(TIVA[0], backward);
        sheet.push(TIVA[1], forward);
        sheet.ledger(about(
            self,
            "OECD TiVA (2021), participation",
            &added(self)?,
            EXPORTS,
        ))
    }
}

const EXPORTS: &str = "share of gross exports";

fn about(model: &WorldModel, method: &str, measure: &str, unit: &str) -> About {
    About {
        method: method.to_owned(),
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        ..About::of_world(model.table())
    }
}

fn added(model: &WorldModel) -> Result<String> {
    Ok(model.weights(&Measure::ValueAdded)?.name().to_owned())
}

fn within<'v>(vector: ArrayView1<'v, f64>, range: &std::ops::Range<usize>) -> ArrayView1<'v, f64> {
    vector.slice_axis_move(Dimension(0), Slice::from(range.clone()))
}

/// FV/E and IV/E.
fn kpww(model: &WorldModel, sheet: &Sheet) -> Result<[Figures; 2]> {
    let chains = Chains::new(model)?;
    let content = model.content(&model.weights(&Measure::ValueAdded)?)?;
    let exports = &chains.exports;
    let indirect = &content.own * &passed_on(model)?;
    Ok([
        sheet.share(&(exports * &content.foreign), exports),
        sheet.share(&indirect, exports),
    ])
}

/// Σ_{r≠s} A_sr Σ_{t≠s,r} (B Y)_rt: inputs for output of r that third countries absorb.
fn passed_on(model: &WorldModel) -> Result<Array1<f64>> {
    let absorption = model.absorption()?;
    let ranges = model.ranges();
    let mut passed = Array1::zeros(model.producers().len());
    for (s, range) in ranges.iter().enumerate() {
        for (r, users) in ranges.iter().enumerate().filter(|(r, _)| *r != s) {
            let made = absorption
                .by
                .slice_axis(Dimension(0), Slice::from(users.clone()));
            let third = |row: ArrayView1<'_, f64>| {
                let others = row.iter().enumerate().filter(|(t, _)| *t != s && *t != r);
                others.map(|(_, made)| made).sum()
            };
            let third: Array1<f64> = made.rows().into_iter().map(third).collect();
            let [inputs] = apart(&model.times_columns(range, users, beside([third.view()]).view()));
            for (i, value) in range.clone().zip(inputs) {
                passed[i] += value;
            }
        }
    }
    Ok(passed)
}
