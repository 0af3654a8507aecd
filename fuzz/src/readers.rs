//! The readers, one a line: `name: "file" => what is done with the path`.

use leontief::label::{Axis, Product, Sector};
use leontief::read;
use leontief::table::{CompetitiveDraft, NationalDraft, WorldDraft};

use crate::Reader;
use crate::pieces::{described, opened, producers, sectors, signed, three, unit, world_folder};

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

readers! {
    // tables of the world
    world: "WIOD_2010.csv" => |path: Path<'_>| read::world(path).and_then(WorldDraft::check);
    world_csv: "pieces" => |path: Path<'_>| world_folder(path).and_then(|folder| read::world_csv(folder)?.check());
    icio: "ICIO_2014.csv" => |path: Path<'_>| read::icio(path).and_then(WorldDraft::check);
    lr_wiod: "lr_wiod_1995.csv" => |path: Path<'_>| read::lr_wiod(path, 1995).and_then(WorldDraft::check);
    figaro_flat: "flatfile_eu-ic-io_ind-by-ind_23ed_2021.csv" => |path: Path<'_>| read::figaro_flat(path).and_then(WorldDraft::check);
    figaro_flat_of: "table.csv" => |path: Path<'_>| read::figaro_flat_of(path, 2021, "2023").and_then(WorldDraft::check);
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
