//! Files of numpy, byte by byte.

/// An array: type, order, shape as Python writes it, cells.
pub fn npy(kind: &str, fortran: bool, shape: &str, cells: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    with_header(
        &format!("{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}"),
        cells,
    )
}

pub fn with_header(header: &str, cells: &[u8]) -> Vec<u8> {
    let mut out = b"\x93NUMPY\x01\x00".to_vec();
    out.extend(u16::try_from(header.len() + 1).unwrap().to_le_bytes());
    out.extend(header.as_bytes());
    out.push(b'\n');
    out.extend(cells);
    out
}

pub fn reals(cells: &[f64]) -> Vec<u8> {
    cells.iter().flat_map(|cell| cell.to_le_bytes()).collect()
}

/// A matrix of doubles, row by row.
pub fn matrix(rows: &[Vec<f64>]) -> Vec<u8> {
    let shape = format!("({}, {})", rows.len(), rows.first().map_or(0, Vec::len));
    npy("<f8", false, &shape, &reals(&rows.concat()))
}

pub fn vector(cells: &[f64]) -> Vec<u8> {
    npy("<f8", false, &format!("({},)", cells.len()), &reals(cells))
}

pub fn texts<S: AsRef<str>>(texts: &[S]) -> Vec<u8> {
    let lengths = texts.iter().map(|text| text.as_ref().chars().count());
    let width = lengths.max().unwrap_or(0).max(1);
    let cells = texts.iter().flat_map(|text| {
        let fill = std::iter::repeat('\0');
        let text = text.as_ref().chars().chain(fill).take(width);
        text.flat_map(|c| u32::from(c).to_le_bytes())
            .collect::<Vec<u8>>()
    });
    let cells: Vec<u8> = cells.collect();
    npy(
        &format!("<U{width}"),
        false,
        &format!("({},)", texts.len()),
        &cells,
    )
}
