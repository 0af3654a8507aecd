//! A ledger as a rectangle: one column of labels down, another across.

use ndarray::{Array2, ArrayView1, Axis};

use super::about::About;
use super::axes::Column;
use super::table::Ledger;
use crate::error::{Error, Result};

/// Figures by two columns of labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Pivot {
    /// The method, the measure, the unit, and what else a reader must know.
    pub about: About,
    /// What the rows are.
    pub down: Column,
    /// What the columns are.
    pub across: Column,
    /// Labels of the rows.
    pub rows: Vec<String>,
    /// Labels of the columns.
    pub columns: Vec<String>,
    /// The figures; nothing where the ledger has no row.
    pub values: Array2<Option<f64>>,
}

impl<A> Ledger<A> {
    /// The figures by two columns of labels; rows and columns without any figure are left out.
    ///
    /// # Errors
    /// If another column still tells rows apart: select a label there, or sum over it, first.
    pub fn pivot(&self, down: Column, across: Column) -> Result<Pivot> {
        let texts = |column| -> Vec<String> {
            self.labels(column).into_iter().map(str::to_owned).collect()
        };
        let (rows, columns) = (texts(down), texts(across));
        let mut values = Array2::from_elem((rows.len(), columns.len()), None);
        let find = |labels: &[String], label: Option<&str>| {
            label.and_then(|label| labels.iter().position(|known| known == label))
        };
        for row in self.rows() {
            let (Some(i), Some(j)) = (
                find(&rows, row.label(down)),
                find(&columns, row.label(across)),
            ) else {
                return Err(Error::shape(format!(
                    "the results have no label in {down} or {across}"
                )));
            };
            if values[[i, j]].replace(row.value).is_some() {
                let others = Column::ALL
                    .into_iter()
                    .filter(|c| ![down, across].contains(c) && self.labels(*c).len() > 1);
                let others: Vec<&str> = others.map(Column::code).collect();
                return Err(Error::shape(format!(
                    "several figures fall on {} × {}",
                    rows[i], columns[j]
                ))
                .hint(format!(
                    "select a label of {}, or sum over it, first",
                    others.join(", ")
                )));
            }
        }
        // a country's own column of its exports has no figure
        let filled = |lane: ArrayView1<'_, Option<f64>>| lane.iter().any(Option::is_some);
        let rows_kept: Vec<usize> = (0..rows.len()).filter(|&i| filled(values.row(i))).collect();
        let columns_kept: Vec<usize> = (0..columns.len())
            .filter(|&j| filled(values.column(j)))
            .collect();
        Ok(Pivot {
            about: self.about().clone(),
            down,
            across,
            rows: rows_kept.iter().map(|&i| rows[i].clone()).collect(),
            columns: columns_kept.iter().map(|&j| columns[j].clone()).collect(),
            values: values
                .select(Axis(0), &rows_kept)
                .select(Axis(1), &columns_kept),
        })
    }
}
