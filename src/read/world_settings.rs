//! `table.toml`: what the numbers of a world table's folder mean.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::error::{Error, Result, first_few};
use crate::label::{Group, Ownership, Producers, Regime};
use crate::table::{Tolerance, ValueAddedConcept};
use crate::unit::{PriceBasis, Scale, Unit};

const KNOWN: [&str; 11] = [
    "currency",
    "scale",
    "year",
    "prices",
    "source",
    "concept",
    "tolerance",
    "remark",
    "markets",
    "groups",
    "unit",
];

const CONCEPTS: [(&str, ValueAddedConcept); 3] = [
    ("basic_prices", ValueAddedConcept::BasicPrices),
    ("with_product_taxes", ValueAddedConcept::WithProductTaxes),
    ("all_primary_inputs", ValueAddedConcept::AllPrimaryInputs),
];

const SCALES: [(&str, Scale); 4] = [
    ("ones", Scale::ONES),
    ("thousands", Scale::THOUSANDS),
    ("millions", Scale::MILLIONS),
    ("billions", Scale::BILLIONS),
];

const OWNERSHIPS: [(&str, Ownership); 2] = [
    ("domestic", Ownership::Domestic),
    ("foreign", Ownership::Foreign),
];

const REGIMES: [(&str, Regime); 2] = [
    ("normal", Regime::Normal),
    ("processing", Regime::Processing),
];

/// What is known of groups, by code.
type Groups = BTreeMap<String, (Option<Ownership>, Option<Regime>)>;

/// What `table.toml` says; the defaults where there is none.
pub(super) struct Settings {
    /// The file, where there is one.
    pub(super) file: Option<PathBuf>,
    pub(super) unit: Unit,
    pub(super) source: Option<String>,
    pub(super) remarks: Vec<String>,
    pub(super) concept: ValueAddedConcept,
    pub(super) tolerance: Tolerance,
    pub(super) markets: Vec<String>,
    groups: Groups,
}

impl Settings {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let file = folder.join("table.toml");
        match fs::read_to_string(&file) {
            Ok(text) => Self::of(&text, file),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::unstated()),
            Err(error) => Err(Error::io(format!("cannot read the file ({error})"))
                .in_file(&file)
                .caused_by(error)),
        }
    }

    /// What a text says; `file` stands in messages.
    pub(super) fn of(text: &str, file: PathBuf) -> Result<Self> {
        let mut settings = Self::unstated();
        settings.take(&Page {
            file: &file,
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
        })?;
        settings.file = Some(file);
        Ok(settings)
    }

    fn unstated() -> Self {
        Self {
            file: None,
            unit: Unit::unstated(),
            source: None,
            remarks: Vec::new(),
            concept: ValueAddedConcept::default(),
            tolerance: Tolerance::EXACT,
            markets: Vec::new(),
            groups: Groups::new(),
        }
    }

    fn take(&mut self, page: &Page<'_>) -> Result<()> {
        let document = DeTable::parse(page.text).map_err(|error| {
            page.at(
                error.span(),
                Error::parse(format!("not TOML ({})", error.message())),
            )
        })?;
        let entries = page.entries(document.get_ref(), "table.toml", &KNOWN)?;
        let (mut currency, mut scale, mut year, mut prices) = (None, None, None, None);
        for entry in &entries {
            match entry.key.as_str() {
                "currency" | "unit" if currency.is_some() => {
                    return Err(entry.error("`currency` and `unit` are the same: give one"));
                }
                "currency" | "unit" => currency = Some(entry.currency()?),
                "scale" => scale = Some(entry.scale()?),
                "year" => year = Some(entry.year()?),
                "prices" => prices = Some(entry.prices()?),
                "source" => self.source = Some(entry.text()?.to_owned()),
                "concept" => self.concept = entry.one_of(&CONCEPTS)?,
                "tolerance" => self.tolerance = Tolerance::absolute(entry.amount()?),
                "remark" => self.remarks = entry.texts()?,
                "markets" => self.markets = entry.texts()?,
                _ => self.groups = entry.groups()?,
            }
        }
        self.unit = match (currency, scale, year, prices) {
            (None, None, None, None) => Unit::unstated(),
            (Some(currency), Some(scale), Some(year), Some(prices)) => {
                Unit::new(currency, scale, year, prices)
            }
            (currency, scale, year, prices) => {
                let given = [
                    ("currency", currency.is_some()),
                    ("scale", scale.is_some()),
                    ("year", year.is_some()),
                    ("prices", prices.is_some()),
                ];
                let missing = given.iter().filter(|(_, given)| !given);
                let missing = first_few(missing.map(|(key, _)| key));
                let error = Error::parse(format!("the unit lacks {missing}"))
                    .expected("`currency`, `scale`, `year` and `prices`, or none of them");
                return Err(error.in_file(page.file));
            }
        };
        Ok(())
    }

    /// Puts `table.toml`, where there is one, to an error that came of it.
    pub(super) fn at(&self, error: Error) -> Error {
        match &self.file {
            Some(file) => error.in_file(file),
            None => error,
        }
    }

    /// The group of this code: as `table.toml` has it, else with the meaning of one of the usual codes.
    pub(super) fn group(&self, code: &str) -> Result<Group> {
        match self.groups.get(code) {
            Some((ownership, regime)) => Group::named(code, *ownership, *regime),
            None => Ok(Group::from_code(code)),
        }
    }

    /// Refuses groups that no producer belongs to.
    pub(super) fn refuse_unknown_groups(&self, producers: &Producers) -> Result<()> {
        let known: Vec<&str> = producers
            .blocks()
            .iter()
            .map(|b| b.group().code())
            .collect();
        let unknown = self
            .groups
            .keys()
            .filter(|code| !known.contains(&code.as_str()));
        let unknown: Vec<&String> = unknown.collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let mut known = known;
        known.sort_unstable();
        known.dedup();
        let what = format!("no producer is of the group {}", first_few(unknown));
        let error = Error::label(what).expected(format!("one of {}", first_few(known)));
        Err(self.at(error))
    }
}

/// The text of `table.toml`, for the lines of errors.
struct Page<'a> {
    file: &'a Path,
    text: &'a str,
}

/// A key with its value, and where they stand.
struct Entry<'a> {
    page: &'a Page<'a>,
    key: String,
    key_span: Range<usize>,
    value: &'a DeValue<'a>,
    value_span: Range<usize>,
}

impl Page<'_> {
    fn at(&self, span: Option<Range<usize>>, error: Error) -> Error {
        let error = error.in_file(self.file);
        match span.and_then(|span| self.text.as_bytes().get(..span.start)) {
            Some(before) => {
                error.at_line(1 + before.iter().filter(|byte| **byte == b'\n').count() as u64)
            }
            None => error,
        }
    }

    fn entry<'a>(
        &'a self,
        key: &'a Spanned<DeString<'a>>,
        value: &'a Spanned<DeValue<'a>>,
    ) -> Entry<'a> {
        Entry {
            page: self,
            key: key.get_ref().to_string(),
            key_span: key.span(),
            value: value.get_ref(),
            value_span: value.span(),
        }
    }

    /// The entries of a table; keys that are not known are refused. `whose` names the table.
    fn entries<'a>(
        &'a self,
        table: &'a DeTable<'a>,
        whose: &str,
        known: &[&str],
    ) -> Result<Vec<Entry<'a>>> {
        let entries: Vec<Entry<'a>> = table
            .iter()
            .map(|(key, value)| self.entry(key, value))
            .collect();
        let unknown = || entries.iter().filter(|e| !known.contains(&e.key.as_str()));
        match unknown().next() {
            None => Ok(entries),
            Some(first) => {
                let keys = first_few(unknown().map(|entry| &entry.key));
                let what = format!("{whose} has no key {keys}");
                let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                Err(first
                    .error(what)
                    .expected(format!("only {}", known.join(", "))))
            }
        }
    }
}

impl Entry<'_> {
    fn error(&self, what: impl Into<String>) -> Error {
        let span = Some(self.key_span.clone());
        self.page.at(span, Error::parse(what))
    }

    /// The error of a value that is not what its key wants.
    fn wrong(&self, expected: impl fmt::Display) -> Error {
        let found = self.page.text.get(self.value_span.clone());
        self.error(format!("wrong value of `{}`", self.key))
            .expected(expected)
            .found(format!("`{}`", found.unwrap_or_default()))
    }

    fn text(&self) -> Result<&str> {
        let text = self.value.as_str();
        text.ok_or_else(|| self.wrong("text in quotation marks"))
    }

    fn currency(&self) -> Result<&str> {
        let code = self.value.as_str().filter(|code| !code.trim().is_empty());
        code.ok_or_else(|| self.wrong("the code of a currency, as \"USD\""))
    }

    /// One text or several.
    fn texts(&self) -> Result<Vec<String>> {
        let wrong = || self.wrong("texts in quotation marks, as [\"one\", \"two\"]");
        match self.value.as_array() {
            None => Ok(vec![self.value.as_str().ok_or_else(wrong)?.to_owned()]),
            Some(texts) => texts
                .iter()
                .map(|text| Ok(text.get_ref().as_str().ok_or_else(wrong)?.to_owned()))
                .collect(),
        }
    }

    fn integer(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    fn year(&self) -> Result<i32> {
        let year = self.integer().and_then(|year| i32::try_from(year).ok());
        year.ok_or_else(|| self.wrong("a year such as 2012"))
    }

    fn amount(&self) -> Result<f64> {
        let integer = self.integer().map(|integer| integer as f64);
        let amount = integer.or_else(|| self.value.as_float()?.as_str().parse().ok());
        amount
            .filter(|amount| amount.is_finite() && *amount >= 0.0)
            .ok_or_else(|| self.wrong("a number that is not negative, in the table's unit"))
    }

    fn scale(&self) -> Result<Scale> {
        let named = self.value.as_str().and_then(|text| named(&SCALES, text));
        let power = || {
            let factor = self.integer()?;
            (0..=18).find(|power| 10_i64.pow(*power) == factor)
        };
        let power = || Some(Scale::power_of_ten(i8::try_from(power()?).ok()?));
        named.or_else(power).ok_or_else(|| {
            let names = first_few(SCALES.map(|(name, _)| name));
            self.wrong(format!("one of {names}, or a power of ten such as 10000"))
        })
    }

    fn prices(&self) -> Result<PriceBasis> {
        let prices = self.value.as_str().and_then(|text| text.parse().ok());
        let codes = PriceBasis::ALL.map(PriceBasis::code);
        prices.ok_or_else(|| self.wrong(format!("one of {}", first_few(codes))))
    }

    fn one_of<T: Copy, const N: usize>(&self, all: &[(&str, T); N]) -> Result<T> {
        let value = self.value.as_str().and_then(|text| named(all, text));
        let names = all.iter().map(|(name, _)| name);
        value.ok_or_else(|| self.wrong(format!("one of {}", first_few(names))))
    }

    /// Ownership and regime by code of group; what a group's table does not say is not known.
    fn groups(&self) -> Result<Groups> {
        let wrong = |entry: &Entry<'_>| entry.wrong("a table, as [groups.DN]");
        let groups = self.value.as_table().ok_or_else(|| wrong(self))?;
        let mut found = Groups::new();
        for (code, group) in groups {
            let entry = self.page.entry(code, group);
            let group = entry.value.as_table().ok_or_else(|| wrong(&entry))?;
            let whose = format!("the group `{}`", entry.key);
            let (mut ownership, mut regime) = (None, None);
            for part in self.page.entries(group, &whose, &["ownership", "regime"])? {
                match part.key.as_str() {
                    "ownership" => ownership = Some(part.one_of(&OWNERSHIPS)?),
                    _ => regime = Some(part.one_of(&REGIMES)?),
                }
            }
            found.insert(entry.key, (ownership, regime));
        }
        Ok(found)
    }
}

/// The value of a name.
fn named<T: Copy>(all: &[(&str, T)], text: &str) -> Option<T> {
    let found = all.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value)
}
