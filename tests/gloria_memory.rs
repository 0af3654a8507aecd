//! However large the files of GLORIA, reading holds the table and a few pieces of text.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use leontief::label::Axis;
use leontief::read::{Gloria, GloriaLabels, Options};
use leontief::run::{Run, Threads};
use leontief::table::WorldTable;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CATEGORIES: usize = 6;

/// A set of files, made line by line.
struct Generated {
    folder: PathBuf,
    regions: usize,
    sectors: usize,
}

impl Drop for Generated {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The cell of a product's use, in millionths: small in most places, as it is published, larger at home.
fn used(row: usize, column: usize, home: bool) -> u32 {
    let digits = ((row * 7919 + column * 104_729) % 89_999 + 10_000) as u32;
    if home { 10_000 * digits } else { digits }
}

/// The number that its text gives back.
fn value(millionths: u32) -> f64 {
    f64::from(millionths) / 1e6
}

impl Generated {
    fn new(regions: usize, sectors: usize) -> Self {
        let folder =
            std::env::temp_dir().join(format!("leontief-gloria-{}-{regions}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let made = Self {
            folder,
            regions,
            sectors,
        };
        for layer in [1, 4, 5] {
            made.write_t(layer);
            made.write_y(layer);
        }
        made.write_v();
        made
    }

    fn file(&self, matrix: &str, layer: usize) -> BufWriter<File> {
        let name = format!(
            "20240110_120secMother_AllCountries_002_{matrix}-Results_2022_059_Markup{layer:03}(full).csv"
        );
        BufWriter::new(File::create(self.folder.join(name)).unwrap())
    }

    fn industries(&self) -> usize {
        self.regions * self.sectors
    }

    /// Final use of every product is so much in the first column of its region.
    fn final_use(&self) -> f64 {
        2_000.0 * self.sectors as f64
    }

    fn is_home(&self, row: usize, column: usize) -> bool {
        row / self.sectors == column / self.sectors
    }

    fn sold(&self, row: usize) -> f64 {
        let cells = (0..self.industries())
            .map(|column| value(used(row, column, self.is_home(row, column))));
        cells.sum::<f64>() + self.final_use()
    }

    fn write_t(&self, layer: usize) {
        let mut file = self.file("T", layer);
        let (own, others) = ("0.0,".repeat(self.sectors), "0.0,".repeat(2 * self.sectors));
        for region in 0..self.regions {
            for industry in 0..self.sectors {
                let mut line = others.repeat(region) + &own;
                line += &"0.0,".repeat(industry);
                line += &format!(
                    "{},",
                    if layer == 1 {
                        self.sold(region * self.sectors + industry)
                    } else {
                        0.0
                    }
                );
                line += &"0.0,".repeat(self.sectors - industry - 1);
                line += &others.repeat(self.regions - region - 1);
                writeln!(file, "{}", line.trim_end_matches(',')).unwrap();
            }
            for product in 0..self.sectors {
                let row = region * self.sectors + product;
                let mut line = String::new();
                for column in 0..self.industries() {
                    let home = self.is_home(row, column);
                    match (layer, home) {
                        (1, _) => {
                            line += &format!("{}e-06,", used(row, column, home));
                        }
                        (4, true) => line += "12.125,",
                        (5, true) => line += "-2.125,",
                        _ => line += "0.0,",
                    }
                    if (column + 1) % self.sectors == 0 {
                        line += &own;
                    }
                }
                writeln!(file, "{}", line.trim_end_matches(',')).unwrap();
            }
        }
    }

    fn write_y(&self, layer: usize) {
        let mut file = self.file("Y", layer);
        let columns = self.regions * CATEGORIES;
        for region in 0..self.regions {
            for row in 0..2 * self.sectors {
                let cell = |column: usize| match layer == 1
                    && row >= self.sectors
                    && column == region * CATEGORIES
                {
                    true => self.final_use().to_string(),
                    false => "0".to_owned(),
                };
                let cells: Vec<String> = (0..columns).map(cell).collect();
                writeln!(file, "{}", cells.join(",")).unwrap();
            }
        }
    }

    fn write_v(&self) {
        let mut paid = vec![0.0; self.industries()];
        for row in 0..self.industries() {
            for (column, sum) in paid.iter_mut().enumerate() {
                *sum += value(used(row, column, self.is_home(row, column)));
            }
        }
        let mut file = self.file("V", 1);
        for region in 0..self.regions {
            for component in 0..6 {
                let cell = |column: usize| {
                    let (of, within) = (column / (2 * self.sectors), column % (2 * self.sectors));
                    let industry = of * self.sectors + within;
                    match of == region && within < self.sectors && component == 3 {
                        true => (self.sold(industry) - paid[industry] - 10.0 * self.sectors as f64)
                            .to_string(),
                        false => "0.0".to_owned(),
                    }
                };
                let cells: Vec<String> = (0..2 * self.industries()).map(cell).collect();
                writeln!(file, "{}", cells.join(",")).unwrap();
            }
        }
    }

    fn bytes(&self, matrix: &str) -> u64 {
        let files = fs::read_dir(&self.folder).unwrap().map(Result::unwrap);
        let own = files.filter(|file| file.file_name().to_string_lossy().contains(matrix));
        own.map(|file| file.metadata().unwrap().len()).sum()
    }

    fn read(&self, threads: Threads) -> WorldTable {
        let axis =
            |letter: char, count: usize| (0..count).map(move |at| format!("{letter}{at:03}"));
        let labels = GloriaLabels::new(
            Axis::new(axis('R', self.regions)).unwrap(),
            Axis::new(axis('S', self.sectors)).unwrap(),
        );
        let run = Run::default().threads(threads);
        let gloria = Gloria::open(Path::new(&self.folder))
            .unwrap()
            .labels(labels);
        gloria
            .draft(&Options::new().run(run))
            .unwrap()
            .check()
            .unwrap()
    }
}

/// The table and what is taken beside it at most.
fn peak(made: &Generated, threads: Threads) -> (WorldTable, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let table = made.read(threads);
    let cells = table.producers().len() * (table.producers().len() + table.final_use().ncols());
    let beside = MEMORY.peak_usage() - before - 8 * cells;
    (table, beside)
}

/// Pieces of 4 MiB of text: two of them, and the numbers of one, at most four times as large.
const BESIDE: usize = 24 << 20;

#[test]
fn reading_takes_the_table_and_a_few_pieces_of_text() {
    let made = Generated::new(26, 60);
    let bytes = made.bytes("_T-Results_2022_059_Markup001") as usize;
    assert!(
        bytes > 2 * BESIDE,
        "{bytes} bytes of one file are not enough to show anything"
    );
    let (table, beside) = peak(&made, Threads::Count(2));
    assert_eq!(table.producers().len(), 26 * 60);
    assert_eq!(table.flows()[[0, 1]], value(used(0, 1, true)));
    assert_eq!(table.flows()[[61, 1559]], value(used(61, 1559, false)));
    assert!(beside < BESIDE, "{beside} bytes beside the table");
}

/// A quarter of the published size in every direction; prints what `docs/performance.md` tells. Takes some GB of disk.
#[test]
#[ignore = "large: run by hand, in release mode"]
fn a_large_set_is_read() {
    let made = Generated::new(41, 120);
    let start = Instant::now();
    let (table, beside) = peak(&made, Threads::All);
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = made.bytes("Results") as f64 / 1e6;
    println!(
        "{} industries: {megabytes:.0} MB of text in {seconds:.1} s, {:.0} MB/s; {:.1} MB beside a table of {:.1} MB",
        table.producers().len(),
        megabytes / seconds,
        beside as f64 / 1e6,
        8.0 * (table.producers().len() as f64).powi(2) / 1e6
    );
}
