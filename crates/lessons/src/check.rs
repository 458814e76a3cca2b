//! Checks: statements over resources and history, never over the page.
//!
//! A statement is one line of words. It is asked at each hop, so that what it speaks of gets a time:
//!
//! ```text
//! object my-original-images photos/*
//! objects my-thumbnails thumbnails/* at least 2
//! picture my-thumbnails thumbnails/* larger than 100
//! call PutObject to my-thumbnails from make-thumbnail answered 200
//! call PutObject to my-thumbnails from make-thumbnail denied
//! call GET to UserAPI answered 200 with Jane Smith
//! route GET /users of UserAPI is there
//! route GET /users of UserAPI is live
//! items UsersTable at least 2
//! items UsersTable exactly 0
//! event ObjectCreated:* to make-thumbnail delivered
//! environment of make-thumbnail starting
//! environment of make-thumbnail ready
//! handler of make-thumbnail started
//! handler of make-thumbnail started warm
//! handler of make-thumbnail returned
//! handler of make-thumbnail failed with UnidentifiedImage
//! log /aws/lambda/make-thumbnail contains REPORT
//! variable THUMBNAIL_SIZE of make-thumbnail is 200
//! trigger my-original-images to make-thumbnail with prefix drawings/
//! ```

use cloud::services::lambda::function_name;
use cloud::services::s3::notification::End;
use cloud::sim::trace::{Content, Hop, Moment, Place, Trace};
use cloud::world::World;
use serde::{Deserialize, Serialize};

/// More lines than Lambda and a handler write at one hop.
const LINES_A_HOP: usize = 64;

/// A statement that is either true at a hop or not. As data it is its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Statement {
    /// A bucket holds at least so many objects whose keys fit a pattern.
    Objects {
        /// The bucket.
        bucket: String,
        /// The keys' pattern; `*` is any run of characters.
        key: String,
        /// How many.
        at_least: usize,
    },
    /// A bucket holds a picture whose longer side has more pixels than this.
    LargerPicture {
        /// The bucket.
        bucket: String,
        /// The keys' pattern.
        key: String,
        /// Pixels.
        than: usize,
    },
    /// A call reached its receiver.
    Call {
        /// The operation's pattern.
        operation: String,
        /// The receiver.
        to: String,
        /// The sender; anyone when empty.
        from: String,
        /// The status of the answer; any when none is given.
        status: Option<u16>,
        /// Whether it was refused for want of a permission.
        denied: bool,
        /// A text that the answer's body has; any when empty.
        with: String,
    },
    /// An API has a route.
    Route {
        /// The API's name.
        api: String,
        /// The method.
        method: String,
        /// The path.
        path: String,
        /// Deployed as it is, so that callers get it.
        live: bool,
    },
    /// A table holds so many items.
    Items {
        /// The table.
        table: String,
        /// How many.
        count: usize,
        /// Just as many, rather than at least.
        exactly: bool,
    },
    /// An event was accepted for a function.
    Event {
        /// The event's pattern.
        name: String,
        /// The function.
        to: String,
    },
    /// An environment began to start, or was ready.
    Environment {
        /// The function.
        function: String,
        /// Ready, rather than starting.
        ready: bool,
    },
    /// A handler was given its event.
    Started {
        /// The function.
        function: String,
        /// Only in an environment that had run before.
        warm: bool,
    },
    /// A handler ended.
    Ended {
        /// The function.
        function: String,
        /// With this error's pattern; none when it returned.
        error: Option<String>,
    },
    /// A log group has a line with this text.
    Log {
        /// The group.
        group: String,
        /// The text.
        text: String,
    },
    /// A function has this environment variable.
    Variable {
        /// The function.
        function: String,
        /// The variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A bucket tells a function of objects whose keys begin with a prefix.
    Trigger {
        /// The bucket.
        bucket: String,
        /// The function.
        function: String,
        /// The prefix's pattern.
        prefix: String,
    },
}

impl Statement {
    /// Reads a statement.
    ///
    /// # Errors
    /// What is wrong with it, and which statements there are.
    pub fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let text = |word: &str| word.to_owned();
        let number = |word: &str| word.parse::<usize>().map_err(|_| format!("\"{word}\" is not a whole number"));
        match words.as_slice() {
            ["object", bucket, key] => Ok(Self::Objects { bucket: text(bucket), key: text(key), at_least: 1 }),
            ["objects", bucket, key, "at", "least", count] => {
                Ok(Self::Objects { bucket: text(bucket), key: text(key), at_least: number(count)? })
            }
            ["picture", bucket, key, "larger", "than", pixels] => {
                Ok(Self::LargerPicture { bucket: text(bucket), key: text(key), than: number(pixels)? })
            }
            ["call", operation, "to", to, rest @ ..] => call(operation, to, rest),
            ["route", method, path, "of", api, "is", state @ ("there" | "live")] => {
                Ok(Self::Route { api: text(api), method: text(method), path: text(path), live: *state == "live" })
            }
            ["items", table, "at", "least", count] => {
                Ok(Self::Items { table: text(table), count: number(count)?, exactly: false })
            }
            ["items", table, "exactly", count] => {
                Ok(Self::Items { table: text(table), count: number(count)?, exactly: true })
            }
            ["event", name, "to", to, "delivered"] => Ok(Self::Event { name: text(name), to: text(to) }),
            ["environment", "of", function, state @ ("starting" | "ready")] => {
                Ok(Self::Environment { function: text(function), ready: *state == "ready" })
            }
            ["handler", "of", function, "started"] => Ok(Self::Started { function: text(function), warm: false }),
            ["handler", "of", function, "started", "warm"] => {
                Ok(Self::Started { function: text(function), warm: true })
            }
            ["handler", "of", function, "returned"] => Ok(Self::Ended { function: text(function), error: None }),
            ["handler", "of", function, "failed", "with", error] => {
                Ok(Self::Ended { function: text(function), error: Some(text(error)) })
            }
            ["log", group, "contains", rest @ ..] if !rest.is_empty() => {
                Ok(Self::Log { group: text(group), text: rest.join(" ") })
            }
            ["variable", name, "of", function, "is", rest @ ..] => {
                Ok(Self::Variable { function: text(function), name: text(name), value: rest.join(" ") })
            }
            ["trigger", bucket, "to", function, "with", "prefix", prefix] => {
                Ok(Self::Trigger { bucket: text(bucket), function: text(function), prefix: text(prefix) })
            }
            [] => Err("a check needs a statement: a line such as \"object my-thumbnails thumbnails/*\"".to_owned()),
            [first, ..] => Err(format!(
                "\"{line}\" is no statement. Statements begin with object, objects, picture, call, route, items, event, environment, handler, log, variable or trigger; \"{first}\" is followed by other words than these take"
            )),
        }
    }

    /// Whether the statement becomes true at `hop`. It is asked at each hop in turn, and looks only at what that hop
    /// can have changed, so that a run of a thousand photos is checked as it grows.
    #[must_use]
    pub fn holds(&self, trace: &Trace, hop: &Hop) -> bool {
        match self {
            Self::Objects { bucket, key, at_least } => {
                arrived(trace, hop, bucket, key).is_some()
                    && (*at_least == 1 || keys(&hop.world, bucket, key).take(*at_least).count() == *at_least)
            }
            Self::LargerPicture { bucket, key, than } => arrived(trace, hop, bucket, key).is_some_and(|object| {
                imagesize::blob_size(&object.body).is_ok_and(|size| size.width.max(size.height) > *than)
            }),
            Self::Log { group, text } => {
                matches!(hop.moment, Moment::InitStarted(_) | Moment::Started(_) | Moment::Ended(_))
                    && hop.world.logs().group(group).is_some_and(|group| {
                        group.events.iter().rev().take(LINES_A_HOP).any(|event| event.message.contains(text.as_str()))
                    })
            }
            Self::Variable { function, name, value } => {
                let function =
                    matches!(hop.moment, Moment::Handled(_)).then(|| hop.world.lambda().function(function)).flatten();
                function.is_some_and(|function| function.variables.get(name) == Some(value))
            }
            Self::Trigger { bucket, function, prefix } => {
                matches!(hop.moment, Moment::Handled(_)) && triggers(&hop.world, bucket, function, prefix)
            }
            Self::Route { api, method, path, live } => {
                matches!(hop.moment, Moment::Handled(_))
                    && hop.world.services.apis(&hop.world).any(|view| {
                        *view.name == **api
                            && view
                                .routes
                                .iter()
                                .any(|route| route.method == *method && route.path == *path && (route.live || !live))
                    })
            }
            Self::Items { table, count, exactly } => {
                matches!(hop.moment, Moment::Handled(_) | Moment::Acted(_))
                    && hop
                        .world
                        .services
                        .table(&hop.world, table, 0)
                        .is_some_and(|view| if *exactly { view.total == *count } else { view.total >= *count })
            }
            _ => self.happens(trace, hop.moment),
        }
    }

    fn happens(&self, trace: &Trace, moment: Moment) -> bool {
        match (self, moment) {
            (
                Self::Call { operation, to, from, status, denied, with },
                Moment::Handled(id) | Moment::Replied(id) | Moment::Answered(id),
            ) => {
                let message = trace.message(id);
                let Some(handled) = &message.handled else { return false };
                let refused = handled.verdict.as_ref().is_some_and(|verdict| !verdict.allowed);
                let answer = handled.response.as_ref().map(|response| response.status);
                matches!(message.content, Content::Call(_))
                    && fits(operation, message.operation)
                    && names(&message.to, to)
                    && (from.is_empty() || names(&message.from, from))
                    && refused == *denied
                    && status.is_none_or(|status| answer == Some(status))
                    && (with.is_empty()
                        || handled.response.as_ref().is_some_and(|response| contains(&response.body, with)))
            }
            (Self::Event { name, to }, Moment::Handled(id)) => {
                let message = trace.message(id);
                let accepted = message.handled.as_ref().is_some_and(|handled| handled.error.is_none());
                matches!(message.content, Content::Event(_))
                    && accepted
                    && fits(name, message.operation)
                    && names(&message.to, to)
            }
            (Self::Environment { function, ready: false }, Moment::InitStarted(id))
            | (Self::Environment { function, ready: true }, Moment::InitEnded(id)) => {
                *trace.environment(id).function == **function
            }
            (Self::Started { function, warm }, Moment::Started(id)) => {
                let record = trace.invocation(id);
                *record.function == **function && (!warm || !record.cold)
            }
            (Self::Ended { function, error }, Moment::Ended(id)) => {
                let record = trace.invocation(id);
                let Some(ended) = record.ended.as_ref().filter(|_| *record.function == **function) else {
                    return false;
                };
                match (error, &ended.error) {
                    (None, None) => true,
                    (Some(pattern), Some(held)) => fits(pattern, held),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

impl TryFrom<String> for Statement {
    type Error = String;

    fn try_from(line: String) -> Result<Self, String> {
        Self::parse(&line)
    }
}

impl From<Statement> for String {
    fn from(statement: Statement) -> Self {
        match statement {
            Statement::Objects { bucket, key, at_least: 1 } => format!("object {bucket} {key}"),
            Statement::Objects { bucket, key, at_least } => format!("objects {bucket} {key} at least {at_least}"),
            Statement::LargerPicture { bucket, key, than } => format!("picture {bucket} {key} larger than {than}"),
            Statement::Call { operation, to, from, status, denied, with } => {
                let from = if from.is_empty() { from } else { format!(" from {from}") };
                let end = match status {
                    Some(status) => format!(" answered {status}"),
                    None if denied => " denied".to_owned(),
                    None => Self::new(),
                };
                let with = if with.is_empty() { with } else { format!(" with {with}") };
                format!("call {operation} to {to}{from}{end}{with}")
            }
            Statement::Route { api, method, path, live } => {
                format!("route {method} {path} of {api} is {}", if live { "live" } else { "there" })
            }
            Statement::Items { table, count, exactly } => {
                format!("items {table} {} {count}", if exactly { "exactly" } else { "at least" })
            }
            Statement::Event { name, to } => format!("event {name} to {to} delivered"),
            Statement::Environment { function, ready } => {
                format!("environment of {function} {}", if ready { "ready" } else { "starting" })
            }
            Statement::Started { function, warm } => {
                format!("handler of {function} started{}", if warm { " warm" } else { "" })
            }
            Statement::Ended { function, error: None } => format!("handler of {function} returned"),
            Statement::Ended { function, error: Some(error) } => format!("handler of {function} failed with {error}"),
            Statement::Log { group, text } => format!("log {group} contains {text}"),
            Statement::Variable { function, name, value } => format!("variable {name} of {function} is {value}"),
            Statement::Trigger { bucket, function, prefix } => {
                format!("trigger {bucket} to {function} with prefix {prefix}")
            }
        }
    }
}

fn call(operation: &str, to: &str, rest: &[&str]) -> Result<Statement, String> {
    let (from, rest) = match rest {
        ["from", from, rest @ ..] => (*from, rest),
        rest => ("", rest),
    };
    let (rest, with) = match rest.iter().position(|word| *word == "with") {
        Some(at) => (&rest[..at], rest[at + 1..].join(" ")),
        None => (rest, String::new()),
    };
    let (status, denied) = match rest {
        [] => (None, false),
        ["denied"] => (None, true),
        ["answered", status] => {
            (Some(status.parse().map_err(|_| format!("\"{status}\" is not an HTTP status"))?), false)
        }
        _ => {
            return Err("a call is followed by \"from\" and a sender, by \"answered 200\" or \"denied\", and by \"with\" and a text of the answer".to_owned());
        }
    };
    let [operation, to, from] = [operation, to, from].map(str::to_owned);
    Ok(Statement::Call { operation, to, from, status, denied, with })
}

/// The object that a write has just put into `bucket` under a key that fits.
fn arrived<'a>(
    trace: &Trace,
    hop: &'a Hop,
    bucket: &str,
    pattern: &str,
) -> Option<&'a std::sync::Arc<cloud::services::s3::Object>> {
    let Moment::Handled(id) = hop.moment else { return None };
    let message = trace.message(id);
    let subject =
        message.subject.as_ref().filter(|subject| *subject.bucket == *bucket && fits(pattern, &subject.key))?;
    let written = message.handled.as_ref().is_some_and(|handled| handled.error.is_none())
        && matches!(message.operation, "PutObject" | "CopyObject");
    written.then(|| hop.world.s3().object(bucket, &subject.key)).flatten()
}

fn keys<'a>(
    world: &'a World,
    bucket: &str,
    pattern: &'a str,
) -> impl Iterator<Item = &'a std::sync::Arc<cloud::services::s3::Object>> {
    world
        .s3()
        .bucket(bucket)
        .into_iter()
        .flat_map(|bucket| bucket.objects())
        .filter(move |object| fits(pattern, &object.key))
}

fn triggers(world: &World, bucket: &str, function: &str, prefix: &str) -> bool {
    let Some(bucket) = world.s3().bucket(bucket) else { return false };
    bucket.notification.functions.iter().any(|configuration| {
        function_name(&configuration.function_arn) == function
            && configuration.rules.iter().any(|rule| rule.end == End::Prefix && fits(prefix, &rule.value))
    })
}

fn contains(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|window| window == text.as_bytes())
}

fn names(place: &Place, name: &str) -> bool {
    place.to_string() == name
}

/// Whether `text` fits a pattern in which `*` is any run of characters.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return text.is_empty() };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_any_run_of_characters() {
        for (pattern, text, expected) in [
            ("photos/*", "photos/harbour.jpg", true),
            ("photos/*", "drawings/harbour.jpg", false),
            ("*.jpg", "photos/harbour.jpg", true),
            ("photos/*.jpg", "photos/.jpg", true),
            ("a*b*c", "a-b-b-c", true),
            ("abc", "abc", true),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} and {text}");
        }
    }

    #[test]
    fn as_data_a_statement_is_its_line() {
        // All forms, from the head of this file.
        let forms = include_str!("check.rs").lines().skip_while(|line| *line != "//! ```text").skip(1);
        let forms: Vec<&str> =
            forms.take_while(|line| *line != "//! ```").map(|line| line.trim_start_matches("//! ")).collect();
        assert!(forms.len() > 14, "{forms:?}");
        for line in forms {
            let statement = Statement::parse(line).expect("it is one of the forms");
            assert_eq!(String::from(statement), line);
        }
    }

    #[test]
    fn a_wrong_statement_names_the_ones_there_are() {
        let error = Statement::parse("bucket my-thumbnails is nice").expect_err("it is no statement");
        assert!(error.contains("object"), "{error}");
    }
}
