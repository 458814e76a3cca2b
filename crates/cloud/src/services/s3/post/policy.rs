//! The policy of a form: what its fields must be, so that whoever signed it need not trust the page that sends it.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>. Texts that AWS was not seen to
//! say are marked.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value as Json;

use crate::protocol::form_data::Form;
use crate::protocol::sigv4::moment::read_long;
use crate::services::s3::error::{Error, particular};

/// Fields that a policy need not speak of.
const UNCOVERED: [&str; 5] = ["awsaccesskeyid", "file", "policy", "signature", "x-amz-signature"];

/// Holds `form`, which is to be stored under `key` in `bucket`, against its policy, if it has one. Whether the policy is
/// still good is asked with its signature, by the clock that it was signed by ([`crate::protocol::sigv4::form`]).
///
/// # Errors
/// When the policy is none, asks for other fields, or does not speak of one that is there.
pub fn check(form: &Form, bucket: &str, key: &str) -> Result<(), Error> {
    let Some(policy) = form.get("policy") else { return Ok(()) };
    let conditions = conditions(policy)?;
    let subject = Subject { form, bucket, key };
    // S3 has its bucket from the address, so that no policy need name it.
    let mut covered = BTreeSet::from(["bucket".to_owned()]);
    for condition in &conditions {
        covered.extend(subject.holds(condition)?);
    }
    for (name, _) in &form.fields {
        let lower = name.to_ascii_lowercase();
        let exempt = UNCOVERED.contains(&lower.as_str()) || lower.starts_with("x-ignore-");
        if !exempt && !covered.contains(&lower) {
            return Err(denied(&format!("Extra input fields: {name}")));
        }
    }
    Ok(())
}

/// The conditions of a policy, which is JSON in base64.
fn conditions(policy: &str) -> Result<Vec<Json>, Error> {
    // What AWS says of base64 that is none was not seen.
    let bytes = STANDARD.decode(policy.trim()).map_err(|_| invalid("Invalid Base64 encoding."))?;
    let document: Json = serde_json::from_slice(&bytes).map_err(|_| invalid("Invalid JSON."))?;
    let Json::Object(document) = document else { return Err(invalid("Invalid JSON.")) };
    let known = |name: &&String| !matches!(name.as_str(), "expiration" | "conditions");
    if let Some(unknown) = document.keys().find(known) {
        return Err(invalid(&format!("Unexpected: '{}'", unknown.to_ascii_lowercase())));
    }
    // The texts for what is missing were not seen.
    let end = document.get("expiration").ok_or_else(|| invalid("Policy missing expiration."))?;
    let end = end.as_str().unwrap_or_default();
    if read_long(end).is_none() {
        return Err(invalid(&format!("Invalid 'expiration' value: '{end}'")));
    }
    match document.get("conditions") {
        Some(Json::Array(conditions)) => Ok(conditions.clone()),
        Some(_) => Err(invalid("Invalid 'conditions' value: must be a List.")),
        None => Err(invalid("Policy missing conditions.")),
    }
}

/// What a policy speaks of.
struct Subject<'a> {
    form: &'a Form,
    bucket: &'a str,
    key: &'a str,
}

impl Subject<'_> {
    /// Holds the form against one condition; gives back the field that the condition speaks of, in lower case.
    fn holds(&self, condition: &Json) -> Result<Option<String>, Error> {
        match condition {
            Json::Object(simple) => {
                let mut entries = simple.iter();
                let (Some((name, value)), None) = (entries.next(), entries.next()) else {
                    let text = "Simple-Conditions must have exactly one property specified.";
                    return Err(invalid(&format!("Invalid Simple-Condition: {text}")));
                };
                let Json::String(value) = value else {
                    return Err(invalid("Invalid Simple-Condition: value must be a string."));
                };
                let field = format!("${name}");
                self.compare("eq", &field, value)
            }
            Json::Array(parts) => {
                let operation = parts.first().and_then(Json::as_str);
                let operation = operation
                    .ok_or_else(|| invalid("Invalid Condition: missing operation identifier."))?
                    .to_ascii_lowercase();
                match (operation.as_str(), parts.as_slice()) {
                    ("content-length-range", [_, least, most]) => self.size(least, most).map(|()| None),
                    ("eq" | "starts-with", [_, Json::String(field), Json::String(value)]) => {
                        self.compare(&operation, field, value)
                    }
                    // What AWS says of these was not seen.
                    ("eq" | "starts-with", [_, _, _]) => Err(invalid("Invalid JSON.")),
                    ("eq" | "starts-with" | "content-length-range", _) => {
                        Err(invalid(&format!("Invalid {operation}: wrong number of arguments.")))
                    }
                    (other, _) => Err(invalid(&format!("Invalid Condition: unknown operation '{other}'."))),
                }
            }
            _ => Err(invalid("Invalid condition test: must be a List or Object.")),
        }
    }

    /// A condition on a field: that it is `value`, or begins with it. A field that is not there fails every one.
    fn compare(&self, operation: &str, field: &str, value: &str) -> Result<Option<String>, Error> {
        let name = field.strip_prefix('$').map(str::to_ascii_lowercase);
        let held = match name.as_deref() {
            Some("bucket") => Some(self.bucket),
            Some("key") => Some(self.key),
            Some(name) => self.form.get(name),
            None => None,
        };
        let holds = held.is_some_and(|held| if operation == "eq" { held == value } else { held.starts_with(value) });
        if holds {
            return Ok(name);
        }
        Err(failed(&[operation.into(), field.into(), value.into()]))
    }

    /// A condition on the file's length, whose ends are allowed too.
    fn size(&self, least: &Json, most: &Json) -> Result<(), Error> {
        let number = |end: &Json| end.as_u64().or_else(|| end.as_str()?.parse().ok());
        let (Some(least_bytes), Some(most_bytes)) = (number(least), number(most)) else {
            return Err(failed(&["content-length-range".into(), least.clone(), most.clone()]));
        };
        let size = self.form.file.len() as u64;
        if size < least_bytes {
            let details = vec![("ProposedSize", size.to_string()), ("MinSizeAllowed", least_bytes.to_string())];
            return Err(particular::POST_TOO_SMALL.error(details));
        }
        if size > most_bytes {
            let details = vec![("ProposedSize", size.to_string()), ("MaxSizeAllowed", most_bytes.to_string())];
            return Err(particular::POST_TOO_LARGE.error(details));
        }
        Ok(())
    }
}

/// The refusal of a form that does not keep to a condition, which is shown as JSON with a space after each comma.
fn failed(condition: &[Json]) -> Error {
    let parts: Vec<String> = condition.iter().map(Json::to_string).collect();
    denied(&format!("Policy Condition failed: [{}]", parts.join(", ")))
}

fn denied(what: &str) -> Error {
    Error::AccessDenied(format!("Invalid according to Policy: {what}"))
}

fn invalid(what: &str) -> Error {
    Error::InvalidPolicyDocument(format!("Invalid Policy: {what}"))
}
