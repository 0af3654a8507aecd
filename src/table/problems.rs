//! What can be wrong with a draft. Every finding names its producer, product or category.

use ndarray::{Array1, ArrayView1};

use super::checks::{
    Problem, balance_problems, below_zero, notes, output_problems, processing_problems,
    require_number, require_shape,
};
use super::draft::NationalDraft;

impl NationalDraft {
    pub(super) fn shape_problems(&self) -> Vec<Problem> {
        let (n, m, f) = (
            self.producers.len(),
            self.products.len(),
            self.final_codes.len(),
        );
        let mut problems = Vec::new();
        let mut expect = |what: String, found: (usize, usize), expected: (usize, usize)| {
            require_shape(&mut problems, what, found, expected);
        };
        expect(
            "the matrix of domestic inputs".into(),
            self.domestic.dim(),
            (n, n),
        );
        expect(
            "the matrix of imported inputs".into(),
            self.imported.dim(),
            (m, n),
        );
        expect(
            "the vector of output".into(),
            (self.output.len(), 1),
            (n, 1),
        );
        let reexported = self.imported_exports.len();
        expect(
            "the vector of exported imports".into(),
            (reexported, 1),
            (m, 1),
        );
        for row in &self.primary {
            expect(
                format!("the row {}", row.kind),
                (1, row.by_producer.len()),
                (1, n),
            );
            let finals = row.by_final_use.len();
            if finals != 0 {
                expect(
                    format!("the row {} on final uses", row.kind),
                    (1, finals),
                    (1, f),
                );
            }
        }
        for (code, vectors, len) in [
            ("domestic", &self.domestic_final, n),
            ("imported", &self.imported_final, m),
        ] {
            for (category, vector) in self.final_codes.iter().zip(vectors) {
                expect(
                    format!("{code} final use `{category}`"),
                    (vector.len(), 1),
                    (len, 1),
                );
            }
        }
        for (partner, kind, amounts) in &self.exports {
            expect(
                format!("exports of {kind} to `{partner}`"),
                (amounts.len(), 1),
                (n, 1),
            );
        }
        for (code, _, row) in &self.extensions {
            expect(format!("the extension `{code}`"), (1, row.len()), (1, n));
        }
        for (position, row) in self.primary.iter().enumerate() {
            if self.primary[..position]
                .iter()
                .any(|earlier| earlier.kind == row.kind)
            {
                problems.push(Problem::error(format!(
                    "the row {} is given twice",
                    row.kind
                )));
            }
        }
        problems
    }

    pub(super) fn non_finite(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let producer = |j: usize| self.producers.label(j);
        let imports = |i: usize| format!("imports of {}", self.products.codes()[i]);
        let mut report = |value: f64, cell: &dyn Fn() -> (String, String)| {
            require_number(&mut problems, value, cell);
        };
        for ((i, j), &value) in self.domestic.indexed_iter() {
            report(value, &|| (producer(i), producer(j)));
        }
        for ((i, j), &value) in self.imported.indexed_iter() {
            report(value, &|| (imports(i), producer(j)));
        }
        for row in &self.primary {
            for (j, &value) in row.by_producer.indexed_iter() {
                report(value, &|| (row.kind.to_string(), producer(j)));
            }
            for (k, &value) in row.by_final_use.indexed_iter() {
                let category = || self.final_codes.get(k).cloned().unwrap_or_default();
                report(value, &|| (row.kind.to_string(), category()));
            }
            report(row.on_exports, &|| (row.kind.to_string(), "exports".into()));
        }
        for (category, vector) in self.final_codes.iter().zip(&self.domestic_final) {
            for (i, &value) in vector.indexed_iter() {
                report(value, &|| (producer(i), category.clone()));
            }
        }
        for (category, vector) in self.final_codes.iter().zip(&self.imported_final) {
            for (i, &value) in vector.indexed_iter() {
                report(value, &|| (imports(i), category.clone()));
            }
        }
        for (partner, kind, amounts) in &self.exports {
            for (i, &value) in amounts.indexed_iter() {
                report(value, &|| {
                    (producer(i), format!("exports of {kind} to {partner}"))
                });
            }
        }
        for (i, &value) in self.imported_exports.indexed_iter() {
            report(value, &|| (imports(i), "exports".into()));
        }
        for (i, &value) in self.output.indexed_iter() {
            report(value, &|| (producer(i), "output".into()));
        }
        for (code, _, row) in &self.extensions {
            for (j, &value) in row.indexed_iter() {
                report(value, &|| (code.clone(), producer(j)));
            }
        }
        problems
    }

    pub(super) fn output_problems(&self) -> Vec<Problem> {
        let by_producer = |amount: &dyn Fn(usize) -> f64| -> Array1<f64> {
            (0..self.producers.len()).map(amount).collect()
        };
        let inputs = by_producer(&|j| {
            let paid = self.primary.iter().map(|row| row.by_producer[j].abs());
            magnitude(self.domestic.column(j))
                + magnitude(self.imported.column(j))
                + paid.sum::<f64>()
        });
        let sales = by_producer(&|i| {
            let exported = self.exports.iter().map(|(_, _, part)| part[i].abs());
            self.sales_at_home(i) + exported.sum::<f64>()
        });
        output_problems(&self.producers, &self.output, &inputs, &sales)
    }

    fn sales_at_home(&self, i: usize) -> f64 {
        let finals = self.domestic_final.iter().map(|part| part[i].abs());
        magnitude(self.domestic.row(i)) + finals.sum::<f64>()
    }

    pub(super) fn group_problems(&self) -> Vec<Problem> {
        processing_problems(&self.producers, &self.output, self.tolerance, |i| {
            self.sales_at_home(i)
        })
    }

    pub(super) fn balance_problems(&self) -> Vec<Problem> {
        let sums = [("uses", self.uses()), ("inputs", self.inputs())];
        let problems = sums
            .iter()
            .flat_map(|(what, sums)| balance_problems(what, &self.residuals(sums), self.tolerance));
        problems.collect()
    }

    pub(super) fn notes(&self) -> Vec<Problem> {
        let rows = self.primary.iter();
        let value_added = rows
            .filter(|row| self.concept.counts(row.kind))
            .fold(Array1::zeros(self.producers.len()), |sum, row| {
                sum + &row.by_producer
            });
        let inputs = self.domestic.iter().chain(&self.imported);
        notes(&self.producers, below_zero(inputs), &value_added)
    }
}

pub(super) fn magnitude(vector: ArrayView1<'_, f64>) -> f64 {
    vector.iter().map(|value| value.abs()).sum()
}
