//! The page's code comes in parts: the entrance at once; while it is read, the session with its cloud and the lesson's
//! regions; and, once somebody asks for it, what the cloud has beyond a first lesson, the bench and the address bar. The
//! build cuts the wasm where this file says so.
//!
//! Whatever only a part names is in that part. So the entrance must not name the session, the map or a panel but here.

use cloud::caller::{self, Received};
use cloud::gateway;
use cloud::http::{Request, Response};
use cloud::protocol::sigv4::Refusal;
use cloud::services::Services;
use cloud::sim::time::Time;
use cloud::sim::trace::{MessageId, Trace};
use cloud::verdict::Principal;
use cloud::world::World;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::app::frame;
use crate::bench;
use crate::client;
use crate::panels::api;
use crate::session;
use crate::store::api::Builder;
use crate::store::client::CallView;
use crate::store::{Action, Dispatch, Notice, Pictures, Store};

/// How often a part is asked for before the learner is told that it does not come.
const ATTEMPTS: u32 = 3;
/// How long to wait between two attempts, milliseconds.
const AGAIN_MS: u32 = 1_500;

/// What the lesson's part offers once it is there.
#[derive(Clone, Copy)]
pub struct Stage {
    start: fn(Store) -> (Dispatch, Pictures),
    /// A lesson, with all its regions.
    pub lesson: fn() -> AnyView,
    /// The frame's dialogs.
    pub dialogs: fn() -> AnyView,
}

#[wasm_split(stage, wasm_split_path = leptos::wasm_split, fallible)]
fn stage() -> Result<Stage, SplitLoaderError> {
    Ok(Stage { start: session::start, lesson: frame::lesson, dialogs: frame::dialogs })
}

/// What goes beyond a first lesson's run.
#[derive(Clone, Copy)]
pub struct Beyond {
    /// All that the cloud simulates.
    pub services: Services,
    /// Who sent a request: [`cloud::caller::caller`].
    pub caller: fn(&Received<'_>, &World, &Principal) -> Result<Principal, Refusal>,
    /// What the sender of a signature that does not hold is told: [`cloud::gateway::refuse`].
    pub refuse: fn(&Refusal, &Request, Time, &str) -> Response,
    /// The bench of the function of that name, opened: [`crate::bench::bench`].
    pub bench: fn(String) -> AnyView,
    /// The lessons after the first, as the build has read them: JSON.
    pub lessons: &'static str,
    /// Tells the store of the function that is open: [`crate::bench::facts::show`].
    pub show_bench: fn(Store, &Trace, &World, &World, Time),
    /// What builds APIs: [`crate::panels::api::builder`].
    pub builder: Builder,
    /// Tells the store of the API that is selected: [`crate::panels::api::facts::show`].
    pub show_api: fn(Store, &World),
    /// The address bar, from which an API is called by hand: [`crate::client::client`].
    pub client: fn() -> AnyView,
    /// Tells the store of the call that the address bar shows: [`crate::client::facts::show`].
    pub show_call: fn(Store, &Trace, Time),
    /// A call as it is known at a time: [`crate::client::facts::call`].
    pub call: fn(&Trace, MessageId, Time) -> CallView,
}

#[wasm_split(services, wasm_split_path = leptos::wasm_split, fallible)]
fn services() -> Result<Beyond, SplitLoaderError> {
    Ok(Beyond {
        services: Services::ALL,
        caller: caller::caller,
        refuse: gateway::refuse,
        bench: bench::bench,
        lessons: include_str!(concat!(env!("OUT_DIR"), "/other-lessons.json")),
        show_bench: bench::facts::show,
        builder: Builder { panel: api::builder::panel, create: api::create::create },
        show_api: api::facts::show,
        client: client::client,
        show_call: client::facts::show,
        call: client::facts::call,
    })
}

/// Fetches what goes beyond a first lesson; none when it does not arrive.
pub async fn beyond() -> Option<Beyond> {
    fetched(services).await
}

/// Fetches a part, again and again for as long as there is hope.
async fn fetched<T>(part: impl AsyncFn() -> Result<T, SplitLoaderError>) -> Option<T> {
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            TimeoutFuture::new(AGAIN_MS).await;
        }
        if let Ok(part) = part().await {
            return Some(part);
        }
    }
    None
}

/// Parts, as they come. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The lesson's part, once it is there and its session has started.
    pub stage: RwSignal<Option<Stage>>,
    session: StoredValue<Option<Dispatch>>,
    /// What was asked for before the session could take it.
    asked: StoredValue<Vec<Action>, LocalStorage>,
    loading: StoredValue<bool>,
    owner: StoredValue<Owner>,
    store: Store,
}

impl Parts {
    /// Nothing is there yet, and nothing is asked for. Contexts that a part provides are those of the current owner.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self {
            stage: RwSignal::new(None),
            session: StoredValue::new(None),
            asked: StoredValue::new_local(Vec::new()),
            loading: StoredValue::new(false),
            owner: StoredValue::new(Owner::current().expect("the page's root is built under an owner")),
            store,
        }
    }

    /// How panels reach the session: at once, or as soon as it is there.
    #[must_use]
    pub fn dispatch(self) -> Dispatch {
        Dispatch(Callback::new(move |action| match (self.session.get_value(), &action) {
            (Some(session), _) => session.send(action),
            // The session is not there to take its own notice back.
            (None, Action::Dismiss) => self.store.notice.set(None),
            (None, _) => {
                self.asked.update_value(|asked| asked.push(action));
                self.load();
            }
        }))
    }

    /// Fetches what is missing.
    pub fn load(self) {
        if self.session.get_value().is_some() || self.loading.get_value() {
            return;
        }
        self.loading.set_value(true);
        leptos::task::spawn_local(async move {
            let part = fetched(stage).await;
            self.loading.set_value(false);
            match part {
                Some(stage) => self.begin(stage),
                None => self.store.notice.set(Some(Notice {
                    title: "A part of the page did not arrive.".to_owned(),
                    detail: "Check the connection and load the page again. Photos that you dropped have to be dropped again."
                        .to_owned(),
                    our_fault: false,
                })),
            }
        });
    }

    fn begin(self, stage: Stage) {
        let session = self.owner.with_value(|owner| {
            owner.with(|| {
                let (session, pictures) = (stage.start)(self.store);
                provide_context(pictures);
                session
            })
        });
        self.session.set_value(Some(session));
        self.stage.set(Some(stage));
        for action in self.asked.try_update_value(std::mem::take).unwrap_or_default() {
            session.send(action);
        }
    }
}
