//! The columns of processing: what part of each sector's inputs they take.
//!
//! Per unit of processing output x^P, value added is ρ times the sector's rate, other primary inputs (and the published table's
//! rounding) keep the sector's rate o, imports take μ, domestic inputs the rest `1 − ρ v − o − μ` in the sector's mix. μ is the
//! sector's import rate shifted on the logit scale until `Σ μ x^P` is the total of processing imports, between no more
//! imports and no more domestic inputs than the sector has.

use ndarray::{Array1, Axis as Dimension, Zip};

use super::assemble::{Columns, quotient};
use super::control::{Capped, Control, Limits, Met, Overdraw};
use super::regime::ControlTotals;
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// Processing's part of each sector's columns, and how it was found.
pub(super) struct Processing {
    pub(super) columns: Columns,
    pub(super) report: Vec<String>,
    pub(super) capped: Vec<Capped>,
}

/// Sums of a sector's column.
struct Sums {
    imports: Array1<f64>,
    domestic: Array1<f64>,
    value_added: Array1<f64>,
    output: Array1<f64>,
}

impl Sums {
    fn of(table: &NationalTable) -> Self {
        Self {
            imports: table.imported().sum_axis(Dimension(0)),
            domestic: table.domestic().sum_axis(Dimension(0)),
            value_added: basic_value_added(table),
            output: table.output().to_owned(),
        }
    }

    /// Other primary inputs and discrepancy per unit of output.
    fn other_rate(&self) -> Array1<f64> {
        let rest = &self.output - &self.imports - &self.domestic - &self.value_added;
        quotient(&rest, &self.output)
    }
}

impl Processing {
    pub(super) fn new(
        table: &NationalTable,
        processed: &Array1<f64>,
        controls: &ControlTotals,
        overdraw: Overdraw,
    ) -> Result<Self> {
        let label = |j: usize| table.producers().label(j);
        let sums = Sums::of(table);
        // x^P / x: also the part of other primary inputs and of the discrepancy
        let part = quotient(processed, &sums.output);
        let ratio = controls.processing_value_added_ratio;
        let (value_added, capped_added) = value_added_part(&part, ratio, overdraw, &label)?;
        let added_rate = quotient(&(&sums.value_added * &value_added), processed);
        let room = room_for_inputs(&added_rate, &sums.other_rate(), processed, &label)?;
        let total = controls.imports_per_processing_export * processed.sum();
        let met = import_rates(&sums, &room, processed, total, overdraw, &label)?;
        let used_imports = &met.shares * processed;
        let used_domestic = (&room - &met.shares) * processed;
        let capped: Vec<Capped> = capped_added.into_iter().chain(met.capped).collect();
        let mut report = vec![format!(
            "imports_per_processing_export: odds of the sectors' import rates × {:.4}",
            met.shift.exp()
        )];
        report.extend(capped.iter().map(Capped::to_string));
        // limits hold up to rounding, which must not leave a negative remainder
        let part_of =
            |used: &Array1<f64>, all| quotient(used, all).mapv(|part| part.clamp(0.0, 1.0));
        Ok(Self {
            columns: Columns {
                domestic: part_of(&used_domestic, &sums.domestic),
                imported: part_of(&used_imports, &sums.imports),
                value_added,
                other: part,
            },
            report,
            capped,
        })
    }
}

/// `1 − ρ v − o`: what is left for inputs, per unit of processing output.
fn room_for_inputs(
    added_rate: &Array1<f64>,
    other_rate: &Array1<f64>,
    processed: &Array1<f64>,
    label: &dyn Fn(usize) -> String,
) -> Result<Array1<f64>> {
    let room = Zip::from(added_rate)
        .and(other_rate)
        .map_collect(|v, o| 1.0 - v - o);
    match (0..room.len()).find(|&j| processed[j] > 0.0 && room[j] < 0.0) {
        None => Ok(room),
        Some(j) => Err(Error::control_total(format!(
            "`processing_value_added_ratio` asks too much of {}: its processing column would have negative inputs",
            label(j)
        ))
        .expected("value added and other primary inputs of at most 1 per unit of output")
        .found(1.0 - room[j])),
    }
}

/// μ, within what the sector has of imports and of domestic inputs.
fn import_rates(
    sums: &Sums,
    room: &Array1<f64>,
    processed: &Array1<f64>,
    total: f64,
    overdraw: Overdraw,
    label: &dyn Fn(usize) -> String,
) -> Result<Met> {
    let most = Zip::from(room)
        .and(&quotient(&sums.imports, processed))
        .map_collect(|room, all| room.min(*all));
    let least = Zip::from(room)
        .and(&quotient(&sums.domestic, processed))
        .map_collect(|room, all| (room - all).max(0.0));
    let starting = quotient(&sums.imports, &sums.output).mapv(|rate| rate.clamp(0.0, 1.0));
    Control {
        name: "imports_per_processing_export",
        weights: processed,
        total,
        limits: Some(Limits {
            least: &least,
            most: &most,
            cell: "a cell of its inputs, normal or processing,",
        }),
        label,
    }
    .met_from(&starting, overdraw)
}

/// ρ x^P / x, the part of value added that processing takes; it cannot be more than all of it.
fn value_added_part(
    part: &Array1<f64>,
    ratio: f64,
    overdraw: Overdraw,
    label: &dyn Fn(usize) -> String,
) -> Result<(Array1<f64>, Option<Capped>)> {
    const NAME: &str = "processing_value_added_ratio";
    if !(ratio.is_finite() && ratio >= 0.0) {
        return Err(Error::control_total(format!("`{NAME}` is not a ratio"))
            .expected("a number of at least 0")
            .found(ratio));
    }
    let taken = part * ratio;
    let over: Vec<usize> = (0..taken.len()).filter(|&j| taken[j] > 1.0).collect();
    match (overdraw, over.first()) {
        (Overdraw::Refuse, Some(&j)) => Err(Error::control_total(format!(
            "`{NAME}` asks too much of {}: value added of its normal column would turn negative",
            label(j)
        ))
        .expected(format!("a ratio of at most {:.6}", 1.0 / part[j]))
        .found(ratio)),
        _ => {
            let capped = Capped::by(NAME, over.into_iter().map(label).collect());
            Ok((taken.mapv(|share| share.min(1.0)), capped))
        }
    }
}

fn basic_value_added(table: &NationalTable) -> Array1<f64> {
    table
        .primary()
        .rows()
        .iter()
        .filter(|row| row.kind.is_basic_value_added())
        .fold(Array1::zeros(table.producers().len()), |sum, row| {
            sum + &row.by_producer
        })
}
