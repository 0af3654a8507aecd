//! Own-flow perimeters: each flow cut on its own.
//!
//! Question answered: how much value added would vanish if just this flow of exports did (the exports of s to r, of a sector, of a group
//! of producers, of a sector to r), and what does the flow count twice within itself?
//!
//! Source: Borin, Mancini (2023), Economic Systems Research 35(4), 586-613 (perspectives "self": sector-exporter, bilateral,
//! sector-bilateral); Miroudot, Ye (2021), Economic Systems Research 33(1), 67-87, whose partner and sector perimeters are the same.
//! DOI 10.1080/09535314.2022.2153221 and 10.1080/09535314.2020.1730308.
//!
//! Let I be the producers of s that sell and J the users that buy. With the matrix `C = (A_sJ B_Js)_II` the rows that count once are
//! `b* = b_I (I + C)⁻¹` and `φ* = φ_I (I + C)⁻¹`; terms are those of Borin and Mancini's source approach with b* for a and φ* for f.
//! For all importers together `C = [(I − A_ss) B_ss − I]_II`, so that I = all of s is the exporter's perimeter again.
//!
//! Figures of different flows do not add up: what is counted once in each of two flows may be counted twice in both together. The ledger is
//! therefore [`Apart`] and has no sums.
//!
//! # Identities (tested)
//! The terms of a cell add up to its exports. DVA of a cell is the loss of value added by extraction of its flow, and at least the DVA of
//! source and sink for non-negative tables.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis as Dimension, Slice};

use super::borin_mancini::{Approach, Pieces, TERMS};
use super::method::Method;
use super::plan::columns_side_by_side;
use crate::account::Scope;
use crate::account::ledger::{Apart, Ledger, Parts, Seller};
use crate::error::{Error, Result};
use crate::label::{Grouping, Sector};
use crate::linalg::solve_rows;
use crate::model::WorldModel;

/// Which producers of an exporter are cut together.
#[derive(Debug, Clone)]
pub enum Sellers {
    /// All of them.
    Country,
    /// Each group of producers: CN1 and CN2, D and F.
    Groups,
    /// Each sector, its groups of producers together.
    Sectors,
    /// Each producer: a sector of a group.
    Producers,
    /// Each group of sectors.
    SectorGroups(Grouping<Sector>),
}

/// Which buyers are cut together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buyers {
    /// All importers.
    All,
    /// Each importer.
    Each,
}

/// A perimeter of its own for every flow.
#[derive(Debug, Clone)]
pub struct OwnFlow {
    /// Who sells.
    pub sellers: Sellers,
    /// Who buys.
    pub buyers: Buyers,
}

impl OwnFlow {
    /// The exports of a country to each importer.
    #[must_use]
    pub const fn bilateral() -> Self {
        Self {
            sellers: Sellers::Country,
            buyers: Buyers::Each,
        }
    }

    /// The exports of each sector of a country to all importers.
    #[must_use]
    pub const fn sector_exporter() -> Self {
        Self {
            sellers: Sellers::Sectors,
            buyers: Buyers::All,
        }
    }

    /// The exports of each sector of a country to each importer.
    #[must_use]
    pub const fn sector_bilateral() -> Self {
        Self {
            sellers: Sellers::Sectors,
            buyers: Buyers::Each,
        }
    }
}

impl Method for OwnFlow {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        let sellers = match self.sellers {
            Sellers::Country => "country",
            Sellers::Groups => "group of producers",
            Sellers::Sectors => "sector",
            Sellers::Producers => "producer",
            Sellers::SectorGroups(_) => "group of sectors",
        };
        let buyers = match self.buyers {
            Buyers::All => "all importers together",
            Buyers::Each => "each importer",
        };
        format!("Borin-Mancini (2023), own flow: each {sellers} to {buyers}")
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        if let Sellers::SectorGroups(grouping) = &self.sellers {
            let sectors = model.table().sectors();
            if grouping.source() != &sectors {
                return Err(
                    Error::label("the grouping of sectors belongs to another table")
                        .expected(format!("{sectors:?}"))
                        .found(format!("{:?}", grouping.source())),
                );
            }
        }
        let pieces = Pieces::new(model, scope, Approach::Source)?;
        let plan = &pieces.plan;
        let units: Vec<Vec<Unit>> = (0..model.ranges().len())
            .map(|s| self.units(model, s))
            .collect();
        let sizes: Vec<usize> = plan.exporters.iter().map(|&s| units[s].len()).collect();
        let mut terms = TERMS.to_vec();
        terms.extend(plan.other_term());
        let importers = match self.buyers {
            Buyers::All => None,
            Buyers::Each => Some(plan.importer_codes()),
        };
        let shape = (terms.len(), 1, importers.as_ref().map_or(1, Vec::len));
        let values = plan.written(&sizes, shape, |s| {
            let cells = plan.with_other(s, self.cells(&pieces, s, &units[s])?);
            Ok(self.by_unit(&cells, &units[s]).insert_axis(Dimension(1)))
        })?;
        let totals = plan.exporters.iter().map(|&s| {
            let total = plan.content_of_exports(s).insert_axis(Dimension(0));
            self.by_unit(&total, &units[s])
                .index_axis_move(Dimension(0), 0)
        });
        let totals = columns_side_by_side(&totals.collect::<Vec<_>>());
        let sellers = plan.exporters.iter().flat_map(|&s| &units[s]);
        let parts = Parts {
            about: plan.about(self.name()),
            sellers: sellers.map(|unit| unit.seller.clone()).collect(),
            importers,
            origins: None,
            terms,
            home: false,
            values,
        };
        Ok(Ledger::partition(parts, |r, i| totals[[r, i]])?.apart())
    }
}

/// Producers of one country that are cut together.
struct Unit {
    seller: Seller,
    /// Counted within the country.
    members: Vec<usize>,
}

impl OwnFlow {
    /// The terms of one exporter, term × importer asked for × producer.
    fn cells(&self, pieces: &Pieces<'_>, s: usize, units: &[Unit]) -> Result<Array3<f64>> {
        let plan = &pieces.plan;
        let countries = pieces.model.ranges().len();
        let mut cells = Array3::zeros((TERMS.len(), countries, plan.range(s).len()));
        let together = match self.buyers {
            Buyers::All => Some(self.counted_once(pieces, s, units, None)?),
            Buyers::Each => None,
        };
        for &r in plan.importers.iter().filter(|&&r| r != s) {
            let rows = match &together {
                Some(rows) => rows,
                None => &self.counted_once(pieces, s, units, Some(r))?,
            };
            pieces.source(&mut cells, (s, r), rows.0.view(), rows.1.view());
        }
        Ok(plan.asked_for(cells))
    }

    /// Cells added up over the members of every unit, and over importers that are cut together.
    fn by_unit(&self, cells: &Array3<f64>, units: &[Unit]) -> Array3<f64> {
        let cells = match self.buyers {
            Buyers::All => cells.sum_axis(Dimension(1)).insert_axis(Dimension(1)),
            Buyers::Each => cells.clone(),
        };
        let (terms, importers, _) = cells.dim();
        let mut sums = Array3::zeros((terms, importers, units.len()));
        for (mut sum, unit) in sums.axis_iter_mut(Dimension(2)).zip(units) {
            for &i in &unit.members {
                sum += &cells.index_axis(Dimension(2), i);
            }
        }
        sums
    }

    /// The producers of s that are cut together, counted within s, with their label.
    fn units(&self, model: &WorldModel, s: usize) -> Vec<Unit> {
        let producers = model.producers();
        let range = &model.ranges()[s];
        let code = &model.countries().codes()[s];
        let mut units: Vec<Unit> = Vec::new();
        let positions: Vec<_> = producers
            .positions()
            .skip(range.start)
            .take(range.len())
            .collect();
        for (k, at) in positions.into_iter().enumerate() {
            let key = producers.key(at);
            let mut seller = Seller::country(code);
            match &self.sellers {
                Sellers::Country => {}
                Sellers::Groups => seller.group = Seller::producer(key).group,
                Sellers::Sectors => seller.sector = Some(key.sector.to_owned()),
                Sellers::Producers => seller = Seller::producer(key),
                Sellers::SectorGroups(grouping) => {
                    let target = grouping.source().find(key.sector).map(|at| grouping.to(at));
                    seller.sector = target.map(|target| grouping.target().code(target).to_owned());
                }
            }
            match units.iter_mut().find(|unit| unit.seller == seller) {
                Some(unit) => unit.members.push(k),
                None => units.push(Unit {
                    seller,
                    members: vec![k],
                }),
            }
        }
        units
    }

    /// The rows b* and φ* over the producers of s, for one importer or all.
    fn counted_once(
        &self,
        pieces: &Pieces<'_>,
        s: usize,
        units: &[Unit],
        importer: Option<usize>,
    ) -> Result<(Array1<f64>, Array1<f64>)> {
        let (plan, model) = (&pieces.plan, pieces.model);
        let mut rows = (plan.own(s).to_owned(), plan.foreign(s).to_owned());
        let feedback = Feedback::new(model, s, importer)?;
        for Unit { members, .. } in units {
            if let [i] = members[..] {
                let once = 1.0 + feedback.cell(i)?;
                rows.0[i] /= once;
                rows.1[i] /= once;
                continue;
            }
            let mut core = feedback.block(members)?;
            core.diag_mut().mapv_inplace(|cell| cell + 1.0);
            let both = Array2::from_shape_fn((2, members.len()), |(row, k)| match row {
                0 => rows.0[members[k]],
                _ => rows.1[members[k]],
            });
            // w (I + C)⁻¹
            let once = solve_rows(core.view(), both.view()).map_err(|failure| {
                model.labelled(failure.at(|k| plan.range(s).start + members[k]))
            })?;
            for (k, &i) in members.iter().enumerate() {
                rows.0[i] = once[[0, k]];
                rows.1[i] = once[[1, k]];
            }
        }
        Ok(rows)
    }
}

/// C = A_sJ B_Js, of which only some cells are asked for.
enum Feedback<'a> {
    /// All importers: (I − A_ss) B_ss − I in full.
    Whole(Array2<f64>),
    /// One importer: the factors A_sr and B_rs.
    Factors {
        model: &'a WorldModel,
        inputs: Array2<f64>,
        s: usize,
        r: usize,
    },
}

impl<'a> Feedback<'a> {
    fn new(model: &'a WorldModel, s: usize, importer: Option<usize>) -> Result<Self> {
        let range = &model.ranges()[s];
        Ok(match importer {
            None => {
                let blocks = model.blocks()?;
                let own = blocks.own(s);
                let mut feedback = &own - &model.block(range, range).dot(&own);
                for k in 0..range.len() {
                    feedback[[k, k]] -= 1.0;
                }
                Self::Whole(feedback)
            }
            Some(r) => Self::Factors {
                model,
                inputs: model.block(range, &model.ranges()[r]),
                s,
                r,
            },
        })
    }

    /// B_rs.
    fn returned(model: &WorldModel, s: usize, r: usize) -> Result<ArrayView2<'_, f64>> {
        let (rows, columns) = (model.ranges()[r].clone(), model.ranges()[s].clone());
        let inverse = model.inverse()?;
        Ok(inverse
            .slice_axis_move(Dimension(0), Slice::from(rows))
            .slice_axis_move(Dimension(1), Slice::from(columns)))
    }

    fn cell(&self, i: usize) -> Result<f64> {
        Ok(match self {
            Self::Whole(feedback) => feedback[[i, i]],
            Self::Factors {
                model,
                inputs,
                s,
                r,
            } => inputs.row(i).dot(&Self::returned(model, *s, *r)?.column(i)),
        })
    }

    fn block(&self, members: &[usize]) -> Result<Array2<f64>> {
        Ok(match self {
            Self::Whole(feedback) => {
                let rows = feedback.select(Dimension(0), members);
                rows.select(Dimension(1), members)
            }
            Self::Factors {
                model,
                inputs,
                s,
                r,
            } => {
                let returned = Self::returned(model, *s, *r)?;
                if members.len() == inputs.nrows() {
                    return Ok(inputs.dot(&returned)); // all producers, in order
                }
                let inputs = inputs.select(Dimension(0), members);
                inputs.dot(&returned.select(Dimension(1), members))
            }
        })
    }
}
