//! What several tests need: the worked case SEED8 and small helpers.
#![allow(dead_code)] // every test file uses its own part

pub mod dense;
pub mod random;
pub mod remade;
pub mod worlds;

use std::path::{Path, PathBuf};

use leontief::label::{Axis, Group, Ownership, Producers, Product, Regime, Sector, TradeKind};
use leontief::model::Model;
use leontief::study::china_us::Sources;
use leontief::table::{
    DepreciationIncome, Exports, ForeignShares, IncomeShares, NationalDraft, NationalTable,
    Origins, PrimaryKind,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, array};
use serde_json::Value;

pub const COMPONENTS: [PrimaryKind; 4] = [
    PrimaryKind::Compensation,
    PrimaryKind::NetProductionTax,
    PrimaryKind::Depreciation,
    PrimaryKind::OperatingSurplus,
];

/// The worked case with its expected figures.
pub fn seed8() -> Value {
    serde_json::from_str(include_str!("../../data/golden/seed8.json")).unwrap()
}

pub fn vector(value: &Value) -> Array1<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

pub fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Array1<f64>> = value.as_array().unwrap().iter().map(vector).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

pub fn million_dollars() -> Unit {
    Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic)
}

fn draft(case: &Value, country: &str, groups: Vec<Group>) -> NationalDraft {
    let sectors: Axis<Sector> = Axis::new(["1", "2"]).unwrap();
    let products: Axis<Product> = Axis::new(["1", "2"]).unwrap();
    let producers = Producers::national(country, groups, &sectors).unwrap();
    let mut draft = NationalDraft::new(producers, products, million_dollars())
        .domestic(matrix(&case["Z_domestic"]))
        .imported(matrix(&case["Z_imported"]))
        .output(vector(&case["output"]));
    for kind in COMPONENTS {
        draft = draft.primary(kind, vector(&case["value_added"][kind.code()]));
    }
    draft
}

pub fn china_table() -> NationalTable {
    use Ownership::{Domestic, Foreign};
    use Regime::{Normal, Processing};
    let groups = [
        (Domestic, Normal),
        (Foreign, Normal),
        (Domestic, Processing),
        (Foreign, Processing),
    ]
    .map(|(ownership, regime)| Group::of(Some(ownership), Some(regime)));
    let case = &seed8()["china"];
    draft(case, "CHN", groups.to_vec())
        .export("USA", TradeKind::Goods, vector(&case["exports_to_us"]))
        .export("ROW", TradeKind::Goods, vector(&case["exports_to_rest"]))
        .final_use(
            "home",
            vector(&case["domestic_final_use"]),
            Array1::zeros(2),
        )
        .check()
        .unwrap()
}

pub fn usa_table() -> NationalTable {
    let groups = [Ownership::Domestic, Ownership::Foreign].map(|o| Group::of(Some(o), None));
    let case = &seed8()["usa"];
    draft(case, "USA", groups.to_vec())
        .export("CHN", TradeKind::Goods, vector(&case["exports_to_china"]))
        .remaining_output_to("home and other exports")
        .check()
        .unwrap()
}

/// Foreign shares and owners of a country of the worked case.
pub fn shares(table: &NationalTable, case: &Value, partner: &str) -> IncomeShares {
    let foreign = ForeignShares {
        compensation: vector(&case["foreign_share_of_compensation"]),
        capital: vector(&case["foreign_share_of_capital"]),
        depreciation: DepreciationIncome::WithCapital,
    };
    let theta = case["partner_share_of_foreign_income"].as_f64().unwrap();
    let origins = Origins::new(table.country(), [(partner, theta)], "ROW").unwrap();
    IncomeShares::from_foreign_shares(table, &foreign, &origins).unwrap()
}

pub fn china() -> Model {
    let table = china_table();
    let shares = shares(&table, &seed8()["china"], "USA");
    table.model_with(shares).unwrap()
}

pub fn usa() -> Model {
    let table = usa_table();
    let shares = shares(&table, &seed8()["usa"], "CHN");
    table.model_with(shares).unwrap()
}

pub fn exports(model: &Model, partner: &str) -> Exports {
    model.table().exports().to(partner).unwrap()
}

/// Asserts that two vectors agree to `tolerance` in every entry, and says which one does not.
#[track_caller]
pub fn assert_close(
    what: &str,
    found: impl IntoIterator<Item = f64>,
    expected: impl IntoIterator<Item = f64>,
    tolerance: f64,
) {
    let found: Vec<f64> = found.into_iter().collect();
    let expected: Vec<f64> = expected.into_iter().collect();
    assert_eq!(found.len(), expected.len(), "{what}: lengths");
    for (at, (f, e)) in found.iter().zip(&expected).enumerate() {
        assert!(
            (f - e).abs() <= tolerance,
            "{what}[{at}]: found {f}, expected {e}, difference {:e}",
            f - e
        );
    }
}

/// A file of the China-US study.
pub fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data/china-us-2012")
        .join(file)
}

/// Tables, exports and parameters of the China-US study.
pub fn sources() -> Sources {
    Sources::read(data("")).unwrap()
}

/// Two sectors of goods that export 50 of 100 each, A with these imports and pay, and services that export 10.
pub fn two_goods_and_services(imports_of_a: f64, pay_in_a: f64) -> NationalTable {
    let sectors = Axis::new(["A", "B", "services"]).unwrap();
    let producers = Producers::whole("CHN", &sectors).unwrap();
    NationalDraft::new(producers, Axis::new(["M"]).unwrap(), million_dollars())
        .domestic(array![
            [20.0, 10.0, 5.0],
            [10.0, 20.0, 5.0],
            [10.0, 10.0, 10.0]
        ])
        .imported(array![[imports_of_a, 30.0, 5.0]])
        .primary(PrimaryKind::Compensation, array![pay_in_a, 30.0, 75.0])
        .export("USA", TradeKind::Goods, array![50.0, 50.0, 0.0])
        .export("USA", TradeKind::Services, array![0.0, 0.0, 10.0])
        .remaining_output_to("households")
        .output(array![100.0, 100.0, 100.0])
        .check()
        .unwrap()
}
