//! Miniature tables in the published layouts.

use std::path::PathBuf;

use leontief::read::{self, Options};
use leontief::table::WorldDraft;

use crate::published::Folder;
use crate::sheet::{Book, Format, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Wiod2013,
    Wiod2016,
    Adb,
}

pub const DATABASES: [Database; 3] = [Database::Wiod2013, Database::Wiod2016, Database::Adb];

/// Numbers of thousandths, from a seed.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let unit = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        (unit * most * 1000.0).round() / 1000.0
    }
}

/// A table that balances, in an order of regions and industries.
pub struct Mini {
    pub database: Database,
    pub regions: Vec<&'static str>,
    /// Code, name.
    pub sectors: Vec<(&'static str, &'static str)>,
    pub flows: Vec<Vec<f64>>,
    pub finals: Vec<Vec<f64>>,
    /// Rows of taxes, three others and margins, over producers and final uses.
    pub tail: Vec<Vec<f64>>,
    pub value_added: Vec<f64>,
    pub output: Vec<f64>,
}

impl Database {
    pub fn categories(self) -> [&'static str; 5] {
        match self {
            Self::Wiod2013 => ["c37", "c38", "c39", "c41", "c42"],
            Self::Wiod2016 => ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"],
            Self::Adb => ["F1", "F2", "F3", "F4", "F5"],
        }
    }

    /// Codes of the rows of inputs, taxes, three others, value added, margins, output.
    fn codes(self) -> [&'static str; 8] {
        match self {
            Self::Wiod2013 => ["r60", "r99", "r61", "r62", "r63", "r64", "", "r69"],
            Self::Wiod2016 => [
                "II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO",
            ],
            Self::Adb => ["r60", "r99", "r61", "r62", "r63", "r64", "trs", "r69"],
        }
    }

    pub fn file(self) -> &'static str {
        match self {
            Self::Wiod2013 => "wiot09_row_sep12.xlsx",
            Self::Wiod2016 => "WIOT2009_Nov16_ROW.xlsb",
            Self::Adb => "ADB-MRIO62-2009_June2023.xlsx",
        }
    }

    pub fn read(self, path: impl Into<PathBuf>, options: &Options) -> leontief::Result<WorldDraft> {
        let path: PathBuf = path.into();
        match self {
            Self::Wiod2013 => read::wiod2013_with(path, options),
            Self::Wiod2016 => read::wiod2016_with(path, options),
            Self::Adb => read::adb_mrio_with(path, options),
        }
    }
}

const NAMES: [&str; 8] = [
    "Total intermediate consumption",
    "taxes less subsidies on products",
    "Cif/ fob adjustments on exports",
    "Direct purchases abroad by residents",
    "Purchases on the domestic territory by non-residents ",
    "Value added at basic prices",
    "International Transport Margins",
    "Output at basic prices",
];
const USES: [&str; 5] = [
    "Final consumption expenditure by households",
    "Final consumption expenditure by non-profit organisations",
    "Final consumption expenditure by government",
    "Gross fixed capital formation",
    "Changes in inventories and valuables",
];

impl Mini {
    pub fn new(database: Database, seed: u64) -> Self {
        let sectors = match database {
            Database::Wiod2013 => vec![
                ("AtB", "Agriculture, Hunting"),
                ("15t16", "Food, Beverages"),
                // a code that spreadsheets hold as a number
                ("19", "Leather and Footwear"),
            ],
            Database::Wiod2016 => vec![
                ("A01", "Crop and animal production"),
                ("C10-C12", "Manufacture of food products"),
                ("U", "Activities of extraterritorial organizations"),
            ],
            Database::Adb => vec![
                ("c1", "Agriculture, hunting"),
                ("c2", "Mining and quarrying"),
                ("c35", "Private households"),
            ],
        };
        let rest = if database == Database::Wiod2016 {
            "ROW"
        } else {
            "RoW"
        };
        Self::of(database, vec!["AUS", "ROM", "CHN", rest], sectors, seed)
    }

    pub fn of(
        database: Database,
        regions: Vec<&'static str>,
        sectors: Vec<(&'static str, &'static str)>,
        seed: u64,
    ) -> Self {
        let mut numbers = Numbers::new(seed);
        let n = regions.len() * sectors.len();
        let width = regions.len() * 5;
        let mut block = |rows: usize, columns: usize, most: f64| -> Vec<Vec<f64>> {
            (0..rows)
                .map(|_| (0..columns).map(|_| numbers.below(most)).collect())
                .collect()
        };
        let mut flows = block(n, n, 3.0);
        flows[1][0] = 0.0;
        flows[0][n - 1] = 0.0;
        let mut finals = block(n, width, n as f64);
        // whole numbers, hundredths, a negative stock
        finals[0][0] = 250.0;
        finals[0][1] = 12.25;
        finals[1][4] = -7.0;
        let mut tail = block(5, n + width, 0.2);
        tail[4][0] = -0.125;
        let output: Vec<f64> = (0..n)
            .map(|i| flows[i].iter().chain(&finals[i]).sum())
            .collect();
        let value_added = (0..n).map(|j| {
            let paid = flows.iter().chain(&tail).map(|row| row[j]).sum::<f64>();
            output[j] - paid
        });
        Self {
            value_added: value_added.collect(),
            database,
            regions,
            sectors,
            flows,
            finals,
            tail,
            output,
        }
    }

    /// The sheet as published, its other sheets beside it.
    pub fn book(&self) -> Book {
        match self.database {
            Database::Wiod2013 => Book::of("WIOT_2009", self.cells()),
            Database::Wiod2016 => Book::of("2009", self.cells()),
            Database::Adb => Book::of("ADB MRIO 2009", self.cells()).with(
                "Legend",
                vec![
                    vec!["Code".into(), "Economy".into()],
                    vec!["AUS".into(), "Australia".into()],
                ],
            ),
        }
    }

    pub fn put(&self, folder: &Folder, format: Format) -> PathBuf {
        let name = self.database.file();
        let stem = name.split_once('.').unwrap().0;
        let end = if format == Format::Xlsb {
            "xlsb"
        } else {
            "xlsx"
        };
        folder.put(&format!("{stem}.{end}"), self.book().bytes(format))
    }

    fn cells(&self) -> Vec<Vec<Value>> {
        let mut lines = self.headers();
        let (n, s) = (self.output.len(), self.sectors.len());
        for i in 0..n {
            let (code, name) = self.sectors[i % s];
            let region = self.regions[i / s];
            let mut line = match self.database {
                Database::Wiod2013 => {
                    let number = format!("c{}", i % s + 1);
                    vec![
                        self.code(code),
                        name.into(),
                        region.into(),
                        number.as_str().into(),
                    ]
                }
                Database::Wiod2016 => {
                    let number = format!("r{}", i + 1);
                    vec![
                        code.into(),
                        name.into(),
                        region.into(),
                        number.as_str().into(),
                    ]
                }
                Database::Adb => vec!["".into(), name.into(), region.into(), code.into()],
            };
            line.extend(self.flows[i].iter().map(|value| self.number(*value)));
            line.extend(self.finals[i].iter().map(|value| self.number(*value)));
            line.push(self.output[i].into());
            lines.push(line);
        }
        lines.extend(self.tail_lines());
        lines
    }

    /// Codes that look like numbers are numbers.
    fn code(&self, code: &str) -> Value {
        code.parse().map_or_else(|_| code.into(), Value::Number)
    }

    /// Zeros are left out in the 2013 release, and a space at ADB.
    fn number(&self, value: f64) -> Value {
        match self.database {
            Database::Wiod2013 if value == 0.0 => Value::Empty,
            Database::Adb if value == 0.0 => " ".into(),
            _ => value.into(),
        }
    }

    fn headers(&self) -> Vec<Vec<Value>> {
        let s = self.sectors.len();
        let producers = self.output.len();
        let wide = |start: &str,
                    producer: &dyn Fn(usize) -> Value,
                    finals: &dyn Fn(usize) -> Value,
                    total: &str| {
            let mut line = vec![start.into(), "".into(), "".into(), "".into()];
            line.extend((0..producers).map(producer));
            line.extend((0..self.regions.len() * 5).map(finals));
            line.push(total.into());
            line
        };
        let categories = self.database.categories();
        let names = |start: &str, total: &str| {
            wide(
                start,
                &|j| self.sectors[j % s].1.into(),
                &|k| USES[k % 5].into(),
                total,
            )
        };
        let regions = |total: &str| {
            wide(
                "",
                &|j| self.regions[j / s].into(),
                &|k| self.regions[k / 5].into(),
                total,
            )
        };
        match self.database {
            Database::Wiod2013 => vec![
                vec!["World Input-Output Table for 2009".into()],
                vec!["4 countries, in current prices".into()],
                wide(
                    "(industry-by-industry)",
                    &|j| self.code(self.sectors[j % s].0),
                    &|_| Value::Empty,
                    "",
                ),
                names("(millions of US$)", "Total output"),
                regions(""),
                wide(
                    "",
                    &|j| format!("c{}", j % s + 1).as_str().into(),
                    &|k| categories[k % 5].into(),
                    "",
                ),
            ],
            Database::Wiod2016 => vec![
                vec!["Intercountry Input-Output Table".into()],
                vec!["3 countries, in current prices".into()],
                wide(
                    "(industry-by-industry)",
                    &|j| self.sectors[j % s].0.into(),
                    &|k| categories[k % 5].into(),
                    "GO",
                ),
                names("(millions of US$)", "Total output"),
                regions("TOT"),
                wide(
                    "",
                    &|j| format!("c{}", j % s + 1).as_str().into(),
                    &|k| format!("c{}", s + 1 + k % 5).as_str().into(),
                    "c62",
                ),
            ],
            Database::Adb => vec![
                vec!["Multiregional Input-Output Table 2009".into()],
                vec!["4 economies, at current prices (industry by industry)".into()],
                vec!["In millions of US$".into()],
                vec![],
                wide(
                    "",
                    &|j| format!("{:04}", j % s + 1).as_str().into(),
                    &|k| format!("{}", 1001 + k % 5).as_str().into(),
                    "",
                ),
                names("", "TOTAL"),
                regions("ToT"),
                wide(
                    "",
                    &|j| self.sectors[j % s].0.into(),
                    &|k| categories[k % 5].into(),
                    "",
                ),
            ],
        }
    }

    fn tail_lines(&self) -> Vec<Vec<Value>> {
        let n = self.output.len();
        let width = self.regions.len() * 5;
        let inputs = (0..n).map(|j| self.flows.iter().map(|row| row[j]).sum::<f64>());
        let used = (0..width).map(|k| self.finals.iter().map(|row| row[k]).sum::<f64>());
        let padded = |values: &[f64]| {
            let mut line: Vec<Value> = values.iter().map(|value| (*value).into()).collect();
            line.resize(n + width, 0.0.into());
            line
        };
        let given = |row: &Vec<f64>| row.iter().map(|value| (*value).into()).collect();
        let lines: [Vec<Value>; 8] = [
            inputs.chain(used).map(Value::Number).collect(),
            given(&self.tail[0]),
            given(&self.tail[1]),
            given(&self.tail[2]),
            given(&self.tail[3]),
            padded(&self.value_added),
            given(&self.tail[4]),
            padded(&self.output),
        ];
        let codes = self.database.codes();
        let lines = lines.into_iter().enumerate().map(|(k, cells)| {
            let (code, name) = (codes[k], NAMES[k]);
            let mut line: Vec<Value> = match self.database {
                // only the first of them names its region
                Database::Wiod2013 => {
                    let region = if k == 0 { "TOT" } else { "" };
                    vec!["".into(), name.into(), region.into(), code.into()]
                }
                Database::Wiod2016 => {
                    let number = format!("r{}", 65 + k);
                    vec![
                        code.into(),
                        name.into(),
                        "TOT".into(),
                        number.as_str().into(),
                    ]
                }
                Database::Adb => vec!["".into(), name.into(), "TOT".into(), code.into()],
            };
            line.extend(cells);
            line
        });
        lines.collect()
    }
}
