//! The four assumptions that turn supply and use into one square table, and their transformations.

use std::fmt;
use std::str::FromStr;

use ndarray::{Array1, Array2};

use super::draft::SupplyUse;
use super::invert::{Dependent, inverse};
use crate::error::{Error, Result, first_few};

/// The assumption by which a symmetric table is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Construct {
    /// Model A: each product is made in its own way, in whichever industry. Product × product.
    ProductTechnology,
    /// Model B: each industry has its own way, whichever products it makes. Product × product.
    IndustryTechnology,
    /// Model C: each industry sells in its own proportions, whichever products it makes. Industry × industry.
    FixedIndustrySales,
    /// Model D: each product is sold in its own proportions, whichever industry makes it. Industry × industry.
    FixedProductSales,
}

impl Construct {
    /// All four, in order of their letters.
    pub const ALL: [Self; 4] = [
        Self::ProductTechnology,
        Self::IndustryTechnology,
        Self::FixedIndustrySales,
        Self::FixedProductSales,
    ];

    /// The letter in Eurostat's manual.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::ProductTechnology => "A",
            Self::IndustryTechnology => "B",
            Self::FixedIndustrySales => "C",
            Self::FixedProductSales => "D",
        }
    }

    /// Whether the table is product × product; industry × industry otherwise.
    #[must_use]
    pub const fn is_by_product(self) -> bool {
        matches!(self, Self::ProductTechnology | Self::IndustryTechnology)
    }

    /// Whether it needs the inverse of supply, so that negative cells are possible.
    #[must_use]
    pub const fn inverts_supply(self) -> bool {
        matches!(self, Self::ProductTechnology | Self::FixedIndustrySales)
    }

    /// T: industry × product.
    pub(super) fn transformation(self, tables: &SupplyUse) -> Result<Array2<f64>> {
        let (q, g) = (tables.product_output(), tables.industry_output());
        let supply = tables.supply();
        let n = (supply.ncols(), supply.nrows());
        Ok(match self {
            // T = S⁻¹ q̂
            Self::ProductTechnology => self.inverse_supply(tables)? * &q,
            // T = ĝ⁻¹ S'
            Self::IndustryTechnology => {
                Array2::from_shape_fn(n, |(j, i)| share(supply[[i, j]], g[j]))
            }
            // T = ĝ S⁻¹
            Self::FixedIndustrySales => scaled_rows(self.inverse_supply(tables)?, &g),
            // T = S' q̂⁻¹
            Self::FixedProductSales => {
                Array2::from_shape_fn(n, |(j, i)| share(supply[[i, j]], q[i]))
            }
        })
    }

    fn inverse_supply(self, tables: &SupplyUse) -> Result<Array2<f64>> {
        let (products, industries) = (tables.products(), tables.industries());
        let hint = "models B and D, which need no inverse; or group products and industries";
        if products.len() != industries.len() {
            return Err(Error::shape(format!("{self} inverts the supply table"))
                .expected("as many products as industries")
                .found(format!(
                    "{} products × {} industries",
                    products.len(),
                    industries.len()
                ))
                .hint(hint));
        }
        let q = tables.product_output();
        let unsupplied = products.codes().iter().zip(&q);
        let unsupplied: Vec<&String> = unsupplied
            .filter_map(|(code, made)| (*made == 0.0).then_some(code))
            .collect();
        let singular = |why: String| {
            Err(Error::singular(format!(
                "{self} inverts the supply table, which is singular: {why}"
            ))
            .hint(hint))
        };
        if !unsupplied.is_empty() {
            return singular(format!("no industry supplies {}", first_few(unsupplied)));
        }
        let idle = |dependent: &Dependent| dependent.on.is_empty();
        match inverse(tables.supply()) {
            Ok(inverse) => Ok(inverse),
            Err(dependent) => {
                let codes = industries.codes();
                let code = &codes[dependent.column];
                if idle(&dependent) {
                    return singular(format!("the industry `{code}` supplies nothing"));
                }
                let parts = dependent.on.iter();
                let parts = parts.map(|(j, share)| format!("{share:.4} × `{}`", codes[*j]));
                let parts: Vec<String> = parts.collect();
                singular(format!(
                    "the industry `{code}` supplies what {} supply together",
                    parts.join(" + ")
                ))
            }
        }
    }
}

fn share(part: f64, whole: f64) -> f64 {
    // supply is not negative, so a sum of zero has parts of zero
    if whole == 0.0 { 0.0 } else { part / whole }
}

fn scaled_rows(mut matrix: Array2<f64>, factors: &Array1<f64>) -> Array2<f64> {
    for (mut row, factor) in matrix.rows_mut().into_iter().zip(factors) {
        row *= *factor;
    }
    matrix
}

impl fmt::Display for Construct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProductTechnology => "model A (product technology)",
            Self::IndustryTechnology => "model B (industry technology)",
            Self::FixedIndustrySales => "model C (fixed industry sales structure)",
            Self::FixedProductSales => "model D (fixed product sales structure)",
        })
    }
}

/// Reads the letter.
impl FromStr for Construct {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|construct| construct.letter() == text)
            .ok_or_else(|| {
                Error::label(format!("no model `{text}` for supply and use tables"))
                    .expected("one of `A`, `B`, `C`, `D`")
            })
    }
}
