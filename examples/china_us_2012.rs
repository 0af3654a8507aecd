//! The China-US trade balance of 2012 in gross value, value added and national income, from the tables in
//! `data/china-us-2012`.
//!
//! ```text
//! cargo run --release --example china_us_2012 [-- --csv FILE]
//! ```
//!
//! `--csv FILE` also writes the long table `measure,reading,kind,direction,group,sector,value,unit`.

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use leontief::Result;
use leontief::balance::{BalanceMeasure, BalanceSheet, Direction, Reading, Selection};
use leontief::label::TradeKind;
use leontief::model::Measure;
use leontief::parameter::Grade;
use leontief::show::Grid;
use leontief::study::china_us::published::{
    CAS_MOFCOM_2012, LI_ET_AL_2019, PRIMARY_INCOME_PAID_2012,
};
use leontief::study::china_us::{Case, Sources, Variant};
use leontief::uncertainty::{MonteCarlo, Simulation};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/china-us-2012");
const DRAWS: usize = 1000;
const SEED: u64 = 2012;
const OWN: BalanceMeasure = BalanceMeasure::Income(Reading::OwnExports);
const TWO_SIDED: BalanceMeasure = BalanceMeasure::Income(Reading::TwoSided);

fn main() -> ExitCode {
    let csv = match arguments(std::env::args().skip(1).collect()) {
        Ok(csv) => csv,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match report(csv) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(given: Vec<String>) -> std::result::Result<Option<PathBuf>, String> {
    match given.as_slice() {
        [] => Ok(None),
        [flag, file] if flag == "--csv" => Ok(Some(file.into())),
        _ => Err(format!(
            "unknown arguments {given:?}; usage: china_us_2012 [--csv FILE]"
        )),
    }
}

fn report(csv: Option<PathBuf>) -> Result<()> {
    let sources = Sources::read(DATA)?;
    let central = sources.parameters().central();
    let case = sources.case(&central, Variant::Full)?;
    let sheet = case.sheet();
    println!("China's 2012 trade balance with the United States in three measures");
    println!("after Li, Chen, Duan, Zhu (2019), China Economist 14(5), on public tables\n");
    println!("{}", balance(sheet));
    println!("{}", differences(sheet));
    println!("{}", groups(sheet, Direction::Forth)?);
    println!("{}", groups(sheet, Direction::Back)?);
    println!("{}", sectors(sheet, Direction::Forth)?);
    println!("{}", sectors(sheet, Direction::Back)?);
    println!("{}", variants(&sources)?);
    let simulation = sources.simulate(&MonteCarlo::new(DRAWS, SEED))?;
    println!("{}", intervals(&simulation, sheet)?);
    println!("{}", sensitivities(&simulation)?);
    println!("{}", caveats(&sources, &case)?);
    if let Some(file) = csv {
        let target = File::create(&file).map_err(|error| leontief::Error::from_io(error, &file))?;
        sheet.write_csv(target)?;
        println!("The long table is in {}.", file.display());
    }
    Ok(())
}

/// Balances by kind beside the published ones.
fn balance(sheet: &BalanceSheet) -> Grid {
    let mut grid = Grid::new(
        "1. China's surplus with the United States, 2012, bn USD",
        [
            "",
            "gross",
            "value added",
            "NI, own",
            "NI, two-sided",
            "VA/gross",
            "NI/gross",
            "NI/VA",
        ],
    );
    for kind in sheet.kinds().into_iter().map(Some).chain([None]) {
        let part = Selection {
            kind,
            ..Selection::ALL
        };
        let balances = BalanceMeasure::ALL.map(|measure| billions(sheet.balance_of(measure, part)));
        let differences = [
            sheet.difference(BalanceMeasure::ValueAdded, BalanceMeasure::Gross, part),
            sheet.difference(TWO_SIDED, BalanceMeasure::Gross, part),
            sheet.difference(TWO_SIDED, BalanceMeasure::ValueAdded, part),
        ];
        let differences =
            differences.map(|difference| difference.map_or_else(String::new, percent));
        grid = grid.row(
            [kind_name(kind).to_owned()]
                .into_iter()
                .chain(balances)
                .chain(differences),
        );
    }
    let published = LI_ET_AL_2019;
    let change = |value: f64, base: f64| percent(100.0 * (value / base - 1.0));
    let [gross, added, income] = [
        published.gross,
        published.value_added,
        published.national_income,
    ];
    grid.row([
        "published".to_owned(),
        format!("{gross:.1}"),
        format!("{added:.1}"),
        String::new(),
        format!("{income:.1}"),
        change(added, gross),
        change(income, gross),
        change(income, added),
    ])
    .note("NI = national income. Own: each country's income in its own exports. Two-sided: also the income each country owns")
    .note("in the other's exports. The paper does not say which reading gave 102.8; two-sided fits its parameters better.")
    .note("Value added: domestic value added in exports within each national table (V L E), at basic prices.")
    .note("Per cent columns: by how much the balance lies above or below, relative to its size; NI two-sided.")
}

/// Where this balance and the published one part.
fn differences(sheet: &BalanceSheet) -> Grid {
    let published = LI_ET_AL_2019;
    let services = Selection::kind(TradeKind::Services);
    let [gross, added, two_sided] = [BalanceMeasure::Gross, BalanceMeasure::ValueAdded, TWO_SIDED]
        .map(|measure| sheet.balance(measure) / 1000.0);
    let of_services = sheet.balance_of(BalanceMeasure::Gross, services) / 1000.0;
    let credit = |direction, measure| sheet.credit(direction, measure, Selection::ALL) / 1000.0;
    let value_added = Direction::ALL.map(|direction| credit(direction, BalanceMeasure::ValueAdded));
    let rates = Direction::ALL.map(|direction| {
        sheet
            .income_per_value_added(direction, Selection::ALL)
            .unwrap_or(f64::NAN)
    });
    let per_thousand = [0, 1].map(|side| {
        1000.0 * value_added[side] / credit(Direction::ALL[side], BalanceMeasure::Gross)
    });
    let published_rates = [published.income_rate_china, published.income_rate_usa];
    // the own reading is VA_C r_C − VA_U r_U, so each rate moves it by VA × (r − published r)
    let by_rate = [0, 1].map(|side| value_added[side] * (rates[side] - published_rates[side]));
    let rest = two_sided - published.national_income - by_rate[0] + by_rate[1];
    let cross =
        Direction::ALL.map(|direction| credit(direction, OWN) - credit(direction, TWO_SIDED));

    let row = |grid: Grid, label: &str, here: f64, there: f64| {
        let cells = [
            format!("{here:.1}"),
            format!("{there:.1}"),
            format!("{:+.1}", here - there),
        ];
        grid.row([label.to_owned()].into_iter().chain(cells))
    };
    let part =
        |grid: Grid, label: &str, amount: f64| grid.row([label, "", "", &format!("{amount:+.1}")]);
    let mut grid = Grid::new(
        "2. Against the published figures",
        ["", "here", "published", "difference"],
    );
    grid = row(grid, "gross balance, bn USD", gross, published.gross);
    grid = row(
        grid,
        "  of which services",
        of_services,
        published.services[0],
    );
    grid = row(
        grid,
        "  of which goods and Hong Kong",
        gross - of_services,
        published.gross - published.services[0],
    );
    grid = row(
        grid,
        "value-added balance, bn USD",
        added,
        published.value_added,
    );
    grid = row(
        grid,
        "  per cent of gross",
        100.0 * added / gross,
        100.0 * published.value_added / published.gross,
    );
    grid = row(
        grid,
        "income balance (two-sided), bn USD",
        two_sided,
        published.national_income,
    );
    grid = part(grid, "  by the Chinese income rate", by_rate[0]);
    grid = part(grid, "  by the American income rate", -by_rate[1]);
    grid = part(grid, "  by value added and cross terms", rest);
    grid = row(
        grid,
        "Chinese income, % of Chinese value added",
        100.0 * rates[0],
        100.0 * published_rates[0],
    );
    grid = row(
        grid,
        "American income, % of American value added",
        100.0 * rates[1],
        100.0 * published_rates[1],
    );
    grid = row(
        grid,
        "Chinese value added per 1000 dollars (CAS/MOFCOM)",
        per_thousand[0],
        CAS_MOFCOM_2012[0],
    );
    grid = row(
        grid,
        "American value added per 1000 dollars (CAS/MOFCOM)",
        per_thousand[1],
        CAS_MOFCOM_2012[1],
    );
    grid.note("Published gross and value-added balances follow from percentages stated in the paper, services from narrow bounds;")
        .note("CAS/MOFCOM: value added per 1000 dollars of exports from the Chinese table by processing regime, second-hand.")
        .note(format!(
            "Cross terms: American income in China's exports {:.2}, Chinese income in American exports {:.3} bn USD.",
            cross[0], cross[1]
        ))
        .note("Gross: services are the American record here; the paper's percentages imply a smaller deficit.")
        .note("Income rates depend on foreign capital shares and on the share of capital in value added: secondary or assumed")
        .note("inputs here (docs/data.md); the paper's own are not public.")
}

/// Content of the exports of each group, in total and per 1000 dollars.
fn groups(sheet: &BalanceSheet, direction: Direction) -> Result<Grid> {
    let owners = sheet.owners();
    let measures: Vec<Measure> = [
        Measure::Gross,
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
    ]
    .into_iter()
    .chain(owners.iter().map(|owner| Measure::income(owner)))
    .collect();
    let headings = ["", "gross", "value added", "imports", "other"].map(str::to_owned);
    let owner_headings = owners.iter().map(|owner| format!("NI {owner}"));
    let (number, what) = match direction {
        Direction::Forth => (
            3,
            "DN, FN normal, DP, FP processing; D domestic, F foreign-invested firms",
        ),
        Direction::Back => (4, "D domestic, F foreign-owned firms"),
    };
    let title = format!(
        "{number}. Exports {} by group of exporters: bn USD, then per 1000 dollars of exports",
        sheet.name(direction)
    );
    let mut grid = Grid::new(&title, headings.into_iter().chain(owner_headings));
    let blocks = sheet.producers(direction).blocks().iter();
    let parts: Vec<(String, Selection<'_>)> = blocks
        .map(|block| {
            (
                block.group().code().to_owned(),
                Selection::group(block.group().code()),
            )
        })
        .chain([("all".to_owned(), Selection::ALL)])
        .collect();
    let mut rates = Vec::new();
    for (label, part) in &parts {
        let contents = measures
            .iter()
            .map(|measure| sheet.content(direction, measure, *part))
            .collect::<Result<Vec<f64>>>()?;
        grid = grid.row(
            [label.clone()]
                .into_iter()
                .chain(contents.iter().map(|content| billions(*content))),
        );
        let gross = contents[0];
        let per_thousand = contents
            .iter()
            .map(move |content| format!("{:.0}", 1000.0 * content / gross));
        rates.push((
            format!("{label} per 1000"),
            per_thousand.collect::<Vec<String>>(),
        ));
    }
    for (label, cells) in rates {
        grid = grid.row([label].into_iter().chain(cells));
    }
    Ok(grid
        .note(format!("{what}. ROW: rest of the world."))
        .note("Gross = value added + imports + other primary inputs (margins, taxes on products) + rounding of the table."))
}

/// The sectors that export most.
fn sectors(sheet: &BalanceSheet, direction: Direction) -> Result<Grid> {
    const SHOWN: usize = 8;
    let producers = sheet.producers(direction);
    let block = &producers.blocks()[0];
    let exporter = match direction {
        Direction::Forth => sheet.first(),
        Direction::Back => sheet.second(),
    };
    let income = Measure::income(exporter);
    let mut rows = Vec::new();
    for at in block.sectors().positions() {
        let part = Selection::sector(block.sectors().code(at));
        let gross = sheet.content(direction, &Measure::Gross, part)?;
        let added = sheet.content(direction, &Measure::ValueAdded, part)?;
        rows.push((at, gross, added, sheet.content(direction, &income, part)?));
    }
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let number = match direction {
        Direction::Forth => 5,
        Direction::Back => 6,
    };
    let title = format!(
        "{number}. Largest exporting sectors, {}, bn USD",
        sheet.name(direction)
    );
    let headings = [
        "",
        "gross",
        "value added",
        "NI",
        "VA per 1000",
        "NI per 1000",
    ];
    let grid = rows.iter().take(SHOWN).fold(
        Grid::new(&title, headings),
        |grid, (at, gross, added, income)| {
            let name: String = block.sectors().name(*at).chars().take(48).collect();
            let label = format!("{} {}", block.sectors().code(*at), name.trim());
            let per_thousand = |content: f64| format!("{:.0}", 1000.0 * content / gross);
            grid.row([
                label,
                billions(*gross),
                billions(*added),
                billions(*income),
                per_thousand(*added),
                per_thousand(*income),
            ])
        },
    );
    Ok(grid.note(format!(
        "NI: income of {exporter}. G46, H49 and H50 earn the margins on exported goods."
    )))
}

/// The balance without the splits.
fn variants(sources: &Sources) -> Result<Grid> {
    let central = sources.parameters().central();
    let headings = [
        "",
        "gross",
        "value added",
        "NI, own",
        "NI, two-sided",
        "NI per VA, China",
    ];
    let mut grid = Grid::new("7. What the splits do, bn USD", headings);
    for variant in Variant::ALL {
        let case = sources.case(&central, variant)?;
        let sheet = case.sheet();
        let label = match variant {
            Variant::Full => "regime and ownership",
            Variant::WithoutRegime => "without the regime split",
            Variant::WithoutOwnership => "without the ownership split",
            Variant::Unsplit => "without both",
        };
        let rate = sheet.income_per_value_added(Direction::Forth, Selection::ALL);
        grid = grid.row(
            [label.to_owned()]
                .into_iter()
                .chain(BalanceMeasure::ALL.map(|measure| billions(sheet.balance(measure))))
                .chain(rate.map(|rate| format!("{:.1} %", 100.0 * rate))),
        );
    }
    Ok(grid
        .note("Without the regime split processing shares its sector's technology; without the ownership split every producer of a")
        .note("sector has the sector's average foreign share of capital income and compensation."))
}

/// Intervals of every balance.
fn intervals(simulation: &Simulation, sheet: &BalanceSheet) -> Result<Grid> {
    let title = format!(
        "8. Intervals from {} draws of the uncertain parameters ({}), bn USD",
        simulation.draws(),
        simulation.generator()
    );
    let mut grid = Grid::new(&title, ["", "central", "5 %", "50 %", "95 %"]);
    for kind in [None]
        .into_iter()
        .chain(sheet.kinds().into_iter().map(Some))
    {
        for measure in BalanceMeasure::ALL {
            let name = Sources::figure_name(measure, kind);
            let interval = simulation.interval(&name)?;
            let figures = [
                simulation.central(&name)?,
                interval.low,
                interval.median,
                interval.high,
            ];
            let label = format!("{}, {measure}", kind_name(kind));
            grid = grid.row([label].into_iter().chain(figures.map(billions)));
        }
    }
    let capped = simulation.draws_of(Sources::CAPPED)?;
    let affected = capped.iter().filter(|count| **count > 0.0).count();
    let most = capped.iter().fold(0.0, |most: f64, count| most.max(*count));
    Ok(grid
        .note(format!("A total asked some sector for more than it has in {affected} draws, in at most {most:.0} sectors at once."))
        .note("Triangular between the low and high value of each parameter, peak at the central one, drawn independently.")
        .note("Control totals and mixes by sector without a range are held fixed, so the intervals understate what is not known."))
}

/// The parameters that move the results most.
fn sensitivities(simulation: &Simulation) -> Result<Grid> {
    const SHOWN: usize = 8;
    let income = Sources::figure_name(TWO_SIDED, None);
    let added = Sources::figure_name(BalanceMeasure::ValueAdded, None);
    let of_added = simulation.sensitivities(&added)?;
    let headings = ["", "national income (two-sided)", "value added"];
    let mut grid = Grid::new(
        "9. Leading sensitivities of the total balance (rank correlation over the draws)",
        headings,
    );
    for sensitivity in simulation.sensitivities(&income)?.into_iter().take(SHOWN) {
        let same = of_added
            .iter()
            .find(|other| other.parameter == sensitivity.parameter);
        let cell = |value: f64| format!("{value:+.2}");
        grid = grid.row([
            sensitivity.parameter.clone(),
            cell(sensitivity.rank_correlation),
            same.map_or_else(String::new, |other| cell(other.rank_correlation)),
        ]);
    }
    Ok(grid)
}

/// How well the inputs are known, and what had to give.
fn caveats(sources: &Sources, case: &Case) -> Result<String> {
    let mut lines = vec!["10. How well the inputs are known".to_owned()];
    for grade in Grade::ALL {
        let parameters = sources
            .parameters()
            .iter()
            .filter(|parameter| parameter.grade() == grade);
        let names: Vec<&str> = parameters.map(|parameter| parameter.name()).collect();
        lines.push(format!("{grade} {}:", grade.word()));
        lines.extend(
            names
                .chunks(2)
                .map(|names| format!("    {}", names.join(", "))),
        );
    }
    lines.push("What had to give, and what is out of line:".to_owned());
    lines.extend(case.notes().iter().map(|note| format!("    {note}")));
    for table in [sources.china(), sources.usa()] {
        if let Some(worst) = table.checked().worst_column() {
            lines.push(format!(
                "    inputs of {} miss its output of {:.0} by {:.0} {} (rounding of the published table)",
                worst.label,
                worst.output,
                worst.amount,
                table.unit().short()
            ));
        }
    }
    let paid = ["China", "the United States"]
        .into_iter()
        .zip(PRIMARY_INCOME_PAID_2012);
    for (implied, (country, paid)) in case.foreign_income()?.into_iter().zip(paid) {
        let implied = implied / 1000.0;
        lines.push(format!(
            "    foreign income in the whole table of {country} is {implied:.0} bn USD; primary income paid was {paid:.0}"
        ));
    }
    lines.push("Tables: WIOD 2016 release (secondary), value-added components from NBS and BEA. Bilateral vectors and".to_owned());
    lines.push("starting shares by sector are built or assumed (D). Every figure with source and grade: docs/data.md.".to_owned());
    lines.push("The authors' own table, split by regime and ownership, is not public; nothing was tuned to their results.".to_owned());
    Ok(lines.join("\n") + "\n")
}

fn kind_name(kind: Option<TradeKind>) -> &'static str {
    match kind {
        Some(TradeKind::Goods) => "goods",
        Some(TradeKind::Services) => "services",
        Some(TradeKind::ReExports) => "Hong Kong",
        Some(TradeKind::Undivided) => "undivided",
        None => "total",
    }
}

/// Millions in billions.
fn billions(millions: f64) -> String {
    format!("{:.1}", millions / 1000.0)
}

fn percent(value: f64) -> String {
    format!("{value:+.1} %")
}
