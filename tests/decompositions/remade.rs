//! A table made again: other orders, borders, units, clones.

use ndarray::{Array1, Array2};

use crate::numbers::{Label, Raw};

/// A producer of a new table: its label, the old producer, and which part of it.
pub type Part = (Label, usize, f64);

impl Raw {
    /// New producers out of old ones; `to[d]` is the position of the old country d among the new countries. Countries with producers
    /// come first, and producers in their order.
    pub fn remade(&self, parts: &[Part], countries: Vec<String>, to: &[usize]) -> Self {
        let (n, k) = (parts.len(), self.categories);
        let width = countries.len() * k;
        let column = |old: usize| to[old / k] * k + old % k;
        let mut finals = Array2::zeros((n, width));
        for (i, (_, old, part)) in parts.iter().enumerate() {
            for d in 0..self.finals.ncols() {
                finals[[i, column(d)]] += self.finals[[*old, d]] * part;
            }
        }
        let by_producer = |row: &Array1<f64>| -> Array1<f64> {
            parts
                .iter()
                .map(|(_, old, part)| row[*old] * part)
                .collect()
        };
        let by_final_use = |row: &Array1<f64>| {
            let mut sums = Array1::zeros(width);
            for d in 0..row.len() {
                sums[column(d)] += row[d];
            }
            sums
        };
        let ranges = countries.iter().map(|code| {
            let at_home = |part: &Part| part.0.country == *code;
            let start = parts.iter().position(at_home).unwrap_or(n);
            start..start + parts.iter().filter(|part| at_home(part)).count()
        });
        Self {
            producers: parts.iter().map(|(label, ..)| label.clone()).collect(),
            ranges: ranges.collect(),
            z: Array2::from_shape_fn((n, n), |(i, j)| {
                self.z[[parts[i].1, parts[j].1]] * parts[i].2 * parts[j].2
            }),
            x: by_producer(&self.x),
            jobs: by_producer(&self.jobs),
            primary: self
                .primary
                .iter()
                .map(|(kind, row, finals)| (*kind, by_producer(row), by_final_use(finals)))
                .collect(),
            finals,
            countries,
            ..self.clone()
        }
    }

    /// Every producer as it is, under another label.
    pub fn relabelled(
        &self,
        label: impl Fn(usize) -> Label,
        countries: Vec<String>,
        to: &[usize],
    ) -> Self {
        // countries stand in order of their first producer
        let mut parts: Vec<Part> = (0..self.n()).map(|i| (label(i), i, 1.0)).collect();
        let at = |part: &Part| countries.iter().position(|code| *code == part.0.country);
        parts.sort_by_key(at);
        self.remade(&parts, countries, to)
    }

    /// These countries as one, which stands where the first of them stood.
    pub fn merged(&self, into: &str, members: &[&str]) -> Self {
        let is_member = |s: usize| members.contains(&self.countries[s].as_str());
        let mut countries: Vec<String> = Vec::new();
        let mut to = Vec::new();
        // countries with producers first, also where the first member is a market
        for s in 0..self.g() {
            let code = if is_member(s) {
                into
            } else {
                &self.countries[s]
            };
            let known = countries.iter().position(|known| known == code);
            to.push(known.unwrap_or_else(|| {
                countries.push(code.to_owned());
                countries.len() - 1
            }));
        }
        let label = |i: usize| {
            let old = self.producers[i].clone();
            match is_member(self.country(i)) {
                false => old,
                true => Label {
                    country: into.to_owned(),
                    group: Some(match old.group {
                        None => old.country,
                        Some(group) => format!("{}_{group}", old.country),
                    }),
                    sector: old.sector,
                },
            }
        };
        self.relabelled(label, countries, &to)
    }

    /// The groups of a divided country as countries of their own, the country itself as a market behind all producers.
    pub fn groups_apart(&self, country: usize) -> Self {
        let code = &self.countries[country];
        let mut countries: Vec<String> = Vec::new();
        for label in self.producers.iter() {
            let new = apart(label, code).country;
            if countries.last() != Some(&new) {
                countries.push(new);
            }
        }
        let markets = (0..self.g()).filter(|s| *s == country || self.ranges[*s].is_empty());
        countries.extend(markets.map(|s| self.countries[s].clone()));
        let place = |code: &String| countries.iter().position(|new| new == code).unwrap();
        let to: Vec<usize> = self.countries.iter().map(place).collect();
        self.relabelled(|i| apart(&self.producers[i], code), countries, &to)
    }

    /// All amounts in another unit.
    pub fn scaled(&self, factor: f64) -> Self {
        let scaled = |row: &Array1<f64>| row * factor;
        Self {
            z: &self.z * factor,
            finals: &self.finals * factor,
            x: scaled(&self.x),
            jobs: scaled(&self.jobs),
            primary: self
                .primary
                .iter()
                .map(|(kind, row, finals)| (*kind, scaled(row), scaled(finals)))
                .collect(),
            ..self.clone()
        }
    }
}

fn apart(label: &Label, divided: &str) -> Label {
    match &label.group {
        Some(group) if label.country == divided => Label {
            country: format!("{divided}_{group}"),
            ..label.clone()
        },
        _ => label.clone(),
    }
}
