//! Indicators that are amounts.

use crate::account::ledger::Term;

/// Which industry a figure of value added in the exports of others is shown for: published figures do either. The code ends in `_ORIGIN`
/// for the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndustryOf {
    /// The industry of the partner that exports, as published programs have it.
    Exporting,
    /// The industry at home where the value added arises.
    Origin,
}

/// Amounts of a country with a partner, by industry. In the ledger the column `exporter` holds the country c whose figure it is, also
/// where it imports or absorbs, and `importer` its partner p.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TradeAmount {
    /// EXGR: gross exports.
    Exgr,
    /// EXGR_INT: exports of intermediates.
    ExgrInt,
    /// EXGR_FNL: exports of final goods.
    ExgrFnl,
    /// IMGR: gross imports.
    Imgr,
    /// IMGR_INT: imports of intermediates.
    ImgrInt,
    /// IMGR_FNL: imports of final goods.
    ImgrFnl,
    /// BALGR: gross balance.
    Balgr,
    /// EXGR_DVA: domestic content of exports.
    ExgrDva,
    /// EXGR_INTDVA: its part in intermediates.
    ExgrIntdva,
    /// EXGR_FNLDVA: its part in final goods.
    ExgrFnldva,
    /// EXGR_FVA: foreign content of exports.
    ExgrFva,
    /// EXGR_DDC: direct domestic content.
    ExgrDdc,
    /// EXGR_IDC: indirect domestic content.
    ExgrIdc,
    /// EXGR_RIM: domestic content that returned.
    ExgrRim,
    /// IMGR_DVA: domestic content of imports.
    ImgrDva,
    /// REII: imported intermediates in exports.
    Reii,
    /// DEXFVAp: value added of the partner in the exports of the country.
    Dexfva,
    /// FEXDVAp: value added of the country in the exports of the partner.
    Fexdva(IndustryOf),
    /// FFD_DVA: value added of the country in final demand of the partner.
    FfdDva,
    /// DFD_FVA: value added of the partner in final demand of the country.
    DfdFva,
    /// BALVAFD: balance in value added by final demand.
    Balvafd,
}

impl TradeAmount {
    /// All of them, in the order of the guide.
    pub const ALL: [Self; 22] = [
        Self::Exgr,
        Self::ExgrInt,
        Self::ExgrFnl,
        Self::Imgr,
        Self::ImgrInt,
        Self::ImgrFnl,
        Self::Balgr,
        Self::ExgrDva,
        Self::ExgrIntdva,
        Self::ExgrFnldva,
        Self::ExgrFva,
        Self::ExgrDdc,
        Self::ExgrIdc,
        Self::ExgrRim,
        Self::ImgrDva,
        Self::Reii,
        Self::Dexfva,
        Self::Fexdva(IndustryOf::Exporting),
        Self::Fexdva(IndustryOf::Origin),
        Self::FfdDva,
        Self::DfdFva,
        Self::Balvafd,
    ];

    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(self) -> Term {
        let (code, meaning, equation) = match self {
            Self::Exgr => ("EXGR", "gross exports", "E_cp = A_cp X_p + Y_cp"),
            Self::ExgrInt => ("EXGR_INT", "exports of intermediates", "A_cp X_p"),
            Self::ExgrFnl => ("EXGR_FNL", "exports of final goods", "Y_cp"),
            Self::Imgr => ("IMGR", "gross imports, by product of the partner", "E_pc"),
            Self::ImgrInt => ("IMGR_INT", "imports of intermediates", "A_pc X_c"),
            Self::ImgrFnl => ("IMGR_FNL", "imports of final goods", "Y_pc"),
            Self::Balgr => ("BALGR", "gross exports less gross imports", "E_cp − E_pc"),
            Self::ExgrDva => ("EXGR_DVA", "domestic value added in exports", "b_c ∘ E_cp"),
            Self::ExgrIntdva => (
                "EXGR_INTDVA",
                "domestic value added in exports of intermediates",
                "b_c ∘ A_cp X_p",
            ),
            Self::ExgrFnldva => (
                "EXGR_FNLDVA",
                "domestic value added in exports of final goods",
                "b_c ∘ Y_cp",
            ),
            Self::ExgrFva => ("EXGR_FVA", "foreign value added in exports", "φ_c ∘ E_cp"),
            Self::ExgrDdc => (
                "EXGR_DDC",
                "value added of the exporting industry itself",
                "V_i (L_cc)_ii E_i",
            ),
            Self::ExgrIdc => (
                "EXGR_IDC",
                "value added of its suppliers at home",
                "((V_c L_cc)_i − V_i (L_cc)_ii) E_i",
            ),
            Self::ExgrRim => (
                "EXGR_RIM",
                "domestic value added that returned in imported inputs",
                "(b_c − V_c L_cc)_i E_i",
            ),
            Self::ImgrDva => (
                "IMGR_DVA",
                "domestic value added in imports, by product of the partner",
                "W_cp ∘ E_pc",
            ),
            Self::Reii => (
                "REII",
                "imported intermediates embodied in exports, by product of the partner",
                "A_pc L_cc E_c*",
            ),
            Self::Dexfva => (
                "DEXFVAp",
                "value added of the partner in exports, by exporting industry",
                "W_pc ∘ E_c*",
            ),
            Self::Fexdva(IndustryOf::Exporting) => (
                "FEXDVAp",
                "value added in the partner's exports, by exporting industry of the partner",
                "W_cp ∘ E_p*",
            ),
            Self::Fexdva(IndustryOf::Origin) => (
                "FEXDVAp_ORIGIN",
                "value added in the partner's exports, by industry of origin",
                "V_c ∘ (B_cp E_p*)",
            ),
            Self::FfdDva => (
                "FFD_DVA",
                "domestic value added in foreign final demand, by industry of origin",
                "V_c ∘ (BY)_cp",
            ),
            Self::DfdFva => (
                "DFD_FVA",
                "foreign value added in domestic final demand, by industry of origin",
                "V_p ∘ (BY)_pc",
            ),
            Self::Balvafd => (
                "BALVAFD",
                "balance of value added in final demand, by industry of origin",
                "V_c ∘ (BY)_cp − V_p ∘ (BY)_pc",
            ),
        };
        Term::new(code, meaning, equation)
    }

    /// Whether it is value added (or what stands in its place) and not a gross value.
    #[must_use]
    pub const fn is_content(self) -> bool {
        !matches!(
            self,
            Self::Exgr
                | Self::ExgrInt
                | Self::ExgrFnl
                | Self::Imgr
                | Self::ImgrInt
                | Self::ImgrFnl
                | Self::Balgr
                | Self::Reii
        )
    }
}

/// Final use whose value added is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AbsorbedAmount {
    /// FD_VA: value added in all final demand.
    FdVa,
    /// CONS_VA: value added in consumption: these categories of final use, [`OECD_CONSUMPTION`] in tables of the OECD.
    ConsVa(Vec<String>),
    /// GFCF_VA: value added in gross fixed capital formation: these categories, [`OECD_INVESTMENT`] in tables of the OECD.
    GfcfVa(Vec<String>),
}

/// Consumption in tables of the OECD: households, non-profit institutions serving them, government.
pub const OECD_CONSUMPTION: [&str; 3] = ["HFCE", "NPISH", "GGFC"];

/// Gross fixed capital formation in tables of the OECD.
pub const OECD_INVESTMENT: [&str; 1] = ["GFCF"];

impl AbsorbedAmount {
    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(&self) -> Term {
        match self {
            Self::FdVa => Term::new(
                "FD_VA",
                "value added in final demand, by origin, own country included",
                "V_p ∘ (BY)_pc",
            ),
            Self::ConsVa(_) => Term::new(
                "CONS_VA",
                "value added in consumption, by origin, own country included",
                "V_p ∘ (B Y^cons)_pc",
            ),
            Self::GfcfVa(_) => Term::new(
                "GFCF_VA",
                "value added in fixed investment, by origin, own country included",
                "V_p ∘ (B Y^gfcf)_pc",
            ),
        }
    }

    pub(super) fn categories(&self) -> Option<Vec<&str>> {
        match self {
            Self::FdVa => None,
            Self::ConsVa(codes) | Self::GfcfVa(codes) => {
                Some(codes.iter().map(String::as_str).collect())
            }
        }
    }
}

/// Amounts of a country by industry, without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnAmount {
    /// PROD: output.
    Prod,
    /// VALU: value added.
    Valu,
    /// DXD_DVA: domestic value added in domestic final demand.
    DxdDva,
}

impl OwnAmount {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Prod, Self::Valu, Self::DxdDva];

    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(self) -> Term {
        match self {
            Self::Prod => Term::new("PROD", "output", "X_c"),
            Self::Valu => Term::new("VALU", "value added", "V_c ∘ X_c"),
            Self::DxdDva => Term::new(
                "DXD_DVA",
                "domestic value added in domestic final demand, by industry of origin",
                "V_c ∘ (BY)_cc",
            ),
        }
    }

    /// Whether it is value added (or what stands in its place) and not a gross value.
    #[must_use]
    pub const fn is_content(self) -> bool {
        !matches!(self, Self::Prod)
    }
}
