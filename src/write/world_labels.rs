//! How the files of a world table name its producers and its columns of final use.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::label::Group;
use crate::table::WorldTable;

/// Labels as the files have them.
pub(super) struct Labels {
    /// Country, group and sector of every producer; the group of an undivided country is empty.
    keys: Vec<[String; 3]>,
    /// Whether any group has a name.
    grouped: bool,
    /// The columns of producers: joined keys.
    pub(super) producers: Vec<String>,
    /// The columns of final use.
    pub(super) finals: Vec<String>,
}

impl Labels {
    /// The labels of a table.
    ///
    /// # Errors
    /// If two producers, or two columns of final use, would bear one name, or if a code would not survive: readers trim cells.
    pub(super) fn of(table: &WorldTable) -> Result<Self> {
        let mut keys = Vec::with_capacity(table.producers().len());
        for block in table.producers().blocks() {
            let country = table.producers().countries().code(block.country());
            let group = group_key(block.group());
            require_kept("country", country)?;
            require_kept("group", group)?;
            if block.sectors().codes().is_empty() {
                let what = format!(
                    "the group `{}` of `{country}` has no sectors",
                    block.group()
                );
                return Err(Error::label(what).expected("a row for every group"));
            }
            for sector in block.sectors().codes() {
                require_kept("sector", sector)?;
                keys.push([country, group, sector].map(str::to_owned));
            }
        }
        let producers: Vec<String> = keys.iter().map(|keys| joined(keys, "_")).collect();
        require_different(&producers, |at| {
            format!("the producer `{}`", joined(&keys[at], " "))
        })?;
        let finals = final_labels(table)?;
        Ok(Self {
            grouped: keys.iter().any(|[_, group, _]| !group.is_empty()),
            keys,
            producers,
            finals,
        })
    }

    /// The names of the key columns.
    pub(super) fn heads(&self) -> Vec<&'static str> {
        match self.grouped {
            true => vec!["country", "group", "sector"],
            false => vec!["country", "sector"],
        }
    }

    /// The keys of every producer, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = Vec<&str>> {
        self.keys.iter().map(|[country, group, sector]| {
            let mut keys = vec![country.as_str(), group.as_str(), sector.as_str()];
            if !self.grouped {
                keys.remove(1);
            }
            keys
        })
    }
}

/// The group's code; none for an undivided country.
pub(super) fn group_key(group: &Group) -> &str {
    match *group == Group::whole() {
        true => "",
        false => group.code(),
    }
}

/// `COUNTRY_CATEGORY`, country by country.
fn final_labels(table: &WorldTable) -> Result<Vec<String>> {
    let (countries, categories) = (table.countries().codes(), table.final_uses().codes());
    if categories.is_empty() {
        return Err(Error::label("the table has no category of final use")
            .expected("at least one column in Y.csv for every country"));
    }
    for country in countries {
        require_kept("country", country)?;
    }
    for category in categories {
        require_kept("category of final use", category)?;
    }
    let pairs: Vec<(&String, &String)> = countries
        .iter()
        .flat_map(|country| categories.iter().map(move |category| (country, category)))
        .collect();
    let labels: Vec<String> = pairs.iter().map(|(s, k)| format!("{s}_{k}")).collect();
    require_different(&labels, |at| {
        format!("`{}` of the country `{}`", pairs[at].1, pairs[at].0)
    })?;
    Ok(labels)
}

/// Keys that are not empty, joined.
fn joined(keys: &[String; 3], with: &str) -> String {
    let filled = keys.iter().filter(|key| !key.is_empty());
    filled.map(String::as_str).collect::<Vec<_>>().join(with)
}

/// Refuses a code that would be read back as another.
pub(super) fn require_kept(noun: &str, code: &str) -> Result<()> {
    if code.trim() == code {
        return Ok(());
    }
    Err(Error::label(format!(
        "the code of the {noun} `{code}` begins or ends with a space, which the files do not keep"
    )))
}

/// Columns are named by joined codes, so two of them must not come to the same.
fn require_different(labels: &[String], name: impl Fn(usize) -> String) -> Result<()> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (at, label) in labels.iter().enumerate() {
        if let Some(earlier) = known.insert(label, at) {
            let what = format!("two columns would have the same label `{label}`");
            return Err(Error::label(what)
                .found(format!("{} and {}", name(earlier), name(at)))
                .hint("another code for one of the two: columns are named by the joined codes"));
        }
    }
    Ok(())
}
