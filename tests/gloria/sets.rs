//! Which files are chosen: years, releases, folders, archives.

use leontief::read::{self, Gloria, GloriaLayers, Options};

use crate::mini::{Mini, kept, name, open, read};
use crate::published::Folder;

fn two_years() -> (Folder, [Mini; 2]) {
    let minis = [Mini::new(21), Mini::new(22)];
    let folder = Folder::new();
    for (mini, year) in minis.iter().zip([2021, 2022]) {
        for (name, text) in mini.files(year, 59) {
            folder.put(&name, text);
        }
    }
    (folder, minis)
}

#[track_caller]
fn says(error: leontief::Error, words: &[&str]) {
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
}

#[test]
fn one_of_several_years_is_chosen_or_named() {
    let (folder, minis) = two_years();
    assert_eq!(open(&folder).years(), [(2021, 59), (2022, 59)]);
    let message = [
        "files of more than one year",
        "`2021`, `2022`",
        "Options::new().year",
    ];
    says(read(&folder).unwrap_err(), &message);
    for (mini, year) in minis.iter().zip([2021, 2022]) {
        let draft = open(&folder).draft(&Options::new().year(year)).unwrap();
        let table = draft.check().unwrap();
        assert_eq!(table.flows(), kept(&mini.uses[0]));
        assert_eq!(table.unit().year(), year);
    }
    let error = open(&folder).draft(&Options::new().year(2019)).unwrap_err();
    says(error, &["no files of the year 2019", "`2021`, `2022`"]);
}

#[test]
fn one_of_several_releases_is_chosen_or_named() {
    let minis = [Mini::new(23), Mini::new(24)];
    let folder = Folder::new();
    for (mini, release) in minis.iter().zip([57, 59]) {
        for (name, text) in mini.files(2022, release) {
            folder.put(&name, text);
        }
    }
    let error = read(&folder).unwrap_err();
    says(
        error,
        &[
            "files of more than one release",
            "`57`, `59`",
            "Gloria::release",
        ],
    );
    for (mini, release) in minis.iter().zip([57, 59]) {
        let draft = open(&folder)
            .release(release)
            .draft(&Options::new())
            .unwrap();
        let table = draft.check().unwrap();
        assert_eq!(table.flows(), kept(&mini.uses[0]));
        let edition = table.provenance().edition().unwrap();
        assert!(
            edition.starts_with(&format!("release {release:03}")),
            "{edition}"
        );
    }
}

#[test]
fn a_missing_file_is_named_before_anything_is_read() {
    let mini = Mini::new(25);
    for (matrix, layer, remedy) in [
        ("T", 1, "fetch it"),
        ("Y", 1, "fetch it"),
        ("V", 1, "fetch it"),
        ("T", 4, "GloriaLayers::BasicPrices"),
        ("Y", 5, "GloriaLayers::BasicPrices"),
    ] {
        let folder = mini.folder();
        std::fs::remove_file(folder.as_ref().join(name(matrix, 2022, 59, layer))).unwrap();
        let wanted = format!("…{matrix}-Results_2022_059_Markup00{layer}(full).csv");
        says(read(&folder).unwrap_err(), &["no file", &wanted, remedy]);
    }
    let folder = mini.folder();
    std::fs::remove_file(folder.as_ref().join(name("T", 2022, 59, 3))).unwrap();
    assert!(read(&folder).is_ok());
    let purchasers = open(&folder).layers(GloriaLayers::PurchasersPrices);
    let error = purchasers.draft(&Options::new()).unwrap_err();
    says(error, &["Markup003", "GloriaLayers::BasicPricesAndTaxes"]);
    std::fs::remove_file(folder.as_ref().join(name("TQ", 2022, 59, 1))).unwrap();
    let error = open(&folder)
        .extensions(["Wheat"])
        .draft(&Options::new())
        .unwrap_err();
    says(error, &["no file", "TQ-Results_2022"]);
}

#[test]
fn a_file_that_is_there_twice_is_refused() {
    let mini = Mini::new(26);
    let folder = mini.folder();
    let again = name("T", 2022, 59, 1).replace("20240110", "20240515");
    folder.put(&again, "0.0\n");
    says(
        read(&folder).unwrap_err(),
        &[
            "more than one file",
            "T-Results_2022_059_Markup001",
            "20240515",
        ],
    );
}

#[test]
fn what_is_not_gloria_is_said_with_what_was_looked_for() {
    let folder = Folder::new();
    folder.put("IOT_2019_ixi/Z.txt", "1");
    says(
        read(&folder).unwrap_err(),
        &["no files of GLORIA", "T-Results_2022", "Z.txt"],
    );
    assert!(Gloria::open(folder.as_ref().join("absent")).is_err());
}

#[test]
fn without_labels_the_read_me_is_asked_for() {
    let folder = Mini::new(27).folder();
    let error = read::gloria(&folder).unwrap_err();
    says(
        error,
        &["no labels", "GLORIA_ReadMe_059.xlsx", "Gloria::labels"],
    );
}

#[cfg(feature = "archives")]
#[test]
fn archives_are_read_as_they_are_published() {
    use crate::mini::{extension, labels};
    use crate::published::assert_sources;

    let mini = Mini::new(28);
    let files = mini.files(2022, 59);
    let (satellites, economy): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(name, _)| name.contains("Q-Results"));
    let inside = |files: Vec<(String, String)>| {
        let files = files.into_iter();
        files
            .map(|(name, text)| (format!("part/{name}"), text))
            .collect::<Vec<_>>()
    };
    let folder = Folder::new();
    let main = folder.zip("GLORIA_MRIOs_59_2022.zip", &inside(economy));
    let beside = folder.zip("GLORIA_SatelliteAccounts_059_2022.zip", &inside(satellites));
    folder.put("other.zip", "no archive");
    let wheat = |gloria: Gloria| {
        let draft = gloria.extensions(["Wheat"]).draft(&Options::new()).unwrap();
        let table = draft.check().unwrap();
        assert_eq!(table.flows(), kept(&mini.uses[0]));
        assert_eq!(
            extension(&table, "Wheat")[0].sum(),
            mini.satellites.row(3).sum()
        );
        assert_sources(table.provenance(), &[&main, &beside]);
    };
    wheat(open(&folder));
    wheat(
        Gloria::open(&main)
            .unwrap()
            .labels(labels())
            .beside(&beside)
            .unwrap(),
    );
    let table = read(&main).unwrap().check().unwrap();
    assert_eq!(table.provenance().files().len(), 1);
    // damaged within: the checksum of the member no longer holds
    let mut bytes = std::fs::read(&main).unwrap();
    let at = bytes.len() / 8;
    bytes[at] ^= 0x55;
    assert!(read(folder.put("GLORIA_damaged.zip", bytes)).is_err());
}
