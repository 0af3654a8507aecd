//! Lines of a text that is longer than one wants to hold: piece by piece, each piece ending where a line ends.

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::{memchr, memchr_iter, memrchr};

use super::files::broken;
use crate::error::{Error, Result};

/// Bytes of a piece, unless said otherwise; a longer line makes a longer piece.
const PIECE: usize = 1 << 23;

/// Bytes read at a time, at first.
const PART: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a blank line consists of, and what is cut off the end of others.
const BLANKS: &[u8] = b" \t\r\n\x0c";

/// The same where tabs part cells: a line of tabs has cells, which are empty.
const BLANKS_BESIDE_TABS: &[u8] = b" \r";

/// Whole lines, in the order of the text.
pub(super) struct Pieces<'a> {
    text: Box<dyn Read + Send + 'a>,
    file: PathBuf,
    /// Bytes of a piece, and those of the longest line that is read.
    size: usize,
    longest: usize,
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    /// Lines so far.
    line: u64,
    started: bool,
    ended: bool,
}

/// Some whole lines.
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// How many lines stand before it.
    line: u64,
}

impl<'a> Pieces<'a> {
    /// Of a text that is read once; the file is for messages.
    pub(super) fn of(text: impl Read + Send + 'a, file: &Path) -> Self {
        Self {
            text: Box::new(text),
            file: file.to_owned(),
            size: PIECE,
            longest: usize::MAX,
            rest: Vec::new(),
            line: 0,
            started: false,
            ended: false,
        }
    }

    /// The same with pieces of so many bytes, and a bound on lines where one is known.
    pub(super) fn sized(self, size: usize, longest: usize) -> Self {
        Self {
            size,
            longest,
            ..self
        }
    }

    /// The next lines, or nothing at the end. A byte-order mark is read over.
    pub(super) fn read(&mut self) -> Result<Option<Piece>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let (mut looked_at, mut size) = (0, self.size);
        while !self.ended {
            self.fill(&mut bytes, size)?;
            if self.ended {
                break;
            }
            if let Some(end) = memrchr(b'\n', &bytes[looked_at..]) {
                self.rest = bytes.split_off(looked_at + end + 1);
                break;
            }
            if bytes.len() > self.longest {
                return Err(self.too_long());
            }
            looked_at = bytes.len();
            size = looked_at + self.size;
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        Ok(Some(Piece { bytes, line }))
    }

    /// Reads on to so many bytes, or to the end.
    fn fill(&mut self, bytes: &mut Vec<u8>, size: usize) -> Result<()> {
        while !self.ended && bytes.len() < size {
            // as much as is there already, so that nothing is asked for that a short text does not fill
            let part = bytes.len().max(PART).min(size - bytes.len());
            bytes.reserve_exact(part);
            let read = (&mut self.text).take(part as u64).read_to_end(bytes);
            let read = read.map_err(|error| broken(&error, &self.file))?;
            self.ended = read < part;
            self.skip_mark(bytes);
        }
        Ok(())
    }

    fn skip_mark(&mut self, bytes: &mut Vec<u8>) {
        if !self.started && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        self.started = true;
    }

    fn too_long(&self) -> Error {
        Error::parse("the line is too long")
            .in_file(&self.file)
            .at_line(self.line + 1)
            .expected(format!("no more than {} bytes", self.longest))
            .hint("a lost line end, or labels of another release?")
    }
}

/// A text without its byte-order mark.
pub(super) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
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
            blanks: BLANKS,
        }
    }
}

/// Lines that are not blank, without blanks at their ends, by number and place.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    /// The number of the line before.
    number: u64,
    blanks: &'static [u8],
}

impl<'a> Lines<'a> {
    /// Lines of cells between tabs, from a place in a text and the number of the line before it.
    pub(super) fn tabbed(text: &'a [u8], at: usize, number: u64) -> Self {
        Self {
            text,
            at,
            number,
            blanks: BLANKS_BESIDE_TABS,
        }
    }

    /// Where the next line begins, and the number of the line before it.
    pub(super) fn position(&self) -> (usize, u64) {
        (self.at, self.number)
    }
}

impl Iterator for Lines<'_> {
    type Item = (u64, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let start = self.at;
            let rest = &self.text[start..];
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            self.at = (start + end + 1).min(self.text.len());
            self.number += 1;
            let is_filled = |byte: &u8| !self.blanks.contains(byte);
            if let Some(last) = rest[..end].iter().rposition(is_filled) {
                return Some((self.number, start..start + last + 1));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let mut pieces = Pieces::of(text, Path::new("text"));
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
