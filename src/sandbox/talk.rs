//! Messages to and from a worker of nodejs or python, as `runtimes/README.md` describes them.
//!
//! What a worker says is not trusted: it is plain data by the time it is here, and it is read field by field. What does not
//! fit counts as the crash of the process that it speaks for.

use bytes::Bytes;
use cloud::http::{Headers, Request, Response};
use cloud::invocation::{Init, Invoke, Next, Outcome, Progress};
use cloud::model::compute;
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::fleet::Job;
use super::wire::{Message, figure, get, set};

/// Most lines of log that one answer may bring, and most characters of them.
const MOST_LINES: u32 = 20_000;
const MOST_CHARACTERS: usize = 8 * 1024 * 1024;
/// Most calls that one answer may bring.
const MOST_CALLS: u32 = 2_000;
/// Most header fields of a call.
const MOST_HEADERS: u32 = 200;
/// Most globals and files that are told.
const MOST_HELD: u32 = 24;
/// The longest text of a global or file, characters.
const LONGEST_HELD: usize = 200;

/// What a worker said.
pub enum Said {
    /// How far its code came.
    Stop(u32, Progress),
    /// It needs assets of these names.
    Need(Vec<String>),
    /// Something that makes no sense.
    Nonsense,
}

/// The message that gives a worker `job`.
pub fn job(task: u32, job: &Job) -> Message {
    let transfer = Array::new();
    let message = Object::new();
    set(&message, "task", task);
    match job {
        Job::Init(init) => self::init(&message, init, &transfer),
        Job::Invoke(invoke) => self::invoke(&message, invoke, &transfer),
        Job::Resume(answers, epoch_us) => {
            set(&message, "do", "resume");
            set(&message, "at_us", *epoch_us as f64);
            let answers: Array = answers.iter().map(|(call, response)| answer(*call, response, &transfer)).collect();
            set(&message, "answers", answers);
        }
    }
    Message { value: message.into(), transfer }
}

fn init(message: &Object, init: &Init, transfer: &Array) {
    let variables = Object::new();
    for (name, value) in &init.variables {
        set(&variables, name, value.as_str());
    }
    set(message, "do", "init");
    set(message, "at_us", init.epoch_us as f64);
    set(message, "runtime", init.runtime.as_str());
    set(message, "handler", init.handler.as_str());
    set(message, "memory_mb", init.memory_mb);
    set(message, "pace", compute(1_000_000, init.memory_mb).0 as f64 / 1_000_000.0);
    set(message, "seed", init.seed.as_str());
    set(message, "variables", variables);
    set(message, "package", bytes(init.package.as_deref().unwrap_or_default(), transfer));
}

fn invoke(message: &Object, invoke: &Invoke, transfer: &Array) {
    set(message, "do", "invoke");
    set(message, "at_us", invoke.epoch_us as f64);
    set(message, "event", bytes(&invoke.event, transfer));
    set(message, "request_id", invoke.request_id.as_str());
    set(message, "function_arn", invoke.function_arn.as_str());
    set(message, "deadline_us", invoke.deadline_us as f64);
}

fn answer(call: u32, response: &Response, transfer: &Array) -> JsValue {
    let answer = Object::new();
    let headers: Array = response.headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into())).collect();
    set(&answer, "call", call);
    set(&answer, "status", response.status);
    set(&answer, "headers", headers);
    set(&answer, "body", bytes(&response.body, transfer));
    answer.into()
}

fn bytes(from: &[u8], transfer: &Array) -> Uint8Array {
    let copy = Uint8Array::from(from);
    transfer.push(&copy.buffer());
    copy
}

/// Reads what a worker said.
pub fn said(message: &JsValue) -> Said {
    if let Some(names) = array(message, "need", MOST_HEADERS) {
        return Said::Need(names.iter().filter_map(|name| name.as_string()).collect());
    }
    let task = figure(message, "task").and_then(|task| u32::try_from(task).ok());
    task.zip(progress(message)).map_or(Said::Nonsense, |(task, progress)| Said::Stop(task, progress))
}

fn progress(message: &JsValue) -> Option<Progress> {
    let printed = array(message, "printed", MOST_LINES)?;
    let mut characters = 0;
    let printed: Vec<String> = printed
        .iter()
        .map_while(|line| {
            let line = line.as_string()?;
            characters += line.len();
            (characters <= MOST_CHARACTERS).then_some(line)
        })
        .collect();
    let holds = array(message, "holds", MOST_HELD).unwrap_or_default();
    let holds = holds.iter().filter_map(|held| {
        let (name, text) = (Array::from(&held).get(0).as_string()?, Array::from(&held).get(1).as_string()?);
        Some((name.chars().take(LONGEST_HELD).collect(), text.chars().take(LONGEST_HELD).collect()))
    });
    let end = get(message, "end");
    let next = if end.is_object() { Next::End(outcome(&end)?) } else { wait(message)? };
    Some(Progress {
        computed_us: figure(message, "computed_us")?,
        printed,
        memory_bytes: figure(message, "memory_bytes")?,
        next,
        holds: holds.collect(),
    })
}

fn wait(message: &JsValue) -> Option<Next> {
    let calls = array(message, "calls", MOST_CALLS)?;
    let calls = calls.iter().map(|call| Some((u32::try_from(figure(&call, "call")?).ok()?, request(&call)?)));
    let sleep = get(message, "sleep_us");
    let sleep_us = if sleep.is_null() || sleep.is_undefined() { None } else { Some(figure(message, "sleep_us")?) };
    Some(Next::Wait { calls: calls.collect::<Option<_>>()?, sleep_us })
}

fn request(call: &JsValue) -> Option<Request> {
    let text = |name| get(call, name).as_string();
    let headers = array(call, "headers", MOST_HEADERS)?;
    let headers = headers.iter().map(|field| {
        let field = Array::from(&field);
        Some((field.get(0).as_string()?, field.get(1).as_string()?))
    });
    Some(Request {
        method: text("method")?,
        host: text("host")?,
        path: text("path")?,
        query: text("query")?,
        headers: headers.collect::<Option<Headers>>()?,
        body: body(call, "body")?,
    })
}

fn outcome(end: &JsValue) -> Option<Outcome> {
    if get(end, "initialised").is_truthy() {
        return Some(Outcome::Initialised);
    }
    if get(end, "ran_out").is_truthy() {
        return Some(Outcome::OutOfMemory);
    }
    if let Some(how) = get(end, "exited").as_string() {
        return Some(Outcome::Exited(how.chars().take(LONGEST_HELD).collect()));
    }
    let raised = get(end, "raised");
    if raised.is_object() {
        let document = get(&raised, "document").as_string()?;
        return (document.len() <= MOST_CHARACTERS).then_some(Outcome::Raised {
            error_type: get(&raised, "type").as_string()?.chars().take(LONGEST_HELD).collect(),
            document,
            exits: get(&raised, "exits").is_truthy(),
        });
    }
    Some(Outcome::Returned(body(end, "returned")?))
}

fn body(of: &JsValue, name: &str) -> Option<Bytes> {
    let bytes: Uint8Array = get(of, name).dyn_into().ok()?;
    Some(bytes.to_vec().into())
}

/// A list of at most `most`.
fn array(of: &JsValue, name: &str, most: u32) -> Option<Array> {
    get(of, name).dyn_into::<Array>().ok().filter(|list| list.length() <= most)
}

/// The process said nonsense: it counts as killed.
pub fn killed() -> Outcome {
    Outcome::Exited("signal: killed".to_owned())
}
