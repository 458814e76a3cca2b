//! What the bench knows of its own: the code as it is edited, where the learner is, what came of the last test.

use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

use cloud::services::lambda::Function;

use super::calls;
use super::draft::{Draft, Source};
use super::outcome::Outcome;
use crate::app::shell::{remember, remembered};
use crate::aws;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::editor::{Library, Reveal};

/// The parts of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The editor.
    Code,
    /// Test events, and what comes of them.
    Test,
    /// Memory, timeout, variables.
    Configuration,
    /// Environments.
    Environments,
    /// What it may do, and who may call it.
    Access,
    /// What calls it by itself.
    Triggers,
    /// The log, where it has no dock of its own.
    Logs,
}

/// Where a deployment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deploying {
    /// None was asked for, or it is done.
    Idle,
    /// Calls are under way.
    Sent,
    /// AWS refused, in its words.
    Refused(String),
}

/// What the bench knows. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Work {
    /// The function's name.
    pub name: StoredValue<String>,
    /// The function as it is at the run's end; none while it is not there.
    pub function: Derived<Option<Arc<Function>>>,
    /// Its code as it is deployed.
    pub deployed: Derived<Draft>,
    /// Its code as it is edited.
    pub draft: RwSignal<Draft>,
    /// The file that is open.
    pub open_file: RwSignal<String>,
    /// The part of the bench that is open.
    pub tab: RwSignal<Tab>,
    /// A line of the open file to bring into sight.
    pub reveal: RwSignal<Reveal>,
    /// Where a deployment stands.
    pub deploying: RwSignal<Deploying>,
    /// What came of the last test run.
    pub outcome: RwSignal<Option<Outcome>>,
    library: StoredValue<Library>,
    dispatch: Dispatch,
}

impl Work {
    /// The bench of the function called `name`, with what was edited when it was last open.
    pub fn new(name: String, library: Library) -> Self {
        let store = expect_context::<Store>();
        let function =
            Derived::new(move |_| store.bench.with(|bench| bench.as_ref().map(|bench| bench.function.clone())));
        let library = StoredValue::new(library);
        let deployed = Derived::new(move |_| {
            let read = |function: &Arc<Function>| library.with_value(|library| Draft::of(function, library));
            function.with(|function| function.as_ref().map(read)).unwrap_or_default()
        });
        let first = deployed.get_untracked();
        let kept = remembered(&key(&name)).and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let draft = kept.and_then(|kept| Draft::from_json(&kept, &first)).unwrap_or_else(|| first.clone());
        let work = Self {
            name: StoredValue::new(name),
            function,
            deployed,
            open_file: RwSignal::new(draft.main_file().unwrap_or_default().to_owned()),
            draft: RwSignal::new(draft),
            tab: RwSignal::new(Tab::Code),
            reveal: RwSignal::new(Reveal::default()),
            deploying: RwSignal::new(Deploying::Idle),
            outcome: RwSignal::new(None),
            library,
            dispatch: Dispatch::from_context(),
        };
        work.follow_deployed();
        work.keep_draft();
        work
    }

    /// The bench around the current component.
    #[must_use]
    pub fn from_context() -> Self {
        expect_context()
    }

    /// The editor's code.
    pub fn library(self) -> Library {
        self.library.get_value()
    }

    /// Whether what is edited differs from what is deployed.
    #[must_use]
    pub fn is_edited(self) -> bool {
        self.draft.with(|draft| self.deployed.with(|deployed| draft != deployed))
    }

    /// Edits code: all of it anew, with its main file open.
    pub fn begin(self, draft: Draft) {
        self.open_file.set(draft.main_file().unwrap_or_default().to_owned());
        self.draft.set(draft);
        self.deploying.set(Deploying::Idle);
    }

    /// Opens a line of a file.
    pub fn go_to(self, file: &str, line: u32) {
        self.tab.set(Tab::Code);
        self.open_file.set(file.to_owned());
        self.reveal.update(|reveal| *reveal = Reveal { line, column: 1, times: reveal.times + 1 });
    }

    /// Deploys what is edited: the configuration first where runtime or handler changed, then the code.
    pub fn deploy(self) {
        if !self.is_edited_now() || self.deploying.get_untracked() == Deploying::Sent {
            return;
        }
        let (draft, deployed) = (self.draft.get_untracked(), self.deployed.get_untracked());
        let name = self.name.get_value();
        let mut requests = Vec::new();
        if (&draft.runtime, &draft.handler) != (&deployed.runtime, &deployed.handler) {
            let members = serde_json::json!({"Runtime": draft.runtime, "Handler": draft.handler});
            requests.push(calls::configure(&name, &members));
        }
        if draft.source != deployed.source {
            let code = match &draft.source {
                Source::Rust(code) => Some(calls::deploy_rust(&name, code)),
                Source::Files(files) => {
                    let files = files.iter().map(|file| (file.name.as_str(), &file.held));
                    self.library().zip(files).map(|zip| calls::deploy_zip(&name, &zip))
                }
            };
            match code {
                Some(code) => requests.push(code),
                None => {
                    self.deploying.set(Deploying::Refused("The files could not be put into a zip.".to_owned()));
                    return;
                }
            }
        }
        self.deploying.set(Deploying::Sent);
        leptos::task::spawn_local(async move {
            for request in requests {
                if let Err(refused) = aws::make(self.dispatch, request).await {
                    let _ = self.deploying.try_set(Deploying::Refused(refused));
                    return;
                }
            }
            let _ = self.deploying.try_set(Deploying::Idle);
        });
    }

    fn is_edited_now(self) -> bool {
        untrack(|| self.is_edited())
    }

    /// What was not edited goes along when other code is deployed, by whomever.
    fn follow_deployed(self) {
        Effect::new(move |before: Option<Draft>| {
            // An effect that was called for may come when the bench is gone.
            if self.draft.is_disposed() {
                return Draft::default();
            }
            let now = self.deployed.get();
            if before.is_some_and(|before| self.draft.with_untracked(|draft| *draft == before)) {
                self.begin(now.clone());
            }
            now
        });
    }

    /// Keeps what is edited and not deployed, for when the bench is opened again.
    fn keep_draft(self) {
        Effect::new(move |_| {
            if self.draft.is_disposed() {
                return;
            }
            let key = key(&self.name.get_value());
            let edited = self.is_edited().then(|| self.draft.with(|draft| draft.to_json().to_string()));
            remember(&key, edited.as_deref());
        });
    }
}

fn key(name: &str) -> String {
    format!("draft.{name}")
}
