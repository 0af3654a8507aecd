//! Published tables of six regions, 1995 and 2008.

use leontief::account::structure::{Averaging, Change, Outcome};
use leontief::model::WorldModel;

use crate::common::assert_close;
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
