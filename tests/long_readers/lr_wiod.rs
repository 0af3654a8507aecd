//! The Long-run WIOD.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use leontief::read::{Options, lr_wiod, lr_wiod_with};
use leontief::run::Run;
use leontief::table::{Tolerance, WorldTable};

use crate::mini::{LR_WIOD, LR_WIOD_HEADER, Mini, lr_wiod_cells, lr_wiod_line, lr_wiod_text};

fn mini() -> (Mini, String) {
    let mini = Mini::new(&LR_WIOD, 1995);
    let text = lr_wiod_text(1995, &lr_wiod_cells(&mini));
    (mini, text)
}

#[track_caller]
fn read(mini: &Mini, content: impl AsRef<[u8]>) -> WorldTable {
    lr_wiod(mini.file(content), 1995).unwrap().check().unwrap()
}

#[test]
fn every_cell_of_the_file_is_a_cell_of_the_table() {
    let (mini, text) = mini();
    let file = mini.file(text);
    let table = lr_wiod(&file, 1995).unwrap().check().unwrap();
    mini.assert_is(&table);
    assert_eq!(table.unit().to_string(), "mn USD, 1995, basic prices");
    assert_eq!(table.checked().tolerance(), Tolerance::absolute(1.0));
    assert_eq!(table.checked().worst_row().unwrap().amount, 0.0);
    assert_eq!(table.checked().worst_column().unwrap().amount, 0.0);
    let provenance = table.provenance();
    assert_eq!(provenance.source(), "Long-run World Input-Output Database");
    assert_eq!(provenance.edition(), Some("2022 release"));
    crate::published::assert_sources(provenance, &[file.as_ref()]);
    assert_eq!(
        table.provenance().steps(),
        [
            "rows xSD, xPURNR and xPURR added up to other primary inputs",
            "every cell has a line",
            "total `xII`: all 21 totals agree with their parts",
            "column `xGO` against the row `xGO`: all 9 totals agree with their parts",
            "columns of totals not read: `xX` (sum 13.5), `xM` (sum 4.5), `xMRG_int` (sum 0)",
        ]
    );
}

#[test]
fn one_year_is_chosen_out_of_several_that_stand_mixed() {
    let years = [1994, 1995, 1996].map(|year| (year, Mini::new(&LR_WIOD, year as u64)));
    let cells: Vec<_> = years.iter().map(|(_, mini)| lr_wiod_cells(mini)).collect();
    let mut text = LR_WIOD_HEADER.to_owned();
    for at in 0..cells[0].len() {
        for ((year, _), cells) in years.iter().zip(&cells) {
            text += &lr_wiod_line(*year, &cells[at]);
        }
    }
    let file = years[0].1.file(text);
    for (year, mini) in &years {
        let table = lr_wiod(&file, *year).unwrap().check().unwrap();
        mini.assert_is(&table);
    }
}

#[test]
fn line_ends_byte_order_mark_blank_lines_and_quotes_change_nothing() {
    let (mini, text) = mini();
    let crlf = text.replace('\n', "\r\n");
    let quoted = text.replace("AUS", "\"AUS\"");
    let open_ended = text.trim_end();
    for other in [
        crlf.clone(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{crlf}\r\n\r\n"),
        format!("{text}\n\n"),
        quoted.clone(),
        quoted.replace('\n', "\r\n"),
        open_ended.to_owned(),
        text.replace(',', ", "),
    ] {
        assert_ne!(other, text);
        mini.assert_is(&read(&mini, other));
    }
}

#[test]
fn columns_and_lines_may_come_in_any_order() {
    let (mini, text) = mini();
    let turned: Vec<String> = text
        .lines()
        .map(|line| line.rsplit(',').collect::<Vec<_>>().join(","))
        .collect();
    mini.assert_is(&read(&mini, turned.join("\n")));
    let back: String = text
        .lines()
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map(|line| format!("{line}\n"))
        .collect();
    let table = read(&mini, format!("{LR_WIOD_HEADER}{back}"));
    assert_eq!(table.countries().codes(), ["xROW", "CHN", "AUS"]);
    assert_eq!(table.sectors().codes(), ["LtQ", "D15t16", "AtB"]);
    for i in 0..9 {
        assert_eq!(table.output()[8 - i], mini.output[i]);
        for j in 0..9 {
            assert_eq!(table.flows()[[8 - i, 8 - j]], mini.flows[[i, j]]);
        }
        for region in 0..3 {
            for category in 0..4 {
                let (at, turned) = (region * 4 + category, (2 - region) * 4 + category);
                assert_eq!(table.final_use()[[8 - i, turned]], mini.finals[[i, at]]);
            }
        }
    }
}

/// The last five cells are not of the table: what final uses of the last region pay in all, and the total of totals.
#[test]
fn a_file_cut_off_after_any_line_of_the_table_gives_no_table() {
    let (mini, text) = mini();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let last = lines.len() - 5;
    for kept in 0..last {
        let file = mini.file(lines[..kept].concat());
        let table = lr_wiod(&file, 1995).and_then(|draft| draft.check());
        assert!(table.is_err(), "{kept} of {} lines", lines.len());
    }
    mini.assert_is(&read(&mini, lines[..last].concat()));
}

#[test]
fn columns_of_numbers_of_rows_may_be_missing_or_doubled_by_one_for_columns() {
    let (mini, text) = mini();
    let without = text.replace("row_id,", "").replace(",7,", ",");
    mini.assert_is(&read(&mini, without));
    let with = text
        .replace("row_id,", "row_id,col_id,")
        .replace(",7,", ",7,9,");
    mini.assert_is(&read(&mini, with));
}

#[test]
fn cells_without_a_line_and_empty_values_are_zero_and_counted() {
    let (mut mini, _) = mini();
    // zero out cells of a row and of its column alike, so that sums hold
    mini.flows[[0, 4]] = 0.0;
    mini.finals[[0, 5]] = 0.0;
    mini.output[0] = mini.flows.row(0).sum() + mini.finals.row(0).sum();
    for j in 0..9 {
        let others: f64 = (1..6).map(|row| mini.primary[[row, j]]).sum();
        mini.primary[[0, j]] = mini.output[j] - mini.flows.column(j).sum() - others;
    }
    let mut cells = lr_wiod_cells(&mini);
    let is_gap = |cell: &crate::mini::Cell| {
        cell.row == mini.producer(0)
            && (cell.column == mini.producer(4) || cell.column == mini.final_use(5))
    };
    let gaps = cells.iter().filter(|cell| is_gap(cell)).count();
    assert_eq!(gaps, 2);
    let whole = lr_wiod_text(1995, &cells);
    let blank = cells.iter().map(|cell| {
        let mut cell = cell.clone();
        if is_gap(&cell) {
            cell.value = String::new();
        }
        cell
    });
    let blank = lr_wiod_text(1995, &blank.collect::<Vec<_>>());
    cells.retain(|cell| !is_gap(cell));
    let fewer = lr_wiod_text(1995, &cells);
    for (text, step) in [
        (whole, "every cell has a line"),
        (
            fewer,
            "2 cells have no line and are read as zero: 1 flows between producers, 1 of final use, 0 of primary inputs",
        ),
        (
            blank,
            "every cell has a line; 2 lines have an empty value, read as zero",
        ),
    ] {
        let table = read(&mini, text);
        mini.assert_is(&table);
        assert_eq!(table.provenance().steps()[1], step);
    }
}

#[test]
fn printed_totals_that_miss_their_parts_are_named_in_the_provenance() {
    let (mini, _) = mini();
    let mut cells = lr_wiod_cells(&mini);
    let mut change = |row: &str, column: [&str; 2], by: f64| {
        let found = cells
            .iter_mut()
            .find(|cell| cell.row[1] == row && cell.column == column);
        let cell = found.unwrap();
        cell.value = (cell.value.parse::<f64>().unwrap() + by).to_string();
    };
    change("xII", ["CHN", "LtQ"], 3.0);
    change("xII", ["xROW", "xINV"], -2.0);
    change("AtB", ["xTOT", "xGO"], 1.0);
    let table = read(&mini, lr_wiod_text(1995, &cells));
    mini.assert_is(&table);
    let steps = table.provenance().steps();
    assert_eq!(
        steps[2],
        "total `xII`: 2 of 21 totals miss the sum of their parts, most `CHN LtQ` by 3, `xROW xINV` by -2"
    );
    let gap = "1 of 9 totals miss the sum of their parts, most `AUS AtB` by 1";
    assert_eq!(
        steps[3],
        format!("column `xGO` against the row `xGO`: {gap}")
    );
}

#[test]
fn reading_is_watched_and_can_be_stopped() {
    let (mini, text) = mini();
    let file = mini.file(text);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let run = Run::default().watched(move |progress| {
        told.lock().unwrap().push(progress.fraction());
        ControlFlow::Continue(())
    });
    let of = |run| Options::new().year(1995).run(run);
    mini.assert_is(&lr_wiod_with(&file, &of(run)).unwrap().check().unwrap());
    let seen = seen.lock().unwrap();
    assert!(seen.len() > 10 && seen.is_sorted() && seen.last() == Some(&1.0));
    let run = Run::default().watched(|progress| match progress.fraction() > 0.5 {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    });
    assert!(lr_wiod_with(&file, &of(run)).unwrap_err().is_cancelled());
    let error = lr_wiod_with(&file, &Options::new()).unwrap_err();
    assert!(error.to_string().contains("Options::new().year"), "{error}");
}
