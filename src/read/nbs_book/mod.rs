//! Workbooks of the National Bureau of Statistics of China (投入产出表), with headings in Chinese or English.
//!
//! | in the sheet | read as |
//! |---|---|
//! | titles, with `万元` or `10000 yuan`, and a year where there is one | compared |
//! | headings of columns, in several rows; the lowest that is filled counts: a code (`FU101`) or, without codes, a name (`出口`, `Export`) | columns |
//! | a column of codes, which has `TII` in it; left of it the names | rows |
//!
//! Source and terms: National Bureau of Statistics of China, Input-Output Tables of China; official statistics, to be cited as
//! such.

mod labels;
mod page;

use std::path::Path;

use super::nbs_competitive::of_sheet;
use super::workbook::{Grid, Workbook};
use crate::error::{Error, Result, first_few};
use crate::table::{CompetitiveDraft, SourceFile};

use page::{Outline, page};

/// A workbook of the bureau, with the feature `workbooks`: its sheets, told by what is in them, and the tables of flows among them.
///
/// [`draft`](Self::draft) gives what [`nbs_competitive`](super::nbs_competitive) gives from CSV, with the same codes, unit and totals. Rows of
/// value added are told by their names, because codes differ: in 1997 `VA001` is depreciation (`固定资产折旧`), later it is compensation
/// (`劳动者报酬`). Imports may stand with a minus, as in 1997; where output = uses + imports they are turned, and the provenance says so.
///
/// Seen: the workbooks of 1997 (40 sectors), 2002 (42) and 2007 (42 and 135, and one of 13 sheets). English headings are read as the
/// bureau's yearbooks word them; no such file was at hand.
///
/// ```no_run
/// use leontief::read::NbsWorkbook;
/// use leontief::table::Tolerance;
///
/// let book = NbsWorkbook::open("cn2007_all_sheets.xls")?;
/// for sheet in book.sheets() {
///     println!("{}: {}", sheet.name, sheet.kind);
/// }
/// let table = book.draft_of("0401", 2007)?.tolerance(Tolerance::absolute(1.0)).check()?;
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct NbsWorkbook {
    file: std::path::PathBuf,
    source: SourceFile,
    grids: Vec<Grid>,
    sheets: Vec<NbsSheet>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NbsSheet {
    /// Its name.
    pub name: String,
    /// The title in it.
    pub title: String,
    /// What it holds.
    pub kind: NbsSheetKind,
}

/// What a sheet of the bureau holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NbsSheetKind {
    /// A table of flows, product × product, imports not separated, with this many sectors: what is read.
    Flows(usize),
    /// A use table, product × industry.
    Use,
    /// A supply table, product × industry.
    Supply,
    /// Coefficients: direct or total requirements, product mix, market shares.
    Coefficients,
    /// Anything else: adjustments of trade, concordances, notes.
    Other,
}

impl std::fmt::Display for NbsSheetKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flows(sectors) => write!(f, "a table of flows, {sectors} sectors"),
            Self::Use => f.write_str("a use table"),
            Self::Supply => f.write_str("a supply table"),
            Self::Coefficients => f.write_str("coefficients"),
            Self::Other => f.write_str("no table"),
        }
    }
}

impl std::fmt::Debug for NbsWorkbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NbsWorkbook")
            .field("sheets", &self.sheets)
            .finish()
    }
}

impl NbsWorkbook {
    /// A workbook (xls or xlsx), plain, as gz or alone in a zip archive.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let mut workbook = Workbook::open(path.as_ref())?;
        let names = workbook.sheet_names();
        let grids = names.iter().map(|name| workbook.sheet(name));
        let grids = grids.collect::<Result<Vec<Grid>>>()?;
        let sheets = grids.iter().map(|grid| NbsSheet {
            name: grid.name().to_owned(),
            title: Outline::title(grid),
            kind: Outline::kind(grid),
        });
        Ok(Self {
            sheets: sheets.collect(),
            file: workbook.file().to_owned(),
            source: workbook.source().clone(),
            grids,
        })
    }

    /// What its sheets hold, in the order of the workbook.
    #[must_use]
    pub fn sheets(&self) -> &[NbsSheet] {
        &self.sheets
    }

    /// The only table of flows, as one of this year.
    ///
    /// # Errors
    /// If there is none or more than one; as [`draft_of`](Self::draft_of).
    pub fn draft(&self, year: i32) -> Result<CompetitiveDraft> {
        let flows = |sheet: &&NbsSheet| matches!(sheet.kind, NbsSheetKind::Flows(_));
        let found: Vec<&NbsSheet> = self.sheets.iter().filter(flows).collect();
        let told = |sheets: &[&NbsSheet]| {
            first_few(
                sheets
                    .iter()
                    .map(|sheet| format!("{}: {}", sheet.name, sheet.kind)),
            )
        };
        match found[..] {
            [sheet] => self.draft_of(&sheet.name, year),
            [] => Err(Error::label("no sheet with a table of flows")
                .in_file(&self.file)
                .expected("a sheet with `TII`, `IM` and `GO` among its codes, or 中间投入合计, 进口 and 总产出")
                .found(told(&self.sheets.iter().collect::<Vec<_>>()))),
            _ => Err(Error::label("more than one table of flows")
                .in_file(&self.file)
                .found(told(&found))
                .hint("`draft_of(sheet, year)`")),
        }
    }

    /// The table of flows in a sheet, as one of this year.
    ///
    /// # Errors
    /// If there is no such sheet or it holds something else; if its titles say another year or no unit of 10 000 yuan; if a heading is
    /// unknown or missing; and as [`nbs_competitive`](super::nbs_competitive).
    pub fn draft_of(&self, sheet: &str, year: i32) -> Result<CompetitiveDraft> {
        let at = self.sheets.iter().position(|known| known.name == sheet);
        let at = at.ok_or_else(|| {
            let error = Error::label(format!("no sheet `{sheet}`")).in_file(&self.file);
            error.found(first_few(self.sheets.iter().map(|sheet| &sheet.name)))
        })?;
        let (grid, kind) = (&self.grids[at], self.sheets[at].kind);
        if !matches!(kind, NbsSheetKind::Flows(_)) {
            let error = Error::label(format!("the sheet holds {kind}, not a table of flows"));
            return Err(grid.wrong(error.found(format!("`{}`", self.sheets[at].title))));
        }
        let page = page(grid, self.source.clone(), year)?;
        of_sheet(&page.sheet, year, page.steps)
    }
}
