//! Cuts by new inversion against closed forms and against extraction of whole flows.

use ndarray::{Array1, Array2, Axis};

use crate::naive::bm::{bm_source, bm_sums, bm_world_source_fva, once_counted};
use crate::naive::cases::Lcg;
use crate::naive::extraction::{
    Removed, all_exports, extract_exports, extract_producer, extraction, vax_d,
};
use crate::naive::perimeters::{Perimeter, miroudot_ye, own_flow, own_flow_sums};
use crate::naive::{Blocks, cells, inverse, term, total_of};
use crate::{same, weighted_tables};

/// The matrix C of a closed form: content counted once is w_s B_ss (I + C)⁻¹. It depends on the producer where the
/// flow does.
fn feedback(m: &Blocks, perimeter: Perimeter, s: usize, r: usize) -> Array2<f64> {
    let unit = Array2::<f64>::eye(m.size(s));
    let round_trip = m.a[s][r].dot(&m.b[r][s]);
    let all = (&unit - &m.a[s][s]).dot(&m.b[s][s]) - &unit;
    let diagonal = |c: &Array2<f64>| Array2::from_diag(&c.diag());
    match perimeter {
        Perimeter::Exporter => all,
        Perimeter::Bilateral => round_trip,
        Perimeter::SectorExporter => diagonal(&all),
        Perimeter::SectorBilateral => diagonal(&round_trip),
        Perimeter::World => unreachable!(),
    }
}

#[test]
fn own_flows_have_closed_forms() {
    for world in weighted_tables() {
        let m = world.blocks();
        for perimeter in [
            Perimeter::Exporter,
            Perimeter::Bilateral,
            Perimeter::SectorExporter,
            Perimeter::SectorBilateral,
        ] {
            let closed = cells(&world, crate::naive::bm::BM, |s, r| {
                let unit = Array2::<f64>::eye(m.size(s));
                let once = inverse(unit + feedback(&m, perimeter, s, r));
                let domestic = m.content(s, s).dot(&once);
                let foreign = m.foreign(s).dot(&once);
                once_counted(&m, s, r, &domestic, &foreign)
            });
            let found = own_flow(&world, perimeter);
            for (name, cell) in &closed {
                same(&format!("{perimeter:?} {name}"), term(&found, name), cell);
            }

            // VAX* from the part of the flow that is absorbed abroad
            let absorbed = world.b().dot(&world.y);
            let vax = cells(&world, ["VAX"], |s, r| {
                let unit = Array2::<f64>::eye(m.size(s));
                let once = inverse(unit + feedback(&m, perimeter, s, r));
                let back = world.part(&absorbed.column(s).to_owned(), r);
                let abroad = &m.y[s][r] + &m.a[s][r].dot(&(&m.x[r] - &back));
                [m.content(s, s).dot(&once) * abroad]
            });
            let sums = own_flow_sums(&world, perimeter);
            same("VAX*", term(&sums, "VAX"), &vax[0].1);
        }
    }
}

#[test]
fn own_flows_are_what_extraction_loses() {
    for world in weighted_tables() {
        let dva = |perimeter| term(&own_flow_sums(&world, perimeter), "DVA").clone();
        let fva = |perimeter| term(&own_flow_sums(&world, perimeter), "FVA").clone();
        let exporter = dva(Perimeter::Exporter);
        same(
            "exporter",
            &world.by_exporter(&exporter),
            &all_exports(&world),
        );
        let bilateral = world.by_pair(&dva(Perimeter::Bilateral));
        same("bilateral", &bilateral, &vax_d(&world));

        let (bilateral_fva, exporter_fva) = (fva(Perimeter::Bilateral), fva(Perimeter::Exporter));
        let by_pair = world.by_pair(&bilateral_fva);
        let by_exporter = world.by_exporter(&exporter_fva);
        for s in 0..world.g() {
            let all = extract_exports(&world, s, |_| true).by_country;
            let abroad = Array1::from_elem(1, all.sum() - all[s]);
            same("FVA", &Array1::from_elem(1, by_exporter[s]), &abroad);
            for r in (0..world.g()).filter(|r| *r != s) {
                let one = extract_exports(&world, s, |partner| partner == r).by_country;
                let abroad = Array1::from_elem(1, one.sum() - one[s]);
                same("FVA", &Array1::from_elem(1, by_pair[[s, r]]), &abroad);
            }
        }

        let (each, cell) = (
            dva(Perimeter::SectorExporter).sum_axis(Axis(0)),
            dva(Perimeter::SectorBilateral),
        );
        for k in 0..world.n() {
            let s = world.country(k);
            let lost = |partner: Option<usize>| {
                let sold = |to: usize| to != s && partner.is_none_or(|r| r == to);
                let removed = extraction(
                    &world,
                    |i, j| i == k && sold(world.country(j)),
                    |i, d| i == k && sold(d),
                );
                Array1::from_elem(1, removed.by_country[s])
            };
            same("producer", &Array1::from_elem(1, each[k]), &lost(None));
            for r in (0..world.g()).filter(|r| *r != s) {
                let found = Array1::from_elem(1, cell[[r, k]]);
                same("producer to partner", &found, &lost(Some(r)));
            }
        }
    }
}

#[test]
fn miroudot_ye_agrees_with_borin_mancini() {
    for world in weighted_tables() {
        for perimeter in [
            Perimeter::Exporter,
            Perimeter::Bilateral,
            Perimeter::SectorExporter,
            Perimeter::SectorBilateral,
        ] {
            let (my, bm) = (
                miroudot_ye(&world, perimeter),
                bm_sums(&own_flow(&world, perimeter)),
            );
            for name in ["DVA", "DDC", "FVA"] {
                same(name, term(&my, name), term(&bm, name));
            }
            let fdc = total_of(&my, &["FDC1", "FDC2"]);
            same("FDC", &fdc, term(&bm, "FDC"));
        }
        let source = bm_source(&world);
        let own = own_flow(&world, Perimeter::Exporter);
        for (name, cell) in &source {
            same(name, term(&own, name), cell);
        }
        let all = miroudot_ye(&world, Perimeter::World);
        let nothing = Array2::zeros((world.g(), world.n()));
        same("FVA", term(&all, "FVA"), &nothing);
        let once = world.by_exporter(term(&all, "FDC1"));
        let first = bm_world_source_fva(&world);
        same("FDC1", &once, term(&first, "FVA"));
        let sums = bm_sums(&source);
        for name in ["DVA", "DDC"] {
            same(name, term(&all, name), term(&sums, name));
        }
    }
}

#[test]
fn extraction_has_a_closed_form() {
    for (seed, world) in weighted_tables().iter().enumerate() {
        let (n, g) = (world.n(), world.g());
        let mut random = Lcg::new(seed as u64 + 100);
        let mut draw = |shape| Array2::from_shape_fn(shape, |_| random.uniform() < 0.3);
        let (inputs, finals) = (draw((n, n)), draw((n, g)));
        let found = extraction(world, |i, j| inputs[[i, j]], |i, d| finals[[i, d]]);

        // w o B (I + M B)⁻¹ (M x + y)
        let kept = |keep: bool, value: f64| if keep { value } else { 0.0 };
        let a = world.a();
        let m = Array2::from_shape_fn((n, n), |at| kept(inputs[at], a[at]));
        let y = Array2::from_shape_fn((n, g), |at| kept(finals[at], world.y[at]));
        let value = m.dot(&world.x) + y.sum_axis(Axis(1));
        same("value", &found.value, &value);
        let once = inverse(Array2::eye(n) + m.dot(&world.b())).dot(&value);
        let output = world.b().dot(&once);
        same("output", &found.output, &output);
        same("by producer", &found.by_producer, &(&world.w * &output));
        let by_country = world.by_country(&(&world.w * &output));
        same("by country", &found.by_country, &by_country);
    }
}

#[test]
fn a_producer_is_removed() {
    for world in weighted_tables() {
        let b = world.b();
        for k in 0..world.n() {
            let column = |scale: f64| b.column(k).map(|v| v * scale);
            let whole = extract_producer(&world, k, Removed::Producer);
            same("whole", &whole.output, &column(world.x[k] / b[[k, k]]));
            let sales = extract_producer(&world, k, Removed::Sales);
            let sold = world.x[k] - world.y.row(k).sum();
            same("sales", &sales.output, &column(sold / b[[k, k]]));
            let purchases = extract_producer(&world, k, Removed::Purchases);
            let left = world.x[k] / b[[k, k]];
            let mut called = column(left);
            called[k] -= left;
            same("purchases", &purchases.output, &called);
        }
    }
}

#[test]
fn nothing_removed_nothing_lost() {
    for world in weighted_tables() {
        let found = extraction(&world, |_, _| false, |_, _| false);
        same("output", &found.output, &Array1::zeros(world.n()));
        let gone = extraction(&world, |_, _| true, |_, _| true);
        same("output", &gone.output, &world.x);
        same("value", &gone.value, &world.x);
        same("weights", &gone.by_producer, &(&world.w * &world.x));
    }
}
