//! Tables to try things on: the worked case T3x2 and random ragged tables.

use ndarray::{Array1, Array2};
use serde_json::Value;

use super::World;

/// The worked case T3x2 with its expected figures.
pub fn golden() -> Value {
    serde_json::from_str(include_str!("../../../data/golden/t3x2.json")).unwrap()
}

/// T3x2: countries A, B, C by two sectors.
pub fn t3x2() -> World {
    let golden = golden();
    World::new(
        vec![0..2, 2..4, 4..6],
        matrix(&golden["Z"]),
        matrix(&golden["Y"]),
    )
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    let all = value.as_array().unwrap().iter();
    all.map(|v| v.as_f64().unwrap()).collect()
}

/// A list of rows.
pub fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

/// A linear congruential generator.
pub struct Lcg(u64);

impl Lcg {
    pub fn new(seed: u64) -> Self {
        let mut start = Self(seed);
        start.uniform();
        start
    }

    /// Next number in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A random table with the given numbers of producers by country, which may be zero.
///
/// If there are at least three producers: the last has no output, some final uses are negative (inventories), and
/// the first has negative value added.
pub fn ragged(sizes: &[usize], seed: u64) -> World {
    let mut random = Lcg::new(seed);
    let mut ranges = Vec::new();
    let mut start = 0;
    for size in sizes {
        ranges.push(start..start + size);
        start += size;
    }
    let (n, g) = (start, sizes.len());
    let country: Vec<usize> = (0..n)
        .map(|i| ranges.iter().position(|range| range.contains(&i)).unwrap())
        .collect();
    let home = |c: usize, i: usize| if country[i] == c { 4.0 } else { 1.0 };

    let mut z = Array2::from_shape_fn((n, n), |(i, j)| {
        let flow = 2.0 * random.uniform() * home(country[j], i);
        if random.uniform() < 0.15 { 0.0 } else { flow }
    });
    let mut y = Array2::from_shape_fn((n, g), |(i, d)| {
        let (size, sign) = (5.0 + 10.0 * random.uniform(), random.uniform());
        let size = size * home(d, i);
        if sign < 0.1 { -0.1 * size } else { size }
    });
    if n >= 3 {
        let idle = n - 1;
        z.row_mut(idle).fill(0.0);
        z.column_mut(idle).fill(0.0);
        y.row_mut(idle).fill(0.0);
        y[[1, 0]] = -0.1 * y[[1, 0]].abs();
        // inputs of the first producer exceed its output, which its inputs from others do not change
        let output = z.row(0).sum() + y.row(0).sum();
        let own = z[[0, 0]];
        let factor = (1.05 * output - own) / (z.column(0).sum() - own);
        for i in 1..n {
            z[[i, 0]] *= factor;
        }
    }
    World::new(ranges, z, y)
}

/// Weights of any sign.
pub fn any_weights(n: usize, seed: u64) -> Array1<f64> {
    let mut random = Lcg::new(seed);
    (0..n).map(|_| 3.0 * random.uniform() - 1.0).collect()
}
