//! Outcomes of mixed states, each system factorised once.
//!
//! States that share their inputs are evaluated together: one system, one set of right-hand sides for all their final demands. Only mixed
//! states of technology and sourcing need a system of their own, and there are at most two.

use ndarray::{Array2, ArrayView2, Axis as Dimension, Slice};

use super::averages::{State, states};
use super::factor::{FINALS, INPUTS, OUTPUT, OWNERSHIP, PLAIN_RATES, Parts, VALUE_ADDED};
use super::finals::Finals;
use super::inputs::Inputs;
use super::outcome::{Job, Rows};
use super::sums::Sums;
use crate::error::Result;
use crate::linalg::Factorised;
use crate::run::map_shared;

/// The contributions of all factors by states.
pub(super) fn evaluated(job: &Job<'_>) -> Result<Sums> {
    let states = states(job.factors, job.averaging);
    match &job.rows {
        Rows::Exports => exports(job, &states),
        Rows::Producers(_) | Rows::Owners(_) => content(job, &states),
    }
}

/// The different values of some parts among the states, in order.
fn different(states: &[State], parts: Parts) -> Vec<Parts> {
    let mut found: Vec<Parts> = states.iter().map(|state| state.moved & parts).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn content(job: &Job<'_>, states: &[State]) -> Result<Sums> {
    let [first, _] = job.years;
    let countries = first.countries().len();
    let (inputs, finals) = (Inputs::new(job.years), Finals::new(job.years)?);
    let mut sums = Sums::zeros(job.factors.len(), job.row_count(), countries);
    sums.unsourced_inputs = inputs.without_sourcing();
    sums.unsourced_finals = finals.without_sourcing();
    let systems = different(states, INPUTS);
    let mut watch = first
        .run()
        .watch("states of a structural change", systems.len());
    for moved in systems {
        let here = |state: &&State| state.moved & INPUTS == moved;
        let together: Vec<State> = states.iter().filter(here).cloned().collect();
        let demands = different(&together, FINALS);
        let mut rhs = Array2::zeros((first.producers().len(), demands.len() * countries));
        for (k, &demand) in demands.iter().enumerate() {
            let columns = Slice::from(k * countries..(k + 1) * countries);
            rhs.slice_axis_mut(Dimension(1), columns)
                .assign(&finals.absorbed(demand));
        }
        let output = solved(job, &inputs, moved, rhs.view())?;
        for state in &together {
            let k = demands.iter().position(|d| *d == state.moved & FINALS);
            let k = k.unwrap_or(0); // every demand of these states is among them
            let columns = Slice::from(k * countries..(k + 1) * countries);
            let output = output.slice_axis(Dimension(1), columns);
            count(
                &mut sums,
                states,
                state,
                &weighted(job, state.moved, output),
            );
        }
        watch
            .step()
            .map_err(|stopped| first.labelled(stopped.into()))?;
    }
    Ok(sums)
}

/// B R in a state of the inputs.
fn solved(
    job: &Job<'_>,
    inputs: &Inputs<'_>,
    moved: Parts,
    rhs: ArrayView2<'_, f64>,
) -> Result<Array2<f64>> {
    let [first, second] = job.years;
    match moved {
        0 => first.solve_many(rhs),
        INPUTS => second.solve_many(rhs),
        _ => {
            // outputs of a mixed state are not known
            let options = first.options().without_outputs();
            let named = |failure| first.labelled(failure).during("a mixed state of two years");
            let system = Factorised::new(inputs.mixed(moved)?, &options).map_err(named)?;
            system.solve_many(rhs).map_err(named)
        }
    }
}

/// Rates times output.
fn weighted(job: &Job<'_>, moved: Parts, output: ArrayView2<'_, f64>) -> Array2<f64> {
    let year = |part: Parts| usize::from(moved & part != 0);
    match &job.rows {
        Rows::Producers(rates) => {
            let rates = &rates[year(PLAIN_RATES)];
            &output * &rates.view().insert_axis(Dimension(1))
        }
        Rows::Owners(incomes) => incomes
            .rates(year(OWNERSHIP), year(VALUE_ADDED))
            .dot(&output),
        Rows::Exports => output.to_owned(),
    }
}

fn count(sums: &mut Sums, states: &[State], state: &State, cells: &Array2<f64>) {
    let is = |end: Option<&State>| end.is_some_and(|end| end.moved == state.moved);
    sums.add(state, cells, is(states.first()), is(states.last()));
}

/// A_sr x_r + Y_sr of all states: inputs and final goods depend on different factors.
fn exports(job: &Job<'_>, states: &[State]) -> Result<Sums> {
    let [first, _] = job.years;
    let (inputs, finals) = (Inputs::new(job.years), Finals::new(job.years)?);
    let countries = first.countries().len();
    let abroad = |mut cells: Array2<f64>| {
        for (s, range) in first.ranges().iter().enumerate() {
            for i in range.clone() {
                cells[[i, s]] = 0.0;
            }
        }
        cells
    };
    let used = different(states, INPUTS | OUTPUT);
    let intermediate: Vec<Array2<f64>> = used
        .iter()
        .map(|&moved| abroad(deliveries(job, &inputs, moved)))
        .collect();
    let bought = different(states, FINALS);
    let final_goods: Vec<Array2<f64>> = bought
        .iter()
        .map(|&moved| abroad(finals.absorbed(moved)))
        .collect();
    let mut sums = Sums::zeros(job.factors.len(), job.row_count(), countries);
    sums.unsourced_inputs = inputs.without_sourcing();
    sums.unsourced_finals = finals.without_sourcing();
    for state in states {
        let find = |all: &[Parts], parts: Parts| all.iter().position(|p| *p == state.moved & parts);
        let (Some(a), Some(y)) = (find(&used, INPUTS | OUTPUT), find(&bought, FINALS)) else {
            continue; // every state is among those that were collected
        };
        count(
            &mut sums,
            states,
            state,
            &(&intermediate[a] + &final_goods[y]),
        );
    }
    Ok(sums)
}

/// A x by user country, n × G.
fn deliveries(job: &Job<'_>, inputs: &Inputs<'_>, moved: Parts) -> Array2<f64> {
    let [first, _] = job.years;
    let n = first.producers().len();
    let output = job.years[usize::from(moved & OUTPUT != 0)].table().output();
    let work = 10.0 * (n * n) as f64;
    let rows = first.run().install(work, || {
        map_shared(0..n, |i| -> Vec<f64> {
            let users = first.ranges().iter();
            let taken = users.map(|users| {
                let users = users.clone();
                users.map(|j| inputs.cell(moved, i, j) * output[j]).sum()
            });
            taken.collect()
        })
    });
    Array2::from_shape_fn((n, first.countries().len()), |(i, r)| rows[i][r])
}
