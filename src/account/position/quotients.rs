//! Averages and shares of producers, countries and sectors: sums over sums, where there is something to divide by.

use std::collections::HashMap;

use ndarray::{Array1, Array4, ArrayView1};

use crate::account::ledger::{About, Apart, Column, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::label::Producers;
use crate::model::WorldModel;

/// For whom an average or a share is made. It is one quotient of sums, not a mean of quotients: large producers count for more. Every
/// function says what the sums are weighted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum By {
    /// For every producer on its own.
    #[default]
    Producer,
    /// For every country and sector, groups of producers taken together.
    CountryAndSector,
    /// For every country.
    Country,
    /// For every sector in the whole world.
    Sector,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Producer,
        Self::CountryAndSector,
        Self::Country,
        Self::Sector,
    ];

    /// What is taken together.
    fn without(self) -> &'static [Column] {
        match self {
            Self::Producer => &[],
            Self::CountryAndSector => &[Column::Group],
            Self::Country => &[Column::Group, Column::Sector],
            Self::Sector => &[Column::Exporter, Column::Group],
        }
    }

    /// The sellers in order, and for every producer which one it belongs to.
    pub(super) fn sellers(self, producers: &Producers) -> (Vec<Seller>, Vec<usize>) {
        let mut known: HashMap<Seller, usize> = HashMap::new();
        let mut sellers = Vec::new();
        let all = Seller::all(producers);
        let to = all.iter().map(|seller| {
            let seller = seller.without(self.without());
            *known.entry(seller.clone()).or_insert_with(|| {
                sellers.push(seller);
                sellers.len() - 1
            })
        });
        let to = to.collect();
        (sellers, to)
    }
}

/// One figure per seller; nothing where it is not defined.
pub(super) type Figures = Vec<Option<f64>>;

/// A ledger of figures in the making.
pub(super) struct Sheet {
    by: By,
    sellers: Vec<Seller>,
    to: Vec<usize>,
    rows: Vec<(Term, Figures)>,
}

impl Sheet {
    pub(super) fn new(model: &WorldModel, by: By) -> Self {
        let (sellers, to) = by.sellers(model.producers());
        Self {
            by,
            sellers,
            to,
            rows: Vec::new(),
        }
    }

    /// Σ above / Σ below of amounts.
    pub(super) fn share(&self, above: &Array1<f64>, below: &Array1<f64>) -> Figures {
        self.divided(self.summed(above.view()), &self.summed(below.view()))
    }

    /// Σ weight above / Σ weight below of figures per unit. A single producer needs no weight, so that its figure is defined even if its
    /// weight is zero.
    pub(super) fn average(
        &self,
        above: &Array1<f64>,
        below: &Array1<f64>,
        weight: ArrayView1<'_, f64>,
    ) -> Figures {
        match self.by {
            By::Producer => self.share(above, below),
            _ => self.share(&(above * &weight), &(below * &weight)),
        }
    }

    pub(super) fn push(&mut self, term: Term, figures: Figures) {
        self.rows.push((term, figures));
    }

    fn summed(&self, amounts: ArrayView1<'_, f64>) -> Array1<f64> {
        let mut sums = Array1::zeros(self.sellers.len());
        for (amount, &to) in amounts.iter().zip(&self.to) {
            sums[to] += amount;
        }
        sums
    }

    fn divided(&self, above: Array1<f64>, below: &Array1<f64>) -> Figures {
        let pairs = above.iter().zip(below);
        pairs
            .map(|(above, below)| (*below != 0.0).then(|| above / below))
            .collect()
    }

    pub(super) fn ledger(self, about: About) -> Result<Ledger<Apart>> {
        let shape = (self.rows.len(), 1, 1, self.sellers.len());
        let mut values = Array4::zeros(shape);
        let mut undefined = Array4::from_elem(shape, false);
        for (t, (_, figures)) in self.rows.iter().enumerate() {
            for (i, figure) in figures.iter().enumerate() {
                match figure {
                    Some(figure) => values[[t, 0, 0, i]] = *figure,
                    None => undefined[[t, 0, 0, i]] = true,
                }
            }
        }
        let parts = Parts {
            about,
            sellers: self.sellers,
            importers: None,
            origins: None,
            terms: self.rows.iter().map(|(term, _)| *term).collect(),
            home: true,
            values,
        };
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// Two figures put together where both are defined.
pub(super) fn both(a: &Figures, b: &Figures, f: impl Fn(f64, f64) -> Option<f64>) -> Figures {
    let pairs = a.iter().zip(b);
    pairs
        .map(|(a, b)| a.zip(*b).and_then(|(a, b)| f(a, b)))
        .collect()
}
