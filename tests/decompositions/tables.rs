//! Random world tables: what they look like is drawn, their numbers follow from a seed.

use leontief::table::ValueAddedConcept;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::numbers::Raw;

/// A group of producers: its first sector and how many it has. A country of one group is not divided.
pub type Sectors = (usize, usize);

/// What else may be in a table; nothing of it when a failing case is small.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Features {
    /// Producers without output.
    pub idle: bool,
    /// Producers without exports.
    pub home: bool,
    /// Inventories: a category of final use that may be negative everywhere.
    pub inventories: bool,
    /// All final use of a producer by some foreign country is negative.
    pub returned: bool,
    /// A producer pays for more inputs than it has output.
    pub losses: bool,
    /// Some inputs are negative.
    pub negative_inputs: bool,
    /// Uses and inputs miss output, as in a published table.
    pub rounded: bool,
}

/// What columns pay for beside inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Primary {
    /// Value added as the residual.
    Residual,
    /// Compensation, surplus, taxes on products and margins, of which the concept counts some as value added.
    Rows(ValueAddedConcept),
}

/// A table to be.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The groups of each country with producers.
    pub countries: Vec<Vec<Sectors>>,
    /// Countries that only use final goods.
    pub markets: usize,
    pub categories: usize,
    pub features: Features,
    pub primary: Primary,
    pub seed: u64,
}

impl Shape {
    pub fn raw(&self) -> Raw {
        Raw::new(self)
    }

    /// The same without anything negative and with sums that are exact.
    pub fn non_negative(&self) -> Self {
        let features = Features {
            idle: self.features.idle,
            home: self.features.home,
            ..Features::default()
        };
        Self {
            features,
            primary: Primary::Residual,
            ..self.clone()
        }
    }

    /// The same with sums that are exact.
    pub fn exact(&self) -> Self {
        let mut exact = self.clone();
        exact.features.rounded = false;
        exact
    }

    /// The same with uses and inputs that miss output.
    pub fn rounded(&self) -> Self {
        let mut rounded = self.clone();
        rounded.features.rounded = true;
        rounded
    }
}

fn features() -> impl Strategy<Value = Features> {
    any::<[bool; 7]>().prop_map(
        |[
            idle,
            home,
            inventories,
            returned,
            losses,
            negative_inputs,
            rounded,
        ]| Features {
            idle,
            home,
            inventories,
            returned,
            losses,
            negative_inputs,
            rounded,
        },
    )
}

fn primary() -> impl Strategy<Value = Primary> {
    prop_oneof![
        2 => Just(Primary::Residual),
        1 => Just(Primary::Rows(ValueAddedConcept::BasicPrices)),
        1 => Just(Primary::Rows(ValueAddedConcept::WithProductTaxes)),
        1 => Just(Primary::Rows(ValueAddedConcept::AllPrimaryInputs)),
    ]
}

fn undivided() -> impl Strategy<Value = Vec<Sectors>> {
    (0..=1_usize, 1..=4_usize).prop_map(|sectors| vec![sectors])
}

fn divided() -> impl Strategy<Value = Vec<Sectors>> {
    vec((0..=1_usize, 1..=2_usize), 2..=4)
}

/// Any table of at most `most` producers, with two to six countries.
pub fn any_shape(most: usize) -> impl Strategy<Value = Shape> {
    let country = prop_oneof![2 => undivided(), 1 => divided()];
    shaped(vec(country, 1..=5), most)
}

/// Any table whose first country has two to four groups of producers.
pub fn divided_shape(most: usize) -> impl Strategy<Value = Shape> {
    let others = prop_oneof![3 => undivided(), 1 => divided()];
    let countries = (divided(), vec(others, 1..=4)).prop_map(|(first, rest)| {
        let mut countries = vec![first];
        countries.extend(rest);
        countries
    });
    shaped(countries, most)
}

/// Any table with at least `least` countries, none of them divided.
pub fn undivided_shape(least: usize, most: usize) -> impl Strategy<Value = Shape> {
    shaped(vec(undivided(), least..=5), most)
}

fn shaped(
    countries: impl Strategy<Value = Vec<Vec<Sectors>>>,
    most: usize,
) -> impl Strategy<Value = Shape> {
    let rest = (
        0..=1_usize,
        1..=3_usize,
        features(),
        primary(),
        any::<u64>(),
    );
    (countries, rest).prop_map(
        move |(mut countries, (markets, categories, features, primary, seed))| {
            let size = |countries: &[Vec<Sectors>]| -> usize {
                countries.iter().flatten().map(|(_, count)| count).sum()
            };
            while size(&countries) > most && countries.len() > 2 {
                countries.pop();
            }
            let alone = countries.len() == 1;
            Shape {
                countries,
                markets: if alone { markets + 1 } else { markets },
                categories,
                features,
                primary,
                seed,
            }
        },
    )
}

/// This many cases unless `PROPTEST_CASES` says otherwise. A failing case prints what it is made of, so none is kept in a file.
pub fn cases(wanted: u32) -> ProptestConfig {
    let set = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    match set {
        true => config,
        false => ProptestConfig {
            cases: wanted,
            ..config
        },
    }
}

#[test]
fn random_tables_hold_what_they_are_meant_to_hold() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = any_shape(12);
    let mut seen = [0_usize; 12];
    for _ in 0..100 {
        let shape = strategy.new_tree(&mut runner).unwrap().current();
        let raw = shape.raw();
        let (y, world) = (raw.y(), raw.world());
        let (flows, missing) = (world.flows(), &raw.x - &raw.uses());
        let idle = |i: usize| raw.x[i] == 0.0;
        let returns = |i: usize, d: usize| raw.country(i) != d && y[[i, d]] < 0.0;
        let producing = raw.producing();
        let holds = [
            (0..raw.n()).any(idle),
            producing.iter().any(|s| raw.ranges[*s].clone().all(idle)),
            (0..raw.n()).any(|i| !idle(i) && flows.column(i).iter().all(|flow| *flow == 0.0)),
            raw.finals.iter().any(|value| *value < 0.0),
            (0..raw.n()).any(|i| (0..raw.g()).any(|d| returns(i, d))),
            raw.value_added().iter().any(|value| *value < 0.0),
            raw.z.iter().any(|value| *value < 0.0),
            missing.iter().any(|value| value.abs() > 1e-6),
            raw.has_other(),
            producing.len() < raw.g(),
            producing.iter().any(|s| raw.ranges[*s].len() == 1),
            raw.producers
                .iter()
                .any(|producer| producer.group.is_some()),
        ];
        for (count, holds) in seen.iter_mut().zip(holds) {
            *count += usize::from(holds);
        }
        // output is not negative and the economy is productive
        assert!(raw.x.iter().all(|x| *x >= 0.0));
    }
    assert!(seen.iter().all(|count| *count >= 5), "{seen:?}");
}
