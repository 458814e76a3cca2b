//! Messages to and from a worker, as `runtimes/provided/worker.js` describes them.
//!
//! What a worker says is not trusted: it is read field by field, and what does not fit counts as the crash of
//! the process that it speaks for.

use cloud::{
    http::Response,
    invocation::{EnvironmentId, Invoke, Next, Outcome, Progress, Resume},
};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};

use super::pool::{Answer, Task};

/// The longest header that is read, characters. The lines that a handler prints are in it.
const MOST_HEADER: u32 = 16 * 1024 * 1024;
/// No stretch computes longer, and no environment holds more, than this figure of microseconds or bytes.
const MOST_FIGURE: f64 = 1e12;

/// A message, and the buffers in it that change hands instead of being copied.
pub struct Message {
    /// What is said.
    pub value: JsValue,
    /// The buffers.
    pub transfer: Array,
}

/// The message that asks for `task`.
pub fn task(task: &Task) -> Message {
    let transfer = Array::new();
    let message = Object::new();
    set(&message, "task", task.number);
    set(&message, "environment", task.invoke.environment.0);
    set(&message, "invocation", task.invoke.invocation.0);
    set(&message, "module", task.invoke.code.as_str());
    set(&message, "memory_mb", task.invoke.memory_mb);
    if task.starts {
        set(&message, "start", start(&task.invoke, &transfer));
    }
    let resumes: Array = task.resumes.iter().map(|resume| answer_to_call(resume, &transfer)).collect();
    set(&message, "resumes", resumes);
    Message { value: message.into(), transfer }
}

/// What a worker is told at its start: how many instances it may keep.
pub fn settings(most_instances: usize) -> JsValue {
    let settings = Object::new();
    set(&settings, "most_instances", most_instances as f64);
    settings.into()
}

/// The message that drops the instances of `environments`.
pub fn forget(environments: &[EnvironmentId]) -> JsValue {
    let message = Object::new();
    let numbers: Array = environments.iter().map(|environment| JsValue::from(environment.0)).collect();
    set(&message, "forget", numbers);
    message.into()
}

/// What a worker answered; `None` when it is not even an answer.
pub fn answer(message: &JsValue) -> Option<Answer> {
    let task = figure(message, "task").filter(|task| *task <= u64::from(u32::MAX))?;
    let task = u32::try_from(task).ok()?;
    let lost = get(message, "lost").is_truthy();
    let progress = (!lost).then(|| progress(message).unwrap_or_else(nonsense));
    Some(Answer { task, progress })
}

/// The header of a frame that says how a stretch of computing stopped.
#[derive(Deserialize)]
struct Stop {
    printed: Vec<String>,
    next: Next,
}

fn progress(message: &JsValue) -> Option<Progress> {
    let computed_us = figure(message, "computed_us")?;
    let memory_bytes = figure(message, "memory_bytes")?;
    if let Some(how) = get(message, "died").as_string() {
        let outcome = match how.as_str() {
            "out of memory" => Outcome::OutOfMemory,
            how => Outcome::Exited(how.chars().take(200).collect()),
        };
        let next = Next::End(outcome);
        return Some(Progress::new(computed_us, memory_bytes, next));
    }
    let header: js_sys::JsString = get(message, "header").dyn_into().ok()?;
    if header.length() > MOST_HEADER {
        return None;
    }
    let Stop { printed, mut next } = serde_json::from_str(&String::from(header)).ok()?;
    let body: Uint8Array = get(message, "body").dyn_into().ok()?;
    match &mut next {
        Next::Call(request) => request.body = body.to_vec().into(),
        Next::End(Outcome::Returned(json)) => *json = body.to_vec().into(),
        Next::Sleep(_) | Next::Wait { .. } | Next::End(_) => {}
    }
    Some(Progress { printed, ..Progress::new(computed_us, memory_bytes, next) })
}

fn nonsense() -> Progress {
    Progress::new(0, 0, Next::End(Outcome::Exited("signal: killed".to_owned())))
}

fn start(invoke: &Invoke, transfer: &Array) -> JsValue {
    let header = json!({ "code": invoke.code, "variables": invoke.variables });
    framed(&header.to_string(), &invoke.event, transfer)
}

fn answer_to_call(resume: &Resume, transfer: &Array) -> JsValue {
    match resume {
        Resume::Reply(response) => {
            let head = Response { body: Default::default(), ..response.clone() };
            framed(&json!({ "Reply": head }).to_string(), &response.body, transfer)
        }
        // Several calls at once are made by other runtimes only.
        Resume::Awake | Resume::Replies(_) => framed("\"Awake\"", &[], transfer),
    }
}

fn framed(header: &str, body: &[u8], transfer: &Array) -> JsValue {
    let message = Object::new();
    let body = Uint8Array::from(body);
    transfer.push(&body.buffer());
    set(&message, "header", header);
    set(&message, "body", body);
    message.into()
}

/// Sets a field.
pub fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &name.into(), &value.into()).expect("a plain object takes any field");
}

/// A field, or `undefined` when there is none, as JavaScript has it.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A field that holds a whole number which makes sense.
pub fn figure(object: &JsValue, name: &str) -> Option<u64> {
    let figure = get(object, name).as_f64()?;
    // NaN is in no range.
    (0.0..=MOST_FIGURE).contains(&figure).then_some(figure as u64)
}
