//! The balance inside a world table.

use std::ops::Range;

use ndarray::{Array1, ArrayView1, Axis as Dimension, Slice};

use super::row::{Credits, Stage, WorldRow};
use crate::error::Result;
use crate::model::{Measure, WorldModel};
use crate::study::china_us::sources::{CHINA, USA};

/// China and the United States in one world.
pub(super) struct Inside<'a> {
    model: &'a WorldModel,
    /// Positions among the countries: China, the United States.
    at: [usize; 2],
    ranges: [Range<usize>; 2],
}

const OWNERS: [&str; 2] = [CHINA, USA];

impl<'a> Inside<'a> {
    pub(super) fn new(model: &'a WorldModel) -> Result<Self> {
        let countries = model.countries();
        let [china, usa] = [countries.at(CHINA)?, countries.at(USA)?];
        Ok(Self {
            model,
            at: [china.get(), usa.get()],
            ranges: [china, usa].map(|at| model.table().range(at)),
        })
    }

    /// What the table itself has as exports of both to each other, by producer.
    pub(super) fn own_flows(&self) -> [Array1<f64>; 2] {
        let exports = self.model.table().exports();
        [0, 1].map(|side| cut(exports.column(self.at[1 - side]), &self.ranges[side]).to_owned())
    }

    /// The balance of these flows, each over the exporter's producers: `V_s L_ss E_sr` or `V_s B_ss E_sr`.
    pub(super) fn flows(
        &self,
        stage: Stage,
        divided: bool,
        flows: &[Array1<f64>; 2],
    ) -> Result<WorldRow> {
        let rates = |measure: &Measure| match stage {
            Stage::Feedback => self.with_feedback(measure),
            _ => self.alone(measure),
        };
        let content = |measure: &Measure| -> Result<[f64; 2]> {
            let rates = rates(measure)?;
            Ok([0, 1].map(|side| rates[side].dot(&flows[side])))
        };
        let added = content(&Measure::ValueAdded)?;
        let [of_china, of_usa] = [
            content(&Measure::income(CHINA))?,
            content(&Measure::income(USA))?,
        ];
        Ok(WorldRow {
            stage,
            divided,
            gross: Some(credits(flows.each_ref().map(|flow| flow.sum()))),
            value_added: credits(added),
            own: credits([of_china[0], of_usa[1]]),
            two_sided: credits([of_china.iter().sum(), of_usa.iter().sum()]),
        })
    }

    /// What arises anywhere along the chains of both flows: `V B E_sr` by country of origin and by owner.
    pub(super) fn chains(&self, divided: bool, flows: &[Array1<f64>; 2]) -> Result<WorldRow> {
        let mut both = Array1::zeros(self.model.producers().len());
        for (range, flow) in self.ranges.iter().zip(flows) {
            for (at, amount) in range.clone().zip(flow) {
                both[at] = *amount;
            }
        }
        let output = self.model.induced_output(both.view())?;
        let output = [output.view(); 2];
        let gross = Some(credits(flows.each_ref().map(|flow| flow.sum())));
        Ok(WorldRow {
            gross,
            ..self.in_output(Stage::WholeChain, divided, output)?
        })
    }

    /// What the final use of each calls forth for the other.
    pub(super) fn final_use(&self, divided: bool) -> Result<WorldRow> {
        let absorption = self.model.absorption()?;
        let [china, usa] = self.at;
        let for_others = [absorption.by.column(usa), absorption.by.column(china)];
        self.in_output(Stage::FinalUse, divided, for_others)
    }

    /// Value added of both countries and income of their owners in outputs: in the first for China, in the second for the United States.
    fn in_output(
        &self,
        stage: Stage,
        divided: bool,
        output: [ArrayView1<'_, f64>; 2],
    ) -> Result<WorldRow> {
        let added = self.model.weights(&Measure::ValueAdded)?;
        let at_home = |rates: ArrayView1<'_, f64>, side: usize| {
            let range = &self.ranges[side];
            cut(rates, range).dot(&cut(output[side], range))
        };
        let mut own = [0.0; 2];
        let mut anywhere = [0.0; 2];
        for side in [0, 1] {
            let income = self.model.weights(&Measure::income(OWNERS[side]))?;
            own[side] = at_home(income.rates(), side);
            anywhere[side] = income.rates().dot(&output[side]);
        }
        Ok(WorldRow {
            stage,
            divided,
            gross: None,
            value_added: credits([0, 1].map(|side| at_home(added.rates(), side))),
            own: credits(own),
            two_sided: credits(anywhere),
        })
    }

    /// w_s L_ss of both exporters.
    fn alone(&self, measure: &Measure) -> Result<[Array1<f64>; 2]> {
        let weights = self.model.weights(measure)?;
        let locals = self.model.locals()?;
        Ok([0, 1]
            .map(|side| locals.row_times(self.at[side], cut(weights.rates(), &self.ranges[side]))))
    }

    /// w_s B_ss of both exporters.
    fn with_feedback(&self, measure: &Measure) -> Result<[Array1<f64>; 2]> {
        let weights = self.model.weights(measure)?;
        let content = self.model.content(&weights)?;
        Ok([0, 1].map(|side| cut(content.own.view(), &self.ranges[side]).to_owned()))
    }
}

fn credits([china, usa]: [f64; 2]) -> Credits {
    Credits { china, usa }
}

fn cut<'v>(values: ArrayView1<'v, f64>, range: &Range<usize>) -> ArrayView1<'v, f64> {
    values.slice_axis_move(Dimension(0), Slice::from(range.clone()))
}
