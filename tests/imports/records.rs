//! Import records by product and end use.

use leontief::build::{EndUse, EndUseMix, EndUseTally, Unmapped};
use leontief::label::{Concordance, Product, Sector};
use leontief::read::ExactAmount;

fn concordance() -> Concordance<Product, Sector> {
    let rows = [
        ("01", "food", 1.0),
        ("84", "machines", 0.75),
        ("84", "cars", 0.25),
        ("87", "cars", 1.0),
    ];
    Concordance::from_rows(rows).unwrap()
}

fn amount(text: &str) -> ExactAmount {
    text.parse().unwrap()
}

const RECORDS: [(&str, &str, &str); 6] = [
    ("01", "112", "30"),
    ("01", "111", "10"),
    ("84", "41", "100"),
    ("84", "42", "60.5"),
    ("87", "53", "25"),
    ("87", "51", "75"),
];

#[test]
fn records_become_shares_of_sectors() {
    let concordance = concordance();
    let cars = EndUseMix {
        intermediate: 0.0,
        consumption: 0.6,
        capital: 0.4,
    };
    let mut tally = EndUseTally::new(&concordance).category("51", cars).unwrap();
    for (product, category, value) in RECORDS {
        tally.add(product, category, amount(value));
    }
    let trade = tally.finish(Unmapped::Refuse).unwrap();
    // a quarter of machines is cars
    for (sector, end_use, expected) in [
        ("food", EndUse::Consumption, "30"),
        ("machines", EndUse::Capital, "75"),
        ("machines", EndUse::Intermediate, "45.375"),
        ("cars", EndUse::Intermediate, "40.125"),
        ("cars", EndUse::Consumption, "45"),
        ("cars", EndUse::Capital, "55"),
    ] {
        assert_eq!(
            trade.value(sector, end_use).unwrap(),
            amount(expected),
            "{sector} {end_use}"
        );
    }
    assert_eq!(trade.total(), amount("300.5"));
    let shares = trade.shares().unwrap();
    let food = shares.of("food").unwrap().unwrap();
    assert_eq!(
        (food.intermediate, food.consumption, food.capital),
        (0.25, 0.75, 0.0)
    );
    let cars = shares.of("cars").unwrap().unwrap();
    assert!((cars.capital - 55.0 / 140.125).abs() <= 1e-15);
}

#[test]
fn what_is_not_mapped_is_listed_with_its_value_and_refused() {
    let concordance = concordance();
    let mut tally = EndUseTally::new(&concordance);
    for (product, category, value) in RECORDS {
        tally.add(product, category, amount(value));
    }
    tally.add("99", "7", amount("5"));
    let unmapped: Vec<(&str, String, ExactAmount, u64)> = tally
        .unmapped()
        .into_iter()
        .map(|code| (code.kind, code.code, code.value, code.records))
        .collect();
    assert_eq!(unmapped[0], ("category", "51".into(), amount("75"), 1));
    assert_eq!(unmapped[1..].len(), 2);
    assert!(unmapped.contains(&("product", "99".into(), amount("5"), 1)));
    assert!(unmapped.contains(&("category", "7".into(), amount("5"), 1)));
    let error = tally
        .clone()
        .finish(Unmapped::Refuse)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("3 unmapped codes, 80 of 305.5 in value"),
        "{error}"
    );
    let trade = tally.finish(Unmapped::KeepApart).unwrap();
    assert_eq!(trade.apart(), amount("80"));
    assert_eq!(trade.value("cars", EndUse::Capital).unwrap(), amount("25"));
    let placed: ExactAmount = ["food", "machines", "cars"]
        .iter()
        .flat_map(|sector| EndUse::ALL.map(|end_use| trade.value(sector, end_use).unwrap()))
        .sum();
    assert_eq!(placed + trade.apart(), trade.total());
    assert_eq!(trade.unmapped().len(), 3);
}

#[test]
fn the_order_of_records_does_not_matter() {
    let concordance = concordance();
    let third = EndUseMix {
        intermediate: 0.3,
        consumption: 0.3,
        capital: 0.4,
    };
    let tallied =
        |records: &mut dyn Iterator<Item = (&'static str, &'static str, &'static str)>| {
            let mut tally = EndUseTally::new(&concordance)
                .category("51", third)
                .unwrap();
            for (product, category, value) in records {
                tally.add(product, category, amount(value));
            }
            tally.finish(Unmapped::Refuse).unwrap()
        };
    let (one, other) = (
        tallied(&mut RECORDS.into_iter()),
        tallied(&mut RECORDS.into_iter().rev()),
    );
    for sector in ["food", "machines", "cars"] {
        for end_use in EndUse::ALL {
            assert_eq!(
                one.value(sector, end_use).unwrap(),
                other.value(sector, end_use).unwrap()
            );
        }
    }
}

#[test]
fn a_sector_without_imports_has_no_shares_and_corrections_cannot_turn_an_end_use_negative() {
    let concordance = concordance();
    let mut tally = EndUseTally::new(&concordance);
    tally.add("01", "112", amount("30"));
    tally.add("01", "111", amount("-10"));
    let trade = tally.finish(Unmapped::Refuse).unwrap();
    assert!(
        trade
            .shares()
            .unwrap_err()
            .to_string()
            .contains("the end uses of `food`")
    );
    let nothing = EndUseTally::new(&concordance)
        .finish(Unmapped::Refuse)
        .unwrap();
    assert_eq!(nothing.shares().unwrap().rows(), [None, None, None]);
}

#[test]
fn parts_of_a_category_must_be_shares() {
    let concordance = concordance();
    let wrong = EndUseMix {
        intermediate: 0.5,
        consumption: 0.6,
        capital: 0.0,
    };
    let error = EndUseTally::new(&concordance)
        .category("51", wrong)
        .unwrap_err();
    assert!(error.to_string().contains("the category `51`"), "{error}");
}
