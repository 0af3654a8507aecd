//! Shares of imports by end use, and which final use is which.

use super::end_use::EndUse;
use super::shares::{EndUseMix, EndUseShares};
use super::spread::Part;
use super::uses::Uses;
use crate::error::{Error, Result, first_few};
use crate::table::CompetitiveTable;

/// A table of shares and the end use of every category of final use.
#[derive(Debug, Clone)]
pub(super) struct ByEndUse {
    pub(super) shares: EndUseShares,
    pub(super) categories: Vec<(String, EndUse)>,
}

/// The same, matched to a table.
pub(super) struct Matched {
    /// By product.
    pub(super) mixes: Vec<Option<EndUseMix>>,
    /// Columns of uses by end use.
    columns: [Vec<usize>; 3],
}

impl ByEndUse {
    /// Products and categories matched by code; all that are missing or unknown are listed.
    pub(super) fn matched(&self, table: &CompetitiveTable, uses: &Uses) -> Result<Matched> {
        let mixes = table.sectors().codes().iter();
        let mixes = mixes.map(|code| self.shares.of(code));
        let mixes: Vec<Option<EndUseMix>> = mixes
            .collect::<Result<_>>()
            .map_err(|error| error.during("shares of imports by end use"))?;
        let known = table.sectors();
        let foreign = self.shares.sectors().codes().iter();
        let foreign: Vec<&String> = foreign.filter(|code| known.find(code).is_none()).collect();
        if !foreign.is_empty() {
            let codes = first_few(foreign);
            return Err(Error::label(format!(
                "shares of imports by end use for {codes}, which the table does not have"
            )));
        }
        Ok(Matched {
            mixes,
            columns: self.columns(table, uses)?,
        })
    }

    fn columns(&self, table: &CompetitiveTable, uses: &Uses) -> Result<[Vec<usize>; 3]> {
        let mut columns = [uses.inputs().collect(), Vec::new(), Vec::new()];
        let codes = table.final_uses().codes();
        let mut missing = Vec::new();
        for (column, code) in uses.finals().zip(codes) {
            match self.categories.iter().find(|(known, _)| known == code) {
                Some((_, end_use)) => columns[end_use.position()].push(column),
                None => missing.push(code),
            }
        }
        let named = self.categories.iter().map(|(code, _)| code);
        let again = (0..self.categories.len()).filter(|&at| {
            let code = &self.categories[at].0;
            self.categories[..at].iter().any(|(known, _)| known == code)
        });
        let again: Vec<&String> = again.map(|at| &self.categories[at].0).collect();
        let unknown: Vec<&String> = named.filter(|code| !codes.contains(code)).collect();
        let problems: Vec<String> = [
            ("no end use for", missing),
            ("two end uses for", again),
            ("no category", unknown),
        ]
        .into_iter()
        .filter(|(_, codes)| !codes.is_empty())
        .map(|(what, codes)| format!("{what} {}", first_few(codes)))
        .collect();
        match problems.is_empty() {
            true => Ok(columns),
            false => Err(Error::label(format!(
                "the end uses of categories of final use: {}",
                problems.join("; ")
            ))
            .expected(format!("one for each of {}", first_few(codes)))),
        }
    }
}

impl Matched {
    /// The parts of a product's imports by end use.
    pub(super) fn parts(&self, mix: EndUseMix, imports: f64) -> Vec<Part> {
        let all = EndUse::ALL.into_iter();
        all.map(|end_use| Part {
            name: end_use.to_string(),
            columns: self.columns[end_use.position()].clone(),
            amount: imports * mix.of(end_use),
        })
        .collect()
    }
}
