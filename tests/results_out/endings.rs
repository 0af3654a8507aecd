//! One entry for all formats: the ending of the file's name chooses.

use leontief::account::ledger::Column;
use leontief::output::Output;
use leontief::show::Grid;

use crate::results::{balance, exports, pivot};
use crate::world_folder::Folder;

#[test]
fn every_ending_writes_its_format_and_nothing_else() {
    let folder = Folder::empty();
    let output = Output::new();
    let mut endings = vec!["csv", "dta", "md", "TEX"];
    if cfg!(feature = "excel") {
        endings.push("xlsx");
    }
    if cfg!(feature = "parquet") {
        endings.push("parquet");
    }
    for ending in endings {
        let at = |name: &str| folder.path().join(format!("{name}.{ending}"));
        exports().write(at("l"), &output).unwrap();
        pivot().write(at("p"), &output).unwrap();
        balance().write(at("b"), &output).unwrap();
        Grid::new("t", ["a", "b"])
            .row(["x", "1"])
            .write(at("g"), &output)
            .unwrap();
        let begin: &[u8] = match ending {
            "csv" => b"exporter,group,sector,importer,origin,term,value,unit\n",
            "dta" => b"<stata_dta>",
            "md" => b"**Wang-Wei-Zhu",
            "TEX" => b"\\begin{table}\n",
            "xlsx" => b"PK",
            _ => b"PAR1",
        };
        let bytes = std::fs::read(at("l")).unwrap();
        assert!(bytes.starts_with(begin), "{ending}: {:?}", &bytes[..40]);
        // written again over what is there, to the same bytes
        exports().write(at("l"), &output).unwrap();
        assert!(std::fs::read(at("l")).unwrap() == bytes, "{ending}");
    }
}

#[test]
fn unknown_endings_are_refused_with_those_that_there_are() {
    let folder = Folder::empty();
    for (name, said) in [
        ("r.ods", "no format for files that end in `.ods`"),
        ("results", "the name of the file has no ending"),
    ] {
        let path = folder.path().join(name);
        let error = exports().write(&path, &Output::new()).unwrap_err();
        assert!(error.is_parameter());
        assert_eq!(error.file(), Some(path.as_path()));
        let text = error.to_string();
        assert!(text.contains(said), "{text}");
        let all = "`.csv`, `.xlsx` (feature `excel`), `.parquet` (feature `parquet`), `.dta`, `.md`, `.tex`";
        assert!(text.contains(all), "{text}");
        assert!(!path.exists());
    }
}

#[test]
fn partitions_are_refused_where_the_format_has_none() {
    let folder = Folder::empty();
    let output = Output::new().partitioned([Column::Exporter]);
    for name in ["r.csv", "r.dta", "r.md", "r.tex"] {
        let error = exports()
            .write(folder.path().join(name), &output)
            .unwrap_err();
        assert!(
            error.to_string().contains("partitions by exporter"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "excel"))]
#[test]
fn a_format_whose_feature_is_missing_says_so() {
    let folder = Folder::empty();
    let error = exports()
        .write(folder.path().join("r.xlsx"), &Output::new())
        .unwrap_err();
    assert!(error.to_string().contains("the feature `excel`"), "{error}");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_without_its_feature_says_so() {
    let folder = Folder::empty();
    let error = exports()
        .write(folder.path().join("r.parquet"), &Output::new())
        .unwrap_err();
    assert!(
        error.to_string().contains("the feature `parquet`"),
        "{error}"
    );
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    let folder = Folder::empty();
    let mut names = vec!["r.csv", "r.dta", "r.md", "r.tex"];
    if cfg!(feature = "parquet") {
        names.push("r.parquet");
    }
    if cfg!(feature = "excel") {
        names.push("r.xlsx");
    }
    for name in names {
        let path = folder.path().join("none").join(name);
        let error = exports().write(&path, &Output::new()).unwrap_err();
        assert!(error.is_io(), "{error}");
        assert_eq!(error.file(), Some(path.as_path()));
    }
}
