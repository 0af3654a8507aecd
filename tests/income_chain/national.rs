//! The world's chain in one country is the national model of its table.

use leontief::account::decompose::{Approach, BorinMancini};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope, View};
use leontief::balance::{BalanceMeasure, BalanceSheet, Economy, Reading};
use leontief::model::{Measure, Model, WorldModel};
use leontief::table::IncomeSource;
use proptest::prelude::*;

use crate::compare::{figures, producer};
use crate::owned::{Owned, Style, any_ownership};
use crate::read::{figure, near, of_owner};
use crate::tables::{any_shape, cases};

const MOST: usize = 12;

/// The national model of a country, with its part of the owners.
fn national(world: &WorldModel, code: &str) -> Model {
    let table = world.table().national(code).unwrap();
    let income = world.income().national(&table).unwrap();
    table.model_with(income).unwrap()
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn income_in_exports_is_that_of_the_national_model_by_partner_and_producer(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, world) = (&owned.raw, owned.model());
        let by_sector = world.income_in_exports(Level::SectorBilateral).unwrap();
        let bilateral = world.income_in_exports(Level::Bilateral).unwrap();
        for s in raw.producing() {
            let model = national(&world, &raw.countries[s]);
            let exports = model.table().exports().clone();
            for owner in &owned.owners {
                let [cells, pairs] = [&by_sector, &bilateral].map(|ledger| of_owner(ledger, owner));
                let measure = Measure::income(owner);
                let rates = model.multipliers(&measure).unwrap();
                for (r, partner) in raw.countries.iter().enumerate().filter(|(r, _)| *r != s) {
                    let flow = model.measure(&measure, &exports.to(partner).unwrap()).unwrap();
                    let sold = flow.by_producer(View::Exporting);
                    let term = Some("INCOME".to_owned());
                    for (k, i) in raw.ranges[s].clone().enumerate() {
                        let [exporter, group, sector] = producer(raw, i);
                        let key = [exporter, group, sector, Some(partner.clone()), None, term.clone()];
                        prop_assert!(near(cells[&key], sold[k], raw.tolerance()));
                        let amount = rates[k] * raw.world().flows()[[r, i]];
                        prop_assert!(near(cells[&key], amount, raw.tolerance()));
                    }
                    let exporter = Some(raw.countries[s].clone());
                    let key = [exporter, None, None, Some(partner.clone()), None, term];
                    prop_assert!(near(pairs[&key], flow.total(), raw.tolerance()));
                }
            }
        }
    }

    #[test]
    fn a_component_of_income_in_exports_is_that_of_the_national_model(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, world) = (&owned.raw, owned.model());
        let method = BorinMancini::Exporter(Approach::Source, Level::Country);
        let domestic = ["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"];
        for (kind, _) in &owned.shares {
            let asked = Owners::all().component(*kind);
            let terms = world.decompose_by_owner(&method, &Scope::everything(), &asked).unwrap();
            for s in raw.producing() {
                let code = raw.countries[s].as_str();
                let model = national(&world, code);
                let own = terms.exporter(code).unwrap().select(Column::Term, &domestic).unwrap();
                for owner in &owned.owners {
                    let measure = Measure::income_from(owner, *kind);
                    let flow = model.measure(&measure, model.table().exports()).unwrap();
                    let sum: f64 = own.owner(owner).unwrap().rows().map(|row| row.value).sum();
                    prop_assert!(near(sum, flow.total(), raw.tolerance()));
                }
            }
        }
    }

    #[test]
    fn balances_of_two_national_tables_are_those_of_the_world_by_flows(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, world) = (&owned.raw, owned.model());
        let balances = world.income_balances().unwrap();
        let producing = raw.producing();
        let models: Vec<Model> = producing.iter().map(|s| national(&world, &raw.countries[*s])).collect();
        for (first, s) in models.iter().zip(&producing) {
            for (second, r) in models.iter().zip(&producing).filter(|(_, r)| *r != s) {
                let [s, r] = [s, r].map(|at| raw.countries[*at].as_str());
                let sheet = BalanceSheet::between(
                    &Economy::exporting_to(first, r).unwrap(),
                    &Economy::exporting_to(second, s).unwrap(),
                )
                .unwrap();
                for (term, measure) in [
                    ("GROSS_BALANCE", BalanceMeasure::Gross),
                    ("DVA_BALANCE", BalanceMeasure::ValueAdded),
                    ("NI_OWN_BALANCE", BalanceMeasure::Income(Reading::OwnExports)),
                    ("NI_TWO_SIDED_BALANCE", BalanceMeasure::Income(Reading::TwoSided)),
                ] {
                    let labels = [(Column::Exporter, s), (Column::Importer, r), (Column::Term, term)];
                    let found = figure(&balances, &labels);
                    prop_assert!(near(found, sheet.balance(measure), raw.tolerance()), "{term} {s} {r}");
                }
            }
        }
    }

    #[test]
    fn income_per_value_added_in_exports_is_that_of_the_national_model(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape.non_negative(), &ownership);
        let (raw, world) = (&owned.raw, owned.model());
        let ratios = figures(&world.income_ratios(Level::Country).unwrap());
        for s in raw.producing() {
            let model = national(&world, &raw.countries[s]);
            let total = |measure: &Measure| model.measure(measure, model.table().exports()).unwrap().total();
            let value = total(&Measure::ValueAdded);
            let income = total(&Measure::income(&raw.countries[s]));
            let key = [Some(raw.countries[s].clone()), None, None, None, None, Some("NI_DVA".to_owned())];
            match ratios.get(&key) {
                None => prop_assert_eq!(value, 0.0),
                Some(ratio) => prop_assert!(near(ratio * value, income, raw.tolerance())),
            }
        }
    }

    #[test]
    fn national_shares_are_the_columns_of_the_country_with_their_sources(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let table = raw.table();
        let source = |s: usize| IncomeSource {
            host: raw.countries[s].clone(),
            group: String::new(),
            component: owned.shares[0].0,
            source: format!("drawn for {}", raw.countries[s]),
            grade: None,
        };
        let sources: Vec<IncomeSource> = raw.producing().into_iter().map(source).collect();
        let income = owned.income(&table).with_sources(sources.clone());
        prop_assert_eq!(income.sources(), &sources[..]);
        for s in raw.producing() {
            let own = table.national(&raw.countries[s]).unwrap();
            let found = income.national(&own).unwrap();
            prop_assert_eq!(found.owners(), &owned.axis());
            prop_assert_eq!(found.producers(), own.producers());
            prop_assert_eq!(found.note(), source(s).source);
            prop_assert_eq!(found.sources(), &[source(s)][..]);
            for (kind, shares) in &owned.shares {
                let columns: Vec<usize> = raw.ranges[s].clone().collect();
                prop_assert_eq!(found.of(*kind).unwrap(), shares.select(ndarray::Axis(1), &columns));
            }
        }
        let unsaid = owned.income(&table);
        prop_assert_eq!(owned.style == Style::AtHome, unsaid.note().contains("where it is earned"));
    }
}
