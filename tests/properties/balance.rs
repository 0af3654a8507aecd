//! Identities of a balance sheet, and of its rows.

use leontief::account::View;
use leontief::balance::{
    BalanceMeasure, BalanceSheet, Direction, Economy, Reading, Row, Selection,
};
use leontief::label::TradeKind;
use leontief::model::Measure;
use leontief::table::Exports;
use ndarray::array;
use proptest::prelude::*;

use crate::common::random::{RandomTable, any_table, cases, largest_flow};
use crate::common::{self, assert_close};

/// Of the largest flow: both sides of every identity are sums of the same few hundred products.
const TIGHT: f64 = 1e-13;

const OWN: BalanceMeasure = BalanceMeasure::Income(Reading::OwnExports);
const TWO_SIDED: BalanceMeasure = BalanceMeasure::Income(Reading::TwoSided);

/// Two countries with other groups, sectors and owners.
fn two_tables() -> impl Strategy<Value = (RandomTable, RandomTable)> {
    (any_table(), any_table())
}

fn economies((china, usa): &(RandomTable, RandomTable)) -> (Economy, Economy) {
    (china.economy("CHN", "USA"), usa.economy("USA", "CHN"))
}

fn sheet(case: &(RandomTable, RandomTable)) -> (BalanceSheet, f64) {
    let (china, usa) = economies(case);
    let sheet = BalanceSheet::between(&china, &usa).unwrap();
    let largest = largest_flow(china.model().table()).max(largest_flow(usa.model().table()));
    (sheet, TIGHT * largest)
}

fn content(sheet: &BalanceSheet, direction: Direction, measure: &Measure) -> f64 {
    sheet.content(direction, measure, Selection::ALL).unwrap()
}

/// Income of everybody but the exporter's country.
fn foreign_income(sheet: &BalanceSheet, direction: Direction, home: &str) -> f64 {
    let owners = sheet.owners().into_iter().filter(|owner| owner != home);
    owners
        .map(|owner| content(sheet, direction, &Measure::Income(owner)))
        .sum()
}

/// The codes of the exporting groups, or sectors, of both directions.
fn codes(
    sheet: &BalanceSheet,
    code: impl Fn(leontief::label::ProducerKey<'_>) -> String,
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for direction in Direction::ALL {
        let producers = sheet.producers(direction);
        codes.extend(producers.positions().map(|at| code(producers.key(at))));
    }
    codes.sort();
    codes.dedup();
    codes
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn exchanging_the_countries_changes_the_sign_and_nothing_else(case in two_tables()) {
        let (china, usa) = economies(&case);
        let forth = BalanceSheet::between(&china, &usa).unwrap();
        let back = BalanceSheet::between(&usa, &china).unwrap();
        let sectors = codes(&forth, |key| key.sector.to_owned());
        let parts = [Selection::ALL]
            .into_iter()
            .chain(forth.kinds().into_iter().map(Selection::kind))
            .chain(sectors.iter().map(|sector| Selection::sector(sector)));
        for part in parts {
            for measure in BalanceMeasure::ALL {
                // the same sums in the same order: equal to the last bit
                prop_assert_eq!(
                    forth.balance_of(measure, part),
                    -back.balance_of(measure, part),
                    "{} {:?}", measure, part
                );
            }
        }
    }

    #[test]
    fn the_gross_balance_is_exports_less_imports(case in two_tables()) {
        let (china, usa) = economies(&case);
        let (sheet, tolerance) = sheet(&case);
        let expected = china.exports().total() - usa.exports().total();
        assert_close("gross", [sheet.balance(BalanceMeasure::Gross)], [expected], tolerance);
    }

    #[test]
    fn the_readings_differ_by_the_income_owned_in_the_partners_exports(case in two_tables()) {
        let (sheet, tolerance) = sheet(&case);
        let partner_in_forth = content(&sheet, Direction::Forth, &Measure::income("USA"));
        let first_in_back = content(&sheet, Direction::Back, &Measure::income("CHN"));
        let difference = sheet.balance(OWN) - sheet.balance(TWO_SIDED);
        assert_close("own − two-sided", [difference], [partner_in_forth - first_in_back], tolerance);
    }

    #[test]
    fn value_added_less_own_income_is_foreign_income(case in two_tables()) {
        let (sheet, tolerance) = sheet(&case);
        let difference = sheet.balance(BalanceMeasure::ValueAdded) - sheet.balance(OWN);
        let foreign = foreign_income(&sheet, Direction::Forth, "CHN")
            - foreign_income(&sheet, Direction::Back, "USA");
        assert_close("VA − own", [difference], [foreign], tolerance);
    }

    #[test]
    fn kinds_groups_and_sectors_sum_to_the_balance(case in two_tables()) {
        let (sheet, tolerance) = sheet(&case);
        let groups = codes(&sheet, |key| key.group.code().to_owned());
        let sectors = codes(&sheet, |key| key.sector.to_owned());
        for measure in BalanceMeasure::ALL {
            let kinds: f64 = TradeKind::ALL
                .into_iter()
                .map(|kind| sheet.balance_of(measure, Selection::kind(kind)))
                .sum();
            let groups: f64 = groups
                .iter()
                .map(|group| sheet.balance_of(measure, Selection::group(group)))
                .sum();
            let sectors: f64 = sectors
                .iter()
                .map(|sector| sheet.balance_of(measure, Selection::sector(sector)))
                .sum();
            let expected = [sheet.balance(measure); 3];
            assert_close(&measure.to_string(), [kinds, groups, sectors], expected, tolerance);
        }
    }

    #[test]
    fn a_sheet_says_what_the_models_say(case in two_tables()) {
        let (china, usa) = economies(&case);
        let (sheet, tolerance) = sheet(&case);
        for (direction, economy) in Direction::ALL.into_iter().zip([&china, &usa]) {
            for measure in sheet.measures(direction) {
                let flow = economy.model().measure(&measure, economy.exports()).unwrap();
                let found = content(&sheet, direction, &measure);
                assert_close(&measure.code(), [found], [flow.total()], tolerance);
                for (group, part) in flow.by_group(View::Exporting) {
                    let selection = Selection::group(&group);
                    let found = sheet.content(direction, &measure, selection).unwrap();
                    assert_close(&measure.code(), [found], [part], tolerance);
                }
            }
        }
    }

    #[test]
    fn detailed_rows_sum_to_every_row_that_is_a_total(case in two_tables()) {
        let (sheet, tolerance) = sheet(&case);
        let rows = sheet.rows();
        let is_detail =
            |row: &&Row| row.kind.is_some() && row.group.is_some() && row.sector.is_some();
        let details: Vec<&Row> = rows.iter().filter(is_detail).collect();
        for row in rows.iter().filter(|row| row.direction != "balance") {
            let parts = details.iter().filter(|part| {
                (&part.measure, part.reading, &part.direction)
                    == (&row.measure, row.reading, &row.direction)
                    && (row.kind.is_none() || row.kind == part.kind)
                    && (row.group.is_none() || row.group == part.group)
                    && (row.sector.is_none() || row.sector == part.sector)
            });
            let sum: f64 = parts.map(|part| part.value).sum();
            assert_close(&format!("{row:?}"), [sum], [row.value], tolerance);
        }
    }

    #[test]
    fn rows_of_the_two_directions_differ_by_the_balance_row(case in two_tables()) {
        let (sheet, tolerance) = sheet(&case);
        let rows = sheet.rows();
        let value = |direction: Direction, balance: &Row| -> f64 {
            let name = sheet.name(direction);
            let row = rows.iter().find(|row| {
                row.direction == name
                    && (&row.measure, row.reading) == (&balance.measure, balance.reading)
                    && (row.kind, &row.group, &row.sector)
                        == (balance.kind, &balance.group, &balance.sector)
            });
            row.map_or(0.0, |row| row.value) // no row: nothing is exported there
        };
        let mut balances = 0;
        for row in rows.iter().filter(|row| row.direction == "balance") {
            let difference = value(Direction::Forth, row) - value(Direction::Back, row);
            assert_close(&format!("{row:?}"), [row.value], [difference], tolerance);
            balances += 1;
        }
        let sectors = if case.0.sectors == case.1.sectors { case.0.sectors } else { 0 };
        let kinds = sheet.kinds().len();
        prop_assert_eq!(balances, BalanceMeasure::ALL.len() * (kinds + 1) * (sectors + 1));
    }

    #[test]
    fn no_row_stands_twice(case in two_tables()) {
        let (sheet, _) = sheet(&case);
        let mut keys: Vec<String> = sheet
            .rows()
            .into_iter()
            .map(|row| format!("{:?}", Row { value: 0.0, ..row }))
            .collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), all);
    }
}

/// A return of goods can cancel an export in gross value and still change what the two contain.
#[test]
fn exports_that_cancel_in_gross_value_keep_their_rows() {
    let (china, usa) = (common::china(), common::usa());
    let returned = Exports::new(china.producers(), china.table().unit().clone())
        .with(
            "USA",
            TradeKind::Goods,
            array![5.0, 0.0, -5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        )
        .unwrap();
    let china = Economy::new(&china, returned).unwrap();
    let usa = Economy::exporting_to(&usa, "CHN").unwrap();
    let rows = BalanceSheet::between(&china, &usa).unwrap().rows();
    let value = |group: Option<&str>| {
        let row = rows.iter().find(|row| {
            (row.measure.as_str(), row.direction.as_str()) == ("value_added", "CHN-USA")
                && row.kind == Some(TradeKind::Goods)
                && row.group.as_deref() == group
                && row.sector.as_deref() == Some("1")
        });
        row.map(|row| row.value)
    };
    let (dn, f_n) = (value(Some("DN")).unwrap(), value(Some("FN")).unwrap());
    assert!(dn + f_n > 0.1, "{dn} {f_n}");
    assert_close("sector 1", value(None), [dn + f_n], 1e-15);
}

#[test]
fn rates_and_differences_of_nothing_are_not_numbers_made_up() {
    let (china, usa) = (common::china(), common::usa());
    let china = Economy::exporting_to(&china, "USA").unwrap();
    let usa = Economy::exporting_to(&usa, "CHN").unwrap();
    let sheet = BalanceSheet::between(&china, &usa).unwrap();
    let nobody = Selection::group("nobody");
    assert_eq!(sheet.income_per_value_added(Direction::Forth, nobody), None);
    assert_eq!(sheet.difference(OWN, BalanceMeasure::Gross, nobody), None);
    assert_eq!(sheet.balance_of(BalanceMeasure::Gross, nobody), 0.0);
    // and of something: per cent of the size of the balance it is compared with
    let difference = sheet.difference(OWN, BalanceMeasure::Gross, Selection::ALL);
    let (own, gross) = (sheet.balance(OWN), sheet.balance(BalanceMeasure::Gross));
    assert_close(
        "per cent",
        difference,
        [100.0 * (own - gross) / gross],
        1e-12,
    );
    // a deficit that grows lies further below: the sign follows the balance, not its size
    let back = BalanceSheet::between(&usa, &china).unwrap();
    let mirrored = back.difference(OWN, BalanceMeasure::Gross, Selection::ALL);
    assert_close(
        "mirrored",
        mirrored,
        [-100.0 * (own - gross) / gross],
        1e-12,
    );
}
