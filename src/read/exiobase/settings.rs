//! What an EXIOBASE table is: where its files are, its year, classification and version.

use crate::error::{Error, Result, first_few};
use crate::read::decimals::number;
use crate::read::files::Files;
use crate::read::matrix::{LabelLine, Labels};
use crate::read::names::{name_of, years};
use crate::read::noted::Noted;

/// Names of the unit in which the table is, in small letters without blanks.
const MILLION_EURO: [&str; 4] = ["m.eur", "meur", "mio.eur", "millioneur"];

/// The files of one table.
pub(super) struct Package {
    pub(super) files: Files,
    /// What names of its files begin with: empty, or a folder and `/`.
    root: String,
    pub(super) noted: Noted,
}

impl Package {
    pub(super) fn of(files: Files) -> Result<Self> {
        let is_finals = |name: &str| name == "Y.txt" || name.ends_with("/Y.txt");
        let found = files.sole("file `Y.txt`", is_finals);
        let name = found.map_err(|error| {
            error.hint("give the folder or archive of one year, such as `IOT_2019_pxp.zip`")
        })?;
        let root = name[..name.len() - "Y.txt".len()].to_owned();
        Ok(Self {
            root,
            noted: Noted::default(),
            files,
        })
    }

    /// The full name of a file, where it is there.
    pub(super) fn name(&self, file: &str) -> Result<Option<&str>> {
        let wanted = |name: &&String| name.strip_prefix(self.root.as_str()) == Some(file);
        let found = self.files.names().iter().find(wanted).map(String::as_str);
        if let Some(name) = found {
            self.noted.note(&self.files, name)?;
        }
        Ok(found)
    }

    /// The full name of a file that must be there.
    pub(super) fn required(&self, file: &str) -> Result<&str> {
        self.name(file)?.ok_or_else(|| {
            let error = Error::io(format!("no file `{}{file}`", self.root));
            error
                .in_file(self.files.root())
                .found(first_few(self.files.names()))
        })
    }

    pub(super) fn labels(&self, file: &str) -> Result<Labels> {
        Labels::of(&self.files.content(self.required(file)?)?)
    }

    /// Folders that hold a file `F.txt`, in order of their names.
    pub(super) fn folders(&self) -> Vec<&str> {
        let names = self.files.names().iter();
        let inner = names.filter_map(|name| name.strip_prefix(self.root.as_str()));
        let folders = inner.filter_map(|name| name.strip_suffix("/F.txt"));
        folders.filter(|folder| !folder.contains('/')).collect()
    }

    /// Texts that say what the table is: of the publisher, and the names of archive and folder.
    fn descriptions(&self) -> Result<(Vec<String>, Vec<String>)> {
        let mut stated = Vec::new();
        for file in ["file_parameters.json", "metadata.json"] {
            let wanted = format!("{}{file}", self.root);
            if self.files.names().contains(&wanted) {
                let content = self.files.content(&wanted)?;
                stated.push(String::from_utf8_lossy(&content.bytes).into_owned());
            }
        }
        let name = name_of(self.files.root());
        let folder = self.root.trim_end_matches('/').to_owned();
        Ok((stated, vec![folder, name]))
    }
}

/// What is said of a table.
pub(super) struct Settings {
    pub(super) year: i32,
    pub(super) edition: String,
}

impl Settings {
    pub(super) fn of(package: &Package, wanted: Option<i32>) -> Result<Self> {
        let (stated, names) = package.descriptions()?;
        let first = |key: &str| stated.iter().find_map(|text| value_of(text, key));
        let in_texts = ["year", "name", "description"];
        let in_texts = in_texts
            .iter()
            .find_map(|key| first(key).and_then(|text| year_in(&text)));
        let in_names = names.iter().find_map(|name| year_in(name));
        let place = package.files.root();
        let year = match (in_texts, in_names) {
            (Some(one), Some(other)) if one != other => {
                let error = Error::parse("the files and their name have different years");
                return Err(error
                    .in_file(place)
                    .expected(one)
                    .found(other)
                    .hint("give the folder or archive its published name"));
            }
            (one, other) => one.or(other),
        };
        let year = match (year, wanted) {
            (Some(year), Some(wanted)) if year != wanted => {
                let error = Error::parse("the table is of another year").in_file(place);
                return Err(error.expected(wanted).found(year));
            }
            (year, wanted) => year.or(wanted),
        };
        let year = year.ok_or_else(|| {
            let error = Error::parse("neither the files nor their name have a year");
            error
                .in_file(place)
                .expected("`IOT_2019_pxp`")
                .hint("`Options::new().year(2019)`")
        })?;
        let system = first("system");
        let texts = system.iter().chain(&names).chain(&stated);
        let system = texts.filter_map(|text| system_in(text)).next();
        let version = first("version").filter(|version| !version.is_empty());
        Ok(Self {
            year,
            edition: edition(version.as_deref(), system),
        })
    }
}

fn edition(version: Option<&str>, system: Option<&str>) -> String {
    let version = version.map(|version| format!("version {}", version.trim_start_matches('v')));
    let parts = version.into_iter().chain(system.map(str::to_owned));
    let parts: Vec<String> = parts.collect();
    match parts.is_empty() {
        true => "version 3".to_owned(),
        false => parts.join(", "),
    }
}

/// Product by product, or industry by industry.
fn system_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    [
        ("pxp", "product by product"),
        ("ixi", "industry by industry"),
    ]
    .into_iter()
    .find_map(|(sign, words)| text.contains(sign).then_some(words))
}

/// The first four digits that are a year.
fn year_in(text: &str) -> Option<i32> {
    years(text).first().copied()
}

/// The text or number that follows a key in JSON: a look for one value, not a reading of the whole.
fn value_of(text: &str, key: &str) -> Option<String> {
    let (_, behind) = text.split_once(&format!("\"{key}\""))?;
    let behind = behind.trim_start().strip_prefix(':')?.trim_start();
    let value = match behind.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => behind.split([',', '}', '\n']).next()?.trim(),
    };
    Some(value.to_owned()).filter(|value| value != "null")
}

/// Refuses any other unit than million euros.
pub(super) fn require_million_euro(labels: &Labels, line: &LabelLine, unit: &str) -> Result<()> {
    let bare: String = unit.to_lowercase().split_whitespace().collect();
    if MILLION_EURO.contains(&bare.as_str()) {
        return Ok(());
    }
    let error = Error::unit("the unit is not million euros").expected("`M.EUR`");
    let error = error
        .found(format!("`{unit}`"))
        .hint("a hybrid table, in physical units, is not read");
    Err(labels.at(line, error))
}

/// Lines behind the header, each with the values of these columns, which the header names.
pub(super) fn columns<'a, const N: usize>(
    labels: &'a Labels,
    wanted: [&str; N],
) -> Result<Vec<(&'a LabelLine, [&'a str; N])>> {
    let (header, lines) = labels
        .lines()
        .split_first()
        .ok_or_else(|| Error::parse("the file is empty").in_file(labels.file()))?;
    let mut at = [0; N];
    for (column, name) in at.iter_mut().zip(wanted) {
        let found = header
            .cells
            .iter()
            .position(|cell| cell.eq_ignore_ascii_case(name));
        *column = found.ok_or_else(|| {
            let error = Error::label(format!("no column `{name}`"));
            labels.at(header, error.found(first_few(&header.cells)))
        })?;
    }
    let cells = lines.iter().map(|line| {
        let cell = |at: usize| line.cells.get(at).map_or("", String::as_str);
        (line, at.map(cell))
    });
    Ok(cells.collect())
}

/// A number of a small file.
pub(super) fn value(labels: &Labels, line: &LabelLine, text: &str, column: &str) -> Result<f64> {
    number(text.as_bytes()).ok_or_else(|| {
        let what = format!("the cell `{}` is not a number", line.cells.join(" "));
        let error = Error::parse(what).expected("a finite number, with a point before decimals");
        labels
            .at(line, error.found(format!("`{text}`")))
            .at_column(column)
    })
}
