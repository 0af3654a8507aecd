//! Totals of blocks: trade between countries beside the margins of a table of several countries.

use std::ops::Range;
use std::sync::Arc;

use ndarray::ArrayView2;

use super::constraint::Constraint;
use super::margin::Margin;
use crate::error::{Error, Result};
use crate::label::Producers;

impl Constraint {
    /// The sums of all rows and of all columns, named "row …" and "column …": the labels of a square table are the same both ways.
    #[must_use]
    pub fn margins(rows: &Margin, columns: &Margin) -> Vec<Self> {
        let mut all = Self::row_sums(rows, columns.len());
        for constraint in &mut all {
            constraint.label.insert_str(0, "row ");
        }
        let first = all.len();
        all.extend(Self::column_sums(columns, rows.len()));
        for constraint in &mut all[first..] {
            constraint.label.insert_str(0, "column ");
        }
        all
    }

    /// One constraint for each block that groups of rows and groups of columns cut out, named "rows to columns", row groups outermost.
    /// `totals` has a row for each group of rows and a column for each group of columns.
    ///
    /// Columns may have other groups than rows, such as final uses of countries.
    ///
    /// # Errors
    /// If the totals do not fit the groups. Ranges beyond the prior are refused where the constraints are used.
    pub fn blocks<L: AsRef<str>, M: AsRef<str>>(
        rows: &[(L, Range<usize>)],
        columns: &[(M, Range<usize>)],
        totals: ArrayView2<'_, f64>,
    ) -> Result<Vec<Self>> {
        if totals.dim() != (rows.len(), columns.len()) {
            return Err(Error::shape("the totals of blocks do not fit their groups")
                .expected(format!("{} × {}", rows.len(), columns.len()))
                .found(format!("{} × {}", totals.nrows(), totals.ncols())));
        }
        let lists: Vec<Arc<[usize]>> = columns
            .iter()
            .map(|(_, range)| range.clone().collect())
            .collect();
        let mut all = Vec::with_capacity(totals.len());
        for (k, (from, range)) in rows.iter().enumerate() {
            let list: Arc<[usize]> = range.clone().collect();
            for (l, (to, _)) in columns.iter().enumerate() {
                let label = format!("{} to {}", from.as_ref(), to.as_ref());
                all.push(Self::shared(label, &list, &lists[l], totals[[k, l]]));
            }
        }
        Ok(all)
    }

    /// One constraint for the deliveries of each country to each country, named "CHN to USA": the bilateral targets of multi-regional
    /// GRAS, for a matrix with these producers in its rows and columns. `totals` is countries × countries in the order of
    /// [`Producers::countries`], in the unit of the matrix.
    ///
    /// ```
    /// use leontief::build::balancing::{Constrained, Constraint, Margin};
    /// use leontief::label::{Axis, Group, Producers};
    /// use ndarray::array;
    ///
    /// let sector = Axis::new(["all"])?;
    /// let producers = Producers::new([("A", Group::whole(), sector.clone()), ("B", Group::whole(), sector)])?;
    /// let prior = array![[5.0, 2.0], [1.0, 4.0]];
    /// let mut constraints = Constraint::bilateral(&producers, array![[6.0, 2.5], [1.5, 5.0]].view())?;
    /// let rows = Margin::of_producers(&producers, vec![8.5, 6.5])?;
    /// constraints.extend(Constraint::row_sums(&rows, 2));
    /// let balanced = Constrained::new(prior.view(), constraints)?.balanced()?;
    /// assert!((balanced.matrix()[[0, 1]] - 2.5).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the totals are not countries × countries.
    pub fn bilateral(producers: &Producers, totals: ArrayView2<'_, f64>) -> Result<Vec<Self>> {
        let countries = producers.countries();
        let groups: Vec<(&str, Range<usize>)> = countries
            .positions()
            .map(|at| (countries.code(at), producers.range(at)))
            .collect();
        Self::blocks(&groups, &groups, totals)
    }
}
