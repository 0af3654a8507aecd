//! Ledgers and rectangles as labelled columns, for files.

use std::collections::HashMap;

use super::axes::Column;
use super::pivot::Pivot;
use super::table::{Inner, Ledger};
use crate::write::{Cell, Column as Head, Constants, Names, Sheet, TOTAL};

/// How a ledger is laid out: one figure a row, or a row for all terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// A row for every figure.
    #[default]
    Long,
    /// A row for every exporter, group, sector, importer, origin and owner, a column for every term.
    Wide,
}

impl Column {
    /// The heading in files.
    pub(crate) const fn name(self, names: Names) -> &'static str {
        match (names, self) {
            (Names::Plain, column) => column.code(),
            (Names::Sdmx, Self::Exporter) => "REF_AREA",
            (Names::Sdmx, Self::Group) => "PRODUCER_GROUP",
            (Names::Sdmx, Self::Sector) => "ACTIVITY",
            (Names::Sdmx, Self::Importer) => "COUNTERPART_AREA",
            (Names::Sdmx, Self::Origin) => "ORIGIN_AREA",
            (Names::Sdmx, Self::Owner) => "OWNER_AREA",
            (Names::Sdmx, Self::Term) => "MEASURE",
        }
    }

    /// What it holds.
    const fn words(self) -> &'static str {
        match self {
            Self::Exporter => "country that exports, or whose figure it is",
            Self::Group => "group of producers",
            Self::Sector => "sector",
            Self::Importer => "country that imports or absorbs",
            Self::Origin => "country where the content arises",
            Self::Owner => "owner of the income",
            Self::Term => "term of the decomposition, or indicator",
        }
    }
}

/// Where the cells of a row come from.
enum Filling {
    /// The same in every row.
    Constant(Cell),
    /// The label in a column, by position on the axis that the column belongs to.
    Label(Column, Vec<Cell>),
    /// The figure of the row's term, or of a term of its own.
    Figure(Option<usize>),
    /// Whether the figure is there: positions of the words for yes and no.
    Status,
}

impl<A> Ledger<A> {
    /// The columns of a file, in order, and where their cells come from.
    fn layout(&self, names: Names, form: Form) -> Vec<(Head, Filling)> {
        let constants = Constants::of(&self.about().unit, &self.about().tables);
        let owned = !self.labels(Column::Owner).is_empty();
        let wanted = |column: &Column| match column {
            Column::Owner => owned,
            Column::Term => form == Form::Long,
            _ => true,
        };
        let labels = Column::ALL.into_iter().filter(wanted);
        let mut layout: Vec<(Head, Filling)> = labels
            .map(|column| self.label_column(column, names))
            .collect();
        let mut figures = match form {
            Form::Long => vec![self.figure_column(names)],
            Form::Wide => self.term_columns(),
        };
        match names {
            Names::Plain => {
                layout.append(&mut figures);
                layout.push(constant("unit", "unit", &self.about().unit));
            }
            Names::Sdmx => {
                layout.insert(0, constant("FREQ", "frequency", "A"));
                layout.insert(1, constant("TIME_PERIOD", "period", &constants.period));
                layout.push(constant("UNIT_MEASURE", "unit", &constants.unit));
                let power = Head::numbers("UNIT_MULT", "power of ten of the unit");
                layout.push((power, Filling::Constant(Cell::Number(constants.power))));
                layout.append(&mut figures);
                if form == Form::Long {
                    let words = ["A", "M"].map(str::to_owned).to_vec();
                    let label = "A: normal value, M: missing, because it cannot exist";
                    layout.push((Head::texts("OBS_STATUS", label, words), Filling::Status));
                }
            }
        }
        layout
    }

    fn label_column(&self, column: Column, names: Names) -> (Head, Filling) {
        let labels = &self.inner().labels;
        let mut words: Vec<String> = self.labels(column).into_iter().map(str::to_owned).collect();
        let known: HashMap<String, u32> = words.iter().cloned().zip(0..).collect();
        let without = match names {
            Names::Plain => Cell::Empty,
            Names::Sdmx => Cell::Word(words.len() as u32),
        };
        if names == Names::Sdmx {
            words.push(TOTAL.to_owned());
        }
        let cell = |label: Option<&str>| label.map_or(without, |label| Cell::Word(known[label]));
        let cells = match column {
            Column::Term => labels
                .terms
                .iter()
                .map(|term| cell(Some(term.code)))
                .collect(),
            Column::Importer => labels
                .importers
                .iter()
                .map(|code| cell(code.as_deref()))
                .collect(),
            Column::Origin | Column::Owner => labels
                .sources
                .iter()
                .map(|source| cell(source.label(column)))
                .collect(),
            _ => labels
                .sellers
                .iter()
                .map(|seller| cell(seller.label(column)))
                .collect(),
        };
        let head = Head::texts(column.name(names), column.words(), words);
        (head, Filling::Label(column, cells))
    }

    fn figure_column(&self, names: Names) -> (Head, Filling) {
        let name = match names {
            Names::Plain => "value",
            Names::Sdmx => "OBS_VALUE",
        };
        let label = format!("{}, {}", self.about().measure, self.about().unit);
        (Head::numbers(name, &label), Filling::Figure(None))
    }

    fn term_columns(&self) -> Vec<(Head, Filling)> {
        let terms = self.terms().iter().enumerate();
        terms
            .map(|(t, term)| {
                (
                    Head::numbers(term.code, term.meaning),
                    Filling::Figure(Some(t)),
                )
            })
            .collect()
    }

    /// The figures for a file. Cells that have no value (a share of nothing) have a row without a number.
    pub(crate) fn sheet(&self, names: Names, form: Form) -> Sheet<'_> {
        let inner = self.inner();
        let (heads, filling): (Vec<Head>, Vec<Filling>) =
            self.layout(names, form).into_iter().unzip();
        let (terms, origins, importers, sellers) = inner.labels.shape();
        let pairs: usize = (0..sellers)
            .map(|i| {
                (0..importers)
                    .filter(|&r| inner.labels.is_cell(i, r))
                    .count()
            })
            .sum();
        let figures = match form {
            Form::Long => terms,
            Form::Wide => 1,
        };
        let rows = pairs as u64 * origins as u64 * figures as u64;
        Sheet::new(self.description(), heads, rows, move |take| {
            let mut row = vec![Cell::Empty; filling.len()];
            for i in 0..sellers {
                for r in (0..importers).filter(|&r| inner.labels.is_cell(i, r)) {
                    for o in 0..origins {
                        for t in 0..figures {
                            for (cell, filling) in row.iter_mut().zip(&filling) {
                                *cell = filling.cell(inner, (t, o, r, i));
                            }
                            take(&row)?;
                        }
                    }
                }
            }
            Ok(())
        })
    }
}

fn constant(name: &str, label: &str, text: &str) -> (Head, Filling) {
    let head = Head::texts(name, label, vec![text.to_owned()]);
    (head, Filling::Constant(Cell::Word(0)))
}

impl Filling {
    fn cell(&self, inner: &Inner, at: (usize, usize, usize, usize)) -> Cell {
        let (t, o, r, i) = at;
        match self {
            Self::Constant(cell) => *cell,
            Self::Label(Column::Term, cells) => cells[t],
            Self::Label(Column::Origin | Column::Owner, cells) => cells[o],
            Self::Label(Column::Importer, cells) => cells[r],
            Self::Label(_, cells) => cells[i],
            Self::Figure(term) => match inner.figure((term.unwrap_or(t), o, r, i)) {
                Some(value) => Cell::Number(value),
                None => Cell::Empty,
            },
            Self::Status => match inner.figure(at) {
                Some(_) => Cell::Word(0),
                None => Cell::Word(1),
            },
        }
    }
}

impl Inner {
    fn figure(&self, at: (usize, usize, usize, usize)) -> Option<f64> {
        let there = self.undefined.as_ref().is_none_or(|mask| !mask[at]);
        there.then(|| self.values[at])
    }
}

impl Pivot {
    /// The rectangle for a file: the labels down in the first column, a column for every label across.
    pub(crate) fn sheet(&self, names: Names) -> Sheet<'_> {
        let down = Head::texts(self.down.name(names), self.down.words(), self.rows.clone());
        let across = self.columns.iter();
        let across = across.map(|label| Head::numbers(label, &format!("{} {label}", self.across)));
        let heads = [down].into_iter().chain(across).collect();
        let description = self.about.description();
        Sheet::new(description, heads, self.rows.len() as u64, |take| {
            let mut row = vec![Cell::Empty; 1 + self.columns.len()];
            for (k, values) in self.values.rows().into_iter().enumerate() {
                row[0] = Cell::Word(k as u32);
                for (cell, value) in row[1..].iter_mut().zip(values) {
                    *cell = value.map_or(Cell::Empty, Cell::Number);
                }
                take(&row)?;
            }
            Ok(())
        })
    }
}
