//! `va_Y.csv`: primary inputs that final users and exports pay for directly.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::world_labels::matched_columns;
use super::world_numbers::{Numbers, Row};
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// The column of what is paid on exports; no label of a final use is this word, for they have a `_`.
const EXPORTS: &str = "exports";

/// What is paid on final use and on exports, by label of the primary input.
pub(super) struct Direct {
    source: SourceFile,
    labels: Vec<String>,
    by_final_use: Array2<f64>,
    on_exports: Option<Array1<f64>>,
}

impl Direct {
    /// The file of a folder, where there is one; its rows are columns of `va_x.csv`, its columns those of `Y.csv` and `exports`.
    pub(super) fn open(
        folder: &Path,
        primary: &[String],
        finals: &[String],
    ) -> Result<Option<Self>> {
        let Some(file) = Numbers::optional(folder, "va_Y.csv", &["primary"])? else {
            return Ok(None);
        };
        if !file.has_key(0) {
            return Err(file.lacks("`primary`"));
        }
        file.refuse_doubled_columns()?;
        file.refuse_doubled_rows()?;
        let labels: Vec<String> = file.rows().iter().map(|row| row.joined("")).collect();
        for (row, label) in file.rows().iter().zip(&labels) {
            if label == "X" || !primary.contains(label) {
                let known = primary.iter().filter(|label| *label != "X");
                let error = Error::label(format!("`{label}` is no primary input of va_x.csv"))
                    .expected(format!("one of {}", first_few(known)));
                return Err(file.at(row.line, error));
            }
        }
        let exports = file.columns().iter().any(|label| label == EXPORTS);
        let mut wanted = finals.to_vec();
        if exports {
            wanted.push(EXPORTS.to_owned());
        }
        let columns = matched_columns(&file, &wanted, "the columns do not match those of Y.csv")?;
        file.refuse_wrong_cells(|row: &Row| row.joined(""))?;
        let rows: Vec<usize> = (0..labels.len()).collect();
        let source = file.source().clone();
        let all = file.arranged(&rows, &columns);
        let on_exports = exports.then(|| all.column(finals.len()).to_owned());
        let by_final_use =
            Array2::from_shape_fn((labels.len(), finals.len()), |(i, j)| all[[i, j]]);
        Ok(Some(Self {
            source,
            labels,
            by_final_use,
            on_exports,
        }))
    }

    /// The file, with its fingerprint.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// What is paid for a primary input: by column of final use, and on exports; nothing where the file has no row for it.
    pub(super) fn of(&self, label: &str) -> (Array1<f64>, f64) {
        match self.labels.iter().position(|known| known == label) {
            None => (Array1::zeros(0), 0.0),
            Some(row) => {
                let on_exports = self.on_exports.as_ref().map_or(0.0, |paid| paid[row]);
                (self.by_final_use.row(row).to_owned(), on_exports)
            }
        }
    }
}
