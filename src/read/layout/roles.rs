//! What each row and each column is. Nothing is left over.

use std::collections::HashMap;

use super::claims::{column_claims, row_claims, take_categories};
use super::description::{DescribedKind, Layout, Parts};
use super::matrix::{Label, Matrix};
use super::order::{order, require_single, require_unique};
use crate::error::{Error, Result};
use crate::label::Producers;
use crate::table::PrimaryKind;

/// What a row is; numbers are positions in the lists of [`Roles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Producer(usize),
    Imported(usize),
    Primary(PrimaryKind),
    Extension(usize),
    Output,
    Imports,
    Total(usize),
    Skipped,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Producer(usize),
    Final(usize),
    /// The partner's position in the layout.
    Export(usize),
    Output,
    Imports,
    NegativeImports,
    Discrepancy,
    Total(usize),
    Skipped,
}

/// Everything by what it is.
pub(super) struct Roles {
    pub(super) rows: Vec<Row>,
    pub(super) columns: Vec<Column>,
    pub(super) producers: Producers,
    /// Countries without producers.
    pub(super) markets: Vec<String>,
    /// Categories of final use.
    pub(super) categories: Vec<String>,
    /// (country, category) of the columns of a world table that the file does not have.
    pub(super) absent: Vec<(String, String)>,
    pub(super) imported: Vec<String>,
}

impl Roles {
    pub(super) fn of(matrix: &Matrix, layout: &Layout) -> Result<Self> {
        let rows = row_claims(layout).of(&matrix.rows, "row", matrix)?;
        let mut columns = column_claims(layout).of(&matrix.columns, "column", matrix)?;
        take_categories(matrix, layout, &mut columns);
        for (role, key) in [(Row::Output, "output"), (Row::Imports, "imports")] {
            require_single(
                matrix,
                &matrix.rows,
                |at| rows[at] == Some(role),
                "row",
                key,
            )?;
        }
        let single = [
            (Column::Output, "output"),
            (Column::Imports, "imports"),
            (Column::NegativeImports, "negative_imports"),
            (Column::Discrepancy, "discrepancy"),
        ];
        for (role, key) in single {
            let is = |at: usize| columns[at] == Some(role);
            require_single(matrix, &matrix.columns, is, "column", key)?;
        }
        require_unique(
            matrix,
            &matrix.rows,
            |at| rows[at] == Some(Row::Skipped),
            "row",
        )?;
        require_unique(
            matrix,
            &matrix.columns,
            |at| columns[at] == Some(Column::Skipped),
            "column",
        )?;
        let (producers, row_at) = order(matrix, layout, &rows, &columns)?;
        let column_at: HashMap<(&str, &str, &str), usize> = row_at
            .iter()
            .enumerate()
            .map(|(at, row)| (matrix.rows[*row].key(), at))
            .collect();
        let mut position = vec![0; matrix.rows.len()];
        for (at, row) in row_at.iter().enumerate() {
            position[*row] = at;
        }
        let mut roles = Self {
            rows: rows
                .iter()
                .enumerate()
                .map(|(at, row)| row.unwrap_or(Row::Producer(position[at])))
                .collect(),
            columns: Vec::new(),
            producers,
            markets: Vec::new(),
            categories: Vec::new(),
            absent: Vec::new(),
            imported: Vec::new(),
        };
        roles.columns = columns
            .iter()
            .zip(&matrix.columns)
            .map(|(role, label)| role.unwrap_or_else(|| Column::Producer(column_at[&label.key()])))
            .collect();
        roles.number_imported(matrix, layout);
        match layout.kind {
            DescribedKind::World => roles.number_world_finals(matrix, layout)?,
            _ => roles.number_finals(matrix),
        }
        for (row, role) in roles.rows.iter().enumerate() {
            if *role != Row::Skipped {
                matrix.require_width(row)?;
            }
        }
        Ok(roles)
    }

    fn number_imported(&mut self, matrix: &Matrix, layout: &Layout) {
        let prefix = layout.rows.imported_prefix.as_deref().unwrap_or_default();
        for (role, label) in self.rows.iter_mut().zip(&matrix.rows) {
            if let Row::Imported(at) = role {
                *at = self.imported.len();
                let code = label
                    .code
                    .strip_prefix(prefix)
                    .filter(|code| !code.is_empty());
                self.imported.push(code.unwrap_or(&label.code).to_owned());
            }
        }
    }

    fn number_finals(&mut self, matrix: &Matrix) {
        for (role, label) in self.columns.iter_mut().zip(&matrix.columns) {
            if let Column::Final(at) = role {
                *at = self.categories.len();
                self.categories.push(label.code.clone());
            }
        }
    }

    /// Columns of final use country by country, markets behind the producing countries.
    fn number_world_finals(&mut self, matrix: &Matrix, layout: &Layout) -> Result<()> {
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for (column, (role, label)) in self.columns.iter().zip(&matrix.columns).enumerate() {
            let country = match role {
                Column::Final(_) if label.country.is_empty() => {
                    let what = format!("the column `{}` of final use has no country", label.whole);
                    let hint = "its country under `exports` of [columns], as [columns.exports] EX = \"ROW\"";
                    return Err(matrix.wrong(Error::label(what).hint(hint)));
                }
                Column::Final(_) => label.country.clone(),
                Column::Export(at) => layout.columns.exports[*at].1.clone(),
                _ => continue,
            };
            if !self.categories.contains(&label.code) {
                self.categories.push(label.code.clone());
            }
            found.push((column, country, label.code.clone()));
        }
        let producing = self.producers.countries().clone();
        for (_, country, _) in &found {
            if producing.find(country).is_none() && !self.markets.contains(country) {
                self.markets.push(country.clone());
            }
        }
        let countries: Vec<&String> = producing.codes().iter().chain(&self.markets).collect();
        let width = self.categories.len();
        let mut is_there = vec![false; countries.len() * width];
        let country_at: HashMap<&str, usize> = countries
            .iter()
            .map(|code| code.as_str())
            .zip(0..)
            .collect();
        let category_at: HashMap<&str, usize> = self
            .categories
            .iter()
            .map(String::as_str)
            .zip(0..)
            .collect();
        for (column, country, category) in &found {
            let at = country_at[country.as_str()] * width + category_at[category.as_str()];
            if std::mem::replace(&mut is_there[at], true) {
                let what = format!("two columns are the final use `{category}` of `{country}`");
                return Err(matrix.wrong(Error::label(what)));
            }
            self.columns[*column] = Column::Final(at);
        }
        let absent = is_there.iter().enumerate().filter(|(_, there)| !**there);
        let absent = absent.map(|(at, _)| {
            (
                countries[at / width].clone(),
                self.categories[at % width].clone(),
            )
        });
        self.absent = absent.collect();
        Ok(())
    }

    /// Rows that a total is the sum of.
    pub(super) fn row_parts(
        &self,
        matrix: &Matrix,
        layout: &Layout,
        parts: &Parts,
    ) -> Result<Vec<usize>> {
        match parts {
            Parts::Label(label) => return named(matrix, &matrix.rows, label, "row"),
            Parts::Sum(all) => {
                let all = all
                    .iter()
                    .map(|parts| self.row_parts(matrix, layout, parts));
                return Ok(all.collect::<Result<Vec<_>>>()?.concat());
            }
            _ => {}
        }
        let is_part = |role: &Row| match role {
            Row::Producer(_) => matches!(parts, Parts::Producers | Parts::Inputs | Parts::All),
            Row::Imported(_) => matches!(parts, Parts::Imported | Parts::Inputs | Parts::All),
            Row::Primary(kind) => match parts {
                Parts::All => true,
                Parts::ValueAdded => layout.concept.counts(*kind),
                _ => false,
            },
            _ => false,
        };
        Ok((0..self.rows.len())
            .filter(|at| is_part(&self.rows[*at]))
            .collect())
    }

    /// Columns that a total is the sum of.
    pub(super) fn column_parts(&self, matrix: &Matrix, parts: &Parts) -> Result<Vec<usize>> {
        match parts {
            Parts::Label(label) => return named(matrix, &matrix.columns, label, "column"),
            Parts::Sum(all) => {
                let all = all.iter().map(|parts| self.column_parts(matrix, parts));
                return Ok(all.collect::<Result<Vec<_>>>()?.concat());
            }
            _ => {}
        }
        let is_part = |role: &Column| match role {
            Column::Producer(_) => matches!(parts, Parts::Producers | Parts::All),
            Column::Final(_) => matches!(parts, Parts::FinalUse | Parts::All),
            Column::Export(_) => matches!(parts, Parts::Exports | Parts::All),
            _ => false,
        };
        Ok((0..self.columns.len())
            .filter(|at| is_part(&self.columns[*at]))
            .collect())
    }
}

fn named(matrix: &Matrix, labels: &[Label], name: &str, side: &str) -> Result<Vec<usize>> {
    let found = (0..labels.len()).filter(|at| labels[*at].is(name));
    let found: Vec<usize> = found.collect();
    if found.is_empty() {
        let what = format!("no {side} `{name}`, which the layout names as part of a total");
        return Err(matrix.wrong(Error::label(what)));
    }
    Ok(found)
}
