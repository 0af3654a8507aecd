//! The project's own plain layout of a world table: a folder of CSV files.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::world_direct::Direct;
use super::world_labels::{Layout, PRODUCER_KEYS, final_columns, matched, matched_columns};
use super::world_names::Names;
use super::world_numbers::{Numbers, Row};
use super::world_settings::Settings;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country};
use crate::table::{ExtensionRow, PrimaryKind, PrimaryRow, Provenance, SourceFile, WorldDraft};

/// A world table from a folder of CSV files: comma separated, UTF-8, with a header row. Numbers have a point before decimals and no
/// thousands marks; no cell is empty.
///
/// | file | columns |
/// |---|---|
/// | `Z.csv` | `country,sector` or `country,group,sector`, then one column per producer: inputs, supplier × user |
/// | `Y.csv` | the same keys, then a column `COUNTRY_CATEGORY` for every country and category: final use |
/// | `va_x.csv` | the same keys, then `X` (output) and what producers pay beside inputs |
/// | `F.csv`, may be missing | `extension` (or `stressor`), `unit` (may be missing), then one column per producer |
/// | `F_Y.csv`, may be missing | the keys of `F.csv`, then the columns of `Y.csv` |
/// | `va_Y.csv`, may be missing | `primary` (a column of `va_x.csv`), then the columns of `Y.csv`, and `exports`, which may be missing: primary inputs that final users pay for directly |
/// | `table.toml`, may be missing | what the numbers mean |
/// | `names.csv`, may be missing | `kind` (`sector`, `final_use`; names of a `country` are passed over), `country`, `group`, `code`, `name` |
///
/// # Labels
/// A producer's column is named by its row's keys joined by `_` (`CHN_C26`, `CHN_DN_C26`); an empty `group` is left out. Joined
/// texts are matched exactly and never taken apart, so codes may hold `_`. Rows and columns are aligned by label, in any order.
/// Producers stand in the order of the rows of `Z.csv`, those of a country and of a group side by side.
///
/// # What producers pay
/// `VA`, or its components by [`PrimaryKind::code`]; beside them `product_tax`, `margins` and the other codes. Without any value
/// added, it is [what output leaves](WorldDraft::residual_value_added).
///
/// # `table.toml`
/// ```toml
/// currency = "USD"       # or unit; currency, scale, year and prices all four, or none of them
/// scale = "millions"     # ones, thousands, millions, billions, or a power of ten such as 10000
/// year = 2012
/// prices = "basic"       # PriceBasis::code
/// source = "who made the table"
/// remark = "what one should know"     # or a list
/// concept = "basic_prices"            # with_product_taxes, all_primary_inputs
/// tolerance = 5                       # how far sums may miss output, in the table's unit
/// tolerance_share = 1e-6              # and as a share of output; 1e-9 where it is not given
/// markets = ["ROW"]                   # countries that use final goods but have no producers
/// [groups.CN2]                        # without such a section, one of the usual codes (DN, FN, …) keeps its meaning
/// ownership = "foreign"               # domestic, foreign
/// regime = "processing"               # normal, processing
/// ```
///
/// # Provenance
/// The source that `table.toml` states, or else the name of the folder; each file with its SHA-256; the remarks.
///
/// # Errors
/// If a file cannot be read; if labels are missing, unexpected or doubled, or can be read in two ways; if a cell is empty or not a
/// number; if `table.toml` has unknown keys or wrong values. Messages name file, line and column.
///
/// # Example
/// ```
/// let table = leontief::read::world_csv("data/t3x2")?.check()?;
/// assert_eq!(table.countries().codes(), ["A", "B", "C"]);
/// assert_eq!(table.value_added().sum(), 417.0);
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn world_csv(folder: impl AsRef<Path>) -> Result<WorldDraft> {
    let folder = folder.as_ref();
    if !folder.is_dir() {
        return Err(Error::io("there is no such folder")
            .in_file(folder)
            .hint("a folder with Z.csv, Y.csv and va_x.csv"));
    }
    let settings = Settings::open(folder)?;
    let flows = Numbers::open(folder, "Z.csv", &PRODUCER_KEYS)?;
    let mut layout = Layout::of(&flows, &settings)?;
    let mut names = Names::open(folder)?;
    if let Some(names) = &mut names {
        layout.producers = names.producers(&layout.producers)?;
    }
    let (rows, columns) = (layout.rows_of(&flows)?, layout.columns_of(&flows)?);
    flows.refuse_wrong_cells(Row::producer)?;
    let mut files = vec![flows.source().clone()];
    let flows = flows.arranged(&rows, &columns);

    let producing = layout.producers.countries().codes();
    let countries: Axis<Country> =
        Axis::new(producing.iter().chain(&settings.markets)).map_err(|error| settings.at(error))?;
    let finals = Numbers::open(folder, "Y.csv", &PRODUCER_KEYS)?;
    files.push(finals.source().clone());
    let (categories, columns) = final_columns(&finals, countries.codes())?;
    let rows = layout.rows_of(&finals)?;
    finals.refuse_wrong_cells(Row::producer)?;
    let final_labels: Vec<String> = columns
        .iter()
        .map(|column| finals.columns()[*column].clone())
        .collect();

    let markets = settings.markets.iter().map(String::as_str);
    let categories = match names {
        None => categories,
        Some(mut names) => {
            let names_source = names.source().clone();
            let categories = names.final_uses(&categories)?;
            names.finish()?;
            files.push(names_source);
            categories
        }
    };
    let finals = finals.arranged(&rows, &columns);
    let (producers, unit) = (layout.producers.clone(), settings.unit.clone());
    let draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
        .of_markets(markets)?
        .concept(settings.concept)
        .tolerance(settings.tolerance);
    let draft = with_payments(draft, folder, &layout, &final_labels, &mut files)?;
    let draft = with_extensions(draft, folder, &layout, &final_labels, &mut files)?;
    Ok(draft.provenance(provenance(folder, settings, files)))
}

/// A column of `va_x.csv`.
#[derive(Clone, Copy, PartialEq)]
enum Payment {
    Output,
    Primary(PrimaryKind),
}

impl Payment {
    fn named(label: &str) -> Option<Self> {
        match label {
            "X" => Some(Self::Output),
            "VA" => Some(Self::Primary(PrimaryKind::UndividedValueAdded)),
            "product_tax" => Some(Self::Primary(PrimaryKind::ProductTax)),
            "margins" => Some(Self::Primary(PrimaryKind::Margins)),
            code => code.parse().ok().map(Self::Primary),
        }
    }

    fn is_component(self) -> bool {
        matches!(self, Self::Primary(kind) if kind.is_basic_value_added())
            && self != Self::Primary(PrimaryKind::UndividedValueAdded)
    }
}

/// Output and primary inputs, from `va_x.csv` and `va_Y.csv`.
fn with_payments(
    draft: WorldDraft,
    folder: &Path,
    layout: &Layout,
    final_labels: &[String],
    files: &mut Vec<SourceFile>,
) -> Result<WorldDraft> {
    let file = Numbers::open(folder, "va_x.csv", &PRODUCER_KEYS)?;
    files.push(file.source().clone());
    file.refuse_doubled_columns()?;
    let payments = payments(&file)?;
    let rows = layout.rows_of(&file)?;
    file.refuse_wrong_cells(Row::producer)?;
    let columns: Vec<usize> = (0..payments.len()).collect();
    let labels = file.columns().to_vec();
    let direct = Direct::open(folder, &labels, final_labels)?;
    files.extend(direct.as_ref().map(|direct| direct.source().clone()));
    let values = file.arranged(&rows, &columns);
    let mut draft = draft;
    for ((payment, label), column) in payments.iter().zip(&labels).zip(values.columns()) {
        let by_producer = column.to_owned();
        draft = match payment {
            Payment::Output => draft.output(by_producer),
            Payment::Primary(kind) => {
                let paid = direct.as_ref().map(|direct| direct.of(label));
                let (by_final_use, on_exports) = paid.unwrap_or_default();
                draft.primary_row(PrimaryRow {
                    kind: *kind,
                    by_producer,
                    by_final_use,
                    on_exports,
                })
            }
        };
    }
    let value_added =
        |payment: &Payment| matches!(payment, Payment::Primary(k) if k.is_basic_value_added());
    Ok(if payments.iter().any(value_added) {
        draft
    } else {
        draft.residual_value_added()
    })
}

/// What the columns of `va_x.csv` are.
fn payments(file: &Numbers) -> Result<Vec<Payment>> {
    let labels = file.columns();
    let at = |label: &String, error: Error| Err(file.at(1, error).at_column(label));
    let known: Vec<Option<Payment>> = labels.iter().map(|label| Payment::named(label)).collect();
    let unknown = labels
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none());
    let unknown: Vec<&String> = unknown.map(|(label, _)| label).collect();
    if let Some(first) = unknown.first() {
        let codes = PrimaryKind::ALL.map(|kind| format!("`{}`", kind.code()));
        let what = format!("unknown columns {}", first_few(&unknown));
        let codes = codes.join(", ");
        let expected = format!("only `X`, `VA`, `product_tax`, `margins`, {codes}");
        return at(first, Error::label(what).expected(expected));
    }
    let payments: Vec<Payment> = known.into_iter().flatten().collect();
    if !payments.contains(&Payment::Output) {
        return Err(file
            .lacks("`X` (output)")
            .hint("a column `X` with the output of producers"));
    }
    for (position, payment) in payments.iter().enumerate() {
        let earlier = payments[..position]
            .iter()
            .position(|other| other == payment);
        if let Some(earlier) = earlier {
            let (one, two) = (&labels[earlier], &labels[position]);
            let what = format!("the columns `{one}` and `{two}` are the same primary input");
            return at(two, Error::label(what).hint("leave one out"));
        }
    }
    let undivided = Payment::Primary(PrimaryKind::UndividedValueAdded);
    let component = payments.iter().position(|payment| payment.is_component());
    match (payments.iter().position(|p| *p == undivided), component) {
        (Some(whole), Some(part)) => {
            let (whole, part) = (&labels[whole], &labels[part]);
            let what = format!("value added stands whole (`{whole}`) and in parts (`{part}`)");
            at(whole, Error::label(what).hint("leave one out"))
        }
        _ => Ok(payments),
    }
}

/// The columns of `F.csv` and `F_Y.csv` that are not numbers.
const EXTENSION_KEYS: [&str; 3] = ["extension", "stressor", "unit"];

/// Rows beside the economic ones, from `F.csv` and `F_Y.csv`.
fn with_extensions(
    draft: WorldDraft,
    folder: &Path,
    layout: &Layout,
    final_labels: &[String],
    files: &mut Vec<SourceFile>,
) -> Result<WorldDraft> {
    let by_producer = Numbers::optional(folder, "F.csv", &EXTENSION_KEYS)?;
    let by_final_use = Numbers::optional(folder, "F_Y.csv", &EXTENSION_KEYS)?;
    let Some(by_producer) = by_producer else {
        return match by_final_use {
            None => Ok(draft),
            Some(file) => Err(Error::io("the file stands without F.csv")
                .in_file(file.file())
                .hint("a row of F.csv for every extension, 0 where producers have nothing of it")),
        };
    };
    let codes = extension_codes(&by_producer)?;
    let columns = layout.columns_of(&by_producer)?;
    by_producer.refuse_wrong_cells(Row::extension)?;
    files.push(by_producer.source().clone());
    let direct = match by_final_use {
        None => None,
        Some(file) => {
            files.push(file.source().clone());
            Some(direct_use(file, &by_producer, &codes, final_labels)?)
        }
    };
    let units: Vec<String> = by_producer.rows().iter().map(Row::unit).collect();
    let rows: Vec<usize> = (0..codes.len()).collect();
    let by_producer = by_producer.arranged(&rows, &columns);
    let mut draft = draft;
    for (k, (code, unit)) in codes.into_iter().zip(units).enumerate() {
        let by_final_use = direct.as_ref().map(|values| values.row(k).to_owned());
        draft = draft.extension_row(ExtensionRow {
            code,
            unit,
            by_producer: by_producer.row(k).to_owned(),
            by_final_use: by_final_use.unwrap_or_else(|| Array1::zeros(0)),
        });
    }
    Ok(draft)
}

/// What final users cause directly, extension × column of final use.
fn direct_use(
    file: Numbers,
    by_producer: &Numbers,
    codes: &[String],
    final_labels: &[String],
) -> Result<Array2<f64>> {
    let rows = extension_rows(&file, by_producer, codes)?;
    file.refuse_doubled_columns()?;
    let what = "the columns do not match those of Y.csv";
    let columns = matched_columns(&file, final_labels, what)?;
    file.refuse_wrong_cells(Row::extension)?;
    Ok(file.arranged(&rows, &columns))
}

/// The codes of a file's rows: each there once, and not empty.
fn extension_codes(file: &Numbers) -> Result<Vec<String>> {
    match (file.has_key(0), file.has_key(1)) {
        (false, false) => return Err(file.lacks("`extension` (or `stressor`)")),
        (true, true) => {
            let what = "the columns `extension` and `stressor` are the same: leave one out";
            return Err(file.at(1, Error::label(what)));
        }
        _ => {}
    }
    let mut codes: Vec<String> = Vec::new();
    for row in file.rows() {
        let code = row.extension();
        if code.is_empty() {
            let error = Error::label("a row without an extension").expected("a code");
            return Err(file.at(row.line, error));
        }
        if let Some(earlier) = codes.iter().position(|known| *known == code) {
            let line = file.rows()[earlier].line;
            let error = Error::label(format!("the row `{code}` occurs more than once"))
                .found(format!("`{code}` in line {line} already"))
                .hint("leave one of them out");
            return Err(file.at(row.line, error));
        }
        codes.push(code);
    }
    Ok(codes)
}

/// The rows of `F_Y.csv` by extension; units, where it has them, are those of `F.csv`.
fn extension_rows(file: &Numbers, by_producer: &Numbers, codes: &[String]) -> Result<Vec<usize>> {
    let found = extension_codes(file)?;
    let rows = matched(codes, &found).map_err(|mismatch| {
        let what = "the rows do not match the extensions of F.csv";
        let error = mismatch.error(what, Clone::clone);
        mismatch.place(file, error)
    })?;
    for (known, row) in by_producer.rows().iter().zip(&rows) {
        let row = &file.rows()[*row];
        if file.has_key(2) && by_producer.has_key(2) && row.unit() != known.unit() {
            let error = Error::unit(format!("`{}` has another unit in F.csv", row.extension()))
                .expected(format!("`{}`", known.unit()))
                .found(format!("`{}`", row.unit()));
            return Err(file.at(row.line, error).at_column("unit"));
        }
    }
    Ok(rows)
}

impl Row {
    /// The keys of a producer.
    fn producer(&self) -> String {
        self.joined(" ")
    }

    /// The code of an extension, in one of the two columns that may hold it.
    fn extension(&self) -> String {
        format!("{}{}", self.keys[0], self.keys[1])
    }

    fn unit(&self) -> String {
        self.keys[2].clone()
    }
}

fn provenance(folder: &Path, settings: Settings, mut files: Vec<SourceFile>) -> Provenance {
    files.extend(settings.published);
    let place = name_of(folder);
    let names: Vec<&str> = files.iter().map(SourceFile::name).collect();
    let read = format!("read from {place}: {}", names.join(", "));
    let source = Provenance::from_source(settings.source.unwrap_or(place)).then(read);
    let source = files.into_iter().fold(source, Provenance::with_file);
    let remarks = settings.remarks.into_iter();
    remarks.fold(source, |all, remark| all.then(format!("remark: {remark}")))
}

/// The folder's name without where it stands.
fn name_of(folder: &Path) -> String {
    // `.` and `..` have no name of their own
    let whole = match folder.file_name() {
        Some(_) => folder.to_owned(),
        None => folder.canonicalize().unwrap_or_default(),
    };
    whole.file_name().map_or_else(
        || "folder".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
