//! The table of industries as its files are read.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayViewMut1};

use super::files::{FileSet, Kind};
use super::layers::{GloriaLayers, Layer};
use super::shape::{Producing, Shape, Side};
use super::stream::{Matrix, Want};
use super::supply::Supply;
use crate::error::{Error, Result};
use crate::run::Run;
use crate::table::{ExtensionRow, PrimaryKind, PrimaryRow, SourceFile};

/// The table of industries.
pub(super) struct World {
    pub(super) flows: Array2<f64>,
    pub(super) finals: Array2<f64>,
    pub(super) output: Array1<f64>,
    pub(super) primary: Vec<PrimaryRow>,
    pub(super) extensions: Vec<ExtensionRow>,
    pub(super) notes: Vec<String>,
    pub(super) sources: Vec<SourceFile>,
    pub(super) dates: Vec<String>,
}

/// What is at hand while files are read.
pub(super) struct Reading<'a> {
    pub(super) set: &'a FileSet<'a>,
    pub(super) shape: &'a Shape,
    pub(super) run: &'a Run,
    pub(super) layers: GloriaLayers,
    supply: Supply,
    world: World,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        set: &'a FileSet<'a>,
        shape: &'a Shape,
        run: &'a Run,
        layers: GloriaLayers,
    ) -> Self {
        Self {
            supply: Supply::of(shape),
            world: World {
                flows: Array2::zeros((0, 0)),
                finals: Array2::zeros((0, 0)),
                output: Array1::zeros(0),
                primary: Vec::new(),
                extensions: Vec::new(),
                notes: Vec::new(),
                sources: shape.labels().source.clone().into_iter().collect(),
                dates: Vec::new(),
            },
            set,
            shape,
            run,
            layers,
        }
    }

    /// Reads everything but extensions.
    pub(super) fn economy(&mut self) -> Result<()> {
        for layer in self.layers.layers() {
            for kind in [Kind::T, Kind::Y] {
                self.set.file(kind, layer.number(), self.layers.remedy())?; // before hours of reading
            }
        }
        self.set.file(Kind::V, Layer::Basic.number(), "")?;
        self.basic_flows()?;
        self.world.output = self.supply.output();
        self.world.notes.push(self.supply.in_words());
        self.basic_finals()?;
        self.value_added()?;
        match self.layers {
            GloriaLayers::BasicPrices => self.remainder(),
            GloriaLayers::BasicPricesAndTaxes => self.taxes()?,
            GloriaLayers::PurchasersPrices => self.purchasers()?,
        }
        self.world.notes.push(self.layers.in_words().to_owned());
        Ok(())
    }

    pub(super) fn finish(self) -> World {
        self.world
    }

    /// Reads one file.
    fn matrix(
        &mut self,
        (kind, layer): (Kind, Layer),
        (rows, columns): (Side, Side),
        want: impl Fn(usize) -> Want + Sync,
        take: impl FnMut(usize, &[f64], &mut Supply, &mut World) -> Result<()> + Send,
    ) -> Result<()> {
        let file = self.set.file(kind, layer.number(), self.layers.remedy())?;
        let matrix = Matrix {
            shape: self.shape,
            task: layer.task(kind),
            file: self.set.place(file),
            rows,
            columns,
        };
        let (supply, world, mut take) = (&mut self.supply, &mut self.world, take);
        let source = self.set.read(file, |bytes| {
            matrix.each(bytes, self.run, want, |row, numbers| {
                take(row, numbers, supply, world)
            })
        })?;
        if !self.world.sources.contains(&source) {
            self.world.sources.push(source);
        }
        if !self.world.dates.contains(&file.date) {
            self.world.dates.push(file.date.clone());
        }
        Ok(())
    }

    fn basic_flows(&mut self) -> Result<()> {
        let (shape, run) = (self.shape, self.run);
        let n = shape.industries();
        let want = |row: usize| match shape.producing(row) {
            Producing::Industry(region, _) => Want::Columns(shape.products_of(region)),
            Producing::Product(..) => Want::Industries,
        };
        let file = (Kind::T, Layer::Basic);
        self.matrix(
            file,
            (Side::Producers, Side::Producers),
            want,
            |row, numbers, supply, world| {
                match shape.producing(row) {
                    Producing::Industry(region, industry) => {
                        if row == 0 {
                            // the first row has as many cells as the labels say
                            world.flows = room(run, "the flows", n, n)?;
                        }
                        supply.put(region, industry, numbers);
                    }
                    Producing::Product(region, product) => {
                        for (seller, share) in supply.sellers(region, product)? {
                            add(world.flows.row_mut(seller), numbers, share);
                        }
                    }
                }
                Ok(())
            },
        )
    }

    fn basic_finals(&mut self) -> Result<()> {
        let (n, columns) = (self.shape.industries(), self.shape.final_uses());
        self.world.finals = room(self.run, "final use", n, columns)?;
        self.finals_of(Layer::Basic, |row, numbers, supply, world| {
            let (region, product) = row;
            for (seller, share) in supply.sellers(region, product)? {
                add(world.finals.row_mut(seller), numbers, share);
            }
            Ok(())
        })
    }

    /// Final use of every product, by region and product.
    fn finals_of(
        &mut self,
        layer: Layer,
        take: impl FnMut((usize, usize), &[f64], &mut Supply, &mut World) -> Result<()> + Send,
    ) -> Result<()> {
        let wants = [
            Want::Columns(0..0),
            Want::Columns(0..self.shape.final_uses()),
        ];
        self.products_of((Kind::Y, layer), Side::FinalUse, wants, take)
    }

    /// Inputs of every product in a layer beside basic prices. Supply is at basic prices, so that its cells there say nothing.
    fn flows_of(
        &mut self,
        layer: Layer,
        take: impl FnMut((usize, usize), &[f64], &mut Supply, &mut World) -> Result<()> + Send,
    ) -> Result<()> {
        let wants = [Want::Unread, Want::Industries];
        self.products_of((Kind::T, layer), Side::Producers, wants, take)
    }

    /// Rows of products, by region and product; `wants` says what of rows of industries and of products.
    fn products_of(
        &mut self,
        file: (Kind, Layer),
        columns: Side,
        wants: [Want; 2],
        mut take: impl FnMut((usize, usize), &[f64], &mut Supply, &mut World) -> Result<()> + Send,
    ) -> Result<()> {
        let shape = self.shape;
        let want = |row: usize| match shape.producing(row) {
            Producing::Industry(..) => wants[0].clone(),
            Producing::Product(..) => wants[1].clone(),
        };
        let sides = (Side::Producers, columns);
        self.matrix(
            file,
            sides,
            want,
            |row, numbers, supply, world| match shape.producing(row) {
                Producing::Industry(..) => Ok(()),
                Producing::Product(region, product) => {
                    take((region, product), numbers, supply, world)
                }
            },
        )
    }

    fn value_added(&mut self) -> Result<()> {
        let shape = self.shape;
        let n = shape.industries();
        let components = &shape.labels().value_added;
        let mut rows: Vec<PrimaryRow> = Vec::new();
        for (_, kind) in components {
            if !rows.iter().any(|row| row.kind == *kind) {
                rows.push(primary(*kind, Array1::zeros(n), Array1::zeros(0)));
            }
        }
        let mut elsewhere = 0.0;
        let sides = (Side::ValueAdded, Side::Producers);
        self.matrix(
            (Kind::V, Layer::Basic),
            sides,
            |_| Want::Industries,
            |row, numbers, _, _| {
                let (region, component) = (row / components.len(), row % components.len());
                let kind = components[component].1;
                for own in rows.iter_mut().filter(|own| own.kind == kind) {
                    add(own.by_producer.view_mut(), numbers, 1.0);
                }
                let own: Range<usize> = shape.industries_of(region);
                let cells = numbers.iter().enumerate();
                let others = cells.filter(|(j, cell)| !own.contains(j) && **cell != 0.0);
                elsewhere += others.map(|(_, cell)| cell.abs()).sum::<f64>();
                Ok(())
            },
        )?;
        if elsewhere > 0.0 {
            let note = format!(
                "{elsewhere} of value added stands in rows of other regions than its industry's, and is the industry's"
            );
            self.world.notes.push(note);
        }
        let names = components.iter().map(|(code, _)| code.as_str());
        let names: Vec<&str> = names.collect();
        let note = format!(
            "value added of {}: D.29 and D.39 added up, and B.2n and B.3n",
            names.join(", ")
        );
        self.world.notes.push(note);
        self.world.primary.extend(rows);
        Ok(())
    }

    /// What output leaves after inputs and value added.
    fn remainder(&mut self) {
        let world = &mut self.world;
        let mut left = world.output.clone();
        // row by row, as the flows lie in memory
        for row in world.flows.rows() {
            left -= &row;
        }
        for row in &world.primary {
            left -= &row.by_producer;
        }
        let row = primary(PrimaryKind::Other, left, Array1::zeros(0));
        world.primary.push(row);
    }

    /// Taxes less subsidies on what industries and final users buy: sums of columns.
    fn taxes(&mut self) -> Result<()> {
        let mut on_inputs = Array1::zeros(self.shape.industries());
        let mut on_finals = Array1::zeros(self.shape.final_uses());
        for layer in [Layer::Taxes, Layer::Subsidies] {
            let mut total = 0.0;
            self.flows_of(layer, |_, numbers, _, _| {
                add(on_inputs.view_mut(), numbers, 1.0);
                total += numbers.iter().sum::<f64>();
                Ok(())
            })?;
            self.finals_of(layer, |_, numbers, _, _| {
                add(on_finals.view_mut(), numbers, 1.0);
                total += numbers.iter().sum::<f64>();
                Ok(())
            })?;
            self.note_total(layer, total);
        }
        let row = primary(PrimaryKind::ProductTax, on_inputs, on_finals);
        self.world.primary.push(row);
        Ok(())
    }

    /// All layers in the cells, and margins and taxes on what an industry makes between its output at basic and at purchasers' prices.
    fn purchasers(&mut self) -> Result<()> {
        let n = self.shape.industries();
        let (mut margins, mut taxes) = (Array1::zeros(n), Array1::zeros(n));
        for layer in [
            Layer::Trade,
            Layer::Transport,
            Layer::Taxes,
            Layer::Subsidies,
        ] {
            let made: &mut Array1<f64> = match layer {
                Layer::Trade | Layer::Transport => &mut margins,
                _ => &mut taxes,
            };
            let before = made.sum();
            self.flows_of(layer, |(region, product), numbers, supply, world| {
                for (seller, share) in supply.sellers(region, product)? {
                    add(world.flows.row_mut(seller), numbers, share);
                    made[seller] += share * numbers.iter().sum::<f64>();
                }
                Ok(())
            })?;
            self.finals_of(layer, |(region, product), numbers, supply, world| {
                for (seller, share) in supply.sellers(region, product)? {
                    add(world.finals.row_mut(seller), numbers, share);
                    made[seller] += share * numbers.iter().sum::<f64>();
                }
                Ok(())
            })?;
            let total = made.sum() - before;
            self.note_total(layer, total);
        }
        let world = &mut self.world;
        world.output = &world.output + &margins + &taxes;
        let rows = [
            (PrimaryKind::Margins, margins),
            (PrimaryKind::ProductTax, taxes),
        ];
        let rows = rows.map(|(kind, row)| primary(kind, row, Array1::zeros(0)));
        world.primary.extend(rows);
        Ok(())
    }

    fn note_total(&mut self, layer: Layer, total: f64) {
        let note = format!("{} sum to {total} in all uses", layer.name());
        self.world.notes.push(note);
    }

    /// Satellites by name.
    pub(super) fn extensions(&mut self, names: &[String]) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let shape = self.shape;
        let rows = shape.labels().rows_of(names)?;
        let satellites = &shape.labels().satellites;
        let mut found: Vec<ExtensionRow> = names
            .iter()
            .zip(&rows)
            .map(|(name, row)| ExtensionRow {
                code: name.clone(),
                unit: satellites[*row].unit.clone(),
                by_producer: Array1::zeros(shape.industries()),
                by_final_use: Array1::zeros(0),
            })
            .collect();
        let want = |of: Want| {
            let rows = rows.clone();
            move |row: usize| match rows.contains(&row) {
                true => of.clone(),
                false => Want::Unread,
            }
        };
        let position = |row: usize| rows.iter().position(|known| *known == row);
        let sides = (Side::Satellites, Side::Producers);
        let file = (Kind::TQ, Layer::Basic);
        self.matrix(file, sides, want(Want::Industries), |row, numbers, _, _| {
            if let Some(at) = position(row) {
                found[at].by_producer = Array1::from(numbers.to_vec());
            }
            Ok(())
        })?;
        if self.set.has(Kind::YQ, Layer::Basic.number()) {
            let all = want(Want::Columns(0..shape.final_uses()));
            let sides = (Side::Satellites, Side::FinalUse);
            self.matrix(
                (Kind::YQ, Layer::Basic),
                sides,
                all,
                |row, numbers, _, _| {
                    if let Some(at) = position(row) {
                        found[at].by_final_use = Array1::from(numbers.to_vec());
                    }
                    Ok(())
                },
            )?;
        } else {
            let note = "no file YQ: extensions have no part of final users";
            self.world.notes.push(note.to_owned());
        }
        self.world.extensions = found;
        Ok(())
    }
}

fn add(row: ArrayViewMut1<'_, f64>, numbers: &[f64], share: f64) {
    let cells = row.into_iter().zip(numbers);
    cells.for_each(|(cell, number)| *cell += share * number);
}

fn primary(kind: PrimaryKind, by_producer: Array1<f64>, by_final_use: Array1<f64>) -> PrimaryRow {
    PrimaryRow {
        kind,
        by_producer,
        by_final_use,
        on_exports: 0.0,
    }
}

/// A matrix of zeros, where the memory for it can be had.
fn room(run: &Run, what: &str, rows: usize, columns: usize) -> Result<Array2<f64>> {
    let bytes = rows.saturating_mul(columns).saturating_mul(8);
    run.require_memory(&format!("{what} of {rows} industries"), bytes)
        .map_err(|refusal| Error::memory(refusal.to_string()).caused_by(refusal))?;
    Ok(Array2::zeros((rows, columns)))
}
