//! World Input-Output Database (WIOD), 2013 release: world tables as the R package `wiod` keeps them (`wiod95.rda` to `wiod11.rda`).
//!
//! | in the file | read as |
//! |---|---|
//! | `inter95`, a square matrix | flows, seller × buyer |
//! | `final95`, five columns for every country | final use, country by country: households (`c37`), non-profit institutions (`c38`), government (`c39`), fixed investment (`c41`), inventories (`c42`) |
//! | `output95`, a vector | output |
//! | the two digits behind the names | the year: 1995 to 2094 |
//! | names of columns (`V1`, `V2`, …) | nothing: they name no country and no industry |
//!
//! **Labels** come from the caller: the files have none. Producers run country by country in the order of the list of countries, and within
//! a country in the order of the list of industries; those are the data `countries` and `industries` of the package. Whether the order is right
//! shows in the check: sums of rows are outputs.
//!
//! **Value added** is [what output leaves](WorldDraft::residual_value_added): the package leaves out the rows below the flows. So it holds
//! taxes on products, CIF/FOB adjustment, purchases abroad and transport margins as well, which the provenance says.
//!
//! **Unit** and **tolerance.** Million US dollars at current basic prices, every cell rounded to a whole number by the packager. In the 17
//! tables of the package, version 0.3.0, sums of rows miss output by up to 113 (2000; 94 to 108 in other years), and refined petroleum and
//! leather of Luxembourg or Latvia have sales of up to 22 without output, so that both must be allowed for. The country `RoW` is the rest of
//! the world, a producer like any other; nothing is filled or merged.
//!
//! Source: Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
//! [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178); R package `wiod`, version 0.3.0.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::Options;
use super::names::stem;
use super::rdata::Workspace;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country, Group, Producers, Sector};
use crate::table::{Provenance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

const FINAL_USES: [(&str, &str); 5] = [
    ("c37", "Final consumption of households"),
    ("c38", "Final consumption of non-profit institutions"),
    ("c39", "Final consumption of government"),
    ("c41", "Gross fixed capital formation"),
    ("c42", "Changes in inventories and valuables"),
];

/// A world table of WIOD, 2013 release, from the R package `wiod` (`wiod95.rda`), with the labels that the file lacks; with the feature
/// `rdata`.
///
/// The lists are those of the package, `countries` and `industries`; [`codes_csv`](super::codes_csv) reads such lists. Value added is what
/// output leaves; the draft has the tolerance of an exact table, so set one before the check.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let (countries, industries) = (read::codes_csv("countries.csv")?, read::codes_csv("industries.csv")?);
/// let world = read::wiod2013_rda("wiod11.rda", &countries, &industries)?
///     .drop_sales_without_output(22.0)
///     .tolerance(Tolerance::absolute(113.0))
///     .check()?;
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// As [`wiod2013_rda_with`].
pub fn wiod2013_rda(
    path: impl AsRef<Path>,
    countries: &Axis<Country>,
    industries: &Axis<Sector>,
) -> Result<WorldDraft> {
    wiod2013_rda_with(path, countries, industries, &Options::new())
}

/// The same with the year that is wanted: of a workspace of several years, that one.
///
/// # Errors
/// If the file cannot be read, has no table or tables of several years of which none is asked for; if a matrix does not have the size
/// that the lists ask for, or a cell is not a number; if the file's name or the caller says another year.
pub fn wiod2013_rda_with(
    path: impl AsRef<Path>,
    countries: &Axis<Country>,
    industries: &Axis<Sector>,
    options: &Options,
) -> Result<WorldDraft> {
    let workspace = Workspace::open(path.as_ref(), None)?;
    let mut watch = options.run.watch("reading numbers", 3);
    let mut step = || {
        let step = watch.step();
        step.map_err(|stopped| Error::cancelled(stopped.to_string()))
    };
    let year = year_of(&workspace, options.year)?;
    let suffix = format!("{:02}", year.rem_euclid(100));
    let blocks = countries.codes().iter();
    let blocks = blocks.map(|country| (country, Group::whole(), industries.clone()));
    let producers = Producers::new(blocks)?;
    let n = producers.len();
    let block = |name: &str, width: usize| -> Result<Array2<f64>> {
        let name = format!("{name}{suffix}");
        let object = workspace.object(&name)?;
        let matrix = object.matrix()?;
        match matrix.dim() == (n, width) {
            true => Ok(matrix),
            false => Err(misfit(&name, (n, width), matrix.dim()).in_file(workspace.file())),
        }
    };
    let flows = block("inter", n)?;
    step()?;
    let finals = block("final", countries.len() * FINAL_USES.len())?;
    step()?;
    let name = format!("output{suffix}");
    let output = workspace.object(&name)?.vector()?;
    if output.len() != n {
        let found = (output.len(), 1);
        return Err(misfit(&name, (n, 1), found).in_file(workspace.file()));
    }
    step()?;
    let provenance = Provenance::from_source("WIOD")
        .of_edition("2013 release, world table of the R package wiod")
        .with_file(workspace.source().clone())
        .then("labels by position, from lists of the caller")
        .then("value added holds taxes on products, adjustments and transport margins: the file leaves them out");
    let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
    let categories = Axis::with_names(FINAL_USES)?;
    Ok(
        WorldDraft::of_uses(producers, categories, unit, flows, finals)
            .output(Array1::from_vec(output))
            .residual_value_added()
            .provenance(provenance),
    )
}

fn misfit(name: &str, expected: (usize, usize), found: (usize, usize)) -> Error {
    Error::shape(format!(
        "`{name}` does not fit the lists of countries and industries"
    ))
    .expected(format!("{} × {}", expected.0, expected.1))
    .found(format!("{} × {}", found.0, found.1))
    .hint("41 countries and 35 industries, in the order of the package")
}

/// The year behind the names of the objects.
fn year_of(workspace: &Workspace, wanted: Option<i32>) -> Result<i32> {
    let years: Vec<i32> = workspace
        .names()
        .filter_map(|name| year_in(name, "inter"))
        .collect();
    let year = match (years.as_slice(), wanted) {
        ([only], None) => *only,
        (several, Some(wanted)) if several.contains(&wanted) => wanted,
        (several, _) => {
            let several: Vec<String> = several.iter().map(i32::to_string).collect();
            let error = Error::label("not one table of the year that is wanted")
                .in_file(workspace.file())
                .found(match several.is_empty() {
                    true => format!("objects {}", first_few(workspace.names())),
                    false => format!("tables of {}", several.join(", ")),
                });
            return Err(match wanted {
                Some(year) => error.expected(format!("`inter{:02}`", year.rem_euclid(100))),
                None => error
                    .expected("one matrix named as `inter95`")
                    .hint("`wiod2013_rda_with` and the year"),
            });
        }
    };
    match year_in(&stem(workspace.file()), "wiod") {
        Some(other) if other != year => Err(Error::parse("the name of the file has another year")
            .in_file(workspace.file())
            .expected(year)
            .found(other)),
        _ => Ok(year),
    }
}

/// The year of a name that ends in two digits.
fn year_in(name: &str, before: &str) -> Option<i32> {
    let digits = name.strip_prefix(before)?;
    let two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = digits.parse().ok().filter(|_| two)?;
    Some(if year < 95 { 2000 + year } else { 1900 + year })
}
