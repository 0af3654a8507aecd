//! Layouts are recognised, and what is not known is said with what was looked for.

use leontief::read::{self, WorldLayout};
use leontief::table::Tolerance;

use crate::mini::{EDITIONS, Mini, Scratch};

fn layout(text: &str) -> leontief::Result<WorldLayout> {
    WorldLayout::of(Scratch::new("table_2010.csv", text).path())
}

#[test]
fn every_edition_of_the_oecd_is_recognised_and_read() {
    for edition in EDITIONS {
        let mini = Mini::new(edition, 1);
        let file = Scratch::new("any_2014.csv", mini.text());
        assert_eq!(WorldLayout::of(file.path()).unwrap(), WorldLayout::Icio);
        let draft = read::world(file.path()).unwrap();
        let table = draft.tolerance(Tolerance::absolute(1e-6)).check().unwrap();
        assert_eq!(table.producers().len(), mini.order().len());
    }
}

#[test]
fn the_plain_folder_is_recognised_and_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2");
    assert_eq!(WorldLayout::of(folder).unwrap(), WorldLayout::PlainFolder);
    let table = read::world(folder).unwrap().check().unwrap();
    assert_eq!(table.producers().len(), 6);
}

#[test]
fn files_of_many_cells_are_recognised_by_their_header() {
    let flat = "icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue\n";
    assert_eq!(layout(flat).unwrap(), WorldLayout::FigaroFlat);
    let matrix = "rowLabels,AT_A01,AT_P3_S13,AT_P3_S14\n";
    assert_eq!(layout(matrix).unwrap(), WorldLayout::Figaro);
    let long = "year,row_country,row_id,row_isic3,col_country,col_isic3,value\n";
    assert_eq!(layout(long).unwrap(), WorldLayout::LongRunWiod);
    let file = Scratch::new("long.csv", long);
    let error = read::world(file.path()).unwrap_err().to_string();
    assert!(
        error.contains("many years") && error.contains("lr_wiod"),
        "{error}"
    );
}

#[test]
fn what_is_not_known_is_said_with_what_was_looked_for() {
    for text in ["", "a,b,c\n1,2,3\n", "\u{0}\u{1}"] {
        let error = layout(text).unwrap_err().to_string();
        for word in ["no known layout", "Z.csv", "HFCE", "row_isic3", "refArea"] {
            assert!(error.contains(word), "no `{word}` in: {error}");
        }
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let error = WorldLayout::of(folder).unwrap_err().to_string();
    assert!(error.contains("a folder without Z.csv"), "{error}");
    assert!(WorldLayout::of("no/such/file.csv").unwrap_err().is_io());
}
