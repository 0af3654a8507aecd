//! What each database is recognised by.

use super::Database;
use super::evidence::Evidence;

/// The first database whose sign is there.
pub(super) fn found(evidence: &Evidence) -> Option<Database> {
    told_by_names(evidence)
        .or_else(|| told_by_labels(evidence))
        .or_else(|| told_by_cells(evidence))
}

/// By names of files and sheets.
pub(super) fn told_by_names(evidence: &Evidence) -> Option<Database> {
    let file = |name: &str| evidence.named(|known| known == name);
    let like = |parts: &[&str]| {
        evidence.named(|name| {
            let mut from = 0;
            parts.iter().all(|part| {
                let at = name.get(from..).and_then(|rest| rest.find(part));
                at.inspect(|at| from += at + part.len()).is_some()
            })
        })
    };
    let sheet = |name: &str| evidence.sheets().iter().any(|known| known == name);
    let workbook = evidence.is_workbook();
    if evidence.starts_with(b"LEONTIEF") {
        Some(Database::Cache)
    } else if evidence.is_folder() && file("z.csv") {
        Some(Database::PlainFolder)
    } else if like(&["120secmother", "_t-results"]) {
        Some(Database::Gloria)
    } else if like(&["eora26_", "_t.txt"]) {
        Some(Database::Eora26)
    } else if (file("z.txt") || file("a.txt")) && file("y.txt") {
        Some(Database::Exiobase)
    } else if like(&["iouse", ".xls"]) && like(&["iomake", ".xls"]) {
        Some(Database::BeaBooks)
    } else if like(&["io_", "price.txt"]) {
        Some(Database::EoraNational)
    } else if like(&["wiod", ".rda"]) {
        Some(Database::Wiod2013Workspace)
    } else if like(&["wiot", ".rdata"]) {
        Some(Database::Wiod2016Workspace)
    } else if like(&[".npz"]) {
        Some(Database::Npz)
    } else if workbook && sheet("National IO-tables") {
        Some(Database::WiodNational)
    } else if workbook && sheet("DATA") {
        Some(Database::WiodAccounts)
    } else if workbook && like(&["wiot", "_row_"]) {
        Some(Database::Wiod2013)
    } else if workbook && like(&["wiot", "nov16"]) {
        Some(Database::Wiod2016)
    } else if workbook && like(&["adb", "mrio"]) {
        Some(Database::AdbMrio)
    } else {
        None
    }
}

/// By the labels of the first line.
fn told_by_labels(evidence: &Evidence) -> Option<Database> {
    if evidence.is_workbook() {
        return None;
    }
    let all = |labels: &[&str]| labels.iter().all(|label| evidence.has(&[label]));
    if all(&["row_isic3"]) {
        Some(Database::LongRunWiod)
    } else if evidence.has(&["icioiRow", "iciopRow", "refArea"]) {
        Some(Database::FigaroFlat)
    } else if all(&["Year", "Code", "Description", "Origin", "GO"]) {
        Some(Database::WiodNational)
    } else if all(&["DescriptionInChinese", "TIU", "Origin"]) {
        Some(Database::NbsNoncompetitive)
    } else if all(&["DescriptionInChinese", "TIU", "IM"]) {
        Some(Database::NbsCompetitive)
    } else if all(&["Year", "HFCE", "IMPO"]) {
        Some(Database::OecdNational)
    } else if all(&["block", "code", "output"]) {
        Some(Database::PlainNational)
    } else if evidence.has_like(|label| label.ends_with("_HFCE") || label.starts_with("HFCE_")) {
        Some(Database::Icio)
    } else if evidence.has_like(|label| label.ends_with("_P3_S14")) {
        Some(Database::Figaro)
    } else {
        None
    }
}

/// By the first cells of a workbook.
fn told_by_cells(evidence: &Evidence) -> Option<Database> {
    let all = |labels: &[&str]| labels.iter().all(|label| evidence.has(&[label]));
    if all(&["c1", "c35", "F1", "F5"]) {
        Some(Database::AdbMrio)
    } else if all(&["c1", "c35", "c37", "c42"]) {
        Some(Database::Wiod2013)
    } else if evidence.has(&["CONS_h"]) {
        Some(Database::Wiod2016)
    } else if evidence.has(&["VA001", "中间投入合计", "中间使用合计"]) {
        Some(Database::NbsWorkbook)
    } else {
        None
    }
}
