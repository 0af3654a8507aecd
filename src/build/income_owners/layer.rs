//! The layers in one list, and what the sources of a cell are.

use std::fmt;

use super::capital::ForeignCapital;
use super::cells::{Cell, Cells};
use super::investment::Investment;
use super::labour::CrossBorderLabour;
use super::source::Source;
use super::transfers::IncomeTransfers;
use crate::error::{Error, Result};
use crate::parameter::Grade;
use crate::table::IncomeSource;

/// One step from income at home to income by owner.
#[derive(Debug, Clone)]
pub(super) enum Layer {
    Capital(ForeignCapital),
    Transfers(IncomeTransfers),
    Investment(Investment),
    Labour(CrossBorderLabour),
}

impl Layer {
    /// The owners that it names.
    pub(super) fn owners(&self) -> &[String] {
        match self {
            Self::Capital(_) => &[],
            Self::Transfers(transfers) => transfers.shares().owners().codes(),
            Self::Investment(investment) => investment.partners().owners().codes(),
            Self::Labour(labour) => labour.owners(),
        }
    }

    fn source(&self) -> &Source {
        match self {
            Self::Capital(layer) => &layer.source,
            Self::Transfers(layer) => &layer.source,
            Self::Investment(layer) => &layer.source,
            Self::Labour(layer) => &layer.source,
        }
    }

    fn lay(&self, number: usize, cells: &mut Cells<'_>) -> Result<()> {
        match self {
            Self::Capital(layer) => layer.lay(number, cells),
            Self::Transfers(layer) => layer.lay(number, cells),
            Self::Investment(layer) => layer.lay(number, cells),
            Self::Labour(layer) => layer.lay(number, cells),
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capital(layer) => layer.fmt(f),
            Self::Transfers(layer) => layer.fmt(f),
            Self::Investment(layer) => layer.fmt(f),
            Self::Labour(layer) => layer.fmt(f),
        }
    }
}

/// Lays all layers in order, later ones over earlier ones.
pub(super) fn lay_all(layers: &[Layer], cells: &mut Cells<'_>) -> Result<()> {
    for (number, layer) in layers.iter().enumerate() {
        layer
            .lay(number, cells)
            .map_err(|error| error.during(format!("layer {}, {layer}", number + 1)))?;
    }
    for (number, layer) in layers.iter().enumerate() {
        if !cells.hears(number) {
            return Err(Error::income(format!(
                "layer {}, {layer}, says nothing: later layers replace it everywhere",
                number + 1
            ))
            .hint("leave it out, put it later, or name the hosts that each layer is for"));
        }
    }
    Ok(())
}

/// Sources of all cells: every host × group × component once.
pub(super) fn sources(layers: &[Layer], cells: &Cells<'_>) -> Vec<IncomeSource> {
    let producers = cells.producers();
    let mut sources = Vec::new();
    for (number, block) in producers.blocks().iter().enumerate() {
        for (component, &kind) in cells.components.iter().enumerate() {
            let (source, grade) = said(layers, cells.at(number, component));
            let group = block.group();
            sources.push(IncomeSource {
                host: producers.countries().code(block.country()).to_owned(),
                group: match group.is_whole() {
                    true => String::new(),
                    false => group.code().to_owned(),
                },
                component: kind,
                source,
                grade,
            });
        }
    }
    sources
}

/// In the order of [`sources`], whether some of a cell is foreign.
pub(super) fn foreign(cells: &Cells<'_>) -> Vec<bool> {
    let mut foreign = Vec::new();
    for group in 0..cells.producers().blocks().len() {
        for component in 0..cells.components.len() {
            foreign.push(cells.at(group, component).is_foreign());
        }
    }
    foreign
}

/// What is said of a cell, and the worse of the grades; no grade where one of two is not said.
fn said(layers: &[Layer], cell: &Cell) -> (String, Option<Grade>) {
    let Some(amount) = cell.foreign_by.map(|by| &layers[by]) else {
        return ("at home, as no layer says otherwise".to_owned(), None);
    };
    let mut text = format!("{amount} ({})", amount.source());
    let mut grade = amount.source().grade;
    if cell.is_foreign() {
        match cell.origins_by {
            None => text.push_str("; origins unspecified"),
            by if by == cell.foreign_by => {}
            Some(by) => {
                let origins = &layers[by];
                text.push_str(&format!("; {origins} ({})", origins.source()));
                grade = worse(grade, origins.source().grade);
            }
        }
    }
    (text, grade)
}

/// The worse of two grades.
pub(super) fn worse(one: Option<Grade>, other: Option<Grade>) -> Option<Grade> {
    Some(one?.max(other?))
}
