//! What producers of the world earn, pay and cause per unit of output.

use ndarray::{Array1, Axis as Dimension};

use super::{Weights, WorldModel};
use crate::error::{Error, Result, first_few};
use crate::model::Measure;
use crate::model::rates::{income_amounts, per_unit};
use crate::table::PrimaryKind;

impl WorldModel {
    /// Direct rates of a measure per unit of output, with name and unit.
    ///
    /// # Errors
    /// If the table does not have what the measure names. Imports are no measure of a world table (they are some country's output).
    pub fn weights(&self, measure: &Measure) -> Result<Weights> {
        let table = self.table();
        let amounts = match measure {
            Measure::ValueAdded => table.value_added(),
            Measure::Gross => &table.output() - &table.flows().sum_axis(Dimension(0)),
            Measure::Component(kind) => match table.primary().row(*kind) {
                Some(row) => row.by_producer.clone(),
                None => {
                    let rows = table.primary().rows().iter().map(|row| row.kind.code());
                    return Err(
                        Error::label(format!("the table has no row `{}`", kind.code()))
                            .expected(format!("one of {}", first_few(rows))),
                    );
                }
            },
            Measure::OtherPrimary => self.sum_of_others(),
            Measure::Discrepancy => self.discrepancy(),
            Measure::Extension(code) => {
                let at = table.extensions().at(code)?;
                table.extension_rows().row(at.get()).to_owned()
            }
            Measure::Imports | Measure::ImportsOf(_) => {
                return Err(Error::label("a world table has no imports from outside").hint(
                    "decompose exports by country of origin, or take the national table of a country",
                ));
            }
            Measure::Income(owner) => self.income_of(owner, None)?,
            Measure::IncomeFrom(owner, kind) => self.income_of(owner, Some(*kind))?,
        };
        let unit = match measure {
            Measure::Extension(code) => {
                let at = table.extensions().at(code)?;
                table.extensions().name(at).to_owned()
            }
            _ => table.unit().short(),
        };
        let name = match measure {
            Measure::ValueAdded => table.concept().to_string(),
            measure => measure.to_string(),
        };
        Ok(Weights::known(
            name,
            unit,
            per_unit(&amounts, table.output()),
        ))
    }

    /// An owner's part of every producer's value added, or of one component of it.
    fn income_of(&self, owner: &str, kind: Option<PrimaryKind>) -> Result<Array1<f64>> {
        let table = self.table();
        income_amounts(self.income(), table.primary(), table.concept(), owner, kind)
    }

    fn sum_of_others(&self) -> Array1<f64> {
        let table = self.table();
        let rows = table.primary().other_rows(table.concept());
        rows.fold(Array1::zeros(self.producers().len()), |sum, row| {
            sum + &row.by_producer
        })
    }

    fn discrepancy(&self) -> Array1<f64> {
        let residuals = self.table().checked().column_residuals().iter();
        residuals.map(|residual| residual.amount).collect()
    }
}
