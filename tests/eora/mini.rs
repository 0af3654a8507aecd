//! Miniature tables in the published layouts. All cells are halves, so that sums are exact.

use std::path::PathBuf;

use crate::published::Folder;

pub type Rows = Vec<Vec<f64>>;

/// Halves from 0 to `most`, another series for every seed.
pub struct Halves(pub u64);

impl Halves {
    pub fn next(&mut self, most: u64) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % (2 * most + 1)) as f64 / 2.0
    }

    pub fn rows(&mut self, rows: usize, columns: usize, most: u64) -> Rows {
        let row = |numbers: &mut Self| (0..columns).map(|_| numbers.next(most)).collect();
        (0..rows).map(|_| row(self)).collect()
    }
}

pub const CATEGORIES: [&str; 3] = [
    "Household final consumption P.3h",
    "Gross fixed capital formation P.51",
    "Changes in inventories P.52",
];
pub const ITEMS: [&str; 6] = [
    "Compensation of employees D.1",
    "Taxes on production D.29",
    "Subsidies on production D.39",
    "Net operating surplus B.2n",
    "Net mixed income B.3n",
    "Consumption of fixed capital K.1",
];
pub const SATELLITES: [(&str, &str); 4] = [
    ("Energy Usage (TJ)", "Natural Gas"),
    ("Energy Usage (TJ)", "Coal"),
    ("I-GHG-CO2 emissions (Gg)", "Cement"),
    ("I-GHG-CO2 emissions (Gg)", "Cement"),
];
const COUNTRIES: [(&str, &str); 2] = [("Afghanistan", "AFG"), ("China", "CHN")];
const SECTORS: [&str; 2] = ["Agriculture", "Mining and Quarrying"];

/// An Eora26 table of two countries, two sectors and the rest of the world.
pub struct World {
    pub t: Rows,
    pub fd: Rows,
    pub va: Rows,
    pub q: Rows,
    pub qy: Rows,
    pub rest: bool,
}

impl World {
    /// Rows and columns sum to the same; the fourth primary input is what is left of output.
    pub fn new(seed: u64, rest: bool) -> Self {
        let numbers = &mut Halves(seed);
        let n = 4 + usize::from(rest);
        let finals = CATEGORIES.len() * (2 + usize::from(rest));
        let t = numbers.rows(n, n, 100);
        let fd = numbers.rows(n, finals, 400);
        let mut va = numbers.rows(ITEMS.len(), n, 20);
        for j in 0..n {
            va[2][j] = -va[2][j];
            va[3][j] = 0.0;
            let output: f64 = t[j].iter().chain(&fd[j]).sum();
            let inputs: f64 = t.iter().chain(&va).map(|row| row[j]).sum();
            va[3][j] = output - inputs;
        }
        Self {
            q: numbers.rows(SATELLITES.len(), n, 50),
            qy: numbers.rows(SATELLITES.len(), finals, 50),
            t,
            fd,
            va,
            rest,
        }
    }

    pub fn output(&self, at: usize) -> f64 {
        self.t[at].iter().chain(&self.fd[at]).sum()
    }

    fn regions(&self) -> Vec<(&'static str, &'static str)> {
        let rest = self.rest.then_some(("Statistical Discrepancies", "ROW"));
        COUNTRIES.into_iter().chain(rest).collect()
    }

    /// Files of matrices.
    pub fn matrices(&self, prices: &str) -> Files {
        let parts = [
            ("T", &self.t),
            ("FD", &self.fd),
            ("VA", &self.va),
            ("Q", &self.q),
            ("QY", &self.qy),
        ];
        let files =
            parts.map(|(part, rows)| (format!("Eora26_2015_{prices}_{part}.txt"), text(rows)));
        Files(files.into())
    }

    /// Files of labels.
    pub fn labels(&self) -> Files {
        let mut t: Vec<String> = Vec::new();
        for (name, code) in COUNTRIES {
            t.extend(SECTORS.map(|sector| format!("{name}\t{code}\tIndustries\t{sector}")));
        }
        if self.rest {
            t.push("Statistical Discrepancies\tROW\tTOTAL\tTOTAL".to_owned());
        }
        let fd = self.regions().into_iter().flat_map(|(name, code)| {
            CATEGORIES.map(|category| format!("{name}\t{code}\tFinal Demand\t{category}"))
        });
        let va = ITEMS.map(|item| format!("Primary Inputs\t{item}"));
        let q = SATELLITES.map(|(group, item)| format!("{group}\t{item}"));
        Files(vec![
            ("labels_T.txt".to_owned(), lines(t)),
            ("labels_FD.txt".to_owned(), lines(fd)),
            ("labels_VA.txt".to_owned(), lines(va)),
            ("labels_Q.txt".to_owned(), lines(q)),
        ])
    }

    pub fn files(&self) -> Files {
        Files([self.matrices("bp").0, self.labels().0].concat())
    }
}

pub fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}

pub fn cells(row: &[f64]) -> String {
    row.iter()
        .map(f64::to_string)
        .collect::<Vec<_>>()
        .join("\t")
}

pub fn text(rows: &Rows) -> String {
    lines(rows.iter().map(|row| cells(row)))
}

/// Names and contents.
#[derive(Clone)]
pub struct Files(pub Vec<(String, String)>);

impl Files {
    /// Changes the file whose name ends so.
    pub fn edit(mut self, ending: &str, change: impl Fn(&str) -> String) -> Self {
        let mut found = self.0.iter_mut().filter(|(name, _)| name.ends_with(ending));
        let (_, text) = found.next().unwrap();
        let changed = change(text);
        assert_ne!(*text, changed, "nothing changed in {ending}");
        *text = changed;
        self
    }

    /// Changes every file.
    pub fn each(self, change: impl Fn(&str) -> String) -> Self {
        Self(
            self.0
                .into_iter()
                .map(|(name, text)| (name, change(&text)))
                .collect(),
        )
    }

    pub fn without(mut self, ending: &str) -> Self {
        self.0.retain(|(name, _)| !name.ends_with(ending));
        self
    }

    /// Writes them into a folder of a folder.
    pub fn put(&self, into: &Folder, folder: &str) -> PathBuf {
        for (name, text) in &self.0 {
            into.put(&format!("{folder}/{name}"), text);
        }
        into.as_ref().join(folder)
    }
}

/// One line changed.
pub fn with_line(text: &str, number: usize, change: impl Fn(&str) -> String) -> String {
    let changed = text
        .lines()
        .enumerate()
        .map(|(at, line)| match at + 1 == number {
            true => change(line),
            false => line.to_owned(),
        });
    lines(changed)
}

pub fn without_line(text: &str, number: usize) -> String {
    let kept = text.lines().enumerate().filter(|(at, _)| at + 1 != number);
    lines(kept.map(|(_, line)| line.to_owned()))
}

/// One cell of one line changed; both are counted from 1.
pub fn with_cell(text: &str, line: usize, cell: usize, value: &str) -> String {
    with_line(text, line, |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells[cell - 1] = value;
        cells.join("\t")
    })
}
