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
//! | WIOD 2016 release, national tables | [`WiodNiot`] |
//! | WIOD 2016 release, world tables as R workspaces; with the feature `rdata` | `wiod2016_rdata` |
//! | WIOD 2013 release, world tables of the R package `wiod`; with the feature `rdata` | `wiod2013_rda` |
//! | arrays of numbers in R workspaces; with the feature `rdata` | `rdata_array` |
//! | matrices of numpy (npy, npz); with the feature `npy` | `npy_matrix`, `npz_matrices` |
//! | a world table as arrays of numpy; with the feature `npy` | `world_npz` |
//! | lists of codes, for files without labels | [`codes_csv`] |
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
#[cfg(feature = "npy")]
mod npy;
mod options;
mod plain;
#[cfg(feature = "rdata")]
mod rdata;
mod rows;
mod text;
mod totals;
mod wide;
#[cfg(feature = "rdata")]
mod wiod2013_rda;
#[cfg(feature = "rdata")]
mod wiod2016_rdata;
mod wiod_niot;
#[cfg(feature = "workbooks")]
mod workbook;
mod world;
mod world_labels;
#[cfg(feature = "npy")]
mod world_npz;
mod world_numbers;
mod world_settings;

pub use bea::bea_summary;
pub use customs::{
    CodeMeaning, ConcordanceWeights, CustomsCode, CustomsColumns, CustomsRecord, CustomsRecords,
    ExactAmount, FlowColumn, RecordFlow, TradeFlow, concordance_csv, customs_codes_csv,
    customs_csv,
};
pub use detect::{WorldLayout, world};
pub use figaro_flat::{figaro_flat, figaro_flat_of};
pub use icio::{icio, icio_with};
pub use indicators::{Figure, Indicators, indicators_csv};
pub use lists::{by_sector, codes_csv, exports_csv, foreign_shares_csv, pairs_csv, parameters_csv};
pub use lr_wiod::lr_wiod;
pub use nbs::nbs_noncompetitive;
pub use nbs_competitive::nbs_competitive;
pub use nbs_trade::{NbsTradeAdjustment, nbs_hs_concordance, nbs_trade_adjustment};
#[cfg(feature = "npy")]
pub use npy::{npy_matrix, npz_matrices, npz_matrices_of};
pub use options::Options;
pub use plain::national_csv;
#[cfg(feature = "rdata")]
pub use rdata::{RArray, rdata_array};
pub use wiod_niot::WiodNiot;
#[cfg(feature = "rdata")]
pub use wiod2013_rda::{wiod2013_rda, wiod2013_rda_with};
#[cfg(feature = "rdata")]
pub use wiod2016_rdata::{wiod2016_rdata, wiod2016_rdata_with};
pub use world::world_csv;
#[cfg(feature = "npy")]
pub use world_npz::{world_npz, world_npz_labelled};

/// The partner of exports that a source does not divide by destination.
const ALL_PARTNERS: &str = "WLD";
