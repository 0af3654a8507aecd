//! The tables of the R package `wiod`, where they are at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::label::{Axis, Country, Group, Producers, Sector};
use leontief::read::{codes_csv, rdata_array, wiod2013_rda};
use leontief::table::{Tolerance, WorldDraft};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::Axis as Dimension;
use std::path::Path;

fn lists(folder: &Path) -> (Axis<Country>, Axis<Sector>) {
    let (countries, industries) = (folder.join("countries.csv"), folder.join("industries.csv"));
    (
        codes_csv(countries).unwrap(),
        codes_csv(industries).unwrap(),
    )
}

fn draft(folder: &Path, year: i32) -> WorldDraft {
    let (countries, industries) = lists(folder);
    let file = folder.join(format!("wiod{:02}.rda", year % 100));
    wiod2013_rda(file, &countries, &industries).unwrap()
}

/// Sales of a producer without output, in million dollars without signs: leather and refined petroleum of Luxembourg and
/// Latvia. The most are 22, of Luxembourg's petroleum in 2000.
const WITHOUT_OUTPUT: f64 = 22.0;

/// Year; sums of flows, final use and output; the largest gap between uses and output, all in million dollars.
/// Computed apart from this crate, by a script over the unpacked bytes.
const TOTALS: [(i32, f64, f64, f64, f64); 17] = [
    (1995, 25_977_241.0, 29_155_127.0, 55_182_318.0, -106.0),
    (1996, 26_644_435.0, 29_861_173.0, 56_556_376.0, -100.0),
    (1997, 26_740_547.0, 29_805_981.0, 56_598_550.0, -103.0),
    (1998, 26_424_747.0, 29_583_825.0, 56_060_678.0, -101.0),
    (1999, 27_573_974.0, 30_680_561.0, 58_306_394.0, -100.0),
    (2000, 29_133_018.0, 31_630_791.0, 60_817_369.0, -113.0),
    (2001, 28_741_291.0, 31_407_930.0, 60_202_733.0, -94.0),
    (2002, 29_470_100.0, 32_738_724.0, 62_263_778.0, -98.0),
    (2003, 33_485_754.0, 36_667_271.0, 70_209_283.0, -107.0),
    (2004, 38_357_157.0, 41_208_187.0, 79_623_737.0, -107.0),
    (2005, 42_896_346.0, 44_570_057.0, 87_525_644.0, -102.0),
    (2006, 47_619_890.0, 48_248_682.0, 95_929_120.0, -98.0),
    (2007, 54_975_778.0, 54_360_342.0, 109_397_520.0, -101.0),
    (2008, 62_631_727.0, 60_095_206.0, 122_789_483.0, -103.0),
    (2009, 57_155_872.0, 56_940_120.0, 114_158_086.0, -104.0),
    (2010, 63_785_737.0, 61_995_411.0, 125_840_515.0, -99.0),
    (2011, 72_440_092.0, 69_268_600.0, 141_767_904.0, -108.0),
];

#[test]
fn all_years_have_their_totals_and_pass_the_checks() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    for (year, flows, finals, output, gap) in TOTALS {
        // cells are whole millions: a row of 1640 of them misses its output by what was rounded away
        let table = draft(&folder, year)
            .drop_sales_without_output(WITHOUT_OUTPUT)
            .tolerance(Tolerance::absolute(-gap))
            .check()
            .unwrap();
        assert_eq!(
            (table.producers().len(), table.final_use().ncols()),
            (1435, 205)
        );
        if year == 2000 {
            let file = folder.join("wiod00.rda");
            let sum = |object: &str| rdata_array(&file, object).unwrap().values().sum();
            let sums = ["inter00", "final00", "output00"].map(sum);
            assert_eq!(sums, [flows, finals, output]);
        }
        // what was dropped
        assert!(
            (table.flows().sum() - flows).abs() <= WITHOUT_OUTPUT,
            "{year}"
        );
        assert!(
            (table.final_use().sum() - finals).abs() <= WITHOUT_OUTPUT,
            "{year}"
        );
        assert_eq!(table.output().sum(), output, "{year}");
        let rows = table.checked().row_residuals();
        let worst = rows
            .iter()
            .map(|row| row.amount)
            .fold(0.0, |worst: f64, amount| {
                if amount.abs() > worst.abs() {
                    amount
                } else {
                    worst
                }
            });
        assert_eq!(worst.abs(), gap.abs(), "{year}");
        assert!(
            table.value_added().iter().all(|cell| *cell >= 0.0),
            "{year}"
        );
        println!(
            "{year}: output {output}, value added {}, largest gap {worst}",
            table.value_added().sum()
        );
    }
    let error = draft(&folder, 2000)
        .tolerance(Tolerance::absolute(112.0))
        .check()
        .unwrap_err();
    assert!(error.to_string().contains("sum to"), "{error}");
    let error = draft(&folder, 2011)
        .tolerance(Tolerance::absolute(113.0))
        .check()
        .unwrap_err();
    assert!(
        error.to_string().contains("has no output but sales"),
        "{error}"
    );
}

/// Output by sector of China and the United States beside the tables of six regions in the repository, which others made of the same
/// release: that one's cells were cut to whole millions before they were added up.
#[test]
fn outputs_are_those_of_the_six_regions() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    let ours = draft(&folder, 2011)
        .drop_sales_without_output(WITHOUT_OUTPUT)
        .tolerance(Tolerance::absolute(113.0));
    let ours = ours.check().unwrap();
    let six = concat!(env!("CARGO_MANIFEST_DIR"), "/data/wiod13-6region/2011");
    let six = leontief::read::world_csv(six).unwrap().check().unwrap();
    for country in ["CHN", "USA"] {
        let [ours, six] = [&ours, &six].map(|table| {
            let range = table.range(table.countries().at(country).unwrap());
            let output = table.output();
            output.slice_axis(Dimension(0), range.into()).to_owned()
        });
        assert_eq!(ours.len(), six.len());
        for (sector, (ours, six)) in ours.iter().zip(&six).enumerate() {
            assert!(
                (ours - six).abs() <= 1.0,
                "{country} {sector}: {ours} {six}"
            );
        }
    }
}

#[cfg(feature = "npy")]
#[test]
fn cells_are_those_of_arrays_made_by_others() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    let (countries, industries) = lists(&folder);
    for year in [1995, 2005, 2011] {
        let file = folder.join(format!("wiod13_{year}.npz"));
        let [flows, finals, output] =
            leontief::read::npz_matrices_of(&file, ["Z", "Y", "x"]).unwrap();
        let prepared = |draft: WorldDraft| {
            let draft = draft.drop_sales_without_output(WITHOUT_OUTPUT);
            draft.tolerance(Tolerance::absolute(113.0)).check().unwrap()
        };
        let rda = draft(&folder, year);
        let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
        let blocks = countries.codes().iter();
        let blocks = blocks.map(|code| (code, Group::whole(), industries.clone()));
        let producers = Producers::new(blocks).unwrap();
        let categories = Axis::new(["c37", "c38", "c39", "c41", "c42"]).unwrap();
        let npz = leontief::read::world_npz_labelled(&file, producers, categories, unit).unwrap();
        let (rda, npz) = (prepared(rda), prepared(npz));
        assert_eq!(rda.flows(), npz.flows(), "{year}");
        assert_eq!(rda.final_use(), npz.final_use(), "{year}");
        assert_eq!(rda.output(), npz.output(), "{year}");
        // sales without output, which were dropped, are the only difference to the arrays themselves
        let differ = |one: ndarray::ArrayView2<'_, f64>, other: &ndarray::Array2<f64>| {
            let rows = one.rows().into_iter().zip(other.rows()).enumerate();
            rows.filter(|(_, (a, b))| a != b)
                .map(|(row, _)| row)
                .collect::<Vec<_>>()
        };
        let rows = [
            differ(rda.flows(), &flows),
            differ(rda.final_use(), &finals),
        ]
        .concat();
        assert!(
            rows.iter().all(|row| rda.output()[*row] == 0.0),
            "{year}: {rows:?}"
        );
        assert_eq!(rda.output(), output.column(0), "{year}");
    }
}
