//! What every split must keep: the sums over groups are the undivided table, and no cell changes its sign.

use leontief::label::Producers;
use leontief::table::NationalTable;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use crate::common::assert_close;
use crate::common::random::largest_flow;

/// Of the largest flow. A cell is divided by shares of one and added up again: a few roundings each.
const TIGHT: f64 = 1e-12;

/// The sums over groups of a vector over producers, by sector.
pub fn by_sector(groups: usize, values: ArrayView1<'_, f64>) -> Array1<f64> {
    let n = values.len() / groups;
    Array1::from_shape_fn(n, |j| (0..groups).map(|g| values[g * n + j]).sum())
}

fn columns_by_sector(groups: usize, values: ArrayView2<'_, f64>) -> Array2<f64> {
    let n = values.ncols() / groups;
    Array2::from_shape_fn((values.nrows(), n), |(i, j)| {
        (0..groups).map(|g| values[[i, g * n + j]]).sum()
    })
}

/// The sums over supplying and using groups.
pub fn cells_by_sector(groups: usize, values: ArrayView2<'_, f64>) -> Array2<f64> {
    let columns = columns_by_sector(groups, values);
    columns_by_sector(groups, columns.t()).reversed_axes()
}

/// Every cell, row, column, primary cell, final use and export of the undivided table.
pub fn assert_sums_kept(original: &NationalTable, split: &NationalTable) {
    let groups = split.producers().blocks().len();
    let tolerance = TIGHT * largest_flow(original);
    let close = |what: &str, found: Array1<f64>, expected: ArrayView1<'_, f64>| {
        assert_close(what, found, expected.to_owned(), tolerance);
    };
    let all_close = |what: &str, found: Array2<f64>, expected: ArrayView2<'_, f64>| {
        assert_close(what, found, expected.to_owned(), tolerance);
    };
    all_close(
        "domestic",
        cells_by_sector(groups, split.domestic()),
        original.domestic(),
    );
    all_close(
        "imported",
        columns_by_sector(groups, split.imported()),
        original.imported(),
    );
    close(
        "output",
        by_sector(groups, split.output()),
        original.output(),
    );
    for (row, before) in split.primary().rows().iter().zip(original.primary().rows()) {
        assert_eq!(row.kind, before.kind);
        assert_eq!(row.by_final_use, before.by_final_use);
        assert_eq!(row.on_exports, before.on_exports);
        let found = by_sector(groups, row.by_producer.view());
        close(row.kind.code(), found, before.by_producer.view());
    }
    assert_eq!(split.final_uses(), original.final_uses());
    let finals = columns_by_sector(groups, split.domestic_final().t());
    all_close("final use", finals, original.domestic_final().t());
    assert_eq!(split.imported_final(), original.imported_final());
    assert_eq!(split.imported_exports(), original.imported_exports());
    assert_eq!(
        split.exports().flows().len(),
        original.exports().flows().len()
    );
    for (flow, before) in split
        .exports()
        .flows()
        .iter()
        .zip(original.exports().flows())
    {
        assert_eq!(
            (flow.partner(), flow.kind()),
            (before.partner(), before.kind())
        );
        close(
            "exports",
            by_sector(groups, flow.amounts()),
            before.amounts(),
        );
    }
    let extensions = columns_by_sector(groups, split.extension_rows());
    all_close("extensions", extensions, original.extension_rows());
    // and with the cells the sums of rows and columns, whatever they miss of output
    let residuals = |table: &NationalTable| {
        let (rows, columns) = (
            table.checked().row_residuals(),
            table.checked().column_residuals(),
        );
        [rows, columns].map(|side| side.iter().map(|r| r.amount).collect::<Array1<f64>>())
    };
    for (found, before) in residuals(split).iter().zip(residuals(original)) {
        close("residuals", by_sector(groups, found.view()), before.view());
    }
}

/// A part has the sign of the whole, or is zero.
pub fn assert_signs_kept(original: &NationalTable, split: &NationalTable) {
    let n = original.producers().len();
    let same = |what: &str, part: f64, whole: f64, at: (usize, usize)| {
        let kept = if whole >= 0.0 {
            part >= 0.0
        } else {
            part <= 0.0
        };
        assert!(kept, "{what} {at:?}: {part:e} of {whole}");
    };
    for ((i, j), &part) in split.domestic().indexed_iter() {
        same(
            "domestic",
            part,
            original.domestic()[[i % n, j % n]],
            (i, j),
        );
    }
    for ((i, j), &part) in split.imported().indexed_iter() {
        same("imported", part, original.imported()[[i, j % n]], (i, j));
    }
    for ((i, k), &part) in split.domestic_final().indexed_iter() {
        same(
            "final use",
            part,
            original.domestic_final()[[i % n, k]],
            (i, k),
        );
    }
    for (flow, before) in split
        .exports()
        .flows()
        .iter()
        .zip(original.exports().flows())
    {
        for (i, &part) in flow.amounts().indexed_iter() {
            same("exports", part, before.amounts()[i % n], (i, 0));
        }
    }
    for (row, before) in split.primary().rows().iter().zip(original.primary().rows()) {
        for (j, &part) in row.by_producer.indexed_iter() {
            same(row.kind.code(), part, before.by_producer[j % n], (0, j));
        }
    }
    assert!(split.output().iter().all(|output| *output >= 0.0));
}

/// Processing producers sell nothing at home and export all they make.
pub fn assert_processing_is_exported(split: &NationalTable) {
    let tolerance = TIGHT * largest_flow(split);
    let exports = split.exports().by_producer();
    for j in processing(split.producers()) {
        assert!(split.domestic().row(j).iter().all(|cell| *cell == 0.0));
        assert!(
            split
                .domestic_final()
                .row(j)
                .iter()
                .all(|cell| *cell == 0.0)
        );
        assert_close("exports", [exports[j]], [split.output()[j]], tolerance);
    }
}

/// The positions of processing producers.
pub fn processing(producers: &Producers) -> Vec<usize> {
    positions(producers, |code| code.contains('P'))
}

/// The positions of foreign-invested producers.
pub fn foreign(producers: &Producers) -> Vec<usize> {
    positions(producers, |code| code.starts_with('F'))
}

fn positions(producers: &Producers, group: impl Fn(&str) -> bool) -> Vec<usize> {
    let blocks = producers.blocks().iter();
    blocks
        .filter(|block| group(block.group().code()))
        .flat_map(|block| block.range())
        .collect()
}

pub fn sum_over(values: ArrayView1<'_, f64>, positions: &[usize]) -> f64 {
    positions.iter().map(|&j| values[j]).sum()
}

/// The sum of each column.
pub fn column_sums(values: ArrayView2<'_, f64>) -> Array1<f64> {
    values.sum_axis(Dimension(0))
}
