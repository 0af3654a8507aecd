//! The global income chain written out in loops, with an inverse of its own.

use ndarray::{Array1, Array2};

use crate::common::dense;
use crate::naive::World;
use crate::owned::Owned;

/// What follows from a table and its owners.
pub struct Chain<'a> {
    owned: &'a Owned,
    world: World,
    /// Output by producer and absorbing country.
    output: Array2<f64>,
    /// Income per unit of output, by owner.
    rates: Vec<Array1<f64>>,
    /// The local inverse of every country.
    local: Vec<Array2<f64>>,
}

impl<'a> Chain<'a> {
    /// All output is absorbed: what no recorded use explains, at home.
    pub fn new(owned: &'a Owned) -> Self {
        Self::in_world(owned, owned.raw.world())
    }

    /// Final use as published.
    pub fn published(owned: &'a Owned) -> Self {
        Self::in_world(owned, owned.raw.published())
    }

    fn in_world(owned: &'a Owned, world: World) -> Self {
        let (n, g) = (world.n(), world.g());
        let b = inverse_of(&world, 0..n);
        let mut output = Array2::zeros((n, g));
        for p in 0..n {
            for d in 0..g {
                for q in 0..n {
                    output[[p, d]] += b[[p, q]] * world.y[[q, d]];
                }
            }
        }
        let owners = 0..owned.owners.len();
        Self {
            rates: owners.map(|o| owned.per_output(&owned.earned(o))).collect(),
            local: world
                .ranges
                .iter()
                .map(|range| inverse_of(&world, range.clone()))
                .collect(),
            owned,
            world,
            output,
        }
    }

    pub fn countries(&self) -> usize {
        self.world.g()
    }

    /// N_opd.
    pub fn income(&self, o: usize, p: usize, d: usize) -> f64 {
        self.rates[o][p] * self.output[[p, d]]
    }

    /// N_od.
    pub fn absorbed(&self, o: usize, d: usize) -> f64 {
        (0..self.world.n()).map(|p| self.income(o, p, d)).sum()
    }

    /// Income of o from final use of d that is earned in h.
    pub fn hosted(&self, o: usize, h: usize, d: usize) -> f64 {
        let range = self.world.ranges[h].clone();
        range.map(|p| self.income(o, p, d)).sum()
    }

    /// At home, in the absorbing country, in third countries.
    pub fn places(&self, o: usize, d: usize) -> [f64; 3] {
        let home = self.home(o);
        let mut places = [0.0; 3];
        for p in 0..self.world.n() {
            let host = self.world.country(p);
            let place = if Some(host) == home {
                0
            } else if host == d && Some(d) != home {
                1
            } else {
                2
            };
            places[place] += self.income(o, p, d);
        }
        places
    }

    /// F_oh.
    pub fn earned(&self, o: usize, h: usize) -> f64 {
        let income = self.owned.earned(o);
        self.world.ranges[h].clone().map(|p| income[p]).sum()
    }

    /// The country of an owner.
    pub fn home(&self, o: usize) -> Option<usize> {
        let mut countries = self.owned.raw.countries.iter();
        countries.position(|code| *code == self.owned.owners[o])
    }

    /// The owner of a country's own income.
    pub fn owner_of(&self, country: usize) -> Option<usize> {
        self.owned.owner(&self.owned.raw.countries[country])
    }

    /// Income of o in the sales of producer i to r: Ω_o V_s L_ss E_sr, the column of i.
    pub fn in_flow(&self, o: usize, i: usize, r: usize) -> f64 {
        let s = self.world.country(i);
        if s == r {
            return 0.0;
        }
        let range = self.world.ranges[s].clone();
        let inverse = &self.local[s];
        let rate: f64 = range
            .clone()
            .map(|p| self.rates[o][p] * inverse[[p - range.start, i - range.start]])
            .sum();
        rate * self.flow(i, r)
    }

    /// Domestic value added in the sales of producer i to r.
    pub fn value_in_flow(&self, i: usize, r: usize) -> f64 {
        let owners = 0..self.owned.owners.len();
        owners.map(|o| self.in_flow(o, i, r)).sum()
    }

    /// Sales of producer i to r across the border.
    pub fn flow(&self, i: usize, r: usize) -> f64 {
        if self.world.country(i) == r {
            return 0.0;
        }
        let inputs: f64 = self.world.ranges[r]
            .clone()
            .map(|j| self.world.z[[i, j]])
            .sum();
        inputs + self.world.y[[i, r]]
    }

    /// A figure of every sale of s to r, added up.
    pub fn between(&self, s: usize, r: usize, figure: impl Fn(usize) -> f64) -> f64 {
        if s == r {
            return 0.0;
        }
        self.world.ranges[s].clone().map(figure).sum()
    }

    /// What of output is neither inputs nor value added, in output that d absorbs of the producers of s.
    pub fn other(&self, s: usize, d: usize) -> f64 {
        let rates = self.owned.raw.other_rates();
        let range = self.world.ranges[s].clone();
        range.map(|p| rates[p] * self.output[[p, d]]).sum()
    }

    /// Value added of s in output that d absorbs.
    pub fn value(&self, s: usize, d: usize) -> f64 {
        let range = self.world.ranges[s].clone();
        range.map(|p| self.world.w[p] * self.output[[p, d]]).sum()
    }

    pub fn owners(&self) -> usize {
        self.owned.owners.len()
    }
}

/// (I − A)⁻¹ of some producers among themselves.
fn inverse_of(world: &World, range: std::ops::Range<usize>) -> Array2<f64> {
    let start = range.start;
    let system = Array2::from_shape_fn((range.len(), range.len()), |(i, j)| {
        let (i, j) = (start + i, start + j);
        let input = match world.x[j] {
            0.0 => 0.0,
            output => world.z[[i, j]] / output,
        };
        f64::from(u8::from(i == j)) - input
    });
    dense::inverse(system)
}
