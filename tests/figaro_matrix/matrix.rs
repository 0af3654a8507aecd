//! A miniature as a matrix of text.

use crate::mini::{FIGARO, Mini};

pub const NAME: &str = "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv";

/// Rows and columns by label, every cell still text.
#[derive(Clone)]
pub struct Matrix {
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<String>)>,
}

impl Matrix {
    /// Producers, then rows of primary inputs; producers, then final use. `prefix` stands before codes of producers.
    pub fn of(mini: &Mini, prefix: &str) -> Self {
        let producer = |at: usize| {
            let [region, code] = mini.producer(at);
            format!("{region}_{prefix}{code}")
        };
        let finals = (0..mini.finals.ncols()).map(|at| mini.final_use(at).join("_"));
        let columns = (0..9).map(producer).chain(finals).collect();
        let text = |cells: Vec<f64>| cells.iter().map(f64::to_string).collect();
        let producing = (0..9).map(|i| {
            let cells = [mini.flows.row(i).to_vec(), mini.finals.row(i).to_vec()].concat();
            (producer(i), text(cells))
        });
        let paid = FIGARO.primary.iter().enumerate().map(|(k, (code, _))| {
            let cells = [
                mini.primary.row(k).to_vec(),
                mini.primary_finals.row(k).to_vec(),
            ]
            .concat();
            (format!("W2_{code}"), text(cells))
        });
        Self {
            columns,
            rows: producing.chain(paid).collect(),
        }
    }

    pub fn text(&self) -> String {
        let mut text = format!("rowLabels,{}\n", self.columns.join(","));
        for (label, cells) in &self.rows {
            text.push_str(&format!("{label},{}\n", cells.join(",")));
        }
        text
    }

    pub fn row(&self, label: &str) -> usize {
        self.rows
            .iter()
            .position(|(known, _)| known == label)
            .unwrap()
    }

    pub fn column(&self, label: &str) -> usize {
        self.columns
            .iter()
            .position(|known| known == label)
            .unwrap()
    }

    /// Takes a column out, with its label.
    pub fn without_column(mut self, label: &str) -> Self {
        let at = self.column(label);
        self.columns.remove(at);
        self.rows.iter_mut().for_each(|(_, cells)| {
            cells.remove(at);
        });
        self
    }

    pub fn without_row(mut self, label: &str) -> Self {
        let at = self.row(label);
        self.rows.remove(at);
        self
    }
}
