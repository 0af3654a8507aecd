//! Workbooks of the National Bureau of Statistics of China, read back cell by cell.

use leontief::read::{NbsSheetKind, NbsWorkbook, nbs_competitive};
use leontief::table::{CompetitiveTable, PrimaryKind, Tolerance};

use crate::book::{Cells, text, workbook};
use crate::nbs_mini::{Layout, SECTORS, Table};
use crate::published::{Folder, assert_sources};

const EXACT: Tolerance = Tolerance::absolute(1e-9);

fn checked(book: &NbsWorkbook, year: i32) -> CompetitiveTable {
    book.draft(year).unwrap().tolerance(EXACT).check().unwrap()
}

#[test]
fn all_layouts_give_the_table_that_the_text_with_the_bureaus_codes_gives() {
    let folder = Folder::new();
    for seed in 1..6 {
        let table = Table::new(seed);
        let csv = table.csv();
        let draft = nbs_competitive(csv.as_bytes(), "china.csv".as_ref(), 2007).unwrap();
        let plain = draft.tolerance(EXACT).check().unwrap();
        for layout in [Layout::Y2007, Layout::Y1997, Layout::English] {
            let path = workbook(&folder, "china.xlsx", &[("Sheet1", table.sheet(layout))]);
            let book = NbsWorkbook::open(&path).unwrap();
            assert_eq!(book.sheets()[0].kind, NbsSheetKind::Flows(3));
            let read = checked(&book, 2007);
            assert_eq!(read.flows(), table.flows, "{layout:?}");
            assert_eq!(read.finals(), table.finals, "{layout:?}");
            assert_eq!(read.imports(), table.imports, "{layout:?}");
            assert_eq!(read.output(), table.output, "{layout:?}");
            assert_eq!(read.exports().total(), plain.exports().total());
            let discrepancy = read.statistical_discrepancy().unwrap();
            assert_eq!(discrepancy, ("ERR", table.discrepancy.view()));
            assert_eq!(read.primary(), plain.primary(), "{layout:?}");
            assert_eq!(read.unit(), plain.unit());
            assert_eq!(read.final_uses().codes(), plain.final_uses().codes());
        }
    }
}

#[test]
fn rows_of_value_added_go_by_their_names() {
    let folder = Folder::new();
    let table = Table::new(7);
    let path = workbook(
        &folder,
        "cn1997.xlsx",
        &[("97", table.sheet(Layout::Y1997))],
    );
    let read = checked(&NbsWorkbook::open(&path).unwrap(), 1997);
    let depreciation = read.primary().row(PrimaryKind::Depreciation).unwrap();
    assert_eq!(depreciation.by_producer, table.added.row(2));
    assert_sources(read.provenance(), &[&path]);
    assert_eq!(read.provenance().edition(), Some("3 sectors"));
    assert_eq!(
        read.provenance().steps()[..4],
        [
            "row `VA001` is 固定资产折旧 and read as `VA003`",
            "row `VA002` is 劳动者报酬 and read as `VA001`",
            "row `VA003` is 生产税净额 and read as `VA002`",
            "`IM` stands with a minus (output = uses + `IM`) and is turned",
        ]
    );
}

#[test]
fn sectors_have_the_names_of_the_sheet_or_are_called_by_them() {
    let folder = Folder::new();
    let table = Table::new(3);
    for (layout, codes) in [
        (Layout::Y2007, ["01", "02", "03"]),
        (
            Layout::English,
            ["Farming", "Coalminingandwashing", "Services"],
        ),
    ] {
        let path = workbook(&folder, "china.xlsx", &[("1", table.sheet(layout))]);
        let read = checked(&NbsWorkbook::open(&path).unwrap(), 2007);
        assert_eq!(read.sectors().codes(), codes);
    }
    let path = workbook(&folder, "china.xlsx", &[("1", table.sheet(Layout::Y2007))]);
    let read = checked(&NbsWorkbook::open(&path).unwrap(), 2007);
    assert_eq!(
        read.sectors().name(read.sectors().at("02").unwrap()),
        SECTORS[1].1.replace('\n', "")
    );
}

#[test]
fn a_packed_workbook_is_opened_too() {
    let folder = Folder::new();
    let table = Table::new(4);
    let path = workbook(&folder, "china.xlsx", &[("1", table.sheet(Layout::Y2007))]);
    let bytes = std::fs::read(&path).unwrap();
    for packed in [
        folder.gz("china.xlsx.gz", &bytes),
        folder.zip(
            "china.zip",
            &[
                ("2007/china.xlsx", bytes.as_slice()),
                ("2007/notes.txt", b"notes"),
            ],
        ),
    ] {
        let read = checked(&NbsWorkbook::open(&packed).unwrap(), 2007);
        assert_eq!(read.flows(), table.flows);
        assert_sources(read.provenance(), &[&packed]);
    }
}

fn titled(cells: &Cells, title: &str) -> Cells {
    let mut cells = cells.clone();
    cells[0][0] = text(title);
    cells
}

#[test]
fn a_book_of_many_sheets_tells_what_each_is_and_gives_the_one_that_is_named() {
    let folder = Folder::new();
    let (one, other) = (Table::new(1), Table::new(2));
    let flows = one.sheet(Layout::Y2007);
    // a use table has neither imports nor output
    let without_ends = |cells: &Cells| -> Cells {
        cells
            .iter()
            .map(|row| row[..row.len().min(7)].to_vec())
            .collect()
    };
    let supply = vec![
        vec![text("基本流量表")],
        vec![text("单位：万元")],
        ["代码", "", "-", "", "01", "SUM"].map(text).to_vec(),
        ["", "合计", "SUM", "", "1", "1"].map(text).to_vec(),
    ];
    let sheets = [
        ("0402", titled(&flows, "直接消耗系数表")),
        ("0401", flows.clone()),
        ("0301", supply),
        ("0201", without_ends(&flows)),
        ("0101", other.sheet(Layout::Y2007)),
        ("notes", vec![vec![text("notes")]]),
    ];
    let path = workbook(&folder, "all.xlsx", &sheets);
    let book = NbsWorkbook::open(&path).unwrap();
    let kinds: Vec<NbsSheetKind> = book.sheets().iter().map(|sheet| sheet.kind).collect();
    let (flows, coefficients) = (NbsSheetKind::Flows(3), NbsSheetKind::Coefficients);
    let (supply, other_kind) = (NbsSheetKind::Supply, NbsSheetKind::Other);
    assert_eq!(
        kinds,
        [
            coefficients,
            flows,
            supply,
            NbsSheetKind::Use,
            flows,
            other_kind
        ]
    );
    let error = book.draft(2007).unwrap_err().to_string();
    for part in [
        "more than one table of flows",
        "`0401: a table of flows, 3 sectors`",
        "`draft_of(sheet, year)`",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let read = book
        .draft_of("0101", 2007)
        .unwrap()
        .tolerance(EXACT)
        .check()
        .unwrap();
    assert_eq!(read.flows(), other.flows);
    for (sheet, kind) in [
        ("0402", "coefficients"),
        ("0301", "a supply table"),
        ("0201", "a use table"),
        ("notes", "no table"),
    ] {
        let error = book.draft_of(sheet, 2007).unwrap_err();
        let message = error.to_string();
        assert_eq!(error.file(), Some(path.join(sheet).as_path()));
        assert!(
            message.contains(&format!("the sheet holds {kind}, not a table of flows")),
            "{message}"
        );
    }
    let error = book.draft_of("0403", 2007).unwrap_err().to_string();
    assert!(error.contains("no sheet `0403`; found `0402`"), "{error}");
}
