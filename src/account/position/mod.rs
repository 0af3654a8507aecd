//! Where producers stand in the world's chains.
