//! A world table as arrays of numpy.

use std::path::Path;

use super::files::Overwrite;
use super::npz::{Array, written};
use super::settings::settings;
use super::world_labels::group_key;
use crate::error::{Error, Result};
use crate::table::{PrimaryKind, PrimaryRow, WorldTable};

/// Writes a world table as one `npz` archive of arrays of numpy, which [`read::world_npz`](crate::read::world_npz) reads without further
/// lists; with the feature `npy`.
///
/// What comes back has the same labels and names and the same bits in every array.
///
/// | array | what of the table |
/// |---|---|
/// | `Z`, `Y`, `x` | flows, final use, output |
/// | `VA`; or the components of value added by their codes | value added |
/// | `product_tax`, `margins`, `other` | other primary inputs, where the table has them |
/// | the same with `_Y` behind | what final uses pay of them, where they do |
/// | `F`, `F_Y`, `extensions`, `extension_units` | extensions, where there are any |
/// | `row_country`, `row_group`, `row_sector`, `row_sector_name` | a label for every row of `Z` and `Y`, and every column of `Z` |
/// | `column_country`, `column_final_use`, `column_final_use_name` | a label for every column of `Y` |
/// | `settings` | unit, year, value-added concept, tolerance and provenance: the text of `table.toml` in the layout of [`world_csv`](super::world_csv) |
///
/// Labels are text arrays (`U`), so that nothing has to be unpickled:
///
/// ```python
/// table = np.load("world.npz")
/// exports_of_china = table["Z"][table["row_country"] == "CHN"]
/// ```
///
/// # Errors
/// If the file is there already (see [`replace_world_npz`]) or cannot be written; and, before it is touched, if an array is longer than
/// 4 GiB, or the arrays have no place for part of the table: value added that is missing, or stands whole and in components; primary inputs
/// paid on exports; no final use; a label that ends with a zero character; settings that
/// [`world_csv`](super::world_csv) could not state either.
///
/// # Example
/// ```
/// use leontief::{read, write};
///
/// # let file = std::env::temp_dir().join(format!("leontief-world-npz-{}.npz", std::process::id()));
/// let table = read::world_csv("data/t3x2")?.check()?;
/// write::world_npz(&file, &table)?;
/// let back = read::world_npz(&file)?.check()?;
/// assert_eq!(back.flows(), table.flows());
/// # std::fs::remove_file(&file).unwrap();
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn world_npz(path: impl AsRef<Path>, table: &WorldTable) -> Result<()> {
    let path = path.as_ref();
    let arrays = arrays(table).map_err(|error| error.in_file(path))?;
    written(path, &arrays, Overwrite::No)
}

/// The same in place of a file that is there already.
///
/// # Errors
/// As [`world_npz`], but for a file that is there already.
pub fn replace_world_npz(path: impl AsRef<Path>, table: &WorldTable) -> Result<()> {
    let path = path.as_ref();
    let arrays = arrays(table).map_err(|error| error.in_file(path))?;
    written(path, &arrays, Overwrite::Yes)
}

type Named<'a> = (String, Array<'a>);

fn arrays(table: &WorldTable) -> Result<Vec<Named<'_>>> {
    let named = |name: &str, array| (name.to_owned(), array);
    let mut arrays = vec![
        named("Z", Array::Matrix(table.flows())),
        named("Y", Array::Matrix(table.final_use())),
        named("x", Array::Vector(table.output())),
    ];
    require_value_added_once(table)?;
    for row in table.primary().rows() {
        arrays.extend(primary(row)?);
    }
    if !table.extensions().is_empty() {
        let extensions = table.extensions();
        let units = extensions.positions();
        let units = units.map(|at| extensions.name(at).to_owned());
        arrays.extend([
            named("F", Array::Matrix(table.extension_rows())),
            named("F_Y", Array::Matrix(table.extension_finals())),
            named("extensions", Array::Texts(extensions.codes().to_vec())),
            named("extension_units", Array::Texts(units.collect())),
        ]);
    }
    arrays.extend(labels(table)?);
    let settings = settings(table, "arrays of numpy")?;
    arrays.push(named("settings", Array::Texts(vec![settings])));
    Ok(arrays)
}

fn primary(row: &PrimaryRow) -> Result<Vec<Named<'_>>> {
    let name = match row.kind {
        PrimaryKind::UndividedValueAdded => "VA",
        PrimaryKind::ProductTax => "product_tax",
        PrimaryKind::Margins => "margins",
        kind => kind.code(),
    };
    if row.on_exports != 0.0 {
        let what = format!(
            "{} are also paid on exports, for which there is no array",
            row.kind
        );
        return Err(Error::table(what).found(row.on_exports));
    }
    let mut arrays = vec![(name.to_owned(), Array::Vector(row.by_producer.view()))];
    // a negative zero is kept, too
    if row.by_final_use.iter().any(|cell| cell.to_bits() != 0) {
        let paid = Array::Vector(row.by_final_use.view());
        arrays.push((format!("{name}_Y"), paid));
    }
    Ok(arrays)
}

/// A file without value added is read as one whose value added is what output leaves.
fn require_value_added_once(table: &WorldTable) -> Result<()> {
    let rows = table.primary().rows().iter();
    let rows: Vec<&PrimaryRow> = rows.filter(|row| row.kind.is_basic_value_added()).collect();
    let whole = rows
        .iter()
        .any(|row| row.kind == PrimaryKind::UndividedValueAdded);
    match (rows.len(), whole) {
        (0, _) => Err(Error::table("the table has no row of value added").hint("a row of zeros")),
        (1, _) | (_, false) => Ok(()),
        _ => Err(Error::table("value added stands whole and in components")
            .expected("value added whole, or in components")),
    }
}

/// A label for every row, and for every column of final use.
fn labels(table: &WorldTable) -> Result<Vec<Named<'_>>> {
    let mut rows: [Vec<String>; 4] = Default::default();
    for block in table.producers().blocks() {
        let country = table.producers().countries().code(block.country());
        let (group, sectors) = (group_key(block.group()), block.sectors());
        for sector in sectors.positions() {
            let texts = [country, group, sectors.code(sector), sectors.name(sector)];
            for (column, text) in rows.iter_mut().zip(texts) {
                column.push(text.to_owned());
            }
        }
    }
    let (countries, categories) = (table.countries(), table.final_uses());
    if categories.is_empty() {
        return Err(Error::label("the table has no category of final use"));
    }
    let mut columns: [Vec<String>; 3] = Default::default();
    for country in countries.codes() {
        for category in categories.positions() {
            let texts = [
                country,
                categories.code(category),
                categories.name(category),
            ];
            for (column, text) in columns.iter_mut().zip(texts) {
                column.push(text.to_owned());
            }
        }
    }
    let names = [
        "row_country",
        "row_group",
        "row_sector",
        "row_sector_name",
        "column_country",
        "column_final_use",
        "column_final_use_name",
    ];
    let named = names.into_iter().zip(rows.into_iter().chain(columns));
    named
        .map(
            |(name, texts)| match texts.iter().find(|text| text.ends_with('\0')) {
                None => Ok((name.to_owned(), Array::Texts(texts))),
                Some(text) => Err(Error::label(format!(
                    "`{}` ends with a zero",
                    text.escape_debug()
                ))
                .expected("labels that numpy keeps whole")),
            },
        )
        .collect()
}
