//! What a product is used for, and what the Broad Economic Categories say about it.

use std::fmt;

/// The end use of a product: the three basic classes of goods of the System of National Accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndUse {
    /// Inputs of producers.
    Intermediate,
    /// Consumption of households and government.
    Consumption,
    /// Capital formation.
    Capital,
}

/// Basic categories of BEC Rev. 4 by end use.
const BEC4: [(EndUse, &[&str]); 3] = [
    (
        EndUse::Intermediate,
        &["111", "121", "21", "22", "31", "322", "42", "53"],
    ),
    (
        EndUse::Consumption,
        &["112", "122", "522", "61", "62", "63"],
    ),
    (EndUse::Capital, &["41", "521"]),
];

impl EndUse {
    /// All end uses, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Intermediate, Self::Consumption, Self::Capital];

    /// The end use of a basic category of BEC Rev. 4; codes filled up with zeros (`410`) mean the same (`41`).
    ///
    /// | end use | categories |
    /// |---|---|
    /// | intermediate | 111, 121, 21, 22, 31, 322, 42, 53 |
    /// | consumption | 112, 122, 522, 61, 62, 63 |
    /// | capital | 41, 521 |
    /// | none | 321 motor spirit, 51 passenger cars (industry and households use both), 7 not specified elsewhere |
    ///
    /// Nothing for any other code, codes of whole groups (`32`) among them.
    ///
    /// Source: the correspondence of the United Nations to the basic classes of the System of National Accounts, in
    /// Classification by Broad Economic Categories, Rev. 4 (2002).
    ///
    /// ```
    /// use leontief::build::EndUse;
    ///
    /// assert_eq!(EndUse::of_bec4("521"), Some(EndUse::Capital));
    /// assert_eq!(EndUse::of_bec4("51"), None);
    /// ```
    #[must_use]
    pub fn of_bec4(code: &str) -> Option<Self> {
        let code = code.trim().trim_end_matches('0');
        let found = BEC4.iter().find(|(_, codes)| codes.contains(&code));
        found.map(|(end_use, _)| *end_use)
    }

    pub(super) const fn position(self) -> usize {
        match self {
            Self::Intermediate => 0,
            Self::Consumption => 1,
            Self::Capital => 2,
        }
    }
}

impl fmt::Display for EndUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Intermediate => "intermediate use",
            Self::Consumption => "consumption",
            Self::Capital => "capital formation",
        })
    }
}
