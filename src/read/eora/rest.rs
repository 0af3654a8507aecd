//! The rest of the world of Eora26: one row and one column with what the accounts leave open.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use crate::read::matrix::{Labels, Numbers};

/// The category in which what countries sell to the rest of the world as inputs is final use.
pub(super) const PURCHASES: &str = "intermediate purchases";

/// Where the rest of the world stands among the labels of T, if it is one row: its country is `ROW`, its only sector `TOTAL`.
pub(super) fn row_of(labels: &Labels) -> Option<usize> {
    let is_rest = |cells: &[String]| cells[1].eq_ignore_ascii_case("ROW");
    let mut rows = labels.lines().iter().enumerate();
    let (at, line) = rows.find(|(_, line)| is_rest(&line.cells))?;
    let alone = !rows.any(|(_, line)| is_rest(&line.cells));
    (alone && line.cells[3].eq_ignore_ascii_case("TOTAL")).then_some(at)
}

/// What it sells and buys, cut off from the matrices of producers.
pub(super) struct Outside {
    /// What it sells to producers and to final users.
    pub(super) to_producers: Array1<f64>,
    pub(super) to_finals: Array1<f64>,
    /// What it buys from producers.
    pub(super) purchases: Array1<f64>,
    own: f64,
}

impl Outside {
    /// Cuts the last row off, without copying the others.
    pub(super) fn cut(flows: &mut Numbers, finals: &mut Array2<f64>) -> Self {
        let (to_producers, to_finals) = (cut_last(&mut flows.first), cut_last(finals));
        let bought = flows.second.column(0);
        let last = bought.len() - 1;
        Self {
            to_producers,
            to_finals,
            purchases: bought
                .slice_axis(Dimension(0), Slice::from(..last))
                .to_owned(),
            own: bought[last],
        }
    }

    /// What was moved; `value_added` are its own primary inputs.
    pub(super) fn in_words(&self, value_added: f64) -> String {
        let (to_producers, to_finals) = (self.to_producers.sum(), self.to_finals.sum());
        format!(
            "rest of the world (row and column `ROW TOTAL`) outside the producers: its purchases of inputs, sum {}, are final use \
             `{PURCHASES}` of the market ROW; its sales to producers, sum {to_producers}, and to final users, sum {to_finals}, are \
             other primary inputs; left out are its sales to itself, {}, and its primary inputs, sum {value_added}",
            self.purchases.sum(),
            self.own,
        )
    }
}

fn cut_last(matrix: &mut Array2<f64>) -> Array1<f64> {
    let (rows, columns) = matrix.dim();
    let last = matrix.row(rows - 1).to_owned();
    let whole = std::mem::replace(matrix, Array2::zeros((0, columns)));
    let mut cells = whole.into_raw_vec_and_offset().0;
    cells.truncate((rows - 1) * columns);
    if let Ok(shorter) = Array2::from_shape_vec((rows - 1, columns), cells) {
        *matrix = shorter;
    }
    last
}
