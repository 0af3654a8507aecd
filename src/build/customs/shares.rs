//! From records of trade to the shares and totals that a split by regime and ownership starts from.

use ndarray::Array1;

use super::trade::CustomsTrade;
use crate::build::regime::{ControlTotals, StartingShares};
use crate::build::split::may_be_processed;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Group, Product, Regime, Sector};
use crate::read::{ExactAmount, TradeFlow};
use crate::table::NationalTable;

/// Where the foreign-invested share of output other than processing comes from. Records of trade tell exports only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ForeignNormalOutput<'a> {
    /// These shares of output, in the order of the table's sectors: from an industrial census, say.
    Shares(&'a [Option<f64>]),
    /// The foreign-invested share of exports other than processing stands in for that of output. It is too large where
    /// foreign-invested firms export more of what they make than others do.
    FromExports,
}

/// What to do with sectors that export in the table and have no recorded exports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WithoutRecords<'a> {
    /// They are an error that names them.
    Refuse,
    /// The sectors of these codes export services and have no share of processing; any other is an error.
    Services(&'a [&'a str]),
    /// Their shares are taken from here, in the order of the table's sectors; where the processing share is `None` the sector exports
    /// services.
    Fallback(&'a StartingShares),
}

impl CustomsTrade {
    /// The shares from which [`RegimeOwnershipSplit`](crate::build::RegimeOwnershipSplit) starts, in the order of the table's sectors, and
    /// one line for everything that does not come from the records.
    ///
    /// With recorded exports e by sector and group: processing `(e_DP + e_FP) / Σ e`, foreign-invested processing
    /// `e_FP / (e_DP + e_FP)`, and, if the caller so chooses, foreign-invested other output `e_FN / (e_DN + e_FN)`. A share is `None`
    /// where there is no such trade. Sectors are matched by their codes, in whatever order the records have them.
    ///
    /// ```
    /// # use leontief::label::{Axis, Concordance, Producers, TradeKind};
    /// # use leontief::read::{CustomsRecord, RecordFlow};
    /// # use leontief::table::{NationalDraft, PrimaryKind};
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::build::{
    ///     CustomsCodes, CustomsTally, Division, ForeignNormalOutput, RegimeOwnershipSplit, Unmapped, WithoutRecords,
    /// };
    /// # let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = NationalDraft::new(producers, Axis::new(["goods"])?, unit)
    /// #     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
    /// #     .imported(array![[20.0, 5.0]])
    /// #     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
    /// #     .export("USA", TradeKind::Goods, array![25.0, 3.0])
    /// #     .final_use("households", array![35.0, 47.0], array![10.0])
    /// #     .output(array![100.0, 100.0])
    /// #     .check()?;
    ///
    /// let concordance = Concordance::from_rows([("847130", "goods", 1.0)])?;
    /// let codes = CustomsCodes::china();
    /// let mut tally = CustomsTally::new(&concordance, &codes);
    /// // regime, type of firm, direction, value
    /// for (regime, firm, flow, value) in [
    ///     ("10", "1", "X", "12"), // ordinary trade of a state-owned firm
    ///     ("10", "4", "X", "3"),
    ///     ("14", "6", "X", "2"),
    ///     ("15", "4", "X", "8"), // processing by a foreign-owned firm
    ///     ("15", "4", "M", "5"),
    /// ] {
    ///     let (flow, value) = (RecordFlow::Code(flow), value.parse()?);
    ///     tally.add(CustomsRecord { product: "847130", partner: "USA", regime, firm, flow, value });
    /// }
    /// let trade = tally.finish(Unmapped::Refuse)?;
    ///
    /// let output = ForeignNormalOutput::Shares(&[Some(0.2), Some(0.1)]);
    /// let (starting, report) = trade.starting_shares(&table, output, WithoutRecords::Services(&["services"]))?;
    /// assert_eq!(starting.processing, [Some(0.4), None]);
    /// assert_eq!(starting.foreign_processing, [Some(0.8), None]);
    /// assert_eq!(report, ["exports of services, not recorded: services"]);
    ///
    /// let totals = trade.control_totals(0.75)?;
    /// assert_eq!(totals.imports_per_processing_export, 0.5);
    /// let split = RegimeOwnershipSplit::new(&table, starting, totals).divided(Division::RegimeAndOwnership)?;
    /// let (flows, processing) = (split.table().exports().by_producer(), split.table().producers().at("CHN", "FP", "goods")?);
    /// assert!((flows[processing.get()] - 8.0).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the table is divided already; the records have a sector that the table does not have; a sector exports in the table, has
    /// no recorded exports and nothing stands in for them; a sector with output is left without a share of other output;
    /// corrections in the records leave a share outside 0 to 1; or what the caller gives does not fit the table's sectors.
    pub fn starting_shares(
        &self,
        table: &NationalTable,
        foreign_normal: ForeignNormalOutput<'_>,
        without_records: WithoutRecords<'_>,
    ) -> Result<(StartingShares, Vec<String>)> {
        let sectors = table.producers().only_block()?.sectors();
        self.require_known(sectors)?;
        let exported = merchandise(table);
        let mut filling = Filling {
            sectors,
            recorded: Recorded::of(self, sectors)?,
            report: Vec::new(),
        };
        filling.fill_processing(&exported, without_records)?;
        filling.fill_other_output(table, foreign_normal, without_records)?;
        let processing = &filling.recorded.processing;
        let unexported = positions(sectors.len(), |j| {
            exported[j] == 0.0 && processing[j].is_some()
        });
        filling.line("recorded exports where the table has none", &unexported);
        let Filling {
            recorded, report, ..
        } = filling;
        Ok((
            StartingShares {
                processing: recorded.processing,
                foreign_processing: recorded.foreign_processing,
                foreign_normal: recorded.foreign_normal,
            },
            report,
        ))
    }

    /// Totals of the same records for [`RegimeOwnershipSplit`](crate::build::RegimeOwnershipSplit), over all sectors and partners:
    /// processing exports over exports, processing imports over processing exports, and the foreign-invested shares of both kinds of
    /// exports. Imports are as recorded, usually c.i.f., and processing imports are those under a processing regime, which leaves out
    /// equipment imported for processing where that has a code of its own.
    ///
    /// `value_added_ratio` is ρ, the direct value-added rate of a processing column over the sector's, which no record tells.
    ///
    /// # Errors
    /// If no exports or no processing exports are recorded, or corrections leave a share outside 0 to 1.
    pub fn control_totals(&self, value_added_ratio: f64) -> Result<ControlTotals> {
        let exports = |taken: &dyn Fn(&Group) -> bool| self.total_of(TradeFlow::Export, taken);
        let processing = exports(&Group::is_processing);
        let all = exports(&|_| true);
        let total = |name: &str, part: f64, whole: f64| {
            if whole <= 0.0 {
                return Err(Error::control_total(format!(
                    "`{name}` has no meaning: what it is a share of is not positive in the records"
                ))
                .found(whole));
            }
            Ok(part / whole)
        };
        let share = |name: &str, part: f64, whole: f64| {
            total(name, part, whole).and_then(|share| require_share(share, || format!("`{name}`")))
        };
        Ok(ControlTotals {
            processing_share_of_exports: share("processing_share_of_exports", processing, all)?,
            imports_per_processing_export: total(
                "imports_per_processing_export",
                self.total_of(TradeFlow::Import, &Group::is_processing),
                processing,
            )?,
            foreign_share_of_processing_exports: share(
                "foreign_share_of_processing_exports",
                exports(&|group| group.is_processing() && group.is_foreign()),
                processing,
            )?,
            foreign_share_of_exports: share(
                "foreign_share_of_exports",
                exports(&Group::is_foreign),
                all,
            )?,
            processing_value_added_ratio: value_added_ratio,
        })
    }

    /// Imports under a processing regime, with all partners and owners, in the order of [`sectors`](Self::sectors): what was imported,
    /// not who uses it.
    #[must_use]
    pub fn processing_imports(&self) -> Array1<f64> {
        let sums = self.sums_by(TradeFlow::Import, Group::is_processing);
        sums.into_iter().map(ExactAmount::to_f64).collect()
    }

    /// The same in the order of the products of a table, whose codes are those of the records' sectors. A product without records has none.
    ///
    /// # Errors
    /// If such imports are recorded of something that is not among the products.
    pub fn processing_imports_by_product(&self, products: &Axis<Product>) -> Result<Array1<f64>> {
        let recorded = self.processing_imports();
        let mut imports = Array1::zeros(products.len());
        for (code, amount) in self.sectors().codes().iter().zip(recorded) {
            if amount != 0.0 {
                imports[products.at(code)?.get()] = amount;
            }
        }
        Ok(imports)
    }

    fn require_known(&self, sectors: &Axis<Sector>) -> Result<()> {
        let codes = self.sectors().codes().iter();
        let unknown: Vec<&String> = codes.filter(|code| sectors.find(code).is_none()).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        Err(Error::label(format!(
            "the records are of sectors that the table does not have: {}",
            first_few(&unknown)
        ))
        .expected(format!("sectors among {}", first_few(sectors.codes())))
        .hint("a concordance to the sectors of the table"))
    }

    /// What was placed of a flow in the groups taken, over all sectors.
    fn total_of(&self, flow: TradeFlow, taken: &dyn Fn(&Group) -> bool) -> f64 {
        let total: ExactAmount = self.sums_by(flow, taken).into_iter().sum();
        total.to_f64()
    }
}

/// Shares of the records in the order of a table's sectors.
struct Recorded {
    processing: Vec<Option<f64>>,
    foreign_processing: Vec<Option<f64>>,
    foreign_normal: Vec<Option<f64>>,
}

impl Recorded {
    fn of(trade: &CustomsTrade, sectors: &Axis<Sector>) -> Result<Self> {
        let flow = TradeFlow::Export;
        let placed = |name: &str, shares: Vec<Option<f64>>| -> Result<Vec<Option<f64>>> {
            let codes = sectors.codes().iter();
            let shares = codes.map(|code| {
                let share = trade.sectors().find(code).and_then(|at| shares[at.get()]);
                let what = || format!("the recorded share `{name}` of `{code}`");
                share.map(|share| require_share(share, what)).transpose()
            });
            shares.collect()
        };
        Ok(Self {
            processing: placed("processing", trade.processing_shares(flow))?,
            foreign_processing: placed(
                "foreign_processing",
                trade.foreign_shares(flow, Regime::Processing),
            )?,
            foreign_normal: placed("foreign_normal", trade.foreign_shares(flow, Regime::Normal))?,
        })
    }
}

/// Shares of the records on their way to shares of all sectors.
struct Filling<'a> {
    sectors: &'a Axis<Sector>,
    recorded: Recorded,
    report: Vec<String>,
}

impl Filling<'_> {
    fn fill_processing(
        &mut self,
        exported: &Array1<f64>,
        without_records: WithoutRecords<'_>,
    ) -> Result<()> {
        let processing = &self.recorded.processing;
        let unrecorded = positions(self.sectors.len(), |j| {
            processing[j].is_none() && exported[j] != 0.0
        });
        match without_records {
            WithoutRecords::Refuse => refuse_unrecorded(self.sectors, &unrecorded),
            WithoutRecords::Services(codes) => {
                let services = self.services(codes)?;
                let mut others = unrecorded.clone();
                others.retain(|j| !services.contains(j));
                self.line("exports of services, not recorded", &unrecorded);
                refuse_unrecorded(self.sectors, &others)
            }
            WithoutRecords::Fallback(fallback) => {
                fallback.require_sectors(self.sectors.len())?;
                for &j in &unrecorded {
                    self.recorded.processing[j] = fallback.processing[j];
                    self.recorded.foreign_processing[j] = fallback.foreign_processing[j];
                }
                let what = "shares of processing from the fallback, no recorded exports";
                self.line(what, &unrecorded);
                Ok(())
            }
        }
    }

    /// The positions of sectors that are said to export services.
    fn services(&self, codes: &[&str]) -> Result<Vec<usize>> {
        let services = codes.iter().map(|code| {
            let at = self.sectors.at(code)?.get();
            match self.recorded.processing[at] {
                None => Ok(at),
                Some(_) => Err(Error::label(format!(
                    "`{code}` is said to export services, and has recorded exports of goods"
                ))
                .hint("leave it out of the services, or lead its products to another sector")),
            }
        });
        services.collect()
    }

    fn fill_other_output(
        &mut self,
        table: &NationalTable,
        foreign_normal: ForeignNormalOutput<'_>,
        without_records: WithoutRecords<'_>,
    ) -> Result<()> {
        if let ForeignNormalOutput::Shares(shares) = foreign_normal {
            require_length(shares, self.sectors)?;
            self.recorded.foreign_normal = shares.to_vec();
            return Ok(());
        }
        let what = "foreign-invested shares of other output are those of other exports";
        self.report.push(what.to_owned());
        let fallback = |j: usize| match without_records {
            WithoutRecords::Fallback(fallback) => fallback.foreign_normal[j],
            WithoutRecords::Refuse | WithoutRecords::Services(_) => None,
        };
        let (mut filled, mut left) = (Vec::new(), Vec::new());
        for (j, share) in self.recorded.foreign_normal.iter_mut().enumerate() {
            if share.is_some() || table.output()[j] == 0.0 {
                continue;
            }
            *share = fallback(j);
            match share {
                Some(_) => filled.push(j),
                None => left.push(j),
            }
        }
        let what =
            "foreign-invested shares of other output from the fallback, no other exports recorded";
        self.line(what, &filled);
        if left.is_empty() {
            return Ok(());
        }
        Err(Error::control_total(format!(
            "no other exports are recorded from which to take the foreign-invested share of output of {}",
            listed(self.sectors, &left)
        ))
        .hint("`ForeignNormalOutput::Shares`, or `WithoutRecords::Fallback` with shares of these sectors"))
    }

    /// A line that names sectors, where there are any.
    fn line(&mut self, what: &str, at: &[usize]) {
        if !at.is_empty() {
            self.report
                .push(format!("{what}: {}", listed(self.sectors, at)));
        }
    }
}

fn refuse_unrecorded(sectors: &Axis<Sector>, unrecorded: &[usize]) -> Result<()> {
    if unrecorded.is_empty() {
        return Ok(());
    }
    Err(Error::control_total(format!(
        "sectors export in the table and have no recorded exports: {}",
        listed(sectors, unrecorded)
    ))
    .hint(
        "`WithoutRecords::Services` for those that export services, or `WithoutRecords::Fallback`",
    ))
}

fn require_length(shares: &[Option<f64>], sectors: &Axis<Sector>) -> Result<()> {
    if shares.len() == sectors.len() {
        return Ok(());
    }
    Err(Error::shape("the foreign-invested shares of other output")
        .expected(format!("{} sectors", sectors.len()))
        .found(shares.len()))
}

fn require_share(share: f64, what: impl Fn() -> String) -> Result<f64> {
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(Error::control_total(format!(
        "{} is not a share: corrections outweigh trade in the records",
        what()
    ))
    .expected("0 to 1")
    .found(share))
}

/// Exports that may be goods, by sector.
fn merchandise(table: &NationalTable) -> Array1<f64> {
    let flows = table.exports().flows().iter();
    let goods = flows.filter(|flow| may_be_processed(flow.kind()));
    goods.fold(Array1::zeros(table.producers().len()), |sum, flow| {
        sum + flow.amounts()
    })
}

fn positions(len: usize, keep: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..len).filter(|&j| keep(j)).collect()
}

fn listed(sectors: &Axis<Sector>, at: &[usize]) -> String {
    let codes: Vec<&str> = at.iter().map(|&j| sectors.codes()[j].as_str()).collect();
    codes.join(", ")
}
