//! Messages to and from a worker of nodejs or python, as `runtimes/README.md` describes them.
//!
//! What a worker says is not trusted: it is plain data by the time it is here, and it is read field by field. What does not
//! fit counts as the crash of the process that it speaks for.

use cloud::http::{Headers, Request, Response};
use cloud::invocation::{Init, Invoke, Next, Outcome, Progress};
use cloud::model::{LAMBDA_RESPONSE_MAX, compute};
use js_sys::{Array, JsString, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::fleet::Job;
use super::wire::{Message, figure, get, set};

/// Most lines of log that one answer may bring, and most characters of them.
const MOST_LINES: u32 = 20_000;
const MOST_CHARACTERS: u32 = 8 * 1024 * 1024;
/// Most calls that one answer may bring, and most bytes of their bodies: to copy more would hold the page.
const MOST_CALLS: u32 = 2_000;
const MOST_CALLED: u32 = 32 * 1024 * 1024;
/// Most header fields of a call, and most characters of each text of a call but its body.
const MOST_HEADERS: u32 = 200;
const LONGEST_FIELD: u32 = 64 * 1024;
/// Most assets that are asked for at once, and the longest name of one, characters.
const MOST_NEEDED: u32 = 16;
const LONGEST_NAME: u32 = 100;
/// Most globals and files that are told.
const MOST_HELD: u32 = 24;
/// The longest text of a global or file, characters.
const LONGEST_HELD: u32 = 200;

/// Why something is no answer, in words for the log of its function.
type Why = &'static str;
const SHAPE: Why = "what its sandbox said is no answer";
const LINES: Why = "it wrote more than 20,000 lines of log at a stretch";
const CALLS: Why = "it made more than 2,000 calls at a stretch";
const CALLED: Why = "it sent more than 32 MB of calls at a stretch";

/// What a worker said.
pub enum Said {
    /// How far its code came.
    Stop(u32, Progress),
    /// It needs assets of these names.
    Need(Vec<String>),
    /// All is there that the runtime brings: from now on the time of this task is its code's own.
    Began(u32),
    /// Something that makes no sense: why not.
    Nonsense(Why),
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
    if let Some(names) = array(message, "need", MOST_NEEDED) {
        return Said::Need(names.iter().filter_map(|name| text(&name, LONGEST_NAME)).collect());
    }
    let number = |name| figure(message, name).and_then(|task| u32::try_from(task).ok());
    if let Some(task) = number("began") {
        return Said::Began(task);
    }
    let Some(task) = number("task") else {
        return Said::Nonsense(SHAPE);
    };
    progress(message).map_or_else(Said::Nonsense, |progress| Said::Stop(task, progress))
}

fn progress(message: &JsValue) -> Result<Progress, Why> {
    let end = get(message, "end");
    let next = if end.is_object() { Next::End(outcome(&end).ok_or(SHAPE)?) } else { wait(message)? };
    Ok(Progress {
        computed_us: figure(message, "computed_us").ok_or(SHAPE)?,
        printed: printed(message)?,
        memory_bytes: figure(message, "memory_bytes").ok_or(SHAPE)?,
        next,
        holds: holds(message),
    })
}

fn printed(message: &JsValue) -> Result<Vec<String>, Why> {
    let lines = array(message, "printed", u32::MAX).ok_or(SHAPE)?;
    if lines.length() > MOST_LINES {
        return Err(LINES);
    }
    let mut room = MOST_CHARACTERS;
    Ok(lines
        .iter()
        .map_while(|line| {
            let line = text(&line, room)?;
            room -= u32::try_from(line.encode_utf16().count()).unwrap_or(room).min(room);
            Some(line)
        })
        .collect())
}

fn holds(message: &JsValue) -> Vec<(String, String)> {
    let holds = array(message, "holds", MOST_HELD).unwrap_or_default();
    let holds = holds.iter().filter_map(|held| {
        let (name, value) = pair(&held)?;
        Some((beginning(&name)?, beginning(&value)?))
    });
    holds.collect()
}

fn wait(message: &JsValue) -> Result<Next, Why> {
    let calls = array(message, "calls", u32::MAX).ok_or(SHAPE)?;
    if calls.length() > MOST_CALLS {
        return Err(CALLS);
    }
    let mut room = MOST_CALLED;
    let calls = calls.iter().map(|call| {
        let number = figure(&call, "call").and_then(|number| u32::try_from(number).ok()).ok_or(SHAPE)?;
        Ok((number, request(&call, &mut room)?))
    });
    let sleep = get(message, "sleep_us");
    let sleep_us =
        if sleep.is_null() || sleep.is_undefined() { None } else { Some(figure(message, "sleep_us").ok_or(SHAPE)?) };
    Ok(Next::Wait { calls: calls.collect::<Result<_, Why>>()?, sleep_us })
}

/// A call, whose body takes from the `room` for all of them, bytes.
fn request(call: &JsValue, room: &mut u32) -> Result<Request, Why> {
    let field = |name| text(&get(call, name), LONGEST_FIELD).ok_or(SHAPE);
    let headers = array(call, "headers", MOST_HEADERS).ok_or(SHAPE)?;
    let headers = headers.iter().map(|field| {
        let (name, value) = pair(&field)?;
        Some((text(&name, LONGEST_FIELD)?, text(&value, LONGEST_FIELD)?))
    });
    let body: Uint8Array = get(call, "body").dyn_into().map_err(|_| SHAPE)?;
    *room = room.checked_sub(body.length()).ok_or(CALLED)?;
    Ok(Request {
        method: field("method")?,
        host: field("host")?,
        path: field("path")?,
        query: field("query")?,
        headers: headers.collect::<Option<Headers>>().ok_or(SHAPE)?,
        body: body.to_vec().into(),
    })
}

fn outcome(end: &JsValue) -> Option<Outcome> {
    if get(end, "initialised").is_truthy() {
        return Some(Outcome::Initialised);
    }
    if get(end, "ran_out").is_truthy() {
        return Some(Outcome::OutOfMemory);
    }
    if let Some(how) = beginning(&get(end, "exited")) {
        return Some(Outcome::Exited(how));
    }
    let raised = get(end, "raised");
    if raised.is_object() {
        return Some(Outcome::Raised {
            error_type: beginning(&get(&raised, "type"))?,
            document: text(&get(&raised, "document"), MOST_CHARACTERS)?,
            exits: get(&raised, "exits").is_truthy(),
        });
    }
    // One byte too many is enough for the cloud to say that it is too large.
    let most = u32::try_from(LAMBDA_RESPONSE_MAX).unwrap_or(u32::MAX - 1) + 1;
    let returned: Uint8Array = get(end, "returned").dyn_into().ok()?;
    Some(Outcome::Returned(returned.subarray(0, returned.length().min(most)).to_vec().into()))
}

/// A list of at most `most`.
fn array(of: &JsValue, name: &str, most: u32) -> Option<Array> {
    get(of, name).dyn_into::<Array>().ok().filter(|list| list.length() <= most)
}

/// The two values of a list of two.
fn pair(of: &JsValue) -> Option<(JsValue, JsValue)> {
    let list: &Array = of.dyn_ref()?;
    Some((list.get(0), list.get(1)))
}

/// A text of at most `most` characters. A longer one is not even copied.
fn text(value: &JsValue, most: u32) -> Option<String> {
    value.dyn_ref::<JsString>().filter(|text| text.length() <= most).map(String::from)
}

/// The first characters of a text, as many as are shown.
fn beginning(value: &JsValue) -> Option<String> {
    Some(String::from(value.dyn_ref::<JsString>()?.slice(0, LONGEST_HELD)))
}

/// The process said nonsense, or is gone: it counts as killed.
pub fn killed(why: &str) -> Outcome {
    Outcome::Exited(format!("signal: killed ({why})"))
}
