//! The cage: a hidden frame of an opaque origin, its workers, and the ports by which the page speaks to them.
//!
//! The frame has no network. The page fetches its parts (so that they are kept for offline use) and hands them in.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

use cloud::invocation::EnvironmentId;
use gloo::{events::EventListener, timers::callback::Timeout, utils::document};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort, Window};

use super::{
    error::SandboxError,
    fleet::{Job, Language},
    kit::{self, Asset, Assets, Loading, fetched},
    pool::{Answer, MODULES, Task, WorkerId},
    snapshot,
    talk::{self, Said},
    wire,
};

/// Addresses relative to the page, which may lie in any folder of any host.
const FRAME: &str = "assets/runtimes/frame/sandbox.html";
const WORKER_SCRIPT: &str = "assets/runtimes/provided/worker.js";

/// How many wasm instances all workers together may keep. Chromium has room for about 120 memories in a process.
const MOST_INSTANCES: usize = 96;

/// Pillow's core in Rust, beside the functions.
const IMAGING: &str = "imaging";

/// The worker that makes a snapshot of Python.
const SNAPSHOT_WORKER: WorkerId = WorkerId(u32::MAX);

/// How long the frame may take until it says that it is there, and until it has compiled the code.
const OPENING_MS: u32 = 20_000;

/// How many workers this machine is good for: handlers are to run at once, and the page needs a processor too.
pub fn worker_count() -> usize {
    let processors = gloo::utils::window().navigator().hardware_concurrency();
    match processors {
        few if few <= 2.0 => 1,
        some if some <= 4.0 => 2,
        _ => 3,
    }
}

/// What the cage tells.
pub enum Told {
    /// A worker of a runtime that keeps state has said something.
    Said {
        /// Which one.
        worker: WorkerId,
        /// What it says.
        said: Said,
    },
    /// A worker has been given the assets that it asked for, or word that there are none.
    Supplied {
        /// Which one.
        worker: WorkerId,
    },
    /// What a worker needs could not be fetched.
    NotLoaded {
        /// Which one.
        worker: WorkerId,
        /// Why not.
        error: SandboxError,
    },
    /// A download goes on; none when it is over.
    Loading(Option<Loading>),
    /// The frame still answers.
    Alive,
    /// A snapshot of Python's memory was made, or could not be.
    Snapshot(Option<Blob>),
    /// A worker has answered.
    Answer {
        /// Which one.
        worker: WorkerId,
        /// What it says.
        answer: Answer,
    },
    /// A worker has failed, with nobody asking it to.
    WorkerFailed {
        /// Which one.
        worker: WorkerId,
        /// What the browser says.
        why: String,
    },
}

/// The open cage.
pub struct Cage {
    frame: Window,
    script: String,
    ports: RefCell<BTreeMap<WorkerId, Line>>,
    tell: Rc<dyn Fn(Told)>,
    /// The runtimes that were fetched, each with its script.
    kits: RefCell<BTreeMap<Language, Kit>>,
    assets: RefCell<Option<Assets>>,
    /// Whether the browser counts the frame in the frame's document, so that its end is seen.
    shows_end: bool,
    _element: Element,
    _listener: EventListener,
}

/// A runtime as the frame has it.
struct Kit {
    script: String,
    modules: Vec<String>,
    assets: Vec<String>,
}

/// A port to a worker, and what listens to it.
struct Line {
    port: MessagePort,
    _listener: EventListener,
}

/// The frame's element, which leaves the document together with the cage.
struct Element(HtmlIFrameElement);

impl Drop for Element {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// How far the frame has come.
#[derive(Default)]
struct Opening {
    ready: bool,
    compiled: usize,
    refused: Option<String>,
    overdue: bool,
    /// Who waits for it to come further.
    waker: Option<Waker>,
}

impl Cage {
    /// Opens the cage with every module in it; `tell` hears of what happens there.
    ///
    /// # Errors
    /// When a part does not arrive, or the browser refuses it.
    pub async fn open(tell: impl Fn(Told) + 'static) -> Result<Self, SandboxError> {
        let element: HtmlIFrameElement = document()
            .create_element("iframe")
            .ok()
            .and_then(|element| element.dyn_into().ok())
            .ok_or(SandboxError::NoDocument)?;
        let element = Element(element);
        let body = document().body().ok_or(SandboxError::NoDocument)?;
        let set = |name, value| element.0.set_attribute(name, value).map_err(|_| SandboxError::NoDocument);
        set("sandbox", "allow-scripts")?;
        set("hidden", "")?;
        set("aria-hidden", "true")?;
        // As text rather than by address: a frame without an origin passes by the service worker, and could not be
        // opened offline. Its own policy, in the text, is what cages it.
        set("srcdoc", &String::from_utf8_lossy(&fetched(FRAME).await?))?;

        let tell: Rc<dyn Fn(Told)> = Rc::new(tell);
        let opening = Rc::new(RefCell::new(Opening::default()));
        let listener = listener(element.0.clone(), opening.clone(), tell.clone());
        body.append_child(&element.0).map_err(|_| SandboxError::NoDocument)?;

        // The parts come while the frame loads.
        let script = String::from_utf8_lossy(&fetched(WORKER_SCRIPT).await?).into_owned();
        let mut modules = Vec::new();
        for name in MODULES {
            modules.push((name, fetched(&format!("assets/functions/{name}.wasm")).await?));
        }
        until(&opening, |opening| opening.ready).await?;
        let frame = element.0.content_window().ok_or(SandboxError::FrameSilent)?;
        for (name, bytes) in &modules {
            let bytes = Uint8Array::from(&bytes[..]);
            let transfer = Array::of1(&bytes.buffer());
            post(&frame, &[("do", "compile".into()), ("name", (*name).into()), ("bytes", bytes.into())], &transfer);
        }
        until(&opening, |opening| opening.compiled == MODULES.len()).await?;
        Ok(Self {
            shows_end: frame.length() > 0,
            frame,
            script,
            ports: RefCell::default(),
            tell,
            kits: RefCell::default(),
            assets: RefCell::default(),
            _element: element,
            _listener: listener,
        })
    }

    /// Starts a worker.
    pub fn start(&self, worker: WorkerId) {
        let theirs = self.line_to(worker, move |data| match wire::answer(data) {
            Some(answer) => Told::Answer { worker, answer },
            None => Told::WorkerFailed { worker, why: "it said what is no answer".to_owned() },
        });
        let settings = wire::settings(MOST_INSTANCES / worker_count());
        let kit = Kit { script: self.script.clone(), modules: MODULES.map(str::to_owned).into(), assets: Vec::new() };
        // The functions in Rust are the page's own: what they say needs no guard.
        self.post_start(worker, &kit, settings, true, &theirs);
    }

    /// Starts a worker of a runtime that keeps state, whose parts are fetched when it is the first of them.
    pub fn start_runtime(self: &Rc<Self>, worker: WorkerId, language: Language) {
        let theirs = self.line_to(worker, move |data| Told::Said { worker, said: talk::said(data) });
        let cage = self.clone();
        spawn_local(async move {
            match cage.load(language).await {
                Ok(()) => {
                    let kits = cage.kits.borrow();
                    let kit = kits.get(&language).expect("it was loaded just now");
                    cage.post_start(worker, kit, JsValue::NULL, false, &theirs);
                }
                Err(error) => (cage.tell)(Told::NotLoaded { worker, error }),
            }
        });
    }

    /// Opens a line to a worker, and gives the worker's end.
    fn line_to(&self, worker: WorkerId, understood: impl Fn(&JsValue) -> Told + 'static) -> MessagePort {
        let channel = MessageChannel::new().expect("every browser has message channels");
        let (ours, theirs) = (channel.port1(), channel.port2());
        let tell = self.tell.clone();
        let listener = EventListener::new(&ours, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map_or(JsValue::NULL, MessageEvent::data);
            tell(understood(&data));
        });
        ours.start();
        self.ports.borrow_mut().insert(worker, Line { port: ours, _listener: listener });
        theirs
    }

    fn post_start(&self, worker: WorkerId, kit: &Kit, data: JsValue, trusted: bool, port: &MessagePort) {
        let names = |names: &[String]| -> Array { names.iter().map(|name| JsValue::from(name.as_str())).collect() };
        let message = [
            ("do", "start".into()),
            ("worker", worker.0.into()),
            ("script", kit.script.as_str().into()),
            ("modules", names(&kit.modules).into()),
            ("assets", names(&kit.assets).into()),
            ("port", port.clone().into()),
            ("data", data),
            ("trusted", trusted.into()),
        ];
        post(&self.frame, &message, &Array::of1(port));
    }

    /// Fetches a runtime's script and, for Python, which needs all of them, its assets.
    async fn load(&self, language: Language) -> Result<(), SandboxError> {
        if self.kits.borrow().contains_key(&language) {
            return Ok(());
        }
        let mut kit = Kit { script: kit::script(language).await?, modules: Vec::new(), assets: Vec::new() };
        if language == Language::Python {
            for asset in self.listed(language).await?.iter().filter(|asset| !asset.is_script()) {
                self.hand_in(asset).await?;
                match asset.module() {
                    Some(module) => kit.modules.push(module.to_owned()),
                    None => kit.assets.push(asset.name.clone()),
                }
            }
            let imaging = fetched(&format!("assets/functions/{IMAGING}.wasm")).await?;
            self.compile(IMAGING, &Uint8Array::from(&imaging[..]));
            kit.modules.push(IMAGING.to_owned());
            if let Some(snapshot) = snapshot::kept().await {
                self.keep(snapshot::NAME, &snapshot);
                kit.assets.push(snapshot::NAME.to_owned());
            }
        }
        self.kits.borrow_mut().insert(language, kit);
        Ok(())
    }

    async fn listed(&self, language: Language) -> Result<Vec<Asset>, SandboxError> {
        if self.assets.borrow().is_none() {
            let list = kit::list().await?;
            self.assets.replace(Some(list));
        }
        let assets = self.assets.borrow();
        Ok(assets.as_ref().and_then(|list| list.get(language.folder())).cloned().unwrap_or_default())
    }

    /// Fetches an asset and hands it to the frame, which keeps it.
    async fn hand_in(&self, asset: &Asset) -> Result<Blob, SandboxError> {
        let blob = kit::asset(asset, |loaded| {
            let loading = Loading { what: asset.what.clone(), loaded, total: asset.bytes };
            (self.tell)(Told::Loading(Some(loading)));
        })
        .await;
        (self.tell)(Told::Loading(None));
        let blob = blob?;
        match asset.module() {
            Some(module) => {
                let bytes = JsFuture::from(blob.array_buffer()).await.map_err(|error| SandboxError::NotFetched {
                    path: asset.file.clone(),
                    why: format!("{error:?}"),
                })?;
                self.compile(module, &Uint8Array::new(&bytes));
            }
            None => self.keep(&asset.name, &blob),
        }
        Ok(blob)
    }

    /// Lets the frame keep an asset.
    fn keep(&self, name: &str, blob: &Blob) {
        post(&self.frame, &[("do", "keep".into()), ("name", name.into()), ("blob", blob.into())], &Array::new());
    }

    /// Lets the frame compile a module.
    fn compile(&self, name: &str, bytes: &Uint8Array) {
        let transfer = Array::of1(&bytes.buffer());
        post(&self.frame, &[("do", "compile".into()), ("name", name.into()), ("bytes", bytes.into())], &transfer);
    }

    /// Makes a snapshot of Python's memory as it is when it has started, in a worker that does nothing else, and keeps it
    /// for this visit and the next. Does nothing when there is one, or when one is being made.
    pub fn make_snapshot(self: &Rc<Self>) {
        let kits = self.kits.borrow();
        let Some(kit) = kits.get(&Language::Python) else { return };
        if kit.assets.iter().any(|name| name == snapshot::NAME) || self.ports.borrow().contains_key(&SNAPSHOT_WORKER) {
            return;
        }
        let theirs = self.line_to(SNAPSHOT_WORKER, |data| Told::Snapshot(wire::get(data, "snapshot").dyn_into().ok()));
        self.post_start(SNAPSHOT_WORKER, kit, JsValue::NULL, false, &theirs);
        let message = Object::new();
        wire::set(&message, "task", 0);
        wire::set(&message, "do", "snapshot");
        self.with_port(SNAPSHOT_WORKER, |port| port.post_message(&message).expect("a plain object can be sent"));
    }

    /// Takes the snapshot that was made; none when it could not be, which is not tried again.
    pub fn take_snapshot(&self, blob: Option<Blob>) {
        let mut kits = self.kits.borrow_mut();
        let Some((kit, blob)) = kits.get_mut(&Language::Python).zip(blob) else { return };
        self.end(SNAPSHOT_WORKER);
        self.keep(snapshot::NAME, &blob);
        kit.assets.push(snapshot::NAME.to_owned());
        spawn_local(snapshot::store(blob));
    }

    /// Gives a worker the assets that it needs.
    pub fn supply(self: &Rc<Self>, worker: WorkerId, language: Language, names: Vec<String>) {
        let cage = self.clone();
        spawn_local(async move {
            let (found, missing) = (Object::new(), Object::new());
            for name in names {
                match cage.asset(language, &name).await {
                    Ok(blob) => wire::set(&found, &name, blob),
                    Err(why) => wire::set(&missing, &name, why.to_string().as_str()),
                }
            }
            let message = Object::new();
            let (field, value) =
                if Object::keys(&missing).length() > 0 { ("missing", missing) } else { ("assets", found) };
            wire::set(&message, field, value);
            cage.with_port(worker, |port| port.post_message(&message).expect("blobs and texts can be sent"));
            (cage.tell)(Told::Supplied { worker });
        });
    }

    async fn asset(&self, language: Language, name: &str) -> Result<Blob, SandboxError> {
        let listed = self.listed(language).await?;
        let unknown = || SandboxError::NotFetched { path: name.to_owned(), why: "there is no such part".to_owned() };
        self.hand_in(listed.iter().find(|asset| asset.name == name).ok_or_else(unknown)?).await
    }

    /// Gives a worker of a runtime that keeps state a job.
    pub fn send_job(&self, worker: WorkerId, task: u32, job: &Job) {
        let message = talk::job(task, job);
        self.with_port(worker, |port| {
            port.post_message_with_transferable(&message.value, &message.transfer)
                .expect("plain values and fresh buffers can be sent");
        });
    }

    /// Asks the frame whether it still answers: [`Told::Alive`] says that it does.
    pub fn ping(&self) {
        post(&self.frame, &[("do", "ping".into()), ("number", 0.into())], &Array::new());
    }

    /// Whether the frame's document is gone, as far as the browser shows it. The document has a frame of its own in it, which
    /// Chromium counts no longer when the process of both has ended.
    pub fn is_gone(&self) -> bool {
        self.shows_end && self.frame.length() == 0
    }

    /// Ends a worker, whatever it is doing. Nothing is heard of it again.
    pub fn end(&self, worker: WorkerId) {
        if let Some(line) = self.ports.borrow_mut().remove(&worker) {
            line.port.close();
        }
        post(&self.frame, &[("do", "end".into()), ("worker", worker.0.into())], &Array::new());
    }

    /// Asks a worker for a stretch of computing.
    pub fn send(&self, worker: WorkerId, task: &Task) {
        let message = wire::task(task);
        self.with_port(worker, |port| {
            port.post_message_with_transferable(&message.value, &message.transfer)
                .expect("plain values and fresh buffers can be sent");
        });
    }

    /// Tells a worker to drop instances.
    pub fn forget(&self, worker: WorkerId, environments: &[EnvironmentId]) {
        self.with_port(worker, |port| {
            port.post_message(&wire::forget(environments)).expect("numbers can be sent");
        });
    }

    fn with_port(&self, worker: WorkerId, act: impl FnOnce(&MessagePort)) {
        if let Some(line) = self.ports.borrow().get(&worker) {
            act(&line.port);
        }
    }
}

/// Hears what the frame itself says. Whatever comes from another window is none of ours.
fn listener(element: HtmlIFrameElement, opening: Rc<RefCell<Opening>>, tell: Rc<dyn Fn(Told)>) -> EventListener {
    EventListener::new(&gloo::utils::window(), "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let from: JsValue = event.source().map_or(JsValue::NULL, Into::into);
        if element.content_window().is_none_or(|frame| JsValue::from(frame) != from) {
            return;
        }
        let data = event.data();
        let text = |name| wire::get(&data, name).as_string().unwrap_or_default();
        match text("is").as_str() {
            "ready" => advance(&opening, |opening| opening.ready = true),
            "alive" => tell(Told::Alive),
            "compiled" => advance(&opening, |opening| opening.compiled += 1),
            "not compiled" => advance(&opening, |opening| opening.refused = Some(text("why"))),
            "failed" => {
                if let Some(worker) = wire::get(&data, "worker").as_f64() {
                    tell(Told::WorkerFailed { worker: WorkerId(worker as u32), why: text("why") });
                }
            }
            _ => {}
        }
    })
}

/// Waits until the frame has come as far as `reached` says.
async fn until(opening: &Rc<RefCell<Opening>>, reached: impl Fn(&Opening) -> bool) -> Result<(), SandboxError> {
    let patience = opening.clone();
    let _timeout = Timeout::new(OPENING_MS, move || advance(&patience, |opening| opening.overdue = true));
    poll_fn(|context| {
        let mut opening = opening.borrow_mut();
        if let Some(why) = opening.refused.clone() {
            return Poll::Ready(Err(SandboxError::NotCompiled { why }));
        }
        if reached(&opening) {
            return Poll::Ready(Ok(()));
        }
        if opening.overdue {
            return Poll::Ready(Err(SandboxError::FrameSilent));
        }
        opening.waker = Some(context.waker().clone());
        Poll::Pending
    })
    .await
}

fn advance(opening: &RefCell<Opening>, change: impl FnOnce(&mut Opening)) {
    let mut opening = opening.borrow_mut();
    change(&mut opening);
    if let Some(waker) = opening.waker.take() {
        waker.wake();
    }
}

fn post(frame: &Window, fields: &[(&str, JsValue)], transfer: &Array) {
    let message = Object::new();
    for (name, value) in fields {
        Reflect::set(&message, &(*name).into(), value).expect("a plain object takes any field");
    }
    // The frame's origin is opaque, so no other target can be named; only this frame's window gets it.
    frame.post_message_with_transfer(&message, "*", transfer).expect("plain values and fresh buffers can be sent");
}
