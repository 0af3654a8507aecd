//! What a caller may say about the reading of a table.

use crate::run::Run;

/// How a published table is read. The default asks the file for everything: its edition, year and unit.
///
/// ```no_run
/// use leontief::read::{self, Options};
/// use leontief::run::Run;
/// use std::ops::ControlFlow;
///
/// let watched = Run::default().watched(|progress| {
///     eprintln!("{progress}");
///     ControlFlow::Continue(())
/// });
/// let world = read::icio_with("renamed.csv", &Options::new().year(2018).run(watched))?.check()?;
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Options {
    pub(super) year: Option<i32>,
    pub(super) run: Run,
}

impl Options {
    /// Everything as the file says.
    pub fn new() -> Self {
        Self::default()
    }

    /// The year wanted: one of several in a file, or that of a file whose name does not tell. A file that says another year is refused.
    pub fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// On how many threads, within how much memory, watched by whom.
    pub fn run(mut self, run: Run) -> Self {
        self.run = run;
        self
    }
}
