//! GLORIA, the Global Resource Input-Output Assessment: supply and use of the world in CSV files without labels, streamed into a table of
//! industries.

mod empty;
mod files;
mod labels;
mod layers;
mod shape;
mod stream;
mod supply;
mod world;

pub use labels::GloriaLabels;
pub use layers::GloriaLayers;

use std::path::Path;

use self::empty::Kept;
use self::files::{FileSet, Library};
use self::shape::Shape;
use self::world::{Reading, World};
use super::Options;
use crate::error::{Error, Result};
use crate::label::{Group, Producers};
use crate::table::{ExtensionRow, PrimaryRow, Provenance, Tolerance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

/// Cells seen have five significant digits, so that a sum of positive ones may miss by half a unit of the fifth, and twice that where
/// both sides are rounded.
const TOLERANCE: Tolerance = Tolerance {
    absolute: 1.0,
    relative: 1e-4,
};

/// GLORIA for the year and release in the names of the files, at basic prices with a row of taxes less subsidies on products. Labels come
/// from the ReadMe beside the files (feature `workbooks`). [`Gloria`] chooses otherwise.
///
/// ```no_run
/// let world = leontief::read::gloria("GLORIA_MRIOs_59_2022")?.check()?;
/// assert_eq!(world.unit().to_string(), "thousand USD, 2022, basic prices");
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`Gloria::draft`].
pub fn gloria(path: impl AsRef<Path>) -> Result<WorldDraft> {
    gloria_with(path, &Options::new())
}

/// The same for one of several years, watched, on some threads.
///
/// # Errors
/// As [`Gloria::draft`].
pub fn gloria_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    Gloria::open(path)?.draft(options)
}

/// The files of GLORIA in a folder or zip archive, and how a table is made of them.
///
/// **Files.** `DATE_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv`: matrix, year, release and layer of valuation are
/// in the name. They may be in one folder, in one archive, or in archives as published in one folder, if their names contain `GLORIA`. The
/// text is streamed: beside the table no more than some 100 MB are held, however large the files.
///
/// **Layout.** Numbers without labels. Rows and columns of producers run region by region, the region's industries and then its products;
/// what they are called is in [`GloriaLabels`].
///
/// | in the file | read as |
/// |---|---|
/// | `T`, row of an industry, column of a product of its region | supply; its sum is the industry's output |
/// | `T`, row of a product, column of an industry | use of the product as an input |
/// | `T`, all other cells | must be zero |
/// | `Y`, row of a product | final use by region and category; rows of industries must be zero |
/// | `V` | value added of industries by component, summed over rows of all regions: `D.1` compensation; `D.29` and `D.39` (negative) net taxes on production; `B.2n` and `B.3n` operating surplus, net, with mixed income; `K.1` depreciation |
/// | layers 2 and 3, 4 and 5 | margins; taxes and subsidies (negative) on products, see [`GloriaLayers`]; their cells of supply are not read |
/// | `TQ`, `YQ` | satellites of industries and of final users, those that are [asked for](Self::extensions) |
///
/// **Table.** Industry by industry. Supply is diagonal by the description of the data, so that the product of an industry is its output
/// alone and nothing has to be assumed. Where a product has several makers, its sales are divided among them in one proportion (fixed
/// product sales structure, model D of Eurostat's manual), and the provenance says how much that is.
///
/// **Empty regions.** A region without supply whose other cells hold at most 1 thousand USD in all, and that has none of the extensions
/// asked for, is left out, and named in the provenance with what it held. A region without supply that holds more stays.
///
/// **Unit.** Thousand USD, current prices.
///
/// **Gaps.** None are allowed: an empty cell is an error.
///
/// **Tolerance.** Sums may miss output by 1 thousand USD and one part in 10⁴, as cells seen have five digits, unless
/// [`WorldDraft::tolerance`] says otherwise. Sales of 10⁻⁶ by industries without output are refused by the check;
/// [`WorldDraft::drop_sales_without_output`] takes them out.
///
/// Written from a description of the layout, and tried on miniature files made for it and one of another program; no published file was
/// at hand.
///
/// # Source
/// Lenzen, Geschke, West and others (2022), Implementing the material footprint to measure progress towards Sustainable Development
/// Goals 8 and 12, Nature Sustainability 5.
#[derive(Debug)]
#[must_use]
pub struct Gloria {
    library: Library,
    labels: Option<GloriaLabels>,
    layers: GloriaLayers,
    extensions: Vec<String>,
    release: Option<u16>,
}

impl Gloria {
    /// Looks which files there are.
    ///
    /// # Errors
    /// If the folder or archive cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self {
            library: Library::open(path.as_ref())?,
            labels: None,
            layers: GloriaLayers::default(),
            extensions: Vec::new(),
            release: None,
        })
    }

    /// With the files of one more folder or archive: satellites are published apart.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn beside(mut self, path: impl AsRef<Path>) -> Result<Self> {
        self.library.add(path.as_ref())?;
        Ok(self)
    }

    /// Labels as the caller knows them, in place of the ReadMe.
    pub fn labels(mut self, labels: GloriaLabels) -> Self {
        self.labels = Some(labels);
        self
    }

    /// At which prices; at basic prices with taxes unless said otherwise.
    pub fn layers(mut self, layers: GloriaLayers) -> Self {
        self.layers = layers;
        self
    }

    /// Satellites to read as extensions, by their exact names; there are thousands, and none is read that is not asked for. Where two have
    /// the same name, `head: name`.
    pub fn extensions<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.extensions = names.into_iter().map(Into::into).collect();
        self
    }

    /// The release wanted, where there are several.
    pub fn release(mut self, release: u16) -> Self {
        self.release = Some(release);
        self
    }

    /// Years and releases that there are files of, in order.
    #[must_use]
    pub fn years(&self) -> Vec<(i32, u16)> {
        let files = self.library.files.iter();
        let mut years: Vec<_> = files.map(|file| (file.year, file.release)).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// Reads the table of the year that the options say, or the only one.
    ///
    /// # Errors
    /// If there are files of several years or releases and none is chosen, a file is missing or there twice, labels are missing or do not
    /// fit the number of rows and columns, a cell is not a number, a cell that must be zero is not, a satellite is unknown, memory does
    /// not suffice, or the watcher stops the reading. Messages name file, row and column.
    pub fn draft(&self, options: &Options) -> Result<WorldDraft> {
        let set = self.library.set(options.year, self.release)?;
        let shape = Shape::of(self.labels_of(&set)?);
        let mut reading = Reading::new(&set, &shape, &options.run, self.layers);
        shape.labels().rows_of(&self.extensions)?; // before hours of reading
        reading.economy()?;
        reading.extensions(&self.extensions)?;
        draft(reading.finish(), &shape, &set, self.layers)
    }

    fn labels_of(&self, set: &FileSet<'_>) -> Result<GloriaLabels> {
        if let Some(labels) = &self.labels {
            return Ok(labels.clone());
        }
        let release = set.release;
        match self.library.read_me(release)? {
            Some(content) => GloriaLabels::of_content(content),
            None => Err(Error::label("no labels: the files have none")
                .expected(format!(
                    "`GLORIA_ReadMe_{release:03}.xlsx` beside the files"
                ))
                .hint("put it there, or give `Gloria::labels`")),
        }
    }
}

/// The draft, without empty regions.
fn draft(
    world: World,
    shape: &Shape,
    set: &FileSet<'_>,
    layers: GloriaLayers,
) -> Result<WorldDraft> {
    let labels = shape.labels();
    let kept = Kept::of(&world, shape);
    let (sectors, categories) = (shape.sectors(), shape.categories());
    let names = labels.regions.codes().iter().zip(&kept.regions);
    let blocks = names
        .filter(|(_, kept)| **kept)
        .map(|(code, _)| (code.as_str(), Group::whole(), labels.sectors.clone()));
    let producers = Producers::new(blocks)?;
    let prices = match layers {
        GloriaLayers::PurchasersPrices => PriceBasis::Purchaser,
        GloriaLayers::BasicPrices | GloriaLayers::BasicPricesAndTaxes => PriceBasis::Basic,
    };
    let unit = Unit::new("USD", Scale::THOUSANDS, set.year, prices);
    let provenance = provenance(&world, set, &kept);
    let flows = kept.matrix(world.flows, [sectors, sectors]);
    let finals = kept.matrix(world.finals, [sectors, categories]);
    let mut draft = WorldDraft::of_uses(producers, labels.finals.clone(), unit, flows, finals)
        .output(kept.row(&world.output, sectors))
        .tolerance(TOLERANCE)
        .provenance(provenance);
    let on_finals = |row: &ndarray::Array1<f64>| match row.is_empty() {
        true => row.clone(),
        false => kept.row(row, categories),
    };
    for row in world.primary {
        draft = draft.primary_row(PrimaryRow {
            by_producer: kept.row(&row.by_producer, sectors),
            by_final_use: on_finals(&row.by_final_use),
            ..row
        });
    }
    for row in world.extensions {
        draft = draft.extension_row(ExtensionRow {
            by_producer: kept.row(&row.by_producer, sectors),
            by_final_use: on_finals(&row.by_final_use),
            ..row
        });
    }
    Ok(draft)
}

fn provenance(world: &World, set: &FileSet<'_>, kept: &Kept) -> Provenance {
    let edition = format!(
        "release {:03}, files of {}",
        set.release,
        world.dates.join(" and ")
    );
    let mut provenance = Provenance::from_source("GLORIA").of_edition(edition);
    for source in &world.sources {
        provenance = provenance.with_file(source.clone());
    }
    let notes = world.notes.iter().chain(&kept.note);
    notes.fold(provenance, |provenance, note| provenance.then(note))
}
