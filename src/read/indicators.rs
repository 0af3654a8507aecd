//! Long lists of figures by country, year and indicator, as statistical offices publish them.
//!
//! Columns: the country (`country` or `region`), `year`, `indicator`, `value`, and, where the file has them, `unit`, `grade` (A to D) and
//! `note`; other columns are passed over. A figure that is not known has no row, or an empty value.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::text::{Line, Sheet};
use crate::error::{Error, Result, first_few};
use crate::parameter::Grade;

/// One figure of a country in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The amount.
    pub value: f64,
    /// Its unit; empty where the file does not say.
    pub unit: String,
    /// How well it is known, where the file says.
    pub grade: Option<Grade>,
    /// What the file says of it besides.
    pub note: String,
}

/// Figures by country, year and indicator.
#[derive(Clone)]
pub struct Indicators {
    file: PathBuf,
    countries: Vec<String>,
    names: Vec<String>,
    figures: HashMap<(String, u16, String), Figure>,
}

/// Figures by country, year and indicator: a long list with the columns `country` or `region`, `year`, `indicator`, `value`, and perhaps
/// `unit`, `grade` and `note`.
///
/// ```
/// let totals = leontief::read::indicators_csv("data/income-totals/regions6_income.csv")?;
/// let paid = totals.figure("CHN", 2011, "primary_income_payments_gross")?;
/// assert_eq!((paid.unit.as_str(), paid.value.round()), ("mn USD", 214_585.0));
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read, a column is missing, a year or a value is not a number, a grade is unknown, or a figure stands twice.
pub fn indicators_csv(path: impl AsRef<Path>) -> Result<Indicators> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let columns = Columns::of(&sheet)?;
    let mut found = Indicators {
        file: sheet.file().to_owned(),
        countries: Vec::new(),
        names: Vec::new(),
        figures: HashMap::new(),
    };
    for line in sheet.rows() {
        if !sheet.text(line, columns.value).is_empty() {
            found.add(&sheet, line, &columns)?;
        }
    }
    Ok(found)
}

/// Positions of columns.
struct Columns {
    country: usize,
    year: usize,
    indicator: usize,
    value: usize,
    unit: Option<usize>,
    grade: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    fn of(sheet: &Sheet) -> Result<Self> {
        let place = |name: &str| sheet.find(name);
        let Some(country) = place("country").or_else(|| place("region")) else {
            return Err(sheet.at_header(
                Error::label("no column of countries")
                    .expected("a column `country` or `region`")
                    .found(first_few(sheet.header())),
            ));
        };
        Ok(Self {
            country,
            year: sheet.column("year")?,
            indicator: sheet.column("indicator")?,
            value: sheet.column("value")?,
            unit: place("unit"),
            grade: place("grade"),
            note: place("note"),
        })
    }
}

fn year(sheet: &Sheet, line: &Line, column: usize) -> Result<u16> {
    let text = sheet.text(line, column);
    text.parse().map_err(|_| {
        let wrong = sheet.wrong(line, column, "the cell is not a year");
        wrong
            .expected("a year in digits")
            .found(format!("`{text}`"))
    })
}

impl Indicators {
    fn add(&mut self, sheet: &Sheet, line: &Line, columns: &Columns) -> Result<()> {
        let text = |column: usize| sheet.text(line, column).to_owned();
        let optional = |column: Option<usize>| column.map(text).unwrap_or_default();
        let (country, name) = (text(columns.country), text(columns.indicator));
        let year = year(sheet, line, columns.year)?;
        let grade = match columns.grade {
            Some(column) if !sheet.text(line, column).is_empty() => {
                Some(sheet.parsed(line, column)?)
            }
            _ => None,
        };
        let figure = Figure {
            value: sheet.number(line, columns.value)?,
            unit: optional(columns.unit),
            grade,
            note: optional(columns.note),
        };
        for (known, code) in [(&mut self.countries, &country), (&mut self.names, &name)] {
            if !known.contains(code) {
                known.push(code.clone());
            }
        }
        let place = (country, year, name);
        if self.figures.contains_key(&place) {
            let message = format!("`{}` of `{}` in {year} stands twice", place.2, place.0);
            return Err(sheet
                .wrong(line, columns.indicator, &message)
                .hint("leave one of the two rows"));
        }
        self.figures.insert(place, figure);
        Ok(())
    }

    /// Countries in order of appearance.
    #[must_use]
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// Indicators in order of appearance.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// A figure, if the file has it.
    #[must_use]
    pub fn get(&self, country: &str, year: u16, indicator: &str) -> Option<&Figure> {
        let place = (country.to_owned(), year, indicator.to_owned());
        self.figures.get(&place)
    }

    /// A figure that must be there.
    ///
    /// # Errors
    /// If it is not; the message says whether the country, the indicator or the year is unknown.
    pub fn figure(&self, country: &str, year: u16, indicator: &str) -> Result<&Figure> {
        if let Some(found) = self.get(country, year, indicator) {
            return Ok(found);
        }
        let wanted = Error::label(format!("no `{indicator}` of `{country}` in {year}"));
        let wanted = wanted.in_file(&self.file);
        for (what, code, known) in [
            ("a country", country, &self.countries),
            ("an indicator", indicator, &self.names),
        ] {
            if !known.iter().any(|known| known == code) {
                return Err(wanted
                    .expected(format!("{what} among {}", first_few(known)))
                    .found(format!("`{code}`")));
            }
        }
        let mut years: Vec<u16> = self
            .figures
            .keys()
            .filter(|(c, _, i)| c == country && i == indicator)
            .map(|(_, year, _)| *year)
            .collect();
        years.sort_unstable();
        let years: Vec<String> = years.iter().map(u16::to_string).collect();
        Err(wanted.expected(match years.is_empty() {
            true => "another country: this one has no such figure in any year".to_owned(),
            false => format!("one of the years {}", first_few(years)),
        }))
    }
}

/// The same figures, whatever their file.
impl PartialEq for Indicators {
    fn eq(&self, other: &Self) -> bool {
        (&self.countries, &self.names, &self.figures)
            == (&other.countries, &other.names, &other.figures)
    }
}

impl fmt::Debug for Indicators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Indicators: {} figures of {} countries in {} indicators",
            self.figures.len(),
            self.countries.len(),
            self.names.len()
        )
    }
}
