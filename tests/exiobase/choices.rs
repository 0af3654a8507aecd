//! Years, extensions, output and gaps.

use std::ops::ControlFlow;

use leontief::read::{Options, exiobase, exiobase_with};
use leontief::run::{MemoryLimit, Run, Threads};
use leontief::table::Tolerance;

use crate::mini::{NEW, OLD, Version, World, with_cell};
use crate::published::Folder;
use crate::table::{assert_cells, notes, read};

#[test]
fn extensions_are_chosen_by_row_or_folder() {
    let world = World::new(41, NEW);
    let read = |names: &[&str]| {
        read(
            &world.files(),
            &Options::new().extensions(names.iter().copied()),
        )
    };
    let jobs = read(&["employment"]).unwrap();
    assert_eq!(jobs.extensions().codes(), ["Employment: Low-skilled male"]);
    assert_eq!(
        jobs.extension_rows().row(0).to_vec(),
        world.group("employment").made[0]
    );
    let methane = read(&["CH4 - combustion - air"]).unwrap();
    assert_eq!(
        methane.extension_rows().row(0).to_vec(),
        world.group("air_emissions").made[1]
    );
    notes(&methane, &["1 of 2 extension rows of `air_emissions` read"]);
    let impacts = read(&["impacts"]).unwrap();
    assert_eq!(
        impacts.extensions().codes(),
        ["impacts: Value Added", "impacts: CO2 - combustion - air"]
    );
    assert_eq!(
        impacts.extension_finals().row(1).to_vec(),
        world.group("impacts").direct[1]
    );
    assert!(read(&[]).unwrap().extensions().is_empty());
    let error = read(&["CO3"]).unwrap_err().to_string();
    assert!(
        error.contains("no extension row or folder `CO3`") && error.contains("`employment`"),
        "{error}"
    );
}

#[test]
fn rows_of_one_file_are_chosen_too() {
    let world = World::new(43, OLD);
    let options = Options::new().extensions(["Employment: Low-skilled male"]);
    let table = read(&world.files(), &options).unwrap();
    assert_eq!(
        table.extension_rows().row(0).to_vec(),
        world.groups[0].made[11]
    );
    assert_eq!(table.extension_rows().nrows(), 1);
    assert_eq!(table.primary().rows().len(), 5);
    notes(&table, &["1 of 3 extension rows of `satellite` read"]);
}

#[test]
fn the_year_is_that_of_the_files_or_their_name() {
    let files = World::new(45, NEW).files();
    let folder = Folder::new();
    let unnamed = files.clone().without("metadata.json");
    let path = unnamed.put(&folder, "IOT_1995_ixi");
    let table = exiobase(&path).unwrap().check().unwrap();
    assert_eq!(table.unit().year(), 1995);
    assert_eq!(table.provenance().edition(), Some("industry by industry"));
    let path = unnamed.put(&folder, "table");
    let error = exiobase(&path).unwrap_err().to_string();
    assert!(
        error.contains("neither the files nor their name have a year")
            && error.contains("Options::new().year"),
        "{error}"
    );
    let table = exiobase_with(&path, &Options::new().year(2001))
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(table.unit().year(), 2001);
    assert_eq!(table.provenance().edition(), Some("version 3"));
    let path = files.put(&folder, "IOT_2018_pxp");
    let error = exiobase(&path).unwrap_err().to_string();
    assert!(
        error.contains("different years") && error.contains("expected 2019; found 2018"),
        "{error}"
    );
    let error = read(&files, &Options::new().year(2018))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("of another year") && error.contains("found 2019"),
        "{error}"
    );
    let number = files.edit("metadata.json", |_| {
        "{\"year\": 2019, \"version\": null}".to_owned()
    });
    let table = read(&number, &Options::new()).unwrap();
    assert_eq!(table.provenance().edition(), Some("product by product"));
}

#[test]
fn output_without_a_file_is_what_rows_sum_to() {
    let world = World::new(47, NEW);
    let table = read(&world.files().without("x.txt"), &Options::new()).unwrap();
    assert_cells(&table, &world);
    notes(&table, &["no file of output: it is what rows sum to"]);
}

#[test]
fn gaps_and_misses_are_counted() {
    let world = World::new(
        49,
        Version {
            names_of_rows: false,
            ..NEW
        },
    );
    let x = world.output[0] + 3.0;
    let files = world
        .files()
        .edit("x.txt", |text| with_cell(text, 2, 3, &x.to_string()))
        .edit("air_emissions/F.txt", |text| {
            with_cell(&with_cell(text, 3, 2, ""), 4, 3, " ")
        })
        .without("employment/F_Y.txt");
    let folder = Folder::new();
    let draft = exiobase(files.put(&folder, "IOT_2019_pxp")).unwrap();
    assert!(
        draft
            .clone()
            .check()
            .unwrap_err()
            .to_string()
            .contains("AT Paddy rice")
    );
    let table = draft.tolerance(Tolerance::absolute(3.0)).check().unwrap();
    notes(
        &table,
        &[
            "2 empty cells count as zero",
            "no file `employment/F_Y.txt`: nothing by final use",
            "output against uses: 1 of 6 totals miss the sum of their parts, most `AT Paddy rice` by 3",
        ],
    );
    assert_eq!(table.extension_rows()[[0, 0]], 0.0);
    assert_eq!(table.extension_finals().row(2).sum(), 0.0);
}

#[test]
fn threads_do_not_matter_and_reading_can_be_stopped() {
    let world = World::new(51, OLD);
    let run = |threads| Options::new().run(Run::default().threads(Threads::Count(threads)));
    let [one, three] = [1, 3].map(|threads| read(&world.files(), &run(threads)).unwrap());
    assert_eq!(one.flows(), three.flows());
    assert_eq!(one.extension_rows(), three.extension_rows());
    let stop = Run::default().watched(|_| ControlFlow::Break(()));
    assert!(
        read(&world.files(), &Options::new().run(stop))
            .unwrap_err()
            .is_cancelled()
    );
    let little = Run::default().memory(MemoryLimit::Bytes(100));
    assert!(
        read(&world.files(), &Options::new().run(little))
            .unwrap_err()
            .is_memory()
    );
}
