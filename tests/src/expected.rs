//! Texts with places that are not the same each time: `<<id>>` stands for letters and digits, `<<date>>` for a moment in
//! any of AWS's forms, `<<any>>` for anything in its line. `<<id:NAME>>` also keeps what stood there, and `<<NAME>>` in
//! a later text is that.

use std::collections::BTreeMap;

/// What was kept under names.
pub type Kept = BTreeMap<String, String>;

/// Puts what was kept in place of its names.
#[must_use]
pub fn filled(text: &str, kept: &Kept) -> String {
    kept.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<<{name}>>"), value))
}

/// Whether `found` is as `expected` has it; keeps what is to be kept.
///
/// # Errors
/// Where they part: what was expected from there on, and what was found.
pub fn compare(expected: &str, found: &str, kept: &mut Kept) -> Result<(), String> {
    let expected = filled(expected, kept);
    let (mut expected, mut found) = (expected.as_str(), found);
    loop {
        let (literal, place) = match expected.split_once("<<") {
            Some((literal, rest)) => (literal, rest.split_once(">>")),
            None => (expected, None),
        };
        let same = literal.bytes().zip(found.bytes()).take_while(|(one, other)| one == other).count();
        if same < literal.len() {
            return Err(parted(&expected.as_bytes()[same..], &found.as_bytes()[same..]));
        }
        found = &found[literal.len()..];
        let Some((place, rest)) = place else {
            return if found.is_empty() { Ok(()) } else { Err(parted(b"", found.as_bytes())) };
        };
        let (kind, name) = place.split_once(':').unwrap_or((place, ""));
        let length = found.bytes().take_while(|byte| may_stand(kind, *byte)).count();
        // What follows the place is not part of it, even if it might be by its letters.
        let next = rest.split(['<', '\n']).next().unwrap_or_default();
        let length = match found.find(next) {
            Some(at) if at < length && !next.is_empty() => at,
            _ => length,
        };
        if length == 0 {
            return Err(parted(expected.as_bytes(), found.as_bytes()));
        }
        if !name.is_empty() {
            kept.insert(name.to_owned(), found[..length].to_owned());
        }
        found = &found[length..];
        expected = rest;
    }
}

fn may_stand(kind: &str, byte: u8) -> bool {
    match kind {
        "id" => byte.is_ascii_alphanumeric() || b"-_+/=.".contains(&byte),
        "date" => byte.is_ascii_alphanumeric() || b"-:., +".contains(&byte),
        "any" => byte != b'\n' && byte != b'<',
        _ => false,
    }
}

fn parted(expected: &[u8], found: &[u8]) -> String {
    let start = |text: &[u8]| String::from_utf8_lossy(text).chars().take(300).collect::<String>();
    format!("expected from here on:\n{}\nfound:\n{}", start(expected), start(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_for_what_fits_them() {
        #[track_caller]
        fn check(expected: &str, found: &str, fits: bool) {
            assert_eq!(compare(expected, found, &mut Kept::new()).is_ok(), fits, "{expected} {found}");
        }
        check("a", "a", true);
        check("a", "ab", false);
        check("ab", "a", false);
        check("<Id><<id>></Id>", "<Id>4A=</Id>", true);
        check("<Id><<id>></Id>", "<Id></Id>", false);
        check("\"at\":<<date>>,\"b\":1", "\"at\":1.5,\"b\":1", true);
        check("at <<date>>\nb", "at Mon, 05 Jan 2026 09:00:00 GMT\nb", true);
        check("<<id>> is", "4 is", true);
        check("<<no>>", "4", false);
    }

    #[test]
    fn what_is_kept_is_filled_in() {
        let mut kept = Kept::new();
        compare("<Id><<id:upload>></Id>", "<Id>4A</Id>", &mut kept).expect("it fits");
        assert_eq!(filled("?id=<<upload>>", &kept), "?id=4A");
        assert!(compare("<<upload>>", "4B", &mut kept).is_err());
    }
}
