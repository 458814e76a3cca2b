//! Cyclic checksums, as clients send them with bodies and as DynamoDB puts one on each answer.

use std::sync::OnceLock;

/// How many bytes [`crc32`] takes at a step, each by a table of its own.
const AT_ONCE: usize = 8;
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

/// The CRC-32 of `body`. Every answer of DynamoDB carries one, so its tables are made once and eight bytes go at a step.
#[must_use]
pub fn crc32(body: &[u8]) -> u32 {
    static TABLES: OnceLock<Box<[[u32; 256]; AT_ONCE]>> = OnceLock::new();
    let tables = TABLES.get_or_init(tables);
    let mut steps = body.chunks_exact(AT_ONCE);
    let mut crc = u32::MAX;
    for step in &mut steps {
        let mixed = crc.to_le_bytes();
        let bytes = [
            step[0] ^ mixed[0],
            step[1] ^ mixed[1],
            step[2] ^ mixed[2],
            step[3] ^ mixed[3],
            step[4],
            step[5],
            step[6],
            step[7],
        ];
        crc = bytes.iter().zip(tables.iter().rev()).fold(0, |crc, (byte, table)| crc ^ table[usize::from(*byte)]);
    }
    let rest = |crc: u32, byte: &u8| (crc >> 8) ^ tables[0][usize::from((crc & 0xff) as u8 ^ byte)];
    !steps.remainder().iter().fold(crc, rest)
}

fn table(polynomial: u64) -> [u64; 256] {
    let mut table = [0_u64; 256];
    for (byte, entry) in (0_u64..).zip(table.iter_mut()) {
        *entry = (0..8).fold(byte, |crc, _| if crc & 1 == 1 { (crc >> 1) ^ polynomial } else { crc >> 1 });
    }
    table
}

/// The table of a byte, and of a byte with one to seven zeros after it.
fn tables() -> Box<[[u32; 256]; AT_ONCE]> {
    let mut tables = Box::new([[0; 256]; AT_ONCE]);
    #[expect(clippy::cast_possible_truncation, reason = "a CRC of 32 bits is that long")]
    let first = table(CRC32).map(|entry| entry as u32);
    tables[0] = first;
    for zeros in 1..AT_ONCE {
        tables[zeros] = tables[zeros - 1].map(|crc| (crc >> 8) ^ first[usize::from((crc & 0xff) as u8)]);
    }
    tables
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
            assert_eq!(u64::from(crc32(&body[..length])), slowly, "{length} bytes");
        }
    }
}
