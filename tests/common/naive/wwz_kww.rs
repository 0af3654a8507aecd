//! Koopman-Wang-Wei (9 terms by country), its corrected form, and Wang-Wei-Zhu (16 terms by flow).

use ndarray::Array1;

use super::{Blocks, Cells, Countries, World, cells, countries, others, sum};

/// The nine terms of Koopman-Wang-Wei. T1 to T3 are VAX, T1 to T5 DVA, T1 to T6 all domestic content.
pub fn kww(world: &World) -> Countries {
    let m = world.blocks();
    let names = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"];
    countries(world, names, |s| {
        let [t1, t2, t3, t4, t5, t6] = domestic(&m, s);
        let partners = others(m.g(), &[s]);
        let (mut t7, mut t8, mut t9) = (0.0, 0.0, 0.0);
        for &t in &partners {
            for &r in &partners {
                let content = m.content(t, s);
                t7 += content.dot(&m.y[s][r]);
                t8 += content.dot(&m.a[s][r].dot(&m.l[r].dot(&m.y[r][r])));
                t9 += content.dot(&m.a[s][r].dot(&m.l[r].dot(&m.exports[r])));
            }
        }
        [t1, t2, t3, t4, t5, t6, t7, t8, t9]
    })
}

/// The corrected form of Koopman-Wang-Wei: Borin-Mancini, world perimeter, sink.
///
/// The domestic terms are those of Koopman-Wang-Wei. Foreign value added counts where it leaves for the last time
/// before absorption:
/// FVA1 in final goods, FVA2 in inputs for final goods that the importer keeps,
/// FVA3 value of the importer itself which the importer sends abroad for the last time.
/// FDC is what is left, also written out.
pub fn kww_corrected(world: &World) -> Countries {
    let m = world.blocks();
    let names = [
        "VAX1", "VAX2", "VAX3", "REF1", "REF2", "DDC", "FVA1", "FVA2", "FVA3", "FDC",
    ];
    countries(world, names, |s| {
        let [t1, t2, t3, t4, t5, t6] = domestic(&m, s);
        let [fva1, fva2, fva3, fdc] = last_crossing(&m, s);
        [t1, t2, t3, t4, t5, t6, fva1, fva2, fva3, fdc]
    })
}

/// T1 to T6.
fn domestic(m: &Blocks, s: usize) -> [f64; 6] {
    let mut terms = [0.0; 6];
    for r in others(m.g(), &[s]) {
        let to_r = m.w[s].dot(&m.b[s][r]);
        let round_trip = to_r.dot(&m.a[r][s]).dot(&m.l[s]);
        let third = others(m.g(), &[s, r]).into_iter();
        let elsewhere = sum(m.size(r), third.map(|t| m.y[r][t].clone()));
        terms[0] += m.w[s].dot(&m.b[s][s]).dot(&m.y[s][r]);
        terms[1] += to_r.dot(&m.y[r][r]);
        terms[2] += to_r.dot(&elsewhere);
        terms[3] += to_r.dot(&m.y[r][s]);
        terms[4] += round_trip.dot(&m.y[s][s]);
        terms[5] += round_trip.dot(&m.exports[s]);
    }
    terms
}

/// FVA1 to FVA3 and FDC of the world perimeter, sink.
fn last_crossing(m: &Blocks, s: usize) -> [f64; 4] {
    let mut terms = [0.0; 4];
    for t in others(m.g(), &[s]) {
        let content = m.content(t, s);
        for r in others(m.g(), &[s]) {
            let inputs = content.dot(&m.a[s][r]).dot(&m.l[r]);
            terms[0] += content.dot(&m.y[s][r]);
            terms[1] += inputs.dot(&m.y[r][r]);
            if t != r {
                terms[3] += inputs.dot(&m.exports[r]);
                continue;
            }
            for j in others(m.g(), &[r]) {
                let onward = inputs.dot(&m.a[r][j]).dot(&m.l[j]);
                terms[2] += inputs.dot(&m.y[r][j]) + onward.dot(&m.y[j][j]);
                terms[3] += onward.dot(&m.exports[j]);
            }
        }
    }
    terms
}

/// The sixteen terms of Wang-Wei-Zhu, in this order.
pub const WWZ: [&str; 16] = [
    "DVA_FIN",
    "DVA_INT",
    "DVA_INTrexI1",
    "DVA_INTrexF",
    "DVA_INTrexI2",
    "RDV_INT",
    "RDV_FIN",
    "RDV_FIN2",
    "OVA_FIN",
    "MVA_FIN",
    "OVA_INT",
    "MVA_INT",
    "DDC_FIN",
    "DDC_INT",
    "ODC",
    "MDC",
];

/// Wang-Wei-Zhu by flow.
pub fn wwz(world: &World) -> Cells {
    let m = world.blocks();
    cells(world, WWZ, |s, r| {
        let third = others(m.g(), &[s, r]);
        let over_third = |length: usize, value: &dyn Fn(usize) -> Array1<f64>| {
            sum(length, third.iter().map(|&t| value(t)))
        };
        let over_all_but = |left_out: &[usize], t: usize| {
            let users = others(m.g(), left_out).into_iter();
            sum(m.size(t), users.map(|u| m.y[t][u].clone()))
        };

        // shares of one unit by exporting sector
        let home = m.content(s, s);
        let local = m.local(s);
        let importer = m.content(r, s);
        let other = over_third(m.size(s), &|t| m.content(t, s));
        // w_s L_ss Σ_{t≠s} A_st B_ts
        let returned = others(m.g(), &[s]).into_iter();
        let again = sum(
            m.size(s),
            returned.map(|t| local.dot(&m.a[s][t]).dot(&m.b[t][s])),
        );

        // inputs sent by s to r, by what becomes of them
        let inputs = |use_of_r: Array1<f64>| m.a[s][r].dot(&use_of_r);
        let size = m.size(r);
        let kept = m.b[r][r].dot(&m.y[r][r]);
        let third_own = over_third(size, &|t| m.b[r][t].dot(&m.y[t][t]));
        let third_final = m.b[r][r].dot(&over_third(size, &|t| m.y[r][t].clone()));
        let third_onward = over_third(size, &|t| m.b[r][t].dot(&over_all_but(&[s, t], t)));
        let back_as_inputs = m.b[r][s].dot(&m.y[s][s]);
        let back_as_final = m.b[r][r].dot(&m.y[r][s]);
        let back_from_third = over_third(size, &|t| m.b[r][t].dot(&m.y[t][s]));
        let final_again = m.b[r][s].dot(&over_all_but(&[s], s));
        let local_kept = m.l[r].dot(&m.y[r][r]);
        let local_sent = m.l[r].dot(&m.exports[r]);
        let final_goods = &m.y[s][r];

        [
            &home * final_goods,
            &local * &inputs(kept),
            &local * &inputs(third_own),
            &local * &inputs(third_final),
            &local * &inputs(third_onward),
            &local * &inputs(back_as_inputs),
            &local * &inputs(back_as_final),
            &local * &inputs(back_from_third),
            &other * final_goods,
            &importer * final_goods,
            &other * &inputs(local_kept.clone()),
            &importer * &inputs(local_kept),
            &local * &inputs(final_again),
            &again * &inputs(m.x[r].clone()),
            &other * &inputs(local_sent.clone()),
            &importer * &inputs(local_sent),
        ]
    })
}
