//! Miniature files in the published layouts.

use leontief::table::WorldDraft;

use crate::common::random::Numbers;
pub use crate::published::Scratch;

/// The layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    Y2016,
    Y2018,
    Y2021,
    Y2023,
    Small2023,
    Y2025,
    Amne2018,
    Amne2023,
}

pub const EDITIONS: [Edition; 8] = [
    Edition::Y2016,
    Edition::Y2018,
    Edition::Y2021,
    Edition::Y2023,
    Edition::Small2023,
    Edition::Y2025,
    Edition::Amne2018,
    Edition::Amne2023,
];

/// A miniature: labels, numbers, and what the published file has beside them.
pub struct Mini {
    pub edition: Edition,
    /// Labels of rows in the order of the file; those of divided countries as a whole are all zero.
    pub rows: Vec<String>,
    pub finals: Vec<String>,
    pub flows: Vec<Vec<f64>>,
    pub uses: Vec<Vec<f64>>,
    pub discrepancy: Vec<f64>,
    /// Taxes by row, over producers and final uses.
    pub taxes: Vec<(String, Vec<f64>)>,
    pub value_added: Vec<f64>,
    pub output: Vec<f64>,
}

impl Edition {
    pub fn owned(self) -> bool {
        matches!(self, Self::Amne2018 | Self::Amne2023)
    }

    fn divided(self) -> bool {
        !self.owned() && self != Self::Small2023
    }

    fn industries(self) -> Vec<String> {
        let count = match self {
            Self::Y2021 | Self::Y2023 | Self::Small2023 => 45,
            Self::Y2025 => 50,
            _ => 3,
        };
        let code = |k: usize| match self {
            Self::Y2016 => format!("C{k:02}T{:02}AGR", k + 4),
            Self::Y2018 | Self::Y2021 => format!("{k:02}T{:02}", k + 2),
            // an underscore within the code, as in A01_02
            _ => format!("A{k:02}_{:02}", k + 1),
        };
        (1..=count).map(code).collect()
    }

    fn categories(self) -> &'static [&'static str] {
        match self {
            Self::Y2016 => &["HFCE", "NPS", "GGFC", "GFCF", "INV", "DIRP"],
            Self::Y2018 | Self::Amne2018 => &["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "P33"],
            Self::Amne2023 => &["HFCE", "NONRES", "NPISH", "GGFC", "GFCF", "INVNT"],
            _ => &["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"],
        }
    }

    /// Regions of rows; those of final use are without the parts.
    fn regions(self) -> Vec<&'static str> {
        let mut regions = vec!["AUS", "CHN", "ROW"];
        if self.divided() {
            regions.extend(["CN1", "CN2"]);
        }
        regions
    }

    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Y2016 => ["VA+TAXSUB", "", "OUT"],
            Self::Y2018 | Self::Y2021 => ["VALU", "_TAXSUB", "OUTPUT"],
            Self::Amne2018 => ["GVA", "TAX", "GO"],
            Self::Amne2023 => ["GVA", "TAXSUB", "GO"],
            _ => ["VA", "TLS", "OUT"],
        }
    }
}

impl Mini {
    pub fn new(edition: Edition, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let industries = edition.industries();
        let mut rows = Vec::new();
        for region in edition.regions() {
            let owners: &[&str] = if edition.owned() {
                &["_D", "_F"]
            } else {
                &[""]
            };
            for owner in owners {
                rows.extend(
                    industries
                        .iter()
                        .map(|code| format!("{region}{owner}_{code}")),
                );
            }
        }
        let markets = ["AUS", "CHN", "ROW"];
        let categories = edition.categories();
        let finals: Vec<String> = match edition {
            // component first
            Edition::Y2016 => categories
                .iter()
                .flat_map(|k| markets.map(|c| format!("{k}_{c}")))
                .collect(),
            _ => markets
                .iter()
                .flat_map(|c| categories.iter().map(move |k| format!("{c}_{k}")))
                .collect(),
        };
        let zero = |label: &str| edition.divided() && label.starts_with("CHN_");
        let n = rows.len();
        let mut cell = |row: &str, column: &str, most: f64| {
            // thousandths, which text gives back exactly
            let value = (numbers.unit() * most * 1000.0).round() / 1000.0;
            if zero(row) || zero(column) {
                0.0
            } else {
                value
            }
        };
        let flows: Vec<Vec<f64>> = rows
            .iter()
            .map(|i| rows.iter().map(|j| cell(i, j, 2.0)).collect())
            .collect();
        let uses: Vec<Vec<f64>> = rows
            .iter()
            .map(|i| finals.iter().map(|_| cell(i, "", 5.0 * n as f64)).collect())
            .collect();
        let discrepancy: Vec<f64> = rows
            .iter()
            .map(|i| {
                if edition == Edition::Y2016 {
                    cell(i, "", 0.5)
                } else {
                    0.0
                }
            })
            .collect();
        let [_, tax_name, _] = edition.names();
        let tax_rows: Vec<String> = match tax_name {
            "" => Vec::new(),
            "_TAXSUB" => markets.map(|c| format!("{c}_TAXSUB")).to_vec(),
            name => vec![name.to_owned()],
        };
        let taxes = tax_rows.into_iter().map(|label| {
            let on_producers = rows.iter().map(|j| cell("", j, 0.1)).collect::<Vec<f64>>();
            let on_finals = finals.iter().map(|_| cell("", "", 0.1));
            (label, on_producers.into_iter().chain(on_finals).collect())
        });
        let taxes: Vec<(String, Vec<f64>)> = taxes.collect();
        let output: Vec<f64> = (0..n)
            .map(|i| flows[i].iter().sum::<f64>() + uses[i].iter().sum::<f64>() + discrepancy[i])
            .collect();
        let value_added = (0..n)
            .map(|j| {
                let inputs: f64 = flows.iter().map(|row| row[j]).sum();
                let paid: f64 = taxes.iter().map(|(_, row)| row[j]).sum();
                output[j] - inputs - paid
            })
            .collect();
        Self {
            edition,
            rows,
            finals,
            flows,
            uses,
            discrepancy,
            taxes,
            value_added,
            output,
        }
    }

    /// The file.
    pub fn text(&self) -> String {
        let [value_added, _, output] = self.edition.names();
        let keys = match self.edition {
            Edition::Amne2018 => "cou,own,ind".to_owned(),
            _ => String::new(),
        };
        let quoted = |label: &str| match self.edition {
            Edition::Y2016 => format!("\"{label}\""),
            _ => label.to_owned(),
        };
        let head = |label: &str| match self.edition {
            Edition::Amne2018 => match label.split_once('_') {
                Some((country, rest)) => {
                    let (owner, sector) = rest.split_once('_').unwrap();
                    format!("{country},{owner},{sector}")
                }
                None => format!(",,{label}"),
            },
            _ => quoted(label),
        };
        let totals: &[&str] = match self.edition {
            Edition::Y2016 => &["DISC"],
            Edition::Y2018 | Edition::Y2021 => &["TOTAL"],
            Edition::Amne2018 | Edition::Amne2023 => &[],
            _ => &["OUT"],
        };
        let columns = self
            .rows
            .iter()
            .chain(&self.finals)
            .map(|label| quoted(label));
        let columns: Vec<String> = columns
            .chain(totals.iter().map(|label| quoted(label)))
            .collect();
        let mut text = format!("{keys},{}\n", columns.join(","));
        let mut line = |label: String, cells: Vec<f64>| {
            let cells: Vec<String> = cells.iter().map(f64::to_string).collect();
            text.push_str(&format!("{label},{}\n", cells.join(",")));
        };
        for (i, label) in self.rows.iter().enumerate() {
            let mut cells = [self.flows[i].clone(), self.uses[i].clone()].concat();
            match totals {
                ["DISC"] => cells.push(self.discrepancy[i]),
                [] => {}
                _ => cells.push(self.output[i]),
            }
            line(head(label), cells);
        }
        let width = self.rows.len() + self.finals.len() + totals.len();
        let padded = |mut cells: Vec<f64>| {
            cells.resize(width, 0.0);
            cells
        };
        for (label, cells) in &self.taxes {
            line(head_of_tail(self.edition, label), padded(cells.clone()));
        }
        line(
            head_of_tail(self.edition, value_added),
            padded(self.value_added.clone()),
        );
        line(
            head_of_tail(self.edition, output),
            padded(self.output.clone()),
        );
        text
    }

    /// Positions of rows in the order that the table has: a divided country's parts in its place.
    pub fn order(&self) -> Vec<usize> {
        let of = |region: &str| -> Vec<usize> {
            let start = format!("{region}_");
            (0..self.rows.len())
                .filter(|&i| self.rows[i].starts_with(&start))
                .collect()
        };
        match self.edition.divided() {
            true => [of("AUS"), of("CN1"), of("CN2"), of("ROW")].concat(),
            false => (0..self.rows.len()).collect(),
        }
    }
}

fn head_of_tail(edition: Edition, label: &str) -> String {
    match edition {
        Edition::Amne2018 => format!(",,{label}"),
        Edition::Y2016 => format!("\"{label}\""),
        _ => label.to_owned(),
    }
}

/// What is read from this text.
pub fn read(text: impl AsRef<[u8]>) -> leontief::Result<WorldDraft> {
    leontief::read::icio(Scratch::named("ICIO_2014.csv", text).path())
}
