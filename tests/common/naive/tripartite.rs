//! Borin, Mancini, Taglioni: global value chain trade and output in three parts.
//!
//! The import content of s is Σ_{t≠s} (u'W)_t A_ts L_ss. With residual value added it is u'Σ_{t≠s} A_ts L_ss, the
//! published form. For any weights w_s L_ss and the import content add up to (u'W)_s.

use ndarray::Array1;

use super::{Blocks, ByProducer, Cells, World, cells, others, sum};

/// Trade: DAVAX, PF (pure forward), PB (pure backward), TS (two-sided). They add up to u'W o E_sr.
/// Global value chain trade is PF + PB + TS.
pub fn tripartite_trade(world: &World) -> Cells {
    let m = world.blocks();
    let content = world.total_content();
    cells(world, ["DAVAX", "PF", "PB", "TS"], |s, r| {
        let local = m.local(s);
        let imported = imported(world, &m, &content, s);
        let (kept, onward) = kept_and_onward(&m, s, r);
        [
            &local * &kept,
            &local * &onward,
            &imported * &kept,
            &imported * &onward,
        ]
    })
}

/// Output of each producer: Dom (domestic), Trad (one border), PF, PB, TS. They add up to u'W o X.
///
/// Output splits by use into h0 (absorbed at home), h1 (absorbed by the first importer) and h2 (sent onwards), and by
/// content into local value, foreign value that crossed one border, and the rest of the import content.
pub fn tripartite_output(world: &World) -> ByProducer {
    let m = world.blocks();
    let content = world.total_content();
    let mut terms: ByProducer = ["Dom", "Trad", "PF", "PB", "TS"]
        .map(|name| (name, Array1::zeros(world.n())))
        .to_vec();
    for s in 0..world.g() {
        let local = m.local(s);
        let imported = imported(world, &m, &content, s);
        let origins = others(m.g(), &[s]).into_iter();
        let one_border = sum(
            m.size(s),
            origins.map(|t| m.local(t).dot(&m.a[t][s]).dot(&m.l[s])),
        );
        let partners = || others(m.g(), &[s]).into_iter();
        let kept = sum(m.size(s), partners().map(|r| kept_and_onward(&m, s, r).0));
        let onward = sum(m.size(s), partners().map(|r| kept_and_onward(&m, s, r).1));
        let h0 = m.l[s].dot(&m.y[s][s]);
        let h1 = m.l[s].dot(&kept);
        let h2 = m.l[s].dot(&onward);
        let values = [
            &local * &h0,
            &local * &h1 + &one_border * &h0,
            &local * &h2,
            (&imported - &one_border) * &h0 + &imported * &h1,
            &imported * &h2,
        ];
        for ((_, term), value) in terms.iter_mut().zip(values) {
            for (k, i) in world.ranges[s].clone().enumerate() {
                term[i] = value[k];
            }
        }
    }
    terms
}

/// Σ_{t≠s} (u'W)_t A_ts L_ss.
fn imported(world: &World, m: &Blocks, content: &Array1<f64>, s: usize) -> Array1<f64> {
    let origins = others(m.g(), &[s]).into_iter();
    let bought = |t: usize| world.part(content, t).dot(&m.a[t][s]).dot(&m.l[s]);
    sum(m.size(s), origins.map(bought))
}

/// The flow s → r that r absorbs itself, and the part that leaves r again.
fn kept_and_onward(m: &Blocks, s: usize, r: usize) -> (Array1<f64>, Array1<f64>) {
    let kept = &m.y[s][r] + &m.a[s][r].dot(&m.l[r].dot(&m.y[r][r]));
    let onward = m.a[s][r].dot(&m.l[r].dot(&m.exports[r]));
    (kept, onward)
}
