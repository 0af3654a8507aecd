//! Arrays that are no world table: what other programs pass over in silence is an error here that names the cell.

use leontief::Error;
use leontief::label::{Axis, Group, Producers};
use leontief::table::{PrimaryKind, Tolerance, WorldDraft};
use leontief::unit::Unit;
use ndarray::{Array1, Array2, array};

/// The worked case of three countries and two sectors, as arrays.
struct Case {
    flows: Array2<f64>,
    finals: Array2<f64>,
    value_added: Array1<f64>,
    output: Array1<f64>,
}

impl Case {
    fn new() -> Self {
        Self {
            flows: array![
                [20.0, 8.0, 6.0, 3.0, 2.0, 1.0],
                [10.0, 30.0, 5.0, 9.0, 3.0, 4.0],
                [4.0, 3.0, 40.0, 12.0, 5.0, 2.0],
                [3.0, 6.0, 15.0, 60.0, 4.0, 8.0],
                [2.0, 1.0, 7.0, 3.0, 10.0, 4.0],
                [1.0, 2.0, 4.0, 6.0, 5.0, 15.0],
            ],
            finals: array![
                [40.0, 12.0, 8.0],
                [50.0, 10.0, 9.0],
                [15.0, 70.0, 14.0],
                [12.0, 90.0, 17.0],
                [3.0, 9.0, 21.0],
                [4.0, 6.0, 27.0],
            ],
            value_added: array![60.0, 80.0, 88.0, 122.0, 31.0, 36.0],
            output: array![100.0, 130.0, 165.0, 215.0, 60.0, 70.0],
        }
    }

    fn draft(self) -> WorldDraft {
        let sectors = Axis::new(["1", "2"]).unwrap();
        let blocks = ["A", "B", "C"].map(|country| (country, Group::whole(), sectors.clone()));
        let producers = Producers::new(blocks).unwrap();
        WorldDraft::new(producers, Axis::new(["final"]).unwrap(), Unit::unstated())
            .flows(self.flows)
            .final_use(self.finals)
            .primary(PrimaryKind::UndividedValueAdded, self.value_added)
            .output(self.output)
    }
}

/// The draft is refused with these problems, in these words and no others.
#[track_caller]
fn assert_refused(draft: WorldDraft, problems: &[&str]) {
    let error = draft.check().unwrap_err();
    assert!(Error::is_table(&error), "{error:?}");
    let count = match problems.len() {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    let expected = format!(
        "the table of the world (unit not stated) has {count}: {}",
        problems.join("; ")
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_case_of_these_tests_is_a_table() {
    let table = Case::new().draft().check().unwrap();
    assert_eq!(table.value_added().sum(), 417.0);
    assert!(table.checked().notes().is_empty());
}

#[test]
fn a_flow_that_is_not_a_number_is_named_and_nothing_else_is_reported() {
    for (value, printed) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        let mut case = Case::new();
        case.flows[[0, 3]] = value;
        let problem = format!("A 1 → B 2 is {printed}, not a number");
        assert_refused(case.draft(), &[&problem]);
    }
}

#[test]
fn a_final_use_that_is_not_a_number_is_named() {
    for (value, printed) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let mut case = Case::new();
        case.finals[[5, 1]] = value;
        let problem = format!("C 2 → B final is {printed}, not a number");
        assert_refused(case.draft(), &[&problem]);
    }
}

#[test]
fn all_cells_that_are_not_numbers_are_named_at_once() {
    let mut case = Case::new();
    case.flows[[1, 1]] = f64::NAN;
    case.finals[[0, 2]] = f64::NAN;
    case.output[4] = f64::NAN;
    case.value_added[5] = f64::INFINITY;
    assert_refused(
        case.draft(),
        &[
            "A 2 → A 2 is NaN, not a number",
            "A 1 → C final is NaN, not a number",
            "C 1 → output is NaN, not a number",
            "value added (undivided) → C 2 is inf, not a number",
        ],
    );
}

#[test]
fn negative_output_is_refused() {
    let mut case = Case::new();
    // consistent: the sums of row and column are as negative as output
    case.finals[[2, 1]] -= 2.0 * 165.0;
    case.value_added[2] -= 2.0 * 165.0;
    case.output[2] = -165.0;
    assert_refused(case.draft(), &["B 1 has negative output -165"]);
}

#[test]
fn negative_and_missing_output_that_is_supplied_is_refused() {
    let mut case = Case::new();
    case.output[2] = -165.0;
    assert_refused(
        case.draft(),
        &[
            "B 1 has negative output -165",
            "the uses of B 1 sum to 165.000000, its output is -165.000000 (difference -330.000000, tolerance 1e-9 of output)",
            "the inputs of B 1 sum to 165.000000, its output is -165.000000 (difference -330.000000, tolerance 1e-9 of output)",
        ],
    );
    let mut case = Case::new();
    case.output[2] = f64::NAN;
    assert_refused(case.draft(), &["B 1 → output is NaN, not a number"]);
}

#[test]
fn no_output_no_inputs_and_no_sales_is_legal_and_so_is_a_producer_without_exports() {
    let mut case = Case::new();
    // C 2 makes nothing; what it bought and sold is not used by others either
    for k in 0..6 {
        case.output[k] -= case.flows[[k, 5]];
        case.flows[[k, 5]] = 0.0;
        case.value_added[k] += case.flows[[5, k]];
        case.flows[[5, k]] = 0.0;
        case.value_added[k] -= Case::new().flows[[k, 5]];
    }
    case.finals.row_mut(5).fill(0.0);
    case.output[5] = 0.0;
    case.value_added[5] = 0.0;
    // B 2 sells at home only
    for user in [0, 1, 4] {
        case.output[3] -= case.flows[[3, user]];
        case.value_added[3] -= case.flows[[3, user]];
        case.value_added[user] += case.flows[[3, user]];
        case.flows[[3, user]] = 0.0;
    }
    for country in [0, 2] {
        case.output[3] -= case.finals[[3, country]];
        case.value_added[3] -= case.finals[[3, country]];
        case.finals[[3, country]] = 0.0;
    }
    let table = case.draft().check().unwrap();
    assert_eq!(table.checked().zero_output(), ["C 2"]);
    assert_eq!(table.exports().row(3), array![0.0, 0.0, 0.0]);
}

#[test]
fn no_output_but_inputs_is_refused() {
    let mut case = Case::new();
    // the columns and rows of all others still balance
    case.flows.row_mut(5).fill(0.0);
    case.finals.row_mut(5).fill(0.0);
    case.value_added += &array![1.0, 2.0, 4.0, 6.0, 5.0, 0.0];
    case.output[5] = 0.0;
    case.value_added[5] = -19.0;
    assert_refused(
        case.draft(),
        &["C 2 has no output but inputs of 38.000000: give its output, or leave its column empty"],
    );
}

#[test]
fn no_output_but_sales_is_refused() {
    let mut case = Case::new();
    // nobody sells to C 2, whose sales add up to nothing; all other rows and columns still balance
    let sold = case.flows.column(5).to_owned();
    case.flows.column_mut(5).fill(0.0);
    let mut finals = case.finals.column_mut(2);
    finals += &sold;
    finals[5] = -28.0;
    case.output[5] = 0.0;
    case.value_added[5] = 0.0;
    assert_refused(
        case.draft(),
        &["C 2 has no output but sales of 56.000000: give its output, or leave its row empty"],
    );
}

#[test]
fn output_that_is_a_tenth_too_high_is_refused_for_every_row_and_column() {
    let mut case = Case::new();
    case.output *= 1.1;
    let sums = [
        ("A 1", "100.000000", "110.000000", "10.000000"),
        ("A 2", "130.000000", "143.000000", "13.000000"),
        ("B 1", "165.000000", "181.500000", "16.500000"),
        ("B 2", "215.000000", "236.500000", "21.500000"),
        ("C 1", "60.000000", "66.000000", "6.000000"),
        ("C 2", "70.000000", "77.000000", "7.000000"),
    ];
    let problems = ["uses", "inputs"].map(|what| {
        sums.map(|(label, sum, output, difference)| {
            format!(
                "the {what} of {label} sum to {sum}, its output is {output} (difference {difference}, tolerance 1e-9 of output)"
            )
        })
    });
    let problems: Vec<&str> = problems.iter().flatten().map(String::as_str).collect();
    assert_refused(case.draft(), &problems);
}

#[test]
fn value_added_that_is_a_tenth_too_low_is_refused_for_every_column() {
    let mut case = Case::new();
    case.value_added *= 0.9;
    assert_refused(
        case.draft(),
        &[
            "the inputs of A 1 sum to 94.000000, its output is 100.000000 (difference 6.000000, tolerance 1e-9 of output)",
            "the inputs of A 2 sum to 122.000000, its output is 130.000000 (difference 8.000000, tolerance 1e-9 of output)",
            "the inputs of B 1 sum to 156.200000, its output is 165.000000 (difference 8.800000, tolerance 1e-9 of output)",
            "the inputs of B 2 sum to 202.800000, its output is 215.000000 (difference 12.200000, tolerance 1e-9 of output)",
            "the inputs of C 1 sum to 56.900000, its output is 60.000000 (difference 3.100000, tolerance 1e-9 of output)",
            "the inputs of C 2 sum to 66.400000, its output is 70.000000 (difference 3.600000, tolerance 1e-9 of output)",
        ],
    );
}

#[test]
fn a_tolerance_accepts_what_it_says_and_keeps_the_worst_sums_by_label() {
    let spoiled = || {
        let mut case = Case::new();
        case.value_added *= 0.9;
        case.draft()
    };
    assert_refused(
        spoiled().tolerance(Tolerance::absolute(9.0)),
        &[
            "the inputs of B 2 sum to 202.800000, its output is 215.000000 (difference 12.200000, tolerance 9 plus 1e-9 of output)",
        ],
    );
    let table = spoiled()
        .tolerance(Tolerance::relative(0.1))
        .check()
        .unwrap();
    let worst = table.checked().worst_column().unwrap();
    assert_eq!(worst.to_string(), "B 2 by 12.200000 of 215.0");
}

#[test]
fn arrays_without_labels_whose_rows_are_permuted_do_not_balance() {
    let mut case = Case::new();
    for (to, from) in [(0, 2), (2, 0)] {
        let row = Case::new().flows.row(from).to_owned();
        case.flows.row_mut(to).assign(&row);
    }
    assert_refused(
        case.draft(),
        &[
            "the uses of A 1 sum to 126.000000, its output is 100.000000 (difference -26.000000, tolerance 1e-9 of output)",
            "the uses of B 1 sum to 139.000000, its output is 165.000000 (difference 26.000000, tolerance 1e-9 of output)",
        ],
    );
}

#[test]
fn arrays_that_do_not_fit_their_labels_are_named_with_both_sizes() {
    let mut case = Case::new();
    case.flows = Array2::zeros((6, 5));
    assert_refused(
        case.draft(),
        &["the matrix of flows is 6 × 5, its axes are 6 × 6"],
    );
    // final demand in other columns than countries × categories
    let mut case = Case::new();
    case.finals = Array2::zeros((6, 4));
    case.output = Array1::zeros(5);
    case.value_added = Array1::zeros(7);
    assert_refused(
        case.draft(),
        &[
            "the matrix of final use is 6 × 4, its axes are 6 × 3",
            "the vector of output is 5 × 1, its axes are 6 × 1",
            "the row value added (undivided) is 1 × 7, its axes are 1 × 6",
        ],
    );
}

#[test]
fn doubled_countries_and_sectors_are_refused_before_there_is_a_draft() {
    let sectors = Axis::new(["1", "2"]).unwrap();
    let doubled = |countries: [&'static str; 3]| {
        let blocks = countries.map(|country| (country, Group::whole(), sectors.clone()));
        Producers::new(blocks).unwrap_err().to_string()
    };
    assert_eq!(
        doubled(["A", "B", "A"]),
        "the country `A` occurs twice, as number 1 and number 3; expected unique codes; try: put all groups of a country next to \
         one another: a country is one contiguous block"
    );
    assert_eq!(
        doubled(["A", "A", "B"]),
        "the group `whole` of `A` occurs twice"
    );
    let error = Axis::<leontief::label::Sector>::new(["1", "1"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the sector `1` occurs twice, as number 1 and number 2; expected unique codes"
    );
    let error = Axis::<leontief::label::FinalUse>::new(["final", ""]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "final use number 2 has no code; expected a non-empty code"
    );
}

#[test]
fn a_market_is_not_a_country_with_producers() {
    let error = Case::new().draft().with_markets(["D", "A"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the country `A` occurs twice, as number 1 and number 5; expected unique codes"
    );
}
