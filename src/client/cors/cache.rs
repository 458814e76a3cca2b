//! What preflights have permitted, and until when.

use std::collections::BTreeMap;

use super::Asked;

/// Who asked whom, and whether with credentials.
type Pair = (String, String, bool);

/// Answers to preflights that still hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cache(BTreeMap<Pair, Permits>);

/// Names, each with the second until which it is permitted.
#[derive(Clone, Debug, Default, PartialEq)]
struct Permits {
    methods: BTreeMap<String, f64>,
    headers: BTreeMap<String, f64>,
}

impl Cache {
    /// Whether all that the request needs was permitted before.
    #[must_use]
    pub fn permits(&self, asked: &Asked, method: Option<&str>, headers: &[&str], now_s: f64) -> bool {
        let Some(held) = self.0.get(&pair(asked)) else { return false };
        let holds = |names: &BTreeMap<String, f64>, name: &str| names.get(name).is_some_and(|until| *until > now_s);
        let any = |names: &BTreeMap<String, f64>| !asked.credentials && holds(names, "*");
        let header = |name: &&str| holds(&held.headers, name) || any(&held.headers) && *name != "authorization";
        method.is_none_or(|method| holds(&held.methods, method) || any(&held.methods)) && headers.iter().all(header)
    }

    /// Keeps what a preflight permitted.
    pub fn remember(&mut self, asked: &Asked, methods: &[String], headers: &[String], until_s: f64) {
        let held = self.0.entry(pair(asked)).or_default();
        held.methods.extend(methods.iter().map(|name| (name.clone(), until_s)));
        held.headers.extend(headers.iter().map(|name| (name.clone(), until_s)));
    }
}

fn pair(asked: &Asked) -> Pair {
    (asked.origin.clone(), asked.url.clone(), asked.credentials)
}
