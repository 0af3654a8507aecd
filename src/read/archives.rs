//! Zip archives and gz files, with the feature `archives`.

use std::io::Read;
use std::path::Path;

#[cfg(feature = "archives")]
pub(super) use with_feature::{member, names, unpacked, unzipped};
#[cfg(not(feature = "archives"))]
pub(super) use without_feature::{member, names, unpacked, unzipped};

use crate::error::{Error, Result};

#[cfg(feature = "archives")]
mod with_feature {
    use std::fs::File;
    use std::io::{self, BufReader, Cursor, Seek, SeekFrom};

    use flate2::read::{DeflateDecoder, MultiGzDecoder};
    use zip::{CompressionMethod, ZipArchive};

    use super::{Error, Path, Read, Result};

    /// Names of the files in an archive; those of an archive within it follow its own name and `/`.
    pub(crate) fn names(path: &Path) -> Result<Vec<String>> {
        let mut archive = open(path)?;
        let outer: Vec<String> = archive.file_names().map(str::to_owned).collect();
        let mut names = Vec::new();
        // neither folders nor what macOS adds
        for name in outer
            .into_iter()
            .filter(|name| !name.starts_with("__MACOSX/") && !name.ends_with('/'))
        {
            if name.to_lowercase().ends_with(".zip") {
                let inner = inner(&mut archive, path, &name)?;
                let files = inner.file_names().filter(|file| !file.ends_with('/'));
                names.extend(files.map(|file| format!("{name}/{file}")));
            } else {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// A file in an archive, decompressed as it is read and compared with its checksum at the end.
    pub(crate) fn member(path: &Path, name: &str) -> Result<Box<dyn Read + Send>> {
        let mut archive = open(path)?;
        match name.to_lowercase().find(".zip/") {
            None => streamed(archive, path, name),
            Some(at) => {
                let inner = inner(&mut archive, path, &name[..at + 4])?;
                streamed(inner, &path.join(&name[..at + 4]), &name[at + 5..])
            }
        }
    }

    /// What is in a gz file.
    pub(crate) fn unzipped(path: &Path) -> Result<Box<dyn Read + Send>> {
        let file = File::open(path).map_err(|error| Error::from_io(error, path))?;
        Ok(Box::new(MultiGzDecoder::new(BufReader::new(file))))
    }

    /// What is in the bytes of a gz file.
    pub(crate) fn unpacked(bytes: Vec<u8>, _: &Path) -> Result<Box<dyn Read + Send>> {
        Ok(Box::new(MultiGzDecoder::new(Cursor::new(bytes))))
    }

    fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>> {
        let file = File::open(path).map_err(|error| Error::from_io(error, path))?;
        ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error, path))
    }

    /// An archive within an archive, in memory.
    fn inner(
        archive: &mut ZipArchive<BufReader<File>>,
        path: &Path,
        name: &str,
    ) -> Result<ZipArchive<Cursor<Vec<u8>>>> {
        let failed = |error: &dyn std::fmt::Display| broken(error, &path.join(name));
        let mut bytes = Vec::new();
        let mut member = archive.by_name(name).map_err(|error| failed(&error))?;
        let read = member.read_to_end(&mut bytes);
        read.map_err(|error| failed(&error))?;
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))
    }

    /// The bytes of a member, from where they start in the archive: a reader that owns what it reads from.
    fn streamed<R: Read + Seek + Send + 'static>(
        mut archive: ZipArchive<R>,
        path: &Path,
        name: &str,
    ) -> Result<Box<dyn Read + Send>> {
        let place = path.join(name);
        let failed = |error: &dyn std::fmt::Display| broken(error, &place);
        let member = archive.by_name(name).map_err(|error| failed(&error))?;
        let (start, packed, method) = (
            member.data_start(),
            member.compressed_size(),
            member.compression(),
        );
        let (size, checksum) = (member.size(), member.crc32());
        drop(member);
        let start = start.ok_or_else(|| failed(&"the member has no place in the file"))?;
        let mut file = archive.into_inner();
        file.seek(SeekFrom::Start(start))
            .map_err(|error| failed(&error))?;
        let bytes = file.take(packed);
        let bytes: Box<dyn Read + Send> = match method {
            CompressionMethod::Stored => Box::new(bytes),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(bytes)),
            other => {
                return Err(
                    failed(&format!("a member is packed by the method {other}")).hint("unpack it")
                );
            }
        };
        Ok(Box::new(Checked {
            bytes,
            left: size,
            checksum,
            hasher: crc32fast::Hasher::new(),
        }))
    }

    /// Ends with an error where length or checksum are not those that the archive states.
    struct Checked {
        bytes: Box<dyn Read + Send>,
        left: u64,
        checksum: u32,
        hasher: crc32fast::Hasher,
    }

    impl Read for Checked {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if buffer.is_empty() {
                return Ok(0);
            }
            let length = self.bytes.read(buffer)?;
            self.hasher.update(&buffer[..length]);
            let damaged = || io::Error::other("length or checksum of a member are wrong");
            self.left = self.left.checked_sub(length as u64).ok_or_else(damaged)?;
            let ended = length == 0;
            if ended && (self.left > 0 || self.hasher.clone().finalize() != self.checksum) {
                return Err(damaged());
            }
            Ok(length)
        }
    }

    fn broken(error: &dyn std::fmt::Display, path: &Path) -> Error {
        Error::io(format!("cannot read the zip archive ({error})"))
            .in_file(path)
            .hint("a file that is cut off or damaged? Fetch it again")
    }
}

#[cfg(not(feature = "archives"))]
mod without_feature {
    use super::{Error, Path, Read, Result};

    pub(crate) fn names(path: &Path) -> Result<Vec<String>> {
        Err(packed(path))
    }

    pub(crate) fn member(path: &Path, _: &str) -> Result<Box<dyn Read + Send>> {
        Err(packed(path))
    }

    pub(crate) fn unzipped(path: &Path) -> Result<Box<dyn Read + Send>> {
        Err(packed(path))
    }

    pub(crate) fn unpacked(_: Vec<u8>, path: &Path) -> Result<Box<dyn Read + Send>> {
        Err(packed(path))
    }

    fn packed(path: &Path) -> Error {
        Error::io("the file is packed")
            .in_file(path)
            .hint("unpack it, or build with the feature `archives`")
    }
}
