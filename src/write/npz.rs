//! Arrays of numpy, several in one `npz` archive.

use std::io::{self, Write};
use std::path::Path;

use ndarray::{ArrayView1, ArrayView2};
use ndarray_npy::{NpzWriter, WriteNpyError, WriteNpyExt};

use super::files::{Overwrite, Staged};
use crate::error::{Error, Result, first_few};

/// The longest array: the archive counts the bytes of a member in 32 bits.
const LONGEST: usize = u32::MAX as usize;

/// Writes matrices as the arrays of an `npz` archive, packed, as `numpy.savez_compressed` does; with the feature `npy`.
///
/// Numbers keep their bits. `numpy.load` reads the file, and [`read::npz_matrices`](crate::read::npz_matrices).
///
/// # Errors
/// If the file is there already (see [`replace_npz`]) or cannot be written; and, before it is touched, if a name is empty, stands twice or is
/// that of a file within folders, or if an array is longer than 4 GiB.
///
/// # Example
/// ```
/// use leontief::{read, write};
/// use ndarray::array;
///
/// # let file = std::env::temp_dir().join(format!("leontief-npz-{}.npz", std::process::id()));
/// let (flows, output) = (array![[1.0, 2.0], [3.0, 4.0]], array![[10.0], [20.0]]);
/// write::npz(&file, &[("Z", flows.view()), ("x", output.view())])?;
/// assert_eq!(read::npz_matrices(&file)?["Z"], flows);
/// # std::fs::remove_file(&file).unwrap();
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn npz(path: impl AsRef<Path>, arrays: &[(&str, ArrayView2<'_, f64>)]) -> Result<()> {
    matrices(path.as_ref(), arrays, Overwrite::No)
}

/// The same in place of a file that is there already.
///
/// # Errors
/// As [`npz`], but for a file that is there already.
pub fn replace_npz(path: impl AsRef<Path>, arrays: &[(&str, ArrayView2<'_, f64>)]) -> Result<()> {
    matrices(path.as_ref(), arrays, Overwrite::Yes)
}

fn matrices(
    path: &Path,
    arrays: &[(&str, ArrayView2<'_, f64>)],
    overwrite: Overwrite,
) -> Result<()> {
    let arrays = arrays.iter();
    let arrays = arrays.map(|(name, matrix)| ((*name).to_owned(), Array::Matrix(matrix.view())));
    written(path, &arrays.collect::<Vec<_>>(), overwrite)
}

/// An array of an archive.
pub(super) enum Array<'a> {
    Matrix(ArrayView2<'a, f64>),
    Vector(ArrayView1<'a, f64>),
    Texts(Vec<String>),
}

impl Array<'_> {
    fn bytes(&self) -> usize {
        match self {
            Self::Matrix(cells) => cells.len().saturating_mul(8),
            Self::Vector(cells) => cells.len().saturating_mul(8),
            Self::Texts(texts) => texts.len().saturating_mul(4 * width(texts)),
        }
    }
}

/// Characters of the longest text, at least one, as numpy counts them.
fn width(texts: &[String]) -> usize {
    let lengths = texts.iter().map(|text| text.chars().count());
    lengths.max().unwrap_or(0).max(1)
}

/// Writes the archive beside its place, and puts it there once all of it is written.
pub(super) fn written(
    path: &Path,
    arrays: &[(String, Array<'_>)],
    overwrite: Overwrite,
) -> Result<()> {
    require_sound(path, arrays)?;
    let name = path.file_name().and_then(|name| name.to_str());
    let (Some(name), Some(folder)) = (name, path.parent()) else {
        return Err(Error::io("the path is no name of a file").in_file(path));
    };
    if overwrite == Overwrite::No && path.exists() {
        return Err(Error::io("the file is there already")
            .in_file(path)
            .hint("another name, or the function of the same name with `replace_`"));
    }
    let names = [name];
    let mut files = Staged::in_folder(folder, &names, Overwrite::Yes)?;
    files.write(name, |file| {
        let mut archive = NpzWriter::new_compressed(file);
        for (name, array) in arrays {
            let added = match array {
                Array::Matrix(cells) => archive.add_array(name.as_str(), cells),
                Array::Vector(cells) => archive.add_array(name.as_str(), cells),
                Array::Texts(texts) => archive.add_array(name.as_str(), &Texts(texts)),
            };
            added.map_err(io::Error::other)?;
        }
        archive.finish().map_err(io::Error::other)?;
        Ok(())
    })?;
    files.finish()
}

fn require_sound(path: &Path, arrays: &[(String, Array<'_>)]) -> Result<()> {
    let plain = |name: &str| !name.is_empty() && !name.contains(['/', '\\', '\0']);
    let wrong = arrays.iter().filter(|(name, _)| !plain(name));
    let wrong: Vec<&String> = wrong.map(|(name, _)| name).collect();
    if !wrong.is_empty() {
        return Err(
            Error::label(format!("no names of arrays: {}", first_few(wrong))).in_file(path),
        );
    }
    for (at, (name, array)) in arrays.iter().enumerate() {
        if arrays[..at].iter().any(|(other, _)| other == name) {
            return Err(Error::label(format!("the array `{name}` is given twice")).in_file(path));
        }
        if array.bytes() > LONGEST {
            return Err(Error::shape(format!("the array `{name}` is too long"))
                .in_file(path)
                .expected(format!("at most {LONGEST} bytes"))
                .found(array.bytes())
                .hint("parts of it, each an array"));
        }
    }
    Ok(())
}

/// Text as an array of numpy's type `U`: four bytes a character, all of one length.
struct Texts<'a>(&'a [String]);

impl WriteNpyExt for Texts<'_> {
    fn write_npy<W: Write>(&self, mut writer: W) -> std::result::Result<(), WriteNpyError> {
        let width = width(self.0);
        let header = format!(
            "{{'descr': '<U{width}', 'fortran_order': False, 'shape': ({},), }}",
            self.0.len()
        );
        // magic text, version and length take 10 bytes, a line break ends the header, and cells begin at a multiple of 64
        let length = (header.len() + 11).next_multiple_of(64) - 10;
        writer.write_all(b"\x93NUMPY\x01\x00")?;
        writer.write_all(&(length as u16).to_le_bytes())?;
        writeln!(writer, "{header:<filled$}", filled = length - 1)?;
        for text in self.0 {
            let fill = std::iter::repeat('\0');
            for character in text.chars().chain(fill).take(width) {
                writer.write_all(&u32::from(character).to_le_bytes())?;
            }
        }
        Ok(())
    }
}
