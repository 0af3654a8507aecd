//! Tab-separated files of tests: how they are written, and changes to files, lines and cells.
#![allow(dead_code)] // every test uses its own part

use std::path::PathBuf;

use crate::published::Folder;

pub type Rows = Vec<Vec<f64>>;

/// Halves from 0 to `most`, another series for every seed.
pub struct Halves(pub u64);

impl Halves {
    pub fn next(&mut self, most: u64) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % (2 * most + 1)) as f64 / 2.0
    }

    pub fn rows(&mut self, rows: usize, columns: usize, most: u64) -> Rows {
        let row = |numbers: &mut Self| (0..columns).map(|_| numbers.next(most)).collect();
        (0..rows).map(|_| row(self)).collect()
    }
}

pub fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}

pub fn cells(row: &[f64]) -> String {
    row.iter()
        .map(f64::to_string)
        .collect::<Vec<_>>()
        .join("\t")
}

/// Names and contents.
#[derive(Clone)]
pub struct Files(pub Vec<(String, String)>);

impl Files {
    /// Changes the file of this name, or the first whose name ends so.
    pub fn edit(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let at = self.find(name);
        let text = &mut self.0[at].1;
        let changed = change(text);
        assert_ne!(*text, changed, "nothing changed in {name}");
        *text = changed;
        self
    }

    /// Changes every file.
    pub fn each(self, change: impl Fn(&str) -> String) -> Self {
        Self(
            self.0
                .into_iter()
                .map(|(name, text)| (name, change(&text)))
                .collect(),
        )
    }

    /// Without the file of this name, or the first whose name ends so.
    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(self.find(name));
        self
    }

    fn find(&self, name: &str) -> usize {
        let known =
            |is_it: &dyn Fn(&str) -> bool| self.0.iter().position(|(known, _)| is_it(known));
        let exact = known(&|known| known == name);
        let found = exact.or_else(|| known(&|known| known.ends_with(name)));
        found.unwrap_or_else(|| panic!("no {name}"))
    }

    /// Writes them into a folder of a folder.
    pub fn put(&self, into: &Folder, folder: &str) -> PathBuf {
        for (name, text) in &self.0 {
            into.put(&format!("{folder}/{name}"), text);
        }
        into.as_ref().join(folder)
    }
}

/// One line changed.
pub fn with_line(text: &str, number: usize, change: impl Fn(&str) -> String) -> String {
    let changed = text
        .lines()
        .enumerate()
        .map(|(at, line)| match at + 1 == number {
            true => change(line),
            false => line.to_owned(),
        });
    lines(changed)
}

pub fn without_line(text: &str, number: usize) -> String {
    let kept = text.lines().enumerate().filter(|(at, _)| at + 1 != number);
    lines(kept.map(|(_, line)| line.to_owned()))
}

/// One cell of one line changed; both are counted from 1.
pub fn with_cell(text: &str, line: usize, cell: usize, value: &str) -> String {
    with_line(text, line, |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells[cell - 1] = value;
        cells.join("\t")
    })
}
