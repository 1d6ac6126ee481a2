//! The bytes of messages, kept compressed: letters repeat themselves, and every one is kept as proof.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::Row;

use super::rows::get;
use crate::failure::{Failure, Result};

/// No message is larger than this when it is unpacked, in bytes: 64 MiB.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The bytes as they are kept, and whether they are compressed: only where that makes them smaller.
pub(super) fn pack(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(packed) if packed.len() < bytes.len() => (packed, true),
        Ok(_) | Err(_) => (bytes.to_vec(), false),
    }
}

/// The bytes of a row with `bytes` and `packed`, as they leave.
///
/// # Errors
/// Book, when they are damaged or larger than 64 MiB.
pub(super) fn bytes(row: &Row<'_>) -> Result<Vec<u8>> {
    let kept: Vec<u8> = get(row, "bytes")?;
    if !get::<bool>(row, "packed")? {
        return Ok(kept);
    }
    unpack(&kept)
}

fn unpack(kept: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let read = ZlibDecoder::new(kept)
        .take(LARGEST + 1)
        .read_to_end(&mut out)
        .map_err(|error| {
            Failure::book("The kept bytes of a message are damaged.")
                .hint("payme db check looks at the whole book")
                .because(error)
        })?;
    if u64::try_from(read).unwrap_or(u64::MAX) > LARGEST {
        return Err(Failure::book(
            "The kept bytes of a message are larger than 64 MiB.",
        ));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_itself_is_kept_smaller_and_comes_back_the_same() {
        let letter = b"Dear Jonas, please pay.\r\n".repeat(40);
        let (kept, packed) = pack(&letter);
        assert!(packed && kept.len() < letter.len() / 4, "{}", kept.len());
        assert_eq!(unpack(&kept).unwrap(), letter);
        assert_eq!(pack(b"Hi"), (b"Hi".to_vec(), false));
    }

    #[test]
    fn damaged_bytes_are_no_message() {
        let (mut kept, _) = pack(&b"Dear Jonas, please pay.\r\n".repeat(40));
        kept.truncate(kept.len() / 2);
        let failure = unpack(&kept).unwrap_err();
        assert_eq!(
            failure.message(),
            "The kept bytes of a message are damaged."
        );
    }
}
