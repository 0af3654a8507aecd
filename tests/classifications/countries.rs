//! Countries by their codes, and groups of countries by year.

use std::collections::HashMap;

use leontief::label::{Axis, Country, CountryGroup, countries};

use super::records;
use CountryGroup::{
    APEC, ASEAN, BRICS, CPTPP, EFTA, EU, EuroArea, G7, G20, Mercosur, NAFTA, OECD, RCEP, USMCA,
};

fn axis(codes: &str) -> Axis<Country> {
    Axis::new(codes.split(' ')).unwrap()
}

#[test]
fn no_two_countries_share_a_code() {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    assert_eq!(countries::all().len(), 249 + 3);
    for codes in countries::all() {
        let forms = [&codes.iso2, &codes.iso3, &codes.m49]
            .into_iter()
            .chain(&codes.also);
        for form in forms.filter(|form| !form.is_empty()) {
            assert_eq!(owners.insert(form, &codes.iso3), None, "{form}");
            assert_eq!(countries::iso3(form), Some(codes.iso3.as_str()));
            assert_eq!(countries::name(form), Some(codes.name.as_str()));
        }
        assert!(codes.iso2.len() == 2 && codes.iso3.len() == 3, "{codes:?}");
        assert!(codes.m49.is_empty() || codes.m49.len() == 3, "{codes:?}");
    }
    for row in records("countries.csv") {
        assert!(["A", "B", "C"].contains(&row[5].as_str()), "{row:?}");
    }
}

#[test]
fn forms_of_the_databases_are_known() {
    for (form, iso3) in [
        ("GR", "GRC"),
        ("EL", "GRC"),
        ("UK", "GBR"),
        ("ROM", "ROU"),
        ("TW", "TWN"),
        ("TWN", "TWN"),
        ("KSV", "XKX"),
        ("XK", "XKX"),
        ("SUD", "SDN"),
        ("SDS", "SSD"),
        ("156", "CHN"),
        ("004", "AFG"),
    ] {
        assert_eq!(countries::iso3(form), Some(iso3), "{form}");
    }
    for none in ["", "gr", "ROW", "RoW", "EUR", "CN1", "4"] {
        assert_eq!(countries::iso3(none), None, "{none}");
    }
    assert_eq!(countries::iso2("CHN"), Some("CN"));
    assert_eq!(countries::m49("CHN"), Some("156"));
    assert_eq!(countries::m49("TWN"), None);
    assert_eq!(countries::name("GRC"), Some("Greece"));
    for rest in [
        "ROW", "RoW", "xROW", "FIGW1", "WA", "WL", "WE", "WF", "WM", "WWA",
    ] {
        assert!(countries::is_rest(rest), "{rest}");
    }
    assert!(!countries::is_rest("USA"));
}

#[test]
fn groups_have_as_many_members_as_they_had() {
    for (group, year, expected) in [
        (EU, 1957, 0),
        (EU, 1958, 6),
        (EU, 1973, 9),
        (EU, 1981, 10),
        (EU, 1986, 12),
        (EU, 1995, 15),
        (EU, 2003, 15),
        (EU, 2004, 25),
        (EU, 2007, 27),
        (EU, 2013, 28),
        (EU, 2019, 28),
        (EU, 2020, 27),
        (EuroArea, 1998, 0),
        (EuroArea, 1999, 11),
        (EuroArea, 2001, 12),
        (EuroArea, 2007, 13),
        (EuroArea, 2008, 15),
        (EuroArea, 2009, 16),
        (EuroArea, 2012, 17),
        (EuroArea, 2014, 18),
        (EuroArea, 2015, 19),
        (EuroArea, 2023, 20),
        (EuroArea, 2026, 21),
        (OECD, 1962, 20),
        (OECD, 1973, 24),
        (OECD, 1996, 29),
        (OECD, 2000, 30),
        (OECD, 2012, 34),
        (OECD, 2016, 35),
        (OECD, 2018, 36),
        (OECD, 2020, 37),
        (OECD, 2021, 38),
        (ASEAN, 1967, 5),
        (ASEAN, 1984, 6),
        (ASEAN, 1995, 7),
        (ASEAN, 1997, 9),
        (ASEAN, 1999, 10),
        (ASEAN, 2024, 10),
        (ASEAN, 2025, 11),
        (APEC, 1989, 12),
        (APEC, 1998, 21),
        (EFTA, 1960, 7),
        (EFTA, 1973, 6),
        (EFTA, 1994, 7),
        (EFTA, 1995, 4),
        (NAFTA, 1993, 0),
        (NAFTA, 2012, 3),
        (NAFTA, 2020, 0),
        (USMCA, 2019, 0),
        (USMCA, 2020, 3),
        (G7, 1975, 6),
        (G7, 2012, 7),
        (G20, 2012, 19),
        (BRICS, 2009, 4),
        (BRICS, 2010, 5),
        (BRICS, 2024, 9),
        (BRICS, 2025, 10),
        (Mercosur, 2011, 4),
        (Mercosur, 2012, 5),
        (Mercosur, 2016, 4),
        (CPTPP, 2018, 6),
        (CPTPP, 2023, 11),
        (CPTPP, 2024, 12),
        (RCEP, 2022, 12),
        (RCEP, 2023, 14),
    ] {
        assert_eq!(group.members(year).len(), expected, "{group} {year}");
    }
    assert_eq!(NAFTA.members(2012), ["CAN", "MEX", "USA"]);
    assert!(!EU.members(2020).contains(&"GBR"));
    assert!(EU.members(i32::MIN).is_empty());
    assert_eq!(EU.members(i32::MAX), EU.members(2026));
}

#[test]
fn memberships_have_days_sources_and_known_countries() {
    let rows = records("country_groups.csv");
    let read: usize = CountryGroup::ALL
        .iter()
        .map(|group| group.memberships().count())
        .sum();
    assert_eq!(read, rows.len());
    let day = |text: &str| {
        let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(text.len() == 10 && parts.len() == 3, "{text}");
        assert!(
            (1957..=2026).contains(&parts[0]) && (1..=12).contains(&parts[1]),
            "{text}"
        );
        assert!((1..=31).contains(&parts[2]), "{text}");
    };
    let mut once = Vec::new();
    for group in CountryGroup::ALL {
        assert_eq!(CountryGroup::by_code(group.code()).unwrap(), *group);
        for row in group.memberships() {
            assert_eq!(
                countries::iso3(&row.iso3),
                Some(row.iso3.as_str()),
                "{row:?}"
            );
            day(&row.from);
            if let Some(last) = &row.to {
                day(last);
                assert!(&row.from < last, "{row:?}");
            }
            assert!(!row.source.is_empty(), "{row:?}");
            assert!(!once.contains(&(group, &row.iso3)), "{row:?}");
            once.push((group, &row.iso3));
        }
    }
    assert!(CountryGroup::by_code("EWG").unwrap_err().is_label());
}

#[test]
fn members_are_found_under_the_codes_of_the_table() {
    let figaro = axis("AT BE EL FIGW1 UK US");
    let members = EU.in_table(&figaro, 2012);
    assert_eq!(members.present(), ["AT", "BE", "EL", "UK"]);
    assert_eq!(members.absent().len(), 23);
    assert_eq!(members.elsewhere(), ["FIGW1"]);
    assert_eq!(EU.in_table(&figaro, 2020).present(), ["AT", "BE", "EL"]);
    assert!(members.complete().unwrap_err().is_label());

    let asean = ASEAN.in_table(&axis("IDN JPN RoW"), 2011);
    assert_eq!(
        asean.to_string(),
        "ASEAN in 2011: 1 of 10 members, not in the table: BRN, KHM, LAO, MMR, MYS, PHL, SGP, THA, VNM (in `RoW`)"
    );
    let all = NAFTA.in_table(&axis("USA MEX CAN"), 2012);
    assert_eq!(all.complete().unwrap(), ["USA", "MEX", "CAN"]);
    assert_eq!(all.to_string(), "NAFTA in 2012: 3 of 3 members");
    let none = NAFTA.in_table(&axis("USA MEX CAN"), 1990);
    assert_eq!(none.to_string(), "NAFTA had no members in 1990");
    assert!(none.complete().is_err());
}

#[test]
fn a_rest_of_africa_is_not_wallis_and_futuna() {
    let exiobase = axis("FR WA WL WE WF WM");
    assert_eq!(countries::iso3("WF"), Some("WLF"));
    let members = G7.in_table(&exiobase, 2011);
    assert_eq!(members.elsewhere(), ["WA", "WL", "WE", "WF", "WM"]);
}
