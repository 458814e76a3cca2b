//! No request stops the cloud or holds it up: damaged ones by the thousand, and large ones that must not take the square
//! of their size. `HOSTILE_ROUNDS` and `HOSTILE_SEED` ask for more of them, or others. The folder `fuzz` has the same for
//! cargo-fuzz, without an end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use cloud::http::Request;
use cloud::sim::rng::Rng;
use cloud::verdict::Principal;
use tests::hostile::damage::damaged;
use tests::hostile::{large, seeds, verify};

/// How many damaged requests are sent, unless asked otherwise.
const ROUNDS: u64 = 4_000;
/// After how many an account is left for a new one, so that what some did cannot hide what others would.
const ACCOUNT_ROUNDS: u64 = 500;

fn asked_for(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A signature of the right form, so that what reads it is reached.
fn signed(request: Request) -> Request {
    request.with_header("x-amz-date", "20260105T090000Z").with_header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
    )
}

#[test]
fn damaged_requests_are_answered() {
    let seeds = seeds::requests();
    assert!(seeds.len() > 200, "only {} seeds were found", seeds.len());
    let mut rng = Rng::new(asked_for("HOSTILE_SEED", 1));
    let mut held = seeds::account(&seeds);
    for round in 1..=asked_for("HOSTILE_ROUNDS", ROUNDS) {
        let good = &seeds[usize::try_from(rng.below(seeds.len() as u64)).unwrap_or(0)];
        let request = damaged(&if round % 4 == 0 { signed(good.clone()) } else { good.clone() }, &seeds, &mut rng);
        let by =
            if round % 3 == 0 { Principal::User { user: "ann".into(), path: "/".into() } } else { Principal::Root };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            verify(&request);
            held.ask(by, request.clone()).status
        }));
        let status = outcome.unwrap_or_else(|_| panic!("round {round} ends it: {request:?}"));
        assert!((200..=501).contains(&status) && status != 500, "round {round} is answered with {status}: {request:?}");
        if round % ACCOUNT_ROUNDS == 0 {
            held = seeds::account(&seeds);
        }
    }
}

/// A sixteenth of a large request, and the whole. A reader that takes the square of the size takes minutes for the whole,
/// where one that does not takes less than a second; what is allowed lies far from both, so that a busy machine makes
/// no difference.
#[test]
fn large_requests_do_not_take_the_square_of_their_size() {
    const SIZE: usize = 1_000_000;
    const ALLOWED: Duration = Duration::from_secs(20);
    let seeds = seeds::requests();
    let mut faults = Vec::new();
    let mut account = seeds::account(&seeds);
    for (name, make) in large::ALL {
        let mut took = Vec::new();
        for size in [SIZE / 16, SIZE] {
            let request = make(size);
            let began = Instant::now();
            verify(&signed(request.clone()));
            let answer = account.ask(Principal::Root, request);
            took.push(began.elapsed());
            assert!((200..=501).contains(&answer.status) && answer.status != 500, "{name}: {}", answer.status);
            if began.elapsed() > ALLOWED {
                faults.push(format!("{name} takes {:?} for {size} bytes", began.elapsed()));
                break;
            }
        }
        if std::env::var_os("HOSTILE_TIMES").is_some() {
            println!("{name}: {took:?}");
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
