//! OECD TiVA indicators, with the table's weights in place of value-added rates.

use ndarray::{Array1, Array2, Array3};

use super::{Cells, World, cells, others, sum};

/// The indicators.
pub struct Tiva {
    /// By flow: DVA, INTDVA and FNLDVA (its parts in inputs and in final goods), FVA, and DVA split into
    /// DDC: direct, w_i (L_ss)_ii; IDC: through home suppliers, the rest of w_s L_ss; RIM: w_s (B_ss − L_ss).
    /// DDC + IDC + RIM + FVA is all content of the flow.
    pub exports: Cells,
    /// REII: re-exported imports of inputs by supplying producer and exporter, n × G: (A_pc L_cc E_c*)_i. No weights.
    pub reii: Array2<f64>,
    /// DEXFVA (backward): [c, p] content of p in the exports of c, w_p B_pc E_c*; zero if p = c.
    pub dexfva: Array2<f64>,
    /// FEXDVA (forward): [c, p] content of c in the exports of p, w_c B_cp E_p*; zero if p = c.
    pub fexdva: Array2<f64>,
    /// Content of c in the exports of others by exporting producer: [c, i]; zero where i is in c.
    pub fexdva_by_exporting: Array2<f64>,
    /// Content of c in the exports of others by origin producer.
    pub fexdva_by_origin: Array1<f64>,
    /// IMGR_DVA: content of c in its own imports by exporting producer, [c, i] = (w_c B_cp o E_pc)_i.
    pub imgr_dva: Array2<f64>,
    /// FFD_DVA: [c, d] content of c in the final use of d; zero if c = d.
    pub ffd_dva: Array2<f64>,
    /// FD_EXGR_VA in final goods: [o, c, d] content of o in exports of c absorbed in d, w_o B_oc Y_cd; zero if c = d.
    pub fd_exgr_va_final: Array3<f64>,
    /// FD_EXGR_VA in inputs: w_o B_oc Σ_{j≠c} A_cj (B Y)_jd; also d = c.
    pub fd_exgr_va_intermediate: Array3<f64>,
}

/// All indicators.
pub fn tiva(world: &World) -> Tiva {
    let (g, n) = (world.g(), world.n());
    let m = world.blocks();
    let by = world.b().dot(&world.y);
    let flows = world.flows();
    let total_exports = flows.sum_axis(ndarray::Axis(0));
    let content = world.total_by_origin();

    let reii = Array2::from_shape_fn((n, g), |(i, c)| {
        let p = world.country(i);
        match p == c {
            true => 0.0,
            false => m.a[p][c].dot(&m.l[c].dot(&m.exports[c]))[i - world.ranges[p].start],
        }
    });
    let pair = |of: usize, within: usize| match of == within {
        true => 0.0,
        false => m.content(of, within).dot(&m.exports[within]),
    };
    let abroad = |c: usize, i: usize| f64::from(u8::from(world.country(i) != c));
    let by_origin = |i: usize| {
        let c = world.country(i);
        let row = i - world.ranges[c].start;
        let users = others(g, &[c]).into_iter();
        let called: f64 = users.map(|p| m.b[c][p].dot(&m.exports[p])[row]).sum();
        world.w[i] * called
    };
    let called = |c: usize, d: usize| {
        let users = others(g, &[c]).into_iter();
        let use_of = |j: usize| m.a[c][j].dot(&world.part(&by.column(d).to_owned(), j));
        sum(m.size(c), users.map(use_of))
    };
    Tiva {
        exports: exports(world),
        reii,
        dexfva: Array2::from_shape_fn((g, g), |(c, p)| pair(p, c)),
        fexdva: Array2::from_shape_fn((g, g), |(c, p)| pair(c, p)),
        fexdva_by_exporting: Array2::from_shape_fn((g, n), |(c, i)| {
            abroad(c, i) * content[[c, i]] * total_exports[i]
        }),
        fexdva_by_origin: (0..n).map(by_origin).collect(),
        imgr_dva: Array2::from_shape_fn((g, n), |(c, i)| content[[c, i]] * flows[[c, i]]),
        ffd_dva: Array2::from_shape_fn((g, g), |(c, d)| match c == d {
            true => 0.0,
            false => m.w[c].dot(&world.part(&by.column(d).to_owned(), c)),
        }),
        fd_exgr_va_final: Array3::from_shape_fn((g, g, g), |(o, c, d)| match c == d {
            true => 0.0,
            false => m.content(o, c).dot(&m.y[c][d]),
        }),
        fd_exgr_va_intermediate: Array3::from_shape_fn((g, g, g), |(o, c, d)| {
            m.content(o, c).dot(&called(c, d))
        }),
    }
}

fn exports(world: &World) -> Cells {
    let m = world.blocks();
    let names = ["DVA", "INTDVA", "FNLDVA", "FVA", "DDC", "IDC", "RIM"];
    cells(world, names, |s, r| {
        let home = m.content(s, s);
        let local = m.local(s);
        let direct = &m.w[s] * &m.l[s].diag();
        let inputs = m.a[s][r].dot(&m.x[r]);
        [
            &home * &m.e[s][r],
            &home * &inputs,
            &home * &m.y[s][r],
            m.foreign(s) * &m.e[s][r],
            &direct * &m.e[s][r],
            (&local - &direct) * &m.e[s][r],
            (&home - &local) * &m.e[s][r],
        ]
    })
}

impl World {
    /// W: content of each origin country in one unit of each producer, G × n.
    pub fn total_by_origin(&self) -> Array2<f64> {
        let b = self.b();
        Array2::from_shape_fn((self.g(), self.n()), |(t, i)| {
            let origins = self.ranges[t].clone();
            origins.map(|k| self.w[k] * b[[k, i]]).sum()
        })
    }
}
