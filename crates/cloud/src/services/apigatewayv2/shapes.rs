//! What the documents of an HTTP API look like: the members of each, as the service's model declares them, and how a
//! request's are read.
//!
//! Members that are not declared are left out, as AWS does with what it does not know.

use serde_json::{Map, Value};

use super::Error;
use crate::operation::JsonBody;

/// A member of a document.
pub struct Member {
    /// Its name on the wire: `routeKey`.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Whether a document must have it from the beginning.
    pub required: bool,
}

/// What a member holds.
pub enum Form {
    /// A text of at most so many characters.
    Text(usize),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A truth value.
    Flag,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A number that is not negative.
    Number,
    /// A list of texts.
    List,
    /// Free names, each with such a value. An update adds to them; one with an empty value is taken away.
    Entries(&'static Self),
    /// A document of its own. An update replaces it.
    Record(&'static [Member]),
}

const fn may(name: &'static str, form: Form) -> Member {
    Member { name, form, required: false }
}

const fn must(name: &'static str, form: Form) -> Member {
    Member { name, form, required: true }
}

/// The longest text of most members, characters.
const LONG: usize = 1_024;

/// CORS as an API is told to answer it.
const CORS: &[Member] = &[
    may("allowCredentials", Form::Flag),
    may("allowHeaders", Form::List),
    may("allowMethods", Form::List),
    may("allowOrigins", Form::List),
    may("exposeHeaders", Form::List),
    may("maxAge", Form::Whole(-1, 86_400)),
];

/// An API.
pub const API: &[Member] = &[
    may("apiKeySelectionExpression", Form::Text(128)),
    may("corsConfiguration", Form::Record(CORS)),
    may("credentialsArn", Form::Text(2_048)),
    may("description", Form::Text(LONG)),
    may("disableExecuteApiEndpoint", Form::Flag),
    may("disableSchemaValidation", Form::Flag),
    may("ipAddressType", Form::OneOf(&["ipv4", "dualstack"])),
    must("name", Form::Text(128)),
    must("protocolType", Form::OneOf(&["WEBSOCKET", "HTTP"])),
    may("routeKey", Form::Text(128)),
    may("routeSelectionExpression", Form::Text(128)),
    may("tags", Form::Entries(&Form::Text(256))),
    may("target", Form::Text(2_048)),
    may("version", Form::Text(64)),
];

/// A route.
pub const ROUTE: &[Member] = &[
    may("apiKeyRequired", Form::Flag),
    may("authorizationScopes", Form::List),
    may("authorizationType", Form::OneOf(&["NONE", "AWS_IAM", "CUSTOM", "JWT"])),
    may("authorizerId", Form::Text(64)),
    may("modelSelectionExpression", Form::Text(128)),
    may("operationName", Form::Text(64)),
    may("requestModels", Form::Entries(&Form::Text(128))),
    may("requestParameters", Form::Entries(&Form::Record(&[may("required", Form::Flag)]))),
    must("routeKey", Form::Text(LONG)),
    may("routeResponseSelectionExpression", Form::Text(128)),
    may("target", Form::Text(128)),
];

/// An integration.
pub const INTEGRATION: &[Member] = &[
    may("connectionId", Form::Text(LONG)),
    may("connectionType", Form::OneOf(&["INTERNET", "VPC_LINK"])),
    may("contentHandlingStrategy", Form::OneOf(&["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"])),
    may("credentialsArn", Form::Text(2_048)),
    may("description", Form::Text(LONG)),
    may("integrationMethod", Form::Text(64)),
    may("integrationSubtype", Form::Text(128)),
    must("integrationType", Form::OneOf(&["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"])),
    may("integrationUri", Form::Text(2_048)),
    may("passthroughBehavior", Form::OneOf(&["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"])),
    may("payloadFormatVersion", Form::Text(64)),
    may("requestParameters", Form::Entries(&Form::Text(512))),
    may("requestTemplates", Form::Entries(&Form::Text(32_768))),
    may("responseParameters", Form::Entries(&Form::Entries(&Form::Text(512)))),
    may("templateSelectionExpression", Form::Text(128)),
    may("timeoutInMillis", Form::Whole(50, 30_000)),
    may("tlsConfig", Form::Record(&[may("serverNameToVerify", Form::Text(512))])),
];

/// A stage's settings of a route, or of all.
const ROUTE_SETTINGS: &[Member] = &[
    may("dataTraceEnabled", Form::Flag),
    may("detailedMetricsEnabled", Form::Flag),
    may("loggingLevel", Form::OneOf(&["ERROR", "INFO", "OFF"])),
    may("throttlingBurstLimit", Form::Whole(0, i32::MAX as i64)),
    may("throttlingRateLimit", Form::Number),
];

/// A stage.
pub const STAGE: &[Member] = &[
    may(
        "accessLogSettings",
        Form::Record(&[may("destinationArn", Form::Text(2_048)), may("format", Form::Text(LONG))]),
    ),
    may("autoDeploy", Form::Flag),
    may("clientCertificateId", Form::Text(64)),
    may("defaultRouteSettings", Form::Record(ROUTE_SETTINGS)),
    may("deploymentId", Form::Text(64)),
    may("description", Form::Text(LONG)),
    may("routeSettings", Form::Entries(&Form::Record(ROUTE_SETTINGS))),
    must("stageName", Form::Text(128)),
    may("stageVariables", Form::Entries(&Form::Text(2_048))),
    may("tags", Form::Entries(&Form::Text(256))),
];

/// A deployment.
pub const DEPLOYMENT: &[Member] = &[may("description", Form::Text(LONG)), may("stageName", Form::Text(128))];

/// An authorizer.
pub const AUTHORIZER: &[Member] = &[
    may("authorizerCredentialsArn", Form::Text(2_048)),
    may("authorizerPayloadFormatVersion", Form::OneOf(&["1.0", "2.0"])),
    may("authorizerResultTtlInSeconds", Form::Whole(0, 3_600)),
    must("authorizerType", Form::OneOf(&["REQUEST", "JWT"])),
    may("authorizerUri", Form::Text(2_048)),
    may("enableSimpleResponses", Form::Flag),
    must("identitySource", Form::List),
    may("identityValidationExpression", Form::Text(LONG)),
    may("jwtConfiguration", Form::Record(&[may("audience", Form::List), may("issuer", Form::Text(2_048))])),
    must("name", Form::Text(128)),
];

/// Tags, as TagResource is given them.
pub const TAGS: &[Member] = &[may("tags", Form::Entries(&Form::Text(256)))];

/// The members of a request's `body` that `shape` declares.
///
/// # Errors
/// When one has another form, or a required one is missing and `whole` says that a whole document is wanted.
pub fn read(shape: &[Member], body: &JsonBody, whole: bool) -> Result<JsonBody, Error> {
    let mut document = JsonBody::new();
    for member in shape {
        match body.get(member.name).filter(|value| !value.is_null()) {
            Some(value) => {
                fits(member.name, &member.form, value)?;
                document.insert(member.name.to_owned(), kept(&member.form, value));
            }
            None if whole && member.required => {
                return Err(Error::bad(format!("Invalid request input: {} is required", member.name)));
            }
            None => {}
        }
    }
    Ok(document)
}

/// Changes `document` as an update's `given` members say.
pub fn update(shape: &[Member], document: &mut JsonBody, given: JsonBody) {
    for (name, value) in given {
        let is_entries = shape.iter().any(|member| member.name == name && matches!(member.form, Form::Entries(_)));
        if is_entries && let (Some(Value::Object(held)), Value::Object(entries)) = (document.get_mut(&name), &value) {
            held.extend(entries.clone());
            held.retain(|_, value| !is_empty(value));
        } else if is_empty(&value) {
            document.remove(&name);
        } else {
            document.insert(name, value);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn fits(name: &str, form: &Form, value: &Value) -> Result<(), Error> {
    let wanted = match (form, value) {
        (Form::Text(longest), Value::String(text)) if text.chars().count() <= *longest => return Ok(()),
        (Form::Text(longest), Value::String(_)) => &format!("a text of at most {longest} characters"),
        (Form::OneOf(texts), Value::String(text)) if texts.contains(&text.as_str()) => return Ok(()),
        (Form::OneOf(texts), _) => &format!("one of [{}]", texts.join(", ")),
        (Form::Flag, Value::Bool(_)) => return Ok(()),
        (Form::Whole(least, most), value) => match value.as_i64() {
            Some(number) if (*least..=*most).contains(&number) => return Ok(()),
            _ => &format!("a whole number between {least} and {most}"),
        },
        (Form::Number, value) if value.as_f64().is_some_and(|number| number >= 0.0) => return Ok(()),
        (Form::List, Value::Array(list)) if list.iter().all(Value::is_string) => return Ok(()),
        (Form::Entries(form), Value::Object(entries)) => {
            return entries.iter().try_for_each(|(entry, value)| fits(&format!("{name}.{entry}"), form, value));
        }
        (Form::Record(shape), Value::Object(members)) => return read(shape, members, true).map(drop),
        (Form::Text(_), _) => "a text",
        (Form::Flag, _) => "true or false",
        (Form::Number, _) => "a number that is not negative",
        (Form::List, _) => "a list of texts",
        (Form::Entries(_) | Form::Record(_), _) => "an object",
    };
    Err(Error::bad(format!("Invalid request input: {name} must be {wanted}")))
}

/// A value without what its form does not declare.
fn kept(form: &Form, value: &Value) -> Value {
    match (form, value) {
        (Form::Record(shape), Value::Object(members)) => {
            let members = shape.iter().filter_map(|member| {
                let held = members.get(member.name).filter(|value| !value.is_null())?;
                Some((member.name.to_owned(), kept(&member.form, held)))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        (Form::Entries(form), Value::Object(entries)) => {
            Value::Object(entries.iter().map(|(name, value)| (name.clone(), kept(form, value))).collect())
        }
        _ => value.clone(),
    }
}

/// A member as a text; empty when it is not there.
#[must_use]
pub fn text<'a>(document: &'a JsonBody, name: &str) -> &'a str {
    document.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A member that is true.
#[must_use]
pub fn flag(document: &JsonBody, name: &str) -> bool {
    document.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// A member as a list of texts.
#[must_use]
pub fn texts(document: &JsonBody, name: &str) -> Vec<String> {
    let list = document.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The entries of a member, each a text.
pub fn entries<'a>(document: &'a JsonBody, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let held = document.get(name).and_then(Value::as_object);
    held.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
}
