//! The frame of a learner's own page, and the words that pass between them. The page trusts none of what it hears: it takes
//! texts and bytes out of it, no larger than they may be.

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlIFrameElement, MessageEvent};

use super::calls::{Browser, Delivered};
use super::log::{Lines, say};
use crate::client::cors::{Asked, Mode};

/// What stands before the learner's page: its `fetch`, and no network. The frame's own policy keeps it from everything else.
const BRIDGE: &str = include_str!("bridge.js");
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'";

/// The largest body that a page may send: API Gateway takes 10 MB.
const LARGEST: u32 = 12_000_000;
/// The most header fields of a request, and the longest text in it.
const FIELDS: u32 = 200;
const LONGEST: usize = 20_000;

/// The frame.
#[component]
pub fn Frame(
    /// Tells this loading of the page from others.
    run: u32,
    /// The origin that the page has.
    origin: String,
    /// The page.
    text: String,
    /// Who answers it.
    browser: Browser,
    /// What is said of it.
    lines: Lines,
) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let about =
        serde_json::json!({"run": run, "origin": &origin}).to_string().replace('&', "&amp;").replace('"', "&quot;");
    let document = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <style>:root{{color-scheme:light dark}}body{{font:15px/1.5 system-ui,sans-serif;margin:12px}}</style>\
         <script data-about=\"{about}\">{BRIDGE}</script>{text}"
    );
    let hear = EventListener::new(&window(), "message", move |event| {
        let (Some(event), Some(frame)) = (event.dyn_ref::<MessageEvent>(), frame.get_untracked()) else { return };
        let from: JsValue = event.source().map_or(JsValue::NULL, Into::into);
        if frame.content_window().is_none_or(|window| JsValue::from(window) != from) {
            return;
        }
        let data = event.data();
        if get(&data, "run").as_f64() != Some(f64::from(run)) {
            return;
        }
        match word(&data, "what").as_str() {
            "said" => say(lines, &word(&data, "level"), &word(&data, "text")),
            "fetch" => {
                if let Some((asked, body)) = asked(&data, &origin) {
                    let id = get(&data, "id");
                    leptos::task::spawn_local(async move {
                        let delivered = browser.fetch(asked, body).await;
                        answer(&frame, run, &id, delivered);
                    });
                }
            }
            _ => {}
        }
    });
    let hear = StoredValue::new(Some(SendWrapper::new(hear)));
    on_cleanup(move || {
        // Gone with its frame.
        let _ = hear.try_update_value(Option::take);
    });
    view! { <iframe class="page__frame" node_ref=frame sandbox="allow-scripts allow-forms" title="Your own page" srcdoc=document></iframe> }
        .into_any()
}

/// A request, as far as it is one.
fn asked(data: &JsValue, origin: &str) -> Option<(Asked, Vec<u8>)> {
    let body = match get(data, "body").dyn_into::<js_sys::ArrayBuffer>() {
        Ok(bytes) if bytes.byte_length() > LARGEST => return None,
        Ok(bytes) => Uint8Array::new(&bytes).to_vec(),
        Err(_) => Vec::new(),
    };
    let fields = Array::from(&get(data, "headers"));
    let field = |index| {
        let field = Array::from(&fields.get(index));
        let text = |at| field.get(at).as_string().filter(|text| text.len() <= LONGEST).unwrap_or_default();
        (text(0).to_ascii_lowercase(), text(1))
    };
    let asked = Asked {
        origin: origin.to_owned(),
        url: word(data, "url"),
        method: word(data, "method"),
        headers: (0..fields.length().min(FIELDS)).map(field).filter(|(name, _)| !name.is_empty()).collect(),
        mode: match word(data, "mode").as_str() {
            "no-cors" => Mode::NoCors,
            "same-origin" => Mode::SameOrigin,
            _ => Mode::Cors,
        },
        credentials: word(data, "credentials") == "include",
    };
    Some((asked, body))
}

fn answer(frame: &HtmlIFrameElement, run: u32, id: &JsValue, delivered: Delivered) {
    let reply = Object::new();
    let set = |name: &str, value: JsValue| {
        // A plain object takes any property.
        let _ = Reflect::set(&reply, &name.into(), &value);
    };
    set("coldstart", "answer".into());
    set("run", run.into());
    set("id", id.clone());
    match delivered {
        Delivered::Kept => set("kept", true.into()),
        Delivered::Opaque => set("opaque", true.into()),
        Delivered::Answer { status, reason, headers, body } => {
            set("status", status.into());
            set("statusText", reason.into());
            let fields = headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into()));
            set("headers", fields.collect::<Array>().into());
            set("body", Uint8Array::from(body.as_ref()).buffer().into());
        }
    }
    if let Some(window) = frame.content_window() {
        // The frame's origin is opaque, so no other target can be named. Fails when the frame is gone.
        let _ = window.post_message(&reply, "*");
    }
}

fn get(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn word(data: &JsValue, name: &str) -> String {
    get(data, name).as_string().filter(|text| text.len() <= LONGEST).unwrap_or_default()
}
