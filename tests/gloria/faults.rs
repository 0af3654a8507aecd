//! Faults of a file: each is an error that says where, and never a wrong table.

use leontief::Error;
use leontief::label::Axis;
use leontief::read::{GloriaLabels, Options};
use leontief::table::Tolerance;

use crate::mini::{Mini, N, REGIONS, S, SECTORS, industry, name, open, product, read, text};

/// The error of a set in which one file has been changed.
#[track_caller]
fn refused(
    matrix: &str,
    layer: usize,
    change: impl Fn(&Mini, String) -> String,
    line: Option<u64>,
    words: &[&str],
) -> Error {
    let mini = Mini::new(31);
    let folder = mini.folder();
    let file = folder.as_ref().join(name(matrix, 2022, 59, layer));
    let before = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, change(&mini, before)).unwrap();
    let error = match read(&folder) {
        Ok(draft) => draft.tolerance(Tolerance::EXACT).check().unwrap_err(),
        Err(error) => {
            assert_eq!(error.file(), Some(file.as_path()), "{error}");
            error
        }
    };
    let message = error.to_string();
    assert_eq!(error.line(), line, "{message}");
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
    error
}

/// A change of one cell, by row and column from 0.
fn cell(row: usize, column: usize, to: &str) -> impl Fn(&Mini, String) -> String {
    move |_, before| {
        let lines = before.lines().enumerate().map(|(i, line)| {
            let cells = line.split(',').enumerate();
            let cells = cells.map(|(j, cell)| if (i, j) == (row, column) { to } else { cell });
            cells.collect::<Vec<_>>().join(",") + "\n"
        });
        lines.collect()
    }
}

#[test]
fn text_in_a_number_is_named_by_its_labels() {
    let fish = product(S + 1);
    for wrong in ["n.a.", "NaN", "inf", "1e999", "", "1.2.3", "--1"] {
        let error = refused(
            "T",
            1,
            cell(fish, 0, wrong),
            Some(fish as u64 + 1),
            &["finite number"],
        );
        let message = error.to_string();
        for word in [
            "`AUT Fish, fresh` (product)",
            "`AUS Growing wheat` (industry)",
            "column `1`",
        ] {
            assert!(message.contains(word), "{message}");
        }
    }
    refused(
        "Y",
        1,
        cell(fish, 7, "x"),
        Some(fish as u64 + 1),
        &["`AUT P.3n`", "`x`"],
    );
    refused(
        "V",
        1,
        cell(7, industry(S), "x"),
        Some(8),
        &["`AUT D.29`", "`AUT Growing wheat` (industry)"],
    );
    refused(
        "T",
        4,
        cell(fish, 0, "x"),
        Some(fish as u64 + 1),
        &["Markup004", "finite number"],
    );
    refused(
        "Y",
        5,
        cell(fish, 0, "x"),
        Some(fish as u64 + 1),
        &["Markup005", "finite number"],
    );
}

#[test]
fn a_decimal_comma_and_a_lost_or_doubled_cell_are_named_by_row() {
    let wheat = product(0);
    let words = [
        "the row of `AUS Growing wheat` (product) has 25 cells",
        "24 cells: 4 regions with 3 industries and 3 products",
        "commas for decimals",
    ];
    refused(
        "T",
        1,
        cell(wheat, 0, "1,5"),
        Some(wheat as u64 + 1),
        &words,
    );
    let lost = |_: &Mini, before: String| before.replacen("0.0,", "", 1);
    refused("T", 1, lost, Some(1), &["has 23 cells", "24 cells"]);
    let short = |_: &Mini, _: String| "1\n".repeat(50);
    refused("T", 1, short, Some(1), &["has 1 cells", "24 cells"]);
    let doubled = |_: &Mini, before: String| before.replace('\n', ",0.0\n");
    refused("V", 1, doubled, Some(1), &["has 25 cells", "24 cells"]);
    refused(
        "Y",
        1,
        doubled,
        Some(1),
        &["has 25 cells", "24 cells: 4 regions with 6 categories"],
    );
}

#[test]
fn too_few_and_too_many_rows_are_counted() {
    for (matrix, rows) in [("T", 2 * N), ("Y", 2 * N), ("V", 24)] {
        let fewer = |_: &Mini, before: String| {
            let end = before.trim_end().rfind('\n').unwrap();
            before[..=end].to_owned()
        };
        let words = [
            format!("the file ends after {} rows", rows - 1),
            format!("{rows} rows"),
        ];
        refused(
            matrix,
            1,
            fewer,
            None,
            &words.each_ref().map(String::as_str),
        );
        let more = |_: &Mini, before: String| {
            let first = before.lines().next().unwrap().to_owned();
            format!("{before}{first}\n")
        };
        refused(
            matrix,
            1,
            more,
            Some(rows as u64 + 1),
            &["more rows than labels", &format!("{rows} rows")],
        );
    }
    refused("T", 1, |_, _| String::new(), None, &["ends after 0 rows"]);
    refused("T", 4, |_, _| String::new(), None, &["ends after 0 rows"]);
}

#[test]
fn an_empty_line_within_is_refused() {
    let gap = |_: &Mini, before: String| before.replacen('\n', "\n\n", 1);
    refused("T", 1, gap, Some(3), &["rows follow an empty line"]);
    refused(
        "Y",
        1,
        |_, before| format!("\n{before}"),
        Some(2),
        &["rows follow an empty line"],
    );
}

#[test]
fn a_file_without_line_ends_is_refused() {
    let one = |_: &Mini, before: String| before.replace('\n', ",");
    refused("T", 1, one, Some(1), &["has 577 cells", "24 cells"]);
}

#[test]
fn a_shifted_block_is_refused() {
    // rows of products before those of industries
    let swapped = |_: &Mini, before: String| {
        let lines: Vec<&str> = before.lines().collect();
        let regions = lines.chunks(2 * S);
        let swapped = regions.flat_map(|own| [&own[S..], &own[..S]].concat());
        swapped.map(|line| format!("{line}\n")).collect()
    };
    refused("T", 1, swapped, Some(1), &["zero"]);
    refused(
        "Y",
        1,
        swapped,
        Some(1),
        &["`AUS Growing wheat` (industry)", "zero"],
    );
    // columns moved by one
    let moved = |_: &Mini, before: String| {
        let lines = before.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.rotate_right(1);
            cells.join(",") + "\n"
        });
        lines.collect()
    };
    refused(
        "T",
        1,
        moved,
        Some(S as u64),
        &["`AUT Growing wheat` (industry)", "zero"],
    );
    refused("V", 1, moved, Some(1), &["(product)", "zero"]);
    // supply of another region's product, product for a product
    refused(
        "T",
        1,
        cell(0, product(S), "1.0"),
        Some(1),
        &["`AUT Growing wheat` (product)", "holds 1"],
    );
    let wheat = product(0);
    refused(
        "T",
        1,
        cell(wheat, wheat, "1.0"),
        Some(wheat as u64 + 1),
        &["holds 1", "zero"],
    );
    // final use of two regions exchanged: uses still add up, and nobody could tell; of two products, uses miss output
    let exchanged = |_: &Mini, before: String| {
        let mut lines: Vec<&str> = before.lines().collect();
        lines.swap(product(0), product(1));
        lines.join("\n")
    };
    refused("Y", 1, exchanged, None, &["the uses of AUS Growing wheat"]);
    refused("T", 4, exchanged_columns, None, &["the inputs of"]);
}

fn exchanged_columns(_: &Mini, before: String) -> String {
    let lines = before.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.swap(industry(0), industry(S));
        cells.join(",") + "\n"
    });
    lines.collect()
}

#[test]
fn labels_of_another_release_are_noticed() {
    let mini = Mini::new(32);
    let folder = mini.folder();
    let draft = |regions: &[&str], sectors: &[&str]| {
        let labels = GloriaLabels::new(
            Axis::new(regions.to_vec()).unwrap(),
            Axis::new(sectors.to_vec()).unwrap(),
        );
        open(&folder).labels(labels).draft(&Options::new())
    };
    let more = [&REGIONS[..], &["ZZZ"]].concat();
    let message = draft(&more, &SECTORS).unwrap_err().to_string();
    for words in [
        "has 24 cells",
        "30 cells: 5 regions with 3 industries and 3 products",
        "labels of another release",
    ] {
        assert!(message.contains(words), "{message}");
    }
    assert!(draft(&REGIONS[..3], &SECTORS).is_err());
    assert!(draft(&REGIONS, &SECTORS[..2]).is_err());
    // as many cells, otherwise divided
    assert!(draft(&REGIONS[..3], &["a", "b", "c", "d"]).is_err());
    assert!(draft(&REGIONS[..2], &["a", "b", "c", "d", "e", "f"]).is_err());
}

#[test]
fn a_set_cut_off_anywhere_gives_no_table() {
    let mini = Mini::new(33);
    let texts = [text(&mini.t(0)), text(&mini.y(0)), text(&mini.v())];
    for (matrix, text) in ["T", "Y", "V"].into_iter().zip(texts) {
        let folder = mini.folder();
        let file = folder.as_ref().join(name(matrix, 2022, 59, 1));
        let last = text.trim_end().rfind(',').unwrap();
        // every 7th byte, and the last rows byte by byte
        for end in (0..last).filter(|end| end % 7 == 0 || end + 60 > last) {
            std::fs::write(&file, &text[..end]).unwrap();
            let table = read(&folder).and_then(|draft| draft.check());
            assert!(table.is_err(), "{matrix}: {end} of {} bytes", text.len());
        }
    }
}
