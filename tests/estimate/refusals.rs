use leontief::build::estimate::{Draft, EstimateOptions, Objective, Problem};

const OPTIONS: fn() -> EstimateOptions = EstimateOptions::default;

/// Two cells of two parts each, with the sums of the first and of the second parts; the second follows from the first.
fn two_by_two(first: f64, second: f64) -> Problem {
    let mut draft = Draft::default();
    let margins = [draft.margin("home", first), draft.margin("abroad", second)];
    for (label, target) in [("steel", 10.0), ("glass", 6.0)] {
        let cell = draft.cell(label, target);
        for margin in margins {
            let part = draft.part(cell, target / 2.0, target);
            draft.term(margin, part, 1.0);
        }
    }
    draft.check().unwrap()
}

#[test]
fn a_margin_that_follows_is_named() {
    let problem = two_by_two(7.0, 9.0);
    let found = problem.redundant(&OPTIONS()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].to_string(),
        "margin `abroad` follows from the cells and `home`"
    );
    assert!((found[0].follows_from[0].1 + 1.0).abs() < 1e-12);
    let found = problem
        .estimate(Objective::LeastSquares, &OPTIONS())
        .unwrap();
    assert_eq!(found.redundant().len(), 1);
    assert!(
        found
            .margin_residuals()
            .iter()
            .all(|miss| miss.abs() < 1e-12)
    );
}

#[test]
fn margins_that_contradict_the_cells_are_named() {
    let error = two_by_two(7.0, 8.0)
        .estimate(Objective::CrossEntropy, &OPTIONS())
        .unwrap_err();
    assert!(error.is_control_total());
    let text = error.to_string();
    assert!(
        text.contains("`abroad` follows from the cells and `home`"),
        "{text}"
    );
}

#[test]
fn margins_without_room_within_the_bounds_are_named() {
    let mut draft = Draft::default();
    let cells = [
        draft.cell("steel", 10.0),
        draft.cell("glass", 6.0),
        draft.cell("paper", 3.0),
    ];
    let margins = [
        draft.margin("steel at home", 9.0),
        draft.margin("all at home", 8.0),
        draft.margin("paper at home", 1.0),
    ];
    for (at, cell) in cells.into_iter().enumerate() {
        let part = draft.part(cell, 3.0, 3.0);
        let _abroad = draft.part(cell, 3.0, 3.0);
        if at < 2 {
            draft.term(margins[1], part, 1.0);
        }
        if at != 1 {
            draft.term(margins[at], part, 1.0);
        }
    }
    let problem = draft.check().unwrap();
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let error = problem.estimate(objective, &OPTIONS()).unwrap_err();
        assert!(error.is_control_total());
        let text = error.to_string();
        assert!(text.contains("in conflict"), "{text}");
        assert!(
            text.contains("`steel at home`") && text.contains("`all at home`"),
            "{text}"
        );
        assert!(!text.contains("paper"), "{text}");
    }
}

#[test]
fn all_faults_of_a_draft_are_listed() {
    let mut draft = Draft::default();
    let cell = draft.cell("steel", f64::NAN);
    let _empty = draft.cell("glass", 1.0);
    let negative = draft.cell("paper", -1.0);
    draft.part(cell, 1.0, 0.0);
    let part = draft.part(negative, f64::INFINITY, 1.0);
    let margin = draft.soft_margin("home", 1.0, -1.0);
    draft.term(margin, part, f64::NAN);
    let error = draft.check().unwrap_err();
    assert!(error.is_parameter());
    let text = error.to_string();
    for part in [
        "7 fault(s)",
        "`steel` is NaN",
        "`glass` is 1 and has no parts",
        "none of its parts",
        "weight 0",
        "prior inf",
        "standard error -1",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}
