//! Which files there are, by their names.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::error::{Error, Result, first_few};
use crate::read::files::Files;
use crate::read::fingerprint::Hashing;
use crate::read::names::base;
use crate::table::SourceFile;

/// The matrix that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    T,
    Y,
    V,
    TQ,
    YQ,
}

impl Kind {
    fn of(code: &str) -> Option<Self> {
        Some(match code {
            "T" => Self::T,
            "Y" => Self::Y,
            "V" => Self::V,
            "TQ" => Self::TQ,
            "YQ" => Self::YQ,
            _ => return None,
        })
    }
}

/// A published file.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The folder or archive that it is in.
    place: usize,
    name: String,
    pub(super) date: String,
    kind: Kind,
    pub(super) year: i32,
    pub(super) release: u16,
    layer: u8,
}

impl Named {
    /// `DATE_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv`.
    fn of(place: usize, name: &str) -> Option<Self> {
        let stem = base(name).strip_suffix(".csv")?;
        let (before, after) = stem.split_once("-Results_")?;
        let (date, _) = before.split_once('_')?;
        let (_, kind) = before.rsplit_once('_')?;
        let mut parts = after.splitn(3, '_');
        let (year, release, layer) = (parts.next()?, parts.next()?, parts.next()?);
        let layer = layer.strip_prefix("Markup")?.strip_suffix("(full)")?;
        Some(Self {
            place,
            name: name.to_owned(),
            date: date.to_owned(),
            kind: Kind::of(kind)?,
            year: year.parse().ok().filter(|_| year.len() == 4)?,
            release: release.parse().ok()?,
            layer: layer.parse().ok()?,
        })
    }
}

/// All files of one or more folders and archives.
#[derive(Debug)]
pub(super) struct Library {
    root: PathBuf,
    places: Vec<Place>,
    pub(super) files: Vec<Named>,
}

#[derive(Debug)]
struct Place {
    files: Files,
    /// The fingerprint of an archive, taken once.
    archive: OnceLock<SourceFile>,
}

impl Library {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut library = Self {
            root: path.to_owned(),
            places: Vec::new(),
            files: Vec::new(),
        };
        library.add(path)?;
        Ok(library)
    }

    /// A folder with the archives in it that are called after GLORIA, or an archive.
    pub(super) fn add(&mut self, path: &Path) -> Result<()> {
        let files = Files::open(path)?;
        let archive = |name: &&String| {
            let name = name.to_lowercase();
            path.is_dir() && name.contains("gloria") && name.ends_with(".zip")
        };
        let archives: Vec<PathBuf> = files
            .names()
            .iter()
            .filter(archive)
            .map(|name| path.join(name))
            .collect();
        self.put(files);
        for archive in archives {
            self.put(Files::open(&archive)?);
        }
        Ok(())
    }

    fn put(&mut self, files: Files) {
        let place = self.places.len();
        let named = files
            .names()
            .iter()
            .filter_map(|name| Named::of(place, name));
        self.files.extend(named);
        self.places.push(Place {
            files,
            archive: OnceLock::new(),
        });
    }

    /// The ReadMe of a release, or one whose name states no release.
    pub(super) fn read_me(&self, release: u16) -> Result<Option<crate::read::files::Content>> {
        let stem = |name: &str| {
            let name = base(name).to_lowercase();
            let stem = name.strip_prefix("gloria_readme")?.strip_suffix(".xlsx")?;
            Some(stem.trim_start_matches('_').to_owned())
        };
        let mut found = Vec::new();
        for place in &self.places {
            let names = place.files.names().iter();
            found.extend(names.filter_map(|name| Some((place, name, stem(name)?))));
        }
        let of_release = found
            .iter()
            .find(|(_, _, stem)| stem.parse() == Ok(release));
        let of_none = || found.iter().find(|(_, _, stem)| stem.is_empty());
        let chosen = of_release.or_else(of_none);
        chosen
            .map(|(place, name, _)| place.files.content(name))
            .transpose()
    }

    /// The files of one year and release.
    pub(super) fn set(&self, year: Option<i32>, release: Option<u16>) -> Result<FileSet<'_>> {
        if self.files.is_empty() {
            let names = self.places.iter().flat_map(|place| place.files.names());
            return Err(Error::io("no files of GLORIA")
                .in_file(&self.root)
                .expected("names such as `20240110_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv`")
                .found(first_few(names)));
        }
        let years = self.files.iter().map(|file| file.year);
        let year = self.chosen("year", years, year, "Options::new().year(2022)")?;
        let own = self.files.iter().filter(|file| file.year == year);
        let releases = own.map(|file| file.release);
        let release = self.chosen("release", releases, release, "Gloria::release(59)")?;
        Ok(FileSet {
            library: self,
            year,
            release,
        })
    }

    /// The value wanted, or the only one.
    fn chosen<T: Copy + Ord + fmt::Display>(
        &self,
        what: &str,
        all: impl Iterator<Item = T>,
        wanted: Option<T>,
        way: &str,
    ) -> Result<T> {
        let mut all: Vec<T> = all.collect();
        all.sort_unstable();
        all.dedup();
        let found = || first_few(all.iter().map(T::to_string));
        match (wanted, all.as_slice()) {
            (Some(wanted), known) if known.contains(&wanted) => Ok(wanted),
            (Some(wanted), _) => Err(Error::label(format!("no files of the {what} {wanted}"))
                .in_file(&self.root)
                .found(found())),
            (None, [only]) => Ok(*only),
            (None, _) => Err(Error::label(format!("files of more than one {what}"))
                .in_file(&self.root)
                .found(found())
                .hint(format!("choose with `{way}`"))),
        }
    }
}

/// The files of one year and release.
pub(super) struct FileSet<'a> {
    library: &'a Library,
    pub(super) year: i32,
    pub(super) release: u16,
}

impl<'a> FileSet<'a> {
    fn own(&self, kind: Kind, layer: u8) -> Vec<&'a Named> {
        let own = self.library.files.iter().filter(|file| {
            (file.year, file.release) == (self.year, self.release)
                && (file.kind, file.layer) == (kind, layer)
        });
        own.collect()
    }

    pub(super) fn has(&self, kind: Kind, layer: u8) -> bool {
        !self.own(kind, layer).is_empty()
    }

    /// The file of a matrix; `remedy` says what can be done without it.
    pub(super) fn file(&self, kind: Kind, layer: u8, remedy: &str) -> Result<&'a Named> {
        let wanted = format!(
            "…{kind:?}-Results_{}_{:03}_Markup{layer:03}(full).csv",
            self.year, self.release
        );
        match self.own(kind, layer).as_slice() {
            [one] => Ok(one),
            [] => Err(Error::io(format!("no file `{wanted}`"))
                .in_file(&self.library.root)
                .found(first_few(self.library.files.iter().map(|file| &file.name)))
                .hint(format!("fetch it{remedy}"))),
            several => Err(Error::io(format!("more than one file `{wanted}`"))
                .in_file(&self.library.root)
                .found(first_few(several.iter().map(|file| &file.name)))
                .hint("move the others away")),
        }
    }

    pub(super) fn place(&self, file: &Named) -> PathBuf {
        self.library.places[file.place].files.place(&file.name)
    }

    /// Opens a file, has it read, and says which published file it was.
    pub(super) fn read(
        &self,
        file: &Named,
        read: impl FnOnce(&mut (dyn Read + Send)) -> Result<()>,
    ) -> Result<SourceFile> {
        let place = &self.library.places[file.place];
        let mut bytes = place.files.stream(&file.name)?;
        if place.files.is_packed() {
            read(&mut *bytes)?;
            let known = place.archive.get().cloned();
            let source = known.map_or_else(|| place.files.source(&file.name), Ok)?;
            return Ok(place.archive.get_or_init(|| source).clone());
        }
        let mut hashing = Hashing::of(bytes);
        read(&mut hashing)?;
        Ok(SourceFile::new(&file.name, hashing.fingerprint()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_holds() {
        let name = "GLORIA_MRIOs_59_2022/20240110_120secMother_AllCountries_002_TQ-Results_2022_059_Markup004(full).csv";
        let file = Named::of(3, name).unwrap();
        assert_eq!(
            (
                file.date.as_str(),
                file.kind,
                file.year,
                file.release,
                file.layer
            ),
            ("20240110", Kind::TQ, 2022, 59, 4)
        );
        for other in [
            "GLORIA_ReadMe_059.xlsx",
            "a_T-Results_22_059_Markup001(full).csv",
            "a_Z-Results_2022_059_Markup001(full).csv",
            "a_T-Results_2022_059_Markup001(part).csv",
        ] {
            assert!(Named::of(0, other).is_none(), "{other}");
        }
    }
}
