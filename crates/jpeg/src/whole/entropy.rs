//! A scan's coded data: whole blocks of a sequential file, or parts of the numbers of a progressive one.

use crate::bits::{Bits, CodeTable};

use super::{
    Tables,
    frame::{Frame, Kind, natural},
    transform::NATURAL,
};

/// A scan's header.
struct Scan<'a> {
    /// Its components' places in the frame, and their tables.
    parts: Vec<(usize, Option<&'a CodeTable>, Option<&'a CodeTable>)>,
    /// The first and the last number, in zigzag order.
    first: usize,
    last: usize,
    /// Whether it adds a bit to numbers that an earlier scan gave.
    refines: bool,
    /// How far its numbers are shifted.
    shift: u32,
    data_at: usize,
}

/// Reads a scan into `frame`; `None` when its header makes no sense.
pub fn scan(payload: &[u8], frame: &mut Frame, tables: &Tables) -> Option<()> {
    let scan = Scan::read(payload, frame, tables)?;
    let mut steps = Vec::new();
    for (at, ..) in &scan.parts {
        let component = &mut frame.components[*at];
        // The steps that count are those at the component's first scan.
        let own = component.steps.or(tables.steps[component.steps_table])?;
        component.steps = Some(own);
        steps.push(natural(&own));
    }
    let alone = scan.parts.len() == 1;
    let (wide, high) = if alone {
        let component = &frame.components[scan.parts[0].0];
        (component.blocks_wide, component.blocks_high)
    } else {
        (frame.units_wide, frame.units_high)
    };
    let mut bits = Bits::new(payload.get(scan.data_at..)?);
    let mut state = State { means: [0; 4], zero_blocks: 0 };
    for unit in 0..wide * high {
        if tables.restart_interval > 0 && unit > 0 && unit % tables.restart_interval == 0 {
            if bits.restart().is_none() {
                break;
            }
            state = State { means: [0; 4], zero_blocks: 0 };
        }
        // What is missing stays as it is, grey, until data begin again.
        if bits.overrun() {
            if tables.restart_interval == 0 {
                break;
            }
            continue;
        }
        let (column, row) = (unit % wide, unit / wide);
        for (part, (at, first, others)) in scan.parts.iter().enumerate() {
            let component = &mut frame.components[*at];
            let (across, down) = if alone { (1, 1) } else { (component.across, component.down) };
            for block in 0..across * down {
                let (x, y) = (column * across + block % across, row * down + block / across);
                match frame.kind {
                    Kind::Sequential => {
                        let mut numbers = [0i16; 64];
                        let last = whole_block(&mut bits, &mut state.means[part], (*first)?, (*others)?, &mut numbers);
                        component.place(x, y, &numbers, &steps[part], last);
                    }
                    Kind::Progressive => {
                        let numbers = &mut component.numbers[y * component.stride + x];
                        scan.part_of_block(&mut bits, &mut state, part, numbers)?;
                    }
                }
            }
        }
    }
    Some(())
}

/// What lasts from block to block.
struct State {
    means: [i32; 4],
    /// Blocks to come in which this scan has nothing new.
    zero_blocks: u32,
}

/// Reads a whole block; returns the place of its last number.
fn whole_block(
    bits: &mut Bits<'_>,
    mean: &mut i32,
    first: &CodeTable,
    others: &CodeTable,
    numbers: &mut [i16; 64],
) -> usize {
    *mean = mean.wrapping_add(bits.difference(first).unwrap_or(0));
    numbers[0] = *mean as i16;
    let (mut at, mut last) = (1, 0);
    while at < 64 {
        let (zeros, size) = bits.run_and_size(others);
        if size == 0 {
            if zeros != 15 {
                break;
            }
            at += 16;
            continue;
        }
        at += zeros;
        let number = bits.number(size);
        if at > 63 {
            break;
        }
        numbers[NATURAL[at]] = number as i16;
        last = at;
        at += 1;
    }
    last
}

impl<'a> Scan<'a> {
    fn read(payload: &[u8], frame: &Frame, tables: &'a Tables) -> Option<Self> {
        let count = usize::from(*payload.first()?);
        let specs = payload.get(1..1 + 2 * count)?.as_chunks::<2>().0;
        let [first, last, bit] = *payload.get(1 + 2 * count..)?.first_chunk::<3>()?;
        let mut parts: Vec<(usize, _, _)> = Vec::new();
        for [id, table] in specs {
            let at = frame.components.iter().position(|component| component.id == *id)?;
            if parts.iter().any(|(other, ..)| *other == at) {
                return None;
            }
            let codes = |group: &'a [Option<CodeTable>; 4], number: u8| group.get(usize::from(number))?.as_ref();
            parts.push((at, codes(&tables.first, table >> 4), codes(&tables.others, table & 15)));
        }
        let scan = match frame.kind {
            Kind::Sequential => Self { parts, first: 0, last: 63, refines: false, shift: 0, data_at: 4 + 2 * count },
            Kind::Progressive => Self {
                parts,
                first: first.into(),
                last: last.into(),
                refines: bit >> 4 != 0,
                shift: u32::from(bit & 15),
                data_at: 4 + 2 * count,
            },
        };
        let ordered = scan.first <= scan.last && scan.last < 64 && scan.shift < 14;
        // Means come apart from the other numbers, and those of one component alone.
        let apart =
            frame.kind == Kind::Sequential || (scan.first > 0 || scan.last == 0) && (scan.first == 0 || count == 1);
        (ordered && apart && (1..=4).contains(&count)).then_some(scan)
    }

    fn part_of_block(
        &self,
        bits: &mut Bits<'_>,
        state: &mut State,
        part: usize,
        numbers: &mut [i16; 64],
    ) -> Option<()> {
        let (_, first, others) = self.parts[part];
        match (self.first, self.refines) {
            (0, false) => {
                let mean = &mut state.means[part];
                *mean = mean.wrapping_add(bits.difference(first?).unwrap_or(0));
                numbers[0] = (*mean << self.shift) as i16;
            }
            (0, true) => numbers[0] |= (bits.take(1) as i16) << self.shift,
            (_, false) => self.first_bits(bits, state, others?, numbers),
            (_, true) => self.next_bit(bits, state, others?, numbers),
        }
        Some(())
    }

    fn first_bits(&self, bits: &mut Bits<'_>, state: &mut State, codes: &CodeTable, numbers: &mut [i16; 64]) {
        if state.zero_blocks > 0 {
            state.zero_blocks -= 1;
            return;
        }
        let mut at = self.first;
        while at <= self.last {
            let (zeros, size) = bits.run_and_size(codes);
            match (zeros, size) {
                (15, 0) => at += 16,
                (_, 0) => {
                    state.zero_blocks = (1 << zeros) + bits.take(zeros as u32) - 1;
                    return;
                }
                _ => {
                    at += zeros;
                    let number = bits.number(size);
                    if at > 63 {
                        return;
                    }
                    numbers[NATURAL[at]] = (number << self.shift) as i16;
                    at += 1;
                }
            }
        }
    }

    fn next_bit(&self, bits: &mut Bits<'_>, state: &mut State, codes: &CodeTable, numbers: &mut [i16; 64]) {
        let bit = 1i16 << self.shift;
        let mut at = self.first;
        if state.zero_blocks == 0 {
            while at <= self.last {
                let (mut zeros, size) = bits.run_and_size(codes);
                let mut new = 0;
                if size > 0 {
                    // A number that begins in this scan is one bit long: its sign.
                    new = if bits.take(1) == 1 { bit } else { -bit };
                } else if zeros < 15 {
                    state.zero_blocks = (1 << zeros) + bits.take(zeros as u32);
                    break;
                }
                while at <= self.last {
                    let number = &mut numbers[NATURAL[at]];
                    if *number != 0 {
                        refine(number, bit, bits);
                    } else if zeros == 0 {
                        *number = new;
                        at += 1;
                        break;
                    } else {
                        zeros -= 1;
                    }
                    at += 1;
                }
            }
        }
        if state.zero_blocks > 0 {
            while at <= self.last {
                let number = &mut numbers[NATURAL[at]];
                if *number != 0 {
                    refine(number, bit, bits);
                }
                at += 1;
            }
            state.zero_blocks -= 1;
        }
    }
}

fn refine(number: &mut i16, bit: i16, bits: &mut Bits<'_>) {
    if bits.take(1) == 1 && *number & bit == 0 {
        *number = number.wrapping_add(if *number >= 0 { bit } else { -bit });
    }
}
