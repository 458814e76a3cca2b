//! What is simulated of AWS, as a table for people and as JSON with what this run's clients asked for in vain.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cloud::error::NotSimulated;
use cloud::http::Response;
use cloud::services::coverage::coverage;
use serde_json::{Value, json};

/// How many different names are counted each by itself. Clients choose the names, and further ones are counted as one.
const MAX_NAMES: usize = 500;
/// What further names are counted as.
const OTHERS: &str = "others";

/// The calls of one run that asked for what is not simulated, with how often each came.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    calls: BTreeMap<NotSimulated, u64>,
}

impl Refused {
    /// Counts an answer, if it is one of these.
    pub fn count(&mut self, answer: &Response) {
        if answer.status != 501 {
            return;
        }
        let text = String::from_utf8_lossy(&answer.body);
        let others = || NotSimulated { service: OTHERS.to_owned(), operation: OTHERS.to_owned() };
        let mut name = NotSimulated::find(&text).unwrap_or_else(others);
        if self.calls.len() >= MAX_NAMES && !self.calls.contains_key(&name) {
            name = others();
        }
        *self.calls.entry(name).or_default() += 1;
    }

    /// All of it as JSON.
    #[must_use]
    pub fn coverage(&self) -> Value {
        let services: Vec<Value> = coverage()
            .iter()
            .map(|held| json!({"service": held.service, "simulated": held.simulated, "notSimulated": held.missing}))
            .collect();
        let refused: Vec<Value> = self
            .calls
            .iter()
            .map(|(name, calls)| json!({"service": name.service, "operation": name.operation, "calls": calls}))
            .collect();
        json!({"services": services, "refusedCalls": refused})
    }
}

/// The table that `--coverage` prints: a line of figures for each service, and what is missing below it.
#[must_use]
pub fn table() -> String {
    let mut text = format!("{:<16}{:>10}{:>16}\n", "service", "simulated", "not simulated");
    for held in coverage() {
        let _ = writeln!(text, "{:<16}{:>10}{:>16}", held.service, held.simulated.len(), held.missing.len());
    }
    for held in coverage() {
        let _ = write!(text, "\n{}", held.service);
        for (title, names) in [("simulated", &held.simulated), ("not simulated", &held.missing)] {
            if !names.is_empty() {
                let mut names = names.clone();
                names.sort_unstable();
                let _ = write!(text, "\n  {title}:\n{}", lines(&names));
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Names in lines of a terminal's width.
fn lines(names: &[&str]) -> String {
    const WIDTH: usize = 100;
    let mut text = String::new();
    let mut line = String::new();
    for name in names {
        if line.len() + name.len() > WIDTH {
            let _ = writeln!(text, "   {line}");
            line.clear();
        }
        let _ = write!(line, " {name}");
    }
    let _ = writeln!(text, "   {line}");
    text
}

#[cfg(test)]
mod tests {
    use cloud::error::ServiceError;
    use cloud::protocol::rest_json;

    use super::*;

    #[test]
    fn the_table_has_every_service_and_what_is_missing() {
        let table = table();
        for held in coverage() {
            assert!(table.contains(&format!("\n{}", held.service)), "{table}");
            for name in held.simulated.iter().chain(&held.missing) {
                assert!(table.contains(&format!(" {name}")), "{name}");
            }
        }
        assert!(table.lines().all(|line| line.len() <= 110), "{table}");
    }

    #[test]
    fn calls_in_vain_are_counted_by_name_and_not_without_end() {
        let refused =
            |service: &str, operation: &str| rest_json::error(&ServiceError::not_simulated(service, operation), "id");
        let mut calls = Refused::default();
        calls.count(&Response::new(200));
        calls.count(&refused("s3", "PutBucketAcl"));
        calls.count(&refused("s3", "PutBucketAcl"));
        let told = &calls.coverage()["refusedCalls"];
        assert_eq!(*told, json!([{"service": "s3", "operation": "PutBucketAcl", "calls": 2}]));
        for number in 0..2 * MAX_NAMES {
            calls.count(&refused("sqs", &format!("Op{number}")));
        }
        assert!(calls.calls.len() <= MAX_NAMES + 1);
        assert_eq!(calls.calls.values().sum::<u64>(), 2 + 2 * MAX_NAMES as u64);
    }
}
