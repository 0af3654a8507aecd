//! What can be wrong with a competitive draft. Every finding names its sector or category.

use ndarray::Array1;

use super::draft::CompetitiveDraft;
use crate::table::checks::{
    Problem, balance_problems, below_zero, notes, output_problems, require_number, require_shape,
};
use crate::table::problems::magnitude;

impl CompetitiveDraft {
    pub(super) fn shape_problems(&self) -> Vec<Problem> {
        let (n, categories) = (self.sectors.len(), self.finals.len());
        let mut problems = Vec::new();
        let mut expect = |what: String, found: (usize, usize), expected: (usize, usize)| {
            require_shape(&mut problems, what, found, expected);
        };
        expect("the matrix of flows".into(), self.flows.dim(), (n, n));
        let mut column = |what: String, vector: &Array1<f64>| {
            expect(what, (vector.len(), 1), (n, 1));
        };
        column("the vector of output".into(), &self.output);
        column("the vector of imports".into(), &self.imports);
        for (category, vector) in self.final_codes.iter().zip(&self.finals) {
            column(format!("final use `{category}`"), vector);
        }
        for (partner, kind, amounts) in &self.exports {
            column(format!("exports of {kind} to `{partner}`"), amounts);
        }
        if let Some((code, amounts)) = &self.discrepancy {
            column(format!("the statistical discrepancy `{code}`"), amounts);
        }
        for row in &self.primary {
            let found = (1, row.by_producer.len());
            expect(format!("the row {}", row.kind), found, (1, n));
            if !row.by_final_use.is_empty() {
                let what = format!("the row {} on final uses", row.kind);
                expect(what, (1, row.by_final_use.len()), (1, categories));
            }
        }
        problems.extend(self.doubled());
        problems
    }

    /// Rows and columns that are given twice.
    fn doubled(&self) -> Vec<Problem> {
        let rows = self.primary.iter();
        let rows = rows.map(|row| format!("the row {}", row.kind));
        let discrepancy = self.discrepancy.iter().map(|(code, _)| code);
        let codes = self.final_codes.iter().chain(discrepancy);
        let codes = codes.map(|code| format!("the final use `{code}`"));
        let names: Vec<String> = rows.chain(codes).collect();
        let again = (0..names.len()).filter(|&at| names[..at].contains(&names[at]));
        again
            .map(|at| Problem::error(format!("{} is given twice", names[at])))
            .collect()
    }

    /// Cells that are not numbers, and negative imports.
    pub(super) fn number_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let sector = |j: usize| self.producers.label(j);
        for ((i, j), &value) in self.flows.indexed_iter() {
            require_number(&mut problems, value, &|| (sector(i), sector(j)));
        }
        let mut column = |what: &str, amounts: &Array1<f64>| {
            for (i, &value) in amounts.indexed_iter() {
                require_number(&mut problems, value, &|| (sector(i), what.to_owned()));
            }
        };
        for (category, amounts) in self.final_codes.iter().zip(&self.finals) {
            column(category, amounts);
        }
        for (partner, kind, amounts) in &self.exports {
            column(&format!("exports of {kind} to {partner}"), amounts);
        }
        if let Some((code, amounts)) = &self.discrepancy {
            column(code, amounts);
        }
        column("imports", &self.imports);
        column("output", &self.output);
        for row in &self.primary {
            let kind = row.kind.to_string();
            for (j, &value) in row.by_producer.indexed_iter() {
                require_number(&mut problems, value, &|| (kind.clone(), sector(j)));
            }
            for (k, &value) in row.by_final_use.indexed_iter() {
                let category = || self.final_codes.get(k).cloned().unwrap_or_default();
                require_number(&mut problems, value, &|| (kind.clone(), category()));
            }
            require_number(&mut problems, row.on_exports, &|| {
                (kind.clone(), "exports".into())
            });
        }
        problems.extend(self.negative_imports());
        problems
    }

    fn negative_imports(&self) -> Vec<Problem> {
        let negative = self.imports.indexed_iter().filter(|(_, m)| **m < 0.0);
        negative
            .map(|(i, amount)| {
                Problem::error(format!(
                    "imports of {} are {amount}: imports are given as positive numbers",
                    self.producers.label(i)
                ))
            })
            .collect()
    }

    /// Negative output, inputs without output, and uses without output that imports do not cover.
    pub(super) fn output_problems(&self) -> Vec<Problem> {
        let supplied = self.supplied();
        let n = self.sectors.len();
        let inputs = Array1::from_shape_fn(n, |j| {
            let paid = self.primary.iter().map(|row| row.by_producer[j].abs());
            magnitude(self.flows.column(j)) + paid.sum::<f64>()
        });
        // a product that is only imported has uses and no output
        let sales = Array1::from_shape_fn(n, |i| {
            let discrepancy = self.discrepancy.as_ref();
            let discrepancy = discrepancy.map_or(0.0, |(_, part)| part[i].abs());
            match self.is_rounding(supplied[i], i) {
                true => discrepancy,
                false => supplied[i].abs() + discrepancy,
            }
        });
        output_problems(&self.producers, &self.output, &inputs, &sales)
    }

    pub(super) fn balance_problems(&self) -> Vec<Problem> {
        let sums = [
            ("uses less imports", self.row_residuals()),
            ("inputs", self.residuals(&self.inputs())),
        ];
        let problems = sums
            .iter()
            .flat_map(|(what, residuals)| balance_problems(what, residuals, self.tolerance));
        problems.collect()
    }

    pub(super) fn notes(&self) -> Vec<Problem> {
        let rows = self.primary.iter();
        let value_added = rows
            .filter(|row| self.concept.counts(row.kind))
            .fold(Array1::zeros(self.sectors.len()), |sum, row| {
                sum + &row.by_producer
            });
        notes(&self.producers, below_zero(self.flows.iter()), &value_added)
    }
}
