//! The balance of 2012 with China divided into four groups of firms and the United States into two, inside the world table.

use leontief::Result;
use leontief::show::Grid;
use leontief::study::china_us::{Credits, WorldCase, WorldRow, WorldSources};

use crate::DATA;
use crate::owners::Ownership;
use crate::text::{billions, wrapped};

/// The year of the world table.
const YEAR: u16 = 2011;

const ACCIDENT: &str = "Where a figure of another year or reading is near the published 102.8 of Li et al. (2019), that is an accident: theirs is for 2012, on their own divided table.";

/// Every way to take the balance, with groups of firms and without, and what makes the difference.
pub(crate) fn tables(ownership: &Ownership) -> Result<[Grid; 2]> {
    let study = format!("{DATA}/china-us-2012");
    let sources = WorldSources::read(study, format!("{DATA}/wiod13-6region/{YEAR}"))?;
    let others = ownership.of(sources.world(), YEAR)?.into_income();
    let sources = sources.income_of_others(others)?;
    let case = sources.case(&sources.sources().parameters().central())?;
    let divided = rows(
        &case,
        true,
        "China by regime and ownership of firms, the United States by ownership: China's surplus 2012, bn USD",
    );
    let divided = case
        .explanations()
        .into_iter()
        .chain(case.notes().iter().cloned())
        .chain([ACCIDENT.to_owned()])
        .flat_map(|sentence| wrapped(&sentence))
        .fold(divided, Grid::note);
    let title =
        "The same without groups of firms: every industry with its average foreign share, bn USD";
    Ok([divided, rows(&case, false, title)])
}

fn rows(case: &WorldCase, divided: bool, title: &str) -> Grid {
    let headings = [
        "",
        "gross",
        "value added",
        "NI, own",
        "NI, two-sided",
        "NI/VA CHN",
        "NI/VA USA",
    ];
    let rows = case.rows().iter().filter(|row| row.divided == divided);
    rows.fold(Grid::new(title, headings), |grid, row| grid.row(cells(row)))
}

fn cells(row: &WorldRow) -> [String; 7] {
    let balance = |credits: Credits| billions(credits.balance());
    let (own, added) = (row.own, row.value_added);
    [
        row.stage.to_string(),
        row.gross.map_or(String::new(), balance),
        balance(added),
        balance(own),
        balance(row.two_sided),
        format!("{:.3}", own.china / added.china),
        format!("{:.3}", own.usa / added.usa),
    ]
}
