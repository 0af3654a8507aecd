//! The China-US study on its real data: facts of the data, identities of the sheet, the file it writes, and its simulation.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{assert_close, data, sources};
use leontief::balance::{BalanceMeasure, BalanceSheet, Direction, Reading, Selection};
use leontief::build::Cells;
use leontief::build::estimate::EstimateOptions;
use leontief::label::TradeKind;
use leontief::model::{Measure, Model};
use leontief::study::china_us::published::PRIMARY_INCOME_PAID_2012;
use leontief::study::china_us::{
    BalanceRange, Case, Choices, IncomeTotal, Sources, SplitMethod, Variant,
};
use leontief::table::{PrimaryKind, Residual};
use leontief::uncertainty::identification::RangeSearch;
use leontief::uncertainty::{MonteCarlo, Threads};
use ndarray::Array1;

const OWN: BalanceMeasure = BalanceMeasure::Income(Reading::OwnExports);
const TWO_SIDED: BalanceMeasure = BalanceMeasure::Income(Reading::TwoSided);

/// In million dollars: rounding of sums of a few hundred flows of up to 350 000 each.
const ROUNDING: f64 = 1e-12 * 350_000.0 * 10.0;

fn central(sources: &Sources, variant: Variant) -> Case {
    chosen(sources, variant.into())
}

fn chosen(sources: &Sources, choices: Choices) -> Case {
    sources
        .case(&sources.parameters().central(), choices)
        .unwrap()
}

/// Goods, services and re-exports of a direction as the parameters have them.
fn exports_of(sources: &Sources, to: &str) -> [f64; 3] {
    let values = sources.parameters().central();
    ["goods_exports", "services_exports", "hk_reexports"]
        .map(|flow| values.get(&format!("{flow}_to_{to}")).unwrap())
}

#[test]
fn the_gross_balance_is_that_of_the_parameters_in_every_variant() {
    let sources = sources();
    let (forth, back) = (exports_of(&sources, "us"), exports_of(&sources, "china"));
    let balance = forth.iter().sum::<f64>() - back.iter().sum::<f64>();
    assert_eq!(balance, 243_700.0);
    for variant in Variant::ALL {
        let case = central(&sources, variant);
        let sheet = case.sheet();
        let found = sheet.balance(BalanceMeasure::Gross);
        assert_close(&format!("{variant:?}"), [found], [balance], ROUNDING);
        let kinds = [TradeKind::Goods, TradeKind::Services, TradeKind::ReExports];
        for (k, kind) in kinds.into_iter().enumerate() {
            let part = Selection::kind(kind);
            let found = Direction::ALL.map(|d| sheet.credit(d, BalanceMeasure::Gross, part));
            assert_close(&kind.to_string(), found, [forth[k], back[k]], ROUNDING);
        }
        assert_eq!(sheet.kinds(), kinds);
        assert_eq!((sheet.first(), sheet.second()), ("CHN", "USA"));
    }
}

/// The residuals of the largest size, output less the sum. Published cells are whole millions; what is left of them after
/// components of value added were told apart is the rounding of a sum of 10⁹, below 1e-6.
fn worst(residuals: &[Residual]) -> Vec<(&str, f64)> {
    let millions = |residual: &Residual| (residual.amount * 1e6).round() / 1e6;
    let most = residuals
        .iter()
        .map(|r| millions(r).abs())
        .fold(0.0, f64::max);
    let worst = residuals.iter().filter(|r| millions(r).abs() == most);
    worst.map(|r| (r.label.as_str(), millions(r))).collect()
}

#[test]
fn the_tables_miss_output_by_the_rounding_of_their_cells() {
    let sources = sources();
    let (china, usa) = (sources.china().checked(), sources.usa().checked());
    let rows = [("CHN A02", 4.0), ("CHN C16", 4.0), ("CHN J62_J63", 4.0)];
    assert_eq!(worst(china.row_residuals()), rows);
    assert_eq!(worst(china.column_residuals()), [("CHN C31_C32", 7.0)]);
    assert_eq!(
        worst(usa.row_residuals()),
        [("USA B", -5.0), ("USA M74_M75", 5.0)]
    );
    let columns = [
        ("USA C13-C15", -5.0),
        ("USA C33", 5.0),
        ("USA E36", 5.0),
        ("USA J62_J63", -5.0),
    ];
    assert_eq!(worst(usa.column_residuals()), columns);
    let named = china.worst_column().unwrap();
    assert_eq!(named.label, "CHN C31_C32");
    for checked in [china, usa] {
        let row = checked.worst_row().unwrap();
        assert!(
            worst(checked.row_residuals())
                .iter()
                .any(|(label, _)| *label == row.label)
        );
        let column = checked.worst_column().unwrap();
        assert!(
            worst(checked.column_residuals())
                .iter()
                .any(|(label, _)| *label == column.label)
        );
    }
}

#[test]
fn industries_without_output_are_listed() {
    let sources = sources();
    let china = [
        "C33", "G45", "J58", "J59_J60", "K66", "M71", "M73", "T", "U",
    ];
    let labels = china.map(|code| format!("CHN {code}"));
    assert_eq!(sources.china().checked().zero_output(), labels);
    assert_eq!(sources.usa().checked().zero_output(), ["USA U"]);
}

/// `v'B + imports'B + other'B + discrepancy'B` is one wherever there is output, and nothing where there is none.
#[track_caller]
fn assert_parts_sum_to_one(model: &Model) {
    let parts = [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let zero = Array1::zeros(model.producers().len());
    let sum = parts.iter().fold(zero, |sum: Array1<f64>, part| {
        sum + &*model.multipliers(part).unwrap()
    });
    let expected = model
        .table()
        .output()
        .mapv(|x| if x > 0.0 { 1.0 } else { 0.0 });
    assert_close("one unit", sum, expected, 1e-12);
}

#[test]
fn one_unit_of_exports_is_all_accounted_for_as_published_and_divided() {
    let sources = sources();
    for table in [sources.china(), sources.usa()] {
        assert_parts_sum_to_one(&table.model().unwrap());
    }
    for variant in Variant::ALL {
        let case = central(&sources, variant);
        assert_parts_sum_to_one(case.china().model());
        assert_parts_sum_to_one(case.usa().model());
    }
}

fn content(sheet: &BalanceSheet, direction: Direction, measure: &Measure) -> f64 {
    sheet.content(direction, measure, Selection::ALL).unwrap()
}

#[test]
fn the_sheet_adds_up() {
    let case = central(&sources(), Variant::Full);
    let sheet = case.sheet();
    for direction in Direction::ALL {
        let of = |measure: &Measure| content(sheet, direction, measure);
        let sum = |parts: &[Measure]| parts.iter().map(of).sum::<f64>();
        let gross = of(&Measure::Gross);
        let parts = [
            Measure::ValueAdded,
            Measure::Imports,
            Measure::OtherPrimary,
            Measure::Discrepancy,
        ];
        assert_close("gross", [sum(&parts)], [gross], ROUNDING);
        let value_added = of(&Measure::ValueAdded);
        let owners: Vec<Measure> = sheet.owners().into_iter().map(Measure::Income).collect();
        assert_close("owners", [sum(&owners)], [value_added], ROUNDING);
        let components: Vec<Measure> = sheet
            .measures(direction)
            .into_iter()
            .filter(|measure| matches!(measure, Measure::Component(_)))
            .collect();
        assert_close("components", [sum(&components)], [value_added], ROUNDING);
    }
    let foreign = |direction, home: &str| -> f64 {
        let owners = sheet.owners().into_iter().filter(|owner| owner != home);
        owners
            .map(|owner| content(sheet, direction, &Measure::Income(owner)))
            .sum()
    };
    let (value_added, own) = (
        sheet.balance(BalanceMeasure::ValueAdded),
        sheet.balance(OWN),
    );
    let expected = foreign(Direction::Forth, "CHN") - foreign(Direction::Back, "USA");
    assert_close("foreign income", [value_added - own], [expected], ROUNDING);
    let crossed = content(sheet, Direction::Forth, &Measure::income("USA"))
        - content(sheet, Direction::Back, &Measure::income("CHN"));
    assert_close(
        "cross terms",
        [own - sheet.balance(TWO_SIDED)],
        [crossed],
        ROUNDING,
    );
}

#[test]
fn the_other_way_round_every_balance_changes_its_sign() {
    let case = central(&sources(), Variant::Full);
    let back = BalanceSheet::between(case.usa(), case.china()).unwrap();
    for measure in BalanceMeasure::ALL {
        assert_eq!(
            back.balance(measure),
            -case.sheet().balance(measure),
            "{measure}"
        );
    }
}

/// One line of the file, with `total` where it is summed over.
struct Line {
    key: [String; 6],
    value: f64,
}

#[test]
fn the_written_file_parses_and_adds_up() {
    let case = central(&sources(), Variant::Full);
    let mut file = Vec::new();
    case.sheet().write_csv(&mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert_eq!(
        text.lines().next().unwrap(),
        "measure,reading,kind,direction,group,sector,value,unit"
    );
    let mut lines = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.unwrap();
        assert_eq!(&record[7], "mn USD");
        lines.push(Line {
            key: [0, 1, 2, 3, 4, 5].map(|column| record[column].to_owned()),
            value: record[6].parse().unwrap(),
        });
    }
    let keys: BTreeSet<&[String; 6]> = lines.iter().map(|line| &line.key).collect();
    assert_eq!(keys.len(), lines.len(), "a row stands twice");
    let directions: BTreeSet<&str> = lines.iter().map(|line| line.key[3].as_str()).collect();
    assert_eq!(
        directions,
        BTreeSet::from(["CHN-USA", "USA-CHN", "balance"])
    );

    // every detail goes to the sums above it
    const TOTAL: &str = "total";
    let summed = [2, 4, 5];
    let detailed = |line: &&Line| summed.iter().all(|&field| line.key[field] != TOTAL);
    let mut sums = std::collections::BTreeMap::<[String; 6], f64>::new();
    for line in lines.iter().filter(detailed) {
        for choice in 0..8 {
            let mut key = line.key.clone();
            for (bit, &field) in summed.iter().enumerate() {
                if choice >> bit & 1 == 1 {
                    key[field] = TOTAL.to_owned();
                }
            }
            *sums.entry(key).or_default() += line.value;
        }
    }
    for line in lines.iter().filter(|line| line.key[3] != "balance") {
        // a sum without details is one of nothing
        let sum = sums.remove(&line.key).unwrap_or(0.0);
        assert_close(&format!("{:?}", line.key), [sum], [line.value], ROUNDING);
    }
    assert!(
        sums.is_empty(),
        "sums without a row: {:?}",
        sums.keys().next()
    );

    let value = |key: &[String; 6]| {
        let line = lines.iter().find(|line| line.key == *key);
        line.map_or(0.0, |line| line.value)
    };
    let balances: Vec<&Line> = lines
        .iter()
        .filter(|line| line.key[3] == "balance")
        .collect();
    assert_eq!(balances.len(), 4 * 4 * 57); // measures, kinds and their sum, sectors and their sum
    for line in balances {
        let [forth, back] = ["CHN-USA", "USA-CHN"].map(|direction| {
            let mut key = line.key.clone();
            key[3] = direction.to_owned();
            value(&key)
        });
        assert_close(
            &format!("{:?}", line.key),
            [line.value],
            [forth - back],
            ROUNDING,
        );
    }
}

#[test]
fn one_and_two_threads_simulate_the_same_bits() {
    let sources = sources();
    let run = MonteCarlo::new(50, 2012);
    let [one, two] = [1, 2].map(|count| {
        sources
            .simulate(&run.threads(Threads::Count(count)))
            .unwrap()
    });
    let sheet = central(&sources, Variant::Full);
    for kind in sheet.sheet().kinds().into_iter().map(Some).chain([None]) {
        for measure in BalanceMeasure::ALL {
            let figure = Sources::figure_name(measure, kind);
            assert!(one.figures().contains(&figure), "{figure}");
        }
    }
    for figure in one.figures() {
        let bits = |draws: ndarray::ArrayView1<'_, f64>| -> Vec<u64> {
            draws.iter().map(|value| value.to_bits()).collect()
        };
        let (one, two) = (one.draws_of(figure).unwrap(), two.draws_of(figure).unwrap());
        assert_eq!(bits(one), bits(two), "{figure}");
    }
    for measure in BalanceMeasure::ALL {
        let figure = Sources::figure_name(measure, None);
        let found = one.central(&figure).unwrap();
        assert_eq!(found, sheet.sheet().balance(measure), "{figure}");
    }
}

/// Processing and ownership only move content between producers: what they change is how much is domestic, and whose it is.
#[test]
fn variants_differ_in_what_they_tell_apart() {
    let sources = sources();
    let groups = |variant| {
        let case = central(&sources, variant);
        [Direction::Forth, Direction::Back].map(|direction| {
            let blocks = case.sheet().producers(direction).blocks().to_vec();
            blocks
                .iter()
                .map(|block| block.group().code().to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    assert_eq!(groups(Variant::Full), ["DN FN DP FP", "D F"]);
    assert_eq!(groups(Variant::WithoutRegime), ["D F", "D F"]);
    assert_eq!(groups(Variant::WithoutOwnership), ["N P", "whole"]);
    assert_eq!(groups(Variant::Unsplit), ["whole", "whole"]);
}

/// A total of the parameters that no industry exports would be missing from the balance.
#[test]
fn a_total_without_exports_by_industry_is_refused() {
    let folder = std::env::temp_dir().join(format!("leontief-china-us-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(data("")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let bilateral = folder.join("bilateral_exports_2012.csv");
    let text = fs::read_to_string(&bilateral).unwrap();
    let kept = text
        .lines()
        .filter(|line| !line.starts_with("CHN,USA,hk_reexports"));
    fs::write(&bilateral, kept.collect::<Vec<_>>().join("\n")).unwrap();
    let sources = Sources::read(&folder);
    fs::remove_dir_all(&folder).unwrap();
    let sources = sources.unwrap();
    let error = sources
        .case(&sources.parameters().central(), Variant::Full)
        .unwrap_err();
    assert!(error.is_control_total());
    let part = "no exports of re-exports by sector to scale to a total of 28000";
    assert!(error.to_string().contains(part), "{error}");
}

/// Figures that this crate did not make: the share of value added in all Chinese exports that the compilers of the parameters
/// found in the plain table, and rates of the central case from an independent program written from section 7 of the theory.
#[test]
fn rates_agree_with_other_programs() {
    let sources = sources();
    let china = sources.china().model().unwrap();
    let value_added = china
        .measure(&Measure::ValueAdded, sources.china().exports())
        .unwrap();
    assert_close(
        "plain table",
        [value_added.per_thousand().unwrap()],
        [797.0],
        0.5,
    );

    // the program divides China in proportion
    let proportional = Choices {
        method: SplitMethod::Proportional,
        ..Choices::default()
    };
    let case = chosen(&sources, proportional);
    let sheet = case.sheet();
    for (direction, per_gross, income_per_value_added) in [
        (Direction::Forth, 0.662_305_80, 0.924_106_68),
        (Direction::Back, 0.884_356_15, 0.941_497_24),
    ] {
        let of = |measure| sheet.credit(direction, measure, Selection::ALL);
        let found = of(BalanceMeasure::ValueAdded) / of(BalanceMeasure::Gross);
        assert_close("value added", [found], [per_gross], 1e-8);
        let found = sheet.income_per_value_added(direction, Selection::ALL);
        assert_close("income", [found.unwrap()], [income_per_value_added], 1e-8);
    }
}

/// The method, the income total and everything told apart, unless a variant says otherwise.
#[test]
fn a_variant_is_a_choice_of_the_main_estimate() {
    for variant in Variant::ALL {
        let choices = Choices::from(variant);
        assert_eq!(choices.variant, variant);
        assert_eq!(choices.method, SplitMethod::Optimised);
        assert_eq!(choices.income, IncomeTotal::AsGiven);
    }
    assert_eq!(Choices::default(), Variant::Full.into());
    let sources = sources();
    let [by_variant, by_choices] = [
        central(&sources, Variant::Full),
        chosen(&sources, Choices::default()),
    ];
    for measure in BalanceMeasure::ALL {
        let found = [&by_variant, &by_choices].map(|case| case.sheet().balance(measure));
        assert_eq!(found[0], found[1], "{measure}");
    }
    // only the main estimate has a division behind it that can be asked
    assert!(by_variant.estimate().is_some());
    for variant in [
        Variant::WithoutRegime,
        Variant::WithoutOwnership,
        Variant::Unsplit,
    ] {
        assert!(central(&sources, variant).estimate().is_none());
    }
}

#[test]
fn the_optimised_division_meets_what_is_known_and_stops_no_sector() {
    let sources = sources();
    let case = central(&sources, Variant::Full);
    assert_eq!(case.capped(), 0, "{:?}", case.notes());
    let estimate = case.estimate().unwrap();
    let table = estimate.table();
    assert_eq!(table.domestic(), case.china().model().table().domestic());

    // imports for processing, added up from the table: exports of processing are all it makes
    let producers = table.producers();
    let processing: Vec<usize> = (producers.positions())
        .filter(|at| producers.key(*at).group.is_processing())
        .map(|at| at.get())
        .collect();
    let made: f64 = processing.iter().map(|&j| table.output()[j]).sum();
    let imported: f64 = (processing.iter())
        .map(|&j| table.imported().column(j).sum())
        .sum();
    let values = sources.parameters().central();
    let rate = values
        .get("processing_imports_per_processing_export")
        .unwrap();
    assert_close("imports", [imported], [rate * made], 1e-9 * made);

    let knowns = estimate.knowns();
    let exact: Vec<&str> = (knowns.iter())
        .filter(|known| known.standard_error == 0.0)
        .map(|known| known.label.as_str())
        .collect();
    assert_eq!(exact, ["imports for processing"]);
    assert_close("known", [knowns[0].found], [imported], 1e-6);
    // value added of processing by sector and the foreign-invested share of other imports, about
    let ratio = values.get("processing_value_added_ratio").unwrap();
    for known in &knowns[1..] {
        let miss = (known.found - known.target).abs();
        assert!(miss <= 3.0 * known.standard_error, "{known}");
        if let Some(sector) = known.label.strip_prefix("value added of processing in ") {
            let cells = Cells::value_added().used_by(["DP", "FP"]);
            let found = estimate.sum(&cells.in_sectors([sector])).unwrap();
            assert_close(sector, [found], [known.found], 1e-6);
            assert_close(sector, [known.target], [ratio * known.start], 1e-6);
            assert_close(sector, [known.standard_error], [0.1 * known.target], 1e-6);
        }
    }
    assert!(knowns.len() > 10, "{}", knowns.len());
    let of = |groups: &[&str]| {
        let cells = Cells::imported_inputs().used_by(groups.iter().copied());
        estimate.sum(&cells).unwrap()
    };
    let share = of(&["FN"]) / of(&["DN", "FN"]);
    let told = values.get("foreign_share_of_other_imports").unwrap();
    // within two of its standard errors: value added of processing pulls the other way
    assert!((share - told).abs() < 0.1, "{share}");
}

/// Both methods are there, tell the same groups apart, and differ by less than the draws of the parameters vary.
#[test]
fn methods_differ_by_less_than_parameters_vary() {
    let sources = sources();
    let optimised = central(&sources, Variant::Full);
    let proportional = chosen(
        &sources,
        Choices {
            method: SplitMethod::Proportional,
            ..Choices::default()
        },
    );
    assert!(proportional.estimate().is_none());
    let run = MonteCarlo::new(16, 2012).threads(Threads::Count(1));
    let draws = sources.simulate(&run).unwrap();
    let capped = draws.draws_of(Sources::CAPPED).unwrap();
    assert!(capped.iter().all(|count| *count == 0.0), "{capped}");
    for measure in BalanceMeasure::ALL {
        let [a, b] = [&optimised, &proportional].map(|case| case.sheet().balance(measure));
        if measure == BalanceMeasure::Gross {
            assert_close("gross", [a], [b], ROUNDING);
            continue;
        }
        assert!((a - b).abs() > 1.0, "{measure}: {a} and {b}");
        let draws = draws
            .draws_of(&Sources::figure_name(measure, None))
            .unwrap();
        let mean = draws.mean().unwrap();
        let deviation = draws.std(1.0);
        assert!(
            (a - b).abs() < deviation,
            "{measure}: {a} and {b}, {deviation}"
        );
        assert!(
            (a - mean).abs() < 2.0 * deviation,
            "{measure}: {a} and {mean}"
        );
    }
}

#[test]
fn income_held_to_what_was_paid_is_foreign_income_and_moves_nothing_else() {
    let sources = sources();
    let given = central(&sources, Variant::Full);
    let held = chosen(
        &sources,
        Choices {
            income: IncomeTotal::PrimaryIncomePaid,
            ..Choices::default()
        },
    );
    // from the shares of every owner but the country's own: compensation and surplus, with depreciation in the American table alone
    let foreign = |case: &Case| {
        [case.china(), case.usa()].map(|economy| {
            let (table, income) = (economy.model().table(), economy.model().income());
            let home = income.owners().at(economy.country()).unwrap();
            let kinds = [PrimaryKind::Compensation, PrimaryKind::OperatingSurplus];
            let of = |kind| -> f64 {
                let paid = table.primary().row(kind).unwrap();
                let shares = income.share(home, kind).unwrap();
                let pairs = paid.by_producer.iter().zip(shares);
                pairs.map(|(paid, home)| paid * (1.0 - home)).sum()
            };
            kinds.map(of).iter().sum::<f64>()
        })
    };
    let paid = PRIMARY_INCOME_PAID_2012.map(|billions| 1000.0 * billions);
    assert_close("paid", foreign(&held), paid, 1e-6 * paid[1]);
    for (case, expected) in [(&given, foreign(&given)), (&held, foreign(&given))] {
        // what the shares as given imply is reported either way
        for (residual, (expected, paid)) in
            (case.foreign_income().iter()).zip(expected.iter().zip(paid))
        {
            assert_close(
                "implied",
                [residual.implied().total()],
                [*expected],
                1e-6 * paid,
            );
            assert_close(
                "residual",
                [residual.amount()],
                [paid - expected],
                1e-6 * paid,
            );
        }
    }
    let [before, after] = [&given, &held].map(|case| case.estimate().unwrap().solution().values());
    assert_eq!(before, after);
    for direction in Direction::ALL {
        for measure in [BalanceMeasure::Gross, BalanceMeasure::ValueAdded] {
            let [a, b] =
                [&given, &held].map(|case| case.sheet().credit(direction, measure, Selection::ALL));
            assert_eq!(a, b, "{measure}");
        }
        // less foreign income in the whole table is less in exports
        let own = |case: &Case| case.sheet().credit(direction, OWN, Selection::ALL);
        let at = usize::from(direction == Direction::Back);
        let lower = foreign(&given)[at] > paid[at];
        assert_eq!(own(&held) > own(&given), lower, "{direction:?}");
    }
}

#[track_caller]
fn assert_contains(outer: [f64; 2], inner: [f64; 2], what: &str) {
    assert!(
        outer[0] <= inner[0] && inner[1] <= outer[1],
        "{what}: {inner:?} in {outer:?}"
    );
}

/// The estimate lies within what holds about, and that within what holds exactly.
#[test]
fn what_is_left_open_is_around_the_balances_of_the_sheet() {
    let sources = sources();
    let values = sources.parameters().central();
    let options = EstimateOptions::default();
    // a short search: the test is of what stands beside what, not of how far the ends are
    let search = RangeSearch {
        programs: 2,
        promise: 5e-3,
    };
    let found = sources.identification(&values, &options, search).unwrap();
    let case = central(&sources, Variant::Full);
    let measures: Vec<BalanceMeasure> = found.balances.iter().map(|b| b.measure).collect();
    assert_eq!(measures, [BalanceMeasure::ValueAdded, TWO_SIDED]);
    for range in &found.balances {
        let BalanceRange {
            measure,
            estimate,
            exact,
            held,
        } = *range;
        let expected = case.sheet().balance(measure);
        assert_close(
            &measure.to_string(),
            [estimate],
            [expected],
            1e-6 * expected,
        );
        assert_contains(held, [estimate; 2], "estimate");
        assert_contains(exact, held, "held");
        assert!(exact[1] - exact[0] > held[1] - held[0], "{range:?}");
    }
    let china = case.estimate().unwrap();
    for total in &found.totals {
        let (what, group) = total.label.rsplit_once(" of ").unwrap();
        let cells = match what {
            "imported inputs" => Cells::imported_inputs(),
            _ => Cells::value_added(),
        };
        let expected = china.sum(&cells.used_by([group])).unwrap();
        let range = total.range;
        assert_close(&total.label, [range.estimate], [expected], 1e-6);
        let slack = 1e-6 * expected;
        assert!(
            range.least <= expected + slack && expected <= range.most + slack,
            "{total:?}"
        );
        assert!(0.0 < total.pinned && total.pinned < 1.0, "{total:?}");
    }
    assert_eq!(found.totals.len(), 8);
    let known = &found.sensitivity.known;
    let labels = |knowns: Vec<&str>| knowns.join("\n");
    let told = china.knowns();
    assert_eq!(
        labels(known.iter().map(|known| known.label.as_str()).collect()),
        labels(told.iter().map(|known| known.label.as_str()).collect())
    );
    // more imports for processing are less Chinese income in exports
    assert!(known[0].slope < -0.01, "{}", known[0].slope);
}
