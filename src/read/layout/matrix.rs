//! Rows and columns with labels, however the file arranges them.

use std::path::Path;

use super::description::{Heads, LabelList, Layout, Place, Shape};
use super::lists::listed;
use super::long::Long;
use super::page::{Page, Text, content};
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// How the rest of the world is called in tables of this crate.
pub(super) use crate::table::REST_OF_WORLD;

/// The label of a row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) country: String,
    pub(super) group: String,
    /// The sector, category, or whatever the label says beside the country.
    pub(super) code: String,
    /// The label as it stands in the file.
    pub(super) whole: String,
    /// The row or column of the file.
    at: usize,
}

impl Label {
    /// Whether the layout means this one: by the whole label, or by that beside the country.
    pub(super) fn is(&self, name: &str) -> bool {
        self.whole == name || self.code == name
    }

    /// What rows and columns of one producer have in common.
    pub(super) fn key(&self) -> (&str, &str, &str) {
        (&self.country, &self.group, &self.code)
    }
}

/// Labels and cells.
pub(super) struct Matrix {
    pub(super) rows: Vec<Label>,
    pub(super) columns: Vec<Label>,
    pub(super) sources: Vec<SourceFile>,
    cells: Cells,
    missing: Vec<String>,
    /// Cells of a row that is not too short or too long, where there is a page.
    width: usize,
}

enum Cells {
    Page(Page),
    Long(Long),
}

impl Matrix {
    pub(super) fn open(path: &Path, layout: &Layout) -> Result<Self> {
        let mut matrix = match &layout.shape {
            Shape::Wide => Self::wide(path, layout)?,
            Shape::Long { value, only } => {
                let content = content(path, layout)?;
                let source = content.source.clone();
                let long = Long::read(content, layout, value, only)?;
                Self {
                    rows: long.rows().to_vec(),
                    columns: long.columns().to_vec(),
                    sources: vec![source],
                    cells: Cells::Long(long),
                    missing: layout.missing.clone(),
                    width: 0,
                }
            }
            Shape::Numbers {
                countries,
                sectors,
                final_use,
            } => Self::numbers(path, layout, [countries, sectors, final_use])?,
        };
        matrix.rename_rest_of_world(layout)?;
        Ok(matrix)
    }

    fn wide(path: &Path, layout: &Layout) -> Result<Self> {
        let (page, source) = Page::open(path, layout)?;
        let lines = Lines::of(
            &page,
            &layout.columns.heads,
            "columns",
            |place| match place {
                Place::Number(line) => page.row_of(*line),
                Place::Name(_) => None,
            },
        )?;
        let keys = Lines::of(&page, &layout.rows.heads, "rows", |place| match place {
            Place::Number(column) => column.checked_sub(1),
            Place::Name(letters) => column_of(letters),
        })?;
        let width = lines.all().map(|row| page.width(row)).max().unwrap_or(0);
        let behind = |lines: &Lines| lines.all().max().map_or(0, |last| last + 1);
        let first_column = layout
            .columns
            .heads
            .first
            .map_or_else(|| behind(&keys), |first| first - 1);
        let columns = first_column..width;
        let first_row = match layout.rows.heads.first {
            None => behind(&lines),
            Some(first) => page.row_of(first).ok_or_else(|| {
                let what = format!("no line {first}, the layout's first row of numbers");
                page.wrong(Error::parse(what))
            })?,
        };
        let rows = first_row..page.rows();
        let mut found = Labels::new(&layout.columns.heads);
        for column in columns.clone() {
            let text = |row: usize| page.text(row, column);
            let filled = || rows.clone().any(|row| !page.is_empty(row, column));
            found.take(&lines, column, text, filled)?;
        }
        let column_labels = found.labels;
        let mut found = Labels::new(&layout.rows.heads);
        for row in rows {
            let text = |column: usize| page.text(row, column);
            let filled = || columns.clone().any(|column| !page.is_empty(row, column));
            found.take(&keys, row, text, filled)?;
        }
        Ok(Self {
            rows: found.labels,
            columns: column_labels,
            sources: vec![source],
            cells: Cells::Page(page),
            missing: layout.missing.clone(),
            width,
        })
    }

    fn numbers(path: &Path, layout: &Layout, lists: [&LabelList; 3]) -> Result<Self> {
        let content = content(path, layout)?;
        let mut sources = vec![content.source.clone()];
        let text = Text::of(content, layout.text)?;
        let mut read = |list: &LabelList| listed(path, list, &mut sources);
        let [countries, sectors, finals] = [read(lists[0])?, read(lists[1])?, read(lists[2])?];
        let pairs = |codes: &[String], start: usize| -> Vec<Label> {
            let labels = countries
                .iter()
                .flat_map(|country| codes.iter().map(move |code| (country, code)));
            let label = |(at, (country, code)): (usize, (&String, &String))| Label {
                country: country.clone(),
                group: String::new(),
                code: code.clone(),
                whole: format!("{country}_{code}"),
                at: start + at,
            };
            labels.enumerate().map(label).collect()
        };
        let rows = pairs(&sectors, 0);
        let columns = [rows.clone(), pairs(&finals, rows.len())].concat();
        if text.rows() != rows.len() {
            let what = "the numbers have not as many rows as there are countries times sectors";
            let hint =
                "a list that is not that of this table, or a heading, which this shape has not";
            return Err(text.wrong(
                Error::parse(what)
                    .expected(rows.len())
                    .found(text.rows())
                    .hint(hint),
            ));
        }
        Ok(Self {
            width: columns.len(),
            rows,
            columns,
            sources,
            cells: Cells::Page(Page::Text(text)),
            missing: layout.missing.clone(),
        })
    }

    fn rename_rest_of_world(&mut self, layout: &Layout) -> Result<()> {
        let Some(name) = &layout.rest_of_world else {
            return Ok(());
        };
        let all = self.rows.iter_mut().chain(&mut self.columns);
        let mut found = false;
        for label in all.filter(|label| label.country == *name) {
            label.country = REST_OF_WORLD.to_owned();
            found = true;
        }
        match found {
            true => Ok(()),
            false => Err(self.wrong(
                Error::label(format!(
                    "no country `{name}`, the layout's rest of the world"
                ))
                .found(first_few(self.countries())),
            )),
        }
    }

    fn countries(&self) -> Vec<&str> {
        let mut countries: Vec<&str> = Vec::new();
        for label in &self.rows {
            if countries.last() != Some(&label.country.as_str()) {
                countries.push(&label.country);
            }
        }
        countries
    }

    /// The number of a row and a column; nothing where the cell is empty.
    pub(super) fn number(&self, row: usize, column: usize) -> Result<Option<f64>> {
        match &self.cells {
            Cells::Page(page) => {
                let number = page.number(self.rows[row].at, self.columns[column].at, &self.missing);
                number.map_err(|error| self.labelled(row, column, error))
            }
            Cells::Long(long) => Ok(long.number(row, column)),
        }
    }

    fn labelled(&self, row: usize, column: usize, error: Error) -> Error {
        let (row, column) = (&self.rows[row].whole, &self.columns[column].whole);
        error.during(format!("`{row}` → `{column}`"))
    }

    /// An error about a cell.
    pub(super) fn at(&self, row: usize, column: usize, error: Error) -> Error {
        let error = self.labelled(row, column, error);
        match &self.cells {
            Cells::Page(page) => page.at(self.rows[row].at, self.columns[column].at, error),
            Cells::Long(long) => long.at(row, column, error),
        }
    }

    /// An error about a row.
    pub(super) fn at_row(&self, row: usize, error: Error) -> Error {
        match &self.cells {
            Cells::Page(page) => page.at_row(self.rows[row].at, error),
            Cells::Long(long) => long.wrong(error),
        }
    }

    /// An error about the whole.
    pub(super) fn wrong(&self, error: Error) -> Error {
        match &self.cells {
            Cells::Page(page) => page.wrong(error),
            Cells::Long(long) => long.wrong(error),
        }
    }

    /// Refuses a row that has not as many cells as there are columns.
    pub(super) fn require_width(&self, row: usize) -> Result<()> {
        let Cells::Page(page) = &self.cells else {
            return Ok(());
        };
        let found = page.width(self.rows[row].at);
        if found == self.width {
            return Ok(());
        }
        let what = format!(
            "the row `{}` has not as many cells as there are columns",
            self.rows[row].whole
        );
        let error = Error::parse(what).expected(self.width).found(found);
        let hint = "a truncated file, a lost line end, another delimiter or mark of decimals in the layout, or a note, to be named under `skip` of [rows]";
        Err(self.at_row(row, error.hint(hint)))
    }
}

/// The lines (rows or columns) that hold parts of labels.
struct Lines {
    label: Vec<usize>,
    country: Option<usize>,
    group: Option<usize>,
}

impl Lines {
    fn of(
        page: &Page,
        heads: &Heads,
        side: &str,
        find: impl Fn(&Place) -> Option<usize>,
    ) -> Result<Self> {
        let line = |place: &Place| {
            find(place).ok_or_else(|| {
                let what = format!("labels of {side} cannot stand at {place:?}");
                page.wrong(Error::parse(what).hint("a line of the file that is not empty, or a column, by its number from 1 (columns of sheets also by their letters)"))
            })
        };
        let label = heads
            .label
            .iter()
            .map(line)
            .collect::<Result<Vec<usize>>>()?;
        let lines = Self {
            label,
            country: heads.country.as_ref().map(line).transpose()?,
            group: heads.group.as_ref().map(line).transpose()?,
        };
        Ok(lines)
    }

    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.label
            .iter()
            .copied()
            .chain(self.country)
            .chain(self.group)
    }
}

/// Labels of one side in the making.
pub(super) struct Labels<'a> {
    heads: &'a Heads,
    pub(super) labels: Vec<Label>,
    country: String,
}

impl<'a> Labels<'a> {
    pub(super) fn new(heads: &'a Heads) -> Self {
        Self {
            heads,
            labels: Vec::new(),
            country: String::new(),
        }
    }

    /// One more label, unless there is neither a label nor anything else in its line.
    fn take(
        &mut self,
        lines: &Lines,
        at: usize,
        text: impl Fn(usize) -> Result<String>,
        filled: impl Fn() -> bool,
    ) -> Result<()> {
        let part = |line: Option<usize>| line.map_or(Ok(String::new()), &text);
        let mut label = String::new();
        for line in &lines.label {
            if label.is_empty() {
                label = text(*line)?;
            }
        }
        let (country, group) = (part(lines.country)?, part(lines.group)?);
        if label.is_empty() && group.is_empty() && !filled() {
            return Ok(());
        }
        let label = self.label(country, group, label, at);
        self.labels.push(label);
        Ok(())
    }

    /// A label of its parts; without any it is called by its number.
    pub(super) fn label(
        &mut self,
        country: String,
        group: String,
        label: String,
        at: usize,
    ) -> Label {
        // a total or a tax has its only label where others have their country
        let (country, label) = match label.is_empty() && group.is_empty() {
            true => (String::new(), country),
            false => (country, label),
        };
        let country = match country.as_str() {
            "" if self.heads.carry && !label.is_empty() => self.country.clone(),
            _ => country,
        };
        if !country.is_empty() {
            self.country.clone_from(&country);
        }
        let divided = match &self.heads.separator {
            Some(separator) if country.is_empty() => label.split_once(separator.as_str()),
            _ => None,
        };
        let (country, code) = match divided {
            Some((country, code)) => (country.to_owned(), code.to_owned()),
            None => (country, label.clone()),
        };
        let parts = [country.as_str(), group.as_str(), code.as_str()];
        let whole = match (divided.is_some(), parts.iter().all(|part| part.is_empty())) {
            (_, true) => format!("#{}", at + 1),
            (true, _) => label.clone(),
            (false, _) => parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("_"),
        };
        let bare = code
            .strip_prefix(self.heads.prefix.as_str())
            .unwrap_or(&code);
        Label {
            code: bare.to_owned(),
            country,
            group,
            whole,
            at,
        }
    }
}

/// The position of a sheet's column by its letters.
fn column_of(letters: &str) -> Option<usize> {
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let digit = letter
            .is_ascii_uppercase()
            .then(|| usize::from(letter - b'A') + 1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}
