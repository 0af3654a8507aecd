//! What is read becomes a draft.

use std::path::Path;

use super::amounts::{Amounts, Reading};
use super::description::{DescribedKind, Layout};
use super::matrix::Matrix;
use super::roles::Roles;
use crate::error::{Error, Result};
use crate::label::TradeKind;
use crate::read::AnyDraft;
use crate::table::{CompetitiveDraft, ExtensionRow, NationalDraft, WorldDraft};

/// Reads a table as a layout describes it; its page says what a layout can say.
///
/// ```no_run
/// use leontief::read::{self, Layout};
///
/// let layout = Layout::open("netherlands.toml")?;
/// let table = read::described("netherlands_2000.csv.gz", &layout)?.national()?.check()?;
/// println!("{}", table.checked());
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read; if the layout names what the file has not, names something twice, or leaves a row or column without a
/// meaning; if a label stands twice, a row is too short or too long, or a cell is empty or no number in the form that the layout states.
pub fn described(path: impl AsRef<Path>, layout: &Layout) -> Result<AnyDraft> {
    layout.require_sense()?;
    let matrix = Matrix::open(path.as_ref(), layout)?;
    let roles = Roles::of(&matrix, layout)?;
    let reading = Reading::new(&matrix, layout, &roles);
    let amounts = reading.amounts()?;
    match &layout.kind {
        DescribedKind::World => reading.world(amounts).map(AnyDraft::World),
        DescribedKind::National(_) => reading.national(amounts).map(AnyDraft::National),
        DescribedKind::Competitive(country) => reading
            .competitive(country, amounts)
            .map(AnyDraft::Competitive),
    }
}

impl Reading<'_> {
    fn world(&self, amounts: Amounts) -> Result<WorldDraft> {
        let (layout, roles) = (self.layout, self.roles);
        let categories = self.axis(&roles.categories)?;
        let (producers, unit) = (roles.producers.clone(), layout.unit.clone());
        let (flows, finals) = (amounts.flows, amounts.finals);
        let mut draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
            .of_markets(roles.markets.iter().cloned())
            .map_err(|error| self.matrix.wrong(error))?
            .output(amounts.output)
            .concept(layout.concept)
            .tolerance(layout.tolerance)
            .provenance(amounts.provenance);
        for row in amounts.primary {
            draft = draft.primary_row(row);
        }
        let extensions = layout.rows.extensions.iter().zip(amounts.extensions);
        for ((code, unit), (by_producer, by_final_use)) in extensions {
            draft = draft.extension_row(ExtensionRow {
                code: code.clone(),
                unit: unit.clone(),
                by_producer,
                by_final_use,
            });
        }
        Ok(draft)
    }

    fn national(&self, amounts: Amounts) -> Result<NationalDraft> {
        let (layout, roles) = (self.layout, self.roles);
        let products = self.axis(&roles.imported)?;
        let mut draft = NationalDraft::new(roles.producers.clone(), products, layout.unit.clone())
            .domestic(amounts.flows)
            .imported(amounts.imported)
            .imported_exports(amounts.imported_exports)
            .output(amounts.output)
            .concept(layout.concept)
            .tolerance(layout.tolerance)
            .provenance(amounts.provenance);
        for (k, category) in roles.categories.iter().enumerate() {
            let domestic = amounts.finals.column(k).to_owned();
            draft = draft.final_use(
                category,
                domestic,
                amounts.imported_finals.column(k).to_owned(),
            );
        }
        for ((_, partner), flow) in layout.columns.exports.iter().zip(amounts.exports) {
            draft = draft.export(partner, TradeKind::Undivided, flow);
        }
        for row in amounts.primary {
            draft = draft.primary_row(row);
        }
        for ((code, unit), (by_producer, by_final_use)) in
            layout.rows.extensions.iter().zip(amounts.extensions)
        {
            if by_final_use.iter().any(|value| *value != 0.0) {
                let what =
                    format!("the extension `{code}` of final use has no place in a national table");
                return Err(self.matrix.wrong(Error::table(what)));
            }
            draft = draft.extension(code, unit, by_producer);
        }
        Ok(draft)
    }

    fn competitive(&self, country: &str, amounts: Amounts) -> Result<CompetitiveDraft> {
        let (layout, roles) = (self.layout, self.roles);
        let block = roles
            .producers
            .only_block()
            .map_err(|error| self.matrix.wrong(error))?;
        let mut draft =
            CompetitiveDraft::new(country, block.sectors().clone(), layout.unit.clone())?
                .flows(amounts.flows)
                .imports(amounts.imports)
                .output(amounts.output)
                .concept(layout.concept)
                .tolerance(layout.tolerance)
                .provenance(amounts.provenance);
        for (k, category) in roles.categories.iter().enumerate() {
            draft = draft.final_use(category, amounts.finals.column(k).to_owned());
        }
        for ((_, partner), flow) in layout.columns.exports.iter().zip(amounts.exports) {
            draft = draft.export(partner, TradeKind::Undivided, flow);
        }
        if let Some(code) = &layout.columns.discrepancy {
            draft = draft.statistical_discrepancy(code, amounts.discrepancy);
        }
        for row in amounts.primary {
            draft = draft.primary_row(row);
        }
        Ok(draft)
    }
}
