//! A table is not written over another by mistake, and never mixed with it.

use std::collections::BTreeSet;
use std::fs;

use leontief::table::WorldTable;
use leontief::write;
use ndarray::Array1;

use crate::same::assert_same;
use crate::tables::{Features, Primary, Shape};
use crate::world_folder::Folder;

fn table(seed: u64) -> WorldTable {
    let shape = Shape {
        countries: vec![vec![(0, 2)], vec![(0, 1), (1, 2)]],
        markets: 1,
        categories: 2,
        features: Features::default(),
        primary: Primary::Residual,
        seed,
    };
    shape.raw().table()
}

fn without_extensions() -> WorldTable {
    Folder::worked_case().table()
}

fn files(folder: &Folder) -> BTreeSet<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_folder_that_holds_any_file_of_a_table_is_refused() {
    for name in [
        "Z.csv",
        "Y.csv",
        "va_x.csv",
        "F.csv",
        "F_Y.csv",
        "table.toml",
        "names.csv",
    ] {
        let folder = Folder::empty().with(name, "mine");
        let error = write::world_csv(folder.path(), &table(1)).unwrap_err();
        assert!(error.is_io());
        assert_eq!(error.file(), Some(folder.path().join(name).as_path()));
        let expected = format!(
            ": the folder holds a table already: `{name}`; try: another folder, or `replace_world_csv`"
        );
        assert!(error.to_string().ends_with(&expected), "{error}");
        assert_eq!(files(&folder), BTreeSet::from([name.to_owned()]));
        assert_eq!(folder.text(name), "mine");
    }
}

#[test]
fn a_table_takes_the_place_of_another_without_remains() {
    let folder = Folder::empty().with("notes.txt", "mine");
    write::replace_world_csv(folder.path(), &table(1)).unwrap();
    assert!(files(&folder).contains("F.csv"));
    write::replace_world_csv(folder.path(), &table(2)).unwrap();
    assert_same(&folder.table(), &table(2));
    write::replace_world_csv(folder.path(), &without_extensions()).unwrap();
    assert_same(&folder.table(), &without_extensions());
    let expected = ["Y.csv", "Z.csv", "notes.txt", "table.toml", "va_x.csv"];
    assert_eq!(files(&folder), expected.map(str::to_owned).into());
    assert_eq!(folder.text("notes.txt"), "mine");
}

#[test]
fn a_table_that_is_refused_leaves_the_other_as_it_was() {
    let folder = Folder::empty();
    write::world_csv(folder.path(), &table(1)).unwrap();
    let before = files(&folder);
    let one = leontief::label::Axis::new(["1 "]).unwrap();
    let producers = leontief::label::Producers::whole("A", &one).unwrap();
    let unit = leontief::unit::Unit::unstated();
    let other = leontief::table::WorldDraft::new(
        producers,
        leontief::label::Axis::new(["f"]).unwrap(),
        unit,
    )
    .final_use(ndarray::array![[1.0]])
    .output(Array1::ones(1))
    .residual_value_added()
    .check()
    .unwrap();
    assert!(
        write::replace_world_csv(folder.path(), &other)
            .unwrap_err()
            .is_label()
    );
    assert_eq!(files(&folder), before);
    assert_same(&folder.table(), &table(1));
}

#[test]
fn folders_are_made_as_deep_as_they_are_asked_for() {
    let parent = Folder::empty();
    let deep = parent.path().join("a").join("b");
    write::world_csv(&deep, &table(3)).unwrap();
    let back = leontief::read::world_csv(&deep).unwrap().check().unwrap();
    assert_same(&back, &table(3));
}
