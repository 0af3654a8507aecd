//! Files as they are published: one file, a folder, a gz file or a zip archive, which a reader need not tell apart.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::archives;
use super::fingerprint::{fingerprint_of, fingerprint_of_stream};
use super::names::{last_year, name_of};
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// Names of files and how to open them.
#[derive(Debug)]
pub(super) struct Files {
    root: PathBuf,
    kind: Kind,
    /// Names as the publisher gave them; within folders and archives with `/`.
    names: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Single,
    Folder,
    Gz,
    Zip,
}

/// A file held in memory.
#[derive(Debug)]
pub(super) struct Content {
    /// Where it stands, for messages: `archive.zip/name` within an archive.
    pub(super) file: PathBuf,
    pub(super) bytes: Vec<u8>,
    /// The published file that it is, or is part of.
    pub(super) source: SourceFile,
}

impl Files {
    /// Looks what is there, by content rather than by the ending of a name.
    pub(super) fn open(path: &Path) -> Result<Self> {
        if path.is_dir() {
            let mut names = Vec::new();
            list(path, "", &mut names)?;
            names.sort();
            return Ok(Self::of(path, Kind::Folder, names));
        }
        let kind = kind_of(path)?;
        let names = match kind {
            Kind::Zip => archives::names(path)?,
            Kind::Gz => vec![unzipped_name(path)],
            Kind::Single | Kind::Folder => vec![name_of(path)],
        };
        Ok(Self::of(path, kind, names))
    }

    /// A format that is a zip archive inside, opened as one.
    #[cfg(feature = "npy")]
    pub(super) fn within(path: &Path) -> Result<Self> {
        File::open(path).map_err(|error| unopened(error, path))?;
        Ok(Self::of(path, Kind::Zip, archives::names(path)?))
    }

    fn of(root: &Path, kind: Kind, names: Vec<String>) -> Self {
        Self {
            root: root.to_owned(),
            kind,
            names,
        }
    }

    /// Names of all files.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The one file that is wanted; `what` says which, for messages.
    pub(super) fn sole(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<&str> {
        let found: Vec<&String> = self.names.iter().filter(|name| wanted(name)).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(Error::io(format!("no {what}"))
                .in_file(&self.root)
                .found(first_few(&self.names))),
            several => Err(Error::io(format!("more than one {what}"))
                .in_file(&self.root)
                .expected("one")
                .found(first_few(several))
                .hint(
                    "`Options::year` where the names tell years; or unpack the one that is meant",
                )),
        }
    }

    /// The only file, or the only one that ends with one of `endings` (in small letters).
    pub(super) fn only(&self, endings: &[&str]) -> Result<&str> {
        if let [only] = self.names.as_slice() {
            return Ok(only);
        }
        let what = format!("file named …{}", endings.join(" or …"));
        self.sole(&what, |name| ends_with_one_of(name, endings))
    }

    /// As [`only`](Self::only), or of several the one whose name tells the year wanted.
    pub(super) fn of_year(&self, endings: &[&str], year: Option<i32>) -> Result<&str> {
        let several = self.names.iter().filter(|n| ends_with_one_of(n, endings));
        match year {
            Some(year) if several.count() > 1 => {
                let what = format!("file of {year} named …{}", endings.join(" or …"));
                self.sole(&what, |name| {
                    ends_with_one_of(name, endings) && last_year(Path::new(name)) == Some(year)
                })
            }
            _ => self.only(endings),
        }
    }

    /// Whether all files are parts of one published file, whose fingerprint is that of each.
    pub(super) fn is_packed(&self) -> bool {
        matches!(self.kind, Kind::Gz | Kind::Zip)
    }

    /// The folder or file that was opened.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file stands, for messages.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        match self.kind {
            Kind::Single | Kind::Gz => self.root.clone(),
            Kind::Folder | Kind::Zip => self.root.join(name),
        }
    }

    /// Its length in bytes, where that is known without reading it.
    pub(super) fn length(&self, name: &str) -> Option<u64> {
        match self.kind {
            Kind::Gz | Kind::Zip => None,
            Kind::Single | Kind::Folder => {
                let file = fs::metadata(self.place(name)).ok()?;
                Some(file.len())
            }
        }
    }

    /// A file as a whole.
    pub(super) fn content(&self, name: &str) -> Result<Content> {
        let file = self.place(name);
        let bytes = match self.kind {
            Kind::Single => read(&self.root)?,
            Kind::Folder => read(&file)?,
            Kind::Gz | Kind::Zip => {
                let mut bytes = Vec::new();
                let read = self.stream(name)?.read_to_end(&mut bytes);
                read.map_err(|error| broken(&error, &file))?;
                bytes
            }
        };
        let source = match self.kind {
            Kind::Single | Kind::Folder => SourceFile::new(name, fingerprint_of(&bytes)),
            Kind::Gz | Kind::Zip => self.source(name)?,
        };
        Ok(Content {
            file,
            bytes,
            source,
        })
    }

    /// A file to be read once, without holding it; [`source`](Self::source) tells its fingerprint.
    pub(super) fn stream(&self, name: &str) -> Result<Box<dyn Read + Send>> {
        match self.kind {
            Kind::Zip => archives::member(&self.root, name),
            Kind::Gz => archives::unzipped(&self.root),
            Kind::Single | Kind::Folder => {
                let file = self.place(name);
                let open = File::open(&file).map_err(|error| unopened(error, &file))?;
                Ok(Box::new(BufReader::with_capacity(1 << 20, open)))
            }
        }
    }

    /// The published file that a file is or is part of, with its fingerprint: that of the archive for one within it.
    pub(super) fn source(&self, name: &str) -> Result<SourceFile> {
        let (name, file) = match self.kind {
            Kind::Folder => (name.to_owned(), self.place(name)),
            Kind::Single | Kind::Gz | Kind::Zip => (name_of(&self.root), self.root.clone()),
        };
        let open = File::open(&file).map_err(|error| unopened(error, &file))?;
        let fingerprint = fingerprint_of_stream(open);
        let fingerprint = fingerprint.map_err(|error| broken(&error, &file))?;
        Ok(SourceFile::new(name, fingerprint))
    }
}

impl Content {
    /// One published file: plain, as gz, or the only member of a zip archive that ends with one of `endings` (in small letters).
    pub(super) fn open(path: &Path, endings: &[&str]) -> Result<Self> {
        let files = Files::open(path)?;
        files.content(files.only(endings)?)
    }

    /// From anything that is read to its end, under the name of a file. Packed as gz, it is unpacked and its fingerprint is that of
    /// the packed bytes; unpacked already, it goes by its name without `.gz`.
    pub(super) fn read(mut from: impl Read, name: &Path) -> Result<Self> {
        let mut bytes = Vec::new();
        let read = from.read_to_end(&mut bytes);
        read.map_err(|error| broken(&error, name))?;
        let fingerprint = fingerprint_of(&bytes);
        let packed = bytes.starts_with(&[0x1f, 0x8b]);
        let source = match packed {
            true => SourceFile::new(name_of(name), fingerprint),
            false => SourceFile::new(unzipped_name(name), fingerprint),
        };
        if packed {
            let mut unpacked = Vec::new();
            let read = archives::unpacked(bytes, name)?.read_to_end(&mut unpacked);
            read.map_err(|error| broken(&error, name))?;
            bytes = unpacked;
        }
        Ok(Self {
            file: name.to_owned(),
            bytes,
            source,
        })
    }
}

/// Files of a folder and its folders, by names that join with `/`.
fn list(folder: &Path, before: &str, names: &mut Vec<String>) -> Result<()> {
    let failed = |error: io::Error| unopened(error, folder);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn kind_of(path: &Path) -> Result<Kind> {
    let failed = |error: io::Error| unopened(error, path);
    let mut start = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(4).read_to_end(&mut start).map_err(failed)?;
    // workbooks are zip archives too, and are opened as one file
    Ok(match start.as_slice() {
        [0x1f, 0x8b, ..] if !is_workspace(path) => Kind::Gz,
        [b'P', b'K', 3 | 5, 4 | 6] if !is_package(path) => Kind::Zip,
        _ => Kind::Single,
    })
}

/// Formats that are zip archives inside.
fn is_package(path: &Path) -> bool {
    ends_with(path, &["xlsx", "xlsb", "xlsm", "npz"])
}

/// Formats that are gz files inside.
fn is_workspace(path: &Path) -> bool {
    ends_with(path, &["rda", "rdata", "rds"])
}

fn ends_with_one_of(name: &str, endings: &[&str]) -> bool {
    let name = name.to_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|text| text.to_string_lossy());
    ending.is_some_and(|ending| endings.contains(&ending.to_lowercase().as_str()))
}

fn unzipped_name(path: &Path) -> String {
    let name = name_of(path);
    name.strip_suffix(".gz").unwrap_or(&name).to_owned()
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| unopened(error, file))
}

fn unopened(error: io::Error, file: &Path) -> Error {
    Error::io(format!("cannot open the file ({error})"))
        .in_file(file)
        .hint("check the path; relative paths start at the working directory")
        .caused_by(error)
}

/// The error of a file that cannot be read on.
pub(super) fn broken(error: &io::Error, file: &Path) -> Error {
    Error::io(format!("cannot read on ({error})"))
        .in_file(file)
        .hint("a file that is cut off or damaged? Fetch it again")
}
