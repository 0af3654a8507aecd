//! Which published files a table of many files was read from.

use std::cell::RefCell;

use super::files::Files;
use super::names::name_of;
use crate::error::Result;
use crate::table::{Provenance, SourceFile};

/// Files read so far.
#[derive(Default)]
pub(super) struct Noted(RefCell<Vec<SourceFile>>);

impl Noted {
    /// Takes down a file; all files of an archive are that archive, whose fingerprint is taken once.
    pub(super) fn note(&self, files: &Files, name: &str) -> Result<()> {
        let archive = name_of(files.root());
        let known = |source: &SourceFile| archive == source.name();
        if files.is_packed() && self.0.borrow().iter().any(known) {
            return Ok(());
        }
        let source = files.source(name)?;
        self.0.borrow_mut().push(source);
        Ok(())
    }

    /// The provenance with these files.
    pub(super) fn put(&self, provenance: Provenance) -> Provenance {
        let sources = self.0.borrow();
        sources
            .iter()
            .cloned()
            .fold(provenance, Provenance::with_file)
    }
}
