//! Miniatures made here: a national table with an imported product, taxes, several categories and partners, and its texts in several forms.

use leontief::read::{self, AnyDraft, Layout};

use crate::common::random::Numbers;
use crate::published::Folder;

pub const SECTORS: [&str; 3] = ["A01", "C10_12", "S"];
pub const FINALS: [&str; 2] = ["FU1", "FU2"];

/// What is in the table, by row and column in the order of `labels`.
pub struct Mini {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub cells: Vec<Vec<f64>>,
}

impl Mini {
    pub fn new(seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        // eighths, which add up without rounding and are the same in text
        let mut draw = |most: f64| (numbers.unit() * most * 8.0).round() / 8.0;
        let n = SECTORS.len();
        let columns: Vec<String> = [&SECTORS[..], &FINALS, &["EX", "TU"]]
            .concat()
            .iter()
            .map(|s| s.to_string())
            .collect();
        let width = n + FINALS.len() + 1;
        let mut cells: Vec<Vec<f64>> = Vec::new();
        for _ in 0..n {
            let mut row: Vec<f64> = (0..width)
                .map(|k| draw(if k < n { 900.0 } else { 4000.0 }))
                .collect();
            row.push(row.iter().sum());
            cells.push(row);
        }
        let output: Vec<f64> = cells.iter().map(|row| row[width]).collect();
        let mut below = |most: f64| -> Vec<f64> {
            let mut row: Vec<f64> = (0..width).map(|_| draw(most)).collect();
            row.push(row.iter().sum());
            row
        };
        let (imports, taxes) = (below(200.0), below(50.0));
        let value_added: Vec<f64> = (0..n)
            .map(|j| {
                output[j] - cells.iter().map(|row| row[j]).sum::<f64>() - imports[j] - taxes[j]
            })
            .collect();
        let padded = |values: &[f64]| {
            let mut row = values.to_vec();
            row.resize(width, 0.0);
            row.push(values.iter().sum());
            row
        };
        let wages: Vec<f64> = value_added
            .iter()
            .map(|v| (v * 4.0).floor() / 8.0)
            .collect();
        let surplus: Vec<f64> = value_added.iter().zip(&wages).map(|(v, w)| v - w).collect();
        cells.extend([
            imports,
            taxes,
            padded(&wages),
            padded(&surplus),
            padded(&output),
        ]);
        let rows = [&SECTORS[..], &["IM", "TLS", "D1", "B2", "P1"]].concat();
        Self {
            rows: rows.iter().map(|s| s.to_string()).collect(),
            columns,
            cells,
        }
    }

    pub fn wide(&self, delimiter: &str, number: impl Fn(f64) -> String) -> String {
        let mut text = format!("code{delimiter}{}\n", self.columns.join(delimiter));
        for (label, cells) in self.rows.iter().zip(&self.cells) {
            let cells: Vec<String> = cells.iter().map(|value| number(*value)).collect();
            text.push_str(&format!("{label}{delimiter}{}\n", cells.join(delimiter)));
        }
        text
    }

    pub fn text(&self) -> String {
        self.wide(",", |value| value.to_string())
    }

    pub fn long(&self) -> String {
        let mut text = "year,row,column,value\n".to_owned();
        for (row, cells) in self.rows.iter().zip(&self.cells) {
            for (column, value) in self.columns.iter().zip(cells) {
                text.push_str(&format!(
                    "2010,{row},{column},{value}\n2011,{row},{column},1\n"
                ));
            }
        }
        text
    }

    pub fn cell(&self, row: &str, column: &str) -> f64 {
        let i = self.rows.iter().position(|label| label == row).unwrap();
        let j = self
            .columns
            .iter()
            .position(|label| label == column)
            .unwrap();
        self.cells[i][j]
    }

    /// Every cell of the draft that is read is the one that was written.
    #[track_caller]
    pub fn assert_read(&self, described: AnyDraft) {
        use leontief::table::PrimaryKind;
        let table = described.national().unwrap().check().unwrap();
        assert_eq!(table.producers().sectors().codes(), SECTORS);
        assert_eq!(table.final_uses().codes(), FINALS);
        let primary = |kind| table.primary().row(kind).unwrap();
        for (i, row) in SECTORS.iter().enumerate() {
            for (j, column) in SECTORS.iter().enumerate() {
                assert_eq!(table.domestic()[[i, j]], self.cell(row, column));
            }
            for (k, column) in FINALS.iter().enumerate() {
                assert_eq!(table.domestic_final()[[i, k]], self.cell(row, column));
            }
            assert_eq!(
                table.exports().to("WLD").unwrap().by_producer()[i],
                self.cell(row, "EX")
            );
            assert_eq!(table.imported()[[0, i]], self.cell("IM", row));
            assert_eq!(table.output()[i], self.cell("P1", row));
            let paid = [
                (PrimaryKind::ProductTax, "TLS"),
                (PrimaryKind::Compensation, "D1"),
                (PrimaryKind::OperatingSurplus, "B2"),
            ];
            for (kind, label) in paid {
                assert_eq!(primary(kind).by_producer[i], self.cell(label, row));
            }
        }
        for (k, column) in FINALS.iter().enumerate() {
            assert_eq!(table.imported_final()[[0, k]], self.cell("IM", column));
            assert_eq!(
                primary(PrimaryKind::ProductTax).by_final_use[k],
                self.cell("TLS", column)
            );
        }
        assert_eq!(table.imported_exports()[0], self.cell("IM", "EX"));
        assert_eq!(
            primary(PrimaryKind::ProductTax).on_exports,
            self.cell("TLS", "EX")
        );
    }
}

/// The layout of the miniature, with more under `[file]`, `[rows]` and `[columns]`.
pub fn layout_text(file: &str, rows: &str, columns: &str) -> String {
    format!(
        r#"
kind = "national"
country = "NLD"
source = "made up"
currency = "EUR"
scale = "millions"
year = 2010
prices = "basic"
[file]
{file}
[rows]
{rows}
primary = {{ TLS = "product_taxes", D1 = "compensation", B2 = "operating_surplus" }}
imported = ["IM"]
output = "P1"
[columns]
{columns}
final_use_prefix = "FU"
exports = ["EX"]
totals = {{ TU = "all" }}
"#
    )
}

pub fn layout(file: &str) -> Layout {
    Layout::from_toml(&layout_text(file, "label = 1", "label = 1")).unwrap()
}

/// What is read from a text.
pub fn read(text: impl AsRef<[u8]>, layout: &Layout) -> leontief::Result<AnyDraft> {
    let folder = Folder::new();
    read::described(folder.put("table.csv", text), layout)
}
