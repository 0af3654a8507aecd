//! Results as Markdown and LaTeX: all rows, and how they came about below.

use leontief::output::Output;

use crate::results::{balance, exports, pivot};
use crate::world_folder::Folder;

fn said(about: &leontief::account::ledger::About) -> Vec<String> {
    vec![
        format!("unit: {}", about.unit),
        format!("measure: {}", about.measure),
        about.tables[0].fingerprint.to_string(),
        format!("program: leontief {}", env!("CARGO_PKG_VERSION")),
    ]
}

#[test]
fn ledgers_have_all_rows_where_the_notebook_shows_the_first() {
    let folder = Folder::empty();
    let ledger = exports();
    ledger
        .write(folder.path().join("r.md"), &Output::new())
        .unwrap();
    let text = folder.text("r.md");
    let rows = text.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, 1 + ledger.rows().count());
    assert!(!text.contains("more rows"));
    for said in said(ledger.about()) {
        assert!(text.contains(&said), "{said}\n{text}");
    }
    let head = text.lines().find(|line| line.starts_with("| ")).unwrap();
    assert_eq!(
        head.split('|').map(str::trim).collect::<Vec<_>>(),
        [
            "", "exporter", "sector", "importer", "term", "value", "unit", ""
        ]
    );
}

#[test]
fn rectangles_and_balances_have_unit_method_and_fingerprint_below() {
    let folder = Folder::empty();
    pivot()
        .write(folder.path().join("p.tex"), &Output::new())
        .unwrap();
    let text = folder.text("p.tex");
    assert!(text.contains("A &  & 45.000 & 27.000 \\\\"), "{text}");
    assert!(text.contains(&pivot().about.tables[0].fingerprint.to_string()));
    assert!(text.contains("unit: unit not stated"), "{text}");
    balance()
        .write(folder.path().join("b.md"), &Output::new())
        .unwrap();
    let text = folder.text("b.md");
    for table in balance().about().tables {
        assert!(text.contains(&table.fingerprint.to_string()), "{text}");
    }
    assert!(text.contains("61.320"), "{text}");
}
