//! Socio-economic accounts, alone and on a world table.

use leontief::read::{self, Options, WiodSea};
use leontief::table::Tolerance;

use crate::mini::{Database, Mini, Numbers};
use crate::published::{Folder, assert_sources};
use crate::sheet::{Book, Format, Value};

const CODES: [&str; 4] = ["A01", "C10-C12", "U", "TOT"];
const COUNTRIES: [&str; 3] = ["AUS", "ROM", "CHN"];

/// The sheet of one release, and the figure of each country, variable, code and year.
fn cells(release: i32) -> (Vec<Vec<Value>>, Vec<(String, f64)>) {
    let (header, years): ([&str; 4], [String; 2]) = match release {
        2016 => (
            ["country", "variable", "description", "code"],
            ["2008", "2009"].map(str::to_owned),
        ),
        _ => (
            ["Country", "Variable", "Description", "Code"],
            ["_2008", "_2009"].map(str::to_owned),
        ),
    };
    let mut numbers = Numbers::new(11);
    let mut head: Vec<Value> = header.map(Value::from).to_vec();
    head.extend(years.iter().map(|year| match release {
        2016 => Value::Number(year.parse().unwrap()),
        _ => year.as_str().into(),
    }));
    let (mut rows, mut figures) = (vec![head], Vec::new());
    for country in COUNTRIES {
        for variable in ["EMP", "COMP", "VA_PI"] {
            for code in CODES {
                let mut row: Vec<Value> =
                    vec![country.into(), variable.into(), "words".into(), code.into()];
                for year in ["2008", "2009"] {
                    let figure = numbers.below(900.0);
                    figures.push((format!("{country} {variable} {code} {year}"), figure));
                    row.push(figure.into());
                }
                rows.push(row);
            }
        }
    }
    (rows, figures)
}

fn notes() -> Vec<Vec<Value>> {
    vec![
        vec!["Socio-economic accounts".into()],
        vec![
            "".into(),
            "".into(),
            "".into(),
            "Values".into(),
            "Description".into(),
        ],
        vec![
            "".into(),
            "".into(),
            "".into(),
            "EMP".into(),
            "Number of persons engaged (thousands)".into(),
        ],
        vec![
            "".into(),
            "".into(),
            "".into(),
            "COMP".into(),
            "Compensation of employees (in millions of national currency)".into(),
        ],
        vec![
            "".into(),
            "".into(),
            "".into(),
            "VA_PI".into(),
            "Price levels of value added, 2010=100".into(),
        ],
    ]
}

fn opened(cells: Vec<Vec<Value>>) -> leontief::Result<WiodSea> {
    let folder = Folder::new();
    let book = Book::of("Notes", notes()).with("DATA", cells);
    read::wiod_sea(folder.put("WIOD_SEA_Nov16.xlsx", book.xlsx()))
}

#[test]
fn both_releases_are_read_figure_by_figure() {
    for (release, name) in [(2016, "2016 release"), (2013, "2013 release")] {
        let (cells, figures) = cells(release);
        let accounts = opened(cells).unwrap();
        assert_eq!(accounts.release(), name);
        assert_eq!(accounts.countries(), COUNTRIES);
        assert_eq!(accounts.variables(), ["EMP", "COMP", "VA_PI"]);
        assert_eq!(accounts.years(), [2008, 2009]);
        assert_eq!(accounts.gaps(), 0);
        for (label, figure) in figures {
            let parts: Vec<&str> = label.split(' ').collect();
            let [country, variable, code, year] = parts[..] else {
                panic!("four labels");
            };
            let found = accounts.value(country, variable, code, year.parse().unwrap());
            assert_eq!(found.unwrap(), Some(figure), "{label}");
        }
        assert_eq!(accounts.unit("EMP"), "thousands");
        assert_eq!(accounts.unit("COMP"), "millions of national currency");
        assert_eq!(accounts.unit("VA_PI"), "unit not stated");
    }
}

#[test]
fn vectors_follow_the_sectors_asked_for_and_name_gaps() {
    let (mut cells, figures) = cells(2016);
    let figure = |label: &str| figures.iter().find(|(known, _)| known == label).unwrap().1;
    for (row, gap) in [(1, "NA"), (2, ""), (3, " ")] {
        cells[row][5] = match gap {
            "" => Value::Empty,
            text => Value::Text(text.to_owned()),
        };
    }
    let accounts = opened(cells).unwrap();
    assert_eq!(accounts.gaps(), 3);
    assert_eq!(accounts.value("AUS", "EMP", "A01", 2009).unwrap(), None);
    let found = accounts
        .by_sector("AUS", "EMP", 2009, &["U", "TOT", "A01"])
        .unwrap();
    assert_eq!(
        found.values.to_vec(),
        [0.0, figure("AUS EMP TOT 2009"), 0.0]
    );
    assert_eq!(found.gaps, ["U", "A01"]);
    let found = accounts
        .by_sector("CHN", "COMP", 2008, &["C10-C12"])
        .unwrap();
    assert_eq!(found.values.to_vec(), [figure("CHN COMP C10-C12 2008")]);
    assert!(found.gaps.is_empty());
    for (error, words) in [
        (
            accounts.by_sector("AUS", "EMP", 2009, &["A01", "Z"]),
            "no row of AUS EMP for `Z`",
        ),
        (
            accounts.by_sector("NZL", "EMP", 2009, &["A01"]),
            "no accounts of `NZL`",
        ),
        (
            accounts.by_sector("AUS", "JOBS", 2009, &["A01"]),
            "no variable `JOBS`",
        ),
        (
            accounts.by_sector("AUS", "EMP", 1999, &["A01"]),
            "no year 1999",
        ),
    ] {
        let error = error.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(error.contains("WIOD_SEA_Nov16.xlsx/DATA"), "{error}");
    }
}

#[test]
fn accounts_come_onto_a_world_table() {
    let folder = Folder::new();
    let (mut rows, figures) = cells(2016);
    rows[2][5] = "NA".into();
    let book = Book::of("Notes", notes()).with("DATA", rows);
    let path = folder.put("WIOD_SEA_Nov16.xlsx", book.xlsx());
    let accounts = read::wiod_sea(&path).unwrap();
    let mini = Mini::new(Database::Wiod2016, 1);
    let table = mini.put(&folder, Format::Xlsb);
    let draft = || Database::Wiod2016.read(&table, &Options::new()).unwrap();
    let with_jobs = accounts.onto(draft(), "EMP", 2009, &["ROW"]).unwrap();
    let world = with_jobs
        .tolerance(Tolerance::absolute(1e-9))
        .check()
        .unwrap();
    assert_eq!(world.extensions().codes(), ["EMP"]);
    let at = world.extensions().at("EMP").unwrap();
    assert_eq!(world.extensions().name(at), "thousands");
    let mut expected = Vec::new();
    for country in COUNTRIES {
        for code in &CODES[..3] {
            let label = format!("{country} EMP {code} 2009");
            expected.push(figures.iter().find(|(known, _)| *known == label).unwrap().1);
        }
    }
    expected.extend([0.0; 3]);
    expected[1] = 0.0;
    assert_eq!(world.extension_rows().row(0).to_vec(), expected);
    assert_sources(world.provenance(), &[&table, &path]);
    let words = world.provenance().to_string();
    for part in [
        "`EMP` of 2009 from the socio-economic accounts, WIOD 2016 release",
        "no accounts, `EMP` zero: `ROW`",
        "1 cells without a figure count as zero in `EMP`: `AUS C10-C12`",
    ] {
        assert!(words.contains(part), "no `{part}` in: {words}");
    }
    for (without, part) in [
        (vec![], "no accounts of `ROW`"),
        (vec!["RoW"], "`RoW` is not a country of the table"),
        (vec!["ROW", "AUS"], "there are accounts of `AUS`"),
    ] {
        let error = accounts.onto(draft(), "EMP", 2009, &without).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    let other = Mini::new(Database::Wiod2013, 1).put(&folder, Format::Xlsx);
    let other = read::wiod2013(other).unwrap();
    let error = accounts
        .onto(other, "EMP", 2009, &["RoW"])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("are the sectors those of this release?"),
        "{error}"
    );
}

#[test]
fn faults_of_accounts_are_named_by_their_cell() {
    let refused = |change: &dyn Fn(&mut Vec<Vec<Value>>), words: &[&str]| {
        let (mut cells, _) = cells(2016);
        change(&mut cells);
        let error = opened(cells).unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "no `{word}` in: {error}");
        }
    };
    refused(
        &|cells| cells[0][1] = "what".into(),
        &["no header row", "socio-economic"],
    );
    refused(
        &|cells| cells[0][3] = "country".into(),
        &["`country` stands twice", "column `D`"],
    );
    refused(&|cells| cells[0][3] = Value::Empty, &["no column `code`"]);
    refused(
        &|cells| cells[0][4] = "two".into(),
        &["the column `two` is not known", "column `E`"],
    );
    refused(
        &|cells| cells[0][5] = 2008.0.into(),
        &["the year 2008 stands twice"],
    );
    refused(
        &|cells| cells[4][4] = "many".into(),
        &["line 5", "column `E`", "not a number"],
    );
    refused(
        &|cells| cells[4][4] = "1,5".into(),
        &["line 5", "column `E`", "not a number"],
    );
    refused(
        &|cells| cells[4][3] = Value::Empty,
        &["line 5", "a label is missing"],
    );
    refused(
        &|cells| cells[4] = cells[3].clone(),
        &["line 5", "`AUS EMP U` stands twice"],
    );
    refused(&|cells| cells.truncate(1), &["a header and no rows"]);
    refused(
        &|cells| cells[4][..4].fill(Value::Empty),
        &["line 5", "a row of figures has no labels"],
    );
    let folder = Folder::new();
    let other = folder.put("other.xlsx", Book::of("Notes", notes()).xlsx());
    let error = read::wiod_sea(other).unwrap_err().to_string();
    assert!(error.contains("no sheet `DATA`"), "{error}");
}
