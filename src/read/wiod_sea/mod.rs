//! Socio-economic accounts of the World Input-Output Database (WIOD): employment, hours, capital, prices by country and industry.

mod header;
mod onto;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use ndarray::Array1;

use header::{Header, units};

use super::cells::Cell;
use super::workbook::{Grid, Workbook};
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

const SHEET: &str = "DATA";
/// What statisticians write where there is no figure.
const NO_FIGURE: &str = "NA";

/// The socio-economic accounts of all countries and years of a release.
///
/// ```no_run
/// use leontief::read;
///
/// let accounts = read::wiod_sea("WIOD_SEA_Nov16.xlsx")?;
/// let persons = accounts.by_sector("CHN", "EMP", 2012, &["A01", "C26"])?;
/// println!("{} {}", persons.values, accounts.unit("EMP"));
///
/// // jobs on a world table; for the rest of the world there are no accounts
/// let world = read::wiod2016("WIOT2012_Nov16_ROW.xlsb")?;
/// let world = accounts.onto(world, "EMP", 2012, &["ROW"])?;
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct WiodSea {
    file: PathBuf,
    source: SourceFile,
    release: &'static str,
    countries: Vec<String>,
    variables: Vec<String>,
    years: Vec<i32>,
    units: HashMap<String, String>,
    /// Figures of all years by country, variable and code; nothing where a cell is blank or `NA`.
    rows: HashMap<[String; 3], Vec<Option<f64>>>,
    gaps: usize,
}

/// Figures in the order of the sectors that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct SeaFigures {
    /// The figures; zero where the file has none.
    pub values: Array1<f64>,
    /// Sectors whose cell is blank or `NA`.
    pub gaps: Vec<String>,
}

/// Opens the socio-economic accounts of the WIOD, 2016 release (`WIOD_SEA_Nov16.xlsx`, 2000 to 2014) or 2013 release (`WIOD_SEA_July14.xlsx`,
/// 1995 to 2011), plain or packed. Needs the feature `workbooks`.
///
/// **Layout.** The sheet `DATA`: a header with `country`, `variable`, `description`, `code` in any order and capitals, then years, as `2014`
/// (2016 release) or `_1995` (2013 release); one row for each country, variable and code of an industry.
///
/// | in the file | read as |
/// |---|---|
/// | a number | itself, in the unit of its variable |
/// | a blank cell, a space, `NA` | no figure; counted by [`gaps`](WiodSea::gaps), named by [`by_sector`](WiodSea::by_sector) |
/// | a variable's description on another sheet (`Notes`) | its unit: what stands in the last brackets, as `thousands` |
///
/// Written from a description of the layout and tried on miniature files; no published file was at hand.
///
/// # Source
/// Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
/// [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178).
///
/// # Errors
/// If the workbook cannot be read, has no such sheet or columns, a row stands twice or has no label, or a cell is not a number. Messages
/// name workbook, sheet, row and column.
pub fn wiod_sea(path: impl AsRef<Path>) -> Result<WiodSea> {
    let mut book = Workbook::open(path.as_ref())?;
    let grid = book.sheet(SHEET)?;
    let header = Header::of(&grid)?;
    let mut accounts = WiodSea {
        file: book.file().join(SHEET),
        source: book.source().clone(),
        release: header.release,
        countries: Vec::new(),
        variables: Vec::new(),
        years: header.years.iter().map(|(year, _)| *year).collect(),
        units: HashMap::new(),
        rows: HashMap::new(),
        gaps: 0,
    };
    for row in header.row + 1..grid.size().0 {
        accounts.take(&grid, &header, row)?;
    }
    if accounts.rows.is_empty() {
        return Err(grid.wrong(Error::parse("the sheet has a header and no rows")));
    }
    accounts.units = units(&mut book, &accounts.variables)?;
    Ok(accounts)
}

impl WiodSea {
    /// One row of the sheet.
    fn take(&mut self, grid: &Grid, header: &Header, row: usize) -> Result<()> {
        let [country, variable, _, code] = header.keys.map(|column| grid.text(row, column));
        let labels = [country, variable, code];
        if labels.iter().all(String::is_empty) {
            let mut years = header.years.iter();
            let filled = years.any(|(_, column)| !grid.text(row, *column).is_empty());
            return match filled {
                false => Ok(()),
                true => Err(grid.at(
                    row,
                    header.keys[0],
                    Error::label("a row of figures has no labels"),
                )),
            };
        }
        let places = [header.keys[0], header.keys[1], header.keys[3]];
        if let Some(empty) = labels.iter().position(String::is_empty) {
            let error = Error::label("a label is missing").expected("country, variable and code");
            return Err(grid.at(row, places[empty], error));
        }
        let mut figures = Vec::with_capacity(header.years.len());
        for (_, column) in &header.years {
            let figure = match grid.cell(row, *column) {
                Cell::Text(text) if text.trim() == NO_FIGURE => None,
                _ => grid.number(row, *column)?,
            };
            self.gaps += usize::from(figure.is_none());
            figures.push(figure);
        }
        for (list, label) in [
            (&mut self.countries, &labels[0]),
            (&mut self.variables, &labels[1]),
        ] {
            if list.last() != Some(label) && !list.contains(label) {
                list.push(label.clone());
            }
        }
        let words = labels.join(" ");
        match self.rows.insert(labels, figures) {
            None => Ok(()),
            Some(_) => {
                let error = Error::label(format!("the row `{words}` stands twice"))
                    .hint(crate::read::LEAVE_ONE);
                Err(grid.at(row, places[0], error))
            }
        }
    }

    /// The countries, in order of their first row.
    #[must_use]
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// The variables, in order of their first row: `EMP`, `EMPE`, `H_EMPE`, `COMP`, `K`, `VA`, ….
    #[must_use]
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The years, in order of their columns.
    #[must_use]
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// The release that the header tells.
    #[must_use]
    pub fn release(&self) -> &str {
        self.release
    }

    /// The file as published.
    #[must_use]
    pub fn source(&self) -> &SourceFile {
        &self.source
    }

    /// How many cells of the sheet are blank or `NA`.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.gaps
    }

    /// The unit of a variable as the notes of the workbook give it, or `unit not stated`.
    #[must_use]
    pub fn unit(&self, variable: &str) -> &str {
        let unit = self.units.get(variable);
        unit.map_or("unit not stated", String::as_str)
    }

    /// One figure; nothing where its cell is blank or `NA`.
    ///
    /// # Errors
    /// If there is no such row or year.
    pub fn value(
        &self,
        country: &str,
        variable: &str,
        code: &str,
        year: i32,
    ) -> Result<Option<f64>> {
        let at = self.year(year)?;
        let label = [country, variable, code].map(str::to_owned);
        match self.rows.get(&label) {
            Some(figures) => Ok(figures[at]),
            None => Err(self.unknown(country, variable, std::slice::from_ref(&label[2]))),
        }
    }

    /// A variable of a country in a year, in the order of these sectors.
    ///
    /// # Errors
    /// If there is no such year, or no row for one of the sectors; cells without a figure are named in the result.
    pub fn by_sector<S: AsRef<str>>(
        &self,
        country: &str,
        variable: &str,
        year: i32,
        sectors: &[S],
    ) -> Result<SeaFigures> {
        let at = self.year(year)?;
        let (mut values, mut gaps, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for sector in sectors {
            let sector = sector.as_ref();
            let label = [country, variable, sector].map(str::to_owned);
            match self.rows.get(&label) {
                None => missing.push(sector.to_owned()),
                Some(figures) => {
                    if figures[at].is_none() {
                        gaps.push(sector.to_owned());
                    }
                    values.push(figures[at].unwrap_or(0.0));
                }
            }
        }
        if !missing.is_empty() {
            return Err(self.unknown(country, variable, &missing));
        }
        Ok(SeaFigures {
            values: values.into(),
            gaps,
        })
    }

    fn year(&self, wanted: i32) -> Result<usize> {
        let found = self.years.iter().position(|year| *year == wanted);
        found.ok_or_else(|| {
            Error::label(format!("no year {wanted}"))
                .in_file(&self.file)
                .expected(format!(
                    "one of {}",
                    first_few(self.years.iter().map(i32::to_string))
                ))
        })
    }

    fn unknown(&self, country: &str, variable: &str, codes: &[String]) -> Error {
        let (what, known) = if !self.countries.iter().any(|known| known == country) {
            (format!("no accounts of `{country}`"), &self.countries)
        } else if !self.variables.iter().any(|known| known == variable) {
            (format!("no variable `{variable}`"), &self.variables)
        } else {
            let codes = first_few(codes);
            let error = Error::label(format!("no row of {country} {variable} for {codes}"));
            return error
                .in_file(&self.file)
                .hint("are the sectors those of this release?");
        };
        Error::label(what)
            .in_file(&self.file)
            .expected(format!("one of {}", first_few(known)))
            .hint("a region without accounts must be named, to be zero")
    }
}

impl fmt::Debug for WiodSea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WiodSea, {}: {} countries, {} variables, {} rows, {} gaps",
            self.release,
            self.countries.len(),
            self.variables.len(),
            self.rows.len(),
            self.gaps
        )
    }
}
