//! Concordances between lists: exact where they can be, refused or divided as the caller says where not.

use leontief::label::{Classification, Concordance, Division, Grouping, Links, Sector};
use ndarray::Array1;
use proptest::prelude::*;

use super::records;

use Classification::{
    Eora26, Exiobase, Figaro, Icio2018, Icio2021, Icio2023, Icio2025, Isic4, Wiod2013, Wiod2016,
};

/// Where codes outside ISIC go in every list: its last code.
fn placed(from: Classification, to: Classification) -> Concordance<Sector, Sector> {
    with_links(from, to, Links::All)
}

fn with_links(
    from: Classification,
    to: Classification,
    links: Links,
) -> Concordance<Sector, Sector> {
    let target = to.sectors();
    let last = target.codes().last().unwrap().as_str();
    let outside: &[(&str, &str)] = match from {
        Eora26 => &[("Re-export & Re-import", last)],
        _ => &[],
    };
    from.concordance_placing(to, links, Division::Classes, outside)
        .unwrap()
}

fn target(concordance: &Concordance<Sector, Sector>, code: &str) -> String {
    let at = concordance.source().at(code).unwrap();
    let (to, _) = concordance.to(at).next().unwrap();
    concordance.target().code(to).to_owned()
}

#[test]
fn a_list_goes_over_into_itself_unchanged() {
    for list in Classification::ALL {
        for links in [Links::All, Links::Main, Links::Largest] {
            let same = list.concordance_to(*list, links, Division::Refuse).unwrap();
            assert_eq!(same.source(), same.target());
            for at in same.source().positions() {
                assert_eq!(same.to(at).collect::<Vec<_>>(), [(at, 1.0)]);
            }
        }
    }
}

#[test]
fn finer_lists_add_up_to_coarser_ones_exactly() {
    for (fine, coarse) in [
        (Figaro, Wiod2016),
        (Isic4, Icio2018),
        (Icio2021, Icio2018),
        (Icio2025, Icio2021),
        (Icio2025, Icio2023),
        (Isic4, Figaro),
        (Isic4, Icio2021),
        (Exiobase, Wiod2013),
    ] {
        let concordance = fine
            .concordance_to(coarse, Links::All, Division::Refuse)
            .unwrap();
        let grouping = Grouping::of(&concordance).unwrap();
        assert_eq!(grouping.target(), &coarse.sectors(), "{fine} {coarse}");
        // and what is divided on the way back comes back
        let back = placed(coarse, fine);
        let amounts = Array1::from_iter((0..coarse.sectors().len()).map(|k| 1.0 + k as f64));
        let there = back.convert(amounts.view()).unwrap();
        let again = concordance.convert(there.view()).unwrap();
        assert!((&again - &amounts).iter().all(|gap| gap.abs() < 1e-9));
    }
}

#[test]
fn strict_refusals_list_every_code_that_would_be_divided() {
    let error = Wiod2016
        .concordance_to(Icio2021, Links::All, Division::Refuse)
        .unwrap_err();
    assert!(error.is_label());
    let text = error.to_string();
    assert!(
        text.contains(
            "without a decision for 2 of its 56 codes: `B` = 0.29 05T06 + 0.57 07T08 + 0.14 09; `R_S` = 0.37 90T93 + 0.63 94T96"
        ),
        "{text}"
    );
    assert!(text.contains("another `Division`"), "{text}");
}

/// The study's own concordance, made by hand: every code of its list but those named here goes where the main overlaps send it.
#[test]
fn the_concordance_of_the_study_differs_where_its_notes_say_so() {
    let by_hand: Vec<(String, String)> = records("china-us-2012/wiod56_to_wiod35.csv")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let largest = Wiod2016
        .concordance_to(Wiod2013, Links::Largest, Division::Refuse)
        .unwrap();
    let different: Vec<&(String, String)> = by_hand
        .iter()
        .filter(|(code, to)| target(&largest, code) != *to)
        .collect();
    // the only code that is divided by hand: 0.68 textiles and 0.32 leather, by exports
    assert_eq!(different, [&("C13-C15".to_owned(), "c5".to_owned())]);

    // what the hand leaves whole and the main overlaps divide is what its notes mention
    let main = Wiod2016
        .concordance_to(Wiod2013, Links::Main, Division::Classes)
        .unwrap();
    let parts: Vec<String> = main.divided();
    let codes: Vec<&str> = parts
        .iter()
        .map(|part| part.split(' ').next().unwrap())
        .collect();
    assert_eq!(codes, ["C13-C15", "M74_M75", "N", "R_S"]);
    let of = |code: &str| -> Vec<String> {
        let to = main.to(main.source().at(code).unwrap());
        to.map(|(to, _)| main.target().code(to).to_owned())
            .collect()
    };
    assert_eq!(of("C13-C15"), ["c4", "c5"]);
    assert_eq!(of("M74_M75"), ["c30", "c33"]); // veterinary services
    assert_eq!(of("N"), ["c26", "c30"]); // travel agencies
    assert_eq!(of("R_S"), ["c21", "c34"]); // repair of household goods
}

#[test]
fn weights_of_the_caller_divide() {
    let sizes = [("Q86", 30.0), ("Q87_88", 10.0)];
    let error = Wiod2016
        .concordance_to(Figaro, Links::All, Division::Weighted(&sizes))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("`N` goes to `N77` too, for which no size is given"),
        "{error}"
    );
    let mut sizes: Vec<(String, f64)> = Figaro
        .sectors()
        .codes()
        .iter()
        .map(|code| (code.clone(), 10.0))
        .collect();
    sizes.iter_mut().find(|(code, _)| code == "Q86").unwrap().1 = 30.0;
    let given: Vec<(&str, f64)> = sizes.iter().map(|(code, size)| (&**code, *size)).collect();
    let concordance = Wiod2016
        .concordance_to(Figaro, Links::All, Division::Weighted(&given))
        .unwrap();
    assert!(
        concordance
            .divided()
            .contains(&"Q = 0.75 Q86 + 0.25 Q87_88".to_owned()),
        "{:?}",
        concordance.divided()
    );
}

#[test]
fn a_size_counts_by_what_a_code_has_of_it() {
    let from = Classification::Isic4Sections;
    let concordance = from
        .concordance_to(
            Icio2021,
            Links::All,
            Division::Weighted(&with_all(Icio2021)),
        )
        .unwrap();
    let text = concordance.divided().join("; ");
    // both codes lie in the section: their sizes as given, whatever their classes
    assert!(text.contains("A = 0.5 01T02 + 0.5 03"), "{text}");
    // targets that take from other codes too count with what they have of this one
    let back = Wiod2013
        .concordance_to(
            Icio2021,
            Links::Main,
            Division::Weighted(&with_all(Icio2021)),
        )
        .unwrap();
    let c34 = back.source().at("c34").unwrap();
    let weights: Vec<(String, f64)> = back
        .to(c34)
        .map(|(to, weight)| (back.target().code(to).to_owned(), weight))
        .collect();
    // 36T39: 7 of 8 classes, 58T60: 7 of 12, 90T93: all, 94T96: 11 of 18 with division 99
    let parts = [7.0 / 8.0, 7.0 / 12.0, 1.0, 11.0 / 18.0];
    let sum: f64 = parts.iter().sum();
    assert_eq!(weights.len(), 4, "{weights:?}");
    for ((code, weight), part) in weights.iter().zip(parts) {
        assert!(
            (weight - part / sum).abs() < 1e-6,
            "{code} {weight} {}",
            part / sum
        );
    }
}

/// Size one for every code.
fn with_all(list: Classification) -> Vec<(&'static str, f64)> {
    let codes: &'static [String] = Box::leak(list.sectors().codes().to_vec().into_boxed_slice());
    codes.iter().map(|code| (code.as_str(), 1.0)).collect()
}

#[test]
fn sizes_that_say_nothing_are_refused() {
    let refused = |sizes: &[(&str, f64)]| {
        let division = Division::Weighted(sizes);
        Wiod2016
            .concordance_to(Figaro, Links::All, division)
            .unwrap_err()
            .to_string()
    };
    let negative = refused(&[("Q86", -1.0)]);
    assert!(negative.contains("the size of `Q86` is -1"), "{negative}");
    assert!(refused(&[("Q86", f64::NAN)]).contains("NaN"));
    let twice = refused(&[("Q86", 1.0), ("Q86", 1.0)]);
    assert!(twice.contains("`Q86` has two sizes"), "{twice}");
    assert!(refused(&[("Q85", 1.0)]).contains("no sector `Q85`"));
    let zeros: Vec<(String, f64)> = Figaro
        .sectors()
        .codes()
        .iter()
        .map(|code| (code.clone(), 0.0))
        .collect();
    let zeros: Vec<(&str, f64)> = zeros.iter().map(|(code, size)| (&**code, *size)).collect();
    let nothing = refused(&zeros);
    assert!(
        nothing.contains("`Q` goes to codes of size zero only: = 0.33 Q86 + 0.67 Q87_88"),
        "{nothing}"
    );
}

#[test]
fn even_parts_are_equal() {
    let concordance = Wiod2016
        .concordance_to(Figaro, Links::All, Division::Even)
        .unwrap();
    assert!(
        concordance
            .divided()
            .contains(&"N = 0.25 N77 + 0.25 N78 + 0.25 N79 + 0.25 N80T82".to_owned())
    );
}

#[test]
fn ties_are_left_to_the_caller() {
    let error = Wiod2016
        .concordance_to(Icio2025, Links::Largest, Division::Refuse)
        .unwrap_err()
        .to_string();
    assert!(error.contains("`C24` = 0.5 C24A + 0.5 C24B"), "{error}");
    let placed = Wiod2016.concordance_placing(
        Icio2025,
        Links::Largest,
        Division::Refuse,
        &[("C24", "C24A")],
    );
    assert_eq!(target(&placed.unwrap(), "C24"), "C24A");
}

#[test]
fn codes_that_are_placed_go_there_and_nowhere_else() {
    let place = |placed: &[(&str, &str)]| {
        Wiod2016.concordance_placing(Wiod2013, Links::Largest, Division::Refuse, placed)
    };
    let concordance = place(&[("C33", "c14"), ("U", "c31")]).unwrap();
    assert_eq!(target(&concordance, "C33"), "c14");
    assert_eq!(target(&concordance, "U"), "c31");
    let text = |placed: &[(&str, &str)]| place(placed).unwrap_err().to_string();
    assert!(text(&[("C34", "c14")]).contains("no sector `C34`"));
    assert!(text(&[("C33", "c99")]).contains("no sector `c99`"));
    let twice = text(&[("C33", "c13"), ("C33", "c14")]);
    assert!(
        twice.contains("`C33` is placed in `c13` and in `c14`"),
        "{twice}"
    );
    // also from a list to itself
    let merged = Wiod2013
        .concordance_placing(Wiod2013, Links::All, Division::Refuse, &[("c5", "c4")])
        .unwrap();
    assert_eq!(merged.merged(), ["c4 = c4 + c5"]);
}

#[test]
fn a_divided_concordance_is_no_grouping() {
    let error = Grouping::of(&placed(Wiod2016, Figaro)).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("a grouping adds up and cannot divide"),
        "{text}"
    );
    assert!(text.contains("Q = 0.333"), "{text}");
}

fn any_list() -> impl Strategy<Value = Classification> {
    prop::sample::select(Classification::ALL)
}

fn any_links() -> impl Strategy<Value = Links> {
    prop::sample::select(vec![Links::All, Links::Main, Links::Largest])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn totals_survive_every_chain_of_lists(
        lists in prop::collection::vec(any_list(), 2..5),
        links in any_links(),
        amounts in prop::collection::vec(-1e3..1e6_f64, 163),
    ) {
        let mut now = Array1::from_vec(amounts[..lists[0].sectors().len()].to_vec());
        let total = now.sum();
        let size: f64 = now.iter().map(|amount| amount.abs()).sum();
        for pair in lists.windows(2) {
            let concordance = with_links(pair[0], pair[1], links);
            prop_assert_eq!(concordance.target(), &pair[1].sectors());
            now = concordance.convert(now.view()).unwrap();
        }
        prop_assert!((now.sum() - total).abs() <= 1e-12 * size);
    }

    #[test]
    fn every_code_of_a_list_is_reached_from_every_list(from in any_list(), to in any_list()) {
        let concordance = with_links(from, to, Links::All);
        let unused = concordance.unused();
        // the only code without content
        prop_assert!(unused.is_empty() || (to == Eora26 && unused == ["Re-export & Re-import"]));
        let concordance = with_links(from, to, Links::Main);
        let unused = concordance.unused();
        prop_assert!(unused.is_empty() || (to == Eora26 && unused == ["Re-export & Re-import"]));
    }

    #[test]
    fn weights_are_shares(from in any_list(), to in any_list(), links in any_links()) {
        let concordance = with_links(from, to, links);
        for at in concordance.source().positions() {
            let weights: Vec<f64> = concordance.to(at).map(|(_, weight)| weight).collect();
            prop_assert!(weights.iter().all(|weight| *weight > 0.0 && *weight <= 1.0));
            prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
