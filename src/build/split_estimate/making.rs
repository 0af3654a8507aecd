//! The problem of a division: cells, home sales, outputs, and what is known.

use ndarray::{Array1, Axis};

use super::cells::{Part, SplitCells};
use super::division::MISS;
use super::estimation::{PriorSpread, SplitEstimation};
use super::known::{Doubt, Known};
use super::layout::Layout;
use super::limits::Limits;
use crate::build::estimate::{Cell, Draft, Margin, Problem};
use crate::error::{Error, Result};
use crate::label::Producers;
use crate::table::NationalTable;

/// A problem, where its unknowns stand, and which margin is which.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) problem: Problem,
    pub(super) layout: Layout,
    /// Soft margins of outputs by producer, where outputs are known about only.
    pub(super) outputs: Vec<Option<Margin>>,
    pub(super) knowns: Vec<MadeKnown>,
}

/// Something known as a margin.
#[derive(Debug, Clone)]
pub(super) struct MadeKnown {
    pub(super) label: String,
    pub(super) margin: Margin,
    pub(super) target: f64,
    pub(super) standard_error: f64,
    /// Coefficients of the unknowns in the margin.
    pub(super) terms: Vec<(usize, f64)>,
    /// For a share: what it should be, and the coefficients of the unknowns in the whole.
    pub(super) whole: Option<(f64, Vec<(usize, f64)>)>,
}

/// What is known about only and misses what cells can hold by more standard errors than this is a mistake, not a doubt.
const BEYOND_BELIEF: f64 = 100.0;

/// A problem in the making.
struct Making<'a> {
    table: &'a NationalTable,
    start: &'a NationalTable,
    priors: &'a SplitCells,
    weights: &'a SplitCells,
    draft: Draft,
    layout: Layout,
    limits: Limits,
    sales: Vec<Option<Margin>>,
    inputs: Vec<Margin>,
    balances: Vec<Option<Margin>>,
}

impl SplitEstimation<'_> {
    pub(super) fn made(&self) -> Result<Made> {
        self.require_settings()?;
        let (priors, weights) = self.priors_and_weights()?;
        let mut making = Making {
            table: self.table,
            start: self.start,
            priors: &priors,
            weights: &weights,
            draft: Draft::default(),
            layout: Layout::new(self.start),
            limits: Limits::default(),
            sales: Vec::new(),
            inputs: Vec::new(),
            balances: Vec::new(),
        };
        let outputs = making.margins(self.outputs_within);
        making.domestic();
        making.imported();
        making.finals();
        making.primary();
        let knowns = (self.knowns.iter())
            .map(|known| {
                let made = making.known(known);
                made.map_err(|error| error.during(format!("`{}`", known.label)))
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Made {
            problem: making.draft.check()?,
            layout: making.layout,
            outputs,
            knowns,
        })
    }

    /// Factors and standard deviations are what they can be.
    fn require_settings(&self) -> Result<()> {
        let require = |met: bool, what: &str, expected: &str, found: f64| {
            let error = || Error::parameter(what).expected(expected).found(found);
            if met { Ok(()) } else { Err(error()) }
        };
        let least = |what: &str, value: f64| {
            let met = value.is_finite() && value >= 0.0;
            require(met, what, "a finite number of at least 0", value)
        };
        let more = |what: &str, value: f64| {
            let met = value.is_finite() && value > 0.0;
            require(met, what, "a finite number above 0", value)
        };
        least("the share that `outputs_within` gives", self.outputs_within)?;
        more("the deviation that `prior_spread` gives", self.deviation)?;
        for (_, factor) in &self.scaled {
            least("a factor of `scaled_priors`", *factor)?;
        }
        for (_, deviation) in &self.deviations {
            more("a deviation that `confidence` gives", *deviation)?;
        }
        Ok(())
    }

    /// Priors, and their variances by the chosen spread.
    fn priors_and_weights(&self) -> Result<(SplitCells, SplitCells)> {
        let mut priors = self.priors.clone();
        for (cells, factor) in &self.scaled {
            for (part, rows, columns) in cells.chosen(self.start)?.parts {
                let matrix = priors.part_mut(part);
                each_of(&rows, &columns, |at| matrix[at] *= factor);
            }
        }
        let (mut squares, mut sizes) = (0.0, 0.0);
        for part in Part::ALL {
            for prior in priors.part(part) {
                squares += prior * prior;
                sizes += prior.abs();
            }
        }
        let typical = if sizes > 0.0 { squares / sizes } else { 1.0 };
        let variance = |prior: f64, deviation: f64| {
            let size = prior.abs();
            match self.spread {
                PriorSpread::BySize => deviation * deviation * size * typical,
                PriorSpread::Relative => (deviation * size).powi(2),
            }
        };
        let mut weights = priors.clone();
        for part in Part::ALL {
            (weights.part_mut(part)).mapv_inplace(|prior| variance(prior, self.deviation));
        }
        for (cells, deviation) in &self.deviations {
            for (part, rows, columns) in cells.chosen(self.start)?.parts {
                let (prior, weight) = (priors.part(part), weights.part_mut(part));
                each_of(&rows, &columns, |at| {
                    weight[at] = variance(prior[at], *deviation);
                });
            }
        }
        Ok((priors, weights))
    }
}

fn each_of(rows: &[usize], columns: &[usize], mut visit: impl FnMut([usize; 2])) {
    for &row in rows {
        for &column in columns {
            visit([row, column]);
        }
    }
}

impl Making<'_> {
    fn sectors(&self) -> usize {
        self.table.producers().len()
    }

    /// Rows of a sector's sellers or columns of its users: every group has one.
    fn of_sector(&self, sector: usize) -> impl Iterator<Item = usize> + use<> {
        let (n, groups) = (self.sectors(), self.start.producers().blocks().len());
        (0..groups).map(move |g| g * n + sector)
    }

    /// Margins of home sales and outputs. Where outputs are known about only, inputs and sales of a group that sells at home
    /// balance exactly, and its output is a soft margin; those are returned by producer.
    fn margins(&mut self, outputs_within: f64) -> Vec<Option<Margin>> {
        let producers = self.start.producers();
        let output = self.start.output();
        let totals = Totals::of(self.table, self.start);
        let mut soft = vec![None; producers.len()];
        for (at, soft) in soft.iter_mut().enumerate() {
            let label = |what: &str| format!("{what} of {}", producers.label(at));
            let (sales, inputs) = (totals.sales[at], totals.inputs[at]);
            let sells = sells_at_home(producers, at);
            let loose = sells && outputs_within > 0.0 && output[at] != 0.0;
            if loose {
                // Σ sales − Σ inputs = − exports, up to what the published table misses
                let balance = (self.draft).margin(label("sales and inputs"), sales - inputs);
                let spread = outputs_within * output[at];
                let margin = (self.draft).soft_margin(label("output"), inputs, spread);
                self.sales.push(None);
                self.balances.push(Some(balance));
                self.inputs.push(margin);
                *soft = Some(margin);
            } else {
                let margin = sells.then(|| self.draft.margin(label("home sales"), sales));
                self.sales.push(margin);
                self.balances.push(None);
                let margin = self.draft.margin(label("output"), inputs);
                self.inputs.push(margin);
            }
        }
        soft
    }

    fn domestic(&mut self) {
        let n = self.sectors();
        for i in 0..n {
            for j in 0..n {
                let label = |p: &Producers| format!("use of {} by {}", p.label(i), p.label(j));
                let rows = self.of_sector(i);
                let places =
                    rows.flat_map(|row| self.of_sector(j).map(move |column| (row, column)));
                let places = places.collect();
                self.cell(label, self.table.domestic()[[i, j]], Part::Domestic, places);
            }
        }
    }

    fn imported(&mut self) {
        let products = self.table.products().clone();
        for i in 0..products.len() {
            for j in 0..self.sectors() {
                let label = |p: &Producers| {
                    format!("use of imported {} by {}", products.codes()[i], p.label(j))
                };
                let places = self.of_sector(j).map(|column| (i, column)).collect();
                self.cell(label, self.table.imported()[[i, j]], Part::Imported, places);
            }
        }
    }

    fn finals(&mut self) {
        let uses = self.table.final_uses().clone();
        for (k, code) in uses.codes().iter().enumerate() {
            for i in 0..self.sectors() {
                let label = |p: &Producers| format!("use of {} by {code}", p.label(i));
                let places = self.of_sector(i).map(|row| (row, k)).collect();
                self.cell(
                    label,
                    self.table.domestic_final()[[i, k]],
                    Part::Final,
                    places,
                );
            }
        }
    }

    fn primary(&mut self) {
        for (r, row) in self.table.primary().rows().iter().enumerate() {
            for j in 0..self.sectors() {
                let label = |p: &Producers| format!("{} of {}", row.kind, p.label(j));
                let places = self.of_sector(j).map(|column| (r, column)).collect();
                self.cell(label, row.by_producer[j], Part::Primary, places);
            }
        }
    }

    /// A published cell with its parts. A negative cell whose parts all start negative (subsidies, losses, stocks drawn down) is
    /// counted by its size, so that its parts keep their sign as those of a positive cell do.
    fn cell(
        &mut self,
        label: impl Fn(&Producers) -> String,
        target: f64,
        part: Part,
        places: Vec<(usize, usize)>,
    ) {
        let priors = self.priors.part(part);
        let negative = target < 0.0 && places.iter().all(|&at| priors[at] <= 0.0);
        let sign = if negative { -1.0 } else { 1.0 };
        let label = label(self.table.producers());
        self.limits.cell(sign * target);
        let cell = self.draft.cell(label, sign * target);
        for at in places {
            self.part(part, at, cell, sign);
        }
    }

    /// A part of a cell, counted with this sign; none where it starts at zero.
    fn part(&mut self, part: Part, (row, column): (usize, usize), cell: Cell, sign: f64) {
        let prior = sign * self.priors.part(part)[[row, column]];
        if prior == 0.0 {
            return;
        }
        let weight = self.weights.part(part)[[row, column]];
        // a part whose cell has parts of both signs may take either
        let unknown = if prior < 0.0 {
            self.draft.free_part(cell, prior, weight)
        } else {
            self.draft.part(cell, prior, weight)
        };
        if matches!(part, Part::Domestic | Part::Final) {
            for margin in [self.sales[row], self.balances[row]].into_iter().flatten() {
                self.draft.term(margin, unknown, sign);
            }
        }
        if !matches!(part, Part::Final) {
            self.draft.term(self.inputs[column], unknown, sign);
            if let Some(balance) = self.balances[column] {
                self.draft.term(balance, unknown, -sign);
            }
        }
        self.limits.part(cell, unknown, prior < 0.0);
        self.layout.place(part, (row, column), unknown, sign);
    }

    fn known(&mut self, known: &Known) -> Result<MadeKnown> {
        let mut coefficients: Vec<f64> = vec![0.0; self.layout.len()];
        for (cells, coefficient) in &known.terms {
            if !coefficient.is_finite() {
                return Err(Error::parameter("a share or coefficient")
                    .expected("a finite number")
                    .found(coefficient));
            }
            let chosen = cells.chosen(self.start)?;
            (self.layout).each(&chosen, |unknown, sign| {
                coefficients[unknown.index()] += sign * coefficient;
            });
        }
        let standard_error = match (&known.doubt, &known.whole) {
            (Doubt::Amount(error), _) => *error,
            (Doubt::Share(error), Some(whole)) => match self.sum(whole)?.abs() {
                0.0 => {
                    return Err(Error::parameter("a share of cells that come to zero at the start has no standard error in the table's unit")
                        .hint("other priors, or `give_or_take(0.0)` for an exact share"));
                }
                sum => error * sum,
            },
            _ => 0.0,
        };
        let margin = (self.draft).soft_margin(known.label.clone(), known.amount, standard_error);
        let terms: Vec<(usize, f64)> = (coefficients.into_iter().enumerate())
            .filter(|(_, coefficient)| *coefficient != 0.0)
            .collect();
        // what is no standard error is refused with all other faults of the problem
        if standard_error.is_finite() && standard_error >= 0.0 {
            let off = BEYOND_BELIEF * standard_error;
            self.limits.require(&terms, known.amount, off)?;
        }
        for &(at, coefficient) in &terms {
            self.draft
                .term(margin, self.layout.unknown(at), coefficient);
        }
        let whole = match (&known.whole, known.terms.get(1)) {
            (Some(whole), Some((_, negative))) => Some((-negative, self.terms_of(whole)?)),
            _ => None,
        };
        Ok(MadeKnown {
            whole,
            label: known.label.clone(),
            margin,
            target: known.amount,
            standard_error,
            terms,
        })
    }

    /// The coefficients of the unknowns in the sum of these cells.
    fn terms_of(&self, cells: &super::selection::Cells) -> Result<Vec<(usize, f64)>> {
        let chosen = cells.chosen(self.start)?;
        let mut terms = Vec::new();
        (self.layout).each(&chosen, |unknown, sign| terms.push((unknown.index(), sign)));
        Ok(terms)
    }

    /// The priors of these cells.
    fn sum(&self, cells: &super::selection::Cells) -> Result<f64> {
        let chosen = cells.chosen(self.start)?;
        let mut sum = 0.0;
        for (part, rows, columns) in chosen.parts {
            let priors = self.priors.part(part);
            each_of(&rows, &columns, |at| sum += priors[at]);
        }
        Ok(sum)
    }
}

/// Whether a producer sells at home at all.
fn sells_at_home(producers: &Producers, at: usize) -> bool {
    let block = producers
        .blocks()
        .iter()
        .find(|block| block.range().contains(&at));
    block.is_none_or(|block| !block.group().is_processing())
}

/// What groups sell at home and pay for: the sector's published sales and inputs, shared out as home sales and outputs of the start
/// are. What a published row or column misses of its total is shared out in the same way.
struct Totals {
    sales: Array1<f64>,
    inputs: Array1<f64>,
}

impl Totals {
    fn of(table: &NationalTable, start: &NationalTable) -> Self {
        let published = SplitCells::of(table);
        let sold =
            published.domestic.sum_axis(Axis(1)) + published.domestic_final.sum_axis(Axis(1));
        let used = published.domestic.sum_axis(Axis(0))
            + published.imported.sum_axis(Axis(0))
            + published.primary.sum_axis(Axis(0));
        let output = start.output().to_owned();
        let exports = start.exports().by_producer();
        let producers = start.producers();
        // groups without home sales have no part in them, not one of what rounding leaves
        let at_home = Array1::from_shape_fn(output.len(), |at| {
            let left = output[at] - exports[at];
            let sells = sells_at_home(producers, at) && left.abs() > MISS * output[at].abs();
            if sells { left } else { 0.0 }
        });
        let sellers = Array1::from_shape_fn(output.len(), |at| {
            if sells_at_home(producers, at) {
                output[at]
            } else {
                0.0
            }
        });
        Self {
            // a sector that exports all it makes may still have cells that rounding made
            sales: shared(&sold, &at_home, &sellers),
            inputs: shared(&used, &output, &output),
        }
    }
}

/// Totals by sector as these sizes are within each sector, or as the others where those sizes are nothing.
fn shared(totals: &Array1<f64>, sizes: &Array1<f64>, others: &Array1<f64>) -> Array1<f64> {
    let n = totals.len();
    let whole = |sizes: &Array1<f64>, j: usize| -> f64 { sizes.iter().skip(j).step_by(n).sum() };
    Array1::from_shape_fn(sizes.len(), |at| {
        let sector = at % n;
        let sizes = if whole(sizes, sector) == 0.0 {
            others
        } else {
            sizes
        };
        match whole(sizes, sector) {
            0.0 => 0.0,
            sum => totals[sector] * (sizes[at] / sum),
        }
    })
}
