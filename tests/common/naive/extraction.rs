//! Hypothetical extraction: flows are removed, the system is solved again, the difference is the answer.

use ndarray::{Array1, Array2};

use super::World;

/// What is lost when flows are removed.
pub struct Extraction {
    /// Value of the removed flows by selling producer, at the coefficients and output of the full table.
    pub value: Array1<f64>,
    /// Lost output by producer.
    pub output: Array1<f64>,
    /// Lost weights by producer.
    pub by_producer: Array1<f64>,
    /// Lost weights by country.
    pub by_country: Array1<f64>,
}

/// Removes the input flows i → j with `inputs(i, j)` and the final flows of i to country d with `finals(i, d)`.
pub fn extraction(
    world: &World,
    inputs: impl Fn(usize, usize) -> bool,
    finals: impl Fn(usize, usize) -> bool,
) -> Extraction {
    let (n, g) = (world.n(), world.g());
    let left: Array1<f64> = (0..n)
        .map(|i| {
            (0..g)
                .filter(|d| !finals(i, *d))
                .map(|d| world.y[[i, d]])
                .sum()
        })
        .collect();
    let value = (0..n)
        .map(|i| {
            let sold: f64 = (0..n)
                .filter(|j| inputs(i, *j))
                .map(|j| world.z[[i, j]])
                .sum();
            let used: f64 = (0..g)
                .filter(|d| finals(i, *d))
                .map(|d| world.y[[i, d]])
                .sum();
            sold + used
        })
        .collect();
    let output = &world.x - &world.without(&inputs).dot(&left);
    let by_producer = &world.w * &output;
    let by_country = world.by_country(&by_producer);
    Extraction {
        value,
        output,
        by_producer,
        by_country,
    }
}

/// Removes all exports of s to the countries with `partner(r)`.
pub fn extract_exports(world: &World, s: usize, partner: impl Fn(usize) -> bool) -> Extraction {
    let home = |i: usize| world.country(i) == s;
    extraction(
        world,
        |i, j| home(i) && world.country(j) != s && partner(world.country(j)),
        |i, d| home(i) && d != s && partner(d),
    )
}

/// VAX-D: [s, r] is what s loses without its exports to r. It does not add up over partners.
pub fn vax_d(world: &World) -> Array2<f64> {
    off_diagonal(world, |s, r| {
        extract_exports(world, s, |partner| partner == r).by_country[s]
    })
}

/// What each country loses without all its exports (Los, Timmer, de Vries).
pub fn all_exports(world: &World) -> Array1<f64> {
    let loss = |s: usize| extract_exports(world, s, |_| true).by_country[s];
    (0..world.g()).map(loss).collect()
}

/// VAX-C: [s, r] is what s adds to the final use of r; also s = r.
pub fn vax_c(world: &World) -> Array2<f64> {
    let output = world.b().dot(&world.y);
    by_origin(world, &output)
}

/// VAX-P: [s, r] is what s adds to the final goods finished in r, whoever uses them; also s = r.
pub fn vax_p(world: &World) -> Array2<f64> {
    let finished = Array2::from_shape_fn((world.n(), world.g()), |(i, r)| {
        if world.country(i) == r {
            world.y.row(i).sum()
        } else {
            0.0
        }
    });
    by_origin(world, &world.b().dot(&finished))
}

/// What is lost without the purchases, the sales of inputs, or the whole of producer k.
pub fn extract_producer(world: &World, k: usize, what: Removed) -> Extraction {
    match what {
        Removed::Purchases => extraction(world, |_, j| j == k, |_, _| false),
        Removed::Sales => extraction(world, |i, _| i == k, |_, _| false),
        Removed::Producer => extraction(world, |i, j| i == k || j == k, |i, _| i == k),
    }
}

/// What of a producer is removed.
#[derive(Clone, Copy)]
pub enum Removed {
    /// All its inputs (backward).
    Purchases,
    /// All its sales as inputs (forward).
    Sales,
    /// The whole producer.
    Producer,
}

fn by_origin(world: &World, output: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((world.g(), world.g()), |(s, r)| {
        let added = |i: usize| world.w[i] * output[[i, r]];
        world.ranges[s].clone().map(added).sum()
    })
}

fn off_diagonal(world: &World, value: impl Fn(usize, usize) -> f64) -> Array2<f64> {
    Array2::from_shape_fn((world.g(), world.g()), |(s, r)| match s == r {
        true => 0.0,
        false => value(s, r),
    })
}
