//! Vectors that a workspace of version 3 describes instead of storing them.

use super::value::{Data, Value, digits};
use crate::error::{Error, Result};

/// The most cells that the descriptions of a file may stand for: naming a long one costs a file nothing.
pub(super) const MOST: usize = 1 << 24;

/// The vector that a class and its state stand for.
pub(super) fn expanded(class: &Value, state: Value, left: &mut usize) -> Result<Value> {
    let name = match &class.data {
        Data::Pairs(pairs) => pairs.first().map(|(_, value)| &value.data),
        _ => None,
    };
    let Some(Data::Symbol(name)) = name else {
        return Err(Error::parse("a deferred vector has no class"));
    };
    match name.as_ref() {
        "compact_intseq" => {
            let cells = sequence(&state, left)?.map(|cell| cell as i32);
            Ok(Data::Integers(cells.collect()).into())
        }
        "compact_realseq" => Ok(Data::Reals(sequence(&state, left)?.collect()).into()),
        "deferred_string" => text_of(first(state)?),
        wrapped if wrapped.starts_with("wrap_") => first(state),
        other => Err(
            Error::parse(format!("a vector is deferred by the class `{other}`"))
                .expected("a compact sequence, a wrapped vector, or text of integers")
                .hint("save the workspace with `version = 2`"),
        ),
    }
}

/// Length, first cell, step.
fn sequence(state: &Value, left: &mut usize) -> Result<impl Iterator<Item = f64> + use<>> {
    let Data::Reals(given) = &state.data else {
        return Err(wrong_sequence(state.data.kind()));
    };
    let [length, start, step] = given[..] else {
        return Err(wrong_sequence(format!("{} numbers", given.len())));
    };
    let whole = (0.0..=*left as f64).contains(&length) && length.fract() == 0.0;
    let fits = |cell: f64| cell.abs() < f64::from(i32::MAX);
    if !whole || step.abs() != 1.0 || !fits(start) || !fits(start + step * length) {
        return Err(wrong_sequence(format!("{length}, {start}, {step}")));
    }
    *left -= length as usize;
    Ok((0..length as u32).map(move |k| start + step * f64::from(k)))
}

fn wrong_sequence(found: impl std::fmt::Display) -> Error {
    Error::parse("a compact sequence is not one")
        .expected("its length, first number and a step of 1 or -1")
        .found(found)
}

/// The first of a list, which is all that matters in the state of a wrapped vector.
fn first(state: Value) -> Result<Value> {
    let first = match state.data {
        Data::Pairs(pairs) => pairs.into_iter().next().map(|(_, value)| value),
        Data::List(values) => values.into_iter().next(),
        _ => None,
    };
    first.ok_or_else(|| Error::parse("a deferred vector holds nothing"))
}

/// Integers as R writes them. Of other numbers R cuts the digits, which is not done here.
fn text_of(numbers: Value) -> Result<Value> {
    match numbers.data {
        Data::Integers(cells) => Ok(Data::Texts(cells.into_iter().map(digits).collect()).into()),
        other => Err(
            Error::parse("text is deferred that is not made of integers")
                .found(other.kind())
                .hint("save the workspace with `version = 2`"),
        ),
    }
}
