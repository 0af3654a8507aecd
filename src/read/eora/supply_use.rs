//! A national table of Eora that has both industries and commodities.

use ndarray::{Array2, ArrayView2};

use super::cells::Of;
use super::national::{Table, owned};
use crate::error::Result;
use crate::label::{Axis, FinalUse, Partner, Product, Sector};
use crate::table::{ExtensionRow, PrimaryRow, Provenance};
use crate::unit::Unit;

/// Supply and use of a country as Eora publishes them: the numbers of a `build::SupplyUseDraft`, for which the caller decides what
/// becomes of imports.
///
/// | cells of the file | here |
/// |---|---|
/// | `Industries` × `Commodities` | [`supply`](Self::supply), turned: product × industry |
/// | `Commodities` × `Industries` | [`domestic_use`](Self::domestic_use), product × industry |
/// | `Commodities` × `Final Demand`, `ExportsTo` | [`final_use`](Self::final_use), [`exports`](Self::exports) |
/// | `Primary Inputs` × `Industries`, `Final Demand` | [`primary`](Self::primary) |
/// | `ImportsFrom` × `Industries`, `Final Demand` | [`imports`](Self::imports), [`imported_finals`](Self::imported_finals): by country of origin, which is no product |
/// | satellites × `Industries`, `Final Demand` | [`extensions`](Self::extensions) |
/// | any other | has no place in supply and use; [`left_out`](Self::left_out) and the provenance have their sums |
///
/// ```no_run
/// use leontief::build::{Construct, SupplyUseDraft};
/// use leontief::read::{EoraNational, eora_national};
/// use leontief::label::TradeKind;
/// use leontief::table::{PrimaryKind, Tolerance};
/// use ndarray::Axis;
///
/// let EoraNational::SupplyUse(read) = eora_national("IO_CHL_2015_BasicPrice.txt")? else {
///     panic!("a symmetric table");
/// };
/// // imports by origin are one more primary row, because they are not by product
/// let imports = read.imports().sum_axis(Axis(0));
/// let mut tables = SupplyUseDraft::new(read.country(), read.products().clone(), read.industries().clone(), read.unit().clone())
///     .supply(read.supply())
///     .domestic_use(read.domestic_use().to_owned())
///     .primary(PrimaryKind::Other, imports)
///     .tolerance(Tolerance::relative(0.05))
///     .provenance(read.provenance().clone());
/// for row in read.primary() {
///     tables = tables.primary_row(row.clone());
/// }
/// for (code, column) in read.categories().codes().iter().zip(read.final_use().columns()) {
///     tables = tables.final_use(code, column.to_owned(), ndarray::Array1::zeros(read.products().len()));
/// }
/// for (partner, column) in read.destinations().codes().iter().zip(read.exports().columns()) {
///     tables = tables.export(partner, TradeKind::Undivided, column.to_owned());
/// }
/// let table = tables.check()?.symmetric(Construct::IndustryTechnology)?;
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct EoraSupplyUse {
    country: String,
    unit: Unit,
    industries: Axis<Sector>,
    products: Axis<Product>,
    categories: Axis<FinalUse>,
    origins: Axis<Product>,
    destinations: Axis<Partner>,
    make: Array2<f64>,
    domestic_use: Array2<f64>,
    final_use: Array2<f64>,
    exports: Array2<f64>,
    imports: Array2<f64>,
    imported_finals: Array2<f64>,
    primary: Vec<PrimaryRow>,
    extensions: Vec<ExtensionRow>,
    left_out: Vec<(String, f64)>,
    provenance: Provenance,
}

impl EoraSupplyUse {
    pub(super) fn of(table: Table) -> Result<Self> {
        use Of::{Commodities, Exports, Final, Imports, Industries, Primary, Satellites};
        let codes = |of: Of| {
            let found = table.square.iter().find(|(known, _)| *known == of);
            found.map_or(Vec::new(), |(_, codes)| codes.clone())
        };
        let added = table.primary(Industries);
        let direct = table.cells.block(Satellites, Final);
        let rows = table.extensions(Industries).zip(direct.rows());
        let extensions = rows.map(|((code, unit, by_producer), by_final_use)| ExtensionRow {
            code: code.to_owned(),
            unit: unit.to_owned(),
            by_producer,
            by_final_use: by_final_use.to_owned(),
        });
        let without_place = [
            (Industries, Industries),
            (Industries, Final),
            (Industries, Exports),
            (Commodities, Commodities),
            (Primary, Commodities),
            (Imports, Commodities),
            (Imports, Exports),
            (Satellites, Commodities),
            (Satellites, Exports),
        ];
        let sums = without_place.map(|(row, column)| {
            let sum: f64 = table
                .cells
                .block(row, column)
                .iter()
                .map(|cell| cell.abs())
                .sum();
            (format!("{} × {}", row.name(), column.name()), sum)
        });
        let left_out: Vec<(String, f64)> =
            sums.into_iter().filter(|(_, sum)| *sum != 0.0).collect();
        let provenance = left_out.iter().fold(
            table.provenance.then(added.in_words()),
            |provenance, (block, sum)| {
                provenance.then(format!(
                    "cells {block} have no place in supply and use and are left out, their sizes sum to {sum}"
                ))
            },
        );
        Ok(Self {
            industries: Axis::new(codes(Industries))?,
            products: Axis::new(codes(Commodities))?,
            categories: Axis::new(&table.finals)?,
            make: owned(&table, Industries, Commodities),
            domestic_use: owned(&table, Commodities, Industries),
            final_use: owned(&table, Commodities, Final),
            exports: owned(&table, Commodities, Exports),
            imports: owned(&table, Imports, Industries),
            imported_finals: owned(&table, Imports, Final),
            primary: added.rows().to_vec(),
            extensions: extensions.collect(),
            left_out,
            provenance,
            origins: table.origins,
            destinations: table.destinations,
            country: table.country,
            unit: table.unit,
        })
    }

    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// Thousand US dollars, with year and prices.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The industries.
    #[must_use]
    pub fn industries(&self) -> &Axis<Sector> {
        &self.industries
    }

    /// The commodities.
    #[must_use]
    pub fn products(&self) -> &Axis<Product> {
        &self.products
    }

    /// Categories of final use.
    #[must_use]
    pub fn categories(&self) -> &Axis<FinalUse> {
        &self.categories
    }

    /// Countries that imports come from.
    #[must_use]
    pub fn origins(&self) -> &Axis<Product> {
        &self.origins
    }

    /// Countries that exports go to.
    #[must_use]
    pub fn destinations(&self) -> &Axis<Partner> {
        &self.destinations
    }

    /// What industries make, product × industry.
    #[must_use]
    pub fn supply(&self) -> Array2<f64> {
        self.make.t().to_owned()
    }

    /// Domestic products used by industries, product × industry.
    #[must_use]
    pub fn domestic_use(&self) -> ArrayView2<'_, f64> {
        self.domestic_use.view()
    }

    /// Domestic products in final use, product × category.
    #[must_use]
    pub fn final_use(&self) -> ArrayView2<'_, f64> {
        self.final_use.view()
    }

    /// Exports of domestic products, product × destination.
    #[must_use]
    pub fn exports(&self) -> ArrayView2<'_, f64> {
        self.exports.view()
    }

    /// Imports used by industries, origin × industry.
    #[must_use]
    pub fn imports(&self) -> ArrayView2<'_, f64> {
        self.imports.view()
    }

    /// Imports in final use, origin × category.
    #[must_use]
    pub fn imported_finals(&self) -> ArrayView2<'_, f64> {
        self.imported_finals.view()
    }

    /// Primary inputs by industry and category of final use, added up by kind.
    #[must_use]
    pub fn primary(&self) -> &[PrimaryRow] {
        &self.primary
    }

    /// Satellite rows by industry and category of final use.
    #[must_use]
    pub fn extensions(&self) -> &[ExtensionRow] {
        &self.extensions
    }

    /// Blocks of the file that are not zero and have no place in supply and use, with the sums of the sizes of their cells.
    #[must_use]
    pub fn left_out(&self) -> &[(String, f64)] {
        &self.left_out
    }

    /// Source and steps.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }
}
