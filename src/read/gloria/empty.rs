//! Regions without an economy.

use ndarray::{Array1, Array2};

use super::shape::Shape;
use super::world::World;

/// What all cells of an empty region may hold together, in thousand USD: less than the last unit of rounded figures.
const NEXT_TO_NOTHING: f64 = 1.0;

/// Regions that stay, and what is said of the others.
pub(super) struct Kept {
    pub(super) regions: Vec<bool>,
    pub(super) note: Option<String>,
}

impl Kept {
    /// A region is empty if it has no supply, no extension, and next to nothing in all its other cells.
    pub(super) fn of(world: &World, shape: &Shape) -> Self {
        let regions: Vec<bool> = (0..shape.regions())
            .map(|region| !is_idle(world, shape, region))
            .collect();
        let left = amounts(world, shape, &regions);
        let codes = shape.labels().regions.codes();
        let mut kept = Self {
            regions: vec![true; regions.len()],
            note: None,
        };
        let mut dropped = Vec::new();
        for (region, amount) in left.into_iter().enumerate() {
            if !regions[region] && amount <= NEXT_TO_NOTHING {
                kept.regions[region] = false;
                dropped.push(format!("{} ({amount})", codes[region]));
            }
        }
        if !dropped.is_empty() {
            kept.note = Some(format!(
                "regions without supply and with at most {NEXT_TO_NOTHING} thousand USD in all other cells left out, with what they held: {}",
                dropped.join(", ")
            ));
        }
        kept
    }

    fn is_all(&self) -> bool {
        self.regions.iter().all(|kept| *kept)
    }

    /// Which entries of an axis stay that has so many for every region.
    fn each(&self, count: usize) -> Vec<bool> {
        let regions = self.regions.iter();
        regions
            .flat_map(|kept| std::iter::repeat_n(*kept, count))
            .collect()
    }

    /// A row over an axis with so many entries for every region.
    pub(super) fn row(&self, row: &Array1<f64>, count: usize) -> Array1<f64> {
        let kept = self.each(count);
        let cells = row.iter().zip(&kept).filter(|(_, kept)| **kept);
        cells.map(|(cell, _)| *cell).collect()
    }

    /// A matrix, in the memory that it has: there may be no room for another.
    pub(super) fn matrix(&self, array: Array2<f64>, counts: [usize; 2]) -> Array2<f64> {
        if self.is_all() {
            return array;
        }
        let [rows, columns] = counts.map(|count| self.each(count));
        let count = |kept: &[bool]| kept.iter().filter(|kept| **kept).count();
        let shape = (count(&rows), count(&columns));
        let (mut cells, _) = array.into_raw_vec_and_offset(); // in standard order, as it was made here
        let mut to = 0;
        for (i, _) in rows.iter().enumerate().filter(|(_, kept)| **kept) {
            for (j, _) in columns.iter().enumerate().filter(|(_, kept)| **kept) {
                cells[to] = cells[i * columns.len() + j];
                to += 1;
            }
        }
        cells.truncate(to);
        Array2::from_shape_vec(shape, cells).unwrap_or_else(|_| Array2::zeros(shape))
    }
}

fn is_idle(world: &World, shape: &Shape, region: usize) -> bool {
    let own = shape.industries_of(region);
    let finals = shape.finals_of(region);
    let extended = world.extensions.iter().any(|row| {
        let on_finals = row
            .by_final_use
            .iter()
            .skip(finals.start)
            .take(finals.len());
        let mut cells = row
            .by_producer
            .iter()
            .skip(own.start)
            .take(own.len())
            .chain(on_finals);
        cells.any(|cell| *cell != 0.0)
    });
    !extended && own.clone().all(|i| world.output[i] == 0.0)
}

/// The size of all cells of the idle regions, each once.
fn amounts(world: &World, shape: &Shape, busy: &[bool]) -> Vec<f64> {
    let mut left = vec![0.0; shape.regions()];
    if busy.iter().all(|busy| *busy) {
        return left;
    }
    let (sectors, categories) = (shape.sectors(), shape.categories());
    let mut add = |from: usize, to: usize, cell: f64| {
        left[from] += cell.abs();
        if to != from {
            left[to] += cell.abs();
        }
    };
    for ((i, j), cell) in world.flows.indexed_iter().filter(|(_, cell)| **cell != 0.0) {
        add(i / sectors, j / sectors, *cell);
    }
    for ((i, k), cell) in world
        .finals
        .indexed_iter()
        .filter(|(_, cell)| **cell != 0.0)
    {
        add(i / sectors, k / categories, *cell);
    }
    for row in &world.primary {
        for (j, cell) in row.by_producer.iter().enumerate() {
            add(j / sectors, j / sectors, *cell);
        }
        for (k, cell) in row.by_final_use.iter().enumerate() {
            add(k / categories, k / categories, *cell);
        }
    }
    left
}
