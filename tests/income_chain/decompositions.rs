//! Decompositions of exports by owner against the naive ones in the income of each owner, term by term.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, KoopmanWangWei, LosTimmerDeVries, Method,
    MiroudotYe, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, at_level, by_country, figures};
use crate::naive::bm::{
    bm_sink, bm_source, bm_sums, bm_world_sink_fva, bm_world_source_fva, vaxim,
};
use crate::naive::extraction::all_exports;
use crate::naive::perimeters::{Perimeter, miroudot_ye};
use crate::naive::wwz_kww::{kww, wwz};
use crate::naive::{Cells, Countries, World, term, total_of};
use crate::owned::{Owned, any_ownership};
use crate::read::{of_owner, over_owners, without_other};
use crate::tables::{any_shape, cases};

/// Producers of a table here: the naive decompositions invert it many times for each owner.
const MOST: usize = 9;

fn all_by_owner<M: Method<Results = Ledger>>(owned: &Owned, method: &M) -> Ledger {
    let scope = Scope::everything();
    let ledger = owned
        .model()
        .decompose_by_owner(method, &scope, &Owners::all());
    ledger.unwrap()
}

/// Every owner's terms are the expected ones; over owners they are the decomposition in value added.
fn assert_owners<M: Method<Results = Ledger>>(
    owned: &Owned,
    method: &M,
    expected: impl Fn(&World) -> Figures,
) {
    let tolerance = owned.raw.tolerance();
    let found = all_by_owner(owned, method);
    let name = method.name();
    assert_eq!(found.about().method, name);
    assert_eq!(found.about().unit, owned.raw.table().unit().short());
    assert_eq!(found.labels(Column::Owner).len(), owned.owners.len());
    for (o, owner) in owned.owners.iter().enumerate() {
        let own = of_owner(&found, owner);
        assert_figures(
            &format!("{name}, {owner}"),
            &own,
            &expected(&owned.world(o)),
            tolerance,
        );
    }
    let whole = without_other(figures(&owned.model().decompose(method).unwrap()));
    assert_figures(&name, &over_owners(&found), &whole, tolerance);
    let summed = figures(&found.summed_over(&[Column::Owner]));
    assert_figures(&name, &summed, &whole, tolerance);
}

/// The same at every level.
fn assert_cells<M: Method<Results = Ledger>>(
    owned: &Owned,
    method: impl Fn(Level) -> M,
    naive: impl Fn(&World) -> Cells,
) {
    for level in Level::ALL {
        assert_owners(owned, &method(level), |world| {
            at_level(&owned.raw, &naive(world), level)
        });
    }
}

/// The nine terms by country under the library's names.
fn nine(world: &World) -> Countries {
    let names = [
        "KWW1", "KWW2", "KWW3", "KWW4", "KWW5", "KWW6", "KWW7", "KWW8", "KWW9",
    ];
    let terms = kww(world).into_iter().zip(names);
    terms.map(|((_, values), name)| (name, values)).collect()
}

/// Domestic terms of the exporter's perimeter by country, foreign ones of the world's.
fn world_perimeter(world: &World, approach: Approach) -> Countries {
    let (cells, foreign) = match approach {
        Approach::Source => (bm_source(world), bm_world_source_fva(world)),
        Approach::Sink => (bm_sink(world), bm_world_sink_fva(world)),
    };
    let domestic = ["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2", "DDC"];
    let mut terms: Countries = domestic
        .map(|name| (name, world.by_exporter(term(&cells, name))))
        .into();
    terms.extend(foreign);
    terms
}

fn absorbed_by_importer(world: &World) -> Cells {
    let sums = bm_sums(&bm_sink(world));
    let by_importer = vaxim(world);
    let elsewhere = term(&sums, "VAX") - &by_importer;
    let rest = ["REF", "DDC", "FVA", "FDC"].map(|name| (name, term(&sums, name).clone()));
    let mut cells = vec![("VAXIM", by_importer), ("VAXOTH", elsewhere)];
    cells.extend(rest);
    cells
}

fn exporter_border(world: &World) -> Cells {
    let terms = miroudot_ye(world, Perimeter::Exporter);
    let mut cells: Cells = ["DVA", "DDC", "FVA"]
        .map(|name| (name, term(&terms, name).clone()))
        .into();
    cells.push(("FDC", total_of(&terms, &["FDC1", "FDC2"])));
    cells
}

fn all_borders(world: &World) -> Cells {
    let terms = miroudot_ye(world, Perimeter::World);
    ["DVA", "DDC", "FDC1", "FDC2"]
        .map(|name| (name, term(&terms, name).clone()))
        .into()
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn wang_wei_zhu_by_owner_is_the_naive_one(shape in any_shape(MOST), ownership in any_ownership()) {
        assert_cells(&Owned::new(&shape, &ownership), WangWeiZhu, wwz);
    }

    #[test]
    fn koopman_wang_wei_by_owner_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        assert_owners(&owned, &KoopmanWangWei(Level::Country), |world| {
            by_country(&owned.raw, &nine(world))
        });
    }

    #[test]
    fn borin_mancini_by_source_by_owner_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        assert_cells(&owned, |level| BorinMancini::Exporter(Approach::Source, level), bm_source);
    }

    #[test]
    fn borin_mancini_by_sink_by_owner_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        assert_cells(&owned, |level| BorinMancini::Exporter(Approach::Sink, level), bm_sink);
    }

    #[test]
    fn the_world_perimeter_by_owner_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        for approach in [Approach::Source, Approach::Sink] {
            assert_owners(&owned, &BorinMancini::World(approach), |world| {
                by_country(&owned.raw, &world_perimeter(world, approach))
            });
        }
    }

    #[test]
    fn absorption_by_the_importer_by_owner_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        assert_cells(&Owned::new(&shape, &ownership), AbsorbedByImporter, absorbed_by_importer);
    }

    #[test]
    fn miroudot_ye_by_owner_is_the_naive_one(
        shape in any_shape(8), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        assert_cells(&owned, MiroudotYe::Country, exporter_border);
        assert_cells(&owned, MiroudotYe::World, all_borders);
    }

    #[test]
    fn value_added_by_extraction_by_owner_is_lost_without_all_exports(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let found = all_by_owner(&owned, &LosTimmerDeVries);
        let whole = figures(&owned.model().decompose(&LosTimmerDeVries).unwrap());
        assert_figures("all", &over_owners(&found), &whole, owned.raw.tolerance());
        let by_exporter = found.summed_over(&[Column::Group, Column::Sector]);
        for (o, owner) in owned.owners.iter().enumerate() {
            let lost = by_country(&owned.raw, &[("DVA", all_exports(&owned.world(o)))]);
            assert_figures(owner, &of_owner(&by_exporter, owner), &lost, owned.raw.tolerance());
        }
    }

    #[test]
    fn some_owners_exporters_and_importers_are_cut_out_of_everything(
        shape in any_shape(MOST), ownership in any_ownership(), pick: u8,
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let producing = raw.producing();
        let exporter = &raw.countries[producing[usize::from(pick) % producing.len()]];
        let importer = &raw.countries[usize::from(pick / 2) % raw.g()];
        let some: Vec<String> = owned.owners.iter().rev().take(1 + usize::from(pick) % 2).cloned().collect();
        let method = WangWeiZhu(Level::SectorBilateral);
        let scope = Scope::everything().exporters([exporter]).importers([importer]);
        let found = model.decompose_by_owner(&method, &scope, &Owners::only(some.clone())).unwrap();
        let everything = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all()).unwrap();
        let labels: Vec<&str> = some.iter().map(String::as_str).collect();
        prop_assert_eq!(found.labels(Column::Owner), labels);
        for owner in &some {
            let mut expected = of_owner(&everything, owner);
            expected.retain(|key, _| key[0].as_ref() == Some(exporter) && key[3].as_ref() == Some(importer));
            assert_figures(owner, &of_owner(&found, owner), &expected, raw.tolerance());
        }
    }
}
