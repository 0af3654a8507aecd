//! A matrix longer than what is read at once.

use leontief::read::{Options, eora26_with};
use leontief::run::{Run, Threads};

use crate::mini::{ITEMS, lines, with_cell};
use crate::published::{Folder, assert_placed};

const N: usize = 1100;

fn cell(i: usize, j: usize) -> f64 {
    ((i * 7919 + j * 104_729) % 1_000_003) as f64 / 64.0
}

#[test]
fn cells_of_long_files_are_where_they_belong() {
    let folder = Folder::new();
    let row = |i: usize| {
        (0..N)
            .map(|j| cell(i, j).to_string())
            .collect::<Vec<_>>()
            .join("\t")
    };
    let t = lines((0..N).map(row));
    assert!(t.len() > 9 << 20, "{}", t.len());
    let sectors = lines((0..N).map(|i| format!("China\tCHN\tIndustries\ts{i}")));
    folder.put("labels_T.txt", sectors);
    folder.put("labels_FD.txt", "China\tCHN\tFinal Demand\tall\n");
    folder.put("labels_VA.txt", format!("Primary Inputs\t{}\n", ITEMS[0]));
    let path = folder.put("Eora26_2015_bp_T.txt", &t);
    folder.put("Eora26_2015_bp_FD.txt", "1\n".repeat(N));
    folder.put("Eora26_2015_bp_VA.txt", vec!["1"; N].join("\t"));
    let run = Run::default().threads(Threads::Count(2));
    let options = Options::new().run(run);
    let draft = eora26_with(&folder, &options).unwrap();
    let table = draft
        .tolerance(leontief::table::Tolerance::relative(1e9))
        .check()
        .unwrap();
    for ((i, j), found) in table.flows().indexed_iter() {
        assert_eq!(*found, cell(i, j), "{i} {j}");
    }
    folder.put("Eora26_2015_bp_T.txt", with_cell(&t, N - 1, 3, "x"));
    let error = eora26_with(&folder, &options).unwrap_err();
    assert_placed(
        &error,
        &path,
        Some(N as u64 - 1),
        &["column `3: CHN s2`", "CHN s1098"],
    );
}
