//! Files of a folder that change together.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, first_few};

/// Whether files that are there already may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overwrite {
    No,
    Yes,
}

/// Files written beside their places, under names that end in `.part`; they take their places once all are written.
pub(super) struct Staged<'a> {
    folder: &'a Path,
    /// All names that the folder may hold.
    known: &'a [&'a str],
    written: Vec<&'a str>,
}

impl<'a> Staged<'a> {
    /// For files of these names in a folder, which is made where it is not there.
    pub(super) fn in_folder(
        folder: &'a Path,
        known: &'a [&'a str],
        overwrite: Overwrite,
    ) -> Result<Self> {
        if overwrite == Overwrite::No {
            let there = known.iter().filter(|name| folder.join(name).exists());
            let there: Vec<&&str> = there.collect();
            if let Some(first) = there.first() {
                let what = format!("the folder holds a table already: {}", first_few(&there));
                return Err(Error::io(what)
                    .in_file(&folder.join(first))
                    .hint("another folder, or `replace_world_csv`"));
            }
        }
        fs::create_dir_all(folder).map_err(|error| Error::from_io(error, folder))?;
        Ok(Self {
            folder,
            known,
            written: Vec::new(),
        })
    }

    /// Writes one file.
    pub(super) fn write(
        &mut self,
        name: &'a str,
        contents: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<()> {
        let part = self.part(name);
        let failed = |error| Error::from_io(error, &part);
        let file = File::create(&part).map_err(failed)?;
        self.written.push(name);
        let mut writer = BufWriter::new(file);
        contents(&mut writer).map_err(failed)?;
        writer.flush().map_err(failed)
    }

    /// Puts all files in their places, and takes away those of another table that this one has not.
    pub(super) fn finish(mut self) -> Result<()> {
        for name in self.known {
            let place = self.folder.join(name);
            let moved = match self.written.contains(name) {
                true => fs::rename(self.part(name), &place),
                false => match fs::remove_file(&place) {
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                    other => other,
                },
            };
            moved.map_err(|error| Error::from_io(error, &place))?;
            self.written.retain(|written| written != name);
        }
        Ok(())
    }

    fn part(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.part"))
    }
}

/// What was written in vain goes.
impl Drop for Staged<'_> {
    fn drop(&mut self) {
        for name in &self.written {
            let _ = fs::remove_file(self.part(name)); // an error is on its way to the caller already
        }
    }
}
