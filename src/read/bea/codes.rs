//! What BEA calls rows and columns, by level of detail.

/// Codes of one level.
pub(super) struct Codes {
    pub(super) level: &'static str,
    /// Final uses beside exports and imports.
    pub(super) final_uses: [&'static str; 18],
    pub(super) exports: &'static str,
    pub(super) imports: &'static str,
    /// Compensation, taxes, surplus.
    pub(super) value_added: [&'static str; 3],
    /// Commodities that are not produced to order.
    pub(super) apart: &'static [&'static str],
    /// The column of all intermediate uses and the row of all intermediate inputs.
    pub(super) intermediate: [&'static str; 2],
    pub(super) added: &'static str,
    pub(super) final_total: &'static str,
    /// The column in which the row of value added has its sum.
    pub(super) gdp: &'static str,
    pub(super) industry_output: &'static str,
    pub(super) commodity_output: &'static str,
    pub(super) import_totals: [&'static str; 2],
}

pub(super) const SUMMARY: Codes = Codes {
    level: "summary",
    final_uses: [
        "F010", "F02S", "F02E", "F02N", "F02R", "F030", "F06C", "F06S", "F06E", "F06N", "F07C",
        "F07S", "F07E", "F07N", "F10C", "F10S", "F10E", "F10N",
    ],
    exports: "F040",
    imports: "F050",
    value_added: ["V001", "V002", "V003"],
    apart: &["Used", "Other"],
    intermediate: ["Total Intermediate"; 2],
    added: "Total Value Added",
    final_total: "Total Final Uses (GDP)",
    gdp: "Total Final Uses (GDP)",
    industry_output: "Total Industry Output",
    commodity_output: "Total Commodity Output",
    import_totals: ["T001", "T004"],
};

pub(super) const DETAIL: Codes = Codes {
    level: "detail",
    final_uses: [
        "F01000", "F02S00", "F02E00", "F02N00", "F02R00", "F03000", "F06C00", "F06S00", "F06E00",
        "F06N00", "F07C00", "F07S00", "F07E00", "F07N00", "F10C00", "F10S00", "F10E00", "F10N00",
    ],
    exports: "F04000",
    imports: "F05000",
    value_added: ["V00100", "V00200", "V00300"],
    apart: &["S00401", "S00402", "S00300", "S00900"],
    intermediate: ["T001", "T005"],
    added: "T006",
    final_total: "T004",
    gdp: "T001",
    industry_output: "T008",
    commodity_output: "T007",
    import_totals: ["T001", "T004"],
};

/// Summary level in workbooks, where totals go by their names in every book.
#[cfg(feature = "workbooks")]
pub(super) const SUMMARY_BOOKS: Codes = Codes {
    import_totals: ["Total Intermediate", "Total Final Uses (GDP)"],
    ..SUMMARY
};
