//! The binary form of a world table: what the writer and the reader of caches agree on.
//!
//! | bytes | what |
//! |---|---|
//! | 0 to 8 | `LEONTIEF` |
//! | 8 to 12 | version of the form |
//! | 12 to 16 | 0x01020304 in the byte order of the machine, as all numbers behind it |
//! | 16 to 24 | length of the description |
//! | 24 to 32 | length of the file |
//! | 32 to 64 | SHA-256 of everything behind the description |
//! | 64 to 96 | SHA-256 of the bytes 0 to 64 and the description: the fingerprint of the file |
//! | 96 to 128 | zero |
//! | from 128 | the description: unit, labels, provenance, what was checked |
//! | then, each at a multiple of 64 | arrays of double precision, row by row |

mod description;
mod text;

use std::ops::Range;

pub(crate) use description::Description;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::table::Fingerprint;

pub(crate) const MAGIC: [u8; 8] = *b"LEONTIEF";
pub(crate) const HEADER: usize = 128;
const VERSION: u32 = 1;
const ORDER: u32 = 0x0102_0304;
/// Where arrays may begin.
const STEP: usize = 64;

/// The places of arrays in the list of them.
pub(crate) const FLOWS: usize = 0;
pub(crate) const FINAL_USE: usize = 1;
pub(crate) const OUTPUT: usize = 2;
pub(crate) const ROW_RESIDUALS: usize = 3;
pub(crate) const COLUMN_RESIDUALS: usize = 4;
/// Two for each primary row: by producer, by final use; behind them two of extensions.
pub(crate) const PRIMARY: usize = 5;

/// What stands before the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) description: usize,
    pub(crate) file: usize,
    pub(crate) numbers: [u8; 32],
    pub(crate) fingerprint: Fingerprint,
}

impl Header {
    /// The header of a file with these parts.
    pub(crate) fn of(description: &[u8], file: usize, numbers: [u8; 32]) -> Self {
        let mut header = Self {
            description: description.len(),
            file,
            numbers,
            fingerprint: Fingerprint::from_bytes([0; 32]),
        };
        header.fingerprint = header.hashed_with(description);
        header
    }

    fn hashed_with(&self, description: &[u8]) -> Fingerprint {
        let mut hash = Sha256::new();
        hash.update(&self.to_bytes()[..64]);
        hash.update(description);
        Fingerprint::from_bytes(hash.finalize().into())
    }

    pub(crate) fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_ne_bytes());
        bytes[12..16].copy_from_slice(&ORDER.to_ne_bytes());
        bytes[16..24].copy_from_slice(&(self.description as u64).to_ne_bytes());
        bytes[24..32].copy_from_slice(&(self.file as u64).to_ne_bytes());
        bytes[32..64].copy_from_slice(&self.numbers);
        bytes[64..96].copy_from_slice(&self.fingerprint.to_bytes());
        bytes
    }

    /// The header of a file and its description, proved to be what was written; the numbers are not looked at.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, &[u8])> {
        let Some(head) = bytes.first_chunk::<HEADER>() else {
            return Err(damaged("the file is too short for a cached table")
                .expected(format!("at least {HEADER} bytes"))
                .found(bytes.len()));
        };
        if head[..8] != MAGIC {
            return Err(Error::parse("the file is no cached table")
                .expected("a file that `write::cache` wrote"));
        }
        match four(head, 12) {
            ORDER => {}
            order if order.swap_bytes() == ORDER => {
                return Err(Error::parse(
                    "the cached table was written on a machine of another byte order",
                )
                .hint("write it again on this machine, from the published file"));
            }
            _ => return Err(damaged("the mark of the byte order is none")),
        }
        let version = four(head, 8);
        if version != VERSION {
            return Err(
                Error::parse("the cached table is of another version of the form")
                    .expected(VERSION)
                    .found(version)
                    .hint("write it again with this version of the crate, from the published file"),
            );
        }
        let header = Self {
            description: eight(head, 16)?,
            file: eight(head, 24)?,
            numbers: thirty_two(head, 32),
            fingerprint: Fingerprint::from_bytes(thirty_two(head, 64)),
        };
        if header.file != bytes.len() {
            return Err(
                damaged("the file has not the length that it was written with")
                    .expected(format!("{} bytes", header.file))
                    .found(bytes.len()),
            );
        }
        let description = bytes[HEADER..].get(..header.description);
        let Some(description) = description else {
            return Err(damaged("the description is longer than the file"));
        };
        let is_filled = head[96..].iter().any(|byte| *byte != 0);
        if is_filled || header.hashed_with(description) != header.fingerprint {
            return Err(damaged(
                "header and description are not as they were written",
            ));
        }
        Ok((header, description))
    }

    /// The SHA-256 of the numbers is as it was when they were written.
    pub(crate) fn require_numbers(&self, bytes: &[u8]) -> Result<()> {
        let numbers = bytes.get(HEADER + self.description..).unwrap_or_default();
        if <[u8; 32]>::from(Sha256::digest(numbers)) == self.numbers {
            return Ok(());
        }
        Err(damaged("the numbers are not as they were written"))
    }
}

/// An error of a file that is not what was written.
pub(crate) fn damaged(what: &str) -> Error {
    Error::parse(what)
        .hint("a file that is cut off or damaged? Write it again, from the published file")
}

fn four(head: &[u8; HEADER], at: usize) -> u32 {
    u32::from_ne_bytes(std::array::from_fn(|k| head[at + k]))
}

fn eight(head: &[u8; HEADER], at: usize) -> Result<usize> {
    let length = u64::from_ne_bytes(std::array::from_fn(|k| head[at + k]));
    usize::try_from(length).map_err(|_| damaged("a length is larger than any file"))
}

fn thirty_two(head: &[u8; HEADER], at: usize) -> [u8; 32] {
    std::array::from_fn(|k| head[at + k])
}

/// Where the arrays stand, in bytes, and the length of the file; none where that is more than a machine can count.
pub(crate) fn places(
    description: usize,
    lengths: &[Option<usize>],
) -> Option<(Vec<Range<usize>>, usize)> {
    let mut start = HEADER
        .checked_add(description)?
        .checked_next_multiple_of(STEP)?;
    let mut places = Vec::with_capacity(lengths.len());
    for length in lengths {
        let end = start.checked_add((*length)?.checked_mul(size_of::<f64>())?)?;
        places.push(start..end);
        start = end.checked_next_multiple_of(STEP)?;
    }
    Some((places, start))
}
