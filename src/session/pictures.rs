//! Pictures of objects, as addresses that an `<img>` takes: small prints, made once for the same bytes, and whole ones.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::pin;

use bytes::Bytes;
use cloud::sim::trace::{Content, Trace};
use cloud::view::stage::ObjectRef;
use futures_util::future::select;
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageChannel, MessageEvent, Url, Worker};

use super::Session;
use crate::derived::Derived;
use crate::store::{PictureRequest, Pictures};
use crate::streams::blob_of;

/// The longer side of a print, pixels.
const PRINT: u32 = 320;
/// Up to what size a picture is its own print, bytes.
const SMALL: usize = 24_000;
/// The script that makes prints.
const PRINTER: &str = "prints.js";
/// How long a print may take, milliseconds: then there is none, and the next one's turn has come.
const PRINT_LIMIT_MS: u32 = 15_000;
/// How many prints are made at once: handing the bytes over and drawing hold the page, if only for milliseconds.
const AT_ONCE: usize = 1;
/// How long the page has for itself before the next, milliseconds.
const REST_MS: u32 = 45;

/// The same bytes, and whether they are wanted whole: an address in memory, which history keeps, and a length.
type Key = (usize, usize, bool);

/// What was made so far.
#[derive(Default)]
pub struct Cache {
    known: RefCell<BTreeMap<PictureRequest, Signal<Option<String>>>>,
    written: RefCell<BTreeSet<ObjectRef>>,
    /// How many messages were looked at for what they write.
    read: Cell<usize>,
    made: RefCell<BTreeMap<Key, RwSignal<Option<String>>>>,
    wanted: RefCell<VecDeque<(Key, Bytes, String)>>,
    at_work: Cell<usize>,
    printer: RefCell<Option<Worker>>,
}

impl Cache {
    /// The worker that makes prints, started when files are read, or the first print is wanted.
    pub(super) fn printer(&self) -> Result<Worker, JsValue> {
        let mut printer = self.printer.borrow_mut();
        if let Some(printer) = &*printer {
            return Ok(printer.clone());
        }
        Ok(printer.insert(Worker::new(PRINTER)?).clone())
    }

    /// Forgets which objects were written, for a run that begins anew.
    pub(super) fn forget_run(&self) {
        self.written.borrow_mut().clear();
        self.read.set(0);
        self.known.borrow_mut().clear();
    }
}

impl Session {
    /// How panels get pictures.
    pub(super) fn pictures(&self) -> Pictures {
        let session = send_wrapper::SendWrapper::new(self.clone());
        Pictures(Callback::new(move |request: PictureRequest| session.signal_of(request)))
    }

    /// The address of a picture, as it changes. It outlives whoever asked first, so the session owns it.
    fn signal_of(&self, request: PictureRequest) -> Signal<Option<String>> {
        if let Some(known) = self.0.pictures.known.borrow().get(&request) {
            return *known;
        }
        let session = send_wrapper::SendWrapper::new(self.clone());
        let asked = request.clone();
        let signal: Signal<Option<String>> = self.0.owner.with(|| {
            Derived::new(move |_| {
                // Only what was written twice, or is not there yet, may look different at another hop.
                let found = session.body_of(&asked);
                if found.is_none() || session.is_rewritten(&asked) {
                    session.store().hop.track();
                }
                let (body, content_type) = found?;
                session.picture(&body, &content_type, asked.whole).get()
            })
            .into()
        });
        self.0.pictures.known.borrow_mut().insert(request, signal);
        signal
    }

    /// The bytes of an object at the playhead; of one on its way, those of the request that carries it.
    fn body_of(&self, request: &PictureRequest) -> Option<(Bytes, String)> {
        let object = &request.object;
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let hop = trace.hops.get(trace.origin.0 as usize + self.0.hop.get())?;
        if let Some(held) = hop.world.s3().object(&object.bucket, &object.key) {
            return Some((held.body.clone(), held.content_type().to_owned()));
        }
        on_its_way(trace, &object.bucket, &object.key)
    }

    /// Whether an object was written more than once in this run. It is asked anew whenever that changes for any.
    fn is_rewritten(&self, request: &PictureRequest) -> bool {
        self.0.rewritten.with(|rewritten| rewritten.contains(&request.object))
    }

    /// Notes objects that were written more than once, as the run grows.
    pub(super) fn note_rewritten(&self) {
        let playthrough = self.0.playthrough.borrow();
        let messages = &playthrough.trace().messages;
        let mut written = self.0.pictures.written.borrow_mut();
        let mut again = Vec::new();
        for message in messages.iter().skip(self.0.pictures.read.replace(messages.len())) {
            let Some(subject) = message.subject.as_ref().filter(|_| message.operation == "PutObject") else { continue };
            let object = ObjectRef { bucket: subject.bucket.clone(), key: subject.key.clone() };
            if !written.insert(object.clone()) {
                again.push(object);
            }
        }
        if !again.is_empty() {
            self.0.rewritten.update(|rewritten| rewritten.extend(again));
        }
    }

    fn picture(&self, body: &Bytes, content_type: &str, whole: bool) -> RwSignal<Option<String>> {
        let whole = whole || body.len() <= SMALL;
        let key = (body.as_ptr().addr(), body.len(), whole);
        if let Some(made) = self.0.pictures.made.borrow().get(&key) {
            return *made;
        }
        // It outlives the panel that asked first, so the session owns it.
        let signal = self.0.owner.with(|| RwSignal::new(None));
        self.0.pictures.made.borrow_mut().insert(key, signal);
        self.0.pictures.wanted.borrow_mut().push_back((key, body.clone(), content_type.to_owned()));
        self.make_prints();
        signal
    }

    fn make_prints(&self) {
        let cache = &self.0.pictures;
        while cache.at_work.get() < AT_ONCE {
            let Some((key, body, content_type)) = cache.wanted.borrow_mut().pop_front() else { return };
            cache.at_work.set(cache.at_work.get() + 1);
            let session = self.clone();
            spawn_local(async move {
                // What the browser cannot show has no picture; the map shows its name instead.
                let cache = &session.0.pictures;
                let address = match cache.printer() {
                    Ok(printer) => picture_of(&printer, &body, &content_type, key.2).await.ok(),
                    Err(_) => None,
                };
                let signal = cache.made.borrow().get(&key).copied();
                if let Some(signal) = signal {
                    signal.set(address);
                }
                TimeoutFuture::new(REST_MS).await;
                cache.at_work.set(cache.at_work.get() - 1);
                session.make_prints();
            });
        }
    }
}

fn on_its_way(trace: &Trace, bucket: &str, key: &str) -> Option<(Bytes, String)> {
    let message = trace.messages.iter().rev().find(|message| {
        message.operation == "PutObject"
            && message.subject.as_ref().is_some_and(|subject| *subject.bucket == *bucket && *subject.key == *key)
    })?;
    let Content::Call(request) = &message.content else { return None };
    Some((request.body.clone(), request.headers.get("content-type").unwrap_or_default().to_owned()))
}

/// Makes a print in the worker that is there for it: its address, or that of the whole picture, now known to be one.
async fn picture_of(printer: &Worker, body: &Bytes, content_type: &str, whole: bool) -> Result<String, JsValue> {
    let buffer = Uint8Array::from(body.as_ref()).buffer();
    let channel = MessageChannel::new()?;
    let (answer, far) = (channel.port1(), channel.port2());
    let width = JsValue::from(if whole { 0 } else { PRINT });
    let message = Array::of4(&buffer, &content_type.into(), &width, &far);
    let answered = js_sys::Promise::new(&mut |resolve, _reject| answer.set_onmessage(Some(&resolve)));
    printer.post_message_with_transfer(&message, &Array::of2(&buffer, &far))?;
    let late = async {
        TimeoutFuture::new(PRINT_LIMIT_MS).await;
        Err(JsValue::NULL)
    };
    let event = select(pin!(JsFuture::from(answered)), pin!(late)).await.factor_first().0?;
    answer.close();
    let made = event.dyn_into::<MessageEvent>()?.data();
    if whole && made.is_truthy() {
        return Url::create_object_url_with_blob(&blob_of(body, content_type)?);
    }
    Url::create_object_url_with_blob(&made.dyn_into()?)
}
