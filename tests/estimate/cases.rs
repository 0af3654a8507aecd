//! Problems at random.

use leontief::build::estimate::{Draft, Margin, Unknown};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Numbers between 0 and 1.
pub struct Uniform(ChaCha8Rng);

impl Uniform {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn next(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A problem in plain numbers.
#[derive(Clone)]
pub struct Plain {
    pub cells: Vec<f64>,
    /// Cell, prior, weight, bounded.
    pub unknowns: Vec<(usize, f64, f64, bool)>,
    /// Target, standard error.
    pub margins: Vec<(f64, f64)>,
    /// Margin, unknown, coefficient.
    pub terms: Vec<(usize, usize, f64)>,
}

impl Plain {
    /// Cells of a few parts whose truth is known; margins are sums of a random half of the unknowns. `spread` is how far priors are off.
    pub fn random(seed: u64, cells: usize, margins: usize, spread: f64) -> Self {
        let mut random = Uniform::new(seed);
        let mut plain = Self {
            cells: Vec::new(),
            unknowns: Vec::new(),
            margins: vec![(0.0, 0.0); margins],
            terms: Vec::new(),
        };
        let mut truth = Vec::new();
        for c in 0..cells {
            let mut sum = 0.0;
            for _ in 0..3 + c % 3 {
                let value = if random.next() < 0.2 {
                    0.0
                } else {
                    10.0 * random.next()
                };
                sum += value;
                truth.push(value);
                let prior = (value + spread * (random.next() - 0.5)).abs() + 0.1;
                plain
                    .unknowns
                    .push((c, prior, 1.0 + 10.0 * random.next(), true));
            }
            plain.cells.push(sum);
        }
        for k in 0..margins {
            for (i, value) in truth.iter().enumerate() {
                if random.next() < 0.5 {
                    let coefficient = 0.5 + random.next();
                    plain.terms.push((k, i, coefficient));
                    plain.margins[k].0 += coefficient * value;
                }
            }
        }
        plain
    }

    pub fn draft(&self) -> (Draft, Vec<Unknown>, Vec<Margin>) {
        let mut draft = Draft::default();
        let cells: Vec<_> = (self.cells.iter().enumerate())
            .map(|(c, target)| draft.cell(format!("cell {c}"), *target))
            .collect();
        let unknowns: Vec<_> = (self.unknowns.iter())
            .map(|&(c, prior, weight, bounded)| {
                if bounded {
                    draft.part(cells[c], prior, weight)
                } else {
                    draft.free_part(cells[c], prior, weight)
                }
            })
            .collect();
        let margins: Vec<_> = (self.margins.iter().enumerate())
            .map(|(k, &(target, error))| draft.soft_margin(format!("margin {k}"), target, error))
            .collect();
        for &(k, i, coefficient) in &self.terms {
            draft.term(margins[k], unknowns[i], coefficient);
        }
        (draft, unknowns, margins)
    }
}

pub fn close(a: &[f64], b: &[f64], tolerance: f64) {
    assert_eq!(a.len(), b.len());
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs())),
            "{i}: {a} and {b}"
        );
    }
}
