//! Within archives, and what only features read.

use leontief::read::{Database, Options, read_with};
use leontief::{read, write};

use crate::published::Folder;

#[test]
fn within_archives_the_table_is_recognised() {
    let folder = Folder::new();
    let header = ",AUS_A01,AUS_HFCE,OUT\n";
    for path in [
        folder.gz("2014.csv.gz", header),
        folder.zip("one.zip", &[("2014.csv", header)]),
        folder.zip("years.zip", &[("2014.csv", header), ("2015.csv", header)]),
    ] {
        assert_eq!(Database::of(path).unwrap(), Database::Icio);
    }
    let eora = folder.zip(
        "Eora26_2015_bp.zip",
        &[("Eora26_2015_bp_T.txt", "1\n"), ("labels_T.txt", "")],
    );
    assert_eq!(Database::of(eora).unwrap(), Database::Eora26);
}

#[test]
fn caches_and_arrays_come_back_as_the_table_they_are() {
    let folder = Folder::new();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2");
    let world = read(data).unwrap().world().unwrap().check().unwrap();
    let cache = folder.as_ref().join("t3x2.cache");
    write::cache(&cache, &world).unwrap();
    let arrays = folder.as_ref().join("t3x2.npz");
    write::world_npz(&arrays, &world).unwrap();
    for (path, database) in [(cache, Database::Cache), (arrays, Database::Npz)] {
        let found = read(&path).unwrap();
        assert_eq!(found.database(), database);
        let again = found.world().unwrap().check().unwrap();
        assert_eq!(again.flows(), world.flows());
        assert_eq!(again.final_use(), world.final_use());
    }
}

#[test]
fn workbooks_are_recognised_by_name_or_by_cells() {
    use rust_xlsxwriter::Workbook;

    let book = |sheet: &str, cells: &[(u32, u16, &str)]| {
        let mut book = Workbook::new();
        let page = book.add_worksheet().set_name(sheet).unwrap();
        for (row, column, text) in cells {
            page.write_string(*row, *column, *text).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let folder = Folder::new();
    let codes = |codes: &[&'static str]| -> Vec<(u32, u16, &'static str)> {
        let columns = 4_u16..;
        columns
            .zip(codes)
            .map(|(column, code)| (5, column, *code))
            .collect()
    };
    for (name, sheet, cells, database) in [
        (
            "wiot05_row_apr12.xlsx",
            "WIOT_2005",
            vec![],
            Database::Wiod2013,
        ),
        (
            "WIOT2014_Nov16_ROW.xlsx",
            "2014",
            vec![],
            Database::Wiod2016,
        ),
        (
            "renamed.xlsx",
            "2014",
            codes(&["CONS_h"]),
            Database::Wiod2016,
        ),
        (
            "renamed.xlsx",
            "w",
            codes(&["c1", "c35", "c37", "c42"]),
            Database::Wiod2013,
        ),
        (
            "renamed.xlsx",
            "w",
            codes(&["c1", "c35", "F1", "F5"]),
            Database::AdbMrio,
        ),
        (
            "ADB-MRIO-2019_Mar2022.xlsx",
            "ADB MRIO 2019",
            vec![],
            Database::AdbMrio,
        ),
        (
            "CHN_NIOT.xlsx",
            "National IO-tables",
            vec![],
            Database::WiodNational,
        ),
        ("SEA.xlsx", "DATA", vec![], Database::WiodAccounts),
        ("cn2012.xlsx", "1", codes(&["VA001"]), Database::NbsWorkbook),
    ] {
        let path = folder.put(name, book(sheet, &cells));
        assert_eq!(Database::of(&path).unwrap(), database, "{name} {cells:?}");
    }
    let path = folder.put("other.xlsx", book("Figures", &codes(&["a"])));
    let error = Database::of(&path).unwrap_err().to_string();
    assert!(
        error.contains("the sheets") && error.contains("Figures"),
        "{error}"
    );
    let path = folder.put("SEA.xlsx", book("DATA", &[]));
    let error = read_with(&path, &Options::new()).unwrap_err().to_string();
    assert!(error.contains("wiod_sea"), "{error}");
}
