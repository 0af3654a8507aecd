//! What the program understands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::table::TableArguments;

/// Input-output accounting: what trade contains, in value added, jobs or emissions.
#[derive(Debug, Parser)]
#[command(name = "leontief", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a table and say what is in it
    Check(Check),
    /// Write a world table as a folder of plain CSV, as numpy arrays (.npz), or as a cache that opens at once (.cache)
    Convert(Convert),
    /// Decompose exports; the long table goes to a CSV file (exporter,sector,importer,term,value) or to one that the ending names
    Decompose(Decompose),
    /// The balance of two countries, gross and in value added
    Balance(Balance),
    /// Upstreamness, downstreamness, lengths and position of every producer
    Position(Position),
}

/// `leontief check`
#[derive(Debug, Args)]
pub struct Check {
    /// The table
    #[command(flatten)]
    pub table: TableArguments,
}

/// `leontief convert`
#[derive(Debug, Args)]
pub struct Convert {
    /// The table
    #[command(flatten)]
    pub table: TableArguments,
    /// A new folder, or a file that ends with .npz or .cache
    #[arg(long, value_name = "PATH")]
    pub to: PathBuf,
}

/// `leontief balance`
#[derive(Debug, Args)]
pub struct Balance {
    /// The table
    #[command(flatten)]
    pub table: TableArguments,
    /// The two countries
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    pub between: Vec<String>,
    /// CSV file, or .xlsx, .parquet, .dta, .md, .tex; otherwise a table for people
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `leontief position`
#[derive(Debug, Args)]
pub struct Position {
    /// The table
    #[command(flatten)]
    pub table: TableArguments,
    /// By country instead of by producer
    #[arg(long)]
    pub countries: bool,
    /// Categories of final use that are changes in inventories, to correct upstreamness for them
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub inventories: Option<Vec<String>>,
    /// CSV file; otherwise standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `leontief decompose`
#[derive(Debug, Args)]
pub struct Decompose {
    /// The table
    #[command(flatten)]
    pub table: TableArguments,
    /// The decomposition
    #[arg(long, value_enum)]
    pub method: Method,
    /// Whose border counts
    #[arg(long, value_enum)]
    pub perspective: Option<Perspective>,
    /// Where what crosses twice is counted once: the first time (source) or the last (sink)
    #[arg(long, value_enum)]
    pub approach: Option<Approach>,
    /// How fine results are
    #[arg(long, value_enum)]
    pub level: Option<LevelArgument>,
    /// Only exports of these countries
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub exporter: Option<Vec<String>>,
    /// Only exports to these countries
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub importer: Option<Vec<String>>,
    /// Only these sectors (extraction)
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub sector: Option<Vec<String>>,
    /// Only these indicators (tiva), by code
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub indicator: Option<Vec<String>>,
    /// The content in this row of F.csv instead of value added
    #[arg(long, value_name = "CODE")]
    pub extension: Option<String>,
    /// Which terms of bm and my; other methods have one set
    #[arg(long, value_enum, default_value = "main")]
    pub terms: Terms,
    /// CSV file, or .xlsx, .parquet, .dta, .md, .tex (not tiva); otherwise standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Decompositions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Wang-Wei-Zhu, 16 terms
    Wwz,
    /// Koopman-Wang-Wei, 9 terms
    Kww,
    /// Borin-Mancini, by perspective and approach
    Bm,
    /// Miroudot-Ye; perspectives exporter, world, bilateral, sectexp, sectbil
    My,
    /// Value added absorbed abroad, by final absorber (Johnson-Noguera, VAX-C)
    Vax,
    /// The exports of s to r extracted alone (VAX-D)
    VaxD,
    /// Value added by country of the final production stage (VAX-P)
    VaxP,
    /// Value added absorbed by the direct importer (Borin-Mancini, VAXIM)
    Vaxim,
    /// OECD TiVA indicators
    Tiva,
    /// Content of exports by country of origin: term CONTENT_ORIGIN
    Leontief,
    /// Value added in final demand, by country and sector of origin
    FinalDemand,
    /// Hummels-Ishii-Yi vertical specialisation VS
    Hummels,
    /// Borin-Mancini-Taglioni: pure forward, pure backward, two-sided
    Tripartite,
    /// The same for output
    TripartiteOutput,
    /// Hypothetical extraction of the exports named by --exporter, --importer, --sector: terms LOSS_ORIGIN and AGAIN_ORIGIN
    Extraction,
}

/// Perspectives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Perspective {
    /// The exporting country
    Exporter,
    /// All countries
    World,
    /// Each exporter and importer
    Bilateral,
    /// Each exporting sector
    Sectexp,
    /// Each exporting sector and importer
    Sectbil,
    /// The importing country
    Importer,
    /// Each importing industry
    Sectimp,
}

/// Approaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Approach {
    /// Counted when value added leaves for the first time
    Source,
    /// Counted when it leaves for the last time
    Sink,
}

/// Levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArgument {
    /// By exporter
    Country,
    /// By exporter and sector
    Sector,
    /// By exporter and importer
    Bilateral,
    /// By exporter, sector and importer
    SectorBilateral,
}

/// Terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Terms {
    /// DVA, DDC, FVA, FDC: counted once and again, domestic and foreign; they add up to exports
    Main,
    /// The finest: VAX1 to VAX4, REF1, REF2, DDC, FVA1 to FVA4, FDC; they add up to exports
    Detail,
    /// DC, DVA, VAX, REF, DDC, FC, FVA, FDC, DAVAX and, where defined, GVC, GVCB, GVCF; they overlap
    Standard,
}
