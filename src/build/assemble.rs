//! A sector's cells divided among groups of producers, so that every cell, row and column of the table is preserved.
//!
//! Groups buy by column and sell by row. A column of sector j is first divided by technology (one or two kinds of columns
//! that add up to the sector's), then among groups of the same technology in proportion to their output. A row of sector i is
//! divided by the groups' shares in its home sales and in its exports. The cell of supplier (g, i) and user (h, j) is
//! `home_g[i] × part_h[j] × share_h[j] × Z_ij`; summed over g and h it is Z_ij.

use ndarray::{Array1, Array2, Zip};

use super::split::{Division, ExportShares};
use crate::error::Result;
use crate::label::{Group, Producers};
use crate::table::{NationalDraft, NationalTable, PrimaryRow, Tolerance};

/// One technology: the part of each of a sector's columns that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) domestic: Array1<f64>,
    pub(super) imported: Array1<f64>,
    pub(super) value_added: Array1<f64>,
    /// Other primary inputs, extensions and the table's discrepancy.
    pub(super) other: Array1<f64>,
}

impl Columns {
    /// The sector's whole column.
    pub(super) fn whole(sectors: usize) -> Self {
        Self::part(&Array1::ones(sectors))
    }

    /// The same part of everything, by sector.
    pub(super) fn part(share: &Array1<f64>) -> Self {
        Self {
            domestic: share.clone(),
            imported: share.clone(),
            value_added: share.clone(),
            other: share.clone(),
        }
    }

    /// Nothing of the sector's column.
    pub(super) fn none(sectors: usize) -> Self {
        Self::remainder_of(&Self::whole(sectors))
    }

    /// What another technology leaves.
    pub(super) fn remainder_of(taken: &Self) -> Self {
        let rest = |part: &Array1<f64>| part.mapv(|share| 1.0 - share);
        Self {
            domestic: rest(&taken.domestic),
            imported: rest(&taken.imported),
            value_added: rest(&taken.value_added),
            other: rest(&taken.other),
        }
    }
}

/// One group: its technology, its share in that technology's output, and its shares in the sector's sales.
#[derive(Debug, Clone)]
pub(super) struct GroupPlan<'a> {
    pub(super) group: Group,
    pub(super) columns: &'a Columns,
    /// Output of the group.
    pub(super) output: Array1<f64>,
    /// Share in the columns of its technology.
    pub(super) share: Array1<f64>,
    /// Share in the sector's sales at home.
    pub(super) home: Array1<f64>,
}

/// The table with every sector divided into these groups.
pub(super) fn assemble(
    table: &NationalTable,
    groups: &[GroupPlan<'_>],
    division: Division,
    shares: &ExportShares,
    step: String,
) -> Result<NationalTable> {
    let sectors = table.producers().only_block()?.sectors().clone();
    let producers = Producers::national(
        table.country(),
        groups.iter().map(|plan| plan.group.clone()),
        &sectors,
    )?;
    let mut draft = NationalDraft::new(
        producers.clone(),
        table.products().clone(),
        table.unit().clone(),
    )
    .domestic(domestic(table, groups))
    .imported(imported(table, groups))
    .exports(&shares.divided(table.exports(), &producers, division, &shares.processing)?)
    .imported_exports(table.imported_exports().to_owned())
    .output(by_group(groups, |plan, j| plan.output[j]))
    .concept(table.concept())
    .tolerance(inherited_tolerance(table))
    .provenance(table.provenance().then(step));
    for row in table.primary().rows() {
        draft = draft.primary_row(primary_row(row, groups));
    }
    for (k, code) in table.final_uses().codes().iter().enumerate() {
        let used = table.domestic_final().column(k).to_owned();
        draft = draft.final_use(
            code,
            by_group(groups, |plan, i| plan.home[i] * used[i]),
            table.imported_final().column(k).to_owned(),
        );
    }
    for at in table.extensions().positions() {
        let row = table.extension_rows().row(at.get()).to_owned();
        draft = draft.extension(
            table.extensions().code(at),
            table.extensions().name(at),
            by_group(groups, |plan, j| {
                plan.columns.other[j] * plan.share[j] * row[j]
            }),
        );
    }
    draft.check()
}

/// What the rows and columns of a published table miss goes to its groups, most of a row to those that sell at home: a group
/// may miss its own, smaller output by as much as a whole sector does.
pub(super) fn inherited_tolerance(table: &NationalTable) -> Tolerance {
    let checked = table.checked();
    let residuals = checked
        .row_residuals()
        .iter()
        .chain(checked.column_residuals());
    let published = residuals
        .filter(|residual| !Tolerance::EXACT.allows(residual.amount, residual.output))
        .fold(0.0, |worst: f64, residual| worst.max(residual.amount.abs()));
    let tolerance = checked.tolerance();
    Tolerance {
        absolute: tolerance.absolute.max(published),
        ..tolerance
    }
}

/// A vector over producers from a function of group and sector.
pub(super) fn by_group(
    groups: &[GroupPlan<'_>],
    value: impl Fn(&GroupPlan<'_>, usize) -> f64,
) -> Array1<f64> {
    groups
        .iter()
        .flat_map(|plan| {
            (0..plan.output.len())
                .map(|j| value(plan, j))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn domestic(table: &NationalTable, groups: &[GroupPlan<'_>]) -> Array2<f64> {
    let n = table.producers().len();
    let flows = table.domestic();
    let sold = by_group(groups, |plan, i| plan.home[i]);
    let bought = by_group(groups, |plan, j| plan.columns.domestic[j] * plan.share[j]);
    let mut divided = Array2::zeros((sold.len(), bought.len()));
    for (row, mut cells) in divided.rows_mut().into_iter().enumerate() {
        if sold[row] == 0.0 {
            continue; // processing producers sell nothing at home
        }
        let flows = flows.row(row % n);
        for (column, cell) in cells.indexed_iter_mut() {
            *cell = sold[row] * bought[column] * flows[column % n];
        }
    }
    divided
}

fn imported(table: &NationalTable, groups: &[GroupPlan<'_>]) -> Array2<f64> {
    let n = table.producers().len();
    let bought = by_group(groups, |plan, j| plan.columns.imported[j] * plan.share[j]);
    Array2::from_shape_fn((table.products().len(), bought.len()), |(i, column)| {
        bought[column] * table.imported()[[i, column % n]]
    })
}

fn primary_row(row: &PrimaryRow, groups: &[GroupPlan<'_>]) -> PrimaryRow {
    let basic = row.kind.is_basic_value_added();
    PrimaryRow {
        by_producer: by_group(groups, |plan, j| {
            let part = if basic {
                plan.columns.value_added[j]
            } else {
                plan.columns.other[j]
            };
            part * plan.share[j] * row.by_producer[j]
        }),
        ..row.clone()
    }
}

/// a / b, and 0 where b is 0.
pub(super) fn quotient(a: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    Zip::from(a)
        .and(b)
        .map_collect(|&a, &b| if b == 0.0 { 0.0 } else { a / b })
}
