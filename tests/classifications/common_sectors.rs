//! The finest sectors that two lists can both be added up to.

use leontief::label::{Classification, Common, Concordance, Division, Grouping, Links, Sector};
use ndarray::Array1;
use proptest::prelude::*;

use Classification::{
    Eora26, Exiobase, Figaro, Icio2016, Icio2018, Icio2021, Icio2023, Icio2025, Isic4, LrWiod,
    Wiod2013, Wiod2016,
};

fn summed(grouping: &Grouping<Sector>, amounts: &Array1<f64>) -> Array1<f64> {
    let mut sums = Array1::zeros(grouping.target().len());
    for at in grouping.source().positions() {
        sums[grouping.to(at).get()] += amounts[at.get()];
    }
    sums
}

fn count(one: Classification, other: Classification, links: Links) -> usize {
    one.common(other, links).unwrap().sectors().len()
}

#[test]
fn lists_of_one_revision_share_many_sectors_exactly() {
    for (one, other, expected) in [
        (Wiod2016, Icio2018, 34),
        (Wiod2016, Icio2021, 42),
        (Wiod2016, Icio2025, 43),
        (Wiod2016, Figaro, 56),
        (Icio2018, Icio2021, 36),
        (Icio2021, Icio2023, 45),
        (Wiod2013, Icio2016, 29),
        (Wiod2013, LrWiod, 23),
        (Wiod2013, Exiobase, 35),
    ] {
        for links in [Links::All, Links::Main] {
            let common = one.common(other, links).unwrap();
            assert_eq!(common.sectors().len(), expected, "{one} {other}");
            assert_eq!(common.first().source(), &one.sectors());
            assert_eq!(common.second().source(), &other.sectors());
            assert_eq!(common.first().target(), common.second().target());
            assert!(common.crossing().is_empty());
            assert_eq!(count(other, one, links), expected, "{other} {one}");
        }
    }
    let common = Wiod2013.common(Icio2016, Links::All).unwrap();
    let names = common.sectors();
    let names: Vec<&str> = names.positions().map(|at| names.name(at)).collect();
    assert!(names.contains(&"c4+c5 = C17T19"), "{names:?}");
    assert!(names.contains(&"c12 = C27+C28"), "{names:?}");
    assert!(names.contains(&"c14 = C30.32.33+C31"), "{names:?}");
}

#[test]
fn a_list_has_itself_in_common_with_itself() {
    for list in Classification::ALL {
        let common = list.common(*list, Links::All).unwrap();
        assert_eq!(common.sectors(), &list.sectors());
        assert!(common.crossing().is_empty());
    }
}

#[test]
fn between_revisions_little_is_exact_and_the_rest_is_listed() {
    let common = Wiod2016.common(Wiod2013, Links::All).unwrap();
    // wholesale, water transport, air transport, hotels and households; all else hangs together
    assert_eq!(common.sectors().len(), 6);
    let alone = &common.sectors().codes()[1..];
    assert_eq!(alone, ["G46", "H50", "H51", "I", "T"]);
    assert!(common.crossing().is_empty());

    let main = Wiod2016.common(Wiod2013, Links::Main).unwrap();
    assert_eq!(main.sectors().len(), 31);
    let crossing = main.crossing();
    assert!(
        crossing.contains(&"50 % of C21 = 16 % of c8".to_owned()),
        "{crossing:?}"
    );

    let largest = Wiod2016.common(Wiod2013, Links::Largest).unwrap();
    assert!(largest.sectors().len() >= main.sectors().len());
    assert!(largest.crossing().len() >= main.crossing().len());
}

#[test]
fn a_code_outside_isic_must_be_placed() {
    let text = Wiod2013.common(Eora26, Links::All).unwrap_err().to_string();
    assert!(
        text.contains("`Re-export & Re-import` of Eora26 holds no division of ISIC"),
        "{text}"
    );
    let common: Common = Wiod2013
        .common_placing(Eora26, Links::All, &[("c20", "Re-export & Re-import")])
        .unwrap();
    let names = common.sectors();
    let with: Vec<&str> = names
        .positions()
        .map(|at| names.name(at))
        .filter(|name| name.contains("Re-export"))
        .collect();
    assert_eq!(with, ["c20 = Wholesale Trade+Re-export & Re-import"]);
    let unknown = Wiod2013.common_placing(Eora26, Links::All, &[("c20", "Trade")]);
    assert!(
        unknown
            .unwrap_err()
            .to_string()
            .contains("no sector `Trade`")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Amounts by division, added up to either list and then to the common sectors, are the same.
    #[test]
    fn both_ways_to_the_common_sectors_give_the_same_sums(
        one in prop::sample::select(vec![Wiod2016, Icio2018, Icio2021, Icio2023, Figaro]),
        other in prop::sample::select(vec![Wiod2016, Icio2018, Icio2021, Icio2023, Figaro]),
        amounts in prop::collection::vec(-1e3..1e6_f64, 88),
    ) {
        let amounts = Array1::from_vec(amounts);
        let to = |list: Classification| -> Concordance<Sector, Sector> {
            Isic4.concordance_to(list, Links::All, Division::Refuse).unwrap()
        };
        let common = one.common(other, Links::All).unwrap();
        let first = summed(common.first(), &to(one).convert(amounts.view()).unwrap());
        let second = summed(common.second(), &to(other).convert(amounts.view()).unwrap());
        for (a, b) in first.iter().zip(&second) {
            prop_assert!((a - b).abs() <= 1e-6, "{} {}", a, b);
        }
    }

    #[test]
    fn cutting_more_overlaps_never_leaves_fewer_sectors(
        one in prop::sample::select(Classification::ALL),
        other in prop::sample::select(Classification::ALL),
    ) {
        prop_assume!((one == Eora26) == (other == Eora26));
        let counts = [Links::All, Links::Main, Links::Largest].map(|links| count(one, other, links));
        prop_assert!(counts[0] <= counts[1] && counts[1] <= counts[2], "{:?}", counts);
    }
}
