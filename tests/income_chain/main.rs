//! The global income chain: who owns the income of a world table. Against a second, slow implementation on random world tables with everything
//! that is legal in them and random owners, and what must hold between results.

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code)]
#[path = "../decompositions/compare.rs"]
mod compare;
#[path = "../common/naive/mod.rs"]
mod naive;
#[allow(dead_code)]
#[path = "../decompositions/numbers.rs"]
mod numbers;
#[allow(dead_code)]
#[path = "../decompositions/remade.rs"]
mod remade;
#[allow(dead_code)]
#[path = "../decompositions/tables.rs"]
mod tables;

mod chain;
mod owned;
mod read;

mod accounts;
mod alone;
mod at_home;
mod balances;
mod components;
mod decompositions;
mod identities;
mod in_exports;
mod invariance;
mod matrix;
mod national;
mod other_methods;
mod processing;
mod real;
mod refusals;
mod sums;
mod t3x2;
mod threads;
mod unallocated;
mod written;
