//! Names and units of Eora's satellite rows.

use crate::error::{Error, Result, first_few};
use crate::read::options::Extensions;
use crate::read::world_axes::unique;

/// Satellite rows by group and item.
pub(super) struct Satellites {
    /// Unique: `group: item`.
    pub(super) codes: Vec<String>,
    pub(super) units: Vec<String>,
    /// The row in the arrays of each that is wanted.
    pub(super) places: Vec<Option<usize>>,
    pub(super) wanted: usize,
    renamed: usize,
}

impl Satellites {
    /// Rows of (group, item); the group has the unit in parentheses at its end.
    pub(super) fn of(rows: &[(&str, &str)], extensions: &Extensions) -> Result<Self> {
        let names = rows.iter().map(|(group, item)| match item.is_empty() {
            true => (*group).to_owned(),
            false => format!("{group}: {item}"),
        });
        let (codes, renamed) = unique(names);
        let known = rows.iter().zip(&codes);
        let known: Vec<[&str; 4]> = known
            .map(|((group, item), code)| [code.as_str(), group, item, without_unit(group)])
            .collect();
        if let Extensions::Named(names) = extensions {
            let has = |name: &&String| known.iter().any(|known| known.contains(&name.as_str()));
            if let Some(name) = names.iter().find(|name| !has(name)) {
                let groups = known.iter().map(|[_, group, ..]| *group);
                let mut groups: Vec<&str> = groups.collect();
                groups.dedup();
                let error = Error::label(format!("no satellite row or group `{name}`"));
                return Err(error.expected(format!("one of {}", first_few(groups))));
            }
        }
        let mut wanted = 0;
        let places = known.iter().map(|names| {
            extensions.wants(names).then(|| {
                wanted += 1;
                wanted - 1
            })
        });
        Ok(Self {
            places: places.collect(),
            units: rows.iter().map(|(group, _)| unit_of(group)).collect(),
            wanted,
            codes,
            renamed,
        })
    }

    /// Codes and units of the wanted rows, in order.
    pub(super) fn chosen(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.codes.iter().zip(&self.units).zip(&self.places);
        let wanted = all.filter(|(_, place)| place.is_some());
        wanted.map(|((code, unit), _)| (code.as_str(), unit.as_str()))
    }

    pub(super) fn in_words(&self) -> String {
        let (read, all) = (self.wanted, self.codes.len());
        match self.renamed {
            0 => format!("{read} of {all} satellite rows read"),
            count => format!(
                "{read} of {all} satellite rows read; {count} have the name of an earlier one and a number behind it"
            ),
        }
    }
}

/// `kg` of `I-GHG-CO2 emissions (kg)`.
fn unit_of(group: &str) -> String {
    let inner = group.trim().strip_suffix(')');
    let unit = inner.and_then(|inner| inner.rsplit_once('('));
    unit.map_or_else(String::new, |(_, unit)| unit.trim().to_owned())
}

fn without_unit(group: &str) -> &str {
    match group.trim().strip_suffix(')') {
        Some(inner) => inner
            .rsplit_once('(')
            .map_or(group, |(name, _)| name.trim()),
        None => group,
    }
}
