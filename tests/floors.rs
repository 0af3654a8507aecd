//! The house: a room uses rooms of lower floors only, and no file is longer than one can read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of every room. A room may use itself and rooms of strictly lower rank.
const RANKS: [(&str, u32); 17] = [
    ("error", 0),
    ("unit", 1),
    ("parameter", 2),
    ("run", 3),
    ("label", 10),
    ("linalg", 10),
    ("table", 20),
    ("read", 25),
    ("write", 25),
    ("model", 30),
    ("build", 30),
    ("account", 40),
    ("balance", 50),
    ("uncertainty", 50),
    ("study", 60),
    ("show", 60),
    ("output", 70),
];

/// The most lines of a file, its tests not counted.
const LONGEST: usize = 450;

fn rank(room: &str) -> Option<u32> {
    let known = RANKS.iter().find(|(known, _)| *known == room);
    known.map(|(_, rank)| *rank)
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every `.rs` file under `src` by its path from there, with `/`.
fn files() -> BTreeMap<String, String> {
    fn collect(folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(src()).unwrap().to_str().unwrap();
                let source = fs::read_to_string(&path).unwrap();
                files.insert(name.replace('\\', "/"), source);
            }
        }
    }
    let mut files = BTreeMap::new();
    collect(&src(), &mut files);
    files
}

/// The room a file belongs to: `label` for `label/axis.rs` and for `label.rs`.
fn room_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The source without comments and without the contents of strings.
fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let starts = |at: usize, text: &str| {
        let end = at + text.chars().count();
        end <= chars.len() && chars[at..end].iter().copied().eq(text.chars())
    };
    let mut code = String::new();
    let mut at = 0;
    while at < chars.len() {
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            loop {
                if starts(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    depth -= 1;
                    at += 2;
                } else {
                    at += 1;
                }
                if depth == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if chars[at] == '\'' && starts(at + 2, "'") {
            at += 3; // a character, perhaps a quotation mark
        } else if chars[at] == 'r' && (starts(at + 1, "\"") || starts(at + 1, "#\"")) {
            let end = if starts(at + 1, "#") { "\"#" } else { "\"" };
            at += 1 + end.len();
            while at < chars.len() && !starts(at, end) {
                at += 1;
            }
            at += end.len();
        } else if chars[at] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else {
            code.push(chars[at]);
            at += 1;
        }
    }
    code
}

/// What stands behind every `prefix` in code: one name, or the first names of a list in braces.
fn names_behind(code: &str, prefix: &str) -> Vec<String> {
    let name_at = |text: &str| -> String {
        let text = text.trim_start();
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '*')
            .collect()
    };
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let behind = code[at + prefix.len()..].trim_start();
        let Some(list) = behind.strip_prefix('{') else {
            names.push(name_at(behind));
            continue;
        };
        let (mut depth, mut item) = (1, String::new());
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                names.push(name_at(&item));
                item.clear();
            } else {
                item.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// What is wrong with the arrows of one file.
fn faults(file: &str, source: &str) -> Vec<String> {
    let code = code_only(source);
    let room = room_of(file);
    let Some(own) = rank(room) else {
        return vec![format!("{file}: the room `{room}` has no rank")];
    };
    let mut faults = Vec::new();
    let mut check = |used: &str| match rank(used) {
        _ if used == room => {}
        Some(rank) if rank < own => {}
        Some(rank) => faults.push(format!("{file}: `{room}` ({own}) uses `{used}` ({rank})")),
        None => faults.push(format!("{file}: `crate::{used}` names no room")),
    };
    names_behind(&code, "crate::")
        .iter()
        .for_each(|used| check(used));
    // seen from the file at its door, the parent of a room is the crate
    if file == format!("{room}.rs") || file == format!("{room}/mod.rs") {
        let rooms = names_behind(&code, "super::")
            .into_iter()
            .filter(|name| rank(name).is_some());
        rooms.for_each(|used| check(&used));
    }
    if code.contains("super::super") {
        faults.push(format!("{file}: `super::super`; name the room instead"));
    }
    faults
}

#[test]
fn arrows_run_only_downwards() {
    let faults: Vec<String> = files()
        .iter()
        .filter(|(file, _)| *file != "lib.rs")
        .flat_map(|(file, source)| faults(file, source))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The one module without a floor: documents of the repository, no code.
const DOCUMENTS: &str = "documentation";

/// The modules that `lib.rs` declares, in files of their own or in place.
fn rooms(lib: &str) -> Vec<String> {
    let code = code_only(lib);
    let modules = code.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let name = line.strip_prefix("mod ")?;
        Some(name.trim_end_matches([';', '{', ' ']).to_owned())
    });
    modules.collect()
}

#[test]
fn every_room_has_a_floor() {
    let rooms = rooms(&files()["lib.rs"]);
    assert!(rooms.iter().any(|room| room == "error"), "{rooms:?}");
    let homeless: Vec<&String> = rooms
        .iter()
        .filter(|room| *room != DOCUMENTS && rank(room).is_none())
        .collect();
    assert!(homeless.is_empty(), "give these rooms a rank: {homeless:?}");
    let found = self::rooms("//! x\npub mod a;\nmod b;\npub mod c {\n    pub mod d {}\n}\n");
    assert_eq!(found, ["a", "b", "c"]);
}

#[test]
fn the_scanner_sees_every_way_upwards() {
    for upwards in [
        "use crate::model::Model;",
        "fn f() { crate::model::Measure::Gross; }",
        "use crate::{error::Error, model::{Measure, Model}};",
        "use crate::{\n    label::{Axis, Sector},\n    model,\n};",
        "use crate::linalg::System; use crate::read;",
        "macro_rules! m { () => { $crate::balance::Row } }",
        "let quote = '\"'; use crate::model::Model; let quote = '\"';",
    ] {
        let found = faults("table/draft.rs", upwards);
        assert_eq!(found.len(), 1, "{upwards}: {found:?}");
        assert!(
            found[0].starts_with("table/draft.rs: `table` (20) uses `"),
            "{found:?}"
        );
    }
    for (file, sideways, expected) in [
        (
            "label/axis.rs",
            "use crate::linalg::System;",
            "`label` (10) uses `linalg` (10)",
        ),
        (
            "unit.rs",
            "use super::label::Axis;",
            "`unit` (1) uses `label` (10)",
        ),
        (
            "table/mod.rs",
            "use super::model::Model;",
            "`table` (20) uses `model` (30)",
        ),
        (
            "study/china_us/case.rs",
            "use super::super::x;",
            "`super::super`",
        ),
        (
            "table/draft.rs",
            "use crate::Model;",
            "`crate::Model` names no room",
        ),
        (
            "table/draft.rs",
            "use crate::*;",
            "`crate::*` names no room",
        ),
        ("cellar/mod.rs", "", "the room `cellar` has no rank"),
    ] {
        let found = faults(file, sideways);
        assert_eq!(found.len(), 1, "{sideways}: {found:?}");
        assert!(found[0].contains(expected), "{found:?}");
    }
}

#[test]
fn the_scanner_lets_everything_else_pass() {
    for downwards in [
        "use crate::error::{Error, Result}; use crate::label::Axis; use super::checks::Checked;",
        "use crate::table::Exports;",
        "// use crate::model::Model;",
        "/// [`Model`](crate::model::Model)\nfn f() {}",
        "/* crate::model /* crate::balance */ crate::study */ fn f() {}",
        "let text = \"crate::model\"; let more = \"a \\\" crate::model\";",
        "let raw = r#\"crate::model \" crate::model\"#;",
        "fn f<'a>(x: &'a str) {} // crate::model",
    ] {
        assert_eq!(
            faults("table/draft.rs", downwards),
            Vec::<String>::new(),
            "{downwards}"
        );
    }
}

#[test]
fn no_file_is_longer_than_one_can_read() {
    let long: Vec<String> = files()
        .iter()
        .filter_map(|(file, source)| {
            let lines = source
                .lines()
                .take_while(|line| *line != "#[cfg(test)]")
                .count();
            (lines > LONGEST).then(|| format!("{file}: {lines} lines, at most {LONGEST}"))
        })
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
