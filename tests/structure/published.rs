//! Published tables of six regions, 1995, 2008 and 2011.

use leontief::account::income::Owners;
use leontief::account::structure::{Averaging, Change, Factor, Outcome};
use leontief::label::Axis;
use leontief::model::WorldModel;
use leontief::table::IncomeShares;
use ndarray::{Array2, Axis as Dimension};

use crate::common::assert_close;
use crate::common::random::Numbers;
use crate::years::{ask, assert_adds_up, value_added};

fn wiod(year: u32) -> WorldModel {
    let folder = format!("{}/data/wiod13-6region/{year}", env!("CARGO_MANIFEST_DIR"));
    let table = leontief::read::world_csv(folder).unwrap().check().unwrap();
    table.model().unwrap()
}

#[test]
fn published_tables_of_two_years_are_divided_without_a_rest() {
    let years = [wiod(1995), wiod(2008)];
    for outcome in [value_added(), Outcome::Output, Outcome::Exports] {
        let balance = |t: usize, change: &Change| {
            let years = [change.start(), change.end()];
            let one = |from: &str, to: &str| {
                years[t]
                    .exporter(from)
                    .unwrap()
                    .importer(to)
                    .unwrap()
                    .total()
            };
            one("CHN", "USA") - one("USA", "CHN")
        };
        let mut found = Vec::new();
        for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
            let factors = match averaging {
                Averaging::Lmdi => outcome.coarsest(),
                _ => outcome.finest(),
            };
            let change = ask(&years, outcome.clone(), &factors, averaging);
            assert_adds_up(&change);
            let balances = change.balances().unwrap();
            assert_adds_up(&balances);
            let cell = balances
                .contributions()
                .exporter("CHN")
                .unwrap()
                .importer("USA")
                .unwrap();
            let expected = balance(1, &change) - balance(0, &change);
            assert_close("balance", [cell.total()], [expected], 1e-6);
            let finals: f64 = cell
                .rows()
                .filter(|row| row.term.starts_with("FINAL"))
                .map(|row| row.value)
                .sum();
            found.push((change, finals));
        }
        // three ways to average tell the same story
        let (low, high) = (found[1].1 * 0.75, found[1].1 * 1.25);
        assert!(
            found.iter().all(|(_, finals)| (low..high).contains(finals)),
            "{:?}",
            found.iter().map(|f| f.1).collect::<Vec<_>>()
        );
        let treated = found[2].0.treated().unwrap();
        assert!(treated.log_mean > 0.9, "{treated:?}");
    }
}

#[test]
fn all_value_added_is_divided_among_those_who_absorb_it() {
    let years = [wiod(1995), wiod(2008)];
    let change = ask(
        &years,
        value_added(),
        &value_added().coarsest(),
        Averaging::TwoPolar,
    );
    for (year, model) in [change.start(), change.end()].into_iter().zip(&years) {
        let expected = model.table().value_added().sum();
        assert_close("value added", [year.total()], [expected], 1e-9 * expected);
    }
}

#[test]
fn income_of_published_tables_with_owners_that_are_made_up_is_divided_without_a_rest() {
    let numbers = &mut Numbers::new(2011);
    // the last of seven owners is there in 1995 only
    let years = [(1995, 7), (2011, 6)].map(|(year, owners)| {
        let model = wiod(year);
        let producers = model.producers();
        let countries = producers.countries().codes().iter().map(String::as_str);
        let codes: Vec<&str> = countries.chain(["unspecified"]).take(owners).collect();
        let shares = Array2::from_shape_fn((owners, producers.len()), |(owner, producer)| {
            let at = producers.positions().nth(producer).unwrap();
            let home = codes[owner] == producers.key(at).country;
            numbers.between(0.0, 0.1) + if home { 2.0 } else { 0.0 }
        });
        let shares = &shares / &shares.sum_axis(Dimension(0));
        let owners = Axis::new(codes).unwrap();
        let income = IncomeShares::in_world_alike(model.table(), owners, shares).unwrap();
        model.with_income(income).unwrap()
    });
    let outcome = Outcome::Income(Owners::all());
    for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
        let mut factors = outcome.finest();
        if averaging == Averaging::Lmdi {
            factors = outcome.coarsest();
            factors.splice(0..1, [Factor::Ownership, Factor::ValueAddedRates]);
        }
        let change = ask(&years, outcome.clone(), &factors, averaging);
        assert_adds_up(&change);
        assert_adds_up(&change.balances().unwrap());
        let ends = [change.start(), change.end()];
        for (ledger, model) in ends.into_iter().zip(&years) {
            let expected = model.table().value_added().sum();
            assert_close("income", [ledger.total()], [expected], 1e-9 * expected);
        }
        let owned = change.of_factor(Factor::Ownership).unwrap();
        let lost = owned.owner("unspecified").unwrap().total();
        assert!(lost < 0.0, "{lost}");
        if averaging != Averaging::Lmdi {
            let all = change.end().total();
            assert_close("ownership", [owned.total()], [0.0], 1e-12 * all);
        }
    }
}
