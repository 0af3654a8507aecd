//! Targets with the names that messages use.

use ndarray::{Array1, ArrayView1};

use crate::error::{Error, Result};
use crate::label::{Axis, AxisKind, Producers};

/// The sums that the rows, or the columns, of a balanced matrix must have.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    labels: Vec<String>,
    targets: Array1<f64>,
}

impl Margin {
    /// One label and one target for each row or column.
    ///
    /// # Errors
    /// If their numbers differ or a target is not finite.
    pub fn new<L: Into<String>>(
        labels: impl IntoIterator<Item = L>,
        targets: impl Into<Array1<f64>>,
    ) -> Result<Self> {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        let targets = targets.into();
        if labels.len() != targets.len() {
            return Err(Error::shape("a margin has one label for each target")
                .expected(format!("{} labels", targets.len()))
                .found(labels.len()));
        }
        for (label, &target) in labels.iter().zip(&targets) {
            if !target.is_finite() {
                return Err(Error::control_total(format!(
                    "the target of `{label}` is not a number"
                ))
                .found(target));
            }
        }
        Ok(Self { labels, targets })
    }

    /// The targets, with "`noun` 1", "`noun` 2", … for labels.
    ///
    /// # Errors
    /// If a target is not finite.
    pub fn numbered(noun: &str, targets: impl Into<Array1<f64>>) -> Result<Self> {
        let targets = targets.into();
        let labels: Vec<String> = (1..=targets.len()).map(|k| format!("{noun} {k}")).collect();
        Self::new(labels, targets)
    }

    /// One target for each code of an axis, which are its labels.
    ///
    /// ```
    /// use leontief::build::balancing::Margin;
    /// use leontief::label::{Axis, Sector};
    ///
    /// let sectors: Axis<Sector> = Axis::new(["steel", "cars"])?;
    /// let rows = Margin::of(&sectors, vec![12.0, -2.0])?;
    /// assert_eq!(rows.labels(), ["steel", "cars"]);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If their numbers differ or a target is not finite.
    pub fn of<K: AxisKind>(axis: &Axis<K>, targets: impl Into<Array1<f64>>) -> Result<Self> {
        Self::new(axis.codes(), targets)
    }

    /// One target for each producer, with labels such as "CHN C26".
    ///
    /// # Errors
    /// If their numbers differ or a target is not finite.
    pub fn of_producers(producers: &Producers, targets: impl Into<Array1<f64>>) -> Result<Self> {
        let keys = producers
            .positions()
            .map(|at| producers.key(at).to_string());
        Self::new(keys, targets)
    }

    /// The labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The targets.
    #[must_use]
    pub fn targets(&self) -> ArrayView1<'_, f64> {
        self.targets.view()
    }

    /// The number of rows or columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    pub(super) fn target(&self, k: usize) -> f64 {
        self.targets[k]
    }
}

/// What a miss is measured in: the target, or one where the target is smaller.
pub(super) fn size(target: f64) -> f64 {
    target.abs().max(1.0)
}
