//! Every reader of the crate with the name of a file that it would accept, so that bytes can be given to it as that file.
//!
//! A new reader is one line in [`readers.rs`](../src/readers.rs). What it gives is dropped: wanted is that it neither panics nor takes
//! all memory or time, whatever the bytes are.

mod pieces;
mod readers;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use readers::READERS;

/// A reader and the name of its file.
pub struct Reader {
    pub name: &'static str,
    pub file: &'static str,
    pub read: fn(&Path),
}

/// The reader of a name.
///
/// # Panics
/// If there is none; the message lists all.
#[must_use]
pub fn reader(name: &str) -> &'static Reader {
    let found = READERS.iter().find(|reader| reader.name == name);
    found.unwrap_or_else(|| {
        let names: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
        panic!("no reader `{name}`; there are {}", names.join(", "))
    })
}

/// Gives bytes to a reader as its file.
///
/// # Panics
/// If the file cannot be written, or the reader panics: that is what is looked for.
pub fn feed(reader: &Reader, bytes: &[u8]) {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let name = format!("leontief-fuzz-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    });
    let path = folder.join(reader.file);
    fs::write(&path, bytes).unwrap();
    (reader.read)(&path);
}
