//! Thread pools that end with the work they were made for.

use std::panic;
use std::thread::{self, available_parallelism};

use rayon::prelude::*;

/// How many threads share the work. The results do not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Threads {
    /// One for every core.
    #[default]
    All,
    /// This many, at least one.
    Count(usize),
}

/// Operations below which starting a pool takes longer than it saves: some milliseconds of one core.
pub(crate) const WORTH_A_POOL: f64 = 1e8;

impl Threads {
    /// The number of threads.
    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Self::All => available_parallelism().map_or(1, usize::from),
            Self::Count(count) => count.max(1),
        }
    }

    /// Runs `work` in a pool of its own, which ends with it: a notebook cell must not leave threads behind in a global one.
    pub(crate) fn pool(self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.count())
            .build()
    }

    pub(crate) fn install<T: Send>(self, operations: f64, work: impl FnOnce() -> T + Send) -> T {
        if operations < WORTH_A_POOL || self.count() == 1 || on_a_worker() {
            return work();
        }
        match self.pool() {
            Ok(pool) => pool.install(work),
            // a machine that grants no more threads still has this one, and the result is the same
            Err(_) => work(),
        }
    }
}

impl Threads {
    /// As [`install`](Self::install), for work done under a lock: the caller waits without taking up other work of its pool, which
    /// might ask for the same lock and wait for itself.
    pub(crate) fn install_under_lock<T: Send>(
        self,
        operations: f64,
        work: impl FnOnce() -> T + Send,
    ) -> T {
        if !on_a_worker() {
            return self.install(operations, work);
        }
        // a plain thread is joined by blocking, with a pool of its own behind it
        thread::scope(|scope| {
            let elsewhere = scope.spawn(|| self.install(operations, work));
            match elsewhere.join() {
                Ok(found) => found,
                Err(panicked) => panic::resume_unwind(panicked),
            }
        })
    }
}

/// Whether the caller is a thread of a pool. Only there is work shared: elsewhere rayon would start its global pool.
pub(crate) fn on_a_worker() -> bool {
    rayon::current_thread_index().is_some()
}

/// Both answers, on the pool that the caller is in, if any.
pub(crate) fn both_shared<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if on_a_worker() {
        rayon::join(first, second)
    } else {
        (first(), second())
    }
}

/// The answers of `work` in the order of the items, on the pool that the caller is in, if any.
pub(crate) fn map_shared<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    if on_a_worker() {
        let items: Vec<T> = items.into_iter().collect();
        items.into_par_iter().map(work).collect()
    } else {
        items.into_iter().map(work).collect()
    }
}
