//! What can be wrong with supply and use tables. Every finding names its product, industry or category.

use ndarray::{Array1, ArrayView1};

use super::draft::SupplyUseDraft;
use crate::error::{Error, Result};
use crate::table::{Problem, Severity};
use crate::unit::Unit;

impl SupplyUseDraft {
    pub(super) fn shape_problems(&self) -> Vec<Problem> {
        let (p, n) = (self.products.len(), self.industries.len());
        let mut problems = Vec::new();
        for (what, found) in [
            ("supply", self.supply.dim()),
            ("domestic use", self.domestic.dim()),
            ("imported use", self.imported.dim()),
        ] {
            if found != (p, n) {
                problems.push(Problem::error(format!(
                    "the matrix of {what} is {} × {}, its axes are {p} products × {n} industries",
                    found.0, found.1
                )));
            }
        }
        let mut expect = |what: String, found: usize, expected: usize, of: &str| {
            if found != expected {
                problems.push(Problem::error(format!(
                    "{what} has {found} amounts for {expected} {of}"
                )));
            }
        };
        for column in &self.finals {
            let code = &column.code;
            expect(
                format!("domestic final use `{code}`"),
                column.domestic.len(),
                p,
                "products",
            );
            expect(
                format!("imported final use `{code}`"),
                column.imported.len(),
                p,
                "products",
            );
        }
        for column in &self.exports {
            let what = format!("exports of {} to `{}`", column.kind, column.partner);
            expect(what, column.amounts.len(), p, "products");
        }
        let reexported = self.imported_exports.len();
        expect("exported imports".into(), reexported, p, "products");
        for row in &self.primary {
            let what = format!("the row {}", row.kind);
            expect(what, row.by_producer.len(), n, "industries");
            if !row.by_final_use.is_empty() {
                let what = format!("the row {} on final uses", row.kind);
                expect(
                    what,
                    row.by_final_use.len(),
                    self.finals.len(),
                    "categories",
                );
            }
        }
        if let Some(output) = &self.output {
            expect("output".into(), output.len(), n, "industries");
        }
        let kinds = self
            .primary
            .iter()
            .map(|row| format!("the row {}", row.kind));
        let codes = self.finals.iter();
        let codes = codes.map(|column| format!("the final use `{}`", column.code));
        let names: Vec<String> = kinds.chain(codes).collect();
        for (position, name) in names.iter().enumerate() {
            if names[..position].contains(name) {
                problems.push(Problem::error(format!("{name} is given twice")));
            }
        }
        problems
    }

    /// Cells that are not numbers, and negative supply.
    pub(super) fn cell_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let product = |i: usize| format!("`{}`", self.products.codes()[i]);
        let industry = |j: usize| format!("`{}`", self.industries.codes()[j]);
        for (what, matrix) in [
            ("supply", &self.supply),
            ("domestic use", &self.domestic),
            ("imported use", &self.imported),
        ] {
            for ((i, j), value) in matrix.indexed_iter() {
                if !value.is_finite() {
                    problems.push(Problem::error(format!(
                        "{what} of {} by {} is {value}, not a number",
                        product(i),
                        industry(j)
                    )));
                }
            }
        }
        for ((i, j), value) in self.supply.indexed_iter() {
            if *value < 0.0 {
                problems.push(Problem::error(format!(
                    "supply of {} by {} is negative: {value}",
                    product(i),
                    industry(j)
                )));
            }
        }
        let mut numbers =
            |what: &str, values: ArrayView1<'_, f64>, label: &dyn Fn(usize) -> String| {
                for (at, value) in values.iter().enumerate() {
                    if !value.is_finite() {
                        let label = label(at);
                        let problem = format!("{what} of {label} is {value}, not a number");
                        problems.push(Problem::error(problem));
                    }
                }
            };
        for column in &self.finals {
            let code = &column.code;
            numbers(
                &format!("domestic final use `{code}`"),
                column.domestic.view(),
                &product,
            );
            numbers(
                &format!("imported final use `{code}`"),
                column.imported.view(),
                &product,
            );
        }
        for column in &self.exports {
            let what = format!("exports to `{}`", column.partner);
            numbers(&what, column.amounts.view(), &product);
        }
        numbers("exported imports", self.imported_exports.view(), &product);
        for row in &self.primary {
            numbers(&row.kind.to_string(), row.by_producer.view(), &industry);
            let category = |k: usize| format!("`{}`", self.finals[k].code);
            numbers(&row.kind.to_string(), row.by_final_use.view(), &category);
            let exports = Array1::from_elem(1, row.on_exports);
            numbers(&row.kind.to_string(), exports.view(), &|_| "exports".into());
        }
        if let Some(output) = &self.output {
            numbers("output", output.view(), &industry);
        }
        problems
    }

    /// Sums that miss output by more than the tolerance, and inputs or uses of what is not made.
    pub(super) fn balance_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let q = self.product_output();
        let g = self.industry_output();
        let (products, industries) = (self.products.codes(), self.industries.codes());
        let mut compare = |(what, come): (&str, &str),
                           codes: &[String],
                           sums: &Array1<f64>,
                           made: &Array1<f64>| {
            for (at, code) in codes.iter().enumerate() {
                let residual = made[at] - sums[at];
                if !self.tolerance.allows(residual, made[at]) {
                    problems.push(Problem::error(format!(
                        "{what} `{code}` {come} to {:.6}, its supply to {:.6} (difference {residual:.6}, tolerance {})",
                        sums[at], made[at], self.tolerance
                    )));
                }
            }
        };
        compare(
            ("the uses of the product", "come"),
            products,
            &self.uses(),
            &q,
        );
        compare(
            ("the inputs of the industry", "come"),
            industries,
            &self.inputs(),
            &g,
        );
        if let Some(output) = &self.output {
            compare(
                ("the stated output of the industry", "comes"),
                industries,
                output,
                &g,
            );
        }
        for (i, code) in products.iter().enumerate() {
            let finals = self.finals.iter().map(|column| column.domestic[i].abs());
            let exports = self.exports.iter().map(|column| column.amounts[i].abs());
            let used = magnitude(self.domestic.row(i)) + finals.chain(exports).sum::<f64>();
            if q[i] == 0.0 && used > 0.0 {
                problems.push(Problem::error(format!(
                    "no industry supplies the product `{code}` but {used:.6} of it are used: an imported product belongs to imported use"
                )));
            }
        }
        for (j, code) in industries.iter().enumerate() {
            let paid = self.primary.iter().map(|row| row.by_producer[j].abs());
            let inputs = magnitude(self.domestic.column(j))
                + magnitude(self.imported.column(j))
                + paid.sum::<f64>();
            if g[j] == 0.0 && inputs > 0.0 {
                problems.push(Problem::error(format!(
                    "the industry `{code}` supplies nothing but has inputs of {inputs:.6}"
                )));
            }
        }
        let negative = self.domestic.iter().chain(&self.imported);
        let negative = negative.filter(|value| **value < 0.0).count();
        if negative > 0 {
            problems.push(Problem::note(format!("{negative} negative cells of use")));
        }
        problems
    }
}

fn magnitude(vector: ArrayView1<'_, f64>) -> f64 {
    vector.iter().map(|value| value.abs()).sum()
}

/// Nothing, or one error with all problems that forbid the tables.
pub(super) fn refuse(country: &str, unit: &Unit, problems: &[Problem]) -> Result<()> {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|problem| problem.message.as_str()).collect();
    let count = match errors.len() {
        0 => return Ok(()),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    Err(Error::table(format!(
        "the supply and use tables of {country} ({unit}) have {count}: {}",
        errors.join("; ")
    )))
}
