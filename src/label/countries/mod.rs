//! Countries by any of their codes, and groups of countries by year.
//!
//! A country is found by its codes of ISO 3166 (two and three letters), its number in the United Nations' M49, and the forms that
//! databases use instead (`EL` and `UK` of Eurostat, `ROM` of WIOD 2013, `KSV` and `SUD` of Eora). Codes are matched exactly. A rest of
//! the world is no country: [`is_rest`].
//!
//! ```
//! use leontief::label::countries;
//!
//! assert_eq!(countries::iso3("GR"), Some("GRC"));
//! assert_eq!(countries::iso3("EL"), Some("GRC"));
//! assert_eq!(countries::name("156"), Some("China"));
//! assert_eq!(countries::iso3("ROW"), None);
//! assert!(countries::is_rest("FIGW1"));
//! ```
//!
//! Sources: ISO 3166-1 and United Nations M49; `data/SOURCE-countries.md` says what was seen of them. A code says nothing on the status of
//! a territory.

mod groups;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use groups::{CountryGroup, Members, Membership};

/// The codes and the name of a country, a territory or a former state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    /// Two letters of ISO 3166-1 (`XK` for Kosovo, which ISO does not code).
    pub iso2: String,
    /// Three letters of ISO 3166-1 (`XKX` for Kosovo).
    pub iso3: String,
    /// Three digits of M49, empty where it has no entry (Kosovo, Taiwan).
    pub m49: String,
    /// The usual English name.
    pub name: String,
    /// Other forms that databases use.
    pub also: Vec<String>,
}

static ALL: LazyLock<Vec<Codes>> = LazyLock::new(|| {
    let records = records(include_str!("../../../data/countries.csv"));
    records
        .map(|record| Codes {
            iso2: field(&record, 0),
            iso3: field(&record, 1),
            m49: field(&record, 2),
            name: field(&record, 3),
            also: field(&record, 4)
                .split(';')
                .filter(|form| !form.is_empty())
                .map(str::to_owned)
                .collect(),
        })
        .collect()
});

static BY_CODE: LazyLock<HashMap<&'static str, &'static Codes>> = LazyLock::new(|| {
    let forms = ALL.iter().flat_map(|codes| {
        let forms = [&codes.iso2, &codes.iso3, &codes.m49].into_iter();
        let forms = forms.chain(&codes.also).filter(|form| !form.is_empty());
        forms.map(move |form| (form.as_str(), codes))
    });
    forms.collect()
});

static RESTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let records = records(include_str!("../../../data/country_rests.csv"));
    records
        .map(|record| (field(&record, 0), field(&record, 1)))
        .collect()
});

/// All countries, territories and former states.
#[must_use]
pub fn all() -> &'static [Codes] {
    &ALL
}

/// The country with this code, in any of the forms.
#[must_use]
pub fn find(code: &str) -> Option<&'static Codes> {
    BY_CODE.get(code).copied()
}

/// Its code of three letters.
#[must_use]
pub fn iso3(code: &str) -> Option<&'static str> {
    find(code).map(|codes| codes.iso3.as_str())
}

/// Its code of two letters.
#[must_use]
pub fn iso2(code: &str) -> Option<&'static str> {
    find(code).map(|codes| codes.iso2.as_str())
}

/// Its number in M49, three digits as text; nothing where it has none.
#[must_use]
pub fn m49(code: &str) -> Option<&'static str> {
    find(code)
        .map(|codes| codes.m49.as_str())
        .filter(|number| !number.is_empty())
}

/// Its usual English name.
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    find(code).map(|codes| codes.name.as_str())
}

/// Whether databases use this code for a rest of the world or of a continent. `WF` is both: the rest of Africa in EXIOBASE, Wallis and
/// Futuna in ISO 3166.
#[must_use]
pub fn is_rest(code: &str) -> bool {
    RESTS.contains_key(code)
}

/// The records of a file that is compiled in, without its header.
fn records(text: &str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
}

fn field(record: &csv::StringRecord, at: usize) -> String {
    record.get(at).unwrap_or_default().to_owned()
}
