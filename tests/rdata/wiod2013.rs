//! World tables of the 2013 release as the R package keeps them.

use leontief::label::{Axis, Country, Sector};
use leontief::read::{Options, codes_csv, wiod2013_rda, wiod2013_rda_with};
use leontief::table::{PrimaryKind, Tolerance, WorldDraft};
use leontief::{Error, Result};

use crate::common::random::Numbers;
use crate::published::{Folder, assert_placed, assert_sources};
use crate::xdr::{PACKINGS, R, array, packed, workspace};

struct Mini {
    flows: Vec<i32>,
    finals: Vec<i32>,
    output: Vec<i32>,
}

const N: usize = 6;
const WIDTH: usize = 15;

impl Mini {
    fn new(seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let mut cells = |count: usize| -> Vec<i32> {
            (0..count).map(|_| (numbers.unit() * 90.0) as i32).collect()
        };
        let (flows, finals) = (cells(N * N), cells(N * WIDTH));
        let row = |i: usize| -> i32 {
            let all = flows
                .iter()
                .skip(i)
                .step_by(N)
                .chain(finals.iter().skip(i).step_by(N));
            all.sum()
        };
        let output = (0..N).map(row).collect();
        Self {
            flows,
            finals,
            output,
        }
    }

    fn objects(&self) -> [(&'static str, R); 3] {
        let columns: Vec<String> = (1..=N).map(|k| format!("V{k}")).collect();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let n = N as i32;
        [
            (
                "inter03",
                array(
                    R::Integers(self.flows.clone()),
                    &[n, n],
                    &[None, Some(&columns)],
                ),
            ),
            (
                "final03",
                array(R::Integers(self.finals.clone()), &[n, WIDTH as i32], &[]),
            ),
            (
                "output03",
                R::Reals(self.output.iter().map(|x| f64::from(*x)).collect()),
            ),
        ]
    }
}

fn lists() -> (Axis<Country>, Axis<Sector>) {
    let folder = Folder::new();
    let countries = folder.put(
        "countries.csv",
        "\u{feff}\"code\"\r\n\"AUS\"\r\n\"AUT\"\r\n\"RoW\"\r\n",
    );
    let industries = folder.put(
        "industries.csv",
        "code,name\nc1,\"Agriculture, Hunting\"\nc2,\n",
    );
    (
        codes_csv(countries).unwrap(),
        codes_csv(industries).unwrap(),
    )
}

fn read(name: &str, objects: &[(&str, R)]) -> Result<WorldDraft> {
    let folder = Folder::new();
    let (countries, industries) = lists();
    wiod2013_rda(
        folder.put(name, workspace(2, objects)),
        &countries,
        &industries,
    )
}

#[test]
fn every_cell_comes_back() {
    let mini = Mini::new(1);
    let (countries, industries) = lists();
    let name = industries.at("c1").unwrap();
    assert_eq!(industries.name(name), "Agriculture, Hunting");
    for packing in PACKINGS {
        let folder = Folder::new();
        let file = folder.put(
            "wiod03.rda",
            packed(packing, &workspace(2, &mini.objects())),
        );
        let table = wiod2013_rda(&file, &countries, &industries)
            .unwrap()
            .check()
            .unwrap();
        assert_eq!(table.countries(), &countries);
        assert_eq!(
            table.final_uses().codes(),
            ["c37", "c38", "c39", "c41", "c42"]
        );
        for i in 0..N {
            let mut inputs = 0;
            for j in 0..N {
                assert_eq!(table.flows()[[i, j]], f64::from(mini.flows[j * N + i]));
                inputs += mini.flows[i * N + j];
            }
            for j in 0..WIDTH {
                assert_eq!(table.final_use()[[i, j]], f64::from(mini.finals[j * N + i]));
            }
            assert_eq!(table.output()[i], f64::from(mini.output[i]));
            let paid = table
                .primary()
                .row(PrimaryKind::UndividedValueAdded)
                .unwrap();
            assert_eq!(paid.by_producer[i], f64::from(mini.output[i] - inputs));
        }
        assert_eq!(table.unit().to_string(), "mn USD, 2003, basic prices");
        assert_sources(table.provenance(), &[&file]);
        let steps = table.provenance().steps().join("; ");
        for words in [
            "labels by position",
            "value added holds taxes",
            "value added is output less inputs",
        ] {
            assert!(steps.contains(words), "{steps}");
        }
    }
}

#[track_caller]
fn refused(objects: &[(&str, R)], words: &[&str]) -> Error {
    let error = match read("wiod03.rda", objects) {
        Ok(draft) => draft
            .tolerance(Tolerance::absolute(0.0))
            .check()
            .unwrap_err(),
        Err(error) => {
            assert!(error.file().is_some(), "{error}");
            error
        }
    };
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
    error
}

#[test]
fn objects_that_are_missing_or_of_another_size_are_named() {
    let objects = Mini::new(2).objects();
    refused(
        &objects[1..],
        &[
            "not one table",
            "objects `final03`, `output03`",
            "`inter95`",
        ],
    );
    refused(&objects[..2], &["no object `output03`", "`final03`"]);
    let [flows, finals, output] = objects;
    refused(&[flows.clone(), output.clone()], &["no object `final03`"]);
    let narrow = array(R::Integers(vec![0; 12]), &[6, 2], &[]);
    let error = refused(
        &[flows.clone(), ("final03", narrow), output.clone()],
        &[
            "`final03` does not fit the lists",
            "6 × 15",
            "found 6 × 2",
            "41 countries",
        ],
    );
    assert!(error.is_shape());
    let short = R::Reals(vec![1.0; 5]);
    refused(
        &[flows.clone(), finals.clone(), ("output03", short)],
        &["`output03`", "6 × 1", "5 × 1"],
    );
    refused(
        &[flows.clone(), finals.clone(), ("output03", narrow_matrix())],
        &["is no vector"],
    );
    refused(
        &[("inter03", R::Reals(vec![0.0; 36])), finals, output],
        &["no matrix"],
    );
}

fn narrow_matrix() -> R {
    array(R::Reals(vec![0.0; 6]), &[3, 2], &[])
}

#[test]
fn other_lists_and_shifted_blocks_are_refused() {
    let folder = Folder::new();
    let file = folder.put("wiod03.rda", workspace(2, &Mini::new(3).objects()));
    let (countries, industries) = lists();
    let more: Axis<Country> = Axis::new(["AUS", "AUT", "BEL", "RoW"]).unwrap();
    let error = wiod2013_rda(&file, &more, &industries).unwrap_err();
    assert_placed(
        &error,
        &file,
        None,
        &["`inter03`", "expected 8 × 8", "found 6 × 6"],
    );
    let mut mini = Mini::new(3);
    mini.flows.rotate_right(1);
    refused(&mini.objects(), &["sum to"]);
    // buyers for sellers
    let mut mini = Mini::new(3);
    mini.flows = (0..N * N)
        .map(|at| mini.flows[at % N * N + at / N])
        .collect();
    refused(&mini.objects(), &["sum to"]);
    drop(countries);
}

#[test]
fn the_year_is_that_of_the_objects() {
    let mini = Mini::new(4);
    let error = read("wiod04.rda", &mini.objects()).unwrap_err().to_string();
    assert!(error.contains("expected 2003; found 2004"), "{error}");
    assert!(read("other.rda", &mini.objects()).is_ok());
    let other = Mini::new(5).objects().map(|(name, value)| {
        let name = match name {
            "inter03" => "inter95",
            "final03" => "final95",
            _ => "output95",
        };
        (name, value)
    });
    let both = [mini.objects(), other].concat();
    let error = read("both.rda", &both).unwrap_err().to_string();
    assert!(
        error.contains("tables of 2003, 1995") && error.contains("wiod2013_rda_with"),
        "{error}"
    );
    let folder = Folder::new();
    let file = folder.put("both.rda", workspace(2, &both));
    let (countries, industries) = lists();
    for year in [1995, 2003] {
        let draft = wiod2013_rda_with(&file, &countries, &industries, &Options::new().year(year));
        assert_eq!(draft.unwrap().check().unwrap().unit().year(), year);
    }
    let error =
        wiod2013_rda_with(&file, &countries, &industries, &Options::new().year(1996)).unwrap_err();
    assert_placed(
        &error,
        &file,
        None,
        &["expected `inter96`", "tables of 2003, 1995"],
    );
}

#[test]
fn lists_of_codes_are_checked() {
    let folder = Folder::new();
    let list = |text: &str| codes_csv::<Country>(folder.put("list.csv", text));
    let file = folder.as_ref().join("list.csv");
    assert_placed(
        &list("name\nAUS\n").unwrap_err(),
        &file,
        Some(1),
        &["no column `code`"],
    );
    assert_placed(
        &list("code\nAUS\nAUS\n").unwrap_err(),
        &file,
        None,
        &["`AUS` occurs twice"],
    );
    assert_placed(
        &list("code,name\n,Austria\n").unwrap_err(),
        &file,
        None,
        &["number 1 has no code"],
    );
    assert_placed(
        &list("code,other\nAUS,1\n").unwrap_err(),
        &file,
        Some(1),
        &["unknown columns `other`"],
    );
    assert_placed(&list("").unwrap_err(), &file, None, &["the file is empty"]);
}
