//! The worked case T3x2: value added, Koopman-Wang-Wei, Wang-Wei-Zhu, Borin-Mancini.

use ndarray::{Array1, Array2};

use crate::naive::bm::{
    bm_sink, bm_source, bm_sums, bm_world_sink_fva, bm_world_source_fva, davax, vaxim,
};
use crate::naive::cases::{golden, matrix, numbers, t3x2};
use crate::naive::extraction::{vax_c, vax_d, vax_p};
use crate::naive::term;
use crate::naive::wwz_kww::{WWZ, kww, wwz};
use crate::{NAMES, PAIRS, PRINTED, by_pairs, close, pairs, same};

#[test]
fn the_table_itself() {
    let world = t3x2();
    let expected = &golden()["expected"];
    close("x", &world.x, &numbers(&expected["x"]), 1e-9);
    close(
        "x",
        &world.x,
        &[100.0, 130.0, 165.0, 215.0, 60.0, 70.0],
        1e-9,
    );
    let va = &world.w * &world.x;
    close("va", &va, &numbers(&expected["va"]), 1e-9);
    close("va", &va, &[60.0, 80.0, 88.0, 122.0, 31.0, 36.0], 1e-9);
    close("gdp", &world.by_country(&va), &[140.0, 210.0, 67.0], 1e-9);
    same("A", &world.a(), &matrix(&expected["A"]));
    same("B", &world.b(), &matrix(&expected["B"]));
    let row = [1.271146, 0.107973, 0.075614, 0.039864, 0.072554, 0.044789];
    close("B row", &world.b().row(0).to_owned(), &row, PRINTED);
    let exports = world.by_pair(&world.flows());
    same("exports", &exports, &matrix(&expected["gross_exports"]));
    let printed = [45.0, 27.0, 43.0, 50.0, 13.0, 35.0];
    close("exports", &pairs(&exports), &printed, 1e-9);
    let ones = Array1::ones(world.n());
    same("w B", &world.total_content(), &ones);
}

#[test]
fn value_added_by_absorber() {
    let world = t3x2();
    let found = vax_c(&world);
    let expected = &golden()["expected"]["value_added_by_origin_and_absorber"];
    same("VAX-C", &found, &matrix(expected));
    let printed = [
        82.1128, 35.0428, 22.8445, 32.3331, 141.1278, 36.5391, 9.5542, 20.8294, 36.6164,
    ];
    close("V B Y", &found, &printed, 6e-5);
    let row = [113.103298, 19.290698, 7.606004];
    close("VAX-P", &vax_p(&world).row(0).to_owned(), &row, PRINTED);
}

#[test]
fn koopman_wang_wei() {
    let world = t3x2();
    let found = kww(&world);
    let printed = [
        [
            34.177941, 19.316862, 4.392444, 3.187397, 1.147578, 0.918063, 4.822059, 2.386551,
            1.651105,
        ],
        [
            49.326130, 16.750367, 2.795698, 4.687284, 3.570503, 2.090870, 8.673870, 2.678207,
            2.427071,
        ],
        [
            15.658200, 12.339601, 2.385781, 2.389126, 0.698721, 0.706501, 6.341800, 4.584800,
            2.895470,
        ],
    ];
    for (s, name) in NAMES.iter().enumerate() {
        let terms: Vec<f64> = found.iter().map(|(_, term)| term[s]).collect();
        let expected = numbers(&golden()["expected"]["kww"][name]);
        close(name, &terms, &expected, 1e-9);
        close(name, &terms, &printed[s], PRINTED);
    }
}

#[test]
fn wang_wei_zhu() {
    let world = t3x2();
    let found = wwz(&world);
    let expected = &golden()["expected"]["wwz_by_sector"];
    for (s, from) in NAMES.iter().enumerate() {
        for (r, to) in NAMES.iter().enumerate().filter(|(r, _)| *r != s) {
            for name in WWZ {
                let cell = term(&found, name).row(r).to_owned();
                let sectors = numbers(&expected[format!("{from}->{to}")][name]);
                close(name, &world.part(&cell, s), &sectors, 1e-9);
            }
        }
    }
    let ab = [
        19.273660, 12.896257, 0.798344, 2.503823, 0.252081, 0.772121, 2.213934, 0.116359, 0.722676,
        2.003664, 0.462777, 1.317739, 0.335971, 0.291487, 0.270288, 0.768820,
    ];
    let ba = [
        22.906898, 7.490403, 0.492009, 1.415197, 0.071686, 1.338325, 1.832703, 0.156288, 1.663105,
        2.429997, 0.524488, 0.784372, 0.490390, 0.357050, 0.419591, 0.627497,
    ];
    for (at, printed) in [((0, 1), ab), ((1, 0), ba)] {
        let by_pair = WWZ.map(|name| world.by_pair(term(&found, name))[at]);
        close("WWZ", &by_pair, &printed, PRINTED);
    }
}

#[test]
fn borin_mancini_of_the_first_table() {
    let world = t3x2();
    let sums = [bm_sums(&bm_source(&world)), bm_sums(&bm_sink(&world))];
    let (first, extracted) = (davax(&world), vax_d(&world));
    // DVA, DDC, FVA, FDC by source and sink, DAVAX, VAX-D
    let printed = [
        [
            38.878788, 38.836349, 0.575248, 0.617687, 5.465785, 5.459685, 0.080179, 0.086279,
            31.551514, 39.065632,
        ],
        [
            23.343434, 23.385873, 0.342815, 0.300376, 3.265978, 3.272078, 0.047773, 0.041673,
            18.996481, 23.573459,
        ],
        [
            35.569992, 35.769653, 0.980958, 0.781298, 6.281654, 6.314581, 0.167396, 0.134468,
            29.664658, 36.180626,
        ],
        [
            41.559990, 41.360329, 1.109912, 1.309572, 7.140998, 7.108071, 0.189100, 0.222028,
            33.641914, 41.970182,
        ],
        [
            9.076190, 9.113946, 0.189845, 0.152090, 3.657399, 3.672668, 0.076566, 0.061297,
            7.215873, 9.224500,
        ],
        [
            24.395238, 24.357483, 0.516656, 0.554411, 9.879665, 9.864396, 0.208441, 0.223710,
            19.235923, 24.504665,
        ],
    ];
    let expected = &golden()["expected"]["borin_mancini"];
    for (at, printed) in PAIRS.into_iter().zip(printed) {
        let value = |cell: &Array2<f64>| world.by_pair(cell)[at];
        let names = ["DVA", "DDC", "FVA", "FDC"];
        let mut found: Vec<f64> = names
            .iter()
            .flat_map(|name| sums.each_ref().map(|terms| value(term(terms, name))))
            .collect();
        found.extend([value(&first), extracted[at]]);
        close("BM", &found, &printed, PRINTED);

        let exact = &expected[format!("{}->{}", NAMES[at.0], NAMES[at.1])];
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let mut exactly = Vec::new();
        for name in names {
            exactly.push(number(&exact["source"][name]));
            exactly.push(number(&exact["sink"][name]));
        }
        exactly.extend([number(&exact["DAVAX"]), number(&exact["VAX_D"])]);
        close("BM", &found, &exactly, 1e-9);
    }
    let printed = [
        ("DVA", [62.222222, 77.129982, 33.471429]),
        ("VAX", [57.887247, 68.872195, 30.383582]),
        ("REF", [4.334975, 8.257787, 3.087847]),
    ];
    let countries = &golden()["expected"]["borin_mancini_country"];
    for terms in &sums {
        for (name, printed) in printed {
            let found = world.by_exporter(term(terms, name));
            close(name, &found, &printed, PRINTED);
        }
        for (name, cell) in terms {
            let exact = NAMES.map(|s| countries[s][name].as_f64().unwrap());
            close(name, &world.by_exporter(cell), &exact, 1e-9);
        }
    }
}

#[test]
fn borin_mancini_of_the_second_part() {
    let world = t3x2();
    let (source, sink) = (bm_sums(&bm_source(&world)), bm_sums(&bm_sink(&world)));
    let check = |name: &str, cell: &Array2<f64>, printed: [f64; 6]| {
        close(name, &by_pairs(&world, cell), &printed, PRINTED);
    };
    let printed = [
        35.776374, 22.110873, 32.242676, 36.629518, 8.396800, 21.986782,
    ];
    check("VAX source", term(&source, "VAX"), printed);
    let printed = [3.102414, 1.232561, 3.327316, 4.930471, 0.679390, 2.408456];
    check("REF source", term(&source, "REF"), printed);
    let printed = [3.105151, 1.229824, 3.334179, 4.923608, 0.679696, 2.408151];
    check("REF sink", term(&sink, "REF"), printed);
    let printed = [
        32.458855, 19.572123, 30.577529, 34.681171, 7.453772, 19.848935,
    ];
    check("VAXIM", &vaxim(&world), printed);

    let by_exporter = |cell: &Array2<f64>| world.by_exporter(cell);
    let fc = [8.859715, 13.779148, 13.822071];
    close("FC", &by_exporter(term(&source, "FC")), &fc, PRINTED);
    let fva = [8.731763, 13.422652, 13.537064];
    close("FVA", &by_exporter(term(&source, "FVA")), &fva, PRINTED);
    let (first, last) = (bm_world_source_fva(&world), bm_world_sink_fva(&world));
    let fva = [7.765652, 12.486589, 12.265028];
    close("world/source", term(&first, "FVA"), &fva, PRINTED);
    let fva = [7.965709, 12.296714, 12.254845];
    close("world/sink", term(&last, "FVA"), &fva, PRINTED);
    for terms in [&first, &last] {
        let world_total = term(terms, "FVA").sum();
        close("sum", &[world_total], &[32.517269], PRINTED);
    }
}
