//! Accounts on a world table.

use super::WiodSea;
use crate::error::{Error, Result, first_few};
use crate::table::WorldDraft;

impl WiodSea {
    /// Puts a variable of a year onto a world table as a row beside the economic ones, matched by the codes of countries and sectors.
    ///
    /// Variables in national currency stay in the currency of each country.
    ///
    /// Countries of the table without accounts, as the rest of the world, must be named in `without`; they get zeros, and so do cells without
    /// a figure. Both are named in the provenance.
    ///
    /// # Errors
    /// If a country of the table has no accounts and is not named, a named one has accounts or is not in the table, or a sector has no row.
    pub fn onto(
        &self,
        draft: WorldDraft,
        variable: &str,
        year: i32,
        without: &[&str],
    ) -> Result<WorldDraft> {
        let producers = draft.producers().clone();
        for &country in without {
            if producers.countries().find(country).is_none() {
                let what = format!("`{country}` is not a country of the table");
                return Err(Error::label(what).hint("leave it out of `without`"));
            }
            if self.countries.iter().any(|known| known == country) {
                let error = Error::label(format!("there are accounts of `{country}`"));
                return Err(error.in_file(&self.file).hint("leave it out of `without`"));
            }
        }
        let (mut row, mut gaps) = (Vec::with_capacity(producers.len()), Vec::new());
        for block in producers.blocks() {
            let country = producers.countries().code(block.country());
            let sectors = block.sectors();
            if without.contains(&country) {
                row.extend(std::iter::repeat_n(0.0, sectors.len()));
                continue;
            }
            let figures = self.by_sector(country, variable, year, sectors.codes())?;
            row.extend(figures.values);
            let named = figures.gaps.iter().map(|code| format!("{country} {code}"));
            gaps.extend(named);
        }
        let mut steps = vec![format!(
            "`{variable}` of {year} from the socio-economic accounts, WIOD {}",
            self.release
        )];
        if !without.is_empty() {
            steps.push(format!(
                "no accounts, `{variable}` zero: {}",
                first_few(without)
            ));
        }
        if !gaps.is_empty() {
            let count = gaps.len();
            steps.push(format!(
                "{count} cells without a figure count as zero in `{variable}`: {}",
                first_few(gaps)
            ));
        }
        let origin = draft.origin().clone().with_file(self.source.clone());
        let origin = steps
            .into_iter()
            .fold(origin, |origin, step| origin.then(step));
        let draft = draft.extension(variable, self.unit(variable), row.into());
        Ok(draft.provenance(origin))
    }
}
