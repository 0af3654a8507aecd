//! Rows of a CSV file, written one by one: a table of the world has millions of cells.

use std::fmt::Write as _;
use std::io::{self, Write};

/// A CSV file in the making.
pub(super) struct Rows<W: Write> {
    writer: csv::Writer<W>,
    cell: String,
}

impl<W: Write> Rows<W> {
    pub(super) fn to(writer: W) -> Self {
        Self {
            writer: csv::Writer::from_writer(writer),
            cell: String::new(),
        }
    }

    /// A row of texts.
    pub(super) fn texts<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        self.row(cells, [])
    }

    /// A row of keys and numbers.
    pub(super) fn row<'a>(
        &mut self,
        keys: impl IntoIterator<Item = &'a str>,
        numbers: impl IntoIterator<Item = f64>,
    ) -> io::Result<()> {
        for key in keys {
            self.writer.write_field(key)?;
        }
        for number in numbers {
            put_number(&mut self.cell, number);
            self.writer.write_field(&self.cell)?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The shortest text that reads back to the same bits; with an exponent where plain digits would be many zeros.
pub(super) fn number(value: f64) -> String {
    let mut text = String::new();
    put_number(&mut text, value);
    text
}

pub(super) fn put_number(text: &mut String, value: f64) {
    text.clear();
    let plain = value == 0.0 || (1e-5..1e16).contains(&value.abs());
    // a String takes every text
    let _ = match plain {
        true => write!(text, "{value}"),
        false => write!(text, "{value:e}"),
    };
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        let mut bits: u64 = 1;
        let odd = [
            0.0,
            -0.0,
            0.1,
            1e-5,
            1e16,
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
        ];
        let random = std::iter::repeat_with(|| {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from_bits(bits)
        });
        for value in odd.into_iter().chain(random.take(20_000)) {
            if value.is_finite() {
                let text = number(value);
                let back: f64 = text.parse().unwrap();
                assert_eq!(back.to_bits(), value.to_bits(), "{text}");
                assert!(text.len() <= 25, "{text}");
            }
        }
        assert_eq!(number(1650.0), "1650");
        assert_eq!(number(-2.5e-7), "-2.5e-7");
    }
}
