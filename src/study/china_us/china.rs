//! China: its table by regime and ownership, its exports to the United States, and who owns what its producers earn.

use super::case::{Choices, IncomeTotal, OVERDRAW, SplitMethod, Variant};
use super::notes::Notes;
use super::owners::{Owned, Owners, REST};
use super::published::PRIMARY_INCOME_PAID_2012;
use super::sources::{CHINA, Sources, USA};
use super::trade::{note_excess, scaled_to};
use crate::build::estimate::Objective;
use crate::build::{
    CapitalIncome, Cells, ControlTotals, Division, Known, RegimeOwnershipSplit, Split,
    SplitEstimate, SplitEstimation, StartingShares, scale_imported_inputs,
};
use crate::error::Result;
use crate::label::TradeKind;
use crate::parameter::Values;
use crate::table::{Exports, NationalTable, Origins};

/// How far a sector's ratio of processing value added is thought to stray from the common one, as a share of it (assumed).
const STRAY: f64 = 0.1;
/// Standard error of the foreign-invested share of imports outside processing (assumed).
const SHARE_ERROR: f64 = 0.05;

/// What the study reads of China: its undivided table, its exports to the United States by kind, and starting shares, all by the same
/// industries.
#[derive(Debug, Clone)]
pub(super) struct China {
    pub(super) table: NationalTable,
    pub(super) exports: Exports,
    pub(super) starting: StartingShares,
}

/// A division of China's table with the estimate behind it, if there is one.
pub(super) struct ChinaDivision {
    pub(super) split: Split,
    pub(super) estimate: Option<SplitEstimate>,
}

impl Sources {
    /// China's table with imported inputs scaled, and the division in which all groups of a sector share its technology: what an
    /// estimate of one's own can start from.
    ///
    /// # Errors
    /// If a parameter is missing or a control total cannot be met.
    pub fn china_start(&self, values: &Values) -> Result<(NationalTable, Split)> {
        let table = self.china.scaled(values, &mut Notes::default())?;
        let start = self
            .china
            .making(&table, China::controls(values)?)
            .shared_technology(Division::RegimeAndOwnership)?;
        Ok((table, start))
    }
}

impl China {
    /// The table with imported inputs scaled.
    pub(super) fn scaled(&self, values: &Values, notes: &mut Notes) -> Result<NationalTable> {
        let scale = values.get("imported_input_scale")?;
        let (table, capped) = scale_imported_inputs(&self.table, scale, OVERDRAW)?;
        if !capped.is_empty() {
            notes.capped += capped.len();
            notes.lines.push(format!(
                "imported_input_scale: capped at all inputs: {}",
                capped.join(", ")
            ));
        }
        Ok(table)
    }

    fn controls(values: &Values) -> Result<ControlTotals> {
        let get = |name: &str| values.get(name);
        Ok(ControlTotals {
            processing_share_of_exports: get("processing_share_of_exports")?,
            imports_per_processing_export: get("processing_imports_per_processing_export")?,
            foreign_share_of_processing_exports: get("foreign_share_of_processing_exports")?,
            foreign_share_of_exports: get("foreign_share_of_exports")?,
            processing_value_added_ratio: get("processing_value_added_ratio")?,
        })
    }

    pub(super) fn owners(values: &Values, total: IncomeTotal) -> Result<Owners> {
        let get = |name: &str| values.get(name);
        Ok(Owners {
            capital: [
                get("foreign_share_of_capital_domestic_china")?,
                get("foreign_share_of_capital_foreign_invested_china")?,
            ],
            compensation: [
                0.0,
                get("foreign_share_of_compensation_foreign_invested_china")?,
            ],
            origins: Origins::new(
                CHINA,
                [(USA, get("us_share_of_foreign_income_in_china")?)],
                REST,
            )?,
            paid: (1000.0 * PRIMARY_INCOME_PAID_2012[0], CapitalIncome::Net),
            total,
        })
    }

    /// Exports to the United States by kind, scaled to their totals.
    pub(super) fn trade(
        &self,
        values: &Values,
        table: &NationalTable,
        notes: &mut Notes,
    ) -> Result<Exports> {
        let get = |name: &str| values.get(name);
        let exports = scaled_to(
            &self.exports,
            [
                (TradeKind::Goods, get("goods_exports_to_us")?),
                (TradeKind::Services, get("services_exports_to_us")?),
                (TradeKind::ReExports, get("hk_reexports_to_us")?),
            ],
        )?;
        note_excess(&exports, table, notes);
        Ok(exports)
    }

    /// A split of this table with the starting shares.
    fn making<'a>(
        &self,
        table: &'a NationalTable,
        controls: ControlTotals,
    ) -> RegimeOwnershipSplit<'a> {
        RegimeOwnershipSplit::new(table, self.starting.clone(), controls).overdraw(OVERDRAW)
    }

    /// The division at these values. An ownership split alone has no processing to be told of and is in proportion either way.
    pub(super) fn division(
        &self,
        values: &Values,
        table: &NationalTable,
        division: Division,
        method: SplitMethod,
        from: Option<&SplitEstimate>,
    ) -> Result<ChinaDivision> {
        let controls = Self::controls(values)?;
        let making = self.making(table, controls);
        if method == SplitMethod::Proportional || division == Division::Ownership {
            return Ok(ChinaDivision {
                split: making.divided(division)?,
                estimate: None,
            });
        }
        let start = making.shared_technology(division)?;
        let estimation = SplitEstimation::new(table, &start)?.all_known(known(
            values,
            &controls,
            start.table(),
            division,
        )?);
        let estimate = match from {
            None => estimation.estimate(Objective::LeastSquares),
            Some(from) => estimation.estimate_from(Objective::LeastSquares, from),
        }?;
        Ok(ChinaDivision {
            split: start.estimated(&estimate)?,
            estimate: Some(estimate),
        })
    }

    pub(super) fn economy(
        &self,
        values: &Values,
        choices: Choices,
        from: Option<&SplitEstimate>,
        notes: &mut Notes,
    ) -> Result<(Owned, Option<SplitEstimate>)> {
        let Choices {
            variant,
            method,
            income,
        } = choices;
        let table = self.scaled(values, notes)?;
        let exports = self.trade(values, &table, notes)?;
        let owners = Self::owners(values, income)?;
        let to_us = values.get("processing_share_of_exports_to_us")?;
        let divided = |division| self.division(values, &table, division, method, from);
        let economy = match variant {
            Variant::Full => {
                let ChinaDivision { split, estimate } = divided(Division::RegimeAndOwnership)?;
                notes.add(&split);
                let exports = split.divide_with_processing_share(&exports, to_us)?;
                return Ok((owners.split(&split, exports, notes)?, estimate));
            }
            Variant::WithoutRegime => {
                let split = divided(Division::Ownership)?.split;
                let exports = split.divide_with_processing_share(&exports, to_us)?;
                owners.split(&split, exports, notes)
            }
            Variant::WithoutOwnership => {
                let full = divided(Division::RegimeAndOwnership)?.split;
                let average = owners.averages(full.table());
                let split = divided(Division::Regime)?.split;
                let shares = average.map(|share| split.repeated(&share));
                owners.economy(
                    split.table(),
                    shares,
                    split.divide_with_processing_share(&exports, to_us)?,
                    notes,
                )
            }
            Variant::Unsplit => {
                let full = divided(Division::RegimeAndOwnership)?.split;
                owners.economy(&table, owners.averages(full.table()), exports, notes)
            }
        }?;
        Ok((economy, None))
    }
}

/// What is known of the groups beside their outputs and exports: imports for processing in total, exactly; the value added of processing
/// in every sector, about; what foreign-invested firms take of the imports outside processing, about.
fn known(
    values: &Values,
    controls: &ControlTotals,
    start: &NationalTable,
    division: Division,
) -> Result<Vec<Known>> {
    let processing: &[&str] = match division {
        Division::Regime => &["P"],
        Division::RegimeAndOwnership | Division::Ownership => &["DP", "FP"],
    };
    let producers = start.producers();
    let (output, value_added) = (start.output(), start.value_added());
    let mut processed = 0.0;
    let sectors = producers.sectors();
    let mut by_sector = vec![0.0; sectors.len()];
    for at in producers.positions() {
        if producers.key(at).group.is_processing() {
            processed += output[at.get()];
            by_sector[at.get() % sectors.len()] += value_added[at.get()];
        }
    }
    let mut known = vec![Known::amount(
        "imports for processing",
        Cells::imported_inputs().used_by(processing.iter().copied()),
        controls.imports_per_processing_export * processed,
    )];
    for (code, shared) in sectors.codes().iter().zip(by_sector) {
        let amount = controls.processing_value_added_ratio * shared;
        if amount > 0.0 {
            let cells = Cells::value_added()
                .used_by(processing.iter().copied())
                .in_sectors([code.as_str()]);
            let label = format!("value added of processing in {code}");
            known.push(Known::amount(label, cells, amount).give_or_take(STRAY * amount));
        }
    }
    if division == Division::RegimeAndOwnership {
        known.push(
            Known::share(
                "foreign-invested share of imports outside processing",
                Cells::imported_inputs().used_by(["FN"]),
                Cells::imported_inputs().used_by(["DN", "FN"]),
                values.get("foreign_share_of_other_imports")?,
            )
            .give_or_take(SHARE_ERROR),
        );
    }
    Ok(known)
}
