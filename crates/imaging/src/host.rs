//! The pictures and bytes that the other side has numbers for, and how an operation fails.

use crate::picture::Picture;

/// Why an operation failed: the name of Python's exception, a colon, a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl Fault {
    /// A value that cannot be meant.
    pub fn value(text: impl AsRef<str>) -> Self {
        Self(format!("ValueError: {}", text.as_ref()))
    }

    /// A file that cannot be read or written.
    pub fn os(text: impl AsRef<str>) -> Self {
        Self(format!("OSError: {}", text.as_ref()))
    }

    /// No memory is left.
    pub fn memory() -> Self {
        Self("MemoryError: ".to_owned())
    }

    /// Two pictures that do not go together, in Pillow's words.
    pub fn mismatch() -> Self {
        Self::value("images do not match")
    }

    /// An operation that a mode does not have, in Pillow's words.
    pub fn mode() -> Self {
        Self::value("image has wrong mode")
    }
}

/// Numbered things: what is let go leaves its number to the next.
struct Kept<T> {
    things: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { things: Vec::new(), free: Vec::new() }
    }
}

impl<T> Kept<T> {
    fn keep(&mut self, thing: T) -> f64 {
        let at = self.free.pop().unwrap_or(self.things.len());
        if at == self.things.len() {
            self.things.push(None);
        }
        self.things[at] = Some(thing);
        at as f64
    }

    fn get(&self, number: f64) -> Option<&T> {
        self.things.get(place(number)?)?.as_ref()
    }

    fn take(&mut self, number: f64) -> Option<T> {
        let at = place(number)?;
        let thing = self.things.get_mut(at)?.take()?;
        self.free.push(at);
        Some(thing)
    }
}

fn place(number: f64) -> Option<usize> {
    (number >= 0.0 && number.fract() == 0.0).then_some(number as usize)
}

/// All that the other side has numbers for.
#[derive(Default)]
pub struct Host {
    pictures: Kept<Picture>,
    bytes: Kept<Vec<u8>>,
}

impl Host {
    /// Keeps a picture; its number.
    pub fn keep(&mut self, picture: Picture) -> f64 {
        self.pictures.keep(picture)
    }

    /// The picture of that number.
    ///
    /// # Errors
    /// When there is none.
    pub fn picture(&self, number: f64) -> Result<&Picture, Fault> {
        self.pictures.get(number).ok_or_else(|| Fault::value("there is no such image"))
    }

    /// Lets a picture go.
    ///
    /// # Errors
    /// When there is none.
    pub fn release(&mut self, number: f64) -> Result<Picture, Fault> {
        self.pictures.take(number).ok_or_else(|| Fault::value("there is no such image"))
    }

    /// Changes a picture, with all others at hand. The picture keeps its number.
    ///
    /// # Errors
    /// When there is none, or the change fails.
    pub fn change<R>(
        &mut self,
        number: f64,
        change: impl FnOnce(&mut Picture, &Self) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let at = place(number).filter(|at| *at < self.pictures.things.len());
        let slot = at.and_then(|at| self.pictures.things[at].take().map(|picture| (at, picture)));
        let Some((at, mut picture)) = slot else { return Err(Fault::value("there is no such image")) };
        let done = change(&mut picture, self);
        self.pictures.things[at] = Some(picture);
        done
    }

    /// Keeps bytes; their number.
    pub fn keep_bytes(&mut self, bytes: Vec<u8>) -> f64 {
        self.bytes.keep(bytes)
    }

    /// Keeps numbers as doubles, the lowest byte first; the bytes' number.
    pub fn keep_numbers(&mut self, numbers: impl IntoIterator<Item = f64>) -> f64 {
        self.keep_bytes(numbers.into_iter().flat_map(f64::to_le_bytes).collect())
    }

    /// The bytes of that number.
    ///
    /// # Errors
    /// When there are none.
    pub fn bytes(&self, number: f64) -> Result<&[u8], Fault> {
        self.bytes.get(number).map(Vec::as_slice).ok_or_else(|| Fault::value("there are no such bytes"))
    }

    /// The bytes of that number as doubles.
    ///
    /// # Errors
    /// When there are none.
    pub fn numbers(&self, number: f64) -> Result<Vec<f64>, Fault> {
        Ok(self.bytes(number)?.as_chunks::<8>().0.iter().map(|eight| f64::from_le_bytes(*eight)).collect())
    }

    /// Lets bytes go.
    ///
    /// # Errors
    /// When there are none.
    pub fn release_bytes(&mut self, number: f64) -> Result<Vec<u8>, Fault> {
        self.bytes.take(number).ok_or_else(|| Fault::value("there are no such bytes"))
    }
}
