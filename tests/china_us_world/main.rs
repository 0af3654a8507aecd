//! The China-US study inside a table of the world: what insertion keeps, the way from national tables to the world, and every figure
//! against plain dense algebra.

#[path = "../common/mod.rs"]
mod common;

mod naive;
mod tables;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::{assert_close, data};
use leontief::balance::{BalanceMeasure, Reading};
use leontief::model::WorldModel;
use leontief::parameter::Values;
use leontief::study::china_us::{Credits, Stage, Variant, WorldCase, WorldRow, WorldSources};
use leontief::table::PrimaryKind;
use leontief::unit::{Conversion, Scale};
use ndarray::Array1;

const OWN: BalanceMeasure = BalanceMeasure::Income(Reading::OwnExports);
const TWO_SIDED: BalanceMeasure = BalanceMeasure::Income(Reading::TwoSided);
const COUNTRIES: [&str; 2] = ["CHN", "USA"];

/// In million dollars: rounding of sums of flows of up to 400 000 each.
const ROUNDING: f64 = 1e-12 * 400_000.0 * 10.0;

fn world_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/wiod13-6region/2011")
}

static SOURCES: LazyLock<WorldSources> =
    LazyLock::new(|| WorldSources::read(data(""), world_folder()).unwrap());
static CASE: LazyLock<WorldCase> = LazyLock::new(|| SOURCES.case(&central()).unwrap());
/// Imports as published, and more exports of services.
static OTHER: LazyLock<WorldCase> = LazyLock::new(|| {
    let values = central().with("imported_input_scale", 1.0).unwrap();
    let values = values.with("services_exports_to_us", 20_000.0).unwrap();
    SOURCES.case(&values).unwrap()
});

fn central() -> Values {
    SOURCES.sources().parameters().central()
}

fn parameter(name: &str) -> f64 {
    central().get(name).unwrap()
}

fn row(case: &WorldCase, stage: Stage, divided: bool) -> &WorldRow {
    case.row(stage, divided).unwrap()
}

fn figures(row: &WorldRow) -> Vec<f64> {
    let credits = [row.value_added, row.own, row.two_sided];
    let gross = row.gross.into_iter();
    let all = gross.chain(credits);
    all.flat_map(|of| [of.china, of.usa]).collect()
}

#[test]
fn the_main_study_prints_what_it_printed() {
    let sources = SOURCES.sources();
    let study = sources.case(&central(), Variant::Full).unwrap();
    let printed = BalanceMeasure::ALL.map(|m| format!("{:.1}", study.sheet().balance(m) / 1000.0));
    assert_eq!(printed, ["243.7", "128.7", "117.1", "116.0"]);
    for (variant, divided) in [(Variant::Full, true), (Variant::Unsplit, false)] {
        let study = sources.case(&central(), variant).unwrap();
        let found = row(&CASE, Stage::NationalTables, divided);
        for measure in BalanceMeasure::ALL {
            let expected = study.sheet().balance(measure);
            let found = found.balance(measure).unwrap();
            assert_close(&measure.to_string(), [found], [expected], ROUNDING);
        }
    }
}

#[test]
fn every_stage_is_there_once_with_groups_and_without() {
    let stages: Vec<(bool, Stage)> = CASE.rows().iter().map(|r| (r.divided, r.stage)).collect();
    let expected = [true, false].map(|divided| Stage::ALL.map(|stage| (divided, stage)));
    assert_eq!(stages, expected.concat());
    for row in CASE.rows() {
        assert_eq!(row.gross.is_none(), row.stage == Stage::FinalUse);
        for measure in BalanceMeasure::ALL {
            let credits = row.credits(measure);
            assert_eq!(row.balance(measure), credits.map(Credits::balance));
        }
    }
}

#[test]
fn the_world_path_restricted_to_one_country_equals_the_national_path() {
    for divided in [true, false] {
        let [national, world] = [Stage::EarlierTables, Stage::InsideWorld]
            .map(|stage| figures(row(&CASE, stage, divided)));
        assert_close("inside", world, national, ROUNDING);
    }
    // and the sheet is that of the national tables cut out of the divided world again
    for (country, exports) in COUNTRIES.iter().zip(CASE.exports()) {
        let table = CASE.divided().table().national(country).unwrap();
        let income = CASE.divided().income().national(&table).unwrap();
        let model = table.model_with(income).unwrap();
        let own = leontief::model::Measure::income(country);
        let found = model.multipliers(&own).unwrap().dot(&exports.by_producer());
        let of = row(&CASE, Stage::EarlierTables, true).own;
        let expected = if *country == "CHN" { of.china } else { of.usa };
        assert_close(country, [found], [expected], ROUNDING);
    }
}

#[test]
fn income_by_final_use_is_a_cell_of_the_global_income_matrix() {
    for (model, divided) in [(CASE.divided(), true), (CASE.whole(), false)] {
        let matrix = model.global_income().unwrap().matrix();
        let owners = model.income().owners();
        let [china, usa] = COUNTRIES.map(|code| owners.at(code).unwrap().get());
        let of = row(&CASE, Stage::FinalUse, divided).two_sided;
        let (found, expected) = (
            [of.china, of.usa],
            [matrix[[china, usa]], matrix[[usa, china]]],
        );
        assert_close("income", found, expected, ROUNDING);
    }
}

#[test]
fn without_foreign_owners_income_is_value_added() {
    let mut values = central();
    for (name, _) in central().iter() {
        if name.starts_with("foreign_share_of_capital")
            || name.starts_with("foreign_share_of_compensation")
        {
            values = values.with(name, 0.0).unwrap();
        }
    }
    let case = SOURCES.case(&values).unwrap();
    for row in case.rows() {
        let of = |measure| row.balance(measure).unwrap();
        let added = of(BalanceMeasure::ValueAdded);
        let what = format!("{} {}", row.stage, row.divided);
        assert_close(&what, [of(OWN), of(TWO_SIDED)], [added; 2], ROUNDING);
    }
}

/// Averages without groups keep all foreign income of the country.
#[test]
fn foreign_income_of_the_country_does_not_depend_on_groups() {
    let of = |model: &WorldModel, country: &str| {
        let flows = model.global_income().unwrap().flow_matrix();
        let (owners, hosts) = (model.income().owners(), model.countries());
        let [owner, host] = [
            owners.at(country).unwrap().get(),
            hosts.at(country).unwrap().get(),
        ];
        flows.column(host).sum() - flows[[owner, host]]
    };
    for country in COUNTRIES {
        let [divided, whole] = [of(CASE.divided(), country), of(CASE.whole(), country)];
        assert!(divided > 100_000.0, "{country}: {divided}");
        assert_close(country, [whole], [divided], 1e-9 * divided);
    }
    let exports = CASE.exports();
    assert_eq!(
        exports[0].producers().len() + exports[1].producers().len() + 4 * 35,
        CASE.divided().producers().len()
    );
}

#[test]
fn the_way_to_the_world_moves_the_balance_as_theory_says() {
    for divided in [true, false] {
        let of = |stage| row(&CASE, stage, divided);
        let [inside, feedback, chain] =
            [Stage::InsideWorld, Stage::Feedback, Stage::WholeChain].map(of);
        // A is not negative: every further round adds, for both
        for (less, more) in [(inside, feedback), (feedback, chain)] {
            for (less, more) in [
                (less.value_added, more.value_added),
                (less.two_sided, more.two_sided),
            ] {
                assert!(less.china < more.china && less.usa < more.usa, "{more:?}");
            }
        }
        for row in CASE.rows().iter().filter(|row| row.divided == divided) {
            assert!(row.own.china < row.value_added.china && row.own.usa < row.value_added.usa);
            let gross = row.gross.unwrap_or(Credits {
                china: f64::MAX,
                usa: f64::MAX,
            });
            assert!(
                row.value_added.china < gross.china && row.value_added.usa < gross.usa,
                "{row:?}"
            );
            assert!(row.own.usa < row.two_sided.usa, "{row:?}");
        }
    }
    // processing imports more: with groups China's exports hold less Chinese value added
    for stage in &Stage::ALL[..8] {
        let [divided, whole] =
            [true, false].map(|groups| row(&CASE, *stage, groups).value_added.china);
        assert!(divided < 0.95 * whole, "{stage}: {divided} and {whole}");
    }
}

#[test]
fn every_stage_is_explained_by_its_own_figures() {
    let lines = CASE.explanations();
    assert_eq!(lines.len(), Stage::ALL.len() + 1);
    for (line, stage) in lines.iter().zip(Stage::ALL) {
        assert!(line.starts_with(&format!("{stage}: ")), "{line}");
        let row = row(&CASE, stage, true);
        for measure in [BalanceMeasure::ValueAdded, OWN, TWO_SIDED] {
            let shown = format!("{:.1}", row.balance(measure).unwrap() / 1000.0);
            assert!(line.contains(&shown), "{line}: {shown}");
        }
        if let Some(before) = stage.compared_with() {
            let before = two_sided(before);
            let moved = (row.two_sided.balance() - before) / 1000.0;
            let shown = format!("({moved:+.1}).").replace("-0.0", "+0.0");
            assert!(line.ends_with(&shown), "{line}: {shown}");
        }
    }
    assert!(
        lines[3].contains("2011 instead of 2012")
            && lines[2].contains("35 industries instead of 56")
    );
    // other parameters, other sentences
    let other = OTHER.explanations();
    assert!(other.iter().zip(&lines).all(|(other, line)| other != line));
}

fn two_sided(stage: Stage) -> f64 {
    row(&CASE, stage, true).two_sided.balance()
}

#[test]
fn owners_say_where_their_shares_come_from() {
    let income = CASE.divided().income();
    assert_eq!(
        income.owners().codes(),
        ["CHN", "USA", "EUR", "JPN", "KTW", "ROW", "unspecified"]
    );
    // what is not the partner's in both is nobody's that is known, not of the region `ROW`
    let flows = CASE.divided().global_income().unwrap().flow_matrix();
    for (host, partner) in [(0, 1), (1, 0)] {
        assert!(flows[[partner, host]] > 0.0 && flows[[6, host]] > 10.0 * flows[[partner, host]]);
        assert_eq!(flows.column(host).to_vec()[2..6], [0.0; 4]);
    }
    let sources = income.sources().iter();
    let hosts: Vec<String> = sources.map(|s| format!("{} {}", s.host, s.group)).collect();
    assert_eq!(
        hosts,
        ["CHN DN", "CHN FN", "CHN DP", "CHN FP", "USA D", "USA F"]
    );
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let sources = SOURCES.sources().clone();
    let industries = SOURCES.industries().clone();
    let thousands = Conversion::new("USD", Scale::THOUSANDS, 1.0).unwrap();
    let other = SOURCES.world().converted(&thousands).unwrap();
    let error = WorldSources::new(sources.clone(), other, industries.clone()).unwrap_err();
    assert!(
        error.to_string().contains("another unit than the study"),
        "{error}"
    );

    let added = SOURCES.world().value_added();
    let draft = SOURCES.world().draft().unwrap();
    let two_rows = draft
        .primary(PrimaryKind::Margins, Array1::zeros(added.len()))
        .check()
        .unwrap();
    let error = WorldSources::new(sources, two_rows, industries).unwrap_err();
    assert!(
        error.to_string().contains("value added in one row"),
        "{error}"
    );

    let divided = CASE.divided().income().clone();
    let error = SOURCES.clone().income_of_others(divided).unwrap_err();
    assert!(
        error.to_string().contains("belong to another table"),
        "{error}"
    );
}
