//! What the study knows by its own industries, brought to those of a world table.
//!
//! A concordance moves amounts. Shares become means, weighted by what they are shares of; where that is nothing, by the
//! concordance alone.

use ndarray::Array1;

use crate::build::StartingShares;
use crate::error::{Error, Result};
use crate::label::{Axis, Concordance, Sector};
use crate::study::china_us::china::China;
use crate::study::china_us::notes::Notes;
use crate::study::china_us::usa::Usa;
use crate::table::{Exports, NationalTable};

/// Industries of a country that may have no output, and those that export in their place: sales of motor vehicles are wholesale trade,
/// and services of private households are personal services. The 2013 release has neither for China.
const IN_PLACE_OF: [(&str, &str); 2] = [("c19", "c20"), ("c35", "c34")];

/// The concordance between these industries, in their order.
pub(super) fn between(
    concordance: &Concordance<Sector, Sector>,
    from: &Axis<Sector>,
    to: &Axis<Sector>,
) -> Result<Concordance<Sector, Sector>> {
    let (source, target) = (concordance.source(), concordance.target());
    let rows = source.positions().flat_map(|at| {
        let code = source.code(at);
        let to = concordance.to(at);
        to.map(move |(k, weight)| (code, target.code(k), weight))
    });
    Concordance::new(from, to, rows)
}

/// A country's undivided sectors.
pub(super) fn sectors(table: &NationalTable) -> Result<Axis<Sector>> {
    Ok(table.producers().only_block()?.sectors().clone())
}

impl China {
    /// The same by the industries of another table of the country.
    pub(in crate::study::china_us) fn brought_to(
        &self,
        table: &NationalTable,
        concordance: &Concordance<Sector, Sector>,
        notes: &mut Notes,
    ) -> Result<Self> {
        let to = between(concordance, &sectors(&self.table)?, &sectors(table)?)?;
        let given = &self.starting;
        let exported = exported(&self.table);
        let processed = Array1::from_shape_fn(exported.len(), |j| {
            exported[j] * given.processing[j].unwrap_or(0.0)
        });
        let output = self.table.output().to_owned();
        Ok(Self {
            exports: moved(&self.exports, table, &to, notes)?,
            starting: StartingShares {
                processing: means(&given.processing, &exported, &to)?,
                foreign_processing: means(&given.foreign_processing, &processed, &to)?,
                foreign_normal: means(&given.foreign_normal, &output, &to)?,
            },
            table: table.clone(),
        })
    }
}

impl Usa {
    /// The same by the industries of another table of the country.
    pub(in crate::study::china_us) fn brought_to(
        &self,
        table: &NationalTable,
        concordance: &Concordance<Sector, Sector>,
        notes: &mut Notes,
    ) -> Result<Self> {
        let to = between(concordance, &sectors(&self.table)?, &sectors(table)?)?;
        let given: Vec<Option<f64>> = self.starting.iter().copied().map(Some).collect();
        let starting = means(&given, &self.table.output().to_owned(), &to)?;
        Ok(Self {
            exports: moved(&self.exports, table, &to, notes)?,
            // an industry that nothing goes to has no foreign-owned part
            starting: starting
                .into_iter()
                .map(|share| share.unwrap_or(0.0))
                .collect(),
            table: table.clone(),
        })
    }
}

/// Exports to all partners; what is drawn back counts as nothing.
fn exported(table: &NationalTable) -> Array1<f64> {
    table.exports().by_producer().mapv(|amount| amount.max(0.0))
}

/// Mean shares by industry of the target, weighted by `weights`; nothing where no industry with a share goes. Those without a share
/// do not count: services have no share of processing.
fn means(
    shares: &[Option<f64>],
    weights: &Array1<f64>,
    to: &Concordance<Sector, Sector>,
) -> Result<Vec<Option<f64>>> {
    let known = |weights: &Array1<f64>| -> Array1<f64> {
        let pairs = shares.iter().zip(weights);
        pairs
            .map(|(share, weight)| share.map_or(0.0, |_| *weight))
            .collect()
    };
    let values: Array1<f64> = shares.iter().map(|share| share.unwrap_or(0.0)).collect();
    let weighed = |weights: Array1<f64>| -> Result<[Array1<f64>; 2]> {
        let parts = to.convert((&weights * &values).view())?;
        Ok([parts, to.convert(weights.view())?])
    };
    let [by_size, sizes] = weighed(known(weights))?;
    let [by_count, counts] = weighed(known(&Array1::ones(shares.len())))?;
    let mean = |k: usize| match (sizes[k] > 0.0, counts[k] > 0.0) {
        (true, _) => Some(by_size[k] / sizes[k]),
        (false, true) => Some(by_count[k] / counts[k]),
        (false, false) => None,
    };
    Ok((0..sizes.len()).map(mean).collect())
}

/// Exports of the study's industries as exports of a table's. The amounts keep their year; the unit is the table's.
fn moved(
    exports: &Exports,
    table: &NationalTable,
    to: &Concordance<Sector, Sector>,
    notes: &mut Notes,
) -> Result<Exports> {
    let sectors = sectors(table)?;
    let empty = Exports::new(table.producers(), table.unit().clone());
    exports.flows().iter().try_fold(empty, |moved, flow| {
        let mut amounts = to.convert(flow.amounts())?;
        for (idle, instead) in IN_PLACE_OF {
            let (Some(from), Some(into)) = (sectors.find(idle), sectors.find(instead)) else {
                continue;
            };
            let (from, into) = (from.get(), into.get());
            if table.output()[from] == 0.0 && amounts[from] != 0.0 {
                notes.lines.push(format!(
                    "{} {idle} has no output in {}: {:.0} {} of {} count as exports of {instead}",
                    table.country(),
                    table.unit().year(),
                    amounts[from],
                    table.unit().short(),
                    flow.kind()
                ));
                amounts[into] += std::mem::take(&mut amounts[from]);
            }
        }
        moved.with(flow.partner(), flow.kind(), amounts)
    })
}

/// What compensation and capital income are of all primary inputs, by industry. A table of undivided value added needs both to say
/// what of it is foreign.
#[derive(Debug, Clone)]
pub(in crate::study::china_us) struct Composition {
    pub(in crate::study::china_us) compensation: Array1<f64>,
    pub(in crate::study::china_us) capital: Array1<f64>,
}

impl Composition {
    /// Of a table with components, by the industries of another one.
    pub(super) fn of(
        table: &NationalTable,
        target: &NationalTable,
        concordance: &Concordance<Sector, Sector>,
    ) -> Result<Self> {
        use crate::table::PrimaryKind::{Compensation, Depreciation, OperatingSurplus};
        let to = between(concordance, &sectors(table)?, &sectors(target)?)?;
        let all = to.convert((table.value_added() + table.other_primary()).view())?;
        let rows = |kinds: &[crate::table::PrimaryKind]| {
            let rows = kinds.iter().filter_map(|kind| table.primary().row(*kind));
            let zero = Array1::zeros(table.producers().len());
            let sum = rows.fold(zero, |sum: Array1<f64>, row| sum + &row.by_producer);
            to.convert(sum.view())
        };
        let [compensation, capital] = [
            rows(&[Compensation])?,
            rows(&[Depreciation, OperatingSurplus])?,
        ];
        let share = |part: &Array1<f64>, k: usize| -> Result<f64> {
            if all[k] != 0.0 {
                return Ok(part[k] / all[k]);
            }
            if target.output()[k] == 0.0 {
                return Ok(0.0);
            }
            Err(Error::income(format!(
                "what {} earns cannot be divided: no value added of {} goes there",
                target.producers().label(k),
                table.unit().year()
            ))
            .hint("another concordance of industries"))
        };
        let shares = |part: &Array1<f64>| -> Result<Array1<f64>> {
            (0..all.len()).map(|k| share(part, k)).collect()
        };
        Ok(Self {
            compensation: shares(&compensation)?,
            capital: shares(&capital)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::label::{Producers, TradeKind};
    use crate::table::{NationalDraft, PrimaryKind};
    use crate::unit::{PriceBasis, Scale, Unit};

    fn unit() -> Unit {
        Unit::new("USD", Scale::MILLIONS, 2011, PriceBasis::Basic)
    }

    /// Vehicle sales without output, wholesale trade and vehicles with some.
    fn table() -> NationalTable {
        let sectors = Axis::new(["c19", "c20", "c15"]).unwrap();
        NationalDraft::new(
            Producers::whole("CHN", &sectors).unwrap(),
            Axis::new(["imports"]).unwrap(),
            unit(),
        )
        .primary(PrimaryKind::UndividedValueAdded, array![0.0, 50.0, 100.0])
        .final_use("final", array![0.0, 50.0, 100.0], array![0.0])
        .output(array![0.0, 50.0, 100.0])
        .check()
        .unwrap()
    }

    fn concordance() -> Concordance<Sector, Sector> {
        let rows = [
            ("G45", "c19"),
            ("G46", "c20"),
            ("C29", "c15"),
            ("C30", "c15"),
        ];
        Concordance::from_rows(rows.map(|(from, to)| (from, to, 1.0))).unwrap()
    }

    #[test]
    fn exports_of_an_industry_without_output_go_to_the_one_named_and_that_is_noted() {
        let from = Axis::new(["C30", "G45", "C29", "G46"]).unwrap();
        let exports = Exports::new(&Producers::whole("CHN", &from).unwrap(), unit())
            .with("USA", TradeKind::Goods, array![1.0, 3.0, 2.0, 4.0])
            .unwrap();
        let table = table();
        let to = between(&concordance(), &from, &sectors(&table).unwrap()).unwrap();
        let mut notes = Notes::default();
        let found = moved(&exports, &table, &to, &mut notes).unwrap();
        assert_eq!(found.by_producer(), array![0.0, 7.0, 3.0]);
        let note = "CHN c19 has no output in 2011: 3 mn USD of goods count as exports of c20";
        assert_eq!(notes.lines, [note]);
    }

    #[test]
    fn shares_are_means_over_industries_that_have_one_or_plain_ones_where_nothing_is_shared() {
        let to = concordance();
        // C29 and C30 share 10 and 30; G46 has a share of nothing; G45 has none
        let shares = [None, Some(0.5), Some(0.2), Some(0.4)];
        let found = means(&shares, &array![5.0, 0.0, 10.0, 30.0], &to).unwrap();
        assert_eq!(found[..2], [None, Some(0.5)]);
        assert!((found[2].unwrap() - (0.2 * 10.0 + 0.4 * 30.0) / 40.0).abs() < 1e-15);
        // one without a share does not count
        let shares = [None, None, Some(0.2), None];
        let found = means(&shares, &array![5.0, 1.0, 10.0, 30.0], &to).unwrap();
        assert_eq!(found, [None, None, Some(0.2)]);
    }
}
