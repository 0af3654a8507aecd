//! What the lines above a table say: its year, unit and prices.

use std::path::Path;

use crate::error::{Error, Result, first_few};
use crate::read::names::years;
use crate::read::workbook::Grid;
use crate::unit::{PriceBasis, Scale, Unit};

/// Whose prices the figures are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prices {
    Current,
    PreviousYear,
    Constant(i32),
    Unsaid,
}

/// The texts above a table.
pub(super) struct Notes {
    texts: Vec<String>,
}

impl Notes {
    /// Texts of the corner above the rows and before the columns of numbers.
    pub(super) fn of(grid: &Grid, first: [usize; 2]) -> Self {
        let cells = (0..first[0]).flat_map(|row| (0..first[1]).map(move |column| (row, column)));
        let texts = cells.map(|(row, column)| grid.text(row, column));
        Self {
            texts: texts.filter(|text| !text.is_empty()).collect(),
        }
    }

    /// The first year that is not that of constant prices.
    pub(super) fn year(&self) -> Option<i32> {
        let constant = match self.prices() {
            Prices::Constant(year) => Some(year),
            _ => None,
        };
        let years: Vec<i32> = self.texts.iter().flat_map(|text| years(text)).collect();
        let mut others = years.iter().filter(|year| Some(**year) != constant);
        others.next().or(years.first()).copied()
    }

    /// The text that has a word in it.
    pub(super) fn with(&self, word: &str) -> Option<&str> {
        let found = self
            .texts
            .iter()
            .find(|text| text.to_lowercase().contains(word));
        found.map(String::as_str)
    }

    pub(super) fn prices(&self) -> Prices {
        for text in &self.texts {
            let text = text.to_lowercase();
            if let Some(at) = text.find("constant")
                && let Some(year) = years(&text[at..]).first()
            {
                return Prices::Constant(*year);
            }
            if text.contains("previous") && text.contains("price") {
                return Prices::PreviousYear;
            }
        }
        match self.with("current price") {
            Some(_) => Prices::Current,
            None => Prices::Unsaid,
        }
    }

    /// Million dollars, or an error.
    pub(super) fn require_million_dollars(&self, grid: &Grid) -> Result<()> {
        let dollars = |text: &str| {
            ["us$", "usd", "us dollar", "$"]
                .iter()
                .any(|w| text.contains(w))
        };
        let texts = self.texts.iter().map(|text| text.to_lowercase());
        let mut units = texts.filter(|text| text.contains("million") && dollars(text));
        if units.next().is_some() {
            return Ok(());
        }
        Err(grid.wrong(
            Error::unit("no unit that this reader knows stands above the table")
                .expected("a line such as `(millions of US$)`")
                .found(match self.texts.is_empty() {
                    true => "nothing".to_owned(),
                    false => first_few(&self.texts),
                })
                .hint("is the sheet the published one, in its published unit?"),
        ))
    }
}

impl Prices {
    /// The unit: million dollars of a year, at the prices of that year or of another one.
    pub(super) fn unit(self, year: i32) -> Unit {
        let currency = match self {
            Self::Current | Self::Unsaid => "USD".to_owned(),
            Self::PreviousYear => format!("USD of {}", year - 1),
            Self::Constant(of) => format!("USD of {of}"),
        };
        Unit::new(&currency, Scale::MILLIONS, year, PriceBasis::Basic)
    }

    pub(super) fn in_words(self, year: i32) -> String {
        match self {
            Self::Current => "current prices".to_owned(),
            Self::Unsaid => "the sheet does not say whose prices: taken as current".to_owned(),
            Self::PreviousYear => format!("prices of the previous year, {}", year - 1),
            Self::Constant(of) => format!("constant prices of {of}"),
        }
    }
}

/// The year that sheet, name of the file and caller agree on.
pub(super) fn agreed_year(
    in_sheet: Option<i32>,
    in_name: &[i32],
    wanted: Option<i32>,
    place: &Path,
) -> Result<i32> {
    let other = |what: &str, expected: i32, found: &dyn std::fmt::Display| {
        Error::parse(what)
            .in_file(place)
            .expected(expected)
            .found(found)
    };
    let (year, by_name) = match (in_sheet, in_name) {
        (Some(year), _) => (year, false),
        (None, [year]) => (*year, true),
        _ => {
            return wanted.ok_or_else(|| {
                Error::parse("neither the sheet nor the name of the file says the year")
                    .in_file(place)
                    .hint("say it: `Options::new().year(2014)`")
            });
        }
    };
    if !by_name && !in_name.is_empty() && !in_name.contains(&year) {
        let names: Vec<String> = in_name.iter().map(i32::to_string).collect();
        return Err(other(
            "the name of the file has another year than the sheet",
            year,
            &names.join(", "),
        )
        .hint("give the file its published name"));
    }
    match wanted {
        Some(wanted) if wanted != year => Err(other("the table is of another year", wanted, &year)
            .hint("open the file of the year, or leave the year out")),
        _ => Ok(year),
    }
}

#[cfg(test)]
mod tests {
    use super::{Notes, Prices, years};

    fn notes(texts: &[&str]) -> Notes {
        Notes {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn prices_and_years_are_told_apart() {
        let constant = notes(&["MRIO Table 2018", "62 economies, at constant 2010 prices"]);
        assert_eq!(constant.prices(), Prices::Constant(2010));
        assert_eq!(constant.year(), Some(2018));
        let constant = notes(&["Table at constant 2010 prices, 2018"]);
        assert_eq!(constant.year(), Some(2018));
        let base = notes(&["Table 2010 at constant 2010 prices"]);
        assert_eq!(base.year(), Some(2010));
        let previous = notes(&["43 countries, in previous year's prices"]);
        assert_eq!(previous.prices(), Prices::PreviousYear);
        assert_eq!(previous.prices().unit(2014).short(), "mn USD of 2013");
        assert_eq!(notes(&["in current prices"]).prices(), Prices::Current);
        assert_eq!(notes(&[]).prices(), Prices::Unsaid);
        assert_eq!(years("wiot2014_Nov16, 12345, 0099"), [2014]);
    }
}
