//! Results as CSV.

use std::io::Write;
use std::path::Path;

use super::{Cell, Sheet, described};
use crate::error::{Error, Result};
use crate::write::rows::put_number;

impl Sheet<'_> {
    /// A header and the rows, with the description beside them.
    pub(crate) fn write_csv(&self, path: &Path) -> Result<()> {
        described(path, &self.description, |to| self.put_csv(to))
    }

    fn put_csv(&self, to: &mut dyn Write) -> Result<()> {
        let failed = |error: ::csv::Error| Error::io(format!("cannot write the results ({error})"));
        let mut writer = ::csv::Writer::from_writer(to);
        let heads = self.columns.iter().map(|column| &column.name);
        writer.write_record(heads).map_err(failed)?;
        let mut number = String::new();
        self.each(|row| {
            for (column, cell) in self.columns.iter().zip(row) {
                let text = match cell {
                    Cell::Number(value) => {
                        put_number(&mut number, *value);
                        &number
                    }
                    cell => column.text(*cell),
                };
                writer.write_field(text).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)
        })?;
        writer.flush().map_err(|error| failed(error.into()))
    }
}
