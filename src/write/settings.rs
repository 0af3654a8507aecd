//! `table.toml`: what the numbers of a world table's folder mean.

use std::collections::BTreeMap;

use super::Toml;
use super::rows::number;
use super::world_labels::group_key;
use crate::error::{Error, Result};
use crate::label::{Group, Ownership, Regime};
use crate::table::{Residual, Tolerance, ValueAddedConcept, WorldTable};
use crate::unit::{Scale, Unit};

/// The text of `table.toml` beside a table in this form, `plain CSV` for instance.
///
/// # Errors
/// If the unit is stated in part or its scale has no name there; if one code of a group means different things in two countries.
pub(super) fn settings(table: &WorldTable, form: &str) -> Result<String> {
    let mut toml = Toml::default();
    toml.comment(&format!(
        "A table of the world in {form}, written by leontief {}",
        env!("CARGO_PKG_VERSION")
    ));
    let provenance = table.provenance();
    if !provenance.source().is_empty() {
        toml.text("source", provenance.source());
    }
    put_unit(&mut toml, table.unit())?;
    toml.text("concept", concept_code(table.concept()));
    let (tolerance, why) = tolerance(table);
    if tolerance.absolute != 0.0 {
        toml.number("tolerance", &number(tolerance.absolute));
    }
    if tolerance.relative != Tolerance::EXACT.relative {
        toml.number("tolerance_share", &number(tolerance.relative));
    }
    // a step that was a remark when the table was read does not become the remark of a remark
    let steps = provenance.steps().iter();
    let steps = steps.map(|step| step.strip_prefix("remark: ").unwrap_or(step).to_owned());
    let remarks: Vec<String> = steps.chain(why).collect();
    if !remarks.is_empty() {
        toml.texts("remark", &remarks);
    }
    let markets = &table.countries().codes()[table.producers().countries().len()..];
    if !markets.is_empty() {
        toml.texts("markets", markets);
    }
    put_groups(&mut toml, table)?;
    Ok(toml.into_text())
}

fn put_unit(toml: &mut Toml, unit: &Unit) -> Result<()> {
    if *unit == Unit::unstated() {
        return Ok(());
    }
    if unit.currency().trim().is_empty() {
        return Err(Error::unit("the unit has no currency")
            .expected("a code such as `USD`, or `Unit::unstated()`"));
    }
    toml.text("currency", unit.currency());
    let scale = unit.scale();
    let names = [
        ("ones", Scale::ONES),
        ("thousands", Scale::THOUSANDS),
        ("millions", Scale::MILLIONS),
        ("billions", Scale::BILLIONS),
    ];
    match names.iter().find(|(_, named)| *named == scale) {
        Some((name, _)) => toml.text("scale", name),
        None => toml.number("scale", &power(scale)?),
    }
    toml.number("year", &unit.year().to_string());
    toml.text("prices", unit.prices().code());
    Ok(())
}

/// A scale as a whole number, for those without a name.
fn power(scale: Scale) -> Result<String> {
    let known = (0..=18_i8).find(|power| Scale::power_of_ten(*power) == scale);
    let power = known.ok_or_else(|| {
        Error::unit("the layout has no word for the scale")
            .expected("ten to a power from 0 to 18")
            .found(format!("`{}`", scale.to_string().trim()))
    })?;
    let zeros = usize::from(power.unsigned_abs());
    Ok(format!("1{}", "0".repeat(zeros)))
}

fn concept_code(concept: ValueAddedConcept) -> &'static str {
    match concept {
        ValueAddedConcept::BasicPrices => "basic_prices",
        ValueAddedConcept::WithProductTaxes => "with_product_taxes",
        ValueAddedConcept::AllPrimaryInputs => "all_primary_inputs",
    }
}

/// How far sums may miss output, as an amount and, where it is not that of rounding, as a share of output. A tolerance that is no
/// number, or negative, becomes the most that a sum misses, and a remark says so.
fn tolerance(table: &WorldTable) -> (Tolerance, Option<String>) {
    let checked = table.checked();
    let tolerance = checked.tolerance();
    let plain = |amount: f64| amount.is_finite() && amount >= 0.0;
    if plain(tolerance.absolute) && plain(tolerance.relative) {
        return (tolerance, None);
    }
    let residuals = checked
        .row_residuals()
        .iter()
        .chain(checked.column_residuals());
    let misses = residuals.map(|Residual { amount, .. }| amount.abs());
    let most = misses.fold(0.0_f64, f64::max);
    let why = format!(
        "the table was checked with a tolerance of {tolerance}; no sum misses output by more than {}",
        number(most)
    );
    (Tolerance::absolute(most), Some(why))
}

/// Every group that has a code, with what is known of it.
fn put_groups(toml: &mut Toml, table: &WorldTable) -> Result<()> {
    let mut known: BTreeMap<&str, (&str, &Group)> = BTreeMap::new();
    for block in table.producers().blocks() {
        let (code, group) = (group_key(block.group()), block.group());
        let country = table.producers().countries().code(block.country());
        if code.is_empty() {
            continue;
        }
        match known.insert(code, (country, group)) {
            Some((other, before)) if before != group => {
                let meaning =
                    |group: &Group| format!("{:?}, {:?}", group.ownership(), group.regime());
                let what = format!(
                    "the group `{code}` means one thing in `{other}` and another in `{country}`"
                );
                return Err(Error::label(what)
                    .expected("one ownership and one regime for each code")
                    .found(format!("{} and {}", meaning(before), meaning(group))));
            }
            _ => {}
        }
    }
    for (code, (_, group)) in known {
        toml.section(&["groups", code]);
        match group.ownership() {
            Some(Ownership::Domestic) => toml.text("ownership", "domestic"),
            Some(Ownership::Foreign) => toml.text("ownership", "foreign"),
            None => {}
        }
        match group.regime() {
            Some(Regime::Normal) => toml.text("regime", "normal"),
            Some(Regime::Processing) => toml.text("regime", "processing"),
            None => {}
        }
    }
    Ok(())
}
