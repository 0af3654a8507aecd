//! What an estimated division does not determine: feasible ranges, and what decides within them.
//!
//! Question answered: how much of a balance is data, and how much is the prior of the division behind it? The content of exports is
//! a function of the cells of the division ([`ExportContent`]). Over all divisions that meet the exact constraints it has a least and
//! a most ([`ContentRange`]); at the estimate it has a slope with respect to everything that was said of the groups.

mod content;
mod range;
mod report;

pub use content::{ExportContent, Slope};
pub use range::{ContentRange, RangeEnd, RangeSearch};
pub use report::{ContentSensitivity, IdentifiedTotal, Influence};
