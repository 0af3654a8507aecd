//! Small world tables of known income, and random ones.

use leontief::label::{Axis, Group, Ownership, Producers, Regime};
use leontief::table::{PrimaryKind, ValueAddedConcept, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension, array};
use proptest::prelude::*;

use crate::common::random::Numbers;

/// D, F or whole.
pub fn group(owner: Option<Ownership>) -> Group {
    Group::of(owner, None)
}

pub const DOMESTIC: Option<Ownership> = Some(Ownership::Domestic);
pub const FOREIGN: Option<Ownership> = Some(Ownership::Foreign);

/// Countries with groups and numbers of sectors, markets without producers, and rows of income. Nothing is used as an input and all is
/// used at home, which no layer looks at.
pub fn table(
    blocks: &[(&str, Group, usize)],
    markets: &[&str],
    rows: Vec<(PrimaryKind, Array1<f64>)>,
) -> WorldTable {
    let blocks = blocks.iter().map(|(country, group, sectors)| {
        let sectors = (1..=*sectors).map(|k| format!("s{k}"));
        (*country, group.clone(), Axis::new(sectors).unwrap())
    });
    let producers = Producers::new(blocks).unwrap();
    let n = producers.len();
    let output = rows
        .iter()
        .fold(Array1::zeros(n), |sum: Array1<f64>, (_, row)| sum + row);
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let mut draft = WorldDraft::new(producers.clone(), Axis::new(["final"]).unwrap(), unit)
        .with_markets(markets.iter().copied())
        .unwrap();
    let mut finals = Array2::zeros((n, draft.countries().len()));
    for at in producers.positions() {
        let home = producers.block_of(at).country().get();
        finals[[at.get(), home]] = output[at.get()];
    }
    draft = draft.final_use(finals).output(output);
    for (kind, row) in rows {
        draft = draft.primary(kind, row);
    }
    draft.check().unwrap()
}

/// China's domestic and foreign firms, the United States, Japan; and a market `MAC`.
pub fn china_usa_japan() -> WorldTable {
    table(
        &[
            ("CHN", group(DOMESTIC), 1),
            ("CHN", group(FOREIGN), 1),
            ("USA", Group::whole(), 1),
            ("JPN", Group::whole(), 1),
        ],
        &["MAC"],
        vec![
            (PrimaryKind::Compensation, array![40.0, 10.0, 40.0, 30.0]),
            (PrimaryKind::NetProductionTax, array![5.0, 5.0, 4.0, 2.0]),
            (PrimaryKind::Depreciation, array![10.0, 5.0, 10.0, 8.0]),
            (
                PrimaryKind::OperatingSurplus,
                array![25.0, 15.0, 30.0, 20.0],
            ),
        ],
    )
}

/// Countries with value added that is not divided, one producer each.
pub fn undivided(countries: &[(&str, f64)]) -> WorldTable {
    let blocks: Vec<(&str, Group, usize)> = countries
        .iter()
        .map(|(code, _)| (*code, Group::whole(), 1))
        .collect();
    let row = countries.iter().map(|(_, amount)| *amount).collect();
    table(&blocks, &[], vec![(PrimaryKind::UndividedValueAdded, row)])
}

/// Which components a random table has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rows {
    /// Compensation, production tax, depreciation, surplus; and product taxes beside them.
    Four,
    /// The same with surplus and depreciation together.
    Three,
    Undivided,
}

/// Whether producers may lose money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Losses {
    /// Some taxes are subsidies, some surpluses and some depreciation negative.
    Some,
    /// All components but taxes are positive.
    None,
}

/// A world table to be: its structure, and the seed of its numbers.
#[derive(Debug, Clone)]
pub struct RandomWorld {
    pub countries: usize,
    pub rows: Rows,
    pub losses: Losses,
    pub concept: ValueAddedConcept,
    pub seed: u64,
}

pub fn any_world(losses: Losses) -> impl Strategy<Value = RandomWorld> {
    let rows = prop_oneof![Just(Rows::Four), Just(Rows::Three), Just(Rows::Undivided)];
    let concept = prop_oneof![
        Just(ValueAddedConcept::BasicPrices),
        Just(ValueAddedConcept::WithProductTaxes),
    ];
    (2..=5_usize, rows, concept, any::<u64>()).prop_map(move |(countries, rows, concept, seed)| {
        RandomWorld {
            countries,
            rows,
            losses,
            concept,
            seed,
        }
    })
}

impl RandomWorld {
    pub fn codes(&self) -> Vec<String> {
        (1..=self.countries).map(|k| format!("C{k}")).collect()
    }

    fn producers(&self, numbers: &mut Numbers) -> Producers {
        let mut blocks = Vec::new();
        for country in self.codes() {
            let sectors = 1 + (numbers.unit() * 3.0) as usize;
            let sectors: Axis<_> = Axis::new((1..=sectors).map(|k| format!("s{k}"))).unwrap();
            let groups = match (numbers.unit() * 3.0) as usize {
                0 => vec![Group::whole()],
                1 => vec![group(DOMESTIC), group(FOREIGN)],
                _ => vec![
                    group(DOMESTIC),
                    group(FOREIGN),
                    Group::of(FOREIGN, Some(Regime::Normal)),
                ],
            };
            for group in groups {
                blocks.push((country.clone(), group, sectors.clone()));
            }
        }
        Producers::new(blocks).unwrap()
    }

    pub fn table(&self) -> WorldTable {
        self.table_in(1.0)
    }

    /// The same table in a unit that makes all amounts so many times as large.
    pub fn table_in(&self, unit: f64) -> WorldTable {
        let numbers = &mut Numbers::new(self.seed);
        let producers = self.producers(numbers);
        let n = producers.len();
        // the first producer of a block is never without output
        let idle: Vec<bool> = producers
            .positions()
            .map(|at| at.get() != producers.block_of(at).range().start && numbers.chance(0.1))
            .collect();
        let still = |mut row: Array1<f64>| {
            for (cell, &idle) in row.iter_mut().zip(&idle) {
                *cell *= if idle { 0.0 } else { unit };
            }
            row
        };
        let losses = self.losses == Losses::Some;
        let least = if losses { -20.0 } else { 2.0 };
        let wages = numbers.vector(n, 20.0, 60.0);
        let tax = numbers.vector(n, -2.0, 6.0);
        let depreciation = numbers.vector(n, if losses { -0.5 } else { 1.0 }, 10.0);
        let mut surplus = numbers.vector(n, least, 40.0);
        for block in producers.blocks() {
            surplus[block.range().start] += if losses { 40.0 } else { 0.0 }; // no country loses money as a whole
        }
        let mut rows = match self.rows {
            Rows::Four => vec![
                (PrimaryKind::Compensation, wages),
                (PrimaryKind::NetProductionTax, tax),
                (PrimaryKind::Depreciation, depreciation),
                (PrimaryKind::OperatingSurplus, surplus),
            ],
            Rows::Three => vec![
                (PrimaryKind::Compensation, wages),
                (PrimaryKind::NetProductionTax, tax),
                (PrimaryKind::OperatingSurplus, surplus + depreciation),
            ],
            Rows::Undivided => vec![(
                PrimaryKind::UndividedValueAdded,
                wages + tax + surplus + depreciation,
            )],
        };
        rows.push((PrimaryKind::ProductTax, numbers.vector(n, 0.0, 1.0)));
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(kind, row)| (kind, still(row)))
            .collect();
        let flows = Array2::from_shape_fn((n, n), |_| numbers.between(0.0, 3.0));
        let flows = Array2::from_shape_fn((n, n), |(i, j)| match idle[i] || idle[j] {
            true => 0.0,
            false => unit * flows[[i, j]],
        });
        let mut output = flows.sum_axis(Dimension(0));
        for (_, row) in &rows {
            output += row;
        }
        // one country takes what is left, of either sign
        let mut finals = Array2::zeros((n, self.countries));
        let left = &output - &flows.sum_axis(Dimension(1));
        for (i, &left) in left.indexed_iter() {
            finals[[i, i % self.countries]] = if idle[i] { 0.0 } else { left };
        }
        let usd = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
        let mut draft = WorldDraft::new(producers, Axis::new(["final"]).unwrap(), usd)
            .flows(flows)
            .final_use(finals)
            .output(output)
            .concept(self.concept);
        for (kind, row) in rows {
            draft = draft.primary(kind, row);
        }
        draft.check().unwrap()
    }
}
