//! Results as workbooks of Excel.

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use leontief::account::ledger::Ledger;
use leontief::output::{Names, Output};
use leontief::show::Grid;
use proptest::prelude::*;
use std::path::Path;

use crate::results::{Found, assert_rows, balance, exports, label_columns, pivot, shares};
use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

/// The sheets of a workbook: what it says of itself, and its figures.
fn read(path: &Path) -> [Range<Data>; 2] {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    assert_eq!(book.sheet_names(), ["read me", "results"]);
    ["read me", "results"].map(|name| book.worksheet_range(name).unwrap())
}

fn text(cell: Option<&Data>) -> String {
    match cell {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(text)) => text.clone(),
        Some(other) => panic!("{other:?}"),
    }
}

fn rows<A>(sheet: &Range<Data>, ledger: &Ledger<A>) -> Vec<Found> {
    let labels = label_columns(ledger).len();
    sheet
        .rows()
        .skip(1)
        .map(|row| Found {
            labels: (0..labels).map(|c| text(row.get(c))).collect(),
            value: match &row[labels] {
                Data::Empty => None,
                Data::Float(value) => Some(*value),
                other => panic!("{other:?}"),
            },
        })
        .collect()
}

#[test]
fn a_workbook_says_what_it_is_and_has_figures_as_numbers() {
    let folder = Folder::empty();
    let path = folder.path().join("r.xlsx");
    let ledger = exports();
    ledger.write_xlsx(&path, &Output::new()).unwrap();
    let [read_me, figures] = read(&path);
    let pairs: Vec<(String, String)> = read_me
        .rows()
        .map(|row| (text(row.first()), text(row.get(1))))
        .collect();
    let about = ledger.about();
    for (key, said) in [
        ("program", format!("leontief {}", env!("CARGO_PKG_VERSION"))),
        ("method", about.method.clone()),
        ("measure", about.measure.clone()),
        ("unit", about.unit.clone()),
        ("perimeter", about.perimeter.clone()),
        ("table", about.tables[0].table.clone()),
        ("table_source", about.tables[0].source.clone()),
        ("table_sha256", about.tables[0].fingerprint.to_string()),
    ] {
        assert!(pairs.contains(&(key.to_owned(), said)), "{key}: {pairs:?}");
    }
    for term in ledger.terms() {
        let found = read_me
            .rows()
            .find(|row| text(row.first()) == term.code)
            .unwrap();
        assert_eq!(text(found.get(1)), term.meaning);
        assert_eq!(text(found.get(2)), term.equation);
    }
    assert_rows(&rows(&figures, &ledger), &ledger);
}

#[test]
fn the_header_stays_in_sight_and_columns_can_be_filtered() {
    let folder = Folder::empty();
    let path = folder.path().join("r.xlsx");
    exports().write_xlsx(&path, &Output::new()).unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/worksheets/sheet2.xml").unwrap(),
        &mut xml,
    )
    .unwrap();
    assert!(
        xml.contains("ySplit=\"1\"") && xml.contains("state=\"frozen\""),
        "{}",
        &xml[..800]
    );
    let rows = exports().rows().count() + 1;
    assert!(xml.contains(&format!("<autoFilter ref=\"A1:H{rows}\"/>")));
    assert!(xml.contains("<cols>"));
}

#[test]
fn wide_sdmx_rectangles_balances_and_grids_are_workbooks_too() {
    let folder = Folder::empty();
    let at = |name: &str| folder.path().join(name);
    exports()
        .write_xlsx(at("w.xlsx"), &Output::new().wide().names(Names::Sdmx))
        .unwrap();
    let [_, sheet] = read(&at("w.xlsx"));
    assert_eq!(text(sheet.get((0, 2))), "REF_AREA");
    assert_eq!(text(sheet.get((0, 9))), exports().terms()[0].code);
    pivot().write_xlsx(at("p.xlsx"), &Output::new()).unwrap();
    let [_, sheet] = read(&at("p.xlsx"));
    assert_eq!(sheet.get((1, 1)), Some(&Data::Empty));
    assert!(matches!(sheet.get((1, 2)), Some(Data::Float(value)) if (value - 45.0).abs() < 1e-9));
    balance().write_xlsx(at("b.xlsx"), &Output::new()).unwrap();
    let [_, sheet] = read(&at("b.xlsx"));
    assert_eq!(sheet.height(), 1 + balance().rows().len());
    let grid = Grid::new("Balance", ["", "bn USD"])
        .row(["goods", "-1.5"])
        .note("central");
    grid.write_xlsx(at("g.xlsx"), &Output::new()).unwrap();
    let [read_me, sheet] = read(&at("g.xlsx"));
    assert_eq!(sheet.get((1, 1)), Some(&Data::Float(-1.5)));
    assert!(read_me.rows().any(|row| text(row.get(1)) == "central"));
}

#[test]
fn what_a_sheet_has_no_room_for_is_refused_with_a_way_out() {
    let folder = Folder::empty();
    let path = folder.path().join("g.xlsx");
    let mut tall = Grid::new("", ["a"]);
    for _ in 0..1_048_576 {
        tall = tall.row(["1"]);
    }
    let wide: Vec<String> = (0..16_385).map(|k| k.to_string()).collect();
    let wide = Grid::new("", wide);
    let long = Grid::new("", ["a"]).row(["x".repeat(32_768)]);
    for (grid, said) in [
        (
            tall,
            "rows below the header; expected at most 1048575; found 1048576; try: Parquet or CSV",
        ),
        (
            wide,
            "columns; expected at most 16384; found 16385; try: Parquet or CSV",
        ),
        (
            long,
            "characters of a text; expected at most 32767; found 32768; try: Parquet or CSV",
        ),
    ] {
        let error = grid.write_xlsx(&path, &Output::new()).unwrap_err();
        assert!(error.is_shape());
        assert_eq!(error.file(), Some(path.as_path()));
        assert!(error.to_string().contains(said), "{error}");
        assert!(!path.exists());
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn figures_read_back_to_the_same_bits(shape in any_shape(6)) {
        let folder = Folder::empty();
        let path = folder.path().join("r.xlsx");
        let shares = shares(&shape);
        shares.write_xlsx(&path, &Output::new()).unwrap();
        let [_, sheet] = read(&path);
        assert_rows(&rows(&sheet, &shares), &shares);
    }
}
