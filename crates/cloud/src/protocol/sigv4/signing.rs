//! What requests are signed with: worked out from a secret by four HMACs, and kept by a host that is asked often.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Scope;
use super::canonical::from_hex;

/// Keys that are kept at most. A client signs for a few services a day.
const MAX_KEPT: usize = 32;

/// What a day's requests to one service are signed with.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// The key of a secret for this scope.
    #[must_use]
    pub fn of(secret: &str, scope: Scope<'_>) -> Self {
        let first = keyed(&["AWS4", secret].concat().into_bytes());
        let steps = [scope.date, scope.region, scope.service, "aws4_request"];
        Self(steps.iter().fold(first, |mut key, part| {
            key.update(part.as_bytes());
            keyed(&key.finalize().into_bytes())
        }))
    }

    /// Whether `signature` is that of `text`. It takes as long for a wrong byte early as for one late.
    #[must_use]
    pub fn has_made(&self, signature: &str, text: &str) -> bool {
        from_hex(signature).is_some_and(|bytes| {
            let mut mac = self.0.clone();
            mac.update(text.as_bytes());
            mac.verify_slice(&bytes).is_ok()
        })
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// The keys that were worked out last.
#[derive(Default)]
pub struct SigningKeys(Vec<Kept>);

struct Kept {
    secret: String,
    /// The scope's text.
    scope: String,
    key: SigningKey,
}

impl SigningKeys {
    /// The key of a secret for this scope, whose `text` is at hand.
    pub fn get(&mut self, secret: &str, scope: Scope<'_>, text: &str) -> &SigningKey {
        let held = self.0.iter().position(|kept| kept.secret == secret && kept.scope == text);
        let at = held.unwrap_or_else(|| {
            if self.0.len() == MAX_KEPT {
                self.0.remove(0);
            }
            let key = SigningKey::of(secret, scope);
            self.0.push(Kept { secret: secret.to_owned(), scope: text.to_owned(), key });
            self.0.len() - 1
        });
        &self.0[at].key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation's example of a string to sign, and its signature.
    const TEXT: &str = "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972";
    const SIGNATURE: &str = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

    #[test]
    fn a_kept_key_is_that_of_its_secret_and_scope_alone() {
        const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        fn holds(keys: &mut SigningKeys, secret: &str, day: u32) -> bool {
            let credential = format!("AKIAIOSFODNN7EXAMPLE/{day}/us-east-1/s3/aws4_request");
            let scope = Scope::read(&credential).expect("it is one");
            keys.get(secret, scope, &scope.text()).has_made(SIGNATURE, TEXT)
        }
        let mut keys = SigningKeys::default();
        for _ in 0..2 {
            assert!(holds(&mut keys, SECRET, 20_130_524));
            assert!(!holds(&mut keys, "another", 20_130_524));
        }
        for day in 0..40 {
            assert!(!holds(&mut keys, SECRET, 20_130_601 + day));
        }
        assert_eq!(keys.0.len(), MAX_KEPT);
        assert!(holds(&mut keys, SECRET, 20_130_524));
    }
}
