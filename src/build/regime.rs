//! A national table divided by customs regime and ownership, in proportion, with control totals.
//!
//! Question answered: what would the four-group table (DN, FN, DP, FP) be if groups differed only as far as the known totals
//! say? First version of the estimate: the starting point of a constrained optimisation that may replace it under the same
//! inputs ([`StartingShares`], [`ControlTotals`]) and the same result ([`Split`]).
//!
//! With exports e, output x, import rate m, value-added rate v and other rate o of sector j:
//! processing output is `x^P = p e`; its import rate μ is m shifted on the logit scale until `Σ μ x^P = M`; its value-added
//! rate is `ρ v`; other primary inputs (and the published table's rounding) keep the sector's rate; the rest `1 − μ − ρ v − o`
//! are domestic inputs in the sector's mix. The normal column is the exact remainder. Foreign-invested shares are φ in
//! processing and s in normal output; DN and FN supply each use in proportion to their output.
//!
//! Source: the layout of the table is that of Duan et al. (2012) and Ma, Wang, Zhu (2015), Journal of Comparative Economics
//! 43(1), 3-18; two-regime case: Koopman, Wang, Wei (2012), Journal of Development Economics 99(1), 178-189.

use ndarray::{Array1, Axis as Dimension, Zip};

use super::assemble::{Columns, GroupPlan, assemble};
use super::control::{Control, Limits, Met, Overdraw, require_output, require_starting_shares};
use super::split::{Division, ExportShares, Split, may_be_processed};
use crate::error::{Error, Result};
use crate::label::{Group, Ownership, Regime};
use crate::table::NationalTable;

/// Shares by sector from which the estimate starts.
#[derive(Debug, Clone, PartialEq)]
pub struct StartingShares {
    /// Share of processing in the exports of each sector; `None` for sectors that export services.
    pub processing: Vec<Option<f64>>,
    /// Foreign-invested share of the sector's processing exports; `None` where there are none.
    pub foreign_processing: Vec<Option<f64>>,
    /// Foreign-invested share of the sector's other output.
    pub foreign_normal: Vec<Option<f64>>,
}

/// Totals that the split table must meet. Exports of goods are those of sectors with a starting share of processing, services
/// that such sectors may export left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlTotals {
    /// Processing exports over exports of goods.
    pub processing_share_of_exports: f64,
    /// Imported inputs over processing exports.
    pub imports_per_processing_export: f64,
    /// Share of foreign-invested enterprises in processing exports.
    pub foreign_share_of_processing_exports: f64,
    /// Share of foreign-invested enterprises in all exports of goods.
    pub foreign_share_of_exports: f64,
    /// ρ: direct value-added rate of a processing column over the sector's.
    pub processing_value_added_ratio: f64,
}

/// A split by regime and ownership in the making.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::build::{ControlTotals, Division, RegimeOwnershipSplit, StartingShares};
/// # let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
/// #     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
/// #     .imported(array![[20.0, 5.0]])
/// #     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
/// #     .export("USA", TradeKind::Goods, array![25.0, 0.0])
/// #     .final_use("households", array![35.0, 50.0], array![10.0])
/// #     .output(array![100.0, 100.0])
/// #     .check()?;
/// let split = RegimeOwnershipSplit::new(
///     &table,
///     StartingShares {
///         processing: vec![Some(0.3), None],
///         foreign_processing: vec![Some(0.8), None],
///         foreign_normal: vec![Some(0.3), Some(0.1)],
///     },
///     ControlTotals {
///         processing_share_of_exports: 0.42,
///         imports_per_processing_export: 0.5,
///         foreign_share_of_processing_exports: 0.82,
///         foreign_share_of_exports: 0.5,
///         processing_value_added_ratio: 0.75,
///     },
/// )
/// .divided(Division::RegimeAndOwnership)?;
/// assert_eq!(split.table().producers().len(), 8);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is divided until `divided` is called"]
pub struct RegimeOwnershipSplit<'a> {
    table: &'a NationalTable,
    starting: StartingShares,
    controls: ControlTotals,
    overdraw: Overdraw,
}

impl<'a> RegimeOwnershipSplit<'a> {
    /// A split of an undivided table. A total that asks a cell for more than it has is refused.
    pub fn new(
        table: &'a NationalTable,
        starting: StartingShares,
        controls: ControlTotals,
    ) -> Self {
        Self {
            table,
            starting,
            controls,
            overdraw: Overdraw::Refuse,
        }
    }

    /// What to do where a total asks a cell for more than it has.
    pub fn overdraw(mut self, overdraw: Overdraw) -> Self {
        self.overdraw = overdraw;
        self
    }

    /// The divided table. Under [`Division::Ownership`] all producers of a sector share its technology, under
    /// [`Division::Regime`] owners are merged; the shares are those of the full split in every case.
    ///
    /// # Errors
    /// If the table is already divided, starting shares are missing or not shares, or a control total cannot be met.
    pub fn divided(&self, division: Division) -> Result<Split> {
        let plan = Plan::new(self)?;
        let mut report = plan.report.clone();
        let mut capped = Vec::new();
        // what each technology takes of a sector's columns; owners alone share one technology
        let (normal, processing) = match division {
            Division::Ownership => (
                Columns::whole(plan.output.len()),
                Columns::none(plan.output.len()),
            ),
            Division::RegimeAndOwnership | Division::Regime => {
                let processing = plan.processing_columns(self)?;
                report.extend(processing.report);
                capped = processing.capped;
                (
                    Columns::remainder_of(&processing.columns),
                    processing.columns,
                )
            }
        };
        let groups = match division {
            Division::RegimeAndOwnership => plan.amounts.four(&normal, &processing),
            Division::Regime => plan.amounts.by_regime(&normal, &processing),
            Division::Ownership => plan.amounts.by_ownership(&normal),
        };
        let shares = plan.amounts.shares.clone();
        let table = assemble(self.table, &groups, division, &shares, self.step(division))?;
        Ok(Split {
            table,
            original: self.table.producers().clone(),
            division,
            shares,
            report,
            capped,
        })
    }

    fn step(&self, division: Division) -> String {
        let groups = match division {
            Division::RegimeAndOwnership => "regime and ownership (DN, FN, DP, FP)",
            Division::Regime => "regime (N, P)",
            Division::Ownership => "ownership (D, F)",
        };
        format!("divided by {groups} in proportion, with control totals")
    }
}

/// Shares and outputs that do not depend on the division.
struct Plan {
    output: Array1<f64>,
    amounts: Amounts,
    report: Vec<String>,
}

struct Amounts {
    shares: ExportShares,
    output: Array1<f64>,
    /// x^P.
    processed: Array1<f64>,
}

impl Plan {
    fn new(split: &RegimeOwnershipSplit<'_>) -> Result<Self> {
        let table = split.table;
        let producers = table.producers();
        let n = producers.only_block()?.sectors().len();
        let label = |j: usize| producers.label(j);
        let (starting, controls) = (&split.starting, &split.controls);
        for (what, given) in [
            ("processing", &starting.processing),
            ("foreign_processing", &starting.foreign_processing),
            ("foreign_normal", &starting.foreign_normal),
        ] {
            if given.len() != n {
                return Err(Error::shape(format!("the starting shares `{what}`"))
                    .expected(format!("{n} sectors"))
                    .found(given.len()));
            }
        }
        let goods: Vec<bool> = starting.processing.iter().map(Option::is_some).collect();
        let mut exported_goods = Array1::zeros(n);
        for flow in table
            .exports()
            .flows()
            .iter()
            .filter(|flow| may_be_processed(flow.kind()))
        {
            exported_goods += &flow.amounts();
        }
        exported_goods
            .indexed_iter_mut()
            .filter(|(j, _)| !goods[*j])
            .for_each(|(_, amount)| *amount = 0.0);
        let mut report = Vec::new();
        let mut meet = |name: &str,
                        starting: &Array1<f64>,
                        weights: &Array1<f64>,
                        total: f64|
         -> Result<Met> {
            let control = Control {
                name,
                weights,
                total,
                limits: None,
                label: &label,
            };
            let met = control.met_from(starting, split.overdraw)?;
            report.push(format!(
                "{name}: odds of the starting shares × {:.4}",
                met.shift.exp()
            ));
            Ok(met)
        };

        // processing exports: Σ p e = share × exports of goods
        let all_goods = exported_goods.sum();
        let processing = meet(
            "processing_share_of_exports",
            &filled(&starting.processing),
            &exported_goods,
            controls.processing_share_of_exports * all_goods,
        )?
        .shares;
        let processed = &processing * &exported_goods;
        require_output(&processed, table.output(), &label)?;

        // foreign-invested processing: Σ φ x^P = share × Σ x^P
        require_foreign(
            &starting.foreign_processing,
            &processed,
            "foreign_processing",
            &label,
        )?;
        let foreign_processed_total =
            controls.foreign_share_of_processing_exports * processed.sum();
        let foreign_processing = meet(
            "foreign_share_of_processing_exports",
            &filled(&starting.foreign_processing),
            &processed,
            foreign_processed_total,
        )?
        .shares;

        // foreign-invested normal exports of goods: Σ s (1 − p) e = share × exports of goods − Σ φ x^P
        require_foreign(
            &starting.foreign_normal,
            &table.output().to_owned(),
            "foreign_normal",
            &label,
        )?;
        let start_normal = filled(&starting.foreign_normal);
        let shifted = meet(
            "foreign_share_of_exports",
            &start_normal,
            &(&exported_goods - &processed),
            controls.foreign_share_of_exports * all_goods - foreign_processed_total,
        )?
        .shares;
        // the total speaks of goods: shares of service sectors stay as given
        let foreign_normal = Array1::from_shape_fn(n, |j| {
            if goods[j] {
                shifted[j]
            } else {
                start_normal[j]
            }
        });

        let output = table.output().to_owned();
        Ok(Self {
            amounts: Amounts {
                shares: ExportShares {
                    processing,
                    foreign_processing,
                    foreign_normal,
                    goods,
                },
                output: output.clone(),
                processed,
            },
            output,
            report,
        })
    }

    /// The parts of each sector's columns that processing takes.
    fn processing_columns(&self, split: &RegimeOwnershipSplit<'_>) -> Result<ProcessingColumns> {
        let table = split.table;
        let label = |j: usize| table.producers().label(j);
        let ratio = split.controls.processing_value_added_ratio;
        let processed = &self.amounts.processed;
        let imports = table.imported().sum_axis(Dimension(0));
        let domestic = table.domestic().sum_axis(Dimension(0));
        let basic = basic_value_added(table);
        // x^P / x: also the part of other primary inputs and of the discrepancy
        let part = quotient(processed, &self.output);
        let value_added = value_added_part(&part, ratio, split.overdraw, &label)?;
        let other_rate = quotient(
            &(&self.output - &imports - &domestic - &basic),
            &self.output,
        );
        let added_rate = quotient(&(&basic * &value_added), processed);
        // what is left for inputs, per unit of processing output
        let room = Zip::from(&added_rate)
            .and(&other_rate)
            .map_collect(|v, o| 1.0 - v - o);
        for (j, &room) in room.indexed_iter() {
            if processed[j] > 0.0 && room < 0.0 {
                return Err(Error::control_total(format!(
                    "`processing_value_added_ratio` asks too much of {}: its processing column would have negative inputs",
                    label(j)
                ))
                .expected("value added and other primary inputs of at most 1 per unit of output")
                .found(1.0 - room));
            }
        }
        let most = Zip::from(&room)
            .and(&quotient(&imports, processed))
            .map_collect(|room, all| room.min(*all));
        let least = Zip::from(&room)
            .and(&quotient(&domestic, processed))
            .map_collect(|room, all| (room - all).max(0.0));
        let met = Control {
            name: "imports_per_processing_export",
            weights: processed,
            total: split.controls.imports_per_processing_export * processed.sum(),
            limits: Some(Limits {
                least: &least,
                most: &most,
                cell: "a cell of its inputs, normal or processing,",
            }),
            label: &label,
        }
        .met_from(
            &quotient(&imports, &self.output).mapv(|rate| rate.clamp(0.0, 1.0)),
            split.overdraw,
        )?;
        let used_imports = &met.shares * processed;
        let used_domestic = (&room - &met.shares) * processed;
        let mut report = vec![format!(
            "imports_per_processing_export: odds of the sectors' import rates × {:.4}",
            met.shift.exp()
        )];
        let capped: Vec<String> = met.capped.iter().map(|&j| label(j)).collect();
        if !capped.is_empty() {
            report.push(format!(
                "imports_per_processing_export: capped at what the sector has: {}",
                capped.join(", ")
            ));
        }
        Ok(ProcessingColumns {
            columns: Columns {
                domestic: quotient(&used_domestic, &domestic).mapv(|share| share.clamp(0.0, 1.0)),
                imported: quotient(&used_imports, &imports).mapv(|share| share.clamp(0.0, 1.0)),
                value_added,
                other: part,
            },
            report,
            capped,
        })
    }
}

struct ProcessingColumns {
    columns: Columns,
    report: Vec<String>,
    capped: Vec<String>,
}

impl Amounts {
    fn four<'c>(&self, normal: &'c Columns, processing: &'c Columns) -> Vec<GroupPlan<'c>> {
        let groups = [
            (Ownership::Domestic, Regime::Normal),
            (Ownership::Foreign, Regime::Normal),
            (Ownership::Domestic, Regime::Processing),
            (Ownership::Foreign, Regime::Processing),
        ];
        let plan = |(owner, regime)| {
            let (columns, foreign) = match regime {
                Regime::Normal => (normal, &self.shares.foreign_normal),
                Regime::Processing => (processing, &self.shares.foreign_processing),
            };
            let share = match owner {
                Ownership::Domestic => foreign.mapv(|share| 1.0 - share),
                Ownership::Foreign => foreign.clone(),
            };
            GroupPlan {
                group: Group::of(Some(owner), Some(regime)),
                columns,
                output: &share * &self.output_of(regime),
                home: match regime {
                    Regime::Normal => share.clone(),
                    Regime::Processing => Array1::zeros(share.len()),
                },
                share,
            }
        };
        groups.map(plan).to_vec()
    }

    fn by_regime<'c>(&self, normal: &'c Columns, processing: &'c Columns) -> Vec<GroupPlan<'c>> {
        let n = self.output.len();
        let plan = |regime, columns, home| GroupPlan {
            group: Group::of(None, Some(regime)),
            columns,
            output: self.output_of(regime),
            share: Array1::ones(n),
            home,
        };
        vec![
            plan(Regime::Normal, normal, Array1::ones(n)),
            plan(Regime::Processing, processing, Array1::zeros(n)),
        ]
    }

    fn by_ownership<'c>(&self, whole: &'c Columns) -> Vec<GroupPlan<'c>> {
        let foreign = &self.shares.foreign_normal * &self.output_of(Regime::Normal)
            + &self.shares.foreign_processing * &self.processed;
        let home = &self.shares.foreign_normal;
        let plan = |owner, output: Array1<f64>, home| GroupPlan {
            group: Group::of(Some(owner), None),
            columns: whole,
            share: quotient(&output, &self.output),
            output,
            home,
        };
        vec![
            plan(
                Ownership::Domestic,
                &self.output - &foreign,
                home.mapv(|s| 1.0 - s),
            ),
            plan(Ownership::Foreign, foreign, home.clone()),
        ]
    }

    fn output_of(&self, regime: Regime) -> Array1<f64> {
        match regime {
            Regime::Normal => &self.output - &self.processed,
            Regime::Processing => self.processed.clone(),
        }
    }
}

/// ρ x^P / x, the part of value added that processing takes; it cannot be more than all of it.
fn value_added_part(
    part: &Array1<f64>,
    ratio: f64,
    overdraw: Overdraw,
    label: &dyn Fn(usize) -> String,
) -> Result<Array1<f64>> {
    if !(ratio.is_finite() && ratio >= 0.0) {
        return Err(
            Error::control_total("`processing_value_added_ratio` is not a ratio")
                .expected("a number of at least 0")
                .found(ratio),
        );
    }
    let taken = part * ratio;
    match (overdraw, taken.iter().position(|share| *share > 1.0)) {
        (Overdraw::Refuse, Some(j)) => Err(Error::control_total(format!(
            "`processing_value_added_ratio` asks too much of {}: value added of its normal column would turn negative",
            label(j)
        ))
        .expected(format!("a ratio of at most {:.6}", 1.0 / part[j]))
        .found(ratio)),
        _ => Ok(taken.mapv(|share| share.min(1.0))),
    }
}

fn basic_value_added(table: &NationalTable) -> Array1<f64> {
    table
        .primary()
        .rows()
        .iter()
        .filter(|row| row.kind.is_basic_value_added())
        .fold(Array1::zeros(table.producers().len()), |sum, row| {
            sum + &row.by_producer
        })
}

/// a / b, and 0 where b is 0.
pub(super) fn quotient(a: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    Zip::from(a)
        .and(b)
        .map_collect(|&a, &b| if b == 0.0 { 0.0 } else { a / b })
}

fn filled(shares: &[Option<f64>]) -> Array1<f64> {
    shares.iter().map(|share| share.unwrap_or(0.0)).collect()
}

/// A share must be given wherever there is something to share.
fn require_foreign(
    shares: &[Option<f64>],
    amounts: &Array1<f64>,
    name: &str,
    label: &dyn Fn(usize) -> String,
) -> Result<()> {
    for (j, share) in shares.iter().enumerate() {
        if share.is_none() && amounts[j] != 0.0 {
            return Err(Error::control_total(format!(
                "no starting share `{name}` for {}",
                label(j)
            ))
            .hint("give one wherever the sector has such output"));
        }
    }
    require_starting_shares(&filled(shares), name, label)
}
