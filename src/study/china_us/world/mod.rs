//! The same question inside a table of the whole world.
//!
//! The main study has national tables of 2012 and exports between both countries. There is no table of the world for 2012; the WIOD release
//! of 2013 ends in 2011 and has 35 industries. So this case takes the structure of the world in 2011, and flows, shares
//! and ratios of 2012:
//!
//! 1. Industries: a concordance brings the study's 56 to the table's (`wiod56_to_wiod35.csv`). Amounts are moved; starting shares become
//!    means, weighted by the exports or output of 2012 that they are shares of.
//! 2. The national tables of China and of the United States out of the world table are divided by the study's own method with its ratios
//!    of 2012. Amounts are ratios to what they refer to: imports for processing to processing exports, value added of
//!    foreign-owned firms in the United States to all value added. China's imported inputs are scaled as in the study, alike for all origins. Imports as a whole stand, so that China's final use of them
//!    falls by as much; contents of flows do not depend on that, balances by final use do.
//! 3. Both are put into the world ([`WorldTable::divided`]).
//! 4. Exports of 2012 by kind, scaled to the totals of the study and divided among groups by its rules. The amounts are of 2012; the
//!    unit is that of the table, whose year says where the structure is from.
//! 5. Owners: the foreign shares λ and κ of the study are shares of compensation and of capital income, and the world table has value
//!    added in one row. Foreign income is therefore `(λ_g c_i + κ_g k_i) v`, c_i and k_i being the parts of compensation and capital
//!    income in all primary inputs of industry i in the national tables of 2012. Origins are those of the study; what is not the
//!    partner's belongs to an owner `unspecified`. Other countries earn at home, unless the caller knows more
//!    ([`WorldSources::income_of_others`]).
//!
//! [`WorldCase::rows`] go from the figure of the study to that by final use, one change at a time.

mod case;
mod explain;
mod imports;
mod income;
mod industries;
mod paths;
mod reduced;
mod row;
mod sides;

use std::path::Path;

pub use case::WorldCase;
pub(super) use industries::Composition;
pub use row::{Credits, Stage, WorldRow};

use super::sources::Sources;
use crate::error::{Error, Result};
use crate::label::{Concordance, Sector};
use crate::read::{self, ConcordanceWeights};
use crate::table::{IncomeShares, PrimaryKind, WorldTable};

/// What the study inside a world needs: the study's own sources, a world table, and a concordance of industries.
///
/// ```no_run
/// use leontief::study::china_us::WorldSources;
///
/// let sources = WorldSources::read("data/china-us-2012", "data/wiod13-6region/2011")?;
/// let case = sources.case(&sources.sources().parameters().central())?;
/// for line in case.explanations() {
///     println!("{line}");
/// }
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct WorldSources {
    sources: Sources,
    world: WorldTable,
    industries: Concordance<Sector, Sector>,
    others: Option<IncomeShares>,
}

impl WorldSources {
    /// The study's sources, a world table with undivided China and United States (codes `CHN` and `USA`) and value added in one row, and a
    /// concordance from the study's industries to those of the table.
    ///
    /// # Errors
    /// If value added is not in one row, or the table is not in millions of dollars as the parameters of the study are.
    pub fn new(
        sources: Sources,
        world: WorldTable,
        industries: Concordance<Sector, Sector>,
    ) -> Result<Self> {
        if world.components() != [PrimaryKind::UndividedValueAdded] {
            let rows = world.components().into_iter().map(PrimaryKind::code);
            return Err(Error::table(
                "the study takes a world table that has value added in one row",
            )
            .expected(PrimaryKind::UndividedValueAdded.code())
            .found(crate::error::first_few(rows)));
        }
        let unit = sources.china().unit();
        if world.unit().short() != unit.short() {
            return Err(
                Error::unit("the world table has another unit than the study")
                    .expected(unit.short())
                    .found(world.unit().short())
                    .hint("`world.converted(…)`"),
            );
        }
        Ok(Self {
            sources,
            world,
            industries,
            others: None,
        })
    }

    /// Reads the folder of the study, with `wiod56_to_wiod35.csv` in it, and that of a world table in the plain layout.
    ///
    /// # Errors
    /// If a file is missing or faulty, or a table fails its checks.
    pub fn read(study: impl AsRef<Path>, world: impl AsRef<Path>) -> Result<Self> {
        let study = study.as_ref();
        let industries = read::concordance_csv(
            study.join("wiod56_to_wiod35.csv"),
            "wiod56",
            "wiod35",
            ConcordanceWeights::Column("weight"),
        )?;
        let world = read::world_csv(world)?.check()?;
        Self::new(Sources::read(study)?, world, industries)
    }

    /// Owners of what other countries than China and the United States earn: shares over the producers of the world table. Its columns of
    /// these two are not used.
    ///
    /// # Errors
    /// If the shares belong to other producers than the table's.
    pub fn income_of_others(mut self, shares: IncomeShares) -> Result<Self> {
        if shares.producers() != self.world.producers() {
            return Err(Error::income("the income shares belong to another table")
                .expected(format!("{:?}", self.world.producers()))
                .found(format!("{:?}", shares.producers())));
        }
        self.others = Some(shares);
        Ok(self)
    }

    /// The sources of the main study.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The world table as published.
    #[must_use]
    pub fn world(&self) -> &WorldTable {
        &self.world
    }

    /// From the study's industries to the table's.
    #[must_use]
    pub fn industries(&self) -> &Concordance<Sector, Sector> {
        &self.industries
    }
}
