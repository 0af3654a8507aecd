//! `names.csv`: names beside the codes of a world table.

use std::collections::HashMap;
use std::path::Path;

use super::text::Sheet;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, AxisKind, FinalUse, Group, Producers};
use crate::table::SourceFile;

/// Whose name it is: kind, country, group, code.
type Key = [String; 4];

/// The names that the file gives.
pub(super) struct Names {
    sheet: Sheet,
    /// The name, and the row it is in.
    names: HashMap<Key, (String, usize)>,
}

impl Names {
    /// The file, with its fingerprint.
    pub(super) fn source(&self) -> &SourceFile {
        self.sheet.source()
    }

    /// The file of a folder, where there is one.
    pub(super) fn open(folder: &Path) -> Result<Option<Self>> {
        let file = folder.join("names.csv");
        if !file.exists() {
            return Ok(None);
        }
        let sheet = Sheet::open(&file, b',')?;
        let columns = sheet.columns(&["kind", "country", "group", "code", "name"])?;
        sheet.only_columns(&columns)?;
        let mut names = HashMap::new();
        for (row, line) in sheet.rows().iter().enumerate() {
            let cell = |column: usize| sheet.text(line, columns[column]).to_owned();
            let key = [cell(0), cell(1), cell(2), cell(3)];
            if !["sector", "final_use", "country"].contains(&key[0].as_str()) {
                let error = sheet.wrong(line, columns[0], "an unknown kind of code");
                return Err(error.expected("`sector`, `final_use` or `country`"));
            }
            if names.insert(key, (cell(4), row)).is_some() {
                let what = format!("the code `{}` has two names", cell(3));
                return Err(sheet.at(line, Error::label(what)));
            }
        }
        Ok(Some(Self { sheet, names }))
    }

    /// The producers with the names of their sectors.
    pub(super) fn producers(&mut self, producers: &Producers) -> Result<Producers> {
        let blocks = producers.blocks().iter().map(|block| {
            let country = producers.countries().code(block.country());
            let group = match *block.group() == Group::whole() {
                true => "",
                false => block.group().code(),
            };
            let sectors = self.named(["sector", country, group], block.sectors())?;
            Ok((country, block.group().clone(), sectors))
        });
        let blocks: Vec<_> = blocks.collect::<Result<_>>()?;
        Producers::new(blocks)
    }

    /// The categories with their names.
    pub(super) fn final_uses(&mut self, categories: &Axis<FinalUse>) -> Result<Axis<FinalUse>> {
        self.named(["final_use", "", ""], categories)
    }

    fn named<K: AxisKind>(&mut self, of: [&str; 3], axis: &Axis<K>) -> Result<Axis<K>> {
        let entries = axis.codes().iter().map(|code| {
            let key = [of[0], of[1], of[2], code].map(str::to_owned);
            let name = self.names.remove(&key).map(|(name, _)| name);
            (code.clone(), name.unwrap_or_else(|| code.clone()))
        });
        Axis::with_names(entries.collect::<Vec<_>>())
    }

    /// Refuses names of codes that the table does not have. Countries are called by their codes only: their names are passed over.
    pub(super) fn finish(self) -> Result<()> {
        let left = self.names.iter().filter(|(key, _)| key[0] != "country");
        let mut left: Vec<(usize, &str)> = left.map(|(key, (_, row))| (*row, &*key[3])).collect();
        left.sort_unstable();
        match left.first() {
            None => Ok(()),
            Some((row, _)) => {
                let codes = left.iter().map(|(_, code)| code);
                let what = format!(
                    "names of codes that the table does not have: {}",
                    first_few(codes)
                );
                let error = Error::label(what).hint("leave these rows out");
                Err(self.sheet.at(&self.sheet.rows()[*row], error))
            }
        }
    }
}
