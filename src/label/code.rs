//! Values of an enumeration by their code in files.

use crate::error::{Error, Result, first_few};

/// The value with this code; `noun` says in messages what the values are.
pub(crate) fn by_code<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    noun: &str,
    text: &str,
) -> Result<T> {
    all.iter()
        .copied()
        .find(|value| code(*value) == text)
        .ok_or_else(|| {
            Error::label(format!("no {noun} `{text}`")).expected(format!(
                "one of {}",
                first_few(all.iter().map(|value| code(*value)))
            ))
        })
}
