//! Functions that misbehave, each in one way: for trying the cage. They are in the registry with the feature
//! `trials` only, and never in what is published.

use std::{hint::black_box, time::Duration};

use crate::{Aws, FunctionError};

type Result = std::result::Result<Vec<u8>, FunctionError>;

/// Never stops computing.
pub async fn spin(_: &[u8], aws: &Aws) -> Result {
    aws.print("round and round");
    loop {
        black_box(());
    }
}

/// Panics after it has printed a line.
pub async fn panic(_: &[u8], aws: &Aws) -> Result {
    aws.print("so far so good");
    panic!("the handler panics on purpose");
}

/// Takes all memory there is, and more.
pub async fn hog(_: &[u8], aws: &Aws) -> Result {
    aws.print("hungry");
    let mut taken = Vec::new();
    loop {
        taken.push(black_box(vec![1u8; 1 << 20]));
    }
}

/// Calls itself until the stack is full.
pub async fn deep(_: &[u8], _: &Aws) -> Result {
    fn down(from: [u64; 64]) -> u64 {
        let [first, ..] = black_box(from);
        if first == 0 { 0 } else { down([first + 1; 64]) + first }
    }
    Ok(down([1; 64]).to_string().into_bytes())
}

/// Sleeps for five minutes, which take no time.
pub async fn nap(_: &[u8], aws: &Aws) -> Result {
    aws.sleep(Duration::from_secs(300)).await;
    Ok(b"\"rested\"".to_vec())
}
