//! Ownership of income by country, from totals of primary income.

use leontief::build::CapitalIncome;
use leontief::build::income_owners::{
    ControlScale, IncomeIndicators, IncomeOwners, IncomeTransfers, OwnedIncome, PrimaryIncomeTotals,
};
use leontief::parameter::Grade;
use leontief::read::{self, Indicators};
use leontief::show::Grid;
use leontief::table::{IncomeShares, PrimaryKind, WorldTable};
use leontief::{Error, Result};

use crate::text::billions;
use crate::{DATA, Year};

pub(crate) const YEARS: std::ops::RangeInclusive<u16> = 1995..=2011;
pub(crate) const REGIONS: [&str; 6] = ["CHN", "USA", "JPN", "EUR", "KTW", "ROW"];

const NAMES: IncomeIndicators<'static> = IncomeIndicators {
    receipts: "primary_income_receipts_gross",
    payments: "primary_income_payments_gross",
    gdp: Some("gdp_market_prices"),
    within: Some("intra_factor_kappa"),
};

/// Totals of primary income of six regions.
pub(crate) struct Ownership(Indicators);

impl Ownership {
    pub(crate) fn read() -> Result<Self> {
        Ok(Self(read::indicators_csv(format!(
            "{DATA}/income-totals/regions6_income.csv"
        ))?))
    }

    fn totals(&self, year: u16) -> Result<PrimaryIncomeTotals> {
        PrimaryIncomeTotals::of_indicators(&self.0, year, &REGIONS, &NAMES)
    }

    /// Income is divided among owners in proportion to what they receive from all countries: no source in the repository has partners.
    pub(crate) fn of(&self, table: &WorldTable, year: u16) -> Result<OwnedIncome> {
        let totals = self.totals(year)?;
        let transfers = IncomeTransfers::proportional(&totals)?.source(
            format!(
                "primary income {year} by country, divided in proportion to receipts and payments"
            ),
            Grade::D,
        );
        IncomeOwners::of(table)
            .transfers(transfers)
            .compared_with(&totals, ControlScale::ShareOfGdp, CapitalIncome::Gross)
            .built()
    }

    pub(crate) fn year(&self, year: u16) -> Result<Year> {
        let table = table(year)?;
        let income = self.of(&table, year)?.into_income();
        let model = table.model()?.with_income(income)?;
        Ok(Year { year, model })
    }

    /// Sources and grades, and what the shares imply beside the totals.
    pub(crate) fn sources(&self, year: u16) -> Result<Grid> {
        let totals = self.totals(year)?;
        let title = format!("Primary income between regions {year}, bn USD, and its part of GDP");
        let headings = ["", "received", "paid", "net", "paid/GDP", "grade"];
        let mut grid = Grid::new(&title, headings);
        for region in REGIONS {
            let figure = |name: &str| self.0.figure(region, year, name);
            let (received, paid) = (figure(NAMES.receipts)?, figure(NAMES.payments)?);
            let gdp = figure("gdp_market_prices")?.value;
            let grade = received.grade.max(paid.grade);
            grid = grid.row([
                region.to_owned(),
                billions(received.value),
                billions(paid.value),
                billions(received.value - paid.value),
                format!("{:.2} %", 100.0 * paid.value / gdp),
                grade.map_or(String::new(), |grade| grade.to_string()),
            ]);
        }
        let table = table(year)?;
        let owned = self.of(&table, year)?;
        let report = owned.report().to_string();
        let grid = report.lines().fold(grid, |grid, line| grid.note(line));
        Ok(grid.note(format!(
            "{} regions have figures; who owns what is divided in proportion to totals (grade D).",
            totals.codes().len()
        )))
    }

    /// Income by owner and by where it is earned.
    pub(crate) fn flows(&self, year: u16) -> Result<Grid> {
        let table = table(year)?;
        let owned = self.of(&table, year)?;
        let title =
            format!("Income by owner (row) and by where it is earned (column) {year}, bn USD");
        let headings = ["owner"].into_iter().chain(REGIONS);
        let mut grid = Grid::new(&title, headings);
        for owner in REGIONS {
            let mut row = vec![owner.to_owned()];
            for host in REGIONS {
                row.push(billions(owned.flows().between(owner, host)?));
            }
            grid = grid.row(row);
        }
        Ok(grid.note(format!(
            "Shares differ from the worked example in data/income-totals by at most {:.0e}.",
            distance(owned.income(), year)?
        )))
    }
}

/// The largest difference of the shares from those of the worked example, which has them by region.
fn distance(income: &IncomeShares, year: u16) -> Result<f64> {
    let path = format!("{DATA}/income-totals/omega_regions6_example.csv");
    let failed = |error: csv::Error| Error::from_io(error.into(), path.as_ref());
    let mut largest = 0.0_f64;
    for row in csv::Reader::from_path(&path).map_err(failed)?.records() {
        let row = row.map_err(failed)?;
        if row[0] == *year.to_string() && row[1] == *"omega" {
            let owner = income.owners().at(&row[2])?;
            let host = income.producers().countries().at(&row[3])?;
            let first = income.producers().range(host).start;
            let shares = income.share(owner, PrimaryKind::UndividedValueAdded);
            let share = shares.map_or(f64::INFINITY, |shares| shares[first]);
            let expected: f64 = row[4].parse().unwrap_or(f64::INFINITY);
            largest = largest.max((share - expected).abs());
        }
    }
    Ok(largest)
}

fn table(year: u16) -> Result<WorldTable> {
    let folder = format!("{DATA}/wiod13-6region/{year}");
    read::world_csv(folder)?.check()
}
