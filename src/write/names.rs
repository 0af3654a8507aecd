//! `names.csv`: names beside codes, for people.

use std::io::{self, Write};

use super::rows::Rows;
use super::world_labels::group_key;
use crate::label::{Axis, AxisKind};
use crate::table::WorldTable;

/// A code that has a name other than itself, and what it is the code of.
type Named<'a> = [&'a str; 5];

/// The codes of a table that have names, as `kind,country,group,code,name`.
pub(super) fn names(table: &WorldTable) -> Vec<Named<'_>> {
    let mut all = of_axis(table.countries(), ["country", "", ""]);
    for block in table.producers().blocks() {
        let country = table.producers().countries().code(block.country());
        all.extend(of_axis(
            block.sectors(),
            ["sector", country, group_key(block.group())],
        ));
    }
    all.extend(of_axis(table.final_uses(), ["final_use", "", ""]));
    all
}

fn of_axis<'a, K: AxisKind>(axis: &'a Axis<K>, of: [&'a str; 3]) -> Vec<Named<'a>> {
    let [kind, country, group] = of;
    let entries = axis.positions().map(|at| (axis.code(at), axis.name(at)));
    let named = entries.filter(|(code, name)| code != name);
    named
        .map(|(code, name)| [kind, country, group, code, name])
        .collect()
}

pub(super) fn write(to: impl Write, names: &[Named<'_>]) -> io::Result<()> {
    let mut rows = Rows::to(to);
    rows.texts(["kind", "country", "group", "code", "name"])?;
    for named in names {
        rows.texts(named.iter().copied())?;
    }
    rows.finish()
}
