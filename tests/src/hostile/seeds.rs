//! Good requests to begin with: those of the wire cases, and an account in which they were sent.

use std::fs;
use std::path::PathBuf;

use cloud::http::Request;
use cloud::verdict::Principal;

use crate::account::Account;
use crate::{http_text, wire_files};

/// Every request of the wire cases, in the order of their files.
///
/// # Panics
/// When a file cannot be read, or is no request.
#[must_use]
pub fn requests() -> Vec<Request> {
    wire_files::cases().iter().flat_map(|case| wire_files::requests(case)).map(read).collect()
}

/// An account in which all `seeds` were asked for.
#[must_use]
pub fn account(seeds: &[Request]) -> Account {
    let mut account = Account::default();
    for seed in seeds {
        account.ask(Principal::Root, seed.clone());
    }
    account
}

fn read(path: PathBuf) -> Request {
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    http_text::request(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).request
}
