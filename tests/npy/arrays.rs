//! Matrices of every type and order.

use leontief::Result;
use leontief::read::{npy_matrix, npz_matrices, npz_matrices_of};
use ndarray::{Array2, arr2};

use crate::npy::{matrix, npy, reals, texts, vector};
use crate::published::{Folder, zipped};

fn read(bytes: &[u8]) -> Result<Array2<f64>> {
    let folder = Folder::new();
    npy_matrix(folder.put("a.npy", bytes))
}

#[test]
fn every_type_of_numbers_is_read() {
    macro_rules! cells {
        ($kind:ty, $($code:literal $bytes:ident)*) => {
            $(
                let cells: Vec<u8> = [1, 2, 3, 4, 100, 6].iter().flat_map(|c| (*c as $kind).$bytes()).collect();
                let found = read(&npy($code, false, "(2, 3)", &cells)).unwrap();
                assert_eq!(found, arr2(&[[1.0, 2.0, 3.0], [4.0, 100.0, 6.0]]), $code);
            )*
        };
    }
    cells!(f64, "<f8" to_le_bytes ">f8" to_be_bytes);
    cells!(f32, "<f4" to_le_bytes ">f4" to_be_bytes);
    cells!(i64, "<i8" to_le_bytes ">i8" to_be_bytes);
    cells!(i32, "<i4" to_le_bytes ">i4" to_be_bytes);
    cells!(i16, "<i2" to_le_bytes ">i2" to_be_bytes);
    cells!(i8, "|i1" to_le_bytes);
    cells!(u64, "<u8" to_le_bytes ">u8" to_be_bytes);
    cells!(u32, "<u4" to_le_bytes ">u4" to_be_bytes);
    cells!(u16, "<u2" to_le_bytes ">u2" to_be_bytes);
    cells!(u8, "|u1" to_le_bytes);
    let negative: Vec<u8> = [-1_i64, -(1 << 53)]
        .iter()
        .flat_map(|c| c.to_le_bytes())
        .collect();
    let found = read(&npy("<i8", false, "(2,)", &negative)).unwrap();
    assert_eq!(found, arr2(&[[-1.0], [-9_007_199_254_740_992.0]]));
}

#[test]
fn fortran_order_and_vectors_are_matrices() {
    let cells = reals(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let found = read(&npy("<f8", true, "(2, 3)", &cells)).unwrap();
    assert_eq!(found, arr2(&[[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]));
    assert!(found.is_standard_layout());
    for fortran in [false, true] {
        let found = read(&npy("<f8", fortran, "(6,)", &cells)).unwrap();
        assert_eq!(found.dim(), (6, 1));
        assert_eq!(found[[4, 0]], 5.0);
    }
    assert_eq!(
        read(&npy("<f8", false, "(0, 3)", &[])).unwrap().dim(),
        (0, 3)
    );
    // more cells than are read at a time
    let many: Vec<f64> = (0..10_007).map(f64::from).collect();
    let found = read(&vector(&many)).unwrap();
    assert_eq!(found.into_raw_vec_and_offset().0, many);
}

#[test]
fn other_versions_of_the_format_are_read() {
    let mut bytes = matrix(&[vec![1.0, 2.0]]);
    bytes[6] = 2;
    bytes.splice(10..10, [0, 0]);
    assert_eq!(read(&bytes).unwrap(), arr2(&[[1.0, 2.0]]));
    bytes[6] = 3;
    assert_eq!(read(&bytes).unwrap(), arr2(&[[1.0, 2.0]]));
}

#[test]
fn archives_and_packed_files_are_read_by_name() {
    let (z, x) = (
        matrix(&[vec![1.0, 2.0], vec![3.0, 4.0]]),
        vector(&[5.0, 6.0]),
    );
    let folder = Folder::new();
    let npz = folder.zip("table.npz", &[("Z.npy", &z), ("x.npy", &x)]);
    let found = npz_matrices(&npz).unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), ["Z", "x"]);
    assert_eq!(found["Z"], arr2(&[[1.0, 2.0], [3.0, 4.0]]));
    let [output, flows] = npz_matrices_of(&npz, ["x", "Z"]).unwrap();
    assert_eq!((output, flows), (found["x"].clone(), found["Z"].clone()));
    assert_eq!(npy_matrix(folder.gz("Z.npy.gz", &z)).unwrap(), found["Z"]);
    let zip = folder.put(
        "two.zip",
        zipped(&[("Z.npy", z.as_slice()), ("readme.txt", b"Z")]),
    );
    assert_eq!(npy_matrix(zip).unwrap(), found["Z"]);
    // text is no obstacle where it is not asked for
    let npz = folder.zip(
        "labels.npz",
        &[("Z.npy", &z), ("names.npy", &texts(&["a", "b"]))],
    );
    let [flows] = npz_matrices_of(&npz, ["Z"]).unwrap();
    assert_eq!(flows, found["Z"]);
}
