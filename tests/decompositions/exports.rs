//! Decompositions of exports against the naive ones, cell by cell and at every level.

use leontief::account::decompose::borin_mancini::{GVC, STANDARD};
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, KoopmanWangWei, LosTimmerDeVries, Method,
    MiroudotYe, WangWeiZhu,
};
use leontief::account::{Ledger, Level, Scope};
use leontief::model::{Measure, WorldModel};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use crate::compare::{
    Figures, assert_figures, at_level, by_country, figures, with_other, with_other_by_country,
};
use crate::naive::bm::{
    bm_sink, bm_source, bm_sums, bm_world_sink_fva, bm_world_source_fva, davax, vaxim,
};
use crate::naive::extraction::all_exports;
use crate::naive::perimeters::{Perimeter, miroudot_ye};
use crate::naive::wwz_kww::{kww, wwz};
use crate::naive::{Cells, Countries, World, term, total_of};
use crate::numbers::Raw;
use crate::tables::{Shape, any_shape, cases};

/// Producers of a table here: the naive decompositions invert it many times.
const MOST: usize = 12;

/// A table with its model, asked for value added and for jobs.
struct Asked {
    raw: Raw,
    model: WorldModel,
}

impl Asked {
    fn new(shape: &Shape) -> Self {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        Self { raw, model }
    }

    fn jobs(&self) -> Scope {
        let weights = self.model.weights(&Measure::extension("jobs")).unwrap();
        Scope::everything().weights(weights)
    }

    /// Cells of value added with the term of what is not, and cells of jobs, against the ledgers of a method at every level.
    fn assert_cells<M>(&self, method: impl Fn(Level) -> M, naive: impl Fn(&World) -> Cells)
    where
        M: Method<Results = Ledger>,
    {
        let value_added = with_other(&self.raw, naive(&self.raw.world()));
        let jobs = naive(&self.raw.jobs_world());
        for (scope, cells) in [(Scope::everything(), value_added), (self.jobs(), jobs)] {
            for level in Level::ALL {
                let method = method(level);
                let ledger = method.apply(&self.model, &scope).unwrap();
                let expected = at_level(&self.raw, &cells, level);
                self.assert(&method.name(), &ledger, &expected);
            }
        }
    }

    /// The same for a method that is defined by country.
    fn assert_countries<M>(&self, method: &M, naive: impl Fn(&World) -> Countries)
    where
        M: Method<Results = Ledger>,
    {
        let value_added = with_other_by_country(&self.raw, naive(&self.raw.world()));
        let jobs = naive(&self.raw.jobs_world());
        for (scope, terms) in [(Scope::everything(), value_added), (self.jobs(), jobs)] {
            let ledger = method.apply(&self.model, &scope).unwrap();
            self.assert(&method.name(), &ledger, &by_country(&self.raw, &terms));
        }
    }

    fn assert(&self, what: &str, ledger: &Ledger, expected: &Figures) {
        assert_figures(what, &figures(ledger), expected, self.raw.tolerance());
    }
}

/// The nine terms as sums of the sixteen.
fn crosswalk(world: &World) -> Cells {
    let terms = wwz(world);
    let sums: [(&str, &[&str]); 9] = [
        ("KWW1", &["DVA_FIN"]),
        ("KWW2", &["DVA_INT", "DVA_INTrexI1"]),
        ("KWW3", &["DVA_INTrexF", "DVA_INTrexI2"]),
        ("KWW4", &["RDV_FIN", "RDV_FIN2"]),
        ("KWW5", &["RDV_INT"]),
        ("KWW6", &["DDC_FIN", "DDC_INT"]),
        ("KWW7", &["OVA_FIN", "MVA_FIN"]),
        ("KWW8", &["OVA_INT", "MVA_INT"]),
        ("KWW9", &["ODC", "MDC"]),
    ];
    let sums = sums.iter();
    sums.map(|(name, parts)| (*name, total_of(&terms, parts)))
        .collect()
}

/// The nine terms by their own equations.
fn nine(world: &World) -> Countries {
    let names = [
        "KWW1", "KWW2", "KWW3", "KWW4", "KWW5", "KWW6", "KWW7", "KWW8", "KWW9",
    ];
    let terms = kww(world).into_iter().zip(names);
    terms.map(|((_, values), name)| (name, values)).collect()
}

/// The world perimeter: domestic terms of the exporter's perimeter by country, foreign ones of its own.
fn world_perimeter(world: &World, approach: Approach) -> Countries {
    let (cells, foreign) = match approach {
        Approach::Source => (bm_source(world), bm_world_source_fva(world)),
        Approach::Sink => (bm_sink(world), bm_world_sink_fva(world)),
    };
    let domestic = cells.into_iter().take(7);
    let mut terms: Countries = domestic
        .map(|(name, cells)| (name, world.by_exporter(&cells)))
        .collect();
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

/// Miroudot-Ye under the exporter's border, FDC in one.
fn exporter_border(world: &World) -> Cells {
    let terms = miroudot_ye(world, Perimeter::Exporter);
    let mut cells: Cells = ["DVA", "DDC", "FVA"]
        .map(|name| (name, term(&terms, name).clone()))
        .into();
    cells.push(("FDC", total_of(&terms, &["FDC1", "FDC2"])));
    cells
}

/// Miroudot-Ye with all borders, where foreign value added is zero.
fn all_borders(world: &World) -> Cells {
    let terms = miroudot_ye(world, Perimeter::World);
    assert!(term(&terms, "FVA").iter().all(|value| value.abs() < 1e-9));
    ["DVA", "DDC", "FDC1", "FDC2"]
        .map(|name| (name, term(&terms, name).clone()))
        .into()
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn wang_wei_zhu_is_the_naive_one(shape in any_shape(MOST)) {
        Asked::new(&shape).assert_cells(WangWeiZhu, wwz);
    }

    #[test]
    fn koopman_wang_wei_is_the_naive_one(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        asked.assert_cells(KoopmanWangWei, crosswalk);
        asked.assert_countries(&KoopmanWangWei::default(), nine);
    }

    #[test]
    fn borin_mancini_by_source_is_the_naive_one(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        asked.assert_cells(|level| BorinMancini::Exporter(Approach::Source, level), bm_source);
    }

    #[test]
    fn borin_mancini_by_sink_is_the_naive_one(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        asked.assert_cells(|level| BorinMancini::Exporter(Approach::Sink, level), bm_sink);
    }

    #[test]
    fn the_world_perimeter_is_the_naive_one(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        for approach in [Approach::Source, Approach::Sink] {
            let naive = |world: &World| world_perimeter(world, approach);
            asked.assert_countries(&BorinMancini::World(approach), naive);
        }
    }

    #[test]
    fn absorption_by_the_importer_is_the_naive_one(shape in any_shape(MOST)) {
        Asked::new(&shape).assert_cells(AbsorbedByImporter, absorbed_by_importer);
    }

    #[test]
    fn miroudot_ye_is_the_naive_one(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        asked.assert_cells(MiroudotYe::Country, exporter_border);
        asked.assert_cells(MiroudotYe::World, all_borders);
    }

    #[test]
    fn standard_quantities_are_the_naive_ones(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        let world = asked.raw.world();
        for (approach, terms) in [
            (Approach::Source, bm_source(&world)),
            (Approach::Sink, bm_sink(&world)),
        ] {
            let sums = bm_sums(&terms);
            let direct = total_of(&terms, &["VAX1", "VAX2"]);
            for level in Level::ALL {
                let method = BorinMancini::Exporter(approach, level);
                let ledger = asked.model.decompose(&method).unwrap();
                let mut expected = sums.clone();
                expected.push(("DAVAX", direct.clone()));
                let found = ledger.combined(&STANDARD).unwrap();
                asked.assert("standard", &found, &at_level(&asked.raw, &expected, level));
                if approach == Approach::Source {
                    prop_assert!((&davax(&world) - &direct).iter().all(|gap| gap.abs() < 1e-9));
                    let chains = trade_in_chains(&sums, &direct);
                    let found = ledger.combined(&GVC).unwrap();
                    asked.assert("chains", &found, &at_level(&asked.raw, &chains, level));
                }
            }
        }
    }

    #[test]
    fn value_added_by_extraction_is_lost_without_all_exports(shape in any_shape(MOST)) {
        let asked = Asked::new(&shape);
        for (scope, world) in [
            (Scope::everything(), asked.raw.world()),
            (asked.jobs(), asked.raw.jobs_world()),
        ] {
            let ledger = asked.model.decompose_some(&LosTimmerDeVries, &scope).unwrap();
            let by_country = ledger.summed_over(&[
                leontief::account::ledger::Column::Sector,
                leontief::account::ledger::Column::Group,
            ]);
            let lost: Array1<f64> = all_exports(&world);
            let expected = self::by_country(&asked.raw, &[("DVA", lost)]);
            asked.assert("LTdV", &by_country, &expected);
        }
    }
}

/// What crosses more than one border, backward and forward.
fn trade_in_chains(sums: &Cells, direct: &Array2<f64>) -> Cells {
    let backward = total_of(sums, &["FC", "DDC"]);
    let forward = term(sums, "DVA") - direct;
    vec![
        ("GVC", &backward + &forward),
        ("GVCB", backward),
        ("GVCF", forward),
    ]
}
