//! How results print themselves.

use std::fmt;

use super::grid::Grid;
use crate::account::Flow;
use crate::balance::{BalanceMeasure, BalanceSheet, Direction, Selection};
use crate::model::Model;
use crate::table::{CompetitiveTable, NationalTable};

impl BalanceSheet {
    /// The balance by kind of trade and measure, in the sheet's unit.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let title = format!(
            "Balance of {} with {}, {}",
            self.first(),
            self.second(),
            self.unit()
        );
        let headings = BalanceMeasure::ALL.iter().map(ToString::to_string);
        let mut grid = Grid::new(&title, [String::new()].into_iter().chain(headings));
        for kind in self.kinds().into_iter().map(Some).chain([None]) {
            let part = Selection {
                kind,
                ..Selection::ALL
            };
            let label = kind.map_or("total".to_owned(), |kind| kind.to_string());
            let balances =
                BalanceMeasure::ALL.map(|measure| format!("{:.3}", self.balance_of(measure, part)));
            grid = grid.row([label].into_iter().chain(balances));
        }
        grid.note(
            "Value added and income are contents of exports in each country's own national table.",
        )
    }

    /// Shows the balance in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for BalanceSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl NationalTable {
    /// Size, totals, checks and provenance.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let title = format!("National table of {}, {}", self.country(), self.unit());
        let amount = |value: f64| format!("{value:.1}");
        Grid::new(&title, ["", "amount"])
            .row(["producers", &self.producers().len().to_string()])
            .row(["imported products", &self.products().len().to_string()])
            .row(["output", &amount(self.output().sum())])
            .row([
                &self.concept().to_string(),
                &amount(self.value_added().sum()),
            ])
            .row(["imported inputs", &amount(self.imported().sum())])
            .row(["exports", &amount(self.exports().total())])
            .note(self.checked().to_string())
            .note(self.provenance().to_string())
    }

    /// Shows the table's size, totals and checks in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for NationalTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl CompetitiveTable {
    /// Size, totals, checks and provenance.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let title = format!(
            "National table of {}, imports not separated, {}",
            self.country(),
            self.unit()
        );
        let amount = |value: f64| format!("{value:.1}");
        let rows = self.primary().value_added_rows(self.concept());
        let value_added: f64 = rows.map(|row| row.by_producer.sum()).sum();
        Grid::new(&title, ["", "amount"])
            .row(["sectors", &self.sectors().len().to_string()])
            .row(["output", &amount(self.output().sum())])
            .row([&self.concept().to_string(), &amount(value_added)])
            .row(["imports", &amount(self.imports().sum())])
            .row(["exports", &amount(self.exports().total())])
            .note(self.checked().to_string())
            .note(self.provenance().to_string())
    }

    /// Shows the table's size, totals and checks in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for CompetitiveTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let owners = self.income().owners().codes().join(", ");
        write!(
            f,
            "Model of {:?}; income of {owners} ({})",
            self.table(),
            self.income().note()
        )
    }
}

impl Flow {
    /// Shows the flow in an evcxr notebook.
    pub fn evcxr_display(&self) {
        println!("{self}");
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forth => "first to second",
            Self::Back => "second to first",
        })
    }
}
