//! Long tables and rectangles as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::axes::Column;
use super::pivot::Pivot;
use super::table::Ledger;
use crate::error::{Error, Result};

impl<A> Ledger<A> {
    /// The rows as CSV with the header `exporter,group,sector,importer,origin,term,value,unit`, and a column `owner` before the
    /// term where income has owners; labels that were summed over are empty, figures have all digits.
    ///
    /// # Errors
    /// If the writer fails.
    pub fn write_csv(&self, to: impl Write) -> Result<()> {
        let owned = !self.labels(Column::Owner).is_empty();
        let columns = Column::ALL.into_iter();
        let columns: Vec<Column> = columns
            .filter(|column| owned || *column != Column::Owner)
            .collect();
        self.write_columns(to, &columns, true)
    }

    /// The same in a file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_csv_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let file = File::create(path).map_err(|error| Error::from_io(error, path))?;
        self.write_csv(BufWriter::new(file))
            .map_err(|error| error.in_file(path))
    }

    /// Only some columns of labels, with or without the unit.
    pub(crate) fn write_columns(
        &self,
        to: impl Write,
        columns: &[Column],
        unit: bool,
    ) -> Result<()> {
        let mut writer = ::csv::Writer::from_writer(to);
        let mut header: Vec<&str> = columns.iter().map(|column| column.code()).collect();
        header.push("value");
        if unit {
            header.push("unit");
        }
        writer.write_record(&header).map_err(failed)?;
        for row in self.rows() {
            for column in columns {
                writer
                    .write_field(row.label(*column).unwrap_or(""))
                    .map_err(failed)?;
            }
            writer.write_field(row.value.to_string()).map_err(failed)?;
            if unit {
                writer.write_field(&self.about().unit).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
        writer.flush().map_err(|error| failed(error.into()))
    }
}

impl Pivot {
    /// The rectangle as CSV: the heading of the labels down (`exporter`) and the labels across in the first row, then a row for every
    /// label down. Figures have all digits; a cell is empty where the ledger has no row.
    ///
    /// ```
    /// use leontief::account::ledger::Column;
    /// use leontief::read;
    ///
    /// let model = read::world_csv("data/t3x2")?.check()?.model()?;
    /// let exports = model.decompose(&leontief::account::decompose::WangWeiZhu::default())?;
    /// let by_pair = exports.summed_over(&[Column::Sector, Column::Term]);
    /// let mut csv = Vec::new();
    /// by_pair.pivot(Column::Exporter, Column::Importer)?.write_csv(&mut csv)?;
    /// let csv = String::from_utf8(csv).unwrap();
    /// assert!(csv.starts_with("exporter,A,B,C\nA,,"));
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the writer fails.
    pub fn write_csv(&self, to: impl Write) -> Result<()> {
        let mut writer = ::csv::Writer::from_writer(to);
        let columns = self.columns.iter().map(String::as_str);
        let header = [self.down.code()].into_iter().chain(columns);
        writer.write_record(header).map_err(failed)?;
        for (label, values) in self.rows.iter().zip(self.values.rows()) {
            writer.write_field(label).map_err(failed)?;
            for value in values {
                let cell = value.map_or_else(String::new, |value| value.to_string());
                writer.write_field(cell).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
        writer.flush().map_err(|error| failed(error.into()))
    }

    /// The same in a file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_csv_file(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let file = File::create(path).map_err(|error| Error::from_io(error, path))?;
        self.write_csv(BufWriter::new(file))
            .map_err(|error| error.in_file(path))
    }
}

fn failed(error: ::csv::Error) -> Error {
    Error::io(format!("cannot write the table ({error})"))
}
