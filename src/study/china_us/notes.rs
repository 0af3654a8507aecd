//! What a run has to say beside its figures.

use crate::build::{Capped, Split};

/// Caps and oddities.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    pub(super) lines: Vec<String>,
    pub(super) capped: usize,
}

impl Notes {
    /// Keeps what a split capped.
    pub(super) fn add(&mut self, split: &Split) {
        for capped in split.capped() {
            self.capped(capped);
        }
    }

    fn capped(&mut self, capped: &Capped) {
        self.capped += capped.sectors().len();
        self.lines.push(capped.to_string());
    }
}
