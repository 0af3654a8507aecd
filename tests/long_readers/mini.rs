//! Small world tables with known cells, written in the published layouts.

use leontief::table::{PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::scratch::Scratch;

/// A publisher's words for the parts of a table.
pub struct Words {
    pub file: &'static str,
    pub regions: [&'static str; 3],
    pub sectors: [&'static str; 3],
    pub categories: &'static [&'static str],
    /// Rows of primary inputs; the first one is the residual.
    pub primary: &'static [(&'static str, PrimaryKind)],
}

pub const LR_WIOD: Words = Words {
    file: "lr_wiod_wiot_final_filled.csv",
    regions: ["AUS", "CHN", "xROW"],
    sectors: ["AtB", "D15t16", "LtQ"],
    categories: &["xCONS_h", "xCONS_g", "xGFCF", "xINV"],
    primary: &[
        ("xVA", PrimaryKind::UndividedValueAdded),
        ("xTXSP", PrimaryKind::ProductTax),
        ("xSD", PrimaryKind::Other),
        ("xPURNR", PrimaryKind::Other),
        ("xPURR", PrimaryKind::Other),
        ("xMRG_int", PrimaryKind::Margins),
    ],
};

pub const FIGARO: Words = Words {
    file: "flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv",
    regions: ["AT", "FIGW1", "ZA"],
    sectors: ["A01", "C10T12", "U"],
    categories: &["P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"],
    primary: &[
        ("B2A3G", PrimaryKind::OperatingSurplus),
        ("D1", PrimaryKind::Compensation),
        ("D21X31", PrimaryKind::ProductTax),
        ("D29X39", PrimaryKind::NetProductionTax),
        ("OP_NRES", PrimaryKind::Other),
        ("OP_RES", PrimaryKind::Other),
    ],
};

/// A table whose cells are eighths, so that sums are exact.
pub struct Mini {
    pub words: &'static Words,
    pub flows: Array2<f64>,
    pub finals: Array2<f64>,
    /// Row of primary inputs × producer, and × column of final use.
    pub primary: Array2<f64>,
    pub primary_finals: Array2<f64>,
    pub output: Array1<f64>,
}

/// One line of a file: row, column, value in text.
#[derive(Clone)]
pub struct Cell {
    pub row: [String; 2],
    pub column: [String; 2],
    pub value: String,
}

impl Mini {
    pub fn new(words: &'static Words, seed: u64) -> Self {
        let mut state = seed;
        let mut next = |from: f64, eighths: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005);
            state = state.wrapping_add(1_442_695_040_888_963_407);
            from + ((state >> 33) % eighths) as f64 / 8.0
        };
        let (n, k) = (9, 3 * words.categories.len());
        let flows = Array2::from_shape_fn((n, n), |_| next(2.0, 160));
        let finals = Array2::from_shape_fn((n, k), |_| next(4.0, 800));
        let rows = words.primary.len();
        let mut primary = Array2::from_shape_fn((rows, n), |_| next(-4.0, 100));
        let primary_finals = Array2::from_shape_fn((rows, k), |_| next(-3.0, 60));
        let output = flows.sum_axis(Dimension(1)) + finals.sum_axis(Dimension(1));
        let others = primary.slice_axis(Dimension(0), ndarray::Slice::from(1..));
        let paid = flows.sum_axis(Dimension(0)) + others.sum_axis(Dimension(0));
        primary.row_mut(0).assign(&(&output - &paid));
        Self {
            words,
            flows,
            finals,
            primary,
            primary_finals,
            output,
        }
    }

    pub fn producer(&self, at: usize) -> [String; 2] {
        let sectors = self.words.sectors;
        [
            self.words.regions[at / 3].into(),
            sectors[at % sectors.len()].into(),
        ]
    }

    pub fn final_use(&self, at: usize) -> [String; 2] {
        let categories = self.words.categories;
        [
            self.words.regions[at / categories.len()].into(),
            categories[at % categories.len()].into(),
        ]
    }

    /// The sum of the rows of a kind: by producer, by column of final use.
    pub fn kind(&self, kind: PrimaryKind) -> [Array1<f64>; 2] {
        let own = self.words.primary.iter().enumerate();
        let own: Vec<usize> = own
            .filter(|(_, (_, k))| *k == kind)
            .map(|(at, _)| at)
            .collect();
        [&self.primary, &self.primary_finals]
            .map(|all| all.select(Dimension(0), &own).sum_axis(Dimension(0)))
    }

    /// The cells of a row in the order of a table: each region's producers, then its final use.
    pub fn across(&self, row: [String; 2], by_producer: &[f64], by_final: &[f64]) -> Vec<Cell> {
        let cell = |column: [String; 2], value: f64| Cell {
            row: row.clone(),
            column,
            value: value.to_string(),
        };
        let mut cells = Vec::new();
        let k = self.words.categories.len();
        for region in 0..3 {
            let own = region * 3..(region + 1) * 3;
            cells.extend(own.map(|j| cell(self.producer(j), by_producer[j])));
            let own = region * k..(region + 1) * k;
            cells.extend(own.map(|j| cell(self.final_use(j), by_final[j])));
        }
        cells
    }

    /// The rows of producers.
    pub fn producer_cells(&self, i: usize) -> Vec<Cell> {
        let (flows, finals) = (self.flows.row(i).to_vec(), self.finals.row(i).to_vec());
        self.across(self.producer(i), &flows, &finals)
    }

    pub fn primary_cells(&self, outside: &str) -> Vec<Cell> {
        let rows = self.words.primary.iter().enumerate();
        let cells = rows.flat_map(|(at, (code, _))| {
            let label = [outside.into(), (*code).into()];
            let by_producer = self.primary.row(at).to_vec();
            self.across(label, &by_producer, &self.primary_finals.row(at).to_vec())
        });
        cells.collect()
    }

    /// The table holds exactly these cells.
    #[track_caller]
    pub fn assert_is(&self, table: &WorldTable) {
        assert_eq!(table.countries().codes(), self.words.regions);
        assert_eq!(table.sectors().codes(), self.words.sectors);
        assert_eq!(table.final_uses().codes(), self.words.categories);
        assert_eq!(table.flows(), self.flows);
        assert_eq!(table.final_use(), self.finals);
        assert_eq!(table.output(), self.output);
        let kinds = PrimaryKind::ALL.into_iter();
        for kind in kinds.filter(|k| self.words.primary.iter().any(|(_, own)| own == k)) {
            let row = table.primary().row(kind).unwrap();
            let [by_producer, by_final_use] = self.kind(kind);
            assert_eq!(row.by_producer, by_producer, "{kind}");
            assert_eq!(row.by_final_use, by_final_use, "{kind}");
        }
        let kinds = self.words.primary.iter().map(|(_, kind)| kind);
        let kinds: std::collections::HashSet<_> = kinds.collect();
        assert_eq!(table.primary().rows().len(), kinds.len());
    }

    pub fn file(&self, content: impl AsRef<[u8]>) -> Scratch {
        Scratch::named(self.words.file, content)
    }
}

/// All lines of the long-run database for one year.
pub fn lr_wiod_cells(mini: &Mini) -> Vec<Cell> {
    let total = |row: &[String; 2], code: &str, value: f64| Cell {
        row: row.clone(),
        column: ["xTOT".into(), code.into()],
        value: value.to_string(),
    };
    let mut cells = Vec::new();
    for i in 0..9 {
        cells.extend(mini.producer_cells(i));
        let row = mini.producer(i);
        cells.push(total(&row, "xX", 1.5));
        cells.push(total(&row, "xM", 0.5));
        cells.push(total(&row, "xMRG_int", 0.0));
        cells.push(total(&row, "xGO", mini.output[i]));
    }
    let down = |block: &Array2<f64>| block.sum_axis(Dimension(0)).to_vec();
    let inputs = ["xTOT".to_owned(), "xII".to_owned()];
    cells.extend(mini.across(inputs, &down(&mini.flows), &down(&mini.finals)));
    cells.extend(mini.primary_cells("xTOT"));
    let output = ["xTOT".to_owned(), "xGO".to_owned()];
    let paid = mini.finals.sum_axis(Dimension(0)) + mini.primary_finals.sum_axis(Dimension(0));
    cells.extend(mini.across(output.clone(), &mini.output.to_vec(), &paid.to_vec()));
    cells.push(total(&output, "xGO", mini.output.sum()));
    cells
}

pub const LR_WIOD_HEADER: &str = "year,row_country,row_id,row_isic3,col_country,col_isic3,value\n";

pub fn lr_wiod_line(year: i32, cell: &Cell) -> String {
    let ([region, code], [to, of]) = (&cell.row, &cell.column);
    format!("{year},{region},7,{code},{to},{of},{}\n", cell.value)
}

pub fn lr_wiod_text(year: i32, cells: &[Cell]) -> String {
    let lines: String = cells.iter().map(|cell| lr_wiod_line(year, cell)).collect();
    format!("{LR_WIOD_HEADER}{lines}")
}

/// All lines of a FIGARO file: rows by region in the order of the alphabet, so that W2 stands before ZA.
pub fn figaro_cells(mini: &Mini) -> Vec<Cell> {
    let mut cells: Vec<Cell> = (0..6).flat_map(|i| mini.producer_cells(i)).collect();
    cells.extend(mini.primary_cells("W2"));
    cells.extend((6..9).flat_map(|i| mini.producer_cells(i)));
    cells
}

pub const FIGARO_HEADER: &str = "icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue\n";

pub fn figaro_line(cell: &Cell) -> String {
    let ([region, code], [to, of]) = (&cell.row, &cell.column);
    let value = &cell.value;
    format!("{region}_{code},{to}_{of},{region},{code},{to},{of},{value}\n")
}

pub fn figaro_text(cells: &[Cell]) -> String {
    let lines: String = cells.iter().map(figaro_line).collect();
    format!("{FIGARO_HEADER}{lines}")
}
