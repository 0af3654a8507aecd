//! Archives that are written: what comes back has the same bits, and nothing is lost in silence.

use leontief::label::{Axis, FinalUse, Group, Producers, Sector};
use leontief::read::{npz_matrices, world_csv, world_npz};
use leontief::table::{
    ExtensionRow, PrimaryKind, PrimaryRow, Provenance, Tolerance, ValueAddedConcept, WorldDraft,
    WorldTable,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::write;
use ndarray::{Array1, Array2, arr2, array};

use crate::common::random::Numbers;
use crate::published::Folder;

const T3X2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2");

#[track_caller]
fn assert_same(one: &WorldTable, other: &WorldTable) {
    let bits = |cells: ndarray::ArrayView2<'_, f64>| cells.mapv(f64::to_bits);
    assert_eq!(bits(one.flows()), bits(other.flows()));
    assert_eq!(bits(one.final_use()), bits(other.final_use()));
    assert_eq!(
        one.output().mapv(f64::to_bits),
        other.output().mapv(f64::to_bits)
    );
    assert_eq!(one.primary().rows().len(), other.primary().rows().len());
    for row in one.primary().rows() {
        assert_eq!(Some(row), other.primary().row(row.kind), "{}", row.kind);
    }
    assert_eq!(one.producers(), other.producers());
    assert_eq!(one.countries(), other.countries());
    assert_eq!(one.final_uses(), other.final_uses());
    for (one, other) in one
        .producers()
        .blocks()
        .iter()
        .zip(other.producers().blocks())
    {
        assert_eq!(one.group(), other.group());
        for at in one.sectors().positions() {
            assert_eq!(one.sectors().name(at), other.sectors().name(at));
        }
    }
    for at in one.final_uses().positions() {
        assert_eq!(one.final_uses().name(at), other.final_uses().name(at));
    }
    assert_eq!(one.unit(), other.unit());
    assert_eq!(one.concept(), other.concept());
    assert_eq!(one.extensions(), other.extensions());
    for at in one.extensions().positions() {
        assert_eq!(one.extensions().name(at), other.extensions().name(at));
    }
    assert_eq!(bits(one.extension_rows()), bits(other.extension_rows()));
    assert_eq!(bits(one.extension_finals()), bits(other.extension_finals()));
}

/// A table with all that a table may have: groups, names, markets, primary inputs on final use, extensions.
fn full(seed: u64) -> WorldDraft {
    let numbers = &mut Numbers::new(seed);
    let sectors =
        |codes: &[(&str, &str)]| -> Axis<Sector> { Axis::with_names(codes.to_vec()).unwrap() };
    let blocks = [
        (
            "CHN",
            Group::from_code("DN"),
            sectors(&[("C_26", "Computer, 电子"), ("S", "Services")]),
        ),
        (
            "CHN",
            Group::from_code("FP"),
            sectors(&[("C_26", "Computer")]),
        ),
        ("ROW", Group::whole(), sectors(&[("all", "all")])),
    ];
    let producers = Producers::new(blocks).unwrap();
    let categories: Axis<FinalUse> =
        Axis::with_names([("C", "Consumption"), ("I", "Investment")]).unwrap();
    let unit = Unit::new("EUR", Scale::power_of_ten(4), 2014, PriceBasis::Basic);
    let mut flows = Array2::from_shape_simple_fn((4, 4), || numbers.unit());
    let mut finals = Array2::from_shape_simple_fn((4, 6), || numbers.unit() * 9.0);
    // processing producers do not sell at home
    for at in 0..3 {
        flows[[2, at]] = 0.0;
    }
    for at in 0..2 {
        finals[[2, at]] = 0.0;
    }
    finals[[0, 1]] = -0.0;
    let output = flows.sum_axis(ndarray::Axis(1)) + finals.sum_axis(ndarray::Axis(1));
    let taxes = numbers.vector(4, -0.1, 0.1);
    let pay: Array1<f64> = &output - &flows.sum_axis(ndarray::Axis(0)) - &taxes;
    WorldDraft::new(producers, categories, unit)
        .with_markets(["HKG"])
        .unwrap()
        .flows(flows)
        .final_use(finals)
        .output(output)
        .primary(PrimaryKind::Compensation, &pay * 0.75)
        .primary(PrimaryKind::OperatingSurplus, &pay * 0.25)
        .primary_row(PrimaryRow {
            kind: PrimaryKind::ProductTax,
            by_producer: taxes,
            by_final_use: numbers.vector(6, 0.0, 1.0),
            on_exports: 0.0,
        })
        .extension("jobs", "thousands", numbers.vector(4, 0.0, 5.0))
        .extension_row(ExtensionRow {
            code: "CO2".into(),
            unit: "Mt".into(),
            by_producer: numbers.vector(4, 0.0, 5.0),
            by_final_use: numbers.vector(6, 0.0, 5.0),
        })
        .concept(ValueAddedConcept::WithProductTaxes)
        .tolerance(Tolerance::absolute(1e-9))
        .provenance(
            Provenance::from_source("a \"source\"")
                .then("one step")
                .then("zweiter Schritt ü"),
        )
}

#[test]
fn a_full_table_comes_back_with_the_same_bits() {
    for seed in 0..5 {
        let table = full(seed).check().unwrap();
        let folder = Folder::new();
        let file = folder.as_ref().join("world.npz");
        write::world_npz(&file, &table).unwrap();
        let back = world_npz(&file).unwrap().check().unwrap();
        assert_same(&table, &back);
        assert_eq!(back.provenance().source(), "a \"source\"");
        let steps = back.provenance().steps();
        assert_eq!(
            steps[..2],
            ["remark: one step", "remark: zweiter Schritt ü"]
        );
        assert_eq!(back.provenance().files()[0].name(), "world.npz");
        // written again, the file is the same byte by byte but for its remarks and fingerprint
        let again = folder.as_ref().join("again.npz");
        write::world_npz(&again, &table).unwrap();
        assert_eq!(
            std::fs::read(&file).unwrap(),
            std::fs::read(&again).unwrap()
        );
    }
}

#[test]
fn the_worked_case_comes_back() {
    let table = world_csv(T3X2).unwrap().check().unwrap();
    let folder = Folder::new();
    let file = folder.as_ref().join("t3x2.npz");
    write::world_npz(&file, &table).unwrap();
    assert_same(&table, &world_npz(&file).unwrap().check().unwrap());
}

#[test]
fn what_is_there_is_not_written_over_by_mistake() {
    let folder = Folder::new();
    let file = folder.put("world.npz", "mine");
    let (first, second) = (full(1).check().unwrap(), full(2).check().unwrap());
    let error = write::world_npz(&file, &first).unwrap_err();
    assert!(
        error.is_io() && error.to_string().contains("there already"),
        "{error}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    write::replace_world_npz(&file, &first).unwrap();
    write::replace_world_npz(&file, &second).unwrap();
    assert_same(&second, &world_npz(&file).unwrap().check().unwrap());
    let cells = arr2(&[[1.0]]);
    let error = write::npz(&file, &[("a", cells.view())]).unwrap_err();
    assert!(error.to_string().contains("replace_"), "{error}");
    write::replace_npz(&file, &[("a", cells.view())]).unwrap();
    assert_eq!(npz_matrices(&file).unwrap()["a"], cells);
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn matrices_of_any_order_come_back() {
    let cells = Array2::from_shape_fn((3, 4), |(i, j)| (i as f64).powi(9) / 7.0 - j as f64);
    let folder = Folder::new();
    let file = folder.as_ref().join("a.npz");
    let part = cells.select(ndarray::Axis(1), &[3, 1]);
    let none = Array2::zeros((0, 3));
    let arrays = [
        ("rows", cells.view()),
        ("turned", cells.t()),
        ("part", part.view()),
        (
            "every second",
            cells.slice_axis(ndarray::Axis(1), ndarray::Slice::new(0, None, 2)),
        ),
        ("empty", none.view()),
    ];
    write::npz(&file, &arrays).unwrap();
    let back = npz_matrices(&file).unwrap();
    assert_eq!(back.len(), arrays.len());
    for (name, array) in arrays {
        assert_eq!(back[name], array, "{name}");
    }
}

#[test]
fn names_that_are_none_are_refused() {
    let folder = Folder::new();
    let file = folder.as_ref().join("a.npz");
    let cells = arr2(&[[1.0]]);
    for (names, words) in [
        (["", "a"], "no names of arrays: ``"),
        (["a", "../b"], "no names of arrays: `../b`"),
        (["a", "a"], "the array `a` is given twice"),
    ] {
        let arrays = names.map(|name| (name, cells.view()));
        let error = write::npz(&file, &arrays).unwrap_err();
        assert!(
            error.is_label() && error.to_string().contains(words),
            "{error}"
        );
        assert!(!file.exists());
    }
    assert!(write::npz(folder.as_ref().join(".."), &[("a", cells.view())]).is_err());
}

#[test]
fn tables_that_arrays_cannot_hold_are_refused() {
    let folder = Folder::new();
    let file = folder.as_ref().join("a.npz");
    let refused = |draft: WorldDraft, words: &str| {
        let error = write::world_npz(&file, &draft.check().unwrap()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.file(), Some(file.as_ref()));
        assert!(!file.exists());
    };
    let paid = |kind, on_exports| PrimaryRow {
        kind,
        by_producer: array![0.0, 0.0, 0.0, 0.0],
        by_final_use: Array1::zeros(0),
        on_exports,
    };
    refused(
        full(1).primary_row(paid(PrimaryKind::Margins, 2.0)),
        "also paid on exports",
    );
    refused(
        full(1).primary_row(paid(PrimaryKind::UndividedValueAdded, 0.0)),
        "whole and in components",
    );
    let sectors: Axis<Sector> = Axis::new(["a"]).unwrap();
    let bare = |sectors: &Axis<Sector>| {
        let producers = Producers::whole("X", sectors).unwrap();
        WorldDraft::new(producers, Axis::new(["C"]).unwrap(), Unit::unstated())
    };
    refused(bare(&sectors), "no row of value added");
    let zeros: Axis<Sector> = Axis::new(["a\0"]).unwrap();
    refused(bare(&zeros).residual_value_added(), "ends with a zero");
}
