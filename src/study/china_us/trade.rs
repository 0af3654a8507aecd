//! Bilateral exports brought to their totals.

use super::notes::Notes;
use crate::error::{Error, Result};
use crate::label::TradeKind;
use crate::table::{Exports, NationalTable};

/// The exports with the flows of each kind scaled to a total, their mix unchanged.
pub(super) fn scaled_to(exports: &Exports, totals: [(TradeKind, f64); 3]) -> Result<Exports> {
    for (kind, total) in totals {
        let mut flows = exports.flows().iter();
        if total != 0.0 && flows.all(|flow| flow.kind() != kind) {
            return Err(Error::control_total(format!(
                "there are no exports of {kind} by sector to scale to a total of {total:.0}"
            )));
        }
    }
    exports.flows().iter().try_fold(
        Exports::new(exports.producers(), exports.unit().clone()),
        |scaled, flow| {
            let wanted = totals.iter().find(|(kind, _)| *kind == flow.kind());
            let factor = match wanted {
                None => 1.0,
                Some(_) if flow.total() == 0.0 => {
                    return Err(Error::control_total(format!(
                        "exports of {} to `{}` are zero and cannot be scaled to a total",
                        flow.kind(),
                        flow.partner()
                    )));
                }
                Some((_, total)) => total / flow.total(),
            };
            scaled.with(flow.partner(), flow.kind(), &flow.amounts() * factor)
        },
    )
}

/// Sectors that export more to the partner than the table says they export to everyone.
pub(super) fn note_excess(exports: &Exports, table: &NationalTable, notes: &mut Notes) {
    let (to_partner, all) = (exports.by_producer(), table.exports().by_producer());
    for at in exports.producers().positions() {
        let (to_partner, all) = (to_partner[at.get()], all[at.get()]);
        if to_partner > all {
            notes.lines.push(format!(
                "{} exports {to_partner:.0} {} to the partner, more than the {all:.0} to all partners in its table",
                exports.producers().key(at),
                exports.unit().short()
            ));
        }
    }
}
