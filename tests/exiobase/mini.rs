//! Miniature tables in the published layout. All cells are halves, so that sums are exact.

pub use crate::tabbed::{Files, Rows, lines, with_cell, with_line, without_line};
use crate::tabbed::{Halves, cells};

pub const REGIONS: [&str; 2] = ["AT", "WA"];
/// Names with commas and quotation marks within.
pub const SECTORS: [&str; 3] = [
    "Paddy rice",
    "Machinery, equipment n.e.c.",
    "Meat \"animals\" nec",
];
pub const CATEGORIES: [&str; 7] = [
    "Final consumption expenditure by households",
    "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "Final consumption expenditure by government",
    "Gross fixed capital formation",
    "Changes in inventories",
    "Changes in valuables",
    "Exports: Total (fob)",
];
pub const FACTORS: [&str; 9] = [
    "Taxes less subsidies on products purchased: Total",
    "Other net taxes on production",
    "Compensation of employees; wages, salaries, & employers' social contributions: Low-skilled",
    "Compensation of employees; wages, salaries, & employers' social contributions: Medium-skilled",
    "Compensation of employees; wages, salaries, & employers' social contributions: High-skilled",
    "Operating surplus: Consumption of fixed capital",
    "Operating surplus: Rents on land",
    "Operating surplus: Royalties on resources",
    "Operating surplus: Remaining net operating surplus",
];
pub const N: usize = REGIONS.len() * SECTORS.len();
pub const FINALS: usize = REGIONS.len() * CATEGORIES.len();

/// How the files of a version differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// `satellite` holds all rows, or there is a folder for each group.
    pub satellite: bool,
    /// A third line names the labels of rows.
    pub names_of_rows: bool,
    /// `A.txt` in place of `Z.txt`.
    pub coefficients: bool,
}

pub const OLD: Version = Version {
    satellite: true,
    names_of_rows: true,
    coefficients: false,
};
pub const NEW: Version = Version {
    satellite: false,
    names_of_rows: true,
    coefficients: false,
};

/// Rows of a folder: names, units and numbers.
pub struct Group {
    pub name: &'static str,
    pub rows: Vec<(String, &'static str)>,
    pub made: Rows,
    pub direct: Rows,
}

pub struct World {
    pub z: Rows,
    pub y: Rows,
    pub output: Vec<f64>,
    pub groups: Vec<Group>,
    pub version: Version,
}

impl World {
    /// Rows and columns sum to the same: the last factor input is what is left of output.
    pub fn new(seed: u64, version: Version) -> Self {
        let numbers = &mut Halves(seed);
        let z = numbers.rows(N, N, 60);
        let mut y = numbers.rows(N, FINALS, 200);
        let mut output: Vec<f64> = (0..N).map(|i| z[i].iter().chain(&y[i]).sum()).collect();
        if version.coefficients {
            // outputs and cells that a coefficient of few digits gives back exactly
            output = (0..N).map(|_| 1024.0).collect();
            for i in 0..N {
                let sold: f64 = z[i].iter().chain(&y[i][1..]).sum();
                y[i][0] = output[i] - sold;
            }
        }
        let mut factors = numbers.rows(9, N, 10);
        for j in 0..N {
            factors[8][j] = 0.0;
            let paid: f64 = z.iter().chain(&factors).map(|row| row[j]).sum();
            factors[8][j] = output[j] - paid;
        }
        let factor_rows = FACTORS.map(|name| (name.to_owned(), "M.EUR"));
        let mut groups = vec![Group {
            name: "factor_inputs",
            rows: factor_rows.into(),
            made: factors,
            direct: numbers.rows(9, FINALS, 10),
        }];
        let mut group = |name: &'static str, rows: &[(&str, &'static str)]| Group {
            name,
            rows: rows
                .iter()
                .map(|(name, unit)| ((*name).to_owned(), *unit))
                .collect(),
            made: numbers.rows(rows.len(), N, 30),
            direct: numbers.rows(rows.len(), FINALS, 30),
        };
        groups.push(group(
            "air_emissions",
            &[
                ("CO2 - combustion - air", "kg"),
                ("CH4 - combustion - air", "kg"),
            ],
        ));
        groups.push(group(
            "employment",
            &[("Employment: Low-skilled male", "1000 p")],
        ));
        groups.push(group(
            "impacts",
            &[("Value Added", "M.EUR"), ("CO2 - combustion - air", "kg")],
        ));
        if version.satellite {
            let impacts = groups.pop().unwrap();
            let mut all = groups.remove(0);
            all.name = "satellite";
            for group in groups.drain(..) {
                all.rows.extend(group.rows);
                all.made.extend(group.made);
                all.direct.extend(group.direct);
            }
            groups = vec![all, impacts];
        }
        Self {
            z,
            y,
            output,
            groups,
            version,
        }
    }

    pub fn group(&self, name: &str) -> &Group {
        self.groups.iter().find(|group| group.name == name).unwrap()
    }

    pub fn files(&self) -> Files {
        let pairs = |labels: &[&'static str]| -> Vec<[&'static str; 2]> {
            REGIONS
                .iter()
                .flat_map(|region| labels.iter().map(move |label| [*region, *label]))
                .collect()
        };
        let (producers, finals) = (pairs(&SECTORS), pairs(&CATEGORIES));
        let heads: Vec<String> = producers.iter().map(|pair| pair.join("\t")).collect();
        let matrix =
            |columns: &[[&str; 2]], second: &str, names: &[&str], heads: &[String], rows: &Rows| {
                let before = "\t".repeat(names.len());
                let line = |name: &str, at: usize| {
                    let labels: Vec<&str> = columns.iter().map(|pair| pair[at]).collect();
                    format!("{name}{before}{}", labels.join("\t"))
                };
                let mut all = vec![line("region", 0), line(second, 1)];
                if self.version.names_of_rows {
                    all.push(format!(
                        "{}{}",
                        names.join("\t"),
                        "\t".repeat(columns.len())
                    ));
                }
                all.extend(
                    heads
                        .iter()
                        .zip(rows)
                        .map(|(head, row)| format!("{head}\t{}", cells(row))),
                );
                lines(all)
            };
        let index = ["region", "sector"];
        let mut files = Vec::new();
        if self.version.coefficients {
            let a: Rows = self
                .z
                .iter()
                .map(|row| {
                    row.iter()
                        .zip(&self.output)
                        .map(|(cell, x)| cell / x)
                        .collect()
                })
                .collect();
            files.push((
                "A.txt".to_owned(),
                matrix(&producers, "sector", &index, &heads, &a),
            ));
        } else {
            files.push((
                "Z.txt".to_owned(),
                matrix(&producers, "sector", &index, &heads, &self.z),
            ));
        }
        files.push((
            "Y.txt".to_owned(),
            matrix(&finals, "category", &index, &heads, &self.y),
        ));
        let with = |values: Vec<String>| {
            heads
                .iter()
                .zip(values)
                .map(|(head, value)| format!("{head}\t{value}"))
                .collect::<Vec<_>>()
        };
        let x = with(self.output.iter().map(f64::to_string).collect());
        files.push((
            "x.txt".to_owned(),
            lines([vec!["region\tsector\tindout".to_owned()], x].concat()),
        ));
        let units = with(vec!["M.EUR".to_owned(); N]);
        files.push((
            "unit.txt".to_owned(),
            lines([vec!["region\tsector\tunit".to_owned()], units].concat()),
        ));
        let parameters = "{\n \"description\": \"test\",\n \"version\": \"v3.8.2\",\n \"name\": \"IOT_2019_pxp\",\n \"system\": \"pxp\"\n}";
        files.push(("metadata.json".to_owned(), parameters.to_owned()));
        for group in &self.groups {
            let names: Vec<String> = group.rows.iter().map(|(name, _)| name.clone()).collect();
            let stressor = ["stressor"];
            let file = |name: &str| format!("{}/{name}", group.name);
            files.push((
                file("F.txt"),
                matrix(&producers, "sector", &stressor, &names, &group.made),
            ));
            let direct = if self.version.satellite {
                "F_hh.txt"
            } else {
                "F_Y.txt"
            };
            files.push((
                file(direct),
                matrix(&finals, "category", &stressor, &names, &group.direct),
            ));
            files.push((file("S.txt"), "not read".to_owned()));
            let units = group
                .rows
                .iter()
                .map(|(name, unit)| format!("{name}\t{unit}"));
            files.push((
                file("unit.txt"),
                lines(std::iter::once("stressor\tunit".to_owned()).chain(units)),
            ));
        }
        Files(files)
    }
}
