//! Long tables as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::axes::Column;
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
        self.write(to, &columns, true)
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
    pub(crate) fn write(&self, to: impl Write, columns: &[Column], unit: bool) -> Result<()> {
        let failed = |error: ::csv::Error| Error::io(format!("cannot write the table ({error})"));
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
        writer
            .flush()
            .map_err(|error| Error::io(format!("cannot write the table ({error})")))
    }
}
