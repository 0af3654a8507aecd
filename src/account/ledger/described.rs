//! A file of figures with a file beside it that says how they came about.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::axes::Term;
use super::pivot::Pivot;
use super::table::{About, Ledger};
use crate::error::{Error, Result};
use crate::write::Toml;

impl<A> Ledger<A> {
    /// The rows as CSV in a file, as [`write_csv_file`](Self::write_csv_file) has them, and beside it a file of the same name and
    /// `.toml` that says how they came about: the method with its source, what was measured, the unit, every note, the meaning and the
    /// equation of every term, the version of this crate, and a checksum that tells whether the description belongs to the figures.
    /// The CSV stays a plain table that every program reads. Files of these names are overwritten.
    ///
    /// | key | what |
    /// |---|---|
    /// | `program` | the crate and its version |
    /// | `method`, `measure`, `unit`, `notes` | what [`about`](Self::about) says |
    /// | `file`, `bytes`, `crc32` | the CSV file's name, its length, and its CRC-32 in eight hexadecimal digits, as `zlib.crc32` has it |
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
        described(path.as_ref(), self.about(), self.terms(), |to| {
            self.write_csv(to)
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
        described(path.as_ref(), &self.about, &[], |to| self.write_csv(to))
    }
}

fn described(
    path: &Path,
    about: &About,
    terms: &[Term],
    figures: impl FnOnce(&mut Summed) -> Result<()>,
) -> Result<()> {
    let failed = |error| Error::from_io(error, path);
    let file = File::create(path).map_err(failed)?;
    let mut summed = Summed::to(BufWriter::new(file));
    figures(&mut summed).map_err(|error| error.in_file(path))?;
    summed.flush().map_err(failed)?;
    let beside = beside(path);
    let text = description(path, about, terms, &summed);
    fs::write(&beside, text).map_err(|error| Error::from_io(error, &beside))
}

/// `results.csv.toml` for `results.csv`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    PathBuf::from(name)
}

fn description(path: &Path, about: &About, terms: &[Term], summed: &Summed) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut toml = Toml::default();
    toml.comment("How the figures of the file beside this one came about");
    toml.text("program", concat!("leontief ", env!("CARGO_PKG_VERSION")));
    toml.text("method", &about.method);
    toml.text("measure", &about.measure);
    toml.text("unit", &about.unit);
    toml.texts("notes", &about.notes);
    toml.text("file", &name);
    toml.number("bytes", &summed.bytes.to_string());
    toml.text("crc32", &format!("{:08x}", summed.crc.clone().finalize()));
    for term in terms {
        toml.section(&["terms", term.code]);
        toml.text("meaning", term.meaning);
        toml.text("equation", term.equation);
    }
    toml.into_text()
}

/// A file that is summed up as it is written.
struct Summed {
    to: BufWriter<File>,
    bytes: u64,
    crc: crc32fast::Hasher,
}

impl Summed {
    fn to(to: BufWriter<File>) -> Self {
        Self {
            to,
            bytes: 0,
            crc: crc32fast::Hasher::new(),
        }
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
