//! Exact amounts.

use leontief::Error;
use leontief::read::ExactAmount;
use proptest::prelude::*;

use crate::assert_says;

fn amount(text: &str) -> ExactAmount {
    text.parse().unwrap()
}

#[test]
fn decimals_and_exponents_are_read_exactly() {
    for (text, shown) in [
        ("0", "0"),
        ("12", "12"),
        ("-12.50", "-12.5"),
        ("+.25", "0.25"),
        ("7.", "7"),
        ("1e+05", "100000"),
        ("1.5E3", "1500"),
        ("125e-2", "1.25"),
        ("1e-12", "0.000000000001"),
        ("1e-13", "0"),
        ("0.30000000000000004", "0.3"),
        ("0e300", "0"),
    ] {
        assert_eq!(amount(text).to_string(), shown, "{text}");
    }
    assert_eq!(amount("0.1") + amount("0.2"), amount("0.3"));
    assert_eq!(amount("123456.78").to_f64(), 123456.78);
    assert_eq!((-amount("2")).abs() - amount("0.5"), amount("1.5"));
}

#[test]
fn what_is_not_an_amount_is_refused() {
    for text in [
        "",
        "-",
        ".",
        "1,5",
        "1 000",
        "abc",
        "1e",
        "nan",
        "inf",
        "--1",
        "1e15",
        "1e999",
        "1000000000000000",
        "1e99999999999",
        "1.2.3",
        "é",
    ] {
        let error = text.parse::<ExactAmount>().unwrap_err();
        assert_says(
            &error,
            Error::is_parse,
            &["not an amount", &format!("`{text}`")],
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn amounts_read_what_they_show(whole in -999_999_999_999_i64..=999_999_999_999, cents in 0..100_u32) {
        let text = format!("{whole}.{cents:02}");
        prop_assert_eq!(amount(&amount(&text).to_string()), amount(&text));
        prop_assert_eq!(amount(&text).to_f64(), text.parse::<f64>().unwrap());
    }
}
