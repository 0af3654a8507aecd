//! Numbers by what their rows and columns are.

use std::cell::Cell;

use ndarray::{Array1, Array2};

use super::description::{Blanks, Layout, OutputFrom, ValueAddedFrom};
use super::matrix::Matrix;
use super::roles::{Column, Roles, Row};
use crate::error::{Error, Result};
use crate::label::Axis;
use crate::table::{PrimaryKind, PrimaryRow, Provenance};

/// The parts of a table.
pub(super) struct Amounts {
    pub(super) flows: Array2<f64>,
    pub(super) imported: Array2<f64>,
    /// Producer × column of final use, and imported product × the same.
    pub(super) finals: Array2<f64>,
    pub(super) imported_finals: Array2<f64>,
    /// By partner of the layout (not in world tables, where they are final use).
    pub(super) exports: Vec<Array1<f64>>,
    pub(super) imported_exports: Array1<f64>,
    pub(super) primary: Vec<PrimaryRow>,
    /// By extension of the layout: by producer, by column of final use.
    pub(super) extensions: Vec<(Array1<f64>, Array1<f64>)>,
    pub(super) output: Array1<f64>,
    pub(super) imports: Array1<f64>,
    pub(super) discrepancy: Array1<f64>,
    pub(super) provenance: Provenance,
}

/// Outputs by producer, of a row and of a column.
type Outputs = (Option<Array1<f64>>, Option<Array1<f64>>);

/// A matrix read with its layout.
pub(super) struct Reading<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) layout: &'a Layout,
    pub(super) roles: &'a Roles,
    /// Empty cells among flows and final use, and elsewhere.
    pub(super) blanks: [Cell<usize>; 2],
}

impl<'a> Reading<'a> {
    pub(super) fn new(matrix: &'a Matrix, layout: &'a Layout, roles: &'a Roles) -> Self {
        Self {
            matrix,
            layout,
            roles,
            blanks: Default::default(),
        }
    }

    /// The number of a cell; what an empty one is, the layout says.
    fn value(&self, row: usize, column: usize) -> Result<f64> {
        if let Some(value) = self.matrix.number(row, column)? {
            return Ok(value);
        }
        if self.layout.blanks == Blanks::Refused {
            let error = Error::parse("the cell is empty").expected("a number");
            let hint = "0 where there is nothing, or `blanks = \"zero\"` under [file]";
            return Err(self.matrix.at(row, column, error.hint(hint)));
        }
        let is_flow = matches!(self.roles.rows[row], Row::Producer(_) | Row::Imported(_));
        let count = &self.blanks[usize::from(!is_flow)];
        count.set(count.get() + 1);
        Ok(0.0)
    }

    pub(super) fn amounts(&self) -> Result<Amounts> {
        let roles = self.roles;
        let n = roles.producers.len();
        let countries = roles.producers.countries().len() + roles.markets.len();
        let width = match self.layout.kind {
            super::description::DescribedKind::World => countries * roles.categories.len(),
            _ => roles.categories.len(),
        };
        let (m, partners) = (roles.imported.len(), self.layout.columns.exports.len());
        let vector = Array1::<f64>::zeros;
        let mut amounts = Amounts {
            flows: Array2::zeros((n, n)),
            imported: Array2::zeros((m, n)),
            finals: Array2::zeros((n, width)),
            imported_finals: Array2::zeros((m, width)),
            exports: vec![vector(n); partners],
            imported_exports: vector(m),
            primary: Vec::new(),
            extensions: vec![(vector(n), vector(width)); self.layout.rows.extensions.len()],
            output: vector(n),
            imports: vector(n),
            discrepancy: vector(n),
            provenance: Provenance::default(),
        };
        for row in 0..roles.rows.len() {
            self.take_row(row, &mut amounts)?;
        }
        amounts.primary.sort_by_key(|row| row.kind);
        let (by_row, by_column) = self.outputs()?;
        self.settle_output(&mut amounts, &by_row, &by_column)?;
        self.settle_value_added(&mut amounts)?;
        amounts.provenance = self.provenance(&by_row, &by_column)?;
        Ok(amounts)
    }

    fn take_row(&self, row: usize, amounts: &mut Amounts) -> Result<()> {
        match self.roles.rows[row] {
            Row::Producer(i) => self.take_producer(row, i, amounts),
            Row::Imported(i) => self.take_imported(row, i, amounts),
            Row::Primary(kind) => self.take_primary(row, kind, amounts),
            Row::Extension(at) => self.take_extension(row, at, amounts),
            Row::Imports => {
                for (column, role) in self.roles.columns.iter().enumerate() {
                    if let Column::Producer(j) = role {
                        amounts.imports[*j] += self.value(row, column)?;
                    }
                }
                Ok(())
            }
            Row::Output | Row::Total(_) | Row::Skipped => Ok(()),
        }
    }

    fn take_producer(&self, row: usize, i: usize, amounts: &mut Amounts) -> Result<()> {
        for (column, role) in self.roles.columns.iter().enumerate() {
            let value = |sign: f64| Ok::<f64, Error>(sign * self.value(row, column)?);
            match role {
                Column::Producer(j) => amounts.flows[[i, *j]] = value(1.0)?,
                Column::Final(k) => amounts.finals[[i, *k]] = value(1.0)?,
                Column::Export(at) => amounts.exports[*at][i] += value(1.0)?,
                Column::Imports => amounts.imports[i] += value(1.0)?,
                Column::NegativeImports => amounts.imports[i] += value(-1.0)?,
                Column::Discrepancy => amounts.discrepancy[i] += value(1.0)?,
                Column::Output | Column::Total(_) | Column::Skipped => {}
            }
        }
        Ok(())
    }

    fn take_imported(&self, row: usize, i: usize, amounts: &mut Amounts) -> Result<()> {
        for (column, role) in self.roles.columns.iter().enumerate() {
            match role {
                Column::Producer(j) => amounts.imported[[i, *j]] = self.value(row, column)?,
                Column::Final(k) => amounts.imported_finals[[i, *k]] = self.value(row, column)?,
                Column::Export(_) => amounts.imported_exports[i] += self.value(row, column)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn take_primary(&self, row: usize, kind: PrimaryKind, amounts: &mut Amounts) -> Result<()> {
        let (n, width) = amounts.finals.dim();
        let known = amounts.primary.iter().position(|row| row.kind == kind);
        let at = known.unwrap_or_else(|| {
            amounts.primary.push(PrimaryRow {
                kind,
                by_producer: Array1::zeros(n),
                by_final_use: Array1::zeros(width),
                on_exports: 0.0,
            });
            amounts.primary.len() - 1
        });
        let into = &mut amounts.primary[at];
        for (column, role) in self.roles.columns.iter().enumerate() {
            match role {
                Column::Producer(j) => into.by_producer[*j] += self.value(row, column)?,
                Column::Final(k) => into.by_final_use[*k] += self.value(row, column)?,
                Column::Export(_) => into.on_exports += self.value(row, column)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn take_extension(&self, row: usize, at: usize, amounts: &mut Amounts) -> Result<()> {
        let (by_producer, by_final_use) = &mut amounts.extensions[at];
        for (column, role) in self.roles.columns.iter().enumerate() {
            match role {
                Column::Producer(j) => by_producer[*j] += self.value(row, column)?,
                Column::Final(k) => by_final_use[*k] += self.value(row, column)?,
                Column::Export(_) => {
                    let value = self.value(row, column)?;
                    if value != 0.0 {
                        let error = Error::table("an extension of exports has no place in a table");
                        return Err(self.matrix.at(row, column, error.expected(0).found(value)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Outputs of the row and of the column that are named.
    fn outputs(&self) -> Result<Outputs> {
        let (rows, columns) = (&self.roles.rows, &self.roles.columns);
        let n = self.roles.producers.len();
        let (mut by_row, mut by_column) = (None, None);
        for row in (0..rows.len()).filter(|row| rows[*row] == Row::Output) {
            let output = by_row.get_or_insert_with(|| Array1::zeros(n));
            for (column, role) in columns.iter().enumerate() {
                if let Column::Producer(j) = role {
                    output[*j] += self.value(row, column)?;
                }
            }
        }
        for column in (0..columns.len()).filter(|column| columns[*column] == Column::Output) {
            let output = by_column.get_or_insert_with(|| Array1::zeros(n));
            for (row, role) in rows.iter().enumerate() {
                if let Row::Producer(i) = role {
                    output[*i] += self.value(row, column)?;
                }
            }
        }
        Ok((by_row, by_column))
    }

    fn settle_output(
        &self,
        amounts: &mut Amounts,
        by_row: &Option<Array1<f64>>,
        by_column: &Option<Array1<f64>>,
    ) -> Result<()> {
        amounts.output = match (self.layout.output, by_row.as_ref().or(by_column.as_ref())) {
            (OutputFrom::File, Some(output)) => output.clone(),
            (OutputFrom::File, None) => {
                let error = Error::label("the layout names no row or column of output");
                let hint = "`output` of [rows] or [columns], or output = \"uses\" at the top of the layout";
                return Err(self.matrix.wrong(error.hint(hint)));
            }
            (OutputFrom::Uses, _) => amounts.used(),
        };
        Ok(())
    }

    fn settle_value_added(&self, amounts: &mut Amounts) -> Result<()> {
        let is_part = |row: &&PrimaryRow| row.kind.is_basic_value_added();
        match (
            self.layout.value_added,
            amounts.primary.iter().find(is_part),
        ) {
            (ValueAddedFrom::File, Some(_)) => Ok(()),
            (ValueAddedFrom::File, None) => {
                let error = Error::label("the layout names no row of value added");
                let hint = "[rows.primary], or value_added = \"residual\" at the top of the layout";
                Err(self.matrix.wrong(error.hint(hint)))
            }
            (ValueAddedFrom::Residual, Some(row)) => {
                let what = format!(
                    "value added is the residual and {} are named beside it",
                    row.kind
                );
                Err(self.matrix.wrong(Error::label(what).hint("one of them")))
            }
            (ValueAddedFrom::Residual, None) => {
                let paid = amounts.paid();
                amounts.primary.insert(
                    0,
                    PrimaryRow {
                        kind: PrimaryKind::UndividedValueAdded,
                        by_producer: &amounts.output - &paid,
                        by_final_use: Array1::zeros(amounts.finals.ncols()),
                        on_exports: 0.0,
                    },
                );
                amounts.primary.sort_by_key(|row| row.kind);
                Ok(())
            }
        }
    }

    /// An axis of codes; what is wrong with them is wrong with the file.
    pub(super) fn axis<K: crate::label::AxisKind>(&self, codes: &[String]) -> Result<Axis<K>> {
        Axis::new(codes).map_err(|error| self.matrix.wrong(error))
    }
}

impl Amounts {
    /// What is used of each producer.
    fn used(&self) -> Array1<f64> {
        let exports = self.exports.iter();
        let inside = self.flows.sum_axis(ndarray::Axis(1)) + self.finals.sum_axis(ndarray::Axis(1));
        exports.fold(inside, |sum, part| sum + part) - &self.imports + &self.discrepancy
    }

    /// What each producer pays for inputs and for the primary rows that are named.
    fn paid(&self) -> Array1<f64> {
        let inputs =
            self.flows.sum_axis(ndarray::Axis(0)) + self.imported.sum_axis(ndarray::Axis(0));
        self.primary
            .iter()
            .fold(inputs, |sum, row| sum + &row.by_producer)
    }
}
