//! A strict reader of Stata's format 118, after StataCorp's description: every tag where the map says it is, every byte accounted for.

/// A data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Dta {
    pub label: String,
    pub variables: Vec<Variable>,
    pub notes: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    pub name: String,
    pub kind: u16,
    pub format: String,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Missing,
}

struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let taken = &self.all[self.at..self.at + count];
        self.at += count;
        taken
    }

    #[track_caller]
    fn tag(&mut self, tag: &str) {
        let at = self.at;
        let found = String::from_utf8_lossy(self.take(tag.len()));
        assert_eq!(found, tag, "at {at}");
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take(2).try_into().unwrap())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take(8).try_into().unwrap())
    }

    fn text(&mut self, count: usize) -> String {
        String::from_utf8(self.take(count).to_vec()).unwrap()
    }

    /// A field that ends with a zero byte; only zeros follow.
    fn field(&mut self, width: usize) -> String {
        let bytes = self.take(width);
        let end = bytes
            .iter()
            .position(|byte| *byte == 0)
            .expect("a zero byte");
        assert!(bytes[end..].iter().all(|byte| *byte == 0));
        String::from_utf8(bytes[..end].to_vec()).unwrap()
    }

    #[track_caller]
    fn part<T>(&mut self, name: &str, offset: u64, read: impl FnOnce(&mut Self) -> T) -> T {
        assert_eq!(self.at as u64, offset, "the map's offset of {name}");
        self.tag(&format!("<{name}>"));
        let read = read(self);
        self.tag(&format!("</{name}>"));
        read
    }
}

/// The least number that is missing.
const MISSING: u64 = 0x7fe0_0000_0000_0000;

pub fn parse(all: &[u8]) -> Dta {
    let mut file = Bytes { all, at: 0 };
    file.tag("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
    let k = usize::from(file.u16());
    file.tag("</K><N>");
    let n = file.u64();
    file.tag("</N><label>");
    let length = file.u16();
    assert!(length <= 320);
    let label = file.text(usize::from(length));
    assert!(label.chars().count() <= 80);
    file.tag("</label><timestamp>");
    let length = file.take(1)[0];
    assert!(length == 0 || length == 17);
    file.take(usize::from(length));
    file.tag("</timestamp></header>");
    let start = file.at as u64;
    let map: Vec<u64> = file.part("map", start, |file| (0..14).map(|_| file.u64()).collect());
    assert_eq!(map[0], 0);
    assert_eq!(map[1], start);
    let kinds: Vec<u16> = file.part("variable_types", map[2], |file| {
        (0..k).map(|_| file.u16()).collect()
    });
    let fields = |file: &mut Bytes<'_>, name: &str, offset: u64, width: usize| -> Vec<String> {
        file.part(name, offset, |file| {
            (0..k).map(|_| file.field(width)).collect()
        })
    };
    let names = fields(&mut file, "varnames", map[3], 129);
    let order: Vec<u16> = file.part("sortlist", map[4], |file| {
        (0..=k).map(|_| file.u16()).collect()
    });
    assert!(order.iter().all(|variable| *variable == 0));
    let formats = fields(&mut file, "formats", map[5], 57);
    let value_labels = fields(&mut file, "value_label_names", map[6], 129);
    assert!(value_labels.iter().all(String::is_empty));
    let labels = fields(&mut file, "variable_labels", map[7], 321);
    let notes = file.part("characteristics", map[8], notes);
    let rows = file.part("data", map[9], |file| {
        (0..n)
            .map(|_| kinds.iter().map(|kind| value(file, *kind)).collect())
            .collect()
    });
    file.part("strls", map[10], |_| ());
    file.part("value_labels", map[11], |_| ());
    assert_eq!(file.at as u64, map[12]);
    file.tag("</stata_dta>");
    assert_eq!(file.at as u64, map[13]);
    assert_eq!(file.at, all.len());
    require_names(&names);
    let variables = names.into_iter().zip(kinds).zip(formats).zip(labels);
    Dta {
        label,
        variables: variables
            .map(|(((name, kind), format), label)| {
                assert!(label.chars().count() <= 80);
                Variable {
                    name,
                    kind,
                    format,
                    label,
                }
            })
            .collect(),
        notes,
        rows,
    }
}

fn value(file: &mut Bytes<'_>, kind: u16) -> Value {
    match kind {
        1..=2045 => {
            let bytes = file.take(usize::from(kind));
            let end = bytes
                .iter()
                .position(|byte| *byte == 0)
                .unwrap_or(bytes.len());
            assert!(bytes[end..].iter().all(|byte| *byte == 0));
            Value::Text(String::from_utf8(bytes[..end].to_vec()).unwrap())
        }
        65526 => {
            let number = file.u64();
            match f64::from_bits(number) {
                value if number == MISSING => {
                    assert!(value > 8e307);
                    Value::Missing
                }
                value => {
                    assert!(value.is_finite() && value.abs() < f64::from_bits(MISSING));
                    Value::Number(value)
                }
            }
        }
        kind => panic!("type {kind}"),
    }
}

/// `note0` counts the notes, which follow in order.
fn notes(file: &mut Bytes<'_>) -> Vec<String> {
    let mut all = Vec::new();
    while file.all[file.at..].starts_with(b"<ch>") {
        file.tag("<ch>");
        let length = file.u32() as usize;
        let end = file.at + length;
        assert_eq!(file.field(129), "_dta");
        let name = file.field(129);
        let text = file.field(end - file.at);
        file.tag("</ch>");
        assert_eq!(name, format!("note{}", all.len()));
        assert!(text.len() <= 67_784);
        all.push(text);
    }
    let count: usize = all.remove(0).parse().unwrap();
    assert_eq!(count, all.len());
    all
}

/// Names that Stata takes, no two of them the same.
fn require_names(names: &[String]) {
    let letter = |c: char| c.is_alphabetic() || c == '_';
    for (k, name) in names.iter().enumerate() {
        assert!(
            name.chars().count() <= 32 && name.starts_with(letter),
            "{name}"
        );
        assert!(
            name.chars().all(|c| letter(c) || c.is_ascii_digit()),
            "{name}"
        );
        assert!(!names[..k].contains(name), "{name}");
    }
}
