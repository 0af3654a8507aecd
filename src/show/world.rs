//! How world tables and their results print themselves.

use std::fmt;

use super::grid::Grid;
use crate::account::Crosswalk;
use crate::account::ledger::{Column, Ledger, Pivot};
use crate::model::WorldModel;
use crate::table::WorldTable;

/// Rows of a ledger that are printed.
const SHOWN: usize = 24;

impl WorldTable {
    /// Size, totals, checks and provenance.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let amount = |value: f64| format!("{value:.1}");
        Grid::new(&format!("World table, {}", self.unit()), ["", "amount"])
            .row(["countries", &self.countries().len().to_string()])
            .row(["producers", &self.producers().len().to_string()])
            .row(["final uses", &self.final_uses().len().to_string()])
            .row(["output", &amount(self.output().sum())])
            .row([
                &self.concept().to_string(),
                &amount(self.value_added().sum()),
            ])
            .row(["final use", &amount(self.final_use().sum())])
            .row(["exports", &amount(self.exports().sum())])
            .note(self.checked().to_string())
            .note(self.provenance().to_string())
    }

    /// Shows the table's size, totals and checks in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for WorldTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl fmt::Display for WorldModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model of {:?}", self.table())
    }
}

impl<A> Ledger<A> {
    /// The first rows, with the columns that have labels; the method and the measure below.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let about = self.about();
        let columns = Column::ALL
            .into_iter()
            .filter(|column| !self.labels(*column).is_empty());
        let columns: Vec<Column> = columns.collect();
        let headings = columns
            .iter()
            .map(|column| column.code())
            .chain([about.unit.as_str()]);
        let mut grid = Grid::new(&about.method, headings);
        let mut rows = self.rows();
        for row in rows.by_ref().take(SHOWN) {
            let labels = columns
                .iter()
                .map(|column| row.label(*column).unwrap_or("").to_owned());
            grid = grid.row(labels.chain([figure(row.value)]));
        }
        match rows.count() {
            0 => {}
            more => grid = grid.note(format!("… and {more} more rows")),
        }
        grid = grid.note(format!("Measured: {}.", about.measure));
        about.notes.iter().fold(grid, |grid, note| grid.note(note))
    }

    /// Shows the first rows in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl<A> fmt::Display for Ledger<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl Pivot {
    /// The rectangle with its labels.
    #[must_use]
    pub fn grid(&self, title: &str) -> Grid {
        let heading = format!("{} \\ {}", self.down, self.across);
        let headings = [heading].into_iter().chain(self.columns.iter().cloned());
        let mut grid = Grid::new(title, headings);
        for (label, values) in self.rows.iter().zip(self.values.rows()) {
            let cells = values
                .iter()
                .map(|value| value.map_or_else(String::new, figure));
            grid = grid.row([label.clone()].into_iter().chain(cells));
        }
        grid
    }
}

impl Crosswalk {
    /// All terms of all methods, then the identities between them.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let to = self.importer.as_deref().unwrap_or("all partners");
        let title = format!(
            "Exports of {} to {to}: {} ({}) under every decomposition",
            self.exporter,
            figure(self.exports),
            self.unit
        );
        let mut grid = Grid::new(&title, ["method", "term", "amount", "the same as"]);
        let mut method = "";
        for row in &self.rows {
            let shown = if row.method == method {
                ""
            } else {
                &row.method
            };
            method = &row.method;
            grid = grid.row([shown, row.term, &figure(row.value), row.kww]);
        }
        let grid = grid.note(format!("From: {}.", self.table));
        self.identities.iter().fold(grid, |grid, identity| {
            grid.note(format!(
                "{}: {} = {}",
                identity.statement,
                figure(identity.left),
                figure(identity.right)
            ))
        })
    }

    /// Shows the crosswalk in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for Crosswalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

/// Three digits behind the point, more where there is nothing before it.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size == 0.0 || size >= 0.01 => format!("{value:.3}"),
        _ => format!("{value:.3e}"),
    }
}
