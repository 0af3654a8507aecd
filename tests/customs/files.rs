//! Files of records, codes and concordances.

use leontief::Error;
use leontief::build::{CustomsCodes, CustomsTally, Unmapped};
use leontief::label::{Concordance, Product, Regime, Sector};
use leontief::read::{
    ConcordanceWeights, CustomsColumns, FlowColumn, TradeFlow, concordance_csv, customs_codes_csv,
    customs_csv,
};
use ndarray::array;

use crate::{Scratch, assert_says};

const CONCORDANCE: &str = "hs,sector,weight,name\n0101,farming,1,horses\n8471,machinery,0.4,computers\n8471,farming,0.6,computers\n";

fn concordance() -> Concordance<Product, Sector> {
    let file = Scratch::new(CONCORDANCE);
    concordance_csv(&file, "hs", "sector", ConcordanceWeights::Column("weight")).unwrap()
}

#[test]
fn concordances_have_weights_or_equal_parts() {
    let weighted = concordance();
    assert_eq!(weighted.divided(), ["8471 = 0.6 farming + 0.4 machinery"]);
    let file = Scratch::new(CONCORDANCE);
    let even: Concordance<Product, Sector> =
        concordance_csv(&file, "hs", "sector", ConcordanceWeights::Even).unwrap();
    assert_eq!(even.divided(), ["8471 = 0.5 farming + 0.5 machinery"]);
    let by_sector = even.convert(array![1.0, 4.0].view()).unwrap();
    assert_eq!(by_sector, array![3.0, 2.0]);
}

#[test]
fn problems_of_a_concordance_name_the_file() {
    let read = |content: &str| {
        let file = Scratch::new(content);
        let weights = ConcordanceWeights::Column("weight");
        let found = concordance_csv::<Product, Sector>(&file, "hs", "sector", weights);
        let error = found.unwrap_err();
        assert_eq!(error.file(), Some(file.as_ref()));
        error
    };
    let error = read("hs,sector,weight\n0101,farming,0.5\n8471,machinery,0.9\n");
    assert_says(
        &error,
        Error::is_label,
        &["2 problems", "`0101` sum to 0.5", "`8471` sum to 0.9"],
    );
    let error = read("hs,sector,weight\n0101,farming,1\n,machinery,1\n");
    assert_says(
        &error,
        Error::is_parse,
        &["line 3", "column `hs`", "the code is empty"],
    );
    let error = read("hs,sector\n0101,farming\n");
    assert_says(&error, Error::is_label, &["no column `weight`"]);
}

#[test]
fn a_code_table_is_read_from_a_file() {
    let file = Scratch::new(
        "code,meaning,name\n10,normal,ordinary\n15,processing,imported materials\n4,foreign,WFOE\n1,domestic,state\n0,export,out\n1,import,in\n",
    );
    let codes = CustomsCodes::new(customs_codes_csv(&file).unwrap()).unwrap();
    assert_eq!(codes.regime("15"), Some(Regime::Processing));
    assert_eq!(codes.flow("1"), Some(TradeFlow::Import));
    let file = Scratch::new("code,meaning,name\n10,ordinary,x\n");
    let error = customs_codes_csv(&file).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["line 2", "cannot mean `ordinary`", "`processing`"],
    );
}

const RECORDS: &str = "year,product,partner,regime,firm_type,flow,quantity,value\n\
    2012,01012100,USA,10,1,X,3,100.25\n\
    2012,84713000,USA,15,4,X,1,1e+03\n\
    \n\
    2012,84713000,JPN,15,4,M,1,0.1\n";

#[test]
fn records_are_streamed_from_a_file() {
    let (file, concordance, codes) = (Scratch::new(RECORDS), concordance(), CustomsCodes::china());
    let columns = CustomsColumns {
        product_digits: Some(4),
        ..CustomsColumns::default()
    };
    let mut tally = CustomsTally::new(&concordance, &codes);
    assert_eq!(tally.add_csv(&file, &columns).unwrap(), 3);
    let trade = tally.finish(Unmapped::Refuse).unwrap();
    assert_eq!(
        trade.by_sector(TradeFlow::Export),
        array![[100.25, 0.0, 0.0, 600.0], [0.0, 0.0, 0.0, 400.0]]
    );
    assert_eq!(trade.total().to_string(), "1100.35");
}

#[test]
fn a_file_of_one_flow_needs_no_column_for_it() {
    let (file, concordance, codes) = (Scratch::new(RECORDS), concordance(), CustomsCodes::china());
    let columns = CustomsColumns {
        flow: FlowColumn::All(TradeFlow::Import),
        ..CustomsColumns::default()
    };
    let mut tally = CustomsTally::new(&concordance, &codes);
    tally.add_csv(&file, &columns).unwrap();
    // eight digits are not in the concordance
    assert_eq!(tally.unmapped().len(), 2);
    let trade = tally.finish(Unmapped::KeepApart).unwrap();
    assert_eq!(trade.apart(), trade.total());
}

#[test]
fn errors_in_records_name_file_line_and_column() {
    let columns = CustomsColumns::default();
    let read = |content: &[u8]| {
        let file = Scratch::new(content);
        let records = customs_csv(&file, &columns);
        let error = match records {
            Ok(records) => records.each(|_| Ok(())).unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(error.file(), Some(file.as_ref()));
        error
    };
    let wrong = RECORDS.replace("0.1", "n/a");
    let error = read(wrong.as_bytes());
    assert_says(
        &error,
        Error::is_parse,
        &["line 5, column `value`", "not an amount", "`n/a`"],
    );
    let error = read(format!("{RECORDS}2012,1,USA\n").as_bytes());
    assert_says(
        &error,
        Error::is_parse,
        &["line 6", "expected 8", "found 3"],
    );
    let error = read(RECORDS.replace("regime", "trade").as_bytes());
    assert_says(&error, Error::is_label, &["no column `regime`", "`trade`"]);
    let error = read(RECORDS.replace("quantity", "value").as_bytes());
    assert_says(
        &error,
        Error::is_label,
        &["the column `value` occurs twice"],
    );
    let error = read(b"");
    assert_says(&error, Error::is_parse, &["the file is empty"]);
    let error = read(&[RECORDS.as_bytes(), b"2012,\xff,USA,10,1,X,1,1\n"].concat());
    assert_says(&error, Error::is_parse, &["line 6", "not UTF-8"]);
    assert!(
        customs_csv("/nowhere/records.csv", &columns)
            .err()
            .unwrap()
            .is_io()
    );
}

#[test]
fn what_a_taker_refuses_is_placed_in_the_file() {
    let file = Scratch::new(RECORDS);
    let records = customs_csv(&file, &CustomsColumns::default()).unwrap();
    let error = records
        .each(|record| match record.partner {
            "JPN" => "x".parse::<leontief::read::ExactAmount>().map(|_| ()),
            _ => Ok(()),
        })
        .unwrap_err();
    assert_eq!(error.line(), Some(5));
}
