//! Records to the shares and totals that a split starts from.

use leontief::Error;
use leontief::build::{
    CustomsCodes, CustomsTally, CustomsTrade, Division, ForeignNormalOutput, Overdraw,
    RegimeOwnershipSplit, StartingShares, Unmapped, WithoutRecords,
};
use leontief::label::{Axis, Concordance, Producers, Product, TradeKind};
use leontief::read::{CustomsRecord, RecordFlow, TradeFlow};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;

use crate::assert_says;

/// A table in which every sector has output 100, sales to all sectors, imports and these exports of goods.
fn table(sectors: &[&str], exports: &[f64]) -> NationalTable {
    scaled_table(sectors, exports, 1.0)
}

/// The same with all amounts in a smaller unit.
fn scaled_table(sectors: &[&str], exports: &[f64], scale: f64) -> NationalTable {
    let n = sectors.len();
    let axis = Axis::new(sectors.to_vec()).unwrap();
    let products = Axis::new(sectors.to_vec()).unwrap();
    let each = |amount: f64| Array1::from_elem(n, scale * amount);
    let inputs = Array2::from_elem((n, n), scale * 30.0 / n as f64);
    let unit = Unit::new("USD", Scale::ONES, 2012, PriceBasis::Basic);
    NationalDraft::new(Producers::whole("CHN", &axis).unwrap(), products, unit)
        .domestic(inputs.clone())
        .imported(inputs)
        .primary(PrimaryKind::Compensation, each(40.0))
        .export(
            "USA",
            TradeKind::Goods,
            Array1::from(exports.to_vec()) * scale,
        )
        .remaining_output_to("households")
        .output(each(100.0))
        .check()
        .unwrap()
}

/// Records of (product, which is the sector; regime; firm; direction; value). Sectors of the records stand in the order given.
fn trade(sectors: &[&str], records: &[(&str, &str, &str, &str, &str)]) -> CustomsTrade {
    let rows = sectors.iter().map(|sector| (*sector, *sector, 1.0));
    let concordance = Concordance::from_rows(rows).unwrap();
    let codes = CustomsCodes::china();
    let mut tally = CustomsTally::new(&concordance, &codes);
    for (product, regime, firm, flow, value) in records {
        tally.add(CustomsRecord {
            product,
            partner: "USA",
            regime,
            firm,
            flow: RecordFlow::Code(flow),
            value: value.parse().unwrap(),
        });
    }
    tally.finish(Unmapped::Refuse).unwrap()
}

const RECORDS: [(&str, &str, &str, &str, &str); 8] = [
    ("machinery", "10", "1", "X", "12"),
    ("machinery", "10", "4", "X", "4"),
    ("machinery", "14", "6", "X", "6"),
    ("machinery", "15", "3", "X", "18"),
    ("farming", "10", "7", "X", "9"),
    ("farming", "10", "2", "X", "1"),
    ("machinery", "15", "4", "M", "8"),
    ("farming", "14", "1", "M", "4"),
];

/// Records have machinery first, the table has farming first, and services without records.
fn made() -> (NationalTable, CustomsTrade) {
    (
        table(&["farming", "machinery", "services"], &[10.0, 40.0, 5.0]),
        trade(&["machinery", "farming"], &RECORDS),
    )
}

const OUTPUT: ForeignNormalOutput<'static> =
    ForeignNormalOutput::Shares(&[Some(0.01), Some(0.2), Some(0.05)]);

#[test]
fn shares_are_those_of_the_records_in_the_order_of_the_table() {
    let (table, trade) = made();
    let services = WithoutRecords::Services(&["services"]);
    let (shares, report) = trade.starting_shares(&table, OUTPUT, services).unwrap();
    assert_eq!(
        shares,
        StartingShares {
            processing: vec![Some(0.0), Some(0.6), None],
            // farming has no processing exports to have a share of
            foreign_processing: vec![None, Some(0.75), None],
            foreign_normal: vec![Some(0.01), Some(0.2), Some(0.05)],
        }
    );
    assert_eq!(report, ["exports of services, not recorded: services"]);
}

#[test]
fn shares_of_exports_stand_in_for_those_of_output_only_by_choice() {
    let (table, trade) = made();
    let fallback = StartingShares {
        processing: vec![Some(0.9); 3],
        foreign_processing: vec![Some(0.8); 3],
        foreign_normal: vec![Some(0.7); 3],
    };
    let choice = (
        ForeignNormalOutput::FromExports,
        WithoutRecords::Fallback(&fallback),
    );
    let (shares, report) = trade.starting_shares(&table, choice.0, choice.1).unwrap();
    // 1 of 10, 4 of 16, and the fallback where nothing is recorded
    assert_eq!(shares.foreign_normal, [Some(0.1), Some(0.25), Some(0.7)]);
    assert_eq!(shares.processing, [Some(0.0), Some(0.6), Some(0.9)]);
    assert_eq!(shares.foreign_processing, [None, Some(0.75), Some(0.8)]);
    assert_eq!(
        report,
        [
            "shares of processing from the fallback, no recorded exports: services",
            "foreign-invested shares of other output are those of other exports",
            "foreign-invested shares of other output from the fallback, no other exports recorded: services",
        ]
    );
    let services = WithoutRecords::Services(&["services"]);
    let error = trade
        .starting_shares(&table, ForeignNormalOutput::FromExports, services)
        .unwrap_err();
    assert_says(
        &error,
        Error::is_control_total,
        &["share of output of services", "ForeignNormalOutput::Shares"],
    );
}

#[test]
fn sectors_without_records_are_refused_by_name() {
    let table = table(
        &["farming", "machinery", "services", "repair"],
        &[10.0, 40.0, 5.0, 0.0],
    );
    let output = ForeignNormalOutput::Shares(&[Some(0.1); 4]);
    let trade = trade(&["machinery"], &RECORDS[..4]);
    let error = trade
        .starting_shares(&table, output, WithoutRecords::Refuse)
        .unwrap_err();
    assert_says(
        &error,
        Error::is_control_total,
        &["no recorded exports: farming, services", "Fallback"],
    );
    // naming some of them as services leaves the others; repair exports nothing and needs nothing
    let error = trade
        .starting_shares(&table, output, WithoutRecords::Services(&["services"]))
        .unwrap_err();
    assert_says(
        &error,
        Error::is_control_total,
        &["no recorded exports: farming; try"],
    );
    let both = WithoutRecords::Services(&["services", "farming"]);
    let (shares, _) = trade.starting_shares(&table, output, both).unwrap();
    assert_eq!(shares.processing, [None, Some(0.6), None, None]);
}

#[test]
fn sectors_and_shares_must_fit_the_table() {
    let (table, trade) = made();
    let refused = |output, choice| trade.starting_shares(&table, output, choice).unwrap_err();
    let error = refused(OUTPUT, WithoutRecords::Services(&["service"]));
    assert_says(&error, Error::is_label, &["no sector `service`"]);
    let error = refused(OUTPUT, WithoutRecords::Services(&["services", "farming"]));
    assert_says(
        &error,
        Error::is_label,
        &["`farming` is said to export services"],
    );
    let error = refused(
        ForeignNormalOutput::Shares(&[Some(0.1); 2]),
        WithoutRecords::Services(&["services"]),
    );
    assert_says(
        &error,
        Error::is_shape,
        &["other output", "3 sectors", "found 2"],
    );
    let short = StartingShares {
        processing: vec![Some(0.1); 2],
        foreign_processing: vec![Some(0.1); 3],
        foreign_normal: vec![Some(0.1); 3],
    };
    let error = refused(OUTPUT, WithoutRecords::Fallback(&short));
    assert_says(&error, Error::is_shape, &["`processing`", "found 2"]);

    // the same codes, but one that the table does not have
    let other = crate::starting::table(&["farming", "services"], &[10.0, 5.0]);
    let error = trade
        .starting_shares(&other, OUTPUT, WithoutRecords::Refuse)
        .unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["table does not have: `machinery`", "`farming`, `services`"],
    );
    // a table that is divided already
    let services = WithoutRecords::Services(&["services"]);
    let (shares, _) = trade.starting_shares(&table, OUTPUT, services).unwrap();
    let totals = trade.control_totals(0.8).unwrap();
    let split = RegimeOwnershipSplit::new(&table, shares, totals)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let error = trade
        .starting_shares(split.table(), OUTPUT, services)
        .unwrap_err();
    assert_says(&error, Error::is_label, &["not yet divided"]);
}

#[test]
fn corrections_that_outweigh_trade_are_refused() {
    let table = table(&["machinery"], &[40.0]);
    let records = [
        ("machinery", "10", "1", "X", "20"),
        ("machinery", "15", "4", "X", "-5"),
    ];
    let trade = trade(&["machinery"], &records);
    let output = ForeignNormalOutput::Shares(&[Some(0.1)]);
    let error = trade
        .starting_shares(&table, output, WithoutRecords::Refuse)
        .unwrap_err();
    assert_says(
        &error,
        Error::is_control_total,
        &["`processing` of `machinery`", "corrections"],
    );
    assert!(trade.control_totals(1.0).unwrap_err().is_control_total());
}

#[test]
fn totals_are_those_of_all_records() {
    let (_, trade) = made();
    let totals = trade.control_totals(0.8).unwrap();
    assert_eq!(totals.processing_share_of_exports, 24.0 / 50.0);
    assert_eq!(totals.imports_per_processing_export, 12.0 / 24.0);
    assert_eq!(totals.foreign_share_of_processing_exports, 18.0 / 24.0);
    assert_eq!(totals.foreign_share_of_exports, 23.0 / 50.0);
    assert_eq!(totals.processing_value_added_ratio, 0.8);
    let without = crate::starting::trade(&["farming"], &RECORDS[4..6]);
    assert_says(
        &without.control_totals(0.8).unwrap_err(),
        Error::is_control_total,
        &["`imports_per_processing_export`", "not positive"],
    );
}

#[test]
fn processing_imports_find_the_products_of_a_table() {
    let (table, trade) = made();
    assert_eq!(trade.processing_imports(), array![8.0, 4.0]);
    let by_product = trade.processing_imports_by_product(table.products());
    assert_eq!(by_product.unwrap(), array![4.0, 8.0, 0.0]);
    let others: Axis<Product> = Axis::new(["farming", "machines"]).unwrap();
    let error = trade.processing_imports_by_product(&others).unwrap_err();
    assert_says(&error, Error::is_label, &["`machinery`"]);
}

#[test]
fn exports_that_the_table_does_not_have_are_reported() {
    let (_, trade) = made();
    let table = table(&["farming", "machinery", "services"], &[0.0, 40.0, 5.0]);
    let services = WithoutRecords::Services(&["services"]);
    let (_, report) = trade.starting_shares(&table, OUTPUT, services).unwrap();
    assert_eq!(
        report[1],
        "recorded exports where the table has none: farming"
    );
}

/// Exports of a sector, and its three shares in percent.
type Made = (i64, i64, i64, i64);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn records_made_from_shares_give_them_back(
        // exports in ten thousands, shares in whole percent
        sectors in prop::collection::vec((1..=60_i64, 1..=99_i64, 1..=99_i64, 1..=99_i64), 1..6),
        rotation in 0..6_usize,
    ) {
        let codes: Vec<String> = (0..sectors.len()).map(|j| format!("S{j}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        // whole numbers, so that every share is one division: exports × percent × percent
        let mut amounts = Vec::new();
        for (code, (exports, processing, foreign, foreign_normal)) in codes.iter().zip(&sectors) {
            let normal = 100 - processing;
            for (regime, firm, part) in [
                ("10", "1", normal * (100 - foreign_normal)),
                ("10", "4", normal * foreign_normal),
                ("15", "6", processing * (100 - foreign)),
                ("14", "3", processing * foreign),
            ] {
                amounts.push((*code, regime, firm, (exports * part).to_string()));
            }
        }
        let records: Vec<_> = amounts.iter().map(|(a, b, c, d)| (*a, *b, *c, "X", d.as_str())).collect();
        let mut order = codes.clone();
        order.rotate_left(rotation % codes.len());
        let trade = trade(&order, &records);
        let exports: Vec<f64> = sectors.iter().map(|(exports, ..)| *exports as f64).collect();
        let table = scaled_table(&codes, &exports, 1e4);
        let choice = (ForeignNormalOutput::FromExports, WithoutRecords::Refuse);
        let (shares, _) = trade.starting_shares(&table, choice.0, choice.1).unwrap();
        let percent = |of: &dyn Fn(&Made) -> i64| -> Vec<Option<f64>> {
            sectors.iter().map(|sector| Some(of(sector) as f64 / 100.0)).collect()
        };
        prop_assert_eq!(&shares.processing, &percent(&|sector| sector.1));
        prop_assert_eq!(&shares.foreign_processing, &percent(&|sector| sector.2));
        prop_assert_eq!(&shares.foreign_normal, &percent(&|sector| sector.3));

        // with the records' own totals nothing is to be shifted: the divided exports are the recorded ones
        let totals = trade.control_totals(0.9).unwrap();
        let split = RegimeOwnershipSplit::new(&table, shares, totals)
            .overdraw(Overdraw::Cap)
            .shared_technology(Division::RegimeAndOwnership)
            .unwrap();
        let divided = split.table().exports().by_producer();
        let recorded = trade.by_sector(TradeFlow::Export);
        let producers = split.table().producers();
        for (k, group) in ["DN", "FN", "DP", "FP"].into_iter().enumerate() {
            for code in &codes {
                let found = divided[producers.at("CHN", group, code).unwrap().get()];
                let expected = recorded[[trade.sectors().at(code).unwrap().get(), k]];
                prop_assert!((found - expected).abs() < 1e-12 * 1e6, "{} {}: {} {}", group, code, found, expected);
            }
        }
    }
}
