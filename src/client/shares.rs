//! Where a call's time went: each moment of it belongs to the innermost of those who were at work then. Pure.

use std::collections::BTreeSet;

use crate::store::client::Share;

/// A stretch of time that somebody took.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// From when, microseconds.
    pub from: u64,
    /// Until when.
    pub to: u64,
    /// How far inside: whom it is called by lies further out.
    pub depth: usize,
    /// Who.
    pub name: String,
    /// How it is drawn.
    pub token: &'static str,
}

/// The name of what is spent on the way.
pub const NETWORK: &str = "network";

/// Shares of the time from `from` to `to`, in the order in which they began, the network's last. Their sum is the whole.
#[must_use]
pub fn shares(stretches: &[Stretch], from: u64, to: u64) -> Vec<Share> {
    let inside = |at: &u64| (from..=to).contains(at);
    let cuts: BTreeSet<u64> =
        stretches.iter().flat_map(|one| [one.from, one.to]).filter(inside).chain([from, to]).collect();
    let cuts: Vec<u64> = cuts.into_iter().collect();
    let mut shares: Vec<Share> = Vec::new();
    for ends in cuts.windows(2) {
        let at_work = stretches.iter().filter(|one| one.from <= ends[0] && one.to >= ends[1]);
        // Of two at one depth the one that began later is at work: the other waits, or goes on beside it.
        let Some(innermost) = at_work.max_by_key(|one| (one.depth, one.from)) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a call lasts minutes at most")]
        let us = (ends[1] - ends[0]) as f64;
        match shares.iter_mut().find(|share| share.name == innermost.name && share.token == innermost.token) {
            Some(share) => share.us += us,
            None => shares.push(Share { name: innermost.name.clone(), token: innermost.token, us }),
        }
    }
    shares.sort_by_key(|share| share.token == NETWORK);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(name: &str, depth: usize, from: u64, to: u64) -> Stretch {
        let token = if name == NETWORK { NETWORK } else { "signal" };
        Stretch { from, to, depth, name: name.to_owned(), token }
    }

    #[track_caller]
    fn check(stretches: &[Stretch], wanted: &str) {
        let shares = shares(stretches, 0, 41);
        let told: Vec<String> = shares.iter().map(|share| format!("{} {}", share.name, share.us)).collect();
        assert_eq!(told.join(", "), wanted);
    }

    #[test]
    fn what_is_inside_is_taken_from_what_is_around_it() {
        let nested = [
            stretch(NETWORK, 0, 0, 41),
            stretch("UserAPI", 1, 4, 37),
            stretch("get-users", 2, 8, 33),
            stretch("UsersTable", 3, 15, 21),
        ];
        check(&nested, "UserAPI 8, get-users 19, UsersTable 6, network 8");
    }

    #[test]
    fn calls_beside_each_other_are_counted_once() {
        let beside = [
            stretch(NETWORK, 0, 0, 41),
            stretch("get-users", 1, 0, 41),
            stretch("one", 2, 10, 20),
            stretch("two", 2, 15, 30),
        ];
        check(&beside, "get-users 21, one 5, two 15");
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        check(&[stretch(NETWORK, 0, 0, 41), stretch("late", 1, 30, 90)], "late 11, network 30");
    }
}
