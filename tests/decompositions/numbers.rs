//! The numbers of a random world table, and the two things made of them: a table of the library and a naive world.

use std::ops::Range;

use leontief::label::{Axis, Group, Producers};
use leontief::table::{
    PrimaryKind, PrimaryRow, Tolerance, ValueAddedConcept, WorldDraft, WorldTable,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::common::random::Numbers;
use crate::naive::World;
use crate::tables::{Features, Primary, Sectors, Shape};

/// By what share of output the sums of a rounded table miss it at most.
const ROUNDING: f64 = 4e-4;

/// One producer in words; an undivided country has no group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub country: String,
    pub group: Option<String>,
    pub sector: String,
}

/// Everything that a table is made of. Countries with producers come first, markets behind them.
#[derive(Debug, Clone)]
pub struct Raw {
    pub producers: Vec<Label>,
    pub countries: Vec<String>,
    pub ranges: Vec<Range<usize>>,
    pub categories: usize,
    pub z: Array2<f64>,
    /// Producer × (country, category).
    pub finals: Array2<f64>,
    pub x: Array1<f64>,
    /// Kind, by producer, by column of final use. None: value added is the residual.
    pub primary: Vec<(PrimaryKind, Array1<f64>, Array1<f64>)>,
    pub concept: ValueAddedConcept,
    pub tolerance: f64,
    /// An extension of any sign, zero for some.
    pub jobs: Array1<f64>,
}

impl Raw {
    pub fn new(shape: &Shape) -> Self {
        let numbers = &mut Numbers::new(shape.seed);
        let (producers, ranges) = producers(&shape.countries, shape.markets);
        let n = producers.len();
        let mut raw = Self {
            countries: (1..=ranges.len()).map(|s| format!("C{s}")).collect(),
            categories: shape.categories + usize::from(shape.features.inventories),
            finals: Array2::zeros((0, 0)),
            z: Array2::zeros((n, n)),
            x: Array1::zeros(n),
            primary: Vec::new(),
            concept: ValueAddedConcept::default(),
            tolerance: 1e-9,
            jobs: Array1::zeros(n),
            producers,
            ranges,
        };
        raw.sales(shape.features, numbers);
        raw.x = raw.uses();
        if shape.features.rounded {
            raw.tolerance = 3.0 * ROUNDING;
            raw.x *= &(1.0 + numbers.vector(n, -ROUNDING, ROUNDING));
        }
        if let Primary::Rows(concept) = shape.primary {
            raw.concept = concept;
            raw.pays(shape.features.rounded, numbers);
        }
        for i in 0..n {
            let rate = numbers.between(-1.0, 2.0);
            raw.jobs[i] = if numbers.chance(0.3) {
                0.0
            } else {
                rate * raw.x[i]
            };
        }
        raw
    }

    /// Flows and final use. Home markets are four times as large as others.
    fn sales(&mut self, features: Features, numbers: &mut Numbers) {
        let (n, g, k) = (self.x.len(), self.ranges.len(), self.categories);
        let mut idle = vec![false; n];
        let mut home_only = vec![false; n];
        for i in 0..n {
            idle[i] = numbers.chance(0.2) && features.idle && i + 1 < n;
            home_only[i] = numbers.chance(0.25) && features.home;
        }
        let country: Vec<usize> = (0..n).map(|i| self.country(i)).collect();
        for i in 0..n {
            for j in 0..n {
                let at_home = country[i] == country[j];
                let size = numbers.between(0.0, 2.0) * if at_home { 4.0 } else { 1.0 };
                let (missing, negative) = (numbers.chance(0.15), numbers.chance(0.1));
                let sold = !missing && !idle[i] && !idle[j] && (at_home || !home_only[i]);
                let sign = if negative && features.negative_inputs {
                    -0.2
                } else {
                    1.0
                };
                self.z[[i, j]] = if sold { sign * size } else { 0.0 };
            }
        }
        self.finals = Array2::zeros((n, g * k));
        for i in 0..n {
            for d in 0..g {
                let at_home = country[i] == d;
                let returned = numbers.chance(0.2) && features.returned && !at_home;
                for category in 0..k {
                    let size = numbers.between(5.0, 15.0) * if at_home { 4.0 } else { 1.0 };
                    let inventory = features.inventories && category + 1 == k;
                    let share = if inventory {
                        numbers.between(-0.3, 0.3)
                    } else {
                        1.0
                    };
                    let sign = if returned { -0.3 } else { 1.0 };
                    if !idle[i] && (at_home || !home_only[i]) {
                        self.finals[[i, d * k + category]] = sign * share * size;
                    }
                }
            }
        }
        if features.losses {
            self.lose();
        }
    }

    /// Inputs of the first producer that buys from others come to exceed its output, which they do not change.
    fn lose(&mut self) {
        let uses = self.uses();
        let bought = |z: &Array2<f64>, j: usize| -> f64 {
            let others = (0..z.nrows()).filter(|i| *i != j);
            others.map(|i| z[[i, j]].max(0.0)).sum()
        };
        let buys = |j: &usize| bought(&self.z, *j) > 1.0;
        if let Some(j) = (0..self.x.len()).find(buys) {
            let bought = bought(&self.z, j);
            let factor = (1.05 * uses[j] - self.z.column(j).sum() + bought) / bought;
            for i in (0..self.x.len()).filter(|i| *i != j) {
                if self.z[[i, j]] > 0.0 {
                    self.z[[i, j]] *= factor;
                }
            }
        }
    }

    /// Four primary rows, the taxes and margins also on final uses.
    fn pays(&mut self, rounded: bool, numbers: &mut Numbers) {
        let (n, columns) = (self.x.len(), self.finals.ncols());
        let taxes = numbers.vector(n, -0.02, 0.05) * &self.x;
        let margins = numbers.vector(n, 0.0, 0.04) * &self.x;
        let mut left = &self.x - &self.z.sum_axis(Dimension(0)) - &taxes - &margins;
        if rounded {
            left += &(numbers.vector(n, -ROUNDING, ROUNDING) * &self.x);
        }
        let wages = numbers.vector(n, 0.2, 0.8) * &left;
        let nothing = Array1::zeros(columns);
        let mut paid = || numbers.vector(columns, -1.0, 3.0);
        self.primary = vec![
            (
                PrimaryKind::OperatingSurplus,
                &left - &wages,
                nothing.clone(),
            ),
            (PrimaryKind::Compensation, wages, nothing),
            (PrimaryKind::ProductTax, taxes, paid()),
            (PrimaryKind::Margins, margins, paid()),
        ];
    }

    pub fn n(&self) -> usize {
        self.x.len()
    }

    pub fn g(&self) -> usize {
        self.ranges.len()
    }

    /// The country of a producer.
    pub fn country(&self, i: usize) -> usize {
        let holds = |range: &Range<usize>| range.contains(&i);
        self.ranges.iter().position(holds).unwrap()
    }

    /// Countries with producers.
    pub fn producing(&self) -> Vec<usize> {
        let all = 0..self.g();
        all.filter(|s| !self.ranges[*s].is_empty()).collect()
    }

    /// Recorded uses of every producer's output.
    pub fn uses(&self) -> Array1<f64> {
        self.z.sum_axis(Dimension(1)) + self.finals.sum_axis(Dimension(1))
    }

    /// Final use by country, without what is not recorded.
    pub fn y(&self) -> Array2<f64> {
        let k = self.categories;
        Array2::from_shape_fn((self.n(), self.g()), |(i, d)| {
            (0..k)
                .map(|category| self.finals[[i, d * k + category]])
                .sum()
        })
    }

    pub fn value_added(&self) -> Array1<f64> {
        if self.primary.is_empty() {
            return &self.x - &self.z.sum_axis(Dimension(0));
        }
        let rows = self.primary.iter();
        let rows = rows.filter(|(kind, ..)| self.concept.counts(*kind));
        rows.fold(Array1::zeros(self.n()), |sum, (_, row, _)| sum + row)
    }

    /// Primary inputs per unit of output that are not value added, what is missing included.
    pub fn other_rates(&self) -> Array1<f64> {
        let rest = &self.x - &self.z.sum_axis(Dimension(0)) - self.value_added();
        self.per_output(&rest)
    }

    /// Whether some primary inputs are not value added.
    pub fn has_other(&self) -> bool {
        self.other_rates().iter().any(|rate| rate.abs() > 1e-11)
    }

    fn per_output(&self, amounts: &Array1<f64>) -> Array1<f64> {
        let pairs = amounts.iter().zip(&self.x);
        pairs
            .map(|(amount, x)| if *x == 0.0 { 0.0 } else { amount / x })
            .collect()
    }

    /// The naive world in value added; output without a recorded use is used at home.
    pub fn world(&self) -> World {
        let mut y = self.y();
        let missing = &self.x - &self.uses();
        for i in 0..self.n() {
            y[[i, self.country(i)]] += missing[i];
        }
        World {
            y,
            ..self.published()
        }
    }

    /// The naive world in value added with final use as published.
    pub fn published(&self) -> World {
        World {
            ranges: self.ranges.clone(),
            z: self.z.clone(),
            y: self.y(),
            x: self.x.clone(),
            w: self.per_output(&self.value_added()),
        }
    }

    /// The naive world in jobs.
    pub fn jobs_world(&self) -> World {
        self.world().with_weights(self.per_output(&self.jobs))
    }

    /// One part in 10¹¹ of the largest flow.
    pub fn tolerance(&self) -> f64 {
        1e-11 * self.x.iter().fold(0.0_f64, |most, x| most.max(*x))
    }

    /// Producers of each group of each country: country, group, range.
    pub fn blocks(&self) -> Vec<(usize, Option<String>, Range<usize>)> {
        let mut blocks: Vec<(usize, Option<String>, Range<usize>)> = Vec::new();
        for i in 0..self.n() {
            let (country, group) = (self.country(i), &self.producers[i].group);
            match blocks.last_mut() {
                Some((c, g, range)) if *c == country && g == group => range.end += 1,
                _ => blocks.push((country, group.clone(), i..i + 1)),
            }
        }
        blocks
    }

    pub fn draft(&self) -> WorldDraft {
        let blocks = self.blocks().into_iter().map(|(country, group, range)| {
            let group = match group {
                None => Group::whole(),
                Some(code) => Group::named(&code, None, None).unwrap(),
            };
            let sectors = self.producers[range]
                .iter()
                .map(|label| label.sector.as_str());
            (
                self.countries[country].as_str(),
                group,
                Axis::new(sectors).unwrap(),
            )
        });
        let producers = Producers::new(blocks).unwrap();
        let categories = Axis::new((1..=self.categories).map(|k| format!("F{k}")));
        let markets = (0..self.g()).filter(|s| self.ranges[*s].is_empty());
        let markets: Vec<&str> = markets.map(|s| self.countries[s].as_str()).collect();
        let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
        let mut draft = WorldDraft::new(producers, categories.unwrap(), unit)
            .with_markets(markets)
            .unwrap()
            .flows(self.z.clone())
            .final_use(self.finals.clone())
            .output(self.x.clone())
            .concept(self.concept)
            .tolerance(Tolerance::relative(self.tolerance))
            .extension("jobs", "1000 persons", self.jobs.clone());
        for (kind, by_producer, by_final_use) in &self.primary {
            draft = draft.primary_row(PrimaryRow {
                kind: *kind,
                by_producer: by_producer.clone(),
                by_final_use: by_final_use.clone(),
                on_exports: 0.0,
            });
        }
        match self.primary.is_empty() {
            true => draft.residual_value_added(),
            false => draft,
        }
    }

    pub fn table(&self) -> WorldTable {
        self.draft().check().unwrap()
    }
}

fn producers(countries: &[Vec<Sectors>], markets: usize) -> (Vec<Label>, Vec<Range<usize>>) {
    let (mut labels, mut ranges) = (Vec::new(), Vec::new());
    for (s, groups) in countries.iter().enumerate() {
        let start = labels.len();
        for (k, (first, count)) in groups.iter().enumerate() {
            for sector in *first..first + count {
                labels.push(Label {
                    country: format!("C{}", s + 1),
                    group: (groups.len() > 1).then(|| format!("G{}", k + 1)),
                    sector: format!("S{}", sector + 1),
                });
            }
        }
        ranges.push(start..labels.len());
    }
    let n = labels.len();
    ranges.extend((0..markets).map(|_| n..n));
    (labels, ranges)
}
