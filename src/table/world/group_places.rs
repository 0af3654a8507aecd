//! Where the labels of a divided national table stand in a world table.

use std::collections::HashMap;
use std::ops::Range;

use ndarray::Array2;

use super::table::WorldTable;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, AxisKind, Block, Country, Ix};
use crate::table::national::NationalTable;

/// What to try where labels or amounts are not those of the world table.
pub(super) fn advice(country: &str) -> String {
    format!(
        "divide `world.national(\"{country}\")`: its sectors, products, partners and amounts are those of the world table"
    )
}

/// A divided country in a world table: who is where.
pub(super) struct Places<'a> {
    pub(super) world: &'a WorldTable,
    pub(super) divided: &'a NationalTable,
    /// The country's own table in the world.
    pub(super) own: NationalTable,
    pub(super) country: Ix<Country>,
    /// The undivided producers.
    pub(super) home: Range<usize>,
    /// The sector of each divided producer, as a position in the undivided block.
    pub(super) sectors: Vec<usize>,
    /// The divided producers of each sector.
    pub(super) groups: Vec<Vec<usize>>,
    /// Foreign producers by product, in the order of the products of the undivided country.
    pub(super) suppliers: Vec<Vec<usize>>,
    /// The positions in the divided table of the products, final uses and extensions of the undivided country.
    pub(super) products: Vec<usize>,
    pub(super) final_uses: Vec<usize>,
    pub(super) extensions: Vec<usize>,
    /// Exports of the divided producers by country of the world.
    pub(super) exports: Array2<f64>,
}

impl<'a> Places<'a> {
    pub(super) fn new(world: &'a WorldTable, divided: &'a NationalTable) -> Result<Self> {
        let code = divided.country();
        let country = world.countries().at(code)?;
        let block = undivided_block(world, country, code)?;
        require_groups(divided)?;
        require_same_reading(world, divided)?;
        let own = world.national(code)?;
        let (sectors, groups) = sectors_of(divided, block)?;
        Ok(Self {
            country,
            home: block.range(),
            sectors,
            groups,
            suppliers: suppliers(world, country, &own),
            products: matched(divided.products(), own.products(), code)?,
            final_uses: matched(divided.final_uses(), own.final_uses(), code)?,
            extensions: matched(divided.extensions(), own.extensions(), code)?,
            exports: exports(world, divided, country)?,
            own,
            world,
            divided,
        })
    }

    /// The new position of a producer of another country.
    pub(super) fn moved(&self, producer: usize) -> usize {
        match producer < self.home.end {
            true => producer,
            false => producer - self.home.len() + self.sectors.len(),
        }
    }

    /// The old and the new positions of the producers of another country.
    pub(super) fn foreign(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = 0..self.world.producers().len();
        all.filter(|i| !self.home.contains(i))
            .map(|i| (i, self.moved(i)))
    }

    /// The group of a divided producer.
    pub(super) fn group_of(&self, producer: usize) -> &str {
        let blocks = self.divided.producers().blocks();
        let block = blocks
            .iter()
            .find(|block| block.range().contains(&producer));
        block.map_or("", |block| block.group().code())
    }
}

fn undivided_block<'a>(
    world: &'a WorldTable,
    country: Ix<Country>,
    code: &str,
) -> Result<&'a Block> {
    let blocks = world.producers().blocks().iter();
    let blocks: Vec<&Block> = blocks.filter(|block| block.country() == country).collect();
    match blocks[..] {
        [block] => Ok(block),
        [] => Err(Error::label(format!(
            "`{code}` has no producers in the world table, only final use: there is nothing to divide"
        ))),
        _ => {
            let groups = first_few(blocks.iter().map(|block| block.group().code()));
            Err(
                Error::label(format!("`{code}` is already divided in the world table"))
                    .expected("one undivided block of producers")
                    .found(format!("the groups {groups}"))
                    .hint("start from the world table in which the country is undivided"),
            )
        }
    }
}

fn require_groups(divided: &NationalTable) -> Result<()> {
    let code = divided.country();
    match divided.producers().blocks() {
        [_] => Err(Error::label(format!(
            "the table of `{code}` is not divided into groups of producers"
        ))
        .hint("`build::RegimeOwnershipSplit`, `build::OwnershipSplit` or `build::SplitEstimation` divide it")),
        _ => Ok(()),
    }
}

/// The same unit, and the same rows that count as value added.
fn require_same_reading(world: &WorldTable, divided: &NationalTable) -> Result<()> {
    let code = divided.country();
    if world.unit() != divided.unit() {
        return Err(Error::unit(format!(
            "the divided table of `{code}` is not in the unit of the world table"
        ))
        .expected(world.unit())
        .found(divided.unit())
        .hint("`world.converted(…)` before the national table is taken out of it"));
    }
    if world.concept() != divided.concept() {
        return Err(Error::table(format!(
            "the divided table of `{code}` counts other primary inputs as value added than the world table"
        ))
        .expected(world.concept())
        .found(divided.concept())
        .hint(advice(code)));
    }
    Ok(())
}

type Sectors = (Vec<usize>, Vec<Vec<usize>>);

/// The sector of each divided producer, and the producers of each sector.
fn sectors_of(divided: &NationalTable, undivided: &Block) -> Result<Sectors> {
    let code = divided.country();
    let (known, mut sectors) = (undivided.sectors(), Vec::new());
    let mut groups = vec![Vec::new(); known.len()];
    for block in divided.producers().blocks() {
        for (producer, sector) in block.range().zip(block.sectors().codes()) {
            let at = known.at(sector).map_err(|error| {
                error
                    .during(format!("group `{}` of `{code}`", block.group()))
                    .hint(advice(code))
            })?;
            sectors.push(at.get());
            groups[at.get()].push(producer);
        }
    }
    match groups.iter().position(Vec::is_empty) {
        None => Ok((sectors, groups)),
        Some(at) => Err(Error::label(format!(
            "no group of `{code}` has the sector `{}`",
            known.codes()[at]
        ))
        .expected("every sector of the world table in at least one group")
        .hint(advice(code))),
    }
}

/// The positions of `expected` codes on the axis `found`, which must have no others.
fn matched<K: AxisKind>(found: &Axis<K>, expected: &Axis<K>, code: &str) -> Result<Vec<usize>> {
    let what = format!("the divided table of `{code}`");
    let other = found.codes().iter().find(|c| expected.find(c).is_none());
    if let Some(other) = other {
        return Err(Error::label(format!(
            "{what} has the {} `{other}`, which its table in the world does not have",
            K::NOUN
        ))
        .expected(first_few(expected.codes()))
        .hint(advice(code)));
    }
    let codes = expected.codes().iter();
    let places = codes.map(|known| match found.find(known) {
        Some(at) => Ok(at.get()),
        None => Err(Error::label(format!("{what} has no {} `{known}`", K::NOUN))
            .expected(first_few(expected.codes()))
            .hint(advice(code))),
    });
    places.collect()
}

/// Foreign producers by the products of the country's own table, which are their sectors.
fn suppliers(world: &WorldTable, country: Ix<Country>, own: &NationalTable) -> Vec<Vec<usize>> {
    let codes = own.products().codes().iter().map(String::as_str);
    let products: HashMap<&str, usize> = codes.zip(0..).collect();
    let mut suppliers = vec![Vec::new(); products.len()];
    let blocks = world.producers().blocks().iter();
    for block in blocks.filter(|block| block.country() != country) {
        for (producer, sector) in block.range().zip(block.sectors().codes()) {
            if let Some(&product) = products.get(sector.as_str()) {
                suppliers[product].push(producer);
            }
        }
    }
    suppliers
}

/// Exports of the divided producers by country, all kinds of trade together; a partner without a flow gets nothing.
fn exports(world: &WorldTable, divided: &NationalTable, home: Ix<Country>) -> Result<Array2<f64>> {
    let code = divided.country();
    let mut exports = Array2::zeros((divided.producers().len(), world.countries().len()));
    for flow in divided.exports().flows() {
        let partner = world.countries().at(flow.partner()).map_err(|error| {
            error
                .during(format!("exports of `{code}`"))
                .hint(advice(code))
        })?;
        if partner == home {
            return Err(Error::label(format!(
                "the divided table of `{code}` exports to `{code}` itself"
            ))
            .hint(advice(code)));
        }
        let mut sum = exports.column_mut(partner.get());
        sum += &flow.amounts();
    }
    Ok(exports)
}
