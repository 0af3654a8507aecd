//! Names of the folders of partitions, as Hive has them.

use std::fmt::Write;

/// Where there is no text.
const NOTHING: &str = "__HIVE_DEFAULT_PARTITION__";

/// `column=value`. Characters that Hive does not take in names of folders (control characters and ``"#%'*/:=?\{[]^``) are `%` and their
/// two hexadecimal digits, as in its `FileUtils.escapePathName`; beside them `<`, `>` and `|`, which Windows refuses.
pub(super) fn folder_of(column: &str, value: Option<&str>) -> String {
    let value = value.filter(|value| !value.is_empty());
    let value = value.map_or_else(|| NOTHING.to_owned(), escaped);
    format!("{}={value}", escaped(column))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c.is_ascii_control() || "\"#%'*/:=?\\{[]^<>|".contains(c) {
            // a String takes every text
            true => drop(write!(escaped, "%{:02X}", u32::from(c))),
            false => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::folder_of;

    #[test]
    fn folders_are_named_as_hive_names_them() {
        for (value, expected) in [
            (Some("CHN"), "c=CHN"),
            (Some("a/b=c"), "c=a%2Fb%3Dc"),
            (Some("50 %"), "c=50 %25"),
            (Some("中:\n"), "c=中%3A%0A"),
            (Some(""), "c=__HIVE_DEFAULT_PARTITION__"),
            (None, "c=__HIVE_DEFAULT_PARTITION__"),
        ] {
            assert_eq!(folder_of("c", value), expected);
        }
    }
}
