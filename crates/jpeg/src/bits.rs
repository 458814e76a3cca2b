//! Bits of coded data, and the codes in them.

/// How many bits the tables look at together. Longer codes, which are rare, are found step by step.
const LOOK: u32 = 12;

/// Huffman's codes of one table.
pub struct CodeTable {
    /// By the next `LOOK` bits: the code they begin with. A length of 0 says that it is longer than `LOOK`.
    looked_up: Box<[Entry; 1 << LOOK]>,
    /// By the next `LOOK` bits: what all the codes that lie whole in them step over, numbers included.
    runs: Box<[Run; 1 << LOOK]>,
    /// By length: the first code, how many there are, and where their symbols begin.
    lengths: [(u32, u32, usize); 17],
    symbols: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    code_length: u8,
    symbol: u8,
}

impl CodeTable {
    /// The table that has `counts[n]` codes of `n + 1` bits; `None` when there is no such table.
    pub fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            looked_up: Box::new([Entry::default(); 1 << LOOK]),
            runs: Box::new([Run::default(); 1 << LOOK]),
            lengths: [(0, 0, 0); 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut at) = (0u32, 0usize);
        for (length, count) in (1u32..).zip(counts) {
            table.lengths[length as usize] = (code, u32::from(*count), at);
            for _ in 0..*count {
                if code >= 1 << length {
                    return None;
                }
                if length <= LOOK {
                    let first = (code << (LOOK - length)) as usize;
                    let entry = Entry { code_length: length as u8, symbol: symbols[at] };
                    table.looked_up[first..first + (1 << (LOOK - length))].fill(entry);
                }
                code += 1;
                at += 1;
            }
            code <<= 1;
        }
        Some(table)
    }

    /// The same table, made ready for [`Bits::skip_others`].
    #[must_use]
    pub fn with_runs(mut self) -> Self {
        for bits in 0..1 << LOOK {
            self.runs[bits] = self.run(bits);
        }
        self
    }

    /// The codes that lie whole in `bits`, read as those of a block's other numbers.
    fn run(&self, bits: usize) -> Run {
        let mut run = Run::default();
        loop {
            let entry = self.looked_up[bits << run.bits & ((1 << LOOK) - 1)];
            let (zeros, number_bits) = (entry.symbol >> 4, entry.symbol & 15);
            let end = run.bits + entry.code_length + number_bits;
            if entry.code_length == 0 || u32::from(end) > LOOK {
                return run;
            }
            match (zeros, number_bits) {
                (0, 0) => return Run { bits: end, ends: true, ..run },
                (15, 0) | (_, 1..) => run = Run { bits: end, numbers: run.numbers + zeros + 1, ends: false },
                _ => return run,
            }
        }
    }
}

/// Codes of a block's other numbers that are stepped over at once.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Bits they take. 0 when not even the first lies whole in the bits that were looked at.
    bits: u8,
    /// How many numbers they stand for, zeros included: 16 for every bit at most.
    numbers: u8,
    /// Whether the last one says that the rest of the block is zeros.
    ends: bool,
}

/// Coded data, from which bits are taken. Beyond its end there are zeros, and [`Bits::overrun`] says so.
pub struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, the first one on top.
    held: u64,
    held_bits: u32,
    /// Bits that were made up after the end.
    made_up: u32,
}

impl<'a> Bits<'a> {
    /// The bits of `data`, up to the first marker.
    pub const fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, held: 0, held_bits: 0, made_up: 0 }
    }

    /// Whether more bits were taken than there are.
    pub const fn overrun(&self) -> bool {
        self.held_bits < self.made_up
    }

    /// Takes up to 16 bits as a number.
    pub fn take(&mut self, bits: u32) -> u32 {
        self.fill();
        let taken = self.look(bits);
        self.drop(bits);
        taken
    }

    /// Takes the difference of a block's first number to the one before; `None` when there is no such code.
    pub fn difference(&mut self, codes: &CodeTable) -> Option<i32> {
        self.fill();
        let bits = u32::from(self.symbol(codes)?);
        if bits == 0 {
            return Some(0);
        }
        if bits > 15 {
            return None;
        }
        let number = self.look(bits) as i32;
        self.drop(bits);
        // Numbers whose first bit is 0 are negative.
        Some(if number >> (bits - 1) == 0 { number - (1 << bits) + 1 } else { number })
    }

    /// Takes the code of a run of zeros and the size of the number after it. What is no code counts as 0.
    pub fn run_and_size(&mut self, codes: &CodeTable) -> (usize, u32) {
        self.fill();
        let symbol = self.symbol(codes).unwrap_or(0);
        (usize::from(symbol >> 4), u32::from(symbol & 15))
    }

    /// Takes a number of `bits` bits, at least 1 and at most 15, after a code of at most 16.
    pub fn number(&mut self, bits: u32) -> i32 {
        let number = self.look(bits) as i32;
        self.drop(bits);
        if number >> (bits - 1) == 0 { number - (1 << bits) + 1 } else { number }
    }

    /// Steps over a block's other 63 numbers.
    pub fn skip_others(&mut self, codes: &CodeTable) -> Option<()> {
        let mut done = 0;
        while done < 63 {
            self.fill();
            let run = codes.runs[self.look(LOOK) as usize];
            // A run that reaches the block's end may have codes of the next block in it.
            if run.bits > 0 && done + u32::from(run.numbers) < 63 {
                self.drop(u32::from(run.bits));
                if run.ends {
                    return Some(());
                }
                done += u32::from(run.numbers);
                continue;
            }
            let symbol = self.symbol(codes)?;
            let (zeros, bits) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            self.drop(bits);
            match (zeros, bits) {
                // The rest of the block is zeros.
                (0, 0) => return Some(()),
                (15, 0) => done += 16,
                (_, 0) => return None,
                _ => done += zeros + 1,
            }
        }
        (done == 63).then_some(())
    }

    /// Goes on after the next restart marker; `None` when there is none.
    pub fn restart(&mut self) -> Option<()> {
        loop {
            self.at += memchr::memchr(0xFF, self.data.get(self.at..)?)?;
            let next = *self.data.get(self.at + 1)?;
            self.at += if next == 0xFF { 1 } else { 2 };
            if (0xD0..=0xD7).contains(&next) {
                (self.held, self.held_bits, self.made_up) = (0, 0, 0);
                return Some(());
            }
        }
    }

    /// Takes a code. At least 16 bits are held.
    fn symbol(&mut self, codes: &CodeTable) -> Option<u8> {
        let entry = codes.looked_up[self.look(LOOK) as usize];
        if entry.code_length > 0 {
            self.drop(u32::from(entry.code_length));
            return Some(entry.symbol);
        }
        for length in LOOK + 1..=16 {
            let (first, count, at) = codes.lengths[length as usize];
            let place = self.look(length).wrapping_sub(first);
            if place < count {
                self.drop(length);
                return codes.symbols.get(at + place as usize).copied();
            }
        }
        None
    }

    const fn look(&self, bits: u32) -> u32 {
        // Two shifts, because none may be by 64.
        ((self.held >> 1) >> (63 - bits)) as u32
    }

    const fn drop(&mut self, bits: u32) {
        self.held <<= bits;
        self.held_bits -= bits;
    }

    /// Holds 32 bits at least: a code and its number.
    fn fill(&mut self) {
        if self.held_bits >= 32 {
            return;
        }
        // Four bytes at once, unless one of them may be a marker or stuffing.
        if let Some(bytes) = self.data.get(self.at..).and_then(|rest| rest.first_chunk::<4>()) {
            let word = u32::from_be_bytes(*bytes);
            // An FF in the word is a 00 in its complement, which is where a borrow comes from.
            let has_ff = (!word).wrapping_sub(0x0101_0101) & word & 0x8080_8080;
            if has_ff == 0 {
                self.held |= u64::from(word) << (32 - self.held_bits);
                self.held_bits += 32;
                self.at += 4;
                return;
            }
        }
        while self.held_bits < 32 {
            let byte = match self.data.get(self.at..) {
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                // A marker: nothing comes after it.
                Some([0xFF, ..] | []) | None => {
                    self.made_up += 8;
                    0
                }
                Some([byte, ..]) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held |= u64::from(byte) << (56 - self.held_bits);
            self.held_bits += 8;
        }
    }
}
