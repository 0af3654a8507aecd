//! A draft of whatever kind of table a file holds.

use crate::error::{Error, Result};
use crate::table::{CompetitiveDraft, NationalDraft, WorldDraft};

/// A draft of one of the kinds of tables.
#[derive(Debug, Clone)]
#[must_use]
pub enum AnyDraft {
    /// All countries.
    World(WorldDraft),
    /// One country, imports apart.
    National(NationalDraft),
    /// One country, imports not separated.
    Competitive(CompetitiveDraft),
}

impl AnyDraft {
    /// The draft of a world table.
    ///
    /// # Errors
    /// If the table is of another kind.
    pub fn world(self) -> Result<WorldDraft> {
        match self {
            Self::World(draft) => Ok(draft),
            other => Err(other.another("a world table")),
        }
    }

    /// The draft of a national table.
    ///
    /// # Errors
    /// If the table is of another kind.
    pub fn national(self) -> Result<NationalDraft> {
        match self {
            Self::National(draft) => Ok(draft),
            other => Err(other.another("a national table")),
        }
    }

    /// The draft of a competitive table.
    ///
    /// # Errors
    /// If the table is of another kind.
    pub fn competitive(self) -> Result<CompetitiveDraft> {
        match self {
            Self::Competitive(draft) => Ok(draft),
            other => Err(other.another("a competitive table")),
        }
    }

    fn another(&self, expected: &str) -> Error {
        let found = match self {
            Self::World(_) => "a world table",
            Self::National(_) => "a national table",
            Self::Competitive(_) => "a competitive table",
        };
        Error::table("the table is of another kind")
            .expected(expected)
            .found(found)
    }
}
