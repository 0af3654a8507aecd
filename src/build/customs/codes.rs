//! What codes of customs stand for.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::label::{Ownership, Regime};
use crate::read::{CodeMeaning, CustomsCode, TradeFlow};

/// The codes of China's customs that this project's sources confirm.
const CHINA: [(&str, CodeMeaning, &str); 10] = [
    ("10", CodeMeaning::Regime(Regime::Normal), "ordinary trade"),
    (
        "14",
        CodeMeaning::Regime(Regime::Processing),
        "processing with supplied materials",
    ),
    (
        "15",
        CodeMeaning::Regime(Regime::Processing),
        "processing with imported materials",
    ),
    ("1", DOMESTIC, "state-owned enterprise"),
    ("2", FOREIGN, "contractual joint venture"),
    ("3", FOREIGN, "equity joint venture"),
    ("4", FOREIGN, "wholly foreign-owned enterprise"),
    ("5", DOMESTIC, "collective enterprise"),
    ("6", DOMESTIC, "private enterprise"),
    ("7", DOMESTIC, "individual business"),
];

/// Further codes as the editors remember them: names and assignment need a look at the source of the records.
const CHINA_UNCONFIRMED: [(&str, CodeMeaning, &str); 17] = [
    (
        "11",
        NORMAL,
        "aid between governments and of international bodies",
    ),
    ("12", NORMAL, "other donations"),
    ("13", NORMAL, "compensation trade"),
    ("16", NORMAL, "goods on consignment"),
    ("19", NORMAL, "border trade"),
    ("20", NORMAL, "equipment imported for processing trade"),
    ("22", NORMAL, "goods for contracted projects abroad"),
    ("23", NORMAL, "goods on lease"),
    (
        "25",
        NORMAL,
        "equipment invested by foreign-invested enterprises",
    ),
    ("27", NORMAL, "outward processing"),
    ("30", NORMAL, "barter"),
    ("31", NORMAL, "duty-free goods"),
    ("33", NORMAL, "bonded warehouses"),
    ("34", NORMAL, "entrepôt trade of bonded areas"),
    (
        "35",
        NORMAL,
        "equipment imported into special customs areas",
    ),
    ("39", NORMAL, "other trade"),
    ("9", DOMESTIC, "other firms"),
];

const NORMAL: CodeMeaning = CodeMeaning::Regime(Regime::Normal);
const DOMESTIC: CodeMeaning = CodeMeaning::Firm(Ownership::Domestic);
const FOREIGN: CodeMeaning = CodeMeaning::Firm(Ownership::Foreign);

/// A table of codes: regimes, types of firm, directions. Edit it by [`set`](Self::set) and [`without`](Self::without), or read it
/// from a file with [`customs_codes_csv`](crate::read::customs_codes_csv).
///
/// ```
/// use leontief::build::CustomsCodes;
/// use leontief::label::Regime;
/// use leontief::read::CodeMeaning;
///
/// let codes = CustomsCodes::china().set("39", CodeMeaning::Regime(Regime::Normal), "other trade");
/// assert_eq!(codes.regime("14"), Some(Regime::Processing));
/// assert_eq!(codes.regime("39"), Some(Regime::Normal));
/// assert_eq!(codes.regime("33"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomsCodes {
    codes: Vec<CustomsCode>,
    regimes: HashMap<String, Regime>,
    firms: HashMap<String, Ownership>,
    flows: HashMap<String, TradeFlow>,
}

impl CustomsCodes {
    /// A table of these codes. A code may stand for a regime, a type of firm and a direction at the same time.
    ///
    /// # Errors
    /// One error with every code that is empty or stands for two things of one kind.
    pub fn new(codes: impl IntoIterator<Item = CustomsCode>) -> Result<Self> {
        let mut problems = Vec::new();
        let mut table = Self {
            codes: Vec::new(),
            regimes: HashMap::new(),
            firms: HashMap::new(),
            flows: HashMap::new(),
        };
        for code in codes {
            if code.code.trim().is_empty() {
                problems.push(format!("the entry `{}` has no code", code.name));
            } else if table.position(&code.code, code.meaning).is_some() {
                let kind = kind(code.meaning);
                problems.push(format!("the {kind} `{}` stands twice", code.code));
            } else {
                table.insert(code);
            }
        }
        if problems.is_empty() {
            return Ok(table);
        }
        Err(Error::label(format!(
            "the table of customs codes has problems: {}",
            problems.join("; ")
        )))
    }

    /// China's customs. Regimes: 10 normal; 14 and 15 processing. Firms: 1 state-owned, 5 collective, 6 private and 7 individual
    /// are domestic; 2 contractual joint ventures, 3 equity joint ventures and 4 wholly foreign-owned are foreign. Directions:
    /// `export`, `import` and the letters `X`, `M`. Of these codes the editors are sure; all others are left out, so that records
    /// with them show up as unmapped.
    #[must_use]
    pub fn china() -> Self {
        let flows = [
            ("export", TradeFlow::Export),
            ("X", TradeFlow::Export),
            ("import", TradeFlow::Import),
            ("M", TradeFlow::Import),
        ];
        let flows = flows.map(|(code, flow)| (code, CodeMeaning::Flow(flow), code));
        let empty = Self {
            codes: Vec::new(),
            regimes: HashMap::new(),
            firms: HashMap::new(),
            flows: HashMap::new(),
        };
        let all = CHINA.into_iter().chain(flows);
        all.fold(empty, |table, (code, meaning, name)| {
            table.set(code, meaning, name)
        })
    }

    /// China's customs with further codes of which the editors are **not** sure, neither of their names nor that they count as
    /// normal trade: regimes 11, 12, 13, 16, 19, 20, 22, 23, 25, 27, 30, 31, 33, 34, 35 and 39 as normal, firm type 9 as
    /// domestic. Compare with the documentation of the records before use.
    #[must_use]
    pub fn china_unconfirmed() -> Self {
        let all = CHINA_UNCONFIRMED.into_iter();
        all.fold(Self::china(), |table, (code, meaning, name)| {
            table.set(code, meaning, name)
        })
    }

    /// The same with this code, in place of what it stood for among codes of its kind.
    #[must_use]
    pub fn set(self, code: &str, meaning: CodeMeaning, name: &str) -> Self {
        let mut table = self.without(code, meaning);
        table.insert(CustomsCode {
            code: code.to_owned(),
            meaning,
            name: name.to_owned(),
        });
        table
    }

    /// The same without this code among codes of the kind of `meaning`.
    #[must_use]
    pub fn without(mut self, code: &str, meaning: CodeMeaning) -> Self {
        if let Some(at) = self.position(code, meaning) {
            self.codes.remove(at);
        }
        match meaning {
            CodeMeaning::Regime(_) => drop(self.regimes.remove(code)),
            CodeMeaning::Firm(_) => drop(self.firms.remove(code)),
            CodeMeaning::Flow(_) => drop(self.flows.remove(code)),
        }
        self
    }

    /// All codes, in the order in which they were given.
    #[must_use]
    pub fn codes(&self) -> &[CustomsCode] {
        &self.codes
    }

    /// The regime of a code.
    #[must_use]
    pub fn regime(&self, code: &str) -> Option<Regime> {
        self.regimes.get(code).copied()
    }

    /// The ownership of a type of firm.
    #[must_use]
    pub fn ownership(&self, code: &str) -> Option<Ownership> {
        self.firms.get(code).copied()
    }

    /// The direction of a code.
    #[must_use]
    pub fn flow(&self, code: &str) -> Option<TradeFlow> {
        self.flows.get(code).copied()
    }

    fn position(&self, code: &str, meaning: CodeMeaning) -> Option<usize> {
        let mut codes = self.codes.iter();
        codes.position(|known| known.code == code && kind(known.meaning) == kind(meaning))
    }

    fn insert(&mut self, code: CustomsCode) {
        let key = code.code.clone();
        match code.meaning {
            CodeMeaning::Regime(regime) => drop(self.regimes.insert(key, regime)),
            CodeMeaning::Firm(ownership) => drop(self.firms.insert(key, ownership)),
            CodeMeaning::Flow(flow) => drop(self.flows.insert(key, flow)),
        }
        self.codes.push(code);
    }
}

fn kind(meaning: CodeMeaning) -> &'static str {
    match meaning {
        CodeMeaning::Regime(_) => "regime",
        CodeMeaning::Firm(_) => "firm type",
        CodeMeaning::Flow(_) => "flow",
    }
}
