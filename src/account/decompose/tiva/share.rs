//! Indicators that are shares, in per cent.

use super::amount::{AbsorbedAmount, IndustryOf, TradeAmount};
use crate::account::ledger::Term;

/// What forward participation is a share of: published descriptions and programs differ. The code ends in `_OWN` for the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Over {
    /// The exports of the partner that contain the value added.
    PartnerExports,
    /// The exports of the country where the value added arises, as in [`TradeShare::ExgrDvafxsh`].
    OwnExports,
}

/// Shares of a country with a partner, by industry. Where a level leaves partners or industries out, both parts of the ratio are
/// summed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TradeShare {
    /// EXGRpSH: a partner's share in exports of the industry.
    Exgrpsh,
    /// IMGRpSH: a partner's share in imports of the product.
    Imgrpsh,
    /// EXGR_DVASH: domestic content over exports of the industry.
    ExgrDvash,
    /// EXGR_INTDVASH: domestic content of intermediates over exports of the industry.
    ExgrIntdvash,
    /// EXGR_FNLDVASH: domestic content of final goods over exports of the industry.
    ExgrFnldvash,
    /// EXGR_FVASH: foreign content over exports of the industry.
    ExgrFvash,
    /// EXGR_DVApSH: a partner's share in the domestic content of exports.
    ExgrDvapsh,
    /// EXGR_INTDVApSH: a partner's share in the domestic content of exported intermediates.
    ExgrIntdvapsh,
    /// EXGR_TDVAIND: domestic content of the industry's exports over all exports of the country.
    ExgrTdvaind,
    /// EXGR_TFVAIND: foreign content of the industry's exports over all exports of the country.
    ExgrTfvaind,
    /// DEXFVApSH: backward participation.
    Dexfvapsh,
    /// FEXDVApSH: forward participation.
    Fexdvapsh(IndustryOf, Over),
    /// EXGR_DVAFXSH: domestic value added in foreign exports over own exports.
    ExgrDvafxsh(IndustryOf),
    /// IMGR_DVASH: domestic content of imports over imports.
    ImgrDvash,
    /// IMGRINT_REII: imported intermediates that are exported again over imported intermediates.
    ImgrintReii,
    /// FFD_DVApSH: a partner's share in domestic value added in foreign final demand.
    FfdDvapsh,
    /// DFD_FVApSH: a partner's share in foreign value added in domestic final demand.
    DfdFvapsh,
    /// VALU_FFDDVA: value added in foreign final demand over value added.
    ValuFfddva,
}

/// What a share is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// This amount of the same country, industry and partner.
    Cell(TradeAmount),
    /// This amount with all partners.
    AllPartners(TradeAmount),
    /// All exports of the country.
    Exports,
    /// All exports of the partner.
    PartnerExports,
    /// Value added of the industry.
    ValueAdded,
}

impl Base {
    pub(super) const fn is_content(self) -> bool {
        match self {
            Self::Cell(amount) | Self::AllPartners(amount) => amount.is_content(),
            Self::Exports | Self::PartnerExports => false,
            Self::ValueAdded => true,
        }
    }
}

impl TradeShare {
    /// All of them, in the order of the guide.
    pub const ALL: [Self; 22] = [
        Self::Exgrpsh,
        Self::Imgrpsh,
        Self::ExgrDvash,
        Self::ExgrIntdvash,
        Self::ExgrFnldvash,
        Self::ExgrFvash,
        Self::ExgrDvapsh,
        Self::ExgrIntdvapsh,
        Self::ExgrTdvaind,
        Self::ExgrTfvaind,
        Self::Dexfvapsh,
        Self::Fexdvapsh(IndustryOf::Exporting, Over::PartnerExports),
        Self::Fexdvapsh(IndustryOf::Exporting, Over::OwnExports),
        Self::Fexdvapsh(IndustryOf::Origin, Over::PartnerExports),
        Self::Fexdvapsh(IndustryOf::Origin, Over::OwnExports),
        Self::ExgrDvafxsh(IndustryOf::Exporting),
        Self::ExgrDvafxsh(IndustryOf::Origin),
        Self::ImgrDvash,
        Self::ImgrintReii,
        Self::FfdDvapsh,
        Self::DfdFvapsh,
        Self::ValuFfddva,
    ];

    pub(super) const fn parts(self) -> (TradeAmount, Base) {
        use TradeAmount as Amount;
        match self {
            Self::Exgrpsh => (Amount::Exgr, Base::AllPartners(Amount::Exgr)),
            Self::Imgrpsh => (Amount::Imgr, Base::AllPartners(Amount::Imgr)),
            Self::ExgrDvash => (Amount::ExgrDva, Base::Cell(Amount::Exgr)),
            Self::ExgrIntdvash => (Amount::ExgrIntdva, Base::Cell(Amount::Exgr)),
            Self::ExgrFnldvash => (Amount::ExgrFnldva, Base::Cell(Amount::Exgr)),
            Self::ExgrFvash => (Amount::ExgrFva, Base::Cell(Amount::Exgr)),
            Self::ExgrDvapsh => (Amount::ExgrDva, Base::AllPartners(Amount::ExgrDva)),
            Self::ExgrIntdvapsh => (Amount::ExgrIntdva, Base::AllPartners(Amount::ExgrIntdva)),
            Self::ExgrTdvaind => (Amount::ExgrDva, Base::Exports),
            Self::ExgrTfvaind => (Amount::ExgrFva, Base::Exports),
            Self::Dexfvapsh => (Amount::Dexfva, Base::Exports),
            Self::Fexdvapsh(industry, Over::PartnerExports) => {
                (Amount::Fexdva(industry), Base::PartnerExports)
            }
            Self::Fexdvapsh(industry, Over::OwnExports) | Self::ExgrDvafxsh(industry) => {
                (Amount::Fexdva(industry), Base::Exports)
            }
            Self::ImgrDvash => (Amount::ImgrDva, Base::Cell(Amount::Imgr)),
            Self::ImgrintReii => (Amount::Reii, Base::Cell(Amount::ImgrInt)),
            Self::FfdDvapsh => (Amount::FfdDva, Base::AllPartners(Amount::FfdDva)),
            Self::DfdFvapsh => (Amount::DfdFva, Base::AllPartners(Amount::DfdFva)),
            Self::ValuFfddva => (Amount::FfdDva, Base::ValueAdded),
        }
    }

    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(self) -> Term {
        let (code, meaning, equation) = match self {
            Self::Exgrpsh => (
                "EXGRpSH",
                "share of the partner in exports of the industry",
                "EXGR / Σ_p EXGR",
            ),
            Self::Imgrpsh => (
                "IMGRpSH",
                "share of the partner in imports of the product",
                "IMGR / Σ_p IMGR",
            ),
            Self::ExgrDvash => (
                "EXGR_DVASH",
                "domestic value added over exports of the industry",
                "EXGR_DVA / EXGR",
            ),
            Self::ExgrIntdvash => (
                "EXGR_INTDVASH",
                "domestic value added in exports of intermediates over exports of the industry",
                "EXGR_INTDVA / EXGR",
            ),
            Self::ExgrFnldvash => (
                "EXGR_FNLDVASH",
                "domestic value added in exports of final goods over exports of the industry",
                "EXGR_FNLDVA / EXGR",
            ),
            Self::ExgrFvash => (
                "EXGR_FVASH",
                "foreign value added over exports of the industry",
                "EXGR_FVA / EXGR",
            ),
            Self::ExgrDvapsh => (
                "EXGR_DVApSH",
                "share of the partner in domestic value added in exports",
                "EXGR_DVA / Σ_p EXGR_DVA",
            ),
            Self::ExgrIntdvapsh => (
                "EXGR_INTDVApSH",
                "share of the partner in domestic value added in exports of intermediates",
                "EXGR_INTDVA / Σ_p EXGR_INTDVA",
            ),
            Self::ExgrTdvaind => (
                "EXGR_TDVAIND",
                "domestic value added in the industry's exports over all exports of the country",
                "EXGR_DVA / EXGR_c",
            ),
            Self::ExgrTfvaind => (
                "EXGR_TFVAIND",
                "foreign value added in the industry's exports over all exports of the country",
                "EXGR_FVA / EXGR_c",
            ),
            Self::Dexfvapsh => (
                "DEXFVApSH",
                "backward participation: value added of the partner in exports over all exports",
                "W_pc ∘ E_c* / EXGR_c",
            ),
            Self::Fexdvapsh(IndustryOf::Exporting, Over::PartnerExports) => (
                "FEXDVApSH",
                "forward participation: value added in the partner's exports over those exports",
                "W_cp ∘ E_p* / EXGR_p",
            ),
            Self::Fexdvapsh(IndustryOf::Exporting, Over::OwnExports) => (
                "FEXDVApSH_OWN",
                "forward participation: value added in the partner's exports over own exports",
                "W_cp ∘ E_p* / EXGR_c",
            ),
            Self::Fexdvapsh(IndustryOf::Origin, Over::PartnerExports) => (
                "FEXDVApSH_ORIGIN",
                "forward participation by industry of origin, over the partner's exports",
                "V_c ∘ (B_cp E_p*) / EXGR_p",
            ),
            Self::Fexdvapsh(IndustryOf::Origin, Over::OwnExports) => (
                "FEXDVApSH_ORIGIN_OWN",
                "forward participation by industry of origin, over own exports",
                "V_c ∘ (B_cp E_p*) / EXGR_c",
            ),
            Self::ExgrDvafxsh(IndustryOf::Exporting) => (
                "EXGR_DVAFXSH",
                "value added in foreign exports over own exports, by exporting industry abroad",
                "Σ_p W_cp ∘ E_p* / EXGR_c",
            ),
            Self::ExgrDvafxsh(IndustryOf::Origin) => (
                "EXGR_DVAFXSH_ORIGIN",
                "value added in foreign exports over own exports, by industry of origin",
                "Σ_p V_c ∘ (B_cp E_p*) / EXGR_c",
            ),
            Self::ImgrDvash => (
                "IMGR_DVASH",
                "domestic value added over imports of the product",
                "IMGR_DVA / IMGR",
            ),
            Self::ImgrintReii => (
                "IMGRINT_REII",
                "imported intermediates exported again over imported intermediates",
                "REII / IMGR_INT",
            ),
            Self::FfdDvapsh => (
                "FFD_DVApSH",
                "share of the partner in value added in foreign final demand",
                "FFD_DVA / Σ_p FFD_DVA",
            ),
            Self::DfdFvapsh => (
                "DFD_FVApSH",
                "share of the partner in foreign value added in domestic final demand",
                "DFD_FVA / Σ_p DFD_FVA",
            ),
            Self::ValuFfddva => (
                "VALU_FFDDVA",
                "value added in foreign final demand over value added of the industry",
                "FFD_DVA / VALU",
            ),
        };
        Term::new(code, meaning, equation)
    }
}

/// Shares of origins in the value added of final use: over all value added in that final use of the country.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AbsorbedShare {
    /// FD_VASH: in all final demand.
    FdVash,
    /// CONS_VASH: in consumption, these categories of final use.
    ConsVash(Vec<String>),
    /// GFCF_VASH: in gross fixed capital formation, these categories.
    GfcfVash(Vec<String>),
}

impl AbsorbedShare {
    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(&self) -> Term {
        match self {
            Self::FdVash => Term::new(
                "FD_VASH",
                "share of the origin in value added in final demand",
                "FD_VA / Σ_p Σ_i FD_VA",
            ),
            Self::ConsVash(_) => Term::new(
                "CONS_VASH",
                "share of the origin in value added in consumption",
                "CONS_VA / Σ_p Σ_i CONS_VA",
            ),
            Self::GfcfVash(_) => Term::new(
                "GFCF_VASH",
                "share of the origin in value added in fixed investment",
                "GFCF_VA / Σ_p Σ_i GFCF_VA",
            ),
        }
    }

    pub(super) fn amount(&self) -> AbsorbedAmount {
        match self {
            Self::FdVash => AbsorbedAmount::FdVa,
            Self::ConsVash(codes) => AbsorbedAmount::ConsVa(codes.clone()),
            Self::GfcfVash(codes) => AbsorbedAmount::GfcfVa(codes.clone()),
        }
    }
}

/// Shares of a country by industry, without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnShare {
    /// PROD_VASH: value added over output.
    ProdVash,
}

impl OwnShare {
    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(self) -> Term {
        Term::new("PROD_VASH", "value added over output", "VALU / PROD")
    }
}
