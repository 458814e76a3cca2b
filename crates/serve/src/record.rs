//! What the cloud was asked, as it is kept: a line of JSON for the head, one for each request, one for the end.
//!
//! The cloud is deterministic, so its seed and its requests with their times are its whole state. A file without its
//! last line was cut off, and is told rather than half believed.

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use cloud::http::Request;
use cloud::sim::time::Time;
use cloud::verdict::Principal;
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
    pub by: Caller,
    /// The request, as AWS would have received it.
    pub request: Request,
}

/// Who may ask a server: whom a signature can prove, and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caller {
    /// The account's owner.
    Owner,
    /// Nobody: the request is not signed.
    Nobody,
    /// A user of the account.
    User {
        /// The user's name.
        name: Arc<str>,
        /// The user's path.
        path: Arc<str>,
    },
    /// A federated user.
    Federated {
        /// The session's name.
        name: Arc<str>,
        /// The user who asked for the session; none for the owner.
        user: Option<Arc<str>>,
        /// The session's policy.
        policy: Option<Arc<str>>,
    },
    /// A session of a role.
    Role {
        /// The role's name.
        name: Arc<str>,
        /// The session's name.
        session: Arc<str>,
    },
}

impl From<&Principal> for Caller {
    fn from(principal: &Principal) -> Self {
        match principal {
            Principal::Root => Self::Owner,
            // No service signs what it sends here.
            Principal::Anonymous | Principal::Service { .. } => Self::Nobody,
            Principal::User { user, path } => Self::User { name: user.clone(), path: path.clone() },
            Principal::FederatedUser { name, user, policy } => {
                Self::Federated { name: name.clone(), user: user.clone(), policy: policy.clone() }
            }
            Principal::RoleSession { role, session } => Self::Role { name: role.clone(), session: session.clone() },
        }
    }
}

impl From<Caller> for Principal {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Owner => Self::Root,
            Caller::Nobody => Self::Anonymous,
            Caller::User { name, path } => Self::User { user: name, path },
            Caller::Federated { name, user, policy } => Self::FederatedUser { name, user, policy },
            Caller::Role { name, session } => Self::RoleSession { role: name, session },
        }
    }
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
        let asked = Asked { at: Time(5), by: Caller::Owner, request: request.with_body(vec![0_u8, 255]) };
        Record {
            seed: 7,
            asked: vec![asked.clone(), Asked { at: Time(9), by: Caller::Nobody, ..asked }],
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
    fn a_caller_is_kept_as_who_it_was() {
        let principals = [
            Principal::Root,
            Principal::Anonymous,
            Principal::User { user: "ann".into(), path: "/staff/".into() },
            Principal::RoleSession { role: "reader".into(), session: "ann".into() },
            Principal::FederatedUser { name: "guest".into(), user: Some("ann".into()), policy: Some("{}".into()) },
        ];
        for principal in principals {
            let text = serde_json::to_string(&Caller::from(&principal)).expect("it is plain data");
            let read: Caller = serde_json::from_str(&text).expect("it was just written");
            assert_eq!(Principal::from(read), principal);
        }
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
