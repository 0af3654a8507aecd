//! Labels of a world table's files: producers from the keys of rows, rows and columns matched to them, columns of final use.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::world_numbers::{Numbers, Row};
use super::world_settings::Settings;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, FinalUse, Producers, Sector};

/// The keys of a producer.
pub(super) const PRODUCER_KEYS: [&str; 3] = ["country", "group", "sector"];

/// The producers of a table in the order of their axis, and how files name them.
pub(super) struct Layout {
    pub(super) producers: Producers,
    /// Their keys, for rows.
    keys: Vec<Vec<String>>,
    /// Their joined keys, for columns.
    labels: Vec<String>,
}

impl Layout {
    /// The producers that have a row in this file: the rows of a country, and of a group, side by side.
    pub(super) fn of(flows: &Numbers, settings: &Settings) -> Result<Self> {
        require_keys(flows)?;
        flows.refuse_doubled_rows()?;
        let rows = flows.rows();
        let (mut countries, mut groups) = (HashMap::new(), HashMap::new());
        for (position, row) in rows.iter().enumerate() {
            for key in [0, 2] {
                if row.keys[key].is_empty() {
                    let name = PRODUCER_KEYS[key];
                    let error = Error::label(format!("a row without a {name}")).expected("a code");
                    return Err(flows.at(row.line, error).at_column(name));
                }
            }
            countries.entry(&row.keys[0]).or_insert(position);
            groups.entry(&row.keys[..2]).or_insert(position);
        }
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_by_key(|row| (countries[&row.keys[0]], groups[&row.keys[..2]]));
        refuse_one_label_of_two(flows, &rows)?;
        let blocks = rows.chunk_by(|a, b| a.keys[..2] == b.keys[..2]);
        let blocks = blocks.map(|rows| {
            let sectors: Axis<Sector> = Axis::new(rows.iter().map(|row| &row.keys[2]))?;
            let [country, group] = [0, 1].map(|key| &rows[0].keys[key]);
            Ok((country, settings.group(group)?, sectors))
        });
        let blocks: Vec<_> = blocks.collect::<Result<_>>()?;
        let producers = Producers::new(blocks).map_err(|error| error.in_file(flows.file()))?;
        settings.refuse_unknown_groups(&producers)?;
        Ok(Self {
            producers,
            keys: rows.iter().map(|row| row.keys.clone()).collect(),
            labels: rows.iter().map(|row| row.joined("_")).collect(),
        })
    }

    /// The rows of a file by producer.
    pub(super) fn rows_of(&self, file: &Numbers) -> Result<Vec<usize>> {
        require_keys(file)?;
        file.refuse_doubled_rows()?;
        let found: Vec<&[String]> = file.rows().iter().map(|row| &row.keys[..]).collect();
        let wanted: Vec<&[String]> = self.keys.iter().map(Vec::as_slice).collect();
        let name = |keys: &&[String]| {
            let filled = keys.iter().filter(|key| !key.is_empty());
            filled.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        matched(&wanted, &found).map_err(|mismatch| {
            let error = mismatch.error("the rows do not match the producers of Z.csv", name);
            mismatch.place(file, error)
        })
    }

    /// The columns of a file by producer.
    pub(super) fn columns_of(&self, file: &Numbers) -> Result<Vec<usize>> {
        let what = "the columns do not match the producers, the rows of Z.csv";
        file.refuse_doubled_columns()?;
        matched_columns(file, &self.labels, what)
    }
}

fn require_keys(file: &Numbers) -> Result<()> {
    let missing = [0, 2].into_iter().find(|key| !file.has_key(*key));
    missing.map_or(Ok(()), |key| {
        Err(file
            .lacks(&format!("`{}`", PRODUCER_KEYS[key]))
            .hint("key columns are `country,sector` or `country,group,sector`"))
    })
}

/// Columns are named by joined keys, so two producers must not have the same.
fn refuse_one_label_of_two(file: &Numbers, rows: &[&Row]) -> Result<()> {
    let mut first: HashMap<String, &Row> = HashMap::new();
    for row in rows {
        let label = row.joined("_");
        if let Some(other) = first.insert(label.clone(), row) {
            let named = |row: &Row| format!("`{}` in line {}", row.joined(" "), row.line);
            let error = Error::label(format!("two producers have the same label `{label}`"))
                .found(format!("{} and {}", named(other), named(row)))
                .hint("another code for one of the two: columns are named by the joined keys");
            return Err(file.at(row.line, error));
        }
    }
    Ok(())
}

/// The columns of a file that bear these labels.
pub(super) fn matched_columns(file: &Numbers, wanted: &[String], what: &str) -> Result<Vec<usize>> {
    matched(wanted, file.columns()).map_err(|mismatch| {
        let error = file.at(1, mismatch.error(what, Clone::clone));
        match mismatch.unexpected.first() {
            Some(column) => error.at_column(&file.columns()[*column]),
            None => error,
        }
    })
}

/// What keeps labels from matching.
pub(super) struct Mismatch<'a, K> {
    missing: Vec<&'a K>,
    unexpected: Vec<usize>,
    found: &'a [K],
}

/// Where the wanted labels are among those found, both without doubles.
pub(super) fn matched<'a, K: Eq + std::hash::Hash>(
    wanted: &'a [K],
    found: &'a [K],
) -> std::result::Result<Vec<usize>, Mismatch<'a, K>> {
    let at: HashMap<&K, usize> = found.iter().zip(0..).collect();
    let known: HashSet<&K> = wanted.iter().collect();
    let missing: Vec<&K> = wanted.iter().filter(|key| !at.contains_key(key)).collect();
    let unexpected: Vec<usize> = (0..found.len())
        .filter(|position| !known.contains(&found[*position]))
        .collect();
    if missing.is_empty() && unexpected.is_empty() {
        return Ok(wanted.iter().map(|key| at[key]).collect());
    }
    Err(Mismatch {
        missing,
        unexpected,
        found,
    })
}

impl<K> Mismatch<'_, K> {
    pub(super) fn error(&self, what: &str, name: impl Fn(&K) -> String) -> Error {
        let missing: Vec<String> = self.missing.iter().map(|key| name(key)).collect();
        let unexpected = self.unexpected.iter();
        let unexpected: Vec<String> = unexpected.map(|at| name(&self.found[*at])).collect();
        mismatch(what, &missing, &unexpected)
    }

    /// Puts the file, and the line of the first unexpected row, to an error about rows.
    pub(super) fn place(&self, file: &Numbers, error: Error) -> Error {
        match self.unexpected.first() {
            Some(row) => file.at(file.rows()[*row].line, error),
            None => error.in_file(file.file()),
        }
    }
}

/// The error of labels that do not match, with a hint where one was nearly right.
fn mismatch(what: &str, missing: &[String], unexpected: &[String]) -> Error {
    let part = |labels: &[String], what| {
        (!labels.is_empty()).then(|| format!("{} {what} ({})", labels.len(), first_few(labels)))
    };
    let parts = [part(missing, "missing"), part(unexpected, "unexpected")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let error = Error::label(format!("{what}: {}", parts.join(", ")));
    let bare = |text: &String| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    let meant: HashMap<String, &String> =
        missing.iter().map(|label| (bare(label), label)).collect();
    let near = unexpected
        .iter()
        .find_map(|label| meant.get(&bare(label)).map(|meant| (label, meant)));
    match near {
        Some((label, meant)) => {
            error.hint(format!("`{meant}` for `{label}`: labels match exactly"))
        }
        None => error,
    }
}

/// The categories of final use of a file, and its columns country by country, within a country by category.
pub(super) fn final_columns(
    file: &Numbers,
    countries: &[String],
) -> Result<(Axis<FinalUse>, Vec<usize>)> {
    let labels = file.columns();
    if labels.is_empty() {
        let error = file.lacks("of final use");
        return Err(error.hint("a column `COUNTRY_CATEGORY` for every country and category"));
    }
    for label in file.doubled_columns() {
        let readings = readings(label, countries);
        if readings.len() > 1 {
            return Err(two_readings(file, label, &readings));
        }
    }
    file.refuse_doubled_columns()?;
    let Some(mut categories) = categories(countries, labels) else {
        return Err(no_grid(file, countries));
    };
    let place: HashMap<&String, usize> = labels.iter().zip(0..).collect();
    let place = |country: &String, category: &String| place[&format!("{country}_{category}")];
    categories.sort_by_cached_key(|k| countries.iter().map(|country| place(country, k)).min());
    let order = countries
        .iter()
        .flat_map(|country| categories.iter().map(move |k| (country, k)));
    let order = order.map(|(country, k)| place(country, k)).collect();
    Ok((Axis::new(&categories)?, order))
}

/// The one set of categories whose labels with every country are just these labels; none if there is no such set.
///
/// Labels are never split by pattern. Among all labels, the longest (and of these the last in the order of texts) can only be the
/// longest country with the longest category. Its category is taken out with all countries, and so on with what is left.
fn categories(countries: &[String], labels: &[String]) -> Option<Vec<String>> {
    let longest = countries.iter().max_by_key(|code| (code.len(), *code))?;
    let sized = |label: String| (label.len(), label);
    let mut left: BTreeSet<(usize, String)> = labels.iter().cloned().map(sized).collect();
    let mut categories = Vec::new();
    while let Some((_, label)) = left.last() {
        let category = category_in(label, longest)?.to_owned();
        let mut own = countries.iter().map(|code| format!("{code}_{category}"));
        if !own.all(|label| left.remove(&sized(label))) {
            return None;
        }
        categories.push(category);
    }
    Some(categories)
}

/// What stands behind a country and a `_` in a label.
fn category_in<'a>(label: &'a str, country: &str) -> Option<&'a str> {
    let category = label.strip_prefix(country)?.strip_prefix('_')?;
    (!category.is_empty()).then_some(category)
}

/// All ways to read a label as country and category.
fn readings<'a>(label: &'a str, countries: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let all = countries.iter();
    all.filter_map(|country| Some((country.as_str(), category_in(label, country)?)))
        .collect()
}

/// Labels that are no full grid of countries and categories.
struct Gaps<'a> {
    countries: &'a [String],
    labels: &'a [String],
    /// With how many countries a category occurs.
    counts: BTreeMap<&'a str, usize>,
}

impl<'a> Gaps<'a> {
    fn of(countries: &'a [String], labels: &'a [String]) -> Self {
        let mut counts = BTreeMap::new();
        for label in labels {
            for (_, category) in readings(label, countries) {
                *counts.entry(category).or_default() += 1;
            }
        }
        Self {
            countries,
            labels,
            counts,
        }
    }

    fn is_full(&self, category: &str) -> bool {
        self.counts.get(category) == Some(&self.countries.len())
    }

    /// The readings of a label as a category that every country has.
    fn full_readings(&self, label: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut all = readings(label, self.countries);
        all.retain(|(_, category)| self.is_full(category));
        all
    }

    /// Labels that are missing, and labels that are not expected.
    fn missing_and_unexpected(&self) -> (Vec<String>, Vec<String>) {
        let labels = self.labels.iter();
        let unread = labels.filter(|label| self.full_readings(label).is_empty());
        let unread: Vec<&String> = unread.collect();
        // what half of the countries have is taken for a category that the others lack
        let categories_of = |label: &'a String| {
            let all = readings(label, self.countries).into_iter();
            let all = all.map(|(_, category)| category);
            all.filter(|category| 2 * self.counts[category] >= self.countries.len())
        };
        let meant: BTreeSet<&str> = unread.iter().flat_map(|l| categories_of(l)).collect();
        let known: HashSet<&String> = self.labels.iter().collect();
        let wanted = self
            .countries
            .iter()
            .flat_map(|country| meant.iter().map(move |k| format!("{country}_{k}")));
        let unexpected = unread.iter().filter(|l| categories_of(l).next().is_none());
        (
            wanted.filter(|label| !known.contains(label)).collect(),
            unexpected.map(|label| (*label).clone()).collect(),
        )
    }

    /// Whether a label is a known category behind something that is no country.
    fn is_abroad(&self, label: &str) -> bool {
        let mut full = self.counts.keys().filter(|category| self.is_full(category));
        full.any(|k| label.strip_suffix(k).is_some_and(|c| c.ends_with('_')))
    }
}

/// Why the columns of a file are no full grid of countries and categories.
fn no_grid(file: &Numbers, countries: &[String]) -> Error {
    let gaps = Gaps::of(countries, file.columns());
    let (missing, unexpected) = gaps.missing_and_unexpected();
    if missing.is_empty() && unexpected.is_empty() {
        let labels = file.columns();
        let doubtful = labels.iter().find(|l| gaps.full_readings(l).len() > 1);
        // were there no doubtful label, the labels would be a grid
        let label = doubtful.unwrap_or(&labels[0]);
        return two_readings(file, label, &gaps.full_readings(label));
    }
    let what = "the columns are not one `COUNTRY_CATEGORY` for every country and category";
    let error = file.at(1, mismatch(what, &missing, &unexpected));
    let Some(column) = unexpected.first() else {
        return error;
    };
    let error = error.at_column(column);
    if missing.is_empty() && unexpected.iter().any(|label| gaps.is_abroad(label)) {
        error.hint("list countries without producers under `markets` in table.toml")
    } else {
        error
    }
}

fn two_readings(file: &Numbers, label: &str, readings: &[(&str, &str)]) -> Error {
    let ways = readings
        .iter()
        .map(|(country, category)| format!("country `{country}` with category `{category}`"));
    let error = Error::label(format!("the column `{label}` can be read in two ways"))
        .found(ways.collect::<Vec<_>>().join(" and "))
        .hint("another code for one of the countries or categories");
    file.at(1, error).at_column(label)
}
