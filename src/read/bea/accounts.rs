//! Use table, import matrix and make table as arrays, and the table that comes out of them.

use ndarray::{Array1, Array2, Axis as Dimension, array};

use super::codes::Codes;
use super::grid::Grid;
use super::shares::Shares;
use super::{COUNTRY, IMPORT, MAKE, USE};
use crate::error::Result;
use crate::label::{Axis, Producers, TradeKind};
use crate::read::ALL_PARTNERS;
use crate::read::totals::Totals;
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::{PriceBasis, Scale, Unit};

const KINDS: [PrimaryKind; 3] = [
    PrimaryKind::Compensation,
    PrimaryKind::NetProductionTax,
    PrimaryKind::OperatingSurplus,
];

/// Commodity × user: what the use table and the import matrix both show.
pub(super) struct Flows {
    pub(super) industries: Array2<f64>,
    pub(super) final_uses: Array2<f64>,
    pub(super) exports: Array1<f64>,
    /// The column of imports, negative.
    pub(super) imports: Array1<f64>,
}

impl Flows {
    fn of(
        codes: &Codes,
        grid: &Grid<'_>,
        commodities: &[&str],
        industries: &[&str],
    ) -> Result<Self> {
        Ok(Self {
            industries: grid.block(commodities, industries)?,
            final_uses: grid.block(commodities, &codes.final_uses)?,
            exports: grid.column(commodities, codes.exports)?,
            imports: grid.column(commodities, codes.imports)?,
        })
    }

    pub(super) fn less(&self, other: &Self) -> Self {
        Self {
            industries: &self.industries - &other.industries,
            final_uses: &self.final_uses - &other.final_uses,
            exports: &self.exports - &other.exports,
            imports: &self.imports - &other.imports,
        }
    }

    /// All uses but imports, of each commodity.
    fn used(&self) -> Array1<f64> {
        let (by_row, exports) = (Dimension(1), &self.exports);
        self.industries.sum_axis(by_row) + self.final_uses.sum_axis(by_row) + exports
    }

    /// The size of all uses, of each commodity: zero where no one uses it.
    pub(super) fn size(&self) -> Array1<f64> {
        Self {
            industries: self.industries.abs(),
            final_uses: self.final_uses.abs(),
            exports: self.exports.abs() + self.imports.abs(),
            imports: Array1::zeros(0),
        }
        .used()
    }
}

/// The three files as arrays.
pub(super) struct Accounts<'a> {
    pub(super) codes: &'a Codes,
    pub(super) industries: Vec<&'a str>,
    pub(super) commodities: Vec<&'a str>,
    /// All uses, domestic and imported.
    uses: Flows,
    imports: Flows,
    /// Industry × commodity.
    pub(super) make: Array2<f64>,
    output: Array1<f64>,
    value_added: Vec<PrimaryRow>,
    provenance: Provenance,
}

impl<'a> Accounts<'a> {
    pub(super) fn of(
        codes: &'a Codes,
        edition: Option<String>,
        [uses, imports, make]: [&Grid<'a>; 3],
    ) -> Result<Self> {
        let commodities = imports.rows.codes().to_vec();
        let industries = make.rows.codes().iter().copied();
        let industries: Vec<&str> = industries
            .filter(|row| *row != codes.commodity_output)
            .collect();
        let (i, c) = (&industries[..], &commodities[..]);
        let make_columns = [c, &[codes.industry_output]].concat();
        make.require(&[i, &[codes.commodity_output]].concat(), &make_columns)?;
        let [all, inputs] = codes.intermediate;
        let users = [i, &codes.final_uses, &[codes.exports, codes.imports]].concat();
        imports.require(c, &[&users[..], &codes.import_totals].concat())?;
        uses.require(
            &[
                c,
                &codes.value_added,
                &[inputs, codes.added, codes.industry_output],
            ]
            .concat(),
            &[
                &users[..],
                &[all, codes.final_total, codes.commodity_output],
            ]
            .concat(),
        )?;
        let mut accounts = Self {
            codes,
            uses: Flows::of(codes, uses, c, i)?,
            imports: Flows::of(codes, imports, c, i)?,
            make: make.block(i, c)?,
            output: make.column(i, codes.industry_output)?,
            value_added: value_added(codes, uses, i)?,
            provenance: Provenance::default(),
            industries,
            commodities,
        };
        accounts.provenance = accounts.compared(edition, uses, imports, make)?;
        Ok(accounts)
    }

    /// The source, and its totals against the sums of their parts.
    fn compared(
        &self,
        edition: Option<String>,
        uses: &Grid<'_>,
        imports: &Grid<'_>,
        make: &Grid<'_>,
    ) -> Result<Provenance> {
        let (codes, all_inputs) = (self.codes, self.codes.intermediate[1]);
        let (i, c) = (&self.industries[..], &self.commodities[..]);
        let (down, across) = (Dimension(0), Dimension(1));
        let inputs = self.uses.industries.sum_axis(down);
        let rows = self.value_added.iter();
        let added = rows.fold(Array1::zeros(i.len()), |sum, row| sum + &row.by_producer);
        let use_output = uses.row(codes.industry_output, i)?;
        let (gdp, all_added) = (uses.row(codes.added, &[codes.gdp])?, array![added.sum()]);
        let use_supply = uses.column(c, codes.commodity_output)?;
        let supply = self.uses.used() + &self.uses.imports;
        let imported = -&self.imports.imports;
        let made = make.row(codes.commodity_output, c)?;
        let by_industry = self.make.sum_axis(across);
        let (output, made_output) = (&(&inputs + &added), &self.output);
        let by_user = format!("{} by user", codes.imports);
        let words = [
            told(USE, all_inputs, i, &uses.row(all_inputs, i)?, &inputs),
            told(USE, codes.added, i, &uses.row(codes.added, i)?, &added),
            told(USE, codes.added, &["GDP"], &gdp, &all_added),
            told(USE, codes.industry_output, i, &use_output, output),
            told(USE, codes.commodity_output, c, &use_supply, &supply),
            told(IMPORT, &by_user, c, &imported, &self.imports.used()),
            told(
                MAKE,
                codes.commodity_output,
                c,
                &made,
                &self.make.sum_axis(down),
            ),
            told(MAKE, codes.industry_output, i, made_output, &by_industry),
            told(USE, "output in the make table", i, &use_output, made_output),
        ];
        let source = format!(
            "BEA input-output accounts, {}, before redefinitions",
            codes.level
        );
        let source = Provenance::from_source(source);
        let source = match edition {
            Some(edition) => source.of_edition(edition),
            None => source,
        };
        let source = [uses, imports, make].iter().fold(source, |known, grid| {
            known.with_file(grid.sheet.source().clone())
        });
        Ok(words
            .into_iter()
            .fold(source, |known, words| known.then(words)))
    }

    pub(super) fn draft(self, year: i32) -> Result<NationalDraft> {
        let codes = self.codes;
        let domestic = self.uses.less(&self.imports);
        let shares = Shares::of(&self, &domestic);
        let producers = Producers::whole(COUNTRY, &Axis::new(self.industries.iter().copied())?)?;
        let products = Axis::new(self.commodities.iter().copied())?;
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Producer);
        let exported = shares.matrix.dot(&domestic.exports);
        let mut draft = NationalDraft::new(producers, products, unit)
            .domestic(shares.matrix.dot(&domestic.industries))
            .export(ALL_PARTNERS, TradeKind::Undivided, exported)
            .provenance(self.steps(&domestic, &shares));
        let home = domestic.final_uses.columns().into_iter();
        let imported = self.imports.final_uses.columns().into_iter();
        for ((code, home), imported) in codes.final_uses.iter().zip(home).zip(imported) {
            draft = draft.final_use(code, shares.matrix.dot(&home), imported.to_owned());
        }
        let nothing = Array1::zeros(self.commodities.len());
        let inside_imports = shares.matrix.dot(&domestic.imports);
        draft = draft.final_use(codes.imports, inside_imports, nothing.clone());
        let added = self.value_added.into_iter();
        draft = added.fold(draft, NationalDraft::primary_row);
        if !shares.apart.is_empty() {
            draft = draft
                .further_final_use(&shares.name, shares.made.clone(), nothing)
                .primary_row(shares.drawn(&domestic));
        }
        Ok(draft
            .imported(self.imports.industries)
            .imported_exports(self.imports.exports)
            .output(self.output))
    }

    /// One more thing to be told of the source.
    #[cfg(feature = "workbooks")]
    pub(super) fn note(&mut self, step: String) {
        self.provenance = self.provenance.then(step);
    }

    /// What was done, with amounts.
    fn steps(&self, domestic: &Flows, shares: &Shares) -> Provenance {
        let imports = self.codes.imports;
        let listed = self.commodities.iter().zip(&domestic.imports);
        let listed: Vec<String> = listed
            .filter(|(_, amount)| **amount != 0.0)
            .map(|(code, amount)| format!("`{code}` {amount}"))
            .collect();
        let known = self.provenance.then(
            "domestic use is use less the import matrix; industry × industry by the market shares of the make table \
             (model D)",
        );
        let known = known.then(format!(
            "final use `{imports}` is {imports} of the use table less that of the import matrix: {}",
            if listed.is_empty() { "nothing".to_owned() } else { listed.join(", ") }
        ));
        if shares.apart.is_empty() {
            return known;
        }
        let drawn = shares.drawn(domestic);
        known.then(format!(
            "commodities {} kept apart: industries make {} (final use `{}`); other primary inputs are what industries \
             ({}), final uses ({}) and exports ({}) draw",
            shares.name,
            shares.made.sum(),
            shares.name,
            drawn.by_producer.sum(),
            drawn.by_final_use.sum() + shares.made.sum(),
            drawn.on_exports
        ))
    }
}

/// Totals of a file against the sums of their parts, in words.
fn told(
    file: &str,
    what: &str,
    codes: &[&str],
    totals: &Array1<f64>,
    sums: &Array1<f64>,
) -> String {
    let mut comparison = Totals::of(format!("{file}, {what}"));
    for ((code, &total), &sum) in codes.iter().zip(totals).zip(sums) {
        comparison.compare(code, total, [sum]);
    }
    comparison.in_words()
}

/// Compensation, taxes and surplus, with what they show under the final uses.
fn value_added(codes: &Codes, uses: &Grid<'_>, industries: &[&str]) -> Result<Vec<PrimaryRow>> {
    let finals = [&codes.final_uses[..], &[codes.imports]].concat();
    let rows = codes.value_added.iter().zip(KINDS);
    rows.map(|(code, kind)| {
        Ok(PrimaryRow {
            kind,
            by_producer: uses.row(code, industries)?,
            by_final_use: uses.row(code, &finals)?,
            on_exports: uses.row(code, &[codes.exports])?.sum(),
        })
    })
    .collect()
}
