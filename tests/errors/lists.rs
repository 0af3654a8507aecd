//! Lists beside a table that are wrong: exports, parameters, one number by sector.

use leontief::Error;
use leontief::label::{Axis, Producers, Sector, TradeKind};
use leontief::read;
use leontief::table::Exports;
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::array;

use crate::assert_says;
use crate::common::million_dollars;
use crate::scratch::{Scratch, assert_placed};

const EXPORTS: &str = "\
exporter,partner,kind,code,value,unit,price_basis
CHN,USA,goods,A,10,mn USD,basic
CHN,USA,services,B,5,mn USD,basic prices
USA,CHN,goods,C99,7,bn EUR,FOB
CHN,JPN,goods,A,3,mn USD,basic
";

fn producers() -> Producers {
    Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap()
}

fn exports(content: &str) -> (leontief::Result<Exports>, Scratch) {
    let file = Scratch::new(content);
    (
        read::exports_csv(&file, &producers(), "USA", &million_dollars()),
        file,
    )
}

#[test]
fn rows_of_other_exporters_and_partners_are_passed_over() {
    let exports = exports(EXPORTS).0.unwrap();
    assert_eq!(exports.total(), 15.0);
    assert_eq!(
        exports.of(TradeKind::Goods).by_producer(),
        array![10.0, 0.0]
    );
    assert_eq!(
        exports.of(TradeKind::Services).by_producer(),
        array![0.0, 5.0]
    );
}

#[test]
fn a_wrong_flow_is_placed() {
    for (line, is, parts) in [
        (
            "CHN,USA,goods,A,3,mn USD,basic",
            Error::is_parse as fn(&Error) -> bool,
            vec!["column `code`: this flow of the sector stands twice"],
        ),
        (
            "CHN,USA,things,A,3,mn USD,basic",
            Error::is_label,
            vec!["column `kind`: no kind of trade `things`"],
        ),
        (
            "CHN,USA,goods,C,3,mn USD,basic",
            Error::is_label,
            vec!["no sector `C`", "one of `A`, `B`"],
        ),
        (
            "CHN,USA,goods,B,3,bn USD,basic",
            Error::is_parse,
            vec![
                "column `unit`: the flow is in another unit",
                "expected `mn USD`",
                "found `bn USD`",
            ],
        ),
        (
            "CHN,USA,goods,B,3,mn USD,FOB",
            Error::is_parse,
            vec![
                "column `price_basis`: the flow is on another price basis",
                "expected `basic …`",
                "found `FOB`",
            ],
        ),
        (
            "CHN,USA,goods,B,x,mn USD,basic",
            Error::is_parse,
            vec!["column `value`: the cell is not a number"],
        ),
        (
            "CHN,USA,goods,B,,mn USD,basic",
            Error::is_parse,
            vec!["column `value`: the cell is empty"],
        ),
        (
            "CHN,USA,goods",
            Error::is_parse,
            vec!["expected 7", "found 3"],
        ),
    ] {
        let (result, file) = exports(&format!("{EXPORTS}{line}\n"));
        assert_placed(&result.unwrap_err(), is, &file, 6, &parts);
    }
}

#[test]
fn no_flow_for_a_pair_is_not_an_empty_flow() {
    let content = EXPORTS.replace("CHN,USA", "CHN,EU");
    let (result, file) = exports(&content);
    let error = result.unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no exports of `CHN` to `USA`", "try: check the codes"],
    );
    assert_eq!(error.file(), Some(file.as_ref()));
}

#[test]
fn price_bases_are_read_as_they_are_written() {
    for (prices, written) in [
        (PriceBasis::Basic, "basic prices"),
        (PriceBasis::Producer, "producer prices"),
        (PriceBasis::Purchaser, "purchaser prices"),
        (PriceBasis::Fob, "FOB"),
        (PriceBasis::Cif, "CIF"),
    ] {
        let content = EXPORTS
            .replace(",basic prices\n", &format!(",{written}\n"))
            .replace(",basic\n", &format!(",{written}\n"));
        let file = Scratch::new(content);
        let unit = Unit::new("USD", Scale::MILLIONS, 2012, prices);
        let exports = read::exports_csv(&file, &producers(), "USA", &unit).unwrap();
        assert_eq!(exports.unit(), &unit);
    }
}

const PARAMETERS: &str = "\
parameter,central,low,high,unit,definition,grade
price,2,1,3,USD,\"what one costs, in shops\",B
amount,10,,,pieces,how many,A
";

#[test]
fn parameters_keep_unit_definition_and_grade() {
    let file = Scratch::new(PARAMETERS);
    let set = read::parameters_csv(&file).unwrap();
    let price = set.iter().next().unwrap();
    assert_eq!((price.central(), price.range()), (2.0, Some((1.0, 3.0))));
    assert_eq!(
        (price.unit(), price.definition()),
        ("USD", "what one costs, in shops")
    );
    assert_eq!(price.grade().word(), "secondary");
}

#[test]
fn a_wrong_parameter_is_placed() {
    for (line, is, part) in [
        (
            ",1,0,2,x,x,A",
            Error::is_parameter as fn(&Error) -> bool,
            "a parameter has no name; found value 1",
        ),
        (
            "tax,1,0,,x,x,A",
            Error::is_parse,
            "the range has one end only; try: give both",
        ),
        (
            "tax,1,,2,x,x,A",
            Error::is_parse,
            "the range has one end only",
        ),
        (
            "tax,,0,2,x,x,A",
            Error::is_parse,
            "column `central`: the cell is empty",
        ),
        (
            "tax,x,0,2,x,x,A",
            Error::is_parse,
            "column `central`: the cell is not a number",
        ),
        (
            "tax,1,x,2,x,x,A",
            Error::is_parse,
            "column `low`: the cell is not a number",
        ),
        (
            "tax,3,0,2,x,x,A",
            Error::is_parameter,
            "the range of `tax` does not hold its central value",
        ),
        (
            "tax,1,0,2,x,x,E",
            Error::is_parameter,
            "column `grade`: unknown grade",
        ),
    ] {
        let file = Scratch::new(format!("{PARAMETERS}{line}\n"));
        assert_placed(
            &read::parameters_csv(&file).unwrap_err(),
            is,
            &file,
            4,
            &[part],
        );
    }
    let file = Scratch::new(format!("{PARAMETERS}price,1,,,x,x,A\n"));
    let error = read::parameters_csv(&file).unwrap_err();
    assert_says(
        &error,
        Error::is_parameter,
        &["the parameter `price` is given twice"],
    );
    assert_eq!(error.file(), Some(file.as_ref()));
}

fn sectors() -> Axis<Sector> {
    Axis::new(["A", "B", "C"]).unwrap()
}

fn by_sector(content: &str, column: &str) -> (leontief::Result<Vec<Option<f64>>>, Scratch) {
    let file = Scratch::new(content);
    (read::by_sector(&file, "code", column, &sectors()), file)
}

#[test]
fn a_column_by_sector_is_aligned_and_may_have_empty_cells() {
    let values = by_sector("code,share\nC,0.3\nA,0.1\nB,\n", "share")
        .0
        .unwrap();
    assert_eq!(values, [Some(0.1), None, Some(0.3)]);
}

#[test]
fn a_column_by_sector_has_every_sector_once_and_no_other() {
    for (content, column, is, line, part) in [
        (
            "code,share\nA,1\nB,1\nD,1\n",
            "share",
            Error::is_label as fn(&Error) -> bool,
            4,
            "no sector `D`",
        ),
        (
            "code,share\nA,1\na,1\nB,1\n",
            "share",
            Error::is_label,
            3,
            "no sector `a`; expected one of `A`, `B`, `C`; try: `A`",
        ),
        (
            "code,share\nA,1\nB,1\nA,2\n",
            "share",
            Error::is_parse,
            4,
            "column `code`: this sector stands twice",
        ),
        (
            "code,share\nA,1\nB,y\nC,2\n",
            "share",
            Error::is_parse,
            3,
            "column `share`: the cell is not a number",
        ),
        (
            "code,share\nA,1\n",
            "part",
            Error::is_label,
            1,
            "no column `part`; found `code`, `share`",
        ),
        (
            "sector,share\nA,1\n",
            "share",
            Error::is_label,
            1,
            "no column `code`",
        ),
    ] {
        let (result, file) = by_sector(content, column);
        assert_placed(&result.unwrap_err(), is, &file, line, &[part]);
    }
    let (result, file) = by_sector("code,share\nB,1\n", "share");
    let error = result.unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no row for the sectors `A`, `C`"],
    );
    assert_eq!(error.file(), Some(file.as_ref()));
}
