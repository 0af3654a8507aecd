//! A country of a world table replaced by its groups of producers.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;
#[allow(dead_code)] // numbers of the decompositions' tests
#[path = "../decompositions/numbers.rs"]
mod numbers;
#[allow(dead_code)]
#[path = "../decompositions/tables.rs"]
mod tables;

mod cancel;
mod clones;
mod divisions;
mod gaps;
mod kept;
mod random;
mod real;
mod refusals;
mod several;
