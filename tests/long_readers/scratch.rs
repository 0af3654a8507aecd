//! Files for the length of one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::Error;

/// A file in a folder of its own, so that its name can be that of the publisher; both are removed when the test is over.
pub struct Scratch(PathBuf);

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Scratch {
    pub fn named(name: &str, content: impl AsRef<[u8]>) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = format!("leontief-long-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        fs::create_dir(&folder).unwrap();
        let path = folder.join(name);
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
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

/// The error names the file and, where one is given, the line; its message holds the parts.
#[track_caller]
pub fn assert_placed(error: &Error, file: &Scratch, line: Option<u64>, parts: &[&str]) {
    let message = error.to_string();
    assert_eq!(error.file(), Some(file.as_ref()), "{message}");
    assert_eq!(error.line(), line, "{message}");
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}
