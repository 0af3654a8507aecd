//! Archives that numpy wrote, where they are at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::read::npz_matrices;

#[test]
fn integers_of_numpy_are_read() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    // sums computed apart from this crate, from the tables of the R package that the arrays repeat
    for (year, flows, finals, output) in [
        (1995, 25_977_241.0, 29_155_127.0, 55_182_318.0),
        (2005, 42_896_346.0, 44_570_057.0, 87_525_644.0),
        (2011, 72_440_092.0, 69_268_600.0, 141_767_904.0),
    ] {
        let arrays = npz_matrices(folder.join(format!("wiod13_{year}.npz"))).unwrap();
        assert_eq!(arrays.keys().collect::<Vec<_>>(), ["Y", "Z", "x"]);
        assert_eq!(arrays["Z"].dim(), (1435, 1435));
        assert_eq!(arrays["Y"].dim(), (1435, 205));
        assert_eq!(arrays["x"].dim(), (1435, 1));
        let sums = ["Z", "Y", "x"].map(|name| arrays[name].sum());
        assert_eq!(sums, [flows, finals, output], "{year}");
        println!("{year}: {sums:?}");
    }
}
