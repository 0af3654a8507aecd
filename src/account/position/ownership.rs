//! Production by kind between groups of producers: trade, foreign ownership, and both.
//!
//! Questions answered: how much of the content of final goods made by firms of group h arises in firms of group g, and does it cross
//! borders on its way? How much of global value chains is trade, how much goes through foreign-owned firms without crossing a border?
//!
//! Source: Wang, Wei, Yu, Zhu (2021), "Tracing Value Added in the Presence of Foreign Direct Investment", NBER Working Paper 29335,
//! DOI 10.3386/w29335, for domestic and foreign-owned firms; the groups here may be any, such as DN, FN, DP, FP.
//!
//! # Equations
//! V^g holds the rates of producers in group g and zero elsewhere, y^h the final goods of group h. For each pair (g, h), with the kinds of
//! [`production`](super::production):
//! V^g^ L y^{L,h}^ (PD), V^g^ L y^{E,h}^ (RT), V^g^ L A^F L y^{L,h}^ (S), V^g^ L A^F (B y^h^ − L y^{L,h}^) (C).
//! S and C together are the third term of the paper, so that there are 3 g² terms for g groups, 12 for two. The `origin` column of the
//! results names the pair, `D→F`: from firms in which the content arises to firms that finish the good.
//!
//! By ownership, f for pairs with at least one foreign-owned group: pure domestic PD and traditional trade RT of other pairs; trade in
//! global value chains S + C of other pairs; global value chains of foreign investment PD + RT of f; of trade and foreign investment
//! S + C of f. Groups whose owner is not known count as domestic.
//!
//! # What a foreign affiliate sells at home
//! Its own value added in final goods that stay in the host country, V^F^ L y^{L,F}^, crosses no border. Two conventions are in use:
//! - here, with owners of firms, it is part of global value chains of foreign investment (GVC_I), as in the paper of 2021: the chain is
//!   global because of who owns a firm in it. So are what domestic suppliers add to such goods (D→F) and what affiliates supply to domestic
//!   makers of final goods (F→D);
//! - in [`production_by_kind`](super::production), which does not look at owners, as in the paper of 2017, all of it is pure domestic
//!   production (PD). The first less the second: GVC_I = PD + RT by kind − PD − RT by ownership.
//!
//! These terms say where content arises and through which firms, not whose income it is. With rates of an owner's income
//! ([`Measure::Income`](crate::model::Measure)) as weights they say that too: of what affiliates sell at home, the part that leaves as
//! income is what other owners have of F→F and F→D.
//!
//! Shapes: n × pairs. Unit: that of the weights' content.
//!
//! # Identities (tested)
//! Over all pairs the kinds are those of [`production_by_kind`](WorldModel::production_by_kind); terms add up to V ∘ X forward and to
//! u'W ∘ y backward. One group: the same as without groups.
//!
//! # Computation
//! Forward one solve per group h, backward one row per group g.

use ndarray::{Array1, Array2, Array4};

use super::chains::{Chains, rates};
use super::production::{Direction, Rows, TERMS, about};
use crate::account::ledger::{Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::label::{Group, Producers};
use crate::model::{Weights, WorldModel};

/// The kinds by ownership.
pub const OWNERSHIP: [Term; 5] = [
    Term::new(
        "PD",
        "pure domestic: domestic firms, no border crossed",
        "V^D^ L y^{L,D}^",
    ),
    Term::new(
        "RT",
        "traditional trade: domestic firms, only the final good crosses a border",
        "V^D^ L y^{E,D}^",
    ),
    Term::new(
        "GVC_T",
        "trade in global value chains: domestic firms, inputs cross a border",
        "V^D^ L A^F B y^D^",
    ),
    Term::new(
        "GVC_I",
        "global value chains of foreign investment: a foreign-owned firm, inputs cross no border",
        "Σ_f V^g^ L y^h^",
    ),
    Term::new(
        "GVC_TI",
        "global value chains of trade and foreign investment: a foreign-owned firm, inputs cross a border",
        "Σ_f V^g^ L A^F B y^h^",
    ),
];

impl WorldModel {
    /// Production by kind between groups of producers: PD, RT, S and C for every pair, named in the `origin` column.
    ///
    /// # Errors
    /// If the weights do not fit the model, or the economy is not productive.
    pub fn production_by_groups(&self, direction: Direction, weights: &Weights) -> Result<Ledger> {
        let pairs = Pairs::new(self, direction, weights)?;
        let parts = Parts {
            about: about(
                self,
                direction,
                weights,
                "production by kind and groups of firms",
            ),
            sellers: Seller::all(self.producers()),
            importers: None,
            origins: Some(pairs.groups.names()),
            terms: TERMS.to_vec(),
            home: true,
            values: pairs.values,
        };
        Ledger::partition(parts, |_, i| pairs.total[i])
    }

    /// Production by kind and ownership (Wang, Wei, Yu, Zhu 2021): domestic, traditional trade, and global value chains of trade, of foreign
    /// investment, and of both.
    ///
    /// # Errors
    /// As [`production_by_groups`](Self::production_by_groups).
    pub fn production_by_ownership(
        &self,
        direction: Direction,
        weights: &Weights,
    ) -> Result<Ledger> {
        let pairs = Pairs::new(self, direction, weights)?;
        let mut about = about(self, direction, weights, "production by ownership");
        let unknown = pairs.groups.of_unknown_owner();
        if !unknown.is_empty() {
            about.notes.push(format!(
                "Counted as domestic, because their owner is not known: {}.",
                unknown.join(", ")
            ));
        }
        let parts = Parts {
            about,
            sellers: Seller::all(self.producers()),
            importers: None,
            origins: None,
            terms: OWNERSHIP.to_vec(),
            home: true,
            values: pairs.by_ownership(),
        };
        Ledger::partition(parts, |_, i| pairs.total[i])
    }
}

/// The different groups of all countries, and the group of every producer.
struct Groups {
    groups: Vec<Group>,
    of: Vec<usize>,
}

impl Groups {
    fn new(producers: &Producers) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut of = Vec::with_capacity(producers.len());
        for block in producers.blocks() {
            let same = |known: &Group| known.code() == block.group().code();
            let at = groups.iter().position(same).unwrap_or_else(|| {
                groups.push(block.group().clone());
                groups.len() - 1
            });
            of.extend(block.range().map(|_| at));
        }
        Self { groups, of }
    }

    fn len(&self) -> usize {
        self.groups.len()
    }

    /// Pairs as `g→h`, g by g.
    fn names(&self) -> Vec<String> {
        let all = self.groups.iter();
        all.flat_map(|from| self.groups.iter().map(move |to| format!("{from}→{to}")))
            .collect()
    }

    fn of_unknown_owner(&self) -> Vec<&str> {
        let unknown = self
            .groups
            .iter()
            .filter(|group| group.ownership().is_none());
        unknown.map(Group::code).collect()
    }

    /// One column for each group, zero for producers of others.
    fn columns(&self, vector: &Array1<f64>) -> Array2<f64> {
        let mut columns = Array2::zeros((vector.len(), self.len()));
        for (i, (value, group)) in vector.iter().zip(&self.of).enumerate() {
            columns[[i, *group]] = *value;
        }
        columns
    }
}

/// All pairs.
struct Pairs {
    groups: Groups,
    /// kind × pair × 1 × producer
    values: Array4<f64>,
    total: Array1<f64>,
}

impl Pairs {
    fn new(model: &WorldModel, direction: Direction, weights: &Weights) -> Result<Self> {
        let chains = Chains::new(model)?;
        let groups = Groups::new(model.producers());
        let rates = rates(model, weights)?;
        let shape = (TERMS.len(), groups.len() * groups.len(), 1, rates.len());
        let mut pairs = Self {
            values: Array4::zeros(shape),
            total: Array1::zeros(rates.len()),
            groups,
        };
        match direction {
            Direction::Forward => pairs.forward(&chains, &rates)?,
            Direction::Backward => pairs.backward(&chains, &rates, weights)?,
        }
        Ok(pairs)
    }

    /// For final goods of every group h, by producer i of its own group g: V_i (L y^{L,h}, L y^{E,h}, L A^F L y^{L,h}, the rest of
    /// L A^F B y^h).
    fn forward(&mut self, chains: &Chains<'_>, rates: &Array1<f64>) -> Result<()> {
        let uses = |vector: &Array1<f64>| self.groups.columns(vector);
        let left = chains.local(&uses(&chains.left))?;
        let domestic = chains.local(&uses(&chains.home))?;
        let traditional = chains.local(&uses(&chains.abroad))?;
        let made = chains.everywhere(&uses(&(chains.finals() + &chains.left)))?;
        // B y − L y^L = L y^E + L A^F B y
        let beyond = &traditional + &left + chains.local(&chains.across(&made))?;
        let simple = chains.local(&chains.across(&domestic))?;
        let complex = chains.local(&chains.across(&beyond))? + left;
        for (t, kind) in [domestic, traditional, simple, complex].iter().enumerate() {
            for ((i, to), value) in kind.indexed_iter() {
                let pair = self.groups.of[i] * self.groups.len() + to;
                self.values[[t, pair, 0, i]] = rates[i] * value;
            }
        }
        self.total = &chains.output() * rates;
        Ok(())
    }

    /// For content of every group g, by producer j of final goods of its own group h.
    fn backward(
        &mut self,
        chains: &Chains<'_>,
        rates: &Array1<f64>,
        weights: &Weights,
    ) -> Result<()> {
        let rates = self.groups.columns(rates);
        let content = chains.row_everywhere(&rates)?;
        let rows = Rows::new(chains, &rates, &content)?;
        for from in 0..self.groups.len() {
            let kinds = rows.kinds(from, &chains.home, &chains.abroad);
            for (t, kind) in kinds.iter().enumerate() {
                for (j, value) in kind.iter().enumerate() {
                    let pair = from * self.groups.len() + self.groups.of[j];
                    self.values[[t, pair, 0, j]] = *value;
                }
            }
        }
        let all = chains.model.content(weights)?;
        self.total = chains.finals() * &all.all;
        Ok(())
    }

    fn by_ownership(&self) -> Array4<f64> {
        let groups = &self.groups.groups;
        let mut sums = Array4::zeros((OWNERSHIP.len(), 1, 1, self.total.len()));
        for ((t, pair, _, i), value) in self.values.indexed_iter() {
            let (from, to) = (pair / groups.len(), pair % groups.len());
            let foreign = groups[from].is_foreign() || groups[to].is_foreign();
            let kind = match (foreign, t) {
                (false, 0) => 0,
                (false, 1) => 1,
                (false, _) => 2,
                (true, 0 | 1) => 3,
                (true, _) => 4,
            };
            sums[[kind, 0, 0, i]] += value;
        }
        sums
    }
}
