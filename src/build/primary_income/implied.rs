//! Foreign income that shares imply, and how far it is from what was paid.

use std::fmt;
use std::ops::Range;

use super::control::{
    CapitalIncome, PrimaryIncomePaid, capital_without_depreciation, divided_depreciation, income_of,
};
use crate::table::{ForeignShares, NationalTable, PrimaryKind};

/// Foreign income in a table, in its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignIncome {
    capital_income: CapitalIncome,
    whole: Parts,
    groups: Vec<(String, Parts)>,
}

/// Compensation, capital income without depreciation, depreciation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Parts {
    compensation: f64,
    surplus: f64,
    depreciation: f64,
}

impl Parts {
    fn capital(self, capital: CapitalIncome) -> f64 {
        match capital {
            CapitalIncome::Net => self.surplus,
            CapitalIncome::Gross => self.surplus + self.depreciation,
        }
    }
}

impl ForeignIncome {
    /// Of shares that fit the table.
    pub(super) fn of(
        table: &NationalTable,
        foreign: &ForeignShares,
        capital: CapitalIncome,
    ) -> Self {
        let n = table.producers().len();
        let wages = table.primary().row(PrimaryKind::Compensation);
        let surplus = capital_without_depreciation(table);
        let depreciation = divided_depreciation(table, foreign);
        let parts = |range: Range<usize>| Parts {
            compensation: wages.map_or(0.0, |row| {
                income_of(foreign.compensation.view(), &row.by_producer, range.clone())
            }),
            surplus: income_of(foreign.capital.view(), &surplus, range.clone()),
            depreciation: income_of(foreign.capital.view(), &depreciation, range),
        };
        let blocks = table.producers().blocks().iter();
        Self {
            capital_income: capital,
            whole: parts(0..n),
            groups: blocks
                .map(|block| (block.group().code().to_owned(), parts(block.range())))
                .collect(),
        }
    }

    /// Compensation of employees from abroad: `Σ λ w`.
    #[must_use]
    pub fn compensation(&self) -> f64 {
        self.whole.compensation
    }

    /// Capital income as it is compared: `Σ κ s`, under [`CapitalIncome::Gross`] with [`depreciation`](Self::depreciation).
    #[must_use]
    pub fn capital(&self) -> f64 {
        self.whole.capital(self.capital_income)
    }

    /// Depreciation that the foreign shares divide, compared or not: `Σ κ d`.
    #[must_use]
    pub fn depreciation(&self) -> f64 {
        self.whole.depreciation
    }

    /// What is compared with primary income paid: compensation and capital income.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.compensation() + self.capital()
    }

    /// The total of every group of producers, in order of the table's blocks.
    pub fn by_group(&self) -> impl Iterator<Item = (&str, f64)> {
        self.groups.iter().map(|(group, parts)| {
            let total = parts.compensation + parts.capital(self.capital_income);
            (group.as_str(), total)
        })
    }

    /// Capital income as it is compared, of every group of producers.
    pub fn capital_by_group(&self) -> impl Iterator<Item = (&str, f64)> {
        let groups = self.groups.iter();
        groups.map(|(group, parts)| (group.as_str(), parts.capital(self.capital_income)))
    }
}

impl fmt::Display for ForeignIncome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (capital, depreciation) = (self.capital(), self.depreciation());
        write!(
            f,
            "{:.1} (compensation {:.1}, capital {capital:.1}",
            self.total(),
            self.compensation()
        )?;
        match self.capital_income {
            CapitalIncome::Net => write!(f, "; without depreciation of {depreciation:.1})"),
            CapitalIncome::Gross => write!(f, ", of it depreciation {depreciation:.1})"),
        }
    }
}

/// Primary income paid less foreign income implied. One line as text.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignIncomeResidual {
    paid: PrimaryIncomePaid,
    implied: ForeignIncome,
    unit: String,
}

impl ForeignIncomeResidual {
    pub(super) fn new(paid: PrimaryIncomePaid, implied: ForeignIncome, unit: String) -> Self {
        Self {
            paid,
            implied,
            unit,
        }
    }

    /// What was paid.
    #[must_use]
    pub fn paid(&self) -> PrimaryIncomePaid {
        self.paid
    }

    /// What the shares imply.
    #[must_use]
    pub fn implied(&self) -> &ForeignIncome {
        &self.implied
    }

    /// The residual: positive where the shares imply too little.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.paid.total() - self.implied.total()
    }

    /// The residual over what the shares imply; none where they imply nothing.
    #[must_use]
    pub fn relative(&self) -> Option<f64> {
        let implied = self.implied.total();
        (implied != 0.0).then(|| self.amount() / implied)
    }

    /// The residuals of compensation and of investment income, where both were given.
    #[must_use]
    pub fn apart(&self) -> Option<[f64; 2]> {
        match self.paid {
            PrimaryIncomePaid::Total(_) => None,
            PrimaryIncomePaid::Apart {
                compensation,
                investment,
            } => Some([
                compensation - self.implied.compensation(),
                investment - self.implied.capital(),
            ]),
        }
    }
}

impl fmt::Display for ForeignIncomeResidual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "primary income paid {:.1}, foreign income implied {}: residual {:.1}",
            self.paid.total(),
            self.implied,
            self.amount()
        )?;
        if let Some([compensation, capital]) = self.apart() {
            write!(f, " (compensation {compensation:.1}, capital {capital:.1})")?;
        }
        write!(f, ", {}", self.unit)
    }
}
