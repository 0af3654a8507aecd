//! A world table in one binary file, to be opened again without reading.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use ndarray::{ArrayView1, ArrayView2, Axis as Dimension};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::table::cached::{Description, HEADER, Header, MAGIC, places};
use crate::table::{Fingerprint, WorldTable};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Writes a world table with everything that it holds into one file, which [`read::CachedWorld`](crate::read::CachedWorld) opens at
/// once, and gives the fingerprint of the file. With the feature `cache`.
///
/// A cache is for this version of the crate and machines of this byte order, not for exchange: keep the published file. The file is
/// written under another name beside its place and takes it when it is complete; an earlier cache goes, any other file is refused.
///
/// ```
/// # use leontief::label::{Axis, Group, Producers};
/// # use leontief::table::WorldDraft;
/// # use leontief::unit::Unit;
/// # use ndarray::array;
/// use leontief::{read, write};
///
/// # let sectors = Axis::new(["goods"])?;
/// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
/// # let world = WorldDraft::new(producers, Axis::new(["final"])?, Unit::unstated())
/// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
/// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
/// #     .output(array![100.0, 100.0])
/// #     .residual_value_added()
/// #     .check()?;
/// # let path = std::env::temp_dir().join(format!("leontief-doc-{}.cache", std::process::id()));
/// let fingerprint = write::cache(&path, &world)?;
/// let cached = read::CachedWorld::open(&path)?;
/// assert_eq!(cached.fingerprint(), fingerprint);
/// assert_eq!(cached.flows(), world.flows());
/// # drop(cached);
/// # std::fs::remove_file(&path).ok();
/// # Ok::<(), leontief::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be written, or is there already and no cached table.
pub fn cache(path: impl AsRef<Path>, table: &WorldTable) -> Result<Fingerprint> {
    let path = path.as_ref();
    require_cache_or_nothing(path)?;
    let part = part_of(path)?;
    let written = write(&part, table)
        .and_then(|fingerprint| fs::rename(&part, path).map(|()| fingerprint))
        .map_err(|error| Error::from_io(error, path));
    if written.is_err() {
        let _ = fs::remove_file(&part); // the error that is on its way says more
    }
    written
}

/// Refuses to write over a file that is something else.
fn require_cache_or_nothing(path: &Path) -> Result<()> {
    let mut start = Vec::new();
    let length = MAGIC.len() as u64;
    let read = File::open(path).and_then(|file| file.take(length).read_to_end(&mut start));
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::from_io(error, path)),
        Ok(_) if start == MAGIC => Ok(()),
        Ok(_) => Err(
            Error::io("the file is there already and is no cached table")
                .in_file(path)
                .hint("another name"),
        ),
    }
}

/// A name beside the place that no other writer has.
fn part_of(path: &Path) -> Result<PathBuf> {
    let Some(name) = path.file_name() else {
        return Err(Error::io("the path names no file").in_file(path));
    };
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = name.to_string_lossy();
    Ok(path.with_file_name(format!("{name}.{}-{number}.part", std::process::id())))
}

fn write(part: &Path, table: &WorldTable) -> io::Result<Fingerprint> {
    let description = Description::of(table);
    let lengths = description.lengths();
    let description = description.to_bytes();
    let (places, end) = places(description.len(), &lengths)
        .ok_or_else(|| io::Error::other("the table is larger than any file"))?;
    let starts = places.iter().map(|place| place.start).chain([end]);
    let starts: Vec<usize> = starts.collect();
    let mut hash = Sha256::new();
    let behind = HEADER + description.len();
    numbers(table, behind, &starts, |bytes| {
        hash.update(bytes);
        Ok(())
    })?;
    let header = Header::of(&description, end, hash.finalize().into());
    let mut file = BufWriter::with_capacity(1 << 20, File::create(part)?);
    file.write_all(&header.to_bytes())?;
    file.write_all(&description)?;
    numbers(table, behind, &starts, |bytes| file.write_all(bytes))?;
    file.into_inner()?.sync_all()?;
    Ok(header.fingerprint)
}

/// Hands over all arrays in the order of the file, each at its start, with zeros before it.
fn numbers(
    table: &WorldTable,
    mut at: usize,
    starts: &[usize],
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let residuals = [
        table.checked().row_residuals(),
        table.checked().column_residuals(),
    ]
    .map(|all| all.iter().map(|residual| residual.amount).collect());
    let [rows, columns]: [Vec<f64>; 2] = residuals;
    let vector = |values| ArrayView1::from(values).insert_axis(Dimension(0));
    let mut arrays = vec![
        table.flows(),
        table.final_use(),
        table.output().insert_axis(Dimension(0)),
        vector(&rows),
        vector(&columns),
    ];
    for row in table.primary().rows() {
        arrays.push(row.by_producer.view().insert_axis(Dimension(0)));
        arrays.push(row.by_final_use.view().insert_axis(Dimension(0)));
    }
    arrays.extend([table.extension_rows(), table.extension_finals()]);
    for (array, start) in arrays.into_iter().zip(starts) {
        take(&vec![0; start - at])?;
        at = start + array.len() * size_of::<f64>();
        by_row(array, &mut take)?;
    }
    let end = starts.last().copied().unwrap_or(at);
    take(&vec![0; end - at])
}

fn by_row(
    array: ArrayView2<'_, f64>,
    take: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(all) = array.as_slice() {
        return take(bytemuck::cast_slice(all));
    }
    array
        .rows()
        .into_iter()
        .try_for_each(|row| take(bytemuck::cast_slice(&row.to_vec())))
}
