//! Arrays of numpy: `npy` files, and `npz` archives of them, as matrices of numbers.
//!
//! | in the file | read as |
//! |---|---|
//! | `f8`, `f4`, `i8` to `i1`, `u8` to `u1`, of either byte order | numbers; a whole number that needs more than 53 bits is refused |
//! | C or Fortran order | the same matrix |
//! | two dimensions | a matrix |
//! | one dimension | a matrix of one column |
//! | other types (`O`, `c16`, `f2`, `M8`, several fields) and dimensions | refused |
//! | cells that are not finite | refused, by their place counted from 0 as in numpy |
//!
//! Text (`U`, `S`) is read where labels are asked for. What `numpy.save` pickles is never unpickled.
//!
//! The header is read here and not by `ndarray-npy`, which makes room for as many cells as a header states and follows brackets as deep as
//! they go.
//!
//! Source: *numpy.lib.format*, NPY format, versions 1.0 to 3.0.

mod cells;
mod header;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ShapeBuilder};

use cells::{Cells, Numbers};
use header::Header;

use super::files::Files;
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

const ENDING: &str = ".npy";

/// The matrix of an `npy` file, plain or packed; with the feature `npy`.
///
/// Numbers of any of numpy's integer and floating types but `float16`; a vector is a matrix of one column.
///
/// ```no_run
/// let flows = leontief::read::npy_matrix("Z.npy")?;
/// assert_eq!(flows.nrows(), flows.ncols());
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read or is damaged, the array is of another type or has no or more than two dimensions, or a cell is not finite.
pub fn npy_matrix(path: impl AsRef<Path>) -> Result<Array2<f64>> {
    let files = Files::open(path.as_ref())?;
    let name = match files.names() {
        [only] => only.as_str(),
        _ => files.sole("file named ….npy", |name| name.ends_with(ENDING))?,
    };
    Array::open(&files, name)?.matrix()
}

/// All matrices of an `npz` archive by name; with the feature `npy`.
///
/// Names are those of `numpy.savez`, without `.npy`. Archives that hold text or other arrays as well are read by [`npz_matrices_of`].
///
/// ```no_run
/// let arrays = leontief::read::npz_matrices("table.npz")?;
/// println!("{:?}", arrays["Z"].dim());
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`npy_matrix`], by the name of the array.
pub fn npz_matrices(path: impl AsRef<Path>) -> Result<BTreeMap<String, Array2<f64>>> {
    let npz = Npz::open(path.as_ref())?;
    let names: Vec<String> = npz.names().map(str::to_owned).collect();
    let read = |name: String| {
        let matrix = npz.matrix(&name)?;
        Ok((name, matrix))
    };
    names.into_iter().map(read).collect()
}

/// Some matrices of an `npz` archive, in the order of the names asked for; others are passed over. With the feature `npy`.
///
/// ```no_run
/// let [flows, output] = leontief::read::npz_matrices_of("table.npz", ["Z", "x"])?;
/// assert_eq!(flows.nrows(), output.nrows());
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If there is no array of a name; as [`npy_matrix`].
pub fn npz_matrices_of<const N: usize>(
    path: impl AsRef<Path>,
    names: [&str; N],
) -> Result<[Array2<f64>; N]> {
    let npz = Npz::open(path.as_ref())?;
    let matrices = names.iter().map(|name| npz.matrix(name));
    let matrices: Vec<Array2<f64>> = matrices.collect::<Result<_>>()?;
    let mut matrices = matrices.into_iter();
    Ok(names.map(|_| matrices.next().unwrap_or_default()))
}

/// An `npz` archive.
pub(super) struct Npz {
    path: PathBuf,
    files: Files,
}

impl Npz {
    pub(super) fn open(path: &Path) -> Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            files: Files::within(path)?,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The published file.
    pub(super) fn source(&self) -> Result<SourceFile> {
        self.files.source("")
    }

    /// Names of all arrays.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.files.names().iter();
        names.map(|name| name.strip_suffix(ENDING).unwrap_or(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Where an array stands, for messages.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.files.place(&format!("{name}{ENDING}"))
    }

    pub(super) fn matrix(&self, name: &str) -> Result<Array2<f64>> {
        self.array(name)?.matrix()
    }

    /// Text of one dimension, or a single text.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>> {
        self.array(name)?.texts()
    }

    fn array(&self, name: &str) -> Result<Array> {
        let member = format!("{name}{ENDING}");
        let member = [member.as_str(), name]
            .into_iter()
            .find(|member| self.files.names().iter().any(|known| known == member));
        match member {
            Some(member) => Array::open(&self.files, member),
            None => Err(Error::label(format!("no array `{name}`"))
                .in_file(&self.path)
                .found(first_few(self.names()))),
        }
    }
}

/// An array, its header read.
struct Array {
    place: PathBuf,
    header: Header,
    bytes: Box<dyn Read + Send>,
}

impl Array {
    fn open(files: &Files, name: &str) -> Result<Self> {
        let place = files.place(name);
        let mut bytes = files.stream(name)?;
        let header = Header::read(&mut bytes).map_err(|error| error.in_file(&place))?;
        Ok(Self {
            place,
            header,
            bytes,
        })
    }

    fn matrix(self) -> Result<Array2<f64>> {
        let place = self.place.clone();
        self.numbers().map_err(|error| error.in_file(&place))
    }

    fn numbers(self) -> Result<Array2<f64>> {
        let (rows, columns) = match self.header.shape[..] {
            [rows] => (rows, 1),
            [rows, columns] => (rows, columns),
            _ => {
                return Err(Error::shape("the array is no matrix")
                    .expected("one or two dimensions")
                    .found(format!("the shape {:?}", self.header.shape)));
            }
        };
        let kind = Numbers::of(&self.header.kind)?;
        let fortran = self.header.fortran;
        let place = |at: usize| match (fortran, self.header.shape.len()) {
            (_, 1) => format!("at [{at}]"),
            (true, _) => format!("at [{}, {}]", at % rows, at / rows),
            (false, _) => format!("at [{}, {}]", at / columns, at % columns),
        };
        let cells = Cells::new(self.bytes, self.header.cells()?);
        let cells = cells.numbers(kind, place)?;
        let shape = (rows, columns).set_f(fortran);
        let matrix = Array2::from_shape_vec(shape, cells)
            .map_err(|error| Error::shape(format!("the array has no shape ({error})")))?;
        Ok(match fortran {
            true => matrix.as_standard_layout().into_owned(),
            false => matrix,
        })
    }

    fn texts(self) -> Result<Vec<String>> {
        let read = match self.header.shape.len() {
            0 | 1 => {
                let cells = self.header.cells();
                cells.and_then(|count| Cells::new(self.bytes, count).texts(&self.header.kind))
            }
            _ => Err(Error::shape("labels have one dimension")
                .found(format!("the shape {:?}", self.header.shape))),
        };
        read.map_err(|error| error.in_file(&self.place))
    }
}
