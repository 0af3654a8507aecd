//! The logarithmic mean Divisia index of whole outcomes: the cells in which an outcome is a sum of products.
//!
//! ```text
//! content   M_pr = Σ_q Σ_c w_p b_pq l_r m_kcr f_qcr       cells (p, q, r), or (p, q, c, r) where final demand is divided
//! income    N_or = Σ_p w_op Σ_q Σ_c b_pq l_r m_kcr f_qcr  cells (o, p, q, r), or more of them: w_op = Σ_k Ω_k,op v_kp by component
//!                                                         where ownership stands apart from value-added rates
//! exports   E_ir = Σ_{j in r} t_kj s_ij x_j + Σ_c l_r m_kcr f_icr                  cells (i, j) and (i, c, r)
//! ```
//!
//! These are the coarsest cells in which the index is exact. Logarithms are taken once per rate, per cell of B and per cell of final
//! demand, and added for each product.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis as Dimension};

use super::factor::{Factor, LEVEL, MIX};
use super::finals::Finals;
use super::incomes::Incomes;
use super::inputs::Inputs;
use super::log_mean::{Treated, Way, contributions, log_mean, log_ratio, product};
use super::outcome::{Job, Rows};
use super::sums::Sums;
use crate::error::Result;
use crate::run::map_shared;

/// Contributions and how they were found.
pub(super) fn by_log_mean(job: &Job<'_>) -> Result<(Sums, Treated)> {
    let (sums, treated) = match &job.rows {
        Rows::Exports => exports(job)?,
        Rows::Producers(rates) => producers(job, rates)?,
        Rows::Owners(incomes) => owners(job, incomes)?,
    };
    Ok((sums, treated.shares()))
}

/// What is followed through the chains of all rows: the two inverses and final demand.
struct Chains<'a> {
    inverses: [ArrayView2<'a, f64>; 2],
    /// Which of the job's factors the inputs are.
    inputs: Option<usize>,
    demand: Demand,
    /// BY, producer × absorber, of both years.
    outputs: [Array2<f64>; 2],
}

/// A factor of rates: which of the job's factors it is, and what it is for every producer in both years.
struct RateFactor<'a> {
    place: usize,
    by_producer: [ArrayView1<'a, f64>; 2],
}

impl<'a> Chains<'a> {
    fn new(job: &Job<'a>) -> Result<Self> {
        let [first, second] = job.years;
        let inverses = [first.inverse()?, second.inverse()?];
        let demand = Demand::new(job)?;
        let [start, end] = [0, 1].map(|t| job.years[t].solve_many(demand.finals.of_year(t).view()));
        Ok(Self {
            inverses,
            inputs: place(job, Factor::Inputs),
            demand,
            outputs: [start?, end?],
        })
    }

    /// Sums to be filled with contributions; the outcome of both years is known.
    fn sums(&self, job: &Job<'_>, [start, end]: [Array2<f64>; 2]) -> Sums {
        let mut sums = Sums::zeros(job.factors.len(), start.nrows(), start.ncols());
        (sums.start, sums.end) = (start, end);
        sums.unsourced_finals = self.demand.finals.without_sourcing();
        sums
    }
}

fn place(job: &Job<'_>, wanted: Factor) -> Option<usize> {
    job.factors.iter().position(|factor| *factor == wanted)
}

/// One rate for each producer; where rates are no factor they are all 1.
fn producers(job: &Job<'_>, rates: &[Array1<f64>; 2]) -> Result<(Sums, Treated)> {
    let chains = Chains::new(job)?;
    let ends = [0, 1].map(|t| &chains.outputs[t] * &rates[t].view().insert_axis(Dimension(1)));
    let mut sums = chains.sums(job, ends);
    let rates = place(job, Factor::Rates).map(|place| RateFactor {
        place,
        by_producer: [rates[0].view(), rates[1].view()],
    });
    let (found, treated) = content(job, &chains, rates.as_slice());
    sums.contributions = found;
    Ok((sums, treated))
}

/// One owner after the other: each has rates of his own on every producer, in one or by component.
fn owners(job: &Job<'_>, incomes: &Incomes) -> Result<(Sums, Treated)> {
    let chains = Chains::new(job)?;
    let rates = [0, 1].map(|t| incomes.rates(t, t));
    let mut sums = chains.sums(job, [0, 1].map(|t| rates[t].dot(&chains.outputs[t])));
    let factors = [Factor::Rates, Factor::Ownership, Factor::ValueAddedRates];
    let factors = factors.map(|factor| place(job, factor));
    let mut treated = Treated::default();
    for o in 0..job.row_count() {
        for rates in products(factors, incomes, &rates, o) {
            let (found, ways) = content(job, &chains, &rates);
            let mut to = sums.contributions.index_axis_mut(Dimension(1), o);
            to += &found.sum_axis(Dimension(1));
            treated = treated.and(ways);
        }
    }
    Ok((sums, treated))
}

/// The products that an owner's rates are made of: ownership times value-added rates of each component, or all rates in one.
fn products<'a>(
    [whole, ownership, added]: [Option<usize>; 3],
    incomes: &'a Incomes,
    rates: &'a [Array2<f64>; 2],
    o: usize,
) -> Vec<Vec<RateFactor<'a>>> {
    let rows = |of: &'a [Array2<f64>; 2]| [of[0].row(o), of[1].row(o)];
    let (Some(ownership), Some(added)) = (ownership, added) else {
        let whole = whole.map(|place| RateFactor {
            place,
            by_producer: rows(rates),
        });
        return vec![whole.into_iter().collect()];
    };
    let components = incomes.components().iter();
    let product = components.map(|of| {
        vec![
            RateFactor {
                place: ownership,
                by_producer: rows(&of.shares),
            },
            RateFactor {
                place: added,
                by_producer: [of.rates[0].view(), of.rates[1].view()],
            },
        ]
    });
    product.collect()
}

/// Final demand by product and column, as the factors divide it.
struct Demand {
    /// Which of the job's factors they are.
    factors: Vec<usize>,
    /// The country of every column.
    absorbers: Vec<usize>,
    /// The product of the factors in both years, product × column.
    cells: [Array2<f64>; 2],
    /// ln of the ratio of each factor, product × column × factor; zero where there is none.
    logs: Array3<f64>,
    /// Whether all factors have one.
    fine: Array2<bool>,
    finals: Finals,
    /// Whether final demand is one factor.
    whole: bool,
}

impl Demand {
    fn new(job: &Job<'_>) -> Result<Self> {
        let finals = Finals::new(job.years)?;
        let of_finals = |factor: &Factor| {
            use Factor::{FinalDemand, FinalLevel, FinalMix, FinalSourcing};
            matches!(factor, FinalDemand | FinalLevel | FinalMix | FinalSourcing)
        };
        let factors = job.factors.iter().enumerate();
        let factors: Vec<usize> = factors
            .filter(|(_, factor)| of_finals(factor))
            .map(|(k, _)| k)
            .collect();
        let whole = factors.len() == 1;
        let countries = job.years[0].countries().len();
        let absorbers = match whole {
            true => (0..countries).collect(),
            false => finals.absorbers().to_vec(),
        };
        let shape = (job.years[0].producers().len(), absorbers.len());
        let mut demand = Self {
            cells: [0, 1].map(|t| match whole {
                true => finals.of_year(t),
                false => Array2::zeros(shape),
            }),
            logs: Array3::zeros((shape.0, shape.1, factors.len())),
            fine: Array2::from_elem(shape, true),
            factors,
            absorbers,
            finals,
            whole,
        };
        for q in 0..shape.0 {
            for column in 0..shape.1 {
                let pairs = demand.pairs(job, q, column);
                for (k, pair) in pairs.iter().enumerate() {
                    match log_ratio(*pair) {
                        Some(log) => demand.logs[[q, column, k]] = log,
                        None => demand.fine[[q, column]] = false,
                    }
                }
                if !whole {
                    for t in [0, 1] {
                        demand.cells[t][[q, column]] = pairs.iter().map(|pair| pair[t]).product();
                    }
                }
            }
        }
        Ok(demand)
    }

    /// The factors of a cell in both years, in the order of the job.
    fn pairs(&self, job: &Job<'_>, q: usize, column: usize) -> Vec<[f64; 2]> {
        if self.whole {
            return vec![[0, 1].map(|t| self.cells[t][[q, column]])];
        }
        let parts = self.finals.parts(q, column);
        let pair = |k: &usize| match job.factors[*k].parts() {
            LEVEL => parts[0],
            MIX => parts[1],
            _ => parts[2],
        };
        self.factors.iter().map(pair).collect()
    }
}

/// What each factor contributes to the content of these rates, factor × producer × absorber.
fn content(job: &Job<'_>, chains: &Chains<'_>, rates: &[RateFactor<'_>]) -> (Array3<f64>, Treated) {
    let n = chains.outputs[0].nrows();
    let work = 10.0 * (n * n) as f64 * chains.demand.absorbers.len() as f64;
    let rows = job.years[0].run().install(work, || {
        map_shared(0..n, |p| {
            let pair = |rate: &RateFactor<'_>| {
                let [start, end] = rate.by_producer;
                (rate.place, [start[p], end[p]])
            };
            let rates: Vec<(usize, [f64; 2])> = rates.iter().map(pair).collect();
            content_of(job, chains, p, &rates)
        })
    });
    let mut found = Array3::zeros((job.factors.len(), n, chains.outputs[0].ncols()));
    let mut treated = Treated::default();
    for (p, (row, ways)) in rows.iter().enumerate() {
        found.index_axis_mut(Dimension(1), p).assign(row);
        treated = treated.and(*ways);
    }
    (found, treated)
}

/// Contributions to the content that arises at one producer, factor × absorber; its rate is the product of these factors.
fn content_of(
    job: &Job<'_>,
    chains: &Chains<'_>,
    p: usize,
    rates: &[(usize, [f64; 2])],
) -> (Array2<f64>, Treated) {
    let demand = &chains.demand;
    let mut found = Array2::zeros((job.factors.len(), chains.outputs[0].ncols()));
    let mut treated = Treated::default();
    let mut cell = vec![0.0; job.factors.len()];
    let rate = [0, 1].map(|t| rates.iter().map(|(_, pair)| pair[t]).product::<f64>());
    if rate == [0.0, 0.0] {
        return (found, treated);
    }
    let log = |(place, pair): &(usize, [f64; 2])| Some((*place, log_ratio(*pair)?));
    let rate_logs: Option<Vec<(usize, f64)>> = rates.iter().map(log).collect();
    let [first, second] = [0, 1].map(|t| chains.inverses[t].row(p));
    for (q, needed) in first.iter().zip(second).enumerate() {
        let needed = [*needed.0, *needed.1];
        let content = [0, 1].map(|t| rate[t] * needed[t]);
        if content == [0.0, 0.0] {
            continue;
        }
        let logs = rate_logs.as_ref().zip(log_ratio(needed));
        for (column, &r) in demand.absorbers.iter().enumerate() {
            let products = [0, 1].map(|t| content[t] * demand.cells[t][[q, column]]);
            if products == [0.0, 0.0] {
                continue;
            }
            let change = products[1] - products[0];
            match logs {
                Some((rates, needed)) if demand.fine[[q, column]] => {
                    let of_demand = demand.logs.index_axis(Dimension(0), q);
                    let of_demand = of_demand.index_axis_move(Dimension(0), column);
                    let of_rates: f64 = rates.iter().map(|(_, log)| log).sum();
                    let distance = of_rates + needed + of_demand.sum();
                    let mean = log_mean(products[0], products[1], distance);
                    for (k, log) in rates {
                        found[[*k, r]] += mean * log;
                    }
                    if let Some(k) = chains.inputs {
                        found[[k, r]] += mean * needed;
                    }
                    for (k, log) in demand.factors.iter().zip(&of_demand) {
                        found[[*k, r]] += mean * log;
                    }
                    treated.add(Way::LogMean, change);
                }
                _ => {
                    let mut pairs = vec![[1.0; 2]; job.factors.len()];
                    let inputs = chains.inputs.map(|k| (k, needed));
                    for (k, pair) in rates.iter().copied().chain(inputs) {
                        pairs[k] = pair;
                    }
                    for (k, pair) in demand.factors.iter().zip(demand.pairs(job, q, column)) {
                        pairs[*k] = pair;
                    }
                    treated.add(contributions(&pairs, &mut cell), change);
                    for (k, amount) in cell.iter().enumerate() {
                        found[[k, r]] += amount;
                    }
                }
            }
        }
    }
    (found, treated)
}

fn exports(job: &Job<'_>) -> Result<(Sums, Treated)> {
    let [first, _] = job.years;
    let (inputs, finals) = (Inputs::new(job.years), Finals::new(job.years)?);
    let outputs = job.years.map(|model| model.table().output());
    let n = first.producers().len();
    let work = 100.0 * (n * n) as f64;
    let homes: Vec<usize> = {
        let ranges = first.ranges().iter().enumerate();
        ranges
            .flat_map(|(c, range)| range.clone().map(move |_| c))
            .collect()
    };
    let rows = first.run().install(work, || {
        map_shared(0..n, |i| {
            let mut row = Row::new(job);
            for (j, &r) in homes.iter().enumerate() {
                if r != homes[i] {
                    let [technology, sourcing] = inputs.parts(i, j);
                    let output = [0, 1].map(|t| outputs[t][j]);
                    row.add(r, |factor| match factor {
                        Factor::Technology => technology,
                        Factor::Sourcing => sourcing,
                        Factor::Inputs => [0, 1].map(|t| technology[t] * sourcing[t]),
                        Factor::Output => output,
                        _ => [1.0; 2],
                    });
                }
            }
            for (column, &r) in finals.absorbers().iter().enumerate() {
                if r != homes[i] {
                    let [level, mix, sourcing] = finals.parts(i, column);
                    row.add(r, |factor| match factor {
                        Factor::FinalLevel => level,
                        Factor::FinalMix => mix,
                        Factor::FinalSourcing => sourcing,
                        Factor::FinalDemand => [0, 1].map(|t| level[t] * mix[t] * sourcing[t]),
                        _ => [1.0; 2],
                    });
                }
            }
            row
        })
    });
    let mut sums = Sums::zeros(job.factors.len(), n, first.countries().len());
    sums.unsourced_inputs = inputs.without_sourcing();
    sums.unsourced_finals = finals.without_sourcing();
    let mut treated = Treated::default();
    for (i, row) in rows.iter().enumerate() {
        let mut to = sums.contributions.index_axis_mut(Dimension(1), i);
        to.assign(&row.found);
        sums.start.row_mut(i).assign(&row.ends(0));
        sums.end.row_mut(i).assign(&row.ends(1));
        treated = treated.and(row.treated);
    }
    Ok((sums, treated))
}

/// The exports of one producer, cell by cell.
struct Row<'a> {
    factors: &'a [Factor],
    found: Array2<f64>,
    ends: [Array1<f64>; 2],
    treated: Treated,
    pairs: Vec<[f64; 2]>,
    cell: Vec<f64>,
}

impl<'a> Row<'a> {
    fn new(job: &Job<'a>) -> Self {
        let (count, countries) = (job.factors.len(), job.years[0].countries().len());
        Self {
            factors: job.factors,
            found: Array2::zeros((count, countries)),
            ends: [0, 1].map(|_| Array1::zeros(countries)),
            treated: Treated::default(),
            pairs: vec![[1.0; 2]; count],
            cell: vec![0.0; count],
        }
    }

    fn add(&mut self, r: usize, pair: impl Fn(Factor) -> [f64; 2]) {
        for (to, factor) in self.pairs.iter_mut().zip(self.factors) {
            *to = pair(*factor);
        }
        let products = [0, 1].map(|t| product(&self.pairs, t));
        let way = contributions(&self.pairs, &mut self.cell);
        self.treated.add(way, products[1] - products[0]);
        for (k, amount) in self.cell.iter().enumerate() {
            self.found[[k, r]] += amount;
        }
        for (end, product) in self.ends.iter_mut().zip(products) {
            end[r] += product;
        }
    }

    fn ends(&self, t: usize) -> ArrayView1<'_, f64> {
        self.ends[t].view()
    }
}
