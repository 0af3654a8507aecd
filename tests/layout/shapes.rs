//! The same table in every shape and form.

use leontief::read::{self, Layout, OutputFrom, TextForm, ValueAddedFrom};
use leontief::table::{PrimaryKind, WorldTable};
use leontief::unit::{PriceBasis, Scale};

use crate::icio_mini::{Edition, Mini as Icio, read as read_icio};
use crate::mini::{Mini, layout, layout_text, read};
use crate::published::{Folder, assert_sources};

#[test]
fn a_wide_file_is_read_cell_by_cell() {
    let mini = Mini::new(1);
    mini.assert_read(read(mini.text(), &layout("")).unwrap());
}

#[test]
fn every_form_of_numbers_gives_the_same_cells() {
    let mini = Mini::new(2);
    let comma = |value: f64| value.to_string().replace('.', ",");
    let thousands = |mark: &'static str, decimal: &'static str| {
        move |value: f64| {
            let text = format!("{value:.3}");
            let (whole, rest) = text.split_once('.').unwrap();
            let (sign, digits) = whole
                .strip_prefix('-')
                .map_or(("", whole), |digits| ("-", digits));
            let mut grouped = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    grouped.push_str(mark);
                }
                grouped.push(digit);
            }
            format!("\"{sign}{grouped}{decimal}{rest}\"")
        }
    };
    let cases = [
        (mini.wide(";", comma), "delimiter = \";\"\ndecimal = \",\""),
        (
            mini.wide("\t", comma),
            "delimiter = \"\\t\"\ndecimal = \",\"",
        ),
        (mini.wide(",", thousands(",", ".")), "thousands = \",\""),
        (
            mini.wide(";", thousands(".", ",")),
            "delimiter = \";\"\ndecimal = \",\"\nthousands = \".\"",
        ),
        (
            mini.wide(",", thousands("\u{a0}", ".")),
            "thousands = \" \"",
        ),
        (mini.text().replace('\n', "\r\n"), ""),
        (format!("\u{feff}{}", mini.text()), ""),
        (mini.text().replace('\n', "\n\n"), ""),
        (mini.text().trim_end().to_owned(), ""),
    ];
    for (text, file) in cases {
        mini.assert_read(read(text, &layout(file)).unwrap());
    }
}

#[cfg(feature = "archives")]
#[test]
fn packed_files_are_read_and_their_sources_kept() {
    let mini = Mini::new(3);
    let folder = Folder::new();
    let gz = folder.gz("table.csv.gz", mini.text());
    let described = read::described(&gz, &layout("")).unwrap();
    let table = described.clone().national().unwrap().check().unwrap();
    assert_sources(table.provenance(), &[&gz]);
    assert_eq!(table.provenance().source(), "made up");
    mini.assert_read(described);
    let zip = folder.zip(
        "tables.zip",
        &[
            ("2009/table.csv", "other".to_owned()),
            ("2010/table.csv", mini.text()),
        ],
    );
    mini.assert_read(read::described(&zip, &layout("file = \"2010/table.csv\"")).unwrap());
    let error = read::described(&zip, &layout("file = \"2011/table.csv\"")).unwrap_err();
    assert!(
        error.to_string().contains("no file `2011/table.csv`"),
        "{error}"
    );
}

#[test]
fn a_long_file_is_read_cell_by_cell() {
    let mini = Mini::new(4);
    let file = "shape = \"long\"\nvalue = \"value\"\nwhere = { year = \"2010\" }";
    let text = layout_text(file, "label = \"row\"", "label = \"column\"");
    let layout = Layout::from_toml(&text).unwrap();
    mini.assert_read(read(mini.long(), &layout).unwrap());
}

#[test]
fn labels_stand_where_the_layout_says() {
    let mini = Mini::new(5);
    let mut text =
        "a title\n,,,products,,,uses,,,total\nno,name,code,A01,C10_12,S,,,,\n".to_owned();
    text.push_str(",,,,,,FU1,FU2,EX,TU\n(1),(2),(3),(4),(5),(6),(7),(8),(9),(10)\n");
    for (at, (label, cells)) in mini.rows.iter().zip(&mini.cells).enumerate() {
        let cells: Vec<String> = cells.iter().map(f64::to_string).collect();
        // a name with a comma in it, codes in front of which rows have a prefix
        text.push_str(&format!(
            "{at},\"Products, {at}\",P_{label},{}\n",
            cells.join(",")
        ));
    }
    let rows = "label = 3\nprefix = \"P_\"\nfirst = 6";
    let layout = Layout::from_toml(&layout_text("", rows, "label = [3, 4]")).unwrap();
    mini.assert_read(read(text, &layout).unwrap());
}

#[test]
fn an_empty_row_or_column_is_none_and_a_filled_one_without_a_label_has_a_number() {
    let mini = Mini::new(6);
    let mut lines: Vec<String> = mini.text().lines().map(|line| format!("{line},")).collect();
    lines.insert(4, ",".repeat(8));
    mini.assert_read(read(lines.join("\n"), &layout("")).unwrap());
    lines[4] = format!("{}7", ",".repeat(8));
    let error = read(lines.join("\n"), &layout("")).unwrap_err().to_string();
    assert!(error.contains("[rows] skip = [\"#5\"]"), "{error}");
    assert!(error.contains("[columns] skip = [\"#9\"]"), "{error}");
    let mut layout = layout("blanks = \"zero\"");
    layout.rows.skip.push("#5".to_owned());
    layout.columns.skip.push("#9".to_owned());
    let described = read(lines.join("\n"), &layout).unwrap();
    let table = described.clone().national().unwrap().check().unwrap();
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains("rows passed over: `#5`"), "{steps}");
    assert!(steps.contains("columns passed over: `#9`"), "{steps}");
    mini.assert_read(described);
}

#[test]
fn empty_cells_are_zero_only_where_the_layout_says_so() {
    let mini = Mini::new(7);
    let text = mini.text();
    let with = |cell: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let last = lines.len() - 2; // B2 of the first category of final use, a zero
        let mut cells: Vec<&str> = lines[last].split(',').collect();
        cells[4] = cell;
        lines[last] = cells.join(",");
        lines.join("\n")
    };
    let error = read(with(""), &layout("")).unwrap_err().to_string();
    assert!(
        error.contains("`B2` → `FU1`") && error.contains("blanks = \"zero\""),
        "{error}"
    );
    let error = read(with("NA"), &layout("blanks = \"zero\""))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("`NA`") && error.contains("missing"),
        "{error}"
    );
    for (cell, file) in [
        ("", "blanks = \"zero\""),
        ("NA", "blanks = \"zero\"\nmissing = [\"-\", \"NA\"]"),
    ] {
        let described = read(with(cell), &layout(file)).unwrap();
        let table = described.clone().national().unwrap().check().unwrap();
        let steps = table.provenance().steps();
        assert!(
            steps
                .iter()
                .any(|step| step == "1 empty cells of other rows count as zero"),
            "{steps:?}"
        );
        mini.assert_read(described);
    }
}

#[test]
fn a_layout_built_in_code_is_the_one_in_toml() {
    let mut built = layout("delimiter = \";\"\ndecimal = \",\"");
    assert_eq!(built.unit.scale(), Scale::MILLIONS);
    assert_eq!(built.unit.prices(), PriceBasis::Basic);
    built.text = TextForm::default();
    assert_eq!(built, layout(""));
}

/// Everything but the provenance is the same.
#[track_caller]
fn assert_same(one: &WorldTable, two: &WorldTable) {
    assert_eq!(one.producers(), two.producers());
    assert_eq!(one.countries(), two.countries());
    assert_eq!(one.final_uses(), two.final_uses());
    assert_eq!(one.unit(), two.unit());
    assert_eq!(one.flows(), two.flows());
    assert_eq!(one.final_use(), two.final_use());
    assert_eq!(one.primary(), two.primary());
    assert_eq!(one.output(), two.output());
    assert_eq!(one.checked(), two.checked());
}

#[test]
fn a_layout_of_an_inter_country_table_gives_what_its_own_reader_gives() {
    let mini = Icio::new(Edition::Small2023, 3);
    let known = read_icio(mini.text()).unwrap();
    let tolerance = leontief::table::Tolerance::absolute(1e-6);
    let known = known.tolerance(tolerance).check().unwrap();
    let mut layout = Layout::open(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/layouts/world_wide.toml"
    ))
    .unwrap();
    layout.unit = known.unit().clone();
    layout.tolerance = tolerance;
    let table = read(mini.text(), &layout)
        .unwrap()
        .world()
        .unwrap()
        .check()
        .unwrap();
    assert_same(&table, &known);
    // keys of rows in two columns, labels of columns in two lines
    let split = |label: &str, with: &str| label.replacen('_', with, 1);
    let columns: Vec<(String, String)> = mini
        .rows
        .iter()
        .chain(&mini.finals)
        .map(|label| {
            label
                .split_once('_')
                .map(|(s, k)| (s.to_owned(), k.to_owned()))
                .unwrap()
        })
        .collect();
    let line = |parts: Vec<&str>, last: &str| format!(",,{},{last}\n", parts.join(","));
    let mut text = line(columns.iter().map(|(s, _)| s.as_str()).collect(), "");
    text.push_str(&line(
        columns.iter().map(|(_, k)| k.as_str()).collect(),
        "OUT",
    ));
    for old in mini.text().lines().skip(1) {
        let (label, cells) = old.split_once(',').unwrap();
        let label = if label.contains('_') {
            split(label, ",")
        } else {
            format!(",{label}")
        };
        text.push_str(&format!("{label},{cells}\n"));
    }
    let heads = |heads: &mut leontief::read::Heads| {
        heads.separator = None;
        heads.country = Some(leontief::read::Place::Number(1));
        heads.label = vec![leontief::read::Place::Number(2)];
    };
    heads(&mut layout.rows.heads);
    heads(&mut layout.columns.heads);
    let table = read(text, &layout)
        .unwrap()
        .world()
        .unwrap()
        .check()
        .unwrap();
    assert_same(&table, &known);
}

#[test]
fn numbers_without_labels_are_read_with_lists_beside_them() {
    let mini = Icio::new(Edition::Small2023, 4);
    let known = read_icio(mini.text()).unwrap();
    let known = known
        .tolerance(leontief::table::Tolerance::absolute(1e-6))
        .check()
        .unwrap();
    let rows = mini.flows.iter().zip(&mini.uses);
    let rows: Vec<String> = rows
        .map(|(flows, uses)| {
            let cells: Vec<String> = flows.iter().chain(uses).map(f64::to_string).collect();
            cells.join(",")
        })
        .collect();
    let sectors = known.producers().sectors();
    let text = format!(
        r#"
kind = "world"
rest_of_world = "Rest"
output = "uses"
value_added = "residual"
[file]
shape = "numbers"
countries = "countries.csv"
sectors = [{}]
final_use = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"]
"#,
        sectors
            .codes()
            .iter()
            .map(|code| format!("\"{code}\""))
            .collect::<Vec<_>>()
            .join(",")
    );
    let layout = Layout::from_toml(&text).unwrap();
    assert_eq!(layout.output, OutputFrom::Uses);
    assert_eq!(layout.value_added, ValueAddedFrom::Residual);
    let folder = Folder::new();
    let lists = folder.put("countries.csv", "AUS\nCHN\nRest\n");
    let path = folder.put("icio_user.csv", rows.join("\n"));
    let table = read::described(&path, &layout)
        .unwrap()
        .world()
        .unwrap()
        .check()
        .unwrap();
    assert_sources(table.provenance(), &[&path, &lists]);
    assert_eq!(table.producers(), known.producers());
    assert_eq!(table.final_uses(), known.final_uses());
    assert_eq!(table.flows(), known.flows());
    assert_eq!(table.final_use(), known.final_use());
    let gaps = &table.output() - &known.output();
    assert!(gaps.iter().all(|gap| gap.abs() < 1e-9));
    // all that is paid beside inputs: taxes on products cannot be told from value added
    let taxes = &known
        .primary()
        .row(PrimaryKind::ProductTax)
        .unwrap()
        .by_producer;
    let gaps = &table.value_added() - &known.value_added() - taxes;
    assert!(gaps.iter().all(|gap| gap.abs() < 1e-9));
    #[cfg(feature = "archives")]
    {
        // in one archive
        let zip = folder.zip(
            "user.zip",
            &[
                ("countries.csv", "AUS\nCHN\nRest\n".to_owned()),
                ("icio.csv", rows.join("\n")),
            ],
        );
        let zipped = Layout {
            file: Some("icio.csv".to_owned()),
            ..layout.clone()
        };
        let again = read::described(&zip, &zipped)
            .unwrap()
            .world()
            .unwrap()
            .check()
            .unwrap();
        assert_eq!(again.flows(), table.flows());
    }
    for (list, part) in [
        ("AUS\nCHN\n", "expected 90; found 135"),
        ("AUS,1\nCHN,2\nRest,3\n", "one label"),
        ("AUS\nAUS\nRest\n", "`AUS` stands twice"),
        ("AUS\nCHN\nRoW\n", "no country `Rest`"),
    ] {
        folder.put("countries.csv", list);
        let error = read::described(&path, &layout).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_world_table_with_exports_out_of_it_gets_a_market() {
    let text = "\
,X,X,Y,Y,X,Y,EX
,a,b,a,b,FU1,FU2,
X a,1,2,0,1,5,1,10
X b,2,1,1,0,3,0,3
Y a,0,0,4,1,0,9,2
Y b,1,0,2,3,1,3,0
VA,15,6,8,4,0,0,0
IM,1,1,1,1,0,0,0
OUT,20,10,16,10,0,0,0
";
    let layout = Layout::from_toml(
        r#"
source = "made up"
[rows]
label = 1
separator = " "
primary = { VA = "value_added", IM = "other" }
output = "OUT"
[columns]
country = 1
label = 2
final_use_prefix = "FU"
exports = { EX = "ROW" }
"#,
    )
    .unwrap();
    let table = read(text, &layout)
        .unwrap()
        .world()
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(table.countries().codes(), ["X", "Y", "ROW"]);
    assert_eq!(table.final_uses().codes(), ["FU1", "FU2", "EX"]);
    assert_eq!(
        table.final_use().row(0).to_vec(),
        [5.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 10.0]
    );
    let steps = table.provenance().steps().join("\n");
    assert!(
        steps.contains("final use without a column is zero: `X FU2`, `X EX`, `Y FU1`"),
        "{steps}"
    );
    assert_eq!(
        table
            .primary()
            .row(PrimaryKind::Other)
            .unwrap()
            .by_producer
            .to_vec(),
        [1.0; 4]
    );
}
