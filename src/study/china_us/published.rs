//! The published figures to compare with.
//!
//! Li, Chen, Duan, Zhu (2019): the national-income surplus, its distance from the other two measures and the rates of income
//! in value added are stated in the text; the gross and value-added surplus follow from the stated percentages (they are
//! determined to within 0.5 bn USD: gross 260.5 to 261.4, value added 131.3 to 131.6).

/// A published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// China's surplus, gross, bn USD (determined by stated percentages).
    pub gross: f64,
    /// China's surplus in value added, bn USD (determined by stated percentages).
    pub value_added: f64,
    /// China's surplus in national income, bn USD (stated).
    pub national_income: f64,
    /// Chinese income per Chinese value added in exports to the United States (stated).
    pub income_rate_china: f64,
    /// American income per American value added in exports to China (stated).
    pub income_rate_usa: f64,
    /// The services balance in gross value, value added and national income, bn USD (middle of narrow bounds).
    pub services: [f64; 3],
}

/// Li, Chen, Duan, Zhu (2019), year 2012.
pub const LI_ET_AL_2019: Published = Published {
    gross: 260.9,
    value_added: 131.5,
    national_income: 102.8,
    income_rate_china: 0.877,
    income_rate_usa: 0.962,
    services: [-7.6, -8.1, -10.0],
};

/// Domestic value added per 1000 dollars of exports in 2012, from the table by processing regime of the Chinese Academy of
/// Sciences and the Ministry of Commerce (second-hand): [China to the United States, the United States to China].
pub const CAS_MOFCOM_2012: [f64; 2] = [585.0, 860.0];

/// Primary income paid to non-residents in 2012 by [China, the United States], bn USD (World Bank, World Development Indicators,
/// December 2013): what foreign income in the whole table is to be held against.
pub const PRIMARY_INCOME_PAID_2012: [f64; 2] = [202.58, 559.31];
