//! Names of variables that a statistical program takes.

use std::collections::HashSet;

/// The most characters of a name.
const LONGEST: usize = 32;

/// Words that Stata keeps for itself (manual of Stata, [U] 11.3 Naming conventions).
const RESERVED: [&str; 25] = [
    "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double",
    "float", "if", "in", "int", "long", "strL", "using", "with", "_r", "_se", "_merge", "str",
    "alias",
];

/// Names of letters, digits and underscores, not beginning with a digit, at most 32 characters, all different whatever the case.
pub(super) fn identifiers<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = names.into_iter();
    names
        .map(|name| {
            let plain = plain(name);
            let mut candidate = plain.clone();
            let mut count = 1;
            while !taken.insert(candidate.to_lowercase()) {
                count += 1;
                let behind = format!("_{count}");
                candidate = format!(
                    "{}{behind}",
                    &plain[..plain.len().min(LONGEST - behind.len())]
                );
            }
            candidate
        })
        .collect()
}

fn plain(name: &str) -> String {
    let kept = |c: char| match c.is_ascii_alphanumeric() {
        true => c,
        false => '_',
    };
    let mut plain: String = name.chars().map(kept).collect();
    let string_type = plain.strip_prefix("str").is_some_and(|behind| {
        !behind.is_empty() && behind.bytes().all(|byte| byte.is_ascii_digit())
    });
    if plain.is_empty()
        || plain.starts_with(|c: char| c.is_ascii_digit())
        || RESERVED.contains(&plain.as_str())
        || string_type
    {
        plain.insert(0, 'v');
    }
    plain.truncate(LONGEST);
    plain
}

#[cfg(test)]
mod tests {
    use super::identifiers;

    #[test]
    fn names_are_what_stata_takes_and_differ() {
        let found = identifiers([
            "CHN", "C10-12", "01", "", "if", "str8", "chn", "Ω", "C10.12",
        ]);
        let expected = [
            "CHN", "C10_12", "v01", "v", "vif", "vstr8", "chn_2", "_", "C10_12_2",
        ];
        assert_eq!(found, expected);
        let long = "a".repeat(40);
        let found = identifiers([long.as_str(), long.as_str()]);
        assert_eq!(found[0], "a".repeat(32));
        assert_eq!(found[1], format!("{}_2", "a".repeat(30)));
    }
}
