//! Databases are recognised by what is in their files; what is not known is said with what was looked for.

#[path = "../common/published.rs"]
mod published;
#[cfg(feature = "formats")]
#[path = "../common/raw.rs"]
mod raw;

#[cfg(feature = "formats")]
mod packed;
#[cfg(feature = "formats")]
mod real;

use leontief::read::{self, Database, Options};
use published::Folder;

fn of_text(name: &str, text: &str) -> leontief::Result<Database> {
    let folder = Folder::new();
    Database::of(folder.put(name, text))
}

#[test]
fn folders_are_recognised_by_their_files() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2");
    assert_eq!(Database::of(data).unwrap(), Database::PlainFolder);
    let world = leontief::read(data).unwrap().world().unwrap();
    assert_eq!(world.check().unwrap().producers().len(), 6);
    for (names, database) in [
        (
            &["Eora26_2015_bp_T.txt", "labels_T.txt"][..],
            Database::Eora26,
        ),
        (&["IOT/Z.txt", "IOT/Y.txt"], Database::Exiobase),
        (&["A.txt", "x.txt", "Y.txt"], Database::Exiobase),
        (
            &["20240110_120secMother_AllCountries_002_T-Results_2022_059_Markup001(full).csv"],
            Database::Gloria,
        ),
        (&["wiod11.rda"], Database::Wiod2013Workspace),
        (
            &["WIOT2014_October16_ROW.RData"],
            Database::Wiod2016Workspace,
        ),
        (&["IO_CHN_2012_BasicPrice.txt"], Database::EoraNational),
        (
            &["IOUse_a.xlsx", "IOMake_a.xlsx", "ImportMatrices_a.xlsx"],
            Database::BeaBooks,
        ),
    ] {
        let folder = Folder::new();
        for name in names {
            folder.put(name, "1\t2\n");
        }
        assert_eq!(Database::of(&folder).unwrap(), database, "{names:?}");
    }
}

#[test]
fn texts_are_recognised_by_their_first_line() {
    for (text, database) in [
        ("icioiRow,icioiCol,refArea,obsValue\n", Database::FigaroFlat),
        (
            "\u{feff}\"rowLabels\",\"AT_A01\",\"AT_P3_S14\"\n",
            Database::Figaro,
        ),
        (
            "year,row_country,row_isic3,value\r\n",
            Database::LongRunWiod,
        ),
        (",AUS_A01,AUS_HFCE,OUT\n", Database::Icio),
        (",C01T05AGR_AUS,HFCE_AUS,DISC\n", Database::Icio),
        (
            "\u{feff}Year;Code;Description;Origin;A01;GO\n",
            Database::WiodNational,
        ),
        (
            "Code,Description,DescriptionInChinese,Origin,01,TIU\n",
            Database::NbsNoncompetitive,
        ),
        (
            "Code,Description,DescriptionInChinese,01,TIU,IM\n",
            Database::NbsCompetitive,
        ),
        (
            "Year,Code,Description,01,HFCE,IMPO\n",
            Database::OecdNational,
        ),
        ("block,code,name,A,B,output\n", Database::PlainNational),
    ] {
        assert_eq!(of_text("table.csv", text).unwrap(), database, "{text}");
    }
}

#[test]
fn what_is_not_known_is_said_with_what_was_looked_for() {
    for text in ["", "a,b,c\n1,2,3\n", "\u{0}\u{1}"] {
        let error = of_text("table.csv", text).unwrap_err().to_string();
        for word in [
            "no known layout",
            "Z.csv",
            "HFCE",
            "row_isic3",
            "refArea",
            "read::described",
        ] {
            assert!(error.contains(word), "no `{word}` in: {error}");
        }
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let error = Database::of(folder).unwrap_err().to_string();
    assert!(error.contains("a folder with"), "{error}");
    assert!(Database::of("no/such/file.csv").unwrap_err().is_io());
}

#[test]
fn files_of_many_years_ask_for_one() {
    let folder = Folder::new();
    let header = "year,row_country,row_id,row_isic3,col_country,col_isic3,value\n";
    let path = folder.put("long.csv", header);
    let error = leontief::read(&path).unwrap_err().to_string();
    assert!(
        error.contains("many years") && error.contains("Options"),
        "{error}"
    );
    let error = read::read_with(&path, &Options::new().year(1995)).unwrap_err();
    assert!(error.to_string().contains("no year 1995"), "{error}");
}

#[test]
fn a_table_of_one_country_is_no_world() {
    let folder = Folder::new();
    let text = "block,code,name,A,output\n";
    let error = read::world(folder.put("nation.csv", text))
        .unwrap_err()
        .to_string();
    assert!(error.contains("national_csv"), "{error}");
}

#[test]
fn every_database_has_a_name_and_a_sign_of_its_own() {
    let mut words: Vec<String> = Database::ALL.iter().map(ToString::to_string).collect();
    words.extend(Database::ALL.iter().map(|known| known.sign().to_owned()));
    let all = words.len();
    words.sort();
    words.dedup();
    assert_eq!(words.len(), all);
}
