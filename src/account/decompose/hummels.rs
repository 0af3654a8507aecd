//! Hummels, Ishii, Yi: vertical specialisation.
//!
//! Questions answered: how much of its exports does a country import first (VS, [`VerticalSpecialisation`]), and how much of what it
//! exports do others export again (VS1, [`InExportsOfOthers`])?
//!
//! Source: Hummels, Ishii, Yi (2001), "The Nature and Growth of Vertical Specialization in World Trade", Journal of International
//! Economics 54(1), 75-96, section 2. DOI 10.1016/S0022-1996(00)00093-3.
//!
//! Two tables give two figures, under two names:
//! - the national table: imported inputs that exports call forth at home, `VS = u'A^M_s L_ss ∘ E_sr` with A^M_s = Σ_{t≠s} A_ts by product.
//!   That is the paper's measure. Imports count at their price, own value added that returns in them included.
//! - the world table: foreign content `VS = φ_s ∘ E_sr`, without own value added that returns.
//!
//! VS1 is `W_sr E_r*`, content of s in the exports of r; by producer of s where it arises `V_s ∘ (B bd(E_r*))_s`. The paper had it for few
//! pairs of countries; in a world table it is exact.
//!
//! With other weights than value added, imported inputs count by their content: `Σ_{t≠s} (u'W)_t A_ts L_ss`.
//!
//! # Computation
//! W by solves; local inverses for the national table; G more right-hand sides for VS1 by sector.
//!
//! # Identities (tested)
//! Where value added is what output leaves after inputs, the national VS is exports less V_s L_ss E_s*, that is, Borin and
//! Mancini's FC + DDC by source, and the world VS is their FC. The sum of VS1 over all countries is that of world VS.

use ndarray::{Array1, Array2, Array4, Axis as Dimension, Slice};

use super::method::Method;
use super::plan::{Plan, ratios, single, turned, within};
use crate::account::ledger::{Apart, Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::WorldModel;

/// Vertical specialisation of the national table, and of the world table.
pub const TERMS: [Term; 2] = [
    Term::new(
        "VS",
        "imported inputs in exports, by the national table",
        "u'A^M_s L_ss ∘ E_sr",
    ),
    Term::new("VS", "foreign content of exports", "φ_s ∘ E_sr"),
];

/// The same over exports.
pub const SHARE_TERMS: [Term; 2] = [
    Term::new(
        "VS_SHARE",
        "imported inputs in exports over exports, by the national table",
        "u'A^M_s L_ss ∘ E_sr / E_sr",
    ),
    Term::new(
        "VS_SHARE",
        "foreign content of exports over exports",
        "φ_s ∘ E_sr / E_sr",
    ),
];

/// What others export.
pub const VS1_TERMS: [Term; 1] = [Term::new(
    "VS1",
    "content of the country in the exports of another",
    "V_s ∘ (B bd(E_r*))_s, r ≠ s",
)];

/// Whose table says what is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vertical {
    /// The country's own: inputs it imports, at their price.
    National,
    /// The world's: value added abroad.
    World,
}

impl Vertical {
    const fn at(self) -> usize {
        match self {
            Self::National => 0,
            Self::World => 1,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::National => "imported inputs by the national table",
            Self::World => "foreign content by the world table",
        }
    }
}

/// Imports in exports (VS), by exporter, exporting sector and importer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerticalSpecialisation(pub Vertical, pub Level);

impl Method for VerticalSpecialisation {
    type Results = Ledger;

    fn name(&self) -> String {
        format!("Hummels-Ishii-Yi (2001), VS, {}", self.0.words())
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Plan::new(model, scope)?;
        let values = specialisation(&plan, scope, self.0, self.1)?;
        let terms = vec![TERMS[self.0.at()]];
        let mut parts = plan.parts(self.name(), self.1, terms, values);
        say_what_is_measured(&mut parts.about.measure, scope, self.0);
        Ledger::new(parts)
    }
}

/// Imports in exports over exports (the paper's VS share).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerticalSpecialisationShare(pub Vertical, pub Level);

impl Method for VerticalSpecialisationShare {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        format!("Hummels-Ishii-Yi (2001), VS share, {}", self.0.words())
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let plan = Plan::new(model, scope)?;
        let part = specialisation(&plan, scope, self.0, self.1)?;
        let exports = model.exports();
        let whole = plan.gathered(self.1, (1, 1), |s| {
            Ok(single(turned(&exports, plan.range(s), &plan.importers)))
        })?;
        let (values, undefined) = ratios(&part, &whole);
        let terms = vec![SHARE_TERMS[self.0.at()]];
        let mut parts = plan.parts(self.name(), self.1, terms, values);
        say_what_is_measured(&mut parts.about.measure, scope, self.0);
        parts.about.unit = plan.per_gross();
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// VS at a level, one × one × importer × seller.
fn specialisation(
    plan: &Plan<'_>,
    scope: &Scope,
    vertical: Vertical,
    level: Level,
) -> Result<Array4<f64>> {
    let exports = plan.model.exports();
    let imported = match vertical {
        Vertical::World => Vec::new(),
        // at their price, unless something else than value added is asked for
        Vertical::National if scope.weights.is_none() => {
            plan.imported(Array1::ones(exports.nrows()).view())?
        }
        Vertical::National => plan.imported(plan.content.all.view())?,
    };
    plan.gathered(level, (1, 1), |s| {
        let exports = turned(&exports, plan.range(s), &plan.importers);
        let row = match vertical {
            Vertical::National => imported[s].view(),
            Vertical::World => plan.foreign(s),
        };
        Ok(single(&exports * &row))
    })
}

fn say_what_is_measured(measure: &mut String, scope: &Scope, vertical: Vertical) {
    if vertical == Vertical::National && scope.weights.is_none() {
        "imported inputs at their price".clone_into(measure);
    }
}

/// What others export of a country's content (VS1): the importers of the ledger and of the scope are the countries whose exports contain
/// it; sectors are those of the country where it arises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InExportsOfOthers(pub Level);

impl Method for InExportsOfOthers {
    type Results = Ledger;

    fn name(&self) -> String {
        "Hummels-Ishii-Yi (2001), VS1, content in the exports of others by the world table"
            .to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Plan::new(model, scope)?;
        let exports = model.exports().sum_axis(Dimension(1));
        let induced = match self.0.by_sector() {
            true => Some(induced(model, &exports)?),
            false => None,
        };
        let values = plan.gathered(self.0, (1, 1), |s| {
            let range = plan.range(s);
            let mut cells = match &induced {
                Some(output) => turned(output, range, &plan.importers) * plan.rates(s),
                // by country the rows W say it all
                None => Array2::from_shape_fn((plan.importers.len(), 1), |(k, _)| {
                    let r = plan.importers[k];
                    let exports = within(exports.view(), plan.range(r));
                    plan.content_from(s, r).dot(&exports)
                }),
            };
            for (k, _) in plan.importers.iter().enumerate().filter(|(_, r)| **r == s) {
                cells.row_mut(k).fill(0.0);
            }
            Ok(single(cells))
        })?;
        Ledger::new(plan.parts(self.name(), self.0, VS1_TERMS.to_vec(), values))
    }
}

/// B bd(E_r*): output everywhere that the exports of each country call forth, n × G.
pub(super) fn induced(model: &WorldModel, exports: &Array1<f64>) -> Result<Array2<f64>> {
    let ranges = model.ranges();
    let mut rhs = Array2::zeros((exports.len(), ranges.len()));
    for (r, range) in ranges.iter().enumerate() {
        rhs.slice_axis_mut(Dimension(0), Slice::from(range.clone()))
            .column_mut(r)
            .assign(&within(exports.view(), range));
    }
    model.solve_many(rhs.view())
}
