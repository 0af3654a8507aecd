//! Groupings of lists and groups of countries, applied to the six-region tables of WIOD.

use std::path::Path;

use leontief::label::{Axis, Classification, CountryGroup, Division, Grouping, Links, Sector};
use leontief::read;
use leontief::table::WorldTable;

fn six_regions() -> WorldTable {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/wiod13-6region/2011");
    read::world_csv(folder).unwrap().check().unwrap()
}

#[test]
fn a_table_is_added_up_to_what_it_has_in_common_with_another_list() {
    let table = six_regions();
    let list = Classification::of(&table.sectors()).unwrap();
    assert_eq!(list, Classification::Wiod2013);
    let common = list.common(Classification::Icio2016, Links::All).unwrap();
    let countries = Grouping::identity(table.countries());
    let coarse = table.aggregated(common.first(), &countries).unwrap();
    assert_eq!(&coarse.sectors(), common.sectors());
    assert_eq!(coarse.producers().len(), 6 * 29);
    // whole millions: sums are exact
    assert_eq!(coarse.output().sum(), table.output().sum());
    assert_eq!(coarse.flows().sum(), table.flows().sum());
    assert_eq!(coarse.final_use().sum(), table.final_use().sum());
    let at = |table: &WorldTable, country: &str, sector: &str| {
        table
            .producers()
            .at(country, "whole", sector)
            .unwrap()
            .get()
    };
    let old = [at(&table, "CHN", "c4"), at(&table, "CHN", "c5")];
    let new = at(&coarse, "CHN", "c4+c5");
    assert_eq!(
        coarse.output()[new],
        old.iter().map(|i| table.output()[*i]).sum::<f64>()
    );
    let (from, to) = (at(&table, "USA", "c20"), at(&coarse, "USA", "c19+c20+c21"));
    assert!(coarse.flows()[[to, new]] >= table.flows()[[from, old[0]]]);
    let step = coarse.provenance().steps().join("\n");
    assert!(step.contains("c4+c5 = c4 + c5"), "{step}");
}

#[test]
fn a_table_is_added_up_to_a_coarser_list_in_that_lists_order() {
    let table = six_regions();
    let concordance = Classification::Wiod2013
        .concordance_placing(Classification::LrWiod, Links::All, Division::Refuse, &[])
        .unwrap();
    let grouping = Grouping::of(&concordance).unwrap();
    let countries = Grouping::identity(table.countries());
    let coarse = table.aggregated(&grouping, &countries).unwrap();
    // wood (c6) comes before paper (c7), yet Dnec, where it goes, stands behind transport equipment
    assert_eq!(coarse.sectors(), Classification::LrWiod.sectors());
    assert_eq!(coarse.output().sum(), table.output().sum());
    let wood = coarse.producers().at("EUR", "whole", "Dnec").unwrap().get();
    let old = |sector: &str| {
        let at = table.producers().at("EUR", "whole", sector).unwrap();
        table.output()[at.get()]
    };
    assert_eq!(coarse.output()[wood], old("c6") + old("c16"));
}

#[test]
fn a_grouping_fits_a_table_that_writes_the_codes_otherwise() {
    let list = Classification::Wiod2013;
    let common = list.common(Classification::LrWiod, Links::All).unwrap();
    let isic = "AtB C 15t16 17t18 19 20 21t22 23 24 25 26 27t28 29 30t33 34t35 36t37 E F 50 51 52 H 60 61 62 63 64 J 70 71t74 L M N O P";
    let mut codes: Vec<&str> = isic.split(' ').collect();
    codes.reverse();
    let table: Axis<Sector> = Axis::new(codes).unwrap();
    let fitted = list.grouping_on(&table, common.first()).unwrap();
    assert_eq!(fitted.source(), &table);
    assert_eq!(fitted.target(), common.sectors());
    let to = |code: &str| {
        fitted
            .target()
            .code(fitted.to(table.at(code).unwrap()))
            .to_owned()
    };
    assert_eq!(to("17t18"), "c4+c5");
    assert_eq!(to("19"), "c4+c5");
    assert_eq!(to("36t37"), "c6+c16");

    let other = Axis::new(["AtB", "C"]).unwrap();
    let error = list
        .grouping_on(&other, common.first())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("these sectors are not those of WIOD, 2013 release: 2 codes"),
        "{error}"
    );
    let wrong = list
        .grouping_on(&table, common.second())
        .unwrap_err()
        .to_string();
    assert!(
        wrong.contains("the grouping is not one of WIOD, 2013 release"),
        "{wrong}"
    );
}

#[test]
fn members_that_a_table_lacks_are_named_in_its_provenance() {
    let table = six_regions();
    let members = CountryGroup::G7.in_table(table.countries(), 2011);
    assert_eq!(members.present(), ["USA", "JPN"]);
    assert_eq!(members.elsewhere(), ["EUR", "KTW", "ROW"]);
    let merged = table.merged_members("G7", &members).unwrap();
    assert!(merged.countries().find("G7").is_some());
    assert!(merged.countries().find("USA").is_none());
    assert_eq!(merged.output().sum(), table.output().sum());
    let plain = table.merged("G7", &["USA", "JPN"]).unwrap();
    assert_eq!(merged.flows(), plain.flows());
    let steps = merged.provenance().steps();
    assert_eq!(
        steps.last().unwrap(),
        "G7 = USA + JPN as one country (G7 in 2011: 2 of 7 members, not in the table: CAN, DEU, FRA, GBR, ITA (in `EUR`, `KTW`, `ROW`))"
    );
    assert!(members.complete().is_err());
}

#[test]
fn a_group_without_a_member_in_the_table_is_refused() {
    let table = six_regions();
    let members = CountryGroup::EU.in_table(table.countries(), 2011);
    let error = table.merged_members("EU", &members).unwrap_err();
    assert!(error.is_label());
    assert!(
        error
            .to_string()
            .contains("no member of `EU`: EU in 2011: 0 of 27 members"),
        "{error}"
    );
}
