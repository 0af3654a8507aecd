//! Fingerprints of files: SHA-256, as `sha256sum` prints it.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use crate::table::Fingerprint;

pub(super) fn fingerprint_of(bytes: &[u8]) -> Fingerprint {
    Fingerprint::from_bytes(Sha256::digest(bytes).into())
}

pub(super) fn fingerprint_of_stream(mut stream: impl Read) -> io::Result<Fingerprint> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 18];
    loop {
        match stream.read(&mut piece)? {
            0 => return Ok(Fingerprint::from_bytes(hash.finalize().into())),
            length => hash.update(&piece[..length]),
        }
    }
}

/// Takes the fingerprint of what is read through it, of files too long to be read twice.
pub(super) struct Hashing<R> {
    bytes: R,
    hash: Sha256,
}

impl<R> Hashing<R> {
    pub(super) fn of(bytes: R) -> Self {
        Self {
            bytes,
            hash: Sha256::new(),
        }
    }

    /// The fingerprint of all that was read.
    pub(super) fn fingerprint(self) -> Fingerprint {
        Fingerprint::from_bytes(self.hash.finalize().into())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.hash.update(&buffer[..length]);
        Ok(length)
    }
}
