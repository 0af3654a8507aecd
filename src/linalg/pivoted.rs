//! Elimination with row exchanges, for matrices that are neither M-matrices nor diagonally dominant: cells of A below zero that
//! outweigh.

use std::ops::Range;

use ndarray::{ArrayViewMut2, Axis};

use super::failure::{Breakdown, Failure, Meaning};
use super::gauss_jordan::blocks;
use super::product::{part, part_mut, premultiply, update};
use super::small;
use super::triangles::Diagonal;
use crate::run::Watch;

/// Columns that are eliminated one by one.
const NARROW: usize = 8;

/// Partial pivoting: the largest cell of a column becomes its pivot.
pub(super) fn eliminate(
    mut matrix: ArrayViewMut2<'_, f64>,
    width: usize,
    finer: &[usize],
    watch: &mut Watch<'_>,
) -> Result<(Vec<Diagonal>, Vec<usize>), Failure> {
    let n = matrix.nrows();
    let mut exchanges: Vec<usize> = (0..n).collect();
    let mut diagonals = Vec::new();
    for block in blocks(n, width) {
        let below = part_mut(matrix.view_mut(), block.start..n, 0..n);
        let chosen = &mut exchanges[block.clone()];
        let diagonal = step(below, &block, chosen, finer)
            .map_err(|breakdown| breakdown.behind(block.start))?;
        diagonals.push(diagonal);
        chosen.iter_mut().for_each(|row| *row += block.start);
        watch.step()?;
    }
    Ok((diagonals, exchanges))
}

/// Eliminates the columns of `block` in the rows from its first on; `exchanges` counts from there.
fn step(
    rows: ArrayViewMut2<'_, f64>,
    block: &Range<usize>,
    exchanges: &mut [usize],
    finer: &[usize],
) -> Result<Diagonal, Breakdown> {
    let (left, rest) = rows.split_at(Axis(1), block.start);
    let (mut panel, mut right) = rest.split_at(Axis(1), block.len());
    eliminate_panel(panel.view_mut(), exchanges)?;
    exchange_rows(exchanges, left);
    exchange_rows(exchanges, right.view_mut());
    let lu = part(panel.view(), 0..block.len(), 0..block.len());
    let diagonal = Diagonal::new(block.clone(), lu, finer);
    let (mut row, trailing) = right.split_at(Axis(0), block.len());
    premultiply(&diagonal.lower, row.view_mut());
    let column = part(panel.view(), block.len()..panel.nrows(), 0..block.len());
    update(-1.0, column, row.view(), 1.0, trailing);
    Ok(diagonal)
}

/// A tall panel, its left half before its right half.
fn eliminate_panel(
    panel: ArrayViewMut2<'_, f64>,
    exchanges: &mut [usize],
) -> Result<(), Breakdown> {
    let (rows, width) = panel.dim();
    if width <= NARROW {
        return eliminate_narrow(panel, exchanges);
    }
    let half = width / 2;
    let (first, second) = exchanges.split_at_mut(half);
    let (mut left, mut right) = panel.split_at(Axis(1), half);
    eliminate_panel(left.view_mut(), first)?;
    exchange_rows(first, right.view_mut());
    let (mut upper, mut lower) = right.split_at(Axis(0), half);
    small::solve_unit_lower(part(left.view(), 0..half, 0..half), upper.view_mut());
    let column = part(left.view(), half..rows, 0..half);
    update(-1.0, column, upper.view(), 1.0, lower.view_mut());
    eliminate_panel(lower, second).map_err(|breakdown| breakdown.behind(half))?;
    exchange_rows(second, part_mut(left, half..rows, 0..half));
    second.iter_mut().for_each(|row| *row += half);
    Ok(())
}

fn eliminate_narrow(
    mut panel: ArrayViewMut2<'_, f64>,
    exchanges: &mut [usize],
) -> Result<(), Breakdown> {
    for (k, chosen) in exchanges.iter_mut().enumerate() {
        *chosen = largest_below(&panel, k);
        swap(panel.view_mut(), k, *chosen);
        let pivot = panel[[k, k]];
        if pivot == 0.0 || !pivot.is_finite() {
            return Err(Breakdown {
                position: k,
                pivot,
                meaning: Meaning::Singular,
            });
        }
        small::eliminate_column(panel.view_mut(), k);
    }
    Ok(())
}

/// The row, from k on, of the largest cell in column k; the first of equals.
fn largest_below(panel: &ArrayViewMut2<'_, f64>, k: usize) -> usize {
    let mut best = k;
    for i in k + 1..panel.nrows() {
        if panel[[i, k]].abs() > panel[[best, k]].abs() {
            best = i;
        }
    }
    best
}

fn swap(matrix: ArrayViewMut2<'_, f64>, i: usize, j: usize) {
    let (i, j) = (i.min(j), i.max(j));
    if i == j {
        return;
    }
    let (mut upper, mut lower) = matrix.split_at(Axis(0), j);
    ndarray::Zip::from(upper.row_mut(i))
        .and(lower.row_mut(0))
        .for_each(std::mem::swap);
}

/// Exchanges row k with row `exchanges[k]`, for every k in turn.
pub(super) fn exchange_rows(exchanges: &[usize], mut matrix: ArrayViewMut2<'_, f64>) {
    for (k, &other) in exchanges.iter().enumerate() {
        swap(matrix.view_mut(), k, other);
    }
}

/// The exchanges backwards.
pub(super) fn undo_exchanges(exchanges: &[usize], mut matrix: ArrayViewMut2<'_, f64>) {
    for (k, &other) in exchanges.iter().enumerate().rev() {
        swap(matrix.view_mut(), k, other);
    }
}
