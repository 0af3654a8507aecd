//! Where a table comes from, and every step since.

use std::fmt;

use super::Fingerprint;

/// The source of a table and the steps that changed it, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    source: String,
    edition: Option<String>,
    files: Vec<SourceFile>,
    steps: Vec<String>,
}

/// A file that a table was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceFile {
    name: String,
    fingerprint: Fingerprint,
}

impl SourceFile {
    /// A file by its name, without its folder, and the SHA-256 of its bytes as published.
    #[must_use]
    pub fn new(name: impl Into<String>, fingerprint: Fingerprint) -> Self {
        Self {
            name: name.into(),
            fingerprint,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The SHA-256 of its bytes: what `sha256sum` prints.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl fmt::Display for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SHA-256 {})", self.name, self.fingerprint)
    }
}

impl Provenance {
    /// A table straight from its source.
    #[must_use]
    pub fn from_source(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            ..Self::default()
        }
    }

    /// The same of an edition or release of the source.
    #[must_use]
    pub fn of_edition(mut self, edition: impl Into<String>) -> Self {
        self.edition = Some(edition.into());
        self
    }

    /// The same with one more file that it was read from; a file that is there already is not added twice.
    #[must_use]
    pub fn with_file(mut self, file: SourceFile) -> Self {
        if !self.files.contains(&file) {
            self.files.push(file);
        }
        self
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

    /// The edition or release, where the file tells.
    #[must_use]
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// The files that were read, with their fingerprints.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
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
        if let Some(edition) = &self.edition {
            write!(f, ", {edition}")?;
        }
        for step in &self.steps {
            write!(f, "; {step}")?;
        }
        for file in &self.files {
            let digits = file.fingerprint.to_string();
            write!(f, "; {} (SHA-256 {}…)", file.name, &digits[..12])?;
        }
        Ok(())
    }
}
