//! The bridge between the revisions of ISIC: its own sums, and the table of the United Nations that it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use flate2::read::GzDecoder;

use super::{cells, raw, records};

/// By (cell of Revision 4, division of Revision 3.1): pairs of classes, weight in classes of Revision 4.
type Overlaps = BTreeMap<(String, String), (usize, f64)>;

fn published() -> Overlaps {
    let rows = records("classifications/isic4-isic31.csv").into_iter();
    rows.map(|row| {
        let values = (row[2].parse().unwrap(), row[3].parse().unwrap());
        ((row[0].clone(), row[1].clone()), values)
    })
    .collect()
}

#[test]
fn weights_add_up_to_the_classes_of_revision_4() {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for ((cell, _), (_, weight)) in published() {
        *sums.entry(cell).or_default() += weight;
    }
    assert_eq!(sums.len(), 90); // 88 divisions, two of them in two parts
    for (cell, sum) in &sums {
        assert!(
            (sum - sum.round()).abs() < 1e-5 && *sum > 0.5,
            "{cell} {sum}"
        );
    }
    assert!((sums.values().sum::<f64>() - 419.0).abs() < 1e-4);
    assert_eq!(cells(1).len(), 62);
    assert_eq!(
        published().values().map(|(pairs, _)| pairs).sum::<usize>(),
        737
    );
}

#[test]
fn every_division_of_revision_4_has_one_main_counterpart_and_none_is_left_alone() {
    let mut main: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut reached = BTreeSet::new();
    let mut left_over = Vec::new();
    for row in records("classifications/isic4-isic31.csv") {
        match row[4].as_str() {
            "" => continue,
            "left over" => left_over.push(row[1].clone()),
            "classes" | "judged" => main.entry(row[0].clone()).or_default().push(row[1].clone()),
            other => panic!("{other}"),
        }
        reached.insert(row[1].clone());
    }
    assert_eq!(main.len(), 90);
    assert!(main.values().all(|counterparts| counterparts.len() == 1));
    assert_eq!(reached.into_iter().collect::<Vec<_>>(), cells(1));
    assert_eq!(left_over, ["12", "30", "33", "37", "97"]);
}

#[test]
fn overlaps_are_counted_from_the_table_of_the_united_nations() {
    let Some(folder) = raw::folder("concordances") else {
        return;
    };
    let file = File::open(folder.join("isic4_isic31.csv.gz")).unwrap();
    let mut pairs = BTreeSet::new();
    for record in csv::Reader::from_reader(GzDecoder::new(file)).records() {
        let record = record.unwrap();
        pairs.insert((record[0].to_owned(), record[4].to_owned()));
    }
    let mut counterparts: BTreeMap<&str, f64> = BTreeMap::new();
    for (class, _) in &pairs {
        *counterparts.entry(class).or_default() += 1.0;
    }
    let mut counted = Overlaps::new();
    for (class, other) in &pairs {
        let cell = match class.as_str() {
            "2431" => "24A",
            class if class.starts_with("241") => "24A",
            class if class.starts_with("24") => "24B",
            class if class.starts_with("301") => "30A",
            class if class.starts_with("30") => "30B",
            class => &class[..2],
        };
        let overlap = counted
            .entry((cell.to_owned(), other[..2].to_owned()))
            .or_default();
        overlap.0 += 1;
        overlap.1 += 1.0 / counterparts[class.as_str()];
    }
    let published = published();
    assert_eq!(counted.len(), published.len());
    for (key, (pairs, weight)) in counted {
        let (expected, rounded) = published[&key];
        assert_eq!(pairs, expected, "{key:?}");
        assert!(
            (weight - rounded).abs() < 1e-6,
            "{key:?}: {weight} {rounded}"
        );
    }
}
