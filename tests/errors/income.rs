//! Income shares that are no shares, leave a component out, or belong to another table.

use leontief::Error;
use leontief::label::{Axis, Owner, Producers};
use leontief::model::Model;
use leontief::table::{
    DepreciationIncome, ForeignShares, IncomeShares, NationalTable, Origins, PrimaryKind,
    ValueAddedConcept,
};
use ndarray::{Array1, Array2, array};

use crate::{assert_says, draft};

fn table() -> NationalTable {
    draft().check().unwrap()
}

fn origins() -> Origins {
    Origins::new("CHN", [("USA", 0.1)], "ROW").unwrap()
}

fn foreign(compensation: Array1<f64>, capital: Array1<f64>) -> leontief::Result<IncomeShares> {
    let shares = ForeignShares {
        compensation,
        capital,
        depreciation: DepreciationIncome::WithCapital,
    };
    IncomeShares::from_foreign_shares(&table(), &shares, &origins())
}

fn owners() -> Axis<Owner> {
    Axis::new(["CHN", "ROW"]).unwrap()
}

fn given(components: Vec<(PrimaryKind, Array2<f64>)>) -> Error {
    IncomeShares::given(&table(), owners(), components).unwrap_err()
}

const HALVES: fn() -> Array2<f64> = || Array2::from_elem((2, 2), 0.5);

#[test]
fn a_foreign_share_outside_zero_to_one_is_named_by_its_producer() {
    for wrong in [-0.1, 1.1, f64::NAN] {
        let expected = "expected a share from 0 to 1";
        let error = foreign(array![0.0, wrong], array![0.5, 0.5]).unwrap_err();
        let part = "the foreign share of compensation of CHN B";
        assert_says(
            &error,
            Error::is_income,
            &[part, expected, &format!("found {wrong}")],
        );
        let error = foreign(array![0.0, 0.0], array![wrong, 0.5]).unwrap_err();
        let part = "the foreign share of capital income of CHN A";
        assert_says(&error, Error::is_income, &[part, expected]);
    }
}

#[test]
fn there_is_one_foreign_share_for_every_producer() {
    let error = foreign(array![0.0], array![0.5, 0.5]).unwrap_err();
    let parts = [
        "foreign shares of compensation",
        "expected one for each of 2 producers",
        "found 1",
    ];
    assert_says(&error, Error::is_shape, &parts);
    let error = foreign(array![0.0, 0.0], array![0.5, 0.5, 0.5]).unwrap_err();
    assert_says(
        &error,
        Error::is_shape,
        &["foreign shares of capital income", "found 3"],
    );
}

#[test]
fn depreciation_stays_at_home_only_where_it_is_known() {
    let shares = ForeignShares {
        compensation: Array1::zeros(2),
        capital: Array1::ones(2),
        depreciation: DepreciationIncome::Home,
    };
    let error = IncomeShares::from_foreign_shares(&table(), &shares, &origins()).unwrap_err();
    let parts = [
        "depreciation cannot stay at home: the table of CHN does not have it apart from operating surplus",
        "`DepreciationIncome::WithCapital`",
    ];
    assert_says(&error, Error::is_income, &parts);
}

#[test]
fn shares_of_foreign_owners_lie_between_zero_and_one_and_leave_a_rest() {
    for wrong in [-0.1, 1.1, f64::NAN] {
        let error = Origins::new("CHN", [("USA", 0.1), ("JPN", wrong)], "ROW").unwrap_err();
        let parts = [
            "the share of `JPN` in foreign income",
            "expected a share from 0 to 1",
        ];
        assert_says(&error, Error::is_income, &parts);
    }
    let error = Origins::new("CHN", [("USA", 0.7), ("JPN", 0.4)], "ROW").unwrap_err();
    let parts = [
        "the shares of foreign owners add up to more than 1",
        "found 1.1",
    ];
    assert_says(&error, Error::is_income, &parts);
    let all = Origins::new("CHN", [("USA", 0.7), ("JPN", 0.3)], "ROW").unwrap();
    assert_eq!(all.owners().codes(), ["CHN", "USA", "JPN", "ROW"]);
}

#[test]
fn an_owner_is_named_once() {
    for foreign in [("USA", "USA"), ("CHN", "USA"), ("ROW", "USA")] {
        let error = Origins::new("CHN", [(foreign.0, 0.1), (foreign.1, 0.1)], "ROW").unwrap_err();
        let part = format!("the owner `{}` occurs twice", foreign.0);
        assert_says(&error, Error::is_label, &[&part]);
    }
    let error = Origins::new("CHN", [(" ", 0.1)], "ROW").unwrap_err();
    assert_says(&error, Error::is_label, &["owner number 2 has no code"]);
}

#[test]
fn every_component_of_value_added_is_given_once() {
    let error = given(vec![(PrimaryKind::Compensation, HALVES())]);
    assert_says(
        &error,
        Error::is_income,
        &[
            "no shares are given for operating surplus",
            "try: one owner",
        ],
    );
    let error = given(vec![
        (PrimaryKind::Compensation, HALVES()),
        (PrimaryKind::OperatingSurplus, HALVES()),
        (PrimaryKind::Compensation, HALVES()),
    ]);
    assert_says(
        &error,
        Error::is_income,
        &["shares of compensation of employees are given twice"],
    );
    let error = given(vec![
        (PrimaryKind::Compensation, HALVES()),
        (PrimaryKind::OperatingSurplus, HALVES()),
        (PrimaryKind::Margins, HALVES()),
    ]);
    let part = "shares are given for trade and transport margins, which is not part of the table's value added";
    assert_says(&error, Error::is_income, &[part]);
}

#[test]
fn given_shares_fit_are_shares_and_add_up_to_one() {
    let with = |shares: Array2<f64>| {
        given(vec![
            (PrimaryKind::Compensation, HALVES()),
            (PrimaryKind::OperatingSurplus, shares),
        ])
    };
    let error = with(Array2::from_elem((3, 2), 0.5));
    let parts = [
        "the shares of operating surplus",
        "expected 2 owners × 2 producers",
        "found 3 × 2",
    ];
    assert_says(&error, Error::is_shape, &parts);
    let error = with(array![[0.5, 1.2], [0.5, -0.2]]);
    let parts = [
        "the share of `CHN` in operating surplus of CHN B",
        "found 1.2",
    ];
    assert_says(&error, Error::is_income, &parts);
    let error = with(array![[0.5, 1.0], [0.5, -0.2]]);
    let parts = [
        "the share of `ROW` in operating surplus of CHN B",
        "found -0.2",
    ];
    assert_says(&error, Error::is_income, &parts);
    let error = with(array![[0.5, f64::NAN], [0.5, 0.5]]);
    assert_says(
        &error,
        Error::is_income,
        &["the share of `CHN` in operating surplus of CHN B", "NaN"],
    );
    let error = with(array![[0.5, 0.5], [0.5, 0.25]]);
    let parts = [
        "the owners' shares of operating surplus of CHN B do not add up to 1",
        "found 0.75",
        "an owner `ROW`",
    ];
    assert_says(&error, Error::is_income, &parts);
}

#[test]
fn a_model_refuses_shares_of_another_table() {
    let shares = IncomeShares::all_home(&table()).unwrap();
    let china = crate::common::china_table();
    let error = Model::new(&china, shares.clone()).unwrap_err();
    let part = "the income shares belong to other producers than the table";
    assert_says(
        &error,
        Error::is_income,
        &[part, "expected 8 producers", "found 2 producers"],
    );
    // the same producers, but product taxes count as value added and nobody owns them
    let table = table()
        .draft()
        .primary(PrimaryKind::ProductTax, Array1::zeros(2))
        .concept(ValueAddedConcept::WithProductTaxes)
        .check()
        .unwrap();
    let error = Model::new(&table, shares).unwrap_err();
    assert_says(
        &error,
        Error::is_income,
        &["no income shares for net taxes on products"],
    );
}

#[test]
fn the_rest_of_the_world_has_a_table_and_others_are_abroad() {
    let before = table();
    let producers = Producers::whole("ROW", before.producers().blocks()[0].sectors()).unwrap();
    let table =
        leontief::table::NationalDraft::new(producers, Axis::empty(), before.unit().clone())
            .check()
            .unwrap();
    // a region of a world table may be called so
    let model = table.model().unwrap();
    assert_eq!(model.income().owners().codes(), ["ROW", "ABROAD"]);
    let error = Origins::new("ROW", [], "ROW").unwrap_err();
    assert_says(&error, Error::is_label, &["the owner `ROW` occurs twice"]);
}
