//! What is compared: a table, foreign shares of its income, and what was paid.

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};

use super::implied::{ForeignIncome, ForeignIncomeResidual};
use super::meet::{ForeignIncomeMet, ShareAdjustment};
use crate::error::{Error, Result};
use crate::label::ProducerKey;
use crate::table::{
    DepreciationIncome, ForeignShares, IncomeShares, NationalTable, Origins, PrimaryKind,
};

/// Primary income paid to non-residents in the table's year, in the table's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PrimaryIncomePaid {
    /// One total. Foreign shares of compensation stay as they are when it is to be met.
    Total(f64),
    /// Its parts; each is met by its own shares.
    Apart {
        /// Compensation of employees who are residents of other countries.
        compensation: f64,
        /// Investment income.
        investment: f64,
    },
}

impl PrimaryIncomePaid {
    /// Everything that was paid.
    #[must_use]
    pub fn total(self) -> f64 {
        match self {
            Self::Total(total) => total,
            Self::Apart {
                compensation,
                investment,
            } => compensation + investment,
        }
    }

    fn require_numbers(self) -> Result<()> {
        let amounts = match self {
            Self::Total(total) => [total, 0.0],
            Self::Apart {
                compensation,
                investment,
            } => [compensation, investment],
        };
        match amounts.into_iter().find(|amount| !amount.is_finite()) {
            None => Ok(()),
            Some(amount) => {
                Err(Error::control_total("primary income paid is not a number").found(amount))
            }
        }
    }
}

/// Which foreign capital income is compared with what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapitalIncome {
    /// Without depreciation, as the balance of payments records income. Needs a table with a row of depreciation.
    Net,
    /// With the depreciation that the foreign shares divide. Under
    /// [`DepreciationIncome::Home`](crate::table::DepreciationIncome::Home) they divide none, and both comparisons are the same.
    Gross,
}

/// By row of [`NationalTable::primary`] and producer, the part of a primary input that counts as foreign income: λ for compensation, κ for
/// operating surplus and undivided value added, κ for depreciation where it is divided and compared, zero for taxes and all other rows.
///
/// Foreign income is `Σ coefficient × primary input`, which is linear in the inputs: a margin of an estimate of the table can ask
/// for it. Shape: rows of primary inputs, in their order, × producers.
///
/// # Errors
/// If the shares are not one in 0 to 1 for every producer, or depreciation is to be told apart in a table that does not have it apart.
pub fn foreign_income_coefficients(
    table: &NationalTable,
    foreign: &ForeignShares,
    capital: CapitalIncome,
) -> Result<Array2<f64>> {
    let income = divided_in_two(table, foreign)?;
    if capital == CapitalIncome::Net && table.primary().row(PrimaryKind::Depreciation).is_none() {
        return Err(Error::income(format!(
            "income net of depreciation cannot be compared: the table of {} does not have depreciation apart from operating surplus",
            table.country()
        ))
        .hint("`CapitalIncome::Gross`, or a table with a row `depreciation`"));
    }
    let rows = table.primary().rows();
    let mut coefficients = Array2::zeros((rows.len(), table.producers().len()));
    for (row, mut coefficients) in rows.iter().zip(coefficients.axis_iter_mut(Dimension(0))) {
        let compared = row.kind != PrimaryKind::Depreciation || capital == CapitalIncome::Gross;
        if let Some(shares) = income.of(row.kind).filter(|_| compared) {
            coefficients.assign(&shares.index_axis(Dimension(0), ABROAD));
        }
    }
    Ok(coefficients)
}

/// The position of all foreigners among the owners home, abroad.
const ABROAD: usize = 1;

/// Income of home and of all foreigners together; checks the shares.
fn divided_in_two(table: &NationalTable, foreign: &ForeignShares) -> Result<IncomeShares> {
    IncomeShares::from_foreign_shares(table, foreign, &Origins::new("home", [], "abroad")?)
}

/// A table with foreign shares of its income, and the primary income paid that they are held against.
///
/// ```
/// # use leontief::label::{Axis, Group, Ownership, Producers};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # let groups = [Ownership::Domestic, Ownership::Foreign].map(|owner| Group::of(Some(owner), None));
/// # let producers = Producers::national("CHN", groups, &Axis::new(["goods"])?)?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
/// #     .domestic(array![[40.0, 30.0], [10.0, 10.0]])
/// #     .imported(array![[10.0, 20.0]])
/// #     .primary(PrimaryKind::Compensation, array![50.0, 20.0])
/// #     .primary(PrimaryKind::Depreciation, array![20.0, 10.0])
/// #     .primary(PrimaryKind::OperatingSurplus, array![70.0, 10.0])
/// #     .final_use("households", array![130.0, 80.0], array![0.0])
/// #     .output(array![200.0, 100.0])
/// #     .check()?;
/// use leontief::build::{CapitalIncome, ForeignIncomeControl, PrimaryIncomePaid, ShareAdjustment};
/// use leontief::table::{DepreciationIncome, ForeignShares};
/// use ndarray::array;
///
/// // producers D and F with operating surplus 70 and 10, depreciation 20 and 10
/// let foreign = ForeignShares {
///     compensation: array![0.0, 0.0],
///     capital: array![0.1, 0.8],
///     depreciation: DepreciationIncome::WithCapital,
/// };
/// let paid = PrimaryIncomePaid::Total(12.0);
/// let control = ForeignIncomeControl::new(&table, &foreign, paid, CapitalIncome::Net)?
///     .moving(|producer| !producer.group.is_foreign());
/// assert_eq!(control.implied().total(), 15.0); // 7 + 8; another 2 + 8 are depreciation
/// assert_eq!(control.residual().amount(), -3.0);
///
/// let met = control.met(ShareAdjustment::Odds)?;
/// assert!((met.foreign().capital[0] - 4.0 / 70.0).abs() < 1e-12);
/// assert_eq!(met.foreign().capital[1], 0.8);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a control says nothing until it is asked for what the shares imply"]
pub struct ForeignIncomeControl<'a> {
    pub(super) table: &'a NationalTable,
    pub(super) foreign: ForeignShares,
    pub(super) paid: PrimaryIncomePaid,
    pub(super) capital: CapitalIncome,
    /// Whether the shares of a producer may be changed.
    pub(super) moves: Vec<bool>,
    coefficients: Array2<f64>,
}

impl<'a> ForeignIncomeControl<'a> {
    /// Foreign shares of a table's income, held against what was paid, in the table's unit. All producers' shares may move.
    ///
    /// # Errors
    /// As [`foreign_income_coefficients`]; or if what was paid is not a number.
    pub fn new(
        table: &'a NationalTable,
        foreign: &ForeignShares,
        paid: PrimaryIncomePaid,
        capital: CapitalIncome,
    ) -> Result<Self> {
        paid.require_numbers()?;
        Ok(Self {
            table,
            foreign: foreign.clone(),
            paid,
            capital,
            moves: vec![true; table.producers().len()],
            coefficients: foreign_income_coefficients(table, foreign, capital)?,
        })
    }

    /// Only the shares of these producers may move: those of domestic firms, say, where those of foreign-invested ones are known.
    pub fn moving(mut self, moves: impl Fn(ProducerKey<'_>) -> bool) -> Self {
        let producers = self.table.producers();
        self.moves = producers
            .positions()
            .map(|at| moves(producers.key(at)))
            .collect();
        self
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &NationalTable {
        self.table
    }

    /// What [`foreign_income_coefficients`] gives: rows of primary inputs × producers.
    #[must_use]
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// Foreign income that the shares imply.
    #[must_use]
    pub fn implied(&self) -> ForeignIncome {
        ForeignIncome::of(self.table, &self.foreign, self.capital)
    }

    /// What was paid less what the shares imply.
    #[must_use]
    pub fn residual(&self) -> ForeignIncomeResidual {
        ForeignIncomeResidual::new(self.paid, self.implied(), self.table.unit().short())
    }

    /// The shares nearest to the given ones that imply what was paid, in the sense of the adjustment.
    ///
    /// With [`PrimaryIncomePaid::Total`] the shares of capital income are moved and those of compensation stay; with
    /// [`PrimaryIncomePaid::Apart`] each is moved to its own total. A share of zero stays zero. A producer whose income is zero or negative
    /// counts with the share it has and is not moved: a larger share of a loss would lower the total. Where the shares imply what was paid already they come back as they are.
    ///
    /// # Errors
    /// If no shares of the producers that may move reach what was paid (the message has the range that they reach), or a share
    /// would exceed 1 and is not to be capped.
    pub fn met(&self, adjustment: ShareAdjustment) -> Result<ForeignIncomeMet> {
        ForeignIncomeMet::new(self, adjustment)
    }

    /// The compensation that λ divides.
    pub(super) fn compensation(&self) -> Array1<f64> {
        row(self.table, PrimaryKind::Compensation)
    }

    /// The capital income that κ divides and that is compared.
    pub(super) fn capital_income(&self) -> Array1<f64> {
        let mut income = capital_without_depreciation(self.table);
        if self.capital == CapitalIncome::Gross {
            income += &divided_depreciation(self.table, &self.foreign);
        }
        income
    }
}

/// Operating surplus, and value added that is not divided into components.
pub(super) fn capital_without_depreciation(table: &NationalTable) -> Array1<f64> {
    row(table, PrimaryKind::OperatingSurplus) + row(table, PrimaryKind::UndividedValueAdded)
}

/// The depreciation that κ divides: none where it stays at home.
pub(super) fn divided_depreciation(table: &NationalTable, foreign: &ForeignShares) -> Array1<f64> {
    match foreign.depreciation {
        DepreciationIncome::WithCapital => row(table, PrimaryKind::Depreciation),
        DepreciationIncome::Home => Array1::zeros(table.producers().len()),
    }
}

fn row(table: &NationalTable, kind: PrimaryKind) -> Array1<f64> {
    let zeros = || Array1::zeros(table.producers().len());
    let row = table.primary().row(kind);
    row.map_or_else(zeros, |row| row.by_producer.clone())
}

/// `Σ shares × amounts` of the producers in a range.
pub(super) fn income_of(
    shares: ArrayView1<'_, f64>,
    amounts: &Array1<f64>,
    range: std::ops::Range<usize>,
) -> f64 {
    range.fold(0.0, |sum, j| sum + shares[j] * amounts[j])
}
