//! What stands beside figures in a file: the program, the method, the unit, the table with its fingerprint, terms, notes.

use crate::table::TableLabel;
use crate::write::Toml;

/// The crate and its version.
const PROGRAM: &str = concat!("leontief ", env!("CARGO_PKG_VERSION"));

/// How figures came about, as keys and texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Description {
    title: String,
    entries: Vec<(&'static str, String)>,
    tables: Vec<TableLabel>,
    /// Code, meaning, equation.
    terms: Vec<[String; 3]>,
    notes: Vec<String>,
}

impl Description {
    pub(crate) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            ..Self::default()
        }
    }

    /// One more key.
    pub(crate) fn entry(mut self, key: &'static str, text: &str) -> Self {
        self.entries.push((key, text.to_owned()));
        self
    }

    /// The tables that the figures are from.
    pub(crate) fn tables(mut self, tables: &[TableLabel]) -> Self {
        self.tables.extend_from_slice(tables);
        self
    }

    /// One more term with its meaning and its equation.
    pub(crate) fn term(mut self, code: &str, meaning: &str, equation: &str) -> Self {
        self.terms
            .push([code, meaning, equation].map(str::to_owned));
        self
    }

    pub(crate) fn notes(mut self, notes: &[String]) -> Self {
        self.notes.extend_from_slice(notes);
        self
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Code, meaning and equation of every term.
    #[cfg(feature = "excel")]
    pub(crate) fn terms(&self) -> &[[String; 3]] {
        &self.terms
    }

    /// All but the terms as keys and texts: `program` first, keys of a second table with `_2` behind them, notes last.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("program".to_owned(), PROGRAM.to_owned())];
        let entries = self.entries.iter();
        pairs.extend(entries.map(|(key, text)| ((*key).to_owned(), text.clone())));
        for (k, table) in self.tables.iter().enumerate() {
            let behind = match k {
                0 => String::new(),
                _ => format!("_{}", k + 1),
            };
            let parts = of_table(table).into_iter();
            pairs.extend(parts.map(|(key, text)| (format!("{key}{behind}"), text)));
        }
        let notes = self.notes.iter().enumerate();
        pairs.extend(notes.map(|(k, note)| (format!("note_{}", k + 1), note.clone())));
        pairs
    }

    /// The pairs, then every term as `term CODE` and `meaning = equation`.
    pub(crate) fn pairs_and_terms(&self) -> Vec<(String, String)> {
        let terms = self.terms.iter().map(|[code, meaning, equation]| {
            let text = match equation.is_empty() {
                true => meaning.clone(),
                false => format!("{meaning} = {equation}"),
            };
            (format!("term {code}"), text)
        });
        self.pairs().into_iter().chain(terms).collect()
    }

    /// Keys that stand before any section.
    pub(super) fn put_head(&self, toml: &mut Toml) {
        toml.text("program", PROGRAM);
        for (key, text) in &self.entries {
            toml.text(key, text);
        }
        toml.texts("notes", &self.notes);
    }

    /// A section for every table and every term.
    pub(super) fn put_sections(&self, toml: &mut Toml) {
        for (k, table) in self.tables.iter().enumerate() {
            toml.section(&["tables", &(k + 1).to_string()]);
            of_table(table)
                .iter()
                .for_each(|(key, text)| toml.text(key, text));
        }
        for [code, meaning, equation] in &self.terms {
            toml.section(&["terms", code]);
            toml.text("meaning", meaning);
            toml.text("equation", equation);
        }
    }
}

fn of_table(table: &TableLabel) -> Vec<(&'static str, String)> {
    let mut parts = vec![
        ("table", table.table.clone()),
        ("table_unit", table.unit.to_string()),
        ("table_concept", table.concept.to_string()),
    ];
    if !table.source.is_empty() {
        parts.push(("table_source", table.source.clone()));
    }
    if let Some(edition) = &table.edition {
        parts.push(("table_edition", edition.clone()));
    }
    parts.push(("table_sha256", table.fingerprint.to_string()));
    parts
}
