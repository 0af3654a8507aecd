//! The bureau's files in small: found by label, refused by name.

use leontief::build::ImportSeparation;
use leontief::label::{Axis, Sector};
use leontief::read::{nbs_competitive, nbs_hs_concordance, nbs_trade_adjustment};
use leontief::table::{CompetitiveTable, PrimaryKind};
use ndarray::array;

/// Two sectors, all columns of 2007.
const FULL: &str = "\
Code,Description,DescriptionInChinese,01,02,TIU,FU101,FU102,THC,FU103,TC,FU201,FU202,GCF,EX,TFU,IM,ERR,GO
01,Goods,货物,40,20,60,10,20,30,6,36,14,-10,4,30,70,30,2,102
02,Services,服务,12,30,42,10,20,30,16,46,2,0,2,10,58,0,0,100
TII,Total intermediate input,中间投入合计,52,50,102,20,40,60,22,82,16,-10,6,40,128,30,2,202
VA001,Compensation of employees,劳动者报酬,20,30,50,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
VA002,Net taxes on production,生产税净额,10,-2,8,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
VA003,Depreciation of fixed assets,固定资产折旧,10,12,22,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
VA004,Operating surplus,营业盈余,10,10,20,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
TVA,Total value-added,增加值合计,50,50,100,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
TI,Total inputs,总投入,102,100,202,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
";

fn read(text: &str) -> leontief::Result<CompetitiveTable> {
    nbs_competitive(text.as_bytes(), "china.csv".as_ref(), 2007)?.check()
}

/// The text without some columns.
fn without(columns: &[&str]) -> String {
    let header: Vec<&str> = FULL.lines().next().unwrap().split(',').collect();
    let kept: Vec<usize> = (0..header.len())
        .filter(|&at| !columns.contains(&header[at]))
        .collect();
    let lines = FULL.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let cells: Vec<&str> = kept.iter().map(|&at| cells[at]).collect();
        cells.join(",") + "\n"
    });
    lines.collect()
}

/// Rows from the last to the first, columns too.
fn turned() -> String {
    let mut lines: Vec<String> = FULL
        .lines()
        .map(|line| line.split(',').rev().collect::<Vec<_>>().join(","))
        .collect();
    lines[1..].reverse();
    lines.join("\n")
}

#[track_caller]
fn assert_refused(text: &str, words: &[&str]) {
    let error = read(text).unwrap_err().to_string();
    for word in words {
        assert!(error.contains(word), "no `{word}` in: {error}");
    }
}

#[test]
fn all_columns_are_read_by_label() {
    let table = read(FULL).unwrap();
    assert_eq!(table.sectors().codes(), ["01", "02"]);
    assert_eq!(
        table.final_uses().codes(),
        ["FU101", "FU102", "FU103", "FU201", "FU202"]
    );
    assert_eq!(table.flows(), array![[40.0, 20.0], [12.0, 30.0]]);
    assert_eq!(table.finals().row(0), array![10.0, 20.0, 6.0, 14.0, -10.0]);
    assert_eq!(table.exports().by_producer(), array![30.0, 10.0]);
    assert_eq!(table.imports(), array![30.0, 0.0]);
    assert_eq!(table.statistical_discrepancy().unwrap().1, array![2.0, 0.0]);
    assert_eq!(table.output(), array![102.0, 100.0]);
    let taxes = table.primary().row(PrimaryKind::NetProductionTax).unwrap();
    assert_eq!(taxes.by_producer, array![10.0, -2.0]);
    assert_eq!(
        table.unit().to_string(),
        "10 000 CNY, 2007, producer prices"
    );
    let steps = table.provenance().steps();
    assert_eq!(steps.len(), 9);
    assert!(
        steps
            .iter()
            .all(|step| step.contains("agree with their parts")),
        "{steps:?}"
    );
    ImportSeparation::proportional()
        .of(&table)
        .unwrap()
        .into_draft()
        .check()
        .unwrap();
}

#[test]
fn rows_and_columns_may_stand_in_any_order() {
    let table = read(&turned()).unwrap();
    assert_eq!(table.sectors().codes(), ["02", "01"]);
    assert_eq!(table.flows(), array![[30.0, 12.0], [20.0, 40.0]]);
    assert_eq!(table.imports(), array![0.0, 30.0]);
}

#[test]
fn totals_may_be_missing_and_stand_for_parts_that_are() {
    // as in 2005, as in 2012, and with totals only
    let table = read(&without(&["THC", "TC", "GCF", "TFU"])).unwrap();
    assert_eq!(table.final_uses().len(), 5);
    let table = read(&without(&["THC"])).unwrap();
    assert!(
        table
            .provenance()
            .to_string()
            .contains("column `TC`: all 2 totals agree")
    );
    let table = read(&without(&[
        "FU101", "FU102", "THC", "FU103", "FU201", "FU202",
    ]))
    .unwrap();
    assert_eq!(table.final_uses().codes(), ["TC", "GCF"]);
    assert_eq!(table.finals(), array![[36.0, 4.0], [46.0, 2.0]]);
    let table = read(&without(&["FU101", "FU102"])).unwrap();
    assert_eq!(
        table.final_uses().codes(),
        ["THC", "FU103", "FU201", "FU202"]
    );
}

#[test]
fn a_table_without_a_discrepancy_has_none() {
    let text = without(&["ERR"]).replace(",30,102\n", ",30,100\n");
    let draft = nbs_competitive(text.as_bytes(), "china.csv".as_ref(), 2017).unwrap();
    let error = draft.check().unwrap_err().to_string();
    assert!(error.contains("the inputs of CHN 01 sum to 102"), "{error}");
    assert_refused(
        &without(&["ERR"]),
        &["the uses less imports of CHN 01 sum to 100.000000, its output is 102.000000"],
    );
}

#[test]
fn totals_that_miss_their_parts_are_in_the_provenance() {
    let table = read(&FULL.replace(
        "TVA,Total value-added,增加值合计,50",
        "TVA,Total value-added,增加值合计,51",
    ))
    .unwrap();
    let text = table.provenance().to_string();
    assert!(
        text.contains("row `TVA`: 1 of 2 totals miss the sum of their parts, most `01` by 1"),
        "{text}"
    );
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    for (column, words) in [
        ("IM", "no column `IM`"),
        ("GO", "no column `GO`"),
        ("EX", "no column `EX`"),
        ("02", "no column `02`"),
    ] {
        assert_refused(&without(&[column]), &["china.csv, line 1", words]);
    }
    assert_refused(&without(&["FU101"]), &["unknown columns `FU102`"]);
    assert_refused(&without(&["FU103", "TC"]), &["no column `FU103`"]);
    assert_refused(&FULL.replace("VA003,", "VA005,"), &["no row `VA003`"]);
    assert_refused(&FULL.replace("ERR", "DISC"), &["unknown columns `DISC`"]);
    assert_refused(
        &FULL.replace("02,Services", "01,Services"),
        &["line 3", "the row `01` (sectors) stands twice"],
    );
    assert_refused(
        &FULL.replace("40,20,60", "40,x,60"),
        &["line 2, column `02`", "found `x`"],
    );
    assert_refused(
        &FULL.replace("40,20,60", "40,NA,60"),
        &["line 2, column `02`", "found `NA`"],
    );
}

#[test]
fn a_table_that_keeps_imports_apart_is_refused() {
    let text = FULL.replace("DescriptionInChinese,", "DescriptionInChinese,Origin,");
    let text = text
        .replace("货物,", "货物,Domestic,")
        .replace("服务,", "服务,Domestic,");
    let lines = text.lines().map(|line| match line.starts_with(['T', 'V']) {
        true => line.replacen(',', ",,", 1),
        false => line.to_owned(),
    });
    let text: Vec<String> = lines.collect();
    assert_refused(
        &text.join("\n"),
        &[
            "imports are separated from domestic supply already",
            "`nbs_noncompetitive`",
        ],
    );
}

fn sectors(codes: &[&str]) -> Axis<Sector> {
    Axis::new(codes.to_vec()).unwrap()
}

const ADJUSTMENT: &str = "\
name_cn,code,exports_all_regimes,exports_processing_assembly,processing_fee_exports,exports_in_io,imports_all_regimes,imports_processing_assembly,imports_in_io
服务,002,10,0,0,10,5,0,5
货物,001,100,20,6,86,50,8,41
";

#[test]
fn the_adjustment_of_trade_is_matched_by_code_and_compared() {
    let read = |text: &str, codes: &[&str]| {
        nbs_trade_adjustment(text.as_bytes(), "adjustment.csv".as_ref(), &sectors(codes))
    };
    let found = read(ADJUSTMENT, &["001", "002"]).unwrap();
    assert_eq!(found.names, ["货物", "服务"]);
    assert_eq!(found.exports, array![100.0, 10.0]);
    assert_eq!(found.processed_exports, array![20.0, 0.0]);
    assert_eq!(found.processing_fee, array![6.0, 0.0]);
    assert_eq!(found.exports_in_table, array![86.0, 10.0]);
    assert_eq!(found.imports, array![50.0, 5.0]);
    assert_eq!(found.supplied_materials, array![8.0, 0.0]);
    assert_eq!(found.imports_in_table, array![41.0, 5.0]);
    assert_eq!(
        found.totals[0],
        "exports in the table: all 2 totals agree with their parts"
    );
    assert_eq!(
        found.totals[1],
        "imports in the table: 1 of 2 totals miss the sum of their parts, most `001` by -1"
    );
    for (codes, words) in [
        (&["001", "002", "003"][..], "no row `003`"),
        (&["001"], "unknown row `002`"),
    ] {
        let error = read(ADJUSTMENT, codes).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let error = read(
        &ADJUSTMENT.replace("imports_in_io", "imports"),
        &["001", "002"],
    );
    assert!(error.unwrap_err().is_label());
}

const CODES: &str = "\
对照表,,
,,
海关分类代码,商品名称,投入产出部门代码
01011010,种马,03003
53011000,麻,01001/05005
49019100,\"字典,百科全书\",88139
海关分类代码,商品名称,投入产出部门代码
";

#[test]
fn customs_codes_go_to_sectors_by_the_last_three_digits() {
    let all = sectors(&["001", "003", "005", "130"]);
    let read = |corrections: &[(&str, &str)]| {
        nbs_hs_concordance(CODES.as_bytes(), "codes.csv".as_ref(), &all, corrections)
    };
    let error = read(&[]).unwrap_err().to_string();
    assert!(
        error.contains("codes that end in no sector: `88139` (1 products)"),
        "{error}"
    );
    let found = read(&[("88139", "88130")]).unwrap();
    assert_eq!(found.target().codes(), all.codes());
    assert_eq!(
        found.convert(array![1.0, 4.0, 8.0].view()).unwrap(),
        array![2.0, 1.0, 2.0, 8.0]
    );
    assert_eq!(found.divided(), ["53011000 = 0.5 001 + 0.5 005"]);
}

#[test]
fn customs_codes_that_are_none_are_refused() {
    let all = sectors(&["001", "003", "005", "139"]);
    let read = |text: &str| nbs_hs_concordance(text.as_bytes(), "codes.csv".as_ref(), &all, &[]);
    let error = read(&CODES.replace("01011010", "0101101"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("codes.csv, line 4") && error.contains("`0101101` is not a customs code"),
        "{error}"
    );
    let error = read("对照表,,\n,,\n").unwrap_err().to_string();
    assert!(error.contains("no headings"), "{error}");
    for code in ["3003", "030031", "AB9", "产出部"] {
        assert!(
            read(&CODES.replace("03003", code)).unwrap_err().is_label(),
            "{code}"
        );
    }
}
