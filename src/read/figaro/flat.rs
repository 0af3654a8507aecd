//! FIGARO, the inter-country tables of Eurostat, as one long file.
//!
//! Written from a description of the layout and tried on miniature files; no published file was at hand.

use std::path::Path;

use ndarray::{Array1, Axis as Dimension};

use super::{
    ADDED_UP, CATEGORIES, OUTPUT_BY_SUM, OUTSIDE, PRIMARY, ROWS, TOLERANCE, edition,
    not_input_output, unit, year,
};
use crate::error::Result;
use crate::read::Options;
use crate::read::long::{CellColumns, Cells, LongFile, LongRow};
use crate::read::long_places::{Gaps, LongLayout};
use crate::table::{Provenance, WorldDraft};

const LAYOUT: LongLayout<'static> = LongLayout {
    outside: OUTSIDE,
    rows: &ROWS,
    columns: &[],
    categories: &CATEGORIES,
};
/// Columns with region and code in one.
const JOINED: [[&str; 2]; 2] = [["icioiRow", "icioiCol"], ["iciopRow", "iciopCol"]];
/// Columns of codes: industries, then products under two names.
const CODES: [[&str; 2]; 3] = [["rowIi", "colIi"], ["rowPi", "colPi"], ["rowPp", "colPp"]];
const REGIONS: [&str; 2] = ["refArea", "counterpartArea"];
const VALUE: &str = "obsValue";

/// A FIGARO input-output table in the flat format, its year and edition taken from the file's name, as in
/// `flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv`. The file is read once, line by line.
///
/// **Layout.** Comma separated, with the columns `icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue`, in any order; tables
/// of products by products have `rowPi,colPi` or `rowPp,colPp`, and may have `iciopRow,iciopCol`. A line is a cell. The first two columns
/// must repeat the labels of the others (`AT_A01`). Rows and columns are found by label, in any order. Supply and use tables have other
/// columns and are refused, and called by their names.
///
/// **Codes** are those of the file: Greece is `GR`, the rest of the world `FIGW1`. Final use is `P3_S13` (government), `P3_S14`
/// (households), `P3_S15` (non-profit institutions), `P51G` (fixed investment) and `P5M` (inventories and valuables). All regions have
/// the same industries or products.
///
/// **Unit.** Million euros, current prices; basic prices.
///
/// | row of `W2` | read as |
/// |---|---|
/// | `D1` | [`PrimaryKind::Compensation`](crate::table::PrimaryKind::Compensation) |
/// | `D29X39` | [`PrimaryKind::NetProductionTax`](crate::table::PrimaryKind::NetProductionTax): other taxes less other subsidies on production |
/// | `B2A3G` | [`PrimaryKind::OperatingSurplus`](crate::table::PrimaryKind::OperatingSurplus): gross, with mixed income; depreciation is in it |
/// | `D21X31` | [`PrimaryKind::ProductTax`](crate::table::PrimaryKind::ProductTax): taxes less subsidies on products |
/// | `OP_RES`, `OP_NRES` | [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), added up: purchases of residents abroad and of non-residents at home |
///
/// **Output** is the sum of a producer's column, as the file has no output of its own: columns balance by definition, and the sums of
/// uses show whether the file is whole.
///
/// **Gaps.** A cell without a line, or with an empty value, is zero; the provenance counts them.
///
/// **Tolerance.** Sums of uses may miss output by 1 million euros, unless [`WorldDraft::tolerance`] says otherwise.
///
/// # Source
/// Remond-Tiedrez, Rueda-Cantuche (eds., 2019), EU inter-country supply, use and input-output tables: full international and global
/// accounts for research in input-output analysis (FIGARO), Eurostat.
///
/// # Errors
/// If the name has no year ([`figaro_flat_with`] takes it from the caller); if the file cannot be read, lacks a column or a row, or has
/// one whose meaning is unknown; if a cell stands twice or is not a number. Messages name file, line and column. A supply or use table
/// is refused and called by its name.
///
/// ```no_run
/// let table = leontief::read::figaro_flat("flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv")?.check()?;
/// assert_eq!(table.unit().to_string(), "mn EUR, 2022, basic prices");
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn figaro_flat(path: impl AsRef<Path>) -> Result<WorldDraft> {
    figaro_flat_with(path, &Options::new())
}

/// The same with a year that the caller knows, watched.
///
/// # Errors
/// As [`figaro_flat`]; if the name of the file says another year.
pub fn figaro_flat_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let path = path.as_ref();
    let mut file = LongFile::open(path)?;
    let year = year(file.file(), options.year, "figaro_flat_with")?;
    let columns = Columns::of(&file)?;
    let mut cells = Cells::default();
    file.each(&options.run, |row| {
        columns.require_joined(row)?;
        row.put(&mut cells, &columns.cell)
    })?;
    let places = LAYOUT.places(&cells, path)?;
    let mut gaps = Gaps::default();
    let flows = places.flows(&mut gaps);
    let finals = places.final_use(&mut gaps);
    let mut rows = Vec::new();
    for (kind, codes) in PRIMARY {
        rows.push(places.primary(kind, codes, &mut gaps));
    }
    let inputs: Array1<f64> = flows.sum_axis(Dimension(0));
    let output = rows.iter().fold(inputs, |sum, row| sum + &row.by_producer);
    let source = format!("FIGARO input-output table, {}", columns.kind);
    let provenance = Provenance::from_source(source)
        .of_edition(edition(file.file()))
        .with_file(file.source().clone())
        .then(ADDED_UP)
        .then(OUTPUT_BY_SUM)
        .then(gaps.in_words(&cells));
    let (producers, categories) = (places.producers.clone(), places.categories.clone());
    let draft = WorldDraft::of_uses(producers, categories, unit(year), flows, finals)
        .output(output)
        .tolerance(TOLERANCE)
        .provenance(provenance);
    Ok(rows.into_iter().fold(draft, WorldDraft::primary_row))
}

/// Where the cells and their labels stand.
struct Columns {
    joined: [usize; 2],
    cell: CellColumns,
    kind: &'static str,
}

impl Columns {
    fn of(file: &LongFile) -> Result<Self> {
        for (labels, what) in [
            (["icsupRow", "icsupCol"], "supply"),
            (["icuseRow", "icuseCol"], "use"),
        ] {
            if labels.iter().any(|label| file.has(label)) {
                return Err(not_input_output(file.file(), what)
                    .at_line(1)
                    .at_column(labels[0]));
            }
        }
        let present = |pair: &[&str; 2]| pair.iter().any(|label| file.has(label));
        let joined = *JOINED
            .iter()
            .find(|pair| present(pair))
            .unwrap_or(&JOINED[0]);
        let codes = *CODES.iter().find(|pair| present(pair)).unwrap_or(&CODES[0]);
        file.only_columns(&[&joined[..], &codes, &REGIONS, &[VALUE]].concat())?;
        Ok(Self {
            joined: [file.column(joined[0])?, file.column(joined[1])?],
            cell: CellColumns {
                row: [file.column(REGIONS[0])?, file.column(codes[0])?],
                column: [file.column(REGIONS[1])?, file.column(codes[1])?],
                value: file.column(VALUE)?,
            },
            kind: match codes == CODES[0] {
                true => "industry by industry",
                false => "product by product",
            },
        })
    }

    /// The joined labels must say what region and code say.
    fn require_joined(&self, row: &LongRow<'_>) -> Result<()> {
        let parts = [self.cell.row, self.cell.column];
        for (joined, [region, code]) in self.joined.into_iter().zip(parts) {
            let (found, region, code) = (row.text(joined), row.text(region), row.text(code));
            let rest = found.strip_prefix(region).and_then(|r| r.strip_prefix('_'));
            if rest.map(bare) != Some(bare(code)) {
                let what = "the label is not that of region and code";
                let error = row
                    .wrong(joined, what)
                    .expected(format!("`{region}_{code}`"));
                return Err(error
                    .found(format!("`{found}`"))
                    .hint("fetch the file again"));
            }
        }
        Ok(())
    }
}

/// A code without the prefix of products, which some columns have and others may not.
fn bare(code: &str) -> &str {
    code.strip_prefix("CPA_").unwrap_or(code)
}
