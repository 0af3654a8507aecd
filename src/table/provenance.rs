//! Where a table comes from, and every step since.

use std::fmt;

/// The source of a table and the steps that changed it, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    source: String,
    steps: Vec<String>,
}

impl Provenance {
    /// A table straight from its source.
    #[must_use]
    pub fn from_source(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            steps: Vec::new(),
        }
    }

    /// The same with one more step.
    #[must_use]
    pub fn then(&self, step: impl Into<String>) -> Self {
        let mut next = self.clone();
        next.steps.push(step.into());
        next
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The steps since, in order.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.source.is_empty() {
            "source not stated"
        } else {
            &self.source
        })?;
        for step in &self.steps {
            write!(f, "; {step}")?;
        }
        Ok(())
    }
}
