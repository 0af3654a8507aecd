//! Which database is this? Tables recognised by what is in their files.

mod evidence;
mod open;
mod signs;

use std::fmt;
use std::path::Path;

use evidence::Evidence;

use super::{AnyDraft, Options};
use crate::error::{Error, Result};
use crate::table::WorldDraft;

/// A published layout of tables that the crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Database {
    /// A folder of plain CSV files, see [`world_csv`](super::world_csv).
    PlainFolder,
    /// A table of one country as plain CSV, see [`national_csv`](super::national_csv).
    PlainNational,
    /// A cached world table, see `CachedWorld`.
    Cache,
    /// OECD ICIO or analytical AMNE, see [`icio`](fn@super::icio).
    Icio,
    /// OECD, national tables, see [`oecd_national`](fn@super::oecd_national).
    OecdNational,
    /// FIGARO as a matrix, see [`figaro`](fn@super::figaro).
    Figaro,
    /// FIGARO as a flat file, see [`figaro_flat`](super::figaro_flat).
    FigaroFlat,
    /// WIOD 2013, a workbook, see `wiod2013`.
    Wiod2013,
    /// WIOD 2016, a workbook, see `wiod2016`.
    Wiod2016,
    /// WIOD 2013 as the R package `wiod` keeps it, see `wiod2013_rda`: without labels, so that the caller has to give lists.
    Wiod2013Workspace,
    /// WIOD 2016, an R workspace, see `wiod2016_rdata`.
    Wiod2016Workspace,
    /// WIOD 2016, national tables, see [`WiodNiot`](super::WiodNiot).
    WiodNational,
    /// WIOD, socio-economic accounts, see `wiod_sea`: no table.
    WiodAccounts,
    /// The long-run WIOD, see [`lr_wiod`](fn@super::lr_wiod).
    LongRunWiod,
    /// ADB MRIO, a workbook, see `adb_mrio`.
    AdbMrio,
    /// Eora26, see [`eora26`](super::eora26).
    Eora26,
    /// Eora, a full national table, see [`eora_national`](super::eora_national).
    EoraNational,
    /// EXIOBASE 3, see [`exiobase`](fn@super::exiobase).
    Exiobase,
    /// GLORIA, see [`gloria`](fn@super::gloria).
    Gloria,
    /// US Bureau of Economic Analysis, a folder with the workbooks of make, use and imports, see `BeaBooks`.
    BeaBooks,
    /// China, National Bureau of Statistics, imports apart, see [`nbs_noncompetitive`](super::nbs_noncompetitive).
    NbsNoncompetitive,
    /// The same, imports not separated, see [`nbs_competitive`](fn@super::nbs_competitive).
    NbsCompetitive,
    /// The same, a workbook, see `NbsWorkbook`.
    NbsWorkbook,
    /// A world table as numpy arrays, see `world_npz`.
    Npz,
}

impl Database {
    /// All that are known.
    pub const ALL: [Self; 24] = [
        Self::PlainFolder,
        Self::PlainNational,
        Self::Cache,
        Self::Icio,
        Self::OecdNational,
        Self::Figaro,
        Self::FigaroFlat,
        Self::Wiod2013,
        Self::Wiod2016,
        Self::Wiod2013Workspace,
        Self::Wiod2016Workspace,
        Self::WiodNational,
        Self::WiodAccounts,
        Self::LongRunWiod,
        Self::AdbMrio,
        Self::Eora26,
        Self::EoraNational,
        Self::Exiobase,
        Self::Gloria,
        Self::BeaBooks,
        Self::NbsNoncompetitive,
        Self::NbsCompetitive,
        Self::NbsWorkbook,
        Self::Npz,
    ];

    /// What it is recognised by.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        self.words()[1]
    }

    /// The feature that its reader needs, if it needs one.
    #[must_use]
    pub const fn feature(self) -> Option<&'static str> {
        match self {
            Self::Wiod2013
            | Self::Wiod2016
            | Self::WiodAccounts
            | Self::AdbMrio
            | Self::BeaBooks
            | Self::NbsWorkbook => Some("workbooks"),
            Self::Wiod2013Workspace | Self::Wiod2016Workspace => Some("rdata"),
            Self::Npz => Some("npy"),
            Self::Cache => Some("cache"),
            _ => None,
        }
    }

    /// The name, and the sign that it is recognised by.
    const fn words(self) -> [&'static str; 2] {
        match self {
            Self::PlainFolder => [
                "plain CSV folder",
                "a folder with Z.csv, Y.csv and va_x.csv",
            ],
            Self::PlainNational => [
                "plain national CSV",
                "a CSV file with columns block and output",
            ],
            Self::Cache => ["cached world table", "a file that begins with LEONTIEF"],
            Self::Icio => [
                "OECD ICIO or analytical AMNE",
                "a CSV file with columns such as AUS_HFCE or HFCE_AUS",
            ],
            Self::OecdNational => [
                "OECD national tables",
                "a CSV file with columns Year, HFCE and IMPO",
            ],
            Self::Figaro => ["FIGARO matrix", "a CSV file with columns such as AT_P3_S14"],
            Self::FigaroFlat => [
                "FIGARO flat file",
                "a CSV file with a column icioiRow, iciopRow or refArea",
            ],
            Self::Wiod2013 => [
                "WIOD 2013 release",
                "a workbook named wiotYY_row_… or with columns c1 to c42",
            ],
            Self::Wiod2016 => [
                "WIOD 2016 release",
                "a workbook named WIOTYYYY_Nov16… or with a column CONS_h",
            ],
            Self::Wiod2013Workspace => [
                "WIOD 2013 release, R workspace",
                "an R workspace named wiodYY.rda",
            ],
            Self::Wiod2016Workspace => [
                "WIOD 2016 release, R workspace",
                "an R workspace named WIOTYYYY_…",
            ],
            Self::WiodNational => [
                "WIOD national tables",
                "columns Year, Code, Description, Origin and GO",
            ],
            Self::WiodAccounts => [
                "WIOD socio-economic accounts",
                "a workbook with a sheet DATA",
            ],
            Self::LongRunWiod => ["long-run WIOD", "a CSV file with a column row_isic3"],
            Self::AdbMrio => [
                "ADB MRIO",
                "a workbook named ADB… or with columns c1 to c35 and F1 to F5",
            ],
            Self::Eora26 => ["Eora26", "files Eora26_YYYY_bp_T.txt and beside it"],
            Self::EoraNational => [
                "Eora national table",
                "a text file IO_CCC_YYYY_BasicPrice.txt",
            ],
            Self::Exiobase => ["EXIOBASE 3", "files Z.txt or A.txt, and Y.txt"],
            Self::Gloria => ["GLORIA", "files …120secMother…_T-Results_…csv"],
            Self::BeaBooks => [
                "US Bureau of Economic Analysis, workbooks",
                "a folder with workbooks named IOUse…, IOMake… and ImportMatrices…",
            ],
            Self::NbsNoncompetitive => [
                "China, National Bureau of Statistics, imports apart",
                "a CSV file with columns DescriptionInChinese, Origin and TIU",
            ],
            Self::NbsCompetitive => [
                "China, National Bureau of Statistics, imports not separated",
                "a CSV file with columns DescriptionInChinese, TIU and IM",
            ],
            Self::NbsWorkbook => [
                "China, National Bureau of Statistics, workbook",
                "a workbook with cells VA001 or 中间投入合计",
            ],
            Self::Npz => ["numpy arrays", "a file named …npz"],
        }
    }

    /// The database that a file, archive or folder is of.
    ///
    /// # Errors
    /// If it cannot be opened, or is none of those known; the message says what was looked for.
    pub fn of(path: impl AsRef<Path>) -> Result<Self> {
        Self::of_evidence(&Evidence::of(path.as_ref(), &Options::new())?)
    }

    fn of_evidence(evidence: &Evidence) -> Result<Self> {
        signs::found(evidence).ok_or_else(|| {
            Error::parse("no known layout of a table")
                .in_file(evidence.path())
                .expected(Self::ALL.map(Self::sign).join("; "))
                .found(evidence.in_words())
                .hint("`read::described` reads any other table, as a small description says")
        })
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words()[0])
    }
}

/// A table that was recognised and read.
#[derive(Debug, Clone)]
#[must_use]
pub struct Found {
    database: Database,
    draft: AnyDraft,
}

impl Found {
    /// Which database it is of.
    #[must_use]
    pub fn database(&self) -> Database {
        self.database
    }

    /// The draft, of whatever kind.
    pub fn draft(self) -> AnyDraft {
        self.draft
    }

    /// The draft of a world table.
    ///
    /// # Errors
    /// If the file holds a table of one country.
    pub fn world(self) -> Result<WorldDraft> {
        self.draft.world()
    }
}

/// A table out of any file, archive or folder that is recognised, see [`Database`]; the crate has this function at its root too.
///
/// ```
/// let found = leontief::read("data/t3x2")?;
/// assert_eq!(found.database().to_string(), "plain CSV folder");
/// let world = found.world()?.check()?;
/// assert_eq!(world.countries().len(), 3);
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`read_with`].
pub fn read(path: impl AsRef<Path>) -> Result<Found> {
    read_with(path, &Options::new())
}

/// The same with the year that is wanted of several, watched, on some threads.
///
/// # Errors
/// If the database is not known; if it has many years and none is asked for; if its reader needs a feature that the crate was built
/// without, or the caller's word on more than the year; as the reader of the database.
pub fn read_with(path: impl AsRef<Path>, options: &Options) -> Result<Found> {
    let evidence = Evidence::of(path.as_ref(), options)?;
    let database = Database::of_evidence(&evidence)?;
    Ok(Found {
        database,
        draft: open::draft(database, &evidence, options)?,
    })
}

/// A world table out of any file, archive or folder that is recognised.
///
/// # Errors
/// As [`read_with`], and if it is a table of one country.
pub fn world(path: impl AsRef<Path>) -> Result<WorldDraft> {
    world_with(path, &Options::new())
}

/// The same with the year that is wanted of several, watched, on some threads.
///
/// # Errors
/// As [`world`].
pub fn world_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let path = path.as_ref();
    let found = read_with(path, options)?;
    found.world().map_err(|error| error.in_file(path))
}
