//! China's, the United States' and others' bilateral balances 1995-2011, gross and in value added, and what makes the difference.
//!
//! `cargo run --release --example world_balances`, with `-- --csv FILE` for the long table of all pairs and years.
//!
//! The tables are WIOD's 2013 release added up to six regions, in the folder `data/wiod13-6region`. Value added is output less inputs, so
//! that taxes on products and transport margins are in it.

use std::env;
use std::fs::File;
use std::io::{BufWriter, Write};

use leontief::Result;
use leontief::account::Ledger;
use leontief::error::Error;
use leontief::read;
use leontief::show::Grid;

const YEARS: std::ops::RangeInclusive<u16> = 1995..=2011;
const PAIRS: [(&str, &str); 6] = [
    ("CHN", "USA"),
    ("CHN", "EUR"),
    ("CHN", "JPN"),
    ("USA", "EUR"),
    ("USA", "JPN"),
    ("USA", "ROW"),
];
const TERMS: [(&str, &str); 6] = [
    ("GROSS_BALANCE", "gross"),
    ("VAX_BALANCE", "VA absorbed"),
    ("DVA_BALANCE", "VA in flows"),
    ("DDC_BALANCE", "own, again"),
    ("FVA_BALANCE", "foreign VA"),
    ("FDC_BALANCE", "foreign, again"),
];

fn main() -> Result<()> {
    let balances = YEARS.map(balances_of).collect::<Result<Vec<_>>>()?;
    for (first, second) in PAIRS {
        print!("{}", table(&balances, first, second)?);
        println!();
    }
    print!("{}", totals(&balances)?);
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() == Some("--csv") {
        let path = arguments
            .next()
            .unwrap_or_else(|| "world_balances.csv".to_owned());
        write(&balances, &path)?;
    }
    Ok(())
}

/// The balances of all pairs in one year.
fn balances_of(year: u16) -> Result<(u16, Ledger)> {
    let folder = format!("{}/data/wiod13-6region/{year}", env!("CARGO_MANIFEST_DIR"));
    let world = read::world_csv(folder)?.check()?;
    Ok((year, world.model()?.bilateral_balances()?))
}

fn table(balances: &[(u16, Ledger)], first: &str, second: &str) -> Result<Grid> {
    let headings = TERMS.iter().map(|(_, heading)| *heading);
    let title = format!("Balance of {first} with {second}, bn USD");
    let mut grid = Grid::new(
        &title,
        ["year"].into_iter().chain(headings).chain(["VA vs gross"]),
    );
    for (year, ledger) in balances {
        let pair = ledger.exporter(first)?.importer(second)?;
        let figure = |term: &str| pair.term(term)?.value();
        let mut row = vec![year.to_string()];
        for (term, _) in TERMS {
            row.push(format!("{:.1}", figure(term)? / 1000.0));
        }
        let (gross, absorbed) = (figure("GROSS_BALANCE")?, figure("VAX_BALANCE")?);
        row.push(format!(
            "{:+.1} %",
            100.0 * (absorbed - gross) / gross.abs()
        ));
        grid = grid.row(row);
    }
    Ok(grid
        .note("VA absorbed: value added of one country in final use of the other (Johnson-Noguera), whichever way it goes.")
        .note("VA in flows + own, again + foreign VA + foreign, again = gross (Borin-Mancini, exporter's perspective, source)."))
}

/// The balance of every region with all others: the same gross and in value added.
fn totals(balances: &[(u16, Ledger)]) -> Result<Grid> {
    let regions = ["CHN", "USA", "EUR", "JPN", "KTW", "ROW"];
    let mut grid = Grid::new(
        "Trade balance with all regions, bn USD (gross = value added absorbed)",
        ["year"].into_iter().chain(regions),
    );
    for (year, ledger) in balances {
        let mut row = vec![year.to_string()];
        for region in regions {
            let total = ledger.exporter(region)?.term("GROSS_BALANCE")?.total();
            row.push(format!("{:.1}", total / 1000.0));
        }
        grid = grid.row(row);
    }
    Ok(grid)
}

/// One long table: year, then the columns of a ledger.
fn write(balances: &[(u16, Ledger)], path: &str) -> Result<()> {
    let failed = |error: std::io::Error| Error::from_io(error, path.as_ref());
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    writeln!(file, "year,exporter,importer,term,value,unit").map_err(failed)?;
    for (year, ledger) in balances {
        for row in ledger.rows() {
            writeln!(
                file,
                "{year},{},{},{},{},{}",
                row.exporter.unwrap_or(""),
                row.importer.unwrap_or(""),
                row.term,
                row.value,
                ledger.about().unit
            )
            .map_err(failed)?;
        }
    }
    file.flush().map_err(failed)
}
