//! Records added up by sector, group and partner.

use leontief::Error;
use leontief::build::{CustomsCodes, CustomsTally, CustomsTrade, Unmapped};
use leontief::label::{Concordance, Ownership, Product, Regime, Sector};
use leontief::read::{CodeMeaning, CustomsCode, CustomsRecord, ExactAmount, RecordFlow, TradeFlow};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::array;
use proptest::prelude::*;

use crate::assert_says;

fn concordance() -> Concordance<Product, Sector> {
    Concordance::from_rows([
        ("0101", "farming", 1.0),
        ("8471", "machinery", 1.0),
        ("9999", "farming", 0.25),
        ("9999", "machinery", 0.75),
    ])
    .unwrap()
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Rows of product, partner, regime, firm, flow, value.
fn tallied(rows: &[Row], choice: Unmapped) -> leontief::Result<CustomsTrade> {
    let (concordance, codes) = (concordance(), CustomsCodes::china());
    let mut tally = CustomsTally::new(&concordance, &codes);
    for (product, partner, regime, firm, flow, value) in rows {
        tally.add(CustomsRecord {
            product,
            partner,
            regime,
            firm,
            flow: RecordFlow::Code(flow),
            value: value.parse()?,
        });
    }
    tally.finish(choice)
}

const ROWS: [Row; 7] = [
    ("0101", "USA", "10", "1", "X", "10"),
    ("0101", "JPN", "10", "6", "X", "20"),
    ("8471", "USA", "14", "5", "X", "30"),
    ("8471", "USA", "15", "4", "X", "50"),
    ("8471", "JPN", "10", "2", "X", "20"),
    ("9999", "USA", "15", "3", "X", "8"),
    ("8471", "JPN", "15", "4", "M", "40"),
];

#[test]
fn records_are_added_up_by_sector_group_and_partner() {
    let trade = tallied(&ROWS, Unmapped::Refuse).unwrap();
    assert_eq!(trade.sectors().codes(), ["farming", "machinery"]);
    assert_eq!(trade.partners().codes(), ["USA", "JPN"]);
    // DN, FN, DP, FP
    assert_eq!(
        trade.by_sector(TradeFlow::Export),
        array![[30.0, 0.0, 0.0, 2.0], [0.0, 20.0, 30.0, 56.0]]
    );
    assert_eq!(
        trade.with_partner(TradeFlow::Export, "JPN").unwrap(),
        array![[20.0, 0.0, 0.0, 0.0], [0.0, 20.0, 0.0, 0.0]]
    );
    assert_eq!(
        trade.by_sector(TradeFlow::Import),
        array![[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 40.0]]
    );
    assert!(
        trade
            .with_partner(TradeFlow::Export, "FRA")
            .unwrap_err()
            .is_label()
    );
    assert_eq!(trade.total().to_string(), "178");
    assert_eq!(trade.placed(TradeFlow::Export).to_string(), "138");
    assert_eq!(trade.apart(), ExactAmount::default());
}

#[test]
fn shares_are_those_of_groups_in_each_sector() {
    let trade = tallied(&ROWS, Unmapped::Refuse).unwrap();
    let shares = trade.shares(TradeFlow::Export);
    assert_eq!(shares[0], Some([30.0 / 32.0, 0.0, 0.0, 2.0 / 32.0]));
    assert_eq!(trade.shares(TradeFlow::Import)[0], None);
    assert_eq!(
        trade.processing_shares(TradeFlow::Export),
        [Some(2.0 / 32.0), Some(86.0 / 106.0)]
    );
    assert_eq!(
        trade.foreign_shares(TradeFlow::Export, Regime::Processing),
        [Some(1.0), Some(56.0 / 86.0)]
    );
    assert_eq!(
        trade.foreign_shares(TradeFlow::Export, Regime::Normal),
        [Some(0.0), Some(1.0)]
    );
}

#[test]
fn exports_become_vectors_over_four_groups() {
    let trade = tallied(&ROWS, Unmapped::Refuse).unwrap();
    let unit = Unit::new("USD", Scale::ONES, 2012, PriceBasis::Fob);
    let exports = trade.exports("CHN", unit).unwrap();
    assert_eq!(exports.total(), 138.0);
    assert_eq!(
        exports.to("USA").unwrap().by_producer(),
        array![10.0, 0.0, 0.0, 0.0, 0.0, 30.0, 2.0, 56.0]
    );
    let at = exports.producers().at("CHN", "FP", "machinery").unwrap();
    assert_eq!(at.get(), 7);
}

const STRAY: [Row; 4] = [
    ("7777", "USA", "10", "1", "X", "3"),
    ("7777", "USA", "99", "1", "X", "1"),
    ("0101", "USA", "10", "0", "X", "4"),
    ("0101", "", "10", "1", "?", "14"),
];

#[test]
fn unmapped_codes_are_refused_with_their_value_and_share() {
    let rows = [&ROWS[..], &STRAY[..]].concat();
    assert_says(
        &tallied(&rows, Unmapped::Refuse).unwrap_err(),
        Error::is_label,
        &[
            "5 unmapped codes, 22 of 200 in value",
            "product `7777`: 4 in 2 records, 2.0000 % of the total",
            "regime `99`: 1 in 1 records, 0.5000 %",
            "firm type `0`: 4 in 1 records",
            "flow `?`: 14 in 1 records, 7.0000 %",
            "partner ``: 14 in 1 records",
        ],
    );
}

#[test]
fn unmapped_codes_are_kept_apart_on_request() {
    let rows = [&ROWS[..], &STRAY[..]].concat();
    let trade = tallied(&rows, Unmapped::KeepApart).unwrap();
    assert_eq!(trade.unmapped().len(), 5);
    assert_eq!(trade.unmapped()[0].value.to_string(), "14");
    // each record counts once, however many of its codes are unknown
    assert_eq!(trade.apart().to_string(), "22");
    let placed = trade.placed(TradeFlow::Export) + trade.placed(TradeFlow::Import);
    assert_eq!(placed + trade.apart(), trade.total());
    assert_eq!(trade.placed(TradeFlow::Export).to_string(), "138");
}

#[test]
fn long_lists_of_unmapped_codes_end_in_their_number() {
    let (concordance, codes) = (concordance(), CustomsCodes::china());
    let mut tally = CustomsTally::new(&concordance, &codes);
    for product in 0..30 {
        tally.add(CustomsRecord {
            product: &product.to_string(),
            partner: "USA",
            regime: "10",
            firm: "1",
            flow: RecordFlow::Known(TradeFlow::Import),
            value: "1".parse().unwrap(),
        });
    }
    assert_eq!(tally.unmapped().len(), 30);
    let error = tally.finish(Unmapped::Refuse).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["30 unmapped codes", "and 10 more"],
    );
}

#[test]
fn the_code_table_is_a_value_to_edit() {
    let normal = CodeMeaning::Regime(Regime::Normal);
    let codes = CustomsCodes::china();
    assert_eq!(codes.regime("33"), None);
    assert_eq!(
        CustomsCodes::china_unconfirmed().regime("33"),
        Some(Regime::Normal)
    );
    let codes = codes
        .set("14", normal, "assembly as normal trade")
        .without("10", normal);
    assert_eq!(
        (codes.regime("14"), codes.regime("10")),
        (Some(Regime::Normal), None)
    );
    let fourteen = codes.codes().iter().filter(|code| code.code == "14");
    assert_eq!(fourteen.count(), 1);
    // 1 is a type of firm and may be a regime as well
    let codes = codes.set("1", normal, "ordinary");
    assert_eq!(codes.ownership("1"), Some(Ownership::Domestic));
    assert_eq!(codes.regime("1"), Some(Regime::Normal));
}

#[test]
fn doubled_and_empty_codes_of_a_table_are_named() {
    let code = |code: &str, meaning| CustomsCode {
        code: code.into(),
        meaning,
        name: "a name".into(),
    };
    let codes = [
        code("10", CodeMeaning::Regime(Regime::Normal)),
        code("10", CodeMeaning::Regime(Regime::Processing)),
        code("10", CodeMeaning::Flow(TradeFlow::Export)),
        code(" ", CodeMeaning::Firm(Ownership::Foreign)),
    ];
    assert_says(
        &CustomsCodes::new(codes).unwrap_err(),
        Error::is_label,
        &[
            "the regime `10` stands twice",
            "the entry `a name` has no code",
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn cells_and_what_is_apart_add_up_to_the_total_exactly(
        weights in prop::collection::vec(0.01..1.0_f64, 12),
        records in prop::collection::vec((0..5_usize, 0..3_usize, 0..4_usize, 0..6_usize, any::<bool>(), -99_999_i64..9_999_999), 1..80),
    ) {
        let rows = (0..12).map(|k| {
            let from = k / 3;
            let sum: f64 = weights[3 * from..3 * from + 3].iter().sum();
            (format!("P{from}"), format!("S{}", k % 3), weights[k] / sum)
        });
        let concordance = Concordance::from_rows(rows).unwrap();
        let codes = CustomsCodes::china();
        let mut tally = CustomsTally::new(&concordance, &codes);
        let mut total = ExactAmount::default();
        for (product, partner, regime, firm, export, cents) in &records {
            let value: ExactAmount = format!("{cents}e-2").parse().unwrap();
            total += value;
            tally.add(CustomsRecord {
                product: &format!("P{product}"), // P4 is not in the concordance
                partner: ["USA", "JPN", "KOR"][*partner],
                regime: ["10", "14", "15", "39"][*regime],
                firm: ["1", "2", "3", "4", "5", "0"][*firm],
                flow: RecordFlow::Known(if *export { TradeFlow::Export } else { TradeFlow::Import }),
                value,
            });
        }
        let trade = tally.finish(Unmapped::KeepApart).unwrap();
        let cells: ExactAmount = trade.cells().map(|cell| cell.amount).sum();
        prop_assert_eq!(cells + trade.apart(), total);
        prop_assert_eq!(trade.total(), total);
        let placed = trade.placed(TradeFlow::Export) + trade.placed(TradeFlow::Import);
        prop_assert_eq!(placed, cells);
    }
}
