//! Customs records. A file may have any number of them, so that an end behind a whole record cannot be seen.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::{CustomsColumns, RecordFlow, customs_csv};

use crate::published::Folder;
use crate::random::Random;
use crate::suite::{Part, Read, Reader, cells};

fn read(paths: &[PathBuf]) -> Result<Read> {
    let (mut labels, mut numbers) = (Vec::new(), Vec::new());
    customs_csv(&paths[0], &CustomsColumns::default())?.each(|record| {
        let RecordFlow::Code(flow) = record.flow else {
            unreachable!("the file has a column of flows")
        };
        let codes = [
            record.product,
            record.partner,
            record.regime,
            record.firm,
            flow,
        ];
        labels.push(codes.join(" "));
        numbers.push(record.value.to_f64());
        Ok(())
    })?;
    Ok(Read {
        labels,
        numbers,
        made: Vec::new(),
        steps: Vec::new(),
    })
}

fn mini() -> Reader {
    let mut random = Random::new(54);
    let head = [
        "product",
        "partner",
        "regime",
        "firm_type",
        "flow",
        "name",
        "value",
    ];
    let mut grid = vec![cells::<i64>(&head, [])];
    for (product, partner) in [
        ("01012100", "USA"),
        ("84713000", "JPN"),
        ("84713000", "USA"),
        ("02021000", "DEU"),
    ] {
        let row = [random.upto(9000)];
        grid.push(cells(
            &[product, partner, "10", "1", "X", "horses, live"],
            row,
        ));
    }
    Reader {
        parts: vec![Part {
            name: "records.csv",
            delimiter: ',',
            grid,
            head: 0,
            keys: &[0, 1, 2, 3, 4],
            words: &[5],
            free: &["name"],
            blocks: Vec::new(),
        }],
        read,
        big: false,
        unread: 0,
    }
}

#[test]
fn every_cell_is_read_back() {
    let mini = mini();
    let folder = Folder::new();
    let found = read(&[folder.put("records.csv", mini.parts[0].text())]).unwrap();
    let rows = mini.parts[0].grid[1..].iter();
    let expected = rows.clone().map(|row| row[6].parse().unwrap());
    assert_eq!(found.numbers, expected.collect::<Vec<f64>>());
    assert_eq!(
        found.labels,
        rows.map(|row| row[..5].join(" ")).collect::<Vec<String>>()
    );
}

#[test]
fn columns_that_stand_twice_are_refused() {
    let part = mini().parts.remove(0);
    for column in [0, 1, 2, 3, 4, 6] {
        let mut part = part.clone();
        part.grid
            .iter_mut()
            .for_each(|row| row.push(row[column].clone()));
        let folder = Folder::new();
        let error = read(&[folder.put("records.csv", part.text())]).unwrap_err();
        assert_eq!(error.line(), Some(1));
        assert!(error.to_string().contains("occurs twice; try: "), "{error}");
    }
}

#[test]
fn lines_are_those_of_an_editor_whatever_ends_them() {
    let part = mini().parts.remove(0);
    for row in 1..5 {
        for (fault, expected) in [("value", "not an amount"), ("cells", "as many cells")] {
            let mut part = part.clone();
            match fault {
                "value" => part.grid[row][6] = "much".to_owned(),
                _ => drop(part.grid[row].pop()),
            }
            let text = part
                .text()
                .replacen('\n', "\n\n \n", 1)
                .replacen(" \n", "\n", 1);
            for end in ["\n", "\r\n", "\r"] {
                for text in [text.as_str(), text.trim_end()] {
                    let folder = Folder::new();
                    let path = folder.put("records.csv", text.replace('\n', end));
                    let error = read(&[path]).unwrap_err();
                    assert_eq!(error.line(), Some(row as u64 + 3), "{end:?}: {error}");
                    assert!(error.to_string().contains(expected), "{error}");
                }
            }
        }
    }
}

#[test]
fn a_record_cut_in_its_middle_is_refused() {
    let part = mini().parts.remove(0);
    let (text, folder) = (part.text(), Folder::new());
    let whole = read(&[folder.put("records.csv", &text)]).unwrap();
    for end in 0..text.len() {
        let Ok(found) = read(&[folder.put("records.csv", &text[..end])]) else {
            continue;
        };
        // only within the last cell, or behind a record
        let last = text[..end].lines().last().unwrap();
        assert!(
            text.starts_with(last) || last.matches(',').count() == 7,
            "{last}"
        );
        assert_eq!(found.labels, whole.labels[..found.labels.len()]);
    }
}

mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused text_in_a_number_is_named
    decimal_commas_are_named changed_bytes_make_no_other_numbers);
