//! A world table as a folder of CSV files.

use std::io::{self, Write};
use std::path::Path;

use ndarray::ArrayView2;

use super::files::{Overwrite, Staged};
use super::names;
use super::rows::Rows;
use super::settings::settings;
use super::world_labels::Labels;
use super::world_limits::{require_plain_extensions, require_plain_primary};
use crate::error::{Error, Result};
use crate::table::{PrimaryKind, PrimaryRow, WorldTable};

/// All files of a folder.
const FILES: [&str; 8] = [
    "Z.csv",
    "Y.csv",
    "va_x.csv",
    "va_Y.csv",
    "F.csv",
    "F_Y.csv",
    "table.toml",
    "names.csv",
];

/// Writes a world table as the folder of plain CSV files that [`read::world_csv`](crate::read::world_csv) reads, which describes them.
///
/// What comes back has the same labels in the same order and the same bits in every array: numbers are written in the shortest text
/// that reads back to the same bits. Files are written row by row, so nothing of the table is copied.
///
/// | file | what of the table |
/// |---|---|
/// | `Z.csv`, `Y.csv` | flows, final use |
/// | `va_x.csv` | primary inputs by kind, output |
/// | `va_Y.csv` | primary inputs paid on final use and on exports, where there are any |
/// | `F.csv`, `F_Y.csv` | extensions with their units, where there are any; what final users cause directly, where they do |
/// | `table.toml` | source, unit, value-added concept, tolerance, every step of the provenance as a remark, markets, groups with ownership and regime, and the version of this crate |
/// | `names.csv` | names of sectors and final uses beside their codes, where there are any |
///
/// The folder is made where it is not there. Other files in it are left alone.
///
/// # Errors
/// If the folder holds one of these files already (see [`replace_world_csv`]) or cannot be written; and, before any file is touched,
/// if the layout has no place for part of the table: no value added, or value added both
/// whole and in components; a unit without currency or in a scale below one; two producers or columns of final use whose joined codes
/// are the same; codes that begin or end with a space; a code of a group that means two things; no final use.
///
/// # Example
/// ```
/// use leontief::{read, write};
///
/// # let folder = std::env::temp_dir().join(format!("leontief-world-csv-{}", std::process::id()));
/// let table = read::world_csv("data/t3x2")?.check()?;
/// write::world_csv(&folder, &table)?;
/// let back = read::world_csv(&folder)?.check()?;
/// assert_eq!(back.flows(), table.flows());
/// // a table is not written over another by mistake
/// assert!(write::world_csv(&folder, &table).unwrap_err().is_io());
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn world_csv(folder: impl AsRef<Path>, table: &WorldTable) -> Result<()> {
    written(table, folder.as_ref(), Overwrite::No)
}

/// The same in place of a table that the folder holds already. Its files go, also those that this table has not (`F.csv` of a table
/// with extensions), once all of this table's are written.
///
/// # Errors
/// As [`world_csv`], but for files that are there already.
pub fn replace_world_csv(folder: impl AsRef<Path>, table: &WorldTable) -> Result<()> {
    written(table, folder.as_ref(), Overwrite::Yes)
}

fn written(table: &WorldTable, folder: &Path, overwrite: Overwrite) -> Result<()> {
    // all that may be refused comes first
    let at = |name: &str| {
        let file = folder.join(name);
        move |error: Error| error.in_file(&file)
    };
    let labels = Labels::of(table).map_err(at("Z.csv"))?;
    require_plain_primary(table).map_err(at("va_x.csv"))?;
    require_plain_extensions(table).map_err(at("F.csv"))?;
    let settings = settings(table, "plain CSV").map_err(at("table.toml"))?;

    let mut files = Staged::in_folder(folder, &FILES, overwrite)?;
    files.write("Z.csv", |file| {
        by_producer(file, &labels, &labels.producers, table.flows())
    })?;
    files.write("Y.csv", |file| {
        by_producer(file, &labels, &labels.finals, table.final_use())
    })?;
    files.write("va_x.csv", |file| payments(file, &labels, table))?;
    if table.primary().rows().iter().any(is_paid_by_others) {
        files.write("va_Y.csv", |file| direct_payments(file, &labels, table))?;
    }
    if !table.extensions().codes().is_empty() {
        files.write("F.csv", |file| {
            by_extension(file, table, &labels.producers, table.extension_rows())
        })?;
    }
    // a negative zero is kept, too
    if table
        .extension_finals()
        .iter()
        .any(|value| value.to_bits() != 0)
    {
        files.write("F_Y.csv", |file| {
            by_extension(file, table, &labels.finals, table.extension_finals())
        })?;
    }
    files.write("table.toml", |file| file.write_all(settings.as_bytes()))?;
    let named = names::names(table);
    if !named.is_empty() {
        files.write("names.csv", |file| names::write(file, &named))?;
    }
    files.finish()
}

/// A row for every producer.
fn by_producer(
    file: impl Write,
    labels: &Labels,
    columns: &[String],
    values: ArrayView2<'_, f64>,
) -> io::Result<()> {
    let mut rows = Rows::to(file);
    let columns = columns.iter().map(String::as_str);
    rows.texts(labels.heads().into_iter().chain(columns))?;
    for (keys, values) in labels.keys().zip(values.rows()) {
        rows.row(keys, values.iter().copied())?;
    }
    rows.finish()
}

/// Primary inputs and output.
fn payments(file: impl Write, labels: &Labels, table: &WorldTable) -> io::Result<()> {
    let mut rows = Rows::to(file);
    let primary = table.primary().rows();
    let heads = primary.iter().map(|row| payment_label(row.kind));
    rows.texts(labels.heads().into_iter().chain(heads).chain(["X"]))?;
    for (position, keys) in labels.keys().enumerate() {
        let paid = |row: &PrimaryRow| row.by_producer[position];
        let values = primary.iter().map(paid).chain([table.output()[position]]);
        rows.row(keys, values)?;
    }
    rows.finish()
}

/// Whether final users or exports pay, if only a negative zero.
fn is_paid_by_others(row: &PrimaryRow) -> bool {
    let paid = row.by_final_use.iter().chain([&row.on_exports]);
    paid.into_iter().any(|amount| amount.to_bits() != 0)
}

/// Primary inputs of final users, and on exports where there are any.
fn direct_payments(file: impl Write, labels: &Labels, table: &WorldTable) -> io::Result<()> {
    let mut rows = Rows::to(file);
    let primary = table.primary().rows();
    let exports = primary.iter().any(|row| row.on_exports.to_bits() != 0);
    let finals = labels.finals.iter().map(String::as_str);
    rows.texts(
        ["primary"]
            .into_iter()
            .chain(finals)
            .chain(exports.then_some("exports")),
    )?;
    for row in primary.iter().filter(|row| is_paid_by_others(row)) {
        let on_exports = exports.then_some(row.on_exports);
        let values = row.by_final_use.iter().copied().chain(on_exports);
        rows.row([payment_label(row.kind)], values)?;
    }
    rows.finish()
}

fn payment_label(kind: PrimaryKind) -> &'static str {
    match kind {
        PrimaryKind::UndividedValueAdded => "VA",
        PrimaryKind::ProductTax => "product_tax",
        PrimaryKind::Margins => "margins",
        kind => kind.code(),
    }
}

/// A row for every extension.
fn by_extension(
    file: impl Write,
    table: &WorldTable,
    columns: &[String],
    values: ArrayView2<'_, f64>,
) -> io::Result<()> {
    let mut rows = Rows::to(file);
    let columns = columns.iter().map(String::as_str);
    rows.texts(["extension", "unit"].into_iter().chain(columns))?;
    let extensions = table.extensions();
    for (at, values) in extensions.positions().zip(values.rows()) {
        let keys = [extensions.code(at), extensions.name(at)];
        rows.row(keys, values.iter().copied())?;
    }
    rows.finish()
}
