//! What can be wrong with a world draft. Every finding names its producer, country or category.

use ndarray::Array1;

use super::draft::WorldDraft;
use super::sums::Sums;
use crate::table::checks::{
    Problem, balance_problems, notes, output_problems, processing_problems, require_number,
    require_shape, residuals,
};

impl WorldDraft {
    pub(super) fn shape_problems(&self) -> Vec<Problem> {
        let n = self.producers.len();
        let columns = self.countries.len() * self.categories.len();
        let mut problems = Vec::new();
        let mut expect = |what: String, found: (usize, usize), expected: (usize, usize)| {
            require_shape(&mut problems, what, found, expected);
        };
        expect("the matrix of flows".into(), self.flows.dim(), (n, n));
        expect(
            "the matrix of final use".into(),
            self.finals.dim(),
            (n, columns),
        );
        expect(
            "the vector of output".into(),
            (self.output.len(), 1),
            (n, 1),
        );
        for row in &self.primary {
            expect(
                format!("the row {}", row.kind),
                (1, row.by_producer.len()),
                (1, n),
            );
            if !row.by_final_use.is_empty() {
                let what = format!("the row {} on final uses", row.kind);
                expect(what, (1, row.by_final_use.len()), (1, columns));
            }
        }
        for row in &self.extensions {
            let what = format!("the extension `{}`", row.code);
            expect(what.clone(), (1, row.by_producer.len()), (1, n));
            if !row.by_final_use.is_empty() {
                let what = format!("{what} on final uses");
                expect(what, (1, row.by_final_use.len()), (1, columns));
            }
        }
        problems.extend(self.doubled_rows());
        problems
    }

    pub(super) fn non_finite(&self, sums: &Sums) -> Vec<Problem> {
        let mut problems = Vec::new();
        let producer = |j: usize| self.producers.label(j);
        let mut report = |value: f64, cell: &dyn Fn() -> (String, String)| {
            require_number(&mut problems, value, cell);
        };
        // which one is looked for only where there is one
        if !sums.finite {
            for ((i, j), &value) in self.flows.indexed_iter() {
                report(value, &|| (producer(i), producer(j)));
            }
        }
        for ((i, k), &value) in self.finals.indexed_iter() {
            report(value, &|| (producer(i), self.column_label(k)));
        }
        for (j, &value) in self.output.indexed_iter() {
            report(value, &|| (producer(j), "output".into()));
        }
        let rows = self
            .primary
            .iter()
            .map(|row| (row.kind.to_string(), &row.by_producer, &row.by_final_use));
        let extensions = self
            .extensions
            .iter()
            .map(|row| (row.code.clone(), &row.by_producer, &row.by_final_use));
        for (name, by_producer, by_final_use) in rows.chain(extensions) {
            for (j, &value) in by_producer.indexed_iter() {
                report(value, &|| (name.clone(), producer(j)));
            }
            for (k, &value) in by_final_use.indexed_iter() {
                report(value, &|| (name.clone(), self.column_label(k)));
            }
        }
        problems
    }

    pub(super) fn sum_problems(&self, sums: &Sums) -> Vec<Problem> {
        let mut problems = output_problems(&self.producers, &self.output, &sums.paid, &sums.sold);
        problems.extend(processing_problems(
            &self.producers,
            &self.output,
            self.tolerance,
            |i| self.sales_at_home(i),
        ));
        let rows = residuals(&self.producers, &self.output, &sums.uses);
        problems.extend(balance_problems("uses", &rows, self.tolerance));
        if !self.residual {
            let columns = residuals(&self.producers, &self.output, &sums.inputs);
            problems.extend(balance_problems("inputs", &columns, self.tolerance));
        }
        problems.extend(self.legal_notes(sums));
        problems
    }

    /// What a producer sells to producers and final users of its own country.
    fn sales_at_home(&self, i: usize) -> f64 {
        let blocks = self.producers.blocks();
        let country = blocks
            .iter()
            .find(|b| b.range().contains(&i))
            .map(|b| b.country());
        let home = blocks.iter().filter(|b| Some(b.country()) == country);
        let inputs = home
            .flat_map(|block| block.range())
            .map(|j| self.flows[[i, j]].abs());
        let categories = self.categories.len();
        let columns = country.map_or(0..0, |at| {
            at.get() * categories..(at.get() + 1) * categories
        });
        let finals = columns.map(|k| self.finals[[i, k]].abs());
        inputs.sum::<f64>() + finals.sum::<f64>()
    }

    pub(super) fn legal_notes(&self, sums: &Sums) -> Vec<Problem> {
        let n = self.producers.len();
        let rows = self
            .primary
            .iter()
            .filter(|row| self.concept.counts(row.kind));
        let mut value_added = rows.fold(Array1::zeros(n), |sum, row| sum + &row.by_producer);
        if self.residual {
            value_added += &(&self.output - &sums.inputs);
        }
        notes(&self.producers, sums.negative, &value_added)
    }
}
