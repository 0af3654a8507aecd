//! A matrix with text labels on both sides, aligned to axes by label and never by position.

use std::collections::{HashMap, HashSet};

use ndarray::Array2;

use crate::error::{Error, Result, first_few};

/// A matrix as it comes from outside: rows and columns in any order, named by text.
///
/// ```
/// use leontief::label::Frame;
/// use ndarray::array;
///
/// let frame = Frame::new(["b", "a"], ["y", "x"], array![[1.0, 2.0], [3.0, 4.0]])?;
/// let aligned = frame.aligned(&["a", "b"], &["x", "y"])?;
/// assert_eq!(aligned, array![[4.0, 3.0], [2.0, 1.0]]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Frame {
    rows: Labels,
    columns: Labels,
    values: Array2<f64>,
}

#[derive(Debug, Clone)]
struct Labels {
    side: &'static str,
    positions: HashMap<String, usize>,
    order: Vec<String>,
}

impl Frame {
    /// A matrix with its row and column labels.
    ///
    /// # Errors
    /// If a label is doubled or the matrix does not have as many rows and columns as there are labels.
    pub fn new<S: Into<String>>(
        rows: impl IntoIterator<Item = S>,
        columns: impl IntoIterator<Item = S>,
        values: Array2<f64>,
    ) -> Result<Self> {
        let rows = Labels::new("row", rows)?;
        let columns = Labels::new("column", columns)?;
        let (found, expected) = (values.dim(), (rows.order.len(), columns.order.len()));
        if found != expected {
            return Err(Error::shape("a labelled matrix does not fit its labels")
                .expected(format!("{} × {}", expected.0, expected.1))
                .found(format!("{} × {}", found.0, found.1)));
        }
        Ok(Self {
            rows,
            columns,
            values,
        })
    }

    /// The matrix with exactly these rows and columns, in this order.
    ///
    /// # Errors
    /// If labels are missing or others are there: all of them are listed.
    pub fn aligned<S: AsRef<str>>(&self, rows: &[S], columns: &[S]) -> Result<Array2<f64>> {
        let rows = self.rows.aligned(rows)?;
        let columns = self.columns.aligned(columns)?;
        Ok(Array2::from_shape_fn(
            (rows.len(), columns.len()),
            |(i, j)| self.values[[rows[i], columns[j]]],
        ))
    }
}

impl Labels {
    fn new<S: Into<String>>(
        side: &'static str,
        labels: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let order: Vec<String> = labels.into_iter().map(Into::into).collect();
        let mut positions = HashMap::with_capacity(order.len());
        for (position, label) in order.iter().enumerate() {
            if positions.insert(label.clone(), position).is_some() {
                return Err(Error::label(format!("the {side} `{label}` occurs twice")));
            }
        }
        Ok(Self {
            side,
            positions,
            order,
        })
    }

    fn aligned<S: AsRef<str>>(&self, wanted: &[S]) -> Result<Vec<usize>> {
        let missing: Vec<&str> = wanted
            .iter()
            .map(AsRef::as_ref)
            .filter(|label| !self.positions.contains_key(*label))
            .collect();
        let known: HashSet<&str> = wanted.iter().map(AsRef::as_ref).collect();
        let unexpected: Vec<&String> = self
            .order
            .iter()
            .filter(|label| !known.contains(label.as_str()))
            .collect();
        if missing.is_empty() && unexpected.is_empty() {
            return Ok(wanted
                .iter()
                .map(|label| self.positions[label.as_ref()])
                .collect());
        }
        let mut parts = Vec::new();
        if !missing.is_empty() {
            parts.push(format!("missing {}", first_few(missing)));
        }
        if !unexpected.is_empty() {
            parts.push(format!("unexpected {}", first_few(unexpected)));
        }
        Err(Error::label(format!(
            "the {} labels do not match: {}",
            self.side,
            parts.join("; ")
        )))
    }
}
