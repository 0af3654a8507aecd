//! TOML text: keys and values in order, without a serialiser.

use std::fmt::Write;

/// A TOML document in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Toml(String);

impl Toml {
    /// A line for people.
    pub(crate) fn comment(&mut self, text: &str) {
        for line in text.lines() {
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            self.line(&format!("# {line}"));
        }
    }

    /// `key = "value"`.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.line(&format!("{} = {}", bare_or_quoted(key), quoted(value)));
    }

    /// `key = value`, for a value that is a number already.
    pub(crate) fn number(&mut self, key: &str, value: &str) {
        self.line(&format!("{} = {value}", bare_or_quoted(key)));
    }

    /// A list of texts, one a line.
    pub(crate) fn texts<S: AsRef<str>>(&mut self, key: &str, values: &[S]) {
        self.line(&format!("{} = [", bare_or_quoted(key)));
        for value in values {
            self.line(&format!("    {},", quoted(value.as_ref())));
        }
        self.line("]");
    }

    /// The heading of a table of keys: `[groups.DN]`.
    pub(crate) fn section(&mut self, path: &[&str]) {
        let path: Vec<String> = path.iter().map(|key| bare_or_quoted(key)).collect();
        self.line("");
        self.line(&format!("[{}]", path.join(".")));
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }
}

/// A key as it stands, in quotation marks where TOML wants them.
fn bare_or_quoted(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !key.is_empty() && key.chars().all(bare) {
        true => key.to_owned(),
        false => quoted(key),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c)); // a String takes every text
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::Toml;

    #[test]
    fn what_is_written_is_what_a_parser_of_toml_finds() {
        let texts = [
            "plain",
            "",
            "a \"quoted\" \\ back",
            "two\nlines\r\tand a tab",
            "\u{0}\u{1f}\u{7f}\u{85}Ω 中",
        ];
        for text in texts {
            let mut toml = Toml::default();
            toml.comment("one\ntwo\u{0}");
            toml.text(text, text);
            toml.texts("list", &texts);
            toml.section(&["groups", text]);
            toml.number("n", "1e-7");
            let written = toml.into_text();
            let parsed = ::toml::de::DeTable::parse(&written).unwrap();
            let parsed = parsed.get_ref();
            assert_eq!(parsed.get(text).unwrap().get_ref().as_str(), Some(text));
            let list = parsed.get("list").unwrap().get_ref().as_array().unwrap();
            let list: Vec<&str> = list.iter().map(|v| v.get_ref().as_str().unwrap()).collect();
            assert_eq!(list, texts);
            let groups = parsed.get("groups").unwrap().get_ref().as_table().unwrap();
            let group = groups.get(text).unwrap().get_ref().as_table().unwrap();
            let number = group.get("n").unwrap().get_ref().as_float().unwrap();
            assert_eq!(number.as_str(), "1e-7");
        }
    }
}
