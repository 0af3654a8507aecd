//! What stands in `table.toml` and `names.csv`.

use leontief::label::{Axis, Group, Ownership, Producers, Regime, Sector};
use leontief::read::world_csv;
use leontief::table::{Provenance, Tolerance, ValueAddedConcept, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::write;
use ndarray::array;

use crate::common::random::Numbers;
use crate::tables::{Features, Primary, Shape};
use crate::world_folder::Folder;

fn split() -> WorldDraft {
    let sectors = Axis::<Sector>::with_names([("c1", "Textiles, clothing")]).unwrap();
    let second = Group::named("P2", Some(Ownership::Foreign), Some(Regime::Processing)).unwrap();
    let own = Group::named("my group", None, Some(Regime::Normal)).unwrap();
    let producers = Producers::new([
        ("CHN", own, sectors.clone()),
        ("CHN", second, sectors.clone()),
        ("USA", Group::whole(), Axis::new(["c2"]).unwrap()),
    ]);
    let unit = Unit::new("CNY", Scale::TEN_THOUSANDS, 2012, PriceBasis::Producer);
    let categories = Axis::with_names([("H", "Households")]).unwrap();
    WorldDraft::new(producers.unwrap(), categories, unit)
        .with_markets(["ROW"])
        .unwrap()
        .flows(array![[1.0, 0.5, 2.0], [0.0, 0.0, 1.0], [0.0, 0.0, 3.0]])
        .final_use(array![[4.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 2.0, 0.0]])
        .output(array![7.5, 2.0, 5.0])
        .residual_value_added()
        .concept(ValueAddedConcept::WithProductTaxes)
}

fn text_of(table: &WorldTable, name: &str) -> String {
    let folder = Folder::empty();
    write::world_csv(folder.path(), table).unwrap();
    folder.text(name)
}

#[test]
fn everything_that_numbers_mean_is_said() {
    let table = split()
        .tolerance(Tolerance::absolute(0.25))
        .provenance(Provenance::from_source("a survey").then("divided"))
        .check()
        .unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        r#"# A table of the world in plain CSV, written by leontief {version}
source = "a survey"
currency = "CNY"
scale = 10000
year = 2012
prices = "producer"
concept = "with_product_taxes"
tolerance = 0.25
remark = [
    "divided",
    "value added is output less inputs and the primary rows given",
]
markets = [
    "ROW",
]

[groups.P2]
ownership = "foreign"
regime = "processing"

[groups."my group"]
regime = "normal"
"#
    );
    assert_eq!(text_of(&table, "table.toml"), expected);
    let folder = Folder::empty();
    write::world_csv(folder.path(), &table).unwrap();
    let back = folder.table();
    assert_eq!(back.producers(), table.producers());
    assert_eq!(back.countries().codes(), ["CHN", "USA", "ROW"]);
    let steps = [
        "remark: divided",
        "remark: value added is output less inputs and the primary rows given",
    ];
    assert_eq!(back.provenance().steps()[1..], steps);
}

#[test]
fn names_stand_beside_their_codes() {
    let table = split().check().unwrap();
    let expected = "kind,country,group,code,name\n\
                    sector,CHN,my group,c1,\"Textiles, clothing\"\n\
                    sector,CHN,P2,c1,\"Textiles, clothing\"\n\
                    final_use,,,H,Households\n";
    assert_eq!(text_of(&table, "names.csv"), expected);
    let mut folder = Folder::empty();
    write::world_csv(folder.path(), &table).unwrap();
    let back = folder.table();
    let sectors = back
        .producers()
        .block("CHN", "P2")
        .unwrap()
        .sectors()
        .clone();
    assert_eq!(
        sectors.name(sectors.at("c1").unwrap()),
        "Textiles, clothing"
    );
    let finals = back.final_uses();
    assert_eq!(finals.name(finals.at("H").unwrap()), "Households");
    assert!(back.provenance().steps()[0].contains("names.csv"));
    for (row, said) in [
        (
            "sector,CHN,P2,c9,Ships\n",
            "names of codes that the table does not have: `c9`",
        ),
        ("sector,CHN,P2,c1,Cloth\n", "the code `c1` has two names"),
        ("region,,,CHN,China\n", "an unknown kind of code"),
    ] {
        folder = folder.with("names.csv", format!("{expected}{row}"));
        let error = folder.draft().unwrap_err();
        assert_eq!(error.line(), Some(5), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    let folder = folder.with("names.csv", format!("{expected}country,,,CHN,China\n"));
    assert!(folder.draft().is_ok());
    let plain = world_csv(concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2"));
    let folder = Folder::empty();
    write::world_csv(folder.path(), &plain.unwrap().check().unwrap()).unwrap();
    assert!(!folder.path().join("names.csv").exists());
}

#[test]
fn a_usual_code_without_its_usual_meaning_keeps_its_own() {
    for (ownership, regime) in [(None, None), (Some(Ownership::Foreign), None)] {
        let group = Group::named("DN", ownership, regime).unwrap();
        let sectors = Axis::new(["1"]).unwrap();
        let whole = Group::named("whole", Some(Ownership::Foreign), None).unwrap();
        let blocks = [
            ("A", group, sectors.clone()),
            ("A", Group::whole(), sectors.clone()),
            ("B", whole, sectors),
        ];
        let table = WorldDraft::new(
            Producers::new(blocks).unwrap(),
            Axis::new(["f"]).unwrap(),
            Unit::unstated(),
        )
        .final_use(array![[1.0, 1.0], [2.0, 0.0], [0.0, 3.0]])
        .output(array![2.0, 2.0, 3.0])
        .residual_value_added()
        .check()
        .unwrap();
        let folder = Folder::empty();
        write::world_csv(folder.path(), &table).unwrap();
        assert_eq!(folder.table().producers(), table.producers());
        assert!(
            folder
                .text("Z.csv")
                .starts_with("country,group,sector,A_DN_1,A_1,B_whole_1\nA,DN,1,")
        );
    }
}

#[test]
fn a_tolerance_that_is_a_share_is_read_back_to_the_same_bits() {
    let shape = Shape {
        countries: vec![vec![(0, 3)], vec![(0, 2), (1, 2)]],
        markets: 0,
        categories: 2,
        features: Features {
            rounded: true,
            ..Features::default()
        },
        primary: Primary::Residual,
        seed: 7,
    };
    let table = shape.raw().table();
    assert!(table.checked().tolerance().relative > 1e-4);
    let folder = Folder::empty();
    write::world_csv(folder.path(), &table).unwrap();
    assert_eq!(
        folder.table().checked().tolerance(),
        table.checked().tolerance()
    );
    let both = Tolerance {
        absolute: 0.5,
        relative: 1e-7,
    };
    let table = split().tolerance(both).check().unwrap();
    let text = text_of(&table, "table.toml");
    assert!(
        text.contains("tolerance = 0.5\ntolerance_share = 1e-7\n"),
        "{text}"
    );
    // without the share the rounding of the first table is refused
    let text = folder.text("table.toml");
    let exact: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("tolerance"))
        .collect();
    let refused = folder
        .with("table.toml", exact.join("\n"))
        .draft()
        .unwrap()
        .check();
    assert!(refused.unwrap_err().is_table());
}

#[test]
fn every_scale_and_basis_of_prices_is_kept() {
    let mut numbers = Numbers::new(1);
    for power in 0..=18 {
        let prices = PriceBasis::ALL[power as usize % 5];
        let year = numbers.between(-50.0, 2050.0) as i32;
        let unit = Unit::new("EUR", Scale::power_of_ten(power), year, prices);
        let producers = Producers::whole("A", &Axis::new(["1"]).unwrap()).unwrap();
        let table = WorldDraft::new(producers, Axis::new(["f"]).unwrap(), unit.clone())
            .final_use(array![[1.0]])
            .output(array![1.0])
            .residual_value_added()
            .check()
            .unwrap();
        let folder = Folder::empty();
        write::world_csv(folder.path(), &table).unwrap();
        assert_eq!(*folder.table().unit(), unit);
    }
}
