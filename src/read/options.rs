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
    pub(super) rest_of_world: RestOfWorld,
    pub(super) extensions: Extensions,
}

/// What becomes of a rest of the world that is no economy but one row and one column, as in Eora26: what the accounts of countries
/// leave open, statistical discrepancies included. Other readers treat the rest of the world as the countries that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RestOfWorld {
    /// A producer like any other, with one sector. Nothing is moved, and sums over all countries are those of the file. What it sells and
    /// buys passes through the Leontief inverse as if it were produced; where the discrepancies are as large as its output, or negative,
    /// its coefficients mean little, and a table in which they outweigh is refused by the checks.
    #[default]
    Keep,
    /// Outside the producers. What countries sell to it as inputs is final use (`intermediate purchases`) of a market without producers;
    /// what they buy from it is a primary input of the kind [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), income of no country.
    /// What it sells to itself and its own primary inputs are left out. The provenance has all sums.
    Outside,
}

/// Which rows beside the economic ones are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Extensions {
    #[default]
    All,
    Nothing,
    Named(Vec<String>),
}

impl Extensions {
    /// Whether a row is wanted that is known by one of these names.
    pub(super) fn wants(&self, names: &[&str]) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Named(wanted) => wanted.iter().any(|name| names.contains(&name.as_str())),
        }
    }
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

    /// What becomes of a rest of the world that is one row and one column. A producer unless said otherwise.
    pub fn rest_of_world(mut self, policy: RestOfWorld) -> Self {
        self.rest_of_world = policy;
        self
    }

    /// Only these rows beside the economic ones (emissions, jobs), by their code or by the group or folder that holds them. All that the
    /// publisher gives by producer are read unless said otherwise; none where the list is empty. A name that is not in the files is an
    /// error. Readers of files without such rows do not look at it.
    pub fn extensions<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        self.extensions = match names.is_empty() {
            true => Extensions::Nothing,
            false => Extensions::Named(names),
        };
        self
    }
}
