//! More (or fewer) imported inputs in every column, domestic inputs giving way.
//!
//! Question answered: what if imported inputs are k times what the table says? Published tables separate imports mostly in
//! proportion, which understates how much producers of exports import. Every imported cell of producer j becomes
//! `k M_ij`; the domestic inputs of the column shrink in proportion by `(k − 1) Σ_i M_ij`, so that the column total stands.
//! The domestic output set free and the imports taken up go to one more category of final use, so that rows balance and
//! nothing is hidden; this category sums to zero over domestic output and imports together.

use ndarray::{Array1, Axis as Dimension};

use crate::build::Overdraw;
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// The category of final use that takes up the change.
const REALLOCATION: &str = "reallocated by imported-input scale";

/// The table with imported inputs multiplied by `scale`, and what was capped, by label. A scale of 1 changes nothing.
///
/// # Errors
/// If the scale is not a positive number, or a column's domestic inputs are less than what is to give way (under
/// [`Overdraw::Cap`] they then become zero and the column's imports rise by that much only).
pub fn scale_imported_inputs(
    table: &NationalTable,
    scale: f64,
    overdraw: Overdraw,
) -> Result<(NationalTable, Vec<String>)> {
    if !(scale.is_finite() && scale > 0.0) {
        return Err(
            Error::parameter("the scale of imported inputs must be a positive number").found(scale),
        );
    }
    if scale == 1.0 {
        return Ok((table.clone(), Vec::new()));
    }
    let imports = table.imported().sum_axis(Dimension(0));
    let domestic = table.domestic().sum_axis(Dimension(0));
    let mut capped = Vec::new();
    let mut growth = Array1::zeros(imports.len());
    for j in 0..imports.len() {
        let wanted = (scale - 1.0) * imports[j];
        // a column without domestic inputs, or with negative ones on balance, has no mix in which they could give way or grow
        let possible = if domestic[j] <= 0.0 {
            0.0
        } else {
            wanted.min(domestic[j])
        };
        if possible != wanted && overdraw == Overdraw::Refuse {
            return Err(Error::control_total(format!(
                "a scale of imported inputs of {scale} asks too much of {}: its domestic inputs would turn negative",
                table.producers().label(j)
            ))
            .expected(format!("at most {:.6}", 1.0 + domestic[j] / imports[j]))
            .hint("`Overdraw::Cap`, or a scale nearer to 1"));
        }
        if possible != wanted {
            capped.push(table.producers().label(j));
        }
        growth[j] = possible;
    }
    let factor = |from: &Array1<f64>, change: f64| {
        Array1::from_shape_fn(from.len(), |j| {
            if from[j] == 0.0 {
                1.0
            } else {
                1.0 + change * growth[j] / from[j]
            }
        })
    };
    let new_imported = &table.imported() * &factor(&imports, 1.0);
    let new_domestic = &table.domestic() * &factor(&domestic, -1.0);
    let freed = (&table.domestic() - &new_domestic).sum_axis(Dimension(1));
    let taken = (&new_imported - &table.imported()).sum_axis(Dimension(1));
    let table = table
        .draft()
        .domestic(new_domestic)
        .imported(new_imported)
        .further_final_use(&unused(REALLOCATION, table), freed, -taken)
        .provenance(table.provenance().then(format!(
            "imported inputs × {scale}, domestic inputs giving way"
        )))
        .check()?;
    Ok((table, capped))
}

/// The category's name, numbered where a table is scaled again.
fn unused(name: &str, table: &NationalTable) -> String {
    let known = table.final_uses();
    let mut unused = name.to_owned();
    let mut times = 1;
    while known.find(&unused).is_some() {
        times += 1;
        unused = format!("{name} ({times})");
    }
    unused
}
