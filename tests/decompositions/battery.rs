//! Every method at once.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Buyers, Extraction, Imports, IndustryImports,
    KoopmanWangWei, LosTimmerDeVries, Method, MiroudotYe, OwnFlow, Sellers, WangWeiZhu,
};
use leontief::account::{Ledger, Level, Scope};
use leontief::model::WorldModel;

use crate::compare::{Figures, assert_figures, figures};
use crate::own_flows::pairs_of;

/// Figures of methods by name.
pub type Results = Vec<(String, Figures)>;

/// Methods whose figures add up, at this level.
pub fn additive(model: &WorldModel, scope: &Scope, level: Level) -> Results {
    let of = |method: &dyn Method<Results = Ledger>| {
        let ledger = method.apply(model, scope).unwrap();
        (method.name(), figures(&ledger))
    };
    vec![
        of(&WangWeiZhu(level)),
        of(&KoopmanWangWei(level)),
        of(&BorinMancini::Exporter(Approach::Source, level)),
        of(&BorinMancini::Exporter(Approach::Sink, level)),
        of(&AbsorbedByImporter(level)),
        of(&MiroudotYe::Country(level)),
        of(&MiroudotYe::World(level)),
    ]
}

/// Methods that know no partner.
pub fn of_countries(model: &WorldModel, scope: &Scope) -> Results {
    let of = |method: &dyn Method<Results = Ledger>| {
        let ledger = method.apply(model, scope).unwrap();
        (method.name(), figures(&ledger))
    };
    vec![
        of(&BorinMancini::World(Approach::Source)),
        of(&BorinMancini::World(Approach::Sink)),
        of(&LosTimmerDeVries),
    ]
}

/// Imports by producer of origin.
pub fn imports(model: &WorldModel, scope: &Scope) -> (String, Figures) {
    let ledger = Imports.apply(model, scope).unwrap();
    (Imports.name(), figures(&ledger))
}

/// Imports of each industry.
pub fn industries(model: &WorldModel, scope: &Scope) -> (String, Figures) {
    let ledger = IndustryImports.apply(model, scope).unwrap();
    (IndustryImports.name(), figures(&ledger))
}

/// Flows of sellers that hold all clones of a producer, and of those that do not.
pub fn own_flows(model: &WorldModel, scope: &Scope, buyers: Buyers, single: bool) -> Results {
    let pairs = pairs_of(&model.table().sectors());
    let sellers = match single {
        true => vec![Sellers::Producers, Sellers::Groups],
        false => vec![
            Sellers::Country,
            Sellers::Sectors,
            Sellers::SectorGroups(pairs),
        ],
    };
    let apply = |sellers: Sellers| {
        let method = OwnFlow { sellers, buyers };
        let ledger = method.apply(model, scope).unwrap();
        (method.name(), figures(&ledger))
    };
    sellers.into_iter().map(apply).collect()
}

/// The loss of all exports of one country, the same in every order of countries.
pub fn extraction(model: &WorldModel, scope: &Scope) -> (String, Figures) {
    let country = model.producers().countries().codes().iter().min().unwrap();
    let method = Extraction::exports_of([country]);
    let ledger = method.apply(model, scope).unwrap();
    (method.name(), figures(&ledger))
}

/// Everything, for tables in which producers are the same.
pub fn everything(model: &WorldModel, scope: &Scope) -> Results {
    let mut all = additive(model, scope, Level::SectorBilateral);
    all.extend(of_countries(model, scope));
    all.push(imports(model, scope));
    all.push(industries(model, scope));
    for buyers in [Buyers::All, Buyers::Each] {
        for single in [true, false] {
            all.extend(own_flows(model, scope, buyers, single));
        }
    }
    all.push(extraction(model, scope));
    all
}

/// The same methods with the same figures.
#[track_caller]
pub fn assert_results(found: &Results, expected: &Results, tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for ((name, found), (_, expected)) in found.iter().zip(expected) {
        assert_figures(name, found, expected, tolerance);
    }
}
