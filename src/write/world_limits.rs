//! What the plain layout of a world table has no place for.

use super::world_labels::require_kept;
use crate::error::{Error, Result};
use crate::table::{PrimaryKind, PrimaryRow, WorldTable};

/// Refuses what `va_x.csv` cannot hold.
pub(super) fn require_plain_primary(table: &WorldTable) -> Result<()> {
    let rows = table.primary().rows();
    let basic = |row: &&PrimaryRow| row.kind.is_basic_value_added();
    let whole = |row: &&PrimaryRow| row.kind == PrimaryKind::UndividedValueAdded;
    let part = rows.iter().filter(basic).find(|row| !whole(row));
    match (rows.iter().find(whole), part) {
        (None, None) => Err(Error::table("the table has no row of value added").hint(
            "a row of zeros: a file without value added is read as one whose value added is what output leaves",
        )),
        (Some(_), Some(part)) => Err(Error::table(format!(
            "the table has value added undivided and {} beside it, which the layout takes for the same twice",
            part.kind
        ))
        .expected("value added whole, or in components")),
        _ => Ok(()),
    }
}

/// Refuses codes and units of extensions that would not be read back.
pub(super) fn require_plain_extensions(table: &WorldTable) -> Result<()> {
    let extensions = table.extensions();
    extensions.positions().try_for_each(|at| {
        require_kept("extension", extensions.code(at))?;
        require_kept("unit of an extension", extensions.name(at))
    })
}
