//! Any text as a request: read as the wire cases are, verified as a server verifies it, and sent to a cloud in which
//! every wire case has been played. Nothing may panic. `cargo +nightly fuzz run requests ../tests/wire/*/*` begins from
//! the wire cases' own requests.

#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use tests::account::Account;
use tests::hostile::{seeds, verify};
use tests::http_text;

/// After how many requests an account is left for a new one.
const ACCOUNT_REQUESTS: u32 = 1_000;

thread_local! {
    static HELD: RefCell<(u32, Account)> = RefCell::new((0, account()));
}

fn account() -> Account {
    seeds::account(&seeds::requests())
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(asked) = http_text::request(&String::from_utf8_lossy(bytes)) else { return };
    verify(&asked.request);
    HELD.with_borrow_mut(|(requests, held)| {
        *requests += 1;
        if requests.is_multiple_of(ACCOUNT_REQUESTS) {
            *held = account();
        }
        let answer = held.ask(asked.by, asked.request);
        assert!(answer.status != 500, "{answer:?}");
    });
});
