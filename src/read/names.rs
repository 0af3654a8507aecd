//! What names of files tell.

use std::path::Path;

/// The last four digits of a file's name, its ending apart, that are a year: 2018 of `ICIO2021_2018.csv`.
pub(super) fn last_year(file: &Path) -> Option<i32> {
    let stem = file.file_stem()?.to_string_lossy();
    let groups = stem.rsplit(|c: char| !c.is_ascii_digit());
    let years = groups.filter(|digits| digits.len() == 4);
    let mut years = years.filter_map(|digits| digits.parse().ok());
    years.find(|year| (1900..2100).contains(year))
}
