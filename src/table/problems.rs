//! What can be wrong with a draft. Every finding names its producer, product or category.

use ndarray::ArrayView1;

use super::checks::Problem;
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
            if found != expected {
                problems.push(Problem::error(format!(
                    "{what} is {} × {}, its axes are {} × {}",
                    found.0, found.1, expected.0, expected.1
                )));
            }
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
        // labels are made only for cells that are wrong
        let mut report = |value: f64, cell: &dyn Fn() -> (String, String)| {
            if !value.is_finite() {
                let (row, column) = cell();
                problems.push(Problem::error(format!(
                    "{row} → {column} is {value}, not a number"
                )));
            }
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
        let mut problems = Vec::new();
        for j in 0..self.producers.len() {
            let label = self.producers.label(j);
            let output = self.output[j];
            if output < 0.0 {
                problems.push(Problem::error(format!(
                    "{label} has negative output {output}"
                )));
            }
            if output != 0.0 {
                continue;
            }
            let inputs = magnitude(self.domestic.column(j)) + magnitude(self.imported.column(j));
            let paid: f64 = self
                .primary
                .iter()
                .map(|row| row.by_producer[j].abs())
                .sum();
            if inputs + paid > 0.0 {
                problems.push(Problem::error(format!(
                    "{label} has no output but inputs of {:.6}: give its output, or leave its column empty",
                    inputs + paid
                )));
            }
            let sold = magnitude(self.domestic.row(j))
                + self
                    .domestic_final
                    .iter()
                    .map(|part| part[j].abs())
                    .sum::<f64>()
                + self
                    .exports
                    .iter()
                    .map(|(_, _, part)| part[j].abs())
                    .sum::<f64>();
            if sold > 0.0 {
                problems.push(Problem::error(format!(
                    "{label} has no output but sales of {sold:.6}: give its output, or leave its row empty"
                )));
            }
        }
        problems
    }

    /// Processing producers sell nothing at home: that is what defines them.
    pub(super) fn group_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for block in self
            .producers
            .blocks()
            .iter()
            .filter(|b| b.group().is_processing())
        {
            for i in block.range() {
                let home = magnitude(self.domestic.row(i))
                    + self
                        .domestic_final
                        .iter()
                        .map(|part| part[i].abs())
                        .sum::<f64>();
                if home > self.tolerance.absolute + self.tolerance.relative * self.output[i] {
                    problems.push(Problem::error(format!(
                        "{} is a processing producer but sells {home:.6} at home: its whole output must be exported",
                        self.producers.label(i)
                    )));
                }
            }
        }
        problems
    }

    pub(super) fn balance_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (what, sums) in [("uses", self.uses()), ("inputs", self.inputs())] {
            for residual in self.residuals(&sums) {
                if !self.tolerance.allows(residual.amount, residual.output) {
                    problems.push(Problem::error(format!(
                        "the {what} of {} sum to {:.6}, its output is {:.6} (difference {:.6}, tolerance {})",
                        residual.label,
                        residual.output - residual.amount,
                        residual.output,
                        residual.amount,
                        self.tolerance
                    )));
                }
            }
        }
        problems
    }

    pub(super) fn notes(&self) -> Vec<Problem> {
        let mut notes = Vec::new();
        let negative = self
            .domestic
            .iter()
            .chain(&self.imported)
            .filter(|v| **v < 0.0)
            .count();
        if negative > 0 {
            notes.push(Problem::note(format!("{negative} negative input cells")));
        }
        let value_added = |j: usize| -> f64 {
            self.primary
                .iter()
                .filter(|row| self.concept.counts(row.kind))
                .map(|row| row.by_producer[j])
                .sum()
        };
        let below_zero = self.labels_where(|j| value_added(j) < 0.0);
        if !below_zero.is_empty() {
            notes.push(Problem::note(format!(
                "negative value added: {}",
                below_zero.join(", ")
            )));
        }
        notes
    }
}

fn magnitude(vector: ArrayView1<'_, f64>) -> f64 {
    vector.iter().map(|value| value.abs()).sum()
}
