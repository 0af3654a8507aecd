//! Choices of a world model.

use crate::linalg::Options;

/// Where output goes that no recorded use explains: the rounding of published tables, zero in exact ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Unallocated {
    /// It counts as final use in the country that produces it, so that uses add up to output and every identity holds.
    #[default]
    AtHome,
    /// Nobody absorbs it: final use is as published. Value added absorbed in all countries then misses total value added, and
    /// decompositions count what is left as absorbed in third countries.
    Ignored,
}

/// How a world model is solved and what it assumes.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct WorldOptions {
    pub(super) linalg: Options,
    pub(super) unallocated: Unallocated,
}

impl WorldOptions {
    /// Solved this way: engine, threads, memory, who watches.
    pub fn solved(mut self, options: Options) -> Self {
        self.linalg = options;
        self
    }

    /// With this answer to uses that miss output.
    pub fn unallocated(mut self, unallocated: Unallocated) -> Self {
        self.unallocated = unallocated;
        self
    }
}
