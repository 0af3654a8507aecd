//! What a separation did with the imports of every product.

use std::fmt;

use crate::error::{Error, Result};
use crate::unit::Unit;

/// The imports of one product and where they went.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductImports {
    /// The product's code.
    pub product: String,
    /// Imports in the competitive table.
    pub published: f64,
    /// Imported inputs of producers.
    pub inputs: f64,
    /// Imported final uses, in the order of [`ImportReport::categories`].
    pub final_uses: Vec<f64>,
    /// Imports exported again.
    pub exports: f64,
    /// Published imports less everything allocated.
    pub residual: f64,
}

impl ProductImports {
    /// What was allocated to inputs, final uses and exports.
    #[must_use]
    pub fn allocated(&self) -> f64 {
        self.inputs + self.final_uses.iter().sum::<f64>() + self.exports
    }
}

/// A use that was asked to take more imports than it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CappedUse {
    /// The use: all uses at home, an end use, a user or a category.
    pub use_of: String,
    /// The imports that were to go there.
    pub imports: f64,
    /// What the use is.
    pub uses: f64,
}

impl fmt::Display for CappedUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (imports, uses) = (self.imports, self.uses);
        write!(
            f,
            "{} of {uses:.6} cannot hold imports of {imports:.6}",
            self.use_of
        )
    }
}

/// A product whose imports exceeded a use, and where the excess went.
#[derive(Debug, Clone, PartialEq)]
pub struct CappedImports {
    /// The product's code.
    pub product: String,
    /// The uses that were too small.
    pub uses: Vec<CappedUse>,
    /// What went to the product's other uses at home.
    pub moved: f64,
    /// What went to exports, as imports exported again.
    pub exported: f64,
    /// What no use could take; part of the residual.
    pub left: f64,
}

impl fmt::Display for CappedImports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.refused())?;
        for (amount, to) in [
            (self.moved, "to its other uses"),
            (self.exported, "to exports"),
            (self.left, "not allocated"),
        ] {
            if amount > 0.0 {
                write!(f, "; {amount:.6} {to}")?;
            }
        }
        Ok(())
    }
}

impl CappedImports {
    /// What forbids the separation where nothing is capped.
    pub(super) fn refused(&self) -> String {
        format!("`{}`: {}", self.product, listed(&self.uses))
    }
}

/// The first few uses, for messages.
fn listed(uses: &[CappedUse]) -> String {
    const SHOWN: usize = 4;
    let first: Vec<String> = uses.iter().take(SHOWN).map(ToString::to_string).collect();
    match uses.len().saturating_sub(SHOWN) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// By product: published imports, what was allocated by use, and the residual.
#[derive(Debug, Clone)]
pub struct ImportReport {
    pub(super) method: String,
    pub(super) unit: Unit,
    pub(super) categories: Vec<String>,
    pub(super) products: Vec<ProductImports>,
    pub(super) capped: Vec<CappedImports>,
    pub(super) without_shares: Vec<String>,
}

impl ImportReport {
    /// The rule, in words.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The categories of final use.
    #[must_use]
    pub fn categories(&self) -> &[String] {
        &self.categories
    }

    /// All products, in the table's order.
    #[must_use]
    pub fn products(&self) -> &[ProductImports] {
        &self.products
    }

    /// One product.
    ///
    /// # Errors
    /// If there is no such product.
    pub fn product(&self, code: &str) -> Result<&ProductImports> {
        let found = self.products.iter().find(|row| row.product == code);
        found.ok_or_else(|| Error::label(format!("no product `{code}` in the report of imports")))
    }

    /// All published imports.
    #[must_use]
    pub fn published(&self) -> f64 {
        self.products.iter().map(|row| row.published).sum()
    }

    /// All imports that were allocated.
    #[must_use]
    pub fn allocated(&self) -> f64 {
        self.products.iter().map(ProductImports::allocated).sum()
    }

    /// Published imports less allocated ones, over all products.
    #[must_use]
    pub fn residual(&self) -> f64 {
        self.products.iter().map(|row| row.residual).sum()
    }

    /// Products whose imports exceeded a use, and where the excess went; empty where that was refused.
    #[must_use]
    pub fn capped(&self) -> &[CappedImports] {
        &self.capped
    }

    /// Imported products without shares by end use, separated in proportion.
    #[must_use]
    pub fn without_shares(&self) -> &[String] {
        &self.without_shares
    }
}

/// One line of totals, then a line for each product with a residual, each that was capped, and those without shares.
impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "imports separated {}: published {:.3}, allocated {:.3}, residual {:.3} ({})",
            self.method,
            self.published(),
            self.allocated(),
            self.residual(),
            self.unit
        )?;
        for row in self.products.iter().filter(|row| row.residual != 0.0) {
            write!(
                f,
                "\n`{}`: published {:.6}, allocated {:.6}, residual {:.6}",
                row.product,
                row.published,
                row.allocated(),
                row.residual
            )?;
        }
        for capped in &self.capped {
            write!(f, "\n{capped}")?;
        }
        if !self.without_shares.is_empty() {
            let codes = self.without_shares.join(", ");
            write!(f, "\nwithout shares by end use, in proportion: {codes}")?;
        }
        Ok(())
    }
}
