//! Processing trade by customs statistics, in bn USD, and what it is in the bureau's tables.

use leontief::build::ControlTotals;

/// Trade of a year. Grades: A seen in an official source, B seen second-hand, C recalled, D assumed or derived from other years.
pub struct Customs {
    /// Exports of goods.
    pub goods: f64,
    /// Exports after processing with supplied materials (来料加工), at full value.
    pub supplied: f64,
    /// Exports after processing with materials that the processor buys (进料加工).
    pub bought: f64,
    /// Imports for both.
    pub imports: f64,
    /// Share of foreign-invested firms in processing exports and in all exports of goods.
    pub foreign: [f64; 2],
    /// Yuan per USD.
    pub yuan: f64,
}

/// 2012, as in `control_totals.csv` of the China-US study: goods A, the rate B, the rest C.
pub const IN_2012: Customs = Customs {
    goods: 2048.93,
    supplied: 98.87,
    bought: 763.91,
    imports: 481.17,
    foreign: [0.825, 0.4992],
    yuan: 6.312_33,
};

/// 2017: goods, all processing, the foreign share of exports and the rate C; supplied materials by their part of processing in 2019 (A for 2019, D
/// here); the foreign share of processing between those of 2012 and 2018, D.
pub const IN_2017: Customs = Customs {
    goods: 2263.3,
    supplied: SUPPLIED_IN_2019 * 758.8,
    bought: (1.0 - SUPPLIED_IN_2019) * 758.8,
    imports: 431.4,
    foreign: [0.815, 0.432],
    yuan: 6.7518,
};

/// 2020: goods B; the foreign share of processing between those of 2018 and 2023, D; the rest as for 2017.
pub const IN_2020: Customs = Customs {
    goods: 2590.6,
    supplied: SUPPLIED_IN_2019 * 702.5,
    bought: (1.0 - SUPPLIED_IN_2019) * 702.5,
    imports: 403.0,
    foreign: [0.775, 0.36],
    yuan: 6.8976,
};

/// Of processing exports in 2019: customs statistics, table (5) of December 2019.
const SUPPLIED_IN_2019: f64 = 78.05 / (78.05 + 657.42);

/// The fee for processing over exports after it, in 2007: the bureau's appendix 1, tested in `y2007`.
pub const FEE: f64 = 0.231_5;

/// The value added of processing per unit of output over the sector's: the study's assumption, D.
pub const VALUE_ADDED_RATIO: f64 = 0.75;

/// What is counted as exports and imports after processing with supplied materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// All of them, as customs do.
    Full,
    /// Of exports the fee, of imports nothing, as the bureau's tables and the balance of payments do.
    Fee,
}

impl Customs {
    /// Materials that do not change owners, which the basis leaves out of exports and imports alike.
    pub fn materials(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Full => 0.0,
            Basis::Fee => (1.0 - FEE) * self.supplied,
        }
    }

    /// The same in the unit of the bureau's tables, 10 000 yuan.
    pub fn materials_in_yuan(&self, basis: Basis) -> f64 {
        1e5 * self.yuan * self.materials(basis)
    }

    pub fn controls(&self, basis: Basis) -> ControlTotals {
        let materials = self.materials(basis);
        let processed = self.supplied + self.bought - materials;
        ControlTotals {
            processing_share_of_exports: processed / (self.goods - materials),
            imports_per_processing_export: (self.imports - materials) / processed,
            foreign_share_of_processing_exports: self.foreign[0],
            foreign_share_of_exports: self.foreign[1],
            processing_value_added_ratio: VALUE_ADDED_RATIO,
        }
    }
}

/// Exports and imports for processing as published: all of 2018 (China Daily, 20 August 2019), all of 2019 and January to July of 2023
/// (customs statistics, table (5) of these months).
const PUBLISHED: [(f64, f64); 3] = [
    (797.0, 470.0),
    (78.05 + 657.42, 89.76 + 327.54),
    (38.48 + 358.24, 43.29 + 168.11),
];

#[test]
fn totals_that_were_recalled_lie_between_published_ones() {
    let share = |year: &Customs| year.controls(Basis::Full).processing_share_of_exports;
    let [of_2018, of_2019, of_2023] = [
        0.32, // as said there
        PUBLISHED[1].0 / 2499.03,
        PUBLISHED[2].0 / 1944.90,
    ];
    assert!(share(&IN_2012) > share(&IN_2017) && share(&IN_2017) > of_2018);
    assert!(of_2019 > share(&IN_2020) && share(&IN_2020) > of_2023);
    let ratios = PUBLISHED.map(|(exports, imports)| imports / exports);
    let between = |ratio: f64| ratio < ratios[0] && ratio > ratios[2];
    for year in [IN_2017, IN_2020] {
        let ratio = year.controls(Basis::Full).imports_per_processing_export;
        assert!(between(ratio), "{ratio} and {ratios:?}");
    }
    // foreign-invested firms: both ways in 2018 (the same article), in exports of 2023 (customs, table (6))
    let [of_2018, of_2023] = [1031.0 / (797.0 + 470.0), (28.41 + 257.34) / PUBLISHED[2].0];
    let [in_2012, in_2017, in_2020] = [IN_2012, IN_2017, IN_2020].map(|year| year.foreign[0]);
    assert!(in_2012 > in_2017 && in_2017 > of_2018);
    assert!(of_2018 > in_2020 && in_2020 > of_2023);
}
