//! Numbers for miniatures, the same in every run.

/// A linear congruential generator (Knuth's constants of MMIX).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A whole number from 1 up to `most`.
    pub fn upto(&mut self, most: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % most + 1).unwrap()
    }

    pub fn matrix(&mut self, rows: usize, columns: usize, most: u64) -> Vec<Vec<i64>> {
        let mut row = || (0..columns).map(|_| self.upto(most)).collect();
        (0..rows).map(|_| row()).collect()
    }
}

/// Sum of a column.
pub fn down(rows: &[Vec<i64>], column: usize) -> i64 {
    rows.iter().map(|row| row[column]).sum()
}
