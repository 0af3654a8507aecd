//! Tables read back cell by cell, in every version and packing.

use leontief::read::{Options, exiobase, exiobase_with};
use leontief::table::{PrimaryKind, WorldTable};

use crate::mini::{CATEGORIES, Files, N, NEW, OLD, REGIONS, Rows, SECTORS, Version, World, lines};
use crate::published::Folder;
#[cfg(feature = "archives")]
use crate::published::assert_sources;

pub fn read(files: &Files, options: &Options) -> leontief::Result<WorldTable> {
    let folder = Folder::new();
    exiobase_with(files.put(&folder, "IOT_2019_pxp"), options)?.check()
}

#[track_caller]
pub fn notes(table: &WorldTable, words: &[&str]) {
    let steps = table.provenance().steps().join("\n");
    for word in words {
        assert!(steps.contains(word), "no `{word}` in: {steps}");
    }
}

fn rows(view: ndarray::ArrayView2<'_, f64>) -> Rows {
    view.rows().into_iter().map(|row| row.to_vec()).collect()
}

fn sum(rows: &Rows, wanted: &[usize]) -> Vec<f64> {
    (0..rows[0].len())
        .map(|j| wanted.iter().map(|&row| rows[row][j]).sum())
        .collect()
}

pub fn assert_cells(table: &WorldTable, world: &World) {
    assert_eq!(rows(table.flows()), world.z);
    assert_eq!(rows(table.final_use()), world.y);
    assert_eq!(table.output().to_vec(), world.output);
    let factors = &world.groups[0];
    for (kind, wanted) in [
        (PrimaryKind::ProductTax, &[0][..]),
        (PrimaryKind::NetProductionTax, &[1]),
        (PrimaryKind::Compensation, &[2, 3, 4]),
        (PrimaryKind::Depreciation, &[5]),
        (PrimaryKind::OperatingSurplus, &[6, 7, 8]),
    ] {
        let row = table.primary().row(kind).unwrap();
        assert_eq!(
            row.by_producer.to_vec(),
            sum(&factors.made, wanted),
            "{kind}"
        );
        assert_eq!(
            row.by_final_use.to_vec(),
            sum(&factors.direct, wanted),
            "{kind}"
        );
    }
    assert_eq!(table.primary().rows().len(), 5);
    let mut made: Rows = factors.made[9..].to_vec();
    let mut direct: Rows = factors.direct[9..].to_vec();
    for group in world.groups[1..]
        .iter()
        .filter(|group| group.name != "impacts")
    {
        made.extend(group.made.clone());
        direct.extend(group.direct.clone());
    }
    assert_eq!(rows(table.extension_rows()), made);
    assert_eq!(rows(table.extension_finals()), direct);
}

const VERSIONS: [Version; 4] = [
    OLD,
    NEW,
    Version {
        names_of_rows: false,
        ..OLD
    },
    Version {
        names_of_rows: false,
        coefficients: true,
        ..NEW
    },
];

#[test]
fn every_cell_is_read_back_in_every_version() {
    for (seed, version) in VERSIONS.into_iter().enumerate() {
        let world = World::new(seed as u64, version);
        let table = read(&world.files(), &Options::new()).unwrap();
        assert_cells(&table, &world);
        assert_eq!(table.countries().codes(), REGIONS);
        assert_eq!(table.producers().blocks()[1].sectors().codes(), SECTORS);
        assert_eq!(table.final_uses().codes(), CATEGORIES);
        assert_eq!(table.unit().to_string(), "mn EUR, 2019, basic prices");
        let codes = [
            "CO2 - combustion - air",
            "CH4 - combustion - air",
            "Employment: Low-skilled male",
        ];
        assert_eq!(table.extensions().codes(), codes);
        let co2 = table.extensions().at(codes[0]).unwrap();
        assert_eq!(table.extensions().name(co2), "kg");
        assert_eq!(table.provenance().source(), "EXIOBASE 3");
        assert_eq!(
            table.provenance().edition(),
            Some("version 3.8.2, product by product")
        );
        notes(
            &table,
            &[
                "compensation of employees: `Compensation of employees; wages",
                "operating surplus: `Operating surplus: Rents on land`",
                "output against uses: all 6 totals agree",
                "output against inputs and factor inputs: all 6 totals agree",
            ],
        );
        if version.coefficients {
            notes(&table, &["Z = A diag(x)"]);
        }
        if version.satellite {
            notes(&table, &["3 of 3 extension rows of `satellite` read"]);
        }
    }
}

#[cfg(feature = "archives")]
#[test]
fn archives_give_the_same_table() {
    for version in [OLD, NEW] {
        let world = World::new(31, version);
        let files = world.files();
        let folder = Folder::new();
        let plain = folder.zip("a/IOT_2019_pxp.zip", &files.0);
        let nested: Vec<(String, String)> = files
            .0
            .iter()
            .map(|(name, text)| (format!("IOT_2019_pxp/{name}"), text.clone()))
            .collect();
        let nested = folder.zip("b/renamed.zip", &nested);
        for path in [plain, nested] {
            let table = exiobase(&path).unwrap().check().unwrap();
            assert_cells(&table, &world);
            assert_sources(table.provenance(), &[&path]);
        }
    }
}

#[test]
fn files_of_a_folder_are_in_the_provenance() {
    let world = World::new(33, NEW);
    let folder = Folder::new();
    let path = world.files().put(&folder, "IOT_2019_pxp");
    let table = exiobase(&path).unwrap().check().unwrap();
    let mut names: Vec<&str> = table
        .provenance()
        .files()
        .iter()
        .map(|file| file.name())
        .collect();
    names.sort_unstable();
    let expected = [
        "Y.txt",
        "Z.txt",
        "air_emissions/F.txt",
        "air_emissions/F_Y.txt",
        "air_emissions/unit.txt",
        "employment/F.txt",
        "employment/F_Y.txt",
        "employment/unit.txt",
        "factor_inputs/F.txt",
        "factor_inputs/F_Y.txt",
        "factor_inputs/unit.txt",
        "unit.txt",
        "x.txt",
    ];
    assert_eq!(names, expected);
}

#[test]
fn line_ends_marks_and_tabs_do_not_matter() {
    let world = World::new(35, NEW);
    let files = world.files();
    let windows = files
        .clone()
        .each(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let unended = files
        .clone()
        .each(|text| text.trim_end_matches('\n').to_owned());
    for files in [windows, unended] {
        assert_cells(&read(&files, &Options::new()).unwrap(), &world);
    }
    let bare = World::new(
        35,
        Version {
            names_of_rows: false,
            ..NEW
        },
    );
    let tabs = bare.files().each(|text| text.replace('\n', "\t\n"));
    assert_cells(&read(&tabs, &Options::new()).unwrap(), &bare);
}

#[test]
fn rows_and_columns_may_stand_in_any_order() {
    let world = World::new(37, NEW);
    let turn_rows = |text: &str| {
        let mut all: Vec<String> = text.lines().map(str::to_owned).collect();
        all[3..].rotate_left(2);
        lines(all)
    };
    let turn_columns = |text: &str, keys: usize| {
        lines(text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells[keys..].rotate_left(3);
            cells.join("\t")
        }))
    };
    let files = world
        .files()
        .edit("Z.txt", turn_rows)
        .edit("Y.txt", |text| {
            turn_rows(&turn_columns(text, 2)).replace("AT\tPaddy", "\"AT\"\t Paddy")
        })
        .edit("factor_inputs/F.txt", |text| {
            turn_rows(&turn_columns(text, 1))
        })
        .edit("air_emissions/F_Y.txt", |text| turn_columns(text, 1));
    let table = read(&files, &Options::new()).unwrap();
    assert_eq!(rows(table.flows()), world.z);
    let (at, n) = (table.producers(), N);
    assert_eq!(at.len(), n);
    // the first category of the file is another one, so columns are compared by label
    for (i, row) in world.y.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let category = table.final_uses().at(CATEGORIES[column % 7]).unwrap().get();
            let region = table.countries().at(REGIONS[column / 7]).unwrap().get();
            assert_eq!(table.final_use()[[i, region * 7 + category]], *cell);
        }
    }
    let taxes = table.primary().row(PrimaryKind::ProductTax).unwrap();
    assert_eq!(taxes.by_producer.to_vec(), world.groups[0].made[0]);
}

#[test]
fn three_letter_regions_stay_as_they_are() {
    let world = World::new(39, OLD);
    let long = |text: &str| {
        text.replace("AT\t", "AUT\t")
            .replace("WA\t", "WWA\t")
            .replace("WA\n", "WWA\n")
    };
    let table = read(&world.files().each(long), &Options::new()).unwrap();
    assert_eq!(table.countries().codes(), ["AUT", "WWA"]);
    assert_eq!(rows(table.flows()), world.z);
}
