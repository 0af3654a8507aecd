//! A file of figures with a file beside it that says how they came about.

use std::path::Path;

use super::pivot::Pivot;
use super::table::Ledger;
use crate::error::Result;
use crate::write::{Description, described};

impl<A> Ledger<A> {
    /// The rows as CSV in a file, as [`write_csv_file`](Self::write_csv_file) has them, and beside it a file of the same name and
    /// `.toml` that says how they came about: the method with its source, what was measured, the unit, every note, the meaning and the
    /// equation of every term, the version of this crate, and a checksum that tells whether the description belongs to the figures.
    /// The CSV stays a plain table that every program reads. Files of these names are overwritten.
    ///
    /// | key | what |
    /// |---|---|
    /// | `program` | the crate and its version |
    /// | `method`, `measure`, `unit`, `perimeter`, `notes` | what [`about`](Self::about) says |
    /// | `file`, `bytes`, `crc32` | the CSV file's name, its length, and its CRC-32 in eight hexadecimal digits, as `zlib.crc32` has it |
    /// | `[tables.1]`, … | the tables that the figures are from: `table`, `table_unit`, `table_concept`, `table_source`, `table_edition`, and `table_sha256`, the [fingerprint](crate::table::WorldTable::fingerprint) |
    /// | `[terms.CODE]` | `meaning`, `equation` |
    ///
    /// # Errors
    /// If a file cannot be written.
    ///
    /// # Example
    /// ```
    /// use leontief::account::decompose::WangWeiZhu;
    /// use leontief::read;
    ///
    /// # let folder = std::env::temp_dir().join(format!("leontief-described-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder).unwrap();
    /// let model = read::world_csv("data/t3x2")?.check()?.model()?;
    /// let exports = model.decompose(&WangWeiZhu::default())?;
    /// exports.write_csv_described(folder.join("wwz.csv"))?;
    /// let described = std::fs::read_to_string(folder.join("wwz.csv.toml")).unwrap();
    /// assert!(described.contains("\n[terms.DVA_FIN]\nmeaning = "));
    /// assert!(described.contains(concat!("leontief ", env!("CARGO_PKG_VERSION"))));
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), leontief::Error>(())
    /// ```
    pub fn write_csv_described(&self, path: impl AsRef<Path>) -> Result<()> {
        described(path.as_ref(), &self.description(), |to| self.write_csv(to))
    }

    /// What the figures are, with the terms.
    pub(crate) fn description(&self) -> Description {
        let terms = self.terms().iter();
        terms.fold(self.about().description(), |all, term| {
            all.term(term.code, term.meaning, term.equation)
        })
    }
}

impl Pivot {
    /// The rectangle as CSV in a file, and beside it a file of the same name and `.toml` that says how the figures came about, as
    /// [`Ledger::write_csv_described`] has it, without the terms. Files of these names are overwritten.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_csv_described(&self, path: impl AsRef<Path>) -> Result<()> {
        let description = self.about.description();
        described(path.as_ref(), &description, |to| self.write_csv(to))
    }
}
