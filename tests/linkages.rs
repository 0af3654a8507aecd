//! Multipliers, linkages, extraction and prices against systems that are written out and solved again.

mod common;

use std::ops::Range;

use common::random::{Numbers, any_table, cases};
use common::worlds::{t3x2, world};
use common::{assert_close, china, dense, usa};
use leontief::account::ledger::{Apart, Column, Ledger, Seller};
use leontief::account::linkages::{
    Duty, Extraction, Households, Linkages, PassThrough, Spending, TariffOptions, TariffUse,
    Tariffs,
};
use leontief::account::{Level, linkages};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::linalg::{Options, invert};
use leontief::model::{Measure, WorldModel};
use leontief::table::{NationalDraft, PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension, array};
use proptest::prelude::*;

/// The flows and output of an economy, and the names of its income.
struct Written {
    a: Array2<f64>,
    z: Array2<f64>,
    x: Array1<f64>,
}

impl Written {
    fn new(z: Array2<f64>, x: Array1<f64>) -> Self {
        let per = x.mapv(|x| if x == 0.0 { 0.0 } else { 1.0 / x });
        Self { a: &z * &per, z, x }
    }

    fn of(table: &WorldTable) -> Self {
        Self::new(table.flows().to_owned(), table.output().to_owned())
    }

    fn of_national(table: &leontief::table::NationalTable) -> Self {
        Self::new(table.domestic().to_owned(), table.output().to_owned())
    }

    fn b(&self) -> Array2<f64> {
        inverse_of(&self.a)
    }

    /// x̂⁻¹ Z
    fn shares(&self) -> Array2<f64> {
        let per = self.x.mapv(|x| if x == 0.0 { 0.0 } else { 1.0 / x });
        &self.z * &per.insert_axis(Dimension(1))
    }

    /// What uses other than inputs take.
    fn y(&self) -> Array1<f64> {
        &self.x - &self.z.sum_axis(Dimension(1))
    }
}

fn inverse_of(a: &Array2<f64>) -> Array2<f64> {
    match a.nrows() {
        0..100 => dense::inverse(Array2::eye(a.nrows()) - a),
        // the independent solver takes seconds
        _ => invert(a.clone(), &Options::default()).unwrap().0,
    }
}

/// A world of three countries with 3, 2 and 4 sectors; one producer without output, some flows and final uses that are not there, and
/// some inventories that shrink.
fn random_world(seed: u64) -> WorldTable {
    let numbers = &mut Numbers::new(seed);
    let ranges: [Range<usize>; 3] = [0..3, 3..5, 5..9];
    let n = 9;
    let idle = 1 + (numbers.unit() * 8.0) as usize;
    let mut a = Array2::zeros((n, n));
    let mut y = Array2::from_shape_simple_fn((n, 3), || numbers.between(1.0, 50.0));
    for j in (0..n).filter(|j| *j != idle) {
        let mix = numbers.shares(n);
        let total = numbers.between(0.1, 0.6);
        for i in (0..n).filter(|i| *i != idle) {
            a[[i, j]] = total * mix[i];
        }
    }
    for cell in &mut y {
        if numbers.chance(0.1) {
            *cell = if numbers.chance(0.5) {
                0.0
            } else {
                -0.1 * *cell
            };
        }
    }
    y.row_mut(idle).fill(0.0);
    let x = inverse_of(&a).dot(&y.sum_axis(Dimension(1)));
    let z = &a * &x;
    world(&ranges, &z, &y, &x)
}

fn worlds() -> Vec<WorldTable> {
    let random = (0..8).map(random_world);
    random.chain([t3x2()]).collect()
}

fn column<A>(ledger: &Ledger<A>, term: &str) -> Vec<f64> {
    let part = ledger.term(term).unwrap();
    part.rows().map(|row| row.value).collect()
}

fn size(table: &WorldTable) -> f64 {
    table.output().iter().fold(1.0, |most: f64, x| most.max(*x))
}

/// The model with households as producers behind the others.
fn closed(a: &Array2<f64>, households: &Households) -> Array2<f64> {
    let (n, k) = (a.nrows(), households.len());
    let mut all = Array2::zeros((n + k, n + k));
    for ((i, j), cell) in a.indexed_iter() {
        all[[i, j]] = *cell;
    }
    for h in 0..k {
        for i in 0..n {
            all[[n + h, i]] = households.income()[[h, i]];
            all[[i, n + h]] = households.spending()[[i, h]];
        }
    }
    inverse_of(&all)
}

fn assert_multipliers(economy: &Linkages, written: &Written, households: &Households) {
    let n = written.x.len();
    let closed = closed(&written.a, households);
    for weights in [
        economy.output_weights().unwrap(),
        economy.weights(&Measure::ValueAdded).unwrap(),
    ] {
        let found = economy.multipliers_with(&weights, households).unwrap();
        let rates = weights.rates();
        assert_close(
            "type I",
            found.type_i().to_vec(),
            rates.dot(&written.b()),
            1e-11,
        );
        let mut long = Array1::zeros(n + households.len());
        for i in 0..n {
            long[i] = rates[i];
        }
        let type_ii = long.dot(&closed);
        let type_ii = type_ii.iter().copied().take(n);
        assert_close("type II", found.type_ii().unwrap(), type_ii, 1e-11);
        let open = economy.multipliers(&weights).unwrap();
        assert_close(
            "open",
            open.type_i().to_vec(),
            found.type_i().to_vec(),
            1e-14,
        );
        assert!(open.type_ii().is_none());
        let sums = [["DIRECT", "INDIRECT"], ["TYPE_I", "INDUCED"]].map(|terms| {
            let parts = terms.map(|term| Array1::from(column(found.amounts(), term)));
            &parts[0] + &parts[1]
        });
        assert_close(
            "type I in parts",
            sums[0].clone(),
            column(found.amounts(), "TYPE_I"),
            1e-12,
        );
        assert_close(
            "type II in parts",
            sums[1].clone(),
            column(found.amounts(), "TYPE_II"),
            1e-12,
        );
        let defined = rates.iter().filter(|rate| **rate != 0.0).count();
        assert_eq!(column(found.ratios(), "RATIO_I").len(), defined);
        let ratios = found.type_i().to_owned() / rates;
        let ratios = ratios.iter().copied().filter(|ratio| ratio.is_finite());
        assert_close("ratio", column(found.ratios(), "RATIO_I"), ratios, 1e-10);
    }
}

#[test]
fn multipliers_of_type_two_are_those_of_the_closed_model() {
    for table in worlds() {
        let economy = table.model().unwrap().linkages();
        let income = economy.weights(&Measure::ValueAdded).unwrap();
        let wages = half(&income, &table);
        for spending in [Spending::OfIncome, Spending::AllOfIt] {
            // all value added is spent again, so that there is no end to it
            let all = economy.households(&income, &["final"], spending).unwrap();
            let error = economy.multipliers_with(&income, &all).unwrap_err();
            assert!(error.is_singular(), "{error}");
            let some = economy
                .households(&wages, &["final"], Spending::AllOfIt)
                .unwrap();
            assert_eq!(some.codes(), table.countries().codes());
            assert_multipliers(&economy, &Written::of(&table), &some);
            // the households of one country alone, or with rates of the caller's own
            let (earned, spent) = (
                some.income().row(1).to_owned(),
                some.spending().column(1).to_owned(),
            );
            let one = Households::new(table.producers(), earned, spent).unwrap();
            assert_multipliers(&economy, &Written::of(&table), &one);
        }
    }
}

fn half(weights: &leontief::model::Weights, table: &WorldTable) -> leontief::model::Weights {
    let rates = weights.rates().mapv(|rate| 0.5 * rate);
    leontief::model::Weights::new("wages", "mn USD", table.producers(), rates).unwrap()
}

#[test]
fn multipliers_of_both_national_economies_of_seed8_are_those_of_the_closed_model() {
    for (model, category) in [(china(), "home"), (usa(), "home and other exports")] {
        let economy = model.linkages();
        let wages = Measure::Component(PrimaryKind::Compensation);
        let income = economy.weights(&wages).unwrap();
        let households = economy
            .households(&income, &[category], Spending::AllOfIt)
            .unwrap();
        assert_eq!(households.codes(), ["households"]);
        assert_multipliers(&economy, &Written::of_national(model.table()), &households);
        // the multipliers of the model itself
        let known = model.multipliers(&wages).unwrap();
        let found = economy.multipliers(&income).unwrap();
        assert_close("type I", found.type_i().to_vec(), known.to_vec(), 1e-13);
    }
}

#[test]
fn households_that_earn_more_than_they_spend_are_refused_by_name() {
    let table = t3x2();
    let economy = table.model().unwrap().linkages();
    let ones = economy.output_weights().unwrap();
    let n = table.producers().len();
    let (income, spending) = (Array1::from_elem(n, 0.5), Array1::from_elem(n, 0.2));
    let households = Households::new(table.producers(), income, spending).unwrap();
    let error = economy.multipliers_with(&ones, &households).unwrap_err();
    assert!(error.is_singular());
    let text = error.to_string();
    assert!(
        text.contains("households") && text.contains("less than 1"),
        "{text}"
    );
    let short = Households::new(table.producers(), array![1.0], Array1::zeros(n));
    assert!(short.unwrap_err().is_shape());
    let wild = Households::new(
        table.producers(),
        Array1::from_elem(n, f64::NAN),
        Array1::zeros(n),
    );
    assert!(wild.unwrap_err().is_shape());
    let missing = economy.households(&ones, &["armies"], Spending::AllOfIt);
    assert!(missing.unwrap_err().is_label());
}

#[test]
fn jobs_have_multipliers_and_producers_without_jobs_no_ratio() {
    let producers = Producers::whole("CHN", &Axis::new(["goods", "services"]).unwrap()).unwrap();
    let table = NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        common::million_dollars(),
    )
    .domestic(array![[30.0, 10.0], [20.0, 30.0]])
    .imported(array![[20.0, 5.0]])
    .primary(PrimaryKind::Compensation, array![30.0, 55.0])
    .export("USA", TradeKind::Goods, array![25.0, 0.0])
    .final_use("households", array![35.0, 50.0], array![10.0])
    .output(array![100.0, 100.0])
    .extension("jobs", "1000 persons", array![7.0, 0.0])
    .check()
    .unwrap();
    let economy = table.model().unwrap().linkages();
    let jobs = economy.weights(&Measure::extension("jobs")).unwrap();
    assert_eq!(jobs.unit(), "1000 persons");
    let found = economy.multipliers(&jobs).unwrap();
    // b_goods,goods = 0.7 / 0.47, b_goods,services = 0.1 / 0.47
    assert_close(
        "jobs",
        found.type_i().to_vec(),
        [0.07 * 0.7 / 0.47, 0.07 * 0.1 / 0.47],
        1e-14,
    );
    assert_close(
        "ratio",
        column(found.ratios(), "RATIO_I"),
        [0.7 / 0.47],
        1e-13,
    );
    assert_eq!(
        found.amounts().about().unit,
        "1000 persons per mn USD of final demand"
    );
}

#[test]
fn dispersion_and_its_variation_are_those_of_the_written_out_matrices() {
    for table in worlds() {
        let economy = table.model().unwrap().linkages();
        let written = Written::of(&table);
        assert_dispersion(&economy, &written);
    }
    assert_dispersion(&china().linkages(), &Written::of_national(china().table()));
}

fn assert_dispersion(economy: &Linkages, written: &Written) {
    let (b, g) = (written.b(), inverse_of(&written.shares()));
    let n = written.x.len();
    let found = economy.dispersion().unwrap();
    let sums = [
        ("BACKWARD", "POWER", b.sum_axis(Dimension(0))),
        ("FORWARD", "SENSITIVITY", b.sum_axis(Dimension(1))),
        (
            "GHOSH_FORWARD",
            "GHOSH_SENSITIVITY",
            g.sum_axis(Dimension(1)),
        ),
    ];
    for (sum, index, expected) in sums {
        assert_close(sum, column(&found, sum), expected.clone(), 1e-11);
        let expected = &expected * n as f64 / expected.sum();
        assert_close(index, column(&found, index), expected, 1e-11);
        let mean = column(&found, index).iter().sum::<f64>() / n as f64;
        assert_close(index, [mean], [1.0], 1e-13);
    }
    let direct = economy.direct_linkages().unwrap();
    let has = |j: &usize| written.x[*j] != 0.0;
    let back = (0..n).filter(has).map(|j| written.a.column(j).sum());
    assert_close("direct", column(&direct, "DIRECT_BACKWARD"), back, 1e-13);
    let forth = (0..n).filter(has).map(|i| written.shares().row(i).sum());
    assert_close("direct", column(&direct, "DIRECT_FORWARD"), forth, 1e-13);
    let found = economy.variation().unwrap();
    if n == 1 {
        // one cell does not vary, and says nothing of how evenly a linkage falls
        assert_eq!(found.rows().count(), 0);
        return;
    }
    let variation = |cells: ndarray::ArrayView1<'_, f64>| cells.std(1.0) / cells.mean().unwrap();
    let columns = b.columns().into_iter().map(variation);
    assert_close("columns", column(&found, "BACKWARD_CV"), columns, 1e-11);
    let rows = b.rows().into_iter().map(variation);
    assert_close("rows", column(&found, "FORWARD_CV"), rows, 1e-11);
    let rows = g.rows().into_iter().map(variation);
    assert_close(
        "Ghosh rows",
        column(&found, "GHOSH_FORWARD_CV"),
        rows,
        1e-11,
    );
}

#[test]
fn row_sums_of_the_ghosh_inverse_are_upstreamness() {
    let found = t3x2().model().unwrap().linkages().dispersion().unwrap();
    let upstream = [1.696867, 1.844129, 1.692652, 1.797176, 1.797818, 1.853234];
    assert_close(
        "upstreamness",
        column(&found, "GHOSH_FORWARD"),
        upstream,
        1e-6,
    );
    let downstream = [1.685715, 1.652776, 1.844812, 1.767874, 1.880967, 1.884605];
    assert_close(
        "downstreamness",
        column(&found, "BACKWARD"),
        downstream,
        1e-6,
    );
}

#[test]
fn primary_inputs_give_output_in_the_supply_driven_model() {
    for table in worlds() {
        let economy = table.model().unwrap().linkages();
        let written = Written::of(&table);
        let g = inverse_of(&written.shares());
        let paid = &written.x - &written.z.sum_axis(Dimension(0));
        let found = economy.supply_driven(paid.view()).unwrap();
        assert_close("output", found, written.x.clone(), 1e-11 * size(&table));
        let other = paid.mapv(|v| v * v / 50.0 + 1.0);
        let found = economy.supply_driven(other.view()).unwrap();
        assert_close("output", found.clone(), other.dot(&g), 1e-11 * size(&table));
        let weights = economy.weights(&Measure::ValueAdded).unwrap();
        let forward = economy.forward_multipliers(&weights).unwrap();
        let total = Array1::from(column(&forward, "TOTAL"));
        assert_close("forward", total.clone(), g.dot(&weights.rates()), 1e-12);
        let (there, back) = (found.dot(&weights.rates()), other.dot(&total));
        assert_close("v'Gw", [there], [back], 1e-11 * there.abs().max(1.0));
        assert!(
            economy
                .supply_driven(array![1.0].view())
                .unwrap_err()
                .is_shape()
        );
    }
}

/// Output after the extraction, from the cut system solved again.
fn left(written: &Written, set: &[usize], kind: Extraction) -> Array1<f64> {
    let mut a = written.a.clone();
    let mut y = written.y();
    match kind {
        Extraction::Backward => set.iter().for_each(|&j| a.column_mut(j).fill(0.0)),
        Extraction::Forward => set.iter().for_each(|&i| a.row_mut(i).fill(0.0)),
        Extraction::Supply => {
            let mut shares = written.shares();
            set.iter().for_each(|&i| shares.row_mut(i).fill(0.0));
            let paid = &written.x - &written.z.sum_axis(Dimension(0));
            return paid.dot(&inverse_of(&shares));
        }
        Extraction::Total => {
            for &i in set {
                a.row_mut(i).fill(0.0);
                a.column_mut(i).fill(0.0);
                y[i] = 0.0;
            }
        }
    }
    inverse_of(&a).dot(&y)
}

fn assert_extractions(economy: &Linkages, written: &Written) {
    let tolerance = 1e-10 * written.x.iter().fold(1.0, |most: f64, x| most.max(*x));
    let n = written.x.len();
    let at: Vec<_> = economy.producers().positions().collect();
    for weights in [
        economy.output_weights().unwrap(),
        economy.weights(&Measure::ValueAdded).unwrap(),
    ] {
        let rates = weights.rates();
        let each = economy.extraction_of_each(&weights).unwrap();
        let all = rates.dot(&written.x);
        for kind in Extraction::ALL {
            let term = kind.term().code;
            let lost = |set: &[usize]| (&written.x - &left(written, set, kind)) * rates;
            let expected: Vec<f64> = (0..n).map(|j| lost(&[j]).sum()).collect();
            assert_close(
                term,
                column(each.losses(), term),
                expected.clone(),
                tolerance,
            );
            let shares = expected.iter().map(|loss| loss / all);
            assert_close(term, column(each.shares(), term), shares, 1e-10);
            for set in [vec![0], vec![1, 0], vec![n - 1, 0, 2], (0..n).collect()] {
                let chosen: Vec<_> = set.iter().map(|&k| at[k]).collect();
                let found = economy.extraction(&chosen, kind, &weights).unwrap();
                assert_close(term, column(&found, term), lost(&set), tolerance);
            }
        }
    }
}

#[test]
fn every_extraction_is_the_cut_system_solved_again() {
    for table in worlds() {
        assert_extractions(&table.model().unwrap().linkages(), &Written::of(&table));
    }
    for model in [china(), usa()] {
        assert_extractions(&model.linkages(), &Written::of_national(model.table()));
    }
}

#[test]
fn sets_to_extract_are_named_by_label_and_checked() {
    let economy = china().linkages();
    let foreign = Seller {
        group: Some("FP".to_owned()),
        ..Seller::country("CHN")
    };
    let positions = economy.positions(&foreign).unwrap();
    assert_eq!(
        positions.iter().map(|at| at.get()).collect::<Vec<_>>(),
        [6, 7]
    );
    let ones = economy.output_weights().unwrap();
    let twice = economy.extraction(&[positions[0], positions[0]], Extraction::Total, &ones);
    assert!(
        twice
            .unwrap_err()
            .to_string()
            .contains("CHN FP 1 is extracted twice")
    );
    for wrong in [
        Seller::country("JPN"),
        Seller {
            group: Some("XX".to_owned()),
            ..Seller::default()
        },
    ] {
        assert!(economy.positions(&wrong).unwrap_err().is_label());
    }
    let beyond = t3x2().producers().positions().last().unwrap();
    assert!(
        usa()
            .linkages()
            .extraction(&[beyond], Extraction::Total, &ones)
            .is_err()
    );
}

#[test]
fn prices_solve_the_price_system() {
    for table in worlds() {
        let model = table.model().unwrap();
        let (economy, written) = (model.linkages(), Written::of(&table));
        let n = written.x.len();
        let numbers = &mut Numbers::new(7);
        let costs = numbers.vector(n, 0.0, 0.1);
        let found = economy.prices(costs.view(), &PassThrough::Full).unwrap();
        assert_close(
            "prices",
            found.price().to_vec(),
            costs.dot(&written.b()),
            1e-13,
        );
        // what final users pay more is what producers pay more at first
        let (users, payers) = (found.price().dot(&written.y()), costs.dot(&written.x));
        assert_close("p'y", [users], [payers], 1e-11 * payers.abs().max(1.0));
        let shares = numbers.vector(n, 0.0, 1.0);
        let thinned = &written.a * &shares.clone().insert_axis(Dimension(1));
        let cost = costs.dot(&inverse_of(&thinned));
        let found = economy
            .prices(costs.view(), &PassThrough::ByProducer(shares.clone()))
            .unwrap();
        assert_close("costs", found.cost().to_vec(), cost.clone(), 1e-13);
        assert_close("prices", found.price().to_vec(), &cost * &shares, 1e-13);
        // c' = dv' + (θ ∘ c)' A, and the limits
        let balance = &costs + &found.price().dot(&written.a) - found.cost();
        assert_close("balance", balance, vec![0.0; n], 1e-13);
        let all = economy
            .prices(costs.view(), &PassThrough::Share(1.0))
            .unwrap();
        assert_close("all", all.price().to_vec(), costs.dot(&written.b()), 1e-13);
        let none = economy
            .prices(costs.view(), &PassThrough::Share(0.0))
            .unwrap();
        assert_eq!(
            (none.price().sum(), none.cost().to_vec()),
            (0.0, costs.to_vec())
        );
        let ledger = economy.price_changes(&found).unwrap();
        assert_close("ledger", column(&ledger, "COST"), cost, 1e-13);
        let finals = economy.price_of_final_use(&found).unwrap();
        let y = table.absorption();
        let expected = (0..3).map(|r| found.price().dot(&y.column(r)) / y.column(r).sum());
        assert_close("final use", column(&finals, "FINAL_PRICE"), expected, 1e-12);
    }
}

#[test]
fn prices_rise_with_primary_inputs_and_shares_are_checked() {
    let model = china();
    let economy = model.linkages();
    let rates = [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let rates = rates.map(|measure| model.rates(&measure).unwrap() * 0.01);
    let all = rates
        .iter()
        .fold(Array1::zeros(8), |sum, rates| sum + rates);
    let prices = economy.prices(all.view(), &PassThrough::Full).unwrap();
    assert_close(
        "one per cent",
        prices.price().to_vec(),
        vec![0.01; 8],
        1e-15,
    );
    let table = model.table();
    let home = table.domestic_final().sum();
    let found = economy.price_of_final_use(&prices).unwrap();
    let expected = 0.01 * home / (home + table.imported_final().sum());
    assert_close(
        "final use",
        column(&found, "FINAL_PRICE"),
        [expected],
        1e-14,
    );
    for (wrong, is_parameter) in [
        (PassThrough::Share(-0.1), true),
        (PassThrough::Share(f64::NAN), false),
        (PassThrough::ByProducer(array![1.0]), false),
    ] {
        let error = economy.prices(all.view(), &wrong).unwrap_err();
        assert_eq!(
            (error.is_parameter(), error.is_shape()),
            (is_parameter, !is_parameter)
        );
    }
}

fn random_tariffs(table: &WorldTable, seed: u64) -> Tariffs {
    let numbers = &mut Numbers::new(seed);
    let mut tariffs = Tariffs::none(table);
    let countries = table.countries().codes().to_vec();
    for importer in &countries {
        for at in table.producers().positions() {
            let key = table.producers().key(at);
            if key.country == importer || numbers.chance(0.3) {
                continue;
            }
            let goods = Seller {
                group: None,
                sector: Some(key.sector.to_owned()),
                ..Seller::country(key.country)
            };
            for uses in [TariffUse::Inputs, TariffUse::Final] {
                let rate = numbers.between(-0.05, 0.4);
                tariffs = tariffs.on(uses, importer, &goods, rate).unwrap();
            }
        }
    }
    tariffs
}

/// τ, n × n: the rate that producer j pays on its inputs from i.
fn rates_by_user(model: &WorldModel, tariffs: &Tariffs) -> Array2<f64> {
    let table = model.table();
    let n = table.producers().len();
    let country = |i: usize| {
        let at = table.producers().positions().nth(i).unwrap();
        table
            .countries()
            .at(table.producers().key(at).country)
            .unwrap()
            .get()
    };
    Array2::from_shape_fn((n, n), |(i, j)| tariffs.inputs()[[i, country(j)]])
}

#[test]
fn tariffs_raise_prices_as_the_price_system_says() {
    for (seed, table) in worlds().into_iter().enumerate() {
        let model = table.model().unwrap();
        let written = Written::of(&table);
        let tariffs = random_tariffs(&table, seed as u64);
        let tau = rates_by_user(&model, &tariffs);
        let first = (&tau * &written.a).sum_axis(Dimension(0));
        let n = written.x.len();
        let shares = Numbers::new(3).vector(n, 0.2, 1.0);
        // prices by rounds: p = v + u'(τ ∘ A) + p' A from the old prices, until nothing changes
        for (pass, theta) in [
            (PassThrough::Full, Array1::ones(n)),
            (PassThrough::ByProducer(shares.clone()), shares.clone()),
        ] {
            for duty in [Duty::OnOldPrices, Duty::OnNewPrices] {
                let options = TariffOptions {
                    pass: pass.clone(),
                    duty,
                };
                let effects = model.tariffs_with(&tariffs, &options).unwrap();
                let (mut cost, mut price) = (Array1::<f64>::zeros(n), Array1::<f64>::zeros(n));
                for _ in 0..400 {
                    let charged = match duty {
                        Duty::OnOldPrices => Array1::ones(n),
                        Duty::OnNewPrices => 1.0 + &price,
                    };
                    let paid = (&tau * &written.a * charged.insert_axis(Dimension(1)))
                        .sum_axis(Dimension(0));
                    cost = paid + price.dot(&written.a);
                    price = &theta * &cost;
                }
                assert_close(
                    "first",
                    effects.prices().first().to_vec(),
                    first.clone(),
                    1e-14,
                );
                assert_close("cost", effects.prices().cost().to_vec(), cost, 1e-12);
                assert_close(
                    "price",
                    effects.prices().price().to_vec(),
                    price.clone(),
                    1e-12,
                );
                assert_tariff_ledgers(&model, &effects, price.view());
            }
        }
    }
}

fn assert_tariff_ledgers(
    model: &WorldModel,
    effects: &linkages::TariffEffects,
    price: ndarray::ArrayView1<'_, f64>,
) {
    let table = model.table();
    let tau = effects.tariffs();
    let raised = effects.bill().unwrap().about().notes[0].contains("have raised");
    let by_importer = |cell: &dyn Fn(usize, usize) -> f64, home: bool| -> Vec<f64> {
        let positions: Vec<_> = table.producers().positions().collect();
        let mut cells = Vec::new();
        for (i, at) in positions.iter().enumerate() {
            for (r, code) in table.countries().codes().iter().enumerate() {
                if home || table.producers().key(*at).country != code {
                    cells.push(cell(i, r));
                }
            }
        }
        cells
    };
    let last = |i: usize, r: usize| tau.finals()[[i, r]];
    let cumulative = |i: usize, r: usize| match raised {
        false => last(i, r) + price[i],
        true => (1.0 + last(i, r)) * (1.0 + price[i]) - 1.0,
    };
    let found = effects.cumulative().unwrap();
    assert_close(
        "cumulative",
        column(&found, "CUMULATIVE"),
        by_importer(&cumulative, true),
        1e-12,
    );
    let exports = table.exports();
    let embodied = |i: usize, r: usize| price[i] * exports[[i, r]];
    let found = effects.embodied_in_exports().unwrap();
    let scale = 1e-12 * size(table);
    assert_close(
        "embodied",
        column(&found, "TARIFF_COST"),
        by_importer(&embodied, false),
        scale,
    );
    let on = |i: usize| if raised { 1.0 + price[i] } else { 1.0 };
    let used = |i: usize, r: usize| -> f64 {
        let users = table.range(table.countries().positions().nth(r).unwrap());
        users.map(|j| table.flows()[[i, j]]).sum()
    };
    let inputs = |i: usize, r: usize| on(i) * tau.inputs()[[i, r]] * used(i, r);
    let y = table.absorption();
    let finals = |i: usize, r: usize| on(i) * last(i, r) * y[[i, r]];
    let bill = effects.bill().unwrap();
    assert_close(
        "inputs",
        column(&bill, "DUTY_INPUTS"),
        by_importer(&inputs, false),
        scale,
    );
    assert_close(
        "final",
        column(&bill, "DUTY_FINAL"),
        by_importer(&finals, false),
        scale,
    );
}

#[test]
fn users_of_final_goods_pay_the_duties_on_inputs() {
    for (seed, table) in worlds().into_iter().enumerate() {
        let model = table.model().unwrap();
        let effects = model
            .tariffs(&random_tariffs(&table, 40 + seed as u64))
            .unwrap();
        let bill = effects.bill().unwrap().term("DUTY_INPUTS").unwrap().total();
        let y = table.absorption().sum_axis(Dimension(1));
        assert_close(
            "p'y",
            [effects.prices().price().dot(&y)],
            [bill],
            1e-11 * size(&table),
        );
        let free = model.tariffs(&Tariffs::none(&table)).unwrap();
        assert_eq!(free.prices().price().sum(), 0.0);
        assert_eq!(free.bill().unwrap().total(), 0.0);
    }
}

#[test]
fn tariffs_on_value_added_divide_by_domestic_value_added_at_every_level() {
    let table = t3x2();
    let model = table.model().unwrap();
    let tariffs = Tariffs::none(&table)
        .flat("A", "B", 0.10)
        .unwrap()
        .rate("C", "B", "2", 0.20)
        .unwrap();
    let effects = model.tariffs(&tariffs).unwrap();
    let found = effects.on_value_added(Level::Bilateral).unwrap();
    let cell = |from: &str, to: &str, term: &str| {
        let cell = found.exporter(from).unwrap().importer(to).unwrap();
        cell.term(term).unwrap().value().unwrap()
    };
    // exports of B to A are 43, of which domestic value added by source is 35.569992
    assert_close("gross", [cell("B", "A", "RATE_GROSS")], [0.10], 1e-14);
    assert_close(
        "value added",
        [cell("B", "A", "RATE_DVA")],
        [4.3 / 35.569992],
        1e-8,
    );
    let duties = 0.20 * (4.0 + 8.0 + 17.0);
    assert_close(
        "gross",
        [cell("B", "C", "RATE_GROSS")],
        [duties / 50.0],
        1e-14,
    );
    assert_close(
        "value added",
        [cell("B", "C", "RATE_DVA")],
        [duties / 41.559990],
        1e-8,
    );
    assert_close(
        "magnified",
        [cell("B", "C", "MAGNIFICATION")],
        [50.0 / 41.559990],
        1e-7,
    );
    assert_eq!(cell("A", "C", "RATE_DVA"), 0.0);
    let country = effects.on_value_added(Level::Country).unwrap();
    let all = country
        .exporter("B")
        .unwrap()
        .term("RATE_DVA")
        .unwrap()
        .value();
    assert_close(
        "country",
        [all.unwrap()],
        [(4.3 + duties) / 77.129982],
        1e-8,
    );
    for (level, rows) in [(Level::Sector, 6), (Level::SectorBilateral, 12)] {
        let found = effects
            .on_value_added(level)
            .unwrap()
            .term("RATE_DVA")
            .unwrap();
        assert_eq!(found.rows().count(), rows);
    }
}

#[test]
fn tariffs_are_named_by_label_and_checked() {
    let table = t3x2();
    let none = Tariffs::none(&table);
    assert!(
        none.clone()
            .rate("A", "B", "9", 0.1)
            .unwrap_err()
            .is_label()
    );
    assert!(
        none.clone()
            .rate("A", "X", "1", 0.1)
            .unwrap_err()
            .is_label()
    );
    assert!(none.clone().flat("X", "B", 0.1).unwrap_err().is_label());
    assert!(
        none.clone()
            .flat("A", "A", 0.1)
            .unwrap_err()
            .to_string()
            .contains("own goods")
    );
    assert!(
        none.clone()
            .flat("A", "B", -1.5)
            .unwrap_err()
            .is_parameter()
    );
    assert!(
        none.clone()
            .flat("A", "B", f64::INFINITY)
            .unwrap_err()
            .is_parameter()
    );
    let list = none
        .clone()
        .rates([("A", "B", "1", 0.1), ("A", "C", "7", 0.1)])
        .unwrap_err();
    assert!(
        list.to_string().contains("the tariff of A on C 7"),
        "{list}"
    );
    // goods without an exporter are those of all foreign countries
    let all = Seller {
        sector: Some("1".to_owned()),
        ..Seller::default()
    };
    let tariffs = none.on(TariffUse::Final, "A", &all, 0.3).unwrap();
    assert_eq!(
        tariffs.finals().column(0).to_vec(),
        [0.0, 0.0, 0.3, 0.0, 0.3, 0.0]
    );
    assert_eq!(tariffs.inputs().sum(), 0.0);
    let other = random_world(1).model().unwrap();
    assert!(other.tariffs(&tariffs).unwrap_err().is_label());
}

#[test]
fn rates_and_lengths_cannot_be_added_up() {
    fn apart(_: &Ledger<Apart>) {}
    let economy = t3x2().model().unwrap().linkages();
    apart(&economy.dispersion().unwrap());
    apart(
        economy
            .multipliers(&economy.output_weights().unwrap())
            .unwrap()
            .amounts(),
    );
    let bill = t3x2()
        .model()
        .unwrap()
        .tariffs(&Tariffs::none(&t3x2()))
        .unwrap()
        .bill()
        .unwrap();
    assert_eq!(bill.summed_over(&[Column::Term]).total(), 0.0);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn linkages_of_any_national_table_are_those_of_its_written_out_system(table in any_table()) {
        let model = table.model("CHN", "USA");
        let written = Written::of_national(model.table());
        let economy = model.linkages();
        let ones = economy.output_weights().unwrap();
        let found = economy.multipliers(&ones).unwrap();
        assert_close("type I", found.type_i().to_vec(), written.b().sum_axis(Dimension(0)), 1e-11);
        assert_dispersion(&economy, &written);
        let n = written.x.len();
        let each = economy.extraction_of_each(&ones).unwrap();
        let scale = 1e-10 * written.x.iter().fold(1.0, |most: f64, x| most.max(*x));
        for kind in Extraction::ALL {
            let lost = (0..n).map(|j| (&written.x - &left(&written, &[j], kind)).sum());
            let term = kind.term().code;
            assert_close(term, column(each.losses(), term), lost, scale);
        }
    }
}

#[test]
fn linkages_of_a_published_table_are_those_of_its_written_out_system() {
    let folder = format!("{}/data/wiod13-6region/2008", env!("CARGO_MANIFEST_DIR"));
    let table = leontief::read::world_csv(folder).unwrap().check().unwrap();
    let model = table.model().unwrap();
    let (economy, written) = (model.linkages(), Written::of(&table));
    let value_added = economy.weights(&Measure::ValueAdded).unwrap();
    let rates = value_added.rates();
    let each = economy.extraction_of_each(&value_added).unwrap();
    // the electronics industry of China
    let sector = economy
        .positions(&Seller {
            sector: Some("c14".to_owned()),
            ..Seller::country("CHN")
        })
        .unwrap();
    let at = sector[0].get();
    for kind in Extraction::ALL {
        let lost = (&written.x - &left(&written, &[at], kind)) * rates;
        let tolerance = 1e-9 * written.x[at];
        let found = economy.extraction(&sector, kind, &value_added).unwrap();
        assert_close(
            kind.term().code,
            column(&found, kind.term().code),
            lost.clone(),
            tolerance,
        );
        let all = each
            .losses()
            .exporter("CHN")
            .unwrap()
            .sector("c14")
            .unwrap();
        let all = all.term(kind.term().code).unwrap().value().unwrap();
        assert_close(kind.term().code, [all], [lost.sum()], 100.0 * tolerance);
    }
    // a quarter on everything that the United States buy in China
    let tariffs = Tariffs::none(&table).flat("USA", "CHN", 0.25).unwrap();
    let effects = model.tariffs(&tariffs).unwrap();
    let tau = rates_by_user(&model, &tariffs);
    let expected = (&tau * &written.a).sum_axis(Dimension(0)).dot(&written.b());
    assert_close("prices", effects.prices().price().to_vec(), expected, 1e-13);
    let bill = effects.bill().unwrap();
    let exports = table.exports();
    let usa = table.countries().at("USA").unwrap().get();
    let china = table.range(table.countries().at("CHN").unwrap());
    let sold: f64 = china.map(|i| exports[[i, usa]]).sum();
    assert_close("bill", [bill.total()], [0.25 * sold], 1e-9 * sold);
    let effective = effects.on_value_added(Level::Bilateral).unwrap();
    let effective = effective.exporter("CHN").unwrap().importer("USA").unwrap();
    let rate = effective.term("RATE_DVA").unwrap().value().unwrap();
    assert!((0.25..0.45).contains(&rate), "{rate}");
}
