//! The last judge of an iteration that got stuck: are there cells of these signs with these margins at all?
//!
//! Positive cells are flows from rows to columns, negative ones from columns to rows, and targets what rows give and columns take.
//! Starting from the flows that the iteration reached, what is left over at some rows and columns is sent along the shortest paths to
//! those that lack it; a flow can be taken back, but not below zero. Where no path leads on, the rows and columns that can be
//! reached are a closed pair that contradicts the targets (Ford, Fulkerson 1956; Gale 1957).

use std::collections::VecDeque;

use ndarray::Array2;

use super::bands::{Scales, margins};
use super::infeasible::{Bipartite, Closed, Infeasible};
use super::margin::size;

/// What the flow shows.
pub(super) enum Verdict {
    /// No cells have these margins.
    Contradiction(Infeasible),
    /// Some have, to within the tolerance.
    Possible,
    /// Too near to the tolerance, or too long a search.
    Unknown,
}

/// Paths for each row and column, at most.
const PATHS: usize = 8;

/// Flows and remainders below this part of the tolerance count as none.
const TRIFLE: f64 = 1e-3;

struct Flow<'a, 'b> {
    graph: &'a Bipartite<'b>,
    scales: &'a Scales,
    cells: Array2<f64>,
    /// What each row still has to give, and each column has too much.
    rest: Vec<f64>,
}

impl Bipartite<'_> {
    /// Judges the targets, starting from a matrix of the right signs.
    pub(super) fn judge(&self, scales: &Scales, reached: Array2<f64>) -> Verdict {
        if reached.iter().any(|cell| !cell.is_finite()) {
            return Verdict::Unknown;
        }
        let (rows, columns) = margins(reached.view());
        let rows = rows
            .iter()
            .enumerate()
            .map(|(i, sum)| self.u.target(i) - sum);
        let columns = columns
            .iter()
            .enumerate()
            .map(|(j, sum)| sum - self.v.target(j));
        let rest = rows.chain(columns).collect();
        let mut flow = Flow {
            graph: self,
            scales,
            cells: reached,
            rest,
        };
        for _ in 0..PATHS * (self.cells.rows + self.cells.columns) {
            let sources: Vec<usize> = (0..flow.rest.len())
                .filter(|&k| flow.rest[k] > flow.tiny(k))
                .collect();
            if sources.is_empty() {
                return Verdict::Possible;
            }
            let (from, end) = flow.search(&sources);
            let Some(end) = end else {
                let seen: Vec<bool> = from.iter().map(Option::is_some).collect();
                let (rows, columns) = seen.split_at(self.cells.rows);
                let closed = Closed {
                    rows: rows.to_vec(),
                    columns: columns.to_vec(),
                };
                return match self.worst_part(&closed, scales) {
                    Some(found) => Verdict::Contradiction(found),
                    None => Verdict::Unknown,
                };
            };
            flow.send(&from, end);
        }
        Verdict::Unknown
    }
}

impl Flow<'_, '_> {
    /// Half of what may be missed, so that sums of such remainders do not pass for a contradiction.
    fn tiny(&self, k: usize) -> f64 {
        0.5 * self.graph.tolerance * size(self.graph.signed_target(k))
    }

    /// How much more can go from a to b.
    fn room(&self, a: usize, b: usize) -> f64 {
        let m = self.graph.cells.rows;
        let (i, j) = (a.min(b), a.max(b) - m);
        if self.scales.r[i] == 0.0 || self.scales.s[j] == 0.0 {
            return 0.0;
        }
        let sign = self.graph.cells.at(i, j);
        let forth = (sign > 0.0) == (a < m);
        let trifle = TRIFLE * self.graph.tolerance;
        match self.cells[[i, j]].abs() {
            _ if sign == 0.0 => 0.0,
            _ if forth => f64::INFINITY,
            flow if flow > trifle => flow,
            _ => 0.0,
        }
    }

    /// From where each row or column is reached, and the nearest one that lacks something.
    fn search(&self, sources: &[usize]) -> (Vec<Option<usize>>, Option<usize>) {
        let (m, n) = (self.graph.cells.rows, self.graph.cells.columns);
        let mut from: Vec<Option<usize>> = vec![None; m + n];
        let mut queue = VecDeque::new();
        for &source in sources {
            from[source] = Some(source);
            queue.push_back(source);
        }
        while let Some(node) = queue.pop_front() {
            if self.rest[node] < -TRIFLE * self.tiny(node) {
                return (from, Some(node));
            }
            let others = if node < m { m..m + n } else { 0..m };
            for other in others {
                if from[other].is_none() && self.room(node, other) > 0.0 {
                    from[other] = Some(node);
                    queue.push_back(other);
                }
            }
        }
        (from, None)
    }

    /// Sends as much as goes along the path to `end`.
    fn send(&mut self, from: &[Option<usize>], end: usize) {
        let mut path = vec![end];
        let mut node = end;
        while let Some(before) = from[node].filter(|&before| before != node) {
            path.push(before);
            node = before;
        }
        let steps = || path.windows(2).map(|step| (step[1], step[0]));
        let most = (-self.rest[end]).min(self.rest[node]);
        let amount = steps().fold(most, |least, (a, b)| least.min(self.room(a, b)));
        let m = self.graph.cells.rows;
        for (a, b) in steps() {
            // what a row gives adds to its cell, what a column gives takes from it
            let (i, j) = (a.min(b), a.max(b) - m);
            self.cells[[i, j]] += if a < m { amount } else { -amount };
        }
        self.rest[node] -= amount;
        self.rest[end] += amount;
    }
}
