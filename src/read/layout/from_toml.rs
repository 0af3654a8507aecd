//! Layouts in TOML.

use std::path::Path;

use toml::de::DeTable;

use super::description::{
    Blanks, ColumnLayout, DescribedKind, Heads, LabelList, Layout, OutputFrom, Parts, Place,
    RowLayout, Shape, TextForm, ValueAddedFrom,
};
use crate::error::{Error, Result};
use crate::read::toml_page::{Entry, Page};
use crate::table::{PrimaryKind, ValueAddedConcept};
use crate::unit::Unit;

const KNOWN: [&str; 17] = [
    "kind",
    "country",
    "source",
    "edition",
    "currency",
    "scale",
    "year",
    "prices",
    "tolerance",
    "relative_tolerance",
    "concept",
    "rest_of_world",
    "output",
    "value_added",
    "file",
    "rows",
    "columns",
];
const FILE: [&str; 13] = [
    "shape",
    "file",
    "sheet",
    "delimiter",
    "decimal",
    "thousands",
    "blanks",
    "missing",
    "value",
    "where",
    "countries",
    "sectors",
    "final_use",
];
const HEADS: [&str; 7] = [
    "label",
    "country",
    "group",
    "separator",
    "prefix",
    "carry",
    "first",
];
const ROWS: [&str; 8] = [
    "primary",
    "imported",
    "imported_prefix",
    "extensions",
    "output",
    "imports",
    "totals",
    "skip",
];
const COLUMNS: [&str; 9] = [
    "final_use",
    "final_use_prefix",
    "exports",
    "output",
    "imports",
    "negative_imports",
    "discrepancy",
    "totals",
    "skip",
];
const CONCEPTS: [(&str, ValueAddedConcept); 3] = [
    ("basic_prices", ValueAddedConcept::BasicPrices),
    ("with_product_taxes", ValueAddedConcept::WithProductTaxes),
    ("all_primary_inputs", ValueAddedConcept::AllPrimaryInputs),
];
const SHAPES: [(&str, &str); 3] = [("wide", "wide"), ("long", "long"), ("numbers", "numbers")];
const KINDS: [(&str, &str); 3] = [
    ("world", "world"),
    ("national", "national"),
    ("competitive", "competitive"),
];
const BLANKS: [(&str, Blanks); 2] = [("error", Blanks::Refused), ("zero", Blanks::Zero)];
const OUTPUTS: [(&str, OutputFrom); 1] = [("uses", OutputFrom::Uses)];
const VALUE_ADDED: [(&str, ValueAddedFrom); 1] = [("residual", ValueAddedFrom::Residual)];
/// What exports go to where the layout names no partner.
const ALL_PARTNERS: &str = "WLD";

pub(super) fn layout(text: &str, file: Option<&Path>) -> Result<Layout> {
    let page = Page {
        file,
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
    };
    let document = DeTable::parse(page.text).map_err(|error| {
        page.at(
            error.span(),
            Error::parse(format!("not TOML ({})", error.message())),
        )
    })?;
    let entries = page.entries(document.get_ref(), "a layout", &KNOWN)?;
    let mut layout = Layout::default();
    let (mut kind, mut country) = ("world", None);
    let mut unit = (None, None, None, None);
    for entry in &entries {
        match entry.key.as_str() {
            "kind" => kind = entry.one_of(&KINDS)?,
            "country" => country = Some(entry.text()?.to_owned()),
            "source" => layout.source = entry.text()?.to_owned(),
            "edition" => layout.edition = Some(entry.text()?.to_owned()),
            "currency" => unit.0 = Some(entry.currency()?),
            "scale" => unit.1 = Some(entry.scale()?),
            "year" => unit.2 = Some(entry.year()?),
            "prices" => unit.3 = Some(entry.prices()?),
            "tolerance" => layout.tolerance.absolute = entry.amount()?,
            "relative_tolerance" => layout.tolerance.relative = entry.amount()?,
            "concept" => layout.concept = entry.one_of(&CONCEPTS)?,
            "rest_of_world" => layout.rest_of_world = Some(entry.text()?.to_owned()),
            "output" => layout.output = entry.one_of(&OUTPUTS)?,
            "value_added" => layout.value_added = entry.one_of(&VALUE_ADDED)?,
            "file" => take_file(&mut layout, entry)?,
            "rows" => take_rows(&mut layout.rows, entry)?,
            _ => take_columns(&mut layout.columns, entry)?,
        }
    }
    layout.kind = match (kind, country) {
        ("world", None) => DescribedKind::World,
        ("national", Some(country)) => DescribedKind::National(country),
        ("competitive", Some(country)) => DescribedKind::Competitive(country),
        ("world", Some(_)) => {
            return Err(page.at(None, Error::parse("a world table has no `country`")));
        }
        (kind, _) => {
            let what = format!("a {kind} table without a `country`");
            return Err(page.at(None, Error::parse(what).expected("country = \"NLD\"")));
        }
    };
    layout.unit = match unit {
        (None, None, None, None) => Unit::unstated(),
        (Some(currency), Some(scale), Some(year), Some(prices)) => {
            Unit::new(currency, scale, year, prices)
        }
        _ => {
            let error = Error::parse("the unit is not complete");
            let expected = "`currency`, `scale`, `year` and `prices`, or none of them";
            return Err(page.at(None, error.expected(expected)));
        }
    };
    let sense = layout.require_sense();
    sense.map_err(|error| page.at(None, error))?;
    Ok(layout)
}

/// The entries of a table in the document.
fn inner<'a>(entry: &'a Entry<'a>, known: &[&str]) -> Result<Vec<Entry<'a>>> {
    let table = entry.value.as_table();
    let table = table.ok_or_else(|| entry.wrong(format!("a table, as [{}]", entry.key)))?;
    entry
        .page
        .entries(table, &format!("`{}`", entry.key), known)
}

/// `label = "text"` pairs, in the order of the file.
fn pairs<'a>(entry: &'a Entry<'a>) -> Result<Vec<Entry<'a>>> {
    let table = entry.value.as_table();
    let table = table.ok_or_else(|| entry.wrong(format!("a table, as [rows.{}]", entry.key)))?;
    let entries = table
        .iter()
        .map(|(key, value)| entry.page.entry(key, value));
    let mut entries: Vec<Entry<'a>> = entries.collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Ok(entries)
}

fn take_file(layout: &mut Layout, whole: &Entry<'_>) -> Result<()> {
    let mut shape = "wide";
    let (mut value, mut only) = (None, Vec::new());
    let (mut countries, mut sectors, mut final_use) = (None, None, None);
    let mut text = TextForm::default();
    for entry in &inner(whole, &FILE)? {
        match entry.key.as_str() {
            "shape" => shape = entry.one_of(&SHAPES)?,
            "file" => layout.file = Some(entry.text()?.to_owned()),
            "sheet" => layout.sheet = Some(entry.text()?.to_owned()),
            "delimiter" => text.delimiter = one_character(entry)?,
            "decimal" => text.decimal = one_character(entry)?,
            "thousands" => text.thousands = Some(one_character(entry)?),
            "blanks" => layout.blanks = entry.one_of(&BLANKS)?,
            "missing" => layout.missing = entry.texts()?,
            "value" => value = Some(entry.text()?.to_owned()),
            "where" => {
                for pair in pairs(entry)? {
                    only.push((pair.key.clone(), pair.text()?.to_owned()));
                }
            }
            "countries" => countries = Some(list(entry)?),
            "sectors" => sectors = Some(list(entry)?),
            _ => final_use = Some(list(entry)?),
        }
    }
    layout.text = text;
    let lists = (countries, sectors, final_use);
    layout.shape = match (shape, value, lists) {
        ("wide", None, (None, None, None)) if only.is_empty() => Shape::Wide,
        ("long", Some(value), (None, None, None)) => Shape::Long { value, only },
        ("numbers", None, (Some(countries), Some(sectors), Some(final_use))) if only.is_empty() => {
            Shape::Numbers {
                countries,
                sectors,
                final_use,
            }
        }
        (shape, ..) => {
            return Err(whole
                .error(format!("the keys do not fit the shape `{shape}`"))
                .expected("`value` (and `where`) for long; `countries`, `sectors` and `final_use` for numbers; none of them for wide"));
        }
    };
    Ok(())
}

fn one_character(entry: &Entry<'_>) -> Result<char> {
    let mut characters = entry.text()?.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(entry.wrong("one character")),
    }
}

/// Labels in the layout, or the name of a file that holds them.
fn list(entry: &Entry<'_>) -> Result<LabelList> {
    match entry.value.as_str() {
        Some(file) => Ok(LabelList::File(file.to_owned())),
        None => Ok(LabelList::Given(entry.texts()?)),
    }
}

fn place(entry: &Entry<'_>) -> Result<Place> {
    match entry.value.as_str() {
        Some(name) => Ok(Place::Name(name.to_owned())),
        None => count(entry).map(Place::Number),
    }
}

fn count(entry: &Entry<'_>) -> Result<usize> {
    let count = entry
        .integer()
        .and_then(|count| usize::try_from(count).ok());
    count
        .filter(|count| *count > 0)
        .ok_or_else(|| entry.wrong("a number counted from 1"))
}

/// One place or several.
fn places(entry: &Entry<'_>) -> Result<Vec<Place>> {
    let Some(all) = entry.value.as_array() else {
        return Ok(vec![place(entry)?]);
    };
    let places = all.iter().map(|value| {
        place(&Entry {
            page: entry.page,
            key: entry.key.clone(),
            key_span: entry.key_span.clone(),
            value: value.get_ref(),
            value_span: value.span(),
        })
    });
    places.collect()
}

/// Whether the entry was one of the places of labels.
fn take_heads(heads: &mut Heads, entry: &Entry<'_>) -> Result<bool> {
    match entry.key.as_str() {
        "label" => heads.label = places(entry)?,
        "country" => heads.country = Some(place(entry)?),
        "group" => heads.group = Some(place(entry)?),
        "separator" => {
            let text = entry.text()?;
            if text.is_empty() {
                return Err(entry.wrong("what stands between country and sector, as \"_\""));
            }
            heads.separator = Some(text.to_owned());
        }
        "prefix" => heads.prefix = entry.text()?.to_owned(),
        "carry" => {
            let carry = entry.value.as_bool();
            heads.carry = carry.ok_or_else(|| entry.wrong("true or false"))?;
        }
        "first" => heads.first = Some(count(entry)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn take_rows(rows: &mut RowLayout, whole: &Entry<'_>) -> Result<()> {
    for entry in &inner(whole, &[HEADS.as_slice(), &ROWS].concat())? {
        if take_heads(&mut rows.heads, entry)? {
            continue;
        }
        match entry.key.as_str() {
            "primary" => {
                for pair in pairs(entry)? {
                    let kind: Result<PrimaryKind> = pair.text()?.parse();
                    let span = Some(pair.key_span.clone());
                    let kind = kind.map_err(|error| pair.page.at(span, error))?;
                    rows.primary.push((pair.key, kind));
                }
            }
            "imported" => rows.imported = entry.texts()?,
            "imported_prefix" => rows.imported_prefix = Some(entry.text()?.to_owned()),
            "extensions" => {
                for pair in pairs(entry)? {
                    rows.extensions
                        .push((pair.key.clone(), pair.text()?.to_owned()));
                }
            }
            "output" => rows.output = Some(entry.text()?.to_owned()),
            "imports" => rows.imports = Some(entry.text()?.to_owned()),
            "totals" => rows.totals = totals(entry, &ROW_PARTS)?,
            _ => rows.skip = entry.texts()?,
        }
    }
    Ok(())
}

fn take_columns(columns: &mut ColumnLayout, whole: &Entry<'_>) -> Result<()> {
    for entry in &inner(whole, &[HEADS.as_slice(), &COLUMNS].concat())? {
        if take_heads(&mut columns.heads, entry)? {
            continue;
        }
        match entry.key.as_str() {
            "final_use" => columns.final_use = entry.texts()?,
            "final_use_prefix" => columns.final_use_prefix = Some(entry.text()?.to_owned()),
            "exports" if entry.value.as_table().is_some() => {
                for pair in pairs(entry)? {
                    columns
                        .exports
                        .push((pair.key.clone(), pair.text()?.to_owned()));
                }
            }
            "exports" => {
                let labels = entry.texts()?.into_iter();
                columns.exports = labels
                    .map(|label| (label, ALL_PARTNERS.to_owned()))
                    .collect();
            }
            "output" => columns.output = Some(entry.text()?.to_owned()),
            "imports" => columns.imports = Some(entry.text()?.to_owned()),
            "negative_imports" => columns.negative_imports = Some(entry.text()?.to_owned()),
            "discrepancy" => columns.discrepancy = Some(entry.text()?.to_owned()),
            "totals" => columns.totals = totals(entry, &COLUMN_PARTS)?,
            _ => columns.skip = entry.texts()?,
        }
    }
    Ok(())
}

/// A word for the parts of a total.
type Word = (&'static str, fn() -> Parts);

const ROW_PARTS: [Word; 5] = [
    ("producers", || Parts::Producers),
    ("imported", || Parts::Imported),
    ("inputs", || Parts::Inputs),
    ("value_added", || Parts::ValueAdded),
    ("all", || Parts::All),
];
const COLUMN_PARTS: [Word; 4] = [
    ("producers", || Parts::Producers),
    ("final_use", || Parts::FinalUse),
    ("exports", || Parts::Exports),
    ("all", || Parts::All),
];

fn totals(entry: &Entry<'_>, known: &[Word]) -> Result<Vec<(String, Parts)>> {
    let pairs = pairs(entry)?.into_iter();
    pairs
        .map(|pair| {
            let parts = match pair.value.as_array() {
                Some(_) => Parts::Sum(
                    pair.texts()?
                        .into_iter()
                        .map(|text| part(text, known))
                        .collect(),
                ),
                None => part(pair.text()?.to_owned(), known),
            };
            Ok((pair.key, parts))
        })
        .collect()
}

/// The meaning of a word, or else the label that it is.
fn part(text: String, known: &[Word]) -> Parts {
    match known.iter().find(|(word, _)| *word == text) {
        Some((_, parts)) => parts(),
        None => Parts::Label(text),
    }
}
