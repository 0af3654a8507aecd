//! Sums of a world draft, all of them in one pass over its flows: the passes cost more than the sums.

use ndarray::{Array1, Axis as Dimension};

use super::draft::WorldDraft;

/// By producer.
pub(super) struct Sums {
    /// What is used of its output.
    pub(super) uses: Array1<f64>,
    /// What it pays for: inputs and the primary rows that are given.
    pub(super) inputs: Array1<f64>,
    /// The sizes of what it sells, whatever their signs.
    pub(super) sold: Array1<f64>,
    /// The sizes of what it pays for.
    pub(super) paid: Array1<f64>,
    /// Flows below zero.
    pub(super) negative: usize,
    /// Whether all flows are numbers; an overflow of their sizes says no too.
    pub(super) finite: bool,
}

impl Sums {
    /// Of a draft whose arrays fit its axes.
    pub(super) fn of(draft: &WorldDraft) -> Self {
        let n = draft.producers.len();
        let [mut uses, mut sold, mut inputs, mut paid] = [(); 4].map(|()| Array1::zeros(n));
        let mut negative = 0;
        let mut sizes = Array1::zeros(n);
        // row by row, as the flows lie in memory
        for (i, row) in draft.flows.rows().into_iter().enumerate() {
            sizes.zip_mut_with(&row, |size: &mut f64, flow: &f64| *size = flow.abs());
            uses[i] = row.sum();
            sold[i] = sizes.sum();
            inputs += &row;
            paid += &sizes;
            negative += row.iter().filter(|flow| **flow < 0.0).count();
        }
        let finite = sold.iter().all(|size: &f64| size.is_finite());
        uses += &draft.finals.sum_axis(Dimension(1));
        for (sold, row) in sold.iter_mut().zip(draft.finals.rows()) {
            *sold += row.fold(0.0, |sum, value| sum + value.abs());
        }
        for row in &draft.primary {
            inputs += &row.by_producer;
            paid += &row.by_producer.mapv(f64::abs);
        }
        Self {
            uses,
            inputs,
            sold,
            paid,
            negative,
            finite,
        }
    }
}
