//! Production lengths: how many stages value added goes through, at home, at borders and abroad.
//!
//! Questions answered: how long are the chains that start with a producer's value added (forward), or end with its final goods
//! (backward)? How long are they where they stay at home, where only final goods cross a border, and in global value chains? How many
//! borders do the inputs of a global value chain cross? Is a producer closer to the start or to the end of its chains?
//!
//! Source: Wang, Wei, Yu, Zhu (2017), "Characterizing Global Value Chains: Production Length and Upstreamness", NBER Working Paper 23261,
//! DOI 10.3386/w23261.
//!
//! # Equations
//! A length is a number of stages times value, over value. With V^ B y^ = V^ L y^L^ + V^ L y^E^ + V^ L A^F B y^ (pure domestic, traditional
//! trade, global value chains) and stages counted by one more inverse:
//! - all V^ B B y^ / V^ B y^; PD V^ L L y^L^ / V^ L y^L^; RT V^ L L y^E^ / V^ L y^E^; GVC V^ (B B − L L) y^ / V^ L A^F B y^;
//! - simple V^ (L L A^F L + L A^F L L) y^L^ / V^ L A^F L y^L^ (one border), complex the rest of GVC;
//! - GVC forward: B B − L L = L L A^F B + B A^F B + L A^F B A^D B, so PLv_GVC = stages at home before the first border + borders crossed +
//!   stages within countries after it;
//! - GVC backward, the mirror: B B − L L = B A^F L L + B A^F B + B A^D B A^F L: stages at home after the last border + borders + stages
//!   within countries before it. `PLy_first` and `PLy_after` are the columns of the forward matrices instead, the reading of published
//!   computations on tables of the Asian Development Bank: stages in the country of origin before the first border, and within countries
//!   after it.
//!
//! Forward lengths (v) are row sums over row sums, so that V of the producer itself cancels; backward lengths (y) are column sums over
//! column sums, where y of the producer cancels, except in the complex part. Where it cancels a length is given even if V or y is zero.
//! PLv of all chains is upstreamness; with residual value added PLy of all chains is downstreamness.
//!
//! Position index: PLv_GVC / PLy_GVC; the larger, the more upstream.
//!
//! Shapes: n. Unit: stages. By country or sector: Σ stages times value over Σ value, that is weighted with V forward and with y backward.
//!
//! # Identities (tested)
//! PLv_GVC = PLv_domestic + CBv + PLv_foreign and PLy_GVC = PLy_domestic + CBy + PLy_foreign = PLy_first + CBy + PLy_after. CB ≥ 1 for
//! non-negative tables. PLv is the mean of PLv_PD, PLv_RT, PLv_GVC weighted with the parts of the production split, and PLv_GVC that of
//! PLv_S and PLv_C. CBv and CBy have the same world mean.
//!
//! # Computation
//! Three columns and five rows solved with the model's factor; no difference of two inverses is taken, so that a country that is almost
//! closed keeps its digits.

use ndarray::Array1;

use super::chains::{Chains, apart, beside, rates};
use super::quotients::{By, Figures, Sheet, both};
use crate::account::ledger::{About, Apart, Ledger, Term};
use crate::error::Result;
use crate::model::{Weights, WorldModel};

/// Forward lengths.
pub const FORWARD: [Term; 9] = [
    Term::new("PLv", "forward length of all chains", "B B y / B y"),
    Term::new("PLv_PD", "of chains that stay at home", "L L y^L / L y^L"),
    Term::new(
        "PLv_RT",
        "of traditional trade: only final goods cross a border",
        "L L y^E / L y^E",
    ),
    Term::new(
        "PLv_GVC",
        "of global value chains: inputs cross a border",
        "(B B − L L) y / L A^F B y",
    ),
    Term::new(
        "PLv_S",
        "of simple global value chains: inputs cross one border",
        "(L L A^F L + L A^F L L) y^L / L A^F L y^L",
    ),
    Term::new(
        "PLv_C",
        "of complex global value chains: goods cross more than one border",
        "the rest of PLv_GVC",
    ),
    Term::new(
        "PLv_domestic",
        "of global value chains: stages at home before the first border",
        "L L A^F B y / L A^F B y",
    ),
    Term::new(
        "CBv",
        "of global value chains: borders that inputs cross",
        "B A^F B y / L A^F B y",
    ),
    Term::new(
        "PLv_foreign",
        "of global value chains: stages within countries after the first border",
        "L A^F B A^D B y / L A^F B y",
    ),
];

/// Backward lengths.
pub const BACKWARD: [Term; 11] = [
    Term::new("PLy", "backward length of all chains", "V B B / V B"),
    Term::new("PLy_PD", "of chains that stay at home", "V L L / V L"),
    Term::new(
        "PLy_RT",
        "of traditional trade: only final goods cross a border",
        "V L L / V L, weighted with y^E",
    ),
    Term::new(
        "PLy_GVC",
        "of global value chains: inputs cross a border",
        "V (B B − L L) / V L A^F B",
    ),
    Term::new(
        "PLy_S",
        "of simple global value chains: inputs cross one border",
        "V (L L A^F L + L A^F L L) / V L A^F L",
    ),
    Term::new(
        "PLy_C",
        "of complex global value chains: goods cross more than one border",
        "the rest of PLy_GVC",
    ),
    Term::new(
        "PLy_domestic",
        "of global value chains: stages at home after the last border",
        "V B A^F L L / V L A^F B",
    ),
    Term::new(
        "CBy",
        "of global value chains: borders that inputs cross",
        "V B A^F B / V L A^F B",
    ),
    Term::new(
        "PLy_foreign",
        "of global value chains: stages within countries before the last border",
        "V B A^D B A^F L / V L A^F B",
    ),
    Term::new(
        "PLy_first",
        "of global value chains: stages in the country of origin before the first border",
        "V L L A^F B / V L A^F B",
    ),
    Term::new(
        "PLy_after",
        "of global value chains: stages within countries after the first border",
        "V L A^F B A^D B / V L A^F B",
    ),
];

/// The position index.
pub const POSITION: Term = Term::new(
    "GVC_position",
    "position in global value chains: the larger, the more upstream",
    "PLv_GVC / PLy_GVC",
);

impl WorldModel {
    /// Forward and backward production lengths (Wang, Wei, Yu, Zhu 2017). Forward means are weighted with the weights, backward means with
    /// final output; chains are those of the weights' content, of value added in the paper.
    ///
    /// # Errors
    /// If the weights do not fit the model, or the economy is not productive.
    pub fn production_lengths(&self, weights: &Weights, by: By) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let mut sheet = Sheet::new(self, by);
        let forward = Forward::new(&chains)?.figures(&sheet, &rates(self, weights)?);
        let backward = Backward::new(&chains, weights)?.figures(&sheet, &chains);
        let figures = forward.into_iter().chain(backward);
        for (term, figures) in FORWARD.into_iter().chain(BACKWARD).zip(figures) {
            sheet.push(term, figures);
        }
        sheet.ledger(about(self, "production lengths", "stages", weights))
    }

    /// The position index of global value chains (Wang, Wei, Yu, Zhu 2017): forward over backward length, for a country or a sector the
    /// quotient of its mean lengths. Nothing where a producer has no part in global value chains on either side.
    ///
    /// # Errors
    /// As [`production_lengths`](Self::production_lengths).
    pub fn gvc_position(&self, weights: &Weights, by: By) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let mut sheet = Sheet::new(self, by);
        let [_, _, _, forward, ..] = Forward::new(&chains)?.figures(&sheet, &rates(self, weights)?);
        let [_, _, _, backward, ..] = Backward::new(&chains, weights)?.figures(&sheet, &chains);
        let index = |forward: f64, backward: f64| (backward != 0.0).then(|| forward / backward);
        let index = both(&forward, &backward, index);
        sheet.push(POSITION, index);
        sheet.ledger(about(self, "position index", "ratio", weights))
    }
}

fn about(model: &WorldModel, indicator: &str, unit: &str, weights: &Weights) -> About {
    About {
        method: format!("Wang, Wei, Yu, Zhu (2017, NBER 23261), {indicator}"),
        measure: weights.name().to_owned(),
        unit: unit.to_owned(),
        ..About::of_world(model.table())
    }
}

/// Stages times value, and value, by producer where the chain starts, V left out.
struct Forward {
    output: Array1<f64>,
    /// B X.
    all: Array1<f64>,
    /// L y^L, L L y^L.
    domestic: [Array1<f64>; 2],
    /// L y^E, L L y^E.
    traditional: [Array1<f64>; 2],
    /// L A^F X and the stages before, at and after the first border.
    gvc: [Array1<f64>; 4],
    /// L A^F D and all its stages; L A^F (X − D) and all its stages.
    simple: [Array1<f64>; 2],
    complex: [Array1<f64>; 2],
}

impl Forward {
    fn new(chains: &Chains<'_>) -> Result<Self> {
        let x = chains.output();
        // D = L y^L, L y^E, H = X − D = L E*
        let exports = &chains.exports + &chains.left;
        let (home, abroad) = (chains.home.view(), chains.abroad.view());
        let once = chains.local(&beside([home, abroad, exports.view()]))?;
        let twice = chains.local(&once)?;
        let [d, traditional, h] = apart(&once);
        let [local_d, local_traditional, _] = apart(&twice);

        let crossing = chains.across(&beside([x, d.view(), h.view()]));
        let inputs = chains.at_home(&beside([x]));
        let solved = chains.everywhere(&beside([x, crossing.column(0), inputs.column(0)]))?;
        let [all, borders, called] = apart(&solved);

        let value = chains.local(&crossing)?;
        let before = chains.local(&value)?;
        let after = chains.local(&chains.across(&beside([
            called.view(),
            local_d.view(),
            (&all - &local_d).view(),
        ])))?;
        let [gvc, simple, complex] = apart(&value);
        let [gvc_before, simple_before, complex_before] = apart(&before);
        let [gvc_after, simple_after, complex_after] = apart(&after);
        Ok(Self {
            output: x.to_owned(),
            all,
            domestic: [d, local_d],
            traditional: [traditional, local_traditional],
            gvc: [gvc, gvc_before, borders, gvc_after],
            simple: [simple, simple_before + simple_after],
            complex: [complex, complex_before + complex_after],
        })
    }

    /// In the order of [`FORWARD`].
    fn figures(&self, sheet: &Sheet, rates: &Array1<f64>) -> [Figures; 9] {
        let length =
            |steps: &Array1<f64>, value: &Array1<f64>| sheet.average(steps, value, rates.view());
        let of = |[value, steps]: &[Array1<f64>; 2]| length(steps, value);
        let [value, before, borders, after] = &self.gvc;
        let whole = before + borders + after;
        [
            length(&self.all, &self.output),
            of(&self.domestic),
            of(&self.traditional),
            length(&whole, value),
            of(&self.simple),
            of(&self.complex),
            length(before, value),
            length(borders, value),
            length(after, value),
        ]
    }
}

/// Stages times value, and value, per unit of each producer's final goods.
struct Backward {
    /// V B, V B B.
    all: [Array1<f64>; 2],
    /// V L, V L L.
    local: [Array1<f64>; 2],
    /// V L A^F B and its stages: after, at and before the last border, then before and after the first.
    gvc: [Array1<f64>; 6],
    /// V L A^F L and all its stages.
    simple: [Array1<f64>; 2],
    /// V L A^F (B − L) and all its stages.
    further: [Array1<f64>; 2],
}

impl Backward {
    fn new(chains: &Chains<'_>, weights: &Weights) -> Result<Self> {
        let v = rates(chains.model, weights)?;
        let content = chains.model.content(weights)?;
        let w = content.all.view();
        let once = chains.row_local(&beside([v.view()]))?;
        let twice = chains.row_local(&once)?;
        let ([a], [aa]) = (apart(&once), apart(&twice));

        // V B A^F, V L A^F, V L L A^F and V B A^D
        let [last, simple, first] = apart(&chains.row_across(&beside([w, a.view(), aa.view()])));
        let [inputs] = apart(&chains.row_at_home(&beside([w])));
        let solved =
            chains.row_everywhere(&beside([w, last.view(), inputs.view(), first.view()]))?;
        let [ww, borders, called, from_first] = apart(&solved);

        // V B A^F L = V L A^F B, V L A^F L, V L L A^F L
        let rows = beside([last.view(), simple.view(), first.view()]);
        let rows = chains.row_local(&rows)?;
        let [value, simple, simple_before] = apart(&rows);
        let [value_home, simple_home, _] = apart(&chains.row_local(&rows)?);
        let [called, value_again, all_again] =
            apart(&chains.row_local(&chains.row_across(&beside([
                called.view(),
                value.view(),
                ww.view(),
            ])))?);
        // V (B B − L L), and what of it does not belong to one border
        let whole = &value_home + &all_again;
        let [further, whole_again] = apart(&chains.row_local(&beside([
            value_again.view(),
            chains.row_across(&beside([whole.view()])).column(0),
        ]))?);
        let after_first = chains.row_at_home(&beside([value.view()]));
        let [after_first] = apart(&chains.row_everywhere(&after_first)?);
        Ok(Self {
            all: [w.to_owned(), ww],
            local: [a, aa],
            gvc: [value, value_home, borders, called, from_first, after_first],
            simple: [simple, simple_before + simple_home],
            further: [value_again, further + whole_again],
        })
    }

    /// In the order of [`BACKWARD`].
    fn figures(&self, sheet: &Sheet, chains: &Chains<'_>) -> [Figures; 11] {
        let finals = chains.finals();
        let (y, home, abroad) = (finals.view(), chains.home.view(), chains.abroad.view());
        let [value, after, borders, before, first, after_first] = &self.gvc;
        let whole = after + borders + before;
        let of_gvc = |steps: &Array1<f64>| sheet.average(steps, value, y);
        let complex = value * &abroad + &self.further[0] * &home;
        let complex_steps = &whole * &abroad + &self.further[1] * &home;
        [
            sheet.average(&self.all[1], &self.all[0], y),
            sheet.average(&self.local[1], &self.local[0], home),
            sheet.average(&self.local[1], &self.local[0], abroad),
            of_gvc(&whole),
            sheet.average(&self.simple[1], &self.simple[0], home),
            sheet.share(&complex_steps, &complex),
            of_gvc(after),
            of_gvc(borders),
            of_gvc(before),
            of_gvc(first),
            of_gvc(after_first),
        ]
    }
}
