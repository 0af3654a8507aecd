//! What a layout says.

use std::fs;
use std::path::Path;

use super::from_toml;
use crate::error::{Error, Result};
use crate::table::{PrimaryKind, Tolerance, ValueAddedConcept};
use crate::unit::Unit;

/// The layout of a table that no reader of this crate knows: where labels stand, and what each row and column is.
///
/// It is read from TOML ([`from_toml`](Self::from_toml), [`open`](Self::open)) or built in code; [`described`](super::described) reads a file with it. The module's
/// page lists the keys of the TOML.
///
/// ```
/// use leontief::read::{self, Layout};
///
/// let layout = Layout::from_toml(r#"
/// kind = "national"
/// country = "NLD"
/// [rows]
/// label = 1
/// [rows.primary]
/// wages = "compensation"
/// surplus = "operating_surplus"
/// [columns]
/// label = 1
/// final_use = ["households"]
/// exports = ["exports"]
/// "#)?;
/// # let path = std::env::temp_dir().join(format!("leontief-layout-{}.csv", std::process::id()));
/// std::fs::write(&path, "\
/// ,goods,services,households,exports
/// goods,30,10,40,20
/// services,20,30,40,10
/// wages,30,50,0,0
/// surplus,20,10,0,0
/// ").unwrap();
/// // without a row of output, outputs are what is used
/// let layout = Layout { output: read::OutputFrom::Uses, ..layout };
/// let table = read::described(&path, &layout)?.national()?.check()?;
/// assert_eq!(table.output().to_vec(), [100.0, 100.0]);
/// # std::fs::remove_file(&path).ok();
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// What kind of table.
    pub kind: DescribedKind,
    /// Who published the table.
    pub source: String,
    /// Which edition or release, where that is known.
    pub edition: Option<String>,
    /// The unit of every amount.
    pub unit: Unit,
    /// How far sums may miss output.
    pub tolerance: Tolerance,
    /// Which primary rows count as value added.
    pub concept: ValueAddedConcept,
    /// How the file calls the rest of the world, which is read as `ROW`.
    pub rest_of_world: Option<String>,
    /// How cells and labels are arranged.
    pub shape: Shape,
    /// The name of the file within an archive or folder.
    pub file: Option<String>,
    /// The sheet of a workbook; separated text without it.
    pub sheet: Option<String>,
    /// How text is separated and how numbers are written.
    pub text: TextForm,
    /// What an empty cell is.
    pub blanks: Blanks,
    /// Texts that stand for an empty cell: `NA`, `-`, `:`.
    pub missing: Vec<String>,
    /// What rows are.
    pub rows: RowLayout,
    /// What columns are.
    pub columns: ColumnLayout,
    /// Where outputs come from.
    pub output: OutputFrom,
    /// Where value added comes from.
    pub value_added: ValueAddedFrom,
}

/// What kind of table a layout describes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DescribedKind {
    /// All countries: labels have a country and a sector.
    #[default]
    World,
    /// One country by its code, imports apart from domestic products.
    National(String),
    /// One country by its code, imports not separated.
    Competitive(String),
}

/// How cells and labels are arranged.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Shape {
    /// Labels over the columns and before the rows.
    #[default]
    Wide,
    /// A line for each cell, with the labels of its row and its column.
    Long {
        /// The name of the column of numbers.
        value: String,
        /// Lines count only where these columns hold these texts.
        only: Vec<(String, String)>,
    },
    /// Numbers without any label: a row for each country and sector, a column for each country and sector, then one for each country and
    /// category of final use.
    Numbers {
        /// The countries.
        countries: LabelList,
        /// The sectors of each country.
        sectors: LabelList,
        /// The categories of final use of each country.
        final_use: LabelList,
    },
}

/// Labels that stand apart from the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelList {
    /// In the layout.
    Given(Vec<String>),
    /// In a file of this name beside the numbers (or in the same archive), one a line.
    File(String),
}

/// How text is separated and how numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextForm {
    /// Between cells: a comma unless said otherwise.
    pub delimiter: char,
    /// Before decimals: a point unless said otherwise.
    pub decimal: char,
    /// Between thousands; none unless said otherwise.
    pub thousands: Option<char>,
}

impl Default for TextForm {
    fn default() -> Self {
        Self {
            delimiter: ',',
            decimal: '.',
            thousands: None,
        }
    }
}

/// What an empty cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blanks {
    /// An error.
    #[default]
    Refused,
    /// Zero; the provenance counts them.
    Zero,
}

/// Where outputs come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputFrom {
    /// The row or column that is named.
    #[default]
    File,
    /// What is used of each producer, for files without outputs. Rows then balance by definition.
    Uses,
}

/// Where value added comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueAddedFrom {
    /// The primary rows that are named.
    #[default]
    File,
    /// What output leaves after inputs and the primary rows that are named. Columns then balance by definition.
    Residual,
}

/// A row or column of the file: its number, counted from 1, or its name (the letters of a sheet's column; the heading of a column of a
/// long file).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A number, counted from 1.
    Number(usize),
    /// A name.
    Name(String),
}

/// Where labels stand: those of rows in columns, those of columns in rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heads {
    /// Labels: the first of these places that is filled.
    pub label: Vec<Place>,
    /// Countries, where they stand apart.
    pub country: Option<Place>,
    /// Groups of producers, where a country is divided.
    pub group: Option<Place>,
    /// What divides `COUNTRY_SECTOR` at its first occurrence, where both stand together.
    pub separator: Option<String>,
    /// What some labels begin with and is no part of the code.
    pub prefix: String,
    /// Whether an empty country is that of the label before: for cells that are merged.
    pub carry: bool,
    /// The first of these rows or columns; the one behind the labels of the other side unless said otherwise.
    pub first: Option<usize>,
}

/// What a total is the sum of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// Producers.
    Producers,
    /// Imported products.
    Imported,
    /// Producers and imported products.
    Inputs,
    /// Primary rows that count as value added.
    ValueAdded,
    /// Categories of final use.
    FinalUse,
    /// Exports.
    Exports,
    /// Everything that is not a total itself.
    All,
    /// The rows or columns of this label.
    Label(String),
    /// All of these together.
    Sum(Vec<Parts>),
}

/// What rows are. Each label is a row's whole label, or its part without the country (then it stands for the rows of all countries).
/// A row that is not named is a producer and has a column of the same label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowLayout {
    /// Where their labels stand.
    pub heads: Heads,
    /// Primary inputs; rows of one kind are added up.
    pub primary: Vec<(String, PrimaryKind)>,
    /// Imported products (national tables).
    pub imported: Vec<String>,
    /// What labels of imported products begin with.
    pub imported_prefix: Option<String>,
    /// Extensions with their unit.
    pub extensions: Vec<(String, String)>,
    /// Output.
    pub output: Option<String>,
    /// Imports by product, to be taken off the uses of the column's product (competitive tables).
    pub imports: Option<String>,
    /// Totals, compared with their parts.
    pub totals: Vec<(String, Parts)>,
    /// Rows that are passed over; the provenance lists them.
    pub skip: Vec<String>,
}

/// What columns are. A column that is not named is a producer and has a row of the same label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnLayout {
    /// Where their labels stand.
    pub heads: Heads,
    /// Categories of final use.
    pub final_use: Vec<String>,
    /// What labels of categories of final use begin with.
    pub final_use_prefix: Option<String>,
    /// Exports with their partner. In a world table the partner becomes a country that only uses final goods.
    pub exports: Vec<(String, String)>,
    /// Output.
    pub output: Option<String>,
    /// Imports as positive numbers (competitive tables).
    pub imports: Option<String>,
    /// Imports as negative numbers (competitive tables).
    pub negative_imports: Option<String>,
    /// The source's statistical discrepancy (competitive tables).
    pub discrepancy: Option<String>,
    /// Totals, compared with their parts.
    pub totals: Vec<(String, Parts)>,
    /// Columns that are passed over; the provenance lists them.
    pub skip: Vec<String>,
}

impl Default for Layout {
    /// A world table in a wide file of comma-separated text, unit not stated.
    fn default() -> Self {
        Self {
            kind: DescribedKind::default(),
            source: String::new(),
            edition: None,
            unit: Unit::unstated(),
            tolerance: Tolerance::EXACT,
            concept: ValueAddedConcept::default(),
            rest_of_world: None,
            shape: Shape::default(),
            file: None,
            sheet: None,
            text: TextForm::default(),
            blanks: Blanks::default(),
            missing: Vec::new(),
            rows: RowLayout::default(),
            columns: ColumnLayout::default(),
            output: OutputFrom::default(),
            value_added: ValueAddedFrom::default(),
        }
    }
}

impl Layout {
    /// A layout in TOML.
    ///
    /// # Errors
    /// If the text is not TOML, has a key that a layout does not know, or a value that its key does not take; with the line.
    pub fn from_toml(text: &str) -> Result<Self> {
        from_toml::layout(text, None)
    }

    /// A file of a layout in TOML.
    ///
    /// # Errors
    /// As [`from_toml`](Self::from_toml), and if the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|error| Error::from_io(error, path))?;
        from_toml::layout(&text, Some(path))
    }

    /// Refuses what no file can have.
    pub(super) fn require_sense(&self) -> Result<()> {
        let TextForm {
            delimiter,
            decimal,
            thousands,
        } = self.text;
        let wrong = |what: &str, expected: &str| {
            Err(Error::parse(format!("the layout: {what}")).expected(expected))
        };
        if !delimiter.is_ascii()
            || delimiter.is_ascii_alphanumeric()
            || "\"\r\n.-+".contains(delimiter)
        {
            return wrong("cells cannot be separated by this", "`,`, `;` or a tab");
        }
        if !['.', ','].contains(&decimal) {
            return wrong("the mark of decimals is unknown", "`.` or `,`");
        }
        if thousands.is_some_and(|mark| mark == decimal || !['.', ',', ' ', '\''].contains(&mark)) {
            let expected = "`,`, `.`, a blank or `'`, and not the mark of decimals";
            return wrong("the mark of thousands is unknown", expected);
        }
        if self.sheet.is_some() && self.text != TextForm::default() {
            let expected =
                "no delimiter, decimal or thousands mark: cells of workbooks are numbers";
            return wrong("a sheet and a form of text", expected);
        }
        if self.sheet.is_some() && self.shape != Shape::Wide {
            return wrong("a sheet that is not wide", "shape = \"wide\"");
        }
        let numbers = matches!(self.shape, Shape::Numbers { .. });
        let heads = [(&self.rows.heads, "rows"), (&self.columns.heads, "columns")];
        for (heads, side) in heads.into_iter().filter(|_| !numbers) {
            let divided = heads.country.is_some() || heads.separator.is_some();
            if heads.first == Some(0) {
                return wrong(
                    &format!("the first of {side} is 0"),
                    "a number counted from 1",
                );
            }
            if heads.label.is_empty() {
                return wrong(&format!("no place of the labels of {side}"), "`label`");
            }
            if self.kind == DescribedKind::World && !divided {
                let what = format!("no country in the labels of {side}");
                return wrong(&what, "`country` or `separator`");
            }
        }
        let rows = !self.rows.imported.is_empty() || self.rows.imported_prefix.is_some();
        if rows && !matches!(self.kind, DescribedKind::National(_)) {
            return wrong(
                "imported products in a table that is not national",
                "kind = \"national\"",
            );
        }
        let columns = [&self.columns.imports, &self.columns.negative_imports];
        let imports = columns
            .into_iter()
            .chain([&self.rows.imports])
            .flatten()
            .count();
        match (&self.kind, imports) {
            (DescribedKind::Competitive(_), 1) | (_, 0) => {}
            (DescribedKind::Competitive(_), _) => {
                return wrong("imports stand in several places", "one of them");
            }
            _ => {
                return wrong(
                    "imports of a table that is not competitive",
                    "kind = \"competitive\"",
                );
            }
        }
        let competitive = matches!(self.kind, DescribedKind::Competitive(_));
        if self.columns.discrepancy.is_some() && !competitive {
            return wrong(
                "a discrepancy in a table that is not competitive",
                "a category of final use",
            );
        }
        if competitive && !self.rows.extensions.is_empty() {
            return wrong(
                "extensions of a competitive table, which has no place for them",
                "`skip`",
            );
        }
        Ok(())
    }
}
