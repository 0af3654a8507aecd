//! The stream of objects: what is passed over, what is refused, and files that are meant to do harm.

use leontief::Result;
use leontief::read::{RArray, rdata_array};
use ndarray::arr1;

use crate::published::Folder;
use crate::xdr::{Packing, R, frame, packed, texts, workspace, xz};

fn read(bytes: &[u8]) -> Result<RArray> {
    let folder = Folder::new();
    rdata_array(folder.put("some.RData", bytes), "z")
}

#[track_caller]
fn refused(bytes: &[u8], words: &[&str]) {
    let error = read(bytes).unwrap_err();
    assert!(error.file().is_some(), "{error}");
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
}

fn z() -> R {
    R::Reals(vec![1.5, 2.5])
}

#[track_caller]
fn passed_over(value: R) {
    let objects = [("before", value.clone()), ("z", z()), ("behind", value)];
    for version in [2, 3] {
        let found = read(&workspace(version, &objects)).unwrap();
        assert_eq!(found.values(), arr1(&[1.5, 2.5]).view().into_dyn());
    }
}

#[test]
fn objects_that_are_no_data_are_passed_over() {
    passed_over(R::Null);
    passed_over(R::Environment);
    passed_over(R::Pointer);
    passed_over(R::Symbol("name".into()));
    passed_over(frame(&[("a".into(), texts(&["x"]))]));
    passed_over(R::Pairs(vec![(None, R::Null), (Some("tag".into()), z())]));
    // the function of no arguments that gives NULL, in the global environment; a call; complex and raw vectors
    passed_over(R::Words(vec![0x403, 253, 254, 254]));
    passed_over(R::Words(vec![6, 254, 2, 254, 254]));
    passed_over(R::Words(vec![15, 1, 0, 0, 0, 0]));
    passed_over(R::Words(vec![24, 4, 0xdead_beef]));
    passed_over(R::Words(vec![8, 4, 0x7375_6d20]));
    // an S4 object without slots, a missing text, expressions
    passed_over(R::Words(vec![25]));
    passed_over(R::Words(vec![16, 1, 9, u32::MAX]));
    passed_over(R::Words(vec![20, 1, 254]));
    // a long vector of two cells, its length in two words
    passed_over(R::Words(vec![13, u32::MAX, 0, 2, 7, 8]));
    for kind in [241, 242, 250, 251, 252, 253] {
        passed_over(R::Words(vec![kind]));
    }
}

#[test]
fn whatever_may_be_referred_to_counts() {
    let named = |name: &str| R::Reals(vec![1.0]).with([("names", texts(&[name]))]);
    let base = u32::from_be_bytes(*b"base");
    let objects = [
        ("a", R::Counted(vec![249, 0, 1, 9, 4, base])),
        ("b", R::Counted(vec![23])),
        ("c", R::Environment),
        ("d", R::Pointer),
        ("e", R::Counted(vec![247, 0, 1, 9, 4, base])),
        ("y", named("first")),
        // the second `names` is a reference to the first
        ("z", named("second")),
    ];
    let found = read(&workspace(2, &objects)).unwrap();
    assert_eq!(found.names(0), ["second"]);
}

#[test]
fn forms_that_are_not_read_say_how_to_save_again() {
    let whole = workspace(3, &[("z", z())]);
    let with_start = |start: &[u8]| [start, &whole[start.len()..]].concat();
    refused(&with_start(b"RDA3\n"), &["another form", "`RDA3`", "save("]);
    refused(&with_start(b"RDX1\n"), &["another form", "`RDX1`"]);
    refused(
        &with_start(b"RDX3\nA"),
        &["no R workspace in binary form", "without `ascii`"],
    );
    refused(
        &with_start(b"RDX3\nX\n\0\0\0\x04"),
        &["another version", "expected 2 or 3", "found 4"],
    );
    refused(b"year,country\n", &["no R workspace in binary form"]);
    refused(b"\x28\xb5\x2f\xfd", &["packed by zstd", "compress"]);
    refused(b"\x5d\0\0\x80", &["packed by lzma"]);
    let object = |words: Vec<u32>| workspace(3, &[("z", R::Words(words))]);
    refused(&object(vec![21, 1]), &["a compiled function", "at byte"]);
    refused(&object(vec![99]), &["an unknown kind", "found 99"]);
    refused(&object(vec![13, -2_i32 as u32]), &["a negative length"]);
    refused(
        &object(vec![16, 1, 13]),
        &["a vector of text holds something else"],
    );
    refused(&object(vec![1, 254]), &["a symbol has no name"]);
    refused(
        &object(vec![9 << 8 | 255]),
        &["refers to one that is not there", "found 9"],
    );
    refused(&object(vec![255, 0]), &["refers to one that is not there"]);
    let unnamed = crate::xdr::rds(2, &R::Pairs(vec![(None, z())]));
    refused(
        &[b"RDX2\n", unnamed.as_slice()].concat(),
        &["an object of the workspace has no name"],
    );
    let mut list = b"RDX2\n".to_vec();
    list.extend(crate::xdr::rds(2, &z()));
    refused(&list, &["the workspace is no list of objects", "numbers"]);
}

#[test]
fn text_that_is_not_utf_8_is_latin() {
    let name = R::Words(vec![16, 1, 9, 4, u32::from_be_bytes(*b"\xc4pfe")]);
    let value = R::Reals(vec![1.0]).with([("names", name)]);
    let found = read(&workspace(2, &[("z", value)])).unwrap();
    assert_eq!(found.names(0), ["Äpfe"]);
}

#[test]
fn lengths_that_the_file_does_not_have_take_no_memory() {
    for kind in [9, 10, 13, 14, 15, 19, 20, 24] {
        let object = R::Words(vec![kind, i32::MAX as u32]);
        refused(&workspace(3, &[("z", object)]), &["ends within an object"]);
        if kind != 9 {
            let object = R::Words(vec![kind, u32::MAX, 0x7fff_ffff, 0xffff_ffff]);
            refused(&workspace(3, &[("z", object)]), &["ends within an object"]);
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_long_lists_are_not_deep() {
    // lists, attributes, attributes of text, environments and calls, each within the next
    for step in [
        vec![19, 1],
        vec![2],
        vec![6],
        vec![4, 0],
        vec![238],
        vec![22],
        vec![0x20d, 0, 2],
        vec![16, 1, 0x209, 0],
        vec![0x202],
        vec![0x402],
        vec![249, 0, 1, 0x209, 0],
    ] {
        let words = step.iter().copied().cycle().take(step.len() * 100_000);
        let object = R::Words(words.collect());
        refused(&workspace(3, &[("z", object)]), &["too deep"]);
    }
    let mut deep = z();
    for _ in 0..100 {
        deep = R::List(vec![deep]);
    }
    let long = R::Pairs(vec![(None, R::Null); 100_000]);
    let objects = [("deep", deep), ("long", long), ("z", z())];
    assert!(read(&workspace(3, &objects)).is_ok());
}

#[test]
fn a_window_larger_than_that_of_r_is_not_made() {
    let bytes = workspace(3, &[("z", z())]);
    for bits in [0, 22, 26, 28] {
        assert!(read(&xz(&bytes, bits)).is_ok(), "{bits}");
    }
    for bits in [29, 39, 40] {
        refused(&xz(&bytes, bits), &["much memory", "67108864", "xz -d"]);
    }
    let mut filtered = packed(Packing::Xz, &bytes);
    filtered[14] = 3;
    refused(&filtered, &["a filter before it"]);
}
