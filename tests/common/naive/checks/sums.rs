//! Terms add up, and methods agree where they must.

use ndarray::{Array1, Array2, Axis};

use crate::naive::bm::{
    bm_sink, bm_source, bm_sums, bm_world_sink_fva, bm_world_source_fva, davax, vaxim,
};
use crate::naive::cases::t3x2;
use crate::naive::content::{
    hummels, hummels_flows, johnson_noguera, leontief_origin_exporter,
    leontief_origin_exporting_producer, leontief_origin_sector_exporter, va_in_final_demand,
};
use crate::naive::extraction::{vax_c, vax_p};
use crate::naive::perimeters::{Perimeter, importer, importer_industry, miroudot_ye, own_flow};
use crate::naive::production::{production_backward, production_forward, production_split};
use crate::naive::tiva::tiva;
use crate::naive::tripartite::{tripartite_output, tripartite_trade};
use crate::naive::wwz_kww::{kww, kww_corrected, wwz};
use crate::naive::{World, term, total, total_of};
use crate::{same, tables, weighted_tables};

/// All content of every flow.
fn content_of_flows(world: &World) -> Array2<f64> {
    world.flows() * world.total_content()
}

#[test]
fn terms_of_flows() {
    for world in weighted_tables() {
        let expected = content_of_flows(&world);
        same("WWZ", &total(&wwz(&world)), &expected);
        same("source", &total(&bm_source(&world)), &expected);
        same("sink", &total(&bm_sink(&world)), &expected);
        same("tripartite", &total(&tripartite_trade(&world)), &expected);
        for perimeter in [
            Perimeter::Exporter,
            Perimeter::Bilateral,
            Perimeter::SectorExporter,
            Perimeter::SectorBilateral,
        ] {
            let name = format!("{perimeter:?}");
            same(&name, &total(&own_flow(&world, perimeter)), &expected);
            same(&name, &total(&miroudot_ye(&world, perimeter)), &expected);
        }
        let found = total(&miroudot_ye(&world, Perimeter::World));
        same("world", &found, &expected);
        let terms = tiva(&world).exports;
        same("TiVA", &total_of(&terms, &["DVA", "FVA"]), &expected);
        let found = total_of(&terms, &["DDC", "IDC", "RIM", "FVA"]);
        same("TiVA", &found, &expected);
        let found = total_of(&terms, &["INTDVA", "FNLDVA"]);
        same("TiVA", &found, term(&terms, "DVA"));
    }
}

#[test]
fn terms_of_countries() {
    for world in weighted_tables() {
        let expected = world.by_exporter(&content_of_flows(&world));
        same("KWW", &total(&kww(&world)), &expected);
        let corrected = kww_corrected(&world);
        same("corrected", &total(&corrected), &expected);

        let source = bm_sums(&bm_source(&world));
        let (first, last) = (bm_world_source_fva(&world), bm_world_sink_fva(&world));
        let fc = world.by_exporter(term(&source, "FC"));
        same("world/source", &total(&first), &fc);
        same("world/sink", &total(&last), &fc);
        let sums = [&first, &last].map(|terms| Array1::from_elem(1, term(terms, "FVA").sum()));
        same("FVA of the world", &sums[0], &sums[1]);
        let fva = total_of(&corrected, &["FVA1", "FVA2", "FVA3"]);
        same("corrected FVA", &fva, term(&last, "FVA"));
        same("FDC", term(&corrected, "FDC"), term(&last, "FDC"));
    }
}

#[test]
fn terms_of_producers() {
    for world in weighted_tables() {
        let (b, content) = (world.b(), world.total_content());
        let y = world.y.sum_axis(Axis(1));
        let (made, used) = (&world.w * &world.x, &content * &y);
        let output = &content * &world.x;
        same("tripartite", &total(&tripartite_output(&world)), &output);
        same("forward", &total(&production_forward(&world)), &made);
        same("backward", &total(&production_backward(&world)), &used);
        let all = Array2::from_shape_fn(b.dim(), |(i, j)| world.w[i] * b[[i, j]] * y[j]);
        same("split", &total(&production_split(&world)), &all);
        same("VA", &va_in_final_demand(&world).sum_axis(Axis(1)), &made);

        let exporters = world.by_exporter(&content_of_flows(&world));
        let origins = leontief_origin_exporter(&world);
        same("Leontief", &origins.sum_axis(Axis(0)), &exporters);
        let sectors = leontief_origin_sector_exporter(&world);
        for (s, exports) in sectors.columns().into_iter().enumerate() {
            let found = world.by_country(&exports.to_owned());
            same("Leontief", &found, &origins.column(s).to_owned());
        }
        let flows = content_of_flows(&world).sum_axis(Axis(0));
        let producers = leontief_origin_exporting_producer(&world);
        same("Leontief", &producers.sum_axis(Axis(0)), &flows);
    }
}

#[test]
fn imports() {
    for world in weighted_tables() {
        let expected = content_of_flows(&world).sum_axis(Axis(1));
        same(
            "importer",
            &total(&importer(&world)).sum_axis(Axis(1)),
            &expected,
        );
        let user = |r: usize| world.ranges[r].clone().next();
        let content = world.total_content();
        let bought = |r: usize| {
            let Some(j) = user(r) else { return 0.0 };
            let foreign = (0..world.n()).filter(|i| world.country(*i) != r);
            foreign.map(|i| content[i] * world.z[[i, j]]).sum()
        };
        let expected: Array1<f64> = (0..world.g()).map(bought).collect();
        let found = total(&importer_industry(&world, user)).sum_axis(Axis(1));
        same("industry", &found, &expected);
    }
}

#[test]
fn source_and_sink_agree_by_country() {
    for world in weighted_tables() {
        let (source, sink) = (bm_sums(&bm_source(&world)), bm_sums(&bm_sink(&world)));
        for name in ["DC", "FC"] {
            same(name, term(&source, name), term(&sink, name));
        }
        for name in ["VAX", "REF", "DVA", "DDC", "FVA", "FDC"] {
            let by_exporter = |terms| world.by_exporter(term(terms, name));
            same(name, &by_exporter(&source), &by_exporter(&sink));
        }
        let absorbed = vax_c(&world);
        let abroad = &absorbed.sum_axis(Axis(1)) - &absorbed.diag();
        let vax = world.by_exporter(term(&source, "VAX"));
        same("VAX is Johnson-Noguera", &vax, &abroad);
        let by_pair = johnson_noguera(&world);
        let found = world.by_country(&by_pair.sum_axis(Axis(1)));
        same("Johnson-Noguera", &found, &abroad);
        let finished = vax_p(&world).sum_axis(Axis(1));
        same("VAX-P", &finished, &absorbed.sum_axis(Axis(1)));
    }
}

#[test]
fn crosswalks() {
    for world in weighted_tables() {
        let nine = kww(&world);
        let sixteen = wwz(&world);
        let source = bm_sums(&bm_source(&world));
        let from = |names: &[&str]| world.by_exporter(&total_of(&sixteen, names));
        let of = |names: &[&str]| total_of(&nine, names);
        let by_exporter = |name| world.by_exporter(term(&source, name));
        same("T1", &of(&["T1"]), &from(&["DVA_FIN"]));
        same("T2", &of(&["T2"]), &from(&["DVA_INT", "DVA_INTrexI1"]));
        same("T3", &of(&["T3"]), &from(&["DVA_INTrexF", "DVA_INTrexI2"]));
        same("T4", &of(&["T4"]), &from(&["RDV_FIN", "RDV_FIN2"]));
        same("T5", &of(&["T5"]), &from(&["RDV_INT"]));
        same("T6", &of(&["T6"]), &from(&["DDC_FIN", "DDC_INT"]));
        same("T7", &of(&["T7"]), &from(&["OVA_FIN", "MVA_FIN"]));
        same("T8", &of(&["T8"]), &from(&["OVA_INT", "MVA_INT"]));
        same("T9", &of(&["T9"]), &from(&["ODC", "MDC"]));
        same("VAX", &of(&["T1", "T2", "T3"]), &by_exporter("VAX"));
        same("REF", &of(&["T4", "T5"]), &by_exporter("REF"));
        same("DDC", &of(&["T6"]), &by_exporter("DDC"));
        same("FC", &of(&["T7", "T8", "T9"]), &by_exporter("FC"));

        // tripartite: backward is all that is not local, forward is what the importer does not keep
        let three = tripartite_trade(&world);
        let backward = term(&source, "FC") + term(&source, "DDC");
        same("backward", &total_of(&three, &["PB", "TS"]), &backward);
        let forward = term(&source, "DVA") - &davax(&world);
        same("forward", term(&three, "PF"), &forward);
        same("DAVAX", term(&three, "DAVAX"), &davax(&world));
        let pure = world.by_exporter(term(&three, "PF"));
        let complex = world.by_country(term(&production_forward(&world), "C"));
        same("complex", &complex, &pure);

        let vs = hummels(&world);
        same("VS", term(&vs, "VS"), &by_exporter("FC"));
        let vs_flows = hummels_flows(&world);
        same("VS", term(&vs_flows, "VS"), term(&source, "FC"));
        let world_sums = ["VS", "VS1"].map(|name| Array1::from_elem(1, term(&vs, name).sum()));
        same("VS1", &world_sums[1], &world_sums[0]);
        let national = world.by_exporter(term(&vs_flows, "VS_national"));
        same("national VS", term(&vs, "VS_national"), &national);
    }
}

#[test]
fn residual_value_added_only() {
    for world in tables() {
        let flows = world.flows();
        let source = bm_sums(&bm_source(&world));
        let vs = hummels_flows(&world);
        let backward = &flows - term(&source, "DVA");
        same("national VS", term(&vs, "VS_national"), &backward);
        // re-exported imports are all foreign content and double counted domestic content
        let found = tiva(&world);
        let reii = found.reii.sum_axis(Axis(0));
        same("REII", &reii, &world.by_exporter(&backward));
        // balances of value added and of trade have one sum
        let trade = world.by_pair(&flows);
        let balance = |m: &Array2<f64>| (m - &m.t()).sum_axis(Axis(1));
        same("balance", &balance(&found.ffd_dva), &balance(&trade));
    }
}

#[test]
fn tiva_agrees_with_itself() {
    for world in weighted_tables() {
        let found = tiva(&world);
        let origins = leontief_origin_exporter(&world);
        let off_diagonal = &origins - &Array2::from_diag(&origins.diag());
        same("FEXDVA", &found.fexdva, &off_diagonal);
        same("DEXFVA", &found.dexfva, &off_diagonal.t().to_owned());
        let by_exporter = found.fexdva.sum_axis(Axis(1));
        let exporting = found.fexdva_by_exporting.sum_axis(Axis(1));
        same("by exporting producer", &exporting, &by_exporter);
        let by_origin = world.by_country(&found.fexdva_by_origin);
        same("by origin", &by_origin, &by_exporter);
        let destinations = found.fd_exgr_va_final.sum_axis(Axis(2))
            + found.fd_exgr_va_intermediate.sum_axis(Axis(2));
        same("FD_EXGR_VA", &destinations, &origins);
        let absorbed = vax_c(&world);
        let abroad = &absorbed - &Array2::from_diag(&absorbed.diag());
        same("FFD_DVA", &found.ffd_dva, &abroad);
    }
}

#[test]
fn measures_nest() {
    let world = t3x2();
    let (source, sink) = (bm_source(&world), bm_sink(&world));
    let direct = total_of(&sink, &["VAX1", "VAX2"]);
    let chain = [
        davax(&world),
        direct,
        vaxim(&world),
        term(&bm_sums(&sink), "VAX").clone(),
    ];
    for two in chain.windows(2) {
        assert!(two[0].iter().zip(&two[1]).all(|(a, b)| *a <= *b + 1e-12));
    }
    same(
        "DAVAX",
        &total_of(&source, &["VAX1", "VAX2"]),
        &davax(&world),
    );
    let fva = world.by_exporter(term(&bm_sums(&source), "FVA"));
    for least in [bm_world_source_fva(&world), bm_world_sink_fva(&world)] {
        let least = term(&least, "FVA");
        assert!(least.iter().zip(&fva).all(|(a, b)| a <= b));
    }
    let nine = kww(&world);
    let once = total_of(&nine, &["T7", "T8"]);
    let last = bm_world_sink_fva(&world);
    assert!(once.iter().zip(term(&last, "FVA")).all(|(a, b)| a <= b));
}
