//! National tables out of a world table: their models, owners and balances.

use leontief::account::View;
use leontief::account::decompose::LosTimmerDeVries;
use leontief::balance::{BalanceMeasure, BalanceSheet, Direction, Economy, Reading, Selection};
use leontief::model::{Measure, Model};
use leontief::table::{
    DepreciationIncome, ForeignShares, IncomeShares, NationalTable, Origins, WorldTable,
};
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::compare::figures;
use crate::tables::{any_shape, cases};

const MOST: usize = 14;

/// A model with owners at home, in the partner country, and elsewhere.
fn owned(table: &NationalTable, partner: &str, seed: u64) -> Model {
    let numbers = &mut Numbers::new(seed);
    let n = table.producers().len();
    let foreign = ForeignShares {
        compensation: numbers.vector(n, 0.0, 0.2),
        capital: numbers.vector(n, 0.0, 1.0),
        depreciation: DepreciationIncome::WithCapital,
    };
    let shares = [(partner, numbers.between(0.0, 1.0))];
    let origins = Origins::new(table.country(), shares, "ROW").unwrap();
    let income = IncomeShares::from_foreign_shares(table, &foreign, &origins).unwrap();
    table.model_with(income).unwrap()
}

fn economy(world: &WorldTable, country: &str, partner: &str, seed: u64) -> Economy {
    let table = world.national(country).unwrap();
    Economy::exporting_to(&owned(&table, partner, seed), partner).unwrap()
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn incomes_of_all_owners_are_value_added(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let producing = raw.producing();
        if producing.len() < 2 {
            return Ok(());
        }
        let [first, second] = [0, 1].map(|k| raw.countries[producing[k]].as_str());
        let world = raw.table();
        let sheet = BalanceSheet::between(
            &economy(&world, first, second, seed),
            &economy(&world, second, first, seed ^ 1),
        )
        .unwrap();
        let flows = raw.world().flows();
        let all = Selection::ALL;
        for (direction, (from, to)) in Direction::ALL.into_iter().zip([(0, 1), (1, 0)]) {
            let content = |measure: Measure| sheet.content(direction, &measure, all).unwrap();
            let owners = sheet.owners().into_iter();
            let incomes: f64 = owners.map(|owner| content(Measure::Income(owner))).sum();
            let value_added = content(Measure::ValueAdded);
            prop_assert!((incomes - value_added).abs() <= raw.tolerance());
            let exports: f64 = raw.ranges[from].clone().map(|i| flows[[to, i]]).sum();
            prop_assert!((content(Measure::Gross) - exports).abs() <= raw.tolerance());
            let parts = [
                Measure::ValueAdded,
                Measure::Imports,
                Measure::OtherPrimary,
                Measure::Discrepancy,
            ];
            let parts: f64 = parts.into_iter().map(content).sum();
            prop_assert!((parts - exports).abs() <= raw.tolerance());
        }
        let own = sheet.balance(BalanceMeasure::Income(Reading::OwnExports));
        let two_sided = sheet.balance(BalanceMeasure::Income(Reading::TwoSided));
        prop_assert!(own.is_finite() && two_sided.is_finite());
    }

    #[test]
    fn a_national_table_has_the_value_added_of_exports_by_producer(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let world = raw.table();
        let terms = world.model().unwrap().decompose(&LosTimmerDeVries).unwrap();
        for s in raw.producing() {
            let code = raw.countries[s].as_str();
            let national = world.national(code).unwrap();
            let model = national.model().unwrap();
            let flow = model.measure(&Measure::ValueAdded, national.exports()).unwrap();
            let found = flow.by_producer(View::Exporting);
            let expected = terms.exporter(code).unwrap();
            for (found, row) in found.iter().zip(expected.rows()) {
                prop_assert!((found - row.value).abs() <= raw.tolerance(), "{row:?} {found}");
            }
            prop_assert_eq!(found.len(), figures(&expected).len());
        }
    }

    #[test]
    fn a_national_table_has_the_sales_and_purchases_of_its_country(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let world = raw.table();
        let flows = raw.world().flows();
        let published = raw.y();
        for s in raw.producing() {
            let national = world.national(&raw.countries[s]).unwrap();
            let home = raw.ranges[s].clone();
            for r in (0..raw.g()).filter(|r| *r != s) {
                let found = national.exports().to(&raw.countries[r]).unwrap().by_producer();
                for (k, i) in home.clone().enumerate() {
                    // the naive flows have what is missing at home only
                    prop_assert!((found[k] - flows[[r, i]]).abs() <= raw.tolerance());
                }
            }
            let abroad = (0..raw.n()).filter(|i| !home.contains(i));
            let inputs: f64 = abroad.clone().map(|i| raw.z.row(i).iter().skip(home.start).take(home.len()).sum::<f64>()).sum();
            let finals: f64 = abroad.map(|i| published[[i, s]]).sum();
            prop_assert!((national.imported().sum() - inputs).abs() <= raw.tolerance());
            prop_assert!((national.imported_final().sum() - finals).abs() <= raw.tolerance());
            prop_assert_eq!(national.concept(), raw.concept);
        }
    }
}
