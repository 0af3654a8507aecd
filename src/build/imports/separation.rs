//! Imports separated from domestic products: the choices, and the table that comes of them.

use ndarray::{Array1, Array2};

use super::apart::draft;
use super::by_end_use::{ByEndUse, Matched};
use super::end_use::EndUse;
use super::given::{self, GivenImports};
use super::report::{CappedImports, ImportReport, ProductImports};
use super::shares::EndUseShares;
use super::spread::{Part, ROUNDING, Row, Spread};
use super::uses::Uses;
use crate::build::Overdraw;
use crate::error::{Error, Result};
use crate::table::{CompetitiveTable, NationalDraft};

/// How much of exports is imported and exported again.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ImportedExports {
    /// Nothing: exports are of domestic output.
    #[default]
    None,
    /// The product's imports over all its uses, exports among them.
    Proportional,
    /// These amounts, by product in the order of the table's sectors.
    Given(Array1<f64>),
}

/// Whether uses below zero, such as drawings on stocks, have an imported part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NegativeUses {
    /// They have one, in the same share as other uses: what was imported earlier is used now.
    #[default]
    TakePart,
    /// They are of domestic output; imports are spread over uses above zero only.
    StayDomestic,
}

#[derive(Debug, Clone)]
enum Rule {
    Proportional,
    ByEndUse(ByEndUse),
    Given(GivenImports),
}

/// How imports are separated: a rule, and what becomes of exports, of negative uses, and of imports that exceed uses.
///
/// **Exports** hold no imports unless said otherwise. Where they do, exports to every partner have the same imported share.
///
/// **The statistical discrepancy** of the source is no use: no imports go there. It becomes one more final use of domestic output
/// under its own code, so that it stays visible and rows add up as they did.
///
/// **Imports that exceed** the uses they should be part of are refused with product and numbers. With [`Overdraw::Cap`] such
/// uses are imported altogether; the rest goes to what the product's other uses at home hold of domestic products, in
/// proportion, then to exports; what is left is part of the residual. The report lists it.
///
/// ```
/// use leontief::build::ImportSeparation;
/// use leontief::label::{Axis, TradeKind};
/// use leontief::table::{CompetitiveDraft, PrimaryKind};
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let unit = Unit::new("CNY", Scale::TEN_THOUSANDS, 2012, PriceBasis::Producer);
/// let competitive = CompetitiveDraft::new("CHN", Axis::new(["goods", "services"])?, unit)?
///     .flows(array![[40.0, 20.0], [10.0, 30.0]])
///     .final_use("households", array![40.0, 50.0])
///     .export("WLD", TradeKind::Undivided, array![30.0, 10.0])
///     .imports(array![30.0, 0.0])
///     .primary(PrimaryKind::UndividedValueAdded, array![50.0, 50.0])
///     .output(array![100.0, 100.0])
///     .check()?;
/// let separated = ImportSeparation::proportional().of(&competitive)?;
/// // 30 % of 100 used at home
/// let table = separated.into_draft().check()?;
/// assert!((table.imported()[[0, 0]] - 12.0).abs() < 1e-12);
/// assert!((table.domestic()[[0, 0]] - 28.0).abs() < 1e-12);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ImportSeparation {
    rule: Rule,
    exports: ImportedExports,
    negative: NegativeUses,
    overdraw: Overdraw,
}

impl ImportSeparation {
    /// Every use of a product at home has the same imported share m_i / Σ uses at home.
    pub fn proportional() -> Self {
        Self::by(Rule::Proportional)
    }

    /// Imports of a product are divided by end use, and are the same share of all its uses of one kind. `categories` say which
    /// final use is which; the inputs of producers are intermediate use. Products without shares are separated in proportion, and
    /// the report lists them.
    pub fn by_end_use<C: Into<String>>(
        shares: EndUseShares,
        categories: impl IntoIterator<Item = (C, EndUse)>,
    ) -> Self {
        let categories = categories.into_iter();
        Self::by(Rule::ByEndUse(ByEndUse {
            shares,
            categories: categories
                .map(|(code, end_use)| (code.into(), end_use))
                .collect(),
        }))
    }

    /// Imports as given, each checked against the cell it is part of. Exports hold the imports given with them.
    pub fn given(imports: GivenImports) -> Self {
        Self::by(Rule::Given(imports))
    }

    fn by(rule: Rule) -> Self {
        Self {
            rule,
            exports: ImportedExports::default(),
            negative: NegativeUses::default(),
            overdraw: Overdraw::default(),
        }
    }

    /// How much of exports is imported; nothing unless said otherwise.
    pub fn exports(mut self, choice: ImportedExports) -> Self {
        self.exports = choice;
        self
    }

    /// Whether negative uses have an imported part; they have unless said otherwise.
    pub fn negative_uses(mut self, choice: NegativeUses) -> Self {
        self.negative = choice;
        self
    }

    /// What to do where imports exceed uses; to refuse them unless said otherwise.
    pub fn overdraw(mut self, choice: Overdraw) -> Self {
        self.overdraw = choice;
        self
    }

    /// A table with imports apart, to be checked, and the report.
    ///
    /// # Errors
    /// If shares, categories or given matrices do not fit the table, given cells are not part of the table's, imports exceed uses
    /// (one error with all products) unless they are capped, or a balancing does not succeed.
    pub fn of(&self, table: &CompetitiveTable) -> Result<SeparatedImports> {
        let uses = Uses::of(table);
        let plan = self.plan(table, &uses)?;
        let exported = self.exported(table, &uses)?;
        let mut imported = Array2::zeros(uses.cells.dim());
        let mut capped = Vec::new();
        let mut wrong = Vec::new();
        for (i, product) in table.sectors().codes().iter().enumerate() {
            let mut row = Row {
                product,
                uses: uses.row(i),
                exports: uses.exports(),
                negative: self.negative,
                fixed: Array1::zeros(uses.cells.ncols()),
            };
            row.fixed[uses.exports()] = exported[i];
            let imports = table.imports()[i] - exported[i];
            let (parts, outside) = match &plan {
                Plan::Proportional => (self.whole(&uses, imports), Vec::new()),
                Plan::ByEndUse(matched) => match matched.mixes[i] {
                    Some(mix) => (matched.parts(mix, imports), Vec::new()),
                    None => (self.whole(&uses, imports), Vec::new()),
                },
                Plan::Given(given) => given.parts(i, &mut row, &uses),
            };
            wrong.extend(outside.iter().map(|cell| format!("`{product}`: {cell}")));
            let Spread {
                imported: parts,
                capped: over,
            } = row.spread(&parts);
            imported.row_mut(i).assign(&parts);
            capped.extend(over);
        }
        self.refuse(&capped, &wrong)?;
        let report = self.report(table, &uses, &imported, (&plan, capped));
        let draft = draft(table, &uses, &imported, &report);
        Ok(SeparatedImports {
            draft: draft?,
            report,
        })
    }

    fn plan(&self, table: &CompetitiveTable, uses: &Uses) -> Result<Plan> {
        match &self.rule {
            Rule::Proportional => Ok(Plan::Proportional),
            Rule::ByEndUse(rule) => Ok(Plan::ByEndUse(rule.matched(table, uses)?)),
            Rule::Given(given) if self.exports == ImportedExports::None => {
                Ok(Plan::Given(given.matched(table, uses)?))
            }
            Rule::Given(_) => Err(Error::parameter(
                "imports in exports are asked for beside given imports",
            )
            .hint("`GivenImports::exports`")),
        }
    }

    /// Imports in exports that are known before the rest is spread.
    fn exported(&self, table: &CompetitiveTable, uses: &Uses) -> Result<Array1<f64>> {
        let n = table.sectors().len();
        match (&self.exports, &self.rule) {
            (ImportedExports::Given(amounts), _) => {
                require_exported(amounts, table, uses)?;
                Ok(amounts.clone())
            }
            (ImportedExports::Proportional, Rule::ByEndUse(_)) => {
                let home = table.domestic_uses();
                Ok(Array1::from_shape_fn(n, |i| {
                    let exports = uses.cells[[i, uses.exports()]].max(0.0);
                    let all = home[i].max(0.0) + exports;
                    let share = table.imports()[i] / all;
                    if all > 0.0 {
                        exports * share.min(1.0)
                    } else {
                        0.0
                    }
                }))
            }
            _ => Ok(Array1::zeros(n)),
        }
    }

    /// All uses that a product's imports are spread over in proportion.
    fn whole(&self, uses: &Uses, amount: f64) -> Vec<Part> {
        let mut columns: Vec<usize> = uses.at_home().collect();
        let with_exports = self.exports == ImportedExports::Proportional
            && matches!(self.rule, Rule::Proportional);
        if with_exports {
            columns.push(uses.exports());
        }
        let name = if with_exports {
            "all uses"
        } else {
            "uses at home"
        };
        vec![Part {
            name: name.to_owned(),
            columns,
            amount,
        }]
    }

    fn refuse(&self, capped: &[CappedImports], wrong: &[String]) -> Result<()> {
        if !wrong.is_empty() {
            return Err(Error::table(format!(
                "given imports are not part of the cells of the table: {}",
                wrong.join("; ")
            ))
            .expected("each from zero to its cell")
            .hint("`GivenImports::changes_in_stocks` for stocks that rise while others fall"));
        }
        if capped.is_empty() || self.overdraw == Overdraw::Cap {
            return Ok(());
        }
        let products: Vec<String> = capped.iter().map(|c| c.refused()).collect();
        Err(Error::control_total(format!(
            "imports exceed the uses that they should be part of: {}",
            products.join("; ")
        ))
        .hint("`Overdraw::Cap`, or exports that contain imports"))
    }

    fn report(
        &self,
        table: &CompetitiveTable,
        uses: &Uses,
        imported: &Array2<f64>,
        (plan, capped): (&Plan, Vec<CappedImports>),
    ) -> ImportReport {
        let rows = table.sectors().codes().iter().zip(imported.outer_iter());
        let products = rows
            .zip(table.imports())
            .map(|((product, row), &published)| {
                let size: f64 = row.iter().map(|cell| cell.abs()).sum();
                let residual = published - row.sum();
                ProductImports {
                    product: product.clone(),
                    published,
                    inputs: uses.inputs().map(|c| row[c]).sum(),
                    final_uses: uses.finals().map(|c| row[c]).collect(),
                    exports: row[uses.exports()],
                    residual: match residual.abs() <= ROUNDING * (published + size) {
                        true => 0.0,
                        false => residual,
                    },
                }
            });
        let products: Vec<ProductImports> = products.collect();
        let without_shares = match plan {
            Plan::ByEndUse(matched) => {
                let rows = products.iter().zip(&matched.mixes);
                let without = rows.filter(|(row, mix)| mix.is_none() && row.published > 0.0);
                without.map(|(row, _)| row.product.clone()).collect()
            }
            _ => Vec::new(),
        };
        ImportReport {
            method: self.in_words(),
            unit: table.unit().clone(),
            categories: table.final_uses().codes().to_vec(),
            products,
            capped,
            without_shares,
        }
    }

    fn in_words(&self) -> String {
        let rule = match &self.rule {
            Rule::Proportional => "in proportion to uses",
            Rule::ByEndUse(_) => "by end use",
            Rule::Given(given) => given.in_words(),
        };
        let exports = match self.exports {
            ImportedExports::None => "",
            ImportedExports::Proportional => ", exports in proportion",
            ImportedExports::Given(_) => ", imports in exports as given",
        };
        let negative = match self.negative {
            NegativeUses::TakePart => "",
            NegativeUses::StayDomestic => ", negative uses of domestic output",
        };
        format!("{rule}{exports}{negative}")
    }
}

/// A rule matched to a table.
enum Plan {
    Proportional,
    ByEndUse(Matched),
    Given(given::Matched),
}

fn require_exported(amounts: &Array1<f64>, table: &CompetitiveTable, uses: &Uses) -> Result<()> {
    let n = table.sectors().len();
    if amounts.len() != n {
        return Err(Error::shape("imports in exports, by product")
            .expected(format!("{n} amounts"))
            .found(amounts.len()));
    }
    for (i, product) in table.sectors().codes().iter().enumerate() {
        let most = uses.cells[[i, uses.exports()]].min(table.imports()[i]);
        if !(0.0..=most.max(0.0)).contains(&amounts[i]) {
            return Err(Error::control_total(format!(
                "imports in exports of `{product}` are not part of its exports and imports"
            ))
            .expected(format!("from 0 to {most:.6}"))
            .found(amounts[i]));
        }
    }
    Ok(())
}

/// A table with imports apart, and what was done with the imports of every product.
#[derive(Debug, Clone)]
#[must_use]
pub struct SeparatedImports {
    draft: NationalDraft,
    report: ImportReport,
}

impl SeparatedImports {
    /// The table, to be checked; it has the competitive table's tolerance, and misses sums by what that table misses.
    pub fn into_draft(self) -> NationalDraft {
        self.draft
    }

    /// What was allocated, and the residual, by product.
    #[must_use]
    pub fn report(&self) -> &ImportReport {
        &self.report
    }
}
