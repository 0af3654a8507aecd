//! Who owns the income: shares of each primary input of each producer, by owner, for a national table. For a world table see
//! `income_world`.
//!
//! Source: the income split of Li, Chen, Duan, Zhu (2019), China Economist 14(5), as reconstructed in
//! `docs/theory/national-income.md`.

use std::fmt;

use ndarray::{ArcArray2, Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::national::NationalTable;
use super::primary::PrimaryKind;
use crate::error::{Error, Result};
use crate::label::{Axis, Ix, Owner, Producers};
use crate::parameter::Grade;

/// Shares may miss 1 by the rounding of a sum of a few numbers.
const SHARE_TOLERANCE: f64 = 1e-9;

/// Where the income paid on consumption of fixed capital goes. The source does not say, so the choice has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DepreciationIncome {
    /// It is part of the return on capital and is shared like operating surplus: national income is gross.
    #[default]
    WithCapital,
    /// It stays at home whoever owns the capital.
    Home,
}

/// By producer, the share of compensation and of capital income that goes to foreigners.
///
/// With λ and κ for these shares, foreign income of producer j is `f_j = λ_j w_j + κ_j (d_j + s_j)`; taxes on production and
/// the rest of compensation and capital income are income of the home country.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignShares {
    /// λ: foreign share of compensation of employees (residents of other countries).
    pub compensation: Array1<f64>,
    /// κ: foreign share of capital income.
    pub capital: Array1<f64>,
    /// Whether depreciation is capital income.
    pub depreciation: DepreciationIncome,
}

/// How foreign income is divided among foreign owners: a share for each named owner, the rest to the rest of the world.
///
/// ```
/// use leontief::table::Origins;
///
/// // 5.49 % of foreign income in China is American, the rest goes to the rest of the world
/// let origins = Origins::new("CHN", [("USA", 0.0549)], "ROW")?;
/// assert_eq!(origins.owners().codes(), ["CHN", "USA", "ROW"]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Origins {
    owners: Axis<Owner>,
    /// Shares of foreign income, in order of the owners after the home country; they add up to 1.
    shares: Vec<f64>,
}

impl Origins {
    /// The home country's code, the share of foreign income of each named foreign owner, and the code of the rest of the
    /// world, which owns the remainder.
    ///
    /// # Errors
    /// If a code is doubled or empty, a share lies outside 0 to 1, or the shares add up to more than 1.
    pub fn new<'a>(
        home: &str,
        foreign: impl IntoIterator<Item = (&'a str, f64)>,
        rest: &str,
    ) -> Result<Self> {
        let (codes, mut shares): (Vec<&str>, Vec<f64>) = foreign.into_iter().unzip();
        for (code, &share) in codes.iter().zip(&shares) {
            require_share(share, || format!("the share of `{code}` in foreign income"))?;
        }
        let named: f64 = shares.iter().sum();
        if named > 1.0 + SHARE_TOLERANCE {
            return Err(
                Error::income("the shares of foreign owners add up to more than 1").found(named),
            );
        }
        shares.push((1.0 - named).max(0.0));
        let owners = Axis::new([home].into_iter().chain(codes).chain([rest]))?;
        Ok(Self { owners, shares })
    }

    /// Home first, the rest of the world last.
    #[must_use]
    pub fn owners(&self) -> &Axis<Owner> {
        &self.owners
    }
}

/// Owner × producer shares of every component of value added, of one country or of the world; the owners' shares of a producer's
/// component add up to 1. Cheap to clone.
#[derive(Clone, PartialEq)]
pub struct IncomeShares {
    pub(super) owners: Axis<Owner>,
    pub(super) producers: Producers,
    /// Components that are owned alike share one matrix.
    pub(super) components: Vec<(PrimaryKind, ArcArray2<f64>)>,
    pub(super) note: String,
    pub(super) sources: Vec<IncomeSource>,
}

/// Where the shares of some cells come from: one component of the income of one group of a country's producers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomeSource {
    /// The country whose producers pay the income.
    pub host: String,
    /// The group of producers; empty for an undivided country.
    pub group: String,
    /// The component of value added.
    pub component: PrimaryKind,
    /// The source and what was done with it.
    pub source: String,
    /// How well it is known, where that was said.
    pub grade: Option<Grade>,
}

impl IncomeShares {
    /// All income of a table belongs to its own country; the rest of the world is listed and owns nothing. Where the country is itself
    /// called `ROW`, the region of a world table, all others are listed as `ABROAD`.
    ///
    /// # Errors
    /// None on a checked table.
    pub fn all_home(table: &NationalTable) -> Result<Self> {
        let n = table.producers().len();
        let foreign = ForeignShares {
            compensation: Array1::zeros(n),
            capital: Array1::zeros(n),
            depreciation: DepreciationIncome::WithCapital,
        };
        let rest = match table.country() {
            REST_OF_WORLD => "ABROAD",
            _ => REST_OF_WORLD,
        };
        let origins = Origins::new(table.country(), [], rest)?;
        let mut shares = Self::from_foreign_shares(table, &foreign, &origins)?;
        shares.note = "all income belongs to the home country".to_owned();
        Ok(shares)
    }

    /// Shares from the foreign part of compensation and capital income and its division among foreign owners
    /// (reconstruction of Li et al. 2019): taxes are home income, compensation is divided by λ, capital income by κ, and
    /// foreign income by the fixed shares of `origins`. Value added that is not divided into components is treated as
    /// capital income.
    ///
    /// # Errors
    /// If the vectors do not have one share in 0 to 1 per producer, or depreciation is to stay at home in a table whose
    /// operating surplus contains it.
    pub fn from_foreign_shares(
        table: &NationalTable,
        foreign: &ForeignShares,
        origins: &Origins,
    ) -> Result<Self> {
        let producers = table.producers();
        for (what, shares) in [
            ("compensation", &foreign.compensation),
            ("capital income", &foreign.capital),
        ] {
            require_shares(shares, producers, what)?;
        }
        let components = table.components();
        if foreign.depreciation == DepreciationIncome::Home
            && !components.contains(&PrimaryKind::Depreciation)
        {
            return Err(Error::income(format!(
                "depreciation cannot stay at home: the table of {} does not have it apart from operating surplus",
                table.country()
            ))
            .hint("`DepreciationIncome::WithCapital`, or a table with a row `depreciation`"));
        }
        let nothing = Array1::zeros(producers.len());
        let components = components
            .into_iter()
            .map(|kind| {
                let share = match kind {
                    PrimaryKind::Compensation => &foreign.compensation,
                    PrimaryKind::OperatingSurplus | PrimaryKind::UndividedValueAdded => {
                        &foreign.capital
                    }
                    PrimaryKind::Depreciation => match foreign.depreciation {
                        DepreciationIncome::WithCapital => &foreign.capital,
                        DepreciationIncome::Home => &nothing,
                    },
                    // taxes, and what other concepts count as value added, stay at home
                    _ => &nothing,
                };
                (kind, divided(share, origins).into_shared())
            })
            .collect();
        Ok(Self {
            owners: origins.owners.clone(),
            producers: producers.clone(),
            components,
            note: match foreign.depreciation {
                DepreciationIncome::WithCapital => "depreciation is shared like operating surplus",
                DepreciationIncome::Home => "depreciation stays at home",
            }
            .to_owned(),
            sources: Vec::new(),
        })
    }

    /// Shares given directly: for every component of the table's value added an owner × producer matrix.
    ///
    /// # Errors
    /// If a component is missing or not in the table, a matrix does not fit, a share is negative or not a number, or the
    /// shares of a producer do not add up to 1.
    pub fn given(
        table: &NationalTable,
        owners: Axis<Owner>,
        components: Vec<(PrimaryKind, Array2<f64>)>,
    ) -> Result<Self> {
        Self::checked(table.producers(), &table.components(), owners, components)
    }

    /// One checked matrix for each component.
    pub(super) fn checked(
        producers: &Producers,
        expected: &[PrimaryKind],
        owners: Axis<Owner>,
        components: Vec<(PrimaryKind, Array2<f64>)>,
    ) -> Result<Self> {
        for kind in expected {
            if !components.iter().any(|(given, _)| given == kind) {
                return Err(Error::income(format!("no shares are given for {kind}"))
                    .hint("one owner × producer matrix for each component of value added"));
            }
        }
        for (position, (kind, shares)) in components.iter().enumerate() {
            let doubled = components[..position]
                .iter()
                .any(|(earlier, _)| earlier == kind);
            if doubled || !expected.contains(kind) {
                return Err(Error::income(if doubled {
                    format!("shares of {kind} are given twice")
                } else {
                    format!(
                        "shares are given for {kind}, which is not part of the table's value added"
                    )
                }));
            }
            require_partition(*kind, shares, &owners, producers)?;
        }
        let components = components.into_iter();
        Ok(Self {
            owners,
            producers: producers.clone(),
            components: components
                .map(|(kind, shares)| (kind, shares.into_shared()))
                .collect(),
            note: "shares given by the caller".to_owned(),
            sources: Vec::new(),
        })
    }

    /// The owners.
    #[must_use]
    pub fn owners(&self) -> &Axis<Owner> {
        &self.owners
    }

    /// The producers.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.producers
    }

    /// The owner × producer shares of a component.
    #[must_use]
    pub fn of(&self, kind: PrimaryKind) -> Option<ArrayView2<'_, f64>> {
        self.components
            .iter()
            .find(|(component, _)| *component == kind)
            .map(|(_, shares)| shares.view())
    }

    /// The shares of one owner in a component.
    #[must_use]
    pub fn share(&self, owner: Ix<Owner>, kind: PrimaryKind) -> Option<ArrayView1<'_, f64>> {
        let shares = self.of(kind)?;
        Some(shares.index_axis_move(Dimension(0), owner.get()))
    }

    /// How the shares were made, in words.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The same shares with the sources of their cells, which [`note`](Self::note) then names.
    #[must_use]
    pub fn with_sources(mut self, sources: Vec<IncomeSource>) -> Self {
        let mut texts: Vec<String> = Vec::new();
        for source in &sources {
            let text = match source.grade {
                Some(grade) => format!("{} [{grade}]", source.source),
                None => source.source.clone(),
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if !texts.is_empty() {
            self.note = texts.join("; ");
        }
        self.sources = sources;
        self
    }

    /// Where the shares come from, by country, group and component; empty where nobody said.
    #[must_use]
    pub fn sources(&self) -> &[IncomeSource] {
        &self.sources
    }
}

/// The code of the owner that stands for all countries not named.
pub(crate) const REST_OF_WORLD: &str = "ROW";

/// Home 1 − f, and every foreign owner its part of f.
fn divided(foreign: &Array1<f64>, origins: &Origins) -> Array2<f64> {
    Array2::from_shape_fn(
        (origins.owners.len(), foreign.len()),
        |(owner, j)| match owner.checked_sub(1) {
            None => 1.0 - foreign[j],
            Some(k) => foreign[j] * origins.shares[k],
        },
    )
}

fn require_share(share: f64, what: impl Fn() -> String) -> Result<()> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(Error::income(what())
        .expected("a share from 0 to 1")
        .found(share))
}

fn require_shares(shares: &Array1<f64>, producers: &Producers, what: &str) -> Result<()> {
    if shares.len() != producers.len() {
        return Err(Error::shape(format!("foreign shares of {what}"))
            .expected(format!("one for each of {} producers", producers.len()))
            .found(shares.len()));
    }
    for (j, &share) in shares.indexed_iter() {
        require_share(share, || {
            format!("the foreign share of {what} of {}", producers.label(j))
        })?;
    }
    Ok(())
}

pub(super) fn require_partition(
    kind: PrimaryKind,
    shares: &Array2<f64>,
    owners: &Axis<Owner>,
    producers: &Producers,
) -> Result<()> {
    let expected = (owners.len(), producers.len());
    if shares.dim() != expected {
        return Err(Error::shape(format!("the shares of {kind}"))
            .expected(format!("{} owners × {} producers", expected.0, expected.1))
            .found(format!("{} × {}", shares.nrows(), shares.ncols())));
    }
    for ((o, j), &share) in shares.indexed_iter() {
        require_share(share, || {
            format!(
                "the share of `{}` in {kind} of {}",
                owners.codes()[o],
                producers.label(j)
            )
        })?;
    }
    for (j, column) in shares.columns().into_iter().enumerate() {
        let sum = column.sum();
        if (sum - 1.0).abs() > SHARE_TOLERANCE {
            return Err(Error::income(format!(
                "the owners' shares of {kind} of {} do not add up to 1",
                producers.label(j)
            ))
            .found(sum)
            .hint("give the remainder to an owner `ROW`"));
        }
    }
    Ok(())
}

impl fmt::Debug for IncomeShares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "IncomeShares of {:?} in {} components of {:?}",
            self.owners,
            self.components.len(),
            self.producers
        )
    }
}
