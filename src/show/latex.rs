//! Tables as LaTeX.

use super::grid::Grid;

impl Grid {
    /// The table as LaTeX for a paper: a `table` with the title as its caption, rules of the package `booktabs`, notes below in small
    /// print. The first column is aligned left, the others right. What LaTeX would take for a command is escaped, a minus before a
    /// figure is a minus; letters and signs beyond ASCII that texts of this crate use (Σ, →, ×, …) become commands, all others stay as
    /// they are.
    ///
    /// ```
    /// use leontief::show::Grid;
    ///
    /// let grid = Grid::new("Balance & income, bn USD", ["", "gross", "value added"])
    ///     .row(["goods", "241.2", "134.3"])
    ///     .row(["services", "-17.0", "-16.9"])
    ///     .note("5 % of DVA_FIN");
    /// assert_eq!(grid.to_latex(), r"\begin{table}
    ///   \centering
    ///   \caption{Balance \& income, bn USD}
    ///   \begin{tabular}{lrr}
    ///     \toprule
    ///     & gross & value added \\
    ///     \midrule
    ///     goods & 241.2 & 134.3 \\
    ///     services & $-$17.0 & $-$16.9 \\
    ///     \bottomrule
    ///   \end{tabular}
    ///   \par\smallskip{\footnotesize 5 \% of DVA\_FIN\par}
    /// \end{table}
    /// ");
    /// ```
    #[must_use]
    pub fn to_latex(&self) -> String {
        let mut lines = vec!["\\begin{table}".to_owned(), "  \\centering".to_owned()];
        if !self.title.trim().is_empty() {
            lines.push(format!("  \\caption{{{}}}", escaped(&self.title)));
        }
        if !self.headings.is_empty() {
            lines.extend(self.tabular());
        }
        let notes = self.notes.iter().map(|note| escaped(note));
        let notes = notes.filter(|note| !note.is_empty());
        lines.extend(notes.map(|note| format!("  \\par\\smallskip{{\\footnotesize {note}\\par}}")));
        lines.push("\\end{table}\n".to_owned());
        lines.join("\n")
    }

    fn tabular(&self) -> Vec<String> {
        let columns = format!("l{}", "r".repeat(self.headings.len() - 1));
        let mut lines = vec![
            format!("  \\begin{{tabular}}{{{columns}}}"),
            "    \\toprule".to_owned(),
            line(&self.headings),
            "    \\midrule".to_owned(),
        ];
        lines.extend(self.rows.iter().map(|row| line(row)));
        lines.push("    \\bottomrule".to_owned());
        lines.push("  \\end{tabular}".to_owned());
        lines
    }
}

fn line(row: &[String]) -> String {
    let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
    format!("    {} \\\\", cells.join(" & ").trim_start())
}

/// A cell: behind `\\` and `\toprule` a bracket or an asterisk would be an argument.
fn cell(text: &str) -> String {
    let text = on_one_line(text);
    if let Some(figure) = text.strip_prefix('-')
        && figure.starts_with(|c: char| c.is_ascii_digit())
    {
        return format!("$-${}", without_commands(figure));
    }
    match text.chars().next() {
        Some(first @ ('[' | '*')) => format!("{{{first}}}{}", without_commands(&text[1..])),
        _ => without_commands(&text),
    }
}

/// Text on one line in which nothing is a command.
fn escaped(text: &str) -> String {
    without_commands(&on_one_line(text))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_commands(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match command(c) {
            Some(command) => escaped.push_str(command),
            None => escaped.push(c),
        }
    }
    escaped
}

/// What stands for a character that LaTeX would not print as it is.
fn command(c: char) -> Option<&'static str> {
    Some(match c {
        '\\' => "\\textbackslash{}",
        '&' => "\\&",
        '%' => "\\%",
        '$' => "\\$",
        '#' => "\\#",
        '_' => "\\_",
        '{' => "\\{",
        '}' => "\\}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        '…' => "\\ldots{}",
        '−' => "$-$",
        '×' => "$\\times$",
        '∘' => "$\\circ$",
        '→' => "$\\rightarrow$",
        '≠' => "$\\neq$",
        '≤' => "$\\leq$",
        '≥' => "$\\geq$",
        'Σ' => "$\\Sigma$",
        'Ω' => "$\\Omega$",
        'Δ' => "$\\Delta$",
        'φ' => "$\\varphi$",
        'μ' => "$\\mu$",
        'τ' => "$\\tau$",
        'θ' => "$\\theta$",
        '¹' => "$^{1}$",
        '²' => "$^{2}$",
        '°' => "$^{\\circ}$",
        '⁰' => "$^{0}$",
        '⁻' => "$^{-}$",
        '½' => "$\\frac{1}{2}$",
        _ => return None,
    })
}
