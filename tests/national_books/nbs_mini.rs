//! A miniature table of the National Bureau of Statistics of China in its layouts: three sectors.

use ndarray::{Array1, Array2, Axis};

use crate::book::{Cell, Cells, Dice, text};

pub const SECTORS: [(&str, &str, &str); 3] = [
    ("01", "农林牧渔业", "Farming"),
    ("02", "煤炭开采\n和洗选业", "Coal mining and washing"),
    ("03", "服务业", "Services"),
];
/// Rural and urban households, their sum, government, consumption, fixed capital, inventories, capital, exports, final use.
const FINALS: [&str; 10] = [
    "FU101", "FU102", "THC", "FU103", "TC", "FU201", "FU202", "GCF", "EX", "TFU",
];

/// Flows and what stands beside and below them.
#[derive(Debug, Clone)]
pub struct Table {
    pub flows: Array2<f64>,
    /// `FU101`, `FU102`, `FU103`, `FU201`, `FU202`.
    pub finals: Array2<f64>,
    pub exports: Array1<f64>,
    pub imports: Array1<f64>,
    pub discrepancy: Array1<f64>,
    pub output: Array1<f64>,
    /// Compensation, taxes, depreciation, surplus.
    pub added: Array2<f64>,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    /// Codes; compensation is `VA001`.
    Y2007,
    /// Codes; depreciation is `VA001`, imports have a minus.
    Y1997,
    /// No codes, names in English.
    English,
}

impl Table {
    pub fn new(seed: u64) -> Self {
        let dice = &mut Dice::new(seed);
        let mut draw = |rows, columns, end| {
            Array2::from_shape_fn((rows, columns), |_| dice.below(end) + dice.below(8) / 8.0)
        };
        let (flows, finals) = (draw(3, 3, 50), draw(3, 5, 40));
        let exports = draw(3, 1, 30).column(0).to_owned();
        let imports = draw(3, 1, 20).column(0).to_owned() + 1.0;
        let discrepancy = draw(3, 1, 5).column(0).to_owned() - 2.0;
        let used = flows.sum_axis(Axis(1)) + finals.sum_axis(Axis(1)) + &exports;
        let output = used - &imports + &discrepancy;
        let mut added = draw(4, 3, 20);
        for j in 0..3 {
            added[[3, j]] = 0.0;
            added[[3, j]] = output[j] - flows.column(j).sum() - added.column(j).sum();
        }
        Self {
            flows,
            finals,
            exports,
            imports,
            discrepancy,
            output,
            added,
        }
    }

    /// What follows the sectors in a row of the table.
    fn ends(&self, i: usize, minus: bool) -> Vec<f64> {
        let finals = self.finals.row(i);
        let households = finals[0] + finals[1];
        let (consumed, capital) = (households + finals[2], finals[3] + finals[4]);
        let sign = if minus { -1.0 } else { 1.0 };
        vec![
            self.flows.row(i).sum(),
            finals[0],
            finals[1],
            households,
            finals[2],
            consumed,
            finals[3],
            finals[4],
            capital,
            self.exports[i],
            consumed + capital + self.exports[i],
            sign * self.imports[i],
            self.discrepancy[i],
            self.output[i],
        ]
    }

    fn row(&self, i: usize, minus: bool) -> Vec<f64> {
        [self.flows.row(i).to_vec(), self.ends(i, minus)].concat()
    }

    fn sums(&self, minus: bool) -> Vec<f64> {
        let rows: Vec<Vec<f64>> = (0..3).map(|i| self.row(i, minus)).collect();
        (0..rows[0].len())
            .map(|j| rows.iter().map(|row| row[j]).sum())
            .collect()
    }

    /// As CSV with the bureau's codes.
    pub fn csv(&self) -> String {
        let mut lines = format!(
            "Code,Description,DescriptionInChinese,01,02,03,TIU,{},IM,ERR,GO\n",
            FINALS.join(",")
        );
        let mut line = |code: &str, numbers: Vec<f64>| {
            let mut cells: Vec<String> = numbers.iter().map(f64::to_string).collect();
            cells.resize(17, "NA".to_owned());
            lines += &format!("{code},name,name,{}\n", cells.join(","));
        };
        for (i, (code, _, _)) in SECTORS.iter().enumerate() {
            line(code, self.row(i, false));
        }
        line("TII", self.sums(false));
        for (k, code) in ["VA001", "VA002", "VA003", "VA004"].iter().enumerate() {
            line(code, self.added.row(k).to_vec());
        }
        line("TVA", self.added.sum_axis(Axis(0)).to_vec());
        line("TI", self.output.to_vec());
        lines
    }

    /// As a sheet of a workbook.
    pub fn sheet(&self, layout: Layout) -> Cells {
        let minus = layout == Layout::Y1997;
        let mut cells = heads(layout);
        let mut row = |label: [&str; 3], numbers: &[f64]| {
            let labels = label.iter().map(|label| match label.is_empty() {
                true => Cell::Nothing,
                false => text(*label),
            });
            let numbers = numbers.iter().map(|number| Cell::Number(*number));
            cells.push(labels.chain(numbers).collect());
        };
        let english = layout == Layout::English;
        for (i, (code, name, other)) in SECTORS.iter().enumerate() {
            let label = if english {
                ["", "", *other]
            } else {
                ["", *name, *code]
            };
            row(label, &self.row(i, minus));
        }
        let total = |chinese, code, other| {
            if english {
                ["", "", other]
            } else {
                ["", chinese, code]
            }
        };
        row(
            total("中间投入合计", "TII", "Total Intermediate Inputs"),
            &self.sums(minus),
        );
        let parts = [
            (
                "劳动者报酬",
                "Compensation of Employees",
                ["VA001", "VA002"],
            ),
            ("生产税净额", "Net Taxes on Production", ["VA002", "VA003"]),
            (
                "固定资产折旧",
                "Depreciation of Fixed Assets",
                ["VA003", "VA001"],
            ),
            ("营业盈余", "Operating Surplus", ["VA004", "VA004"]),
        ];
        let order = if minus { [2, 0, 1, 3] } else { [0, 1, 2, 3] };
        for k in order {
            let (name, other, codes) = parts[k];
            row(
                total(name, codes[usize::from(minus)], other),
                &self.added.row(k).to_vec(),
            );
        }
        row(
            total("增加值合计", "TVA", "Total Value Added"),
            &self.added.sum_axis(Axis(0)).to_vec(),
        );
        // its name stands in the first column
        let inputs = if english {
            ["", "", "Total Inputs"]
        } else {
            ["总   投   入", "", "TI"]
        };
        row(inputs, &self.output.to_vec());
        cells
    }
}

/// Titles and headings.
fn heads(layout: Layout) -> Cells {
    let line = |cells: &[&str]| -> Vec<Cell> {
        let cells = cells.iter();
        cells
            .map(|cell| {
                if cell.is_empty() {
                    Cell::Nothing
                } else {
                    text(*cell)
                }
            })
            .collect()
    };
    if layout == Layout::English {
        return vec![
            line(&["Input-Output Table of China"]),
            line(&[
                "Data are calculated at producers' prices in 2007",
                "",
                "",
                "(10000 yuan)",
            ]),
            line(&["", "", "", "Intermediate Use", "", "", "", "Final Use"]),
            line(&[
                "",
                "",
                "",
                "Farming",
                "Coal mining and washing",
                "Services",
                "Total Intermediate Use",
                "Rural Household Consumption",
                "Urban Household Consumption",
                "Total Household Consumption",
                "Government Consumption",
                "Total Final Consumption",
                "Gross Fixed Capital Formation",
                "Changes in Inventories",
                "Gross Capital Formation",
                "Export",
                "Total Final Use",
                "Import",
                "Others",
                "Gross Output",
            ]),
        ];
    }
    let year = if layout == Layout::Y2007 {
        "(按当年生产者价格计算）in 2007"
    } else {
        "（按当年生产者价格计算）"
    };
    let mut heads = vec![
        line(&["基本流量表"]),
        line(&[year]),
        line(&["单位：万元"]),
        line(&[
            "产出",
            "",
            "代码",
            "中间使用",
            "",
            "",
            "",
            "最终使用",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "进口",
            "其他",
            "总产出",
        ]),
        line(&[
            "",
            "",
            "",
            "农林牧渔业",
            "煤炭开采",
            "服务业",
            "中间使用合计",
            "居民消费",
            "",
            "",
            "政府消费",
            "合计",
            "固定资本\n形成总额",
            "存货增加",
            "合计",
            "出口",
            "最终使用合计",
        ]),
        line(&["", "", "", "", "", "", "", "农村居民", "城镇居民", "小计"]),
    ];
    // the total of intermediate use may go without a code
    let total = if layout == Layout::Y2007 { "" } else { "TIU" };
    let codes = [
        &["代码", "", "-", "01", "02", "03", total][..],
        &FINALS,
        &["IM", "ERR", "GO"],
    ];
    heads.push(line(&codes.concat()));
    heads
}
