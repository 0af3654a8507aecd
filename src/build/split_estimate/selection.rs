//! A set of cells of a divided table, by what they are, who sells and who uses.

use super::cells::Part;
use crate::error::{Error, Result, first_few};
use crate::label::Producers;
use crate::table::{NationalTable, PrimaryKind};

/// What the cells hold.
#[derive(Debug, Clone, PartialEq)]
enum Content {
    Inputs { domestic: bool, imported: bool },
    FinalUses,
    ValueAdded,
    Primary(PrimaryKind),
}

/// A set of cells of a divided table. Nothing narrowed means all.
///
/// ```
/// use leontief::build::Cells;
///
/// // chips that processing producers of computers import
/// let cells = Cells::imported_inputs().of(["chips"]).used_by(["DP", "FP"]).in_sectors(["computers"]);
/// # let _ = cells;
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Cells {
    content: Content,
    sellers: Option<Vec<String>>,
    products: Option<Vec<String>>,
    users: Option<Vec<String>>,
    sectors: Option<Vec<String>>,
    uses: Option<Vec<String>>,
}

/// The cells as positions: parts with rows and columns of the divided table.
pub(super) struct Chosen {
    pub(super) parts: Vec<(Part, Vec<usize>, Vec<usize>)>,
}

fn owned<S: Into<String>>(codes: impl IntoIterator<Item = S>) -> Option<Vec<String>> {
    Some(codes.into_iter().map(Into::into).collect())
}

impl Cells {
    fn all(content: Content) -> Self {
        Self {
            content,
            sellers: None,
            products: None,
            users: None,
            sectors: None,
            uses: None,
        }
    }

    /// Domestic products that producers use.
    pub fn domestic_inputs() -> Self {
        Self::all(Content::Inputs {
            domestic: true,
            imported: false,
        })
    }

    /// Imported products that producers use.
    pub fn imported_inputs() -> Self {
        Self::all(Content::Inputs {
            domestic: false,
            imported: true,
        })
    }

    /// Domestic and imported products that producers use.
    pub fn inputs() -> Self {
        Self::all(Content::Inputs {
            domestic: true,
            imported: true,
        })
    }

    /// Domestic products in final uses.
    pub fn final_uses() -> Self {
        Self::all(Content::FinalUses)
    }

    /// Value added at basic prices.
    pub fn value_added() -> Self {
        Self::all(Content::ValueAdded)
    }

    /// One primary input.
    pub fn primary(kind: PrimaryKind) -> Self {
        Self::all(Content::Primary(kind))
    }

    /// Only what these groups sell. Imports and primary inputs have no selling group.
    pub fn sold_by<S: Into<String>>(mut self, groups: impl IntoIterator<Item = S>) -> Self {
        self.sellers = owned(groups);
        self
    }

    /// Only these products: codes of sectors for domestic products, of imported products for imports.
    pub fn of<S: Into<String>>(mut self, products: impl IntoIterator<Item = S>) -> Self {
        self.products = owned(products);
        self
    }

    /// Only what these groups use.
    pub fn used_by<S: Into<String>>(mut self, groups: impl IntoIterator<Item = S>) -> Self {
        self.users = owned(groups);
        self
    }

    /// Only what producers of these sectors use.
    pub fn in_sectors<S: Into<String>>(mut self, sectors: impl IntoIterator<Item = S>) -> Self {
        self.sectors = owned(sectors);
        self
    }

    /// Only these final uses.
    pub fn in_uses<S: Into<String>>(mut self, uses: impl IntoIterator<Item = S>) -> Self {
        self.uses = owned(uses);
        self
    }

    /// Positions in a divided table.
    pub(super) fn chosen(&self, table: &NationalTable) -> Result<Chosen> {
        self.require_meaning()?;
        let producers = table.producers();
        let users = || among(producers, self.users.as_deref(), self.sectors.as_deref());
        let sold = || among(producers, self.sellers.as_deref(), self.products.as_deref());
        let parts = match &self.content {
            Content::Inputs { domestic, imported } => {
                let columns = users()?;
                let mut parts = Vec::new();
                if *domestic {
                    parts.push((Part::Domestic, sold()?, columns.clone()));
                }
                if *imported {
                    let codes = self.products.as_deref();
                    let rows = positions(table.products(), codes)?;
                    parts.push((Part::Imported, rows, columns));
                }
                parts
            }
            Content::FinalUses => {
                let columns = positions(table.final_uses(), self.uses.as_deref())?;
                vec![(Part::Final, sold()?, columns)]
            }
            Content::ValueAdded => {
                let rows = rows_of(table, PrimaryKind::is_basic_value_added)?;
                vec![(Part::Primary, rows, users()?)]
            }
            Content::Primary(wanted) => {
                let rows = rows_of(table, |kind| kind == *wanted)
                    .map_err(|error| error.found(format!("no row of {wanted}")))?;
                vec![(Part::Primary, rows, users()?)]
            }
        };
        Ok(Chosen { parts })
    }

    /// A narrowing that these cells do not know would be passed over in silence.
    fn require_meaning(&self) -> Result<()> {
        let (sells, buys, ends) = match &self.content {
            Content::Inputs { domestic, imported } => (*domestic && !imported, true, false),
            Content::FinalUses => (true, false, true),
            Content::ValueAdded | Content::Primary(_) => (false, true, false),
        };
        let primary = matches!(self.content, Content::ValueAdded | Content::Primary(_));
        let faults = [
            (self.sellers.is_some() && !sells, "`sold_by`"),
            (self.products.is_some() && primary, "`of`"),
            (self.users.is_some() && !buys, "`used_by`"),
            (self.sectors.is_some() && !buys, "`in_sectors`"),
            (self.uses.is_some() && !ends, "`in_uses`"),
        ];
        match faults.iter().find(|(fault, _)| *fault) {
            None => Ok(()),
            Some((_, which)) => Err(Error::parameter(format!(
                "{which} has no meaning for these cells"
            ))
            .expected("`sold_by` with domestic inputs or final uses, `of` with inputs or final uses, `used_by` and `in_sectors` with inputs or primary inputs, `in_uses` with final uses")),
        }
    }
}

/// Positions of producers of these groups and sectors.
fn among(
    producers: &Producers,
    groups: Option<&[String]>,
    sectors: Option<&[String]>,
) -> Result<Vec<usize>> {
    let blocks = producers.blocks();
    if let Some(unknown) = groups
        .into_iter()
        .flatten()
        .find(|code| blocks.iter().all(|block| block.group().code() != *code))
    {
        return Err(
            Error::label(format!("no group `{unknown}`")).expected(format!(
                "one of {}",
                first_few(blocks.iter().map(|block| block.group().code()))
            )),
        );
    }
    let mut chosen = Vec::new();
    for block in blocks {
        if groups.is_some_and(|groups| groups.iter().all(|code| code != block.group().code())) {
            continue;
        }
        let within = positions(block.sectors(), sectors)?;
        chosen.extend(within.into_iter().map(|at| block.range().start + at));
    }
    Ok(chosen)
}

fn positions<K: crate::label::AxisKind>(
    axis: &crate::label::Axis<K>,
    codes: Option<&[String]>,
) -> Result<Vec<usize>> {
    match codes {
        None => Ok((0..axis.len()).collect()),
        Some(codes) => {
            let mut at = (codes.iter())
                .map(|code| Ok(axis.at(code)?.get()))
                .collect::<Result<Vec<_>>>()?;
            at.sort_unstable();
            match at.windows(2).find(|pair| pair[0] == pair[1]) {
                None => Ok(at),
                Some(pair) => Err(Error::label(format!(
                    "`{}` is named twice among these cells",
                    axis.codes()[pair[0]]
                ))),
            }
        }
    }
}

fn rows_of(table: &NationalTable, wanted: impl Fn(PrimaryKind) -> bool) -> Result<Vec<usize>> {
    let rows = table.primary().rows();
    let found: Vec<usize> = (0..rows.len()).filter(|&r| wanted(rows[r].kind)).collect();
    if found.is_empty() {
        let kinds: Vec<&str> = rows.iter().map(|row| row.kind.code()).collect();
        return Err(Error::label("the table has no such primary input")
            .expected(format!("one of {}", first_few(kinds))));
    }
    Ok(found)
}
