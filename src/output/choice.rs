//! What a file of results is to be like.

use crate::account::ledger::{Column, Form};
use crate::write::Names;

/// How results are written: names of columns, long or wide, partitions of Parquet.
///
/// ```
/// use leontief::account::ledger::Column;
/// use leontief::output::{Names, Output};
///
/// let output = Output::new().names(Names::Sdmx).partitioned([Column::Exporter]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Output {
    pub(super) names: Names,
    pub(super) form: Form,
    pub(super) partitions: Vec<Column>,
}

impl Output {
    /// Plain names, long, in one file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Columns under these names.
    pub fn names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// Ledgers with a column for every term, instead of a row for every figure.
    pub fn wide(mut self) -> Self {
        self.form = Form::Wide;
        self
    }

    /// Parquet in a folder for every label in these columns, the first outermost. Only ledgers in Parquet can be divided.
    pub fn partitioned(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        for column in columns {
            if !self.partitions.contains(&column) {
                self.partitions.push(column);
            }
        }
        self
    }
}
