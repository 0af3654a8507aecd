//! Total requirements that BEA publishes, and what make and use tables give.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use leontief::linalg::System;
use leontief::read::{TotalRequirements, bea_total_requirements};
use ndarray::{Array1, Array2, Axis};
use proptest::prelude::*;

use crate::book::{Cell, Cells, Dice, text, workbook};
use crate::published::{Folder, assert_sources, changed, changes};
use crate::raw::folder;

const CODES: [&str; 4] = ["11", "3A", "42", "GSL"];
/// What is done to the cells of a sheet.
type Fault<'a> = &'a dyn Fn(&mut Cells);

const TOTAL: &str = "Total industry output requirement";

fn mini(year: i32) -> (Array2<f64>, Cells) {
    let dice = &mut Dice::new(year as u64);
    let matrix = Array2::from_shape_fn((4, 4), |(i, j)| {
        f64::from(i == j) + (dice.below(2_000_000) - 1000.0) / 1e7
    });
    let mut cells: Cells = [
        "Industry-by-Industry Total Requirements, After Redefinitions - Summary",
        "(in producers' prices)",
        "Bureau of Economic Analysis",
        &year.to_string(),
    ]
    .map(|title| vec![text(title)])
    .to_vec();
    cells.push(vec![]);
    let line = |one: &str, two: &str, labels: [String; 4]| {
        let labels = labels.map(text);
        [text(one), text(two)]
            .into_iter()
            .chain(labels)
            .collect::<Vec<Cell>>()
    };
    cells.push(line("", "Industries/Industries", CODES.map(str::to_owned)));
    cells.push(line(
        "Code",
        "Industry Description",
        CODES.map(|code| format!("Industry {code}")),
    ));
    cells[5][0] = Cell::Nothing;
    let numbers = |row: Vec<f64>| row.into_iter().map(Cell::Number);
    for (code, row) in CODES.iter().zip(matrix.rows()) {
        let labels = [text(*code), text(format!("Industry {code}"))];
        cells.push(labels.into_iter().chain(numbers(row.to_vec())).collect());
    }
    let totals = matrix
        .sum_axis(Axis(0))
        .mapv(|total| (total * 1e7).round() / 1e7);
    cells.push(
        [Cell::Nothing, text(TOTAL)]
            .into_iter()
            .chain(numbers(totals.to_vec()))
            .collect(),
    );
    cells.push(vec![]);
    cells.push(vec![text(
        "Note. Detail may not add to total due to rounding.",
    )]);
    (matrix, cells)
}

#[test]
fn a_published_inverse_is_read_cell_by_cell() {
    let folder = Folder::new();
    let ((one, first), (two, second)) = (mini(2001), mini(2002));
    let path = workbook(&folder, "IxI_TR.xlsx", &[("2001", first), ("2002", second)]);
    for (year, matrix) in [(2001, one), (2002, two)] {
        let found = bea_total_requirements(&path, year).unwrap();
        assert_eq!(found.industries.codes(), CODES);
        assert_eq!(found.matrix, matrix);
        assert_sources(&found.provenance, &[&path]);
        let steps = found.provenance.steps().join("\n");
        assert!(
            steps.contains("all 4 totals agree with their parts"),
            "{steps}"
        );
    }
}

#[test]
fn faults_in_a_published_inverse_are_named() {
    let folder = Folder::new();
    let refused = |change: Fault<'_>| {
        let (_, mut cells) = mini(2001);
        change(&mut cells);
        let path = workbook(&folder, "IxI_TR.xlsx", &[("2001", cells)]);
        bea_total_requirements(&path, 2001).unwrap_err().to_string()
    };
    let cases: [(&str, Fault<'_>); 6] = [
        ("no column `3B`", &|cells| cells[8][0] = text("3B")),
        ("no row `Total industry output requirement`", &|cells| {
            cells.remove(11);
        }),
        (
            "line 9, column `D (3A)`: the cell is not a number",
            &|cells| cells[8][3] = text("1,2"),
        ),
        (
            "this is not the table of industry-by-industry total requirements",
            &|cells| {
                cells[0][0] = text("Commodity-by-Industry Total Requirements");
            },
        ),
        ("another year than the name of the sheet", &|cells| {
            cells[3][0] = text("2002")
        }),
        ("the column `3A` occurs twice", &|cells| {
            cells[5][4] = text("3A")
        }),
    ];
    for (part, change) in cases {
        let message = refused(change);
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
    // a total that is wrong is told
    let (_, mut cells) = mini(2001);
    cells[11][2] = Cell::Number(9.0);
    let path = workbook(&folder, "IxI_TR.xlsx", &[("2001", cells)]);
    let steps = bea_total_requirements(&path, 2001).unwrap().provenance;
    assert!(
        steps
            .to_string()
            .contains("1 of 4 totals miss the sum of their parts, most `11`")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happens to the bytes of a workbook: the same inverse or an error.
    #[test]
    fn changed_bytes_are_refused_or_change_nothing(changes in changes()) {
        let folder = Folder::new();
        let (matrix, cells) = mini(2001);
        let path = workbook(&folder, "IxI_TR.xlsx", &[("2001", cells)]);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, changed(&bytes, &changes)).unwrap();
        if let Ok(after) = bea_total_requirements(&path, 2001) {
            prop_assert_eq!(after.matrix, matrix);
        }
    }
}

/// Cells by labels, read without the crate.
struct Cross(HashMap<(String, String), f64>);

impl Cross {
    fn csv(path: &Path) -> Self {
        let file = GzDecoder::new(File::open(path).unwrap());
        let mut reader = csv::Reader::from_reader(file);
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let mut cells = HashMap::new();
        for record in reader.records() {
            let record = record.unwrap();
            for (label, cell) in header.iter().zip(&record).skip(1) {
                cells.insert((record[0].to_owned(), label.clone()), cell.parse().unwrap());
            }
        }
        Self(cells)
    }

    fn sheet(path: &Path, year: i32) -> Self {
        use calamine::{Data, Reader, open_workbook_auto};
        let range = open_workbook_auto(path)
            .unwrap()
            .worksheet_range(&year.to_string())
            .unwrap();
        let (height, width) = range.end().unwrap();
        let text = |row, column| {
            range
                .get_value((row, column))
                .map_or_else(String::new, Data::to_string)
        };
        let either = |one: String, other: String| if one.is_empty() { other } else { one };
        let mut cells = HashMap::new();
        for (row, column) in
            (7..=height).flat_map(|row| (2..=width).map(move |column| (row, column)))
        {
            let labels = (
                either(text(row, 0), text(row, 1)),
                either(text(5, column), text(6, column)),
            );
            if let Some(Data::Float(number)) = range.get_value((row, column)) {
                cells.insert(labels, *number);
            }
        }
        Self(cells)
    }

    /// Nothing is zero.
    fn at(&self, row: &str, column: &str) -> f64 {
        let cell = self.0.get(&(row.to_owned(), column.to_owned()));
        cell.copied().unwrap_or(0.0)
    }

    /// Commodity × industry: use per unit of industry output.
    fn coefficients(&self, commodities: &[String], industries: &[String]) -> Array2<f64> {
        Array2::from_shape_fn((commodities.len(), industries.len()), |(c, j)| {
            let output = self.at("Total Industry Output", &industries[j]);
            self.at(&commodities[c], &industries[j]) / output
        })
    }
}

fn industries(published: &TotalRequirements) -> Vec<String> {
    published.industries.codes().to_vec()
}

/// All 73: those of the industries without government and housing that make them, and scrap and noncomparable imports.
fn commodities(industries: &[String]) -> Vec<String> {
    let others = ["Used", "Other"].map(str::to_owned);
    industries.iter().cloned().chain(others).collect()
}

/// `I − L⁻¹`, by elimination with row exchanges.
fn coefficients_behind(inverse: &Array2<f64>) -> Array2<f64> {
    let n = inverse.nrows();
    let (mut left, mut right) = (inverse.clone(), Array2::eye(n));
    for k in 0..n {
        let pivot = (k..n)
            .max_by(|a, b| left[[*a, k]].abs().total_cmp(&left[[*b, k]].abs()))
            .unwrap();
        for column in 0..n {
            left.swap([pivot, column], [k, column]);
            right.swap([pivot, column], [k, column]);
        }
        let scale = left[[k, k]];
        left.row_mut(k).mapv_inplace(|x| x / scale);
        right.row_mut(k).mapv_inplace(|x| x / scale);
        let (lead, lead_right) = (left.row(k).to_owned(), right.row(k).to_owned());
        for row in (0..n).filter(|row| *row != k) {
            let factor = left[[row, k]];
            left.row_mut(row).scaled_add(-factor, &lead);
            right.row_mut(row).scaled_add(-factor, &lead_right);
        }
    }
    Array2::eye(n) - right
}

/// What of the rows of `a` no combination of the rows of `b` gives, at most.
fn outside(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    let mut basis: Vec<Array1<f64>> = Vec::new();
    let rest = |row: &Array1<f64>, basis: &[Array1<f64>]| {
        let mut rest = row.clone();
        for _ in 0..3 {
            for known in basis {
                let along = known.dot(&rest);
                rest.scaled_add(-along, known);
            }
        }
        rest
    };
    for row in b.rows() {
        let rest = rest(&row.to_owned(), &basis);
        let (length, whole) = (rest.dot(&rest).sqrt(), row.dot(&row).sqrt());
        if length > 1e-9 * whole {
            basis.push(rest / length);
        }
    }
    let rests = a
        .rows()
        .into_iter()
        .map(|row| rest(&row.to_owned(), &basis));
    let cells = rests.flat_map(|rest| rest.into_iter().map(f64::abs).collect::<Vec<_>>());
    cells.fold(0.0, f64::max)
}

/// BEA's inverse is (I − D B)⁻¹ with B of the use table after redefinitions and all commodities, scrap and noncomparable imports among
/// them, and market shares D that sum to one, without an adjustment for scrap. The make table after redefinitions is not at hand, but
/// I − L⁻¹ = D B says that its rows are combinations of those of B, and, as shares sum to one, that its columns have the sums of those of B.
#[test]
fn the_published_inverse_of_2012_is_that_of_the_use_table_after_redefinitions() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let path = folder.join("summary-xlsx/IxI_TR_1997-2020_PRO_SUM.xlsx");
    let published = bea_total_requirements(path, 2012).unwrap();
    let industries = industries(&published);
    let all = commodities(&industries);
    let behind = coefficients_behind(&published.matrix);
    let table =
        |name: &str| Cross::csv(&folder.join(format!("Summary_Use_2012_PRO_{name}_12sch.csv.gz")));
    let (after, before) = (table("AfterRedef"), table("BeforeRedef"));
    let b = after.coefficients(&all, &industries);
    let found = outside(&behind, &b);
    let without_two = outside(&behind, &after.coefficients(&industries, &industries));
    let unredefined = outside(&behind, &before.coefficients(&all, &industries));
    println!(
        "outside the use table after redefinitions {found:e}, without scrap and noncomparable imports {without_two:e}, before redefinitions {unredefined:e}"
    );
    // cells of L have seven decimals
    assert!(found < 5e-6, "{found}");
    assert!(
        without_two > 5e-3 && unredefined > 2e-3,
        "{without_two} {unredefined}"
    );
    // column sums, in million dollars of input: whole numbers in the use table
    let sums = behind.sum_axis(Axis(0));
    let gaps = industries.iter().zip(&sums).map(|(code, sum)| {
        let output = after.at("Total Industry Output", code);
        (sum * output - after.at("Total Intermediate", code)).abs()
    });
    let most = gaps.fold(0.0, f64::max);
    println!("column sums of D B, times output, miss all inputs by up to {most} million");
    assert!(most < 2.0, "{most}");
}

/// From tables before redefinitions the inverse is near, and no more: redefinitions move secondary products and their inputs.
#[test]
fn tables_before_redefinitions_come_near_the_published_inverse() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let folder = folder.join("summary-xlsx");
    for year in [1997, 1998, 2007, 2012, 2018] {
        let published =
            bea_total_requirements(folder.join("IxI_TR_1997-2020_PRO_SUM.xlsx"), year).unwrap();
        let industries = industries(&published);
        let all = commodities(&industries);
        let uses = Cross::sheet(
            &folder.join("IOUse_Before_Redefinitions_PRO_1997-2018_Summary.xlsx"),
            year,
        );
        let make = Cross::sheet(
            &folder.join("IOMake_Before_Redefinitions_PRO_1997-2020_Summary.xlsx"),
            year,
        );
        let shares = Array2::from_shape_fn((industries.len(), all.len()), |(i, c)| {
            make.at(&industries[i], &all[c]) / make.at("Total Commodity Output", &all[c])
        });
        let a = shares.dot(&uses.coefficients(&all, &industries));
        let own = System::new(a).unwrap().inverse().unwrap();
        let gaps = (&own - &published.matrix).mapv(f64::abs);
        let ((i, j), most) = gaps
            .indexed_iter()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .unwrap();
        let mean = gaps.mean().unwrap();
        println!(
            "{year}: most {most:.4} ({} in {}), mean {mean:.5}",
            industries[i], industries[j]
        );
        assert!(*most < 0.07 && mean < 1.8e-3, "{year}: {most} {mean}");
        println!("{}", published.provenance.steps().join("; "));
    }
}
