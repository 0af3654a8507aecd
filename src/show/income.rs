//! How income of the world prints itself.

use std::fmt;

use super::grid::Grid;
use crate::account::income::{ACCOUNTS, GlobalIncome, IncomeAccounts};
use crate::account::ledger::About;

/// Owners and countries that are printed.
const SHOWN: usize = 24;

impl GlobalIncome {
    /// The global income matrix, owner × absorbing country.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let absorbers = self.absorbers().iter().take(SHOWN).cloned();
        let headings = ["owner \\ absorber".to_owned()]
            .into_iter()
            .chain(absorbers);
        let title = format!(
            "Income by owner and absorbing country, {}",
            self.about().unit
        );
        let mut grid = Grid::new(&title, headings);
        let matrix = self.matrix();
        for (owner, row) in self.owners().iter().zip(matrix.rows()).take(SHOWN) {
            let cells = row.iter().take(SHOWN).map(|income| tenths(*income));
            grid = grid.row([owner.clone()].into_iter().chain(cells));
        }
        let left = self.owners().len().saturating_sub(SHOWN);
        if left > 0 {
            grid = grid.note(format!("… and {left} more owners"));
        }
        let grid = grid.note(format!("Measured: {}.", self.about().measure));
        with_notes(grid, self.about())
    }

    /// Shows the matrix in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for GlobalIncome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

impl IncomeAccounts {
    /// The accounts of every party, then the identities between them with both sides.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let ledger = self.ledger();
        let title = format!(
            "National income and current account, {}",
            ledger.about().unit
        );
        let headings = ["".to_owned()].into_iter();
        let headings = headings.chain(self.parties().into_iter().take(SHOWN).map(str::to_owned));
        let mut grid = Grid::new(&title, headings);
        for term in ACCOUNTS {
            let figures = self.parties().into_iter().take(SHOWN);
            let figures = figures.map(|party| match self.figure(party, term.code) {
                Ok(figure) => tenths(figure),
                Err(_) => String::new(), // every party has every account
            });
            grid = grid.row([term.code.to_owned()].into_iter().chain(figures));
        }
        let grid = with_notes(grid, ledger.about());
        self.identities()
            .iter()
            .fold(grid, |grid, (party, identity)| {
                grid.note(format!(
                    "{party}: {}: {:.3} = {:.3}",
                    identity.statement, identity.left, identity.right
                ))
            })
    }

    /// Shows the accounts in an evcxr notebook.
    pub fn evcxr_display(&self) {
        self.grid().evcxr_display();
    }
}

impl fmt::Display for IncomeAccounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grid().fmt(f)
    }
}

/// The notes of a result, and the tables that it is from.
fn with_notes(grid: Grid, about: &About) -> Grid {
    let notes = about.notes.iter().cloned();
    let tables = about.tables.iter().map(|table| format!("From: {table}."));
    notes.chain(tables).fold(grid, Grid::note)
}

/// One digit behind the point; nothing is neither more nor less.
fn tenths(amount: f64) -> String {
    match format!("{amount:.1}") {
        zero if zero == "-0.0" => "0.0".to_owned(),
        text => text,
    }
}
