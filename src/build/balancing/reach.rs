//! What can be seen of constraints one by one: totals beyond the reach of their cells, and totals at its end.

use super::entropy::CellsDual;
use super::farkas::Conflict;
use super::margin::size;
use crate::error::Result;

impl CellsDual<'_> {
    /// Fixes cells that an exact total leaves only one value, and refuses totals that their cells cannot reach.
    pub(super) fn fix(&mut self, tolerance: f64) -> Result<()> {
        loop {
            let mut fixed = Vec::new();
            for (k, constraint) in self.constraints.iter().enumerate() {
                if constraint.error > 0.0 {
                    continue;
                }
                let (total, tiny) = (constraint.total, tolerance * size(constraint.total));
                let (least, most) = self.reach(k);
                let beyond = |end: f64, sign: f64| Conflict {
                    constraints: vec![constraint.label.clone()],
                    weights: vec![sign],
                    asked: sign * total,
                    held: sign * end + 0.0, // no negative zero
                };
                if total > most + tiny {
                    return Err(beyond(most, 1.0).into_error());
                }
                if total < least - tiny {
                    return Err(beyond(least, -1.0).into_error());
                }
                let end = match (total >= most, total <= least) {
                    (true, _) => 1.0,
                    (_, true) => -1.0,
                    _ => continue,
                };
                for (at, a) in self.sparse.constraint(k) {
                    let (lower, upper) = self.range(at);
                    if a != 0.0 && lower < upper {
                        fixed.push((at, if a * end > 0.0 { upper } else { lower }));
                    }
                }
            }
            if fixed.is_empty() {
                return Ok(());
            }
            for (at, value) in fixed {
                match &mut self.bounds {
                    Some(bounds) => (bounds.lower[at], bounds.upper[at]) = (value, value),
                    // without bounds only zero is an end
                    None => self.prior[at] = value,
                }
            }
        }
    }

    /// The least and the most that the sum of a constraint can be.
    fn reach(&self, k: usize) -> (f64, f64) {
        let (mut least, mut most) = (0.0, 0.0);
        for (at, a) in self.sparse.constraint(k).filter(|&(_, a)| a != 0.0) {
            let (lower, upper) = self.range(at);
            let (one, other) = (a * lower, a * upper);
            least += one.min(other);
            most += one.max(other);
        }
        (least, most)
    }
}
