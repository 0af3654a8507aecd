//! The finest sectors that two lists can both be added up to.

use ndarray::{Array2, ArrayView1};

use super::Classification;
use super::bridge::{BRIDGE, counterparts};
use crate::error::{Error, Result};
use crate::label::{Axis, Grouping, Sector};

/// Which overlaps of codes count, from strict to loose. Each keeps fewer than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// All.
    All,
    /// Between the revisions of ISIC the main ones: every division of Revision 4 belongs to one of Revision 3.1, that with which it has most in
    /// common by classes or, in eight cases where classes say nothing or mislead, by judgement. An assumption (grade D) that cuts
    /// the smaller overlaps. Within one revision the same as `All`.
    Main,
    /// Of the main ones only the largest of every code, by classes (all of them where several are equally large). Cuts overlaps within a
    /// revision too.
    Largest,
}

/// Two groupings onto the same sectors.
#[derive(Debug, Clone)]
pub struct Common {
    first: Grouping<Sector>,
    second: Grouping<Sector>,
    crossing: Vec<String>,
}

impl Common {
    /// For tables in the first list. The new sectors are coded by its codes (`c13+c14`) and stand in its order; their names show both sides.
    #[must_use]
    pub fn first(&self) -> &Grouping<Sector> {
        &self.first
    }

    /// For tables in the second list, onto the same sectors.
    #[must_use]
    pub fn second(&self) -> &Grouping<Sector> {
        &self.second
    }

    /// The common sectors.
    #[must_use]
    pub fn sectors(&self) -> &Axis<Sector> {
        self.first.target()
    }

    /// The overlaps that were cut, in words, by classes: `13 % of c16 = 6 % of C26`. Empty if the groupings are exact.
    #[must_use]
    pub fn crossing(&self) -> &[String] {
        &self.crossing
    }
}

/// See [`Classification::common_placing`].
pub(super) fn common(
    one: Classification,
    other: Classification,
    links: Links,
    placed: &[(&str, &str)],
) -> Result<Common> {
    let (first, second) = (one.sectors(), other.sectors());
    let (mut shared, mut all) = (
        BRIDGE.shared(one, other, links),
        BRIDGE.shared(one, other, Links::All),
    );
    if one == other {
        shared = Array2::eye(first.len()); // a code that shares its division is still itself
        all = shared.clone();
    }
    let mut sets = Sets::new(first.len() + second.len());
    let mut linked = vec![false; first.len() + second.len()];
    let mut link = |i: usize, j: usize| {
        sets.join(i, first.len() + j);
        linked[i] = true;
        linked[first.len() + j] = true;
    };
    for (i, row) in shared.outer_iter().enumerate() {
        for (j, _) in counterparts(row, links) {
            link(i, j);
        }
    }
    for (j, column) in shared.columns().into_iter().enumerate() {
        for (i, _) in counterparts(column, links) {
            link(i, j);
        }
    }
    for (code, into) in placed {
        link(first.at(code)?.get(), second.at(into)?.get());
    }
    if let Some(alone) = linked.iter().position(|linked| !linked) {
        let (list, code) = match alone.checked_sub(first.len()) {
            None => (one, &first.codes()[alone]),
            Some(at) => (other, &second.codes()[at]),
        };
        return Err(
            Error::label(format!("`{code}` of {list} holds no division of ISIC"))
                .hint("`common_placing`, which is told where it belongs"),
        );
    }
    let roots: Vec<usize> = (0..linked.len()).map(|at| sets.root(at)).collect();
    let (of_first, of_second) = roots.split_at(first.len());
    let mut order: Vec<usize> = Vec::new();
    for root in of_first {
        if !order.contains(root) {
            order.push(*root);
        }
    }
    let joined = |axis: &Axis<Sector>, roots: &[usize], root: usize| {
        let codes = axis.codes().iter().zip(roots);
        let codes = codes.filter(|(_, of)| **of == root);
        codes
            .map(|(code, _)| code.as_str())
            .collect::<Vec<_>>()
            .join("+")
    };
    let target = Axis::with_names(order.iter().map(|root| {
        let code = joined(&first, of_first, *root);
        let name = format!("{code} = {}", joined(&second, of_second, *root));
        (code, name)
    }))?;
    let place = |root: &usize| order.iter().position(|known| known == root);
    let grouping = |axis: &Axis<Sector>, roots: &[usize]| {
        let to = roots.iter().filter_map(place).collect();
        Grouping::onto_axis(axis, &target, to)
    };
    let mut crossing = Vec::new();
    for ((i, j), classes) in all.indexed_iter() {
        if *classes > 0.0 && of_first[i] != of_second[j] {
            let percent = |of: ArrayView1<'_, f64>| format!("{:.0} %", 100.0 * classes / of.sum());
            crossing.push(format!(
                "{} of {} = {} of {}",
                percent(all.row(i)),
                first.codes()[i],
                percent(all.column(j)),
                second.codes()[j]
            ));
        }
    }
    Ok(Common {
        first: grouping(&first, of_first),
        second: grouping(&second, of_second),
        crossing,
    })
}

/// Sets of positions that are joined pair by pair.
struct Sets(Vec<usize>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn root(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
