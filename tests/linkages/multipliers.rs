//! Multipliers of type I and II against the model with households as producers.

use leontief::account::linkages::{Households, Linkages, Spending};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::model::{Measure, Weights};
use leontief::table::{NationalDraft, PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, array};

use crate::common::worlds::t3x2;
use crate::common::{assert_close, china, million_dollars, usa};
use crate::written::{Written, column, inverse_of, worlds};

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
        // where all value added is spent again there is no end to it
        for spending in [Spending::OfIncome, Spending::AllOfIt] {
            let all = economy.households(&income, &["final"], spending).unwrap();
            let error = economy.multipliers_with(&income, &all).unwrap_err();
            assert!(error.is_singular(), "{error}");
        }
        let wages = half(&income, &table);
        let some = economy
            .households(&wages, &["final"], Spending::AllOfIt)
            .unwrap();
        assert_eq!(some.codes(), table.countries().codes());
        assert_multipliers(&economy, &Written::of(&table), &some);
        // the households of one country alone
        let (earned, spent) = (
            some.income().row(1).to_owned(),
            some.spending().column(1).to_owned(),
        );
        let one = Households::new(table.producers(), earned, spent).unwrap();
        assert_multipliers(&economy, &Written::of(&table), &one);
    }
}

#[test]
fn all_primary_inputs_together_are_one_per_unit_of_final_demand() {
    let table = t3x2();
    let economy = table.model().unwrap().linkages();
    let value_added = economy.weights(&Measure::ValueAdded).unwrap();
    let found = economy.multipliers(&value_added).unwrap();
    assert_close("the world", found.type_i().to_vec(), vec![1.0; 6], 1e-14);
    let economy = china().linkages();
    let measures = [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let type_i = |measure: &Measure| {
        let weights = economy.weights(measure).unwrap();
        economy.multipliers(&weights).unwrap().type_i().to_owned()
    };
    let sum = measures
        .iter()
        .map(type_i)
        .fold(Array1::zeros(8), |sum, row| sum + row);
    assert_close("China", sum, vec![1.0; 8], 1e-14);
}

fn half(weights: &Weights, table: &WorldTable) -> Weights {
    let rates = weights.rates().mapv(|rate| 0.5 * rate);
    Weights::new("wages", "mn USD", table.producers(), rates).unwrap()
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
        million_dollars(),
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
