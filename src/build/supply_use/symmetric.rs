//! A symmetric table made from supply and use.

use std::fmt;

use ndarray::{Array1, Array2, ArrayView2};

use super::construct::Construct;
use super::draft::SupplyUse;
use crate::error::Result;
use crate::label::{Axis, Producers};
use crate::table::{NationalDraft, PrimaryRow};

/// A cell below zero, by its labels.
#[derive(Debug, Clone, PartialEq)]
pub struct NegativeCell {
    /// Which part of the table: `domestic inputs`, `imported inputs`, a primary row, a final use, exports.
    pub part: String,
    /// The row: a product, an industry or, in a primary row, its kind.
    pub row: String,
    /// The column: a product, an industry, a category of final use or a partner.
    pub column: String,
    /// The amount.
    pub amount: f64,
}

impl fmt::Display for NegativeCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} → {} is {:.6}",
            self.part, self.row, self.column, self.amount
        )
    }
}

/// A symmetric table as a draft, with what its model did.
#[derive(Debug, Clone)]
pub struct Symmetric {
    construct: Construct,
    transformation: Array2<f64>,
    draft: NationalDraft,
    negatives: Vec<NegativeCell>,
}

impl Symmetric {
    /// The assumption.
    #[must_use]
    pub fn construct(&self) -> Construct {
        self.construct
    }

    /// T: industry × product.
    #[must_use]
    pub fn transformation(&self) -> ArrayView2<'_, f64> {
        self.transformation.view()
    }

    /// The table, not yet checked.
    pub fn draft(&self) -> &NationalDraft {
        &self.draft
    }

    /// The table, not yet checked.
    pub fn into_draft(self) -> NationalDraft {
        self.draft
    }

    /// Every cell below zero in the parts that the model transformed, whether T made it so or the source has it. None is changed.
    #[must_use]
    pub fn negatives(&self) -> &[NegativeCell] {
        &self.negatives
    }
}

impl SupplyUse {
    /// The symmetric table under an assumption. Product × product (A, B): rows and columns are products, primary inputs go through
    /// the transformation, final uses and exports stay. Industry × industry (C, D): rows and columns are industries, final uses
    /// and exports go through it, primary inputs stay. Imports stay apart, their rows by imported product.
    ///
    /// # Errors
    /// In models A and C, if products and industries are not equally many, or supply is singular; the message names what depends
    /// on what.
    pub fn symmetric(&self, construct: Construct) -> Result<Symmetric> {
        let transformation = construct.transformation(self)?;
        let mut making = Making {
            tables: self,
            negatives: Vec::new(),
        };
        let draft = match construct.is_by_product() {
            true => making.by_product(&transformation)?,
            false => making.by_industry(&transformation)?,
        };
        let negatives = making.negatives;
        let mut step = format!("made symmetric from supply and use, {construct}");
        if !negatives.is_empty() {
            step = format!("{step}, {} negative cells kept", negatives.len());
        }
        Ok(Symmetric {
            construct,
            transformation,
            draft: draft.provenance(self.provenance().then(step)),
            negatives,
        })
    }
}

struct Making<'a> {
    tables: &'a SupplyUse,
    negatives: Vec<NegativeCell>,
}

impl Making<'_> {
    /// U T, W T; final uses and exports as they are.
    fn by_product(&mut self, t: &Array2<f64>) -> Result<NationalDraft> {
        let tables = &self.tables.tables;
        let codes = tables.products.codes();
        let domestic = tables.domestic.dot(t);
        let imported = tables.imported.dot(t);
        self.inputs(&domestic, codes, &imported, codes);
        let mut draft = self.draft(codes, names(&tables.products))?;
        for row in &tables.primary {
            let by_producer = row.by_producer.dot(t);
            let kind = row.kind.to_string();
            let cells = by_producer.iter().zip(codes);
            let cells = cells.map(|(amount, column)| (kind.as_str(), column.as_str(), *amount));
            note(&mut self.negatives, "primary inputs", cells);
            draft = draft.primary_row(PrimaryRow {
                by_producer,
                ..row.clone()
            });
        }
        for column in &tables.finals {
            let (home, imported) = (column.domestic.clone(), column.imported.clone());
            draft = draft.final_use(&column.code, home, imported);
        }
        for column in &tables.exports {
            draft = draft.export(&column.partner, column.kind, column.amounts.clone());
        }
        Ok(draft
            .domestic(domestic)
            .imported(imported)
            .output(tables.product_output()))
    }

    /// T U, T Y; primary inputs and imported uses as they are.
    fn by_industry(&mut self, t: &Array2<f64>) -> Result<NationalDraft> {
        let tables = &self.tables.tables;
        let codes = tables.industries.codes();
        let domestic = t.dot(&tables.domestic);
        self.inputs(&domestic, codes, &tables.imported, tables.products.codes());
        let mut draft = self.draft(codes, names(&tables.industries))?;
        for row in &tables.primary {
            draft = draft.primary_row(row.clone());
        }
        for column in &tables.finals {
            let home = self.column("final uses", &column.code, t.dot(&column.domestic));
            draft = draft.final_use(&column.code, home, column.imported.clone());
        }
        for column in &tables.exports {
            let amounts = self.column("exports", &column.partner, t.dot(&column.amounts));
            draft = draft.export(&column.partner, column.kind, amounts);
        }
        Ok(draft
            .domestic(domestic)
            .imported(tables.imported.clone())
            .output(tables.industry_output()))
    }

    fn draft(&self, codes: &[String], names: Vec<String>) -> Result<NationalDraft> {
        let tables = &self.tables.tables;
        let sectors = Axis::with_names(codes.iter().zip(names))?;
        let producers = Producers::whole(&tables.country, &sectors)?;
        Ok(
            NationalDraft::new(producers, tables.products.clone(), tables.unit.clone())
                .imported_exports(tables.imported_exports.clone())
                .concept(tables.concept)
                .tolerance(tables.tolerance),
        )
    }

    fn inputs(
        &mut self,
        domestic: &Array2<f64>,
        codes: &[String],
        imported: &Array2<f64>,
        products: &[String],
    ) {
        for (part, matrix, rows) in [
            ("domestic inputs", domestic, codes),
            ("imported inputs", imported, products),
        ] {
            let cells = matrix.indexed_iter();
            let cells =
                cells.map(|((i, j), amount)| (rows[i].as_str(), codes[j].as_str(), *amount));
            note(&mut self.negatives, part, cells);
        }
    }

    fn column(&mut self, part: &str, label: &str, amounts: Array1<f64>) -> Array1<f64> {
        let codes = self.tables.industries().codes();
        let cells = codes.iter().zip(&amounts);
        let cells = cells.map(|(row, amount)| (row.as_str(), label, *amount));
        note(&mut self.negatives, part, cells);
        amounts
    }
}

fn names<K>(axis: &Axis<K>) -> Vec<String> {
    let names = axis.positions().map(|at| axis.name(at).to_owned());
    names.collect()
}

/// Keeps the cells below zero.
fn note<'a>(
    negatives: &mut Vec<NegativeCell>,
    part: &str,
    cells: impl Iterator<Item = (&'a str, &'a str, f64)>,
) {
    let below = cells.filter(|(_, _, amount)| *amount < 0.0);
    negatives.extend(below.map(|(row, column, amount)| NegativeCell {
        part: part.to_owned(),
        row: row.to_owned(),
        column: column.to_owned(),
        amount,
    }));
}
