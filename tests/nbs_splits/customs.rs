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
}

/// 2012, as in `control_totals.csv` of the China-US study: goods A, the rest C.
pub const IN_2012: Customs = Customs {
    goods: 2048.93,
    supplied: 98.87,
    bought: 763.91,
    imports: 481.17,
    foreign: [0.825, 0.4992],
};

/// 2017: goods, all processing and foreign shares of exports C; supplied materials by their part of processing in 2019 (A for 2019, D
/// here); the foreign share of processing between those of 2012 and 2023, D.
pub const IN_2017: Customs = Customs {
    goods: 2263.3,
    supplied: SUPPLIED_IN_2019 * 758.8,
    bought: (1.0 - SUPPLIED_IN_2019) * 758.8,
    imports: 431.4,
    foreign: [0.78, 0.432],
};

/// 2020: goods B; the rest as for 2017.
pub const IN_2020: Customs = Customs {
    goods: 2590.6,
    supplied: SUPPLIED_IN_2019 * 702.5,
    bought: (1.0 - SUPPLIED_IN_2019) * 702.5,
    imports: 403.0,
    foreign: [0.75, 0.36],
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
    /// Materials that do not change owners: neither imports nor, in exports, anything but cost.
    pub fn materials(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Full => 0.0,
            Basis::Fee => (1.0 - FEE) * self.supplied,
        }
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

/// The years' totals lie between those of 2012 and what customs published for 2019 and 2023.
#[test]
fn recalled_totals_lie_between_published_ones() {
    let share = |year: &Customs| year.controls(Basis::Full).processing_share_of_exports;
    let published = (78.05 + 657.42) / 2499.03;
    let later = (38.48 + 358.24) / 1944.90;
    assert!(share(&IN_2012) > share(&IN_2017) && share(&IN_2017) > published);
    assert!(published > share(&IN_2020) && share(&IN_2020) > later);
    // imports per export: 2019 and the first seven months of 2023
    let published = (89.76 + 327.54) / (78.05 + 657.42);
    let later = (43.29 + 168.11) / (38.48 + 358.24);
    for year in [IN_2017, IN_2020] {
        let ratio = year.controls(Basis::Full).imports_per_processing_export;
        assert!((ratio - published).abs() < (published - later) / 2.0);
    }
    // foreign-invested firms in processing, 2023
    let later = (28.41 + 257.34) / (38.48 + 358.24);
    assert!(IN_2012.foreign[0] > IN_2017.foreign[0] && IN_2020.foreign[0] > later);
}
