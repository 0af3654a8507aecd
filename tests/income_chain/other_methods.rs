//! The other methods by owner: contents by origin, value added by absorber, vertical specialisation, imports, extractions, ratios.

use leontief::account::decompose::{
    ContentByDestination, ContentByOrigin, ContentByOriginProducer, Extraction, Imports,
    InExportsOfOthers, IndustryImports, JohnsonNoguera, JohnsonNogueraRatio, Method, OwnFlow,
    TripartiteTrade, ValueAddedInFinalDemand, VaxByFinalStage, Vertical, VerticalSpecialisation,
};
use leontief::account::income::Owners;
use leontief::account::{Ledger, Level, Scope};
use ndarray::Array2;
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, at_level, figures, producer};
use crate::naive::content::{hummels_flows, johnson_noguera, va_in_final_demand};
use crate::naive::extraction::extract_exports;
use crate::naive::perimeters::{Perimeter, own_flow};
use crate::naive::{World, term};
use crate::numbers::Raw;
use crate::owned::{Owned, any_ownership};
use crate::read::{near, of_owner, over_owners, without_other};
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

fn by_owner<A, M: Method<Results = Ledger<A>>>(owned: &Owned, method: &M) -> Ledger<A> {
    let scope = Scope::everything();
    let ledger = owned
        .model()
        .decompose_by_owner(method, &scope, &Owners::all());
    ledger.unwrap()
}

/// Over owners the figures are those in value added.
fn assert_sums<A, M: Method<Results = Ledger<A>>>(owned: &Owned, method: &M) {
    let whole = without_other(figures(&owned.model().decompose(method).unwrap()));
    let found = over_owners(&by_owner(owned, method));
    assert!(!found.is_empty());
    assert_figures(&method.name(), &found, &whole, owned.raw.tolerance());
}

/// A figure of every producer and country, with or without its own.
fn of_producers(raw: &Raw, name: &str, cells: &Array2<f64>, home: bool) -> Figures {
    let mut figures = Figures::new();
    for ((i, d), value) in cells.indexed_iter() {
        if home || raw.country(i) != d {
            let [exporter, group, sector] = producer(raw, i);
            let importer = Some(raw.countries[d].clone());
            let key = [
                exporter,
                group,
                sector,
                importer,
                None,
                Some(name.to_owned()),
            ];
            figures.insert(key, *value);
        }
    }
    figures
}

/// Content of origin t in every sale.
fn by_origin(raw: &Raw, world: &World) -> Figures {
    let (flows, b) = (world.flows(), world.b());
    let mut figures = Figures::new();
    for t in raw.producing() {
        let content =
            |i: usize| -> f64 { raw.ranges[t].clone().map(|p| world.w[p] * b[[p, i]]).sum() };
        let cells = Array2::from_shape_fn((raw.n(), raw.g()), |(i, r)| content(i) * flows[[r, i]]);
        for (mut key, value) in of_producers(raw, "CONTENT", &cells, false) {
            key[4] = Some(raw.countries[t].clone());
            figures.insert(key, value);
        }
    }
    figures
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn contents_by_origin_and_by_absorber_by_owner_are_the_naive_ones(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, level) = (&owned.raw, Level::SectorBilateral);
        let origins = by_owner(&owned, &ContentByOrigin(level));
        let vax = by_owner(&owned, &JohnsonNoguera(level));
        let absorbed = by_owner(&owned, &ValueAddedInFinalDemand::all(level));
        let vertical = by_owner(&owned, &VerticalSpecialisation(Vertical::World, level));
        for (o, owner) in owned.owners.iter().enumerate() {
            let world = owned.world(o);
            let tolerance = raw.tolerance();
            assert_figures("origins", &of_owner(&origins, owner), &by_origin(raw, &world), tolerance);
            let expected = of_producers(raw, "VAX", &johnson_noguera(&world), false);
            assert_figures("vax", &of_owner(&vax, owner), &expected, tolerance);
            let expected = of_producers(raw, "FD_VA", &va_in_final_demand(&world), true);
            assert_figures("absorbed", &of_owner(&absorbed, owner), &expected, tolerance);
            let expected = at_level(raw, &[("VS", term(&hummels_flows(&world), "VS").clone())], level);
            assert_figures("vertical", &of_owner(&vertical, owner), &expected, tolerance);
        }
    }

    #[test]
    fn methods_whose_figures_add_up_do_so_over_owners(
        shape in any_shape(8), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        for level in Level::ALL {
            assert_sums(&owned, &ContentByOrigin(level));
            assert_sums(&owned, &ContentByOriginProducer(level));
            assert_sums(&owned, &ContentByDestination(level));
            assert_sums(&owned, &JohnsonNoguera(level));
            assert_sums(&owned, &VaxByFinalStage(level));
            assert_sums(&owned, &ValueAddedInFinalDemand::of(level, ["F1"]));
            assert_sums(&owned, &VerticalSpecialisation(Vertical::World, level));
            assert_sums(&owned, &InExportsOfOthers(level));
            assert_sums(&owned, &TripartiteTrade(level));
        }
        assert_sums(&owned, &Imports);
        assert_sums(&owned, &IndustryImports);
        assert_sums(&owned, &OwnFlow::bilateral());
    }

    #[test]
    fn figures_that_stand_for_themselves_are_the_naive_ones_of_every_owner(
        shape in any_shape(8), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let lost = by_owner(&owned, &Extraction::exports_of(["C1"]));
        let flows = by_owner(&owned, &OwnFlow::bilateral());
        for (o, owner) in owned.owners.iter().enumerate() {
            let world = owned.world(o);
            let loss = extract_exports(&world, 0, |_| true).by_country;
            let found = of_owner(&lost, owner);
            for t in raw.producing() {
                let origin = Some(raw.countries[t].clone());
                let key = [None, None, None, None, origin, Some("LOSS".to_owned())];
                prop_assert!(near(found[&key], loss[t], raw.tolerance()));
            }
            let expected = at_level(raw, &own_flow(&world, Perimeter::Bilateral), Level::Bilateral);
            assert_figures("own flows", &of_owner(&flows, owner), &expected, raw.tolerance());
        }
    }

    #[test]
    fn ratios_by_owner_are_left_out_where_nothing_is_exported(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let ratios = by_owner(&owned, &JohnsonNogueraRatio(Level::SectorBilateral));
        for (o, owner) in owned.owners.iter().enumerate() {
            let world = owned.world(o);
            let (vax, flows) = (johnson_noguera(&world), world.flows());
            let found = of_owner(&ratios, owner);
            let parts = of_producers(raw, "VAX_RATIO", &vax, false);
            let wholes = of_producers(raw, "VAX_RATIO", &flows.t().to_owned(), false);
            for (key, whole) in &wholes {
                prop_assert_eq!(found.contains_key(key), *whole != 0.0);
                if let Some(ratio) = found.get(key) {
                    let gap = (ratio * whole - parts[key]).abs();
                    prop_assert!(gap <= raw.tolerance() * ratio.abs().max(1.0));
                }
            }
        }
    }
}
