//! Lists of labels beside the numbers.

use std::collections::HashMap;
use std::path::Path;

use super::description::LabelList;
use super::page::Text;
use crate::error::{Error, Result};
use crate::read::files::{Content, Files};
use crate::table::SourceFile;

/// Labels of a list, and the file that holds them.
pub(super) fn listed(
    path: &Path,
    list: &LabelList,
    sources: &mut Vec<SourceFile>,
) -> Result<Vec<String>> {
    let content = match list {
        LabelList::Given(labels) => return Ok(labels.clone()),
        LabelList::File(name) => beside(path, name)?,
    };
    sources.push(content.source.clone());
    let text = Text::of(content, Default::default())?;
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut labels = Vec::new();
    for row in 0..text.rows() {
        let label = text.cell(row, 0)?.to_owned();
        if text.width(row) != 1 || label.is_empty() {
            let error = Error::label("a line of a list of labels does not hold one label");
            return Err(text.at(
                row,
                error.expected("one label a line").found(text.width(row)),
            ));
        }
        if first.insert(label.clone(), row).is_some() {
            return Err(text.at(
                row,
                Error::label(format!("the label `{label}` stands twice"))
                    .hint(crate::read::LEAVE_ONE),
            ));
        }
        labels.push(label);
    }
    Ok(labels)
}

/// A file beside another one, or in the same archive or folder.
fn beside(path: &Path, name: &str) -> Result<Content> {
    let files = Files::open(path)?;
    if files.names().iter().any(|known| known == name) {
        return files.content(name);
    }
    let folder = if path.is_dir() {
        Some(path)
    } else {
        path.parent()
    };
    Content::open(
        &folder.unwrap_or(Path::new("")).join(name),
        &[".csv", ".txt"],
    )
}
