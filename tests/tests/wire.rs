//! Each folder of `tests/wire/<service>` is a case: requests, and the answers that AWS gives, as text.
//!
//! `1-create.request` and `1-create.response` are the first, and so on in the order of their names; a request without an
//! answer beside it prepares what follows, and must succeed. The forms are told in `tests/src/http_text.rs` and
//! `tests/src/expected.rs`. A case that we know to fail has a file `known_failure` with the reason; it fails the test
//! once the case passes. `BLESS=1` writes the answers that are missing: write places where they belong, and compare each
//! with what AWS says, before you keep it.

use std::fs;
use std::path::Path;

use tests::account::Account;
use tests::expected::{Kept, compare, filled};
use tests::http_text::{request, written};
use tests::wire_files::{cases, requests};

/// Fields that every answer has, and that say nothing of the case.
const LEFT_OUT: [&str; 6] = ["date", "server", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid", "x-amz-crc32"];

/// Plays a case.
fn play(case: &Path) -> Result<(), String> {
    let mut account = Account::default();
    let mut kept = Kept::new();
    for path in requests(case) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
        let asked = request(&filled(&text, &kept)).map_err(|error| format!("{name}: {error}"))?;
        account.pass(asked.pass);
        let answer = account.ask(asked.by, asked.request);
        let found = written(&answer, &LEFT_OUT);
        let beside = path.with_extension("response");
        match fs::read_to_string(&beside) {
            Ok(expected) => compare(&expected, &found, &mut kept).map_err(|error| format!("{name}: {error}"))?,
            Err(_) if std::env::var_os("BLESS").is_some() => {
                fs::write(&beside, &found).map_err(|error| format!("{name}: {error}"))?;
            }
            Err(_) if answer.is_success() => {}
            Err(_) => return Err(format!("{name} prepares what follows, and was answered\n{found}")),
        }
    }
    Ok(())
}

#[test]
fn every_case_is_answered_as_aws_answers_it() {
    let mut faults = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 40, "only {} cases were found", cases.len());
    for case in cases {
        let known = fs::read_to_string(case.join("known_failure")).ok();
        let name = case.iter().rev().take(2).map(|part| part.to_string_lossy()).collect::<Vec<_>>();
        let name = format!("{}/{}", name[1], name[0]);
        match (play(&case), known) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Err(fault), None) => faults.push(format!("{name}: {fault}")),
            (Ok(()), Some(_)) => faults.push(format!("{name} passes now: delete its known_failure")),
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n\n"));
}
