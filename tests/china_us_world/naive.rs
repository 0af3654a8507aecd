//! Every figure in the world against plain dense algebra from the divided table, parameters and the files of the study.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;

use leontief::label::Axis;
use leontief::model::WorldModel;
use leontief::study::china_us::Stage;
use leontief::table::{IncomeShares, NationalTable, PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::common::{assert_close, data, dense};
use super::{CASE, COUNTRIES, ROUNDING, SOURCES, central, figures, parameter, row};

struct Naive {
    inverse: Array2<f64>,
    output: Array1<f64>,
    added: Array1<f64>,
    /// Income of China and of the United States, by producer.
    income: [Array1<f64>; 2],
    final_use: Array2<f64>,
    ranges: [Range<usize>; 2],
}

/// Parts of compensation and capital income in all primary inputs by industry of the world table, from the lines of the concordance.
fn parts(table: &NationalTable) -> HashMap<String, [f64; 2]> {
    let sectors = table.producers().sectors();
    let mut sums: HashMap<String, [f64; 3]> = HashMap::new();
    let file = fs::read_to_string(data("wiod56_to_wiod35.csv")).unwrap();
    for line in file.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (at, weight) = (
            sectors.at(cells[0]).unwrap().get(),
            cells[2].parse::<f64>().unwrap(),
        );
        let sum = sums.entry(cells[1].to_owned()).or_default();
        for row in table.primary().rows() {
            let amount = weight * row.by_producer[at];
            match row.kind {
                PrimaryKind::Compensation => sum[0] += amount,
                PrimaryKind::Depreciation | PrimaryKind::OperatingSurplus => sum[1] += amount,
                _ => {}
            }
            sum[2] += amount;
        }
    }
    let parts = sums.into_iter().map(|(code, [pay, capital, all])| {
        let of = |part: f64| if all == 0.0 { 0.0 } else { part / all };
        (code, [of(pay), of(capital)])
    });
    parts.collect()
}

/// The foreign share of value added of a producer.
fn foreign(country: &str, group: &str, [pay, capital]: [f64; 2]) -> f64 {
    let place = if country == "CHN" { "china" } else { "us" };
    let owner = if group.starts_with('F') {
        "foreign_invested"
    } else {
        "domestic"
    };
    let of_capital = parameter(&format!("foreign_share_of_capital_{owner}_{place}"));
    let of_pay = match owner {
        "domestic" => 0.0,
        _ => parameter(&format!("foreign_share_of_compensation_{owner}_{place}")),
    };
    of_pay * pay + of_capital * capital
}

impl Naive {
    /// With `elsewhere`: what the United States own of value added in EUR.
    fn new(elsewhere: f64) -> Self {
        let table = CASE.divided().table();
        let (output, added) = (table.output().to_owned(), table.value_added());
        let n = output.len();
        let input = |i: usize, j: usize| match output[j] {
            0.0 => 0.0,
            output => table.flows()[[i, j]] / output,
        };
        let system =
            Array2::from_shape_fn((n, n), |(i, j)| f64::from(u8::from(i == j)) - input(i, j));
        let mut final_use = table.absorption();
        for (i, missing) in table.unallocated().iter().enumerate() {
            let key = table
                .producers()
                .key(table.producers().positions().nth(i).unwrap());
            final_use[[i, table.countries().at(key.country).unwrap().get()]] += missing;
        }
        Self {
            inverse: dense::inverse(system),
            income: income(table, &added, elsewhere),
            output,
            added,
            final_use,
            ranges: COUNTRIES.map(|country| table.range(table.countries().at(country).unwrap())),
        }
    }

    /// Content of output in an amount by producer, in these countries only.
    fn content(&self, amounts: &Array1<f64>, output: &Array1<f64>, places: Range<usize>) -> f64 {
        let at = places.filter(|&p| self.output[p] != 0.0);
        at.map(|p| amounts[p] / self.output[p] * output[p]).sum()
    }

    fn chains(&self, flows: [&Array1<f64>; 2]) -> Vec<f64> {
        let gross = flows.map(|flow| flow.sum());
        let output = self.inverse.dot(&(flows[0] + flows[1]));
        gross
            .into_iter()
            .chain(self.of_output([&output, &output]))
            .collect()
    }

    fn absorbed(&self) -> Vec<f64> {
        let called = |absorber: usize| self.inverse.dot(&self.final_use.column(absorber));
        // countries of the table: CHN, USA, …
        self.of_output([&called(1), &called(0)])
    }

    fn of_output(&self, output: [&Array1<f64>; 2]) -> Vec<f64> {
        let n = self.output.len();
        let at_home = |amounts: &Array1<f64>, side: usize| {
            self.content(amounts, output[side], self.ranges[side].clone())
        };
        let [china, usa] = &self.income;
        let mut figures = vec![at_home(&self.added, 0), at_home(&self.added, 1)];
        figures.extend([at_home(china, 0), at_home(usa, 1)]);
        figures.extend([
            self.content(china, output[0], 0..n),
            self.content(usa, output[1], 0..n),
        ]);
        figures
    }

    /// Contents in the exporter of flows that call forth these outputs of the exporters.
    fn flows(&self, flows: [&Array1<f64>; 2], outputs: [Array1<f64>; 2]) -> Vec<f64> {
        let of = |amounts: &Array1<f64>, side: usize| {
            self.content(amounts, &outputs[side], self.ranges[side].clone())
        };
        let [china, usa] = &self.income;
        let mut figures = vec![flows[0].sum(), flows[1].sum()];
        figures.extend([of(&self.added, 0), of(&self.added, 1)]);
        figures.extend([of(china, 0), of(usa, 1)]);
        figures.extend([of(china, 0) + of(china, 1), of(usa, 1) + of(usa, 0)]);
        figures
    }

    /// (I − A_ss)⁻¹ e by elimination of the block alone.
    fn alone(&self, flow: &Array1<f64>, side: usize) -> Array1<f64> {
        let range = self.ranges[side].clone();
        let table = CASE.divided().table();
        let block = Array2::from_shape_fn((range.len(), range.len()), |(i, j)| {
            let (i, j) = (range.start + i, range.start + j);
            let input = if self.output[j] == 0.0 {
                0.0
            } else {
                table.flows()[[i, j]] / self.output[j]
            };
            f64::from(u8::from(i == j)) - input
        });
        let own = flow
            .slice_axis(Dimension(0), Slice::from(range.clone()))
            .to_owned();
        let mut output = Array1::zeros(self.output.len());
        for (at, x) in range.zip(dense::inverse(block).dot(&own)) {
            output[at] = x;
        }
        output
    }
}

fn income(table: &WorldTable, added: &Array1<f64>, elsewhere: f64) -> [Array1<f64>; 2] {
    let parts = [SOURCES.sources().china(), SOURCES.sources().usa()].map(parts);
    let theta = [
        "us_share_of_foreign_income_in_china",
        "china_share_of_foreign_income_in_us",
    ]
    .map(parameter);
    let mut income = [Array1::zeros(added.len()), Array1::zeros(added.len())];
    for at in table.producers().positions() {
        let key = table.producers().key(at);
        let Some(host) = COUNTRIES.iter().position(|country| *country == key.country) else {
            if key.country == "EUR" {
                income[1][at.get()] = elsewhere * added[at.get()];
            }
            continue;
        };
        let of_sector = parts[host].get(key.sector).copied().unwrap_or_default();
        let abroad = foreign(key.country, key.group.code(), of_sector);
        income[host][at.get()] = (1.0 - abroad) * added[at.get()];
        income[1 - host][at.get()] = theta[host] * abroad * added[at.get()];
    }
    income
}

/// A flow over the producers of its country as one over those of the world.
fn spread(flow: &Array1<f64>, model: &WorldModel, country: &str) -> Array1<f64> {
    let mut all = Array1::zeros(model.producers().len());
    let range = model.table().range(model.countries().at(country).unwrap());
    for (at, amount) in range.zip(flow) {
        all[at] = *amount;
    }
    all
}

#[test]
fn every_figure_in_the_world_is_that_of_plain_dense_algebra() {
    let naive = Naive::new(0.0);
    let model = CASE.divided();
    let of = |side: usize| spread(&CASE.exports()[side].by_producer(), model, COUNTRIES[side]);
    let flows = [of(0), of(1)];
    let flows = [&flows[0], &flows[1]];
    let table_flows = model.table().exports();
    let own = [0, 1].map(|side| {
        let range = naive.ranges[side].clone();
        let column = table_flows.column(1 - side);
        spread(
            &range.map(|at| column[at]).collect(),
            model,
            COUNTRIES[side],
        )
    });
    let own = [&own[0], &own[1]];
    let alone = |flows: [&Array1<f64>; 2]| [naive.alone(flows[0], 0), naive.alone(flows[1], 1)];
    let everywhere = flows.map(|flow| naive.inverse.dot(flow));
    let expected = [
        (Stage::InsideWorld, naive.flows(flows, alone(flows))),
        (Stage::Feedback, naive.flows(flows, everywhere)),
        (Stage::WholeChain, naive.chains(flows)),
        (Stage::OwnFlows, naive.flows(own, alone(own))),
        (Stage::FinalUse, naive.absorbed()),
    ];
    for (stage, expected) in expected {
        let found = figures(row(&CASE, stage, true));
        assert_close(&stage.to_string(), found, expected, 100.0 * ROUNDING);
    }
}

/// A tenth of value added in EUR is American.
#[test]
fn income_that_others_pay_counts_where_chains_go_beyond_both_countries() {
    let world = SOURCES.world();
    let codes = world.countries().codes();
    let mut shares = IncomeShares::at_home(world)
        .unwrap()
        .of(PrimaryKind::UndividedValueAdded)
        .unwrap()
        .to_owned();
    let [usa, eur] = ["USA", "EUR"].map(|code| world.countries().at(code).unwrap());
    for at in world.range(eur) {
        shares[[eur.get(), at]] = 0.9;
        shares[[usa.get(), at]] = 0.1;
    }
    let others = IncomeShares::in_world_alike(world, Axis::new(codes).unwrap(), shares).unwrap();
    let sources = SOURCES.clone().income_of_others(others).unwrap();
    let case = sources.case(&central()).unwrap();
    for stage in &Stage::ALL[..6] {
        assert_eq!(case.row(*stage, true), CASE.row(*stage, true), "{stage}");
    }
    assert_eq!(
        case.row(Stage::OwnFlows, true),
        CASE.row(Stage::OwnFlows, true)
    );
    let naive = Naive::new(0.1);
    let model = case.divided();
    let flows =
        [0, 1].map(|side| spread(&case.exports()[side].by_producer(), model, COUNTRIES[side]));
    let expected = [
        (Stage::WholeChain, naive.chains([&flows[0], &flows[1]])),
        (Stage::FinalUse, naive.absorbed()),
    ];
    for (stage, expected) in expected {
        let found = row(&case, stage, true);
        assert_close(
            &stage.to_string(),
            figures(found),
            expected,
            100.0 * ROUNDING,
        );
        let before = row(&CASE, stage, true).two_sided;
        assert!(found.two_sided.usa > before.usa + 100.0, "{found:?}");
        assert_close("china", [found.two_sided.china], [before.china], ROUNDING);
    }
}
