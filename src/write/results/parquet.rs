//! Results as Parquet, one file or a folder of partitions.
//!
//! Texts are dictionary-encoded UTF-8, numbers doubles, empty cells nulls; columns are compressed with Snappy. The description is in the
//! key-value metadata of every file.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};

use super::partitions::folder_of;
use super::{Cell, Column, Sheet};
use crate::error::{Error, Result};

/// Rows of a row group.
const GROUP: usize = 1 << 20;

impl Sheet<'_> {
    /// One file of all rows, or, with columns to divide by, a folder in which every combination of their texts has a folder of its own
    /// (`exporter=CHN/importer=USA/part-0.parquet`), as Hive has it.
    pub(crate) fn write_parquet(&self, path: &Path, divided_by: &[usize]) -> Result<()> {
        self.require_different_names()
            .map_err(|error| error.in_file(path))?;
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|column| !divided_by.contains(column))
            .collect();
        let format = Layout::of(self, &kept).map_err(failed(path))?;
        if !divided_by.is_empty() {
            require_fresh(path)?;
        }
        let mut parts: BTreeMap<Vec<Word>, Part> = BTreeMap::new();
        if divided_by.is_empty() {
            parts.insert(Vec::new(), Part::create(path.to_owned(), &format)?);
        }
        self.each(|row| {
            let key: Vec<Word> = divided_by.iter().map(|&c| word(row[c])).collect();
            if !parts.contains_key(&key) {
                let folders = divided_by.iter().zip(&key).map(|(&c, word)| {
                    let column = &self.columns[c];
                    let text = word.and_then(|at| column.words.as_ref()?.get(at as usize));
                    folder_of(&column.name, text.map(String::as_str))
                });
                let folder = folders.fold(path.to_owned(), |at, folder| at.join(folder));
                fs::create_dir_all(&folder).map_err(|error| Error::from_io(error, &folder))?;
                let part = Part::create(folder.join("part-0.parquet"), &format)?;
                parts.insert(key.clone(), part);
            }
            match parts.get_mut(&key) {
                Some(part) => part.take(&format, kept.iter().map(|&c| row[c])),
                None => Ok(()), // it was put there just now
            }
        })?;
        parts
            .into_values()
            .try_for_each(|part| part.finish(&format))
    }

    fn require_different_names(&self) -> Result<()> {
        let mut known = HashSet::new();
        match self
            .columns
            .iter()
            .find(|column| !known.insert(&column.name))
        {
            None => Ok(()),
            Some(column) => Err(Error::label(format!(
                "two columns have the same name `{}`",
                column.name
            ))
            .hint("other labels, or the long form")),
        }
    }
}

/// The text of a cell by its number.
type Word = Option<u32>;

fn word(cell: Cell) -> Word {
    match cell {
        Cell::Word(at) => Some(at),
        _ => None,
    }
}

fn failed(path: &Path) -> impl Fn(ParquetError) -> Error + '_ {
    move |error| Error::io(format!("cannot write Parquet ({error})")).in_file(path)
}

/// A folder of partitions is made anew: a part of other results that stays in it would be read as if it belonged to these.
fn require_fresh(folder: &Path) -> Result<()> {
    let holds = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    match holds {
        false => Ok(()),
        true => Err(
            Error::io("the place is taken, and parts of other results would stay in it")
                .in_file(folder)
                .expected("no folder of this name, or an empty one")
                .hint("another folder, or take this one away first"),
        ),
    }
}

/// What all files have in common.
struct Layout {
    schema: TypePtr,
    properties: Arc<WriterProperties>,
    /// The texts of every column; nothing for numbers.
    words: Vec<Option<Vec<ByteArray>>>,
}

impl Layout {
    fn of(sheet: &Sheet<'_>, kept: &[usize]) -> ::parquet::errors::Result<Self> {
        let columns: Vec<&Column> = kept.iter().map(|&c| &sheet.columns[c]).collect();
        let fields = columns.iter().map(|column| {
            let (physical, logical) = match column.words {
                Some(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                None => (Physical::DOUBLE, None),
            };
            let field = Type::primitive_type_builder(&column.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()?;
            Ok(Arc::new(field))
        });
        let fields: Vec<TypePtr> = fields.collect::<::parquet::errors::Result<_>>()?;
        let schema = Type::group_type_builder("results").with_fields(fields);
        let pairs = sheet.description.pairs_and_terms().into_iter();
        let pairs = pairs.map(|(key, text)| KeyValue::new(format!("leontief.{key}"), text));
        let properties = WriterProperties::builder()
            .set_created_by(concat!("leontief ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(pairs.collect()));
        let words = columns.iter().map(|column| {
            let words = column.words.as_ref()?.iter();
            Some(words.map(|word| ByteArray::from(word.as_str())).collect())
        });
        Ok(Self {
            schema: Arc::new(schema.build()?),
            properties: Arc::new(properties.build()),
            words: words.collect(),
        })
    }
}

/// One file, and the rows that wait for their row group.
struct Part {
    path: PathBuf,
    writer: SerializedFileWriter<File>,
    waiting: Vec<Waiting>,
    rows: usize,
}

/// A column of a row group: values, and for every row whether it has one.
#[derive(Default)]
struct Waiting {
    words: Vec<ByteArray>,
    numbers: Vec<f64>,
    there: Vec<i16>,
}

impl Part {
    fn create(path: PathBuf, layout: &Layout) -> Result<Self> {
        let file = File::create(&path).map_err(|error| Error::from_io(error, &path))?;
        let (schema, properties) = (Arc::clone(&layout.schema), Arc::clone(&layout.properties));
        let writer = SerializedFileWriter::new(file, schema, properties).map_err(failed(&path))?;
        Ok(Self {
            writer,
            waiting: layout.words.iter().map(|_| Waiting::default()).collect(),
            rows: 0,
            path,
        })
    }

    fn take(&mut self, layout: &Layout, row: impl Iterator<Item = Cell>) -> Result<()> {
        for ((cell, column), words) in row.zip(&mut self.waiting).zip(&layout.words) {
            let there = match (cell, words) {
                (Cell::Word(at), Some(words)) => {
                    column.words.push(words[at as usize].clone());
                    true
                }
                (Cell::Number(value), None) => {
                    column.numbers.push(value);
                    true
                }
                _ => false,
            };
            column.there.push(i16::from(there));
        }
        self.rows += 1;
        match self.rows == GROUP {
            true => self.write_group(layout),
            false => Ok(()),
        }
    }

    fn write_group(&mut self, layout: &Layout) -> Result<()> {
        self.group(layout).map_err(failed(&self.path))
    }

    fn group(&mut self, layout: &Layout) -> ::parquet::errors::Result<()> {
        let mut group = self.writer.next_row_group()?;
        for (column, words) in self.waiting.iter_mut().zip(&layout.words) {
            let column = std::mem::take(column);
            let Some(mut writer) = group.next_column()? else {
                break; // the schema has as many columns as there are
            };
            let there = Some(&column.there[..]);
            match words {
                Some(_) => {
                    let typed = writer.typed::<ByteArrayType>();
                    typed.write_batch(&column.words, there, None)?;
                }
                None => {
                    let typed = writer.typed::<DoubleType>();
                    typed.write_batch(&column.numbers, there, None)?;
                }
            }
            writer.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    fn finish(mut self, layout: &Layout) -> Result<()> {
        if self.rows > 0 {
            self.write_group(layout)?;
        }
        self.writer.close().map_err(failed(&self.path))?;
        Ok(())
    }
}
