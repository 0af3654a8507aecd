//! What is said about where figures come from.

use std::fmt;

use crate::parameter::Grade;

/// A source and its grade, where they were said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Source {
    text: Option<String>,
    pub(super) grade: Option<Grade>,
}

impl Source {
    pub(super) fn new(text: impl Into<String>, grade: Grade) -> Self {
        Self {
            text: Some(text.into()),
            grade: Some(grade),
        }
    }

    /// The same text with another grade.
    pub(super) fn graded(&self, grade: Grade) -> Self {
        Self {
            text: self.text.clone(),
            grade: Some(grade),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.as_deref().unwrap_or("source not stated"))
    }
}
