//! A small table with a title, headings, rows and notes, as text or HTML; Markdown and LaTeX are beside it.

use std::fmt;

/// A table for people: the first column holds labels, the others figures.
///
/// ```
/// use leontief::show::Grid;
///
/// let grid = Grid::new("Balance, bn USD", ["", "gross", "value added"])
///     .row(["goods", "241.2", "134.3"])
///     .row(["services", "-17.0", "-16.9"])
///     .note("central parameters");
/// assert_eq!(grid.to_string(), "\
/// Balance, bn USD
///           gross  value added
/// --------  -----  -----------
/// goods     241.2        134.3
/// services  -17.0        -16.9
/// central parameters
/// ");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub(super) title: String,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) notes: Vec<String>,
}

impl Grid {
    /// An empty table with a title and its headings.
    #[must_use]
    pub fn new<S: Into<String>>(title: &str, headings: impl IntoIterator<Item = S>) -> Self {
        Self {
            title: title.to_owned(),
            headings: headings.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// One more row; cells beyond the headings are left out, missing ones are empty.
    #[must_use]
    pub fn row<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Self {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.headings.len(), String::new());
        self.rows.push(cells);
        self
    }

    /// One more line below the table.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The headings of the columns.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The rows, a cell for every heading.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The lines below the table.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The table as a fragment of HTML.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = format!(
            "<table><caption>{}</caption><thead><tr>",
            escaped(&self.title)
        );
        for heading in &self.headings {
            html.push_str(&format!("<th>{}</th>", escaped(heading)));
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let align = if column == 0 { "left" } else { "right" };
                html.push_str(&format!(
                    "<td style=\"text-align:{align}\">{}</td>",
                    escaped(cell)
                ));
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
        for note in &self.notes {
            html.push_str(&format!("<p><small>{}</small></p>", escaped(note)));
        }
        html
    }

    /// Shows the table in an evcxr notebook, as HTML where the front end can and as text elsewhere.
    pub fn evcxr_display(&self) {
        for (kind, content) in [
            ("text/html", self.to_html()),
            ("text/plain", self.to_string()),
        ] {
            println!("EVCXR_BEGIN_CONTENT {kind}\n{content}\nEVCXR_END_CONTENT");
        }
    }

    fn widths(&self) -> Vec<usize> {
        (0..self.headings.len())
            .map(|column| {
                let cells = self.rows.iter().map(|row| row[column].chars().count());
                cells
                    .chain([self.headings[column].chars().count()])
                    .max()
                    .unwrap_or(0)
            })
            .collect()
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
        writeln!(f, "{}", self.title)?;
        for row in [&self.headings, &rule].into_iter().chain(&self.rows) {
            let cells = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, &width))| match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
