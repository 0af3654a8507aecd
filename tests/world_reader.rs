//! World tables from folders of plain CSV files.

#[path = "errors/world_folder.rs"]
mod world_folder;

use std::path::PathBuf;

use leontief::Error;
use leontief::label::{Group, Ownership, Regime};
use leontief::read::world_csv;
use leontief::table::{PrimaryKind, Tolerance, ValueAddedConcept, WorldTable};
use leontief::unit::Unit;
use ndarray::{Array1, Array2, array};
use world_folder::Folder;

fn data(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder)
}

fn regions(year: i32) -> PathBuf {
    data("wiod13-6region").join(year.to_string())
}

#[test]
fn the_worked_case_is_read() {
    let table = world_csv(data("t3x2")).unwrap().check().unwrap();
    assert_eq!(table.countries().codes(), ["A", "B", "C"]);
    assert_eq!(table.sectors().codes(), ["1", "2"]);
    assert_eq!(table.final_uses().codes(), ["final"]);
    let flows = array![
        [20.0, 8.0, 6.0, 3.0, 2.0, 1.0],
        [10.0, 30.0, 5.0, 9.0, 3.0, 4.0],
        [4.0, 3.0, 40.0, 12.0, 5.0, 2.0],
        [3.0, 6.0, 15.0, 60.0, 4.0, 8.0],
        [2.0, 1.0, 7.0, 3.0, 10.0, 4.0],
        [1.0, 2.0, 4.0, 6.0, 5.0, 15.0],
    ];
    let finals = array![
        [40.0, 12.0, 8.0],
        [50.0, 10.0, 9.0],
        [15.0, 70.0, 14.0],
        [12.0, 90.0, 17.0],
        [3.0, 9.0, 21.0],
        [4.0, 6.0, 27.0],
    ];
    assert_eq!(table.flows(), flows);
    assert_eq!(table.final_use(), finals);
    assert_eq!(
        table.output(),
        array![100.0, 130.0, 165.0, 215.0, 60.0, 70.0]
    );
    assert_eq!(
        table.value_added(),
        array![60.0, 80.0, 88.0, 122.0, 31.0, 36.0]
    );
    assert_eq!(
        table.exports().sum_axis(ndarray::Axis(0)),
        array![56.0, 80.0, 77.0]
    );
    assert_eq!(table.unit(), &Unit::unstated());
    assert_eq!(table.checked().tolerance(), Tolerance::EXACT);
    assert_eq!(table.checked().worst_row().unwrap().amount, 0.0);
    assert_eq!(table.checked().worst_column().unwrap().amount, 0.0);
    let provenance = table.provenance();
    assert!(provenance.source().starts_with("worked case T3x2"));
    assert_eq!(provenance.steps().len(), 2);
    assert!(provenance.steps()[0].ends_with("t3x2: Z.csv, Y.csv, va_x.csv, table.toml"));
    assert!(provenance.steps()[1].starts_with("remark: no unit is stated"));
}

/// The row that misses output by the most, by year, million USD.
const WORST: [(i32, &str, f64); 17] = [
    (1995, "EUR c30", 1431.0),
    (1996, "EUR c30", 1467.0),
    (1997, "EUR c9", 1473.0),
    (1998, "EUR c9", 1510.0),
    (1999, "EUR c10", 1453.0),
    (2000, "EUR c10", 1498.0),
    (2001, "EUR c10", 1547.0),
    (2002, "EUR c10", 1639.0),
    (2003, "EUR c10", 1608.0),
    (2004, "EUR c20", 1572.0),
    (2005, "EUR c10", 1602.0),
    (2006, "EUR c10", 1642.0),
    (2007, "EUR c23", 1615.0),
    (2008, "EUR c16", 1587.0),
    (2009, "EUR c10", 1624.0),
    (2010, "EUR c30", 1610.0),
    (2011, "EUR c23", 1574.0),
];

#[test]
fn six_regions_are_read_in_all_years_and_miss_output_within_the_stated_tolerance() {
    for (year, label, gap) in WORST {
        let table = world_csv(regions(year)).unwrap().check().unwrap();
        let expected = format!("mn USD, {year}, basic prices");
        assert_eq!(table.unit().to_string(), expected);
        let countries = ["CHN", "USA", "EUR", "JPN", "KTW", "ROW"];
        assert_eq!(table.countries().codes(), countries);
        let categories = ["HH", "NPISH", "GOV", "GFCF", "INV"];
        assert_eq!(table.final_uses().codes(), categories);
        assert_eq!(table.producers().len(), 210);
        let checked = table.checked();
        assert_eq!(checked.tolerance(), Tolerance::absolute(1650.0));
        let worst = checked.worst_row().unwrap();
        assert_eq!((worst.label.as_str(), worst.amount), (label, gap), "{year}");
        let lowest = checked.row_residuals().iter().map(|row| row.amount);
        assert!(lowest.fold(0.0, f64::min) >= -7.0, "{year}");
        assert_eq!(checked.worst_column().unwrap().amount, 0.0);
        assert_eq!(checked.zero_output(), ["CHN c19", "CHN c35", "JPN c35"]);
        assert_eq!(table.concept(), ValueAddedConcept::AllPrimaryInputs);
        let provenance = table.provenance().to_string();
        for part in [
            "Timmer",
            "CC BY 4.0",
            "remark: cells were cut",
            "value added is output less",
        ] {
            assert!(provenance.contains(part), "{provenance}");
        }
    }
}

#[test]
fn six_regions_are_refused_by_label_when_sums_are_to_be_exact() {
    for (year, label, gap) in WORST {
        let draft = world_csv(regions(year)).unwrap();
        let error = draft.tolerance(Tolerance::EXACT).check().unwrap_err();
        assert!(error.is_table(), "{error:?}");
        let message = error.to_string();
        let named = format!("the uses of {label} sum to ");
        let missed = format!("(difference {gap:.6}, tolerance 1e-9 of output)");
        let found = message.split("; ").find(|part| part.contains(&named));
        assert!(found.is_some_and(|part| part.ends_with(&missed)), "{year}");
    }
    let draft = world_csv(regions(2006)).unwrap();
    let error = draft
        .tolerance(Tolerance::absolute(1640.0))
        .check()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the table of the world (mn USD, 2006, basic prices) has 1 problem: the uses of EUR c10 sum to 312136.000000, \
         its output is 313778.000000 (difference 1642.000000, tolerance 1640 plus 1e-9 of output)"
    );
}

/// A CSV text with its rows (but the header) and columns in the order of a function of their positions.
fn shuffled(text: &str, rows: impl Fn(usize) -> usize, columns: impl Fn(usize) -> usize) -> String {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let mut order: Vec<usize> = (1..lines.len()).collect();
    order.sort_by_key(|row| rows(*row));
    let mut across: Vec<usize> = (0..lines[0].len()).collect();
    across.sort_by_key(|column| columns(*column));
    let line = |row: usize| {
        let cells: Vec<&str> = across.iter().map(|column| lines[row][*column]).collect();
        cells.join(",") + "\n"
    };
    std::iter::once(0).chain(order).map(line).collect()
}

/// A permutation without much order.
fn mixed(position: usize) -> usize {
    position * 7919 % 1009
}

/// Both tables say the same about every producer, country and category, in whatever order.
#[track_caller]
fn assert_same(one: &WorldTable, two: &WorldTable) {
    let producers = |table: &WorldTable| -> Vec<String> {
        let all = table.producers();
        all.positions().map(|at| all.key(at).to_string()).collect()
    };
    let (first, second) = (producers(one), producers(two));
    let at: Vec<usize> = first
        .iter()
        .map(|key| second.iter().position(|other| other == key).unwrap())
        .collect();
    assert_eq!(first.len(), second.len());
    for (i, &k) in at.iter().enumerate() {
        for (j, &l) in at.iter().enumerate() {
            assert_eq!(one.flows()[[i, j]], two.flows()[[k, l]]);
        }
        assert_eq!(one.output()[i], two.output()[k]);
        assert_eq!(one.value_added()[i], two.value_added()[k]);
    }
    for code in one.countries().codes() {
        let (here, there) = (one.countries().at(code), two.countries().at(code));
        let (here, there) = (
            one.final_use_in(here.unwrap()),
            two.final_use_in(there.unwrap()),
        );
        for category in one.final_uses().codes() {
            let column = one.final_uses().at(category).unwrap().get();
            let other = two.final_uses().at(category).unwrap().get();
            for (i, &k) in at.iter().enumerate() {
                assert_eq!(here[[i, column]], there[[k, other]]);
            }
        }
    }
}

#[test]
fn rows_and_columns_in_any_order_give_the_same_table() {
    let kept = |position: usize| position;
    let mut folder = Folder::empty();
    for name in ["Z.csv", "Y.csv", "va_x.csv", "table.toml"] {
        let text = std::fs::read_to_string(regions(2011).join(name)).unwrap();
        folder = folder.with(name, &text);
    }
    let original = folder.table();
    let (flows, finals) = (folder.text("Z.csv"), folder.text("Y.csv"));
    let output = folder.text("va_x.csv");

    // where the rows of Z.csv and the categories keep their order, the table is the same to the last bit
    let folder = folder
        .with("Z.csv", shuffled(&flows, kept, mixed))
        .with("Y.csv", shuffled(&finals, mixed, kept))
        .with("va_x.csv", shuffled(&output, mixed, mixed));
    let table = folder.table();
    assert_eq!(table.producers(), original.producers());
    assert_eq!(table.flows(), original.flows());
    assert_eq!(table.final_use(), original.final_use());
    assert_eq!(table.output(), original.output());
    assert_same(&table, &original);

    let folder = folder
        .with("Z.csv", shuffled(&flows, mixed, mixed))
        .with("Y.csv", shuffled(&finals, |row| mixed(row + 1), mixed));
    let table = folder.table();
    assert_ne!(table.producers(), original.producers());
    assert_same(&table, &original);
    assert_same(&original, &table);
}

#[test]
fn scattered_rows_of_a_country_are_gathered_in_order_of_first_appearance() {
    let folder = Folder::worked_case();
    let flows = folder.text("Z.csv");
    let scattered = [0, 4, 6, 2, 5, 1, 3];
    let folder = folder.with("Z.csv", shuffled(&flows, |row| scattered[row], |c| c));
    let table = folder.table();
    let producers = table.producers();
    let keys = producers
        .positions()
        .map(|at| producers.key(at).to_string());
    let keys: Vec<String> = keys.collect();
    assert_eq!(keys, ["C 1", "C 2", "B 1", "B 2", "A 1", "A 2"]);
    assert_eq!(table.countries().codes(), ["C", "B", "A"]);
    assert_same(&table, &world_csv(data("t3x2")).unwrap().check().unwrap());
}

/// A folder over these (country, group, sector), final users and categories. Flows are all different; output is the sum of uses;
/// value added is left as the residual. Nothing is sold where `sells` forbids it.
fn folder_of(
    producers: &[[&str; 3]],
    users: &[&str],
    categories: &[&str],
    sells: impl Fn(usize, &str) -> bool,
) -> Folder {
    let grouped = producers.iter().any(|keys| !keys[1].is_empty());
    let keys = |keys: &[&str; 3]| match grouped {
        true => keys.join(","),
        false => format!("{},{}", keys[0], keys[2]),
    };
    let label = |keys: &[&str; 3]| {
        let filled = keys.iter().filter(|key| !key.is_empty());
        filled.copied().collect::<Vec<_>>().join("_")
    };
    let header = if grouped {
        "country,group,sector"
    } else {
        "country,sector"
    };
    let [mut flows, mut finals, mut output] = [(); 3].map(|()| header.to_owned());
    producers
        .iter()
        .for_each(|user| flows += &format!(",{}", label(user)));
    let columns: Vec<(&str, String)> = users
        .iter()
        .flat_map(|user| {
            categories
                .iter()
                .map(move |k| (*user, format!("{user}_{k}")))
        })
        .collect();
    columns
        .iter()
        .for_each(|(_, label)| finals += &format!(",{label}"));
    output += ",X";
    for (i, supplier) in producers.iter().enumerate() {
        let row = keys(supplier);
        for text in [&mut flows, &mut finals, &mut output] {
            *text += &format!("\n{row}");
        }
        let mut total = 0;
        for (j, user) in producers.iter().enumerate() {
            let value = if sells(i, user[0]) {
                1 + i * producers.len() + j
            } else {
                0
            };
            flows += &format!(",{value}");
            total += value;
        }
        for (k, (user, _)) in columns.iter().enumerate() {
            let value = if sells(i, user) {
                1000 + i * columns.len() + k
            } else {
                0
            };
            finals += &format!(",{value}");
            total += value;
        }
        output += &format!(",{total}");
    }
    Folder::empty()
        .with("Z.csv", flows)
        .with("Y.csv", finals)
        .with("va_x.csv", output)
}

const SPLIT: [[&str; 3]; 6] = [
    ["CHN", "DN", "C26"],
    ["USA", "", "C26"],
    ["CHN", "CN2", "C26"],
    ["CHN", "DN", "C27"],
    ["USA", "", "C.27"],
    ["CHN", "P", "C26"],
];

/// CN2, number 2 of the rows, sells abroad only.
fn exports_only(producer: usize, user: &str) -> bool {
    producer != 2 || user != "CHN"
}

#[test]
fn groups_bring_ownership_and_regime() {
    let folder = folder_of(&SPLIT, &["USA", "CHN"], &["final"], exports_only).with(
        "table.toml",
        "[groups.CN2]\nownership = \"foreign\"\nregime = \"processing\"\n[groups.P]\nownership = \"domestic\"\n",
    );
    let table = folder.table();
    let producers = table.producers();
    let keys = producers
        .positions()
        .map(|at| producers.key(at).to_string());
    let keys: Vec<String> = keys.collect();
    assert_eq!(
        keys,
        [
            "CHN DN C26",
            "CHN DN C27",
            "CHN CN2 C26",
            "CHN P C26",
            "USA C26",
            "USA C.27"
        ]
    );
    let groups: Vec<&Group> = producers
        .blocks()
        .iter()
        .map(|block| block.group())
        .collect();
    let group = |at: usize| (groups[at].ownership(), groups[at].regime());
    assert_eq!(group(0), (Some(Ownership::Domestic), Some(Regime::Normal)));
    assert_eq!(
        group(1),
        (Some(Ownership::Foreign), Some(Regime::Processing))
    );
    // a section replaces what the code would mean
    assert_eq!(group(2), (Some(Ownership::Domestic), None));
    assert!(groups[3].is_whole());
    let at = |group: &str, sector: &str| producers.at("CHN", group, sector).unwrap().get();
    let flow = table.flows()[[at("DN", "C27"), at("CN2", "C26")]];
    assert_eq!(flow, (1 + 3 * SPLIT.len() + 2) as f64);

    let sold_at_home = folder_of(&SPLIT, &["USA", "CHN"], &["final"], |_, _| true)
        .with("table.toml", folder.text("table.toml"));
    let error = sold_at_home.draft().unwrap().check().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("CHN CN2 C26 is a processing producer")
    );
}

#[test]
fn markets_use_final_goods_without_producing() {
    let producers = [["A", "", "1"], ["B", "", "1"]];
    let folder = folder_of(&producers, &["M", "B", "A"], &["x", "y"], |_, _| true)
        .with("table.toml", "markets = [\"M\"]\n");
    let table = folder.table();
    assert_eq!(table.countries().codes(), ["A", "B", "M"]);
    assert_eq!(table.producers().countries().codes(), ["A", "B"]);
    let market = table.countries().at("M").unwrap();
    assert!(table.range(market).is_empty());
    assert_eq!(
        table.final_use_in(market),
        array![[1000.0, 1001.0], [1006.0, 1007.0]]
    );
    assert_eq!(table.exports()[[0, 2]], 2001.0);
}

#[test]
fn extensions_are_read_with_unit_and_direct_use() {
    let folder = Folder::worked_case()
        .with("F.csv", "B_2,unit,stressor,A_1,A_2,B_1,C_1,C_2\n4,t,CO2,1,2,3,5,6\n0,persons,jobs,7,0,0,0,1e1\n")
        .with("F_Y.csv", "stressor,C_final,A_final,B_final\njobs,0,0,0\nCO2,30,10,-2.5\n");
    let table = folder.table();
    assert_eq!(table.extensions().codes(), ["CO2", "jobs"]);
    let co2 = table.extensions().at("CO2").unwrap();
    assert_eq!(table.extensions().name(co2), "t");
    assert_eq!(
        table.extension_rows(),
        array![
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            [7.0, 0.0, 0.0, 0.0, 0.0, 10.0]
        ]
    );
    assert_eq!(
        table.extension_finals(),
        array![[10.0, -2.5, 30.0], [0.0, 0.0, 0.0]]
    );
    assert!(table.provenance().steps()[0].ends_with("va_x.csv, F.csv, F_Y.csv, table.toml"));

    let folder = folder.without("F_Y.csv").with(
        "F.csv",
        "extension,A_1,A_2,B_1,B_2,C_1,C_2\njobs,1,2,3,4,5,6\n",
    );
    let table = folder.table();
    assert_eq!(
        table.extension_rows().row(0),
        array![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    );
    assert_eq!(table.extension_finals(), Array2::<f64>::zeros((1, 3)));
}

#[test]
fn value_added_that_is_not_given_is_what_output_leaves() {
    let given = world_csv(data("t3x2")).unwrap().check().unwrap();
    let rows = ["100", "130", "165", "215", "60", "70"];
    let keys = ["A,1", "A,2", "B,1", "B,2", "C,1", "C,2"];
    let mut text = "X,country,sector,product_tax,margins\n".to_owned();
    for (x, key) in rows.iter().zip(keys) {
        text += &format!("{x},{key},2,0.5\n");
    }
    let folder = Folder::worked_case().with("va_x.csv", text);
    let table = folder.table();
    assert_eq!(table.value_added(), given.value_added() - 2.5);
    let kinds: Vec<PrimaryKind> = table.primary().rows().iter().map(|row| row.kind).collect();
    let residual = PrimaryKind::UndividedValueAdded;
    assert_eq!(
        kinds,
        [residual, PrimaryKind::ProductTax, PrimaryKind::Margins]
    );
    assert!(
        table
            .provenance()
            .to_string()
            .contains("value added is output less inputs")
    );
}

#[test]
fn value_added_in_components_is_kept_apart() {
    let text = "\
country,sector,operating_surplus,X,compensation,depreciation,net_production_tax,other,product_taxes,transport_margins
A,1,10,100,40,6,1,1,1,1
A,2,20,130,50,6,1,1,1,1
B,1,28,165,50,6,1,1,1,1
B,2,32,215,80,6,1,1,1,1
C,1,1,60,20,6,1,1,1,1
C,2,6,70,20,6,1,1,1,1
";
    let table = Folder::worked_case()
        .with("va_x.csv", text)
        .with("table.toml", "concept = \"with_product_taxes\"")
        .table();
    assert_eq!(table.concept(), ValueAddedConcept::WithProductTaxes);
    let row = |kind| table.primary().row(kind).unwrap().by_producer.clone();
    assert_eq!(
        row(PrimaryKind::Compensation),
        array![40.0, 50.0, 50.0, 80.0, 20.0, 20.0]
    );
    assert_eq!(
        row(PrimaryKind::OperatingSurplus),
        array![10.0, 20.0, 28.0, 32.0, 1.0, 6.0]
    );
    assert_eq!(row(PrimaryKind::Margins), Array1::<f64>::ones(6));
    assert_eq!(
        table.value_added(),
        array![58.0, 78.0, 86.0, 120.0, 29.0, 34.0]
    );
    assert!(
        table
            .primary()
            .row(PrimaryKind::UndividedValueAdded)
            .is_none()
    );
}

/// Every producer is found under its keys, with the flows that its labels stand for.
#[track_caller]
fn assert_found(producers: &[[&str; 3]], categories: &[&str]) {
    let mut countries: Vec<&str> = producers.iter().map(|keys| keys[0]).collect();
    countries.dedup();
    let table = folder_of(producers, &countries, categories, |_, _| true).table();
    assert_eq!(table.countries().codes(), countries);
    assert_eq!(table.final_uses().codes(), categories);
    let at = |keys: &[&str; 3]| {
        let group = Group::from_code(keys[1]);
        table
            .producers()
            .at(keys[0], group.code(), keys[2])
            .unwrap()
            .get()
    };
    for (i, supplier) in producers.iter().enumerate() {
        for (j, user) in producers.iter().enumerate() {
            let expected = (1 + i * producers.len() + j) as f64;
            assert_eq!(table.flows()[[at(supplier), at(user)]], expected);
        }
        for (s, country) in countries.iter().enumerate() {
            let country = table.countries().at(country).unwrap();
            for (k, _) in categories.iter().enumerate() {
                let columns = countries.len() * categories.len();
                let expected = 1000 + i * columns + s * categories.len() + k;
                let found = table.final_use_in(country)[[at(supplier), k]];
                assert_eq!(found, expected as f64);
            }
        }
    }
}

#[test]
fn countries_that_begin_alike_do_not_clash() {
    let codes: Vec<String> = (1..=10).map(|number| format!("C{number}")).collect();
    let producers: Vec<[&str; 3]> = codes
        .iter()
        .flat_map(|code| [[code.as_str(), "", "S0"], [code.as_str(), "", "S1"]])
        .collect();
    assert_found(&producers, &["C1", "0_C1"]);
    let countries = ["C1", "C1_X", "C1_X_Y", "X", "CX"];
    let producers: Vec<[&str; 3]> = countries.map(|code| [code, "", "S"]).to_vec();
    assert_found(&producers, &["Y", "Z_C1"]);
    // `C1_X_X_Y` could be C1_X with `X_Y`, but then C1 would lack that category
    assert_found(&[["C1", "", "S"], ["C1_X", "", "S"]], &["X_X_Y", "Q"]);
}

#[test]
fn sector_codes_may_hold_underscores_dots_and_blanks() {
    let sectors = [
        "K64_K65",
        "1.T2",
        "15t16",
        "Food, drink",
        "J59_J60",
        "S.0*",
        "(a|b)",
    ];
    let quoted: Vec<String> = sectors.iter().map(|code| format!("\"{code}\"")).collect();
    let mut flows = "country,sector".to_owned();
    sectors
        .iter()
        .for_each(|code| flows += &format!(",\"A_{code}\""));
    let (mut finals, mut output) = (
        "country,sector,A_f".to_owned(),
        "country,sector,X".to_owned(),
    );
    for (i, code) in quoted.iter().enumerate() {
        flows += &format!("\nA,{code}");
        (0..sectors.len()).for_each(|j| flows += &format!(",{}", i * 10 + j));
        finals += &format!("\nA,{code},5");
        output += &format!("\nA,{code},{}", 70 * i + 21 + 5);
    }
    let table = Folder::empty()
        .with("Z.csv", flows)
        .with("Y.csv", finals)
        .with("va_x.csv", output)
        .table();
    assert_eq!(table.sectors().codes(), sectors);
    assert_eq!(table.flows()[[3, 4]], 34.0);
    assert_found(
        &[["A", "", "K64_K65"], ["A", "", "K64"], ["B", "", "K65.1"]],
        &["f_1", "f.1"],
    );
}

#[test]
fn sectors_may_be_called_as_countries_are() {
    let producers = [
        ["CHN", "", "USA"],
        ["CHN", "", "CHN"],
        ["USA", "", "USA"],
        ["USA", "", "CHN"],
    ];
    assert_found(&producers, &["CHN", "USA"]);
}

#[test]
fn a_label_is_a_country_of_its_own_even_if_it_is_cn1() {
    assert_found(
        &[
            ["CHN", "", "S"],
            ["CN1", "", "S"],
            ["CN2", "", "S"],
            ["MX1", "", "S"],
        ],
        &["f"],
    );
    assert_found(
        &[["CHN", "CN1", "S"], ["CHN", "CN2", "S"], ["USA", "", "S"]],
        &["f"],
    );
}

#[test]
fn upper_and_lower_case_are_different_labels() {
    assert_found(
        &[["a", "", "x"], ["A", "", "x"], ["A", "", "X"]],
        &["F", "f"],
    );
}

#[test]
fn marks_of_other_programs_are_read_over() {
    let folder = Folder::worked_case();
    for name in ["Z.csv", "Y.csv", "va_x.csv", "table.toml"] {
        let text = folder.text(name);
        let ends = if name.ends_with("toml") {
            ""
        } else {
            "\r\n\r\n , ,\r\n"
        };
        let text = format!("\u{feff}{}{ends}", text.replace('\n', "\r\n"));
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let plain = world_csv(data("t3x2")).unwrap().check().unwrap();
    assert_same(&folder.table(), &plain);
    // numbers as programs write them, blanks around cells, columns without a name or text
    let flows = folder
        .text("Z.csv")
        .replace("A,1,20,8,", "A , 1, 2e1 ,+8.0E+00,");
    let flows: String = flows.lines().map(|line| format!("{line},\n")).collect();
    let folder = folder.with("Z.csv", flows);
    assert_same(&folder.table(), &plain);
}

#[test]
fn a_folder_without_settings_has_no_unit_and_is_its_own_source() {
    let folder = Folder::worked_case().without("table.toml");
    let table = folder.table();
    assert_eq!(table.unit(), &Unit::unstated());
    assert_eq!(table.unit().to_string(), "unit not stated");
    assert_eq!(table.unit().short(), "unit not stated");
    let place = folder.path().file_name().unwrap().to_string_lossy();
    assert_eq!(table.provenance().source(), place);
    let read = format!("read from {place}: Z.csv, Y.csv, va_x.csv");
    assert_eq!(table.provenance().steps(), [read]);
}

#[test]
fn settings_state_unit_source_concept_and_tolerance() {
    for (text, unit) in [
        (
            "currency='USD'\nscale='millions'\nyear=2012\nprices='basic'",
            "mn USD, 2012, basic prices",
        ),
        (
            "unit='CNY'\nscale=10000\nyear=2_012\nprices='producer prices'",
            "10 000 CNY, 2012, producer prices",
        ),
        (
            "unit='EUR'\nscale='ones'\nyear=-5\nprices='FOB'",
            "EUR, -5, FOB",
        ),
        (
            "unit='EUR'\nscale='thousands'\nyear=1\nprices='CIF'",
            "thousand EUR, 1, CIF",
        ),
        (
            "unit='EUR'\nscale='billions'\nyear=1\nprices='purchaser'",
            "bn EUR, 1, purchaser prices",
        ),
        (
            "unit='EUR'\nscale=100000\nyear=1\nprices='basic'",
            "10^5 EUR, 1, basic prices",
        ),
    ] {
        let table = Folder::worked_case().with("table.toml", text).table();
        assert_eq!(table.unit().to_string(), unit);
    }
    let text =
        "source = 'me'\nremark = ['one', 'two']\ntolerance = 0.5\nconcept = 'all_primary_inputs'";
    let table = Folder::worked_case().with("table.toml", text).table();
    assert_eq!(table.provenance().source(), "me");
    assert_eq!(
        table.provenance().steps()[1..],
        ["remark: one", "remark: two"]
    );
    assert_eq!(table.checked().tolerance(), Tolerance::absolute(0.5));
    assert_eq!(table.concept(), ValueAddedConcept::AllPrimaryInputs);
}

#[test]
fn producers_without_output_and_without_exports_are_accepted() {
    let producers = [["A", "", "1"], ["A", "", "2"], ["B", "", "1"]];
    let folder = folder_of(&producers, &["A", "B"], &["f"], |i, user| {
        i != 0 || user == "A"
    })
    .replacing("Z.csv", "A,2,4,5,6", "A,2,0,0,0")
    .replacing("Z.csv", "A,1,1,2,0", "A,1,3,0,0")
    .replacing("Z.csv", "B,1,7,8,9", "B,1,15,0,9")
    .replacing("Y.csv", "A,2,1002,1003", "A,2,0,0")
    .replacing("va_x.csv", "A,2,2020", "A,2,0");
    let table = folder.table();
    assert_eq!(table.checked().zero_output(), ["A 2"]);
    assert_eq!(table.exports().row(0), array![0.0, 0.0]);
    assert!(table.value_added().iter().all(|value| value.is_finite()));
}

#[test]
fn a_draft_from_files_can_be_given_another_concept_and_tolerance() {
    let folder = Folder::worked_case().replacing("va_x.csv", "A,1,60,100", "A,1,59,100");
    let error = folder.draft().unwrap().check().unwrap_err();
    assert!(Error::is_table(&error), "{error:?}");
    let draft = folder.draft().unwrap().tolerance(Tolerance::absolute(1.0));
    let table = draft
        .concept(ValueAddedConcept::WithProductTaxes)
        .check()
        .unwrap();
    assert_eq!(table.concept(), ValueAddedConcept::WithProductTaxes);
    let worst = table.checked().worst_column().unwrap();
    assert_eq!((worst.label.as_str(), worst.amount), ("A 1", 1.0));
}
