//! The China-US trade balance of 2012 in gross value, value added and national income, from the tables in
//! `data/china-us-2012`.
//!
//! ```text
//! cargo run --release --example china_us_2012 [-- --csv FILE]
//! ```
//!
//! `--csv FILE` also writes the long table `measure,reading,kind,direction,group,sector,value,unit`.

mod balances;
mod text;
mod unknown;

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use leontief::Result;
use leontief::balance::{BalanceMeasure, Direction, Reading};
use leontief::build::estimate::EstimateOptions;
use leontief::study::china_us::{Choices, Sources, SplitMethod, Variant};
use leontief::uncertainty::MonteCarlo;
use leontief::uncertainty::identification::RangeSearch;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/china-us-2012");
const DRAWS: usize = 1000;
const SEED: u64 = 2012;
/// Ends of ranges in seconds; a longer search goes a few billion dollars further.
const SEARCH: RangeSearch = RangeSearch {
    programs: 8,
    promise: 5e-3,
};
const OWN: BalanceMeasure = BalanceMeasure::Income(Reading::OwnExports);
const TWO_SIDED: BalanceMeasure = BalanceMeasure::Income(Reading::TwoSided);

fn main() -> ExitCode {
    let csv = match arguments(std::env::args().skip(1).collect()) {
        Ok(csv) => csv,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match report(csv) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(given: Vec<String>) -> std::result::Result<Option<PathBuf>, String> {
    match given.as_slice() {
        [] => Ok(None),
        [flag, file] if flag == "--csv" => Ok(Some(file.into())),
        _ => Err(format!(
            "unknown arguments {given:?}; usage: china_us_2012 [--csv FILE]"
        )),
    }
}

fn report(csv: Option<PathBuf>) -> Result<()> {
    let sources = Sources::read(DATA)?;
    let central = sources.parameters().central();
    let case = sources.case(&central, Variant::Full)?;
    let in_proportion = Choices {
        method: SplitMethod::Proportional,
        ..Choices::default()
    };
    let in_proportion = sources.case(&central, in_proportion)?;
    let sheet = case.sheet();
    println!("China's 2012 trade balance with the United States in three measures");
    println!("after Li, Chen, Duan, Zhu (2019), China Economist 14(5), on public tables\n");
    println!("{}", balances::balance(sheet, in_proportion.sheet()));
    println!("{}", balances::differences(sheet));
    println!("{}", balances::groups(sheet, Direction::Forth)?);
    println!("{}", balances::groups(sheet, Direction::Back)?);
    println!("{}", balances::sectors(sheet, Direction::Forth)?);
    println!("{}", balances::sectors(sheet, Direction::Back)?);
    println!("{}", balances::variants(&sources)?);
    let simulation = sources.simulate(&MonteCarlo::new(DRAWS, SEED))?;
    println!("{}", unknown::intervals(&simulation, sheet)?);
    println!("{}", unknown::sensitivities(&simulation)?);
    let options = EstimateOptions::default();
    let identification = sources.identification(&central, &options, SEARCH)?;
    println!("{}", unknown::ranges(&identification, &simulation)?);
    println!("{}", unknown::totals(&identification));
    println!("{}", unknown::influences(&identification));
    println!("{}", unknown::caveats(&sources, &case)?);
    if let Some(file) = csv {
        let target = File::create(&file).map_err(|error| leontief::Error::from_io(error, &file))?;
        sheet.write_csv(target)?;
        println!("The long table is in {}.", file.display());
    }
    Ok(())
}
