//! Prices against the price system.

use leontief::account::linkages::PassThrough;
use leontief::model::Measure;
use ndarray::{Array1, Axis as Dimension, array};

use crate::common::random::Numbers;
use crate::common::{assert_close, china};
use crate::written::{Written, column, inverse_of, worlds};

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
