//! Progress of long work, and how it is stopped.

use std::fmt;
use std::ops::ControlFlow;

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub task: &'static str,
    /// Finished steps; they take about the same time each.
    pub done: usize,
    /// All steps.
    pub steps: usize,
}

impl Progress {
    /// The finished part, from 0 to 1.
    #[must_use]
    pub fn fraction(self) -> f64 {
        if self.steps == 0 {
            return 1.0;
        }
        self.done as f64 / self.steps as f64
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:.0} %", self.task, 100.0 * self.fraction())
    }
}

/// The work was stopped by whoever watched it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Where it was stopped.
    pub at: Progress,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped on request ({})", self.at)
    }
}

impl std::error::Error for Stopped {}

/// Counts the steps of one task and tells the watcher.
pub(crate) struct Watch<'a> {
    progress: Progress,
    callback: Option<&'a super::Callback>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        task: &'static str,
        steps: usize,
        callback: Option<&'a super::Callback>,
    ) -> Self {
        let progress = Progress {
            task,
            done: 0,
            steps,
        };
        Self { progress, callback }
    }

    /// One more step is done.
    pub(crate) fn step(&mut self) -> Result<(), Stopped> {
        self.progress.done += 1;
        match self.callback.map(|callback| callback(self.progress)) {
            Some(ControlFlow::Break(())) => Err(Stopped { at: self.progress }),
            _ => Ok(()),
        }
    }
}
