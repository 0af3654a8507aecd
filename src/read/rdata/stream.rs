//! The stream of objects.

use std::io::{ErrorKind, Read};

use super::altrep;
use super::flags::{Flags, kind};
use super::value::{Data, Text, Value};
use crate::error::{Error, Result};

/// How deep values may lie within one another: tables need a handful, and each takes room on the stack.
const DEEPEST: usize = 120;

/// Cells read at a time: memory grows with what arrives, whatever length the file states.
const PIECE: usize = 4096;

/// Reads objects from bytes as they arrive.
pub(super) struct Stream<R> {
    bytes: R,
    /// How many bytes were read.
    at: u64,
    /// Objects that later ones may refer to.
    known: Vec<Data>,
    /// How many cells may still be described instead of stored.
    described: usize,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self {
            bytes,
            at: 0,
            known: Vec::new(),
            described: altrep::MOST,
        }
    }

    /// All objects of a workspace, or the one object of an `rds` file.
    pub(super) fn workspace(mut self) -> Result<Vec<(Option<Text>, Value)>> {
        let named = self.heading()?;
        let value = self.item(0)?;
        self.end()?;
        match value.data {
            Data::Pairs(pairs) if named => match pairs.iter().all(|(name, _)| name.is_some()) {
                true => Ok(pairs),
                false => Err(self.wrong("an object of the workspace has no name")),
            },
            Data::Nothing if named => Ok(Vec::new()),
            other if named => Err(self
                .wrong("the workspace is no list of objects")
                .found(other.kind())),
            _ => Ok(vec![(None, value)]),
        }
    }

    /// What stands before the objects; whether they have names.
    fn heading(&mut self) -> Result<bool> {
        let mut start = self.exactly::<2>()?;
        let named = start == *b"RD";
        if named {
            let [form, version, newline] = self.exactly::<3>()?;
            if form != b'X' || !b"23".contains(&version) || newline != b'\n' {
                return Err(self
                    .wrong("the workspace is of another form")
                    .expected("binary of version 2 or 3 (`RDX2`, `RDX3`)")
                    .found(format!("`RD{}{}`", char::from(form), char::from(version)))
                    .hint("save it again in R: `save(list = ls(), file = \"…\")`"));
            }
            start = self.exactly::<2>()?;
        }
        if start != *b"X\n" {
            return Err(self
                .wrong("the file is no R workspace in binary form")
                .expected("`RDX2`, `RDX3` or `X` at its start")
                .found(format!("`{}`", start.escape_ascii()))
                .hint("save it again in R without `ascii`"));
        }
        let [version, _writer, _reader] = [self.integer()?, self.integer()?, self.integer()?];
        match version {
            2 => {}
            3 => {
                let encoding = self.length()?;
                self.text_bytes(encoding)?;
            }
            other => {
                return Err(self
                    .wrong("the objects are of another version")
                    .expected("2 or 3")
                    .found(other));
            }
        }
        Ok(named)
    }

    /// Nothing may follow; reading on also compares checksums.
    fn end(&mut self) -> Result<()> {
        let mut more = Vec::new();
        let read = self.bytes.by_ref().take(1).read_to_end(&mut more);
        match read {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.wrong("something follows the last object")),
            Err(error) => Err(self.broken(error)),
        }
    }

    fn item(&mut self, depth: usize) -> Result<Value> {
        let flags = self.flags()?;
        self.item_of(flags, depth)
    }

    fn item_of(&mut self, flags: Flags, depth: usize) -> Result<Value> {
        if depth > DEEPEST {
            return Err(self
                .wrong("objects lie too deep within one another")
                .expected(format!("at most {DEEPEST} levels"))
                .hint("save the table alone"));
        }
        let kind = flags.kind();
        let data = match kind {
            kind::NIL | kind::NULL => return Ok(Value::default()),
            kind::REFERENCE => return self.reference(flags),
            kind::SYMBOL => return self.symbol(),
            kind::PAIRS | kind::CALL | kind::FUNCTION | kind::PROMISE | kind::DOTS => {
                return self.pairs(flags, depth);
            }
            kind::ENVIRONMENT => return self.environment(depth),
            kind::PERSISTENT | kind::PACKAGE | kind::NAMESPACE => {
                return self.named_elsewhere(depth);
            }
            kind::DEFERRED => return self.deferred(depth),
            single if kind::SINGLE.contains(&single) => {
                return Ok(Data::Other("an environment").into());
            }
            kind::TEXT => Data::Texts(vec![self.text()?]),
            kind::LOGICALS => Data::Logicals(self.cells(i32::from_be_bytes)?),
            kind::INTEGERS => Data::Integers(self.cells(i32::from_be_bytes)?),
            kind::REALS => Data::Reals(self.cells(f64::from_be_bytes)?),
            kind::TEXTS => Data::Texts(self.texts(depth)?),
            kind::LIST | kind::EXPRESSIONS => Data::List(self.list(depth)?),
            kind::COMPLEX => self.passed_over(16, "complex numbers")?,
            kind::RAW => self.passed_over(1, "raw bytes")?,
            kind::SPECIAL | kind::BUILT_IN => self.passed_over(1, "a function")?,
            kind::POINTER => self.pointer(depth)?,
            kind::WEAK => {
                self.known.push(Data::Other("a weak reference"));
                Data::Other("a weak reference")
            }
            kind::FORMAL => Data::Other("a formal object (S4)"),
            kind::BYTE_CODE => {
                return Err(self
                    .wrong("the workspace holds a compiled function")
                    .expected("data")
                    .hint("save the table alone: `save(wiot, file = \"…\")`"));
            }
            other => {
                return Err(self
                    .wrong("an object is of an unknown kind")
                    .found(other)
                    .hint("a damaged file? Fetch it again"));
            }
        };
        let attributes = match flags.has_attributes() {
            true => self.attributes(depth)?,
            false => Vec::new(),
        };
        Ok(Value { data, attributes })
    }

    /// Cells of one link after another, so that a long list does not lie deep.
    fn pairs(&mut self, first: Flags, depth: usize) -> Result<Value> {
        let mut pairs = Vec::new();
        let mut all = Vec::new();
        let mut flags = first;
        loop {
            if flags.has_attributes() {
                let attributes = self.attributes(depth)?;
                if pairs.is_empty() {
                    all = attributes;
                }
            }
            let tag = match flags.has_tag() {
                true => match self.item(depth + 1)?.data {
                    Data::Symbol(name) => Some(name),
                    _ => None, // the environment of a function
                },
                false => None,
            };
            pairs.push((tag, self.item(depth + 1)?));
            flags = self.flags()?;
            match flags.kind() {
                kind::PAIRS => {}
                kind::NIL | kind::NULL => break,
                _ => {
                    pairs.push((None, self.item_of(flags, depth + 1)?));
                    break;
                }
            }
        }
        let data = match first.kind() {
            kind::PAIRS => Data::Pairs(pairs),
            kind::FUNCTION => Data::Other("a function"),
            _ => Data::Other("a call"),
        };
        Ok(Value {
            data,
            attributes: all,
        })
    }

    fn attributes(&mut self, depth: usize) -> Result<Vec<(Text, Value)>> {
        let Data::Pairs(pairs) = self.item(depth + 1)?.data else {
            return Ok(Vec::new());
        };
        let named = pairs.into_iter();
        Ok(named
            .filter_map(|(name, value)| Some((name?, value)))
            .collect())
    }

    fn symbol(&mut self) -> Result<Value> {
        let flags = self.flags()?;
        if flags.kind() != kind::TEXT {
            return Err(self.wrong("a symbol has no name"));
        }
        let name = self.text()?.unwrap_or_else(|| "NA".into());
        self.known.push(Data::Symbol(name.clone()));
        Ok(Data::Symbol(name).into())
    }

    fn reference(&mut self, flags: Flags) -> Result<Value> {
        let number = match flags.0 >> 8 {
            0 => u32::try_from(self.integer()?).unwrap_or(0),
            packed => packed,
        };
        let position = usize::try_from(number).unwrap_or(0).wrapping_sub(1);
        match self.known.get(position) {
            Some(known) => Ok(known.clone().into()),
            None => Err(self
                .wrong("an object refers to one that is not there")
                .expected(format!("one of {} before it", self.known.len()))
                .found(number)),
        }
    }

    /// Whether it is locked, what encloses it, its variables twice, what is said of it.
    fn environment(&mut self, depth: usize) -> Result<Value> {
        const KIND: Data = Data::Other("an environment");
        self.known.push(KIND);
        self.integer()?;
        for _ in 0..4 {
            self.item(depth + 1)?;
        }
        Ok(KIND.into())
    }

    fn pointer(&mut self, depth: usize) -> Result<Data> {
        const KIND: Data = Data::Other("an external pointer");
        self.known.push(KIND);
        for _ in 0..2 {
            self.item(depth + 1)?;
        }
        Ok(KIND)
    }

    /// A package or another object that R knows by name.
    fn named_elsewhere(&mut self, depth: usize) -> Result<Value> {
        const KIND: Data = Data::Other("an environment");
        self.integer()?;
        self.texts(depth)?;
        self.known.push(KIND);
        Ok(KIND.into())
    }

    fn deferred(&mut self, depth: usize) -> Result<Value> {
        let class = self.item(depth + 1)?;
        let state = self.item(depth + 1)?;
        let attributes = self.attributes(depth)?;
        let value = altrep::expanded(&class, state, &mut self.described);
        let mut value = value.map_err(|error| self.at(error))?;
        if !attributes.is_empty() {
            value.attributes = attributes;
        }
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>> {
        let length = self.length()?;
        let mut values = Vec::new();
        for _ in 0..length {
            values.push(self.item(depth + 1)?);
        }
        Ok(values)
    }

    fn texts(&mut self, depth: usize) -> Result<Vec<Option<Text>>> {
        let length = self.length()?;
        let mut texts = Vec::new();
        for _ in 0..length {
            let flags = self.flags()?;
            if flags.kind() != kind::TEXT {
                return Err(self.wrong("a vector of text holds something else"));
            }
            texts.push(self.text()?);
            if flags.has_attributes() {
                self.attributes(depth)?; // left over from a cache of R
            }
        }
        Ok(texts)
    }

    /// A text, its flags read already; nothing where it is missing.
    fn text(&mut self) -> Result<Option<Text>> {
        let length = self.integer()?;
        if length == -1 {
            return Ok(None);
        }
        let Ok(length) = u64::try_from(length) else {
            return Err(self.wrong("a text has a negative length").found(length));
        };
        let bytes = self.text_bytes(length)?;
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(error) => {
                let latin = error.as_bytes().iter().map(|byte| char::from(*byte));
                latin.collect::<String>().into()
            }
        }))
    }

    fn text_bytes(&mut self, length: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.bytes.by_ref().take(length).read_to_end(&mut bytes);
        read.map_err(|error| self.broken(error))?;
        if (bytes.len() as u64) < length {
            return Err(self.broken(ErrorKind::UnexpectedEof.into()));
        }
        self.at += length;
        Ok(bytes)
    }

    /// The cells of a vector, behind its length.
    fn cells<T, const N: usize>(&mut self, cell: fn([u8; N]) -> T) -> Result<Vec<T>> {
        let mut left = self.length()?;
        let mut cells = Vec::new();
        let most = |left: u64| usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![[0; N]; most(left)];
        while left > 0 {
            let count = most(left);
            let part = &mut piece[..count];
            let read = self.bytes.read_exact(part.as_flattened_mut());
            read.map_err(|error| self.broken(error))?;
            cells.extend(part.iter().map(|bytes| cell(*bytes)));
            left -= count as u64;
            self.at += (count * N) as u64;
        }
        Ok(cells)
    }

    fn passed_over(&mut self, size: u64, what: &'static str) -> Result<Data> {
        let bytes = self.length()?.saturating_mul(size);
        let read = std::io::copy(&mut self.bytes.by_ref().take(bytes), &mut std::io::sink());
        let read = read.map_err(|error| self.broken(error))?;
        if read < bytes {
            return Err(self.broken(ErrorKind::UnexpectedEof.into()));
        }
        self.at += bytes;
        Ok(Data::Other(what))
    }

    /// A length; of a long vector it stands in two words.
    fn length(&mut self) -> Result<u64> {
        let length = self.integer()?;
        if length == -1 {
            let [high, low] = [self.word()?, self.word()?];
            return Ok(u64::from(high) << 32 | u64::from(low));
        }
        match u64::try_from(length) {
            Ok(length) => Ok(length),
            Err(_) => Err(self.wrong("a vector has a negative length").found(length)),
        }
    }

    fn flags(&mut self) -> Result<Flags> {
        Ok(Flags(self.word()?))
    }

    fn word(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.exactly()?))
    }

    fn integer(&mut self) -> Result<i32> {
        Ok(i32::from_be_bytes(self.exactly()?))
    }

    fn exactly<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        let read = self.bytes.read_exact(&mut bytes);
        read.map_err(|error| self.broken(error))?;
        self.at += N as u64;
        Ok(bytes)
    }

    fn wrong(&self, what: &str) -> Error {
        self.at(Error::parse(what))
    }

    fn at(&self, error: Error) -> Error {
        error.during(format!("at byte {} of the unpacked workspace", self.at))
    }

    fn broken(&self, error: std::io::Error) -> Error {
        let what = match error.kind() {
            ErrorKind::UnexpectedEof => "the workspace ends within an object".to_owned(),
            _ => format!("cannot unpack the workspace ({error})"),
        };
        self.at(Error::io(what))
            .hint("a file that is cut off or damaged? Fetch it again")
            .caused_by(error)
    }
}
