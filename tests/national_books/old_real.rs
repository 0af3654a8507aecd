//! The bureau's own old workbooks with bytes changed at random.

use std::fs;

use leontief::read::NbsWorkbook;
use leontief::table::Tolerance;

use crate::book::Dice;
use crate::published::Folder;
use crate::raw::folder;

/// Changes of one file; with 3000 the test takes minutes.
const CHANGES: u64 = 150;

/// In one of three: the head of the file; its end, where tables of sectors and directory are; anywhere.
#[test]
fn changed_bytes_of_a_published_workbook_are_refused_or_read_as_they_stand() {
    let Some(raw) = folder("china-nbs-io") else {
        return;
    };
    let published = fs::read(raw.join("original-xls/cn2002_42.xls")).unwrap();
    let folder = Folder::new();
    let table = |path| {
        let draft = NbsWorkbook::open(path)?.draft(2002)?;
        draft.tolerance(Tolerance::absolute(0.5)).check()
    };
    let plain = table(folder.put("plain.xls", &published)).unwrap();
    let (mut read, mut refused) = (0, 0);
    for seed in 1..=CHANGES {
        let mut dice = Dice::new(seed);
        let mut below = |end: usize| dice.below(end as u64) as usize;
        for _ in 0..8 {
            below(2);
        }
        let mut bytes = published.clone();
        let container = seed % 3 < 2;
        let range = match seed % 3 {
            0 => 0..512,
            1 => published.len() - 1536..published.len(),
            _ => 0..published.len(),
        };
        for _ in 0..=below(3) {
            bytes[range.start + below(range.len())] = below(256) as u8;
        }
        let path = folder.put("changed.xls", &bytes);
        match table(path.clone()) {
            Ok(table) => {
                read += 1;
                if container {
                    assert_eq!(table.flows(), plain.flows(), "seed {seed}");
                    assert_eq!(table.finals(), plain.finals(), "seed {seed}");
                    assert_eq!(table.output(), plain.output(), "seed {seed}");
                }
            }
            Err(error) => {
                refused += 1;
                let message = error.to_string();
                if let Err(error) = NbsWorkbook::open(&path) {
                    let named = error.file().is_some_and(|file| file.starts_with(&path));
                    assert!(named, "{message}");
                }
                // what the crate that reads the cells stumbles over was found before
                assert!(!message.contains("contradict"), "seed {seed}: {message}");
            }
        }
    }
    println!("{read} read, {refused} refused");
    assert!(read > CHANGES / 10 && refused > CHANGES / 10);
}
