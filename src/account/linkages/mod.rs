//! Multipliers, linkages and prices.
