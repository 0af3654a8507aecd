//! `leontief`: checks and decompositions of a world table from the command line.
//!
//! Results go to a file or to standard output, messages to standard error. Exit code 1: bad input (a table, a label); 2: bad usage.

mod arguments;
mod csv_out;
mod methods;
mod table;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use leontief::account::position::{By, Inventories};
use leontief::error::Error;
use leontief::model::Measure;
use leontief::read::AnyDraft;
use leontief::show::Grid;
use leontief::write;

use arguments::{Arguments, Balance, Check, Command, Convert, Position};

/// Why the program stops before its end.
enum Stop {
    /// The table, a label, a file: exit code 1.
    Input(Error),
    /// Arguments that do not go together: exit code 2.
    Usage(String),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Input(error)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse(); // ends with code 2 where they cannot be understood
    let done = match arguments.command {
        Command::Check(check) => run_check(&check),
        Command::Convert(convert) => run_convert(&convert),
        Command::Decompose(decompose) => methods::run(&decompose),
        Command::Balance(balance) => run_balance(&balance),
        Command::Position(position) => run_position(&position),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Input(error)) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
        Err(Stop::Usage(message)) => {
            eprintln!("error: {message}\n\nFor more information, try '--help'.");
            ExitCode::from(2)
        }
    }
}

/// Prints; a reader that has seen enough, as `head`, ends the program in silence.
fn say(text: fmt::Arguments<'_>) -> Result<(), Stop> {
    match io::stdout().write_fmt(text) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Error::from_io(error, Path::new("standard output")).into()),
        Ok(()) => Ok(()),
    }
}

fn run_check(check: &Check) -> Result<(), Stop> {
    let found = check.table.found()?;
    say(format_args!("recognised: {}\n", found.database()))?;
    let tolerance = check.table.tolerance()?;
    let draft = found.draft();
    if !matches!(draft, AnyDraft::World(_)) {
        check.table.refuse_borders()?;
    }
    let notes = match draft {
        AnyDraft::World(draft) => {
            let table = check.table.world(draft)?;
            say(format_args!("{table}"))?;
            table.checked().notes().to_vec()
        }
        AnyDraft::National(draft) => {
            let table = match tolerance {
                Some(tolerance) => draft.tolerance(tolerance).check()?,
                None => draft.check()?,
            };
            say(format_args!("{table}"))?;
            table.checked().notes().to_vec()
        }
        AnyDraft::Competitive(draft) => {
            let table = match tolerance {
                Some(tolerance) => draft.tolerance(tolerance).check()?,
                None => draft.check()?,
            };
            say(format_args!("{table}"))?;
            table.checked().notes().to_vec()
        }
    };
    for note in notes {
        say(format_args!("note: {note}\n"))?;
    }
    Ok(())
}

fn run_convert(convert: &Convert) -> Result<(), Stop> {
    let table = convert.table.read()?;
    let to = convert.to.as_path();
    let ending = to.extension().map(|ending| ending.to_string_lossy());
    match ending.as_deref() {
        Some("cache") => {
            let fingerprint = write::cache(to, &table)?;
            say(format_args!("{}: {fingerprint}\n", to.display()))?;
        }
        Some("npz") => write::world_npz(to, &table)?,
        None => write::world_csv(to, &table)?,
        Some(other) => {
            return Err(Stop::Usage(format!(
                "--to is a folder without an ending, or a file .npz or .cache; found .{other}"
            )));
        }
    }
    say(format_args!("table {}\n", table.fingerprint()))?;
    Ok(())
}

fn run_balance(balance: &Balance) -> Result<(), Stop> {
    let [first, second] = match &balance.between[..] {
        [first, second] if first != second => [first, second],
        found => {
            return Err(Stop::Usage(format!(
                "--between takes two different countries, as in `--between CHN,USA`; found {}",
                found.join(",")
            )));
        }
    };
    let table = balance.table.read()?;
    let ledger = table.model()?.balance_between(first, second)?;
    match &balance.out {
        Some(path) => csv_out::write(&ledger, Some(path))?,
        None => {
            let unit = ledger.about().unit.clone();
            let title = format!("Balance of {first} with {second}");
            let mut grid = Grid::new(&title, ["", unit.as_str()]);
            for (row, term) in ledger.rows().zip(ledger.terms()) {
                grid = grid.row([
                    format!("{}: {}", term.code, term.meaning),
                    format!("{:.3}", row.value),
                ]);
            }
            let measured = format!("Measured: {}.", ledger.about().measure);
            say(format_args!("{}", grid.note(measured)))?;
        }
    }
    Ok(())
}

fn run_position(position: &Position) -> Result<(), Stop> {
    let table = position.table.read()?;
    let model = table.model()?;
    let by = if position.countries {
        By::Country
    } else {
        By::Producer
    };
    let inventories = match &position.inventories {
        Some(_) => None,
        None => Some(Inventories::Ignored),
    };
    let names: Vec<&str> = position
        .inventories
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let inventories = inventories.unwrap_or(Inventories::NetOf(&names));
    let weights = model.weights(&Measure::ValueAdded)?;
    let ledgers = [
        model.upstreamness(inventories, by)?,
        model.downstreamness(inventories, by)?,
        model.production_lengths(&weights, by)?,
        model.gvc_position(&weights, by)?,
    ];
    let mut out = csv_out::Out::open(position.out.as_deref())?;
    for ledger in &ledgers {
        out.rows(ledger)?;
    }
    out.finish()?;
    Ok(())
}
