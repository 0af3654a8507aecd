//! The inter-country tables of the OECD, in layouts of several editions.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::{Options, icio, icio_with};
use leontief::table::{Tolerance, WorldTable};

use crate::icio_mini::{Edition, Mini};
use crate::published::Folder;
use crate::suite::{Block, Part, Read, Reader, Seen};

/// Labels and cells of a table; primary inputs may be sums of rows.
pub fn of(table: &WorldTable) -> Read {
    let sectors = table.sectors();
    let (countries, sectors) = (table.countries().codes(), sectors.codes());
    let mut numbers: Vec<f64> = table
        .flows()
        .iter()
        .chain(&table.final_use())
        .copied()
        .collect();
    numbers.extend(table.output());
    let rows = table.primary().rows().iter();
    let made = rows.flat_map(|row| row.by_producer.iter().chain(&row.by_final_use).copied());
    Read {
        labels: [countries, sectors, table.final_uses().codes()].concat(),
        numbers,
        made: made.collect(),
        steps: table.provenance().steps().to_vec(),
    }
}

fn read(paths: &[PathBuf]) -> Result<Read> {
    let draft = icio(&paths[0])?.tolerance(Tolerance::absolute(1e-6));
    let mut read = of(&draft.check()?);
    // the discrepancy of 2016 may be a sum
    read.numbers.retain(|number| *number != 0.0);
    Ok(read)
}

fn mini(edition: Edition, keys: &'static [usize], free: &'static [&'static str]) -> Reader {
    let mini = Mini::new(edition, 1);
    let mut part = Part::of("ICIO_2014.csv", ',', &mini.text());
    (part.keys, part.free) = (keys, free);
    let (n, first) = (mini.rows.len(), keys.len());
    let block = |columns, down, right| Block {
        rows: 1..n + 1,
        columns,
        down,
        right,
    };
    part.blocks = vec![
        block(first..first + n, Seen::Refused, Seen::Refused),
        block(
            first + n..first + n + mini.finals.len(),
            Seen::Refused,
            Seen::Not,
        ),
    ];
    Reader {
        parts: vec![part],
        read,
        big: true,
        unread: 0,
    }
}

#[test]
fn another_year_is_refused() {
    let folder = Folder::new();
    let path = folder.put("ICIO_2014.csv", Mini::new(Edition::Y2018, 1).text());
    let error = icio_with(&path, &Options::new().year(2013)).unwrap_err();
    assert_eq!(error.file(), Some(path.as_path()));
    let message = error.to_string();
    assert!(
        message.contains("another year; expected 2013; found 2014; try: "),
        "{message}"
    );
}

macro_rules! editions {
    ($($name:ident: $edition:ident, $keys:expr, $free:expr;)*) => {$(
        mod $name {
            fn mini() -> crate::suite::Reader {
                super::mini(crate::icio_mini::Edition::$edition, $keys, $free)
            }

            mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused
                doubled_rows_and_columns_are_refused text_in_a_number_is_named decimal_commas_are_named
                truncated_files_are_refused shifted_blocks_are_refused extra_regions_are_refused
                changed_bytes_make_no_other_numbers);
        }
    )*};
}

editions! {
    of_2016: Y2016, &[0], &[""];
    of_2018: Y2018, &[0], &["", "TOTAL"];
    of_2023_by_owner: Amne2023, &[0], &[""];
    of_2018_by_owner: Amne2018, &[0, 1, 2], &["", "cou", "own", "ind"];
}
