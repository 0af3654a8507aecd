//! Imports as the caller has them.

use leontief::build::{
    GivenImports, ImportSeparation, ImportedExports, Overdraw, SeparatedImports, ToPublished,
};
use ndarray::{Array1, Array2, array};

use crate::table;

/// 18 of inputs, 12 consumed, −2 out of stocks: 28 of the 30 imported.
fn given() -> GivenImports {
    GivenImports::new(array![[10.0, 8.0], [0.0, 0.0]])
        .final_use("households", array![12.0, 0.0])
        .final_use("stocks", array![-2.0, 0.0])
}

fn separated(given: GivenImports) -> SeparatedImports {
    ImportSeparation::given(given).of(&table()).unwrap()
}

#[track_caller]
fn assert_refused(given: GivenImports, words: &str) {
    let error = ImportSeparation::given(given)
        .of(&table())
        .unwrap_err()
        .to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn cells_stay_as_given_and_the_residual_is_reported() {
    let separated = separated(given());
    let goods = separated.report().product("goods").unwrap();
    assert_eq!((goods.allocated(), goods.residual), (28.0, 2.0));
    let table = separated.into_draft().check().unwrap();
    assert_eq!(table.imported(), array![[10.0, 8.0], [0.0, 0.0]]);
    assert_eq!(table.domestic(), array![[30.0, 12.0], [12.0, 30.0]]);
    let at = table
        .final_uses()
        .at("imports not allocated")
        .unwrap()
        .get();
    assert_eq!(table.domestic_final().column(at), array![-2.0, 0.0]);
    let imports = table.imported().sum() + table.imported_final().sum();
    assert_eq!(imports, 30.0);
}

#[test]
fn given_imports_may_be_more_than_published_ones() {
    let more = given().exports(array![5.0, 0.0]);
    let separated = separated(more);
    assert_eq!(separated.report().residual(), -3.0);
    let table = separated.into_draft().check().unwrap();
    assert_eq!(table.imported_exports(), array![5.0, 0.0]);
    assert_eq!(table.exports().by_producer(), array![25.0, 10.0]);
}

#[test]
fn rows_can_be_scaled_to_published_imports() {
    let separated = separated(given().to_published(ToPublished::Rows));
    let goods = separated.report().product("goods").unwrap();
    assert_eq!(goods.residual, 0.0);
    assert!((goods.inputs - 18.0 * 30.0 / 28.0).abs() <= 1e-12);
    let table = separated.into_draft().check().unwrap();
    assert!((table.imported()[[0, 1]] - 8.0 * 30.0 / 28.0).abs() <= 1e-12);
    assert!(table.final_uses().find("imports not allocated").is_none());
}

/// Balanced rows are imports, and every column keeps its share in all imports.
#[test]
fn balancing_meets_rows_and_keeps_shares_of_columns() {
    let two =
        leontief::table::CompetitiveDraft::new("CHN", table().sectors().clone(), crate::unit());
    let table = two
        .unwrap()
        .flows(array![[40.0, 20.0], [12.0, 30.0]])
        .final_use("households", array![40.0, 58.0])
        .imports(array![10.0, 20.0])
        .primary(
            leontief::table::PrimaryKind::UndividedValueAdded,
            array![38.0, 30.0],
        )
        .output(array![90.0, 80.0])
        .check()
        .unwrap();
    let prior = array![[5.0, 2.0], [3.0, 6.0]];
    let given = GivenImports::new(prior.clone()).final_use("households", array![1.0, 3.0]);
    let separation = ImportSeparation::given(given.to_published(ToPublished::Ras));
    let separated = separation.of(&table).unwrap();
    assert_eq!(separated.report().residual(), 0.0);
    let found = separated.into_draft().check().unwrap();
    let columns = [8.0, 8.0, 4.0].map(|sum| sum * 30.0 / 20.0);
    let sums: Array1<f64> = found.imported().sum_axis(ndarray::Axis(0));
    assert!((sums[0] - columns[0]).abs() <= 1e-8 && (sums[1] - columns[1]).abs() <= 1e-8);
    assert!((found.imported_final().sum() - columns[2]).abs() <= 1e-8);
    // RAS keeps odds ratios
    let odds = |m: &Array2<f64>| m[[0, 0]] * m[[1, 1]] / (m[[0, 1]] * m[[1, 0]]);
    assert!((odds(&found.imported().to_owned()) / odds(&prior) - 1.0).abs() <= 1e-8);
}

#[test]
fn a_product_without_given_imports_is_all_residual_however_rows_are_scaled() {
    for choice in [ToPublished::Leave, ToPublished::Rows] {
        let given = GivenImports::new(Array2::zeros((2, 2))).to_published(choice);
        assert_eq!(separated(given).report().residual(), 30.0);
    }
    let given = GivenImports::new(Array2::zeros((2, 2))).to_published(ToPublished::Ras);
    assert_refused(given, "do not add up to more than zero");
}

#[test]
fn cells_larger_than_the_table_are_refused_or_capped() {
    let large = GivenImports::new(array![[10.0, 23.0], [0.0, 0.0]]);
    assert_refused(
        large.clone(),
        "`goods`: CHN services of 20.000000 cannot hold imports of 23.000000",
    );
    let separation = ImportSeparation::given(large).overdraw(Overdraw::Cap);
    let separated = separation.of(&table()).unwrap();
    let capped = &separated.report().capped()[0];
    assert_eq!(capped.moved, 3.0);
    assert_eq!(separated.report().residual(), -3.0);
    let found = separated.into_draft().check().unwrap();
    // 3 over what others hold: 30 of the first user, 36 consumed, 14 invested
    assert_eq!(found.imported()[[0, 1]], 20.0);
    assert!((found.imported()[[0, 0]] - (10.0 + 3.0 * 30.0 / 80.0)).abs() <= 1e-12);
}

#[test]
fn signs_that_do_not_fit_are_refused_with_all_cells() {
    let wrong =
        GivenImports::new(array![[-1.0, 8.0], [0.0, 0.0]]).final_use("stocks", array![2.0, 0.0]);
    assert_refused(
        wrong.clone(),
        "`goods`: -1.000000 in CHN goods of 40.000000; `goods`: 2.000000 in stocks of -10.000000",
    );
    let separation = ImportSeparation::given(wrong).overdraw(Overdraw::Cap);
    assert!(separation.of(&table()).unwrap_err().is_table());
    let deep = given().final_use("investment", array![0.0, 0.0]);
    let deep = GivenImports::final_use(deep, "ERR", array![0.0, 0.0]);
    assert_refused(deep, "no final use `ERR`");
}

/// Stocks of domestic goods fall by 12 while those of imported ones rise by 2.
#[test]
fn changes_in_stocks_may_have_any_sign() {
    let given = GivenImports::new(array![[10.0, 8.0], [0.0, 0.0]])
        .final_use("households", array![10.0, 0.0])
        .changes_in_stocks("stocks", array![2.0, 0.0]);
    let separated = separated(given);
    assert_eq!(separated.report().residual(), 0.0);
    let table = separated.into_draft().check().unwrap();
    assert_eq!(
        table.domestic_final().row(0),
        array![26.0, 14.0, -12.0, 2.0]
    );
    assert_eq!(table.imported_final().row(0), array![10.0, 0.0, 2.0, 0.0]);
    let unknown = given_with_unknown_stocks();
    assert_refused(unknown, "no final use `stock`");
}

fn given_with_unknown_stocks() -> GivenImports {
    given().changes_in_stocks("stock", array![0.0, 0.0])
}

#[test]
fn matrices_that_do_not_fit_are_refused() {
    assert_refused(
        GivenImports::new(Array2::zeros((2, 3))),
        "the matrix of given imported inputs",
    );
    assert_refused(given().final_use("stocks", array![0.0, 0.0]), "given twice");
    assert_refused(
        given().final_use("investment", array![0.0]),
        "final use `investment`",
    );
    assert_refused(
        given().exports(array![f64::NAN, 0.0]),
        "given imports of `goods` in exports are not a number",
    );
    let separation = ImportSeparation::given(given()).exports(ImportedExports::Proportional);
    assert!(separation.of(&table()).unwrap_err().is_parameter());
}
