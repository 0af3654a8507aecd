//! Input-output accounts of the United States, Bureau of Economic Analysis (BEA), summary level, before redefinitions.
//!
//! Three files, commas, UTF-8; the header of the column of row codes is empty; numbers are whole. Rows and columns are found
//! by label, in any order:
//!
//! | file | rows | columns |
//! |---|---|---|
//! | use, producer prices (`Summary_Use_2012_PRO_BeforeRedef_12sch`) | 73 commodities, `Total Intermediate`, `V001`, `V002`, `V003`, `Total Value Added`, `Total Industry Output` | 71 industries, `Total Intermediate`, final uses, `Total Final Uses (GDP)`, `Total Commodity Output` |
//! | import matrix (`Summary_Import_2012_BeforeRedef_12sch`) | commodities | industries, `T001`, final uses, `T004` |
//! | make (`Summary_Make_2012_BeforeRedef_12sch`) | industries, `Total Commodity Output` | commodities, `Total Industry Output` |
//!
//! Final uses: `F010` households, `F02*` fixed investment, `F030` inventories, `F040` exports, `F050` imports (negative),
//! `F06*`, `F07*`, `F10*` government.
//!
//! Source and terms: US Bureau of Economic Analysis, Input-Output Accounts Data; public domain. The transformation is that
//! of Eurostat (2008), Eurostat Manual of Supply, Use and Input-Output Tables, chapter 11, model D (fixed product sales
//! structure); see also Miller and Blair (2009), Input-Output Analysis, chapter 5.

use std::io::Read;
use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension, array};

use super::ALL_PARTNERS;
use super::rows::Rows;
use super::text::{Line, Sheet};
use super::totals::Totals;
use crate::error::{Error, Result};
use crate::label::{Axis, Producers, TradeKind};
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance};
use crate::unit::{PriceBasis, Scale, Unit};

const COUNTRY: &str = "USA";
/// Final uses beside exports and imports.
const FINAL_USES: [&str; 18] = [
    "F010", "F02S", "F02E", "F02N", "F02R", "F030", "F06C", "F06S", "F06E", "F06N", "F07C", "F07S",
    "F07E", "F07N", "F10C", "F10S", "F10E", "F10N",
];
const EXPORTS: &str = "F040";
const IMPORTS: &str = "F050";
const VALUE_ADDED: [&str; 3] = ["V001", "V002", "V003"];
const VALUE_ADDED_KINDS: [PrimaryKind; 3] = [
    PrimaryKind::Compensation,
    PrimaryKind::NetProductionTax,
    PrimaryKind::OperatingSurplus,
];
/// Commodities that are not produced to order.
const APART: [&str; 2] = ["Used", "Other"];
const INTERMEDIATE: &str = "Total Intermediate";
const ADDED: &str = "Total Value Added";
const INDUSTRY_OUTPUT: &str = "Total Industry Output";
const FINAL_TOTAL: &str = "Total Final Uses (GDP)";
const COMMODITY_OUTPUT: &str = "Total Commodity Output";
const USE_TOTAL_ROWS: [&str; 3] = [INTERMEDIATE, ADDED, INDUSTRY_OUTPUT];
const USE_TOTAL_COLUMNS: [&str; 3] = [INTERMEDIATE, FINAL_TOTAL, COMMODITY_OUTPUT];
const IMPORT_TOTALS: [&str; 2] = ["T001", "T004"];
const USE: &str = "use table";
const IMPORT: &str = "import matrix";
const MAKE: &str = "make table";

/// A table of the United States, industry × industry with imports by commodity, from the (uncompressed) texts of BEA's use
/// table, import matrix and make table, each with the name that stands in messages.
///
/// **Unit.** Million US dollars, current producer prices. Numbers are whole, so sums miss output by rounding, in 2012 by up
/// to 9: set a [`Tolerance`](crate::table::Tolerance).
///
/// **From commodities to industries.** Domestic use is use less imports, cell by cell. Every industry delivers a commodity
/// to all users in proportion to its share in the domestic output of the commodity (model D of the Eurostat manual):
/// `Z = D U_dom`, `D[i, c] = make[i, c] / Σ_i make[i, c]`, industry × commodity, columns summing to one. Final uses and
/// exports go the same way and keep BEA's codes; imports stay by commodity. Exports go to the partner `WLD`, of undivided
/// kind.
///
/// **Value added.** `V001` is compensation; `V002` is net production tax, which at producer prices holds taxes on products
/// too; `V003` is operating surplus, gross of depreciation.
///
/// **What does not fit, and where it goes**, with amounts in the provenance:
///
/// - `Used` (scrap, second-hand goods) and `Other` (noncomparable imports, rest-of-the-world adjustment) are not produced to
///   order: who buys them calls forth no output of the industries whose by-products they are, and most of `Other` only
///   moves foreign visitors' purchases from households to exports. They are kept apart, and so is any commodity that is
///   used but has no domestic output. What industries make of them is the final use `Used+Other`. What users draw is
///   [`PrimaryKind::Other`], by industry, by final use and on exports; under the final use `Used+Other` that row is what was
///   made, with a minus sign, so that the category is zero in all. Imports of these commodities stay imports.
/// - `F050`, imports, is negative in both files and must equal the import matrix summed over users. Where the use table has
///   another `F050`, the difference is domestic output without a user: mostly duties (`42`), freight (`481` to `487OS`) and
///   insurance (`524`) that are inside the value of imports of other commodities. It stays the final use `F050`.
///
/// # Errors
/// If a text cannot be read, a row or column is missing, unknown or doubled (also where one file has an industry or
/// commodity that another lacks), or a cell is not a number.
pub fn bea_summary(
    uses: (impl Read, &Path),
    imports: (impl Read, &Path),
    make: (impl Read, &Path),
    year: i32,
) -> Result<NationalDraft> {
    let uses = Sheet::read(uses.0, uses.1, b',')?;
    let imports = Sheet::read(imports.0, imports.1, b',')?;
    let make = Sheet::read(make.0, make.1, b',')?;
    let accounts = Accounts::of(
        &Grid::of(&uses, USE)?,
        &Grid::of(&imports, IMPORT)?,
        &Grid::of(&make, MAKE)?,
    )?;
    accounts.draft(year)
}

/// A sheet whose rows and columns both have codes.
struct Grid<'a> {
    sheet: &'a Sheet,
    rows: Rows<'a>,
    key: usize,
}

impl<'a> Grid<'a> {
    fn of(sheet: &'a Sheet, what: &str) -> Result<Self> {
        let key = sheet.header().iter().position(String::is_empty);
        let key = key.ok_or_else(|| {
            Error::label("no column without a name, where the codes of the rows stand")
                .in_file(sheet.file())
                .at_line(1)
        })?;
        let rows = Rows::new(sheet, what, sheet.rows().iter().collect(), key)?;
        Ok(Self { sheet, rows, key })
    }

    fn require(&self, rows: &[&str], columns: &[&str]) -> Result<()> {
        self.rows.exactly(rows)?;
        let columns = self.sheet.columns(columns)?;
        self.sheet
            .only_columns(&[&[self.key], &columns[..]].concat())
    }

    fn block(&self, rows: &[&str], columns: &[&str]) -> Result<Array2<f64>> {
        let lines = rows.iter().map(|row| self.rows.at(row));
        let lines = lines.collect::<Result<Vec<&Line>>>()?;
        self.sheet.block(&lines, &self.sheet.columns(columns)?)
    }

    fn row(&self, row: &str, columns: &[&str]) -> Result<Array1<f64>> {
        let columns = self.sheet.columns(columns)?;
        self.sheet.across(self.rows.at(row)?, &columns)
    }

    fn column(&self, rows: &[&str], column: &str) -> Result<Array1<f64>> {
        Ok(self.block(rows, &[column])?.column(0).to_owned())
    }
}

/// Commodity × user: what the use table and the import matrix both show.
struct Flows {
    industries: Array2<f64>,
    final_uses: Array2<f64>,
    exports: Array1<f64>,
    /// The column `F050`, negative.
    imports: Array1<f64>,
}

impl Flows {
    fn of(grid: &Grid<'_>, commodities: &[&str], industries: &[&str]) -> Result<Self> {
        Ok(Self {
            industries: grid.block(commodities, industries)?,
            final_uses: grid.block(commodities, &FINAL_USES)?,
            exports: grid.column(commodities, EXPORTS)?,
            imports: grid.column(commodities, IMPORTS)?,
        })
    }

    fn less(&self, other: &Self) -> Self {
        Self {
            industries: &self.industries - &other.industries,
            final_uses: &self.final_uses - &other.final_uses,
            exports: &self.exports - &other.exports,
            imports: &self.imports - &other.imports,
        }
    }

    /// All uses but `F050`, of each commodity.
    fn used(&self) -> Array1<f64> {
        let (by_row, exports) = (Dimension(1), &self.exports);
        self.industries.sum_axis(by_row) + self.final_uses.sum_axis(by_row) + exports
    }

    /// The size of all uses, of each commodity: zero where no one uses it.
    fn size(&self) -> Array1<f64> {
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
struct Accounts<'a> {
    industries: Vec<&'a str>,
    commodities: Vec<&'a str>,
    /// All uses, domestic and imported.
    uses: Flows,
    imports: Flows,
    /// Industry × commodity.
    make: Array2<f64>,
    output: Array1<f64>,
    value_added: Vec<PrimaryRow>,
    provenance: Provenance,
}

impl<'a> Accounts<'a> {
    fn of(uses: &Grid<'a>, imports: &Grid<'a>, make: &Grid<'a>) -> Result<Self> {
        let commodities = imports.rows.codes().to_vec();
        let industries = make.rows.codes().iter().copied();
        let industries: Vec<&str> = industries.filter(|row| *row != COMMODITY_OUTPUT).collect();
        let (i, c) = (&industries[..], &commodities[..]);
        let make_columns = [c, &[INDUSTRY_OUTPUT]].concat();
        make.require(&[i, &[COMMODITY_OUTPUT]].concat(), &make_columns)?;
        let users = [i, &FINAL_USES, &[EXPORTS, IMPORTS]].concat();
        imports.require(c, &[&users[..], &IMPORT_TOTALS].concat())?;
        uses.require(
            &[c, &VALUE_ADDED, &USE_TOTAL_ROWS].concat(),
            &[&users[..], &USE_TOTAL_COLUMNS].concat(),
        )?;
        let mut accounts = Self {
            uses: Flows::of(uses, c, i)?,
            imports: Flows::of(imports, c, i)?,
            make: make.block(i, c)?,
            output: make.column(i, INDUSTRY_OUTPUT)?,
            value_added: value_added(uses, i)?,
            provenance: Provenance::default(),
            industries,
            commodities,
        };
        accounts.provenance = accounts.compared(uses, imports, make)?;
        Ok(accounts)
    }

    /// The source, and its totals against the sums of their parts.
    fn compared(&self, uses: &Grid<'_>, imports: &Grid<'_>, make: &Grid<'_>) -> Result<Provenance> {
        let (i, c) = (&self.industries[..], &self.commodities[..]);
        let (down, across) = (Dimension(0), Dimension(1));
        let inputs = self.uses.industries.sum_axis(down);
        let rows = self.value_added.iter();
        let added = rows.fold(Array1::zeros(i.len()), |sum, row| sum + &row.by_producer);
        let use_output = uses.row(INDUSTRY_OUTPUT, i)?;
        let (gdp, all_added) = (uses.row(ADDED, &[FINAL_TOTAL])?, array![added.sum()]);
        let use_supply = uses.column(c, COMMODITY_OUTPUT)?;
        let supply = self.uses.used() + &self.uses.imports;
        let imported = -&self.imports.imports;
        let made = make.row(COMMODITY_OUTPUT, c)?;
        let by_industry = self.make.sum_axis(across);
        let (output, made_output) = (&(&inputs + &added), &self.output);
        let words = [
            told(USE, INTERMEDIATE, i, &uses.row(INTERMEDIATE, i)?, &inputs),
            told(USE, ADDED, i, &uses.row(ADDED, i)?, &added),
            told(USE, ADDED, &["GDP"], &gdp, &all_added),
            told(USE, INDUSTRY_OUTPUT, i, &use_output, output),
            told(USE, COMMODITY_OUTPUT, c, &use_supply, &supply),
            told(IMPORT, "F050 by user", c, &imported, &self.imports.used()),
            told(MAKE, COMMODITY_OUTPUT, c, &made, &self.make.sum_axis(down)),
            told(MAKE, INDUSTRY_OUTPUT, i, made_output, &by_industry),
            told(USE, "output in the make table", i, &use_output, made_output),
        ];
        let files = [uses, imports, make].map(|grid| grid.sheet.file().display().to_string());
        let source = format!(
            "BEA input-output accounts, summary, before redefinitions ({})",
            files.join(", ")
        );
        let source = Provenance::from_source(source);
        Ok(words
            .into_iter()
            .fold(source, |known, words| known.then(words)))
    }

    fn draft(self, year: i32) -> Result<NationalDraft> {
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
        for ((code, home), imported) in FINAL_USES.iter().zip(home).zip(imported) {
            draft = draft.final_use(code, shares.matrix.dot(&home), imported.to_owned());
        }
        let nothing = Array1::zeros(self.commodities.len());
        let inside_imports = shares.matrix.dot(&domestic.imports);
        draft = draft.final_use(IMPORTS, inside_imports, nothing.clone());
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

    /// What was done, with amounts.
    fn steps(&self, domestic: &Flows, shares: &Shares) -> Provenance {
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
            "final use `{IMPORTS}` is {IMPORTS} of the use table less that of the import matrix: {}",
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
fn value_added(uses: &Grid<'_>, industries: &[&str]) -> Result<Vec<PrimaryRow>> {
    let finals = [&FINAL_USES[..], &[IMPORTS]].concat();
    let rows = VALUE_ADDED.iter().zip(VALUE_ADDED_KINDS);
    rows.map(|(code, kind)| {
        Ok(PrimaryRow {
            kind,
            by_producer: uses.row(code, industries)?,
            by_final_use: uses.row(code, &finals)?,
            on_exports: uses.row(code, &[EXPORTS])?.sum(),
        })
    })
    .collect()
}

/// Who delivers a commodity, and which commodities no one delivers to order.
struct Shares {
    /// Industry × commodity: columns sum to one; zero for commodities apart and those without domestic output.
    matrix: Array2<f64>,
    /// Commodities apart, as positions, and their codes joined.
    apart: Vec<usize>,
    name: String,
    /// What each industry makes of the commodities apart.
    made: Array1<f64>,
}

impl Shares {
    fn of(accounts: &Accounts<'_>, domestic: &Flows) -> Self {
        let codes = &accounts.commodities;
        let supply = accounts.make.sum_axis(Dimension(0));
        let used = domestic.size();
        let without_output = |c: usize| supply[c] < 0.0 || (supply[c] == 0.0 && used[c] > 0.0);
        let apart: Vec<usize> = (0..codes.len())
            .filter(|&c| APART.contains(&codes[c]) || without_output(c))
            .collect();
        let mut matrix = Array2::zeros(accounts.make.raw_dim());
        for c in (0..codes.len()).filter(|c| supply[*c] != 0.0 && !apart.contains(c)) {
            // D[i, c] = make[i, c] / Σ_i make[i, c]
            let shares = &accounts.make.column(c) / supply[c];
            matrix.column_mut(c).assign(&shares);
        }
        let names: Vec<&str> = apart.iter().map(|&c| codes[c]).collect();
        Self {
            matrix,
            name: names.join("+"),
            made: accounts
                .make
                .select(Dimension(1), &apart)
                .sum_axis(Dimension(1)),
            apart,
        }
    }

    /// What users draw of the commodities apart; under their own final use, what was made of them, negative.
    fn drawn(&self, domestic: &Flows) -> PrimaryRow {
        let sum = |flows: &Array2<f64>| {
            flows
                .select(Dimension(0), &self.apart)
                .sum_axis(Dimension(0))
        };
        let total = |flows: &Array1<f64>| flows.select(Dimension(0), &self.apart).sum();
        let others = [total(&domestic.imports), -self.made.sum()];
        PrimaryRow {
            kind: PrimaryKind::Other,
            by_producer: sum(&domestic.industries),
            by_final_use: sum(&domestic.final_uses)
                .into_iter()
                .chain(others)
                .collect(),
            on_exports: total(&domestic.exports),
        }
    }
}
