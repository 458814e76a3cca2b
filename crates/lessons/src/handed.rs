//! A recording as one piece of bytes, to be handed on: as a file, or in a link.
//!
//! After [`MAGIC`] come the text and then each body, with its length before it: a little-endian `u32` whose highest bit
//! says that what follows is the name of a file which every page has, and not the body itself.

use bytes::Bytes;

use crate::recording::Saved;

/// What a recording that is handed on begins with.
const MAGIC: &[u8] = b"coldstart run\n";
/// Says that a body is known by a name.
const NAMED: u32 = 1 << 31;
/// The longest name, bytes.
const LONGEST_NAME: usize = 64;

/// A body of a recording that is handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The bytes.
    Whole(Bytes),
    /// The name of a file that comes with the page, without a path: `harbour.jpg`.
    Named(String),
}

/// A recording that is handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Lines of JSON: see [`Saved::text`].
    pub text: String,
    /// The bodies that the text refers to.
    pub bodies: Vec<Body>,
}

/// Why bytes are no recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandedError {
    /// They begin otherwise.
    #[error("It is no run that Coldstart saved")]
    Foreign,
    /// They end too early.
    #[error("It is cut off: it was not copied or downloaded whole")]
    CutOff,
    /// Its text or a name in it is no text.
    #[error("It is damaged: what should be text is none")]
    NoText,
}

impl Handed {
    /// The bytes.
    ///
    /// # Panics
    /// When a part of it has two gigabytes, which the address space of a page cannot hold.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut add = |part: &[u8], flag: u32| {
            let length = u32::try_from(part.len()).ok().filter(|length| length & NAMED == 0);
            let length = length.expect("a part of a run fits a page's memory");
            bytes.extend_from_slice(&(length | flag).to_le_bytes());
            bytes.extend_from_slice(part);
        };
        add(self.text.as_bytes(), 0);
        for body in &self.bodies {
            match body {
                Body::Whole(body) => add(body, 0),
                Body::Named(name) => add(name.as_bytes(), NAMED),
            }
        }
        bytes
    }

    /// Reads the bytes, of which nothing is believed.
    ///
    /// # Errors
    /// When they are no recording, or not whole.
    pub fn from_bytes(bytes: &Bytes) -> Result<Self, HandedError> {
        if !bytes.starts_with(MAGIC) {
            return Err(HandedError::Foreign);
        }
        let mut rest = bytes.slice(MAGIC.len()..);
        let (text, _) = part(&mut rest)?;
        let text = text_of(&text)?;
        let mut bodies = Vec::new();
        while !rest.is_empty() {
            bodies.push(match part(&mut rest)? {
                (body, false) => Body::Whole(body),
                (name, true) if name.len() <= LONGEST_NAME => Body::Named(text_of(&name)?),
                (_, true) => return Err(HandedError::NoText),
            });
        }
        Ok(Self { text, bodies })
    }
}

impl From<Saved> for Handed {
    fn from(saved: Saved) -> Self {
        Self { text: saved.text, bodies: saved.bodies.into_iter().map(Body::Whole).collect() }
    }
}

/// Takes a part off the beginning, and says whether it is a name.
fn part(rest: &mut Bytes) -> Result<(Bytes, bool), HandedError> {
    let length = rest.get(..4).and_then(|length| length.try_into().ok()).ok_or(HandedError::CutOff)?;
    let length = u32::from_le_bytes(length);
    let upto = 4 + (length & !NAMED) as usize;
    if rest.len() < upto {
        return Err(HandedError::CutOff);
    }
    let part = rest.split_to(upto).slice(4..);
    Ok((part, length & NAMED != 0))
}

fn text_of(bytes: &[u8]) -> Result<String, HandedError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| HandedError::NoText)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Handed {
        Handed {
            text: "{\"version\":4}\n{\"Answer\":[0,1]}\n".to_owned(),
            bodies: vec![
                Body::Whole(Bytes::from_static(b"\xff\xd8 a photo")),
                Body::Named("harbour.jpg".to_owned()),
                Body::Whole(Bytes::new()),
            ],
        }
    }

    #[test]
    fn it_comes_back_as_it_was() {
        let bytes = Bytes::from(sample().to_bytes());
        assert_eq!(Handed::from_bytes(&bytes), Ok(sample()));
    }

    #[test]
    fn one_that_is_cut_off_is_told_of_or_lacks_whole_bodies() {
        let bytes = Bytes::from(sample().to_bytes());
        for end in 0..bytes.len() {
            match Handed::from_bytes(&bytes.slice(..end)) {
                Ok(handed) => {
                    assert_eq!(handed.text, sample().text);
                    assert!(handed.bodies.len() < sample().bodies.len() && sample().bodies.starts_with(&handed.bodies));
                }
                Err(error) => assert_eq!(
                    error,
                    if end < MAGIC.len() { HandedError::Foreign } else { HandedError::CutOff },
                    "cut off at {end}"
                ),
            }
        }
    }

    #[test]
    fn lengths_and_names_are_not_believed() {
        let with = |tail: &[u8]| Handed::from_bytes(&Bytes::from([MAGIC, tail].concat()));
        assert_eq!(with(b"\xff\xff\xff\x7f{}"), Err(HandedError::CutOff));
        assert_eq!(with(b"\x02\0\0\0\xff\xfe"), Err(HandedError::NoText));
        let long = [&b"\0\0\0\0\x41\0\0\x80"[..], &[b'a'; 65]].concat();
        assert_eq!(with(&long), Err(HandedError::NoText));
    }
}
