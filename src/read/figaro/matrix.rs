//! FIGARO as one matrix: rows and columns of producers, columns of final use, rows of primary inputs.

use std::collections::HashMap;
use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::{
    ADDED_UP, CATEGORIES, OUTPUT_BY_SUM, OUTSIDE, PRIMARY, ROWS, TOLERANCE, edition,
    not_input_output, unit, year,
};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Group, Producers};
use crate::read::Options;
use crate::read::names::stem;
use crate::read::text_cells::Place;
use crate::read::wide::Wide;
use crate::run::Run;
use crate::table::{PrimaryKind, PrimaryRow, Provenance, WorldDraft};

/// A FIGARO input-output table as a matrix, its year and edition taken from the file's name, as in
/// `matrix_eu-ic-io_ind-by-ind_25ed_2022.csv` or `matrix_eu-ic-io_prod-by-prod_25ed_2022.csv`, plain, as gz or zip.
///
/// **Layout.** Comma separated. The first line holds the labels of columns, the first column those of rows, in any order; a label is an
/// area and a code with `_` between them, and is divided at its first `_`. All areas have the same industries or products.
///
/// | in the file | read as |
/// |---|---|
/// | a row that is a column too (`AT_A01`, `AT_CPA_A01`) | a producer; products keep `CPA_` in their codes |
/// | a column `AT_P3_S13`, `AT_P3_S14`, `AT_P3_S15` | final consumption of government, households, non-profit institutions |
/// | a column `AT_P51G`, `AT_P5M` | fixed investment; inventories and valuables |
/// | the row `W2_D1` | [`PrimaryKind::Compensation`] |
/// | the row `W2_D29X39` | [`PrimaryKind::NetProductionTax`]: other taxes less other subsidies on production |
/// | the row `W2_B2A3G` | [`PrimaryKind::OperatingSurplus`]: gross, with mixed income; depreciation is in it |
/// | the row `W2_D21X31` | [`PrimaryKind::ProductTax`]: taxes less subsidies on products |
/// | the rows `W2_OP_RES`, `W2_OP_NRES` | [`PrimaryKind::Other`], added up: purchases of residents abroad and of non-residents at home |
/// | empty cells | zero, counted in the provenance |
///
/// **Codes** are those of the file: Greece is `GR`, the rest of the world `FIGW1`, which is a region like any other.
///
/// **Unit.** Million euros, current prices; basic prices.
///
/// **Output** is the sum of a producer's column, as the file has no output of its own: columns balance by definition, and the sums of
/// uses show whether the file is whole.
///
/// **Tolerance.** Sums of uses may miss output by 1 million euros, unless [`WorldDraft::tolerance`] says otherwise.
///
/// Written from a description of the layout and tried on miniature files; no published file was at hand.
///
/// # Source
/// Remond-Tiedrez, Rueda-Cantuche (eds., 2019), EU inter-country supply, use and input-output tables: full international and global
/// accounts for research in input-output analysis (FIGARO), Eurostat.
///
/// # Errors
/// If the name has no year ([`figaro_with`] takes it from the caller); if the file cannot be read, a label is missing, unknown or
/// doubled, an area lacks an industry, a cell is not a number, or a row has too few or too many cells. A supply or use table is refused
/// and called by its name.
///
/// ```no_run
/// let table = leontief::read::figaro("matrix_eu-ic-io_ind-by-ind_25ed_2022.csv")?.check()?;
/// assert_eq!(table.unit().to_string(), "mn EUR, 2022, basic prices");
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn figaro(path: impl AsRef<Path>) -> Result<WorldDraft> {
    figaro_with(path, &Options::new())
}

/// The same with a year that the caller knows, watched, on some threads.
///
/// # Errors
/// As [`figaro`]; if the name of the file says another year.
pub fn figaro_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let wide = Wide::open(path.as_ref(), &[], options)?;
    let year = year(wide.file(), options.year, "figaro_with")?;
    Layout::of(&wide)?.draft(&wide, year, &options.run)
}

/// What rows and columns are.
struct Layout {
    producers: Producers,
    /// Rows of producers, then those of primary inputs in the order of [`ROWS`].
    rows: Vec<usize>,
    primary: Vec<usize>,
    places: Vec<Place>,
    widths: [usize; 2],
}

impl Layout {
    fn of(wide: &Wide) -> Result<Self> {
        let find = Finder::of(wide)?;
        find.refuse_supply_and_use()?;
        let regions = find.regions()?;
        let codes = find.codes(&regions)?;
        let mut places = vec![Place::Nowhere; wide.columns().len()];
        let mut rows = Vec::with_capacity(regions.len() * codes.len());
        for (r, region) in regions.iter().enumerate() {
            for code in &codes {
                let label = format!("{region}_{code}");
                let (row, column) = find.producer(&label)?;
                places[column] = Place::First(rows.len());
                rows.push(row);
            }
            for (k, category) in CATEGORIES.iter().enumerate() {
                let column = find.column(&format!("{region}_{category}"))?;
                places[column] = Place::Second(r * CATEGORIES.len() + k);
            }
        }
        find.refuse_unknown(&places)?;
        let axis = Axis::new(codes)?;
        let blocks = regions.iter().map(|r| (*r, Group::whole(), axis.clone()));
        let primary = ROWS
            .iter()
            .map(|code| find.row(&format!("{OUTSIDE}_{code}")));
        Ok(Self {
            producers: Producers::new(blocks)?,
            primary: primary.collect::<Result<_>>()?,
            widths: [rows.len(), regions.len() * CATEGORIES.len()],
            places,
            rows,
        })
    }

    fn draft(&self, wide: &Wide, year: i32, run: &Run) -> Result<WorldDraft> {
        let blocks = [&self.rows[..], &self.primary];
        let [table, paid] = wide.parsed(blocks, &self.places, self.widths, run)?;
        let (flows, finals, empty) = (table.first, table.second, table.empty + paid.empty);
        let paid = [paid.first, paid.second];
        let primary = PRIMARY.map(|(kind, codes)| primary_row(kind, codes, &paid));
        let inputs: Array1<f64> = flows.sum_axis(Dimension(0));
        let output = primary
            .iter()
            .fold(inputs, |sum, row| sum + &row.by_producer);
        let by_product = self.producers.sectors().codes()[0].starts_with(PRODUCT);
        let kind = match by_product {
            true => "product by product",
            false => "industry by industry",
        };
        let mut provenance = Provenance::from_source(format!("FIGARO input-output table, {kind}"))
            .of_edition(edition(wide.file()))
            .with_file(wide.source().clone())
            .then(ADDED_UP)
            .then(OUTPUT_BY_SUM);
        if empty > 0 {
            provenance = provenance.then(format!("{empty} empty cells count as zero"));
        }
        let (producers, categories) = (self.producers.clone(), Axis::new(CATEGORIES)?);
        let draft = WorldDraft::of_uses(producers, categories, unit(year), flows, finals)
            .output(output)
            .tolerance(TOLERANCE)
            .provenance(provenance);
        Ok(primary.into_iter().fold(draft, WorldDraft::primary_row))
    }
}

/// What codes of products begin with.
const PRODUCT: &str = "CPA_";

fn primary_row(kind: PrimaryKind, codes: &[&str], paid: &[Array2<f64>; 2]) -> PrimaryRow {
    let [by_producer, by_final_use] = [&paid[0], &paid[1]].map(|rows| {
        let own = ROWS
            .iter()
            .zip(rows.rows())
            .filter(|(code, _)| codes.contains(code));
        own.fold(Array1::zeros(rows.ncols()), |sum: Array1<f64>, (_, row)| {
            sum + row
        })
    });
    PrimaryRow {
        kind,
        by_producer,
        by_final_use,
        on_exports: 0.0,
    }
}

/// Labels that are looked for.
struct Finder<'a> {
    wide: &'a Wide,
    rows: HashMap<&'a str, usize>,
    columns: HashMap<&'a str, usize>,
}

impl<'a> Finder<'a> {
    fn of(wide: &'a Wide) -> Result<Self> {
        let rows = wide.rows().iter().map(|row| (row.label.as_str(), row.line));
        let columns = wide.columns().iter().map(|label| (label.as_str(), 1));
        Ok(Self {
            rows: positions(wide, "row", rows)?,
            columns: positions(wide, "column", columns)?,
            wide,
        })
    }

    fn is_outside(label: &str) -> bool {
        label
            .split_once('_')
            .is_some_and(|(area, _)| area == OUTSIDE)
    }

    /// Rows of producers: all but those of primary inputs.
    fn producing(&self) -> impl Iterator<Item = (&'a str, u64)> {
        let rows = self.wide.rows().iter();
        let rows = rows.map(|row| (row.label.as_str(), row.line));
        rows.filter(|(label, _)| !Self::is_outside(label))
    }

    /// Supply and use tables have products in rows and industries in columns, so that no row is a column.
    fn refuse_supply_and_use(&self) -> Result<()> {
        if self
            .producing()
            .any(|(label, _)| self.columns.contains_key(label))
        {
            return Ok(());
        }
        let name = stem(self.wide.file());
        let products = |label: &str| {
            label
                .split_once('_')
                .is_some_and(|(_, code)| code.starts_with(PRODUCT))
        };
        let crossed = self.producing().any(|(label, _)| products(label))
            != self.columns.keys().any(|label| products(label));
        let has_finals = self.columns.keys().any(|label| label.ends_with("_P3_S14"));
        match () {
            () if name.contains("-use") || (crossed && has_finals) => {
                Err(not_input_output(self.wide.file(), "use"))
            }
            () if name.contains("-sup") || crossed => {
                Err(not_input_output(self.wide.file(), "supply"))
            }
            () => Err(self.wide.at(1, Error::label("no row is a column too")
                .expected("producers such as `AT_A01` or `AT_CPA_A01` at the head of rows and of columns")
                .found(first_few(self.wide.columns())))),
        }
    }

    /// Areas in the order of rows.
    fn regions(&self) -> Result<Vec<&'a str>> {
        let mut regions: Vec<&str> = Vec::new();
        for (label, line) in self.producing() {
            let region = match label.split_once('_') {
                Some((region, code)) if !region.is_empty() && !code.is_empty() => region,
                _ => {
                    let error = Error::label(format!("`{label}` is no label of a producer"));
                    let expected = "an area and an industry or product with `_` between them";
                    return Err(self.wide.at(line, error.expected(expected)));
                }
            };
            if regions.last() != Some(&region) && !regions.contains(&region) {
                regions.push(region);
            }
        }
        Ok(regions)
    }

    /// Industries or products of all areas, in the order of the first; that others have them all is seen when they are looked up.
    fn codes(&self, regions: &[&str]) -> Result<Vec<&'a str>> {
        let own = self
            .producing()
            .filter_map(|(label, _)| label.split_once('_'));
        let first = own.filter(|(region, _)| Some(region) == regions.first());
        let codes: Vec<&str> = first.map(|(_, code)| code).collect();
        for (label, line) in self.producing() {
            let known = label
                .split_once('_')
                .is_some_and(|(_, code)| codes.contains(&code));
            if !known {
                let error = Error::label(format!(
                    "the row `{label}` has a code that the first area has not"
                ));
                let error = error.expected(format!("one of {}", first_few(&codes)));
                return Err(self.wide.at(line, error));
            }
        }
        Ok(codes)
    }

    fn row(&self, label: &str) -> Result<usize> {
        self.rows.get(label).copied().ok_or_else(|| {
            Error::label(format!("no row `{label}`"))
                .in_file(self.wide.file())
                .hint("a truncated file ends before it: fetch it again")
        })
    }

    fn column(&self, label: &str) -> Result<usize> {
        self.columns.get(label).copied().ok_or_else(|| {
            let error = Error::label(format!("no column `{label}`"));
            self.wide
                .at(1, error.hint("a truncated or edited file: fetch it again"))
        })
    }

    fn producer(&self, label: &str) -> Result<(usize, usize)> {
        Ok((self.row(label)?, self.column(label)?))
    }

    /// Whatever is neither a producer, final use of an area that produces, nor a known primary input.
    fn refuse_unknown(&self, places: &[Place]) -> Result<()> {
        let unknown = places.iter().position(|place| *place == Place::Nowhere);
        if let Some(column) = unknown {
            let label = &self.wide.columns()[column];
            let error = Error::label(format!("unknown column `{label}`"))
                .expected(format!(
                    "a row of the same label, or an area with one of {}",
                    first_few(CATEGORIES)
                ))
                .hint("a row of this label is missing, or the label is misspelt");
            return Err(self.wide.at(1, error).at_column(label));
        }
        let known = |label: &str| {
            ROWS.iter()
                .any(|code| label.split_once('_').map(|(_, own)| own) == Some(code))
        };
        let mut outside = self
            .wide
            .rows()
            .iter()
            .filter(|row| Self::is_outside(&row.label));
        match outside.find(|row| !known(&row.label)) {
            None => Ok(()),
            Some(row) => {
                let error = Error::label(format!("unknown row `{}`", row.label));
                Err(self.wide.at(
                    row.line,
                    error.expected(format!("one of {}", first_few(ROWS))),
                ))
            }
        }
    }
}

/// Labels with their positions; none may stand twice.
fn positions<'a>(
    wide: &Wide,
    what: &str,
    labels: impl Iterator<Item = (&'a str, u64)>,
) -> Result<HashMap<&'a str, usize>> {
    let mut known = HashMap::new();
    for (at, (label, line)) in labels.enumerate() {
        if known.insert(label, at).is_some() {
            let error = Error::label(format!("the {what} `{label}` stands twice"))
                .hint(crate::read::LEAVE_ONE);
            return Err(wide.at(line, error));
        }
    }
    Ok(known)
}
