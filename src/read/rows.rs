//! Rows of a sheet by code.

use std::collections::HashMap;

use super::text::{Line, Sheet};
use crate::error::{Error, Result, first_few};

/// Rows of a sheet that are found by their code, each code once.
pub(crate) struct Rows<'a> {
    sheet: &'a Sheet,
    what: String,
    codes: Vec<&'a str>,
    lines: Vec<&'a Line>,
}

impl<'a> Rows<'a> {
    /// The lines by the code in the column `key`; `what` says in messages which rows these are.
    pub(crate) fn new(
        sheet: &'a Sheet,
        what: impl Into<String>,
        lines: Vec<&'a Line>,
        key: usize,
    ) -> Result<Self> {
        let what = what.into();
        let mut first: HashMap<&str, u64> = HashMap::new();
        for line in &lines {
            let code = sheet.text(line, key);
            if let Some(earlier) = first.insert(code, line.number()) {
                let error = Error::label(format!("the row `{code}` ({what}) stands twice"))
                    .found(format!("the same code in line {earlier}"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(sheet.at(line, error).at_column(&sheet.header()[key]));
            }
        }
        Ok(Self {
            codes: lines.iter().map(|line| sheet.text(line, key)).collect(),
            sheet,
            what,
            lines,
        })
    }

    pub(crate) fn codes(&self) -> &[&'a str] {
        &self.codes
    }

    pub(crate) fn lines(&self) -> &[&'a Line] {
        &self.lines
    }

    /// The row of a code that must be there.
    pub(crate) fn at(&self, code: &str) -> Result<&'a Line> {
        let position = self.codes.iter().position(|known| *known == code);
        position
            .map(|position| self.lines[position])
            .ok_or_else(|| {
                Error::label(format!("no row `{code}` ({})", self.what))
                    .in_file(self.sheet.file())
                    .found(first_few(&self.codes))
                    .hint("compare the rows with the layout that this reader is for")
            })
    }

    /// The rows of these codes, in this order; other rows are an error.
    pub(crate) fn exactly<S: AsRef<str>>(&self, codes: &[S]) -> Result<Vec<&'a Line>> {
        let stray = (0..self.codes.len())
            .find(|&row| !codes.iter().any(|code| code.as_ref() == self.codes[row]));
        if let Some(row) = stray {
            let (code, what) = (self.codes[row], &self.what);
            let error = Error::label(format!("unknown row `{code}` ({what})"))
                .expected(format!("only {}", first_few(codes)));
            return Err(self.sheet.at(self.lines[row], error));
        }
        codes.iter().map(|code| self.at(code.as_ref())).collect()
    }
}
