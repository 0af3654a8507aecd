//! Fingerprints of tables: the same for the same table, another for any other.

use leontief::table::{NationalTable, WorldTable};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::common;
use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

/// The documented hash of a world table, put together from its parts by hand.
fn by_hand(table: &WorldTable) -> String {
    let mut all: Vec<u8> = Vec::new();
    let number = |all: &mut Vec<u8>, number: i64| all.extend(number.to_le_bytes());
    let text = |all: &mut Vec<u8>, text: &str| {
        all.extend((text.len() as u64).to_le_bytes());
        all.extend(text.as_bytes());
    };
    let texts = |all: &mut Vec<u8>, texts: &[String]| {
        all.extend((texts.len() as u64).to_le_bytes());
        for word in texts {
            all.extend((word.len() as u64).to_le_bytes());
            all.extend(word.as_bytes());
        }
    };
    let matrix = |all: &mut Vec<u8>, rows: Vec<Vec<f64>>, columns: usize| {
        all.extend((rows.len() as u64).to_le_bytes());
        all.extend((columns as u64).to_le_bytes());
        for row in rows {
            let bytes: Vec<u8> = row.iter().flat_map(|number| number.to_le_bytes()).collect();
            all.extend(Sha256::digest(&bytes));
        }
    };
    let rows = |values: ndarray::ArrayView2<'_, f64>| -> Vec<Vec<f64>> {
        values.rows().into_iter().map(|row| row.to_vec()).collect()
    };
    text(&mut all, "leontief world table 1");
    text(&mut all, table.unit().currency());
    number(&mut all, i64::from(table.unit().scale().power()));
    number(&mut all, i64::from(table.unit().year()));
    text(&mut all, table.unit().prices().code());
    number(&mut all, 0);
    number(&mut all, table.producers().blocks().len() as i64);
    for block in table.producers().blocks() {
        text(
            &mut all,
            table.producers().countries().code(block.country()),
        );
        text(&mut all, block.group().code());
        number(&mut all, 0);
        number(&mut all, 0);
        texts(&mut all, block.sectors().codes());
    }
    texts(&mut all, table.countries().codes());
    texts(&mut all, table.final_uses().codes());
    texts(&mut all, table.extensions().codes());
    let n = table.producers().len();
    matrix(&mut all, rows(table.flows()), n);
    matrix(&mut all, rows(table.final_use()), table.final_use().ncols());
    matrix(&mut all, vec![table.output().to_vec()], n);
    number(&mut all, table.primary().rows().len() as i64);
    for row in table.primary().rows() {
        text(&mut all, row.kind.code());
        matrix(&mut all, vec![row.by_producer.to_vec()], n);
        matrix(
            &mut all,
            vec![row.by_final_use.to_vec()],
            row.by_final_use.len(),
        );
        matrix(&mut all, vec![vec![row.on_exports]], 1);
    }
    matrix(&mut all, rows(table.extension_rows()), n);
    matrix(
        &mut all,
        rows(table.extension_finals()),
        table.final_use().ncols(),
    );
    let hash = Sha256::digest(&all);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_fingerprint_is_the_hash_that_is_documented() {
    let table = Folder::worked_case().table();
    assert!(table.extensions().is_empty());
    assert_eq!(table.fingerprint().to_string(), by_hand(&table));
}

fn with_settings(settings: &str) -> WorldTable {
    Folder::worked_case().with("table.toml", settings).table()
}

/// The worked case with one text in the place of another in all its numbers and labels.
fn with(old: &str, new: &str) -> WorldTable {
    let mut folder = Folder::worked_case();
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        let text = folder.text(name).replace(old, new);
        folder = folder.with(name, text);
    }
    folder.table()
}

#[test]
fn labels_unit_price_basis_and_concept_are_part_of_the_fingerprint() {
    const UNIT: &str =
        "currency = \"USD\"\nscale = \"millions\"\nyear = 2012\nprices = \"basic\"\n";
    let mut known = vec![
        Folder::worked_case().table().fingerprint(),
        with("C", "D").fingerprint(),
        with_settings(UNIT).fingerprint(),
        with_settings("concept = \"all_primary_inputs\"").fingerprint(),
    ];
    for (old, new) in [
        ("USD", "EUR"),
        ("millions", "thousands"),
        ("2012", "2013"),
        ("basic", "producer"),
    ] {
        known.push(with_settings(&UNIT.replace(old, new)).fingerprint());
    }
    let count = known.len();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), count);
}

#[test]
fn source_remarks_and_tolerance_are_not_part_of_the_fingerprint() {
    let other = with_settings("source = \"another\"\nremark = \"x\"\ntolerance = 3");
    let table = Folder::worked_case().table();
    assert_ne!(other.provenance(), table.provenance());
    assert_eq!(other.fingerprint(), table.fingerprint());
}

fn national() -> NationalTable {
    common::china().table().clone()
}

#[test]
fn national_tables_have_fingerprints_too() {
    let (china, usa) = (national(), common::usa().table().clone());
    assert_eq!(china.fingerprint(), national().fingerprint());
    assert_eq!(china.clone().fingerprint(), china.fingerprint());
    assert_ne!(china.fingerprint(), usa.fingerprint());
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn the_fingerprint_does_not_depend_on_memory_order_threads_or_who_asks(shape in any_shape(10), threads in 1..5_usize) {
        let table = shape.raw().table();
        let again = shape.raw().table();
        let found: Vec<_> = std::thread::scope(|scope| {
            let ask = || scope.spawn(|| table.fingerprint());
            let asked: Vec<_> = (0..threads).map(|_| ask()).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        for fingerprint in found {
            prop_assert_eq!(fingerprint, again.fingerprint());
        }
    }

    #[test]
    fn one_changed_bit_changes_the_fingerprint(shape in any_shape(8), at in any::<proptest::sample::Index>()) {
        let raw = shape.raw();
        let table = raw.table();
        let mut flows = table.flows().to_owned();
        let k = at.index(flows.len());
        let cell = flows.iter_mut().nth(k).unwrap();
        *cell = f64::from_bits(cell.to_bits() ^ 1);
        let changed = raw.draft().flows(flows).check();
        if let Ok(changed) = changed {
            prop_assert_ne!(changed.fingerprint(), table.fingerprint());
        }
    }
}
