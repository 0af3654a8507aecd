//! What was done to solve a system.

use std::fmt;

use super::{Conditions, Pivoting};

/// How a system was solved and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolveInfo {
    /// The engine.
    pub engine: &'static str,
    /// Rows of A.
    pub size: usize,
    /// Rows that were factorised: those whose row and column of A are not zero.
    pub factorised: usize,
    /// Whether rows were exchanged.
    pub pivoting: Pivoting,
    /// Negative cells, and why the economy is known to be productive.
    pub conditions: Conditions,
}

impl fmt::Display for SolveInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges = match self.pivoting {
            Pivoting::None => "without row exchanges",
            Pivoting::Partial => "with row exchanges (partial pivoting)",
        };
        write!(
            f,
            "{}: {} of {} rows factorised {exchanges}; {}",
            self.engine, self.factorised, self.size, self.conditions.productive
        )?;
        match self.conditions.negative_cells {
            0 => Ok(()),
            1 => f.write_str("; 1 negative cell in A"),
            cells => write!(f, "; {cells} negative cells in A"),
        }
    }
}
