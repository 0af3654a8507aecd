//! Faults of a file: each is an error that names the array and what to do.

use leontief::read::{npy_matrix, npz_matrices, npz_matrices_of};

use crate::npy::{matrix, npy, reals, texts, vector, with_header};
use crate::published::{Folder, assert_placed};

#[track_caller]
fn refused(bytes: &[u8], words: &[&str]) {
    let folder = Folder::new();
    let file = folder.put("a.npy", bytes);
    assert_placed(&npy_matrix(&file).unwrap_err(), &file, None, words);
}

#[test]
fn cells_that_are_not_finite_are_named_by_their_place() {
    let cells = |wrong: f64| reals(&[1.0, 2.0, 3.0, wrong, 5.0, 6.0]);
    refused(
        &npy("<f8", false, "(2, 3)", &cells(f64::NAN)),
        &["not a finite number", "NaN", "at [1, 0]", "np.nan_to_num"],
    );
    refused(
        &npy("<f8", true, "(2, 3)", &cells(f64::INFINITY)),
        &["inf", "at [1, 1]"],
    );
    refused(
        &npy("<f8", false, "(6,)", &cells(f64::NEG_INFINITY)),
        &["-inf", "at [3]"],
    );
    let long = (1_i64 << 53) + 1;
    refused(
        &npy("<i8", false, "(1,)", &long.to_le_bytes()),
        &["too many digits", "at [0]"],
    );
    refused(
        &npy(">u8", false, "(1,)", &u64::MAX.to_be_bytes()),
        &["too many digits"],
    );
}

#[test]
fn other_types_and_shapes_are_refused() {
    for kind in [
        "|O", "<c16", "<f2", "<M8[s]", "|b1", "|V8", "<U3", "|S3", "", "f", "=f8", "<é8",
    ] {
        refused(
            &npy(kind, false, "(1,)", &[0; 16]),
            &[
                "does not hold numbers",
                &format!("`{kind}`"),
                "astype(float)",
            ],
        );
    }
    let fields = "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }";
    refused(&with_header(fields, &[0; 8]), &["several fields"]);
    refused(
        &npy("<f8", false, "()", &[0; 8]),
        &["no matrix", "one or two dimensions", "[]"],
    );
    refused(
        &npy("<f8", false, "(1, 1, 1)", &[0; 8]),
        &["no matrix", "[1, 1, 1]"],
    );
}

#[test]
fn shapes_that_the_file_does_not_fill_take_no_memory() {
    let cells = [0; 80];
    for shape in [
        "(11,)",
        "(4, 3)",
        "(9223372036854775807,)",
        "(4294967296, 1073741824)",
    ] {
        refused(
            &npy("<f8", false, shape, &cells),
            &["ends before its last cell", "cut off"],
        );
    }
    refused(
        &npy("<f8", false, "(4294967296, 4294967296)", &cells),
        &["larger than any memory"],
    );
    refused(
        &npy("<f8", false, "(0, 18446744073709551615)", &[]),
        &["no shape"],
    );
    refused(
        &npy("<f8", false, "(9,)", &cells),
        &["something follows the last cell"],
    );
    let mut long = b"\x93NUMPY\x02\x00".to_vec();
    long.extend(u32::MAX.to_le_bytes());
    refused(
        &long,
        &["header of the array is too long", "found 4294967295"],
    );
    refused(
        &with_header(&"(".repeat(60_000), &[]),
        &["header of the array cannot be read"],
    );
}

#[test]
fn files_that_are_no_arrays_or_cut_off_are_refused() {
    let whole = matrix(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
    for end in 0..whole.len() {
        let folder = Folder::new();
        let file = folder.put("a.npy", &whole[..end]);
        let error = npy_matrix(&file).unwrap_err();
        assert!(error.is_io() || error.is_parse(), "{end}: {error}");
    }
    refused(b"country,sector\n1,2\n", &["no array of numpy", "NUMPY"]);
    refused(
        b"\x93NUMPY\x04\x00\x00\x00",
        &["unknown version", "found 4"],
    );
    let folder = Folder::new();
    let npz = folder.put("a.npz", &whole);
    assert_placed(
        &npz_matrices(&npz).unwrap_err(),
        &npz,
        None,
        &["zip archive"],
    );
    let absent = folder.as_ref().join("absent.npz");
    assert_placed(
        &npz_matrices(&absent).unwrap_err(),
        &absent,
        None,
        &["cannot open", "check the path"],
    );
}

#[test]
fn arrays_of_an_archive_are_named() {
    let (z, text) = (matrix(&[vec![1.0]]), texts(&["a"]));
    let folder = Folder::new();
    let npz = folder.zip("t.npz", &[("Z.npy", &z), ("names.npy", &text)]);
    let error = npz_matrices(&npz).unwrap_err();
    assert_placed(
        &error,
        &npz.join("names.npy"),
        None,
        &["does not hold numbers", "`<U1`", "dtype=str"],
    );
    let error = npz_matrices_of(&npz, ["Z", "X"]).unwrap_err();
    assert_placed(&error, &npz, None, &["no array `X`", "found `Z`, `names`"]);
    let wrong = folder.zip("w.npz", &[("Z.npy", vector(&[f64::NAN]))]);
    let error = npz_matrices(&wrong).unwrap_err();
    assert_placed(&error, &wrong.join("Z.npy"), None, &["at [0]"]);
    let other = folder.zip("o.npz", &[("Z.npy", z), ("readme.txt", b"text".to_vec())]);
    let error = npz_matrices(&other).unwrap_err();
    assert_placed(&error, &other.join("readme.txt"), None, &["header"]);
    let empty = folder.zip::<&str, &[u8]>("e.npz", &[]);
    assert!(npz_matrices(&empty).unwrap().is_empty());
}
