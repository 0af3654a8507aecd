//! Who owns the income of a world table's producers.
//!
//! Every country with producers is an owner under its own code; others may follow: countries that are not in the table, and owners of
//! whom no more is known.

use ndarray::{ArcArray2, Array2, Axis as Dimension, Slice};

use super::income::{IncomeShares, require_partition};
use super::national::NationalTable;
use super::primary::PrimaryKind;
use super::world::WorldTable;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Owner, Producers};

impl IncomeShares {
    /// All income belongs to the country where it is earned; markets without producers own nothing.
    ///
    /// # Errors
    /// None: the countries of a table are unique.
    pub fn at_home(table: &WorldTable) -> Result<Self> {
        let owners = Axis::new(table.countries().codes())?;
        let mut shares = Array2::zeros((owners.len(), table.producers().len()));
        for country in table.countries().positions() {
            for producer in table.range(country) {
                shares[[country.get(), producer]] = 1.0;
            }
        }
        let note = "all income belongs to the country where it is earned";
        Ok(Self::alike(table, owners, shares.into_shared(), note))
    }

    /// Shares given directly: for every component of the world table's value added an owner × producer matrix.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// use leontief::table::{IncomeShares, PrimaryKind};
    /// use ndarray::array;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let world = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// // a tenth of what is earned in China is American, and a hundredth belongs to nobody known
    /// let owners = Axis::new(["CHN", "USA", "unspecified"])?;
    /// let shares = array![[0.89, 0.0], [0.10, 1.0], [0.01, 0.0]];
    /// let income = IncomeShares::in_world(&world, owners, vec![(PrimaryKind::UndividedValueAdded, shares)])?;
    /// let model = world.model()?.with_income(income)?;
    /// let matrix = model.global_income()?; // income by owner, by where it is earned, by who absorbs it
    /// assert!((matrix.national_income("USA")? - (50.0 + 6.5)).abs() < 1e-12);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a component is missing or not in the table, a country with producers is no owner, a matrix does not fit, a share is negative or
    /// not a number, or the shares of a producer do not add up to 1.
    pub fn in_world(
        table: &WorldTable,
        owners: Axis<Owner>,
        components: Vec<(PrimaryKind, Array2<f64>)>,
    ) -> Result<Self> {
        require_countries(table.producers(), &owners)?;
        Self::checked(table.producers(), &table.components(), owners, components)
    }

    /// The same shares for every component of value added: where only shares in value added as a whole are known.
    ///
    /// # Errors
    /// As [`in_world`](Self::in_world).
    pub fn in_world_alike(
        table: &WorldTable,
        owners: Axis<Owner>,
        shares: Array2<f64>,
    ) -> Result<Self> {
        require_countries(table.producers(), &owners)?;
        let value_added = PrimaryKind::UndividedValueAdded;
        require_partition(value_added, &shares, &owners, table.producers())?;
        let note = "every component of value added is owned alike";
        Ok(Self::alike(table, owners, shares.into_shared(), note))
    }

    /// The shares of one country's producers, for its national table out of the world table ([`WorldTable::national`]).
    ///
    /// # Errors
    /// If the table's producers are not among those of these shares.
    pub fn national(&self, table: &NationalTable) -> Result<Self> {
        let own = table.producers();
        let here = self.producers().of_country(table.country())?;
        if let Some((expected, found)) = own.difference(&here) {
            return Err(Error::income(format!(
                "the shares have other producers of `{}` than its table",
                table.country()
            ))
            .expected(expected)
            .found(found)
            .hint("`world.national(country)` of the world table whose shares these are"));
        }
        let country = self.producers().countries().at(table.country())?;
        let columns = Slice::from(self.producers().range(country));
        let part = |shares: &ArcArray2<f64>| {
            let cut = shares.slice_axis(Dimension(1), columns).to_owned();
            cut.into_shared()
        };
        let components = self.components.iter();
        let sources = self.sources.iter();
        let sources = sources.filter(|source| source.host == table.country());
        let own = Self {
            owners: self.owners.clone(),
            producers: own.clone(),
            components: components.map(|(kind, all)| (*kind, part(all))).collect(),
            note: self.note.clone(),
            sources: Vec::new(),
        };
        Ok(own.with_sources(sources.cloned().collect()))
    }

    fn alike(table: &WorldTable, owners: Axis<Owner>, shares: ArcArray2<f64>, note: &str) -> Self {
        let kinds = table.components().into_iter();
        Self {
            owners,
            producers: table.producers().clone(),
            components: kinds.map(|kind| (kind, shares.clone())).collect(),
            note: note.to_owned(),
            sources: Vec::new(),
        }
    }
}

/// Every country with producers must be an owner, so that home income has an owner.
fn require_countries(producers: &Producers, owners: &Axis<Owner>) -> Result<()> {
    let codes = producers.countries().codes().iter();
    let missing: Vec<&String> = codes.filter(|code| owners.find(code).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(
        Error::income("countries with producers are not among the owners")
            .expected("an owner with the code of every country that has producers")
            .found(format!("no owner {}", first_few(missing)))
            .hint("give them a row, of zeros if their own income all goes abroad"),
    )
}
