//! One side of a balance.

use crate::error::Result;
use crate::model::Model;
use crate::table::Exports;

/// A country's model and its exports to the partner of a balance.
#[derive(Debug, Clone)]
pub struct Economy {
    pub(super) model: Model,
    pub(super) exports: Exports,
}

impl Economy {
    /// A model and the exports to the partner, which need not be those of the table.
    ///
    /// # Errors
    /// If the exports run over other producers or are in another unit than the model, or a producer without output exports.
    pub fn new(model: &Model, exports: Exports) -> Result<Self> {
        model.require_exports(&exports)?;
        Ok(Self {
            model: model.clone(),
            exports,
        })
    }

    /// A model and the exports to the partner that its table has.
    ///
    /// # Errors
    /// If the table has no exports to this partner.
    pub fn exporting_to(model: &Model, partner: &str) -> Result<Self> {
        Self::new(model, model.table().exports().to(partner)?)
    }

    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        self.model.table().country()
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The exports to the partner.
    #[must_use]
    pub fn exports(&self) -> &Exports {
        &self.exports
    }
}
