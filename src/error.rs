//! One error type for the whole crate.
//!
//! An [`Error`] is opaque: callers match on its category with predicates ([`Error::is_label`], [`Error::is_parse`], …) and
//! print it for people. A message says what is wrong, where (file, line, column, label), what was expected, what was found
//! and what to try.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, where, and what to try.
///
/// ```
/// use leontief::label::{Axis, Sector};
///
/// let sectors: Axis<Sector> = Axis::new(["C25", "C26"])?;
/// let error = sectors.at("C62").unwrap_err();
/// assert!(error.is_label());
/// assert!(error.to_string().contains("no sector `C62`"));
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    category: Category,
    message: String,
    place: Place,
    expected: Option<String>,
    found: Option<String>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Debug, Default)]
struct Place {
    file: Option<PathBuf>,
    line: Option<u64>,
    column: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Category {
    Label,
    Shape,
    Parse,
    Io,
    Table,
    Singular,
    Unit,
    Income,
    ControlTotal,
    Parameter,
    Cancelled,
    Memory,
    Identity,
    Infeasible,
    Unconverged,
}

macro_rules! categories {
    ($($(#[$doc:meta])* $make:ident, $is:ident, $category:ident;)*) => {
        $(
            pub(crate) fn $make(message: impl Into<String>) -> Self {
                Self::new(Category::$category, message)
            }

            $(#[$doc])*
            #[must_use]
            pub fn $is(&self) -> bool {
                self.0.category == Category::$category
            }
        )*
    };
}

impl Error {
    categories! {
        /// A code that is missing, unknown, doubled or empty.
        label, is_label, Label;
        /// An array whose size does not fit its axes.
        shape, is_shape, Shape;
        /// Text that is not what a file should hold at that place.
        parse, is_parse, Parse;
        /// A file that cannot be opened or read.
        io, is_io, Io;
        /// A table that fails its checks: balance, non-finite cells, inputs without output, …
        table, is_table, Table;
        /// I − A has no usable inverse: singular, or an economy that uses up more than it produces.
        singular, is_singular, Singular;
        /// Amounts of different units that met without an explicit conversion.
        unit, is_unit, Unit;
        /// Shares of income that are negative, do not add up to one, or miss a component of value added.
        income, is_income, Income;
        /// A control total that the table cannot meet.
        control_total, is_control_total, ControlTotal;
        /// A parameter that is missing, unknown or outside its range.
        parameter, is_parameter, Parameter;
        /// Long work that its caller stopped.
        cancelled, is_cancelled, Cancelled;
        /// More memory is needed than there is.
        memory, is_memory, Memory;
        /// Results that do not add up as they must: the terms of a decomposition miss the flow they divide.
        identity, is_identity, Identity;
        /// Targets that no matrix of the given signs can meet.
        infeasible, is_infeasible, Infeasible;
        /// An iteration that stopped before its targets were met.
        unconverged, is_unconverged, Unconverged;
    }

    fn new(category: Category, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            category,
            message: message.into(),
            place: Place::default(),
            expected: None,
            found: None,
            hint: None,
            source: None,
        }))
    }

    /// The error of a file that could not be created, opened or written.
    #[must_use]
    pub fn from_io(error: std::io::Error, file: &Path) -> Self {
        Self::io(format!("{error}")).in_file(file).caused_by(error)
    }

    pub(crate) fn expected(mut self, expected: impl fmt::Display) -> Self {
        self.0.expected = Some(expected.to_string());
        self
    }

    pub(crate) fn found(mut self, found: impl fmt::Display) -> Self {
        self.0.found = Some(found.to_string());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Keeps the innermost file: the one that was being read when the error arose.
    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        self.0.place.file.get_or_insert_with(|| file.to_owned());
        self
    }

    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.0.place.line = Some(line);
        self
    }

    pub(crate) fn at_column(mut self, column: impl Into<String>) -> Self {
        self.0.place.column = Some(column.into());
        self
    }

    /// Puts what was being done in front of the message.
    pub(crate) fn during(mut self, what: impl fmt::Display) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// The file that was being read, where there was one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.0.place.file.as_deref()
    }

    /// The line of that file, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.place.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(file) = &inner.place.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = inner.place.line {
                write!(f, ", line {line}")?;
            }
            if let Some(column) = &inner.place.column {
                write!(f, ", column `{column}`")?;
            }
            f.write_str(": ")?;
        } else if let Some(line) = inner.place.line {
            write!(f, "line {line}")?;
            if let Some(column) = &inner.place.column {
                write!(f, ", column `{column}`")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(expected) = &inner.expected {
            write!(f, "; expected {expected}")?;
        }
        if let Some(found) = &inner.found {
            write!(f, "; found {found}")?;
        }
        if let Some(hint) = &inner.hint {
            write!(f, "; try: {hint}")?;
        }
        Ok(())
    }
}

/// Same text as `Display`, so that `unwrap` and a notebook's `?` print the message and not the fields.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} error: {self}", self.0.category)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The first few of a list of codes, for messages.
pub(crate) fn first_few<T: AsRef<str>>(codes: impl IntoIterator<Item = T>) -> String {
    const SHOWN: usize = 8;
    let mut codes = codes.into_iter();
    let shown: Vec<String> = codes
        .by_ref()
        .take(SHOWN)
        .map(|code| format!("`{}`", code.as_ref()))
        .collect();
    match codes.count() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
