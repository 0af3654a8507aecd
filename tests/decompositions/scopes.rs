//! Some exporters and importers are a selection from all of them.

use leontief::account::decompose::{
    Approach, BorinMancini, Buyers, Extraction, Imports, IndustryImports, LosTimmerDeVries, Method,
    OwnFlow, Sellers, WangWeiZhu,
};
use leontief::account::{Level, Scope};
use leontief::model::{Measure, WorldModel};
use proptest::prelude::*;

use crate::battery::{additive, assert_results};
use crate::common::random::Numbers;
use crate::compare::{Figures, assert_figures, figures};
use crate::numbers::Raw;
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

/// Some countries in any order, at least one with producers among the exporters.
struct Chosen {
    exporters: Vec<String>,
    importers: Vec<String>,
    jobs: bool,
}

impl Chosen {
    fn new(raw: &Raw, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let jobs = numbers.chance(0.3);
        let mut some = || {
            let order = numbers.permutation(raw.g());
            let count = 1 + (numbers.unit() * raw.g() as f64) as usize;
            let codes = order
                .into_iter()
                .take(count)
                .map(|s| raw.countries[s].clone());
            codes.collect::<Vec<String>>()
        };
        let (mut exporters, importers) = (some(), some());
        let producing = raw.producing();
        if !producing
            .iter()
            .any(|s| exporters.contains(&raw.countries[*s]))
        {
            exporters.push(raw.countries[producing[0]].clone());
        }
        Self {
            exporters,
            importers,
            jobs,
        }
    }

    fn all(&self, model: &WorldModel) -> Scope {
        match self.jobs {
            true => {
                Scope::everything().weights(model.weights(&Measure::extension("jobs")).unwrap())
            }
            false => Scope::everything(),
        }
    }

    fn scope(&self, model: &WorldModel) -> Scope {
        let all = self.all(model).exporters(self.exporters.clone());
        all.importers(self.importers.clone())
    }

    fn exports(&self, code: &Option<String>) -> bool {
        code.as_ref()
            .is_some_and(|code| self.exporters.contains(code))
    }

    fn imports(&self, code: &Option<String>) -> bool {
        code.as_ref()
            .is_some_and(|code| self.importers.contains(code))
    }

    /// Flows by sector and importer, added up to a level over the chosen exporters and importers.
    fn selected(&self, flows: &Figures, level: Level) -> Figures {
        let mut sums = Figures::new();
        let by_importer = matches!(level, Level::Bilateral | Level::SectorBilateral);
        for (key, value) in flows {
            let mut to = key.clone();
            if matches!(level, Level::Country | Level::Bilateral) {
                (to[1], to[2]) = (None, None);
            }
            let counted = self.imports(&key[3]);
            if !self.exports(&key[0]) || (by_importer && !counted) {
                continue;
            }
            if !by_importer {
                to[3] = None;
            }
            *sums.entry(to).or_insert(0.0) += if counted { *value } else { 0.0 };
        }
        sums
    }
}

fn kept(figures: Figures, keep: impl Fn(&crate::compare::Key) -> bool) -> Figures {
    figures.into_iter().filter(|(key, _)| keep(key)).collect()
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn decompositions_of_some_flows_are_selections(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let full = additive(&model, &chosen.all(&model), Level::SectorBilateral);
        for level in Level::ALL {
            let found = additive(&model, &chosen.scope(&model), level);
            let expected = full
                .iter()
                .map(|(name, flows)| (name.clone(), chosen.selected(flows, level)))
                .collect();
            assert_results(&found, &expected, raw.tolerance());
        }
    }

    #[test]
    fn figures_by_country_of_some_exporters_are_selections(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let (all, scope) = (chosen.all(&model), chosen.all(&model).exporters(chosen.exporters.clone()));
        let source = BorinMancini::World(Approach::Source);
        let sink = BorinMancini::World(Approach::Sink);
        let methods: [&dyn Method<Results = leontief::account::Ledger>; 3] =
            [&source, &sink, &LosTimmerDeVries];
        for method in methods {
            let found = figures(&method.apply(&model, &scope).unwrap());
            let full = figures(&method.apply(&model, &all).unwrap());
            let expected = kept(full, |key| chosen.exports(&key[0]));
            assert_figures(&method.name(), &found, &expected, raw.tolerance());
        }
    }

    #[test]
    fn imports_of_some_countries_are_selections(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let (all, scope) = (chosen.all(&model), chosen.scope(&model));
        let found = figures(&Imports.apply(&model, &scope).unwrap());
        let full = figures(&Imports.apply(&model, &all).unwrap());
        let expected = kept(full, |key| chosen.exports(&key[0]) && chosen.imports(&key[3]));
        assert_figures("imports", &found, &expected, raw.tolerance());
        let found = figures(&IndustryImports.apply(&model, &scope).unwrap());
        let full = figures(&IndustryImports.apply(&model, &all).unwrap());
        let expected = kept(full, |key| chosen.imports(&key[0]) && chosen.exports(&key[4]));
        assert_figures("industries", &found, &expected, raw.tolerance());
    }

    #[test]
    fn flows_cut_on_their_own_are_selections(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let all = chosen.all(&model);
        let by_exporter = all.clone().exporters(chosen.exporters.clone());
        for sellers in [Sellers::Country, Sellers::Groups, Sellers::Sectors, Sellers::Producers] {
            for (buyers, scope) in [(Buyers::Each, chosen.scope(&model)), (Buyers::All, by_exporter.clone())] {
                let sellers = sellers.clone();
                let method = OwnFlow { sellers, buyers };
                let found = figures(&method.apply(&model, &scope).unwrap());
                let full = figures(&method.apply(&model, &all).unwrap());
                let each = buyers == Buyers::Each;
                let expected = kept(full, |key| {
                    chosen.exports(&key[0]) && (!each || chosen.imports(&key[3]))
                });
                assert_figures(&method.name(), &found, &expected, raw.tolerance());
            }
        }
    }

    #[test]
    fn losses_of_some_countries_are_selections(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let extraction = Extraction::exports_of(["C1"]);
        let found = figures(&extraction.apply(&model, &chosen.scope(&model)).unwrap());
        let full = figures(&extraction.apply(&model, &chosen.all(&model)).unwrap());
        let expected = kept(full, |key| chosen.exports(&key[4]));
        assert_figures("losses", &found, &expected, raw.tolerance());
    }

    #[test]
    fn a_ledger_stands_in_the_order_that_was_asked_for(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let chosen = Chosen::new(&raw, seed);
        let terms = model.decompose_some(&WangWeiZhu(Level::Bilateral), &chosen.scope(&model)).unwrap();
        let producing = raw.producing();
        let exporters = chosen.exporters.iter().filter(|code| {
            producing.iter().any(|s| raw.countries[*s] == **code)
        });
        let exporters: Vec<&str> = exporters.map(String::as_str).collect();
        prop_assert_eq!(terms.labels(leontief::account::ledger::Column::Exporter), exporters);
        let importers: Vec<&str> = chosen.importers.iter().map(String::as_str).collect();
        prop_assert_eq!(terms.labels(leontief::account::ledger::Column::Importer), importers);
    }
}
