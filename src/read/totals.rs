//! Printed totals against the sums of their parts.

/// What a source prints as totals against the sums of their parts: a comparison in words, for the provenance of a table.
pub(crate) struct Totals {
    what: String,
    cells: usize,
    gaps: Vec<(String, f64)>,
}

impl Totals {
    pub(crate) fn of(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cells: 0,
            gaps: Vec::new(),
        }
    }

    /// One total against its parts; they agree within one part in 10⁹ of the parts' size.
    pub(crate) fn compare(
        &mut self,
        label: &str,
        total: f64,
        parts: impl IntoIterator<Item = f64>,
    ) {
        let (sum, size) = parts
            .into_iter()
            .fold((0.0, 0.0), |(sum, size), part: f64| {
                (sum + part, size + part.abs())
            });
        self.cells += 1;
        if (total - sum).abs() > 1e-9 * size.max(total.abs()) {
            self.gaps.push((label.to_owned(), total - sum));
        }
    }

    pub(crate) fn in_words(mut self) -> String {
        const SHOWN: usize = 3;
        let (what, cells, missed) = (self.what, self.cells, self.gaps.len());
        if missed == 0 {
            return format!("{what}: all {cells} totals agree with their parts");
        }
        self.gaps.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let worst = self.gaps.iter().take(SHOWN);
        let worst: Vec<String> = worst
            .map(|(label, gap)| format!("`{label}` by {gap}"))
            .collect();
        format!(
            "{what}: {missed} of {cells} totals miss the sum of their parts, most {}",
            worst.join(", ")
        )
    }
}
