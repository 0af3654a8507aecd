//! The cells of an array.

use std::io::{ErrorKind, Read};

use crate::error::{Error, Result};

/// Bytes read at a time: memory grows with what arrives, whatever shape the header states.
const PIECE: usize = 1 << 15;

/// A type of numbers: how long it is, and what its bytes, least significant first, stand for.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    size: usize,
    swapped: bool,
    number: fn(&[u8]) -> f64,
}

/// A whole number that a double has no place for.
const TOO_LONG: f64 = f64::NAN;

fn fixed<const N: usize>(bytes: &[u8]) -> [u8; N] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default())
}

macro_rules! numbers {
    ($($kind:literal $size:literal $number:expr;)*) => {
        fn named(kind: &str) -> Option<(usize, fn(&[u8]) -> f64)> {
            match kind {
                $($kind => Some(($size, $number)),)*
                _ => None,
            }
        }
    };
}

numbers! {
    "f8" 8 |bytes| f64::from_le_bytes(fixed(bytes));
    "f4" 4 |bytes| f64::from(f32::from_le_bytes(fixed(bytes)));
    "i1" 1 |bytes| f64::from(i8::from_le_bytes(fixed(bytes)));
    "i2" 2 |bytes| f64::from(i16::from_le_bytes(fixed(bytes)));
    "i4" 4 |bytes| f64::from(i32::from_le_bytes(fixed(bytes)));
    "i8" 8 |bytes| whole(i128::from(i64::from_le_bytes(fixed(bytes))));
    "u1" 1 |bytes| f64::from(u8::from_le_bytes(fixed(bytes)));
    "u2" 2 |bytes| f64::from(u16::from_le_bytes(fixed(bytes)));
    "u4" 4 |bytes| f64::from(u32::from_le_bytes(fixed(bytes)));
    "u8" 8 |bytes| whole(i128::from(u64::from_le_bytes(fixed(bytes))));
}

fn whole(number: i128) -> f64 {
    match number as f64 {
        exact if exact as i128 == number => exact,
        _ => TOO_LONG,
    }
}

impl Numbers {
    /// The type of this code, as `<f8`.
    pub(super) fn of(kind: &str) -> Result<Self> {
        let swapped = match kind.get(..1) {
            Some("<" | "|") => Some(false),
            Some(">") => Some(true),
            _ => None,
        };
        let known = kind.get(1..).and_then(named);
        match (swapped, known) {
            (Some(swapped), Some((size, number))) => Ok(Self {
                size,
                swapped,
                number,
            }),
            _ => Err(
                Error::parse("the array does not hold numbers that can be read")
                    .expected("integers, or floating-point numbers of 32 or 64 bits")
                    .found(format!("the type `{kind}`"))
                    .hint(
                        "save it as `array.astype(float)`; labels as `np.array(labels, dtype=str)`",
                    ),
            ),
        }
    }
}

/// Bytes of so many cells.
pub(super) struct Cells<R> {
    bytes: R,
    count: u64,
}

impl<R: Read> Cells<R> {
    pub(super) fn new(bytes: R, count: u64) -> Self {
        Self { bytes, count }
    }

    /// All cells as finite numbers; `place` says where one stands.
    pub(super) fn numbers(
        mut self,
        kind: Numbers,
        place: impl Fn(usize) -> String,
    ) -> Result<Vec<f64>> {
        let mut cells: Vec<f64> = Vec::new();
        let mut piece = vec![0; PIECE];
        let mut left = self.count;
        while left > 0 {
            let most = PIECE / kind.size;
            let count = usize::try_from(left).map_or(most, |left| left.min(most));
            let part = &mut piece[..count * kind.size];
            self.fill(part)?;
            for bytes in part.chunks_exact_mut(kind.size) {
                if kind.swapped {
                    bytes.reverse();
                }
                let number = (kind.number)(bytes);
                if !number.is_finite() {
                    let error =
                        Error::parse("a cell is not a finite number, or has too many digits");
                    let error = error.expected("numbers that a double holds").found(format!(
                        "{} (bytes {bytes:02x?}) {}",
                        number,
                        place(cells.len())
                    ));
                    return Err(error.hint("0 where there is nothing: `np.nan_to_num`"));
                }
                cells.push(number);
            }
            left -= count as u64;
        }
        self.end()?;
        Ok(cells)
    }

    /// All cells as text without what fills them up.
    pub(super) fn texts(mut self, kind: &str) -> Result<Vec<String>> {
        let refused = || {
            Error::parse("the array does not hold text")
                .expected("type `U` or `S`")
                .found(format!("the type `{kind}`"))
                .hint("save labels as `np.array(labels, dtype=str)`")
        };
        let (order, size) = kind.split_at_checked(2).ok_or_else(refused)?;
        let size: usize = size.parse().map_err(|_| refused())?;
        // a cell of no length would let a file name any number of them
        let width = match order {
            _ if size == 0 => None,
            "<U" | ">U" => size.checked_mul(4),
            "|S" => Some(size),
            _ => None,
        };
        let width = width.ok_or_else(refused)?;
        let mut texts = Vec::new();
        for at in 0..self.count {
            let bytes = self.cell(width)?;
            let text = match order {
                "|S" => String::from_utf8(bytes).ok(),
                _ => bytes.chunks_exact(4).map(|c| character(c, order)).collect(),
            };
            let text = text.ok_or_else(|| {
                Error::parse("a label is not text").found(format!("other bytes at [{at}]"))
            })?;
            texts.push(text.trim_end_matches('\0').to_owned());
        }
        self.end()?;
        Ok(texts)
    }

    /// One cell of any length.
    fn cell(&mut self, width: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self
            .bytes
            .by_ref()
            .take(width as u64)
            .read_to_end(&mut bytes);
        match read {
            Ok(length) if length == width => Ok(bytes),
            Ok(_) => Err(broken(&ErrorKind::UnexpectedEof.into())),
            Err(error) => Err(broken(&error)),
        }
    }

    fn fill(&mut self, part: &mut [u8]) -> Result<()> {
        let read = self.bytes.read_exact(part);
        read.map_err(|error| broken(&error))
    }

    /// Nothing may follow; reading on also compares checksums.
    fn end(mut self) -> Result<()> {
        match self.cell(1) {
            Ok(_) => Err(Error::parse("something follows the last cell of the array")
                .hint("a file that is damaged? Save it again")),
            Err(error) if error.is_parse() => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn character(bytes: &[u8], order: &str) -> Option<char> {
    let bytes = fixed(bytes);
    char::from_u32(match order {
        ">U" => u32::from_be_bytes(bytes),
        _ => u32::from_le_bytes(bytes),
    })
}

fn broken(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => Error::parse("the array ends before its last cell"),
        _ => Error::io(format!("cannot read on ({error})")),
    }
    .hint("a file that is cut off or damaged? Fetch it again")
}
