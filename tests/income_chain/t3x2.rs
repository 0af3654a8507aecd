//! The worked case T3x2 with owners.

use leontief::account::decompose::{Approach, BorinMancini};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use leontief::label::Axis;
use leontief::model::WorldModel;
use leontief::table::IncomeShares;

use crate::common::worlds::{t3x2, t3x2_case};
use crate::common::{assert_close, matrix, vector};

fn model() -> WorldModel {
    let table = t3x2();
    let shares = matrix(&t3x2_case()["expected"]["income"]["omega_owner_by_producer"]);
    let owners = Axis::new(["A", "B", "C"]).unwrap();
    let income = IncomeShares::in_world_alike(&table, owners, shares).unwrap();
    table.model().unwrap().with_income(income).unwrap()
}

fn balance(ledger: &Ledger, term: &str, first: &str, second: &str) -> f64 {
    let pair = ledger.exporter(first).unwrap().importer(second).unwrap();
    pair.term(term).unwrap().value().unwrap()
}

#[test]
fn the_income_matrix_is_that_of_the_worked_case() {
    let expected = &t3x2_case()["expected"]["income"];
    let global = model().global_income().unwrap();
    let printed = matrix(&expected["income_owner_by_absorber"]);
    assert_close("N", global.matrix(), printed, 1e-9);
    let gni = vector(&expected["gni"]);
    assert_close(
        "GNI",
        global.flow_matrix().rows().into_iter().map(|row| row.sum()),
        gni,
        1e-9,
    );
}

#[test]
fn balances_are_those_of_the_worked_case() {
    let balances = model().income_balances().unwrap();
    let pairs = [("A", "B"), ("A", "C"), ("B", "C")];
    let of = |term: &str| pairs.map(|(s, r)| balance(&balances, term, s, r));
    assert_close("gross", of("GROSS_BALANCE"), [2.0, 14.0, 15.0], 1e-12);
    assert_close(
        "value added",
        of("VAX_BALANCE"),
        [2.7097, 13.2903, 15.7097],
        5e-5,
    );
    assert_close(
        "income absorbed",
        of("NI_ABSORBED_BALANCE"),
        [-2.317, 12.397, 22.343],
        5e-4,
    );
    assert_close(
        "own",
        of("NI_OWN_BALANCE"),
        [1.922318, 14.435298, 20.645181],
        5e-7,
    );
    assert_close(
        "two-sided",
        of("NI_TWO_SIDED_BALANCE"),
        [0.212210, 14.125948, 24.531880],
        5e-7,
    );
    assert_close(
        "flows",
        of("DVA_BALANCE"),
        [3.308796, 14.267244, 17.164751],
        5e-7,
    );
    let printed = matrix(&t3x2_case()["expected"]["income"]["bilateral_income_balance"]);
    let found = ["A", "B", "C"].map(|s| {
        ["A", "B", "C"].map(|r| {
            if s == r {
                0.0
            } else {
                balance(&balances, "NI_ABSORBED_BALANCE", s, r)
            }
        })
    });
    assert_close("all pairs", found.into_iter().flatten(), printed, 1e-9);
}

#[test]
fn accounts_are_those_of_the_worked_case() {
    let accounts = model().income_accounts().unwrap();
    let of = |account: &str| ["A", "B", "C"].map(|party| accounts.figure(party, account).unwrap());
    assert_close("GDP", of("GDP"), [140.0, 210.0, 67.0], 1e-12);
    assert_close("GNI", of("GNI"), [134.08, 221.66, 61.26], 1e-12);
    assert_close("net income", of("NET_INCOME"), [-5.92, 11.66, -5.74], 1e-12);
    assert_close(
        "balance",
        of("INCOME_BALANCE"),
        [10.08, 24.66, -34.74],
        1e-12,
    );
    assert_close("trade", of("TRADE_BALANCE"), [16.0, 13.0, -29.0], 1e-12);
    assert_eq!(accounts.identities().len(), 3 + 2 * 3);
}

#[test]
fn owners_of_a_decomposition_add_up_to_it() {
    let model = model();
    let method = BorinMancini::Exporter(Approach::Source, Level::Bilateral);
    let by_owner = model
        .decompose_by_owner(&method, &Scope::everything(), &Owners::all())
        .unwrap();
    let whole = model.decompose(&method).unwrap();
    let sums = by_owner.summed_over(&[Column::Owner]);
    assert_close(
        "terms",
        sums.rows().map(|row| row.value),
        whole.rows().map(|row| row.value),
        1e-12,
    );
    let in_exports = model.income_in_exports(Level::Bilateral).unwrap();
    let dva = by_owner
        .combined(&[(
            leontief::account::ledger::Term::new("DVA", "", ""),
            &["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"],
        )])
        .unwrap();
    assert_close(
        "income in exports",
        in_exports.rows().map(|row| row.value),
        dva.rows().map(|row| row.value),
        1e-12,
    );
}
