//! Texts and numbers one after another in bytes.

use super::damaged;
use crate::error::Result;

/// Bytes in the making.
#[derive(Default)]
pub(super) struct Packer(Vec<u8>);

impl Packer {
    pub(super) fn count(&mut self, count: usize) {
        self.0.extend((count as u64).to_ne_bytes());
    }

    pub(super) fn integer(&mut self, value: i32) {
        self.0.extend(value.to_ne_bytes());
    }

    pub(super) fn amount(&mut self, value: f64) {
        self.0.extend(value.to_bits().to_ne_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend(text.as_bytes());
    }

    pub(super) fn texts<S: AsRef<str>>(&mut self, texts: &[S]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text.as_ref()));
    }

    pub(super) fn bytes(&mut self, bytes: [u8; 32]) {
        self.0.extend(bytes);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Bytes on their way back.
pub(super) struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let parts = self.0.split_at_checked(length);
        let (part, rest) =
            parts.ok_or_else(|| damaged("the description ends before its contents"))?;
        self.0 = rest;
        Ok(part)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let part = self.take(N)?;
        Ok(std::array::from_fn(|k| part[k]))
    }

    pub(super) fn count(&mut self) -> Result<usize> {
        let count = u64::from_ne_bytes(self.array()?);
        usize::try_from(count).map_err(|_| damaged("a count is larger than any file"))
    }

    pub(super) fn integer(&mut self) -> Result<i32> {
        Ok(i32::from_ne_bytes(self.array()?))
    }

    pub(super) fn amount(&mut self) -> Result<f64> {
        Ok(f64::from_bits(u64::from_ne_bytes(self.array()?)))
    }

    pub(super) fn text(&mut self) -> Result<&'a str> {
        let length = self.count()?;
        let text = std::str::from_utf8(self.take(length)?);
        text.map_err(|_| damaged("a text of the description is not UTF-8"))
    }

    pub(super) fn bytes(&mut self) -> Result<[u8; 32]> {
        self.array()
    }

    /// So many things, one after another; the count is not trusted with memory.
    pub(super) fn several<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let count = self.count()?;
        let mut all = Vec::new();
        for _ in 0..count {
            // nothing is packed in no bytes, so a count that is too large runs out of them
            if self.0.is_empty() {
                return Err(damaged("the description ends before its contents"));
            }
            all.push(one(self)?);
        }
        Ok(all)
    }

    pub(super) fn texts(&mut self) -> Result<Vec<String>> {
        self.several(|bytes| Ok(bytes.text()?.to_owned()))
    }

    pub(super) fn finish(self) -> Result<()> {
        match self.0 {
            [] => Ok(()),
            _ => Err(damaged("the description goes on behind its contents")),
        }
    }
}
