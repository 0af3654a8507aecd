//! Tables of the National Bureau of Statistics of China divided by optimisation, where they are at hand: 2007 with the bureau's own
//! processing exports by sector, 2012 with 139 sectors four ways, 2017 and 2020 with the bureau's own separation of imports.
//!
//! What was assumed, what it is compared with and why it differs: docs/theory/estimated-splits.md. Figures that are held here to three
//! digits are this crate's own, as found when they were written.

#[path = "../common/raw.rs"]
mod raw_data;

mod customs;
mod divided;
mod figures;
mod groups;
mod sectors;
mod supplied;
mod y2007;
mod y2012;
mod y2020;

use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;

fn open(path: &Path) -> GzDecoder<File> {
    GzDecoder::new(File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// A figure in 1000, to its three digits, as it was found.
fn assert_found(what: &str, found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 0.75,
        "{what}: {found} now, {expected} when this was written"
    );
}
