//! Values of R.

use std::sync::Arc;

/// Text that many values may share.
pub(super) type Text = Arc<str>;

/// What R stores for a missing integer or logical value.
const MISSING: i32 = i32::MIN;

/// A value and what is said of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    pub(super) data: Data,
    pub(super) attributes: Vec<(Text, Value)>,
}

#[derive(Debug, Clone, Default)]
pub(super) enum Data {
    #[default]
    Nothing,
    Logicals(Vec<i32>),
    Integers(Vec<i32>),
    Reals(Vec<f64>),
    /// Missing texts are nothing.
    Texts(Vec<Option<Text>>),
    List(Vec<Value>),
    /// A pair list: values with or without a tag.
    Pairs(Vec<(Option<Text>, Value)>),
    Symbol(Text),
    /// What is passed over, by what it is.
    Other(&'static str),
}

impl Data {
    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing (NULL)",
            Self::Logicals(_) => "logical values",
            Self::Integers(_) => "integers",
            Self::Reals(_) => "numbers",
            Self::Texts(_) => "text",
            Self::List(_) | Self::Pairs(_) => "a list",
            Self::Symbol(_) => "a symbol",
            Self::Other(kind) => kind,
        }
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Self {
            data,
            attributes: Vec::new(),
        }
    }
}

impl Value {
    pub(super) fn attribute(&self, name: &str) -> Option<&Self> {
        let mut found = self.attributes.iter().filter(|(known, _)| **known == *name);
        found.next().map(|(_, value)| value)
    }

    pub(super) fn length(&self) -> usize {
        match &self.data {
            Data::Nothing => 0,
            Data::Logicals(cells) | Data::Integers(cells) => cells.len(),
            Data::Reals(cells) => cells.len(),
            Data::Texts(cells) => cells.len(),
            Data::List(values) => values.len(),
            Data::Pairs(pairs) => pairs.len(),
            Data::Symbol(_) | Data::Other(_) => 1,
        }
    }

    /// Whether one of its classes is this.
    pub(super) fn is_a(&self, class: &str) -> bool {
        let classes = self.attribute("class").and_then(Self::texts);
        classes.is_some_and(|known| known.iter().flatten().any(|known| **known == *class))
    }

    pub(super) fn texts(&self) -> Option<&[Option<Text>]> {
        match &self.data {
            Data::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// The labels of a factor.
    pub(super) fn levels(&self) -> Option<&[Option<Text>]> {
        let labels = self.attribute("levels").and_then(Self::texts);
        labels.filter(|_| self.is_a("factor"))
    }
}

/// An integer of R as a number; not a number where it is missing.
pub(super) fn number(cell: i32) -> f64 {
    match cell {
        MISSING => f64::NAN,
        cell => f64::from(cell),
    }
}

/// An integer of R as text; nothing where it is missing.
pub(super) fn digits(cell: i32) -> Option<Text> {
    (cell != MISSING).then(|| cell.to_string().into())
}
