//! Figures and names as the report writes them.

use leontief::label::TradeKind;

pub fn kind_name(kind: Option<TradeKind>) -> &'static str {
    match kind {
        Some(TradeKind::Goods) => "goods",
        Some(TradeKind::Services) => "services",
        Some(TradeKind::ReExports) => "Hong Kong",
        Some(TradeKind::Undivided) => "undivided",
        None => "total",
    }
}

/// Millions in billions.
pub fn billions(millions: f64) -> String {
    let text = format!("{:.1}", millions / 1000.0);
    // nothing is neither more nor less
    if text == "-0.0" {
        "0.0".to_owned()
    } else {
        text
    }
}

pub fn percent(value: f64) -> String {
    format!("{value:+.1} %")
}
