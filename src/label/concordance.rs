//! Concordances: weighted maps from one classification to another.

use std::collections::HashMap;
use std::fmt;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::{Axis, AxisKind, Grouping, Ix};
use crate::error::{Error, Result, first_few};

/// How far the weights of a code may miss one before they are refused; within it they are scaled to sum to one.
const WEIGHTS_TOLERANCE: f64 = 1e-6;

/// A weighted map of every code of one axis to codes of another: total, and the weights of each source code sum to one, so that
/// nothing is dropped and nothing is counted twice.
///
/// ```
/// use leontief::label::{Axis, Concordance, Product, Sector};
/// use ndarray::array;
///
/// let products: Axis<Product> = Axis::new(["0101", "8471", "9999"])?;
/// let sectors: Axis<Sector> = Axis::new(["farming", "machinery"])?;
/// let concordance = Concordance::new(
///     &products,
///     &sectors,
///     [("0101", "farming", 1.0), ("8471", "machinery", 1.0), ("9999", "farming", 0.25), ("9999", "machinery", 0.75)],
/// )?;
/// let by_sector = concordance.convert(array![10.0, 20.0, 4.0].view())?;
/// assert_eq!(by_sector, array![11.0, 23.0]);
/// assert_eq!(concordance.divided(), ["9999 = 0.25 farming + 0.75 machinery"]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct Concordance<From, To> {
    source: Axis<From>,
    target: Axis<To>,
    /// By source code: target positions in order, each once, with positive weights.
    to: Vec<Vec<(usize, f64)>>,
}

impl<From: AxisKind, To: AxisKind> Concordance<From, To> {
    /// Rows of (code, code it goes to, weight) between two known axes; rows of weight zero are legal and say nothing.
    ///
    /// # Errors
    /// One error with all problems: codes that are not on their axis, doubled pairs, weights that are negative or not numbers,
    /// codes without a row, weights of a code that miss one by more than 1e-6.
    pub fn new<F: AsRef<str>, T: AsRef<str>>(
        source: &Axis<From>,
        target: &Axis<To>,
        rows: impl IntoIterator<Item = (F, T, f64)>,
    ) -> Result<Self> {
        let mut problems = Vec::new();
        let mut to: Vec<Vec<(usize, f64)>> = vec![Vec::new(); source.len()];
        let mut named = vec![false; source.len()];
        for (from, into, weight) in rows {
            let (from, into) = (from.as_ref(), into.as_ref());
            let (Some(i), Some(k)) = (source.find(from), target.find(into)) else {
                let found = [source.at(from).err(), target.at(into).err()];
                problems.extend(found.into_iter().flatten().map(|error| error.to_string()));
                if let Some(i) = source.find(from) {
                    named[i.get()] = true;
                }
                continue;
            };
            named[i.get()] = true;
            if !(weight.is_finite() && weight >= 0.0) {
                problems.push(format!("the weight of `{from}` in `{into}` is {weight}"));
            }
            let known = &mut to[i.get()];
            match known.iter().any(|(before, _)| *before == k.get()) {
                true => problems.push(format!("`{from}` goes to `{into}` twice")),
                false => known.push((k.get(), weight)),
            }
        }
        let missing = source.positions().filter(|at| !named[at.get()]);
        let missing: Vec<&str> = missing.map(|at| source.code(at)).collect();
        if !missing.is_empty() {
            problems.push(format!(
                "no row for each {}: {}",
                From::NOUN,
                first_few(missing)
            ));
        }
        if problems.is_empty() {
            problems.extend(sum_problems(source, &to));
        }
        refuse::<From, To>(&problems)?;
        for weights in &mut to {
            normalise(weights);
        }
        Ok(Self {
            source: source.clone(),
            target: target.clone(),
            to,
        })
    }

    /// Rows of (code, code it goes to, weight); both axes hold the codes of the rows in order of their first appearance.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if a code is empty.
    pub fn from_rows<F: AsRef<str>, T: AsRef<str>>(
        rows: impl IntoIterator<Item = (F, T, f64)>,
    ) -> Result<Self> {
        let rows: Vec<(F, T, f64)> = rows.into_iter().collect();
        let source = appearing(rows.iter().map(|(from, ..)| from.as_ref()))?;
        let target = appearing(rows.iter().map(|(_, to, _)| to.as_ref()))?;
        Self::new(
            &source,
            &target,
            rows.iter().map(|(from, to, w)| (from, to, *w)),
        )
    }

    /// Pairs without weights: a code that goes to several goes to each in equal parts. Doubled pairs count once. An assumption to
    /// state where results are shown; [`divided`](Self::divided) lists the codes it touches.
    ///
    /// # Errors
    /// If a code is empty.
    pub fn evenly<F: AsRef<str>, T: AsRef<str>>(
        pairs: impl IntoIterator<Item = (F, T)>,
    ) -> Result<Self> {
        let pairs: Vec<(F, T)> = pairs.into_iter().collect();
        let source = appearing::<From>(pairs.iter().map(|(from, _)| from.as_ref()))?;
        let target = appearing::<To>(pairs.iter().map(|(_, to)| to.as_ref()))?;
        let mut to: Vec<Vec<(usize, f64)>> = vec![Vec::new(); source.len()];
        for (from, into) in &pairs {
            let i = source.at(from.as_ref())?.get();
            let k = target.at(into.as_ref())?.get();
            if !to[i].iter().any(|(before, _)| *before == k) {
                to[i].push((k, 1.0));
            }
        }
        for weights in &mut to {
            normalise(weights);
        }
        Ok(Self { source, target, to })
    }

    /// The same weights with their codes on an axis of the caller's, such as the sectors of a table; codes of that axis that nothing
    /// goes to are legal.
    ///
    /// # Errors
    /// One error with all codes that something goes to and that are not on the axis.
    pub fn onto(&self, target: &Axis<To>) -> Result<Self> {
        let mut problems = Vec::new();
        let mut positions = Vec::with_capacity(self.target.len());
        let unused = self.unused();
        for code in self.target.codes() {
            positions.push(target.find(code).map(Ix::get));
            if target.find(code).is_none() && !unused.contains(&code.as_str()) {
                problems.extend(target.at(code).err().map(|error| error.to_string()));
            }
        }
        refuse::<From, To>(&problems)?;
        let to = self.to.iter().map(|weights| {
            let moved = weights.iter();
            let mut moved: Vec<(usize, f64)> = moved
                .filter_map(|(k, weight)| positions[*k].map(|k| (k, *weight)))
                .collect();
            moved.sort_by_key(|(k, _)| *k);
            moved
        });
        Ok(Self {
            source: self.source.clone(),
            target: target.clone(),
            to: to.collect(),
        })
    }
}

impl<K> From<&Grouping<K>> for Concordance<K, K> {
    fn from(grouping: &Grouping<K>) -> Self {
        let source = grouping.source();
        Self {
            source: source.clone(),
            target: grouping.target().clone(),
            to: source
                .positions()
                .map(|at| vec![(grouping.to(at).get(), 1.0)])
                .collect(),
        }
    }
}

impl<From, To> Concordance<From, To> {
    /// The classification that is converted.
    #[must_use]
    pub fn source(&self) -> &Axis<From> {
        &self.source
    }

    /// The classification it is converted to.
    #[must_use]
    pub fn target(&self) -> &Axis<To> {
        &self.target
    }

    /// Where a code goes, with positive weights that sum to one.
    pub fn to(&self, at: Ix<From>) -> impl ExactSizeIterator<Item = (Ix<To>, f64)> {
        self.to[at.get()].iter().map(|(k, w)| (Ix::new(*k), *w))
    }

    /// Amounts by source code as amounts by target code; the sum is kept.
    ///
    /// # Errors
    /// If there is not one amount per source code.
    pub fn convert(&self, amounts: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        let rows = self.convert_rows(amounts.insert_axis(Dimension(1)))?;
        Ok(rows.index_axis_move(Dimension(1), 0))
    }

    /// The rows of a matrix, by source code, as rows by target code; column sums are kept.
    ///
    /// # Errors
    /// If there is not one row per source code.
    pub fn convert_rows(&self, matrix: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        if matrix.nrows() != self.source.len() {
            return Err(Error::shape("amounts that a concordance is to convert")
                .expected(format!("{} rows", self.source.len()))
                .found(matrix.nrows()));
        }
        let mut converted = Array2::zeros((self.target.len(), matrix.ncols()));
        for (row, weights) in matrix.outer_iter().zip(&self.to) {
            for (k, weight) in weights {
                converted.row_mut(*k).scaled_add(*weight, &row);
            }
        }
        Ok(converted)
    }

    /// The weights as a matrix, source × target.
    #[must_use]
    pub fn matrix(&self) -> Array2<f64> {
        let mut matrix = Array2::zeros((self.source.len(), self.target.len()));
        for (i, weights) in self.to.iter().enumerate() {
            for (k, weight) in weights {
                matrix[[i, *k]] = *weight;
            }
        }
        matrix
    }

    /// The target codes that take from several source codes, in words: `C = C25 + 0.5 C26`.
    #[must_use]
    pub fn merged(&self) -> Vec<String> {
        let mut parts: Vec<Vec<String>> = vec![Vec::new(); self.target.len()];
        for (code, weights) in self.source.codes().iter().zip(&self.to) {
            for (k, weight) in weights {
                parts[*k].push(part(*weight, code));
            }
        }
        let merged = self.target.codes().iter().zip(&parts);
        let merged = merged.filter(|(_, parts)| parts.len() > 1);
        let merged = merged.map(|(code, parts)| format!("{code} = {}", parts.join(" + ")));
        merged.collect()
    }

    /// The source codes that go to several target codes, in words: `9999 = 0.25 farming + 0.75 machinery`.
    #[must_use]
    pub fn divided(&self) -> Vec<String> {
        let codes = self.target.codes();
        let divided = self.source.codes().iter().zip(&self.to);
        let divided = divided.filter(|(_, weights)| weights.len() > 1);
        let divided = divided.map(|(code, weights)| {
            let parts: Vec<String> = weights.iter().map(|(k, w)| part(*w, &codes[*k])).collect();
            format!("{code} = {}", parts.join(" + "))
        });
        divided.collect()
    }

    /// The target codes that nothing goes to.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let mut used = vec![false; self.target.len()];
        for (k, _) in self.to.iter().flatten() {
            used[*k] = true;
        }
        let unused = self.target.positions().filter(|at| !used[at.get()]);
        unused.map(|at| self.target.code(at)).collect()
    }
}

fn part(weight: f64, code: &str) -> String {
    match weight {
        1.0 => code.to_owned(),
        weight => format!("{weight} {code}"),
    }
}

fn appearing<'a, K: AxisKind>(codes: impl Iterator<Item = &'a str>) -> Result<Axis<K>> {
    let mut known = HashMap::new();
    Axis::new(codes.filter(|code| known.insert(*code, ()).is_none()))
}

fn sum_problems<From>(source: &Axis<From>, to: &[Vec<(usize, f64)>]) -> Vec<String> {
    let sums = to
        .iter()
        .map(|weights| weights.iter().map(|(_, weight)| weight).sum::<f64>());
    let beyond = source.codes().iter().zip(sums);
    let beyond = beyond.filter(|(_, sum)| (sum - 1.0).abs() > WEIGHTS_TOLERANCE);
    beyond
        .map(|(code, sum)| format!("the weights of `{code}` sum to {sum}, not to 1"))
        .collect()
}

fn refuse<From: AxisKind, To: AxisKind>(problems: &[String]) -> Result<()> {
    let count = match problems.len() {
        0 => return Ok(()),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    Err(Error::label(format!(
        "the concordance from {} to {} has {count}: {}",
        From::NOUN,
        To::NOUN,
        problems.join("; ")
    ))
    .hint("every code once to each other code, with weights that sum to one"))
}

/// Drops weights of zero and scales the others to sum to one, targets in order.
fn normalise(weights: &mut Vec<(usize, f64)>) {
    weights.retain(|(_, weight)| *weight > 0.0);
    weights.sort_by_key(|(k, _)| *k);
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    if sum != 1.0 {
        for (_, weight) in weights {
            *weight /= sum;
        }
    }
}

impl<From: AxisKind, To: AxisKind> fmt::Debug for Concordance<From, To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Concordance of {} × {} to {} × {}, {} divided",
            self.source.len(),
            From::NOUN,
            self.target.len(),
            To::NOUN,
            self.divided().len()
        )
    }
}
