//! Balances, contents by group and sector, and what the divisions do.

use leontief::Result;
use leontief::balance::{BalanceMeasure, BalanceSheet, Direction, Selection};
use leontief::label::TradeKind;
use leontief::model::Measure;
use leontief::show::Grid;
use leontief::study::china_us::published::{CAS_MOFCOM_2012, LI_ET_AL_2019};
use leontief::study::china_us::{Choices, IncomeTotal, Sources, SplitMethod, Variant};

use crate::text::{billions, kind_name, percent};
use crate::{OWN, TWO_SIDED};

/// Balances by kind beside the published ones.
pub fn balance(sheet: &BalanceSheet, in_proportion: &BalanceSheet) -> Grid {
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
    let kinds = sheet.kinds().into_iter().map(Some).chain([None]);
    let rows = kinds.map(|kind| (kind_name(kind), sheet, kind));
    for (label, sheet, kind) in rows.chain([("total, in proportion", in_proportion, None)]) {
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
            [label.to_owned()]
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
    .note("China's table is divided by optimisation; in proportion: with the same totals and import rates shifted alike.")
    .note("Per cent columns: by how much the balance lies above or below, relative to its size; NI two-sided.")
}

/// Where this balance and the published one part.
pub fn differences(sheet: &BalanceSheet) -> Grid {
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
pub fn groups(sheet: &BalanceSheet, direction: Direction) -> Result<Grid> {
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
pub fn sectors(sheet: &BalanceSheet, direction: Direction) -> Result<Grid> {
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
pub fn variants(sources: &Sources) -> Result<Grid> {
    let central = sources.parameters().central();
    let headings = [
        "",
        "gross",
        "value added",
        "NI, own",
        "NI, two-sided",
        "NI per VA, China",
    ];
    let mut grid = Grid::new(
        "7. What the divisions and the income total do, bn USD",
        headings,
    );
    let main = Choices::default();
    let cases = [
        ("regime and ownership, by optimisation", main),
        (
            "the same in proportion",
            Choices {
                method: SplitMethod::Proportional,
                ..main
            },
        ),
        ("without the regime split", Variant::WithoutRegime.into()),
        (
            "without the ownership split",
            Variant::WithoutOwnership.into(),
        ),
        ("without both", Variant::Unsplit.into()),
        (
            "foreign income held to primary income paid",
            Choices {
                income: IncomeTotal::PrimaryIncomePaid,
                ..main
            },
        ),
    ];
    for (label, choices) in cases {
        let case = sources.case(&central, choices)?;
        let sheet = case.sheet();
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
        .note("sector has the sector's average foreign share of capital income and compensation. Last row: foreign shares of capital")
        .note("income shifted until foreign income in the whole table is the primary income that the balance of payments records."))
}
