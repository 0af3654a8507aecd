//! Definitions against the closed forms of the same terms, term by term and flow by flow.

use ndarray::{Array1, Array2};

use crate::naive::bm::{BM, bm_sink, bm_source, vaxim};
use crate::naive::perimeters::importer;
use crate::naive::wwz_kww::{WWZ, kww, kww_corrected, wwz};
use crate::naive::{Blocks, World, cells, countries, inverse, others, sum, term};
use crate::{same, weighted_tables};

/// Arrays that the closed forms share.
struct Arrays {
    m: Blocks,
    /// (B Y)_rs.
    by: Vec<Vec<Array1<f64>>>,
    /// K_s = B_ss⁻¹ L_ss.
    k: Vec<Array2<f64>>,
}

impl Arrays {
    fn new(world: &World) -> Self {
        let m = world.blocks();
        let absorbed = world.b().dot(&world.y);
        let column = |r, s| world.part(&absorbed.column(s).to_owned(), r);
        let countries = 0..m.g();
        Self {
            by: countries
                .clone()
                .map(|r| countries.clone().map(|s| column(r, s)).collect())
                .collect(),
            k: countries
                .map(|s| inverse(m.b[s][s].clone()).dot(&m.l[s]))
                .collect(),
            m,
        }
    }

    /// L_rr Y_rs.
    fn p(&self, r: usize, s: usize) -> Array1<f64> {
        self.m.l[r].dot(&self.m.y[r][s])
    }

    /// L_rr Y_r u.
    fn t(&self, r: usize) -> Array1<f64> {
        sum(self.m.size(r), (0..self.m.g()).map(|s| self.p(r, s)))
    }

    /// B_rr Y_rs.
    fn q(&self, r: usize, s: usize) -> Array1<f64> {
        self.m.b[r][r].dot(&self.m.y[r][s])
    }

    /// B_rs Y_ss.
    fn bd(&self, r: usize, s: usize) -> Array1<f64> {
        self.m.b[r][s].dot(&self.m.y[s][s])
    }

    /// B_rs Y_s u.
    fn bt(&self, r: usize, s: usize) -> Array1<f64> {
        let finals = (0..self.m.g()).map(|d| self.m.y[s][d].clone());
        self.m.b[r][s].dot(&sum(self.m.size(s), finals))
    }

    /// B_rs K_s E_s*.
    fn xr(&self, r: usize, s: usize) -> Array1<f64> {
        self.m.b[r][s].dot(&self.k[s].dot(&self.m.exports[s]))
    }

    /// (B Y)_rs − B_rs K_s ((I − A_ss) (B Y)_ss − Y_ss).
    fn r(&self, r: usize, s: usize) -> Array1<f64> {
        let own = &self.by[s][s];
        let imported = own - &self.m.a[s][s].dot(own) - &self.m.y[s][s];
        &self.by[r][s] - &self.m.b[r][s].dot(&self.k[s].dot(&imported))
    }

    /// Sum over all countries s of value(r, s).
    fn all(&self, r: usize, value: impl Fn(usize, usize) -> Array1<f64>) -> Array1<f64> {
        sum(self.m.size(r), (0..self.m.g()).map(|s| value(r, s)))
    }
}

#[test]
fn borin_mancini_source() {
    for world in weighted_tables() {
        let f = Arrays::new(&world);
        let m = &f.m;
        let closed = cells(&world, BM, |s, r| {
            let inputs = |column: Array1<f64>| m.a[s][r].dot(&column);
            let (a, b) = (m.local(s), m.content(s, s));
            let phi = m.foreign(s);
            let once = phi.dot(&f.k[s]);
            let (d, t, p) = (f.p(r, r), f.t(r), f.p(r, s));
            let x = m.x[r].clone();
            [
                &a * &m.y[s][r],
                &a * &inputs(d.clone()),
                &a * &inputs(&t - &d - &p),
                &a * &inputs(&x - &f.by[r][s] - &t + &p),
                &a * &inputs(p.clone()),
                &a * &inputs(&f.by[r][s] - &p),
                (&b - &a) * &m.e[s][r],
                &once * &m.y[s][r],
                &once * &inputs(d.clone()),
                &once * &inputs(&t - &d),
                &once * &inputs(&x - &t),
                (&phi - &once) * &m.e[s][r],
            ]
        });
        let found = bm_source(&world);
        for name in BM {
            same(name, term(&found, name), term(&closed, name));
        }
    }
}

#[test]
fn borin_mancini_sink() {
    for world in weighted_tables() {
        let f = Arrays::new(&world);
        let m = &f.m;
        let closed = cells(&world, BM, |s, r| {
            let inputs = |column: Array1<f64>| m.a[s][r].dot(&column);
            let (b, phi) = (m.content(s, s), m.foreign(s));
            let (d, t, p) = (f.p(r, r), f.t(r), f.p(r, s));
            let (x, again, back) = (m.x[r].clone(), f.xr(r, s), f.r(r, s));
            [
                &b * &m.y[s][r],
                &b * &inputs(d.clone()),
                &b * &inputs(&t - &d - &p),
                &b * &inputs(&x - &again - &back - &t + &p),
                &b * &inputs(p.clone()),
                &b * &inputs(&back - &p),
                &b * &inputs(again.clone()),
                &phi * &m.y[s][r],
                &phi * &inputs(d.clone()),
                &phi * &inputs(&t - &d),
                &phi * &inputs(&x - &again - &t),
                &phi * &inputs(again.clone()),
            ]
        });
        let found = bm_sink(&world);
        for name in BM {
            same(name, term(&found, name), term(&closed, name));
        }

        let closed = cells(&world, ["VAXIM"], |s, r| {
            let detour = m.b[r][s].dot(&inverse(m.b[s][s].clone()).dot(&f.by[s][r]));
            let absorbed = m.a[s][r].dot(&(&f.by[r][r] - &detour));
            [m.content(s, s) * (&m.y[s][r] + &absorbed)]
        });
        same("VAXIM", &vaxim(&world), &closed[0].1);
    }
}

#[test]
fn wang_wei_zhu() {
    for world in weighted_tables() {
        let f = Arrays::new(&world);
        let m = &f.m;
        let closed = cells(&world, WWZ, |s, r| {
            let inputs = |column: &Array1<f64>| m.a[s][r].dot(column);
            let (a, b, w_r) = (m.local(s), m.content(s, s), m.content(r, s));
            let other = m.foreign(s) - &w_r;
            let x = m.x[r].clone();
            let own = f.all(r, |r, s| f.bd(r, s));
            let c1 = f.bd(r, r);
            let c2 = &own - &f.bd(r, s) - &c1;
            let c3 = f.all(r, |r, s| f.q(r, s)) - f.q(r, r) - f.q(r, s);
            let twice = f.bd(r, s) * 2.0;
            let c4 = &x - &f.by[r][s] - &own - (f.bt(r, s) - &twice) - &c3;
            let c7 = &f.by[r][s] - &f.q(r, s) - f.bd(r, s);
            let c8 = f.bt(r, s) - f.bd(r, s);
            let (c10, c11) = (f.p(r, r), m.l[r].dot(&m.exports[r]));
            [
                &b * &m.y[s][r],
                &a * &inputs(&c1),
                &a * &inputs(&c2),
                &a * &inputs(&c3),
                &a * &inputs(&c4),
                &a * &inputs(&f.bd(r, s)),
                &a * &inputs(&f.q(r, s)),
                &a * &inputs(&c7),
                &other * &m.y[s][r],
                &w_r * &m.y[s][r],
                &other * &inputs(&c10),
                &w_r * &inputs(&c10),
                &a * &inputs(&c8),
                (&b - &a) * &inputs(&x),
                &other * &inputs(&c11),
                &w_r * &inputs(&c11),
            ]
        });
        let found = wwz(&world);
        for name in WWZ {
            same(name, term(&found, name), term(&closed, name));
        }
    }
}

#[test]
fn koopman_wang_wei() {
    for world in weighted_tables() {
        let f = Arrays::new(&world);
        let m = &f.m;
        let names = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"];
        let closed = countries(&world, names, |s| {
            let (a, b, phi, w) = (m.local(s), m.content(s, s), m.foreign(s), &m.w[s]);
            let partners = || others(m.g(), &[s]).into_iter();
            let finals = sum(m.size(s), partners().map(|r| m.y[s][r].clone()));
            let one = b.dot(&finals);
            let two = w.dot(&(f.all(s, |r, s| f.bd(r, s)) - f.bd(s, s)));
            let vax = w.dot(&(&m.x[s] - &f.by[s][s]));
            let kept = sum(m.size(s), partners().map(|r| m.a[s][r].dot(&f.p(r, r))));
            let sent = partners().map(|r| m.a[s][r].dot(&m.l[r].dot(&m.exports[r])));
            [
                one,
                two,
                vax - one - two,
                w.dot(&f.by[s][s]) - b.dot(&m.y[s][s]),
                (&b - &a).dot(&m.y[s][s]),
                (&b - &a).dot(&m.exports[s]),
                phi.dot(&finals),
                phi.dot(&kept),
                phi.dot(&sum(m.size(s), sent)),
            ]
        });
        let found = kww(&world);
        for name in names {
            same(name, term(&found, name), term(&closed, name));
        }
        // the corrected form differs in the foreign terms only
        let corrected = kww_corrected(&world);
        let pairs = [
            ("VAX1", "T1"),
            ("VAX2", "T2"),
            ("VAX3", "T3"),
            ("REF1", "T4"),
            ("REF2", "T5"),
            ("DDC", "T6"),
            ("FVA1", "T7"),
            ("FVA2", "T8"),
        ];
        for (name, nine) in pairs {
            same(name, term(&corrected, name), term(&found, nine));
        }
    }
}

#[test]
fn imports() {
    for world in weighted_tables() {
        let (g, n) = (world.g(), world.n());
        let (b, flows) = (world.b(), world.flows());
        let mut closed = Array2::zeros((g, n));
        for r in 0..g {
            // B d − B_.r B_rr⁻¹ (B d)_r + P_r L_rr B_rr⁻¹ (B d)_r
            let called = b.dot(&flows.row(r));
            let own = inverse(world.block(&b, r, r)).dot(&world.part(&called, r));
            let local = world.l(r).dot(&own);
            for i in 0..n {
                let columns = world.ranges[r].clone().zip(&own);
                let detour: f64 = columns.map(|(j, value)| b[[i, j]] * value).sum();
                closed[[r, i]] = called[i] - detour;
            }
            for (i, value) in world.ranges[r].clone().zip(&local) {
                closed[[r, i]] += value;
            }
        }
        let found = importer(&world);
        same("VA", term(&found, "VA"), &(closed * &world.w));
    }
}
