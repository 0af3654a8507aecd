//! Sheets of workbooks, with several lines of labels and merged cells: provincial tables as CEADS arranges them, written from a description.

use leontief::read::{self, Layout};
use leontief::table::{PrimaryKind, WorldTable};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::common::random::Numbers;
use crate::published::{Folder, assert_placed};

const PROVINCES: [&str; 2] = ["Beijing", "Tianjin"];
const SECTORS: [(&str, &str); 3] = [
    ("Agriculture", "S01"),
    ("Coal, mined", "S02"),
    ("Services", "S03"),
];
const FINALS: [(&str, &str); 2] = [
    ("Rural households", "FU101"),
    ("Fixed capital formation", "FU201"),
];

const LAYOUT: &str = r#"
source = "made up, as CEADS arranges it"
currency = "CNY"
scale = 10000
year = 2012
prices = "producer"
tolerance = 1e-6
[file]
sheet = "Table_2012"
[rows]
country = "A"
label = "C"
carry = true
first = 5
output = "TI"
totals = { TII = "producers" }
skip = ["CO2"]
[rows.primary]
IM = "other"
VA001 = "compensation"
VA002 = "net_production_tax"
[columns]
country = 2
label = 4
carry = true
first = 4
final_use_prefix = "FU"
exports = { EX = "ROW" }
totals = { TU = "producers" }
"#;

struct Numbered {
    flows: Vec<Vec<f64>>,
    finals: Vec<Vec<f64>>,
    exports: Vec<f64>,
}

fn numbered(seed: u64) -> Numbered {
    let numbers = &mut Numbers::new(seed);
    let mut draw = |columns: usize| -> Vec<f64> {
        (0..columns)
            .map(|_| (numbers.unit() * 800.0).round() / 8.0)
            .collect()
    };
    let n = PROVINCES.len() * SECTORS.len();
    Numbered {
        flows: (0..n).map(|_| draw(n)).collect(),
        finals: (0..n)
            .map(|_| draw(PROVINCES.len() * FINALS.len()))
            .collect(),
        exports: draw(n).iter().map(|value| value + 2000.0).collect(),
    }
}

/// The workbook, after a change of its sheet.
fn workbook(data: &Numbered, change: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("About")
        .unwrap()
        .write(0, 0, "A note")
        .unwrap();
    let sheet = book.add_worksheet().set_name("Table_2012").unwrap();
    sheet.write(0, 0, "A table of two provinces").unwrap();
    let n = data.flows.len();
    let mut columns = Vec::new();
    for (p, province) in PROVINCES.iter().enumerate() {
        let first = 3 + p * SECTORS.len();
        sheet
            .merge_range(
                1,
                first as u16,
                1,
                (first + SECTORS.len() - 1) as u16,
                province,
                &Format::new(),
            )
            .unwrap();
        columns.extend(SECTORS);
    }
    columns.push(("Total intermediate use", "TU"));
    for (p, province) in PROVINCES.iter().enumerate() {
        let first = 3 + n + 1 + p * FINALS.len();
        sheet.write(1, first as u16, *province).unwrap();
        columns.extend(FINALS);
    }
    columns.push(("Exports", "EX"));
    for (k, (name, code)) in columns.iter().enumerate() {
        sheet.write(2, 3 + k as u16, *name).unwrap();
        sheet.write(3, 3 + k as u16, *code).unwrap();
    }
    let output: Vec<f64> = (0..n)
        .map(|i| {
            data.flows[i].iter().sum::<f64>() + data.finals[i].iter().sum::<f64>() + data.exports[i]
        })
        .collect();
    for i in 0..n {
        let row = 4 + i as u32;
        if i % SECTORS.len() == 0 {
            sheet.write(row, 0, PROVINCES[i / SECTORS.len()]).unwrap();
        }
        let (name, code) = SECTORS[i % SECTORS.len()];
        sheet.write(row, 1, name).unwrap();
        sheet.write(row, 2, code).unwrap();
        let mut cells = data.flows[i].clone();
        cells.push(data.flows[i].iter().sum());
        cells.extend(&data.finals[i]);
        cells.push(data.exports[i]);
        for (k, cell) in cells.iter().enumerate() {
            sheet.write(row, 3 + k as u16, *cell).unwrap();
        }
    }
    let inputs: Vec<f64> = (0..n)
        .map(|j| data.flows.iter().map(|row| row[j]).sum())
        .collect();
    let left = |j: usize| output[j] - inputs[j];
    type Part<'a> = (&'a str, &'a dyn Fn(usize) -> f64);
    let below: [Part<'_>; 6] = [
        ("TII", &|j| inputs[j]),
        ("IM", &|j| left(j) / 8.0),
        ("VA001", &|j| left(j) / 2.0),
        ("VA002", &|j| left(j) * 3.0 / 8.0),
        ("TI", &|j| output[j]),
        ("CO2", &|_| 7.0),
    ];
    for (k, (code, value)) in below.iter().enumerate() {
        let row = (4 + n + k) as u32;
        sheet.write(row, 0, "All").unwrap();
        sheet.write(row, 2, *code).unwrap();
        for column in 0..columns.len() {
            let value = if column < n { value(column) } else { 0.0 };
            sheet.write(row, 3 + column as u16, value).unwrap();
        }
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

fn table(bytes: Vec<u8>, layout: &str) -> leontief::Result<WorldTable> {
    let folder = Folder::new();
    let path = folder.put("MRIO 2012.xlsx", bytes);
    read::described(path, &Layout::from_toml(layout).unwrap())?
        .world()?
        .check()
}

#[test]
fn a_provincial_table_is_read_cell_by_cell() {
    let data = numbered(1);
    let table = table(workbook(&data, |_| {}), LAYOUT).unwrap();
    assert_eq!(table.countries().codes(), ["Beijing", "Tianjin", "ROW"]);
    assert_eq!(table.final_uses().codes(), ["FU101", "FU201", "EX"]);
    assert_eq!(
        table.producers().blocks()[1].sectors().codes(),
        ["S01", "S02", "S03"]
    );
    for i in 0..6 {
        assert_eq!(table.flows().row(i).to_vec(), data.flows[i]);
        let f = &data.finals[i];
        let expected = [f[0], f[1], 0.0, f[2], f[3], 0.0, 0.0, 0.0, data.exports[i]];
        assert_eq!(table.final_use().row(i).to_vec(), expected);
    }
    let steps = table.provenance().steps().join("\n");
    assert!(
        steps.contains("column `TU`: all 6 totals agree") || steps.contains("column `TU`: "),
        "{steps}"
    );
    assert!(table.primary().row(PrimaryKind::Other).is_some());
    assert_eq!(table.unit().short(), "10 000 CNY");
}

#[test]
fn faults_of_a_sheet_are_named_by_their_cell() {
    let data = numbered(2);
    let folder = Folder::new();
    let layout = Layout::from_toml(LAYOUT).unwrap();
    let refused = |change: &dyn Fn(&mut Worksheet), parts: &[&str]| {
        let path = folder.put("MRIO 2012.xlsx", workbook(&data, change));
        let error = read::described(&path, &layout).map(|_| ()).unwrap_err();
        assert_placed(&error, &path.join("Table_2012"), None, parts);
    };
    refused(
        &|sheet| {
            sheet.write(5, 4, "n.a.").unwrap();
        },
        &["line 6", "`E`", "`n.a.`", "`Beijing_S02` → `Beijing_S02`"],
    );
    refused(
        &|sheet| {
            sheet.write(5, 4, " ").unwrap();
        },
        &["line 6", "the cell is empty"],
    );
    refused(
        &|sheet| {
            sheet.write(6, 2, "S09").unwrap();
        },
        &["\"Beijing_S09\"", "\"Beijing_S03\""],
    );
    refused(
        &|sheet| {
            sheet.write(6, 2, "S01").unwrap();
        },
        &["`Beijing_S01` stands twice"],
    );
    let path = folder.put("MRIO 2012.xlsx", workbook(&data, |_| {}));
    let other = Layout {
        sheet: Some("Table_2015".to_owned()),
        ..layout.clone()
    };
    let error = read::described(&path, &other).map(|_| ()).unwrap_err();
    assert_placed(&error, &path, None, &["no sheet `Table_2015`", "`About`"]);
    let broken = folder.put("broken.xlsx", &workbook(&data, |_| {})[..500]);
    assert!(read::described(&broken, &layout).is_err());
}
