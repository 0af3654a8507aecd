//! Bytes of an array changed at random: nothing panics, and a matrix that is made has no number that the file has not.

use leontief::read::{npy_matrix, npz_matrices, world_npz};
use leontief::write;
use ndarray::Array2;
use proptest::prelude::*;

use crate::npy::matrix;
use crate::published::{Folder, changed, changes};

const T3X2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/t3x2");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_damaged_array_is_refused_or_read_as_it_stands(changes in changes()) {
        let rows: Vec<Vec<f64>> = (1..5).map(|i| (1..4).map(|j| f64::from(i) / f64::from(j)).collect()).collect();
        let bytes = changed(matrix(&rows), &changes);
        let folder = Folder::new();
        let Ok(found) = npy_matrix(folder.put("a.npy", &bytes)) else {
            return Ok(());
        };
        // the type may have become one of less than eight bytes, or of another order
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.contains("'<f8'") {
            let known: Vec<f64> = bytes.windows(8).map(|w| f64::from_le_bytes(w.try_into().unwrap())).collect();
            prop_assert!(found.iter().all(|cell| known.contains(cell)));
        }
        prop_assert!(found.iter().all(|cell| cell.is_finite()));
    }

    #[test]
    fn a_damaged_archive_is_refused_or_the_same(changes in changes()) {
        let folder = Folder::new();
        let file = folder.as_ref().join("a.npz");
        let cells = Array2::from_shape_fn((5, 6), |(i, j)| (i * 6 + j) as f64 / 3.0);
        write::npz(&file, &[("a", cells.view())]).unwrap();
        let bytes = changed(std::fs::read(&file).unwrap(), &changes);
        if let Ok(found) = npz_matrices(folder.put("b.npz", bytes)) {
            for matrix in found.values() {
                prop_assert_eq!(matrix, &cells);
            }
        }
    }

    #[test]
    fn a_damaged_table_is_refused_or_the_same(changes in changes()) {
        let folder = Folder::new();
        let file = folder.as_ref().join("a.npz");
        let table = leontief::read::world_csv(T3X2).unwrap().check().unwrap();
        write::world_npz(&file, &table).unwrap();
        let bytes = changed(std::fs::read(&file).unwrap(), &changes);
        if let Ok(found) = world_npz(folder.put("b.npz", bytes)).and_then(|draft| draft.check()) {
            prop_assert_eq!(found.flows(), table.flows());
            prop_assert_eq!(found.final_use(), table.final_use());
            prop_assert_eq!(found.output(), table.output());
        }
    }
}
