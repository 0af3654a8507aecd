//! A model made again with its producers in another order, or each divided into proportional clones.

use leontief::label::{Axis, Group, Producers};
use leontief::model::Model;
use leontief::table::{Exports, IncomeShares, NationalDraft, PrimaryRow};
use ndarray::{Array1, Array2};

/// New producers, and for each of them the old one it is made of and the part it takes.
pub struct Recipe {
    pub producers: Producers,
    pub from: Vec<usize>,
    pub part: Vec<f64>,
}

impl Recipe {
    /// The groups and the sectors of every group in another order; new position k holds old position `groups[k]`.
    pub fn permutation(model: &Model, groups: &[usize], sectors: &[usize]) -> Self {
        let old = model.producers();
        let axis = old.blocks()[0].sectors();
        let n = axis.len();
        let codes = sectors.iter().map(|&sector| &axis.codes()[sector]);
        let producers = Producers::national(
            model.table().country(),
            groups
                .iter()
                .map(|&group| old.blocks()[group].group().clone()),
            &Axis::new(codes).unwrap(),
        );
        let from: Vec<usize> = groups
            .iter()
            .flat_map(|group| sectors.iter().map(move |sector| group * n + sector))
            .collect();
        Self {
            producers: producers.unwrap(),
            part: vec![1.0; from.len()],
            from,
        }
    }

    /// Every group divided into two, the first clone of a producer taking `part` of its row and column.
    pub fn clones(model: &Model, part: &Array1<f64>) -> Self {
        let old = model.producers();
        let mut blocks = Vec::new();
        let (mut from, mut parts) = (Vec::new(), Vec::new());
        for block in old.blocks() {
            for clone in ["a", "b"] {
                let group = block.group();
                let code = format!("{group}{clone}");
                blocks.push((
                    model.table().country(),
                    Group::named(&code, group.ownership(), group.regime()).unwrap(),
                    block.sectors().clone(),
                ));
                for j in block.range() {
                    from.push(j);
                    parts.push(if clone == "a" { part[j] } else { 1.0 - part[j] });
                }
            }
        }
        Self {
            producers: Producers::new(blocks).unwrap(),
            from,
            part: parts,
        }
    }

    pub fn len(&self) -> usize {
        self.from.len()
    }

    /// A row over the old producers, divided.
    fn divided(&self, row: &Array1<f64>) -> Array1<f64> {
        Array1::from_shape_fn(self.len(), |k| self.part[k] * row[self.from[k]])
    }

    /// A row of rates over the old producers, repeated.
    pub fn repeated(&self, row: &Array1<f64>) -> Array1<f64> {
        Array1::from_shape_fn(self.len(), |k| row[self.from[k]])
    }

    pub fn exports(&self, exports: &Exports) -> Exports {
        exports.flows().iter().fold(
            Exports::new(&self.producers, exports.unit().clone()),
            |made, flow| {
                let amounts = self.divided(&flow.amounts().to_owned());
                made.with(flow.partner(), flow.kind(), amounts).unwrap()
            },
        )
    }

    /// The model of the table made again, with the same owners.
    pub fn model(&self, model: &Model) -> Model {
        let old = model.table();
        let n = self.len();
        let mut draft = NationalDraft::new(
            self.producers.clone(),
            old.products().clone(),
            old.unit().clone(),
        )
        .concept(old.concept())
        .tolerance(old.checked().tolerance())
        .domestic(Array2::from_shape_fn((n, n), |(k, l)| {
            self.part[k] * self.part[l] * old.domestic()[[self.from[k], self.from[l]]]
        }))
        .imported(Array2::from_shape_fn(
            (old.products().len(), n),
            |(i, l)| self.part[l] * old.imported()[[i, self.from[l]]],
        ))
        .exports(&self.exports(old.exports()))
        .imported_exports(old.imported_exports().to_owned())
        .output(self.divided(&old.output().to_owned()));
        for row in old.primary().rows() {
            draft = draft.primary_row(PrimaryRow {
                by_producer: self.divided(&row.by_producer),
                ..row.clone()
            });
        }
        for (k, code) in old.final_uses().codes().iter().enumerate() {
            draft = draft.final_use(
                code,
                self.divided(&old.domestic_final().column(k).to_owned()),
                old.imported_final().column(k).to_owned(),
            );
        }
        let table = draft.check().unwrap();
        let income = model.income();
        let components = table
            .components()
            .into_iter()
            .map(|kind| {
                let shares = income.of(kind).unwrap();
                let made = Array2::from_shape_fn((shares.nrows(), n), |(owner, k)| {
                    shares[[owner, self.from[k]]]
                });
                (kind, made)
            })
            .collect();
        let income = IncomeShares::given(&table, income.owners().clone(), components).unwrap();
        Model::new(&table, income).unwrap()
    }
}
