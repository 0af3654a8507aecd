//! FIGARO and the long-run tables of the WIOD.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::{Options, figaro, figaro_flat, figaro_with, lr_wiod};

use crate::icio::of;
use crate::matrix::{Matrix, NAME};
use crate::mini::{FIGARO, LR_WIOD, Mini, figaro_cells, figaro_text, lr_wiod_cells, lr_wiod_text};
use crate::published::Folder;
use crate::suite::{Block, Part, Read, Reader, Seen};

mod matrix {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let mut read = of(&figaro(&paths[0])?.check()?);
        // output is a sum of inputs
        read.made.extend(read.numbers.split_off(9 * 24));
        Ok(read)
    }

    fn mini() -> Reader {
        let text = Matrix::of(&Mini::new(&FIGARO, 7), "").text();
        let mut part = Part::of(NAME, ',', &text);
        part.free = &["rowLabels"];
        part.blocks = vec![Block {
            rows: 1..10,
            columns: 1..10,
            down: Seen::Refused,
            right: Seen::Refused,
        }];
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
        let path = folder.put(NAME, mini().parts[0].text());
        let error = figaro_with(&path, &Options::new().year(2021)).unwrap_err();
        assert_eq!(error.file(), Some(path.as_path()));
        assert!(
            error
                .to_string()
                .contains("expected 2021; found 2022; try: "),
            "{error}"
        );
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
        text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
        extra_regions_are_refused changed_bytes_make_no_other_numbers);
}

mod flat {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let mut read = of(&figaro_flat(&paths[0])?.check()?);
        read.made.extend(read.numbers.split_off(9 * 24));
        Ok(read)
    }

    fn mini() -> Reader {
        let text = figaro_text(&figaro_cells(&Mini::new(&FIGARO, 7)));
        let mut part = Part::of(FIGARO.file, ',', &text);
        part.keys = &[0, 1, 2, 3, 4, 5];
        Reader {
            parts: vec![part],
            read,
            big: true,
            unread: 0,
        }
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused doubled_rows_and_columns_are_refused
        text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused);
}

mod long_run {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        Ok(of(&lr_wiod(&paths[0], 1995)?.check()?))
    }

    fn mini() -> Reader {
        let text = lr_wiod_text(1995, &lr_wiod_cells(&Mini::new(&LR_WIOD, 7)));
        let mut part = Part::of(LR_WIOD.file, ',', &text);
        (part.keys, part.words) = (&[1, 3, 4, 5], &[2]);
        part.free = &["row_id"];
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
        let path = folder.put(LR_WIOD.file, mini().parts[0].text());
        let error = lr_wiod(&path, 1996).unwrap_err();
        assert_eq!(error.file(), Some(path.as_path()));
        assert!(error.to_string().contains("1996; expected "), "{error}");
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused doubled_rows_and_columns_are_refused
        text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused);
}
