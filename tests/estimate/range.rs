use leontief::build::estimate::{Draft, EstimateOptions, Extreme, Problem, Range};
use leontief::run::{Run, Threads};
use proptest::prelude::*;

use super::cases::{Plain, Uniform, close};
use super::vertices::extremes;

const OPTIONS: fn() -> EstimateOptions = EstimateOptions::default;

fn problem(plain: &Plain) -> Problem {
    plain.draft().0.check().unwrap()
}

fn costs(seed: u64, n: usize) -> Vec<f64> {
    let mut random = Uniform::new(seed);
    (0..n).map(|_| 2.0 * random.next() - 1.0).collect()
}

/// Ends, in order, and no bound on the wrong side.
fn ends(range: &Range) -> [f64; 2] {
    let size = 1.0 + range.least.value().abs().max(range.most.value().abs());
    assert!(range.least.bound() <= range.least.value());
    assert!(range.most.bound() >= range.most.value());
    assert!(range.least.value() - range.least.bound() <= 1e-9 * size);
    assert!(range.most.bound() - range.most.value() <= 1e-9 * size);
    [range.least.value(), range.most.value()]
}

#[test]
fn two_rows_have_the_bounds_of_frechet() {
    let columns = [7.0, 2.5, 4.0, 0.0, 9.0];
    let rows = [12.0, 10.5];
    let mut draft = Draft::default();
    let cells = rows.map(|target| draft.cell(format!("row of {target}"), target));
    let margins = columns.map(|target| draft.margin(format!("column of {target}"), target));
    for cell in cells {
        for margin in margins {
            let part = draft.part(cell, 1.0, 1.0);
            draft.term(margin, part, 1.0);
        }
    }
    let problem = draft.check().unwrap();
    let ranges = problem.ranges(&OPTIONS()).unwrap();
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            let mut costs = [0.0; 10];
            costs[5 * i + j] = 1.0;
            let found = ends(&ranges.range(&costs).unwrap());
            let least = (row + column - 22.5).max(0.0);
            close(&found, &[least, row.min(*column)], 1e-12);
        }
    }
}

#[test]
fn ends_are_the_extremes_of_all_vertices() {
    let mut wide = 0;
    for seed in 0..60 {
        let plain = Plain::random(seed, 3, 2, 5.0);
        let costs = costs(seed, plain.unknowns.len());
        let range = problem(&plain).range(&costs, &OPTIONS()).unwrap();
        let (least, most) = extremes(&plain, &costs);
        close(&ends(&range), &[least, most], 1e-9);
        for x in [range.least.values(), range.most.values()] {
            assert!(x.iter().all(|x| *x >= 0.0));
            assert!(misses(&plain, x) < 1e-11);
        }
        wide += usize::from(range.width() > 0.1);
    }
    assert!(wide > 40, "{wide}");
}

/// The largest miss of a cell or margin.
fn misses(plain: &Plain, x: &[f64]) -> f64 {
    let mut cells = plain.cells.clone();
    let mut margins: Vec<f64> = plain.margins.iter().map(|row| row.0).collect();
    for (row, x) in plain.unknowns.iter().zip(x) {
        cells[row.0] -= x;
    }
    for (k, i, coefficient) in &plain.terms {
        margins[*k] -= coefficient * x[*i];
    }
    let all = cells.iter().chain(&margins);
    all.fold(0.0, |worst, miss| worst.max(miss.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn the_scale_of_a_problem_is_that_of_its_ranges(seed in 0_u64..1000, unit in -6_i32..9) {
        let unit = 10_f64.powi(unit);
        let plain = Plain::random(seed, 12, 4, 5.0);
        let costs = costs(seed, plain.unknowns.len());
        let found = ends(&problem(&plain).range(&costs, &OPTIONS()).unwrap());
        let mut other = plain.clone();
        other.cells.iter_mut().for_each(|target| *target *= unit);
        other.margins.iter_mut().for_each(|row| row.0 *= unit);
        let dear: Vec<f64> = costs.iter().map(|cost| 3.0 * cost).collect();
        let range = problem(&other).range(&dear, &OPTIONS()).unwrap();
        let scaled = [range.least.value(), range.most.value()].map(|end| end / (3.0 * unit));
        close(&found, &scaled, 1e-9);
    }

    #[test]
    fn the_order_of_a_problem_changes_no_range(seed in 0_u64..1000) {
        let plain = Plain::random(seed, 12, 4, 5.0);
        let n = plain.unknowns.len();
        let mut costs = costs(seed, n);
        let found = ends(&problem(&plain).range(&costs, &OPTIONS()).unwrap());
        let mut other = plain.clone();
        other.unknowns.reverse();
        other.margins.reverse();
        other.cells.reverse();
        for unknown in &mut other.unknowns {
            unknown.0 = 11 - unknown.0;
        }
        for term in &mut other.terms {
            *term = (3 - term.0, n - 1 - term.1, term.2);
        }
        costs.reverse();
        close(&found, &ends(&problem(&other).range(&costs, &OPTIONS()).unwrap()), 1e-9);
    }

    #[test]
    fn an_estimate_lies_in_its_range(seed in 0_u64..1000) {
        let plain = Plain::random(seed, 10, 3, 20.0);
        let problem = problem(&plain);
        let costs = costs(seed, plain.unknowns.len());
        let objective = leontief::build::estimate::Objective::LeastSquares;
        let found = problem.estimate(objective, &OPTIONS()).unwrap();
        let total: f64 = found.values().iter().zip(&costs).map(|(x, c)| x * c).sum();
        let [least, most] = ends(&problem.range(&costs, &OPTIONS()).unwrap());
        prop_assert!(least - 1e-9 <= total && total <= most + 1e-9, "{least} {total} {most}");
    }
}

#[test]
fn priors_and_weights_play_no_part() {
    let plain = Plain::random(2, 12, 4, 5.0);
    let costs = costs(2, plain.unknowns.len());
    let found = problem(&plain).range(&costs, &OPTIONS()).unwrap();
    let mut other = plain.clone();
    for (i, unknown) in other.unknowns.iter_mut().enumerate() {
        *unknown = (unknown.0, i as f64, 1.0 + i as f64, true);
    }
    let moved = problem(&other).range(&costs, &OPTIONS()).unwrap();
    close(&ends(&found), &ends(&moved), 1e-9);
}

#[test]
fn duals_are_slopes_of_an_extreme() {
    let plain = Plain::random(11, 8, 3, 5.0);
    let costs = costs(11, plain.unknowns.len());
    let (draft, _, margins) = plain.draft();
    for which in [Extreme::Least, Extreme::Most] {
        let found = (draft.clone().check().unwrap())
            .extreme(&costs, which, &OPTIONS())
            .unwrap();
        for (k, margin) in margins.iter().enumerate() {
            let at = |by: f64| {
                let mut moved = plain.clone();
                moved.margins[k].0 += by;
                let found = problem(&moved).extreme(&costs, which, &OPTIONS()).unwrap();
                found.value()
            };
            let slope = (at(1e-3) - at(-1e-3)) / 2e-3;
            close(&[found.margin_dual(*margin).unwrap()], &[slope], 1e-6);
        }
    }
}

#[test]
fn a_total_that_the_constraints_pin_has_a_range_of_one_value() {
    let plain = Plain::random(4, 12, 4, 5.0);
    let mut costs = vec![0.0; plain.unknowns.len()];
    for (k, i, coefficient) in &plain.terms {
        if *k == 2 {
            costs[*i] += coefficient;
        }
    }
    for (cost, row) in costs.iter_mut().zip(&plain.unknowns) {
        *cost += if row.0 == 5 { 2.0 } else { 0.0 };
    }
    let range = problem(&plain).range(&costs, &OPTIONS()).unwrap();
    let total = plain.margins[2].0 + 2.0 * plain.cells[5];
    close(&ends(&range), &[total, total], 1e-11);
    let nothing = vec![0.0; costs.len()];
    let range = problem(&plain).range(&nothing, &OPTIONS()).unwrap();
    assert_eq!(ends(&range), [0.0, 0.0]);
}

/// A profit of 5 as a part of either sign, wages of 6, and what of both goes to the first owner.
fn of_two_signs(first_owner: f64, standard_error: f64) -> Problem {
    let mut draft = Draft::default();
    let margin = draft.soft_margin("first owner", first_owner, standard_error);
    let profits = draft.cell("profits", 5.0);
    let gain = draft.free_part(profits, 9.0, 9.0);
    draft.free_part(profits, -2.0, 2.0);
    draft.free_part(profits, 0.0, 2.0);
    let wages = draft.cell("wages", 6.0);
    let own = draft.part(wages, 3.0, 3.0);
    draft.part(wages, 3.0, 3.0);
    draft.term(margin, gain, 1.0);
    draft.term(margin, own, 1.0);
    draft.check().unwrap()
}

#[test]
fn free_parts_keep_the_signs_of_their_priors() {
    // gains g and losses g − 5, wages w of the first owner: g + w = 9 with g ≥ 5 and 0 ≤ w ≤ 6
    let problem = of_two_signs(9.0, 0.0);
    let gain = problem
        .range(&[1.0, 0.0, 0.0, 0.0, 0.0], &OPTIONS())
        .unwrap();
    close(&ends(&gain), &[5.0, 9.0], 1e-10);
    let loss = problem
        .range(&[0.0, 1.0, 0.0, 0.0, 0.0], &OPTIONS())
        .unwrap();
    close(&ends(&loss), &[-4.0, 0.0], 1e-10);
    assert_eq!(loss.least.values()[2], 0.0);
    let wages = problem
        .range(&[0.0, 0.0, 0.0, 1.0, 0.0], &OPTIONS())
        .unwrap();
    close(&ends(&wages), &[0.0, 4.0], 1e-10);
}

#[test]
fn a_total_without_an_end_is_refused() {
    let mut draft = Draft::default();
    let cell = draft.cell("profits", 5.0);
    draft.free_part(cell, 9.0, 9.0);
    draft.free_part(cell, -2.0, 2.0);
    let problem = draft.check().unwrap();
    let least = problem.extreme(&[1.0, 0.0], Extreme::Least, &OPTIONS());
    close(&[least.unwrap().value()], &[5.0], 1e-10);
    let most = problem.extreme(&[1.0, 0.0], Extreme::Most, &OPTIONS());
    let text = most.unwrap_err().to_string();
    assert!(text.contains("no end"), "{text}");
    assert!(problem.range(&[1.0, 0.0], &OPTIONS()).is_err());
    // what both parts add up to has ends
    let range = problem.range(&[1.0, 1.0], &OPTIONS()).unwrap();
    close(&ends(&range), &[5.0, 5.0], 1e-10);
}

#[test]
fn unknowns_held_at_zero_have_a_range_of_zero() {
    let mut draft = Draft::default();
    let cell = draft.cell("steel", 0.0);
    draft.part(cell, 1.0, 1.0);
    draft.part(cell, 2.0, 1.0);
    let problem = draft.check().unwrap();
    let range = problem.range(&[1.0, -1.0], &OPTIONS()).unwrap();
    assert_eq!(ends(&range), [0.0, 0.0]);
}

#[test]
fn soft_margins_bind_where_they_are_held() {
    let problem = of_two_signs(9.0, 0.5);
    let wages = [0.0, 0.0, 0.0, 1.0, 0.0];
    // alone wages know their cell only
    let range = problem.range(&wages, &OPTIONS()).unwrap();
    close(&ends(&range), &[0.0, 6.0], 1e-10);
    // held within two standard errors, g + w lies between 8 and 10
    let held = OPTIONS().hold_soft_margins(2.0);
    let range = problem.range(&wages, &held).unwrap();
    close(&ends(&range), &[0.0, 5.0], 1e-9);
    let both = problem.range(&[1.0, 0.0, 0.0, 1.0, 0.0], &held).unwrap();
    close(&ends(&both), &[8.0, 10.0], 1e-9);
    let error = problem.range(&wages, &OPTIONS().hold_soft_margins(0.0));
    assert!(error.unwrap_err().is_parameter());
}

#[test]
fn held_margins_are_those_of_two_inequalities() {
    for seed in 0..20 {
        let mut plain = Plain::random(seed, 3, 2, 5.0);
        let costs = costs(seed, plain.unknowns.len());
        plain.margins[1].1 = 0.25;
        let held = OPTIONS().hold_soft_margins(2.0);
        let found = problem(&plain).range(&costs, &held).unwrap();
        // the same with the margin's slack as a part: slack + other = 2 · room, margin + slack = target + room
        let mut other = plain.clone();
        let n = plain.unknowns.len();
        other.cells.push(1.0);
        other
            .unknowns
            .extend([(3, 1.0, 1.0, true), (3, 1.0, 1.0, true)]);
        other.margins[1] = (plain.margins[1].0 + 0.5, 0.0);
        other.terms.push((1, n, 1.0));
        let mut more = costs.clone();
        more.extend([0.0, 0.0]);
        let (least, most) = extremes(&other, &more);
        close(&ends(&found), &[least, most], 1e-8);
    }
}

#[test]
fn what_no_unknowns_meet_is_named() {
    let mut draft = Draft::default();
    let margins = [
        draft.margin("steel at home", 9.0),
        draft.margin("all at home", 8.0),
    ];
    for (at, (label, target)) in [("steel", 10.0), ("glass", 6.0)].into_iter().enumerate() {
        let cell = draft.cell(label, target);
        let part = draft.part(cell, 3.0, 3.0);
        draft.part(cell, 3.0, 3.0);
        draft.term(margins[1], part, 1.0);
        if at == 0 {
            draft.term(margins[0], part, 1.0);
        }
    }
    let problem = draft.check().unwrap();
    for costs in [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0; 4]] {
        let error = problem.range(&costs, &OPTIONS()).unwrap_err();
        assert!(error.is_control_total());
        let text = error.to_string();
        assert!(text.contains("in conflict"), "{text}");
        assert!(
            text.contains("`steel at home`") && text.contains("`all at home`"),
            "{text}"
        );
    }
}

#[test]
fn signs_that_cannot_make_a_cell_are_named() {
    let mut draft = Draft::default();
    let cell = draft.cell("losses", -4.0);
    draft.free_part(cell, 1.0, 1.0);
    let error = draft
        .check()
        .unwrap()
        .range(&[1.0], &OPTIONS())
        .unwrap_err();
    assert!(error.is_control_total());
    assert!(error.to_string().contains("`losses`"), "{error}");
}

#[test]
fn costs_of_another_problem_are_refused() {
    let problem = of_two_signs(9.0, 0.0);
    let error = problem.range(&[1.0], &OPTIONS()).unwrap_err();
    assert!(error.is_parameter());
    let error = problem.range(&[f64::NAN; 5], &OPTIONS()).unwrap_err();
    assert!(error.to_string().contains("`profits`"), "{error}");
}

#[test]
fn threads_change_no_bit_of_a_range() {
    let plain = Plain::random(9, 300, 126, 5.0);
    let problem = problem(&plain);
    let costs = costs(9, plain.unknowns.len());
    let on = |threads| {
        let run = Run::default().threads(Threads::Count(threads));
        problem.range(&costs, &OPTIONS().run(run)).unwrap()
    };
    let one = on(1);
    assert!(one.width() > 1.0);
    assert_eq!(one, on(2));
    assert_eq!(one, on(3));
}
