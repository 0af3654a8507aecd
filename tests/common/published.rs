//! What tests of readers share: folders for one test, packed files, changed bytes, what an error must say.
#![allow(dead_code)] // every test uses its own part

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::Error;
use leontief::table::Provenance;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A folder for the length of one test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("leontief-published-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Writes a file into it, with the folders that its name asks for.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Writes a zip archive of these files into it.
    pub fn zip<N: AsRef<str>, C: AsRef<[u8]>>(&self, name: &str, files: &[(N, C)]) -> PathBuf {
        self.put(name, zipped(files))
    }

    /// Writes a gz file into it.
    pub fn gz(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(content.as_ref()).unwrap();
        self.put(name, packed.finish().unwrap())
    }
}

/// A file in a folder of its own, so that its name can be that of the publisher; both are removed when the test is over.
pub struct Scratch {
    path: PathBuf,
    _folder: Folder,
}

impl Scratch {
    pub fn named(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Folder::new();
        Self {
            path: folder.put(name, content),
            _folder: folder,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl AsRef<Path> for Scratch {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A zip archive in memory.
pub fn zipped<N: AsRef<str>, C: AsRef<[u8]>>(files: &[(N, C)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default();
        archive.start_file(name.as_ref(), options).unwrap();
        archive.write_all(content.as_ref()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The provenance has these files, in this order, with their SHA-256.
#[track_caller]
pub fn assert_sources(provenance: &Provenance, files: &[&Path]) {
    let found: Vec<(String, String)> = provenance
        .files()
        .iter()
        .map(|file| (file.name().to_owned(), file.fingerprint().to_string()))
        .collect();
    let expected: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let digest = Sha256::digest(fs::read(file).unwrap());
            let digits = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let name = file.file_name().unwrap().to_str().unwrap();
            (name.to_owned(), digits)
        })
        .collect();
    assert_eq!(found, expected);
}

/// The error names the file and, where one is given, the line; its message holds the parts.
#[track_caller]
pub fn assert_placed(error: &Error, file: &Path, line: Option<u64>, parts: &[&str]) {
    let message = error.to_string();
    assert_eq!(error.file(), Some(file), "{message}");
    if line.is_some() {
        assert_eq!(error.line(), line, "{message}");
    }
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

/// What is done to the bytes of a file at a place.
#[derive(Debug, Clone)]
pub enum Change {
    Byte(usize, u8),
    Insert(usize, u8),
    Cut(usize, usize),
    Swap(usize, usize),
}

/// A few changes at random places.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"0123456789,.;\"-\r\n\t eA_x".to_vec())
    ];
    let place = 0..100_000_000_usize;
    let change = prop_oneof![
        (place.clone(), byte.clone()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (place.clone(), byte).prop_map(|(at, byte)| Change::Insert(at, byte)),
        (place.clone(), 1..60_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (place.clone(), place).prop_map(|(one, two)| Change::Swap(one, two)),
    ];
    prop::collection::vec(change, 1..4)
}

/// The bytes after the changes.
pub fn changed(bytes: impl AsRef<[u8]>, changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.as_ref().to_vec();
    for change in changes {
        let n = bytes.len().max(1);
        match *change {
            _ if bytes.is_empty() => {}
            Change::Byte(at, byte) => bytes[at % n] = byte,
            Change::Insert(at, byte) => bytes.insert(at % n, byte),
            Change::Cut(at, length) => {
                let from = at % n;
                bytes.drain(from..(from + length).min(n));
            }
            Change::Swap(one, two) => bytes.swap(one % n, two % n),
        }
    }
    bytes
}

/// Every number that stands between these bytes.
pub fn numbers(bytes: &[u8], between: &[u8]) -> Vec<f64> {
    let parts = bytes.split(|byte| between.contains(byte));
    let texts = parts.filter_map(|part| std::str::from_utf8(part).ok());
    texts.filter_map(|text| text.trim().parse().ok()).collect()
}
