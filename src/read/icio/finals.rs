//! Columns of final use.

use std::collections::HashMap;

use super::{DISCREPANCY, TOTALS};
use crate::error::{Error, Result, first_few};
use crate::label::Producers;
use crate::read::wide::Wide;

/// Codes of final use in all editions.
pub(super) const CATEGORIES: [&str; 11] = [
    "HFCE", "NPISH", "NPS", "GGFC", "GFCF", "INV", "INVNT", "DIRP", "DPABR", "P33", "NONRES",
];

/// Columns of final use.
pub(super) struct Finals {
    pub(super) markets: Vec<String>,
    pub(super) categories: Vec<String>,
    /// Column and position.
    pub(super) places: Vec<(usize, usize)>,
    pub(super) width: usize,
}

impl Finals {
    pub(super) fn of(
        wide: &Wide,
        rows: &HashMap<&str, usize>,
        producers: &Producers,
    ) -> Result<Self> {
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for (column, label) in wide.columns().iter().enumerate() {
            if TOTALS.contains(&label.as_str()) || label == DISCREPANCY {
                continue;
            }
            if rows.contains_key(label.as_str()) && label.contains('_') {
                continue;
            }
            found.push(final_use(wide, column, label)?);
        }
        let known = producers.countries();
        let (mut markets, mut categories): (Vec<String>, Vec<String>) = Default::default();
        for (_, country, category) in &found {
            if known.find(country).is_none() && !markets.contains(country) {
                markets.push(country.clone());
            }
            if !categories.contains(category) {
                categories.push(category.clone());
            }
        }
        let countries: Vec<&String> = known.codes().iter().chain(&markets).collect();
        if found.len() != countries.len() * categories.len() {
            return Err(missing_final_use(wide, &found, &countries, &categories));
        }
        if wide.columns().iter().any(|label| label == DISCREPANCY) {
            categories.push(DISCREPANCY.to_owned());
        }
        let place = |country: &String, category: &String| {
            let c = countries
                .iter()
                .position(|known| *known == country)
                .unwrap_or(0);
            let k = categories
                .iter()
                .position(|known| known == category)
                .unwrap_or(0);
            c * categories.len() + k
        };
        let places = found
            .iter()
            .map(|(column, country, category)| (*column, place(country, category)));
        Ok(Self {
            places: places.collect(),
            width: countries.len() * categories.len(),
            markets,
            categories,
        })
    }
}

/// Column, country and category of `COUNTRY_CATEGORY` or `CATEGORY_COUNTRY`.
pub(super) fn final_use(
    wide: &Wide,
    column: usize,
    label: &str,
) -> Result<(usize, String, String)> {
    let category = |code: &str| CATEGORIES.contains(&code);
    let parts = match label.split_once('_') {
        Some((country, code)) if category(code) => Some((country, code)),
        Some((code, country)) if category(code) => Some((country, code)),
        _ => None,
    };
    match parts {
        Some((country, code)) => Ok((column, country.to_owned(), code.to_owned())),
        None => {
            let error = Error::label(format!(
                "the column `{label}` is neither a producer nor final use"
            ))
            .expected(format!(
                "a row of the same label, or a country with one of {}",
                CATEGORIES.join(", ")
            ))
            .hint("a row of this label is missing, or the label is misspelt");
            Err(wide.at(1, error).at_column(label))
        }
    }
}

pub(super) fn missing_final_use(
    wide: &Wide,
    found: &[(usize, String, String)],
    countries: &[&String],
    categories: &[String],
) -> Error {
    let pairs = countries
        .iter()
        .flat_map(|country| categories.iter().map(move |category| (*country, category)));
    let missing = pairs.filter(|(country, category)| {
        !found
            .iter()
            .any(|(_, c, k)| c == *country && k == *category)
    });
    let missing = missing.map(|(country, category)| format!("{country}_{category}"));
    let error = Error::label("columns of final use are missing");
    wide.at(
        1,
        error
            .expected("every category in every country")
            .found(format!("no {}", first_few(missing))),
    )
}
