//! Labels: doubled, empty, unknown, apart; matched exactly, never by pattern or position.

use leontief::Error;
use leontief::label::{Axis, Frame, Group, Producers, Sector, TradeKind};
use leontief::table::PrimaryKind;
use ndarray::{Array2, array};

use crate::assert_says;

fn sectors<const N: usize>(codes: [&str; N]) -> Axis<Sector> {
    Axis::new(codes).unwrap()
}

#[test]
fn a_doubled_code_is_named_with_both_positions() {
    let error = Axis::<Sector>::new(["C25", "C26", "C25"]).unwrap_err();
    let parts = [
        "the sector `C25` occurs twice",
        "number 1 and number 3",
        "expected unique codes",
    ];
    assert_says(&error, Error::is_label, &parts);
}

#[test]
fn an_empty_code_is_named_by_its_number() {
    for empty in ["", " ", "\t"] {
        let error = Axis::<Sector>::new(["C25", empty]).unwrap_err();
        assert_says(&error, Error::is_label, &["sector number 2 has no code"]);
    }
}

#[test]
fn an_unknown_code_lists_the_known_ones_and_points_at_a_near_miss() {
    let axis = sectors(["C25", "C26", "C31_C32"]);
    for near in ["c31_c32", "C31-C32", " C31_C32", "C31C32"] {
        let error = axis.at(near).unwrap_err();
        let parts = [near, "one of `C25`, `C26`, `C31_C32`", "try: `C31_C32`"];
        assert_says(&error, Error::is_label, &parts);
    }
    let error = axis.at("C99").unwrap_err();
    assert_says(&error, Error::is_label, &["no sector `C99`"]);
    assert!(!error.to_string().contains("try"), "{error}");
}

#[test]
fn a_long_list_of_known_codes_is_cut_short() {
    let axis: Axis<Sector> = Axis::new((1..=50).map(|k| format!("S{k}"))).unwrap();
    let error = axis.at("X").unwrap_err();
    assert_says(&error, Error::is_label, &["`S1`, `S2`", "and 42 more"]);
}

#[test]
fn codes_that_begin_alike_or_hold_dots_are_told_apart() {
    let axis = sectors(["C1", "C10", "C1.", "C.1", "S0", "S.", ".*"]);
    for (position, code) in axis.codes().iter().enumerate() {
        assert_eq!(axis.at(code).unwrap().get(), position, "{code}");
    }
    assert!(axis.at("C").is_err() && axis.at("C100").is_err() && axis.at("S1").is_err());
}

#[test]
fn countries_that_begin_alike_are_told_apart() {
    let blocks =
        ["C1", "C10", "C100"].map(|country| (country, Group::whole(), sectors(["A", "B"])));
    let producers = Producers::new(blocks).unwrap();
    assert_eq!(producers.at("C1", "whole", "B").unwrap().get(), 1);
    assert_eq!(producers.at("C10", "whole", "A").unwrap().get(), 2);
    assert_eq!(producers.at("C100", "whole", "B").unwrap().get(), 5);
}

#[test]
fn a_sector_may_be_called_like_its_country_or_group() {
    let group = Group::named("CN1", None, None).unwrap();
    let producers = Producers::national("CHN", [group], &sectors(["CHN", "CN1"])).unwrap();
    let at = producers.at("CHN", "CN1", "CN1").unwrap();
    assert_eq!(producers.key(at).to_string(), "CHN CN1 CN1");
}

#[test]
fn a_country_in_two_pieces_is_refused() {
    let blocks = ["CHN", "USA", "CHN"].map(|country| {
        let group = Group::named(if country == "USA" { "D" } else { "F" }, None, None).unwrap();
        (country, group, sectors(["A"]))
    });
    let error = Producers::new(blocks).unwrap_err();
    let parts = [
        "the country `CHN` occurs twice",
        "try: put all groups of a country next to one another",
    ];
    assert_says(&error, Error::is_label, &parts);
}

#[test]
fn a_group_of_a_country_occurs_once() {
    let blocks = [
        ("CHN", Group::whole(), sectors(["A"])),
        ("CHN", Group::whole(), sectors(["B"])),
    ];
    let error = Producers::new(blocks).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["the group `whole` of `CHN` occurs twice"],
    );
}

#[test]
fn producers_groups_and_countries_need_codes() {
    let error = Producers::whole("CHN", &Axis::empty()).unwrap_err();
    assert_says(&error, Error::is_label, &["at least one producer"]);
    let error = Producers::whole(" ", &sectors(["A"])).unwrap_err();
    assert_says(&error, Error::is_label, &["country number 1 has no code"]);
    let error = Group::named(" ", None, None).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["has no code", "try: `Group::whole()`"],
    );
}

#[test]
fn an_unknown_producer_is_named_by_the_part_that_is_unknown() {
    let group = |code| Group::named(code, None, None).unwrap();
    let producers =
        Producers::national("CHN", [group("D"), group("F")], &sectors(["A", "B"])).unwrap();
    for (country, group, sector, part) in [
        ("USA", "D", "A", "no country `USA`; expected one of `CHN`"),
        (
            "CHN",
            "P",
            "A",
            "`CHN` has no group `P`; expected one of `D`, `F`",
        ),
        ("CHN", "F", "C", "no sector `C`; expected one of `A`, `B`"),
    ] {
        let error = producers.at(country, group, sector).unwrap_err();
        assert_says(&error, Error::is_label, &[part]);
    }
    let error = producers.only_block().unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["not yet divided into groups", "`D`, `F`"],
    );
}

#[test]
fn labelled_matrices_are_aligned_by_label_whatever_their_order() {
    let (rows, columns) = (["B", "A", "C"], ["C", "B", "A"]);
    let cells = array![[23.0, 22.0, 21.0], [13.0, 12.0, 11.0], [33.0, 32.0, 31.0]];
    let aligned = Frame::new(rows, columns, cells)
        .unwrap()
        .aligned(&["A", "B", "C"], &["A", "B", "C"]);
    let expected = array![[11.0, 12.0, 13.0], [21.0, 22.0, 23.0], [31.0, 32.0, 33.0]];
    assert_eq!(aligned.unwrap(), expected);
}

#[test]
fn labelled_matrices_list_all_that_is_missing_and_unexpected() {
    let frame = Frame::new(["A", "X", "Y"], ["A", "B", "C"], Array2::zeros((3, 3))).unwrap();
    let error = frame
        .aligned(&["A", "B", "C"], &["A", "B", "C"])
        .unwrap_err();
    let parts = [
        "the row labels do not match",
        "missing `B`, `C`",
        "unexpected `X`, `Y`",
    ];
    assert_says(&error, Error::is_label, &parts);
    // one label too few
    let frame = Frame::new(["A", "B"], ["A", "B"], Array2::zeros((2, 2))).unwrap();
    let error = frame.aligned(&["A", "B"], &["A", "B", "C"]).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["the column labels do not match: missing `C`"],
    );
    let error = frame.aligned(&["A"], &["A", "B"]).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["the row labels do not match: unexpected `B`"],
    );
}

#[test]
fn labelled_matrices_refuse_doubled_labels_and_wrong_sizes() {
    let error = Frame::new(["A", "A"], ["A", "B"], Array2::zeros((2, 2))).unwrap_err();
    assert_says(&error, Error::is_label, &["the row `A` occurs twice"]);
    let error = Frame::new(["A", "B"], ["B", "B"], Array2::zeros((2, 2))).unwrap_err();
    assert_says(&error, Error::is_label, &["the column `B` occurs twice"]);
    let error = Frame::new(["A", "B"], ["A", "B"], Array2::zeros((2, 3))).unwrap_err();
    assert_says(&error, Error::is_shape, &["expected 2 × 2", "found 2 × 3"]);
}

#[test]
fn unknown_kinds_list_the_known_ones() {
    let error = "good".parse::<TradeKind>().unwrap_err();
    let parts = [
        "no kind of trade `good`",
        "`goods`, `services`, `hk_reexports`, `undivided`",
    ];
    assert_says(&error, Error::is_label, &parts);
    let error = "wages".parse::<PrimaryKind>().unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no primary input `wages`", "`compensation`", "`other`"],
    );
    for kind in TradeKind::ALL {
        assert_eq!(kind.code().parse::<TradeKind>().unwrap(), kind);
    }
    for kind in PrimaryKind::ALL {
        assert_eq!(kind.code().parse::<PrimaryKind>().unwrap(), kind);
    }
}
