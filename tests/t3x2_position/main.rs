//! Position, lengths, production by kind, participation and comparative advantage: printed figures of the worked case T3x2, the naive
//! formulas with full matrices on ragged tables, and the identities of each file of `account::position`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;

mod advantage;
mod agreement;
mod groups;
mod kinds;
mod participation;
mod printed;
mod stages;

use common::worlds::world;
use leontief::account::Ledger;
use leontief::account::ledger::{Apart, Column, Row};
use leontief::account::position::Direction;
use leontief::label::Group;
use leontief::model::{Measure, Weights, WorldModel};
use leontief::unit::{PriceBasis, Scale, Unit};
use naive::World;
use naive::cases::ragged;
use ndarray::Array1;

const DIRECTIONS: [Direction; 2] = [Direction::Forward, Direction::Backward];
const PRINTED: f64 = 6e-7;

fn figures<A>(ledger: &Ledger<A>, term: &str) -> Vec<f64> {
    let rows = ledger.rows().filter(|row| row.term == term);
    rows.map(|row| row.value).collect()
}

fn by_country(ledger: &Ledger, term: &str) -> Vec<f64> {
    figures(
        &ledger.summed_over(&[Column::Sector, Column::Group, Column::Origin]),
        term,
    )
}

fn value_added(model: &WorldModel) -> Weights {
    model.weights(&Measure::ValueAdded).unwrap()
}

fn unit() -> Unit {
    Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic)
}

/// Ragged tables: a producer without output, negative inventories and value added, a market without producers.
fn ragged_worlds() -> Vec<World> {
    let sizes: [&[usize]; 4] = [&[2, 3], &[3, 1, 2], &[4, 2, 5, 0], &[5]];
    sizes
        .iter()
        .zip(1..)
        .map(|(sizes, seed)| ragged(sizes, seed))
        .collect()
}

fn model_of(case: &World) -> WorldModel {
    world(&case.ranges, &case.z, &case.y, &case.x)
        .model()
        .unwrap()
}

/// The weights of the naive case, here as weights of the model.
fn weights_of(case: &World, model: &WorldModel) -> Weights {
    Weights::new("jobs", "persons", model.producers(), case.w.clone()).unwrap()
}

/// The figures of a term by producer, where it is defined.
fn defined(ledger: &Ledger<Apart>, model: &WorldModel, term: &str) -> Vec<Option<f64>> {
    let producers = model.producers();
    let label = |row: &Row<'_>| {
        let group = row.group.unwrap_or(Group::WHOLE);
        let at = producers.at(row.exporter.unwrap(), group, row.sector.unwrap());
        at.unwrap().get()
    };
    let mut found = vec![None; producers.len()];
    for row in ledger.rows().filter(|row| row.term == term) {
        found[label(&row)] = Some(row.value);
    }
    found
}

#[track_caller]
fn same(what: &str, found: &[Option<f64>], expected: &Array1<f64>) {
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        match found {
            None => assert!(
                expected.is_nan(),
                "{what}[{i}]: no row, expected {expected}"
            ),
            Some(found) => assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{what}[{i}]: found {found}, expected {expected}"
            ),
        }
    }
}
