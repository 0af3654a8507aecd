//! What stays on record of the reading: what was filled, added up, passed over, and how totals agree with their parts.

use std::cell::Cell;

use ndarray::Array1;

use super::amounts::Reading;
use super::description::{OutputFrom, ValueAddedFrom};
use super::roles::{Column, Row};
use crate::error::{Result, first_few};
use crate::read::totals::Totals;
use crate::table::{PrimaryKind, Provenance};

impl Reading<'_> {
    pub(super) fn provenance(
        &self,
        by_row: &Option<Array1<f64>>,
        by_column: &Option<Array1<f64>>,
    ) -> Result<Provenance> {
        let mut provenance = Provenance::from_source(&self.layout.source);
        if let Some(edition) = &self.layout.edition {
            provenance = provenance.of_edition(edition);
        }
        for source in &self.matrix.sources {
            provenance = provenance.with_file(source.clone());
        }
        let mut steps = vec!["read as a layout describes it".to_owned()];
        if let Some(name) = &self.layout.rest_of_world {
            steps.push(format!("the country {name} is the rest of the world"));
        }
        steps.extend(self.blank_steps());
        steps.extend(self.added_up());
        if !self.roles.absent.is_empty() {
            let absent = self
                .roles
                .absent
                .iter()
                .map(|(country, code)| format!("{country} {code}"));
            steps.push(format!(
                "final use without a column is zero: {}",
                first_few(absent)
            ));
        }
        match (self.layout.output, by_row, by_column) {
            (OutputFrom::Uses, ..) => steps.push("output is the sum of what is used".to_owned()),
            (OutputFrom::File, Some(row), Some(column)) => {
                let mut totals = Totals::of("column of output against the row of output");
                for (i, output) in row.indexed_iter() {
                    totals.compare(&self.roles.producers.label(i), column[i], [*output]);
                }
                steps.push(totals.in_words());
            }
            _ => {}
        }
        if self.layout.value_added == ValueAddedFrom::Residual {
            steps.push("value added is output less inputs and the primary rows given".to_owned());
        }
        steps.extend(self.totals()?);
        steps.extend(self.skipped());
        Ok(steps
            .into_iter()
            .fold(provenance, |provenance, step| provenance.then(step)))
    }

    fn blank_steps(&self) -> Vec<String> {
        let of = ["flows, final use and exports", "other rows"];
        let counts = self.blanks.iter().map(Cell::get).zip(of);
        let counts = counts.filter(|(count, _)| *count > 0);
        counts
            .map(|(count, of)| format!("{count} empty cells of {of} count as zero"))
            .collect()
    }

    /// Rows of one meaning that became one.
    fn added_up(&self) -> Vec<String> {
        let extensions = self.layout.rows.extensions.iter().enumerate();
        let extensions = extensions.map(|(at, (code, _))| (Row::Extension(at), code.clone()));
        let kinds = PrimaryKind::ALL.map(|kind| (Row::Primary(kind), kind.to_string()));
        let mut steps = Vec::new();
        for (role, name) in kinds.into_iter().chain(extensions) {
            let rows = self.roles.rows.iter().zip(&self.matrix.rows);
            let rows = rows.filter(|(known, _)| **known == role);
            let labels: Vec<&String> = rows.map(|(_, label)| &label.whole).collect();
            if labels.len() > 1 {
                let count = labels.len();
                steps.push(format!(
                    "{name}: {count} rows added up, {}",
                    first_few(labels)
                ));
            }
        }
        steps
    }

    fn skipped(&self) -> Vec<String> {
        let rows = self.roles.rows.iter().zip(&self.matrix.rows);
        let rows = rows.filter(|(role, _)| **role == Row::Skipped);
        let columns = self.roles.columns.iter().zip(&self.matrix.columns);
        let columns = columns.filter(|(role, _)| **role == Column::Skipped);
        let sides: [(&str, Vec<&String>); 2] = [
            ("rows", rows.map(|(_, label)| &label.whole).collect()),
            ("columns", columns.map(|(_, label)| &label.whole).collect()),
        ];
        let filled = sides.into_iter().filter(|(_, labels)| !labels.is_empty());
        filled
            .map(|(side, labels)| format!("{side} passed over: {}", all(&labels)))
            .collect()
    }

    /// Totals against their parts, in words.
    fn totals(&self) -> Result<Vec<String>> {
        let (rows, columns) = (&self.roles.rows, &self.roles.columns);
        let mut words = Vec::new();
        for (at, (name, parts)) in self.layout.rows.totals.iter().enumerate() {
            let parts = self.roles.row_parts(self.matrix, self.layout, parts)?;
            let mut totals = Totals::of(format!("row `{name}`"));
            for total in (0..rows.len()).filter(|row| rows[*row] == Row::Total(at)) {
                for column in self.used_columns() {
                    let cells = parts.iter().map(|part| (*part, column));
                    self.compare(
                        &mut totals,
                        &self.matrix.columns[column].whole,
                        (total, column),
                        cells,
                    )?;
                }
            }
            words.push(totals.in_words());
        }
        for (at, (name, parts)) in self.layout.columns.totals.iter().enumerate() {
            let parts = self.roles.column_parts(self.matrix, parts)?;
            let mut totals = Totals::of(format!("column `{name}`"));
            for total in (0..columns.len()).filter(|column| columns[*column] == Column::Total(at)) {
                for row in self.used_rows() {
                    let cells = parts.iter().map(|part| (row, *part));
                    self.compare(
                        &mut totals,
                        &self.matrix.rows[row].whole,
                        (row, total),
                        cells,
                    )?;
                }
            }
            words.push(totals.in_words());
        }
        Ok(words)
    }

    fn used_columns(&self) -> impl Iterator<Item = usize> + '_ {
        let is_used = |role: &Column| {
            matches!(
                role,
                Column::Producer(_) | Column::Final(_) | Column::Export(_)
            )
        };
        (0..self.roles.columns.len()).filter(move |at| is_used(&self.roles.columns[*at]))
    }

    fn used_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let is_used =
            |role: &Row| matches!(role, Row::Producer(_) | Row::Imported(_) | Row::Primary(_));
        (0..self.roles.rows.len()).filter(move |at| is_used(&self.roles.rows[*at]))
    }

    /// One total with its parts, unless its cell is empty.
    fn compare(
        &self,
        totals: &mut Totals,
        label: &str,
        total: (usize, usize),
        parts: impl Iterator<Item = (usize, usize)>,
    ) -> Result<()> {
        let Some(total) = self.matrix.number(total.0, total.1)? else {
            return Ok(());
        };
        let mut values = Vec::new();
        for (row, column) in parts {
            values.push(self.matrix.number(row, column)?.unwrap_or(0.0));
        }
        totals.compare(label, total, values);
        Ok(())
    }
}

/// Every label, for the record.
fn all(labels: &[&String]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    quoted.join(", ")
}
