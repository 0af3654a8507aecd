//! Groups of countries by year, and who of them is in a table.

use std::fmt;
use std::sync::LazyLock;

use super::{field, iso3, records};
use crate::error::{Error, Result};
use crate::label::{Axis, Country, by_code};
use crate::parameter::Grade;

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// A group of countries whose membership has dates.
        ///
        /// A country is a member in a year if it is one at the end of that year: in 2004 the European Union has 25 members, in 2020, which
        /// the United Kingdom left on 31 January, 27. Memberships are those known at the beginning of 2026.
        ///
        /// ```
        /// use leontief::label::{Axis, CountryGroup};
        ///
        /// assert_eq!(CountryGroup::EU.members(2004).len(), 25);
        /// let table = Axis::new(["DEU", "FRA", "USA", "RoW"])?;
        /// let members = CountryGroup::G7.in_table(&table, 2011);
        /// assert_eq!(members.present(), ["DEU", "FRA", "USA"]);
        /// assert_eq!(members.absent(), ["CAN", "GBR", "ITA", "JPN"]);
        /// assert!(members.to_string().ends_with("not in the table: CAN, GBR, ITA, JPN (in `RoW`)"));
        /// # Ok::<(), leontief::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(clippy::upper_case_acronyms)] // that is what they are called
        #[non_exhaustive]
        pub enum CountryGroup {
            $($(#[$doc])* $name,)*
        }

        impl CountryGroup {
            /// All groups.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name of the group in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

groups! {
    /// The European Union, the European (Economic) Community before.
    EU;
    /// The countries whose currency is the euro.
    EuroArea;
    /// The Organisation for Economic Co-operation and Development.
    OECD;
    /// The European Free Trade Association.
    EFTA;
    /// The North American Free Trade Agreement, until June 2020.
    NAFTA;
    /// The agreement between the United States, Mexico and Canada, from July 2020.
    USMCA;
    /// The Association of Southeast Asian Nations.
    ASEAN;
    /// Asia-Pacific Economic Cooperation.
    APEC;
    /// The Comprehensive and Progressive Agreement for Trans-Pacific Partnership: where it is in force.
    CPTPP;
    /// The Regional Comprehensive Economic Partnership: where it is in force.
    RCEP;
    /// Mercosur, without associated countries and, from its suspension on, Venezuela.
    Mercosur;
    /// The group of seven.
    G7;
    /// The nineteen countries of the G20, without the unions that are members.
    G20;
    /// BRIC, and BRICS with South Africa and later members. Saudi Arabia, invited for 2024, is not counted: sources differ.
    BRICS;
}

/// One country's time in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group: CountryGroup,
    /// The country.
    pub iso3: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day; nothing for a membership that lasts.
    pub to: Option<String>,
    /// The treaty, organisation or text.
    pub source: String,
    /// How well the dates are known.
    pub grade: Grade,
}

static MEMBERSHIPS: LazyLock<Vec<Membership>> = LazyLock::new(|| {
    let records = records(include_str!("../../../data/country_groups.csv"));
    let memberships = records.filter_map(|record| {
        Some(Membership {
            group: CountryGroup::by_code(&field(&record, 0)).ok()?,
            iso3: field(&record, 1),
            from: field(&record, 2),
            to: Some(field(&record, 3)).filter(|day| !day.is_empty()),
            source: field(&record, 4),
            grade: field(&record, 5).parse().ok()?,
        })
    });
    memberships.collect()
});

impl CountryGroup {
    /// The group with this name in files: `EU`, `EuroArea`.
    ///
    /// # Errors
    /// If there is none.
    pub fn by_code(code: &str) -> Result<Self> {
        by_code(Self::ALL, Self::code, "group of countries", code)
    }

    /// All memberships with their dates, sources and grades.
    pub fn memberships(self) -> impl Iterator<Item = &'static Membership> {
        MEMBERSHIPS.iter().filter(move |row| row.group == self)
    }

    /// The members at the end of a year, by their codes of three letters, in order of the alphabet. Empty before the group began.
    #[must_use]
    pub fn members(self, year: i32) -> Vec<&'static str> {
        // four digits, so that the order of text is the order of days
        let end = format!("{:04}-12-31", year.clamp(0, 9999));
        let rows = self.memberships().filter(|row| {
            row.from <= end
                && row
                    .to
                    .as_ref()
                    .is_none_or(|last| last.as_str() >= end.as_str())
        });
        let mut members: Vec<&str> = rows.map(|row| row.iso3.as_str()).collect();
        members.sort_unstable();
        members
    }

    /// Which members of a year a table has, under which codes, and which it has not.
    pub fn in_table(self, countries: &Axis<Country>, year: i32) -> Members {
        let members = self.members(year);
        let code_of = |code: &str| iso3(code).filter(|_| !super::is_rest(code));
        let mut found = Members {
            group: self,
            year,
            present: Vec::new(),
            absent: Vec::new(),
            elsewhere: Vec::new(),
        };
        let mut named = Vec::new();
        for code in countries.codes() {
            match code_of(code) {
                Some(iso3) if members.contains(&iso3) => {
                    found.present.push(code.clone());
                    named.push(iso3);
                }
                Some(_) => {}
                None => found.elsewhere.push(code.clone()),
            }
        }
        found.absent = members;
        found.absent.retain(|iso3| !named.contains(iso3));
        found
    }
}

impl fmt::Display for CountryGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The members of a group that a table has and has not. For `WorldTable::merged_members`, or `merged` with [`present`](Self::present).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Members {
    group: CountryGroup,
    year: i32,
    present: Vec<String>,
    absent: Vec<&'static str>,
    elsewhere: Vec<String>,
}

impl Members {
    /// The group.
    #[must_use]
    pub fn group(&self) -> CountryGroup {
        self.group
    }

    /// The year of the membership.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The members in the table, by the table's codes and in its order.
    #[must_use]
    pub fn present(&self) -> Vec<&str> {
        self.present.iter().map(String::as_str).collect()
    }

    /// The members that are not in the table, by their codes of three letters. Their figures are in the table's rest of the world, if it has
    /// one.
    #[must_use]
    pub fn absent(&self) -> &[&'static str] {
        &self.absent
    }

    /// The table's codes that are no single country: a rest of the world, or regions that may hold absent members.
    #[must_use]
    pub fn elsewhere(&self) -> &[String] {
        &self.elsewhere
    }

    /// The members in the table, if that is all of them.
    ///
    /// # Errors
    /// If a member is absent, or the group had no members in that year.
    pub fn complete(&self) -> Result<Vec<&str>> {
        if self.absent.is_empty() && !self.present.is_empty() {
            return Ok(self.present());
        }
        Err(Error::label(self.to_string())
            .expected("all members in the table")
            .hint(
                "`present` for those it has, `merged_members` for a table that says who is missing",
            ))
    }
}

/// In one sentence, absent members by name.
impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, year, .. } = self;
        let (present, absent) = (self.present.len(), self.absent.len());
        if present + absent == 0 {
            return write!(f, "{group} had no members in {year}");
        }
        write!(
            f,
            "{group} in {year}: {present} of {} members",
            present + absent
        )?;
        if absent > 0 {
            write!(f, ", not in the table: {}", self.absent.join(", "))?;
            if !self.elsewhere.is_empty() {
                write!(f, " (in `{}`)", self.elsewhere.join("`, `"))?;
            }
        }
        Ok(())
    }
}
