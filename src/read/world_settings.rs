//! `table.toml`: what the numbers of a world table's folder mean.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::fingerprint::fingerprint_of;
use super::toml_page::{Entry, Page};
use crate::error::{Error, Result, first_few};
use crate::label::{Group, Ownership, Producers, Regime};
use crate::table::{SourceFile, Tolerance, ValueAddedConcept};
use crate::unit::Unit;

const KNOWN: [&str; 12] = [
    "currency",
    "scale",
    "year",
    "prices",
    "source",
    "concept",
    "tolerance",
    "tolerance_share",
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
    /// Its name and fingerprint.
    pub(super) published: Option<SourceFile>,
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
            file: Some(&file),
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
        })?;
        let fingerprint = fingerprint_of(text.as_bytes());
        settings.published = Some(SourceFile::new("table.toml", fingerprint));
        settings.file = Some(file);
        Ok(settings)
    }

    fn unstated() -> Self {
        Self {
            file: None,
            published: None,
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
                "tolerance" => self.tolerance.absolute = entry.amount()?,
                "tolerance_share" => self.tolerance.relative = entry.amount()?,
                "remark" => self.remarks = entry.texts()?,
                "markets" => self.markets = entry.texts()?,
                _ => self.groups = groups_of(entry)?,
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
                return Err(page.at(None, error));
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

/// Ownership and regime by code of group; what a group's table does not say is not known.
fn groups_of(whole: &Entry<'_>) -> Result<Groups> {
    let wrong = |entry: &Entry<'_>| entry.wrong("a table, as [groups.DN]");
    let groups = whole.value.as_table().ok_or_else(|| wrong(whole))?;
    let mut found = Groups::new();
    for (code, group) in groups {
        let entry = whole.page.entry(code, group);
        let group = entry.value.as_table().ok_or_else(|| wrong(&entry))?;
        let whose = format!("the group `{}`", entry.key);
        let (mut ownership, mut regime) = (None, None);
        for part in whole
            .page
            .entries(group, &whose, &["ownership", "regime"])?
        {
            match part.key.as_str() {
                "ownership" => ownership = Some(part.one_of(&OWNERSHIPS)?),
                _ => regime = Some(part.one_of(&REGIMES)?),
            }
        }
        found.insert(entry.key, (ownership, regime));
    }
    Ok(found)
}
