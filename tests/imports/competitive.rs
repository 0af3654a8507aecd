//! What a competitive table must satisfy, and how a draft that does not is refused.

use leontief::build::{ImportSeparation, ImportedExports};
use leontief::label::{Axis, TradeKind};
use leontief::table::{CompetitiveDraft, PrimaryKind, Tolerance};
use ndarray::{Array1, Array2, array};

use crate::{draft, table, unit};

#[track_caller]
fn assert_refused(draft: CompetitiveDraft, words: &[&str]) {
    let error = draft.check().unwrap_err();
    assert!(error.is_table());
    let error = error.to_string();
    for word in words {
        assert!(error.contains(word), "no `{word}` in: {error}");
    }
}

#[test]
fn a_table_keeps_what_it_was_given() {
    let table = table();
    assert_eq!(table.country(), "CHN");
    assert_eq!(table.sectors().codes(), ["goods", "services"]);
    assert_eq!(table.domestic_uses(), array![100.0, 90.0]);
    assert_eq!(table.exports().total(), 40.0);
    assert_eq!(table.imports(), array![30.0, 0.0]);
    let (code, amounts) = table.statistical_discrepancy().unwrap();
    assert_eq!((code, amounts.sum()), ("ERR", 2.0));
    assert_eq!(table.finals().dim(), (2, 3));
    assert!(
        table
            .checked()
            .row_residuals()
            .iter()
            .all(|row| row.amount == 0.0)
    );
}

#[test]
fn all_sums_that_miss_output_are_named_at_once() {
    let short = draft().output(array![101.0, 99.0]);
    assert_refused(
        short.clone(),
        &[
            "has 4 problems",
            "the uses less imports of CHN goods sum to 102.000000, its output is 101.000000 (difference -1.000000",
            "the inputs of CHN services sum to 100.000000",
        ],
    );
    let table = short.tolerance(Tolerance::absolute(1.0)).check().unwrap();
    assert_eq!(table.checked().worst_row().unwrap().amount, -1.0);
}

#[test]
fn imports_are_positive_numbers() {
    assert_refused(
        draft().imports(array![-30.0, 0.0]),
        &["imports of CHN goods are -30: imports are given as positive numbers"],
    );
}

#[test]
fn cells_that_are_not_numbers_are_named() {
    let mut flows = array![[40.0, 20.0], [12.0, 30.0]];
    flows[[1, 0]] = f64::NAN;
    assert_refused(
        draft().flows(flows).imports(array![f64::INFINITY, 0.0]),
        &[
            "CHN services → CHN goods is NaN",
            "CHN goods → imports is inf",
        ],
    );
}

#[test]
fn shapes_and_doubled_names_are_refused() {
    let wrong = draft()
        .flows(Array2::zeros((2, 3)))
        .imports(array![1.0])
        .final_use("households", array![0.0, 0.0])
        .primary(PrimaryKind::UndividedValueAdded, array![0.0, 0.0])
        .statistical_discrepancy("stocks", array![0.0]);
    assert_refused(
        wrong,
        &[
            "the matrix of flows is 2 × 3",
            "the vector of imports is 1 × 1",
            "the statistical discrepancy `stocks` is 1 × 1",
            "the final use `households` is given twice",
            "the final use `stocks` is given twice",
            "the row value added (undivided) is given twice",
        ],
    );
}

/// Three sectors, the last of which makes nothing.
fn with_oil(uses: f64, imports: f64) -> CompetitiveDraft {
    let sectors = Axis::new(["goods", "services", "oil"]).unwrap();
    CompetitiveDraft::new("CHN", sectors, unit())
        .unwrap()
        .flows(array![
            [40.0, 20.0, 0.0],
            [12.0, 30.0, 0.0],
            [uses, 0.0, 0.0]
        ])
        .final_use("households", array![40.0, 48.0, 0.0])
        .export("WLD", TradeKind::Goods, array![30.0, 10.0, 0.0])
        .imports(array![30.0, 0.0, imports])
        .primary(
            PrimaryKind::UndividedValueAdded,
            array![48.0 - uses, 50.0, 0.0],
        )
        .output(array![100.0, 100.0, 0.0])
}

#[test]
fn a_product_that_is_only_imported_is_legal_and_wholly_imported() {
    // 0.1 + 0.2 is not 0.3 in binary numbers
    let flows = array![[40.0, 20.0, 0.0], [12.0, 30.0, 0.0], [0.1, 0.2, 0.0]];
    let draft = with_oil(0.1, 0.3).flows(flows);
    let draft = draft.primary(PrimaryKind::Other, array![0.0, -0.2, 0.0]);
    let table = draft.check().unwrap();
    assert_eq!(table.checked().zero_output(), ["CHN oil"]);
    for choice in [ImportedExports::None, ImportedExports::Proportional] {
        let separation = ImportSeparation::proportional().exports(choice);
        let separated = separation.of(&table).unwrap();
        assert_eq!(separated.report().residual(), 0.0);
        let table = separated.into_draft().check().unwrap();
        assert_eq!(table.imported().row(2), array![0.1, 0.2, 0.0]);
        assert_eq!(table.domestic().row(2), array![0.0, 0.0, 0.0]);
    }
}

#[test]
fn uses_without_output_that_are_not_imported_are_refused_at_any_tolerance() {
    assert_refused(
        with_oil(5.0, 4.0).tolerance(Tolerance::absolute(1e6)),
        &["CHN oil has no output but sales of 1.000000"],
    );
}

#[test]
fn inputs_without_output_are_refused() {
    let mut flows = array![[40.0, 20.0, 0.0], [12.0, 30.0, 0.0], [5.0, 0.0, 0.0]];
    flows[[0, 2]] = 1.0;
    let draft = with_oil(5.0, 5.0).flows(flows);
    assert_refused(draft, &["CHN oil has no output but inputs of 1.000000"]);
}

#[test]
fn negative_output_is_refused() {
    let draft = draft().output(array![-1.0, 100.0]);
    assert_refused(draft, &["CHN goods has negative output -1"]);
}

#[test]
fn negative_inputs_are_legal_and_noted() {
    let draft = CompetitiveDraft::new("CHN", Axis::new(["all"]).unwrap(), unit())
        .unwrap()
        .flows(array![[-1.0]])
        .final_use("households", array![11.0])
        .primary(PrimaryKind::UndividedValueAdded, array![11.0])
        .output(array![10.0]);
    let table = draft.check().unwrap();
    assert_eq!(table.checked().notes(), ["1 negative input cells"]);
    assert!(table.statistical_discrepancy().is_none());
    assert_eq!(table.imports(), Array1::<f64>::zeros(1));
}
