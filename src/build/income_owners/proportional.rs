//! Flows of income between countries from their totals alone.

use ndarray::Array2;

use super::totals::PrimaryIncomeTotals;
use crate::build::balancing::{Balancing, Margin, Method};
use crate::error::{Error, Result, first_few};

/// Flows, owner × host, and what receipts were multiplied by.
pub(super) struct Proportional {
    pub(super) flows: Array2<f64>,
    pub(super) receipts_factor: f64,
}

/// How far rows and columns may be from their sums, relatively: the rounding of sums of a few numbers.
const AGREES: f64 = 1e-14;

/// Every country's gross domestic product.
pub(super) fn products(totals: &PrimaryIncomeTotals) -> Result<Vec<(&str, f64)>> {
    let missing = totals.iter().filter(|(_, income)| income.gdp.is_none());
    let missing: Vec<&str> = missing.map(|(code, _)| code).collect();
    if !missing.is_empty() {
        return Err(incomplete("gross domestic product", &missing));
    }
    let known = totals
        .iter()
        .filter_map(|(code, income)| Some((code, income.gdp?)));
    Ok(known.collect())
}

/// RAS of receipts × payments to receipts, scaled, and payments.
pub(super) fn flows(totals: &PrimaryIncomeTotals) -> Result<Proportional> {
    let (mut receipts, mut payments) = (Vec::new(), Vec::new());
    let mut missing = Vec::new();
    for (code, income) in totals.iter() {
        match (income.receipts, income.payments) {
            (Some(r), Some(p)) => {
                receipts.push(r);
                payments.push(p);
            }
            _ => missing.push(code),
        }
    }
    if !missing.is_empty() {
        return Err(incomplete("receipts and payments", &missing));
    }
    let (received, paid): (f64, f64) = (receipts.iter().sum(), payments.iter().sum());
    if (received > 0.0) != (paid > 0.0) {
        return Err(Error::control_total(
            "primary income is received but not paid, or paid but not received",
        )
        .expected("receipts and payments above zero, or none of both")
        .found(format!("receipts of {received}, payments of {paid}")));
    }
    if paid == 0.0 {
        return Ok(Proportional {
            flows: Array2::zeros((receipts.len(), payments.len())),
            receipts_factor: 1.0,
        });
    }
    let factor = paid / received;
    let within: Vec<f64> = totals
        .iter()
        .map(|(_, income)| income.within.unwrap_or(0.0))
        .collect();
    let rows: Vec<f64> = receipts.iter().map(|r| factor * r).collect();
    let seed = Array2::from_shape_fn((rows.len(), payments.len()), |(o, h)| {
        let part = if o == h { within[h] } else { 1.0 };
        part * rows[o] * (payments[h] / paid)
    });
    let labels = |what: &str| -> Vec<String> {
        let codes = totals.codes().iter();
        codes.map(|code| format!("{what} of {code}")).collect()
    };
    let unit = measuring_unit(rows.iter().chain(&payments).copied());
    let scaled = |amounts: &[f64]| -> Vec<f64> { amounts.iter().map(|a| a * unit).collect() };
    let flows = Balancing::ras(
        (seed * unit).view(),
        Margin::new(labels("receipts"), scaled(&rows))?,
        Margin::new(labels("payments"), scaled(&payments))?,
    )?
    .method(Method::Alternating)
    .tolerance(AGREES)
    .balanced()
    .map_err(|error| error.during("flows of income from receipts and payments"))?
    .into_matrix();
    Ok(Proportional {
        flows: flows / unit,
        receipts_factor: factor,
    })
}

/// A power of two that makes the smallest amount above zero at least one: a balancing measures what it misses in max(1, |target|), and times
/// a power of two no amount is rounded.
pub(super) fn measuring_unit(amounts: impl Iterator<Item = f64>) -> f64 {
    let smallest = amounts
        .map(f64::abs)
        .filter(|amount| *amount > 0.0)
        .fold(f64::INFINITY, f64::min);
    if smallest.is_finite() {
        (-smallest.log2().floor()).clamp(-500.0, 500.0).exp2()
    } else {
        1.0
    }
}

fn incomplete(what: &str, missing: &[&str]) -> Error {
    Error::control_total(format!(
        "proportional flows of income need {what} of every country"
    ))
    .found(format!("none of {}", first_few(missing)))
    .hint("`totals.only(codes)` for the countries that are complete")
}
