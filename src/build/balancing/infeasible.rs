//! Which targets contradict each other.
//!
//! A set S of rows and a set T of columns are closed where rows of S have positive cells in columns of T only, and columns of T negative
//! cells in rows of S only. Whatever the cells become, `Σ_S u − Σ_T v ≤ 0` then: what S holds outside T is not positive, what T
//! holds outside S is not negative. Targets can be met, or come as near as one likes, unless a closed pair breaks this: the dual of a
//! flow problem, whose extreme rays are such pairs. The multipliers of a balancing that cannot end move apart along one, so that
//! the pair is found by closing the sets of the largest multipliers. What is found is checked exactly.

use std::fmt;

use super::bands::{Cells, Scales};
use super::margin::{Margin, size};
use crate::error::{Error, first_few};

/// Targets that no matrix of the prior's signs can meet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Infeasible {
    /// Labels of rows whose targets add up to more than they can.
    pub rows: Vec<String>,
    /// Labels of the only columns where these rows have positive cells, and that have negative cells in these rows only.
    pub columns: Vec<String>,
    /// What the targets of the rows add up to.
    pub asked: f64,
    /// What the targets of the columns add up to: the most that the rows can hold.
    pub held: f64,
}

impl fmt::Display for Infeasible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rows {} are asked for {}, columns {} leave them {}",
            first_few(&self.rows),
            self.asked,
            first_few(&self.columns),
            self.held
        )
    }
}

impl std::error::Error for Infeasible {}

/// Two margins and a matrix between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bipartite<'a> {
    pub(super) cells: Cells<'a>,
    pub(super) u: &'a Margin,
    pub(super) v: &'a Margin,
    pub(super) tolerance: f64,
}

/// A set of rows and columns that grows.
pub(super) struct Closed {
    pub(super) rows: Vec<bool>,
    pub(super) columns: Vec<bool>,
}

impl Bipartite<'_> {
    /// The closed pair that contradicts the targets, sought along the multipliers.
    pub(super) fn contradiction(&self, scales: &Scales) -> Option<Infeasible> {
        let (m, n) = (self.cells.rows, self.cells.columns);
        let open = |k: usize| match k.checked_sub(m) {
            None => scales.r[k] > 0.0,
            Some(j) => scales.s[j] > 0.0,
        };
        // l of rows and −m of columns
        let height = |k: usize| match k.checked_sub(m) {
            None => scales.r[k].ln(),
            Some(j) => scales.by_s[j].ln(),
        };
        let mut order: Vec<usize> = (0..m + n).filter(|&k| open(k)).collect();
        order.sort_by(|&a, &b| height(b).total_cmp(&height(a)).then(a.cmp(&b)));
        let mut closed = Closed {
            rows: vec![false; m],
            columns: vec![false; n],
        };
        let (mut excess, mut allowed) = (0.0, 0.0);
        let mut best = None;
        for k in order {
            if self.has(&closed, k) {
                continue;
            }
            for node in self.close(&mut closed, k, scales) {
                let target = self.signed_target(node);
                excess += target;
                allowed += self.tolerance * size(target);
            }
            let share = (excess - allowed) / allowed.max(f64::MIN_POSITIVE);
            if share > best.as_ref().map_or(0.0, |(most, _)| *most) {
                best = Some((
                    share,
                    Closed {
                        rows: closed.rows.clone(),
                        columns: closed.columns.clone(),
                    },
                ));
            }
        }
        best.and_then(|(_, closed)| self.worst_part(&closed, scales))
    }

    fn has(&self, closed: &Closed, k: usize) -> bool {
        match k.checked_sub(self.cells.rows) {
            None => closed.rows[k],
            Some(j) => closed.columns[j],
        }
    }

    /// u of a row, −v of a column.
    pub(super) fn signed_target(&self, k: usize) -> f64 {
        match k.checked_sub(self.cells.rows) {
            None => self.u.target(k),
            Some(j) => -self.v.target(j),
        }
    }

    /// Adds a row or column and all that must come with it. Answers what was added.
    fn close(&self, closed: &mut Closed, k: usize, scales: &Scales) -> Vec<usize> {
        let mut added = vec![k];
        self.add(closed, k);
        let mut next = 0;
        while let Some(&node) = added.get(next) {
            next += 1;
            for other in self.forced(node, scales) {
                if !self.has(closed, other) {
                    self.add(closed, other);
                    added.push(other);
                }
            }
        }
        added
    }

    fn add(&self, closed: &mut Closed, k: usize) {
        match k.checked_sub(self.cells.rows) {
            None => closed.rows[k] = true,
            Some(j) => closed.columns[j] = true,
        }
    }

    /// Columns where a row is positive; rows where a column is negative.
    fn forced(&self, k: usize, scales: &Scales) -> Vec<usize> {
        let cells = &self.cells;
        match k.checked_sub(cells.rows) {
            None => (0..cells.columns)
                .filter(|&j| cells.at(k, j) > 0.0 && scales.s[j] > 0.0)
                .map(|j| cells.rows + j)
                .collect(),
            Some(_) if !cells.signed => Vec::new(),
            Some(j) => (0..cells.rows)
                .filter(|&i| cells.at(i, j) < 0.0 && scales.r[i] > 0.0)
                .collect(),
        }
    }

    /// The connected part of a closed pair with the largest excess: parts are closed as well.
    pub(super) fn worst_part(&self, closed: &Closed, scales: &Scales) -> Option<Infeasible> {
        let (m, n) = (self.cells.rows, self.cells.columns);
        let mut seen = vec![false; m + n];
        let mut worst: Option<(f64, Vec<usize>)> = None;
        for start in 0..m + n {
            if seen[start] || !self.has(closed, start) {
                continue;
            }
            seen[start] = true;
            let mut part = vec![start];
            let mut next = 0;
            while let Some(&node) = part.get(next) {
                next += 1;
                for other in self.beside(node, scales) {
                    if !seen[other] && self.has(closed, other) {
                        seen[other] = true;
                        part.push(other);
                    }
                }
            }
            part.sort_unstable();
            let excess: f64 = part.iter().map(|&k| self.signed_target(k)).sum();
            let allowed: f64 = part.iter().map(|&k| size(self.signed_target(k))).sum();
            let beyond = excess - self.tolerance * allowed;
            if beyond > worst.as_ref().map_or(0.0, |(most, _)| *most) {
                worst = Some((beyond, part));
            }
        }
        worst.map(|(_, part)| self.named(&part))
    }

    /// Rows and columns that share a cell with one.
    fn beside(&self, k: usize, scales: &Scales) -> Vec<usize> {
        let cells = &self.cells;
        match k.checked_sub(cells.rows) {
            None => (0..cells.columns)
                .filter(|&j| cells.at(k, j) != 0.0 && scales.s[j] > 0.0)
                .map(|j| cells.rows + j)
                .collect(),
            Some(j) => (0..cells.rows)
                .filter(|&i| cells.at(i, j) != 0.0 && scales.r[i] > 0.0)
                .collect(),
        }
    }

    pub(super) fn named(&self, part: &[usize]) -> Infeasible {
        let m = self.cells.rows;
        let rows: Vec<usize> = part.iter().copied().filter(|&k| k < m).collect();
        let columns: Vec<usize> = part.iter().filter_map(|k| k.checked_sub(m)).collect();
        Infeasible {
            asked: rows.iter().map(|&i| self.u.target(i)).sum(),
            held: columns.iter().map(|&j| self.v.target(j)).sum(),
            rows: rows.iter().map(|&i| self.u.labels()[i].clone()).collect(),
            columns: columns
                .iter()
                .map(|&j| self.v.labels()[j].clone())
                .collect(),
        }
    }
}

impl Infeasible {
    /// The error of margins that contradict each other.
    pub(super) fn into_error(self) -> Error {
        let rows = first_few(&self.rows);
        let columns = first_few(&self.columns);
        let error = if self.columns.is_empty() {
            Error::infeasible(format!(
                "the rows {rows} have no positive cell that could hold their targets"
            ))
            .expected(format!("targets that add up to at most {}", self.held))
            .found(self.asked)
        } else if self.rows.is_empty() {
            Error::infeasible(format!(
                "the columns {columns} have no negative cell that could hold their targets"
            ))
            .expected(format!("targets that add up to at least {}", self.asked))
            .found(self.held)
        } else {
            Error::infeasible(format!(
                "the rows {rows} have positive cells only in the columns {columns}, which cannot hold their targets"
            ))
            .expected(format!("row targets that add up to at most {}", self.held))
            .found(self.asked)
        };
        error
            .hint("other targets, or a prior with cells of the right sign where these rows and columns meet others")
            .caused_by(self)
    }
}
