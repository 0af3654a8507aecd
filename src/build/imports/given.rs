//! Import matrices of the caller's.

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};

use super::spread::{Part, ROUNDING, Row};
use super::uses::Uses;
use crate::build::balancing::{Balancing, Margin};
use crate::error::{Error, Result};
use crate::table::CompetitiveTable;

/// What becomes of given imports whose rows miss the published imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ToPublished {
    /// They stay as they are; the difference is the residual.
    #[default]
    Leave,
    /// Every row is scaled to the imports of its product.
    Rows,
    /// The whole is scaled to all imports, then rows to the imports of their product while columns keep their sums (RAS; with cells of
    /// both signs GRAS).
    Ras,
}

/// Imported inputs, final uses and exports as the caller has them, in the order of the table's sectors. What is not given is
/// zero.
#[derive(Debug, Clone)]
#[must_use]
pub struct GivenImports {
    inputs: Array2<f64>,
    finals: Vec<(String, Array1<f64>)>,
    stocks: Vec<String>,
    exports: Option<Array1<f64>>,
    to_published: ToPublished,
}

impl GivenImports {
    /// Imported inputs, product × user.
    pub fn new(inputs: Array2<f64>) -> Self {
        Self {
            inputs,
            finals: Vec::new(),
            stocks: Vec::new(),
            exports: None,
            to_published: ToPublished::default(),
        }
    }

    /// The imported part of a category of final use, by product.
    pub fn final_use(mut self, code: &str, amounts: Array1<f64>) -> Self {
        self.finals.push((code.to_owned(), amounts));
        self
    }

    /// The imported part of changes in inventories, by product. It may be larger than the change of domestic and imported products
    /// together and of either sign, as stocks of one may rise while those of the other fall.
    pub fn changes_in_stocks(mut self, code: &str, amounts: Array1<f64>) -> Self {
        self.stocks.push(code.to_owned());
        self.final_use(code, amounts)
    }

    /// Imports that are exported again, by product.
    pub fn exports(mut self, amounts: Array1<f64>) -> Self {
        self.exports = Some(amounts);
        self
    }

    /// What becomes of rows that miss the published imports.
    pub fn to_published(mut self, choice: ToPublished) -> Self {
        self.to_published = choice;
        self
    }

    pub(super) const fn in_words(&self) -> &'static str {
        match self.to_published {
            ToPublished::Leave => "as given",
            ToPublished::Rows => "as given, rows scaled to published imports",
            ToPublished::Ras => "as given, balanced to published imports",
        }
    }

    /// Imported parts, product × use.
    pub(super) fn matched(&self, table: &CompetitiveTable, uses: &Uses) -> Result<Matched> {
        let given = self.laid_out(table, uses)?;
        let imports = table.imports();
        let cells = match self.to_published {
            ToPublished::Leave => given,
            ToPublished::Rows => rows_scaled(given, imports),
            // once more for what the balancing's tolerance leaves
            ToPublished::Ras => rows_scaled(balanced(given, table, uses)?, imports),
        };
        let any_sign = self.stocks.iter().map(|code| {
            let category = table.final_uses().at(code)?.get();
            Ok(uses.finals().start + category)
        });
        Ok(Matched {
            cells,
            any_sign: any_sign.collect::<Result<_>>()?,
        })
    }

    fn laid_out(&self, table: &CompetitiveTable, uses: &Uses) -> Result<Array2<f64>> {
        let n = table.sectors().len();
        if self.inputs.dim() != (n, n) {
            let (rows, columns) = self.inputs.dim();
            return Err(Error::shape("the matrix of given imported inputs")
                .expected(format!("{n} × {n}"))
                .found(format!("{rows} × {columns}")));
        }
        let mut cells = Array2::zeros(uses.cells.dim());
        for ((i, j), value) in self.inputs.indexed_iter() {
            cells[[i, j]] = *value;
        }
        let mut put = |what: String, column: usize, amounts: &Array1<f64>| {
            if amounts.len() != n {
                return Err(Error::shape(what)
                    .expected(format!("{n} amounts"))
                    .found(amounts.len()));
            }
            cells.column_mut(column).assign(amounts);
            Ok(())
        };
        for (at, (code, amounts)) in self.finals.iter().enumerate() {
            let category = table.final_uses().at(code)?.get();
            if self.finals[..at].iter().any(|(known, _)| known == code) {
                return Err(Error::label(format!(
                    "imports of the final use `{code}` are given twice"
                )));
            }
            let what = format!("given imports of the final use `{code}`");
            put(what, uses.finals().start + category, amounts)?;
        }
        if let Some(amounts) = &self.exports {
            put("given imports in exports".into(), uses.exports(), amounts)?;
        }
        for ((i, c), value) in cells.indexed_iter() {
            if !value.is_finite() {
                let product = &table.sectors().codes()[i];
                return Err(Error::table(format!(
                    "given imports of `{product}` in {} are not a number",
                    uses.label(c)
                ))
                .found(value));
            }
        }
        Ok(cells)
    }
}

/// Given imports matched to a table.
pub(super) struct Matched {
    cells: Array2<f64>,
    /// Columns of changes in inventories.
    any_sign: Vec<usize>,
}

/// Rows scaled to imports; a row without cells, or with cells that cancel, has nothing to be scaled.
fn rows_scaled(mut cells: Array2<f64>, imports: ArrayView1<'_, f64>) -> Array2<f64> {
    for (mut row, &amount) in cells.outer_iter_mut().zip(imports) {
        let sum = row.sum();
        if sum > 0.0 {
            row *= amount / sum;
        }
    }
    cells
}

/// Rows that add up to imports, columns that keep their shares in all imports.
fn balanced(given: Array2<f64>, table: &CompetitiveTable, uses: &Uses) -> Result<Array2<f64>> {
    let filled = |i: usize| given.row(i).iter().any(|cell| *cell != 0.0);
    let imports = table.imports();
    let targets = Array1::from_shape_fn(imports.len(), |i| match filled(i) {
        true => imports[i],
        false => 0.0,
    });
    let sum = given.sum();
    if sum <= 0.0 {
        return Err(Error::control_total(
            "given imports do not add up to more than zero and cannot be balanced",
        )
        .found(sum));
    }
    let prior = given * (targets.sum() / sum);
    let labels = (0..prior.ncols()).map(|c| uses.label(c));
    let columns = Margin::new(labels, prior.sum_axis(Dimension(0)))?;
    let rows = Margin::new(table.sectors().codes().iter().cloned(), targets)?;
    let problem = Balancing::gras(prior.view(), rows, columns)?;
    Ok(problem.balanced()?.into_matrix())
}

impl Matched {
    /// A row of given imports as parts of uses; parts of negative uses are certain. And the cells whose sign forbids that.
    pub(super) fn parts(
        &self,
        product: usize,
        row: &mut Row<'_>,
        uses: &Uses,
    ) -> (Vec<Part>, Vec<String>) {
        let (mut parts, mut wrong) = (Vec::new(), Vec::new());
        for (column, (&amount, &cell)) in self.cells.row(product).iter().zip(row.uses).enumerate() {
            let label = uses.label(column);
            if self.any_sign.contains(&column) {
                row.fixed[column] = amount;
            } else if amount >= 0.0 && cell >= 0.0 {
                parts.push(Part {
                    name: label.to_owned(),
                    columns: vec![column],
                    amount,
                });
            } else if amount <= 0.0 && amount >= cell * (1.0 + ROUNDING) {
                // what was imported earlier and is drawn from stocks
                row.fixed[column] = amount.max(cell);
            } else {
                wrong.push(format!("{amount:.6} in {label} of {cell:.6}"));
            }
        }
        (parts, wrong)
    }
}
