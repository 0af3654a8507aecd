//! A second, slow implementation of every published decomposition, straight from its definition.
//!
//! Flows are removed and the system is inverted again; sums over countries are written out. Nothing here uses the
//! crate under test, and nothing uses a closed form that saves an inverse. Weights are per unit of output and may
//! have any sign: every content is `u'W` of them, which is one when they are residual value-added rates.
#![allow(dead_code)] // every test file uses its own part

pub mod bm;
pub mod cases;
pub mod content;
pub mod extraction;
pub mod perimeters;
pub mod position;
pub mod production;
pub mod tiva;
pub mod tripartite;
pub mod wwz_kww;

use std::ops::Range;

use ndarray::{Array1, Array2};

/// Terms by flow: name → (G importers × n producers). Entry [r, i] belongs to the flow of producer i to country r;
/// it is zero where i is in r.
pub type Cells = Vec<(&'static str, Array2<f64>)>;

/// Terms by exporting country: name → G values.
pub type Countries = Vec<(&'static str, Array1<f64>)>;

/// Terms by producer: name → n values.
pub type ByProducer = Vec<(&'static str, Array1<f64>)>;

/// A world table.
#[derive(Clone)]
pub struct World {
    /// Producers of each country: contiguous, ragged, possibly empty.
    pub ranges: Vec<Range<usize>>,
    /// Flows, n × n.
    pub z: Array2<f64>,
    /// Final use by absorbing country, n × G.
    pub y: Array2<f64>,
    /// Output. A producer without output has zero rows and columns.
    pub x: Array1<f64>,
    /// Weights per unit of output.
    pub w: Array1<f64>,
}

impl World {
    /// Output is the row sum, weights are residual value-added rates.
    pub fn new(ranges: Vec<Range<usize>>, z: Array2<f64>, y: Array2<f64>) -> Self {
        let n = z.nrows();
        let x: Array1<f64> = (0..n).map(|i| z.row(i).sum() + y.row(i).sum()).collect();
        let w = (0..n)
            .map(|j| match x[j] {
                0.0 => 0.0,
                output => (output - z.column(j).sum()) / output,
            })
            .collect();
        Self { ranges, z, y, x, w }
    }

    /// The same table with other weights per unit of output.
    pub fn with_weights(&self, w: Array1<f64>) -> Self {
        Self { w, ..self.clone() }
    }

    /// Number of producers.
    pub fn n(&self) -> usize {
        self.x.len()
    }

    /// Number of countries.
    pub fn g(&self) -> usize {
        self.ranges.len()
    }

    /// Country of producer i.
    pub fn country(&self, i: usize) -> usize {
        let at_home = |range: &Range<usize>| range.contains(&i);
        self.ranges.iter().position(at_home).unwrap()
    }

    /// Input coefficients; zero in the column of a producer without output.
    pub fn a(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.n(), self.n()), |(i, j)| match self.x[j] {
            0.0 => 0.0,
            output => self.z[[i, j]] / output,
        })
    }

    /// Global inverse (I − A)⁻¹.
    pub fn b(&self) -> Array2<f64> {
        self.without(|_, _| false)
    }

    /// Global inverse after the coefficients a_ij with `removed(i, j)` are set to zero.
    pub fn without(&self, removed: impl Fn(usize, usize) -> bool) -> Array2<f64> {
        let mut a = self.a();
        for ((i, j), coefficient) in a.indexed_iter_mut() {
            if removed(i, j) {
                *coefficient = 0.0;
            }
        }
        leontief_inverse(&a)
    }

    /// Global inverse after A_sr is set to zero for all r ≠ s.
    pub fn without_exports_of(&self, s: usize) -> Array2<f64> {
        self.without(|i, j| self.country(i) == s && self.country(j) != s)
    }

    /// Global inverse after A_tr is set to zero for all t ≠ r.
    pub fn without_imports_of(&self, r: usize) -> Array2<f64> {
        self.without(|i, j| self.country(i) != r && self.country(j) == r)
    }

    /// Local inverse (I − A_ss)⁻¹.
    pub fn l(&self, s: usize) -> Array2<f64> {
        leontief_inverse(&self.block(&self.a(), s, s))
    }

    /// Rows of country s, columns of country r.
    pub fn block(&self, matrix: &Array2<f64>, s: usize, r: usize) -> Array2<f64> {
        let (rows, columns) = (&self.ranges[s], &self.ranges[r]);
        Array2::from_shape_fn((rows.len(), columns.len()), |(i, j)| {
            matrix[[rows.start + i, columns.start + j]]
        })
    }

    /// Entries of country s.
    pub fn part(&self, vector: &Array1<f64>, s: usize) -> Array1<f64> {
        self.ranges[s].clone().map(|i| vector[i]).collect()
    }

    /// Final use of products of s in r.
    pub fn final_use(&self, s: usize, r: usize) -> Array1<f64> {
        self.ranges[s].clone().map(|i| self.y[[i, r]]).collect()
    }

    /// Flow of each producer to each foreign country, G × n; zero at home.
    pub fn flows(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.g(), self.n()), |(r, i)| {
            if self.country(i) == r {
                return 0.0;
            }
            let intermediate: f64 = self.ranges[r].clone().map(|j| self.z[[i, j]]).sum();
            intermediate + self.y[[i, r]]
        })
    }

    /// Exports of s to r by producer; zero if s = r.
    pub fn e(&self, s: usize, r: usize) -> Array1<f64> {
        let flows = self.flows();
        self.ranges[s].clone().map(|i| flows[[r, i]]).collect()
    }

    /// Exports of s to all countries by producer.
    pub fn exports(&self, s: usize) -> Array1<f64> {
        let flows = self.flows();
        let all = |i: usize| flows.column(i).sum();
        self.ranges[s].clone().map(all).collect()
    }

    /// All blocks by country.
    pub fn blocks(&self) -> Blocks {
        let (a, b, g) = (self.a(), self.b(), self.g());
        let squares = |m: &Array2<f64>| pairs(g, |s, r| self.block(m, s, r));
        Blocks {
            a: squares(&a),
            b: squares(&b),
            l: (0..g).map(|s| self.l(s)).collect(),
            y: pairs(g, |s, r| self.final_use(s, r)),
            e: pairs(g, |s, r| self.e(s, r)),
            exports: (0..g).map(|s| self.exports(s)).collect(),
            x: (0..g).map(|s| self.part(&self.x, s)).collect(),
            w: (0..g).map(|s| self.part(&self.w, s)).collect(),
        }
    }

    /// Total content of one unit of each producer, u'W = w'B.
    pub fn total_content(&self) -> Array1<f64> {
        self.w.dot(&self.b())
    }

    /// Sums over the producers of each country.
    pub fn by_country(&self, vector: &Array1<f64>) -> Array1<f64> {
        let sum = |range: &Range<usize>| range.clone().map(|i| vector[i]).sum();
        self.ranges.iter().map(sum).collect()
    }

    /// Cells summed over exporting sectors: [s, r].
    pub fn by_pair(&self, cells: &Array2<f64>) -> Array2<f64> {
        Array2::from_shape_fn((self.g(), self.g()), |(s, r)| {
            self.ranges[s].clone().map(|i| cells[[r, i]]).sum()
        })
    }

    /// Cells summed over importers and exporting sectors.
    pub fn by_exporter(&self, cells: &Array2<f64>) -> Array1<f64> {
        self.by_country(&cells.sum_axis(ndarray::Axis(0)))
    }
}

/// The blocks of a world: `a[s][r]`, `b[s][r]`, `l[s]`, `y[s][r]`, `e[s][r]` and so on.
pub struct Blocks {
    pub a: Vec<Vec<Array2<f64>>>,
    pub b: Vec<Vec<Array2<f64>>>,
    pub l: Vec<Array2<f64>>,
    pub y: Vec<Vec<Array1<f64>>>,
    pub e: Vec<Vec<Array1<f64>>>,
    pub exports: Vec<Array1<f64>>,
    pub x: Vec<Array1<f64>>,
    pub w: Vec<Array1<f64>>,
}

impl Blocks {
    /// Number of countries.
    pub fn g(&self) -> usize {
        self.l.len()
    }

    /// Number of producers of s.
    pub fn size(&self, s: usize) -> usize {
        self.l[s].nrows()
    }

    /// W_ts = w_t B_ts: content of origin t in one unit of each producer of s.
    pub fn content(&self, t: usize, s: usize) -> Array1<f64> {
        self.w[t].dot(&self.b[t][s])
    }

    /// w_s L_ss.
    pub fn local(&self, s: usize) -> Array1<f64> {
        self.w[s].dot(&self.l[s])
    }

    /// Content of all origins but s in one unit of each producer of s.
    pub fn foreign(&self, s: usize) -> Array1<f64> {
        let origins = others(self.g(), &[s]).into_iter();
        sum(self.size(s), origins.map(|t| self.content(t, s)))
    }
}

/// Countries that are not left out.
pub fn others(g: usize, left_out: &[usize]) -> Vec<usize> {
    (0..g).filter(|t| !left_out.contains(t)).collect()
}

/// Sum of vectors of one length.
pub fn sum(length: usize, vectors: impl IntoIterator<Item = Array1<f64>>) -> Array1<f64> {
    let add = |total: Array1<f64>, vector: Array1<f64>| total + vector;
    vectors.into_iter().fold(Array1::zeros(length), add)
}

fn pairs<T>(g: usize, value: impl Fn(usize, usize) -> T) -> Vec<Vec<T>> {
    let row = |s| (0..g).map(|r| value(s, r)).collect();
    (0..g).map(row).collect()
}

/// Cells from the terms of each flow s → r, one vector by exporting sector for each name.
pub fn cells<const K: usize>(
    world: &World,
    names: [&'static str; K],
    terms: impl Fn(usize, usize) -> [Array1<f64>; K],
) -> Cells {
    let empty = || Array2::zeros((world.g(), world.n()));
    let mut cells: Cells = names.iter().map(|name| (*name, empty())).collect();
    for s in 0..world.g() {
        for r in others(world.g(), &[s]) {
            for ((_, cell), term) in cells.iter_mut().zip(terms(s, r)) {
                for (k, i) in world.ranges[s].clone().enumerate() {
                    cell[[r, i]] = term[k];
                }
            }
        }
    }
    cells
}

/// Country results from the terms of each exporter.
pub fn countries<const K: usize>(
    world: &World,
    names: [&'static str; K],
    terms: impl Fn(usize) -> [f64; K],
) -> Countries {
    let by_exporter: Vec<[f64; K]> = (0..world.g()).map(terms).collect();
    let column = |k: usize| by_exporter.iter().map(|terms| terms[k]).collect();
    (0..K).map(|k| (names[k], column(k))).collect()
}

/// The term of a name.
pub fn term<'a, T>(terms: &'a [(&'static str, T)], name: &str) -> &'a T {
    let found = terms.iter().find(|(known, _)| *known == name);
    &found.unwrap_or_else(|| panic!("no term {name}")).1
}

/// Sum of the named terms.
pub fn total_of<D: ndarray::Dimension>(
    terms: &[(&'static str, ndarray::Array<f64, D>)],
    names: &[&str],
) -> ndarray::Array<f64, D> {
    let first = term(terms, names[0]).clone();
    let rest = names[1..].iter();
    rest.fold(first, |total, name| total + term(terms, name))
}

/// Sum of all terms.
pub fn total<D: ndarray::Dimension>(
    terms: &[(&'static str, ndarray::Array<f64, D>)],
) -> ndarray::Array<f64, D> {
    let names: Vec<&str> = terms.iter().map(|(name, _)| *name).collect();
    total_of(terms, &names)
}

/// (I − A)⁻¹.
pub fn leontief_inverse(a: &Array2<f64>) -> Array2<f64> {
    inverse(Array2::eye(a.nrows()) - a)
}

/// Inverse by Gauss-Jordan elimination with row exchanges.
pub fn inverse(matrix: Array2<f64>) -> Array2<f64> {
    let n = matrix.nrows();
    // every row holds its row of the matrix and then its row of the unit matrix
    let unit = |i: usize, j: usize| f64::from(u8::from(i == j));
    let mut rows: Vec<Vec<f64>> = (0..n)
        .map(|i| {
            let left = matrix.row(i).to_vec().into_iter();
            left.chain((0..n).map(|j| unit(i, j))).collect()
        })
        .collect();
    for k in 0..n {
        let size = |i: &usize| rows[*i][k].abs();
        let best = (k..n).max_by(|a, b| size(a).total_cmp(&size(b))).unwrap();
        rows.swap(k, best);
        let pivot = rows[k][k];
        assert!(pivot != 0.0, "singular in column {k}");
        for value in &mut rows[k] {
            *value /= pivot;
        }
        let pivot_row = rows[k].clone();
        for (i, row) in rows.iter_mut().enumerate() {
            let factor = row[k];
            if i != k && factor != 0.0 {
                for (value, step) in row.iter_mut().zip(&pivot_row) {
                    *value -= factor * step;
                }
            }
        }
    }
    Array2::from_shape_fn((n, n), |(i, j)| rows[i][n + j])
}
