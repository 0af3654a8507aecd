//! Whether two tables are over equal labels, and what differs if not.

use crate::error::{Error, Result, first_few};
use crate::model::WorldModel;

/// The error that lists everything in which two years differ and must not.
pub(super) fn require_comparable(start: &WorldModel, end: &WorldModel) -> Result<()> {
    let (first, second) = (start.table(), end.table());
    let mut differences = Vec::new();
    let (mut labels, mut units) = (false, false);
    let lists = [
        (
            "countries",
            first.countries().codes().to_vec(),
            second.countries().codes().to_vec(),
        ),
        (
            "categories of final use",
            first.final_uses().codes().to_vec(),
            second.final_uses().codes().to_vec(),
        ),
        ("producers", keys(start), keys(end)),
    ];
    for (what, first, second) in &lists {
        if first != second {
            labels = true;
            differences.push(difference(what, first, second));
        }
    }
    if !labels && start.producers() != end.producers() {
        labels = true;
        differences.push("groups of producers differ in ownership or regime".to_owned());
    }
    let (unit, other) = (first.unit(), second.unit());
    let same = unit.short() == other.short() && unit.prices() == other.prices();
    if !same {
        units = true;
        differences.push(format!("units: {unit} against {other}"));
    }
    if first.concept() != second.concept() {
        differences.push(format!(
            "value added: {} against {}",
            first.concept(),
            second.concept()
        ));
    }
    if start.unallocated() != end.unallocated() {
        differences.push(format!(
            "output without a use: {:?} against {:?}",
            start.unallocated(),
            end.unallocated()
        ));
    }
    if differences.is_empty() {
        return Ok(());
    }
    let message = format!(
        "a change needs two tables over equal labels: {}",
        differences.join("; ")
    );
    let error = match (labels, units) {
        (true, _) => Error::label(message),
        (false, true) => Error::unit(message),
        (false, false) => Error::table(message),
    };
    Err(error.hint("regroup or convert one of the tables first"))
}

fn keys(model: &WorldModel) -> Vec<String> {
    let producers = model.producers();
    let positions = producers.positions();
    positions.map(|at| producers.key(at).to_string()).collect()
}

/// What one list has and the other has not; that the order differs if they have the same.
fn difference(what: &str, first: &[String], second: &[String]) -> String {
    let only = |these: &[String], those: &[String]| -> Option<String> {
        let those: std::collections::HashSet<&String> = those.iter().collect();
        let only: Vec<&String> = these.iter().filter(|code| !those.contains(code)).collect();
        (!only.is_empty()).then(|| first_few(only))
    };
    match (only(first, second), only(second, first)) {
        (None, None) => format!("{what} stand in another order"),
        (Some(first), None) => format!("{what} only in the first: {first}"),
        (None, Some(second)) => format!("{what} only in the second: {second}"),
        (Some(first), Some(second)) => {
            format!("{what} only in the first: {first}, only in the second: {second}")
        }
    }
}
