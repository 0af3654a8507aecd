//! Primary inputs of Eora by the names of their items.

use ndarray::{Array1, ArrayView1};

use crate::error::Error;
use crate::table::{PrimaryKind, PrimaryRow};

/// What the names of items begin with, and what they are.
const ITEMS: [(&str, PrimaryKind); 7] = [
    ("compensation of employees", PrimaryKind::Compensation),
    ("taxes on production", PrimaryKind::NetProductionTax),
    ("subsidies on production", PrimaryKind::NetProductionTax),
    ("net operating surplus", PrimaryKind::OperatingSurplus),
    ("net mixed income", PrimaryKind::OperatingSurplus),
    ("consumption of fixed capital", PrimaryKind::Depreciation),
    ("value added", PrimaryKind::UndividedValueAdded),
];

/// What an item of primary inputs is; codes of the national accounts may follow its name (`Taxes on production D.29`).
pub(super) fn kind_of(item: &str) -> Result<PrimaryKind, Error> {
    let name = item.trim().to_lowercase();
    let mut items = ITEMS.iter();
    let found = items.find(|(start, _)| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let names = ITEMS.map(|(start, _)| start);
        Error::label(format!("unknown primary input `{item}`"))
            .expected(format!("one of {}", names.join(", ")))
    })
}

/// Components beside a row that holds them all would count twice.
pub(super) fn counts_twice(kinds: &[PrimaryKind]) -> Option<Error> {
    let undivided = kinds.contains(&PrimaryKind::UndividedValueAdded);
    let several = kinds
        .iter()
        .any(|kind| *kind != PrimaryKind::UndividedValueAdded);
    (undivided && several).then(|| {
        Error::label("a row of value added beside rows of its components")
            .expected("one or the other")
            .hint("labels of another edition?")
    })
}

/// Rows of one kind added up.
#[derive(Default)]
pub(super) struct Added {
    rows: Vec<PrimaryRow>,
    items: Vec<(PrimaryKind, String, f64)>,
}

impl Added {
    pub(super) fn row(
        &mut self,
        item: &str,
        kind: PrimaryKind,
        by_producer: ArrayView1<'_, f64>,
        by_final_use: ArrayView1<'_, f64>,
        on_exports: f64,
    ) {
        self.items.push((kind, item.to_owned(), by_producer.sum()));
        match self.rows.iter_mut().find(|row| row.kind == kind) {
            Some(row) => {
                row.by_producer += &by_producer;
                row.by_final_use += &by_final_use;
                row.on_exports += on_exports;
            }
            None => self.rows.push(PrimaryRow {
                kind,
                by_producer: by_producer.to_owned(),
                by_final_use: by_final_use.to_owned(),
                on_exports,
            }),
        }
    }

    pub(super) fn rows(&self) -> &[PrimaryRow] {
        &self.rows
    }

    /// What producers pay in all.
    pub(super) fn paid(&self, producers: usize) -> Array1<f64> {
        let rows = self.rows.iter();
        rows.fold(Array1::zeros(producers), |sum, row| sum + &row.by_producer)
    }

    /// Which items were added up, with the sums that they have: the sign of subsidies is that of the file.
    pub(super) fn in_words(&self) -> String {
        let kinds = self.rows.iter().map(|row| {
            let items = self.items.iter().filter(|(kind, ..)| *kind == row.kind);
            let items = items.map(|(_, item, sum)| format!("`{item}` (sum {sum})"));
            format!(
                "{} is {}",
                row.kind,
                items.collect::<Vec<_>>().join(" plus ")
            )
        });
        let kinds: Vec<String> = kinds.collect();
        format!(
            "primary inputs, added up with the signs that they have in the file: {}",
            kinds.join("; ")
        )
    }
}
