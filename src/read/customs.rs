//! Customs records, one row per record, streamed; code tables and concordances beside them.
//!
//! **Records** ([`customs_csv`]): the columns named in [`CustomsColumns`], others are passed over. Rows are read one at a time, so a
//! file may be longer than memory.
//!
//! **Code tables** ([`customs_codes_csv`]): columns `code,meaning,name`, one row per code; a meaning is one of `normal`,
//! `processing` (regimes), `domestic`, `foreign` (firm types), `export`, `import` (flows). A code may stand once for each of the
//! three.
//!
//! **Concordances** ([`concordance_csv`]): a column of codes, a column of codes they go to and, where the source has one, a column
//! of weights.

mod exact;
mod line_feeds;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub use exact::ExactAmount;
use line_feeds::LineFeeds;

use super::text::Sheet;
use crate::error::{Error, Result, first_few};
use crate::label::{AxisKind, Concordance, Ownership, Regime};

/// Which way goods cross the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TradeFlow {
    /// Out of the country.
    Export,
    /// Into the country.
    Import,
}

/// What a code of customs stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeMeaning {
    /// A customs regime.
    Regime(Regime),
    /// The ownership of a type of firm.
    Firm(Ownership),
    /// A direction.
    Flow(TradeFlow),
}

/// A code of customs and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomsCode {
    /// The code in the records.
    pub code: String,
    /// What it stands for.
    pub meaning: CodeMeaning,
    /// Its name.
    pub name: String,
}

/// The flow of the records of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowColumn {
    /// Each record says it, in this column.
    Named(String),
    /// All records are of one flow.
    All(TradeFlow),
}

/// Where records of customs hold what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomsColumns {
    /// Product codes; `product`.
    pub product: String,
    /// How many leading characters of a product code count: 6 cuts HS8 to HS6. All by default.
    pub product_digits: Option<usize>,
    /// Partner codes; `partner`.
    pub partner: String,
    /// Codes of the customs regime; `regime`.
    pub regime: String,
    /// Codes of the type of firm; `firm_type`.
    pub firm: String,
    /// Values; `value`.
    pub value: String,
    /// Directions; the column `flow`.
    pub flow: FlowColumn,
}

impl Default for CustomsColumns {
    fn default() -> Self {
        Self {
            product: "product".into(),
            product_digits: None,
            partner: "partner".into(),
            regime: "regime".into(),
            firm: "firm_type".into(),
            value: "value".into(),
            flow: FlowColumn::Named("flow".into()),
        }
    }
}

/// The flow of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFlow<'a> {
    /// A code that a code table explains.
    Code(&'a str),
    /// Known without a code.
    Known(TradeFlow),
}

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomsRecord<'a> {
    /// The product's code.
    pub product: &'a str,
    /// The partner's code.
    pub partner: &'a str,
    /// The code of the customs regime.
    pub regime: &'a str,
    /// The code of the type of firm.
    pub firm: &'a str,
    /// The flow.
    pub flow: RecordFlow<'a>,
    /// The value.
    pub value: ExactAmount,
}

/// The records of a file, read one at a time by [`each`](Self::each).
pub struct CustomsRecords {
    file: PathBuf,
    reader: csv::Reader<LineFeeds<File>>,
    /// Product, partner, regime, firm, value.
    columns: [usize; 5],
    names: [String; 5],
    product_digits: Option<usize>,
    flow: std::result::Result<usize, TradeFlow>,
}

/// Opens a file of customs records.
///
/// # Errors
/// If the file cannot be opened, is empty, or lacks a column.
pub fn customs_csv(path: impl AsRef<Path>, columns: &CustomsColumns) -> Result<CustomsRecords> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|error| Error::from_io(error, path))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .buffer_capacity(1 << 20)
        .from_reader(LineFeeds::of(file));
    let header = reader.headers().map_err(|error| unreadable(error, path))?;
    if header.is_empty() {
        return Err(Error::parse("the file is empty")
            .in_file(path)
            .expected("a header row"));
    }
    let labels: Vec<&str> = header
        .iter()
        .map(|label| label.trim_start_matches('\u{feff}'))
        .collect();
    let find = |wanted: &str| {
        let found: Vec<usize> = (0..labels.len())
            .filter(|at| labels[*at] == wanted)
            .collect();
        match found[..] {
            [at] => Ok(at),
            [] => Err(Error::label(format!("no column `{wanted}`"))
                .in_file(path)
                .at_line(1)
                .found(first_few(&labels))
                .hint("the names of the columns in `CustomsColumns`")),
            _ => Err(Error::label(format!("the column `{wanted}` occurs twice"))
                .in_file(path)
                .at_line(1)
                .hint(super::LEAVE_ONE)),
        }
    };
    let names = [
        &columns.product,
        &columns.partner,
        &columns.regime,
        &columns.firm,
        &columns.value,
    ];
    let mut positions = [0; 5];
    for (position, name) in positions.iter_mut().zip(names) {
        *position = find(name)?;
    }
    let flow = match &columns.flow {
        FlowColumn::Named(name) => Ok(find(name)?),
        FlowColumn::All(flow) => Err(*flow),
    };
    Ok(CustomsRecords {
        file: path.to_owned(),
        reader,
        columns: positions,
        names: names.map(Clone::clone),
        product_digits: columns.product_digits,
        flow,
    })
}

impl CustomsRecords {
    /// Hands every record to `take`, in the file's order; gives their number.
    ///
    /// # Errors
    /// If a row cannot be read, has another number of cells than the header, or its value is not a number; or what `take` returns,
    /// with file and line.
    pub fn each(mut self, mut take: impl FnMut(CustomsRecord<'_>) -> Result<()>) -> Result<u64> {
        let mut row = csv::StringRecord::new();
        let mut count = 0;
        loop {
            let read = self.reader.read_record(&mut row);
            // the position of a row is that of empty lines before it, so the line is told from its end
            let line = self.reader.position().line().saturating_sub(1);
            match read {
                Ok(true) => {}
                Ok(false) => return Ok(count),
                Err(error) => return Err(super::text::unreadable(&error, Some(line), &self.file)),
            }
            let [product, partner, regime, firm, value] =
                self.columns.map(|column| row.get(column).unwrap_or(""));
            let amount = value.parse().map_err(|error: Error| {
                let error = error.in_file(&self.file).at_line(line);
                error.at_column(&self.names[4])
            })?;
            let end = self
                .product_digits
                .and_then(|digits| product.char_indices().nth(digits));
            let record = CustomsRecord {
                product: end.map_or(product, |(end, _)| &product[..end]),
                partner,
                regime,
                firm,
                flow: match self.flow {
                    Ok(column) => RecordFlow::Code(row.get(column).unwrap_or("")),
                    Err(flow) => RecordFlow::Known(flow),
                },
                value: amount,
            };
            take(record).map_err(|error| error.in_file(&self.file).at_line(line))?;
            count += 1;
        }
    }
}

/// A header that cannot be read: the line is the reader's own count.
fn unreadable(error: csv::Error, file: &Path) -> Error {
    super::text::unreadable(&error, error.position().map(csv::Position::line), file)
}

/// A table of customs codes.
///
/// # Errors
/// If the file cannot be read, lacks a column, or a meaning is unknown.
pub fn customs_codes_csv(path: impl AsRef<Path>) -> Result<Vec<CustomsCode>> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let [code, meaning, name] = ["code", "meaning", "name"].map(|label| sheet.column(label));
    let (code, meaning, name) = (code?, meaning?, name?);
    let lines = sheet.rows().iter().map(|line| {
        Ok(CustomsCode {
            code: sheet.text(line, code).to_owned(),
            meaning: sheet.parsed(line, meaning)?,
            name: sheet.text(line, name).to_owned(),
        })
    });
    lines.collect()
}

impl FromStr for CodeMeaning {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text {
            "normal" => Self::Regime(Regime::Normal),
            "processing" => Self::Regime(Regime::Processing),
            "domestic" => Self::Firm(Ownership::Domestic),
            "foreign" => Self::Firm(Ownership::Foreign),
            "export" => Self::Flow(TradeFlow::Export),
            "import" => Self::Flow(TradeFlow::Import),
            _ => {
                return Err(
                    Error::label(format!("a code cannot mean `{text}`")).expected(
                        "one of `normal`, `processing`, `domestic`, `foreign`, `export`, `import`",
                    ),
                );
            }
        })
    }
}

/// The weights of a concordance in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcordanceWeights<'a> {
    /// In this column.
    Column(&'a str),
    /// None are given: a code that goes to several goes to each in equal parts.
    Even,
}

/// A concordance from the codes in one column to the codes in another; other columns are passed over. Rows that lack one of the
/// two codes are refused.
///
/// # Errors
/// If the file cannot be read or lacks a column, a code is empty, or the concordance has problems; all of them are listed.
pub fn concordance_csv<From: AxisKind, To: AxisKind>(
    path: impl AsRef<Path>,
    from: &str,
    to: &str,
    weights: ConcordanceWeights<'_>,
) -> Result<Concordance<From, To>> {
    let sheet = Sheet::open(path.as_ref(), b',')?;
    let (from, to) = (sheet.column(from)?, sheet.column(to)?);
    let mut pairs = Vec::with_capacity(sheet.rows().len());
    for line in sheet.rows() {
        for column in [from, to] {
            if sheet.text(line, column).is_empty() {
                return Err(sheet.wrong(line, column, "the code is empty"));
            }
        }
        pairs.push((sheet.text(line, from), sheet.text(line, to)));
    }
    let concordance = match weights {
        ConcordanceWeights::Even => Concordance::evenly(pairs),
        ConcordanceWeights::Column(label) => {
            let column = sheet.column(label)?;
            let weights = sheet.rows().iter().map(|line| sheet.number(line, column));
            let weights: Vec<f64> = weights.collect::<Result<_>>()?;
            let rows = pairs.into_iter().zip(weights);
            Concordance::from_rows(rows.map(|((from, to), weight)| (from, to, weight)))
        }
    };
    concordance.map_err(|error| error.in_file(sheet.file()))
}
