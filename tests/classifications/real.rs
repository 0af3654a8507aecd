//! The same year in both releases of WIOD, by the sectors that they have in common: how far main overlaps carry.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use leontief::label::{Classification, Grouping, Links, Producers, Sector};
use leontief::read::{self, WiodNiot};
use leontief::table::Tolerance;
use ndarray::{Array1, ArrayView1};

use super::raw;

const YEAR: i32 = 2011;

type Outputs = HashMap<String, f64>;

fn outputs(producers: &Producers, output: ArrayView1<'_, f64>, country: &str) -> Outputs {
    let own = producers
        .positions()
        .filter(|at| producers.key(*at).country == country);
    own.map(|at| (producers.key(at).sector.to_owned(), output[at.get()]))
        .collect()
}

/// Shares of common sectors in all output.
fn shares(grouping: &Grouping<Sector>, outputs: &Outputs) -> Array1<f64> {
    let mut sums: Array1<f64> = Array1::zeros(grouping.target().len());
    for at in grouping.source().positions() {
        sums[grouping.to(at).get()] += outputs[grouping.source().code(at)];
    }
    let total = sums.sum();
    sums / total
}

/// The part of output that stands in another sector.
fn elsewhere(one: &Array1<f64>, other: &Array1<f64>) -> f64 {
    (one - other).mapv(f64::abs).sum() / 2.0
}

#[test]
fn both_releases_of_wiod_have_most_output_in_the_same_common_sectors() {
    let Some(folder) = raw::folder("wiod2016-niot-43countries") else {
        return;
    };
    let six = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/wiod13-6region/2011");
    let old = read::world_csv(six).unwrap().check().unwrap();
    for country in ["CHN", "USA", "JPN"] {
        let path = folder.join(format!("{country}_NIOT_nov16.csv.gz"));
        let file = GzDecoder::new(File::open(&path).unwrap());
        let draft = WiodNiot::read(file, &path, country)
            .unwrap()
            .draft(YEAR)
            .unwrap();
        let new = draft.tolerance(Tolerance::absolute(15.0)).check().unwrap();
        let new = outputs(new.producers(), new.output(), country);
        let old = outputs(old.producers(), old.output(), country);
        let (all_new, all_old): (f64, f64) = (new.values().sum(), old.values().sum());
        // the releases differ in total, too: another system of accounts and revised figures
        assert!((all_new / all_old - 1.0).abs() < 0.03, "{country}");
        let found = [Links::All, Links::Main, Links::Largest].map(|links| {
            let common = Classification::Wiod2016
                .common(Classification::Wiod2013, links)
                .unwrap();
            let (here, there) = (shares(common.first(), &new), shares(common.second(), &old));
            // the same sectors the wrong way round, to see what no relation at all would give
            let turned: Array1<f64> = there.iter().rev().copied().collect();
            let (apart, unrelated) = (elsewhere(&here, &there), elsewhere(&here, &turned));
            println!("{country} {links:?}: {} sectors, {apart:.3}", here.len());
            if links != Links::All {
                assert!(
                    apart < 0.06 && unrelated > 0.3,
                    "{country} {apart} {unrelated}"
                );
            }
            apart
        });
        assert!(
            found[0] < 0.01 && found[0] <= found[1],
            "{country} {found:?}"
        );
    }
}
