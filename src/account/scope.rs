//! What a decomposition is asked for.

use crate::model::Weights;

/// How fine results are. Coarser results are sums of finer ones where a method's figures add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Level {
    /// By exporter.
    Country,
    /// By exporter and exporting sector (and group).
    Sector,
    /// By exporter and importer.
    Bilateral,
    /// By exporter, exporting sector (and group), and importer.
    #[default]
    SectorBilateral,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 4] = [
        Self::Country,
        Self::Sector,
        Self::Bilateral,
        Self::SectorBilateral,
    ];

    /// The code on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Sector => "sector",
            Self::Bilateral => "bilateral",
            Self::SectorBilateral => "sector-bilateral",
        }
    }

    pub(crate) fn by_sector(self) -> bool {
        matches!(self, Self::Sector | Self::SectorBilateral)
    }

    pub(crate) fn by_importer(self) -> bool {
        matches!(self, Self::Bilateral | Self::SectorBilateral)
    }
}

/// Whose flows are decomposed, and in what. Everything, in value added, unless said otherwise.
///
/// ```
/// use leontief::account::Scope;
///
/// let scope = Scope::everything().exporters(["CHN"]).importers(["USA", "JPN"]);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Scope {
    pub(crate) exporters: Option<Vec<String>>,
    pub(crate) importers: Option<Vec<String>>,
    pub(crate) weights: Option<Weights>,
}

impl Scope {
    /// All flows of all exporters, in value added.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Only exports of these countries.
    pub fn exporters<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Self {
        self.exporters = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// Only exports to these countries.
    pub fn importers<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Self {
        self.importers = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// The content in these weights instead of value added: jobs, CO2, a component of value added.
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = Some(weights);
        self
    }
}
