//! All of a world table but its arrays.

use super::damaged;
use super::text::{Packer, Unpacker};
use crate::error::Result;
use crate::label::{
    Axis, AxisKind, Country, Extension, FinalUse, Group, Ownership, Producers, Regime, Sector,
};
use crate::table::{
    Fingerprint, PrimaryKind, Provenance, SourceFile, Tolerance, ValueAddedConcept, WorldTable,
};
use crate::unit::{PriceBasis, Scale, Unit};

const CONCEPTS: [ValueAddedConcept; 3] = [
    ValueAddedConcept::BasicPrices,
    ValueAddedConcept::WithProductTaxes,
    ValueAddedConcept::AllPrimaryInputs,
];
const OWNERSHIPS: [Option<Ownership>; 3] =
    [None, Some(Ownership::Domestic), Some(Ownership::Foreign)];
const REGIMES: [Option<Regime>; 3] = [None, Some(Regime::Normal), Some(Regime::Processing)];

/// Labels, unit, provenance and what was checked.
pub(crate) struct Description {
    pub(crate) unit: Unit,
    pub(crate) concept: ValueAddedConcept,
    pub(crate) tolerance: Tolerance,
    pub(crate) producers: Producers,
    pub(crate) markets: Vec<String>,
    /// Those with producers, then markets.
    pub(crate) countries: Axis<Country>,
    pub(crate) categories: Axis<FinalUse>,
    /// Primary rows, with what is paid on exports.
    pub(crate) primary: Vec<(PrimaryKind, f64)>,
    pub(crate) extensions: Axis<Extension>,
    pub(crate) provenance: Provenance,
    pub(crate) notes: Vec<String>,
}

impl Description {
    pub(crate) fn of(table: &WorldTable) -> Self {
        let producing = table.producers().countries();
        let codes = table.countries().codes().iter();
        let markets = codes.filter(|code| producing.find(code).is_none());
        let rows = table.primary().rows().iter();
        Self {
            unit: table.unit().clone(),
            concept: table.concept(),
            tolerance: table.checked().tolerance(),
            producers: table.producers().clone(),
            markets: markets.cloned().collect(),
            countries: table.countries().clone(),
            categories: table.final_uses().clone(),
            primary: rows.map(|row| (row.kind, row.on_exports)).collect(),
            extensions: table.extensions().clone(),
            provenance: table.provenance().clone(),
            notes: table.checked().notes().to_vec(),
        }
    }

    /// How many numbers each array has, in the order of the file; none where that is more than a machine can count.
    pub(crate) fn lengths(&self) -> Vec<Option<usize>> {
        let n = self.producers.len();
        let (extensions, primary) = (self.extensions.len(), self.primary.len());
        let columns = self.columns();
        let times = |rows: usize, columns: Option<usize>| rows.checked_mul(columns?);
        let mut lengths = vec![
            times(n, Some(n)),
            times(n, columns),
            Some(n),
            Some(n),
            Some(n),
        ];
        for _ in 0..primary {
            lengths.extend([Some(n), columns]);
        }
        lengths.extend([times(extensions, Some(n)), times(extensions, columns)]);
        lengths
    }

    /// Columns of final use.
    pub(crate) fn columns(&self) -> Option<usize> {
        self.countries.len().checked_mul(self.categories.len())
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Packer::default();
        pack_unit(&mut bytes, &self.unit);
        bytes.count(place(&CONCEPTS, self.concept));
        bytes.amount(self.tolerance.absolute);
        bytes.amount(self.tolerance.relative);
        pack_producers(&mut bytes, &self.producers);
        bytes.texts(&self.markets);
        pack_axis(&mut bytes, &self.categories);
        bytes.count(self.primary.len());
        for (kind, on_exports) in &self.primary {
            bytes.text(kind.code());
            bytes.amount(*on_exports);
        }
        pack_axis(&mut bytes, &self.extensions);
        pack_provenance(&mut bytes, &self.provenance);
        bytes.texts(&self.notes);
        bytes.finish()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut bytes = Unpacker::of(bytes);
        let unit = unpack_unit(&mut bytes)?;
        let concept = one_of(&mut bytes, &CONCEPTS)?;
        let tolerance = Tolerance {
            absolute: bytes.amount()?,
            relative: bytes.amount()?,
        };
        let producers = unpack_producers(&mut bytes)?;
        let markets = bytes.texts()?;
        let countries = producers.countries().codes().iter().chain(&markets);
        let description = Self {
            unit,
            concept,
            tolerance,
            countries: Axis::new(countries.cloned())?,
            producers,
            markets,
            categories: unpack_axis(&mut bytes)?,
            primary: bytes.several(|bytes| Ok((bytes.text()?.parse()?, bytes.amount()?)))?,
            extensions: unpack_axis(&mut bytes)?,
            provenance: unpack_provenance(&mut bytes)?,
            notes: bytes.texts()?,
        };
        bytes.finish()?;
        Ok(description)
    }
}

fn pack_unit(bytes: &mut Packer, unit: &Unit) {
    bytes.text(unit.currency());
    bytes.integer(unit.scale().power().into());
    bytes.integer(unit.year());
    bytes.count(place(&PriceBasis::ALL, unit.prices()));
}

fn unpack_unit(bytes: &mut Unpacker<'_>) -> Result<Unit> {
    let currency = bytes.text()?;
    let power = i8::try_from(bytes.integer()?);
    let power = power.map_err(|_| damaged("the scale of the unit is none"))?;
    let (year, scale) = (bytes.integer()?, Scale::power_of_ten(power));
    Ok(Unit::new(
        currency,
        scale,
        year,
        one_of(bytes, &PriceBasis::ALL)?,
    ))
}

/// The axes of sectors, each once, then the blocks with the number of theirs.
fn pack_producers(bytes: &mut Packer, producers: &Producers) {
    let mut axes: Vec<&Axis<Sector>> = Vec::new();
    let mut numbers = Vec::with_capacity(producers.blocks().len());
    for block in producers.blocks() {
        let known = axes.iter().position(|axis| same(axis, block.sectors()));
        numbers.push(known.unwrap_or(axes.len()));
        if known.is_none() {
            axes.push(block.sectors());
        }
    }
    bytes.count(axes.len());
    axes.into_iter().for_each(|axis| pack_axis(bytes, axis));
    bytes.count(numbers.len());
    for (block, number) in producers.blocks().iter().zip(numbers) {
        bytes.text(producers.countries().code(block.country()));
        bytes.text(block.group().code());
        bytes.count(place(&OWNERSHIPS, block.group().ownership()));
        bytes.count(place(&REGIMES, block.group().regime()));
        bytes.count(number);
    }
}

fn unpack_producers(bytes: &mut Unpacker<'_>) -> Result<Producers> {
    let axes: Vec<Axis<Sector>> = bytes.several(unpack_axis)?;
    let blocks = bytes.several(|bytes| {
        let country = bytes.text()?.to_owned();
        let code = bytes.text()?;
        let (ownership, regime) = (one_of(bytes, &OWNERSHIPS)?, one_of(bytes, &REGIMES)?);
        let usual = Group::from_code(code);
        let group = match (usual.ownership(), usual.regime()) == (ownership, regime) {
            true => usual,
            false => Group::named(code, ownership, regime)?,
        };
        let axis = axes.get(bytes.count()?);
        let axis = axis.ok_or_else(|| damaged("a group of producers has no sectors"))?;
        Ok((country, group, axis.clone()))
    })?;
    Producers::new(blocks)
}

/// Whether codes and names are the same.
fn same(one: &Axis<Sector>, other: &Axis<Sector>) -> bool {
    one == other && one.positions().all(|at| one.name(at) == other.name(at))
}

fn pack_axis<K>(bytes: &mut Packer, axis: &Axis<K>) {
    bytes.count(axis.len());
    for at in axis.positions() {
        bytes.text(axis.code(at));
        bytes.text(axis.name(at));
    }
}

fn unpack_axis<K: AxisKind>(bytes: &mut Unpacker<'_>) -> Result<Axis<K>> {
    Axis::with_names(bytes.several(|bytes| Ok((bytes.text()?, bytes.text()?)))?)
}

fn pack_provenance(bytes: &mut Packer, provenance: &Provenance) {
    bytes.text(provenance.source());
    let edition: Vec<&str> = provenance.edition().into_iter().collect();
    bytes.texts(&edition);
    bytes.count(provenance.files().len());
    for file in provenance.files() {
        bytes.text(file.name());
        bytes.bytes(file.fingerprint().to_bytes());
    }
    bytes.texts(provenance.steps());
}

fn unpack_provenance(bytes: &mut Unpacker<'_>) -> Result<Provenance> {
    let mut provenance = Provenance::from_source(bytes.text()?);
    for edition in bytes.texts()? {
        provenance = provenance.of_edition(edition);
    }
    let files = bytes.several(|bytes| {
        let name = bytes.text()?;
        let fingerprint = Fingerprint::from_bytes(bytes.bytes()?);
        Ok(SourceFile::new(name, fingerprint))
    })?;
    for file in files {
        provenance = provenance.with_file(file);
    }
    let steps = bytes.texts()?;
    Ok(steps
        .into_iter()
        .fold(provenance, |provenance, step| provenance.then(step)))
}

/// The number of a value among all.
fn place<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter()
        .position(|known| *known == value)
        .unwrap_or(all.len())
}

fn one_of<T: Copy>(bytes: &mut Unpacker<'_>, all: &[T]) -> Result<T> {
    let value = all.get(bytes.count()?);
    value
        .copied()
        .ok_or_else(|| damaged("the description has a number that stands for nothing"))
}
