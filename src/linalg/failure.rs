//! Why a system could not be solved.

use std::fmt;

use crate::run::{OutOfMemory, Stopped};

/// Why linear algebra did not give an answer. Positions count from zero; the rooms above put labels to them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// I − A has no usable inverse.
    Breakdown(Breakdown),
    /// A holds a cell that is not a number, or infinite.
    NotFinite {
        /// The row of the cell.
        row: usize,
        /// The column of the cell.
        column: usize,
    },
    /// A matrix or a list of positions does not fit the system.
    Shape {
        /// Which one.
        what: &'static str,
        /// The shape that fits.
        expected: (usize, usize),
        /// The shape found.
        found: (usize, usize),
    },
    /// A position beyond the end, or named twice.
    Position {
        /// Where it was given.
        what: &'static str,
        /// The position.
        position: usize,
        /// The number of rows of the system.
        size: usize,
    },
    /// More memory is needed than there is.
    Memory(OutOfMemory),
    /// Whoever watched the work stopped it.
    Stopped(Stopped),
}

impl Failure {
    pub(super) fn check_shape(
        what: &'static str,
        expected: (usize, usize),
        found: (usize, usize),
    ) -> Result<(), Self> {
        if expected == found {
            return Ok(());
        }
        Err(Self::Shape {
            what,
            expected,
            found,
        })
    }

    /// Checks that positions lie within `size` and that none is named twice.
    pub(super) fn check_positions(
        what: &'static str,
        positions: &[usize],
        size: usize,
    ) -> Result<(), Self> {
        let mut seen = vec![false; size];
        for &position in positions {
            match seen.get_mut(position) {
                Some(seen) if !*seen => *seen = true,
                _ => {
                    return Err(Self::Position {
                        what,
                        position,
                        size,
                    });
                }
            }
        }
        Ok(())
    }

    /// The breakdown, if that is what happened.
    #[must_use]
    pub fn breakdown(&self) -> Option<Breakdown> {
        match self {
            Self::Breakdown(breakdown) => Some(*breakdown),
            _ => None,
        }
    }

    /// The failure with positions of a part translated to those of the whole.
    pub(crate) fn at(self, whole: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Breakdown(breakdown) => Self::Breakdown(Breakdown {
                position: whole(breakdown.position),
                ..breakdown
            }),
            Self::NotFinite { row, column } => Self::NotFinite {
                row: whole(row),
                column: whole(column),
            },
            other => other,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Breakdown(breakdown) => breakdown.fmt(f),
            Self::NotFinite { row, column } => {
                write!(f, "A has no finite number in row {row}, column {column}")
            }
            Self::Shape {
                what,
                expected,
                found,
            } => write!(
                f,
                "{what} does not fit; expected {} × {}; found {} × {}",
                expected.0, expected.1, found.0, found.1
            ),
            Self::Position {
                what,
                position,
                size,
            } => write!(
                f,
                "{what}: position {position} is named twice or lies beyond the {size} rows of the system"
            ),
            Self::Memory(refusal) => refusal.fmt(f),
            Self::Stopped(stopped) => stopped.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Breakdown> for Failure {
    fn from(breakdown: Breakdown) -> Self {
        Self::Breakdown(breakdown)
    }
}

impl From<OutOfMemory> for Failure {
    fn from(refusal: OutOfMemory) -> Self {
        Self::Memory(refusal)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// Why a factorisation stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breakdown {
    /// The position of the row and column whose pivot failed; of the column of the inverse that is too large; or of the
    /// producer whose output would have to be negative.
    pub position: usize,
    /// The pivot; where elimination met none that failed, one over the sum of that column, or that output.
    pub pivot: f64,
    /// What the failure means.
    pub meaning: Meaning,
}

/// What a failed pivot means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The Hawkins-Simon condition fails: the producers up to this position use up, directly and indirectly, at least all
    /// that they produce, so no non-negative inverse exists.
    NotProductive,
    /// A has negative entries and I − A is singular to working precision.
    Singular,
}

impl Breakdown {
    /// The breakdown of a part that begins behind so many rows of the whole.
    pub(super) fn behind(self, rows: usize) -> Self {
        Self {
            position: rows + self.position,
            ..self
        }
    }
}

/// Below this size a pivot of I − A is made of rounding.
const ROUNDING: f64 = 1e-12;

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.meaning {
            Meaning::NotProductive => {
                "the economy is not productive (Hawkins-Simon condition): making one more unit takes, directly and \
                 indirectly, at least one unit of the same output"
            }
            Meaning::Singular => "I - A is singular to working precision",
        })?;
        if self.pivot.abs() <= ROUNDING {
            // its digits differ from one way to eliminate to another
            f.write_str(" (pivot zero up to rounding)")
        } else {
            write!(f, " (pivot {:.3e})", self.pivot)
        }
    }
}

impl std::error::Error for Breakdown {}
