//! Customs records: amounts, tallies, shares, files, messages.

mod amounts;
mod files;
mod starting;
mod tallies;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::Error;

/// A file that is removed when the test is over.
struct Scratch(PathBuf);

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Scratch {
    fn new(content: impl AsRef<[u8]>) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("leontief-customs-{}-{number}.csv", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl AsRef<Path> for Scratch {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The error is of this kind and its message holds all these parts.
#[track_caller]
fn assert_says(error: &Error, is: fn(&Error) -> bool, parts: &[&str]) {
    assert!(is(error), "of another kind: {error:?}");
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}
