//! Records added up one at a time.

use std::collections::HashMap;
use std::path::Path;

use super::codes::CustomsCodes;
use super::trade::{Cells, CustomsTrade, GROUPS};
use crate::build::unmapped::{Aside, Unmapped, UnmappedCode};
use crate::error::Result;
use crate::label::{Axis, Concordance, Group, Partner, Product, Sector};
use crate::read::{CustomsColumns, CustomsRecord, ExactAmount, RecordFlow, TradeFlow, customs_csv};

/// Records on their way to [`CustomsTrade`].
///
/// ```
/// use leontief::build::{CustomsCodes, CustomsTally, Unmapped};
/// use leontief::label::Concordance;
/// use leontief::read::{CustomsRecord, RecordFlow, TradeFlow};
///
/// let concordance = Concordance::from_rows([("847130", "machinery", 1.0)])?;
/// let codes = CustomsCodes::china();
/// let mut tally = CustomsTally::new(&concordance, &codes);
/// for (regime, firm, value) in [("10", "1", "30"), ("15", "4", "70")] {
///     tally.add(CustomsRecord {
///         product: "847130",
///         partner: "USA",
///         regime,
///         firm,
///         flow: RecordFlow::Known(TradeFlow::Export),
///         value: value.parse()?,
///     });
/// }
/// let trade = tally.finish(Unmapped::Refuse)?;
/// assert_eq!(trade.processing_shares(TradeFlow::Export), [Some(0.7)]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct CustomsTally<'a> {
    concordance: &'a Concordance<Product, Sector>,
    codes: &'a CustomsCodes,
    partners: Vec<String>,
    positions: HashMap<String, usize>,
    cells: HashMap<(TradeFlow, usize), Cells>,
    aside: Aside,
}

impl<'a> CustomsTally<'a> {
    /// An empty tally.
    #[must_use]
    pub fn new(concordance: &'a Concordance<Product, Sector>, codes: &'a CustomsCodes) -> Self {
        Self {
            concordance,
            codes,
            partners: Vec::new(),
            positions: HashMap::new(),
            cells: HashMap::new(),
            aside: Aside::default(),
        }
    }

    /// Adds a record.
    pub fn add(&mut self, record: CustomsRecord<'_>) {
        let value = record.value;
        self.aside.seen(value);
        let flow = match record.flow {
            RecordFlow::Known(flow) => Some(flow),
            RecordFlow::Code(code) => self.codes.flow(code),
        };
        let product = self.concordance.source().find(record.product);
        let regime = self.codes.regime(record.regime);
        let ownership = self.codes.ownership(record.firm);
        let partner = (!record.partner.trim().is_empty()).then_some(record.partner);
        let all = (flow, product, regime, ownership, partner);
        let (Some(flow), Some(product), Some(regime), Some(ownership), Some(partner)) = all else {
            let flow_code = match record.flow {
                RecordFlow::Code(code) => code,
                RecordFlow::Known(_) => "",
            };
            let codes = [
                ("product", product.is_some(), record.product),
                ("regime", regime.is_some(), record.regime),
                ("firm type", ownership.is_some(), record.firm),
                ("flow", flow.is_some(), flow_code),
                ("partner", partner.is_some(), record.partner),
            ];
            self.aside.set_apart(value, codes);
            return;
        };
        let partner = self.partner(partner);
        let group = Group::of(Some(ownership), Some(regime));
        let group = GROUPS.iter().position(|code| *code == group.code());
        let group = group.unwrap_or_default(); // all four combinations are in the list
        let sectors = self.concordance.target().len();
        let cells = self.cells.entry((flow, partner));
        let cells = cells.or_insert_with(|| vec![ExactAmount::default(); GROUPS.len() * sectors]);
        let targets = self.concordance.to(product);
        let parts = value.divided(targets.map(|(_, weight)| weight));
        for ((sector, _), part) in self.concordance.to(product).zip(parts) {
            cells[group * sectors + sector.get()] += part;
        }
    }

    /// Adds all records of a file; gives their number.
    ///
    /// # Errors
    /// If the file cannot be read, lacks a column, or holds a value that is not a number.
    pub fn add_csv(&mut self, path: impl AsRef<Path>, columns: &CustomsColumns) -> Result<u64> {
        let records = customs_csv(path, columns)?;
        records.each(|record| {
            self.add(record);
            Ok(())
        })
    }

    /// The codes that are not mapped so far, the largest first.
    #[must_use]
    pub fn unmapped(&self) -> Vec<UnmappedCode> {
        self.aside.listed()
    }

    /// The trade by sector, group and partner.
    ///
    /// # Errors
    /// If there are unmapped codes and they are to be refused: one error with the largest of them, their value and share of the
    /// total; [`unmapped`](Self::unmapped) lists all.
    pub fn finish(self, choice: Unmapped) -> Result<CustomsTrade> {
        let hint = "map the codes, or keep their records apart";
        let unmapped = self.aside.accepted(choice, "customs records", hint)?;
        let partners: Axis<Partner> = Axis::new(self.partners)?;
        Ok(CustomsTrade::new(
            self.concordance.target().clone(),
            partners,
            self.cells,
            unmapped,
            (self.aside.apart, self.aside.total),
        ))
    }

    fn partner(&mut self, code: &str) -> usize {
        match self.positions.get(code) {
            Some(position) => *position,
            None => {
                let position = self.partners.len();
                self.partners.push(code.to_owned());
                self.positions.insert(code.to_owned(), position);
                position
            }
        }
    }
}
