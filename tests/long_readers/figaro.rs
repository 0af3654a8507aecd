//! FIGARO in the flat format.

use leontief::read::{Options, figaro_flat, figaro_flat_with};
use leontief::table::{Tolerance, WorldTable};

use crate::mini::{FIGARO, FIGARO_HEADER, Mini, figaro_cells, figaro_line, figaro_text};
use crate::scratch::{Scratch, assert_placed};

fn mini() -> (Mini, String) {
    let mini = Mini::new(&FIGARO, 2022);
    let text = figaro_text(&figaro_cells(&mini));
    (mini, text)
}

#[track_caller]
fn read(mini: &Mini, content: impl AsRef<[u8]>) -> WorldTable {
    figaro_flat(mini.file(content)).unwrap().check().unwrap()
}

#[test]
fn every_cell_of_the_file_is_a_cell_of_the_table() {
    let (mini, text) = mini();
    let file = mini.file(text);
    let table = figaro_flat(&file).unwrap().check().unwrap();
    mini.assert_is(&table);
    assert_eq!(table.unit().to_string(), "mn EUR, 2022, basic prices");
    assert_eq!(table.checked().tolerance(), Tolerance::absolute(1.0));
    assert_eq!(table.checked().worst_row().unwrap().amount, 0.0);
    assert_eq!(table.checked().worst_column().unwrap().amount, 0.0);
    let provenance = table.provenance();
    let source = "FIGARO input-output table, industry by industry";
    assert_eq!(provenance.source(), source);
    assert_eq!(provenance.edition(), Some("edition 25ed"));
    crate::published::assert_sources(provenance, &[file.as_ref()]);
    assert_eq!(
        table.provenance().steps(),
        [
            "rows OP_RES and OP_NRES added up to other primary inputs",
            "output is the sum of inputs and primary inputs: the file has none",
            "every cell has a line",
        ]
    );
}

#[test]
fn tables_of_products_are_read_under_each_of_their_headers() {
    let (mini, text) = mini();
    let body = &text[FIGARO_HEADER.len()..];
    for header in [
        "icioiRow,icioiCol,refArea,rowPi,counterpartArea,colPi,obsValue\n",
        "iciopRow,iciopCol,refArea,rowPp,counterpartArea,colPp,obsValue\n",
        "iciopRow,iciopCol,refArea,rowPi,counterpartArea,colPi,obsValue\n",
    ] {
        let table = read(&mini, format!("{header}{body}"));
        mini.assert_is(&table);
        let source = table.provenance().source();
        assert!(source.contains("product by product"), "{source}");
    }
}

#[test]
fn the_prefix_of_products_may_stand_in_one_of_the_two_places() {
    let (mini, _) = mini();
    let lines = figaro_cells(&mini).into_iter().map(|cell| {
        let line = figaro_line(&cell);
        let joined = format!("{}_{}", cell.row[0], cell.row[1]);
        line.replacen(&joined, &format!("{}_CPA_{}", cell.row[0], cell.row[1]), 1)
    });
    let header = FIGARO_HEADER.replace("Ii", "Pp");
    let text = format!("{header}{}", lines.collect::<String>());
    mini.assert_is(&read(&mini, text));
}

#[test]
fn line_ends_and_byte_order_mark_change_nothing() {
    let (mini, text) = mini();
    let crlf = text.replace('\n', "\r\n");
    for other in [
        crlf.clone(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{crlf}"),
        text.trim_end().to_owned(),
    ] {
        assert_ne!(other, text);
        mini.assert_is(&read(&mini, other));
    }
}

#[test]
fn year_and_edition_come_from_the_name_or_from_the_caller() {
    let (mini, text) = mini();
    let unnamed = "edition not stated";
    let oldest = "edition of 2022, whose names state none";
    for (name, edition) in [
        ("flatfile_eu-ic-io_ind-by-ind_25ed_2021.csv", "edition 25ed"),
        (
            "flatfile_eu-ic-io_ind-by-ind_25ed_2021_v2.csv",
            "edition 25ed, v2",
        ),
        ("flatfile_eu-ic-io_ind-by-ind_2021.csv", oldest),
        ("2021.csv", unnamed),
    ] {
        let file = Scratch::named(name, &text);
        let table = figaro_flat(&file).unwrap().check().unwrap();
        assert_eq!(table.unit().to_string(), "mn EUR, 2021, basic prices");
        assert_eq!(table.provenance().edition(), Some(edition));
    }
    for (name, year) in [
        ("figaro.csv", 2013),
        ("figaro_25ed.csv", 2013),
        ("2021_of_2022.csv", 2022),
    ] {
        let file = Scratch::named(name, &text);
        let error = figaro_flat(&file).unwrap_err();
        assert!(error.is_label());
        let words = ["does not say the year", "figaro_flat_with"];
        assert_placed(&error, &file, None, &words);
        let options = Options::new().year(year);
        let table = figaro_flat_with(&file, &options).unwrap().check().unwrap();
        mini.assert_is(&table);
        assert_eq!(table.unit().year(), year);
    }
    let file = mini.file(&text);
    let error = figaro_flat_with(&file, &Options::new().year(2021)).unwrap_err();
    assert_placed(&error, &file, None, &["another year", "2021", "2022"]);
}

#[test]
fn supply_and_use_tables_are_refused_by_name() {
    let (mini, text) = mini();
    for (header, what) in [
        (
            "icsupRow,icsupCol,refArea,rowPi,counterpartArea,colPi,obsValue\n",
            "supply",
        ),
        (
            "icuseRow,icuseCol,refArea,rowPi,counterpartArea,colPi,obsValue\n",
            "use",
        ),
    ] {
        let file = mini.file(text.replace(FIGARO_HEADER, header));
        let error = figaro_flat(&file).unwrap_err();
        assert!(error.is_label());
        let words = [
            &format!("this is a FIGARO {what} table"),
            "input-output table",
        ];
        assert_placed(&error, &file, Some(1), &words);
    }
}

#[test]
fn a_file_cut_off_after_any_line_gives_no_table() {
    let (mini, text) = mini();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for kept in 0..lines.len() {
        let file = mini.file(lines[..kept].concat());
        let table = figaro_flat(&file).and_then(|draft| draft.check());
        assert!(table.is_err(), "{kept} of {} lines", lines.len());
    }
}

#[test]
fn a_changed_cell_shows_as_uses_that_miss_output() {
    let (mini, _) = mini();
    let mut cells = figaro_cells(&mini);
    let found = cells
        .iter_mut()
        .find(|cell| cell.row == mini.producer(4) && cell.column == mini.producer(7));
    let cell = found.unwrap();
    cell.value = (cell.value.parse::<f64>().unwrap() + 1.5).to_string();
    let draft = figaro_flat(mini.file(figaro_text(&cells))).unwrap();
    let error = draft.clone().check().unwrap_err();
    assert!(error.is_table());
    for label in ["the uses of FIGW1 C10T12", "the uses of ZA C10T12"] {
        assert!(error.to_string().contains(label), "{error}");
    }
    let table = draft.tolerance(Tolerance::absolute(2.0)).check().unwrap();
    assert_eq!(table.checked().worst_row().unwrap().amount.abs(), 1.5);
}
