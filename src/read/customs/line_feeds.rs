//! Lines that all end with a line feed, so that they are counted alike.

use std::io::{self, Read};

use memchr::memchr;

/// A text with line feeds in place of the line ends of other systems, and one at its end.
pub(super) struct LineFeeds<R> {
    text: R,
    /// The last byte that was read.
    last: u8,
}

impl<R: Read> LineFeeds<R> {
    pub(super) fn of(text: R) -> Self {
        Self { text, last: b'\n' }
    }
}

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            let read = self.text.read(into)?;
            if read == 0 {
                if matches!(self.last, b'\n' | b'\r') {
                    return Ok(0);
                }
                (self.last, into[0]) = (b'\n', b'\n');
                return Ok(1);
            }
            let kept = self.put_line_feeds(&mut into[..read]);
            // of a line end that was cut in two nothing may be left
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

impl<R> LineFeeds<R> {
    /// Turns line ends where they stand; gives how many bytes are left.
    fn put_line_feeds(&mut self, bytes: &mut [u8]) -> usize {
        let mut before = std::mem::replace(&mut self.last, bytes[bytes.len() - 1]);
        if before != b'\r' && memchr(b'\r', bytes).is_none() {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            if (before, byte) != (b'\r', b'\n') {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
            before = byte;
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let part = self.1.min(into.len()).min(self.0.len());
            into[..part].copy_from_slice(&self.0[..part]);
            self.0 = &self.0[part..];
            Ok(part)
        }
    }

    #[test]
    fn every_line_ends_with_one_line_feed() {
        for text in ["a,b\r\n\r\nc\r\n", "a,b\r\rc\r", "a,b\n\nc\n", "a,b\r\n\nc"] {
            for part in 1..8 {
                let mut read = String::new();
                let mut lines = LineFeeds::of(Slow(text.as_bytes(), part));
                lines.read_to_string(&mut read).unwrap();
                assert_eq!(read, "a,b\n\nc\n", "{text:?} by {part}");
            }
        }
        let mut none = String::new();
        LineFeeds::of(Slow(b"", 1))
            .read_to_string(&mut none)
            .unwrap();
        assert_eq!(none, "");
    }
}
