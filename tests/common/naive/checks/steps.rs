//! Lengths and positions against sums over paths.

use ndarray::{Array1, Array2, Axis};

use crate::naive::position::{average_propagation_length, downstreamness, upstreamness};
use crate::naive::production::{lengths, parts, position_index};
use crate::naive::{World, term};
use crate::{same, same_where_known, tables, weighted_tables};

/// Σ_k value^k and Σ_k k value^k, k ≥ 1, until the terms vanish.
fn series(step: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    let mut power = step.clone();
    let (mut sum, mut weighted) = (step.clone(), step.clone());
    for k in 2..4000 {
        power = power.dot(step);
        sum += &power;
        weighted += &(&power * f64::from(k));
        if power.iter().all(|v| v.abs() < 1e-18) {
            return (sum, weighted);
        }
    }
    panic!("the series does not end");
}

fn ratio(above: Array1<f64>, below: Array1<f64>) -> Array1<f64> {
    let undefined = |value: &f64| if *value == 0.0 { f64::NAN } else { *value };
    above / below.map(undefined)
}

#[test]
fn positions_by_series() {
    for world in tables() {
        let (paths, steps) = series(&world.a());
        let y = world.y.sum_axis(Axis(1));
        // a path of k inputs has k + 1 stages
        let stages = &y + &(&paths + &steps).dot(&y);
        let expected = stages.iter().zip(&world.x);
        let expected: Array1<f64> = expected
            .map(|(stages, x)| if *x == 0.0 { 1.0 } else { stages / x })
            .collect();
        same("upstreamness", &upstreamness(&world), &expected);
        let ones = Array1::<f64>::ones(world.n());
        let expected = &ones + &paths.sum_axis(Axis(0));
        same("downstreamness", &downstreamness(&world), &expected);
        let undefined = |value: &f64| if *value == 0.0 { f64::NAN } else { *value };
        let expected = &steps / &paths.map(undefined);
        let found = average_propagation_length(&world);
        same_where_known("propagation", &found, &expected);

        // row sums of the Ghosh inverse
        let shares = Array2::from_shape_fn(world.z.dim(), |(i, j)| match world.x[i] {
            0.0 => 0.0,
            output => world.z[[i, j]] / output,
        });
        let ghosh = crate::naive::leontief_inverse(&shares);
        same("Ghosh", &upstreamness(&world), &ghosh.sum_axis(Axis(1)));
    }
}

#[test]
fn borders_crossed_by_series() {
    for world in weighted_tables() {
        let p = parts(&world);
        let (_, crossings) = series(&p.l.dot(&p.af));
        let y = world.y.sum_axis(Axis(1));
        let found = lengths(&world);
        let crossings = crossings.dot(&p.l);
        let gvc = &p.b - &p.l;
        let expected = ratio(crossings.dot(&y), gvc.dot(&y));
        same_where_known(
            "CBv",
            &without_idle(&world, term(&found, "CBv")),
            &without_idle(&world, &expected),
        );
        let expected = ratio(world.w.dot(&crossings), world.w.dot(&gvc));
        same_where_known(
            "CBy",
            &without_idle(&world, term(&found, "CBy")),
            &without_idle(&world, &expected),
        );
    }
}

/// Only producers with output.
fn without_idle(world: &World, values: &Array1<f64>) -> Array1<f64> {
    let busy = values.iter().zip(&world.x).filter(|(_, x)| **x != 0.0);
    busy.map(|(value, _)| *value).collect()
}

#[test]
fn lengths_are_means_of_parts() {
    for world in weighted_tables() {
        let found = lengths(&world);
        let of = |name| without_idle(&world, term(&found, name));
        let stages = of("PLv_domestic") + of("CBv") + of("PLv_foreign");
        same("PLv_GVC", &of("PLv_GVC"), &stages);
        let stages = of("PLy_domestic") + of("CBy") + of("PLy_foreign");
        same("PLy_GVC", &of("PLy_GVC"), &stages);
        let stages = of("PLy_first") + of("CBy") + of("PLy_after");
        same("PLy_GVC", &of("PLy_GVC"), &stages);
        let index = without_idle(&world, &position_index(&world));
        same("index", &index, &(of("PLv_GVC") / of("PLy_GVC")));
        let upstream = without_idle(&world, &upstreamness(&world));
        same("PLv", &of("PLv"), &upstream);

        // weighted by the value of each segment
        let p = parts(&world);
        let reach = |m: Array2<f64>, y: &Array1<f64>| without_idle(&world, &m.dot(y));
        let abroad = p.l.dot(&p.af);
        let simple = reach(abroad.dot(&p.l), &p.home);
        let gvc = reach(abroad.dot(&p.b), &p.y);
        let domestic = reach(p.l.clone(), &p.home);
        let traditional = reach(p.l.clone(), &p.abroad);
        let complex = &gvc - &simple;
        let chains = of("PLv_S") * &simple + of("PLv_C") * &complex;
        same("S and C", &(of("PLv_GVC") * &gvc), &chains);
        let all = of("PLv_PD") * domestic + of("PLv_RT") * traditional + chains;
        let total = of("PLv") * without_idle(&world, &world.x);
        same("all", &total, &all);
    }
}

#[test]
fn downstreamness_is_the_backward_length_of_value_added() {
    for world in tables() {
        let found = lengths(&world);
        let backward = without_idle(&world, term(&found, "PLy"));
        let expected = without_idle(&world, &downstreamness(&world));
        same("PLy", &backward, &expected);
    }
}
