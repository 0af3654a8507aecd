//! Full national tables of Eora, one file with four lines and four columns of labels.

use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::cells::{Cells, Heads, Items, Label, Of};
use super::primary::{Added, counts_twice, kind_of};
use super::satellites::Satellites;
use super::supply_use::EoraSupplyUse;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Partner, Producers, Product, TradeKind};
use crate::read::files::Files;
use crate::read::names::base;
use crate::read::options::Options;
use crate::read::totals::Totals;
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::{PriceBasis, Scale, Unit};

/// What a full national table of Eora is; countries differ.
#[derive(Debug, Clone)]
pub enum EoraNational {
    /// Industry × industry, or commodity × commodity.
    Symmetric(Box<NationalDraft>),
    /// Supply and use: industries and commodities.
    SupplyUse(Box<EoraSupplyUse>),
}

impl EoraNational {
    /// The table where it is symmetric.
    ///
    /// # Errors
    /// If it is a supply-use table.
    pub fn symmetric(self) -> Result<NationalDraft> {
        match self {
            Self::Symmetric(draft) => Ok(*draft),
            Self::SupplyUse(tables) => Err(Error::table(format!(
                "the table of {} is a supply-use table",
                tables.country()
            ))
            .expected("a table of industries, or of commodities")
            .hint("`EoraNational::SupplyUse`, and `build::SupplyUseDraft` for a construct")),
        }
    }
}

/// A full national table of Eora, see [`eora_national_with`].
///
/// ```no_run
/// let draft = leontief::read::eora_national("IO_CHN_2015_BasicPrice.txt")?.symmetric()?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`eora_national_with`].
pub fn eora_national(path: impl AsRef<Path>) -> Result<EoraNational> {
    eora_national_with(path, &Options::new())
}

/// The same with a choice of satellite rows, watched, on some threads; plain, as gz, or alone in a zip archive.
///
/// `IO_CCC_YYYY_BasicPrice.txt` or `…_PurchasersPrice.txt`, separated by tabs. Above the numbers stand four lines of labels and left of
/// them four columns: country, code, group, item. The groups say what a cell is, in any order:
///
/// | rows | columns | read as |
/// |---|---|---|
/// | `Industries`, or `Commodities` | the same | domestic inputs of a symmetric table, which is a [`NationalDraft`] |
/// | both | both | a supply-use table: [`EoraSupplyUse`] |
/// | `Primary Inputs` | all | primary inputs by the name of the item, as in [`eora26_with`](super::eora26_with); those on exports are added up |
/// | `ImportsFrom` | all | imported inputs and final uses: one row for each country of origin, no products; those on exports are imports that are exported again |
/// | all | `Final Demand` | categories of final use |
/// | all | `ExportsTo` | exports by destination, of undivided kind |
/// | any other group, with its unit in parentheses | `Industries` or `Commodities` | extension rows `group: item`; in a national table not those of final use, whose sum is in the provenance |
///
/// **Names.** An item's name is its code. Names repeat in Eora: the second of a name becomes `name [2]`, the third `name [3]`, in rows as
/// in columns, and the provenance counts them.
///
/// **Unit.** Thousand US dollars, current prices; what stands in the corner above the labels is in the provenance.
///
/// **Output** is what a row sums to; the provenance says by how much columns miss it. Empty cells are zero and counted.
///
/// # Source
/// Lenzen, Moran, Kanemoto, Geschke (2013), Building Eora: a global multi-region input-output database at high country and sector
/// resolution, Economic Systems Research 25(1). The layout is written from descriptions; no published file was at hand.
///
/// # Errors
/// If the name of the file does not tell country, year and prices, a group of columns is unknown, rows and columns differ, a label is
/// doubled, a row has too few or too many cells or a cell is not a number. Messages name file, line, column and label.
pub fn eora_national_with(path: impl AsRef<Path>, options: &Options) -> Result<EoraNational> {
    let path = path.as_ref();
    let files = Files::open(path)?;
    let wanted = |name: &str| files.names().len() == 1 || Name::of(name).is_some();
    let file = files.sole("file `IO_CCC_YYYY_BasicPrice.txt`", wanted)?;
    let place = files.place(file);
    let name = Name::of(file).ok_or_else(|| {
        Error::parse("the name of the file does not tell what it is")
            .in_file(&place)
            .expected("`IO_CCC_YYYY_BasicPrice.txt` or `IO_CCC_YYYY_PurchasersPrice.txt`")
            .hint("give it the name that it was published under")
    })?;
    if let Some(year) = options.year.filter(|year| *year != name.year) {
        let error = Error::parse("the name of the file has another year");
        return Err(error.in_file(&place).expected(year).found(name.year));
    }
    let heads = Heads::read(&files, file)?;
    let source = files.source(file)?;
    let table = Table::read(&files, file, name, &heads, options);
    let mut table = table.map_err(|error| error.in_file(&place))?;
    table.provenance = table.provenance.with_file(source);
    match table.square.len() {
        1 => Ok(EoraNational::Symmetric(Box::new(table.symmetric()?))),
        _ => Ok(EoraNational::SupplyUse(Box::new(EoraSupplyUse::of(table)?))),
    }
}

/// What the name of a file says.
struct Name {
    country: String,
    year: i32,
    prices: PriceBasis,
}

impl Name {
    fn of(name: &str) -> Option<Self> {
        let stem = base(name)
            .rsplit_once('.')
            .filter(|(_, ending)| ending.eq_ignore_ascii_case("txt"))?;
        let parts: Vec<&str> = stem.0.split('_').collect();
        let [start, country, year, prices] = parts[..] else {
            return None;
        };
        let prices = match prices.to_lowercase().as_str() {
            "basicprice" => PriceBasis::Basic,
            "purchasersprice" => PriceBasis::Purchaser,
            _ => return None,
        };
        let is_it = start.eq_ignore_ascii_case("IO") && !country.is_empty() && year.len() == 4;
        Some(Self {
            country: country.to_owned(),
            year: year.parse().ok().filter(|_| is_it)?,
            prices,
        })
    }
}

/// A table with its labels.
pub(super) struct Table {
    pub(super) country: String,
    pub(super) unit: Unit,
    /// Groups that have both rows and columns, with their codes.
    pub(super) square: Vec<(Of, Vec<String>)>,
    pub(super) cells: Cells,
    pub(super) finals: Vec<String>,
    pub(super) origins: Axis<Product>,
    pub(super) destinations: Axis<Partner>,
    items: Vec<String>,
    kinds: Vec<PrimaryKind>,
    satellites: Satellites,
    pub(super) provenance: Provenance,
}

impl Table {
    fn read(
        files: &Files,
        file: &str,
        name: Name,
        heads: &Heads,
        options: &Options,
    ) -> Result<Self> {
        let groups = [Of::Industries, Of::Commodities];
        let found = groups
            .into_iter()
            .filter(|of| !heads.rows(*of).is_empty() || !heads.columns(*of).is_empty());
        let found: Vec<Of> = found.collect();
        if found.is_empty() {
            let error = Error::label("neither industries nor commodities");
            let rows = heads.rows.iter().map(|label| label.group.as_str());
            return Err(error
                .expected("rows and columns of the group `Industries` or `Commodities`")
                .found(first_few(rows)));
        }
        let mut square: Vec<(Of, Items)> = Vec::new();
        for of in found {
            home(heads, of, &name.country)?;
            square.push((of, heads.items(of)?));
        }
        let satellites = heads.rows(Of::Satellites);
        let rows = satellites
            .iter()
            .map(|label| (label.group.as_str(), label.item.as_str()));
        let satellites = Satellites::of(&rows.collect::<Vec<_>>(), &options.extensions)?;
        let (items, kinds) = primary(heads)?;
        let known: Vec<(Of, &Items)> = square.iter().map(|(of, items)| (*of, items)).collect();
        let cells = Cells::read(files, file, heads, &known, &satellites.places, options)?;
        let renamed = square.iter().map(|(_, items)| items.renamed).sum();
        let provenance = Provenance::from_source("Eora").of_edition(format!(
            "national table of {}, {}, {}",
            name.country, name.year, name.prices
        ));
        Ok(Self {
            provenance: noted(provenance, heads, renamed, cells.empty, &satellites),
            unit: Unit::new("USD", Scale::THOUSANDS, name.year, name.prices),
            finals: finals(heads)?,
            origins: Axis::with_names(partners(&heads.rows(Of::Imports)))?,
            destinations: Axis::with_names(partners(&heads.columns(Of::Exports)))?,
            country: name.country,
            square: square
                .into_iter()
                .map(|(of, items)| (of, items.codes))
                .collect(),
            cells,
            items,
            kinds,
            satellites,
        })
    }

    /// Primary inputs of a group of producers by kind.
    pub(super) fn primary(&self, of: Of) -> Added {
        let block = |column| self.cells.block(Of::Primary, column);
        let (paid, finals, exports) = (block(of), block(Of::Final), block(Of::Exports));
        let mut added = Added::default();
        for (at, item) in self.items.iter().enumerate() {
            let on_exports = exports.row(at).sum();
            added.row(
                item,
                self.kinds[at],
                paid.row(at),
                finals.row(at),
                on_exports,
            );
        }
        added
    }

    /// Codes and units of satellite rows with their numbers.
    pub(super) fn extensions(&self, of: Of) -> impl Iterator<Item = (&str, &str, Array1<f64>)> {
        let rows = self.satellites.chosen().enumerate();
        rows.map(move |(row, (code, unit))| {
            let numbers = self.cells.block(Of::Satellites, of);
            (code, unit, numbers.row(row).to_owned())
        })
    }

    fn symmetric(self) -> Result<NationalDraft> {
        let (of, codes) = &self.square[0];
        let block = |row, column| self.cells.block(row, column);
        let producers = Producers::whole(&self.country, &Axis::new(codes)?)?;
        let (domestic, finals, exports) = (
            block(*of, *of),
            block(*of, Of::Final),
            block(*of, Of::Exports),
        );
        let across = Dimension(1);
        let output = domestic.sum_axis(across) + finals.sum_axis(across) + exports.sum_axis(across);
        let imported = block(Of::Imports, *of);
        let added = self.primary(*of);
        let paid = domestic.sum_axis(Dimension(0))
            + imported.sum_axis(Dimension(0))
            + added.paid(codes.len());
        let mut totals = Totals::of("output against inputs, imports and primary inputs");
        for (at, code) in codes.iter().enumerate() {
            totals.compare(code, output[at], [paid[at]]);
        }
        let beside = [Of::Final, Of::Exports].map(|column| block(Of::Satellites, column));
        let filled = beside.iter().flatten().filter(|cell| **cell != 0.0).count();
        let mut provenance = self.provenance.then(added.in_words());
        if filled > 0 {
            provenance = provenance.then(format!(
                "satellite rows outside the producers' columns are left out: {filled} cells that are not zero"
            ));
        }
        let provenance = provenance
            .then("output is what rows sum to")
            .then(totals.in_words())
            .then("imports are by country of origin, not by product");
        let mut draft = NationalDraft::new(producers, self.origins.clone(), self.unit.clone())
            .domestic(domestic.to_owned())
            .imported(imported.to_owned())
            .imported_exports(block(Of::Imports, Of::Exports).sum_axis(across))
            .output(output)
            .provenance(provenance);
        let imported_finals = block(Of::Imports, Of::Final);
        for (at, code) in self.finals.iter().enumerate() {
            let imports = imported_finals.column(at).to_owned();
            draft = draft.final_use(code, finals.column(at).to_owned(), imports);
        }
        for at in self.destinations.positions() {
            let amounts = exports.column(at.get()).to_owned();
            draft = draft.export(self.destinations.code(at), TradeKind::Undivided, amounts);
        }
        let rows: Vec<PrimaryRow> = added.rows().to_vec();
        draft = rows.into_iter().fold(draft, NationalDraft::primary_row);
        for (code, unit, numbers) in self.extensions(*of) {
            draft = draft.extension(code, unit, numbers);
        }
        Ok(draft)
    }
}

/// Domestic rows and columns are those of the country that the file's name says.
fn home(heads: &Heads, of: Of, country: &str) -> Result<()> {
    let all = heads.rows(of).into_iter().map(|label| (label, true));
    let mut all = all.chain(heads.columns(of).into_iter().map(|label| (label, false)));
    match all.find(|(label, _)| label.code != country) {
        None => Ok(()),
        Some((label, is_row)) => {
            let what = format!(
                "`{}` of the group {} is of another country",
                label.item,
                of.name()
            );
            let error = Error::label(what)
                .expected(country)
                .found(format!("`{}`", label.code));
            Err(match is_row {
                true => error.at_line(label.place),
                false => error.at_line(2).at_column(label.place.to_string()),
            })
        }
    }
}

fn primary(heads: &Heads) -> Result<(Vec<String>, Vec<PrimaryKind>)> {
    let rows = heads.rows(Of::Primary);
    let mut kinds = Vec::new();
    for (at, label) in rows.iter().enumerate() {
        let kind = kind_of(&label.item).map_err(|error| error.at_line(label.place))?;
        if rows[..at].iter().any(|earlier| earlier.item == label.item) {
            let error = Error::label(format!("the item `{}` occurs twice", label.item))
                .hint(crate::read::LEAVE_ONE);
            return Err(error.at_line(label.place));
        }
        kinds.push(kind);
    }
    if kinds.is_empty() {
        return Err(Error::label("no row of the group `Primary Inputs`")
            .hint("a truncated file ends before it"));
    }
    if let Some(error) = counts_twice(&kinds) {
        return Err(error);
    }
    Ok((rows.iter().map(|label| label.item.clone()).collect(), kinds))
}

fn finals(heads: &Heads) -> Result<Vec<String>> {
    let columns = heads.columns(Of::Final);
    if columns.is_empty() {
        return Err(Error::label("no column of the group `Final Demand`"));
    }
    for (at, label) in columns.iter().enumerate() {
        if columns[..at]
            .iter()
            .any(|earlier| earlier.item == label.item)
        {
            let error = Error::label(format!("the final use `{}` occurs twice", label.item))
                .hint(crate::read::LEAVE_ONE);
            return Err(error.at_line(4).at_column(label.place.to_string()));
        }
    }
    Ok(columns.iter().map(|label| label.item.clone()).collect())
}

/// Codes and names of countries.
fn partners(labels: &[&Label]) -> Vec<(String, String)> {
    let labels = labels.iter();
    labels
        .map(|label| (label.code.clone(), label.country.clone()))
        .collect()
}

fn noted(
    mut provenance: Provenance,
    heads: &Heads,
    renamed: usize,
    empty: usize,
    satellites: &Satellites,
) -> Provenance {
    if !heads.corner.is_empty() {
        provenance = provenance.then(format!("the corner of the file says: {}", heads.corner));
    }
    if renamed > 0 {
        provenance = provenance.then(format!(
            "{renamed} items have the name of an earlier one and a number behind it"
        ));
    }
    if empty > 0 {
        provenance = provenance.then(format!("{empty} empty cells count as zero"));
    }
    provenance.then(satellites.in_words())
}

/// The matrix of one block of a table, for tables that keep it.
pub(super) fn owned(table: &Table, row: Of, column: Of) -> Array2<f64> {
    table.cells.block(row, column).to_owned()
}
