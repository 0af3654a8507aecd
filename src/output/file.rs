//! Every kind of result in every format.

use std::fs;
use std::path::Path;

use super::choice::Output;
use super::grid::{grid_of, sheet_of, with_notes};
use crate::account::Ledger;
use crate::account::ledger::Pivot;
use crate::balance::BalanceSheet;
use crate::error::{Error, Result};
use crate::show::Grid;
use crate::write::Sheet;

/// A result that is written: its columns, and how people see it.
trait Written {
    fn columns(&self, output: &Output) -> Result<Sheet<'_>>;

    fn for_people(&self, output: &Output) -> Result<Grid> {
        grid_of(&self.columns(output)?)
    }
}

impl<A> Written for Ledger<A> {
    fn columns(&self, output: &Output) -> Result<Sheet<'_>> {
        Ok(self.sheet(output.names, output.form))
    }
}

impl Written for Pivot {
    fn columns(&self, output: &Output) -> Result<Sheet<'_>> {
        Ok(Pivot::sheet(self, output.names))
    }

    fn for_people(&self, _: &Output) -> Result<Grid> {
        Ok(self.to_grid())
    }
}

impl Written for BalanceSheet {
    fn columns(&self, output: &Output) -> Result<Sheet<'_>> {
        Ok(self.sheet_for(output.names))
    }

    fn for_people(&self, _: &Output) -> Result<Grid> {
        Ok(with_notes(self.grid(), &self.about().description()))
    }
}

impl Written for Grid {
    fn columns(&self, _: &Output) -> Result<Sheet<'_>> {
        Ok(sheet_of(self))
    }

    fn for_people(&self, _: &Output) -> Result<Grid> {
        Ok(self.clone())
    }
}

impl Pivot {
    /// The rectangle for people, its method as the title, unit, perimeter, tables and notes below.
    #[must_use]
    pub fn to_grid(&self) -> Grid {
        with_notes(self.grid(&self.about.method), &self.about.description())
    }
}

impl<A> Ledger<A> {
    /// All rows for people, with the columns that have labels, and below the measure, the unit, the perimeter, the tables and the notes.
    /// [`grid`](Self::grid) shows the first rows only.
    ///
    /// # Errors
    /// None that a ledger could cause.
    pub fn to_grid(&self, output: &Output) -> Result<Grid> {
        self.for_people(output)
    }
}

macro_rules! written {
    ($([$($generic:tt)*] $kind:ty, $what:literal;)*) => {
        $(
            impl $($generic)* $kind {
                #[doc = concat!("Writes ", $what, " in the format that the file's ending names: `.csv`, `.xlsx`, `.parquet`, `.dta`, `.md` or `.tex`, as")]
                #[doc = "[`output`](crate::output) has them. Files of this name are overwritten."]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "If the ending is not one of these or its feature is missing, if the format has no room for the result, or if the file cannot be"]
                #[doc = "written."]
                pub fn write(&self, path: impl AsRef<Path>, output: &Output) -> Result<()> {
                    write(self, path.as_ref(), output)
                }

                #[doc = concat!("Writes ", $what, " as a workbook of Excel, with the feature `excel`: the sheet `read me` says what it is, the sheet `results`")]
                #[doc = "has a bold header that stays in sight, a filter, and figures as numbers. The same figures give the same bytes."]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "If there are more than 1 048 575 rows or 16 384 columns, or if the file cannot be written."]
                #[cfg(feature = "excel")]
                pub fn write_xlsx(&self, path: impl AsRef<Path>, output: &Output) -> Result<()> {
                    excel(self, path.as_ref(), output)
                }

                #[doc = concat!("Writes ", $what, " as Parquet, with the feature `parquet`: texts dictionary-encoded, figures as doubles, nothing as null, the")]
                #[doc = "description as key-value metadata under `leontief.`. With partitions the path is a folder, new or empty, laid out as Hive has it"]
                #[doc = "(`exporter=CHN/part-0.parquet`); the columns of partitions are in the names of folders only. What waits to be written is held in"]
                #[doc = "memory, at most a million rows of every partition."]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "If a folder of partitions is there already, if two columns have one name, or if a file cannot be written."]
                #[cfg(feature = "parquet")]
                pub fn write_parquet(&self, path: impl AsRef<Path>, output: &Output) -> Result<()> {
                    parquet(self, path.as_ref(), output)
                }

                #[doc = concat!("Writes ", $what, " as a data set of Stata, format 118, which Stata 14 and later read: codes as strings, figures as doubles, nothing as")]
                #[doc = "missing; labels of variables; the description as notes, which `notes` lists. Names that Stata does not take are changed: other"]
                #[doc = "characters become `_`, a `v` stands before a digit; the label keeps the name. (StataCorp, help dta_118.)"]
                #[doc = ""]
                #[doc = "# Errors"]
                #[doc = "If a text is longer than 2045 bytes, if there are more than 32 767 columns, or if the file cannot be written."]
                pub fn write_dta(&self, path: impl AsRef<Path>, output: &Output) -> Result<()> {
                    let path = path.as_ref();
                    require_undivided(path, output)?;
                    self.columns(output)?.write_dta(path)
                }
            }
        )*
    };
}

written! {
    [<A>] Ledger<A>, "the figures";
    [] Pivot, "the rectangle";
    [] BalanceSheet, "the rows";
    [] Grid, "the table";
}

/// Endings with the formats they stand for, and the feature that a format needs.
const ENDINGS: [(&str, Option<&str>); 6] = [
    ("csv", None),
    ("xlsx", Some("excel")),
    ("parquet", Some("parquet")),
    ("dta", None),
    ("md", None),
    ("tex", None),
];

fn write(result: &impl Written, path: &Path, output: &Output) -> Result<()> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let ending = ending.to_lowercase();
    if ending != "parquet" {
        require_undivided(path, output)?;
    }
    match ending.as_str() {
        "csv" => result.columns(output)?.write_csv(path),
        "dta" => result.columns(output)?.write_dta(path),
        "xlsx" => excel(result, path, output),
        "parquet" => parquet(result, path, output),
        "md" => text(path, &result.for_people(output)?.to_markdown()),
        "tex" => text(path, &result.for_people(output)?.to_latex()),
        _ => Err(unknown(path, &ending)),
    }
}

fn text(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| Error::from_io(error, path))
}

fn unknown(path: &Path, ending: &str) -> Error {
    let endings = ENDINGS.map(|(ending, feature)| match feature {
        Some(feature) => format!("`.{ending}` (feature `{feature}`)"),
        None => format!("`.{ending}`"),
    });
    let what = match ending {
        "" => "the name of the file has no ending, which says the format".to_owned(),
        ending => format!("no format for files that end in `.{ending}`"),
    };
    Error::parameter(what)
        .in_file(path)
        .expected(format!("one of {}", endings.join(", ")))
}

fn require_undivided(path: &Path, output: &Output) -> Result<()> {
    match output.partitions.first() {
        None => Ok(()),
        Some(column) => Err(Error::parameter(format!(
            "partitions by {column} are asked for, which only Parquet has"
        ))
        .in_file(path)
        .hint("a path that ends in `.parquet`, or no partitions")),
    }
}

#[cfg(any(not(feature = "excel"), not(feature = "parquet")))]
fn missing(path: &Path, what: &str, feature: &str) -> Error {
    Error::parameter(format!("this build of leontief does not write {what}"))
        .in_file(path)
        .hint(format!("the feature `{feature}` of the crate, or `.csv`"))
}

#[cfg(feature = "excel")]
fn excel(result: &impl Written, path: &Path, output: &Output) -> Result<()> {
    require_undivided(path, output)?;
    result.columns(output)?.write_xlsx(path, "results")
}

#[cfg(not(feature = "excel"))]
fn excel(_: &impl Written, path: &Path, _: &Output) -> Result<()> {
    Err(missing(path, "Excel", "excel"))
}

#[cfg(feature = "parquet")]
fn parquet(result: &impl Written, path: &Path, output: &Output) -> Result<()> {
    let sheet = result.columns(output)?;
    let place = |column: &crate::account::ledger::Column| {
        let name = column.name(output.names);
        let at = sheet
            .columns
            .iter()
            .position(|head| head.name == name && head.words.is_some());
        at.ok_or_else(|| {
            Error::parameter(format!(
                "the results have no column {column} to divide them by"
            ))
            .in_file(path)
            .hint("only long ledgers are divided by term, and none by owner without owners")
        })
    };
    let places = output.partitions.iter().map(place);
    let places: Vec<usize> = places.collect::<Result<_>>()?;
    sheet.write_parquet(path, &places)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &impl Written, path: &Path, _: &Output) -> Result<()> {
    Err(missing(path, "Parquet", "parquet"))
}
