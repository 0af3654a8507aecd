//! The producer axis: (country, group, sector), every country and every group of a country one contiguous block.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Axis, AxisKind, Country, Group, Ix, Sector};
use crate::error::{Error, Result, first_few};

/// The kind of a position on the producer axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Producer;

impl AxisKind for Producer {
    const NOUN: &'static str = "producer";
}

/// All sectors of one group of one country: a contiguous range of producers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    country: Ix<Country>,
    group: Group,
    sectors: Axis<Sector>,
    start: usize,
}

impl Block {
    /// The country, as a position on [`Producers::countries`].
    #[must_use]
    pub fn country(&self) -> Ix<Country> {
        self.country
    }

    /// The group.
    #[must_use]
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// The sectors of this block; other blocks may have others.
    #[must_use]
    pub fn sectors(&self) -> &Axis<Sector> {
        &self.sectors
    }

    /// The positions of its producers.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.sectors.len()
    }
}

/// One producer in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProducerKey<'a> {
    /// The country's code.
    pub country: &'a str,
    /// The group.
    pub group: &'a Group,
    /// The sector's code.
    pub sector: &'a str,
}

impl fmt::Display for ProducerKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.group.is_whole() {
            write!(f, "{} {}", self.country, self.sector)
        } else {
            write!(f, "{} {} {}", self.country, self.group, self.sector)
        }
    }
}

/// The axis of producers. Heterogeneous producers are rows of this axis, not special cases: DN/FN/DP/FP, the D/F of
/// ownership tables, or one undivided group; blocks may have different sectors. Cheap to clone.
///
/// ```
/// use leontief::label::{Axis, Group, Producers};
///
/// let sectors = Axis::new(["C25", "C26"])?;
/// let producers = Producers::national("CHN", [Group::named("CN1", None, None)?, Group::named("CN2", None, None)?], &sectors)?;
/// assert_eq!(producers.len(), 4);
/// let at = producers.at("CHN", "CN2", "C25")?;
/// assert_eq!(at.get(), 2);
/// assert_eq!(producers.key(at).to_string(), "CHN CN2 C25");
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct Producers(Arc<Inner>);

struct Inner {
    countries: Axis<Country>,
    blocks: Vec<Block>,
    len: usize,
}

impl Producers {
    /// Blocks of (country, group, sectors), in order; the blocks of one country must follow one another.
    ///
    /// # Errors
    /// If there is no block, a (country, group) occurs twice, or a country's blocks are apart.
    pub fn new(
        blocks: impl IntoIterator<Item = (impl Into<String>, Group, Axis<Sector>)>,
    ) -> Result<Self> {
        let mut codes: Vec<String> = Vec::new();
        let mut built: Vec<Block> = Vec::new();
        let mut start = 0;
        for (country, group, sectors) in blocks {
            let country = country.into();
            if codes.last() != Some(&country) {
                codes.push(country.clone());
            }
            let position = Ix::new(codes.len() - 1);
            if built
                .iter()
                .any(|block| block.country == position && block.group.code() == group.code())
            {
                return Err(Error::label(format!(
                    "the group `{group}` of `{country}` occurs twice"
                )));
            }
            let len = sectors.len();
            built.push(Block {
                country: position,
                group,
                sectors,
                start,
            });
            start += len;
        }
        if start == 0 {
            return Err(Error::label("a table needs at least one producer")
                .hint("a row and a column for every producer"));
        }
        let countries = Axis::new(codes).map_err(|error| {
            error.hint("put all groups of a country next to one another: a country is one contiguous block")
        })?;
        Ok(Self(Arc::new(Inner {
            countries,
            blocks: built,
            len: start,
        })))
    }

    /// One country whose groups all have the same sectors.
    ///
    /// # Errors
    /// As [`Producers::new`].
    pub fn national(
        country: &str,
        groups: impl IntoIterator<Item = Group>,
        sectors: &Axis<Sector>,
    ) -> Result<Self> {
        Self::new(
            groups
                .into_iter()
                .map(|group| (country, group, sectors.clone())),
        )
    }

    /// One country without groups.
    ///
    /// # Errors
    /// If the sectors or the country's code are empty.
    pub fn whole(country: &str, sectors: &Axis<Sector>) -> Result<Self> {
        Self::national(country, [Group::whole()], sectors)
    }

    /// How many producers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len
    }

    /// Never true: an axis without producers cannot be made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    /// The countries, in order of their blocks.
    #[must_use]
    pub fn countries(&self) -> &Axis<Country> {
        &self.0.countries
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.0.blocks
    }

    /// The block of a group of a country.
    ///
    /// # Errors
    /// If there is no such country or group.
    pub fn block(&self, country: &str, group: &str) -> Result<&Block> {
        let at = self.0.countries.at(country)?;
        let mut blocks = self.0.blocks.iter().filter(|block| block.country == at);
        blocks
            .clone()
            .find(|block| block.group.code() == group)
            .ok_or_else(|| {
                Error::label(format!("`{country}` has no group `{group}`")).expected(format!(
                    "one of {}",
                    first_few(blocks.by_ref().map(|block| block.group.code()))
                ))
            })
    }

    /// The position of a producer.
    ///
    /// # Errors
    /// If there is no such country, group or sector.
    pub fn at(&self, country: &str, group: &str, sector: &str) -> Result<Ix<Producer>> {
        let block = self.block(country, group)?;
        Ok(Ix::new(block.start + block.sectors.at(sector)?.get()))
    }

    /// The positions of all producers of a country; empty for a position beyond the countries that have producers.
    #[must_use]
    pub fn range(&self, country: Ix<Country>) -> Range<usize> {
        let mut blocks = self
            .0
            .blocks
            .iter()
            .filter(|block| block.country == country);
        let start = blocks.clone().next().map_or(0, |block| block.start);
        let end = blocks.next_back().map_or(0, |block| block.range().end);
        start..end
    }

    /// The sectors of all blocks, each code once, in order of first appearance.
    #[must_use]
    pub fn sectors(&self) -> Axis<Sector> {
        let mut known = HashSet::new();
        let mut entries = Vec::new();
        for block in self.blocks() {
            for at in block.sectors.positions() {
                if known.insert(block.sectors.code(at)) {
                    entries.push((block.sectors.code(at), block.sectors.name(at)));
                }
            }
        }
        // codes of axes are not empty, and doubled ones were left out
        Axis::with_names(entries).unwrap_or_else(|_| Axis::empty())
    }

    /// All positions in order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = Ix<Producer>> + use<> {
        (0..self.len()).map(Ix::new)
    }

    /// The block a producer belongs to.
    #[must_use]
    pub fn block_of(&self, at: Ix<Producer>) -> &Block {
        let after = self
            .0
            .blocks
            .partition_point(|block| block.start <= at.get());
        &self.0.blocks[after - 1]
    }

    /// A producer in words.
    #[must_use]
    pub fn key(&self, at: Ix<Producer>) -> ProducerKey<'_> {
        let block = self.block_of(at);
        ProducerKey {
            country: self.0.countries.code(block.country),
            group: &block.group,
            sector: block.sectors.code(Ix::new(at.get() - block.start)),
        }
    }

    /// The name of a producer's sector.
    #[must_use]
    pub fn sector_name(&self, at: Ix<Producer>) -> &str {
        let block = self.block_of(at);
        block.sectors.name(Ix::new(at.get() - block.start))
    }

    /// The label of a plain position, for messages.
    pub(crate) fn label(&self, position: usize) -> String {
        self.key(Ix::new(position)).to_string()
    }

    /// The producers of one country alone.
    ///
    /// # Errors
    /// If there is no such country.
    pub(crate) fn of_country(&self, country: &str) -> Result<Self> {
        let at = self.0.countries.at(country)?;
        let own = self.0.blocks.iter().filter(|block| block.country == at);
        Self::new(own.map(|block| (country, block.group.clone(), block.sectors.clone())))
    }

    /// How other producers differ, in words, here and there: how many there are, or the first with another label; nothing where all labels
    /// are the same.
    pub(crate) fn difference(&self, others: &Self) -> Option<(String, String)> {
        if self.len() != others.len() {
            return Some((format!("{self:?}"), format!("{others:?}")));
        }
        let differ = |position: &usize| self.label(*position) != others.label(*position);
        let at = (0..self.len()).find(differ)?;
        let here = format!("`{}` as producer {}", self.label(at), at + 1);
        Some((here, format!("`{}`", others.label(at))))
    }

    /// The one block of an undivided country.
    ///
    /// # Errors
    /// If there are several blocks.
    pub fn only_block(&self) -> Result<&Block> {
        match self.blocks() {
            [block] => Ok(block),
            blocks => Err(Error::label(format!(
                "this needs a country that is not yet divided into groups; it has {}",
                first_few(blocks.iter().map(|block| block.group.code()))
            ))),
        }
    }
}

/// Equal if countries, groups and sectors are the same in the same order.
impl PartialEq for Producers {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.countries == other.0.countries && self.0.blocks == other.0.blocks)
    }
}

impl fmt::Debug for Producers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} producers in {} blocks of {}",
            self.len(),
            self.0.blocks.len(),
            first_few(self.0.countries.codes())
        )
    }
}
