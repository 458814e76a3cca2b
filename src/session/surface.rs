//! The page's automation surface: requests to AWS addresses, from `coldstart.fetch` and from the service worker.

use std::sync::Arc;

use bytes::Bytes;
use cloud::http::{Headers, Request, Response};
use cloud::identity::Identity;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{MessageEvent, MessagePort};

use super::Session;

/// Statuses whose answer has no body, which the browser insists on.
const BODILESS: [u16; 3] = [204, 205, 304];

/// Opens `coldstart.fetch(url, init)`, and answers the service worker.
pub fn open(session: &Session) {
    let Some(window) = web_sys::window() else { return };
    let surface = Object::new();
    let owner = session.clone();
    let fetch = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |url: JsValue, init: JsValue| {
        let session = owner.clone();
        future_to_promise(async move { fetch(&session, &url, &init).await })
    });
    set(&surface, "fetch", fetch.as_ref());
    set(&window, "coldstart", &surface);
    fetch.forget();

    let Some(container) = Some(window.navigator().service_worker()).filter(|container| !container.is_undefined())
    else {
        return;
    };
    let session = session.clone();
    let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match event.ports().get(0).dyn_into::<MessagePort>() {
            Ok(port) if asks(&data) => answer_worker(&session, &data, port),
            _ => {}
        }
    });
    container.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
}

/// Whether the service worker's word is a request to be answered.
fn asks(data: &JsValue) -> bool {
    text(data, "type") == "coldstart:request"
}

/// Sends a request as the account's owner.
async fn fetch(session: &Session, url: &JsValue, init: &JsValue) -> Result<JsValue, JsValue> {
    let init: &web_sys::RequestInit = init.unchecked_ref();
    let asked = match (url.as_string(), url.dyn_ref::<web_sys::Request>()) {
        (Some(url), _) => web_sys::Request::new_with_str_and_init(&url, init)?,
        (None, Some(request)) => web_sys::Request::new_with_request_and_init(request, init)?,
        (None, None) => web_sys::Request::new_with_str_and_init(&text_of(url), init)?,
    };
    // A browser's GET has no body to wait for.
    let body = if matches!(&*asked.method(), "GET" | "HEAD") {
        Uint8Array::new_with_length(0)
    } else {
        Uint8Array::new(&JsFuture::from(asked.array_buffer()?).await?)
    };
    let mut request =
        Request::new(&asked.method(), &asked.url()).map_err(|error| JsValue::from(js_sys::TypeError::new(&error)))?;
    if let Some(fields) = js_sys::try_iter(&asked.headers())? {
        for field in fields {
            let field: Array = field?.unchecked_into();
            request.headers.set(text_of(&field.get(0)), text_of(&field.get(1)));
        }
    }
    request.body = Bytes::from(body.to_vec());
    tell_length(&mut request);
    let response = send(session, Identity::Owner, request).await?;
    let init = web_sys::ResponseInit::new();
    init.set_status(response.status);
    init.set_headers(&headers_of(&response.headers));
    let mut body = response.body.to_vec();
    let made = if BODILESS.contains(&response.status) {
        web_sys::Response::new_with_opt_str_and_init(None, &init)?
    } else {
        web_sys::Response::new_with_opt_u8_array_and_init(Some(&mut body), &init)?
    };
    Ok(made.into())
}

/// Answers a request that the service worker has seen: one of nobody's, since it carries no identity.
fn answer_worker(session: &Session, data: &JsValue, port: MessagePort) {
    let request = Request::new(&text(data, "method"), &text(data, "url"));
    let Ok(mut request) = request else { return };
    let headers = Reflect::get(data, &"headers".into()).unwrap_or_default();
    for field in Array::from(&headers) {
        let field: Array = field.unchecked_into();
        request.headers.set(text_of(&field.get(0)), text_of(&field.get(1)));
    }
    if let Ok(body) = Reflect::get(data, &"body".into()).unwrap_or_default().dyn_into::<js_sys::ArrayBuffer>() {
        request.body = Bytes::from(Uint8Array::new(&body).to_vec());
    }
    tell_length(&mut request);
    session.ask(Identity::Nobody, request, move |response| {
        let reply = Object::new();
        set(&reply, "status", &JsValue::from(response.status));
        set(&reply, "headers", &headers_of(&response.headers));
        let body = Uint8Array::from(response.body.as_ref()).buffer();
        set(&reply, "body", &body);
        // Fails only when the worker is gone, and with it whoever asked.
        let _ = port.post_message(&reply);
    });
}

/// Adds the length of a body, which a browser sends with it and shows to nobody before; signatures cover it.
fn tell_length(request: &mut Request) {
    if !request.body.is_empty() && request.headers.get("content-length").is_none() {
        request.headers.set("content-length", request.body.len().to_string());
    }
}

async fn send(session: &Session, identity: Identity, request: Request) -> Result<Arc<Response>, JsValue> {
    let slot = std::rc::Rc::new(std::cell::RefCell::new(None));
    let filled = slot.clone();
    let session = session.clone();
    let promise = Promise::new(&mut |resolve: Function, _reject| {
        let filled = filled.clone();
        session.ask(identity.clone(), request.clone(), move |response| {
            filled.replace(Some(response));
            // A promise's own resolve function does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    JsFuture::from(promise).await?;
    slot.take().ok_or_else(|| JsValue::from_str("the simulated cloud gave no answer"))
}

fn headers_of(headers: &Headers) -> Array {
    headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into())).collect()
}

fn set(target: &JsValue, name: &str, value: &JsValue) {
    // Plain objects and the window take new properties.
    let _ = Reflect::set(target, &name.into(), value);
}

fn text(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

fn text_of(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| js_sys::JsString::from(value.clone()).into())
}
