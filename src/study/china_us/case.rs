//! From sources and one set of parameter values to a balance sheet.

use ndarray::Array1;

use super::sources::{CHINA, Sources, USA};
use crate::balance::{BalanceMeasure, BalanceSheet, Economy, Selection};
use crate::build::{
    ControlTotals, Division, Overdraw, OwnershipSplit, RegimeOwnershipSplit, Split,
    scale_imported_inputs,
};
use crate::error::{Error, Result};
use crate::label::TradeKind;
use crate::model::{Measure, Model};
use crate::parameter::Values;
use crate::table::{
    DepreciationIncome, Exports, ForeignShares, IncomeShares, NationalTable, Origins, PrimaryKind,
};
use crate::uncertainty::{MonteCarlo, Simulation};

/// A sector that asks for more imports than it has is stopped there and named in the notes; the others make up for it.
const OVERDRAW: Overdraw = Overdraw::Cap;

/// What is told apart in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// China by regime and ownership, the United States by ownership.
    Full,
    /// China by ownership only: processing shares the technology of its sector.
    WithoutRegime,
    /// China by regime only, the United States whole: every producer of a sector has the sector's average foreign share.
    WithoutOwnership,
    /// Neither: the published tables with average foreign shares.
    Unsplit,
}

impl Variant {
    /// All variants, the full model first.
    pub const ALL: [Self; 4] = [
        Self::Full,
        Self::WithoutRegime,
        Self::WithoutOwnership,
        Self::Unsplit,
    ];
}

/// One run of the study: both economies, their balance, and what had to be capped or is out of line.
#[derive(Debug, Clone)]
pub struct Case {
    china: Economy,
    usa: Economy,
    sheet: BalanceSheet,
    notes: Notes,
}

/// What a run has to say beside its figures.
#[derive(Debug, Clone, Default)]
struct Notes {
    lines: Vec<String>,
    capped: usize,
}

impl Notes {
    /// Keeps what a split capped.
    fn add(&mut self, split: &Split) {
        for capped in split.capped() {
            self.capped += capped.sectors().len();
            self.lines.push(capped.to_string());
        }
    }
}

impl Case {
    /// China's model and exports to the United States.
    #[must_use]
    pub fn china(&self) -> &Economy {
        &self.china
    }

    /// The American model and exports to China.
    #[must_use]
    pub fn usa(&self) -> &Economy {
        &self.usa
    }

    /// The balance, China first.
    #[must_use]
    pub fn sheet(&self) -> &BalanceSheet {
        &self.sheet
    }

    /// Foreign income in the whole output of [China, the United States]: what the foreign shares imply for the primary income
    /// that the country pays, in the sheet's unit.
    ///
    /// # Errors
    /// None in practice: the owners are those of the models.
    pub fn foreign_income(&self) -> Result<[f64; 2]> {
        let of = |economy: &Economy| -> Result<f64> {
            let model = economy.model();
            let owners = model.income().owners().codes().iter();
            let foreign = owners.filter(|owner| *owner != economy.country());
            foreign
                .map(|owner| {
                    Ok(model
                        .rates(&Measure::income(owner))?
                        .dot(&model.table().output()))
                })
                .sum()
        };
        Ok([of(&self.china)?, of(&self.usa)?])
    }

    /// Caps and oddities, one line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes.lines
    }

    /// How many sectors were stopped at what they have because a total asked for more.
    #[must_use]
    pub fn capped(&self) -> usize {
        self.notes.capped
    }
}

impl Sources {
    /// The balance at these parameter values.
    ///
    /// # Errors
    /// If a parameter is missing or a control total cannot be met.
    pub fn case(&self, values: &Values, variant: Variant) -> Result<Case> {
        let mut notes = Notes::default();
        let china = self.china_economy(values, variant, &mut notes)?;
        let usa = self.usa_economy(values, variant, &mut notes)?;
        let sheet = BalanceSheet::between(&china, &usa)?;
        Ok(Case {
            china,
            usa,
            sheet,
            notes,
        })
    }

    /// The figures of the balance in many draws of the uncertain parameters. Figures are named by [`figure_name`](Sources::figure_name).
    ///
    /// # Errors
    /// If a draw fails; the message names its values.
    pub fn simulate(&self, run: &MonteCarlo) -> Result<Simulation> {
        run.run(self.parameters(), |values| {
            let case = self.case(values, Variant::Full)?;
            let capped = (Self::CAPPED.to_owned(), case.capped() as f64);
            Ok(figures(&case.sheet).into_iter().chain([capped]).collect())
        })
    }

    /// The name under which a simulation keeps the number of capped sectors.
    pub const CAPPED: &str = "capped sectors";

    /// The name under which a simulation keeps a balance: measure, reading and kind, as in `national_income two_sided total`.
    #[must_use]
    pub fn figure_name(measure: BalanceMeasure, kind: Option<TradeKind>) -> String {
        let parts = [
            measure.code(),
            measure.reading_code(),
            kind.map_or("total", TradeKind::code),
        ];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn china_economy(
        &self,
        values: &Values,
        variant: Variant,
        notes: &mut Notes,
    ) -> Result<Economy> {
        let get = |name: &str| values.get(name);
        let (table, capped) =
            scale_imported_inputs(&self.china, get("imported_input_scale")?, OVERDRAW)?;
        if !capped.is_empty() {
            notes.capped += capped.len();
            notes.lines.push(format!(
                "imported_input_scale: capped at all inputs: {}",
                capped.join(", ")
            ));
        }
        let split = RegimeOwnershipSplit::new(
            &table,
            self.china_starting.clone(),
            ControlTotals {
                processing_share_of_exports: get("processing_share_of_exports")?,
                imports_per_processing_export: get("processing_imports_per_processing_export")?,
                foreign_share_of_processing_exports: get("foreign_share_of_processing_exports")?,
                foreign_share_of_exports: get("foreign_share_of_exports")?,
                processing_value_added_ratio: get("processing_value_added_ratio")?,
            },
        )
        .overdraw(OVERDRAW);
        let exports = scaled_to(
            &self.china_exports,
            [
                (TradeKind::Goods, get("goods_exports_to_us")?),
                (TradeKind::Services, get("services_exports_to_us")?),
                (TradeKind::ReExports, get("hk_reexports_to_us")?),
            ],
        )?;
        note_excess(&exports, &table, notes);
        let owners = Owners {
            capital: [
                get("foreign_share_of_capital_domestic_china")?,
                get("foreign_share_of_capital_foreign_invested_china")?,
            ],
            compensation: [
                0.0,
                get("foreign_share_of_compensation_foreign_invested_china")?,
            ],
            origins: Origins::new(
                CHINA,
                [(USA, get("us_share_of_foreign_income_in_china")?)],
                REST,
            )?,
        };
        let to_us = get("processing_share_of_exports_to_us")?;
        match variant {
            Variant::Full => {
                let split = split.divided(Division::RegimeAndOwnership)?;
                notes.add(&split);
                owners.split(&split, split.divide_with_processing_share(&exports, to_us)?)
            }
            Variant::WithoutRegime => {
                let split = split.divided(Division::Ownership)?;
                owners.split(&split, split.divide_with_processing_share(&exports, to_us)?)
            }
            Variant::WithoutOwnership => {
                let average = owners.averages(split.divided(Division::RegimeAndOwnership)?.table());
                let split = split.divided(Division::Regime)?;
                let shares = average.map(|share| split.repeated(&share));
                owners.economy(
                    split.table(),
                    shares,
                    split.divide_with_processing_share(&exports, to_us)?,
                )
            }
            Variant::Unsplit => {
                let average = owners.averages(split.divided(Division::RegimeAndOwnership)?.table());
                owners.economy(&table, average, exports)
            }
        }
    }

    fn usa_economy(&self, values: &Values, variant: Variant, notes: &mut Notes) -> Result<Economy> {
        let get = |name: &str| values.get(name);
        let table = &self.usa;
        let split = OwnershipSplit::new(
            table,
            self.usa_starting.clone(),
            get("value_added_of_us_affiliates")?,
            get("foreign_share_of_us_exports")?,
        )
        .overdraw(OVERDRAW)
        .divided()?;
        let exports = scaled_to(
            &self.usa_exports,
            [
                (TradeKind::Goods, get("goods_exports_to_china")?),
                (TradeKind::Services, get("services_exports_to_china")?),
                (TradeKind::ReExports, get("hk_reexports_to_china")?),
            ],
        )?;
        note_excess(&exports, table, notes);
        let owners = Owners {
            capital: [
                get("foreign_share_of_capital_domestic_us")?,
                get("foreign_share_of_capital_foreign_invested_us")?,
            ],
            compensation: [
                0.0,
                get("foreign_share_of_compensation_foreign_invested_us")?,
            ],
            origins: Origins::new(
                USA,
                [(CHINA, get("china_share_of_foreign_income_in_us")?)],
                REST,
            )?,
        };
        match variant {
            Variant::Full | Variant::WithoutRegime => {
                notes.add(&split);
                owners.split(&split, split.divide(&exports)?)
            }
            Variant::WithoutOwnership | Variant::Unsplit => {
                let average = owners.averages(split.table());
                owners.economy(table, average, exports)
            }
        }
    }
}

const REST: &str = crate::table::REST_OF_WORLD;

/// Foreign shares of a country by ownership of the firm: [domestic, foreign-invested].
struct Owners {
    capital: [f64; 2],
    compensation: [f64; 2],
    origins: Origins,
}

impl Owners {
    /// The economy of a table whose groups tell owners apart.
    fn split(&self, split: &Split, exports: Exports) -> Result<Economy> {
        let table = split.table();
        self.economy(
            table,
            [&self.compensation, &self.capital].map(|shares| by_owner(table, shares)),
            exports,
        )
    }

    /// The economy of a table with these foreign shares of [compensation, capital] by producer.
    fn economy(
        &self,
        table: &NationalTable,
        shares: [Array1<f64>; 2],
        exports: Exports,
    ) -> Result<Economy> {
        let [compensation, capital] = shares;
        let foreign = ForeignShares {
            compensation,
            capital,
            depreciation: DepreciationIncome::WithCapital,
        };
        let income = IncomeShares::from_foreign_shares(table, &foreign, &self.origins)?;
        Economy::new(&Model::new(table, income)?, exports)
    }

    /// Foreign shares of [compensation, capital] by sector, averaged over the groups of a split table by what they pay, so
    /// that foreign income in the whole table is that of the split one.
    fn averages(&self, split: &NationalTable) -> [Array1<f64>; 2] {
        let capital = [PrimaryKind::Depreciation, PrimaryKind::OperatingSurplus];
        [
            average(
                split,
                &by_owner(split, &self.compensation),
                &[PrimaryKind::Compensation],
            ),
            average(split, &by_owner(split, &self.capital), &capital),
        ]
    }
}

/// Shares of a split table's producers averaged by sector, weighted by these primary inputs.
fn average(split: &NationalTable, shares: &Array1<f64>, paid: &[PrimaryKind]) -> Array1<f64> {
    let groups = split.producers().blocks().len();
    let sectors = split.producers().len() / groups;
    let rows = paid.iter().filter_map(|kind| split.primary().row(*kind));
    let weights = rows.fold(Array1::zeros(shares.len()), |sum: Array1<f64>, row| {
        sum + &row.by_producer
    });
    Array1::from_shape_fn(sectors, |j| {
        let of_sector = || (0..groups).map(|g| g * sectors + j);
        let all: f64 = of_sector().map(|at| weights[at]).sum();
        let foreign: f64 = of_sector().map(|at| weights[at] * shares[at]).sum();
        if all == 0.0 { 0.0 } else { foreign / all }
    })
}

/// One of two shares for every producer, by ownership of its group.
fn by_owner(table: &NationalTable, [domestic, foreign]: &[f64; 2]) -> Array1<f64> {
    let producers = table.producers();
    producers
        .positions()
        .map(|at| {
            if producers.key(at).group.is_foreign() {
                *foreign
            } else {
                *domestic
            }
        })
        .collect()
}

/// The exports with the flows of each kind scaled to a total, their mix unchanged.
fn scaled_to(exports: &Exports, totals: [(TradeKind, f64); 3]) -> Result<Exports> {
    for (kind, total) in totals {
        let mut flows = exports.flows().iter();
        if total != 0.0 && flows.all(|flow| flow.kind() != kind) {
            return Err(Error::control_total(format!(
                "there are no exports of {kind} by sector to scale to a total of {total:.0}"
            )));
        }
    }
    exports.flows().iter().try_fold(
        Exports::new(exports.producers(), exports.unit().clone()),
        |scaled, flow| {
            let wanted = totals.iter().find(|(kind, _)| *kind == flow.kind());
            let factor = match wanted {
                None => 1.0,
                Some(_) if flow.total() == 0.0 => {
                    return Err(Error::control_total(format!(
                        "exports of {} to `{}` are zero and cannot be scaled to a total",
                        flow.kind(),
                        flow.partner()
                    )));
                }
                Some((_, total)) => total / flow.total(),
            };
            scaled.with(flow.partner(), flow.kind(), &flow.amounts() * factor)
        },
    )
}

/// Sectors that export more to the partner than the table says they export to everyone.
fn note_excess(exports: &Exports, table: &NationalTable, notes: &mut Notes) {
    let (to_partner, all) = (exports.by_producer(), table.exports().by_producer());
    for at in exports.producers().positions() {
        let (to_partner, all) = (to_partner[at.get()], all[at.get()]);
        if to_partner > all {
            notes.lines.push(format!(
                "{} exports {to_partner:.0} {} to the partner, more than the {all:.0} to all partners in its table",
                exports.producers().key(at),
                exports.unit().short()
            ));
        }
    }
}

/// All balances of a sheet, by measure and kind.
fn figures(sheet: &BalanceSheet) -> Vec<(String, f64)> {
    let kinds = sheet.kinds().into_iter().map(Some).chain([None]);
    kinds
        .flat_map(|kind| {
            BalanceMeasure::ALL.map(|measure| {
                let part = Selection {
                    kind,
                    ..Selection::ALL
                };
                (
                    Sources::figure_name(measure, kind),
                    sheet.balance_of(measure, part),
                )
            })
        })
        .collect()
}
