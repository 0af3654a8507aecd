//! The program `leontief`: commands, exit codes, and the figures of the worked case T3x2. Built with the feature `cli` only.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn data(folder: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder);
    path.display().to_string()
}

fn leontief(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leontief"))
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The long table of a decomposition of T3x2.
fn rows(arguments: &[&str]) -> Vec<(String, f64)> {
    let table = data("t3x2");
    let output = leontief(&[&["decompose", "--table", &table], arguments].concat());
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        stderr(&output)
    );
    let text = stdout(&output);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("exporter,sector,importer,term,value"));
    let split = |line: &str| {
        let (labels, value) = line.rsplit_once(',').unwrap();
        (labels.to_owned(), value.parse().unwrap())
    };
    lines.map(split).collect()
}

fn value(rows: &[(String, f64)], labels: &str) -> f64 {
    let row = rows.iter().find(|(known, _)| known == labels);
    row.unwrap_or_else(|| panic!("no row {labels}")).1
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
}

#[test]
fn every_method_gives_the_figures_of_the_worked_case() {
    assert_near(
        value(
            &rows(&["--method", "wwz", "--level", "bilateral"]),
            "A,,B,DVA_FIN",
        ),
        19.273660,
    );
    assert_near(value(&rows(&["--method", "kww"]), "A,,,KWW2"), 19.316862);
    let bm = |more: &[&str]| rows(&[&["--method", "bm", "--terms", "standard"], more].concat());
    assert_near(value(&bm(&["--level", "bilateral"]), "A,,B,DVA"), 38.878788);
    assert_near(
        value(
            &bm(&["--level", "bilateral", "--approach", "sink"]),
            "A,,B,DVA",
        ),
        38.836349,
    );
    assert_near(
        value(&bm(&["--perspective", "bilateral"]), "A,,B,DVA"),
        39.065632,
    );
    assert_near(
        value(&bm(&["--perspective", "sectexp"]), "A,1,,DVA"),
        27.743058,
    );
    assert_near(
        value(&bm(&["--perspective", "sectbil"]), "C,2,B,DVA"),
        11.397648,
    );
    // the four main terms add up to exports
    let main = rows(&[
        "--method",
        "bm",
        "--level",
        "bilateral",
        "--exporter",
        "A",
        "--importer",
        "B",
    ]);
    assert_eq!(main.len(), 4);
    assert_near(main.iter().map(|(_, value)| value).sum(), 45.0);
    let detail = rows(&["--method", "bm", "--terms", "detail", "--level", "country"]);
    assert_eq!(detail.len(), 3 * 12);
    let world = rows(&["--method", "bm", "--perspective", "world"]);
    assert_eq!(world.len(), 3 * 4);
    assert_near(value(&world, "B,,,FVA"), 12.486589);
    assert_near(
        value(&rows(&["--method", "my", "--level", "country"]), "A,,,DVA"),
        62.222222,
    );
    assert_near(value(&rows(&["--method", "vax"]), "A,,B,VAX"), 35.042782);
    assert_near(
        value(&rows(&["--method", "vax-d"]), "B,,C,VAX_D"),
        41.970182,
    );
    assert_near(value(&rows(&["--method", "vax-p"]), "A,,C,VAX_P"), 7.606004);
    assert_near(
        value(
            &rows(&["--method", "vaxim", "--level", "bilateral"]),
            "A,,B,VAXIM",
        ),
        32.458855,
    );
    let tripartite = rows(&["--method", "tripartite", "--level", "bilateral"]);
    assert_near(value(&tripartite, "A,,B,PF"), 7.327274);
    let cut = rows(&["--method", "extraction", "--exporter", "A"]);
    assert_near(value(&cut, ",,,LOSS_A"), 62.222222);
    let tiva = rows(&[
        "--method",
        "tiva",
        "--level",
        "country",
        "--indicator",
        "EXGR_IDC",
    ]);
    assert_near(value(&tiva, "A,,,EXGR_IDC"), 5.656566);
}

#[test]
fn importers_are_seen_by_origin() {
    let imports = rows(&["--method", "bm", "--perspective", "importer"]);
    let from_b: f64 = ["B,1,A,VA", "B,2,A,VA"]
        .iter()
        .map(|labels| value(&imports, labels))
        .sum();
    assert_near(from_b, 38.330937);
}

#[test]
fn exporters_and_importers_can_be_chosen_and_merged() {
    let some = rows(&["--method", "wwz", "--exporter", "A,C", "--importer", "B"]);
    assert_eq!(some.len(), 2 * 2 * 16);
    let merged = rows(&["--method", "kww", "--merge", "AB=A,B"]);
    let exports: f64 = merged
        .iter()
        .filter(|(labels, _)| labels.starts_with("AB,"))
        .map(|(_, v)| v)
        .sum();
    assert_near(exports, 27.0 + 50.0); // what A and B sell to C
}

#[test]
fn results_go_to_a_file() {
    let file: PathBuf =
        std::env::temp_dir().join(format!("leontief-cli-{}.csv", std::process::id()));
    let (table, path) = (data("t3x2"), file.display().to_string());
    let output = leontief(&[
        "decompose",
        "--table",
        &table,
        "--method",
        "kww",
        "--out",
        &path,
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).ok();
    assert_eq!(written.lines().count(), 1 + 3 * 9);
    assert!(written.starts_with("exporter,sector,importer,term,value\nA,,,KWW1,34.1779"));
}

#[test]
fn the_ending_of_the_file_chooses_the_format() {
    let file = |ending: &str| {
        let name = format!("leontief-cli-format-{}.{ending}", std::process::id());
        std::env::temp_dir().join(name)
    };
    let decompose = |method: &str, path: &Path| {
        let (table, path) = (data("t3x2"), path.display().to_string());
        leontief(&[
            "decompose",
            "--table",
            &table,
            "--method",
            method,
            "--out",
            &path,
        ])
    };
    for (ending, begin) in [("dta", "<stata_dta>"), ("md", "**Koopman")] {
        let output = decompose("kww", &file(ending));
        assert!(output.status.success(), "{}", stderr(&output));
        let written = std::fs::read(file(ending)).unwrap();
        std::fs::remove_file(file(ending)).ok();
        assert!(written.starts_with(begin.as_bytes()), "{ending}");
    }
    let output = decompose("tiva", &file("dta"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("several results go into one file, which only CSV holds"),
        "{}",
        stderr(&output)
    );
    assert!(!file("dta").exists());
}

#[test]
fn check_says_what_is_in_a_table_and_balance_and_position_answer() {
    let output = leontief(&["check", "--table", &data("wiod13-6region/2011")]);
    assert!(output.status.success());
    assert!(
        stdout(&output).contains("worst row: EUR c23"),
        "{}",
        stdout(&output)
    );
    let output = leontief(&["balance", "--table", &data("t3x2"), "--between", "A,B"]);
    assert!(stdout(&output).contains("GROSS_BALANCE: gross exports less gross imports"));
    let output = leontief(&["position", "--table", &data("t3x2")]);
    assert!(
        stdout(&output).contains("A,1,,U,1.69686"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn bad_input_ends_with_one_and_names_what_is_wrong() {
    let table = data("t3x2");
    let output = leontief(&[
        "decompose",
        "--table",
        &table,
        "--method",
        "wwz",
        "--exporter",
        "X",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        "error: no country `X`; expected one of `A`, `B`, `C`\n"
    );
    assert!(stdout(&output).is_empty());
    let output = leontief(&["check", "--table", "/nowhere/at/all"]);
    assert_eq!(output.status.code(), Some(1));
    let exact = [
        "check",
        "--table",
        &data("wiod13-6region/2011"),
        "--tolerance",
        "10",
    ];
    let output = leontief(&exact);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("the uses of CHN c"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn bad_usage_ends_with_two() {
    let table = data("t3x2");
    let bad: [&[&str]; 8] = [
        &[],
        &["decompose", "--table", &table],
        &["decompose", "--table", &table, "--method", "nonsense"],
        &[
            "decompose",
            "--table",
            &table,
            "--method",
            "wwz",
            "--approach",
            "sink",
        ],
        &[
            "decompose",
            "--table",
            &table,
            "--method",
            "wwz",
            "--perspective",
            "world",
        ],
        &[
            "decompose",
            "--table",
            &table,
            "--method",
            "bm",
            "--perspective",
            "bilateral",
            "--approach",
            "sink",
        ],
        &[
            "decompose",
            "--table",
            &table,
            "--method",
            "bm",
            "--perspective",
            "world",
            "--level",
            "sector",
        ],
        &["balance", "--table", &table, "--between", "A"],
    ];
    for arguments in bad {
        let output = leontief(arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(!stderr(&output).is_empty());
    }
}

#[test]
fn a_table_is_converted_and_read_back_by_its_own_signs() {
    let folder = std::env::temp_dir().join(format!("leontief-convert-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let table = data("t3x2");
    let before = leontief(&["balance", "--table", &table, "--between", "A,B"]);
    for (name, recognised) in [
        ("again.cache", "cached world table"),
        ("again.npz", "numpy arrays"),
        ("again", "plain CSV folder"),
    ] {
        let to = folder.join(name).display().to_string();
        let converted = leontief(&["convert", "--table", &table, "--to", &to]);
        assert!(converted.status.success(), "{}", stderr(&converted));
        let check = stdout(&leontief(&["check", "--table", &to]));
        assert!(
            check.starts_with(&format!("recognised: {recognised}\n")),
            "{check}"
        );
        let after = leontief(&["balance", "--table", &to, "--between", "A,B"]);
        assert_eq!(stdout(&after), stdout(&before), "{name}");
    }
    let to = folder.join("again.xyz").display().to_string();
    let refused = leontief(&["convert", "--table", &table, "--to", &to]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains(".npz"), "{}", stderr(&refused));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_is_not_recognised_is_said_with_what_was_looked_for() {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let refused = leontief(&["check", "--table", table]);
    assert_eq!(refused.status.code(), Some(1));
    let message = stderr(&refused);
    for word in ["no known layout", "a folder with Z.csv", "row_isic3"] {
        assert!(message.contains(word), "{message}");
    }
}
