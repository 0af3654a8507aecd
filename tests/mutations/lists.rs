//! Lists beside tables: pairs, indicators, concordances. A list may have any number of rows, so that it cannot be seen where one ends
//! behind a whole row, and there are no sums that a shift would miss.

use std::path::PathBuf;

use leontief::Result;
use leontief::label::{Concordance, Product, Sector};
use leontief::read::{ConcordanceWeights, concordance_csv, indicators_csv, pairs_csv};

use crate::published::Folder;
use crate::random::Random;
use crate::suite::{Part, Read, Reader, cells};

const COUNTRIES: [&str; 3] = ["CHN", "USA", "JPN"];

fn of(labels: Vec<String>, numbers: Vec<f64>) -> Read {
    Read {
        labels,
        numbers,
        made: Vec::new(),
        steps: Vec::new(),
    }
}

fn list(name: &'static str, grid: Vec<Vec<String>>, keys: &'static [usize]) -> Part {
    Part {
        name,
        delimiter: ',',
        grid,
        head: 0,
        keys,
        words: &[],
        free: &["note", "unit"],
        blocks: Vec::new(),
    }
}

mod pairs {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let pairs = pairs_csv(&paths[0], ["investor", "host", "stock"])?;
        let labels = pairs.iter().map(|(from, to, _)| format!("{from} {to}"));
        let numbers = pairs.iter().map(|(_, _, figure)| *figure).collect();
        Ok(of(labels.collect(), numbers))
    }

    fn mini() -> Reader {
        let mut random = Random::new(51);
        let mut grid = vec![cells::<i64>(&["investor", "host", "note", "stock"], [])];
        for from in COUNTRIES {
            for to in COUNTRIES {
                grid.push(cells(&[from, to, ""], [random.upto(900)]));
            }
        }
        Reader {
            parts: vec![list("fdi.csv", grid, &[0, 1, 2])],
            read,
            big: false,
            unread: 0,
        }
    }

    #[test]
    fn every_cell_is_read_back() {
        let mini = mini();
        let folder = Folder::new();
        let found = read(&[folder.put("fdi.csv", mini.parts[0].text())]).unwrap();
        let rows = mini.parts[0].grid[1..].iter();
        let expected = rows.clone().map(|row| row[3].parse().unwrap());
        assert_eq!(found.numbers, expected.collect::<Vec<f64>>());
        let expected = rows.map(|row| format!("{} {}", row[0], row[1]));
        assert_eq!(found.labels, expected.collect::<Vec<String>>());
    }

    #[test]
    fn codes_that_are_empty_and_pairs_that_stand_twice_are_named() {
        for (column, other) in [(0, ""), (1, ""), (0, "CHN")] {
            let mut mini = mini();
            mini.parts[0].grid[4][column] = other.to_owned();
            let folder = Folder::new();
            let path = folder.put("fdi.csv", mini.parts[0].text());
            let error = read(std::slice::from_ref(&path)).unwrap_err();
            let message = error.to_string();
            assert_eq!(
                (error.file(), error.line()),
                (Some(path.as_path()), Some(5))
            );
            let remedy = if other.is_empty() {
                "; expected a code"
            } else {
                "in line 2; try: "
            };
            assert!(message.contains(remedy), "{message}");
        }
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused doubled_columns_are_refused
        text_in_a_number_is_named decimal_commas_are_named changed_bytes_make_no_other_numbers);
}

mod indicators {
    use super::*;

    const NAMES: [&str; 2] = ["gni", "gdp"];

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let list = indicators_csv(&paths[0])?;
        let (mut labels, mut numbers) = ([list.countries(), list.names()].concat(), Vec::new());
        for country in list.countries() {
            for name in list.names() {
                for year in 2010..=2012 {
                    if let Some(figure) = list.get(country, year, name) {
                        labels.push(format!("{year} {} {:?}", figure.unit, figure.grade));
                        numbers.push(figure.value);
                    }
                }
            }
        }
        Ok(of(labels, numbers))
    }

    fn mini() -> Reader {
        let mut random = Random::new(52);
        let head = [
            "country",
            "indicator",
            "grade",
            "unit",
            "note",
            "year",
            "value",
        ];
        let mut grid = vec![cells::<i64>(&head, [])];
        for country in COUNTRIES {
            for name in NAMES {
                for year in 2010..=2012 {
                    let figures = [year, random.upto(90_000)];
                    grid.push(cells(&[country, name, "B", "mn USD", ""], figures));
                }
            }
        }
        let mut part = list("income.csv", grid, &[0, 1, 2, 3, 4]);
        part.free = &["grade", "unit", "note"];
        Reader {
            parts: vec![part],
            read,
            big: false,
            unread: 0,
        }
    }

    #[test]
    fn every_cell_is_read_back() {
        let mini = mini();
        let folder = Folder::new();
        let found = read(&[folder.put("income.csv", mini.parts[0].text())]).unwrap();
        let rows = mini.parts[0].grid[1..].iter();
        let expected = rows.map(|row| row[6].parse().unwrap());
        assert_eq!(found.numbers, expected.collect::<Vec<f64>>());
    }

    #[test]
    fn another_year_country_or_indicator_is_named_with_the_file() {
        let folder = Folder::new();
        let path = folder.put("income.csv", mini().parts[0].text());
        let list = indicators_csv(&path).unwrap();
        for (country, year, name, remedy) in [
            (
                "CHN",
                2009,
                "gni",
                "one of the years `2010`, `2011`, `2012`",
            ),
            ("FRA", 2010, "gni", "a country among `CHN`, `USA`, `JPN`"),
            ("CHN", 2010, "gnp", "an indicator among `gni`, `gdp`"),
        ] {
            let error = list.figure(country, year, name).unwrap_err();
            assert_eq!(error.file(), Some(path.as_path()));
            assert!(
                error.to_string().contains(&format!("; expected {remedy}")),
                "{error}"
            );
        }
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused doubled_columns_are_refused
        doubled_rows_and_columns_are_refused text_in_a_number_is_named decimal_commas_are_named
        changed_bytes_make_no_other_numbers);
}

mod concordance {
    use super::*;

    fn read(paths: &[PathBuf]) -> Result<Read> {
        let weights = ConcordanceWeights::Column("weight");
        let found: Concordance<Product, Sector> =
            concordance_csv(&paths[0], "hs", "sector", weights)?;
        let (mut labels, mut numbers) = (Vec::new(), Vec::new());
        for product in found.source().positions() {
            for (sector, weight) in found.to(product) {
                let (from, to) = (found.source().code(product), found.target().code(sector));
                labels.push(format!("{from} {to}"));
                numbers.push(weight);
            }
        }
        Ok(of(labels, numbers))
    }

    fn mini() -> Reader {
        let mut grid = vec![cells::<f64>(&["hs", "sector", "note", "weight"], [])];
        for (product, parts) in [
            ("0101", [0.25, 0.75]),
            ("0202", [0.375, 0.625]),
            ("0303", [0.125, 0.875]),
        ] {
            for (sector, weight) in ["farming", "food"].iter().zip(parts) {
                grid.push(cells(&[product, sector, ""], [weight]));
            }
        }
        Reader {
            parts: vec![list("hs.csv", grid, &[0, 1, 2])],
            read,
            big: false,
            unread: 0,
        }
    }

    #[test]
    fn every_cell_is_read_back() {
        let mini = mini();
        let folder = Folder::new();
        let found = read(&[folder.put("hs.csv", mini.parts[0].text())]).unwrap();
        let rows = mini.parts[0].grid[1..].iter();
        let expected = rows.clone().map(|row| row[3].parse().unwrap());
        assert_eq!(found.numbers, expected.collect::<Vec<f64>>());
        let expected = rows.map(|row| format!("{} {}", row[0], row[1]));
        assert_eq!(found.labels, expected.collect::<Vec<String>>());
    }

    #[test]
    fn weights_that_are_moved_or_cut_off_do_not_add_up_to_one() {
        let part = mini().parts.remove(0);
        let folder = Folder::new();
        let mut moved = part.clone();
        for row in 1..7 {
            moved.grid[row][3].clone_from(&part.grid[row % 6 + 1][3]);
        }
        let error = read(&[folder.put("hs.csv", moved.text())]).unwrap_err();
        assert!(error.file().is_some());
        assert!(error.to_string().contains("sum to"), "{error}");
        let text = part.text();
        for end in 0..text.len() {
            // only behind both weights of a code nothing is missing
            if let Ok(found) = read(&[folder.put("hs.csv", &text[..end])]) {
                let whole = text[..end].trim_end();
                assert!(
                    text.starts_with(whole) && found.numbers.len() % 2 == 0,
                    "{whole}"
                );
                assert!(
                    part.text().lines().any(|line| whole.ends_with(line)),
                    "{whole}"
                );
            }
        }
    }

    mutated!(mini: line_ends_and_marks_change_nothing missing_columns_are_refused
        doubled_rows_and_columns_are_refused text_in_a_number_is_named decimal_commas_are_named
        changed_bytes_make_no_other_numbers);
}
