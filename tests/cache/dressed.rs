//! Random tables with everything that a world table can hold.

use leontief::label::{Axis, Group, Ownership, Producers, Regime};
use leontief::table::{
    ExtensionRow, Fingerprint, PrimaryKind, PrimaryRow, Provenance, SourceFile, WorldDraft,
    WorldTable,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, ShapeBuilder};

use crate::common::random::Numbers;
use crate::tables::Shape;

const OWNERSHIPS: [Option<Ownership>; 3] =
    [None, Some(Ownership::Domestic), Some(Ownership::Foreign)];
const ENDINGS: [&str; 4] = ["", ",1", " \"two\"\n", "Ω中"];

/// The table of a shape under odd codes and names, with groups that mean something, payments on final use and on exports, extensions, and
/// a provenance; arrays lie column by column.
pub fn dressed(shape: &Shape) -> WorldTable {
    let table = shape.raw().table();
    let mut numbers = Numbers::new(shape.seed);
    let mut pick = |count: usize| (numbers.between(0.0, count as f64) as usize).min(count - 1);
    let ending = ENDINGS[pick(ENDINGS.len())];
    let ownership = OWNERSHIPS[pick(OWNERSHIPS.len())];
    let scale = pick(19) as i8;
    let named = |codes: &[String]| -> Vec<(String, String)> {
        let named = codes
            .iter()
            .map(|code| (format!("{code}{ending}"), format!("name of {code}")));
        named.collect()
    };
    let producers = table.producers();
    let blocks = producers.blocks().iter().map(|block| {
        let country = producers.countries().code(block.country());
        let group = match block.group().is_whole() {
            true => Group::whole(),
            false => Group::named(
                &format!("{}{ending}", block.group()),
                ownership,
                Some(Regime::Normal),
            )
            .unwrap(),
        };
        let sectors = Axis::with_names(named(block.sectors().codes())).unwrap();
        (format!("{country}{ending}"), group, sectors)
    });
    let markets = table.countries().codes()[producers.countries().len()..].to_vec();
    let unit = Unit::new(
        "CNY",
        Scale::power_of_ten(scale - 3),
        -1995,
        PriceBasis::Cif,
    );
    let categories = Axis::with_names(named(table.final_uses().codes())).unwrap();
    let mut draft = WorldDraft::new(Producers::new(blocks).unwrap(), categories, unit)
        .with_markets(markets)
        .unwrap()
        .flows(column_by_column(table.flows().to_owned()))
        .final_use(column_by_column(table.final_use().to_owned()))
        .output(table.output().to_owned())
        .concept(table.concept())
        .tolerance(table.checked().tolerance())
        .provenance(provenance(ending));
    let (n, columns) = table.final_use().dim();
    // in another order than that of kinds, in which they are kept: sums differ in their last bits
    for row in table.primary().rows().iter().rev() {
        draft = draft.primary_row(PrimaryRow {
            by_final_use: numbers.vector(columns, -1.0, 1.0),
            on_exports: numbers.between(-1.0, 1.0),
            ..row.clone()
        });
    }
    let has_tax = table.primary().row(PrimaryKind::NetProductionTax).is_some();
    if !has_tax {
        draft = draft.primary(PrimaryKind::NetProductionTax, Array1::from_elem(n, -0.0));
    }
    draft
        .extension_row(ExtensionRow {
            code: format!("CO2{ending}"),
            unit: "kt, \"of CO2\"".to_owned(),
            by_producer: numbers.vector(n, -1e-9, 1e-9),
            by_final_use: numbers.vector(columns, -1e20, 1e20),
        })
        .extension("jobs", "", Array1::from_elem(n, -0.0))
        .check()
        .unwrap()
}

fn provenance(ending: &str) -> Provenance {
    let file = |name: &str, byte: u8| SourceFile::new(name, Fingerprint::from_bytes([byte; 32]));
    let provenance = Provenance::from_source(format!("a source{ending}"))
        .with_file(file("one.csv", 7))
        .with_file(file("two.zip", 255))
        .then("a step")
        .then(format!("another{ending}"));
    match ending {
        "" => provenance,
        _ => provenance.of_edition("2023 edition"),
    }
}

fn column_by_column(values: Array2<f64>) -> Array2<f64> {
    let mut other = Array2::zeros(values.raw_dim().f());
    other.assign(&values);
    other
}

/// One table that does not change between runs.
pub fn small(seed: u64) -> WorldTable {
    dressed(&Shape {
        countries: vec![vec![(0, 2)], vec![(0, 1), (1, 2)], vec![(3, 2)]],
        markets: 1,
        categories: 2,
        features: Default::default(),
        primary: crate::tables::Primary::Residual,
        seed,
    })
}
