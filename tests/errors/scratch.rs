//! Files for the length of one test, and errors that name a place in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::Error;

use crate::assert_says;

/// A file that is removed when the test is over.
pub struct Scratch(PathBuf);

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Scratch {
    pub fn new(content: impl AsRef<[u8]>) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("leontief-{}-{number}.csv", std::process::id());
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

/// The error names the file and the line, and its message holds the parts.
#[track_caller]
pub fn assert_placed(
    error: &Error,
    is: fn(&Error) -> bool,
    file: &Scratch,
    line: u64,
    parts: &[&str],
) {
    assert_says(error, is, parts);
    assert_eq!(error.file(), Some(file.as_ref()), "{error}");
    assert_eq!(error.line(), Some(line), "{error}");
    let place = format!("{}, line {line}", file.as_ref().display());
    assert!(error.to_string().starts_with(&place), "{error}");
}
