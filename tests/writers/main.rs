//! What is written reads back: world tables as folders of plain CSV, results with their description, tables for papers.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;
#[allow(dead_code)]
#[path = "../decompositions/numbers.rs"]
mod numbers;
#[allow(dead_code)]
#[path = "../decompositions/tables.rs"]
mod tables;
#[path = "../errors/world_folder.rs"]
mod world_folder;

mod same;

mod described;
mod latex;
mod markdown;
mod overwriting;
mod refusals;
mod round_trip;
mod settings;
