//! Small sets of files with known cells, in the published layout.

use std::path::Path;

use leontief::Result;
use leontief::label::Axis;
use leontief::read::{Gloria, GloriaLabels, Options};
use leontief::table::{WorldDraft, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::published::Folder;

/// The third one has no economy.
pub const REGIONS: [&str; 4] = ["AUS", "AUT", "DYE", "XAF"];
pub const EMPTY: usize = 2;
/// The last one keeps the margins.
pub const SECTORS: [&str; 3] = ["Growing wheat", "Fish, fresh", "Retail trade"];
pub const COMPONENTS: [&str; 6] = [
    "Compensation of employees D.1",
    "Taxes on production D.29",
    "Subsidies on production D.39",
    "Net operating surplus B.2n",
    "Net mixed income B.3n",
    "Consumption of fixed capital K.1",
];
pub const CATEGORIES: [&str; 6] = [
    "Household final consumption P.3h",
    "Non-profit institutions serving households P.3n",
    "Government final consumption P.3g",
    "Gross fixed capital formation P.51",
    "Changes in inventories P.52",
    "Acquisitions less disposals of valuables P.53",
];
pub const SATELLITES: [[&str; 3]; 4] = [
    ["Emissions (EDGAR)", "'co2_total'", "kilotonnes"],
    ["Emissions (OECD)", "'co2_total'", "kilotonnes"],
    ["Employment", "Female low-skilled", "1000 p."],
    ["Material", "Wheat", "tonnes"],
];

pub const S: usize = SECTORS.len();
pub const N: usize = REGIONS.len() * S;
pub const K: usize = REGIONS.len() * CATEGORIES.len();

/// Cells in eighths, so that sums are exact.
#[derive(Clone)]
pub struct Mini {
    /// Industry × product of every region.
    pub supply: Vec<Array2<f64>>,
    /// Product × industry, by layer.
    pub uses: [Array2<f64>; 5],
    pub finals: [Array2<f64>; 5],
    /// Component × industry.
    pub value_added: Array2<f64>,
    pub satellites: Array2<f64>,
    pub direct: Array2<f64>,
}

pub struct Numbers(u64);

impl Numbers {
    pub fn eighths(&mut self, below: u64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below) as f64 / 8.0
    }
}

fn is_empty(i: usize, j: usize, per_region: usize) -> bool {
    i / S == EMPTY || j / per_region == EMPTY
}

/// A layer with these cells, zero in the empty region.
fn layer(columns: usize, mut cell: impl FnMut(usize) -> f64) -> Array2<f64> {
    let per_region = columns / REGIONS.len();
    Array2::from_shape_fn((N, columns), |(i, j)| match is_empty(i, j, per_region) {
        true => 0.0,
        false => cell(i),
    })
}

/// Margins on goods, taken from the trade of the buyer's region.
fn margins(columns: usize, numbers: &mut Numbers) -> Array2<f64> {
    let per_region = columns / REGIONS.len();
    let mut cells = layer(columns, |i| match i % S == S - 1 {
        true => 0.0,
        false => numbers.eighths(8),
    });
    for j in 0..columns {
        let trade = (j / per_region) * S + S - 1;
        cells[[trade, j]] = -cells.column(j).sum();
    }
    cells
}

impl Mini {
    /// Every industry makes its own product alone.
    pub fn new(seed: u64) -> Self {
        Self::with_supply(seed, 0.0)
    }

    /// The first industry of every region makes a share of the second product.
    pub fn with_supply(seed: u64, share: f64) -> Self {
        let numbers = &mut Numbers(seed.wrapping_add(1));
        let both = |numbers: &mut Numbers, cell: fn(&mut Numbers) -> f64| {
            [N, K].map(|columns| layer(columns, |_| cell(numbers)))
        };
        let [basic, basic_finals] = both(numbers, |numbers| 0.125 + numbers.eighths(160));
        let [taxes, taxes_finals] = both(numbers, |numbers| numbers.eighths(12));
        let [subsidies, subsidies_finals] = both(numbers, |numbers| -numbers.eighths(4));
        let [trade, trade_finals] = [N, K].map(|columns| margins(columns, numbers));
        let [transport, transport_finals] = [N, K].map(|columns| margins(columns, numbers));
        let sold = basic.sum_axis(Dimension(1)) + basic_finals.sum_axis(Dimension(1));
        let supply: Vec<Array2<f64>> = (0..REGIONS.len())
            .map(|region| {
                let mut made =
                    Array2::from_diag(&Array1::from_shape_fn(S, |p| sold[region * S + p]));
                made[[0, 1]] = share * made[[1, 1]];
                made[[1, 1]] *= 1.0 - share;
                made
            })
            .collect();
        let mut value_added =
            Array2::from_shape_fn((COMPONENTS.len(), N), |(_, j)| match j / S == EMPTY {
                true => 0.0,
                false => numbers.eighths(100),
            });
        value_added.row_mut(2).mapv_inplace(|cell| -cell);
        let output: Array1<f64> = supply
            .iter()
            .flat_map(|made| made.sum_axis(Dimension(1)))
            .collect();
        let paid = &basic.sum_axis(Dimension(0))
            + &taxes.sum_axis(Dimension(0))
            + subsidies.sum_axis(Dimension(0));
        value_added.row_mut(3).fill(0.0);
        let surplus = output - paid - value_added.sum_axis(Dimension(0));
        value_added.row_mut(3).assign(&surplus);
        let busy = |columns: usize, j: usize| j / (columns / REGIONS.len()) != EMPTY;
        let mut beside = |columns: usize| {
            Array2::from_shape_fn((SATELLITES.len(), columns), |(_, j)| {
                if busy(columns, j) {
                    numbers.eighths(1000)
                } else {
                    0.0
                }
            })
        };
        Self {
            supply,
            uses: [basic, trade, transport, taxes, subsidies],
            finals: [
                basic_finals,
                trade_finals,
                transport_finals,
                taxes_finals,
                subsidies_finals,
            ],
            value_added,
            satellites: beside(N),
            direct: beside(K),
        }
    }

    pub fn output(&self) -> Array1<f64> {
        let made = self.supply.iter();
        made.flat_map(|made| made.sum_axis(Dimension(1))).collect()
    }

    /// The matrix T of a layer: supply is in all of them.
    pub fn t(&self, layer: usize) -> Vec<Vec<f64>> {
        let mut rows = vec![vec![0.0; 2 * N]; 2 * N];
        for region in 0..REGIONS.len() {
            for ((i, p), cell) in self.supply[region].indexed_iter() {
                rows[2 * S * region + i][2 * S * region + S + p] = *cell;
            }
        }
        for ((p, i), cell) in self.uses[layer].indexed_iter() {
            rows[product(p)][industry(i)] = *cell;
        }
        rows
    }

    pub fn y(&self, layer: usize) -> Vec<Vec<f64>> {
        let mut rows = vec![vec![0.0; K]; 2 * N];
        for ((p, k), cell) in self.finals[layer].indexed_iter() {
            rows[product(p)][k] = *cell;
        }
        rows
    }

    pub fn v(&self) -> Vec<Vec<f64>> {
        let mut rows = vec![vec![0.0; 2 * N]; REGIONS.len() * COMPONENTS.len()];
        for ((k, i), cell) in self.value_added.indexed_iter() {
            rows[(i / S) * COMPONENTS.len() + k][industry(i)] = *cell;
        }
        rows
    }

    pub fn tq(&self) -> Vec<Vec<f64>> {
        let mut rows = vec![vec![0.0; 2 * N]; SATELLITES.len()];
        for ((k, i), cell) in self.satellites.indexed_iter() {
            rows[k][industry(i)] = *cell;
        }
        rows
    }

    pub fn yq(&self) -> Vec<Vec<f64>> {
        self.direct
            .rows()
            .into_iter()
            .map(|row| row.to_vec())
            .collect()
    }

    /// All files of a year and release.
    pub fn files(&self, year: i32, release: u16) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for layer in 0..5 {
            files.push((name("T", year, release, layer + 1), text(&self.t(layer))));
            files.push((name("Y", year, release, layer + 1), text(&self.y(layer))));
        }
        files.push((name("V", year, release, 1), text(&self.v())));
        files.push((name("TQ", year, release, 1), text(&self.tq())));
        files.push((name("YQ", year, release, 1), text(&self.yq())));
        files
    }

    /// A folder with all files of 2022 in release 59.
    pub fn folder(&self) -> Folder {
        let folder = Folder::new();
        for (name, text) in self.files(2022, 59) {
            folder.put(&name, text);
        }
        folder
    }
}

/// The row or column of an industry in T.
pub fn industry(i: usize) -> usize {
    2 * S * (i / S) + i % S
}

pub fn product(p: usize) -> usize {
    industry(p) + S
}

pub fn text(rows: &[Vec<f64>]) -> String {
    let cell = |value: &f64| match *value {
        0.0 => "0.0".to_owned(),
        value => value.to_string(),
    };
    let line = |row: &Vec<f64>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect()
}

pub fn name(matrix: &str, year: i32, release: u16, layer: usize) -> String {
    let date = if matrix.ends_with('Q') {
        "20240211"
    } else {
        "20240110"
    };
    format!(
        "{date}_120secMother_AllCountries_002_{matrix}-Results_{year}_{release:03}_Markup{layer:03}(full).csv"
    )
}

/// Industries of regions that have an economy.
pub fn busy() -> Vec<usize> {
    (0..N).filter(|i| i / S != EMPTY).collect()
}

pub fn busy_finals() -> Vec<usize> {
    (0..K).filter(|k| k / CATEGORIES.len() != EMPTY).collect()
}

/// Without rows and columns of the empty region.
pub fn kept(array: &Array2<f64>) -> Array2<f64> {
    let columns = if array.ncols() == N {
        busy()
    } else {
        busy_finals()
    };
    let array = array.select(Dimension(1), &columns);
    match array.nrows() {
        N => array.select(Dimension(0), &busy()),
        _ => array,
    }
}

pub fn labels() -> GloriaLabels {
    let labels = GloriaLabels::new(Axis::new(REGIONS).unwrap(), Axis::new(SECTORS).unwrap());
    labels.satellites(SATELLITES.map(|[_, name, unit]| (name.trim_matches('\''), unit)))
}

pub fn open(path: impl AsRef<Path>) -> Gloria {
    Gloria::open(path).unwrap().labels(labels())
}

pub fn read(path: impl AsRef<Path>) -> Result<WorldDraft> {
    open(path).draft(&Options::new())
}

/// A row of extensions: by producer, by column of final use.
pub fn extension(table: &WorldTable, code: &str) -> [Array1<f64>; 2] {
    let at = table.extensions().at(code).unwrap().get();
    [table.extension_rows(), table.extension_finals()].map(|rows| rows.row(at).to_owned())
}
