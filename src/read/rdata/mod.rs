//! R workspaces (`RData`, `rda`) and single R objects (`rds`): numbers, text, lists, data frames and arrays by name.
//!
//! The XDR form of R's serialisation, versions 2 and 3, which is what `save` and `saveRDS` write unless asked for another; plain or
//! packed by gzip, bzip2 or xz, told apart by their first bytes.
//!
//! | in the file | read as |
//! |---|---|
//! | `RDX2`, `RDX3` | a workspace: objects by name; without it, one object without a name |
//! | logical, integer, real, character vectors | vectors; `NA` is known as such |
//! | `factor` | its labels |
//! | lists, data frames, pair lists | lists with names |
//! | `dim`, `dimnames` | arrays, first dimension fastest, with names |
//! | compact sequences, wrapped vectors, deferred text of integers (version 3) | the vectors that they stand for |
//! | functions, environments, external pointers, calls, complex and raw vectors | passed over |
//! | compiled functions (byte code), other deferred vectors | refused |
//! | text that is not UTF-8 | Latin-1, which never fails |
//!
//! Source: R Core Team, *R Internals*, section "Serialization Formats". How wrapped vectors and deferred text are laid out was seen in the
//! source of R.

mod altrep;
mod array;
mod flags;
mod frame;
mod stream;
mod unpack;
mod value;

use std::path::{Path, PathBuf};

pub use array::{RArray, rdata_array};
pub(super) use frame::DataFrame;
use stream::Stream;
use value::{Data, Text, Value};

use super::files::{Content, Files};
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

const ENDINGS: [&str; 3] = [".rdata", ".rda", ".rds"];

/// What a workspace holds, by name.
pub(super) struct Workspace {
    file: PathBuf,
    source: SourceFile,
    /// The object of an `rds` file has no name.
    objects: Vec<(Option<Text>, Value)>,
}

/// An object, and where it comes from.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) file: &'a Path,
    pub(super) name: &'a str,
    value: &'a Value,
}

impl Workspace {
    /// A workspace, plain or in a zip archive; of several, the one whose name has the year.
    pub(super) fn open(path: &Path, year: Option<i32>) -> Result<Self> {
        let files = Files::open(path)?;
        if let [only] = files.names() {
            return Self::of(files.content(only)?);
        }
        let is_workspace = |name: &str| {
            let name = name.to_lowercase();
            ENDINGS.iter().any(|ending| name.ends_with(ending))
        };
        let name = match year {
            Some(year) => files.sole(&format!("R workspace of {year}"), |name| {
                is_workspace(name) && name.contains(&year.to_string())
            })?,
            None => files.sole("R workspace (RData, rda or rds)", is_workspace)?,
        };
        Self::of(files.content(name)?)
    }

    /// A workspace in memory.
    pub(super) fn of(content: Content) -> Result<Self> {
        let objects = unpack::unpacked(&content.bytes, &content.file)
            .and_then(|bytes| Stream::new(bytes).workspace())
            .map_err(|error| error.in_file(&content.file))?;
        Ok(Self {
            file: content.file,
            source: content.source,
            objects,
        })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The names of all objects.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.objects.iter().filter_map(|(name, _)| name.as_deref())
    }

    /// An object by its name; that of an `rds` file goes by any.
    pub(super) fn object<'a>(&'a self, name: &'a str) -> Result<Object<'a>> {
        let mut named = self.objects.iter().filter(|(known, _)| match known {
            Some(known) => **known == *name,
            None => true,
        });
        let value = match (named.next(), named.next()) {
            (Some((_, value)), None) => value,
            (Some(_), Some(_)) => {
                return Err(Error::label(format!("the object `{name}` stands twice"))
                    .hint(crate::read::LEAVE_ONE)
                    .in_file(&self.file));
            }
            (None, _) => {
                return Err(Error::label(format!("no object `{name}`"))
                    .in_file(&self.file)
                    .found(first_few(self.names())));
            }
        };
        Ok(Object {
            file: &self.file,
            name,
            value,
        })
    }
}

impl Object<'_> {
    /// An error about the object.
    pub(super) fn wrong(&self, what: &str) -> Error {
        Error::parse(format!("the object `{}` {what}", self.name)).in_file(self.file)
    }

    /// Lengths of all dimensions; a vector has one.
    fn dimensions(&self) -> Result<Vec<usize>> {
        let length = self.value.length();
        let Some(given) = self.value.attribute("dim") else {
            return Ok(vec![length]);
        };
        let Data::Integers(given) = &given.data else {
            return Err(self.wrong("has dimensions that are not whole numbers"));
        };
        let lengths: Option<Vec<usize>> = given
            .iter()
            .map(|length| usize::try_from(*length).ok())
            .collect();
        let cells = |lengths: &Vec<usize>| {
            let product = lengths
                .iter()
                .try_fold(1_usize, |all, n| all.checked_mul(*n));
            product == Some(length)
        };
        lengths.filter(cells).ok_or_else(|| {
            self.wrong("does not fill its dimensions")
                .expected(format!("{given:?}"))
                .found(format!("{length} cells"))
                .hint("a damaged file? Fetch it again")
        })
    }

    /// Numbers without gaps.
    fn numbers(&self) -> Result<Vec<f64>> {
        let numbers: Vec<f64> = match &self.value.data {
            Data::Integers(cells) if self.value.levels().is_none() => {
                cells.iter().copied().map(value::number).collect()
            }
            Data::Reals(cells) => cells.clone(),
            other => {
                return Err(self
                    .wrong("does not hold numbers")
                    .expected("a vector, matrix or array of numbers")
                    .found(other.kind()));
            }
        };
        match numbers.iter().position(|cell| !cell.is_finite()) {
            None => Ok(numbers),
            Some(at) => Err(self
                .wrong("has a cell that is not a number")
                .expected("finite numbers")
                .found(format!("{} as number {} of its cells", numbers[at], at + 1))
                .hint("0 where there is nothing")),
        }
    }
}
