//! Files that are cut off, changed, or of another machine: an error that says so, never another table.

use std::path::{Path, PathBuf};

use leontief::read::CachedWorld;
use leontief::table::WorldTable;
use leontief::{Error, Result, write};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::dressed::small;
use crate::published::{Folder, assert_placed, changed, changes};
use crate::same::assert_same;

fn written(folder: &Folder) -> (PathBuf, WorldTable, Vec<u8>) {
    let path = folder.as_ref().join("world.cache");
    let table = small(3);
    write::cache(&path, &table).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    (path, table, bytes)
}

fn reopened(path: &Path, bytes: &[u8]) -> Result<WorldTable> {
    std::fs::write(path, bytes).unwrap();
    let cached = CachedWorld::open(path)?;
    // no view of what could be opened goes beyond the file
    let sums = cached.flows().sum() + cached.final_use().sum() + cached.output().sum();
    let more = cached.extension_rows().sum() + cached.extension_finals().sum();
    std::hint::black_box(sums + more);
    cached.table()
}

fn refused(bytes: &[u8]) -> (Error, PathBuf) {
    let folder = Folder::new();
    let path = folder.as_ref().join("world.cache");
    (reopened(&path, bytes).unwrap_err(), path)
}

#[test]
fn no_byte_can_be_changed_unseen() {
    let folder = Folder::new();
    let (path, table, bytes) = written(&folder);
    assert_same(&reopened(&path, &bytes).unwrap(), &table);
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1 << (at % 8);
        let error = reopened(&path, &other).unwrap_err();
        assert_eq!(error.file(), Some(path.as_path()), "byte {at}: {error}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let folder = Folder::new();
    let (path, _, bytes) = written(&folder);
    for length in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
        let error = reopened(&path, &bytes[..length]).unwrap_err();
        assert_eq!(error.file(), Some(path.as_path()), "{length}: {error}");
    }
    let longer = [bytes.as_slice(), &[0; 64]].concat();
    let error = reopened(&path, &longer).unwrap_err();
    assert_placed(&error, &path, None, &["length", "Write it again"]);
}

#[test]
fn opening_sees_damage_of_labels_and_verifying_damage_of_numbers() {
    let folder = Folder::new();
    let (path, _, bytes) = written(&folder);
    let mut label = bytes.clone();
    label[200] ^= 1;
    std::fs::write(&path, &label).unwrap();
    let error = CachedWorld::open(&path).unwrap_err();
    assert_placed(&error, &path, None, &["header and description"]);
    let mut number = bytes.clone();
    let last = number.len() - 1;
    number[last - 100] ^= 1;
    std::fs::write(&path, &number).unwrap();
    let cached = CachedWorld::open(&path).unwrap();
    for error in [
        cached.verify().unwrap_err(),
        cached.draft().unwrap_err(),
        cached.table().unwrap_err(),
    ] {
        assert_placed(
            &error,
            &path,
            None,
            &["the numbers are not as they were written"],
        );
    }
}

#[test]
fn other_versions_and_other_byte_orders_are_named() {
    let folder = Folder::new();
    let (_, _, bytes) = written(&folder);
    let mut version = bytes.clone();
    version[8..12].copy_from_slice(&7_u32.to_ne_bytes());
    let (error, path) = refused(&version);
    assert_placed(
        &error,
        &path,
        None,
        &["another version", "expected 1", "found 7"],
    );
    let mut order = bytes.clone();
    order[8..16].chunks_mut(4).for_each(<[u8]>::reverse);
    let (error, path) = refused(&order);
    assert_placed(&error, &path, None, &["another byte order"]);
}

#[test]
fn other_files_are_no_cached_tables() {
    let (error, path) = refused(b"");
    assert_placed(&error, &path, None, &["too short"]);
    let (error, path) = refused("country,sector,CHN_C26\n".repeat(50).as_bytes());
    assert_placed(&error, &path, None, &["no cached table", "write::cache"]);
    let folder = Folder::new();
    let missing = folder.as_ref().join("missing");
    assert!(CachedWorld::open(&missing).unwrap_err().is_io());
    assert!(CachedWorld::open(folder.as_ref()).unwrap_err().is_io());
}

/// The bytes under hashes that fit them, as another program could write them.
fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() < 128 {
        return bytes;
    }
    let length = u64::from_ne_bytes(std::array::from_fn(|k| bytes[16 + k]));
    let end = usize::try_from(length).map_or(usize::MAX, |length| length.saturating_add(128));
    let end = end.min(bytes.len());
    let file = bytes.len() as u64;
    bytes[24..32].copy_from_slice(&file.to_ne_bytes());
    let numbers = Sha256::digest(&bytes[end..]);
    bytes[32..64].copy_from_slice(&numbers);
    let mut hash = Sha256::new();
    hash.update(&bytes[..64]);
    hash.update(&bytes[128..end]);
    bytes[64..96].copy_from_slice(&hash.finalize());
    bytes[96..128].fill(0);
    bytes
}

#[test]
fn a_forged_count_allocates_nothing() {
    let folder = Folder::new();
    let (path, _, bytes) = written(&folder);
    let length = usize::try_from(u64::from_ne_bytes(std::array::from_fn(|k| bytes[16 + k])));
    for at in 128..128 + length.unwrap() - 8 {
        let mut other = bytes.clone();
        other[at..at + 8].fill(0xff);
        // whether a table or an error, not a panic and not all memory
        let _ = reopened(&path, &signed(other));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_bytes_are_refused(changes in changes()) {
        let folder = Folder::new();
        let (path, table, bytes) = written(&folder);
        let other = changed(&bytes, &changes);
        match reopened(&path, &other) {
            Ok(back) => {
                prop_assert_eq!(&other, &bytes);
                assert_same(&back, &table);
            }
            Err(error) => prop_assert_eq!(error.file(), Some(path.as_path())),
        }
    }

    #[test]
    fn forged_files_do_not_panic_and_keep_the_promises_of_tables(changes in changes()) {
        let folder = Folder::new();
        let (path, _, bytes) = written(&folder);
        let other = signed(changed(&bytes, &changes));
        if let Ok(table) = reopened(&path, &other) {
            prop_assert!(table.flows().iter().all(|cell| cell.is_finite()));
            prop_assert_eq!(table.flows().nrows(), table.producers().len());
            prop_assert!(table.draft().is_ok());
        }
    }
}
