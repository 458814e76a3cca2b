//! Cyclic checksums, as clients send them with bodies and as DynamoDB puts one on each answer.

#[cfg(any(test, target_arch = "wasm32"))]
mod by_tables;

/// The reflected polynomial of CRC-32.
const CRC32: u64 = 0xedb8_8320;

/// A reflected CRC of `width` bits that begins and ends with all bits flipped, big-endian.
#[must_use]
pub fn crc(body: &[u8], polynomial: u64, width: u32) -> Vec<u8> {
    if polynomial == CRC32 {
        return crc32(body).to_be_bytes().to_vec();
    }
    // The table takes a microsecond to make, and kept ready it would be kilobytes that do not compress.
    let table = table(polynomial);
    let ones = u64::MAX >> (64 - width);
    let crc = body.iter().fold(ones, |crc, byte| (crc >> 8) ^ table[usize::from((crc & 0xff) as u8 ^ byte)]);
    (crc ^ ones).to_be_bytes()[8 - width as usize / 8..].to_vec()
}

/// The CRC-32 of `body`, as every answer of DynamoDB carries one. Processors have instructions for it, which WebAssembly
/// has not; the library's tables would weigh more there than its speed is worth.
#[must_use]
pub fn crc32(body: &[u8]) -> u32 {
    #[cfg(not(target_arch = "wasm32"))]
    return crc32fast::hash(body);
    #[cfg(target_arch = "wasm32")]
    return by_tables::crc32(body);
}

fn table(polynomial: u64) -> [u64; 256] {
    let mut table = [0_u64; 256];
    for (byte, entry) in (0_u64..).zip(table.iter_mut()) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ polynomial } else { crc >> 1 });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_catalogue() {
        assert_eq!(crc(b"123456789", CRC32, 32), 0xcbf4_3926_u32.to_be_bytes());
        assert_eq!(crc(b"123456789", 0x82f6_3b78, 32), 0xe306_9283_u32.to_be_bytes());
    }

    #[test]
    fn eight_bytes_at_a_step_are_one_at_a_time() {
        let body: Vec<u8> = (0..200_u32).map(|at| (at * 37 % 251) as u8).collect();
        for length in 0..body.len() {
            let slowly = {
                let table = table(CRC32);
                let step = |crc: u64, byte: &u8| (crc >> 8) ^ table[usize::from((crc & 0xff) as u8 ^ byte)];
                body[..length].iter().fold(u64::from(u32::MAX), step) ^ u64::from(u32::MAX)
            };
            assert_eq!(u64::from(by_tables::crc32(&body[..length])), slowly, "{length} bytes");
            assert_eq!(u64::from(crc32(&body[..length])), slowly, "{length} bytes");
        }
    }
}
