//! World tables of the 2016 release, read back cell by cell.

use leontief::label::{Axis, FinalUse};
use leontief::read::{Options, wiod2016_rdata, wiod2016_rdata_with};
use leontief::run::Run;
use leontief::table::{PrimaryKind, Tolerance, WorldDraft, WorldTable};
use std::ops::ControlFlow;

use crate::common::random::Numbers;
use crate::mini::{COUNTRIES, FINALS, INDUSTRIES, Mini, gzipped, read, read_named};
use crate::published::{Folder, assert_sources};
use crate::xdr::{PACKINGS, R, frame, packed, rds, workspace};

/// Compares a table with the cells of a miniature.
#[track_caller]
pub fn assert_same(table: &WorldTable, mini: &Mini) {
    assert_eq!(table.countries().codes(), COUNTRIES);
    let expected: Axis<FinalUse> = Axis::new(FINALS).unwrap();
    assert_eq!(table.final_uses().codes(), expected.codes());
    for block in table.producers().blocks() {
        let sectors = block.sectors();
        let found = sectors
            .positions()
            .map(|at| (sectors.code(at), sectors.name(at)));
        assert_eq!(found.collect::<Vec<_>>(), INDUSTRIES);
    }
    let row = |kind| table.primary().row(kind).unwrap();
    let cells = &mini.cells;
    for (i, cells) in mini.cells[..9].iter().enumerate() {
        assert_eq!(table.flows().row(i).to_vec(), cells[..9]);
        assert_eq!(table.final_use().row(i).to_vec(), cells[9..24]);
    }
    assert_eq!(table.output().to_vec(), cells[16][..9]);
    let kinds = [
        (PrimaryKind::UndividedValueAdded, [14].as_slice()),
        (PrimaryKind::ProductTax, &[10]),
        (PrimaryKind::Margins, &[15]),
        (PrimaryKind::Other, &[11, 12, 13]),
    ];
    for (kind, rows) in kinds {
        let paid = |column: usize| rows.iter().map(|row| cells[*row][column]).sum::<f64>();
        for j in 0..9 {
            assert_eq!(row(kind).by_producer[j], paid(j), "{kind}");
        }
        for j in 0..15 {
            assert_eq!(row(kind).by_final_use[j], paid(9 + j), "{kind}");
        }
    }
}

fn checked(draft: WorldDraft) -> WorldTable {
    draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap()
}

#[test]
fn every_packing_gives_the_same_table() {
    let mini = Mini::new(1);
    for packing in PACKINGS {
        let draft = read(&packed(packing, &mini.workspace())).unwrap();
        assert_same(&checked(draft), &mini);
    }
    let plain = rds(2, &frame(&mini.clone().with_rows(&all()).columns));
    assert_same(&checked(read_named("table.rds", &plain).unwrap()), &mini);
    let two = [("other", R::Null), ("wiot", frame(&mini.columns))];
    assert_same(&checked(read(&workspace(3, &two)).unwrap()), &mini);
}

fn all() -> Vec<usize> {
    (0..17).collect()
}

#[test]
fn rows_and_columns_are_found_in_any_order() {
    let mini = Mini::new(2);
    let numbers = &mut Numbers::new(7);
    let mut other = mini.clone();
    let order = numbers.permutation(other.columns.len());
    other.columns = order.iter().map(|at| mini.columns[*at].clone()).collect();
    // the tail first, producers behind it; countries and industries keep their order, interleaved
    let rows: Vec<usize> = (9..17).chain([0, 3, 6, 1, 4, 7, 2, 5, 8]).collect();
    let other = other.with_rows(&rows);
    assert_same(&checked(read(&other.workspace()).unwrap()), &mini);
}

#[test]
fn the_provenance_has_the_file_and_what_was_compared() {
    let mut mini = Mini::new(3);
    let folder = Folder::new();
    let file = folder.put("WIOT2014_October16_ROW.RData", gzipped(&mini.workspace()));
    let table = checked(wiod2016_rdata(&file).unwrap());
    assert_eq!(table.unit().to_string(), "mn USD, 2014, basic prices");
    let provenance = table.provenance();
    assert_sources(provenance, &[&file]);
    assert_eq!(provenance.edition(), Some("2016 release, world table"));
    let steps = provenance.steps().join("; ");
    assert!(
        steps.contains("EXP_adj, PURR and PURNR added up"),
        "{steps}"
    );
    assert!(
        steps.contains("total `II_fob`: all 24 totals agree"),
        "{steps}"
    );
    assert!(
        steps.contains("column `TOT` against the row `GO`: all 9"),
        "{steps}"
    );
    mini.reals("BEL58")[9] += 5.0;
    mini.reals("TOT")[4] -= 2.0;
    let table = checked(read(&mini.workspace()).unwrap());
    let steps = table.provenance().steps().join("; ");
    assert!(
        steps.contains("1 of 24 totals miss the sum of their parts, most `final use 7` by 5"),
        "{steps}"
    );
    assert!(steps.contains("most `BEL B` by -2"), "{steps}");
}

#[test]
fn a_year_is_taken_from_an_archive_of_several() {
    let (one, two) = (Mini::new(4), Mini::new(5));
    let mut two = two.with_rows(&all());
    *two.column("Year") = R::Integers(vec![2013; 17]);
    let files = [
        ("WIOTS_in_R/WIOT2014_October16_ROW.RData", one.workspace()),
        (
            "WIOTS_in_R/WIOT2013_October16_ROW.RData",
            gzipped(&two.workspace()),
        ),
        ("readme.txt", b"2013".to_vec()),
    ];
    let folder = Folder::new();
    let archive = folder.zip("WIOTS_in_R.zip", &files);
    for (year, mini) in [(2014, &one), (2013, &two)] {
        let draft = wiod2016_rdata_with(&archive, &Options::new().year(year)).unwrap();
        let table = checked(draft);
        assert_same(&table, mini);
        assert_eq!(table.unit().year(), year);
        assert_sources(table.provenance(), &[&archive]);
    }
    let error = wiod2016_rdata(&archive).unwrap_err().to_string();
    assert!(error.contains("more than one R workspace"), "{error}");
    let error = wiod2016_rdata_with(&archive, &Options::new().year(2000)).unwrap_err();
    assert!(
        error.to_string().contains("no R workspace of 2000"),
        "{error}"
    );
}

#[test]
fn reading_can_be_stopped() {
    let folder = Folder::new();
    let file = folder.put("WIOT2014.RData", Mini::new(6).workspace());
    let run = Run::default().watched(|progress| match progress.done {
        10 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let error = wiod2016_rdata_with(&file, &Options::new().run(run)).unwrap_err();
    assert!(error.is_cancelled(), "{error}");
}
