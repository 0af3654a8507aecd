//! Cells of separated text as numbers. Most are plain decimals, read in one pass; the value has the bits that `str::parse` gives.

use memchr::memchr;

/// Powers of ten that a number of 64 bits holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Whole numbers up to this one are held exactly.
const EXACT: u64 = 1 << 53;

/// So many digits fit into 64 bits, whatever they are.
const DIGITS: usize = 19;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum NumberCell<'a> {
    Empty,
    Number(f64),
    /// No finite number; without blanks and quotation marks around it.
    Wrong(&'a [u8]),
}

/// The cells of a line, one after another.
pub(super) struct NumberCells<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> NumberCells<'a> {
    /// The cells behind the first `heads`, which are labels.
    pub(super) fn behind(heads: usize, line: &'a [u8], separator: u8) -> Self {
        let mut cells = Self {
            rest: Some(line),
            separator,
        };
        for _ in 0..heads {
            cells.text();
        }
        cells
    }

    /// The text of the next cell.
    fn text(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        let end = memchr(self.separator, rest).unwrap_or(rest.len());
        self.rest = rest.get(end + 1..);
        Some(&rest[..end])
    }
}

impl<'a> Iterator for NumberCells<'a> {
    type Item = NumberCell<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest?;
        if let Some((value, end)) = plain(rest, self.separator) {
            self.rest = rest.get(end + 1..);
            return Some(NumberCell::Number(value));
        }
        let cell = bare(self.text()?);
        Some(match parsed(cell) {
            _ if cell.is_empty() => NumberCell::Empty,
            Some(value) => NumberCell::Number(value),
            None => NumberCell::Wrong(cell),
        })
    }
}

/// Without blanks and quotation marks.
pub(super) fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let inner = cell
        .strip_prefix(b"\"")
        .and_then(|cell| cell.strip_suffix(b"\""));
    inner.unwrap_or(cell).trim_ascii()
}

/// A finite number: no thousands marks, a point before decimals.
pub(super) fn number(digits: &[u8]) -> Option<f64> {
    match plain(digits, b',') {
        Some((value, end)) if end == digits.len() => Some(value),
        _ => parsed(digits),
    }
}

fn parsed(digits: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(digits).ok()?;
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The plain decimal that a text begins with, up to the separator or the end, and its length. Digits and power of ten are both exact, so
/// that one division rounds once, as it must (Clinger 1990); nothing where they would not be, or where anything else stands there.
fn plain(text: &[u8], separator: u8) -> Option<(f64, usize)> {
    let start = usize::from(text.first() == Some(&b'-'));
    let (mut value, mut end) = digits(text, start, 0);
    let (mut count, mut decimals) = (end - start, 0);
    if text.get(end) == Some(&b'.') {
        let point = end + 1;
        (value, end) = digits(text, point, value);
        decimals = end - point;
        count += decimals;
    }
    let ends = text.get(end).is_none_or(|byte| *byte == separator);
    if !ends || count == 0 || count > DIGITS || value > EXACT {
        return None;
    }
    let size = value as f64 / POWERS.get(decimals)?;
    Some((if start == 1 { -size } else { size }, end))
}

/// Adds the digits from a place on to a value; where they end.
fn digits(text: &[u8], mut at: usize, mut value: u64) -> (u64, usize) {
    while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0')) {
        if digit > 9 {
            break;
        }
        // too many digits are not used
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the standard library reads.
    fn expected(text: &str) -> Option<u64> {
        let value = text.parse::<f64>().ok();
        value.filter(|value| value.is_finite()).map(f64::to_bits)
    }

    fn bits(text: &str) -> Option<u64> {
        number(text.as_bytes()).map(f64::to_bits)
    }

    #[test]
    fn the_limits_of_plain_decimals_are_kept() {
        let is_plain = |text: &str| plain(text.as_bytes(), b',').is_some();
        for text in [
            "0",
            "-0",
            "0.0",
            "5.",
            ".5",
            "-.5",
            "9007199254740992",
            "0.000000000000000001",
        ] {
            assert!(is_plain(text), "{text}");
            assert_eq!(bits(text), expected(text), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "-.",
            "+1",
            "--1",
            "1.2.3",
            "1e5",
            "1E-6",
            "nan",
            "inf",
            "-infinity",
            "9007199254740993",
            "18446744073709551617",
            "1844674407370955.1615",
            "0.00000000000000000001",
            "1 ",
            "1,2",
            "٣",
        ] {
            assert!(!is_plain(text) || text == "1,2", "{text}");
            assert_eq!(bits(text), expected(text), "{text}");
        }
    }

    #[test]
    fn cells_are_those_between_separators() {
        let cells = |heads, line: &'static str| -> Vec<_> {
            NumberCells::behind(heads, line.as_bytes(), b',').collect()
        };
        use NumberCell::{Empty, Number, Wrong};
        assert_eq!(cells(0, ""), [Empty]);
        assert_eq!(cells(1, "a"), []);
        assert_eq!(cells(1, "a,"), [Empty]);
        assert_eq!(
            cells(2, "a,\"b\",1, 2.5 ,,\"-3\",1e2,x y, "),
            [
                Number(1.0),
                Number(2.5),
                Empty,
                Number(-3.0),
                Number(100.0),
                Wrong(b"x y"),
                Empty
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn decimals_have_the_bits_of_the_standard_library(
            text in "[-+]?[0-9]{0,20}(\\.[0-9]{0,25})?([eE][-+]?[0-9]{1,3})?",
        ) {
            prop_assert_eq!(bits(&text), expected(&text));
        }

        #[test]
        fn decimals_of_usual_length_are_plain(
            sign in "-?", whole in 0_u64..10_000_000, decimals in "[0-9]{1,8}",
        ) {
            let text = format!("{sign}{whole}.{decimals}");
            prop_assert!(plain(text.as_bytes(), b'\t').is_some());
            prop_assert_eq!(bits(&text), expected(&text));
        }

        #[test]
        fn printed_numbers_are_read_back(value in any::<f64>(), places in 0_usize..20) {
            for text in [value.to_string(), format!("{value:e}"), format!("{value:.places$}")] {
                prop_assert_eq!(bits(&text), expected(&text));
            }
        }

        #[test]
        fn a_line_is_read_as_its_cells_are(
            texts in prop::collection::vec("[-0-9. \"ex]{0,12}", 0..8), separator in "[,\t;]",
        ) {
            let line = texts.join(&separator);
            let cells = line.as_bytes().split(|byte| *byte == separator.as_bytes()[0]);
            let one_by_one = cells.map(|cell| match bare(cell) {
                [] => NumberCell::Empty,
                digits => std::str::from_utf8(digits)
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .filter(|value: &f64| value.is_finite())
                    .map_or(NumberCell::Wrong(digits), NumberCell::Number),
            });
            let at_once = NumberCells::behind(0, line.as_bytes(), separator.as_bytes()[0]);
            prop_assert!(at_once.eq(one_by_one));
        }
    }
}
