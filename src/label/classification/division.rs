//! Codes that go to several codes of another list, and what is done with them.

use std::collections::HashMap;

use ndarray::{Array2, ArrayView1};

use super::bridge::{BRIDGE, counterparts};
use super::{Classification, Links};
use crate::error::{Error, Result};
use crate::label::{Axis, Concordance, Sector};

/// How a code that goes to several codes of the other list is divided. Every way but the first is an assumption (grade D) to state where
/// results are shown.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Division<'a> {
    /// Not at all: the concordance is refused, and the error lists the codes with their shares by classes.
    Refuse,
    /// In equal parts.
    Even,
    /// By classes of ISIC Revision 4 that they have in common.
    Classes,
    /// By the sizes of the other list's codes, their outputs for example: (code, size). Where a code of the other list takes from several
    /// codes, its size counts in proportion to the classes it has from each.
    Weighted(&'a [(&'a str, f64)]),
}

/// The concordance of two lists; see [`Classification::concordance_placing`].
pub(super) fn concordance(
    from: Classification,
    to: Classification,
    links: Links,
    division: Division<'_>,
    placed: &[(&str, &str)],
) -> Result<Concordance<Sector, Sector>> {
    let (source, target) = (from.sectors(), to.sectors());
    let placed = places(&source, &target, placed)?;
    if from == to {
        let rows = source.codes().iter().map(|code| {
            let placed = placed.get(code.as_str()).copied();
            (code.as_str(), placed.unwrap_or(code), 1.0)
        });
        return Concordance::new(&source, &target, rows);
    }
    let shared = BRIDGE.shared(from, to, links);
    let sizes = division.sizes(&target)?;
    let divider = Divider {
        target: &target,
        shared: &shared,
        sizes,
        links,
        division,
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (code, common) in source.codes().iter().zip(shared.outer_iter()) {
        match placed.get(code.as_str()) {
            Some(into) => rows.push((code.as_str(), *into, 1.0)),
            None => match divider.parts(common) {
                Ok(parts) => {
                    let parts = parts.into_iter();
                    let parts = parts.map(|(k, part)| (&**code, &*target.codes()[k], part));
                    rows.extend(parts);
                }
                Err(problem) => problems.push(format!("`{code}` {problem}")),
            },
        }
    }
    if problems.is_empty() {
        return Concordance::new(&source, &target, rows);
    }
    let error = Error::label(format!(
        "{from} does not go over into {to} without a decision for {} of its {} codes: {}",
        problems.len(),
        source.len(),
        problems.join("; ")
    ));
    Err(error.hint(
        "looser `Links`, another `Division`, `concordance_placing` for single codes, or `common`, which adds up instead of dividing",
    ))
}

/// Where the caller wants single codes.
fn places<'a>(
    source: &Axis<Sector>,
    target: &Axis<Sector>,
    placed: &[(&'a str, &'a str)],
) -> Result<HashMap<&'a str, &'a str>> {
    let mut places = HashMap::new();
    for (code, into) in placed {
        source.at(code)?;
        target.at(into)?;
        if let Some(before) = places.insert(*code, *into) {
            return Err(Error::label(format!(
                "`{code}` is placed in `{before}` and in `{into}`"
            )));
        }
    }
    Ok(places)
}

impl Division<'_> {
    /// The sizes given, by position of the other list.
    fn sizes(&self, target: &Axis<Sector>) -> Result<Vec<Option<f64>>> {
        let mut sizes = vec![None; target.len()];
        let Self::Weighted(given) = self else {
            return Ok(sizes);
        };
        for (code, size) in *given {
            if !(size.is_finite() && *size >= 0.0) {
                return Err(Error::label(format!("the size of `{code}` is {size}"))
                    .expected("a number that is not negative"));
            }
            if sizes[target.at(code)?.get()].replace(*size).is_some() {
                return Err(Error::label(format!("`{code}` has two sizes")));
            }
        }
        Ok(sizes)
    }
}

struct Divider<'a> {
    target: &'a Axis<Sector>,
    shared: &'a Array2<f64>,
    sizes: Vec<Option<f64>>,
    links: Links,
    division: Division<'a>,
}

impl Divider<'_> {
    /// The parts of a code by target, or what hinders in words.
    fn parts(&self, common: ArrayView1<'_, f64>) -> std::result::Result<Vec<(usize, f64)>, String> {
        let found = counterparts(common, self.links);
        match (found.as_slice(), self.division) {
            ([], _) => Err("holds no division of ISIC".to_owned()),
            ([(k, _)], _) => Ok(vec![(*k, 1.0)]),
            (_, Division::Refuse) => Err(self.said(&found)),
            (_, Division::Even) => {
                let part = 1.0 / found.len() as f64;
                Ok(found.into_iter().map(|(k, _)| (k, part)).collect())
            }
            (_, Division::Classes) => Ok(to_one(found)),
            (_, Division::Weighted(_)) => self.by_size(&found),
        }
    }

    fn by_size(&self, found: &[(usize, f64)]) -> std::result::Result<Vec<(usize, f64)>, String> {
        let mut sized = Vec::with_capacity(found.len());
        for (k, classes) in found {
            let Some(size) = self.sizes[*k] else {
                return Err(format!(
                    "goes to `{}` too, for which no size is given",
                    self.target.codes()[*k]
                ));
            };
            sized.push((*k, size * classes / self.shared.column(*k).sum()));
        }
        match sized.iter().any(|(_, size)| *size > 0.0) {
            true => Ok(to_one(sized)),
            false => Err(format!(
                "goes to codes of size zero only: {}",
                self.said(found)
            )),
        }
    }

    /// Shares by classes in words, two decimals: `= 0.3 Q86 + 0.7 Q87_88`.
    fn said(&self, found: &[(usize, f64)]) -> String {
        let shares = to_one(found.to_vec());
        let shares = shares.into_iter().map(|(k, share)| {
            let share = (share * 100.0).round() / 100.0;
            format!("{share} {}", self.target.codes()[k])
        });
        format!("= {}", shares.collect::<Vec<_>>().join(" + "))
    }
}

fn to_one(mut parts: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let sum: f64 = parts.iter().map(|(_, part)| part).sum();
    parts.iter_mut().for_each(|(_, part)| *part /= sum);
    parts
}
