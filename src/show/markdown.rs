//! Tables as Markdown.

use super::grid::Grid;

impl Grid {
    /// The table as Markdown with the pipe tables of GitHub, pandoc and Jupyter: the title in bold, the table, every note a paragraph.
    /// The first column is aligned left, the others right. What Markdown would take for markup is escaped.
    ///
    /// ```
    /// use leontief::show::Grid;
    ///
    /// let grid = Grid::new("Balance, bn USD", ["", "gross", "value added"])
    ///     .row(["goods | services", "241.2", "134.3"])
    ///     .note("V_goods in *central* parameters");
    /// assert_eq!(grid.to_markdown(), r"**Balance, bn USD**
    ///
    /// |                   | gross | value added |
    /// |:------------------|------:|------------:|
    /// | goods \| services | 241.2 |       134.3 |
    ///
    /// V\_goods in \*central\* parameters
    /// ");
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut parts = Vec::new();
        if !self.title.trim().is_empty() {
            parts.push(format!("**{}**\n", escaped(&self.title)));
        }
        if !self.headings.is_empty() {
            parts.push(self.pipes());
        }
        let notes = self.notes.iter().map(|note| paragraph(note));
        parts.extend(notes.filter(|note| !note.trim().is_empty()));
        parts.join("\n")
    }

    fn pipes(&self) -> String {
        let rows = [&self.headings].into_iter().chain(&self.rows);
        let rows: Vec<Vec<String>> = rows
            .map(|row| row.iter().map(|cell| escaped(cell)).collect())
            .collect();
        let width = |column: usize| {
            let widths = rows.iter().map(|row| row[column].chars().count());
            widths.max().unwrap_or(0).max(1)
        };
        let widths: Vec<usize> = (0..self.headings.len()).map(width).collect();
        let rule = widths.iter().enumerate().map(|(column, &width)| {
            let dashes = "-".repeat(width + 1);
            match column {
                0 => format!(":{dashes}"),
                _ => format!("{dashes}:"),
            }
        });
        let rule = format!("|{}|\n", rule.collect::<Vec<_>>().join("|"));
        let mut lines: Vec<String> = rows.iter().map(|row| line(row, &widths)).collect();
        lines.insert(1, rule);
        lines.concat()
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate();
    let cells = cells.map(|(column, (cell, &width))| match column {
        0 => format!("{cell:<width$}"),
        _ => format!("{cell:>width$}"),
    });
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Text on one line, with a backslash before everything that may be markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if r"\`*_{}[]<>#|~$&^".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Text as a paragraph of its own: a line that begins as a list, a heading's rule or a quotation does, does not become one.
fn paragraph(text: &str) -> String {
    let text = escaped(text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let behind = &text[digits..];
    if digits > 0 && behind.starts_with(['.', ')']) {
        return format!("{}\\{behind}\n", &text[..digits]);
    }
    match text.starts_with(['-', '+', '=']) {
        true => format!("\\{text}\n"),
        false => format!("{text}\n"),
    }
}
