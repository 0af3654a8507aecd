//! Labels of producers, and their order on an axis.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::label::{Axis, Group, Producers};
use crate::read::wide::{Wide, WideRow};

/// Countries whose producers stand under codes of their own.
pub(super) const DIVIDED: [(&str, &str); 2] = [("CN", "CHN"), ("MX", "MEX")];

/// A producer's place.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) country: String,
    pub(super) group: String,
    pub(super) sector: String,
}

/// Labels with their positions; none may stand twice.
pub(super) fn positions<'a>(
    labels: impl Iterator<Item = (&'a str, u64)>,
    wide: &Wide,
    what: &str,
) -> Result<HashMap<&'a str, usize>> {
    let mut known = HashMap::new();
    for (at, (label, line)) in labels.enumerate() {
        if label.is_empty() {
            return Err(wide.at(
                line,
                Error::label(format!("the {what} number {} has no label", at + 1))
                    .hint("give it its label, or leave it out"),
            ));
        }
        if known.insert(label, at).is_some() {
            return Err(wide.at(
                line,
                Error::label(format!("the {what} `{label}` stands twice"))
                    .hint(crate::read::LEAVE_ONE),
            ));
        }
    }
    Ok(known)
}

/// The owner in `COUNTRY_D_INDUSTRY`.
pub(super) fn owner_of(label: &str) -> Option<&str> {
    let (_, rest) = label.split_once('_')?;
    let (owner, _) = rest.split_once('_')?;
    ["D", "F"].contains(&owner).then_some(owner)
}

pub(super) fn label_of(wide: &Wide, row: &WideRow, owned: bool) -> Result<Label> {
    let parts = row
        .label
        .split_once('_')
        .filter(|(country, rest)| !country.is_empty() && !rest.is_empty());
    let Some((region, rest)) = parts else {
        let error = Error::label(format!("`{}` is no label of a producer", row.label));
        return Err(wide.at(
            row.line,
            error.expected("a country and an industry with `_` between them"),
        ));
    };
    if owned && let Some((group, sector)) = rest.split_once('_') {
        return Ok(Label {
            country: region.to_owned(),
            group: group.to_owned(),
            sector: sector.to_owned(),
        });
    }
    let part = DIVIDED.iter().find(|(stem, _)| {
        let number = region.strip_prefix(stem);
        number.is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()))
    });
    let (country, group) = match part {
        Some((_, country)) => ((*country).to_owned(), region.to_owned()),
        None => (region.to_owned(), String::new()),
    };
    Ok(Label {
        country,
        group,
        sector: rest.to_owned(),
    })
}

/// A group of a country: its industries with their rows.
struct Part {
    country: String,
    group: String,
    sectors: Vec<(String, usize)>,
}

/// Producers in the order of an axis: countries in order of appearance, their groups together.
pub(super) struct Order {
    pub(super) producers: Producers,
    pub(super) rows: Vec<usize>,
    pub(super) empty: Vec<usize>,
}

impl Order {
    pub(super) fn of(labels: Vec<(usize, Label)>) -> Result<Self> {
        let divided: Vec<String> = labels
            .iter()
            .filter(|(_, label)| !label.group.is_empty())
            .map(|(_, label)| label.country.clone())
            .collect();
        let mut blocks: Vec<Part> = Vec::new();
        let mut empty = Vec::new();
        let mut countries: Vec<String> = Vec::new();
        for (row, label) in labels {
            if !countries.contains(&label.country) {
                countries.push(label.country.clone());
            }
            if label.group.is_empty() && divided.contains(&label.country) {
                empty.push(row);
                continue;
            }
            let same =
                |part: &&mut Part| part.country == label.country && part.group == label.group;
            match blocks.iter_mut().find(same) {
                Some(part) => part.sectors.push((label.sector, row)),
                None => blocks.push(Part {
                    country: label.country,
                    group: label.group,
                    sectors: vec![(label.sector, row)],
                }),
            }
        }
        // a stable sort: groups of a country come together in their order
        blocks.sort_by_key(|part| countries.iter().position(|known| *known == part.country));
        let sectors = blocks.iter().flat_map(|part| &part.sectors);
        let rows = sectors.map(|(_, row)| *row).collect();
        let mut parts = Vec::with_capacity(blocks.len());
        for part in blocks {
            let sectors = Axis::new(part.sectors.into_iter().map(|(sector, _)| sector))?;
            parts.push((part.country, Group::from_code(&part.group), sectors));
        }
        Ok(Self {
            producers: Producers::new(parts)?,
            rows,
            empty,
        })
    }
}
