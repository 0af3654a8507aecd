//! Which database is this? World tables recognised by what is in them.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::{Gloria, figaro, figaro_flat, gloria, icio, world_csv};
use crate::error::{Error, Result};
use crate::table::WorldDraft;

/// A published layout of world tables that the crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WorldLayout {
    /// A folder of plain CSV files, see [`world_csv`].
    PlainFolder,
    /// OECD ICIO or analytical AMNE, one CSV file, see [`icio`].
    Icio,
    /// FIGARO as a matrix, see [`figaro`](fn@figaro).
    Figaro,
    /// FIGARO as a flat file, see [`figaro_flat`].
    FigaroFlat,
    /// A folder of GLORIA, see [`gloria`](fn@gloria).
    Gloria,
    /// The long-run WIOD, all years in one file, see [`lr_wiod`](super::lr_wiod).
    LongRunWiod,
}

impl WorldLayout {
    /// All layouts.
    pub const ALL: [Self; 6] = [
        Self::PlainFolder,
        Self::Icio,
        Self::Figaro,
        Self::FigaroFlat,
        Self::Gloria,
        Self::LongRunWiod,
    ];

    /// What it is recognised by.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::PlainFolder => "a folder with Z.csv, Y.csv and va_x.csv",
            Self::Icio => "a CSV file with columns such as AUS_HFCE or HFCE_AUS",
            Self::Figaro => "a CSV file with columns such as AT_P3_S14",
            Self::FigaroFlat => "a CSV file with a column icioiRow, iciopRow or refArea",
            Self::Gloria => "a folder with files named …_T-Results_YYYY_RRR_Markup001(full).csv",
            Self::LongRunWiod => "a CSV file with a column row_isic3",
        }
    }

    /// The layout of a file or folder.
    ///
    /// # Errors
    /// If it cannot be opened, or is none of those known; the message says what was looked for.
    pub fn of(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if path.is_dir() {
            return match path.join("Z.csv").is_file() {
                true => Ok(Self::PlainFolder),
                false if !Gloria::open(path)?.years().is_empty() => Ok(Self::Gloria),
                false => Err(unknown(path, "a folder without Z.csv")),
            };
        }
        let header = header(path)?;
        let columns: Vec<&str> = header
            .split(',')
            .map(|cell| cell.trim().trim_matches('"').trim())
            .collect();
        let has = |names: &[&str]| names.iter().any(|name| columns.contains(name));
        let consumption = |column: &&str| column.ends_with("_HFCE") || column.starts_with("HFCE_");
        let households = |column: &&str| column.ends_with("_P3_S14");
        if has(&["row_isic3"]) {
            Ok(Self::LongRunWiod)
        } else if has(&["icioiRow", "iciopRow", "refArea"]) {
            Ok(Self::FigaroFlat)
        } else if columns.iter().any(consumption) {
            Ok(Self::Icio)
        } else if columns.iter().any(households) {
            Ok(Self::Figaro)
        } else {
            let start: String = header.chars().take(60).collect();
            Err(unknown(
                path,
                &format!("a first line that begins `{start}`"),
            ))
        }
    }
}

impl fmt::Display for WorldLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PlainFolder => "plain CSV folder",
            Self::Icio => "OECD ICIO or analytical AMNE",
            Self::Figaro => "FIGARO matrix",
            Self::FigaroFlat => "FIGARO flat file",
            Self::Gloria => "GLORIA",
            Self::LongRunWiod => "long-run WIOD",
        })
    }
}

/// A world table out of any file or folder that is recognised, see [`WorldLayout`].
///
/// # Errors
/// If the layout is not known, or its file holds many years (`lr_wiod(path, year)`); as the reader of the layout.
pub fn world(path: impl AsRef<Path>) -> Result<WorldDraft> {
    let path = path.as_ref();
    match WorldLayout::of(path)? {
        WorldLayout::PlainFolder => world_csv(path),
        WorldLayout::Icio => icio(path),
        WorldLayout::Figaro => figaro(path),
        WorldLayout::FigaroFlat => figaro_flat(path),
        WorldLayout::Gloria => gloria(path),
        layout @ WorldLayout::LongRunWiod => Err(Error::parse(format!(
            "this is the {layout}, which holds many years"
        ))
        .in_file(path)
        .hint("`lr_wiod(path, year)`")),
    }
}

/// The first line.
fn header(path: &Path) -> Result<String> {
    let file = File::open(path).map_err(|error| Error::from_io(error, path))?;
    let mut line = Vec::new();
    BufReader::new(file)
        .read_until(b'\n', &mut line)
        .map_err(|error| Error::from_io(error, path))?;
    let text = String::from_utf8_lossy(&line);
    Ok(text.trim_start_matches('\u{feff}').trim().to_owned())
}

fn unknown(path: &Path, found: &str) -> Error {
    let signs = WorldLayout::ALL.map(WorldLayout::sign);
    Error::parse("no known layout of a world table")
        .in_file(path)
        .expected(signs.join("; "))
        .found(found)
}
