//! The sector lists of published databases, and how one list goes over into another.
//!
//! Every list says of every code which divisions of ISIC it holds: Revision 4 or Revision 3.1. Two lists are compared through these
//! divisions, never pair by pair by hand. What that gives:
//!
//! | question | answer |
//! |---|---|
//! | which list has this table? | [`Classification::of`] |
//! | where do the amounts of a code go in another list? | [`Classification::concordance_to`], with [`Division`] for codes that go to several |
//! | which sums are the same in both lists? | [`Classification::common`], two [`Grouping`]s onto one axis |
//! | can a table be added up to the other list? | [`Grouping::of`] a concordance that divides nothing |
//!
//! **Within one revision** a code that lies in one code of the other list goes there exactly. A code that several codes of the other list
//! share has to be divided; [`Division::Refuse`] lists such codes instead.
//!
//! **Between the revisions** divisions overlap in parts. The bridge (`isic4-isic31.csv`) weighs an overlap by classes: every class of
//! Revision 4 counts one, and a class that comes from several classes of Revision 3.1 counts for each in equal parts. Plain counts of
//! pairs of classes would send half of machinery to repair, because the few classes of repair come from every class of machinery. Class
//! counts are not outputs: shares by classes are an assumption (grade D), good for finding the main counterpart, weak as weights.
//! [`Links::Main`] keeps one counterpart for every division, which then counts with all its classes, and is what one mostly wants between
//! revisions; [`Links::All`] is strict. In 2011, 3 to 5 % of the output of China, the United States and Japan stand in another of the 31
//! common sectors of WIOD 2013 and 2016 so defined; part of that is revision of the figures.
//!
//! **Divisions below two digits.** ICIO 2025 parts division 24 into 24A (group 241 and class 2431: iron and steel) and 24B (group 242 and
//! class 2432: other metals), division 30 into 30A (group 301: ships) and 30B (the rest). A number alone means all its parts. EXIOBASE
//! has several codes for one division; going to a list that has one of them, they are shared out evenly.
//!
//! **Assumed content.** Some lists do not cover division 99 (extraterritorial bodies). It is then taken as part of their other services, and
//! [`Classification::assumptions`] says so. A code without any content (`Re-export & Re-import` of Eora26) goes where the caller
//! says, and nowhere else.
//!
//! Sources: the lists are those that the databases publish, see `data/classifications/SOURCE.md`; United Nations Statistics Division,
//! correspondence of ISIC Rev. 4 and Rev. 3.1.

mod bridge;
mod common;
mod division;
mod lists;

use std::fmt;

use super::{Axis, Concordance, Grouping, Sector, by_code};
use crate::error::{Error, Result, first_few};
pub use common::{Common, Links};
pub use division::Division;
use lists::{Entry, LISTS, List};

/// The revision of ISIC that a list is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Revision {
    /// ISIC Revision 3.1 (and 3, which has the same divisions but for private households); NACE Rev. 1.1.
    Isic31,
    /// ISIC Revision 4; NACE Rev. 2.
    Isic4,
}

macro_rules! classifications {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $title:literal, $revision:ident;)*) => {
        /// A published list of sectors.
        ///
        /// ```
        /// use leontief::label::{Classification, Division, Grouping, Links};
        ///
        /// let wiod = Classification::Wiod2016;
        /// assert_eq!(wiod.sectors().len(), 56);
        /// assert_eq!(wiod.name("C26")?, "Manufacture of computer, electronic and optical products");
        /// assert_eq!(Classification::of(&wiod.sectors()), Some(wiod));
        ///
        /// // FIGARO is finer than WIOD everywhere: added up exactly
        /// let figaro = Classification::Figaro;
        /// let concordance = figaro.concordance_to(wiod, Links::All, Division::Refuse)?;
        /// assert_eq!(Grouping::of(&concordance)?.target(), &wiod.sectors());
        ///
        /// // the way back has to divide N, Q and R_S, and is refused
        /// let refused = wiod.concordance_to(figaro, Links::All, Division::Refuse).unwrap_err().to_string();
        /// assert!(refused.contains("`Q` = 0.33 Q86 + 0.67 Q87_88"), "{refused}");
        /// # Ok::<(), leontief::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Classification {
            $($(#[$doc])* $name,)*
        }

        impl Classification {
            /// All lists. Where two have the same codes, the first is the one that [`of`](Self::of) finds.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name of the list in files: `wiod-2013`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// The list in words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// The revision of ISIC that its codes are made of.
            #[must_use]
            pub const fn revision(self) -> Revision {
                match self {
                    $(Self::$name => Revision::$revision,)*
                }
            }

            const fn file(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../../../data/classifications/", $id, ".csv")),)*
                }
            }
        }
    };
}

classifications! {
    /// WIOD, release of 2013: 35 industries, `c1` to `c35` (or `AtB`, `15t16`, …).
    Wiod2013 = "wiod-2013", "WIOD, 2013 release", Isic31;
    /// WIOD, release of 2016: 56 industries.
    Wiod2016 = "wiod-2016", "WIOD, 2016 release", Isic4;
    /// Long-run WIOD, 1965 to 2000: 23 industries.
    LrWiod = "lr-wiod", "long-run WIOD", Isic31;
    /// OECD ICIO, edition of 2016: 34 industries. Tables add a short name to the code (`C01T05AGR`), which is recognised.
    Icio2016 = "icio-2016", "OECD ICIO, 2016 edition", Isic31;
    /// OECD ICIO, edition of 2018: 36 industries.
    Icio2018 = "icio-2018", "OECD ICIO, 2018 edition", Isic4;
    /// OECD ICIO, edition of 2021: 45 industries without letters.
    Icio2021 = "icio-2021", "OECD ICIO, 2021 edition", Isic4;
    /// OECD ICIO, edition of 2023: the same 45 industries, coded with letters.
    Icio2023 = "icio-2023", "OECD ICIO, 2023 edition", Isic4;
    /// OECD ICIO, edition of 2025: 50 industries.
    Icio2025 = "icio-2025", "OECD ICIO, 2025 edition", Isic4;
    /// ADB multiregional tables: 35 industries, coded as those of WIOD 2013.
    Adb = "adb", "ADB multiregional tables", Isic31;
    /// FIGARO: 64 industries, NACE A*64.
    Figaro = "figaro", "FIGARO", Isic4;
    /// Eora26: 26 sectors, coded by their names as in the files, misspellings included.
    Eora26 = "eora26", "Eora26", Isic31;
    /// EXIOBASE 3, industry by industry: 163 industries (`i01.a`, or by their names, misspellings included).
    Exiobase = "exiobase", "EXIOBASE 3 industries", Isic31;
    /// The 88 divisions of ISIC Revision 4.
    Isic4 = "isic4", "ISIC Rev. 4 divisions", Isic4;
    /// The 21 sections of ISIC Revision 4.
    Isic4Sections = "isic4-sections", "ISIC Rev. 4 sections", Isic4;
    /// The 62 divisions of ISIC Revision 3.1.
    Isic31 = "isic31", "ISIC Rev. 3.1 divisions", Isic31;
    /// The 17 sections of ISIC Revision 3.1.
    Isic31Sections = "isic31-sections", "ISIC Rev. 3.1 sections", Isic31;
}

impl Classification {
    /// The list with this name in files.
    ///
    /// # Errors
    /// If there is none.
    pub fn by_id(id: &str) -> Result<Self> {
        by_code(Self::ALL, Self::id, "classification", id)
    }

    /// Its codes and names, in the order of the database.
    #[must_use]
    pub fn sectors(self) -> Axis<Sector> {
        self.list().sectors.clone()
    }

    /// The name of a code.
    ///
    /// # Errors
    /// If the list has no such code.
    pub fn name(self, code: &str) -> Result<&'static str> {
        let sectors = &self.list().sectors;
        Ok(sectors.name(sectors.at(code)?))
    }

    /// What a code holds, in divisions of [`revision`](Self::revision): `10-12`, `30;32-33`; empty for a code outside ISIC.
    ///
    /// # Errors
    /// If the list has no such code.
    pub fn content(self, code: &str) -> Result<&'static str> {
        Ok(&self.entry(code)?.content)
    }

    /// What is taken as part of a code without standing in the published list, in words.
    #[must_use]
    pub fn assumptions(self) -> Vec<String> {
        let assumed = self.list().entries.iter();
        let assumed = assumed.filter(|entry| !entry.assumed.is_empty());
        let all = assumed.map(|entry| {
            format!(
                "{} does not cover division {}; it is taken as part of `{}`",
                self.title(),
                entry.assumed,
                entry.code
            )
        });
        all.collect()
    }

    /// The list whose codes these are: all of them, each once, in any order. Other usual forms of a code count too: its name, `15t16` for
    /// `c3` of WIOD 2013, `C01T05AGR` for `C01T05` of ICIO 2016, `C10-C12` for `C10T12` of FIGARO.
    #[must_use]
    pub fn of(sectors: &Axis<Sector>) -> Option<Self> {
        let all = Self::ALL.iter().copied();
        all.into_iter()
            .find(|list| list.positions_of(sectors).is_some())
    }

    /// A grouping of this list for a table that writes its codes in another form (see [`of`](Self::of)) or in another order.
    ///
    /// # Errors
    /// If the grouping is not one of this list, or the axis does not hold this list.
    pub fn grouping_on(
        self,
        sectors: &Axis<Sector>,
        grouping: &Grouping<Sector>,
    ) -> Result<Grouping<Sector>> {
        if grouping.source() != &self.list().sectors {
            return Err(
                Error::label(format!("the grouping is not one of {}", self.title()))
                    .expected(format!("{:?}", self.list().sectors))
                    .found(format!("{:?}", grouping.source())),
            );
        }
        let positions = self.positions_of(sectors).ok_or_else(|| {
            Error::label(format!(
                "these sectors are not those of {}: {}",
                self.title(),
                self.unmatched(sectors)
            ))
            .hint("`Classification::of`, which tells which list a table has")
        })?;
        let codes = &self.list().sectors;
        let to = positions.into_iter().map(|at| {
            let code = &codes.codes()[at];
            codes.at(code).map(|at| grouping.to(at).get())
        });
        Ok(Grouping::onto_axis(
            sectors,
            grouping.target(),
            to.collect::<Result<_>>()?,
        ))
    }

    fn list(self) -> &'static List {
        &LISTS[self as usize]
    }

    fn entry(self, code: &str) -> Result<&'static Entry> {
        let list = self.list();
        Ok(&list.entries[list.sectors.at(code)?.get()])
    }

    /// For every sector of a table its position in this list.
    fn positions_of(self, sectors: &Axis<Sector>) -> Option<Vec<usize>> {
        let entries = &self.list().entries;
        if sectors.len() != entries.len() {
            return None;
        }
        let mut taken = vec![false; entries.len()];
        let find = |label: &String| {
            let at = self.position_of(label)?;
            (!std::mem::replace(&mut taken[at], true)).then_some(at)
        };
        sectors.codes().iter().map(find).collect()
    }

    fn position_of(self, label: &str) -> Option<usize> {
        let entries = &self.list().entries;
        let exact = entries.iter().position(|entry| entry.code == label);
        let other = || {
            let suffixed = self == Self::Icio2016;
            entries
                .iter()
                .position(|entry| entry.also_written(label, suffixed))
        };
        exact.or_else(other)
    }

    fn unmatched(self, sectors: &Axis<Sector>) -> String {
        let unknown = sectors.codes().iter();
        let unknown: Vec<&String> = unknown
            .filter(|code| self.position_of(code).is_none())
            .collect();
        match unknown.is_empty() {
            true => format!("{} codes", sectors.len()),
            false => first_few(unknown),
        }
    }

    /// Where the amounts of every code go in another list. Codes that lie in one code of the other list go there whole; the others as
    /// `division` says. `links` says which overlaps count: between the revisions of ISIC nearly every code is divided with
    /// [`Links::All`], few are with [`Links::Main`], and none but for ties with [`Links::Largest`]. [`Concordance::divided`] of the result lists them with their weights.
    ///
    /// # Errors
    /// If a code has no content in ISIC; if codes must be divided and `division` refuses, cannot tell, or lacks a size. The message lists
    /// all such codes.
    pub fn concordance_to(
        self,
        other: Self,
        links: Links,
        division: Division<'_>,
    ) -> Result<Concordance<Sector, Sector>> {
        self.concordance_placing(other, links, division, &[])
    }

    /// As [`concordance_to`](Self::concordance_to), but the codes in `placed` go as a whole where the caller says: (code, code of the
    /// other list). For codes outside ISIC, and for single codes that the caller knows better.
    ///
    /// ```
    /// use leontief::label::{Classification, Division, Links};
    ///
    /// let (eora, wiod) = (Classification::Eora26, Classification::Wiod2013);
    /// let trade = "Re-export & Re-import";
    /// let refused = eora.concordance_to(wiod, Links::All, Division::Classes).unwrap_err().to_string();
    /// assert!(refused.contains("`Re-export & Re-import` holds no division of ISIC"), "{refused}");
    /// let concordance = eora.concordance_placing(wiod, Links::All, Division::Classes, &[(trade, "c20")])?;
    /// assert!(concordance.divided().iter().all(|code| !code.starts_with(trade)));
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`concordance_to`](Self::concordance_to), and if a code in `placed` is unknown or named twice.
    pub fn concordance_placing(
        self,
        other: Self,
        links: Links,
        division: Division<'_>,
        placed: &[(&str, &str)],
    ) -> Result<Concordance<Sector, Sector>> {
        division::concordance(self, other, links, division, placed)
    }

    /// The finest sectors that both lists can be added up to, each a sum of whole codes on both sides: nothing is divided.
    ///
    /// With [`Links::All`] this is exact, and within one revision of ISIC all that is needed. Between the revisions nearly everything
    /// overlaps a little with everything, so that a few sectors remain; [`Links::Main`] and [`Links::Largest`] then cut the smaller
    /// overlaps, and [`Common::crossing`] lists them.
    ///
    /// ```
    /// use leontief::label::{Classification, Links};
    ///
    /// let common = Classification::Wiod2016.common(Classification::Icio2021, Links::All)?;
    /// assert_eq!(common.first().source().len(), 56);
    /// assert_eq!(common.second().source().len(), 45);
    /// assert_eq!(common.first().target(), common.second().target());
    /// assert!(common.crossing().is_empty());
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a code of either list has no content in ISIC.
    pub fn common(self, other: Self, links: Links) -> Result<Common> {
        self.common_placing(other, links, &[])
    }

    /// As [`common`](Self::common), but the pairs in `placed` (code, code of the other list) belong together whatever ISIC says.
    ///
    /// # Errors
    /// As [`common`](Self::common), and if a code in `placed` is unknown.
    pub fn common_placing(
        self,
        other: Self,
        links: Links,
        placed: &[(&str, &str)],
    ) -> Result<Common> {
        common::common(self, other, links, placed)
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}
