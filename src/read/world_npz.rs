//! A world table as arrays of numpy, in one `npz` archive.
//!
//! | array | read as |
//! |---|---|
//! | `Z`, seller × buyer | flows |
//! | `Y`, seller × (country, category) | final use |
//! | `x` | output |
//! | `VA`, may be missing | value added |
//! | `product_tax`, `margins` and the other codes of [`PrimaryKind`], may be missing | other primary inputs; value added in components |
//! | the same with `_Y` behind, may be missing | what final uses pay |
//! | `F`, `F_Y`, `extensions`, `extension_units`, may be missing | extensions |
//! | `row_country`, `row_group`, `row_sector`, text | labels of producers |
//! | `column_country`, `column_final_use`, text | labels of the columns of `Y` |
//! | `row_sector_name`, `column_final_use_name`, text, may be missing | names beside codes |
//! | `settings`, one text, may be missing | what the numbers mean, as in the `table.toml` of [`world_csv`](super::world_csv) |
//!
//! Producers stand in the order of the rows, those of a country and of a group side by side; columns of `Z` follow the rows. Columns of `Y`
//! are found by their labels. Arrays of other names are passed over, which the provenance says.

use std::collections::HashMap;
use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::npy::Npz;
use super::world_settings::Settings;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country, FinalUse, Producers, Sector};
use crate::table::{ExtensionRow, PrimaryKind, PrimaryRow, Provenance, WorldDraft};
use crate::unit::Unit;

/// The source of a file that names none.
const SOURCE: &str = "arrays of numpy";
const LABELS: [&str; 8] = [
    "row_country",
    "row_group",
    "row_sector",
    "row_sector_name",
    "column_country",
    "column_final_use",
    "column_final_use_name",
    "settings",
];
const EXTENSIONS: [&str; 4] = ["extensions", "extension_units", "F", "F_Y"];

/// A world table with its labels, as [`write::world_npz`](crate::write::world_npz) writes it; with the feature `npy`.
///
/// Without value added, it is [what output leaves](WorldDraft::residual_value_added).
///
/// # Errors
/// If the file cannot be read, an array is missing, of another shape or type, or has a cell that is not finite; if a label is missing,
/// doubled or empty. Files without labels are read by [`world_npz_labelled`].
pub fn world_npz(path: impl AsRef<Path>) -> Result<WorldDraft> {
    let npz = Npz::open(path.as_ref())?;
    if !npz.has("row_country") {
        return Err(Error::label("the file has no labels")
            .in_file(npz.path())
            .expected("an array `row_country` and the others beside it")
            .found(first_few(npz.names()))
            .hint("`world_npz_labelled` with the labels"));
    }
    let settings = match npz.has("settings") {
        true => npz.texts("settings")?.join("\n"),
        false => String::new(),
    };
    let settings = Settings::of(&settings, npz.place("settings"))?;
    let producers = producers(&npz, &settings)?;
    let columns = Columns::of(&npz, &producers)?;
    let source = settings.source.as_deref().unwrap_or(SOURCE);
    let remarks = settings.remarks.iter();
    let provenance = remarks.fold(Provenance::from_source(source), |all, remark| {
        all.then(format!("remark: {remark}"))
    });
    let arrays = Arrays {
        npz: &npz,
        n: producers.len(),
        order: columns.order,
    };
    let draft = arrays
        .uses(producers, columns.categories, settings.unit)?
        .of_markets(columns.markets)?
        .concept(settings.concept)
        .tolerance(settings.tolerance);
    arrays.filled(draft, &provenance)
}

/// A world table without labels, which the caller knows: producers in the order of the rows, categories in the order of the columns of
/// every country, countries in the order of their producers. With the feature `npy`.
///
/// ```no_run
/// use leontief::label::{Axis, Country, Group, Producers, Sector};
/// use leontief::read;
/// use leontief::unit::{PriceBasis, Scale, Unit};
///
/// let countries: Axis<Country> = read::codes_csv("countries.csv")?;
/// let industries: Axis<Sector> = read::codes_csv("industries.csv")?;
/// let blocks = countries.codes().iter().map(|country| (country, Group::whole(), industries.clone()));
/// let unit = Unit::new("USD", Scale::MILLIONS, 2011, PriceBasis::Basic);
/// let categories = Axis::new(["c37", "c38", "c39", "c41", "c42"])?;
/// let world = read::world_npz_labelled("wiod13_2011.npz", Producers::new(blocks)?, categories, unit)?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`world_npz`]; if the file has labels itself.
pub fn world_npz_labelled(
    path: impl AsRef<Path>,
    producers: Producers,
    categories: Axis<FinalUse>,
    unit: Unit,
) -> Result<WorldDraft> {
    let npz = Npz::open(path.as_ref())?;
    if let Some(own) = LABELS.iter().find(|label| npz.has(label)) {
        return Err(Error::label("the file has labels of its own")
            .in_file(npz.path())
            .found(format!("an array `{own}`"))
            .hint("`world_npz`"));
    }
    let width = producers.countries().len() * categories.len();
    let arrays = Arrays {
        npz: &npz,
        n: producers.len(),
        order: (0..width).collect(),
    };
    let draft = arrays.uses(producers, categories, unit)?;
    let provenance = Provenance::from_source(SOURCE).then("labels by position, from the caller");
    arrays.filled(draft, &provenance)
}

/// The name of the array of a primary input.
fn payment(kind: PrimaryKind) -> &'static str {
    match kind {
        PrimaryKind::UndividedValueAdded => "VA",
        PrimaryKind::ProductTax => "product_tax",
        PrimaryKind::Margins => "margins",
        kind => kind.code(),
    }
}

/// The arrays of an archive, and what they must fit.
struct Arrays<'a> {
    npz: &'a Npz,
    /// How many producers there are.
    n: usize,
    /// The columns of `Y` in the order of the draft.
    order: Vec<usize>,
}

impl Arrays<'_> {
    /// A draft with flows, final use and output.
    fn uses(
        &self,
        producers: Producers,
        categories: Axis<FinalUse>,
        unit: Unit,
    ) -> Result<WorldDraft> {
        let output = self.row("x", self.n)?;
        let flows = self.matrix("Z", (self.n, self.n))?;
        let finals = self.matrix("Y", (self.n, self.order.len()))?;
        let finals = finals.select(Dimension(1), &self.order);
        Ok(WorldDraft::of_uses(producers, categories, unit, flows, finals).output(output))
    }

    /// The draft with all other numbers.
    fn filled(&self, draft: WorldDraft, provenance: &Provenance) -> Result<WorldDraft> {
        let draft = self.with_extensions(self.with_primary(draft)?)?;
        let others: Vec<&str> = self.npz.names().filter(|name| !is_known(name)).collect();
        let provenance = provenance.clone().with_file(self.npz.source()?);
        Ok(draft.provenance(match others.is_empty() {
            true => provenance,
            false => provenance.then(format!("arrays passed over: {}", others.join(", "))),
        }))
    }

    fn with_primary(&self, mut draft: WorldDraft) -> Result<WorldDraft> {
        let mut has_value_added = false;
        for kind in PrimaryKind::ALL {
            let (name, on_finals) = (payment(kind), on_finals(kind));
            if !self.npz.has(name) {
                continue;
            }
            has_value_added |= kind.is_basic_value_added();
            let by_final_use = match self.npz.has(&on_finals) {
                true => {
                    let paid = self.row(&on_finals, self.order.len())?;
                    self.order.iter().map(|column| paid[*column]).collect()
                }
                false => Array1::zeros(0),
            };
            draft = draft.primary_row(PrimaryRow {
                kind,
                by_producer: self.row(name, self.n)?,
                by_final_use,
                on_exports: 0.0,
            });
        }
        Ok(match has_value_added {
            true => draft,
            false => draft.residual_value_added(),
        })
    }

    fn with_extensions(&self, draft: WorldDraft) -> Result<WorldDraft> {
        if !self.npz.has("extensions") {
            return Ok(draft);
        }
        let codes = self.npz.texts("extensions")?;
        let units = texts(self.npz, "extension_units", codes.len())?;
        let by_producer = self.matrix("F", (codes.len(), self.n))?;
        let by_final_use = match self.npz.has("F_Y") {
            true => Some(self.matrix("F_Y", (codes.len(), self.order.len()))?),
            false => None,
        };
        let rows = codes.into_iter().zip(units).enumerate();
        Ok(rows.fold(draft, |draft, (at, (code, unit))| {
            let direct = by_final_use.as_ref().map(|finals| {
                let columns = self.order.iter();
                columns.map(|column| finals[[at, *column]]).collect()
            });
            draft.extension_row(ExtensionRow {
                code,
                unit,
                by_producer: by_producer.row(at).to_owned(),
                by_final_use: direct.unwrap_or_else(|| Array1::zeros(0)),
            })
        }))
    }

    fn row(&self, name: &str, width: usize) -> Result<Array1<f64>> {
        Ok(self.matrix(name, (width, 1))?.column(0).to_owned())
    }

    fn matrix(&self, name: &str, (rows, columns): (usize, usize)) -> Result<Array2<f64>> {
        let matrix = self.npz.matrix(name)?;
        if matrix.dim() == (rows, columns) {
            return Ok(matrix);
        }
        let what = format!("the array `{name}` does not fit the labels");
        Err(Error::shape(what)
            .in_file(&self.npz.place(name))
            .expected(format!("{rows} × {columns}"))
            .found(format!("{} × {}", matrix.nrows(), matrix.ncols()))
            .hint("compare the numbers of countries, sectors and final uses"))
    }
}

/// Whether an array has a meaning here.
fn is_known(name: &str) -> bool {
    let numbers = ["Z", "Y", "x"].iter().chain(&EXTENSIONS).chain(&LABELS);
    let is_payment = |kind: &PrimaryKind| payment(*kind) == name || on_finals(*kind) == name;
    numbers.into_iter().any(|known| *known == name) || PrimaryKind::ALL.iter().any(is_payment)
}

/// The name of the array of what final uses pay of a primary input.
fn on_finals(kind: PrimaryKind) -> String {
    format!("{}_Y", payment(kind))
}

/// So many texts.
fn texts(npz: &Npz, name: &str, count: usize) -> Result<Vec<String>> {
    let texts = npz.texts(name)?;
    match texts.len() == count {
        true => Ok(texts),
        false => Err(
            Error::shape(format!("`{name}` does not fit the other labels"))
                .in_file(&npz.place(name))
                .expected(count)
                .found(texts.len()),
        ),
    }
}

/// Names beside codes; the codes themselves where there are none.
fn names(npz: &Npz, name: &str, codes: &[String]) -> Result<Vec<String>> {
    match npz.has(name) {
        true => texts(npz, name, codes.len()),
        false => Ok(codes.to_vec()),
    }
}

fn producers(npz: &Npz, settings: &Settings) -> Result<Producers> {
    let countries = npz.texts("row_country")?;
    let groups = texts(npz, "row_group", countries.len())?;
    let sectors = texts(npz, "row_sector", countries.len())?;
    let names = names(npz, "row_sector_name", &sectors)?;
    let rows: Vec<usize> = (0..countries.len()).collect();
    let blocks =
        rows.chunk_by(|a, b| (&countries[*a], &groups[*a]) == (&countries[*b], &groups[*b]));
    let blocks = blocks.map(|rows| {
        let entries = rows.iter().map(|row| (&*sectors[*row], &*names[*row]));
        let axis: Axis<Sector> = Axis::with_names(entries)?;
        Ok((
            &*countries[rows[0]],
            settings.group(&groups[rows[0]])?,
            axis,
        ))
    });
    let at = |error: Error| error.in_file(&npz.place("row_country"));
    let blocks: Vec<_> = blocks.collect::<Result<_>>().map_err(at)?;
    let producers = Producers::new(blocks).map_err(at)?;
    settings.refuse_unknown_groups(&producers)?;
    Ok(producers)
}

/// The columns of `Y` by their labels.
struct Columns {
    /// Countries without producers.
    markets: Vec<String>,
    categories: Axis<FinalUse>,
    /// The column of every country and category, in the order of the table.
    order: Vec<usize>,
}

impl Columns {
    fn of(npz: &Npz, producers: &Producers) -> Result<Self> {
        let at = |name: &str| {
            let place = npz.place(name);
            move |error: Error| error.in_file(&place)
        };
        let countries = npz.texts("column_country")?;
        let codes = texts(npz, "column_final_use", countries.len())?;
        let names = names(npz, "column_final_use_name", &codes)?;
        let mut categories: Vec<(String, String)> = Vec::new();
        let mut known: Vec<String> = producers.countries().codes().to_vec();
        let producing = known.len();
        let mut places = HashMap::new();
        for (column, (country, code)) in countries.iter().zip(&codes).enumerate() {
            if !categories.iter().any(|(known, _)| known == code) {
                categories.push((code.clone(), names[column].clone()));
            }
            if !known.contains(country) {
                known.push(country.clone());
            }
            if places.insert((country, code), column).is_some() {
                let error = Error::label(format!("the column `{country} {code}` stands twice"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(at("column_country")(error));
            }
        }
        let categories: Axis<FinalUse> =
            Axis::with_names(categories).map_err(at("column_final_use"))?;
        let known: Axis<Country> = Axis::new(known).map_err(at("column_country"))?;
        let pairs = known.codes().iter();
        let pairs = pairs.flat_map(|country| categories.codes().iter().map(move |k| (country, k)));
        let order = pairs.map(|pair| {
            places.get(&pair).copied().ok_or_else(|| {
                let what = format!("no column `{} {}` of `Y`", pair.0, pair.1);
                at("column_country")(Error::label(what).expected("every category in every country"))
            })
        });
        Ok(Self {
            order: order.collect::<Result<_>>()?,
            markets: known.codes()[producing..].to_vec(),
            categories,
        })
    }
}
