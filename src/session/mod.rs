//! The session: sole owner of the playthrough and of the sandboxes. It takes [`Action`]s, lets the cloud run, moves the
//! playhead over its history, and writes plain views to the [`Store`].
//!
//! It must not know how anything looks.

mod actions;
mod by_hand;
mod course;
mod foreign;
mod pace;
mod pictures;
mod playback;
mod pump;
mod recording;
mod requests;
mod services;
mod sharing;
mod surface;
mod upload;
mod views;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use cloud::http::Response;
use cloud::kernel::Ticket;
use cloud::services::Services;
use cloud::sim::trace::MessageId;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use lessons::Playthrough;
use wasm_bindgen_futures::spawn_local;

use crate::parts::Beyond;
use crate::sandbox::{Loading, SandboxError, Sandboxes, Tell};
use crate::store::{Dispatch, Notice, Pictures, Store};
use pace::Pace;

/// How often whoever waits for a lesson looks whether it is there, milliseconds.
const ARRIVAL_MS: u32 = 20;

/// How long a lesson stands before what its first event needs is opened, milliseconds.
const READY_AFTER_MS: u32 = 1_200;

/// What is told when code cannot run.
const NO_CODE: &str = "The function's code cannot run";

/// Whoever waits for an answer, and for the message that carried the request, if one did.
type Waiting = Box<dyn FnOnce(Option<MessageId>, Arc<Response>)>;

/// A handle on the session.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    store: Store,
    /// Owns signals that outlive the panel which asked for them first.
    owner: Owner,
    playthrough: RefCell<Playthrough>,
    /// What goes beyond a first lesson, once it is there.
    beyond: Cell<Option<Beyond>>,
    sandboxes: RefCell<Option<Sandboxes>>,
    /// Whoever waits for the answer to a request.
    waiting: RefCell<BTreeMap<Ticket, Waiting>>,
    /// The hop at the playhead, counted from the run's first.
    hop: Cell<usize>,
    at_us: Cell<f64>,
    pace: RefCell<Pace>,
    /// The step that the learner has opened.
    opened: Cell<usize>,
    /// How many lessons and kept runs are on their way.
    arriving: Cell<u32>,
    /// Whether the cloud has come to rest.
    settled: Cell<bool>,
    pumping: Cell<bool>,
    /// Whether a run that has come to rest is about to be shown.
    settling: Cell<bool>,
    ticking: Cell<bool>,
    /// When the last request was sent, and how long after the one before, milliseconds of real time.
    requested_ms: Cell<f64>,
    between_requests_ms: Cell<f64>,
    /// When the tape may be drawn anew, and when what is costly was last shown, milliseconds of real time.
    tape_next_ms: Cell<f64>,
    details_shown_ms: Cell<f64>,
    /// Whether the map was shown at all, and when it was last, milliseconds of real time.
    stage_shown: Cell<bool>,
    stage_shown_ms: Cell<f64>,
    pictures: pictures::Cache,
    /// Objects that were written more than once.
    rewritten: RwSignal<std::collections::BTreeSet<cloud::view::stage::ObjectRef>>,
    kept: recording::Keeper,
    /// What is known of the run if it came with a file or a link and its code may not run yet.
    foreign: RefCell<Option<foreign::Foreign>>,
    /// A run that came with a file or a link, before the learner has opened it.
    offered: RefCell<Option<sharing::Arrival>>,
}

/// Starts the session: the first lesson's world, and the run that the browser has kept, if it has one.
pub fn start(store: Store) -> (Dispatch, Pictures) {
    let playthrough =
        Playthrough::new(course::first(), Services::CORE).expect("the tests deploy every lesson's template with these");
    let session = Session(Rc::new(Inner {
        store,
        owner: Owner::current().unwrap_or_default(),
        playthrough: RefCell::new(playthrough),
        beyond: Cell::new(None),
        sandboxes: RefCell::new(None),
        waiting: RefCell::new(BTreeMap::new()),
        hop: Cell::new(0),
        at_us: Cell::new(0.0),
        pace: RefCell::new(Pace::default()),
        opened: Cell::new(0),
        arriving: Cell::new(0),
        settled: Cell::new(true),
        pumping: Cell::new(false),
        settling: Cell::new(false),
        ticking: Cell::new(false),
        requested_ms: Cell::new(0.0),
        between_requests_ms: Cell::new(f64::INFINITY),
        tape_next_ms: Cell::new(0.0),
        details_shown_ms: Cell::new(0.0),
        stage_shown: Cell::new(false),
        stage_shown_ms: Cell::new(0.0),
        pictures: pictures::Cache::default(),
        rewritten: RwSignal::default(),
        kept: recording::Keeper::default(),
        foreign: RefCell::new(None),
        offered: RefCell::new(None),
    }));
    session.show_run();
    session.show_moment();
    surface::open(&session);
    session.restore();
    (session.dispatch(), session.pictures())
}

impl Session {
    fn store(&self) -> Store {
        self.0.store
    }

    /// Opens what an event needs once a lesson stands. All that starts together with an upload takes the processor from
    /// it, and the page stutters. A run that came from somebody else opens nothing by itself.
    fn make_ready_soon(&self) {
        let session = self.clone();
        spawn_local(async move {
            session.arrived().await;
            TimeoutFuture::new(READY_AFTER_MS).await;
            if !session.is_arriving() && session.0.foreign.borrow().is_none() {
                session.make_ready();
            }
        });
    }

    /// Opens the cage, and has prints made from now on.
    fn make_ready(&self) {
        self.sandboxes();
        // A print that cannot be made is told of where it is wanted.
        let _ = self.0.pictures.printer();
    }

    /// The sandboxes, opened when they are asked for.
    fn sandboxes(&self) -> Sandboxes {
        let mut held = self.0.sandboxes.borrow_mut();
        held.get_or_insert_with(|| {
            let (told, closed, failed) = (self.clone(), self.clone(), self.clone());
            let store = self.store();
            Sandboxes::new(Tell {
                progress: Box::new(move |run, progress| told.code_stopped(run, progress)),
                closed: Box::new(move |error| closed.sandboxes_closed(&error)),
                error: Box::new(move |error| failed.notify(NO_CODE, &error.to_string())),
                loading: Box::new(move |loading| {
                    let loading = loading.map(|Loading { what, loaded, total }| {
                        (format!("Fetching {what}"), loaded / 1_024, total / 1_024)
                    });
                    store.activity.update(|activity| activity.loading = loading);
                }),
            })
        })
        .clone()
    }

    /// Whoever wants to run code next tries again: what did not arrive may arrive then. Until code waits there is nothing to
    /// tell.
    fn sandboxes_closed(&self, error: &SandboxError) {
        self.0.sandboxes.replace(None);
        if self.store().activity.with_untracked(|activity| activity.running > 0) {
            self.notify(NO_CODE, &error.to_string());
        }
    }

    /// Does what brings a lesson or its run, for which photos wait.
    fn arrive(&self, arrival: impl Future<Output = ()> + 'static) {
        let session = self.clone();
        self.0.arriving.update(|arriving| arriving + 1);
        spawn_local(async move {
            arrival.await;
            session.0.arriving.update(|arriving| arriving - 1);
        });
    }

    /// Whether a lesson or a run is on its way.
    fn is_arriving(&self) -> bool {
        self.0.arriving.get() > 0
    }

    /// Waits until the lesson that the learner goes to is there, with its run.
    async fn arrived(&self) {
        while self.is_arriving() {
            TimeoutFuture::new(ARRIVAL_MS).await;
        }
    }

    /// Tells the learner something once.
    fn notify(&self, title: &str, detail: &str) {
        let notice = Notice { title: title.to_owned(), detail: detail.to_owned(), our_fault: false };
        self.store().notice.set(Some(notice));
    }
}
