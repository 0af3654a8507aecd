//! Random national tables with everything that is legal in them, and models on them.

use leontief::balance::Economy;
use leontief::label::{Axis, Group, Ownership, Producers, Regime, TradeKind};
use leontief::model::Model;
use leontief::table::{
    DepreciationIncome, Exports, ForeignShares, IncomeShares, NationalDraft, NationalTable,
    Origins, PrimaryKind, PrimaryRow, Tolerance, ValueAddedConcept,
};
use ndarray::{Array1, Array2, Axis as Dimension};
use proptest::prelude::*;

use super::million_dollars;

/// The groups of a country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pattern {
    Whole,
    Ownership,
    Regime,
    Both,
}

impl Pattern {
    pub fn groups(self) -> Vec<Group> {
        use Ownership::{Domestic, Foreign};
        use Regime::{Normal, Processing};
        let group = |(ownership, regime)| Group::of(ownership, regime);
        match self {
            Self::Whole => vec![Group::whole()],
            Self::Ownership => [Domestic, Foreign].map(|o| group((Some(o), None))).into(),
            Self::Regime => [Normal, Processing].map(|r| group((None, Some(r)))).into(),
            Self::Both => [
                (Some(Domestic), Some(Normal)),
                (Some(Foreign), Some(Normal)),
                (Some(Domestic), Some(Processing)),
                (Some(Foreign), Some(Processing)),
            ]
            .map(group)
            .into(),
        }
    }
}

/// The rows that make up value added.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Components {
    Four,
    /// Operating surplus includes depreciation.
    Three,
    Undivided,
}

/// How the owners' shares are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ownerships {
    FromForeign(DepreciationIncome),
    Given,
}

/// What the columns and rows of a table are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cells {
    /// Negative inventories, taxes, surpluses, value added and a few inputs; industries without output.
    Any,
    /// No negative input, no negative value added, exports no larger than output: what a split can divide.
    Divisible,
}

/// A table to be: its structure, and the seed of its numbers. Small when a failing case is printed.
#[derive(Debug, Clone)]
pub struct RandomTable {
    pub pattern: Pattern,
    pub sectors: usize,
    pub products: usize,
    pub components: Components,
    pub concept: ValueAddedConcept,
    pub ownerships: Ownerships,
    /// Whether sums miss output, as in a published table of rounded cells.
    pub rounded: bool,
    pub cells: Cells,
    pub seed: u64,
}

/// Any table that is legal.
pub fn any_table() -> impl Strategy<Value = RandomTable> {
    let pattern = prop_oneof![
        Just(Pattern::Whole),
        Just(Pattern::Ownership),
        Just(Pattern::Regime),
        Just(Pattern::Both),
    ];
    let components = prop_oneof![
        Just(Components::Four),
        Just(Components::Three),
        Just(Components::Undivided),
    ];
    let concept = prop_oneof![
        Just(ValueAddedConcept::BasicPrices),
        Just(ValueAddedConcept::WithProductTaxes),
        Just(ValueAddedConcept::AllPrimaryInputs),
    ];
    let ownerships = prop_oneof![
        Just(Ownerships::FromForeign(DepreciationIncome::WithCapital)),
        Just(Ownerships::FromForeign(DepreciationIncome::Home)),
        Just(Ownerships::Given),
    ];
    (
        pattern,
        1..=6_usize,
        1..=3_usize,
        components,
        concept,
        ownerships,
        any::<bool>(),
        any::<u64>(),
    )
        .prop_map(
            |(pattern, sectors, products, components, concept, ownerships, rounded, seed)| {
                RandomTable {
                    pattern,
                    sectors,
                    products,
                    components,
                    concept,
                    ownerships,
                    rounded,
                    cells: Cells::Any,
                    seed,
                }
            },
        )
}

/// An undivided table that a split can divide.
pub fn divisible_table() -> impl Strategy<Value = RandomTable> {
    any_table().prop_map(|table| RandomTable {
        pattern: Pattern::Whole,
        cells: Cells::Divisible,
        ..table
    })
}

/// 100 cases unless `PROPTEST_CASES` says otherwise. A failing case prints the few numbers it is made of, so none is kept
/// in a file.
pub fn cases() -> ProptestConfig {
    let wanted = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if wanted {
        config
    } else {
        ProptestConfig {
            cases: 100,
            ..config
        }
    }
}

/// The same numbers from the same seed on every machine (splitmix64, Steele, Lea, Flood 2014).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub fn vector(&mut self, len: usize, low: f64, high: f64) -> Array1<f64> {
        Array1::from_shape_simple_fn(len, || self.between(low, high))
    }

    /// Shares that add up to 1, some of them zero.
    pub fn shares(&mut self, len: usize) -> Array1<f64> {
        let mut weights = Array1::from_shape_simple_fn(len, || {
            let weight = self.between(0.1, 1.0);
            if self.chance(0.4) { 0.0 } else { weight }
        });
        if weights.sum() == 0.0 {
            weights[0] = 1.0;
        }
        &weights / weights.sum()
    }

    /// 0, …, len − 1 in another order.
    pub fn permutation(&mut self, len: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..len).collect();
        for last in (1..len).rev() {
            let at = (self.unit() * (last + 1) as f64) as usize;
            order.swap(last, at.min(last));
        }
        order
    }
}

/// By what share of output the sums of a rounded table miss it at most.
const ROUNDING: f64 = 0.0004;

const KINDS: [TradeKind; 3] = [TradeKind::Goods, TradeKind::Services, TradeKind::ReExports];

impl RandomTable {
    pub fn producers(&self, country: &str) -> Producers {
        let codes = (1..=self.sectors).map(|sector| format!("S{sector}"));
        let sectors = Axis::new(codes).unwrap();
        Producers::national(country, self.pattern.groups(), &sectors).unwrap()
    }

    /// The table of `country`, which exports to `partner` and to the rest of the world.
    pub fn table(&self, country: &str, partner: &str) -> NationalTable {
        self.draft(country, partner).check().unwrap()
    }

    fn draft(&self, country: &str, partner: &str) -> NationalDraft {
        let numbers = &mut Numbers::new(self.seed);
        let producers = self.producers(country);
        let processing: Vec<bool> = producers
            .positions()
            .map(|at| producers.key(at).group.is_processing())
            .collect();
        let output = self.output(numbers, producers.len());
        let domestic = self.domestic(numbers, &output, &processing);
        let imported = self.imported(numbers, &output);
        let products = Axis::new((1..=self.products).map(|product| format!("P{product}")));
        let mut draft = NationalDraft::new(producers, products.unwrap(), million_dollars())
            .concept(self.concept)
            .output(output.clone());
        for row in self.primary(numbers, &output, &domestic, &imported) {
            draft = draft.primary_row(row);
        }
        draft = self.sales(draft, numbers, &output, &domestic, &processing, partner);
        if self.rounded {
            draft = draft.tolerance(Tolerance::relative(2.0 * ROUNDING));
        }
        let jobs = numbers.vector(output.len(), 0.0, 0.1) * &output;
        draft
            .domestic(domestic)
            .imported(imported)
            .imported_exports(numbers.vector(self.products, 0.0, 5.0))
            .extension("jobs", "1000 persons", jobs)
    }

    /// Some industries without output, but never all.
    fn output(&self, numbers: &mut Numbers, n: usize) -> Array1<f64> {
        let mut output = numbers.vector(n, 1.0, 1000.0);
        for j in 1..n {
            if numbers.chance(0.15) {
                output[j] = 0.0;
            }
        }
        output
    }

    /// Inputs of at most 0.65 of output in every column, so that every economy is productive and its system is well
    /// conditioned: ‖A‖₁ ≤ 0.65 gives a condition of at most 1.65 / 0.35 < 5.
    fn domestic(
        &self,
        numbers: &mut Numbers,
        output: &Array1<f64>,
        processing: &[bool],
    ) -> Array2<f64> {
        let n = output.len();
        let sells = |i: usize| output[i] > 0.0 && !processing[i];
        let mut flows = Array2::zeros((n, n));
        for j in (0..n).filter(|&j| output[j] > 0.0) {
            let total = numbers.between(0.0, 0.6) * output[j];
            let mix = numbers.shares(n);
            let negative = self.cells == Cells::Any && numbers.chance(0.1);
            for i in (0..n).filter(|&i| sells(i)) {
                flows[[i, j]] = total * mix[i];
            }
            if negative && sells(0) {
                flows[[0, j]] -= 0.05 * output[j];
            }
        }
        flows
    }

    /// Usually up to 0.3 of output; now and then so much that value added is negative.
    fn imported(&self, numbers: &mut Numbers, output: &Array1<f64>) -> Array2<f64> {
        let mut flows = Array2::zeros((self.products, output.len()));
        for (mut column, &output) in flows.axis_iter_mut(Dimension(1)).zip(output) {
            let heavy = self.cells == Cells::Any && numbers.chance(0.1);
            let share = if heavy {
                numbers.between(0.6, 1.0)
            } else {
                numbers.between(0.0, 0.3)
            };
            column.assign(&(numbers.shares(self.products) * share * output));
        }
        flows
    }

    /// Taxes and margins at random, value added as what is left, divided into components of any sign.
    fn primary(
        &self,
        numbers: &mut Numbers,
        output: &Array1<f64>,
        domestic: &Array2<f64>,
        imported: &Array2<f64>,
    ) -> Vec<PrimaryRow> {
        let n = output.len();
        let taxes = numbers.vector(n, -0.02, 0.05) * output;
        let margins = numbers.vector(n, 0.0, 0.04) * output;
        let inputs = domestic.sum_axis(Dimension(0)) + imported.sum_axis(Dimension(0));
        let mut value_added = output - &inputs - &taxes - &margins;
        if self.rounded {
            value_added += &(numbers.vector(n, -ROUNDING, ROUNDING) * output);
        }
        let mut rows = Vec::new();
        for (kind, by_producer) in [
            (PrimaryKind::ProductTax, taxes),
            (PrimaryKind::Margins, margins),
        ] {
            rows.push(PrimaryRow {
                kind,
                by_producer,
                by_final_use: numbers.vector(2, -1.0, 3.0),
                on_exports: numbers.between(0.0, 2.0),
            });
        }
        let wages = numbers.vector(n, 0.2, 0.7) * &value_added;
        let depreciation = numbers.vector(n, 0.0, 0.1) * &value_added;
        let production_tax = match self.cells {
            Cells::Any => numbers.vector(n, -0.15, 0.15) * output,
            Cells::Divisible => numbers.vector(n, 0.0, 0.15) * &value_added,
        };
        let surplus = &value_added - &wages - &production_tax;
        let components = match self.components {
            Components::Undivided => vec![(PrimaryKind::UndividedValueAdded, value_added)],
            Components::Three => vec![
                (PrimaryKind::Compensation, wages),
                (PrimaryKind::NetProductionTax, production_tax),
                (PrimaryKind::OperatingSurplus, surplus),
            ],
            Components::Four => vec![
                (PrimaryKind::Compensation, wages),
                (PrimaryKind::NetProductionTax, production_tax),
                (PrimaryKind::OperatingSurplus, surplus - &depreciation),
                (PrimaryKind::Depreciation, depreciation),
            ],
        };
        rows.extend(
            components
                .into_iter()
                .map(|(kind, by_producer)| PrimaryRow {
                    kind,
                    by_producer,
                    by_final_use: Array1::zeros(2),
                    on_exports: 0.0,
                }),
        );
        rows
    }

    /// Processing producers export everything. The others sell the rest to households and to inventories, which take up
    /// what is left with either sign.
    fn sales(
        &self,
        mut draft: NationalDraft,
        numbers: &mut Numbers,
        output: &Array1<f64>,
        domestic: &Array2<f64>,
        processing: &[bool],
        partner: &str,
    ) -> NationalDraft {
        let n = output.len();
        let used = domestic.sum_axis(Dimension(1));
        let mut flows = vec![Array1::zeros(n); 2 * KINDS.len()];
        let (mut households, mut inventories) = (Array1::zeros(n), Array1::zeros(n));
        for i in (0..n).filter(|&i| output[i] > 0.0) {
            let share = numbers.between(0.05, 0.7);
            let exported = if processing[i] {
                output[i]
            } else if self.cells == Cells::Any && numbers.chance(0.2) {
                0.0
            } else {
                share * output[i]
            };
            let mut mix = numbers.shares(flows.len());
            if self.cells == Cells::Divisible {
                mix[0] += 0.1; // some goods everywhere
                mix /= mix.sum();
            }
            for (flow, share) in flows.iter_mut().zip(&mix) {
                flow[i] = share * exported;
            }
            if processing[i] {
                continue;
            }
            let home = output[i] - used[i] - exported;
            households[i] = numbers.between(0.0, 0.5) * output[i];
            inventories[i] = home - households[i];
            if self.rounded {
                inventories[i] += numbers.between(-ROUNDING, ROUNDING) * output[i];
            }
        }
        for (k, amounts) in flows.into_iter().enumerate() {
            let to = [partner, "ROW"][k / KINDS.len()];
            draft = draft.export(to, KINDS[k % KINDS.len()], amounts);
        }
        let m = self.products;
        draft
            .final_use("households", households, numbers.vector(m, 0.0, 50.0))
            .final_use("inventories", inventories, numbers.vector(m, -5.0, 5.0))
    }

    /// Owners' shares: home, partner, a third country, the rest of the world.
    pub fn income(&self, table: &NationalTable, partner: &str) -> IncomeShares {
        let numbers = &mut Numbers::new(self.seed ^ 0x5ee_d0f1_4c0e);
        let n = table.producers().len();
        let has_depreciation = table.components().contains(&PrimaryKind::Depreciation);
        match self.ownerships {
            Ownerships::FromForeign(wanted) => {
                let foreign = ForeignShares {
                    compensation: numbers.vector(n, 0.0, 0.1),
                    // a few producers wholly foreign or wholly domestic
                    capital: numbers
                        .vector(n, -0.2, 1.2)
                        .mapv(|share| share.clamp(0.0, 1.0)),
                    depreciation: if has_depreciation {
                        wanted
                    } else {
                        DepreciationIncome::WithCapital
                    },
                };
                let named = [
                    (partner, numbers.between(0.0, 0.5)),
                    ("JPN", numbers.between(0.0, 0.5)),
                ];
                let origins = Origins::new(table.country(), named, "ROW").unwrap();
                IncomeShares::from_foreign_shares(table, &foreign, &origins).unwrap()
            }
            Ownerships::Given => {
                let owners = Axis::new([table.country(), partner, "JPN", "ROW"]).unwrap();
                let components = table.components().into_iter().map(|kind| {
                    let mut shares = Array2::zeros((owners.len(), n));
                    for mut column in shares.columns_mut() {
                        column.assign(&numbers.shares(owners.len()));
                    }
                    (kind, shares)
                });
                let components = components.collect();
                IncomeShares::given(table, owners, components).unwrap()
            }
        }
    }

    pub fn model(&self, country: &str, partner: &str) -> Model {
        let table = self.table(country, partner);
        let income = self.income(&table, partner);
        Model::new(&table, income).unwrap()
    }

    pub fn economy(&self, country: &str, partner: &str) -> Economy {
        Economy::exporting_to(&self.model(country, partner), partner).unwrap()
    }
}

/// All measures of a model of [`RandomTable`] that are in the unit of the exports.
pub fn measures(model: &Model) -> Vec<leontief::model::Measure> {
    use leontief::model::Measure;
    let table = model.table();
    let mut measures = vec![
        Measure::Gross,
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let owners = model.income().owners().codes();
    measures.extend(owners.iter().map(|owner| Measure::income(owner)));
    let rows = table.primary().rows();
    measures.extend(rows.iter().map(|row| Measure::Component(row.kind)));
    let products = table.products().codes();
    measures.extend(products.iter().cloned().map(Measure::ImportsOf));
    measures
}

/// All exports of a model's own table.
pub fn all_exports(model: &Model) -> Exports {
    model.table().exports().clone()
}

/// The largest amount in a table: the size against which rounding is judged.
pub fn largest_flow(table: &NationalTable) -> f64 {
    table.output().iter().fold(1.0, |most, x| x.max(most))
}
