//! The readers of published layouts on small made-up files: what they read, and what they say when a file is not right.

mod common;

use std::path::Path;

use common::assert_close;
use leontief::label::TradeKind;
use leontief::model::Measure;
use leontief::read::{WiodNiot, bea_summary, nbs_noncompetitive};
use leontief::table::{NationalTable, PrimaryKind};
use ndarray::array;

/// A file in the layout of WIOD: two industries, the years 2013 and 2014, columns and rows not in the usual order, a
/// byte-order mark, blanks and no-break spaces as thousands marks, a row of names.
fn wiod() -> String {
    let mut text = String::from(
        "\u{feff}Year;Code;Description;Origin;C26;A01;CONS_h;CONS_np;CONS_g;GFCF;INVEN;EXP;GO\n\
         ;;;;Electronics;Farming;Households;Non-profit;Government;Investment;Inventories;Exports;Output\n",
    );
    for year in [2013, 2014] {
        text += &format!(
            "\
{year};GO;Output;TOT;1\u{a0}000;200;0;0;0;0;0;0;0
{year};A01;Farming;Domestic;20;30;100;1;2;3;-6;50;200
{year};C26;Electronics;Domestic;100;10;300;0;10;80;0;500;1 000
{year};C26;Electronics;Imports;400;20;50;0;0;20;0;7;0
{year};A01;Farming;Imports;30;10;15;0;0;0;0;0;0
{year};II_fob;Total;TOT;550;70;465;1;12;103;-6;0;0
{year};TXSP;Taxes;TOT;-5;4;30;0;0;6;0;1;0
{year};EXP_adj;Adjustment;TOT;0;0;0;0;0;0;0;3;0
{year};PURR;Abroad;TOT;0;0;9;0;0;0;0;0;0
{year};PURNR;Visitors;TOT;0;1;-4;0;0;0;0;0;0
{year};VA;Value added;TOT;445;120;0;0;0;0;0;0;0
{year};IntTTM;Transport;TOT;10;5;2;0;0;1;0;0;0
"
        );
    }
    text
}

fn read_wiod(text: &str) -> leontief::Result<WiodNiot> {
    WiodNiot::read(text.as_bytes(), Path::new("XYZ_NIOT_nov16.csv"), "XYZ")
}

/// The message of a WIOD file that is refused when it is opened.
#[track_caller]
fn refused(text: &str) -> String {
    let error = read_wiod(text).unwrap_err();
    assert!(error.is_label() || error.is_parse());
    error.to_string()
}

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

#[test]
fn wiod_by_label() {
    let file = read_wiod(&wiod()).unwrap();
    assert_eq!(file.country(), "XYZ");
    assert_eq!(file.years().collect::<Vec<_>>(), [2013, 2014]);
    let table = file.draft(2014).unwrap().check().unwrap();
    assert_eq!(table.unit().to_string(), "mn USD, 2014, basic prices");
    let sectors = table.producers().only_block().unwrap().sectors().clone();
    assert_eq!(sectors.codes(), ["A01", "C26"]);
    assert_eq!(sectors.name(sectors.at("A01").unwrap()), "Farming");
    assert_eq!(table.products().codes(), ["C26", "A01"]);
    assert_eq!(table.domestic(), array![[30.0, 20.0], [10.0, 100.0]]);
    assert_eq!(table.imported(), array![[20.0, 400.0], [10.0, 30.0]]);
    assert_eq!(table.output(), array![200.0, 1000.0]);
    assert_eq!(table.exports().flows()[0].partner(), "WLD");
    assert_eq!(table.exports().flows()[0].kind(), TradeKind::Undivided);
    assert_eq!(table.exports().by_producer(), array![50.0, 500.0]);
    assert_eq!(table.imported_exports(), array![7.0, 0.0]);
    assert_eq!(
        table.final_uses().codes(),
        ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"]
    );
    let farming = array![100.0, 1.0, 2.0, 3.0, -6.0];
    assert_eq!(table.domestic_final().row(0), farming);
    let imported_farming = array![15.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(table.imported_final().row(1), imported_farming);
}

#[test]
fn wiod_primary_rows() {
    let file = read_wiod(&wiod()).unwrap();
    let table = file.draft(2014).unwrap().check().unwrap();
    let row = |kind| table.primary().row(kind).unwrap();
    let added = row(PrimaryKind::UndividedValueAdded);
    assert_eq!(added.by_producer, array![120.0, 445.0]);
    assert_eq!(table.value_added(), array![120.0, 445.0]);
    let taxes = row(PrimaryKind::ProductTax);
    assert_eq!(taxes.by_producer, array![4.0, -5.0]);
    assert_eq!(taxes.by_final_use, array![30.0, 0.0, 0.0, 6.0, 0.0]);
    assert_eq!(taxes.on_exports, 1.0);
    let margins = row(PrimaryKind::Margins);
    assert_eq!(margins.by_producer, array![5.0, 10.0]);
    // adjustment, purchases abroad and visitors' purchases in one row
    let other = row(PrimaryKind::Other);
    assert_eq!(other.by_producer, array![1.0, 0.0]);
    assert_eq!(other.by_final_use, array![5.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(other.on_exports, 3.0);
    let steps = table.provenance().steps();
    assert_says(&steps[0], &["EXP_adj, PURR and PURNR added up"]);
    assert_eq!(
        steps[1],
        "total `II_fob`: all 7 totals agree with their parts"
    );
}

#[test]
fn wiod_totals_that_disagree_are_told() {
    let text = wiod().replace(
        "2014;II_fob;Total;TOT;550;70",
        "2014;II_fob;Total;TOT;550;64",
    );
    let draft = read_wiod(&text).unwrap().draft(2014).unwrap();
    let table = draft.check().unwrap();
    assert_eq!(
        table.provenance().steps()[1],
        "total `II_fob`: 1 of 7 totals miss the sum of their parts, most `A01` by -6"
    );
}

#[test]
fn wiod_years() {
    let file = read_wiod(&wiod()).unwrap();
    let error = file.draft(2015).unwrap_err();
    assert!(error.is_label());
    assert_eq!(
        error.to_string(),
        "XYZ_NIOT_nov16.csv: no year 2015; expected one of 2013, 2014"
    );
    let message =
        refused(&wiod().replace("2013;A01;Farming;Domestic", "late;A01;Farming;Domestic"));
    let place = "XYZ_NIOT_nov16.csv, line 4, column `Year`: the cell is not a year";
    assert_says(&message, &[place, "found `late`"]);
    let header = "Year;Code;Description;Origin;CONS_h;CONS_np;CONS_g;GFCF;INVEN;EXP;GO\n";
    assert_says(&refused(header), &["a header and no rows"]);
}

#[test]
fn wiod_columns_missing_and_unknown() {
    let message = refused(&wiod().replace("INVEN;EXP;GO", "INVEN;EXPORTS;GO"));
    let place = "XYZ_NIOT_nov16.csv, line 1: no column `EXP`";
    assert_says(&message, &[place, "found `Year`, `Code`"]);
    let message = refused(&wiod().replace(";Origin;C26;", ";Origin;C27;"));
    assert_says(&message, &["line 1: no column `C26`", "`C27`"]);
    // a column that no row of domestic origin explains
    let text: Vec<String> = wiod().lines().map(|line| format!("{line};C27")).collect();
    let message = refused(&text.join("\n"));
    assert_says(&message, &["no row `C27` (Domestic, 2013)"]);
    // a column without a name may be empty, but not filled
    let text: Vec<String> = wiod().lines().map(|line| format!("{line};")).collect();
    assert!(read_wiod(&text.join("\n")).is_ok());
    let text = text.join("\n").replace("50;200;", "50;200;9");
    assert_says(
        &refused(&text),
        &["line 1: unknown columns `number 14, without a name`"],
    );
}

#[test]
fn wiod_rows_doubled_missing_and_unknown() {
    let doubled = wiod().replace("2014;A01;Farming;Imports", "2014;C26;Electronics;Imports");
    let message = refused(&doubled);
    let place = "line 19, column `Code`: the row `C26` (Imports, 2014) stands twice";
    assert_says(&message, &[place, "the same code in line 18"]);
    let unknown = wiod().replace("2014;TXSP;Taxes", "2014;TAXES;Taxes");
    let message = refused(&unknown);
    assert_says(&message, &["line 21", "unknown row `TAXES` (TOT, 2014)"]);
    assert_says(&message, &["expected only `VA`, `TXSP`"]);
    let text = wiod();
    let kept = text.lines().filter(|line| !line.starts_with("2014;VA"));
    let message = refused(&kept.collect::<Vec<_>>().join("\n"));
    assert_says(&message, &["no row `VA` (TOT, 2014)"]);
}

#[test]
fn wiod_origins() {
    let message = refused(&wiod().replace(
        "2014;C26;Electronics;Imports",
        "2014;C26;Electronics;Foreign",
    ));
    assert_says(
        &message,
        &[
            "XYZ_NIOT_nov16.csv, line 18, column `Origin`: unknown `Origin`",
            "expected one of `Domestic`, `Imports`, `TOT`",
            "found `Foreign`",
        ],
    );
}

#[test]
fn wiod_numbers() {
    let draft = |text: String| read_wiod(&text).unwrap().draft(2014).unwrap_err();
    let row = "2014;C26;Electronics;Domestic;100;10;300";
    let error = draft(wiod().replace(row, "2014;C26;Electronics;Domestic;100;1O;300"));
    assert!(error.is_parse());
    assert_eq!(error.file(), Some(Path::new("XYZ_NIOT_nov16.csv")));
    assert_eq!(error.line(), Some(17));
    assert_eq!(
        error.to_string(),
        "XYZ_NIOT_nov16.csv, line 17, column `A01`: the cell is not a number; expected a finite number; found `1O`"
    );
    let error = draft(wiod().replace(row, "2014;C26;Electronics;Domestic;100;;300"));
    let place = "line 17, column `A01`: the cell is empty";
    assert_says(
        &error.to_string(),
        &[place, "try: 0 where there is nothing"],
    );
    let error = draft(wiod().replace(
        "2014;GO;Output;TOT;1\u{a0}000;200",
        "2014;GO;Output;TOT;1\u{a0}000;201",
    ));
    assert_says(
        &error.to_string(),
        &[
            "line 16, column `GO`: the column `GO` differs from the row `GO`",
            "expected 201; found 200",
        ],
    );
    // the other year is not touched
    let text = wiod().replace(row, "2014;C26;Electronics;Domestic;100;1O;300");
    assert!(read_wiod(&text).unwrap().draft(2013).is_ok());
}

const NBS: &str = "\
Code,Description,DescriptionInChinese,Origin,01,02,TIU,TC,FU201,FU202,EX,TFU,GO
01,Goods,货物,Domestic,40,20,60,30,20,-5,15,60,120
02,Services,服务,Domestic,10,15,25,50,5,0,0,55,80
02,Services,服务,Imports,2,3,5,1,0,0,0,1,6
01,Goods,货物,Imports,18,2,20,5,4,0,1,10,30
TII,Total intermediate input,中间投入合计,TOT,70,40,110,86,29,-5,16,126,236
VA001,Compensation of employees,劳动者报酬,TOT,25,20,45,NA,NA,NA,NA,NA,NA
VA002,Net taxes on production,生产税净额,TOT,5,-2,3,NA,NA,NA,NA,NA,NA
VA003,Depreciation of fixed assets,固定资产折旧,TOT,8,12,20,NA,NA,NA,NA,NA,NA
VA004,Operating surplus,营业盈余,TOT,12,10,22,NA,NA,NA,NA,NA,NA
TVA,Total value-added,增加值合计,TOT,50,40,90,NA,NA,NA,NA,NA,NA
TI,Total inputs,总投入,TOT,120,80,200,NA,NA,NA,NA,NA,NA
";

fn read_nbs(text: &str) -> leontief::Result<NationalTable> {
    nbs_noncompetitive(text.as_bytes(), Path::new("china.csv"), 2017)?.check()
}

#[test]
fn nbs_by_label() {
    let table = read_nbs(NBS).unwrap();
    assert_eq!(table.country(), "CHN");
    assert_eq!(
        table.unit().to_string(),
        "10 000 CNY, 2017, producer prices"
    );
    assert_eq!(table.products().codes(), ["02", "01"]);
    assert_eq!(table.domestic(), array![[40.0, 20.0], [10.0, 15.0]]);
    assert_eq!(table.imported(), array![[2.0, 3.0], [18.0, 2.0]]);
    assert_eq!(table.imported_exports(), array![0.0, 1.0]);
    assert_eq!(table.exports().by_producer(), array![15.0, 0.0]);
    assert_eq!(table.final_uses().codes(), ["TC", "FU201", "FU202"]);
    assert_eq!(table.domestic_final().row(0), array![30.0, 20.0, -5.0]);
    let surplus = table.primary().row(PrimaryKind::OperatingSurplus).unwrap();
    assert_eq!(surplus.by_producer, array![12.0, 10.0]);
    assert_eq!(surplus.by_final_use, array![0.0, 0.0, 0.0]);
    assert_eq!(table.value_added(), array![50.0, 40.0]);
    let steps = table.provenance().steps();
    assert_eq!(
        steps[0],
        "column `TIU`: all 4 totals agree with their parts"
    );
    assert_eq!(steps.len(), 6);
    let model = table.model().unwrap();
    let part = |measure| model.multipliers(&measure).unwrap();
    let sum = &*part(Measure::ValueAdded) + &*part(Measure::Imports);
    assert_close("parts", sum, [1.0, 1.0], 1e-15);
}

#[test]
fn nbs_totals_that_disagree_are_told() {
    let text = NBS.replace(
        "TVA,Total value-added,增加值合计,TOT,50",
        "TVA,Total value-added,增加值合计,TOT,53",
    );
    let table = read_nbs(&text).unwrap();
    assert_eq!(
        table.provenance().steps()[4],
        "row `TVA`: 1 of 2 totals miss the sum of their parts, most `01` by 3"
    );
}

#[test]
fn nbs_value_added_outside_the_sectors_is_kept() {
    let text = NBS.replace("TOT,5,-2,3,NA,NA,NA,NA", "TOT,5,-2,3,7,NA,,4");
    let table = read_nbs(&text).unwrap();
    let taxes = table.primary().row(PrimaryKind::NetProductionTax).unwrap();
    assert_eq!(taxes.by_final_use, array![7.0, 0.0, 0.0]);
    assert_eq!(taxes.on_exports, 4.0);
}

#[test]
fn nbs_competitive_table() {
    let text = "\
Code,Description,DescriptionInChinese,01,TIU,FU101,FU102,THC,FU103,TC,FU201,FU202,GCF,EX,TFU,IM,GO
01,Goods,货物,40,40,10,10,20,10,30,20,-5,15,15,60,20,80
";
    let error = read_nbs(text).unwrap_err();
    assert!(error.is_label());
    assert_says(
        &error.to_string(),
        &[
            "china.csv, line 1: no column `Origin`: imports are not separated",
            "expected a non-competitive table",
            "try: the 42-sector tables of 2017, 2018 or 2020",
        ],
    );
}

#[test]
fn nbs_files_that_are_not_right() {
    let refused = |from: &str, to: &str| read_nbs(&NBS.replace(from, to)).unwrap_err().to_string();
    let message = refused("EX,TFU", "EXPORT,TFU");
    assert_says(&message, &["china.csv, line 1: no column `EX`"]);
    let message = refused("货物,Domestic,40,20", "货物,Domestic,40,NA");
    let place = "china.csv, line 2, column `02`: the cell is not a number";
    assert_says(&message, &[place, "found `NA`"]);
    let message = refused("货物,Domestic", "货物,Home");
    assert_says(&message, &["line 2, column `Origin`", "found `Home`"]);
    let message = refused("02,Services,服务,Imports", "01,Services,服务,Imports");
    let place = "line 5, column `Code`: the row `01` (Imports) stands twice";
    assert_says(&message, &[place, "line 4"]);
    let message = refused("02,Services,服务,Imports", "03,Services,服务,Imports");
    assert_says(&message, &["line 4: unknown row `03` (Imports)"]);
    let message = refused("VA003,", "VA03,");
    assert_says(&message, &["line 9: unknown row `VA03` (TOT)"]);
    let extra: Vec<String> = NBS.lines().map(|line| format!("{line},0")).collect();
    let extra = extra.join("\n").replacen("GO,0", "GO,ERR", 1);
    let message = read_nbs(&extra).unwrap_err().to_string();
    assert_says(
        &message,
        &["line 1: unknown columns `ERR`", "expected only `Code`"],
    );
    let short = NBS.replace(",10,15,25,50,5,0,0,55,80", ",10,15,25,50,5,0,0,55");
    let message = read_nbs(&short).unwrap_err().to_string();
    assert_says(
        &message,
        &["china.csv, line 3: a row does not have as many cells"],
    );
}

/// A table with these rows, each its code and then the cells that are not zero: `A | a 20 | b 10`.
fn grid(columns: &[&str], rows: &[&str]) -> String {
    let mut text = format!(",{}\n", columns.join(","));
    for row in rows {
        let mut parts = row.split(" | ");
        text += parts.next().unwrap();
        let cells: Vec<(&str, &str)> = parts.map(|cell| cell.rsplit_once(' ').unwrap()).collect();
        for column in columns {
            let cell = cells.iter().find(|(code, _)| code == column);
            text += &format!(",{}", cell.map_or("0", |(_, value)| *value));
        }
        text += "\n";
    }
    text
}

const FINAL_USES: [&str; 20] = [
    "F010", "F02S", "F02E", "F02N", "F02R", "F030", "F040", "F050", "F06C", "F06S", "F06E", "F06N",
    "F07C", "F07S", "F07E", "F07N", "F10C", "F10S", "F10E", "F10N",
];
const INDUSTRIES: [&str; 2] = ["a", "b"];
const USE_TOTALS: [&str; 3] = [
    "Total Intermediate",
    "Total Final Uses (GDP)",
    "Total Commodity Output",
];

/// Industries `a` and `b`; commodities `A`, `B`, `N` (no output at home) and `Used` (a by-product of `b`). Of the value of
/// imported `B`, 2 are supplied at home.
fn bea() -> [String; 3] {
    let uses = grid(
        &[&INDUSTRIES[..], &USE_TOTALS, &FINAL_USES].concat(),
        &[
            "A | a 20 | b 10 | F010 60 | F040 20 | F050 -10 | Total Commodity Output 100",
            "B | a 10 | b 5 | F010 30 | F040 6 | F050 -1 | Total Commodity Output 50",
            "N | a 6 | F010 1 | F050 -7",
            "Used | a 3 | F010 -2 | F040 4 | Total Commodity Output 5",
            "Total Intermediate | a 39 | b 15",
            "V001 | a 40 | b 30",
            "V002 | a 1 | b 2",
            "V003 | a 20 | b 8",
            "Total Value Added | a 61 | b 40 | Total Final Uses (GDP) 101",
            "Total Industry Output | a 100 | b 55",
        ],
    );
    let imports = grid(
        &[&INDUSTRIES[..], &["T001"], &FINAL_USES, &["T004"]].concat(),
        &[
            "A | a 4 | b 2 | F010 4 | F050 -10",
            "B | a 1 | b 1 | F010 1 | F050 -3",
            "N | a 5 | F010 2 | F050 -7",
            "Used",
        ],
    );
    let make = grid(
        &["A", "B", "N", "Used", "Total Industry Output"],
        &[
            "a | A 90 | B 10 | Total Industry Output 100",
            "b | A 10 | B 40 | Used 5 | Total Industry Output 55",
            "Total Commodity Output | A 100 | B 50 | Used 5 | Total Industry Output 155",
        ],
    );
    [uses, imports, make]
}

fn read_bea([uses, imports, make]: &[String; 3]) -> leontief::Result<NationalTable> {
    bea_summary(
        (uses.as_bytes(), Path::new("use.csv")),
        (imports.as_bytes(), Path::new("import.csv")),
        (make.as_bytes(), Path::new("make.csv")),
        2012,
    )?
    .check()
}

#[test]
fn bea_by_market_shares() {
    let table = read_bea(&bea()).unwrap();
    assert_eq!(table.country(), "USA");
    assert_eq!(table.unit().to_string(), "mn USD, 2012, producer prices");
    assert_eq!(table.products().codes(), ["A", "B", "N", "Used"]);
    // shares of `a`: 0.9 of `A` and 0.2 of `B`; domestic use of `A`: 16 and 8, of `B`: 9 and 4
    let flows = [16.2, 8.0, 8.8, 4.0];
    assert_close("flows", table.domestic().iter().copied(), flows, 1e-14);
    assert_close("exports", table.exports().by_producer(), [19.2, 6.8], 1e-14);
    let column = |code: &str| {
        let at = table.final_uses().at(code).unwrap().get();
        table.domestic_final().column(at).to_owned()
    };
    assert_close("F010", column("F010"), [56.2, 28.8], 1e-14);
    assert_close("F050", column("F050"), [0.4, 1.6], 1e-14);
    assert_close("apart", column("N+Used"), [0.0, 5.0], 0.0);
    let imports = array![[4.0, 2.0], [1.0, 1.0], [5.0, 0.0], [0.0, 0.0]];
    assert_eq!(table.imported(), imports);
    let home = table.final_uses().at("F010").unwrap().get();
    assert_eq!(
        table.imported_final().column(home),
        array![4.0, 1.0, 2.0, 0.0]
    );
    let kinds = [
        PrimaryKind::Compensation,
        PrimaryKind::NetProductionTax,
        PrimaryKind::OperatingSurplus,
    ];
    assert_eq!(table.components(), kinds);
    assert_eq!(table.value_added(), array![61.0, 40.0]);
}

#[test]
fn bea_commodities_without_producers() {
    let table = read_bea(&bea()).unwrap();
    let other = table.primary().row(PrimaryKind::Other).unwrap();
    assert_eq!(other.by_producer, array![4.0, 0.0]); // 1 of `N`, 3 of `Used`
    let paid = |code: &str| other.by_final_use[table.final_uses().at(code).unwrap().get()];
    assert_eq!(
        (paid("F010"), paid("F050"), paid("N+Used")),
        (-3.0, 0.0, -5.0)
    );
    assert_eq!(other.on_exports, 4.0);
    let steps = table.provenance().to_string();
    assert_says(
        &steps,
        &[
            "use table, Total Value Added: all 1 totals agree with their parts",
            "import matrix, F050 by user: all 4 totals agree with their parts",
            "F050 of the use table less that of the import matrix: `B` 2;",
            "commodities N+Used kept apart: industries make 5",
            "what industries (4), final uses (-3) and exports (4) draw",
        ],
    );
}

#[test]
fn bea_files_that_are_not_right() {
    let refused = |file: usize, from: &str, to: &str| {
        let mut files = bea();
        files[file] = files[file].replace(from, to);
        read_bea(&files).unwrap_err().to_string()
    };
    let message = refused(1, "\nB,1,1", "\nC,1,1");
    assert_says(&message, &["make.csv, line 1: no column `C`"]);
    let message = refused(0, "\nB,10,5", "\nA,10,5");
    let place = "use.csv, line 3, column ``: the row `A` (use table) stands twice";
    assert_says(&message, &[place, "line 2"]);
    let message = refused(0, "\nB,10,5", "\nB,10,five");
    assert_says(
        &message,
        &[
            "use.csv, line 3, column `b`: the cell is not a number",
            "`five`",
        ],
    );
    let message = refused(0, "V002", "V02");
    assert_says(
        &message,
        &["use.csv, line 8: unknown row `V02` (use table)"],
    );
    let message = refused(1, "F10N", "F11N");
    assert_says(&message, &["import.csv, line 1: no column `F10N`"]);
    let message = refused(2, ",A,B,N", "code,A,B,N");
    assert_says(&message, &["make.csv, line 1: no column without a name"]);
    let [uses, imports, make] = bea();
    let swapped = read_bea(&[uses, make, imports]).unwrap_err();
    assert!(swapped.is_label());
    assert_says(&swapped.to_string(), &["make.csv"]);
}
