//! The table of operations by name. Arguments and results are numbers: of pictures, of bytes, of pixels.
//!
//! Nothing that the other side sends may panic: numbers are checked here, areas where they are used.

mod change;
mod files;
mod make;

use crate::{
    host::{Fault, Host},
    picture::{Area, Mode},
};

/// An operation: what it is called, and what it does.
type Operation = (&'static str, fn(&mut Host, Arguments<'_>) -> Result<f64, Fault>);

/// The tables, one for each kind.
const TABLES: &[&[Operation]] = &[make::OPERATIONS, change::OPERATIONS, files::OPERATIONS];

/// The number of the operation of that name.
#[must_use]
pub fn find(name: &[u8]) -> Option<usize> {
    TABLES.iter().copied().flatten().position(|(known, _)| known.as_bytes() == name)
}

/// Does the operation of that number.
///
/// # Errors
/// When it fails, in the words that Python's exception is to have.
pub fn perform(host: &mut Host, operation: usize, arguments: &[f64]) -> Result<f64, Fault> {
    let found = TABLES.iter().copied().flatten().nth(operation);
    let (_, operation) = found.ok_or_else(|| Fault::value("there is no such operation"))?;
    operation(host, Arguments(arguments))
}

/// The arguments of a call.
#[derive(Clone, Copy)]
pub struct Arguments<'a>(&'a [f64]);

impl Arguments<'_> {
    /// How many there are.
    const fn count(&self) -> usize {
        self.0.len()
    }

    /// A number as it is; 0 when it is missing.
    fn float(&self, at: usize) -> f64 {
        self.0.get(at).copied().unwrap_or(0.0)
    }

    /// A whole number; what is none is cut.
    fn whole(&self, at: usize) -> i64 {
        self.float(at) as i64
    }

    /// A number of pixels or the like.
    fn size(&self, at: usize) -> Result<usize, Fault> {
        let number = self.float(at);
        if (0.0..=f64::from(u32::MAX)).contains(&number) {
            Ok(number as usize)
        } else {
            Err(Fault::value("bad image size"))
        }
    }

    /// Whether it is not 0.
    fn flag(&self, at: usize) -> bool {
        self.float(at) != 0.0
    }

    /// A sample; what does not fit is cut.
    fn byte(&self, at: usize) -> u8 {
        self.whole(at).clamp(0, 255) as u8
    }

    /// A mode, by its number.
    fn mode(&self, at: usize) -> Result<Mode, Fault> {
        Mode::ALL.get(self.size(at)?).copied().ok_or_else(|| Fault::value("unrecognized image mode"))
    }

    /// Four whole numbers.
    fn area(&self, at: usize) -> Area {
        [0, 1, 2, 3].map(|next| self.whole(at + next))
    }

    /// The four bytes of a pixel, which come as one number.
    fn pixel(&self, at: usize) -> [u8; 4] {
        (self.whole(at) as u32).to_le_bytes()
    }

    /// A picture's number, unless it is negative.
    fn maybe(&self, at: usize) -> Option<f64> {
        let number = self.float(at);
        (number >= 0.0).then_some(number)
    }
}
