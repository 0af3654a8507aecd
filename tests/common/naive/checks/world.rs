//! The worked case T3x2: perimeters, tripartite measures, production side, TiVA, national income.

use ndarray::{Array1, Array2, Axis};

use crate::naive::bm::bm_sums;
use crate::naive::cases::{golden, matrix, numbers, t3x2};
use crate::naive::content::va_in_final_demand;
use crate::naive::extraction::vax_d;
use crate::naive::perimeters::{Perimeter, importer, own_flow};
use crate::naive::position::{downstreamness, upstreamness};
use crate::naive::production::{lengths, production_backward, production_forward};
use crate::naive::tiva::tiva;
use crate::naive::tripartite::{tripartite_output, tripartite_trade};
use crate::naive::{World, term, total};
use crate::{PRINTED, by_pairs, close, same};

#[test]
fn own_flows() {
    let world = t3x2();
    let dva = |perimeter| bm_sums(&own_flow(&world, perimeter))[2].1.clone();
    let sector_exporter = dva(Perimeter::SectorExporter).sum_axis(Axis(0));
    let printed = [
        27.743058, 34.910072, 35.310648, 42.810368, 17.453683, 16.345762,
    ];
    close("sector-exporter", &sector_exporter, &printed, PRINTED);
    let cell = dva(Perimeter::SectorBilateral);
    let printed = [
        (0, 1, [18.238088, 21.010658]),
        (0, 2, [9.576870, 14.049028]),
        (1, 0, [18.214532, 18.145946]),
        (1, 2, [17.329336, 24.966101]),
        (2, 0, [4.226889, 5.017399]),
        (2, 1, [13.295502, 11.397648]),
    ];
    for (s, r, printed) in printed {
        let sectors = world.part(&cell.row(r).to_owned(), s);
        close("sector-bilateral", &sectors, &printed, PRINTED);
    }
    let bilateral = world.by_pair(&dva(Perimeter::Bilateral));
    same("bilateral", &bilateral, &vax_d(&world));
}

#[test]
fn imports() {
    let world = t3x2();
    let found = importer(&world);
    let origins = |name| {
        let cell: &Array2<f64> = term(&found, name);
        let rows = cell.rows().into_iter();
        rows.flat_map(|row| world.by_country(&row.to_owned()).to_vec())
            .collect::<Vec<f64>>()
    };
    let printed = [
        5.177328, 38.330937, 11.683093, 42.219576, 10.080606, 25.660397, 27.505387, 44.168400,
        3.716247,
    ];
    close("VA", &origins("VA"), &printed, PRINTED);
    let printed = [
        0.075710, 0.542806, 0.190126, 1.064132, 0.268051, 0.707238, 0.579922, 0.951943, 0.078101,
    ];
    close("DC", &origins("DC"), &printed, PRINTED);
    let all = total(&found).sum_axis(Axis(1));
    close("GIMP", &all, &[56.0, 80.0, 77.0], 1e-9);
}

#[test]
fn tripartite() {
    let world = t3x2();
    let found = tripartite_trade(&world);
    let printed = [
        (
            "PF",
            [7.327274, 4.346953, 5.905334, 7.918075, 1.860317, 5.159315],
        ),
        (
            "PB",
            [4.974665, 2.981541, 6.224231, 6.851492, 3.117460, 8.367880],
        ),
        (
            "TS",
            [1.146548, 0.675025, 1.205777, 1.588518, 0.806349, 2.236882],
        ),
    ];
    for (name, printed) in printed {
        close(
            name,
            &by_pairs(&world, term(&found, name)),
            &printed,
            PRINTED,
        );
    }
    let found = tripartite_output(&world);
    let printed = [
        ("Dom", [110.437710, 199.683900, 45.459445]),
        ("Trad", [85.562675, 127.159109, 52.365506]),
        ("PF", [16.561350, 20.769427, 9.504436]),
        ("PB", [14.852899, 28.195615, 18.556119]),
        ("TS", [2.585365, 4.191949, 4.114494]),
    ];
    for (name, printed) in printed {
        let by_country = world.by_country(term(&found, name));
        close(name, &by_country, &printed, PRINTED);
    }
}

#[test]
fn production_and_position() {
    let world = t3x2();
    let printed = [
        ("PD", [77.777778, 132.870018, 33.528571]),
        ("RT", [33.676768, 48.007502, 15.333333]),
        ("S", [16.871228, 15.299070, 11.118463]),
        ("C", [11.674227, 13.823410, 7.019632]),
    ];
    let forward = production_forward(&world);
    for (name, printed) in printed {
        let by_country = world.by_country(term(&forward, name));
        close(name, &by_country, &printed, PRINTED);
    }
    let backward = production_backward(&world);
    let printed = [
        ("S", [9.707065, 21.354681, 12.227015]),
        ("C", [7.838390, 15.767799, 8.911080]),
    ];
    for (name, printed) in printed {
        let by_country = world.by_country(term(&backward, name));
        close(name, &by_country, &printed, PRINTED);
    }
    let found = lengths(&world);
    let printed = [1.696867, 1.844129, 1.692652, 1.797176, 1.797818, 1.853234];
    close("U", &upstreamness(&world), &printed, PRINTED);
    close("U", term(&found, "PLv"), &printed, PRINTED);
    let printed = [1.685715, 1.652776, 1.844812, 1.767874, 1.880967, 1.884605];
    close("D", &downstreamness(&world), &printed, PRINTED);
    close("D", term(&found, "PLy"), &printed, PRINTED);
    let printed = [3.189197, 3.189925, 3.279741, 3.325709, 3.035879, 3.161233];
    close("PLv_GVC", term(&found, "PLv_GVC"), &printed, PRINTED);
    let printed = [1.212454, 1.226436, 1.284224, 1.291652, 1.185748, 1.195811];
    close("CB", term(&found, "CBv"), &printed, PRINTED);
}

#[test]
fn tiva_indicators() {
    let world = t3x2();
    let found = tiva(&world);
    let printed = [
        ("DDC", [56.565657, 70.279760, 30.778388]),
        ("IDC", [5.656566, 6.850221, 2.693040]),
        ("RIM", [0.918063, 2.090870, 0.706501]),
    ];
    for (name, printed) in printed {
        let by_country = world.by_exporter(term(&found.exports, name));
        close(name, &by_country, &printed, PRINTED);
    }
    let printed = [9.777778, 15.870018, 14.528571];
    close("REII", &found.reii.sum_axis(Axis(0)), &printed, PRINTED);
    let printed = [5.253038, 10.348657, 3.794347];
    close(
        "IMGR_DVA",
        &found.imgr_dva.sum_axis(Axis(1)),
        &printed,
        PRINTED,
    );
}

/// The worked case with the weights of each owner: its share of every producer's value added per unit.
fn owners(world: &World) -> Vec<World> {
    let shares = matrix(&golden()["expected"]["income"]["omega_owner_by_producer"]);
    let rows = shares.rows().into_iter();
    rows.map(|row| world.with_weights(&row * &world.w))
        .collect()
}

/// Flows minus flows the other way.
fn net(flows: &Array2<f64>) -> Array2<f64> {
    flows - &flows.t()
}

fn three(balances: &Array2<f64>) -> Vec<f64> {
    [(0, 1), (0, 2), (1, 2)].map(|at| balances[at]).to_vec()
}

#[test]
fn national_income_by_absorber() {
    let world = t3x2();
    let owners = owners(&world);
    let rows: Vec<Array1<f64>> = owners
        .iter()
        .map(|owner| va_in_final_demand(owner).sum_axis(Axis(0)))
        .collect();
    let found = Array2::from_shape_fn((3, 3), |(o, d)| rows[o][d]);
    let expected = &golden()["expected"]["income"];
    same("N", &found, &matrix(&expected["income_owner_by_absorber"]));
    let printed = [
        75.6619, 35.7520, 22.6660, 38.0690, 139.4042, 44.1868, 10.2691, 21.8438, 29.1471,
    ];
    close("N", &found, &printed, 6e-5);

    let gni = found.sum_axis(Axis(1));
    close("GNI", &gni, &numbers(&expected["gni"]), 1e-9);
    close("GNI", &gni, &[134.08, 221.66, 61.26], 1e-9);
    let gdp = world.by_country(&(&world.w * &world.x));
    let income = &gni - &gdp;
    close("net income", &income, &[-5.92, 11.66, -5.74], 1e-9);

    let balances = net(&found);
    let exact = matrix(&expected["bilateral_income_balance"]);
    same("NI balances", &balances, &exact);
    close("NI", &three(&balances), &[-2.317, 12.397, 22.343], 6e-4);
    let gross = net(&world.by_pair(&world.flows()));
    close("gross", &three(&gross), &[2.0, 14.0, 15.0], 1e-9);
    let value_added = net(&crate::naive::extraction::vax_c(&world));
    let printed = [2.7097, 13.2903, 15.7097];
    close("VA", &three(&value_added), &printed, 6e-5);

    // Σ of balances = trade balance + net income from abroad
    let all = balances.sum_axis(Axis(1));
    close("all balances", &all, &[10.08, 24.66, -34.74], 1e-9);
    same("all balances", &all, &(gross.sum_axis(Axis(1)) + income));
}

#[test]
fn national_income_by_flow() {
    let world = t3x2();
    // content of every flow in w_s L_ss, by pair
    let content = |world: &World| {
        let m = world.blocks();
        Array2::from_shape_fn((3, 3), |(s, r)| m.local(s).dot(&m.e[s][r]))
    };
    let by_owner: Vec<Array2<f64>> = owners(&world).iter().map(content).collect();
    let printed = [3.308796, 14.267244, 17.164751];
    close("DVA", &three(&net(&content(&world))), &printed, PRINTED);

    let own = Array2::from_shape_fn((3, 3), |(s, r)| by_owner[s][[s, r]]);
    let printed = [1.922318, 14.435298, 20.645181];
    close("own", &three(&net(&own)), &printed, PRINTED);

    let both = Array2::from_shape_fn((3, 3), |(s, r)| by_owner[s][[s, r]] + by_owner[s][[r, s]]);
    let printed = [0.212210, 14.125948, 24.531880];
    close("two-sided", &three(&net(&both)), &printed, PRINTED);
}
