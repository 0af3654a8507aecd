//! Files are opened plain or packed, and their names and SHA-256 stay with the table.

use std::fs::{self, File};
use std::path::Path;

use leontief::read::{national_csv, nbs_competitive, nbs_noncompetitive, world_csv};
use leontief::table::Tolerance;
use leontief::unit::{PriceBasis, Scale, Unit};

use crate::nbs_mini::Table;
use crate::published::{Folder, assert_placed, assert_sources};

const PLAIN: &str = "\
block,code,name,a,b,households,exports,output
domestic,a,Goods,10,20,30,40,100
domestic,b,Services,5,15,20,10,50
imported,m,Imports,5,5,5,0,0
primary,value_added,Value added,80,10,0,0,0
output,,,100,50,0,0,0
";

fn unit() -> Unit {
    Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic)
}

#[test]
fn a_plain_national_table_is_read_plain_as_gz_and_zip_and_is_its_own_source() {
    let folder = Folder::new();
    for path in [
        folder.put("table.csv", PLAIN),
        folder.gz("table.csv.gz", PLAIN),
        folder.zip(
            "table.zip",
            &[("deep/table.csv", PLAIN), ("notes.md", "notes")],
        ),
    ] {
        let table = national_csv(&path, "USA", unit()).unwrap().check().unwrap();
        assert_eq!(table.output().to_vec(), [100.0, 50.0]);
        assert_sources(table.provenance(), &[&path]);
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(table.provenance().source(), name);
    }
}

#[test]
fn places_in_packed_files_are_those_of_the_text() {
    let folder = Folder::new();
    let wrong = PLAIN.replace("15,20,10", "15,2o,10");
    let gz = folder.gz("table.csv.gz", &wrong);
    let zip = folder.zip("table.zip", &[("table.csv", &wrong)]);
    let parts = [
        "column `households`: the cell is not a number",
        "found `2o`",
    ];
    let error = national_csv(&gz, "USA", unit()).unwrap_err();
    assert_placed(&error, &gz, Some(3), &parts);
    let error = national_csv(&zip, "USA", unit()).unwrap_err();
    assert_placed(&error, &zip.join("table.csv"), Some(3), &parts);
    // cut off within the packed bytes
    let bytes = fs::read(&gz).unwrap();
    fs::write(&gz, &bytes[..bytes.len() - 12]).unwrap();
    let error = national_csv(&gz, "USA", unit()).unwrap_err();
    assert_placed(&error, &gz, None, &["cannot read on", "cut off or damaged"]);
}

#[test]
fn what_is_read_from_a_stream_keeps_the_fingerprint_of_its_bytes() {
    let folder = Folder::new();
    let text = Table::new(1).csv();
    let gz = folder.gz("china.csv.gz", &text);
    let plain = folder.put("china.csv", &text);
    // packed: the published file
    let draft = nbs_competitive(File::open(&gz).unwrap(), &gz, 2012).unwrap();
    let packed = draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap();
    assert_sources(packed.provenance(), &[&gz]);
    assert_eq!(packed.provenance().edition(), Some("3 sectors"));
    // unpacked by the caller: the text, under the name that it has then
    let draft = nbs_competitive(text.as_bytes(), &gz, 2012).unwrap();
    let unpacked = draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap();
    assert_sources(unpacked.provenance(), &[&plain]);
    assert_eq!(packed.flows(), unpacked.flows());
    let source = "National Bureau of Statistics of China, table of 2012 with imports not separated";
    assert_eq!(packed.provenance().source(), source);
    // of the wrong kind, with its place
    let error = nbs_noncompetitive(File::open(&gz).unwrap(), &gz, 2012).unwrap_err();
    assert_placed(
        &error,
        &gz,
        Some(1),
        &["no column `Origin`", "`nbs_competitive`"],
    );
}

#[test]
fn a_folder_of_a_world_table_has_all_its_files_in_its_provenance() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/t3x2");
    let table = world_csv(&folder).unwrap().check().unwrap();
    let files = ["Z.csv", "Y.csv", "va_x.csv", "table.toml"].map(|name| folder.join(name));
    assert_sources(
        table.provenance(),
        &files.each_ref().map(|file| file.as_path()),
    );
    let read = "read from t3x2: Z.csv, Y.csv, va_x.csv, table.toml";
    assert_eq!(table.provenance().steps()[0], read);
}

#[test]
fn extensions_of_a_world_table_are_among_its_files() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/t3x2");
    let folder = Folder::new();
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        folder.put(name, fs::read(data.join(name)).unwrap());
    }
    let rows = fs::read_to_string(data.join("va_x.csv")).unwrap();
    let producers: Vec<String> = rows
        .lines()
        .skip(1)
        .map(|row| {
            let mut keys = row.split(',');
            format!("{}_{}", keys.next().unwrap(), keys.next().unwrap())
        })
        .collect();
    let jobs = vec!["1"; producers.len()].join(",");
    folder.put(
        "F.csv",
        format!("extension,{}\njobs,{jobs}\n", producers.join(",")),
    );
    let table = world_csv(&folder).unwrap().check().unwrap();
    let files = ["Z.csv", "Y.csv", "va_x.csv", "F.csv"].map(|name| folder.as_ref().join(name));
    assert_sources(
        table.provenance(),
        &files.each_ref().map(|file| file.as_path()),
    );
}
