//! Years with owners, made of plain arrays that are kept beside the models.

use leontief::account::Ledger;
use leontief::account::structure::Factor;
use leontief::label::Axis;
use leontief::model::WorldModel;
use leontief::table::{IncomeShares, PrimaryKind, WorldDraft, WorldTable};
use ndarray::{Array1, Array2};

use crate::common::dense;
use crate::common::random::Numbers;
use crate::common::worlds::{t3x2, t3x2_case};
use crate::common::{matrix, million_dollars};
use crate::naive::{Moved, Naive};
use crate::years::{COUNTRIES, Cells, random_world, second_t3x2};

/// Countries, a country outside the table, and owners of whom no more is known.
pub const OWNERS: [&str; 5] = ["A", "B", "C", "ROW", "unspecified"];

pub const KINDS: [PrimaryKind; 3] = [
    PrimaryKind::Compensation,
    PrimaryKind::NetProductionTax,
    PrimaryKind::OperatingSurplus,
];

/// A model with owners, and what it was made of: by component owner × producer shares of all of [`OWNERS`], and amounts.
#[derive(Clone)]
pub struct Year {
    pub model: WorldModel,
    pub components: Vec<(PrimaryKind, Array2<f64>, Array1<f64>)>,
}

/// What a year's owners and components are like.
#[derive(Debug, Clone, Copy)]
pub struct Ownership {
    /// The first so many of [`OWNERS`].
    pub owners: usize,
    /// The first so many of [`KINDS`]; 0 for value added that is not divided.
    pub kinds: usize,
    /// Whether every owner owns something of everything, and every component is positive where value added is.
    pub positive: bool,
}

impl Year {
    pub fn new(table: &WorldTable, ownership: Ownership, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed ^ 0x0e_4a11);
        let n = table.producers().len();
        let value_added = table.value_added().to_owned();
        let mut rest = value_added.clone();
        let mut amounts: Vec<(PrimaryKind, Array1<f64>)> = Vec::new();
        for kind in &KINDS[..ownership.kinds.saturating_sub(1)] {
            let high = if ownership.positive { 0.4 } else { 0.8 };
            let part = numbers.vector(n, 0.1, high) * &value_added;
            rest -= &part;
            amounts.push((*kind, part));
        }
        amounts.push(match ownership.kinds {
            0 => (PrimaryKind::UndividedValueAdded, rest),
            _ => (PrimaryKind::OperatingSurplus, rest),
        });
        let components = amounts.into_iter().map(|(kind, amounts)| {
            let mut shares = Array2::zeros((OWNERS.len(), n));
            for mut column in shares.columns_mut() {
                let mut own = numbers.shares(ownership.owners);
                if ownership.positive {
                    own = (own + 0.1) / (1.0 + 0.1 * ownership.owners as f64);
                }
                for (share, own) in column.iter_mut().zip(own) {
                    *share = own;
                }
            }
            (kind, shares, amounts)
        });
        Self::of(table, components.collect(), ownership.owners)
    }

    /// The table's value added divided like this, owned by the first so many owners.
    pub fn of(
        table: &WorldTable,
        components: Vec<(PrimaryKind, Array2<f64>, Array1<f64>)>,
        owners: usize,
    ) -> Self {
        let mut draft = WorldDraft::new(
            table.producers().clone(),
            table.final_uses().clone(),
            million_dollars(),
        )
        .flows(table.flows().to_owned())
        .final_use(table.final_use().to_owned())
        .output(table.output().to_owned());
        for (kind, _, amounts) in &components {
            draft = draft.primary(*kind, amounts.clone());
        }
        let table = draft.check().unwrap();
        let rows: Vec<usize> = (0..owners).collect();
        let shares = components
            .iter()
            .map(|(kind, shares, _)| (*kind, shares.select(ndarray::Axis(0), &rows)));
        let known = Axis::new(OWNERS[..owners].iter().copied()).unwrap();
        let income = IncomeShares::in_world(&table, known, shares.collect()).unwrap();
        Self {
            model: table.model().unwrap().with_income(income).unwrap(),
            components,
        }
    }

    /// The same table with owners of other shares.
    pub fn owned_otherwise(&self, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let mut components = self.components.clone();
        for (_, shares, _) in &mut components {
            for mut column in shares.columns_mut() {
                column.assign(&numbers.shares(OWNERS.len()));
            }
        }
        Self::of(self.model.table(), components, OWNERS.len())
    }
}

/// The worked case with its own owners, who are countries.
pub fn worked_case() -> Year {
    let table = t3x2();
    let own = matrix(&t3x2_case()["expected"]["income"]["omega_owner_by_producer"]);
    let mut shares = Array2::zeros((OWNERS.len(), own.ncols()));
    for ((owner, producer), share) in own.indexed_iter() {
        shares[[owner, producer]] = *share;
    }
    let value_added = table.value_added().to_owned();
    let component = (PrimaryKind::UndividedValueAdded, shares, value_added);
    Year::of(&table, vec![component], 3)
}

/// Pairs of years in which everything changes: the worked case, undivided and in components, and random worlds.
pub fn owned_pairs() -> Vec<[Year; 2]> {
    let any = |owners, kinds| Ownership {
        owners,
        kinds,
        positive: false,
    };
    let mut pairs = vec![
        [worked_case(), Year::new(&second_t3x2(), any(3, 0), 7)],
        [
            Year::new(&t3x2(), any(5, 2), 1),
            Year::new(&second_t3x2(), any(5, 2), 2),
        ],
    ];
    for seed in [3, 4] {
        let [first, second] = [seed, seed + 100].map(|seed| random_world(seed, Cells::Any));
        // nothing is unspecified in the first year
        pairs.push([
            Year::new(&first, any(4, 3), seed),
            Year::new(&second, any(5, 3), seed + 1),
        ]);
    }
    pairs
}

pub fn models([first, second]: &[Year; 2]) -> [WorldModel; 2] {
    [first.model.clone(), second.model.clone()]
}

/// Owner × absorber.
pub fn owner_cells(ledger: &Ledger) -> Array2<f64> {
    let place = |codes: &[&str], code: Option<&str>| {
        let at = codes.iter().position(|known| Some(*known) == code);
        at.unwrap()
    };
    let mut cells = Array2::zeros((OWNERS.len(), COUNTRIES.len()));
    for row in ledger.rows() {
        cells[[place(&OWNERS, row.owner), place(&COUNTRIES, row.importer)]] = row.value;
    }
    cells
}

/// Σ_k Ω_k v̂_k B Y in mixed states, from the arrays the years were made of.
pub struct NaiveIncome<'a> {
    naive: Naive,
    years: &'a [Year; 2],
}

impl<'a> NaiveIncome<'a> {
    pub fn new(years: &'a [Year; 2]) -> Self {
        Self {
            naive: Naive::new(&models(years)),
            years,
        }
    }

    /// w, owner × producer: ownership of one year, rates of the other.
    pub fn rates(&self, ownership: usize, added: usize) -> Array2<f64> {
        let mut rates = Array2::zeros((OWNERS.len(), self.naive.sectors.len()));
        let components = self.years[ownership].components.iter();
        for ((_, shares, _), (_, _, amounts)) in components.zip(&self.years[added].components) {
            for ((owner, producer), rate) in rates.indexed_iter_mut() {
                let output = self.naive.x[added][producer];
                if output != 0.0 {
                    *rate += shares[[owner, producer]] * amounts[producer] / output;
                }
            }
        }
        rates
    }

    pub fn absorbed(&self, moved: Moved) -> Array2<f64> {
        let [added, t, s, _, l, m, f, ownership] = moved;
        let identity = Array2::eye(self.naive.sectors.len());
        let b = dense::inverse(identity - self.naive.a_of(t, s));
        let output = b.dot(&self.naive.y_of(l, m, f));
        self.rates(ownership, added).dot(&output)
    }
}

/// Finest factors that the logarithmic mean can take.
pub fn for_log_mean() -> Vec<Factor> {
    use Factor::{FinalLevel, FinalMix, FinalSourcing, Inputs, Ownership, ValueAddedRates};
    vec![
        Ownership,
        ValueAddedRates,
        Inputs,
        FinalLevel,
        FinalMix,
        FinalSourcing,
    ]
}
