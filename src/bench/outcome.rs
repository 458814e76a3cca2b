//! What came of a test run: the answer to Invoke, taken apart. Pure.

use base64::{Engine, engine::general_purpose::STANDARD};
use cloud::http::Response;
use serde_json::Value;

use crate::aws;

/// The folder that a function's package lies in.
const TASK: &str = "/var/task/";

/// What came of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was answered: the handler's result or its error, pretty.
    pub payload: String,
    /// What failed, if anything did.
    pub failure: Option<Failure>,
    /// The tail of its log, line by line.
    pub log: Vec<String>,
    /// What Lambda reports of it; none when it did not come to run.
    pub report: Option<Report>,
}

/// A failure of the call or of the handler.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Its type as AWS or the language names it: `KeyError`, `TooManyRequestsException`.
    pub kind: String,
    /// Its message.
    pub message: String,
    /// Its stack, the lines as the runtime gives them.
    pub stack: Vec<Frame>,
    /// Whether the handler failed, rather than the call.
    pub in_handler: bool,
}

/// One line of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it says.
    pub text: String,
    /// The learner's file and line that it names, if it does.
    pub place: Option<(String, u32)>,
}

/// What a REPORT line says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// How long the handler ran, milliseconds.
    pub duration_ms: f64,
    /// What is paid for, milliseconds.
    pub billed_ms: u64,
    /// How much memory it had, MB.
    pub memory_mb: u32,
    /// The most it used, MB.
    pub max_memory_mb: u32,
    /// How long its environment took to start, milliseconds, if it did.
    pub init_ms: Option<f64>,
}

impl Outcome {
    /// The outcome that `response` to Invoke tells.
    #[must_use]
    pub fn of(response: &Response) -> Self {
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let payload = match serde_json::from_slice::<Value>(&response.body) {
            Ok(value) => serde_json::to_string_pretty(&value).unwrap_or_default(),
            Err(_) => String::from_utf8_lossy(&response.body).into_owned(),
        };
        let log = response.headers.get("x-amz-log-result").and_then(|text| STANDARD.decode(text).ok());
        let log = log.map(|bytes| String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect::<Vec<_>>());
        let log = log.unwrap_or_default();
        let failure = if let Some(error) = aws::error(response) {
            let (kind, message) = error.split_once(": ").unwrap_or((&error, ""));
            Some(Failure { kind: kind.to_owned(), message: message.to_owned(), stack: Vec::new(), in_handler: false })
        } else if response.headers.get("x-amz-function-error").is_some() {
            Some(in_handler(&body))
        } else {
            None
        };
        let report = log.iter().rev().find_map(|line| report(line));
        Self { payload, failure, log, report }
    }

    /// The innermost of the learner's own lines that the error went through.
    #[must_use]
    pub fn place(&self) -> Option<(String, u32)> {
        let failure = self.failure.as_ref()?;
        let mut places = failure.stack.iter().filter_map(|frame| frame.place.clone());
        // Python tells the innermost call last, JavaScript first.
        let innermost_last = failure.stack.iter().any(|frame| frame.text.trim_start().starts_with("File "));
        if innermost_last { places.next_back() } else { places.next() }
    }
}

fn in_handler(document: &Value) -> Failure {
    let text = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
    let lines = |name: &str| {
        let list = document[name].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).flat_map(str::lines).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut stack = lines("stackTrace");
    // JavaScript's begins with the error itself, which is told already.
    stack.extend(lines("trace").into_iter().skip(1));
    let message = text("errorMessage");
    // A fault of syntax is told at its place in the message alone.
    let mut stack: Vec<Frame> = stack.into_iter().map(frame).collect();
    if stack.iter().all(|frame| frame.place.is_none())
        && let Some(place) = syntax_place(&message)
    {
        stack.insert(0, Frame { text: format!("{TASK}{}, line {}", place.0, place.1), place: Some(place) });
    }
    Failure { kind: text("errorType"), message, stack, in_handler: true }
}

/// A stack's line, and the file of the package that it names: `File "/var/task/app.py", line 3` or
/// `(file:///var/task/index.mjs:2:9)`.
fn frame(text: String) -> Frame {
    let place = text.split_once(TASK).and_then(|(_, rest)| {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
        if let Some((file, rest)) = rest.split_once('"') {
            let line = rest.to_ascii_lowercase().split_once("line ").and_then(|(_, number)| digits(number))?;
            return Some((file.to_owned(), line));
        }
        let (file, rest) = rest.split_once(':')?;
        Some((file.to_owned(), digits(rest)?))
    });
    Frame { text, place: place.filter(|(file, _)| !file.starts_with("node_modules/")) }
}

/// The file and line at the end of `invalid syntax (app.py, line 3)`.
fn syntax_place(message: &str) -> Option<(String, u32)> {
    let (_, inside) = message.strip_suffix(')')?.rsplit_once('(')?;
    let (file, line) = inside.split_once(", line ")?;
    Some((file.to_owned(), line.parse().ok()?))
}

/// A REPORT line, read.
#[must_use]
pub fn report(line: &str) -> Option<Report> {
    let rest = line.strip_prefix("REPORT ")?;
    let mut report = Report::default();
    for part in rest.split('\t') {
        let Some((name, value)) = part.split_once(": ") else { continue };
        let number: f64 = value.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "Lambda reports whole MB and ms")]
        match name {
            "Duration" => report.duration_ms = number,
            "Billed Duration" => report.billed_ms = number as u64,
            "Memory Size" => report.memory_mb = number as u32,
            "Max Memory Used" => report.max_memory_mb = number as u32,
            "Init Duration" => report.init_ms = Some(number),
            _ => {}
        }
    }
    Some(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(body: &str) -> Outcome {
        Outcome::of(&Response::new(200).with_header("x-amz-function-error", "Unhandled").with_body(body.to_owned()))
    }

    #[test]
    fn pythons_stack_leads_to_its_innermost_line() {
        let outcome = failed(
            r#"{"errorMessage":"'Records'","errorType":"KeyError","requestId":"1","stackTrace":["  File \"/var/task/handler.py\", line 17, in handler\n    read(event)\n","  File \"/var/task/lib/read.py\", line 3, in read\n    event[\"Records\"]\n"]}"#,
        );
        assert_eq!(outcome.place(), Some(("lib/read.py".to_owned(), 3)));
        let failure = outcome.failure.expect("the handler failed");
        assert_eq!((failure.kind.as_str(), failure.stack.len(), failure.in_handler), ("KeyError", 4, true));
    }

    #[test]
    fn javascripts_stack_leads_to_its_first_line() {
        let outcome = failed(
            r#"{"errorType":"Error","errorMessage":"no","trace":["Error: no","    at read (file:///var/task/read.mjs:2:9)","    at handler (/var/task/index.mjs:9:3)"]}"#,
        );
        assert_eq!(outcome.place(), Some(("read.mjs".to_owned(), 2)));
    }

    #[test]
    fn a_fault_of_syntax_is_found_in_its_message() {
        let outcome = failed(
            r#"{"errorMessage":"Syntax error in module 'app': invalid syntax (app.py, line 3)","errorType":"Runtime.UserCodeSyntaxError","stackTrace":[]}"#,
        );
        assert_eq!(outcome.place(), Some(("app.py".to_owned(), 3)));
    }

    #[test]
    fn a_refused_call_is_no_failure_of_the_handler() {
        let body = r#"{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}"#;
        let refused = Response::new(429).with_header("x-amzn-errortype", "TooManyRequestsException").with_body(body);
        let failure = Outcome::of(&refused).failure.expect("it was refused");
        assert_eq!((failure.kind.as_str(), failure.message.as_str()), ("TooManyRequestsException", "Rate Exceeded."));
        assert!(!failure.in_handler);
    }

    #[test]
    fn a_report_is_read_whole() {
        let line = "REPORT RequestId: 8f2e\tDuration: 912.40 ms\tBilled Duration: 1351 ms\tMemory Size: 512 MB\tMax Memory Used: 141 MB\tInit Duration: 438.12 ms\t";
        let read =
            Report { duration_ms: 912.4, billed_ms: 1351, memory_mb: 512, max_memory_mb: 141, init_ms: Some(438.12) };
        assert_eq!(report(line), Some(read));
        assert_eq!(report("END RequestId: 8f2e"), None);
    }
}
