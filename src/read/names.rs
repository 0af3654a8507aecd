//! What the name of a published file says: above all its year.

use std::path::Path;

use crate::error::{Error, Result};

/// Which of several years in a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameYear {
    /// The last one: the name may state the year of the edition before it.
    Last,
    /// There may be only one.
    Only,
}

impl NameYear {
    /// The year in a file's name, or else the one that the caller knows. `example` is a name that tells, `with` what the caller writes
    /// where it does not.
    ///
    /// # Errors
    /// If neither tells, or both do and differ.
    pub(super) fn of(
        self,
        file: &Path,
        wanted: Option<i32>,
        example: &str,
        with: &str,
    ) -> Result<i32> {
        let years = years(&stem(file));
        let year = match (self, years.as_slice()) {
            (Self::Last, [.., last]) => Some(*last),
            (Self::Only, [only]) => Some(*only),
            _ => wanted.filter(|year| years.is_empty() || years.contains(year)),
        };
        match (year, wanted) {
            (Some(year), Some(wanted)) if year != wanted => {
                Err(Error::label("the name of the file has another year")
                    .in_file(file)
                    .expected(wanted)
                    .found(year)
                    .hint("the file of that year, or the year of this file"))
            }
            (Some(year), _) => Ok(year),
            (None, _) => Err(Error::label("the name of the file does not say the year")
                .in_file(file)
                .expected(format!("four digits such as in `{example}`"))
                .hint(format!("`{with}(path, &Options::new().year(2018))`"))),
        }
    }
}

/// Refuses the file of another year, where its name tells years and the one that the caller states is not among them.
pub(super) fn refuse_another_year(file: &Path, stated: i32) -> Result<()> {
    let years = years(&stem(file));
    if years.is_empty() || years.contains(&stated) {
        return Ok(());
    }
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    Err(Error::label("the name of the file has another year")
        .in_file(file)
        .expected(stated)
        .found(years.join(", "))
        .hint("the file of that year, or the year of this file"))
}

/// The last year in a file's name: 2018 of `ICIO2021_2018.csv`.
pub(super) fn last_year(file: &Path) -> Option<i32> {
    years(&stem(file)).last().copied()
}

/// The name of a file without its folders, as archives write them.
pub(super) fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The name of a file or folder as text.
pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The name without its last ending.
pub(super) fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Groups of four digits that are a year.
pub(super) fn years(text: &str) -> Vec<i32> {
    let groups = text.split(|c: char| !c.is_ascii_digit());
    let years = groups.filter(|digits| digits.len() == 4);
    let years = years.filter_map(|digits| digits.parse().ok());
    years.filter(|year| (1900..2100).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(way: NameYear, name: &str, wanted: Option<i32>) -> Option<i32> {
        way.of(Path::new(name), wanted, "2018_SML.csv", "icio_with")
            .ok()
    }

    #[test]
    fn the_name_and_the_caller_must_agree() {
        use NameYear::{Last, Only};
        assert_eq!(year(Last, "ICIO2021_2018.csv", None), Some(2018));
        assert_eq!(year(Last, "ICIO2021_2018.csv", Some(2021)), None);
        assert_eq!(year(Only, "2021_of_2022.csv", None), None);
        assert_eq!(year(Only, "2021_of_2022.csv", Some(2022)), Some(2022));
        assert_eq!(year(Only, "2021_of_2022.csv", Some(2023)), None);
        assert_eq!(year(Only, "x_25ed_2021_v2.csv", None), Some(2021));
        assert_eq!(year(Only, "x_20210.csv", None), None);
        assert_eq!(year(Only, "x.csv", Some(1995)), Some(1995));
    }
}
