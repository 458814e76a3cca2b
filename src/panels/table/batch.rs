//! Many writes: `BatchWriteItem` by 25, many calls at once, what is left unprocessed again, and each that cannot be written
//! told. Nothing is lost without a word.

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde_json::Value;

use super::calls;
use super::work::Work;

/// The most writes of one `BatchWriteItem`.
const WRITES: usize = 25;
/// How many calls are made at once: their 800 items keep the page for some two frames.
const CALLS: usize = 32;
/// How many times in a row nothing at all may be written before it is given up: between two a second passes, in which
/// units come back.
const VAIN: usize = 5;

/// How a batch stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What was written.
    pub written: usize,
    /// What could not be.
    pub failed: usize,
    /// All that is to be.
    pub total: usize,
}

/// Writes as many items as `progress` says in all; `write` makes the JSON of one write. Gives those that could not be
/// written, with AWS's reason. It ends early when `going` is set to false: what was not sent counts as failed.
pub async fn write(
    work: Work,
    write: &dyn Fn(usize) -> String,
    progress: RwSignal<Progress>,
    going: RwSignal<bool>,
) -> Vec<(usize, String)> {
    let total = progress.get_untracked().total;
    // What the press changes is drawn before the first of it is written.
    TimeoutFuture::new(0).await;
    let mut queue: Vec<Vec<usize>> = (0..total.div_ceil(WRITES))
        .rev()
        .map(|part| (part * WRITES..total.min((part + 1) * WRITES)).collect())
        .collect();
    let mut failed = Vec::new();
    let (mut written, mut vain) = (0, 0);
    while !queue.is_empty() {
        if !going.try_get_untracked().unwrap_or_default() {
            failed.extend(queue.into_iter().flatten().map(|index| (index, "It was not sent: you stopped.".to_owned())));
            break;
        }
        let parts = queue.split_off(queue.len().saturating_sub(CALLS));
        let table = Value::from(work.name()).to_string();
        let request = |part: &Vec<usize>| {
            let writes: Vec<String> = part.iter().map(|index| write(*index)).collect();
            let body =
                format!("{{\"RequestItems\":{{{table}:[{}]}},\"ReturnConsumedCapacity\":\"TOTAL\"}}", writes.join(","));
            calls::request("BatchWriteItem", body)
        };
        let answers = calls::send_all(work.dispatch, parts.iter().rev().map(request).collect()).await;
        let before = written;
        for (part, answer) in parts.into_iter().rev().zip(answers) {
            match answer {
                Ok(answer) => {
                    let left = left(&answer, &work.name(), &part, write);
                    written += part.len() - left.len();
                    if !left.is_empty() {
                        queue.push(left);
                    }
                }
                Err(error) if is_passing(&error) && vain < VAIN => queue.push(part),
                // One item that AWS does not take refuses its whole batch: each is tried by itself.
                Err(error) if part.len() > 1 && !is_passing(&error) => {
                    queue.extend(part.into_iter().map(|index| vec![index]))
                }
                Err(error) => failed.extend(part.into_iter().map(|index| (index, error.clone()))),
            }
        }
        vain = if written == before { vain + 1 } else { 0 };
        let _ = progress.try_set(Progress { written, failed: failed.len(), total });
    }
    failed.sort_by_key(|(index, _)| *index);
    let _ = progress.try_set(Progress { written, failed: failed.len(), total });
    failed
}

/// Which of a batch's writes its answer leaves to be sent again.
fn left(answer: &Value, table: &str, part: &[usize], write: &dyn Fn(usize) -> String) -> Vec<usize> {
    let Some(unprocessed) = answer["UnprocessedItems"][table].as_array() else { return Vec::new() };
    let same =
        |index: &&usize| serde_json::from_str(&write(**index)).is_ok_and(|write: Value| unprocessed.contains(&write));
    part.iter().filter(same).copied().collect()
}

/// Whether it may be written a little later.
fn is_passing(error: &str) -> bool {
    ["ProvisionedThroughputExceeded", "Throttling", "ServiceUnavailable", "InternalServerError"]
        .iter()
        .any(|code| error.starts_with(code))
}
