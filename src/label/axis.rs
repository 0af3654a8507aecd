//! An axis: unique codes of one kind, with names, and typed positions on it.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use crate::error::{Error, Result, first_few};

/// What an axis enumerates. Implemented by the marker types of this module.
pub trait AxisKind: 'static {
    /// The singular noun used in messages.
    const NOUN: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $noun:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $kind;
            impl AxisKind for $kind {
                const NOUN: &'static str = $noun;
            }
        )*
    };
}

kinds! {
    /// Countries of a table.
    Country = "country";
    /// Sectors (industries or products that producers are classified by).
    Sector = "sector";
    /// Products in which imports are recorded.
    Product = "imported product";
    /// Categories of final use: households, government, fixed investment, inventories, …
    FinalUse = "final use";
    /// Owners of income: the home country, partner countries, the rest of the world.
    Owner = "owner";
    /// Destinations of exports.
    Partner = "partner";
    /// Rows beside the economic ones: jobs, emissions, energy.
    Extension = "extension";
}

/// A position on an axis of kind `K`.
pub struct Ix<K> {
    position: usize,
    kind: PhantomData<fn() -> K>,
}

impl<K> Ix<K> {
    pub(crate) const fn new(position: usize) -> Self {
        Self {
            position,
            kind: PhantomData,
        }
    }

    /// The position as a plain number, for indexing an array along this axis.
    #[must_use]
    pub const fn get(self) -> usize {
        self.position
    }
}

impl<K> Clone for Ix<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Ix<K> {}

impl<K> PartialEq for Ix<K> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl<K> Eq for Ix<K> {}

impl<K> PartialOrd for Ix<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Ix<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.position.cmp(&other.position)
    }
}

impl<K> Hash for Ix<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.position.hash(state);
    }
}

impl<K> fmt::Debug for Ix<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.position)
    }
}

/// Unique, non-empty codes of one kind, in order, each with a name. Cheap to clone.
///
/// ```
/// use leontief::label::{Axis, Owner};
///
/// let owners: Axis<Owner> = Axis::new(["CHN", "USA", "ROW"])?;
/// let usa = owners.at("USA")?;
/// assert_eq!(usa.get(), 1);
/// assert_eq!(owners.code(usa), "USA");
/// assert!(Axis::<Owner>::new(["USA", "USA"]).unwrap_err().is_label());
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct Axis<K> {
    inner: Arc<Inner>,
    kind: PhantomData<fn() -> K>,
}

struct Inner {
    codes: Vec<String>,
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl<K: AxisKind> Axis<K> {
    /// An axis of these codes; each code is its own name.
    ///
    /// # Errors
    /// If a code is empty or doubled.
    pub fn new<S: Into<String>>(codes: impl IntoIterator<Item = S>) -> Result<Self> {
        Self::with_names(codes.into_iter().map(|code| {
            let code = code.into();
            (code.clone(), code)
        }))
    }

    /// An axis of (code, name) pairs.
    ///
    /// # Errors
    /// If a code is empty or doubled.
    pub fn with_names<C: Into<String>, N: Into<String>>(
        entries: impl IntoIterator<Item = (C, N)>,
    ) -> Result<Self> {
        let (codes, names): (Vec<String>, Vec<String>) = entries
            .into_iter()
            .map(|(code, name)| (code.into(), name.into()))
            .unzip();
        let mut positions = HashMap::with_capacity(codes.len());
        for (position, code) in codes.iter().enumerate() {
            if code.trim().is_empty() {
                return Err(Error::label(format!(
                    "{} number {} has no code",
                    K::NOUN,
                    position + 1
                ))
                .expected("a non-empty code"));
            }
            if let Some(first) = positions.insert(code.clone(), position) {
                return Err(Error::label(format!(
                    "the {} `{code}` occurs twice, as number {} and number {}",
                    K::NOUN,
                    first + 1,
                    position + 1
                ))
                .expected("unique codes"));
            }
        }
        Ok(Self {
            inner: Arc::new(Inner {
                codes,
                names,
                positions,
            }),
            kind: PhantomData,
        })
    }

    /// The position of a code, matched exactly.
    ///
    /// # Errors
    /// If the axis has no such code; the message lists the ones it has and points at a near miss.
    pub fn at(&self, code: &str) -> Result<Ix<K>> {
        self.find(code).ok_or_else(|| {
            let error = Error::label(format!("no {} `{code}`", K::NOUN))
                .expected(format!("one of {}", first_few(self.codes())));
            match self.near_miss(code) {
                Some(near) => error.hint(format!("`{near}`")),
                None => error,
            }
        })
    }

    /// The position of a code, if the axis has it.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<Ix<K>> {
        self.inner
            .positions
            .get(code)
            .map(|position| Ix::new(*position))
    }

    fn near_miss(&self, code: &str) -> Option<&String> {
        let bare = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        };
        let wanted = bare(code);
        self.codes().iter().find(|code| bare(code) == wanted)
    }
}

impl<K> Axis<K> {
    /// An axis without codes.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            inner: Arc::new(Inner {
                codes: Vec::new(),
                names: Vec::new(),
                positions: HashMap::new(),
            }),
            kind: PhantomData,
        }
    }

    /// The codes that are to be kept, in the same order.
    pub(crate) fn filtered(&self, keep: impl Fn(&str) -> bool) -> Self {
        let entries = self.inner.codes.iter().zip(&self.inner.names);
        let (codes, names): (Vec<String>, Vec<String>) = entries
            .filter(|(code, _)| keep(code))
            .map(|(code, name)| (code.clone(), name.clone()))
            .unzip();
        let positions = codes.iter().cloned().zip(0..).collect();
        Self {
            inner: Arc::new(Inner {
                codes,
                names,
                positions,
            }),
            kind: PhantomData,
        }
    }

    /// How many codes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.codes.len()
    }

    /// Whether the axis has no code at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.codes.is_empty()
    }

    /// All codes in order.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.inner.codes
    }

    /// The code at a position.
    #[must_use]
    pub fn code(&self, at: Ix<K>) -> &str {
        &self.inner.codes[at.get()]
    }

    /// The name at a position (the code itself where no name was given).
    #[must_use]
    pub fn name(&self, at: Ix<K>) -> &str {
        &self.inner.names[at.get()]
    }

    /// All positions in order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = Ix<K>> + use<K> {
        (0..self.len()).map(Ix::new)
    }
}

impl<K> Clone for Axis<K> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            kind: PhantomData,
        }
    }
}

/// Two axes are equal if they have the same codes in the same order; names do not count.
impl<K> PartialEq for Axis<K> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) || self.inner.codes == other.inner.codes
    }
}

impl<K> Eq for Axis<K> {}

impl<K: AxisKind> fmt::Debug for Axis<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Axis of {} × {}: {}",
            self.len(),
            K::NOUN,
            first_few(self.codes())
        )
    }
}
