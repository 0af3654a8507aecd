//! Wrong inputs, each refused by name.

use leontief::Error;
use leontief::build::CapitalIncome::{self, Gross};
use leontief::build::income_owners::{
    Bilateral, ControlScale, CountryIncome, CrossBorderLabour, ForeignCapital, IncomeOwners,
    IncomeTransfers, Investment, InvestmentMeasure, Investor, PrimaryIncomeTotals, TransferBase,
    UNSPECIFIED,
};
use leontief::label::Group;
use leontief::table::{DepreciationIncome, PrimaryKind};
use ndarray::{Array2, array};

use crate::worlds::{china_usa_japan, table, undivided};

fn says<T: std::fmt::Debug>(result: leontief::error::Result<T>, words: &[&str]) -> Error {
    let error = result.unwrap_err();
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "no `{word}` in: {text}");
    }
    error
}

#[test]
fn matrices_with_wrong_codes_shapes_or_cells() {
    let one = || array![[1.0]];
    says(
        Bilateral::new(["A", "A"], ["B"], array![[1.0], [2.0]]),
        &["`A`", "twice"],
    );
    says(Bilateral::new(["A"], [""], one()), &["no code"]);
    says(
        Bilateral::new(["A"], ["B", "C"], one()),
        &["1 owners × 2 hosts", "1 × 1"],
    );
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        let error = says(
            Bilateral::new(["A"], ["B"], array![[wrong]]),
            &["`A`", "`B`"],
        );
        assert!(error.is_income());
    }
    let cells = [("A", "B", 1.0), ("A", "B", 2.0)];
    says(
        Bilateral::of_cells(cells),
        &["owner `A` in host `B`", "twice"],
    );
    let matrix = Bilateral::new(["A"], ["B"], one()).unwrap();
    says(matrix.of_hosts(&["b"]), &["`b`", "try: `B`"]);
    says(matrix.host_total("X"), &["`X`"]);
}

#[test]
fn income_that_cannot_pass_through() {
    let centre = CountryIncome::new(200.0, 220.0).with_gdp(60.0);
    let left = centre.without_pass_through(20.0).unwrap();
    assert_eq!((left.receipts, left.payments), (Some(0.0), Some(20.0)));
    assert_eq!(left.gdp, Some(60.0));
    says(centre.without_pass_through(19.0), &["from 20 to 220", "19"]);
    says(
        centre.without_pass_through(221.0),
        &["from 20 to 220", "221"],
    );
    says(centre.without_pass_through(f64::NAN), &["NaN"]);
    let unknown = CountryIncome {
        receipts: None,
        ..centre
    };
    says(
        unknown.without_pass_through(20.0),
        &["without its receipts"],
    );
}

#[test]
fn totals_that_are_no_amounts() {
    let of = |income: CountryIncome| PrimaryIncomeTotals::new([("CHN", income)]);
    says(
        of(CountryIncome::new(-1.0, 1.0)),
        &["receipts of `CHN`", "-1"],
    );
    says(
        of(CountryIncome::new(1.0, f64::NAN)),
        &["payments of `CHN`"],
    );
    says(
        of(CountryIncome::new(1.0, 1.0).with_gdp(0.0)),
        &["GDP of `CHN`", "above zero"],
    );
    says(
        of(CountryIncome::new(1.0, 1.0).with_within(1.5)),
        &["within of `CHN`", "1.5"],
    );
    let doubled = [
        ("A", CountryIncome::default()),
        ("A", CountryIncome::default()),
    ];
    says(PrimaryIncomeTotals::new(doubled), &["`A`", "twice"]);
    let known = of(CountryIncome::new(1.0, 1.0)).unwrap();
    says(known.only(&["chn"]), &["`chn`", "`CHN`"]);
}

fn built(layer: ForeignCapital) -> leontief::error::Result<()> {
    let world = china_usa_japan();
    IncomeOwners::of(&world)
        .foreign_capital(layer)
        .built()
        .map(|_| ())
}

#[test]
fn foreign_capital_that_does_not_fit() {
    says(
        built(ForeignCapital::by_ownership(0.1, 0.8)),
        &["layer 1", "USA whole", "JPN whole", "unknown"],
    );
    for wrong in [1.2, -0.1, f64::NAN] {
        let layer = ForeignCapital::by_ownership(wrong, 0.8).in_host("CHN");
        says(built(layer), &["CHN D s1", "a share from 0 to 1"]);
    }
    says(built(ForeignCapital::by(|_| 2.0)), &["CHN D s1", "found 2"]);
    says(
        built(ForeignCapital::by_producer(array![0.1])),
        &["4 producers of the table", "found 1"],
    );
    says(
        built(ForeignCapital::by_producer(array![0.1]).in_host("CHN")),
        &["2 producers of `CHN`"],
    );
    says(
        built(ForeignCapital::by(|_| 0.1).unknown(0.1)),
        &["unknown owner", "by producer"],
    );
    let anywhere = || ForeignCapital::by_ownership(0.1, 0.1);
    says(built(anywhere().in_host("chn")), &["`chn`", "try: `CHN`"]);
    says(built(anywhere().in_host("MAC")), &["`MAC`", "no producers"]);
    says(
        built(anywhere().in_host("CHN").in_host("CHN")),
        &["`CHN`", "twice"],
    );
}

#[test]
fn capital_income_that_the_table_does_not_tell_apart() {
    let world = undivided(&[("A", 1.0), ("B", 1.0)]);
    let home = DepreciationIncome::Home;
    let layer = ForeignCapital::by_ownership(0.1, 0.1).depreciation(home);
    says(
        IncomeOwners::of(&world).foreign_capital(layer).built(),
        &["depreciation cannot stay at home"],
    );
    let wages = table(
        &[("A", Group::whole(), 1)],
        &[],
        vec![(PrimaryKind::Compensation, array![1.0])],
    );
    let layer = ForeignCapital::by_ownership(0.1, 0.1);
    says(
        IncomeOwners::of(&wages).foreign_capital(layer).built(),
        &["no capital income", "compensation"],
    );
    let list = Investment::of_host("A", [("B", 0.1)], "ROW", Investor::Immediate).unwrap();
    says(
        IncomeOwners::of(&wages).investment(list).built(),
        &["no capital income"],
    );
}

fn shares(host: &str, share: f64) -> IncomeTransfers {
    IncomeTransfers::of_shares(Bilateral::new(["JPN"], [host], array![[share]]).unwrap()).unwrap()
}

#[test]
fn transfers_that_are_more_than_there_is() {
    let two = Bilateral::new(["A", "B"], ["C"], array![[0.7], [0.4]]).unwrap();
    says(
        IncomeTransfers::of_shares(two.clone()),
        &["`C`", "more than 1"],
    );
    says(
        IncomeTransfers::of_flows(two.clone(), [("C", 1.0)]),
        &["`C` pays more", "at most 1", "found 1.1"],
    );
    says(
        IncomeTransfers::of_flows(two.clone(), [("D", 1.0)]),
        &["`C`", "product"],
    );
    says(
        IncomeTransfers::of_flows(two, [("C", 1.0), ("C", 2.0)]),
        &["`C`", "twice"],
    );
    let world = china_usa_japan();
    let capital = TransferBase::CapitalIncome(DepreciationIncome::WithCapital);
    // 55 of 115 are capital income
    let layer = shares("CHN", 0.5).taken_from(capital);
    says(
        IncomeOwners::of(&world).transfers(layer).built(),
        &["`CHN`", "capital income alone", "55", "57.5"],
    );
    let enough = shares("CHN", 0.5);
    assert!(IncomeOwners::of(&world).transfers(enough).built().is_ok());
    says(
        IncomeOwners::of(&world)
            .transfers(shares("BRA", 0.1))
            .built(),
        &["layer 1", "`BRA`"],
    );
}

#[test]
fn transfers_out_of_a_loss() {
    let world = table(
        &[("A", Group::whole(), 1), ("JPN", Group::whole(), 1)],
        &[],
        vec![
            (PrimaryKind::Compensation, array![50.0, 50.0]),
            (PrimaryKind::OperatingSurplus, array![-5.0, 10.0]),
        ],
    );
    let capital = TransferBase::CapitalIncome(DepreciationIncome::WithCapital);
    says(
        IncomeOwners::of(&world)
            .transfers(shares("A", 0.1).taken_from(capital))
            .built(),
        &["`A`", "from 0 to -5"],
    );
}

#[test]
fn totals_from_which_no_flows_follow() {
    let of = |figures: [(&'static str, CountryIncome); 2]| {
        IncomeTransfers::proportional(&PrimaryIncomeTotals::new(figures).unwrap())
    };
    let gdp = |receipts, payments| CountryIncome::new(receipts, payments).with_gdp(100.0);
    let half = CountryIncome {
        payments: None,
        ..gdp(1.0, 1.0)
    };
    says(
        of([("A", gdp(1.0, 1.0)), ("B", half)]),
        &["`B`", "receipts and payments"],
    );
    says(
        of([("A", gdp(1.0, 1.0)), ("B", CountryIncome::new(1.0, 1.0))]),
        &["`B`", "gross domestic product"],
    );
    // A would have to pay itself
    let error = says(
        of([("A", gdp(3.0, 2.0)), ("B", gdp(1.0, 2.0))]),
        &["receipts of A", "payments of B"],
    );
    assert!(error.is_infeasible());
    says(
        of([("A", gdp(1.0, 0.0)), ("B", gdp(1.0, 0.0))]),
        &["received but not paid"],
    );
}

#[test]
fn investment_that_does_not_add_up() {
    let own = || Bilateral::new(["CHN", "USA"], ["CHN"], array![[1.0], [2.0]]).unwrap();
    let stock = InvestmentMeasure::Stock;
    says(
        Investment::new(own(), stock, Investor::Immediate),
        &["`CHN`", "immediate investor in itself", "Ultimate"],
    );
    let ultimate = || Investment::new(own(), stock, Investor::Ultimate).unwrap();
    says(
        ultimate().totals([("CHN", 2.5)]),
        &["`CHN`", "at least 3", "found 2.5"],
    );
    says(ultimate().totals([("CHN", f64::NAN)]), &["`CHN`"]);
    says(ultimate().totals([("USA", 9.0)]), &["`USA`"]);
    says(ultimate().totals([("CHN", 9.0), ("CHN", 9.0)]), &["twice"]);
    let list = |shares: &[(&'static str, f64)], rest: &str| {
        Investment::of_host("CHN", shares.iter().copied(), rest, Investor::Immediate)
    };
    says(
        list(&[("USA", 0.6), ("JPN", 0.6)], "ROW"),
        &["`CHN`", "1.2"],
    );
    says(list(&[("USA", 1.6)], "ROW"), &["`USA`", "from 0 to 1"]);
    says(list(&[("USA", 0.6)], "USA"), &["`USA`", "twice"]);
    says(
        list(&[("USA", 0.6)], "CHN"),
        &["immediate investor in itself"],
    );
    says(
        list(&[("USA", 0.6)], "ROW").unwrap().totals([("CHN", 9.0)]),
        &["no totals"],
    );
    let none = Bilateral::new(["USA"], ["CHN"], array![[0.0]]).unwrap();
    let layer = Investment::new(none, stock, Investor::Immediate).unwrap();
    let world = china_usa_japan();
    says(
        IncomeOwners::of(&world).investment(layer).built(),
        &["`CHN`", "column is zero"],
    );
    let far = Bilateral::new(["USA"], ["BRA"], array![[1.0]]).unwrap();
    let layer = Investment::new(far, stock, Investor::Immediate).unwrap();
    says(
        IncomeOwners::of(&world).investment(layer).built(),
        &["`BRA`"],
    );
}

#[test]
fn labour_that_is_not_paid() {
    says(CrossBorderLabour::shares([("CHN", 1.5)]), &["`CHN`", "1.5"]);
    says(
        CrossBorderLabour::amounts([("CHN", -1.0)]),
        &["`CHN`", "-1"],
    );
    says(
        CrossBorderLabour::shares([("CHN", 0.1), ("CHN", 0.1)]),
        &["twice"],
    );
    let labour = || CrossBorderLabour::shares([("CHN", 0.1)]).unwrap();
    let origins = |owner: &str, host: &str, cell: f64| {
        Bilateral::new([owner], [host], Array2::from_elem((1, 1), cell)).unwrap()
    };
    says(
        labour().with_origins(origins("CHN", "CHN", 1.0)),
        &["`CHN`", "no foreigners"],
    );
    says(
        labour().with_origins(origins("USA", "JPN", 1.0)),
        &["`JPN`"],
    );
    says(
        labour().with_origins(origins("USA", "CHN", 0.0)),
        &["column is zero"],
    );
    let world = china_usa_japan();
    let more = CrossBorderLabour::amounts([("CHN", 51.0)]).unwrap();
    says(
        IncomeOwners::of(&world).labour(more).built(),
        &["`CHN`", "at most 50", "found 51"],
    );
    let whole = undivided(&[("CHN", 1.0)]);
    says(
        IncomeOwners::of(&whole).labour(labour()).built(),
        &["no compensation of employees", "value_added"],
    );
}

#[test]
fn layers_that_are_replaced_everywhere() {
    let world = china_usa_japan();
    let capital = || ForeignCapital::by_ownership(0.1, 0.1);
    says(
        IncomeOwners::of(&world)
            .foreign_capital(capital().in_host("CHN"))
            .foreign_capital(capital())
            .built(),
        &["layer 1", "foreign capital", "says nothing"],
    );
    says(
        IncomeOwners::of(&world)
            .transfers(shares("CHN", 0.1))
            .transfers(shares("CHN", 0.2))
            .built(),
        &["layer 1", "transfers"],
    );
}

/// A tenth of capital income in China, whoever has it.
fn held(
    figures: &[(&str, CountryIncome)],
    scale: ControlScale,
    capital: CapitalIncome,
) -> leontief::error::Result<()> {
    let world = china_usa_japan();
    let layer = ForeignCapital::by_ownership(0.1, 0.1).in_host("CHN");
    let totals = PrimaryIncomeTotals::new(figures.iter().copied()).unwrap();
    let list = Investment::of_host("CHN", [("USA", 0.5)], UNSPECIFIED, Investor::Immediate);
    IncomeOwners::of(&world)
        .foreign_capital(layer)
        .investment(list.unwrap())
        .held_to(&totals, scale, capital)
        .built()
        .map(|_| ())
}

fn paid(amount: f64) -> CountryIncome {
    CountryIncome {
        payments: Some(amount),
        ..CountryIncome::default()
    }
}

fn received(amount: f64) -> CountryIncome {
    CountryIncome {
        receipts: Some(amount),
        ..CountryIncome::default()
    }
}

#[test]
fn control_totals_that_nothing_can_meet() {
    let amounts = ControlScale::Amounts;
    says(
        held(&[("JPN", paid(3.0))], amounts, Gross),
        &["host `JPN`", "imply none", "payments of 3", "try:"],
    );
    says(
        held(&[("JPN", received(3.0))], amounts, Gross),
        &["owner `JPN`", "imply none", "receipts of 3"],
    );
    let error = says(
        held(&[("CHN", paid(200.0))], amounts, Gross),
        &["`CHN`", "more income", "at most 115", "found 200"],
    );
    assert!(error.is_control_total());
    // more than all capital income of China
    let error = says(held(&[("CHN", paid(60.0))], amounts, Gross), &["`CHN`"]);
    assert!(error.is_infeasible());
    // the United States have income in China only
    let figures = [("CHN", paid(5.0)), ("USA", received(6.0))];
    let error = says(
        held(&figures, amounts, Gross),
        &["receipts of USA", "payments of CHN"],
    );
    assert!(error.is_infeasible());
}

#[test]
fn control_totals_without_a_place_in_the_table() {
    let amounts = ControlScale::Amounts;
    says(
        held(&[("BRA", paid(1.0))], amounts, Gross),
        &["control totals", "`BRA`"],
    );
    says(
        held(&[("MAC", paid(1.0))], amounts, Gross),
        &["`MAC`", "no producers"],
    );
    says(
        held(&[("BRA", received(1.0))], amounts, Gross),
        &["no owner `BRA`"],
    );
    says(
        held(&[("CHN", paid(1.0))], ControlScale::ShareOfGdp, Gross),
        &["`CHN`", "needs the product"],
    );
    says(
        held(
            &[(UNSPECIFIED, received(1.0))],
            ControlScale::ShareOfGdp,
            Gross,
        ),
        &["`unspecified`"],
    );
    says(
        held(&[("CHN", paid(1.0).with_within(0.5))], amounts, Gross),
        &["`CHN`", "pay each other"],
    );
}

#[test]
fn control_totals_given_twice_or_net_of_what_is_not_told_apart() {
    let world = undivided(&[("A", 10.0), ("B", 10.0)]);
    let totals = PrimaryIncomeTotals::new([("A", paid(1.0))]).unwrap();
    let owners = || {
        let layer = ForeignCapital::by_ownership(0.1, 0.1);
        let owners = IncomeOwners::of(&world).foreign_capital(layer);
        owners.held_to(&totals, ControlScale::Amounts, CapitalIncome::Net)
    };
    says(owners().built(), &["net of depreciation"]);
    says(
        owners()
            .compared_with(&totals, ControlScale::Amounts, Gross)
            .built(),
        &["2 times"],
    );
}
