//! National tables of the WIOD as workbooks, as text, and packed.

use leontief::read::{self, WiodNiot};
use leontief::table::{NationalTable, Tolerance};

use crate::mini::Numbers;
use crate::published::{Folder, assert_sources};
use crate::raw;
use crate::sheet::{Book, Format, Value};

const INDUSTRIES: [&str; 3] = ["A01", "C10-C12", "U"];
const COLUMNS: [&str; 7] = ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN", "EXP", "GO"];
const NAME: &str = "XYZ_NIOT_nov16";

/// Rows behind the keys `Year`, `Code`, `Description`, `Origin`, balanced for each year.
fn rows(years: &[i32]) -> Vec<(i32, &'static str, &'static str, Vec<f64>)> {
    let mut numbers = Numbers::new(21);
    let mut rows = Vec::new();
    for &year in years {
        let mut block = |rows: usize, width: usize| -> Vec<Vec<f64>> {
            let row = |_| (0..width).map(|_| numbers.below(40.0)).collect();
            (0..rows).map(row).collect()
        };
        let (domestic, imports, tail) = (block(3, 9), block(3, 9), block(5, 9));
        let output: Vec<f64> = domestic.iter().map(|row| row.iter().sum()).collect();
        let sum = |column: usize| -> f64 {
            let both = domestic.iter().chain(&imports);
            both.map(|row| row[column]).sum()
        };
        let inputs: Vec<f64> = (0..9).map(sum).collect();
        let mut value_added = vec![0.0; 9];
        for j in 0..3 {
            let paid: f64 = tail.iter().map(|row| row[j]).sum();
            value_added[j] = output[j] - inputs[j] - paid;
        }
        for (i, row) in domestic.iter().enumerate() {
            let cells = [row.as_slice(), &[output[i]]].concat();
            rows.push((year, INDUSTRIES[i], "Domestic", cells));
        }
        for (i, row) in imports.iter().enumerate() {
            let cells = [row.as_slice(), &[0.0]].concat();
            rows.push((year, INDUSTRIES[i], "Imports", cells));
        }
        let mut total = |code, cells: &[f64]| {
            let mut cells = cells.to_vec();
            cells.resize(10, 0.0);
            rows.push((year, code, "TOT", cells));
        };
        total("II_fob", &inputs);
        for (code, row) in ["TXSP", "EXP_adj", "PURR", "PURNR"].into_iter().zip(&tail) {
            total(code, row);
        }
        total("VA", &value_added);
        total("IntTTM", &tail[4]);
        total("GO", &output);
    }
    rows
}

fn cells(years: &[i32]) -> Vec<Vec<Value>> {
    let codes = INDUSTRIES.iter().chain(&COLUMNS);
    let mut first: Vec<Value> = vec![Value::Empty; 4];
    first.extend(codes.clone().map(|code| Value::from(*code)));
    let keys = ["Year", "Code", "Description", "Origin"];
    let mut second: Vec<Value> = keys.map(Value::from).to_vec();
    second.extend(codes.map(|code| format!("name of {code}").as_str().into()));
    let mut lines = vec![first, second];
    for (year, code, origin, cells) in rows(years) {
        let name = format!("name of {code}");
        let mut line = vec![
            f64::from(year).into(),
            code.into(),
            name.as_str().into(),
            origin.into(),
        ];
        line.extend(cells.into_iter().map(Value::Number));
        lines.push(line);
    }
    lines
}

fn text(years: &[i32]) -> String {
    let codes: Vec<&str> = INDUSTRIES.iter().chain(&COLUMNS).copied().collect();
    let mut text = format!("\u{feff}Year;Code;Description;Origin;{}\n", codes.join(";"));
    for (year, code, origin, cells) in rows(years) {
        let cells: Vec<String> = cells.iter().map(f64::to_string).collect();
        text += &format!(
            "{year};{code};name of {code};{origin};{}\n",
            cells.join(";")
        );
    }
    text
}

fn table(file: &WiodNiot, year: i32) -> NationalTable {
    let draft = file.draft(year).unwrap();
    draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap()
}

#[test]
fn workbook_text_and_packed_text_are_the_same_table() {
    let years = [2013, 2014];
    let folder = Folder::new();
    let book =
        || Book::of("Notes", vec![vec!["words".into()]]).with("National IO-tables", cells(&years));
    let csv = format!("{NAME}.csv");
    let paths = [
        folder.put(&csv, text(&years)),
        folder.put(&format!("dos/{csv}"), text(&years).replace('\n', "\r\n")),
        folder.gz(&format!("{csv}.gz"), text(&years)),
        folder.zip(&format!("{NAME}.zip"), &[(csv.as_str(), text(&years))]),
        folder.put(&format!("{NAME}.xlsx"), book().bytes(Format::Xlsx)),
        folder.put(&format!("{NAME}.xlsb"), book().bytes(Format::Xlsb)),
    ];
    let first = table(&WiodNiot::open(&paths[0]).unwrap(), 2014);
    let expected = rows(&[2013, 2014]);
    let row = |code, origin| {
        let mut rows = expected.iter().filter(|row| row.0 == 2014);
        &rows.find(|row| row.1 == code && row.2 == origin).unwrap().3
    };
    for path in &paths {
        let file = WiodNiot::open(path).unwrap();
        assert_eq!(file.country(), "XYZ");
        assert_eq!(file.years().collect::<Vec<_>>(), years);
        let table = table(&file, 2014);
        for (i, code) in INDUSTRIES.into_iter().enumerate() {
            assert_eq!(table.domestic().row(i).to_vec(), row(code, "Domestic")[..3]);
            assert_eq!(table.imported().row(i).to_vec(), row(code, "Imports")[..3]);
        }
        assert_eq!(table.output().to_vec(), row("GO", "TOT")[..3]);
        assert_eq!(table.value_added(), first.value_added());
        assert_eq!(table.exports().by_producer(), first.exports().by_producer());
        let provenance = table.provenance();
        assert_sources(provenance, &[path]);
        assert_eq!(provenance.edition(), Some("2016 release"));
        let source = "World Input-Output Database, national table of XYZ, 2014";
        assert_eq!(provenance.source(), source);
    }
}

#[test]
fn the_country_stands_in_the_name_or_is_said() {
    let folder = Folder::new();
    let path = folder.put("table.csv", text(&[2014]));
    let error = WiodNiot::open(&path).unwrap_err().to_string();
    assert!(
        error.contains("the name of the file has no country"),
        "{error}"
    );
    assert!(error.contains("WiodNiot::open_of"), "{error}");
    assert_eq!(WiodNiot::open_of(&path, "CHN").unwrap().country(), "CHN");
    // text from elsewhere is of no known file
    let bytes = text(&[2014]);
    let file = WiodNiot::read(bytes.as_bytes(), "x.csv".as_ref(), "CHN").unwrap();
    assert!(table(&file, 2014).provenance().files().is_empty());
}

#[test]
fn faults_of_a_national_workbook_are_named_by_row_and_column() {
    let folder = Folder::new();
    let refused = |change: &dyn Fn(&mut Vec<Vec<Value>>), words: &[&str]| {
        let mut cells = cells(&[2014]);
        change(&mut cells);
        let book = Book::of("National IO-tables", cells);
        let path = folder.put(&format!("{NAME}.xlsx"), book.xlsx());
        let file = WiodNiot::open(path);
        let error = file.and_then(|file| {
            let draft = file.draft(2014)?;
            draft.tolerance(Tolerance::absolute(1e-9)).check()
        });
        let error = error.unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "no `{word}` in: {error}");
        }
    };
    refused(
        &|cells| cells[3][5] = "n.a.".into(),
        &[
            "XYZ_NIOT_nov16.xlsx/National IO-tables",
            "line 4",
            "column `C10-C12`",
        ],
    );
    refused(
        &|cells| cells[3][5] = "1,5".into(),
        &["line 4", "not a number"],
    );
    refused(
        &|cells| cells[3][5] = Value::Empty,
        &["line 4", "the cell is empty"],
    );
    refused(&|cells| cells[0][13] = "EXPORTS".into(), &["`GO`"]);
    refused(
        &|cells| cells[1][3] = "From".into(),
        &["no header row with `Origin`"],
    );
    refused(
        &|cells| cells[0][5] = "A01".into(),
        &["the column `A01` occurs twice"],
    );
    refused(&|cells| cells[3][1] = "A01".into(), &["A01", "twice"]);
    refused(&|cells| drop(cells.remove(9)), &["TXSP"]);
    refused(&|cells| cells.truncate(2), &["a header and no rows"]);
    refused(
        &|cells| cells[2][4..].rotate_right(1),
        &["differs from the row `GO`"],
    );
    refused(&|cells| cells[5][4..7].rotate_right(1), &["sum to"]);
    let path = folder.put(
        &format!("{NAME}.xlsx"),
        Book::of("Sheet1", cells(&[2014])).xlsx(),
    );
    let error = WiodNiot::open(path).unwrap_err().to_string();
    assert!(error.contains("no sheet `National IO-tables`"), "{error}");
}

/// Published value added, in million dollars, straight from the packed files.
#[test]
fn published_files_are_read_as_they_are_packed() {
    let Some(folder) = raw::folder("wiod2016-niot-43countries") else {
        return;
    };
    for (country, value_added) in [("CHN", 8_318_792.0), ("USA", 16_155_252.0)] {
        let path = folder.join(format!("{country}_NIOT_nov16.csv.gz"));
        let file = WiodNiot::open(&path).unwrap();
        assert_eq!(file.country(), country);
        assert_eq!(file.years().len(), 15);
        let draft = file.draft(2012).unwrap();
        let table = draft.tolerance(Tolerance::absolute(15.0)).check().unwrap();
        println!("{country} 2012: {} mn USD", table.value_added().sum());
        assert_eq!(table.value_added().sum(), value_added);
        assert_sources(table.provenance(), &[&path]);
    }
}

/// The sheet of a single country of ADB for the same figures, one row of other inputs each.
fn adb_cells(year: i32) -> Vec<Vec<Value>> {
    let rows = rows(&[year]);
    let industries = ["c1", "c2", "c3"];
    let title = format!("Canada Input-Output Table (3x3), {year}");
    let line = |start: [&str; 4], texts: Vec<&str>| -> Vec<Value> {
        start.into_iter().chain(texts).map(Value::from).collect()
    };
    let finals = ["F1", "F2", "F3", "F4", "F5", "F6"];
    let mut names = vec!["Agriculture", "Mining", "Food"];
    names.extend([
        "Households",
        "NPISH",
        "Government",
        "Investment",
        "Stocks",
        "Exports",
    ]);
    names.push("TOTAL");
    let codes: Vec<&str> = industries.into_iter().chain(finals).collect();
    let mut lines = vec![
        vec![title.as_str().into()],
        vec!["(at current prices, $ million)".into()],
        vec![],
        line(["Industry", "Industry", "", ""], names),
        line(["", "", "", ""], vec!["CAN"; 10]),
        line(["", "", "", ""], codes),
    ];
    let code_of = |code: &str| match code {
        "II_fob" => "r60",
        "TXSP" => "r99",
        "EXP_adj" => "r61",
        "PURR" => "r62",
        "PURNR" => "r63",
        "VA" => "r64",
        "IntTTM" => "trs",
        _ => "r69",
    };
    for (_, code, origin, cells) in rows {
        let place = INDUSTRIES.iter().position(|known| *known == code);
        let mut row: Vec<Value> = match (place, origin) {
            (Some(k), "Domestic") => line(["", "an industry", "CAN", industries[k]], vec![]),
            (Some(k), _) => line(["", "an industry", "IMP", industries[k]], vec![]),
            _ => {
                let name = if code == "VA" {
                    "Value added at basic prices"
                } else {
                    "a total"
                };
                line(["", name, "", code_of(code)], vec![])
            }
        };
        row.extend(cells.into_iter().map(|cell| match cell {
            0.0 => " ".into(),
            cell => Value::Number(cell),
        }));
        lines.push(row);
    }
    lines.push(vec!["".into(), "Source: ADB".into()]);
    lines
}

#[test]
fn books_of_single_countries_of_adb_are_read() {
    let folder = Folder::new();
    let contents = vec![vec!["Sheet Name".into(), "Table Number".into()]];
    let book = || Book::of("Table of Contents", contents.clone()).with("2013", adb_cells(2013));
    let path = folder.put(
        "CAN IOT 2013-2014.xlsx",
        book().with("2014", adb_cells(2014)).xlsx(),
    );
    let draft = read::adb_national(&path, 2014).unwrap();
    let table = draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap();
    let wiod = folder.put("XYZ_NIOT.csv", text(&[2014]));
    let other = self::table(&WiodNiot::open(wiod).unwrap(), 2014);
    assert_eq!(
        table.producers().only_block().unwrap().sectors().codes(),
        ["c1", "c2", "c3"]
    );
    assert_eq!(table.producers().countries().codes(), ["CAN"]);
    assert_eq!(table.domestic(), other.domestic());
    assert_eq!(table.imported(), other.imported());
    assert_eq!(table.output(), other.output());
    assert_eq!(table.value_added(), other.value_added());
    assert_eq!(table.exports().by_producer(), other.exports().by_producer());
    assert_eq!(table.imported_exports(), other.imported_exports());
    assert_eq!(table.primary(), other.primary());
    assert_eq!(table.final_uses().codes(), ["F1", "F2", "F3", "F4", "F5"]);
    assert_eq!(table.unit().to_string(), "mn USD, 2014, basic prices");
    assert_sources(table.provenance(), &[&path]);
    let words = table.provenance().to_string();
    assert!(
        words.contains("cells of spaces only count as zero"),
        "{words}"
    );
    assert!(words.contains("all 3 totals agree"), "{words}");
    let error = read::adb_national(&path, 2012).unwrap_err().to_string();
    assert!(error.contains("no sheet of the year 2012"), "{error}");
    let error = read::adb_mrio(&path).unwrap_err().to_string();
    assert!(error.contains("`adb_national`"), "{error}");
}

#[test]
fn faults_of_a_book_of_a_single_country_are_named() {
    let folder = Folder::new();
    let refused = |change: &dyn Fn(&mut Vec<Vec<Value>>), words: &[&str]| {
        let mut cells = adb_cells(2014);
        change(&mut cells);
        let path = folder.put("CAN IOT.xlsx", Book::of("2014", cells).xlsx());
        let draft = read::adb_national(path, 2014);
        let table = draft.and_then(|draft| draft.tolerance(Tolerance::absolute(1e-9)).check());
        let error = table.unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "no `{word}` in: {error}");
        }
    };
    refused(
        &|cells| cells[0][0] = "Canada, 2013".into(),
        &["another year"],
    );
    refused(
        &|cells| cells[1][0] = "(yuan)".into(),
        &["no unit that this reader knows"],
    );
    refused(
        &|cells| cells[7][3] = "c9".into(),
        &["rows of `CAN`", "expected `c2`; found `c9`"],
    );
    refused(&|cells| drop(cells.remove(10)), &["rows of `IMP`"]);
    refused(
        &|cells| cells[7][5] = "n.a.".into(),
        &["line 8", "column `F`", "not a number"],
    );
    refused(&|cells| cells[5][8] = "F7".into(), &["no column `F2`"]);
    refused(
        &|cells| cells[13][3] = "r98".into(),
        &["line 14", "neither an industry nor known", "r98"],
    );
    refused(&|cells| drop(cells.remove(13)), &["no row `r99`"]);
    refused(
        &|cells| cells[14] = cells[13].clone(),
        &["`r99` stands twice"],
    );
    refused(
        &|cells| cells[4][5] = "USA".into(),
        &["columns of several countries", "adb_mrio"],
    );
    refused(&|cells| cells[6][4..7].rotate_right(1), &["sum to"]);
}
