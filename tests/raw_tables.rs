//! The published tables themselves, where they are at hand: every file is read, checked and put through the model.
//!
//! The tables are not part of this repository. They are looked for in the folder named by `LEONTIEF_RAW_DATA`, or else in
//! `../shared/data/raw` beside the repository; without them each test prints one line and passes.

#[path = "common/raw.rs"]
mod raw_data;

use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use leontief::label::TradeKind;
use leontief::model::Measure;
use leontief::read::{WiodNiot, bea_summary, national_csv, nbs_noncompetitive};
use leontief::table::{NationalTable, PrimaryKind, Residual, Tolerance};
use leontief::unit::{PriceBasis, Scale, Unit};
use raw_data::folder as raw;
use rayon::prelude::*;

/// What rounding to whole numbers explains in the tables of WIOD.
const ROUNDING: Tolerance = Tolerance::absolute(15.0);

fn open(path: &Path) -> GzDecoder<File> {
    GzDecoder::new(File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn wiod_file(folder: &Path, country: &str) -> WiodNiot {
    let path = folder.join(format!("{country}_NIOT_nov16.csv.gz"));
    WiodNiot::read(open(&path), &path, country).unwrap()
}

fn nbs_table(folder: &Path, year: i32) -> NationalTable {
    let path = folder.join(format!("china_{year}_42.csv.gz"));
    let draft = nbs_noncompetitive(open(&path), &path, year).unwrap();
    draft.check().unwrap()
}

fn bea_table(folder: &Path, tolerance: Tolerance) -> leontief::Result<NationalTable> {
    bea_schema(folder, "12sch", tolerance)
}

fn bea_schema(
    folder: &Path,
    schema: &str,
    tolerance: Tolerance,
) -> leontief::Result<NationalTable> {
    let [uses, imports, make] = [
        "Summary_Use_2012_PRO_BeforeRedef",
        "Summary_Import_2012_BeforeRedef",
        "Summary_Make_2012_BeforeRedef",
    ]
    .map(|file| folder.join(format!("{file}_{schema}.csv.gz")));
    let draft = bea_summary(
        (open(&uses), &uses),
        (open(&imports), &imports),
        (open(&make), &make),
        2012,
    )?;
    draft.tolerance(tolerance).check()
}

/// Value added, imports, other primary inputs and the discrepancy of the table make up every unit of exports; a producer
/// without output has nothing of all.
#[track_caller]
fn assert_exports_are_explained(table: &NationalTable) {
    let model = table.model().unwrap();
    let measures = [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let parts = measures.map(|measure| model.multipliers(&measure).unwrap());
    for j in table.producers().positions() {
        let sum: f64 = parts.iter().map(|part| part[j.get()]).sum();
        let expected = if table.output()[j.get()] == 0.0 {
            0.0
        } else {
            1.0
        };
        let producer = table.producers().key(j);
        assert!(
            (sum - expected).abs() <= 1e-12,
            "{table:?}, {producer}: {sum}"
        );
    }
}

fn worst(residuals: &[Residual]) -> f64 {
    let amounts = residuals.iter().map(|residual| residual.amount.abs());
    amounts.fold(0.0, f64::max)
}

/// The tables of one country by year, each checked within rounding.
fn checked_years(folder: &Path, country: &str) -> Vec<(i32, leontief::Result<NationalTable>)> {
    let file = wiod_file(folder, country);
    let years = file.years();
    years
        .map(|year| {
            let draft = file.draft(year).unwrap();
            (year, draft.tolerance(ROUNDING).check())
        })
        .collect()
}

const WIOD: &str = "wiod2016-niot-43countries";
const COUNTRIES: [&str; 43] = [
    "AUS", "AUT", "BEL", "BGR", "BRA", "CAN", "CHE", "CHN", "CYP", "CZE", "DEU", "DNK", "ESP",
    "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IDN", "IND", "IRL", "ITA", "JPN", "KOR",
    "LTU", "LUX", "LVA", "MEX", "MLT", "NLD", "NOR", "POL", "PRT", "ROU", "RUS", "SVK", "SVN",
    "SWE", "TUR", "TWN", "USA",
];

#[test]
fn wiod_all_countries_and_years() {
    let Some(folder) = raw(WIOD) else { return };
    let all: Vec<_> = COUNTRIES
        .par_iter()
        .map(|country| (*country, checked_years(&folder, country)))
        .collect();
    let mut refused = Vec::new();
    for (country, years) in &all {
        assert_eq!(
            years.iter().map(|(year, _)| *year).collect::<Vec<_>>(),
            (2000..=2014).collect::<Vec<_>>(),
            "{country}"
        );
        let mut misses: [Vec<(Residual, i32)>; 2] = [Vec::new(), Vec::new()];
        for (year, table) in years {
            match table {
                Ok(table) => {
                    let checked = table.checked();
                    misses[0].push((checked.worst_row().unwrap().clone(), *year));
                    misses[1].push((checked.worst_column().unwrap().clone(), *year));
                }
                Err(error) => {
                    println!("{country} {year} refused: {error}");
                    refused.push((*country, *year));
                }
            }
        }
        let [row, column] = misses.map(|misses| {
            let worst = |(residual, _): &(Residual, i32)| residual.amount.abs();
            let by_size = misses.into_iter();
            by_size
                .max_by(|a, b| worst(a).total_cmp(&worst(b)))
                .unwrap()
        });
        assert!(row.0.amount.abs() <= 10.0, "{}, {}", row.0, row.1);
        let (row, row_year, column, year) = (row.0, row.1, column.0, column.1);
        println!("{country}: worst row {row}, {row_year}; worst column {column}, {year}");
    }
    assert_eq!(
        refused,
        [
            ("BGR", 2014),
            ("LUX", 2014),
            ("LVA", 2001),
            ("MLT", 2011),
            ("ROU", 2014)
        ]
    );
    let tables: Vec<&NationalTable> = all
        .iter()
        .flat_map(|(_, years)| years.iter().filter_map(|(_, table)| table.as_ref().ok()))
        .collect();
    assert_eq!(tables.len(), 43 * 15 - 5);
    tables
        .par_iter()
        .for_each(|table| assert_exports_are_explained(table));
}

#[test]
fn wiod_faults_are_reported_by_label() {
    let Some(folder) = raw(WIOD) else { return };
    type Faults = &'static [(&'static str, &'static str)];
    let faults: [(&str, i32, Faults, f64); 4] = [
        ("ROU", 2014, &[("R_S", "-3846")], 3846.0),
        ("LUX", 2014, &[("H52", "62"), ("H53", "64")], 64.0),
        ("BGR", 2014, &[("R_S", "-18")], 18.0),
        ("MLT", 2011, &[("C33", "16")], 16.0),
    ];
    for (country, year, faults, wide) in faults {
        let draft = wiod_file(&folder, country).draft(year).unwrap();
        let refusal = draft.clone().tolerance(ROUNDING).check().unwrap_err();
        assert!(refusal.is_table());
        let refusal = refusal.to_string();
        let count = refusal.matches("difference").count();
        assert_eq!(count, faults.len(), "{refusal}");
        for (industry, difference) in faults {
            let inputs = format!("the inputs of {country} {industry} sum to");
            assert!(refusal.contains(&inputs), "{refusal}");
            let difference = format!("(difference {difference}.000000, tolerance 15 ");
            assert!(refusal.contains(&difference), "{refusal}");
        }
        let table = draft.tolerance(Tolerance::absolute(wide)).check().unwrap();
        assert_eq!(worst(table.checked().column_residuals()), wide, "{country}");
        assert_exports_are_explained(&table);
    }
}

/// Latvia 2001 uses 8 (mn USD) of refined petroleum from producers that have no output: no tolerance makes that a table.
#[test]
fn wiod_sales_without_output_are_refused_at_any_tolerance() {
    let Some(folder) = raw(WIOD) else { return };
    let draft = wiod_file(&folder, "LVA").draft(2001).unwrap();
    let wide = Tolerance::absolute(1e6);
    let refusal = draft.tolerance(wide).check().unwrap_err().to_string();
    assert!(
        refusal.contains("has 1 problem: LVA C19 has no output but sales of 8.000000"),
        "{refusal}"
    );
}

#[test]
fn wiod_industries_without_output() {
    let Some(folder) = raw(WIOD) else { return };
    let table = wiod_file(&folder, "CHN").draft(2012).unwrap();
    let table = table.tolerance(ROUNDING).check().unwrap();
    let none: Vec<String> = [
        "C33", "G45", "J58", "J59_J60", "K66", "M71", "M73", "T", "U",
    ]
    .map(|industry| format!("CHN {industry}"))
    .to_vec();
    assert_eq!(table.checked().zero_output(), none);
    let inverse = table.model().unwrap().inverse().unwrap();
    for j in table.producers().positions() {
        if table.output()[j.get()] == 0.0 {
            assert_eq!(inverse[[j.get(), j.get()]], 1.0);
            assert_eq!(inverse.row(j.get()).sum(), 1.0);
        }
    }
}

/// The compiled tables of 2012 in this repository were made from these files by another program.
#[test]
fn wiod_agrees_with_the_compiled_tables() {
    let Some(folder) = raw(WIOD) else { return };
    for (country, file) in [("CHN", "china"), ("USA", "usa")] {
        let draft = wiod_file(&folder, country).draft(2012).unwrap();
        let found = draft.tolerance(ROUNDING).check().unwrap();
        let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
        let path = format!("data/china-us-2012/{file}_2012_table.csv");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let expected = national_csv(path, country, unit).unwrap();
        let expected = expected.tolerance(ROUNDING).check().unwrap();

        assert_eq!(found.producers(), expected.producers());
        assert_eq!(found.products(), expected.products());
        assert_eq!(found.unit(), expected.unit());
        assert_eq!(found.domestic(), expected.domestic());
        assert_eq!(found.imported(), expected.imported());
        assert_eq!(found.output(), expected.output());
        assert_eq!(found.imported_exports(), expected.imported_exports());
        for kind in [PrimaryKind::ProductTax, PrimaryKind::Margins] {
            let row =
                |table: &NationalTable| table.primary().row(kind).unwrap().by_producer.clone();
            assert_eq!(row(&found), row(&expected), "{kind}");
        }
        let exports = |table: &NationalTable| table.exports().by_producer();
        assert_eq!(exports(&found), exports(&expected));
        let merged: [&[&str]; 4] = [&["CONS_h", "CONS_np"], &["CONS_g"], &["GFCF"], &["INVEN"]];
        for (at, codes) in merged.into_iter().enumerate() {
            let column = |code| found.final_uses().at(code).unwrap().get();
            let sum = |values: ndarray::ArrayView2<'_, f64>| {
                let columns: Vec<usize> = codes.iter().map(|code| column(code)).collect();
                values
                    .select(ndarray::Axis(1), &columns)
                    .sum_axis(ndarray::Axis(1))
            };
            assert_eq!(
                sum(found.domestic_final()),
                expected.domestic_final().column(at)
            );
            assert_eq!(
                sum(found.imported_final()),
                expected.imported_final().column(at)
            );
        }
        let added = (&found.value_added() - &expected.value_added()).mapv(f64::abs);
        assert!(added.iter().all(|gap| *gap <= 1e-6), "{country}: {added}");
    }
}

#[test]
fn nbs_tables_balance() {
    let Some(folder) = raw("china-nbs-io") else {
        return;
    };
    // total value added as the bureau prints it: row `TVA`, column `TIU`
    for (year, published) in [
        (2017, 8_232_157_064.395_995),
        (2018, 9_220_571_722.084_856),
        (2020, 10_164_220_012.648_594),
    ] {
        let table = nbs_table(&folder, year);
        println!("{table:?}: {}", table.checked());
        assert_eq!(table.producers().len(), 42);
        assert_eq!(
            table.unit().to_string(),
            format!("10 000 CNY, {year}, producer prices")
        );
        let added = table.value_added().sum();
        assert!((added - published).abs() <= 1e-5, "{year}: {added}");
        assert!(worst(table.checked().row_residuals()) <= 1e-5);
        assert!(worst(table.checked().column_residuals()) <= 2e-5);
        assert!(table.checked().zero_output().is_empty());
        assert!(table.imported_exports().sum() > 1e7);
        let steps = table.provenance().steps();
        assert_eq!(steps.len(), 6);
        assert!(
            steps
                .iter()
                .all(|step| step.ends_with("agree with their parts")),
            "{steps:?}"
        );
        assert_exports_are_explained(&table);
    }
}

#[test]
fn nbs_competitive_tables_are_refused() {
    let Some(folder) = raw("china-nbs-io") else {
        return;
    };
    for file in ["china_2015_42", "china_2017_149"] {
        let path = folder.join(format!("{file}.csv.gz"));
        let error = nbs_noncompetitive(open(&path), &path, 2017).unwrap_err();
        assert!(error.is_label());
        let error = error.to_string();
        assert!(
            error.contains("no column `Origin`: imports are not separated"),
            "{error}"
        );
    }
}

#[test]
fn bea_2012_balances() {
    let Some(folder) = raw("bea-us-io") else {
        return;
    };
    let table = bea_table(&folder, Tolerance::absolute(9.0)).unwrap();
    println!("{table:?}: {}\n{}", table.checked(), table.provenance());
    assert_eq!((table.producers().len(), table.products().len()), (71, 73));
    assert_eq!(table.unit().to_string(), "mn USD, 2012, producer prices");
    assert!(worst(table.checked().row_residuals()) <= 8.76);
    assert!(worst(table.checked().column_residuals()) <= 6.0);
    assert_exports_are_explained(&table);

    let tight = bea_table(&folder, Tolerance::absolute(6.0)).unwrap_err();
    let tight = tight.to_string();
    assert!(tight.contains("the uses of USA 561"), "{tight}");
}

/// GDP of the United States in 2012: the use table's own total, and the World Bank's figure of March 2018 (an earlier
/// revision of the national accounts).
#[test]
fn bea_2012_gdp() {
    let Some(folder) = raw("bea-us-io") else {
        return;
    };
    let table = bea_table(&folder, Tolerance::absolute(9.0)).unwrap();
    let added = table.value_added().sum();
    assert!((added - 16_253_968.0).abs() <= 3.0, "{added}");
    assert!((added / 16_155_255.0 - 1.0).abs() < 0.01, "{added}");
    // by expenditure, exports included, less imports: those of final users stand on both sides
    let drawn = table.primary().rows().iter();
    let drawn: f64 = drawn
        .map(|row| row.by_final_use.sum() + row.on_exports)
        .sum();
    let spent = table.domestic_final().sum() + table.exports().total() + drawn;
    let spent = spent - table.imported().sum();
    assert!((spent - 16_253_968.0).abs() <= 60.0, "{spent}");
}

/// Nothing is lost between the files and the table: what is not delivered by producers is named.
#[test]
fn bea_2012_keeps_every_commodity() {
    let Some(folder) = raw("bea-us-io") else {
        return;
    };
    let table = bea_table(&folder, Tolerance::absolute(9.0)).unwrap();
    let other = table.primary().row(PrimaryKind::Other).unwrap();
    assert_eq!(other.by_producer.sum(), 31_416.0);
    assert_eq!(other.on_exports, 190_888.0);
    let category = |code| table.final_uses().at(code).unwrap().get();
    let apart = category("Used+Other");
    let made = table.domestic_final().column(apart).sum();
    assert_eq!((made, other.by_final_use[apart]), (11_386.0, -11_386.0));
    assert_eq!(other.by_final_use[category("F010")], -109_751.0);
    // users draw what was made, up to rounding
    let drawn = other.by_producer.sum() + other.by_final_use.sum() + other.on_exports;
    assert_eq!(drawn, 2.0);
    // all exports of the use table
    let exports = table.exports().of(TradeKind::Undivided).total() + other.on_exports;
    assert!((exports - 1_982_383.0).abs() <= 10.0, "{exports}");
    // all imports of the import matrix
    let imports =
        table.imported().sum() + table.imported_final().sum() + table.imported_exports().sum();
    let published = 2_534_000.0 + 66_502.0; // of the use table, and what it has less than the import matrix
    assert!((imports - published).abs() <= 100.0, "{imports}");
    let inside_imports = table.domestic_final().column(category("F050")).sum();
    assert!((inside_imports - 66_429.0).abs() < 1e-6, "{inside_imports}");
    let steps = table.provenance().to_string();
    for step in [
        "`212` 11235, `42` 33503, `481` 1204, `482` 270, `483` 13267, `484` 2736, `487OS` 3563, `524` 651, `Other` 73",
        "commodities Used+Other kept apart",
        "import matrix, F050 by user: 40 of 73 totals miss the sum of their parts, most `513` by 8",
    ] {
        assert!(steps.contains(step), "{steps}");
    }
}

/// In the edition on the 2017 schema the import matrix misses its own totals for oil and gas (`211`) by 150: the reader
/// says so, and the check names the producer.
#[test]
fn bea_2012_on_the_2017_schema() {
    let Some(folder) = raw("bea-us-io") else {
        return;
    };
    let refusal = bea_schema(&folder, "17sch", Tolerance::absolute(20.0)).unwrap_err();
    let refusal = refusal.to_string();
    assert!(
        refusal.contains("has 1 problem: the uses of USA 211 sum to 362763.5"),
        "{refusal}"
    );
    let table = bea_schema(&folder, "17sch", Tolerance::absolute(150.0)).unwrap();
    let steps = table.provenance().to_string();
    assert!(
        steps.contains(
            "F050 by user: 38 of 73 totals miss the sum of their parts, most `211` by 150"
        ),
        "{steps}"
    );
    assert_exports_are_explained(&table);
}
