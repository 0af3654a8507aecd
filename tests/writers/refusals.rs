//! What the layout has no place for is refused by name, before any file is touched.

use std::fs;

use leontief::Error;
use leontief::label::{Axis, Group, Ownership, Producers, Sector};
use leontief::table::{PrimaryKind, WorldDraft};
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::write;
use ndarray::array;

use crate::world_folder::Folder;

fn axis(codes: &[&str]) -> Axis<Sector> {
    Axis::new(codes.iter().copied()).unwrap()
}

/// Two producers without inputs.
fn two(blocks: [(&str, Group, Axis<Sector>); 2], categories: &[&str]) -> WorldDraft {
    let producers = Producers::new(blocks).unwrap();
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let draft = WorldDraft::new(
        producers,
        Axis::new(categories.iter().copied()).unwrap(),
        unit,
    );
    let columns = draft.countries().len() * categories.len();
    let finals = ndarray::Array2::from_shape_fn((2, columns), |(i, j)| (1 + i + j) as f64);
    let output = finals.sum_axis(ndarray::Axis(1));
    draft.final_use(finals).output(output)
}

fn plain() -> WorldDraft {
    let sectors = axis(&["1"]);
    two(
        [
            ("A", Group::whole(), sectors.clone()),
            ("B", Group::whole(), sectors),
        ],
        &["f"],
    )
}

/// The error of a table that is not written; the folder is not made.
#[track_caller]
fn refused(draft: WorldDraft) -> (Error, String) {
    let table = draft.check().unwrap();
    let parent = Folder::empty();
    let folder = parent.path().join("new");
    let error = write::world_csv(&folder, &table).unwrap_err();
    assert!(!folder.exists());
    let place = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    let text = error.to_string();
    assert!(text.starts_with(&place), "{text}");
    (error, text.replace(&place, ""))
}

#[test]
fn value_added_that_the_reader_would_make_up_or_refuse_is_refused() {
    let none = plain().primary(PrimaryKind::Other, array![3.0, 5.0]);
    let (error, text) = refused(none);
    assert!(error.is_table());
    assert!(
        text.starts_with("va_x.csv: the table has no row of value added"),
        "{text}"
    );
    let both = plain().primary(PrimaryKind::Depreciation, array![1.0, 1.0]);
    let (error, text) = refused(both.primary(PrimaryKind::UndividedValueAdded, array![2.0, 4.0]));
    assert!(error.is_table());
    assert!(
        text.contains("value added undivided and depreciation beside it"),
        "{text}"
    );
}

#[test]
fn labels_that_are_not_told_apart_are_refused() {
    let blocks = [
        ("A", Group::from_code("B"), axis(&["1"])),
        ("A_B", Group::whole(), axis(&["1"])),
    ];
    let (error, text) = refused(two(blocks, &["f"]).residual_value_added());
    assert!(error.is_label());
    assert_eq!(
        text,
        "Z.csv: two columns would have the same label `A_B_1`; found the producer `A B 1` and the producer `A_B 1`; try: another code \
         for one of the two: columns are named by the joined codes"
    );
    let blocks = [
        ("A", Group::whole(), axis(&["1"])),
        ("A_f", Group::whole(), axis(&["1"])),
    ];
    let (error, text) = refused(two(blocks, &["g", "f_g"]).residual_value_added());
    assert!(error.is_label());
    assert!(
        text.contains(
            "the same label `A_f_g`; found `f_g` of the country `A` and `g` of the country `A_f`"
        ),
        "{text}"
    );
}

#[test]
fn codes_that_readers_would_trim_are_refused() {
    for (country, group, sector, category, noun) in [
        (" A", "G", "1", "f", "country ` A`"),
        ("A", "G ", "1", "f", "group `G `"),
        ("A", "G", "1\t", "f", "sector `1\t`"),
        ("A", "G", "1", "f\u{a0}", "category of final use `f\u{a0}`"),
    ] {
        let blocks = [
            (country, Group::from_code(group), axis(&[sector])),
            ("B", Group::whole(), axis(&["1"])),
        ];
        let (error, text) = refused(two(blocks, &[category]).residual_value_added());
        assert!(error.is_label());
        let expected = format!("the code of the {noun} begins or ends with a space");
        assert!(text.contains(&expected), "{text}");
    }
    for (code, unit) in [("CO2 ", "kt"), ("CO2", " kt")] {
        let (error, text) = refused(plain().residual_value_added().extension(
            code,
            unit,
            array![1.0, 2.0],
        ));
        assert!(error.is_label());
        assert!(text.starts_with("F.csv: "), "{text}");
    }
}

#[test]
fn a_group_that_means_two_things_is_refused() {
    let foreign = Group::named("G", Some(Ownership::Foreign), None).unwrap();
    let blocks = [
        ("A", Group::from_code("G"), axis(&["1"])),
        ("B", foreign, axis(&["1"])),
    ];
    let (error, text) = refused(two(blocks, &["f"]).residual_value_added());
    assert!(error.is_label());
    assert!(
        text.starts_with("table.toml: the group `G` means one thing in `A` and another in `B`"),
        "{text}"
    );
    assert!(
        text.contains("found None, None and Some(Foreign), None"),
        "{text}"
    );
}

#[test]
fn a_group_without_sectors_and_a_table_without_final_use_are_refused() {
    let producers = Producers::new([
        ("A", Group::from_code("G"), axis(&["1"])),
        ("A", Group::from_code("H"), Axis::empty()),
    ]);
    let draft = WorldDraft::new(
        producers.unwrap(),
        Axis::new(["f"]).unwrap(),
        Unit::unstated(),
    )
    .final_use(array![[1.0]])
    .output(array![1.0])
    .residual_value_added();
    let (error, text) = refused(draft);
    assert!(error.is_label());
    assert!(
        text.contains("the group `H` of `A` has no sectors"),
        "{text}"
    );
    let producers = Producers::whole("A", &axis(&["1"])).unwrap();
    let draft = WorldDraft::new(producers, Axis::empty(), Unit::unstated())
        .flows(array![[0.5]])
        .output(array![0.5])
        .primary(PrimaryKind::OperatingSurplus, array![0.0]);
    let (error, text) = refused(draft);
    assert!(error.is_label());
    assert!(text.contains("no category of final use"), "{text}");
}

#[test]
fn units_without_a_word_are_refused() {
    for (currency, scale, expected) in [
        ("USD", Scale::power_of_ten(-3), "found `10^-3`"),
        ("USD", Scale::power_of_ten(19), "found `10^19`"),
        ("", Scale::MILLIONS, "the unit has no currency"),
    ] {
        let producers = Producers::whole("A", &axis(&["1"])).unwrap();
        let unit = Unit::new(currency, scale, 2012, PriceBasis::Basic);
        let draft = WorldDraft::new(producers, Axis::new(["f"]).unwrap(), unit)
            .final_use(array![[1.0]])
            .output(array![1.0])
            .residual_value_added();
        let (error, text) = refused(draft);
        assert!(error.is_unit());
        assert!(
            text.starts_with("table.toml: ") && text.contains(expected),
            "{text}"
        );
    }
}

#[test]
fn a_folder_that_cannot_be_made_and_a_file_that_cannot_be_written_are_named() {
    let table = plain().residual_value_added().check().unwrap();
    let folder = Folder::empty().with("file", "x");
    let below = folder.path().join("file").join("new");
    let error = write::world_csv(&below, &table).unwrap_err();
    assert!(error.is_io());
    assert_eq!(error.file(), Some(below.as_path()));
    // a folder stands where a file is to be written
    fs::create_dir(folder.path().join("Y.csv.part")).unwrap();
    let error = write::world_csv(folder.path(), &table).unwrap_err();
    assert!(error.is_io());
    assert_eq!(
        error.file(),
        Some(folder.path().join("Y.csv.part").as_path())
    );
    // and what was written before is gone
    assert!(!folder.path().join("Z.csv").exists());
    assert!(!folder.path().join("Z.csv.part").exists());
}
