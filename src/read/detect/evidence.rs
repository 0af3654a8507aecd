//! What can be seen of a file without reading it as a whole.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::{Result, first_few};
use crate::read::Options;
use crate::read::files::{Files, broken};
use crate::read::lines::without_mark;
use crate::read::names::base;

/// How much of a text is looked at: the header of the widest tables is some hundred KiB.
const LOOKED_AT: u64 = 1 << 20;

/// Names of files, and how the only table among them begins.
pub(super) struct Evidence {
    path: PathBuf,
    is_folder: bool,
    /// Names without folders, in small letters.
    names: Vec<String>,
    /// The file that is looked into.
    file: Option<PathBuf>,
    start: Vec<u8>,
    /// Labels of the first line, of text; texts of the first cells, of workbooks.
    labels: Vec<String>,
    sheets: Vec<String>,
}

impl Evidence {
    pub(super) fn of(path: &Path, options: &Options) -> Result<Self> {
        let files = Files::open(path)?;
        let names: Vec<String> = files
            .names()
            .iter()
            .map(|name| base(name).to_lowercase())
            .collect();
        let mut evidence = Self {
            path: path.to_owned(),
            is_folder: path.is_dir(),
            names,
            file: None,
            start: Vec::new(),
            labels: Vec::new(),
            sheets: Vec::new(),
        };
        let endings = [".csv", ".txt", ".xlsx", ".xlsb", ".xls", ".rdata", ".npz"];
        let table = match files.of_year(&endings, options.year) {
            Ok(name) => name.to_owned(),
            // several files: their names are looked at, and how the first begins
            Err(_) => match files.names().first() {
                Some(first) if files.is_packed() => first.clone(),
                _ => return Ok(evidence),
            },
        };
        let place = files.place(&table);
        let stream = files.stream(&table)?.take(LOOKED_AT);
        let mut stream = stream;
        let read = stream.read_to_end(&mut evidence.start);
        read.map_err(|error| broken(&error, &place))?;
        evidence.file = Some(place);
        if evidence.is_workbook() {
            evidence.look_into_workbook(&files, &table)?;
        } else {
            evidence.labels = first_line(&evidence.start);
        }
        Ok(evidence)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn is_folder(&self) -> bool {
        self.is_folder
    }

    pub(super) fn starts_with(&self, bytes: &[u8]) -> bool {
        self.start.starts_with(bytes)
    }

    pub(super) fn is_workbook(&self) -> bool {
        let office = self.starts_with(b"PK") || self.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
        office && !self.named(|name| name.ends_with(".npz"))
    }

    /// Whether a file has a name, in small letters, of this kind.
    pub(super) fn named(&self, kind: impl Fn(&str) -> bool) -> bool {
        self.names.iter().any(|name| kind(name))
    }

    /// Whether one of these labels stands in the first line or the first rows.
    pub(super) fn has(&self, labels: &[&str]) -> bool {
        self.labels
            .iter()
            .any(|label| labels.contains(&label.as_str()))
    }

    pub(super) fn has_like(&self, kind: impl Fn(&str) -> bool) -> bool {
        self.labels.iter().any(|label| kind(label))
    }

    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// What was seen, for a message.
    pub(super) fn in_words(&self) -> String {
        if !self.sheets.is_empty() {
            return format!("a workbook with the sheets {}", first_few(&self.sheets));
        }
        match &self.file {
            Some(_) if self.start.is_empty() => "an empty file".to_owned(),
            Some(_) => {
                let start = String::from_utf8_lossy(&self.start);
                let line: String = start
                    .lines()
                    .next()
                    .unwrap_or("")
                    .chars()
                    .take(60)
                    .collect();
                format!("a first line that begins `{line}`")
            }
            None if self.is_folder => format!("a folder with {}", first_few(&self.names)),
            None => format!("an archive with {}", first_few(&self.names)),
        }
    }

    #[cfg(feature = "workbooks")]
    fn look_into_workbook(&mut self, files: &Files, table: &str) -> Result<()> {
        use crate::read::workbook::Workbook;

        let mut book = Workbook::of(files.content(table)?)?;
        self.sheets = book.sheet_names();
        if super::signs::told_by_names(self).is_some() {
            return Ok(());
        }
        // only then cells are looked at, which takes as long as reading them
        for sheet in self
            .sheets
            .iter()
            .filter(|sheet| *sheet != "Legend")
            .take(3)
        {
            let grid = book.sheet(sheet)?;
            let (rows, columns) = grid.size();
            let cells = (0..rows.min(10)).flat_map(|row| (0..columns).map(move |at| (row, at)));
            let heads = (10..rows).flat_map(|row| (0..columns.min(4)).map(move |at| (row, at)));
            let texts = cells.chain(heads).map(|(row, at)| grid.text(row, at));
            self.labels.extend(texts.filter(|text| !text.is_empty()));
        }
        Ok(())
    }

    #[cfg(not(feature = "workbooks"))]
    #[expect(clippy::unnecessary_wraps, reason = "the other form can fail")]
    fn look_into_workbook(&mut self, _: &Files, _: &str) -> Result<()> {
        Ok(())
    }
}

/// Labels of the first line that is not empty, between commas, semicolons or tabs.
fn first_line(text: &[u8]) -> Vec<String> {
    let mut lines = without_mark(text).split(|byte| *byte == b'\n');
    let line = lines.find(|line| !line.trim_ascii().is_empty());
    let line = String::from_utf8_lossy(line.unwrap_or_default());
    let labels = line.split([',', ';', '\t']);
    labels
        .map(|label| label.trim().trim_matches('"').trim().to_owned())
        .collect()
}
