//! Miniature books of BEA: three industries and five commodities, accounts that balance.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::BeaBooks;
use leontief::table::{NationalTable, Tolerance};
use ndarray::Array2;

use crate::book::{Cell, Cells, Dice, text, workbook};
use crate::published::Folder;

pub const INDUSTRIES: [&str; 3] = ["11", "3A", "GSL"];
pub const COMMODITIES: [&str; 5] = ["11", "3A", "GSL", "Used", "Other"];
/// As BEA orders them in the use table.
pub const FINAL_USES: [&str; 20] = [
    "F010", "F02S", "F02E", "F02N", "F02R", "F030", "F040", "F050", "F06C", "F06S", "F06E", "F06N",
    "F07C", "F07S", "F07E", "F07N", "F10C", "F10S", "F10E", "F10N",
];
const IMPORTS: usize = 7;

/// The accounts of a year.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub year: i32,
    /// Commodity × industry.
    pub uses: Array2<f64>,
    /// Commodity × final use; imports negative.
    pub finals: Array2<f64>,
    pub imported: Array2<f64>,
    pub imported_finals: Array2<f64>,
    /// Industry × commodity.
    pub make: Array2<f64>,
    /// Compensation, taxes, surplus × industry.
    pub added: Array2<f64>,
}

impl Accounts {
    pub fn new(year: i32) -> Self {
        let dice = &mut Dice::new(year as u64);
        let mut draw =
            |rows, columns, end| Array2::from_shape_fn((rows, columns), |_| dice.below(end));
        let imported = draw(5, 3, 9);
        let mut imported_finals = draw(5, 20, 4);
        let uses = &imported + &draw(5, 3, 60);
        let mut finals = &imported_finals + &draw(5, 20, 20);
        let mut make = draw(3, 5, 30);
        for i in 0..3 {
            make[[i, i]] += 500.0;
        }
        for c in 0..5 {
            imported_finals[[c, IMPORTS]] = 0.0;
            imported_finals[[c, IMPORTS]] = -(imported.row(c).sum() + imported_finals.row(c).sum());
            finals[[c, IMPORTS]] = imported_finals[[c, IMPORTS]];
            // households take what is left
            finals[[c, 0]] = 0.0;
            finals[[c, 0]] = make.column(c).sum() - uses.row(c).sum() - finals.row(c).sum();
        }
        let mut added = draw(3, 3, 40);
        for j in 0..3 {
            added[[2, j]] = 0.0;
            added[[2, j]] = make.row(j).sum() - uses.column(j).sum() - added.column(j).sum();
        }
        Self {
            year,
            uses,
            finals,
            imported,
            imported_finals,
            make,
            added,
        }
    }

    pub fn output(&self, industry: usize) -> f64 {
        self.make.row(industry).sum()
    }

    pub fn use_sheet(&self) -> Cells {
        let mut cells = titles(
            "The Use of Commodities by Industries, Before Redefinitions (Producers' Prices)",
            self.year,
        );
        let industries = INDUSTRIES.map(|code| (code, format!("Industry {code}")));
        let finals = FINAL_USES.map(|code| (code, format!("Use {code}")));
        let named = |name: &str| ("", name.to_owned());
        let columns = [
            &industries[..],
            &[
                "Sum of Intermediate Selected",
                "Intermediate Not Selected",
                "Total Intermediate",
            ]
            .map(named),
            &finals,
            &[
                "Sum of Final Uses (GDP) Selected",
                "Sum of Final Uses (GDP) Not Selected",
                "Total Final Uses (GDP)",
                "Total Commodity Output",
            ]
            .map(named),
        ];
        head(&mut cells, "Commodities/Industries", &columns.concat());
        for (c, code) in COMMODITIES.iter().enumerate() {
            let (uses, finals) = (self.uses.row(c), self.finals.row(c));
            let (inner, outer) = (uses.sum(), finals.sum());
            let numbers: Vec<f64> = uses
                .iter()
                .chain(&[inner, 0.0, inner])
                .chain(finals)
                .chain(&[outer, 0.0, outer, inner + outer])
                .copied()
                .collect();
            cells.push(row(code, &format!("Commodity {code}"), &numbers));
        }
        let blank = |mut inputs: Vec<f64>| {
            inputs.resize(columns.concat().len(), 0.0);
            inputs
        };
        let inputs: Vec<f64> = (0..3).map(|j| self.uses.column(j).sum()).collect();
        let added: Vec<f64> = (0..3).map(|j| self.added.column(j).sum()).collect();
        let output: Vec<f64> = (0..3).map(|j| self.output(j)).collect();
        cells.push(row(
            "",
            "Sum of Intermediate Selected",
            &blank(inputs.clone()),
        ));
        cells.push(row("", "Intermediate Not Selected", &blank(vec![])));
        cells.push(row("", "Total Intermediate", &blank(inputs)));
        for (k, code) in ["V001", "V002", "V003"].iter().enumerate() {
            cells.push(row(
                code,
                &format!("Part {code}"),
                &blank(self.added.row(k).to_vec()),
            ));
        }
        let mut all_added = blank(added.clone());
        let gdp = all_added.len() - 2;
        all_added[gdp] = added.iter().sum();
        cells.push(row("", "Sum of Value Added Selected", &blank(added)));
        cells.push(row("", "Total Value Added", &all_added));
        cells.push(row("", "Total Industry Output", &blank(output)));
        cells.push(vec![text(
            "Note. Detail may not add to total due to rounding.",
        )]);
        cells
    }

    pub fn import_sheet(&self) -> Cells {
        let mut cells = titles("Import Matrix, Before Redefinitions", self.year);
        let mut columns: Vec<(&str, String)> = INDUSTRIES
            .map(|code| (code, format!("Industry {code}")))
            .to_vec();
        columns.push(("T001", "Total Intermediate".to_owned()));
        // another order than in the use table
        let order: Vec<usize> = (0..FINAL_USES.len()).rev().collect();
        columns.extend(
            order
                .iter()
                .map(|k| (FINAL_USES[*k], format!("Use {}", FINAL_USES[*k]))),
        );
        columns.push(("T004", "Total Final Uses (GDP)".to_owned()));
        head(&mut cells, "Commodity / Industry", &columns);
        for (c, code) in COMMODITIES.iter().enumerate() {
            let (uses, finals) = (self.imported.row(c), self.imported_finals.row(c));
            let mut numbers = uses.to_vec();
            numbers.push(uses.sum());
            numbers.extend(order.iter().map(|k| finals[*k]));
            numbers.push(finals.sum());
            cells.push(row(code, &format!("Commodity {code}"), &numbers));
        }
        cells
    }

    pub fn make_sheet(&self) -> Cells {
        let mut cells = titles(
            "The Make of Commodities by Industries, Before Redefinitions (Sum)",
            self.year,
        );
        let mut columns: Vec<(&str, String)> = COMMODITIES
            .map(|code| (code, format!("Commodity {code}")))
            .to_vec();
        columns.push(("", "Total Industry Output".to_owned()));
        head(&mut cells, "Industries/Commodities", &columns);
        for (i, code) in INDUSTRIES.iter().enumerate() {
            let mut numbers = self.make.row(i).to_vec();
            numbers.push(self.output(i));
            cells.push(row(code, &format!("Industry {code}"), &numbers));
        }
        let mut totals: Vec<f64> = (0..5).map(|c| self.make.column(c).sum()).collect();
        totals.push(self.make.sum());
        cells.push(row("", "Total Commodity Output", &totals));
        cells.push(vec![]);
        cells.push(vec![text("1. Consists of only scrap in the make table.")]);
        cells
    }
}

fn titles(title: &str, year: i32) -> Cells {
    let lines = [
        title,
        "(Millions of dollars)",
        "Bureau of Economic Analysis",
        &year.to_string(),
    ];
    let mut cells: Cells = lines.iter().map(|line| vec![text(*line)]).collect();
    cells.push(vec![]);
    cells
}

fn head(cells: &mut Cells, corner: &str, columns: &[(&str, String)]) {
    let codes = columns.iter().map(|(code, _)| match code.is_empty() {
        true => Cell::Nothing,
        false => text(*code),
    });
    cells.push(
        [Cell::Nothing, text(corner)]
            .into_iter()
            .chain(codes)
            .collect(),
    );
    let names = columns.iter().map(|(_, name)| text(name));
    cells.push(
        [text("IOCode"), text("Name")]
            .into_iter()
            .chain(names)
            .collect(),
    );
}

/// What is nothing stands as three dots.
fn row(code: &str, name: &str, numbers: &[f64]) -> Vec<Cell> {
    let cells = numbers.iter().map(|number| match *number {
        0.0 => text("..."),
        number => Cell::Number(number),
    });
    let code = match code.is_empty() {
        true => Cell::Nothing,
        false => text(code),
    };
    [code, text(name)].into_iter().chain(cells).collect()
}

/// The three sheets of a year, to be changed before they are written.
pub struct Sheets(pub [Cells; 3]);

impl Sheets {
    pub fn new(accounts: &Accounts) -> Self {
        Self([
            accounts.use_sheet(),
            accounts.import_sheet(),
            accounts.make_sheet(),
        ])
    }

    pub fn books(&self, folder: &Folder, year: i32) -> [PathBuf; 3] {
        let [uses, imports, make] = &self.0;
        let name = year.to_string();
        [
            ("use.xlsx", uses),
            ("import.xlsx", imports),
            ("make.xlsx", make),
        ]
        .map(|(file, cells)| workbook(folder, file, &[(&name, cells.clone())]))
    }
}

pub fn read([uses, imports, make]: &[PathBuf; 3], year: i32) -> Result<NationalTable> {
    let draft = BeaBooks::open(uses, imports, make)?.draft(year)?;
    draft.tolerance(Tolerance::absolute(1e-6)).check()
}
