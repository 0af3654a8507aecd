//! What stands before the cells of an array: a literal of Python, `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.

use std::io::Read;

use crate::error::{Error, Result};

/// The longest header that is read; numpy itself refuses longer ones than 10 000 characters.
const LONGEST: u64 = 1 << 16;

/// Type, order and shape of an array.
#[derive(Debug, PartialEq)]
pub(super) struct Header {
    /// The type, as `<f8`.
    pub(super) kind: String,
    pub(super) fortran: bool,
    pub(super) shape: Vec<usize>,
}

impl Header {
    pub(super) fn read(bytes: &mut impl Read) -> Result<Self> {
        let start = some(bytes, 8)?;
        if !start.starts_with(b"\x93NUMPY") {
            return Err(Error::parse("the file is no array of numpy")
                .expected("`\\x93NUMPY` at its start")
                .found(format!("`{}`", start.escape_ascii())));
        }
        let length = match start[6] {
            1 => some(bytes, 2)?,
            2 | 3 => some(bytes, 4)?,
            other => {
                return Err(
                    Error::parse("the array is of an unknown version of the format")
                        .expected("1 to 3")
                        .found(other),
                );
            }
        };
        let length = length
            .iter()
            .rev()
            .fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        if length > LONGEST {
            return Err(Error::parse("the header of the array is too long")
                .expected(format!("at most {LONGEST} bytes"))
                .found(length));
        }
        let text = String::from_utf8(some(bytes, length)?);
        let text = text.map_err(|_| wrong("text in UTF-8", "other bytes"))?;
        Parts::of(&text)?.header()
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> Result<u64> {
        let mut lengths = self.shape.iter().map(|length| *length as u64);
        let cells = lengths.try_fold(1_u64, u64::checked_mul);
        cells.ok_or_else(|| {
            Error::shape("the array is larger than any memory")
                .found(format!("the shape {:?}", self.shape))
        })
    }
}

/// So many bytes, or an error where the file ends before.
fn some(bytes: &mut impl Read, count: u64) -> Result<Vec<u8>> {
    let mut found = Vec::new();
    let read = bytes.take(count).read_to_end(&mut found);
    let failed = |what: String| Err(Error::io(what).hint("a file that is cut off or damaged?"));
    match read {
        Ok(length) if length as u64 == count => Ok(found),
        Ok(_) => failed("the array ends within its header".to_owned()),
        Err(error) => failed(format!("cannot read on ({error})")),
    }
}

fn wrong(expected: &str, found: impl std::fmt::Display) -> Error {
    Error::parse("the header of the array cannot be read")
        .expected(expected)
        .found(found)
}

/// A literal of Python, cut into its parts.
struct Parts<'a> {
    parts: std::vec::IntoIter<Part<'a>>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Part<'a> {
    Text(&'a str),
    Word(&'a str),
    Mark(char),
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self> {
        let mut parts = Vec::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let (part, length) = match first {
                '\'' | '"' => {
                    let behind = &rest[1..];
                    let end = behind.find(first);
                    let end = end.ok_or_else(|| wrong("a quotation mark at its end", rest))?;
                    (Part::Text(&behind[..end]), end + 2)
                }
                c if c.is_alphanumeric() => {
                    let end = rest.find(|c: char| !c.is_alphanumeric());
                    let end = end.unwrap_or(rest.len());
                    (Part::Word(&rest[..end]), end)
                }
                c => (Part::Mark(c), c.len_utf8()),
            };
            parts.push(part);
            rest = rest[length..].trim_start();
        }
        Ok(Self {
            parts: parts.into_iter(),
        })
    }

    fn next(&mut self, expected: &str) -> Result<Part<'a>> {
        self.parts
            .next()
            .ok_or_else(|| wrong(expected, "the end of the header"))
    }

    fn mark(&mut self, mark: char) -> Result<()> {
        let expected = format!("`{mark}`");
        match self.next(&expected)? {
            Part::Mark(found) if found == mark => Ok(()),
            other => Err(wrong(&expected, format!("{other:?}"))),
        }
    }

    fn header(mut self) -> Result<Header> {
        let (mut kind, mut fortran, mut shape) = (None, None, None);
        self.mark('{')?;
        loop {
            match self.next("a key or `}`")? {
                Part::Mark('}') => break,
                Part::Text(key) => {
                    self.mark(':')?;
                    match key {
                        "descr" if kind.is_none() => kind = Some(self.kind()?),
                        "fortran_order" if fortran.is_none() => fortran = Some(self.order()?),
                        "shape" if shape.is_none() => shape = Some(self.shape()?),
                        other => {
                            let keys = "`descr`, `fortran_order` and `shape`, once each";
                            return Err(wrong(keys, format!("`{other}`")));
                        }
                    }
                }
                other => return Err(wrong("a key or `}`", format!("{other:?}"))),
            }
            if self.parts.as_slice().first() == Some(&Part::Mark(',')) {
                self.mark(',')?;
            }
        }
        match (kind, fortran, shape, self.parts.next()) {
            (Some(kind), Some(fortran), Some(shape), None) => Ok(Header {
                kind,
                fortran,
                shape,
            }),
            _ => Err(wrong(
                "`descr`, `fortran_order` and `shape`",
                "some of them, or more",
            )),
        }
    }

    fn kind(&mut self) -> Result<String> {
        match self.next("a type")? {
            Part::Text(kind) => Ok(kind.to_owned()),
            _ => Err(Error::parse("the array has cells of several fields")
                .expected("one number per cell")
                .hint("save the fields one by one: `np.savez(file, a=records[\"a\"])`")),
        }
    }

    fn order(&mut self) -> Result<bool> {
        match self.next("`True` or `False`")? {
            Part::Word("True") => Ok(true),
            Part::Word("False") => Ok(false),
            other => Err(wrong("`True` or `False`", format!("{other:?}"))),
        }
    }

    fn shape(&mut self) -> Result<Vec<usize>> {
        self.mark('(')?;
        let mut shape = Vec::new();
        loop {
            match self.next("a length or `)`")? {
                Part::Mark(')') => return Ok(shape),
                Part::Mark(',') if !shape.is_empty() => {}
                // Python 2 wrote `3L`
                Part::Word(digits) => {
                    let length = digits.strip_suffix('L').unwrap_or(digits).parse();
                    shape.push(length.map_err(|_| wrong("a length", digits))?);
                }
                other => return Err(wrong("a length or `)`", format!("{other:?}"))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Result<Header> {
        Parts::of(text)?.header()
    }

    #[test]
    fn headers_of_numpy_are_read() {
        let expected = Header {
            kind: "<f8".to_owned(),
            fortran: true,
            shape: vec![3, 4],
        };
        for text in [
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }    \n",
            "{\"shape\": (3L, 4L), 'descr': '<f8', 'fortran_order': True}\n",
        ] {
            assert_eq!(header(text).unwrap(), expected);
        }
        let text = "{'descr': '|S3', 'fortran_order': False, 'shape': (), }\n";
        assert_eq!(header(text).unwrap().shape, Vec::<usize>::new());
        let text = text.replace("()", "(7,)");
        assert_eq!(header(&text).unwrap().shape, [7]);
    }

    #[test]
    fn other_headers_are_refused() {
        for text in [
            "",
            "{",
            "{'descr': '<f8'}",
            "{'descr: '<f8', 'fortran_order': True, 'shape': (3, 4), }",
            "{'descr': [('a', '<f8')], 'fortran_order': True, 'shape': (3, 4), }",
            "{'descr': '<f8', 'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }",
            "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3, 4), }",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, -4), }",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (99999999999999999999999, ), }",
            "{'descr': '<f8', 'fortran_order': True, 'shape': ((3)), }",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), } 7",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), 'x': 'y'}",
        ] {
            assert!(header(text).unwrap_err().is_parse(), "{text}");
        }
        assert!(header(&"(".repeat(60_000)).unwrap_err().is_parse());
    }
}
