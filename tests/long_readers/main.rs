//! World tables published as one long file: cells come out as they stand in the text, and damaged files are refused by place.

#[path = "../common/published.rs"]
mod published;

mod bytes;
mod figaro;
mod lr_wiod;
mod mini;
mod refused;
mod scratch;
