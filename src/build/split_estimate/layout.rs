//! Where the unknowns of a problem stand in the divided table.

use ndarray::Array2;

use super::cells::{Part, SplitCells};
use super::selection::Chosen;
use crate::build::estimate::Unknown;
use crate::table::NationalTable;

/// Unknowns by place and places by unknown.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    places: Vec<(Part, usize, usize)>,
    /// −1 where the unknown is the part's size, the part being negative.
    signs: Vec<f64>,
    in_order: Vec<Unknown>,
    unknowns: [Array2<Option<Unknown>>; 4],
}

impl Layout {
    pub(super) fn new(table: &NationalTable) -> Self {
        let shapes = SplitCells::zeros(table);
        let none = |part| Array2::from_elem(shapes.part(part).raw_dim(), None);
        Self {
            places: Vec::new(),
            signs: Vec::new(),
            in_order: Vec::new(),
            unknowns: Part::ALL.map(none),
        }
    }

    /// Unknowns are placed in the order in which the problem counts them.
    pub(super) fn place(&mut self, part: Part, at: (usize, usize), unknown: Unknown, sign: f64) {
        self.places.push((part, at.0, at.1));
        self.signs.push(sign);
        self.in_order.push(unknown);
        self.unknowns[part as usize][at] = Some(unknown);
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The unknown of this position. There is one: positions are those of places.
    pub(super) fn unknown(&self, at: usize) -> Unknown {
        self.in_order[at]
    }

    /// The unknowns among these cells, and with what sign they count; cells that start at zero have none.
    pub(super) fn each(&self, chosen: &Chosen, mut take: impl FnMut(Unknown, f64)) {
        for (part, rows, columns) in &chosen.parts {
            let unknowns = &self.unknowns[*part as usize];
            for &row in rows {
                for &column in columns {
                    if let Some(unknown) = unknowns[[row, column]] {
                        take(unknown, self.signs[unknown.index()]);
                    }
                }
            }
        }
    }

    /// The numbers of these cells, unknown by unknown.
    pub(super) fn gathered(&self, cells: &SplitCells) -> Vec<f64> {
        let places = self.places.iter().zip(&self.signs);
        places
            .map(|((part, row, column), sign)| sign * cells.part(*part)[[*row, *column]])
            .collect()
    }

    /// Values unknown by unknown as cells; zero where there is no unknown.
    pub(super) fn scattered(&self, values: &[f64], table: &NationalTable) -> SplitCells {
        let mut cells = SplitCells::zeros(table);
        let places = self.places.iter().zip(&self.signs);
        for (((part, row, column), sign), value) in places.zip(values) {
            // never −0
            cells.part_mut(*part)[[*row, *column]] = sign * value + 0.0;
        }
        cells
    }
}
