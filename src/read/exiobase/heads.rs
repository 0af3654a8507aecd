//! Lines of labels above an EXIOBASE matrix, and where its columns go.

use std::collections::HashMap;

use crate::error::{Error, Result, first_few};
use crate::read::matrix::Matrix;
use crate::read::text_cells::Place;

/// The labels of columns behind those of rows.
pub(super) struct Heads {
    pub(super) labels: Vec<[String; 2]>,
    /// The line in which the labels end.
    line: u64,
    keys: usize,
}

impl Heads {
    /// Two lines, `region` and `second`, each with as many cells at its head as rows have labels; a line with the names of these is
    /// passed over where there is one.
    pub(super) fn read(matrix: &mut Matrix, keys: usize, second: &str) -> Result<Self> {
        let mut lines = Vec::new();
        for wanted in ["region", second] {
            let mut head = matrix.head()?;
            let found = head.cells.first().map_or("", String::as_str);
            if !found.eq_ignore_ascii_case(wanted) {
                let what = format!("the line does not begin with `{wanted}`");
                let error = Error::label(what).found(format!("`{found}`"));
                return Err(matrix.at(
                    head.number,
                    error.hint("compare with the layout of the IOT archives of EXIOBASE 3"),
                ));
            }
            let last = head.cells.last();
            if last.is_some_and(String::is_empty) {
                head.cells.pop(); // some programs end every line with a tab
            }
            let heads: Vec<String> = head.cells.drain(..keys.min(head.cells.len())).collect();
            if let Some(more) = heads[1..].iter().find(|cell| !cell.is_empty()) {
                let error = Error::label(format!("a label where names of rows stand: `{more}`"));
                return Err(matrix.at(
                    head.number,
                    error.expected(format!("{keys} cells before the first column")),
                ));
            }
            lines.push(head);
        }
        let (regions, seconds) = (&lines[0], &lines[1]);
        if regions.cells.len() != seconds.cells.len() || regions.cells.is_empty() {
            let error = Error::parse("the two lines of labels differ in length, or have none");
            let error = error
                .expected(regions.cells.len())
                .found(seconds.cells.len());
            return Err(matrix.at(seconds.number, error));
        }
        let labels = regions.cells.iter().zip(&seconds.cells);
        let labels: Vec<[String; 2]> = labels
            .map(|(one, two)| [one.clone(), two.clone()])
            .collect();
        let empty = labels
            .iter()
            .position(|pair| pair.iter().any(String::is_empty));
        if let Some(column) = empty {
            let error =
                Error::label("a column without a label").at_column((keys + column + 1).to_string());
            return Err(matrix.at(seconds.number, error));
        }
        let line = seconds.number;
        matrix.pass_names_of_rows(keys)?;
        Ok(Self { labels, line, keys })
    }

    pub(super) fn pairs(&self) -> Vec<[&str; 2]> {
        let labels = self.labels.iter();
        labels
            .map(|[one, two]| [one.as_str(), two.as_str()])
            .collect()
    }

    pub(super) fn joined(&self) -> Vec<String> {
        self.labels.iter().map(|pair| pair.join(" ")).collect()
    }

    /// Where columns go that must be exactly those known.
    pub(super) fn places(
        &self,
        matrix: &Matrix,
        known: &HashMap<String, usize>,
    ) -> Result<Vec<Place>> {
        let mut found = vec![false; known.len()];
        let mut places = Vec::new();
        for (column, label) in self.labels.iter().enumerate() {
            let wrong = |what: String| {
                let error = matrix.at(self.line, Error::label(what));
                error.at_column((self.keys + column + 1).to_string())
            };
            let label = label.join("\t");
            let words = label.replace('\t', " ");
            let place = known.get(&label).ok_or_else(|| {
                wrong(format!("unknown column `{words}`")).expected("the labels of Z and Y")
            })?;
            if std::mem::replace(&mut found[*place], true) {
                let error = wrong(format!("the column `{words}` occurs twice"));
                return Err(error.hint(crate::read::LEAVE_ONE));
            }
            places.push(Place::First(*place));
        }
        let mut missing: Vec<String> = known
            .iter()
            .filter(|(_, place)| !found[**place])
            .map(|(label, _)| label.replace('\t', " "))
            .collect();
        missing.sort();
        if !missing.is_empty() {
            let error = Error::label(format!("no columns {}", first_few(&missing)));
            return Err(matrix.at(
                self.line,
                error.hint("a file of another table, or cut off?"),
            ));
        }
        Ok(places)
    }
}

/// Positions by label, as [`Heads::places`] looks them up.
pub(super) fn known(labels: &[[&str; 2]], at: &[usize]) -> HashMap<String, usize> {
    let labels = labels.iter().map(|pair| pair.join("\t"));
    labels.zip(at.iter().copied()).collect()
}
