//! Contents without a cut: Leontief, Johnson-Noguera, Hummels-Ishii-Yi.

use ndarray::{Array1, Array2};

use super::{Cells, Countries, World, cells, countries, others, sum};

/// Content of origin t in all exports of s: [t, s] = w_t B_ts E_s*.
pub fn leontief_origin_exporter(world: &World) -> Array2<f64> {
    let m = world.blocks();
    Array2::from_shape_fn((world.g(), world.g()), |(t, s)| {
        m.content(t, s).dot(&m.exports[s])
    })
}

/// Content of origin producer i in all exports of s: n × G.
pub fn leontief_origin_sector_exporter(world: &World) -> Array2<f64> {
    let by_producer = leontief_origin_exporting_producer(world);
    Array2::from_shape_fn((world.n(), world.g()), |(i, s)| {
        world.ranges[s].clone().map(|j| by_producer[[i, j]]).sum()
    })
}

/// Content of origin producer i in the exports of producer j: n × n, ŵ B Ê.
pub fn leontief_origin_exporting_producer(world: &World) -> Array2<f64> {
    let exports = world.flows().sum_axis(ndarray::Axis(0));
    Array2::from_diag(&world.w)
        .dot(&world.b())
        .dot(&Array2::from_diag(&exports))
}

/// Content of producer i in the final use of country d: n × G, ŵ B Y.
pub fn va_in_final_demand(world: &World) -> Array2<f64> {
    Array2::from_diag(&world.w).dot(&world.b()).dot(&world.y)
}

/// Value added exports of origin producer i absorbed in r: n × G, w_i (B Y)_ir. Zero where i is in r.
pub fn johnson_noguera(world: &World) -> Array2<f64> {
    let absorbed = va_in_final_demand(world);
    Array2::from_shape_fn(absorbed.dim(), |(i, r)| {
        if world.country(i) == r {
            0.0
        } else {
            absorbed[[i, r]]
        }
    })
}

/// u'A^M (I − A_ss)⁻¹: imported inputs called forth at home by one unit of each producer of s. It uses no weights.
pub fn import_content(world: &World, s: usize) -> Array1<f64> {
    let m = world.blocks();
    let origins = others(world.g(), &[s]).into_iter();
    let imports = sum(
        m.size(s),
        origins.map(|t| m.a[t][s].sum_axis(ndarray::Axis(0))),
    );
    imports.dot(&m.l[s])
}

/// Vertical specialisation by country.
/// VS: all foreign content of exports. VS1: content of s in the exports of others.
/// VS_national: import content from the national table alone. It uses no weights; with residual value added it is
/// u'E_s − w_s L_ss E_s.
pub fn hummels(world: &World) -> Countries {
    let m = world.blocks();
    countries(world, ["VS", "VS1", "VS_national"], |s| {
        let abroad = others(world.g(), &[s]).into_iter();
        [
            m.foreign(s).dot(&m.exports[s]),
            abroad.map(|r| m.content(s, r).dot(&m.exports[r])).sum(),
            import_content(world, s).dot(&m.exports[s]),
        ]
    })
}

/// VS and VS_national of every flow.
pub fn hummels_flows(world: &World) -> Cells {
    let m = world.blocks();
    cells(world, ["VS", "VS_national"], |s, r| {
        [
            m.foreign(s) * &m.e[s][r],
            import_content(world, s) * &m.e[s][r],
        ]
    })
}
