//! BEA's books, read back cell by cell.

use leontief::label::TradeKind;
use leontief::read::{BeaBooks, bea_detail, bea_summary};
use leontief::table::{NationalTable, PrimaryKind, Tolerance};

use crate::bea_mini::{Accounts, COMMODITIES, FINAL_USES, INDUSTRIES, Sheets, read};
use crate::book::{Cell, Cells, text, workbook};
use crate::published::{Folder, assert_sources};

#[test]
fn what_industries_import_pay_and_make_is_read_cell_by_cell() {
    let folder = Folder::new();
    let accounts = Accounts::new(2011);
    let books = Sheets::new(&accounts).books(&folder, 2011);
    let table = read(&books, 2011).unwrap();
    assert_eq!(table.products().codes(), COMMODITIES);
    assert_eq!(table.unit().to_string(), "mn USD, 2011, producer prices");
    assert_eq!(table.imported(), accounts.imported);
    let exports = accounts.imported_finals.column(6);
    assert_eq!(table.imported_exports(), exports);
    for (j, code) in INDUSTRIES.iter().enumerate() {
        assert_eq!(table.output()[j], accounts.output(j), "{code}");
    }
    let kinds = [
        PrimaryKind::Compensation,
        PrimaryKind::NetProductionTax,
        PrimaryKind::OperatingSurplus,
    ];
    for (kind, added) in kinds.iter().zip(accounts.added.rows()) {
        assert_eq!(table.primary().row(*kind).unwrap().by_producer, added);
    }
    for (k, code) in FINAL_USES
        .iter()
        .enumerate()
        .filter(|(k, _)| ![6, 7].contains(k))
    {
        let at = table.final_uses().at(code).unwrap().get();
        let imported = accounts.imported_finals.column(k);
        assert_eq!(table.imported_final().column(at), imported, "{code}");
    }
    // industry × industry: what an industry makes of a commodity is its share in each use of it
    let supply = accounts.make.sum_axis(ndarray::Axis(0));
    for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
        let parts = (0..3).map(|c| {
            let domestic = accounts.uses[[c, j]] - accounts.imported[[c, j]];
            accounts.make[[i, c]] / supply[c] * domestic
        });
        let expected: f64 = parts.sum();
        assert!((table.domestic()[[i, j]] - expected).abs() <= 1e-9);
    }
}

/// The same sheet as text: codes or names over the columns, three dots as zero.
///
/// Columns and rows are renamed.
fn csv(cells: &Cells, [columns, rows]: [&[(&str, &str)]; 2]) -> String {
    let shown = |cell: &Cell| match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) if text == "..." => "0".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    };
    let either = |code: &Cell, name: &Cell| match code {
        Cell::Nothing => shown(name),
        code => shown(code),
    };
    let label = |code: &Cell, name: &Cell, rename: &[(&str, &str)]| {
        let label = either(code, name);
        let renamed = rename.iter().find(|(from, _)| *from == label);
        renamed.map_or(label, |(_, to)| (*to).to_owned())
    };
    let keep: Vec<usize> = (2..cells[6].len())
        .filter(|column| !shown(&cells[6][*column]).ends_with(" Selected"))
        .collect();
    let mut text = String::new();
    for column in &keep {
        text += &format!(
            ",\"{}\"",
            label(&cells[5][*column], &cells[6][*column], columns)
        );
    }
    text.push('\n');
    for row in &cells[7..] {
        if row.len() < 3 || shown(&row[1]).ends_with(" Selected") {
            continue;
        }
        text += &format!("\"{}\"", label(&row[0], &row[1], rows));
        for column in &keep {
            text += &format!(",{}", shown(&row[*column]));
        }
        text.push('\n');
    }
    text
}

#[track_caller]
fn assert_same(one: &NationalTable, other: &NationalTable) {
    assert_eq!(one.domestic(), other.domestic());
    assert_eq!(one.imported(), other.imported());
    assert_eq!(one.domestic_final(), other.domestic_final());
    assert_eq!(one.imported_final(), other.imported_final());
    assert_eq!(
        one.exports().of(TradeKind::Undivided).total(),
        other.exports().of(TradeKind::Undivided).total()
    );
    assert_eq!(one.output(), other.output());
    assert_eq!(one.primary(), other.primary());
    assert_eq!(one.final_uses().codes(), other.final_uses().codes());
}

#[test]
fn books_give_the_same_table_as_the_texts_of_a_year() {
    let folder = Folder::new();
    for year in [1997, 2005, 2018] {
        let accounts = Accounts::new(year);
        let sheets = Sheets::new(&accounts);
        let books = read(&sheets.books(&folder, year), year).unwrap();
        let [uses, imports, make] = sheets.0.each_ref().map(|cells| csv(cells, [&[], &[]]));
        let draft = bea_summary(
            (uses.as_bytes(), "use.csv".as_ref()),
            (imports.as_bytes(), "import.csv".as_ref()),
            (make.as_bytes(), "make.csv".as_ref()),
            year,
        );
        let texts = draft
            .unwrap()
            .tolerance(Tolerance::absolute(1e-6))
            .check()
            .unwrap();
        assert_same(&books, &texts);
    }
}

/// The detail level has other codes for the same things.
#[test]
fn the_detail_level_gives_the_same_table_under_its_own_codes() {
    let finals = FINAL_USES.map(|code| (code, format!("{code}{}", "0".repeat(6 - code.len()))));
    let commodities = [("Used", "S00401"), ("Other", "S00900")];
    let mut columns: Vec<(&str, &str)> = finals
        .iter()
        .map(|(from, to)| (*from, to.as_str()))
        .collect();
    columns.extend(commodities);
    columns.extend([
        ("Total Intermediate", "T001"),
        ("Total Final Uses (GDP)", "T004"),
        ("Total Commodity Output", "T007"),
        ("Total Industry Output", "T008"),
    ]);
    let mut rows = commodities.to_vec();
    rows.extend([
        ("Total Intermediate", "T005"),
        ("V001", "V00100"),
        ("V002", "V00200"),
        ("V003", "V00300"),
        ("Total Value Added", "T006"),
        ("Total Commodity Output", "T007"),
        ("Total Industry Output", "T008"),
    ]);
    let folder = Folder::new();
    let sheets = Sheets::new(&Accounts::new(2012));
    let summary = read(&sheets.books(&folder, 2012), 2012).unwrap();
    let texts = sheets
        .0
        .each_ref()
        .map(|cells| csv(cells, [&columns, &rows]));
    let detail = |[uses, imports, make]: &[String; 3]| {
        let draft = bea_detail(
            (uses.as_bytes(), "Detail_Use_2012_12sch.csv".as_ref()),
            (imports.as_bytes(), "Detail_Import_2012_12sch.csv".as_ref()),
            (make.as_bytes(), "Detail_Make_2012_12sch.csv".as_ref()),
            2012,
        )?;
        draft.tolerance(Tolerance::absolute(1e-6)).check()
    };
    let table = detail(&texts).unwrap();
    assert_eq!(table.domestic(), summary.domestic());
    assert_eq!(table.imported(), summary.imported());
    assert_eq!(table.domestic_final(), summary.domestic_final());
    assert_eq!(table.primary(), summary.primary());
    assert_eq!(table.products().codes()[3..], ["S00401", "S00900"]);
    assert_eq!(table.final_uses().codes()[0], "F01000");
    assert_eq!(table.provenance().edition(), Some("schema of 2012"));
    let steps = table.provenance().steps().join("\n");
    assert!(
        steps.contains("commodities S00401+S00900 kept apart"),
        "{steps}"
    );
    // with a fault
    for (from, to, part) in [
        ("F04000", "F04001", "no column `F04000`"),
        ("V00300", "V003", "unknown row `V003`"),
        ("T008", "T009", "no column `T008`"),
    ] {
        let changed = texts.each_ref().map(|text| text.replace(from, to));
        let message = detail(&changed).unwrap_err().to_string();
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

#[test]
fn years_are_those_that_all_books_have_and_each_has_its_own_table() {
    let folder = Folder::new();
    let accounts = [2009, 2010, 2011].map(Accounts::new);
    let sheet = |at: usize, cells: Cells| (accounts[at].year.to_string(), cells);
    let uses = workbook(
        &folder,
        "use.xlsx",
        &[0, 1].map(|at| sheet(at, accounts[at].use_sheet())),
    );
    let imports = [0, 1, 2].map(|at| sheet(at, accounts[at].import_sheet()));
    let mut imports = imports.to_vec();
    imports.insert(0, ("ReadMe".to_owned(), vec![vec![text("ReadMe")]]));
    let imports = workbook(&folder, "import.xlsx", &imports);
    let make = workbook(
        &folder,
        "make.xlsx",
        &[1, 2].map(|at| sheet(at, accounts[at].make_sheet())),
    );
    let mut books = BeaBooks::open(&uses, &imports, &make).unwrap();
    assert_eq!(books.years(), [2010]);
    let table = books
        .draft(2010)
        .unwrap()
        .tolerance(Tolerance::absolute(1e-6))
        .check()
        .unwrap();
    assert_eq!(table.imported(), accounts[1].imported);
    let provenance = table.provenance();
    assert_sources(provenance, &[&uses, &imports, &make]);
    let edition = "use table 2009 to 2010, import matrix 2009 to 2011, make table 2010 to 2011";
    assert_eq!(provenance.edition(), Some(edition));
    let steps = provenance.steps().join("\n");
    for step in [
        "use table, rows left out: `Sum of Intermediate Selected`, `Intermediate Not Selected`, `Sum of Value Added Selected`",
        "use table, columns left out: `Sum of Intermediate Selected`",
        "use table, output in the make table: all 3 totals agree",
    ] {
        assert!(steps.contains(step), "{steps}");
    }
    for year in [2009, 2011] {
        let error = books.draft(year).unwrap_err().to_string();
        assert!(error.contains(&format!("no sheet of {year}")), "{error}");
    }
}

#[test]
fn later_codes_and_numbers_below_the_table_are_accepted_and_told() {
    let folder = Folder::new();
    let accounts = Accounts::new(2003);
    let plain = read(&Sheets::new(&accounts).books(&folder, 2003), 2003).unwrap();
    let mut sheets = Sheets::new(&accounts);
    for row in &mut sheets.0[0] {
        for cell in row {
            for (old, new) in [("V001", "V00100"), ("V002", "V00200"), ("V003", "V00300")] {
                if *cell == text(old) {
                    *cell = text(new);
                }
            }
        }
    }
    let stray = vec![Cell::Nothing, Cell::Nothing, Cell::Number(12.0)];
    sheets.0[0].push(stray);
    let table = read(&sheets.books(&folder, 2003), 2003).unwrap();
    assert_same(&table, &plain);
    let line = sheets.0[0].len();
    let told =
        format!("use table, numbers below the table, from row {line} of the sheet, have no label");
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains(&told), "{steps}");
}
