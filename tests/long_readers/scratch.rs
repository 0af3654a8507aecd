//! What must be said of a refused file.

use leontief::Error;

pub use crate::published::Scratch;

/// The error names the file and, where one is given, the line; its message holds the parts.
#[track_caller]
pub fn assert_placed(error: &Error, file: &Scratch, line: Option<u64>, parts: &[&str]) {
    let message = error.to_string();
    assert_eq!(error.file(), Some(file.path()), "{message}");
    assert_eq!(error.line(), line, "{message}");
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}
