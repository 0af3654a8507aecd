//! Files become drafts: text to labelled numbers, location kept. One format, one file.
//!
//! Readers find everything by label, refuse what they do not know, and say file, line and column where they stop. They give
//! a [`NationalDraft`](crate::table::NationalDraft), a [`CompetitiveDraft`](crate::table::CompetitiveDraft) or a
//! [`WorldDraft`](crate::table::WorldDraft), so that the caller chooses
//! tolerance and value-added concept before the table is checked. What a reader added up, set apart or found to disagree is in the draft's provenance.
//!
//! | source | reader |
//! |---|---|
//! | any table below, recognised | [`fn@read`]; [`fn@world`] |
//! | any other table, as a [`Layout`] describes it | [`described`] |
//! | plain CSV of this project | [`national_csv`] and the lists beside it |
//! | a folder of plain CSV, a table of the world | [`world_csv`] |
//! | a cached world table (feature `cache`) | `CachedWorld` |
//! | OECD ICIO, editions 2016 to 2025, and analytical AMNE | [`icio`] |
//! | WIOD, world tables of the 2013 and 2016 releases, workbooks | `wiod2013`, `wiod2016`, with the feature `workbooks` |
//! | ADB MRIO, and tables of single countries, workbooks | `adb_mrio`, `adb_national`, with the feature `workbooks` |
//! | WIOD 2016 release, national tables | [`WiodNiot`] |
//! | WIOD, socio-economic accounts (employment, capital) of both releases, workbooks | `wiod_sea`, with the feature `workbooks` |
//! | WIOD 2016 release, world tables as R workspaces; with the feature `rdata` | `wiod2016_rdata` |
//! | WIOD 2013 release, world tables of the R package `wiod`; with the feature `rdata` | `wiod2013_rda` |
//! | arrays of numbers in R workspaces; with the feature `rdata` | `rdata_array` |
//! | matrices of numpy (npy, npz); with the feature `npy` | `npy_matrix`, `npz_matrices` |
//! | a world table as arrays of numpy; with the feature `npy` | `world_npz` |
//! | lists of codes, for files without labels | [`codes_csv`] |
//! | Long-run WIOD, 2022 release | [`lr_wiod`] |
//! | Eora26, tables of the world in 26 sectors | [`eora26`] |
//! | Eora, full national tables | [`eora_national`] |
//! | EXIOBASE 3, product by product or industry by industry | [`exiobase`] |
//! | FIGARO, matrix and flat format | [`fn@figaro`], [`figaro_flat`] |
//! | GLORIA | [`fn@gloria`], [`Gloria`] |
//! | China, National Bureau of Statistics, imports apart | [`nbs_noncompetitive`] |
//! | the same, imports not separated; trade by regime, HS codes | [`nbs_competitive`]; [`nbs_trade_adjustment`], [`nbs_hs_concordance`] |
//! | the bureau's workbooks (feature `workbooks`) | `NbsWorkbook` |
//! | OECD national tables, total flows | [`oecd_national`] |
//! | United States, Bureau of Economic Analysis, summary and detail level | [`bea_summary`], [`bea_detail`] |
//! | the same from workbooks of all years; published total requirements (feature `workbooks`) | `BeaBooks`, `bea_total_requirements` |
//! | figures by pairs, as bilateral investment | [`pairs_csv`] |
//! | long lists by country, year and indicator (balance of payments, national accounts) | [`indicators_csv`] |
//! | customs records, their code tables, concordances | [`customs_csv`], [`customs_codes_csv`], [`concordance_csv`] |

mod any_draft;
mod archives;
mod bea;
#[cfg(feature = "workbooks")]
mod biff;
#[cfg(feature = "workbooks")]
mod books;
#[cfg(feature = "cache")]
mod cache;
#[cfg(feature = "workbooks")]
mod cells;
#[cfg(feature = "workbooks")]
mod compound;
mod customs;
mod decimals;
mod detect;
mod eora;
mod exiobase;
mod figaro;
mod files;
mod fingerprint;
mod gloria;
mod icio;
mod indicators;
mod layout;
mod lines;
mod lists;
mod long;
mod long_places;
mod lr_wiod;
mod matrix;
mod names;
mod nbs;
#[cfg(feature = "workbooks")]
mod nbs_book;
mod nbs_competitive;
mod nbs_parts;
mod nbs_trade;
mod noted;
#[cfg(feature = "npy")]
mod npy;
mod oecd_national;
mod options;
mod plain;
#[cfg(feature = "rdata")]
mod rdata;
mod rows;
mod text;
mod text_cells;
mod toml_page;
mod totals;
mod wide;
#[cfg(feature = "rdata")]
mod wiod2013_rda;
#[cfg(feature = "rdata")]
mod wiod2016_rdata;
mod wiod_niot;
#[cfg(feature = "workbooks")]
mod wiod_sea;
#[cfg(feature = "workbooks")]
mod workbook;
mod world;
mod world_axes;
mod world_direct;
mod world_labels;
mod world_names;
#[cfg(feature = "npy")]
mod world_npz;
mod world_numbers;
mod world_settings;
#[cfg(feature = "workbooks")]
mod xlsb;

pub use any_draft::AnyDraft;
#[cfg(feature = "workbooks")]
pub use bea::{BeaBooks, TotalRequirements, bea_total_requirements};
pub use bea::{bea_detail, bea_summary};
#[cfg(feature = "workbooks")]
pub use books::{
    adb_mrio, adb_mrio_with, adb_national, wiod2013, wiod2013_with, wiod2016, wiod2016_with,
};
#[cfg(feature = "cache")]
pub use cache::CachedWorld;
pub use customs::{
    CodeMeaning, ConcordanceWeights, CustomsCode, CustomsColumns, CustomsRecord, CustomsRecords,
    ExactAmount, FlowColumn, RecordFlow, TradeFlow, concordance_csv, customs_codes_csv,
    customs_csv,
};
pub use detect::{Database, Found, read, read_with, world, world_with};
pub use eora::{
    EoraNational, EoraSupplyUse, eora_national, eora_national_with, eora26, eora26_with,
};
pub use exiobase::{exiobase, exiobase_with};
pub use figaro::{figaro, figaro_flat, figaro_flat_with, figaro_with};
pub use gloria::{Gloria, GloriaLabels, GloriaLayers, gloria, gloria_with};
pub use icio::{icio, icio_with};
pub use indicators::{Figure, Indicators, indicators_csv};
pub use layout::{
    Blanks, ColumnLayout, DescribedKind, Heads, LabelList, Layout, OutputFrom, Parts, Place,
    RowLayout, Shape, TextForm, ValueAddedFrom, described,
};
pub use lists::{by_sector, codes_csv, exports_csv, foreign_shares_csv, pairs_csv, parameters_csv};
pub use lr_wiod::{lr_wiod, lr_wiod_with};
pub use nbs::nbs_noncompetitive;
#[cfg(feature = "workbooks")]
pub use nbs_book::{NbsSheet, NbsSheetKind, NbsWorkbook};
pub use nbs_competitive::nbs_competitive;
pub use nbs_trade::{NbsTradeAdjustment, nbs_hs_concordance, nbs_trade_adjustment};
#[cfg(feature = "npy")]
pub use npy::{npy_matrix, npz_matrices, npz_matrices_of};
pub use oecd_national::oecd_national;
pub use options::{Options, RestOfWorld};
pub use plain::national_csv;
#[cfg(feature = "rdata")]
pub use rdata::{RArray, rdata_array};
pub use wiod_niot::WiodNiot;
#[cfg(feature = "workbooks")]
pub use wiod_sea::{SeaFigures, WiodSea, wiod_sea};
#[cfg(feature = "rdata")]
pub use wiod2013_rda::{wiod2013_rda, wiod2013_rda_with};
#[cfg(feature = "rdata")]
pub use wiod2016_rdata::{wiod2016_rdata, wiod2016_rdata_with};
pub use world::world_csv;
#[cfg(feature = "npy")]
pub use world_npz::{world_npz, world_npz_labelled};

/// The partner of exports that a source does not divide by destination.
const ALL_PARTNERS: &str = "WLD";

/// What to do about labels that stand twice.
const LEAVE_ONE: &str = "leave one, or give the other the label that it should have";
