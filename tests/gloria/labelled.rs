//! Labels: the ReadMe as a workbook or as CSV files.

use leontief::read::{Gloria, GloriaLabels, Options};

use crate::mini::{CATEGORIES, COMPONENTS, Mini, REGIONS, SATELLITES, SECTORS, extension, kept};
use crate::published::Folder;

/// The sheets, row by row.
fn sheets() -> [(&'static str, Vec<Vec<String>>); 4] {
    let row = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let numbered = |header: &[&str], rows: Vec<Vec<&str>>| {
        let mut sheet = vec![row(&[&["Lfd_Nr"], header].concat())];
        for (at, cells) in rows.into_iter().enumerate() {
            let number = (at + 1).to_string();
            sheet.push(row(&[&[number.as_str()], cells.as_slice()].concat()));
        }
        sheet
    };
    let regions = REGIONS
        .map(|code| vec![code, "a name, of a region"])
        .to_vec();
    let both = COMPONENTS
        .iter()
        .zip(CATEGORIES)
        .map(|(one, two)| vec![*one, two]);
    let satellites = SATELLITES.map(|cells| cells.to_vec()).to_vec();
    [
        (
            "Regions",
            numbered(&["Region_acronyms", "Region_names"], regions),
        ),
        (
            "Sectors",
            numbered(&["Sector_names"], SECTORS.map(|name| vec![name]).to_vec()),
        ),
        (
            "Value added and final demand",
            numbered(&["Value_added_names", "Final_demand_names"], both.collect()),
        ),
        (
            "Satellites",
            numbered(
                &["Sat_head_indicator", "Sat_indicator", "Sat_unit"],
                satellites,
            ),
        ),
    ]
}

fn csv(folder: &Folder, sheets: &[(&str, Vec<Vec<String>>)]) {
    for (name, rows) in sheets {
        let quoted = |cell: &String| format!("\"{cell}\"");
        let lines = rows
            .iter()
            .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","));
        folder.put(
            &format!("{name}.csv"),
            lines.map(|line| line + "\r\n").collect::<String>(),
        );
    }
}

#[track_caller]
fn assert_reads(mini: &Mini, folder: &Folder, gloria: Gloria) {
    let gloria = gloria.extensions(["Emissions (OECD): co2_total"]);
    let table = gloria.draft(&Options::new()).unwrap().check().unwrap();
    assert_eq!(table.flows(), kept(&mini.uses[0]));
    assert_eq!(table.sectors().codes(), SECTORS);
    let names = table
        .final_uses()
        .positions()
        .map(|at| table.final_uses().name(at));
    assert_eq!(names.collect::<Vec<_>>(), CATEGORIES);
    let [row, _] = extension(&table, "Emissions (OECD): co2_total");
    assert_eq!(row.sum(), mini.satellites.row(1).sum());
    assert!(folder.as_ref().is_dir());
}

#[test]
fn sheets_saved_as_csv_give_the_labels() {
    let mini = Mini::new(51);
    let (data, lists) = (mini.folder(), Folder::new());
    csv(&lists, &sheets());
    let labels = GloriaLabels::csv(&lists).unwrap();
    assert_reads(&mini, &data, Gloria::open(&data).unwrap().labels(labels));
    std::fs::remove_file(lists.as_ref().join("Satellites.csv")).unwrap();
    let labels = GloriaLabels::csv(&lists).unwrap();
    let gloria = Gloria::open(&data).unwrap().labels(labels);
    assert!(gloria.draft(&Options::new()).is_ok());
}

#[test]
fn faults_of_a_list_are_named() {
    for (sheet, change, words) in [
        (
            0,
            (1, 1, ""),
            ["no label in the column `Region_acronyms`", "line 2"],
        ),
        (0, (2, 1, "AUS"), ["`AUS` occurs twice", "Regions"]),
        (
            0,
            (0, 1, "Acronym"),
            ["no column `Region_acronyms`", "Acronym"],
        ),
        (1, (0, 1, "Names"), ["no column `Sector_names`", "Sectors"]),
        (1, (2, 0, "9"), ["out of order", "line 4"]),
        (
            2,
            (3, 1, "Imports"),
            ["unknown component of value added `Imports`", "D.39"],
        ),
        (
            2,
            (0, 2, ""),
            ["no column `Final_demand_names`", "Value added"],
        ),
        (3, (0, 3, "Unit"), ["no column `Sat_unit`", "Satellites"]),
    ] {
        let folder = Folder::new();
        let mut sheets = sheets();
        let (row, column, text) = change;
        sheets[sheet].1[row][column] = text.to_owned();
        csv(&folder, &sheets);
        let message = GloriaLabels::csv(&folder).unwrap_err().to_string();
        for word in words {
            assert!(message.contains(word), "no `{word}` in: {message}");
        }
    }
    let folder = Folder::new();
    csv(&folder, &sheets()[1..]);
    let message = GloriaLabels::csv(&folder).unwrap_err().to_string();
    assert!(message.contains("no file `Regions.csv`"), "{message}");
}

#[cfg(all(feature = "workbooks", feature = "excel"))]
mod workbook {
    use super::*;
    use leontief::read::{Database, gloria, world};
    use rust_xlsxwriter::Workbook;

    fn read_me(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).unwrap();
            for (i, row) in rows.iter().enumerate() {
                for (j, cell) in row.iter().enumerate() {
                    let at = (i as u32, j as u16);
                    match cell.parse::<f64>() {
                        Ok(number) => sheet.write_number(at.0, at.1, number).unwrap(),
                        Err(_) => sheet.write_string(at.0, at.1, cell).unwrap(),
                    };
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn the_read_me_beside_the_files_gives_the_labels() {
        let mini = Mini::new(52);
        for name in ["GLORIA_ReadMe_059.xlsx", "GLORIA_ReadMe.xlsx"] {
            let folder = mini.folder();
            let file = folder.put(name, read_me(&sheets()));
            assert_reads(&mini, &folder, Gloria::open(&folder).unwrap());
            let table = gloria(&folder).unwrap().check().unwrap();
            assert_eq!(table.provenance().files()[0].name(), name);
            assert_eq!(Database::of(&folder).unwrap(), Database::Gloria);
            let table = world(&folder).unwrap().check().unwrap();
            assert_eq!(table.flows(), kept(&mini.uses[0]));
            let labels = GloriaLabels::read_me(&file).unwrap();
            assert_reads(
                &mini,
                &folder,
                Gloria::open(&folder).unwrap().labels(labels),
            );
        }
    }

    #[test]
    fn the_read_me_of_another_release_is_not_taken() {
        let folder = Mini::new(53).folder();
        folder.put("GLORIA_ReadMe_057.xlsx", read_me(&sheets()));
        let message = gloria(&folder).unwrap_err().to_string();
        assert!(message.contains("GLORIA_ReadMe_059.xlsx"), "{message}");
    }

    #[test]
    fn a_read_me_with_another_number_of_regions_is_noticed() {
        let folder = Mini::new(54).folder();
        let mut sheets = sheets();
        sheets[0].1.pop();
        folder.put("GLORIA_ReadMe_059.xlsx", read_me(&sheets));
        let message = gloria(&folder).unwrap_err().to_string();
        assert!(message.contains("18 cells: 3 regions"), "{message}");
        folder.put("GLORIA_ReadMe_059.xlsx", "no workbook");
        let message = gloria(&folder).unwrap_err().to_string();
        assert!(message.contains("cannot read the workbook"), "{message}");
    }
}
