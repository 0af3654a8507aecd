//! The content of given exports as a function of the cells of a division, with its slope.

use ndarray::{Array1, Array2, ArrayView1};

use crate::build::{SplitCells, SplitEstimate};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::table::{Exports, IncomeShares, NationalTable};

/// What exports contain, as a function of the parts z of the cells of an estimated division: `f(z) = ω'(I − A)⁻¹ e` with
/// `A = Z x̂⁻¹` and ω the counted primary inputs per unit of output. Exports and the owners' shares are held fixed.
///
/// Its slope needs two solves: with `b = ω'(I − A)⁻¹`, `y = (I − A)⁻¹ e`
///
/// ```text
/// ∂f/∂z_ij = (b_i − b_j) y_j / x_j      domestic input i of producer j
/// ∂f/∂m_ij = − b_j y_j / x_j            imported input
/// ∂f/∂v_rj = (c_rj − b_j) y_j / x_j     primary input r, counted by c_rj
/// ```
///
/// where the terms `− b_j y_j / x_j` say that more of an input is more output; they cancel where outputs are given.
#[derive(Debug, Clone)]
pub struct ExportContent<'a> {
    estimate: &'a SplitEstimate,
    exports: Array1<f64>,
    counted: Array2<f64>,
}

/// A content and its slope at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// f.
    pub value: f64,
    /// ∂f/∂z by unknown of the estimate's problem.
    pub gradient: Vec<f64>,
}

impl<'a> ExportContent<'a> {
    /// Value added in exports, by the table's concept of it.
    ///
    /// # Errors
    /// If the exports run over other producers than the estimate.
    pub fn value_added(estimate: &'a SplitEstimate, exports: &Exports) -> Result<Self> {
        let table = estimate.table();
        let rows = table.primary().rows();
        let counts: Vec<bool> = rows
            .iter()
            .map(|row| {
                let mut counted = table.primary().value_added_rows(table.concept());
                counted.any(|other| other.kind == row.kind)
            })
            .collect();
        let shape = (rows.len(), table.producers().len());
        let counted = Array2::from_shape_fn(shape, |(r, _)| f64::from(u8::from(counts[r])));
        Self::counting(estimate, exports, counted)
    }

    /// Income of an owner in exports.
    ///
    /// # Errors
    /// If exports or shares run over other producers, or there is no such owner.
    pub fn income(
        estimate: &'a SplitEstimate,
        exports: &Exports,
        income: &IncomeShares,
        owner: &str,
    ) -> Result<Self> {
        let table = estimate.table();
        if income.producers() != table.producers() {
            return Err(Error::income(
                "the income shares belong to other producers than the estimate",
            ));
        }
        let owner = income.owners().at(owner)?;
        let rows = table.primary().rows();
        let mut counted = Array2::zeros((rows.len(), table.producers().len()));
        for row in table.primary().value_added_rows(table.concept()) {
            let at = rows.iter().position(|other| other.kind == row.kind);
            if let (Some(at), Some(shares)) = (at, income.share(owner, row.kind)) {
                counted.row_mut(at).assign(&shares);
            }
        }
        Self::counting(estimate, exports, counted)
    }

    /// Anything that counts primary inputs (rows, in the order of the table's) of producers (columns).
    ///
    /// # Errors
    /// If exports or coefficients do not fit the estimate.
    pub fn counting(
        estimate: &'a SplitEstimate,
        exports: &Exports,
        counted: Array2<f64>,
    ) -> Result<Self> {
        let table = estimate.table();
        if exports.producers() != table.producers() {
            return Err(
                Error::label("the exports run over other producers than the estimate")
                    .expected(format!("{:?}", table.producers()))
                    .found(format!("{:?}", exports.producers())),
            );
        }
        let expected = (table.primary().rows().len(), table.producers().len());
        if counted.dim() != expected {
            return Err(Error::shape("the coefficients of primary inputs")
                .expected(format!("{} × {}", expected.0, expected.1))
                .found(format!("{} × {}", counted.dim().0, counted.dim().1)));
        }
        Ok(Self {
            estimate,
            exports: exports.by_producer(),
            counted,
        })
    }

    /// This content less another of the same exports: the income of one owner less that of another, say.
    ///
    /// # Errors
    /// If the other is a content of other exports, or of another estimate.
    pub fn less(mut self, other: &Self) -> Result<Self> {
        // what the other counts would be counted in this estimate's cells
        if !std::ptr::eq(self.estimate, other.estimate) {
            return Err(Error::label(
                "contents of different estimates cannot be taken from each other",
            )
            .hint("take the values from each other, or borrow the same estimate for both"));
        }
        if self.exports != other.exports {
            return Err(Error::label(
                "contents of different exports cannot be taken from each other",
            ));
        }
        self.counted -= &other.counted;
        Ok(self)
    }

    /// The estimate.
    #[must_use]
    pub fn estimate(&self) -> &'a SplitEstimate {
        self.estimate
    }

    /// f at the estimate.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn value(&self) -> Result<f64> {
        self.value_of(self.estimate.table())
    }

    /// f at other values of the unknowns.
    ///
    /// # Errors
    /// If the table of these values does not pass its checks, or its economy is not productive.
    pub fn value_at(&self, values: &[f64]) -> Result<f64> {
        self.value_of(&self.estimate.table_of(values)?)
    }

    fn value_of(&self, table: &NationalTable) -> Result<f64> {
        let induced = self.induced(&table.model()?)?;
        Ok(self.rates(table).dot(&induced))
    }

    /// f and its slope at values of the unknowns.
    ///
    /// # Errors
    /// As [`value_at`](Self::value_at).
    pub fn slope_at(&self, values: &[f64]) -> Result<Slope> {
        let table = self.estimate.table_of(values)?;
        let model = table.model()?;
        let rates = self.rates(&table);
        let induced = self.induced(&model)?;
        let complete = multipliers(&model, rates.view())?;
        let output = table.output();
        // y / x: how much of each producer's whole output the exports call forth
        let part = Array1::from_shape_fn(output.len(), |j| {
            if output[j] == 0.0 {
                0.0
            } else {
                induced[j] / output[j]
            }
        });
        let cells = SplitCells::zeros(&table);
        let slopes = SplitCells {
            domestic: Array2::from_shape_fn(cells.domestic.raw_dim(), |(i, j)| {
                (complete[i] - complete[j]) * part[j]
            }),
            imported: Array2::from_shape_fn(cells.imported.raw_dim(), |(_, j)| {
                -complete[j] * part[j]
            }),
            domestic_final: cells.domestic_final,
            primary: Array2::from_shape_fn(cells.primary.raw_dim(), |(r, j)| {
                (self.counted[[r, j]] - complete[j]) * part[j]
            }),
        };
        Ok(Slope {
            value: rates.dot(&induced),
            gradient: self.estimate.gathered(&slopes),
        })
    }

    /// y. A part of the economy that hardly sells outside itself leaves I − A all but singular, and what is solved then is rounding:
    /// exports call forth no negative output, and none beyond all there is.
    fn induced(&self, model: &Model) -> Result<Array1<f64>> {
        let induced = model.induced_output(self.exports.view())?;
        let all: f64 = model.table().output().iter().map(|x| x.abs()).sum();
        let odd = |y: &f64| *y < -1e-9 * all || *y > all;
        let exports = self.exports.iter().all(|e| *e >= 0.0);
        match induced.iter().position(odd).filter(|_| exports) {
            None => Ok(induced),
            Some(at) => Err(Error::singular(format!(
                "the economy of this division is hardly productive: exports call forth an output of {:e} of {}",
                induced[at],
                model.producers().label(at)
            ))
            .expected(format!("at least zero, at most the output of all producers, {all:e}"))),
        }
    }

    /// ω.
    fn rates(&self, table: &NationalTable) -> Array1<f64> {
        let mut amounts = Array1::zeros(self.exports.len());
        for (row, counted) in table.primary().rows().iter().zip(self.counted.rows()) {
            amounts += &(&row.by_producer * &counted);
        }
        ndarray::Zip::from(&amounts)
            .and(&table.output())
            .map_collect(|amount, output| if *output == 0.0 { 0.0 } else { amount / output })
    }
}

fn multipliers(model: &Model, rates: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
    let solved = model.system().solve_transposed(rates);
    // the model has already solved the same system for the exports, and labelled what could fail
    solved.map_err(|failure| Error::singular(failure.to_string()))
}
