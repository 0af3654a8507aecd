//! Compound files, the containers of old Excel workbooks (xls): every chain of sectors is followed before anything else reads it.
//!
//! Layout as [MS-CFB] describes it. Checked is what leads to the workbook: header, lists of sectors, directory, the short streams and the
//! workbook's own stream. Other streams of the file (summaries, macros, embedded objects) are not read. The crate that reads the sheets
//! follows chains without an end and takes the first stream with the workbook's name, whichever that is: it is given a file with the checked
//! stream only.

use crate::error::{Error, Result};

const MAGIC: [u8; 8] = *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Numbers of sectors end here; those above it are marks.
const MARKS: u32 = 0xFFFF_FFFA;
const TABLE: u32 = 0xFFFF_FFFD;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
/// Bytes of the header, of an entry of the directory, of a short sector; the size from which a stream has sectors of its own.
const HEADER: usize = 512;
const ENTRY: usize = 128;
const SHORT: usize = 64;
const LARGE: usize = 4096;

/// What is wrong with a file that spreadsheet programs may still repair.
pub(super) fn damaged(what: impl std::fmt::Display) -> Error {
    Error::parse(format!("the workbook is damaged: {what}"))
        .hint("Open it in a spreadsheet program and save it again")
}

/// Whether these bytes begin as a compound file.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// The stream of the workbook in a compound file. No list, chain or size is trusted: sectors lie in the file, no sector stands in two
/// places, streams are as long as they say.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut sectors = Sectors::of(bytes)?;
    sectors.table()?;
    let directory = sectors.chain(number(bytes, 48)?, "directory")?;
    let entries: Vec<Entry> = directory.chunks_exact(ENTRY).map(Entry::of).collect();
    let short = sectors.short(entries.first())?;
    let entry = book(&entries)?;
    let size = usize::try_from(if sectors.size == HEADER {
        entry.size & 0xFFFF_FFFF
    } else {
        entry.size
    })
    .unwrap_or(usize::MAX);
    let (mut stream, unit) = if size < LARGE {
        (short.stream(entry.start)?, SHORT)
    } else {
        (sectors.chain(entry.start, "workbook")?, sectors.size)
    };
    // the last sector of the file may be cut where its stream ends
    if stream.len() < size || stream.len() - size >= unit {
        return Err(damaged("the stream of the workbook has another length")
            .expected(format!("{size} bytes"))
            .found(format!("sectors of {} bytes", stream.len())));
    }
    stream.truncate(size);
    Ok(stream)
}

/// The sectors of a file and what leads from each to the next.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    count: usize,
    next: Vec<u32>,
    used: Vec<bool>,
}

impl<'a> Sectors<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self> {
        let size = match half(bytes, 30)? {
            9 => HEADER,
            12 => LARGE,
            other => return Err(damaged("sectors of an unknown size").found(other)),
        };
        if bytes.len() <= size || half(bytes, 28)? != 0xFFFE || half(bytes, 32)? != 6 {
            return Err(damaged("its header is cut off or wrong"));
        }
        if number(bytes, 56)? as usize != LARGE {
            return Err(damaged("an unknown bound of short streams").expected(LARGE));
        }
        let count = (bytes.len() - size).div_ceil(size);
        Ok(Self {
            bytes,
            size,
            count,
            next: Vec::new(),
            used: vec![false; count],
        })
    }

    /// The bytes of a sector, which nothing else may use.
    fn take(&mut self, sector: u32, what: &str) -> Result<&'a [u8]> {
        let k = sector as usize;
        if k >= self.count {
            let found = format!("sector {sector} of {}", self.count);
            return Err(damaged(format!("the {what} leads out of the file")).found(found));
        }
        if std::mem::replace(&mut self.used[k], true) {
            return Err(damaged(format!(
                "the {what} leads to sector {sector}, which stands in a chain already"
            )));
        }
        let from = (k + 1) * self.size;
        Ok(&self.bytes[from..self.bytes.len().min(from + self.size)])
    }

    /// A sector of numbers.
    fn numbers(&mut self, sector: u32, what: &str) -> Result<Vec<u32>> {
        let bytes = self.take(sector, what)?;
        if bytes.len() < self.size {
            return Err(damaged(format!("the {what} is cut off")));
        }
        Ok(words(bytes))
    }

    /// Reads the table of sectors, which the header and a chain of its own list.
    fn table(&mut self) -> Result<()> {
        let what = "list of sectors";
        let mut listed = words(&self.bytes[76..HEADER]);
        let (mut sector, mut lists) = (number(self.bytes, 68)?, 0);
        while sector < MARKS {
            let mut numbers = self.numbers(sector, what)?;
            sector = numbers.pop().unwrap_or(END);
            listed.append(&mut numbers);
            lists += 1;
        }
        require_as_many("lists of sectors", number(self.bytes, 72)?, lists)?;
        let tables = listed.iter().take_while(|sector| **sector != FREE).count();
        if listed[tables..].iter().any(|sector| *sector != FREE) {
            return Err(damaged("its list of sectors has a gap"));
        }
        require_as_many("tables of sectors", number(self.bytes, 44)?, tables)?;
        for sector in &listed[..tables] {
            let numbers = self.numbers(*sector, what)?;
            self.next.extend(numbers);
        }
        Ok(())
    }

    /// The bytes of a chain of sectors.
    fn chain(&mut self, start: u32, what: &str) -> Result<Vec<u8>> {
        let (mut sector, mut bytes) = (start, Vec::new());
        while sector != END {
            bytes.extend_from_slice(self.take(sector, what)?);
            let next = self.next.get(sector as usize).copied();
            sector = next.ok_or_else(|| damaged(format!("the {what} breaks off")))?;
        }
        Ok(bytes)
    }

    /// The short streams, which lie together in the stream of the root.
    fn short(&mut self, root: Option<&Entry>) -> Result<Shorts> {
        let Some(root) = root.filter(|root| root.kind == Entry::ROOT) else {
            return Err(damaged("its directory has no root"));
        };
        let tables = number(self.bytes, 64)?;
        if tables == 0 {
            return Ok(Shorts::default());
        }
        let next = self.chain(number(self.bytes, 60)?, "table of short streams")?;
        require_as_many("tables of short streams", tables, next.len() / self.size)?;
        let bytes = self.chain(root.start, "stream of short streams")?;
        let stated = root.size & 0xFFFF_FFFF;
        if (bytes.len() as u64) < stated {
            return Err(damaged("its short streams are cut off")
                .expected(format!("{stated} bytes"))
                .found(bytes.len()));
        }
        Ok(Shorts {
            next: words(&next),
            bytes,
        })
    }
}

fn require_as_many(what: &str, stated: u32, found: usize) -> Result<()> {
    if stated as usize == found {
        return Ok(());
    }
    Err(damaged(format!("its header counts the {what} wrongly"))
        .expected(stated)
        .found(found))
}

/// Streams of less than 4096 bytes.
#[derive(Default)]
struct Shorts {
    next: Vec<u32>,
    bytes: Vec<u8>,
}

impl Shorts {
    fn stream(&self, start: u32) -> Result<Vec<u8>> {
        let sectors = self.bytes.chunks(SHORT);
        let mut left = sectors.len().min(self.next.len());
        let (mut sector, mut bytes) = (start, Vec::new());
        while sector != END {
            let Some(part) = sectors.clone().nth(sector as usize) else {
                return Err(damaged("a short stream leads out of the file"));
            };
            if left == 0 {
                return Err(damaged("a short stream leads in a circle"));
            }
            left -= 1;
            bytes.extend_from_slice(part);
            let next = self.next.get(sector as usize).copied();
            sector = next.ok_or_else(|| damaged("a short stream breaks off"))?;
        }
        Ok(bytes)
    }
}

/// An entry of the directory.
struct Entry {
    name: String,
    kind: u8,
    /// Entries before and behind it in its folder.
    beside: [u32; 2],
    /// One of those within it.
    within: u32,
    start: u32,
    size: u64,
}

impl Entry {
    const STREAM: u8 = 2;
    const ROOT: u8 = 5;

    fn of(bytes: &[u8]) -> Self {
        let units = bytes[..64].chunks_exact(2);
        let units = units.map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        let numbers = words(bytes);
        Self {
            name: String::from_utf16_lossy(&units).to_ascii_lowercase(),
            kind: bytes[66],
            beside: [numbers[17], numbers[18]],
            within: numbers[19],
            start: numbers[29],
            size: u64::from(numbers[30]) | u64::from(numbers[31]) << 32,
        }
    }

    /// An entry that begins at the first sector. The root leads to the one behind it.
    fn written(name: &str, kind: u8, size: u64) -> Vec<u8> {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = bytes.len() as u16 + 2;
        bytes.resize(64, 0);
        bytes.extend(length.to_le_bytes());
        bytes.extend([kind, 1]);
        let within = if kind == Self::ROOT { 1 } else { FREE };
        bytes.extend([FREE, FREE, within].map(u32::to_le_bytes).concat());
        bytes.resize(120, 0);
        bytes.extend(size.to_le_bytes());
        bytes
    }
}

/// The entry of the workbook. It stands in the root; others of its name are those of workbooks embedded in this one.
fn book(entries: &[Entry]) -> Result<&Entry> {
    let mut seen = vec![false; entries.len()];
    let mut next = vec![entries[0].within];
    let mut streams = Vec::new();
    while let Some(number) = next.pop() {
        if number == FREE {
            continue;
        }
        let k = number as usize;
        let Some(entry) = entries.get(k).filter(|_| !seen[k]) else {
            let what = "its directory leads in a circle or out of the file";
            return Err(damaged(what));
        };
        seen[k] = true;
        next.extend(entry.beside);
        if entry.kind == Entry::STREAM {
            streams.push(entry);
        }
    }
    // a file of two versions has both: the newer one is called `Workbook`
    let named = |name: &str| streams.iter().find(|entry| entry.name == name).copied();
    named("workbook").or_else(|| named("book")).ok_or_else(|| {
        Error::parse("the file holds no workbook (no stream `Workbook` or `Book`)")
            .hint("a workbook with a password, or another kind of document? Save it as a workbook without a password")
    })
}

/// A compound file of this stream of a workbook and nothing else, in sectors of 4096 bytes: stream, directory, table of sectors.
pub(super) fn packed(mut stream: Vec<u8>) -> Result<Vec<u8>> {
    // zeros behind the last record are never reached
    let length = stream.len().max(LARGE);
    stream.resize(length.next_multiple_of(LARGE), 0);
    let sectors = stream.len() / LARGE;
    let tables = (sectors + 1).div_ceil(LARGE / 4 - 1);
    if tables > (HEADER - 76) / 4 {
        return Err(Error::parse("the workbook is too large for its format").found(length));
    }
    let mut header = MAGIC.to_vec();
    header.resize(LARGE, 0xFF);
    let mut put = |at: usize, value: u32| header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(24, 4 << 16);
    put(28, 12 << 16 | 0xFFFE);
    put(32, 6);
    let numbers = [
        1,
        tables as u32,
        sectors as u32,
        0,
        LARGE as u32,
        END,
        0,
        END,
        0,
    ];
    for (k, value) in numbers.into_iter().enumerate() {
        put(40 + 4 * k, value);
    }
    for k in 0..tables {
        put(76 + 4 * k, (sectors + 1 + k) as u32);
    }
    let mut directory = Entry::written("Root Entry", Entry::ROOT, 0);
    directory.extend(Entry::written("Workbook", Entry::STREAM, length as u64));
    directory.resize(LARGE, 0);
    let mut next: Vec<u32> = (1..=sectors as u32).collect();
    next[sectors - 1] = END;
    next.push(END);
    next.resize(sectors + 1 + tables, TABLE);
    next.resize(tables * (LARGE / 4), FREE);
    header.append(&mut stream);
    header.append(&mut directory);
    header.extend(next.into_iter().flat_map(u32::to_le_bytes));
    Ok(header)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let words = bytes.chunks_exact(4);
    let words = words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    words.collect()
}

fn half(bytes: &[u8], at: usize) -> Result<u16> {
    let half = bytes
        .get(..HEADER)
        .map(|header| [header[at], header[at + 1]]);
    half.map(u16::from_le_bytes)
        .ok_or_else(|| damaged("its header is cut off"))
}

fn number(bytes: &[u8], at: usize) -> Result<u32> {
    let (low, high) = (half(bytes, at)?, half(bytes, at + 2)?);
    Ok(u32::from(low) | u32::from(high) << 16)
}
