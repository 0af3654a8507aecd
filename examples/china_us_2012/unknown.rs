//! How far the balances are known.

use leontief::Result;
use leontief::balance::{BalanceMeasure, BalanceSheet};
use leontief::parameter::Grade;
use leontief::show::Grid;
use leontief::study::china_us::{Case, Identification, Sources};
use leontief::uncertainty::Simulation;

use crate::TWO_SIDED;
use crate::text::{billions, kind_name};

/// Intervals of every balance.
pub fn intervals(simulation: &Simulation, sheet: &BalanceSheet) -> Result<Grid> {
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
pub fn sensitivities(simulation: &Simulation) -> Result<Grid> {
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
pub fn caveats(sources: &Sources, case: &Case) -> Result<String> {
    let mut lines = vec!["13. How well the inputs are known".to_owned()];
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
    for (country, income) in ["China", "the United States"]
        .into_iter()
        .zip(case.foreign_income())
    {
        let (implied, paid) = (income.implied().total(), income.paid().total());
        lines.push(format!(
            "    foreign income in the whole table of {country} is {} bn USD; primary income paid was {}",
            billions(implied),
            billions(paid)
        ));
    }
    lines.push("    (without depreciation for China; the American surplus contains it)".to_owned());
    lines.push("Tables: WIOD 2016 release (secondary), value-added components from NBS and BEA. Bilateral vectors and".to_owned());
    lines.push("starting shares by sector are built or assumed (D). Every figure with source and grade: docs/data.md.".to_owned());
    lines.push("The authors' own table, split by regime and ownership, is not public; nothing was tuned to their results.".to_owned());
    Ok(lines.join("\n") + "\n")
}

/// What the balances can be at all, beside what they are in draws.
pub fn ranges(identification: &Identification, simulation: &Simulation) -> Result<Grid> {
    let headings = [
        "",
        "estimate",
        "5 to 95 % of draws",
        "feasible, all known held",
        "feasible, exact totals only",
    ];
    let title = "10. What the tables and totals leave open of the balance, bn USD";
    let mut grid = Grid::new(title, headings);
    for range in &identification.balances {
        let interval = simulation.interval(&Sources::figure_name(range.measure, None))?;
        let between = |low: f64, high: f64| format!("{} to {}", billions(low), billions(high));
        grid = grid.row([
            range.measure.to_string(),
            billions(range.estimate),
            between(interval.low, interval.high),
            between(range.held[0], range.held[1]),
            between(range.exact[0], range.exact[1]),
        ]);
    }
    Ok(grid
        .note("Draws vary the parameters and divide anew. Feasible: the least and the most found over divisions of both tables that have the")
        .note("published cells, outputs and exports by group and, of China, the imports for processing, of the United States the value")
        .note("added of foreign-owned firms. All known held: what is known about only is off by at most two standard errors. The ends are")
        .note("extreme divisions, found by up to eight linear programs along the slope: the true range is at least as wide (a longer search")
        .note("moved those of China's value added by up to 4 bn). They show what the priors decide and are no intervals of confidence."))
}

/// What pins the inputs of China's groups.
pub fn totals(identification: &Identification) -> Grid {
    let headings = ["", "estimate", "least", "most", "pinned by constraints"];
    let title = "11. China's groups under the exact totals, bn USD";
    let rows = identification.totals.iter();
    rows.fold(Grid::new(title, headings), |grid, total| {
        let range = total.range;
        grid.row([
            total.label.clone(),
            billions(range.estimate),
            billions(range.least),
            billions(range.most),
            format!("{:.0} %", 100.0 * total.pinned),
        ])
    })
    .note("Pinned: the share of the prior variance, given the published cells, that everything known of the groups takes away. The")
    .note("rest is the prior: one technology for all groups of a sector.")
}

/// What decides the income balance.
pub fn influences(identification: &Identification) -> Grid {
    const SHOWN: usize = 6;
    let sensitivity = &identification.sensitivity;
    let mut known: Vec<(String, f64)> = (sensitivity.known.iter())
        .map(|known| {
            if known.standard_error > 0.0 {
                let label = format!("{}, one standard error more", known.label);
                (label, known.per_standard_error())
            } else {
                (format!("{}, 1 % more", known.label), known.per_percent())
            }
        })
        .collect();
    known.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    known.truncate(SHOWN);
    let weights = sensitivity.twice_the_variance.iter();
    let weights =
        weights.map(|(class, effect)| (format!("prior variance of {class} doubled"), *effect));
    let title = "12. Slopes of the income balance (two-sided) at the estimate, bn USD";
    known
        .into_iter()
        .chain(weights)
        .fold(Grid::new(title, ["", "change"]), |grid, (label, effect)| {
            grid.row([label, format!("{:+.3}", effect / 1000.0)])
        })
        .note("China's side, to first order, from the duals of the estimate; exports and foreign shares held.")
}
