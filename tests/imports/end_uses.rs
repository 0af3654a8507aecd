//! Separation by end use.

use leontief::build::{EndUse, EndUseMix, EndUseShares, ImportSeparation, ImportedExports};
use leontief::label::Axis;

use crate::table;

fn mix(intermediate: f64, consumption: f64, capital: f64) -> EndUseMix {
    EndUseMix {
        intermediate,
        consumption,
        capital,
    }
}

fn shares() -> EndUseShares {
    EndUseShares::new(table().sectors())
}

/// Stocks count as intermediate use: 60 − 10, beside 36 consumed and 14 invested.
const CATEGORIES: [(&str, EndUse); 3] = [
    ("households", EndUse::Consumption),
    ("investment", EndUse::Capital),
    ("stocks", EndUse::Intermediate),
];

#[test]
fn imports_for_an_end_use_are_spread_over_uses_of_that_kind() {
    let shares = shares().with("goods", mix(0.5, 0.3, 0.2)).unwrap();
    let separated = ImportSeparation::by_end_use(shares, CATEGORIES);
    let separated = separated.of(&table()).unwrap();
    let goods = separated.report().product("goods").unwrap();
    // 15 of 50, 9 of 36, 6 of 14
    assert!((goods.inputs - 18.0).abs() <= 1e-12);
    for (found, expected) in goods.final_uses.iter().zip([9.0, 6.0, -3.0]) {
        assert!((found - expected).abs() <= 1e-12, "{found}");
    }
    assert_eq!(goods.residual, 0.0);
    let table = separated.into_draft().check().unwrap();
    assert!((table.imported()[[0, 0]] - 12.0).abs() <= 1e-12);
    assert!((table.domestic_final()[[0, 1]] - 8.0).abs() <= 1e-12);
}

#[test]
fn products_without_shares_are_in_proportion_and_listed() {
    let separated = ImportSeparation::by_end_use(shares(), CATEGORIES);
    let separated = separated.of(&table()).unwrap();
    assert_eq!(separated.report().without_shares(), ["goods"]);
    let text = separated.report().to_string();
    assert!(
        text.ends_with("without shares by end use, in proportion: goods"),
        "{text}"
    );
    let proportional = ImportSeparation::proportional().of(&table()).unwrap();
    let (one, other) = (
        separated.into_draft().check().unwrap(),
        proportional.into_draft().check().unwrap(),
    );
    assert_eq!(one.imported(), other.imported());
    assert_eq!(one.imported_final(), other.imported_final());
}

#[test]
fn shares_can_be_edited() {
    let shares = shares().with("goods", mix(1.0, 0.0, 0.0)).unwrap();
    let shares = shares.with("goods", mix(0.25, 0.75, 0.0)).unwrap();
    assert_eq!(shares.of("goods").unwrap(), Some(mix(0.25, 0.75, 0.0)));
    let shares = shares.without("goods").unwrap();
    assert_eq!(shares.rows(), [None, None]);
}

#[test]
fn exports_in_proportion_take_their_part_first() {
    let shares = shares().with("goods", mix(1.0, 0.0, 0.0)).unwrap();
    let separation = ImportSeparation::by_end_use(shares, CATEGORIES);
    let separated = separation
        .exports(ImportedExports::Proportional)
        .of(&table())
        .unwrap();
    let goods = separated.report().product("goods").unwrap();
    let exported = 30.0 * 30.0 / 130.0;
    assert!((goods.exports - exported).abs() <= 1e-12);
    let rest = goods.inputs + goods.final_uses[2];
    assert!((rest - (30.0 - exported)).abs() <= 1e-12);
}

#[test]
fn what_are_not_shares_is_refused() {
    for wrong in [
        mix(0.5, 0.4, 0.0),
        mix(-0.1, 1.1, 0.0),
        mix(f64::NAN, 0.0, 1.0),
    ] {
        let error = shares().with("goods", wrong).unwrap_err();
        assert!(error.is_control_total());
        assert!(
            error
                .to_string()
                .contains("the end uses of `goods` are not shares"),
            "{error}"
        );
    }
    assert!(
        shares()
            .with("oil", mix(1.0, 0.0, 0.0))
            .unwrap_err()
            .is_label()
    );
}

#[test]
fn every_category_needs_one_end_use() {
    let categories = [
        ("households", EndUse::Consumption),
        ("households", EndUse::Capital),
        ("stock", EndUse::Capital),
    ];
    let separation = ImportSeparation::by_end_use(shares(), categories);
    let error = separation.of(&table()).unwrap_err();
    assert!(error.is_label());
    let error = error.to_string();
    for words in [
        "no end use for `investment`, `stocks`",
        "two end uses for `households`",
        "no category `stock`",
    ] {
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn shares_of_other_products_are_refused() {
    for codes in [&["goods"][..], &["goods", "services", "oil"]] {
        let shares = EndUseShares::new(&Axis::new(codes.to_vec()).unwrap());
        let separation = ImportSeparation::by_end_use(shares, CATEGORIES);
        assert!(separation.of(&table()).unwrap_err().is_label());
    }
}

/// The nineteen basic categories of BEC Rev. 4.
#[test]
fn categories_of_bec_have_the_end_use_of_the_united_nations() {
    use EndUse::{Capital, Consumption, Intermediate};
    let expected = [
        ("111", Some(Intermediate)),
        ("112", Some(Consumption)),
        ("121", Some(Intermediate)),
        ("122", Some(Consumption)),
        ("21", Some(Intermediate)),
        ("22", Some(Intermediate)),
        ("31", Some(Intermediate)),
        ("321", None),
        ("322", Some(Intermediate)),
        ("41", Some(Capital)),
        ("42", Some(Intermediate)),
        ("51", None),
        ("521", Some(Capital)),
        ("522", Some(Consumption)),
        ("53", Some(Intermediate)),
        ("61", Some(Consumption)),
        ("62", Some(Consumption)),
        ("63", Some(Consumption)),
        ("7", None),
    ];
    for (code, end_use) in expected {
        assert_eq!(EndUse::of_bec4(code), end_use, "{code}");
        assert_eq!(EndUse::of_bec4(&format!("{code}0")), end_use, "{code}0");
    }
    for code in [
        "", "0", "1", "11", "32", "320", "5", "52", "6", "9", "4100x",
    ] {
        assert_eq!(EndUse::of_bec4(code), None, "{code}");
    }
}
