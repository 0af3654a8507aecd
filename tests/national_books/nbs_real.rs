//! The bureau's own workbooks, where they are at hand, beside the CSV copies of tables of the same year.

use std::fs::File;
use std::path::Path;

use leontief::read::{NbsSheetKind, NbsWorkbook, nbs_competitive};
use leontief::table::{CompetitiveTable, PrimaryKind, Tolerance};

use crate::raw::folder;

fn workbook(folder: &Path, name: &str) -> NbsWorkbook {
    NbsWorkbook::open(folder.join(format!("original-xls/{name}.xls"))).unwrap()
}

fn checked(draft: leontief::Result<leontief::table::CompetitiveDraft>) -> CompetitiveTable {
    let table = draft
        .unwrap()
        .tolerance(Tolerance::absolute(0.5))
        .check()
        .unwrap();
    println!("{table:?}: {}\n{}", table.checked(), table.provenance());
    table
}

fn text(folder: &Path, name: &str, year: i32) -> CompetitiveTable {
    let path = folder.join(format!("china_{name}.csv.gz"));
    checked(nbs_competitive(File::open(&path).unwrap(), &path, year))
}

fn added(table: &CompetitiveTable) -> f64 {
    let rows = table.primary().rows().iter();
    let added = rows.filter(|row| row.kind.is_basic_value_added());
    added.map(|row| row.by_producer.sum()).sum()
}

fn part(table: &CompetitiveTable, kind: PrimaryKind) -> f64 {
    table.primary().row(kind).unwrap().by_producer.sum()
}

#[track_caller]
fn assert_near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "{found}, not {expected}"
    );
}

#[test]
fn china_1997_has_other_codes_of_value_added_and_imports_with_a_minus() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let table = checked(workbook(&folder, "cn1997_40").draft(1997));
    assert_eq!(table.sectors().len(), 40);
    // the sheet's own totals: row TVA, column TIU; column IM of row TII
    assert_near(added(&table), 757_040_712.834_968_8);
    assert_near(table.imports().sum(), 127_590_692.555_595_6);
    assert_near(
        part(&table, PrimaryKind::Compensation),
        415_403_511.965_817_4,
    );
    assert_near(
        part(&table, PrimaryKind::Depreciation),
        103_122_193.597_261_25,
    );
    assert_near(table.exports().total(), 165_432_047.036_768_3);
    assert_near(table.output().sum(), 1_998_442_319.822_422);
}

#[test]
fn china_2002_with_42_sectors_has_the_totals_of_122() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let book = checked(workbook(&folder, "cn2002_42").draft(2002));
    let text = text(&folder, "2002_122", 2002);
    assert_eq!((book.sectors().len(), text.sectors().len()), (42, 122));
    assert_near(added(&book), 1_218_589_041.001_639_1);
    assert_same_totals(&book, &text, 1e-9);
    let error = workbook(&folder, "cn2002_42")
        .draft(2003)
        .unwrap_err()
        .to_string();
    assert!(error.contains("expected 2003; found 2002"), "{error}");
}

/// Sums over all sectors.
#[track_caller]
fn assert_same_totals(one: &CompetitiveTable, other: &CompetitiveTable, relative: f64) {
    let sums = |table: &CompetitiveTable| {
        let mut sums = vec![
            ("value added", added(table)),
            ("imports", table.imports().sum()),
            ("exports", table.exports().total()),
            ("output", table.output().sum()),
            ("inputs", table.flows().sum()),
        ];
        let kinds = [
            PrimaryKind::Compensation,
            PrimaryKind::Depreciation,
            PrimaryKind::OperatingSurplus,
        ];
        sums.extend(kinds.iter().map(|kind| (kind.code(), part(table, *kind))));
        for (code, column) in table
            .final_uses()
            .codes()
            .iter()
            .zip(table.finals().columns())
        {
            assert!(["FU101", "FU102", "FU103", "FU201", "FU202"].contains(&code.as_ref()));
            sums.push(("final use", column.sum()));
        }
        sums
    };
    for ((what, one), (_, other)) in sums(one).iter().zip(sums(other)) {
        assert!(
            (one - other).abs() <= relative * one.abs(),
            "{what}: {one} and {other}"
        );
    }
}

#[test]
fn china_2007_is_the_same_in_the_workbook_the_separate_sheet_and_the_text() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let all = workbook(&folder, "cn2007_all_sheets");
    let kind = |name: &str| {
        all.sheets()
            .iter()
            .find(|sheet| sheet.name == name)
            .unwrap()
            .kind
    };
    let (use_table, supply) = (NbsSheetKind::Use, NbsSheetKind::Supply);
    assert_eq!(
        [kind("0101"), kind("0401")],
        [NbsSheetKind::Flows(42), NbsSheetKind::Flows(135)]
    );
    assert_eq!([kind("0201"), kind("0301")], [use_table, supply]);
    for name in ["0102", "0103", "0202", "0302", "0303", "0402", "0403"] {
        assert_eq!(kind(name), NbsSheetKind::Coefficients, "{name}");
    }
    assert_eq!([kind("fu1"), kind("fu4")], [NbsSheetKind::Other; 2]);
    assert_eq!(
        workbook(&folder, "cn2007_use_0201").sheets()[0].kind,
        use_table
    );
    assert_eq!(
        workbook(&folder, "cn2007_supply_0301").sheets()[0].kind,
        supply
    );

    let small = checked(all.draft_of("0101", 2007));
    let alone = checked(workbook(&folder, "cn2007_42x42_flow_0101").draft(2007));
    assert_eq!(small.flows(), alone.flows());
    assert_eq!(small.primary(), alone.primary());

    let large = checked(all.draft_of("0401", 2007));
    let text = text(&folder, "2007_135", 2007);
    assert_eq!(large.sectors().codes(), text.sectors().codes());
    // the same numbers, up to digits that the copy has more of
    let gap = (&large.flows() - &text.flows())
        .iter()
        .fold(0.0, |most: f64, gap| most.max(gap.abs()));
    assert!(gap <= 1e-6, "{gap}");
    assert_near(added(&large), 2_660_438_110.872_229);
    assert_same_totals(&large, &text, 1e-12);
    // output of sector 090 is 0.4449 less in column `GO` of 135 sectors than inputs: 42 sectors have it in another place
    assert_same_totals(&small, &large, 1e-9);
}

/// Direct coefficients that the bureau prints are flows over output of the same workbook.
#[test]
fn china_2007_prints_the_coefficients_that_its_flows_have() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    use calamine::{Reader, open_workbook_auto};
    let path = folder.join("original-xls/cn2007_all_sheets.xls");
    let printed = open_workbook_auto(&path)
        .unwrap()
        .worksheet_range("0102")
        .unwrap();
    let table = checked(workbook(&folder, "cn2007_all_sheets").draft_of("0101", 2007));
    let mut most: f64 = 0.0;
    for (i, j) in (0..42_u32).flat_map(|i| (0..42_u32).map(move |j| (i, j))) {
        // below seven rows of titles, behind the columns of labels
        let cell = printed.get_value((7 + i, 3 + j)).unwrap().to_string();
        let own = table.flows()[[i as usize, j as usize]] / table.output()[j as usize];
        most = most.max((own - cell.parse::<f64>().unwrap()).abs());
    }
    println!("direct coefficients of 2007: {most:e}");
    assert!(most <= 1e-12, "{most}");
}

/// China's value added of 2012 in the bureau's table, 53.68 trillion yuan.
#[test]
fn china_2012_value_added() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let table = text(&folder, "2012_139", 2012);
    println!("{:.6}", added(&table));
    assert!(
        (added(&table) / 1e8 - 53.680).abs() < 5e-4,
        "{}",
        added(&table)
    );
    assert_eq!(
        table.provenance().files()[0].name(),
        "china_2012_139.csv.gz"
    );
    assert_eq!(table.provenance().edition(), Some("139 sectors"));
}
