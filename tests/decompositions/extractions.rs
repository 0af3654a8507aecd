//! Random extractions against a system that is solved again without the flows.

use leontief::account::Scope;
use leontief::account::decompose::{Deliveries, Extraction};
use leontief::model::{Measure, WorldModel};
use ndarray::Array1;
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, figures};
use crate::naive::World;
use crate::naive::extraction::extraction;
use crate::numbers::Raw;
use crate::tables::{Shape, any_shape, cases, divided_shape};

const MOST: usize = 12;

/// Where deliveries are cut.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Where {
    Abroad,
    /// Countries by bit.
    To(u8),
    Everywhere,
}

/// What is cut: countries, groups and sectors by bit.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    countries: u8,
    groups: Option<u8>,
    sectors: Option<u8>,
    to: Where,
    only: Deliveries,
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let to = prop_oneof![
        2 => Just(Where::Abroad),
        2 => any::<u8>().prop_map(Where::To),
        1 => Just(Where::Everywhere),
    ];
    let only = prop_oneof![
        Just(Deliveries::All),
        Just(Deliveries::Inputs),
        Just(Deliveries::Final)
    ];
    let some = || prop::option::weighted(0.3, any::<u8>());
    (any::<u8>(), some(), some(), to, only).prop_map(|(countries, groups, sectors, to, only)| {
        Wanted {
            countries,
            groups,
            sectors,
            to,
            only,
        }
    })
}

fn chosen(bits: u8, k: usize) -> bool {
    bits >> (k % 8) & 1 == 1
}

fn some_of(all: &[String], bits: u8) -> Vec<String> {
    let all = all.iter().enumerate();
    all.filter(|(k, _)| chosen(bits, *k))
        .map(|(_, code)| code.clone())
        .collect()
}

/// The codes of all groups, an undivided country's as the library has it, and of all sectors.
fn codes(raw: &Raw) -> (Vec<String>, Vec<String>) {
    let mut groups: Vec<String> = raw
        .blocks()
        .iter()
        .map(|block| group_code(&block.1))
        .collect();
    let mut sectors: Vec<String> = raw.producers.iter().map(|p| p.sector.clone()).collect();
    for list in [&mut groups, &mut sectors] {
        list.sort();
        list.dedup();
    }
    (groups, sectors)
}

fn group_code(group: &Option<String>) -> String {
    group.clone().unwrap_or_else(|| "whole".to_owned())
}

/// The extraction, which producers it cuts, and which countries it cuts them off from.
struct Cut {
    extraction: Extraction,
    seller: Vec<bool>,
    to: Vec<bool>,
    home: bool,
    only: Deliveries,
}

impl Wanted {
    fn cut(&self, raw: &Raw) -> Cut {
        let (groups, sectors) = codes(raw);
        let countries = some_of(&raw.countries, self.countries);
        let groups = self.groups.map(|bits| some_of(&groups, bits));
        let sectors = self.sectors.map(|bits| some_of(&sectors, bits));
        let is_in = |list: &Option<Vec<String>>, code: &String| {
            list.as_ref().is_none_or(|list| list.contains(code))
        };
        let producers = raw.producers.iter();
        let seller = producers.map(|producer| {
            countries.contains(&producer.country)
                && is_in(&groups, &group_code(&producer.group))
                && is_in(&sectors, &producer.sector)
        });
        let mut cut = Cut {
            seller: seller.collect(),
            to: vec![true; raw.g()],
            home: self.to == Where::Everywhere,
            only: self.only,
            extraction: Extraction::exports_of(countries).only(self.only),
        };
        if let Some(groups) = groups {
            cut.extraction = cut.extraction.of_groups(groups);
        }
        if let Some(sectors) = sectors {
            cut.extraction = cut.extraction.of_sectors(sectors);
        }
        match self.to {
            Where::Abroad => {}
            Where::Everywhere => cut.extraction = cut.extraction.to_everybody(),
            Where::To(bits) => {
                let codes = some_of(&raw.countries, bits);
                cut.to = raw
                    .countries
                    .iter()
                    .map(|code| codes.contains(code))
                    .collect();
                cut.extraction = cut.extraction.to(codes);
            }
        }
        cut
    }
}

impl Cut {
    fn naive(&self, world: &World) -> crate::naive::extraction::Extraction {
        let cut = |i: usize, r: usize| {
            self.seller[i] && self.to[r] && (self.home || world.country(i) != r)
        };
        extraction(
            world,
            |i, j| self.only != Deliveries::Final && cut(i, world.country(j)),
            |i, r| self.only != Deliveries::Inputs && cut(i, r),
        )
    }

    /// Lost and counted again, by country of origin.
    fn figures(&self, raw: &Raw, world: &World) -> Figures {
        let lost = self.naive(world);
        let content = world.total_by_origin().dot(&lost.value);
        let mut figures = Figures::new();
        for t in raw.producing() {
            let loss = lost.by_country[t];
            for (term, value) in [("LOSS", loss), ("AGAIN", content[t] - loss)] {
                let origin = Some(raw.countries[t].clone());
                figures.insert(
                    [None, None, None, None, origin, Some(term.to_owned())],
                    value,
                );
            }
        }
        figures
    }
}

fn assert_extraction(shape: &Shape, wanted: Wanted) {
    let raw = shape.raw();
    let model: WorldModel = raw.table().model().unwrap();
    let cut = wanted.cut(&raw);
    if !cut.seller.contains(&true) {
        let error = model.decompose(&cut.extraction).unwrap_err();
        assert!(error.is_label(), "{error}");
        return;
    }
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    for (scope, world) in [
        (Scope::everything(), raw.world()),
        (Scope::everything().weights(jobs), raw.jobs_world()),
    ] {
        let found = figures(&model.decompose_some(&cut.extraction, &scope).unwrap());
        assert_figures("loss", &found, &cut.figures(&raw, &world), raw.tolerance());
    }
    let lost = cut.naive(&raw.world());
    let found: Array1<f64> = cut.extraction.output_loss(&model).unwrap();
    for i in 0..raw.n() {
        let gap = (found[i] - lost.output[i]).abs();
        assert!(gap <= raw.tolerance(), "output of {:?}", raw.producers[i]);
    }
    let gross = cut.extraction.gross(&model).unwrap();
    assert!((gross - lost.value.sum()).abs() <= raw.tolerance());
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn extractions_are_the_naive_ones(shape in any_shape(MOST), wanted in wanted()) {
        assert_extraction(&shape, wanted);
    }

    #[test]
    fn extractions_from_divided_countries_are_the_naive_ones(
        shape in divided_shape(MOST), wanted in wanted(),
    ) {
        assert_extraction(&shape, wanted);
    }
}
