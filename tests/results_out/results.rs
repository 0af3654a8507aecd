//! Results that are written, and what their rows must be.

use std::collections::HashSet;

use leontief::account::decompose::{KoopmanWangWei, Method, WangWeiZhu};
use leontief::account::ledger::{Apart, Column, Ledger, Pivot};
use leontief::account::{Level, Scope};
use leontief::balance::{BalanceSheet, Economy};
use leontief::model::WorldModel;

use crate::tables::Shape;
use crate::world_folder::Folder;

pub fn model() -> WorldModel {
    Folder::worked_case().table().model().unwrap()
}

pub fn exports() -> Ledger {
    model().decompose(&WangWeiZhu::default()).unwrap()
}

/// Shares of exports: cells without exports have no value.
pub fn shares_of(model: &WorldModel) -> Ledger<Apart> {
    let method = KoopmanWangWei(Level::SectorBilateral);
    let ledger = method.apply(model, &Scope::everything()).unwrap();
    let term = ledger.terms()[0];
    ledger
        .shares(&[(term, &["KWW1"]), (ledger.terms()[1], &["KWW2"])])
        .unwrap()
}

pub fn shares(shape: &Shape) -> Ledger<Apart> {
    shares_of(&shape.raw().table().model().unwrap())
}

pub fn pivot() -> Pivot {
    let summed = exports().summed_over(&[Column::Sector, Column::Term]);
    summed.pivot(Column::Exporter, Column::Importer).unwrap()
}

pub fn balance() -> BalanceSheet {
    let china = Economy::exporting_to(&crate::common::china(), "USA").unwrap();
    let usa = Economy::exporting_to(&crate::common::usa(), "CHN").unwrap();
    BalanceSheet::between(&china, &usa).unwrap()
}

/// A row of a file: its texts by column name, and its figure where it has one.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Empty where there is no label.
    pub labels: Vec<String>,
    pub value: Option<f64>,
}

/// The columns of labels that a plain long file of a ledger has.
pub fn label_columns<A>(ledger: &Ledger<A>) -> Vec<Column> {
    let owned = !ledger.labels(Column::Owner).is_empty();
    let all = Column::ALL.into_iter();
    all.filter(|column| owned || *column != Column::Owner)
        .collect()
}

/// The rows of a ledger as a plain long file has them, but for those without a figure.
pub fn expected<A>(ledger: &Ledger<A>) -> Vec<Found> {
    let columns = label_columns(ledger);
    let rows = ledger.rows();
    rows.map(|row| Found {
        labels: columns
            .iter()
            .map(|column| row.label(*column).unwrap_or("").to_owned())
            .collect(),
        value: Some(row.value),
    })
    .collect()
}

/// Rows with a figure must be the ledger's, bit by bit and in order; all others are those without a figure.
#[track_caller]
pub fn assert_rows<A>(found: &[Found], ledger: &Ledger<A>) {
    let defined: Vec<&Found> = found.iter().filter(|row| row.value.is_some()).collect();
    let expected = expected(ledger);
    assert_eq!(defined.len(), expected.len());
    for (found, expected) in defined.iter().zip(&expected) {
        assert_eq!(found.labels, expected.labels);
        let bits = |row: &Found| row.value.map(f64::to_bits);
        assert_eq!(bits(found), bits(expected), "{:?}", expected.labels);
    }
    // those without a figure are other cells, each once
    let cells: HashSet<&Vec<String>> = found.iter().map(|row| &row.labels).collect();
    assert_eq!(cells.len(), found.len());
    assert_eq!(found.len() % ledger.terms().len(), 0);
}
