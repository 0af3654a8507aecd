//! EXIOBASE 3: monetary tables of the world with many environmental extensions.

mod extensions;
mod heads;
mod settings;

use std::collections::HashMap;
use std::path::Path;

use ndarray::{Array1, Array2, Axis as Dimension, Zip};

use self::extensions::{Folder, folders};
use self::heads::{Heads, known};
use self::settings::{Package, Settings, columns, require_million_euro, value};
use super::files::Files;
use super::matrix::{LabelLine, Labels, Matrix, Numbers, Plan, RowPlaces};
use super::options::Options;
use super::text_cells::Place;
use super::totals::Totals;
use super::world_axes::{FinalPlaces, ProducerPlaces, finals_of, producers_of};
use crate::error::{Error, Result};
use crate::label::Producers;
use crate::table::{ExtensionRow, PrimaryRow, Provenance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

/// A world table of EXIOBASE 3, from the folder or zip archive of one year, see [`exiobase_with`].
///
/// ```no_run
/// use leontief::read::{self, Options};
/// use leontief::table::Tolerance;
///
/// let employment = Options::new().extensions(["employment"]);
/// let draft = read::exiobase_with("IOT_2019_pxp.zip", &employment)?;
/// let world = draft.tolerance(Tolerance::absolute(1.0)).check()?;
/// assert_eq!(world.producers().len(), 9800);
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`exiobase_with`].
pub fn exiobase(path: impl AsRef<Path>) -> Result<WorldDraft> {
    exiobase_with(path, &Options::new())
}

/// The same with a choice of extension rows, watched, on some threads.
///
/// `IOT_YYYY_pxp` (products) or `IOT_YYYY_ixi` (industries); in an archive the files may stand in a folder. Matrices are separated by
/// tabs, with two lines of labels, `region` and `sector` (or `category`), and perhaps a third with the names of the rows' labels:
///
/// | in the files | read as |
/// |---|---|
/// | `Z.txt`, or `A.txt` and `x.txt` | flows between producers; Z = A diag(x) |
/// | `Y.txt` | final use by region and category; names of categories are their codes |
/// | `x.txt` | output; the sums of rows where there is no such file |
/// | `unit.txt` | checked: million euros |
/// | `factor_inputs/F.txt`, before version 3.9 `satellite/F.txt`, `F_Y.txt` or `F_hh.txt` for final use | nine rows of factor inputs: primary inputs, see below |
/// | other rows and other folders with `F.txt` and `unit.txt` | extension rows, all unless [`Options::extensions`] names some; their code is the stressor's name, behind its folder where two folders have it |
/// | `impacts` | extension rows `impacts: name`, only where asked for: they follow from the others |
/// | `A.txt` beside `Z.txt`, `S.txt`, `M.txt`, `D_*.txt` | not read: they follow from the others |
///
/// Codes of regions and names of sectors stay as they are; some years of version 3.4 have three letters (`AUS`, `ROM`, `WWA`) where
/// others have two.
///
/// **Primary inputs.** Taxes less subsidies on products purchased; other net taxes on production; compensation of employees, three skills
/// added up; consumption of fixed capital; operating surplus: rents on land, royalties on resources and the remaining net surplus added up.
///
/// **Unit.** Million euros, current, basic prices. **Year** from the metadata or the name of archive or folder.
///
/// **Rest of the world.** Five regions (`WA`, `WE`, `WF`, `WL`, `WM`), economies like any other.
///
/// **Gaps.** Empty cells are zero and counted. Rows and columns are compared with output in the provenance; set a
/// [`Tolerance`](crate::table::Tolerance) that takes the gaps.
///
/// **Memory.** The table, and some MiB of text at a time: 0.8 GB for the 9800 products of all regions, 0.1 GB for all extensions.
///
/// # Source
/// Stadler and others (2018), EXIOBASE 3: Developing a time series of detailed environmentally extended multi-regional input-output tables,
/// Journal of Industrial Ecology 22(3). The layout is written from descriptions; no published file was at hand.
///
/// # Errors
/// If a file is missing, cut off or of another unit or year, a label is missing, unknown or doubled, one of the nine factor inputs is
/// missing, a row has too few or too many cells, or a cell is not a number. Messages name file, line, column and label.
pub fn exiobase_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let package = Package::of(Files::open(path.as_ref())?)?;
    let settings = Settings::of(&package, options.year)?;
    let folders = folders(&package, &options.extensions)?;
    let (layout, flows) = Layout::read(&package, options)?;
    layout.draft(&package, &settings, &folders, flows, options)
}

/// Axes, and positions by label.
struct Layout {
    places: ProducerPlaces,
    producers: HashMap<String, usize>,
    rows: HashMap<String, Option<usize>>,
    output: Option<Array1<f64>>,
    notes: Vec<String>,
}

impl Layout {
    /// Axes from the columns of the flows, and the flows.
    fn read(package: &Package, options: &Options) -> Result<(Self, Numbers)> {
        let (name, is_flows) = match package.name("Z.txt")? {
            Some(name) => (name, true),
            None => {
                let missing = |error: Error| error.hint("`Z.txt`, or `A.txt` and `x.txt`");
                (package.required("A.txt").map_err(missing)?, false)
            }
        };
        let mut matrix = Matrix::open(&package.files, name)?;
        let heads = Heads::read(&mut matrix, 2, "sector")?;
        let places = producers_of(&heads.pairs()).map_err(|error| error.in_file(matrix.file()))?;
        let producers = known(&heads.pairs(), &places.at);
        let mut layout = Self {
            rows: producers
                .iter()
                .map(|(label, at)| (label.clone(), Some(*at)))
                .collect(),
            producers,
            output: None,
            notes: Vec::new(),
            places,
        };
        layout.output = layout.stated_output(package, !is_flows)?;
        layout.check_units(package)?;
        let columns = heads.places(&matrix, &layout.producers)?;
        let n = layout.places.producers.len();
        let mut flows = layout.numbers(matrix, &heads, 2, &layout.rows, n, &columns, n, options)?;
        if let (false, Some(output)) = (is_flows, &layout.output) {
            for mut row in flows.first.rows_mut() {
                Zip::from(&mut row)
                    .and(output)
                    .for_each(|cell, output| *cell *= output);
            }
            layout
                .notes
                .push("flows are coefficients times output: Z = A diag(x)".to_owned());
        }
        Ok((layout, flows))
    }

    #[expect(clippy::too_many_arguments, reason = "all of them describe one matrix")]
    fn numbers(
        &self,
        matrix: Matrix,
        heads: &Heads,
        keys: usize,
        rows: &HashMap<String, Option<usize>>,
        height: usize,
        columns: &[Place],
        width: usize,
        options: &Options,
    ) -> Result<Numbers> {
        let plan = Plan {
            rows: RowPlaces::Labelled(keys, rows),
            height,
            columns: &heads.joined(),
            places: columns,
            widths: [width, 0],
        };
        matrix.numbers(&plan, &options.run)
    }

    /// Which producer a line of labels is.
    fn producer(
        &self,
        labels: &Labels,
        line: &LabelLine,
        region: &str,
        sector: &str,
    ) -> Result<usize> {
        let place = self.producers.get(&format!("{region}\t{sector}"));
        place.copied().ok_or_else(|| {
            let error = Error::label(format!("unknown row `{region} {sector}`"));
            labels.at(line, error)
        })
    }

    /// Output as `x.txt` states it.
    fn stated_output(&self, package: &Package, is_needed: bool) -> Result<Option<Array1<f64>>> {
        if !is_needed && package.name("x.txt")?.is_none() {
            return Ok(None);
        }
        let labels = package.labels("x.txt")?;
        let mut output = Array1::from_elem(self.producers.len(), f64::NAN);
        for (line, [region, sector, amount]) in columns(&labels, ["region", "sector", "indout"])? {
            let place = self.producer(&labels, line, region, sector)?;
            if !output[place].is_nan() {
                let error = Error::label(format!("the row `{region} {sector}` occurs twice"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(labels.at(line, error));
            }
            output[place] = value(&labels, line, amount, "indout")?;
        }
        match output.iter().position(|amount| amount.is_nan()) {
            None => Ok(Some(output)),
            Some(at) => {
                let label = self.places.producers.label(at);
                let error = Error::label(format!("no output of `{label}`"));
                Err(error
                    .in_file(labels.file())
                    .hint("a truncated file ends before it"))
            }
        }
    }

    /// Every producer's flows are in million euros.
    fn check_units(&self, package: &Package) -> Result<()> {
        let labels = package.labels("unit.txt")?;
        let mut known = vec![false; self.producers.len()];
        for (line, [region, sector, unit]) in columns(&labels, ["region", "sector", "unit"])? {
            let place = self.producer(&labels, line, region, sector)?;
            require_million_euro(&labels, line, unit)?;
            known[place] = true;
        }
        match known.iter().position(|known| !known) {
            None => Ok(()),
            Some(at) => {
                let label = self.places.producers.label(at);
                Err(Error::label(format!("no unit of `{label}`")).in_file(labels.file()))
            }
        }
    }

    fn draft(
        mut self,
        package: &Package,
        settings: &Settings,
        folders: &[Folder],
        flows: Numbers,
        options: &Options,
    ) -> Result<WorldDraft> {
        let mut empty = flows.empty;
        let n = self.places.producers.len();
        let mut matrix = Matrix::open(&package.files, package.required("Y.txt")?)?;
        let heads = Heads::read(&mut matrix, 2, "category")?;
        let finals = finals_of(&heads.pairs(), self.places.producers.countries(), &[]);
        let finals = finals.map_err(|error| error.in_file(matrix.file()))?;
        let final_places = known(&heads.pairs(), &finals.at);
        let columns = heads.places(&matrix, &final_places)?;
        let uses = self.numbers(
            matrix,
            &heads,
            2,
            &self.rows,
            n,
            &columns,
            finals.width,
            options,
        )?;
        empty += uses.empty;
        let (flows, uses) = (flows.first, uses.first);
        let sums = flows.sum_axis(Dimension(1)) + uses.sum_axis(Dimension(1));
        let output = self.output.take().unwrap_or_else(|| {
            self.notes
                .push("no file of output: it is what rows sum to".to_owned());
            sums.clone()
        });
        let (mut primary, mut rows): (Vec<PrimaryRow>, Vec<ExtensionRow>) = Default::default();
        for folder in folders {
            let found = self.folder(package, folder, &finals, &final_places, options)?;
            empty += found.2;
            primary.extend(found.0);
            rows.extend(found.1);
        }
        if empty > 0 {
            self.notes
                .push(format!("{empty} empty cells count as zero"));
        }
        let paid = primary
            .iter()
            .fold(flows.sum_axis(Dimension(0)), |sum, row| {
                sum + &row.by_producer
            });
        let words = [
            compared(
                "output against uses",
                &self.places.producers,
                &output,
                &sums,
            ),
            compared(
                "output against inputs and factor inputs",
                &self.places.producers,
                &output,
                &paid,
            ),
        ];
        let provenance = Provenance::from_source("EXIOBASE 3").of_edition(&settings.edition);
        let words = self.notes.iter().cloned().chain(words);
        let provenance = words.fold(provenance, |provenance, words| provenance.then(words));
        let unit = Unit::new("EUR", Scale::MILLIONS, settings.year, PriceBasis::Basic);
        let producers = self.places.producers.clone();
        let mut draft =
            WorldDraft::of_uses(producers, finals.categories, unit, flows, uses).output(output);
        draft = primary.into_iter().fold(draft, WorldDraft::primary_row);
        draft = rows.into_iter().fold(draft, WorldDraft::extension_row);
        Ok(draft.provenance(package.noted.put(provenance)))
    }

    /// Primary inputs and extension rows of a folder, and empty cells.
    fn folder(
        &mut self,
        package: &Package,
        folder: &Folder,
        finals: &FinalPlaces,
        final_places: &HashMap<String, usize>,
        options: &Options,
    ) -> Result<(Vec<PrimaryRow>, Vec<ExtensionRow>, usize)> {
        let file = |name: &str| format!("{}/{name}", folder.name);
        let (n, height) = (self.places.producers.len(), folder.height());
        let mut matrix = Matrix::open(&package.files, package.required(&file("F.txt"))?)?;
        let heads = Heads::read(&mut matrix, 1, "sector")?;
        let columns = heads.places(&matrix, &self.producers)?;
        let made = self.numbers(
            matrix,
            &heads,
            1,
            &folder.places,
            height,
            &columns,
            n,
            options,
        )?;
        let mut empty = made.empty;
        let direct = match package
            .name(&file("F_Y.txt"))?
            .map_or_else(|| package.name(&file("F_hh.txt")), |name| Ok(Some(name)))?
        {
            None => {
                self.notes.push(format!(
                    "no file `{}`: nothing by final use",
                    file("F_Y.txt")
                ));
                Array2::zeros((height, finals.width))
            }
            Some(name) => {
                let mut matrix = Matrix::open(&package.files, name)?;
                let heads = Heads::read(&mut matrix, 1, "category")?;
                let columns = heads.places(&matrix, final_places)?;
                let found = self.numbers(
                    matrix,
                    &heads,
                    1,
                    &folder.places,
                    height,
                    &columns,
                    finals.width,
                    options,
                )?;
                empty += found.empty;
                found.first
            }
        };
        let made = made.first;
        let mut primary: Vec<PrimaryRow> = Vec::new();
        for (at, (_, kind)) in folder.factors.iter().enumerate() {
            match primary.iter_mut().find(|row| row.kind == *kind) {
                Some(row) => {
                    row.by_producer += &made.row(at);
                    row.by_final_use += &direct.row(at);
                }
                None => primary.push(PrimaryRow {
                    kind: *kind,
                    by_producer: made.row(at).to_owned(),
                    by_final_use: direct.row(at).to_owned(),
                    on_exports: 0.0,
                }),
            }
        }
        self.notes.extend(primary.iter().filter_map(|row| {
            let factors = folder.factors.iter().filter(|(_, kind)| *kind == row.kind);
            let names: Vec<String> = factors.map(|(name, _)| format!("`{name}`")).collect();
            (names.len() > 1).then(|| format!("{}: {} added up", row.kind, names.join(", ")))
        }));
        let first = folder.factors.len();
        let rows = folder
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| ExtensionRow {
                code: row.code.clone(),
                unit: row.unit.clone(),
                by_producer: made.row(first + at).to_owned(),
                by_final_use: direct.row(first + at).to_owned(),
            });
        let rows: Vec<ExtensionRow> = rows.collect();
        let other = folder.places.len() - first;
        if other > 0 {
            self.notes.push(format!(
                "{} of {other} extension rows of `{}` read",
                rows.len(),
                folder.name
            ));
        }
        Ok((primary, rows, empty))
    }
}

fn compared(what: &str, producers: &Producers, output: &Array1<f64>, sums: &Array1<f64>) -> String {
    let mut totals = Totals::of(what);
    for (at, output) in output.iter().enumerate() {
        totals.compare(&producers.label(at), *output, [sums[at]]);
    }
    totals.in_words()
}
