//! Borin-Mancini: exporter perimeter by source and by sink, and foreign value added of the world perimeter.

use ndarray::{Array1, Array2};

use super::{Blocks, Cells, Countries, World, cells, countries, others, sum, total_of};

/// The twelve terms, in this order.
pub const BM: [&str; 12] = [
    "VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2", "DDC", "FVA1", "FVA2", "FVA3", "FVA4", "FDC",
];

/// The flow s → r split by what becomes of it.
pub struct Uses {
    /// Absorbed abroad: final goods; inputs kept by r; inputs sent by r to third countries as final goods; inputs
    /// sent by r as inputs.
    pub abroad: [Array1<f64>; 4],
    /// Back to s: from r as final goods; from r as inputs.
    pub returned: [Array1<f64>; 2],
    /// The same flow with no regard to where it ends: final goods, kept, sent as final goods, sent as inputs.
    pub all: [Array1<f64>; 4],
}

/// Uses of the flow s → r when inputs sent onwards are followed to the end: `onward[j]` is output of j, `back[j]` the
/// part of it that ends up as final use in s.
fn uses(m: &Blocks, s: usize, r: usize, onward: &[Array1<f64>], back: &[Array1<f64>]) -> Uses {
    let inputs = |use_of_r: &Array1<f64>| m.a[s][r].dot(&m.l[r].dot(use_of_r));
    let finals = |users: Vec<usize>| {
        let used = users.into_iter().map(|k| m.y[r][k].clone());
        inputs(&sum(m.size(r), used))
    };
    let sent = |output: &dyn Fn(usize) -> Array1<f64>| {
        let users = others(m.g(), &[r]).into_iter();
        inputs(&sum(m.size(r), users.map(|j| m.a[r][j].dot(&output(j)))))
    };
    Uses {
        abroad: [
            m.y[s][r].clone(),
            inputs(&m.y[r][r]),
            finals(others(m.g(), &[r, s])),
            sent(&|j| &onward[j] - &back[j]),
        ],
        returned: [inputs(&m.y[r][s]), sent(&|j| back[j].clone())],
        all: [
            m.y[s][r].clone(),
            inputs(&m.y[r][r]),
            finals(others(m.g(), &[r])),
            sent(&|j| onward[j].clone()),
        ],
    }
}

/// Uses of the flow s → r in the whole system: output of j is Σ_k B_jk Σ_l Y_kl, and l = s comes back.
pub fn source_uses(m: &Blocks, s: usize, r: usize) -> Uses {
    let output = |j: usize, users: Vec<usize>| {
        let mut total = Array1::zeros(m.size(j));
        for k in 0..m.g() {
            for &l in &users {
                total = total + m.b[j][k].dot(&m.y[k][l]);
            }
        }
        total
    };
    let onward: Vec<_> = (0..m.g())
        .map(|j| output(j, (0..m.g()).collect()))
        .collect();
    let back: Vec<_> = (0..m.g()).map(|j| output(j, vec![s])).collect();
    uses(m, s, r, &onward, &back)
}

/// Twelve terms with one row of domestic and one of foreign content counted once.
pub fn once_counted(
    m: &Blocks,
    s: usize,
    r: usize,
    domestic: &Array1<f64>,
    foreign: &Array1<f64>,
) -> [Array1<f64>; 12] {
    let flow = source_uses(m, s, r);
    let [abroad1, abroad2, abroad3, abroad4] = flow.abroad.map(|used| domestic * &used);
    let [back1, back2] = flow.returned.map(|used| domestic * &used);
    let [all1, all2, all3, all4] = flow.all.map(|used| foreign * &used);
    let ddc = (m.content(s, s) - domestic) * &m.e[s][r];
    let fdc = (m.foreign(s) - foreign) * &m.e[s][r];
    [
        abroad1, abroad2, abroad3, abroad4, back1, back2, ddc, all1, all2, all3, all4, fdc,
    ]
}

/// Exporter perimeter, source. Domestic value added counts when it leaves for the first time: w_s L_ss.
/// Foreign value added: Σ_{t≠s} w_t B^{\s}_ts, from the system without exports of s.
pub fn bm_source(world: &World) -> Cells {
    let m = world.blocks();
    let cut: Vec<_> = (0..world.g())
        .map(|s| world.without_exports_of(s))
        .collect();
    cells(world, BM, |s, r| {
        let origins = others(m.g(), &[s]).into_iter();
        let foreign = sum(
            m.size(s),
            origins.map(|t| m.w[t].dot(&world.block(&cut[s], t, s))),
        );
        once_counted(&m, s, r, &m.local(s), &foreign)
    })
}

/// Exporter perimeter, sink. Value added counts when it leaves s for the last time: rows w_s B_ss and Σ w_t B_ts, and
/// the flow is followed in the system without exports of s.
pub fn bm_sink(world: &World) -> Cells {
    let m = world.blocks();
    let cut: Vec<_> = (0..world.g())
        .map(|s| world.without_exports_of(s))
        .collect();
    cells(world, BM, |s, r| {
        let inverse = |j: usize, k: usize| world.block(&cut[s], j, k);
        // output of j for final use of all but exports of s
        let onward: Vec<_> = (0..m.g())
            .map(|j| {
                let mut total = inverse(j, s).dot(&m.y[s][s]);
                for k in others(m.g(), &[s]) {
                    for l in 0..m.g() {
                        total = total + inverse(j, k).dot(&m.y[k][l]);
                    }
                }
                total
            })
            .collect();
        // the part of it that is used in s
        let back: Vec<_> = (0..m.g())
            .map(|j| {
                let users = (0..m.g()).map(|k| inverse(j, k).dot(&m.y[k][s]));
                sum(m.size(j), users)
            })
            .collect();
        let again = m.a[s][r].dot(&inverse(r, s).dot(&m.exports[s]));

        let (domestic, foreign) = (m.content(s, s), m.foreign(s));
        let flow = uses(&m, s, r, &onward, &back);
        let [abroad1, abroad2, abroad3, abroad4] = flow.abroad.map(|used| &domestic * &used);
        let [back1, back2] = flow.returned.map(|used| &domestic * &used);
        let [all1, all2, all3, all4] = flow.all.map(|used| &foreign * &used);
        let (ddc, fdc) = (&domestic * &again, &foreign * &again);
        [
            abroad1, abroad2, abroad3, abroad4, back1, back2, ddc, all1, all2, all3, all4, fdc,
        ]
    })
}

/// Sums of the twelve terms: VAX, REF, DVA, DDC, DC, FVA, FDC, FC.
pub fn bm_sums(terms: &Cells) -> Cells {
    let vax = ["VAX1", "VAX2", "VAX3", "VAX4"];
    let fva = ["FVA1", "FVA2", "FVA3", "FVA4"];
    let dva = [&vax[..], &["REF1", "REF2"]].concat();
    let dc = [&dva[..], &["DDC"]].concat();
    let fc = [&fva[..], &["FDC"]].concat();
    vec![
        ("VAX", total_of(terms, &vax)),
        ("REF", total_of(terms, &["REF1", "REF2"])),
        ("DVA", total_of(terms, &dva)),
        ("DDC", total_of(terms, &["DDC"])),
        ("DC", total_of(terms, &dc)),
        ("FVA", total_of(terms, &fva)),
        ("FDC", total_of(terms, &["FDC"])),
        ("FC", total_of(terms, &fc)),
    ]
}

/// Value added of s absorbed by the direct importer without a further border: w_s L_ss o (Y_sr + A_sr L_rr Y_rr).
pub fn davax(world: &World) -> Array2<f64> {
    let m = world.blocks();
    let terms = cells(world, ["DAVAX"], |s, r| {
        let kept = m.a[s][r].dot(&m.l[r].dot(&m.y[r][r]));
        [m.local(s) * (&m.y[s][r] + &kept)]
    });
    terms.into_iter().next().unwrap().1
}

/// Value added of s absorbed by the direct importer after its last exit from s, also after detours abroad:
/// w_s B_ss o (Y_sr + A_sr Σ_{j≠s} B^{\s}_rj Y_jr).
pub fn vaxim(world: &World) -> Array2<f64> {
    let m = world.blocks();
    let cut: Vec<_> = (0..world.g())
        .map(|s| world.without_exports_of(s))
        .collect();
    let terms = cells(world, ["VAXIM"], |s, r| {
        let makers = others(m.g(), &[s]).into_iter();
        let absorbed = sum(
            m.size(r),
            makers.map(|j| world.block(&cut[s], r, j).dot(&m.y[j][r])),
        );
        [m.content(s, s) * (&m.y[s][r] + &m.a[s][r].dot(&absorbed))]
    });
    terms.into_iter().next().unwrap().1
}

/// World perimeter, source: foreign value added that has left its origin for the first time and is exported by s at
/// once, Σ_{t≠s} w_t L_tt A_ts L_ss E_s*. FDC is the rest of all foreign content.
pub fn bm_world_source_fva(world: &World) -> Countries {
    let m = world.blocks();
    countries(world, ["FVA", "FDC"], |s| {
        let origins = others(m.g(), &[s]).into_iter();
        let first = |t: usize| m.local(t).dot(&m.a[t][s]).dot(&m.l[s]);
        let fva = sum(m.size(s), origins.map(first)).dot(&m.exports[s]);
        [fva, m.foreign(s).dot(&m.exports[s]) - fva]
    })
}

/// World perimeter, sink: foreign value added in exports of s that crosses its last border there or, if it is value
/// of the importer itself, the importer's next border. FDC is the rest of all foreign content.
pub fn bm_world_sink_fva(world: &World) -> Countries {
    let m = world.blocks();
    countries(world, ["FVA", "FDC"], |s| {
        let mut fva = 0.0;
        for r in others(m.g(), &[s]) {
            let kept = m.y[s][r].clone() + m.a[s][r].dot(&m.l[r].dot(&m.y[r][r]));
            for t in others(m.g(), &[s]) {
                fva += m.content(t, s).dot(&kept);
            }
            for j in others(m.g(), &[r]) {
                let last = &m.y[r][j] + &m.a[r][j].dot(&m.l[j].dot(&m.y[j][j]));
                fva += m.content(r, s).dot(&m.a[s][r]).dot(&m.l[r]).dot(&last);
            }
        }
        [fva, m.foreign(s).dot(&m.exports[s]) - fva]
    })
}
