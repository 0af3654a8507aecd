//! A stream of text cut into pieces of whole lines, so that no file is held as a whole.

use std::io::{self, Read};
use std::mem;

/// About so many bytes are read at once: enough lines to share among threads, and little beside a table.
const PIECE: usize = 1 << 23;

/// Pieces of a text, each ending at the end of a line.
pub(super) struct Pieces {
    stream: Box<dyn Read + Send>,
    /// The start of a line whose end is not read yet.
    rest: Vec<u8>,
    ended: bool,
    length: usize,
}

impl Pieces {
    pub(super) fn of(stream: Box<dyn Read + Send>) -> Self {
        Self::of_length(stream, PIECE)
    }

    fn of_length(stream: Box<dyn Read + Send>, length: usize) -> Self {
        Self {
            stream,
            rest: Vec::new(),
            ended: false,
            length,
        }
    }

    /// The next lines, or nothing at the end of the text.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = mem::take(&mut self.rest);
        while !self.ended {
            let known = bytes.len();
            let wanted = self.length as u64;
            let mut more = self.stream.by_ref().take(wanted);
            let read = more.read_to_end(&mut bytes)?;
            self.ended = read < self.length;
            let end = bytes[known..].iter().rposition(|byte| *byte == b'\n');
            if let Some(end) = end.filter(|_| !self.ended) {
                self.rest = bytes.split_off(known + end + 1);
                break;
            }
        }
        Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_lines_and_together_the_text() {
        let texts = [
            "",
            "a",
            "a\n",
            "a\nbc\n\ndefghijklmno\np",
            "\n\n\n",
            "abcdefghijk",
        ];
        for (text, length) in texts.iter().flat_map(|text| (1..9).map(move |n| (text, n))) {
            let mut pieces = Pieces::of_length(Box::new(text.as_bytes()), length);
            let mut found = Vec::new();
            while let Some(piece) = pieces.next().unwrap() {
                assert!(!piece.is_empty());
                found.push(String::from_utf8(piece).unwrap());
            }
            assert_eq!(&found.concat(), text, "{length}");
            let last = found.len().saturating_sub(1);
            let whole = found[..last].iter().all(|piece| piece.ends_with('\n'));
            assert!(whole, "{found:?}");
        }
    }
}
