//! How workspaces are packed.

use std::io::Read;
use std::path::Path;

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

use crate::error::{Error, Result};

/// The largest window that packing by xz takes, at its highest level.
const LARGEST_WINDOW: u64 = 1 << 26;

/// The bytes of a workspace, unpacked as they are read.
pub(super) fn unpacked<'a>(bytes: &'a [u8], file: &Path) -> Result<Box<dyn Read + 'a>> {
    let other = |name: &str| {
        Err(Error::parse(format!("the workspace is packed by {name}"))
            .in_file(file)
            .expected("no packing, gzip, bzip2 or xz")
            .hint("unpack it, or save it again in R with `compress = \"xz\"`"))
    };
    Ok(match bytes {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(bytes)),
        [b'B', b'Z', b'h', ..] => Box::new(MultiBzDecoder::new(bytes)),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => {
            require_usual_window(bytes)?;
            Box::new(XzReader::new(bytes, true))
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return other("zstd"),
        [0x5d, 0, 0, ..] => return other("lzma"),
        _ => Box::new(bytes),
    })
}

/// Refuses a file whose first block asks for more memory than any of R: the window is made before a byte is unpacked.
fn require_usual_window(bytes: &[u8]) -> Result<()> {
    // stream header of 12 bytes; the block's size, flags, perhaps two sizes, then filters: identifier, length, properties
    let Some(&[size, flags]) = bytes.get(12..14) else {
        return Ok(()); // too short, which unpacking will find
    };
    let header = bytes.get(14..12 + 4 * (usize::from(size) + 1));
    let mut header = header.unwrap_or_default().iter().copied();
    let sizes = u32::from(flags & 0x40 != 0) + u32::from(flags & 0x80 != 0);
    for _ in 0..sizes {
        while header.next().is_some_and(|byte| byte & 0x80 != 0) {}
    }
    let (filter, length, bits) = (header.next(), header.next(), header.next());
    if (filter, length) != (Some(0x21), Some(1)) {
        return Err(
            Error::parse("the workspace is packed by xz with a filter before it")
                .expected("LZMA2 alone, as R packs")
                .hint("unpack it with `xz -d`"),
        );
    }
    let bits = u64::from(bits.unwrap_or_default() & 0x3f);
    let window = (2 | (bits & 1)) << (bits / 2 + 11);
    if window > LARGEST_WINDOW {
        return Err(Error::parse("the workspace asks for much memory to unpack")
            .expected(format!("a window of at most {LARGEST_WINDOW} bytes"))
            .found(window)
            .hint("unpack it with `xz -d`"));
    }
    Ok(())
}
