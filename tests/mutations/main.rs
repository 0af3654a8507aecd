//! Readers of text against the same mutations: a miniature in the published layout is read back cell by cell; with a label that is
//! missing, a block that is shifted, a column that stands twice, text in a number, an end that is cut off, another year, a region
//! more, or decimal commas it is refused with place and remedy, or is the same table where nobody reads what was changed; line ends
//! and byte-order marks change nothing. Bytes changed at random make no table with other numbers than the text has.

#[path = "../common/published.rs"]
mod published;

#[path = "../common/mod.rs"]
mod common;
#[path = "../icio/mini.rs"]
#[allow(dead_code)]
mod icio_mini;
#[path = "../figaro_matrix/matrix.rs"]
#[allow(dead_code)]
mod matrix;
#[path = "../long_readers/mini.rs"]
#[allow(dead_code)]
mod mini;
#[path = "../long_readers/scratch.rs"]
#[allow(dead_code)]
mod scratch;

#[macro_use]
mod suite;

mod bea;
mod customs;
mod figaro;
mod icio;
mod lists;
mod national;
mod nbs_competitive;
mod nbs_lists;
mod nbs_noncompetitive;
mod random;
mod wiod_niot;
mod world;
