//! Random owners of the income of a random world table.

use leontief::label::{Axis, Owner};
use leontief::model::{Unallocated, WorldModel, WorldOptions};
use leontief::table::{IncomeShares, PrimaryKind, WorldTable};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::naive::World;
use crate::numbers::Raw;
use crate::tables::Shape;

/// How shares differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Style {
    /// All income stays at home.
    AtHome,
    /// The same shares for every component.
    Alike,
    /// Shares of their own for every component.
    ByComponent,
}

/// Owners to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Ownership {
    pub style: Style,
    /// Whether countries that only use final goods own something.
    pub markets: bool,
    /// Whether a country outside the table owns something.
    pub outside: bool,
    /// Whether some income belongs to nobody known.
    pub unspecified: bool,
    pub seed: u64,
}

pub fn any_ownership() -> impl Strategy<Value = Ownership> {
    let style = prop_oneof![
        1 => Just(Style::AtHome),
        1 => Just(Style::Alike),
        4 => Just(Style::ByComponent),
    ];
    (style, any::<[bool; 3]>(), any::<u64>()).prop_map(
        |(style, [markets, outside, unspecified], seed)| Ownership {
            style,
            markets,
            outside,
            unspecified,
            seed,
        },
    )
}

/// Numbers of a table and shares of owners: component by component owner × producer.
#[derive(Debug, Clone)]
pub struct Owned {
    pub raw: Raw,
    pub style: Style,
    pub owners: Vec<String>,
    pub shares: Vec<(PrimaryKind, Array2<f64>)>,
}

impl Owned {
    pub fn new(shape: &Shape, ownership: &Ownership) -> Self {
        Self::of(shape.raw(), ownership)
    }

    pub fn of(raw: Raw, ownership: &Ownership) -> Self {
        let numbers = &mut Numbers::new(ownership.seed ^ 0x000_ace5);
        let kinds = components(&raw);
        if ownership.style == Style::AtHome {
            return Self::at_home(raw);
        }
        let owners = owners(&raw, ownership, numbers);
        let first = random_shares(&raw, &owners, numbers);
        let shares = kinds.into_iter().map(|kind| match ownership.style {
            Style::ByComponent => (kind, random_shares(&raw, &owners, numbers)),
            _ => (kind, first.clone()),
        });
        Self {
            shares: shares.collect(),
            style: ownership.style,
            owners,
            raw,
        }
    }

    pub fn at_home(raw: Raw) -> Self {
        let owners = raw.countries.clone();
        let home = Array2::from_shape_fn((owners.len(), raw.n()), |(o, i)| {
            f64::from(u8::from(raw.country(i) == o))
        });
        let kinds = components(&raw).into_iter();
        Self {
            shares: kinds.map(|kind| (kind, home.clone())).collect(),
            style: Style::AtHome,
            owners,
            raw,
        }
    }

    /// The same owners of a table whose producer i was producer `from(i)`.
    pub fn remade(&self, raw: Raw, from: impl Fn(usize) -> usize) -> Self {
        let of = |shares: &Array2<f64>| {
            Array2::from_shape_fn((shares.nrows(), raw.n()), |(o, i)| shares[[o, from(i)]])
        };
        let shares = self.shares.iter();
        Self {
            shares: shares.map(|(kind, shares)| (*kind, of(shares))).collect(),
            // owners at home stand in another order there than the countries
            style: Style::ByComponent,
            owners: self.owners.clone(),
            raw,
        }
    }

    pub fn axis(&self) -> Axis<Owner> {
        Axis::new(&self.owners).unwrap()
    }

    pub fn income(&self, table: &WorldTable) -> IncomeShares {
        let shares = match self.style {
            Style::AtHome => IncomeShares::at_home(table),
            Style::Alike => {
                IncomeShares::in_world_alike(table, self.axis(), self.shares[0].1.clone())
            }
            Style::ByComponent => IncomeShares::in_world(table, self.axis(), self.shares.clone()),
        };
        shares.unwrap()
    }

    pub fn model(&self) -> WorldModel {
        self.model_with(Unallocated::AtHome)
    }

    pub fn model_with(&self, unallocated: Unallocated) -> WorldModel {
        let table = self.raw.table();
        let options = WorldOptions::default().unallocated(unallocated);
        let model = table.model_with(options).unwrap();
        model.with_income(self.income(&table)).unwrap()
    }

    /// Amounts of a component by producer.
    pub fn amounts(&self, kind: PrimaryKind) -> Array1<f64> {
        let rows = self.raw.primary.iter();
        match rows.clone().find(|(known, ..)| *known == kind) {
            Some((_, row, _)) => row.clone(),
            None => self.raw.value_added(),
        }
    }

    /// Income of an owner by producer, from some components.
    pub fn earned_from(&self, o: usize, wanted: impl Fn(PrimaryKind) -> bool) -> Array1<f64> {
        let mut income = Array1::zeros(self.raw.n());
        for (kind, shares) in &self.shares {
            let amounts = self.amounts(*kind);
            for i in 0..self.raw.n() {
                if wanted(*kind) {
                    income[i] += shares[[o, i]] * amounts[i];
                }
            }
        }
        income
    }

    /// Income of an owner by producer.
    pub fn earned(&self, o: usize) -> Array1<f64> {
        self.earned_from(o, |_| true)
    }

    /// The naive world whose weights are the income of an owner.
    pub fn world(&self, o: usize) -> World {
        self.raw
            .world()
            .with_weights(self.per_output(&self.earned(o)))
    }

    /// The naive world whose weights are one component of the income of an owner.
    pub fn world_from(&self, o: usize, kind: PrimaryKind) -> World {
        let income = self.earned_from(o, |known| known == kind);
        self.raw.world().with_weights(self.per_output(&income))
    }

    pub fn per_output(&self, amounts: &Array1<f64>) -> Array1<f64> {
        let pairs = amounts.iter().zip(&self.raw.x);
        pairs
            .map(|(amount, x)| if *x == 0.0 { 0.0 } else { amount / x })
            .collect()
    }

    pub fn owner(&self, code: &str) -> Option<usize> {
        self.owners.iter().position(|owner| owner == code)
    }

    /// Whether neither the table nor the income of any producer holds anything negative.
    pub fn is_non_negative(&self) -> bool {
        let amounts = self.shares.iter().map(|(kind, _)| self.amounts(*kind));
        let mut income = amounts.flat_map(|row| row.to_vec());
        let mut flows = self.raw.z.iter().chain(&self.raw.finals);
        income.all(|value| value >= 0.0) && flows.all(|value| *value >= 0.0)
    }
}

/// The components of value added of a random table.
pub fn components(raw: &Raw) -> Vec<PrimaryKind> {
    if raw.primary.is_empty() {
        return vec![PrimaryKind::UndividedValueAdded];
    }
    let kinds = raw.primary.iter().map(|(kind, ..)| *kind);
    kinds.filter(|kind| raw.concept.counts(*kind)).collect()
}

/// Every country with producers and some others, in any order.
fn owners(raw: &Raw, ownership: &Ownership, numbers: &mut Numbers) -> Vec<String> {
    let countries = 0..raw.g();
    let countries = countries.filter(|s| ownership.markets || !raw.ranges[*s].is_empty());
    let mut codes: Vec<String> = countries.map(|s| raw.countries[s].clone()).collect();
    codes.extend(ownership.outside.then(|| "ELSEWHERE".to_owned()));
    codes.extend(ownership.unspecified.then(|| "unspecified".to_owned()));
    let order = numbers.permutation(codes.len());
    order.into_iter().map(|at| codes[at].clone()).collect()
}

/// Owner × producer, columns add up to one; home owns most of some producers, all of some, nothing of others.
fn random_shares(raw: &Raw, owners: &[String], numbers: &mut Numbers) -> Array2<f64> {
    let mut shares = Array2::zeros((owners.len(), raw.n()));
    for i in 0..raw.n() {
        let home = &raw.producers[i].country;
        let foreign = match numbers.unit() {
            at if at < 0.2 => 0.0,
            at if at < 0.6 => numbers.between(0.0, 0.3),
            at if at < 0.8 => numbers.unit(),
            _ => 1.0,
        };
        let mix = numbers.shares(owners.len());
        for (o, owner) in owners.iter().enumerate() {
            let own = if owner == home { 1.0 - foreign } else { 0.0 };
            shares[[o, i]] = own + foreign * mix[o];
        }
    }
    shares
}

#[test]
fn random_owners_are_what_they_are_meant_to_be() {
    use crate::tables::any_shape;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = (any_shape(12), any_ownership());
    let mut seen = [0_usize; 9];
    for _ in 0..100 {
        let (shape, ownership) = strategy.new_tree(&mut runner).unwrap().current();
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let is_market = |code: &String| {
            let at = raw.countries.iter().position(|country| country == code);
            at.is_some_and(|s| raw.ranges[s].is_empty())
        };
        let share = |o: usize, i: usize| owned.shares[0].1[[o, i]];
        let home = |i: usize| owned.owner(&raw.producers[i].country).unwrap();
        let holds = [
            owned.style == Style::AtHome,
            owned.style == Style::Alike && owned.shares.len() > 1,
            owned.style == Style::ByComponent && owned.shares.len() > 1,
            owned.owners.iter().any(is_market),
            owned.owner("ELSEWHERE").is_some(),
            owned.owner("unspecified").is_some(),
            !raw.countries.starts_with(&owned.owners[..1]),
            (0..raw.n()).any(|i| share(home(i), i) == 0.0),
            (0..owned.owners.len()).any(|o| owned.earned(o).iter().any(|income| *income < 0.0)),
        ];
        for (count, holds) in seen.iter_mut().zip(holds) {
            *count += usize::from(holds);
        }
    }
    assert!(seen.iter().all(|count| *count >= 5), "{seen:?}");
}
