//! What the cloud was asked, as it is kept: a line of JSON for the head, one for each request, one for the end.
//!
//! The cloud is deterministic, so its seed and its requests with their times are its whole state. A file without its
//! last line was cut off, and is told rather than half believed.

use std::io::{self, BufRead, Write};

use cloud::http::Request;
use cloud::identity::Identity;
use cloud::sim::time::Time;
use serde::{Deserialize, Serialize};

/// The form that this program writes. Another form is refused, not guessed at.
const FORM: u32 = 2;

/// All that a cloud was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The cloud's seed.
    pub seed: u64,
    /// The requests, in order.
    pub asked: Vec<Asked>,
    /// The virtual time at which the record ends.
    pub end: Time,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// When it was submitted, virtual microseconds.
    pub at: Time,
    /// Who asked, whatever signature proved it.
    pub by: Identity,
    /// The request, as AWS would have received it.
    pub request: Request,
}

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A line is not what it should be.
    #[error("line {line}, column {column}: {reason}")]
    Line {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It ends before its last line.
    #[error("line {0}: the file was cut off here, and what followed is lost")]
    CutOff(usize),
    /// It was written in another form.
    #[error("line 1: the file has form {0}, and this program reads form {FORM}")]
    Form(u32),
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Serialize, Deserialize)]
struct Head {
    coldstart: u32,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
struct End {
    end: Time,
    requests: usize,
}

/// Writes the record.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(record: &Record, mut to: impl Write) -> io::Result<()> {
    write_line(&mut to, &Head { coldstart: FORM, seed: record.seed })?;
    for asked in &record.asked {
        write_line(&mut to, asked)?;
    }
    write_line(&mut to, &End { end: record.end, requests: record.asked.len() })?;
    to.flush()
}

fn write_line(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, value)?;
    to.write_all(b"\n")
}

/// Reads a record.
///
/// # Errors
/// At the first line that is not what it should be.
pub fn read(from: impl BufRead) -> Result<Record, RecordError> {
    let mut lines = from.split(b'\n').enumerate();
    let (_, head) = lines.next().ok_or(RecordError::CutOff(1))?;
    let head: Head = parse(1, &head?)?;
    if head.coldstart != FORM {
        return Err(RecordError::Form(head.coldstart));
    }
    let mut record = Record { seed: head.seed, ..Record::default() };
    for (index, text) in lines {
        let number = index + 1;
        let text = text?;
        // The end's line is short and begins with its own name, so that faults in the others keep their place.
        if !text.starts_with(b"{\"end\"") {
            record.asked.push(parse(number, &text)?);
            continue;
        }
        let End { end, requests } = parse(number, &text)?;
        if requests != record.asked.len() {
            let reason = format!("{requests} requests were kept, and {} are here", record.asked.len());
            return Err(fault(number, 1, &reason));
        }
        record.end = end;
        return Ok(record);
    }
    Err(RecordError::CutOff(record.asked.len() + 2))
}

fn parse<'a, T: Deserialize<'a>>(line: usize, text: &'a [u8]) -> Result<T, RecordError> {
    serde_json::from_slice(text).map_err(|error| fault(line, error.column(), &error.to_string()))
}

fn fault(line: usize, column: usize, reason: &str) -> RecordError {
    // The JSON reader counts lines within the one that it was given; the place stands before the reason already.
    let reason = reason.split(" at line ").next().unwrap_or(reason).to_owned();
    RecordError::Line { line, column, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let request = Request::new("PUT", "https://s3.us-east-1.amazonaws.com/a/b").expect("it is an address");
        let asked = Asked { at: Time(5), by: Identity::Owner, request: request.with_body(vec![0_u8, 255]) };
        Record {
            seed: 7,
            asked: vec![asked.clone(), Asked { at: Time(9), by: Identity::Nobody, ..asked }],
            end: Time(12),
        }
    }

    fn text() -> String {
        let mut bytes = Vec::new();
        write(&record(), &mut bytes).expect("a vector takes everything");
        String::from_utf8(bytes).expect("JSON is text")
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        assert_eq!(read(text().as_bytes()).expect("it is whole"), record());
        let empty = Record { seed: 3, ..Record::default() };
        let mut bytes = Vec::new();
        write(&empty, &mut bytes).expect("a vector takes everything");
        assert_eq!(read(bytes.as_slice()).expect("it is whole"), empty);
    }

    #[test]
    fn damage_is_told_with_its_place() {
        #[track_caller]
        fn check(text: &str, place: &str) {
            let error = read(text.as_bytes()).expect_err("it is damaged").to_string();
            assert!(error.starts_with(place), "{error}");
        }
        let whole = text();
        let lines: Vec<&str> = whole.lines().collect();
        check("", "line 1");
        check("photo", "line 1, column 1");
        check(&whole.replace("\"coldstart\":2", "\"coldstart\":1"), "line 1: the file has form 1");
        check(&whole.replace("\"by\":\"nobody\"", "\"by\":\"no"), "line 3, column");
        check(&lines[..3].join("\n"), "line 4: the file was cut off");
        check(&whole[..whole.len() - 40], "line 3");
        check(&[lines[0], lines[1], lines[3]].join("\n"), "line 3, column 1: 2 requests were kept, and 1 are here");
    }

    #[test]
    fn a_record_cut_anywhere_is_refused() {
        let whole = text();
        for length in 0..whole.len() - 1 {
            assert!(read(&whole.as_bytes()[..length]).is_err(), "cut after {length} bytes");
        }
    }
}
