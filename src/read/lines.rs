//! Lines of a text that is longer than one wants to hold: piece by piece, each piece ending where a line ends.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

/// Bytes of a piece; a longer line makes a longer piece.
const PIECE: usize = 1 << 23;

/// Bytes read at a time.
const PART: u64 = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whole lines, in the order of the text.
pub(super) struct Pieces {
    text: Box<dyn Read + Send>,
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    line: u64,
    started: bool,
    ended: bool,
}

/// Some whole lines.
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// The number of its first line, counted from 1.
    line: u64,
}

impl Pieces {
    pub(super) fn of(text: Box<dyn Read + Send>) -> Self {
        Self {
            text,
            rest: Vec::new(),
            line: 1,
            started: false,
            ended: false,
        }
    }

    /// The next lines, or nothing at the end. A byte-order mark is read over.
    pub(super) fn read(&mut self) -> io::Result<Option<Piece>> {
        let mut bytes = std::mem::take(&mut self.rest);
        while !self.ended {
            // in small parts, so that nothing is asked for that a short text does not fill
            let before = bytes.len();
            let read = (&mut self.text).take(PART).read_to_end(&mut bytes)?;
            self.ended = read == 0;
            self.skip_mark(&mut bytes);
            if bytes.len() < PIECE {
                continue;
            }
            // no line end stands before, or the piece would have ended there
            let from = before.min(bytes.len()) * usize::from(before >= PIECE);
            if let Some(end) = memrchr(b'\n', &bytes[from..]) {
                self.rest = bytes.split_off(from + end + 1);
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        Ok(Some(Piece { bytes, line }))
    }

    fn skip_mark(&mut self, bytes: &mut Vec<u8>) {
        if !self.started && bytes.len() >= BYTE_ORDER_MARK.len() {
            self.started = true;
            if bytes.starts_with(BYTE_ORDER_MARK) {
                bytes.drain(..BYTE_ORDER_MARK.len());
            }
        }
    }
}

impl Piece {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Lines that are not empty, without blanks at their ends, by number and place.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines {
            text: &self.bytes,
            at: 0,
            number: self.line,
        }
    }
}

/// See [`Piece::lines`].
pub(super) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u64,
}

impl Iterator for Lines<'_> {
    type Item = (u64, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let start = self.at;
            let number = self.number;
            self.at = (start + end + 1).min(self.text.len());
            self.number += 1;
            let line = rest[..end].trim_ascii_end();
            if !line.is_empty() {
                return Some((number, start..start + line.len()));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let mut pieces = Pieces::of(Box::new(io::Cursor::new(text.to_vec())));
        let mut lines = Vec::new();
        while let Some(piece) = pieces.read().unwrap() {
            let found = piece.lines();
            lines.extend(found.map(|(number, at)| (number, piece.bytes()[at].to_vec())));
        }
        lines
    }

    #[test]
    fn lines_are_counted_and_empty_ones_left_out() {
        let lines = all(b"\xef\xbb\xbfa,b\r\n\n  \nc\nlast");
        let expected: [(u64, &[u8]); 3] = [(1, b"a,b"), (4, b"c"), (5, b"last")];
        let expected: Vec<_> = expected.iter().map(|(n, l)| (*n, l.to_vec())).collect();
        assert_eq!(lines, expected);
        assert!(all(b"").is_empty());
        assert!(all(b"\xef\xbb\xbf").is_empty());
    }

    #[test]
    fn pieces_end_where_lines_end_and_lose_nothing() {
        // lines of very different lengths, some longer than a piece
        let mut text = Vec::new();
        let mut expected = Vec::new();
        for (k, length) in [3, PIECE - 1, 1, 1 << 20, 2 * PIECE + 17, 5, (1 << 20) - 1]
            .into_iter()
            .enumerate()
        {
            let line = vec![b'a' + k as u8; length];
            text.extend(&line);
            text.push(b'\n');
            expected.push((k as u64 + 1, line));
        }
        assert!(all(&text) == expected);
        text.pop();
        assert!(all(&text) == expected);
    }
}
