//! Every layout, cell by cell.

use leontief::label::Ownership;
use leontief::read::{Options, icio, icio_with};
use leontief::table::{PrimaryKind, Tolerance, WorldTable};

use crate::common::assert_close;
use crate::mini::{EDITIONS, Edition, Mini, Scratch, read};

fn table(mini: &Mini) -> WorldTable {
    read(mini.text())
        .unwrap()
        .tolerance(Tolerance::absolute(1e-6))
        .check()
        .unwrap()
}

/// Every label of final use with its column in the table.
fn column(table: &WorldTable, country: &str, category: &str) -> usize {
    let c = table.countries().at(country).unwrap().get();
    c * table.final_uses().len() + table.final_uses().at(category).unwrap().get()
}

#[test]
fn every_edition_is_read_cell_by_cell() {
    for edition in EDITIONS {
        let mini = Mini::new(edition, 7);
        let table = table(&mini);
        let order = mini.order();
        assert_eq!(table.producers().len(), order.len(), "{edition:?}");
        for (i, &from) in order.iter().enumerate() {
            for (j, &to) in order.iter().enumerate() {
                assert_eq!(table.flows()[[i, j]], mini.flows[from][to], "{edition:?}");
            }
            for (k, label) in mini.finals.iter().enumerate() {
                let (first, second) = label.split_once('_').unwrap();
                let (country, category) = match edition {
                    Edition::Y2016 => (second, first),
                    _ => (first, second),
                };
                let at = column(&table, country, category);
                assert_eq!(
                    table.final_use()[[i, at]],
                    mini.uses[from][k],
                    "{edition:?} {label}"
                );
            }
            assert_eq!(table.output()[i], mini.output[from]);
        }
        let value_added = table
            .primary()
            .row(PrimaryKind::UndividedValueAdded)
            .unwrap();
        assert_close(
            "value added",
            value_added.by_producer.to_vec(),
            order.iter().map(|&i| mini.value_added[i]),
            0.0,
        );
        match table.primary().row(PrimaryKind::ProductTax) {
            None => assert_eq!(edition, Edition::Y2016),
            Some(row) => {
                let sum =
                    |at: usize| -> f64 { mini.taxes.iter().map(|(_, cells)| cells[at]).sum() };
                assert_close(
                    "taxes",
                    row.by_producer.to_vec(),
                    order.iter().map(|&i| sum(i)),
                    1e-12,
                );
                let all: f64 = (0..mini.finals.len())
                    .map(|k| sum(mini.rows.len() + k))
                    .sum();
                assert_close("taxes on final use", [row.by_final_use.sum()], [all], 1e-9);
            }
        }
        assert_eq!(table.unit().to_string(), "mn USD, 2014, basic prices");
    }
}

#[test]
fn editions_are_told_from_their_labels() {
    let names = EDITIONS.map(|edition| {
        let table = table(&Mini::new(edition, 3));
        table.provenance().edition().unwrap().to_owned()
    });
    let expected = [
        "ICIO, layout of the 2016 edition",
        "ICIO, layout of the 2018 edition",
        "ICIO, layout of the 2021 edition",
        "ICIO, layout of the 2023 edition",
        "ICIO, layout of the 2023 edition",
        "ICIO, layout of the 2025 edition",
        "analytical AMNE",
        "analytical AMNE",
    ];
    for (name, expected) in names.iter().zip(expected) {
        assert!(name.contains(expected), "{name}");
    }
}

#[test]
fn parts_of_china_are_its_groups_and_owners_are_groups_of_every_country() {
    let divided = table(&Mini::new(Edition::Y2023, 5));
    let groups = |table: &WorldTable, country: &str| -> Vec<String> {
        let at = table.producers().countries().at(country).unwrap();
        let blocks = table.producers().blocks().iter();
        let own = blocks.filter(|block| block.country() == at);
        own.map(|block| block.group().code().to_owned()).collect()
    };
    assert_eq!(
        divided.producers().countries().codes(),
        ["AUS", "CHN", "ROW"]
    );
    assert_eq!(groups(&divided, "CHN"), ["CN1", "CN2"]);
    let steps = divided.provenance().steps().join("\n");
    assert!(steps.contains("left out: `CHN_A01_02`"), "{steps}");
    let owned = table(&Mini::new(Edition::Amne2023, 5));
    assert_eq!(groups(&owned, "AUS"), ["D", "F"]);
    let block = owned.producers().block("ROW", "F").unwrap();
    assert_eq!(block.group().ownership(), Some(Ownership::Foreign));
    assert_eq!(block.sectors().codes()[0], "A01_02");
}

#[test]
fn the_discrepancy_of_2016_is_final_use_at_home() {
    let mini = Mini::new(Edition::Y2016, 11);
    let table = table(&mini);
    for (i, &from) in mini.order().iter().enumerate() {
        let key = mini.rows[from].split_once('_').unwrap().0;
        let country = if key.starts_with("CN") { "CHN" } else { key };
        let at = column(&table, country, "DISC");
        assert_eq!(table.final_use()[[i, at]], mini.discrepancy[from]);
    }
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains("DISC is a category of final use"), "{steps}");
    assert!(steps.contains("value added includes taxes"), "{steps}");
}

#[test]
fn the_year_is_in_the_name_or_given() {
    let mini = Mini::new(Edition::Small2023, 2);
    let year = |name: &str| -> Option<i32> {
        let file = Scratch::named(name, mini.text());
        let draft = icio(file.path()).ok()?;
        Some(
            draft
                .tolerance(Tolerance::absolute(1e-6))
                .check()
                .unwrap()
                .unit()
                .year(),
        )
    };
    assert_eq!(year("ICIO2021_2018.csv"), Some(2018));
    assert_eq!(year("2020_SML.csv"), Some(2020));
    assert_eq!(year("AAMNE_ICIO2016.csv"), Some(2016));
    assert_eq!(year("table.csv"), None);
    let file = Scratch::named("table.csv", mini.text());
    let error = icio(file.path()).unwrap_err().to_string();
    assert!(
        error.contains("does not say the year") && error.contains("icio_with"),
        "{error}"
    );
    let of = |year| Options::new().year(year);
    assert!(icio_with(file.path(), &of(2019)).is_ok());
    // a year that the name denies
    let file = Scratch::named("ICIO2021_2018.csv", mini.text());
    let error = icio_with(file.path(), &of(2019)).unwrap_err();
    assert!(error.to_string().contains("another year"), "{error}");
}

#[test]
fn line_ends_marks_and_the_order_of_rows_do_not_matter() {
    let mini = Mini::new(Edition::Y2018, 9);
    let plain = table(&mini);
    let text = mini.text();
    let windows = text.replace('\n', "\r\n");
    let marked = format!("\u{feff}{text}");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let reversed = lines.join("\n");
    for other in [windows, marked, text.trim_end().to_owned()] {
        let other = read(other)
            .unwrap()
            .tolerance(Tolerance::absolute(1e-6))
            .check()
            .unwrap();
        assert_eq!(other.flows(), plain.flows());
        assert_eq!(other.final_use(), plain.final_use());
    }
    let reversed = read(reversed)
        .unwrap()
        .tolerance(Tolerance::absolute(1e-6))
        .check()
        .unwrap();
    let key = |table: &WorldTable, country: &str, group: &str, sector: &str| {
        table.producers().at(country, group, sector).unwrap().get()
    };
    let cell = |table: &WorldTable| {
        table.flows()[[
            key(table, "CHN", "CN2", "02T04"),
            key(table, "AUS", "whole", "01T03"),
        ]]
    };
    assert_eq!(cell(&reversed), cell(&plain));
}

#[test]
fn empty_cells_are_zero_and_counted() {
    let mini = Mini::new(Edition::Y2018, 9);
    let text = mini.text().replace(",0,", ", ,");
    let table = read(text)
        .unwrap()
        .tolerance(Tolerance::absolute(1e-6))
        .check()
        .unwrap();
    assert_eq!(table.flows(), self::table(&mini).flows());
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains("empty cells count as zero"), "{steps}");
}
