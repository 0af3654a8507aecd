//! What the labelled rows and columns of a sheet are, and where their numbers go.

use std::collections::{HashMap, HashSet};

use super::heads::{Head, Heads};
use super::{Layout, Tail};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Group, Producers};
use crate::read::cells::Cell;
use crate::read::workbook::Grid;

/// Rows and columns by what they are.
pub(super) struct Places {
    pub(super) producers: Producers,
    /// Rows of producers in the order of the axis.
    pub(super) rows: Vec<usize>,
    /// Columns of producers, in the same order.
    pub(super) columns: Vec<usize>,
    /// Columns of final use: region by region, category by category.
    pub(super) finals: Vec<usize>,
    /// The name of each category.
    pub(super) categories: Vec<(String, String)>,
    pub(super) total: Option<usize>,
    pub(super) tail: HashMap<Tail, Vec<usize>>,
}

type Label<'a> = (&'a str, &'a str);

impl Places {
    pub(super) fn of(grid: &Grid, heads: &Heads, layout: &Layout) -> Result<Self> {
        let reader = Reader {
            grid,
            heads,
            layout,
        };
        let (mut producers, mut finals, mut total) = (Vec::new(), Vec::new(), None);
        for head in &heads.columns {
            match reader.column(head)? {
                Column::Producer => producers.push(head),
                Column::Final => finals.push(head),
                Column::Total if total.is_none() => total = Some(head.at),
                Column::Total => {
                    let error = Error::label("a second column of totals").found(&head.name);
                    return Err(reader.at_column(head, error));
                }
                Column::Nothing => {}
            }
        }
        let columns = reader.unique(&producers, "column")?;
        let final_columns = reader.unique(&finals, "column")?;
        let mut own_rows = Vec::new();
        let mut tail: HashMap<Tail, Vec<(usize, usize)>> = HashMap::new();
        let mut known = HashSet::new();
        for head in &heads.rows {
            match reader.row(head)? {
                Row::Producer => own_rows.push(head),
                Row::Tail(..) if !known.insert(reader.tail_code(head)) => {
                    let error = Error::label("a row of totals stands twice")
                        .hint(crate::read::LEAVE_ONE)
                        .found(&head.name);
                    return Err(reader.at_row(head, error));
                }
                Row::Tail(part, code) => tail.entry(part).or_default().push((code, head.at)),
                Row::Nothing => {}
            }
        }
        let rows = reader.unique(&own_rows, "row")?;
        reader.require_same(&rows, &columns)?;
        // in the order of their codes, so that sums do not depend on that of the rows
        let tail = tail.into_iter().map(|(part, mut rows)| {
            rows.sort_unstable();
            (part, rows.into_iter().map(|(_, at)| at).collect())
        });
        let tail = tail.collect();
        reader.require_tail(&tail)?;
        let names: HashMap<Label<'_>, &str> = own_rows
            .iter()
            .map(|head| (label(head), head.name.as_str()))
            .collect();
        let producers = axis(&producers, &names)?;
        let labels: Vec<Label<'_>> = producers
            .blocks()
            .iter()
            .flat_map(|block| {
                let country = producers.countries().code(block.country());
                let sectors = block.sectors().codes().iter();
                sectors.map(move |sector| (country, sector.as_str()))
            })
            .collect();
        let at = |places: &HashMap<Label<'_>, usize>| -> Vec<usize> {
            labels
                .iter()
                .filter_map(|label| places.get(label).copied())
                .collect()
        };
        let (rows, columns) = (at(&rows), at(&columns));
        let finals_in_order = reader.finals(&producers, &final_columns)?;
        let categories = layout.categories.iter().map(|code| {
            let head = finals.iter().find(|head| head.code == *code);
            let name = head.map_or(String::new(), |head| reader.name_of_category(head));
            (
                (*code).to_owned(),
                if name.is_empty() {
                    (*code).to_owned()
                } else {
                    name
                },
            )
        });
        let categories = categories.collect();
        Ok(Self {
            rows,
            columns,
            finals: finals_in_order,
            categories,
            total,
            tail,
            producers,
        })
    }
}

enum Column {
    Producer,
    Final,
    Total,
    Nothing,
}

enum Row {
    Producer,
    /// What it is, and which of the codes it has.
    Tail(Tail, usize),
    Nothing,
}

struct Reader<'a> {
    grid: &'a Grid,
    heads: &'a Heads,
    layout: &'a Layout,
}

impl Reader<'_> {
    fn column(&self, head: &Head) -> Result<Column> {
        let is_final = self.layout.categories.contains(&head.code.as_str());
        match (head.region.is_empty(), head.code.is_empty()) {
            (false, false) if is_final => Ok(Column::Final),
            (false, false) => Ok(Column::Producer),
            (true, _) if self.is_total(head) => Ok(Column::Total),
            (true, true) if !self.holds_numbers_below(head.at) => Ok(Column::Nothing),
            _ => Err(self.at_column(
                head,
                Error::label("a column has no label, or half of one")
                    .expected("a region and a code, or the column of total output")
                    .found(format!("region `{}`, code `{}`", head.region, head.code)),
            )),
        }
    }

    fn is_total(&self, head: &Head) -> bool {
        let words = head.name.to_lowercase();
        let total = words
            .split_whitespace()
            .any(|word| word == "total" || word == "go");
        total && (head.code.is_empty() || head.code == self.layout.total_code)
    }

    fn row(&self, head: &Head) -> Result<Row> {
        if !head.region.is_empty() && !head.code.is_empty() {
            return Ok(Row::Producer);
        }
        let called = |code: &&str| {
            head.code == *code || (head.code.is_empty() && head.name.eq_ignore_ascii_case(code))
        };
        let mut parts = self.layout.tail.iter();
        let known = parts.find_map(|(part, codes)| Some((*part, codes.iter().position(called)?)));
        match known {
            Some((part, code)) if head.region.is_empty() => Ok(Row::Tail(part, code)),
            _ if !self.holds_numbers_behind(head.at) => Ok(Row::Nothing),
            _ => {
                let error = Error::label("a row is neither a producer nor known")
                    .expected("a region and a code, or the code of a row of totals")
                    .found(format!(
                        "region `{}`, code `{}`, name `{}`",
                        head.region, head.code, head.name
                    ));
                Err(self.at_row(head, error))
            }
        }
    }

    fn tail_code<'h>(&self, head: &'h Head) -> &'h str {
        match head.code.is_empty() {
            true => &head.name,
            false => &head.code,
        }
    }

    /// Labels with their places; none may stand twice.
    fn unique<'h>(&self, heads: &[&'h Head], what: &str) -> Result<HashMap<Label<'h>, usize>> {
        let mut known = HashMap::with_capacity(heads.len());
        for head in heads {
            if known.insert(label(head), head.at).is_some() {
                let words = format!("the {what} `{} {}` stands twice", head.region, head.code);
                let error = Error::label(words).hint("delete the copy");
                return Err(match what {
                    "row" => self.at_row(head, error),
                    _ => self.at_column(head, error),
                });
            }
        }
        Ok(known)
    }

    /// Every producer has a row and a column.
    fn require_same(
        &self,
        rows: &HashMap<Label<'_>, usize>,
        columns: &HashMap<Label<'_>, usize>,
    ) -> Result<()> {
        const HINT: &str = "a label is misspelt, or the sheet is cut off";
        if columns.is_empty() {
            return Err(self
                .grid
                .wrong(Error::label("no column of a producer").hint(HINT)));
        }
        let lone_rows = only_in(rows, columns);
        let lone_columns = only_in(columns, rows);
        let shown = |what: &str, found: &[(usize, String)]| {
            let labels = first_few(found.iter().map(|(_, label)| label));
            format!("{what} {labels}")
        };
        let error = Error::label("rows and columns of producers differ")
            .expected("every producer at the head of a row and of a column")
            .hint(HINT);
        let first = self.heads.first;
        match (lone_rows.as_slice(), lone_columns.as_slice()) {
            ([], []) => Ok(()),
            ([(row, _), ..], []) => {
                let error = error.found(shown("only rows", &lone_rows));
                Err(self.grid.at(*row, first[1] - 1, error))
            }
            ([], [(column, _), ..]) => {
                let error = error.found(shown("only columns", &lone_columns));
                Err(self.grid.at(first[0] - 1, *column, error))
            }
            ([(row, _), ..], [(column, _), ..]) => {
                let [rows, columns] = [
                    shown("only rows", &lone_rows),
                    shown("only columns", &lone_columns),
                ];
                Err(self
                    .grid
                    .at(*row, *column, error.found(format!("{rows}; {columns}"))))
            }
        }
    }

    fn require_tail(&self, tail: &HashMap<Tail, Vec<usize>>) -> Result<()> {
        for (part, codes) in self.layout.tail {
            let found = tail.get(part).map_or(0, Vec::len);
            let most = part.rows(codes);
            let words = codes.join("` or `");
            if found == 0 {
                let error = Error::label(format!("no row of {}", part.in_words()))
                    .expected(format!("`{words}`"))
                    .hint("a sheet that is cut off ends before it");
                return Err(self.grid.wrong(error));
            }
            if found != most {
                let error = Error::label(format!("{found} rows of {}", part.in_words()))
                    .expected(format!("{most}: `{words}`"));
                return Err(self.grid.wrong(error));
            }
        }
        Ok(())
    }

    /// Columns of final use in order; every region must have every category, and no others may have one.
    fn finals(
        &self,
        producers: &Producers,
        columns: &HashMap<Label<'_>, usize>,
    ) -> Result<Vec<usize>> {
        let regions = producers.countries().codes();
        let wanted = regions.iter().flat_map(|region| {
            let categories = self.layout.categories.iter();
            categories.map(move |category| (region.as_str(), *category))
        });
        let wanted: Vec<Label<'_>> = wanted.collect();
        let shown = |(region, category): &Label<'_>| format!("{region} {category}");
        let missing = wanted.iter().filter(|label| !columns.contains_key(*label));
        let missing: Vec<String> = missing.map(shown).collect();
        if !missing.is_empty() {
            return Err(self.grid.wrong(
                Error::label("columns of final use are missing")
                    .expected("every category in every region")
                    .found(format!("no {}", first_few(missing))),
            ));
        }
        if columns.len() > wanted.len() {
            let others = columns.keys().filter(|label| !wanted.contains(label));
            let mut others: Vec<String> = others.map(shown).collect();
            others.sort();
            return Err(self.grid.wrong(
                Error::label("columns of final use in regions without producers")
                    .found(first_few(others)),
            ));
        }
        let places = wanted
            .iter()
            .filter_map(|label| columns.get(label).copied());
        Ok(places.collect())
    }

    /// What stands above a column of final use besides its labels.
    fn name_of_category(&self, head: &Head) -> String {
        let texts = (0..self.heads.first[0]).map(|row| self.grid.text(row, head.at));
        let texts = texts.filter(|text| text.contains(' '));
        texts.max_by_key(String::len).unwrap_or_default()
    }

    fn holds_numbers_below(&self, column: usize) -> bool {
        let mut rows = self.heads.first[0]..self.grid.size().0;
        rows.any(|row| self.holds_a_number(row, column))
    }

    fn holds_numbers_behind(&self, row: usize) -> bool {
        let mut columns = self.heads.first[1]..self.grid.size().1;
        columns.any(|column| self.holds_a_number(row, column))
    }

    fn holds_a_number(&self, row: usize, column: usize) -> bool {
        !matches!(self.grid.cell(row, column), Cell::Empty | Cell::Blank)
    }

    fn at_column(&self, head: &Head, error: Error) -> Error {
        self.grid.at(self.heads.first[0] - 1, head.at, error)
    }

    fn at_row(&self, head: &Head, error: Error) -> Error {
        self.grid.at(head.at, self.heads.first[1] - 1, error)
    }
}

/// Labels of the one side that the other one lacks, in order.
fn only_in(
    these: &HashMap<Label<'_>, usize>,
    those: &HashMap<Label<'_>, usize>,
) -> Vec<(usize, String)> {
    let lone = these.iter().filter(|(at, _)| !those.contains_key(*at));
    let lone = lone.map(|((region, code), at)| (*at, format!("{region} {code}")));
    let mut lone: Vec<(usize, String)> = lone.collect();
    lone.sort();
    lone
}

fn label(head: &Head) -> Label<'_> {
    (&head.region, &head.code)
}

/// Producers in the order of their columns; the industries of a region together.
fn axis(columns: &[&Head], names: &HashMap<Label<'_>, &str>) -> Result<Producers> {
    let mut blocks: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for head in columns {
        let at = *known.entry(&head.region).or_insert_with(|| {
            blocks.push((&head.region, Vec::new()));
            blocks.len() - 1
        });
        let name = names.get(&label(head)).copied().unwrap_or_default();
        let name = if name.is_empty() { &head.code } else { name };
        blocks[at].1.push((&head.code, name));
    }
    let blocks = blocks
        .into_iter()
        .map(|(region, sectors)| Ok((region, Group::whole(), Axis::with_names(sectors)?)));
    Producers::new(blocks.collect::<Result<Vec<_>>>()?)
}
