//! Perimeters cut around a flow itself: Borin-Mancini own flows, importers, Miroudot-Ye.
//!
//! The inputs of the flow are taken out of the coefficients and the system is inverted again. What an origin adds in
//! the system that is left counts once; the rest is double counting.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::{Cells, World, bm, cells, total_of};

/// Which flow defines the border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Perimeter {
    /// All exports of the exporter.
    Exporter,
    /// Exports of the exporter to one partner.
    Bilateral,
    /// Exports of one producer to all countries.
    SectorExporter,
    /// Exports of one producer to one partner.
    SectorBilateral,
    /// All exports of all countries (Miroudot-Ye).
    World,
}

/// A border: flows of inputs between countries that match every field given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Border {
    pub exporter: Option<usize>,
    pub producer: Option<usize>,
    pub importer: Option<usize>,
}

impl Border {
    /// Whether the input flow i → j crosses this border.
    pub fn crosses(&self, world: &World, i: usize, j: usize) -> bool {
        let (from, to) = (world.country(i), world.country(j));
        from != to
            && self.exporter.is_none_or(|s| s == from)
            && self.producer.is_none_or(|k| k == i)
            && self.importer.is_none_or(|r| r == to)
    }
}

impl Perimeter {
    /// The border around the flow of producer i of s to r.
    pub fn border(self, s: usize, r: usize, i: usize) -> Border {
        let all = Border {
            exporter: Some(s),
            producer: None,
            importer: None,
        };
        match self {
            Self::Exporter => all,
            Self::Bilateral => Border {
                importer: Some(r),
                ..all
            },
            Self::SectorExporter => Border {
                producer: Some(i),
                ..all
            },
            Self::SectorBilateral => Border {
                producer: Some(i),
                importer: Some(r),
                ..all
            },
            Self::World => Border {
                exporter: None,
                ..all
            },
        }
    }
}

/// The systems left by the borders of a perimeter, each inverted once.
struct Cuts<'a> {
    world: &'a World,
    perimeter: Perimeter,
    inverses: BTreeMap<Border, Array2<f64>>,
}

impl<'a> Cuts<'a> {
    fn new(world: &'a World, perimeter: Perimeter) -> Self {
        let mut inverses = BTreeMap::new();
        for i in 0..world.n() {
            let s = world.country(i);
            for r in super::others(world.g(), &[s]) {
                let border = perimeter.border(s, r, i);
                inverses
                    .entry(border)
                    .or_insert_with(|| world.without(|from, to| border.crosses(world, from, to)));
            }
        }
        Self {
            world,
            perimeter,
            inverses,
        }
    }

    /// What the origins with `counted(country)` add in one unit of each producer of s that is sold to r, given the
    /// matrix that belongs to a border and its inverse.
    fn row(
        &self,
        s: usize,
        r: usize,
        counted: impl Fn(usize) -> bool,
        matrix: impl Fn(&Border, &Array2<f64>) -> Array2<f64>,
    ) -> Array1<f64> {
        let world = self.world;
        let origins: Vec<usize> = (0..world.n())
            .filter(|k| counted(world.country(*k)))
            .collect();
        let mut known: BTreeMap<Border, Array2<f64>> = BTreeMap::new();
        let added = |i: usize| {
            let border = self.perimeter.border(s, r, i);
            let matrix = known
                .entry(border)
                .or_insert_with(|| matrix(&border, &self.inverses[&border]));
            origins.iter().map(|&k| world.w[k] * matrix[[k, i]]).sum()
        };
        world.ranges[s].clone().map(added).collect()
    }
}

/// Borin-Mancini with the flow itself as perimeter: the twelve terms of [`bm::BM`].
///
/// Domestic row: w_s B°_ss, foreign row: Σ_{t≠s} w_t B°_ts, with B° the inverse without the inputs of the flow.
/// DVA, VAX and FVA are sums of terms; each flow has its own border, so they do not add up over flows.
pub fn own_flow(world: &World, perimeter: Perimeter) -> Cells {
    assert!(perimeter != Perimeter::World, "not defined for the world");
    let m = world.blocks();
    let cuts = Cuts::new(world, perimeter);
    cells(world, bm::BM, |s, r| {
        let domestic = cuts.row(s, r, |t| t == s, |_, cut| cut.clone());
        let foreign = cuts.row(s, r, |t| t != s, |_, cut| cut.clone());
        bm::once_counted(&m, s, r, &domestic, &foreign)
    })
}

/// DVA*, VAX* and FVA* of [`own_flow`].
pub fn own_flow_sums(world: &World, perimeter: Perimeter) -> Cells {
    let terms = bm::bm_sums(&own_flow(world, perimeter));
    let one = |name| (name, total_of(&terms, &[name]));
    vec![one("DVA"), one("VAX"), one("FVA")]
}

/// Miroudot-Ye: A = A° + A^c, B° = (I − A°)⁻¹, B − B° = B° A^c B.
///
/// DVA: w_s B°_ss. DDC: w_s (B° A^c B)_ss. FVA: Σ_{t≠s} w_t B°_ts. FDC1: Σ_{t≠s} w_t (B° A^c B°)_ts, content that has
/// crossed the border once. FDC2: Σ_{t≠s} w_t (B° A^c (B − B°))_ts. FDC = FDC1 + FDC2.
/// The split of FDC is published for the world perimeter only, where FVA is zero by construction.
pub fn miroudot_ye(world: &World, perimeter: Perimeter) -> Cells {
    let m = world.blocks();
    let (a, b) = (world.a(), world.b());
    let cuts = Cuts::new(world, perimeter);
    let border_inputs = |border: &Border| {
        Array2::from_shape_fn(a.dim(), |(i, j)| match border.crosses(world, i, j) {
            true => a[[i, j]],
            false => 0.0,
        })
    };
    let names = ["DVA", "DDC", "FVA", "FDC1", "FDC2"];
    cells(world, names, |s, r| {
        let inside = |_: &Border, cut: &Array2<f64>| cut.clone();
        let repeated = |border: &Border, cut: &Array2<f64>| cut.dot(&border_inputs(border)).dot(&b);
        let once = |border: &Border, cut: &Array2<f64>| cut.dot(&border_inputs(border)).dot(cut);
        let more =
            |border: &Border, cut: &Array2<f64>| cut.dot(&border_inputs(border)).dot(&(&b - cut));
        [
            cuts.row(s, r, |t| t == s, inside) * &m.e[s][r],
            cuts.row(s, r, |t| t == s, repeated) * &m.e[s][r],
            cuts.row(s, r, |t| t != s, inside) * &m.e[s][r],
            cuts.row(s, r, |t| t != s, once) * &m.e[s][r],
            cuts.row(s, r, |t| t != s, more) * &m.e[s][r],
        ]
    })
}

/// Imports of r by origin producer: [r, i], also for producers of r itself.
///
/// VA: ŵ B^{/r} d with d all purchases of r abroad and B^{/r} the inverse without inputs imported by r.
/// DC: ŵ (B − B^{/r}) d. Together they are u'W d of each importer.
pub fn importer(world: &World) -> Cells {
    let flows = world.flows();
    split_purchases(
        world,
        |r| flows.row(r).to_owned(),
        |r| world.without_imports_of(r),
    )
}

/// Inputs that industry `user(r)` of each importer buys abroad: VA and DC by origin producer as in [`importer`], with
/// only the imported inputs of that industry removed. No value where the importer has no such industry.
pub fn importer_industry(world: &World, user: impl Fn(usize) -> Option<usize>) -> Cells {
    let abroad = |i: usize, r: usize| world.country(i) != r;
    let bought = |r: usize| match user(r) {
        Some(j) => (0..world.n())
            .map(|i| if abroad(i, r) { world.z[[i, j]] } else { 0.0 })
            .collect(),
        None => Array1::zeros(world.n()),
    };
    let cut = |r: usize| world.without(|i, j| user(r) == Some(j) && abroad(i, r));
    split_purchases(world, bought, cut)
}

fn split_purchases(
    world: &World,
    bought: impl Fn(usize) -> Array1<f64>,
    cut: impl Fn(usize) -> Array2<f64>,
) -> Cells {
    let b = world.b();
    let shape = (world.g(), world.n());
    let (mut once, mut again) = (Array2::zeros(shape), Array2::zeros(shape));
    for r in 0..world.g() {
        let purchases = bought(r);
        let left = cut(r);
        once.row_mut(r).assign(&(&world.w * &left.dot(&purchases)));
        again
            .row_mut(r)
            .assign(&(&world.w * &(&b - &left).dot(&purchases)));
    }
    vec![("VA", once), ("DC", again)]
}
