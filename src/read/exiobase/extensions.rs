//! Factor inputs and extensions of EXIOBASE: folders with a matrix, a matrix of final use, and units.

use std::collections::HashMap;

use super::settings::{Package, columns, require_million_euro};
use crate::error::{Error, Result, first_few};
use crate::read::options::Extensions;
use crate::table::PrimaryKind;

/// Folders of factor inputs, those of newer versions first.
const FACTOR_FOLDERS: [&str; 2] = ["factor_inputs", "satellite"];
/// Effects that follow from other extensions by factors of characterisation.
const IMPACTS: &str = "impacts";

/// How names of the nine factor inputs begin and end, and what they are.
const FACTORS: [(&str, &str, PrimaryKind); 9] = [
    (
        "taxes less subsidies on products purchased",
        "",
        PrimaryKind::ProductTax,
    ),
    (
        "other net taxes on production",
        "",
        PrimaryKind::NetProductionTax,
    ),
    (
        "compensation of employees",
        "low-skilled",
        PrimaryKind::Compensation,
    ),
    (
        "compensation of employees",
        "medium-skilled",
        PrimaryKind::Compensation,
    ),
    (
        "compensation of employees",
        "high-skilled",
        PrimaryKind::Compensation,
    ),
    (
        "operating surplus: consumption of fixed capital",
        "",
        PrimaryKind::Depreciation,
    ),
    (
        "operating surplus: rents on land",
        "",
        PrimaryKind::OperatingSurplus,
    ),
    (
        "operating surplus: royalties on resources",
        "",
        PrimaryKind::OperatingSurplus,
    ),
    (
        "operating surplus: remaining net operating surplus",
        "",
        PrimaryKind::OperatingSurplus,
    ),
];

/// Which of the factor inputs a stressor is.
fn factor_of(stressor: &str) -> Option<usize> {
    let name = stressor.to_lowercase();
    FACTORS
        .iter()
        .position(|(start, end, _)| name.starts_with(start) && name.ends_with(end))
}

/// A row of a folder.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) unit: String,
}

/// The rows that are read of one folder.
pub(super) struct Folder {
    pub(super) name: String,
    /// Row of the arrays of each stressor.
    pub(super) places: HashMap<String, Option<usize>>,
    /// Factor inputs in the order of their rows in the arrays, with what they are.
    pub(super) factors: Vec<(String, PrimaryKind)>,
    /// Extension rows behind them.
    pub(super) rows: Vec<Row>,
}

impl Folder {
    pub(super) fn height(&self) -> usize {
        self.factors.len() + self.rows.len()
    }
}

/// Folders of which something is read, that of factor inputs first.
pub(super) fn folders(package: &Package, extensions: &Extensions) -> Result<Vec<Folder>> {
    let all = package.folders();
    let factor_folder = FACTOR_FOLDERS.into_iter().find(|name| all.contains(name));
    let factor_folder = factor_folder.ok_or_else(|| {
        Error::io("no folder of factor inputs")
            .in_file(package.files.root())
            .expected("`factor_inputs/F.txt`, or `satellite/F.txt` in versions before 3.9")
            .found(first_few(&all))
    })?;
    let others = all.iter().copied().filter(|name| *name != factor_folder);
    let considered: Vec<&str> = match extensions {
        Extensions::Nothing => Vec::new(),
        Extensions::All => others.filter(|name| *name != IMPACTS).collect(),
        Extensions::Named(_) => others.collect(),
    };
    let mut found = Vec::new();
    for name in std::iter::once(factor_folder).chain(considered) {
        found.push((name, rows_of(package, name, name == factor_folder)?));
    }
    let counts = found
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|row| row.name.clone()));
    let mut times: HashMap<String, usize> = HashMap::new();
    counts.for_each(|name| *times.entry(name).or_insert(0) += 1);
    for (folder, rows) in &mut found {
        for row in rows
            .iter_mut()
            .filter(|row| times[&row.name] > 1 || *folder == IMPACTS)
        {
            row.code = format!("{folder}: {}", row.name);
        }
    }
    if let Extensions::Named(names) = extensions {
        let known = |name: &&String| {
            found.iter().any(|(folder, rows)| {
                *folder == name.as_str()
                    || rows
                        .iter()
                        .any(|row| row.name == **name || row.code == **name)
            })
        };
        if let Some(name) = names.iter().find(|name| !known(name)) {
            let error = Error::label(format!("no extension row or folder `{name}`"));
            return Err(error
                .in_file(package.files.root())
                .expected(format!("the name of a row, or one of {}", first_few(&all))));
        }
    }
    let folders = found.into_iter().map(|(name, rows)| {
        let is_factors = name == factor_folder;
        chosen(name, rows, is_factors, extensions)
    });
    let folders = folders.collect::<Result<Vec<Folder>>>();
    let folders = folders.map_err(|error| error.in_file(package.files.root()))?;
    Ok(folders
        .into_iter()
        .filter(|folder| folder.height() > 0)
        .collect())
}

/// Stressors and their units; those of factor inputs must be money.
fn rows_of(package: &Package, folder: &str, is_factors: bool) -> Result<Vec<Row>> {
    let labels = package.labels(&format!("{folder}/unit.txt"))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut known = HashMap::new();
    for (line, [unit]) in columns(&labels, ["unit"])? {
        let name = line.cells[0].clone();
        if let Some(earlier) = known.insert(name.clone(), line.number) {
            let error =
                Error::label(format!("the row `{name}` occurs twice")).hint(crate::read::LEAVE_ONE);
            return Err(labels.at(line, error.found(format!("the same in line {earlier}"))));
        }
        match factor_of(&name) {
            Some(_) if is_factors => require_million_euro(&labels, line, unit)?,
            None if folder == FACTOR_FOLDERS[0] => {
                let names = FACTORS.map(|(start, end, _)| format!("{start} … {end}"));
                let error = Error::label(format!("unknown factor input `{name}`"));
                return Err(labels.at(line, error.expected(first_few(names))));
            }
            _ => {}
        }
        rows.push(Row {
            code: name.clone(),
            name,
            unit: unit.to_owned(),
        });
    }
    Ok(rows)
}

fn chosen(
    folder: &str,
    rows: Vec<Row>,
    is_factors: bool,
    extensions: &Extensions,
) -> Result<Folder> {
    let mut factors: Vec<(String, PrimaryKind)> = Vec::new();
    let mut places: HashMap<String, Option<usize>> = HashMap::new();
    if is_factors {
        for (at, (start, end, kind)) in FACTORS.into_iter().enumerate() {
            let mut found = rows.iter().filter(|row| factor_of(&row.name) == Some(at));
            match (found.next(), found.next()) {
                (Some(row), None) => {
                    places.insert(row.name.clone(), Some(factors.len()));
                    factors.push((row.name.clone(), kind));
                }
                (Some(_), Some(row)) => {
                    return Err(Error::label(format!(
                        "a second factor input like `{}`",
                        row.name
                    )));
                }
                (None, _) => {
                    let what = format!("no factor input `{start} … {end}` in `{folder}`");
                    return Err(Error::label(what).expected("the nine rows of factor inputs").hint(
                        "compare `unit.txt` of this folder with the version that this reader is for",
                    ));
                }
            }
        }
    }
    let first = factors.len();
    let mut wanted = Vec::new();
    for row in rows {
        if places.contains_key(&row.name) {
            continue;
        }
        let is_wanted = match extensions {
            Extensions::Named(_) => extensions.wants(&[&row.name, &row.code, folder]),
            Extensions::All => true,
            Extensions::Nothing => false,
        };
        places.insert(row.name.clone(), is_wanted.then_some(first + wanted.len()));
        if is_wanted {
            wanted.push(row);
        }
    }
    Ok(Folder {
        name: folder.to_owned(),
        places,
        factors,
        rows: wanted,
    })
}
