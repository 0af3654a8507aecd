//! Files become drafts: text to labelled numbers, location kept. One format, one file.
//!
//! Readers find everything by label, refuse what they do not know, and say file, line and column where they stop. They give
//! a [`NationalDraft`](crate::table::NationalDraft), a [`CompetitiveDraft`](crate::table::CompetitiveDraft) or a
//! [`WorldDraft`](crate::table::WorldDraft), so that the caller chooses
//! tolerance and value-added concept before the table is checked. What a reader added up, set apart or found to disagree is in the draft's provenance.
//!
//! | source | reader |
//! |---|---|
//! | any world table below, recognised | [`fn@world`] |
//! | plain CSV of this project | [`national_csv`] and the lists beside it |
//! | a folder of plain CSV, a table of the world | [`world_csv`] |
//! | OECD ICIO, editions 2016 to 2025, and analytical AMNE | [`icio`] |
//! | WIOD, world tables of the 2013 and 2016 releases, workbooks | `wiod2013`, `wiod2016`, with the feature `workbooks` |
//! | ADB MRIO, and tables of single countries, workbooks | `adb_mrio`, `adb_national`, with the feature `workbooks` |
//! | WIOD 2016 release, national tables | [`WiodNiot`] |
//! | WIOD, socio-economic accounts (employment, capital) of both releases, workbooks | `wiod_sea`, with the feature `workbooks` |
//! | Long-run WIOD, 2022 release | [`lr_wiod`] |
//! | FIGARO, flat format | [`figaro_flat`], [`figaro_flat_of`] |
//! | China, National Bureau of Statistics, imports apart | [`nbs_noncompetitive`] |
//! | the same, imports not separated; trade by regime, HS codes | [`nbs_competitive`]; [`nbs_trade_adjustment`], [`nbs_hs_concordance`] |
//! | United States, Bureau of Economic Analysis, summary level | [`bea_summary`] |
//! | figures by pairs, as bilateral investment | [`pairs_csv`] |
//! | long lists by country, year and indicator (balance of payments, national accounts) | [`indicators_csv`] |
//! | customs records, their code tables, concordances | [`customs_csv`], [`customs_codes_csv`], [`concordance_csv`] |

mod archives;
mod bea;
#[cfg(feature = "workbooks")]
mod books;
#[cfg(feature = "workbooks")]
mod cells;
mod customs;
mod detect;
mod figaro_flat;
mod files;
mod fingerprint;
mod icio;
mod indicators;
mod lists;
mod long;
mod long_places;
mod lr_wiod;
mod nbs;
mod nbs_competitive;
mod nbs_parts;
mod nbs_trade;
mod options;
mod plain;
mod rows;
mod text;
mod totals;
mod wide;
mod wiod_niot;
#[cfg(feature = "workbooks")]
mod wiod_sea;
#[cfg(feature = "workbooks")]
mod workbook;
mod world;
mod world_labels;
mod world_numbers;
mod world_settings;
#[cfg(feature = "workbooks")]
mod xlsb;

pub use bea::bea_summary;
#[cfg(feature = "workbooks")]
pub use books::{
    adb_mrio, adb_mrio_with, adb_national, wiod2013, wiod2013_with, wiod2016, wiod2016_with,
};
pub use customs::{
    CodeMeaning, ConcordanceWeights, CustomsCode, CustomsColumns, CustomsRecord, CustomsRecords,
    ExactAmount, FlowColumn, RecordFlow, TradeFlow, concordance_csv, customs_codes_csv,
    customs_csv,
};
pub use detect::{WorldLayout, world};
pub use figaro_flat::{figaro_flat, figaro_flat_of};
pub use icio::{icio, icio_with};
pub use indicators::{Figure, Indicators, indicators_csv};
pub use lists::{by_sector, exports_csv, foreign_shares_csv, pairs_csv, parameters_csv};
pub use lr_wiod::lr_wiod;
pub use nbs::nbs_noncompetitive;
pub use nbs_competitive::nbs_competitive;
pub use nbs_trade::{NbsTradeAdjustment, nbs_hs_concordance, nbs_trade_adjustment};
pub use options::Options;
pub use plain::national_csv;
pub use wiod_niot::WiodNiot;
#[cfg(feature = "workbooks")]
pub use wiod_sea::{SeaFigures, WiodSea, wiod_sea};
pub use world::world_csv;

/// The partner of exports that a source does not divide by destination.
const ALL_PARTNERS: &str = "WLD";
