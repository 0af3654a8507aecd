//! Small files of labels in tab-separated columns.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::read::files::Content;
use crate::read::lines::{Lines, without_mark};
use crate::read::text_cells::label;

/// A small tab-separated file of labels.
#[derive(Debug)]
pub(in crate::read) struct Labels {
    file: PathBuf,
    lines: Vec<LabelLine>,
}

/// One line of it; empty cells at the end are left out.
#[derive(Debug)]
pub(in crate::read) struct LabelLine {
    pub(in crate::read) number: u64,
    pub(in crate::read) cells: Vec<String>,
}

impl Labels {
    pub(in crate::read) fn of(content: &Content) -> Result<Self> {
        let text = without_mark(&content.bytes);
        let mut found = Vec::new();
        for (number, range) in Lines::tabbed(text, 0, 0) {
            let cells = text[range].split(|byte| *byte == b'\t').map(label);
            let cells: Result<Vec<String>> = cells.collect();
            let mut cells = cells.map_err(|error| error.in_file(&content.file).at_line(number))?;
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            if !cells.is_empty() {
                found.push(LabelLine { number, cells });
            }
        }
        if found.is_empty() {
            let error = Error::parse("the file is empty").in_file(&content.file);
            return Err(error.expected("lines of labels, separated by tabs"));
        }
        Ok(Self {
            file: content.file.clone(),
            lines: found,
        })
    }

    pub(in crate::read) fn file(&self) -> &Path {
        &self.file
    }

    pub(in crate::read) fn lines(&self) -> &[LabelLine] {
        &self.lines
    }

    /// An error about a line of this file.
    pub(in crate::read) fn at(&self, line: &LabelLine, error: Error) -> Error {
        error.in_file(&self.file).at_line(line.number)
    }

    /// Refuses lines that do not have so many labels; `what` names them.
    pub(in crate::read) fn require_columns(&self, columns: usize, what: &str) -> Result<()> {
        let mut lines = self.lines.iter();
        match lines.find(|line| line.cells.len() != columns) {
            None => Ok(()),
            Some(line) => {
                let error = Error::parse("the line does not have as many labels as it should");
                let error = error.expected(format!("{columns}: {what}"));
                let error =
                    error.found(format!("{}: {}", line.cells.len(), line.cells.join(" | ")));
                Err(self.at(line, error.hint("columns are separated by tabs")))
            }
        }
    }
}
