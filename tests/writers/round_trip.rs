//! A table that is written and read is the same table.

use std::path::{Path, PathBuf};

use leontief::label::{Axis, Group, Ownership, Producers, Regime};
use leontief::read::world_csv;
use leontief::table::{
    ExtensionRow, PrimaryKind, PrimaryRow, Provenance, Tolerance, WorldDraft, WorldTable,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::write;
use ndarray::{Array1, Array2, ShapeBuilder};
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::same::assert_same;
use crate::tables::{Shape, any_shape, cases};
use crate::world_folder::Folder;

const ENDINGS: [&str; 6] = ["", ",1", "_x", " \"two\" words", "Ω中", "\nline"];
const OWNERSHIPS: [Option<Ownership>; 3] =
    [None, Some(Ownership::Domestic), Some(Ownership::Foreign)];
const REGIMES: [Option<Regime>; 2] = [None, Some(Regime::Normal)];

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder)
}

#[track_caller]
fn written_and_read(table: &WorldTable) -> WorldTable {
    let folder = Folder::empty();
    write::world_csv(folder.path(), table).unwrap();
    folder.table()
}

fn draft(shape: &Shape) -> WorldDraft {
    shape.raw().draft()
}

/// The same numbers under odd codes, with groups that mean something and with what final users cause directly; arrays may lie in the other order.
fn dressed(shape: &Shape) -> WorldDraft {
    let table = draft(shape).check().unwrap();
    let mut numbers = Numbers::new(shape.seed);
    let mut pick = |count: usize| (numbers.between(0.0, count as f64) as usize).min(count - 1);
    let ending = ENDINGS[pick(ENDINGS.len())];
    let group = |group: &Group, drawn: (usize, usize)| match group.is_whole() {
        true => Group::whole(),
        false => Group::named(
            &format!("{group}{ending}"),
            OWNERSHIPS[drawn.0],
            REGIMES[drawn.1],
        )
        .unwrap(),
    };
    let drawn = (pick(OWNERSHIPS.len()), pick(REGIMES.len()));
    let odd = |codes: &[String]| -> Vec<String> {
        codes.iter().map(|code| format!("{code}{ending}")).collect()
    };
    let producers = table.producers();
    let blocks = producers.blocks().iter().map(|block| {
        let country = producers.countries().code(block.country());
        let sectors = Axis::new(odd(block.sectors().codes())).unwrap();
        (
            format!("{country}{ending}"),
            group(block.group(), drawn),
            sectors,
        )
    });
    let unit = Unit::new(
        "CNY",
        Scale::power_of_ten(pick(19) as i8),
        1995,
        PriceBasis::Purchaser,
    );
    let categories = Axis::new(odd(table.final_uses().codes())).unwrap();
    let producing = producers.countries().len();
    let mut draft = WorldDraft::new(Producers::new(blocks).unwrap(), categories, unit)
        .with_markets(odd(&table.countries().codes()[producing..]))
        .unwrap()
        .flows(column_by_column(table.flows().to_owned()))
        .final_use(column_by_column(table.final_use().to_owned()))
        .output(table.output().to_owned())
        .concept(table.concept())
        .tolerance(table.checked().tolerance());
    for row in table.primary().rows() {
        draft = draft.primary_row(row.clone());
    }
    let columns = table.final_use().ncols();
    draft
        .extension_row(ExtensionRow {
            code: format!("CO2{ending}"),
            unit: "kt, \"of CO2\"".to_owned(),
            by_producer: numbers.vector(table.producers().len(), -1e-9, 1e-9),
            by_final_use: numbers.vector(columns, -1e20, 1e20),
        })
        .extension("none", "", Array1::from_elem(table.producers().len(), -0.0))
}

fn column_by_column(values: Array2<f64>) -> Array2<f64> {
    let mut other = Array2::zeros(values.raw_dim().f());
    other.assign(&values);
    other
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn random_tables_are_the_same(shape in any_shape(10)) {
        let table = draft(&shape).check().unwrap();
        let back = written_and_read(&table);
        assert_same(&back, &table);
        prop_assert_eq!(back.checked().tolerance(), table.checked().tolerance());
    }

    #[test]
    fn odd_codes_groups_and_direct_use_are_the_same(shape in any_shape(8)) {
        let table = dressed(&shape).check().unwrap();
        assert_same(&written_and_read(&table), &table);
    }

    #[test]
    fn a_table_written_again_is_the_same_text(shape in any_shape(6)) {
        let (one, two) = (Folder::empty(), Folder::empty());
        write::world_csv(one.path(), &dressed(&shape).check().unwrap()).unwrap();
        write::world_csv(two.path(), &one.table()).unwrap();
        for name in ["Z.csv", "Y.csv", "va_x.csv", "va_Y.csv", "F.csv", "F_Y.csv", "names.csv"] {
            let there = |folder: &Folder| folder.path().join(name).exists();
            prop_assert_eq!(there(&one), there(&two), "{}", name);
            if there(&one) {
                prop_assert_eq!(one.text(name), two.text(name), "{}", name);
            }
        }
    }
}

#[test]
fn tables_of_this_project_are_the_same() {
    for name in ["t3x2", "wiod13-6region/1995", "wiod13-6region/2011"] {
        let table = world_csv(data(name)).unwrap().check().unwrap();
        let back = written_and_read(&table);
        assert_same(&back, &table);
        assert_eq!(
            back.checked().tolerance(),
            table.checked().tolerance(),
            "{name}"
        );
        assert_eq!(
            back.provenance().source(),
            table.provenance().source(),
            "{name}"
        );
        // what the table came through, word for word, behind the step of its reading
        let steps = |table: &WorldTable| -> Vec<String> {
            let steps = table.provenance().steps().iter();
            steps
                .map(|step| step.trim_start_matches("remark: ").to_owned())
                .collect()
        };
        assert_eq!(steps(&back)[1..], steps(&table), "{name}");
    }
}

#[test]
fn results_of_a_table_that_was_written_are_the_same() {
    let table = world_csv(data("wiod13-6region/2011"))
        .unwrap()
        .check()
        .unwrap();
    let method = leontief::account::decompose::WangWeiZhu::default();
    let rows = |table: &WorldTable| {
        let ledger = table.model().unwrap().decompose(&method).unwrap();
        let mut csv = Vec::new();
        ledger.write_csv(&mut csv).unwrap();
        csv
    };
    assert!(rows(&written_and_read(&table)) == rows(&table));
}

#[test]
fn numbers_at_the_ends_of_what_there_is_are_the_same() {
    let producers = Producers::whole("A", &Axis::new(["1", "2"]).unwrap()).unwrap();
    let table = WorldDraft::new(producers, Axis::new(["f"]).unwrap(), Unit::unstated())
        .final_use(Array2::from_shape_vec((2, 1), vec![1e300, 5e-324]).unwrap())
        .output(Array1::from(vec![1e300, 5e-324]))
        .residual_value_added()
        .tolerance(Tolerance::absolute(1e-320))
        .provenance(Provenance::from_source("made \"up\"\nin \\ two lines").then("one\tstep"))
        .extension("x", "1", Array1::from(vec![-0.0, f64::MIN_POSITIVE / 3.0]))
        .check()
        .unwrap();
    let folder = Folder::empty();
    write::world_csv(folder.path(), &table).unwrap();
    let back = folder.table();
    assert_same(&back, &table);
    assert_eq!(back.checked().tolerance(), Tolerance::absolute(1e-320));
    assert_eq!(back.provenance().source(), "made \"up\"\nin \\ two lines");
    assert_eq!(back.provenance().steps()[1], "remark: one\tstep");
    assert_eq!(
        folder.text("Z.csv"),
        "country,sector,A_1,A_2\nA,1,0,0\nA,2,0,0\n"
    );
    assert_eq!(
        folder.text("Y.csv"),
        "country,sector,A_f\nA,1,1e300\nA,2,5e-324\n"
    );
    assert_eq!(
        folder.text("va_x.csv"),
        "country,sector,VA,X\nA,1,1e300,1e300\nA,2,5e-324,5e-324\n"
    );
}

#[test]
fn what_final_users_and_exports_pay_is_the_same() {
    let producers = Producers::whole("A", &Axis::new(["1", "2"]).unwrap()).unwrap();
    let paid = |kind, by_final_use: Vec<f64>, on_exports| PrimaryRow {
        kind,
        by_producer: Array1::from(vec![0.5, 0.25]),
        by_final_use: Array1::from(by_final_use),
        on_exports,
    };
    let draft = || {
        WorldDraft::new(
            producers.clone(),
            Axis::new(["f", "exports"]).unwrap(),
            Unit::unstated(),
        )
        .final_use(Array2::from_shape_vec((2, 2), vec![1.0, 2.0, 3.0, 4.0]).unwrap())
        .output(Array1::from(vec![3.0, 7.0]))
        .residual_value_added()
        .primary_row(paid(PrimaryKind::ProductTax, vec![1.5, -2.0], 0.0))
    };
    let mut folder = Folder::empty();
    let table = draft().check().unwrap();
    write::world_csv(folder.path(), &table).unwrap();
    assert_eq!(
        folder.text("va_Y.csv"),
        "primary,A_f,A_exports\nproduct_tax,1.5,-2\n"
    );
    assert_same(&folder.table(), &table);
    let table = draft()
        .primary_row(paid(PrimaryKind::Margins, vec![0.0, -0.0], -4.5))
        .check()
        .unwrap();
    write::replace_world_csv(folder.path(), &table).unwrap();
    assert_eq!(
        folder.text("va_Y.csv"),
        "primary,A_f,A_exports,exports\nproduct_tax,1.5,-2,0\nmargins,0,-0,-4.5\n"
    );
    assert_same(&folder.table(), &table);
    for (text, line, said) in [
        (
            "primary,A_f,A_exports\nwages,1,2\n",
            Some(2),
            "`wages` is no primary input of va_x.csv",
        ),
        (
            "primary,A_f,A_exports\nX,1,2\n",
            Some(2),
            "`X` is no primary input of va_x.csv",
        ),
        (
            "primary,A_f\nmargins,1\n",
            Some(1),
            "the columns do not match those of Y.csv: 1 missing (`A_exports`)",
        ),
        (
            "primary,A_f,A_exports\nmargins,1,two\n",
            Some(2),
            "the cell margins → A_exports is not a number",
        ),
        (
            "primary,A_f,A_exports\nmargins,1,2\nmargins,1,2\n",
            Some(3),
            "the row occurs more than once",
        ),
        ("tax,A_f,A_exports\n1,1,2\n", Some(1), "no column `primary`"),
    ] {
        folder = folder.with("va_Y.csv", text);
        let error = folder.draft().unwrap_err();
        assert_eq!(error.line(), line, "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    let without = folder.with("va_Y.csv", "primary,A_f,A_exports\n").table();
    assert_eq!(
        without
            .primary()
            .row(PrimaryKind::Margins)
            .unwrap()
            .on_exports,
        0.0
    );
}
