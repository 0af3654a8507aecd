//! The lists as they stand in the files, with the cells of ISIC that every code holds.

use std::sync::LazyLock;

use super::bridge::{BRIDGE, Bridge};
use super::{Classification, Revision};
use crate::label::{Axis, Sector};

/// One list.
pub(super) struct List {
    pub sectors: Axis<Sector>,
    pub entries: Vec<Entry>,
}

/// One code of a list.
pub(super) struct Entry {
    pub code: String,
    pub name: String,
    /// Divisions of the list's revision.
    pub content: String,
    /// Divisions that are taken as part of the code though the list does not say so.
    pub assumed: String,
    also: Vec<String>,
    /// By cell of the list's revision: whether the code holds it, wholly or in part.
    pub holds: Vec<bool>,
}

/// All lists, in the order of [`Classification::ALL`].
pub(super) static LISTS: LazyLock<Vec<List>> = LazyLock::new(|| {
    let all = Classification::ALL.iter();
    all.map(|list| List::parsed(list.file(), list.revision()))
        .collect()
});

impl List {
    fn parsed(text: &str, revision: Revision) -> Self {
        let cells = BRIDGE.cells(revision);
        let entries: Vec<Entry> = records(text)
            .map(|record| Entry::new(&record, cells))
            .collect();
        let pairs = entries.iter().map(|entry| (&*entry.code, &*entry.name));
        Self {
            // the tests of the files see to codes that are empty or doubled
            sectors: Axis::with_names(pairs).unwrap_or_else(|_| Axis::empty()),
            entries,
        }
    }

    /// How much of every overlap of the bridge each code holds, by code and overlap. Codes that name the same cell share it evenly.
    pub(super) fn shares(&self, revision: Revision, bridge: &Bridge) -> Vec<Vec<(usize, f64)>> {
        let holders = |cell: usize| self.entries.iter().filter(move |entry| entry.holds[cell]);
        let by_entry = |entry: &Entry| {
            let overlaps = bridge.overlaps.iter().enumerate();
            let held = overlaps.filter_map(|(k, overlap)| {
                let cell = overlap.cell(revision);
                entry.holds[cell].then(|| (k, 1.0 / holders(cell).count() as f64))
            });
            held.collect()
        };
        self.entries.iter().map(by_entry).collect()
    }
}

impl Entry {
    fn new(record: &csv::StringRecord, cells: &[String]) -> Self {
        let field = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let (content, assumed) = (field(2), field(3));
        let holds = cells
            .iter()
            .map(|cell| holds(&content, cell) || holds(&assumed, cell));
        Self {
            code: field(0),
            name: field(1),
            holds: holds.collect(),
            also: parts(&field(4)).map(str::to_owned).collect(),
            content,
            assumed,
        }
    }

    /// Whether this is another usual form of the code; with `suffixed` the code or such a form with a short name behind it.
    pub(super) fn also_written(&self, label: &str, suffixed: bool) -> bool {
        if self.name == label || self.also.iter().any(|form| form == label) {
            return true;
        }
        let short_name = |form: &String| {
            label.strip_prefix(form.as_str()).is_some_and(|rest| {
                rest.len() == 3 && rest.bytes().all(|letter| letter.is_ascii_uppercase())
            })
        };
        suffixed
            && std::iter::once(&self.code)
                .chain(&self.also)
                .any(short_name)
    }
}

/// The records of a file that is compiled in, without its header.
pub(super) fn records(text: &str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
}

fn parts(content: &str) -> impl Iterator<Item = &str> {
    content
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Whether divisions in list notation (`10-12;24A`) hold a cell: a number means all parts of its division.
fn holds(content: &str, cell: &str) -> bool {
    let division = cell.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    parts(content).any(|part| match part.split_once('-') {
        // two digits each, so that the order of text is the order of numbers
        Some((first, last)) => (first..=last).contains(&division),
        None => part == cell || part == division,
    })
}
