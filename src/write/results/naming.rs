//! How columns are called.

use crate::table::TableLabel;

/// How the columns of a file of results are called.
///
/// | plain | SDMX | holds |
/// |---|---|---|
/// | | `FREQ` | `A`: annual |
/// | | `TIME_PERIOD` | the year of the table; of a change between years the first day and the length (`2010-01-01/P5Y`) |
/// | `exporter` | `REF_AREA` | the country that exports, or whose figure it is |
/// | `group` | `PRODUCER_GROUP` | the group of producers |
/// | `sector` | `ACTIVITY` | the sector |
/// | `importer` | `COUNTERPART_AREA` | the country that imports or absorbs |
/// | `origin` | `ORIGIN_AREA` | the country where the content arises |
/// | `owner` | `OWNER_AREA` | the owner of the income, where income has owners |
/// | `term` | `MEASURE` | the term |
/// | `unit` | `UNIT_MEASURE` | the currency, or the unit of figures that are no amounts of money |
/// | | `UNIT_MULT` | the power of ten: 6 for millions |
/// | `value` | `OBS_VALUE` | the figure |
/// | | `OBS_STATUS` | `A`: a normal value; `M`: missing, because it cannot exist (a share of nothing) |
///
/// `FREQ`, `TIME_PERIOD`, `REF_AREA`, `COUNTERPART_AREA`, `ACTIVITY`, `UNIT_MEASURE`, `UNIT_MULT`, `OBS_VALUE` and `OBS_STATUS` are
/// concepts of the SDMX glossary (cross-domain concepts, version 2.1, 2020), `MEASURE` is the name that dissemination uses for what is
/// measured; `PRODUCER_GROUP`, `ORIGIN_AREA` and `OWNER_AREA` are not in it and named in its manner. Where a column is summed over, or
/// does not divide the result, plain files are empty and SDMX files say `_T`, total; what is not stated is `_X`. Codes of countries and
/// sectors are those of the table: they are not changed into code lists of SDMX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Names {
    /// Short English words, as in the results' own CSV.
    #[default]
    Plain,
    /// Names of SDMX, for those who put results beside data of statistical offices.
    Sdmx,
}

/// What SDMX says of a dimension that is summed over.
pub(crate) const TOTAL: &str = "_T";
/// What SDMX says of what is not stated.
const UNSTATED: &str = "_X";

/// Columns that hold the same in every row of SDMX files.
pub(crate) struct Constants {
    /// The period of the tables.
    pub(crate) period: String,
    pub(crate) unit: String,
    /// The power of ten.
    pub(crate) power: f64,
}

impl Constants {
    /// Of figures in this unit, from these tables.
    pub(crate) fn of(unit: &str, tables: &[TableLabel]) -> Self {
        let money = tables.iter().map(|table| &table.unit);
        let money = money.clone().find(|known| known.short() == unit);
        let (unit, power) = match money {
            Some(unit) if unit.currency().is_empty() => (UNSTATED, 0),
            Some(unit) => (unit.currency(), unit.scale().power()),
            None => (unit, 0),
        };
        Self {
            period: period(tables),
            unit: unit.to_owned(),
            power: f64::from(power),
        }
    }
}

fn period(tables: &[TableLabel]) -> String {
    let years = || tables.iter().map(|table| table.unit.year());
    match (years().min(), years().max()) {
        (Some(first), Some(last)) if first != 0 && first == last => first.to_string(),
        (Some(first), Some(last)) if first != 0 => {
            format!("{first:04}-01-01/P{}Y", last - first)
        }
        _ => UNSTATED.to_owned(),
    }
}
