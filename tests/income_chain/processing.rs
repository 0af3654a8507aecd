//! Producers that sell nothing at home.

use leontief::account::Level;
use leontief::account::ledger::Column;
use ndarray::Array2;
use proptest::prelude::*;

use crate::numbers::Raw;
use crate::owned::{Owned, Style, components};
use crate::read::{figure, near};
use crate::tables::{Shape, any_shape, cases};

/// Every second producer with exports sells abroad only.
fn exporting(shape: &Shape) -> (Raw, Vec<bool>) {
    let mut shape = shape.non_negative();
    shape.features.home = false;
    let mut raw = shape.raw();
    let processing: Vec<bool> = (0..raw.n()).map(|i| i % 2 == 1).collect();
    for i in (0..raw.n()).filter(|i| processing[*i]) {
        let s = raw.country(i);
        for j in raw.ranges[s].clone() {
            raw.z[[i, j]] = 0.0;
        }
        for category in 0..raw.categories {
            raw.finals[[i, s * raw.categories + category]] = 0.0;
        }
    }
    raw.x = raw.uses();
    // without output there are no inputs either
    for j in (0..raw.n()).filter(|j| raw.x[*j] == 0.0) {
        raw.z.column_mut(j).fill(0.0);
    }
    raw.x = raw.uses();
    (raw, processing)
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn all_income_of_processing_producers_is_in_exports(shape in any_shape(12)) {
        let (raw, processing) = exporting(&shape);
        prop_assume!((0..raw.n()).all(|i| raw.x[i] != 0.0 || raw.z.row(i).sum() == 0.0));
        // one owner has all processing producers and no others
        let mut owners = raw.countries.clone();
        owners.push("processors".to_owned());
        let last = owners.len() - 1;
        let shares = Array2::from_shape_fn((owners.len(), raw.n()), |(o, i)| {
            let owner = if processing[i] { last } else { raw.country(i) };
            f64::from(u8::from(owner == o))
        });
        let kinds = components(&raw).into_iter();
        let owned = Owned {
            shares: kinds.map(|kind| (kind, shares.clone())).collect(),
            style: Style::ByComponent,
            owners,
            raw,
        };
        let (raw, model) = (&owned.raw, owned.model());
        let flows = model.global_income().unwrap().flows().unwrap();
        let exported = model.income_in_exports(Level::Country).unwrap();
        let gross = raw.world().flows();
        for s in raw.producing() {
            let labels = [(Column::Owner, "processors"), (Column::Exporter, raw.countries[s].as_str())];
            let (earned, exported) = (figure(&flows, &labels), figure(&exported, &labels));
            prop_assert!(near(exported, earned, raw.tolerance()), "{exported} {earned}");
            for i in raw.ranges[s].clone().filter(|i| processing[*i]) {
                prop_assert!(near(gross.column(i).sum(), raw.x[i], raw.tolerance()));
            }
        }
    }
}
