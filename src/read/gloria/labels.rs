//! What rows and columns are called: the sheets of the ReadMe, as a workbook or as CSV files, or lists of the caller.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country, FinalUse, Sector};
use crate::read::files::{Content, Files};
use crate::read::lines::without_mark;
use crate::read::names::base;
use crate::table::{PrimaryKind, SourceFile};

const VALUE_ADDED: [(&str, PrimaryKind); 6] = [
    ("D.1", PrimaryKind::Compensation),
    ("D.29", PrimaryKind::NetProductionTax),
    ("D.39", PrimaryKind::NetProductionTax),
    ("B.2n", PrimaryKind::OperatingSurplus),
    ("B.3n", PrimaryKind::OperatingSurplus),
    ("K.1", PrimaryKind::Depreciation),
];
const FINALS: [&str; 6] = [
    "Household final consumption P.3h",
    "Non-profit institutions serving households P.3n",
    "Government final consumption P.3g",
    "Gross fixed capital formation P.51",
    "Changes in inventories P.52",
    "Acquisitions less disposals of valuables P.53",
];
const SHEETS: [&str; 4] = [
    "Regions",
    "Sectors",
    "Value added and final demand",
    "Satellites",
];

/// What rows and columns of GLORIA's files are called, in their order: the files themselves have no labels.
///
/// | sheet of `GLORIA_ReadMe_0RR.xlsx` | columns | read as |
/// |---|---|---|
/// | `Regions` | `Region_acronyms`, `Region_names` | codes and names of regions |
/// | `Sectors` | `Sector_names` | codes of sectors: each is an industry and the product that it makes |
/// | `Value added and final demand` | `Value_added_names` | components of value added, known by the code at the end: `D.1`, `D.29`, `D.39`, `B.2n`, `B.3n`, `K.1` |
/// | the same | `Final_demand_names` | categories of final use; the code at the end is the code, such as `P.3h` |
/// | `Satellites` | `Sat_head_indicator`, `Sat_indicator`, `Sat_unit` | satellites, without the quotation marks around some |
///
/// Rows of a sheet stand in the order of the files; where it has a column `Lfd_Nr`, its numbers must rise.
#[derive(Debug, Clone)]
pub struct GloriaLabels {
    pub(super) regions: Axis<Country>,
    pub(super) sectors: Axis<Sector>,
    pub(super) value_added: Vec<(String, PrimaryKind)>,
    pub(super) finals: Axis<FinalUse>,
    pub(super) satellites: Vec<Satellite>,
    pub(super) source: Option<SourceFile>,
}

/// A row of the satellite accounts.
#[derive(Debug, Clone)]
pub(super) struct Satellite {
    pub(super) head: String,
    pub(super) name: String,
    pub(super) unit: String,
}

impl GloriaLabels {
    /// Regions and sectors as the caller knows them, in the order of the files, with the usual six components of value added and six
    /// categories of final use, and no satellites.
    #[must_use]
    pub fn new(regions: Axis<Country>, sectors: Axis<Sector>) -> Self {
        let value_added = VALUE_ADDED.iter();
        let value_added = value_added.map(|(code, kind)| ((*code).to_owned(), *kind));
        let finals = FINALS.iter().map(|name| (code_of(name), *name));
        Self {
            regions,
            sectors,
            value_added: value_added.collect(),
            finals: Axis::with_names(finals).unwrap_or_else(|_| Axis::empty()),
            satellites: Vec::new(),
            source: None,
        }
    }

    /// The same with satellites by name and unit, in the order of the rows of the files `TQ` and `YQ`.
    #[must_use]
    pub fn satellites<N: Into<String>, U: Into<String>>(
        mut self,
        satellites: impl IntoIterator<Item = (N, U)>,
    ) -> Self {
        let satellites = satellites.into_iter().map(|(name, unit)| Satellite {
            head: String::new(),
            name: name.into(),
            unit: unit.into(),
        });
        self.satellites = satellites.collect();
        self
    }

    /// Sheets of the ReadMe as CSV files in a folder (or zip archive), each named after its sheet: `Regions.csv`, `Sectors.csv`,
    /// `Value added and final demand.csv`, and `Satellites.csv`, which may be missing.
    ///
    /// # Errors
    /// If a file is missing or cannot be read, has not the columns of its sheet, an empty or doubled label, or labels out of order.
    pub fn csv(folder: impl AsRef<Path>) -> Result<Self> {
        let files = Files::open(folder.as_ref())?;
        Self::from_sheets(|name| {
            let file = format!("{name}.csv");
            let wanted = |known: &str| base(known) == file;
            if name == SHEETS[3] && !files.names().iter().any(|known| wanted(known)) {
                return Ok(None);
            }
            let known = files.sole(&format!("file `{file}`"), wanted)?;
            Cells::of_text(files.content(known)?).map(Some)
        })
    }

    /// The published ReadMe, with the feature `workbooks`.
    ///
    /// # Errors
    /// As [`csv`](Self::csv).
    #[cfg(feature = "workbooks")]
    pub fn read_me(file: impl AsRef<Path>) -> Result<Self> {
        Self::of_workbook(crate::read::workbook::Workbook::open(file.as_ref())?)
    }

    #[cfg(feature = "workbooks")]
    pub(super) fn of_content(content: Content) -> Result<Self> {
        Self::of_workbook(crate::read::workbook::Workbook::of(content)?)
    }

    #[cfg(not(feature = "workbooks"))]
    pub(super) fn of_content(content: Content) -> Result<Self> {
        Err(
            Error::io("reading a workbook takes the feature `workbooks`")
                .in_file(&content.file)
                .hint("build with it, or save the sheets as CSV files for `GloriaLabels::csv`"),
        )
    }

    #[cfg(feature = "workbooks")]
    fn of_workbook(mut book: crate::read::workbook::Workbook) -> Result<Self> {
        let names = book.sheet_names();
        let labels = Self::from_sheets(|name| {
            if name == SHEETS[3] && !names.iter().any(|known| known == name) {
                return Ok(None);
            }
            Ok(Some(Cells::of_grid(&book.sheet(name)?, book.file())))
        })?;
        Ok(Self {
            source: Some(book.source().clone()),
            ..labels
        })
    }

    fn from_sheets(mut sheet: impl FnMut(&str) -> Result<Option<Cells>>) -> Result<Self> {
        let mut needed =
            |name: &str| sheet(name)?.ok_or_else(|| Error::label(format!("no sheet `{name}`")));
        let cells = needed(SHEETS[0])?;
        let regions = cells.columns(["Region_acronyms", "Region_names"])?;
        let regions = Axis::with_names(regions.into_iter().map(|[code, name]| (code, name)));
        let regions = regions.map_err(|error| error.in_file(&cells.file))?;
        let cells = needed(SHEETS[1])?;
        let sectors = cells.columns(["Sector_names"])?;
        let sectors = Axis::new(sectors.into_iter().map(|[name]| name));
        let sectors = sectors.map_err(|error| error.in_file(&cells.file))?;
        let cells = needed(SHEETS[2])?;
        let names = cells.columns(["Value_added_names"])?;
        let value_added = names.into_iter().map(|[name]| component(&name));
        let value_added: Result<Vec<_>> = value_added.collect();
        let finals = cells.columns(["Final_demand_names"])?;
        let finals = Axis::with_names(finals.into_iter().map(|[name]| (code_of(&name), name)));
        let (value_added, finals) = value_added
            .and_then(|rows| Ok((rows, finals?)))
            .map_err(|error| error.in_file(&cells.file))?;
        if regions.is_empty() || sectors.is_empty() || finals.is_empty() || value_added.is_empty() {
            let error = Error::label("a sheet has no labels").in_file(&cells.file);
            return Err(error.expected("regions, sectors, components of value added, final uses"));
        }
        let satellites = match sheet(SHEETS[3])? {
            Some(cells) => cells.columns(["Sat_indicator", "Sat_head_indicator", "Sat_unit"])?,
            None => Vec::new(),
        };
        let satellites = satellites.into_iter().map(|[name, head, unit]| Satellite {
            head,
            name: name.trim_matches('\'').to_owned(),
            unit,
        });
        Ok(Self {
            regions,
            sectors,
            value_added,
            finals,
            satellites: satellites.collect(),
            source: None,
        })
    }

    /// The rows of these satellites.
    pub(super) fn rows_of(&self, wanted: &[String]) -> Result<Vec<usize>> {
        let row = |wanted: &String| {
            let known = self.satellites.iter().enumerate();
            let mut found = known.filter(|(_, satellite)| satellite.answers_to(wanted));
            match (found.next(), found.next()) {
                (Some((row, _)), None) => Ok(row),
                (None, _) => Err(Error::label(format!("no satellite `{wanted}`"))
                    .expected("a name as in the sheet Satellites, without quotation marks")
                    .found(first_few(self.satellites.iter().map(|known| &known.name)))),
                (Some((_, first)), Some((_, second))) => {
                    let names = [first, second].map(Satellite::full_name);
                    Err(Error::label(format!("more than one satellite `{wanted}`"))
                        .found(first_few(names))
                        .hint("give the head and the name, with `: ` between them"))
                }
            }
        };
        wanted.iter().map(row).collect()
    }
}

impl Satellite {
    fn full_name(&self) -> String {
        format!("{}: {}", self.head, self.name)
    }

    fn answers_to(&self, wanted: &str) -> bool {
        self.name == wanted || self.full_name() == wanted
    }
}

/// The last word, where it is a code: `P.3h` of `Household final consumption P.3h`.
fn code_of(name: &str) -> String {
    let last = name.rsplit(' ').next().filter(|last| last.contains('.'));
    last.unwrap_or(name).to_owned()
}

fn component(name: &str) -> Result<(String, PrimaryKind)> {
    let code = code_of(name);
    let known = VALUE_ADDED.iter().find(|(known, _)| *known == code);
    let known = known.map(|(code, kind)| ((*code).to_owned(), *kind));
    known.ok_or_else(|| {
        Error::label(format!("unknown component of value added `{name}`")).expected(format!(
            "one that ends with {}",
            first_few(VALUE_ADDED.map(|(code, _)| code))
        ))
    })
}

/// A sheet as text.
struct Cells {
    file: PathBuf,
    rows: Vec<Vec<String>>,
}

impl Cells {
    #[cfg(feature = "workbooks")]
    fn of_grid(grid: &crate::read::workbook::Grid, book: &Path) -> Self {
        let (rows, columns) = grid.size();
        let row = |at: usize| (0..columns).map(|column| grid.text(at, column)).collect();
        Self {
            file: book.join(grid.name()),
            rows: (0..rows).map(row).collect(),
        }
    }

    fn of_text(content: Content) -> Result<Self> {
        let text = without_mark(&content.bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        let rows = reader.records().map(|record| {
            let record = record.map_err(|error| {
                Error::parse(format!("cannot read the text ({error})")).in_file(&content.file)
            })?;
            Ok(record.iter().map(|cell| cell.trim().to_owned()).collect())
        });
        Ok(Self {
            rows: rows.collect::<Result<_>>()?,
            file: content.file.clone(),
        })
    }

    /// Columns by the labels over them, as far down as the first one goes.
    fn columns<const K: usize>(&self, labels: [&str; K]) -> Result<Vec<[String; K]>> {
        let position = |label: &str| {
            let header = self.rows.first();
            header.and_then(|header| header.iter().position(|known| known == label))
        };
        let mut at = [0; K];
        for (slot, label) in at.iter_mut().zip(labels) {
            *slot = position(label).ok_or_else(|| {
                let header = self.rows.first().into_iter().flatten();
                let error = Error::label(format!("no column `{label}`")).at_line(1);
                error.found(first_few(header)).in_file(&self.file)
            })?;
        }
        let text = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
        let body = || self.rows.iter().skip(1);
        let height = body().rposition(|row| !text(row, at[0]).is_empty());
        let height = height.map_or(0, |last| last + 1);
        if let Some(blank) = body()
            .take(height)
            .position(|row| text(row, at[0]).is_empty())
        {
            return Err(self.at(
                blank,
                Error::label(format!("no label in the column `{}`", labels[0])),
            ));
        }
        if let Some(number) = position("Lfd_Nr") {
            let mut before = f64::NEG_INFINITY;
            for (row, cells) in body().take(height).enumerate() {
                match text(cells, number).parse::<f64>() {
                    Ok(own) if own > before => before = own,
                    _ => {
                        let error = Error::label("the rows are out of order")
                            .expected("numbers in the column `Lfd_Nr` that rise")
                            .found(format!("`{}`", text(cells, number)))
                            .hint("labels stand in the order of the files: fetch the ReadMe again");
                        return Err(self.at(row, error));
                    }
                }
            }
        }
        let row = |row: &Vec<String>| at.map(|column| text(row, column));
        Ok(body().take(height).map(row).collect())
    }

    /// An error about a row below the header.
    fn at(&self, row: usize, error: Error) -> Error {
        error.in_file(&self.file).at_line(row as u64 + 2)
    }
}
