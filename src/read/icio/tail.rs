//! Rows below the producers, and what they say of the edition.

use crate::error::{Error, Result};
use crate::read::wide::Wide;

pub(super) const VALUE_ADDED: [&str; 4] = ["VA", "VALU", "GVA", VALUE_ADDED_AND_TAXES];
pub(super) const VALUE_ADDED_AND_TAXES: &str = "VA+TAXSUB";
pub(super) const TAXES: [&str; 3] = ["TLS", "TAXSUB", "TAX"];
pub(super) const OUTPUT: [&str; 3] = ["OUT", "OUTPUT", "GO"];

/// Rows below the producers.
pub(super) struct Tail {
    pub(super) value_added: usize,
    pub(super) taxes: Vec<usize>,
    pub(super) output: usize,
}

impl Tail {
    pub(super) fn of(wide: &Wide, producers: &[usize]) -> Result<Self> {
        let (mut value_added, mut taxes, mut output) = (None, Vec::new(), None);
        let mut is_producer = vec![false; wide.rows().len()];
        for &row in producers {
            is_producer[row] = true;
        }
        for (at, row) in wide
            .rows()
            .iter()
            .enumerate()
            .filter(|(at, _)| !is_producer[*at])
        {
            let label = row.label.as_str();
            let slot = match () {
                () if VALUE_ADDED.contains(&label) => Some(&mut value_added),
                () if OUTPUT.contains(&label) => Some(&mut output),
                () if TAXES.contains(&label) || label.ends_with("_TAXSUB") => {
                    taxes.push(at);
                    continue;
                }
                () => None,
            };
            match slot {
                Some(slot @ None) => *slot = Some(at),
                Some(_) => {
                    return Err(wide.at(
                        row.line,
                        Error::label(format!("a second row like `{label}`")),
                    ));
                }
                None => {
                    let error =
                        Error::label(format!("the row `{label}` is neither a producer nor known"))
                            .expected("a column of the same label, or value added, taxes or output")
                            .hint("a column of this label is missing, or the label is misspelt");
                    return Err(wide.at(row.line, error));
                }
            }
        }
        let lacks = |what: &str, names: &[&str]| {
            Error::label(format!("no row of {what}"))
                .expected(format!("one of {}", names.join(", ")))
                .in_file(wide.file())
                .hint("a truncated file ends before it")
        };
        Ok(Self {
            value_added: value_added.ok_or_else(|| lacks("value added", &VALUE_ADDED))?,
            output: output.ok_or_else(|| lacks("output", &OUTPUT))?,
            taxes,
        })
    }
}

/// The edition, from what is in the labels.
pub(super) fn edition(wide: &Wide, tail: &Tail, owned: bool, sectors: usize) -> &'static str {
    let label = |row: usize| wide.rows()[row].label.as_str();
    let by_country = tail
        .taxes
        .first()
        .is_some_and(|&row| label(row).ends_with("_TAXSUB"));
    match () {
        () if owned && label(tail.value_added) == "GVA" => {
            "analytical AMNE, inter-country table by ownership"
        }
        () if label(tail.value_added) == VALUE_ADDED_AND_TAXES => {
            "ICIO, layout of the 2016 edition"
        }
        () if by_country && sectors >= 40 => "ICIO, layout of the 2021 edition",
        () if by_country => "ICIO, layout of the 2018 edition",
        () if sectors >= 50 => "ICIO, layout of the 2025 edition",
        () => "ICIO, layout of the 2023 edition",
    }
}
