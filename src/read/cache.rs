//! World tables as [`write::cache`](crate::write::cache) writes them, mapped into memory.

use std::fmt;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memmap2::Mmap;
use ndarray::{ArrayView1, ArrayView2, Axis as Dimension};

use crate::error::{Error, Result};
use crate::label::{Axis, Country, Extension, FinalUse, Producers};
use crate::table::cached::{
    COLUMN_RESIDUALS, Description, FINAL_USE, FLOWS, Header, OUTPUT, PRIMARY, ROW_RESIDUALS,
    damaged, places,
};
use crate::table::{
    ExtensionRow, Fingerprint, PrimaryKind, PrimaryRow, Provenance, Tolerance, ValueAddedConcept,
    WorldDraft, WorldTable,
};
use crate::unit::Unit;

/// A world table in a file that [`write::cache`](crate::write::cache) wrote. With the feature `cache`.
///
/// Opening reads the labels and proves them and the sizes; the numbers stay in the file, which is mapped into memory: views of them are
/// had at once, and what is looked at is loaded by the operating system. [`verify`](Self::verify) proves that the numbers are those that were
/// written; [`draft`](Self::draft) and [`table`](Self::table) do so before they copy them. A table made in this way is the one that was
/// written, bit by bit, with its tolerance, its residuals and its provenance. Cheap to clone.
///
/// **Leave the file alone while it is open.** A program that writes into a mapped file changes the numbers under the views of this one,
/// and one that cuts it off ends this one (the system's signal of a bus error) as soon as it looks behind the new end. Neither can be turned into
/// an error, so a table whose numbers matter more than a second of time is better copied with [`table`](Self::table). `write::cache`
/// never does either: it puts a new file in the place of the old one, which open maps keep until they are dropped (Windows refuses to
/// replace a file that is mapped).
#[derive(Clone)]
pub struct CachedWorld(Arc<Contents>);

struct Contents {
    file: PathBuf,
    map: Mmap,
    header: Header,
    description: Description,
    /// The places of arrays, in numbers from the start of the file.
    places: Vec<Range<usize>>,
    columns: usize,
}

impl CachedWorld {
    /// Opens a file and proves header, labels and sizes.
    ///
    /// # Errors
    /// If the file cannot be opened, is no cached table or one of another version or byte order, is cut off, or its header or labels are
    /// not as they were written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let contents = Contents::of(path).map_err(|error| error.in_file(path))?;
        Ok(Self(Arc::new(contents)))
    }

    /// The producers: countries × groups × sectors.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.0.description.producers
    }

    /// The countries: those with producers, then markets without.
    #[must_use]
    pub fn countries(&self) -> &Axis<Country> {
        &self.0.description.countries
    }

    /// The categories of final use.
    #[must_use]
    pub fn final_uses(&self) -> &Axis<FinalUse> {
        &self.0.description.categories
    }

    /// The rows beside the economic ones.
    #[must_use]
    pub fn extensions(&self) -> &Axis<Extension> {
        &self.0.description.extensions
    }

    /// The unit of every amount.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.0.description.unit
    }

    /// Source and steps of the table that was written.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.0.description.provenance
    }

    /// Which primary rows count as value added.
    #[must_use]
    pub fn concept(&self) -> ValueAddedConcept {
        self.0.description.concept
    }

    /// The tolerance with which the table passed its checks.
    #[must_use]
    pub fn tolerance(&self) -> Tolerance {
        self.0.description.tolerance
    }

    /// The kinds of primary input that the table has.
    pub fn primary_kinds(&self) -> impl Iterator<Item = PrimaryKind> + '_ {
        self.0.description.primary.iter().map(|(kind, _)| *kind)
    }

    /// Intermediate flows, supplier × user.
    #[must_use]
    pub fn flows(&self) -> ArrayView2<'_, f64> {
        self.0.flows()
    }

    /// Final use, producer × (country, category).
    #[must_use]
    pub fn final_use(&self) -> ArrayView2<'_, f64> {
        self.0.final_use()
    }

    /// Output, by producer.
    #[must_use]
    pub fn output(&self) -> ArrayView1<'_, f64> {
        ArrayView1::from(self.0.numbers(OUTPUT))
    }

    /// A primary row by producer, where the table has it.
    #[must_use]
    pub fn primary(&self, kind: PrimaryKind) -> Option<ArrayView1<'_, f64>> {
        let at = self.primary_kinds().position(|known| known == kind)?;
        Some(ArrayView1::from(self.0.numbers(PRIMARY + 2 * at)))
    }

    /// A primary row by column of final use, where the table has it.
    #[must_use]
    pub fn primary_on_final_use(&self, kind: PrimaryKind) -> Option<ArrayView1<'_, f64>> {
        let at = self.primary_kinds().position(|known| known == kind)?;
        Some(ArrayView1::from(self.0.numbers(PRIMARY + 2 * at + 1)))
    }

    /// Extension × producer.
    #[must_use]
    pub fn extension_rows(&self) -> ArrayView2<'_, f64> {
        self.0.extension_rows()
    }

    /// What final users cause directly, extension × (country, category).
    #[must_use]
    pub fn extension_finals(&self) -> ArrayView2<'_, f64> {
        self.0.extension_finals()
    }

    /// The fingerprint of the whole file, as it stands in its header; [`verify`](Self::verify) proves that it is that of the numbers.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.header.fingerprint
    }

    /// Proves that the numbers are those that were written: reads all of them.
    ///
    /// # Errors
    /// If a byte is another one.
    pub fn verify(&self) -> Result<()> {
        let proved = self.0.header.require_numbers(&self.0.map);
        proved.map_err(|error| error.in_file(&self.0.file))
    }

    /// A draft with the same contents, copied from the file.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn draft(&self) -> Result<WorldDraft> {
        self.verify()?;
        let draft = self.0.draft();
        draft.map_err(|error| error.in_file(&self.0.file))
    }

    /// The table that was written, copied from the file. Its checks are made again; on record are those of the first time.
    ///
    /// # Errors
    /// As [`verify`](Self::verify), or if a file made by another program fails the checks.
    pub fn table(&self) -> Result<WorldTable> {
        let (rows, columns) = (
            self.0.numbers(ROW_RESIDUALS),
            self.0.numbers(COLUMN_RESIDUALS),
        );
        let notes = self.0.description.notes.clone();
        let table = self.draft()?.check_on_record(rows, columns, notes);
        table.map_err(|error| error.in_file(&self.0.file))
    }
}

impl Contents {
    fn of(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::from_io(error, path))?;
        let map = map(&file).map_err(|error| Error::from_io(error, path))?;
        let (header, description) = Header::read(&map)?;
        let length = description.len();
        let description = Description::from_bytes(description)?;
        let places = places(length, &description.lengths())
            .filter(|(_, end)| *end == map.len())
            .map(|(places, _)| places)
            .ok_or_else(|| damaged("the file has not the size that its labels ask for"))?;
        // the address of a map is that of a page, so that only a length can be wrong
        if bytemuck::try_cast_slice::<u8, f64>(&map).is_err() {
            return Err(damaged(
                "the file is not made of whole numbers of eight bytes",
            ));
        }
        let by_number = |place: Range<usize>| place.start / 8..place.end / 8;
        Ok(Self {
            file: path.to_owned(),
            header,
            columns: description.columns().unwrap_or_default(),
            description,
            places: places.into_iter().map(by_number).collect(),
            map,
        })
    }

    fn numbers(&self, array: usize) -> &[f64] {
        let all: &[f64] = bytemuck::cast_slice(&self.map);
        &all[self.places[array].clone()]
    }

    fn matrix(&self, array: usize, shape: (usize, usize)) -> ArrayView2<'_, f64> {
        match ArrayView2::from_shape(shape, self.numbers(array)) {
            Ok(matrix) => matrix,
            // not reached: sizes were proved when the file was opened
            Err(_) => ArrayView1::from(&[]).insert_axis(Dimension(0)),
        }
    }

    fn flows(&self) -> ArrayView2<'_, f64> {
        let n = self.description.producers.len();
        self.matrix(FLOWS, (n, n))
    }

    fn final_use(&self) -> ArrayView2<'_, f64> {
        let n = self.description.producers.len();
        self.matrix(FINAL_USE, (n, self.columns))
    }

    fn extension_rows(&self) -> ArrayView2<'_, f64> {
        let array = PRIMARY + 2 * self.description.primary.len();
        let rows = self.description.extensions.len();
        self.matrix(array, (rows, self.description.producers.len()))
    }

    fn extension_finals(&self) -> ArrayView2<'_, f64> {
        let array = PRIMARY + 2 * self.description.primary.len() + 1;
        self.matrix(array, (self.description.extensions.len(), self.columns))
    }

    fn draft(&self) -> Result<WorldDraft> {
        let description = &self.description;
        let unit = description.unit.clone();
        let categories = description.categories.clone();
        let (flows, finals) = (self.flows().to_owned(), self.final_use().to_owned());
        let producers = description.producers.clone();
        let mut draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
            .of_markets(description.markets.iter().cloned())?
            .output(self.numbers(OUTPUT).to_vec().into())
            .concept(description.concept)
            .tolerance(description.tolerance)
            .provenance(description.provenance.clone());
        for (at, (kind, on_exports)) in description.primary.iter().enumerate() {
            draft = draft.primary_row(PrimaryRow {
                kind: *kind,
                by_producer: self.numbers(PRIMARY + 2 * at).to_vec().into(),
                by_final_use: self.numbers(PRIMARY + 2 * at + 1).to_vec().into(),
                on_exports: *on_exports,
            });
        }
        let extensions = &description.extensions;
        let by_producer = self.extension_rows();
        let by_final_use = self.extension_finals();
        for at in extensions.positions() {
            draft = draft.extension_row(ExtensionRow {
                code: extensions.code(at).to_owned(),
                unit: extensions.name(at).to_owned(),
                by_producer: by_producer.row(at.get()).to_owned(),
                by_final_use: by_final_use.row(at.get()).to_owned(),
            });
        }
        Ok(draft)
    }
}

#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the map is read only and private to this value, and no reference to it outlives the value. Its bytes are looked at as u8
    // and f64, of which every pattern of bits is valid. What Rust cannot prove is that no other program writes into the file or cuts it
    // off meanwhile: that is the caller's part, as the documentation of `CachedWorld` says, and this crate replaces such files by renaming only.
    unsafe { Mmap::map(file) }
}

impl fmt::Debug for CachedWorld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CachedWorld ({}): {} producers in {} countries",
            self.unit(),
            self.producers().len(),
            self.countries().len()
        )
    }
}
