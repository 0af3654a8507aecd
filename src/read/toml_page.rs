//! Entries of a TOML file, with the lines on which they stand.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::error::{Error, Result, first_few};
use crate::unit::{PriceBasis, Scale};

const SCALES: [(&str, Scale); 4] = [
    ("ones", Scale::ONES),
    ("thousands", Scale::THOUSANDS),
    ("millions", Scale::MILLIONS),
    ("billions", Scale::BILLIONS),
];

/// The text of a TOML file, for the lines of errors.
pub(super) struct Page<'a> {
    /// The file; none where the text came without one.
    pub(super) file: Option<&'a Path>,
    pub(super) text: &'a str,
}

/// A key with its value, and where they stand.
pub(super) struct Entry<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) value: &'a DeValue<'a>,
    pub(super) value_span: Range<usize>,
}

impl Page<'_> {
    pub(super) fn at(&self, span: Option<Range<usize>>, error: Error) -> Error {
        let error = match self.file {
            Some(file) => error.in_file(file),
            None => error,
        };
        match span.and_then(|span| self.text.as_bytes().get(..span.start)) {
            Some(before) => {
                error.at_line(1 + before.iter().filter(|byte| **byte == b'\n').count() as u64)
            }
            None => error,
        }
    }

    pub(super) fn entry<'a>(
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
    pub(super) fn entries<'a>(
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
    pub(super) fn error(&self, what: impl Into<String>) -> Error {
        let span = Some(self.key_span.clone());
        self.page.at(span, Error::parse(what))
    }

    /// The error of a value that is not what its key wants.
    pub(super) fn wrong(&self, expected: impl fmt::Display) -> Error {
        let found = self.page.text.get(self.value_span.clone());
        self.error(format!("wrong value of `{}`", self.key))
            .expected(expected)
            .found(format!("`{}`", found.unwrap_or_default()))
    }

    pub(super) fn text(&self) -> Result<&str> {
        let text = self.value.as_str();
        text.ok_or_else(|| self.wrong("text in quotation marks"))
    }

    pub(super) fn currency(&self) -> Result<&str> {
        let code = self.value.as_str().filter(|code| !code.trim().is_empty());
        code.ok_or_else(|| self.wrong("the code of a currency, as \"USD\""))
    }

    /// One text or several.
    pub(super) fn texts(&self) -> Result<Vec<String>> {
        let wrong = || self.wrong("texts in quotation marks, as [\"one\", \"two\"]");
        match self.value.as_array() {
            None => Ok(vec![self.value.as_str().ok_or_else(wrong)?.to_owned()]),
            Some(texts) => texts
                .iter()
                .map(|text| Ok(text.get_ref().as_str().ok_or_else(wrong)?.to_owned()))
                .collect(),
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    pub(super) fn year(&self) -> Result<i32> {
        let year = self.integer().and_then(|year| i32::try_from(year).ok());
        year.ok_or_else(|| self.wrong("a year such as 2012"))
    }

    pub(super) fn amount(&self) -> Result<f64> {
        let integer = self.integer().map(|integer| integer as f64);
        let amount = integer.or_else(|| self.value.as_float()?.as_str().parse().ok());
        amount
            .filter(|amount| amount.is_finite() && *amount >= 0.0)
            .ok_or_else(|| self.wrong("a number that is not negative, in the table's unit"))
    }

    pub(super) fn scale(&self) -> Result<Scale> {
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

    pub(super) fn prices(&self) -> Result<PriceBasis> {
        let prices = self.value.as_str().and_then(|text| text.parse().ok());
        let codes = PriceBasis::ALL.map(PriceBasis::code);
        prices.ok_or_else(|| self.wrong(format!("one of {}", first_few(codes))))
    }

    pub(super) fn one_of<T: Copy, const N: usize>(&self, all: &[(&str, T); N]) -> Result<T> {
        let value = self.value.as_str().and_then(|text| named(all, text));
        let names = all.iter().map(|(name, _)| name);
        value.ok_or_else(|| self.wrong(format!("one of {}", first_few(names))))
    }
}

/// The value of a name.
fn named<T: Copy>(all: &[(&str, T)], text: &str) -> Option<T> {
    let found = all.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value)
}
