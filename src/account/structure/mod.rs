//! Exact decompositions of a change between two years.
