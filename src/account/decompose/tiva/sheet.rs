//! Amounts of all countries with all partners, as producer × country arrays seen from one side or the other.

use std::ops::Range;
use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension, Slice};

use super::amount::{AbsorbedAmount, IndustryOf, OwnAmount, TradeAmount};
use crate::account::decompose::hummels;
use crate::account::decompose::plan::{Plan, within};
use crate::error::Result;
use crate::model::{Absorption, WorldModel};

/// Figures of a country c with a partner p: those of its own producers toward p, those of the producers of p toward c, or both. Entry
/// [j, r] is the figure of producer j toward country r.
#[derive(Default)]
pub(super) struct Sheet {
    own: Option<Array2<f64>>,
    abroad: Option<Array2<f64>>,
    /// Whether a country is its own partner.
    home: bool,
}

impl Sheet {
    fn own(figures: Array2<f64>) -> Self {
        Self {
            own: Some(figures),
            ..Self::default()
        }
    }

    fn abroad(figures: Array2<f64>) -> Self {
        Self {
            abroad: Some(figures),
            ..Self::default()
        }
    }

    /// What a country has less what its partner has.
    fn balance(figures: Array2<f64>) -> Self {
        Self {
            abroad: Some(-&figures),
            own: Some(figures),
            home: false,
        }
    }

    /// Whether it has figures by industry of partners.
    pub(super) fn looks_abroad(&self) -> bool {
        self.abroad.is_some()
    }

    /// Figures of c, partner × industry.
    pub(super) fn of(&self, c: usize, industries: &Industries<'_>) -> Array2<f64> {
        let countries = industries.ranges.len();
        let mut figures = Array2::zeros((countries, industries.codes.len()));
        let partners = (0..countries).filter(|&p| self.home || p != c);
        for p in partners {
            let mut add = |j: usize, value: f64| figures[[p, industries.of[j]]] += value;
            if let Some(own) = &self.own {
                industries.ranges[c]
                    .clone()
                    .for_each(|j| add(j, own[[j, p]]));
            }
            if let Some(abroad) = &self.abroad {
                industries.ranges[p]
                    .clone()
                    .for_each(|j| add(j, abroad[[j, c]]));
            }
        }
        figures
    }
}

/// Industries by code, the same for all countries: groups of producers are added up.
pub(super) struct Industries<'a> {
    pub(super) ranges: &'a [Range<usize>],
    pub(super) codes: Vec<String>,
    /// The industry of every producer.
    pub(super) of: Vec<usize>,
}

impl<'a> Industries<'a> {
    pub(super) fn new(model: &'a WorldModel) -> Self {
        let codes = model.table().sectors().codes().to_vec();
        let positions = codes.iter().enumerate().map(|(k, code)| (code.as_str(), k));
        let known: std::collections::HashMap<&str, usize> = positions.collect();
        let producers = model.producers();
        let of = producers
            .positions()
            .map(|at| known[producers.key(at).sector]);
        Self {
            of: of.collect(),
            ranges: model.ranges(),
            codes,
        }
    }

    /// Figures by producer of c, by industry.
    pub(super) fn sums(&self, c: usize, figures: ArrayView1<'_, f64>) -> Array1<f64> {
        let mut sums = Array1::zeros(self.codes.len());
        for j in self.ranges[c].clone() {
            sums[self.of[j]] += figures[j];
        }
        sums
    }
}

/// What sheets are made of.
pub(super) struct Sources<'a> {
    pub(super) plan: &'a Plan<'a>,
    absorption: Arc<Absorption>,
    exports: Arc<Array2<f64>>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(plan: &'a Plan<'a>) -> Result<Self> {
        Ok(Self {
            absorption: plan.model.absorption()?,
            exports: plan.model.exports(),
            plan,
        })
    }

    pub(super) fn trade(&self, amount: TradeAmount) -> Result<Sheet> {
        let content = &self.plan.content;
        Ok(match amount {
            TradeAmount::Exgr => Sheet::own(Array2::clone(&self.exports)),
            TradeAmount::ExgrInt => Sheet::own(self.inputs()),
            TradeAmount::ExgrFnl => Sheet::own(self.finals()),
            TradeAmount::Imgr => Sheet::abroad(Array2::clone(&self.exports)),
            TradeAmount::ImgrInt => Sheet::abroad(self.inputs()),
            TradeAmount::ImgrFnl => Sheet::abroad(self.finals()),
            TradeAmount::Balgr => Sheet::balance(Array2::clone(&self.exports)),
            TradeAmount::ExgrDva => Sheet::own(by_row(&self.exports, &content.own)),
            TradeAmount::ExgrIntdva => Sheet::own(by_row(&self.inputs(), &content.own)),
            TradeAmount::ExgrFnldva => Sheet::own(by_row(&self.finals(), &content.own)),
            TradeAmount::ExgrFva => Sheet::own(by_row(&self.exports, &content.foreign)),
            TradeAmount::ExgrDdc => Sheet::own(by_row(&self.exports, &self.direct()?)),
            TradeAmount::ExgrIdc => {
                let suppliers = self.local()? - self.direct()?;
                Sheet::own(by_row(&self.exports, &suppliers))
            }
            TradeAmount::ExgrRim => {
                let returned = &content.own - &self.local()?;
                Sheet::own(by_row(&self.exports, &returned))
            }
            TradeAmount::ImgrDva => Sheet::abroad(&*self.exports * &content.by_origin.t()),
            TradeAmount::Reii => Sheet::abroad(self.embodied_imports()?),
            TradeAmount::Dexfva => Sheet::own(self.content_of_all_exports()),
            TradeAmount::Fexdva(IndustryOf::Exporting) => {
                Sheet::abroad(self.content_of_all_exports())
            }
            TradeAmount::Fexdva(IndustryOf::Origin) => {
                let induced = hummels::induced(self.plan.model, &self.absorption.all_exports)?;
                Sheet::own(by_row(&induced, &content.rates))
            }
            TradeAmount::FfdDva => Sheet::own(by_row(&self.absorption.by, &content.rates)),
            TradeAmount::DfdFva => Sheet::abroad(by_row(&self.absorption.by, &content.rates)),
            TradeAmount::Balvafd => Sheet::balance(by_row(&self.absorption.by, &content.rates)),
        })
    }

    pub(super) fn absorbed(&self, amount: &AbsorbedAmount) -> Result<Sheet> {
        let model = self.plan.model;
        let rates = &self.plan.content.rates;
        let figures = match amount.categories() {
            None => by_row(&self.absorption.by, rates),
            Some(codes) => {
                let used = model.table().absorption_of(&codes)?;
                by_row(&model.solve_many(used.view())?, rates)
            }
        };
        Ok(Sheet {
            home: true,
            ..Sheet::abroad(figures)
        })
    }

    /// By producer.
    pub(super) fn of_itself(&self, amount: OwnAmount) -> Array1<f64> {
        let rates = &self.plan.content.rates;
        let model = self.plan.model;
        match amount {
            OwnAmount::Prod => model.table().output().to_owned(),
            OwnAmount::Valu => rates * &model.table().output(),
            OwnAmount::DxdDva => {
                let mut home = rates.clone();
                for (c, range) in model.ranges().iter().enumerate() {
                    for j in range.clone() {
                        home[j] *= self.absorption.by[[j, c]];
                    }
                }
                home
            }
        }
    }

    /// All exports of every country.
    pub(super) fn exports_by_country(&self) -> Vec<f64> {
        let exports = self.absorption.all_exports.view();
        let ranges = self.plan.model.ranges().iter();
        ranges.map(|range| within(exports, range).sum()).collect()
    }

    /// Y_cp without home.
    fn finals(&self) -> Array2<f64> {
        let mut finals = self.absorption.y.clone();
        self.clear_home(&mut finals);
        finals
    }

    /// A_cp X_p without home.
    fn inputs(&self) -> Array2<f64> {
        let mut inputs = &*self.exports - &self.absorption.y;
        self.clear_home(&mut inputs);
        inputs
    }

    fn clear_home(&self, figures: &mut Array2<f64>) {
        for (c, range) in self.plan.model.ranges().iter().enumerate() {
            for j in range.clone() {
                figures[[j, c]] = 0.0;
            }
        }
    }

    /// V_i (L_cc)_ii of every producer.
    fn direct(&self) -> Result<Array1<f64>> {
        let locals = self.plan.model.locals()?;
        let mut direct = self.plan.content.rates.clone();
        for (c, range) in self.plan.model.ranges().iter().enumerate() {
            for (j, own) in range.clone().zip(locals.inverse(c).diag()) {
                direct[j] *= own;
            }
        }
        Ok(direct)
    }

    /// V_c L_cc of every country.
    fn local(&self) -> Result<Array1<f64>> {
        let locals = self.plan.model.locals()?;
        let mut local = self.plan.content.rates.clone();
        for (c, range) in self.plan.model.ranges().iter().enumerate() {
            let row = locals.row_times(c, self.plan.rates(c));
            local
                .slice_axis_mut(Dimension(0), Slice::from(range.clone()))
                .assign(&row);
        }
        Ok(local)
    }

    /// A_pc L_cc E_c*, producer of p × c.
    fn embodied_imports(&self) -> Result<Array2<f64>> {
        let model = self.plan.model;
        let locals = model.locals()?;
        let exports = self.absorption.all_exports.view();
        let all = 0..exports.len();
        let mut imports = Array2::zeros(self.exports.dim());
        for (c, range) in model.ranges().iter().enumerate() {
            let output = locals.times(c, within(exports, range));
            let bought = model.times_columns(&all, range, output.insert_axis(Dimension(1)).view());
            imports.column_mut(c).assign(&bought.column(0));
        }
        self.clear_home(&mut imports);
        Ok(imports)
    }

    /// W_tj E_j*: content from t in all exports of each producer, producer × t.
    fn content_of_all_exports(&self) -> Array2<f64> {
        let by_origin = self.plan.content.by_origin.t().to_owned();
        by_row(&by_origin, &self.absorption.all_exports)
    }
}

/// Every row times its factor.
fn by_row(figures: &Array2<f64>, factors: &Array1<f64>) -> Array2<f64> {
    figures * &factors.view().insert_axis(Dimension(1))
}
