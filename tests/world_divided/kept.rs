//! What a division must keep: sums over groups are the undivided world, and the country's own table is the divided one.

use leontief::table::{NationalTable, WorldTable};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::common::assert_close;

/// Of the largest output.
const TIGHT: f64 = 1e-12;

pub fn tolerance(world: &WorldTable) -> f64 {
    TIGHT * world.output().iter().fold(1.0_f64, |most, x| most.max(*x))
}

/// The undivided producer of every producer of a divided world, by country and sector.
pub fn undivided(before: &WorldTable, after: &WorldTable) -> Vec<usize> {
    let index = |at| {
        let key = after.producers().key(at);
        let positions = before.producers().positions();
        let same = positions.filter(|old| {
            let old = before.producers().key(*old);
            old.country == key.country
                && old.sector == key.sector
                && (old.group == key.group || old.group.is_whole())
        });
        let same: Vec<usize> = same.map(|old| old.get()).collect();
        assert_eq!(same.len(), 1, "{key}");
        same[0]
    };
    after.producers().positions().map(index).collect()
}

fn rows_added(values: ArrayView2<'_, f64>, to: &[usize], n: usize) -> Array2<f64> {
    let mut sums = Array2::zeros((n, values.ncols()));
    for (row, &i) in values.rows().into_iter().zip(to) {
        let mut sum = sums.row_mut(i);
        sum += &row;
    }
    sums
}

fn added(values: ArrayView1<'_, f64>, to: &[usize], n: usize) -> Array1<f64> {
    let column = values.insert_axis(ndarray::Axis(1));
    rows_added(column, to, n).column(0).to_owned()
}

/// Every cell of the world before is the sum over groups after.
#[track_caller]
pub fn assert_sums_kept(before: &WorldTable, after: &WorldTable) {
    let to = undivided(before, after);
    let (n, tolerance) = (before.producers().len(), tolerance(before));
    assert_eq!(before.countries(), after.countries());
    assert_eq!(before.final_uses(), after.final_uses());
    assert_eq!(before.unit(), after.unit());
    assert_eq!(before.concept(), after.concept());
    assert_eq!(before.checked().tolerance(), after.checked().tolerance());
    let flows = rows_added(after.flows(), &to, n);
    let flows = rows_added(flows.t(), &to, n).reversed_axes();
    assert_close("flows", flows, before.flows().to_owned(), tolerance);
    let finals = rows_added(after.final_use(), &to, n);
    assert_close("finals", finals, before.final_use().to_owned(), tolerance);
    let output = added(after.output(), &to, n);
    assert_close("output", output, before.output().to_owned(), tolerance);
    let rows = (after.primary().rows(), before.primary().rows());
    assert_eq!(rows.0.len(), rows.1.len());
    for (found, expected) in rows.0.iter().zip(rows.1) {
        assert_eq!(found.kind, expected.kind);
        assert_eq!(found.by_final_use, expected.by_final_use);
        let sums = added(found.by_producer.view(), &to, n);
        assert_close(
            found.kind.code(),
            sums,
            expected.by_producer.clone(),
            tolerance,
        );
    }
    assert_eq!(before.extensions(), after.extensions());
    assert_eq!(before.extension_finals(), after.extension_finals());
    let extensions = rows_added(after.extension_rows().t(), &to, n);
    let expected = before.extension_rows().t().to_owned();
    assert_close("extensions", extensions, expected, tolerance);
}

/// What has nothing to do with the country is the same to the last bit.
#[track_caller]
pub fn assert_abroad_unchanged(before: &WorldTable, after: &WorldTable, country: &str) {
    let to = undivided(before, after);
    let positions = after.producers().positions();
    let abroad = positions.filter(|at| after.producers().key(*at).country != country);
    let abroad: Vec<usize> = abroad.map(|at| at.get()).collect();
    for &i in &abroad {
        for &j in &abroad {
            assert_eq!(after.flows()[[i, j]], before.flows()[[to[i], to[j]]]);
        }
        assert_eq!(after.final_use().row(i), before.final_use().row(to[i]));
        assert_eq!(after.output()[i], before.output()[to[i]]);
    }
}

/// The same cells under the same labels, whatever their order.
#[track_caller]
pub fn assert_same_national(found: &NationalTable, expected: &NationalTable, tolerance: f64) {
    assert_eq!(found.producers(), expected.producers());
    let close = |what: &str, found: ArrayView1<'_, f64>, expected: ArrayView1<'_, f64>| {
        assert_close(what, found.to_owned(), expected.to_owned(), tolerance);
    };
    let all = |what: &str, found: ArrayView2<'_, f64>, expected: ArrayView2<'_, f64>| {
        assert_close(what, found.to_owned(), expected.to_owned(), tolerance);
    };
    all("domestic", found.domestic(), expected.domestic());
    close("output", found.output(), expected.output());
    assert_eq!(found.products().len(), expected.products().len());
    for (i, code) in found.products().codes().iter().enumerate() {
        let at = expected.products().at(code).unwrap().get();
        close(code, found.imported().row(i), expected.imported().row(at));
    }
    assert_eq!(found.final_uses().len(), expected.final_uses().len());
    for (k, code) in found.final_uses().codes().iter().enumerate() {
        let at = expected.final_uses().at(code).unwrap().get();
        let (used, wanted) = (found.domestic_final(), expected.domestic_final());
        close(code, used.column(k), wanted.column(at));
        for (i, product) in found.products().codes().iter().enumerate() {
            let row = expected.products().at(product).unwrap().get();
            let cell = found.imported_final()[[i, k]];
            let wanted = expected.imported_final()[[row, at]];
            assert_close(product, [cell], [wanted], tolerance);
        }
    }
    let partners = found.exports().partners().codes();
    for partner in partners {
        let sum = |table: &NationalTable| match table.exports().to(partner) {
            Ok(exports) => exports.by_producer(),
            Err(_) => Array1::zeros(table.producers().len()),
        };
        close(partner, sum(found).view(), sum(expected).view());
    }
    let named = |partner: &String| partners.contains(partner);
    assert!(expected.exports().partners().codes().iter().all(named));
    let rows = (found.primary().rows(), expected.primary().rows());
    assert_eq!(rows.0.len(), rows.1.len());
    for (row, wanted) in rows.0.iter().zip(rows.1) {
        assert_eq!(row.kind, wanted.kind);
        close(
            row.kind.code(),
            row.by_producer.view(),
            wanted.by_producer.view(),
        );
    }
    assert_eq!(found.extensions().len(), expected.extensions().len());
    for (k, code) in found.extensions().codes().iter().enumerate() {
        let at = expected.extensions().at(code).unwrap().get();
        let (row, wanted) = (found.extension_rows(), expected.extension_rows());
        close(code, row.row(k), wanted.row(at));
    }
}

/// Everything that a division keeps.
#[track_caller]
pub fn assert_kept(before: &WorldTable, after: &WorldTable, divided: &NationalTable) {
    let country = divided.country();
    assert_sums_kept(before, after);
    assert_abroad_unchanged(before, after, country);
    let national = after.national(country).unwrap();
    assert_same_national(&national, divided, tolerance(before));
}
