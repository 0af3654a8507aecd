//! What must hold between results where nothing in a table or in its owners' income is negative, and between methods in general.

use leontief::account::decompose::borin_mancini::STANDARD;
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, ContentByOrigin, JohnsonNoguera, KoopmanWangWei,
    LosTimmerDeVries, Method, MiroudotYe, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::ledger::{Column, Term};
use leontief::account::{Ledger, Level, Scope};
use leontief::model::WorldModel;
use proptest::prelude::*;

use crate::compare::figures;
use crate::owned::{Owned, any_ownership};
use crate::read::near;
use crate::tables::{any_shape, cases};

const MOST: usize = 12;

fn by_owner<M: Method<Results = Ledger>>(model: &WorldModel, method: &M) -> Ledger {
    let ledger = model.decompose_by_owner(method, &Scope::everything(), &Owners::all());
    ledger.unwrap()
}

fn standard(model: &WorldModel, approach: Approach) -> Ledger {
    let method = BorinMancini::Exporter(approach, Level::Country);
    by_owner(model, &method).combined(&STANDARD).unwrap()
}

/// A figure of an owner and an exporter, over everything else.
fn of(ledger: &Ledger, owner: &str, exporter: &str, term: &str) -> f64 {
    let rows = ledger.rows().filter(|row| {
        row.owner == Some(owner) && row.exporter == Some(exporter) && row.term == term
    });
    rows.map(|row| row.value).sum()
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn where_nothing_is_negative_no_term_of_any_owner_is(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape.non_negative(), &ownership);
        prop_assume!(owned.is_non_negative());
        let model = owned.model();
        let level = Level::SectorBilateral;
        let ledgers = [
            by_owner(&model, &WangWeiZhu(level)),
            by_owner(&model, &KoopmanWangWei(level)),
            by_owner(&model, &BorinMancini::Exporter(Approach::Source, level)),
            by_owner(&model, &BorinMancini::Exporter(Approach::Sink, level)),
            by_owner(&model, &BorinMancini::World(Approach::Source)),
            by_owner(&model, &BorinMancini::World(Approach::Sink)),
            by_owner(&model, &AbsorbedByImporter(level)),
            by_owner(&model, &MiroudotYe::Country(level)),
            by_owner(&model, &MiroudotYe::World(level)),
            by_owner(&model, &ContentByOrigin(level)),
            by_owner(&model, &JohnsonNoguera(level)),
            model.income_in_exports(level).unwrap(),
            model.global_income().unwrap().by_host().unwrap(),
        ];
        for ledger in ledgers {
            for row in ledger.rows() {
                prop_assert!(row.value >= -owned.raw.tolerance(), "{}: {row:?}", ledger.about().method);
            }
        }
    }

    #[test]
    fn each_owners_income_absorbed_abroad_is_at_most_that_in_exports_at_most_their_domestic_content(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        // VAX ≤ DVA ≤ DC ≤ E by owner
        let owned = Owned::new(&shape.non_negative(), &ownership);
        prop_assume!(owned.is_non_negative());
        let (model, tolerance) = (owned.model(), owned.raw.tolerance());
        let source = standard(&model, Approach::Source);
        let vax = by_owner(&model, &JohnsonNoguera(Level::Country));
        let flows = owned.raw.world().flows();
        for owner in &owned.owners {
            for s in owned.raw.producing() {
                let country = owned.raw.countries[s].as_str();
                let part = |term: &str| of(&source, owner, country, term);
                let absorbed = of(&vax, owner, country, "VAX");
                let exports: f64 = owned.raw.ranges[s].clone().map(|i| flows.column(i).sum()).sum();
                let (dva, dc) = (part("DVA"), part("DVA") + part("DDC"));
                prop_assert!(absorbed <= dva + tolerance, "{absorbed} {dva}");
                prop_assert!(dva <= dc + tolerance, "{dva} {dc}");
                prop_assert!(dc <= exports + tolerance, "{dc} {exports}");
                // what is not absorbed abroad comes home
                prop_assert!(near(absorbed, part("VAX"), tolerance));
                prop_assert!(near(dva - absorbed, part("REF"), tolerance));
            }
        }
    }

    #[test]
    fn by_country_domestic_income_of_every_owner_is_the_same_by_source_by_sink_and_by_extraction(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (model, tolerance) = (owned.model(), owned.raw.tolerance());
        let [source, sink] = [Approach::Source, Approach::Sink].map(|a| standard(&model, a));
        let lost = by_owner(&model, &LosTimmerDeVries);
        let in_exports = model.income_in_exports(Level::Country).unwrap();
        for owner in &owned.owners {
            for s in owned.raw.producing() {
                let country = owned.raw.countries[s].as_str();
                let dva = of(&source, owner, country, "DVA");
                prop_assert!(near(of(&lost, owner, country, "DVA"), dva, tolerance));
                prop_assert!(near(of(&in_exports, owner, country, "INCOME"), dva, tolerance));
                for term in ["DVA", "DDC", "FVA", "FDC"] {
                    let [source, sink] = [&source, &sink].map(|ledger| of(ledger, owner, country, term));
                    prop_assert!(near(source, sink, tolerance), "{term}");
                }
            }
        }
    }

    #[test]
    fn foreign_income_counted_once_is_at_least_that_of_koopman_wang_and_wei(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape.non_negative(), &ownership);
        prop_assume!(owned.is_non_negative());
        let (model, tolerance) = (owned.model(), owned.raw.tolerance());
        let source = standard(&model, Approach::Source);
        let nine = by_owner(&model, &KoopmanWangWei(Level::Country));
        for owner in &owned.owners {
            for s in owned.raw.producing() {
                let country = owned.raw.countries[s].as_str();
                let part = |term: &str| of(&nine, owner, country, term);
                let borin_mancini = of(&source, owner, country, "FVA");
                prop_assert!(borin_mancini + tolerance >= part("KWW7") + part("KWW8"));
                // and all foreign content is the same
                let foreign = borin_mancini + of(&source, owner, country, "FDC");
                let all = part("KWW7") + part("KWW8") + part("KWW9");
                prop_assert!(near(foreign, all, tolerance));
            }
        }
    }

    #[test]
    fn income_in_exports_is_domestic_income_of_borin_mancini_by_source_at_every_level(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let parts: (Term, &[&str]) = (
            Term::new("INCOME", "", ""),
            &["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"],
        );
        for level in Level::ALL {
            let method = BorinMancini::Exporter(Approach::Source, level);
            let terms = by_owner(&model, &method).combined(&[parts]).unwrap();
            let found = model.income_in_exports(level).unwrap();
            for owner in &owned.owners {
                let [found, expected] = [&found, &terms].map(|ledger| figures(&ledger.owner(owner).unwrap()));
                crate::compare::assert_figures(owner, &found, &expected, owned.raw.tolerance());
            }
        }
    }

    #[test]
    fn the_contents_by_origin_of_an_owner_are_its_income_in_all_exports(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        // Σ_t W_ts E of an owner = Ω_o v B E
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let origins = by_owner(&model, &ContentByOrigin(Level::Country));
        let flows = owned.raw.world().flows();
        for (o, owner) in owned.owners.iter().enumerate() {
            let rates = owned.world(o).total_content();
            for s in owned.raw.producing() {
                let range = owned.raw.ranges[s].clone();
                let expected: f64 = range.map(|i| rates[i] * flows.column(i).sum()).sum();
                let found = of(&origins, owner, &owned.raw.countries[s], "CONTENT");
                prop_assert!(near(found, expected, owned.raw.tolerance()));
            }
        }
    }

    #[test]
    fn idle_producers_earn_nothing_for_anybody(shape in any_shape(MOST), ownership in any_ownership()) {
        let mut shape = shape;
        shape.features.idle = true;
        let owned = Owned::new(&shape, &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let (b, ratios) = (model.inverse().unwrap().to_owned(), model.income_ratios(Level::Sector).unwrap());
        let terms = by_owner(&model, &WangWeiZhu(Level::Sector));
        for i in (0..raw.n()).filter(|i| raw.x[*i] == 0.0) {
            for j in 0..raw.n() {
                let unit = f64::from(u8::from(i == j));
                prop_assert_eq!([b[[i, j]], b[[j, i]]], [unit, unit]);
            }
            let producer = &raw.producers[i];
            let is_it = |row: &leontief::account::ledger::Row<'_>| {
                row.exporter == Some(&producer.country)
                    && row.group == producer.group.as_deref()
                    && row.sector == Some(&producer.sector)
            };
            prop_assert!(!ratios.rows().any(|row| is_it(&row)));
            let own: Vec<f64> = terms.rows().filter(is_it).map(|row| row.value).collect();
            prop_assert!(own.len() == 16 * owned.owners.len() && own.iter().all(|value| *value == 0.0));
            for owner in &owned.owners {
                let income = model.income_by_producer(owner).unwrap();
                prop_assert!(income.rows().filter(is_it).all(|row| row.value == 0.0));
            }
        }
        let all = [model.global_income().unwrap().by_host().unwrap(), terms];
        prop_assert!(all.iter().flat_map(Ledger::rows).all(|row| row.value.is_finite()));
        prop_assert!(!all[1].labels(Column::Owner).is_empty());
    }
}
