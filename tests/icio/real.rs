//! Files of others in these layouts, where they are at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::read;

#[test]
fn miniatures_of_another_program_are_read() {
    let Some(folder) = raw::folder("loader-fixtures-mock") else {
        return;
    };
    let files = [
        // the parts of China and Mexico are their groups; the whole of each is empty or refused
        ("ICIO2016_2003.csv", ["AUS", "NZL", "CHN", "PER"].as_slice()),
        (
            "ICIO2018_2010.CSV",
            ["AUS", "BEL", "MEX", "BRA", "COL"].as_slice(),
        ),
    ];
    for (file, countries) in files {
        let draft = read::icio(folder.join("oecd").join(file)).unwrap();
        assert_eq!(draft.countries().codes(), countries, "{file}");
        // cells are random: sums miss output, and the check says so
        let error = draft.check().unwrap_err().to_string();
        assert!(error.contains("sum to"), "{file}: {error}");
    }
}
