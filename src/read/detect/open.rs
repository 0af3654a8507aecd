//! The reader of each database, called with what the file tells.

use std::fs::File;
use std::path::Path;

use super::Database;
use super::evidence::Evidence;
use crate::error::{Error, Result};
use crate::read::names::{NameYear, name_of};
use crate::read::{
    AnyDraft, Options, WiodNiot, eora_national_with, eora26_with, exiobase_with, figaro_flat_with,
    figaro_with, gloria_with, icio_with, lr_wiod_with, nbs_competitive, nbs_noncompetitive,
    oecd_national, world_csv,
};
use crate::table::WorldDraft;

/// The draft out of a file of this database.
pub(super) fn draft(
    database: Database,
    evidence: &Evidence,
    options: &Options,
) -> Result<AnyDraft> {
    let path = evidence.path();
    let world: Result<WorldDraft> = match database {
        Database::PlainFolder => world_csv(path),
        Database::Icio => icio_with(path, options),
        Database::Figaro => figaro_with(path, options),
        Database::FigaroFlat => figaro_flat_with(path, options),
        Database::LongRunWiod => lr_wiod_with(path, options),
        Database::Eora26 => eora26_with(path, options),
        Database::Exiobase => exiobase_with(path, options),
        Database::Gloria => gloria_with(path, options),
        Database::Wiod2013
        | Database::Wiod2016
        | Database::AdbMrio
        | Database::Wiod2016Workspace
        | Database::Npz
        | Database::Cache => with_feature(database, path, options),
        _ => return national(database, path, options),
    };
    world.map(AnyDraft::World)
}

/// World tables whose readers are features.
#[allow(unused_imports, unused_variables, unreachable_patterns)] // what is left of them without the features
fn with_feature(database: Database, path: &Path, options: &Options) -> Result<WorldDraft> {
    use crate::read;
    match database {
        #[cfg(feature = "workbooks")]
        Database::Wiod2013 => read::wiod2013_with(path, options),
        #[cfg(feature = "workbooks")]
        Database::Wiod2016 => read::wiod2016_with(path, options),
        #[cfg(feature = "workbooks")]
        Database::AdbMrio => read::adb_mrio_with(path, options),
        #[cfg(feature = "rdata")]
        Database::Wiod2016Workspace => read::wiod2016_rdata_with(path, options),
        #[cfg(feature = "npy")]
        Database::Npz => read::world_npz(path),
        #[cfg(feature = "cache")]
        Database::Cache => read::CachedWorld::open(path)?.draft(),
        _ => Err(built_without(database, path)),
    }
}

/// Tables of one country.
fn national(database: Database, path: &Path, options: &Options) -> Result<AnyDraft> {
    let opened = || File::open(path).map_err(|error| Error::from_io(error, path));
    let year = |example: &str| NameYear::Only.of(path, options.year, example, "read_with");
    match database {
        Database::NbsNoncompetitive => {
            let year = year("china_2017.csv")?;
            nbs_noncompetitive(opened()?, path, year).map(AnyDraft::National)
        }
        Database::NbsCompetitive => {
            let year = year("china_2012.csv")?;
            nbs_competitive(opened()?, path, year).map(AnyDraft::Competitive)
        }
        Database::WiodNational => {
            let file = WiodNiot::open(path)?;
            let year = one_year(database, path, options, file.years())?;
            file.draft(year).map(AnyDraft::National)
        }
        Database::OecdNational => {
            let year = options.year.ok_or_else(|| many_years(database, path))?;
            oecd_national(path, &country_of(path)?, year).map(AnyDraft::Competitive)
        }
        Database::EoraNational => {
            let table = eora_national_with(path, options)?;
            table.symmetric().map(AnyDraft::National)
        }
        Database::PlainNational => Err(asks_for_more(
            database,
            path,
            "`read::national_csv(path, country, unit)`: the file names neither",
        )),
        Database::Wiod2013Workspace => Err(asks_for_more(
            database,
            path,
            "`read::wiod2013_rda(path, &countries, &industries)`: its matrices have no labels",
        )),
        Database::WiodAccounts => Err(asks_for_more(
            database,
            path,
            "`read::wiod_sea(path)`: these are figures to go with a table",
        )),
        _ => books(database, path, options),
    }
}

#[cfg(feature = "workbooks")]
fn books(database: Database, path: &Path, options: &Options) -> Result<AnyDraft> {
    use crate::read::{BeaBooks, NbsWorkbook};
    match database {
        Database::NbsWorkbook => {
            let year = NameYear::Only.of(path, options.year, "china_2007.xls", "read_with")?;
            let book = NbsWorkbook::open(path)?;
            book.draft(year).map(AnyDraft::Competitive)
        }
        _ => {
            let book = |start: &str| book_named(path, start);
            let (uses, imports) = (book("IOUse")?, book("ImportMatrices")?);
            let mut books = BeaBooks::open(uses, imports, book("IOMake")?)?;
            let years = books.years();
            let year = one_year(database, path, options, years.into_iter())?;
            books.draft(year).map(AnyDraft::National)
        }
    }
}

#[cfg(not(feature = "workbooks"))]
fn books(database: Database, path: &Path, _: &Options) -> Result<AnyDraft> {
    Err(built_without(database, path))
}

/// The only file of a folder whose name begins so.
#[cfg(feature = "workbooks")]
fn book_named(folder: &Path, start: &str) -> Result<std::path::PathBuf> {
    let files = crate::read::files::Files::open(folder)?;
    let what = format!("workbook named {start}…");
    let name = files.sole(&what, |name| {
        let name = name.to_lowercase();
        name.starts_with(&start.to_lowercase()) && name.contains(".xls")
    })?;
    Ok(files.place(name))
}

/// The year wanted, or the only one.
fn one_year(
    database: Database,
    path: &Path,
    options: &Options,
    mut years: impl Iterator<Item = i32>,
) -> Result<i32> {
    match (options.year, years.next(), years.next()) {
        (Some(year), ..) | (None, Some(year), None) => Ok(year),
        _ => Err(many_years(database, path)),
    }
}

fn many_years(database: Database, path: &Path) -> Error {
    Error::parse(format!("this is the {database}, which holds many years"))
        .in_file(path)
        .hint("say which: `read_with(path, &Options::new().year(2012))`, at the command line `--year 2012`")
}

/// The country's code that the name begins with.
fn country_of(path: &Path) -> Result<String> {
    let name = name_of(path);
    let code = name.split_once('_');
    let code = code.map(|(code, _)| code.to_owned());
    code.filter(|code| code.len() == 3).ok_or_else(|| {
        Error::label("the name of the file has no country")
            .in_file(path)
            .expected("a name such as `CHN_1995-2018.csv`")
            .hint("`read::oecd_national(path, \"CHN\", 2012)`")
    })
}

fn asks_for_more(database: Database, path: &Path, hint: &str) -> Error {
    let error = Error::parse(format!(
        "this is the layout {database}, which needs more than a path"
    ));
    error.in_file(path).hint(hint)
}

#[allow(dead_code)] // not with all features
fn built_without(database: Database, path: &Path) -> Error {
    let feature = database.feature().unwrap_or("formats");
    Error::io(format!(
        "this is {database}, which the crate was built without"
    ))
    .in_file(path)
    .hint(format!("build with the feature `{feature}`"))
}
