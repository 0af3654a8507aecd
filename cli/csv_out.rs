//! The long CSV of the command line: `exporter,sector,importer,term,value`, empty where summed.
//!
//! A sector of a group of producers is `GROUP_SECTOR`, as in the files of a table; a term by country of origin is `TERM_ORIGIN`. A file that
//! ends as another format does is written in that format, as the library has it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use leontief::account::Ledger;
use leontief::account::ledger::Row;
use leontief::error::Error;
use leontief::output::Output;

const HEADER: [&str; 5] = ["exporter", "sector", "importer", "term", "value"];

/// A CSV file, or standard output.
pub struct Out {
    path: PathBuf,
    writer: csv::Writer<Box<dyn Write>>,
}

impl Out {
    /// Writes the header.
    pub fn open(path: Option<&Path>) -> Result<Self, Error> {
        if let Some(path) = path.filter(|path| has_format_of_its_own(path)) {
            let what = "several results go into one file, which only CSV holds; try: a name that ends in `.csv`";
            let error = io::Error::new(io::ErrorKind::Unsupported, what);
            return Err(Error::from_io(error, path));
        }
        let shown = path.unwrap_or(Path::new("standard output")).to_owned();
        let file: Box<dyn Write> = match path {
            Some(path) => {
                let file = File::create(path).map_err(|error| Error::from_io(error, path))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(BufWriter::new(std::io::stdout())),
        };
        let mut out = Self {
            path: shown,
            writer: csv::Writer::from_writer(file),
        };
        out.record(HEADER)?;
        Ok(out)
    }

    /// The rows of a ledger.
    pub fn rows<A>(&mut self, ledger: &Ledger<A>) -> Result<(), Error> {
        for row in ledger.rows() {
            let value = row.value.to_string();
            let (sector, term) = (sector(&row), term(&row));
            let [exporter, importer] =
                [row.exporter, row.importer].map(|label| label.unwrap_or(""));
            self.record([exporter, &sector, importer, &term, &value])?;
        }
        Ok(())
    }

    fn record(&mut self, fields: [&str; 5]) -> Result<(), Error> {
        let written = self.writer.write_record(fields);
        written.map_err(|error| Error::from_io(error.into(), &self.path))
    }

    /// Everything written.
    pub fn finish(mut self) -> Result<(), Error> {
        self.writer
            .flush()
            .map_err(|error| Error::from_io(error, &self.path))
    }
}

/// Whether the ending of a file names a format other than CSV.
fn has_format_of_its_own(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| {
        ["xlsx", "parquet", "dta", "md", "tex"]
            .iter()
            .any(|format| ending == *format)
    })
}

/// One ledger: as CSV with the header before it, or in the format that the file's ending names.
pub fn write<A>(ledger: &Ledger<A>, path: Option<&Path>) -> Result<(), Error> {
    if let Some(path) = path.filter(|path| has_format_of_its_own(path)) {
        return ledger.write(path, &Output::new());
    }
    let mut out = Out::open(path)?;
    out.rows(ledger)?;
    out.finish()
}

fn sector(row: &Row<'_>) -> String {
    match (row.group, row.sector) {
        (Some(group), Some(sector)) => format!("{group}_{sector}"),
        (label, None) | (None, label) => label.unwrap_or("").to_owned(),
    }
}

fn term(row: &Row<'_>) -> String {
    match row.origin {
        Some(origin) => format!("{}_{origin}", row.term),
        None => row.term.to_owned(),
    }
}
