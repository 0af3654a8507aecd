//! What the layout says of labels by name.

use std::collections::HashMap;

use super::description::{Layout, Shape};
use super::matrix::{Label, Matrix};
use super::roles::{Column, Row};
use crate::error::{Error, Result, first_few};

/// What claims a label, and under which key of the layout.
pub(super) struct Claims<'a, R> {
    claims: Vec<(&'a str, R, &'static str)>,
    prefix: Option<(&'a str, R)>,
}

impl<R: Copy + PartialEq> Claims<'_, R> {
    /// What each label is that is named, and what claims have no label.
    pub(super) fn of(
        &self,
        labels: &[Label],
        side: &str,
        matrix: &Matrix,
    ) -> Result<Vec<Option<R>>> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (name, ..)) in self.claims.iter().enumerate() {
            by_name.entry(name).or_default().push(at);
        }
        let mut used = vec![false; self.claims.len()];
        let mut roles = Vec::with_capacity(labels.len());
        for label in labels {
            let names = [label.whole.as_str(), label.code.as_str()];
            let names = if names[0] == names[1] {
                &names[..1]
            } else {
                &names
            };
            let claims: Vec<usize> = names
                .iter()
                .filter_map(|name| by_name.get(name))
                .flatten()
                .copied()
                .collect();
            for at in &claims {
                used[*at] = true;
            }
            let by_prefix = self
                .prefix
                .filter(|(prefix, _)| label.code.starts_with(prefix));
            roles.push(match (claims.as_slice(), by_prefix) {
                ([], None) => None,
                ([], Some((_, role))) => Some(role),
                ([one], _) => Some(self.claims[*one].1),
                ([one, other, ..], _) => {
                    let what = format!(
                        "the layout names the {side} `{}` under `{}` and under `{}`",
                        label.whole, self.claims[*one].2, self.claims[*other].2
                    );
                    return Err(matrix.wrong(Error::label(what).hint("one of them")));
                }
            });
        }
        let unused = used.iter().zip(&self.claims).filter(|(used, _)| !**used);
        let unused: Vec<&str> = unused.map(|(_, (name, ..))| *name).collect();
        if unused.is_empty() {
            return Ok(roles);
        }
        let what = format!(
            "the layout names {side}s that the file has not: {}",
            first_few(unused)
        );
        let found = first_few(labels.iter().map(|label| &label.whole));
        Err(matrix.wrong(Error::label(what).found(found)))
    }
}

/// Names of rows.
pub(super) fn row_claims(layout: &Layout) -> Claims<'_, Row> {
    let rows = &layout.rows;
    let mut claims = Vec::new();
    claims.extend(
        rows.primary
            .iter()
            .map(|(name, kind)| (name.as_str(), Row::Primary(*kind), "primary")),
    );
    claims.extend(
        rows.imported
            .iter()
            .map(|name| (name.as_str(), Row::Imported(0), "imported")),
    );
    let extensions = rows.extensions.iter().enumerate();
    claims.extend(
        extensions.map(|(at, (name, _))| (name.as_str(), Row::Extension(at), "extensions")),
    );
    claims.extend(
        rows.output
            .iter()
            .map(|name| (name.as_str(), Row::Output, "output")),
    );
    claims.extend(
        rows.imports
            .iter()
            .map(|name| (name.as_str(), Row::Imports, "imports")),
    );
    let totals = rows.totals.iter().enumerate();
    claims.extend(totals.map(|(at, (name, _))| (name.as_str(), Row::Total(at), "totals")));
    claims.extend(
        rows.skip
            .iter()
            .map(|name| (name.as_str(), Row::Skipped, "skip")),
    );
    let prefix = rows
        .imported_prefix
        .as_deref()
        .map(|prefix| (prefix, Row::Imported(0)));
    Claims { claims, prefix }
}

/// Names of columns.
pub(super) fn column_claims(layout: &Layout) -> Claims<'_, Column> {
    let columns = &layout.columns;
    let mut claims = Vec::new();
    let finals = columns.final_use.iter();
    claims.extend(finals.map(|name| (name.as_str(), Column::Final(0), "final_use")));
    let exports = columns.exports.iter().enumerate();
    claims.extend(exports.map(|(at, (name, _))| (name.as_str(), Column::Export(at), "exports")));
    let single = [
        (&columns.output, Column::Output, "output"),
        (&columns.imports, Column::Imports, "imports"),
        (
            &columns.negative_imports,
            Column::NegativeImports,
            "negative_imports",
        ),
        (&columns.discrepancy, Column::Discrepancy, "discrepancy"),
    ];
    for (name, role, key) in single {
        claims.extend(name.as_deref().map(|name| (name, role, key)));
    }
    let totals = columns.totals.iter().enumerate();
    claims.extend(totals.map(|(at, (name, _))| (name.as_str(), Column::Total(at), "totals")));
    claims.extend(
        columns
            .skip
            .iter()
            .map(|name| (name.as_str(), Column::Skipped, "skip")),
    );
    let prefix = columns
        .final_use_prefix
        .as_deref()
        .map(|prefix| (prefix, Column::Final(0)));
    Claims { claims, prefix }
}

/// In the shape `numbers`, columns behind those of producers are final use.
pub(super) fn take_categories(matrix: &Matrix, layout: &Layout, columns: &mut [Option<Column>]) {
    if matches!(layout.shape, Shape::Numbers { .. }) {
        for column in &mut columns[matrix.rows.len()..] {
            column.get_or_insert(Column::Final(0));
        }
    }
}
