//! Lists of China's bureau of statistics beside its table of 2007.

use std::fs::File;
use std::path::PathBuf;

use leontief::Result;
use leontief::label::{Axis, Sector};
use leontief::read::{nbs_hs_concordance, nbs_trade_adjustment};

use crate::published::Folder;
use crate::random::Random;
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

fn sectors() -> Axis<Sector> {
    Axis::new(["001", "002", "003"]).unwrap()
}

mod adjustment {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let file = File::open(&paths[0]).unwrap();
        let found = nbs_trade_adjustment(file, &paths[0], &sectors())?;
        let columns = [
            found.exports,
            found.processed_exports,
            found.processing_fee,
            found.exports_in_table,
            found.imports,
            found.supplied_materials,
            found.imports_in_table,
        ];
        Ok(Read {
            labels: found.names,
            numbers: columns.iter().flatten().copied().collect(),
            made: Vec::new(),
            steps: found.totals,
        })
    }

    fn mini() -> Reader {
        let mut random = Random::new(53);
        let head = [
            "name_cn",
            "code",
            "exports_all_regimes",
            "exports_processing_assembly",
            "processing_fee_exports",
            "exports_in_io",
            "imports_all_regimes",
            "imports_processing_assembly",
            "imports_in_io",
        ];
        let mut grid = vec![cells::<i64>(&head, [])];
        for code in sectors().codes() {
            let [out, processed, fee, into, supplied] =
                [900, 90, 9, 900, 90].map(|most| random.upto(most));
            let row = [
                out,
                processed,
                fee,
                out - processed + fee,
                into,
                supplied,
                into - supplied,
            ];
            grid.push(cells(&["部门", code], row));
        }
        let block = |columns, down, right| Block {
            rows: 1..4,
            columns,
            down,
            right,
        };
        Reader {
            parts: vec![Part {
                name: "trade.csv",
                delimiter: ',',
                grid,
                head: 0,
                keys: &[1],
                words: &[0],
                free: &[],
                blocks: vec![
                    block(2..4, Seen::Told, Seen::Told),
                    block(5..9, Seen::Not, Seen::Told),
                    block(6..7, Seen::Told, Seen::Not),
                ],
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
        let found = read(&[folder.put("trade.csv", mini.parts[0].text())]).unwrap();
        let rows = &mini.parts[0].grid[1..];
        let expected =
            (2..9).flat_map(|column| rows.iter().map(move |row| row[column].parse().unwrap()));
        assert_eq!(found.numbers, expected.collect::<Vec<f64>>());
        assert!(
            found
                .steps
                .iter()
                .all(|step| step.contains("all 3 totals agree"))
        );
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
        text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
        extra_regions_are_refused changed_bytes_make_no_other_numbers);
}

mod codes {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let file = File::open(&paths[0]).unwrap();
        let found = nbs_hs_concordance(file, &paths[0], &sectors(), &[])?;
        let mut labels = Vec::new();
        for product in found.source().positions() {
            let to = found
                .to(product)
                .map(|(sector, weight)| format!("{} {weight}", found.target().code(sector)));
            let to: Vec<String> = to.collect();
            labels.push(format!("{} {}", found.source().code(product), to.join(" ")));
        }
        Ok(Read {
            labels,
            numbers: Vec::new(),
            made: Vec::new(),
            steps: Vec::new(),
        })
    }

    fn mini() -> Reader {
        let rows: [[&str; 3]; 5] = [
            ["附录", "", ""],
            ["海关分类代码", "商品", "投入产出部门代码"],
            ["01011010", "马", "01001"],
            ["02021000", "肉", "01002/06003"],
            ["84713000", "电脑", "19003"],
        ];
        Reader {
            parts: vec![Part {
                name: "codes.csv",
                delimiter: ',',
                grid: rows.map(|row| cells::<i64>(&row, [])).to_vec(),
                head: 1,
                keys: &[0, 2],
                words: &[1],
                free: &["商品"],
                blocks: Vec::new(),
            }],
            read,
            big: false,
            unread: 0,
        }
    }

    #[test]
    fn every_code_is_read_back() {
        let folder = Folder::new();
        let found = read(&[folder.put("codes.csv", mini().parts[0].text())]).unwrap();
        assert_eq!(
            found.labels,
            [
                "01011010 001 1",
                "02021000 002 0.5 003 0.5",
                "84713000 003 1"
            ]
        );
    }

    #[test]
    fn codes_that_are_none_and_columns_that_are_moved_are_named() {
        let plain = mini().parts.remove(0);
        for row in 2..5 {
            for (column, other) in [
                (0, ""),
                (0, "8471300"),
                (0, "8471300x"),
                (2, ""),
                (2, "01009"),
                (2, "001"),
                (2, "01001/"),
            ] {
                let mut part = plain.clone();
                part.grid[row][column] = other.to_owned();
                let folder = Folder::new();
                let path = folder.put("codes.csv", part.text());
                let error = read(std::slice::from_ref(&path)).unwrap_err();
                assert_eq!(error.file(), Some(path.as_path()));
                if column == 0 {
                    assert_eq!(error.line(), Some(row as u64 + 1));
                }
                assert!(error.to_string().contains("; expected "), "{error}");
            }
            let mut part = plain.clone();
            part.grid[row].rotate_right(1);
            assert!(read(&[Folder::new().put("codes.csv", part.text())]).is_err());
        }
    }

    #[test]
    fn headings_may_stand_in_the_first_line() {
        let mut part = mini().parts.remove(0);
        part.grid.remove(0);
        let folder = Folder::new();
        let found = read(&[folder.put("codes.csv", part.text())]).unwrap();
        assert_eq!(found.labels.len(), 3);
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused doubled_columns_are_refused
        changed_bytes_make_no_other_numbers);
}
