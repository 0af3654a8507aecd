//! What each stage changes, in sentences made of the figures.

use super::case::WorldCase;
use super::row::{Credits, Stage, WorldRow};

/// Sources of the tables: [the study's, the world's].
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables {
    pub(super) industries: [usize; 2],
    pub(super) years: [i32; 2],
}

/// Parameters, flows and tables are in millions of dollars.
const PER_BILLION: f64 = 1000.0;

/// One sentence for every stage, and one for the groups.
pub(super) fn explanations(case: &WorldCase) -> Vec<String> {
    let divided = case.rows().iter().filter(|row| row.divided);
    let mut lines: Vec<String> = divided
        .map(|row| {
            let before = row.stage.compared_with();
            match before.and_then(|stage| case.row(stage, true)) {
                None => beginning(row, case.tables()),
                Some(before) => sentence(before, row, case.tables()),
            }
        })
        .collect();
    lines.extend(groups(case));
    lines
}

fn beginning(row: &WorldRow, tables: Tables) -> String {
    let [industries, _] = tables.industries;
    format!(
        "{}: on national tables of {} with {industries} industries {}, of which {} is income of the exporter's own owners; {}.",
        row.stage,
        tables.years[0],
        per_flow(row),
        rates(row.own, row.value_added),
        level(row),
    )
}

fn sentence(before: &WorldRow, row: &WorldRow, tables: Tables) -> String {
    let [from, to] = tables.industries;
    let added = change(before.value_added, row.value_added);
    let added = pair(added);
    let why = match row.stage {
        Stage::NationalTables => per_flow(row),
        Stage::AllPrimaryInputs => format!(
            "net taxes on products and transport margins add {added} bn USD of value added, all of it income at home"
        ),
        Stage::FewerIndustries => {
            format!("with {to} industries instead of {from}, {}", per_flow(row))
        }
        Stage::EarlierTables => format!(
            "with the structure of {} instead of {}, {}",
            tables.years[1],
            tables.years[0],
            per_flow(row)
        ),
        Stage::InsideWorld => format!(
            "the country's own block is its national table; figures differ by {:.0e} bn USD at most",
            furthest(before, row)
        ),
        Stage::Feedback => format!(
            "what returns in imported inputs adds {added} bn USD of the exporter's value added"
        ),
        Stage::WholeChain => {
            format!("what each has in the other's exports adds {added} bn USD of value added")
        }
        Stage::OwnFlows => format!(
            "the table's own flows of {} instead of those of {}, otherwise alike: {}",
            tables.years[1],
            tables.years[0],
            per_flow(row)
        ),
        Stage::FinalUse => by_final_use(before, row),
    };
    format!(
        "{}: {why}; {}{}.",
        row.stage,
        level(row),
        moved(before, row)
    )
}

/// Final use is reached by other ways than flows between both, and income is earned in the market itself.
fn by_final_use(before: &WorldRow, row: &WorldRow) -> String {
    let added = change(before.value_added, row.value_added);
    let abroad = change(row.own, row.two_sided);
    format!(
        "final use of each country instead of flows, with what comes by other countries and without what goes on to them, changes value added by {} bn USD; beside this, owners earn {} bn USD outside their own country",
        pair(added),
        pair(abroad)
    )
}

/// What telling groups apart changes, on the same tables.
fn groups(case: &WorldCase) -> Option<String> {
    let [divided, whole] = [true, false].map(|groups| case.row(Stage::EarlierTables, groups));
    let (divided, whole) = (divided?, whole?);
    Some(format!(
        "groups: without them, {}, and the two-sided balance is {} instead of {} bn USD.",
        per_flow(whole),
        billions(whole.two_sided.balance()),
        billions(divided.two_sided.balance())
    ))
}

/// Value added per unit of the flows.
fn per_flow(row: &WorldRow) -> String {
    let Some(gross) = row.gross else {
        return String::new();
    };
    format!(
        "value added is {} of the exports",
        rates(row.value_added, gross)
    )
}

fn level(row: &WorldRow) -> String {
    let gross = row
        .gross
        .map(|gross| format!("{} gross, ", billions(gross.balance())));
    format!(
        "China's surplus is {}{} in value added, {} in own and {} bn USD in two-sided income",
        gross.unwrap_or_default(),
        billions(row.value_added.balance()),
        billions(row.own.balance()),
        billions(row.two_sided.balance())
    )
}

fn moved(before: &WorldRow, row: &WorldRow) -> String {
    let moved = row.two_sided.balance() - before.two_sided.balance();
    let moved = billions(moved);
    format!(
        " ({}{moved})",
        if moved.starts_with('-') { "" } else { "+" }
    )
}

fn change(before: Credits, after: Credits) -> Credits {
    Credits {
        china: after.china - before.china,
        usa: after.usa - before.usa,
    }
}

/// The largest change of any figure, in billions.
fn furthest(before: &WorldRow, row: &WorldRow) -> f64 {
    let pairs = [
        (before.value_added, row.value_added),
        (before.own, row.own),
        (before.two_sided, row.two_sided),
    ];
    let changes = pairs.map(|(before, after)| change(before, after));
    let sizes = changes.map(|change| change.china.abs().max(change.usa.abs()));
    sizes.into_iter().fold(0.0, f64::max) / PER_BILLION
}

/// Amounts of China and of the United States in billions.
fn pair(of: Credits) -> String {
    both(billions(of.china), billions(of.usa))
}

/// Parts of wholes of China and of the United States.
fn rates(part: Credits, whole: Credits) -> String {
    let rate = |part: f64, whole: f64| match whole {
        0.0 => "undefined".to_owned(),
        _ => format!("{:.3}", part / whole),
    };
    both(rate(part.china, whole.china), rate(part.usa, whole.usa))
}

fn both(china: String, usa: String) -> String {
    format!("{china} (China) and {usa} (United States)")
}

/// Not `-0.0`.
fn billions(amount: f64) -> String {
    let shown = format!("{:.1}", amount / PER_BILLION);
    if shown == "-0.0" {
        "0.0".to_owned()
    } else {
        shown
    }
}
