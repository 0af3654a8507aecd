//! Output that no recorded use explains, if nobody absorbs it. What else it may be, use at home, is what all other tests assume.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, KoopmanWangWei, LosTimmerDeVries, Method,
    MiroudotYe, OwnFlow, WangWeiZhu,
};
use leontief::account::{Ledger, Level};
use leontief::model::{Unallocated, WorldModel, WorldOptions};
use ndarray::Array1;
use proptest::prelude::*;

use crate::compare::{assert_figures, at_level, by_country, figures, with_other};
use crate::naive::bm::{bm_sink, bm_source, vaxim};
use crate::naive::extraction::all_exports;
use crate::naive::perimeters::{Perimeter, miroudot_ye, own_flow};
use crate::naive::wwz_kww::wwz;
use crate::naive::{Cells, World, cells, others, sum, term, total_of};
use crate::numbers::Raw;
use crate::tables::{Shape, any_shape, cases};

const MOST: usize = 12;

/// A table with a model that leaves unrecorded uses out.
struct Ignoring {
    raw: Raw,
    world: World,
    /// Output without a recorded use.
    missing: Array1<f64>,
    model: WorldModel,
}

impl Ignoring {
    fn new(shape: &Shape) -> Self {
        let raw = shape.rounded().raw();
        let options = WorldOptions::default().unallocated(Unallocated::Ignored);
        Self {
            model: raw.table().model_with(options).unwrap(),
            world: raw.published(),
            missing: &raw.x - &raw.uses(),
            raw,
        }
    }

    fn missing_in(&self, s: usize) -> Array1<f64> {
        self.world.part(&self.missing, s)
    }

    /// A_sr times output of r for all that is missing, without the exports of s if they are cut, times two rows of s.
    fn passed_on(
        &self,
        rows: impl Fn(usize) -> [Array1<f64>; 2],
        cut: bool,
    ) -> [ndarray::Array2<f64>; 2] {
        let m = self.world.blocks();
        let terms = cells(&self.world, ["domestic", "foreign"], |s, r| {
            let induced = sum(
                m.size(r),
                (0..m.g()).map(|k| {
                    let inverse = match cut {
                        true => self.world.block(&self.world.without_exports_of(s), r, k),
                        false => m.b[r][k].clone(),
                    };
                    inverse.dot(&self.missing_in(k))
                }),
            );
            rows(s).map(|row| row * &m.a[s][r].dot(&induced))
        });
        let mut terms = terms.into_iter().map(|(_, cells)| cells);
        [terms.next().unwrap(), terms.next().unwrap()]
    }

    fn assert<M: Method<Results = Ledger>>(&self, method: impl Fn(Level) -> M, naive: Cells) {
        let expected = with_other(&self.raw, naive);
        for level in Level::ALL {
            let method = method(level);
            let found = figures(&self.model.decompose(&method).unwrap());
            let expected = at_level(&self.raw, &expected, level);
            assert_figures(&method.name(), &found, &expected, self.raw.tolerance());
        }
    }

    /// The sixteen terms: what is missing counts as absorbed in third countries, and as passed on there.
    fn sixteen(&self) -> Cells {
        let (m, mut terms) = (self.world.blocks(), wwz(&self.world));
        let local = |s: usize| [m.local(s), m.local(s)];
        let [absorbed, _] = self.passed_on(local, false);
        let again = cells(&self.world, ["ODC", "MDC"], |s, r| {
            let sold = m.a[s][r].dot(&m.l[r].dot(&self.missing_in(r)));
            let third = others(m.g(), &[s, r]).into_iter();
            let other = sum(m.size(s), third.map(|t| m.content(t, s)));
            [other * &sold, m.content(r, s) * &sold]
        });
        for (name, cells) in &mut terms {
            match *name {
                "DVA_INTrexI2" => *cells += &absorbed,
                "ODC" | "MDC" => *cells += term(&again, name),
                _ => {}
            }
        }
        terms
    }

    /// Twelve terms with what is missing in the two that hold what the importer passes on as inputs.
    fn twelve(&self, mut terms: Cells, extra: [ndarray::Array2<f64>; 2]) -> Cells {
        let [domestic, foreign] = extra;
        for (name, cells) in &mut terms {
            match *name {
                "VAX4" => *cells += &domestic,
                "FVA4" => *cells += &foreign,
                _ => {}
            }
        }
        terms
    }

    fn source(&self) -> Cells {
        let m = self.world.blocks();
        let foreign = |s: usize| {
            let cut = self.world.without_exports_of(s);
            let origins = others(m.g(), &[s]).into_iter();
            sum(
                m.size(s),
                origins.map(|t| m.w[t].dot(&self.world.block(&cut, t, s))),
            )
        };
        let extra = self.passed_on(|s| [m.local(s), foreign(s)], false);
        self.twelve(bm_source(&self.world), extra)
    }

    fn sink(&self) -> Cells {
        let m = self.world.blocks();
        let extra = self.passed_on(|s| [m.content(s, s), m.foreign(s)], true);
        self.twelve(bm_sink(&self.world), extra)
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn uses_that_nobody_recorded_count_as_absorbed_in_third_countries(shape in any_shape(MOST)) {
        let ignoring = Ignoring::new(&shape);
        let sixteen = ignoring.sixteen();
        ignoring.assert(WangWeiZhu, sixteen.clone());
        let nine = [
            ("KWW1", &["DVA_FIN"][..]),
            ("KWW2", &["DVA_INT", "DVA_INTrexI1"]),
            ("KWW3", &["DVA_INTrexF", "DVA_INTrexI2"]),
            ("KWW4", &["RDV_FIN", "RDV_FIN2"]),
            ("KWW5", &["RDV_INT"]),
            ("KWW6", &["DDC_FIN", "DDC_INT"]),
            ("KWW7", &["OVA_FIN", "MVA_FIN"]),
            ("KWW8", &["OVA_INT", "MVA_INT"]),
            ("KWW9", &["ODC", "MDC"]),
        ];
        let nine = nine.map(|(name, parts)| (name, total_of(&sixteen, parts)));
        ignoring.assert(KoopmanWangWei, nine.into());
    }

    #[test]
    fn the_exporters_perimeter_holds_them_in_what_importers_pass_on(shape in any_shape(MOST)) {
        let ignoring = Ignoring::new(&shape);
        let (source, sink) = (ignoring.source(), ignoring.sink());
        ignoring.assert(|level| BorinMancini::Exporter(Approach::Source, level), source);
        let elsewhere = total_of(&sink, &["VAX1", "VAX2", "VAX3", "VAX4"]) - vaxim(&ignoring.world);
        let absorbed = vec![
            ("VAXIM", vaxim(&ignoring.world)),
            ("VAXOTH", elsewhere),
            ("REF", total_of(&sink, &["REF1", "REF2"])),
            ("DDC", term(&sink, "DDC").clone()),
            ("FVA", total_of(&sink, &["FVA1", "FVA2", "FVA3", "FVA4"])),
            ("FDC", term(&sink, "FDC").clone()),
        ];
        ignoring.assert(|level| BorinMancini::Exporter(Approach::Sink, level), sink);
        ignoring.assert(AbsorbedByImporter, absorbed);
    }

    #[test]
    fn methods_that_ask_for_exports_only_do_not_see_them(shape in any_shape(MOST)) {
        let ignoring = Ignoring::new(&shape);
        let (raw, world) = (&ignoring.raw, &ignoring.world);
        let borders = miroudot_ye(world, Perimeter::World);
        let borders = borders.into_iter().filter(|(name, _)| *name != "FVA");
        ignoring.assert(MiroudotYe::World, borders.collect());
        let terms = ignoring.model.decompose(&LosTimmerDeVries).unwrap();
        let terms = terms.summed_over(&[
            leontief::account::ledger::Column::Group,
            leontief::account::ledger::Column::Sector,
        ]);
        let expected = by_country(raw, &[("DVA", all_exports(&raw.world()))]);
        assert_figures("LTdV", &figures(&terms), &expected, raw.tolerance());
    }

    #[test]
    fn flows_cut_on_their_own_add_up_with_them(shape in any_shape(MOST)) {
        let ignoring = Ignoring::new(&shape);
        let (raw, world) = (&ignoring.raw, &ignoring.world);
        let found = figures(&ignoring.model.decompose(&OwnFlow::bilateral()).unwrap());
        let naive = own_flow(world, Perimeter::Bilateral);
        let naive = naive.into_iter().filter(|(name, _)| !["VAX4", "FVA4"].contains(name));
        let expected = at_level(raw, &naive.collect::<Cells>(), Level::Bilateral);
        let others = found.iter().filter(|(key, _)| expected.contains_key(*key));
        let others = others.map(|(key, value)| (key.clone(), *value)).collect();
        assert_figures("own flows", &others, &expected, raw.tolerance());
    }

    #[test]
    fn notes_say_what_is_missing(shape in any_shape(MOST)) {
        let raw = shape.rounded().raw();
        let table = raw.table();
        for (answer, words) in [
            (Unallocated::AtHome, "counts as final use at home"),
            (Unallocated::Ignored, "nobody absorbs the difference"),
        ] {
            let options = WorldOptions::default().unallocated(answer);
            let terms = table.model_with(options).unwrap().decompose(&WangWeiZhu::default());
            let notes = terms.unwrap().about().notes.join(" ");
            prop_assert!(notes.contains(words), "{}", notes);
        }
        let exact = shape.exact().raw().table().model().unwrap();
        let terms = exact.decompose(&WangWeiZhu::default()).unwrap();
        prop_assert!(terms.about().notes.is_empty());
    }
}
