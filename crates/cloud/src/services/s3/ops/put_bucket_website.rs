//! `PutBucketWebsite`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, Setting};
use crate::services::s3::kept;

const EMPTY_CONDITION: &str = "Condition cannot be empty. To redirect all requests without a condition, the condition \
                               element shouldn't be present.";
const PROTOCOL: &str =
    "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.";

/// Replaces the bucket's website configuration.
pub fn put_bucket_website(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let response = kept::put(context, call, Setting::Website, "WebsiteConfiguration", check)?;
    Ok(Answer::Now(response))
}

fn check(root: &Element) -> Result<(), Error> {
    let index = root.child("IndexDocument").and_then(|index| index.child_text("Suffix"));
    match (root.child("RedirectAllRequestsTo"), index) {
        (Some(_), _) if root.children.len() > 1 => {
            let message = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
            Err(Error::argument(message, "RedirectAllRequestsTo", "not null"))
        }
        (Some(all), _) if all.child_text("Protocol").is_some_and(|given| !matches!(given, "http" | "https")) => {
            Err(Error::request(PROTOCOL))
        }
        (Some(_), _) => Ok(()),
        (None, None) => {
            let message = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
            Err(Error::argument(message, "IndexDocument", "null"))
        }
        (None, Some(suffix)) if suffix.is_empty() || suffix.contains('/') => {
            Err(Error::argument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix))
        }
        (None, Some(_)) => check_rules(root),
    }
}

fn check_rules(root: &Element) -> Result<(), Error> {
    let Some(rules) = root.child("RoutingRules") else { return Ok(()) };
    for rule in rules.children_named("RoutingRule") {
        let redirect = rule.child("Redirect").ok_or(Error::MalformedXml)?;
        let has = |name| redirect.child(name).is_some();
        if rule.child("Condition").is_some_and(|condition| condition.children.is_empty()) {
            return Err(Error::request(EMPTY_CONDITION));
        }
        if redirect.child_text("Protocol").is_some_and(|protocol| !matches!(protocol, "http" | "https")) {
            return Err(Error::request(PROTOCOL));
        }
        if has("ReplaceKeyPrefixWith") && has("ReplaceKeyWith") {
            return Err(Error::request("You can only define ReplaceKeyPrefix or ReplaceKey but not both."));
        }
        // What AWS says of a code that is no redirection was not seen.
        if let Some(code) = redirect.child_text("HttpRedirectCode")
            && !code.parse::<u16>().is_ok_and(|code| (301..400).contains(&code))
        {
            let message =
                format!("The provided HTTP redirect code ({code}) is not valid. Valid codes are 3XX except 300.");
            return Err(Error::request(message));
        }
    }
    Ok(())
}
