//! Use table, import matrix and make table of the United States.

use std::fs::File;
use std::path::{Path, PathBuf};

use leontief::Result;
use leontief::read::bea_summary;
use leontief::table::NationalTable;

use crate::national;
use crate::published::Folder;
use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

const INDUSTRIES: [&str; 3] = ["111CA", "211", "22"];
/// The last is kept apart.
const COMMODITIES: [&str; 4] = ["111CA", "211", "22", "Used"];
const FINAL_USES: [&str; 20] = [
    "F010", "F02S", "F02E", "F02N", "F02R", "F030", "F040", "F050", "F06C", "F06S", "F06E", "F06N",
    "F07C", "F07S", "F07E", "F07N", "F10C", "F10S", "F10E", "F10N",
];
/// Imports among users: three industries, then final uses.
const IMPORTS: usize = 3 + 7;

fn table(paths: &[PathBuf]) -> Result<NationalTable> {
    let [uses, imports, make] = [0, 1, 2].map(|at| File::open(&paths[at]).unwrap());
    let (uses, imports) = ((uses, paths[0].as_path()), (imports, paths[1].as_path()));
    bea_summary(uses, imports, (make, paths[2].as_path()), 2012)?.check()
}

/// Imports, output and value added stand in the files; domestic flows are made by market shares.
fn read(paths: &[PathBuf]) -> Result<Read> {
    let table = table(paths)?;
    let all = national::of(&table);
    let mut numbers: Vec<f64> = table.imported().iter().copied().collect();
    numbers.extend(table.output());
    for row in &table.primary().rows()[..3] {
        numbers.extend(&row.by_producer);
    }
    Ok(Read {
        labels: all.labels,
        numbers,
        made: all.numbers,
        steps: all.steps,
    })
}

struct Numbers {
    /// Commodity × user.
    uses: Vec<Vec<i64>>,
    imports: Vec<Vec<i64>>,
    /// Industry × commodity.
    make: Vec<Vec<i64>>,
    added: Vec<Vec<i64>>,
}

fn numbers() -> Numbers {
    let mut random = Random::new(46);
    let mut make = random.matrix(3, 4, 300);
    for (j, row) in make.iter_mut().enumerate() {
        row[j] += 2000;
    }
    let mut uses = random.matrix(4, 23, 60);
    let mut imports = random.matrix(4, 23, 20);
    for c in 0..4 {
        for u in 0..23 {
            imports[c][u] = imports[c][u].min(uses[c][u]);
        }
        imports[c][IMPORTS] = 0;
        imports[c][IMPORTS] = -imports[c].iter().sum::<i64>();
        uses[c][IMPORTS] = imports[c][IMPORTS];
        // households take what is left of supply
        uses[c][3] = 0;
        uses[c][3] = down(&make, c) - uses[c].iter().sum::<i64>();
        imports[c][3] = imports[c][3].min(uses[c][3]);
        imports[c][IMPORTS] = 0;
        imports[c][IMPORTS] = -imports[c].iter().sum::<i64>();
        uses[c][3] += uses[c][IMPORTS] - imports[c][IMPORTS];
        uses[c][IMPORTS] = imports[c][IMPORTS];
    }
    let mut added = random.matrix(2, 3, 200);
    let rest = |j: usize| make[j].iter().sum::<i64>() - down(&uses, j) - down(&added, j);
    added.push((0..3).map(rest).collect());
    Numbers {
        uses,
        imports,
        make,
        added,
    }
}

fn uses_part(numbers: &Numbers) -> Part {
    let totals = [
        "Total Intermediate",
        "Total Final Uses (GDP)",
        "Total Commodity Output",
    ];
    let mut grid = vec![cells::<i64>(
        &[&[""], &INDUSTRIES[..], &FINAL_USES, &totals].concat(),
        [],
    )];
    let with_totals = |row: &[i64]| {
        let (inner, last): (i64, i64) = (row[..3].iter().sum(), row[3..].iter().sum());
        [row, &[inner, last, inner + last]].concat()
    };
    for (code, row) in COMMODITIES.iter().zip(&numbers.uses) {
        grid.push(cells(&[code], with_totals(row)));
    }
    let inputs: Vec<i64> = (0..3).map(|j| down(&numbers.uses, j)).collect();
    let added: Vec<i64> = (0..3).map(|j| down(&numbers.added, j)).collect();
    let output = (0..3).map(|j| inputs[j] + added[j]).collect();
    let gdp = added.iter().sum();
    let codes = ["V001", "V002", "V003"]
        .into_iter()
        .zip(numbers.added.clone());
    let below = [
        ("Total Value Added", added),
        ("Total Industry Output", output),
    ];
    for (code, row) in [("Total Intermediate", inputs)]
        .into_iter()
        .chain(codes)
        .chain(below)
    {
        let gdp = if code == "Total Value Added" { gdp } else { 0 };
        let row = [&row[..], &[0; 21], &[gdp, 0]].concat();
        grid.push(cells(&[code], row));
    }
    let block = |rows, columns, down, right| Block {
        rows,
        columns,
        down,
        right,
    };
    part(
        "Use_PRO.csv",
        grid,
        vec![
            block(1..5, 1..4, Seen::Refused, Seen::Refused),
            block(1..5, 4..5, Seen::Refused, Seen::Not),
            block(6..9, 1..4, Seen::Not, Seen::Refused),
            block(9..10, 1..4, Seen::Not, Seen::Told),
        ],
    )
}

fn imports_part(numbers: &Numbers) -> Part {
    let mut grid = vec![cells::<i64>(
        &[&[""], &INDUSTRIES[..], &["T001"], &FINAL_USES, &["T004"]].concat(),
        [],
    )];
    for (code, row) in COMMODITIES.iter().zip(&numbers.imports) {
        let (inner, last): (i64, i64) = (row[..3].iter().sum(), row[3..].iter().sum());
        let row = [&row[..3], &[inner], &row[3..], &[last]].concat();
        grid.push(cells(&[code], row));
    }
    // of a commodity, what one industry imports less another imports more, and all sums stay
    let block = Block {
        rows: 1..5,
        columns: 1..4,
        down: Seen::Refused,
        right: Seen::Not,
    };
    part("Import.csv", grid, vec![block])
}

fn make_part(numbers: &Numbers) -> Part {
    let total = "Total Industry Output";
    let mut grid = vec![cells::<i64>(
        &[&[""], &COMMODITIES[..], &[total]].concat(),
        [],
    )];
    let with_total = |row: &[i64]| [row, &[row.iter().sum()]].concat();
    for (code, row) in INDUSTRIES.iter().zip(&numbers.make) {
        grid.push(cells(&[code], with_total(row)));
    }
    let sums: Vec<i64> = (0..4).map(|c| down(&numbers.make, c)).collect();
    grid.push(cells(&["Total Commodity Output"], with_total(&sums)));
    let block = |columns, down, right| Block {
        rows: 1..4,
        columns,
        down,
        right,
    };
    let blocks = vec![
        block(1..5, Seen::Refused, Seen::Refused),
        block(5..6, Seen::Refused, Seen::Not),
    ];
    part("Make.csv", grid, blocks)
}

fn part(name: &'static str, grid: Vec<Vec<String>>, blocks: Vec<Block>) -> Part {
    Part {
        name,
        delimiter: ',',
        grid,
        head: 0,
        keys: &[0],
        words: &[],
        free: &[],
        blocks,
    }
}

fn mini() -> Reader {
    let numbers = numbers();
    Reader {
        parts: vec![
            uses_part(&numbers),
            imports_part(&numbers),
            make_part(&numbers),
        ],
        read,
        big: false,
        // use: two totals of commodities, and those rows below outside the industries that are no value added, with the three
        // totals of value added; import: two totals; make: the sum of all
        unread: 4 * 2 + (20 + 3) + (20 + 2) + (20 + 3) + 3 * 3 + 4 * 2 + 1,
    }
}

#[test]
fn every_cell_is_read_back() {
    let Numbers {
        uses,
        imports,
        make,
        added,
    } = numbers();
    let folder = Folder::new();
    let paths = mini()
        .parts
        .into_iter()
        .map(|part| folder.put(part.name, part.text()));
    let paths: Vec<PathBuf> = paths.collect();
    let found = read(&paths).unwrap();
    let imported = imports.iter().flat_map(|row| row[..3].to_vec()).collect();
    let output = make.iter().map(|row| row.iter().sum()).collect();
    let expected: Vec<i64> = [imported, output, added.concat()].concat();
    let expected: Vec<f64> = expected.into_iter().map(|n| n as f64).collect();
    assert_eq!(found.numbers, expected);
    assert!(
        found.steps.iter().all(|step| !step.contains("miss")),
        "{:?}",
        found.steps
    );
    // industry i delivers to user u: Σ_c make(i, c) / supply(c) × (use(c, u) − import(c, u)), without what is apart
    let table = table(&paths).unwrap();
    let delivered = |i: usize, u: usize| -> f64 {
        let part = |c: usize| {
            make[i][c] as f64 / down(&make, c) as f64 * (uses[c][u] - imports[c][u]) as f64
        };
        (0..3).map(part).sum()
    };
    for i in 0..3 {
        for j in 0..3 {
            assert!((table.domestic()[[i, j]] - delivered(i, j)).abs() < 1e-9);
        }
        assert!((table.domestic_final()[[i, 0]] - delivered(i, 3)).abs() < 1e-9);
        assert!((table.exports().by_producer()[i] - delivered(i, 9)).abs() < 1e-9);
    }
}

#[test]
fn another_year_is_refused() {
    let [uses, imports, make] = [0, 1, 2].map(|at| mini().parts[at].text());
    let read = |name: &str| {
        let uses = (
            uses.as_bytes(),
            Path::new("Summary_Use_2012_PRO_BeforeRedef_12sch.csv"),
        );
        let imports = (imports.as_bytes(), Path::new(name));
        bea_summary(
            uses,
            imports,
            (make.as_bytes(), Path::new("make.csv")),
            2012,
        )
    };
    assert!(read("Summary_Import_2012_BeforeRedef_12sch.csv").is_ok());
    let other = "Summary_Import_2011_BeforeRedef_12sch.csv";
    let error = read(other).unwrap_err();
    assert_eq!(error.file(), Some(Path::new(other)));
    let message = error.to_string();
    assert!(
        message.contains("another year; expected 2012; found 2011; try: "),
        "{message}"
    );
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
