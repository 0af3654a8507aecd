//! Wang, Wei, Yu, Zhu: production split and lengths, with full n × n matrices.

use ndarray::{Array1, Array2, Axis};

use super::{ByProducer, World};

/// A^D, A^F, L = blockdiag(L_ss), B, final use by kind.
pub struct Parts {
    /// Inputs from home.
    pub ad: Array2<f64>,
    /// Inputs from abroad.
    pub af: Array2<f64>,
    /// Local inverses on the diagonal.
    pub l: Array2<f64>,
    /// Global inverse.
    pub b: Array2<f64>,
    /// All final use of each producer's goods.
    pub y: Array1<f64>,
    /// Final use at home.
    pub home: Array1<f64>,
    /// Final use abroad.
    pub abroad: Array1<f64>,
}

/// The parts of a world.
pub fn parts(world: &World) -> Parts {
    let a = world.a();
    let at_home = |i: usize, j: usize| world.country(i) == world.country(j);
    let keep = |home: bool| {
        Array2::from_shape_fn(a.dim(), |(i, j)| match at_home(i, j) == home {
            true => a[[i, j]],
            false => 0.0,
        })
    };
    let y = world.y.sum_axis(Axis(1));
    let home: Array1<f64> = (0..world.n())
        .map(|i| world.y[[i, world.country(i)]])
        .collect();
    Parts {
        ad: keep(true),
        af: keep(false),
        l: world.without(|i, j| !at_home(i, j)),
        b: world.b(),
        abroad: &y - &home,
        home,
        y,
    }
}

/// ŵ B ŷ by producer of origin and of final goods, n × n: PD = ŵ L ŷ^L (domestic), RT = ŵ L ŷ^E (traditional trade),
/// S = ŵ L A^F L ŷ^L (simple), C = ŵ L A^F (B ŷ − L ŷ^L) (complex).
pub fn production_split(world: &World) -> Vec<(&'static str, Array2<f64>)> {
    let p = parts(world);
    let diag = Array2::from_diag;
    let w = Array2::from_diag(&world.w);
    let local = w.dot(&p.l);
    let abroad = local.dot(&p.af);
    let simple = p.l.dot(&diag(&p.home));
    let complex = p.b.dot(&diag(&p.y)) - &simple;
    vec![
        ("PD", local.dot(&diag(&p.home))),
        ("RT", local.dot(&diag(&p.abroad))),
        ("S", abroad.dot(&simple)),
        ("C", abroad.dot(&complex)),
    ]
}

/// Row sums: where the weights of each producer go. They add up to w o X.
pub fn production_forward(world: &World) -> ByProducer {
    let split = production_split(world);
    let sums = split.iter().map(|(name, m)| (*name, m.sum_axis(Axis(1))));
    sums.collect()
}

/// Column sums: where the content of each producer's final goods comes from. They add up to u'W o y.
pub fn production_backward(world: &World) -> ByProducer {
    let split = production_split(world);
    let sums = split.iter().map(|(name, m)| (*name, m.sum_axis(Axis(0))));
    sums.collect()
}

/// Lengths by producer. A length is NaN where the value that it averages over is zero.
///
/// Forward: PLv of all, PD, RT, S, C and GVC = S + C; of GVC also PLv_domestic (stages before the first border),
/// CBv (borders crossed by inputs) and PLv_foreign (stages within countries after the first border).
/// They average over destinations, so the weight of the producer itself cancels and is not used.
/// Backward: the same with PLy, averaging over origins with the weights. PLy_domestic are stages after the last
/// border, CBy borders, PLy_foreign stages within countries before the last border. PLy_first and PLy_after are the
/// columns of the forward matrices instead: stages before and within countries after the first border.
pub fn lengths(world: &World) -> ByProducer {
    let p = parts(world);
    let bb = p.b.dot(&p.b);
    let ll = p.l.dot(&p.l);
    // value and steps of inputs that cross a border, all and exactly one border
    let gvc = p.l.dot(&p.af).dot(&p.b);
    let gvc_steps = &bb - &ll;
    let one = p.l.dot(&p.af).dot(&p.l);
    let one_steps = ll.dot(&p.af).dot(&p.l) + p.l.dot(&p.af).dot(&ll);
    let crossings = p.b.dot(&p.af).dot(&p.b);
    let first = ll.dot(&p.af).dot(&p.b);
    let after = p.l.dot(&p.af).dot(&p.b).dot(&p.ad).dot(&p.b);
    let last = p.b.dot(&p.af).dot(&ll);
    let before = p.b.dot(&p.ad).dot(&p.b).dot(&p.af).dot(&p.l);

    let forward = |steps: &Array2<f64>, value: &Array2<f64>, y: &Array1<f64>| {
        ratio(&steps.dot(y), &value.dot(y))
    };
    let backward =
        |steps: &Array2<f64>, value: &Array2<f64>| ratio(&world.w.dot(steps), &world.w.dot(value));
    let backward_complex = ratio(
        &(world.w.dot(&gvc_steps) * &p.y - world.w.dot(&one_steps) * &p.home),
        &(world.w.dot(&gvc) * &p.y - world.w.dot(&one) * &p.home),
    );
    vec![
        ("PLv", forward(&bb, &p.b, &p.y)),
        ("PLv_PD", forward(&ll, &p.l, &p.home)),
        ("PLv_RT", forward(&ll, &p.l, &p.abroad)),
        ("PLv_S", forward(&one_steps, &one, &p.home)),
        (
            "PLv_C",
            ratio(
                &(gvc_steps.dot(&p.y) - one_steps.dot(&p.home)),
                &(gvc.dot(&p.y) - one.dot(&p.home)),
            ),
        ),
        ("PLv_GVC", forward(&gvc_steps, &gvc, &p.y)),
        ("PLv_domestic", forward(&first, &gvc, &p.y)),
        ("CBv", forward(&crossings, &gvc, &p.y)),
        ("PLv_foreign", forward(&after, &gvc, &p.y)),
        ("PLy", backward(&bb, &p.b)),
        ("PLy_PD", backward(&ll, &p.l)),
        ("PLy_RT", backward(&ll, &p.l)),
        ("PLy_S", backward(&one_steps, &one)),
        ("PLy_C", backward_complex),
        ("PLy_GVC", backward(&gvc_steps, &gvc)),
        ("PLy_domestic", backward(&last, &gvc)),
        ("CBy", backward(&crossings, &gvc)),
        ("PLy_foreign", backward(&before, &gvc)),
        ("PLy_first", backward(&first, &gvc)),
        ("PLy_after", backward(&after, &gvc)),
    ]
}

/// GVC position of each producer: PLv_GVC / PLy_GVC.
pub fn position_index(world: &World) -> Array1<f64> {
    let found = lengths(world);
    super::term(&found, "PLv_GVC") / super::term(&found, "PLy_GVC")
}

fn ratio(above: &Array1<f64>, below: &Array1<f64>) -> Array1<f64> {
    let divided = above.iter().zip(below).map(|(a, b)| match *b {
        0.0 => f64::NAN,
        below => a / below,
    });
    divided.collect()
}
