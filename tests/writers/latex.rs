//! Tables as LaTeX.

use leontief::account::decompose::WangWeiZhu;
use leontief::show::Grid;
use proptest::prelude::*;

use crate::tables::cases;
use crate::world_folder::Folder;

/// What each command prints, as TeX's own tables have it.
const PRINTED: [(&str, &str); 9] = [
    ("\\textbackslash{}", "\u{1}"), // in the end a backslash
    ("\\textasciitilde{}", "~"),
    ("\\textasciicircum{}", "^"),
    ("\\textless{}", "<"),
    ("\\textgreater{}", ">"),
    ("\\textbar{}", "|"),
    ("{[}", "["),
    ("{*}", "*"),
    ("$-$", "-"),
];

/// The text that LaTeX prints of a cell.
fn printed(cell: &str) -> String {
    let mut text = cell.to_owned();
    for (command, plain) in PRINTED {
        text = text.replace(command, plain);
    }
    for c in ["&", "%", "$", "#", "_", "{", "}"] {
        text = text.replace(&format!("\\{c}"), c);
    }
    assert!(!text.contains('\\'), "{cell}");
    text.replace('\u{1}', "\\")
}

/// The cells of a row: divided at `&` without a backslash.
fn cells(line: &str) -> Vec<String> {
    let row = line.trim_start().strip_suffix("\\\\").unwrap();
    let (mut cells, mut before) = (vec![String::new()], ' ');
    for c in row.chars() {
        match c {
            '&' if before != '\\' => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
        before = c;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[test]
fn a_ledger_becomes_a_table_for_a_paper() {
    let model = Folder::worked_case().table().model().unwrap();
    let ledger = model.decompose(&WangWeiZhu::default()).unwrap();
    let latex = ledger
        .exporter("A")
        .unwrap()
        .importer("B")
        .unwrap()
        .grid()
        .to_latex();
    let lines: Vec<&str> = latex.lines().map(str::trim).collect();
    assert_eq!(lines[..2], ["\\begin{table}", "\\centering"]);
    assert!(lines[2].starts_with("\\caption{"));
    let width = cells(lines[5]).len();
    assert_eq!(
        lines[3],
        format!("\\begin{{tabular}}{{l{}}}", "r".repeat(width - 1))
    );
    assert_eq!((lines[4], lines[6]), ("\\toprule", "\\midrule"));
    let rows = lines[7..]
        .iter()
        .take_while(|line| **line != "\\bottomrule");
    assert!(rows.clone().count() > 10);
    assert!(rows.clone().all(|line| cells(line).len() == width));
    assert!(rows.clone().any(|line| line.contains("DVA\\_FIN")));
    assert!(latex.contains("\\par\\smallskip{\\footnotesize Measured: "));
    assert!(latex.ends_with("\\end{table}\n"));
}

#[test]
fn what_latex_takes_for_a_command_is_escaped() {
    let grid = Grid::new("50 % of R&D_x", ["#1", "$", "{a}"])
        .row(["\\x", "~", "x^2"])
        .row(["a < b > c | d", "-3.5", "-"])
        .row(["[0.5]", "*", "- 3"])
        .note("Σ V_s → 100 %, 5 × 2 … −1");
    let expected = r"\begin{table}
  \centering
  \caption{50 \% of R\&D\_x}
  \begin{tabular}{lrr}
    \toprule
    \#1 & \$ & \{a\} \\
    \midrule
    \textbackslash{}x & \textasciitilde{} & x\textasciicircum{}2 \\
    a \textless{} b \textgreater{} c \textbar{} d & $-$3.5 & - \\
    {[}0.5] & {*} & - 3 \\
    \bottomrule
  \end{tabular}
  \par\smallskip{\footnotesize $\Sigma$ V\_s $\rightarrow$ 100 \%, 5 $\times$ 2 \ldots{} $-$1\par}
\end{table}
";
    assert_eq!(grid.to_latex(), expected);
}

#[test]
fn a_grid_without_title_columns_or_notes_is_still_latex() {
    let bare = "\\begin{table}\n  \\centering\n\\end{table}\n";
    assert_eq!(Grid::new("", [""; 0]).note(" ").to_latex(), bare);
    let one = Grid::new("", ["a"]).row(["b"]).to_latex();
    assert!(
        one.contains("\\begin{tabular}{l}\n    \\toprule\n    a \\\\\n    \\midrule\n    b \\\\\n"),
        "{one}"
    );
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_text_is_printed_as_it_is(rows in proptest::collection::vec(proptest::collection::vec("[ -~\n]{0,12}", 3), 1..4)) {
        let mut grid = Grid::new("", rows[0].clone());
        for row in &rows[1..] {
            grid = grid.row(row.clone());
        }
        let latex = grid.to_latex();
        let found: Vec<&str> = latex.lines().filter(|line| line.ends_with(" \\\\")).collect();
        prop_assert_eq!(found.len(), rows.len());
        for (line, row) in found.into_iter().zip(&rows) {
            let expected: Vec<String> =
                row.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            let found: Vec<String> = cells(line).iter().map(|cell| printed(cell)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
