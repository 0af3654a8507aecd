//! A country's own table out of a world table.

use std::collections::HashMap;

use ndarray::{Array2, ArrayView2, Axis as Dimension, Slice};

use super::table::WorldTable;
use crate::error::{Error, Result};
use crate::label::{Country, Ix, Producers, Product, TradeKind};
use crate::table::draft::NationalDraft;
use crate::table::national::NationalTable;
use crate::table::primary::PrimaryRow;

impl WorldTable {
    /// The national table of a country: its producers, imports by product, exports by partner.
    ///
    /// Imports are recorded by the code of the foreign sector that delivers them, whichever country it is in. Exports to a partner are
    /// intermediate and final goods together, of undivided kind. The model of Li, Chen, Duan, Zhu (2019) therefore runs on
    /// any country of a world table, and its domestic value added in exports, V L E, is that of extraction and of Borin and Mancini's
    /// source-based decomposition.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let world = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// let china = world.national("CHN")?;
    /// assert_eq!(china.exports().to("USA")?.total(), 20.0);
    /// assert_eq!(china.imported().sum(), 5.0);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no such country, or it has no producers.
    pub fn national(&self, country: &str) -> Result<NationalTable> {
        let at = self.countries().at(country)?;
        let home = self.range(at);
        if home.is_empty() {
            return Err(Error::label(format!(
                "`{country}` has no producers in the table, only final use"
            )));
        }
        let blocks = self.producers().blocks().iter();
        let blocks = blocks.filter(|block| block.country() == at);
        let producers = Producers::new(
            blocks.map(|block| (country, block.group().clone(), block.sectors().clone())),
        )?;
        let products = Imports::of(self, at);
        let users = Slice::from(home.clone());
        let bought = self.flows().slice_axis_move(Dimension(1), users);
        let finals = self.final_use_in(at);
        let imported_finals = products.by_product(finals);
        let mut draft = NationalDraft::new(producers, products.axis()?, self.unit().clone())
            .domestic(bought.slice_axis(Dimension(0), users).to_owned())
            .imported(products.by_product(bought))
            .output(self.output().slice_axis(Dimension(0), users).to_owned())
            .concept(self.concept())
            .tolerance(self.checked().tolerance())
            .provenance(
                self.provenance()
                    .then(format!("national table of {country}")),
            );
        for (k, code) in self.final_uses().codes().iter().enumerate() {
            let domestic = finals.column(k).slice_axis(Dimension(0), users).to_owned();
            draft = draft.final_use(code, domestic, imported_finals.column(k).to_owned());
        }
        let exports = self.exports();
        for partner in self
            .countries()
            .positions()
            .filter(|partner| *partner != at)
        {
            let amounts = exports
                .column(partner.get())
                .slice_axis(Dimension(0), users)
                .to_owned();
            draft = draft.export(
                self.countries().code(partner),
                TradeKind::Undivided,
                amounts,
            );
        }
        let categories = self.final_uses().len();
        let columns = Slice::from(at.get() * categories..(at.get() + 1) * categories);
        for row in self.primary().rows() {
            draft = draft.primary_row(PrimaryRow {
                kind: row.kind,
                by_producer: row.by_producer.slice_axis(Dimension(0), users).to_owned(),
                by_final_use: row
                    .by_final_use
                    .slice_axis(Dimension(0), columns)
                    .to_owned(),
                on_exports: 0.0,
            });
        }
        for extension in self.extensions().positions() {
            let row = self
                .extension_rows()
                .row(extension.get())
                .slice_axis(Dimension(0), users)
                .to_owned();
            let axis = self.extensions();
            draft = draft.extension(axis.code(extension), axis.name(extension), row);
        }
        draft.check()
    }
}

/// Foreign sectors by code.
struct Imports<'a> {
    entries: Vec<(&'a str, &'a str)>,
    /// For every foreign producer, its position and that of its product.
    rows: Vec<(usize, usize)>,
}

impl<'a> Imports<'a> {
    fn of(table: &'a WorldTable, home: Ix<Country>) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let (mut entries, mut rows) = (Vec::new(), Vec::new());
        let blocks = table.producers().blocks().iter();
        for block in blocks.filter(|block| block.country() != home) {
            for (producer, sector) in block.range().zip(block.sectors().positions()) {
                let code = block.sectors().code(sector);
                let product = *known.entry(code).or_insert_with(|| {
                    entries.push((code, block.sectors().name(sector)));
                    entries.len() - 1
                });
                rows.push((producer, product));
            }
        }
        Self { entries, rows }
    }

    fn axis(&self) -> Result<crate::label::Axis<Product>> {
        crate::label::Axis::with_names(self.entries.iter().copied())
    }

    /// Deliveries added up by product.
    fn by_product(&self, deliveries: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut sums = Array2::zeros((self.entries.len(), deliveries.ncols()));
        for &(producer, product) in &self.rows {
            let mut sum = sums.row_mut(product);
            sum += &deliveries.row(producer);
        }
        sums
    }
}
