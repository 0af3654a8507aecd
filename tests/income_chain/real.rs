//! A published table with made-up owners.

use leontief::account::decompose::{
    Approach, BorinMancini, JohnsonNoguera, KoopmanWangWei, LosTimmerDeVries, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use leontief::label::Axis;
use leontief::model::{Unallocated, WorldModel, WorldOptions};
use leontief::table::{IncomeShares, WorldTable};
use ndarray::{Array2, Axis as Dimension};

use crate::common::random::Numbers;
use crate::read::{figure, near};

fn regions() -> WorldTable {
    let folder = format!("{}/data/wiod13-6region/2011", env!("CARGO_MANIFEST_DIR"));
    leontief::read::world_csv(folder).unwrap().check().unwrap()
}

/// Home keeps seven tenths or more of everything; the rest goes to the other regions and to nobody known.
fn model(unallocated: Unallocated) -> WorldModel {
    let table = regions();
    let mut codes = table.countries().codes().to_vec();
    codes.push("unspecified".to_owned());
    let numbers = &mut Numbers::new(2011);
    let n = table.producers().len();
    let components = table.components().into_iter().map(|kind| {
        let mut shares = Array2::zeros((codes.len(), n));
        for country in table.countries().positions() {
            for i in table.range(country) {
                let foreign = numbers.between(0.0, 0.3);
                shares
                    .column_mut(i)
                    .assign(&(numbers.shares(codes.len()) * foreign));
                shares[[country.get(), i]] += 1.0 - foreign;
            }
        }
        (kind, shares)
    });
    let components: Vec<_> = components.collect();
    let owners = Axis::new(&codes).unwrap();
    let income = IncomeShares::in_world(&table, owners, components).unwrap();
    let options = WorldOptions::default().unallocated(unallocated);
    table
        .model_with(options)
        .unwrap()
        .with_income(income)
        .unwrap()
}

/// One part in 10⁹ of the largest flow.
fn tolerance(table: &WorldTable) -> f64 {
    1e-9 * table.output().iter().fold(0.0_f64, |most, x| most.max(*x))
}

fn over_exports(ledger: &Ledger, owner: &str, exporter: &str, terms: &[&str]) -> f64 {
    let own = ledger.owner(owner).unwrap().exporter(exporter).unwrap();
    own.select(Column::Term, terms).unwrap().total()
}

#[test]
fn the_accounts_of_six_regions_hold_and_income_is_what_they_absorb() {
    let model = model(Unallocated::AtHome);
    let table = model.table();
    let tolerance = tolerance(table);
    let global = model.global_income().unwrap();
    let (matrix, flows) = (global.matrix(), global.flow_matrix());
    let accounts = model.income_accounts().unwrap();
    assert_eq!(accounts.identities().len(), 3 + 2 * 7);
    for (party, identity) in accounts.identities() {
        assert!(
            near(identity.left, identity.right, tolerance),
            "{party}: {identity:?}"
        );
    }
    let value = table.value_added();
    assert!(near(matrix.sum(), value.sum(), tolerance));
    let mut used = table.absorption().sum_axis(Dimension(0));
    for (country, missing) in table
        .countries()
        .positions()
        .map(|at| (at, table.range(at)))
    {
        let unallocated = table.unallocated();
        used[country.get()] += missing.map(|i| unallocated[i]).sum::<f64>();
    }
    for (at, code) in table.countries().codes().iter().enumerate() {
        let account = |account: &str| accounts.figure(code, account).unwrap();
        let product: f64 = table
            .range(table.countries().at(code).unwrap())
            .map(|i| value[i])
            .sum();
        assert!(near(account("GDP"), product, tolerance));
        // value added is all that is not an input, so owners' income from final use is that use
        assert!(near(account("ABSORBED"), used[at], tolerance));
        assert!(near(account("OTHER_BALANCE"), 0.0, tolerance));
        assert!(near(matrix.row(at).sum(), account("GNI"), tolerance));
        let net = flows.row(at).sum() - flows.column(at).sum();
        assert!(near(account("NET_INCOME"), net, tolerance));
        assert!(near(
            account("INCOME_BALANCE"),
            account("CURRENT_ACCOUNT"),
            tolerance
        ));
        assert!(account("RECEIVED") > 0.0 && account("PAID") > 0.0);
    }
    let unspecified = accounts.figure("unspecified", "GNI").unwrap();
    assert!(unspecified > 0.0 && near(unspecified, flows.row(6).sum(), tolerance));
}

#[test]
fn decompositions_of_six_regions_by_owner_add_up_and_agree_with_each_other() {
    let model = model(Unallocated::AtHome);
    let table = model.table();
    let tolerance = tolerance(table);
    let (scope, owners) = (Scope::everything(), Owners::all());
    let country = Level::Country;
    let ask = |approach| {
        let method = BorinMancini::Exporter(approach, country);
        model.decompose_by_owner(&method, &scope, &owners).unwrap()
    };
    let (source, sink) = (ask(Approach::Source), ask(Approach::Sink));
    let sixteen = model
        .decompose_by_owner(&WangWeiZhu(country), &scope, &owners)
        .unwrap();
    let nine = model
        .decompose_by_owner(&KoopmanWangWei(country), &scope, &owners)
        .unwrap();
    let lost = model
        .decompose_by_owner(&LosTimmerDeVries, &scope, &owners)
        .unwrap();
    let vax = model
        .decompose_by_owner(&JohnsonNoguera(country), &scope, &owners)
        .unwrap();
    let in_exports = model.income_in_exports(country).unwrap();
    let ratios = model.income_ratios(country).unwrap();
    let exports = table.exports();
    for code in table.countries().codes() {
        let range = table.range(table.countries().at(code).unwrap());
        let gross: f64 = range.map(|i| exports.row(i).sum()).sum();
        let (mut terms, mut domestic) = ([0.0; 4], 0.0);
        for owner in model.income().owners().codes() {
            let dva = ["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"];
            let by_source = over_exports(&source, owner, code, &dva);
            for other in [
                over_exports(&sink, owner, code, &dva),
                over_exports(&lost, owner, code, &["DVA"]),
                over_exports(&in_exports, owner, code, &["INCOME"]),
                over_exports(
                    &nine,
                    owner,
                    code,
                    &["KWW1", "KWW2", "KWW3", "KWW4", "KWW5"],
                ),
            ] {
                assert!(near(other, by_source, tolerance), "{owner} {code}");
            }
            let absorbed = over_exports(&vax, owner, code, &["VAX"]);
            for other in [
                over_exports(&source, owner, code, &dva[..4]),
                over_exports(&nine, owner, code, &["KWW1", "KWW2", "KWW3"]),
            ] {
                assert!(near(other, absorbed, tolerance), "{owner} {code}");
            }
            domestic += by_source;
            for (sum, ledger) in terms.iter_mut().zip([&source, &sink, &sixteen, &nine]) {
                *sum += ledger.owner(owner).unwrap().exporter(code).unwrap().total();
            }
        }
        assert!(
            terms.iter().all(|sum| near(*sum, gross, tolerance)),
            "{code}: {terms:?} {gross}"
        );
        let ratio = |term: &str| figure(&ratios, &[(Column::Exporter, code), (Column::Term, term)]);
        assert!(near(ratio("DVA_EXPORTS") * gross, domestic, tolerance));
        assert!(near(ratio("NI_DVA") + ratio("PENETRANCE"), 1.0, 1e-12));
        assert!(
            (0.05..0.30).contains(&ratio("PENETRANCE")),
            "{}",
            ratio("PENETRANCE")
        );
    }
}

#[test]
fn the_national_tables_of_six_regions_have_the_balances_of_the_world() {
    use leontief::balance::{BalanceMeasure, BalanceSheet, Economy, Reading};
    let model = model(Unallocated::AtHome);
    let balances = model.income_balances().unwrap();
    let economy = |code: &str, partner: &str| {
        let table = model.table().national(code).unwrap();
        let income = model.income().national(&table).unwrap();
        let national = table.model_with(income).unwrap();
        Economy::exporting_to(&national, partner).unwrap()
    };
    for (s, r) in [("CHN", "USA"), ("USA", "EUR"), ("JPN", "CHN")] {
        let sheet = BalanceSheet::between(&economy(s, r), &economy(r, s)).unwrap();
        for (term, measure) in [
            ("GROSS_BALANCE", BalanceMeasure::Gross),
            ("DVA_BALANCE", BalanceMeasure::ValueAdded),
            (
                "NI_OWN_BALANCE",
                BalanceMeasure::Income(Reading::OwnExports),
            ),
            (
                "NI_TWO_SIDED_BALANCE",
                BalanceMeasure::Income(Reading::TwoSided),
            ),
        ] {
            let labels = [
                (Column::Exporter, s),
                (Column::Importer, r),
                (Column::Term, term),
            ];
            let found = figure(&balances, &labels);
            let gap = (found - sheet.balance(measure)).abs();
            assert!(gap <= tolerance(model.table()), "{term} {s} {r}: {gap:e}");
        }
    }
}

#[test]
fn accounts_of_six_regions_show_income_that_published_uses_do_not_absorb() {
    let ignored = model(Unallocated::Ignored);
    let table = ignored.table();
    let tolerance = tolerance(table);
    // cells were cut to whole millions: what uses miss of output is positive
    let missing = table.unallocated();
    assert!(missing.sum() > 1000.0);
    let called = ignored.induced_output(missing.view()).unwrap();
    let accounts = ignored.income_accounts().unwrap();
    assert_eq!(accounts.identities().len(), 3);
    let mut all = 0.0;
    for owner in ignored.income().owners().codes() {
        let measure = leontief::model::Measure::income(owner);
        let expected = ignored.weights(&measure).unwrap().rates().dot(&called);
        let found = accounts.figure(owner, "UNABSORBED").unwrap();
        assert!(
            found > 0.0 && near(found, expected, tolerance),
            "{owner}: {found} {expected}"
        );
        all += found;
    }
    // without other primary inputs all output is some owner's income
    assert!(near(all, missing.sum(), tolerance));
    let at_home = model(Unallocated::AtHome).income_accounts().unwrap();
    for owner in ignored.income().owners().codes() {
        for account in [
            "GDP",
            "RECEIVED",
            "PAID",
            "GNI",
            "TRADE_BALANCE",
            "CURRENT_ACCOUNT",
        ] {
            let [ignored, at_home] =
                [&accounts, &at_home].map(|a| a.figure(owner, account).unwrap());
            assert!(near(ignored, at_home, tolerance), "{owner} {account}");
        }
    }
}
