//! Straight from what the publisher ships: gz files, zip archives of one or many years, archives within archives; watched and stopped.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use leontief::read::{self, Options};
use leontief::run::Run;
use leontief::table::{Tolerance, WorldDraft, WorldTable};

use crate::mini::{Edition, Mini};
use crate::published::{Folder, assert_placed, assert_sources, changed, changes, zipped};
use proptest::prelude::*;

fn checked(draft: WorldDraft) -> WorldTable {
    draft.tolerance(Tolerance::absolute(1e-6)).check().unwrap()
}

fn assert_is(mini: &Mini, table: &WorldTable) {
    let folder = Folder::new();
    let plain = checked(read::icio(folder.put("ICIO_2014.csv", mini.text())).unwrap());
    assert_eq!(plain.flows(), table.flows());
    assert_eq!(plain.final_use(), table.final_use());
    assert_eq!(plain.value_added(), table.value_added());
}

#[test]
fn packed_files_are_the_tables_within_them() {
    let mini = Mini::new(Edition::Y2021, 31);
    let text = mini.text();
    let folder = Folder::new();
    let inner = zipped(&[("ICIO2021_2014.csv", &text)]);
    let paths = [
        folder.gz("ICIO2021_2014.csv.gz", &text),
        folder.zip("one.zip", &[("ICIO2021_2014.csv", &text)]),
        folder.zip("capital.ZIP", &[("folder/ICIO2021_2014.CSV", &text)]),
        folder.zip("nested.zip", &[("ICIO2021_2014.zip", &inner)]),
    ];
    for path in paths {
        let table = checked(read::icio_with(&path, &Options::new().year(2014)).unwrap());
        assert_is(&mini, &table);
        assert_sources(table.provenance(), &[&path]);
        assert_eq!(table.unit().year(), 2014);
    }
}

#[test]
fn of_an_archive_of_years_the_one_wanted_is_read() {
    let minis = [2016, 2017, 2018].map(|year| (year, Mini::new(Edition::Small2023, year as u64)));
    let files: Vec<(String, String)> = minis
        .iter()
        .map(|(year, mini)| (format!("{year}_SML.csv"), mini.text()))
        .chain([("ReadMe.txt".to_owned(), "Read me first.".to_owned())])
        .collect();
    let folder = Folder::new();
    let path = folder.zip("2016-2020_SML.zip", &files);
    for (year, mini) in &minis {
        let table = checked(read::icio_with(&path, &Options::new().year(*year)).unwrap());
        assert_is(mini, &table);
        assert_eq!(table.unit().year(), *year);
    }
    let error = read::icio(&path).unwrap_err();
    assert_placed(
        &error,
        &path,
        None,
        &["more than one", "2016_SML.csv", "Options::year"],
    );
    let error = read::icio_with(&path, &Options::new().year(2003)).unwrap_err();
    assert_placed(&error, &path, None, &["no file of 2003", "2016_SML.csv"]);
}

#[test]
fn progress_is_told_to_the_end_and_can_be_stopped() {
    let mini = Mini::new(Edition::Y2023, 7);
    let folder = Folder::new();
    let path = folder.put("2014.csv", mini.text());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let run = Run::default().watched(move |progress| {
        told.lock().unwrap().push(progress.fraction());
        ControlFlow::Continue(())
    });
    checked(read::icio_with(&path, &Options::new().run(run)).unwrap());
    let seen = seen.lock().unwrap();
    assert!(seen.is_sorted() && seen.last() == Some(&1.0), "{seen:?}");

    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let run = Run::default().watched(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Break(())
    });
    let error = read::icio_with(&path, &Options::new().run(run)).unwrap_err();
    assert!(error.is_cancelled(), "{error}");
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_damaged_archive_says_so() {
    let folder = Folder::new();
    let mini = Mini::new(Edition::Y2018, 5);
    let mut bytes = zipped(&[("ICIO2018_2014.csv", mini.text())]);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    let path = folder.put("ICIO2018_2014.zip", &bytes);
    let error = read::icio(&path).unwrap_err().to_string();
    assert!(error.contains("ICIO2018_2014"), "{error}");
    let path = folder.put("cut.zip", &bytes[..middle]);
    let error = read::icio(&path).unwrap_err();
    assert_placed(&error, &path, None, &["zip", "Fetch it again"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn changed_bytes_of_an_archive_never_make_another_table(changes in changes()) {
        let mini = Mini::new(Edition::Y2018, 5);
        let bytes = changed(zipped(&[("ICIO2018_2014.csv", mini.text())]), &changes);
        let folder = Folder::new();
        let path = folder.put("ICIO2018_2014.zip", bytes);
        if let Ok(draft) = read::icio_with(&path, &Options::new().year(2014)) {
            assert_is(&mini, &checked(draft));
        }
    }
}
