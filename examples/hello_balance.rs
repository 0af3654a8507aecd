//! The smallest balance: two countries, two sectors, four and two groups of firms (the worked case SEED8).

use leontief::balance::{BalanceSheet, Economy};
use leontief::read;
use leontief::table::{DepreciationIncome, IncomeShares, Origins};
use leontief::unit::{PriceBasis, Scale, Unit};

/// A country's exports to its partner, with the owners of what they earn.
fn economy(home: &str, partner: &str, partners_share: f64) -> leontief::Result<Economy> {
    let file = |end: &str| format!("{}/data/seed8/{home}{end}.csv", env!("CARGO_MANIFEST_DIR"));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);

    // who makes what: a table, proved when it is checked
    let table = read::national_csv(file(""), home, unit)?.check()?;

    // who owns the income: foreign shares of wages and capital by producer, and whose they are
    let depreciation = DepreciationIncome::WithCapital;
    let foreign =
        read::foreign_shares_csv(file("_foreign_shares"), table.producers(), depreciation)?;
    let origins = Origins::new(home, [(partner, partners_share)], "ROW")?;
    let owners = IncomeShares::from_foreign_shares(&table, &foreign, &origins)?;

    Economy::exporting_to(&table.model_with(owners)?, partner)
}

fn main() -> leontief::Result<()> {
    let china = economy("CHN", "USA", 0.0549)?;
    let usa = economy("USA", "CHN", 0.0015)?;
    println!("{}", BalanceSheet::between(&china, &usa)?);
    Ok(())
}
