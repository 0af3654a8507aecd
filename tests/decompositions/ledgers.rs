//! Ledgers of random tables: rows, selections, sums, rectangles and files agree.

use std::collections::BTreeMap;

use leontief::account::decompose::{
    Approach, BorinMancini, Imports, IndustryImports, OwnFlow, WangWeiZhu,
};
use leontief::account::ledger::{Column, Ledger};
use leontief::account::{Level, Scope};
use leontief::model::Measure;
use proptest::prelude::*;

use crate::compare::{Figures, Key, assert_figures, figures, key};
use crate::numbers::Raw;
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

/// The columns of ledgers without owners.
const COLUMNS: [Column; 6] = [
    Column::Exporter,
    Column::Group,
    Column::Sector,
    Column::Importer,
    Column::Origin,
    Column::Term,
];

fn at(column: Column) -> usize {
    COLUMNS.iter().position(|known| *known == column).unwrap()
}

/// Columns by bit.
fn columns(bits: u8) -> Vec<Column> {
    let all = COLUMNS.into_iter().enumerate();
    all.filter(|(k, _)| bits >> k & 1 == 1)
        .map(|(_, column)| column)
        .collect()
}

/// Figures added up over columns by hand.
fn summed(figures: &Figures, over: &[Column]) -> Figures {
    let mut sums = Figures::new();
    for (key, value) in figures {
        let mut key = key.clone();
        for column in over {
            key[at(*column)] = match column {
                Column::Term => Some("total".to_owned()),
                _ => None,
            };
        }
        *sums.entry(key).or_insert(0.0) += value;
    }
    sums
}

/// A file read again.
fn read_csv(text: &[u8]) -> (Figures, String) {
    let mut reader = csv::Reader::from_reader(text);
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let expected = [
        "exporter", "group", "sector", "importer", "origin", "term", "value", "unit",
    ];
    assert_eq!(header, expected);
    let mut figures = Figures::new();
    let mut units = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let label = |k: usize| Some(record[k].to_owned()).filter(|label| !label.is_empty());
        let key: Key = [0, 1, 2, 3, 4, 5].map(label);
        assert!(figures.insert(key, record[6].parse().unwrap()).is_none());
        units.push(record[7].to_owned());
    }
    units.dedup();
    assert!(units.len() <= 1);
    (figures, units.pop().unwrap_or_default())
}

pub fn assert_file<A>(ledger: &Ledger<A>) {
    let mut file = Vec::new();
    ledger.write_csv(&mut file).unwrap();
    let (found, unit) = read_csv(&file);
    // all digits: equal to the last bit
    assert_eq!(found, figures(ledger));
    if !found.is_empty() {
        assert_eq!(unit, ledger.about().unit);
    }
}

/// Every selection of a column holds its rows, all of them together hold all rows.
fn assert_selections<A>(ledger: &Ledger<A>) {
    let all = figures(ledger);
    for column in COLUMNS {
        let labels = ledger.labels(column);
        let mut found = Figures::new();
        for label in &labels {
            let part = figures(&ledger.select(column, &[*label]).unwrap());
            for (key, value) in part {
                assert_eq!(key[at(column)].as_deref(), Some(*label));
                assert!(found.insert(key, value).is_none());
            }
        }
        let labelled = all.iter().filter(|(key, _)| key[at(column)].is_some());
        let labelled: Figures = labelled.map(|(key, value)| (key.clone(), *value)).collect();
        assert_eq!(found, labelled, "{column}");
        let error = ledger.select(column, &["nobody"]).unwrap_err();
        assert!(error.is_label());
        let text = error.to_string();
        match labels.first() {
            None => assert!(text.contains("no label"), "{text}"),
            Some(label) => assert!(text.contains(&format!("`{label}`")), "{text}"),
        }
    }
}

fn assert_sums(raw: &Raw, ledger: &Ledger, over: &[Column]) {
    let found = figures(&ledger.summed_over(over));
    let expected = summed(&figures(ledger), over);
    // where exporters are added up, a country's column has no cell at home any more but stays
    let found: Figures = match over.contains(&Column::Exporter) {
        true => found
            .into_iter()
            .filter(|(key, value)| *value != 0.0 || expected.contains_key(key))
            .collect(),
        false => found,
    };
    assert_figures(&format!("{over:?}"), &found, &expected, raw.tolerance());
    let total: f64 = expected.values().sum();
    assert!((ledger.total() - total).abs() <= raw.tolerance() * 10.0);
}

/// A rectangle holds the rows, and nothing where there is none.
fn assert_rectangle<A>(ledger: &Ledger<A>, down: Column, across: Column) {
    let pivot = ledger.pivot(down, across);
    let mut rows: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    let mut labelled = true;
    for (key, value) in figures(ledger) {
        match (key[at(down)].clone(), key[at(across)].clone()) {
            (Some(row), Some(column)) => rows.entry((row, column)).or_default().push(value),
            _ => labelled = false,
        }
    }
    if !labelled || rows.values().any(|values| values.len() > 1) {
        assert!(pivot.unwrap_err().is_shape());
        return;
    }
    let pivot = pivot.unwrap();
    assert_eq!((pivot.down, pivot.across), (down, across));
    for ((i, j), value) in pivot.values.indexed_iter() {
        let cell = (pivot.rows[i].clone(), pivot.columns[j].clone());
        assert_eq!(*value, rows.remove(&cell).map(|values| values[0]));
    }
    assert!(rows.is_empty());
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn rows_selections_sums_and_files_agree(shape in any_shape(MOST), over: u8, jobs: bool) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let scope = match jobs {
            true => Scope::everything().weights(model.weights(&Measure::extension("jobs")).unwrap()),
            false => Scope::everything(),
        };
        for level in Level::ALL {
            let method = BorinMancini::Exporter(Approach::Sink, level);
            let ledger = model.decompose_some(&method, &scope).unwrap();
            let unit = if jobs { "1000 persons" } else { "mn USD" };
            prop_assert_eq!(&ledger.about().unit, unit);
            assert_selections(&ledger);
            assert_sums(&raw, &ledger, &columns(over));
            assert_file(&ledger);
            assert_file(&ledger.summed_over(&columns(over)));
            for (down, across) in [
                (Column::Exporter, Column::Importer),
                (Column::Exporter, Column::Term),
                (Column::Sector, Column::Importer),
            ] {
                assert_rectangle(&ledger, down, across);
                assert_rectangle(&ledger.term("DDC").unwrap(), down, across);
                assert_rectangle(&ledger.summed_over(&columns(over)), down, across);
            }
        }
    }

    #[test]
    fn ledgers_that_do_not_add_up_are_read_alike(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let flows = model.decompose(&OwnFlow::sector_bilateral()).unwrap();
        assert_selections(&flows);
        assert_file(&flows);
        let imports = model.decompose(&Imports).unwrap();
        assert_selections(&imports);
        assert_file(&imports);
        let industries = model.decompose(&IndustryImports).unwrap();
        assert_selections(&industries);
        assert_file(&industries);
    }

    #[test]
    fn trade_has_no_cells_at_home(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        for level in [Level::Bilateral, Level::SectorBilateral] {
            let ledger = model.decompose(&WangWeiZhu(level)).unwrap();
            for row in ledger.rows() {
                prop_assert_ne!(row.exporter, row.importer);
            }
            let terms = ledger.terms().len();
            let sellers = match level {
                Level::Bilateral => raw.producing().len(),
                _ => raw.n(),
            };
            prop_assert_eq!(ledger.rows().count(), terms * sellers * (raw.g() - 1));
            // a cell at home is not a figure
            let home = ledger.exporter("C1").unwrap().importer("C1").unwrap();
            prop_assert_eq!(home.rows().count(), 0);
            prop_assert!(home.term("ODC").unwrap().value().unwrap_err().is_shape());
        }
    }

    #[test]
    fn a_figure_is_the_value_of_its_labels(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let ledger = model.decompose(&WangWeiZhu::default()).unwrap();
        for row in ledger.rows().step_by(7) {
            let mut one = ledger.exporter(row.exporter.unwrap()).unwrap();
            one = one.importer(row.importer.unwrap()).unwrap().term(row.term).unwrap();
            one = one.sector(row.sector.unwrap()).unwrap();
            if let Some(group) = row.group {
                one = one.group(group).unwrap();
            }
            prop_assert_eq!(one.value().unwrap(), row.value, "{:?}", key(&row));
        }
        let error = ledger.value().unwrap_err();
        prop_assert!(error.is_shape());
        let count = ledger.rows().count();
        prop_assert!(error.to_string().contains(&count.to_string()), "{}", error);
    }
}
