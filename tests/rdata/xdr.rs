//! Values of R and how `save` writes them: enough to make workspaces for tests.

use std::io::Write;

/// A value.
#[derive(Debug, Clone)]
pub enum R {
    Null,
    Logicals(Vec<i32>),
    Integers(Vec<i32>),
    Reals(Vec<f64>),
    Texts(Vec<Option<String>>),
    List(Vec<R>),
    Pairs(Vec<(Option<String>, R)>),
    /// A cell whose rest is no list.
    Dotted(Box<R>, Box<R>),
    Symbol(String),
    /// A vector described instead of stored: class, state.
    Deferred(&'static str, Box<R>),
    With(Box<R>, Vec<(&'static str, R)>),
    /// Words as they stand in the file.
    Words(Vec<u32>),
    /// The same of an object that counts among those that are referred to.
    Counted(Vec<u32>),
    /// An external pointer.
    Pointer,
    /// An environment without variables, enclosed by the global one.
    Environment,
}

pub const MISSING: i32 = i32::MIN;

const ATTRIBUTES: u32 = 1 << 9;
const TAG: u32 = 1 << 10;

pub fn texts<S: AsRef<str>>(texts: &[S]) -> R {
    R::Texts(texts.iter().map(|t| Some(t.as_ref().to_owned())).collect())
}

pub fn factor(labels: &[&str], codes: &[i32]) -> R {
    R::Integers(codes.to_vec()).with([("levels", texts(labels)), ("class", texts(&["factor"]))])
}

/// A matrix or array, first dimension fastest.
pub fn array(cells: R, lengths: &[i32], names: &[Option<&[&str]>]) -> R {
    let mut attributes = vec![("dim", R::Integers(lengths.to_vec()))];
    if !names.is_empty() {
        let sides = names.iter().map(|side| side.map_or(R::Null, texts));
        attributes.push(("dimnames", R::List(sides.collect())));
    }
    R::With(Box::new(cells), attributes)
}

pub fn frame(columns: &[(String, R)]) -> R {
    let names: Vec<&String> = columns.iter().map(|(name, _)| name).collect();
    let cells = columns.iter().map(|(_, column)| column.clone()).collect();
    R::List(cells).with([
        ("names", texts(&names)),
        ("row.names", R::Integers(vec![MISSING, -3])),
        // a data.table has two classes and points to itself
        ("class", texts(&["data.table", "data.frame"])),
        (".internal.selfref", R::Pointer),
    ])
}

/// Length, first, step.
pub fn sequence(length: f64, first: f64, step: f64) -> R {
    let state = R::Reals(vec![length, first, step]);
    R::Deferred("compact_intseq", Box::new(state))
}

impl R {
    pub fn with<const N: usize>(self, attributes: [(&'static str, R); N]) -> Self {
        Self::With(Box::new(self), attributes.to_vec())
    }

    fn put(&self, out: &mut Out, attributes: &[(&'static str, R)]) {
        let flag = if attributes.is_empty() { 0 } else { ATTRIBUTES };
        match self {
            Self::Null => out.word(254),
            Self::Logicals(cells) | Self::Integers(cells) => {
                let kind = if matches!(self, Self::Logicals(_)) {
                    10
                } else {
                    13
                };
                out.word(kind | flag);
                out.length(cells.len());
                cells.iter().for_each(|cell| out.word(*cell as u32));
            }
            Self::Reals(cells) => {
                out.word(14 | flag);
                out.length(cells.len());
                let bytes = cells.iter().flat_map(|cell| cell.to_be_bytes());
                out.bytes.extend(bytes);
            }
            Self::Texts(cells) => {
                out.word(16 | flag);
                out.length(cells.len());
                cells.iter().for_each(|cell| out.text(cell.as_deref()));
            }
            Self::List(values) => {
                out.word(19 | flag);
                out.length(values.len());
                values.iter().for_each(|value| value.put(out, &[]));
            }
            Self::Pairs(pairs) => {
                for (tag, value) in pairs {
                    out.word(2 | if tag.is_some() { TAG } else { 0 });
                    tag.iter().for_each(|tag| out.symbol(tag));
                    value.put(out, &[]);
                }
                out.word(254);
            }
            Self::Dotted(first, rest) => {
                out.word(2);
                first.put(out, &[]);
                rest.put(out, &[]);
            }
            Self::Symbol(name) => out.symbol(name),
            Self::Deferred(class, state) => {
                out.word(238);
                let info = [
                    R::Symbol((*class).into()),
                    R::Symbol("base".into()),
                    R::Integers(vec![13]),
                ];
                R::Pairs(info.map(|value| (None, value)).to_vec()).put(out, &[]);
                state.put(out, &[]);
                out.attributes(attributes);
                return;
            }
            Self::With(value, own) => value.put(out, own),
            Self::Words(words) => words.iter().for_each(|word| out.word(*word)),
            Self::Counted(words) => {
                out.symbols.push(String::new());
                words.iter().for_each(|word| out.word(*word));
            }
            Self::Pointer => {
                out.symbols.push(String::new());
                [22, 254, 254].iter().for_each(|word| out.word(*word));
            }
            Self::Environment => {
                out.symbols.push(String::new());
                [4, 0, 253, 254, 254, 254]
                    .iter()
                    .for_each(|word| out.word(*word));
            }
        }
        if flag != 0 {
            out.attributes(attributes);
        }
    }
}

#[derive(Default)]
struct Out {
    bytes: Vec<u8>,
    /// What later objects refer to.
    symbols: Vec<String>,
}

impl Out {
    fn word(&mut self, word: u32) {
        self.bytes.extend(word.to_be_bytes());
    }

    fn length(&mut self, length: usize) {
        self.word(u32::try_from(length).unwrap());
    }

    fn text(&mut self, text: Option<&str>) {
        self.word(9 | 1 << 18);
        match text {
            None => self.word(u32::MAX),
            Some(text) => {
                self.length(text.len());
                self.bytes.extend(text.as_bytes());
            }
        }
    }

    fn symbol(&mut self, name: &str) {
        match self.symbols.iter().position(|known| known == name) {
            Some(at) => self.word((at as u32 + 1) << 8 | 255),
            None => {
                self.symbols.push(name.to_owned());
                self.word(1);
                self.text(Some(name));
            }
        }
    }

    fn attributes(&mut self, attributes: &[(&'static str, R)]) {
        let pairs = attributes.iter();
        let pairs = pairs.map(|(name, value)| (Some((*name).to_owned()), value.clone()));
        R::Pairs(pairs.collect()).put(self, &[]);
    }
}

/// The bytes of one object, as in an `rds` file.
pub fn rds(version: u32, value: &R) -> Vec<u8> {
    let mut out = Out::default();
    out.bytes.extend(b"X\n");
    [version, 0x0004_0301, 0x0003_0500]
        .iter()
        .for_each(|word| out.word(*word));
    if version == 3 {
        out.length(5);
        out.bytes.extend(b"UTF-8");
    }
    value.put(&mut out, &[]);
    out.bytes
}

/// The bytes of a workspace, not packed.
pub fn workspace(version: u32, objects: &[(&str, R)]) -> Vec<u8> {
    let pairs = objects
        .iter()
        .map(|(name, value)| (Some((*name).to_owned()), value.clone()));
    let mut bytes = format!("RDX{version}\n").into_bytes();
    bytes.extend(rds(version, &R::Pairs(pairs.collect())));
    bytes
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Packing {
    Plain,
    Gzip,
    Bzip2,
    Xz,
}

pub const PACKINGS: [Packing; 4] = [Packing::Plain, Packing::Gzip, Packing::Bzip2, Packing::Xz];

pub fn packed(packing: Packing, bytes: &[u8]) -> Vec<u8> {
    match packing {
        Packing::Plain => bytes.to_vec(),
        Packing::Gzip => {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            out.write_all(bytes).unwrap();
            out.finish().unwrap()
        }
        Packing::Bzip2 => {
            let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
            out.write_all(bytes).unwrap();
            out.finish().unwrap()
        }
        Packing::Xz => xz(bytes, 22),
    }
}

/// One block of stored pieces behind the headers of the xz format, with checksums; `bits` states the window.
pub fn xz(bytes: &[u8], bits: u8) -> Vec<u8> {
    let checked = |bytes: &[u8]| crc32fast::hash(bytes).to_le_bytes();
    let mut out = b"\xfd7zXZ\0".to_vec();
    let flags = [0, 1];
    out.extend(flags);
    out.extend(checked(&flags));
    let start = out.len();
    let header = [2, 0, 0x21, 1, bits, 0, 0, 0];
    out.extend(header);
    out.extend(checked(&header));
    for (at, piece) in bytes.chunks(0x1_0000).enumerate() {
        out.push(if at == 0 { 1 } else { 2 });
        out.extend(u16::try_from(piece.len() - 1).unwrap().to_be_bytes());
        out.extend(piece);
    }
    out.push(0);
    let unpadded = out.len() - start + 4;
    while !(out.len() - start).is_multiple_of(4) {
        out.push(0);
    }
    out.extend(checked(bytes));
    let mut index = vec![0, 1];
    for mut number in [unpadded, bytes.len()] {
        while number > 0x7f {
            index.push(number as u8 | 0x80);
            number >>= 7;
        }
        index.push(number as u8);
    }
    while !index.len().is_multiple_of(4) {
        index.push(0);
    }
    let mut footer = u32::try_from(index.len() / 4)
        .unwrap()
        .to_le_bytes()
        .to_vec();
    footer.extend(flags);
    out.extend(&index);
    out.extend(checked(&index));
    out.extend(checked(&footer));
    out.extend(footer);
    out.extend(b"YZ");
    out
}
