//! A balance sheet for files: what it is, and its rows as labelled columns.

use std::collections::HashMap;

use super::rows::{Row, SUMMED};
use super::sheet::BalanceSheet;
use crate::account::ledger::About;
use crate::label::TradeKind;
use crate::table::TableLabel;
use crate::write::{Cell, Column, Constants, Names, Sheet, TOTAL};

/// Columns that hold the same in every row.
type Fixed = Vec<(Column, Cell)>;

impl BalanceSheet {
    /// The method, the measures, the unit, the perimeter, and the two tables with their fingerprints.
    #[must_use]
    pub fn about(&self) -> About {
        let (first, second) = (self.first(), self.second());
        About {
            method: format!(
                "balance of {first} with {second}, contents of exports w (I − A)⁻¹ e (Li, Chen, Duan, Zhu 2019)"
            ),
            measure: "gross value, value added, national income in two readings".to_owned(),
            unit: self.unit().short(),
            perimeter: format!(
                "{first} and {second}, each in its own national table; domestic is what its producers take from each other, imports leak out; exports of each to the other"
            ),
            tables: self.tables().map(|table| table.label()).to_vec(),
            notes: vec![
                "A balance is positive where the first country has a surplus.".to_owned(),
                "National income own_exports counts each country's income in its own exports, two_sided also what it owns in the other's.".to_owned(),
            ],
        }
    }

    /// The rows for a file; what is summed over is `total`, in SDMX `_T`.
    pub(crate) fn sheet_for(&self, names: Names) -> Sheet<'static> {
        let about = self.about();
        let mut columns = Columns::default();
        for row in self.rows() {
            columns.add(names, &row);
        }
        let Columns { texts, values } = columns;
        let heads = match names {
            Names::Plain => ["measure", "reading", "kind", "direction", "group", "sector"],
            Names::Sdmx => [
                "MEASURE",
                "READING",
                "TRADE_KIND",
                "DIRECTION",
                "PRODUCER_GROUP",
                "ACTIVITY",
            ],
        };
        let words = [
            "measure",
            "reading of national income",
            "kind of trade",
            "exporter and importer, or balance",
            "exporting group",
            "exporting sector",
        ];
        let mut cells = Vec::new();
        let mut all: Vec<Column> = Vec::new();
        for ((head, words), text) in heads.iter().zip(words).zip(texts) {
            all.push(Column::texts(head, words, text.words));
            cells.push(text.cells);
        }
        let constants = self.constants(names, &about.unit, &about.tables);
        let value = match names {
            Names::Plain => "value",
            Names::Sdmx => "OBS_VALUE",
        };
        let value = Column::numbers(value, &about.unit);
        let (before, behind) = constants;
        let fixed =
            |columns: &Fixed| -> Vec<Cell> { columns.iter().map(|(_, cell)| *cell).collect() };
        let (first, last) = (fixed(&before), fixed(&behind));
        let heads = |columns: Fixed| columns.into_iter().map(|(column, _)| column);
        let all = heads(before)
            .chain(all)
            .chain([value])
            .chain(heads(behind))
            .collect();
        let rows = values.len() as u64;
        Sheet::new(about.description(), all, rows, move |take| {
            let mut row = Vec::new();
            for (k, value) in values.iter().enumerate() {
                row.clear();
                row.extend(&first);
                row.extend(cells.iter().map(|column| Cell::Word(column[k])));
                row.push(Cell::Number(*value));
                row.extend(&last);
                take(&row)?;
            }
            Ok(())
        })
    }

    /// Columns that are the same in every row, before and behind the others.
    fn constants(&self, names: Names, unit: &str, tables: &[TableLabel]) -> (Fixed, Fixed) {
        let text = |name: &str, label: &str, text: &str| {
            (
                Column::texts(name, label, vec![text.to_owned()]),
                Cell::Word(0),
            )
        };
        if names == Names::Plain {
            return (Vec::new(), vec![text("unit", "unit", unit)]);
        }
        let Constants {
            period,
            unit,
            power,
        } = Constants::of(unit, tables);
        let power = (
            Column::numbers("UNIT_MULT", "power of ten of the unit"),
            Cell::Number(power),
        );
        (
            vec![
                text("FREQ", "frequency", "A"),
                text("TIME_PERIOD", "period", &period),
                text("REF_AREA", "first country", self.first()),
                text("COUNTERPART_AREA", "second country", self.second()),
            ],
            vec![
                text("UNIT_MEASURE", "unit", &unit),
                power,
                text("OBS_STATUS", "A: normal value", "A"),
            ],
        )
    }
}

/// Texts by their number.
#[derive(Default)]
struct Texts {
    words: Vec<String>,
    known: HashMap<String, u32>,
    cells: Vec<u32>,
}

impl Texts {
    fn add(&mut self, word: &str) {
        let next = self.words.len() as u32;
        let at = *self.known.entry(word.to_owned()).or_insert(next);
        if at == next {
            self.words.push(word.to_owned());
        }
        self.cells.push(at);
    }
}

#[derive(Default)]
struct Columns {
    texts: [Texts; 6],
    values: Vec<f64>,
}

impl Columns {
    fn add(&mut self, names: Names, row: &Row) {
        let summed = match names {
            Names::Plain => SUMMED,
            Names::Sdmx => TOTAL,
        };
        let words = [
            row.measure.as_str(),
            row.reading,
            row.kind.map_or(summed, TradeKind::code),
            &row.direction,
            row.group.as_deref().unwrap_or(summed),
            row.sector.as_deref().unwrap_or(summed),
        ];
        for (text, word) in self.texts.iter_mut().zip(words) {
            text.add(word);
        }
        self.values.push(row.value);
    }
}
