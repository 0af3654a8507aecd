//! Layers of valuation.

use super::files::Kind;

/// At which prices the table is made, and from which of the five layers of valuation.
///
/// The layers add up to purchasers' prices: 1 basic prices, 2 trade margins, 3 transport margins, 4 taxes on products, 5 subsidies on
/// products, which are negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GloriaLayers {
    /// Layer 1 alone. What output leaves after inputs and value added is other primary inputs: taxes less subsidies on inputs, which are
    /// not known one by one, and whatever the source misses. Columns balance by definition.
    BasicPrices,
    /// Layers 1, 4 and 5. Cells are at basic prices; taxes less subsidies on what an industry or a final user buys are its column's sum
    /// of layers 4 and 5. Margins need no row: at basic prices they are sales of trade and transport, and layers 2 and 3 only move
    /// them to the goods, so that their columns sum to zero.
    #[default]
    BasicPricesAndTaxes,
    /// All five layers. Cells are at purchasers' prices, and so is output: that at basic prices, and the margins and taxes less subsidies
    /// that buyers pay on what the industry makes, which are rows of primary inputs.
    PurchasersPrices,
}

impl GloriaLayers {
    pub(super) fn layers(self) -> &'static [Layer] {
        match self {
            Self::BasicPrices => &[Layer::Basic],
            Self::BasicPricesAndTaxes => &[Layer::Basic, Layer::Taxes, Layer::Subsidies],
            Self::PurchasersPrices => &Layer::ALL,
        }
    }

    /// What can be done where a layer is missing.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::BasicPrices => "",
            Self::BasicPricesAndTaxes => ", or do without taxes: `GloriaLayers::BasicPrices`",
            Self::PurchasersPrices => {
                ", or do without margins: `GloriaLayers::BasicPricesAndTaxes`"
            }
        }
    }

    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::BasicPrices => {
                "layer 1 alone: what output leaves after inputs and value added is other primary inputs, taxes less subsidies on inputs among them"
            }
            Self::BasicPricesAndTaxes => {
                "basic prices (layer 1); taxes less subsidies on products are sums of columns of layers 4 and 5; margins (layers 2 and 3) are sales of trade and transport"
            }
            Self::PurchasersPrices => {
                "purchasers' prices, the sum of layers 1 to 5; output is that at basic prices with margins and taxes less subsidies on the products made"
            }
        }
    }
}

/// A layer of valuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Basic,
    Trade,
    Transport,
    Taxes,
    Subsidies,
}

impl Layer {
    const ALL: [Self; 5] = [
        Self::Basic,
        Self::Trade,
        Self::Transport,
        Self::Taxes,
        Self::Subsidies,
    ];

    /// The number in the names of files.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Basic => 1,
            Self::Trade => 2,
            Self::Transport => 3,
            Self::Taxes => 4,
            Self::Subsidies => 5,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic prices",
            Self::Trade => "trade margins",
            Self::Transport => "transport margins",
            Self::Taxes => "taxes on products",
            Self::Subsidies => "subsidies on products",
        }
    }

    /// What is read, for whoever watches.
    pub(super) fn task(self, kind: Kind) -> &'static str {
        match (kind, self) {
            (Kind::T, Self::Basic) => "reading supply and use at basic prices",
            (Kind::T, Self::Trade) => "reading trade margins on inputs",
            (Kind::T, Self::Transport) => "reading transport margins on inputs",
            (Kind::T, Self::Taxes) => "reading taxes on inputs",
            (Kind::T, Self::Subsidies) => "reading subsidies on inputs",
            (Kind::Y, Self::Basic) => "reading final use at basic prices",
            (Kind::Y, Self::Trade) => "reading trade margins on final use",
            (Kind::Y, Self::Transport) => "reading transport margins on final use",
            (Kind::Y, Self::Taxes) => "reading taxes on final use",
            (Kind::Y, Self::Subsidies) => "reading subsidies on final use",
            (Kind::V, _) => "reading value added",
            (Kind::TQ, _) => "reading satellites of industries",
            (Kind::YQ, _) => "reading satellites of final use",
        }
    }
}
