//! The readers, one a line: `name: "file" => what is done with the path`.

use leontief::label::{Axis, Product, Sector};
use leontief::read;
use leontief::table::{CompetitiveDraft, NationalDraft, WorldDraft};

use crate::Reader;
use crate::pieces::{described, folder, gloria, opened, producers, sectors, signed, three, unit, world_folder};

macro_rules! readers {
    ($($name:ident: $file:literal => $read:expr;)*) => {
        /// All readers.
        pub const READERS: &[Reader] = &[
            $(Reader {
                name: stringify!($name),
                file: $file,
                read: |path| drop($read(path)),
            },)*
        ];
    };
}

type Path<'a> = &'a std::path::Path;

const EORA: [&str; 6] = [
    "Eora26_2010_bp_T.txt",
    "Eora26_2010_bp_FD.txt",
    "Eora26_2010_bp_VA.txt",
    "labels_T.txt",
    "labels_FD.txt",
    "labels_VA.txt",
];
const EXIOBASE: [&str; 6] = [
    "Z.txt",
    "Y.txt",
    "x.txt",
    "unit.txt",
    "factor_inputs/F.txt",
    "factor_inputs/unit.txt",
];
const GLORIA: [&str; 3] = [
    "20240110_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv",
    "20240110_120secMother_AllCountries_002_Y-Results_2022_059_Markup001(full).csv",
    "20240110_120secMother_AllCountries_002_V-Results_2022_059_Markup001(full).csv",
];

readers! {
    // tables of the world
    world: "WIOD_2010.csv" => |path: Path<'_>| read::world(path).and_then(WorldDraft::check);
    world_csv: "pieces" => |path: Path<'_>| world_folder(path).and_then(|folder| read::world_csv(folder)?.check());
    icio: "ICIO_2014.csv" => |path: Path<'_>| read::icio(path).and_then(WorldDraft::check);
    lr_wiod: "lr_wiod_1995.csv" => |path: Path<'_>| read::lr_wiod(path, 1995).and_then(WorldDraft::check);
    figaro_flat: "flatfile_eu-ic-io_ind-by-ind_23ed_2021.csv" => |path: Path<'_>| read::figaro_flat(path).and_then(WorldDraft::check);
    figaro: "matrix_eu-ic-io_ind-by-ind_23ed_2021.csv" => |path: Path<'_>| read::figaro(path).and_then(WorldDraft::check);
    eora26: "pieces" => |path: Path<'_>| read::eora26(folder(path, EORA)?)?.check();
    exiobase: "pieces" => |path: Path<'_>| read::exiobase(folder(path, EXIOBASE)?)?.check();
    gloria: "pieces" => |path: Path<'_>| gloria(folder(path, GLORIA)?)?.check();
    wiod2013: "wiot09_row_sep12.xlsx" => |path: Path<'_>| read::wiod2013(path).and_then(WorldDraft::check);
    wiod2016: "WIOT2014_Nov16_ROW.xlsb" => |path: Path<'_>| read::wiod2016(path).and_then(WorldDraft::check);
    wiod2016_rdata: "WIOT2014_October16_ROW.RData" => |path: Path<'_>| read::wiod2016_rdata(path).and_then(WorldDraft::check);
    wiod2013_rda: "wiod11.rda" => |path: Path<'_>| read::wiod2013_rda(path, &Axis::new(["CHN", "USA"])?, &sectors())?.check();
    rdata_array: "object.rda" => |path: Path<'_>| read::rdata_array(path, "x");
    adb_mrio: "ADB-MRIO-2019.xlsx" => |path: Path<'_>| read::adb_mrio(path).and_then(WorldDraft::check);
    npy_matrix: "matrix.npy" => read::npy_matrix;
    npz_matrices: "matrices.npz" => read::npz_matrices;
    world_npz: "world.npz" => |path: Path<'_>| read::world_npz(path).and_then(WorldDraft::check);
    archive: "2014.zip" => read::read;
    anything: "table_2014" => read::read;
    cache: "world.cache" => |path: Path<'_>| read::CachedWorld::open(path).and_then(|cached| cached.table());
    cache_signed: "world.cache" => |path: Path<'_>| read::CachedWorld::open(signed(path)).and_then(|cached| cached.table());
    // national tables
    national_csv: "CHN.csv" => |path: Path<'_>| read::national_csv(path, "CHN", unit()).and_then(NationalDraft::check);
    wiod_niot: "CHN.csv" => |path: Path<'_>| read::WiodNiot::read(opened(path), path, "CHN").and_then(|file| file.years().map(|year| file.draft(year)?.check()).collect::<Result<Vec<_>, _>>());
    nbs_noncompetitive: "2012.csv" => |path: Path<'_>| read::nbs_noncompetitive(opened(path), path, 2012).and_then(NationalDraft::check);
    nbs_competitive: "2012.csv" => |path: Path<'_>| read::nbs_competitive(opened(path), path, 2012).and_then(CompetitiveDraft::check);
    nbs_trade_adjustment: "trade.csv" => |path: Path<'_>| read::nbs_trade_adjustment(opened(path), path, &sectors());
    nbs_hs_concordance: "hs.csv" => |path: Path<'_>| read::nbs_hs_concordance(opened(path), path, &sectors(), &[]);
    bea_summary: "use.csv" => |path: Path<'_>| three(path, |[uses, imports, make]| read::bea_summary((uses, path), (imports, path), (make, path), 2012)?.check());
    wiod_niot_book: "CHN_NIOT_nov16.xlsx" => read::WiodNiot::open;
    wiod_sea: "WIOD_SEA_Nov16.xlsx" => read::wiod_sea;
    adb_national: "PRC_2012.xlsx" => |path: Path<'_>| read::adb_national(path, 2012)?.check();
    eora_national: "IO_CHN_2012_BasicPrice.txt" => |path: Path<'_>| read::eora_national(path)?.symmetric()?.check();
    oecd_national: "CHN_2012.csv" => |path: Path<'_>| read::oecd_national(path, "CHN", 2012)?.check();
    bea_detail: "use.csv" => |path: Path<'_>| three(path, |[uses, imports, make]| read::bea_detail((uses, path), (imports, path), (make, path), 2012)?.check());
    bea_total_requirements: "IxI_TR.xlsx" => |path: Path<'_>| read::bea_total_requirements(path, 2012);
    nbs_workbook: "cn2007.xls" => |path: Path<'_>| read::NbsWorkbook::open(path)?.draft(2007)?.check();
    gloria_labels: "pieces" => |path: Path<'_>| read::GloriaLabels::csv(folder(path, ["Regions.csv", "Sectors.csv", "Satellites.csv"])?);
    codes_csv: "codes.csv" => read::codes_csv::<Sector>;
    // any table
    described: "table.csv" => described;
    layout: "layout.toml" => read::Layout::open;
    // lists
    customs_csv: "customs.csv" => |path: Path<'_>| read::customs_csv(path, &read::CustomsColumns::default()).and_then(|records| records.each(|_| Ok(())));
    customs_codes_csv: "codes.csv" => read::customs_codes_csv;
    concordance_csv: "concordance.csv" => |path: Path<'_>| read::concordance_csv::<Product, Sector>(path, "from", "to", read::ConcordanceWeights::Column("weight"));
    pairs_csv: "pairs.csv" => |path: Path<'_>| read::pairs_csv(path, ["investor", "host", "stock"]);
    indicators_csv: "indicators.csv" => read::indicators_csv;
    parameters_csv: "parameters.csv" => read::parameters_csv;
    exports_csv: "exports.csv" => |path: Path<'_>| read::exports_csv(path, &producers(), "USA", &unit());
    by_sector: "sectors.csv" => |path: Path<'_>| read::by_sector(path, "code", "value", &Axis::<Sector>::new(["a", "b"]).unwrap());
    foreign_shares_csv: "shares.csv" => |path: Path<'_>| read::foreign_shares_csv(path, &producers(), leontief::table::DepreciationIncome::WithCapital);
}
