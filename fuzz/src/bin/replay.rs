//! Gives files to a reader, one after another: `replay icio FILE…`. Without arguments lists the readers.

use leontief_fuzz::{READERS, feed, reader};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        for reader in READERS {
            println!("{} ({})", reader.name, reader.file);
        }
        return;
    };
    let reader = reader(&name);
    for file in arguments {
        println!("{file}");
        feed(reader, &std::fs::read(&file).unwrap());
    }
}
