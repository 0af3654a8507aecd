//! Tariffs against the price system, round by round.

use leontief::account::Level;
use leontief::account::ledger::Seller;
use leontief::account::linkages::{
    Duty, PassThrough, TariffEffects, TariffOptions, TariffUse, Tariffs,
};
use leontief::model::WorldModel;
use leontief::table::WorldTable;
use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};

use crate::common::assert_close;
use crate::common::random::Numbers;
use crate::common::worlds::t3x2;
use crate::written::{Written, column, random_world, size, worlds};

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
pub fn rates_by_user(model: &WorldModel, tariffs: &Tariffs) -> Array2<f64> {
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

fn assert_tariff_ledgers(model: &WorldModel, effects: &TariffEffects, price: ArrayView1<'_, f64>) {
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
