//! Eora26 read back cell by cell, however it is packed.

use std::ops::ControlFlow;

use leontief::label::Group;
use leontief::read::{Options, RestOfWorld, eora26, eora26_with};
use leontief::run::{MemoryLimit, Run, Threads};
use leontief::table::{PrimaryKind, WorldTable};
use leontief::unit::PriceBasis;

use crate::mini::{CATEGORIES, Files, World, with_cell, with_line};
use crate::published::Folder;
#[cfg(feature = "archives")]
use crate::published::assert_sources;

fn read(files: &Files, options: &Options) -> leontief::Result<WorldTable> {
    let folder = Folder::new();
    eora26_with(files.put(&folder, "Eora26_2015_bp"), options)?.check()
}

fn table(world: &World) -> WorldTable {
    read(&world.files(), &Options::new()).unwrap()
}

#[track_caller]
fn notes(table: &WorldTable, words: &[&str]) {
    let steps = table.provenance().steps().join("\n");
    for word in words {
        assert!(steps.contains(word), "no `{word}` in: {steps}");
    }
}

/// All flows and final uses of producers as in the files; `n` producers, `finals` columns.
fn assert_cells(table: &WorldTable, world: &World) {
    let n = world.t.len();
    assert_eq!(table.producers().len(), n);
    for i in 0..n {
        assert_eq!(table.flows().row(i).to_vec(), world.t[i], "row {i} of T");
        assert_eq!(
            table.final_use().row(i).to_vec(),
            world.fd[i],
            "row {i} of FD"
        );
        assert_eq!(table.output()[i], world.output(i));
    }
}

#[test]
fn every_cell_is_read_back() {
    let world = World::new(3, true);
    let folder = Folder::new();
    let path = world.files().put(&folder, "Eora26_2015_bp");
    let table = eora26(path).unwrap().check().unwrap();
    assert_cells(&table, &world);
    assert_eq!(table.countries().codes(), ["AFG", "CHN", "ROW"]);
    assert_eq!(
        table
            .producers()
            .at("CHN", "whole", "Agriculture")
            .unwrap()
            .get(),
        2
    );
    assert_eq!(table.producers().blocks()[2].group(), &Group::whole());
    assert_eq!(table.final_uses().codes(), CATEGORIES);
    assert_eq!(table.unit().to_string(), "thousand USD, 2015, basic prices");
    let sum = |rows: &[usize]| -> Vec<f64> {
        (0..5)
            .map(|j| rows.iter().map(|&row| world.va[row][j]).sum())
            .collect()
    };
    for (kind, rows) in [
        (PrimaryKind::Compensation, &[0][..]),
        (PrimaryKind::NetProductionTax, &[1, 2]),
        (PrimaryKind::OperatingSurplus, &[3, 4]),
        (PrimaryKind::Depreciation, &[5]),
    ] {
        let row = table.primary().row(kind).unwrap();
        assert_eq!(row.by_producer.to_vec(), sum(rows), "{kind}");
    }
    assert_eq!(table.primary().rows().len(), 4);
    let codes = [
        "Energy Usage (TJ): Natural Gas",
        "Energy Usage (TJ): Coal",
        "I-GHG-CO2 emissions (Gg): Cement",
        "I-GHG-CO2 emissions (Gg): Cement [2]",
    ];
    assert_eq!(table.extensions().codes(), codes);
    for (at, position) in table.extensions().positions().enumerate() {
        assert_eq!(table.extension_rows().row(at).to_vec(), world.q[at]);
        assert_eq!(table.extension_finals().row(at).to_vec(), world.qy[at]);
        assert_eq!(
            table.extensions().name(position),
            ["TJ", "TJ", "Gg", "Gg"][at]
        );
    }
    let subsidies: f64 = world.va[2].iter().sum();
    notes(
        &table,
        &[
            "is a producer",
            "output is what rows of T and FD sum to",
            "all 5 totals agree",
            &format!("`Subsidies on production D.39` (sum {subsidies})"),
            "4 of 4 satellite rows read; 1 have the name of an earlier one",
        ],
    );
    assert_eq!(table.provenance().source(), "Eora26");
    assert_eq!(table.provenance().edition(), Some("2015, basic prices"));
    let files = table.provenance().files().iter();
    let mut names: Vec<&str> = files.map(|file| file.name()).collect();
    names.sort_unstable();
    let expected = [
        "Eora26_2015_bp_FD.txt",
        "Eora26_2015_bp_Q.txt",
        "Eora26_2015_bp_QY.txt",
        "Eora26_2015_bp_T.txt",
        "Eora26_2015_bp_VA.txt",
        "labels_FD.txt",
        "labels_Q.txt",
        "labels_T.txt",
        "labels_VA.txt",
    ];
    assert_eq!(names, expected);
}

#[cfg(feature = "archives")]
#[test]
fn archives_and_labels_apart_give_the_same_table() {
    let world = World::new(5, true);
    let (matrices, labels) = (world.matrices("bp"), world.labels());
    let in_folder = |files: &Files| -> Vec<(String, String)> {
        files
            .0
            .iter()
            .map(|(name, text)| (format!("Eora26_2015_bp/{name}"), text.clone()))
            .collect()
    };
    let folder = Folder::new();
    let whole = folder.zip("a/Eora26_2015_bp.zip", &world.files().0);
    let nested = folder.zip("b/Eora26_2015_bp.zip", &in_folder(&world.files()));
    let beside = folder.zip("c/Eora26_2015_bp.zip", &matrices.0);
    let indices = folder.zip("c/indices.zip", &labels.0);
    let unpacked = matrices.put(&folder, "d");
    folder.zip("d/indices.zip", &labels.0);
    folder.zip("e/Eora26_2015_bp.zip", &matrices.0);
    labels.put(&folder, "e/indices");
    for path in [
        &whole,
        &nested,
        &beside,
        &unpacked,
        &folder.as_ref().join("e/Eora26_2015_bp.zip"),
    ] {
        let table = eora26(path).unwrap().check().unwrap();
        assert_cells(&table, &world);
        assert_eq!(table.extensions().len(), 4);
    }
    let table = eora26(&whole).unwrap().check().unwrap();
    assert_sources(table.provenance(), &[&whole]);
    let table = eora26(&beside).unwrap().check().unwrap();
    assert_sources(table.provenance(), &[&indices, &beside]);
}

#[test]
fn prices_and_years_are_those_of_the_names() {
    let world = World::new(7, true);
    let folder = Folder::new();
    let files = Files([world.matrices("pp").0, world.labels().0].concat());
    let path = files.put(&folder, "pp");
    let table = eora26(&path).unwrap().check().unwrap();
    assert_eq!(table.unit().prices(), PriceBasis::Purchaser);
    assert_eq!(table.provenance().edition(), Some("2015, purchaser prices"));
    // two years in one folder: one is chosen
    let other = World::new(8, true);
    for (name, text) in &other.matrices("pp").0 {
        folder.put(&format!("pp/{}", name.replace("2015", "2014")), text);
    }
    let error = eora26(&path).unwrap_err().to_string();
    assert!(
        error.contains("more than one table") && error.contains("Options::new().year"),
        "{error}"
    );
    let draft = eora26_with(&path, &Options::new().year(2014)).unwrap();
    let table = draft.check().unwrap();
    assert_eq!(table.unit().year(), 2014);
    assert_cells(&table, &other);
    let error = eora26_with(&path, &Options::new().year(1999))
        .unwrap_err()
        .to_string();
    assert!(error.contains("no table of the year 1999"), "{error}");
}

#[test]
fn line_ends_marks_and_blank_lines_do_not_matter() {
    let world = World::new(9, true);
    let files = world.files();
    let windows = files
        .clone()
        .each(|text| format!("\u{feff}{}\r\n", text.replace('\n', "\r\n")));
    let tabs = files.clone().each(|text| text.replace('\n', "\t\n"));
    let unended = files.clone().each(|text| text.trim_end().to_owned());
    let capital = Files(
        files
            .0
            .iter()
            .map(|(name, text)| (name.to_uppercase(), text.clone()))
            .collect(),
    );
    for files in [windows, tabs, unended, capital] {
        assert_cells(&read(&files, &Options::new()).unwrap(), &world);
    }
    let empty = files.edit("_T.txt", |text| {
        with_cell(&with_cell(text, 1, 2, ""), 2, 2, " ")
    });
    let folder = Folder::new();
    let draft = eora26(empty.put(&folder, "x")).unwrap();
    let error = draft.check().unwrap_err().to_string();
    assert!(
        error.contains("sum"),
        "inputs of the second producer miss its output: {error}"
    );
}

#[test]
fn a_rest_of_the_world_outside_is_a_market_and_a_primary_row() {
    let world = World::new(11, true);
    let options = Options::new().rest_of_world(RestOfWorld::Outside);
    let table = read(&world.files(), &options).unwrap();
    assert_eq!(table.producers().countries().codes(), ["AFG", "CHN"]);
    assert_eq!(table.countries().codes(), ["AFG", "CHN", "ROW"]);
    let categories = [&CATEGORIES[..], &["intermediate purchases"]].concat();
    assert_eq!(table.final_uses().codes(), categories);
    for i in 0..4 {
        assert_eq!(table.flows().row(i).to_vec(), world.t[i][..4]);
        let mut finals = world.fd[i].clone();
        for (at, cell) in [(3, 0.0), (7, 0.0), (11, world.t[i][4])] {
            finals.insert(at, cell);
        }
        assert_eq!(table.final_use().row(i).to_vec(), finals);
        assert_eq!(table.output()[i], world.output(i));
    }
    let other = table.primary().row(PrimaryKind::Other).unwrap();
    assert_eq!(other.by_producer.to_vec(), world.t[4][..4]);
    let mut to_finals = world.fd[4].clone();
    for at in [3, 7, 11] {
        to_finals.insert(at, 0.0);
    }
    assert_eq!(other.by_final_use.to_vec(), to_finals);
    let purchases: f64 = (0..4).map(|i| world.t[i][4]).sum();
    let own_inputs: f64 = world.va.iter().map(|row| row[4]).sum();
    notes(
        &table,
        &[
            &format!("sum {purchases}, are final use"),
            &format!("to producers, sum {}", world.t[4][..4].iter().sum::<f64>()),
            &format!("to itself, {}", world.t[4][4]),
            &format!("primary inputs, sum {own_inputs}"),
            "satellite rows of the rest of the world's production are left out",
            "all 4 totals agree",
        ],
    );
    assert_eq!(table.extension_rows().row(1).to_vec(), world.q[1][..4]);
    // its row and column may stand anywhere
    let moved = Files(world.files().0.clone());
    let swap = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.swap(0, 4);
        crate::mini::lines(lines.into_iter().map(str::to_owned))
    };
    let columns = |text: &str| {
        crate::mini::lines(text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells.swap(0, 4);
            cells.join("\t")
        }))
    };
    let moved = moved
        .edit("labels_T.txt", swap)
        .edit("_T.txt", |text| columns(&swap(text)))
        .edit("_FD.txt", swap)
        .edit("_VA.txt", columns)
        .edit("_Q.txt", columns);
    // labels_T and T both end so: the first is the matrix
    let again = read(&moved, &options).unwrap();
    let at = again
        .producers()
        .at("AFG", "whole", "Agriculture")
        .unwrap()
        .get();
    let row = table
        .producers()
        .at("AFG", "whole", "Agriculture")
        .unwrap()
        .get();
    assert_eq!(again.output()[at], table.output()[row]);
    assert_eq!(again.flows()[[at, at]], table.flows()[[row, row]]);
}

#[test]
fn without_a_rest_of_the_world_nothing_is_moved() {
    let world = World::new(13, false);
    for policy in [RestOfWorld::Keep, RestOfWorld::Outside] {
        let table = read(&world.files(), &Options::new().rest_of_world(policy)).unwrap();
        assert_cells(&table, &world);
        notes(&table, &["no row and column of statistical discrepancies"]);
        assert!(table.primary().row(PrimaryKind::Other).is_none());
    }
}

#[test]
fn columns_that_miss_output_are_named() {
    let world = World::new(15, true);
    let files = world.files().edit("_VA.txt", |text| {
        with_line(text, 1, |line| {
            let mut cells: Vec<f64> = line.split('\t').map(|cell| cell.parse().unwrap()).collect();
            cells[1] += 7.0;
            crate::mini::cells(&cells)
        })
    });
    let folder = Folder::new();
    let draft = eora26(files.put(&folder, "x")).unwrap();
    let table = draft
        .tolerance(leontief::table::Tolerance::absolute(7.0))
        .check()
        .unwrap();
    notes(
        &table,
        &["1 of 5 totals miss", "`AFG Mining and Quarrying` by -7"],
    );
}

#[test]
fn satellite_rows_are_chosen_by_code_or_group() {
    let world = World::new(17, true);
    let read = |names: &[&str]| {
        read(
            &world.files(),
            &Options::new().extensions(names.iter().copied()),
        )
    };
    let gas = read(&["Energy Usage (TJ)"]).unwrap();
    assert_eq!(gas.extensions().len(), 2);
    assert_eq!(gas.extension_rows().row(1).to_vec(), world.q[1]);
    let second = read(&["I-GHG-CO2 emissions (Gg): Cement [2]", "Coal"]).unwrap();
    assert_eq!(second.extension_rows().row(0).to_vec(), world.q[1]);
    assert_eq!(second.extension_finals().row(1).to_vec(), world.qy[3]);
    notes(&second, &["2 of 4 satellite rows read"]);
    let none = read(&[]).unwrap();
    assert!(none.extensions().is_empty());
    notes(&none, &["satellite rows are not read"]);
    let error = read(&["Methane"]).unwrap_err().to_string();
    assert!(
        error.contains("no satellite row or group `Methane`")
            && error.contains("Energy Usage (TJ)"),
        "{error}"
    );
    let bare = world.files().without("_Q.txt").without("_QY.txt");
    notes(
        &self::read(&bare, &Options::new()).unwrap(),
        &["no file of satellite rows"],
    );
    let made = world.files().without("_QY.txt");
    let made = self::read(&made, &Options::new()).unwrap();
    notes(&made, &["no file of satellite rows by final use"]);
    assert_eq!(made.extension_finals().sum(), 0.0);
}

#[test]
fn threads_do_not_matter_and_reading_can_be_stopped() {
    let world = World::new(19, true);
    let one = Options::new().run(Run::default().threads(Threads::Count(1)));
    let three = Options::new().run(Run::default().threads(Threads::Count(3)));
    let [one, three] = [one, three].map(|options| read(&world.files(), &options).unwrap());
    assert_eq!(one.flows(), three.flows());
    assert_eq!(one.output(), three.output());
    let stop = Run::default().watched(|progress| match progress.done {
        2 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert!(
        read(&world.files(), &Options::new().run(stop))
            .unwrap_err()
            .is_cancelled()
    );
    let little = Run::default().memory(MemoryLimit::Bytes(100));
    let error = read(&world.files(), &Options::new().run(little)).unwrap_err();
    assert!(error.is_memory(), "{error}");
    assert_cells(&table(&world), &world);
}
