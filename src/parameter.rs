//! Named scalars with a central value, a range, and a grade of how well they are known.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, first_few};

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// The official text was seen.
    A,
    /// A secondary copy of an official figure was seen, or the figure is arithmetic on such figures.
    B,
    /// Recalled, not verified.
    C,
    /// An assumption.
    D,
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// One word for the grade.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "official",
            Self::B => "secondary",
            Self::C => "recalled",
            Self::D => "assumed",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl FromStr for Grade {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|grade| grade.to_string() == text)
            .ok_or_else(|| {
                Error::parameter("unknown grade")
                    .expected("A (official), B (secondary), C (recalled) or D (assumed)")
                    .found(format!("`{text}`"))
            })
    }
}

/// A scalar input: its central value, the range in which it may lie, and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    name: String,
    central: f64,
    range: Option<(f64, f64)>,
    unit: String,
    definition: String,
    grade: Grade,
}

impl Parameter {
    /// A parameter; without a range it is taken as known.
    ///
    /// # Errors
    /// If the name is empty, a value is not a number, or the central value lies outside the range.
    pub fn new(name: &str, central: f64, range: Option<(f64, f64)>, grade: Grade) -> Result<Self> {
        if name.trim().is_empty() {
            return Err(
                Error::parameter("a parameter has no name").found(format!("value {central}"))
            );
        }
        let (low, high) = range.unwrap_or((central, central));
        if !(low.is_finite() && high.is_finite() && low <= central && central <= high) {
            return Err(Error::parameter(format!(
                "the range of `{name}` does not hold its central value"
            ))
            .expected("low ≤ central ≤ high")
            .found(format!("{low} ≤ {central} ≤ {high}")));
        }
        Ok(Self {
            name: name.to_owned(),
            central,
            range,
            unit: String::new(),
            definition: String::new(),
            grade,
        })
    }

    /// With its unit and definition.
    #[must_use]
    pub fn described(mut self, unit: &str, definition: &str) -> Self {
        self.unit = unit.to_owned();
        self.definition = definition.to_owned();
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The central value.
    #[must_use]
    pub fn central(&self) -> f64 {
        self.central
    }

    /// The lowest and highest value, where the parameter is uncertain.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What it means.
    #[must_use]
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// How well it is known.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.grade
    }
}

/// Parameters of a study, in order, with unique names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParameterSet(Vec<Parameter>);

impl ParameterSet {
    /// A set of parameters.
    ///
    /// # Errors
    /// If a name is doubled.
    pub fn new(parameters: impl IntoIterator<Item = Parameter>) -> Result<Self> {
        let mut set: Vec<Parameter> = Vec::new();
        for parameter in parameters {
            if set.iter().any(|known| known.name == parameter.name) {
                return Err(Error::parameter(format!(
                    "the parameter `{}` is given twice",
                    parameter.name
                )));
            }
            set.push(parameter);
        }
        Ok(Self(set))
    }

    /// All parameters in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Parameter> {
        self.0.iter()
    }

    /// The central values.
    #[must_use]
    pub fn central(&self) -> Values {
        Values(self.0.iter().map(|p| (p.name.clone(), p.central)).collect())
    }

    /// Values of all parameters, from a function of each of them.
    pub(crate) fn values(&self, mut value: impl FnMut(&Parameter) -> f64) -> Values {
        Values(self.0.iter().map(|p| (p.name.clone(), value(p))).collect())
    }
}

/// One value for each parameter of a set: the central ones, or one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Values(Vec<(String, f64)>);

impl Values {
    /// The value of a parameter.
    ///
    /// # Errors
    /// If there is no such parameter.
    pub fn get(&self, name: &str) -> Result<f64> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
            .ok_or_else(|| {
                Error::parameter(format!("no parameter `{name}`")).expected(format!(
                    "one of {}",
                    first_few(self.0.iter().map(|(known, _)| known))
                ))
            })
    }

    /// The same with one value changed.
    ///
    /// # Errors
    /// If there is no such parameter or the value is not a number.
    pub fn with(mut self, name: &str, value: f64) -> Result<Self> {
        self.get(name)?;
        if !value.is_finite() {
            return Err(
                Error::parameter(format!("the value of `{name}` is not a number")).found(value),
            );
        }
        for entry in self.0.iter_mut().filter(|entry| entry.0 == name) {
            entry.1 = value;
        }
        Ok(self)
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, value)| (name.as_str(), *value))
    }
}
