//! What is known of a division brings the start closer to it: nothing at first, every cell at last.

use leontief::build::estimate::Objective;
use leontief::build::{Cells, Division, Known, Split, SplitCells, SplitEstimate, SplitEstimation};
use leontief::model::Measure;
use leontief::table::NationalTable;
use ndarray::Array1;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Components, Numbers, Ownerships, Pattern, RandomTable, largest_flow};
use crate::setting::{
    Sums, few, flat, groups, imports_by_group, options, sectors, small_table, start, truth,
};

/// What may be told, each with all before it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Told {
    Nothing,
    ProcessingImports,
    ImportsByGroup,
    ImportsByProduct,
    InputsBySector,
    Everything,
}

const LEVELS: [Told; 6] = [
    Told::Nothing,
    Told::ProcessingImports,
    Told::ImportsByGroup,
    Told::ImportsByProduct,
    Told::InputsBySector,
    Told::Everything,
];

fn processing_imports(truth: &NationalTable) -> Vec<Known> {
    let processing: Vec<String> = groups(truth)
        .into_iter()
        .filter(|code| code.contains('P'))
        .collect();
    let amounts = (processing.iter()).map(|group| Sums(truth).imported(None, group, None));
    let amount = amounts.sum();
    let cells = Cells::imported_inputs().used_by(processing);
    vec![Known::amount("imports for processing", cells, amount)]
}

fn imports_by_product(truth: &NationalTable) -> Vec<Known> {
    let mut knowns = Vec::new();
    for group in groups(truth) {
        for (i, product) in truth.products().codes().iter().enumerate() {
            let amount = Sums(truth).imported(Some(i), &group, None);
            let cells = Cells::imported_inputs().of([product.as_str()]);
            let label = format!("imported {product} of {group}");
            knowns.push(Known::amount(
                label,
                cells.used_by([group.as_str()]),
                amount,
            ));
        }
    }
    knowns
}

fn inputs_by_sector(truth: &NationalTable) -> Vec<Known> {
    let (mut knowns, sums) = (Vec::new(), Sums(truth));
    for (group, sector) in users(truth) {
        let (g, s) = (group.as_str(), sector.as_str());
        for (what, cells, amount) in [
            (
                "domestic",
                Cells::domestic_inputs(),
                sums.domestic(g, Some(s)),
            ),
            (
                "imported",
                Cells::imported_inputs(),
                sums.imported(None, g, Some(s)),
            ),
            (
                "value added",
                Cells::value_added(),
                sums.value_added(g, Some(s)),
            ),
        ] {
            let label = format!("{what} inputs of {group} {sector}");
            knowns.push(Known::amount(
                label,
                cells.used_by([g]).in_sectors([s]),
                amount,
            ));
        }
    }
    knowns
}

fn users(truth: &NationalTable) -> Vec<(String, String)> {
    let of = |group: String| {
        let pairs = sectors(truth).into_iter();
        pairs.map(move |sector| (group.clone(), sector))
    };
    groups(truth).into_iter().flat_map(of).collect()
}

fn every_cell(truth: &NationalTable) -> Vec<Known> {
    let mut knowns = Vec::new();
    let mut add = |cells: Cells, amount: f64| {
        knowns.push(Known::amount(format!("{cells:?}"), cells, amount));
    };
    let producers = users(truth);
    let pairs = || {
        producers
            .iter()
            .map(|(g, s)| (g.as_str(), s.as_str()))
            .enumerate()
    };
    for (j, (group, sector)) in pairs() {
        let used = |cells: Cells| cells.used_by([group]).in_sectors([sector]);
        for (i, (seller, product)) in pairs() {
            let cells = used(Cells::domestic_inputs())
                .sold_by([seller])
                .of([product]);
            add(cells, truth.domestic()[[i, j]]);
        }
        for (i, product) in truth.products().codes().iter().enumerate() {
            let cells = used(Cells::imported_inputs()).of([product.as_str()]);
            add(cells, truth.imported()[[i, j]]);
        }
        for row in truth.primary().rows() {
            add(used(Cells::primary(row.kind)), row.by_producer[j]);
        }
        for (k, code) in truth.final_uses().codes().iter().enumerate() {
            let sold = Cells::final_uses().sold_by([group]).of([sector]);
            add(
                sold.in_uses([code.as_str()]),
                truth.domestic_final()[[j, k]],
            );
        }
    }
    knowns
}

fn knowns(truth: &NationalTable, level: Told) -> Vec<Known> {
    let told: &[fn(&NationalTable) -> Vec<Known>] = &[
        |_| Vec::new(),
        processing_imports,
        |truth| imports_by_group(truth, 0.0, &mut Numbers::new(0)),
        imports_by_product,
        inputs_by_sector,
        every_cell,
    ];
    (told.iter().take(level as usize + 1))
        .flat_map(|known| known(truth))
        .collect()
}

fn estimate(
    table: &NationalTable,
    start: &Split,
    truth: &NationalTable,
    level: Told,
    objective: Objective,
) -> SplitEstimate {
    SplitEstimation::new(table, start)
        .unwrap()
        .options(options())
        .all_known(knowns(truth, level))
        .estimate(objective)
        .unwrap_or_else(|error| panic!("{level:?}: {error}"))
}

/// `Σ (a − b)² / |x°|`: the square of the distance that least squares make least, but for a factor.
fn distance(a: &[f64], b: &[f64], priors: &[f64]) -> f64 {
    let terms = a
        .iter()
        .zip(b)
        .zip(priors)
        .filter(|(_, prior)| **prior != 0.0);
    terms
        .map(|((a, b), prior)| (a - b).powi(2) / prior.abs())
        .sum()
}

fn cells(table: &NationalTable) -> Vec<f64> {
    flat(&SplitCells::of(table))
}

/// Domestic value added in exports, by group.
fn content(table: &NationalTable) -> Array1<f64> {
    let rates = table
        .model()
        .unwrap()
        .multipliers(&Measure::ValueAdded)
        .unwrap();
    let made = &*rates * &table.exports().by_producer();
    by_sector_of_groups(groups(table).len(), &made)
}

fn by_sector_of_groups(groups: usize, values: &Array1<f64>) -> Array1<f64> {
    let n = values.len() / groups;
    Array1::from_shape_fn(groups, |g| (0..n).map(|j| values[g * n + j]).sum())
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn every_truth_that_is_told_more_is_closer_by_at_least_what_the_estimate_moved(
        case in small_table(), seed: u64,
    ) {
        let made = start(&case, Division::RegimeAndOwnership, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let truth = truth(&table, &split, Objective::LeastSquares, seed);
        let (from, to) = (cells(split.table()), cells(&truth));
        let apart = distance(&from, &to, &from);
        let small = 1e-9 * (apart + largest_flow(&table));
        let mut objective = 0.0;
        for level in LEVELS {
            let found = estimate(&table, &split, &truth, level, Objective::LeastSquares);
            let at = cells(found.table());
            let (left, moved) = (distance(&at, &to, &from), distance(&from, &at, &from));
            prop_assert!(left <= apart - moved + small, "{level:?}: {left} of {apart}, {moved} moved");
            let reached = found.solution().objective();
            prop_assert!(reached >= objective - 1e-9 * (1.0 + objective), "{level:?}: {reached}");
            objective = reached;
            if level == Told::Everything {
                assert_close("everything", at, to.clone(), 1e-9 * largest_flow(&table));
            }
        }
    }

    #[test]
    fn cross_entropy_that_is_told_everything_finds_it(case in small_table(), seed: u64) {
        let made = start(&case, Division::RegimeAndOwnership, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let truth = truth(&table, &split, Objective::CrossEntropy, seed);
        let found = estimate(&table, &split, &truth, Told::Everything, Objective::CrossEntropy);
        let tolerance = 1e-9 * largest_flow(&table);
        assert_close("everything", cells(found.table()), cells(&truth), tolerance);
    }
}

/// Prints how far the estimate is from the truth as more is told: `cargo test --test split_estimate printed -- --nocapture`.
#[test]
fn the_errors_of_a_random_table_are_printed_and_end_at_nothing() {
    let case = RandomTable {
        pattern: Pattern::Whole,
        sectors: 5,
        products: 3,
        components: Components::Four,
        concept: leontief::table::ValueAddedConcept::BasicPrices,
        ownerships: Ownerships::Given,
        rounded: false,
        cells: crate::common::random::Cells::Divisible,
        seed: 2012,
    };
    let (table, split) = start(&case, Division::RegimeAndOwnership, 7).unwrap();
    let truth = truth(&table, &split, Objective::LeastSquares, 11);
    let (from, to) = (cells(split.table()), cells(&truth));
    let apart = distance(&from, &to, &from).sqrt();
    let exports = table.exports().total();
    println!(
        "told                distance   error of value added in exports, % of exports: {:?}",
        groups(&truth)
    );
    let mut last = f64::INFINITY;
    for level in LEVELS {
        let found = estimate(&table, &split, &truth, level, Objective::LeastSquares);
        let left = distance(&cells(found.table()), &to, &from).sqrt() / apart;
        let errors = (content(found.table()) - content(&truth)) / exports * 100.0;
        let errors: Vec<String> = errors.iter().map(|error| format!("{error:8.4}")).collect();
        println!(
            "{:<18} {left:9.6}   {}",
            format!("{level:?}"),
            errors.join(" ")
        );
        assert!(left <= last + 1e-9, "{level:?}");
        last = left;
    }
    assert!(last < 1e-9, "{last}");
}
