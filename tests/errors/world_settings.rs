//! `table.toml` with keys or values that are not known.

use leontief::Error;
use leontief::unit::PriceBasis;

use crate::world_folder::Folder;

/// The worked case with these settings is refused by the reader, in these words.
#[track_caller]
fn assert_refused(settings: &str, message: &str) {
    let folder = Folder::worked_case().with("table.toml", settings);
    let error = folder.draft().unwrap_err();
    assert!(error.is_parse(), "{error:?}");
    assert_eq!(folder.refused(), message);
}

#[test]
fn unknown_keys_are_refused_with_those_that_are_known() {
    assert_refused(
        "source = 'me'\ncurency = 'USD'\n",
        "table.toml, line 2: table.toml has no key `curency`; expected only `currency`, `scale`, `year`, `prices`, `source`, \
         `concept`, `tolerance`, `tolerance_share`, `remark`, `markets`, `groups`, `unit`",
    );
    assert_refused(
        "[groups.DN]\nowner = 'domestic'\nkind = 1\n",
        "table.toml, line 3: the group `DN` has no key `kind`, `owner`; expected only `ownership`, `regime`",
    );
}

#[test]
fn text_that_is_not_toml_is_placed() {
    assert_refused(
        "source = 'me'\n\nyear: 2012\n",
        "table.toml, line 3: not TOML (key with no value, expected `=`)",
    );
    assert_refused(
        "year = 2012\nyear = 2013\n",
        "table.toml, line 2: not TOML (duplicate key)",
    );
}

#[test]
fn wrong_values_are_refused_with_what_was_expected() {
    for (settings, message) in [
        (
            "currency = ' '",
            "wrong value of `currency`; expected the code of a currency, as \"USD\"; found `' '`",
        ),
        (
            "scale = 'lakh'",
            "wrong value of `scale`; expected one of `ones`, `thousands`, `millions`, `billions`, or a power of ten such as 10000; \
             found `'lakh'`",
        ),
        (
            "scale = 6",
            "wrong value of `scale`; expected one of `ones`, `thousands`, `millions`, `billions`, or a power of ten such as 10000; \
             found `6`",
        ),
        (
            "year = '2012'",
            "wrong value of `year`; expected a year such as 2012; found `'2012'`",
        ),
        (
            "prices = 'market'",
            "wrong value of `prices`; expected one of `basic`, `producer`, `purchaser`, `FOB`, `CIF`; found `'market'`",
        ),
        (
            "concept = 'gdp'",
            "wrong value of `concept`; expected one of `basic_prices`, `with_product_taxes`, `all_primary_inputs`; found `'gdp'`",
        ),
        (
            "tolerance = -1",
            "wrong value of `tolerance`; expected a number that is not negative, in the table's unit; found `-1`",
        ),
        (
            "tolerance = inf",
            "wrong value of `tolerance`; expected a number that is not negative, in the table's unit; found `inf`",
        ),
        (
            "source = 1",
            "wrong value of `source`; expected text in quotation marks; found `1`",
        ),
        (
            "markets = ['A', 1]",
            "wrong value of `markets`; expected texts in quotation marks, as [\"one\", \"two\"]; found `['A', 1]`",
        ),
        (
            "groups = ['DN']",
            "wrong value of `groups`; expected a table, as [groups.DN]; found `['DN']`",
        ),
        (
            "groups.DN = 'domestic'",
            "wrong value of `DN`; expected a table, as [groups.DN]; found `'domestic'`",
        ),
        (
            "groups.DN.ownership = 'state'",
            "wrong value of `ownership`; expected one of `domestic`, `foreign`; found `'state'`",
        ),
        (
            "groups.DN.regime = 'ordinary'",
            "wrong value of `regime`; expected one of `normal`, `processing`; found `'ordinary'`",
        ),
    ] {
        let settings = format!("remark = 'one line before'\n{settings}");
        assert_refused(&settings, &format!("table.toml, line 2: {message}"));
    }
    assert_refused(
        "unit = 'USD'\ncurrency = 'USD'",
        "table.toml, line 1: `currency` and `unit` are the same: give one",
    );
}

#[test]
fn a_unit_is_stated_in_full_or_not_at_all() {
    assert_refused(
        "currency = 'USD'\nyear = 2012\n",
        "table.toml: the unit lacks `scale`, `prices`; expected `currency`, `scale`, `year` and `prices`, or none of them",
    );
    let error = "market".parse::<PriceBasis>().unwrap_err();
    assert!(error.is_unit());
    assert_eq!(
        error.to_string(),
        "no price basis `market`; expected one of `basic`, `producer`, `purchaser`, `FOB`, `CIF`"
    );
    for basis in PriceBasis::ALL {
        assert_eq!(basis.code().parse::<PriceBasis>().unwrap(), basis);
        assert_eq!(basis.to_string().parse::<PriceBasis>().unwrap(), basis);
    }
}

#[test]
fn a_group_that_no_producer_belongs_to_is_refused() {
    let folder = Folder::worked_case().with("table.toml", "[groups.DN]\n[groups.DP]\n");
    let error = folder.draft().unwrap_err();
    assert!(Error::is_label(&error), "{error:?}");
    assert_eq!(
        folder.refused(),
        "table.toml: no producer is of the group `DN`, `DP`; expected one of `whole`"
    );
}

#[test]
fn a_market_is_no_country_with_producers() {
    let folder = Folder::worked_case().with("table.toml", "markets = ['A']");
    let error = folder.draft().unwrap_err();
    assert!(error.is_label(), "{error:?}");
    assert_eq!(
        folder.refused(),
        "table.toml: the country `A` occurs twice, as number 1 and number 4; expected unique codes"
    );
}

#[test]
fn settings_that_are_not_utf_8_are_refused() {
    let folder = Folder::worked_case().with("table.toml", [b's', 0xff]);
    let message = folder.refused();
    assert!(
        message.starts_with("table.toml: cannot read the file ("),
        "{message}"
    );
}
