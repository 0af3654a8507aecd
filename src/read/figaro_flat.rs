//! FIGARO, the inter-country tables of Eurostat, as one long file.
//!
//! Written from a description of the layout and tried on miniature files; no published file was at hand.

use std::path::Path;

use ndarray::{Array1, Axis as Dimension};

use super::long::{CellColumns, Cells, LongFile, LongRow};
use super::long_places::{Gaps, LongLayout};
use crate::error::{Error, Result};
use crate::run::Run;
use crate::table::{PrimaryKind, Provenance, Tolerance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

const PRIMARY: [(PrimaryKind, &[&str]); 5] = [
    (PrimaryKind::Compensation, &["D1"]),
    (PrimaryKind::NetProductionTax, &["D29X39"]),
    (PrimaryKind::OperatingSurplus, &["B2A3G"]),
    (PrimaryKind::ProductTax, &["D21X31"]),
    (PrimaryKind::Other, &["OP_RES", "OP_NRES"]),
];
const LAYOUT: LongLayout<'static> = LongLayout {
    outside: "W2",
    rows: &["D1", "D29X39", "B2A3G", "D21X31", "OP_RES", "OP_NRES"],
    columns: &[],
    categories: &["P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"],
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
/// columns and are refused.
///
/// **Codes** are those of the file: Greece is `GR`, the rest of the world `FIGW1`. Final use is `P3_S13` (government), `P3_S14`
/// (households), `P3_S15` (non-profit institutions), `P51G` (fixed investment) and `P5M` (inventories and valuables). All regions have
/// the same industries or products.
///
/// **Unit.** Million euros, current prices; basic prices.
///
/// | row of `W2` | read as |
/// |---|---|
/// | `D1` | [`PrimaryKind::Compensation`] |
/// | `D29X39` | [`PrimaryKind::NetProductionTax`]: other taxes less other subsidies on production |
/// | `B2A3G` | [`PrimaryKind::OperatingSurplus`]: gross, with mixed income; depreciation is in it |
/// | `D21X31` | [`PrimaryKind::ProductTax`]: taxes less subsidies on products |
/// | `OP_RES`, `OP_NRES` | [`PrimaryKind::Other`], added up: purchases of residents abroad and of non-residents at home |
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
/// If the name has no year ([`figaro_flat_of`] takes it from the caller); if the file cannot be read, lacks a column or a row, or has
/// one whose meaning is unknown; if a cell stands twice or is not a number. Messages name file, line and column.
///
/// ```no_run
/// let table = leontief::read::figaro_flat("flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv")?.check()?;
/// assert_eq!(table.unit().to_string(), "mn EUR, 2022, basic prices");
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn figaro_flat(path: impl AsRef<Path>) -> Result<WorldDraft> {
    let path = path.as_ref();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let mut years = parts.iter().filter_map(|part| year_of(part));
    let (Some(year), None) = (years.next(), years.next()) else {
        return Err(Error::label("the file's name does not say the year")
            .in_file(path)
            .expected(
                "one number of four digits, as in `flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv`",
            )
            .hint("rename the file, or give year and edition with figaro_flat_of"));
    };
    let edition = parts.iter().find(|part| is_edition(part));
    figaro_flat_of(path, year, edition.unwrap_or(&""))
}

/// As [`figaro_flat`], with year and edition (`25ed`; empty where it is not known) from the caller.
///
/// # Errors
/// As [`figaro_flat`], the file's name apart.
pub fn figaro_flat_of(path: impl AsRef<Path>, year: i32, edition: &str) -> Result<WorldDraft> {
    let path = path.as_ref();
    let mut file = LongFile::open(path)?;
    let columns = Columns::of(&file)?;
    let mut cells = Cells::default();
    file.each(&Run::default(), |row| {
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
    let edition = match edition {
        "" => "edition not stated".to_owned(),
        edition => format!("edition {edition}"),
    };
    let source = format!("FIGARO input-output table, {}", columns.kind);
    let provenance = Provenance::from_source(source)
        .of_edition(edition)
        .with_file(file.source().clone())
        .then("rows OP_RES and OP_NRES added up to other primary inputs")
        .then("output is the sum of inputs and primary inputs: the file has none")
        .then(gaps.in_words(&cells));
    let unit = Unit::new("EUR", Scale::MILLIONS, year, PriceBasis::Basic);
    let draft = WorldDraft::new(places.producers.clone(), places.categories.clone(), unit)
        .flows(flows)
        .final_use(finals)
        .output(output)
        .tolerance(Tolerance::absolute(1.0))
        .provenance(provenance);
    Ok(rows.into_iter().fold(draft, WorldDraft::primary_row))
}

fn year_of(part: &str) -> Option<i32> {
    let is_year = part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    part.parse().ok().filter(|_| is_year)
}

fn is_edition(part: &str) -> bool {
    let digits = part.strip_suffix("ed").unwrap_or("");
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

/// Where the cells and their labels stand.
struct Columns {
    joined: [usize; 2],
    cell: CellColumns,
    kind: &'static str,
}

impl Columns {
    fn of(file: &LongFile) -> Result<Self> {
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
