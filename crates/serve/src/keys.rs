//! The key pairs that the account's owner signs with. They are no secrets: the server listens to its own machine alone.

/// Access keys with their secrets: a short pair to type, and the pair of AWS's documentation.
pub const KEYS: [(&str, &str); 2] =
    [("test", "test"), ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")];

/// The secret of an access key; none when there is no such key.
#[must_use]
pub fn secret_of(access_key: &str) -> Option<&'static str> {
    KEYS.iter().find(|(held, _)| *held == access_key).map(|(_, secret)| *secret)
}
