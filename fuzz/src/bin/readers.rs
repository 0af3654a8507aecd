//! The target: the reader that the variable READER names.
#![no_main]

use std::sync::OnceLock;

use leontief_fuzz::{Reader, feed, reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    static READER: OnceLock<&Reader> = OnceLock::new();
    let name = || std::env::var("READER").expect("READER=icio, or the name of another reader");
    feed(READER.get_or_init(|| reader(&name())), bytes);
});
