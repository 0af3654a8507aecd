//! Records with codes that are not mapped: what passed under them, and what becomes of them.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{Error, Result};
use crate::read::ExactAmount;

/// What becomes of records with a code that is not mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unmapped {
    /// They are an error that lists the codes.
    Refuse,
    /// They stay out of sectors and groups; the result lists them.
    KeepApart,
}

/// A code that is not mapped, and what passed under it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmappedCode {
    /// What kind of code: `product`, `regime`, `firm type`, `flow`, `partner`.
    pub kind: &'static str,
    /// The code.
    pub code: String,
    /// The value of its records. A record with several such codes counts in each.
    pub value: ExactAmount,
    /// The number of its records.
    pub records: u64,
    /// The value over the file's total, both without signs.
    pub share: f64,
}

impl fmt::Display for UnmappedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} `{}`: {} in {} records, {:.4} % of the total",
            self.kind,
            self.code,
            self.value,
            self.records,
            100.0 * self.share
        )
    }
}

/// Unmapped codes that a message lists.
const SHOWN: usize = 20;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    value: ExactAmount,
    size: ExactAmount,
    records: u64,
}

/// The value of all records, and of those that could not be placed, by code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aside {
    codes: BTreeMap<(&'static str, String), Count>,
    pub(crate) apart: ExactAmount,
    pub(crate) total: ExactAmount,
    size: ExactAmount,
}

impl Aside {
    /// Counts a record.
    pub(crate) fn seen(&mut self, value: ExactAmount) {
        self.total += value;
        self.size += value.abs();
    }

    /// Sets a record apart for those of its codes that are not known: kind, whether it is known, code.
    pub(crate) fn set_apart<const N: usize>(
        &mut self,
        value: ExactAmount,
        codes: [(&'static str, bool, &str); N],
    ) {
        self.apart += value;
        for (kind, known, code) in codes {
            if !known {
                let count = self.codes.entry((kind, code.to_owned())).or_default();
                count.value += value;
                count.size += value.abs();
                count.records += 1;
            }
        }
    }

    /// The codes, the largest first.
    pub(crate) fn listed(&self) -> Vec<UnmappedCode> {
        let total = self.size.to_f64();
        let codes = self.codes.iter();
        let mut listed: Vec<(ExactAmount, UnmappedCode)> = codes
            .map(|((kind, code), count)| {
                let share = match total > 0.0 {
                    true => count.size.to_f64() / total,
                    false => 0.0, // records without value
                };
                let listed = UnmappedCode {
                    kind,
                    code: code.clone(),
                    value: count.value,
                    records: count.records,
                    share,
                };
                (count.size, listed)
            })
            .collect();
        listed.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        listed.into_iter().map(|(_, code)| code).collect()
    }

    /// The codes, unless there are some and they are to be refused.
    pub(crate) fn accepted(
        &self,
        choice: Unmapped,
        what: &str,
        hint: &str,
    ) -> Result<Vec<UnmappedCode>> {
        let unmapped = self.listed();
        if choice == Unmapped::KeepApart || unmapped.is_empty() {
            return Ok(unmapped);
        }
        let largest = unmapped.iter().take(SHOWN);
        let mut lines: Vec<String> = largest.map(ToString::to_string).collect();
        if unmapped.len() > SHOWN {
            lines.push(format!("and {} more", unmapped.len() - SHOWN));
        }
        Err(Error::label(format!(
            "{what} with {} unmapped codes, {} of {} in value: {}",
            unmapped.len(),
            self.apart,
            self.total,
            lines.join("; ")
        ))
        .hint(hint))
    }
}
