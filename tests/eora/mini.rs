//! Miniature tables in the published layouts. All cells are halves, so that sums are exact.

pub use crate::tabbed::{Files, Halves, Rows, cells, lines, with_cell, with_line, without_line};

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

pub fn text(rows: &Rows) -> String {
    lines(rows.iter().map(|row| cells(row)))
}
