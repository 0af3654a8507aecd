//! What is refused, and what the message says.

use leontief::Result;
use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, Division, Known, PriorSpread, Split, SplitCells, SplitEstimate, SplitEstimation,
};
use leontief::label::{Axis, Producers};
use leontief::table::{NationalTable, PrimaryKind};
use ndarray::Array2;

use crate::setting::{OBJECTIVES, reworked};
use crate::worked;

fn made() -> (NationalTable, Split) {
    let table = worked::table();
    let start = worked::start(&table, Division::RegimeAndOwnership);
    (table, start)
}

/// The message of an estimate that is refused, by both objectives.
#[track_caller]
fn refused(set: impl Fn(SplitEstimation<'_>) -> SplitEstimation<'_>) -> String {
    let (table, start) = made();
    let estimation = set(SplitEstimation::new(&table, &start).unwrap());
    let [first, _] = OBJECTIVES.map(|objective| {
        let refused: Result<SplitEstimate> = estimation.estimate(objective);
        let error = refused.err();
        error.expect("what cannot be is refused").to_string()
    });
    first
}

fn known(cells: Cells) -> String {
    refused(|estimation| estimation.known(Known::amount("customs", cells.clone(), 1.0)))
}

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

#[test]
fn unknown_codes_are_named_with_what_is_known() {
    let imports = Cells::imported_inputs;
    for (cells, parts) in [
        (
            imports().used_by(["XX"]),
            ["`customs`", "no group `XX`", "`FP`"],
        ),
        (
            imports().in_sectors(["C99"]),
            ["`customs`", "no sector `C99`", "`A`"],
        ),
        (
            imports().of(["C99"]),
            ["`customs`", "no imported product `C99`", "`M`"],
        ),
        (
            Cells::domestic_inputs().of(["M"]),
            ["`customs`", "no sector `M`", "`B`"],
        ),
        (
            Cells::final_uses().in_uses(["gifts"]),
            ["`customs`", "no final use `gifts`", "`households`"],
        ),
        (
            Cells::primary(PrimaryKind::Depreciation),
            ["`customs`", "no such primary input", "depreciation"],
        ),
        (
            Cells::domestic_inputs().of(["A", "B", "A"]),
            ["`customs`", "`A`", "twice"],
        ),
    ] {
        assert_says(&known(cells), &parts);
    }
    let message = refused(|estimation| {
        estimation.scaled_priors(Cells::imported_inputs().used_by(["XX"]), 2.0)
    });
    assert_says(&message, &["no group `XX`"]);
    let message =
        refused(|estimation| estimation.confidence(Cells::imported_inputs().of(["XX"]), 0.1));
    assert_says(&message, &["no imported product `XX`"]);
}

#[test]
fn a_narrowing_without_meaning_is_named() {
    for (cells, what) in [
        (Cells::imported_inputs().sold_by(["DN"]), "`sold_by`"),
        (Cells::inputs().sold_by(["DN"]), "`sold_by`"),
        (Cells::value_added().of(["A"]), "`of`"),
        (
            Cells::primary(PrimaryKind::Compensation).sold_by(["DN"]),
            "`sold_by`",
        ),
        (Cells::final_uses().used_by(["DN"]), "`used_by`"),
        (Cells::final_uses().in_sectors(["A"]), "`in_sectors`"),
        (
            Cells::imported_inputs().in_uses(["households"]),
            "`in_uses`",
        ),
    ] {
        assert_says(&known(cells), &["`customs`", what, "has no meaning"]);
    }
}

#[test]
fn knowns_that_contradict_each_other_or_the_table_are_named() {
    let imports = || Cells::imported_inputs().used_by(["DP", "FP"]);
    let twice = refused(|estimation| {
        estimation
            .known(Known::amount("customs", imports(), 5.0))
            .known(Known::amount("survey", imports(), 6.0))
            .known(Known::amount(
                "pay",
                Cells::primary(PrimaryKind::Compensation).used_by(["DP"]),
                1.0,
            ))
    });
    assert_says(&twice, &["contradict", "`customs`", "`survey`"]);
    assert!(!twice.contains("`pay`"), "{twice}");
    // all imported inputs are 35
    let whole = refused(|estimation| {
        estimation.known(Known::amount("all imports", Cells::imported_inputs(), 36.0))
    });
    assert_says(
        &whole,
        &["`all imports`", "a sum from 35 to 35", "found 36"],
    );
    // about, both can be
    let (table, start) = made();
    let estimation = SplitEstimation::new(&table, &start)
        .unwrap()
        .known(Known::amount("customs", imports(), 5.0))
        .known(Known::amount("survey", imports(), 6.0).give_or_take(0.5));
    let found = estimation.estimate(Objective::LeastSquares).unwrap();
    assert!((found.knowns()[0].found - 5.0).abs() < 1e-12);
    assert!((found.knowns()[1].found - 5.0).abs() < 1e-12);
}

#[test]
fn more_than_cells_hold_is_named() {
    let imports = || Cells::imported_inputs().of(["M"]);
    for known in [
        Known::share(
            "share of M",
            imports().used_by(["DP", "FP"]),
            imports(),
            1.2,
        ),
        // 24 of M are imported in all
        Known::amount("share of M", imports().used_by(["DP", "FP"]), 30.0),
        Known::amount("share of M", imports().used_by(["DP", "FP"]), -1.0),
        // processing of B makes 5.5 in all
        Known::amount(
            "share of M",
            Cells::inputs().used_by(["DP", "FP"]).in_sectors(["B"]),
            7.0,
        ),
    ] {
        let message = refused(|estimation| estimation.known(known.clone()));
        assert_says(&message, &["`share of M`"]);
    }
    let message = refused(|estimation| {
        let processing = imports().used_by(["DP", "FP"]);
        estimation.known(Known::amount("customs", processing, 30.0))
    });
    assert_says(&message, &["`customs`", "a sum from 0 to 24", "found 30"]);
    // what starts at zero has no parts
    let message = known(Cells::domestic_inputs().sold_by(["DP"]));
    assert_says(&message, &["`customs`", "a sum from 0 to 0", "found 1"]);
}

#[test]
fn bad_numbers_are_named() {
    let imports = || Cells::imported_inputs().used_by(["DP", "FP"]);
    let amount = |amount, error: f64| {
        refused(|estimation| {
            estimation.known(Known::amount("customs", imports(), amount).give_or_take(error))
        })
    };
    assert_says(&amount(5.0, -1.0), &["`customs`", "standard error -1"]);
    assert_says(&amount(5.0, f64::NAN), &["`customs`", "standard error NaN"]);
    assert_says(&amount(f64::NAN, 0.0), &["`customs`", "NaN"]);
    let share = |share, error: f64| {
        refused(|estimation| {
            let whole = Cells::imported_inputs();
            estimation.known(Known::share("customs", imports(), whole, share).give_or_take(error))
        })
    };
    assert_says(&share(0.1, -0.1), &["`customs`", "standard error -"]);
    assert_says(
        &share(f64::INFINITY, 0.1),
        &["`customs`", "a finite number", "-inf"],
    );
    let message = refused(|estimation| {
        estimation.known(Known::amount("customs", imports(), 5.0).plus(imports(), f64::NAN))
    });
    assert_says(&message, &["`customs`", "a finite number", "NaN"]);
    for bad in [-0.1, f64::NAN, f64::INFINITY] {
        let found = format!("found {bad}");
        let message = refused(|estimation| estimation.outputs_within(bad));
        assert_says(&message, &["`outputs_within`", &found]);
        let message = refused(|estimation| estimation.prior_spread(PriorSpread::Relative, bad));
        assert_says(&message, &["`prior_spread`", &found]);
        let message = refused(|estimation| estimation.confidence(imports(), bad));
        assert_says(&message, &["`confidence`", &found]);
        let message = refused(|estimation| estimation.scaled_priors(imports(), bad));
        assert_says(&message, &["`scaled_priors`", &found]);
    }
    let message = refused(|estimation| estimation.confidence(imports(), 0.0));
    assert_says(&message, &["`confidence`", "above 0"]);
}

/// The standard error of a share is one of amounts once it is multiplied by what the share is of; without that it would be exact.
#[test]
fn a_share_of_nothing_known_about_only_is_refused() {
    let nothing = || Cells::domestic_inputs().sold_by(["DP"]);
    let share = || Known::share("home sales", nothing().of(["A"]), nothing(), 0.4);
    let message = refused(|estimation| estimation.known(share().give_or_take(0.1)));
    assert_says(
        &message,
        &["`home sales`", "come to zero", "give_or_take(0.0)"],
    );
    let (table, start) = made();
    let estimation = SplitEstimation::new(&table, &start).unwrap().known(share());
    assert!(estimation.estimate(Objective::LeastSquares).is_ok());
}

#[test]
fn a_cell_with_an_amount_and_no_prior_is_named() {
    let message = refused(|estimation| {
        let cells = Cells::imported_inputs().of(["M"]).in_sectors(["B"]);
        estimation.scaled_priors(cells, 0.0)
    });
    assert_says(&message, &["use of imported M by CHN B", "has no parts"]);
}

#[test]
fn priors_that_cannot_be_are_refused() {
    let (table, start) = made();
    let with = |change: &dyn Fn(&mut SplitCells)| {
        let mut priors = SplitCells::of(start.table());
        change(&mut priors);
        let estimation = SplitEstimation::new(&table, &start).unwrap();
        estimation.priors(priors).unwrap_err()
    };
    let shape = with(&|priors| priors.imported = Array2::zeros((1, 8)));
    assert!(shape.is_shape());
    assert_says(&shape.to_string(), &["imported cells", "2 × 8", "1 × 8"]);
    let number = with(&|priors| priors.primary[[1, 3]] = f64::NAN);
    assert_says(&number.to_string(), &["primary cell (1, 3)", "NaN"]);
    let home = with(&|priors| priors.domestic_final[[4, 0]] = 2.0);
    assert_says(&home.to_string(), &["CHN DP A sell at home", "found 2"]);
    let home = with(&|priors| priors.domestic[[7, 2]] = 3.0);
    assert_says(&home.to_string(), &["CHN FP B sell at home", "found 3"]);
}

#[test]
fn a_start_that_divides_another_table_is_refused() {
    let (table, start) = made();
    let whole = |sectors: [&str; 2], country: &str| {
        Producers::whole(country, &Axis::new(sectors).unwrap()).unwrap()
    };
    let refused = |table: &NationalTable, parts: &[&str]| {
        let error = SplitEstimation::new(table, &start).unwrap_err();
        assert_says(&error.to_string(), parts);
    };
    let other = |producers, factor| reworked(&table, producers, &[0, 1], factor);
    refused(
        &other(whole(["A", "C"], "CHN"), 1.0),
        &["sectors of group DN", "`C`", "`B`"],
    );
    refused(
        &other(whole(["A", "B"], "USA"), 1.0),
        &["countries differ", "USA", "CHN"],
    );
    refused(
        &other(whole(["A", "B"], "CHN"), 1.1),
        &["outputs of CHN A", "110", "100"],
    );
    refused(start.table(), &["group"]);
    let same = || {
        let unit = table.unit().clone();
        leontief::table::NationalDraft::new(
            table.producers().clone(),
            table.products().clone(),
            unit,
        )
        .domestic(table.domestic().to_owned())
        .imported(table.imported().to_owned())
        .output(table.output().to_owned())
    };
    let primary = |mut draft: leontief::table::NationalDraft| {
        for row in table.primary().rows() {
            draft = draft.primary_row(row.clone());
        }
        draft
    };
    let uses = |mut draft: leontief::table::NationalDraft, imports: f64| {
        for (k, code) in table.final_uses().codes().iter().enumerate() {
            let domestic = table.domestic_final().column(k).to_owned();
            let imported = &table.imported_final().column(k) * imports;
            draft = draft.final_use(code, domestic, imported);
        }
        draft
    };
    let check = |draft: leontief::table::NationalDraft| draft.check().unwrap();
    let jobs = |draft: leontief::table::NationalDraft, jobs: f64| {
        draft.extension("jobs", "1000 persons", ndarray::array![7.0 * jobs, 4.0])
    };
    let exports = table.exports();
    let others = check(jobs(uses(primary(same()).exports(exports), 1.1), 1.0));
    refused(&others, &["imports for final uses differ", "3.3"]);
    let others = check(jobs(uses(primary(same()).exports(exports), 1.0), 2.0));
    refused(&others, &["row `jobs` of CHN A", "14", "7"]);
    let others = check(uses(primary(same()).exports(exports), 1.0));
    refused(&others, &["extension rows differ", "jobs"]);
    let all = exports.by_producer();
    let one = primary(same()).export("USA", leontief::label::TradeKind::Goods, all);
    refused(
        &check(jobs(uses(one, 1.0), 1.0)),
        &["flows of exports differ", "to ROW"],
    );
    let moved = |amounts: [f64; 2]| {
        let kind = leontief::label::TradeKind::Goods;
        let draft = primary(same()).export("USA", kind, ndarray::Array1::from(amounts.to_vec()));
        let rest = exports.by_producer() - ndarray::Array1::from(amounts.to_vec());
        check(jobs(uses(draft.export("ROW", kind, rest), 1.0), 1.0))
    };
    refused(
        &moved([26.0, 15.0]),
        &["exports of goods to USA of CHN A", "26", "25"],
    );
    // and the same table is not refused
    assert!(SplitEstimation::new(&moved([25.0, 15.0]), &start).is_ok());
}
