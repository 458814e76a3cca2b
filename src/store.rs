//! The one store of the page: what panels read. The session writes it; panels send [`Action`]s.

pub mod api;
pub mod bench;
pub mod client;

use std::sync::Arc;

use api::{Builder, Drafted};
use bench::{Bench, TableBench};
use client::CallView;
use cloud::http::{Request, Response};
use cloud::identity::Identity;
use cloud::invocation::EnvironmentId;
use cloud::sim::trace::{HopId, MessageId, Place};
use cloud::view::bill::Bill;
use cloud::view::caption::Caption;
use cloud::view::logs::LogLine;
use cloud::view::message::MessageView;
use cloud::view::stage::{ApiView, ObjectRef, ObjectView, Stage, TableView, Token};
use cloud::view::tape::Tape;
use leptos::prelude::*;
use lessons::view::LessonView;

/// Signals that panels read. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Store {
    /// The run as lanes; changes when the run grows.
    pub tape: RwSignal<Arc<Tape>>,
    /// Where the playhead stands, microseconds of virtual time since the run's origin. Changes every frame in play.
    pub at_us: RwSignal<f64>,
    /// The last hop that has happened at the playhead.
    pub hop: RwSignal<HopId>,
    /// The map at that hop.
    pub stage: RwSignal<Arc<Stage>>,
    /// Messages on their way at the playhead. Changes every frame in play.
    pub tokens: RwSignal<Arc<Vec<Token>>>,
    /// The sentence under the stage.
    pub caption: RwSignal<Caption>,
    /// The bill at the playhead.
    pub bill: RwSignal<Bill>,
    /// Play, pause, speed.
    pub transport: RwSignal<Transport>,
    /// What is selected.
    pub selection: RwSignal<Option<Selection>>,
    /// What is selected, in full, as it was at the playhead.
    pub inspected: RwSignal<Option<Arc<Inspected>>>,
    /// The function or table that is open.
    pub opened: RwSignal<Option<Opened>>,
    /// What is known of it, if it is a function.
    pub bench: RwSignal<Option<Arc<Bench>>>,
    /// What draws the address bar, while it stands.
    pub address_bar: RwSignal<Option<fn() -> AnyView>>,
    /// What is to be written into it: method and address.
    pub to_call: RwSignal<Option<(String, String)>>,
    /// The call that it shows, as it was at the playhead.
    pub call: RwSignal<Option<Arc<CallView>>>,
    /// What builds APIs, once it is there.
    pub builder: RwSignal<Option<Builder>>,
    /// The API that is selected, as it is at the run's end.
    pub drafted: RwSignal<Option<Drafted>>,
    /// What is known of it, if it is a table.
    pub table: RwSignal<Option<Arc<TableBench>>>,
    /// Which of the open table's items are looked at: the first, counted from 0, and the one behind the last.
    pub window: RwSignal<(usize, usize)>,
    /// The message that the pointer or focus rests on: all four of its numbers are marked.
    pub marked: RwSignal<Option<MessageId>>,
    /// The lesson.
    pub lesson: RwSignal<Arc<LessonView>>,
    /// What the session does that takes real time.
    pub activity: RwSignal<Activity>,
    /// Something to tell the learner once, in words: a refused file, a download that failed.
    pub notice: RwSignal<Option<Notice>>,
    /// Code that waits until the learner lets it run.
    pub waits: RwSignal<Option<Waits>>,
    /// A run that came with a file or a link, which the learner may open.
    pub offered: RwSignal<Option<Offered>>,
    /// The run made ready to be handed on, or why it cannot be, in sentences.
    pub to_share: RwSignal<Option<Result<ToShare, String>>>,
}

/// Code that waits until the learner lets it run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// What it came with: `demo.coldstart`, or `a link`.
    pub from: String,
    /// The functions whose code it is.
    pub functions: Vec<String>,
}

/// A run that came with a file or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What it came with: `demo.coldstart`, or `a link`.
    pub from: String,
    /// Its lesson: its folder, and the language after a slash.
    pub lesson: String,
    /// Its lesson's title.
    pub title: String,
    /// How many things its maker did, and how often code ran.
    pub done: (usize, usize),
    /// The messages of the learner's own run of that lesson, if it is the one that is open.
    pub own: usize,
    /// Whether the browser keeps a run of the learner's own of that lesson, which is not open.
    pub kept: bool,
}

/// The run made ready to be handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToShare {
    /// What comes after `#` in its link; none when it holds too much for one.
    pub link: Option<String>,
    /// Its size as a file, bytes.
    pub bytes: u64,
    /// Whether it stands at a moment before its end.
    pub is_moment: bool,
}

/// A function or table that is open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which.
    pub place: Place,
    /// What shows it opened.
    pub bench: fn(Place) -> AnyView,
}

/// Play, pause, speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transport {
    /// Whether the tape plays.
    pub playing: bool,
    /// Virtual time over real time: 0.05, 0.2, 1, 5.
    pub speed: f64,
    /// Whether the playhead stands before the run's end.
    pub rewound: bool,
}

/// What is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A message.
    Message(MessageId),
    /// A node of the map.
    Place(Place),
    /// An environment.
    Environment(EnvironmentId),
    /// An object in a bucket.
    Object(ObjectRef),
}

/// What is selected, in full.
#[derive(Clone, Debug, PartialEq)]
pub enum Inspected {
    /// A message.
    Message(Box<MessageView>),
    /// A bucket: its objects (newest first, at most 500), how many in all, their size in all, its notification
    /// configuration as the API gives it (XML, pretty).
    Bucket {
        /// The bucket's name.
        name: String,
        /// Its objects.
        objects: Vec<ObjectView>,
        /// How many in all.
        total: usize,
        /// Their size, bytes.
        bytes: u64,
    },
    /// A function: its configuration, environments, role and policies as JSON texts, title first.
    Function {
        /// The function's name.
        name: String,
        /// JSON documents: `Configuration`, `Resource policy`, `Role`, each pretty.
        documents: Vec<(String, String)>,
        /// The messages that invoked it, newest first, at most 50: number, what, when, error.
        invocations: Vec<InvocationLine>,
    },
    /// A log group.
    Logs {
        /// Its name.
        name: String,
        /// Its events, oldest first, at most the last 500.
        lines: Vec<LogLine>,
        /// How many in all.
        total: usize,
    },
    /// A table with its first items, at most 500.
    Table {
        /// Its name.
        name: String,
        /// What it holds.
        view: TableView,
    },
    /// An object: its picture, its headers.
    Object {
        /// The object.
        object: ObjectView,
        /// Its header fields as HeadObject gives them.
        headers: Vec<(String, String)>,
        /// The thumbnail made of it or the photo it was made of, if there is one.
        counterpart: Option<ObjectView>,
    },
    /// The learner's tab.
    Client,
    /// An API.
    Api {
        /// Its place on the map.
        place: Place,
        /// What can be asked of it.
        view: ApiView,
    },
    /// Another service: the calls made to it, newest first.
    Service {
        /// The service's endpoint prefix.
        name: String,
    },
}

/// One line of a function's invocations.
#[derive(Clone, Debug, PartialEq)]
pub struct InvocationLine {
    /// The message that asked for it.
    pub message: MessageId,
    /// The message's number.
    pub number: u32,
    /// Which attempt.
    pub attempt: u8,
    /// When it started, microseconds since the origin.
    pub started_us: f64,
    /// Milliseconds it ran, if it has ended.
    pub duration_ms: Option<f64>,
    /// Whether the environment started for it.
    pub cold: bool,
    /// The error's type.
    pub error: Option<String>,
}

/// What the session does that takes real time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// Files read so far, and in all, while an upload is prepared.
    pub reading: Option<(usize, usize)>,
    /// A download: what, kilobytes so far, kilobytes in all.
    pub loading: Option<(String, u64, u64)>,
    /// Handlers at work in sandboxes.
    pub running: usize,
    /// Whether the run is brought back from the browser's storage.
    pub restoring: bool,
}

/// Something to tell the learner once.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What happened, one sentence.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// Whether it is our own bug, so that the recording is offered.
    pub our_fault: bool,
}

/// All that a panel can ask for.
#[derive(Clone, Debug)]
pub enum Action {
    /// Play or pause.
    TogglePlay,
    /// One hop forward or back.
    Step(Direction),
    /// To the next or previous message sent, environment started or failure.
    NextEvent(Direction),
    /// To the run's beginning or end.
    ToEnd(Direction),
    /// To a time, microseconds since the origin.
    Seek(f64),
    /// Set the speed.
    Speed(f64),
    /// Run on to what is scheduled next.
    RunToScheduled,
    /// Select something, or nothing.
    Select(Option<Selection>),
    /// Upload files of the learner's into the lesson's first bucket.
    Upload(Vec<web_sys::File>),
    /// Upload a sample photo by its name: `harbour`.
    Sample(&'static str),
    /// Answer the open step's question.
    Answer(usize),
    /// Open the next step, or the one before.
    OpenStep(usize),
    /// Go to the lesson whose folder this is, in the language after its slash: `02-get-users/python`.
    Enter(String),
    /// Forget the run and start the lesson again.
    StartFresh,
    /// Change a function's environment variable, memory or timeout, by the API.
    Configure(FunctionChange),
    /// Fetch what builds APIs.
    Equip,
    /// Open the address bar, from which an API is called by hand, or close it.
    CallByHand(bool),
    /// An HTTP call by whomever, and who is told what came of it.
    Fetch(Box<Request>, Identity, Callback<Arc<CallView>>),
    /// Open a function's code or a table's items, or close what is open.
    Open(Option<Place>),
    /// Look at some of the open table's items: the first, counted from 0, and the one behind the last.
    Look(usize, usize),
    /// An AWS call by the account's owner, and who is told its answer.
    Call(Box<Request>, Callback<Arc<Response>>),
    /// AWS calls by the account's owner that are made at once, and who is told each answer with its call's place among
    /// them.
    CallAll(Vec<Request>, Callback<(usize, Arc<Response>)>),
    /// Give a text out as a file: its name, its type, the text.
    GiveOut(String, &'static str, String),
    /// Download an object.
    Download(ObjectRef),
    /// Save the recording as a file.
    SaveRecording,
    /// Make the run ready to be handed on.
    Share,
    /// Read a run from a file, and offer it.
    OpenRun(web_sys::File),
    /// Read a run from what came in a link, and offer it.
    OpenLink(String),
    /// Open the run that is offered, or let it go.
    TakeOffered(bool),
    /// Let code run that came with a file or a link.
    Allow,
    /// End what waits of it without running it.
    Refuse,
    /// Dismiss the notice.
    Dismiss,
}

/// Forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the run's end.
    Forward,
    /// Towards its beginning.
    Back,
}

/// A change to a function's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionChange {
    /// The function's name.
    pub function: String,
    /// Memory, MB, if it is to change.
    pub memory_mb: Option<u32>,
    /// Timeout, seconds, if it is to change.
    pub timeout_s: Option<u32>,
    /// All environment variables as they are to be; empty when they stay as they are.
    pub variables: Vec<(String, String)>,
}

impl Store {
    /// An empty store: the frame before anything is loaded.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tape: RwSignal::new(Arc::default()),
            at_us: RwSignal::new(0.0),
            hop: RwSignal::new(HopId(0)),
            stage: RwSignal::new(Arc::default()),
            tokens: RwSignal::new(Arc::default()),
            caption: RwSignal::new(Caption::default()),
            bill: RwSignal::new(Bill::default()),
            transport: RwSignal::new(Transport { playing: false, speed: 0.2, rewound: false }),
            selection: RwSignal::new(None),
            inspected: RwSignal::new(None),
            opened: RwSignal::new(None),
            bench: RwSignal::new(None),
            address_bar: RwSignal::new(None),
            to_call: RwSignal::new(None),
            call: RwSignal::new(None),
            builder: RwSignal::new(None),
            drafted: RwSignal::new(None),
            table: RwSignal::new(None),
            window: RwSignal::new((0, 0)),
            marked: RwSignal::new(None),
            lesson: RwSignal::new(Arc::default()),
            activity: RwSignal::new(Activity::default()),
            notice: RwSignal::new(None),
            waits: RwSignal::new(None),
            offered: RwSignal::new(None),
            to_share: RwSignal::new(None),
        }
    }
}

/// How panels reach the session: provided as a context at the page's root.
#[derive(Clone, Copy)]
pub struct Dispatch(pub Callback<Action>);

impl Dispatch {
    /// The session of this page.
    ///
    /// # Panics
    /// When called outside the page's root, which provides it.
    #[must_use]
    pub fn from_context() -> Self {
        use_context().expect("the page's root provides the session to all its panels")
    }

    /// Asks for `action`.
    pub fn send(self, action: Action) {
        self.0.run(action);
    }
}

/// Where the pictures of objects come from: a small object URL for prints, a full one for the large view.
///
/// Previews are kept by ETag, so that the same photo twice is decoded once.
#[derive(Clone, Copy)]
pub struct Pictures(pub Callback<PictureRequest, Signal<Option<String>>>);

/// Which picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureRequest {
    /// The object.
    pub object: ObjectRef,
    /// Whole, rather than a print of at most 320 pixels.
    pub whole: bool,
}

impl Pictures {
    /// The page's pictures.
    ///
    /// # Panics
    /// When called outside the page's root, which provides them.
    #[must_use]
    pub fn from_context() -> Self {
        use_context().expect("the page's root provides the pictures to all its panels")
    }

    /// The address of a picture as it stands at the playhead, for an `<img>`; none while it is being made, or when
    /// the object is no picture that the browser can show.
    #[must_use]
    pub fn url(self, object: ObjectRef, whole: bool) -> Signal<Option<String>> {
        self.0.run(PictureRequest { object, whole })
    }
}
