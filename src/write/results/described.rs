//! A file of figures with a file beside it that says how they came about.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Description;
use crate::error::{Error, Result};
use crate::write::Toml;

/// Writes figures into a file, and their description with a checksum into a file of the same name and `.toml`.
pub(crate) fn described(
    path: &Path,
    description: &Description,
    figures: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let failed = |error| Error::from_io(error, path);
    let file = File::create(path).map_err(failed)?;
    let mut summed = Summed::to(BufWriter::new(file));
    figures(&mut summed).map_err(|error| error.in_file(path))?;
    summed.flush().map_err(failed)?;
    let beside = beside(path);
    let text = text(path, description, &summed);
    fs::write(&beside, text).map_err(|error| Error::from_io(error, &beside))
}

/// `results.csv.toml` for `results.csv`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    PathBuf::from(name)
}

fn text(path: &Path, description: &Description, summed: &Summed) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut toml = Toml::default();
    toml.comment("How the figures of the file beside this one came about");
    description.put_head(&mut toml);
    toml.text("file", &name);
    toml.number("bytes", &summed.bytes.to_string());
    toml.text("crc32", &format!("{:08x}", summed.crc.clone().finalize()));
    description.put_sections(&mut toml);
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
