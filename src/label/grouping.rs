//! Groupings: which codes are added up into which.

use std::fmt;

use super::{Axis, AxisKind, Concordance, Ix};
use crate::error::{Error, Result, first_few};

/// A map from every code of one axis to one code of a coarser axis: total by construction, so that nothing is dropped.
///
/// ```
/// use leontief::label::{Axis, Grouping, Sector};
///
/// let sectors: Axis<Sector> = Axis::new(["C25", "C26", "G46"])?;
/// let grouping = Grouping::new(&sectors, [("C25", "C"), ("C26", "C"), ("G46", "G")])?;
/// assert_eq!(grouping.target().codes(), ["C", "G"]);
/// assert!(Grouping::new(&sectors, [("C25", "C")]).unwrap_err().to_string().contains("`C26`, `G46`"));
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct Grouping<K> {
    source: Axis<K>,
    target: Axis<K>,
    to: Vec<usize>,
}

impl<K: AxisKind> Grouping<K> {
    /// Pairs of (code, code it goes to), one for every code of the axis; the coarser codes stand in order of the axis.
    ///
    /// # Errors
    /// If a code is not on the axis, is named twice, or is not named at all.
    pub fn new<'a>(
        source: &Axis<K>,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self> {
        let mut named: Vec<Option<&str>> = vec![None; source.len()];
        for (from, to) in pairs {
            let at = source.at(from)?;
            if let Some(before) = named[at.get()].replace(to) {
                return Err(Error::label(format!(
                    "the {} `{from}` goes to `{before}` and to `{to}`",
                    K::NOUN
                ))
                .expected("one code"));
            }
        }
        let missing = source.positions().filter(|at| named[at.get()].is_none());
        let missing: Vec<&str> = missing.map(|at| source.code(at)).collect();
        if !missing.is_empty() {
            return Err(Error::label(format!(
                "no group is named for each {}: {}",
                K::NOUN,
                first_few(missing)
            ))
            .hint("name every code; one that stays alone goes to itself"));
        }
        Self::onto(source, named.into_iter().flatten())
    }

    /// These codes become one, all others stay as they are.
    ///
    /// # Errors
    /// If a member is not on the axis or is named twice, or a code outside already has the new name.
    pub fn merging(source: &Axis<K>, into: &str, members: &[&str]) -> Result<Self> {
        let mut member = vec![false; source.len()];
        for code in members {
            if std::mem::replace(&mut member[source.at(code)?.get()], true) {
                return Err(Error::label(format!(
                    "the {} `{code}` is named twice",
                    K::NOUN
                )));
            }
        }
        if let Some(at) = source.find(into).filter(|at| !member[at.get()]) {
            return Err(Error::label(format!(
                "the {} `{}` exists and is not among the members of the new `{into}`",
                K::NOUN,
                source.code(at)
            ))
            .hint("another name, or make it a member"));
        }
        let codes = source.positions();
        let codes = codes.map(|at| {
            if member[at.get()] {
                into
            } else {
                source.code(at)
            }
        });
        Self::onto(source, codes)
    }

    /// A concordance as a grouping: possible where every code goes to one code as a whole. The coarser codes are those that something goes
    /// to, in the order of the concordance's target.
    ///
    /// # Errors
    /// If a code is divided; the message lists them all.
    pub fn of(concordance: &Concordance<K, K>) -> Result<Self> {
        let divided = concordance.divided();
        if !divided.is_empty() {
            return Err(Error::label(format!(
                "a grouping adds up and cannot divide: {}",
                divided.join("; ")
            ))
            .hint("`convert` of the concordance for amounts by code"));
        }
        let (source, target) = (concordance.source(), concordance.target());
        let whole = source.positions().map(|at| concordance.to(at).next());
        let whole: Vec<usize> = whole.flatten().map(|(to, _)| to.get()).collect();
        let mut used: Vec<usize> = whole.clone();
        used.sort_unstable();
        used.dedup();
        let names = used.iter().map(|at| {
            let at = Ix::new(*at);
            (target.code(at), target.name(at))
        });
        let target = Axis::with_names(names)?;
        let places = whole.iter().filter_map(|to| used.binary_search(to).ok());
        Ok(Self::onto_axis(source, &target, places.collect()))
    }

    /// Every code stays as it is.
    #[must_use]
    pub fn identity(source: &Axis<K>) -> Self {
        Self {
            source: source.clone(),
            target: source.clone(),
            to: (0..source.len()).collect(),
        }
    }

    /// A known coarser axis, and for every code its position on it.
    pub(crate) fn onto_axis(source: &Axis<K>, target: &Axis<K>, to: Vec<usize>) -> Self {
        debug_assert!(to.len() == source.len() && to.iter().all(|at| *at < target.len()));
        Self {
            source: source.clone(),
            target: target.clone(),
            to,
        }
    }

    fn onto<'a>(source: &Axis<K>, codes: impl Iterator<Item = &'a str>) -> Result<Self> {
        let mut order: Vec<(&str, &str)> = Vec::new();
        let mut to = Vec::with_capacity(source.len());
        for (from, code) in codes.enumerate() {
            let known = order.iter().position(|(known, _)| *known == code);
            to.push(known.unwrap_or_else(|| {
                let alone = source.code(Ix::new(from)) == code;
                let name = if alone {
                    source.name(Ix::new(from))
                } else {
                    code
                };
                order.push((code, name));
                order.len() - 1
            }));
        }
        Ok(Self {
            source: source.clone(),
            target: Axis::with_names(order)?,
            to,
        })
    }
}

impl<K> Grouping<K> {
    /// The axis that is grouped.
    #[must_use]
    pub fn source(&self) -> &Axis<K> {
        &self.source
    }

    /// The coarser axis.
    #[must_use]
    pub fn target(&self) -> &Axis<K> {
        &self.target
    }

    /// Where a code goes.
    #[must_use]
    pub fn to(&self, at: Ix<K>) -> Ix<K> {
        Ix::new(self.to[at.get()])
    }

    /// The codes that go to one.
    pub fn members(&self, target: Ix<K>) -> impl Iterator<Item = &str> {
        let positions = self.source.positions();
        let members = positions.filter(move |at| self.to[at.get()] == target.get());
        members.map(|at| self.source.code(at))
    }

    /// What is added up, in words: `EU = DEU + FRA`.
    #[must_use]
    pub fn merged(&self) -> Vec<String> {
        let all = self.target.positions().filter_map(|target| {
            let members: Vec<&str> = self.members(target).collect();
            (members.len() > 1)
                .then(|| format!("{} = {}", self.target.code(target), members.join(" + ")))
        });
        all.collect()
    }
}

impl<K: AxisKind> fmt::Debug for Grouping<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Grouping of {} × {} into {}",
            self.source.len(),
            K::NOUN,
            self.target.len()
        )
    }
}
