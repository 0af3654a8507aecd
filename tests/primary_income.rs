//! Foreign income that shares imply against primary income paid: worked case, identities, refusals, the real table of China.

mod common;

use common::random::{RandomTable, any_table, cases, largest_flow};
use common::remade::Recipe;
use common::{assert_close, china_table, million_dollars, sources};
use leontief::build::{
    CapitalIncome, ForeignIncomeControl, ForeignIncomeMet, Overdraw, PrimaryIncomePaid,
    ShareAdjustment, foreign_income_coefficients,
};
use leontief::label::{Axis, Group, Ownership, Producers};
use leontief::model::Measure;
use leontief::model::Model;
use leontief::study::china_us::{Choices, SplitMethod};
use leontief::table::{
    DepreciationIncome, ForeignShares, IncomeShares, NationalDraft, NationalTable, Origins,
    PrimaryKind,
};
use leontief::unit::{Conversion, Scale};
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;

const CAPPED: ShareAdjustment = ShareAdjustment::Proportional(Overdraw::Cap);
const SCALED: ShareAdjustment = ShareAdjustment::Proportional(Overdraw::Refuse);

/// Domestic and foreign-invested producers of goods: surplus 70 and 10, depreciation 20 and 10, wages 50 and 20.
fn two_firms() -> NationalTable {
    let groups = [Ownership::Domestic, Ownership::Foreign].map(|o| Group::of(Some(o), None));
    let producers = Producers::national("CHN", groups, &Axis::new(["goods"]).unwrap()).unwrap();
    NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        million_dollars(),
    )
    .domestic(array![[40.0, 30.0], [10.0, 10.0]])
    .imported(array![[10.0, 20.0]])
    .primary(PrimaryKind::Compensation, array![50.0, 20.0])
    .primary(PrimaryKind::Depreciation, array![20.0, 10.0])
    .primary(PrimaryKind::OperatingSurplus, array![70.0, 10.0])
    .remaining_output_to("households")
    .output(array![200.0, 100.0])
    .check()
    .unwrap()
}

fn foreign(compensation: [f64; 2], capital: [f64; 2]) -> ForeignShares {
    ForeignShares {
        compensation: compensation.to_vec().into(),
        capital: capital.to_vec().into(),
        depreciation: DepreciationIncome::WithCapital,
    }
}

fn control(
    table: &NationalTable,
    paid: PrimaryIncomePaid,
    capital: CapitalIncome,
) -> ForeignIncomeControl<'_> {
    let foreign = foreign([0.0, 0.05], [0.1, 0.8]);
    ForeignIncomeControl::new(table, &foreign, paid, capital).unwrap()
}

#[test]
fn implied_income_is_the_hand_worked_one_net_and_gross_of_depreciation() {
    let table = two_firms();
    let paid = PrimaryIncomePaid::Total(12.0);
    let net = control(&table, paid, CapitalIncome::Net);
    let implied = net.implied();
    // λw = 0.05 × 20; κs = 7 + 8; κd = 2 + 8
    assert_eq!(
        [implied.compensation(), implied.capital(), implied.total()],
        [1.0, 15.0, 16.0]
    );
    assert_eq!(implied.depreciation(), 10.0);
    let groups: Vec<(&str, f64)> = implied.by_group().collect();
    assert_eq!(groups, [("D", 7.0), ("F", 9.0)]);
    let capital: Vec<(&str, f64)> = implied.capital_by_group().collect();
    assert_eq!(capital, [("D", 7.0), ("F", 8.0)]);
    assert_eq!(net.residual().amount(), -4.0);
    assert_eq!(net.residual().relative(), Some(-0.25));
    assert_eq!(
        net.residual().to_string(),
        "primary income paid 12.0, foreign income implied 16.0 (compensation 1.0, capital 15.0; without depreciation of 10.0): residual -4.0, mn USD"
    );

    let gross = control(&table, paid, CapitalIncome::Gross);
    assert_eq!(gross.implied().total(), 26.0);
    assert_eq!(gross.implied().depreciation(), 10.0);
    assert_eq!(gross.residual().amount(), -14.0);
    assert!(
        gross
            .residual()
            .to_string()
            .contains("capital 25.0, of it depreciation 10.0")
    );
}

#[test]
fn depreciation_that_stays_at_home_is_in_neither_comparison() {
    let table = two_firms();
    let shares = ForeignShares {
        depreciation: DepreciationIncome::Home,
        ..foreign([0.0, 0.0], [0.1, 0.8])
    };
    for capital in [CapitalIncome::Net, CapitalIncome::Gross] {
        let paid = PrimaryIncomePaid::Total(0.0);
        let control = ForeignIncomeControl::new(&table, &shares, paid, capital).unwrap();
        assert_eq!(control.implied().total(), 15.0);
        assert_eq!(control.implied().depreciation(), 0.0);
    }
}

#[test]
fn coefficients_stand_in_the_order_of_the_primary_rows() {
    let table = two_firms();
    let shares = foreign([0.0, 0.05], [0.1, 0.8]);
    let kinds: Vec<PrimaryKind> = table.primary().rows().iter().map(|row| row.kind).collect();
    use PrimaryKind::{Compensation, Depreciation, OperatingSurplus};
    assert_eq!(kinds, [Compensation, Depreciation, OperatingSurplus]);
    let of = |capital| foreign_income_coefficients(&table, &shares, capital).unwrap();
    assert_eq!(
        of(CapitalIncome::Net),
        array![[0.0, 0.05], [0.0, 0.0], [0.1, 0.8]]
    );
    assert_eq!(
        of(CapitalIncome::Gross),
        array![[0.0, 0.05], [0.1, 0.8], [0.1, 0.8]]
    );
}

#[test]
fn shares_of_capital_are_scaled_to_the_total_and_those_of_compensation_stay() {
    let table = two_firms();
    let control = control(&table, PrimaryIncomePaid::Total(13.0), CapitalIncome::Net);
    let met = control.met(SCALED).unwrap();
    // capital 12 of 15
    assert_close(
        "capital",
        met.foreign().capital.clone(),
        [0.08, 0.64],
        1e-15,
    );
    assert_eq!(met.foreign().compensation, array![0.0, 0.05]);
    assert_close("total", [met.implied().total()], [13.0], 1e-13);
    assert!(met.capped().is_empty());
    assert_eq!(
        met.report()[1],
        "foreign capital income: shares of 2 producers × 0.800000"
    );
}

#[test]
fn odds_change_by_one_factor_and_solve_the_equation_of_the_total() {
    let table = two_firms();
    // with factor 2 the odds 1/9 and 4 become 2/9 and 8: shares 2/11 and 8/9
    let paid = PrimaryIncomePaid::Total(1.0 + 70.0 * 2.0 / 11.0 + 10.0 * 8.0 / 9.0);
    let met = control(&table, paid, CapitalIncome::Net)
        .met(ShareAdjustment::Odds)
        .unwrap();
    assert_close(
        "capital",
        met.foreign().capital.clone(),
        [2.0 / 11.0, 8.0 / 9.0],
        1e-12,
    );
    assert_eq!(
        met.report()[1],
        "foreign capital income: odds of 2 producers × 2.000000"
    );
}

#[test]
fn parts_are_met_apart() {
    let table = two_firms();
    let paid = PrimaryIncomePaid::Apart {
        compensation: 2.0,
        investment: 12.0,
    };
    let control = control(&table, paid, CapitalIncome::Net);
    assert_eq!(control.residual().apart(), Some([1.0, -3.0]));
    let met = control.met(SCALED).unwrap();
    assert_close(
        "compensation",
        met.foreign().compensation.clone(),
        [0.0, 0.1],
        1e-15,
    );
    assert_close(
        "capital",
        met.foreign().capital.clone(),
        [0.08, 0.64],
        1e-15,
    );
}

#[test]
fn shares_above_one_are_refused_by_name_or_capped_and_made_up_for() {
    let table = two_firms();
    let control = control(&table, PrimaryIncomePaid::Total(25.0), CapitalIncome::Net);
    // 24 of 15: F would have 1.28; at most 15 / 0.8 = 18.75
    let error = control.met(SCALED).unwrap_err();
    assert!(error.is_control_total());
    for part in [
        "would exceed 1 in `CHN F goods`",
        "from 0.000000 to 18.750000",
        "found 24.000000",
        "Overdraw::Cap",
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
    let met = control.met(CAPPED).unwrap();
    assert_close("capital", met.foreign().capital.clone(), [0.2, 1.0], 1e-15);
    assert_eq!(met.capped()[0].sectors(), ["CHN F goods"]);
    assert!(met.report()[2].contains("CHN F goods"));
}

#[test]
fn what_cannot_be_reached_is_refused_with_the_range() {
    let table = two_firms();
    let foreign_only = |paid| {
        control(&table, PrimaryIncomePaid::Total(paid), CapitalIncome::Net)
            .moving(|producer| producer.group.is_foreign())
    };
    // domestic firms imply 7, foreign-invested ones 0 to 10, compensation 1
    for (paid, adjustment) in [
        (18.5, CAPPED),
        (18.5, ShareAdjustment::Odds),
        (7.5, CAPPED),
        (7.5, ShareAdjustment::Odds),
    ] {
        let error = foreign_only(paid).met(adjustment).unwrap_err();
        assert!(error.is_control_total());
        let message = error.to_string();
        assert!(message.contains("from 7.000000 to 17.000000"), "{message}");
    }
    let met = foreign_only(12.0).met(SCALED).unwrap();
    assert_close("capital", met.foreign().capital.clone(), [0.1, 0.4], 1e-15);
    let nobody = control(&table, PrimaryIncomePaid::Total(12.0), CapitalIncome::Net)
        .moving(|_| false)
        .met(CAPPED)
        .unwrap_err();
    assert!(
        nobody.to_string().contains("from 15.000000 to 15.000000"),
        "{nobody}"
    );
    // no foreign share of compensation to move in the domestic group, none given in the other
    let paid = PrimaryIncomePaid::Apart {
        compensation: 1.0,
        investment: 15.0,
    };
    let shares = foreign([0.0, 0.0], [0.1, 0.8]);
    let error = ForeignIncomeControl::new(&table, &shares, paid, CapitalIncome::Net)
        .unwrap()
        .met(CAPPED)
        .unwrap_err();
    assert!(
        error.to_string().contains("`foreign compensation`"),
        "{error}"
    );
}

#[test]
fn bad_input_is_refused() {
    let table = two_firms();
    let shares = foreign([0.0, 0.0], [0.1, 0.8]);
    let made = |table, shares: &ForeignShares, paid| {
        ForeignIncomeControl::new(table, shares, paid, CapitalIncome::Net).map(|_| ())
    };
    let error = made(&table, &shares, PrimaryIncomePaid::Total(f64::NAN)).unwrap_err();
    assert!(error.is_control_total() && error.to_string().contains("not a number"));
    let paid = PrimaryIncomePaid::Apart {
        compensation: 0.0,
        investment: f64::INFINITY,
    };
    assert!(made(&table, &shares, paid).unwrap_err().is_control_total());
    let paid = PrimaryIncomePaid::Total(1.0);
    let short = ForeignShares {
        capital: array![0.1],
        ..shares.clone()
    };
    assert!(made(&table, &short, paid).unwrap_err().is_shape());
    let outside = foreign([0.0, 0.0], [0.1, 1.2]);
    let error = made(&table, &outside, paid).unwrap_err();
    assert!(
        error.is_income() && error.to_string().contains("CHN F goods"),
        "{error}"
    );
    // the surplus of the American table contains depreciation
    let sources = sources();
    let n = sources.usa().producers().len();
    let shares = ForeignShares {
        compensation: Array1::zeros(n),
        capital: Array1::from_elem(n, 0.05),
        depreciation: DepreciationIncome::WithCapital,
    };
    let error = made(sources.usa(), &shares, paid).unwrap_err();
    assert!(
        error.is_income() && error.to_string().contains("CapitalIncome::Gross"),
        "{error}"
    );
    assert!(ForeignIncomeControl::new(sources.usa(), &shares, paid, CapitalIncome::Gross).is_ok());
}

/// What `met` minimises over shares with the same total, from its documentation.
fn distance(
    adjustment: ShareAdjustment,
    income: &Array1<f64>,
    from: &Array1<f64>,
    to: &Array1<f64>,
) -> f64 {
    let relative = |p: f64, q: f64| if q == 0.0 { 0.0 } else { q * (q / p).ln() };
    (0..income.len())
        .filter(|&j| income[j] > 0.0 && from[j] > 0.0)
        .map(|j| {
            let (p, q) = (from[j], to[j]);
            match adjustment {
                ShareAdjustment::Proportional(_) => income[j] * (q - p).powi(2) / p,
                ShareAdjustment::Odds if p == 1.0 => 0.0,
                ShareAdjustment::Odds => income[j] * (relative(p, q) + relative(1.0 - p, 1.0 - q)),
            }
        })
        .sum()
}

#[test]
fn no_other_shares_with_the_total_are_nearer() {
    let table = china_table();
    let n = table.producers().len();
    let shares = ForeignShares {
        compensation: Array1::zeros(n),
        capital: (0..n).map(|j| 0.05 + 0.11 * j as f64).collect(),
        depreciation: DepreciationIncome::WithCapital,
    };
    let income = &table
        .primary()
        .row(PrimaryKind::OperatingSurplus)
        .unwrap()
        .by_producer;
    let implied = (&shares.capital * income).sum();
    for adjustment in [CAPPED, ShareAdjustment::Odds] {
        // the last asks proportional shares to stop at 1
        for factor in [0.5, 1.1, 1.6] {
            let paid = PrimaryIncomePaid::Total(factor * implied);
            let control =
                ForeignIncomeControl::new(&table, &shares, paid, CapitalIncome::Net).unwrap();
            let met = control.met(adjustment).unwrap();
            let best = distance(adjustment, income, &shares.capital, &met.foreign().capital);
            let mut compared = 0;
            for (a, b) in (0..n).flat_map(|a| (0..n).map(move |b| (a, b))) {
                let step = 1e-3;
                let mut other = met.foreign().capital.clone();
                other[a] += step / income[a];
                other[b] -= step / income[b];
                if a != b && other[a] <= 1.0 && other[b] >= 0.0 {
                    compared += 1;
                    let found = distance(adjustment, income, &shares.capital, &other);
                    assert!(found > best, "{adjustment:?} × {factor}, {a} and {b}");
                }
            }
            assert!(compared > n);
        }
        assert!(income.iter().all(|income| *income > 0.0));
    }
}

/// The foreign income of a table, cell by cell and without a table of coefficients.
fn naive(table: &NationalTable, shares: &ForeignShares, capital: CapitalIncome) -> f64 {
    let mut total = 0.0;
    for row in table.primary().rows() {
        for j in 0..table.producers().len() {
            let share = match (row.kind, shares.depreciation, capital) {
                (PrimaryKind::Compensation, _, _) => shares.compensation[j],
                (PrimaryKind::OperatingSurplus | PrimaryKind::UndividedValueAdded, _, _) => {
                    shares.capital[j]
                }
                (
                    PrimaryKind::Depreciation,
                    DepreciationIncome::WithCapital,
                    CapitalIncome::Gross,
                ) => shares.capital[j],
                _ => 0.0,
            };
            total += share * row.by_producer[j];
        }
    }
    total
}

/// Shares with zeros and ones among them.
fn random_shares(case: &RandomTable, table: &NationalTable, depreciation: bool) -> ForeignShares {
    let numbers = &mut common::random::Numbers::new(case.seed ^ 0xf0e1);
    let n = table.producers().len();
    let has = table.components().contains(&PrimaryKind::Depreciation);
    ForeignShares {
        compensation: numbers.vector(n, 0.0, 0.2),
        capital: numbers
            .vector(n, -0.3, 1.2)
            .mapv(|share| share.clamp(0.0, 1.0)),
        depreciation: match depreciation && has {
            true => DepreciationIncome::Home,
            false => DepreciationIncome::WithCapital,
        },
    }
}

/// The capital income that moves, and what the shares cannot go below or above.
fn reach(
    table: &NationalTable,
    shares: &ForeignShares,
    capital: CapitalIncome,
    adjustment: ShareAdjustment,
) -> [f64; 2] {
    let (mut least, mut most) = (shares.clone(), shares.clone());
    for j in 0..table.producers().len() {
        let income: f64 = (table.primary().rows().iter())
            .filter(|row| match row.kind {
                PrimaryKind::OperatingSurplus | PrimaryKind::UndividedValueAdded => true,
                PrimaryKind::Depreciation => {
                    capital == CapitalIncome::Gross
                        && shares.depreciation == DepreciationIncome::WithCapital
                }
                _ => false,
            })
            .map(|row| row.by_producer[j])
            .sum();
        let full = shares.capital[j] == 1.0 && adjustment == ShareAdjustment::Odds;
        if income > 0.0 && shares.capital[j] > 0.0 && !full {
            least.capital[j] = 0.0;
            most.capital[j] = 1.0;
        }
    }
    [least, most].map(|shares| naive(table, &shares, capital))
}

fn met_at(
    table: &NationalTable,
    shares: &ForeignShares,
    (capital, adjustment, paid): (CapitalIncome, ShareAdjustment, f64),
) -> leontief::Result<ForeignIncomeMet> {
    ForeignIncomeControl::new(table, shares, PrimaryIncomePaid::Total(paid), capital)?
        .met(adjustment)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn shares_that_meet_a_total_imply_it_and_stay_shares(
        case in any_table(),
        part in 0.02..0.98_f64,
        gross in any::<bool>(),
        odds in any::<bool>(),
        home in any::<bool>(),
    ) {
        let table = case.table("CHN", "USA");
        let has = table.components().contains(&PrimaryKind::Depreciation);
        let capital = if gross || !has { CapitalIncome::Gross } else { CapitalIncome::Net };
        let adjustment = if odds { ShareAdjustment::Odds } else { CAPPED };
        let shares = random_shares(&case, &table, home);
        let size = largest_flow(&table) * table.producers().len() as f64;

        let coefficients = foreign_income_coefficients(&table, &shares, capital).unwrap();
        let rows = table.primary().rows();
        prop_assert_eq!(coefficients.dim(), (rows.len(), table.producers().len()));
        let inputs = Array2::from_shape_fn(coefficients.dim(), |(row, j)| rows[row].by_producer[j]);
        let implied = naive(&table, &shares, capital);
        assert_close("linear form", [(&coefficients * &inputs).sum()], [implied], 1e-13 * size);

        let [least, most] = reach(&table, &shares, capital, adjustment);
        prop_assume!(most > least);
        let paid = least + part * (most - least);
        let met = met_at(&table, &shares, (capital, adjustment, paid)).unwrap();
        let moved = met.foreign();
        assert_close("implied after", [naive(&table, moved, capital)], [paid], 1e-12 * size);
        assert_close("as it says", [met.implied().total()], [paid], 1e-12 * size);
        let by_group: f64 = met.implied().by_group().map(|(_, income)| income).sum();
        assert_close("groups", [by_group], [paid], 1e-12 * size);
        prop_assert_eq!(&moved.compensation, &shares.compensation);
        prop_assert_eq!(moved.depreciation, shares.depreciation);
        for (before, after) in shares.capital.iter().zip(&moved.capital) {
            prop_assert!((0.0..=1.0).contains(after));
            prop_assert!(*before != 0.0 || *after == 0.0);
        }
        // one factor for all that moved and were not stopped
        let factor = |p: f64, q: f64| match adjustment {
            ShareAdjustment::Odds => q / (1.0 - q) / (p / (1.0 - p)),
            ShareAdjustment::Proportional(_) => q / p,
        };
        let factors: Vec<f64> = shares.capital.iter().zip(&moved.capital)
            .filter(|(p, q)| p != q && **q < 0.999)
            .map(|(p, q)| factor(*p, *q))
            .collect();
        for other in &factors {
            prop_assert!((other / factors[0] - 1.0).abs() < 1e-9, "{:?}", factors);
        }

        // the owners' incomes still sum to value added
        let origins = Origins::new("CHN", [("USA", 0.3)], "ROW").unwrap();
        let income = IncomeShares::from_foreign_shares(&table, moved, &origins).unwrap();
        let owned: f64 = table.components().into_iter().map(|kind| {
            let row = table.primary().row(kind).unwrap();
            let shares = income.of(kind).unwrap();
            shares.rows().into_iter().map(|owner| owner.dot(&row.by_producer)).sum::<f64>()
        }).sum();
        assert_close("owners", [owned], [table.value_added().sum()], 1e-12 * size);

        // beyond the range
        for paid in [least - 1e-3 * (most - least), most + 1e-3 * (most - least)] {
            let error = met_at(&table, &shares, (capital, adjustment, paid)).unwrap_err();
            prop_assert!(error.is_control_total());
        }
    }

    #[test]
    fn a_total_that_is_implied_changes_nothing(case in any_table(), odds in any::<bool>()) {
        let table = case.table("CHN", "USA");
        let shares = random_shares(&case, &table, false);
        let adjustment = if odds { ShareAdjustment::Odds } else { SCALED };
        let of = |paid| ForeignIncomeControl::new(&table, &shares, paid, CapitalIncome::Gross).unwrap();
        let implied = of(PrimaryIncomePaid::Total(0.0)).implied();
        let apart = PrimaryIncomePaid::Apart {
            compensation: implied.compensation(),
            investment: implied.capital(),
        };
        for paid in [PrimaryIncomePaid::Total(implied.total()), apart] {
            let met = of(paid).met(adjustment).unwrap();
            prop_assert_eq!(met.foreign(), &shares);
        }
    }

    #[test]
    fn another_unit_and_another_order_give_the_same_shares(
        case in any_table(),
        part in 0.02..0.98_f64,
        rate in 0.01..100.0_f64,
        odds in any::<bool>(),
    ) {
        let table = case.table("CHN", "USA");
        let adjustment = if odds { ShareAdjustment::Odds } else { CAPPED };
        let shares = random_shares(&case, &table, false);
        let capital = CapitalIncome::Gross;
        let [least, most] = reach(&table, &shares, capital, adjustment);
        // a total that cells of opposite signs nearly cancel to has no digits to compare
        prop_assume!(most - least > 1e-3 * largest_flow(&table));
        let paid = least + part * (most - least);
        let met = met_at(&table, &shares, (capital, adjustment, paid)).unwrap();

        let conversion = Conversion::new("CNY", Scale::MILLIONS, rate).unwrap();
        let (factor, _) = conversion.from(table.unit());
        let converted = table.converted(&conversion).unwrap();
        let again = met_at(&converted, &shares, (capital, adjustment, factor * paid)).unwrap();
        assert_close("unit", again.foreign().capital.clone(), met.foreign().capital.clone(), 1e-9);

        let model = Model::new(&table, IncomeShares::all_home(&table).unwrap()).unwrap();
        let numbers = &mut common::random::Numbers::new(case.seed);
        let groups = numbers.permutation(table.producers().blocks().len());
        let sectors = numbers.permutation(case.sectors);
        let recipe = Recipe::permutation(&model, &groups, &sectors);
        let permuted = recipe.model(&model);
        let moved = ForeignShares {
            compensation: recipe.repeated(&shares.compensation),
            capital: recipe.repeated(&shares.capital),
            depreciation: shares.depreciation,
        };
        let again = met_at(permuted.table(), &moved, (capital, adjustment, paid)).unwrap();
        let expected = recipe.repeated(&met.foreign().capital);
        assert_close("order", again.foreign().capital.clone(), expected, 1e-9);
    }
}

/// Shares of 0.02 in domestic and 0.79 in foreign-invested firms, as the study has them.
fn china_shares(table: &NationalTable) -> ForeignShares {
    let values = sources().parameters().central();
    let get = |name: &str| values.get(name).unwrap();
    let by_owner = |[domestic, foreign]: [f64; 2]| -> Array1<f64> {
        let producers = table.producers();
        let positions = producers.positions();
        positions
            .map(|at| match producers.key(at).group.is_foreign() {
                true => foreign,
                false => domestic,
            })
            .collect()
    };
    ForeignShares {
        compensation: by_owner([
            0.0,
            get("foreign_share_of_compensation_foreign_invested_china"),
        ]),
        capital: by_owner([
            get("foreign_share_of_capital_domestic_china"),
            get("foreign_share_of_capital_foreign_invested_china"),
        ]),
        depreciation: DepreciationIncome::WithCapital,
    }
}

/// What China paid in 2012, in million dollars (`docs/data.md`, balance of payments).
const CHINA_PAID: f64 = 202_580.0;

#[test]
fn chinas_shares_imply_more_than_was_paid_and_meet_it_when_asked() {
    let sources = sources();
    let values = sources.parameters().central();
    let choices = Choices {
        method: SplitMethod::Proportional,
        ..Choices::default()
    };
    let case = sources.case(&values, choices).unwrap();
    let table = case.china().model().table();
    let shares = china_shares(table);
    let paid = PrimaryIncomePaid::Total(CHINA_PAID);
    let of = |capital| ForeignIncomeControl::new(table, &shares, paid, capital).unwrap();
    let (net, gross) = (of(CapitalIncome::Net), of(CapitalIncome::Gross));
    // the same by the rates of the model
    let model = case.china().model();
    let owners = ["USA", "ROW"].map(Measure::income).into_iter();
    let by_owner = owners.map(|owner| model.rates(&owner).unwrap().dot(&table.output()));
    let by_rates: f64 = by_owner.sum();
    assert_close("gross", [gross.implied().total()], [by_rates], 1e-6);
    assert_close(
        "depreciation is what is between them",
        [net.implied().total() + net.implied().depreciation()],
        [by_rates],
        1e-6,
    );
    assert!(gross.residual().amount() < net.residual().amount());
    assert!(net.residual().amount() < 0.0);
    // in billions: the figures of docs/theory/national-income.md, and what is left without depreciation
    let billions = |amount: f64| (amount / 100.0).round() / 10.0;
    let implied = gross.implied();
    assert_eq!(
        [implied.total(), implied.depreciation()].map(billions),
        [391.5, 138.6]
    );
    let implied = net.implied();
    assert_eq!(billions(implied.total()), 253.0);
    let by_group = implied.by_group();
    let foreign = by_group.filter(|(group, _)| group.starts_with('F'));
    let of_foreign: f64 = foreign.map(|(_, income)| income).sum();
    assert_eq!(billions(of_foreign), 219.9);

    for adjustment in [SCALED, ShareAdjustment::Odds] {
        for control in [&net, &gross] {
            let met = control.met(adjustment).unwrap();
            assert_close("paid", [met.implied().total()], [CHINA_PAID], 1e-6);
            for at in table.producers().positions() {
                let [before, after] = [&shares, met.foreign()].map(|s| s.capital[at.get()]);
                assert!(after <= before, "{}", table.producers().key(at));
            }
        }
        // foreign-invested firms alone imply more than was paid: shares of domestic firms cannot make up for it
        let domestic = of(CapitalIncome::Net)
            .moving(|producer| !producer.group.is_foreign())
            .met(adjustment);
        assert!(domestic.unwrap_err().is_control_total());
        let foreign = of(CapitalIncome::Net)
            .moving(|producer| producer.group.is_foreign())
            .met(adjustment)
            .unwrap();
        for at in table.producers().positions() {
            let share = foreign.foreign().capital[at.get()];
            let is_foreign = table.producers().key(at).group.is_foreign();
            assert!(is_foreign || share == 0.02);
        }
    }
}
