//! The worked case T3x2: contents by origin, absorption, vertical specialisation, TiVA, tripartite trade and output.

mod common;

use common::worlds::{t3x2, t3x2_case};
use common::{assert_close, matrix, vector};
use leontief::account::decompose::borin_mancini::{self, STANDARD};
use leontief::account::decompose::origins::DESTINATION_SUM;
use leontief::account::decompose::tiva::{
    AbsorbedAmount, AbsorbedShare, Indicator, IndustryOf, Over, OwnAmount, OwnShare, TradeAmount,
    TradeShare,
};
use leontief::account::decompose::{
    Approach, BorinMancini, ContentByDestination, ContentByOrigin, ContentByOriginProducer,
    InExportsOfOthers, JohnsonNoguera, JohnsonNogueraRatio, Method, OwnLevel, TivaAmounts,
    TivaShares, TripartiteOutput, TripartiteTrade, TripartiteTradeShares, ValueAddedInFinalDemand,
    VaxByFinalStage, Vertical, VerticalSpecialisation, VerticalSpecialisationShare, tripartite,
};
use leontief::account::ledger::{Additive, Column};
use leontief::account::{Ledger, Level, Scope};
use leontief::label::{Axis, Group, Producers};
use leontief::model::{Measure, Unallocated, WorldModel, WorldOptions};
use leontief::table::{PrimaryKind, Tolerance, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension};

const COUNTRIES: [&str; 3] = ["A", "B", "C"];

const PAIRS: [(&str, &str); 6] = [
    ("A", "B"),
    ("A", "C"),
    ("B", "A"),
    ("B", "C"),
    ("C", "A"),
    ("C", "B"),
];

fn model() -> WorldModel {
    t3x2().model().unwrap()
}

/// T3x2 with a tenth of value added paid as taxes on products, consumption and investment apart, groups in B, a market D that only buys,
/// and jobs.
fn dressed() -> WorldTable {
    let case = t3x2_case();
    let sectors = |codes: [&str; 2]| Axis::new(codes).unwrap();
    let one = |code: &str| Axis::new([code]).unwrap();
    let producers = Producers::new([
        ("A", Group::whole(), sectors(["1", "2"])),
        ("B", Group::named("D", None, None).unwrap(), one("1")),
        ("B", Group::named("F", None, None).unwrap(), one("1")),
        ("C", Group::whole(), sectors(["1", "2"])),
    ])
    .unwrap();
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let y = matrix(&case["Y"]);
    // A, B, C and then D by category: three quarters are consumption; D takes a part of what C absorbed
    let finals = Array2::from_shape_fn((6, 8), |(i, k)| {
        let share = [0.75, 0.25][k % 2];
        let used = match k / 2 {
            2 => 0.8 * y[[i, 2]],
            3 => 0.2 * y[[i, 2]],
            country => y[[i, country]],
        };
        share * used
    });
    let va = vector(&case["expected"]["va"]);
    WorldDraft::new(producers, Axis::new(["cons", "inv"]).unwrap(), unit)
        .with_markets(["D"])
        .unwrap()
        .flows(matrix(&case["Z"]))
        .final_use(finals)
        .output(vector(&case["expected"]["x"]))
        .primary(PrimaryKind::UndividedValueAdded, 0.9 * &va)
        .primary(PrimaryKind::ProductTax, 0.1 * &va)
        .extension("jobs", "persons", &va * 3.0)
        .check()
        .unwrap()
}

fn values<A>(ledger: &Ledger<A>) -> Vec<f64> {
    ledger.rows().map(|row| row.value).collect()
}

fn term<A>(ledger: &Ledger<A>, code: &str) -> Vec<f64> {
    values(&ledger.term(code).unwrap())
}

fn sum(ledger: &Ledger<Additive>, over: &[Column]) -> Vec<f64> {
    values(&ledger.summed_over(over))
}

fn figure<A>(ledger: &Ledger<A>, from: &str, to: &str, code: &str) -> f64 {
    let cell = ledger.exporter(from).unwrap().importer(to).unwrap();
    cell.term(code).unwrap().value().unwrap()
}

/// Exports by producer and importer, without the home column.
fn exports(table: &WorldTable) -> Vec<f64> {
    let exports = table.exports();
    let mut cells = Vec::new();
    for producer in table.producers().positions() {
        let home = table.producers().block_of(producer).country();
        for importer in table.countries().positions().filter(|at| *at != home) {
            cells.push(exports[[producer.get(), importer.get()]]);
        }
    }
    cells
}

#[test]
fn value_added_in_final_demand_is_that_of_the_worked_case() {
    let absorbed = model()
        .decompose(&ValueAddedInFinalDemand::all(Level::Bilateral))
        .unwrap();
    let expected = matrix(&t3x2_case()["expected"]["value_added_by_origin_and_absorber"]);
    assert_close("VBY", values(&absorbed), expected.iter().copied(), 1e-9);
    let made = sum(&absorbed, &[Column::Importer]);
    assert_close("GDP", made, [140.0, 210.0, 67.0], 1e-10);
    let used = sum(&absorbed, &[Column::Exporter]);
    assert_close("final use", used, [124.0, 197.0, 96.0], 1e-10);
}

#[test]
fn value_added_exports_by_absorber_and_by_exporter() {
    let bilateral = model()
        .decompose(&JohnsonNoguera(Level::Bilateral))
        .unwrap();
    let vby = matrix(&t3x2_case()["expected"]["value_added_by_origin_and_absorber"]);
    let expected = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)].map(|at| vby[at]);
    assert_close("VAX", values(&bilateral), expected, 1e-9);
    assert!(bilateral.about().method.contains("VAX-C"));
    let countries = model().decompose(&JohnsonNoguera(Level::Country)).unwrap();
    let expected = COUNTRIES.map(|country| {
        let country = &t3x2_case()["expected"]["borin_mancini_country"][country];
        country["VAX"].as_f64().unwrap()
    });
    assert_close("by exporter", values(&countries), expected, 1e-9);
    let by_importer = model()
        .decompose(&BorinMancini::Exporter(Approach::Source, Level::Bilateral))
        .unwrap()
        .combined(&STANDARD)
        .unwrap();
    // the same by exporter, another thing by partner
    let all = by_importer.summed_over(&[Column::Importer]);
    assert_close("same total", term(&all, "VAX"), expected, 1e-9);
    let differs = figure(&by_importer, "A", "B", "VAX") - figure(&bilateral, "A", "B", "VAX");
    assert!(differs > 0.7, "{differs}");
}

#[test]
fn the_ratio_of_value_added_exports_may_exceed_one_by_partner_only() {
    let by_country = model()
        .decompose(&JohnsonNogueraRatio(Level::Country))
        .unwrap();
    let expected = [57.887247 / 72.0, 68.872195 / 93.0, 30.383582 / 48.0];
    assert_close("ratio", values(&by_country), expected, 1e-7);
    assert_eq!(by_country.about().unit, "share");
    let by_partner = model()
        .decompose(&JohnsonNogueraRatio(Level::Bilateral))
        .unwrap();
    assert_close(
        "C to A",
        [figure(&by_partner, "C", "A", "VAX_RATIO")],
        [9.554168890141048 / 13.0],
        1e-10,
    );
}

#[test]
fn value_added_by_the_country_of_the_last_stage() {
    let stages = model()
        .decompose(&VaxByFinalStage(Level::Bilateral))
        .unwrap();
    let row = stages.exporter("A").unwrap();
    assert_close("A", values(&row), [113.103298, 19.290698, 7.606004], 1e-6);
    let absorbed = model()
        .decompose(&ValueAddedInFinalDemand::all(Level::Sector))
        .unwrap();
    let over_stages = model().decompose(&VaxByFinalStage(Level::Sector)).unwrap();
    assert_close(
        "both are value added",
        values(&over_stages),
        values(&absorbed),
        1e-10,
    );
}

#[test]
fn categories_of_final_use_add_up_to_all_of_it() {
    let model = dressed().model().unwrap();
    let all = ValueAddedInFinalDemand::all(Level::SectorBilateral);
    let all = values(&model.decompose(&all).unwrap());
    let part = |code: &str| {
        let part = ValueAddedInFinalDemand::of(Level::SectorBilateral, [code]);
        Array1::from(values(&model.decompose(&part).unwrap()))
    };
    assert_close("categories", part("cons") + part("inv"), all, 1e-10);
    let unknown = ValueAddedInFinalDemand::of(Level::Country, ["HFCE"]);
    assert!(model.decompose(&unknown).unwrap_err().is_label());
}

#[test]
fn origins_add_up_to_gross_exports() {
    for table in [t3x2(), dressed()] {
        let model = table.model().unwrap();
        let origins = model
            .decompose(&ContentByOrigin(Level::SectorBilateral))
            .unwrap();
        let found = sum(&origins, &[Column::Origin, Column::Term]);
        assert_close("gross", found, exports(&table), 1e-10);
    }
}

#[test]
fn own_and_foreign_origins_are_domestic_and_foreign_content() {
    let origins = model().decompose(&ContentByOrigin(Level::Country)).unwrap();
    let expected = &t3x2_case()["expected"]["borin_mancini_country"];
    for country in COUNTRIES {
        let content = origins.exporter(country).unwrap();
        let own = content.origin(country).unwrap().value().unwrap();
        let all = content.total();
        let dc = expected[country]["DC"].as_f64().unwrap();
        let fc = expected[country]["FC"].as_f64().unwrap();
        assert_close(country, [own, all - own], [dc, fc], 1e-9);
    }
}

#[test]
fn levels_of_contents_are_sums_of_the_finest() {
    let model = dressed().model().unwrap();
    let coarser = [
        (
            Level::Country,
            vec![Column::Group, Column::Sector, Column::Importer],
        ),
        (Level::Sector, vec![Column::Importer]),
        (Level::Bilateral, vec![Column::Group, Column::Sector]),
    ];
    for (level, over) in coarser {
        let finest = model
            .decompose(&ContentByOrigin(Level::SectorBilateral))
            .unwrap();
        let found = model.decompose(&ContentByOrigin(level)).unwrap();
        assert_close("origin", values(&found), sum(&finest, &over), 1e-10);
        let finest = model
            .decompose(&ContentByOriginProducer(Level::SectorBilateral))
            .unwrap();
        let found = model.decompose(&ContentByOriginProducer(level)).unwrap();
        assert_close("producer", values(&found), sum(&finest, &over), 1e-10);
        let finest = model
            .decompose(&ContentByDestination(Level::SectorBilateral))
            .unwrap();
        let found = model.decompose(&ContentByDestination(level)).unwrap();
        assert_close("destination", values(&found), sum(&finest, &over), 1e-10);
    }
}

#[test]
fn producers_of_origin_hold_the_matrix_of_value_added_in_exports() {
    let model = model();
    let content = model
        .decompose(&ContentByOriginProducer(Level::Sector))
        .unwrap();
    let weights = model.weights(&Measure::ValueAdded).unwrap();
    let exports = model.table().exports().sum_axis(Dimension(1));
    let inverse = model.inverse().unwrap();
    let labels = ["A_1", "A_2", "B_1", "B_2", "C_1", "C_2"];
    assert_eq!(content.labels(Column::Origin), labels);
    for (i, label) in labels.iter().enumerate() {
        let row = weights.rates()[i] * &inverse.row(i) * &exports;
        let found = values(&content.origin(label).unwrap());
        assert_close(label, found, row, 1e-10);
    }
    let by_country = model.decompose(&ContentByOrigin(Level::Sector)).unwrap();
    let of_b = content.select(Column::Origin, &["B_1", "B_2"]).unwrap();
    let of_b = sum(&of_b, &[Column::Origin]);
    assert_close("B", of_b, values(&by_country.origin("B").unwrap()), 1e-10);
}

#[test]
fn groups_are_part_of_the_label_of_a_producer_of_origin() {
    let scope = Scope::everything().exporters(["A"]).importers(["D", "B"]);
    let content = dressed()
        .model()
        .unwrap()
        .decompose_some(&ContentByOriginProducer(Level::Bilateral), &scope)
        .unwrap();
    let labels = ["A_1", "A_2", "B_D_1", "B_F_1", "C_1", "C_2"];
    assert_eq!(content.labels(Column::Origin), labels);
    assert_eq!(content.labels(Column::Importer), ["D", "B"]);
    let found = sum(&content, &[Column::Origin, Column::Term]);
    // 45 to B; a fifth of the 17 of final goods to C went to D instead
    assert_close("flows", found, [3.4, 45.0], 1e-10);
}

#[test]
fn destinations_add_up_to_the_content_by_origin() {
    for table in [t3x2(), dressed()] {
        let model = table.model().unwrap();
        let paths = model
            .decompose(&ContentByDestination(Level::SectorBilateral))
            .unwrap();
        let found = sum(&paths, &[Column::Importer, Column::Term]);
        let origins = model.decompose(&ContentByOrigin(Level::Sector)).unwrap();
        let expected = sum(&origins, &[Column::Term]);
        assert_close("destinations", found, expected, 1e-10);
    }
    // absorbed by whom in the end: VAX of A is in the exports of A and of others, and its own goods return
    let paths = model()
        .decompose(&ContentByDestination(Level::Bilateral))
        .unwrap()
        .combined(&DESTINATION_SUM)
        .unwrap();
    let home = figure(&paths.origin("A").unwrap(), "A", "A", "FD_EXGR_VA");
    let final_goods_return = model()
        .decompose(&ContentByDestination(Level::Bilateral))
        .unwrap();
    let direct = figure(
        &final_goods_return.origin("A").unwrap(),
        "A",
        "A",
        "FD_EXGRFNL_VA",
    );
    assert_close(
        "no country exports final goods to itself",
        [direct],
        [0.0],
        0.0,
    );
    assert!(home > 0.0);
}

#[test]
fn vertical_specialisation_of_both_tables() {
    let model = model();
    let national = VerticalSpecialisation(Vertical::National, Level::Country);
    let national = values(&model.decompose(&national).unwrap());
    // where value added is the residual: exports less V L E
    let expected = [72.0 - 62.222222, 93.0 - 77.129982, 48.0 - 33.471429];
    assert_close("national", national, expected, 1e-6);
    let world = VerticalSpecialisation(Vertical::World, Level::Country);
    let world = values(&model.decompose(&world).unwrap());
    assert_close(
        "world",
        world.clone(),
        [8.859715, 13.779148, 13.822071],
        1e-6,
    );
    let share = VerticalSpecialisationShare(Vertical::World, Level::Country);
    let share = values(&model.decompose(&share).unwrap());
    let expected = [world[0] / 72.0, world[1] / 93.0, world[2] / 48.0];
    assert_close("share", share, expected, 1e-12);
    let by_cell = VerticalSpecialisation(Vertical::National, Level::SectorBilateral);
    let by_cell = model.decompose(&by_cell).unwrap();
    assert_eq!(by_cell.about().measure, "imported inputs at their price");
    let bm = model
        .decompose(&BorinMancini::Exporter(
            Approach::Source,
            Level::SectorBilateral,
        ))
        .unwrap()
        .combined(&borin_mancini::GVC)
        .unwrap();
    assert_close("FC + DDC", values(&by_cell), term(&bm, "GVCB"), 1e-10);
}

#[test]
fn the_national_table_counts_imports_at_their_price_whatever_is_value_added() {
    let (plain, dressed) = (t3x2(), dressed());
    let method = VerticalSpecialisation(Vertical::National, Level::Country);
    let found = |table: &WorldTable| values(&table.model().unwrap().decompose(&method).unwrap());
    // exports of A and B are the same in both; C sells to the market D too
    assert_close(
        "same flows",
        found(&dressed)[..2].to_vec(),
        found(&plain)[..2].to_vec(),
        1e-10,
    );
    // in other weights imports count by their content
    let model = dressed.model().unwrap();
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    let scope = Scope::everything().weights(jobs);
    let jobs = model.decompose_some(&method, &scope).unwrap();
    // three jobs per unit of what output leaves after inputs, so three per unit of any good
    let expected = Array1::from(found(&dressed)) * 3.0;
    assert_close("jobs", values(&jobs), expected, 1e-9);
    assert_eq!(jobs.about().unit, "persons");
}

#[test]
fn content_in_the_exports_of_others_adds_up_to_foreign_content() {
    for table in [t3x2(), dressed()] {
        let model = table.model().unwrap();
        let vs = VerticalSpecialisation(Vertical::World, Level::Country);
        let vs = model.decompose(&vs).unwrap().total();
        for level in Level::ALL {
            let vs1 = model.decompose(&InExportsOfOthers(level)).unwrap().total();
            assert_close("VS1", [vs1], [vs], 1e-10);
        }
    }
    let model = model();
    let countries = model
        .decompose(&InExportsOfOthers(Level::Bilateral))
        .unwrap();
    let sectors = model
        .decompose(&InExportsOfOthers(Level::SectorBilateral))
        .unwrap();
    let sums = sum(&sectors, &[Column::Sector]);
    assert_close("by sector of origin", sums, values(&countries), 1e-10);
    let origins = model.decompose(&ContentByOrigin(Level::Country)).unwrap();
    let a_in_b = origins.exporter("B").unwrap().origin("A").unwrap();
    let found = figure(&countries, "A", "B", "VS1");
    assert_close("A in B", [found], [a_in_b.value().unwrap()], 1e-10);
}

#[test]
fn tiva_amounts_of_the_worked_case() {
    use TradeAmount::{
        Balgr, Exgr, ExgrDdc, ExgrDva, ExgrFva, ExgrIdc, ExgrRim, Imgr, ImgrDva, Reii,
    };
    let amounts = vec![
        Exgr, Imgr, Balgr, ExgrDva, ExgrFva, ExgrDdc, ExgrIdc, ExgrRim, Reii, ImgrDva,
    ];
    let found = model()
        .decompose(&TivaAmounts::Trade(Level::Country, amounts))
        .unwrap();
    let expected: [(&str, [f64; 3]); 10] = [
        ("EXGR", [72.0, 93.0, 48.0]),
        ("IMGR", [56.0, 80.0, 77.0]),
        ("BALGR", [16.0, 13.0, -29.0]),
        ("EXGR_DVA", [63.140285, 79.220852, 34.177929]),
        ("EXGR_FVA", [8.859715, 13.779148, 13.822071]),
        ("EXGR_DDC", [56.565657, 70.279760, 30.778388]),
        ("EXGR_IDC", [5.656566, 6.850221, 2.693040]),
        ("EXGR_RIM", [0.918063, 2.090870, 0.706501]),
        ("REII", [9.777778, 15.870018, 14.528571]),
        ("IMGR_DVA", [5.253038, 10.348657, 3.794347]),
    ];
    for (code, expected) in expected {
        assert_close(code, term(&found, code), expected, 1e-6);
    }
    assert_eq!(found.about().measure, t3x2().concept().to_string());
}

#[test]
fn tiva_parts_of_exports_add_up() {
    let table = t3x2();
    let amounts = TivaAmounts::Trade(Level::SectorBilateral, TradeAmount::ALL.to_vec());
    let found = table.model().unwrap().decompose(&amounts).unwrap();
    let row = |code: &str| Array1::from(term(&found, code));
    let gross = row("EXGR");
    assert_close("EXGR", gross.clone(), exports(&table), 1e-12);
    assert_close(
        "uses",
        row("EXGR_INT") + row("EXGR_FNL"),
        gross.clone(),
        1e-12,
    );
    assert_close(
        "imports",
        row("IMGR_INT") + row("IMGR_FNL"),
        row("IMGR"),
        1e-12,
    );
    assert_close("balance", &gross - &row("IMGR"), row("BALGR"), 1e-12);
    let domestic = row("EXGR_DDC") + row("EXGR_IDC") + row("EXGR_RIM");
    assert_close("domestic", domestic.clone(), row("EXGR_DVA"), 1e-12);
    assert_close("content", domestic + row("EXGR_FVA"), gross, 1e-12);
    let uses = row("EXGR_INTDVA") + row("EXGR_FNLDVA");
    assert_close("uses of DVA", uses, row("EXGR_DVA"), 1e-12);
    let balance = row("FFD_DVA") - row("DFD_FVA");
    assert_close("value-added balance", balance, row("BALVAFD"), 1e-12);
    // mirrored: what c imports of i from p is what p exports of i to c
    for (c, p) in PAIRS {
        let side = |from: &str, to: &str, code: &str| {
            let side = found.exporter(from).unwrap().importer(to).unwrap();
            term(&side, code)
        };
        assert_close("mirror", side(c, p, "IMGR"), side(p, c, "EXGR"), 1e-12);
        assert_close(
            "mirror",
            side(c, p, "DFD_FVA"),
            side(p, c, "FFD_DVA"),
            1e-12,
        );
    }
    // backward and forward are two sides of one matrix
    let backward = term(
        &found.exporter("A").unwrap().importer("B").unwrap(),
        "DEXFVAp",
    );
    let forward = found.exporter("B").unwrap().importer("A").unwrap();
    let by_exporting = term(&forward, "FEXDVAp");
    assert_close(
        "by exporting industry",
        by_exporting,
        backward.clone(),
        1e-12,
    );
    let by_origin: f64 = term(&forward, "FEXDVAp_ORIGIN").iter().sum();
    assert_close(
        "by industry of origin",
        [by_origin],
        [backward.iter().sum()],
        1e-12,
    );
}

#[test]
fn tiva_balances_in_value_added_and_gross_have_the_same_sums() {
    use TradeAmount::{Balgr, Balvafd, FfdDva};
    let found = model()
        .decompose(&TivaAmounts::Trade(
            Level::Bilateral,
            vec![Balgr, Balvafd, FfdDva],
        ))
        .unwrap();
    for ((c, p), gross, value_added) in [
        (("A", "B"), 2.0, 2.7097),
        (("A", "C"), 14.0, 13.2903),
        (("B", "C"), 15.0, 15.7097),
    ] {
        assert_close("gross", [figure(&found, c, p, "BALGR")], [gross], 1e-10);
        assert_close(
            "value added",
            [figure(&found, c, p, "BALVAFD")],
            [value_added],
            1e-4,
        );
        let back = figure(&found, p, c, "BALVAFD");
        assert_close(
            "antisymmetric",
            [back],
            [-figure(&found, c, p, "BALVAFD")],
            1e-12,
        );
    }
    let sums = found.summed_over(&[Column::Importer]);
    assert_close("sums", term(&sums, "BALVAFD"), term(&sums, "BALGR"), 1e-10);
    let vax = model()
        .decompose(&JohnsonNoguera(Level::Bilateral))
        .unwrap();
    assert_close(
        "FFD_DVA is VAX-C",
        term(&found, "FFD_DVA"),
        values(&vax),
        1e-12,
    );
}

#[test]
fn tiva_final_demand_by_origin_includes_home() {
    let table = dressed();
    let model = table.model().unwrap();
    let codes = |code: &str| vec![code.to_owned()];
    let amounts = vec![
        AbsorbedAmount::FdVa,
        AbsorbedAmount::ConsVa(codes("cons")),
        AbsorbedAmount::GfcfVa(codes("inv")),
    ];
    let found = model
        .decompose(&TivaAmounts::Absorbed(Level::SectorBilateral, amounts))
        .unwrap();
    let row = |code: &str| Array1::from(term(&found, code));
    assert_close(
        "parts",
        row("CONS_VA") + row("GFCF_VA"),
        row("FD_VA"),
        1e-10,
    );
    // the market D absorbs and makes nothing
    let of_d = found.exporter("D").unwrap().term("FD_VA").unwrap().total();
    assert!(of_d > 0.0);
    // what all countries absorb of an origin is its value added
    let all = found.term("FD_VA").unwrap();
    let all = all.summed_over(&[Column::Exporter, Column::Sector]);
    assert_close("value added", values(&all), [126.0, 189.0, 60.3, 0.0], 1e-9);
    let shares = vec![
        AbsorbedShare::FdVash,
        AbsorbedShare::ConsVash(codes("cons")),
    ];
    let shares = model
        .decompose(&TivaShares::Absorbed(Level::Bilateral, shares))
        .unwrap();
    let of_a = shares.exporter("A").unwrap().term("FD_VASH").unwrap();
    assert_close("shares", [values(&of_a).iter().sum()], [100.0], 1e-9);
}

#[test]
fn tiva_figures_without_a_partner() {
    let model = model();
    let amounts = TivaAmounts::Own(OwnLevel::Sector, OwnAmount::ALL.to_vec());
    let found = model.decompose(&amounts).unwrap();
    let case = t3x2_case();
    assert_close(
        "PROD",
        term(&found, "PROD"),
        vector(&case["expected"]["x"]),
        1e-12,
    );
    assert_close(
        "VALU",
        term(&found, "VALU"),
        vector(&case["expected"]["va"]),
        1e-12,
    );
    let home = found.summed_over(&[Column::Sector]);
    let expected = matrix(&case["expected"]["value_added_by_origin_and_absorber"]);
    assert_close(
        "DXD_DVA",
        term(&home, "DXD_DVA"),
        expected.diag().to_owned(),
        1e-9,
    );
    let shares = TivaShares::Own(OwnLevel::Country, vec![OwnShare::ProdVash]);
    let shares = model.decompose(&shares).unwrap();
    let expected = [14000.0 / 230.0, 21000.0 / 380.0, 6700.0 / 130.0];
    assert_close("PROD_VASH", values(&shares), expected, 1e-10);
    assert_eq!(shares.about().unit, "per cent");
}

#[test]
fn tiva_shares_are_ratios_of_amounts() {
    use TradeShare::{
        Dexfvapsh, ExgrDvafxsh, ExgrDvash, ExgrFvash, ExgrTdvaind, Exgrpsh, Fexdvapsh, ImgrintReii,
        ValuFfddva,
    };
    let model = model();
    let shares = |level, shares: Vec<TradeShare>| {
        model.decompose(&TivaShares::Trade(level, shares)).unwrap()
    };
    let country = shares(
        Level::Country,
        vec![ExgrDvash, ExgrFvash, ImgrintReii, ValuFfddva],
    );
    let dva = [63.140285 / 0.72, 79.220852 / 0.93, 34.177929 / 0.48];
    assert_close("DVASH", term(&country, "EXGR_DVASH"), dva, 1e-5);
    let vax = [57.887247 / 1.4, 68.872195 / 2.1, 30.383582 / 0.67];
    assert_close("FFDDVA", term(&country, "VALU_FFDDVA"), vax, 1e-5);
    // imported intermediates: 27, 42 and 33 by the flows of the case
    let z = matrix(&t3x2_case()["Z"]);
    let imported = [0, 1, 2].map(|c| {
        let users = z.slice_axis(Dimension(1), ndarray::Slice::from(2 * c..2 * c + 2));
        users.sum()
            - users
                .slice_axis(Dimension(0), ndarray::Slice::from(2 * c..2 * c + 2))
                .sum()
    });
    let reii = [9.777778, 15.870018, 14.528571];
    let expected = [0, 1, 2].map(|c| 100.0 * reii[c] / imported[c]);
    assert_close("REII", term(&country, "IMGRINT_REII"), expected, 1e-5);
    let partners = shares(Level::SectorBilateral, vec![Exgrpsh, ExgrTdvaind]);
    let of_a1 = partners.exporter("A").unwrap().sector("1").unwrap();
    let sum: f64 = term(&of_a1, "EXGRpSH").iter().sum();
    assert_close("partners", [sum], [100.0], 1e-10);
    let of_a = partners.exporter("A").unwrap();
    let sum: f64 = term(&of_a, "EXGR_TDVAIND").iter().sum();
    assert_close("industries", [sum], [63.140285 / 0.72], 1e-5);
    // the two ends of participation
    let exporting = IndustryOf::Exporting;
    let bilateral = shares(
        Level::Bilateral,
        vec![
            Dexfvapsh,
            Fexdvapsh(exporting, Over::PartnerExports),
            ExgrDvafxsh(exporting),
        ],
    );
    let a_in_b = figure(&bilateral, "B", "A", "DEXFVApSH");
    let same = figure(&bilateral, "A", "B", "FEXDVApSH");
    assert_close("over the same exports", [same], [a_in_b], 1e-10);
    let own = figure(&bilateral, "A", "B", "EXGR_DVAFXSH");
    assert_close("over own exports", [own], [a_in_b * 93.0 / 72.0], 1e-10);
    for industry in [IndustryOf::Exporting, IndustryOf::Origin] {
        let total = shares(Level::Country, vec![ExgrDvafxsh(industry)]);
        let vs1 = model.decompose(&InExportsOfOthers(Level::Country)).unwrap();
        let expected = Array1::from(values(&vs1)) * 100.0 / vector_of([72.0, 93.0, 48.0]);
        assert_close("DVAFXSH", values(&total), expected, 1e-10);
    }
}

fn vector_of<const N: usize>(values: [f64; N]) -> Array1<f64> {
    Array1::from(values.to_vec())
}

#[test]
fn every_indicator_can_be_found_by_its_code_and_has_figures() {
    for indicator in Indicator::all() {
        assert_eq!(Indicator::find(indicator.code()).unwrap(), indicator);
        assert!(!indicator.meaning().is_empty() && !indicator.equation().is_empty());
    }
    assert!(Indicator::find("EXGR_XYZ").unwrap_err().is_label());
    let model = dressed().model().unwrap();
    for level in Level::ALL {
        let shares = TivaShares::Trade(level, TradeShare::ALL.to_vec());
        assert!(model.decompose(&shares).unwrap().rows().count() > 0);
        let amounts = TivaAmounts::Trade(level, TradeAmount::ALL.to_vec());
        assert!(model.decompose(&amounts).unwrap().rows().count() > 0);
    }
}

#[test]
fn levels_of_tiva_are_sums_of_the_finest() {
    let model = dressed().model().unwrap();
    let at = |level| TivaAmounts::Trade(level, TradeAmount::ALL.to_vec());
    let finest = model.decompose(&at(Level::SectorBilateral)).unwrap();
    for (level, over) in [
        (Level::Country, vec![Column::Sector, Column::Importer]),
        (Level::Sector, vec![Column::Importer]),
        (Level::Bilateral, vec![Column::Sector]),
    ] {
        let found = model.decompose(&at(level)).unwrap();
        assert_close("TiVA", values(&found), sum(&finest, &over), 1e-10);
    }
}

#[test]
fn shares_of_nothing_have_no_row() {
    let model = dressed().model().unwrap();
    let shares = TivaShares::Trade(Level::Country, vec![TradeShare::ExgrDvash]);
    let shares = model.decompose(&shares).unwrap();
    let exporters: Vec<_> = shares
        .rows()
        .map(|row| row.exporter.unwrap().to_owned())
        .collect();
    assert_eq!(exporters, COUNTRIES, "the market D exports nothing");
}

#[test]
fn contents_in_another_unit_do_not_stand_beside_gross_values() {
    let model = dressed().model().unwrap();
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    let scope = Scope::everything().weights(jobs);
    let mixed = TivaAmounts::Trade(
        Level::Country,
        vec![TradeAmount::Exgr, TradeAmount::ExgrDva],
    );
    let refused = model.decompose_some(&mixed, &scope).unwrap_err();
    assert!(refused.is_unit(), "{refused}");
    let share = TivaShares::Trade(Level::Country, vec![TradeShare::ExgrDvash]);
    assert!(model.decompose_some(&share, &scope).unwrap_err().is_unit());
    let alone = TivaAmounts::Trade(Level::Country, vec![TradeAmount::ExgrDva]);
    let alone = model.decompose_some(&alone, &scope).unwrap();
    assert_eq!(alone.about().unit, "persons");
    let gross = TivaAmounts::Trade(Level::Country, vec![TradeAmount::Exgr]);
    let gross = model.decompose_some(&gross, &scope).unwrap();
    assert_eq!(gross.about().unit, model.table().unit().short());
    let share = TivaShares::Trade(Level::Country, vec![TradeShare::ValuFfddva]);
    assert!(model.decompose_some(&share, &scope).is_ok());
}

#[test]
fn tripartite_trade_of_the_worked_case() {
    let trade = model()
        .decompose(&TripartiteTrade(Level::Bilateral))
        .unwrap();
    let pf = [7.327274, 4.346953, 5.905334, 7.918075, 1.860317, 5.159315];
    let pb = [4.974665, 2.981541, 6.224231, 6.851492, 3.117460, 8.367880];
    let ts = [1.146548, 0.675025, 1.205777, 1.588518, 0.806349, 2.236882];
    assert_close("PF", term(&trade, "PF"), pf, 1e-6);
    assert_close("PB", term(&trade, "PB"), pb, 1e-6);
    assert_close("TS", term(&trade, "TS"), ts, 1e-6);
    let shares = model()
        .decompose(&TripartiteTradeShares(Level::Bilateral))
        .unwrap();
    let gvc = pf[0] + pb[0] + ts[0];
    let expected = [
        gvc / 45.0,
        pf[0] / gvc,
        pb[0] / gvc,
        ts[0] / gvc,
        (pf[0] - pb[0]) / gvc,
    ];
    let found = shares.exporter("A").unwrap().importer("B").unwrap();
    assert_close("shares", values(&found), expected, 1e-6);
}

#[test]
fn tripartite_trade_is_the_chain_trade_of_borin_and_mancini() {
    for table in [t3x2(), dressed()] {
        let model = table.model().unwrap();
        let level = Level::SectorBilateral;
        let trade = model.decompose(&TripartiteTrade(level)).unwrap();
        let ours = trade.combined(&tripartite::GVC).unwrap();
        let theirs = model
            .decompose(&BorinMancini::Exporter(Approach::Source, level))
            .unwrap();
        let chains = theirs.combined(&borin_mancini::GVC).unwrap();
        let davax = theirs.combined(&STANDARD).unwrap();
        let davax = term(&davax, "DAVAX");
        assert_close("DAVAX", term(&trade, "DAVAX"), davax, 1e-10);
        for code in ["GVC", "GVCB", "GVCF"] {
            assert_close(code, term(&ours, code), term(&chains, code), 1e-10);
        }
        let found = sum(&trade, &[Column::Term]);
        assert_close("gross", found, exports(&table), 1e-10);
    }
}

#[test]
fn tripartite_output_of_the_worked_case() {
    let output = model()
        .decompose(&TripartiteOutput(OwnLevel::Country))
        .unwrap();
    let expected = [
        ("DOM", [110.437710, 199.683900, 45.459445]),
        ("TRAD", [85.562675, 127.159109, 52.365506]),
        ("PF", [16.561350, 20.769427, 9.504436]),
        ("PB", [14.852899, 28.195615, 18.556119]),
        ("TS", [2.585365, 4.191949, 4.114494]),
    ];
    for (code, expected) in expected {
        assert_close(code, term(&output, code), expected, 1e-6);
    }
}

#[test]
fn tripartite_output_adds_up_to_output_by_producer() {
    for table in [t3x2(), dressed()] {
        let output = table
            .model()
            .unwrap()
            .decompose(&TripartiteOutput(OwnLevel::Sector))
            .unwrap();
        let found = sum(&output, &[Column::Term]);
        assert_close("X", found, table.output().to_owned(), 1e-9);
    }
}

#[test]
fn other_primary_inputs_are_a_term_and_a_component_alone_partitions_its_own_content() {
    let model = dressed().model().unwrap();
    let trade = model.decompose(&TripartiteTrade(Level::Country)).unwrap();
    let codes: Vec<&str> = trade.terms().iter().map(|term| term.code).collect();
    assert_eq!(codes, ["DAVAX", "PF", "PB", "TS", "OTH"]);
    let tax = model
        .weights(&Measure::Component(PrimaryKind::ProductTax))
        .unwrap();
    let scope = Scope::everything().weights(tax);
    let taxes = model
        .decompose_some(&TripartiteTrade(Level::Country), &scope)
        .unwrap();
    assert_close(
        "OTH",
        sum(&taxes, &[Column::Term]),
        term(&trade, "OTH"),
        1e-9,
    );
    // a tenth of what output leaves after inputs, so a tenth of any exports
    assert_close("a tenth", term(&trade, "OTH"), [7.2, 9.3, 5.76], 1e-9);
}

#[test]
fn what_nobody_absorbs_leaves_every_partition_whole() {
    let case = t3x2_case();
    let sectors = Axis::new(["1", "2"]).unwrap();
    let blocks = COUNTRIES.map(|country| (country, Group::whole(), sectors.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let mut finals = matrix(&case["Y"]);
    finals[[0, 0]] -= 2.0;
    finals[[3, 1]] -= 3.0;
    let table = WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["final"]).unwrap(),
        unit,
    )
    .flows(matrix(&case["Z"]))
    .final_use(finals)
    .output(vector(&case["expected"]["x"]))
    .residual_value_added()
    .tolerance(Tolerance::relative(0.05))
    .check()
    .unwrap();
    for unallocated in [Unallocated::AtHome, Unallocated::Ignored] {
        let model = table
            .model_with(WorldOptions::default().unallocated(unallocated))
            .unwrap();
        let trade = model
            .decompose(&TripartiteTrade(Level::SectorBilateral))
            .unwrap();
        assert_close("E", sum(&trade, &[Column::Term]), exports(&table), 1e-10);
        let output = model
            .decompose(&TripartiteOutput(OwnLevel::Sector))
            .unwrap();
        assert_close(
            "X",
            sum(&output, &[Column::Term]),
            table.output().to_owned(),
            1e-9,
        );
        let absorbed = model
            .decompose(&ValueAddedInFinalDemand::all(Level::Country))
            .unwrap();
        let missing = 417.0 - absorbed.total();
        match unallocated {
            Unallocated::AtHome => assert_close("all", [missing], [0.0], 1e-9),
            Unallocated::Ignored => assert_close("nobody", [missing], [5.0], 1e-9),
        }
        assert!(!absorbed.about().notes.is_empty());
    }
}

#[test]
fn names_tell_measures_of_one_name_apart() {
    let names = [
        JohnsonNoguera(Level::Country).name(),
        VaxByFinalStage(Level::Country).name(),
        VerticalSpecialisation(Vertical::National, Level::Country).name(),
        VerticalSpecialisation(Vertical::World, Level::Country).name(),
        BorinMancini::Exporter(Approach::Source, Level::Country).name(),
    ];
    for (k, name) in names.iter().enumerate() {
        assert!(!names[..k].contains(name), "{name}");
    }
}
