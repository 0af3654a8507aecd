//! What some readers need beside one file.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use leontief::label::{Axis, Producers, Sector};
use leontief::read::{self, AnyDraft, Gloria, GloriaLabels, GloriaLayers, Layout, Options};
use leontief::table::WorldDraft;
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::{Error, Result};
use sha2::{Digest, Sha256};

/// Divides the bytes of an input that stands for several files.
const MARK: &[u8] = b"\n%%\n";

pub fn unit() -> Unit {
    Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic)
}

pub fn sectors() -> Axis<Sector> {
    Axis::new(["001", "002", "a", "b"]).unwrap()
}

pub fn producers() -> Producers {
    Producers::whole("CHN", &sectors()).unwrap()
}

pub fn opened(path: &Path) -> File {
    File::open(path).unwrap()
}

/// So many parts of an input; those that it has not are empty.
fn parts<const N: usize>(path: &Path) -> [Vec<u8>; N] {
    let mut rest = fs::read(path).unwrap();
    std::array::from_fn(|_| {
        let at = rest.windows(MARK.len()).position(|bytes| bytes == MARK);
        match at {
            Some(at) => {
                let behind = rest.split_off(at + MARK.len());
                rest.truncate(at);
                std::mem::replace(&mut rest, behind)
            }
            None => std::mem::take(&mut rest),
        }
    })
}

/// Three texts.
pub fn three<T>(path: &Path, read: impl FnOnce([Cursor<Vec<u8>>; 3]) -> Result<T>) -> Result<T> {
    read(parts(path).map(Cursor::new))
}

/// A folder with files of these names, from as many parts; those that are empty are not there.
pub fn folder<const N: usize>(path: &Path, names: [&str; N]) -> Result<PathBuf> {
    let folder = path.with_extension("folder");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| Error::from_io(error, &folder))?;
    for (name, part) in names.into_iter().zip(parts::<N>(path)) {
        if !part.is_empty() {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, part).unwrap();
        }
    }
    Ok(folder)
}

/// A folder with the files of a world table.
pub fn world_folder(path: &Path) -> Result<PathBuf> {
    folder(path, ["Z.csv", "Y.csv", "va_x.csv", "table.toml", "F.csv"])
}

/// GLORIA with two regions and two sectors.
pub fn gloria(folder: PathBuf) -> Result<WorldDraft> {
    let labels = GloriaLabels::new(Axis::new(["CHN", "USA"])?, Axis::new(["a", "b"])?);
    let files = Gloria::open(folder)?.labels(labels);
    files.layers(GloriaLayers::BasicPrices).draft(&Options::new())
}

/// A layout, then the table.
pub fn described(path: &Path) -> Result<Option<AnyDraft>> {
    let [layout, table] = parts(path);
    let layout = Layout::from_toml(&String::from_utf8_lossy(&layout))?;
    fs::write(path, table).unwrap();
    let described = read::described(path, &layout)?;
    let problems = match &described {
        AnyDraft::World(draft) => draft.problems(),
        AnyDraft::National(draft) => draft.problems(),
        AnyDraft::Competitive(draft) => draft.problems(),
    };
    Ok(problems.is_empty().then_some(described))
}

/// A cached table under hashes and a length that fit it, so that what is behind them is reached.
pub fn signed(path: &Path) -> &Path {
    let mut bytes = fs::read(path).unwrap();
    if bytes.len() >= 128 {
        let length = u64::from_ne_bytes(std::array::from_fn(|k| bytes[16 + k]));
        let end = usize::try_from(length).map_or(usize::MAX, |length| length.saturating_add(128));
        let end = end.min(bytes.len());
        let file = bytes.len() as u64;
        bytes[..8].copy_from_slice(b"LEONTIEF");
        bytes[24..32].copy_from_slice(&file.to_ne_bytes());
        let numbers = Sha256::digest(&bytes[end..]);
        bytes[32..64].copy_from_slice(&numbers);
        let mut hash = Sha256::new();
        hash.update(&bytes[..64]);
        hash.update(&bytes[128..end]);
        bytes[64..96].copy_from_slice(&hash.finalize());
        bytes[96..128].fill(0);
        fs::write(path, bytes).unwrap();
    }
    path
}
