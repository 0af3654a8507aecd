//! Layouts in TOML: what they may say, and errors with their line.

use leontief::read::Layout;

use crate::published::{Folder, assert_placed};

#[track_caller]
fn refused(text: &str, parts: &[&str]) {
    let message = Layout::from_toml(text).unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

const WORLD: &str =
    "[rows]\nlabel = 1\nseparator = \"_\"\n[columns]\nlabel = 1\nseparator = \"_\"\n";

#[test]
fn keys_and_values_that_a_layout_does_not_know_are_refused_with_their_line() {
    refused("x = 1", &["line 1", "no key `x`", "`kind`"]);
    refused(
        &format!("{WORLD}final = [\"a\"]"),
        &["line 7", "`columns` has no key `final`", "`final_use`"],
    );
    refused(
        &format!("kind = \"regional\"\n{WORLD}"),
        &["line 1", "`world`, `national`, `competitive`"],
    );
    refused(
        &format!("[file]\nblanks = \"nothing\"\n{WORLD}"),
        &["line 2", "`error`, `zero`"],
    );
    refused(
        &format!("[file]\ndelimiter = \", \"\n{WORLD}"),
        &["line 2", "one character"],
    );
    refused(&format!("{WORLD}first = 0"), &["line 7", "counted from 1"]);
    refused(
        "[rows]\nlabel = 1\nprimary = { VA = \"wages\" }",
        &["line 3", "no primary input `wages`", "`compensation`"],
    );
    refused("[rows]\nprimary = 3", &["a table"]);
    refused("kind = ", &["not TOML"]);
    refused(
        &format!("currency = \"EUR\"\n{WORLD}"),
        &["the unit is not complete", "`scale`"],
    );
}

#[test]
fn what_no_file_can_have_is_refused() {
    refused("", &["no place of the labels of rows"]);
    refused(
        "[rows]\nlabel = 1\n[columns]\nlabel = 1",
        &["no country in the labels of rows", "`separator`"],
    );
    refused(
        &format!("kind = \"national\"\n{WORLD}"),
        &["without a `country`"],
    );
    refused(
        &format!("country = \"NLD\"\n{WORLD}"),
        &["a world table has no `country`"],
    );
    refused(
        &format!("[file]\ndecimal = \";\"\n{WORLD}"),
        &["mark of decimals"],
    );
    refused(
        &format!("[file]\nthousands = \".\"\n{WORLD}"),
        &["mark of thousands"],
    );
    refused(
        &format!("[file]\ndelimiter = \"x\"\n{WORLD}"),
        &["cannot be separated"],
    );
    refused(
        &format!("[file]\nsheet = \"S\"\ndecimal = \",\"\n{WORLD}"),
        &["a sheet and a form of text"],
    );
    refused(
        &format!("[file]\nshape = \"long\"\n{WORLD}"),
        &["do not fit the shape `long`", "`value`"],
    );
    refused(
        &format!("[file]\nvalue = \"v\"\n{WORLD}"),
        &["do not fit the shape `wide`"],
    );
    refused(&format!("{WORLD}imports = \"IM\""), &["not competitive"]);
    refused(
        &format!("{WORLD}discrepancy = \"ERR\""),
        &["not competitive"],
    );
    let national = "kind = \"competitive\"\ncountry = \"CHN\"\n[rows]\nlabel = 1\n";
    refused(
        &format!("{national}imported = [\"IM\"]\n[columns]\nlabel = 1"),
        &["kind = \"national\""],
    );
    refused(
        &format!("{national}imports = \"a\"\n[columns]\nlabel = 1\nimports = \"b\""),
        &["several places"],
    );
    refused(
        &format!("{national}extensions = {{ e = \"t\" }}\n[columns]\nlabel = 1"),
        &["no place"],
    );
}

#[test]
fn a_file_of_a_layout_is_named_in_errors() {
    let folder = Folder::new();
    let path = folder.put("layout.toml", "kind = \"world\"\nrow = 1\n");
    let error = Layout::open(&path).unwrap_err();
    assert_placed(&error, &path, Some(2), &["no key `row`"]);
    let missing = folder.as_ref().join("missing.toml");
    assert!(Layout::open(missing).unwrap_err().is_io());
    let path = folder.put("bom.toml", format!("\u{feff}{WORLD}"));
    assert_eq!(
        Layout::open(path).unwrap(),
        Layout::from_toml(WORLD).unwrap()
    );
}
