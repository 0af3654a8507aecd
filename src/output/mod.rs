//! Results as files that economists open: one entry per format, the same for every kind of result.
//!
//! | ending | format | entry |
//! |---|---|---|
//! | `.csv` | CSV, its description beside it as `.csv.toml` | [`Ledger::write_csv_described`](crate::account::Ledger::write_csv_described) |
//! | `.xlsx` | Excel, with the feature `excel`: a sheet `read me`, a sheet of figures | `write_xlsx` |
//! | `.parquet` | Parquet, with the feature `parquet`: one file, or a folder of partitions | `write_parquet` |
//! | `.dta` | Stata 14 and later | `write_dta` |
//! | `.md` | Markdown, a pipe table with notes | [`Grid::to_markdown`](crate::show::Grid::to_markdown) |
//! | `.tex` | LaTeX, a table with notes | [`Grid::to_latex`](crate::show::Grid::to_latex) |
//!
//! Ledgers, rectangles, balance sheets and grids have a method `write` that chooses by the ending, and one for every format. Every file
//! says how its figures came about: the method, the measure, the unit, the perimeter, the tables with source and
//! [fingerprint](crate::table::WorldTable::fingerprint), the terms, and the version of this crate. Files that are there already are
//! overwritten; a folder of partitions must be new.

//!
//! ```
//! use leontief::account::decompose::WangWeiZhu;
//! use leontief::output::{Names, Output};
//! use leontief::read;
//!
//! # let folder = std::env::temp_dir().join(format!("leontief-output-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! let table = read::world_csv("data/t3x2")?.check()?;
//! let exports = table.model()?.decompose(&WangWeiZhu::default())?;
//! exports.write(folder.join("wwz.dta"), &Output::new())?; // for Stata, a row for every figure
//! exports.write(folder.join("wwz.csv"), &Output::new().names(Names::Sdmx).wide())?;
//! let described = std::fs::read_to_string(folder.join("wwz.csv.toml")).unwrap();
//! assert!(described.contains(&format!("table_sha256 = \"{}\"", table.fingerprint())));
//! assert!(exports.write(folder.join("wwz.ods"), &Output::new()).unwrap_err().to_string().contains("`.xlsx`"));
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok::<(), leontief::Error>(())
//! ```

mod choice;
mod file;
mod grid;

pub use crate::account::ledger::Form;
pub use crate::write::Names;
pub use choice::Output;
