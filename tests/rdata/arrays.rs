//! Vectors, matrices and arrays of R.

use leontief::read::{RArray, rdata_array};
use leontief::{Error, Result};
use ndarray::{arr1, arr2, arr3};

use crate::published::Folder;
use crate::xdr::{MISSING, PACKINGS, R, array, factor, packed, rds, sequence, texts, workspace};

fn read(bytes: &[u8]) -> Result<RArray> {
    let folder = Folder::new();
    rdata_array(folder.put("some.RData", bytes), "z")
}

fn of(value: R) -> Result<RArray> {
    read(&workspace(3, &[("z", value)]))
}

#[track_caller]
fn refused(value: R, words: &[&str]) -> Error {
    let error = of(value).unwrap_err();
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
    error
}

#[test]
fn matrices_keep_their_names_and_orientation() {
    let names = [
        Some(["a", "b"].as_slice()),
        Some(["x", "y", "z"].as_slice()),
    ];
    let cells = R::Reals(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let value = array(cells, &[2, 3], &names);
    for version in [2, 3] {
        for packing in PACKINGS {
            let bytes = packed(
                packing,
                &workspace(version, &[("y", R::Null), ("z", value.clone())]),
            );
            let found = read(&bytes).unwrap();
            let expected = arr2(&[[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]);
            assert_eq!(found.values(), expected.view().into_dyn());
            assert_eq!(found.names(0), ["a", "b"]);
            let frame = found.frame().unwrap();
            assert_eq!(
                frame.aligned(&["b", "a"], &["z", "y", "x"]).unwrap(),
                arr2(&[[6.0, 4.0, 2.0], [5.0, 3.0, 1.0]])
            );
        }
    }
    let found = read(&rds(3, &value)).unwrap();
    assert_eq!(found.names(1), ["x", "y", "z"]);
}

#[test]
fn arrays_of_three_dimensions_are_cut_by_name() {
    let names = [
        Some(["1995", "1996"].as_slice()),
        None,
        Some(["p", "q"].as_slice()),
    ];
    let found = of(array(R::Integers((0..12).collect()), &[2, 3, 2], &names)).unwrap();
    let expected = arr3(&[
        [[0.0, 6.0], [2.0, 8.0], [4.0, 10.0]],
        [[1.0, 7.0], [3.0, 9.0], [5.0, 11.0]],
    ]);
    assert_eq!(found.values(), expected.view().into_dyn());
    assert!(found.names(1).is_empty() && found.names(3).is_empty());
    let year = found.slice(0, "1996").unwrap();
    assert_eq!(
        year.values(),
        expected.index_axis(ndarray::Axis(0), 1).into_dyn()
    );
    assert_eq!(year.names(1), ["p", "q"]);
    let error = found.slice(0, "1997").unwrap_err().to_string();
    assert!(
        error.contains("`1997` in dimension 0") && error.contains("`1995`"),
        "{error}"
    );
    assert!(found.slice(1, "a").unwrap_err().is_label());
    assert!(found.clone().frame().unwrap_err().is_shape());
    assert!(year.frame().is_err(), "rows have no names");
}

#[test]
fn described_vectors_are_those_that_they_stand_for() {
    let vector = |value: R| {
        of(value)
            .unwrap()
            .values()
            .iter()
            .copied()
            .collect::<Vec<f64>>()
    };
    assert_eq!(vector(sequence(4.0, 3.0, 1.0)), [3.0, 4.0, 5.0, 6.0]);
    assert_eq!(vector(sequence(3.0, 3.0, -1.0)), [3.0, 2.0, 1.0]);
    assert_eq!(vector(sequence(0.0, 3.0, 1.0)), [0.0; 0]);
    let reals = R::Deferred("compact_realseq", Box::new(R::Reals(vec![2.0, -1.0, 1.0])));
    assert_eq!(vector(reals), [-1.0, 0.0]);
    let wrapped = R::Dotted(
        Box::new(R::Integers(vec![7, 8])),
        Box::new(R::Integers(vec![0, 0])),
    );
    let wrapped = R::Deferred("wrap_integer", Box::new(wrapped));
    assert_eq!(vector(wrapped.clone()), [7.0, 8.0]);
    let in_list = R::List(vec![R::Reals(vec![7.5]), R::Integers(vec![0, 0])]);
    assert_eq!(vector(R::Deferred("wrap_real", Box::new(in_list))), [7.5]);
    // names of a vector, described as text of integers, with attributes of the described vector itself
    let state = R::Dotted(
        Box::new(sequence(2.0, 10.0, 1.0)),
        Box::new(R::Integers(vec![0])),
    );
    let names = R::Deferred("deferred_string", Box::new(state));
    let found = of(wrapped.with([("names", names)])).unwrap();
    assert_eq!(found.names(0), ["10", "11"]);
    assert_eq!(found.values(), arr1(&[7.0, 8.0]).view().into_dyn());
}

#[test]
fn descriptions_that_ask_for_too_much_are_refused() {
    for (length, first, step) in [
        (1e9, 1.0, 1.0),
        (-1.0, 1.0, 1.0),
        (1.5, 1.0, 1.0),
        (f64::NAN, 1.0, 1.0),
        (3.0, 2_147_483_647.0, 1.0),
        (3.0, 1.0, 0.5),
    ] {
        refused(
            sequence(length, first, step),
            &["a compact sequence is not one", "at byte"],
        );
    }
    // each is short enough, all together are not
    let many = R::List(vec![
        sequence(16_000_000.0, 1.0, 1.0),
        sequence(16_000_000.0, 1.0, 1.0),
    ]);
    refused(many, &["a compact sequence is not one"]);
    let deferred = |class, state| R::Deferred(class, Box::new(state));
    refused(
        deferred("mmap_real", R::Null),
        &["the class `mmap_real`", "`version = 2`"],
    );
    refused(deferred("compact_intseq", R::Null), &["not one", "nothing"]);
    refused(
        deferred("compact_intseq", R::Reals(vec![1.0])),
        &["not one", "1 numbers"],
    );
    refused(deferred("wrap_real", R::Null), &["holds nothing"]);
    let state = R::Dotted(Box::new(R::Reals(vec![0.1])), Box::new(R::Null));
    refused(
        deferred("deferred_string", state),
        &["not made of integers"],
    );
}

#[test]
fn other_values_are_refused_by_what_they_are() {
    refused(
        texts(&["1"]),
        &["the object `z` does not hold numbers", "found text"],
    );
    refused(R::Null, &["nothing (NULL)"]);
    refused(R::Logicals(vec![1]), &["logical values"]);
    refused(factor(&["1"], &[1]), &["does not hold numbers", "integers"]);
    refused(R::List(vec![]), &["a list"]);
    refused(R::Symbol("y".into()), &["a symbol"]);
    refused(R::Environment, &["an environment"]);
    refused(R::Pointer, &["an external pointer"]);
    refused(
        R::Integers(vec![1, MISSING, 3]),
        &["NaN as number 2", "0 where"],
    );
    refused(
        R::Reals(vec![1.0, f64::NEG_INFINITY]),
        &["-inf as number 2"],
    );
    for lengths in [[2, 3].as_slice(), &[-1, -4], &[i32::MAX, i32::MAX]] {
        let error = refused(
            array(R::Reals(vec![0.0; 4]), lengths, &[]),
            &["fill its dimensions"],
        );
        assert!(error.is_parse());
    }
    let names = [Some(["a"].as_slice()), None];
    refused(
        array(R::Reals(vec![0.0; 4]), &[2, 2], &names),
        &["a name for every position"],
    );
    refused(
        R::Reals(vec![0.0]).with([("dim", R::Reals(vec![1.0]))]),
        &["not whole numbers"],
    );
}
