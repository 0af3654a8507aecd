//! Production by kind: at home, for traditional trade, in simple and in complex global value chains.
//!
//! Questions answered: which part of a producer's value added never crosses a border, crosses in final goods only, crosses one border in
//! inputs that are made into final goods there, crosses more often (forward)? And the same for the content of its final goods (backward).
//!
//! Source: Wang, Wei, Yu, Zhu (2017), "Measures of Participation in Global Value Chains and Global Business Cycles", NBER Working Paper
//! 23222, DOI 10.3386/w23222.
//!
//! # Equations
//! V^ B y^ = V^ L y^L^ + V^ L y^E^ + V^ L A^F L y^L^ + V^ L A^F (B y^ − L y^L^): PD, RT, S, C. Without an n × n matrix,
//! - forward, row sums: V ∘ D, V ∘ L y^E, V ∘ L A^F D, V ∘ L A^F H, with D = L y^L and H = X − D = L E*;
//! - backward, column sums: a ∘ y^L, a ∘ y^E, q ∘ y^L, g ∘ y^E + (g − q) ∘ y^L, with a = V L, q = a A^F L, g = V L A^F B and
//!   g − q = g A^F L.
//!
//! Shapes: n. Unit: that of the weights' content. Results add up: sum over sectors or groups for a country.
//!
//! Value added that comes home in the end counts as complex if it crosses two borders or more, also if it is absorbed where it arose.
//! Output that nobody absorbs ([`Unallocated::Ignored`](crate::model::Unallocated::Ignored)) counts as complex forward and does not
//! occur backward.
//!
//! # Identities (tested)
//! Forward terms add up to V ∘ X, value added; backward terms to u'W ∘ y, final output where value added is all that is not an input.
//! Each term has the same world total forward and backward. Forward C by country is GVCF of Borin and Mancini in the exporter's
//! perimeter by source.
//!
//! # Computation
//! Local inverses only, forward; backward one solve for u'W.

use ndarray::{Array1, Array2, Array4};

use super::chains::{Chains, apart, beside, rates};
use crate::account::ledger::{About, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::model::{Weights, WorldModel};

/// Which end of a chain a producer stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// By the producer in which content arises: where does it go?
    Forward,
    /// By the producer of final goods: where does their content come from?
    Backward,
}

/// The four kinds.
pub const TERMS: [Term; 4] = [
    Term::new(
        "PD",
        "pure domestic: made and used in final goods at home, no border crossed",
        "V^ L y^L^",
    ),
    Term::new(
        "RT",
        "traditional trade: only the final good crosses a border",
        "V^ L y^E^",
    ),
    Term::new(
        "S",
        "simple global value chains: inputs cross one border and are made into final goods for use there",
        "V^ L A^F L y^L^",
    ),
    Term::new(
        "C",
        "complex global value chains: goods cross two borders or more",
        "V^ L A^F (B y^ − L y^L^)",
    ),
];

/// The part of production in global value chains, for [`Ledger::combined`].
pub const GVC: [(Term, &[&str]); 1] = [(
    Term::new(
        "GVC",
        "global value chains: inputs cross a border",
        "V^ L A^F B y^",
    ),
    &["S", "C"],
)];

impl WorldModel {
    /// Production by kind (Wang, Wei, Yu, Zhu 2017): PD, RT, S and C of every producer.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::position::Direction;
    /// use leontief::model::Measure;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[0.0, 50.0], [0.0, 0.0]])
    /// #     .final_use(array![[50.0, 0.0], [20.0, 80.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// let model = table.model()?;
    /// let added = model.weights(&Measure::ValueAdded)?;
    /// let kinds = model.production_by_kind(Direction::Forward, &added)?;
    /// // of China's 100, 50 stay at home; of the 50 in American goods 40 stay there and 10 come back
    /// let china: Vec<f64> = kinds.exporter("CHN")?.rows().map(|row| row.value).collect();
    /// assert_eq!(china, [50.0, 0.0, 40.0, 10.0]);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the weights do not fit the model, or the economy is not productive.
    pub fn production_by_kind(&self, direction: Direction, weights: &Weights) -> Result<Ledger> {
        let chains = Chains::new(self)?;
        let kinds = match direction {
            Direction::Forward => Kinds::forward(&chains, &rates(self, weights)?)?,
            Direction::Backward => Kinds::backward(&chains, weights)?,
        };
        let mut values = Array4::zeros((TERMS.len(), 1, 1, self.producers().len()));
        for (t, part) in kinds.parts.iter().enumerate() {
            for (i, value) in part.iter().enumerate() {
                values[[t, 0, 0, i]] = *value;
            }
        }
        let parts = Parts {
            about: about(self, direction, weights, "production by kind"),
            sellers: Seller::all(self.producers()),
            importers: None,
            origins: None,
            terms: TERMS.to_vec(),
            home: true,
            values,
        };
        Ledger::partition(parts, |_, i| kinds.total[i])
    }
}

pub(super) fn about(
    model: &WorldModel,
    direction: Direction,
    weights: &Weights,
    what: &str,
) -> About {
    let end = match direction {
        Direction::Forward => "forward: by producer where the content arises",
        Direction::Backward => "backward: by producer of final goods",
    };
    About {
        method: format!("Wang, Wei, Yu, Zhu (2017, NBER 23222), {what}, {end}"),
        measure: weights.name().to_owned(),
        unit: weights.unit().to_owned(),
        ..About::of_world(model.table())
    }
}

/// PD, RT, S, C by producer, and what they must add up to.
pub(super) struct Kinds {
    pub(super) parts: [Array1<f64>; 4],
    pub(super) total: Array1<f64>,
}

impl Kinds {
    /// V ∘ (L y^L, L y^E, L A^F L y^L, L A^F L E*).
    pub(super) fn forward(chains: &Chains<'_>, rates: &Array1<f64>) -> Result<Self> {
        let (home, abroad) = (chains.home.view(), chains.abroad.view());
        let exports = &chains.exports + &chains.left;
        let uses = beside([home, abroad, exports.view(), chains.left.view()]);
        let [domestic, traditional, exported, left] = apart(&chains.local(&uses)?);
        let inputs = chains.across(&beside([domestic.view(), exported.view()]));
        let [simple, complex] = apart(&chains.local(&inputs)?);
        let complex = complex + left;
        Ok(Self {
            parts: [domestic, traditional, simple, complex].map(|part| part * rates),
            total: &chains.output() * rates,
        })
    }

    /// a ∘ y^L, a ∘ y^E, q ∘ y^L, g ∘ y^E + (g − q) ∘ y^L.
    pub(super) fn backward(chains: &Chains<'_>, weights: &Weights) -> Result<Self> {
        let rates = rates(chains.model, weights)?;
        let content = chains.model.content(weights)?;
        let rows = Rows::new(
            chains,
            &beside([rates.view()]),
            &beside([content.all.view()]),
        )?;
        let parts = rows.kinds(0, &chains.home, &chains.abroad);
        Ok(Self {
            parts,
            total: chains.finals() * &content.all,
        })
    }
}

/// Content per unit of final goods by kind, one column for each row of rates.
pub(super) struct Rows {
    /// a = V L.
    local: Array2<f64>,
    /// q = V L A^F L.
    simple: Array2<f64>,
    /// g = V L A^F B = V B A^F L.
    abroad: Array2<f64>,
    /// g − q = V L A^F (B − L) = g A^F L.
    further: Array2<f64>,
}

impl Rows {
    /// From rows V and V B.
    pub(super) fn new(
        chains: &Chains<'_>,
        rates: &Array2<f64>,
        content: &Array2<f64>,
    ) -> Result<Self> {
        let local = chains.row_local(rates)?;
        let abroad = chains.row_local(&chains.row_across(content))?;
        Ok(Self {
            simple: chains.row_local(&chains.row_across(&local))?,
            further: chains.row_local(&chains.row_across(&abroad))?,
            local,
            abroad,
        })
    }

    /// PD, RT, S, C of the content in one of the rows.
    pub(super) fn kinds(
        &self,
        row: usize,
        home: &Array1<f64>,
        abroad: &Array1<f64>,
    ) -> [Array1<f64>; 4] {
        let local = self.local.column(row);
        [
            &local * home,
            &local * abroad,
            &self.simple.column(row) * home,
            &self.abroad.column(row) * abroad + &self.further.column(row) * home,
        ]
    }
}
