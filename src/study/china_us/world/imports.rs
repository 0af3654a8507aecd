//! More imported inputs of one country of a world table, as [`scale_imported_inputs`] has it for a national one.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use crate::build::{Overdraw, scale_imported_inputs};
use crate::error::Result;
use crate::label::{Axis, Country, FinalUse, Ix};
use crate::table::{ExtensionRow, PrimaryRow, WorldDraft, WorldTable};

/// The category of final use that takes up the change.
const REALLOCATION: &str = "reallocated by imported-input scale";

/// The world with imported inputs of a country's producers scaled, and lines on what is odd: columns capped at all their inputs, origins
/// whose goods the country would use less than nothing of. Every column changes as that of the country's own table does; imports rise
/// alike from all origins. What this frees at home and takes up abroad is one more final use of the country that comes to
/// zero, so that all rows and columns stand. Its national table is the scaled one.
pub(super) fn with_scaled_imports(
    world: &WorldTable,
    country: &str,
    scale: f64,
    overdraw: Overdraw,
) -> Result<(WorldTable, Vec<String>)> {
    let national = world.national(country)?;
    let (scaled, capped) = scale_imported_inputs(&national, scale, overdraw)?;
    if scale == 1.0 {
        return Ok((world.clone(), Vec::new()));
    }
    let at = world.countries().at(country)?;
    let home = world.range(at);
    let sums = |flows: ndarray::ArrayView2<'_, f64>| flows.sum_axis(Dimension(0));
    let own = ratio(&sums(scaled.domestic()), &sums(national.domestic()));
    let foreign = ratio(&sums(scaled.imported()), &sums(national.imported()));
    let mut flows = world.flows().to_owned();
    let mut freed = Array1::zeros(world.producers().len());
    for (i, mut row) in flows.rows_mut().into_iter().enumerate() {
        let mut row = row.slice_axis_mut(Dimension(0), Slice::from(home.clone()));
        let factors = if home.contains(&i) { &own } else { &foreign };
        let before = row.to_owned();
        row *= factors;
        freed[i] = (&before - &row).sum();
    }
    let table = with_final_use(world, at, flows, &freed)?
        .provenance(world.provenance().then(format!(
            "imported inputs of {country} × {scale}, its domestic inputs giving way"
        )))
        .check()?;
    let capped = capped.into_iter();
    let capped = capped.map(|label| format!("imported_input_scale: capped at all inputs: {label}"));
    let lines = capped.chain(overused(&table, at)).collect();
    Ok((table, lines))
}

/// Origins of which a country uses less than nothing as final goods, because its producers take more of them than there were.
fn overused(table: &WorldTable, user: Ix<Country>) -> Vec<String> {
    let (finals, countries) = (table.final_use_in(user), table.countries());
    let origins = countries.positions().filter(|origin| *origin != user);
    let uses = origins.map(|origin| {
        let rows = Slice::from(table.range(origin));
        (origin, finals.slice_axis(Dimension(0), rows).sum())
    });
    let negative = uses.filter(|(_, used)| *used < 0.0);
    let line = |(origin, used): (Ix<Country>, f64)| {
        format!(
            "imported_input_scale: final use of goods of {} in {} comes to {used:.0} {}, which balances by final use inherit",
            countries.code(origin),
            countries.code(user),
            table.unit().short()
        )
    };
    negative.map(line).collect()
}

/// One where there was nothing.
fn ratio(after: &Array1<f64>, before: &Array1<f64>) -> Array1<f64> {
    let pairs = after.iter().zip(before);
    let ratio = |(after, before): (&f64, &f64)| {
        if *before == 0.0 { 1.0 } else { after / before }
    };
    pairs.map(ratio).collect()
}

/// The table with other flows and one more category of final use, of one country alone.
fn with_final_use(
    world: &WorldTable,
    user: Ix<Country>,
    flows: Array2<f64>,
    amounts: &Array1<f64>,
) -> Result<WorldDraft> {
    let old = world.final_uses();
    let categories: Axis<FinalUse> =
        Axis::new(old.codes().iter().map(String::as_str).chain([REALLOCATION]))?;
    let wider = |columns: ndarray::ArrayView1<'_, f64>| -> Array1<f64> {
        let countries = columns.exact_chunks(old.len());
        let wider = countries.into_iter().flat_map(|own| {
            let own: Vec<f64> = own.iter().copied().chain([0.0]).collect();
            own
        });
        wider.collect()
    };
    let mut finals = Array2::zeros((
        world.producers().len(),
        world.countries().len() * categories.len(),
    ));
    for (row, mut into) in world.final_use().rows().into_iter().zip(finals.rows_mut()) {
        into.assign(&wider(row));
    }
    let column = user.get() * categories.len() + old.len();
    finals.column_mut(column).assign(amounts);
    let producing = world.producers().countries();
    let countries = world.countries().codes().iter();
    let markets = countries.filter(|code| producing.find(code).is_none());
    let mut draft = WorldDraft::new(
        world.producers().clone(),
        categories.clone(),
        world.unit().clone(),
    )
    .with_markets(markets.cloned())?
    .flows(flows)
    .final_use(finals)
    .output(world.output().to_owned())
    .concept(world.concept())
    .tolerance(world.checked().tolerance());
    for row in world.primary().rows() {
        draft = draft.primary_row(PrimaryRow {
            by_final_use: wider(row.by_final_use.view()),
            ..row.clone()
        });
    }
    let extensions = world.extensions();
    for at in extensions.positions() {
        draft = draft.extension_row(ExtensionRow {
            code: extensions.code(at).to_owned(),
            unit: extensions.name(at).to_owned(),
            by_producer: world.extension_rows().row(at.get()).to_owned(),
            by_final_use: wider(world.extension_finals().row(at.get())),
        });
    }
    Ok(draft)
}
