//! Tables as Markdown.

use leontief::account::decompose::WangWeiZhu;
use leontief::show::Grid;
use proptest::prelude::*;

use crate::tables::cases;
use crate::world_folder::Folder;

/// The cells of a line, as a reader of pipe tables finds them: divided at bars without a backslash, backslashes taken away.
fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap().strip_suffix('|').unwrap();
    let (mut cells, mut behind_backslash) = (vec![String::new()], false);
    for c in inner.chars() {
        match c {
            '\\' if !behind_backslash => behind_backslash = true,
            '|' if !behind_backslash => cells.push(String::new()),
            c => {
                cells.last_mut().unwrap().push(c);
                behind_backslash = false;
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_ledger_becomes_a_table_with_title_and_notes() {
    let model = Folder::worked_case().table().model().unwrap();
    let ledger = model.decompose(&WangWeiZhu::default()).unwrap();
    let grid = ledger.exporter("A").unwrap().importer("B").unwrap().grid();
    let markdown = grid.to_markdown();
    let lines: Vec<&str> = markdown.lines().collect();
    assert!(lines[0].starts_with("**") && lines[0].ends_with("**") && lines[1].is_empty());
    let header = cells(lines[2]);
    assert_eq!(header[0], "exporter");
    let bars = lines[2..].iter().take_while(|line| line.starts_with('|'));
    assert!(bars.clone().count() > 10);
    for line in bars {
        assert_eq!(cells(line).len(), header.len());
        assert_eq!(line.chars().count(), lines[2].chars().count()); // legible as text, too
    }
    assert!(markdown.contains("Measured: "));
}

#[test]
fn what_markdown_takes_for_markup_is_escaped() {
    let grid = Grid::new("a_b_c *d*", ["`x`", "<b>"])
        .row([r"C:\|", "[1](u) #2 ~3~ $4$ &amp; x^2^"])
        .note("- one")
        .note("12. two")
        .note("3) three")
        .note("+1")
        .note("=")
        .note("\n # four\n\nfive ")
        .note("2012 is a year");
    let expected = r"**a\_b\_c \*d\***

| \`x\`   |                                          \<b\> |
|:--------|-----------------------------------------------:|
| C:\\\|  | \[1\](u) \#2 \~3\~ \$4\$ \&amp; x\^2\^ |
";
    let markdown = grid.to_markdown();
    let squeezed = |text: &str| text.replace([' ', '-'], "");
    assert_eq!(
        squeezed(markdown.split("\n\\-").next().unwrap().trim_end()),
        squeezed(expected.trim_end())
    );
    let notes: Vec<&str> = markdown.split("\n\n").skip(2).map(str::trim_end).collect();
    assert_eq!(
        notes,
        [
            r"\- one",
            r"12\. two",
            r"3\) three",
            r"\+1",
            r"\=",
            r"\# four five",
            "2012 is a year"
        ]
    );
}

#[test]
fn a_grid_without_title_columns_or_notes_is_still_markdown() {
    assert_eq!(Grid::new("", [""; 0]).to_markdown(), "");
    assert_eq!(
        Grid::new(" ", ["a", ""]).row(["b"]).to_markdown(),
        "| a |   |\n|:--|--:|\n| b |   |\n"
    );
    assert_eq!(
        Grid::new("t", [""; 0]).note("").note("n").to_markdown(),
        "**t**\n\nn\n"
    );
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_text_stays_in_its_cell(rows in proptest::collection::vec(proptest::collection::vec(any::<String>(), 3), 1..4)) {
        let mut grid = Grid::new("", rows[0].clone());
        for row in &rows[1..] {
            grid = grid.row(row.clone());
        }
        let markdown = grid.to_markdown();
        let mut lines: Vec<&str> = markdown.split('\n').collect();
        prop_assert_eq!(lines.pop(), Some(""));
        lines.remove(1);
        prop_assert_eq!(lines.len(), rows.len());
        for (line, row) in lines.into_iter().zip(&rows) {
            let expected: Vec<String> = row.iter().map(|text| on_one_line(text)).collect();
            prop_assert_eq!(cells(line), expected);
        }
    }
}
