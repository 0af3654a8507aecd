//! What the published layouts have in them comes out cell by cell.

use leontief::read::{self, Database, Options, figaro, figaro_with};
use leontief::run::{Run, Threads};
use leontief::table::Tolerance;
use std::ops::ControlFlow;

use crate::matrix::{Matrix, NAME};
use crate::mini::{FIGARO, Mini};
#[cfg(feature = "archives")]
use crate::published::Folder;
use crate::published::assert_sources;
use crate::scratch::Scratch;

fn mini() -> Mini {
    Mini::new(&FIGARO, 2022)
}

#[test]
fn every_cell_of_the_file_is_a_cell_of_the_table() {
    let mini = mini();
    let file = Scratch::named(NAME, Matrix::of(&mini, "").text());
    let table = figaro(&file).unwrap().check().unwrap();
    mini.assert_is(&table);
    assert_eq!(table.unit().to_string(), "mn EUR, 2022, basic prices");
    assert_eq!(table.checked().tolerance(), Tolerance::absolute(1.0));
    assert_eq!(table.checked().worst_row().unwrap().amount, 0.0);
    let provenance = table.provenance();
    assert_eq!(
        provenance.source(),
        "FIGARO input-output table, industry by industry"
    );
    assert_eq!(provenance.edition(), Some("edition 25ed"));
    assert_sources(provenance, &[file.as_ref()]);
    assert_eq!(
        provenance.steps(),
        [
            "rows OP_RES and OP_NRES added up to other primary inputs",
            "output is the sum of inputs and primary inputs: the file has none",
        ]
    );
}

#[test]
fn the_flat_file_of_the_same_table_gives_the_same_table() {
    let mini = mini();
    let matrix = Scratch::named(NAME, Matrix::of(&mini, "").text());
    let cells = crate::mini::figaro_cells(&mini);
    let flat = mini.file(crate::mini::figaro_text(&cells));
    let [matrix, flat] =
        [figaro(&matrix), read::figaro_flat(&flat)].map(|draft| draft.unwrap().check().unwrap());
    assert_eq!(matrix.flows(), flat.flows());
    assert_eq!(matrix.final_use(), flat.final_use());
    assert_eq!(matrix.output(), flat.output());
    assert_eq!(matrix.primary().rows(), flat.primary().rows());
}

#[test]
fn products_keep_their_prefix() {
    let mini = mini();
    let name = NAME.replace("ind-by-ind", "prod-by-prod");
    let file = Scratch::named(&name, Matrix::of(&mini, "CPA_").text());
    let table = figaro(&file).unwrap().check().unwrap();
    assert_eq!(table.sectors().codes(), ["CPA_A01", "CPA_C10T12", "CPA_U"]);
    assert_eq!(table.flows(), mini.flows);
    assert_eq!(
        table.provenance().source(),
        "FIGARO input-output table, product by product"
    );
}

#[test]
fn rows_and_columns_are_found_by_label_in_any_order() {
    let mini = mini();
    let mut matrix = Matrix::of(&mini, "");
    // areas stay in the order of rows, which is that of the table
    let primary = matrix.rows.split_off(9);
    matrix.rows = primary.into_iter().rev().chain(matrix.rows).collect();
    matrix.columns.reverse();
    matrix
        .rows
        .iter_mut()
        .for_each(|(_, cells)| cells.reverse());
    let table = figaro(Scratch::named(NAME, matrix.text()))
        .unwrap()
        .check()
        .unwrap();
    mini.assert_is(&table);
}

#[test]
fn editions_and_years_are_in_the_name_or_said_by_the_caller() {
    let text = Matrix::of(&mini(), "").text();
    for (name, edition) in [
        ("matrix_eu-ic-io_ind-by-ind_23ed_2022.csv", "edition 23ed"),
        (
            "matrix_eu-ic-io_ind-by-ind_25ed_2022_v2.csv",
            "edition 25ed, v2",
        ),
        (
            "matrix_eu-ic-io_ind-by-ind_2022.csv",
            "edition of 2022, whose names state none",
        ),
        ("table_2022.csv", "edition not stated"),
    ] {
        let draft = figaro(Scratch::named(name, &text))
            .unwrap()
            .check()
            .unwrap();
        assert_eq!(draft.provenance().edition(), Some(edition));
        assert_eq!(draft.unit().year(), 2022);
    }
    let file = Scratch::named("figaro.csv", &text);
    let message = figaro(&file).unwrap_err().to_string();
    assert!(
        message.contains("does not say the year") && message.contains("figaro_with"),
        "{message}"
    );
    let table = figaro_with(&file, &Options::new().year(2014))
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(table.unit().year(), 2014);
    let file = Scratch::named(NAME, &text);
    let error = figaro_with(&file, &Options::new().year(2014)).unwrap_err();
    assert!(error.to_string().contains("another year"), "{error}");
}

#[test]
fn line_ends_marks_quotes_and_empty_cells_change_nothing() {
    let mini = mini();
    let matrix = Matrix::of(&mini, "");
    let text = matrix.text();
    let crlf = text.replace('\n', "\r\n");
    let quoted = text.replace("AT_A01", "\"AT_A01\"");
    for other in [
        crlf.clone(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{crlf}"),
        quoted,
        format!("{text}\n\n"),
    ] {
        mini.assert_is(
            &figaro(Scratch::named(NAME, other))
                .unwrap()
                .check()
                .unwrap(),
        );
    }
    let mut blank = matrix.clone();
    let (row, column) = (blank.row("W2_OP_RES"), blank.column("AT_P3_S13"));
    blank.rows[row].1[column] = String::new();
    let table = figaro(Scratch::named(NAME, blank.text()))
        .unwrap()
        .check()
        .unwrap();
    let steps = table.provenance().steps();
    assert_eq!(steps.last().unwrap(), "1 empty cells count as zero");
}

#[cfg(feature = "archives")]
#[test]
fn packed_files_are_read_as_they_are() {
    let mini = mini();
    let text = Matrix::of(&mini, "").text();
    let folder = Folder::new();
    let gz = folder.gz(&format!("{NAME}.gz"), &text);
    let zip = folder.zip("matrix_eu-ic-io_ind-by-ind_25ed_2022.zip", &[(NAME, &text)]);
    for file in [gz, zip] {
        let table = figaro(&file).unwrap().check().unwrap();
        mini.assert_is(&table);
        assert_sources(table.provenance(), &[&file]);
    }
}

#[test]
fn the_layout_is_recognised() {
    let mini = mini();
    let file = Scratch::named(NAME, Matrix::of(&mini, "").text());
    assert_eq!(Database::of(&file).unwrap(), Database::Figaro);
    mini.assert_is(&read::world(&file).unwrap().check().unwrap());
}

#[test]
fn reading_is_watched_and_stopped_and_does_not_depend_on_threads() {
    let mini = mini();
    let file = Scratch::named(NAME, Matrix::of(&mini, "").text());
    for count in [1, 3] {
        let run = Run::default().threads(Threads::Count(count));
        let draft = figaro_with(&file, &Options::new().run(run)).unwrap();
        mini.assert_is(&draft.check().unwrap());
    }
    let stopped = Run::default().watched(|_| ControlFlow::Break(()));
    let error = figaro_with(&file, &Options::new().run(stopped)).unwrap_err();
    assert!(error.is_cancelled());
}
