//! Cyclic checksums, as clients send them with bodies and as DynamoDB puts one on each answer.

/// A reflected CRC of `width` bits that begins and ends with all bits flipped, big-endian.
#[must_use]
pub fn crc(body: &[u8], polynomial: u64, width: u32) -> Vec<u8> {
    // The table takes a microsecond to make, and kept ready it would be kilobytes that do not compress.
    let mut table = [0_u64; 256];
    for (byte, entry) in (0_u64..).zip(table.iter_mut()) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ polynomial } else { crc >> 1 });
    }
    let ones = u64::MAX >> (64 - width);
    let crc = body.iter().fold(ones, |crc, byte| (crc >> 8) ^ table[usize::from((crc & 0xff) as u8 ^ byte)]);
    (crc ^ ones).to_be_bytes()[8 - width as usize / 8..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_catalogue() {
        assert_eq!(crc(b"123456789", 0xedb8_8320, 32), 0xcbf4_3926_u32.to_be_bytes());
    }
}
