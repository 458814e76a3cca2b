//! CRC-32 where there is no instruction for it: by tables that are made once, eight bytes at a step.

use std::sync::OnceLock;

use super::{CRC32, table};

/// How many bytes are taken at a step, each by a table of its own.
const AT_ONCE: usize = 8;

/// The CRC-32 of `body`.
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
