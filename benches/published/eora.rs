//! A folder in the layout and size of Eora26: 4,915 rows and columns without labels, labels beside them.

use std::fmt::Write as _;
use std::path::Path;

const COUNTRIES: usize = 189;
const SECTORS: usize = 26;
const CATEGORIES: usize = 6;

/// Writes the folder's files for 2015.
pub fn write(folder: &Path) {
    let n = COUNTRIES * SECTORS + 1;
    let width = (COUNTRIES + 1) * CATEGORIES;
    let cell = |i: usize, j: usize| ((i * 7919 + j * 104_729) % 1_000_003) as f64;
    let (mut t, mut fd, mut va) = (String::new(), String::new(), String::new());
    let (mut inputs, mut output) = (vec![0.0; n], vec![0.0; n]);
    for (i, output) in output.iter_mut().enumerate() {
        for (j, input) in inputs.iter_mut().enumerate() {
            let value = cell(i, j) / 512.0;
            *input += value;
            *output += value;
            let _ = write!(t, "{}{value:.4}", if j == 0 { "" } else { "\t" });
        }
        for k in 0..width {
            let value = cell(i, k) / 64.0;
            *output += value;
            let _ = write!(fd, "{}{value:.4}", if k == 0 { "" } else { "\t" });
        }
        t.push('\n');
        fd.push('\n');
    }
    for (j, (output, input)) in output.iter().zip(&inputs).enumerate() {
        let end = if j + 1 == n { "\n" } else { "\t" };
        let _ = write!(va, "{:.4}{end}", output - input);
    }
    let regions: Vec<String> = (0..COUNTRIES)
        .map(|s| {
            let letters = [s / 26, s % 26].map(|at| char::from(b'A' + at as u8));
            format!("Country {s}\tX{}{}", letters[0], letters[1])
        })
        .collect();
    let mut labels = [(); 2].map(|()| String::new());
    for region in &regions {
        for k in 0..SECTORS {
            let _ = writeln!(labels[0], "{region}\tIndustries\tSector {k}");
        }
    }
    let rest = "Statistical Discrepancies\tROW";
    let _ = writeln!(labels[0], "{rest}\tTOTAL\tTOTAL");
    for region in regions.iter().map(String::as_str).chain([rest]) {
        for k in 0..CATEGORIES {
            let _ = writeln!(labels[1], "{region}\tFinal Demand\tUse {k}");
        }
    }
    let item = "Primary Inputs\tCompensation of employees D.1\n".to_owned();
    let [labels_t, labels_fd] = labels;
    for (name, text) in [
        ("Eora26_2015_bp_T.txt", t),
        ("Eora26_2015_bp_FD.txt", fd),
        ("Eora26_2015_bp_VA.txt", va),
        ("labels_T.txt", labels_t),
        ("labels_FD.txt", labels_fd),
        ("labels_VA.txt", item),
    ] {
        std::fs::write(folder.join(name), text).expect("a file for the bench");
    }
}
