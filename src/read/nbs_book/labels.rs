//! What columns and rows are called in the bureau's workbooks.

/// Columns by code, and what stands over them without a code; blanks are taken out and capitals made small before.
const COLUMNS: [(&str, &[&str]); 15] = [
    (
        "TIU",
        &[
            "中间使用合计",
            "totalintermediateuse",
            "totalintermediateuses",
        ],
    ),
    (
        "FU101",
        &[
            "农村居民",
            "农村居民消费",
            "农村居民消费支出",
            "ruralhouseholdconsumption",
            "ruralhouseholdconsumptionexpenditure",
        ],
    ),
    (
        "FU102",
        &[
            "城镇居民",
            "城镇居民消费",
            "城镇居民消费支出",
            "urbanhouseholdconsumption",
            "urbanhouseholdconsumptionexpenditure",
        ],
    ),
    (
        "THC",
        &[
            "居民消费合计",
            "居民消费支出合计",
            "totalhouseholdconsumption",
            "householdconsumptionexpenditure",
        ],
    ),
    (
        "FU103",
        &[
            "政府消费",
            "政府消费支出",
            "governmentconsumption",
            "governmentconsumptionexpenditure",
        ],
    ),
    (
        "TC",
        &[
            "最终消费合计",
            "最终消费支出合计",
            "totalfinalconsumption",
            "finalconsumptionexpenditure",
        ],
    ),
    ("FU201", &["固定资本形成总额", "grossfixedcapitalformation"]),
    ("FU202", &["存货增加", "存货变动", "changesininventories"]),
    (
        "GCF",
        &["资本形成合计", "资本形成总额", "grosscapitalformation"],
    ),
    ("EX", &["出口", "export", "exports"]),
    ("TFU", &["最终使用合计", "totalfinaluse", "totalfinaluses"]),
    ("IM", &["进口", "import", "imports"]),
    ("ERR", &["其他", "其它", "others", "other", "error"]),
    ("GO", &["总产出", "grossoutput", "totaloutput"]),
    // a total of all users, which tables of coefficients have
    ("SUM", &["合计", "产业部门合计"]),
];

/// Rows below the sectors.
const ROWS: [(&str, &[&str]); 7] = [
    (
        "TII",
        &[
            "中间投入合计",
            "中间使用合计",
            "totalintermediateinput",
            "totalintermediateinputs",
        ],
    ),
    ("VA001", &["劳动者报酬", "compensationofemployees"]),
    ("VA002", &["生产税净额", "nettaxesonproduction"]),
    (
        "VA003",
        &[
            "固定资产折旧",
            "depreciationoffixedassets",
            "depreciationoffixedcapital",
        ],
    ),
    ("VA004", &["营业盈余", "operatingsurplus"]),
    (
        "TVA",
        &["增加值合计", "totalvalueadded", "totalvalue-added"],
    ),
    ("TI", &["总投入", "totalinput", "totalinputs"]),
];

/// Without blanks, in small letters.
pub(super) fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

fn code(known: &[(&'static str, &[&str])], text: &str) -> Option<&'static str> {
    let plain = plain(text);
    let known = known.iter();
    known
        .filter(|(code, names)| *code == text || names.contains(&plain.as_str()))
        .map(|(code, _)| *code)
        .next()
}

/// The code of a column that is no sector.
pub(super) fn column(text: &str) -> Option<&'static str> {
    code(&COLUMNS, text)
}

/// The code of a row that is no sector, by its code or its name.
pub(super) fn row(text: &str) -> Option<&'static str> {
    code(&ROWS, text)
}

/// Names of value added, for messages.
pub(super) fn names_of_value_added() -> impl Iterator<Item = &'static str> {
    ROWS[1..5].iter().map(|(_, names)| names[0])
}
