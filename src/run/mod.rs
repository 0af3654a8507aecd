//! How long work is run: on how many threads, within how much memory, watched by whom. Results never depend on it.

mod memory;
mod progress;
mod threads;

pub use memory::{MemoryLimit, OutOfMemory};
pub use progress::{Progress, Stopped};
pub use threads::Threads;

pub(crate) use progress::Watch;
pub(crate) use threads::{WORTH_A_POOL, both_shared, map_shared, on_a_worker};

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How to run a long operation. The default is all cores, the memory that the machine has free, and nobody watching.
///
/// ```
/// use leontief::run::{Run, Threads};
/// use std::ops::ControlFlow;
///
/// let run = Run::default()
///     .threads(Threads::Count(2))
///     .watched(|progress| {
///         eprintln!("{progress}");
///         ControlFlow::Continue(())
///     });
/// assert_eq!(run.thread_count(), 2);
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct Run {
    threads: Threads,
    memory: MemoryLimit,
    watch: Option<Arc<Callback>>,
}

type Callback = dyn Fn(Progress) -> ControlFlow<()> + Send + Sync;

impl Run {
    /// On this many threads.
    pub fn threads(mut self, threads: Threads) -> Self {
        self.threads = threads;
        self
    }

    /// Within this much memory.
    pub fn memory(mut self, limit: MemoryLimit) -> Self {
        self.memory = limit;
        self
    }

    /// Calling `watch` from time to time; it stops the work by answering [`ControlFlow::Break`].
    pub fn watched(
        mut self,
        watch: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.watch = Some(Arc::new(watch));
        self
    }

    /// The number of threads that long operations take.
    #[must_use]
    pub fn thread_count(&self) -> usize {
        self.threads.count()
    }

    /// Runs `work` of about `operations` floating point operations on these threads.
    ///
    /// Short work, and work asked for from within a thread pool, stays where it is: a pool of threads inside another would take more
    /// cores than there are.
    pub(crate) fn install<T: Send>(&self, operations: f64, work: impl FnOnce() -> T + Send) -> T {
        self.threads.install(operations, work)
    }

    /// As [`install`](Self::install), for work that other threads wait for.
    pub(crate) fn install_under_lock<T: Send>(
        &self,
        operations: f64,
        work: impl FnOnce() -> T + Send,
    ) -> T {
        self.threads.install_under_lock(operations, work)
    }

    /// Asks for memory before it is taken.
    pub(crate) fn require_memory(&self, what: &str, bytes: usize) -> Result<(), OutOfMemory> {
        self.memory.require(what, bytes)
    }

    /// A watch over one task of so many steps.
    pub(crate) fn watch(&self, task: &'static str, steps: usize) -> Watch<'_> {
        Watch::new(task, steps, self.watch.as_deref())
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("threads", &self.threads)
            .field("memory", &self.memory)
            .field("watched", &self.watch.is_some())
            .finish()
    }
}
