//! Which files make up an Eora26 table, and where their labels are.

use std::path::Path;

use crate::error::{Error, Result, first_few};
use crate::read::files::Files;
use crate::read::matrix::Labels;
use crate::read::names::base;
use crate::read::noted::Noted;
use crate::unit::PriceBasis;

/// A matrix of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Transactions,
    FinalDemand,
    ValueAdded,
    Satellites,
    FinalSatellites,
}

impl Part {
    /// As file names end, the longer ending before the shorter one.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Transactions, "t"),
        (Self::FinalDemand, "fd"),
        (Self::ValueAdded, "va"),
        (Self::Satellites, "q"),
        (Self::FinalSatellites, "qy"),
    ];
}

/// The files of one table.
pub(super) struct Parts {
    pub(super) files: Files,
    /// Where labels are that are not beside the matrices.
    indices: Option<Files>,
    names: Vec<(Part, String)>,
    pub(super) year: i32,
    pub(super) prices: PriceBasis,
    pub(super) noted: Noted,
}

impl Parts {
    pub(super) fn find(path: &Path, wanted: Option<i32>) -> Result<Self> {
        let files = Files::open(path)?;
        let all = files.names().iter();
        let found: Vec<(Named, &String)> = all
            .filter_map(|name| Some((Named::of(name)?, name)))
            .collect();
        if found.is_empty() {
            return Err(Error::io("no file of an Eora26 table")
                .in_file(path)
                .expected("`Eora26_YYYY_bp_T.txt` (or `pp`), with `FD` and `VA` in place of `T`")
                .found(first_few(files.names()))
                .hint("give the folder or archive that holds these files"));
        }
        let mut tables: Vec<(i32, PriceBasis)> = Vec::new();
        for (named, _) in &found {
            if !tables.contains(&named.table) && wanted.is_none_or(|year| year == named.table.0) {
                tables.push(named.table);
            }
        }
        let [(year, prices)] = tables[..] else {
            let all = found.iter().map(|(_, name)| name);
            let error = match tables.is_empty() {
                true => Error::parse(format!("no table of the year {}", wanted.unwrap_or(0))),
                false => Error::io("more than one table"),
            };
            return Err(error.in_file(path).found(first_few(all)).hint(
                "`Options::new().year(…)` chooses a year; give both price bases a folder of their own",
            ));
        };
        let of_table = found
            .into_iter()
            .filter(|(named, _)| named.table == (year, prices));
        let names = of_table.map(|(named, name)| (named.part, name.clone()));
        let names: Vec<(Part, String)> = names.collect();
        Ok(Self {
            indices: indices(&files)?,
            files,
            names,
            year,
            prices,
            noted: Noted::default(),
        })
    }

    /// The file of a matrix, where there is one.
    pub(super) fn name(&self, part: Part) -> Result<Option<&str>> {
        let mut found = self.names.iter().filter(|(known, _)| *known == part);
        match (found.next(), found.next()) {
            (Some((_, one)), Some((_, two))) => Err(Error::io("two files of the same matrix")
                .in_file(self.files.root())
                .found(first_few([one, two]))),
            (found, _) => {
                if let Some((_, name)) = found {
                    self.noted.note(&self.files, name)?;
                }
                Ok(found.map(|(_, name)| name.as_str()))
            }
        }
    }

    /// The file of a matrix that must be there.
    pub(super) fn required(&self, part: Part) -> Result<&str> {
        self.name(part)?.ok_or_else(|| {
            let ending = Part::ALL.iter().find(|(known, _)| *known == part);
            let ending = ending.map_or(String::new(), |(_, ending)| ending.to_uppercase());
            Error::io(format!("no file `Eora26_{}_…_{ending}.txt`", self.year))
                .in_file(self.files.root())
                .found(first_few(self.files.names()))
        })
    }

    /// A file of labels, beside the matrices or in `indices`.
    pub(super) fn labels(&self, name: &str) -> Result<Labels> {
        let is_it = |file: &str| base(file).eq_ignore_ascii_case(name);
        let what = format!("file `{name}`");
        let here = self.files.names().iter().any(|file| is_it(file));
        let files = match &self.indices {
            Some(indices) if !here => indices,
            _ => &self.files,
        };
        let file = files.sole(&what, is_it).map_err(|error| {
            error.hint("labels are published apart, in `indices.zip`: put it into the same folder")
        })?;
        self.noted.note(files, file)?;
        Labels::of(&files.content(file)?)
    }
}

/// What the name of a file says.
struct Named {
    table: (i32, PriceBasis),
    part: Part,
}

impl Named {
    /// `Eora26_2015_bp_T.txt`.
    fn of(name: &str) -> Option<Self> {
        let name = base(name).to_lowercase();
        let parts: Vec<&str> = name.strip_suffix(".txt")?.split('_').collect();
        let ["eora26", year, prices, part] = parts[..] else {
            return None;
        };
        let prices = match prices {
            "bp" => PriceBasis::Basic,
            "pp" => PriceBasis::Purchaser,
            _ => return None,
        };
        let year = Some(year).filter(|year| year.len() == 4)?;
        let mut parts = Part::ALL.into_iter();
        Some(Self {
            table: (year.parse().ok()?, prices),
            part: parts.find(|(_, ending)| *ending == part)?.0,
        })
    }
}

/// The archive or folder `indices` in the same folder.
fn indices(files: &Files) -> Result<Option<Files>> {
    let root = files.root();
    let folder = match root.is_dir() {
        true => Some(root),
        false => root.parent(),
    };
    for name in ["indices.zip", "indices"] {
        match folder.map(|folder| folder.join(name)) {
            Some(path) if path.exists() => return Files::open(&path).map(Some),
            _ => {}
        }
    }
    Ok(None)
}
