//! Figures by country, year and indicator, and by pairs: the income totals in the repository, and what is refused.

use std::path::{Path, PathBuf};

use leontief::Error;
use leontief::parameter::Grade;
use leontief::read::{Indicators, indicators_csv, pairs_csv};

fn income_totals(file: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.join("data/income-totals").join(file)
}

/// What is read from a file with this text.
fn read_from<T>(name: &str, text: &str, read: impl Fn(&Path) -> T) -> T {
    let path = std::env::temp_dir().join(format!("leontief-{}-{name}.csv", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let found = read(&path);
    std::fs::remove_file(&path).unwrap();
    found
}

fn read(name: &str, text: &str) -> Result<Indicators, Error> {
    read_from(name, text, |path| indicators_csv(path))
}

#[test]
fn income_of_regions_is_read_with_unit_and_grade() {
    let regions = indicators_csv(income_totals("regions6_income.csv")).unwrap();
    assert_eq!(
        regions.countries(),
        ["CHN", "USA", "JPN", "EUR", "KTW", "ROW", "WLD"]
    );
    let paid = regions
        .figure("CHN", 2011, "primary_income_payments_gross")
        .unwrap();
    assert_eq!((paid.value, paid.unit.as_str()), (214_585.16, "mn USD"));
    assert_eq!(paid.grade, Some(Grade::B));
    let received = regions
        .figure("EUR", 1995, "primary_income_receipts_gross")
        .unwrap();
    assert_eq!(received.grade, Some(Grade::D));
    assert!(received.note.contains("spliced"));
}

#[test]
fn income_of_countries_is_read_from_the_longer_list() {
    let countries = indicators_csv(income_totals("income_totals.csv")).unwrap();
    let china = countries
        .figure("CHN", 2011, "primary_income_payments_best")
        .unwrap();
    assert_eq!(china.value, 214_585.16);
    // Taiwan does not report income before 2005; the best series is complete
    let indicator = "primary_income_payments_best";
    assert!(countries.get("TWN", 1995, indicator).is_some());
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let regions = indicators_csv(income_totals("regions6_income.csv")).unwrap();
    let message = |country, year, indicator| {
        let error = regions.figure(country, year, indicator).unwrap_err();
        assert!(error.is_label());
        error.to_string()
    };
    assert!(message("XXX", 2011, "gni").contains("a country among `CHN`"));
    assert!(message("CHN", 2011, "wages").contains("an indicator among"));
    assert!(message("CHN", 1990, "gni").contains("one of the years `1995`"));
    assert!(message("CHN", 2011, "receipts_over_payments").contains("another country"));
}

#[test]
fn faulty_files_are_refused_with_line_and_column() {
    let faults = [
        (
            "columns",
            "land,year,indicator,value\n",
            "a column `country` or `region`",
        ),
        (
            "year",
            "country,year,indicator,value\nCHN,this,gni,1\n",
            "not a year",
        ),
        (
            "value",
            "country,year,indicator,value\nCHN,2011,gni,much\n",
            "not a number",
        ),
        (
            "twice",
            "country,year,indicator,value\nCHN,2011,gni,1\nCHN,2011,gni,1\n",
            "stands twice",
        ),
        (
            "grade",
            "country,year,indicator,value,grade\nCHN,2011,gni,1,Z\n",
            "unknown grade",
        ),
    ];
    for (name, text, expected) in faults {
        let error = read(name, text).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
        let line = match name {
            "columns" => "",
            "twice" => "line 3",
            _ => "line 2",
        };
        assert!(error.contains(line), "{name}: {error}");
    }
    let gaps = read(
        "gap",
        "country,year,indicator,value\nCHN,2011,gni,\nCHN,2012,gni,2\n",
    )
    .unwrap();
    assert!(gaps.get("CHN", 2011, "gni").is_none());
    assert_eq!(gaps.figure("CHN", 2012, "gni").unwrap().grade, None);
}

#[test]
fn figures_by_pairs_are_read_in_order_and_doubled_pairs_refused() {
    let pairs = |name: &str, text: &str| {
        read_from(name, text, |path| {
            pairs_csv(path, ["investor", "host", "stock"])
        })
    };
    let text = "investor,host,stock,note\nHKG,CHN,540,\nUSA,CHN,60,x\nUSA,JPN,,unknown\n";
    let found = pairs("pairs", text).unwrap();
    let expected = [("HKG", "CHN", 540.0), ("USA", "CHN", 60.0)];
    assert_eq!(
        found,
        expected.map(|(o, h, v)| (o.to_owned(), h.to_owned(), v))
    );
    let faults = [
        (
            "pair-twice",
            "investor,host,stock\nUSA,CHN,1\nUSA,CHN,2\n",
            "stands twice",
        ),
        (
            "pair-empty",
            "investor,host,stock\n,CHN,1\n",
            "the cell is empty",
        ),
        ("pair-column", "owner,host,stock\nUSA,CHN,1\n", "investor"),
    ];
    for (name, text, expected) in faults {
        let error = pairs(name, text).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}
