//! The cells of a full national table of Eora, by the groups of its rows and columns.

use std::collections::HashMap;
use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis as Dimension, Slice};

use crate::error::{Error, Result, first_few};
use crate::read::files::Files;
use crate::read::matrix::{HeadLine, Matrix, Numbers, Plan, RowPlaces};
use crate::read::options::Options;
use crate::read::text_cells::Place;
use crate::read::world_axes::unique;

/// Cells of labels at the head of a row, and lines of labels above the numbers: country, code, group, item.
const KEYS: usize = 4;

/// What a row or a column belongs to. Rows of any other group are satellites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Industries,
    Commodities,
    Primary,
    Imports,
    Final,
    Exports,
    Satellites,
}

impl Of {
    const ROWS: [Self; 5] = [
        Self::Industries,
        Self::Commodities,
        Self::Primary,
        Self::Imports,
        Self::Satellites,
    ];
    const COLUMNS: [Self; 4] = [
        Self::Industries,
        Self::Commodities,
        Self::Final,
        Self::Exports,
    ];

    fn row(group: &str) -> Self {
        match bare(group).as_str() {
            "industries" => Self::Industries,
            "commodities" => Self::Commodities,
            "primaryinputs" => Self::Primary,
            "importsfrom" => Self::Imports,
            _ => Self::Satellites,
        }
    }

    fn column(group: &str) -> Option<Self> {
        match bare(group).as_str() {
            "industries" => Some(Self::Industries),
            "commodities" => Some(Self::Commodities),
            "finaldemand" => Some(Self::Final),
            "exportsto" => Some(Self::Exports),
            _ => None,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Industries => "Industries",
            Self::Commodities => "Commodities",
            Self::Primary => "Primary Inputs",
            Self::Imports => "ImportsFrom",
            Self::Final => "Final Demand",
            Self::Exports => "ExportsTo",
            Self::Satellites => "satellites",
        }
    }
}

/// Small letters without blanks.
fn bare(group: &str) -> String {
    let letters = group.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// The labels of a row or column.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// The line of a row, the number of a column.
    pub(super) place: u64,
    pub(super) country: String,
    pub(super) code: String,
    pub(super) group: String,
    pub(super) item: String,
    of: Of,
}

/// Labels of a table, before its numbers are read.
pub(super) struct Heads {
    pub(super) rows: Vec<Label>,
    pub(super) columns: Vec<Label>,
    /// What stands in the corner above the labels of rows.
    pub(super) corner: String,
}

impl Heads {
    pub(super) fn read(files: &Files, name: &str) -> Result<Self> {
        let mut matrix = Matrix::open(files, name)?;
        let heads = (0..KEYS)
            .map(|_| matrix.head())
            .collect::<Result<Vec<_>>>()?;
        let mut width = heads[0].cells.len();
        // some programs end every line with a tab
        while width > KEYS
            && heads
                .iter()
                .all(|head| head.cells.get(width - 1).is_none_or(String::is_empty))
        {
            width -= 1;
        }
        for head in &heads {
            let found = head
                .cells
                .iter()
                .rposition(|cell| !cell.is_empty())
                .map_or(0, |at| at + 1);
            if found > width || width <= KEYS {
                let error = Error::parse("lines of labels differ in length, or have none");
                let error = error.expected("four lines: country, code, group, item");
                return Err(matrix.at(head.number, error.found(found)));
            }
        }
        let cell =
            |line: usize, column: usize| heads[line].cells.get(column).cloned().unwrap_or_default();
        let corner = (0..KEYS).flat_map(|line| (0..KEYS).map(move |column| (line, column)));
        let corner: Vec<String> = corner
            .map(|(line, column)| cell(line, column))
            .filter(|cell| !cell.is_empty())
            .collect();
        let mut columns = Vec::new();
        for column in KEYS..width {
            let empty = [1, 2, 3]
                .into_iter()
                .find(|&line| cell(line, column).is_empty());
            if let Some(line) = empty {
                let error = matrix.at(heads[line].number, Error::label("an empty label"));
                let error = error.expected("code, group and item of every column");
                return Err(error.at_column((column + 1).to_string()));
            }
            let group = cell(2, column);
            let of = Of::column(&group).ok_or_else(|| {
                let groups = Of::COLUMNS.map(Of::name);
                let error = Error::label(format!("unknown group of columns `{group}`"));
                matrix
                    .at(heads[2].number, error.expected(first_few(groups)))
                    .at_column((column + 1).to_string())
            })?;
            columns.push(Label {
                place: column as u64 + 1,
                country: cell(0, column),
                code: cell(1, column),
                item: cell(3, column),
                group,
                of,
            });
        }
        let file = matrix.file().to_owned();
        let rows: Vec<Label> = matrix.keys(KEYS)?.into_iter().map(row_label).collect();
        let lacks = |row: &&Label| {
            let needs_item = row.of != Of::Satellites;
            row.group.is_empty() || needs_item && row.item.is_empty()
        };
        if let Some(row) = rows.iter().find(lacks) {
            let error = Error::label("an empty label")
                .in_file(&file)
                .at_line(row.place);
            return Err(error.expected("group and item of every row"));
        }
        Ok(Self {
            rows,
            columns,
            corner: corner.join(" "),
        })
    }

    /// Rows of a group, in the order of the file.
    pub(super) fn rows(&self, of: Of) -> Vec<&Label> {
        self.rows.iter().filter(|label| label.of == of).collect()
    }

    pub(super) fn columns(&self, of: Of) -> Vec<&Label> {
        self.columns.iter().filter(|label| label.of == of).collect()
    }

    /// Codes of a group that has both rows and columns, which must have the same items; the k-th row of a name is its k-th column.
    pub(super) fn items(&self, of: Of) -> Result<Items> {
        let items =
            |labels: Vec<&Label>| unique(labels.into_iter().map(|label| label.item.clone()));
        let (codes, renamed) = items(self.rows(of));
        let (columns, _) = items(self.columns(of));
        let known: HashMap<&str, usize> = codes.iter().map(String::as_str).zip(0..).collect();
        let mut order = Vec::new();
        for (column, label) in columns.iter().zip(self.columns(of)) {
            let place = known.get(column.as_str()).ok_or_else(|| {
                let error = Error::label(format!("the column `{column}` has no row"));
                error
                    .at_line(4)
                    .at_column(format!("{}: {}", label.place, label.item))
            })?;
            order.push(*place);
        }
        if let Some((row, label)) = codes
            .iter()
            .zip(self.rows(of))
            .find(|(row, _)| !columns.contains(row))
        {
            let error = Error::label(format!("the row `{row}` has no column"));
            return Err(error.at_line(label.place));
        }
        Ok(Items {
            codes,
            order,
            renamed,
        })
    }
}

fn row_label(line: HeadLine) -> Label {
    let cell = |at: usize| line.cells.get(at).cloned().unwrap_or_default();
    let group = cell(2);
    Label {
        place: line.number,
        country: cell(0),
        code: cell(1),
        item: cell(3),
        of: Of::row(&group),
        group,
    }
}

/// Codes of a group with rows and columns.
pub(super) struct Items {
    pub(super) codes: Vec<String>,
    /// The row of each column.
    order: Vec<usize>,
    pub(super) renamed: usize,
}

/// All numbers, rows and columns by group.
pub(super) struct Cells {
    numbers: Array2<f64>,
    rows: Vec<(Of, Range<usize>)>,
    columns: Vec<(Of, Range<usize>)>,
    pub(super) empty: usize,
}

impl Cells {
    /// Reads the numbers; satellites only where they have a place.
    pub(super) fn read(
        files: &Files,
        name: &str,
        heads: &Heads,
        square: &[(Of, &Items)],
        satellites: &[Option<usize>],
        options: &Options,
    ) -> Result<Self> {
        let (rows, height) = placed(&heads.rows, &Of::ROWS, |of, at| match of {
            Of::Satellites => satellites[at],
            _ => Some(at),
        });
        let (columns, width) = placed(&heads.columns, &Of::COLUMNS, |of, at| {
            let items = square.iter().find(|(known, _)| *known == of);
            Some(items.map_or(at, |(_, items)| items.order[at]))
        });
        let places = columns
            .0
            .into_iter()
            .map(|at| at.map_or(Place::Nowhere, Place::First));
        let text = |label: &Label| format!("{} {} {}", label.code, label.group, label.item);
        let labels: Vec<String> = heads.rows.iter().map(text).collect();
        let column_labels: Vec<String> = heads.columns.iter().map(text).collect();
        let mut matrix = Matrix::open(files, name)?;
        for _ in 0..KEYS {
            matrix.head()?;
        }
        let plan = Plan {
            rows: RowPlaces::InOrder(KEYS, &rows.0, &labels),
            height,
            columns: &column_labels,
            places: &places.collect::<Vec<_>>(),
            widths: [width, 0],
        };
        let Numbers { first, empty, .. } = matrix.numbers(&plan, &options.run)?;
        Ok(Self {
            numbers: first,
            rows: rows.1,
            columns: columns.1,
            empty,
        })
    }

    pub(super) fn block(&self, row: Of, column: Of) -> ArrayView2<'_, f64> {
        let range = |known: &[(Of, Range<usize>)], wanted: Of| {
            let found = known.iter().find(|(of, _)| *of == wanted);
            found.map_or(0..0, |(_, range)| range.clone())
        };
        let mut block = self.numbers.view();
        block.slice_axis_inplace(Dimension(0), Slice::from(range(&self.rows, row)));
        block.slice_axis_inplace(Dimension(1), Slice::from(range(&self.columns, column)));
        block
    }
}

type Placed = (Vec<Option<usize>>, Vec<(Of, Range<usize>)>);

/// Where rows or columns go when groups stand one behind the other; `within` is the place of the k-th of a group.
fn placed(
    labels: &[Label],
    groups: &[Of],
    within: impl Fn(Of, usize) -> Option<usize>,
) -> (Placed, usize) {
    let mut places = vec![None; labels.len()];
    let mut ranges = Vec::new();
    let mut start = 0;
    for &of in groups {
        let members = labels
            .iter()
            .enumerate()
            .filter(|(_, label)| label.of == of);
        let mut count = 0;
        for (k, (at, _)) in members.enumerate() {
            places[at] = within(of, k).map(|place| start + place);
            count += usize::from(places[at].is_some());
        }
        ranges.push((of, start..start + count));
        start += count;
    }
    ((places, ranges), start)
}
