//! Arrays of numbers of an R workspace, for callers who know what they are.

use std::path::Path;

use ndarray::{Array2, ArrayD, ArrayViewD, Axis as Dimension, Ix2, IxDyn, ShapeBuilder};

use super::value::{Data, Value};
use super::{Object, Workspace};
use crate::error::{Error, Result, first_few};
use crate::label::Frame;

/// Numbers of an R workspace: a vector, a matrix, or an array of more dimensions, with the names of its positions.
#[derive(Debug, Clone, PartialEq)]
pub struct RArray {
    values: ArrayD<f64>,
    /// By dimension; empty where there are none.
    names: Vec<Vec<String>>,
}

/// The array `object` of an R workspace (`RData`, `rda`), or the one of an `rds` file; with the feature `rdata`.
///
/// For tables that somebody keeps as arrays of R, inter-country tables by year for instance. Dimensions are those of R, in the same
/// order; `NA` and other cells that are not numbers are refused.
///
/// ```no_run
/// use leontief::read;
///
/// // year × seller × buyer
/// let flows = read::rdata_array("ICIO2021econZ.RData", "ICIO2021econZ")?;
/// let of_2018 = flows.slice(0, "2018")?.frame()?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read, has no such object, or the object is not made of finite numbers.
pub fn rdata_array(path: impl AsRef<Path>, object: &str) -> Result<RArray> {
    Workspace::open(path.as_ref(), None)?
        .object(object)?
        .array()
}

impl RArray {
    /// The numbers.
    #[must_use]
    pub fn values(&self) -> ArrayViewD<'_, f64> {
        self.values.view()
    }

    /// The names of the positions of a dimension, counted from 0; empty where there are none.
    #[must_use]
    pub fn names(&self, dimension: usize) -> &[String] {
        self.names.get(dimension).map_or(&[], Vec::as_slice)
    }

    /// What stands at one name of a dimension, counted from 0.
    ///
    /// # Errors
    /// If the dimension has no such name, or has it twice.
    pub fn slice(&self, dimension: usize, name: &str) -> Result<Self> {
        let known = self.names(dimension);
        let mut found = (0..known.len()).filter(|at| known[*at] == name);
        let (Some(at), None) = (found.next(), found.next()) else {
            let what = format!("not one position `{name}` in dimension {dimension}");
            return Err(Error::label(what).found(first_few(known)));
        };
        let mut names = self.names.clone();
        names.remove(dimension);
        let values = self.values.index_axis(Dimension(dimension), at);
        Ok(Self {
            values: values.to_owned(),
            names,
        })
    }

    /// A matrix with its names, to be aligned by label.
    ///
    /// # Errors
    /// If it is no matrix, or rows or columns lack names or have one twice.
    pub fn frame(self) -> Result<Frame> {
        let values: Array2<f64> = matrix(self.values)?;
        let [rows, columns] = [0, 1].map(|side| self.names.get(side).cloned().unwrap_or_default());
        Frame::new(rows, columns, values)
    }
}

fn matrix(values: ArrayD<f64>) -> Result<Array2<f64>> {
    let found = format!("{:?}", values.shape());
    values.into_dimensionality::<Ix2>().map_err(|_| {
        Error::shape("the array is no matrix")
            .expected("two dimensions")
            .found(found)
    })
}

impl Object<'_> {
    /// The object as an array.
    fn array(&self) -> Result<RArray> {
        let lengths = self.dimensions()?;
        let shape = IxDyn(&lengths).f();
        let values = ArrayD::from_shape_vec(shape, self.numbers()?);
        let values = values.map_err(|error| self.wrong(&format!("has no shape ({error})")))?;
        Ok(RArray {
            values,
            names: self.dimension_names(&lengths)?,
        })
    }

    /// The object as a matrix.
    pub(in crate::read) fn matrix(&self) -> Result<Array2<f64>> {
        let array = self.array()?;
        let values = matrix(array.values).map_err(|error| error.in_file(self.file))?;
        Ok(values.as_standard_layout().into_owned())
    }

    /// The object as a vector; a matrix of one column is one, too.
    pub(in crate::read) fn vector(&self) -> Result<Vec<f64>> {
        match self.dimensions()?.as_slice() {
            [_] | [_, 1] => self.numbers(),
            other => Err(self
                .wrong("is no vector")
                .found(format!("an array of {other:?}"))),
        }
    }

    fn dimension_names(&self, lengths: &[usize]) -> Result<Vec<Vec<String>>> {
        let given: Vec<&Value> = match (self.value.attribute("dimnames"), lengths.len()) {
            (Some(value), _) => match &value.data {
                Data::List(sides) => sides.iter().collect(),
                Data::Pairs(sides) => sides.iter().map(|(_, side)| side).collect(),
                _ => Vec::new(),
            },
            (None, 1) => self.value.attribute("names").into_iter().collect(),
            (None, _) => Vec::new(),
        };
        let mut names = vec![Vec::new(); lengths.len()];
        for ((names, side), length) in names.iter_mut().zip(given).zip(lengths) {
            let Some(texts) = side.texts() else {
                continue; // NULL: this side has none
            };
            if texts.len() != *length {
                return Err(self
                    .wrong("does not have a name for every position")
                    .expected(length)
                    .found(texts.len()));
            }
            let texts = texts.iter().map(|text| text.as_deref().unwrap_or("NA"));
            *names = texts.map(str::to_owned).collect();
        }
        Ok(names)
    }
}
