//! Shard iterators: where a reader stands, as a text that only this service reads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::error::Error;
use super::super::limits::ITERATOR_LIFE_S;
use crate::sim::time::{Span, Time};

/// Where a reader stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The stream.
    pub arn: String,
    /// The number of the next record it reads.
    pub number: u64,
    /// When this was handed out.
    pub issued: Time,
}

impl Cursor {
    /// As AWS writes them: the stream's ARN, a version, and what is the service's own.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}|1|{}", self.arn, STANDARD.encode(format!("{}:{}", self.number, self.issued.0)))
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it was not written here.
    pub fn read(text: &str) -> Result<Self, Error> {
        let parts = || {
            let (arn, own) = text.split_once("|1|")?;
            let own = String::from_utf8(STANDARD.decode(own).ok()?).ok()?;
            let (number, issued) = own.split_once(':')?;
            Some(Self { arn: arn.to_owned(), number: number.parse().ok()?, issued: Time(issued.parse().ok()?) })
        };
        parts().ok_or_else(|| Error::invalid("Invalid ShardIterator"))
    }

    /// Whether its time is over.
    ///
    /// # Errors
    /// When it is.
    pub fn check_age(&self, now: Time) -> Result<(), Error> {
        if now - self.issued > Span::from_s(ITERATOR_LIFE_S) { Err(Error::ExpiredIterator) } else { Ok(()) }
    }
}
