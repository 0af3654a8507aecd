//! Identities on random tables under random layers, against shares found cell by cell.

use leontief::build::CapitalIncome::{Gross, Net};
use leontief::build::income_owners::{
    Bilateral, ControlScale, CountryIncome, CrossBorderLabour, ForeignCapital, IncomeOwners,
    IncomeTransfers, Investment, InvestmentMeasure, Investor, OwnedIncome, PrimaryIncomeTotals,
    UNSPECIFIED,
};
use leontief::table::{DepreciationIncome, PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::worlds::{Losses, RandomWorld, Rows, any_world};

/// What is laid: the numbers of some layers, which may be left out.
struct Layers {
    /// Owner × host, HKG last among the owners.
    transfers: Option<Array2<f64>>,
    /// By producer.
    capital: Option<Array1<f64>>,
    depreciation: DepreciationIncome,
    /// Weights in the foreign capital income of the first country: countries, HKG, unnamed.
    investment: Option<Array1<f64>>,
    investor: Investor,
    /// Share and weights of countries and HKG in compensation of the last country.
    labour: Option<(f64, Array1<f64>)>,
}

impl Layers {
    fn of(world: &RandomWorld, table: &WorldTable) -> Self {
        let numbers = &mut Numbers::new(world.seed ^ 0x0123_4567);
        let g = world.countries;
        let mut transfers = Array2::zeros((g + 1, g));
        for (h, mut column) in transfers.columns_mut().into_iter().enumerate() {
            column.assign(&(numbers.vector(g + 1, 0.01, 1.0) * (0.3 / (g + 1) as f64)));
            column[h] = 0.0;
        }
        let investor = match numbers.chance(0.5) {
            true => Investor::Immediate,
            false => Investor::Ultimate,
        };
        let mut investment = numbers.vector(g + 2, 0.1, 1.0);
        let mut workers = numbers.vector(g + 1, 0.1, 1.0);
        workers[g - 1] = 0.0;
        if investor == Investor::Immediate {
            investment[0] = 0.0;
        }
        let capital = numbers.vector(table.producers().len(), -0.1, 0.8);
        let wages = table.components().contains(&PrimaryKind::Compensation);
        let apart = table.components().contains(&PrimaryKind::Depreciation);
        Self {
            transfers: numbers.chance(0.6).then_some(transfers),
            capital: numbers
                .chance(0.7)
                .then(|| capital.mapv(|share| share.max(0.0))),
            depreciation: match apart && numbers.chance(0.3) {
                true => DepreciationIncome::Home,
                false => DepreciationIncome::WithCapital,
            },
            investment: numbers.chance(0.7).then_some(investment),
            investor,
            labour: (wages && numbers.chance(0.6)).then_some((0.1, workers)),
        }
    }

    fn laid<'a>(&self, world: &RandomWorld, table: &'a WorldTable) -> IncomeOwners<'a> {
        let mut codes = world.codes();
        codes.push("HKG".to_owned());
        let column = |weights: &Array1<f64>, host: &str| {
            let column = weights.clone().insert_axis(Dimension(1));
            Bilateral::new(codes.clone(), [host], column).unwrap()
        };
        let mut owners = IncomeOwners::of(table);
        if let Some(shares) = &self.transfers {
            let shares = Bilateral::new(codes.clone(), world.codes(), shares.clone()).unwrap();
            owners = owners.transfers(IncomeTransfers::of_shares(shares).unwrap());
        }
        if let Some(shares) = &self.capital {
            let layer = ForeignCapital::by_producer(shares.clone());
            owners = owners.foreign_capital(layer.depreciation(self.depreciation));
        }
        if let Some(weights) = &self.investment {
            let named = weights.slice_axis(Dimension(0), (..codes.len()).into());
            let partners = column(&named.to_owned(), "C1");
            let stock = InvestmentMeasure::Stock;
            let layer = Investment::new(partners, stock, self.investor).unwrap();
            owners = owners.investment(layer.totals([("C1", weights.sum())]).unwrap());
        }
        if let Some((share, weights)) = &self.labour {
            let host = &world.codes()[world.countries - 1];
            let layer = CrossBorderLabour::shares([(host.as_str(), *share)]).unwrap();
            owners = owners.labour(layer.with_origins(column(weights, host)).unwrap());
        }
        owners
    }

    /// The shares of countries, HKG and what is unspecified in one component of one producer.
    fn shares(
        &self,
        table: &WorldTable,
        home: usize,
        producer: usize,
        kind: PrimaryKind,
    ) -> Array1<f64> {
        let g = table.countries().len();
        let (mut foreign, mut weights) = (0.0, Array1::zeros(g + 2));
        weights[g + 1] = 1.0;
        if let Some(shares) = &self.transfers {
            foreign = shares.column(home).sum();
            weights.fill(0.0);
            for o in 0..=g {
                weights[o] = shares[[o, home]];
            }
        }
        let is_capital = matches!(
            kind,
            PrimaryKind::OperatingSurplus
                | PrimaryKind::Depreciation
                | PrimaryKind::UndividedValueAdded
        );
        if let Some(shares) = self.capital.as_ref().filter(|_| is_capital) {
            foreign = shares[producer];
            if kind == PrimaryKind::Depreciation && self.depreciation == DepreciationIncome::Home {
                foreign = 0.0;
            }
        }
        if let Some(investment) = self.investment.as_ref().filter(|_| is_capital && home == 0) {
            weights.assign(investment);
        }
        let is_labour = kind == PrimaryKind::Compensation && home == g - 1;
        if let Some((share, workers)) = self.labour.as_ref().filter(|_| is_labour) {
            foreign = *share;
            weights.fill(0.0);
            for o in 0..=g {
                weights[o] = workers[o];
            }
        }
        let sum = weights.sum();
        let mut shares = weights * (foreign / sum);
        shares[home] += 1.0 - foreign;
        shares
    }
}

fn share(owned: &OwnedIncome, owner: &str, kind: PrimaryKind, producer: usize) -> f64 {
    let Some(at) = owned.income().owners().find(owner) else {
        return 0.0;
    };
    owned.income().share(at, kind).unwrap()[producer]
}

/// Sums that must hold whatever was laid.
fn assert_identities(table: &WorldTable, owned: &OwnedIncome) {
    let income = owned.income();
    for kind in table.components() {
        let shares = income.of(kind).unwrap();
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        for sum in shares.sum_axis(Dimension(0)) {
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }
    let flows = owned.flows();
    let value_added = table.value_added();
    let scale = value_added
        .iter()
        .fold(0.0, |sum: f64, cell| sum + cell.abs());
    for host in flows.hosts().positions() {
        let earned: f64 = table.range(host).map(|j| value_added[j]).sum();
        let found = flows.value_added(flows.hosts().code(host)).unwrap();
        assert!((found - earned).abs() < 1e-12 * scale);
    }
    let national: f64 = flows
        .owners()
        .codes()
        .iter()
        .map(|owner| flows.national_income(owner).unwrap())
        .sum();
    assert!((national - value_added.sum()).abs() < 1e-12 * scale);
    // what owners have beyond home is what hosts pay
    let received: f64 = owned
        .report()
        .receipts()
        .iter()
        .map(|line| line.after)
        .sum();
    let paid: f64 = owned
        .report()
        .payments()
        .iter()
        .map(|line| line.after)
        .sum();
    assert!((received - paid).abs() < 1e-12 * scale);
    assert_sources(table, owned);
}

/// Every host × group × component has one source.
fn assert_sources(table: &WorldTable, owned: &OwnedIncome) {
    let sources = owned.income().sources();
    let blocks = table.producers().blocks();
    assert_eq!(sources.len(), blocks.len() * table.components().len());
    for block in blocks {
        let host = table.producers().countries().code(block.country());
        let group = match block.group().is_whole() {
            true => "",
            false => block.group().code(),
        };
        for kind in table.components() {
            let same = sources.iter().filter(|source| {
                source.host == host && source.group == group && source.component == kind
            });
            assert_eq!(same.count(), 1);
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn shares_are_those_of_the_last_layer_that_names_a_cell(world in any_world(Losses::Some)) {
        let table = world.table();
        let layers = Layers::of(&world, &table);
        let owned = layers.laid(&world, &table).built().unwrap();
        let mut codes = world.codes();
        codes.extend(["HKG", UNSPECIFIED].map(str::to_owned));
        for kind in table.components() {
            for at in table.producers().positions() {
                let home = table.producers().block_of(at).country().get();
                let expected = layers.shares(&table, home, at.get(), kind);
                for (code, expected) in codes.iter().zip(&expected) {
                    let found = share(&owned, code, kind, at.get());
                    prop_assert!((found - expected).abs() < 1e-14, "{code}: {found} for {expected}");
                }
            }
        }
        assert_identities(&table, &owned);
    }

    #[test]
    fn held_shares_meet_payments_and_receipts_and_move_by_odds(world in any_world(Losses::Some)) {
        let table = world.table();
        let layers = Layers::of(&world, &table);
        let plain = layers.laid(&world, &table).built().unwrap();
        let (totals, factor) = reachable(&world, &table, &plain);
        let Some(totals) = totals else { return Ok(()) };
        let net = world.rows == Rows::Four;
        let capital = if net { Net } else { Gross };
        let held = layers.laid(&world, &table)
            .held_to(&totals, ControlScale::Amounts, capital)
            .built()
            .unwrap();
        assert_identities(&table, &held);
        // gains and losses may nearly cancel; what is met is measured in both together
        let gross = gross(&table, &held);
        for (line, gross) in held.report().payments().iter().zip(gross.columns()) {
            if let Some(control) = line.control {
                prop_assert!((line.after - control).abs() <= 1e-9 * gross.sum());
            }
        }
        let found = held.report().receipts_factor();
        prop_assert!(found.is_some());
        prop_assert!((found.unwrap() / factor - 1.0).abs() < 1e-9);
        for (line, gross) in held.report().receipts().iter().zip(gross.rows()) {
            if let Some(control) = line.control {
                prop_assert!((line.after - factor * control).abs() <= 1e-9 * gross.sum());
            }
        }
        assert_odds(&table, &plain, &held);
    }

    #[test]
    fn the_unit_of_the_table_changes_no_share(world in any_world(Losses::None), power in -6..=6_i32) {
        let one = world.table();
        let other = world.table_in(10.0_f64.powi(power));
        let layers = Layers::of(&world, &one);
        let plain = layers.laid(&world, &one).built().unwrap();
        let (totals, factor) = reachable(&world, &one, &plain);
        let Some(totals) = totals else { return Ok(()) };
        let value_added = one.value_added();
        let shares = totals.iter().map(|(code, income)| {
            let host = one.countries().find(code);
            let receipts = income.receipts.map(|received| received * factor);
            let gdp = host.map(|at| one.range(at).map(|j| value_added[j]).sum());
            (code, CountryIncome { receipts, gdp, ..income })
        });
        let totals = PrimaryIncomeTotals::new(shares).unwrap();
        // owners outside the table have no value added that their receipts could be a share of
        let inside = totals.only(&world.codes()).unwrap();
        let capital = if world.rows == Rows::Four { Net } else { Gross };
        let [one, other] = [&one, &other].map(|table| {
            let owners = layers.laid(&world, table);
            owners.held_to(&inside, ControlScale::ShareOfGdp, capital).built().unwrap()
        });
        for kind in world.table().components() {
            let [a, b] = [&one, &other].map(|owned| owned.income().of(kind).unwrap());
            prop_assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9));
        }
    }
}

/// Totals that some flows reach: those of the implied flows, each multiplied by a number around one, with receipts in another unit. None where
/// an implied flow is negative or there is none.
fn reachable(
    world: &RandomWorld,
    table: &WorldTable,
    plain: &OwnedIncome,
) -> (Option<PrimaryIncomeTotals>, f64) {
    let numbers = &mut Numbers::new(world.seed ^ 0x00ab_cdef);
    let factor = numbers.between(0.5, 2.0);
    let hosts = world.countries;
    let owners = plain.income().owners();
    let net = world.rows == Rows::Four;
    let mut flows = Array2::zeros((owners.len(), hosts));
    for row in table.primary().value_added_rows(table.concept()) {
        if net && row.kind == PrimaryKind::Depreciation {
            continue;
        }
        let levels = &plain.income().of(row.kind).unwrap() * &row.by_producer;
        for host in table.producers().countries().positions() {
            for producer in table.range(host) {
                let mut column = flows.column_mut(host.get());
                column += &levels.column(producer);
            }
        }
    }
    for home in 0..hosts {
        flows[[home, home]] = 0.0;
    }
    if flows.iter().any(|flow| *flow < 0.0) || flows.sum() == 0.0 {
        return (None, factor);
    }
    flows.mapv_inplace(|flow| flow * numbers.between(0.7, 1.2));
    let figures = owners.positions().map(|at| {
        let paid = (at.get() < hosts).then(|| flows.column(at.get()).sum());
        let income = CountryIncome {
            receipts: Some(flows.row(at.get()).sum() / factor),
            payments: paid,
            ..CountryIncome::default()
        };
        (owners.code(at), income)
    });
    (Some(PrimaryIncomeTotals::new(figures).unwrap()), factor)
}

/// Owner × host without the diagonal, gains and losses both counted as positive.
fn gross(table: &WorldTable, owned: &OwnedIncome) -> Array2<f64> {
    let hosts = table.producers().countries();
    let mut gross = Array2::zeros((owned.income().owners().len(), hosts.len()));
    for row in table.primary().value_added_rows(table.concept()) {
        let shares = owned.income().of(row.kind).unwrap();
        for host in hosts.positions() {
            for producer in table.range(host) {
                let mut column = gross.column_mut(host.get());
                column.scaled_add(row.by_producer[producer].abs(), &shares.column(producer));
            }
            gross[[host.get(), host.get()]] = 0.0;
        }
    }
    gross
}

/// Within a host and for an owner, odds against home are multiplied by the same number in all producers with positive income, and divided
/// by it where income is negative.
fn assert_odds(table: &WorldTable, plain: &OwnedIncome, held: &OwnedIncome) {
    let owners = plain.income().owners();
    for host in table.producers().countries().positions() {
        let home = host.get();
        for owner in owners.positions().filter(|owner| owner.get() != home) {
            let mut first: Option<f64> = None;
            for kind in table.components() {
                let row = &table.primary().row(kind).unwrap().by_producer;
                let [before, after] = [plain, held].map(|owned| owned.income().of(kind).unwrap());
                for j in table.range(host) {
                    let odds = |shares: &ndarray::ArrayView2<'_, f64>| {
                        shares[[owner.get(), j]] / shares[[home, j]]
                    };
                    let (old, new) = (odds(&before), odds(&after));
                    if !(old > 1e-9 && old.is_finite() && new.is_finite()) {
                        continue;
                    }
                    if row[j] == 0.0 {
                        assert_eq!(old, new);
                        continue;
                    }
                    let by = if row[j] > 0.0 { new / old } else { old / new };
                    let first = *first.get_or_insert(by);
                    assert!((by / first - 1.0).abs() < 1e-9, "{by} for {first}");
                }
            }
        }
    }
}
