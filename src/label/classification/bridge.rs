//! Where divisions of ISIC Revision 4 and Revision 3.1 overlap, and by how much.

use std::sync::LazyLock;

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::lists::records;
use super::{Classification, Links, Revision};

/// Shares that differ by less are equal: they are sums of weights of six decimals.
const TIE: f64 = 1e-5;

/// All overlaps of a cell of one revision with a cell of the other.
pub(super) struct Bridge {
    isic4: Vec<String>,
    isic31: Vec<String>,
    pub overlaps: Vec<Overlap>,
}

/// One overlap, weighed in classes of Revision 4.
pub(super) struct Overlap {
    isic4: usize,
    isic31: usize,
    weight: f64,
    /// For the main overlap of a cell of Revision 4 all of that cell's weight, as it then belongs here as a whole.
    whole: Option<f64>,
    /// The one of a cell of Revision 3.1 that has no main overlap.
    left_over: bool,
}

impl Overlap {
    pub(super) fn cell(&self, revision: Revision) -> usize {
        match revision {
            Revision::Isic4 => self.isic4,
            Revision::Isic31 => self.isic31,
        }
    }
}

pub(super) static BRIDGE: LazyLock<Bridge> = LazyLock::new(|| {
    Bridge::parsed(include_str!(
        "../../../data/classifications/isic4-isic31.csv"
    ))
});

impl Bridge {
    fn parsed(text: &str) -> Self {
        let mut bridge = Self {
            isic4: Vec::new(),
            isic31: Vec::new(),
            overlaps: Vec::new(),
        };
        for record in records(text) {
            let field = |at: usize| record.get(at).unwrap_or_default();
            let overlap = Overlap {
                isic4: known(&mut bridge.isic4, field(0)),
                isic31: known(&mut bridge.isic31, field(1)),
                weight: field(3).parse().unwrap_or_default(),
                whole: matches!(field(4), "classes" | "judged").then_some(0.0),
                left_over: field(4) == "left over",
            };
            bridge.overlaps.push(overlap);
        }
        let mut wholes = vec![0.0; bridge.isic4.len()];
        for overlap in &bridge.overlaps {
            wholes[overlap.isic4] += overlap.weight;
        }
        for overlap in &mut bridge.overlaps {
            overlap.whole = overlap.whole.map(|_| wholes[overlap.isic4]);
        }
        bridge
    }

    /// The cells of a revision: its divisions, or parts of them.
    pub(super) fn cells(&self, revision: Revision) -> &[String] {
        match revision {
            Revision::Isic4 => &self.isic4,
            Revision::Isic31 => &self.isic31,
        }
    }

    /// What codes of two lists have in common, in classes of Revision 4: codes of the first × codes of the second.
    pub(super) fn shared(
        &self,
        first: Classification,
        second: Classification,
        links: Links,
    ) -> Array2<f64> {
        if links == Links::All || first.revision() == second.revision() {
            return self.sums(first, second, |overlap| overlap.weight);
        }
        let mut shared = self.sums(first, second, |overlap| overlap.whole.unwrap_or(0.0));
        // a code of nothing but divisions without a main overlap would have no counterpart
        let left = self.sums(first, second, |overlap| match overlap.left_over {
            true => overlap.weight,
            false => 0.0,
        });
        let without = |sums: Array1<f64>| sums.mapv(|sum| sum == 0.0);
        let rows = without(shared.sum_axis(Axis(1)));
        let columns = without(shared.sum_axis(Axis(0)));
        for ((i, j), classes) in left.indexed_iter() {
            if rows[i] || columns[j] {
                shared[[i, j]] += classes;
            }
        }
        shared
    }

    fn sums(
        &self,
        first: Classification,
        second: Classification,
        weight: impl Fn(&Overlap) -> f64,
    ) -> Array2<f64> {
        let rows = first.list().shares(first.revision(), self);
        let columns = second.list().shares(second.revision(), self);
        let mut by_overlap: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.overlaps.len()];
        for (j, held) in columns.iter().enumerate() {
            for (k, share) in held {
                by_overlap[*k].push((j, *share));
            }
        }
        let mut sums = Array2::zeros((rows.len(), columns.len()));
        for (i, held) in rows.iter().enumerate() {
            for (k, share) in held {
                for (j, other) in &by_overlap[*k] {
                    sums[[i, *j]] += weight(&self.overlaps[*k]) * share * other;
                }
            }
        }
        sums
    }
}

/// The counterparts of a code, or only the largest of them (all that are equally large).
pub(super) fn counterparts(shared: ArrayView1<'_, f64>, links: Links) -> Vec<(usize, f64)> {
    let most = shared.iter().fold(0.0_f64, |most, of| most.max(*of));
    let least = match links {
        Links::All | Links::Main => 0.0,
        Links::Largest => most - TIE,
    };
    let found = shared.iter().enumerate();
    let found = found.filter(|(_, classes)| **classes > 0.0 && **classes >= least);
    found.map(|(at, classes)| (at, *classes)).collect()
}

fn known(cells: &mut Vec<String>, cell: &str) -> usize {
    let at = cells.iter().position(|known| known == cell);
    at.unwrap_or_else(|| {
        cells.push(cell.to_owned());
        cells.len() - 1
    })
}
