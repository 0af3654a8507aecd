//! Whether the groups of a divided country add up to what the world table has of it.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use super::group_places::{Places, advice};
use crate::error::{Error, Result};
use crate::label::{Axis, Extension};
use crate::table::checks::Tolerance;
use crate::table::primary::{PrimaryInputs, PrimaryKind};

/// A cell whose groups do not add up to it.
struct Gap {
    cell: String,
    expected: f64,
    found: f64,
    tolerance: Tolerance,
}

impl Gap {
    fn size(&self) -> f64 {
        (self.found - self.expected).abs()
    }
}

/// How many cells miss, and the one that misses most.
#[derive(Default)]
struct Missed {
    cells: usize,
    worst: Option<Gap>,
}

impl Missed {
    fn count(&self) -> String {
        match self.cells {
            1 => "1 cell".to_owned(),
            cells => format!("{cells} cells"),
        }
    }

    fn take(&mut self, size: f64, gap: impl FnOnce() -> Gap) {
        self.cells += 1;
        if self.worst.as_ref().is_none_or(|worst| size > worst.size()) {
            self.worst = Some(gap());
        }
    }
}

/// The comparison so far.
struct Gaps {
    /// What the world table tolerates.
    tolerance: Tolerance,
    beyond: Missed,
    /// Within the tolerance, but by more than rounding of double-precision arithmetic.
    within: Missed,
}

impl Gaps {
    /// Compares a sum over groups with a cell; `scale` is the output by which the relative part of the tolerance is measured.
    fn compare(&mut self, found: f64, expected: f64, scale: f64, cell: impl FnOnce() -> String) {
        self.judge(found, expected, scale, self.tolerance, cell);
    }

    fn judge(
        &mut self,
        found: f64,
        expected: f64,
        scale: f64,
        tolerance: Tolerance,
        cell: impl FnOnce() -> String,
    ) {
        let gap = found - expected;
        if Tolerance::EXACT.allows(gap, scale) {
            return;
        }
        let missed = match tolerance.allows(gap, scale) {
            true => &mut self.within,
            false => &mut self.beyond,
        };
        missed.take(gap.abs(), || Gap {
            cell: cell(),
            expected,
            found,
            tolerance,
        });
    }
}

/// Refuses groups that do not add up, and says what they miss within the tolerance, if anything.
pub(super) fn require_same_sums(places: &Places<'_>) -> Result<Option<String>> {
    require_same_rows(places)?;
    let mut gaps = Gaps {
        tolerance: places.world.checked().tolerance(),
        beyond: Missed::default(),
        within: Missed::default(),
    };
    compare_inputs(places, &mut gaps);
    compare_sales(places, &mut gaps);
    compare_final_imports(places, &mut gaps);
    compare_primary(places, &mut gaps);
    compare_extensions(places, &mut gaps)?;
    let code = places.divided.country();
    let count = gaps.beyond.count();
    if let Some(worst) = gaps.beyond.worst {
        return Err(Error::table(format!(
            "the groups of `{code}` do not add up to its table in the world in {}, by the most in {} (tolerance {})",
            count, worst.cell, worst.tolerance
        ))
        .expected(worst.expected)
        .found(worst.found)
        .hint(advice(code)));
    }
    let count = gaps.within.count();
    Ok(gaps.within.worst.map(|worst| {
        format!(
            "groups miss the undivided country in {} within the tolerance, by the most {:.6} in {}",
            count,
            worst.size(),
            worst.cell
        )
    }))
}

/// The primary rows of the divided table must be those of the world.
fn require_same_rows(places: &Places<'_>) -> Result<()> {
    let code = places.divided.country();
    let (found, expected) = (places.divided.primary(), places.own.primary());
    let differs =
        |kind: &&PrimaryKind| found.row(**kind).is_some() != expected.row(**kind).is_some();
    let Some(kind) = PrimaryKind::ALL.iter().find(differs) else {
        return Ok(());
    };
    let rows = |rows: &PrimaryInputs| {
        let kinds: Vec<String> = rows.rows().iter().map(|row| row.kind.to_string()).collect();
        kinds.join(", ")
    };
    Err(Error::table(format!(
        "the divided table of `{code}` and the world table do not both have the row {kind}"
    ))
    .expected(rows(expected))
    .found(rows(found))
    .hint(advice(code)))
}

/// Sums over groups of values by divided producer.
fn by_sector(places: &Places<'_>, values: ArrayView1<'_, f64>) -> Array1<f64> {
    let mut sums = Array1::zeros(places.home.len());
    for (value, &sector) in values.iter().zip(&places.sectors) {
        sums[sector] += value;
    }
    sums
}

/// Sums over using groups of rows of the divided table, taken in the order `rows`.
fn columns_by_sector(
    places: &Places<'_>,
    values: ArrayView2<'_, f64>,
    rows: &[usize],
) -> Array2<f64> {
    let mut sums = Array2::zeros((rows.len(), places.home.len()));
    for (mut sums, &row) in sums.rows_mut().into_iter().zip(rows) {
        for (value, &sector) in values.row(row).iter().zip(&places.sectors) {
            sums[sector] += value;
        }
    }
    sums
}

fn compare_inputs(places: &Places<'_>, gaps: &mut Gaps) {
    let (own, divided) = (&places.own, places.divided);
    let output = own.output();
    let mut domestic = Array2::<f64>::zeros(own.domestic().dim());
    for (row, &sector) in divided.domestic().rows().into_iter().zip(&places.sectors) {
        for (value, &user) in row.iter().zip(&places.sectors) {
            domestic[[sector, user]] += value;
        }
    }
    let label = |j: usize| own.producers().label(j);
    for ((i, j), &found) in domestic.indexed_iter() {
        let expected = own.domestic()[[i, j]];
        gaps.compare(found, expected, output[j], || {
            format!("{} → {}", label(i), label(j))
        });
    }
    let imported = columns_by_sector(places, divided.imported(), &places.products);
    for ((i, j), &found) in imported.indexed_iter() {
        let expected = own.imported()[[i, j]];
        gaps.compare(found, expected, output[j], || {
            format!("imported `{}` → {}", own.products().codes()[i], label(j))
        });
    }
}

fn compare_sales(places: &Places<'_>, gaps: &mut Gaps) {
    let (own, divided) = (&places.own, places.divided);
    let output = own.output();
    let mut compare = |what: &str, found: ArrayView1<'_, f64>, expected: ArrayView1<'_, f64>| {
        let found = by_sector(places, found);
        for (j, (&found, &expected)) in found.iter().zip(expected).enumerate() {
            gaps.compare(found, expected, output[j], || {
                format!("{} → {what}", own.producers().label(j))
            });
        }
    };
    compare("output", divided.output(), own.output());
    for (k, &at) in places.final_uses.iter().enumerate() {
        let code = &own.final_uses().codes()[k];
        compare(
            code,
            divided.domestic_final().column(at),
            own.domestic_final().column(k),
        );
    }
    for flow in own.exports().flows() {
        let Some(partner) = places.world.countries().find(flow.partner()) else {
            continue; // partners are countries of the world
        };
        let exports = places.exports.column(partner.get());
        compare(
            &format!("exports to {}", flow.partner()),
            exports,
            flow.amounts(),
        );
    }
}

/// Imports that no producer uses.
fn compare_final_imports(places: &Places<'_>, gaps: &mut Gaps) {
    let (own, divided) = (&places.own, places.divided);
    let finals = places.world.final_use_in(places.country);
    for (i, suppliers) in places.suppliers.iter().enumerate() {
        let product = &own.products().codes()[i];
        for (k, &at) in places.final_uses.iter().enumerate() {
            let size: f64 = suppliers.iter().map(|&s| finals[[s, k]].abs()).sum();
            let found = divided.imported_final()[[places.products[i], at]];
            gaps.compare(found, own.imported_final()[[i, k]], size, || {
                format!("imported `{product}` → {}", own.final_uses().codes()[k])
            });
        }
        let again = divided.imported_exports()[places.products[i]];
        gaps.compare(again, own.imported_exports()[i], 0.0, || {
            format!("imported `{product}` → exports")
        });
    }
}

fn compare_primary(places: &Places<'_>, gaps: &mut Gaps) {
    let (own, divided) = (&places.own, places.divided);
    let output = own.output();
    // both tables have the same kinds, in order of kind
    for (found, expected) in divided.primary().rows().iter().zip(own.primary().rows()) {
        let kind = expected.kind;
        let sums = by_sector(places, found.by_producer.view());
        for (j, (&sum, &cell)) in sums.iter().zip(&expected.by_producer).enumerate() {
            gaps.compare(sum, cell, output[j], || {
                format!("{kind} → {}", own.producers().label(j))
            });
        }
        let size: f64 = expected.by_final_use.iter().map(|cell| cell.abs()).sum();
        for (k, &at) in places.final_uses.iter().enumerate() {
            gaps.compare(
                found.by_final_use[at],
                expected.by_final_use[k],
                size,
                || format!("{kind} → {}", own.final_uses().codes()[k]),
            );
        }
        gaps.compare(found.on_exports, expected.on_exports, 0.0, || {
            format!("{kind} → exports")
        });
    }
}

/// Extensions are in units of their own, in which the tolerance of the table says nothing: only rounding of double-precision arithmetic
/// is allowed.
fn compare_extensions(places: &Places<'_>, gaps: &mut Gaps) -> Result<()> {
    let (own, divided) = (&places.own, places.divided);
    for (k, &at) in places.extensions.iter().enumerate() {
        let code = &own.extensions().codes()[k];
        let unit = unit_of(divided.extensions(), code);
        let expected = unit_of(own.extensions(), code);
        if unit != expected {
            return Err(Error::unit(format!(
                "the extension `{code}` of the divided table of `{}` is in another unit",
                divided.country()
            ))
            .expected(expected.unwrap_or_default())
            .found(unit.unwrap_or_default())
            .hint(advice(divided.country())));
        }
        let row = divided.extension_rows();
        let sums = by_sector(places, row.row(at));
        let sizes = by_sector(places, row.row(at).mapv(f64::abs).view());
        for (j, (&sum, &cell)) in sums.iter().zip(own.extension_rows().row(k)).enumerate() {
            let scale = sizes[j].max(cell.abs());
            gaps.judge(sum, cell, scale, Tolerance::EXACT, || {
                format!("{code} → {}", own.producers().label(j))
            });
        }
    }
    Ok(())
}

fn unit_of<'a>(axis: &'a Axis<Extension>, code: &str) -> Option<&'a str> {
    axis.find(code).map(|at| axis.name(at))
}
